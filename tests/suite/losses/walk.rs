//! Every verb with every clause, tail and attribute that it takes, each in several sizes.

use std::collections::BTreeSet;

use candor::language::{ClauseWord, FormWord, Modality, Number, TailWord, Verb};
use candor::model::Kind;

use super::{Came, Totals, Tried, World, compared};

/// As many as become a list below their sentence.
const MANY: &str = "contact.email, contact.phone, log, address, health, weather, identity";

/// What stands behind a verb, short and long: its object, and whatever it demands behind that.
pub(super) fn objects(verb: Verb) -> Vec<String> {
    let behind = match verb {
        Verb::Derive => " from log",
        Verb::Combine => " with log",
        Verb::Store => " in eea",
        Verb::Retain => " for 2 years",
        Verb::Delete => " on closing",
        Verb::Protect => " using lock",
        Verb::Notify => " of leaving",
        Verb::Bind => " to clauses",
        _ => "",
    };
    let objects: &[&str] = match verb {
        Verb::Offer => &["access", "opt-out", "access, deletion, objection"],
        Verb::Notify => &["people", "children, employees"],
        Verb::Bind => &["processors", "processors, advertisers"],
        Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
            &["sale", "profiling, safety", "cookies"]
        }
        _ => &["contact.email", MANY, "any personal data", "hashed contact except contact.phone"],
    };
    objects.iter().map(|object| format!("{object}{behind}")).collect()
}

/// A clause with something in it, in several sizes.
pub(super) fn clauses(word: ClauseWord) -> Vec<String> {
    let fillings: &[&str] = match word {
        ClauseWord::From => &["person", "person, device", "other", "any source"],
        ClauseWord::About => &[
            "children",
            "employees, children",
            "children in us",
            "people in us, eea",
            "people except children",
            "any subject",
        ],
        ClauseWord::Through => &["website", "app, letters", "cookie", "any channel", "products except app"],
        ClauseWord::To => &[
            "advertisers",
            "staff, acme",
            "acme in us",
            "staff, processors, third-parties, advertisers, helpers, partners, acme",
            "staff, processors, third-parties, advertisers, helpers, partners, acme in us",
            "third-parties except advertisers",
            "anyone",
            "children",
            "children in us",
            "people",
        ],
        ClauseWord::For => &[
            "ads",
            "ads, service",
            "service, ads, ads.targeted, growth, research, records, records.tax",
            "growth except research",
            "any purpose",
        ],
        ClauseWord::With => &["consent", "consent given within 1 year", "consent or express-consent"],
        ClauseWord::When | ClauseWord::Unless => &[
            "active",
            "not active",
            "compelled or closing",
            "active and not (compelled or consent)",
            "consent",
            "clauses",
        ],
        ClauseWord::Under => &["clauses", "not clauses"],
        ClauseWord::BasedOn => &["contract", "interests \"safety\"", "contract, interests \"safety\""],
        ClauseWord::Required | ClauseWord::Optional | ClauseWord::Promptly | ClauseWord::Beforehand => &[""],
        ClauseWord::Kept => &["for 1 year", "for 1 year then retain hashed for 2 years", "until closing"],
        ClauseWord::Over => {
            &["health", MANY, "any personal data", "hashed health", "contact except contact.phone"]
        }
        ClauseWord::Before => &["3 days before"],
        ClauseWord::Within => &["3 days"],
        ClauseWord::In => &["us", "us, eea", "europe except swiss", "any region"],
    };
    fillings.iter().map(|filling| format!("{} {filling}", word.word())).collect()
}

/// A tail that says something of the meaning; those of words are looked for in the tests of texts.
pub(super) fn tails(word: TailWord) -> &'static [&'static str] {
    match word {
        TailWord::Later => &["later with consent", "later when active for research through app"],
        TailWord::ExceptAsStated => {
            &["except as stated in other", "except as stated elsewhere", "except as stated in section-two"]
        }
        TailWord::Otherwise
        | TailWord::Because
        | TailWord::Says
        | TailWord::Note
        | TailWord::Example
        | TailWord::Cites
        | TailWord::Traces => &[],
    }
}

pub(super) const ATTRIBUTES: [&str; 14] = [
    "fee none",
    "fee \"one pound\"",
    "fee \"one pound\", \"two pounds\"",
    "identity-check none",
    "identity-check required",
    "identity-check \"by letter\"",
    "agent allowed",
    "agent \"a lawyer\"",
    "appeal 30 days",
    "appeal \"in writing\"",
    "extension 2 months",
    "extension \"by a month\"",
    "times-per-year 2",
    "times-per-year 1",
];

