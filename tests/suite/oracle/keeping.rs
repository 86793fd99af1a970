//! What is kept, and which deletions end it.

use std::collections::BTreeSet;

use candor::model::{self, Bound, EndKind, Kind, TermId, Trait, Whichever};

use super::act::Act;
use super::ends::{Atom, End, Length, When};
use super::facts::{Fact, Formula, is_event};
use super::halves::Block;
use super::sentence::{Claim, Owner, Reader, Side};
use super::values::{Marks, Reading, Slot, add};

/// What a statement keeps, or beyond what it forbids to keep.
#[derive(Debug, Clone)]
pub(crate) struct Retention {
    pub(crate) owner: Owner,
    pub(crate) block: Block,
    pub(crate) end: End,
    /// Whether it keeps at all: a limit alone does not.
    pub(crate) is_kept: bool,
    /// Whether it is said by `retain`.
    pub(crate) is_retain: bool,
    pub(crate) is_ceiling: bool,
    /// Which of the stages of its statement.
    pub(crate) stage: usize,
    pub(crate) lasts: Lasts,
}

/// Whether a retention must last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasts {
    No,
    /// By what it is for, or by its basis.
    Yes,
    /// Because it has no end, or a shortest one.
    Long {
        names_purpose: bool,
    },
}

/// A way in which a deletion ends keeping: the events that must have come, and what else must be so.
#[derive(Debug, Clone)]
pub(crate) struct Cap {
    pub(crate) events: BTreeSet<TermId>,
    pub(crate) guard: Formula,
    pub(crate) end: End,
}

