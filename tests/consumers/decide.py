"""Answers questions about a policy from its rules alone, with nothing but the standard library.

    decide.py RULES coverage
        every rule, slot and listed term, and how much of the term the slot holds: all or some
    decide.py RULES find VERB SLOT=TERM...
        the rules with this verb that are about these terms, and how much of them: all or some
    decide.py RULES decide ACTOR VERB [SLOT=[FORM/]TERM...] [true=FACT...] [false=FACT...]
        permitted, prohibited, undisclosed or mixed
    decide.py RULES check
        the answer to each expected flow, beside the verdict that its author demands

`book/src/reference/rules.md` says how to decide; this program does it step by step.
"""

import itertools
import json
import sys

READABLE = "form:readable"
STAFF, PROCESSORS, PUBLIC = "recipient:staff", "recipient:processors", "recipient:the-public"
NARROWER = {"disclose": {"sell"}, "use": {"view", "combine", "derive", "decide", "train"}}
STOPPED_BY_CHOICE = {"use", "disclose", "decide", "train"}
# What a rule leaves to the use that it implies.
OF_IMPLIED_USE = ("data", "subjects", "subjectRegions", "purposes")


class Vocabulary:
    """What the terms of a file say about each other."""

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

    def slot_holds(self, slot, atom, fits=lambda item: True):
        def is_in(items):
            return any(fits(item) and self.item_holds(item, atom) for item in items)

        return is_in(slot["items"]) and not is_in(slot.get("except", []))

    def coverage(self, slot, term):
        """How much of a term a slot holds: all, some or none. An absent slot holds everything."""
        if slot is None:
            return "all"
        answers = {self.slot_holds(slot, atom) for atom in self.atoms(term)}
        return "all" if answers == {True} else "some" if True in answers else "none"

    def slot_atoms(self, slot):
        """Every listed atom in a slot, with its form."""
        for item in slot["items"]:
            candidates = self.atoms(item["term"]) if "term" in item else self.terms
            for atom in candidates:
                if "means" in self.terms.get(atom, {}):
                    continue
                if self.slot_holds({"items": [item], "except": slot.get("except", [])}, atom):
                    yield atom, item.get("form", READABLE)

    def reveals_at_most(self, form, limit):
        return self.holds(limit, form)

    def is_personal(self, form):
        return "personal" in self.terms[form].get("traits", [])


# How much of a flow something is about: all, some or none of it.


def both(amounts):
    amounts = set(amounts)
    return "none" if "none" in amounts else "some" if "some" in amounts else "all"


def most(amounts):
    amounts = set(amounts)
    return "all" if "all" in amounts else "some" if "some" in amounts else "none"


def without(amount, taken):
    return "none" if taken == "all" or amount == "none" else amount if taken == "none" else "some"


def amount_of(truth):
    return "some" if truth is None else "all" if truth else "none"


class Flow:
    """One atom in each slot that is named, and the facts that are known."""

    def __init__(self, actor, verb, slots, form, facts):
        self.actor, self.verb, self.slots, self.form, self.facts = actor, verb, slots, form, facts

    def replaced(self, **changes):
        return Flow(**{**self.__dict__, **changes})


