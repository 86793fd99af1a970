//! The library and the oracle side by side; within the library, sets of flows and decisions about single ones.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Policy, Sentence, Verb};
use candor::semantics::decision::{Decision, Decisions};
use candor::semantics::effect::{ConflictKind, ExceptionFault};
use candor::semantics::half::{Origin, Owner, Side};
use candor::semantics::space::{Act, Atom, Dimension, FactKey};
use candor::semantics::verdict::Verdict;
use candor::semantics::{Flow, Meaning, understand};

use super::draft::{Author, Choices, Draft};
use super::{number, read};
use crate::oracle::{self, Fact, Grain, Oracle, Show, Slot, Value};

/// One flow of so many is asked of both.
const ONE_OF: u64 = 97;

/// What the comparison went through.
#[derive(Default)]
struct Totals {
    n_policies: u64,
    n_flows: u64,
    n_asked: u64,
    n_questions: u64,
    n_faulty: u64,
    verdicts: BTreeMap<oracle::Verdict, u64>,
    n_conflicts: u64,
    n_cuts: u64,
}

#[test]
fn both_agree_on_random_policies() {
    let count = number("CANDOR_POLICIES", 1_000);
    let seed = number("CANDOR_SEED", 1);
    let mut totals = Totals::default();
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
        if let Err(difference) = agree(&policy, &questions, Grain::Classes, &mut totals) {
            eprintln!("policy {at} of seed {seed} is being made small:\n\n{}\n{difference}", draft.text());
            let smallest = shrink(draft);
            let text = smallest.text();
            let difference = disagreement(&smallest).unwrap_or(difference);
            panic!("policy {at} of seed {seed}, made small:\n\n{text}\n{difference}");
        }
    }
    eprintln!(
        "{} policies, {} refused; {} flows, {} of them asked one by one; {} questions {:?}; {} conflicts, {} cuts",
        totals.n_policies,
        totals.n_faulty,
        totals.n_flows,
        totals.n_asked,
        totals.n_questions,
        totals.verdicts,
        totals.n_conflicts,
        totals.n_cuts
    );
    assert!(totals.n_faulty * 4 < count, "too many drafts are refused: {} of {count}", totals.n_faulty);
}

/// Trying one value of each class is the same as trying all.
#[test]
fn classes_stand_for_their_members() {
    let mut n_compared = 0;
    for at in 0.. {
        let draft = Author::new(&mut Choices::new(77_000 + at)).draft();
        let text = draft.text();
        // Two data with a form each, or all recipients, make too many flows to try them all here.
        let is_large = |words: &&str| text.contains(*words);
        let large = [
            "derive", "combine", "disclose", "sell", "publish", " use ", "only for", "offer", "have no",
            "bind",
        ];
        if large.iter().any(is_large) {
            continue;
        }
        let Ok((policy, questions)) = read(&text) else { continue };
        let [classes, values] =
            [Grain::Classes, Grain::Values].map(|grain| Oracle::of(&policy, &questions, grain, None));
        assert_eq!(classes.verdicts, values.verdicts, "{text}");
        assert_eq!(classes.conflicts, values.conflicts, "{text}");
        assert_eq!(classes.cuts, values.cuts, "{text}");
        assert_eq!(classes.left, values.left, "{text}");
        assert_eq!(classes.n_flows, values.n_flows, "{text}");
        n_compared += 1;
        if n_compared == 4 {
            break;
        }
    }
}