/// A policy with a statement called `one`, and others that it can name.
pub(super) fn policy(sentence: &str) -> String {
    format!(
        "policy t \"T\" {{\n    effective 2026-03-01\n}}\n\
         section s \"S\" {{\none: {sentence}\nother: we use contact for ads\n\
         denied: we never use health\nrefused: we never offer access over health\nlasting: we retain health indefinitely\n}}\n\
         section section-two \"Two\" {{\nnever: we never disclose log\n}}\n"
    )
}

/// A sentence alone and with something more.
///
/// The code of the fault, where it is refused.
fn tried(totals: &mut Totals, alone: &Tried, sentence: &str, more: &str) -> Option<&'static str> {
    let text = format!("{sentence} {more}");
    match Tried::read(World::Small, &policy(&text)) {
        Err(code) => {
            totals.refuse(code);
            return Some(code);
        }
        Ok(whole) => {
            totals.n_cut += 1;
            let came = compared(&whole, alone, Some("one"));
            // What says nothing more must not be said to be so: the sentence without it is the same sentence.
            debug_assert!(came != Came::Undecided, "{text}");
            totals.count(came, || format!("without `{more}`\n{text}\n{}", whole.told(Some("one"))));
        }
    }
    None
}

/// How much of a sentence is tried.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Every clause in every size, and with `only`.
    Whole,
    /// Every clause in every size.
    Sizes,
    /// Every clause once.
    Once,
}

/// A sentence with every clause, tail and attribute behind it.
///
/// A clause that the verb does not take is not tried with it again.
fn walk(totals: &mut Totals, not_taken: &mut BTreeSet<ClauseWord>, sentence: &str, scope: Scope) {
    let alone = match Tried::read(World::Small, &policy(sentence)) {
        Ok(alone) => alone,
        Err(code) => return totals.refuse(code),
    };
    totals.n_policies += 1;
    for word in ClauseWord::ALL {
        let n_sizes = if scope == Scope::Once { 1 } else { usize::MAX };
        for clause in clauses(word).iter().take(n_sizes) {
            if not_taken.contains(&word) {
                break;
            }
            if tried(totals, &alone, sentence, clause) == Some("clause-not-taken") {
                not_taken.insert(word);
            }
        }
        if not_taken.contains(&word) {
            continue;
        }
        if scope == Scope::Whole {
            for clause in clauses(word).iter().take(2) {
                tried(totals, &alone, sentence, &format!("only {clause}"));
            }
        }
    }
    for tail in TailWord::ALL.into_iter().flat_map(tails) {
        tried(totals, &alone, sentence, tail);
    }
    let is_offer = sentence.contains("offer");
    for attribute in ATTRIBUTES.iter().take(if is_offer { ATTRIBUTES.len() } else { 1 }) {
        tried(totals, &alone, sentence, &format!("{{ {attribute} }}"));
    }
}

#[test]
fn nothing_is_lost_of_any_verb() {
    let mut totals = Totals::default();
    let mut n_verbs = 0;
    for verb in Verb::ALL {
        let before = totals.n_policies;
        let phrase = verb.phrase(Number::Plural);
        let to = if matches!(verb, Verb::Disclose | Verb::Sell) { " to acme" } else { "" };
        let objects = objects(verb);
        let mut not_taken = BTreeSet::new();
        let mut walked = |sentence: &str, scope| walk(&mut totals, &mut not_taken, sentence, scope);
        let scopes = [Scope::Whole, Scope::Sizes, Scope::Once, Scope::Once];
        for (object, scope) in objects.iter().zip(scopes) {
            walked(&format!("we {phrase} {object}{to}"), scope);
            let limited = object.replace(" for 2 years", " longer than 2 years");
            walked(&format!("we never {phrase} {limited}"), Scope::Once);
        }
        let object = &objects[0];
        for modality in Modality::ALL.into_iter().filter(|one| *one != Modality::Never) {
            walked(&format!("we {} {phrase} {object}{to}", modality.word()), Scope::Once);
        }
        walked(&format!("advertisers {phrase} {object}{to}"), Scope::Once);
        n_verbs += u64::from(totals.n_policies > before);
    }
    for joined in ["use and view", "collect, use and disclose"] {
        for object in ["contact.email", MANY, "contact.email to acme"] {
            walk(&mut totals, &mut BTreeSet::new(), &format!("we {joined} {object}"), Scope::Sizes);
        }
    }
    totals.end("verbs");
    assert_eq!(n_verbs, Verb::ALL.len() as u64);
    assert!(totals.n_cut > 3_000 && totals.n_said > 2_500, "too little is tried");
    assert!(totals.codes.contains("clause-not-taken"));
}

