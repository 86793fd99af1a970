//! The fate of single flows, for what is no walk of its own: the comparison of two policies.

use std::collections::BTreeSet;

use candor::model::Policy;

use super::act::Act;
use super::facts::Fact;
use super::halves::Block;
use super::last::{Draft, Last};
use super::values::{Marks, Slot, Values};
use super::worlds::{Facts, Worlds};
use super::{Grain, Parts};

/// A policy as it is before any flow is looked at.
pub(crate) struct Prepared<'a>(Parts<'a>);

/// Says what becomes of flows in some assignments of facts.
pub(crate) struct Judge<'a> {
    last: Last<'a>,
    /// The assignments that can be.
    there: Worlds,
}

/// What becomes of flows with the same slots, one bit for each assignment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Fate {
    /// The flows that can be.
    pub(crate) possible: u128,
    pub(crate) permitted: u128,
    pub(crate) prohibited: u128,
    /// Prohibited by something else than a choice that was used.
    pub(crate) ruled_out: u128,
}

impl<'a> Prepared<'a> {
    /// Nothing where exceptions lead in a circle.
    pub(crate) fn of(policy: &'a Policy) -> Option<Self> {
        let parts = Parts::of(policy);
        (!parts.exceptions.faults.is_circular).then_some(Self(parts))
    }

    pub(crate) const fn values(&self) -> &Values<'a> {
        &self.0.said.values
    }

    /// The channels that the policy covers; nothing where it says nothing of that.
    pub(crate) fn covered(&self) -> Option<Marks> {
        super::answers::covered(&self.0.said)
    }

    fn draft(&self) -> Draft {
        Draft::of(&self.0.said, &self.0.others, &self.0.impossible, &self.0.exceptions)
    }

    /// The facts that matter.
    pub(crate) fn facts(&self) -> BTreeSet<Fact> {
        self.draft().named()
    }

    /// A judge of some assignments of facts; where there is none, nothing is said.
    pub(crate) fn judge(&self, worlds: &[Option<BTreeSet<Fact>>]) -> Judge<'_> {
        let given = worlds.iter().map(|world| world.clone().unwrap_or_default()).collect();
        let facts = Facts::over(self.facts(), given, self.values().vocabulary());
        let mut there = facts.none();
        (0..worlds.len()).filter(|at| worlds[*at].is_some()).for_each(|at| there.insert(at));
        Judge { last: self.draft().over(self.values(), facts, Grain::Classes), there }
    }
}

impl Judge<'_> {
    /// What the sentences of the policy are made of: what tells values apart.
    pub(crate) fn blocks(&self) -> &[Block] {
        &self.last.space.blocks
    }

    /// The fate of the flows with some values in their slots, for each 128 assignments.
    pub(crate) fn fates(&mut self, act: Act, chosen: &[(Slot, usize)]) -> Vec<Fate> {
        let mut mask = vec![0; self.blocks().len().div_ceil(64)];
        for (at, block) in self.blocks().iter().enumerate() {
            let holds = |(slot, marks): &(Slot, Vec<bool>)| {
                chosen.iter().all(|(one, place)| one != slot || marks[*place])
            };
            if block.acts.contains(&act) && block.slots.iter().all(holds) {
                mask[at / 64] |= 1 << (at % 64);
            }
        }
        let fate = self.last.fate(&mask);
        let part = |part: usize| {
            let there = self.there.0[part];
            Fate {
                possible: fate.possible.0[part] & there,
                permitted: fate.permitted.0[part] & there,
                prohibited: fate.prohibited.0[part] & there,
                ruled_out: fate.ruled_out.0[part] & there,
            }
        };
        (0..self.there.0.len()).map(part).collect()
    }
}
