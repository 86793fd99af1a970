//! For which purposes data were collected, as `as long as needed for its purposes` asks it.
//!
//! What counts is what the statements say, as written: of what a practice keeps itself, that practice, and of what `retain`
//! keeps, every statement and tracker that collects or derives. A collection that names no purpose is for what is done with the
//! data, and so is what nothing collects. Nothing here asks what is left of these statements.

use fixedbitset::FixedBitSet;

use super::space::{Dimension, Reading, Space};
use crate::model::{Part, Policy, Sentence, Set, Verb};

/// Data that were collected for the same purposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The data (atoms in every form).
    pub data: FixedBitSet,
    /// The purposes (atoms); none where no statement names any.
    pub purposes: FixedBitSet,
}

/// The statements from which the purposes of what a sentence keeps follow.
#[derive(Debug, Clone, Default)]
pub struct Sayings<'p> {
    /// What collects, each with the purposes that it names.
    pub collected: Vec<(&'p Set, Option<&'p Set>)>,
    /// What is done with data, each with the purposes that it names: these count where a collection names none, and where
    /// there is none.
    pub used: Vec<(&'p Set, &'p Set)>,
}

impl<'p> Sayings<'p> {
    /// Those of a sentence that keeps.
    #[must_use]
    pub fn of(policy: &'p Policy, sentence: &'p Sentence) -> Self {
        let purposes = |one: &'p Sentence| one.slots.purpose.as_ref().map(|slot| &slot.set);
        let mut found = Self::default();
        if sentence.verb != Verb::Retain {
            found.collected.push((&sentence.object.set, purposes(sentence)));
        }
        let practices = policy.parts().filter(|part| obtains_something(policy, *part));
        for one in practices.map(|part| policy.part_sentence(part)) {
            if sentence.verb == Verb::Retain && matches!(one.verb, Verb::Collect | Verb::Derive) {
                found.collected.push((&one.object.set, purposes(one)));
            } else {
                found.used.extend(purposes(one).map(|purposes| (&one.object.set, purposes)));
            }
            let second = one.slots.second.as_ref().zip(purposes(one));
            found.used.extend(second.map(|(second, purposes)| (&second.set, purposes)));
        }
        found
    }
}

/// Whether a statement or a tracker says what is done with some data.
fn obtains_something(policy: &Policy, part: Part) -> bool {
    let said = policy.part_sentence(part);
    let has_data = match part {
        Part::Statement(_) => true,
        Part::Tracker(tracker) => policy.trackers[tracker.index()].stores.is_some(),
    };
    has_data && said.verb.is_practice() && !said.is_damaged && !said.modality.is_negative()
}

/// Data of which the same was said so far.
struct Open {
    data: FixedBitSet,
    purposes: FixedBitSet,
    /// Whether something collects them, and each collection names its purposes.
    is_told: bool,
    is_collected: bool,
}

/// All data, by the purposes for which they were collected.
#[must_use]
pub fn shares(space: &Space, sentence: &Sentence) -> Vec<Share> {
    let sayings = Sayings::of(&space.policy, sentence);
    let all = |dimension| FixedBitSet::with_capacity(space.n_atoms(dimension));
    let mut everything = all(Dimension::Datum);
    everything.insert_range(..);
    let mut open = vec![Open {
        data: everything,
        purposes: all(Dimension::Purpose),
        is_told: true,
        is_collected: false,
    }];
    for (data, purposes) in sayings.collected {
        let data = space.in_every_form(&space.data(data, Reading::Permission));
        let named = purposes.map(|purposes| space.slot(Dimension::Purpose, purposes));
        open = divided(
            open,
            &data,
            |_| true,
            |share| {
                share.is_collected = true;
                share.is_told &= named.is_some();
                named.iter().for_each(|named| share.purposes.union_with(named));
            },
        );
    }
    for (data, purposes) in sayings.used {
        let data = space.in_every_form(&space.data(data, Reading::Permission));
        let named = space.slot(Dimension::Purpose, purposes);
        let asks = |share: &Open| !share.is_told || !share.is_collected;
        open = divided(open, &data, asks, |share| share.purposes.union_with(&named));
    }
    let mut shares: Vec<Share> = Vec::new();
    for Open { data, purposes, is_told: _, is_collected: _ } in open {
        match shares.iter_mut().find(|share| share.purposes == purposes) {
            Some(share) => share.data.union_with(&data),
            None => shares.push(Share { data, purposes }),
        }
    }
    shares
}

/// Says something of some data, where it is to be said.
fn divided(
    open: Vec<Open>,
    data: &FixedBitSet,
    is_asked: impl Fn(&Open) -> bool,
    say: impl Fn(&mut Open),
) -> Vec<Open> {
    let mut divided: Vec<Open> = Vec::new();
    for share in open {
        if !is_asked(&share) || share.data.is_disjoint(data) {
            add(&mut divided, share);
            continue;
        }
        let mut inside = Open { data: share.data.clone(), purposes: share.purposes.clone(), ..share };
        inside.data.intersect_with(data);
        say(&mut inside);
        let mut outside = share;
        outside.data.difference_with(data);
        add(&mut divided, inside);
        add(&mut divided, outside);
    }
    divided
}

fn add(shares: &mut Vec<Open>, share: Open) {
    let is_like = |other: &&mut Open| {
        (&other.purposes, other.is_told, other.is_collected)
            == (&share.purposes, share.is_told, share.is_collected)
    };
    match shares.iter_mut().find(is_like) {
        Some(known) => known.data.union_with(&share.data),
        None if share.data.is_clear() => {}
        None => shares.push(share),
    }
}

/// The parts of the data of a sentence that end together in a stage, counted from zero: all of them, or where the end
/// depends on the purposes for which they were collected, those that have purposes, by these.
#[must_use]
pub fn parts(space: &Space, sentence: &Sentence, stage: usize) -> Vec<Option<Share>> {
    let asks = sentence.retention.as_ref().is_some_and(|retention| retention.asks_its_purposes(stage));
    if !asks {
        return vec![None];
    }
    shares(space, sentence).into_iter().filter(|share| !share.purposes.is_clear()).map(Some).collect()
}
