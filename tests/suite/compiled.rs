//! Compiled rules, read back: a policy and its own rules are the same, and every other file is refused with a reason.

use std::collections::BTreeMap;

use candor::diagnostic::Diagnostics;
use candor::diff::report::{Report, Version};
use candor::diff::{self, Side};
use candor::model::{Policy, Vocabulary};
use candor::publish::Publication;
use candor::rules;
use candor::semantics::{self, Understood};
use candor::source::Sources;
use serde_json::{Value, json};

use crate::differences::{self, Read};
use crate::fixture;
use crate::semantics::draft::Choices;
use crate::semantics::number;

/// The file of rules that a build writes.
fn published(policy: &Understood, sources: &Sources) -> String {
    Publication::new(policy, sources, "policy").rules()
}

fn read_with(text: &str, vocabulary: Vocabulary) -> (Read, Diagnostics) {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("policy.json", text.to_owned());
    let (policy, faults) = rules::read(&mut sources, file, vocabulary);
    (Read { policy, sources }, faults)
}

fn read(text: &str) -> (Read, Diagnostics) {
    read_with(text, candor::stdlib::vocabulary())
}

fn compared(old: &Read, new: &Read) -> Report {
    let version = Version::default();
    let side = |read| -> Side<'_> {
        let Read { policy, sources }: &Read = read;
        Side { policy, sources, version: &version }
    };
    diff::compare(side(old), side(new), &[]).expect("it is within the budget")
}

fn hash(policy: &Understood) -> String {
    let meaning = policy.meaning().expect("it is within the budget");
    semantics::digest::digest(meaning).expect("it is within the budget")
}

/// What is wrong with a policy beside its own rules.
fn apart(original: &Read, vocabulary: Vocabulary) -> Option<String> {
    let (back, faults) = read_with(&published(&original.policy, &original.sources), vocabulary);
    if !faults.is_empty() {
        return Some(candor::diagnostic::render::plain(&back.sources, &faults));
    }
    if hash(&original.policy) != hash(&back.policy) {
        return Some("the meaning has another digest".to_owned());
    }
    for (old, new) in [(original, &back), (&back, original)] {
        let report = compared(old, new);
        if !report.changes.is_empty() || !report.is_same_meaning || !report.is_complete {
            return Some(format!("{:#?}", report.changes));
        }
    }
    None
}

fn example(files: &[&str]) -> Read {
    let compilation = fixture::compile(files);
    Read { policy: compilation.policy, sources: compilation.sources }
}

#[test]
fn a_policy_is_the_same_as_its_own_rules() {
    let mut failures = Vec::new();
    for files in
        [fixture::NEWSLETTER, fixture::ANYPROTECT, fixture::IDRIVE, &["tests/rules/everything.candor"]]
    {
        let apart = apart(&example(files), candor::stdlib::vocabulary());
        failures.extend(apart.map(|apart| format!("{files:?}: {apart}")));
    }
    let mut n_read = 0;
    for path in fixture::files("tests/accepts", ".candor") {
        let name = fixture::shown(&path);
        let mut sources = candor::stdlib::sources();
        let file = sources.add(name.as_str(), fixture::read(&path));
        let compilation = candor::compile(sources, &[file]);
        let read = Read { policy: compilation.policy, sources: compilation.sources };
        n_read += 1;
        let apart = apart(&read, candor::stdlib::vocabulary());
        failures.extend(apart.map(|apart| format!("{name}: {apart}")));
    }
    assert!(n_read > 20);
    fixture::report(&failures);
}

#[test]
fn random_policies_are_the_same_as_their_own_rules() {
    let mut n_read = 0;
    for seed in 0..number("CANDOR_RULES", 200) {
        let whole = differences::whole(&mut Choices::new(seed.wrapping_mul(6_364_136_223).wrapping_add(5)));
        let Some(read) = whole.read() else { continue };
        n_read += 1;
        if let Some(apart) = apart(&read, Vocabulary::default()) {
            panic!("seed {seed}: {apart}\n{}", whole.shown());
        }
    }
    assert!(n_read > 70, "only {n_read} policies have no fault");
}

