#!/usr/bin/env python3
"""Decides single flows from the published rules of a policy.

Written from the book alone: `book/src/meaning/semantics.md` says what a policy means, and
`book/src/reference/rules.md` what stands in the file. The README beside this file says how to call it.
"""

import json
import sys

# ---------------------------------------------------------------------------------------------------------
# Flows

VERB_SLOTS = {
    "collect": ("source",),
    "derive": ("region", "secondData"),
    "combine": ("region", "secondData", "secondSubject"),
    "use": ("region",),
    "view": ("region",),
    "decide": ("region",),
    "train": ("region",),
    "require": (),
    "delete": (),
    "store": ("region",),
    "disclose": ("recipient", "recipientRegion"),
    "sell": ("recipient", "recipientRegion"),
    "offer": ("right",),
    "protect": ("state", "measure"),
    "notify": ("event",),
    "bind": ("recipient", "safeguard"),
    "have": ("topic",),
    "state": ("topic",),
    "disclaim": ("topic",),
    "advise": ("topic",),
}
COMMON_SLOTS = ("place", "purpose", "channel")

PRACTICES = frozenset(
    "collect derive combine use view decide train store disclose sell".split()
)
TOPIC_VERBS = frozenset("have state disclaim advise".split())

# From a slot of the rules to the slot of a flow.
FIELD = {
    "purposes": "purpose",
    "channels": "channel",
    "sources": "source",
    "secondSubjects": "secondSubject",
    "recipients": "recipient",
    "recipientRegions": "recipientRegion",
    "regions": "region",
    "subjectRegions": "place",
    "rights": "right",
    "measures": "measure",
    "events": "event",
    "safeguards": "safeguard",
    "topics": "topic",
}
# The slots that belong to the verb as data do; nobody is silent on them, nothing is affirmative on them.
MATTER = frozenset("rights measures events safeguards topics".split())

# Other words by which a flow may call its slots, in small letters, without anything between them.
ALIASES = {
    "actor": "actor", "actors": "actor",
    "data": "data", "datum": "data",
    "place": "place", "places": "place", "subjectregion": "place", "subjectregions": "place",
    "purpose": "purpose", "purposes": "purpose",
    "channel": "channel", "channels": "channel",
    "source": "source", "sources": "source",
    "seconddata": "secondData", "seconddatum": "secondData", "second": "secondData",
    "secondsubject": "secondSubject", "secondsubjects": "secondSubject",
    "region": "region", "regions": "region",
    "recipient": "recipient", "recipients": "recipient",
    "recipientregion": "recipientRegion", "recipientregions": "recipientRegion",
    "recipientsregion": "recipientRegion",
    "right": "right", "rights": "right",
    "state": "state", "states": "state",
    "measure": "measure", "measures": "measure",
    "event": "event", "events": "event",
    "safeguard": "safeguard", "safeguards": "safeguard",
    "topic": "topic", "topics": "topic",
}

UNNAMED = ("unnamed", frozenset())
COMPANY = ("company",)
ANYTHING = ("anything",)  # stands in a mirrored combination for whoever's the second datum is
READABLE = "form:readable"
TRACKERS = "data:trackers"
STAFF = "recipient:staff"
PROCESSORS = "recipient:processors"
PEOPLE = "subject:people"
CONSENT = "fact:consent"
NOT_STATED = object()


def atom_of(value):
    """A value of a flow as an atom: a named one, or one without a name."""
    if value is None:
        return UNNAMED
    if isinstance(value, str):
        return COMPANY if value == "company" else ("named", value)
    if "rest" in value:
        return ("named", value["rest"])
    if "unnamed" in value:
        traits = set(value["unnamed"] or ())
        if traits & {"identifying", "special-category"}:
            traits.add("personal")
        return ("unnamed", frozenset(traits))
    if "term" in value:
        return atom_of(value["term"])
    raise ValueError("not a value of a slot: %r" % (value,))


def datum_of(value):
    form = READABLE
    if isinstance(value, dict):
        form = value.get("form") or READABLE
    return (atom_of(value), form)


def fact_id(name):
    space, _, rest = name.partition(":")
    if space in ("consent", "condition", "event", "safeguard", "choice"):
        return "fact:" + rest
    return name


def known_key(value):
    """What is known: a class of subjects, a term of data, or a trait."""
    if isinstance(value, str):
        return value
    if "term" in value:
        return value["term"]
    if "any" in value:
        value = value["any"]
        if "having" in value:
            return ("trait", value["having"], False)
        return ("trait", value.get("lacking"), True)
    return ("trait", value["trait"], bool(value.get("negated")))


class Flow:
    """One concrete flow, normalised for one policy."""

    def __init__(self, policy, raw):
        self.verb = raw["verb"]
        self.memo, self.busy = {}, set()  # what halves still say of it
        slots = {}
        for key, value in (raw.get("slots") or {}).items():
            word = "".join(c for c in key.lower() if c.isalpha())
            slots[ALIASES.get(word, key)] = value
        if self.verb == "have-no":
            self.verb = "have"
        if self.verb == "publish":
            self.verb = "disclose"
            slots.setdefault("recipient", "recipient:the-public")
        self.values = {}
        self.actor = atom_of(slots.get("actor", "company"))
        self.data = datum_of(slots.get("data"))
        self.second = datum_of(slots.get("secondData"))
        for field in COMMON_SLOTS + VERB_SLOTS.get(self.verb, ()):
            if field not in ("secondData", "state"):
                self.values[field] = atom_of(slots.get(field))
        self.state = slots.get("state")
        true, known = set(), set()
        for fact in raw.get("facts") or ():
            if isinstance(fact, str):
                true.add(fact_id(fact))
            elif "given" in fact:
                true.add(given_key(fact["given"]))
            else:
                known.add(known_key(fact["known"]))
        self.known = frozenset(known)
        self.facts = policy.close(true)
        if self.verb in ("disclose", "sell"):
            bound = policy.bound_to(self.values["recipient"])
            if bound:
                self.facts = policy.close(self.facts | bound)

    def copy(self, **changes):
        other = Flow.__new__(Flow)
        other.__dict__.update(self.__dict__)
        other.__dict__.update(changes)
        other.memo, other.busy = {}, set()
        return other


# ---------------------------------------------------------------------------------------------------------
# Facts

def given_key(given):
    """A consent that was given within a time, as a fact: one name for one length of time."""
    amount, unit = given["within"]["amount"], given["within"]["unit"]
    if unit in MINUTES:
        amount, unit = amount * MINUTES[unit], "minutes"
    elif unit == "years":
        amount, unit = amount * 12, "months"
    return ("given", fact_id(given["fact"]), amount, unit)


MINUTES = {"minutes": 1, "hours": 60, "days": 24 * 60, "weeks": 7 * 24 * 60}


def is_no_longer(one, other):
    """Whether a length of time is never longer than another."""
    def bounds(amount, unit):
        day = 24 * 60
        if unit == "months":
            years, months = divmod(amount, 12)
            return ((years * 365 + months * 28) * day, (years * 366 + months * 31) * day)
        if unit == "business-days":
            return (amount * day, (amount * 2 + 10) * day)
        return (amount, amount)

    if one[1] == other[1]:
        return one[0] <= other[0]
    return bounds(*one)[1] <= bounds(*other)[0]


def givens_in(value):
    """Every consent that is said, anywhere in some rules, to have been given within a time."""
    if isinstance(value, dict):
        if "given" in value and "within" in (value["given"] or {}):
            yield given_key(value["given"])
        for part in value.values():
            yield from givens_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from givens_in(part)


def holds(condition, facts):
    if "fact" in condition:
        return condition["fact"] in facts
    if "given" in condition:
        return given_key(condition["given"]) in facts
    if "not" in condition:
        return not holds(condition["not"], facts)
    if "all" in condition:
        return all(holds(part, facts) for part in condition["all"])
    if "any" in condition:
        return any(holds(part, facts) for part in condition["any"])
    raise ValueError("not a condition: %r" % (condition,))


def facts_in(condition, out=None):
    out = set() if out is None else out
    if "fact" in condition:
        out.add(condition["fact"])
    elif "given" in condition:
        out.add(condition["given"]["fact"])  # whatever the time
    elif "not" in condition:
        facts_in(condition["not"], out)
    else:
        for part in condition.get("all") or condition.get("any") or ():
            facts_in(part, out)
    return out


def item_is_everything(item):
    what = item.get("any")
    return what is not None and "having" not in what and "lacking" not in what and "form" not in item


# ---------------------------------------------------------------------------------------------------------
# Statements and halves

