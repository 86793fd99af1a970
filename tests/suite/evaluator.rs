//! The evaluator of `tests/evaluator`, which was written in another language from the book alone: it reads the published
//! rules of random policies, and must say of single flows what the second implementation says.
//!
//! `CANDOR_EVALUATED=1000` asks more policies, `CANDOR_WORLDS=16` more of each; `CANDOR_SEED` starts elsewhere.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use candor::model::{Kind, Origin, TermId, Trait, Traits, Vocabulary};
use candor::publish::Publication;
use serde_json::{Value, json};

use crate::differences::{self, Read};
use crate::fixture;
use crate::oracle::{self, Class, Fact, Flow, Grain, Oracle, Show, Slot};
use crate::semantics::draft::Choices;
use crate::semantics::{WORDS, number};

/// One choice of values of so many is looked at.
const ONE_OF: u64 = 1;

/// How much of a policy is asked.
struct Depth {
    /// In so many of the ways in which facts can be true.
    n_worlds: usize,
    /// How many flows at most; of more, some from each part.
    n_flows: usize,
}

#[test]
fn an_evaluator_in_another_language_says_the_same() {
    let count = number("CANDOR_EVALUATED", 400);
    let seed = number("CANDOR_SEED", 1);
    let n_worlds = number("CANDOR_WORLDS", 4) as usize;
    let depth = Depth { n_worlds, n_flows: 100 * n_worlds };
    let mut cases = Vec::new();
    for at in 0..count {
        let whole = differences::whole(&mut Choices::new(seed.wrapping_mul(7_000_003).wrapping_add(at)));
        let Some(read) = whole.read() else { continue };
        cases.extend(case(whole.shown(), &read, &depth));
    }
    let told = compared(&cases);
    assert!(told.len() >= 3, "every answer is expected somewhere: {told:?}");
}

/// The policies on which two readings parted once, where each word is sure to stand.
#[test]
fn an_evaluator_in_another_language_knows_the_known_cases() {
    // What parts two readings can be one flow in thousands.
    let depth = Depth { n_worlds: 64, n_flows: 3_000 };
    let mut cases = Vec::new();
    for path in fixture::files("tests/suite/semantics/known", ".candor") {
        let text = fixture::read(&path);
        let Some(read) = differences::read(&[WORDS, &text]) else { continue };
        cases.extend(case(format!("{}\n{text}", fixture::shown(&path)), &read, &depth));
    }
    assert!(cases.len() > 40, "most of them are small enough");
    compared(&cases);
}

/// The cases in the words of the standard vocabulary, of which a file lists what it takes to decide.
#[test]
fn an_evaluator_in_another_language_knows_the_standard_words() {
    let depth = Depth { n_worlds: 8, n_flows: 1_000 };
    let mut cases = Vec::new();
    for path in fixture::files("tests/meaning", ".candor") {
        let read = in_standard_words(&path);
        let text = format!("{}\n{}", fixture::shown(&path), fixture::read(&path));
        let Some(mut case) = case(text, &read, &depth) else { continue };
        as_the_file_can_be_asked(&mut case, &read.policy.vocabulary);
        cases.push(case);
    }
    assert!(cases.len() > 20, "most of them are small enough");
    compared(&cases);
}

/// What nothing in a policy names is not in its file: a kind of the staff or of the processors is asked about as one of
/// them, and a topic that is nowhere denied is not asked about.
fn as_the_file_can_be_asked(case: &mut Case, vocabulary: &Vocabulary) {
    let listed = case.rules["terms"].clone();
    let is_listed = |term: &Value| term.as_str().is_none_or(|name| listed.get(name).is_some());
    let above = |actor: &str, whole: &str| {
        let find = |name: &str| vocabulary.find(Kind::Recipient, name);
        find(actor).zip(find(whole)).is_some_and(|(actor, whole)| vocabulary.is_below(actor, whole))
    };
    let (flows, expected) = case
        .flows
        .drain(..)
        .zip(case.expected.drain(..))
        .filter(|(flow, _)| is_listed(&flow["slots"]["topic"]))
        .map(|(mut flow, expected)| {
            let actor = flow["slots"]["actor"].as_str().unwrap_or_default();
            if let Some(name) =
                actor.strip_prefix("recipient:").filter(|_| !is_listed(&flow["slots"]["actor"]))
            {
                let whole = ["staff", "processors"].into_iter().find(|whole| above(name, whole));
                if let Some(whole) = whole {
                    flow["slots"]["actor"] = json!(format!("recipient:{whole}"));
                }
            }
            (flow, expected)
        })
        .unzip();
    (case.flows, case.expected) = (flows, expected);
}

fn in_standard_words(path: &Path) -> Read {
    let mut sources = candor::stdlib::sources();
    let file = sources.add(fixture::shown(path), fixture::read(path));
    let (document, _) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, _) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, Origin::Policy);
    let (policy, _) = candor::lower::lower(&documents, names);
    Read { policy: policy.into(), sources }
}

/// A policy with its rules, flows, and what the second implementation says of these.
struct Case {
    text: String,
    rules: Value,
    flows: Vec<Value>,
    expected: Vec<&'static str>,
}

/// Nothing where the policy is too large to try its flows, or its exceptions go in a circle.
fn case(text: String, read: &Read, depth: &Depth) -> Option<Case> {
    let vocabulary = &read.policy.vocabulary;
    let mut seen = Vec::new();
    let mut see = |flow: &Flow<'_>, is_permitted: bool, is_prohibited: bool| {
        seen.push((written(vocabulary, flow), word(is_permitted, is_prohibited)));
    };
    let show = Show { one_of: ONE_OF, n_worlds: depth.n_worlds, see: &mut see };
    let oracle = Oracle::of(&read.policy, &[], Grain::Classes, Some(show));
    if oracle.faults.is_circular || oracle.is_too_large {
        return None;
    }
    let one_of = seen.len().div_ceil(depth.n_flows).max(1);
    let (flows, expected) = seen.into_iter().step_by(one_of).unzip();
    let rules = Publication::new(&read.policy, &read.sources, "policy").rules();
    let rules = serde_json::from_str(&rules).expect("rules are JSON");
    Some(Case { text, rules, flows, expected })
}