/// The changes of flows, each with its rule and its areas.
fn flows(report: &Report) -> Vec<String> {
    let flows = report.changes.iter().filter(|change| change.part == candor::diff::rule::Part::Flows);
    let mut flows: Vec<String> = flows.map(|one| format!("{} {:?}", one.rule, one.areas)).collect();
    flows.sort();
    flows
}

#[test]
fn rules_are_compared_like_the_policies_from_which_they_were_made() {
    let (mut n_pairs, mut n_changed) = (0, 0);
    for (old, new, edited) in differences::pairs(77, number("CANDOR_RULES", 200)) {
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let text = published(&old_read.policy, &old_read.sources);
        let (back, faults) = read_with(&text, Vocabulary::default());
        assert!(faults.is_empty(), "{}", candor::diagnostic::render::plain(&back.sources, &faults));
        let expected = compared(&old_read, &new_read);
        let found = compared(&back, &new_read);
        let about = format!("{edited}\n{}\n---- new ----\n{}", old.shown(), new.shown());
        assert_eq!(flows(&found), flows(&expected), "{about}");
        let rules = |report: &Report| {
            let mut rules: BTreeMap<String, usize> = BTreeMap::new();
            // That files differ which say the same cannot be seen in the rules.
            let told = report.changes.iter().filter(|one| one.rule != "source-changed");
            told.for_each(|one| *rules.entry(one.rule.clone()).or_default() += 1);
            rules
        };
        assert_eq!(rules(&found), rules(&expected), "{about}");
        n_pairs += 1;
        n_changed += usize::from(!flows(&found).is_empty());
    }
    assert!(n_pairs > 50 && n_changed > 20, "{n_pairs} pairs, {n_changed} of them differ");
}

/// Changes name the file and the line of the source, although only its rules are at hand.
#[test]
fn places_are_those_of_the_source() {
    let original = example(fixture::NEWSLETTER);
    let (back, _) = read(&published(&original.policy, &original.sources));
    let Read { policy, sources } = example(fixture::NEWSLETTER);
    let mut policy = Policy::clone(&policy);
    let gone = policy.statements.iter().position(|one| one.label == "sending").expect("it is there");
    policy.statements[gone].sentence.modality = candor::model::Modality::DoNotYet;
    let new = Read { policy: policy.into(), sources };
    let changes = |old: &Read| compared(old, &new).changes;
    assert!(!changes(&original).is_empty());
    assert_eq!(format!("{:#?}", changes(&back)), format!("{:#?}", changes(&original)));
}

// --- files that are no rules ---

fn code(text: &str) -> Option<&'static str> {
    let (read, faults) = read(text);
    let first = faults.iter().next();
    if first.is_some() {
        assert!(read.policy.statements.is_empty(), "nothing is concluded from a part");
        assert!(faults.has_errors());
    }
    // What is shown must be showable.
    assert_eq!(first.is_none(), candor::diagnostic::render::plain(&read.sources, &faults).is_empty());
    first.map(|fault| fault.rule.code)
}

fn newsletter() -> Value {
    let original = example(fixture::NEWSLETTER);
    serde_json::from_str(&published(&original.policy, &original.sources)).expect("rules are JSON")
}

fn with(place: &str, value: Value) -> String {
    let mut rules = newsletter();
    *rules.pointer_mut(place).unwrap_or_else(|| panic!("{place} is there")) = value;
    rules.to_string()
}

