//! A second implementation of what a policy means, made from the chapter on meaning alone.
//!
//! It shares no code with the library beyond the resolved policy, and it is as simple as it can be: it goes through every
//! flow, one by one, and does there what the chapter says. The only economy is that values of a slot which no sentence
//! tells apart are tried once ([`Grain::Classes`]); a test compares that with trying all of them.
//!
//! Reading order: values of slots (`values`), facts (`facts`, `worlds`), sentences (`sentence`) and what they permit and
//! prohibit (`halves`, `deeds`, `rights`), keeping (`ends`, `purposes`, `keeping`), exceptions and the other steps (`exceptions`, `steps`),
//! the walk over all flows (`walk`), the passes (`early`, `last`), answers (`answers`), two statements of one thing
//! (`twice`), and single flows of two policies that are compared (`judge`).

mod act;
mod answers;
mod deeds;
mod early;
mod effects;
mod ends;
mod exceptions;
mod facts;
mod halves;
mod judge;
mod keeping;
mod last;
mod purposes;
mod rights;
mod sentence;
mod steps;
mod twice;
mod values;
mod walk;
mod worlds;

use std::collections::BTreeSet;

use candor::model::{Policy, Sentence, TermId};

pub(crate) use act::Act;
pub(crate) use answers::Verdict;
pub(crate) use exceptions::{Faults, Target};
pub(crate) use facts::{Class, Fact, assignments, in_largest_unit};
pub(crate) use halves::Origin;
pub(crate) use judge::{Fate, Judge, Prepared};
pub(crate) use sentence::{Owner, Side, choice_of};
pub(crate) use values::{Reading, Slot, Value, Values};

use answers::Question;
use early::{Early, Given};
use exceptions::Exceptions;
use halves::{Block, Half, halves, impossible};
use keeping::Retention;
use last::Last;
use sentence::Said;
use steps::{Item, Sums};
use walk::State;
use worlds::{Facts, Worlds};

/// How finely the values of slots are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// One of those that no sentence tells apart.
    Classes,
    /// Each of this slot, and of the others those that no sentence tells apart: all values of all slots are too many.
    ValuesOf(Slot),
}

/// How two statements contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ConflictKind {
    Contradiction,
    PartialContradiction,
    UnwrittenException,
}

/// Two halves that have flows in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Conflict {
    pub(crate) permission: (Owner, Origin),
    pub(crate) prohibition: (Owner, Origin),
    pub(crate) kind: ConflictKind,
}

/// A permission that a prohibition cuts because it is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Cut {
    pub(crate) permission: (Owner, Origin),
    pub(crate) prohibition: (Owner, Origin),
}

/// A flow: each slot has one value; all facts are false but those that are listed.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    pub(crate) act: Act,
    pub(crate) slots: Vec<(Slot, Value, Option<TermId>)>,
    pub(crate) facts: &'a BTreeSet<Fact>,
}

/// Who wants to see some of the flows, with whether it is in P and whether it is in N.
pub(crate) struct Show<'s> {
    /// One choice of values of so many.
    pub(crate) one_of: u64,
    /// With so many of the ways in which facts can be true.
    pub(crate) n_worlds: usize,
    pub(crate) see: &'s mut dyn FnMut(&Flow<'_>, bool, bool),
}

/// Everything that was found out about a policy.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    /// Whether there are too many facts to try them all: nothing is worked out then.
    pub(crate) is_too_large: bool,
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) conflicts: BTreeSet<Conflict>,
    pub(crate) cuts: BTreeSet<Cut>,
    /// The halves of which something is left.
    pub(crate) left: BTreeSet<(Owner, Side, Origin)>,
    pub(crate) faults: Faults,
    /// Deletions and retentions of which both cannot be.
    pub(crate) against: BTreeSet<(Owner, Owner)>,
    /// Deletions and the retentions that stand against them.
    pub(crate) outlasting: BTreeSet<(Owner, Owner)>,
    /// Those that keep data as long as their purposes need them, which have none.
    pub(crate) for_no_purpose: BTreeSet<Owner>,
    /// Two lengths of keeping one thing.
    pub(crate) two_retentions: BTreeSet<(Owner, Owner)>,
    /// Two answers to one question.
    pub(crate) two_answers: BTreeSet<(Owner, Owner)>,
    /// Two prohibitions of which one says nothing that the other does not say.
    pub(crate) redundant: BTreeSet<(Owner, Owner)>,
    /// How many flows were tried.
    pub(crate) n_flows: u128,
}

