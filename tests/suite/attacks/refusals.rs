//! What is refused, what is not there and what a right deletes: no word of it goes or comes unseen.
//!
//! Each pair is compared both ways. The digests differ, and the report says why, in whose favour, and never that the
//! meaning is the same.

use candor::Compilation;
use candor::diff::report::{Report, Version};
use candor::diff::rule::{self, ChangeRule, Direction};
use candor::diff::{self, Side};
use candor::semantics::digest::digest;

/// A policy in which a section says some lines, over terms of its own.
fn compiled(terms: &str, lines: &str) -> Compilation {
    let text = format!(
        "policy p \"P\" {{\n    effective 2026-03-01\n    law eu\n}}\ncontroller c \"C\" {{\n    email \"p@c.example\"\n}}\n\
         {terms}\nsection s \"S\" {{\n{lines}\n}}\n"
    );
    let mut sources = candor::stdlib::sources();
    let file = sources.add("policy.candor", text);
    let compilation = candor::compile(sources, &[file]);
    assert!(
        !compilation.diagnostics.has_errors(),
        "{lines}: {}",
        candor::diagnostic::render::plain(&compilation.sources, &compilation.diagnostics)
    );
    compilation
}

fn compared(old: &Compilation, new: &Compilation) -> Report {
    let version = Version::default();
    let [old, new] =
        [old, new].map(|one| Side { policy: &one.policy, sources: &one.sources, version: &version });
    diff::compare(old, new, &[]).expect("it is within the budget")
}

fn hash(one: &Compilation) -> String {
    digest(one.policy.meaning().expect("it is within the budget")).expect("it is within the budget")
}

/// From one version to the other a rule tells of it, and the other way round its mirror.
fn tells(terms: &str, old: &str, new: &str, code: &str) {
    let rule = rule::find(code).expect("a rule of change");
    let [one, other] = [old, new].map(|lines| compiled(terms, lines));
    assert_ne!(hash(&one), hash(&other), "the digest is the same:\n{old}\n----\n{new}");
    for (old, new, rule) in [(&one, &other, rule), (&other, &one, rule.mirror())] {
        let report = compared(old, new);
        let told: Vec<&str> = report.changes.iter().map(|change| change.rule.as_str()).collect();
        let titles: Vec<&str> = report.changes.iter().map(|change| change.title.as_str()).collect();
        assert!(told.contains(&rule.code()), "{} is not among {told:?}: {titles:#?}", rule.code());
        assert!(!report.is_same_meaning && report.is_complete, "{titles:#?}");
        assert!(!told.contains(&"sentence-reworded"), "{titles:#?}");
        assert!(!told.contains(&"meaning-changed") && !told.contains(&"promise-restated"), "{titles:#?}");
        assert_eq!(report.direction, rule.direction(), "{told:?}");
    }
}

const COLLECTING: &str = "    t: we collect contact.email from users for service.account\n";

/// How long something is kept while a condition holds depends on the events that end it.
#[test]
fn what_ends_a_condition_is_not_changed_unseen() {
    let lines = "    k: we retain contact.email while account-active\n    d: we delete contact.email on bye within 30 days";
    let terms = ["event bye \"you say goodbye\"", "event bye \"you say goodbye\" { ends account-active }"];
    let [plain, ending] = terms.map(|terms| compiled(terms, lines));
    assert_ne!(hash(&plain), hash(&ending), "the digest is the same");
    for (old, new) in [(&plain, &ending), (&ending, &plain)] {
        let report = compared(old, new);
        let titles: Vec<&str> = report.changes.iter().map(|change| change.title.as_str()).collect();
        assert!(!report.is_same_meaning && report.is_complete, "{titles:#?}");
        assert!(report.changes.iter().any(|change| change.rule.as_str() == "meaning-changed"), "{titles:#?}");
    }
    // An event of which the policy does not speak ends nothing that it says.
    let lines = "    k: we retain contact.email while account-active";
    let [plain, ending] = terms.map(|terms| compiled(terms, lines));
    assert_eq!(hash(&plain), hash(&ending));
}

/// What a term is that a policy names decides in what it takes part.
#[test]
fn what_a_named_term_is_is_not_changed_unseen() {
    let lines = "    n: we never sell any personal data\n    u: we use mine for ads";
    let terms = [
        "data mine \"my diary\" personal",
        "data mine \"my diary\"",
        "data mine \"my diary\" sensitive",
        "data mine \"my diary\" is a kind of content",
    ];
    let all = terms.map(|terms| compiled(terms, lines));
    for (at, old) in all.iter().enumerate() {
        for new in &all[at + 1..] {
            assert_ne!(hash(old), hash(new), "the digest is the same");
            for (old, new) in [(old, new), (new, old)] {
                assert!(!compared(old, new).is_same_meaning);
            }
        }
    }
    // What is not named, and a group of which nothing is said, leave no trace; and what one statement names that says
    // nothing new is no other meaning.
    let [own, grouped] = [
        "data mine \"my diary\" is a kind of content",
        "data own \"my things\" is a kind of content\ndata mine \"my diary\" is a kind of own\ndata other \"other\" personal",
    ]
    .map(|terms| compiled(terms, lines));
    assert_eq!(hash(&own), hash(&grouped));
    let terms = "data mine \"my diary\" personal";
    let [one, named] = [
        "    u: we use any personal data for ads",
        "    u: we use any personal data for ads\n    m: we use mine for ads",
    ]
    .map(|lines| compiled(terms, lines));
    let report = compared(&one, &named);
    assert!(
        report.is_same_meaning,
        "{:#?}",
        report.changes.iter().map(|change| &change.title).collect::<Vec<_>>()
    );
}

