//! Ends of keeping and their order.

use std::collections::BTreeSet;

use candor::model::{self, EndKind, Kind, Period, Stage, TermId, Timing, Unit, Whichever};

use super::facts::{Fact, Formula};
use super::values::{Marks, Values};
use super::worlds::Facts;

/// From when a length of time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum When {
    Collection,
    Event(TermId),
}

impl When {
    /// An event of the vocabulary; collection has a name there, too.
    pub(crate) fn of(event: TermId, values: &Values<'_>) -> Self {
        match &*values.vocabulary().term(event).name {
            "collection" => Self::Collection,
            _ => Self::Event(event),
        }
    }
}

impl When {
    /// Whether it counts as no later: an event happens with each of its kinds, and nothing counts from before the collection.
    fn is_no_later(self, other: Self, facts: &Facts) -> bool {
        match (self, other) {
            (Self::Collection, _) => true,
            (Self::Event(_), Self::Collection) => false,
            (Self::Event(one), Self::Event(other)) => {
                one == other || facts.brings(other, one) || facts.brings(one, other)
            }
        }
    }
}

/// A length of time, in the smallest unit in which it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// None: the moment itself.
    Nothing,
    Minutes(u64),
    BusinessDays(u64),
    Months(u64),
}

impl Length {
    pub(crate) fn of(period: Period) -> Self {
        let amount = u64::from(period.amount);
        match period.unit {
            Unit::Minutes => Self::Minutes(amount),
            Unit::Hours => Self::Minutes(amount * 60),
            Unit::Days => Self::Minutes(amount * 1_440),
            Unit::Weeks => Self::Minutes(amount * 7 * 1_440),
            Unit::BusinessDays => Self::BusinessDays(amount),
            Unit::Months => Self::Months(amount),
            Unit::Years => Self::Months(amount * 12),
        }
    }

    /// The time that a deletion takes: none, if none is said or `promptly`.
    pub(crate) fn of_timing(timing: Option<Timing>) -> Self {
        match timing {
            Some(Timing::Within(period)) => Self::of(period),
            Some(Timing::Promptly | Timing::Before(_) | Timing::Beforehand) | None => Self::Nothing,
        }
    }

    /// Whether it is never longer.
    pub(crate) const fn is_within(self, other: Self) -> bool {
        match (self, other) {
            (Self::Nothing, _) => true,
            (_, Self::Nothing) => false,
            (Self::Minutes(one), Self::Minutes(other))
            | (Self::BusinessDays(one), Self::BusinessDays(other))
            | (Self::Months(one), Self::Months(other)) => one <= other,
            (one, other) => one.minutes().1 <= other.minutes().0,
        }
    }

    /// The fewest and the most minutes that it can have.
    const fn minutes(self) -> (u64, u64) {
        let (fewest, most) = match self {
            Self::Nothing => (0, 0),
            Self::Minutes(minutes) => return (minutes, minutes),
            Self::BusinessDays(days) => (days, 2 * days + 10),
            Self::Months(months) => {
                let (years, months) = (months / 12, months % 12);
                (365 * years + 28 * months, 366 * years + 31 * months)
            }
        };
        (fewest * 1_440, most * 1_440)
    }

    pub(crate) const fn is_same(self, other: Self) -> bool {
        self.is_within(other) && other.is_within(self)
    }
}

/// When keeping can end.
#[derive(Debug, Clone)]
pub(crate) enum Atom {
    Never,
    /// So long after something, or with it.
    After(When, Length),
    /// While something is true; with the events that end it.
    While(Formula, Vec<When>),
    /// As long as needed for purposes.
    Needed(Marks),
}

impl Atom {
    fn of(end: &model::End, values: &Values<'_>) -> Option<Self> {
        Some(match &end.kind {
            EndKind::AtAll => return None,
            EndKind::Indefinitely => Self::Never,
            EndKind::For { period, after, .. } => {
                let when = after.map_or(When::Collection, |event| When::of(event, values));
                Self::After(when, Length::of(*period))
            }
            EndKind::While(fact) => Self::While(Formula::of(fact), enders(fact, values)),
            EndKind::Until(event) => Self::After(When::of(*event, values), Length::Nothing),
            EndKind::Needed(set) => Self::Needed(values.list(Kind::Purpose, set)),
            // No policy that is given to the oracle has these yet: `DRAWS_COUNTED_ENDS` in `semantics/author.rs`.
            EndKind::More { .. } | EndKind::ItsPurposes => {
                unimplemented!("the oracle does not know this end")
            }
        })
    }

    /// The moments that it is, each an event and a length of time.
    fn moments(&self) -> Vec<(When, Length)> {
        match self {
            Self::After(when, length) => vec![(*when, *length)],
            Self::While(_, enders) => enders.iter().map(|when| (*when, Length::Nothing)).collect(),
            Self::Never | Self::Needed(_) => Vec::new(),
        }
    }