#[test]
fn every_fault_of_a_file_has_a_code() {
    assert_eq!(code(&newsletter().to_string()), None, "the layout of the file does not matter");
    for text in ["", "{", "[]", "null", "{}", "policy", "{\"format\": 1}", "\u{0}", "\u{FEFF}{}", "[1, 2"] {
        assert_eq!(code(text), Some("rules-unreadable"), "{text:?}");
    }
    for open in ["[", "{\"a\":"] {
        assert_eq!(code(&open.repeat(100_000)), Some("rules-unreadable"), "deep nesting");
    }
    let deep = format!("{}{}{}", "{\"not\":".repeat(5_000), "{\"fact\":\"fact:consent\"}", "}".repeat(5_000));
    let shallow = with("/rules/1/facts/0/condition", json!("deep"));
    assert_eq!(code(&shallow.replace("\"deep\"", &deep)), Some("rules-unreadable"));
    let cases = [
        ("/format/version", json!("2.0"), "rules-version"),
        ("/format/version", json!("1.7"), "rules-version"),
        ("/format/version", json!("\u{1b}[2J"), "rules-version"),
        ("/format/name", json!("other"), "rules-version"),
        ("/rules/0/verb", json!("take"), "rules-unreadable"),
        ("/rules/0/source/line", json!(-1), "rules-unreadable"),
        ("/policy/effective", json!("2026-06-31"), "rules-unreadable"),
        ("/rules/0/section", json!("nowhere"), "rules-reference"),
        ("/rules/0/id", json!("nobody-else"), "rules-reference"),
        ("/sections/0/items/0", json!("nothing"), "rules-reference"),
        ("/sections/0/items", json!([]), "rules-reference"),
        ("/rules/0/slots/data/items/0/term", json!("data:gone"), "rules-reference"),
        ("/rules/0/slots/data/items/0/term", json!("purpose:marketing"), "rules-reference"),
        ("/rules/0/slots/data/items/0/term", json!(":"), "rules-reference"),
        ("/rules/0/modality", json!("may"), "rules-altered"),
        ("/rules/0/sentence", json!("We do nothing."), "rules-altered"),
        ("/policy/meaningHash", json!("0".repeat(64)), "rules-altered"),
        ("/policy/title", Value::Null, "rules-unreadable"),
    ];
    for (place, value, expected) in cases {
        assert_eq!(code(&with(place, value.clone())), Some(expected), "{place} = {value}");
    }
}

/// A choice is the fact of its own offer: no file makes another fact one, or takes one away.
#[test]
fn a_choice_has_the_name_of_its_offer() {
    let original = example(fixture::NEWSLETTER);
    let at = |label: &str| original.policy.statements.iter().position(|one| one.label == label);
    let (offer, other) = (at("leave").expect("it is there"), at("sending").expect("it is there"));
    let changed = |change: &dyn Fn(&mut Value)| {
        let mut rules = newsletter();
        change(&mut rules["rules"]);
        code(&rules.to_string())
    };
    assert_eq!(newsletter()["rules"][offer]["choice"], json!("fact:leave"));
    for choice in ["fact:consent", "fact:emergency", "fact:sending", "fact:nothing", "data:contact.email", ""]
    {
        assert_eq!(
            changed(&|rules| rules[offer]["choice"] = json!(choice)),
            Some("rules-unreadable"),
            "{choice}"
        );
        assert_eq!(
            changed(&|rules| rules[other]["choice"] = json!(choice)),
            Some("rules-unreadable"),
            "{choice}"
        );
    }
    let without = |rules: &mut Value| drop(rules[offer].as_object_mut().map(|rule| rule.remove("choice")));
    assert_eq!(changed(&without), Some("rules-unreadable"));
    for modality in ["never", "do-not-yet", "never-knowingly"] {
        let code = changed(&|rules| rules[offer]["modality"] = json!(modality));
        assert_eq!(code, Some("rules-unreadable"), "{modality}");
    }
    // An offer with the name of a condition that everybody knows.
    let renamed = newsletter()
        .to_string()
        .replace("\"leave\"", "\"emergency\"")
        .replace("fact:leave", "fact:emergency");
    assert!(code(&renamed).is_some());
}

