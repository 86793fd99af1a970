//! An `only` that holds for a purpose or through a channel, beside a statement that goes beyond it.

use super::{label_of, listed, span_of, whole_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Sentence, Slot};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Act, Dimension};

rule!(pub(crate) RULE, "only-beside-more", Note, "an `only` holds within a purpose or a channel, and another statement goes beyond it");

pub(super) fn only_says_where_it_ends(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let is_stated = |half: &Half| half.side == Side::Permission && half.origin == Origin::Stated;
    let stated = meaning.halves.iter().enumerate().filter(|(_, half)| is_stated(half));
    let stated = Meeting::of_halves(meaning.diagrams.space(), stated);
    for (idx, half) in meaning.halves.iter().enumerate().filter(|(_, half)| half.origin == Origin::Only) {
        let sentence = policy.part_sentence(half.owner);
        let bounds = bounds(sentence);
        if bounds.is_empty() || !limits_what_is_named(sentence) {
            continue;
        }
        let reached = Act::of(sentence.verb).map(Act::with_narrower).unwrap_or_default();
        let mut beyond = Vec::new();
        let mut what = meaning.diagrams.nothing();
        let mut unbound = half.cells.clone();
        for cell in &mut unbound {
            bounds.iter().for_each(|dimension| cell.sets[*dimension as usize] = None);
        }
        for other_idx in stated.with(&unbound) {
            let other = &meaning.halves[other_idx];
            let is_alike = other.owner != half.owner
                && Act::of(policy.part_sentence(other.owner).verb).is_some_and(|act| reached.contains(&act));
            if is_alike && !meaning.effect.are_joined(half.owner, other.owner) {
                let more = goes_beyond(meaning, (idx, half), (other_idx, other), &bounds)?;
                if !meaning.diagrams.is_empty(&more)? {
                    let other = whole_of(policy, other.owner);
                    if !beyond.contains(&other) {
                        beyond.push(other);
                    }
                    what = meaning.diagrams.or(&what, &more)?;
                }
            }
        }
        if !beyond.is_empty() {
            found.push(report(meaning, half.owner, &bounds, (&beyond, &what))?);
        }
    }
    Ok(())
}

/// The purpose and the channel within which the `only` of a sentence holds.
fn bounds(sentence: &Sentence) -> Vec<Dimension> {
    let is_bound = |slot: &Option<Slot>| slot.as_ref().is_some_and(|slot| !slot.is_only);
    let all = [(Dimension::Purpose, &sentence.slots.purpose), (Dimension::Channel, &sentence.slots.channel)];
    all.into_iter().filter(|(_, slot)| is_bound(slot)).map(|(dimension, _)| dimension).collect()
}

/// Whether an `only` stands before data, or what fills a clause. `for research only with consent` limits what is done for
/// research, and nobody reads it as a promise about anything else.
fn limits_what_is_named(sentence: &Sentence) -> bool {
    sentence.every_slot().any(|slot| slot.is_only)
}

/// What another statement permits beyond an `only`, outside of its purpose or channel. Where the two meet within them,
/// that is the finding.
fn goes_beyond(
    meaning: &Meaning,
    (idx, half): (usize, &Half),
    (other_idx, other): (usize, &Half),
    bounds: &[Dimension],
) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let written = diagrams.and(&diagrams.cells(&half.cells)?, &diagrams.cells(&other.cells)?)?;
    if !diagrams.is_empty(&written)? {
        return Ok(diagrams.nothing());
    }
    let personal = diagrams.and(&meaning.effect.regions[idx], &diagrams.personal())?;
    let everywhere = diagrams.forget(&personal, bounds, &[])?;
    diagrams.and(&meaning.effect.regions[other_idx], &everywhere)
}

fn report(
    meaning: &Meaning,
    owner: Owner,
    bounds: &[Dimension],
    (beyond, what): (&[Owner], &Region),
) -> Result<Diagnostic, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let label = label_of(policy, owner);
    let within = match bounds {
        [Dimension::Purpose] => "for its purpose",
        [Dimension::Channel] => "through its channel",
        _ => "for its purpose and through its channel",
    };
    let others = listed(beyond.iter().map(|one| label_of(policy, *one)));
    let (go, beyond_that) = if beyond.len() == 1 { ("goes", "elsewhere") } else { ("go", "elsewhere") };
    let what = super::in_words(meaning, what)?;
    let finding = Diagnostic::new(
        &RULE,
        span_of(policy, owner),
        format!("the `only` of `{label}` holds {within} alone, and {others} {go} beyond it {beyond_that}"),
    )
    .at("reads as if it held for everything");
    let finding = beyond
        .iter()
        .fold(finding, |finding, one| finding.with(span_of(policy, *one), "more than that here"));
    Ok(finding.help(format!("leave out the `only`, or the clause that limits it, or say in your own words where it ends; beyond it: {what}")))
}
