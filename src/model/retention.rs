//! How long data are kept, and when they are deleted.

use serde::{Deserialize, Serialize};

use super::{Fact, Set, TermId, Timing};
use crate::language::{Bound, Unit, Whichever};
use crate::source::Span;

/// A length of time on the calendar.
///
/// It is never turned into another unit: how many days a month has depends on the date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Period {
    /// The longest, in years: whoever writes more has mistyped.
    const LONGEST: u64 = 1000;

    /// Whether it is a length of time at all, and short enough to be meant.
    #[must_use]
    pub fn is_possible(self) -> bool {
        self.amount > 0 && u64::from(self.amount) <= self.unit.per_year() * Self::LONGEST
    }
}

/// How long data are kept, stage by stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retention {
    /// Where it stands.
    pub span: Span,
    /// The first stage is in the form of the data; each further one in a form that reveals less.
    pub stages: Vec<Stage>,
}

impl Retention {
    /// That nothing is kept.
    #[must_use]
    pub fn nothing(span: Span) -> Self {
        let end = End { span, kind: EndKind::AtAll };
        Self { span, stages: vec![Stage { form: None, ends: vec![end], whichever: Whichever::Longer }] }
    }

    /// Whether it says that nothing is kept: no length of time is told then.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        let is_it = |end: &End| match end.kind {
            EndKind::AtAll => true,
            EndKind::Indefinitely
            | EndKind::For { .. }
            | EndKind::While(_)
            | EndKind::Until(_)
            | EndKind::Needed(_) => false,
        };
        self.stages.iter().flat_map(|stage| &stage.ends).any(is_it)
    }
}

/// One stage of a retention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stage {
    /// The form; none in the first stage.
    pub form: Option<TermId>,
    /// The ends; none means without an end.
    pub ends: Vec<End>,
    /// Which of several ends counts.
    pub whichever: Whichever,
}

/// One end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// Where it stands.
    pub span: Span,
    /// Which kind.
    pub kind: EndKind,
}

/// The kinds of ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum EndKind {
    /// Of `never retain` without an end: before any length of time.
    AtAll,
    /// Without an end.
    Indefinitely,
    /// A length of time after an event; without one, after collection.
    For {
        /// Exactly, at most, at least.
        bound: Bound,
        /// How long.
        period: Period,
        /// The event.
        after: Option<TermId>,
    },
    /// As long as something is true.
    While(Fact),
    /// Until an event.
    Until(TermId),
    /// As long as needed for purposes.
    Needed(Set),
}

/// A deletion: on which event, and how soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The event.
    pub event: Fact,
    /// How soon, where that is said.
    pub timing: Option<Timing>,
}
