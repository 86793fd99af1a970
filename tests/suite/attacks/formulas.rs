//! Conditions, events and exceptions: what is weakened is told, and what is only written in another way is not.

use crate::git::{Repository, Said};

const BASE: &str = r#"policy shop "Privacy at the shop" {
    effective 2026-03-01
    law       eu
    covers    website, email
}

controller shop "The Shop Ltd" {
    email "privacy@shop.example"
}

recipient couriers "delivery companies" is a kind of processors plural
consent box "you ticked our box" is a kind of opt-in
condition busy "we are busy"
data diary "your diary" is a kind of content

section letter "The letter" {

    sign-up:
        we collect contact.email, diary
        from users
        for marketing.newsletter
        with box
        optional

    sending:
        we disclose contact.email
        to processors
        for marketing.newsletter
        with box

    no-sale:
        we never sell any personal data

    keeping:
        we retain contact.email for 30 days after unsubscribing

    diary-end:
        we delete diary on account-closure within 30 days
}

section choices "Your choices" {

    text welcome """
        We keep what you tell us to ourselves.
    """

    leave:
        we offer withdrawal
        from sign-up, sending
        through unsubscribe-link

    ask:
        we offer access, correction
        over contact.email, diary
        through email
        within 30 days
}
"#;

const DELETION: &str = "we delete diary on account-closure within 30 days";
const KEEPING: &str = "we retain contact.email for 30 days after unsubscribing";
const OFFER: &str = "        within 30 days\n}";

/// The policy with something else in one place.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert!(BASE.contains(from), "{from} is there");
    BASE.replacen(from, to, 1)
}

fn repository(old: &str, new: &str) -> Repository {
    let repository = Repository::new();
    repository.write("policy.candor", old).commit("Begin").branch("work");
    repository.write("policy.candor", new).commit("A change");
    repository
}

fn gate(old: &str, new: &str) -> Said {
    repository(old, new).candor(&["gate", "policy.candor"])
}

/// It is told as a loss, stops the merge, and is no gain.
#[track_caller]
fn stops(old: &str, new: &str, rule: &str) {
    gate(old, new).ends(1).has(rule).has("stops the merge").has_not("-strengthened").has_not("-grown");
}

/// The way back is a gain.
#[track_caller]
fn is_a_gain(old: &str, new: &str, rule: &str) {
    gate(old, new).ends(0).has(rule);
}

/// Nothing is told but that the files differ, in either direction.
#[track_caller]
fn is_the_same(one: &str, other: &str) {
    for (old, new) in [(one, other), (other, one)] {
        let said = repository(old, new).candor(&["diff", "git:main", "--format", "json"]).ends(0);
        assert!(said.data.contains("source-changed") || old == new, "{said:?}");
        let rules: Vec<&str> = said.data.split("\"rule\": \"").skip(1).collect();
        let others = rules.iter().filter(|rule| !rule.starts_with("source-changed\""));
        assert_eq!(others.count(), 0, "{said:?}");
        gate(old, new).ends(0);
    }
    assert_eq!(hash(one), hash(other), "the digest of the meaning");
}

fn hash(policy: &str) -> String {
    let repository = Repository::new();
    repository.write("policy.candor", policy);
    repository.candor(&["build", "policy.candor", "--emit", "json", "--out", "built"]).ends(0);
    repository.shell("grep -rho '\"meaningHash\": \"[0-9a-f]*\"' built").ends(0).data
}

