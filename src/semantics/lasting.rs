//! What can be read off a sentence about keeping and deleting: whether it must last, when it happens, how soon.

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

use super::collected;
use super::half::Half;
use super::retention::{self, End, Term};
use super::space::{Dimension, SetId, Space};
use crate::model::{
    Basis, Bound, EndKind, Kind, KnownTerm, Sentence, TermId, Timing, Trait, Vocabulary, What,
};

/// Why a retention must last whatever is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lasting {
    /// It never ends, or not before a time.
    WithoutEnd {
        /// Whether it says for which purposes.
        names_purpose: bool,
    },
    /// The law obliges, or its purposes outlast a deletion.
    Outlasting,
}

/// Whether and why what a sentence keeps in one of its stages must last. `its` are the purposes for which the data were
/// collected of which it is asked, where the stage ends with these.
#[must_use]
pub fn lasting(
    space: &Space,
    sentence: &Sentence,
    stage: usize,
    its: Option<&FixedBitSet>,
) -> Option<Lasting> {
    let retention = sentence.retention.as_ref()?;
    let ends = &retention.stages.get(stage)?.ends;
    let vocabulary = &space.policy.vocabulary;
    let needed = ends.iter().filter_map(|end| match &end.kind {
        EndKind::Needed(purposes) => Some(space.slot(Dimension::Purpose, purposes)),
        EndKind::ItsPurposes => its.cloned(),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::More { .. }
        | EndKind::While(_)
        | EndKind::Until(_) => None,
    });
    let stated = sentence.slots.purpose.iter().map(|slot| space.slot(Dimension::Purpose, &slot.set));
    let purposes: Vec<FixedBitSet> = stated.chain(needed).collect();
    let term = retention::term_of(space, sentence, stage, its);
    let is_endless = term.longests.iter().all(|latest| latest.contains(&End::Never));
    if is_endless || retention.has_bound(stage, Bound::AtLeast) {
        return Some(Lasting::WithoutEnd { names_purpose: !purposes.is_empty() });
    }
    let obliges = vocabulary.known(KnownTerm::LegalObligationAsBasis);
    let is_obliged =
        |basis: &crate::model::Basis| obliges.is_some_and(|above| vocabulary.is_below(basis.term, above));
    if !sentence.bases.is_empty() && sentence.bases.iter().all(is_obliged) {
        return Some(Lasting::Outlasting);
    }
    // What rests on the consent of the person ends with the person's wish.
    let agreed = vocabulary.known(KnownTerm::ConsentAsBasis);
    let is_agreed = |basis: &Basis| agreed.is_some_and(|above| vocabulary.is_below(basis.term, above));
    if !sentence.bases.is_empty() && sentence.bases.iter().all(is_agreed) {
        return None;
    }
    let what = What::Any { kind: Kind::Purpose, trait_: Some(Trait::OutlastsDeletion), is_negated: false };
    let lasting = space.all_of(Kind::Purpose, what);
    let outlasts = |named: &FixedBitSet| !named.is_clear() && named.is_subset(&lasting);
    (!purposes.is_empty() && purposes.iter().all(outlasts)).then_some(Lasting::Outlasting)
}

/// Whether and why what a half keeps must last.
#[must_use]
pub fn half_lasting(space: &Space, half: &Half) -> Option<Lasting> {
    lasting(space, space.policy.part_sentence(half.owner), half.stage, half.its_purposes.as_ref())
}

/// What a question about keeping asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How long; of data whose end depends on the purposes for which they were collected, of each part of them.
    pub terms: Vec<(Option<SetId>, Term)>,
    /// The events that its end names.
    pub ends: Vec<TermId>,
    /// The facts that it names.
    pub facts: Vec<TermId>,
    /// Whether it names purposes.
    pub names_purpose: bool,
    /// The legal bases on one of which it asks whether something rests.
    pub bases: Vec<TermId>,
}

impl Wanted {
    /// Reads a question.
    #[must_use]
    pub fn of(space: &mut Space, sentence: &Sentence) -> Self {
        let terms = collected::parts(space, sentence, 0).into_iter().map(|share| {
            let term = retention::term_of(space, sentence, 0, share.as_ref().map(|share| &share.purposes));
            (share.map(|share| space.intern(Dimension::Datum, share.data)), term)
        });
        let terms = terms.collect();
        let ends =
            sentence.retention.iter().flat_map(|retention| &retention.stages).flat_map(|stage| &stage.ends);
        let of_ends = ends.flat_map(|end| match &end.kind {
            EndKind::For { after, .. } => after.iter().copied().collect(),
            EndKind::While(fact) => fact.terms().into_iter().map(|(term, _)| term).collect(),
            EndKind::Until(event) => vec![*event],
            EndKind::AtAll
            | EndKind::Indefinitely
            | EndKind::More { .. }
            | EndKind::Needed(_)
            | EndKind::ItsPurposes => Vec::new(),
        });
        let stated = sentence.facts.iter().flat_map(|clause| clause.fact.terms()).map(|(term, _)| term);
        Self {
            terms,
            ends: of_ends.collect(),
            facts: stated.collect(),
            names_purpose: sentence.slots.purpose.is_some(),
            bases: asked_bases(&space.policy.vocabulary, sentence),
        }
    }
}

/// The legal bases on one of which a question asks whether something rests; none where it is based on consent alone, which is
/// asked as a condition.
#[must_use]
pub fn asked_bases(vocabulary: &Vocabulary, sentence: &Sentence) -> Vec<TermId> {
    let consent = vocabulary.known(KnownTerm::ConsentAsBasis);
    let is_consent = |basis: &Basis| consent.is_some_and(|consent| vocabulary.is_below(basis.term, consent));
    match sentence.bases.iter().all(is_consent) {
        true => Vec::new(),
        false => sentence.bases.iter().map(|basis| basis.term).collect(),
    }
}

/// Whether a sentence rests on one of the legal bases that are asked for, or on a kind of it.
#[must_use]
pub fn rests_on(vocabulary: &Vocabulary, sentence: &Sentence, asked: &[TermId]) -> bool {
    let is_asked = |basis: &Basis| asked.iter().any(|one| vocabulary.is_below(basis.term, *one));
    asked.is_empty() || sentence.bases.iter().any(is_asked)
}

/// Whether a retention is a limit as well: `for up to 30 days`.
#[must_use]
pub fn is_up_to(sentence: &Sentence, stage: usize) -> bool {
    sentence.retention.as_ref().is_some_and(|retention| retention.has_bound(stage, Bound::UpTo))
}

/// Whether what is done so soon is done at least as soon as something else asks.
#[must_use]
pub fn is_as_soon(one: Option<Timing>, asked: Option<Timing>) -> bool {
    match (one, asked) {
        (_, None)
        | (Some(Timing::Promptly | Timing::Within(_)), Some(Timing::Promptly))
        | (Some(Timing::Beforehand | Timing::Before(_)), Some(Timing::Beforehand)) => true,
        (Some(Timing::Within(a)), Some(Timing::Within(b))) => {
            matches!(retention::compare_periods(a, b), Some(Ordering::Less | Ordering::Equal))
        }
        (Some(Timing::Before(a)), Some(Timing::Before(b))) => {
            matches!(retention::compare_periods(a, b), Some(Ordering::Greater | Ordering::Equal))
        }
        (
            None | Some(Timing::Promptly | Timing::Within(_) | Timing::Before(_) | Timing::Beforehand),
            Some(_),
        ) => false,
    }
}
