//! What is kept and for how long, as several rules look at it: what exceptions have left of each retention.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use super::{label_of, span_of};
use crate::model::{Bound, Sentence};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::retention::{Term, term_of};
use crate::semantics::space::Dimension;
use crate::source::Span;

/// A retention, or one of its stages.
pub(super) struct Kept<'m> {
    pub(super) owner: Owner,
    pub(super) label: &'m str,
    pub(super) span: Span,
    pub(super) half: &'m Half,
    /// Its place among the retentions.
    pub(super) place: usize,
    /// What is left of it, as the deletions that it rules out.
    pub(super) left: &'m Region,
    /// The classes of its data.
    pub(super) data: FixedBitSet,
    pub(super) term: Term,
    pub(super) sense: Sense,
}

/// In which sense something is kept.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// So long and no longer.
    Exact,
    /// At least so long.
    Floor,
    /// So long at most.
    UpTo,
}

/// Every retention of which something is left, in the order of the statements.
pub(super) fn retentions(meaning: &Meaning) -> Result<Vec<Kept<'_>>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut found = Vec::new();
    for (place, (half, left)) in meaning.kept.iter().zip(&meaning.effect.kept).enumerate() {
        if diagrams.is_empty(left)? {
            continue;
        }
        let sentence = policy.part_sentence(half.owner);
        found.push(Kept {
            owner: half.owner,
            label: label_of(policy, half.owner),
            span: span_of(policy, half.owner),
            half,
            place,
            left,
            data: diagrams.classes_of(left, Dimension::Datum)?,
            term: term_of(diagrams.space(), sentence, half.stage, half.its_purposes.as_ref()),
            sense: sense_of(sentence, half.stage),
        });
    }
    Ok(found)
}

fn sense_of(sentence: &Sentence, stage: usize) -> Sense {
    let has = |bound| sentence.retention.as_ref().is_some_and(|retention| retention.has_bound(stage, bound));
    match () {
        () if has(Bound::UpTo) => Sense::UpTo,
        () if has(Bound::AtLeast) => Sense::Floor,
        () => Sense::Exact,
    }
}

/// Each retention without a floor, with each that speaks of a part of its data alone, where both speak of the same flows.
pub(super) fn nested<'k, 'm>(
    meaning: &Meaning,
    retentions: &'k [Kept<'m>],
) -> Result<Vec<(&'k Kept<'m>, &'k Kept<'m>)>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    // What speaks of all the data of another speaks of each of their classes: it is looked for by the rarest of them.
    let mut of_class: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, general) in retentions.iter().enumerate().filter(|(_, one)| one.sense != Sense::Floor) {
        general.data.ones().for_each(|class| of_class.entry(class).or_default().push(place));
    }
    let mut found = Vec::new();
    for (place, special) in retentions.iter().enumerate() {
        let speaking = special.data.ones().map(|class| of_class.get(&class).map_or(&[][..], Vec::as_slice));
        for at in speaking.min_by_key(|places| places.len()).unwrap_or_default() {
            let general = &retentions[*at];
            let is_part = special.data != general.data && special.data.is_subset(&general.data);
            if special.owner != general.owner
                && is_part
                && !diagrams.is_empty(&diagrams.and(general.left, special.left)?)?
            {
                found.push((*at, place));
            }
        }
    }
    found.sort_unstable();
    Ok(found.into_iter().map(|(general, special)| (&retentions[general], &retentions[special])).collect())
}
