//! How long data are kept, and when they are deleted.

use serde::{Deserialize, Serialize};

use super::{Fact, Set, TermId, Timing};
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

/// The units of a [`Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    BusinessDays,
    Weeks,
    Months,
    Years,
}

impl Unit {
    /// The unit of a word of the language, singular or plural.
    #[must_use]
    pub fn of_word(word: &str) -> Option<Self> {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "minute" => Self::Minutes,
            "hour" => Self::Hours,
            "day" => Self::Days,
            "business-day" => Self::BusinessDays,
            "week" => Self::Weeks,
            "month" => Self::Months,
            "year" => Self::Years,
            _ => return None,
        })
    }

    /// How many make a year, about.
    const fn per_year(self) -> u64 {
        match self {
            Self::Minutes => 525_600,
            Self::Hours => 8_760,
            Self::Days | Self::BusinessDays => 365,
            Self::Weeks => 52,
            Self::Months => 12,
            Self::Years => 1,
        }
    }

    /// The plural word of the language.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
            Self::BusinessDays => "business-days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
        }
    }
}

/// How long data are kept, stage by stage.
#[derive(Debug, Clone)]
pub struct Retention {
    /// Where it stands.
    pub span: Span,
    /// The first stage is in the form of the data; each further one in a form that reveals less.
    pub stages: Vec<Stage>,
}

/// One stage of a retention.
#[derive(Debug, Clone)]
pub struct Stage {
    /// The form; none in the first stage.
    pub form: Option<TermId>,
    /// The ends; none means without an end.
    pub ends: Vec<End>,
    /// Which of several ends counts.
    pub whichever: Whichever,
}

/// Which of several ends counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whichever {
    /// The last.
    Longer,
    /// The first.
    Shorter,
}

/// One end.
#[derive(Debug, Clone)]
pub struct End {
    /// Where it stands.
    pub span: Span,
    /// Which kind.
    pub kind: EndKind,
}

/// The kinds of ends.
#[derive(Debug, Clone)]
pub enum EndKind {
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

/// How a length of time bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Bound {
    /// Neither shorter nor longer.
    Exactly,
    /// Not longer.
    UpTo,
    /// Not shorter.
    AtLeast,
}

/// A deletion: on which event, and how soon.
#[derive(Debug, Clone)]
pub struct Deletion {
    /// The event.
    pub event: Fact,
    /// How soon, where that is said.
    pub timing: Option<Timing>,
}
