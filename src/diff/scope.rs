//! For what a statement that is no flow holds: for which data, for what and through what, by whom, in which cases; and the
//! parts into which several such statements divide what they speak of.
//!
//! Data and slots are sets of atoms, cases are sets over facts: none of them knows in which order it was written.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use super::change::Both;
use super::flows;
use crate::model::{Actor, Exception, Kind, Modality, Sentence, Slot, Verb};
use crate::semantics::half::Owner;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, Reading, Space, WithProcessors};

type Outcome<T> = Result<T, BudgetExceeded>;

/// One side of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is the word itself")]
pub(super) enum Age {
    Old,
    New,
}

impl Age {
    pub(super) const fn other(self) -> Self {
        match self {
            Self::Old => Self::New,
            Self::New => Self::Old,
        }
    }
}

/// For what a statement holds, its exception aside.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    pub(super) age: Age,
    /// The statement or the tracker.
    pub(super) owner: Owner,
    /// The data, in forms; `None` for all.
    data: Option<FixedBitSet>,
    /// The purposes, the channels, the actors and where people are; `None` for all.
    slots: [Option<FixedBitSet>; SLOTS.len()],
    /// The cases.
    cases: Region,
}

/// The slots to which a statement can be narrowed.
const SLOTS: [Dimension; 4] = [Dimension::Purpose, Dimension::Channel, Dimension::Actor, Dimension::Place];

/// The data, in forms.
type Data = FixedBitSet;

/// What some scopes do not tell apart.
pub(super) struct Part {
    /// The data of it; empty if none of them is named.
    pub(super) data: Data,
    /// The scopes that hold in it, by their places.
    pub(super) holding: Vec<usize>,
}

impl Scope {
    /// The scope of a statement that is about some data, or about all.
    pub(super) fn new(both: &Both<'_>, age: Age, owner: Owner, data: Option<Data>) -> Outcome<Self> {
        // Facts have the same numbers on both sides.
        let cases = both.meaning_of(age).standing(owner).region(&both.new_meaning.diagrams)?;
        Ok(Self::in_cases(both, age, owner, data, cases))
    }

    /// The scope of what is kept of some data.
    pub(super) fn of_keeping(both: &Both<'_>, age: Age, owner: Owner, data: Data) -> Outcome<Self> {
        let cases = both.new_meaning.diagrams.formula(&both.meaning_of(age).standing(owner).keeping)?;
        Ok(Self::in_cases(both, age, owner, Some(data), cases))
    }

    fn in_cases(both: &Both<'_>, age: Age, owner: Owner, data: Option<Data>, cases: Region) -> Self {
        let meaning = both.meaning_of(age);
        let space = meaning.diagrams.space();
        let sentence = space.policy.part_sentence(owner);
        let set =
            |dimension: Dimension, slot: Option<&Slot>| slot.map(|slot| space.slot(dimension, &slot.set));
        let actor = match owner {
            Owner::Statement(_) => match sentence.actor {
                Actor::We => None,
                Actor::Recipient(term, _) => Some(term),
            },
            Owner::Tracker(id) => space.policy.trackers[id.index()].by,
        };
        let actors = match actor {
            None => space.company(WithProcessors::No),
            Some(term) => space.under(Kind::Recipient, term).cloned().unwrap_or_default(),
        };
        // Through what something was collected says nothing of where it is kept.
        let channel = sentence.slots.channel.as_ref().filter(|_| !sentence.verb.is_practice());
        let slots = [
            set(Dimension::Purpose, sentence.slots.purpose.as_ref()),
            set(Dimension::Channel, channel),
            Some(actors),
            set(Dimension::Place, sentence.slots.subject_region.as_ref()),
        ];
        Self { age, owner, data, slots, cases }
    }

    /// The same, in fewer cases.
    pub(super) fn within(self, both: &Both<'_>, cases: &Region) -> Outcome<Self> {
        let cases = both.new_meaning.diagrams.and(&self.cases, cases)?;
        Ok(Self { cases, ..self })
    }

    fn holds_for(&self, datum: Option<usize>) -> bool {
        self.data.as_ref().is_none_or(|data| datum.is_some_and(|datum| data.contains(datum)))
    }
}

/// The data of which a statement speaks: its object, or what stands behind `over`; `None` for all.
pub(super) fn data_of(space: &Space, owner: Owner) -> Option<Data> {
    let sentence = space.policy.part_sentence(owner);
    let is_kept_or_deleted = sentence.retention.is_some() || sentence.deletion.is_some();
    let reading = match is_kept_or_deleted && !sentence.modality.is_negative() {
        true => Reading::Permission,
        false => Reading::Prohibition,
    };
    let slot = if sentence.verb.object_kind() == Kind::Data {
        Some(&sentence.object)
    } else {
        sentence.slots.over.as_ref()
    };
    // “Over any data” leaves nothing out.
    let is_whole =
        |slot: &&Slot| sentence.slots.over.is_some() && !space.policy.vocabulary.leaves_out(&slot.set);
    slot.filter(|slot| !is_whole(slot)).map(|slot| space.data(&slot.set, reading))
}

