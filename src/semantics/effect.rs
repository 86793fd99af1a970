//! From what is written to what holds: exceptions, then silence, then conflicts.
//!
//! The three steps of the meaning, in this order. Each depends only on the one before it, so that the order of the
//! statements leaves no trace and every policy has an answer.

use std::collections::BTreeMap;

use super::half::{Aspect, Half, Origin, Owner, Side};
use super::region::{BudgetExceeded, Diagrams, Region};
use super::space::{Dimension, FactKey, Space, excludes};
use crate::model::{Exception, Policy, StatementId, TrackerId, Vocabulary};
use crate::source::Span;

/// What holds after the three steps.
#[derive(Debug)]
pub struct Effect {
    /// What each half still says, in the order of the halves.
    pub regions: Vec<Region>,
    /// Permissions that were cut because they are silent where a prohibition speaks.
    pub cuts: Vec<Cut>,
    /// Permissions that contradict prohibitions.
    pub conflicts: Vec<Conflict>,
    /// What is wrong with the exceptions.
    pub exception_faults: Vec<ExceptionFault>,
    /// Which statements and trackers each excepts, circles cut; each stands behind those that it names.
    pub exceptions: Vec<(Owner, Vec<Owner>)>,
}

/// A permission that is silent on something that a prohibition restricts.
#[derive(Debug, Clone)]
pub struct Cut {
    /// The permission, by its place among the halves.
    pub permission: usize,
    /// The prohibition.
    pub prohibition: usize,
    /// On what the permission is silent.
    pub silent_on: Aspect,
    /// What was cut away.
    pub region: Region,
}

/// A permission and a prohibition of the same flows.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The permission, by its place among the halves.
    pub permission: usize,
    /// The prohibition.
    pub prohibition: usize,
    /// How they stand to each other.
    pub kind: ConflictKind,
    /// The flows that are both permitted and prohibited.
    pub overlap: Region,
}

/// How a permission stands to a prohibition that it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConflictKind {
    /// Everything that is permitted is prohibited.
    Contradiction,
    /// Something is only permitted, something only prohibited, something both.
    Overlap,
    /// The prohibition lies inside the permission: an exception that is not written as one.
    UnwrittenException,
}

/// What can be wrong with an exception.
#[derive(Debug, Clone)]
pub enum ExceptionFault {
    /// Exceptions lead back to where they started.
    Cycle(Vec<Owner>),
    /// The named statement says nothing of the opposite kind.
    NoOpposite {
        /// Who names it.
        owner: Owner,
        /// What is named.
        named: StatementId,
        /// Where.
        span: Span,
    },
    /// Two statements except each other by `elsewhere`.
    ElsewhereMeets(Owner, Owner),
    /// The exception takes nothing away.
    TakesNothing {
        /// Who names it.
        owner: Owner,
        /// What is named.
        named: StatementId,
        /// Where.
        span: Span,
    },
}

/// Runs the three steps.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn effect(diagrams: &Diagrams<'_>, halves: &[Half]) -> Result<Effect, BudgetExceeded> {
    let regions = halves.iter().map(|half| diagrams.cells(&half.cells)).collect::<Result<Vec<_>, _>>()?;
    let mut steps = Steps {
        diagrams,
        policy: diagrams.space().policy,
        halves,
        regions,
        cuts: Vec::new(),
        conflicts: Vec::new(),
        exception_faults: Vec::new(),
        exceptions: BTreeMap::new(),
        order: Vec::new(),
        owned: BTreeMap::new(),
    };
    for (idx, half) in halves.iter().enumerate() {
        steps.owned.entry((half.owner, half.side)).or_default().push(idx);
    }
    steps.except()?;
    steps.yield_to_what_is_said()?;
    let pairs = steps.pairs();
    steps.silence(&pairs)?;
    steps.find_conflicts(&pairs)?;
    let mut exceptions = steps.exceptions;
    let in_order = |owner: Owner| exceptions.remove(&owner).map(|named| (owner, named));
    let exceptions = steps.order.into_iter().filter_map(in_order).collect();
    Ok(Effect {
        regions: steps.regions,
        cuts: steps.cuts,
        conflicts: steps.conflicts,
        exception_faults: steps.exception_faults,
        exceptions,
    })
}