impl Reader<'_> {
    /// What the statement keeps, stage by stage.
    pub(crate) fn retentions(&self) -> Vec<Retention> {
        let act = self.part.act();
        let is_limit = act == Act::Keep && self.part.is_negative();
        let Some(retention) = &self.sentence.retention else { return Vec::new() };
        // A tracker that stores nothing keeps nothing.
        let is_idle = self.part.tracker.is_some_and(|tracker| tracker.stores.is_none());
        if !is_limit && self.part.is_negative() || is_idle {
            return Vec::new();
        }
        let (side, reading) = match is_limit {
            true => (Side::Prohibition, Reading::Prohibition),
            false => (Side::Permission, Reading::Permission),
        };
        let mut kept = Vec::new();
        for at in 0..retention.stages.len() {
            let stages = counted(&retention.stages[..=at]);
            let Some((stage, _)) = stages.split_last() else { continue };
            let bound = |wanted: Bound| {
                stages.iter().flat_map(|stage| &stage.ends).any(|end| match &end.kind {
                    EndKind::For { bound, .. } | EndKind::More { bound, .. } => *bound == wanted,
                    EndKind::AtAll
                    | EndKind::Indefinitely
                    | EndKind::While(_)
                    | EndKind::Until(_)
                    | EndKind::Needed(_)
                    | EndKind::ItsPurposes => false,
                })
            };
            let knowledge = match is_limit {
                true => self.known_data(),
                false => Formula::All(self.carried().into_iter().map(Formula::Is).collect()),
            };
            let facts =
                Formula::All(vec![self.all(|claim| self.is_kept_fact(claim)), knowledge, while_of(stage)]);
            // As many retentions as the data have different purposes, where these say how long they are kept.
            for share in self.shares(stages) {
                if share.has_no_end() {
                    continue;
                }
                let end = End::of(stages, &share.purposes, self.values);
                let mut slots = vec![(Slot::Actor, self.actor(side))];
                let data = self.stage_data(stage.form, reading);
                slots.extend(data.map(|data| (Slot::Datum, share.of(data, self.values))));
                slots.extend(self.kept_slots().iter().filter_map(|slot| self.slot(*slot)));
                let is_long = end.is_never() || bound(Bound::AtLeast);
                let lasts = match (is_long, self.must_last(stage, &share.purposes)) {
                    _ if is_limit => Lasts::No,
                    (true, _) => Lasts::Long { names_purpose: self.names_purpose(stage) },
                    (false, true) => Lasts::Yes,
                    (false, false) => Lasts::No,
                };
                kept.push(Retention {
                    owner: self.part.owner,
                    block: Block { acts: vec![Act::Keep], slots, facts: facts.clone() },
                    end,
                    is_kept: !is_limit,
                    is_retain: act == Act::Keep,
                    is_ceiling: is_limit || bound(Bound::UpTo),
                    stage: at,
                    lasts,
                });
            }
        }
        kept
    }

    /// The slots that what is kept takes over: the channel of a practice said how to collect.
    pub(crate) fn kept_slots(&self) -> &'static [Slot] {
        match self.part.act() {
            Act::Keep | Act::Delete => &[Slot::Place, Slot::Purpose, Slot::Channel],
            _ => &[Slot::Place, Slot::Purpose],
        }
    }

    /// Whether what is kept depends on a clause of facts: the event of a practice said when to collect.
    pub(crate) fn is_kept_fact(&self, claim: &Claim) -> bool {
        let is_event = |fact: &Fact| is_event(*fact, self.values.vocabulary());
        self.part.act() == Act::Keep || !claim.names.iter().any(is_event)
    }

    /// The data of a stage: those that are named, in the form of the stage if it has one.
    pub(crate) fn stage_data(&self, form: Option<TermId>, reading: Reading) -> Option<Marks> {
        let Some(form) = form else { return self.datum(reading) };
        let mut named = super::sentence::data(self.sentence)?.clone();
        named.items.iter_mut().for_each(|item| item.form = Some(form));
        Some(self.values.data(&named, reading))
    }

    /// Of a limit: that one of the data of `never knowingly` is known.
    fn known_data(&self) -> Formula {
        Formula::Any(self.prohibited_data().into_iter().map(|(_, known)| known).collect())
    }

    /// While what a retention is said at all, if all its ends are `while`.
    pub(crate) fn said_while(&self) -> Option<Formula> {
        let stage = self.sentence.retention.as_ref()?.stages.first()?;
        Some(while_of(stage))
    }

    /// The purposes for which a stage itself keeps data as long as needed.
    fn needed(&self, stage: &model::Stage, its: &Marks) -> Option<Marks> {
        let mut needed = None;
        for end in &stage.ends {
            let marks = match &end.kind {
                EndKind::Needed(set) => self.values.list(Kind::Purpose, set),
                EndKind::ItsPurposes => its.clone(),
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { .. }
                | EndKind::More { .. }
                | EndKind::While(_)
                | EndKind::Until(_) => continue,
            };
            add(needed.get_or_insert_with(|| vec![false; marks.len()]), &marks);
        }
        needed
    }

    fn names_purpose(&self, stage: &model::Stage) -> bool {
        let is_needed = |end: &model::End| matches!(end.kind, EndKind::Needed(_) | EndKind::ItsPurposes);
        self.sentence.slots.purpose.is_some() || stage.ends.iter().any(is_needed)
    }

    /// Whether it must last by its basis or by what it is for.
    fn must_last(&self, stage: &model::Stage, its: &Marks) -> bool {
        let vocabulary = self.values.vocabulary();
        let bases = &self.sentence.bases;
        let obligation = self.values.named(Kind::Basis, "legal-obligation");
        let is_obliged = !bases.is_empty()
            && obligation
                .is_some_and(|wanted| bases.iter().all(|basis| vocabulary.is_below(basis.term, wanted)));
        let consent = self.values.named(Kind::Basis, "consent");
        let is_agreed = !bases.is_empty()
            && consent
                .is_some_and(|wanted| bases.iter().all(|basis| vocabulary.is_below(basis.term, wanted)));
        let own = self.slot(Slot::Purpose).map(|(_, marks)| marks);
        let mut purposes = vec![false; self.values.atoms(Kind::Purpose).len()];
        own.iter().chain(&self.needed(stage, its)).for_each(|marks| add(&mut purposes, marks));
        let outlasts = |(value, is_in): (&super::values::Value, &bool)| {
            !is_in || self.values.has(*value, Trait::OutlastsDeletion)
        };
        let is_for_long =
            purposes.contains(&true) && self.values.atoms(Kind::Purpose).iter().zip(&purposes).all(outlasts);
        is_obliged || is_for_long && !is_agreed
    }

    /// How a written deletion ends keeping: it ends with the earliest of these.
    pub(crate) fn caps(&self) -> Vec<Cap> {
        let Some(deletion) = self.sentence.deletion.as_ref().filter(|_| self.part.is_promise()) else {
            return Vec::new();
        };
        let length = Length::of_timing(deletion.timing);
        let vocabulary = self.values.vocabulary();
        let cap = |literals: Vec<(Fact, bool)>| {
            let mut events = BTreeSet::new();
            let mut guards = Vec::new();
            for (fact, is_true) in literals {
                match fact {
                    Fact::Term(event) if is_true && is_event(fact, vocabulary) => drop(events.insert(event)),
                    fact if is_true => guards.push(Formula::Is(fact)),
                    fact => guards.push(Formula::Is(fact).not()),
                }
            }
            let after = |event: &TermId| Atom::after(When::of(*event, self.values), length.clone());
            let end = End(vec![events.iter().map(after).collect()]);
            Cap { guard: Formula::All(guards), end, events }
        };
        let caps = ways(&Formula::of(&deletion.event), true).into_iter().map(cap);
        caps.filter(|cap| !cap.events.is_empty()).collect()
    }

    /// The event behind `on`, where nothing else stands there.
    pub(crate) fn only_event(&self) -> Option<TermId> {
        match &self.sentence.deletion.as_ref()?.event {
            model::Fact::Term(event, _) => Some(*event),
            model::Fact::Given(..) | model::Fact::Not(_) | model::Fact::And(_) | model::Fact::Or(_) => None,
        }
    }

    /// Whether a written deletion happens when an event is all that has happened, with what it implies.
    pub(crate) fn happens_on(&self, event: TermId) -> bool {
        let true_with_it = Fact::Term(event).implied(self.values.vocabulary());
        let deletion = self.sentence.deletion.as_ref();
        deletion.is_some_and(|deletion| {
            Formula::of(&deletion.event).is_true(&|fact| true_with_it.contains(&fact))
        })
    }

    /// The data, purposes, places and persons of a written deletion, whatever else it says.
    pub(crate) fn told_deletion(&self) -> Block {
        let mut slots = self.data(Reading::Permission);
        slots.extend([Slot::Place, Slot::Purpose].into_iter().filter_map(|slot| self.slot(slot)));
        let facts = self.all(|claim| claim.word == super::sentence::Word::About);
        Block { acts: vec![Act::Delete], slots, facts }
    }
}

