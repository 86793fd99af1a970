//! How long data are kept: one partial order of retentions.
//!
//! An *end* is a length of time after an event, `while` something is true, `needed for` purposes, or none.
//! A retention is the shortest of longests of ends: `whichever is longer` is one longest, `whichever is shorter` makes each
//! end a longest of its own, and a deletion adds one more. Many pairs cannot be compared, and then that is said:
//! 30 days and 1 month, 1 year and 365 days, ends that count from different events.

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

use super::collected;
use super::space::{Dimension, Reading, Space, is_implied};
use crate::language::Certainty;
use crate::model::{
    Bound, EndKind, Fact, Kind, KnownTerm, Part, Period, Policy, Retention, Sentence, StatementId, TermId,
    Timing, Unit, Vocabulary,
};

/// When keeping ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// So long after something is over.
    After {
        /// What is over.
        moment: Moment,
        /// How long after; nothing for the moment itself.
        length: Length,
    },
    /// Never.
    Never,
}

/// What keeping can be counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// An event; without one, the collection.
    Event(Option<TermId>),
    /// That this is no longer true; its parts are in order.
    While(Fact),
    /// That none of these purposes (atoms) needs the data any more.
    Needed(FixedBitSet),
}

impl End {
    /// The moment itself.
    #[must_use]
    pub const fn at(moment: Moment) -> Self {
        Self::After { moment, length: Length::nothing() }
    }

    /// So long after an event.
    #[must_use]
    pub fn after(event: Option<TermId>, period: Option<Period>) -> Self {
        Self::After { moment: Moment::Event(event), length: period.map(Length::from).unwrap_or_default() }
    }

    /// The same, so much later.
    #[must_use]
    fn and_then(&self, period: Period) -> Self {
        match self {
            Self::After { moment, length } => {
                Self::After { moment: moment.clone(), length: length.and_then(period) }
            }
            Self::Never => Self::Never,
        }
    }
}

/// The shortest of longests of ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Each inner list is a longest; the outer list is the shortest of them.
    pub longests: Vec<Vec<End>>,
}

/// What one statement says about keeping.
#[derive(Debug, Clone)]
pub struct Keeping {
    /// The statement or the tracker.
    pub part: Part,
    /// The data (atoms in forms) of which it speaks.
    pub data: FixedBitSet,
    /// How long.
    pub term: Term,
    /// Where a stage ends with the purposes for which the data were collected: these (atoms).
    pub its_purposes: Option<FixedBitSet>,
    /// In which sense.
    pub sense: Sense,
}

/// In which sense a statement speaks about keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sense {
    /// So long and no longer.
    Kept,
    /// At least so long.
    Floor,
    /// Never longer.
    Ceiling,
}

/// A statement that data are deleted.
#[derive(Debug, Clone)]
pub struct Deleting {
    /// The statement or the tracker.
    pub part: Part,
    /// The data (atoms in forms) of which it speaks.
    pub data: FixedBitSet,
    /// On what they are deleted.
    pub event: Fact,
    /// How soon.
    pub timing: Option<Timing>,
    /// How firmly it is said.
    pub certainty: Certainty,
}

/// Everything that is said about keeping and about deleting, by statements and by trackers.
#[must_use]
pub fn schedule(space: &Space) -> (Vec<Keeping>, Vec<Deleting>) {
    let policy = &space.policy;
    let (mut keepings, mut deletings) = (Vec::new(), Vec::new());
    for part in policy.parts() {
        let sentence = policy.part_sentence(part);
        if sentence.is_damaged {
            continue;
        }
        if let Some(retention) = &sentence.retention {
            let sense = match () {
                () if sentence.is_ceiling => Sense::Ceiling,
                () if retention.has_bound(0, Bound::AtLeast) => Sense::Floor,
                () => Sense::Kept,
            };
            // `never retain X indefinitely` and its like prohibit and do not say how long.
            if sentence.modality.is_negative() && !sentence.is_ceiling {
                continue;
            }
            let reading = if sense == Sense::Ceiling { Reading::Prohibition } else { Reading::Permission };
            for (data, its_purposes) in divided(space, sentence, reading) {
                let term = term_of(space, sentence, 0, its_purposes.as_ref());
                keepings.push(Keeping { part, data, term, its_purposes, sense });
            }
        } else if let Some(deletion) = &sentence.deletion
            && !sentence.modality.is_negative()
        {
            deletings.push(Deleting {
                part,
                data: space.data(&sentence.object.set, Reading::Permission),
                event: deletion.event.clone(),
                timing: deletion.timing,
                certainty: sentence.modality.certainty(),
            });
        }
    }
    (keepings, deletings)
}

