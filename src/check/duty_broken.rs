//! Recipients that do what they are bound not to do.

use std::collections::{BTreeSet, HashMap};

use super::practice::{Practice, permission_of, practices, shared, slice_of};
use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Effects, Kind, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Side};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Act, Dimension};

rule!(pub(crate) RULE, "duty-broken", Error, "recipients do what they are bound not to do");

/// What a duty and a practice both speak of.
const SHARED: [Dimension; 4] = [Dimension::Datum, Dimension::Place, Dimension::Purpose, Dimension::Channel];

/// What one statement binds somebody not to do.
struct Duty<'m> {
    place: usize,
    half: &'m Half,
    safeguard: TermId,
    forbidden: &'m Effects,
}

pub(super) fn duties_are_kept(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let duties = duties(meaning);
    let mut of_recipient: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, duty) in duties.iter().enumerate() {
        let bound = duty.half.cells.iter().filter_map(|cell| cell.sets[Dimension::Recipient as usize]);
        for atom in bound.flat_map(|set| space.atoms_in(Dimension::Recipient, set).ones()) {
            of_recipient.entry(atom).or_default().push(at);
        }
    }
    if of_recipient.is_empty() {
        return Ok(());
    }
    for practice in practices(&space.policy).into_iter().filter(Practice::permits) {
        let Actor::Recipient(actor, _) = practice.actor else { continue };
        let actors = space.under(Kind::Recipient, actor);
        let bound = actors.into_iter().flat_map(|atoms| atoms.ones());
        let bound: BTreeSet<usize> =
            bound.filter_map(|atom| of_recipient.get(&atom)).flatten().copied().collect();
        for duty in bound.into_iter().map(|at| &duties[at]) {
            if breaks(meaning, &practice, actor, duty)? {
                found.push(report(meaning, &practice, duty));
            }
        }
    }
    Ok(())
}

/// Everything that statements bind recipients not to do.
fn duties(meaning: &Meaning) -> Vec<Duty<'_>> {
    let policy = &meaning.diagrams.space().policy;
    let vocabulary = &policy.vocabulary;
    let mut duties = Vec::new();
    for (place, half) in meaning.halves.iter().enumerate() {
        let sentence = policy.part_sentence(half.owner);
        if sentence.verb != Verb::Bind || (half.side, half.origin) != (Side::Permission, Origin::Stated) {
            continue;
        }
        for item in sentence.slots.duties.iter().flat_map(|slot| &slot.set.items) {
            let What::Term(safeguard) = item.what else { continue };
            for forbidden in
                vocabulary.meant(safeguard).into_iter().flat_map(|one| vocabulary.forbidden_by(one))
            {
                duties.push(Duty { place, half, safeguard, forbidden });
            }
        }
    }
    duties
}

/// Whether a practice of a recipient is what a duty forbids. Of what is done for no purpose that is named nobody can tell
/// whether it is done for a forbidden one.
fn breaks(
    meaning: &Meaning,
    practice: &Practice<'_>,
    actor: TermId,
    duty: &Duty<'_>,
) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let Duty { place, half, forbidden, safeguard: _ } = duty;
    let reached = forbidden.forbids.iter().filter_map(|verb| Act::of(*verb)).flat_map(Act::with_narrower);
    let is_forbidden =
        Act::of(practice.sentence.verb).is_some_and(|act| reached.into_iter().any(|one| *one == act));
    let purposes = &forbidden.forbids_for;
    if !is_forbidden
        || !purposes.is_empty() && practice.sentence.slots.purpose.is_none()
        || meaning.effect.are_joined(practice.owner, half.owner)
    {
        return Ok(false);
    }
    let Some((idx, _)) = permission_of(meaning, practice.owner) else { return Ok(false) };
    let mut done = meaning.effect.regions[idx].clone();
    if !purposes.is_empty() {
        done = diagrams.and(&done, &slice_of(meaning, Dimension::Purpose, purposes))?;
    }
    let theirs = slice_of(meaning, Dimension::Recipient, &[actor]);
    let bound = diagrams.and(&meaning.effect.regions[*place], &theirs)?;
    let both = diagrams.and(&shared(meaning, &done, &SHARED)?, &shared(meaning, &bound, &SHARED)?)?;
    Ok(!diagrams.is_empty(&both)?)
}

fn report(meaning: &Meaning, practice: &Practice<'_>, duty: &Duty<'_>) -> Diagnostic {
    let policy = &meaning.diagrams.space().policy;
    let binds = label_of(policy, duty.half.owner);
    let safeguard = &policy.vocabulary.term(duty.safeguard).name;
    Diagnostic::clash(
        &RULE,
        (span_of(policy, duty.half.owner), "bound here"),
        (practice.span, "done here"),
        format!("`{}` says that recipients do what `{binds}` binds them by `{safeguard}` not to do", practice.label),
    )
    .help(format!(
        "take `{safeguard}` out of `{binds}` if they may do it, or `{}` away if they may not; or leave them out of `{binds}` with `except`",
        practice.label
    ))
}
