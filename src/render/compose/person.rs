//! Whom a sentence speaks of: the reader, who is “you”, or others, who are “they”.

use std::borrow::Cow;

use super::deed::Holders;
use super::message::Message;
use super::set::Join;
use super::words::PieceKind;
use super::{Composer, Place};
use crate::model::{Kind, Sentence, Set, SetItem, Statement, TermId, Verb, What};

impl Composer<'_> {
    /// Composes what is said of a statement: where it is about others than the reader, labels do not say “you” of them.
    pub(super) fn of_whom<T>(&self, statement: &Statement, compose: impl FnOnce() -> T) -> T {
        let is_of_others = self.is_about_others(&statement.sentence) || self.is_right_of_others(statement);
        self.of_others(is_of_others, compose)
    }

    /// Whether a right is open only to named people, who are said to have it; an author's own wording speaks to the reader.
    fn is_right_of_others(&self, statement: &Statement) -> bool {
        let sentence = &statement.sentence;
        sentence.verb == Verb::Offer
            && statement.words.says.is_none()
            && !self.is_to_readers(sentence)
            && self.whom_of(sentence, Join::And).is_some()
            && !self.holders_of(sentence).iter().any(Holders::are_others)
    }

    /// The same of a sentence that is named in another one: what is true of anyone is told of those whom that is about.
    pub(super) fn of_sentence<T>(&self, sentence: &Sentence, compose: impl FnOnce() -> T) -> T {
        let names_people = sentence.slots.subject.is_some() || sentence.verb.object_kind() == Kind::Subject;
        let is_of_others = match names_people {
            true => self.is_about_others(sentence),
            false => self.is_of_others.get(),
        };
        self.of_others(is_of_others, compose)
    }

    /// The same where it is known already whom it is about.
    pub(super) fn of_others<T>(&self, is_of_others: bool, compose: impl FnOnce() -> T) -> T {
        let before = self.is_of_others.replace(is_of_others);
        let composed = compose();
        self.is_of_others.set(before);
        composed
    }

    /// Whether people are others than the reader, and not people of whom the reader tells.
    pub(super) fn are_others(&self, people: &Set) -> bool {
        let is_of_reader = |item: &SetItem| match item.what {
            What::Term(id) => self.is_told_by_reader(id),
            What::Any { .. } => false,
        };
        !people.items.iter().any(is_of_reader)
    }

    /// Whether a sentence names people that are not its readers. A right is the reader's, even one over data of others.
    pub(super) fn is_about_others(&self, sentence: &Sentence) -> bool {
        let kind = sentence.verb.object_kind();
        if kind == Kind::Subject {
            return !self.are_readers(&sentence.object, sentence.slots.subject_region.as_ref());
        }
        let is_of_others = || {
            let subject = sentence.slots.subject.as_ref();
            subject.is_some_and(|subject| self.are_others(&subject.set))
                || self.one_person(sentence).is_some()
        };
        kind != Kind::Right && !self.is_to_readers(sentence) && is_of_others()
    }

    /// Whether people are told of by the reader, or known through the reader: “people whom you know”.
    fn is_told_by_reader(&self, id: TermId) -> bool {
        let is_told = |one: TermId| self.said_in(one, Place::ToldBy, &[]).is_some();
        // “people whom you pay”
        let label = &self.policy.vocabulary.term(id).label;
        let speaks_to_reader = label
            .split(|one: char| !one.is_alphabetic())
            .any(|word| self.frames.lists(Message::WordsToReader, word));
        is_told(id)
            || speaks_to_reader
            || self.policy.vocabulary.term(id).parents.iter().any(|parent| self.is_told_by_reader(*parent))
    }

    /// Data of others, behind which stands whose they are: “the names of teachers”; “information” behind which “of pupils and
    /// students” stands, even if the label says “information of students”.
    pub(super) fn data_of(&self, id: TermId, whom: &str, is_one: bool) -> String {
        let own = || {
            let several = &self.policy.vocabulary.term(id).several;
            (!several.is_empty()).then(|| several.to_string())
        };
        let several = if is_one { None } else { self.said_in(id, Place::Several, &[]).or_else(own) };
        let label = several.map_or_else(|| self.label(id), Cow::Owned);
        self.pieces.mark(self.without_whom(&label, whom), PieceKind::Term(id))
    }

    /// Data with whose they are: “the names of teachers”; “the inferences about them (our customers)”, where their label
    /// speaks of the person already.
    pub(super) fn of_people(&self, data: String, whom: &str) -> String {
        let clause = if self.takes_no_genitive(&data) { "yes" } else { "no" };
        let values = [("data", data.into()), ("whom", whom.into()), ("clause", clause.into())];
        self.frames.fill(Message::DataOf, &values)
    }

    /// Whether “of teachers” behind data would belong to a clause in them, or come behind a word that stands for the teachers.
    pub(super) fn takes_no_genitive(&self, data: &str) -> bool {
        self.speaks_of_them(data) || self.holds_clause(data)
    }

    /// Whether a phrase has a word that stands for others: “their device”.
    pub(super) fn speaks_of_them(&self, phrase: &str) -> bool {
        let plain = self.pieces.plain(phrase);
        let mut words = plain.split(|one: char| !one.is_alphabetic());
        words.any(|word| self.frames.lists(Message::WordsOfThem, word))
    }

    fn without_whom<'l>(&self, label: &'l str, whom: &str) -> &'l str {
        let parted = label.rsplit_once(' ').and_then(|(rest, last)| Some((rest.rsplit_once(' ')?, last)));
        let Some(((data, before), last)) = parted else { return label };
        let is_told = whom.split(' ').any(|word| word == last);
        if is_told && self.frames.lists(Message::WordsBeforeWhom, before) { data } else { label }
    }

    /// Words that speak of “them”, said to these people themselves: “your child”.
    pub(super) fn to_them(&self, text: &str) -> String {
        let words = text.split_inclusive(|one: char| !one.is_alphabetic());
        let yours = |part: &str| {
            let word = part.trim_end_matches(|one: char| !one.is_alphabetic());
            let yours = self.frames.fill(Message::ToThem, &[("word", word.into())]);
            format!("{}{}", if word.is_empty() { word } else { &yours }, &part[word.len()..])
        };
        words.map(yours).collect()
    }

    /// Words that speak to “you”, said of others: “they close their account”.
    pub(super) fn of_them(&self, text: &str) -> String {
        let mut said = String::with_capacity(text.len());
        let mut before = String::new();
        for part in text.split_inclusive(|one: char| !one.is_alphabetic()) {
            let word = part.trim_end_matches(|one: char| !one.is_alphabetic());
            let person =
                if self.frames.lists(Message::YouIsObjectBehind, &before) { "object" } else { "subject" };
            let theirs =
                self.frames.fill(Message::OfThem, &[("word", word.into()), ("place", person.into())]);
            said.push_str(if word.is_empty() { word } else { &theirs });
            said.push_str(part.get(word.len()..).unwrap_or_default());
            if !word.is_empty() {
                before = word.to_lowercase();
            }
        }
        said
    }
}