class Half:
    """What a statement permits or prohibits, as a set of flows."""

    def __init__(self, statement, permits, verb):
        self.statement = statement
        self.permits = permits
        self.verb = verb  # `use` also stands for what is narrower, where `narrower` is set
        self.narrower = False
        self.is_implied = False
        self.only_yields = False  # the `have` of a practice
        self.is_choice = False
        self.on_request = False
        self.says = None  # a function of a flow
        # Permission: what it names. Prohibition: on what it is affirmative.
        self.slots = frozenset()
        self.names_form = False
        self.facts = frozenset()
        self.known = frozenset()
        self.data_slots = ()
        self.subject_items = ()


class Statement:
    def __init__(self, policy, raw, is_tracker):
        self.raw = raw
        self.id = raw["id"]
        self.is_tracker = is_tracker
        self.verb = "collect" if is_tracker else raw["verb"]
        self.slots = dict(raw.get("slots") or {})
        self.through = self.slots.get("channels")
        if self.verb == "publish":
            self.verb = "disclose"
            public = {"items": [{"term": "recipient:the-public"}]}
            self.slots["recipients"] = self.slots.get("recipients") or public
        if self.verb == "have-no":
            self.verb = "have"
        if is_tracker:
            self.slots["channels"] = {"items": [{"term": raw["channel"]}]}
        self.actor = raw.get("actor", "we")
        self.modality = raw.get("modality", "plain")
        self.refuses = self.modality in ("never", "never-knowingly", "do-not-yet") or (
            not is_tracker and raw["verb"] == "have-no"
        )
        self.is_practice = self.verb in PRACTICES
        self.is_grant = self.verb == "offer" and not self.refuses
        self.clauses = [(f.get("word", "with"), f["condition"], bool(f.get("only")))
                        for f in raw.get("facts") or ()]
        self.bases = [b["basis"] for b in raw.get("bases") or ()]
        if self.bases and all(policy.is_within(b, "basis:consent") for b in self.bases):
            self.clauses.append(("with", {"fact": CONSENT}, False))
        self.on = (raw.get("deletion") or {}).get("on")
        exceptions = raw.get("exceptions") or {}
        self.excepts = list(exceptions.get("rules") or ())
        self.elsewhere = bool(exceptions.get("elsewhere"))
        self.names = ()  # the statements that it names as exceptions, settled by the policy
        self.halves = []
        self.retentions = []

    def is_one_with(self, other):
        """Whether two rules are verbs of one statement, or the same."""
        whole = self.raw.get("statement")
        return other is self or whole is not None and other.raw.get("statement") == whole

    def names_statement(self, other):
        return other in self.names


