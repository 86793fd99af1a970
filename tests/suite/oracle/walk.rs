//! The walk over all choices of values for the slots of flows.
//!
//! Everything that a policy says is made of blocks, and what becomes of a flow depends on nothing but the blocks in which it
//! lies and on its facts. So the values of a slot that lie in the same blocks are one class, and choices of values that lie
//! in the same blocks so far are gone on with once ([`Grain::Classes`]); a test compares that with trying every value of
//! one slot after the other.

use std::collections::{BTreeMap, HashMap};

use super::Grain;
use super::act::Act;
use super::facts::Formula;
use super::halves::{Area, Block};
use super::values::{Marks, Slot, Values};
use super::worlds::{Facts, Worlds};

/// One bit for each block.
pub(crate) type Mask = Vec<u64>;

/// Choices of values for some slots that lie in the same blocks.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) mask: Mask,
    /// One of them.
    pub(crate) chosen: Vec<(Slot, usize)>,
    /// How many they are.
    pub(crate) weight: u128,
}

/// Values of a slot that lie in the same blocks: one of them, the blocks, how many they are.
type Class = (usize, Mask, u128);

/// The blocks of some passes, with the facts that they name.
pub(crate) struct Space<'a> {
    pub(crate) values: &'a Values<'a>,
    pub(crate) facts: Facts,
    pub(crate) blocks: Vec<Block>,
    /// For each block, the assignments under which its facts hold.
    truth: Vec<Worlds>,
    classes: BTreeMap<Slot, Vec<Class>>,
    grain: Grain,
}

/// The place of a block.
pub(crate) type BlockId = usize;

/// An area by the places of its blocks.
pub(crate) type AreaId = (BlockId, Vec<BlockId>);

/// Collects blocks.
#[derive(Default)]
pub(crate) struct Blocks(pub(crate) Vec<Block>);

impl Blocks {
    pub(crate) fn block(&mut self, block: &Block) -> BlockId {
        self.0.push(block.clone());
        self.0.len() - 1
    }

    pub(crate) fn areas(&mut self, areas: &[Area]) -> Vec<AreaId> {
        let mut numbered = Vec::new();
        for area in areas {
            let within = self.block(&area.within);
            numbered.push((within, area.outside.iter().map(|block| self.block(block)).collect()));
        }
        numbered
    }

    /// The verbs and the actors of some areas, whatever else they say.
    pub(crate) fn frames(&mut self, areas: &[Area]) -> Vec<BlockId> {
        let mut numbered = Vec::new();
        for area in areas {
            let mut slots = area.within.slots.clone();
            slots.retain(|(slot, _)| *slot == Slot::Actor);
            let frame = Block { acts: area.within.acts.clone(), slots, facts: Formula::always() };
            numbered.push(self.block(&frame));
        }
        numbered
    }
}

impl<'a> Space<'a> {
    pub(crate) fn of(values: &'a Values<'a>, facts: Facts, blocks: Blocks, grain: Grain) -> Self {
        let Blocks(blocks) = blocks;
        let truth = blocks.iter().map(|block| facts.truth(&block.facts)).collect();
        let mut space = Self { values, facts, blocks, truth, classes: BTreeMap::new(), grain };
        space.classes = Slot::ALL.into_iter().map(|slot| (slot, space.classes(slot, None))).collect();
        space
    }

    pub(crate) fn is_in(mask: &Mask, block: BlockId) -> bool {
        mask[block / 64] & 1 << (block % 64) != 0
    }

    /// The assignments under which a flow with these values lies in a block.
    pub(crate) fn holds(&self, mask: &Mask, block: BlockId) -> Worlds {
        if Self::is_in(mask, block) { self.truth[block].clone() } else { self.facts.none() }
    }

    pub(crate) fn any(&self, mask: &Mask, blocks: &[BlockId]) -> Worlds {
        let mut worlds = self.facts.none();
        for block in blocks.iter().filter(|block| Self::is_in(mask, **block)) {
            worlds.add(&self.truth[*block]);
        }
        worlds
    }

