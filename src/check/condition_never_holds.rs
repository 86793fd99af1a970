//! Conditions that cannot be true together.

use super::practice::truth;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EndKind, Fact, FactWord, Set, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::FactKey;
use crate::source::Span;

rule!(pub(crate) RULE, "condition-never-holds", Warning, "the conditions of a statement can never be true together");

pub(super) fn conditions_can_hold(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    for statement in diagrams.space().policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        let sentence = &statement.sentence;
        let mut conditions: Vec<(Span, Region)> = Vec::new();
        for clause in &sentence.facts {
            let holds = truth(meaning, &clause.fact)?;
            let holds = if clause.word == FactWord::Unless {
                diagrams.minus(&diagrams.everything(), &holds)?
            } else {
                holds
            };
            conditions.push((clause.span, holds));
        }
        for (slot, key) in [(&sentence.slots.subject, FactKey::Subject as fn(TermId) -> FactKey)] {
            if let Some(slot) = slot {
                conditions.push((slot.span, members(meaning, &slot.set, key)?));
            }
        }
        let mut together = diagrams.everything();
        for (_, holds) in &conditions {
            together = diagrams.and(&together, holds)?;
        }
        if diagrams.is_empty(&together)? {
            report(&statement.label, &conditions.iter().map(|(span, _)| *span).collect::<Vec<_>>(), found);
        }
        for (span, fact) in moments(sentence) {
            if diagrams.is_empty(&truth(meaning, fact)?)? {
                report(&statement.label, &[span], found);
            }
        }
    }
    Ok(())
}

fn report(label: &str, places: &[Span], found: &mut Diagnostics) {
    let [others @ .., last] = places else { return };
    let message = format!("the conditions of `{label}` can never be true together, so it says nothing");
    let diagnostic = Diagnostic::new(&RULE, *last, message).at(if others.is_empty() {
        "never true"
    } else {
        "never true together with"
    });
    let diagnostic = others.iter().fold(diagnostic, |diagnostic, span| diagnostic.with(*span, "this"));
    found
        .push(diagnostic.help("join them by `or` if either will do, or take out the one that was not meant"));
}

/// The people of whom a slot speaks: classes overlap, so that each is a fact.
fn members(meaning: &Meaning, set: &Set, key: fn(TermId) -> FactKey) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let one = |what: What| match what {
        What::Term(term) => diagrams
            .space()
            .known_fact(key(term))
            .map_or_else(|| diagrams.everything(), |fact| diagrams.literal(fact, true)),
        What::Any { .. } => diagrams.everything(),
    };
    let mut members = diagrams.union(set.items.iter().map(|item| one(item.what)))?;
    for item in &set.except {
        members = diagrams.minus(&members, &one(item.what))?;
    }
    Ok(members)
}

/// When keeping ends and when deletion comes.
fn moments(sentence: &crate::model::Sentence) -> Vec<(Span, &Fact)> {
    let ends =
        sentence.retention.iter().flat_map(|retention| retention.stages.iter().flat_map(|stage| &stage.ends));
    let whiles = ends.filter_map(|end| match &end.kind {
        EndKind::While(fact) => Some((end.span, fact)),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::More { .. }
        | EndKind::Until(_)
        | EndKind::Needed(_)
        | EndKind::ItsPurposes => None,
    });
    whiles.chain(sentence.deletion.iter().map(|deletion| (sentence.span, &deletion.event))).collect()
}
