"""Answers questions about a policy from its rules alone, with nothing but the standard library.

    decide.py RULES coverage
        every rule, slot and listed term, and how much of the term the slot holds: all or some
    decide.py RULES find VERB SLOT=TERM...
        the rules with this verb that are about these terms, and how much of them: all or some
"""

import json
import sys


class Vocabulary:
    def __init__(self, terms):
        self.terms = terms
        self.known = {}

    def holds(self, whole, part):
        """Whether one term holds the whole of another."""
        return whole == part or (part in self.terms and whole in self.terms[part].get("within", []))

    def atoms(self, term):
        """What a term is made of. A term with `means` is nothing of its own."""
        if term not in self.terms:
            return [term]
        if term not in self.known:
            self.known[term] = [
                name for name, entry in self.terms.items() if "means" not in entry and self.holds(term, name)
            ]
        return self.known[term]

    def item_holds(self, item, atom):
        if "term" in item:
            return self.holds(item["term"], atom)
        kind, wanted, unwanted = item["any"]["kind"], item["any"].get("having"), item["any"].get("lacking")
        if atom not in self.terms:
            return wanted is None and unwanted is None and atom.startswith(kind + ":")
        entry = self.terms[atom]
        traits = entry.get("traits", [])
        return (
            entry["kind"] == kind
            and (wanted is None or wanted in traits)
            and (unwanted is None or unwanted not in traits)
        )

    def coverage(self, slot, term):
        """How much of a term a slot holds: all, some or none. An absent slot holds everything."""
        if slot is None:
            return "all"

        def is_in(atom):
            return any(self.item_holds(item, atom) for item in slot["items"]) and not any(
                self.item_holds(item, atom) for item in slot.get("except", [])
            )

        answers = {is_in(atom) for atom in self.atoms(term)}
        if answers == {True}:
            return "all"
        return "some" if True in answers else "none"


def coverage(rules, vocabulary):
    for rule in rules["rules"]:
        for name in sorted(rule["slots"]):
            for term in sorted(rules["terms"]):
                answer = vocabulary.coverage(rule["slots"][name], term)
                if answer != "none":
                    yield f"{rule['id']} {name} {term} {answer}"


def find(rules, vocabulary, verb, wanted):
    for rule in rules["rules"]:
        if rule["verb"] != verb:
            continue
        answers = {vocabulary.coverage(rule["slots"].get(name), term) for name, term in wanted}
        if "none" not in answers:
            amount = "all" if answers <= {"all"} else "some"
            yield f"{rule['id']} {'+'.join(rule.get('effects', []))} {amount} {rule['address']}"


def main(arguments):
    path, question, *rest = arguments
    with open(path, encoding="utf-8") as file:
        rules = json.load(file)
    if rules["format"]["name"] != "candor-rules" or rules["format"]["version"].split(".")[0] != "1":
        raise SystemExit("these rules are in another format")
    vocabulary = Vocabulary(rules["terms"])
    if question == "coverage":
        lines = coverage(rules, vocabulary)
    elif question == "find":
        lines = find(rules, vocabulary, rest[0], [tuple(pair.split("=", 1)) for pair in rest[1:]])
    else:
        raise SystemExit(__doc__)
    for line in lines:
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
