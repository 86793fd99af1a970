//! The evaluator of `tests/evaluator`, which was written in another language from the book alone: it reads the published
//! rules of random policies, and must say of single flows what the second implementation says.

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use candor::model::{TermId, Trait, Traits, Vocabulary};
use candor::publish::{BACKENDS, Publication};
use serde_json::{Value, json};

use crate::differences;
use crate::fixture;
use crate::oracle::{self, Class, Fact, Flow, Grain, Oracle, Show, Slot};
use crate::semantics::draft::Choices;
use crate::semantics::number;

/// One choice of values of so many is looked at.
const ONE_OF: u64 = 1;
/// How many flows at most are asked of one policy; of more, some from each part.
const N_FLOWS: usize = 400;

#[test]
fn an_evaluator_in_another_language_says_the_same() {
    let count = number("CANDOR_EVALUATED", 400);
    let seed = number("CANDOR_SEED", 1);
    let (mut lines, mut cases) = (String::new(), Vec::new());
    for at in 0..count {
        let whole = differences::whole(&mut Choices::new(seed.wrapping_mul(7_000_003).wrapping_add(at)));
        let Some(read) = whole.read() else { continue };
        let vocabulary = &read.policy.vocabulary;
        let mut seen = Vec::new();
        let mut see = |flow: &Flow<'_>, is_permitted: bool, is_prohibited: bool| {
            seen.push((written(vocabulary, flow), word(is_permitted, is_prohibited)));
        };
        let oracle =
            Oracle::of(&read.policy, &[], Grain::Classes, Some(Show { one_of: ONE_OF, see: &mut see }));
        if oracle.faults.is_circular || oracle.is_too_large {
            continue;
        }
        let one_of = seen.len().div_ceil(N_FLOWS).max(1);
        let (flows, expected): (Vec<Value>, Vec<&str>) = seen.into_iter().step_by(one_of).unzip();
        let backend = BACKENDS.iter().find(|backend| backend.name == "json").expect("rules are an output");
        let rules = backend.render(&Publication::new(&read.policy, &read.sources, "policy"));
        let rules: Value = serde_json::from_str(&rules).expect("rules are JSON");
        lines.push_str(&json!({ "rules": rules, "flows": flows }).to_string());
        lines.push('\n');
        cases.push((whole.shown(), flows, expected));
    }
    let answers = evaluated(&lines);
    assert_eq!(answers.len(), cases.len(), "one line of answers for each policy");
    let mut told: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for ((text, flows, expected), found) in cases.iter().zip(&answers) {
        assert_eq!(found.len(), flows.len(), "{text}");
        for ((flow, expected), found) in flows.iter().zip(expected).zip(found) {
            *told.entry(expected).or_default() += 1;
            if found != expected {
                wrong.push(format!("{text}\n{flow}\nis {expected}, and not {found}"));
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
    assert!(told.len() >= 3, "every answer is expected somewhere: {told:?}");
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
