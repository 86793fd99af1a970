//! From what is written to what holds: exceptions, then silence, then conflicts.
//!
//! The passes of the meaning, in their order. Each depends only on the one before it, so that the order of the
//! statements leaves no trace and every policy has an answer.

mod deletions;
mod exceptions;

use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use exceptions::Opposition;

use super::half::{Aspect, Cell, Half, Origin, Owner, Side};
use super::region::{BudgetExceeded, Diagrams, Region};
use super::space::{Act, Classified, Dimension, Space};
use crate::model::{Policy, Target, Vocabulary};
use crate::source::Span;

/// What holds after the passes.
#[derive(Debug)]
pub struct Effect {
    /// What each half still says, in the order of the halves.
    pub regions: Vec<Region>,
    /// What is left of each retention, in the order of the retentions.
    pub kept: Vec<Region>,
    /// What is left of each limit, in the order of the limits.
    pub limited: Vec<Region>,
    /// Permissions that were cut because they are silent where a prohibition speaks.
    pub cuts: Vec<Cut>,
    /// Permissions that contradict prohibitions.
    pub conflicts: Vec<Conflict>,
    /// Deletions that meet retentions which must last.
    pub outlasting: Vec<Outlasting>,
    /// What is wrong with the exceptions.
    pub exception_faults: Vec<ExceptionFault>,
    /// Which statements and trackers each excepts, circles cut; each stands behind those that it names.
    pub exceptions: Vec<(Owner, Vec<Owner>)>,
}

impl Effect {
    /// Whether one of two statements or trackers names the other in an exception.
    #[must_use]
    pub fn are_joined(&self, one: Owner, other: Owner) -> bool {
        let names = |from: Owner, to: Owner| {
            self.exceptions.iter().any(|(owner, named)| *owner == from && named.contains(&to))
        };
        names(one, other) || names(other, one)
    }
}

/// A deletion that meets a retention which must last, neither of which names the other.
#[derive(Debug, Clone)]
pub struct Outlasting {
    /// The deletion, by its place among the halves.
    pub deletion: usize,
    /// The retention, by its place among the retentions.
    pub retention: usize,
    /// Whether the two cannot both be true, or the retention stands and is taken out of the deletion.
    pub outcome: Outcome,
}

/// What becomes of a deletion and a retention that must last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Nothing says which of them gives way.
    Clash,
    /// The retention stands.
    Stands,
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
        named: Target,
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
        named: Target,
        /// Where.
        span: Span,
    },
}

/// Runs the passes. `kept` are the retentions, `limits` what is never retained.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn effect(
    diagrams: &Diagrams,
    halves: &[Half],
    kept: &[Half],
    limits: &[Half],
) -> Result<Effect, BudgetExceeded> {
    let regions = |halves: &[Half]| {
        let cells = halves.iter().map(|half| diagrams.cells(&half.cells));
        cells.collect::<Result<Vec<_>, _>>()
    };
    let mut steps = Steps {
        diagrams,
        policy: &diagrams.space().policy,
        halves,
        retentions: kept,
        regions: regions(halves)?,
        kept: regions(kept)?,
        cuts: Vec::new(),
        conflicts: Vec::new(),
        outlasting: Vec::new(),
        exception_faults: Vec::new(),
        exceptions: BTreeMap::new(),
        order: Vec::new(),
        owned: BTreeMap::new(),
        keeping: HashMap::new(),
        limited: regions(limits)?,
        limiting: HashMap::new(),
    };
    for (idx, half) in halves.iter().enumerate() {
        steps.owned.entry((half.owner, half.side)).or_default().push(idx);
    }
    for (idx, half) in kept.iter().enumerate() {
        steps.keeping.entry(half.owner).or_default().push(idx);
    }
    for (idx, half) in limits.iter().enumerate() {
        steps.limiting.entry(half.owner).or_default().push(idx);
    }
    steps.except()?;
    steps.yield_to_what_is_said()?;
    let is_request = |half: &Half| half.origin == Origin::Request;
    let pairs = steps.pairs(|half| !is_request(half));
    steps.silence(&pairs)?;
    steps.find_conflicts(&pairs)?;
    steps.ask_for_deletion()?;
    let pairs = steps.pairs(is_request);
    steps.silence(&pairs)?;
    steps.find_conflicts(&pairs)?;
    steps.leave_to_written_deletions()?;
    steps.let_retentions_stand()?;
    let mut exceptions = steps.exceptions;
    let in_order = |owner: Owner| exceptions.remove(&owner).map(|named| (owner, named));
    let exceptions = steps.order.into_iter().filter_map(in_order).collect();
    Ok(Effect {
        regions: steps.regions,
        kept: steps.kept,
        limited: steps.limited,
        cuts: steps.cuts,
        conflicts: steps.conflicts,
        outlasting: steps.outlasting,
        exception_faults: steps.exception_faults,
        exceptions,
    })
}