class Policy:
    def __init__(self, rules):
        self.rules = rules
        self.terms = rules.get("terms") or {}
        self.within = {t: frozenset(v.get("within") or ()) for t, v in self.terms.items()}
        self.givens = sorted(set(givens_in([rules.get("rules"), rules.get("trackers")])))
        self.law = (rules.get("policy") or {}).get("law") or []
        self._covers = {}
        self._silent = {}
        self._index_terms()
        self._index_statements()
        self._index_knowledge()
        self._index_bindings()
        for statement in self.statements:
            self._make_halves(statement)
        self.permissions, self.prohibitions, self.choices = {}, {}, []
        for statement in self.statements:
            for half in statement.halves:
                self._file(half)
        for statement in self.statements:
            if statement.verb == "offer" and not statement.refuses:
                self._make_deletions_on_request(statement)

    def _file(self, half):
        target = self.permissions if half.permits else self.prohibitions
        verbs = {half.verb}
        if half.narrower:
            verbs |= {"use": {"view", "decide", "train", "combine", "derive"}, "disclose": {"sell"}}.get(
                half.verb, set())
        if half.is_choice:
            verbs = PRACTICES
            self.choices.append(half)
        for verb in verbs:
            target.setdefault(verb, []).append(half)

    # --- terms

    def _index_terms(self):
        # Terms that are exactly what they mean, by what holds the whole of them (themselves included).
        self.meaning_below = {}
        for name, term in self.terms.items():
            if "means" in term:
                for above in {name} | set(term.get("within") or ()):
                    self.meaning_below.setdefault(above, []).append(name)
        self.excluding = {}
        for name, term in self.terms.items():
            for other in term.get("excludes") or ():
                self.excluding.setdefault(name, set()).add(other)
                self.excluding.setdefault(other, set()).add(name)
        self.personal_forms = {name for name, term in self.terms.items()
                               if term.get("kind") == "form" and "personal" in (term.get("traits") or ())}
        self.personal_forms.add(READABLE)
        self.forms = sorted({READABLE} | {n for n, term in self.terms.items() if term.get("kind") == "form"})
        self.by_kind = {}
        for name, term in self.terms.items():
            if "means" not in term:
                self.by_kind.setdefault(term["kind"], []).append(("named", name))

    def covers_everything(self, slot):
        return not slot.get("except") and any(self.is_everything(item) for item in slot["items"])

    def is_everything(self, item, opened=()):
        """`any KIND`, or a term that means that and nothing less."""
        if "term" not in item:
            return item_is_everything(item)
        term = item["term"]
        means = self.terms.get(term, {}).get("means")
        if "form" in item or term in opened or not means or means.get("except"):
            return False
        return any(self.is_everything(one, (*opened, term)) for one in means["items"])

    def meant(self, term, opened=()):
        """What a right or a topic stands for: itself, or the terms of the list that it means."""
        means = self.terms.get(term, {}).get("means")
        if (term in opened or not means or means.get("except")
                or not all("term" in item for item in means["items"])):
            return [term]
        return [one for item in means["items"] for one in self.meant(item["term"], (*opened, term))]

    def is_within(self, part, whole):
        return part == whole or whole in self.within.get(part, ())

    def close(self, facts):
        out = set(facts)
        out.add(PEOPLE)
        for fact in facts:
            if isinstance(fact, tuple):
                _, consent, *time = fact
                out |= {consent} | self.within.get(consent, frozenset())
                out |= {other for other in self.givens
                        if self.is_within(consent, other[1]) and is_no_longer(time, other[2:])}
            else:
                out |= self.within.get(fact, frozenset())
        return frozenset(out)

    def covers(self, term, atom):
        """Whether a named term covers an atom; of those without a name, it covers what it means."""
        if atom is ANYTHING:
            return True
        key = (term, atom)
        found = self._covers.get(key)
        if found is None:
            self._covers[key] = False  # two terms can mean each other
            found = self._covers_now(term, atom)
            self._covers[key] = found
        return found

    def _covers_now(self, term, atom):
        if atom[0] == "named" and self.is_within(atom[1], term):
            return True
        for below in self.meaning_below.get(term, ()):
            if self.slot_covers(self.terms[below]["means"], atom):
                return True
        return False

    def item_covers(self, item, atom):
        if atom is ANYTHING:
            return True
        if "term" in item:
            return self.covers(item["term"], atom)
        what = item["any"]
        if "having" in what:
            return what["having"] in self.traits(atom)
        if "lacking" in what:
            traits = self.traits(atom, None)
            return traits is not None and what["lacking"] not in traits
        return True

    def traits(self, atom, unlisted=()):
        if atom[0] == "unnamed":
            return atom[1]
        if atom[0] == "named" and atom[1] in self.terms:
            return self.terms[atom[1]].get("traits") or ()
        return unlisted

    def slot_covers(self, slot, atom):
        if atom is ANYTHING:
            return True
        if "union" in slot:
            return any(self.slot_covers(part, atom) for part in slot["union"])
        if not any(self.item_covers(item, atom) for item in slot["items"]):
            return False
        return not any(self.item_covers(item, atom) for item in slot.get("except") or ())

    # --- forms

    def form_reveals(self, form, at_least):
        """Whether a form reveals at least as much as another."""
        return form == at_least or form in self.within.get(at_least, ())

    def data_covers(self, slot, datum, how):
        """`how`: permission, prohibition, only, aside (whatever the form)."""
        if slot is None or datum is ANYTHING:
            return True
        if "union" in slot:
            return any(self.data_covers(part, datum, how) for part in slot["union"])
        for item in slot["items"]:
            if self.data_item_covers(item, datum, how):
                break
        else:
            return False
        return not self.data_excepted(slot, datum, how)

    def data_item_covers(self, item, datum, how):
        atom, form = datum
        if not self.item_covers(item, atom):
            return False
        word = item.get("form")
        if how == "aside":
            return True
        if how == "permission":
            return word is None or self.form_reveals(word, form)
        if how == "prohibition":
            return form in self.personal_forms if word is None else self.form_reveals(form, word)
        return form in self.personal_forms or self.form_reveals(form, word or READABLE)

    def data_excepted(self, slot, datum, how):
        atom, form = datum
        for item in slot.get("except") or ():
            if not self.item_covers(item, atom):
                continue
            word = item.get("form")
            if word is None:
                return True
            if how == "aside":
                continue
            if how == "permission":
                if self.form_reveals(form, word):
                    return True
            elif self.form_reveals(word, form):
                return True
        return False

    # --- statements

    def _index_statements(self):
        self.statements = [Statement(self, r, False) for r in self.rules.get("rules") or ()]
        self.statements += [Statement(self, t, True) for t in self.rules.get("trackers") or ()]
        self.by_id = {s.id: s for s in self.statements}
        sections = {s["name"]: s for s in self.rules.get("sections") or ()}
        inner = {}
        for section in sections.values():
            if section.get("parent"):
                inner.setdefault(section["parent"], []).append(section["name"])
        in_section = {}
        for statement in self.statements:
            in_section.setdefault(statement.raw.get("section"), []).append(statement)
        self._sections, self._inner, self._in_section = sections, inner, in_section
        for statement in self.statements:
            statement.names = tuple(x for x in self.named(statement.excepts) if not statement.is_one_with(x))

    def named(self, labels):
        """The statements and trackers for which labels stand; a section stands for all that is in it."""
        out, seen = [], set()

        def add(label):
            if label in self.by_id:
                if self.by_id[label] not in out:
                    out.append(self.by_id[label])
            elif label in self._sections and label not in seen:
                seen.add(label)
                for statement in self._in_section.get(label, ()):
                    add(statement.id)
                for part in self._inner.get(label, ()):
                    add(part)
                for part in self._sections[label].get("items") or ():
                    add(part)

        for label in labels:
            add(label)
        return tuple(out)

    def _index_knowledge(self):
        """What is known of some class, of which the policy says `never knowingly`."""
        self.known_subjects, self.known_data = [], []
        for statement in self.statements:
            if statement.modality != "never-knowingly":
                continue
            for item in self.knowing_subjects(statement):
                self.known_subjects.append(item["term"])
            for item in self.knowing_data(statement):
                self.known_data.append(item)

    def knowing_subjects(self, statement):
        out = []
        for key in ("subjects", "aboutSubjects"):
            for item in (statement.slots.get(key) or {}).get("items") or ():
                if "term" in item:
                    out.append(item)
        return out

    def knowing_data(self, statement):
        return [item for item in (statement.slots.get("data") or {}).get("items") or ()
                if not self.is_all_data(item)]

    @staticmethod
    def is_all_data(item):
        what = item.get("any")
        return what is not None and "lacking" not in what and what.get("having", "personal") == "personal"

    def data_atoms(self):
        found = getattr(self, "_data_atoms", None)
        if found is None:
            found = list(self.by_kind.get("data", ()))
            found.append(("named", "data:"))  # what is not listed
            traits = ("personal", "identifying", "sensitive", "special-category", "public")
            for bits in range(32):
                some = {t for i, t in enumerate(traits) if bits >> i & 1}
                if some & {"identifying", "special-category"} and "personal" not in some:
                    continue
                found.append(("unnamed", frozenset(some)))
            self._data_atoms = found
        return found

    def _index_bindings(self):
        self.bindings = []
        for statement in self.statements:
            if statement.verb != "bind" or statement.refuses or statement.modality in ("may", "try-to"):
                continue
            if statement.clauses or statement.excepts or statement.elsewhere:
                continue
            if any(statement.slots.get(k) for k in (
                    "subjects", "subjectRegions", "aboutSubjects", "purposes", "channels", "data")):
                continue
            recipients = statement.slots.get("recipients")
            safeguards = statement.slots.get("safeguards")
            if recipients and safeguards:
                names = {item["term"] for item in safeguards["items"] if "term" in item}
                self.bindings.append((recipients, names))

    def bound_to(self, recipient):
        out = set()
        for recipients, names in self.bindings:
            if self.slot_covers(recipients, recipient):
                out |= names
        return out

    # --- what a statement restricts

    def actor_covers(self, actor, atom, permits):
        if actor == "we":
            if atom is COMPANY or atom[0] == "company" or self.covers(STAFF, atom):
                return True
            return not permits and self.covers(PROCESSORS, atom)
        return self.covers(actor, atom)

    def persons(self, slots, flow):
        for key in ("subjects", "aboutSubjects"):
            slot = slots.get(key)
            if slot is not None and not self.person_in(slot, flow):
                return False
        return True

    def person_in(self, slot, flow):
        if not any("any" in item or item["term"] in flow.facts for item in slot["items"]):
            return False
        return not any("any" in item or item["term"] in flow.facts for item in slot.get("except") or ())

    def fits(self, slots, flow, leave_out=()):
        """Whether a flow lies in all slots but the data; persons are facts."""
        for key, slot in slots.items():
            field = FIELD.get(key)
            if field is None or key in leave_out:
                continue
            value = flow.values.get(field, NOT_STATED)
            if value is NOT_STATED:
                continue
            if not self.slot_covers(slot, value):
                return False
        return True

    def countries(self, recipient):
        """Where a recipient receives that is declared with a country, or a kind of one that is."""
        if recipient[0] != "named":
            return ()
        country = self.does(recipient[1]).get("country")
        return (country,) if country else ()

    def country_fits(self, slots, flow):
        recipients = slots.get("recipients")
        if recipients is None or "recipientRegions" in slots:
            return True
        if any("any" in item for item in recipients["items"]):
            return True
        countries = self.countries(flow.values["recipient"])
        if not countries:
            return True
        return any(self.covers(country, flow.values["recipientRegion"]) for country in countries)

    def names_event(self, condition):
        return any(self.terms.get(f, {}).get("kind") == "event" for f in facts_in(condition))

    def readings(self, base, flow):
        """The first datum, the second datum and the second subject, as a half with the verb `base` may read them."""
        subject = flow.values.get("secondSubject")
        if flow.verb == "combine":
            if base == "combine":
                return ((flow.data, flow.second, subject), (flow.second, flow.data, subject))
            return ((flow.data, None, None), (flow.second, None, None))
        if flow.verb == "derive":
            if base == "derive":
                return ((flow.data, flow.second, None),)
            return ((flow.second, None, None),)
        return ((flow.data, None, None),)

    # --- halves

    def _make_halves(self, s):
        if s.verb == "retain":
            self._make_retentions(s)
            return
        if s.refuses:
            self._make_refusal(s)
            return
        self._make_permission(s)
        if s.raw.get("retention"):
            self._make_retentions(s)

    def knowledge_carried(self, s, data):
        """The facts of being known that a permission carries, as it names nothing outside a class."""
        out = set()
        for key in ("subjects", "aboutSubjects"):
            slot = s.slots.get(key)
            if slot is None:
                continue
            for known in self.known_subjects:
                if all("term" in i and self.is_within(i["term"], known) for i in slot["items"]):
                    out.add(known)
        if data is not None and self.known_data:
            covered = [a for a in self.data_atoms() if self.data_covers(data, (a, READABLE), "aside")]
            if covered:
                for item in self.known_data:
                    if all(self.item_covers(item, a) for a in covered):
                        out.add(known_key(item))
        return frozenset(out)

    def named_facts(self, s, clauses=None):
        out = set()
        for _, condition, _ in s.clauses if clauses is None else clauses:
            facts_in(condition, out)
        for key in ("subjects", "aboutSubjects"):
            slot = s.slots.get(key)
            if slot is not None:
                out |= {i["term"] for i in slot["items"] + (slot.get("except") or []) if "term" in i}
        if s.on is not None:
            facts_in(s.on, out)
        return out

    def describe_permission(self, half, s, slots):
        half.slots = frozenset(key for key, slot in slots.items() if key == "data" or "union" not in slot)
        # What the statements behind `from` name is not named by the offer itself.
        own = s.slots if "data" in slots else {}
        half.data_slots = tuple(own[k] for k in ("data",) if k in own)
        half.names_form = any(
            "form" in i for k in ("data", "secondData") if k in own for i in own[k]["items"])
        half.facts = frozenset(self.named_facts(s))
        half.subject_items = tuple(i for k in ("subjects", "aboutSubjects") if k in s.slots
                                   for i in s.slots[k]["items"] + (s.slots[k].get("except") or []))

    def describe_prohibition(self, half, slots, facts, known=(), form=True, leave_out=()):
        """On what a prohibition is affirmative: slots, the form, facts, what is known."""
        half.slots = frozenset(
            key for key, slot in slots.items()
            if (key in FIELD or key == "secondData") and key not in MATTER and key not in leave_out
            and "union" not in slot and not self.covers_everything(slot) and not (half.verb == "bind" and key == "recipients"))
        half.names_form = form and any(
            "form" in i for k in ("data", "secondData") if k in slots and "union" not in slots[k]
            for i in slots[k]["items"])
        half.facts = frozenset(facts)
        half.known = frozenset(known)

    def subject_facts(self, slots):
        out = set()
        for key in ("subjects", "aboutSubjects"):
            slot = slots.get(key)
            if slot is not None:
                out |= {i["term"] for i in slot["items"] + (slot.get("except") or []) if "term" in i}
        return out

    def _make_permission(self, s):
        slots, verb = s.slots, s.verb
        data, second = slots.get("data"), slots.get("secondData")
        if verb == "offer":
            slots, data = self.offer_slots(s)
        known = self.knowledge_carried(s, data)
        if s.is_tracker:
            if s.raw.get("storesNo"):
                self._make_stores_no(s)
            if data is None:  # it stores nothing, and so permits to collect nothing
                self._make_doing(s, known)
                return

        def conditions(flow, clauses=s.clauses):
            return (all(holds(c, flow.facts) for _, c, _ in clauses)
                    and (s.on is None or holds(s.on, flow.facts))
                    and self.persons(slots, flow) and known <= flow.known)

        def says(flow):
            if not self.actor_covers(s.actor, flow.actor, True):
                return False
            if not self.state_fits(s, flow) or not conditions(flow):
                return False
            if not self.fits(slots, flow, ("secondSubjects",)):
                return False
            if verb in ("disclose", "sell") and not self.country_fits(slots, flow):
                return False
            for first, other, subject in self.readings(verb, flow):
                if (self.data_of(data, first, "permission") and self.data_of(second, other, "permission")
                        and self.second_subject(slots, subject)):
                    return True
            return False

        half = Half(s, True, verb)
        half.says = says
        self.describe_permission(half, s, slots)
        s.halves.append(half)

        self._make_only(s, slots)
        if verb == "offer" and s.raw.get("choice"):
            self._make_choice(s)
        if not s.is_practice:
            return

        self._make_unless(s)
        self._make_implied_use(s, known)
        if s.raw.get("necessity") == "required":
            def requires(flow):
                return (self.actor_covers(s.actor, flow.actor, True) and conditions(flow)
                        and self.fits(slots, flow) and self.data_covers(data, flow.data, "permission"))
            half = Half(s, True, "require")
            half.says = requires
            self.describe_permission(half, s, {k: v for k, v in slots.items() if k in (
                "data", "subjectRegions", "purposes", "channels")})
            s.halves.append(half)
        self._make_doing(s, known)

    @staticmethod
    def state_fits(s, flow):
        if s.verb != "protect":
            return True
        states = s.raw.get("states")
        return flow.state in states if states else flow.state is None

    def data_of(self, slot, datum, how):
        return slot is None or datum is None or self.data_covers(slot, datum, how)

    def second_subject(self, slots, subject):
        slot = slots.get("secondSubjects")
        return slot is None or subject is None or self.slot_covers(slot, subject)

    # --- only, unless

    def _make_only(self, s, slots):
        only = {key for key, slot in slots.items() if slot.get("only")}
        if s.is_tracker and s.through is not None and s.through.get("only"):
            only.discard("channels")
        if "recipients" in only and "recipientRegions" in slots:
            only.add("recipientRegions")
        # Of a notice, those who are told and those whom it is about are one clause here.
        only_persons = bool(only & {"subjects", "aboutSubjects"})
        if only_persons:
            only |= {"subjects", "aboutSubjects", "subjectRegions"}
        only_clauses = [c for _, c, o in s.clauses if o]
        if not only and not only_clauses:
            return
        narrowing = [c for w, c, o in s.clauses if w in ("when", "unless") and not o]
        data, second = slots.get("data"), slots.get("secondData")
        verb = s.verb
        fields = {k: v for k, v in slots.items() if k in FIELD}
        others = {k: v for k, v in fields.items() if k not in only}
        product_fields = {k: v for k, v in fields.items() if k in only}

        def narrowed(flow):
            if not self.actor_covers(s.actor, flow.actor, False):
                return False
            if not all(holds(c, flow.facts) for c in narrowing):
                return False
            if s.on is not None and not holds(s.on, flow.facts):
                return False
            if not self.state_fits(s, flow):
                return False
            return only_persons or self.persons(slots, flow)

        def universe_of(slot, datum, is_only):
            if slot is None or datum is None:
                return True
            if is_only and datum[1] in self.personal_forms:
                return True
            return self.data_covers(slot, datum, "only")

        def in_universe(flow, first, other, subject):
            return (universe_of(data, first, "data" in only)
                    and universe_of(second, other, "secondData" in only)
                    and ("secondSubjects" in only or self.second_subject(slots, subject)))

        def in_product(flow, first, other, subject):
            if not self.fits(product_fields, flow, ("secondSubjects",)):
                return False
            if only_persons and not self.persons(slots, flow):
                return False
            if not all(holds(c, flow.facts) for c in only_clauses):
                return False
            if "data" in only and not self.data_of(data, first, "permission"):
                return False
            if "secondData" in only and not self.data_of(second, other, "permission"):
                return False
            return "secondSubjects" not in only or self.second_subject(slots, subject)

        def says(flow):
            if not narrowed(flow) or not self.fits(others, flow, ("secondSubjects",)):
                return False
            readings = self.readings(verb, flow)
            if flow.verb == "combine" and verb == "combine" and "data" in only:
                # What is permitted one way round is not prohibited the other way round.
                return any(
                    in_universe(flow, *one) and not in_product(flow, *one)
                    and not (in_product(flow, *other) and self.data_of(second, other[1], "permission"))
                    for one, other in (readings, readings[::-1]))
            return any(in_universe(flow, *r) and not in_product(flow, *r) for r in readings)

        facts = set()
        for condition_word, condition, is_only in s.clauses:
            if condition_word == "when" and not is_only:
                facts_in(condition, facts)
        if not only_persons:
            facts |= self.subject_facts(slots)
        if s.on is not None:
            facts_in(s.on, facts)

        half = Half(s, False, verb)
        half.narrower = True
        half.says = says
        self.describe_prohibition(half, slots, facts, form=False, leave_out=only)
        s.halves.append(half)

        if verb == "collect" and "purposes" in only:
            purposes = slots["purposes"]
            # What a tracker stores is used through the tracker.
            kept = ("subjectRegions", "channels") if s.is_tracker else ("subjectRegions",)
            place = {k: v for k, v in slots.items() if k in kept and k not in only}

            def uses(flow):
                if not narrowed(flow) or not self.fits(place, flow):
                    return False
                if self.slot_covers(purposes, flow.values["purpose"]):
                    return False
                return any(self.data_of(data, r[0], "only") for r in self.readings("use", flow))

            half = Half(s, False, "use")
            half.narrower = True
            half.says = uses
            self.describe_prohibition(half, slots, facts, form=False, leave_out=only)
            s.halves.append(half)

    def _make_unless(self, s):
        unless = [c for w, c, _ in s.clauses if w == "unless"]
        if not unless:
            return
        when = [c for w, c, _ in s.clauses if w == "when"]
        slots, verb = s.slots, s.verb
        data, second = slots.get("data"), slots.get("secondData")

        def says(flow):
            if not self.actor_covers(s.actor, flow.actor, False):
                return False
            if all(holds(c, flow.facts) for c in unless) or not all(holds(c, flow.facts) for c in when):
                return False
            if not self.persons(slots, flow) or not self.fits(slots, flow, ("secondSubjects",)):
                return False
            return any(self.data_of(data, first, "prohibition") and self.data_of(second, other, "prohibition")
                       and self.second_subject(slots, subject)
                       for first, other, subject in self.readings(verb, flow))

        facts = self.subject_facts(slots)
        for condition in unless + when:
            facts_in(condition, facts)
        half = Half(s, False, verb)
        half.narrower = True
        half.says = says
        self.describe_prohibition(half, slots, facts)
        s.halves.append(half)

    # --- implied use

    def _make_implied_use(self, s, known):
        if s.verb not in ("collect", "derive", "disclose") or "purposes" not in s.slots:
            return
        clauses = [c for c in s.clauses if not self.names_event(c[1])]
        slots = {k: v for k, v in s.slots.items() if k in ("purposes", "subjectRegions", "regions", "data")}
        recipients = s.slots.get("recipients")

        def says(flow):
            if s.verb == "disclose":
                if not self.covers(PROCESSORS, flow.actor):
                    return False
                if recipients is not None and not self.slot_covers(recipients, flow.actor):
                    return False
            elif not self.actor_covers(s.actor, flow.actor, True):
                return False
            return (all(holds(c, flow.facts) for _, c, _ in clauses)
                    and self.persons(s.slots, flow) and known <= flow.known
                    and self.fits(slots, flow)
                    and self.data_of(slots.get("data"), flow.data, "permission"))

        half = Half(s, True, "use")
        half.is_implied = True
        half.says = says
        self.describe_permission(half, s, slots)
        s.halves.append(half)

    def stated_use_takes(self, flow):
        """Whether a stated permission to use, with facts, a basis or a form of its own, is about this use."""
        for s in self.statements:
            if s.verb != "use" or s.refuses:
                continue
            data = s.slots.get("data")
            has_form = data is not None and any("form" in i for i in data["items"])
            if not (s.raw.get("facts") or s.bases or has_form):
                continue
            if (self.actor_covers(s.actor, flow.actor, True) and self.persons(s.slots, flow)
                    and self.fits(s.slots, flow) and self.data_of(data, flow.data, "aside")):
                return True
        return False

    # --- prohibitions as stated

    def _make_refusal(self, s):
        states = s.raw.get("states")
        slots = s.slots
        if s.verb == "offer":
            slots, _ = self.offer_slots(s)
        half = self._stated_prohibition(s, s.verb, slots)
        if s.verb == "protect" and states:
            says = half.says
            half.says = lambda flow: flow.state in states and says(flow)
        s.halves.append(half)
        for denial in s.raw.get("denies") or ():
            verb, denied = denial["verb"], dict(denial.get("slots") or {})
            if verb == "publish":
                verb = "disclose"
                denied.setdefault("recipients", {"items": [{"term": "recipient:the-public"}]})
            s.halves.append(self._stated_prohibition(s, verb, denied))

    def _stated_prohibition(self, s, verb, slots):
        knowingly = s.modality == "never-knowingly"
        data, second = slots.get("data"), slots.get("secondData")
        extended = data
        if verb == "derive" and data is not None:
            more = []
            for item in data["items"]:
                if self.covers_inferences(item):
                    wider = dict(item)
                    wider.pop("term", None)
                    wider["any"] = {"kind": "data", "having": "personal"}
                    more.append((item, wider))
        else:
            more = []
        known_subjects = knowingly and bool(self.knowing_subjects(s))

        def data_fits(datum, flow):
            if extended is None or datum is None:
                return True
            if "union" in extended:
                return self.data_covers(extended, datum, "prohibition")
            if self.data_excepted(extended, datum, "prohibition"):
                return False
            for item in extended["items"]:
                if knowingly and not self.is_all_data(item) and known_key(item) not in flow.known:
                    continue
                if self.data_item_covers(item, datum, "prohibition"):
                    return True
                if any(i is item and self.data_item_covers(wider, datum, "prohibition") for i, wider in more):
                    return True
            return False

        def persons_fit(flow):
            if not self.persons(slots, flow):
                return False
            if known_subjects:
                for key in ("subjects", "aboutSubjects"):
                    slot = slots.get(key)
                    if slot is not None and not any(
                            "any" in i or (i["term"] in flow.facts and i["term"] in flow.known)
                            for i in slot["items"]):
                        return False
            return True

        def says(flow):
            if not self.actor_covers(s.actor, flow.actor, False):
                return False
            if not all(holds(c, flow.facts) for _, c, _ in s.clauses):
                return False
            if s.on is not None and not holds(s.on, flow.facts):
                return False
            if not persons_fit(flow) or not self.fits(slots, flow, ("secondSubjects",)):
                return False
            return any(data_fits(first, flow) and self.data_of(second, other, "prohibition")
                       and self.second_subject(slots, subject)
                       for first, other, subject in self.readings(verb, flow))

        facts = self.subject_facts(slots)
        for word, condition, _ in s.clauses:
            if word != "unless":
                facts_in(condition, facts)
        if s.on is not None:
            facts_in(s.on, facts)
        known = set()
        if knowingly:
            known |= {i["term"] for i in self.knowing_subjects(s)}
            known |= {known_key(i) for i in self.knowing_data(s)}
        half = Half(s, False, verb)
        half.narrower = True
        half.says = says
        self.describe_prohibition(half, slots, facts, known)
        return half

    def covers_inferences(self, item):
        whole = "data:inferences"
        if "term" in item:
            return self.is_within(whole, item["term"])
        atoms = [a for a in self.by_kind.get("data", ()) if self.is_within(a[1], whole)]
        if not atoms:
            return "having" not in item["any"] and "lacking" not in item["any"]
        return all(self.item_covers(item, a) for a in atoms)

    def _make_stores_no(self, s):
        no = s.raw["storesNo"]
        slots = {"data": no, "channels": s.slots["channels"]}

        def says(flow):
            return (self.actor_covers(s.actor, flow.actor, False) and self.fits(slots, flow)
                    and self.data_covers(no, flow.data, "prohibition"))

        half = Half(s, False, "collect")
        half.says = says
        self.describe_prohibition(half, slots, ())
        s.halves.append(half)

    # --- offers and choices

    def offer_from(self, s):
        labels = list(s.raw.get("fromRules") or ()) + list(s.raw.get("fromLabels") or ())
        return [x for x in self.named(labels) if x is not s]

    def statements_behind_from(self, s):
        """The statements and trackers that an offer names, `over trackers` counted in."""
        labels = list(s.raw.get("fromRules") or ()) + list(s.raw.get("fromLabels") or ())
        return list(self.named(labels)) + ([x for x in self.statements if x.is_tracker]
                                     if self.is_over_trackers(s) else [])

    @staticmethod
    def is_over_trackers(s):
        data = s.slots.get("data")
        return (data is not None and not data.get("except")
                and all(item.get("term") == TRACKERS for item in data["items"]))

    def offer_slots(self, s):
        """The slots of an offer; with `from` and without `over` the data are those of what is named."""
        slots = dict(s.slots)
        if "data" not in slots:
            parts = [x.slots["data"] for x in self.offer_from(s) if "data" in x.slots]
            if parts:
                slots["data"] = {"items": [i for part in parts for i in part["items"]], "union": parts}
        labels = list(s.raw.get("fromRules") or ()) + list(s.raw.get("fromLabels") or ())
        named = self.named(labels)
        if "purposes" not in slots and named and all("purposes" in x.slots for x in named):
            parts = [x.slots["purposes"] for x in named]
            slots["purposes"] = {"items": [i for part in parts for i in part["items"]], "union": parts}
        return slots, slots.get("data")

    def rights_named(self, slots):
        """The rights that an offer names, less what `except` takes out."""
        rights = slots.get("rights") or {"items": []}
        out = rights.get("except") or ()
        return [right for i in rights["items"] if "term" in i for right in self.meant(i["term"])
                if not any(self.item_covers(one, ("named", right)) for one in out)]

    def _make_choice(self, s):
        raw = s.raw
        fact = raw["choice"]
        slots = s.slots
        over = slots.get("data")
        named = self.offer_from(s)
        has_from = bool(raw.get("fromRules") or raw.get("fromLabels"))
        if self.is_over_trackers(s):
            has_from = True
            named = named + [x for x in self.statements if x.is_tracker]
            over = None
        narrowing = {k: v for k, v in slots.items() if k in ("purposes", "subjectRegions")}
        rights = [right for right in self.rights_named(slots) if self.is_within(right, "right:choice")]

        def data_fits(flow):
            return over is None or self.data_covers(over, flow.data, "prohibition")

        def ours(flow):
            return self.actor_covers("we", flow.actor, False)

        def says(flow):
            if fact not in flow.facts or flow.verb not in PRACTICES:
                return False
            if not self.persons(slots, flow) or not self.fits(narrowing, flow) or not data_fits(flow):
                return False
            if has_from:
                return any(self.states(x, flow) for x in named)
            return ours(flow) and any(self.right_stops(right, slots, flow) for right in rights)

        def says_either_way(flow):
            """A combination has no first and second."""
            if says(flow):
                return True
            if flow.verb != "combine" or flow.second is None:
                return False
            return says(flow.copy(data=flow.second, second=flow.data))

        half = Half(s, False, "choice")
        half.is_choice = True
        half.says = says_either_way
        s.halves.append(half)

    def states(self, s, flow):
        """Whether a practice permits a flow, stated or implied."""
        return s.is_practice and any(
            h.permits and h.verb in PRACTICES and h.verb == flow.verb and h.says(flow) for h in s.halves)

    def right_stops(self, right, slots, flow):
        does = self.does(right)
        if not any(key.startswith("stops") for key in does):
            return "purposes" in slots and flow.verb in ("use", "disclose", "sell", "decide", "train")
        if flow.verb not in (does.get("stops") or PRACTICES):
            return False
        purpose = flow.values["purpose"]
        if any(self.covers(p, purpose) for p in does.get("stopsExceptFor") or ()):
            return False
        if any(f in flow.facts for f in does.get("stopsExceptWith") or ()):
            return False
        conditions = [key for key in ("stopsFor", "stopsBasedOn", "stopsWith") if does.get(key)]
        if not conditions:
            return True
        if any(self.covers(p, purpose) for p in does.get("stopsFor") or ()):
            return True
        for s in self.statements:
            if s.refuses or not s.is_practice:
                continue
            if (self.rests_on_basis(s, does.get("stopsBasedOn") or ())
                    or self.rests_on_consent(s, does.get("stopsWith") or ())) and self.states(s, flow):
                return True
        return False

    def rests_on_basis(self, s, bases):
        return any(self.is_within(b, wanted) for b in s.bases for wanted in bases)

    def rests_on_consent(self, s, consents):
        if not consents:
            return False
        if s.bases and all(self.is_within(b, "basis:consent") for b in s.bases):
            return True
        return any(self.is_within(f, wanted) for word, condition, _ in s.clauses if word != "unless"
                   for f in facts_in(condition) for wanted in consents)

    def does(self, term):
        return self.terms.get(term, {}).get("does") or {}

    # --- what does a topic

    def _make_doing(self, s, known):
        """The `have` of a practice or a tracker, for whatever topics it does."""
        slots = dict(s.slots)
        if s.is_tracker:
            slots.pop("channels", None)
            if s.through is not None:
                slots["channels"] = s.through
        slots = {k: v for k, v in slots.items() if k in (
            "data", "secondData", "purposes", "subjectRegions", "channels", "subjects", "aboutSubjects")}
        data = slots.get("data")
        # What a practice names behind `through` says how a topic is done by technology, and not where.
        anywhere = slots if s.is_tracker else {k: v for k, v in slots.items() if k != "channels"}
        cache = {}

        def how(topic):
            """Whether it does the topic as a practice, and whether by its technology."""
            if topic not in cache:
                cache[topic] = self.way_of_doing(s, self.does(topic))
            return cache[topic]

        def done(flow, by_technology):
            topic = flow.values["topic"]
            if topic[0] != "named" or not how(topic[1])[by_technology]:
                return False
            said = anywhere if by_technology else slots
            # Whoever sets a tracker, or uses a technology, it stands on our pages.
            doers = {"we"} if s.is_tracker else {s.actor, "we"} if by_technology else {s.actor}
            if not any(self.actor_covers(doer, flow.actor, True) for doer in doers):
                return False
            if not (all(holds(c, flow.facts) for _, c, _ in s.clauses)
                    and self.persons(said, flow) and known <= flow.known and self.fits(said, flow)):
                return False
            if not self.data_of(data, flow.data, "permission"):
                return False
            if by_technology:
                return True
            does = self.does(topic[1])
            if (does.get("doneWith") or "personal") not in self.traits(flow.data[0]):
                return False
            if does.get("doneFor") and not any(
                    self.covers(p, flow.values["purpose"]) for p in does["doneFor"]):
                return False
            return not does.get("doneAbout") or any(f in flow.facts for f in does["doneAbout"])

        for by_technology in (False, True):
            half = Half(s, True, "have")
            half.only_yields = not by_technology
            half.says = lambda flow, by_technology=by_technology: done(flow, by_technology)
            self.describe_permission(half, s, anywhere if by_technology else slots)
            s.halves.append(half)

    def way_of_doing(self, s, does):
        if s.is_tracker:
            technologies = [s.raw["technology"], s.raw["channel"]]
        elif s.verb in PRACTICES:
            items = (s.slots.get("channels") or {"items": []})["items"]
            technologies = [i["term"] for i in items if "term" in i]
        else:
            technologies = []
        by_technology = any(
            self.is_within(t, c) for t in technologies for c in does.get("doneByTrackers") or ())
        if does.get("doneByOthers") and s.actor == "we":
            by_technology = False
        # A tracker that stores nothing collects nothing; to publish is no verb of a topic.
        verb = "collect" if s.is_tracker else s.raw["verb"]
        as_practice = verb in (does.get("doneBy") or ()) and "data" in s.slots
        if as_practice and does.get("doneFor") and "purposes" not in s.slots:
            as_practice = False
        if as_practice and does.get("doneAbout"):
            items = (s.slots.get("subjects") or {"items": []})["items"]
            as_practice = any("term" in i and any(self.is_within(i["term"], d) for d in does["doneAbout"])
                              for i in items)
        if as_practice and does.get("doneAbroad"):
            as_practice = self.goes_abroad(s)
        return as_practice, by_technology

    def goes_abroad(self, s):
        def is_abroad(region):
            return bool(self.law) and not any(self.covers(law, region) for law in self.law)

        for key in ("recipientRegions", "regions"):
            slot = s.slots.get(key)
            if slot is not None:
                atoms = self.by_kind.get("region", []) + [UNNAMED]
                return any(self.slot_covers(slot, a) and is_abroad(a) for a in atoms)
        recipients = s.slots.get("recipients")
        if recipients is not None and not any("any" in i for i in recipients["items"]):
            for atom in self.by_kind.get("recipient", ()):
                if self.slot_covers(recipients, atom):
                    for country in self.countries(atom):
                        regions = [a for a in self.by_kind.get("region", ()) if self.covers(country, a)]
                        if any(is_abroad(a) for a in regions):
                            return True
        return False

    # --- retentions and deletions

    def _make_retentions(self, s):
        retention = s.raw.get("retention")
        if not retention or retention.get("ceiling") or s.refuses:
            return
        is_kept = s.verb != "retain"
        clauses = [c for _, c, _ in s.clauses if not (is_kept and self.names_event(c))]
        slots = {k: v for k, v in s.slots.items()
                 if k in ("data", "purposes", "subjectRegions", "channels")
                 and not (is_kept and k == "channels")}
        if s.is_tracker and "data" not in slots:
            return  # it stores nothing
        before_has_least = before_has_own = False
        for stage in retention["stages"]:
            data = slots.get("data")
            if data is not None and stage.get("form"):
                data = dict(data)
                data["items"] = [dict(item, form=stage["form"]) for item in data["items"]]
            ends = stage.get("ends") or []
            shorter = stage.get("whichever") == "shorter"
            endless = [e["kind"] == "indefinitely" for e in ends]
            never_ends = not ends or (all(endless) if shorter else any(endless))
            # What counts from the end before is at least, and is for its purposes, as that end is.
            counts = any(e["kind"] == "more" for e in ends)
            floor = any(e.get("bound") == "at-least" for e in ends) or counts and before_has_least
            is_for_own = any(e["kind"] == "its-purposes" for e in ends)
            needs_own = is_for_own or counts and before_has_own
            before_has_least, before_has_own = floor, needs_own
            purposes = [s.slots["purposes"]] if "purposes" in s.slots else []
            purposes += [end["purposes"] for end in ends if end["kind"] == "needed"]
            by_law = bool(s.bases) and all(self.is_within(b, "basis:legal-obligation") for b in s.bases)
            known = self.knowledge_carried(s, s.slots.get("data"))
            s.retentions.append(Retention(
                s, slots, data, clauses + [self.said_while(stage)], never_ends or floor, by_law, purposes,
                known, (retention.get("purposes") or {}) if needs_own else None, is_for_own))

    def own_purposes(self, r, atom):
        """The purposes that a datum has by what is said of it, in whatever form."""
        found = r.own_memo.get(atom)
        if found is None:
            def hold(entry):
                return any(self.data_covers(entry["data"], (atom, form), "permission")
                           for form in self.forms)

            collected = [e for e in r.own.get("collected") or () if hold(e)]
            entries = list(collected)
            if not all("purposes" in e for e in collected) or not collected:
                entries += [e for e in r.own.get("used") or () if hold(e)]
            found = r.own_memo[atom] = [e["purposes"] for e in entries
                                        if "purposes" in e and self.purpose_atoms([e["purposes"]])]
        return found

    def purposes_named(self, r, atom):
        return r.purposes + (self.own_purposes(r, atom) if r.is_for_own else [])

    def must_last(self, r, atom):
        """Whether a retention of a datum must last."""
        if r.endless_or_floor or r.by_law:
            return True
        bases = r.statement.bases
        if bases and all(self.is_within(b, "basis:consent") for b in bases):
            return False
        purposes = self.purpose_atoms(self.purposes_named(r, atom))
        return bool(purposes) and all(a is not UNNAMED and self.outlasts(a[1]) for a in purposes)

    def purpose_atoms(self, slots):
        return [a for a in [*self.by_kind.get("purpose", ()), UNNAMED]
                if any(self.slot_covers(slot, a) for slot in slots)]

    def must_last_of_some(self, r):
        if r.own is None:
            return self.must_last(r, None)
        return any(self.own_purposes(r, a) and self.must_last(r, a) for a in self.data_atoms()
                   if any(self.data_of(r.data, (a, form), "permission") for form in self.forms))

    def outlasts(self, purpose):
        return any(self.terms.get(p, {}).get("outlastsDeletion")
                   for p in {purpose} | set(self.within.get(purpose, ())))

    def retention_says(self, r, flow):
        s = r.statement
        return (self.actor_covers(s.actor, flow.actor, True)
                and all(holds(c, flow.facts) for c in r.clauses)
                and self.persons(s.slots, flow) and r.known <= flow.known and self.fits(r.slots, flow)
                and self.data_of(r.data, flow.data, "permission")
                and (r.own is None or bool(self.own_purposes(r, flow.data[0]))))

    def retention_left(self, r, flow):
        """A retention without what it excepts."""
        if not self.retention_says(r, flow):
            return False
        s = r.statement
        for other in self.exceptions_of(s):
            for half in other.halves:
                if half.permits and half.verb == "delete":
                    if half.as_written(flow) if half.on_request else self.left(half, flow):
                        return False
            if not s.elsewhere and other.verb == "retain":
                if any(self.retention_left(x, flow) for x in other.retentions):
                    return False
        return True

    def _make_deletions_on_request(self, s):
        slots, data = self.offer_slots(s)
        if s.modality in ("may", "try-to"):
            return
        named = self.rights_named(slots)
        asked = [(right, event, self.does(right).get("deletesAbout"))
                 for right in named for event in self.does(right).get("deletesOn") or ()]
        # As far as silence goes, all that an offer says on request is one statement.
        all_events = {event for _, event, _ in asked}
        all_about = {about for _, _, some in asked for about in some or ()}
        for right, event, about in asked:
            self._make_deletion_on_request(s, slots, data, right, (event,), about, all_events, all_about)

    def _make_deletion_on_request(self, s, slots, data, right, events, about, all_events, all_about):
        grant = next(h for h in s.halves if h.permits and h.verb == "offer")
        rights = [a for a in self.by_kind.get("right", ()) if self.is_within(a[1], right)] or [("named", right)]
        channels = self.channel_classes()

        def offers(flow, said):
            for a in rights:
                for channel in channels:
                    values = dict(flow.values, right=a, channel=channel)
                    offer = flow.copy(verb="offer", values=values)
                    if said(offer):
                        return True
            return False

        def granted(flow, said):
            if not any(e in flow.facts for e in events):
                return False
            if not about:
                return offers(flow, said)
            if not any(a in flow.facts for a in about):
                return False
            facts = frozenset(f for f in flow.facts if isinstance(f, tuple) or not f.startswith("subject:"))
            return any(offers(flow.copy(facts=facts | persons, known=flow.known | known), said)
                       for persons, known in self.people_classes())

        def as_written(flow):
            return granted(flow, grant.says)

        def left(flow):
            if not granted(flow, lambda f: self.left_of_permission(grant, f)):
                return False
            return not self.written_deletion_speaks(flow, events)

        half = Half(s, True, "delete")
        half.on_request = True
        half.says = left
        half.as_written = as_written
        self.describe_permission(half, s, {k: v for k, v in slots.items() if k in (
            "data", "subjectRegions", "purposes")})
        facts = set(half.facts)
        if all_about:
            facts = {f for f in facts if not f.startswith("subject:")} | all_about
            half.subject_items = tuple({"term": a} for a in sorted(all_about))
        half.facts = frozenset(facts | all_events)
        s.halves.append(half)
        self.permissions.setdefault("delete", []).append(half)

    def written_deletion_speaks(self, flow, events):
        for s in self.statements:
            if s.verb != "delete" or s.refuses or s.on is None:
                continue
            alone = [e for e in events if self.happens_on(s, e)]
            if not alone:
                continue
            slots = {k: v for k, v in s.slots.items() if k in ("purposes", "subjectRegions")}
            if (self.fits(slots, flow) and self.persons(s.slots, flow)
                    and self.data_of(s.slots.get("data"), flow.data, "permission")
                    and any(e in flow.facts for e in alone)):
                return True
        return False

    def happens_on(self, s, event):
        return holds(s.on, self.close({event}))

    def channel_classes(self):
        """One channel for each way in which offers tell channels apart."""
        found = getattr(self, "_channel_classes", None)
        if found is None:
            slots = [s.slots["channels"] for s in self.statements
                     if s.verb == "offer" and "channels" in s.slots]
            seen, found = set(), []
            for atom in [UNNAMED] + self.by_kind.get("channel", []):
                signature = tuple(self.slot_covers(slot, atom) for slot in slots)
                if signature not in seen:
                    seen.add(signature)
                    found.append(atom)
            self._channel_classes = found
        return found

    def people_classes(self):
        """Persons who tell offers apart: sets of classes that can be true together, and what is known."""
        found = getattr(self, "_people_classes", None)
        if found is None:
            terms = sorted({i["term"] for s in self.statements if s.verb in ("offer", "delete", "retain")
                            for k in ("subjects", "aboutSubjects") if k in s.slots
                            for i in s.slots[k]["items"] + (s.slots[k].get("except") or []) if "term" in i})
            sets = {frozenset({PEOPLE})}
            for term in terms[:10]:
                sets |= {self.close(x | {term}) for x in sets}
            sets = [x for x in sets if not any(self.excluding.get(a, set()) & x for a in x)]
            known_all = frozenset(self.known_subjects)
            found = []
            for x in sorted(sets, key=lambda x: (len(x), sorted(x))):
                found.append((x, frozenset()))
                if known_all:
                    found.append((x, known_all))
            self._people_classes = found
        return found

    # --- step one: exceptions

    def exceptions_of(self, s):
        if not s.elsewhere:
            return s.names
        found = getattr(s, "_all", None)
        if found is None:
            found = list(s.names)
            for other in self.statements:
                if s.is_one_with(other) or other in found or other.names_statement(s):
                    continue
                if not s.is_grant or self.names_elsewhere(other):
                    found.append(other)
            s._all = found = tuple(found)
        return found

    def names_elsewhere(self, other):
        """Whether `elsewhere` of a grant names a statement."""
        is_refusal = other.verb in ("offer", "delete") and other.refuses
        return is_refusal or any(self.must_last_of_some(r) for r in other.retentions)

    def left(self, half, flow):
        """Whether a half says a flow, after its exceptions."""
        if not self._applies(half, flow):
            return False
        found = flow.memo.get(half)
        if found is not None:
            return found
        s = half.statement
        found = bool(half.says(flow))
        if found and (s.names or s.elsewhere):
            if half in flow.busy:
                return True  # a circle, which is an error in the policy
            flow.busy.add(half)
            found = not self._taken(half, s, flow)
            flow.busy.discard(half)
        flow.memo[half] = found
        return found

    @staticmethod
    def _applies(half, flow):
        if half.is_choice or half.verb == flow.verb:
            return True
        if not half.narrower:
            return False
        if half.verb == "use":
            return flow.verb in ("view", "decide", "train", "combine", "derive")
        return half.verb == "disclose" and flow.verb == "sell"

    def _taken(self, half, s, flow):
        for other in self.exceptions_of(s):
            for opposite in other.halves:
                if opposite.permits == half.permits:
                    continue
                if opposite.on_request:
                    if self._applies(opposite, flow) and opposite.as_written(flow):
                        return True
                elif self.left(opposite, flow):
                    return True
            if half.permits and half.verb == "offer" and self._grant_loses(s, other, flow):
                return True
            if half.is_choice and self._choice_loses(s, other, flow):
                return True
            if half.permits and half.verb == "delete":
                if any(self.retention_left(r, flow) for r in other.retentions):
                    return True
        return False

    def _choice_loses(self, offer, refusal, flow):
        """Whether all that is chosen by an offer is refused, so that nothing is stopped."""
        if not (refusal.verb == "offer" and refusal.modality in ("never", "do-not-yet")
                and refusal.actor == "we" and "channels" not in refusal.slots
                and not refusal.raw.get("fromRules") and not refusal.raw.get("fromLabels")
                and not self.is_over_trackers(refusal) and not refusal.excepts and not refusal.elsewhere):
            return False
        rights = [right for right in self.rights_named(offer.slots) if self.is_within(right, "right:choice")]
        chosen = [a for a in self.by_kind.get("right", ())
                  if any(self.covers(r, a) for r in rights) and self.slot_covers(offer.slots["rights"], a)]
        if not all(self.slot_covers(refusal.slots["rights"], a) for a in chosen):
            return False
        data = refusal.slots.get("data")
        narrowing = {k: v for k, v in refusal.slots.items() if k in ("purposes", "subjectRegions")}

        def refused(flow):
            return (self.fits(narrowing, flow) and self.persons(refusal.slots, flow)
                    and all(holds(c, flow.facts) for _, c, _ in refusal.clauses)
                    and (data is None or self.data_covers(data, flow.data, "prohibition")))

        if refused(flow):
            return True
        return (flow.verb == "combine" and flow.second is not None
                and refused(flow.copy(data=flow.second, second=flow.data)))

    def _grant_loses(self, grant, other, flow):
        """Whether what a statement says, as written, is about the data, persons and places of an entitlement."""
        if other.verb == "offer":
            return False  # what it refuses was counted as an opposite
        keys = ["subjectRegions"] + (["purposes"] if "purposes" in grant.slots else [])
        slots = {k: v for k, v in other.slots.items() if k in keys}
        clauses = [c for _, c, _ in other.clauses if not self.names_event(c)]
        if other.on is not None and not self.names_event(other.on):
            clauses.append(other.on)
        if other.verb == "retain":
            right = flow.values["right"]
            if right is not ANYTHING and not (right[0] == "named" and self.does(right[1]).get("deletesOn")):
                return False  # only a deletion gives way to what is retained
            stages = (other.raw.get("retention") or {}).get("stages") or ()
            clauses += [self.said_while(stage) for stage in stages[:1]]
        data = other.slots.get("data")
        if other.is_tracker and data is None:
            data = other.raw.get("storesNo")
        if data is None:
            return False  # what names no data takes none out
        return (self.fits(slots, flow) and self.persons(other.slots, flow)
                and all(holds(c, flow.facts) for c in clauses)
                and self.data_of(data, flow.data, "aside"))

    @staticmethod
    def said_while(stage):
        """Under which condition a stage is said at all: always, unless all its ends are `while`."""
        ends = stage.get("ends") or ()
        conditions = [end["condition"] for end in ends if end["kind"] == "while"]
        if not conditions or len(conditions) < len(ends):
            return {"all": []}
        return {"all" if stage.get("whichever") == "shorter" else "any": conditions}

    # --- step two: what yields

    def silent(self, permission, prohibition):
        """Whether a permission is silent on something on which a prohibition is affirmative."""
        key = (id(permission), id(prohibition))
        found = self._silent.get(key)
        if found is None:
            found = self._silent[key] = self._silent_now(permission, prohibition)
        return found

    def _silent_now(self, p, n):
        if p.statement.names_statement(n.statement) or n.statement.names_statement(p.statement):
            return False
        if any(key not in p.slots for key in n.slots):
            return True
        if n.names_form and not p.names_form:
            return True
        if any(not self._names_fact(p, fact) for fact in n.facts):
            return True
        return any(not self._names_class(p, known) for known in n.known)

    def _names_fact(self, p, fact):
        above = {fact} | set(self.within.get(fact, ()))
        # A wider class of people is not the narrower one.
        is_class = isinstance(fact, str) and fact.startswith("subject:")
        for named in p.facts:
            if named == fact or fact in self.within.get(named, ()) or named in above and not is_class:
                return True
            for one in {named} | set(self.within.get(named, ())):
                if self.excluding.get(one, set()) & above:
                    return True
        return False

    def _names_class(self, p, known):
        if isinstance(known, str) and known.startswith("subject:"):
            return any("term" in i and self.is_within(i["term"], known) for i in p.subject_items)
        for slot in p.data_slots:
            for item in slot["items"] + (slot.get("except") or []):
                if self._item_within(item, known):
                    return True
        return False

    def _item_within(self, item, known):
        if isinstance(known, str):
            if "term" in item and self.is_within(item["term"], known):
                return True
            whole = {"term": known}
        else:
            _, trait, negated = known
            whole = {"any": {"kind": "data", "lacking" if negated else "having": trait}}
        atoms = [a for a in self.data_atoms() if self.item_covers(item, a)]
        return bool(atoms) and all(self.item_covers(whole, a) for a in atoms)

    def left_of_permission(self, half, flow):
        """Whether a permission still says a flow when exceptions are taken and everything has yielded."""
        if not self.left(half, flow):
            return False
        for choice in self.choices:
            if flow.verb in PRACTICES and self.left(choice, flow):
                return False
        prohibitions = self.prohibitions.get(flow.verb, ())
        if half.is_implied:
            return not any(self.left(n, flow) for n in prohibitions) and not self.stated_use_takes(flow)
        if half.only_yields:
            return not any(self.left(n, flow) for n in prohibitions)
        if half.verb == "delete" and self.must_be_kept(half, flow):
            return False
        return not any(not n.is_choice and self.silent(half, n) and self.left_of_prohibition(n, flow)
                       for n in prohibitions)

    def left_of_prohibition(self, half, flow):
        """Whether a prohibition says a flow; one of rights `from` some statements leaves those `from` others."""
        if not self.left(half, flow):
            return False
        s = half.statement
        if half.verb != "offer" or half.is_choice or not self.statements_behind_from(s):
            return True
        own = self.statements_behind_from(s)
        for grant in self.permissions.get("offer", ()):
            other = grant.statement
            theirs = self.statements_behind_from(other)
            if (theirs and not any(x in own for x in theirs)
                    and other not in self.exceptions_of(s) and s not in self.exceptions_of(other)
                    and self.left(grant, flow)):
                return False
        return True

    def must_be_kept(self, half, flow):
        s = half.statement
        # What is not personal any more is reached only by a deletion that names a form.
        items = (s.slots.get("data") or {"items": ()})["items"]
        if flow.data[1] not in self.personal_forms and not any("form" in item for item in items):
            return False
        for other in self.statements:
            for r in other.retentions:
                if (not self.must_last(r, flow.data[0]) or s.names_statement(other)
                        or other.names_statement(s)):
                    continue
                if r.endless_or_floor and (not half.on_request or not self.purposes_named(r, flow.data[0])):
                    continue  # an error in the policy, and not for the one to take from the other
                if self.retention_left(r, flow):
                    return True
        return False

    # --- the answer

    def answer(self, raw):
        flow = Flow(self, raw)
        permitted = any(self.left_of_permission(h, flow) for h in self.permissions.get(flow.verb, ()))
        prohibited = any(self.left_of_prohibition(h, flow) for h in self.prohibitions.get(flow.verb, ()))
        if permitted:
            return "contradictory" if prohibited else "permitted"
        return "prohibited" if prohibited else "undisclosed"