/// The data of a sentence, divided by the purposes for which they were collected where some stage ends with these.
#[must_use]
pub fn divided(
    space: &Space,
    sentence: &Sentence,
    reading: Reading,
) -> Vec<(FixedBitSet, Option<FixedBitSet>)> {
    let is_about_data = sentence.verb.object_kind() == Kind::Data;
    let mut left = if is_about_data { space.data(&sentence.object.set, reading) } else { FixedBitSet::new() };
    let asks = |retention: &Retention, stage: usize| retention.asks_its_purposes(stage);
    let Some(retention) =
        sentence.retention.as_ref().filter(|one| (0..one.stages.len()).any(|stage| asks(one, stage)))
    else {
        return vec![(left, None)];
    };
    let mut parts = Vec::new();
    for share in collected::shares(space, sentence) {
        let mut data = share.data;
        data.intersect_with(&left);
        left.difference_with(&data);
        parts.push((data, (!share.purposes.is_clear()).then_some(share.purposes)));
    }
    parts.push((left, None));
    // What was collected for no purpose is not kept by a stage that asks for it.
    let is_kept = |(data, its): &(FixedBitSet, Option<FixedBitSet>)| {
        !data.is_clear() && (its.is_some() || !asks(retention, 0))
    };
    parts.into_iter().filter(is_kept).collect()
}

/// How long a sentence keeps in one of its stages, counted from zero. `its` are the purposes for which the data were
/// collected of which it is asked, where the stage ends with these.
#[must_use]
pub fn term_of(space: &Space, sentence: &Sentence, stage: usize, its: Option<&FixedBitSet>) -> Term {
    let longests = match &sentence.retention {
        Some(retention) => counted(space, retention, stage, its),
        None => Vec::new(),
    };
    let ends = |longest: Vec<Counted>| longest.into_iter().map(|counted| counted.end).collect();
    Term { longests: longests.into_iter().map(ends).collect() }
}

/// An end, and how the lengths of time that lead to it bound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The end.
    pub end: End,
    /// How it bounds.
    pub bound: Bound,
}

/// The ends of a stage, counted from zero, as the shortest of longests; what counts from the end of the stage before is
/// added to each of its ends.
#[must_use]
pub fn counted(
    space: &Space,
    retention: &Retention,
    stage: usize,
    its: Option<&FixedBitSet>,
) -> Vec<Vec<Counted>> {
    let ends = |one: crate::model::Counted<'_>| {
        let end = match one.end {
            Some(end) => end_of(space, &end.kind, its)?,
            None => End::Never,
        };
        let own = one.end.and_then(|end| end.kind.bound());
        let bounds = own.into_iter().chain(one.then.iter().map(|(bound, _)| *bound));
        // All that bound do so in one way.
        let bound = bounds.reduce(|one, other| if one == Bound::Exactly { other } else { one });
        let end = one.then.iter().fold(end, |end, (_, period)| end.and_then(*period));
        Some(Counted { end, bound: bound.unwrap_or(Bound::Exactly) })
    };
    let longest = |longest: Vec<_>| longest.into_iter().filter_map(ends).collect();
    retention.counted(stage).into_iter().map(longest).collect()
}

/// The event from which a length of time counts that names none.
#[must_use]
pub fn collection(vocabulary: &Vocabulary) -> Option<TermId> {
    vocabulary.known(KnownTerm::Collection)
}

