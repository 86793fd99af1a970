//! The first pass: what each statement leaves to those that it names in an exception.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::ops::Bound;

use petgraph::algo::kosaraju_scc;
use petgraph::prelude::DiGraphMap;

use super::{ExceptionFault, Steps};
use crate::model::{Exception, Policy, Sentence, Target, Verb};
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::lasting::half_lasting;
use crate::semantics::meeting::{acts_of, can_meet};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, Space};
use crate::source::Span;

/// What names what in an exception, among the parts that have one.
type Graph = DiGraphMap<Owner, ()>;

/// Which parts of a policy have something to lose to each other.
pub(in crate::semantics) struct Opposition<'o> {
    space: &'o Space,
    /// The halves of each part.
    halves: HashMap<Owner, Vec<&'o Half>>,
    /// Those that speak of an act, on each side.
    speaking: HashMap<(usize, Side), Vec<&'o Half>>,
    /// The parts that keep something.
    keeping: BTreeSet<Owner>,
    /// Those that delete something, also on request.
    deleting: BTreeSet<Owner>,
    /// What a grant loses to whatever it is about: refusals, what is never deleted, and what must last.
    standing: BTreeSet<Owner>,
    /// The parts that name another in `except as stated in`, by what they name.
    naming: HashMap<Owner, HashSet<Owner>>,
}

impl<'o> Opposition<'o> {
    /// What the parts of a policy can lose: `halves` is what they say, `kept` what they keep.
    pub(in crate::semantics) fn of(space: &'o Space, halves: &'o [Half], kept: &'o [Half]) -> Self {
        let policy = &space.policy;
        let mut opposition = Self {
            space,
            halves: HashMap::new(),
            speaking: HashMap::new(),
            keeping: kept.iter().map(|half| half.owner).collect(),
            deleting: halves.iter().filter(|half| half.deletes(policy)).map(|half| half.owner).collect(),
            standing: policy.parts().filter(|part| is_refusal(policy.part_sentence(*part))).collect(),
            naming: HashMap::new(),
        };
        let lasting = kept.iter().filter(|half| half_lasting(space, half).is_some());
        opposition.standing.extend(lasting.map(|half| half.owner));
        for half in halves {
            opposition.halves.entry(half.owner).or_default().push(half);
            for act in acts_of(space, half) {
                opposition.speaking.entry((act, half.side)).or_default().push(half);
            }
        }
        for part in policy.parts() {
            for named in stated_in(policy, part) {
                opposition.naming.entry(named).or_default().insert(part);
            }
        }
        opposition
    }

    /// The statements and trackers that another excepts, as written: by label, or everything opposed to it.
    #[must_use]
    pub(in crate::semantics) fn named_in_exception(&self, owner: Owner) -> Vec<Owner> {
        match self.space.policy.part_exception(owner) {
            None => Vec::new(),
            Some(Exception::StatedIn(_)) => stated_in(&self.space.policy, owner),
            Some(Exception::StatedElsewhere(_)) => {
                let naming = self.naming.get(&owner);
                let names = |other: &Owner| naming.is_some_and(|naming| naming.contains(other));
                self.losing_to(owner).into_iter().filter(|other| !names(other)).collect()
            }
        }
    }

    fn of_part(&self, owner: Owner) -> impl Iterator<Item = &Half> {
        self.halves.get(&owner).into_iter().flatten().copied()
    }

    /// The parts that could take something from one: of practices, those that speak of a verb of its own. What else a
    /// grant does, a used choice above all, is not meant by `elsewhere`.
    fn losing_to(&self, owner: Owner) -> BTreeSet<Owner> {
        let policy = &self.space.policy;
        let mut others = BTreeSet::new();
        if self.of_part(owner).any(|half| half.is_grant(policy)) {
            others.clone_from(&self.standing);
        } else {
            // What is implied yields to every prohibition as it is.
            let own = self.of_part(owner).filter(|half| !half.origin.yields());
            for half in own {
                for act in acts_of(self.space, half) {
                    let opposite = self.speaking.get(&(act, half.side.opposite())).into_iter().flatten();
                    let opposite = opposite.filter(|other| is_opposite(self.space, half, other));
                    others.extend(opposite.map(|other| other.owner));
                }
            }
            // A deletion that is written loses what is kept, a retention what is deleted.
            let is_written = policy.part_sentence(owner).verb == Verb::Delete;
            if is_written && self.deleting.contains(&owner) {
                others.extend(&self.keeping);
            }
            if self.keeping.contains(&owner) {
                others.extend(&self.deleting);
            }
        }
        others.retain(|other| !policy.is_one_statement(owner, *other));
        others
    }
}

