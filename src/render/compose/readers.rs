//! What a section says once of all that stands in it: for whom it is, and on which legal basis all of it rests.
//!
//! # Design
//!
//! A header hands its clauses to the statements, each of which is whole by itself: wherever one stands alone, in a report or
//! in the published rules, it names its people and its bases. Under the heading of its section a clause that all of them
//! have in common is read once, and not again in every sentence.

use super::Composer;
use super::message::Message;
use super::set::Join;
use crate::model::{Basis, Family, Item, Readers, Section, Sentence, Slot, StatementId, Verb};
use crate::render::page;

impl Composer<'_> {
    /// Whether the section at hand speaks to these people.
    pub(super) fn speaks_to(&self, people: &Slot, region: Option<&Slot>) -> bool {
        let readers = self.readers.get().and_then(|section| self.policy.section(section).readers.as_ref());
        readers.is_some_and(|readers| {
            let is_there = match (&readers.region, region) {
                (None, None) => true,
                (Some(one), Some(other)) => one.set.says_the_same(&other.set),
                (Some(_), None) | (None, Some(_)) => false,
            };
            is_there && !people.is_only && readers.people.set.says_the_same(&people.set)
        })
    }

    /// Whether a sentence is about the people to whom its section speaks, so that it need not name them.
    ///
    /// What takes over no people from a header names those that it has: it could be about anyone.
    pub(super) fn is_to_readers(&self, sentence: &Sentence) -> bool {
        let slots = &sentence.slots;
        takes_over_people(sentence.verb)
            && slots
                .subject
                .as_ref()
                .is_some_and(|people| self.speaks_to(people, slots.subject_region.as_ref()))
    }

    /// What stands under the heading of a section; nothing if all is said by its statements.
    pub(super) fn said_once(&self, section: &Section, bases: Option<CommonBases>) -> Option<page::Item> {
        let readers = section.readers.as_ref().filter(|readers| !self.is_said_around(section, readers));
        let readers = readers.map(|readers| {
            let whom = self.people(&readers.people, readers.region.as_ref(), Join::And);
            self.frames.fill(Message::Readers, &[("whom", whom.into())])
        });
        let bases = bases.map(|CommonBases { statement, are_all }| {
            let statement = self.policy.statement(statement);
            let bases =
                self.of_whom(statement, || self.bases(&statement.sentence.bases, &statement.sentence.facts));
            let all = if are_all { "yes" } else { "no" };
            self.frames.fill(Message::BasesOfSection, &[("bases", bases.into()), ("all", all.into())])
        });
        let sentences = readers.into_iter().chain(bases).map(|sentence| self.pieces.sentence(&sentence));
        let lead = self.words(&sentences.collect::<Vec<_>>().join(" "));
        self.pieces.clear();
        let statement = page::Statement { lead, ..page::Statement::default() };
        (!statement.lead.is_empty()).then_some(page::Item::Statement(statement))
    }

    /// Whether the section around speaks to the same people.
    fn is_said_around(&self, section: &Section, readers: &Readers) -> bool {
        let around = section.parent.and_then(|parent| self.policy.section(parent).readers.as_ref());
        around.is_some_and(|around| around.people.span == readers.people.span)
    }

    /// The legal bases that the statements of a section take over from a header, where these are the same and several do.
    pub(super) fn bases_in_common(&self, section: &Section) -> Option<CommonBases> {
        let mut found: Option<(StatementId, &[Basis])> = None;
        let (mut n_found, mut are_all) = (0_usize, true);
        let mut open: Vec<&Section> = vec![section];
        while let Some(section) = open.pop() {
            for item in &section.items {
                let id = match item {
                    Item::Statement(id) => *id,
                    Item::Section(inner) => {
                        open.push(self.policy.section(*inner));
                        continue;
                    }
                    // Their rows say it.
                    Item::Tracker(_)
                    | Item::Prose(_)
                    | Item::Link(_)
                    | Item::Definition(_)
                    | Item::Table(_) => continue,
                };
                let bases = &self.policy.statement(id).sentence.bases;
                if !are_inherited(bases) {
                    are_all &= bases.is_empty();
                    continue;
                }
                if !found.is_none_or(|(_, other)| says_the_same(bases, other)) {
                    return None;
                }
                found = found.or(Some((id, bases)));
                n_found += 1;
            }
        }
        let (statement, _) = found.filter(|_| n_found > 1)?;
        Some(CommonBases { statement, are_all })
    }

    /// Whether the section at hand has said the legal bases of a sentence.
    pub(super) fn are_said_once(&self, bases: &[Basis]) -> bool {
        self.are_bases_said.get() && are_inherited(bases)
    }
}

/// Legal bases that a section says once.
#[derive(Clone, Copy)]
pub(super) struct CommonBases {
    /// A statement that has them.
    statement: StatementId,
    /// Whether no other statement has bases of its own.
    are_all: bool,
}

fn are_inherited(bases: &[Basis]) -> bool {
    !bases.is_empty() && bases.iter().all(|basis| basis.is_inherited)
}

fn says_the_same(bases: &[Basis], others: &[Basis]) -> bool {
    let is_same = |(one, other): (&Basis, &Basis)| one.term == other.term && one.interest == other.interest;
    bases.len() == others.len() && bases.iter().zip(others).all(is_same)
}

/// Whether a statement with this verb takes over the people of a header.
fn takes_over_people(verb: Verb) -> bool {
    match verb.family() {
        Family::Handling
        | Family::Sharing
        | Family::Demand
        | Family::Keeping
        | Family::Right
        | Family::Absence => true,
        Family::Undertaking => verb != Verb::Bind,
        Family::Words => false,
    }
}
