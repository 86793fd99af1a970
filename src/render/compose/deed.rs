//! What somebody can do by rights, as one clause: “you can ask us for a copy of your personal data, and to correct or delete
//! it”.
//!
//! # Design
//!
//! Most rights are rights to ask, because the law has exceptions to them. Which of them are, and in which words, is said in
//! the resources of terms (`stdlib/words/`); here they only come into an order in which what they are about is said once.
//! A right for which nothing is said there, such as one of the policy, is its label with the data behind it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::message::Message;
use super::offer::Excepting;
use super::sentence::{Listed, join_of};
use super::set::{DataWords, Join};
use super::{Composer, Place, Value};
use crate::model::{Kind, Modality, Origin, Role, Sentence, Set, Slot, TermId, Trait, What};

/// More rights than this in one offer stand in a list of their own.
pub(super) const LONGEST_RIGHTS: usize = 3;

/// How the words of a right begin, in the order in which those of an offer are said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beginning {
    /// The words are the whole.
    Whole,
    /// “opt out of …”
    OutOf,
    /// “object to …”
    ObjectsTo,
    /// “ask to …”: what stands behind it is read as asked for.
    AsksTo,
    /// “ask us …”
    Asks,
    /// The words are the whole, and about no data.
    Apart,
}

/// What somebody can do by one right, or by several that have one object.
struct Deed {
    beginning: Beginning,
    words: String,
    /// Its verbs, if it is “to correct or delete”.
    n_verbs: usize,
}

/// Rights that the same people have.
pub(super) struct Holders {
    /// Who has them, and whose data they are about; the reader where nothing is said.
    others: Option<(String, String)>,
    rights: Vec<What>,
}

impl Holders {
    /// Whether somebody else than the reader has the rights by their own nature.
    pub(super) const fn are_others(&self) -> bool {
        self.others.is_some()
    }
}

/// What rights are about: said in full once, and then as “it”.
struct Object {
    full: String,
    /// What stands for it in a right that has no words for what statements say.
    of_statements: Option<String>,
    bare: String,
    is_plural: bool,
    is_said: bool,
}

/// The clause of an offer.
pub(super) struct Said {
    pub(super) clause: String,
    /// The rights, where they are a list below it.
    pub(super) lines: Vec<String>,
    /// It has several parts, so that what follows could be taken for a part of the last.
    pub(super) is_compound: bool,
    /// Nothing stands behind what the right is about, and that is nothing that is done, of which what follows could say how.
    pub(super) ends_with_object: bool,
    /// A purpose behind it is one of what the right is about: “opt out of our use of your name for marketing”.
    pub(super) takes_purpose: bool,
}

