//! Facts: what can be true or false of a flow, and formulas over them.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use super::Space;
use crate::model::{Fact, Kind, Period, Set, TermId, Trait, Vocabulary, What};
use crate::semantics::retention::compare_periods;
use crate::source::Span;

/// Which of the facts of a space. It means the same in both spaces of a comparison, which have one list of facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(u32);

impl FactId {
    /// The fact at a place of the list.
    pub(in crate::semantics) fn at(place: usize) -> Self {
        Self(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// Its place in the list.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The facts that are named, each with its number.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    keys: Vec<FactKey>,
    ids: HashMap<FactKey, FactId>,
}

impl Facts {
    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// What a fact says.
    ///
    /// # Panics
    /// Never for a fact of this list.
    #[must_use]
    pub fn key(&self, id: FactId) -> FactKey {
        self.keys[id.index()]
    }

    /// The fact that says something, if it is named.
    #[must_use]
    pub fn id(&self, key: FactKey) -> Option<FactId> {
        self.ids.get(&key).copied()
    }

    /// Every fact with what it says, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (FactId, FactKey)> {
        self.keys.iter().enumerate().map(|(place, key)| (FactId::at(place), *key))
    }

    /// Names a fact.
    pub(super) fn name(&mut self, key: FactKey) -> FactId {
        let next = FactId::at(self.keys.len());
        let id = *self.ids.entry(key).or_insert(next);
        if id == next {
            self.keys.push(key);
        }
        id
    }

    /// Numbers the facts from a place on in the order of their keys.
    pub(super) fn sort_from(&mut self, place: usize) {
        let Some(keys) = self.keys.get_mut(place..) else { return };
        keys.sort_unstable();
        for (at, key) in keys.iter().enumerate() {
            self.ids.insert(*key, FactId::at(place + at));
        }
    }
}

/// What can be true or false of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKey {
    /// A consent, condition, event, safeguard, or a choice that was used.
    Term(TermId),
    /// This consent was given within this time, in its largest unit, and was not taken back.
    Given(TermId, Period),
    /// The person belongs to this class.
    Subject(TermId),
    /// It is known that the person or the data belong to this class, of which the policy says `never knowingly`.
    Known(Known),
}

/// A class of which a policy says `never knowingly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// The person is among these.
    Subject(TermId),
    /// The data are these.
    Data(TermId),
    /// The data have a trait, or, if the flag says so, lack it.
    DataWith(Trait, bool),
}

impl Known {
    /// The class of an item of data; `None` for all data and all personal data, of which everybody knows.
    #[must_use]
    pub const fn of_data(what: What) -> Option<Self> {
        match what {
            What::Term(term) => Some(Self::Data(term)),
            What::Any { trait_: None, .. }
            | What::Any { trait_: Some(Trait::Personal), is_negated: false, .. } => None,
            What::Any { trait_: Some(one), is_negated, .. } => Some(Self::DataWith(one, is_negated)),
        }
    }

    /// The item of data; `None` for a class of persons.
    #[must_use]
    pub const fn data(self) -> Option<What> {
        match self {
            Self::Subject(_) => None,
            Self::Data(term) => Some(What::Term(term)),
            Self::DataWith(one, is_negated) => {
                Some(What::Any { kind: Kind::Data, trait_: Some(one), is_negated })
            }
        }
    }
}

impl FactKey {
    /// The term that the fact is about.
    #[must_use]
    pub const fn term(self) -> Option<TermId> {
        match self {
            Self::Term(term) | Self::Given(term, _) | Self::Subject(term) => Some(term),
            Self::Known(_) => None,
        }
    }

    /// Whether it tells to which class the person belongs, or that this is known.
    #[must_use]
    pub const fn is_of_person(self) -> bool {
        match self {
            Self::Subject(_) | Self::Known(Known::Subject(_)) => true,
            Self::Term(_) | Self::Given(..) | Self::Known(Known::Data(_) | Known::DataWith(..)) => false,
        }
    }

    /// The fact of the same sort about another term.
    #[must_use]
    pub const fn of(self, term: TermId) -> Self {
        match self {
            Self::Term(_) | Self::Known(_) => Self::Term(term),
            Self::Given(_, period) => Self::Given(term, period),
            Self::Subject(_) => Self::Subject(term),
        }
    }