struct Steps<'d, 'a> {
    diagrams: &'d Diagrams<'a>,
    policy: &'a Policy,
    halves: &'d [Half],
    regions: Vec<Region>,
    cuts: Vec<Cut>,
    conflicts: Vec<Conflict>,
    exception_faults: Vec<ExceptionFault>,
    /// Which statements and trackers a statement or a tracker excepts.
    exceptions: BTreeMap<Owner, Vec<Owner>>,
    /// What has exceptions, each behind those that it names.
    order: Vec<Owner>,
    /// The halves of each statement and tracker.
    owned: BTreeMap<(Owner, Side), Vec<usize>>,
}

impl<'a> Steps<'_, 'a> {
    fn owned(&self, owner: Owner, side: Side) -> &[usize] {
        self.owned.get(&(owner, side)).map_or(&[], Vec::as_slice)
    }

    /// Every statement and tracker, with its exception.
    fn owners(&self) -> Vec<(Owner, Option<&'a Exception>)> {
        let statements =
            self.policy.statements.iter().map(|one| (Owner::Statement(one.id), one.exception.as_ref()));
        let trackers = self
            .policy
            .trackers
            .iter()
            .enumerate()
            .map(|(idx, one)| (Owner::Tracker(TrackerId::at(idx)), one.exception.as_ref()));
        statements.chain(trackers).collect()
    }

    /// Step 1: every half loses what the opposite half of what it excepts still says, from the leaves up.
    fn except(&mut self) -> Result<(), BudgetExceeded> {
        self.collect_exceptions();
        self.order = self.leaves_first();
        let written = self.regions.clone();
        for owner in self.order.clone() {
            let named = self.exceptions.get(&owner).cloned().unwrap_or_default();
            for other in named {
                self.subtract(owner, other, &written)?;
            }
        }
        Ok(())
    }

    fn collect_exceptions(&mut self) {
        let owners = self.owners();
        let names = |exception: Option<&Exception>| match exception {
            Some(Exception::StatedIn(named)) => {
                named.iter().map(|(id, _)| Owner::Statement(*id)).collect::<Vec<_>>()
            }
            _ => Vec::new(),
        };
        for (owner, exception) in &owners {
            let named = match exception {
                None => continue,
                Some(Exception::StatedIn(_)) => names(exception.as_ref().copied()),
                Some(Exception::StatedElsewhere(_)) => {
                    let opposes = |(other, exception): &&(Owner, Option<&Exception>)| {
                        other != owner && !names(*exception).contains(owner) && self.opposes(*owner, *other)
                    };
                    owners.iter().filter(opposes).map(|(other, _)| *other).collect()
                }
            };
            self.exceptions.insert(*owner, named);
        }
        let is_elsewhere = |(_, exception): &&(Owner, Option<&Exception>)| {
            matches!(exception, Some(Exception::StatedElsewhere(_)))
        };
        let elsewhere: Vec<Owner> = owners.iter().filter(is_elsewhere).map(|(owner, _)| *owner).collect();
        for (idx, one) in elsewhere.iter().enumerate() {
            for other in elsewhere.iter().skip(idx + 1) {
                if self.opposes(*one, *other) {
                    self.exception_faults.push(ExceptionFault::ElsewhereMeets(*one, *other));
                    for (from, to) in [(one, other), (other, one)] {
                        if let Some(named) = self.exceptions.get_mut(from) {
                            named.retain(|id| id != to);
                        }
                    }
                }
            }
        }
    }

    /// Whether one has a half that the other could take something from.
    fn opposes(&self, one: Owner, other: Owner) -> bool {
        let has = |owner, side| !self.owned(owner, side).is_empty();
        has(one, Side::Permission) && has(other, Side::Prohibition)
            || has(one, Side::Prohibition) && has(other, Side::Permission)
    }

    /// What has exceptions, that first which others name. A cycle is reported and cut.
    fn leaves_first(&mut self) -> Vec<Owner> {
        let mut order = Vec::new();
        let mut state: BTreeMap<Owner, bool> = BTreeMap::new();
        let starts: Vec<Owner> = self.exceptions.keys().copied().collect();
        for start in starts {
            let mut path: Vec<(Owner, usize)> = vec![(start, 0)];
            if state.contains_key(&start) {
                continue;
            }
            state.insert(start, false);
            while let Some((id, next)) = path.last_mut() {
                let id = *id;
                let named = self.exceptions.get(&id).and_then(|named| named.get(*next)).copied();
                *next += 1;
                match named {
                    None => {
                        state.insert(id, true);
                        order.push(id);
                        path.pop();
                    }
                    Some(other) if state.get(&other) == Some(&false) => {
                        let from = path.iter().position(|(on_path, _)| *on_path == other).unwrap_or(0);
                        let cycle = path.iter().skip(from).map(|(on_path, _)| *on_path).collect();
                        self.exception_faults.push(ExceptionFault::Cycle(cycle));
                        if let Some(named) = self.exceptions.get_mut(&id) {
                            named.retain(|one| *one != other);
                        }
                        if let Some((_, next)) = path.last_mut() {
                            *next -= 1;
                        }
                    }
                    Some(other) if self.exceptions.contains_key(&other) && !state.contains_key(&other) => {
                        state.insert(other, false);
                        path.push((other, 0));
                    }
                    Some(_) => {}
                }
            }
        }
        order
    }

    fn subtract(&mut self, owner: Owner, named: Owner, written: &[Region]) -> Result<(), BudgetExceeded> {
        let exception = match owner {
            Owner::Statement(id) => self.policy.statement(id).exception.as_ref(),
            Owner::Tracker(id) => self.policy.trackers[id.index()].exception.as_ref(),
        };
        let by_label = match (exception, named) {
            (Some(Exception::StatedIn(names)), Owner::Statement(other)) => {
                names.iter().find(|(id, _)| *id == other).copied()
            }
            _ => None,
        };
        // What says nothing about flows of data has nothing to lose: retentions are compared elsewhere.
        if [Side::Permission, Side::Prohibition].iter().all(|side| self.owned(owner, *side).is_empty()) {
            return Ok(());
        }
        if !self.opposes(owner, named) {
            if let Some((named, span)) = by_label {
                self.exception_faults.push(ExceptionFault::NoOpposite { owner, named, span });
            }
            return Ok(());
        }
        let mut takes_something = false;
        for (own, opposite) in [(Side::Permission, Side::Prohibition), (Side::Prohibition, Side::Permission)]
        {
            let (losing, taking) = (self.owned(owner, own).to_vec(), self.owned(named, opposite).to_vec());
            for idx in losing {
                for from in taking.iter().copied() {
                    if !self.can_meet(idx, from) {
                        continue;
                    }
                    // What another exception takes as well is still taken by this one: their order means nothing.
                    takes_something |=
                        !self.diagrams.is_empty(&self.diagrams.and(&written[idx], &self.regions[from])?)?;
                    self.regions[idx] = self.diagrams.minus(&self.regions[idx], &self.regions[from])?;
                }
            }
        }
        if let (false, Some((named, span))) = (takes_something, by_label) {
            self.exception_faults.push(ExceptionFault::TakesNothing { owner, named, span });
        }
        Ok(())
    }

    /// What is implied yields to every prohibition, to every choice, and to every stricter statement about the same use.
    /// A choice that was used cuts whatever is permitted.
    fn yield_to_what_is_said(&mut self) -> Result<(), BudgetExceeded> {
        let picked = |is_it: &dyn Fn(&Half) -> bool| -> Vec<usize> {
            (0..self.halves.len()).filter(|idx| is_it(&self.halves[*idx])).collect()
        };
        let permissions = picked(&|half| half.side == Side::Permission);
        let prohibitions = picked(&|half| half.side == Side::Prohibition);
        let choices = picked(&|half| half.side == Side::Prohibition && half.origin == Origin::Choice);
        let scopes = picked(&|half| half.side == Side::Permission && !half.scope.is_empty());
        let space = self.diagrams.space();
        for permission in permissions {
            let is_implied = self.halves[permission].origin == Origin::Implied;
            for other in if is_implied { &prohibitions } else { &choices } {
                if self.can_meet(permission, *other) {
                    self.regions[permission] =
                        self.diagrams.minus(&self.regions[permission], &self.regions[*other])?;
                }
            }
            // What a stricter statement speaks about is wider than what it permits.
            for other in scopes.iter().filter(|_| is_implied) {
                let scope = &self.halves[*other].scope;
                if cells_meet(space, &self.halves[permission].cells, scope) {
                    let scope = self.diagrams.cells(scope)?;
                    self.regions[permission] = self.diagrams.minus(&self.regions[permission], &scope)?;
                }
            }
        }
        Ok(())
    }

    fn can_meet(&self, one: usize, other: usize) -> bool {
        can_meet(self.diagrams.space(), &self.halves[one], &self.halves[other])
    }

    /// Whether either of two owners names the other in an exception.
    fn are_joined(&self, one: Owner, other: Owner) -> bool {
        let names =
            |from: Owner, to: Owner| self.exceptions.get(&from).is_some_and(|named| named.contains(&to));
        names(one, other) || names(other, one)
    }

    /// Whether two statements except each other by `elsewhere`, which is reported as such.
    fn give_way_to_each_other(&self, one: Owner, other: Owner) -> bool {
        self.exception_faults.iter().any(|fault| match fault {
            ExceptionFault::ElsewhereMeets(a, b) => (*a, *b) == (one, other) || (*b, *a) == (one, other),
            ExceptionFault::Cycle(_)
            | ExceptionFault::NoOpposite { .. }
            | ExceptionFault::TakesNothing { .. } => false,
        })
    }

    /// The stated permissions with the prohibitions of other statements that they can meet.
    fn pairs(&self) -> Vec<(usize, usize)> {
        let stated = |idx: &usize| {
            let half = &self.halves[*idx];
            half.side == Side::Permission && half.origin != Origin::Implied
        };
        let prohibits = |idx: &usize| {
            let half = &self.halves[*idx];
            half.side == Side::Prohibition && half.origin != Origin::Choice
        };
        let permissions: Vec<usize> = (0..self.halves.len()).filter(stated).collect();
        let prohibitions: Vec<usize> = (0..self.halves.len()).filter(prohibits).collect();
        let mut pairs = Vec::new();
        for permission in &permissions {
            for prohibition in &prohibitions {
                if self.halves[*permission].owner != self.halves[*prohibition].owner
                    && self.can_meet(*permission, *prohibition)
                {
                    pairs.push((*permission, *prohibition));
                }
            }
        }
        pairs
    }

    /// Step 2: a permission that is silent on something that a prohibition restricts is cut by it.
    fn silence(&mut self, pairs: &[(usize, usize)]) -> Result<(), BudgetExceeded> {
        // Each prohibition is held against the permission as it was before any of them, so that their order means nothing.
        let before = self.regions.clone();
        for (permission, prohibition) in pairs {
            let (permission, prohibition) = (*permission, *prohibition);
            let (half, other) = (&self.halves[permission], &self.halves[prohibition]);
            if self.are_joined(half.owner, other.owner) {
                continue;
            }
            let vocabulary = &self.policy.vocabulary;
            let Some(silent_on) = silent_on(vocabulary, half, other) else { continue };
            let lost = self.diagrams.and(&before[permission], &self.regions[prohibition])?;
            if self.diagrams.is_empty(&lost)? {
                continue;
            }
            self.regions[permission] =
                self.diagrams.minus(&self.regions[permission], &self.regions[prohibition])?;
            self.cuts.push(Cut { permission, prohibition, silent_on, region: lost });
        }
        Ok(())
    }

    /// Step 3: what is now both permitted and prohibited is a conflict.
    ///
    /// Which lies within which is judged on forms that are personal, and for a prohibition on the verbs and the actors of
    /// the permission: that a ban reaches further verbs, processors, or hashed data says nothing about the two.
    fn find_conflicts(&mut self, pairs: &[(usize, usize)]) -> Result<(), BudgetExceeded> {
        let personal = self.diagrams.personal();
        for (permission, prohibition) in pairs {
            let (permission, prohibition) = (*permission, *prohibition);
            if self.give_way_to_each_other(self.halves[permission].owner, self.halves[prohibition].owner) {
                continue;
            }
            let overlap = self.diagrams.and(&self.regions[permission], &self.regions[prohibition])?;
            if self.diagrams.is_empty(&overlap)? {
                continue;
            }
            let permitted = self.diagrams.and(&self.regions[permission], &personal)?;
            let frame =
                self.diagrams.and(&self.diagrams.frame(&self.halves[permission].cells)?, &personal)?;
            let prohibited = self.diagrams.and(&self.regions[prohibition], &frame)?;
            let kind = if self.diagrams.is_within(&permitted, &self.regions[prohibition])? {
                ConflictKind::Contradiction
            } else if self.diagrams.is_within(&prohibited, &self.regions[permission])? {
                ConflictKind::UnwrittenException
            } else {
                ConflictKind::Overlap
            };
            self.conflicts.push(Conflict { permission, prohibition, kind, overlap });
        }
        Ok(())
    }
}

