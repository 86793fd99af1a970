//! A sentence: its parts as phrases, put into the frame of its verb.

use std::borrow::Cow;

use super::Composer;
use super::frames::Value;
use super::message::Message;
use super::set::{DataWords, Join, Onlys, only_word};
use super::verb::{self, OwnClauses};
use super::words::PieceKind;
use crate::model::{
    Actor, Basis, Exception, Field, Kind, Later, Modality, Part, ProtectedState, SectionId, Sentence, Slot,
    Statement, Target, Trait, Verb,
};
use crate::render::page::Anchor;

/// More than this many items are easier to read as a list below the sentence.
const LONGEST_LINE: usize = 6;

/// The slot that becomes a list below its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Data,
    Purposes,
    Recipients,
    Statements,
}

/// A sentence, and the list that it introduces.
pub(super) struct Said {
    pub(super) sentence: String,
    pub(super) lines: Vec<String>,
}

impl Composer<'_> {
    /// The main sentence of a statement in one line.
    pub(super) fn in_line(&self, statement: &Statement) -> String {
        self.framed(statement, None)
    }

    /// The main sentence of a statement, with what is too long for a line below it.
    pub(super) fn said(&self, statement: &Statement) -> Said {
        let whole = self.whole(statement);
        let sentence = &*whole;
        let Some(listed) = listed(sentence) else {
            return Said { sentence: self.pieces.sentence(&self.in_line(statement)), lines: Vec::new() };
        };
        let lines = match listed {
            Listed::Data => self.data_lines(&sentence.object.set, &self.data_words(sentence)),
            Listed::Purposes => {
                sentence.slots.purpose.iter().flat_map(|slot| self.items(&slot.set)).collect()
            }
            Listed::Recipients => {
                sentence.slots.recipient.iter().flat_map(|slot| self.items(&slot.set)).collect()
            }
            Listed::Statements => {
                sentence.from_labels.iter().map(|(label, _)| self.what_is_done(label)).collect()
            }
        };
        let framed = self.framed(statement, Some(listed));
        Said {
            sentence: self
                .pieces
                .sentence(&self.frames.fill(Message::SentenceBeforeList, &[("sentence", framed.into())])),
            lines,
        }
    }

    /// What a statement says with all of its verbs.
    pub(super) fn whole<'s>(&'s self, statement: &'s Statement) -> Cow<'s, Sentence> {
        match statement.joined.is_joined() {
            true => self.policy.whole(statement.id),
            false => Cow::Borrowed(&statement.sentence),
        }
    }

    fn framed(&self, statement: &Statement, listed: Option<Listed>) -> String {
        let whole = self.whole(statement);
        let Statement {
            joined,
            // With the clauses of its other verbs.
            sentence: _,
            later,
            exception,
            words,
            section,
            // Said in the sentences behind this one.
            choice: _,
            attributes: _,
            // What leads here, and not what is said.
            id: _,
            label: _,
            title: _,
            label_span: _,
            span: _,
        } = statement;
        let sentence = &*whole;
        let Sentence {
            verb,
            object,
            from_labels,
            facts,
            retention,
            is_ceiling,
            // Each in a phrase with other parts: who acts in which mood, in which state, how soon after what.
            actor: _,
            modality: _,
            states: _,
            deletion: _,
            timing: _,
            // A list says which of them are clauses of this sentence.
            slots: _,
            // Said in the sentences behind this one.
            bases: _,
            necessity: _,
            span: _,
            is_damaged: _,
        } = sentence;
        let mut onlys = Onlys::default();
        onlys.next(object.is_only);
        let recipient = match joined.is_joined() {
            // Data are used and disclosed *to* somebody: one could use them with somebody as well.
            true => Some(Message::RecipientOfSale).filter(|_| sentence.slots.has(Field::Recipient)),
            false => verb::recipient(*verb),
        };
        let mut parts = self.main_clauses(sentence, recipient, listed, &mut onlys);
        let facts = self.fact_phrases(facts, &mut onlys);
        let data = match listed {
            Some(Listed::Data) => self.following_data(sentence),
            _ => self.object_data(sentence),
        };
        let about = if self.data_words(sentence).whom.is_some() { "others" } else { "reader" };
        let ends =
            retention.as_ref().filter(|ends| !ends.is_nothing()).map(|ends| self.ends(ends, *is_ceiling));
        let exception = exception.as_ref().map(|exception| self.exception(exception, *section));
        let because = words.because.as_ref().map(|reason| self.author(Message::Because, "reason", reason));
        parts.extend(self.actor_parts(sentence));
        parts.extend([
            ("front", facts.front.into()),
            ("under", facts.under.into()),
            ("only", facts.only.into()),
            ("unless", facts.unless.into()),
            ("data", data.into()),
            ("about", about.into()),
            ("second", self.second(sentence).into()),
            ("ends", ends.unwrap_or_default().into()),
            ("event", self.event(sentence).into()),
            ("concerning", self.concerning(sentence, listed).into()),
            ("exception", exception.unwrap_or_default().into()),
            ("later", self.later(later.as_ref(), Message::Later).into()),
            ("because", because.unwrap_or_default().into()),
        ]);
        parts.extend(self.other_parts(sentence, listed));
        let is_offer = *verb == Verb::Offer;
        if joined.is_joined() {
            // Behind other verbs it is the first “only” of what is done.
            let is_listed = listed == Some(Listed::Recipients);
            let alone = self.recipient(sentence, recipient, is_listed, &mut Onlys::default());
            parts.push(("recipient-alone", alone.into()));
            let deeds = self.deeds(self.policy.joined(statement.id), &parts);
            parts.extend(deeds);
            return self.frames.fill(Message::Joined, &parts);
        }
        let frame = if is_offer && listed == Some(Listed::Statements) {
            Message::OfferList
        } else if is_offer && !from_labels.is_empty() {
            Message::OfferFrom
        } else {
            verb::frame(*verb)
        };
        self.frames.fill(frame, &parts)
    }

    /// What is done by verbs that are joined: “use your health data, and disclose this information to healthcare providers”.
    ///
    /// What only some of the verbs take stands with these alone, behind the others; so nobody reads it of all of them.
    fn deeds(
        &self,
        statements: &[Statement],
        parts: &[(&'static str, Value<'_>)],
    ) -> Vec<(&'static str, Value<'static>)> {
        let mut groups: Vec<(OwnClauses, Vec<&Statement>)> = Vec::new();
        for statement in statements {
            let own = OwnClauses::of(&statement.sentence);
            match groups.iter_mut().find(|(clauses, _)| *clauses == own) {
                Some((_, group)) => group.push(statement),
                None => groups.push((own, vec![statement])),
            }
        }
        // First what has no clause of its own: “this information” then means all of the data.
        groups.sort_by_key(|(clauses, _)| *clauses);
        let join = statements.first().map_or(Join::And, |first| join_of(first.sentence.modality));
        let is_narrowed = groups.first().is_some_and(|(clauses, _)| clauses.recipient || clauses.source);
        let said = |name: &str| {
            let value = parts.iter().find(|(place, _)| *place == name).map(|(_, value)| value);
            match value {
                Some(Value::String(words)) => words.to_string(),
                _ => String::new(),
            }
        };
        let form = said("form");
        let is_only = statements.first().is_some_and(|first| first.sentence.object.is_only);
        let again = self.frames.word(Message::ThisInformation);
        let again = match is_only {
            true => self.frames.fill(Message::OnlyData, &[("data", again.into())]),
            false => again,
        };
        let mut deeds = Vec::new();
        for (place, (own, group)) in groups.iter().enumerate() {
            let word = |statement: &&Statement| {
                let frame = verb::joined(statement.sentence.verb)?;
                Some(self.frames.fill(frame, &[("form", form.clone().into())]))
            };
            let verbs: Vec<String> = group.iter().filter_map(word).collect();
            let (data, about) = match place == 0 || is_narrowed {
                true => (said("data"), said("about")),
                false => (again.clone(), "reader".to_owned()),
            };
            let recipient = if place == 0 { "recipient" } else { "recipient-alone" };
            let taken = |name, is_taken: bool| if is_taken { said(name) } else { String::new() };
            let values = [
                ("verbs", self.list(&verbs, join).into()),
                ("data", data.into()),
                ("about", about.into()),
                ("aside", taken("aside", own.region).into()),
                ("region", taken("region", own.region).into()),
                ("source", taken("source", own.source).into()),
                ("recipient", taken(recipient, own.recipient).into()),
            ];
            deeds.push(self.frames.fill(Message::Deed, &values));
        }
        let is_long = deeds.len() > 1 || groups.iter().any(|(own, _)| own.recipient);
        let deeds = match deeds.as_slice() {
            [only] => only.clone(),
            _ => self.long_list(&deeds, join),
        };
        vec![("deeds", deeds.into()), ("length", if is_long { "long" } else { "short" }.into())]
    }

    pub(super) fn actor_parts(&self, sentence: &Sentence) -> Vec<(&'static str, Value<'static>)> {
        let (kind, actor, number) = match sentence.actor {
            Actor::We => ("we", self.frames.word(Message::We), "plural"),
            Actor::Recipient(id, _) => {
                let is_plural = self.policy.vocabulary.term(id).traits.has(Trait::Plural);
                ("recipient", self.term(id), if is_plural { "plural" } else { "singular" })
            }
        };
        let form = if sentence.modality.is_finite() && number == "singular" { "singular" } else { "base" };
        vec![
            ("actor-kind", kind.into()),
            ("actor", actor.into()),
            ("number", number.into()),
            ("modality", sentence.modality.published().into()),
            ("form", form.into()),
        ]
    }

    /// The objects of verbs that take no data.
    fn other_parts(
        &self,
        sentence: &Sentence,
        listed: Option<Listed>,
    ) -> Vec<(&'static str, Value<'static>)> {
        let object = &sentence.object.set;
        let join = join_of(sentence.modality);
        match sentence.verb {
            Verb::Offer => vec![("rights", self.rights(sentence, listed == Some(Listed::Statements)).into())],
            Verb::Notify => {
                let region = sentence.slots.subject_region.as_ref();
                vec![("subjects", self.told(&sentence.object, region, join).into())]
            }
            Verb::Bind => vec![
                ("recipients", self.set(object, join).into()),
                (
                    "duties",
                    sentence
                        .slots
                        .duties
                        .as_ref()
                        .map(|duties| self.set(&duties.set, join))
                        .unwrap_or_default()
                        .into(),
                ),
            ],
            Verb::HaveNo => {
                let topics: Vec<String> = self
                    .items(object)
                    .into_iter()
                    .map(|topic| self.frames.fill(Message::Topic, &[("topic", topic.into())]))
                    .collect();
                vec![("topics", self.list(&topics, Join::Or).into())]
            }
            Verb::State | Verb::Disclaim | Verb::Advise => {
                vec![("topics", self.set(object, Join::And).into())]
            }
            Verb::Protect => {
                let states: Vec<String> = sentence.states.iter().map(|state| self.state(*state)).collect();
                let is_stated = !states.is_empty() || sentence.slots.channel.is_some();
                vec![
                    ("where", if is_stated { "stated" } else { "nowhere" }.into()),
                    ("states", self.list(&states, Join::And).into()),
                    (
                        "measures",
                        sentence
                            .slots
                            .measures
                            .as_ref()
                            .map(|measures| self.set(&measures.set, Join::And))
                            .unwrap_or_default()
                            .into(),
                    ),
                ]
            }
            Verb::Collect
            | Verb::Derive
            | Verb::Combine
            | Verb::Use
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Disclose
            | Verb::Sell
            | Verb::Publish
            | Verb::Require
            | Verb::Retain
            | Verb::Delete => Vec::new(),
        }
    }

    pub(super) fn state(&self, state: ProtectedState) -> String {
        let word = state.published();
        self.frames.fill(Message::StateOfProtection, &[("state", word.into())])
    }

    /// How the data of a sentence are spoken of.
    pub(super) fn data_words(&self, sentence: &Sentence) -> DataWords {
        let join = join_of(sentence.modality);
        let subject = sentence.slots.subject.as_ref().filter(|_| sentence.verb != Verb::Offer);
        let is_total = matches!(sentence.modality, Modality::Plain | Modality::Currently | Modality::TryTo);
        DataWords {
            join,
            quantity: if is_total { "all" } else { "any" },
            whom: self.whom(subject, sentence.slots.subject_region.as_ref(), Join::And),
            are_others: false,
        }
    }

    pub(super) fn object_data(&self, sentence: &Sentence) -> String {
        if sentence.verb.object_kind() != Kind::Data {
            return String::new();
        }
        self.data_slot(&sentence.object, &self.data_words(sentence))
    }

    /// The second data of `derive` and `combine`.
    pub(super) fn second(&self, sentence: &Sentence) -> String {
        let Some(second) = &sentence.slots.second else { return String::new() };
        let whom = self.whom(sentence.slots.second_subject.as_ref(), None, Join::And);
        self.data_slot(second, &DataWords { quantity: "any", whom, ..DataWords::PLAIN })
    }

    /// To whom data go, led in by the frame of the verb; `None` if that does not say to whom.
    pub(super) fn recipient(
        &self,
        sentence: &Sentence,
        frame: Option<Message>,
        is_listed: bool,
        onlys: &mut Onlys,
    ) -> String {
        let Some(slot) = &sentence.slots.recipient else {
            // A ban that names nobody covers everybody.
            let anyone = || self.frames.fill(Message::Any, &[("kind", Kind::Recipient.published().into())]);
            let frame = frame.filter(|_| sentence.modality.is_negative());
            return frame.map_or_else(String::new, |frame| self.led(frame, &anyone(), only_word(false)));
        };
        let recipients = if is_listed {
            self.following("recipient")
        } else {
            self.set(&slot.set, join_of(sentence.modality))
        };
        let recipients = self.in_regions(recipients, sentence.slots.recipient_region.as_ref());
        let only = onlys.next(slot.is_only);
        self.led(frame.unwrap_or(Message::Recipient), &recipients, only)
    }

    /// The data and the people that a notice, a duty, an absence or a claim is about, and what a right is about beside its
    /// object; nothing for what has data as its object.
    fn concerning(&self, sentence: &Sentence, listed: Option<Listed>) -> String {
        let verb = sentence.verb.published();
        let said = |what: String| {
            self.frames.fill(Message::Concerning, &[("verb", verb.into()), ("what", what.into())])
        };
        let object = sentence.verb.object_kind();
        if object == Kind::Data {
            return String::new();
        }
        if object == Kind::Right {
            let about = self.also_about(sentence, listed == Some(Listed::Statements));
            return about.map(said).unwrap_or_default();
        }
        let denies =
            sentence.modality.is_negative() || [Verb::HaveNo, Verb::Disclaim].contains(&sentence.verb);
        let join = if denies { Join::Or } else { Join::And };
        // The place of whoever is told stands with them.
        let slots = &sentence.slots;
        let region = slots.subject_region.as_ref().filter(|_| object != Kind::Subject);
        let whom = self.whom(slots.subject.as_ref(), region, join);
        let what = match &slots.over {
            Some(over) => {
                Some(self.data_slot(over, &DataWords { join, quantity: "any", whom, ..DataWords::PLAIN }))
            }
            None => whom,
        };
        what.map(said).unwrap_or_default()
    }

    /// On which event something is deleted or told, and how soon.
    fn event(&self, sentence: &Sentence) -> String {
        match (&sentence.deletion, &sentence.slots.events) {
            (Some(deletion), _) => self.deletion(deletion, deletion.timing.or(sentence.timing)),
            (None, Some(events)) => self.on_event(&self.set(&events.set, Join::Or), sentence.timing),
            (None, None) => String::new(),
        }
    }

    pub(super) fn following(&self, kind: &'static str) -> String {
        self.frames.fill(Message::Following, &[("kind", kind.into())])
    }

    /// What stands for the data of a list below the sentence, with whose they are.
    fn following_data(&self, sentence: &Sentence) -> String {
        let following = self.following("data");
        let following = match self.data_words(sentence).whom {
            Some(whom) => {
                self.frames.fill(Message::DataOf, &[("data", following.into()), ("whom", whom.into())])
            }
            None => following,
        };
        match sentence.object.is_only {
            true => self.frames.fill(Message::OnlyData, &[("data", following.into())]),
            false => following,
        }
    }

    // --- tails ----------------------------------------------------------------------------------

    /// A frame around words of the author, which lose their own full stop.
    pub(super) fn author(&self, frame: Message, place: &str, words: &str) -> String {
        let words = words.trim();
        let words = words.strip_suffix('.').unwrap_or(words);
        self.frames.fill(frame, &[(place, self.plain_mark(words).into())])
    }

    fn exception(&self, exception: &Exception, section: SectionId) -> String {
        match exception {
            Exception::StatedIn(statements) => {
                let statements = self.references(statements.iter().map(|(id, _)| *id), section);
                self.frames.fill(Message::Exception, &[("statements", statements.into())])
            }
            Exception::StatedElsewhere(_) => self.frames.word(Message::ExceptionElsewhere),
        }
    }

    /// The exception as a sentence of its own, behind the author's wording.
    pub(super) fn exception_alone(&self, exception: &Exception, section: SectionId) -> String {
        match exception {
            Exception::StatedIn(statements) => {
                let statements = self.references(statements.iter().map(|(id, _)| *id), section);
                self.frames.fill(Message::ExceptionAlone, &[("statements", statements.into())])
            }
            Exception::StatedElsewhere(_) => self.frames.word(Message::ExceptionElsewhereAlone),
        }
    }

    /// Links to statements, which are called by their titles or else by their labels, and to sections, which are called by their titles.
    ///
    /// On paper nothing leads there, so a statement of another section than the one at hand is named with its section.
    pub(super) fn references(&self, targets: impl Iterator<Item = Target>, section: SectionId) -> String {
        let references: Vec<String> = targets
            .map(|target| match target {
                Target::Statement(id) => self.part_reference(Part::Statement(id), section),
                Target::Section(id) => self.section_reference(id),
            })
            .collect();
        self.list(&references, Join::And)
    }

    /// A statement or a tracker by its name, with its section where that is another one: “Invoices” (Your orders).
    pub(super) fn part_reference(&self, part: Part, section: SectionId) -> String {
        let label = match part {
            Part::Statement(id) => {
                let statement = self.policy.statement(id);
                let label = &statement.label;
                match &statement.title {
                    Some(title) => self.reference(title, label),
                    None => self.reference(&readable_name(label), label),
                }
            }
            Part::Tracker(id) => {
                let tracker = &self.policy.trackers[id.index()];
                self.reference(&tracker.label, &tracker.named.name)
            }
        };
        let quoted = self.frames.fill(Message::Quote, &[("words", label.into())]);
        let there = self.policy.part_section(part);
        if there == section {
            return quoted;
        }
        let there = self.policy.section(there);
        let title = self.reference(&there.title, &there.name);
        self.frames.fill(Message::ReferenceIn, &[("statement", quoted.into()), ("section", title.into())])
    }

    /// Words that lead to what bears a name.
    fn reference(&self, words: &str, name: &str) -> String {
        self.pieces.mark(words, PieceKind::Reference(Anchor::from(name)))
    }

    /// A section by its title: “Treatment and payment”.
    fn section_reference(&self, id: SectionId) -> String {
        let section = self.policy.section(id);
        let title = self.reference(&section.title, &section.name);
        self.frames.fill(Message::Quote, &[("words", title.into())])
    }

    /// What is announced.
    pub(super) fn later(&self, later: Option<&Later>, frame: Message) -> String {
        let Some(Later { span: _, facts, purpose, channel }) = later else { return String::new() };
        let values = [
            ("facts", self.all_facts(facts).into()),
            ("purpose", self.clause(Message::Purpose, purpose.as_ref(), Join::And).into()),
            ("channel", self.clause(Message::Channel, channel.as_ref(), Join::And).into()),
        ];
        self.frames.fill(frame, &values)
    }

    /// The legal bases: “the law obliges us to”.
    pub(super) fn bases(&self, bases: &[Basis]) -> String {
        let bases: Vec<String> = bases.iter().map(|basis| self.basis(basis)).collect();
        self.list(&bases, Join::And)
    }

    fn basis(&self, basis: &Basis) -> String {
        let Basis { term, interest, span: _, is_inherited: _ } = basis;
        let label = self.term(*term);
        let Some(interest) = interest else { return label };
        self.frames.fill(
            Message::Interest,
            &[("basis", label.into()), ("interest", self.author_mark(interest).into())],
        )
    }

    fn author_mark(&self, words: &str) -> String {
        self.plain_mark(words.trim().trim_end_matches('.'))
    }
}

/// More statements than this stand in a list of their own.
const LONGEST_OFFER: usize = 2;

/// Which slot is too long for a line.
fn listed(sentence: &Sentence) -> Option<Listed> {
    let is_long = |slot: Option<&Slot>| {
        slot.is_some_and(|slot| slot.set.items.len() > LONGEST_LINE && slot.set.except.is_empty())
    };
    if sentence.verb == Verb::Offer {
        return (sentence.from_labels.len() > LONGEST_OFFER).then_some(Listed::Statements);
    }
    let has_data = sentence.verb.object_kind() == Kind::Data;
    if has_data && is_long(Some(&sentence.object)) {
        Some(Listed::Data)
    } else if is_long(sentence.slots.purpose.as_ref()) {
        Some(Listed::Purposes)
    } else if is_long(sentence.slots.recipient.as_ref()) {
        Some(Listed::Recipients)
    } else {
        None
    }
}

/// What is permitted is all of a list; what is forbidden is any of it.
pub(super) const fn join_of(modality: Modality) -> Join {
    if modality.is_negative() { Join::Or } else { Join::And }
}

/// The words of a name.
pub(super) fn readable_name(name: &str) -> String {
    name.replace(['-', '.', '_'], " ")
}