struct Steps<'d> {
    diagrams: &'d Diagrams,
    policy: &'d Policy,
    halves: &'d [Half],
    retentions: &'d [Half],
    regions: Vec<Region>,
    kept: Vec<Region>,
    cuts: Vec<Cut>,
    conflicts: Vec<Conflict>,
    outlasting: Vec<Outlasting>,
    exception_faults: Vec<ExceptionFault>,
    /// Which statements and trackers a statement or a tracker excepts.
    exceptions: BTreeMap<Owner, Vec<Owner>>,
    /// What has exceptions, each behind those that it names.
    order: Vec<Owner>,
    /// The halves of each statement and tracker.
    owned: BTreeMap<(Owner, Side), Vec<usize>>,
    /// The retentions of each statement.
    keeping: HashMap<Owner, Vec<usize>>,
    /// What is left of each limit.
    limited: Vec<Region>,
    /// The limits of each statement.
    limiting: HashMap<Owner, Vec<usize>>,
}

impl Steps<'_> {
    fn owned(&self, owner: Owner, side: Side) -> &[usize] {
        self.owned.get(&(owner, side)).map_or(&[], Vec::as_slice)
    }

    fn keeping(&self, owner: Owner) -> &[usize] {
        self.keeping.get(&owner).map_or(&[], Vec::as_slice)
    }

    /// What is implied yields to every prohibition, to every choice, and to every stricter statement about the same use.
    /// A choice that was used cuts whatever is permitted.
    fn yield_to_what_is_said(&mut self) -> Result<(), BudgetExceeded> {
        let space = self.diagrams.space();
        let prohibitions = ByAct::of(space, self.halves, |half| half.side == Side::Prohibition);
        let choices = ByAct::of(space, self.halves, |half| {
            half.side == Side::Prohibition && half.origin == Origin::Choice
        });
        let scopes = ByAct::of(space, self.halves, |half| {
            half.is_practice() && half.side == Side::Permission && !half.scope.is_empty()
        });
        let can_yield = |half: &Half| {
            half.side == Side::Permission && (half.is_practice() || half.origin == Origin::Deed)
        };
        for permission in (0..self.halves.len()).filter(|idx| can_yield(&self.halves[*idx])) {
            let yields = self.halves[permission].origin.yields();
            let stronger = if yields { &prohibitions } else { &choices };
            for other in stronger.sharing_with(space, &self.halves[permission]) {
                if self.can_meet(permission, other) {
                    self.regions[permission] =
                        self.diagrams.minus(&self.regions[permission], &self.regions[other])?;
                }
            }
            // The flows that a stricter statement alone decides are more than it permits.
            let is_implied = self.halves[permission].origin == Origin::Implied;
            if !is_implied {
                continue;
            }
            for other in scopes.sharing_with(space, &self.halves[permission]) {
                let scope = &self.halves[other].scope;
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

    /// Some permissions that are no implied uses, with the prohibitions of other statements that they can meet.
    fn pairs(&self, picks: impl Fn(&Half) -> bool) -> Vec<(usize, usize)> {
        let space = self.diagrams.space();
        let prohibitions = ByAct::of(space, self.halves, |half| {
            half.side == Side::Prohibition && half.origin != Origin::Choice
        });
        let is_meant = |half: &Half| half.side == Side::Permission && !half.origin.yields() && picks(half);
        let mut pairs = Vec::new();
        for (permission, half) in self.halves.iter().enumerate().filter(|(_, half)| is_meant(half)) {
            let meeting = prohibitions
                .sharing_with(space, half)
                .into_iter()
                .filter(|other| half.owner != self.halves[*other].owner && self.can_meet(permission, *other));
            pairs.extend(meeting.map(|other| (permission, other)));
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

    /// What is left of a permission, with its cells; of a deletion on request, with what other rights of the offer say.
    fn said_together(&self, permission: usize) -> Result<(Region, Vec<Cell>), BudgetExceeded> {
        let half = &self.halves[permission];
        if half.origin != Origin::Request {
            return Ok((self.regions[permission].clone(), half.cells.clone()));
        }
        let own = self.owned(half.owner, Side::Permission).iter();
        let requests: Vec<usize> =
            own.copied().filter(|idx| self.halves[*idx].origin == Origin::Request).collect();
        let left = self.diagrams.union(requests.iter().map(|idx| self.regions[*idx].clone()))?;
        Ok((left, requests.iter().flat_map(|idx| self.halves[*idx].cells.clone()).collect()))
    }

    /// Step 3: what is now both permitted and prohibited is a conflict.
    ///
    /// Which lies within which is judged on forms that are personal, and for a prohibition on the verbs and the actors of
    /// the permission: that a ban reaches further verbs, processors, or hashed data says nothing about the two.
    fn find_conflicts(&mut self, pairs: &[(usize, usize)]) -> Result<(), BudgetExceeded> {
        let personal = self.diagrams.personal();
        let mut met: HashSet<(Owner, usize)> = HashSet::new();
        for (permission, prohibition) in pairs {
            let (permission, prohibition) = (*permission, *prohibition);
            let half = &self.halves[permission];
            // What several rights of one offer say to delete is said once.
            if half.origin == Origin::Request && !met.insert((half.owner, prohibition)) {
                continue;
            }
            if self.give_way_to_each_other(self.halves[permission].owner, self.halves[prohibition].owner) {
                continue;
            }
            let (left, cells) = self.said_together(permission)?;
            let overlap = self.diagrams.and(&left, &self.regions[prohibition])?;
            if self.diagrams.is_empty(&overlap)? {
                continue;
            }
            let permitted = self.diagrams.and(&left, &personal)?;
            let frame = self.diagrams.and(&self.diagrams.frame(&cells)?, &personal)?;
            let prohibited = self.diagrams.and(&self.regions[prohibition], &frame)?;
            let kind = if self.diagrams.is_within(&permitted, &self.regions[prohibition])? {
                ConflictKind::Contradiction
            } else if self.diagrams.is_within(&prohibited, &left)? {
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
pub fn can_meet(space: &Classified, one: &Half, other: &Half) -> bool {
    cells_meet(space, &one.cells, &other.cells)
}

/// The dimensions that tell most cells apart first.
const TELLING: [Dimension; Dimension::COUNT] = [
    Dimension::Verb,
    Dimension::Topic,
    Dimension::Right,
    Dimension::Event,
    Dimension::Safeguard,
    Dimension::Measure,
    Dimension::State,
    Dimension::Place,
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

fn cells_meet(space: &Classified, some: &[super::half::Cell], others: &[super::half::Cell]) -> bool {
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
#[must_use]
pub fn is_silent(vocabulary: &Vocabulary, says: &[Aspect], aspect: Aspect) -> bool {
    let Aspect::Fact(key) = aspect else { return !says.contains(&aspect) };
    let speaks = |said: &Aspect| match (said, key) {
        (Aspect::Fact(said), key) => {
            said.excludes(vocabulary, key) || said.implies(vocabulary, key) || key.implies(vocabulary, *said)
        }
        (Aspect::Slot(_) | Aspect::Form, _) => false,
    };
    !says.iter().any(speaks)
}

/// Halves by the acts of which they speak: only those that share one can meet.
struct ByAct(Vec<Vec<usize>>);

impl ByAct {
    /// Some of the halves.
    fn of(space: &Space, halves: &[Half], is_meant: impl Fn(&Half) -> bool) -> Self {
        let mut by_act: Vec<Vec<usize>> = vec![Vec::new(); Act::ALL.len()];
        for (idx, half) in halves.iter().enumerate().filter(|(_, half)| is_meant(half)) {
            acts_of(space, half).into_iter().for_each(|act| by_act[act].push(idx));
        }
        Self(by_act)
    }

    /// Those that share an act with a half, in their order.
    fn sharing_with(&self, space: &Space, half: &Half) -> Vec<usize> {
        let mut sharing: Vec<usize> =
            acts_of(space, half).into_iter().flat_map(|act| self.0[act].iter().copied()).collect();
        sharing.sort_unstable();
        sharing.dedup();
        sharing
    }
}

/// The acts of a half, by their places; all of them where a cell names none.
fn acts_of(space: &Space, half: &Half) -> Vec<usize> {
    let acts_in = |cell: &Cell| match cell.sets[Dimension::Verb as usize] {
        Some(set) => space.atoms_in(Dimension::Verb, set).ones().collect(),
        None => (0..Act::ALL.len()).collect::<Vec<_>>(),
    };
    let mut acts: Vec<usize> = half.cells.iter().flat_map(acts_in).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}