/// Whether it says that something is not granted, or never deleted.
fn is_refusal(sentence: &Sentence) -> bool {
    matches!(sentence.verb, Verb::Offer | Verb::Delete) && sentence.modality.is_negative()
}

/// Whether one half permits what the other could prohibit, or the other way round.
fn is_opposite(space: &Space, one: &Half, other: &Half) -> bool {
    one.side != other.side
        && one.realm == other.realm
        && (one.is_practice()
            || share(space, Dimension::Verb, one, other) && share(space, Dimension::Topic, one, other))
}

/// The parts that another names in `except as stated in`.
fn stated_in(policy: &Policy, owner: Owner) -> Vec<Owner> {
    let named = match policy.part_exception(owner) {
        Some(Exception::StatedIn(named)) => named.as_slice(),
        Some(Exception::StatedElsewhere(_)) | None => &[],
    };
    let parts = named.iter().flat_map(|(target, _)| policy.parts_of(*target));
    parts.filter(|part| !policy.is_one_statement(owner, *part)).collect()
}

/// What is said before any exception takes something out of it.
struct Written {
    regions: Vec<Region>,
    kept: Vec<Region>,
    limited: Vec<Region>,
}

/// Whether two halves have a value of a slot in common that is the same in all cells of each.
fn share(space: &Space, dimension: Dimension, one: &Half, other: &Half) -> bool {
    let values = |half: &Half| half.cells.first().and_then(|cell| cell.sets[dimension as usize]);
    match (values(one), values(other)) {
        (Some(a), Some(b)) => !space.atoms_in(dimension, a).is_disjoint(space.atoms_in(dimension, b)),
        _ => true,
    }
}

/// The shortest way from an exception back to itself; `None` if there is none.
fn shortest_circle(graph: &Graph, start: Owner) -> Option<Vec<Owner>> {
    let mut came_from: HashMap<Owner, Owner> = HashMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(one) = next.pop_front() {
        for other in graph.neighbors(one) {
            if other == start {
                let before = |one: &Owner| came_from.get(one).copied();
                let mut circle: Vec<Owner> = std::iter::successors(Some(one), before).collect();
                circle.reverse();
                return Some(circle);
            }
            if let Entry::Vacant(unseen) = came_from.entry(other) {
                unseen.insert(one);
                next.push_back(other);
            }
        }
    }
    None
}

/// How much an exception takes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Taken {
    /// There is nothing of the opposite kind.
    Nothing,
    /// What is there of the opposite kind is about something else.
    NothingOfIt,
    /// Something.
    Something,
}

