//! Meaning: what the examples expect of themselves holds, and nothing in them contradicts itself.

use std::fmt::Write as _;

use candor::model::{Expect, Expected};
use candor::semantics::{self, describe, verdict::Verdict};

use crate::fixture;

const fn wanted(expect: &Expect) -> Verdict {
    match expect.verdict {
        Expected::Permitted => Verdict::Permitted,
        Expected::Prohibited => Verdict::Prohibited,
        Expected::Undisclosed => Verdict::Undisclosed,
        Expected::NotCovered => Verdict::NotCovered,
    }
}

fn holds(files: &[&str], at_least: usize) {
    let compilation = fixture::compile(files);
    let flows: Vec<&Expect> =
        compilation.policy.expects.iter().filter(|expect| expect.flow.verb.is_practice()).collect();
    assert!(flows.len() >= at_least, "{} expectations, {at_least} wanted", flows.len());
    let questions: Vec<_> = flows.iter().map(|expect| expect.flow.clone()).collect();
    let meaning = semantics::understand(&compilation.policy, &questions).expect("within the budget");
    assert!(meaning.effect.conflicts.is_empty());
    let mut failures = String::new();
    for (idx, expect) in flows.iter().enumerate() {
        let answer = meaning.answer(idx).expect("within the budget").expect("it was asked");
        if answer.verdict == wanted(expect) {
            continue;
        }
        let _ =
            writeln!(failures, "{}\n  is {}", compilation.sources.text(expect.span), answer.verdict.word());
        for part in &answer.parts {
            for flow_box in &part.boxes {
                let _ = writeln!(
                    failures,
                    "  {}: {}",
                    part.verdict.word(),
                    describe::flow_box(&meaning.diagrams, flow_box)
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn newsletter_holds_what_it_expects() {
    holds(fixture::NEWSLETTER, 2);
}

#[test]
fn idrive_holds_what_it_expects() {
    holds(fixture::IDRIVE, 12);
}

#[test]
fn anyprotect_holds_what_it_expects() {
    holds(fixture::ANYPROTECT, 12);
}

/// A budget that is spent is said to be spent: never a guess.
#[test]
fn a_spent_budget_is_an_answer_of_its_own() {
    let compilation = fixture::compile(fixture::ANYPROTECT);
    let outcome = semantics::understand_within(&compilation.policy, &[], 4);
    assert_eq!(outcome.err(), Some(semantics::region::BudgetExceeded));
}
