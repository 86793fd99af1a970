//! The fate of single flows, for what is no walk of its own: the comparison of two policies.

use std::collections::BTreeSet;

use candor::model::{Policy, Verb};

use super::Grain;
use super::facts::Fact;
use super::halves::{Block, Half, halves};
use super::values::{Slot, Values};
use super::walk::{Bits, Exceptions, Sums, VERBS, Walk};

/// A policy as it is before any flow is looked at.
pub(crate) struct Prepared<'a> {
    pub(crate) values: Values<'a>,
    halves: Vec<Half>,
    exceptions: Exceptions,
}

/// Says what becomes of flows in some assignments of facts, one bit for each.
pub(crate) struct Judge<'a> {
    walk: Walk<'a, 'static>,
    /// The assignments that can be.
    there: Vec<Bits>,
    n_halves: usize,
}

/// What becomes of flows with the same slots, one bit for each assignment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Fate {
    /// The flows that can be.
    pub(crate) possible: Bits,
    pub(crate) permitted: Bits,
    pub(crate) prohibited: Bits,
    /// Prohibited by something else than a choice that was used.
    pub(crate) ruled_out: Bits,
}

impl<'a> Prepared<'a> {
    /// Nothing where exceptions lead in a circle.
    pub(crate) fn of(policy: &'a Policy) -> Option<Self> {
        let values = Values::new(policy);
        let halves = halves(&values);
        let exceptions = Exceptions::of(policy, &halves);
        (!exceptions.faults.is_circular).then_some(Self { values, halves, exceptions })
    }

    /// The facts that matter.
    pub(crate) fn facts(&self) -> BTreeSet<Fact> {
        let mut found = BTreeSet::new();
        Walk::over(&self.values, &self.halves, &self.exceptions, &[], Grain::Classes, None, Some(Vec::new()))
            .blocks
            .iter()
            .for_each(|block| block.facts.facts(&mut found));
        found
    }

    /// A judge of some assignments of facts; where there is none, nothing is said.
    pub(crate) fn judge(&self, worlds: &[Option<BTreeSet<Fact>>]) -> Judge<'_> {
        let given = worlds.iter().map(|world| world.clone().unwrap_or_default()).collect();
        let mut walk =
            Walk::over(&self.values, &self.halves, &self.exceptions, &[], Grain::Classes, None, Some(given));
        let mut there = Vec::new();
        for (part, worlds) in worlds.chunks(128).enumerate() {
            let is_there =
                worlds.iter().enumerate().fold(0, |bits, (at, one)| bits | Bits::from(one.is_some()) << at);
            walk.truth.iter_mut().for_each(|truth| truth[part] &= is_there);
            there.push(is_there);
        }
        Judge { walk, there, n_halves: self.halves.len() }
    }
}

impl Judge<'_> {
    pub(crate) const VERBS: [Verb; 10] = VERBS;

    /// What the sentences of the policy are made of: what tells values apart.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.walk.blocks
    }

    /// The fate of the flows with some values in their slots.
    pub(crate) fn fate(&self, verb: Verb, chosen: &[(Slot, usize)], part: usize) -> Fate {
        let is_in = |block: usize| {
            let block = &self.walk.blocks[block];
            let holds = |(slot, marks): &(Slot, Vec<bool>)| {
                chosen.iter().any(|(one, place)| one == slot && marks[*place])
            };
            block.verbs.contains(&verb) && block.slots.iter().all(holds)
        };
        let is_in: Vec<bool> = (0..self.walk.blocks.len()).map(is_in).collect();
        let framed = vec![false; self.n_halves];
        let (possible, [permitted, prohibited, ruled_out]) =
            self.walk.fate(&mut Sums::default(), &|block| is_in[block], &framed, part);
        Fate { possible: possible & self.there[part], permitted, prohibited, ruled_out }
    }
}