impl Composer<'_> {
    /// What can be done by the rights of an offer, with whoever can do it.
    pub(super) fn deeds_said(
        &self,
        sentence: &Sentence,
        listed: Option<Listed>,
        channel: &str,
        is_addressed: bool,
    ) -> Said {
        if let Some(Excepting { rights, except }) = self.excepting(sentence) {
            let said = self.deeds_said(&rights, listed, channel, is_addressed);
            if except.object.set.items.is_empty() {
                return said;
            }
            let values = [("rights", said.clause.into()), ("except", self.rights(&except).into())];
            let clause = self.frames.fill(Message::RightsExcept, &values);
            return Said { clause, is_compound: true, ends_with_object: false, takes_purpose: false, ..said };
        }
        let groups = self.holders_of(sentence);
        let is_list = listed == Some(Listed::Rights);
        let mut said = Said {
            clause: String::new(),
            lines: Vec::new(),
            is_compound: groups.len() > 1 || !sentence.from_labels.is_empty(),
            ends_with_object: false,
            takes_purpose: false,
        };
        let mut clauses = Vec::new();
        for group in &groups {
            let mut object = self.object_of(sentence, listed, group);
            let full = object.full.clone();
            let deeds = self.deeds_of(sentence, group, &mut object, is_list, is_addressed);
            said.is_compound |= deeds.len() > 1;
            let ends = |deed: &Deed| {
                let is_told = deed.beginning < Beginning::AsksTo && sentence.from_labels.is_empty();
                (
                    deed.words.ends_with(&full) || group.rights.iter().all(|right| self.is_whole(*right)),
                    is_told,
                )
            };
            (said.ends_with_object, said.takes_purpose) = match deeds.as_slice() {
                [deed] => (ends(deed).0 && !self.is_done(deed), ends(deed) == (true, true)),
                _ => (false, false),
            };
            let all_ask = deeds.iter().all(|deed| deed.beginning == Beginning::Asks);
            let phrase = match (is_list, all_ask) {
                (true, _) => {
                    let line = |deed: &Deed| match all_ask {
                        true => deed.words.clone(),
                        false => self.begun(sentence, deed.beginning, &deed.words, ""),
                    };
                    said.lines = deeds.iter().map(line).collect();
                    if all_ask { self.begun(sentence, Beginning::Asks, "", "") } else { String::new() }
                }
                (false, _) => self.phrase(sentence, &deeds, channel),
            };
            let phrase = self.called(sentence, group, phrase);
            clauses.push(self.can(sentence, group, &phrase, all_ask));
        }
        said.clause = self.long_list(&clauses, Join::And);
        said
    }

    /// Whether a right is about something that others do: “to give nobody your address”, and not “for a copy of it”.
    fn is_done(&self, deed: &Deed) -> bool {
        match deed.beginning {
            Beginning::ObjectsTo => true,
            Beginning::Asks => {
                let words = self.pieces.plain(&deed.words);
                let first = words.split_whitespace().next().unwrap_or_default();
                deed.n_verbs == 0 && !self.frames.lists(Message::WordsBeforeThings, first)
            }
            Beginning::Whole | Beginning::OutOf | Beginning::AsksTo | Beginning::Apart => false,
        }
    }

    /// The rights without whoever has them, for the author's own wording.
    pub(super) fn rights(&self, sentence: &Sentence) -> String {
        if let Some(Excepting { rights, except }) = self.excepting(sentence) {
            let rights = self.rights(&rights);
            if except.object.set.items.is_empty() {
                return rights;
            }
            let values = [("rights", rights.into()), ("except", self.rights(&except).into())];
            return self.frames.fill(Message::RightsExcept, &values);
        }
        let phrases = self.holders_of(sentence).into_iter().map(|group| {
            let mut object = self.object_of(sentence, None, &group);
            let deeds = self.deeds_of(sentence, &group, &mut object, false, false);
            self.called(sentence, &group, self.phrase(sentence, &deeds, ""))
        });
        self.long_list(&phrases.collect::<Vec<_>>(), join_of(sentence.modality))
    }

    /// The rights of an offer by who has them: what is open to named people beside a right over the data of their child is
    /// over these as well.
    pub(super) fn holders_of(&self, sentence: &Sentence) -> Vec<Holders> {
        let mut groups: Vec<Holders> = Vec::new();
        let items = &sentence.object.set.items;
        let said: Vec<Option<(String, String)>> =
            items.iter().map(|item| self.others_of(item.what)).collect();
        let named: BTreeSet<&(String, String)> = said.iter().flatten().collect();
        let shared = match (&sentence.slots.subject, named.len()) {
            (Some(_), 1) => named.first().copied().cloned(),
            (Some(_) | None, _) => None,
        };
        for (item, others) in items.iter().zip(said) {
            let others = others.or_else(|| shared.clone());
            match groups.iter_mut().find(|group| group.others == others) {
                Some(group) => group.rights.push(item.what),
                None => groups.push(Holders { others, rights: vec![item.what] }),
            }
        }
        groups
    }

    /// Who has a right that is not the reader's own, and whose data it is about.
    fn others_of(&self, right: What) -> Option<(String, String)> {
        match right {
            What::Term(id) => {
                let holders = self.said_of_kind(id, Place::Holders, &[]);
                holders.zip(self.said_of_kind(id, Place::Whose, &[]))
            }
            What::Any { .. } => None,
        }
    }

    /// Whether the people to whom an offer is open are named as those who have its rights.
    pub(super) fn are_holders_named(&self, sentence: &Sentence) -> bool {
        matches!(self.holders_of(sentence).as_slice(), [Holders { others: Some(_), .. }])
    }

    /// What a right is called in a place, if that is not its label.
    pub(super) fn right_in(&self, right: What, place: Place, values: &[(&str, Value<'_>)]) -> Option<String> {
        match right {
            What::Term(id) => self.said_in(id, place, values),
            What::Any { .. } => None,
        }
    }

    /// Whether a right has words of its own in a place.
    pub(super) fn has_words(&self, right: What, place: Place) -> bool {
        self.right_in(right, place, &BLANK).is_some()
    }

    // --- deeds ----------------------------------------------------------------------------------

    fn deeds_of(
        &self,
        sentence: &Sentence,
        group: &Holders,
        object: &mut Object,
        is_list: bool,
        is_addressed: bool,
    ) -> Vec<Deed> {
        let is_of_statements = object.of_statements.is_some();
        let mut rights: Vec<(Beginning, What)> =
            group.rights.iter().map(|right| (self.beginning(*right, is_of_statements), *right)).collect();
        // In a line, rights have the order of the vocabulary, which is that of the laws; those that are verbs stand together.
        let is_shared =
            group.others.is_some() && rights.iter().any(|(_, right)| self.others_of(*right).is_none());
        match is_list {
            true => rights.sort_by_key(|(beginning, _)| *beginning),
            false if is_shared => rights.sort_by_key(|(beginning, right)| {
                (*beginning, self.has_words(*right, Place::Does), id_of(*right))
            }),
            false => rights.sort_by_key(|(beginning, right)| (*beginning, id_of(*right))),
        }
        let mut deeds: Vec<Deed> = Vec::new();
        let mut at = 0;
        while let Some((beginning, right)) = rights.get(at).copied() {
            let verbs: Vec<String> =
                rights[at..].iter().map_while(|(_, right)| self.verb_of(*right)).collect();
            let n_verbs = if is_list { verbs.len().min(1) } else { verbs.len() };
            if beginning == Beginning::Asks && n_verbs > 0 {
                let data = object.next(self, !is_of_statements);
                let verbs = self.list(&verbs[..n_verbs], Join::Or);
                let words =
                    self.frames.fill(Message::OfferDoes, &[("verbs", verbs.into()), ("data", data.into())]);
                deeds.push(Deed { beginning, words, n_verbs });
                at += n_verbs;
                continue;
            }
            let words = match self.is_whole(right) {
                true => self.whole_right(right, is_addressed, sentence.object.set.items.len() == 1),
                false => self.right_words(right, object),
            };
            deeds.push(Deed { beginning, words, n_verbs: 0 });
            at += 1;
        }
        deeds
    }

    /// The verb of “to correct your data”.
    fn verb_of(&self, right: What) -> Option<String> {
        let verb = self.right_in(right, Place::Does, &[])?;
        Some(self.plain_mark(&verb))
    }

    fn beginning(&self, right: What, is_of_statements: bool) -> Beginning {
        let has = |place| self.has_words(right, place);
        if is_of_statements && has(Place::AsksFrom) {
            Beginning::Asks
        } else if is_of_statements && self.over_statements(right, &BLANK).is_some() {
            Beginning::Whole
        } else if has(Place::Asks) || has(Place::Does) {
            Beginning::Asks
        } else if has(Place::AsksTo) {
            Beginning::AsksTo
        } else if has(Place::OutOf) {
            Beginning::OutOf
        } else if has(Place::ObjectsTo) {
            Beginning::ObjectsTo
        } else if self.is_whole(right) {
            Beginning::Apart
        } else {
            Beginning::Whole
        }
    }

    /// The words of a standard right over what statements say; those of a policy are its author's.
    fn over_statements(&self, right: What, values: &[(&str, Value<'_>)]) -> Option<String> {
        match right {
            What::Term(id) if self.policy.vocabulary.term(id).origin == Origin::Standard => {
                self.said_of_kind(id, Place::From, values)
            }
            What::Term(_) | What::Any { .. } => None,
        }
    }

    /// The words of a right with what it is about.
    fn right_words(&self, right: What, object: &mut Object) -> String {
        if object.of_statements.is_some() {
            let values = object.values(self, false);
            let asks = self.right_in(right, Place::AsksFrom, &values);
            if let Some(words) = asks.or_else(|| self.over_statements(right, &values)) {
                object.is_said = true;
                return words;
            }
        }
        let values = object.values(self, true);
        let mut places =
            [Place::Asks, Place::AsksTo, Place::OutOf, Place::ObjectsTo, Place::Reads].into_iter();
        let words = places.find_map(|place| self.right_in(right, place, &values));
        let words = words.unwrap_or_else(|| {
            let label = self.label_of_right(right);
            let data = object.current(self, false);
            self.frames.fill(Message::OfferObject, &[("right", label.into()), ("object", data.into())])
        });
        object.is_said = true;
        words
    }

    /// A right that is about no data.
    fn whole_right(&self, right: What, is_addressed: bool, is_alone: bool) -> String {
        let addressed = self.right_in(right, Place::Addressed, &[]).filter(|_| is_addressed);
        let asks = || self.right_in(right, Place::Asks, &BLANK);
        // Where it is alone, the case stands before the sentence.
        let reads = || self.right_in(right, Place::Reads, &BLANK).filter(|_| is_alone);
        let said = addressed.or_else(|| self.to_authority(right)).or_else(asks).or_else(reads);
        said.unwrap_or_else(|| self.label_of_right(right))
    }

    fn label_of_right(&self, right: What) -> String {
        match right {
            What::Term(id) => self.term(id),
            What::Any { kind, .. } => self.frames.fill(Message::Any, &[("kind", kind.published().into())]),
        }
    }

    /// Rights with the words under which the law has them offered: “(Do Not Sell or Share My Personal Information)”.
    fn called(&self, sentence: &Sentence, group: &Holders, rights: String) -> String {
        let mut called: Vec<String> = Vec::new();
        for right in &group.rights {
            called.extend(self.right_in(*right, Place::Called, &[]).filter(|one| !called.contains(one)));
        }
        if called.is_empty() || !(sentence.from_labels.is_empty() || self.are_statements_apart(sentence)) {
            return rights;
        }
        let called = self.list(&called, Join::And);
        self.frames.fill(Message::RightCalled, &[("rights", rights.into()), ("called", called.into())])
    }

    /// A right with the authority that the policy declares: “complain to the Data Protection Office”.
    fn to_authority(&self, right: What) -> Option<String> {
        let authority = self.policy.parties.iter().find(|party| party.role == Role::Authority)?;
        let name = self.plain_mark(&authority.label);
        self.right_in(right, Place::ToAuthority, &[("name", name.into())])
    }

    // --- phrases --------------------------------------------------------------------------------

    /// All that can be done, each beginning once: “ask us for a copy of it, and opt out of its sale and of its sharing”; of
    /// what cannot be done, any of it: “opt out of its sale, or ask us to delete it”.
    fn phrase(&self, sentence: &Sentence, deeds: &[Deed], channel: &str) -> String {
        let join = join_of(sentence.modality);
        let mut phrases = Vec::new();
        let mut rest = deeds;
        while let Some(first) = rest.first() {
            let beginning = first.beginning;
            let count = match beginning {
                Beginning::Whole | Beginning::Apart => 1,
                Beginning::Asks | Beginning::AsksTo | Beginning::OutOf | Beginning::ObjectsTo => {
                    rest.iter().take_while(|deed| deed.beginning == beginning).count()
                }
            };
            let (run, behind) = rest.split_at(count);
            rest = behind;
            let words: Vec<String> = run.iter().map(|deed| deed.words.clone()).collect();
            let all = match beginning {
                // “for a copy of it, and to correct or delete it”, but “for a copy of it, or to restrict its use”
                Beginning::Asks => {
                    let join = if run.iter().any(|deed| deed.n_verbs > 1) { join } else { Join::Or };
                    self.long_list(&words, join)
                }
                Beginning::AsksTo | Beginning::Whole | Beginning::Apart => self.list(&words, Join::Or),
                Beginning::OutOf => self.list(&self.again(Message::OutOfAgain, words), join),
                Beginning::ObjectsTo => self.list(&self.again(Message::ObjectsToAgain, words), join),
            };
            phrases.push(self.begun(sentence, beginning, &all, channel));
        }
        // Behind “ask us to delete it” a comma tells that what follows is not asked for.
        let asks = |deed: &Deed| matches!(deed.beginning, Beginning::Asks | Beginning::AsksTo);
        match deeds.iter().any(asks) || phrases.len() > 2 {
            true => self.long_list(&phrases, join),
            false => self.list(&phrases, join),
        }
    }

    /// All but the first with the word that leads them in: “of its sharing”.
    fn again(&self, frame: Message, words: Vec<String>) -> Vec<String> {
        let again = |(place, words): (usize, String)| match place {
            0 => words,
            _ => self.frames.fill(frame, &[("what", words.into())]),
        };
        words.into_iter().enumerate().map(again).collect()
    }

    fn begun(&self, sentence: &Sentence, beginning: Beginning, what: &str, channel: &str) -> String {
        let frame = match beginning {
            Beginning::Asks => Message::Asks,
            Beginning::AsksTo => Message::AsksTo,
            Beginning::OutOf => Message::OutOf,
            Beginning::ObjectsTo => Message::ObjectsTo,
            Beginning::Whole | Beginning::Apart => return what.to_owned(),
        };
        let mut values = self.actor_parts(sentence);
        let way = if channel.is_empty() { "no" } else { "yes" };
        let more = [("what", what.to_owned()), ("way", way.to_owned()), ("channel", channel.to_owned())];
        values.extend(more.map(|(place, words)| (place, words.into())));
        self.frames.fill(frame, &values)
    }

    /// “you can …”. Whoever is asked is named there.
    fn can(&self, sentence: &Sentence, group: &Holders, what: &str, all_ask: bool) -> String {
        let you = || self.frames.word(Message::You);
        let who = match &group.others {
            Some(_) if self.is_to_readers(sentence) && self.are_holders_named(sentence) => you(),
            Some((holders, _)) => {
                let slots = &sentence.slots;
                let named = slots.subject.as_ref().filter(|_| self.are_holders_named(sentence));
                let region = slots.subject_region.as_ref();
                let named = named.map(|named| self.whom_alone(named, region, Join::And));
                named.unwrap_or_else(|| self.plain_mark(holders))
            }
            None => match self.is_of_others.get() {
                true => self.whom_of(sentence, Join::And).unwrap_or_else(you),
                false => you(),
            },
        };
        let mut values = self.actor_parts(sentence);
        let is_told = match sentence.modality {
            Modality::Plain | Modality::May | Modality::Currently | Modality::Never | Modality::DoNotYet => {
                true
            }
            Modality::TryTo | Modality::NeverKnowingly => false,
        };
        if all_ask && is_told {
            values.push(("actor-kind", "we".into()));
        }
        values.extend([("who", who.into()), ("what", what.to_owned().into())]);
        self.frames.fill(Message::Can, &values)
    }

    fn object_of(&self, sentence: &Sentence, listed: Option<Listed>, group: &Holders) -> Object {
        let is_to_holders = self.is_to_readers(sentence) && self.are_holders_named(sentence);
        let whose = group.others.as_ref().map(|(_, whose)| match is_to_holders {
            true => self.plain_mark(&self.to_them(whose)),
            false => self.plain_mark(whose),
        });
        let are_apart = self.are_statements_apart(sentence);
        if !sentence.from_labels.is_empty() && !are_apart {
            let full = match listed {
                Some(Listed::Statements) => self.frames.word(Message::EachOfTheFollowing),
                _ => self.statements_of(sentence),
            };
            let data = self.frames.fill(Message::DataOfStatements, &[("statements", full.clone().into())]);
            return Object {
                bare: data.clone(),
                of_statements: Some(data),
                is_plural: self.are_many_statements(sentence, listed),
                is_said: false,
                full,
            };
        }
        let join = join_of(sentence.modality);
        let words = DataWords { join, whom: whose.clone(), are_of_one: whose.is_some(), ..DataWords::HELD };
        let any = Set::of(
            [What::Any { kind: Kind::Data, trait_: Some(Trait::Personal), is_negated: false }],
            sentence.span,
        );
        let any = Slot::plain(any, sentence.span);
        let Some(over) = sentence.slots.over.as_ref().or_else(|| are_apart.then_some(&any)) else {
            let person = if whose.is_some() { "other" } else { "you" };
            let values = [("person", person.into()), ("whom", whose.unwrap_or_default().into())];
            let full = self.frames.fill(Message::OfferAnything, &values);
            let bare = self.bare_data(Some(Trait::Personal));
            return Object { full, bare, of_statements: None, is_plural: false, is_said: false };
        };
        let full = self.of_whom_said(over, whose).unwrap_or_else(|| self.data_slot(over, &words));
        Object {
            bare: self.bare_object(over, &full),
            full,
            of_statements: None,
            is_plural: self.is_plural_data(over),
            is_said: false,
        }
    }

    /// Data in the words of those who have rights over them for others: “what we hold about their child”.
    fn of_whom_said(&self, over: &Slot, whose: Option<String>) -> Option<String> {
        let whose = whose?;
        let [only] = over.set.items.as_slice() else { return None };
        let What::Term(id) = only.what else { return None };
        let is_plain = only.form.is_none() && over.set.except.is_empty() && !over.is_only;
        self.said_in(id, Place::OfWhom, &[("whom", whose.into())]).filter(|_| is_plain)
    }

    /// Data behind “which”.
    fn bare_object(&self, over: &Slot, full: &str) -> String {
        let bare = over.set.items.iter().map(|item| match item.what {
            What::Any { trait_, is_negated: false, .. } if item.form.is_none() => {
                Some(self.bare_data(trait_))
            }
            What::Any { .. } | What::Term(_) => None,
        });
        let bare = bare.collect::<Option<Vec<String>>>().filter(|_| over.set.except.is_empty());
        match bare {
            Some(bare) => self.list(&bare, Join::And),
            None => self.frames.fill(Message::OfData, &[("data", full.into())]),
        }
    }

    /// Whether data are “they” and not “it”.
    fn is_plural_data(&self, over: &Slot) -> bool {
        match over.set.items.as_slice() {
            [only] => {
                let are_several = |id: TermId| self.said_in(id, Place::Several, &[]).is_some();
                let is_plural =
                    |id: TermId| self.are_several(id) || self.is_of_others.get() && are_several(id);
                matches!(only.what, What::Term(id) if is_plural(id))
            }
            _ => true,
        }
    }
}

/// Values for words of which only counts whether there are any.
const BLANK: [(&str, Value<'static>); 4] =
    [("data", NO_WORDS), ("bare", NO_WORDS), ("again", NO_WORDS), ("its", NO_WORDS)];
const NO_WORDS: Value<'static> = Value::String(Cow::Borrowed(""));

const fn id_of(right: What) -> Option<TermId> {
    match right {
        What::Term(id) => Some(id),
        What::Any { .. } => None,
    }
}

impl Object {
    /// As it is said next.
    fn current(&self, composer: &Composer<'_>, is_data: bool) -> String {
        if self.is_said {
            return composer.frames.fill(Message::It, &[("number", self.number().into())]);
        }
        match &self.of_statements {
            Some(data) if is_data => data.clone(),
            Some(_) | None => self.full.clone(),
        }
    }

    fn next(&mut self, composer: &Composer<'_>, is_data: bool) -> String {
        let current = self.current(composer, is_data || self.of_statements.is_some());
        self.is_said = true;
        current
    }

    const fn number(&self) -> &'static str {
        if self.is_plural { "plural" } else { "singular" }
    }

    fn values(&self, composer: &Composer<'_>, is_data: bool) -> [(&'static str, Value<'static>); 4] {
        let its = composer.frames.fill(Message::Its, &[("number", self.number().into())]);
        [
            ("data", self.current(composer, is_data).into()),
            ("bare", self.bare.clone().into()),
            ("again", if self.is_said { "yes" } else { "no" }.into()),
            ("its", its.into()),
        ]
    }
}
