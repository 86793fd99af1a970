//! Step 1 before any flow is looked at: who names whom as an exception, and in which order they are settled.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{self, Exception};

use super::act::Act;
use super::halves::{Block, Half, Origin};
use super::keeping::{Lasts, Retention};
use super::sentence::{Owner, Part, Said, Side};
use super::values::Slot;

/// What an exception names by its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Target {
    Statement(usize),
    Section(usize),
}

/// What is wrong with the exceptions of a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Whether exceptions lead in a circle, or two `elsewhere`s meet: nothing more is worked out then.
    pub(crate) is_circular: bool,
    /// Who names what, although that says nothing of the opposite kind.
    pub(crate) without_opposite: BTreeSet<(Owner, Target)>,
    /// Who names what, although nothing is taken away.
    pub(crate) takes_nothing: BTreeSet<(Owner, Target)>,
}

/// Who names whom.
pub(crate) struct Exceptions {
    /// For each statement and tracker, whose halves it loses.
    names: BTreeMap<Owner, Vec<Owner>>,
    /// What is named by its label, with the statements and trackers that it stands for.
    pub(crate) by_label: BTreeMap<(Owner, Target), Vec<Owner>>,
    /// Those that are named before those that name them.
    pub(crate) order: Vec<Owner>,
    pub(crate) faults: Faults,
}

/// What the halves of a statement or a tracker are about: a verb; of an absence, its topic as well.
type Abouts = BTreeSet<(Act, Option<usize>)>;

/// Of which kinds the halves of a statement or a tracker are.
#[derive(Debug, Clone, Default)]
struct Kinds {
    permits: Abouts,
    /// What it permits, but for what is implied, which yields as it is.
    states: Abouts,
    prohibits: Abouts,
    keeps: bool,
    limits: bool,
    deletes: bool,
    is_retain: bool,
    is_grant: bool,
    must_last: bool,
}

impl Kinds {
    /// Whether it has a half that is opposite to one of the other's.
    fn is_opposite(&self, other: &Self) -> bool {
        let practice = |abouts: &Abouts| abouts.iter().any(|(act, _)| act.is_practice());
        practice(&self.permits) && practice(&other.prohibits)
            || practice(&self.prohibits) && practice(&other.permits)
            || !self.permits.is_disjoint(&other.prohibits)
            || !self.prohibits.is_disjoint(&other.permits)
            || self.is_opposite_in_keeping(other)
    }

    /// Whether a half of it, none that yields as it is, is opposite in a verb to one of the other's.
    fn loses_to(&self, other: &Self) -> bool {
        !self.states.is_disjoint(&other.prohibits)
            || !self.prohibits.is_disjoint(&other.permits)
            || self.is_opposite_in_keeping(other)
    }

    fn is_opposite_in_keeping(&self, other: &Self) -> bool {
        self.keeps && other.deletes || self.deletes && other.keeps
    }

    /// Whether it can lose something to another. A grant loses to whatever is not granted.
    fn can_except(&self, other: &Self) -> bool {
        self.is_grant && !other.is_grant
            || self.is_opposite(other)
            || (self.keeps || self.limits) && other.is_retain && other.keeps
    }

    /// Whether it says anything by its own words: that it does a topic is none of them.
    fn says_anything(&self) -> bool {
        let is_own = |(act, _): &(Act, Option<usize>)| *act != Act::Have;
        self.permits.iter().any(is_own)
            || !self.prohibits.is_empty()
            || self.keeps
            || self.limits
            || self.deletes
    }
}

impl Exceptions {
    pub(crate) fn of(said: &Said<'_>, halves: &[Half], retentions: &[Retention]) -> Self {
        let kinds: BTreeMap<Owner, Kinds> =
            said.parts.iter().map(|part| (part.owner, kinds_of(said, part, halves, retentions))).collect();
        let mut faults = Faults::default();
        let mut by_label = BTreeMap::new();
        let mut names: BTreeMap<Owner, Vec<Owner>> = BTreeMap::new();
        for part in &said.parts {
            let own = &kinds[&part.owner];
            let named = names.entry(part.owner).or_default();
            for target in part.exception.map(targets).unwrap_or_default() {
                let members = members(said, part.owner, target);
                named.extend(&members);
                let can_except = |other: &Owner| kinds.get(other).is_some_and(|other| own.can_except(other));
                match members.iter().any(can_except) {
                    true => drop(by_label.insert((part.owner, target), members)),
                    // What says nothing takes nothing from anybody.
                    false if !own.says_anything() => {}
                    false => drop(faults.without_opposite.insert((part.owner, target))),
                }
            }
            if !is_elsewhere(part) {
                continue;
            }
            for other in said.parts.iter().filter(|other| !said.is_one_statement(other.owner, part.owner)) {
                let is_named = is_named_elsewhere(part, other, &kinds);
                let names_back = other
                    .exception
                    .map(targets)
                    .unwrap_or_default()
                    .into_iter()
                    .any(|target| members(said, other.owner, target).contains(&part.owner));
                let is_meant_back = is_named_elsewhere(other, part, &kinds);
                faults.is_circular |= is_elsewhere(other) && is_named && is_meant_back;
                if is_named && !names_back {
                    named.push(other.owner);
                }
            }
        }
        let order = settled(&names);
        faults.is_circular |= order.len() < names.len();
        Self { names, by_label, order, faults }
    }