    /// What a fact is that is neither joined of others nor the opposite of one.
    #[must_use]
    pub fn of_leaf(fact: &Fact) -> Option<Self> {
        match fact {
            Fact::Term(term, _) => Some(Self::Term(*term)),
            Fact::Given(term, period, _) => Some(Self::Given(*term, period.in_largest_unit())),
            Fact::Not(_) | Fact::And(_) | Fact::Or(_) => None,
        }
    }

    /// The fact as it is written, where it can be: that of a consent, condition, event or safeguard.
    #[must_use]
    pub fn leaf(self) -> Option<Fact> {
        match self {
            Self::Term(term) => Some(Fact::Term(term, Span::default())),
            Self::Given(term, period) => Some(Fact::Given(term, period, Span::default())),
            Self::Subject(_) | Self::Known(_) => None,
        }
    }

    /// Whether it is true wherever another is: that a consent was given lately implies that it was given, and that it was
    /// given within any longer time.
    #[must_use]
    pub fn implies(self, vocabulary: &Vocabulary, other: Self) -> bool {
        match (self, other) {
            (Self::Term(a) | Self::Given(a, _), Self::Term(b)) | (Self::Subject(a), Self::Subject(b)) => {
                vocabulary.is_below(a, b)
            }
            (Self::Given(a, one), Self::Given(b, other)) => {
                let is_within = matches!(compare_periods(one, other), Some(Ordering::Less | Ordering::Equal));
                is_within && vocabulary.is_below(a, b)
            }
            (Self::Known(a), Self::Known(b)) => a == b,
            (Self::Term(_), Self::Given(..))
            | (Self::Term(_) | Self::Given(..), Self::Subject(_) | Self::Known(_))
            | (Self::Subject(_), Self::Term(_) | Self::Given(..) | Self::Known(_))
            | (Self::Known(_), Self::Term(_) | Self::Given(..) | Self::Subject(_)) => false,
        }
    }

    /// Whether it is never true together with another, by itself or by what it implies.
    #[must_use]
    pub fn excludes(self, vocabulary: &Vocabulary, other: Self) -> bool {
        match (self, other) {
            (Self::Term(a) | Self::Given(a, _), Self::Term(b) | Self::Given(b, _))
            | (Self::Subject(a), Self::Subject(b)) => excludes(vocabulary, a, b),
            (Self::Term(_) | Self::Given(..), Self::Subject(_) | Self::Known(_))
            | (Self::Subject(_), Self::Term(_) | Self::Given(..) | Self::Known(_))
            | (Self::Known(_), _) => false,
        }
    }
}

/// A formula over facts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the connective itself")]
pub enum Formula {
    True,
    False,
    Fact(FactId),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

impl Formula {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, one) | (one, Self::True) => one,
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::All(mut all), one) => {
                all.push(one);
                Self::All(all)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// One of them.
    #[must_use]
    pub fn any(formulas: Vec<Self>) -> Self {
        if formulas.contains(&Self::True) {
            return Self::True;
        }
        let mut formulas: Vec<Self> = formulas.into_iter().filter(|one| *one != Self::False).collect();
        match formulas.len() {
            0 => Self::False,
            1 => formulas.pop().unwrap_or(Self::False),
            _ => Self::Any(formulas),
        }
    }

    /// Not this.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            other @ (Self::Fact(_) | Self::All(_) | Self::Any(_)) => Self::Not(Box::new(other)),
        }
    }

    /// Every fact in it.
    pub fn facts(&self, found: &mut Vec<FactId>) {
        match self {
            Self::True | Self::False => {}
            Self::Fact(fact) => found.push(*fact),
            Self::Not(inner) => inner.facts(found),
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|one| one.facts(found)),
        }
    }
}

/// How two facts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Where the first is true, so is the second.
    Implies,
    /// They are never true together.
    Excludes,
}

/// Facts of a policy.
impl Space {
    /// Which fact.
    pub fn fact(&mut self, key: FactKey) -> FactId {
        self.facts.id(key).unwrap_or_else(|| Arc::make_mut(&mut self.facts).name(key))
    }

    /// Numbers the facts from a place on in the order of their keys. What was made with their numbers is worth nothing more.
    pub fn sort_facts_from(&mut self, place: usize) {
        Arc::make_mut(&mut self.facts).sort_from(place);
    }

