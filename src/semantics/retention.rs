//! How long data are kept: one partial order of retentions.
//!
//! An *end* is a length of time after an event, `while` something is true, `needed for` purposes, or none.
//! A retention is the shortest of longests of ends: `whichever is longer` is one longest, `whichever is shorter` makes each
//! end a longest of its own, and a deletion adds one more. Many pairs cannot be compared, and then that is said:
//! 30 days and 1 month, 1 year and 365 days, ends that count from different events.

use std::cmp::Ordering;

use fixedbitset::FixedBitSet;

use super::space::{Dimension, Reading, Space, closed_above, excludes};
use crate::model::{
    Bound, EndKind, Fact, KnownTerm, Part, Period, Policy, Sentence, StatementId, TermId, Timing, Unit,
    Vocabulary, Whichever,
};

/// When keeping ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// So long after an event; without an event, after collection.
    After {
        /// The event.
        event: Option<TermId>,
        /// How long; none for the moment of the event itself.
        period: Option<Period>,
    },
    /// As long as this is true; its parts are in order.
    While(Fact),
    /// As long as one of these purposes (atoms) needs the data.
    Needed(FixedBitSet),
    /// Never.
    Never,
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
    /// Whether it is only tried.
    pub is_tried: bool,
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
        let data = || space.data(&sentence.object.set, Reading::Permission);
        if let Some(retention) = &sentence.retention {
            let Some(stage) = retention.stages.first() else { continue };
            let bound = stage.ends.iter().find_map(|end| match end.kind {
                EndKind::For { bound, .. } => Some(bound),
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::While(_)
                | EndKind::Until(_)
                | EndKind::Needed(_) => None,
            });
            let sense = match bound {
                _ if sentence.is_ceiling => Sense::Ceiling,
                Some(Bound::AtLeast) => Sense::Floor,
                Some(Bound::Exactly | Bound::UpTo) | None => Sense::Kept,
            };
            // `never retain X indefinitely` and its like prohibit and do not say how long.
            if sentence.modality.is_negative() && !sentence.is_ceiling {
                continue;
            }
            let data = if sense == Sense::Ceiling {
                space.data(&sentence.object.set, Reading::Prohibition)
            } else {
                data()
            };
            keepings.push(Keeping { part, data, term: term_of(space, sentence, 0), sense });
        } else if let Some(deletion) = &sentence.deletion
            && !sentence.modality.is_negative()
        {
            deletings.push(Deleting {
                part,
                data: data(),
                event: deletion.event.clone(),
                timing: deletion.timing,
                is_tried: sentence.modality == crate::model::Modality::TryTo,
            });
        }
    }
    (keepings, deletings)
}

/// How long a sentence keeps in one of its stages, counted from zero.
#[must_use]
pub fn term_of(space: &Space, sentence: &Sentence, stage: usize) -> Term {
    let Some(stage) = sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage)) else {
        return Term { longests: Vec::new() };
    };
    // The latest of no ends at all is within everything.
    let ends: Vec<End> = stage.ends.iter().filter_map(|end| end_of(space, &end.kind)).collect();
    let longests = match (stage.whichever, stage.ends.is_empty()) {
        (_, true) => vec![vec![End::Never]],
        (Whichever::Longer, _) => vec![ends],
        (Whichever::Shorter, _) => ends.into_iter().map(|end| vec![end]).collect(),
    };
    Term { longests }
}

/// The event from which a length of time counts that names none.
#[must_use]
pub fn collection(vocabulary: &Vocabulary) -> Option<TermId> {
    vocabulary.known(KnownTerm::Collection)
}