#[test]
fn what_is_said_on_other_events_or_in_other_cases_has_another_digest() {
    let deletions = [
        "on account-closure",
        "on deletion-request",
        "on account-closure and deletion-request",
        "on account-closure or deletion-request",
        "on account-closure when deletion-request",
        "on deletion-request when account-closure",
        "on account-closure unless legal-hold",
        "on account-closure when legal-hold",
        "on account-closure about minors",
        "on account-closure for service.core",
    ];
    let of_deletions = deletions.map(|on| hash(&with(DELETION, &format!("we delete diary {on}"))));
    let cases = [
        "",
        "when busy",
        "unless busy",
        "when busy and account-active",
        "when busy or account-active",
        "about minors",
    ];
    let of_keeping = cases.map(|case| hash(&with(KEEPING, &format!("{KEEPING} {case}"))));
    let of_offers = cases[..5]
        .iter()
        .map(|case| hash(&with(OFFER, &format!("        within 30 days\n        {case}\n}}"))));
    let all = [of_deletions.to_vec(), of_keeping.to_vec(), of_offers.skip(1).collect()].concat();
    let different: std::collections::BTreeSet<&String> = all.iter().collect();
    assert_eq!(different.len(), all.len(), "{all:?}");
    let unless = with(DELETION, "we delete diary on account-closure unless legal-hold");
    is_the_same(&unless, &with(DELETION, "we delete diary on account-closure and not legal-hold"));
}

#[test]
fn k30_a_second_event_must_happen_too() {
    let both = with(DELETION, "we delete diary on account-closure and deletion-request within 30 days");
    stops(BASE, &both, "deletion-weakened");
    is_a_gain(&both, BASE, "deletion-strengthened");
}

#[test]
fn k31_an_event_and_not_a_state() {
    let not = with(DELETION, "we delete diary on account-closure and not legal-hold within 30 days");
    stops(BASE, &not, "deletion-weakened");
    // It may stand behind `unless` as well.
    let unless = with(DELETION, "we delete diary on account-closure within 30 days unless legal-hold");
    stops(BASE, &unless, "deletion-weakened");
    is_a_gain(&unless, BASE, "deletion-strengthened");
}

#[test]
fn k32_or_becomes_and() {
    let or = with(DELETION, "we delete diary on account-closure or deletion-request within 30 days");
    let and = or.replace("account-closure or", "account-closure and");
    stops(&or, &and, "deletion-weakened");
    stops(&or, BASE, "deletion-weakened");
    is_a_gain(&and, &or, "deletion-strengthened");
    // Each of the two in a statement of its own is both.
    let apart = with(
        DELETION,
        &format!("{DELETION}\n\n    other-end:\n        we delete diary on deletion-request within 30 days"),
    );
    gate(&or, &apart).ends(0).has_not("deletion-");
    gate(&apart, &or).ends(0).has_not("deletion-");
    // What counts from another event is another time.
    let other = with(DELETION, "we delete diary on deletion-request within 30 days when account-closure");
    let swapped = with(DELETION, "we delete diary on account-closure within 30 days when deletion-request");
    gate(&swapped, &other).ends(1).has("deletion-weakened");
}

#[test]
fn k33_a_question_about_one_of_two_events() {
    let asked = |policy: &str, question: &str| {
        let repository = Repository::new();
        repository.write("policy.candor", policy);
        repository.candor(&["ask", "policy.candor", question])
    };
    let both = with(DELETION, "we delete diary on account-closure and deletion-request within 30 days");
    asked(&both, "delete diary on account-closure").has("undisclosed");
    asked(&both, "delete diary on deletion-request and account-closure").has("permitted");
    let either = with(DELETION, "we delete diary on deletion-request or account-closure within 30 days");
    asked(&either, "delete diary on account-closure").has("permitted");
}

#[test]
fn k34_kept_indefinitely_in_an_archive() {
    let archive = "\n\n    archive:\n        we retain diary indefinitely";
    let new = with(DELETION, &format!("{DELETION}\n        except as stated in archive{archive}"));
    gate(BASE, &new).ends(1).has("deletion-weakened").has("stops the merge");
}

