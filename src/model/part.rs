//! What says something in a policy: a statement or a tracker.

use super::{Exception, Policy, SectionId, Sentence, StatementId, TrackerId};
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
    /// A statement.
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

    /// The label of a statement, or the name of a tracker.
    ///
    /// # Panics
    /// Never for a part of this policy; so in what follows.
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

    /// Whether it stands in a section, or in one inside of it.
    #[must_use]
    pub fn is_in(&self, part: Part, section: SectionId) -> bool {
        let around = std::iter::successors(Some(self.part_section(part)), |id| self.section(*id).parent);
        around.into_iter().any(|one| one == section)
    }

    /// The statements and trackers that a label names: one, or all of a section.
    #[must_use]
    pub fn parts_labelled(&self, label: &str) -> Vec<Part> {
        if let Some(section) = self.sections.iter().find(|section| section.name == label) {
            return self.parts_of(Target::Section(section.id));
        }
        self.parts().filter(|part| self.part_label(*part) == label).collect()
    }

    /// The statements and trackers that an exception names.
    #[must_use]
    pub fn parts_of(&self, target: Target) -> Vec<Part> {
        match target {
            Target::Statement(id) => vec![Part::Statement(id)],
            Target::Section(section) => self.parts().filter(|part| self.is_in(*part, section)).collect(),
        }
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
