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

    /// As it is written: `2 years`.
    #[must_use]
    pub fn words(self) -> String {
        let forms = self.unit.forms();
        let unit = if self.amount == 1 { forms.last() } else { forms.first() };
        format!("{} {}", self.amount, unit.copied().unwrap_or_default())
    }

    /// Reads what [`Period::words`] says.
    #[must_use]
    pub fn of_words(text: &str) -> Option<Self> {
        let (amount, unit) = text.split_once(' ')?;
        Some(Self { amount: amount.parse().ok()?, unit: Unit::of_word(unit)? })
            .filter(|one| one.is_possible())
    }

    /// The same length of time in the largest unit into which it can be turned exactly: two that are of one length
    /// whatever the date are equal then.
    #[must_use]
    pub fn in_largest_unit(self) -> Self {
        let turned = |unit: Unit, of: u32| {
            let amount = self.amount.is_multiple_of(of).then(|| self.amount / of)?;
            Some(Self { amount, unit }.in_largest_unit())
        };
        let larger = match self.unit {
            Unit::Minutes => turned(Unit::Hours, 60),
            Unit::Hours => turned(Unit::Days, 24),
            Unit::Days => turned(Unit::Weeks, 7),
            Unit::Months => turned(Unit::Years, 12),
            Unit::BusinessDays | Unit::Weeks | Unit::Years => None,
        };
        larger.unwrap_or(self)
    }

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
            | EndKind::More { .. }
            | EndKind::While(_)
            | EndKind::Until(_)
            | EndKind::Needed(_)
            | EndKind::ItsPurposes => false,
        };
        self.stages.iter().flat_map(|stage| &stage.ends).any(is_it)
    }

    /// The ends on which it depends when a stage ends, from zero: its own, and where one of them counts from the end of the
    /// stage before, those of that stage as well.
    #[must_use]
    pub fn ends_behind(&self, stage: usize) -> Vec<&End> {
        let mut found = Vec::new();
        for before in self.stages.iter().take(stage.saturating_add(1)).rev() {
            found.extend(&before.ends);
            if !before.ends.iter().any(|end| end.kind.is_more()) {
                break;
            }
        }
        found
    }

    /// The ends of a stage, from zero, as the earliest of latests: what counts from the end of the stage before is added to each
    /// of its ends.
    #[must_use]
    pub fn counted<'r>(&'r self, stage: usize) -> Vec<Vec<Counted<'r>>> {
        let Some(said) = self.stages.get(stage) else { return Vec::new() };
        if said.ends.is_empty() {
            return vec![vec![Counted { end: None, then: Vec::new() }]];
        }
        let mut all = said.ends.iter().map(|end| self.latests(stage, end));
        match said.whichever {
            Whichever::Shorter => all.flatten().collect(),
            // The later of two earliests of latests is the earliest of the latests of each one with each other.
            Whichever::Longer => {
                let first = all.next().unwrap_or_default();
                all.fold(first, |some, others| {
                    let with = |one: &Vec<Counted<'r>>| {
                        let joined = |other: &Vec<Counted<'r>>| one.iter().chain(other).cloned().collect();
                        others.iter().map(joined).collect::<Vec<Vec<_>>>()
                    };
                    some.iter().flat_map(with).collect()
                })
            }
        }
    }

    /// An end of a stage, from zero, as the earliest of latests.
    fn latests<'r>(&'r self, stage: usize, end: &'r End) -> Vec<Vec<Counted<'r>>> {
        match (&end.kind, stage.checked_sub(1)) {
            (EndKind::More { bound, period }, Some(before)) => {
                let mut latests = self.counted(before);
                latests.iter_mut().flatten().for_each(|one| one.then.push((*bound, *period)));
                latests
            }
            (
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { .. }
                | EndKind::More { .. }
                | EndKind::While(_)
                | EndKind::Until(_)
                | EndKind::Needed(_)
                | EndKind::ItsPurposes,
                _,
            ) => vec![vec![Counted { end: Some(end), then: Vec::new() }]],
        }
    }

    /// What is wrong with an end that counts from the end of the stage before, with that end.
    #[must_use]
    pub fn uncounted(&self) -> Option<(&End, Uncounted)> {
        self.stages.iter().enumerate().find_map(|(at, stage)| {
            let mut counted = stage.ends.iter().filter(|end| end.kind.is_more());
            let more = counted.next()?;
            let why = match at.checked_sub(1).and_then(|before| self.stages.get(before)) {
                None => Uncounted::First,
                Some(before) if before.never_ends() => Uncounted::Endless,
                Some(_) if counted.next().is_some() => Uncounted::Twice,
                Some(_) if self.has_bound(at, Bound::AtLeast) && self.has_bound(at, Bound::UpTo) => {
                    Uncounted::Unbounded
                }
                Some(_) => return None,
            };
            Some((more, why))
        })
    }

    /// Whether a length of time on which the end of a stage depends bounds in some way.
    #[must_use]
    pub fn has_bound(&self, stage: usize, bound: Bound) -> bool {
        self.ends_behind(stage).iter().any(|end| end.kind.bound() == Some(bound))
    }

    /// Whether the end of a stage depends on the purposes for which the data were collected.
    #[must_use]
    pub fn asks_its_purposes(&self, stage: usize) -> bool {
        self.ends_behind(stage).iter().any(|end| end.kind == EndKind::ItsPurposes)
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

impl Stage {
    /// Whether it has no end that is sure to come.
    fn never_ends(&self) -> bool {
        let is_never = |end: &End| end.kind == EndKind::Indefinitely;
        match self.whichever {
            Whichever::Longer => self.ends.is_empty() || self.ends.iter().any(is_never),
            Whichever::Shorter => self.ends.iter().all(is_never),
        }
    }
}

/// An end, and the lengths of time that are counted from it, one after the other.
#[derive(Debug, Clone)]
pub struct Counted<'r> {
    /// The end; none of what is kept without an end.
    pub end: Option<&'r End>,
    /// The lengths, with how each bounds.
    pub then: Vec<(Bound, Period)>,
}

