//! What a person can do: rights, with the data and the practices that they are about.

use super::Composer;
use super::message::Message;
use super::sentence::readable_name;
use super::set::{DataWords, Join, Onlys};
use super::verb;
use super::words::PieceKind;
use crate::model::{Item, KnownTerm, Sentence, TermId, What};
use crate::render::page::Anchor;

impl Composer<'_> {
    /// What a person can do, with what it is done to.
    pub(super) fn rights(&self, sentence: &Sentence, are_statements_listed: bool) -> String {
        let (whole, others): (Vec<_>, Vec<_>) =
            sentence.object.set.items.iter().partition(|item| self.is_whole(item.what));
        let label = |what: What| match what {
            What::Term(id) if !sentence.from_labels.is_empty() => self.right_over_statement(id),
            What::Term(id) => self.term(id),
            What::Any { kind, .. } => self.frames.fill(Message::Any, &[("kind", kind.published().into())]),
        };
        let mut phrases = Vec::new();
        if !others.is_empty() {
            let rights: Vec<String> = others.iter().map(|item| label(item.what)).collect();
            let object = if are_statements_listed { String::new() } else { self.object_of_rights(sentence) };
            // “correct or delete it”, but “refuse, or be asked before we store, it”
            let is_long =
                rights.len() > 1 && rights.last().is_some_and(|last| self.pieces.plain(last).contains(' '));
            let listed =
                if is_long { self.long_list(&rights, Join::Or) } else { self.list(&rights, Join::Or) };
            let length = if is_long { "long" } else { "short" };
            phrases.push(self.frames.fill(
                Message::OfferObject,
                &[("rights", listed.into()), ("length", length.into()), ("object", object.into())],
            ));
        }
        phrases.extend(whole.iter().map(|item| label(item.what)));
        self.list(&phrases, Join::And)
    }

    /// Whether a right needs no word for what it is about: “complain to an authority”.
    fn is_whole(&self, what: What) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let whole = vocabulary.known(KnownTerm::CompleteInItself);
        matches!(what, What::Term(id) if whole.is_some_and(|whole| vocabulary.is_below(id, whole)))
    }

    fn object_of_rights(&self, sentence: &Sentence) -> String {
        if !sentence.from_labels.is_empty() {
            return self.statements_of(sentence);
        }
        match &sentence.slots.over {
            Some(over) => self.data_slot(over, &DataWords::PLAIN),
            None => self.frames.word(Message::OfferAnything),
        }
    }

    fn statements_of(&self, sentence: &Sentence) -> String {
        let statements: Vec<String> =
            sentence.from_labels.iter().map(|(label, _)| self.what_is_done(label)).collect();
        self.list(&statements, Join::And)
    }

    /// What a right is about beside the object that it has: data beside statements, and whatever a right is about that
    /// takes no object.
    pub(super) fn also_about(&self, sentence: &Sentence, are_statements_listed: bool) -> Option<String> {
        let has_object = !sentence.object.set.items.iter().all(|item| self.is_whole(item.what));
        let is_of_statements = !sentence.from_labels.is_empty();
        let statements =
            (is_of_statements && !has_object && !are_statements_listed).then(|| self.statements_of(sentence));
        let over = sentence.slots.over.as_ref().filter(|_| is_of_statements || !has_object);
        let over = over.map(|over| self.data_slot(over, &DataWords::PLAIN));
        let about: Vec<String> = statements.into_iter().chain(over).collect();
        (!about.is_empty()).then(|| self.list(&about, Join::And))
    }

    /// The label of a right speaks of data (“opt out of our use of”); the frames may say how it speaks of a statement.
    fn right_over_statement(&self, id: TermId) -> String {
        let name = self.policy.vocabulary.term(id).name.replace('.', "-");
        self.frames
            .fill(Message::RightOverStatement, &[("right", name.into()), ("label", self.term(id).into())])
    }

    /// What a right named by a label is about, as a link to it: “our use of your e-mail address for newsletters”, or the
    /// title of the statement.
    pub(super) fn what_is_done(&self, label: &str) -> String {
        let link = |words: &str| self.pieces.mark(words, PieceKind::Reference(Anchor::from(label)));
        let quoted = |frame, words: &str| self.frames.fill(frame, &[("words", link(words).into())]);
        if let Some(statement) = self.policy.statement_of(label) {
            let joined = self.policy.joined(statement.id);
            let what: Option<Vec<String>> = joined.iter().map(|one| self.nominal(&one.sentence)).collect();
            return match (what, &statement.title) {
                (Some(_), Some(title)) => quoted(Message::Quote, title),
                (Some(what), None) => link(&self.pieces.plain_tidy(&self.list(&what, Join::And))),
                (None, Some(title)) => quoted(Message::WhatIsSaid, title),
                (None, None) => quoted(Message::WhatIsSaid, &readable_name(label)),
            };
        }
        if let Some(section) = self.policy.section_named(label) {
            return quoted(Message::WhatIsDoneUnder, &self.policy.section(section).title);
        }
        link(&self.title_of(label).unwrap_or_else(|| readable_name(label)))
    }

    /// A statement as a noun; `None` if its verb has none.
    fn nominal(&self, sentence: &Sentence) -> Option<String> {
        let frame = verb::noun(sentence.verb)?;
        let mut parts = self.actor_parts(sentence);
        parts.extend([
            ("data", self.object_data(sentence).into()),
            ("second", self.second(sentence).into()),
            ("purpose", self.clause(Message::Purpose, sentence.slots.purpose.as_ref(), Join::And).into()),
            (
                "recipient",
                self.recipient(sentence, verb::recipient(sentence.verb), false, &mut Onlys::default()).into(),
            ),
            (
                "events",
                sentence
                    .slots
                    .events
                    .as_ref()
                    .map(|events| self.set(&events.set, Join::And))
                    .unwrap_or_default()
                    .into(),
            ),
        ]);
        parts.extend(self.region(sentence, &mut Onlys::default()));
        Some(self.frames.fill(frame, &parts))
    }

    /// To whom an offer is open, or whom a refusal is about, and how soon it is acted on.
    pub(super) fn offer_limits(&self, sentence: &Sentence) -> Vec<String> {
        let whom =
            self.whom(sentence.slots.subject.as_ref(), sentence.slots.subject_region.as_ref(), Join::And);
        let offered = if sentence.modality.is_negative() { "no" } else { "yes" };
        let said = |whom: String| {
            self.frames.fill(Message::OfferWhom, &[("offered", offered.into()), ("whom", whom.into())])
        };
        let whom = whom.map(said);
        let timing = sentence.timing.map(|timing| self.timing(Message::OfferTiming, timing));
        whom.into_iter().chain(timing).collect()
    }

    /// The title of what is neither a statement nor a section: a tracker, a link, a text, a definition.
    fn title_of(&self, name: &str) -> Option<String> {
        let policy = self.policy;
        policy.items_named(name).iter().find_map(|item| match item {
            Item::Tracker(id) => Some(policy.trackers[id.index()].label.clone()),
            Item::Link(id) => Some(policy.links[id.index()].label.clone()),
            Item::Definition(id) => Some(policy.definitions[id.index()].word.clone()),
            Item::Prose(id) => policy.prose[id.index()].title.clone(),
            Item::Statement(_) | Item::Section(_) => None,
        })
    }
}
