#!/usr/bin/env python3
"""Worked examples of the book, as rules that a reader could have been given. Run: python3 test_evaluate.py"""

import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

import evaluate  # noqa: E402

FORMS = ("readable", "pseudonymised", "truncated", "encrypted", "hashed", "de-identified", "aggregated", "anonymous")
FORM_TERMS = {
    "form:readable": {"traits": ["personal"]},
    "form:pseudonymised": {"within": ["form:readable"], "traits": ["personal"]},
    "form:truncated": {"within": ["form:readable"], "traits": ["personal"]},
    "form:encrypted": {"within": ["form:readable"], "traits": ["personal"]},
    "form:hashed": {"within": ["form:pseudonymised", "form:readable"], "traits": ["personal"]},
    "form:de-identified": {"within": ["form:encrypted", "form:hashed", "form:pseudonymised", "form:readable",
                                      "form:truncated"]},
    "form:aggregated": {"within": ["form:de-identified", "form:encrypted", "form:hashed", "form:pseudonymised",
                                   "form:readable", "form:truncated"]},
    "form:anonymous": {"within": ["form:" + f for f in FORMS[:-1]]},
}
YEAR = {"amount": 1, "unit": "years"}
PERSONAL = {"any": {"kind": "data", "having": "personal"}}


def terms(**more):
    out = {name: dict(term, kind="form") for name, term in FORM_TERMS.items()}

    def add(name, kind, within=(), **rest):
        out[name] = dict(rest, kind=kind, label=name, within=list(within))

    add("data:contact", "data", traits=["personal"])
    add("data:contact.email", "data", ["data:contact"], traits=["personal", "identifying"])
    add("data:contact.phone", "data", ["data:contact"], traits=["personal", "identifying"])
    add("data:device.ip-address", "data", ["data:device"], traits=["personal"])
    add("data:device", "data", traits=["personal"])
    add("data:inferences", "data", traits=["personal"])
    add("data:content.posts", "data", traits=["personal"])
    add("data:demographic", "data", traits=["personal"])
    add("data:financial.billing", "data", traits=["personal"])
    add("data:trackers", "data", traits=["personal"])
    add("data:basics", "data", means={"items": [{"term": "data:contact.email"}]}, traits=["personal"])
    add("data:others", "data", means={"items": [PERSONAL], "except": [{"term": "data:contact"}]},
        traits=["personal"])
    for name in ("data:device", "data:device.ip-address", "data:content.posts"):
        out[name]["within"].append("data:others")
    for name in ("analytics.usage", "service.core", "service.account", "ads", "research", "finance.tax"):
        add("purpose:" + name, "purpose")
    out["purpose:finance.tax"]["outlastsDeletion"] = True
    add("purpose:ads.targeted", "purpose", ["purpose:ads"])
    add("purpose:marketing.newsletter", "purpose", ["purpose:marketing"])
    add("purpose:marketing", "purpose")
    add("recipient:staff", "recipient")
    add("recipient:processors", "recipient")
    add("recipient:parcel-firm", "recipient", ["recipient:processors"], does={"country": "region:united-kingdom"})
    add("recipient:partners", "recipient")
    add("recipient:advertisers", "recipient")
    add("recipient:ad-networks", "recipient")
    add("region:united-kingdom", "region")
    add("region:eea", "region")
    add("region:france", "region", ["region:eea"])
    add("subject:people", "subject")
    add("subject:users", "subject", ["subject:people"])
    add("subject:adults", "subject", ["subject:people"], excludes=["subject:children"])
    add("subject:children", "subject", ["subject:people"])
    add("subject:teachers", "subject", ["subject:people"])
    add("channel:website", "channel")
    add("channel:email", "channel")
    add("channel:pixel", "channel")
    add("channel:foo", "channel", ["channel:pixel"])
    add("source:users", "source")
    for name in ("consent", "marketing-consent"):
        add("fact:" + name, "consent", () if name == "consent" else ["fact:consent"])
    for name in ("account-active", "objected", "legal-hold"):
        add("fact:" + name, "condition")
    for name in ("account-closure", "deletion-request", "order"):
        add("fact:" + name, "event")
    add("fact:scc", "safeguard")
    add("fact:leave", "condition")
    add("basis:consent", "basis")
    add("basis:legitimate-interests", "basis")
    add("right:choice", "right")
    add("right:opt-out", "right", ["right:choice"])
    add("right:opt-out.sale", "right", ["right:choice", "right:opt-out"], does={"stops": ["sell"]})
    add("right:withdrawal", "right", ["right:choice"],
        does={"stops": ["use", "disclose"], "stopsWith": ["fact:consent"]})
    add("right:deletion", "right", does={"deletesOn": ["fact:deletion-request"]})
    add("right:access", "right")
    add("topic:sale", "topic", does={"doneBy": ["sell"]})
    add("topic:cookies", "topic", does={"doneByTrackers": ["channel:pixel"]})
    add("measure:tls", "measure")
    out.update(more)
    return out


