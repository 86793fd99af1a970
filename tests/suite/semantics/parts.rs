//! A part of a mixed answer can be asked again and is then one verdict; the parts together are what was asked.

use candor::ask;
use candor::semantics::query::Query;
use candor::semantics::{Meaning, Understood, describe, understand_asked};
use candor::source::Sources;

use super::draft::{Author, Choices};
use super::{number, read};
use crate::fixture;

/// Random policies that are tried.
const COUNT: u64 = 400;

/// Questions that are mixed in most policies.
pub(crate) const WIDE: &[&str] = &[
    "collect any personal data",
    "use any personal data",
    "use any data for any purpose",
    "disclose any personal data",
    "sell contact to anyone",
    "store any personal data in any region",
    "derive any personal data from any personal data",
    "view any personal data",
    "delete any personal data on deletion-request",
    "retain any personal data for 1 year",
    "retain contact for 2 years after account-closure",
    "offer deletion, access over any personal data",
    "protect any personal data in transit",
    "notify people of any event",
    "bind anyone to any safeguard",
    "collect any personal data through any channel",
    "combine any personal data with any personal data",
    "decide from any personal data about people except minors",
    "train on any data when not consent",
    "disclose any personal data to anyone in any region except eea",
    "disclose contact, hashed contact, aggregated activity to anyone for any purpose except service",
    "staff view content",
    "processors use any personal data",
    "require any personal data",
    "offer any right over any personal data to people in any region",
    "offer choice over any personal data through any channel",
    "protect any personal data at rest using any measure",
    "notify users of any event through email",
    "have no any topic",
    "have no tracking, cookies over any personal data",
    "state any topic",
    "delete any personal data on account-closure or deletion-request",
    "retain any personal data indefinitely for any purpose",
    "retain any personal data while account-active",
    "retain aggregated any personal data for 30 days",
];

#[test]
fn parts_of_answers_of_the_examples_can_be_asked_again() {
    let (mut faults, mut n_parts) = (Vec::new(), 0);
    for files in [fixture::NEWSLETTER, fixture::ANYPROTECT, fixture::IDRIVE] {
        let candor::Compilation { mut sources, policy, .. } = fixture::compile(files);
        for question in WIDE {
            let query = ask::question(&mut sources, &policy, question, &[]).expect("a question");
            let (n_asked, wrong) = ask_again(&policy, query);
            n_parts += n_asked;
            faults.extend(wrong.map(|wrong| format!("{}: {question}\n{wrong}", files[0])));
        }
    }
    fixture::report(&faults);
    assert!(n_parts > 100, "{n_parts} parts");
}

#[test]
fn parts_of_answers_of_random_policies_can_be_asked_again() {
    let count = number("CANDOR_POLICIES", COUNT).min(20_000);
    let seed = number("CANDOR_SEED", 1);
    let mut n_parts = 0;
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(7_654_321).wrapping_add(at));
        let text = Author::new(&mut choices).draft().text();
        let Ok((policy, questions)) = read(&text) else { continue };
        for flow in questions {
            let (n_asked, wrong) = ask_again(&policy, Query::from(flow.clone()));
            n_parts += n_asked;
            let words = ask::words::question(&policy.vocabulary, &Query::from(flow));
            assert!(
                wrong.is_none(),
                "policy {at} of seed {seed}:\n\n{text}\n{words}\n{}",
                wrong.unwrap_or_default()
            );
        }
    }
    assert!(n_parts as u64 > count, "{n_parts} parts");
}

/// How many questions the parts of an answer are, and what is wrong with them.
fn ask_again(policy: &Understood, query: Query) -> (usize, Option<String>) {
    let meaning = policy.asked(std::slice::from_ref(&query)).expect("within the budget");
    // Between statements that contradict each other, the same is permitted and prohibited.
    if !meaning.effect.conflicts.is_empty() || !meaning.effect.exception_faults.is_empty() {
        return (0, None);
    }
    let answer = meaning.answer(0).expect("within the budget").expect("it was asked");
    let mut sources = Sources::new();
    let parts = ask::parts(&sources, &meaning, (0, &query), &answer).expect("within the budget");
    let (mut wanted, mut queries, mut wrong) = (Vec::new(), vec![query], String::new());
    for (part, flow) in parts.iter().flat_map(|part| part.flows.iter().map(move |flow| (part, flow))) {
        match ask::question(&mut sources, policy, &flow.question, &[]) {
            Ok(query) => {
                queries.push(query);
                wanted.push((part.verdict, flow.question.as_str()));
            }
            Err(faults) => wrong += &candor::diagnostic::render::plain(&sources, &faults),
        }
    }
    let meaning = understand_asked(policy, &queries).expect("within the budget");
    let anew = meaning.answer(0).expect("within the budget").expect("it was asked");
    if anew.verdict != answer.verdict {
        wrong += &format!("it is {} when the policy is understood anew\n", anew.verdict.word());
    }
    for (place, (verdict, question)) in wanted.iter().enumerate() {
        let answer = meaning.answer(place + 1).expect("within the budget").expect("it was asked");
        if answer.verdict.word() != *verdict {
            wrong +=
                &format!("{question}\n  is part of what is {verdict}, and is {}\n", answer.verdict.word());
        }
    }
    if !wanted.is_empty() {
        wrong += &together(&meaning, wanted.len(), answer.is_complete);
        if !wrong.is_empty() {
            let shown = wanted.iter().map(|(verdict, question)| format!("  {verdict}: {question}\n"));
            wrong += &format!("the parts:\n{}", shown.collect::<String>());
        }
    }
    (wanted.len(), (!wrong.is_empty()).then_some(wrong))
}

/// Whether the parts, behind the question to which they belong, are all of it and nothing else.
fn together(meaning: &Meaning, n_parts: usize, is_complete: bool) -> String {
    let asked = |place| meaning.asked(place).expect("within the budget");
    let all = asked(0).expect("it can be");
    let parts = (1..=n_parts).filter_map(asked);
    let parts = meaning.diagrams.union(parts).expect("within the budget");
    // A flow that is in the one and not in the other.
    let beyond = |one, other| {
        let rest = meaning.diagrams.minus(one, other).expect("within the budget");
        let (boxes, _) = meaning.diagrams.boxes(&rest, 1).expect("within the budget");
        boxes.first().map(|flows| describe::witness(&meaning.diagrams, flows))
    };
    let mut wrong = String::new();
    if let Some(flow) = beyond(&parts, &all) {
        wrong += &format!("the parts are more than what was asked: {flow}\n");
    }
    if let Some(flow) = beyond(&all, &parts).filter(|_| is_complete) {
        wrong += &format!("the parts are less than what was asked: {flow}\n");
    }
    wrong
}
