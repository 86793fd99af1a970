//! Terms of the policy, each explained where the page is done.

use super::Composer;
use super::contact::address;
use super::message::Message;
use super::sentence::readable_name;
use super::set::{DataWords, Join};
use super::words::{ends_sentence, joined, plain_text, upper_first};
use crate::model::{self, Kind, KnownTerm, TermId, Trait};
use crate::render::page::{Definition, Inline};

impl Composer<'_> {
    /// The policy's own terms that the page uses, in alphabetical order.
    pub(super) fn glossary(&self) -> Vec<Definition> {
        let mut done: Vec<TermId> = Vec::new();
        let mut entries = Vec::new();
        // A definition can use further terms of the policy.
        while let Some(id) = self.next_used(&done) {
            done.push(id);
            self.begin_section();
            entries.extend(self.entry(id));
        }
        entries.sort_by(|one, other| {
            one.term
                .as_str()
                .to_lowercase()
                .cmp(&other.term.as_str().to_lowercase())
                .then_with(|| one.anchor.cmp(&other.anchor))
        });
        entries
    }

    fn entry(&self, id: TermId) -> Option<Definition> {
        let term = self.policy.vocabulary.term(id);
        let anchor = self.anchor_of(id)?;
        self.define(anchor.as_str());
        let meaning = self.said_of(id).into_iter().reduce(|mut line, part| {
            line.push(Inline::text(" "));
            line.extend(part);
            line
        });
        self.pieces.clear();
        Some(Definition {
            anchor,
            term: upper_first(&term.label).into(),
            meaning: joined(meaning.unwrap_or_default()),
            remarks: Vec::new(),
        })
    }

    /// Whatever is declared of a term of the policy, a sentence for each: its definition, what it counts as, what it holds
    /// and leaves out, where it is, how to reach it.
    pub(super) fn said_of(&self, id: TermId) -> Vec<Vec<Inline>> {
        let term = self.policy.vocabulary.term(id);
        let mut said = Vec::new();
        if !term.definition.is_empty() {
            said.push(self.prose_line(&term.definition));
        }
        let listed = |frame: Message, list: String| {
            let number = if term.traits.has(Trait::Plural) { "plural" } else { "singular" };
            let values =
                [("list", list.into()), ("kind", term.kind.published().into()), ("number", number.into())];
            self.words(&self.pieces.sentence(&self.frames.fill(frame, &values)))
        };
        said.extend(self.counts_as(id).map(|(frame, list)| listed(frame, list)));
        match &term.means {
            Some(set) => said.push(listed(Message::TermMeans, self.meant_set(term.kind, set))),
            None => {
                // What stands in a place is in the table of trackers, and is no part of the place.
                let is_tracker = |id: &TermId| self.policy.trackers.iter().any(|one| one.channel == *id);
                let children: Vec<TermId> =
                    term.children.iter().copied().filter(|id| !is_tracker(id)).collect();
                if !children.is_empty() {
                    said.push(listed(Message::TermIncludes, self.whole_terms(term.kind, &children)));
                }
            }
        }
        if !term.may_contain.is_empty() {
            said.push(listed(Message::TermMayContain, self.whole_terms(term.kind, &term.may_contain)));
        }
        // A condition can exclude a consent, of which other words are true.
        let mut kinds: Vec<Kind> =
            self.told_excludes(id).map(|id| self.policy.vocabulary.term(id).kind).collect();
        kinds.dedup();
        for kind in kinds {
            let of_kind = |id: &TermId| self.policy.vocabulary.term(*id).kind == kind;
            let excluded: Vec<TermId> = self.told_excludes(id).filter(of_kind).collect();
            let values =
                [("list", self.terms(&excluded, Join::Or).into()), ("kind", kind.published().into())];
            said.push(self.words(&self.pieces.sentence(&self.frames.fill(Message::TermExcludes, &values))));
        }
        // Whatever it is a kind of outlasts a deletion without a word about it.
        let is_inherited =
            |parent: &TermId| self.policy.vocabulary.term(*parent).traits.has(Trait::OutlastsDeletion);
        if term.traits.has(Trait::OutlastsDeletion) && !term.parents.iter().any(is_inherited) {
            said.push(self.words(&self.pieces.sentence(&self.frames.word(Message::TermOutlastsDeletion))));
        }
        said.extend(term.effects.said().map(|effect| self.effect(&term.effects, effect)));
        said.extend(term.addresses.iter().map(|(key, text)| self.fact_in_line(key, address(key, text))));
        said
    }

    /// What a term is a kind of, and what its traits make of it.
    fn counts_as(&self, id: TermId) -> Option<(Message, String)> {
        let vocabulary = &self.policy.vocabulary;
        let term = vocabulary.term(id);
        // What has words of its own for being of a kind says it in these.
        let is_countable = match term.kind {
            Kind::Recipient | Kind::Subject | Kind::Source | Kind::Channel | Kind::Topic => true,
            Kind::Data
            | Kind::Form
            | Kind::Purpose
            | Kind::Condition
            | Kind::Consent
            | Kind::Safeguard
            | Kind::Basis
            | Kind::Region
            | Kind::Right
            | Kind::Event
            | Kind::Measure => false,
        };
        let is_one_of_many =
            |parent: &TermId| is_countable && vocabulary.term(*parent).traits.has(Trait::Plural);
        let frame = match !term.parents.is_empty() && term.parents.iter().all(is_one_of_many) {
            true => Message::TermAmong,
            false => Message::TermKind,
        };
        let mut kinds: Vec<String> = Vec::new();
        let parents: Vec<TermId> = self.told_parents(id).collect();
        if !parents.is_empty() {
            kinds.push(self.whole_terms(term.kind, &parents));
        }
        kinds.extend(self.own_traits(id).map(|one| self.bare_data(Some(one))));
        (!kinds.is_empty()).then(|| (frame, self.list(&kinds, Join::And)))
    }

    /// What a term is a kind of, as far as that tells anything: that a right needs no object is a matter of its words,
    /// everybody is one of the people, who is nothing else is a third party, and a place or a way is known by its name.
    pub(super) fn told_parents(&self, id: TermId) -> impl Iterator<Item = TermId> {
        let vocabulary = &self.policy.vocabulary;
        let untold = [KnownTerm::CompleteInItself, KnownTerm::People, KnownTerm::ThirdParties];
        let untold = untold.map(|known| vocabulary.known(known));
        let is_named = matches!(vocabulary.term(id).kind, Kind::Channel | Kind::Source);
        let parents = vocabulary.term(id).parents.iter().copied();
        parents.filter(move |parent| !is_named && !untold.contains(&Some(*parent)))
    }

    /// What a term is never together with, as far as that tells anything: of two conditions one is the other's opposite.
    pub(super) fn told_excludes(&self, id: TermId) -> impl Iterator<Item = TermId> {
        let vocabulary = &self.policy.vocabulary;
        let kind = vocabulary.term(id).kind;
        let is_opposite =
            move |other: &TermId| kind == Kind::Condition && vocabulary.term(*other).kind == Kind::Condition;
        vocabulary.term(id).excludes.iter().copied().filter(move |other| !is_opposite(other))
    }

    /// Whether a label begins as one before which no “your” can stand.
    fn says_whose(&self, label: &str) -> bool {
        let first = label.split_whitespace().next().unwrap_or_default();
        [Message::Determiners, Message::OpeningWords].iter().any(|list| self.frames.lists(*list, first))
    }

    /// The traits of data that are no traits of what they are a kind of. That they are personal is told by their
    /// sentences: “your notes”.
    pub(super) fn own_traits(&self, id: TermId) -> impl Iterator<Item = Trait> {
        let vocabulary = &self.policy.vocabulary;
        let term = vocabulary.term(id);
        let above = term.parents.iter().map(|parent| vocabulary.term(*parent).traits);
        let is_above = move |one: Trait| above.clone().any(|traits| traits.has(one));
        let told = [Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public];
        // Before “what our journalists find out” stands no “your”.
        let personal =
            Some(Trait::Personal).filter(|_| term.kind == Kind::Data && self.says_whose(&term.label));
        personal.into_iter().chain(told).filter(move |one| term.traits.has(*one) && !is_above(*one))
    }

    /// What a term of the policy does.
    fn effect(&self, effects: &model::Effects, effect: model::Effect) -> Vec<Inline> {
        let list = match effects.value(effect) {
            model::Value::Terms(terms) => self.terms(terms, Join::Or),
            model::Value::Term(term) => self.terms(term.as_slice(), Join::Or),
            model::Value::Verbs(verbs) => {
                let words: Vec<String> = verbs.iter().map(|verb| verb.word().to_owned()).collect();
                self.list(&words, Join::Or)
            }
            model::Value::DataTrait(one) => one.map(|one| self.bare_data(Some(one))).unwrap_or_default(),
            model::Value::Yes(_) => String::new(),
        };
        let values = [("effect", effect.word().into()), ("list", list.into())];
        self.words(&self.pieces.sentence(&self.frames.fill(Message::TermEffect, &values)))
    }

    /// “Telephone: …”
    fn fact_in_line(&self, key: &str, value: Vec<Inline>) -> Vec<Inline> {
        let other = upper_first(&readable_name(key));
        let label = self.frames.fill(Message::Attribute, &[("key", key.into()), ("other", other.into())]);
        let mut line = vec![Inline::text(format!("{label}: "))];
        line.extend(value);
        if !ends_sentence(&plain_text(&line)) {
            line.push(Inline::text("."));
        }
        line
    }

    /// What a term means: of facts, any of them is enough.
    fn meant_set(&self, kind: Kind, set: &model::Set) -> String {
        match kind.namespace() == Kind::Condition.namespace() {
            true => self.set(set, Join::Or),
            false => self.whole_set(kind, set),
        }
    }

    fn whole_set(&self, kind: Kind, set: &model::Set) -> String {
        match kind == Kind::Data {
            true => self.data(set, &DataWords::PLAIN),
            false => self.set(set, Join::And),
        }
    }

    fn whole_terms(&self, kind: Kind, terms: &[TermId]) -> String {
        let item = |id: &TermId| model::SetItem {
            form: None,
            what: model::What::Term(*id),
            span: crate::source::Span::default(),
        };
        self.whole_set(kind, &model::Set { items: terms.iter().map(item).collect(), except: Vec::new() })
    }
}