def slot(*items, only=False, leave_out=()):
    def item(x):
        if isinstance(x, dict):
            return x
        form, _, name = x.rpartition(" ")
        return dict({"term": name}, **({"form": "form:" + form} if form else {}))
    out = {"items": [item(x) for x in items]}
    if leave_out:
        out["except"] = [item(x) for x in leave_out]
    if only:
        out["only"] = True
    return out


def rule(label, verb, modality="plain", actor="we", **rest):
    facts = []
    for word in ("with", "when", "unless", "under"):
        for prefix, only in (("", False), ("only_", True)):
            name = rest.pop(prefix + word, None)
            if name is not None:
                condition = name if isinstance(name, dict) else {"fact": "fact:" + name}
                if word == "unless":
                    condition = {"not": condition}
                facts.append(dict({"word": word, "condition": condition}, **({"only": True} if only else {})))
    slots = {k: rest.pop(k) for k in list(rest) if isinstance(rest[k], dict) and "items" in rest[k]}
    if "except_" in rest:
        rest["exceptions"] = {"rules": rest.pop("except_")}
    if rest.pop("elsewhere", False):
        rest["exceptions"] = {"elsewhere": True}
    if "on" in rest:
        rest["deletion"] = {"on": {"fact": "fact:" + rest.pop("on")}}
    if "bases" in rest:
        rest["bases"] = [{"basis": "basis:" + b} for b in rest["bases"]]
    return dict(rest, id=label, verb=verb, modality=modality, actor=actor, slots=slots, facts=facts, section="s")


def policy(*rules, trackers=(), law=(), more_terms=None):
    return evaluate.Policy({
        "format": {"name": "candor-rules", "version": "1.0"}, "policy": {"law": list(law)},
        "sections": [{"name": "s", "items": [r["id"] for r in rules]}],
        "rules": list(rules), "trackers": list(trackers), "terms": terms(**(more_terms or {}))})