/// How often each answer was given; fails where one is wrong.
fn compared(cases: &[Case]) -> BTreeMap<&'static str, usize> {
    let lines: String = cases
        .iter()
        .map(|case| format!("{}\n", json!({ "rules": case.rules, "flows": case.flows })))
        .collect();
    let answers = evaluated(&lines);
    assert_eq!(answers.len(), cases.len(), "one line of answers for each policy");
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (case, found) in cases.iter().zip(&answers) {
        assert_eq!(found.len(), case.flows.len(), "{}", case.text);
        for ((flow, expected), found) in case.flows.iter().zip(&case.expected).zip(found) {
            *told.entry(expected).or_default() += 1;
            if found != expected {
                wrong.push(format!("{}\n{flow}\nis {expected}, and not {found}", case.text));
            }
        }
    }
    eprintln!("{} policies: {told:?}", cases.len());
    assert!(
        wrong.is_empty(),
        "{} flows are answered wrong; the first:\n{}",
        wrong.len(),
        wrong.join("\n=====\n")
    );
    told
}

fn word(is_permitted: bool, is_prohibited: bool) -> &'static str {
    match (is_permitted, is_prohibited) {
        (true, false) => "permitted",
        (false, true) => "prohibited",
        (false, false) => "undisclosed",
        (true, true) => "contradictory",
    }
}

fn evaluated(lines: &str) -> Vec<Vec<String>> {
    let mut child = Command::new("python3")
        .args([&fixture::root().join("tests/evaluator/evaluate.py").display().to_string(), "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python is installed");
    let mut input = child.stdin.take().expect("the evaluator reads");
    let lines = lines.to_owned();
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("the evaluator ends");
    writing.join().expect("nothing panics").expect("everything is read");
    assert!(output.status.success(), "the evaluator fails");
    let text = String::from_utf8(output.stdout).expect("answers are text");
    text.lines().map(|line| serde_json::from_str(line).expect("answers are JSON")).collect()
}

fn written(vocabulary: &Vocabulary, flow: &Flow<'_>) -> Value {
    let slots: serde_json::Map<String, Value> = flow
        .slots
        .iter()
        .map(|(slot, value, form)| (slot_word(*slot).to_owned(), value_of(vocabulary, *value, *form)))
        .collect();
    let facts: Vec<Value> = flow.facts.iter().map(|fact| fact_of(vocabulary, *fact)).collect();
    json!({ "verb": flow.act.word(), "slots": slots, "facts": facts })
}

fn value_of(vocabulary: &Vocabulary, value: oracle::Value, form: Option<TermId>) -> Value {
    let id = |term: TermId| identifier(vocabulary, term);
    let plain = match value {
        oracle::Value::Company => json!("company"),
        oracle::Value::Term(term) => json!(id(term)),
        oracle::Value::Remainder(term) => json!({ "rest": id(term) }),
        oracle::Value::Nameless(traits) => json!({ "unnamed": words(traits) }),
        oracle::Value::State(state) => json!(state.map(|state| state.word().replace(' ', "-"))),
    };
    match (form, plain) {
        (None, plain) => plain,
        (Some(form), Value::Object(mut fields)) => {
            fields.insert("form".to_owned(), json!(id(form)));
            Value::Object(fields)
        }
        (Some(form), term) => json!({ "term": term, "form": id(form) }),
    }
}

/// What the rules call a term.
fn identifier(vocabulary: &Vocabulary, term: TermId) -> String {
    let term = vocabulary.term(term);
    let namespace = if term.kind.is_fact() { "fact" } else { term.kind.word() };
    format!("{namespace}:{}", term.name)
}

fn words(traits: Traits) -> Vec<&'static str> {
    Trait::ALL.into_iter().filter(|one| traits.has(*one)).map(Trait::word).collect()
}

fn fact_of(vocabulary: &Vocabulary, fact: Fact) -> Value {
    let id = |term: TermId| identifier(vocabulary, term);
    match fact {
        Fact::Term(term) | Fact::Class(term) => json!(id(term)),
        Fact::Given(consent, period) => {
            let within = json!({ "amount": period.amount, "unit": period.unit.word() });
            json!({ "given": { "fact": id(consent), "within": within } })
        }
        Fact::KnownPerson(term) | Fact::KnownData(Class::Term(term)) => json!({ "known": id(term) }),
        Fact::KnownData(Class::Any(with, is_negated)) => {
            json!({ "known": { "trait": with.map(Trait::word), "negated": is_negated } })
        }
    }
}

const fn slot_word(slot: Slot) -> &'static str {
    match slot {
        Slot::Actor => "actor",
        Slot::Datum => "data",
        Slot::Place => "place",
        Slot::Purpose => "purpose",
        Slot::Channel => "channel",
        Slot::Source => "source",
        Slot::Second => "secondData",
        Slot::SecondSubject => "secondSubject",
        Slot::Region => "region",
        Slot::Recipient => "recipient",
        Slot::RecipientRegion => "recipientRegion",
        Slot::Right => "right",
        Slot::State => "state",
        Slot::Measure => "measure",
        Slot::Event => "event",
        Slot::Safeguard => "safeguard",
        Slot::Topic => "topic",
    }
}