class Decider:
    def __init__(self, rules):
        self.vocabulary = Vocabulary(rules["terms"])
        self.rules = [published(rule) for rule in rules["rules"]]
        self.by_id = {rule["id"]: rule for rule in self.rules}
        self.choices = {rule["choice"] for rule in self.rules if "choice" in rule}

    # --- slots and facts ---

    def slot(self, rule, name, flow, prohibits):
        slot = rule["slots"].get(name)
        if slot is None:
            return "all"
        atom = flow.slots.get(name)
        if atom is None:
            everything = any("any" in item and len(item["any"]) == 1 for item in slot["items"])
            return "all" if everything and "except" not in slot else "some"
        fits = (lambda item: self.form_fits(item, flow.form, prohibits)) if name == "data" else (lambda item: True)
        if self.vocabulary.slot_holds(slot, atom, fits):
            return "all"
        # A person can belong to several classes at once.
        return "some" if name == "subjects" else "none"

    def form_fits(self, item, form, prohibits):
        limit = item.get("form")
        if prohibits:
            return self.vocabulary.is_personal(form) if limit is None else self.vocabulary.holds(form, limit)
        return self.vocabulary.reveals_at_most(form, limit or READABLE)

    def fact(self, fact, flow):
        holds, terms = self.vocabulary.holds, self.vocabulary.terms
        for known, value in flow.facts.items():
            if value and holds(fact, known):
                return True
            if not value and holds(known, fact):
                return False
            if value:
                excluded = {one for name in [known, *terms[known].get("within", [])] for one in terms[name].get("excludes", [])}
                if any(holds(one, fact) for one in excluded):
                    return False
        return False if fact in self.choices else None

    def condition(self, condition, flow, without_events=False):
        """True, false, or None where it depends on what is not known."""
        ((sort, inner),) = condition.items()
        if sort == "fact":
            is_event = self.vocabulary.terms[inner]["kind"] == "event"
            return True if without_events and is_event else self.fact(inner, flow)
        if sort == "not":
            value = self.condition(inner, flow, without_events)
            return None if value is None else not value
        values = [self.condition(one, flow, without_events) for one in inner]
        if sort == "all":
            return False if False in values else None if None in values else True
        return True if True in values else None if None in values else False

    def clauses(self, clauses, flow, without_events=False):
        return both(amount_of(self.condition(clause["condition"], flow, without_events)) for clause in clauses)

    # --- who and what ---

    def is_actor(self, actor, flow, prohibits):
        if actor == flow.actor or self.vocabulary.holds(actor, flow.actor):
            return True
        groups = [STAFF, PROCESSORS] if prohibits else [STAFF]
        return actor == "we" and any(self.vocabulary.holds(group, flow.actor) for group in groups)

    def seen_from(self, verb, flow):
        """The flow as a prohibition of this verb sees it, or nothing where it does not see it."""
        if verb == flow.verb:
            return flow
        if flow.verb not in NARROWER.get(verb, ()):
            return None
        source = flow.slots.get("secondData") if flow.verb == "derive" else flow.slots.get("data")
        return flow.replaced(slots={**flow.slots, "data": source})

    # --- what a rule permits and prohibits ---

    def permits(self, rule, flow):
        """How much of a flow a rule permits."""
        if "permits" not in rule.get("effects", []):
            return "none"
        amount = self.stated_permission(rule, flow)
        for name in rule.get("exceptions", {}).get("rules", []):
            amount = without(amount, self.prohibits_before_exceptions(self.by_id[name], flow))
        return amount

    def stated_permission(self, rule, flow):
        amounts = []
        if rule["verb"] == flow.verb and self.is_actor(rule["actor"], flow, False):
            slots = [self.slot(rule, name, flow, False) for name in rule["slots"]]
            amounts.append(both([*slots, self.clauses(rule.get("facts", []), flow)]))
        if flow.verb == "use" and "purposes" in rule["slots"]:
            shared = [self.slot(rule, name, flow, False) for name in OF_IMPLIED_USE]
            if rule["verb"] in ("collect", "derive") and self.is_actor(rule["actor"], flow, False):
                amounts.append(both([*shared, self.clauses(rule.get("facts", []), flow, without_events=True)]))
            if rule["verb"] == "disclose" and flow.actor != "we" and self.vocabulary.holds(PROCESSORS, flow.actor):
                received = flow.replaced(slots={**flow.slots, "recipients": flow.actor})
                to_actor = self.slot(rule, "recipients", received, False)
                amounts.append(both([*shared, to_actor, self.clauses(rule.get("facts", []), flow)]))
        return most(amounts)

    def prohibits(self, rule, flow):
        """How much of a flow a rule prohibits, without what its exceptions permit."""
        amount = self.prohibits_before_exceptions(rule, flow)
        exceptions = rule.get("exceptions", {})
        names = exceptions.get("rules", [])
        if exceptions.get("elsewhere"):
            others = (other for other in self.rules if not other.get("exceptions", {}).get("elsewhere"))
            names = [other["id"] for other in others if rule["id"] not in other.get("exceptions", {}).get("rules", [])]
        if amount != "none":
            amount = without(amount, most(self.permits(self.by_id[name], flow) for name in names))
        return amount

    def prohibits_before_exceptions(self, rule, flow):
        if "choice" in rule and self.fact(rule["choice"], flow) is not False:
            return both([self.stopped_by_choice(rule, flow), amount_of(self.fact(rule["choice"], flow))])
        if "prohibits" not in rule.get("effects", []) or not self.is_actor(rule["actor"], flow, True):
            return "none"
        seen = self.seen_from(rule["verb"], flow)
        if rule["modality"] in ("never", "never-knowingly", "do-not-yet"):
            if seen is None:
                return "none"
            slots = [self.slot(rule, name, seen, True) for name in rule["slots"]]
            return both([*slots, self.clauses(rule.get("facts", []), seen)])
        amounts = [self.outside_only(rule, seen, rule["slots"])] if seen else []
        purposes = rule["slots"].get("purposes", {})
        used = self.seen_from("use", flow)
        if rule["verb"] == "collect" and purposes.get("only") and used:
            amounts.append(self.outside_only(rule, used, OF_IMPLIED_USE))
        unless = [clause for clause in rule.get("facts", []) if clause["word"] == "unless"]
        if seen and unless:
            slots = [self.slot(rule, name, seen, True) for name in rule["slots"]]
            others = [clause for clause in rule["facts"] if clause["word"] != "unless"]
            amounts.append(both([*slots, self.clauses(others, seen), without("all", self.clauses(unless, seen))]))
        return most(amounts)

    def outside_only(self, rule, flow, names):
        """How much of a flow lies outside what `only` leaves, and inside everything else that is stated."""
        names = [name for name in names if name in rule["slots"]]
        facts = rule.get("facts", [])
        only = [name for name in names if rule["slots"][name].get("only")]
        only_facts = [clause for clause in facts if clause.get("only")]
        if not only and not only_facts:
            return "none"
        inside = both([*(self.slot(rule, name, flow, False) for name in only), self.clauses(only_facts, flow)])
        stated = [self.slot(rule, name, flow, True) for name in names if name not in only]
        standing = [clause for clause in facts if clause["word"] == "when" and not clause.get("only")]
        return both([*stated, self.clauses(standing, flow), self.form_under_only(rule, flow), without("all", inside)])

    def form_under_only(self, rule, flow):
        """`only` prohibits personal forms, and of what it names also each form that reveals more."""
        if flow.slots.get("data") is None or self.vocabulary.is_personal(flow.form):
            return "all"
        named = (item for item in rule["slots"]["data"]["items"] if self.vocabulary.item_holds(item, flow.slots["data"]))
        return amount_of(any("form" in item and self.vocabulary.holds(flow.form, item["form"]) for item in named))

    def stopped_by_choice(self, rule, flow):
        """How much of a flow a choice stops once it is used."""
        if "fromRules" in rule:
            others = (self.by_id[name] for name in rule["fromRules"] if name in self.by_id)
            return most(self.permits(other, flow) for other in others)
        seen = [self.seen_from(verb, flow) for verb in sorted(STOPPED_BY_CHOICE)]
        names = [name for name in ("data", "purposes") if name in rule["slots"]]
        return most(both(self.slot(rule, name, one, True) for name in names) for one in seen if one and names)

    # --- answers ---

    def answer(self, flow):
        """The answer for one flow: a prohibition goes before a permission."""
        prohibited = most(self.prohibits(rule, flow) for rule in self.rules)
        permitted = most(self.permits(rule, flow) for rule in self.rules)
        if prohibited == "all":
            return "prohibited"
        if prohibited == "some":
            return "mixed"
        return {"all": "permitted", "some": "mixed", "none": "undisclosed"}[permitted]

    def decide(self, clause):
        """The answer for a question: the answer for every flow in it, if they agree."""
        clause = published(clause)
        names = list(clause["slots"])
        choices = [list(self.vocabulary.slot_atoms(clause["slots"][name])) for name in names]
        answers = set()
        for facts in alternatives({"all": [fact["condition"] for fact in clause.get("facts", [])]}):
            for combination in itertools.product(*choices):
                slots = {name: atom for name, (atom, _) in zip(names, combination)}
                form = next((form for name, (_, form) in zip(names, combination) if name == "data"), READABLE)
                bound = self.duties(slots.get("recipients"))
                answers.add(self.answer(Flow(clause["actor"], clause["verb"], slots, form, {**bound, **facts})))
        return answers.pop() if len(answers) == 1 else "mixed"

    def duties(self, recipient):
        """The safeguards to which whoever gets the data is bound."""
        bound = {}
        for rule in self.rules:
            if recipient and rule["verb"] == "bind" and self.vocabulary.slot_holds(rule["slots"]["recipients"], recipient):
                bound.update({item["term"]: True for item in rule["slots"]["safeguards"]["items"] if "term" in item})
        return bound