class Examples(unittest.TestCase):
    def ask(self, p, wanted, verb, *facts, data="data:contact.email", form="readable", second=None,
            known=(), actor="company", **slots):
        values = {"actor": actor, "data": {"term": data, "form": "form:" + form}}
        if isinstance(data, dict):
            values["data"] = dict(data, form="form:" + form)
        if second:
            values["secondData"] = {"term": second, "form": "form:readable"}
        values.update(slots)
        flow = {"verb": verb, "slots": values,
                "facts": [f if ":" in f or isinstance(f, dict) else "fact:" + f for f in facts] + [{"known": k} for k in known]}
        self.assertEqual(p.answer(flow), wanted, flow)

    # meaning/semantics.md, "A conflict, worked"
    analysis = rule("analysis", "use", data=slot("data:contact.email", "data:device.ip-address"),
                    purposes=slot("purpose:analytics.usage"))

    def test_conflict(self):
        p = policy(self.analysis, rule("no-contact", "use", "never", data=slot("data:contact")))
        usage = {"purpose": "purpose:analytics.usage"}
        self.ask(p, "contradictory", "use", **usage)
        self.ask(p, "contradictory", "use", form="hashed", **usage)
        self.ask(p, "permitted", "use", form="aggregated", **usage)
        self.ask(p, "permitted", "use", data="data:device.ip-address", **usage)
        self.ask(p, "prohibited", "use", data="data:contact.phone", **usage)
        self.ask(p, "prohibited", "use", data={"rest": "data:contact"}, **usage)
        self.ask(p, "prohibited", "train", **usage)
        self.ask(p, "prohibited", "use", actor="recipient:processors", **usage)
        self.ask(p, "contradictory", "use", actor="recipient:staff", **usage)
        self.ask(p, "undisclosed", "use", actor="recipient:partners", **usage)
        self.ask(p, "prohibited", "derive", data="data:inferences", second="data:contact.email", **usage)
        self.ask(p, "undisclosed", "derive", data="data:contact.email", second="data:device.ip-address", **usage)
        self.ask(p, "prohibited", "combine", data="data:device.ip-address", second="data:contact.email", **usage)

    def test_conflict_with_exception(self):
        p = policy(self.analysis,
                   rule("no-contact", "use", "never", data=slot("data:contact"), except_=["analysis"]))
        self.ask(p, "permitted", "use", purpose="purpose:analytics.usage")
        self.ask(p, "prohibited", "use", purpose="purpose:ads")
        p = policy(self.analysis, rule("no-contact", "use", "never", data=slot("data:contact"), elsewhere=True))
        self.ask(p, "permitted", "use", purpose="purpose:analytics.usage")

    # reference/rules.md, "An example"
    def test_newsletter(self):
        p = policy(
            rule("sending", "disclose", data=slot("data:contact.email"), recipients=slot("recipient:processors"),
                 purposes=slot("purpose:marketing.newsletter"), **{"with": "consent", "under": "scc"}),
            rule("nobody-else", "disclose", "never", data=slot(PERSONAL), except_=["sending"]),
            rule("leave", "offer", rights=slot("right:withdrawal"), channels=slot("channel:email"),
                 fromRules=["sending"], fromLabels=["sending"], choice="fact:leave"))
        to = {"recipient": "recipient:processors", "purpose": "purpose:marketing.newsletter"}
        self.ask(p, "permitted", "disclose", "consent", "scc", **to)
        self.ask(p, "permitted", "disclose", "marketing-consent", "scc", **to)
        self.ask(p, "prohibited", "disclose", "consent", **to)
        self.ask(p, "prohibited", "disclose", "consent", "scc", "leave", **to)
        self.ask(p, "prohibited", "sell", "consent", "scc", **to)
        self.ask(p, "undisclosed", "disclose", form="anonymous", **to)
        # implied: the processors may use it so
        use = {"purpose": "purpose:marketing.newsletter"}
        self.ask(p, "permitted", "use", "consent", "scc", actor="recipient:parcel-firm", **use)
        self.ask(p, "undisclosed", "use", "consent", "scc", **use)
        self.ask(p, "prohibited", "use", "consent", "scc", "leave", actor="recipient:parcel-firm", **use)
        # an offer from a statement is for its purposes
        leave = {"right": "right:withdrawal", "channel": "channel:email"}
        self.ask(p, "permitted", "offer", purpose="purpose:marketing.newsletter", **leave)
        self.ask(p, "undisclosed", "offer", purpose="purpose:ads", **leave)
        self.ask(p, "undisclosed", "offer", purpose="purpose:marketing.newsletter",
                 **dict(leave, channel="channel:website"))

    # reference/together.md
    def test_only(self):
        p = policy(rule("support", "disclose", "may", data=slot("data:contact.email"),
                        recipients=slot("recipient:processors"), purposes=slot("purpose:service.core", only=True)))
        self.ask(p, "permitted", "disclose", recipient="recipient:processors", purpose="purpose:service.core")
        self.ask(p, "prohibited", "disclose", recipient="recipient:processors", purpose="purpose:ads.targeted")
        self.ask(p, "undisclosed", "disclose", recipient="recipient:partners", purpose="purpose:ads.targeted")
        self.ask(p, "prohibited", "sell", recipient="recipient:processors", purpose="purpose:ads")

    def test_silence_yields(self):
        ban = rule("no-children", "use", "never", data=slot("data:contact.email"),
                   purposes=slot("purpose:marketing"), subjects=slot("subject:children"))
        letter = dict(data=slot("data:contact.email"), purposes=slot("purpose:marketing.newsletter"))
        to = {"purpose": "purpose:marketing.newsletter"}
        p = policy(rule("newsletter", "use", **letter), ban)
        self.ask(p, "prohibited", "use", "subject:children", **to)
        self.ask(p, "permitted", "use", "subject:adults", **to)
        p = policy(rule("newsletter", "use", subjects=slot("subject:people"), **letter), ban)
        self.ask(p, "contradictory", "use", "subject:children", **to)
        p = policy(rule("newsletter", "use", subjects=slot("subject:adults"), **letter), ban)
        self.ask(p, "permitted", "use", "subject:adults", **to)
        self.ask(p, "prohibited", "use", "subject:children", **to)
        p = policy(rule("newsletter", "use", subjects=slot("subject:users"), **letter), ban)
        self.ask(p, "prohibited", "use", "subject:children", "subject:users", **to)

    # reference/rights.md
    def test_named_choice(self):
        p = policy(
            rule("orders", "use", data=slot("data:contact.email"), purposes=slot("purpose:service.core")),
            rule("adverts", "sell", data=slot("data:contact.email"), recipients=slot("recipient:advertisers"),
                 purposes=slot("purpose:ads")),
            rule("no-sale", "offer", rights=slot("right:opt-out.sale"), data=slot(PERSONAL),
                 choice="fact:leave"))
        sale = {"recipient": "recipient:advertisers", "purpose": "purpose:ads"}
        self.ask(p, "permitted", "sell", **sale)
        self.ask(p, "prohibited", "sell", "leave", **sale)
        self.ask(p, "permitted", "use", "leave", purpose="purpose:service.core")

    def test_choice_by_consent_and_exceptions(self):
        p = policy(
            rule("a", "use", data=slot("data:contact.email"), purposes=slot("purpose:ads"), bases=["consent"]),
            rule("b", "use", data=slot("data:contact.phone"), purposes=slot("purpose:ads"), **{"when": "order"}),
            rule("w", "offer", rights=slot("right:withdrawal"), data=slot("data:contact"), choice="fact:leave"))
        ads = {"purpose": "purpose:ads"}
        self.ask(p, "permitted", "use", "consent", **ads)
        self.ask(p, "undisclosed", "use", **ads)
        self.ask(p, "prohibited", "use", "consent", "leave", **ads)
        self.ask(p, "permitted", "use", "consent", "order", "leave", data="data:contact.phone", **ads)

    def test_choice_that_names_nothing(self):
        nothing = rule("o", "offer", rights=slot("right:opt-out"), data=slot("data:contact"), choice="fact:leave")
        self.ask(policy(nothing), "undisclosed", "use", "leave", purpose="purpose:ads")
        ads = dict(nothing, slots=dict(nothing["slots"], purposes=slot("purpose:ads")))
        self.ask(policy(ads), "prohibited", "use", "leave", purpose="purpose:ads.targeted")
        self.ask(policy(ads), "undisclosed", "view", "leave", purpose="purpose:ads.targeted")

    # reference/sets.md
    def test_forms(self):
        p = policy(rule("figures", "disclose", data=slot("aggregated data:device", "data:contact.email"),
                        recipients=slot("recipient:partners")),
                   rule("no", "disclose", "never", data=slot("hashed data:content.posts")))
        to = {"recipient": "recipient:partners"}
        self.ask(p, "permitted", "disclose", form="hashed", **to)
        self.ask(p, "undisclosed", "disclose", data="data:device.ip-address", **to)
        self.ask(p, "permitted", "disclose", data="data:device.ip-address", form="anonymous", **to)
        self.ask(p, "prohibited", "disclose", data="data:content.posts", form="pseudonymised", **to)
        self.ask(p, "undisclosed", "disclose", data="data:content.posts", form="truncated", **to)

    def test_excepted_form(self):
        p = policy(rule("no", "use", "never", data=slot({"any": {"kind": "data"}}, leave_out=["aggregated data:contact"])))
        self.ask(p, "prohibited", "use")
        self.ask(p, "undisclosed", "use", form="aggregated")
        p = policy(rule("yes", "use", data=slot({"any": {"kind": "data"}}, leave_out=["readable data:contact"])))
        self.ask(p, "undisclosed", "use")
        self.ask(p, "permitted", "use", form="hashed")

    # reference/clauses.md, "Only"
    def test_only_before_data(self):
        p = policy(rule("research", "use", data=slot("aggregated data:demographic", only=True),
                        purposes=slot("purpose:research", only=True)))
        self.ask(p, "permitted", "use", data="data:demographic", form="aggregated", purpose="purpose:research")
        self.ask(p, "prohibited", "use", data="data:demographic", purpose="purpose:research")
        self.ask(p, "prohibited", "use", data="data:contact.email", purpose="purpose:research")
        self.ask(p, "undisclosed", "use", data="data:contact.email", form="anonymous", purpose="purpose:research")
        self.ask(p, "prohibited", "use", data="data:demographic", form="aggregated", purpose="purpose:ads")

    def test_only_with_and_unless(self):
        p = policy(rule("staff-access", "view", actor="recipient:staff", data=slot("data:content.posts"),
                        only_when="consent"))
        self.ask(p, "permitted", "view", "consent", data="data:content.posts", actor="recipient:staff")
        self.ask(p, "prohibited", "view", data="data:content.posts", actor="recipient:staff")
        self.ask(p, "undisclosed", "view", data="data:content.posts")
        p = policy(rule("x", "use", "may", data=slot("data:contact"), purposes=slot("purpose:ads"),
                        **{"unless": "objected", "with": "consent"}))
        self.ask(p, "permitted", "use", "consent", purpose="purpose:ads")
        self.ask(p, "prohibited", "use", "objected", purpose="purpose:ads")
        self.ask(p, "undisclosed", "use", purpose="purpose:ads")

    # reference/verbs.md, "Collect"
    def test_implied_use(self):
        p = policy(rule("registration", "collect", data=slot("data:contact"), sources=slot("source:users"),
                        purposes=slot("purpose:service.account", only=True), when="order"))
        self.ask(p, "permitted", "use", purpose="purpose:service.account")  # the event falls away
        self.ask(p, "undisclosed", "collect", source="source:users", purpose="purpose:service.account")
        self.ask(p, "permitted", "collect", "order", source="source:users", purpose="purpose:service.account")
        self.ask(p, "prohibited", "use", "order", purpose="purpose:ads")
        self.ask(p, "prohibited", "train", "order", purpose="purpose:ads")
        p = policy(rule("c", "collect", data=slot("data:contact"), purposes=slot("purpose:ads")),
                   rule("u", "use", data=slot("data:contact.email"), purposes=slot("purpose:ads"),
                        **{"with": "consent"}))
        self.ask(p, "undisclosed", "use", purpose="purpose:ads")
        self.ask(p, "permitted", "use", "consent", purpose="purpose:ads")
        self.ask(p, "permitted", "use", data="data:contact.phone", purpose="purpose:ads")

    # reference/verbs.md, "Require"
    def test_require(self):
        p = policy(rule("sign-up", "collect", data=slot("data:contact.email"), purposes=slot("purpose:service.account"),
                        necessity="required"),
                   rule("no-phone", "require", "never", data=slot("data:contact.phone")))
        self.ask(p, "permitted", "require", purpose="purpose:service.account")
        self.ask(p, "prohibited", "require", data="data:contact.phone")

    # reference/actors.md
    def test_never_knowingly(self):
        ban = rule("children", "collect", "never-knowingly",
                   data=slot({"any": {"kind": "data", "having": "identifying"}}), subjects=slot("subject:children"))
        p = policy(ban)
        known = {"trait": "identifying", "negated": False}
        self.ask(p, "prohibited", "collect", "subject:children", known=["subject:children", known])
        self.ask(p, "undisclosed", "collect", "subject:children", known=["subject:children"])
        self.ask(p, "undisclosed", "collect", "subject:children", known=[known])
        self.ask(p, "undisclosed", "collect", "subject:adults", known=["subject:children", known])
        p = policy(rule("kids", "collect", data=slot("data:device"), subjects=slot("subject:children")), ban)
        self.ask(p, "undisclosed", "collect", "subject:children", data="data:device.ip-address")
        self.ask(p, "permitted", "collect", "subject:children", data="data:device.ip-address",
                 known=["subject:children"])

    # attributes.md, "Recipients"; semantics.md, "Atoms"
    def test_country_of_a_recipient(self):
        p = policy(rule("d", "disclose", data=slot("data:contact"), recipients=slot("recipient:parcel-firm")))
        self.ask(p, "permitted", "disclose", recipient="recipient:parcel-firm",
                 recipientRegion="region:united-kingdom")
        self.ask(p, "undisclosed", "disclose", recipient="recipient:parcel-firm", recipientRegion="region:france")

    def test_means(self):
        p = policy(rule("b", "use", data=slot("data:basics")), rule("n", "use", "never", data=slot("data:others")))
        self.ask(p, "permitted", "use")
        self.ask(p, "undisclosed", "use", data="data:contact.phone")
        self.ask(p, "prohibited", "use", data="data:content.posts")
        self.ask(p, "prohibited", "use", data={"unnamed": ["personal"]})
        p = policy(rule("n", "use", "never", data=slot(PERSONAL)))
        self.ask(p, "prohibited", "use", data={"unnamed": ["identifying"]})
        self.ask(p, "undisclosed", "use", data={"unnamed": []})

    def test_inferences(self):
        p = policy(rule("n", "derive", "never", data=slot("data:inferences", leave_out=["data:contact"])))
        self.ask(p, "prohibited", "derive", data="data:inferences", second="data:device.ip-address")
        self.ask(p, "prohibited", "derive", data="data:content.posts", second="data:device.ip-address")
        self.ask(p, "undisclosed", "derive", data="data:contact.email", second="data:device.ip-address")

    def test_combination_has_no_first(self):
        p = policy(rule("c", "combine", data=slot("data:contact"), secondData=slot("data:device"),
                        secondSubjects=slot("subject:users")))
        self.ask(p, "permitted", "combine", second="data:device.ip-address", secondSubject="subject:users")
        self.ask(p, "permitted", "combine", data="data:device.ip-address", second="data:contact.email",
                 secondSubject="subject:users")
        self.ask(p, "undisclosed", "combine", second="data:contact.phone", secondSubject="subject:users")

    def test_only_of_a_combination(self):
        p = policy(rule("c", "combine", data=slot("data:trackers", only=True),
                        secondData=slot("aggregated data:contact.phone", "data:trackers")))
        mixed = {"data": "data:contact.phone", "second": "data:trackers"}
        self.ask(p, "permitted", "combine", form="aggregated", **mixed)
        # With trackers nothing but trackers is combined, and this is not what is permitted the other way round.
        self.ask(p, "prohibited", "combine", form="encrypted", **mixed)
        self.ask(p, "prohibited", "combine", data="data:trackers", second="data:contact.phone")
        self.ask(p, "permitted", "combine", data="data:trackers", second="data:trackers")
        self.ask(p, "undisclosed", "combine", second="data:device")

    # reference/promises.md
    def test_have_no(self):
        absence = rule("none", "have-no", topics=slot("topic:sale"),
                       denies=[{"verb": "sell", "slots": {"data": slot(PERSONAL)}}])
        p = policy(absence)
        self.ask(p, "prohibited", "have", topic="topic:sale")
        self.ask(p, "prohibited", "sell", recipient="recipient:partners")
        sale = rule("adverts", "sell", data=slot("data:contact.email"), recipients=slot("recipient:advertisers"))
        p = policy(sale, absence)
        self.ask(p, "prohibited", "have", topic="topic:sale")  # its `have` only yields
        self.ask(p, "contradictory", "sell", recipient="recipient:advertisers")
        p = policy(sale, dict(absence, exceptions={"rules": ["adverts"]}))
        self.ask(p, "permitted", "have", topic="topic:sale")
        self.ask(p, "permitted", "sell", recipient="recipient:advertisers")
        self.ask(p, "prohibited", "sell", recipient="recipient:partners")

    def test_trackers(self):
        pixel = {"id": "foo", "section": "s", "channel": "channel:foo", "technology": "channel:pixel",
                 "actor": "recipient:ad-networks",
                 "slots": {"data": slot("data:device"), "purposes": slot("purpose:ads")},
                 "storesNo": slot("data:contact")}
        p = policy(rule("none", "have-no", topics=slot("topic:cookies")), trackers=[pixel])
        through = {"channel": "channel:foo", "purpose": "purpose:ads", "data": "data:device.ip-address"}
        self.ask(p, "permitted", "collect", actor="recipient:ad-networks", **through)
        self.ask(p, "undisclosed", "collect", **through)
        self.ask(p, "contradictory", "have", topic="topic:cookies", purpose="purpose:ads",
                 data="data:device.ip-address")
        self.ask(p, "prohibited", "collect", actor="recipient:ad-networks", channel="channel:foo")
        refuse = rule("refuse", "offer", rights=slot("right:opt-out"), data=slot("data:trackers"),
                      choice="fact:leave")
        p = policy(refuse, trackers=[pixel])
        self.ask(p, "prohibited", "collect", "leave", actor="recipient:ad-networks", **through)

    def test_protect_and_bind(self):
        p = policy(rule("t", "protect", data=slot("data:contact"), measures=slot("measure:tls"), states=["in-transit"]),
                   rule("u", "protect", data=slot("data:device"), measures=slot("measure:tls")),
                   rule("d", "bind", recipients=slot("recipient:processors"), safeguards=slot("fact:scc")),
                   rule("x", "disclose", data=slot("data:contact"), recipients=slot("recipient:processors"),
                        under="scc"))
        self.ask(p, "permitted", "protect", state="in-transit", measure="measure:tls")
        self.ask(p, "undisclosed", "protect", state=None, measure="measure:tls")
        self.ask(p, "permitted", "protect", state=None, measure="measure:tls", data="data:device.ip-address")
        self.ask(p, "permitted", "bind", recipient="recipient:parcel-firm", safeguard="fact:scc")
        self.ask(p, "permitted", "disclose", recipient="recipient:processors")  # so the safeguard is true

    # reference/retention.md; semantics.md, "Deletions on request" and "Keeping"
    def test_deletions(self):
        p = policy(rule("closing", "delete", data=slot("data:contact"), on="account-closure"),
                   rule("never", "delete", "never", data=slot("data:content.posts"), on="account-closure"))
        self.ask(p, "permitted", "delete", "account-closure")
        self.ask(p, "undisclosed", "delete")
        self.ask(p, "prohibited", "delete", "account-closure", data="data:content.posts")

    def test_deletion_on_request(self):
        offer = rule("erasure", "offer", rights=slot("right:deletion"), data=slot(PERSONAL),
                     channels=slot("channel:email"))
        bills = rule("bills", "retain", data=slot("data:financial.billing"), purposes=slot("purpose:finance.tax"),
                     retention={"stages": [{"ends": [{"kind": "for", "bound": "exactly",
                                                      "period": {"amount": 7, "unit": "years"}}]}]})
        p = policy(offer, bills)
        self.ask(p, "permitted", "delete", "deletion-request", channel="channel:website")
        self.ask(p, "undisclosed", "delete")
        self.ask(p, "undisclosed", "delete", "deletion-request", data="data:financial.billing",
                 purpose="purpose:finance.tax")  # the retention outlasts the deletion
        self.ask(p, "permitted", "offer", right="right:deletion", data="data:financial.billing",
                 channel="channel:email")
        p = policy(dict(offer, exceptions={"rules": ["bills"]}), bills)
        self.ask(p, "undisclosed", "offer", right="right:deletion", data="data:financial.billing",
                 channel="channel:email")
        self.ask(p, "permitted", "offer", right="right:deletion", channel="channel:email")
        p = policy(dict(offer, modality="try-to"))
        self.ask(p, "undisclosed", "delete", "deletion-request")
        written = rule("w", "delete", data=slot("data:contact"), on="deletion-request", unless="legal-hold")
        p = policy(offer, written)
        self.ask(p, "undisclosed", "delete", "deletion-request", "legal-hold")
        self.ask(p, "permitted", "delete", "deletion-request")
        self.ask(p, "permitted", "delete", "deletion-request", "legal-hold", data="data:device.ip-address")

    def test_only_of_promises(self):
        p = policy(rule("ask", "offer", rights=slot("right:access"), data=slot("data:contact"),
                        channels=slot("channel:email", only=True)),
                   rule("d", "delete", data=slot("data:contact"), on="account-closure", only_when="account-active"))
        self.ask(p, "permitted", "offer", right="right:access", channel="channel:email")
        self.ask(p, "prohibited", "offer", right="right:access", channel="channel:website")
        self.ask(p, "permitted", "delete", "account-closure", "account-active")
        self.ask(p, "prohibited", "delete", "account-closure")
        self.ask(p, "undisclosed", "delete")

    def test_exception_that_is_excepted(self):
        p = policy(rule("a", "use", data=slot("data:contact"), except_=["b"]),
                   rule("b", "use", "never", data=slot("data:contact.email"), except_=["c"]),
                   rule("c", "use", data=slot("data:contact.email"), purposes=slot("purpose:service.core")))
        self.ask(p, "prohibited", "use", purpose="purpose:ads")
        self.ask(p, "permitted", "use", purpose="purpose:service.core")

    # reference/facts.md, "Consents that lapse"
    def test_consent_that_lapses(self):
        p = policy(
            rule("relatives", "disclose", data=slot("data:contact"), recipients=slot("recipient:partners"),
                 **{"with": {"given": {"fact": "fact:consent", "within": YEAR}}}),
            rule("list", "use", data=slot("data:contact"), only_with={"given": {"fact": "fact:consent", "within": {
                "amount": 24, "unit": "months"}}}))
        to = {"recipient": "recipient:partners"}

        def given(fact, amount, unit):
            return {"given": {"fact": fact, "within": {"amount": amount, "unit": unit}}}

        for fact, wanted in ((given("fact:consent", 12, "months"), "permitted"),
                             (given("fact:marketing-consent", 30, "days"), "permitted"),
                             (given("fact:consent", 2, "years"), "undisclosed"), ("fact:consent", "undisclosed")):
            self.ask(p, wanted, "disclose", fact, **to)
        self.ask(p, "permitted", "use", given("fact:consent", 2, "years"))
        self.ask(p, "permitted", "use", given("fact:consent", 1, "years"))
        self.ask(p, "prohibited", "use", "fact:consent")
        # it is the same consent, so nothing is silent on it
        p = policy(rule("a", "use", data=slot("data:contact"), **{"with": given("fact:consent", 1, "years")}),
                   rule("b", "use", "never", data=slot("data:contact"), **{"with": given("fact:consent", 2, "years")}))
        self.ask(p, "contradictory", "use", given("fact:consent", 1, "years"))

    # reference/verbs.md, "Where it is done"
    def test_where_it_is_done(self):
        p = policy(rule("mail", "use", data=slot("data:contact.email"), regions=slot("region:eea", only=True)),
                   rule("phone", "use", "never", data=slot("data:contact.phone"), regions=slot("region:eea")),
                   rule("city", "derive", data=slot("data:demographic"), secondData=slot("data:device"),
                        purposes=slot("purpose:ads"), regions=slot("region:france")))
        self.ask(p, "permitted", "use", region="region:france")
        self.ask(p, "prohibited", "use", region="region:united-kingdom")
        self.ask(p, "prohibited", "view", region="region:united-kingdom")
        self.ask(p, "undisclosed", "store", region="region:united-kingdom")
        self.ask(p, "prohibited", "train", data="data:contact.phone", region="region:france")
        self.ask(p, "prohibited", "derive", data="data:inferences", second="data:contact.phone",
                 region="region:france")
        self.ask(p, "undisclosed", "use", data="data:contact.phone", region="region:united-kingdom")
        ads = {"data": "data:demographic", "purpose": "purpose:ads"}
        self.ask(p, "permitted", "use", region="region:france", **ads)  # implied, and there alone
        self.ask(p, "undisclosed", "use", region="region:united-kingdom", **ads)

    # reference/verbs.md, "Several verbs"
    def test_joined_verbs(self):
        contact = slot("data:contact")
        care = [rule("care/use", "use", data=contact, purposes=slot("purpose:ads"), statement="care"),
                rule("care/disclose", "disclose", data=contact, purposes=slot("purpose:ads"),
                     recipients=slot("recipient:partners"), statement="care")]
        leave = rule("leave", "offer", rights=slot("right:withdrawal"), fromRules=["care/use", "care/disclose"],
                     fromLabels=["care"], choice="fact:leave")
        p = policy(*care, leave, rule("none", "disclose", "never", data=contact, except_=["care/use", "care/disclose"]))
        to = {"purpose": "purpose:ads", "recipient": "recipient:partners"}
        self.ask(p, "permitted", "use", purpose="purpose:ads")
        self.ask(p, "permitted", "disclose", **to)
        self.ask(p, "prohibited", "disclose", **dict(to, purpose="purpose:research"))
        self.ask(p, "prohibited", "use", "leave", purpose="purpose:ads")
        self.ask(p, "prohibited", "disclose", "leave", **to)
        # no exception is for another rule of the same statement
        only = {"purposes": slot("purpose:ads", only=True), "data": contact, "statement": "both"}
        for exceptions in ({"except_": ["s"]}, {"elsewhere": True}):
            p = policy(rule("both/view", "view", **only, **exceptions),
                       rule("both/use", "use", **only, **exceptions))
            self.ask(p, "permitted", "view", purpose="purpose:ads")
            self.ask(p, "prohibited", "view", purpose="purpose:research")

    def test_rights_taken_out(self):
        p = policy(
            rule("go", "offer", rights=slot("right:deletion", "right:access", leave_out=["right:deletion"])),
            rule("leave", "offer", rights=slot("right:opt-out.sale", "right:withdrawal", leave_out=["right:withdrawal"]),
                 choice="fact:leave"),
            rule("a", "use", data=slot("data:contact"), **{"with": "consent"}))
        self.ask(p, "permitted", "offer", right="right:access")
        self.ask(p, "undisclosed", "offer", right="right:deletion")
        self.ask(p, "undisclosed", "delete", "deletion-request")
        self.ask(p, "permitted", "use", "leave", "consent")
        self.ask(p, "prohibited", "sell", "leave", recipient="recipient:advertisers")

    # reference/retention.md, "Afterwards"
    def test_stages_after_stages(self):
        def of_second(first, kind):
            stages = [{"ends": [{"kind": "for", "bound": first, "period": YEAR, "after": "fact:order"}]},
                      {"form": "form:aggregated", "ends": [{"kind": kind, "bound": "exactly", "period": YEAR}]}]
            p = policy(rule("bills", "retain", data=slot("data:contact"), retention={"stages": stages}))
            return p.must_last_of_some(p.by_id["bills"].retentions[1])

        self.assertTrue(of_second("at-least", "more"))  # it is at least, too
        self.assertFalse(of_second("at-least", "for"))
        self.assertFalse(of_second("exactly", "more"))
        # What counts from the end of what has no purpose is not kept.
        stages = [{"ends": [{"kind": "its-purposes"}]},
                  {"form": "form:aggregated", "ends": [{"kind": "more", "bound": "at-least", "period": YEAR}]}]
        used = [{"data": slot("data:contact"), "purposes": slot("purpose:ads")}]
        p = policy(rule("bills", "retain", data=slot(PERSONAL), purposes=slot("purpose:ads"),
                        retention={"stages": stages, "purposes": {"used": used}}),
                   rule("erasure", "offer", rights=slot("right:deletion")))
        ads = {"purpose": "purpose:ads", "form": "aggregated"}
        self.ask(p, "undisclosed", "delete", "deletion-request", **ads)
        self.ask(p, "permitted", "delete", "deletion-request", **dict(ads, form="readable"))
        self.ask(p, "permitted", "delete", "deletion-request", data="data:device", **ads)

    # reference/retention.md, "The purposes for which data were collected"
    def test_its_purposes(self):
        retention = {
            "stages": [{"ends": [{"kind": "its-purposes"}]}],
            "purposes": {"collected": [{"data": slot("data:financial.billing"),
                                        "purposes": slot("purpose:finance.tax")},
                                       {"data": slot("hashed data:contact.email")}],
                         "used": [{"data": slot("data:contact"), "purposes": slot("purpose:ads")}]}}
        p = policy(rule("bills", "retain", data=slot(PERSONAL), retention=retention),
                   rule("erasure", "offer", rights=slot("right:deletion"), elsewhere=True),
                   rule("request", "offer", rights=slot("right:deletion"), subjects=slot("subject:users")))
        kept = p.by_id["bills"].retentions[0]
        for name, wanted in (("data:financial.billing", True), ("data:contact.email", False),
                             ("data:device", False)):
            self.assertEqual(p.must_last(kept, ("named", name)), wanted, name)
        told = {name: bool(p.own_purposes(kept, ("named", name))) for name in (
            "data:financial.billing", "data:contact.email", "data:device")}
        self.assertEqual(told, {"data:financial.billing": True, "data:contact.email": True, "data:device": False})
        # What has to last is taken out of what is deleted on request.
        asked = ("deletion-request", "subject:users")
        self.ask(p, "undisclosed", "delete", *asked, data="data:financial.billing")
        self.ask(p, "permitted", "delete", *asked)

    # semantics.md, "Deletions on request": the written deletion is left alone where it says nothing
    def test_written_deletion_leaves_alone(self):
        written = rule("w", "delete", data=slot("data:contact"), purposes=slot("purpose:ads"),
                       on="deletion-request", when="account-active")
        p = policy(rule("erasure", "offer", rights=slot("right:deletion")), written)
        self.ask(p, "permitted", "delete", "deletion-request", "account-active", purpose="purpose:ads")
        self.ask(p, "undisclosed", "delete", "deletion-request", purpose="purpose:ads")
        self.ask(p, "permitted", "delete", "deletion-request", purpose="purpose:research")
        self.ask(p, "permitted", "delete", "deletion-request", data="data:device", purpose="purpose:ads")
        # one that happens on more than the request says nothing of the request
        more = dict(written, deletion={"on": {"all": [{"fact": "fact:deletion-request"}, {"fact": "fact:order"}]}})
        p = policy(rule("erasure", "offer", rights=slot("right:deletion")), more)
        self.ask(p, "permitted", "delete", "deletion-request", purpose="purpose:ads")

    def test_batch(self):
        p = self.analysis
        rules = {"rules": [p], "trackers": [], "terms": terms(), "policy": {}}
        flow = {"verb": "use", "slots": {"actor": "company", "purpose": "purpose:analytics.usage",
                                         "data": {"term": "data:contact.email", "form": "form:readable"}}, "facts": []}
        line = json.dumps({"rules": rules, "flows": [flow, dict(flow, verb="sell")]}) + "\n"
        out = subprocess.run([sys.executable, os.path.join(HERE, "evaluate.py"), "--batch"], input=line * 2,
                             capture_output=True, text=True, check=True).stdout
        self.assertEqual(out, '["permitted", "undisclosed"]\n' * 2)


if __name__ == "__main__":
    unittest.main()