/// When an end comes; none where nothing is kept at all.
fn end_of(space: &Space, kind: &EndKind) -> Option<End> {
    // Without an event, a length of time counts from collection.
    let collection = || collection(&space.policy.vocabulary);
    Some(match kind {
        EndKind::AtAll => return None,
        EndKind::Indefinitely => End::Never,
        EndKind::For { period, after, .. } => {
            End::After { event: after.or_else(collection), period: Some(*period) }
        }
        EndKind::While(fact) => End::While(fact.in_order()),
        EndKind::Until(event) => End::After { event: Some(*event), period: None },
        EndKind::Needed(purposes) => End::Needed(space.slot(Dimension::Purpose, purposes)),
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
    match (measure(one), measure(other)) {
        (Measure::Minutes(a), Measure::Minutes(b))
        | (Measure::Months(a), Measure::Months(b))
        | (Measure::BusinessDays(a), Measure::BusinessDays(b)) => Some(a.cmp(&b)),
        (a, b) => {
            let ((low_a, high_a), (low_b, high_b)) = (bounds(a), bounds(b));
            if high_a < low_b {
                Some(Ordering::Less)
            } else if low_a > high_b {
                Some(Ordering::Greater)
            } else {
                None
            }
        }
    }
}

/// A length of time in the smallest unit to which it converts exactly.
#[derive(Clone, Copy)]
enum Measure {
    Minutes(u64),
    Months(u64),
    BusinessDays(u64),
}

fn measure(period: Period) -> Measure {
    let amount = u64::from(period.amount);
    match period.unit {
        Unit::Minutes => Measure::Minutes(amount),
        Unit::Hours => Measure::Minutes(amount * 60),
        Unit::Days => Measure::Minutes(amount * 24 * 60),
        Unit::Weeks => Measure::Minutes(amount * 7 * 24 * 60),
        Unit::Months => Measure::Months(amount),
        Unit::Years => Measure::Months(amount * 12),
        Unit::BusinessDays => Measure::BusinessDays(amount),
    }
}

/// The least and the most minutes that a length of time can have: a month has 28 to 31 days, a year 365 or 366, and
/// between two business days there can be a long holiday.
fn bounds(measure: Measure) -> (u64, u64) {
    const DAY: u64 = 24 * 60;
    match measure {
        Measure::Minutes(minutes) => (minutes, minutes),
        Measure::Months(months) => {
            let (years, rest) = (months / 12, months % 12);
            ((years * 365 + rest * 28) * DAY, (years * 366 + rest * 31) * DAY)
        }
        Measure::BusinessDays(days) => (days * DAY, (days * 2 + 10) * DAY),
    }
}

/// Whether the first end is never later than the second.
fn end_is_within(vocabulary: &Vocabulary, one: &End, other: &End) -> bool {
    match (one, other) {
        (_, End::Never) => true,
        (End::Never, _) => false,
        (End::Needed(a), End::Needed(b)) => a.is_subset(b),
        (End::While(a), End::While(b)) => is_implied(vocabulary, a, b),
        (End::After { event: a, period: p }, End::After { event: b, period: q }) if a == b => match (p, q) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(p), Some(q)) => matches!(compare_periods(*p, *q), Some(Ordering::Less | Ordering::Equal)),
        },
        // What an event ends is over when it happens.
        (End::While(state), End::After { event: Some(event), .. }) => ends(vocabulary, *event, state),
        (End::After { event: Some(event), period: None }, End::While(state)) => {
            ends(vocabulary, *event, state)
        }
        _ => false,
    }
}

/// Whether an event ends a state.
#[must_use]
pub fn ends(vocabulary: &Vocabulary, event: TermId, state: &Fact) -> bool {
    matches!(state, Fact::Term(state, _) if vocabulary.term(event).effects.ends.contains(state))
}

/// Of how many facts all assignments are tried; nobody keeps anything while more than these are so.
const MAX_FACTS: usize = 12;

/// Whether one formula is true wherever another is.
fn is_implied(vocabulary: &Vocabulary, one: &Fact, other: &Fact) -> bool {
    if one == other {
        return true;
    }
    if let (Fact::Term(a, _), Fact::Term(b, _)) = (one, other) {
        return vocabulary.is_below(*a, *b);
    }
    let mut terms: Vec<TermId> = one.terms().into_iter().chain(other.terms()).map(|(term, _)| term).collect();
    let mut at = 0;
    while let Some(term) = terms.get(at).copied() {
        at += 1;
        for (closed, listed) in closed_above(vocabulary, term) {
            terms.extend(
                std::iter::once(closed).chain(listed).filter(|one| !terms.contains(one)).collect::<Vec<_>>(),
            );
        }
    }
    terms.sort_unstable();
    terms.dedup();
    if terms.len() > MAX_FACTS {
        return false;
    }
    (0_u32..1 << terms.len()).all(|assignment| {
        let holds = |term: TermId| terms.binary_search(&term).is_ok_and(|place| assignment & 1 << place != 0);
        !is_possible(vocabulary, &terms, &holds) || !is_true(one, &holds) || is_true(other, &holds)
    })
}

/// Whether all that belongs together is true or false together.
fn is_possible(vocabulary: &Vocabulary, terms: &[TermId], holds: &impl Fn(TermId) -> bool) -> bool {
    terms.iter().filter(|term| holds(**term)).all(|term| {
        let fits = |other: &TermId| match holds(*other) {
            true => other == term || !excludes(vocabulary, *term, *other),
            false => !vocabulary.is_below(*term, *other),
        };
        let is_one_of = |(_, listed): &(TermId, Vec<TermId>)| listed.iter().any(|one| holds(*one));
        terms.iter().all(fits) && closed_above(vocabulary, *term).iter().all(is_one_of)
    })
}

fn is_true(fact: &Fact, holds: &impl Fn(TermId) -> bool) -> bool {
    match fact {
        Fact::Term(term, _) => holds(*term),
        Fact::Not(inner) => !is_true(inner, holds),
        Fact::And(facts) => facts.iter().all(|one| is_true(one, holds)),
        Fact::Or(facts) => facts.iter().any(|one| is_true(one, holds)),
    }
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
        let days = |amount| End::After { event: None, period: Some(Period { amount, unit: Unit::Days }) };
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
