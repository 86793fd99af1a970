//! Facts, what is said with them, and which of them can be true together.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{self, Kind, Period, TermId, Trait, Unit, Vocabulary, What};

use super::ends::Length;

/// Something that is true or false of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Fact {
    /// A consent, condition, event, safeguard, or a choice that was used.
    Term(TermId),
    /// A consent was given within a length of time, which is in its largest unit.
    Given(TermId, Period),
    /// The person belongs to a class.
    Class(TermId),
    /// It is known that the person belongs to a class.
    KnownPerson(TermId),
    /// It is known that the data belong to a class.
    KnownData(Class),
}

/// A class of data: a term, or all data with a trait or without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    Term(TermId),
    Any(Option<Trait>, bool),
}

impl Class {
    pub(crate) const fn of(what: What) -> Self {
        match what {
            What::Term(term) => Self::Term(term),
            What::Any { trait_, is_negated, .. } => Self::Any(trait_, is_negated),
        }
    }

    /// Whether it is everything about which somebody can be said to know something: `any data`, `any personal data`.
    pub(crate) const fn is_everything(self) -> bool {
        matches!(self, Self::Any(None | Some(Trait::Personal), false))
    }
}

impl Fact {
    /// The term, of which other facts of the same kind can speak as well; what is known implies nothing.
    const fn term(self) -> Option<TermId> {
        match self {
            Self::Term(term) | Self::Given(term, _) | Self::Class(term) => Some(term),
            Self::KnownPerson(_) | Self::KnownData(_) => None,
        }
    }

    /// The fact about another term of the same kind.
    const fn like(self, term: TermId) -> Self {
        match self {
            Self::Term(_) | Self::KnownPerson(_) | Self::KnownData(_) => Self::Term(term),
            Self::Given(_, period) => Self::Given(term, period),
            Self::Class(_) => Self::Class(term),
        }
    }

    const fn is_same_kind(self, other: Self) -> bool {
        matches!((self, other), (Self::Term(_), Self::Term(_)) | (Self::Class(_), Self::Class(_)))
    }

    /// The fact itself and all that it implies, longer times of a consent aside.
    pub(crate) fn implied(self, vocabulary: &Vocabulary) -> Vec<Self> {
        let above = self.term().map(|term| vocabulary.ancestors(term)).unwrap_or_default();
        let mut implied: Vec<Self> = vec![self];
        implied.extend(above.into_iter().map(|term| self.like(term)));
        // Who consented lately consented.
        let consents: Vec<Self> = implied
            .iter()
            .filter_map(|fact| match fact {
                Self::Given(consent, _) => Some(Self::Term(*consent)),
                Self::Term(_) | Self::Class(_) | Self::KnownPerson(_) | Self::KnownData(_) => None,
            })
            .collect();
        implied.extend(consents);
        implied
    }

    /// Whether another fact is true wherever it is.
    pub(crate) fn implies(self, other: Self, vocabulary: &Vocabulary) -> bool {
        self.implied(vocabulary).into_iter().any(|one| match (one, other) {
            (Self::Given(one, shorter), Self::Given(other, longer)) => {
                one == other && Length::of(shorter).is_within(&Length::of(longer))
            }
            (one, other) => one == other,
        })
    }

    /// Whether it implies another fact or excludes it.
    pub(crate) fn settles(self, other: Self, vocabulary: &Vocabulary) -> bool {
        self.implies(other, vocabulary)
            || excludes(&self.implied(vocabulary), &other.implied(vocabulary), vocabulary)
    }

    /// Whether it is a list in which another fact is.
    pub(crate) fn stands_for(self, other: Self, vocabulary: &Vocabulary) -> bool {
        let meant = self.term().map(|term| super::effects::meant(vocabulary, term)).unwrap_or_default();
        self.is_same_kind(other) && other.term().is_some_and(|term| meant.contains(&term))
    }

