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

/// A part of a length of time, in the smallest unit in which it can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Minutes(u64),
    BusinessDays(u64),
    Months(u64),
}

impl Part {
    fn of(period: Period) -> Self {
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

    /// Both as one, where they are of one sort.
    const fn with(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Minutes(one), Self::Minutes(other)) => Some(Self::Minutes(one + other)),
            (Self::BusinessDays(one), Self::BusinessDays(other)) => Some(Self::BusinessDays(one + other)),
            (Self::Months(one), Self::Months(other)) => Some(Self::Months(one + other)),
            _ => None,
        }
    }

    /// Whether the other one is of the same sort, and no shorter.
    const fn fits_into(self, other: Self) -> bool {
        match (self, other) {
            (Self::Minutes(one), Self::Minutes(other))
            | (Self::BusinessDays(one), Self::BusinessDays(other))
            | (Self::Months(one), Self::Months(other)) => one <= other,
            _ => false,
        }
    }

    /// The fewest and the most minutes that it can have.
    const fn minutes(self) -> (u64, u64) {
        let (fewest, most) = match self {
            Self::Minutes(minutes) => return (minutes, minutes),
            Self::BusinessDays(days) => (days, 2 * days + 10),
            Self::Months(months) => {
                let (years, months) = (months / 12, months % 12);
                (365 * years + 28 * months, 366 * years + 31 * months)
            }
        };
        (fewest * 1_440, most * 1_440)
    }
}

/// A length of time: parts, one behind the other; those next to each other are of different sorts. Without any it is the
/// moment itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Length(Vec<Part>);

impl Length {
    pub(crate) const NOTHING: Self = Self(Vec::new());

    pub(crate) fn of(period: Period) -> Self {
        Self(vec![Part::of(period)])
    }

    /// The time that a deletion takes: none, if none is said or `promptly`.
    pub(crate) fn of_timing(timing: Option<Timing>) -> Self {
        match timing {
            Some(Timing::Within(period)) => Self::of(period),
            Some(Timing::Promptly | Timing::Before(_) | Timing::Beforehand) | None => Self::NOTHING,
        }
    }

    /// This one, and then another one.
    fn and_then(&self, period: Period) -> Self {
        let mut parts = self.0.clone();
        let more = Part::of(period);
        match parts.last().and_then(|last| last.with(more)) {
            Some(both) => {
                parts.pop();
                parts.push(both);
            }
            None => parts.push(more),
        }
        Self(parts)
    }

    /// Whether it is never longer.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        // Each part has its own place among those of the other, in their order.
        let mut places = other.0.iter();
        self.0.iter().all(|part| places.any(|place| part.fits_into(*place)))
            || self.minutes().1 <= other.minutes().0
    }

    fn minutes(&self) -> (u64, u64) {
        let parts = self.0.iter().map(|part| part.minutes());
        parts.fold((0, 0), |(fewest, most), part| (fewest + part.0, most + part.1))
    }

    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.is_within(other) && other.is_within(self)
    }
}

/// From what an end is counted.
#[derive(Debug, Clone)]
pub(crate) enum Moment {
    Event(When),
    /// That something is no longer true; with the events that end it.
    While(Formula, Enders),
    /// That none of some purposes needs the data any more.
    Needed(Marks),
}

impl Moment {
    /// The events that it is.
    fn events(&self) -> Vec<When> {
        match self {
            Self::While(_, enders) if enders.can_lapse => Vec::new(),
            Self::Event(_) | Self::While(..) | Self::Needed(_) => self.latest_events(),
        }
    }

    /// The events no later than which it is: a consent that lapses is over when it is withdrawn, if not before.
    fn latest_events(&self) -> Vec<When> {
        match self {
            Self::Event(when) => vec![*when],
            Self::While(_, enders) => enders.events.clone(),
            Self::Needed(_) => Vec::new(),
        }
    }

    fn is_no_later(&self, other: &Self, facts: &Facts) -> bool {
        match (self, other) {
            (Self::While(one, _), Self::While(other, _)) => facts.truth(one).is_within(&facts.truth(other)),
            (Self::Needed(one), Self::Needed(other)) => super::sentence::is_within(one, other),
            _ => {
                let others = other.events();
                self.latest_events()
                    .iter()
                    .any(|one| others.iter().any(|other| one.is_no_later(*other, facts)))
            }
        }
    }
}

/// When keeping can end.
#[derive(Debug, Clone)]
pub(crate) enum Atom {
    Never,
    /// So long after a moment, or with it.
    After(Moment, Length),
}

impl Atom {
    pub(crate) const fn after(when: When, length: Length) -> Self {
        Self::After(Moment::Event(when), length)
    }

    fn is_within(&self, other: &Self, facts: &Facts) -> bool {
        match (self, other) {
            (_, Self::Never) => true,
            (Self::Never, Self::After(..)) => false,
            (Self::After(one, length), Self::After(other, longer)) => {
                one.is_no_later(other, facts) && length.is_within(longer)
            }
        }
    }

