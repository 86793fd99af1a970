//! Lists: what fills a slot, as a phrase.

use super::Composer;
use super::form::{TakenOut, shared_form};
use super::frames::Value;
use super::message::Message;
use crate::model::{Kind, Origin, Sentence, Set, SetItem, Slot, TermId, Trait, What};

/// The word before the last item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    And,
    Or,
}

impl Join {
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
        }
    }
}

/// Which parts of a sentence are an “only”, in the order in which they are said.
#[derive(Debug, Default, Clone)]
pub(super) struct Onlys {
    has_one: bool,
}

impl Onlys {
    /// Behind data that are an “only”, or not.
    pub(super) const fn behind(has_one: bool) -> Self {
        Self { has_one }
    }

    /// What a frame is told of the next part.
    pub(super) fn next(&mut self, is_only: bool) -> &'static str {
        let had_one = self.has_one;
        self.has_one |= is_only;
        if is_only && had_one { "again" } else { only_word(is_only) }
    }
}

pub(super) const fn only_word(is_only: bool) -> &'static str {
    if is_only { "yes" } else { "no" }
}

/// How somebody comes to have the data of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coming {
    /// Nothing is said of it.
    Unsaid,
    /// Somebody has them already.
    Held,
    /// They are said to come from the person who reads.
    FromReader,
    /// They only come to be: “inferences about you”, not “the inferences about you”.
    New,
}

/// How the data of a sentence are spoken of.
#[derive(Debug, Clone)]
pub(super) struct DataWords {
    pub(super) join: Join,
    /// How somebody comes to have them.
    pub(super) coming: Coming,
    /// Whose data they are, if not those of the person who reads.
    pub(super) whom: Option<String>,
    /// Whether the words around them say whose they are, if not those of the person who reads.
    pub(super) are_others: bool,
    /// Whether they are in a form in which they are about nobody any more.
    pub(super) are_impersonal: bool,
    /// Whether they are those of one other person.
    pub(super) are_of_one: bool,
    /// In which other forms they are taken out, that are taken out in one.
    pub(super) taken_out: TakenOut,
}

impl DataWords {
    /// The reader's data, listed with “and”.
    pub(super) const PLAIN: Self = Self {
        join: Join::And,
        coming: Coming::Unsaid,
        whom: None,
        are_others: false,
        are_impersonal: false,
        are_of_one: false,
        taken_out: TakenOut::Alone,
    };
    /// The reader's data that somebody has, listed with “and”.
    pub(super) const HELD: Self = Self { coming: Coming::Held, ..Self::PLAIN };
}

/// What stands before the label of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Yours,
    Theirs,
    The,
    Nobody,
}

impl Owner {
    const fn word(self) -> &'static str {
        match self {
            Self::Yours => "yours",
            Self::Theirs => "theirs",
            Self::The => "the",
            Self::Nobody => "nobody",
        }
    }
}

