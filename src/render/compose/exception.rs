//! What an exception names, in the middle of the sentence from which it takes: “except if the law compels us (see below)”.

use super::Composer;
use super::message::Message;
use super::set::Join;
use crate::model::{Fact, FactWord, Part, SectionId, Statement, StatementId, Target};

impl Composer<'_> {
    /// The exceptions that other statements make from one: what has a title is called by it, of anything else it is said
    /// what it is, and where.
    pub(super) fn exceptions(
        &self,
        targets: impl Iterator<Item = Target>,
        section: SectionId,
        from: StatementId,
    ) -> String {
        let mut told = Vec::new();
        let mut titled = Vec::new();
        for target in targets {
            let said = match target {
                Target::Statement(id) => self.untitled_exception(self.policy.statement(id), section, from),
                Target::Section(_) => None,
            };
            match said {
                Some(said) => told.push(said),
                None => titled.push(target),
            }
        }
        if !titled.is_empty() {
            let statements = self.references(titled.into_iter(), section);
            told.push(self.frames.fill(Message::ExceptionStated, &[("statements", statements.into())]));
        }
        self.list(&told, Join::Or)
    }

    /// “if the law compels us (see below)”, or “for our sharing of your e-mail address with authorities (see below)”.
    fn untitled_exception(
        &self,
        statement: &Statement,
        section: SectionId,
        from: StatementId,
    ) -> Option<String> {
        if statement.title.is_some() {
            return None;
        }
        let seen = self.seen(statement, section, from);
        let facts = &statement.sentence.facts;
        if statement.sentence.modality.is_negative() {
            return self.stated_on(statement, section, from);
        }
        let are_told = facts.iter().all(|clause| clause.word != FactWord::Unless);
        let facts = match are_told && !facts.is_empty() {
            true => self.fact(&Fact::And(facts.iter().map(|clause| clause.fact.clone()).collect())),
            false => String::new(),
        };
        // What else is done under these conditions is named: “except for the keeping of your orders if the law obliges us”.
        let does_the_same = self.policy.statement(from).sentence.verb == statement.sentence.verb;
        if does_the_same && !facts.is_empty() {
            let values = [("facts", facts.into()), ("see", seen.into())];
            return Some(self.frames.fill(Message::ExceptionIf, &values));
        }
        let what = self.what_is_stated(statement)?;
        let values = [("what", what.into()), ("facts", facts.into()), ("see", seen.into())];
        Some(self.frames.fill(Message::ExceptionFor, &values))
    }

    /// “as stated below on the keeping of your orders”
    fn stated_on(&self, statement: &Statement, section: SectionId, from: StatementId) -> Option<String> {
        let place = match statement.section == section {
            true => self.here(statement, from),
            false => {
                let there = self.section_reference(statement.section);
                self.frames.fill(Message::InSection, &[("section", there.into())])
            }
        };
        let what = self.what_is_stated(statement)?;
        Some(self.frames.fill(Message::ExceptionOn, &[("what", what.into()), ("place", place.into())]))
    }

    /// As what parts of the policy state, those with a name by it: “as stated in “Invoices””.
    pub(super) fn as_stated(
        &self,
        parts: impl Iterator<Item = Part>,
        section: SectionId,
        from: StatementId,
    ) -> String {
        let (mut named, mut told) = (Vec::new(), Vec::new());
        for part in parts {
            let on = match part {
                Part::Statement(id) if self.policy.statement(id).title.is_none() => {
                    self.stated_on(self.policy.statement(id), section, from)
                }
                Part::Statement(_) | Part::Tracker(_) => None,
            };
            match on {
                Some(on) => told.push(on),
                None => named.push(self.part_reference(part, section)),
            }
        }
        if !named.is_empty() {
            let statements = self.list(&named, Join::And);
            told.insert(0, self.frames.fill(Message::ExceptionStated, &[("statements", statements.into())]));
        }
        self.list(&told, Join::And)
    }

    /// Where a statement stands, seen from another one.
    fn seen(&self, statement: &Statement, section: SectionId, from: StatementId) -> String {
        if statement.section != section {
            let there = self.section_reference(statement.section);
            return self.frames.fill(Message::SeeSection, &[("section", there.into())]);
        }
        self.frames.fill(Message::SeeHere, &[("place", self.here(statement, from).into())])
    }

    /// “above” or “below”, as a link.
    fn here(&self, statement: &Statement, from: StatementId) -> String {
        let word = if statement.id < from { Message::Above } else { Message::Below };
        self.reference(&self.frames.word(word), &statement.label)
    }

    /// What a statement without a title says, as a noun.
    pub(super) fn what_is_stated(&self, statement: &Statement) -> Option<String> {
        let joined = self.policy.joined(statement.id);
        let what: Option<Vec<String>> = joined.iter().map(|one| self.nominal(&one.sentence)).collect();
        Some(self.list(&what?, Join::And))
    }

    /// A statement without a title, where others are called by theirs: “our statement on the keeping of your orders”.
    pub(super) fn untitled(&self, part: Part) -> Option<String> {
        let Part::Statement(id) = part else { return None };
        let statement = self.policy.statement(id);
        if statement.title.is_some() {
            return None;
        }
        let what = self.pieces.plain_tidy(&self.what_is_stated(statement)?);
        let link = self.reference(&what, &statement.label);
        Some(self.frames.fill(Message::StatementOn, &[("what", link.into())]))
    }
}
