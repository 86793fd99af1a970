//! A permission of which everything is permitted elsewhere.

use super::practice::{Practice, permission_of, practices};
use super::{joined_with, listed};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{FactWord, Modality};
use crate::semantics::Meaning;
use crate::semantics::effect::can_meet;
use crate::semantics::half::{Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};

rule!(pub(crate) RULE, "redundant-permission", Note, "everything that a statement permits is permitted by others");

pub(super) fn permissions_add_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut left: Vec<(Practice<'_>, usize)> = practices(policy)
        .into_iter()
        .filter(Practice::permits)
        .filter_map(|practice| Some((practice, permission_of(meaning, practice.owner)?.0)))
        .collect();
    let mut n_judged = left.len();
    let mut redundant: Vec<(Vec<Practice<'_>>, Vec<Practice<'_>>)> = Vec::new();
    // From the end: of two that say the same, the later one is the repetition.
    while let Some((last, _)) = left.get(n_judged.wrapping_sub(1)).copied() {
        // A statement with several verbs adds nothing only where none of them does.
        let own = joined_with(policy, last.owner);
        let is_own = |(one, _): &(Practice<'_>, usize)| own.contains(&one.owner);
        let (whole, others): (Vec<_>, Vec<_>) = left.iter().copied().partition(is_own);
        n_judged -= whole.len();
        let Some(covering) = covering(meaning, &whole, &others)? else { continue };
        let labels = |one: &[Practice<'_>]| one.iter().map(|other| other.owner).collect::<Vec<_>>();
        match redundant.iter_mut().find(|(known, _)| labels(known) == labels(&covering)) {
            Some((_, all)) => all.push(last),
            None => redundant.push((covering, vec![last])),
        }
        left = others;
    }
    for (covering, mut all) in redundant {
        all.reverse();
        found.push(report(&covering, &all));
    }
    Ok(())
}

/// What the same statements make redundant: one cause, however many repetitions.
fn report(covering: &[Practice<'_>], all: &[Practice<'_>]) -> Diagnostic {
    let labels = |of: &[Practice<'_>]| listed(of.iter().map(|one| one.label));
    let permit = if all.len() == 1 { "permits" } else { "permit" };
    let message = format!("everything that {} {permit} is permitted by {}", labels(all), labels(covering));
    let places = all.iter().map(|one| (one.span, "adds nothing".to_owned())).collect();
    let finding = covering.iter().fold(Diagnostic::of_places(&RULE, places, message), |finding, other| {
        finding.with(other.span, "permitted here")
    });
    let (them, one) = if all.len() == 1 { ("it", "this one") } else { ("them", "one of them") };
    finding.help(format!("take {them} out, or narrow the wider statement if {one} was meant to be a limit"))
}

/// The statements that permit everything which each verb of a statement permits; `None` if something is left, or the
/// statement says more than that.
fn covering<'p>(
    meaning: &Meaning,
    whole: &[(Practice<'p>, usize)],
    others: &[(Practice<'p>, usize)],
) -> Result<Option<Vec<Practice<'p>>>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut covering: Vec<Practice<'_>> = Vec::new();
    let mut add = |one: Practice<'p>| {
        if !covering.iter().any(|known| known.label == one.label) {
            covering.push(one);
        }
    };
    for (practice, idx) in whole {
        let permitted = &meaning.effect.regions[*idx];
        if says_more(meaning, practice) || diagrams.is_empty(permitted)? {
            return Ok(None);
        }
        let could_cover = |(other, other_idx): &&(Practice<'_>, usize)| {
            let meets = can_meet(diagrams.space(), &meaning.halves[*idx], &meaning.halves[*other_idx]);
            meets && is_as_firm(practice, other)
        };
        let others: Vec<(Practice<'_>, usize)> = others.iter().filter(could_cover).copied().collect();
        let regions: Vec<&Region> = others.iter().map(|(_, other)| &meaning.effect.regions[*other]).collect();
        if !diagrams.is_within_some(permitted, &regions)? {
            return Ok(None);
        }
        let mut is_covered = false;
        for (other, other_idx) in &others {
            if diagrams.is_within(permitted, &meaning.effect.regions[*other_idx])? {
                add(*other);
                is_covered = true;
                break;
            }
        }
        for (other, other_idx) in others.iter().filter(|_| !is_covered) {
            if !diagrams.is_empty(&diagrams.and(permitted, &meaning.effect.regions[*other_idx])?)? {
                add(*other);
            }
        }
    }
    Ok(Some(covering))
}

/// Whether a statement says more than what it permits: a duty, a basis, a period, a promise, the tracker itself.
fn says_more(meaning: &Meaning, practice: &Practice<'_>) -> bool {
    let sentence = practice.sentence;
    let demands = sentence.facts.iter().any(|clause| matches!(clause.word, FactWord::With | FactWord::Under));
    let promises = meaning.halves_of(practice.owner).any(|(_, half)| half.side == Side::Prohibition);
    let is_tracker = matches!(practice.owner, Owner::Tracker(_));
    is_tracker
        || demands
        || promises
        || !sentence.bases.is_empty()
        || sentence.necessity.is_some()
        || sentence.retention.is_some()
}

/// Whether the other statement is no less certain: that something may be done does not say that it is done.
fn is_as_firm(practice: &Practice<'_>, other: &Practice<'_>) -> bool {
    let is_certain = |one: &Practice<'_>| !matches!(one.sentence.modality, Modality::May | Modality::TryTo);
    practice.sentence.modality == Modality::May
        || is_certain(other)
        || practice.sentence.modality == other.sentence.modality
}
