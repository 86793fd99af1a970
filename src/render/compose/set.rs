//! Lists: what fills a slot, as a phrase.

use super::Composer;
use super::frames::Value;
use super::message::Message;
use crate::model::{Kind, KnownTerm, Origin, Set, SetItem, Slot, TermId, Trait, What};

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
#[derive(Debug, Default)]
pub(super) struct Onlys {
    has_one: bool,
}

impl Onlys {
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

/// How the data of a sentence are spoken of.
#[derive(Debug, Clone)]
pub(super) struct DataWords {
    pub(super) join: Join,
    /// `all` or `any`, for sets without a list.
    pub(super) quantity: &'static str,
    /// Whose data they are, if not those of the person who reads.
    pub(super) whom: Option<String>,
    /// Whether the words around them say whose they are, if not those of the person who reads.
    pub(super) are_others: bool,
}

impl DataWords {
    /// The reader's data, listed with “and”.
    pub(super) const PLAIN: Self = Self { join: Join::And, quantity: "all", whom: None, are_others: false };
}

/// What stands before the label of data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Yours,
    The,
    Nobody,
}

impl Owner {
    const fn word(self) -> &'static str {
        match self {
            Self::Yours => "yours",
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

    /// The items of a set of anything but data.
    pub(super) fn items(&self, set: &Set) -> Vec<String> {
        set.items.iter().map(|item| self.item(item)).collect()
    }

    fn item(&self, item: &SetItem) -> String {
        match item.what {
            What::Term(term) => self.term(term),
            What::Any { kind, .. } => self.frames.fill(Message::Any, &[("kind", kind.published().into())]),
        }
    }

    fn without(&self, all: String, except: &[String]) -> String {
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
        let data = self.data(&slot.set, words);
        if slot.is_only { self.frames.fill(Message::OnlyData, &[("data", data.into())]) } else { data }
    }

    /// A set of data: “your name, e-mail address and Log Data”.
    pub(super) fn data(&self, set: &Set, words: &DataWords) -> String {
        let is_listed = |item: &SetItem| matches!(item.what, What::Term(_));
        // “any personal information about children”, but “the name and any personal information of children”.
        let inner = DataWords {
            whom: words.whom.clone().filter(|_| !set.items.iter().any(is_listed)),
            ..words.clone()
        };
        let all = self.data_items(&set.items, words, &inner);
        let data = self.list(&all, words.join);
        let except = self.data_items(&set.except, words, &inner);
        let data = self.without(data, &except);
        match &words.whom {
            Some(whom) if inner.whom.is_none() => {
                self.frames.fill(Message::DataOf, &[("data", data.into()), ("whom", whom.as_str().into())])
            }
            _ => data,
        }
    }

    /// Items of data for a list in the line: those of the reader share one “your”.
    fn data_items(&self, items: &[SetItem], words: &DataWords, inner: &DataWords) -> Vec<String> {
        let mut before = Owner::Nobody;
        let mut phrases = Vec::new();
        for item in items {
            let (owner, phrase) = self.data_item(item, words, inner);
            let is_shared = owner == Owner::Yours && before == Owner::Yours;
            phrases.push(if is_shared { phrase } else { self.owned(owner, phrase) });
            // A form stands between an item and those behind it.
            before = if item.form.is_some() { Owner::Nobody } else { owner };
        }
        phrases
    }

    /// Items of data for a list of lines.
    pub(super) fn data_lines(&self, set: &Set, words: &DataWords) -> Vec<String> {
        let line = |item: &SetItem| {
            let (owner, phrase) = self.data_item(item, words, words);
            self.owned(owner, phrase)
        };
        set.items.iter().map(line).collect()
    }

    fn owned(&self, owner: Owner, data: String) -> String {
        self.frames.fill(Message::Data, &[("owner", owner.word().into()), ("data", data.into())])
    }

    fn data_item(&self, item: &SetItem, words: &DataWords, inner: &DataWords) -> (Owner, String) {
        let (owner, data) = match item.what {
            What::Term(id) => (self.owner(id, words), self.term(id)),
            What::Any { trait_, is_negated, .. } => {
                let is_nobodys = words.whom.is_some() && inner.whom.is_none();
                (Owner::Nobody, self.any_data(trait_, is_negated, inner, is_nobodys))
            }
        };
        let Some(form_id) = item.form else { return (owner, data) };
        let form = self.policy.vocabulary.term(form_id);
        let owner =
            if self.frames.lists(Message::OwnerlessForms, &form.name) { Owner::Nobody } else { owner };
        let label = self.term(form_id);
        let name = if KnownTerm::Readable.is(form) { "readable" } else { "other" };
        (
            owner,
            self.frames.fill(
                Message::Form,
                &[("form", name.into()), ("form-label", label.into()), ("data", data.into())],
            ),
        )
    }

    /// What is about a person is “your”, unless the label says by itself whose or which it is.
    fn owner(&self, id: TermId, words: &DataWords) -> Owner {
        if !self.is_personal(id) {
            return Owner::Nobody;
        }
        let term = self.policy.vocabulary.term(id);
        let mut label = term.label.split(|character: char| !character.is_alphanumeric());
        if label.clone().next().is_some_and(|first| self.frames.lists(Message::Determiners, first)) {
            return Owner::Nobody;
        }
        if words.whom.is_some()
            || words.are_others
            || label.any(|word| self.frames.lists(Message::OwningWords, word))
        {
            Owner::The
        } else {
            Owner::Yours
        }
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
            None => "you",
        };
        // Data without a trait need not be about anybody.
        let person = if trait_.is_none() && person == "you" { "nobody" } else { person };
        let values: [(&str, Value<'_>); 4] = [
            ("trait", trait_.map_or("none", Trait::published).into()),
            ("quantity", words.quantity.into()),
            ("person", person.into()),
            ("whom", words.whom.clone().unwrap_or_default().into()),
        ];
        if is_negated {
            self.frames.fill(Message::AnyDataNot, &values)
        } else {
            self.frames.fill(Message::AnyData, &values)
        }
    }

    /// All or any data with a trait or without it, whoever they are about.
    pub(super) fn data_with(
        &self,
        quantity: &'static str,
        trait_: Option<Trait>,
        is_negated: bool,
    ) -> String {
        let words = DataWords { quantity, ..DataWords::PLAIN };
        self.any_data(trait_, is_negated, &words, true)
    }

    /// What a tracker is said not to store: “personal information”.
    pub(super) fn no_data(&self, set: &Set) -> String {
        let item = |item: &SetItem| match item.what {
            What::Term(id) => self.term(id),
            What::Any { trait_, is_negated: false, .. } => self
                .frames
                .fill(Message::NoData, &[("trait", trait_.map_or("none", Trait::published).into())]),
            What::Any { .. } => self.data_item(item, &DataWords::PLAIN, &DataWords::PLAIN).1,
        };
        let items: Vec<String> = set.items.iter().map(item).collect();
        self.list(&items, Join::Or)
    }

    // --- people ---------------------------------------------------------------------------------

    /// The people a clause names, with where they are. Without one it is about the readers.
    pub(super) fn whom(&self, subject: Option<&Slot>, region: Option<&Slot>, join: Join) -> Option<String> {
        let subject = subject?;
        let whom = self.set(&subject.set, join);
        let whom = match region {
            Some(region) => self.frames.fill(
                Message::InRegion,
                &[("whom", whom.into()), ("regions", self.set(&region.set, Join::Or).into())],
            ),
            None => whom,
        };
        Some(match subject.is_only {
            true => self.frames.fill(Message::WhomOnly, &[("whom", whom.into())]),
            false => whom,
        })
    }

    /// The people whom a notice is for: “you”, where these are the readers.
    pub(super) fn told(&self, subject: &Slot, region: Option<&Slot>, join: Join) -> String {
        let are_readers = region.is_none()
            && subject.set.except.is_empty()
            && subject.set.items.iter().all(|item| self.is_addressed(item));
        let named = self.whom(Some(subject), region, join).filter(|_| !are_readers);
        named.unwrap_or_else(|| self.frames.word(Message::You))
    }

    fn is_addressed(&self, item: &SetItem) -> bool {
        matches!(item.what, What::Term(id) if self.is_addressed_term(id))
    }

    /// Whether the page says “you” to these people.
    pub(super) fn is_addressed_term(&self, id: TermId) -> bool {
        let term = self.policy.vocabulary.term(id);
        term.kind == Kind::Subject
            && term.origin == Origin::Standard
            && self.frames.lists(Message::AddressedSubjects, &term.name)
    }
}