    /// The assignments under which a flow with these values lies in one of some areas.
    pub(crate) fn written(&self, mask: &Mask, areas: &[AreaId]) -> Worlds {
        let mut worlds = self.facts.none();
        for (within, outside) in areas.iter().filter(|(within, _)| Self::is_in(mask, *within)) {
            let mut area = self.truth[*within].clone();
            for outside in outside.iter().filter(|block| Self::is_in(mask, **block)) {
                area.remove(&self.truth[*outside]);
            }
            worlds.add(&area);
        }
        worlds
    }

    /// Before any value is chosen, for flows with one of some verbs.
    pub(crate) fn start(&self, acts: &[Act]) -> Vec<State> {
        let mut mask = vec![0; self.blocks.len().div_ceil(64)];
        for (at, block) in self.blocks.iter().enumerate() {
            if block.acts.iter().any(|act| acts.contains(act)) {
                mask[at / 64] |= 1 << (at % 64);
            }
        }
        vec![State { mask, chosen: Vec::new(), weight: 1 }]
    }

    /// Chooses a value for one more slot, among some or among all.
    pub(crate) fn choose(&self, states: Vec<State>, slot: Slot, among: Option<&Marks>) -> Vec<State> {
        let own;
        let classes = match among {
            None => &self.classes[&slot],
            Some(_) => {
                own = self.classes(slot, among);
                &own
            }
        };
        let mut chosen: Vec<State> = Vec::new();
        let mut known: HashMap<(Mask, Option<usize>), usize> = HashMap::new();
        for state in states {
            for (value, blocks, count) in classes {
                let mask: Mask = state.mask.iter().zip(blocks).map(|(one, other)| one & other).collect();
                let weight = state.weight * count;
                let values = with(&state.chosen, slot, *value);
                let kept_apart = values.iter().find(|(one, _)| self.grain == Grain::ValuesOf(*one));
                let key = (mask, kept_apart.map(|(_, value)| *value));
                match known.get(&key) {
                    Some(at) => {
                        let same = &mut chosen[*at];
                        same.weight += weight;
                        // Which one stands for the others should not always be the first one.
                        if same.weight.is_multiple_of(3) {
                            same.chosen = values;
                        }
                    }
                    None => {
                        let mask = key.0.clone();
                        known.insert(key, chosen.len());
                        chosen.push(State { mask, chosen: values, weight });
                    }
                }
            }
        }
        chosen
    }

    /// One value of each class of a slot.
    pub(crate) fn values_of(&self, slot: Slot) -> Vec<usize> {
        self.classes[&slot].iter().map(|(value, ..)| *value).collect()
    }

    pub(crate) fn choose_all(&self, states: Vec<State>, slots: &[Slot]) -> Vec<State> {
        slots.iter().fold(states, |states, slot| self.choose(states, *slot, None))
    }

    fn classes(&self, slot: Slot, among: Option<&Marks>) -> Vec<Class> {
        let mut masks: Vec<Mask> =
            vec![vec![u64::MAX; self.blocks.len().div_ceil(64)]; self.values.count(slot)];
        for (at, block) in self.blocks.iter().enumerate() {
            for (_, marks) in block.slots.iter().filter(|(one, _)| *one == slot) {
                for (mask, _) in masks.iter_mut().zip(marks).filter(|(_, is_in)| !**is_in) {
                    mask[at / 64] &= !(1 << (at % 64));
                }
            }
        }
        let mut classes: Vec<Class> = Vec::new();
        let mut known: HashMap<Mask, usize> = HashMap::new();
        for (value, mask) in masks.into_iter().enumerate() {
            if among.is_some_and(|marks| !marks[value]) {
                continue;
            }
            match known.get(&mask).filter(|_| self.grain != Grain::ValuesOf(slot)) {
                Some(class) => {
                    let (first, _, count) = &mut classes[*class];
                    *count += 1;
                    // Which member stands for the others should not always be the first one.
                    if count.is_multiple_of(3) {
                        *first = value;
                    }
                }
                None => {
                    known.insert(mask.clone(), classes.len());
                    classes.push((value, mask, 1));
                }
            }
        }
        classes
    }
}

fn with(chosen: &[(Slot, usize)], slot: Slot, value: usize) -> Vec<(Slot, usize)> {
    chosen.iter().copied().chain([(slot, value)]).collect()
}