#[test]
fn k35_kept_while_a_condition_holds() {
    let hold = "\n\n    hold:\n        we retain diary while busy";
    let new = with(DELETION, &format!("{DELETION}\n        except as stated in hold{hold}"));
    gate(BASE, &new).ends(1).has("deletion-weakened").has("stops the merge");
    // In some cases only.
    let hold = "\n\n    hold:\n        we retain diary for 1 year when busy";
    let new = with(DELETION, &format!("{DELETION}\n        except as stated in hold{hold}"));
    gate(BASE, &new).ends(1).has("deletion-weakened").has("stops the merge");
    // A deletion can also be refused.
    let hold = "\n\n    hold:\n        we never delete diary on account-closure when busy";
    let new = with(DELETION, &format!("{DELETION}\n        except as stated in hold{hold}"));
    gate(BASE, &new).ends(1).has("deletion-weakened").has("stops the merge");
}

#[test]
fn k36_except_as_stated_elsewhere() {
    let archive = "\n\n    archive:\n        we retain diary indefinitely";
    let new = with(DELETION, &format!("{DELETION}\n        except as stated elsewhere{archive}"));
    gate(BASE, &new).ends(1).has("deletion-weakened").has("stops the merge");
}

/// A promise with a condition more, an exception, a class of people holds for less.
#[test]
fn a_promise_with_a_condition_more_is_shrunk() {
    let narrowings = [
        "when account-active",
        "unless busy",
        "with box",
        "to minors",
        "to users in eu",
        "for service.core",
        "except as stated in sign-up",
    ];
    // Nothing else in the policy takes anything out of a right to a copy.
    let elsewhere = with(OFFER, "        within 30 days\n        except as stated elsewhere\n}");
    gate(BASE, &elsewhere).ends(0).has("promise-restated").has_not("guarantee-");
    for narrowing in narrowings {
        let new = with(OFFER, &format!("        within 30 days\n        {narrowing}\n}}"));
        stops(BASE, &new, "guarantee-shrunk");
        is_a_gain(&new, BASE, "guarantee-grown");
    }
    let weaker = with(OFFER, "        within 30 days\n        when busy and account-active\n}");
    let middle = with(OFFER, "        within 30 days\n        when busy\n}");
    let stronger = with(OFFER, "        within 30 days\n        when account-active or busy\n}");
    stops(&middle, &weaker, "guarantee-shrunk");
    stops(&stronger, &middle, "guarantee-shrunk");
    is_a_gain(&weaker, &stronger, "guarantee-grown");
    // Whoever is an adult or not has what everybody has.
    let apart = with(
        OFFER,
        "        within 30 days\n        when busy\n\n    ask-else:\n        we offer access, correction\n        over contact.email, diary\n        through email\n        within 30 days\n        unless busy\n}",
    );
    gate(BASE, &apart).ends(0).has_not("guarantee-");
    gate(&apart, BASE).ends(0).has_not("guarantee-");
}

#[test]
fn k57_to_k60_a_term_of_an_offer_is_dropped() {
    for term in ["fee none", "agent \"a lawyer of your choice\"", "times-per-year 12", "identity-check none"]
    {
        let old =
            with(OFFER, &format!("        within 30 days\n        {{\n            {term}\n        }}\n}}"));
        gate(&old, BASE).ends(1).has("guarantee-shrunk").has("stops the merge");
    }
    let with_term = |term: &str| {
        with(OFFER, &format!("        within 30 days\n        {{\n            {term}\n        }}\n}}"))
    };
    stops(&with_term("times-per-year 12"), &with_term("times-per-year 2"), "guarantee-shrunk");
    is_a_gain(&with_term("extension 60 days"), &with_term("extension 30 days"), "guarantee-grown");
    is_a_gain(BASE, &with_term("fee none"), "guarantee-grown");
    gate(BASE, &with_term("fee \"5 EUR\"")).ends(1).has("guarantee-shrunk");
}

#[test]
fn k64_then_kept_hashed() {
    let new = with(KEEPING, &format!("{KEEPING} then retain hashed"));
    stops(BASE, &new, "retention-lengthened");
    is_a_gain(&new, BASE, "retention-shortened");
}