    /// Of a fact that is a list, or is a kind of one without being listed: what is listed.
    pub(crate) fn listed(self, vocabulary: &Vocabulary) -> Vec<Self> {
        let listed = |fact: Self| -> Vec<Self> {
            let means = fact.term().and_then(|term| vocabulary.term(term).means.as_ref());
            let items = means.iter().flat_map(|means| &means.items);
            let terms = items.filter_map(|item| match item.what {
                What::Term(term) => Some(term),
                What::Any { .. } => None,
            });
            terms.map(|term| fact.like(term)).collect()
        };
        let lists = self.implied(vocabulary).into_iter().map(listed);
        // What is listed brings the list about, and does not wait for it.
        lists.filter(|list| !list.iter().any(|one| self.implies(*one, vocabulary))).flatten().collect()
    }

    /// Whether who names it says something of the other: it implies the other, they cannot both be true, or, unless both
    /// are classes of people, the other implies it.
    pub(crate) fn is_related(self, other: Self, vocabulary: &Vocabulary) -> bool {
        let is_class = matches!(other, Self::Class(_));
        self.settles(other, vocabulary) || !is_class && other.implies(self, vocabulary)
    }
}

fn excludes(some: &[Fact], others: &[Fact], vocabulary: &Vocabulary) -> bool {
    some.iter().any(|one| {
        let excluded = one.term().map_or(&[][..], |term| &vocabulary.term(term).excludes);
        others.iter().any(|other| {
            one.is_same_kind(*other) && other.term().is_some_and(|term| excluded.contains(&term))
        })
    })
}

/// What is said with facts.
#[derive(Debug, Clone)]
pub(crate) enum Formula {
    Is(Fact),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Formula {
    pub(crate) const fn always() -> Self {
        Self::All(Vec::new())
    }

    pub(crate) fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    pub(crate) fn not(self) -> Self {
        Self::Not(Box::new(self))
    }

    pub(crate) fn of(fact: &model::Fact) -> Self {
        match fact {
            model::Fact::Term(term, _) => Self::Is(Fact::Term(*term)),
            model::Fact::Given(consent, period, _) => {
                Self::Is(Fact::Given(*consent, in_largest_unit(*period)))
            }
            model::Fact::Not(inner) => Self::of(inner).not(),
            model::Fact::And(all) => Self::All(all.iter().map(Self::of).collect()),
            model::Fact::Or(any) => Self::Any(any.iter().map(Self::of).collect()),
        }
    }

    pub(crate) fn is_true(&self, truth: &dyn Fn(Fact) -> bool) -> bool {
        match self {
            Self::Is(fact) => truth(*fact),
            Self::Not(inner) => !inner.is_true(truth),
            Self::All(all) => all.iter().all(|one| one.is_true(truth)),
            Self::Any(any) => any.iter().any(|one| one.is_true(truth)),
        }
    }

    /// The facts of which something is said.
    pub(crate) fn named(&self) -> BTreeSet<Fact> {
        let mut named = BTreeSet::new();
        self.facts(&mut named);
        named
    }

    pub(crate) fn facts(&self, found: &mut BTreeSet<Fact>) {
        match self {
            Self::Is(fact) => drop(found.insert(*fact)),
            Self::Not(inner) => inner.facts(found),
            Self::All(all) | Self::Any(all) => all.iter().for_each(|one| one.facts(found)),
        }
    }
}

/// More facts than these are not tried together.
const MOST: usize = 14;

/// Every way in which the named facts can be true or false together: for each, all facts that are true. Nothing where
/// they are too many to try.
///
/// Two assignments that agree on the named facts count once, because nobody can tell them apart.
pub(crate) fn assignments(named: &BTreeSet<Fact>, vocabulary: &Vocabulary) -> Option<Vec<BTreeSet<Fact>>> {
    let relevant = relevant(named, vocabulary);
    let facts: Vec<Fact> = relevant.iter().copied().collect();
    if facts.len() > MOST {
        return None;
    }
    let place: BTreeMap<Fact, usize> = facts.iter().enumerate().map(|(at, fact)| (*fact, at)).collect();
    // Everything that an assignment could break, as pairs of masks: all of the first true, none of the second.
    let mut broken: Vec<(u32, u32)> = Vec::new();
    let bit = |fact: &Fact| place.get(fact).map_or(0, |at| 1_u32 << at);
    for (at, fact) in facts.iter().enumerate() {
        let Some(term) = fact.term() else { continue };
        for implied in facts.iter().filter(|other| *other != fact && fact.implies(**other, vocabulary)) {
            broken.push((1 << at, bit(implied)));
        }
        for other in &vocabulary.term(term).excludes {
            if place.contains_key(&fact.like(*other)) {
                broken.push((1 << at | bit(&fact.like(*other)), 0));
            }
        }
        if let Some(list) = meant(term, vocabulary) {
            broken
                .push((1 << at, list.iter().map(|one| bit(&fact.like(*one))).fold(0, |all, one| all | one)));
        }
    }
    // Everybody is among people.
    let everybody = vocabulary.find(Kind::Subject, "people").map_or(0, |people| bit(&Fact::Class(people)));
    let is_possible = |truth: u32| {
        truth & everybody == everybody
            && broken.iter().all(|(all, none)| truth & all != *all || *none != 0 && truth & none != 0)
    };
    let mask: u32 = named.iter().map(bit).fold(0, |all, one| all | one);
    let mut seen = vec![false; 1 << facts.len()];
    let mut found = Vec::new();
    for truth in 0..1_u32 << facts.len() {
        if is_possible(truth) && !std::mem::replace(&mut seen[(truth & mask) as usize], true) {
            found.push(
                facts
                    .iter()
                    .enumerate()
                    .filter(|(at, _)| truth & 1 << at != 0)
                    .map(|(_, fact)| *fact)
                    .collect(),
            );
        }
    }
    Some(found)
}

/// The list of a term declared with `means`.
pub(crate) fn meant(term: TermId, vocabulary: &Vocabulary) -> Option<Vec<TermId>> {
    let set = vocabulary.term(term).means.as_ref()?;
    let term = |item: &model::SetItem| match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    };
    if set.except.is_empty() { set.items.iter().map(term).collect() } else { None }
}