/// A policy taken apart.
struct Parts<'a> {
    said: Said<'a>,
    offers: Vec<Half>,
    deletions: Vec<Half>,
    others: Vec<Half>,
    retentions: Vec<Retention>,
    impossible: Vec<Block>,
    exceptions: Exceptions,
}

impl<'a> Parts<'a> {
    fn of(policy: &'a Policy) -> Self {
        let said = Said::of(policy);
        let (mut offers, mut deletions, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let (mut retentions, mut cannot_be) = (Vec::new(), Vec::new());
        for part in &said.parts {
            let reader = said.read(part);
            let pass = match part.act() {
                Act::Offer => &mut offers,
                Act::Delete => &mut deletions,
                _ => &mut others,
            };
            pass.extend(halves(&reader));
            others.extend(reader.absences());
            others.extend(reader.deeds());
            retentions.extend(reader.retentions());
            cannot_be.extend(impossible(&reader));
        }
        let permissions: Vec<&Half> = others.iter().filter(|half| half.side == Side::Permission).collect();
        let choices = said.parts.iter().filter_map(|part| rights::choice(&said.read(part), &permissions));
        let choices: Vec<Half> = choices.collect();
        others.extend(choices);
        let all: Vec<Half> = offers.iter().chain(&deletions).chain(&others).cloned().collect();
        let exceptions = Exceptions::of(&said, &all, &retentions);
        for half in others.iter_mut().filter(|half| half.origin == Origin::Choice) {
            let Some(offer) = said.part(half.owner) else { continue };
            let refusals = exceptions.named_by(half.owner).iter().filter_map(|named| said.part(*named));
            let refused: Vec<Block> = refusals
                .flat_map(|refusal| rights::refused(&said.read(offer), &said.read(refusal)))
                .collect();
            half.areas.iter_mut().for_each(|area| area.outside.extend(refused.iter().cloned()));
        }
        Self { said, offers, deletions, others, retentions, impossible: cannot_be, exceptions }
    }
}

impl Oracle {
    /// Works out a policy.
    pub(crate) fn of(policy: &Policy, questions: &[Sentence], grain: Grain, show: Option<Show<'_>>) -> Self {
        let parts = Parts::of(policy);
        let mut found = Self { faults: parts.exceptions.faults.clone(), ..Self::default() };
        if found.faults.is_circular {
            return found;
        }
        let questions: Vec<Question> =
            questions.iter().map(|sentence| Question::of(&parts.said, sentence)).collect();
        let asked = |is_early: bool| -> BTreeSet<Fact> {
            questions
                .iter()
                .filter(|question| question.is_early() == is_early)
                .flat_map(Question::facts)
                .collect()
        };
        let given = Given {
            offers: &parts.offers,
            deletions: &parts.deletions,
            retentions: &parts.retentions,
            exceptions: &parts.exceptions,
            asked: asked(true),
            is_deletion_asked: questions.iter().any(|question| question.act() == Act::Delete),
        };
        let early = Early::of(&parts.said, given, grain);
        let draft = last::Draft::of(&parts.said, &parts.others, &parts.impossible, &parts.exceptions);
        let mut named = draft.named();
        named.extend(asked(false));
        let facts = Facts::of(named, parts.said.values.vocabulary());
        let (Some(mut early), Some(facts)) = (early, facts) else {
            return Self { is_too_large: true, ..found };
        };
        let mut last = draft.over(&parts.said.values, facts, grain);

        let mut gallery = Gallery { show, n_seen: 0 };
        found.walk_rights(&mut early, &mut gallery);
        found.walk_keeping(&mut early, &mut gallery);
        found.walk_others(&mut last, &mut gallery);
        found.verdicts = questions
            .iter()
            .map(|question| match question.act() {
                Act::Offer => question.of_rights(&parts.said, &mut early),
                Act::Delete | Act::Keep => question.of_keeping(&parts.said, &mut early),
                _ => question.of_last(&parts.said, &mut last),
            })
            .collect();
        early.settle_deletions();
        found.add_up(&parts, &early, &last);
        found
    }

    fn walk_rights(&mut self, early: &mut Early<'_>, gallery: &mut Gallery<'_>) {
        for state in early.entitlements() {
            let granted = early.granted(&state.mask);
            let all = early.space.facts.all();
            self.n_flows += state.weight * u128::from(all.count());
            let fate = [&all, &granted.permitted, &granted.prohibited];
            gallery.show(&early.space, Act::Offer, &state, fate);
        }
    }