/// Says where the two differ.
fn agree(policy: &Policy, questions: &[Sentence], grain: Grain, totals: &mut Totals) -> Result<(), String> {
    let meaning = understand(policy, questions).map_err(|_| "the budget is spent".to_owned())?;
    let mut wrong_flow = None;
    let mut n_asked = 0;
    let decisions = Decisions::prepare(&meaning);
    let mut see = |flow: &oracle::Flow<'_>, is_permitted: bool, is_prohibited: bool| {
        n_asked += 1;
        let asked = translated(flow);
        let expected = (is_permitted, is_prohibited);
        let found = (meaning.is_permitted(&asked), meaning.is_prohibited(&asked));
        let decided = decided(&decisions, &asked);
        if found != expected || decided != expected {
            wrong_flow = Some(format!(
                "permitted and prohibited {found:?}, decided alone {decided:?}, the oracle says {expected:?}: {flow:?}",
            ));
        }
    };
    let oracle = Oracle::of(policy, questions, grain, Some(Show { one_of: ONE_OF, see: &mut see }));
    totals.n_policies += 1;
    totals.n_flows += oracle.n_flows;
    totals.n_asked += n_asked;

    let faults = &meaning.effect.exception_faults;
    let is_circular = faults
        .iter()
        .any(|fault| matches!(fault, ExceptionFault::Cycle(_) | ExceptionFault::ElsewhereMeets(..)));
    same("whether exceptions lead in a circle", is_circular, oracle.faults.is_circular)?;
    if is_circular {
        return Ok(());
    }
    let without_opposite = faults.iter().filter_map(|fault| match fault {
        ExceptionFault::NoOpposite { owner, named, .. } => Some((owner_of(*owner), named.index())),
        _ => None,
    });
    same(
        "exceptions without an opposite",
        without_opposite.collect(),
        oracle.faults.without_opposite.clone(),
    )?;
    let takes_nothing = faults.iter().filter_map(|fault| match fault {
        ExceptionFault::TakesNothing { owner, named, .. } => Some((owner_of(*owner), named.index())),
        _ => None,
    });
    same("exceptions that take nothing", takes_nothing.collect(), oracle.faults.takes_nothing.clone())?;

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
    same("halves of which something is left", left(&meaning)?, oracle.left.clone())?;
    totals.n_conflicts += oracle.conflicts.len() as u64;
    totals.n_cuts += oracle.cuts.len() as u64;
    wrong_flow.map_or(Ok(()), Err)
}

/// Whether a prepared policy permits and prohibits a flow; the reasons that it gives must be of the same mind.
fn decided(decisions: &Decisions<'_>, flow: &Flow) -> (bool, bool) {
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

fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{what}:\n  the library: {found:?}\n  the oracle:  {expected:?}")),
    }
}

// --- making a failure small ---

fn disagreement(draft: &Draft) -> Option<String> {
    let (policy, questions) = read(&draft.text()).ok()?;
    agree(&policy, &questions, Grain::Classes, &mut Totals::default()).err()
}

/// Takes pieces away as long as the two still disagree.
fn shrink(mut draft: Draft) -> Draft {
    while let Some(smaller) = draft.smaller().into_iter().find(|one| disagreement(one).is_some()) {
        draft = smaller;
    }
    draft
}

// --- from the words of the library to those of the oracle, and back ---

fn owner_of(owner: Owner) -> oracle::Owner {
    match owner {
        Owner::Statement(id) => oracle::Owner::Statement(id.index()),
        Owner::Tracker(id) => oracle::Owner::Tracker(id.index()),
    }
}

fn origin_of(origin: Origin) -> oracle::Origin {
    match origin {
        Origin::Stated => oracle::Origin::Stated,
        Origin::Only => oracle::Origin::Only,
        Origin::Unless => oracle::Origin::Unless,
        Origin::Implied => oracle::Origin::Implied,
        Origin::Choice => oracle::Origin::Choice,
    }
}

fn verdict_of(verdict: Verdict) -> oracle::Verdict {
    match verdict {
        Verdict::Permitted => oracle::Verdict::Permitted,
        Verdict::PermittedIf => oracle::Verdict::PermittedIf,
        Verdict::Prohibited => oracle::Verdict::Prohibited,
        Verdict::Undisclosed => oracle::Verdict::Undisclosed,
        Verdict::Mixed => oracle::Verdict::Mixed,
        Verdict::NotCovered => oracle::Verdict::NotCovered,
    }
}