def published(clause):
    """To publish is to disclose to the public."""
    if clause["verb"] != "publish":
        return clause
    return {**clause, "verb": "disclose", "slots": {**clause["slots"], "recipients": {"items": [{"term": PUBLIC}]}}}


def alternatives(condition, value=True):
    """The ways in which a condition has a value: each says which facts are true and which false."""
    ((sort, inner),) = condition.items()
    if sort == "fact":
        return [{inner: value}]
    if sort == "not":
        return alternatives(inner, not value)
    parts = [alternatives(one, value) for one in inner]
    if (sort == "all") == value:
        merged = [{key: fact for part in parts for key, fact in part.items()} for parts in itertools.product(*parts)]
        return merged
    return [way for part in parts for way in part]


# --- the command line ---


def coverage(rules):
    vocabulary = Vocabulary(rules["terms"])
    for rule in rules["rules"]:
        for name in sorted(rule["slots"]):
            for term in sorted(rules["terms"]):
                answer = vocabulary.coverage(rule["slots"][name], term)
                if answer != "none":
                    yield f"{rule['id']} {name} {term} {answer}"


def find(rules, verb, *pairs):
    vocabulary = Vocabulary(rules["terms"])
    wanted = [pair.split("=", 1) for pair in pairs]
    for rule in rules["rules"]:
        if rule["verb"] == verb:
            amount = both(vocabulary.coverage(rule["slots"].get(name), term) for name, term in wanted)
            if amount != "none":
                terms = [term for name, term in wanted if name == "data"]
                about = [
                    item
                    for item in rule["slots"].get("data", {}).get("items", [])
                    if all(vocabulary.coverage({"items": [item]}, term) != "none" for term in terms)
                ]
                forms = sorted({item.get("form", READABLE) for item in about})
                yield f"{rule['id']} {'+'.join(rule.get('effects', []))} {amount} {','.join(forms)} {rule['address']}"


