//! The library and the oracle side by side; within the library, sets of flows and decisions about single ones.

use std::collections::BTreeMap;

use candor::model::{Policy, Sentence, Verb, What};
use candor::semantics::decision::{Decision, Decisions};
use candor::semantics::{Flow, Understood, understand};

use super::draft::{Author, Choices, Draft};
use super::library::{Findings, Left, conflicts, cuts, ending, faults, left, translated, verdict_of};
use super::measure::Measure;
use super::{number, read};
use crate::oracle::{self, Grain, Oracle, Show};

/// Of random policies, one choice of values of so many is asked of both, with so many of the ways in which facts can be
/// true.
const SOME: (u64, usize) = (3, 4);
/// Of known ones and of those that are made small, all of them.
const ALL: (u64, usize) = (1, 64);

/// What the comparison went through.
#[derive(Default)]
struct Totals {
    n_policies: u64,
    n_flows: u128,
    n_asked: u64,
    n_questions: u64,
    n_faulty: u64,
    /// Policies with too many facts to try them all.
    n_large: u64,
    verdicts: BTreeMap<oracle::Verdict, u64>,
    n_conflicts: u64,
    n_cuts: u64,
}

#[test]
fn both_agree_on_random_policies() {
    let count = number("CANDOR_POLICIES", 1_000);
    let seed = number("CANDOR_SEED", 1);
    let mut totals = Totals::default();
    let mut measure = Measure::default();
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(1_000_003).wrapping_add(at));
        let draft = Author::new(&mut choices).draft();
        let (policy, questions) = match read(&draft.text()) {
            Ok(read) => read,
            // The label of an offer may be a fact in a sentence that was drawn for another draft.
            Err(_) => {
                totals.n_faulty += 1;
                continue;
            }
        };
        if let Err(difference) = agree(&policy, &questions, SOME, &mut totals) {
            eprintln!("policy {at} of seed {seed} is being made small:\n\n{}\n{difference}", draft.text());
            let smallest = shrink(draft);
            let text = smallest.text();
            let difference = disagreement(&smallest).unwrap_or(difference);
            panic!("policy {at} of seed {seed}, made small:\n\n{text}\n{difference}");
        }
        measure.draft(&draft);
    }
    eprintln!("what they are made of:\n{}", measure.shown());
    eprintln!(
        "{} policies, {} refused, {} too large; {} flows, {} of them asked one by one; {} questions {:?}; {} conflicts, {} cuts",
        totals.n_policies,
        totals.n_faulty,
        totals.n_large,
        totals.n_flows,
        totals.n_asked,
        totals.n_questions,
        totals.verdicts,
        totals.n_conflicts,
        totals.n_cuts
    );
    assert!(totals.n_large * 20 < count, "too many drafts are too large: {} of {count}", totals.n_large);
    assert!(totals.n_faulty * 4 < count, "too many drafts are refused: {} of {count}", totals.n_faulty);
}

/// Trying one value of each class of a slot is the same as trying all.
#[test]
fn classes_stand_for_their_members() {
    let mut n_compared = 0;
    for at in 0.. {
        let draft = Author::new(&mut Choices::new(77_000 + at)).draft();
        let text = draft.text();
        let Ok((policy, questions)) = read(&text) else { continue };
        let classes = Oracle::of(&policy, &questions, Grain::Classes, None);
        for slot in oracle::Slot::ALL {
            let values = Oracle::of(&policy, &questions, Grain::ValuesOf(slot), None);
            assert_eq!(classes.verdicts, values.verdicts, "{slot:?} of {text}");
            assert_eq!(classes.conflicts, values.conflicts, "{slot:?} of {text}");
            assert_eq!(classes.cuts, values.cuts, "{slot:?} of {text}");
            assert_eq!(classes.left, values.left, "{slot:?} of {text}");
            assert_eq!(classes.n_flows, values.n_flows, "{slot:?} of {text}");
        }
        n_compared += 1;
        if n_compared == 4 {
            break;
        }
    }
}

