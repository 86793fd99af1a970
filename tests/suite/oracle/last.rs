//! The last pass: practices, protections, notices, duties, absences and claims, less what a used choice stops.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::Grain;
use super::act::Act;
use super::exceptions::Exceptions;
use super::facts::{Fact, Formula};
use super::halves::{Block, Half, Origin};
use super::sentence::{Owner, Said, Side};
use super::steps::{Item, Sort, Steps, Sums};
use super::values::{Slot, Values};
use super::walk::{AreaId, BlockId, Blocks, Mask, Space, State};
use super::worlds::{Facts, Worlds};

/// What becomes of the flows with some values in their slots.
#[derive(Debug, Clone)]
pub(crate) struct Fate {
    /// Those that can be.
    pub(crate) possible: Worlds,
    pub(crate) permitted: Worlds,
    pub(crate) prohibited: Worlds,
    /// Prohibited by something else than a choice that was used.
    pub(crate) ruled_out: Worlds,
    /// What a tracker says that it does not store.
    pub(crate) denied: Worlds,
    /// What is left of each permission of which something is left.
    pub(crate) by: Vec<(usize, Worlds)>,
}

/// The halves of the pass by the places of their blocks.
struct Numbered {
    areas: Vec<Vec<AreaId>>,
    frames: Vec<Vec<BlockId>>,
    scopes: Vec<BlockId>,
    impossible: Vec<BlockId>,
    is_personal: BlockId,
}

/// The halves of the pass as blocks, before it is known which facts are tried.
pub(crate) struct Draft {
    blocks: Blocks,
    numbered: Numbered,
    steps: Steps,
}

/// The pass.
pub(crate) struct Last<'a> {
    pub(crate) space: Space<'a>,
    numbered: Numbered,
    pub(crate) steps: Steps,
    pub(crate) sums: Sums,
    known: HashMap<Mask, Rc<Fate>>,
}

impl Draft {
    pub(crate) fn of(
        said: &Said<'_>,
        halves: &[Half],
        impossible: &[Block],
        exceptions: &Exceptions,
    ) -> Self {
        let mut blocks = Blocks::default();
        let areas = halves.iter().map(|half| blocks.areas(&half.areas)).collect();
        let framed = |half: &Half| match half.side {
            Side::Permission => blocks.frames(&half.areas),
            Side::Prohibition => Vec::new(),
        };
        let frames = halves.iter().map(framed).collect();
        let scopes = halves.iter().flat_map(|half| &half.scope).map(|block| blocks.block(block)).collect();
        let impossible = impossible.iter().map(|block| blocks.block(block)).collect();
        let is_personal = blocks.block(&personal(&said.values, &Act::LAST));
        let items = halves.iter().map(Item::from).collect();
        let vocabulary = said.values.vocabulary();
        let steps = Steps::of(items, exceptions, |one, other| one.is_related(other, vocabulary));
        let numbered = Numbered { areas, frames, scopes, impossible, is_personal };
        Self { blocks, numbered, steps }
    }

    /// The facts on which something depends.
    pub(crate) fn named(&self) -> BTreeSet<Fact> {
        self.blocks.0.iter().flat_map(|block| block.facts.named()).collect()
    }

    pub(crate) fn over<'a>(self, values: &'a Values<'a>, facts: Facts, grain: Grain) -> Last<'a> {
        let space = Space::of(values, facts, self.blocks, grain);
        Last {
            space,
            numbered: self.numbered,
            steps: self.steps,
            sums: Sums::default(),
            known: HashMap::new(),
        }
    }
}

/// Says nothing, but tells values apart: conflicts are judged on personal forms.
pub(crate) fn personal(values: &Values<'_>, acts: &[Act]) -> Block {
    let slots = vec![(Slot::Datum, values.all_data(&values.personal_forms()))];
    Block { acts: acts.to_vec(), slots, facts: Formula::always() }
}

impl Last<'_> {
    /// All choices of values for the slots of flows with a verb.
    pub(crate) fn states(&self, act: Act) -> Vec<State> {
        self.space.choose_all(self.space.start(&[act]), &Slot::of(act))
    }

    pub(crate) fn fate(&mut self, mask: &Mask) -> Rc<Fate> {
        if let Some(known) = self.known.get(mask) {
            return Rc::clone(known);
        }
        let fate = Rc::new(self.worked_out(mask));
        self.known.insert(mask.clone(), Rc::clone(&fate));
        fate
    }

    fn worked_out(&mut self, mask: &Mask) -> Fate {
        let (space, numbered) = (&self.space, &self.numbered);
        let mut possible = space.facts.all();
        possible.remove(&space.any(mask, &numbered.impossible));
        let written: Vec<Worlds> = numbered
            .areas
            .iter()
            .map(|areas| {
                let mut written = space.written(mask, areas);
                written.keep(&possible);
                written
            })
            .collect();
        let is_personal = Space::is_in(mask, numbered.is_personal);
        let is_framed =
            |frames: &Vec<BlockId>| is_personal && frames.iter().any(|frame| Space::is_in(mask, *frame));
        let framed: Vec<bool> = numbered.frames.iter().map(is_framed).collect();
        let scope = space.any(mask, &numbered.scopes);
        let settled = self.steps.settle(&mut self.sums, [&written, &written], Some(&scope), &framed);
        let mut fate = Fate {
            possible,
            permitted: space.facts.none(),
            prohibited: space.facts.none(),
            ruled_out: space.facts.none(),
            denied: space.facts.none(),
            by: Vec::new(),
        };
        for (at, item) in self.steps.items.iter().enumerate() {
            match item.sort {
                Sort::Permission if settled.left[at].is_empty() => {}
                Sort::Permission => {
                    fate.permitted.add(&settled.left[at]);
                    fate.by.push((at, settled.left[at].clone()));
                }
                Sort::Prohibition => {
                    fate.prohibited.add(&settled.said[at]);
                    if item.origin != Origin::Choice {
                        fate.ruled_out.add(&settled.said[at]);
                    }
                    if matches!(item.owner, Owner::Tracker(_)) && item.origin == Origin::Stated {
                        fate.denied.add(&settled.said[at]);
                    }
                }
                Sort::Retention | Sort::Kept | Sort::Limit => {}
            }
        }
        fate
    }
}
