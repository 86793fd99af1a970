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
CONSENT, CONSENT_BASIS, PRODUCTS = "fact:consent", "basis:consent", "channel:products"
NARROWER = {"disclose": {"sell"}, "use": {"view", "combine", "derive", "decide", "train"}}
STOPPED_BY_CHOICE = {"use", "disclose", "sell", "decide", "train"}
# What a rule leaves to the use that it implies.
OF_IMPLIED_USE = ("data", "subjects", "subjectRegions", "regions", "purposes")


class Vocabulary:
    """What the terms of a file say about each other."""

    def __init__(self, terms):
        self.terms = terms
        self.within = {name: {name, *entry.get("within", [])} for name, entry in terms.items()}
        self.known = {}

    def holds(self, whole, part):
        """Whether one term holds the whole of another."""
        return whole == part or whole in self.within.get(part, ())

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

    def slot_holds(self, slot, atom, fits=lambda item: True, form=None):
        def is_out(item):
            return self.item_holds(item, atom) and item.get("form", form) == form

        def is_in(item):
            return self.item_holds(item, atom) and fits(item)

        return any(map(is_in, slot["items"])) and not any(map(is_out, slot.get("except", [])))

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
                form = item.get("form", READABLE)
                if self.slot_holds({"items": [item], "except": slot.get("except", [])}, atom, form=form):
                    yield atom, form

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

    def __init__(self, actor, verb, slots, form, second_form, facts):
        self.actor, self.verb, self.slots, self.facts = actor, verb, slots, facts
        self.form, self.second_form = form, second_form

    def replaced(self, **changes):
        return Flow(**{**self.__dict__, **changes})