pub(super) fn cuts(meaning: &Meaning<'_>) -> BTreeSet<(oracle::Owner, oracle::Owner, oracle::Origin)> {
    let half = |at: usize| &meaning.halves[at];
    let cut = |cut: &candor::semantics::effect::Cut| {
        let (permission, prohibition) = (half(cut.permission), half(cut.prohibition));
        (owner_of(permission.owner), owner_of(prohibition.owner), origin_of(prohibition.origin))
    };
    meaning.effect.cuts.iter().map(cut).collect()
}

pub(super) fn conflicts(meaning: &Meaning<'_>) -> BTreeSet<oracle::Conflict> {
    let half = |at: usize| &meaning.halves[at];
    let conflict = |conflict: &candor::semantics::effect::Conflict| {
        let prohibition = half(conflict.prohibition);
        oracle::Conflict {
            permission: owner_of(half(conflict.permission).owner),
            prohibition: (owner_of(prohibition.owner), origin_of(prohibition.origin)),
            kind: match conflict.kind {
                ConflictKind::Contradiction => oracle::ConflictKind::Contradiction,
                ConflictKind::Overlap => oracle::ConflictKind::PartialContradiction,
                ConflictKind::UnwrittenException => oracle::ConflictKind::UnwrittenException,
            },
        }
    };
    meaning.effect.conflicts.iter().map(conflict).collect()
}

fn left(meaning: &Meaning<'_>) -> Result<BTreeSet<(oracle::Owner, oracle::Side, oracle::Origin)>, String> {
    let mut left = BTreeSet::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        if !meaning.diagrams.is_empty(region).map_err(|_| "the budget is spent")? {
            let side = match half.side {
                Side::Permission => oracle::Side::Permission,
                Side::Prohibition => oracle::Side::Prohibition,
            };
            left.insert((owner_of(half.owner), side, origin_of(half.origin)));
        }
    }
    Ok(left)
}

pub(super) fn translated(flow: &oracle::Flow<'_>) -> Flow {
    let act = match flow.verb {
        Verb::Collect => Act::Collect,
        Verb::Derive => Act::Derive,
        Verb::Combine => Act::Combine,
        Verb::View => Act::View,
        Verb::Decide => Act::Decide,
        Verb::Train => Act::Train,
        Verb::Store => Act::Store,
        Verb::Disclose => Act::Disclose,
        Verb::Sell => Act::Sell,
        _ => Act::Use,
    };
    let slot = |(slot, value, form): &(Slot, Value, Option<candor::model::TermId>)| {
        let dimension = match slot {
            Slot::Actor => Dimension::Actor,
            Slot::Datum => Dimension::Datum,
            Slot::Purpose => Dimension::Purpose,
            Slot::Channel => Dimension::Channel,
            Slot::Source => Dimension::Source,
            Slot::Second => Dimension::Second,
            Slot::SecondSubject => Dimension::SecondSubject,
            Slot::Region => Dimension::Region,
            Slot::Recipient => Dimension::Recipient,
            Slot::RecipientRegion => Dimension::RecipientRegion,
        };
        let atom = match *value {
            Value::Company => Atom::Company,
            Value::Term(term) => Atom::Term(term),
            Value::Remainder(term) => Atom::Rest(term),
            Value::Nameless(traits) => Atom::Unnamed(traits),
        };
        (dimension, atom, *form)
    };
    let fact = |fact: &Fact| match *fact {
        Fact::Term(term) => FactKey::Term(term),
        Fact::Class(term) => FactKey::Subject(term),
        Fact::Home(term) => FactKey::SubjectRegion(term),
        Fact::Known => FactKey::Known,
    };
    Flow { act, slots: flow.slots.iter().map(slot).collect(), facts: flow.facts.iter().map(fact).collect() }
}