    /// The facts that tell to which classes the person belongs, and of which this is known.
    #[must_use]
    pub fn subject_facts(&self) -> Vec<FactId> {
        self.facts.iter().filter(|(_, key)| key.is_of_person()).map(|(fact, _)| fact).collect()
    }

    /// The fact, if any statement names it.
    #[must_use]
    pub fn known_fact(&self, key: FactKey) -> Option<FactId> {
        self.facts.id(key)
    }

    /// Brings facts into the order of their names, in which they are shown: neither the order of the statements nor what
    /// else is asked leaves a trace in it.
    pub fn sort_by_name(&self, facts: &mut [FactId]) {
        let vocabulary = &self.policy.vocabulary;
        let name = |fact: &FactId| {
            let key = self.facts.key(*fact);
            let name: &str = match key {
                FactKey::Term(term)
                | FactKey::Given(term, _)
                | FactKey::Subject(term)
                | FactKey::Known(Known::Subject(term) | Known::Data(term)) => &vocabulary.term(term).name,
                FactKey::Known(Known::DataWith(one, _)) => one.word(),
            };
            (name, key)
        };
        facts.sort_unstable_by(|one, other| name(one).cmp(&name(other)));
    }

    /// The formula of an expression over facts.
    pub fn formula(&mut self, fact: &Fact) -> Formula {
        match fact {
            Fact::Term(..) | Fact::Given(..) => {
                FactKey::of_leaf(fact).map_or(Formula::True, |key| Formula::Fact(self.fact(key)))
            }
            Fact::Not(inner) => self.formula(inner).negated(),
            Fact::And(facts) => facts.iter().fold(Formula::True, |all, one| all.and(self.formula(one))),
            Fact::Or(facts) => {
                let facts = facts.iter().map(|one| self.formula(one)).collect();
                Formula::any(facts)
            }
        }
    }

    /// That something is so: a fact, unless it always is. Everybody is among the people.
    pub fn truth_of(&mut self, key: FactKey) -> Formula {
        match key {
            FactKey::Subject(class) if Some(class) == self.everybody => Formula::True,
            FactKey::Term(_) | FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_) => {
                Formula::Fact(self.fact(key))
            }
        }
    }

    /// The formula of a slot of subjects: the classes overlap, so that each is a fact.
    pub fn membership(&mut self, set: &Set) -> Formula {
        let mut one = |what: What| match what {
            What::Term(term) => self.truth_of(FactKey::Subject(term)),
            What::Any { .. } => Formula::True,
        };
        let items = set.items.iter().map(|item| one(item.what)).collect();
        let except: Vec<Formula> = set.except.iter().map(|item| one(item.what)).collect();
        except.into_iter().fold(Formula::any(items), |all, out| all.and(out.negated()))
    }

    /// What must hold between two facts, if anything.
    #[must_use]
    pub fn relation(&self, one: FactId, other: FactId) -> Option<Relation> {
        let (one, other) = (self.facts.key(one), self.facts.key(other));
        let vocabulary = self.vocabulary();
        if one.implies(vocabulary, other) {
            return Some(Relation::Implies);
        }
        one.excludes(vocabulary, other).then_some(Relation::Excludes)
    }

    /// Adds the facts on which the truth of the named ones depends: what a closed fact means, and the consent that can
    /// lapse.
    pub fn close_facts(&mut self) {
        self.close_facts_from(0);
    }

    /// Names a fact together with those on which its truth depends.
    pub(in crate::semantics) fn fact_with_its_kin(&mut self, key: FactKey) {
        let place = self.facts.len();
        self.truth_of(key);
        self.close_facts_from(place);
    }

    fn close_facts_from(&mut self, place: usize) {
        let mut at = place;
        while at < self.facts.len() {
            let key = self.facts.key(FactId::at(at));
            at += 1;
            // That a consent has lapsed is not that it was never given.
            if let FactKey::Given(consent, _) = key {
                self.fact(FactKey::Term(consent));
            }
            for (closed, meant) in self.closed_above(key) {
                self.fact(closed);
                for one in meant {
                    self.fact(one);
                }
            }
        }
    }

    /// The facts declared with `means` and a list that a fact is or implies, each with its list.
    #[must_use]
    pub fn closed_above(&self, key: FactKey) -> Vec<(FactKey, Vec<FactKey>)> {
        closed_above(self.vocabulary(), key)
    }
}

