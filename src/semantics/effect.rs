//! From what is written to what holds: exceptions, then silence, then conflicts.
//!
//! The passes of the meaning, in their order. Each depends only on the one before it, so that the order of the
//! statements leaves no trace and every policy has an answer.

mod deletions;
mod exceptions;

use std::collections::{BTreeMap, HashMap, HashSet};

pub(super) use exceptions::Opposition;

use super::half::{Aspect, Cell, Half, Origin, Owner, Side, named_by};
use super::meeting::Meeting;
use super::region::{BudgetExceeded, Diagrams, Region};
use super::space::FactKey;
use crate::model::{Policy, Target, Verb, Vocabulary};
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
    /// Whether the event of the deletion is the end of the retention, so that nothing is kept beyond it.
    pub ends_with_it: bool,
}

impl Outlasting {
    /// Whether something is kept although it should be deleted.
    #[must_use]
    pub fn keeps_something(&self) -> bool {
        self.outcome == Outcome::Stands && !self.ends_with_it
    }
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
    Cycle {
        /// The shortest way back, each excepting the next one.
        circle: Vec<Owner>,
        /// Those that lead there and back as well.
        others: Vec<Owner>,
    },
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
        circle_of: HashMap::new(),
        meeting: HashSet::new(),
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
    steps.leave_rights_from_others()?;
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
    /// The circle of exceptions in which a part is.
    circle_of: HashMap<Owner, usize>,
    /// The parts that except each other by `elsewhere`, the first of them first.
    meeting: HashSet<(Owner, Owner)>,
    /// The halves of each statement and tracker.
    owned: BTreeMap<(Owner, Side), Vec<usize>>,
    /// The retentions of each statement.
    keeping: HashMap<Owner, Vec<usize>>,
    /// What is left of each limit.
    limited: Vec<Region>,
    /// The limits of each statement.
    limiting: HashMap<Owner, Vec<usize>>,
}

impl<'d> Steps<'d> {
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
        let prohibitions = self.speaking(|half| half.side == Side::Prohibition);
        let choices = self.speaking(|half| half.side == Side::Prohibition && half.origin == Origin::Choice);
        let deciding = self.halves.iter().enumerate();
        let deciding = deciding.filter(|(_, half)| half.is_practice() && half.side == Side::Permission);
        let scopes = Meeting::of(space, deciding.map(|(idx, half)| (idx, half.scope.as_slice())));
        let can_yield = |half: &Half| {
            half.side == Side::Permission && (half.is_practice() || half.origin == Origin::Deed)
        };
        for permission in (0..self.halves.len()).filter(|idx| can_yield(&self.halves[*idx])) {
            let yields = self.halves[permission].origin.yields();
            let stronger = if yields { &prohibitions } else { &choices };
            for other in stronger.with(&self.halves[permission].cells) {
                self.regions[permission] =
                    self.diagrams.minus(&self.regions[permission], &self.regions[other])?;
            }
            // The flows that a stricter statement alone decides are more than it permits.
            let is_implied = self.halves[permission].origin == Origin::Implied;
            if !is_implied {
                continue;
            }
            for other in scopes.with(&self.halves[permission].cells) {
                let scope = self.diagrams.cells(&self.halves[other].scope)?;
                self.regions[permission] = self.diagrams.minus(&self.regions[permission], &scope)?;
            }
        }
        Ok(())
    }

    /// Step 2: a refusal of rights `from` some statements says nothing of the rights that are granted `from` others.
    fn leave_rights_from_others(&mut self) -> Result<(), BudgetExceeded> {
        let policy = self.policy;
        let from = |half: &Half| {
            let sentence = policy.part_sentence(half.owner);
            let is_offer =
                sentence.verb == Verb::Offer && matches!(half.origin, Origin::Stated | Origin::Only);
            if is_offer { named_by(policy, sentence) } else { Vec::new() }
        };
        let names_some = |half: &Half, side: Side| half.side == side && !from(half).is_empty();
        let grants = self.speaking(|half| names_some(half, Side::Permission));
        let halves = self.halves.iter().enumerate();
        for (refusal, half) in halves.filter(|(_, half)| names_some(half, Side::Prohibition)) {
            let refused = from(half);
            for grant in grants.with(&half.cells) {
                let other = &self.halves[grant];
                let is_apart = from(other).iter().all(|named| refused.binary_search(named).is_err());
                if is_apart && !self.are_joined(half.owner, other.owner) {
                    self.regions[refusal] =
                        self.diagrams.minus(&self.regions[refusal], &self.regions[grant])?;
                }
            }
        }
        Ok(())
    }

    /// Some of the halves, by what they speak of.
    fn speaking(&self, is_meant: impl Fn(&Half) -> bool) -> Meeting<'d> {
        let meant = self.halves.iter().enumerate().filter(|(_, half)| is_meant(half));
        Meeting::of_halves(self.diagrams.space(), meant)
    }

    /// Whether either of two owners names the other in an exception.
    fn are_joined(&self, one: Owner, other: Owner) -> bool {
        let names =
            |from: Owner, to: Owner| self.exceptions.get(&from).is_some_and(|named| named.contains(&to));
        names(one, other) || names(other, one)
    }

    /// Whether two parts except each other, by `elsewhere` or in a circle, which is reported as such.
    fn except_each_other(&self, one: Owner, other: Owner) -> bool {
        let circle = |part: Owner| self.circle_of.get(&part);
        self.meeting.contains(&(one.min(other), one.max(other)))
            || circle(one).is_some() && circle(one) == circle(other)
    }

    /// Some permissions that are no implied uses, with the prohibitions of other statements that they can meet.
    fn pairs(&self, picks: impl Fn(&Half) -> bool) -> Vec<(usize, usize)> {
        let prohibitions =
            self.speaking(|half| half.side == Side::Prohibition && half.origin != Origin::Choice);
        let is_meant = |half: &Half| half.side == Side::Permission && !half.origin.yields() && picks(half);
        let mut pairs = Vec::new();
        for (permission, half) in self.halves.iter().enumerate().filter(|(_, half)| is_meant(half)) {
            let meeting = prohibitions.with(&half.cells).into_iter();
            let meeting = meeting.filter(|other| half.owner != self.halves[*other].owner);
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
            if self.are_joined(half.owner, other.owner) || self.except_each_other(half.owner, other.owner) {
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
            if self.except_each_other(self.halves[permission].owner, self.halves[prohibition].owner) {
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

/// On what a permission says nothing of that which a prohibition restricts, if there is anything: it yields there.
#[must_use]
pub fn silent_on(vocabulary: &Vocabulary, permission: &Half, prohibition: &Half) -> Option<Aspect> {
    prohibition.affirms.iter().copied().find(|aspect| is_silent(vocabulary, &permission.says, *aspect))
}

/// Whether a permission says nothing about something. Of a fact it speaks when it names the fact itself, one above it,
/// one below it, or one that excludes it. Of a class of people it does not speak by naming a wider one: who says `about
/// customers` says no more of children than who says nothing of people.
#[must_use]
pub fn is_silent(vocabulary: &Vocabulary, says: &[Aspect], aspect: Aspect) -> bool {
    let Aspect::Fact(key) = aspect else { return !says.contains(&aspect) };
    let speaks = |said: &Aspect| match (said, key) {
        (Aspect::Fact(said), key) => {
            let is_wider = !matches!(key, FactKey::Subject(_)) && key.implies(vocabulary, *said);
            said.excludes(vocabulary, key) || said.implies(vocabulary, key) || is_wider
        }
        (Aspect::Slot(_) | Aspect::Form, _) => false,
    };
    !says.iter().any(speaks)
}