/// Whether two halves share a class in every dimension: cheap, and spares most of the diagrams.
#[must_use]
pub fn can_meet(space: &Space<'_>, one: &Half, other: &Half) -> bool {
    cells_meet(space, &one.cells, &other.cells)
}

/// The dimensions that tell most cells apart first.
const TELLING: [Dimension; Dimension::COUNT] = [
    Dimension::Verb,
    Dimension::Recipient,
    Dimension::Purpose,
    Dimension::Datum,
    Dimension::Actor,
    Dimension::Channel,
    Dimension::Source,
    Dimension::Second,
    Dimension::RecipientRegion,
    Dimension::SecondSubject,
    Dimension::Region,
];

fn cells_meet(space: &Space<'_>, some: &[super::half::Cell], others: &[super::half::Cell]) -> bool {
    let meet = |a: &super::half::Cell, b: &super::half::Cell| {
        TELLING.iter().all(|dimension| match (a.sets[*dimension as usize], b.sets[*dimension as usize]) {
            (Some(a), Some(b)) => {
                a == b || !space.classes_in(*dimension, a).is_disjoint(space.classes_in(*dimension, b))
            }
            _ => true,
        })
    };
    some.iter().any(|a| others.iter().any(|b| meet(a, b)))
}

/// On what a permission says nothing of that which a prohibition restricts, if there is anything: it yields there.
#[must_use]
pub fn silent_on(vocabulary: &Vocabulary, permission: &Half, prohibition: &Half) -> Option<Aspect> {
    prohibition.affirms.iter().copied().find(|aspect| is_silent(vocabulary, &permission.says, *aspect))
}

/// Whether a permission says nothing about something. Of a fact it speaks when it names the fact itself, one above it,
/// one below it, or one that excludes it.
pub(super) fn is_silent(vocabulary: &Vocabulary, says: &[Aspect], aspect: Aspect) -> bool {
    let Aspect::Fact(key) = aspect else { return !says.contains(&aspect) };
    let speaks = |said: &Aspect| match (said, key) {
        (Aspect::Fact(FactKey::Term(a)), FactKey::Term(b))
        | (Aspect::Fact(FactKey::Subject(a)), FactKey::Subject(b))
        | (Aspect::Fact(FactKey::SubjectRegion(a)), FactKey::SubjectRegion(b)) => {
            excludes(vocabulary, *a, b) || vocabulary.is_below(*a, b) || vocabulary.is_below(b, *a)
        }
        (Aspect::Fact(FactKey::Known), FactKey::Known) => true,
        _ => false,
    };
    !says.iter().any(speaks)
}