/// The facts declared with `means` and a list that a fact is or implies, each with its list.
fn closed_above(vocabulary: &Vocabulary, key: FactKey) -> Vec<(FactKey, Vec<FactKey>)> {
    let Some(term) = key.term() else { return Vec::new() };
    let closed = closed_terms(vocabulary, term).into_iter();
    closed
        .map(|(above, listed)| (key.of(above), listed.into_iter().map(|one| key.of(one)).collect()))
        .collect()
}

/// The terms declared with `means` and a list that a term is or lies below, each with its list.
fn closed_terms(vocabulary: &Vocabulary, term: TermId) -> Vec<(TermId, Vec<TermId>)> {
    let mut closed = Vec::new();
    for above in std::iter::once(term).chain(vocabulary.ancestors(term)) {
        let Some(means) = vocabulary.term(above).means.as_ref().filter(|means| means.except.is_empty())
        else {
            continue;
        };
        let listed = means.items.iter().map(|item| match item.what {
            What::Term(one) => Some(one),
            What::Any { .. } => None,
        });
        if let Some(listed) = listed.collect::<Option<Vec<_>>>() {
            closed.push((above, listed));
        }
    }
    closed
}

/// Whether two facts cannot both be true, by themselves or by what they imply.
fn excludes(vocabulary: &Vocabulary, one: TermId, other: TermId) -> bool {
    let above = |term: TermId| std::iter::once(term).chain(vocabulary.ancestors(term)).collect::<Vec<_>>();
    let above_other = above(other);
    above(one)
        .into_iter()
        .any(|term| vocabulary.term(term).excludes.iter().any(|excluded| above_other.contains(excluded)))
}

/// Of how many facts all assignments are tried; nobody keeps anything while more than these are so.
const MAX_FACTS: usize = 12;

/// Whether one formula is true wherever another is.
pub(in crate::semantics) fn is_implied(vocabulary: &Vocabulary, one: &Fact, other: &Fact) -> bool {
    if one == other {
        return true;
    }
    if let (Some(a), Some(b)) = (FactKey::of_leaf(one), FactKey::of_leaf(other)) {
        return a.implies(vocabulary, b);
    }
    let mut keys: Vec<FactKey> =
        [one.leaves(), other.leaves()].concat().into_iter().filter_map(FactKey::of_leaf).collect();
    let mut at = 0;
    while let Some(key) = keys.get(at).copied() {
        at += 1;
        for (closed, listed) in closed_above(vocabulary, key) {
            let fresh = |one: &FactKey| !keys.contains(one);
            let fresh: Vec<FactKey> = std::iter::once(closed).chain(listed).filter(fresh).collect();
            keys.extend(fresh);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    if keys.len() > MAX_FACTS {
        return false;
    }
    (0_u32..1 << keys.len()).all(|assignment| {
        let holds = |key: FactKey| keys.binary_search(&key).is_ok_and(|place| assignment & 1 << place != 0);
        !is_possible(vocabulary, &keys, &holds) || !is_true(one, &holds) || is_true(other, &holds)
    })
}

/// Whether all that belongs together is true or false together.
fn is_possible(vocabulary: &Vocabulary, keys: &[FactKey], holds: &impl Fn(FactKey) -> bool) -> bool {
    keys.iter().filter(|key| holds(**key)).all(|key| {
        let fits = |other: &FactKey| match holds(*other) {
            true => other == key || !key.excludes(vocabulary, *other),
            false => !key.implies(vocabulary, *other),
        };
        let is_one_of = |(_, listed): &(FactKey, Vec<FactKey>)| listed.iter().any(|one| holds(*one));
        keys.iter().all(fits) && closed_above(vocabulary, *key).iter().all(is_one_of)
    })
}

fn is_true(fact: &Fact, holds: &impl Fn(FactKey) -> bool) -> bool {
    match fact {
        Fact::Term(..) | Fact::Given(..) => FactKey::of_leaf(fact).is_some_and(holds),
        Fact::Not(inner) => !is_true(inner, holds),
        Fact::And(facts) => facts.iter().all(|one| is_true(one, holds)),
        Fact::Or(facts) => facts.iter().any(|one| is_true(one, holds)),
    }
}