    fn walk_keeping(&mut self, early: &mut Early<'_>, gallery: &mut Gallery<'_>) {
        for common in early.commons() {
            for (state, kept) in early.kept(&common, None) {
                let all = early.space.facts.all();
                self.n_flows += state.weight * u128::from(all.count());
                gallery.show(&early.space, Act::Delete, &state, [&all, &kept.permitted, &kept.prohibited]);
            }
        }
    }

    fn walk_others(&mut self, last: &mut Last<'_>, gallery: &mut Gallery<'_>) {
        for act in Act::LAST {
            for state in last.states(act) {
                let fate = last.fate(&state.mask);
                self.n_flows += state.weight * last.space.facts.assignments.len() as u128;
                let shown = [&fate.possible, &fate.permitted, &fate.prohibited];
                gallery.show(&last.space, act, &state, shown);
            }
        }
    }

    fn add_up(&mut self, parts: &Parts<'_>, early: &Early<'_>, last: &Last<'_>) {
        let passes = [
            (&early.rights.items, &early.right_sums, &early.space.facts),
            (&early.steps.items, &early.sums, &early.space.facts),
            (&last.steps.items, &last.sums, &last.space.facts),
        ];
        let mut taken = BTreeSet::new();
        for (items, sums, facts) in passes {
            self.of_pass(items, sums);
            taken.extend(sums.taken.iter().copied());
            self.redundant.extend(twice::redundant(&parts.said, items, sums, facts));
        }
        for ((owner, target), members) in &parts.exceptions.by_label {
            if !members.iter().any(|member| taken.contains(&(*owner, *member))) {
                self.faults.takes_nothing.insert((*owner, *target));
            }
        }
        let is_for_none = |part: &&sentence::Part<'_>| parts.said.read(part).is_kept_for_no_purpose();
        self.for_no_purpose = parts.said.parts.iter().filter(is_for_none).map(|part| part.owner).collect();
        self.against.clone_from(&early.against);
        self.outlasting.clone_from(&early.outlasting);
        let facts = |act: Act| match act {
            Act::Offer | Act::Delete | Act::Keep => &early.space.facts,
            _ => &last.space.facts,
        };
        (self.two_retentions, self.two_answers) = twice::twice(&parts.said, &parts.exceptions, &facts);
    }

    fn of_pass(&mut self, items: &[Item], sums: &Sums) {
        let half = |at: usize| (items[at].owner, items[at].origin);
        for ((permission, prohibition), common) in &sums.common {
            let kind = match *common {
                [false, ..] => continue,
                [true, false, _] => ConflictKind::Contradiction,
                [true, true, false] => ConflictKind::UnwrittenException,
                [true, true, true] => ConflictKind::PartialContradiction,
            };
            let (permission, prohibition) = (half(*permission), half(*prohibition));
            self.conflicts.insert(Conflict { permission, prohibition, kind });
        }
        self.cuts.extend(
            sums.cuts.iter().map(|(one, other)| Cut { permission: half(*one), prohibition: half(*other) }),
        );
        for at in &sums.left {
            let side = match items[*at].sort {
                steps::Sort::Permission => Side::Permission,
                steps::Sort::Prohibition => Side::Prohibition,
                steps::Sort::Retention | steps::Sort::Kept | steps::Sort::Limit => continue,
            };
            self.left.insert((items[*at].owner, side, items[*at].origin));
        }
    }
}

/// Shows some of the flows.
struct Gallery<'s> {
    show: Option<Show<'s>>,
    n_seen: u64,
}

impl Gallery<'_> {
    /// `fate`: what can be, what is permitted, what is prohibited.
    fn show(&mut self, space: &walk::Space, act: Act, state: &State, fate: [&Worlds; 3]) {
        self.n_seen += 1;
        let Some(show) = self.show.as_mut().filter(|show| self.n_seen.is_multiple_of(show.one_of)) else {
            return;
        };
        let [possible, permitted, prohibited] = fate;
        let count = possible.places().take(space.facts.assignments.len()).count();
        let slots: Vec<_> = state
            .chosen
            .iter()
            .map(|(slot, place)| {
                let (value, form) = space.values.value(*slot, *place);
                (*slot, value, form)
            })
            .collect();
        // Others each time, as far from each other as can be.
        let n_shown = show.n_worlds.min(count);
        for world in 0..n_shown {
            let place = (self.n_seen as usize + world * count / n_shown) % count;
            let Some(at) = possible.places().nth(place) else { return };
            let flow = Flow { act, slots: slots.clone(), facts: &space.facts.assignments[at] };
            (show.see)(&flow, permitted.has(at), prohibited.has(at));
        }
    }
}