    /// Some time later.
    fn later_by(&self, period: Period) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::After(moment, length) => Self::After(moment.clone(), length.and_then(period)),
        }
    }

    /// The event after which it comes, and how long after it.
    pub(crate) fn after_event(&self) -> Option<(When, &Length)> {
        match self {
            Self::After(Moment::Event(when), length) => Some((*when, length)),
            Self::After(Moment::While(..) | Moment::Needed(_), _) | Self::Never => None,
        }
    }

    /// Whether it is the moment of an event.
    pub(crate) fn ends_with(&self, event: When) -> bool {
        match self {
            Self::Never => false,
            Self::After(moment, length) => *length == Length::NOTHING && moment.events().contains(&event),
        }
    }
}

/// What ends a condition or a consent.
#[derive(Debug, Clone, Default)]
pub(crate) struct Enders {
    /// The events that the vocabulary says end it.
    events: Vec<When>,
    /// Whether it can be over before all of them.
    can_lapse: bool,
}

impl Enders {
    fn of(formula: &Formula, values: &Values<'_>) -> Self {
        let (condition, can_lapse) = match only_fact(formula) {
            Some(Fact::Term(condition)) => (condition, false),
            Some(Fact::Given(consent, _)) => (consent, true),
            Some(Fact::Class(_) | Fact::KnownPerson(_) | Fact::KnownData(_)) | None => {
                return Self::default();
            }
        };
        let events = values.vocabulary().of_kind(Kind::Event);
        let ending = events.filter(|(_, event)| event.effects.ends.contains(&condition));
        Self { events: ending.map(|(event, _)| When::of(event, values)).collect(), can_lapse }
    }
}

/// The one fact of which a formula says that it is true, however often.
fn only_fact(formula: &Formula) -> Option<Fact> {
    match formula {
        Formula::Is(fact) => Some(*fact),
        Formula::Not(inner) => match &**inner {
            Formula::Not(twice) => only_fact(twice),
            Formula::Is(_) | Formula::All(_) | Formula::Any(_) => None,
        },
        Formula::All(parts) | Formula::Any(parts) => {
            let facts: Option<BTreeSet<Fact>> = parts.iter().map(only_fact).collect();
            facts.filter(|facts| facts.len() == 1)?.pop_first()
        }
    }
}

/// The earliest of latests.
#[derive(Debug, Clone)]
pub(crate) struct End(pub(crate) Vec<Vec<Atom>>);

impl End {
    /// The end of the last of some stages, each of which but the first counts from the end of the one before. What is as
    /// long as needed for the purposes of the data is so long for those that are given.
    pub(crate) fn of(stages: &[Stage], its: &Marks, values: &Values<'_>) -> Self {
        let single = |atom: Atom| Self(vec![vec![atom]]);
        let Some((stage, before)) = stages.split_last().filter(|(stage, _)| !stage.ends.is_empty()) else {
            return single(Atom::Never);
        };
        let moment = |moment: Moment| single(Atom::After(moment, Length::NOTHING));
        let end = |end: &model::End| match &end.kind {
            // Not at all: the latest of no ends, which is within everything.
            EndKind::AtAll => Self(vec![Vec::new()]),
            EndKind::Indefinitely => single(Atom::Never),
            EndKind::For { period, after, .. } => {
                let when = after.map_or(When::Collection, |event| When::of(event, values));
                single(Atom::after(when, Length::of(*period)))
            }
            EndKind::More { period, .. } => Self::of(before, its, values).later_by(*period),
            EndKind::While(fact) => {
                let formula = Formula::of(fact);
                let enders = Enders::of(&formula, values);
                moment(Moment::While(formula, enders))
            }
            EndKind::Until(event) => moment(Moment::Event(When::of(*event, values))),
            EndKind::Needed(set) => moment(Moment::Needed(values.list(Kind::Purpose, set))),
            EndKind::ItsPurposes => moment(Moment::Needed(its.clone())),
        };
        let ends = stage.ends.iter().map(end);
        match stage.whichever {
            Whichever::Longer => ends.fold(Self(vec![Vec::new()]), |some, end| some.later(&end)),
            Whichever::Shorter => Self(ends.flat_map(|end| end.0).collect()),
        }
    }

    fn later_by(&self, period: Period) -> Self {
        let later = |latest: &Vec<Atom>| latest.iter().map(|atom| atom.later_by(period)).collect();
        Self(self.0.iter().map(later).collect())
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
        let named = |atom: &Atom| match atom {
            Atom::After(Moment::While(formula, _), _) => formula.named(),
            Atom::After(Moment::Event(_) | Moment::Needed(_), _) | Atom::Never => BTreeSet::new(),
        };
        self.0.iter().flatten().flat_map(named).collect()
    }

    /// The events that it names.
    pub(crate) fn events(&self) -> Vec<When> {
        self.0.iter().flatten().filter_map(|atom| Some(atom.after_event()?.0)).collect()
    }
}
