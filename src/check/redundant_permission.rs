//! A permission of which everything is permitted elsewhere.

use super::practice::{Practice, permission_of, practices};
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
    // From the end: of two that say the same, the later one is the repetition.
    for at in (0..left.len()).rev() {
        let (practice, idx) = left[at];
        let permitted = &meaning.effect.regions[idx];
        if says_more(meaning, &practice) || diagrams.is_empty(permitted)? {
            continue;
        }
        let could_cover = |(other, other_idx): &&(Practice<'_>, usize)| {
            let meets = can_meet(diagrams.space(), &meaning.halves[idx], &meaning.halves[*other_idx]);
            other.owner != practice.owner && meets && is_as_firm(&practice, other)
        };
        let others: Vec<(Practice<'_>, usize)> = left.iter().filter(could_cover).copied().collect();
        let regions: Vec<&Region> = others.iter().map(|(_, other)| &meaning.effect.regions[*other]).collect();
        if !diagrams.is_within_some(permitted, &regions)? {
            continue;
        }
        let mut covering = Vec::new();
        for (other, other_idx) in &others {
            if diagrams.is_within(permitted, &meaning.effect.regions[*other_idx])? {
                covering = vec![*other];
                break;
            }
            if !diagrams.is_empty(&diagrams.and(permitted, &meaning.effect.regions[*other_idx])?)? {
                covering.push(*other);
            }
        }
        let names: Vec<String> = covering.iter().map(|other| format!("`{}`", other.label)).collect();
        let message =
            format!("everything that `{}` permits is permitted by {}", practice.label, names.join(" and "));
        let diagnostic = Diagnostic::new(&RULE, practice.span, message).at("adds nothing");
        let diagnostic = covering
            .iter()
            .fold(diagnostic, |diagnostic, other| diagnostic.with(other.span, "permitted here"));
        found.push(
            diagnostic.help("take it out, or narrow the wider statement if this one was meant to be a limit"),
        );
        left.remove(at);
    }
    Ok(())
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