    pub(crate) fn names(&self, owner: Owner, other: Owner) -> bool {
        self.names.get(&owner).is_some_and(|named| named.contains(&other))
    }

    /// Whether one of two names the other.
    pub(crate) fn joins(&self, one: Owner, other: Owner) -> bool {
        self.names(one, other) || self.names(other, one)
    }

    pub(crate) fn named_by(&self, owner: Owner) -> &[Owner] {
        self.names.get(&owner).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn place(&self, owner: Owner) -> usize {
        self.order.iter().position(|one| *one == owner).unwrap_or(self.order.len())
    }
}

fn is_elsewhere(part: &Part<'_>) -> bool {
    matches!(part.exception, Some(Exception::StatedElsewhere(_)))
}

fn kinds_of(said: &Said<'_>, part: &Part<'_>, halves: &[Half], retentions: &[Retention]) -> Kinds {
    let abouts = |side: Side, is_meant: &dyn Fn(Origin) -> bool| -> Abouts {
        let own = halves.iter().filter(|half| half.owner == part.owner && half.side == side);
        let own = own.filter(|half| is_meant(half.origin));
        own.flat_map(|half| &half.areas).flat_map(|area| abouts_of(&area.within)).collect()
    };
    let own = || retentions.iter().filter(|one| one.owner == part.owner);
    let asks = !said.read(part).requests().is_empty();
    let [mut permits, mut states] =
        [true, false].map(|is_any| abouts(Side::Permission, &|origin| is_any || origin != Origin::Implied));
    for permits in [&mut permits, &mut states] {
        permits.extend(asks.then_some((Act::Delete, None)));
    }
    Kinds {
        permits,
        states,
        prohibits: abouts(Side::Prohibition, &|_| true),
        keeps: own().any(|one| one.is_kept),
        limits: own().any(|one| !one.is_kept),
        deletes: part.act() == Act::Delete && !part.is_negative() || asks,
        is_retain: part.act() == Act::Keep,
        is_grant: part.is_grant(),
        must_last: own().any(|one| one.lasts != Lasts::No),
    }
}

fn abouts_of(block: &Block) -> Vec<(Act, Option<usize>)> {
    let topics = block.slots.iter().find(|(slot, _)| *slot == Slot::Topic).map(|(_, marks)| marks);
    let about = |act: &Act| match act {
        Act::Have => {
            let marked = topics.into_iter().flat_map(|marks| marks.iter().enumerate());
            marked.filter(|(_, is_it)| **is_it).map(|(at, _)| (Act::Have, Some(at))).collect()
        }
        act => vec![(*act, None)],
    };
    block.acts.iter().flat_map(about).collect()
}

/// Whether `elsewhere` of one means the other, that one's own exception aside.
fn is_named_elsewhere(part: &Part<'_>, other: &Part<'_>, kinds: &BTreeMap<Owner, Kinds>) -> bool {
    let (own, theirs) = (&kinds[&part.owner], &kinds[&other.owner]);
    let is_refusal = matches!(other.act(), Act::Offer | Act::Delete) && other.is_negative();
    match own.is_grant {
        true => is_refusal || theirs.must_last,
        false => own.loses_to(theirs),
    }
}

/// What an exception names by its labels.
fn targets(exception: &Exception) -> Vec<Target> {
    match exception {
        Exception::StatedIn(named) => {
            let target = |target: &model::Target| match target {
                model::Target::Statement(id) => Target::Statement(id.index()),
                model::Target::Section(id) => Target::Section(id.index()),
            };
            named.iter().map(|(named, _)| target(named)).collect()
        }
        Exception::StatedElsewhere(_) => Vec::new(),
    }
}

/// The statements and trackers that an exception names, but none that is written in the statement itself.
fn members(said: &Said<'_>, owner: Owner, target: Target) -> Vec<Owner> {
    let policy = said.values.policy;
    let mut members = match target {
        Target::Statement(at) => said.labelled(&policy.statements[at].label),
        Target::Section(at) => said.labelled(&policy.sections[at].name),
    };
    members.retain(|member| !said.is_one_statement(*member, owner));
    members
}

/// Those that are named before those that name them; those on a circle are left out.
fn settled(names: &BTreeMap<Owner, Vec<Owner>>) -> Vec<Owner> {
    let mut settled: Vec<Owner> = Vec::new();
    loop {
        let is_ready =
            |named: &[Owner]| named.iter().all(|one| settled.contains(one) || !names.contains_key(one));
        let ready: Vec<Owner> = names
            .iter()
            .filter(|(owner, named)| !settled.contains(owner) && is_ready(named))
            .map(|(owner, _)| *owner)
            .collect();
        if ready.is_empty() {
            return settled;
        }
        settled.extend(ready);
    }
}