def decide(rules, actor, verb, *pairs):
    slots, facts = {}, []
    for key, value in (pair.split("=", 1) for pair in pairs):
        if key in ("true", "false"):
            fact = {"fact": value}
            facts.append({"word": "when", "condition": fact if key == "true" else {"not": fact}})
        else:
            *form, term = value.split("/")
            item = {"term": term, "form": form[0]} if form else {"term": term}
            slots.setdefault(key, {"items": []})["items"].append(item)
    yield Decider(rules).decide({"actor": actor, "verb": verb, "slots": slots, "facts": facts})


def check(rules):
    decider = Decider(rules)
    for expect in rules["expects"]:
        if expect["flow"]["verb"] not in ("retain", "delete"):
            yield f"{expect['source']['line']} {expect['verdict']} {decider.decide(expect['flow'])}"


def main(path, question, *rest):
    with open(path, encoding="utf-8") as file:
        rules = json.load(file)
    if rules["format"]["name"] != "candor-rules" or rules["format"]["version"].split(".")[0] != "1":
        raise SystemExit("these rules are in another format")
    questions = {"coverage": coverage, "find": find, "decide": decide, "check": check}
    if question not in questions:
        raise SystemExit(__doc__)
    for line in questions[question](rules, *rest):
        print(line)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