class Retention:
    """One stage of what a statement says of keeping."""

    def __init__(self, statement, slots, data, clauses, endless_or_floor, by_law, purposes, known, own, is_for_own):
        self.statement = statement
        self.slots = {k: v for k, v in slots.items() if k != "data"}
        self.data = data
        self.clauses = clauses
        self.endless_or_floor = endless_or_floor
        self.by_law = by_law
        self.purposes = purposes  # what it names for all its data
        self.known = known  # what is known with it
        self.own = own  # where the purposes of each datum are found, if its end depends on them
        self.is_for_own = is_for_own  # whether this stage names them
        self.own_memo = {}


# ---------------------------------------------------------------------------------------------------------
# The command line

def check_format(rules):
    form = rules.get("format") or {}
    if form.get("name", "candor-rules") != "candor-rules":
        raise ValueError("not a file of rules: %r" % form.get("name"))
    if str(form.get("version", "1.0")).split(".")[0] != "1":
        raise ValueError("unknown version of the rules: %r" % form.get("version"))


def answers(rules, flows):
    check_format(rules)
    policy = Policy(rules)
    return [policy.answer(flow) for flow in flows]


def batch(lines, out):
    for line in lines:
        if line.strip():
            case = json.loads(line)
            check_format(case["rules"])
            policy = Policy(case["rules"])
            words = []
            for flow in case["flows"]:
                try:
                    words.append(policy.answer(flow))
                except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
                    sys.stderr.write("cannot read a flow: %r: %s\n" % (error, json.dumps(flow)))
                    words.append("error")
            out.write(json.dumps(words) + "\n")
            out.flush()


def main(arguments):
    if arguments == ["--batch"]:
        batch(sys.stdin, sys.stdout)
        return 0
    if len(arguments) == 2 and not arguments[0].startswith("-"):
        with open(arguments[0], encoding="utf-8") as file:
            rules = json.load(file)
        flow = json.loads(arguments[1])
        for word in answers(rules, flow if isinstance(flow, list) else [flow]):
            print(word)
        return 0
    sys.stderr.write("usage: evaluate.py RULES FLOW   one flow, or a list of flows, as JSON\n"
                     "       evaluate.py --batch      lines of {\"rules\": …, \"flows\": […]} from standard input\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
