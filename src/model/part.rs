//! What says something in a policy: a statement or a tracker.

use std::borrow::Cow;

use super::{Exception, Field, Policy, SectionId, Sentence, Slot, Statement, StatementId, TrackerId, Verb};
use crate::source::Span;

/// A statement or a tracker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A statement.
    Statement(StatementId),
    /// A tracker.
    Tracker(TrackerId),
}

/// What `except as stated in` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A statement, all of its verbs: that of the first.
    Statement(StatementId),
    /// A section: every statement and tracker in it, those of inner sections included.
    Section(SectionId),
}

impl Policy {
    /// Every statement, then every tracker, each in the order of the document.
    pub fn parts(&self) -> impl Iterator<Item = Part> {
        let statements = self.statements.iter().map(|statement| Part::Statement(statement.id));
        statements.chain((0..self.trackers.len()).map(|place| Part::Tracker(TrackerId::at(place))))
    }

    /// Every statement as written: what it says with each of its verbs.
    pub fn written(&self) -> impl Iterator<Item = &[Statement]> {
        let first = self.statements.iter().filter(|statement| statement.joined.place == 0);
        first.map(|statement| self.joined(statement.id))
    }

    /// What a statement says with each of its verbs, in the order of the text: more than one where they are joined.
    ///
    /// # Panics
    /// Never for an id of this policy; so in what follows.
    #[must_use]
    pub fn joined(&self, id: StatementId) -> &[Statement] {
        let joined = self.statement(id).joined;
        let first = id.index() - joined.place;
        &self.statements[first..first + joined.count]
    }

    /// The part of the same statement with this verb, if there is one; the part itself otherwise.
    #[must_use]
    pub fn verb_of(&self, part: Part, verb: Verb) -> Part {
        let Part::Statement(id) = part else { return part };
        let same = self.joined(id).iter().find(|statement| statement.sentence.verb == verb);
        same.map_or(part, |statement| Part::Statement(statement.id))
    }

    /// Whether two parts are one statement as written.
    #[must_use]
    pub fn is_one_statement(&self, one: Part, other: Part) -> bool {
        match (one, other) {
            (Part::Statement(one), Part::Statement(other)) => {
                self.joined(one).iter().any(|statement| statement.id == other)
            }
            (Part::Statement(_) | Part::Tracker(_), _) => one == other,
        }
    }

    /// A statement as its author wrote it: with its first verb, and the clauses of all of them.
    #[must_use]
    pub fn whole(&self, id: StatementId) -> Cow<'_, Sentence> {
        match self.joined(id) {
            [first, others @ ..] if !others.is_empty() => {
                let mut whole = first.sentence.clone();
                let said: Vec<(Field, Slot)> = others
                    .iter()
                    .flat_map(|other| other.sentence.slots.filled())
                    .map(|(field, slot)| (field, slot.clone()))
                    .collect();
                for (field, slot) in said {
                    whole.slots.get_mut(field).get_or_insert(slot);
                }
                Cow::Owned(whole)
            }
            _ => Cow::Borrowed(&self.statement(id).sentence),
        }
    }

    /// The label of a statement, or the name of a tracker.
    #[must_use]
    pub fn part_label(&self, part: Part) -> &str {
        match part {
            Part::Statement(id) => &self.statement(id).label,
            Part::Tracker(id) => &self.trackers[id.index()].named.name,
        }
    }

    /// Where the label of a statement or the name of a tracker stands.
    #[must_use]
    pub fn part_label_span(&self, part: Part) -> Span {
        match part {
            Part::Statement(id) => self.statement(id).label_span,
            Part::Tracker(id) => self.trackers[id.index()].named.span,
        }
    }

    /// What a statement or a tracker says, and where that stands.
    #[must_use]
    pub fn part_sentence(&self, part: Part) -> &Sentence {
        match part {
            Part::Statement(id) => &self.statement(id).sentence,
            Part::Tracker(id) => &self.trackers[id.index()].sentence,
        }
    }

    /// The section in which it stands.
    #[must_use]
    pub fn part_section(&self, part: Part) -> SectionId {
        match part {
            Part::Statement(id) => self.statement(id).section,
            Part::Tracker(id) => self.trackers[id.index()].named.section,
        }
    }

    /// What is excepted from it.
    #[must_use]
    pub fn part_exception(&self, part: Part) -> Option<&Exception> {
        match part {
            Part::Statement(id) => self.statement(id).exception.as_ref(),
            Part::Tracker(id) => self.trackers[id.index()].exception.as_ref(),
        }
    }

    /// The section in which it stands, and every section around that.
    pub fn around(&self, part: Part) -> impl Iterator<Item = SectionId> {
        std::iter::successors(Some(self.part_section(part)), |id| self.section(*id).parent)
    }

    /// The label that an exception names.
    #[must_use]
    pub fn target_label(&self, target: Target) -> &str {
        match target {
            Target::Statement(id) => &self.statement(id).label,
            Target::Section(id) => &self.section(id).name,
        }
    }
}