/// When an end comes; none where nothing is kept at all.
fn end_of(space: &Space, kind: &EndKind, its: Option<&FixedBitSet>) -> Option<End> {
    // Without an event, a length of time counts from collection.
    let collection = || collection(&space.policy.vocabulary);
    let nothing = || FixedBitSet::with_capacity(space.n_atoms(Dimension::Purpose));
    Some(match kind {
        EndKind::AtAll => return None,
        EndKind::Indefinitely => End::Never,
        EndKind::For { period, after, .. } => End::after(after.or_else(collection), Some(*period)),
        // Nothing is before the first stage; whoever writes so is told.
        EndKind::More { period, .. } => End::after(collection(), Some(*period)),
        EndKind::While(fact) => End::at(Moment::While(fact.in_order())),
        EndKind::Until(event) => End::at(Moment::Event(Some(*event))),
        EndKind::Needed(purposes) => End::at(Moment::Needed(space.slot(Dimension::Purpose, purposes))),
        EndKind::ItsPurposes => End::at(Moment::Needed(its.cloned().unwrap_or_else(nothing))),
    })
}

/// Compares two lengths of time; none where it depends on the date.
///
/// ```
/// use candor::model::{Period, Unit};
/// use candor::semantics::retention::compare_periods;
/// use std::cmp::Ordering;
///
/// let period = |amount, unit| Period { amount, unit };
/// assert_eq!(compare_periods(period(12, Unit::Months), period(1, Unit::Years)), Some(Ordering::Equal));
/// assert_eq!(compare_periods(period(30, Unit::Days), period(1, Unit::Months)), None);
/// assert_eq!(compare_periods(period(40, Unit::Days), period(1, Unit::Months)), Some(Ordering::Greater));
/// ```
#[must_use]
pub fn compare_periods(one: Period, other: Period) -> Option<Ordering> {
    Length::from(one).compare(&Length::from(other))
}

/// A length of time: lengths of different sorts one after the other, as they are counted on the calendar.
///
/// Lengths of one sort next to each other are one; those of different sorts are never turned into each other, and their
/// order counts: a month and a day from the end of January is not a day and a month.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Length(Vec<Measure>);

/// A length of time in the smallest unit to which it converts exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Minutes, hours, days and weeks.
    Minutes(u64),
    /// Months and years.
    Months(u64),
    /// Business days.
    BusinessDays(u64),
}

impl From<Period> for Length {
    fn from(period: Period) -> Self {
        Self(vec![Measure::from(period)])
    }
}

impl From<Period> for Measure {
    fn from(period: Period) -> Self {
        let amount = u64::from(period.amount);
        match period.unit {
            Unit::Minutes => Self::Minutes(amount),
            Unit::Hours => Self::Minutes(amount * 60),
            Unit::Days => Self::Minutes(amount * 24 * 60),
            Unit::Weeks => Self::Minutes(amount * 7 * 24 * 60),
            Unit::Months => Self::Months(amount),
            Unit::Years => Self::Months(amount * 12),
            Unit::BusinessDays => Self::BusinessDays(amount),
        }
    }
}

impl Length {
    /// No time at all.
    #[must_use]
    pub const fn nothing() -> Self {
        Self(Vec::new())
    }

    /// Its parts, in the order in which they are counted.
    #[must_use]
    pub fn parts(&self) -> &[Measure] {
        &self.0
    }

    /// Whether it is no time at all.
    #[must_use]
    pub const fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    /// This length, and then another one.
    #[must_use]
    pub fn and_then(&self, period: Period) -> Self {
        let mut parts = self.0.clone();
        match (parts.last_mut(), Measure::from(period)) {
            (Some(Measure::Minutes(sum)), Measure::Minutes(more))
            | (Some(Measure::Months(sum)), Measure::Months(more))
            | (Some(Measure::BusinessDays(sum)), Measure::BusinessDays(more)) => {
                *sum = sum.saturating_add(more)
            }
            (_, other) => parts.push(other),
        }
        Self(parts)
    }

