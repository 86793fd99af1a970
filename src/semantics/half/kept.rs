//! What is kept, by the deletions that it rules out.

use fixedbitset::FixedBitSet;

use super::read::{Reader, about};
use super::storing;
use super::{Cell, Half, Origin, Owner, Realm, Side};
use crate::model::{EndKind, Sentence, TermId, TrackerId, Verb, Whichever};
use crate::semantics::collected::{self, Share};
use crate::semantics::space::{Act, Dimension, Formula, Reading, Space};

/// What each retention keeps, as the deletions that it rules out, in the order of the statements.
#[must_use]
pub fn kept(space: &mut Space) -> Vec<Half> {
    let policy = &space.policy.clone();
    let mut halves = Vec::new();
    for statement in &policy.statements {
        kept_by(space, Owner::Statement(statement.id), &statement.sentence, &mut halves);
    }
    for (idx, tracker) in policy.trackers.iter().enumerate() {
        if let Some(sentence) = storing(tracker) {
            kept_by(space, Owner::Tracker(TrackerId::at(idx)), &sentence, &mut halves);
        }
    }
    halves
}

pub(super) fn kept_by(space: &mut Space, owner: Owner, sentence: &Sentence, halves: &mut Vec<Half>) {
    if sentence.is_damaged || sentence.modality.is_negative() {
        return;
    }
    let stages = sentence.retention.as_ref().map(|retention| retention.stages.len()).unwrap_or_default();
    for stage in 0..stages {
        for share in collected::parts(space, sentence, stage) {
            let mut reader = Reader { space, sentence };
            let cells = reader.kept(Reading::Permission, stage, share.as_ref());
            let half = Half::new(owner, Side::Prohibition, Origin::Kept, Realm::Reliance, cells);
            halves.push(Half { stage, its_purposes: share.map(|share| share.purposes), ..half });
        }
    }
}

/// Of some data, those of a share.
pub(super) fn shared(data: Option<FixedBitSet>, share: Option<&Share>) -> Option<FixedBitSet> {
    match (data, share) {
        (Some(mut data), Some(share)) => {
            data.intersect_with(&share.data);
            Some(data)
        }
        (None, Some(share)) => Some(share.data.clone()),
        (data, None) => data,
    }
}

/// What each `never retain` is about, as deletions, in the order of the statements.
#[must_use]
pub fn limits(space: &mut Space) -> Vec<Half> {
    let policy = &space.policy.clone();
    let mut halves = Vec::new();
    for statement in &policy.statements {
        let sentence = &statement.sentence;
        if sentence.is_damaged || sentence.verb != Verb::Retain || !sentence.modality.is_negative() {
            continue;
        }
        for share in collected::parts(space, sentence, 0) {
            let mut reader = Reader { space, sentence };
            let cells = reader.limited(share.as_ref());
            let owner = Owner::Statement(statement.id);
            let half = Half::new(owner, Side::Prohibition, Origin::Kept, Realm::Reliance, cells);
            halves.push(Half { its_purposes: share.map(|share| share.purposes), ..half });
        }
    }
    halves
}

impl Reader<'_, '_> {
    /// What a retention keeps, as a deletion that it rules out.
    pub(super) fn kept(&mut self, reading: Reading, stage: usize, share: Option<&Share>) -> Vec<Cell> {
        let mut cell = self.frame(reading);
        let facts = self.keeping_facts();
        let facts = facts.and(self.consent_basis()).and(self.lasting(stage)).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = match self.form_of(stage) {
            Some(form) => about(self.sentence).map(|slot| {
                let mut set = slot.set.clone();
                set.items.iter_mut().for_each(|item| item.form = Some(form));
                self.space.data(&set, reading)
            }),
            None => self.data(reading),
        };
        let data = shared(data, share);
        let mut keeps = vec![Dimension::Actor, Dimension::Purpose, Dimension::Place];
        if self.sentence.verb == Verb::Retain {
            keeps.push(Dimension::Channel);
        }
        vec![self.turned_into(Act::Delete, &cell, &keeps, data.as_ref())]
    }

    /// What `never retain` is about, as the deletions that would be too late.
    pub(super) fn limited(&mut self, share: Option<&Share>) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Prohibition);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.lasting(0));
        cell.facts = cell.facts.and(facts);
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Channel];
        let mut cells = Vec::new();
        for (data, known) in self.forbidden_parts() {
            let cell = Cell { facts: cell.facts.clone().and(known), ..cell.clone() };
            let data = shared(data, share);
            cells.push(self.turned_into(Act::Delete, &cell, &keeps, data.as_ref()));
        }
        cells
    }

    /// The form in which data are kept in a stage, where it is not the first.
    pub(super) fn form_of(&self, stage: usize) -> Option<TermId> {
        self.sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage)?.form)
    }

    /// While a retention is said at all: where each of its ends is a `while`, as long as they are true.
    pub(super) fn lasting(&mut self, stage: usize) -> Formula {
        let stage = self.sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage));
        let Some(stage) = stage.filter(|stage| !stage.ends.is_empty()) else { return Formula::True };
        let mut states = Vec::new();
        for end in &stage.ends {
            match &end.kind {
                EndKind::While(fact) => states.push(self.space.formula(fact)),
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { .. }
                | EndKind::More { .. }
                | EndKind::Until(_)
                | EndKind::Needed(_)
                | EndKind::ItsPurposes => {
                    return Formula::True;
                }
            }
        }
        match stage.whichever {
            Whichever::Longer => Formula::any(states),
            Whichever::Shorter => states.into_iter().fold(Formula::True, Formula::and),
        }
    }
}