#[test]
fn k68_k69_kept_for_some_only() {
    for narrowing in ["about minors", "when account-active", "for service.core", "unless busy"] {
        let new = with(KEEPING, &format!("{KEEPING} {narrowing}"));
        gate(BASE, &new).ends(1).has("retention-withdrawn").has("stops the merge");
    }
}

#[test]
fn k71_with_and_when_of_a_deletion_exchanged() {
    let deletion = "we delete diary on account-closure";
    let one = with(DELETION, &format!("{deletion}\n        when busy\n        with consent"));
    let other = with(DELETION, &format!("{deletion}\n        with consent\n        when busy"));
    is_the_same(&one, &other);
}

#[test]
fn k72_the_same_at_a_retention() {
    let one = with(KEEPING, &format!("{KEEPING}\n        when busy\n        with consent"));
    let other = with(KEEPING, &format!("{KEEPING}\n        with consent\n        when busy"));
    is_the_same(&one, &other);
}

#[test]
fn k73_the_same_at_an_offer() {
    let one = with(OFFER, "        within 30 days\n        when busy\n        with consent\n}");
    let other = with(OFFER, "        within 30 days\n        with consent\n        when busy\n}");
    is_the_same(&one, &other);
}

#[test]
fn k74_parts_of_a_condition_in_another_order() {
    for (one, other) in [
        ("when busy and account-active", "when account-active and busy"),
        ("when busy or account-active", "when account-active or busy"),
        (
            "when busy or (account-active and not legal-hold)",
            "when (not legal-hold and account-active) or busy",
        ),
        ("when busy and busy", "when busy"),
        ("unless busy or legal-hold", "unless legal-hold or busy or busy"),
    ] {
        for place in [DELETION, KEEPING, "we never sell any personal data"] {
            is_the_same(&with(place, &format!("{place} {one}")), &with(place, &format!("{place} {other}")));
        }
        let offer = |facts: &str| with(OFFER, &format!("        within 30 days\n        {facts}\n}}"));
        is_the_same(&offer(one), &offer(other));
    }
    let on = |event: &str| with(DELETION, &format!("we delete diary on {event} within 30 days"));
    is_the_same(&on("account-closure and deletion-request"), &on("deletion-request and account-closure"));
    is_the_same(&on("account-closure or deletion-request"), &on("deletion-request or account-closure"));
    let kept = |state: &str| with(KEEPING, &format!("we retain contact.email while {state}"));
    is_the_same(&kept("(busy or account-active)"), &kept("(account-active or busy)"));
}

#[test]
fn k75_two_parties_of_one_name() {
    let controller = "controller shop \"The Shop Ltd\" {\n    email \"privacy@shop.example\"\n}\n";
    let other = "controller shop \"The Shop Ltd\" {\n    email website\n}\n\n";
    let twice = with(controller, &format!("{other}{controller}"));
    let repository = Repository::new();
    repository.write("policy.candor", &twice);
    repository.candor(&["check", "policy.candor"]).ends(1).has("duplicate-name").has("two blocks");
    // Two who answer together are two, in whatever order.
    let joint = |name: &str| {
        format!("joint-controller {name} \"{name}\" {{\n    email \"{name}@shop.example\"\n}}\n\n")
    };
    let [one, another] = [joint("ann"), joint("bea")];
    let both = |first: &str, second: &str| with(controller, &format!("{controller}\n{first}{second}"));
    is_the_same(&both(&one, &another), &both(&another, &one));
    let changed = another.replace("bea@shop", "eve@shop");
    gate(&both(&one, &another), &both(&one, &changed)).has("contact-changed");
    gate(&both(&another, &one), &both(&one, &changed)).has("contact-changed");
}

#[test]
fn k76_a_right_named_twice() {
    let twice = with("we offer access, correction", "we offer access, correction, correction");
    is_the_same(&twice, BASE);
    is_the_same(&with("we offer access, correction", "we offer correction, access"), BASE);
    is_the_same(&with("over contact.email, diary", "over diary, contact.email, diary"), BASE);
}