/// The last of some stages, with those before it from whose ends it counts.
pub(crate) fn counted(stages: &[model::Stage]) -> &[model::Stage] {
    let is_more =
        |stage: &&model::Stage| stage.ends.iter().any(|end| matches!(end.kind, EndKind::More { .. }));
    let n_counting = stages.iter().rev().take_while(is_more).count();
    &stages[stages.len().saturating_sub(n_counting + 1)..]
}

/// While what a stage is said at all, if all its ends are `while`.
pub(crate) fn while_of(stage: &model::Stage) -> Formula {
    let whiles: Vec<Option<Formula>> = stage
        .ends
        .iter()
        .map(|end| match &end.kind {
            EndKind::While(fact) => Some(Formula::of(fact)),
            EndKind::AtAll
            | EndKind::Indefinitely
            | EndKind::For { .. }
            | EndKind::More { .. }
            | EndKind::Until(_)
            | EndKind::Needed(_)
            | EndKind::ItsPurposes => None,
        })
        .collect();
    match whiles.into_iter().collect::<Option<Vec<Formula>>>() {
        None => Formula::always(),
        Some(all) if all.is_empty() => Formula::always(),
        Some(all) if stage.whichever == Whichever::Shorter => Formula::All(all),
        Some(all) => Formula::Any(all),
    }
}

/// A formula as an *or* of *and*s: for each, the facts that must be true or false.
fn ways(fact: &Formula, is_true: bool) -> Vec<Vec<(Fact, bool)>> {
    let joined = |parts: &[Formula]| {
        parts.iter().fold(vec![Vec::new()], |all: Vec<Vec<(Fact, bool)>>, part| {
            let others = ways(part, is_true);
            let with = |one: &Vec<(Fact, bool)>| {
                others.iter().map(|other| one.iter().chain(other).copied().collect()).collect::<Vec<Vec<_>>>()
            };
            all.iter().flat_map(with).collect()
        })
    };
    match (fact, is_true) {
        (Formula::Is(fact), _) => vec![vec![(*fact, is_true)]],
        (Formula::Not(inner), _) => ways(inner, !is_true),
        (Formula::All(parts), true) | (Formula::Any(parts), false) => joined(parts),
        (Formula::Any(parts), true) | (Formula::All(parts), false) => {
            parts.iter().flat_map(|part| ways(part, is_true)).collect()
        }
    }
}