impl Composer<'_> {
    /// Phrases as a list in the line.
    pub(super) fn list(&self, phrases: &[String], join: Join) -> String {
        let is_long = phrases.iter().any(|phrase| self.holds_joining_word(phrase));
        self.list_of(phrases, join, if is_long { "long" } else { "short" })
    }

    /// Phrases as a list with a comma before the joining word.
    pub(super) fn long_list(&self, phrases: &[String], join: Join) -> String {
        self.list_of(phrases, join, "long")
    }

    fn list_of(&self, phrases: &[String], join: Join, length: &'static str) -> String {
        let [rest @ .., last] = phrases else { return String::new() };
        let Some(rest) = rest.iter().cloned().reduce(|rest, next| {
            self.frames.fill(Message::List, &[("rest", rest.into()), ("next", next.into())])
        }) else {
            return last.clone();
        };
        self.frames.fill(
            Message::ListEnd,
            &[
                ("join", join.word().into()),
                ("length", length.into()),
                ("rest", rest.into()),
                ("last", last.as_str().into()),
            ],
        )
    }

    fn holds_joining_word(&self, phrase: &str) -> bool {
        let words = self.pieces.plain(phrase);
        words.split_whitespace().any(|word| self.frames.lists(Message::JoiningWords, word))
    }

    /// A set of anything but data.
    pub(super) fn set(&self, set: &Set, join: Join) -> String {
        let all = self.list(&self.items(set), join);
        self.without(all, &set.except.iter().map(|item| self.item(item)).collect::<Vec<_>>())
    }

    /// People or recipients with the region where all of them are, which belongs to none of them alone, and not to those who
    /// are left out: “anyone in the United States other than advertisers”.
    pub(super) fn those_in_region(&self, set: &Set, region: Option<&Slot>, join: Join) -> String {
        let Some(region) = region else { return self.set(set, join) };
        let all = self.list(&self.items(set), join);
        let frame = if set.items.len() > 1 { Message::InRegionEach } else { Message::InRegion };
        // Nobody asks whether all are anywhere.
        let is_place = self.policy.vocabulary.leaves_out(&region.set);
        let joined = if join == Join::And && is_place { "and" } else { "or" };
        let values =
            [("whom", all.into()), ("place", self.place(&region.set, join).into()), ("join", joined.into())];
        let all = self.frames.fill(frame, &values);
        self.without(all, &set.except.iter().map(|item| self.item(item)).collect::<Vec<_>>())
    }

    /// The items of a set of anything but data.
    pub(super) fn items(&self, set: &Set) -> Vec<String> {
        set.items.iter().map(|item| self.item(item)).collect()
    }

    pub(super) fn item(&self, item: &SetItem) -> String {
        match item.what {
            What::Term(term) => self.term(term),
            What::Any { kind, .. } => self.frames.fill(Message::Any, &[("kind", kind.published().into())]),
        }
    }

    pub(super) fn without(&self, all: String, except: &[String]) -> String {
        if except.is_empty() {
            return all;
        }
        let except = self.list(except, Join::And);
        self.frames.fill(Message::Except, &[("list", all.into()), ("except", except.into())])
    }

    /// A slot behind the word that leads it in; nothing if it is not filled.
    pub(super) fn clause(&self, frame: Message, slot: Option<&Slot>, join: Join) -> String {
        slot.map_or_else(String::new, |slot| {
            self.led(frame, &self.set(&slot.set, join), only_word(slot.is_only))
        })
    }

    /// The same where another part of the sentence may be an “only” already.
    pub(super) fn clause_again(
        &self,
        frame: Message,
        slot: Option<&Slot>,
        join: Join,
        onlys: &mut Onlys,
    ) -> String {
        slot.map_or_else(String::new, |slot| {
            self.led(frame, &self.set(&slot.set, join), onlys.next(slot.is_only))
        })
    }

    /// A phrase behind the word that leads it in.
    pub(super) fn led(&self, frame: Message, list: &str, only: &'static str) -> String {
        self.frames.fill(frame, &[("list", list.into()), ("only", only.into())])
    }

    // --- data -----------------------------------------------------------------------------------

    /// A slot of data, with its `only`.
    pub(super) fn data_slot(&self, slot: &Slot, words: &DataWords) -> String {
        match (slot.is_only, shared_form(&slot.set)) {
            (true, Some(form)) => self.in_form(
                Message::OnlyDataInForm,
                form,
                self.unformed_data(&slot.set, words),
                TakenOut::Alone,
            ),
            (true, None) => {
                let data = self.data(&slot.set, words);
                self.frames.fill(Message::OnlyData, &[("data", data.into())])
            }
            (false, _) => self.data(&slot.set, words),
        }
    }

    /// A set of data: “your name, e-mail address and Log Data”, “your files in encrypted form”.
    pub(super) fn data(&self, set: &Set, words: &DataWords) -> String {
        let data = self.unformed_data(set, words);
        match shared_form(set) {
            Some(form) => self.in_form(Message::Form, form, data, TakenOut::Alone),
            None => data,
        }
    }

    /// A set of data without the form that all of them have.
    fn unformed_data(&self, set: &Set, words: &DataWords) -> String {
        let shared = shared_form(set);
        let is_impersonal = shared.is_some_and(|form| self.is_impersonal(form));
        let taken_out = words.taken_out;
        let words = &DataWords {
            are_impersonal: words.are_impersonal || is_impersonal,
            taken_out: TakenOut::Alone,
            ..words.clone()
        };
        let unformed = |item: &SetItem| SetItem { form: item.form.filter(|_| shared.is_none()), ..*item };
        let items: Vec<SetItem> = set.items.iter().map(unformed).collect();
        // “personal data about children”, but “the name and personal data of children”.
        let is_listed = |item: &SetItem| matches!(item.what, What::Term(_));
        let inner =
            DataWords { whom: words.whom.clone().filter(|_| !items.iter().any(is_listed)), ..words.clone() };
        let data = self.list(&self.data_items(&items, words, &inner), words.join);
        let except = match self.other_form(&items, &set.except, taken_out) {
            Some(form) => vec![form],
            None => {
                let forms = &DataWords { taken_out, ..words.clone() };
                self.data_items(&set.except, forms, &inner)
            }
        };
        let data = self.without(data, &except);
        match &words.whom {
            Some(whom) if inner.whom.is_none() => self.of_people(data, whom),
            _ => data,
        }
    }

    /// Items of data for a list in the line: those of one owner share one “your”.
    fn data_items(&self, items: &[SetItem], words: &DataWords, inner: &DataWords) -> Vec<String> {
        let mut before = Owner::Nobody;
        let mut phrases = Vec::new();
        for item in items {
            let (owner, phrase) = self.data_item(item, words, inner, Message::FormAmongOthers);
            let is_shared = owner == before && matches!(owner, Owner::Yours | Owner::Theirs);
            phrases.push(if is_shared { phrase } else { self.owned(owner, phrase) });
            // A form stands between an item and those behind it.
            before = if item.form.is_some() { Owner::Nobody } else { owner };
        }
        phrases
    }

    /// Items of data for a list of lines.
    pub(super) fn data_lines(&self, set: &Set, words: &DataWords) -> Vec<String> {
        let line = |item: &SetItem| {
            let (owner, phrase) = self.data_item(item, words, words, Message::Form);
            self.owned(owner, phrase)
        };
        set.items.iter().map(line).collect()
    }

    fn owned(&self, owner: Owner, data: String) -> String {
        self.frames.fill(Message::Data, &[("owner", owner.word().into()), ("data", data.into())])
    }

    fn data_item(
        &self,
        item: &SetItem,
        words: &DataWords,
        inner: &DataWords,
        form: Message,
    ) -> (Owner, String) {
        let (owner, data) = match item.what {
            What::Term(id) => {
                let owner = self.owner(id, words);
                // “we work out profiles drawn up by us”: as many as there are.
                let is_new = words.coming == Coming::New && owner == Owner::Nobody;
                let data = match &words.whom {
                    Some(whom) => self.data_of(id, &self.pieces.plain(whom), words.are_of_one),
                    None if words.are_others || is_new || self.is_of_others.get() => {
                        self.data_of(id, "", words.are_of_one)
                    }
                    None => self.term(id),
                };
                (owner, data)
            }
            What::Any { trait_, is_negated, .. } => {
                let is_nobodys = words.whom.is_some() && inner.whom.is_none();
                let are_impersonal =
                    inner.are_impersonal || item.form.is_some_and(|form| self.is_impersonal(form));
                let inner = DataWords { are_impersonal, ..inner.clone() };
                (Owner::Nobody, self.any_data(trait_, is_negated, &inner, is_nobodys))
            }
        };
        match item.form {
            Some(id) => (owner, self.in_form(form, id, data, words.taken_out)),
            None => (owner, data),
        }
    }

    /// What is about a person is “your”, unless the label says by itself whose or which it is.
    fn owner(&self, id: TermId, words: &DataWords) -> Owner {
        if !self.is_personal(id) {
            return Owner::Nobody;
        }
        let label = self.label(id);
        let mut label = label.split(|character: char| !character.is_alphanumeric());
        let first = label.clone().next().unwrap_or_default();
        if [Message::Determiners, Message::OpeningWords].iter().any(|list| self.frames.lists(*list, first)) {
            return Owner::Nobody;
        }
        // “Account Data” is what the document defines it to be, whosever it is.
        if self.is_defined_term(id) {
            return Owner::Nobody;
        }
        let is_uncounted = self.frames.lists(Message::UncountedWords, first);
        let are_loose = words.join == Join::Or
            && self.are_several(id)
            && label.clone().any(|word| self.frames.lists(Message::LooseWords, word));
        let is_owning = |word: &str| {
            let are_theirs = self.is_of_others.get() && self.frames.lists(Message::WordsOfThem, word);
            are_theirs || self.frames.lists(Message::OwningWords, word)
        };
        let says_whose = label.any(is_owning);
        match (words.whom.is_some() || words.are_others, says_whose) {
            (false, true) if is_uncounted || are_loose || words.coming == Coming::New => Owner::Nobody,
            (false, false) if self.is_of_others.get() => Owner::Theirs,
            (false, false) => Owner::Yours,
            (true, _) | (false, true) => Owner::The,
        }
    }

    /// Whether data of the policy are called like a defined term, each word with a capital, that stands without an article:
    /// “Account Data”, but not “Patient Record”.
    fn is_defined_term(&self, id: TermId) -> bool {
        let term = self.policy.vocabulary.term(id);
        let words = || term.label.split(|one: char| !one.is_alphabetic()).filter(|word| !word.is_empty());
        // “of” and “and” take none, and what is all capitals is an abbreviation.
        let is_capital = |word: &str| word.chars().count() < 4 || word.starts_with(char::is_uppercase);
        let is_word = |word: &str| word.chars().skip(1).any(char::is_lowercase);
        let last = words().next_back().unwrap_or_default().to_lowercase();
        let is_bare = term.traits.has(Trait::Plural) || self.frames.lists(Message::BareWords, &last);
        term.origin == Origin::Policy
            && is_bare
            && words().next().is_some_and(|first| first.starts_with(char::is_uppercase) && is_word(first))
            && words().all(is_capital)
    }

    /// Whether data are about a person, by themselves or by what they are declared to mean.
    pub(super) fn is_personal(&self, id: TermId) -> bool {
        let term = self.policy.vocabulary.term(id);
        let is_meant = |item: &SetItem| match item.what {
            What::Term(meant) => {
                meant != id && self.policy.vocabulary.term(meant).traits.has(Trait::Personal)
            }
            What::Any { trait_, is_negated, .. } => trait_.is_some() && !is_negated,
        };
        term.traits.has(Trait::Personal)
            || term.means.as_ref().is_some_and(|set| set.items.iter().all(is_meant))
    }

    fn any_data(
        &self,
        trait_: Option<Trait>,
        is_negated: bool,
        words: &DataWords,
        is_nobodys: bool,
    ) -> String {
        let person = match &words.whom {
            _ if is_nobodys || words.are_others => "nobody",
            Some(_) => "other",
            None if self.is_of_others.get() => "them",
            None => "you",
        };
        // Data without a trait need not be about anybody, and what comes from the reader need not be said to be about them.
        let is_plain =
            trait_.is_none() || (words.coming == Coming::FromReader && trait_ != Some(Trait::Identifying));
        let person = if is_plain && person == "you" { "nobody" } else { person };
        let are_held = words.coming == Coming::Held;
        let is_definite = are_held && matches!(person, "you" | "them") && !words.are_impersonal;
        let article = match (are_held, person) {
            (true, "other") => self.frames.word(Message::TheData),
            _ => String::new(),
        };
        let values: [(&str, Value<'_>); 6] = [
            ("trait", trait_.map_or("none", Trait::published).into()),
            ("definite", if is_definite { "yes" } else { "no" }.into()),
            ("article", article.into()),
            ("word", if words.are_impersonal { "impersonal" } else { self.personal_word() }.into()),
            ("person", person.into()),
            ("whom", words.whom.clone().unwrap_or_default().into()),
        ];
        if is_negated {
            self.frames.fill(Message::AnyDataNot, &values)
        } else {
            self.frames.fill(Message::AnyData, &values)
        }
    }

    /// Data that we have: “the personal information that we hold about you”.
    pub(super) fn data_held(&self, slot: &Slot, words: &DataWords) -> String {
        let [SetItem { what: What::Any { trait_, is_negated: false, .. }, form: None, .. }] =
            slot.set.items.as_slice()
        else {
            return self.frames.fill(Message::DataHeld, &[("data", self.data_slot(slot, words).into())]);
        };
        let person = match (&words.whom, trait_) {
            (Some(_), _) => "other",
            (None, Some(_)) => "you",
            (None, None) => "nobody",
        };
        let held = self.frames.fill(
            Message::AnyDataHeld,
            &[
                ("trait", trait_.map_or("none", Trait::published).into()),
                ("word", self.personal_word().into()),
                ("person", person.into()),
                ("whom", words.whom.clone().unwrap_or_default().into()),
            ],
        );
        let except = self.data_items(&slot.set.except, words, words);
        self.without(held, &except)
    }

    /// Data with a trait or without it, whoever they are about.
    pub(super) fn data_with(&self, trait_: Option<Trait>, is_negated: bool) -> String {
        self.any_data(trait_, is_negated, &DataWords::PLAIN, true)
    }

    /// What a tracker is said not to store: “personal information”.
    pub(super) fn no_data(&self, set: &Set) -> String {
        let item = |item: &SetItem| match item.what {
            What::Term(id) => self.term(id),
            What::Any { trait_, is_negated: false, .. } => self.bare_data(trait_),
            What::Any { .. } => {
                self.data_item(item, &DataWords::PLAIN, &DataWords::PLAIN, Message::FormAmongOthers).1
            }
        };
        let items: Vec<String> = set.items.iter().map(item).collect();
        self.list(&items, Join::Or)
    }

    /// Data with a trait, whosever they are: “personal data”.
    pub(super) fn bare_data(&self, trait_: Option<Trait>) -> String {
        let values = [
            ("trait", trait_.map_or("none", Trait::published).into()),
            ("word", self.personal_word().into()),
        ];
        self.frames.fill(Message::NoData, &values)
    }

    // --- people ---------------------------------------------------------------------------------

    /// The people a clause names, with where they are. Without one it is about the readers.
    pub(super) fn whom(&self, subject: Option<&Slot>, region: Option<&Slot>, join: Join) -> Option<String> {
        subject.map(|subject| self.people(subject, region, join))
    }

    /// People, with where they are.
    pub(super) fn people(&self, subject: &Slot, region: Option<&Slot>, join: Join) -> String {
        let whom = self.those_in_region(&subject.set, region, join);
        match subject.is_only {
            true => self.frames.fill(Message::WhomOnly, &[("whom", whom.into())]),
            false => whom,
        }
    }

    /// People who alone have a right or are told something: “only our customers”.
    pub(super) fn whom_alone(&self, subject: &Slot, region: Option<&Slot>, join: Join) -> String {
        let whom = self.people(&Slot { is_only: false, ..subject.clone() }, region, join);
        match subject.is_only {
            true => self.frames.fill(Message::WhomAlone, &[("whom", whom.into())]),
            false => whom,
        }
    }

    /// The people whom a sentence is about, unless its section speaks to them.
    pub(super) fn whom_of(&self, sentence: &Sentence, join: Join) -> Option<String> {
        let slots = &sentence.slots;
        let subject = slots.subject.as_ref().filter(|_| !self.is_to_readers(sentence))?;
        let region = slots.subject_region.as_ref();
        // Data are somebody's; a right and a notice are for somebody.
        Some(match sentence.verb.object_kind() == Kind::Data {
            true => self.people(subject, region, join),
            false => self.whom_alone(subject, region, join),
        })
    }

    /// The people whom a notice is for: “you”, where these are the readers.
    pub(super) fn told(&self, subject: &Slot, region: Option<&Slot>, join: Join) -> String {
        let named = self.whom(Some(subject), region, join).filter(|_| !self.are_readers(subject, region));
        named.unwrap_or_else(|| self.frames.word(Message::You))
    }

    /// Whether people are those to whom the page says “you”.
    pub(super) fn are_readers(&self, subject: &Slot, region: Option<&Slot>) -> bool {
        if self.readers.get().is_some() {
            return self.speaks_to(subject, region);
        }
        region.is_none()
            && subject.set.except.is_empty()
            && subject.set.items.iter().all(|item| self.is_addressed(item))
    }

    /// Whether the page says “you” to what an item names.
    pub(super) fn is_addressed(&self, item: &SetItem) -> bool {
        matches!(item.what, What::Term(id) if self.is_addressed_term(id))
    }

    /// Whether the page says “you” to these people.
    pub(super) fn is_addressed_term(&self, id: TermId) -> bool {
        let term = self.policy.vocabulary.term(id);
        matches!(term.kind, Kind::Subject | Kind::Source)
            && term.origin == Origin::Standard
            && self.frames.lists(Message::AddressedSubjects, &term.name)
    }
}
