// Answers questions about a policy from its rules alone, with nothing but the standard library.
//
//     decide.mjs RULES coverage
//         every rule, slot and listed term, and how much of the term the slot holds: all or some
//     decide.mjs RULES find VERB SLOT=TERM...
//         the rules with this verb that are about these terms, and how much of them: all or some

import { readFileSync } from "node:fs";

class Vocabulary {
    constructor(terms) {
        this.terms = new Map(Object.entries(terms));
        this.known = new Map();
    }

    /** Whether one term holds the whole of another. */
    holds(whole, part) {
        return whole === part || (this.terms.get(part)?.within ?? []).includes(whole);
    }

    /** What a term is made of. A term with `means` is nothing of its own. */
    atoms(term) {
        if (!this.terms.has(term)) return [term];
        if (!this.known.has(term)) {
            const made = [...this.terms].filter(([name, entry]) => !entry.means && this.holds(term, name));
            this.known.set(term, made.map(([name]) => name));
        }
        return this.known.get(term);
    }

    itemHolds(item, atom) {
        if (item.term) return this.holds(item.term, atom);
        const { kind, having, lacking } = item.any;
        const entry = this.terms.get(atom);
        if (!entry) return !having && !lacking && atom.startsWith(`${kind}:`);
        const traits = entry.traits ?? [];
        return entry.kind === kind && (!having || traits.includes(having)) && (!lacking || !traits.includes(lacking));
    }

    /** How much of a term a slot holds: all, some or none. An absent slot holds everything. */
    coverage(slot, term) {
        if (!slot) return "all";
        const isIn = (atom) =>
            slot.items.some((item) => this.itemHolds(item, atom)) &&
            !(slot.except ?? []).some((item) => !item.form && this.itemHolds(item, atom));
        const answers = this.atoms(term).map(isIn);
        if (answers.length > 0 && answers.every(Boolean)) return "all";
        return answers.some(Boolean) ? "some" : "none";
    }
}

function* coverage(rules, vocabulary) {
    for (const rule of rules.rules) {
        for (const name of Object.keys(rule.slots).sort()) {
            for (const term of Object.keys(rules.terms).sort()) {
                const answer = vocabulary.coverage(rule.slots[name], term);
                if (answer !== "none") yield `${rule.id} ${name} ${term} ${answer}`;
            }
        }
    }
}

function* find(rules, vocabulary, verb, wanted) {
    for (const rule of rules.rules) {
        if (rule.verb !== verb) continue;
        const answers = wanted.map(([name, term]) => vocabulary.coverage(rule.slots[name], term));
        if (answers.includes("none")) continue;
        const amount = answers.includes("some") ? "some" : "all";
        const terms = wanted.filter(([name]) => name === "data").map(([, term]) => term);
        const isAbout = (item) => terms.every((term) => vocabulary.coverage({ items: [item] }, term) !== "none");
        const about = (rule.slots.data?.items ?? []).filter(isAbout);
        const forms = new Set(about.map((item) => item.form ?? "form:readable"));
        const effects = (rule.effects ?? []).join("+");
        yield `${rule.id} ${effects} ${amount} ${[...forms].sort().join(",")} ${rule.address}`;
    }
}

const [path, question, ...rest] = process.argv.slice(2);
const rules = JSON.parse(readFileSync(path, "utf8"));
if (rules.format.name !== "candor-rules" || rules.format.version.split(".")[0] !== "1") {
    throw new Error("these rules are in another format");
}
const vocabulary = new Vocabulary(rules.terms);
const split = (pair) => [pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1)];
const questions = {
    coverage: () => coverage(rules, vocabulary),
    find: () => find(rules, vocabulary, rest[0], rest.slice(1).map(split)),
};
if (!Object.hasOwn(questions, question)) throw new Error("ask for `coverage` or `find`");
const lines = [...questions[question]()];
process.stdout.write(lines.map((line) => `${line}\n`).join(""));
