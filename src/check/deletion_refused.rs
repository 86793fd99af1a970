//! Data that are deleted when people ask for it, and a statement that they cannot ask for it.

use std::collections::BTreeSet;

use super::practice::{permission_of, shared};
use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactKey};

rule!(pub(crate) RULE, "deletion-refused", Error, "data are deleted on a request that another statement refuses");

/// What a deletion and a refusal of it both speak of.
const SHARED: [Dimension; 4] = [Dimension::Actor, Dimension::Datum, Dimension::Place, Dimension::Purpose];

pub(super) fn requests_are_not_refused(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    // A choice that is offered rules out what it stops, and no right.
    let refuses = |half: &Half| {
        (half.side, half.origin) == (Side::Prohibition, Origin::Stated)
            && policy.part_sentence(half.owner).verb == Verb::Offer
    };
    let refusals: Vec<(usize, &Half)> =
        meaning.halves.iter().enumerate().filter(|(_, half)| refuses(half)).collect();
    if refusals.is_empty() {
        return Ok(());
    }
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        let owner = Owner::Statement(statement.id);
        let (Some(deletion), Some((idx, _))) = (&statement.sentence.deletion, permission_of(meaning, owner))
        else {
            continue;
        };
        let events: BTreeSet<TermId> = deletion.event.terms().into_iter().map(|(event, _)| event).collect();
        let known: Vec<_> =
            events.iter().filter_map(|event| space.known_fact(FactKey::Term(*event))).collect();
        let deleted = diagrams.forget(&meaning.effect.regions[idx], &[], &known)?;
        let deleted = shared(meaning, &deleted, &SHARED)?;
        for (place, refusal) in &refusals {
            let asked = asked_for(meaning, &events, (*place, refusal))?;
            let both = diagrams.and(&shared(meaning, &asked, &SHARED)?, &deleted)?;
            if diagrams.is_empty(&diagrams.and(&both, &diagrams.personal())?)? {
                continue;
            }
            let (deletes, refuses) = (label_of(policy, owner), label_of(policy, refusal.owner));
            let what = super::data_in_words(meaning, &both)?;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, refusal.owner), "refused here"),
                    (statement.sentence.span, "deleted on request"),
                    format!("`{deletes}` deletes on a request that `{refuses}` refuses"),
                )
                .help(format!(
                    "both speak of {what}: take one of the two away, or leave these data out of one of them with `except`"
                )),
            );
        }
    }
    Ok(())
}

/// What a refusal says of the rights that are used by one of some events, of the data of whoever uses them.
fn asked_for(
    meaning: &Meaning,
    events: &BTreeSet<TermId>,
    (place, refusal): (usize, &Half),
) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let vocabulary = &space.policy.vocabulary;
    let is_used = |right: TermId| {
        let deletion = vocabulary.deletion_of(right);
        deletion.is_some_and(|deletion| {
            deletion.deletes_about.is_empty()
                && deletion.deletes_on.iter().any(|event| events.contains(event))
        })
    };
    let rights = vocabulary.of_kind(Kind::Right).map(|(right, _)| right).filter(|right| is_used(*right));
    let mut region = diagrams.nothing();
    for right in rights {
        let Some(atoms) = space.under(Kind::Right, right) else { continue };
        for cell in &refusal.cells {
            let refused = cell.sets[Dimension::Right as usize];
            if refused.is_none_or(|set| !space.atoms_in(Dimension::Right, set).is_disjoint(atoms)) {
                let of_cell = diagrams.and(&diagrams.cell(cell)?, &meaning.effect.regions[place])?;
                region = diagrams.or(&region, &of_cell)?;
            }
        }
    }
    Ok(region)
}
