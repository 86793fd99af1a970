//! Sets of assignments of facts. A flow is a choice of values for its slots and one of these assignments, so flows with the
//! same values are handled together, one bit for each.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Kind, TermId, Vocabulary};

use super::facts::{Fact, Formula, assignments};

/// Some of the assignments.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Worlds(pub(crate) Vec<u128>);

impl Worlds {
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one |= other);
    }

    pub(crate) fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= !other);
    }

    pub(crate) fn keep(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(one, other)| *one &= other);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|part| *part == 0)
    }

    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).any(|(one, other)| one & other != 0)
    }

    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.0.iter().zip(&other.0).all(|(one, other)| one & !other == 0)
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.0[at / 128] & 1 << (at % 128) != 0
    }

    pub(crate) fn insert(&mut self, at: usize) {
        self.0[at / 128] |= 1 << (at % 128);
    }

    pub(crate) fn count(&self) -> u64 {
        self.0.iter().map(|part| u64::from(part.count_ones())).sum()
    }

    /// The places of the assignments, in their order.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        (0..self.0.len() * 128).filter(|at| self.has(*at))
    }
}

/// All assignments of the facts that matter.
pub(crate) struct Facts {
    pub(crate) named: BTreeSet<Fact>,
    /// For each assignment, the facts that are true.
    pub(crate) assignments: Vec<BTreeSet<Fact>>,
    /// The events above each event.
    above: BTreeMap<TermId, Vec<TermId>>,
}

impl Facts {
    /// Nothing where there are too many facts to try them all.
    pub(crate) fn of(named: BTreeSet<Fact>, vocabulary: &Vocabulary) -> Option<Self> {
        let assignments = assignments(&named, vocabulary)?;
        Some(Self::over(named, assignments, vocabulary))
    }

    /// Some assignments of some facts.
    pub(crate) fn over(
        named: BTreeSet<Fact>,
        assignments: Vec<BTreeSet<Fact>>,
        vocabulary: &Vocabulary,
    ) -> Self {
        let events = vocabulary.of_kind(Kind::Event);
        let above = events.map(|(event, _)| (event, vocabulary.ancestors(event))).collect();
        Self { named, assignments, above }
    }

    /// Whether an event happens only together with another.
    pub(crate) fn brings(&self, event: TermId, other: TermId) -> bool {
        self.above.get(&event).is_some_and(|above| above.contains(&other))
    }

    pub(crate) fn none(&self) -> Worlds {
        Worlds(vec![0; self.assignments.len().div_ceil(128)])
    }

    pub(crate) fn all(&self) -> Worlds {
        self.those(|_| true)
    }

    pub(crate) fn those(&self, is_meant: impl Fn(&BTreeSet<Fact>) -> bool) -> Worlds {
        let mut worlds = self.none();
        for (at, _) in self.assignments.iter().enumerate().filter(|(_, one)| is_meant(one)) {
            worlds.insert(at);
        }
        worlds
    }

    /// The assignments under which a formula holds.
    pub(crate) fn truth(&self, formula: &Formula) -> Worlds {
        self.those(|assignment| formula.is_true(&|fact| assignment.contains(&fact)))
    }

    /// A number for each assignment: the same for those that agree on every fact but the ones that are left open.
    pub(crate) fn groups(&self, is_open: impl Fn(Fact) -> bool) -> Vec<usize> {
        let kept: Vec<Fact> = self.named.iter().copied().filter(|fact| !is_open(*fact)).collect();
        let mut keys: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
        let group = |assignment: &BTreeSet<Fact>| {
            let key = kept.iter().map(|fact| assignment.contains(fact)).collect();
            let n_known = keys.len();
            *keys.entry(key).or_insert(n_known)
        };
        self.assignments.iter().map(group).collect()
    }

    /// The assignments that are in a group with one of some.
    pub(crate) fn whatever(&self, worlds: &Worlds, groups: &[usize]) -> Worlds {
        let mut is_met = vec![false; groups.len()];
        worlds.places().for_each(|at| is_met[groups[at]] = true);
        let mut found = self.none();
        (0..groups.len()).filter(|at| is_met[groups[*at]]).for_each(|at| found.insert(at));
        found
    }
}