#[test]
fn rules_of_another_version_are_taken_for_what_they_mean() {
    let mut rules = newsletter();
    rules["generator"]["version"] = json!("0.0.1");
    rules["rules"][0]["sentence"] = json!("The same in other words.");
    assert_eq!(code(&rules.to_string()), None);
    rules["policy"]["meaningHash"] = json!("0".repeat(64));
    assert_eq!(code(&rules.to_string()), Some("rules-altered"));
    rules["terms"]["data:contact.email"]["parents"] = json!(["data:device"]);
    assert_eq!(code(&rules.to_string()), Some("rules-version"));
}

/// Every value of a file, by its place.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    let step = |key: &str| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| {
            found.push(step(key));
            places(inner, &step(key), found);
        }),
        Value::Array(values) => values.iter().enumerate().for_each(|(at, inner)| {
            found.push(step(&at.to_string()));
            places(inner, &step(&at.to_string()), found);
        }),
        _ => {}
    }
}

/// Whatever is done to a file: it is refused, or the comparison tells of it.
#[test]
fn no_change_to_a_file_goes_unseen() {
    let original = example(&["tests/rules/everything.candor"]);
    let text = published(&original.policy, &original.sources);
    let rules: Value = serde_json::from_str(&text).expect("rules are JSON");
    let mut all = Vec::new();
    places(&rules, "", &mut all);
    // What is about the file and the page, and where things stand.
    let beside = ["/$schema", "/generator", "/page", "/address", "/wordingHash", "/source"];
    let is_beside = |place: &str| {
        let place = place.strip_prefix("/policy").unwrap_or(place);
        beside
            .iter()
            .any(|one| place.starts_with(one) || place.contains(&format!("{one}/")) || place.ends_with(one))
    };
    let mut choices = Choices::new(number("CANDOR_SEED", 11));
    let (mut n_refused, mut n_told) = (0, 0);
    for _ in 0..number("CANDOR_RULES", 150) {
        let place = &all[choices.below(all.len())];
        let mut changed = rules.clone();
        let (parent, key) = place.rsplit_once('/').expect("every place has a slash");
        let other = rules.pointer(&all[choices.below(all.len())]).cloned().unwrap_or_default();
        let key = key.replace("~1", "/").replace("~0", "~");
        match (changed.pointer_mut(parent), choices.below(4)) {
            (Some(Value::Object(map)), 0) => drop(map.remove(&key)),
            (Some(Value::Array(values)), 0) => drop(values.remove(key.parse().expect("a number"))),
            (Some(Value::Array(values)), 1) => values.reverse(),
            (Some(Value::Object(map)), 1) if map[&key].is_string() => {
                map[&key] = json!(format!("{} ", map[&key].as_str().unwrap_or_default()));
            }
            _ => *changed.pointer_mut(place).expect("it is there") = other,
        }
        if changed == rules {
            continue;
        }
        let (back, faults) = read(&changed.to_string());
        if !faults.is_empty() {
            n_refused += 1;
            continue;
        }
        let report = compared(&original, &back);
        n_told += usize::from(!report.changes.is_empty());
        assert!(!report.changes.is_empty() || is_beside(place), "a change at {place} goes unseen");
    }
    assert!(n_refused > 30 && n_told > 0, "{n_refused} refused, {n_told} told of");
}

#[test]
fn no_damage_to_a_file_is_too_much() {
    let original = example(fixture::NEWSLETTER);
    let text = published(&original.policy, &original.sources);
    let mut choices = Choices::new(number("CANDOR_SEED", 3));
    for _ in 0..number("CANDOR_RULES", 200) {
        let mut bytes = text.clone().into_bytes();
        match choices.below(3) {
            0 => bytes.truncate(choices.below(bytes.len())),
            1 => {
                let at = choices.below(bytes.len());
                bytes[at] = choices.below(128) as u8;
            }
            _ => {
                let (from, to) = (choices.below(bytes.len()), choices.below(bytes.len()));
                bytes.drain(from.min(to)..from.max(to));
            }
        }
        code(&String::from_utf8_lossy(&bytes));
    }
}