/// Divides what some scopes speak of into parts that none of them tells apart.
pub(super) fn parts(space: &Space, scopes: &[Scope]) -> Vec<Part> {
    let mut spoken = FixedBitSet::new();
    for data in scopes.iter().filter_map(|scope| scope.data.as_ref()) {
        spoken.grow(data.len());
        spoken.union_with(data);
    }
    let mut by_data: BTreeMap<Vec<usize>, Data> = BTreeMap::new();
    // Beside the data that somebody names there is always something that nobody names.
    for datum in spoken.ones().map(Some).chain([None]) {
        let speaking = scopes.iter().enumerate().filter(|(_, scope)| scope.holds_for(datum));
        let speaking: Vec<usize> = speaking.map(|(place, _)| place).collect();
        let part = by_data.entry(speaking).or_insert_with(|| FixedBitSet::with_capacity(spoken.len()));
        datum.into_iter().for_each(|datum| part.insert(datum));
    }
    let mut parts: BTreeMap<Vec<usize>, Data> = BTreeMap::new();
    for (speaking, data) in by_data {
        let mut groups = BTreeSet::from([speaking]);
        for (place, dimension) in SLOTS.into_iter().enumerate() {
            groups =
                groups.iter().flat_map(|group| divided(space, scopes, group, place, dimension)).collect();
        }
        for holding in groups.into_iter().filter(|group| !group.is_empty()) {
            let part = parts.entry(holding).or_insert_with(|| FixedBitSet::with_capacity(spoken.len()));
            part.union_with(&data);
        }
    }
    parts.into_iter().map(|(holding, data)| Part { data, holding }).collect()
}

/// Divides some scopes by what they say about a slot: for each value of it, those that hold.
fn divided(
    space: &Space,
    scopes: &[Scope],
    group: &[usize],
    place: usize,
    dimension: Dimension,
) -> BTreeSet<Vec<usize>> {
    let set = |one: &usize| scopes[*one].slots[place].as_ref();
    if group.iter().all(|one| set(one).is_none()) {
        return BTreeSet::from([group.to_vec()]);
    }
    let holding = |value: usize| {
        let holds = |one: &&usize| set(one).is_none_or(|set| set.contains(value));
        group.iter().filter(holds).copied().collect()
    };
    (0..space.n_atoms(dimension)).map(holding).collect()
}

/// What the exception of a statement or a tracker takes out of it.
pub(super) fn excepted(space: &Space, owner: Owner) -> Vec<Owner> {
    let policy = &space.policy;
    let named_by = |owner: Owner| match policy.part_exception(owner) {
        Some(Exception::StatedIn(named)) => {
            let parts = named.iter().flat_map(|(target, _)| policy.parts_of(*target));
            // A statement is no exception of itself, though it stands in the section that it names.
            parts.filter(|part| *part != owner).collect()
        }
        Some(Exception::StatedElsewhere(_)) | None => Vec::new(),
    };
    match policy.part_exception(owner) {
        Some(Exception::StatedElsewhere(_)) => {
            let others = policy.parts().filter(|other| *other != owner);
            let stands_against =
                |other: &Owner| stands_against(policy.part_sentence(owner), policy.part_sentence(*other));
            others.filter(|other| stands_against(other) && !named_by(*other).contains(&owner)).collect()
        }
        Some(Exception::StatedIn(_)) | None => named_by(owner),
    }
}

/// Whether one sentence says of the things of another that they are kept, or that they are not done.
fn stands_against(own: &Sentence, others: &Sentence) -> bool {
    let keeps = others.retention.is_some() && !others.is_ceiling && !others.modality.is_negative();
    let denies = others.verb == own.verb && others.modality.is_negative() != own.modality.is_negative();
    let can_be_kept =
        matches!(own.verb, Verb::Retain | Verb::Delete | Verb::Offer) && own.modality != Modality::Never;
    !others.is_damaged && (keeps && can_be_kept || denies)
}

/// Compares cases, among those that both policies take for possible.
pub(super) struct Cases<'b, 'r> {
    both: &'b Both<'r>,
    /// That an offer came or went is told once, as a choice: what only one side offers is not used.
    quiet: Region,
}

impl<'b, 'r> Cases<'b, 'r> {
    pub(super) fn new(both: &'b Both<'r>) -> Outcome<Self> {
        let diagrams = &both.new_meaning.diagrams;
        let one_sided =
            flows::one_sided_choices(both.old_meaning.diagrams.space(), both.new_meaning.diagrams.space());
        let mut quiet = diagrams.everything();
        for choice in one_sided {
            quiet = diagrams.and(&quiet, &diagrams.literal(choice, false))?;
        }
        Ok(Self { both, quiet })
    }

    /// All cases that are compared.
    pub(super) fn all(&self) -> Region {
        self.quiet.clone()
    }

    /// Whether no case is left.
    pub(super) fn is_none(&self, cases: &Region) -> Outcome<bool> {
        let diagrams = &self.both.new_meaning.diagrams;
        let possible = flows::possible([self.both.old_meaning, self.both.new_meaning], cases)?;
        diagrams.is_empty(&possible)
    }

    /// The cases in which a scope holds in a part, less those in which one that it excepts does.
    pub(super) fn of(&self, scopes: &[Scope], place: usize, holes: &[usize], part: &Part) -> Outcome<Region> {
        let diagrams = &self.both.new_meaning.diagrams;
        let mut left = diagrams.and(&self.quiet, &scopes[place].cases)?;
        for hole in holes.iter().filter(|hole| part.holding.contains(hole)) {
            left = diagrams.minus(&left, &scopes[*hole].cases)?;
        }
        Ok(left)
    }

    pub(super) fn both(&self, one: &Region, other: &Region) -> Outcome<Region> {
        self.both.new_meaning.diagrams.and(one, other)
    }

    pub(super) fn either(&self, one: &Region, other: &Region) -> Outcome<Region> {
        self.both.new_meaning.diagrams.or(one, other)
    }

    pub(super) fn minus(&self, one: &Region, other: &Region) -> Outcome<Region> {
        self.both.new_meaning.diagrams.minus(one, other)
    }

    /// Whether every case of one set is in another.
    pub(super) fn is_within(&self, inner: &Region, outer: &Region) -> Outcome<bool> {
        self.is_none(&self.minus(inner, outer)?)
    }
}
