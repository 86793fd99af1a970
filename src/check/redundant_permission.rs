//! A permission of which everything is permitted elsewhere.

use std::collections::{BTreeMap, HashMap};

use super::practice::{Practice, permission_of, practices};
use super::{joined_with, listed};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{FactWord, Modality};
use crate::semantics::Meaning;
use crate::semantics::half::{Owner, Side};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::{BudgetExceeded, Region};

rule!(pub(crate) RULE, "redundant-permission", Note, "everything that a statement permits is permitted by others");

pub(super) fn permissions_add_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let all: Vec<(Practice<'_>, usize)> = practices(policy)
        .into_iter()
        .filter(Practice::permits)
        .filter_map(|practice| Some((practice, permission_of(meaning, practice.owner)?.0)))
        .collect();
    let permitting = all.iter().enumerate().map(|(at, (_, idx))| (at, &meaning.halves[*idx]));
    let permitting = Meeting::of_halves(diagrams.space(), permitting);
    let places: HashMap<Owner, usize> =
        all.iter().enumerate().map(|(at, (practice, _))| (practice.owner, at)).collect();
    let mut is_left = vec![true; all.len()];
    let mut is_judged = vec![false; all.len()];
    // What the same statements make redundant, by them.
    let mut redundant: BTreeMap<Vec<Owner>, (Vec<Practice<'_>>, Vec<Practice<'_>>)> = BTreeMap::new();
    // From the end: of two that say the same, the later one is the repetition.
    for (at, (last, _)) in all.iter().enumerate().rev() {
        if is_judged[at] {
            continue;
        }
        // A statement with several verbs adds nothing only where none of them does.
        let own: Vec<usize> =
            joined_with(policy, last.owner).iter().filter_map(|owner| places.get(owner).copied()).collect();
        own.iter().for_each(|one| is_judged[*one] = true);
        let whole: Vec<(Practice<'_>, usize)> = own.iter().map(|one| all[*one]).collect();
        let others = |half: usize| {
            let meeting = permitting.with(&meaning.halves[half].cells).into_iter();
            meeting.filter(|other| is_left[*other] && !own.contains(other)).map(|other| all[other]).collect()
        };
        let Some(covering) = covering(meaning, &whole, others)? else { continue };
        let owners = covering.iter().map(|other| other.owner).collect();
        redundant.entry(owners).or_insert_with(|| (covering, Vec::new())).1.push(*last);
        own.iter().for_each(|one| is_left[*one] = false);
    }
    for (covering, mut all) in redundant.into_values() {
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
    others: impl Fn(usize) -> Vec<(Practice<'p>, usize)>,
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
        let mut others = others(*idx);
        others.retain(|(other, _)| is_as_firm(practice, other));
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