/// Says where the two differ.
fn agree(
    policy: &Understood,
    questions: &[Sentence],
    (one_of, n_worlds): (u64, usize),
    totals: &mut Totals,
) -> Result<(), String> {
    let meaning = understand(policy, questions).map_err(|_| "the budget is spent".to_owned())?;
    let mut wrong_flow = None;
    let mut n_asked = 0;
    let decisions = Decisions::prepare(&meaning);
    let mut see = |flow: &oracle::Flow<'_>, is_permitted: bool, is_prohibited: bool| {
        if !is_heard_of(policy, questions, flow) {
            return;
        }
        let asked = translated(flow);
        n_asked += 1;
        let expected = (is_permitted, is_prohibited);
        let found = (meaning.is_permitted(&asked), meaning.is_prohibited(&asked));
        // What is no practice is not decided alone.
        let decided = if asked.act.is_practice() { decided(&decisions, &asked) } else { expected };
        if found != expected || decided != expected {
            wrong_flow = Some(format!(
                "permitted and prohibited {found:?}, decided alone {decided:?}, the oracle says {expected:?}: {flow:?}",
            ));
        }
    };
    let oracle =
        Oracle::of(policy, questions, Grain::Classes, Some(Show { one_of, n_worlds, see: &mut see }));
    if oracle.is_too_large {
        totals.n_large += 1;
        return Ok(());
    }
    totals.n_policies += 1;
    totals.n_flows += oracle.n_flows;
    totals.n_asked += n_asked;

    let faults = faults(&meaning);
    same("whether exceptions lead in a circle", faults.is_circular, oracle.faults.is_circular)?;
    if faults.is_circular {
        return Ok(());
    }
    same("what is wrong with exceptions", faults, oracle.faults.clone())?;

    for (at, expected) in oracle.verdicts.iter().enumerate() {
        let answer = meaning
            .answer(at)
            .map_err(|_| "the budget is spent".to_owned())?
            .ok_or("a question without an answer")?;
        same(&format!("the answer to question {}", at + 1), verdict_of(answer.verdict), *expected)?;
        totals.n_questions += 1;
        *totals.verdicts.entry(*expected).or_default() += 1;
    }
    same("cuts", cuts(&meaning), oracle.cuts.clone())?;
    same("conflicts", conflicts(&meaning), oracle.conflicts.clone())?;
    same("halves of which something is left", written(left(&meaning)?), written(oracle.left.clone()))?;
    let found = Findings::of_library(policy, &meaning);
    let expected = Findings::of_oracle(policy, &oracle, &ending(&meaning)).naming(&found);
    same("findings", found, expected)?;
    totals.n_conflicts += oracle.conflicts.len() as u64;
    totals.n_cuts += oracle.cuts.len() as u64;
    wrong_flow.map_or(Ok(()), Err)
}

/// Whether a flow is of a topic that the policy or a question denies, if it is of a topic at all: what does any other, the
/// library does not work out.
fn is_heard_of(policy: &Policy, questions: &[Sentence], flow: &oracle::Flow<'_>) -> bool {
    if flow.act != oracle::Act::Have {
        return true;
    }
    let sentences = policy.statements.iter().map(|statement| &statement.sentence).chain(questions);
    let mut denied = sentences
        .filter(|sentence| sentence.verb == Verb::HaveNo)
        .flat_map(|sentence| &sentence.object.set.items);
    let topic = flow.slots.iter().find_map(|(slot, value, _)| match value {
        oracle::Value::Term(term) | oracle::Value::Remainder(term) if *slot == oracle::Slot::Topic => {
            Some(*term)
        }
        _ => None,
    });
    topic.is_some_and(|topic| {
        denied.any(|item| matches!(item.what, What::Term(named) if policy.vocabulary.is_below(topic, named)))
    })
}

/// Whether a prepared policy permits and prohibits a flow; the reasons that it gives must be of the same mind.
fn decided(decisions: &Decisions, flow: &Flow) -> (bool, bool) {
    let case = decisions.case(flow);
    let decided = match decisions.decide(&case) {
        Decision::Permitted => (true, false),
        Decision::Prohibited => (false, true),
        Decision::Undisclosed => (false, false),
        Decision::Contradictory => (true, true),
    };
    let reasons = decisions.reasons(&case);
    assert_eq!(decided, (!reasons.permitted_by.is_empty(), !reasons.prohibited_by.is_empty()), "{flow:?}");
    decided
}

/// Those halves that are words of the policy; what follows from them each side may divide in its own way.
fn written(mut left: Left) -> Left {
    left.retain(|(_, _, origin)| {
        matches!(origin, oracle::Origin::Stated | oracle::Origin::Only | oracle::Origin::Unless)
    });
    left
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{what}:\n  the library: {found:?}\n  the oracle:  {expected:?}")),
    }
}

// --- making a failure small ---

fn disagreement(draft: &Draft) -> Option<String> {
    let (policy, questions) = read(&draft.text()).ok()?;
    disagree(&policy, &questions)
}

/// Where the two differ, if they do.
pub(super) fn disagree(policy: &Understood, questions: &[Sentence]) -> Option<String> {
    agree(policy, questions, ALL, &mut Totals::default()).err()
}

/// Takes pieces away as long as the two still disagree.
fn shrink(mut draft: Draft) -> Draft {
    while let Some(smaller) = draft.smaller().into_iter().find(|one| disagreement(one).is_some()) {
        draft = smaller;
    }
    draft
}