    fn is_within(&self, other: &Self, facts: &Facts) -> bool {
        let others = other.moments();
        let is_before = |(when, length): (When, Length)| {
            others.iter().any(|(other, longer)| when.is_no_later(*other, facts) && length.is_within(*longer))
        };
        match (self, other) {
            (_, Self::Never) => true,
            (Self::While(one, _), Self::While(other, _))
                if facts.truth(one).is_within(&facts.truth(other)) =>
            {
                true
            }
            (Self::Needed(one), Self::Needed(other)) => super::sentence::is_within(one, other),
            _ => self.moments().into_iter().any(is_before),
        }
    }

    /// The event with which it ends, if it does.
    pub(crate) fn ends_with(&self, event: When) -> bool {
        self.moments().iter().any(|(when, length)| *when == event && *length == Length::Nothing)
    }
}

/// The events that the vocabulary says end a condition.
/// The one term of which a formula says that it is true, however often.
fn only_term(fact: &model::Fact) -> Option<TermId> {
    match fact {
        model::Fact::Term(term, _) => Some(*term),
        model::Fact::Given(..) => None,
        model::Fact::Not(inner) => match &**inner {
            model::Fact::Not(twice) => only_term(twice),
            _ => None,
        },
        model::Fact::And(facts) | model::Fact::Or(facts) => {
            let terms: Option<BTreeSet<TermId>> = facts.iter().map(only_term).collect();
            terms.filter(|terms| terms.len() == 1)?.pop_first()
        }
    }
}

fn enders(fact: &model::Fact, values: &Values<'_>) -> Vec<When> {
    let Some(condition) = only_term(fact) else { return Vec::new() };
    let events = values.vocabulary().of_kind(Kind::Event);
    let ending = events.filter(|(_, event)| event.effects.ends.contains(&condition));
    ending.map(|(event, _)| When::of(event, values)).collect()
}

/// The earliest of latests.
#[derive(Debug, Clone)]
pub(crate) struct End(pub(crate) Vec<Vec<Atom>>);

impl End {
    pub(crate) fn of(stage: &Stage, values: &Values<'_>) -> Self {
        // Not at all: the latest of no ends, which is within everything.
        let atoms: Vec<Atom> = stage.ends.iter().filter_map(|end| Atom::of(end, values)).collect();
        match (stage.ends.is_empty(), stage.whichever) {
            (true, _) => Self(vec![vec![Atom::Never]]),
            (false, Whichever::Longer) => Self(vec![atoms]),
            (false, Whichever::Shorter) => Self(atoms.into_iter().map(|atom| vec![atom]).collect()),
        }
    }

    /// The only end, where there is one.
    pub(crate) fn single(&self) -> Option<&Atom> {
        match self.0.as_slice() {
            [latest] => match latest.as_slice() {
                [atom] => Some(atom),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn is_never(&self) -> bool {
        self.0.iter().all(|latest| latest.iter().any(|atom| matches!(atom, Atom::Never)))
    }

    /// The later of both.
    pub(crate) fn later(&self, other: &Self) -> Self {
        let joined = |one: &Vec<Atom>| {
            other.0.iter().map(|other| one.iter().chain(other).cloned().collect()).collect::<Vec<Vec<Atom>>>()
        };
        Self(self.0.iter().flat_map(joined).collect())
    }

    /// Whether it is never later.
    pub(crate) fn is_within(&self, other: &Self, facts: &Facts) -> bool {
        let is_latest_within = |one: &Vec<Atom>, other: &Vec<Atom>| {
            one.iter().all(|atom| other.iter().any(|later| atom.is_within(later, facts)))
        };
        other.0.iter().all(|other| self.0.iter().any(|one| is_latest_within(one, other)))
    }

    /// Whether it is earlier, and never later.
    pub(crate) fn is_before(&self, other: &Self, facts: &Facts) -> bool {
        self.is_within(other, facts) && !other.is_within(self, facts)
    }

    /// The facts on which it depends.
    pub(crate) fn facts(&self) -> BTreeSet<Fact> {
        let atoms = self.0.iter().flatten();
        atoms
            .flat_map(|atom| match atom {
                Atom::While(formula, _) => formula.named(),
                Atom::Never | Atom::After(..) | Atom::Needed(_) => BTreeSet::new(),
            })
            .collect()
    }

    /// The events that it names.
    pub(crate) fn events(&self) -> Vec<When> {
        let event = |atom: &Atom| match atom {
            Atom::After(when, _) => Some(*when),
            Atom::Never | Atom::While(..) | Atom::Needed(_) => None,
        };
        self.0.iter().flatten().filter_map(event).collect()
    }
}