    /// How it compares with another one; none where it depends on the date.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Option<Ordering> {
        match (self.is_within(other), other.is_within(self)) {
            (true, true) => Some(Ordering::Equal),
            (true, false) => Some(Ordering::Less),
            (false, true) => Some(Ordering::Greater),
            (false, false) => None,
        }
    }

    /// Whether it is never longer: the other one is got by lengthening its parts and putting others between them, or its most
    /// is no more than the fewest of the other: a month is never longer than 31 days, though it can be as long.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        let mut others = other.0.iter();
        let has_place = |part: &Measure| others.any(|longer| part.is_within(*longer));
        self.0.iter().all(has_place) || self.bounds().1 <= other.bounds().0
    }

    /// The least and the most minutes that it can have.
    fn bounds(&self) -> (u64, u64) {
        let all = self.0.iter().map(|part| part.bounds());
        all.fold((0, 0), |(low, high), (least, most)| (low.saturating_add(least), high.saturating_add(most)))
    }
}

impl Measure {
    /// Whether it is of the same sort and no longer.
    const fn is_within(self, other: Self) -> bool {
        match (self, other) {
            (Self::Minutes(one), Self::Minutes(other))
            | (Self::Months(one), Self::Months(other))
            | (Self::BusinessDays(one), Self::BusinessDays(other)) => one <= other,
            (Self::Minutes(_) | Self::Months(_) | Self::BusinessDays(_), _) => false,
        }
    }

    /// The least and the most minutes that it can have: a month has 28 to 31 days, a year 365 or 366, and between two business
    /// days there can be a long holiday.
    const fn bounds(self) -> (u64, u64) {
        const DAY: u64 = 24 * 60;
        match self {
            Self::Minutes(minutes) => (minutes, minutes),
            Self::Months(months) => {
                let (years, rest) = (months / 12, months % 12);
                ((years * 365 + rest * 28) * DAY, (years * 366 + rest * 31) * DAY)
            }
            Self::BusinessDays(days) => (days * DAY, (days * 2 + 10) * DAY),
        }
    }
}

/// Whether the first end is never later than the second.
fn end_is_within(vocabulary: &Vocabulary, one: &End, other: &End) -> bool {
    match (one, other) {
        (_, End::Never) => true,
        (End::Never, End::After { .. }) => false,
        (End::After { moment: one, length }, End::After { moment: other, length: longer }) => {
            is_no_later(vocabulary, one, other) && length.is_within(longer)
        }
    }
}

/// Whether the first moment is never later than the second.
fn is_no_later(vocabulary: &Vocabulary, one: &Moment, other: &Moment) -> bool {
    match (one, other) {
        (Moment::Event(one), Moment::Event(other)) => happens_no_later(vocabulary, *one, *other),
        (Moment::Needed(one), Moment::Needed(other)) => one.is_subset(other),
        (Moment::While(one), Moment::While(other)) => is_implied(vocabulary, one, other),
        // Before a consent is over it can have lapsed.
        (Moment::While(Fact::Given(consent, _, place)), Moment::Event(_)) => {
            is_no_later(vocabulary, &Moment::While(Fact::Term(*consent, *place)), other)
        }
        // What an event ends is over when it happens.
        (Moment::While(Fact::Term(state, _)), Moment::Event(event)) => {
            enders(vocabulary, *state).any(|ender| happens_no_later(vocabulary, Some(ender), *event))
        }
        (Moment::Event(event), Moment::While(Fact::Term(state, _))) => {
            enders(vocabulary, *state).any(|ender| happens_no_later(vocabulary, *event, Some(ender)))
        }
        (Moment::Event(_) | Moment::While(_) | Moment::Needed(_), _) => false,
    }
}

/// Whether one event is taken to be no later than another: with a kind of it, an event happens itself, and nothing is counted
/// from before the data were there.
fn happens_no_later(vocabulary: &Vocabulary, one: Option<TermId>, other: Option<TermId>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => {
            vocabulary.is_below(other, one)
                || vocabulary.is_below(one, other)
                || collection(vocabulary) == Some(one)
        }
        (None, _) => true,
        (Some(_), None) => false,
    }
}