impl Steps<'_> {
    /// Step 1: every half loses what the opposite half of what it excepts still says, from the leaves up.
    pub(super) fn except(&mut self) -> Result<(), BudgetExceeded> {
        self.collect_exceptions();
        self.order = self.leaves_first();
        let written =
            Written { regions: self.regions.clone(), kept: self.kept.clone(), limited: self.limited.clone() };
        for owner in self.order.clone() {
            self.subtract_from(owner, &written)?;
        }
        Ok(())
    }

    fn collect_exceptions(&mut self) {
        let opposition = Opposition::of(self.diagrams.space(), self.halves, self.retentions);
        let parts = || self.policy.parts().filter(|part| self.policy.part_exception(*part).is_some());
        let exceptions: BTreeMap<Owner, Vec<Owner>> =
            parts().map(|owner| (owner, opposition.named_in_exception(owner))).collect();
        let is_elsewhere =
            |owner: &Owner| matches!(self.policy.part_exception(*owner), Some(Exception::StatedElsewhere(_)));
        let elsewhere: Vec<Owner> = parts().filter(is_elsewhere).collect();
        let losing: BTreeMap<Owner, BTreeSet<Owner>> =
            elsewhere.iter().map(|owner| (*owner, opposition.losing_to(*owner))).collect();
        let mut meeting = Vec::new();
        for (one, others) in &losing {
            let later = others.range((Bound::Excluded(one), Bound::Unbounded));
            let back = |other: &&Owner| losing.get(other).is_some_and(|theirs| theirs.contains(one));
            meeting.extend(later.filter(back).map(|other| (*one, *other)));
        }
        self.exceptions = exceptions;
        for (one, other) in meeting {
            self.exception_faults.push(ExceptionFault::ElsewhereMeets(one, other));
            self.meeting.insert((one, other));
            for (from, to) in [(one, other), (other, one)] {
                if let Some(named) = self.exceptions.get_mut(&from) {
                    named.retain(|id| *id != to);
                }
            }
        }
    }

    /// What has exceptions, that first which others name. What leads in a circle is reported, and none of it excepts the
    /// others, so that it does not matter where the circle was entered.
    fn leaves_first(&mut self) -> Vec<Owner> {
        let mut graph = Graph::new();
        for (owner, named) in &self.exceptions {
            graph.add_node(*owner);
            for other in named.iter().filter(|other| self.exceptions.contains_key(other)) {
                graph.add_edge(*owner, *other, ());
            }
        }
        let mut order = Vec::new();
        for (number, together) in kosaraju_scc(&graph).into_iter().enumerate() {
            let members: BTreeSet<Owner> = together.iter().copied().collect();
            let circle = members.first().and_then(|first| shortest_circle(&graph, *first));
            if let Some(circle) = circle {
                for member in &members {
                    let named = self.exceptions.entry(*member).or_default();
                    named.retain(|other| !members.contains(other));
                    self.circle_of.insert(*member, number);
                }
                let others = members.into_iter().filter(|member| !circle.contains(member)).collect();
                self.exception_faults.push(ExceptionFault::Cycle { circle, others });
            }
            order.extend(together);
        }
        order
    }

    /// Takes out of a statement or tracker what it excepts, and reports what it excepts in vain.
    fn subtract_from(&mut self, owner: Owner, written: &Written) -> Result<(), BudgetExceeded> {
        let named = self.exceptions.get(&owner).cloned().unwrap_or_default();
        let Some(exception) = self.policy.part_exception(owner) else { return Ok(()) };
        let targets: Vec<(Option<(Target, Span)>, Vec<Owner>)> = match exception {
            Exception::StatedElsewhere(_) => vec![(None, named)],
            Exception::StatedIn(targets) => {
                let of = |(target, span): &(Target, Span)| {
                    let mut parts = self.policy.parts_of(*target);
                    parts.retain(|part| !self.policy.is_one_statement(owner, *part));
                    let (kept, cut): (Vec<Owner>, Vec<Owner>) =
                        parts.into_iter().partition(|part| named.contains(part));
                    // What was left out of a circle has been reported as such.
                    ((!kept.is_empty() || cut.is_empty()).then_some((*target, *span)), kept)
                };
                targets.iter().map(of).collect()
            }
        };
        for (target, parts) in targets {
            let mut taken = Taken::Nothing;
            for part in &parts {
                taken = taken.max(self.subtract(owner, *part, written)?);
            }
            let Some((named, span)) = target else { continue };
            // What says nothing that could be lost is told elsewhere.
            let says_something =
                [Side::Permission, Side::Prohibition].iter().any(|side| !self.owned(owner, *side).is_empty())
                    || !self.keeping(owner).is_empty()
                    || self.limiting.contains_key(&owner);
            match taken {
                Taken::Something => {}
                Taken::NothingOfIt if says_something => {
                    self.exception_faults.push(ExceptionFault::TakesNothing { owner, named, span });
                }
                Taken::Nothing if says_something => {
                    self.exception_faults.push(ExceptionFault::NoOpposite { owner, named, span });
                }
                Taken::NothingOfIt | Taken::Nothing => {}
            }
        }
        Ok(())
    }

    /// What others lose to a half: what it still says; of a deletion on request, what is written.
    fn lost_to<'s>(&'s self, from: usize, written: &'s Written) -> &'s Region {
        match self.halves[from].origin {
            Origin::Request => &written.regions[from],
            Origin::Stated
            | Origin::Only
            | Origin::Unless
            | Origin::Implied
            | Origin::Choice
            | Origin::Entailed
            | Origin::Deed
            | Origin::Kept => &self.regions[from],
        }
    }

    /// Takes out of one statement or tracker what another one says.
    fn subtract(&mut self, owner: Owner, named: Owner, written: &Written) -> Result<Taken, BudgetExceeded> {
        let mut taken = Taken::Nothing;
        // What another exception takes as well is still taken by this one: their order means nothing.
        let mut note = |is_empty: bool| {
            taken = taken.max(if is_empty { Taken::NothingOfIt } else { Taken::Something });
        };
        for (own, opposite) in [(Side::Permission, Side::Prohibition), (Side::Prohibition, Side::Permission)]
        {
            let (losing, taking) = (self.owned(owner, own).to_vec(), self.owned(named, opposite).to_vec());
            for (idx, from) in losing.iter().flat_map(|idx| taking.iter().map(move |from| (*idx, *from))) {
                let (half, other) = (&self.halves[idx], &self.halves[from]);
                if !is_opposite(self.diagrams.space(), half, other) {
                    continue;
                }
                if !can_meet(self.diagrams.space(), half, other) {
                    note(true);
                    continue;
                }
                let lost = self.lost_to(from, written).clone();
                note(self.diagrams.is_empty(&self.diagrams.and(&written.regions[idx], &lost)?)?);
                self.regions[idx] = self.diagrams.minus(&self.regions[idx], &lost)?;
            }
        }
        for idx in self.owned(owner, Side::Permission).to_vec() {
            let half = &self.halves[idx];
            let mut lost: Vec<Region> = Vec::new();
            if half.is_grant(self.policy) {
                for (_, cells) in half.excepted.iter().filter(|(other, _)| *other == named) {
                    lost.push(self.diagrams.cells(cells)?);
                }
            } else if half.deletes(self.policy) {
                lost.extend(self.keeping(named).iter().map(|kept| self.kept[*kept].clone()));
            }
            for region in lost {
                note(self.diagrams.is_empty(&self.diagrams.and(&written.regions[idx], &region)?)?);
                self.regions[idx] = self.diagrams.minus(&self.regions[idx], &region)?;
            }
        }
        // The same exception of the grant says whether it takes anything.
        for idx in self.owned(owner, Side::Prohibition).to_vec() {
            let cells = self.halves[idx].excepted.iter().filter(|(other, _)| *other == named);
            let cells: Vec<super::Cell> = cells.flat_map(|(_, cells)| cells.clone()).collect();
            if !cells.is_empty() {
                let lost = self.diagrams.cells(&cells)?;
                self.regions[idx] = self.diagrams.minus(&self.regions[idx], &lost)?;
            }
        }
        // A practice that says how long it keeps is no exception to another: only `retain` is about keeping.
        let is_retain = self.policy.part_sentence(named).verb == Verb::Retain;
        let retained = if is_retain { self.keeping(named).to_vec() } else { Vec::new() };
        for kept in self.keeping(owner).to_vec() {
            let deleting = self.owned(named, Side::Permission).iter().copied();
            let deleting = deleting.filter(|idx| self.halves[*idx].deletes(self.policy));
            let mut lost: Vec<Region> = deleting.map(|idx| self.lost_to(idx, written).clone()).collect();
            lost.extend(retained.iter().map(|other| self.kept[*other].clone()));
            for region in lost {
                note(self.diagrams.is_empty(&self.diagrams.and(&written.kept[kept], &region)?)?);
                self.kept[kept] = self.diagrams.minus(&self.kept[kept], &region)?;
            }
        }
        for limit in self.limiting.get(&owner).cloned().unwrap_or_default() {
            for other in &retained {
                let region = self.kept[*other].clone();
                note(self.diagrams.is_empty(&self.diagrams.and(&written.limited[limit], &region)?)?);
                self.limited[limit] = self.diagrams.minus(&self.limited[limit], &region)?;
            }
        }
        Ok(taken)
    }
}