class Decider:
    def __init__(self, rules):
        self.vocabulary = Vocabulary(rules["terms"])
        self.policy = rules["policy"]
        statements = [*rules["rules"], *(rule for tracker in rules["trackers"] for rule in rules_of(tracker))]
        self.rules = [published(rule) for rule in statements]
        self.choices = {rule["choice"] for rule in self.rules if "choice" in rule}
        slots = [rule["slots"].get("channels", {"items": []}) for rule in self.rules]
        self.named_channels = [item["term"] for slot in slots for item in slot["items"] if "term" in item]

    def named(self, name):
        return [rule for rule in self.rules if rule["id"] == name]

    # --- slots and facts ---

    def slot(self, rule, name, flow, prohibits):
        slot = rule["slots"].get(name)
        if slot is None:
            return "all"
        atom = flow.slots.get(name)
        if atom is None:
            everything = any("any" in item and len(item["any"]) == 1 for item in slot["items"])
            return "all" if everything and "except" not in slot else "some"
        if name in ("data", "secondData"):
            form = flow.form if name == "data" else flow.second_form
            is_held = self.vocabulary.slot_holds(slot, atom, lambda item: self.form_fits(item, form, prohibits), form)
        else:
            is_held = self.vocabulary.slot_holds(slot, atom)
        # A person can belong to several classes at once.
        return "all" if is_held else "some" if name in ("subjects", "subjectRegions") else "none"

    def form_fits(self, item, form, prohibits):
        limit = item.get("form")
        if prohibits:
            return self.vocabulary.is_personal(form) if limit is None else self.vocabulary.holds(form, limit)
        return self.vocabulary.holds(limit or READABLE, form)

    def given(self, wanted, flow):
        """Whether a consent was given within a time; the flow may say so of another consent or of another time."""
        fact, time = wanted
        for known, value in flow.facts.items():
            if isinstance(known, tuple):
                if value and self.vocabulary.holds(fact, known[0]) and is_shorter(known[1], time):
                    return True
                if not value and self.vocabulary.holds(known[0], fact) and is_shorter(time, known[1]):
                    return False
        return False if self.fact(fact, flow) is False else None

    def fact(self, fact, flow):
        holds, terms = self.vocabulary.holds, self.vocabulary.terms
        # Whoever consented within a time has consented; whoever did not can have done so before.
        named = {known: value for known, value in flow.facts.items() if not isinstance(known, tuple)}
        named.update({known[0]: True for known, value in flow.facts.items() if isinstance(known, tuple) and value})
        for known, value in named.items():
            if value and holds(fact, known):
                return True
            if not value and holds(known, fact):
                return False
            if value:
                excluded = {one for name in self.vocabulary.within[known] for one in terms[name].get("excludes", [])}
                if any(holds(one, fact) for one in excluded):
                    return False
        return False if fact in self.choices else None

    def condition(self, condition, flow):
        """True, false, or None where it depends on what is not known."""
        ((sort, inner),) = condition.items()
        if sort == "fact":
            return self.fact(inner, flow)
        if sort == "given":
            return self.given(lapsing(inner), flow)
        if sort == "not":
            value = self.condition(inner, flow)
            return None if value is None else not value
        values = [self.condition(one, flow) for one in inner]
        if sort == "all":
            return False if False in values else None if None in values else True
        return True if True in values else None if None in values else False

    def clauses(self, clauses, flow):
        return both(amount_of(self.condition(clause["condition"], flow)) for clause in clauses)

    def consent_basis(self, rule, flow):
        """`based on consent` is `with consent`."""
        bases = rule.get("bases", [])
        if bases and all(self.vocabulary.holds(CONSENT_BASIS, basis["basis"]) for basis in bases):
            return amount_of(self.fact(CONSENT, flow))
        return "all"

    # --- who and what ---

    def is_actor(self, actor, flow, prohibits):
        if actor == flow.actor or self.vocabulary.holds(actor, flow.actor):
            return True
        groups = [STAFF, PROCESSORS] if prohibits else [STAFF]
        return actor == "we" and any(self.vocabulary.holds(group, flow.actor) for group in groups)

    def seen_by(self, rule, verb, flow, prohibits):
        """The flow in the ways in which a rule with this verb sees it; none where it does not."""
        swapped = flow.replaced(
            slots={**flow.slots, "data": flow.slots.get("secondData"), "secondData": flow.slots.get("data")},
            form=flow.second_form,
            second_form=flow.form,
        )
        if verb == flow.verb:
            # A combination has no first and second.
            return [flow, swapped] if verb == "combine" and not rule["slots"].get("secondSubjects") else [flow]
        if not prohibits or flow.verb not in NARROWER.get(verb, ()):
            return []
        return {"derive": [swapped], "combine": [flow, swapped]}.get(flow.verb, [flow])

    # --- what a rule permits and prohibits ---

    def permits(self, rule, flow):
        """How much of a flow a rule permits, without what its exceptions prohibit."""
        if "permits" not in rule.get("effects", []):
            return "none"
        facts = both([self.clauses(rule.get("facts", []), flow), self.consent_basis(rule, flow)])
        amounts = []
        if self.is_actor(rule["actor"], flow, False):
            for seen in self.seen_by(rule, rule["verb"], flow, False):
                amounts.append(both([*(self.slot(rule, name, seen, False) for name in rule["slots"]), facts]))
        stated = self.without_exceptions(rule, flow, most(amounts), self.prohibits)
        implied = self.without_exceptions(rule, flow, self.implied(rule, flow), self.prohibits)
        return most([stated, implied])

    def implied(self, rule, flow):
        """What is collected, derived or handed to a processor for a purpose may be used for it."""
        if flow.verb != "use" or "purposes" not in rule["slots"]:
            return "none"
        if rule["verb"] == "disclose":
            slot = rule["slots"].get("recipients")
            is_processor = flow.actor != "we" and self.vocabulary.holds(PROCESSORS, flow.actor)
            if not is_processor or not slot or not self.vocabulary.slot_holds(slot, flow.actor):
                return "none"
        elif rule["verb"] not in ("collect", "derive") or not self.is_actor(rule["actor"], flow, False):
            return "none"
        standing = [clause for clause in rule.get("facts", []) if not self.has_event(clause["condition"])]
        shared = [self.slot(rule, name, flow, False) for name in OF_IMPLIED_USE]
        amount = both([*shared, self.clauses(standing, flow), self.consent_basis(rule, flow)])
        stricter = (self.has_the_say(other, flow) for other in self.rules)
        return without(amount, most(stricter)) if amount != "none" else amount

    def has_the_say(self, rule, flow):
        """A use with a condition or a form of its own is not widened by what is implied elsewhere."""
        if rule["verb"] != "use" or "permits" not in rule.get("effects", []):
            return "none"
        data = rule["slots"]["data"]
        has_form = any("form" in item for item in data["items"])
        if not (rule.get("facts") or rule.get("bases") or has_form) or not self.is_actor(rule["actor"], flow, False):
            return "none"
        in_every_form = {key: [{**item, "form": flow.form} for item in items] for key, items in data.items() if key in ("items", "except")}
        slots = {**rule["slots"], "data": in_every_form}
        return both(self.slot({"slots": slots}, name, flow, False) for name in slots)

    def has_event(self, condition):
        ((sort, inner),) = condition.items()
        if sort == "fact":
            return self.vocabulary.terms[inner]["kind"] == "event"
        if sort == "given":
            return False
        return any(map(self.has_event, [inner] if sort == "not" else inner))

    def prohibits(self, rule, flow):
        """How much of a flow a rule prohibits, without what its exceptions permit."""
        amounts = [self.without_exceptions(rule, flow, self.stated_prohibition(rule, flow), self.permits)]
        for denial in rule.get("denies", []):
            never = {**rule, **denial, "modality": "never"}
            amounts.append(self.without_exceptions(rule, flow, self.stated_prohibition(never, flow), self.permits))
        return most(amounts)

    def without_exceptions(self, rule, flow, amount, opposite):
        exceptions = rule.get("exceptions")
        if amount == "none" or not exceptions:
            return amount
        names = exceptions.get("rules", [])
        if exceptions.get("elsewhere"):
            others = (other for other in self.rules if not other.get("exceptions", {}).get("elsewhere"))
            names = [other["id"] for other in others if rule["id"] not in other.get("exceptions", {}).get("rules", [])]
        for other in (other for name in names if amount != "none" for other in self.named(name)):
            # The verbs of one statement make no room for each other.
            if "statement" in rule and other.get("statement") == rule["statement"]:
                continue
            amount = without(amount, opposite(other, flow))
        return amount

    def stated_prohibition(self, rule, flow):
        if "prohibits" not in rule.get("effects", []) or not self.is_actor(rule["actor"], flow, True):
            return "none"
        facts = rule.get("facts", [])
        amounts = []
        for seen in self.seen_by(rule, rule["verb"], flow, True):
            slots = both(self.slot(rule, name, seen, True) for name in rule["slots"])
            if rule["modality"] in ("never", "do-not-yet", "never-knowingly"):
                amounts.append(both([slots, self.clauses(facts, seen)]))
                continue
            amounts.append(self.outside_only(rule, seen))
            when = [clause for clause in facts if clause["word"] == "when"]
            for clause in (clause for clause in facts if clause["word"] == "unless"):
                amounts.append(both([slots, self.clauses(when, seen), without("all", self.clauses([clause], seen))]))
        if rule["modality"] == "never-knowingly":
            # Whether it is known is nothing that the flow tells.
            amounts = [both([amount, "some"]) for amount in amounts]
        if rule["verb"] == "collect" and flow.verb == "use" and rule["slots"].get("purposes", {}).get("only"):
            others = {name: slot for name, slot in rule["slots"].items() if name in OF_IMPLIED_USE}
            facts = [{**clause, "only": False} for clause in facts if clause["word"] == "when" and not clause.get("only")]
            amounts.append(self.outside_only({"slots": others, "facts": facts}, flow, ("purposes",)))
        return most(amounts)

    def outside_only(self, rule, flow, which=None):
        """How much of a flow lies outside what `only` leaves, and inside everything else that is stated."""
        slots, facts = rule["slots"], rule.get("facts", [])
        only = {name for name, slot in slots.items() if slot.get("only")}
        # `only to R in REGION` and `only about S in REGION` speak of the pair.
        pairs = (("recipients", "recipientRegions"), ("subjects", "subjectRegions"))
        only |= {second for first, second in pairs if first in only and second in slots}
        only_facts = [clause for clause in facts if clause.get("only")]
        if not only and not only_facts:
            return "none"
        inside = [self.slot(rule, name, flow, False) for name in only if which is None or name in which]
        outside = without("all", both([*inside, self.clauses(only_facts, flow)]))
        stated = [self.slot(rule, name, flow, True) for name in slots if name not in only | {"data", "secondData"}]
        narrowing = [clause for clause in facts if clause["word"] in ("when", "unless") and not clause.get("only")]
        data = [self.under_only(slots[name], name in only, name, flow) for name in ("data", "secondData") if name in slots]
        return both([outside, *stated, *data, self.clauses(narrowing, flow)])

    def under_only(self, slot, is_only, name, flow):
        """`only` speaks of personal forms, and for what it names also of each form that reveals more."""
        atom, form = flow.slots.get(name), flow.form if name == "data" else flow.second_form
        if atom is None:
            return "all" if is_only else "some"

        def fits(item):
            return self.vocabulary.is_personal(form) or self.vocabulary.holds(form, item.get("form", READABLE))

        named = self.vocabulary.slot_holds(slot, atom, fits, form)
        return amount_of(named or is_only and self.vocabulary.is_personal(form))

    def stopped_by_choice(self, rule, flow):
        """How much of a flow a choice stops where it was used."""
        used = self.fact(rule["choice"], flow)
        if used is False:
            return "none"
        if "fromRules" in rule:
            stopped = most(self.permits(other, flow) for name in rule["fromRules"] for other in self.named(name))
        elif flow.verb in STOPPED_BY_CHOICE and self.is_actor("we", flow, True):
            stopped = both(self.slot(rule, name, flow, True) for name in OF_IMPLIED_USE)
        else:
            return "none"
        return both([stopped, amount_of(used)])

    def is_covered(self, channel):
        """Only products are covered or not, and what a rule names is covered in any case."""
        holds, policy = self.vocabulary.holds, self.policy
        if channel is None or not (policy.get("covers") or policy.get("doesNotCover")):
            return True
        if any(holds(one, channel) for one in policy.get("doesNotCover", [])):
            return False
        if not policy.get("covers") or not holds(PRODUCTS, channel):
            return True
        return any(holds(one, channel) for one in [*policy["covers"], *self.named_channels])

    # --- answers ---

    def answer(self, flow):
        """The answer for one flow: a prohibition goes before a permission, a used choice before both."""
        if not self.is_covered(flow.slots.get("channels")):
            return "not-covered"
        bearing = [rule for rule in self.rules if bears_on(rule, flow.verb)]
        stopped = most(self.stopped_by_choice(rule, flow) for rule in self.rules if "choice" in rule)
        prohibited = most([stopped, *(self.prohibits(rule, flow) for rule in bearing)])
        if prohibited == "all":
            return "prohibited"
        permitted = most(self.permits(rule, flow) for rule in bearing)
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
                forms = {name: form for name, (_, form) in zip(names, combination)}
                form, second = forms.get("data", READABLE), forms.get("secondData", READABLE)
                known = {**self.duties(slots.get("recipients")), **facts}
                answers.add(self.answer(Flow(clause["actor"], clause["verb"], slots, form, second, known)))
        return answers.pop() if len(answers) == 1 else "mixed"

    def duties(self, recipient):
        """The safeguards to which whoever gets the data is bound."""
        bound = {}
        for rule in self.rules:
            if recipient and rule["verb"] == "bind" and self.vocabulary.slot_holds(rule["slots"]["recipients"], recipient):
                bound.update({item["term"]: True for item in rule["slots"]["safeguards"]["items"] if "term" in item})
        return bound


MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}


def lapsing(given):
    """A consent and the time within which it was given."""
    amount, unit = given["within"]["amount"], given["within"]["unit"]
    if unit in MINUTES:
        return given["fact"], (amount * MINUTES[unit], "minutes")
    return given["fact"], (amount * 12, "months") if unit == "years" else (amount, unit)


def bounds(time):
    """The fewest and the most minutes that a time can have: it depends on the date."""
    amount, unit = time
    day = MINUTES["days"]
    if unit == "months":
        years, months = divmod(amount, 12)
        return (years * 365 + months * 28) * day, (years * 366 + months * 31) * day
    return (amount, amount) if unit == "minutes" else (amount * day, (amount * 2 + 10) * day)


def is_shorter(one, other):
    """Whether a time is never longer than another."""
    return one[0] <= other[0] if one[1] == other[1] else bounds(one)[1] <= bounds(other)[0]


def published(clause):
    """To publish is to disclose to the public."""
    if clause["verb"] != "publish":
        return clause
    return {**clause, "verb": "disclose", "slots": {**clause["slots"], "recipients": {"items": [{"term": PUBLIC}]}}}


def bears_on(rule, verb):
    """Whether a rule can say anything about a verb: its own, a narrower one, or a use that it implies."""
    implies_use = verb == "use" and rule["verb"] in ("collect", "derive", "disclose")
    return rule["verb"] == verb or verb in NARROWER.get(rule["verb"], ()) or implies_use or "denies" in rule


def rules_of(tracker):
    """What a tracker stores is collected through it."""
    through = {"items": [{"term": tracker["channel"]}]}
    rule = {**tracker, "verb": "collect", "modality": "may", "slots": {**tracker["slots"], "channels": through}}
    if "data" in tracker["slots"]:
        only = [*tracker["slots"].values(), *tracker.get("facts", [])]
        is_only = any(part.get("only") or part.get("word") == "unless" for part in only)
        yield {**rule, "effects": ["permits", "prohibits"] if is_only else ["permits"]}
    if "storesNo" in tracker:
        slots = {name: slot for name, slot in rule["slots"].items() if name != "purposes"}
        yield {**rule, "slots": {**slots, "data": tracker["storesNo"]}, "modality": "never", "effects": ["prohibits"]}


def alternatives(condition, value=True):
    """The ways in which a condition has a value: each says which facts are true and which false."""
    ((sort, inner),) = condition.items()
    if sort == "fact":
        return [{inner: value}]
    if sort == "given":
        return [{lapsing(inner): value}]
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