/// The events that end a state.
pub(super) fn enders(vocabulary: &Vocabulary, state: TermId) -> impl Iterator<Item = TermId> {
    let events = vocabulary.of_kind(Kind::Event).map(|(event, _)| event);
    events.filter(move |event| vocabulary.term(*event).effects.ends.contains(&state))
}

/// Whether an event ends a state.
#[must_use]
pub fn ends(vocabulary: &Vocabulary, event: TermId, state: &Fact) -> bool {
    matches!(state, Fact::Term(state, _) if vocabulary.term(event).effects.ends.contains(state))
}

/// Whether the first retention never keeps longer than the second: for each longest of the second, some longest of the
/// first has for each of its ends one in the second that is not earlier.
#[must_use]
pub fn is_within(vocabulary: &Vocabulary, one: &Term, other: &Term) -> bool {
    let longest_within = |a: &Vec<End>, b: &Vec<End>| a.iter().all(|end| is_end_within(vocabulary, end, b));
    other.longests.iter().all(|b| one.longests.iter().any(|a| longest_within(a, b)))
}

/// Whether an end is never later than the latest of some.
#[must_use]
pub fn is_end_within(vocabulary: &Vocabulary, end: &End, latest: &[End]) -> bool {
    latest.iter().any(|bound| end_is_within(vocabulary, end, bound))
}

/// How two retentions compare; none where they cannot be compared.
#[must_use]
pub fn compare(vocabulary: &Vocabulary, one: &Term, other: &Term) -> Option<Ordering> {
    match (is_within(vocabulary, one, other), is_within(vocabulary, other, one)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

/// Whether a statement names another in `except as stated in`, or excepts everything stated elsewhere.
#[must_use]
pub fn excepts(policy: &Policy, statement: StatementId, other: StatementId) -> bool {
    match &policy.statement(statement).exception {
        Some(crate::model::Exception::StatedIn(named)) => {
            let other = crate::model::Part::Statement(other);
            named.iter().any(|(target, _)| policy.parts_of(*target).contains(&other))
        }
        Some(crate::model::Exception::StatedElsewhere(_)) => statement != other,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use super::{End, Term, compare, compare_periods};
    use crate::model::{Period, Unit, Vocabulary};

    const UNITS: [Unit; 7] =
        [Unit::Minutes, Unit::Hours, Unit::Days, Unit::BusinessDays, Unit::Weeks, Unit::Months, Unit::Years];

    fn periods() -> Vec<Period> {
        UNITS
            .into_iter()
            .flat_map(|unit| [1, 2, 7, 12, 24, 30, 31, 365, 366].map(|amount| Period { amount, unit }))
            .collect()
    }

    #[test]
    fn the_order_of_periods_is_an_order() {
        for a in periods() {
            assert_eq!(compare_periods(a, a), Some(Ordering::Equal));
            for b in periods() {
                assert_eq!(compare_periods(a, b), compare_periods(b, a).map(Ordering::reverse));
                for c in periods() {
                    if compare_periods(a, b) == Some(Ordering::Less)
                        && compare_periods(b, c) == Some(Ordering::Less)
                    {
                        assert_eq!(compare_periods(a, c), Some(Ordering::Less), "{a:?} {b:?} {c:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn shortest_of_longests() {
        let vocabulary = Vocabulary::default();
        let days = |amount| End::after(None, Some(Period { amount, unit: Unit::Days }));
        let longest = Term { longests: vec![vec![days(30), days(90)]] };
        let shortest = Term { longests: vec![vec![days(30)], vec![days(90)]] };
        let forever = Term { longests: vec![vec![End::Never]] };
        assert_eq!(compare(&vocabulary, &shortest, &longest), Some(Ordering::Less));
        assert_eq!(
            compare(&vocabulary, &longest, &Term { longests: vec![vec![days(90)]] }),
            Some(Ordering::Equal)
        );
        assert_eq!(
            compare(&vocabulary, &shortest, &Term { longests: vec![vec![days(30)]] }),
            Some(Ordering::Equal)
        );
        assert_eq!(compare(&vocabulary, &longest, &forever), Some(Ordering::Less));
    }
}
