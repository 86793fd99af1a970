//! What can be read off a sentence about keeping and deleting: whether it must last, when it happens, how soon.

use std::cmp::Ordering;

use super::retention::{self, End, Term};
use super::space::{Dimension, Space};
use crate::model::{Bound, EndKind, Kind, KnownTerm, Sentence, Set, TermId, Timing, Trait, What};

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

/// Whether and why what a sentence keeps in one of its stages must last.
#[must_use]
pub fn lasting(space: &Space, sentence: &Sentence, stage: usize) -> Option<Lasting> {
    let ends = &sentence.retention.as_ref()?.stages.get(stage)?.ends;
    let vocabulary = &space.policy.vocabulary;
    let needed = ends.iter().filter_map(|end| match &end.kind {
        EndKind::Needed(purposes) => Some(purposes),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::While(_)
        | EndKind::Until(_) => None,
    });
    let purposes: Vec<&Set> = sentence.slots.purpose.iter().map(|slot| &slot.set).chain(needed).collect();
    let is_floor = |end: &crate::model::End| matches!(end.kind, EndKind::For { bound: Bound::AtLeast, .. });
    let term = retention::term_of(space, sentence, stage);
    let is_endless = term.longests.iter().all(|latest| latest.contains(&End::Never));
    if is_endless || ends.iter().any(is_floor) {
        return Some(Lasting::WithoutEnd { names_purpose: !purposes.is_empty() });
    }
    let obliges = vocabulary.known(KnownTerm::LegalObligation);
    let is_obliged =
        |basis: &crate::model::Basis| obliges.is_some_and(|above| vocabulary.is_below(basis.term, above));
    if !sentence.bases.is_empty() && sentence.bases.iter().all(is_obliged) {
        return Some(Lasting::Outlasting);
    }
    let outlasts = |set: &&Set| {
        let what =
            What::Any { kind: Kind::Purpose, trait_: Some(Trait::OutlastsDeletion), is_negated: false };
        let lasting = space.all_of(Kind::Purpose, what);
        let named = space.slot(Dimension::Purpose, set);
        !named.is_clear() && named.is_subset(&lasting)
    };
    (!purposes.is_empty() && purposes.iter().all(outlasts)).then_some(Lasting::Outlasting)
}

/// What a question about keeping asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How long.
    pub term: Term,
    /// The events that its end names.
    pub ends: Vec<TermId>,
    /// The facts that it names.
    pub facts: Vec<TermId>,
    /// Whether it names purposes.
    pub names_purpose: bool,
}

impl Wanted {
    /// Reads a question.
    #[must_use]
    pub fn of(space: &Space, sentence: &Sentence) -> Self {
        let ends =
            sentence.retention.iter().flat_map(|retention| &retention.stages).flat_map(|stage| &stage.ends);
        let of_ends = ends.flat_map(|end| match &end.kind {
            EndKind::For { after, .. } => after.iter().copied().collect(),
            EndKind::While(fact) => fact.terms().into_iter().map(|(term, _)| term).collect(),
            EndKind::Until(event) => vec![*event],
            EndKind::AtAll | EndKind::Indefinitely | EndKind::Needed(_) => Vec::new(),
        });
        let stated = sentence.facts.iter().flat_map(|clause| clause.fact.terms()).map(|(term, _)| term);
        Self {
            term: retention::term_of(space, sentence, 0),
            ends: of_ends.collect(),
            facts: stated.collect(),
            names_purpose: sentence.slots.purpose.is_some(),
        }
    }
}

/// Whether a retention is a limit as well: `for up to 30 days`.
#[must_use]
pub fn is_up_to(sentence: &Sentence, stage: usize) -> bool {
    let stage = sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage));
    let is_bound = |end: &crate::model::End| matches!(end.kind, EndKind::For { bound: Bound::UpTo, .. });
    stage.is_some_and(|stage| stage.ends.iter().any(is_bound))
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