/// The named facts with all on which their truth depends. All others can be false without breaking anything.
fn relevant(named: &BTreeSet<Fact>, vocabulary: &Vocabulary) -> BTreeSet<Fact> {
    let mut relevant = BTreeSet::new();
    let mut open: Vec<Fact> = named.iter().copied().collect();
    while let Some(fact) = open.pop() {
        if !relevant.insert(fact) {
            continue;
        }
        let Some(term) = fact.term() else { continue };
        open.extend(meant(term, vocabulary).into_iter().flatten().map(|one| fact.like(one)));
        match fact {
            // Whether a kind of it was given lately matters only where that is a list.
            Fact::Given(..) => {
                let above = vocabulary.ancestors(term).into_iter();
                let lists = above.filter(|term| meant(*term, vocabulary).is_some());
                open.extend(lists.map(|term| fact.like(term)));
                open.push(Fact::Term(term));
            }
            Fact::Term(_) | Fact::Class(_) | Fact::KnownPerson(_) | Fact::KnownData(_) => {
                open.extend(vocabulary.term(term).parents.iter().map(|parent| fact.like(*parent)));
            }
        }
    }
    relevant
}

/// The same length of time in the largest unit into which it can be turned exactly.
pub(crate) fn in_largest_unit(period: Period) -> Period {
    let (larger, of) = match period.unit {
        Unit::Minutes => (Unit::Hours, 60),
        Unit::Hours => (Unit::Days, 24),
        Unit::Days => (Unit::Weeks, 7),
        Unit::Months => (Unit::Years, 12),
        Unit::BusinessDays | Unit::Weeks | Unit::Years => return period,
    };
    match period.amount.is_multiple_of(of) {
        true => in_largest_unit(Period { amount: period.amount / of, unit: larger }),
        false => period,
    }
}

/// Whether a term is an event.
pub(crate) fn is_event(fact: Fact, vocabulary: &Vocabulary) -> bool {
    matches!(fact, Fact::Term(term) if vocabulary.term(term).kind == Kind::Event)
}
