//! What an exception names, in the middle of the sentence from which it takes: “except if the law compels us (see below)”.

use super::frames::Value;
use super::message::Message;
use super::set::{DataWords, Join, only_word};
use super::{Composer, Place};
use crate::model::{
    Actor, Exception, Fact, FactClause, FactWord, Family, Field, Part, SectionId, Sentence, Slot, Statement,
    StatementId, Target, Verb, What,
};

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
                Target::Statement(id) => {
                    let statement = self.policy.statement(id);
                    self.of_sentence(&statement.sentence, || {
                        self.untitled_exception(statement, section, from)
                    })
                }
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
        // What one of them says of itself must not reach the next.
        self.long_list(&told, Join::Or)
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
        if statement.sentence.modality.is_negative() {
            return self.stated_on(statement, section, from);
        }
        let told = &statement.sentence.facts;
        let (only_under, others): (Vec<&FactClause>, Vec<&FactClause>) =
            told.iter().filter(|clause| clause.word != FactWord::Unless).partition(|clause| clause.is_only);
        let are_all = only_under.len() + others.len() == told.len();
        // What else is done under these conditions is named: “except your orders that we keep if the law obliges us”.
        let does_the_same = says_no_less(&statement.sentence, &self.policy.statement(from).sentence);
        if does_the_same && are_all && !told.is_empty() {
            let facts = self.conditions(facts_of(told.iter()));
            let values = [("facts", facts.into()), ("see", seen.into())];
            return Some(self.frames.fill(Message::ExceptionIf, &values));
        }
        let only = match only_under.is_empty() {
            true => String::new(),
            false => self
                .frames
                .fill(Message::ExceptionOnly, &[("facts", self.conditions(facts_of(only_under)).into())]),
        };
        let facts = if are_all { self.conditions(facts_of(others)) } else { String::new() };
        let mut values = vec![("facts", facts.into()), ("only", only.into()), ("see", seen.into())];
        if self.is_kept_from_deletion(statement, from) && statement.sentence.actor == Actor::We {
            values.extend(self.of_named(statement, || self.kept_parts(&statement.sentence, from)));
            return Some(self.frames.fill(Message::ExceptionKept, &values));
        }
        values.push(("what", self.what_is_excepted(statement, from)?.into()));
        Some(self.frames.fill(Message::ExceptionFor, &values))
    }

    /// What is kept of what is deleted, and for what: “your name that we keep for taxes”.
    fn kept_parts(&self, kept: &Sentence, from: StatementId) -> Vec<(&'static str, Value<'static>)> {
        let from = &self.policy.statement(from).sentence;
        let deleted = match from.verb == Verb::Delete {
            true => Some(&from.object),
            false => from.slots.over.as_ref(),
        };
        let is_whole = kept.slots.subject.is_none()
            && deleted.is_some_and(|deleted| kept.object.set.says_the_same(&deleted.set));
        // Behind what others can ask for, nobody is “they”: the child's age, and not that of its parents.
        let words = DataWords { are_others: self.are_holders_named(from), ..self.data_words(kept) };
        let purposes = kept.slots.purpose.as_ref().map(|slot| self.set_in(&slot.set, Place::Kept));
        let purpose = purposes.map(|purposes| self.led(Message::Purpose, &purposes, only_word(false)));
        vec![
            ("whole", if is_whole { "yes" } else { "no" }.into()),
            ("data", self.data_slot(&kept.object, &words).into()),
            ("purpose", purpose.unwrap_or_default().into()),
        ]
    }

    /// What is taken out of a statement, as a noun: of a deletion what is kept, whatever else is done with it.
    fn what_is_excepted(&self, statement: &Statement, from: StatementId) -> Option<String> {
        match self.is_kept_from_deletion(statement, from) {
            true => self.what_is_kept(statement),
            false => self.what_is_stated(statement),
        }
    }

    /// Whether a statement keeps something that another one deletes, or lets be deleted.
    fn is_kept_from_deletion(&self, statement: &Statement, from: StatementId) -> bool {
        let from = &self.policy.statement(from).sentence;
        let is_deletion = match from.verb.family() {
            Family::Keeping => from.verb == Verb::Delete,
            Family::Right => self.deleting_rights(from) == Some(Deleting::All),
            Family::Handling
            | Family::Sharing
            | Family::Demand
            | Family::Undertaking
            | Family::Absence
            | Family::Words => false,
        };
        is_deletion && statement.sentence.retention.is_some()
    }

    /// The keeping of what a statement is about, as a noun.
    fn what_is_kept(&self, statement: &Statement) -> Option<String> {
        let kept = Sentence { verb: Verb::Retain, ..statement.sentence.clone() };
        self.of_named(statement, || self.nominal(&kept))
    }

    /// Composes what is said of a statement within another one: “your” stays away where either is about others.
    fn of_named<T>(&self, statement: &Statement, compose: impl FnOnce() -> T) -> T {
        let is_of_others = self.is_of_others.get() || self.is_about_others(&statement.sentence);
        self.of_others(is_of_others, compose)
    }

    /// How far an offer is of rights by which data are deleted; `None` if none of them deletes any.
    fn deleting_rights(&self, offer: &Sentence) -> Option<Deleting> {
        let deletes = |what: What| match what {
            What::Term(right) => self.policy.vocabulary.deletion_of(right).is_some(),
            What::Any { .. } => false,
        };
        let rights = &offer.object.set.items;
        let n_deleting = rights.iter().filter(|item| deletes(item.what)).count();
        let has_any = rights.iter().any(|item| matches!(item.what, What::Any { .. }));
        match n_deleting {
            0 if !has_any => None,
            _ if n_deleting == rights.len() => Some(Deleting::All),
            _ => Some(Deleting::Some),
        }
    }

    /// What the exception of a statement takes out of all that it says, and what is only taken out of a deletion: what is
    /// retained limits no other right, and nothing that a deletion itself leaves out.
    pub(super) fn apart(&self, statement: &Statement, exception: &Exception) -> (Vec<Target>, Vec<Target>) {
        let sentence = &statement.sentence;
        let is_one_of_many = sentence.verb == Verb::Offer
            && !sentence.modality.is_negative()
            && self.deleting_rights(sentence) == Some(Deleting::Some);
        // Behind “unless” what is kept would be read of what it names.
        let is_limited = sentence.verb == Verb::Delete
            && sentence.facts.iter().any(|clause| clause.word == FactWord::Unless);
        let is_mixed = is_one_of_many || is_limited;
        let is_retained = |target: &Target| {
            let parts = self.policy.parts_of(*target);
            let retains = |part: &Part| {
                let sentence = self.policy.part_sentence(*part);
                sentence.verb == Verb::Retain || is_limited && sentence.retention.is_some()
            };
            !parts.is_empty() && parts.iter().all(retains)
        };
        let (retained, others) = exception.targets().partition(|target| is_mixed && is_retained(target));
        (others, retained)
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
        let what = self.what_is_excepted(statement, from)?;
        Some(self.frames.fill(Message::ExceptionOn, &[("what", what.into()), ("place", place.into())]))
    }

    /// As what is named, and what other parts of the policy state, those with a name by it: “as stated in “Invoices””.
    pub(super) fn as_stated(
        &self,
        targets: &[Target],
        parts: impl Iterator<Item = Part>,
        section: SectionId,
        from: StatementId,
    ) -> String {
        let (mut parts_named, mut told) = (Vec::new(), Vec::new());
        let mut tell = |id: StatementId| {
            let statement = self.policy.statement(id);
            let on = statement.title.is_none().then(|| self.stated_on(statement, section, from)).flatten();
            match on {
                Some(on) => told.push(on),
                None => parts_named.push(Part::Statement(id)),
            }
        };
        let mut others = Vec::new();
        for target in targets {
            match *target {
                Target::Statement(id) => tell(id),
                Target::Section(id) => others.push(self.section_from(id, section)),
            }
        }
        for part in parts {
            match part {
                Part::Statement(id) => tell(id),
                Part::Tracker(_) => others.push(self.part_reference(part, section)),
            }
        }
        let mut named = self.part_references(&parts_named, section);
        named.extend(others);
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
        let what: Option<Vec<String>> =
            joined.iter().map(|one| self.of_named(one, || self.nominal(&one.sentence))).collect();
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

    pub(super) fn exception(&self, exception: &Exception, statement: &Statement) -> String {
        match exception {
            Exception::StatedIn(_) => {
                let (named, _) = self.apart(statement, exception);
                if named.is_empty() {
                    return String::new();
                }
                let sentence = &statement.sentence;
                let are_others = sentence.verb == Verb::Offer
                    && self.are_holders_named(sentence)
                    && !self.is_to_readers(sentence);
                let exceptions = self.of_others(self.is_of_others.get() || are_others, || {
                    self.exceptions(named.into_iter(), statement.section, statement.id)
                });
                self.frames.fill(Message::Exception, &[("exceptions", exceptions.into())])
            }
            Exception::StatedElsewhere(_) => self.frames.word(Message::ExceptionElsewhere),
        }
    }

    /// Whether the reason stands behind the sentence: before an exception it would be that of what is promised, and behind
    /// it that of the exception.
    pub(super) fn is_reason_apart(&self, statement: &Statement) -> bool {
        match &statement.exception {
            Some(exception @ Exception::StatedIn(_)) => !self.apart(statement, exception).0.is_empty(),
            Some(Exception::StatedElsewhere(_)) => true,
            None => false,
        }
    }

    /// The exception as a sentence of its own, behind the author's wording; nothing where it names nothing of `named`.
    pub(super) fn exception_alone(
        &self,
        exception: &Exception,
        named: &[Target],
        section: SectionId,
    ) -> String {
        match exception {
            Exception::StatedIn(_) if named.is_empty() => String::new(),
            Exception::StatedIn(_) => {
                let statements = self.references(named.iter().copied(), section);
                self.frames.fill(Message::ExceptionAlone, &[("statements", statements.into())])
            }
            Exception::StatedElsewhere(_) => self.frames.word(Message::ExceptionElsewhereAlone),
        }
    }
}

/// How many of the rights of an offer delete data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deleting {
    Some,
    All,
}

fn facts_of<'f>(clauses: impl IntoIterator<Item = &'f FactClause>) -> Vec<Fact> {
    clauses.into_iter().map(|clause| clause.fact.clone()).collect()
}

/// Whether an exception is about all that the statement is about from which it takes, so that its conditions tell the
/// whole of it. Recipients stand in the ban for anyone, and are told with the exception itself.
fn says_no_less(exception: &Sentence, from: &Sentence) -> bool {
    let is_in_both = |(field, slot): (Field, &Slot)| {
        matches!(field, Field::Recipient | Field::RecipientRegion)
            || from.slots.get(field).is_some_and(|other| slot.set.says_the_same(&other.set))
    };
    exception.verb == from.verb
        && exception.object.set.says_the_same(&from.object.set)
        && exception.slots.filled().all(is_in_both)
}