/// Why nothing can be counted from the end of the stage before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncounted {
    /// There is no stage before.
    First,
    /// The stage before never ends.
    Endless,
    /// Another end of the stage counts so as well.
    Twice,
    /// A stage that lasts at least so long, and one that lasts at most so long: together they say neither.
    Unbounded,
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
    /// A length of time after the end of the stage before.
    More {
        /// Exactly, at most, at least.
        bound: Bound,
        /// How long.
        period: Period,
    },
    /// As long as something is true.
    While(Fact),
    /// Until an event.
    Until(TermId),
    /// As long as needed for purposes.
    Needed(Set),
    /// As long as needed for the purposes for which each datum was collected.
    ItsPurposes,
}

impl EndKind {
    /// How a length of time bounds; none of an end that is no length.
    #[must_use]
    pub const fn bound(&self) -> Option<Bound> {
        match self {
            Self::For { bound, .. } | Self::More { bound, .. } => Some(*bound),
            Self::AtAll
            | Self::Indefinitely
            | Self::While(_)
            | Self::Until(_)
            | Self::Needed(_)
            | Self::ItsPurposes => None,
        }
    }

    /// Whether it counts from the end of the stage before.
    #[must_use]
    pub const fn is_more(&self) -> bool {
        match self {
            Self::More { .. } => true,
            Self::For { .. }
            | Self::AtAll
            | Self::Indefinitely
            | Self::While(_)
            | Self::Until(_)
            | Self::Needed(_)
            | Self::ItsPurposes => false,
        }
    }
}

/// A deletion: on which event, and how soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The event.
    pub event: Fact,
    /// How soon, where that is said.
    pub timing: Option<Timing>,
}