#[test]
fn no_refusal_goes_or_comes_unseen() {
    // Who is no longer promised that nothing is demanded has lost; who is no longer refused something has not.
    for (old, new, code) in [
        ("l: we never require contact.email", "", "guarantee-removed"),
        (
            "l: we never require contact.email",
            "l: we never require contact.email about adults",
            "guarantee-shrunk",
        ),
        ("l: we never require contact", "l: we never require contact.phone", "guarantee-shrunk"),
        ("l: we never require contact for marketing", "", "guarantee-removed"),
        ("", "l: we never notify users of data-breach through text-message", "refusal-added"),
        ("", "l: we do not yet notify users of material-change", "refusal-added"),
        ("", "l: we never offer deletion over contact", "refusal-added"),
        (
            "l: we never offer deletion over contact",
            "l: we never offer deletion over contact, content",
            "refusal-added",
        ),
        ("l: we never offer access about adults", "l: we never offer access", "refusal-added"),
        ("", "l: we never protect contact using encryption", "refusal-added"),
        (
            "l: we never protect contact in transit using encryption",
            "l: we never protect contact using encryption",
            "refusal-added",
        ),
        ("", "l: we never bind processors to data-processing-agreement", "refusal-added"),
        ("", "l: we never delete contact on account-closure", "refusal-added"),
        (
            "l: we never delete contact on account-closure and deletion-request",
            "l: we never delete contact on account-closure",
            "refusal-added",
        ),
        (
            "l: we never delete contact.email on account-closure",
            "l: we never delete contact on account-closure",
            "refusal-added",
        ),
    ] {
        let lines = |line: &str| format!("{COLLECTING}    {line}");
        tells("", &lines(old), &lines(new), code);
    }
    // The direction is that of the people: what stops the gate is what they lose.
    let direction = |code: &str| rule::find(code).map(ChangeRule::direction);
    assert_eq!(direction("refusal-added"), Some(Direction::Widens));
    assert_eq!(direction("refusal-withdrawn"), Some(Direction::Narrows));
}

#[test]
fn no_absence_goes_or_comes_unseen() {
    for (old, new, code) in [
        ("l: we have no cookies", "", "guarantee-removed"),
        ("l: we have no third-party-tracking", "", "guarantee-removed"),
        ("l: we have no cookies, third-party-tracking", "l: we have no cookies", "guarantee-shrunk"),
        ("l: we have no cookies", "l: we have no cookies through website", "guarantee-shrunk"),
        (
            "l: we have no third-party-tracking",
            "l: we have no third-party-tracking about minors",
            "guarantee-shrunk",
        ),
        ("l: we have no data-protection-officer", "", "guarantee-removed"),
        ("l: we have no sale, cookies", "l: we have no sale", "guarantee-shrunk"),
    ] {
        let lines = |line: &str| format!("{COLLECTING}    {line}");
        tells("", &lines(old), &lines(new), code);
    }
}

#[test]
fn what_a_right_deletes_goes_and_comes_with_its_name() {
    let bye = "right bye \"say goodbye\" includes deletion";
    let keeping = "    k: we retain contact for 1 year\n";
    for (old, new, code) in [
        (
            "e: we offer bye, deletion over contact through email",
            "e: we offer bye over contact through email",
            "deletion-weakened",
        ),
        ("e: we offer bye, deletion over contact", "e: we offer bye over contact", "deletion-weakened"),
        (
            "e: we offer bye over contact\n    f: we offer deletion over contact",
            "e: we offer bye over contact",
            "deletion-weakened",
        ),
        (
            "e: we offer deletion, bye over contact within 30 days",
            "e: we offer bye over contact within 30 days",
            "deletion-weakened",
        ),
        (
            "e: we offer bye over contact\n    f: we offer deletion over contact",
            "e: we offer bye over contact\n    f: we offer deletion over contact.email",
            "deletion-weakened",
        ),
        (
            "e: we offer bye, deletion over contact to minors",
            "e: we offer bye over contact to minors",
            "deletion-weakened",
        ),
    ] {
        let lines = |line: &str| format!("{COLLECTING}{keeping}    {line}");
        tells(bye, &lines(old), &lines(new), code);
    }
}