#[test]
fn no_form_is_lost() {
    let mut totals = Totals::default();
    let known = ["readable", "hashed", "encrypted", "aggregated"];
    for form in FormWord::ALL.into_iter().map(FormWord::word).filter(|form| known.contains(form)) {
        for rest in [
            "we use {} contact for ads",
            "we never disclose {} any personal data",
            "we retain {} log for 2 years",
            "we offer access over {} contact",
            "we combine {} contact with {} log",
        ] {
            let read = |form: &str| {
                Tried::read(World::Small, &policy(&rest.replace("{}", form))).expect("it can be read")
            };
            let (whole, less) = (read(form), read(""));
            totals.n_cut += 1;
            totals.count(compared(&whole, &less, Some("one")), || format!("without `{form}`\n{rest}"));
        }
    }
    totals.end("forms");
    assert!(totals.n_said > 10);
}

/// Another technology is another row.
#[test]
fn the_technology_of_a_tracker_is_said() {
    let mut totals = Totals::default();
    let standard = candor::stdlib::vocabulary();
    let above = standard.find(Kind::Channel, "tracking-technology").expect("there are technologies");
    let technologies = std::iter::once(above).chain(standard.descendants(above));
    let names: Vec<&str> = technologies.map(|id| &*standard.term(id).name).chain(["crystal-ball"]).collect();
    let read = |technology: &str, label: &str| {
        let text = format!(
            "policy t \"T\" {{\n    effective 2026-03-01\n}}\n\
             channel crystal-ball \"crystal ball\" is a kind of tracking-technology\n\
             section s \"S\" {{\n    tracker one \"{label}\" is a kind of {technology} stores device.cookie-id\n}}\n"
        );
        Tried::read(World::Standard, &text).expect("it can be read")
    };
    // A name may say what it is.
    for label in ["_one", "analytics cookie"] {
        let all: Vec<(&str, Tried)> = names.iter().map(|name| (*name, read(name, label))).collect();
        totals.n_policies += all.len() as u64;
        for (at, (name, one)) in all.iter().enumerate() {
            for (other_name, other) in &all[..at] {
                totals.n_cut += 1;
                let failure = || format!("{name} and {other_name}: {}", one.told(Some("one")));
                totals.count(compared(one, other, Some("one")), failure);
            }
        }
    }
    totals.end("technologies");
    assert!(totals.n_policies > 40 && totals.n_said == totals.n_cut, "too little is tried");
}

/// A tracker with each of its clauses alone.
#[test]
fn nothing_is_lost_of_trackers() {
    let mut totals = Totals::default();
    let sentence = |more: &str| {
        format!(
            "policy t \"T\" {{\n    effective 2026-03-01\n}}\nsection s \"S\" {{\n\
             tracker one \"one\" is a kind of cookie {more}\nother: we never collect health\n}}\n"
        )
    };
    let own = [
        "by acme",
        "by advertisers",
        "stores log",
        "stores no data",
        "stores no sensitive data",
        "stores hashed log",
        "stores log stores no personal data",
        "stores contact, health except contact.phone",
        MANY,
        "lasting session",
        "lasting persistent",
        "lasting unknown",
        "lasting 2 years",
        "except as stated in other",
        "except as stated elsewhere",
    ];
    let own =
        own.into_iter().map(|more| if more == MANY { format!("stores {MANY}") } else { more.to_owned() });
    let shared =
        ClauseWord::ALL.into_iter().flat_map(clauses).flat_map(|clause| [format!("only {clause}"), clause]);
    for more in own.chain(shared) {
        for base in [
            "",
            "stores contact.email",
            "stores contact.email for ads",
            "stores contact.email about children",
        ] {
            let Ok(alone) = Tried::read(World::Small, &sentence(base)) else { continue };
            totals.n_policies += 1;
            let (first, rest) =
                if more.starts_with("by ") { (more.as_str(), base) } else { (base, more.as_str()) };
            match Tried::read(World::Small, &sentence(&format!("{first} {rest}"))) {
                Err(code) => totals.refuse(code),
                Ok(whole) => {
                    totals.n_cut += 1;
                    let came = compared(&whole, &alone, Some("one"));
                    totals.count(came, || format!("without `{more}`\n{base}\n{}", whole.told(Some("one"))));
                }
            }
        }
    }
    totals.end("trackers");
    assert!(totals.n_cut > 150 && totals.n_said > 100, "too little is tried");
}
