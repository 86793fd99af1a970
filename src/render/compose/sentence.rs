//! A sentence: its parts as phrases, put into the frame of its verb.

use std::borrow::Cow;

use super::Composer;
use super::fact::{Alternatives, has_alternatives};
use super::form::TakenOut;
use super::frames::Value;
use super::lead::Opening;
use super::message::Message;
use super::set::{Coming, DataWords, Join, Onlys, only_word};
use super::verb::{self, OwnClauses};
use crate::model::{
    Actor, Family, Field, Kind, Later, Modality, ProtectedState, Sentence, Slot, Statement, StatementId,
    Trait, Verb,
};

/// More than this many items are easier to read as a list below the sentence.
const LONGEST_LINE: usize = 6;

/// The slot that becomes a list below its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    Data,
    Purposes,
    Recipients,
    Statements,
    Rights,
    Facts,
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
        let Some(listed) = self.listed(sentence) else {
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
            Listed::Facts => {
                let alternatives = self.alternatives(&sentence.facts, &mut Onlys::default());
                alternatives.map(|alternatives| alternatives.lines).unwrap_or_default()
            }
            Listed::Rights => self.deeds_said(sentence, Some(listed), "", false).lines,
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

    /// Which slot is too long for a line.
    fn listed(&self, sentence: &Sentence) -> Option<Listed> {
        let is_long = |slot: Option<&Slot>| {
            slot.is_some_and(|slot| slot.set.items.len() > LONGEST_LINE && slot.set.except.is_empty())
        };
        let facts = || has_alternatives(&sentence.facts).then_some(Listed::Facts);
        if sentence.verb == Verb::Offer {
            return self.listed_offer(sentence).or_else(facts);
        }
        let has_data = sentence.verb.object_kind() == Kind::Data;
        if has_data && is_long(Some(&sentence.object)) {
            Some(Listed::Data)
        } else if is_long(sentence.slots.purpose.as_ref()) {
            Some(Listed::Purposes)
        } else if is_long(sentence.slots.recipient.as_ref()) {
            Some(Listed::Recipients)
        } else {
            facts()
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
            // Said in the sentences behind this one.
            choice: _,
            attributes: _,
            // What leads here, and not what is said.
            section: _,
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
            // With the rights of an offer.
            from_labels: _,
            // Said in the sentences behind this one.
            bases: _,
            necessity: _,
            span: _,
            is_damaged: _,
        } = sentence;
        let mut onlys = Onlys::behind(object.is_only);
        let recipient = self.recipient_behind(sentence, joined.is_joined());
        let mut parts = self.main_clauses(sentence, recipient, listed, &mut onlys);
        let alternatives = self.alternatives(facts, &mut onlys.clone());
        let facts = self.facts_behind_people(sentence, facts, &mut onlys);
        let one = self.one_person(sentence).filter(|_| facts.front.is_empty());
        let is_before = one.is_none() && self.are_people_before(sentence, listed);
        let data = self.data_apart(sentence, listed, one.as_ref(), is_before);
        let about = self.order_of_source(sentence, &data, &said(&parts, "source"));
        let ends =
            retention.as_ref().filter(|ends| !ends.is_nothing()).map(|ends| self.ends(ends, *is_ceiling));
        let event = one.as_ref().map_or_else(|| self.event(sentence), |_| String::new());
        let second = self.second(sentence);
        let mut before = vec![data.clone(), second.clone(), event.clone()];
        before.extend(["source", "region", "channel"].map(|name| said(&parts, name)));
        let are_listed = listed == Some(Listed::Purposes);
        let Opening { front, lead, soon, event, matter, is_purpose_said } =
            self.opening(sentence, &facts, one.as_ref(), &before, event, are_listed);
        let lead = format!("{} {lead}", self.lead_whom(sentence, is_before));
        if is_purpose_said {
            empty(&mut parts, "purpose");
        }
        let exception = exception.as_ref().map(|exception| self.exception(exception, statement));
        let because = words.because.as_ref().filter(|_| !self.is_reason_apart(statement));
        let because = because.map(|why| self.author(Message::Because, "reason", why));
        parts.extend(self.actor_parts(sentence));
        parts.extend([
            ("front", front.into()),
            ("under", facts.under.into()),
            ("only", facts.only.into()),
            ("unless", facts.unless.into()),
            ("data", data.into()),
            ("about", about.into()),
            ("second", second.into()),
            ("ends", ends.unwrap_or_default().into()),
            ("event", event.into()),
            ("lead", lead.into()),
            ("soon", soon.into()),
            ("concerning", self.concerning(sentence, listed).into()),
            ("exception", exception.unwrap_or_default().into()),
            ("later", self.later(later.as_ref(), Message::Later).into()),
            ("because", because.unwrap_or_default().into()),
        ]);
        parts.extend(self.verb_parts(sentence, matter));
        parts.extend(self.other_parts(sentence));
        if joined.is_joined() {
            let said = self.joined(statement.id, sentence, recipient, listed, parts);
            return self.with_alternatives(said, alternatives, listed);
        }
        if *verb == Verb::Offer {
            let channel = said(&parts, "channel");
            parts.extend(self.offer_parts(sentence, listed, &channel));
        }
        let frame = match listed {
            Some(Listed::Statements | Listed::Rights) => Message::OfferList,
            // Behind several statements a channel would seem to belong to the last.
            Some(Listed::Facts) | None if *verb == Verb::Offer && sentence.from_labels.len() > 1 => {
                Message::OfferList
            }
            Some(Listed::Data | Listed::Purposes | Listed::Recipients | Listed::Facts) | None => {
                verb::frame(*verb)
            }
        };
        self.with_alternatives(self.frames.fill(frame, &parts), alternatives, listed)
    }

    /// A sentence with the facts of which one is enough behind it, or with what leads them in as a list.
    fn with_alternatives(
        &self,
        sentence: String,
        alternatives: Option<Alternatives>,
        listed: Option<Listed>,
    ) -> String {
        let Some(Alternatives { lead, lines }) = alternatives else { return sentence };
        let all = if listed == Some(Listed::Facts) { String::new() } else { lines.join(" ") };
        let has_comma = self.pieces.plain_tidy(&sentence).contains(',');
        let values = [
            ("apart", if has_comma { "yes" } else { "no" }.into()),
            ("sentence", sentence.into()),
            ("lead", lead.into()),
            ("alternatives", all.into()),
        ];
        self.frames.fill(Message::WithAlternatives, &values)
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
        let said = |name: &str| said(parts, name);
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

    /// The form of the verb: “collects” or “collect”.
    pub(super) fn verb_form(&self, sentence: &Sentence) -> &'static str {
        if sentence.modality.is_finite() && self.is_singular(sentence.actor) { "singular" } else { "base" }
    }

    fn is_singular(&self, actor: Actor) -> bool {
        match actor {
            Actor::We => false,
            Actor::Recipient(id, _) => !self.policy.vocabulary.term(id).traits.has(Trait::Plural),
        }
    }

    pub(super) fn actor_parts(&self, sentence: &Sentence) -> Vec<(&'static str, Value<'static>)> {
        let (kind, actor) = match sentence.actor {
            Actor::We => ("we", self.frames.word(Message::We)),
            Actor::Recipient(id, _) => ("recipient", self.term(id)),
        };
        let number = if self.is_singular(sentence.actor) { "singular" } else { "plural" };
        let form = self.verb_form(sentence);
        vec![
            ("actor-kind", kind.into()),
            ("actor", actor.into()),
            ("number", number.into()),
            ("modality", sentence.modality.published().into()),
            ("form", form.into()),
        ]
    }

    /// The objects of verbs that take no data.
    pub(super) fn other_parts(&self, sentence: &Sentence) -> Vec<(&'static str, Value<'static>)> {
        let object = &sentence.object.set;
        let join = join_of(sentence.modality);
        match sentence.verb {
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
            Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
                vec![("claims", self.claims(sentence).into())]
            }
            Verb::Protect => {
                let states: Vec<String> = sentence.states.iter().map(|state| self.state(*state)).collect();
                let is_stated = !states.is_empty() || sentence.slots.channel.is_some();
                vec![
                    ("where", if is_stated { "stated" } else { "nowhere" }.into()),
                    ("states", self.list(&states, join).into()),
                    (
                        "measures",
                        sentence
                            .slots
                            .measures
                            .as_ref()
                            .map(|measures| self.set(&measures.set, join))
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
            | Verb::Delete
            | Verb::Offer => Vec::new(),
        }
    }

    pub(super) fn state(&self, state: ProtectedState) -> String {
        let word = state.published();
        self.frames.fill(Message::StateOfProtection, &[("state", word.into())])
    }

    /// A sentence with several verbs.
    fn joined(
        &self,
        first: StatementId,
        sentence: &Sentence,
        recipient: Option<Message>,
        listed: Option<Listed>,
        mut parts: Vec<(&'static str, Value<'static>)>,
    ) -> String {
        // Behind other verbs it is the first “only” of what is done.
        let is_listed = listed == Some(Listed::Recipients);
        let alone = self.recipient(sentence, recipient, is_listed, &mut Onlys::default());
        parts.push(("recipient-alone", alone.into()));
        let deeds = self.deeds(self.policy.joined(first), &parts);
        parts.extend(deeds);
        self.frames.fill(Message::Joined, &parts)
    }

    /// How the data of a sentence are spoken of.
    pub(super) fn data_words(&self, sentence: &Sentence) -> DataWords {
        let join = join_of(sentence.modality);
        DataWords {
            join,
            coming: match () {
                () if sentence.verb == Verb::Derive => Coming::New,
                () if verb::is_of_held_data(sentence.verb) => Coming::Held,
                () if self.is_from_reader(sentence) => Coming::FromReader,
                () => Coming::Unsaid,
            },
            whom: match sentence.verb == Verb::Offer {
                true => None,
                false => self.whom_of(sentence, Join::And),
            },
            are_others: false,
            are_impersonal: false,
            are_of_one: false,
            taken_out: match sentence.verb.family() {
                Family::Handling | Family::Sharing | Family::Demand | Family::Keeping => {
                    let is_prohibition = sentence.modality.is_negative() || sentence.is_ceiling;
                    if is_prohibition { TakenOut::WithLesser } else { TakenOut::WithGreater }
                }
                Family::Right | Family::Undertaking | Family::Absence | Family::Words => TakenOut::Alone,
            },
        }
    }

    /// Whether the data come from the person who reads, and from nobody else: what is “from you” need not be “about you”.
    fn is_from_reader(&self, sentence: &Sentence) -> bool {
        let source = sentence.slots.source.as_ref();
        source.is_some_and(|slot| slot.set.items.iter().all(|item| self.is_addressed(item)))
    }

    pub(super) fn object_data(&self, sentence: &Sentence) -> String {
        if sentence.verb.object_kind() != Kind::Data {
            return String::new();
        }
        if self.is_combined_with_itself(sentence) {
            return self.data_held(&sentence.object, &self.data_words(sentence));
        }
        self.data_slot(&sentence.object, &self.data_words(sentence))
    }

    /// The second data of `derive` and `combine`.
    pub(super) fn second(&self, sentence: &Sentence) -> String {
        let Some(second) = &sentence.slots.second else { return String::new() };
        let whom = self.whom(sentence.slots.second_subject.as_ref(), None, Join::And);
        self.data_slot(second, &DataWords { whom, join: join_of(sentence.modality), ..DataWords::PLAIN })
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
            // A ban that names nobody covers everybody; one for some purposes needs no word for it.
            let anyone = || self.frames.fill(Message::Any, &[("kind", Kind::Recipient.published().into())]);
            let is_of_all = sentence.modality.is_negative() && !sentence.slots.has(Field::Purpose);
            let frame = frame.filter(|_| is_of_all);
            return frame.map_or_else(String::new, |frame| self.led(frame, &anyone(), only_word(false)));
        };
        let (region, join) = (sentence.slots.recipient_region.as_ref(), join_of(sentence.modality));
        let recipients = match is_listed {
            true => self.in_region(self.following("recipient"), region, join),
            false => self.those_in_region(&slot.set, region, join),
        };
        let only = onlys.next(slot.is_only);
        self.led(frame.unwrap_or(Message::Recipient), &recipients, only)
    }

    /// Whether data that something is over need words: “over any data” is what is promised without it. What is refused of
    /// any data speaks of them, and what is refused without it is silent.
    pub(super) fn is_said(&self, sentence: &Sentence, over: &Slot) -> bool {
        sentence.modality.is_negative()
            || !matches!(sentence.verb, Verb::Offer | Verb::Notify)
            || self.policy.vocabulary.leaves_out(&over.set)
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
        if self.none_of_people(sentence).is_some() || self.events_of_data(sentence).is_some() {
            return String::new();
        }
        let region = slots.subject_region.as_ref().filter(|_| object != Kind::Subject);
        // Whoever is told is another than the readers, of whom it is told.
        let are_told =
            object != Kind::Subject || self.are_readers(&sentence.object, slots.subject_region.as_ref());
        let subject = slots.subject.as_ref().filter(|_| !(are_told && self.is_to_readers(sentence)));
        let whom = match object == Kind::Subject {
            // Where nobody else is told of, those elsewhere are not either.
            true => subject.map(|subject| {
                let region = slots.subject_region.as_ref().filter(|_| subject.is_only);
                self.whom_alone(subject, region, join)
            }),
            false => self.whom(subject, region, join),
        };
        let what = match slots.over.as_ref().filter(|over| self.is_said(sentence, over)) {
            Some(over) => {
                // A notice for others does not say of whom the data are.
                let are_others = object == Kind::Subject && whom.is_none() && self.is_of_others.get();
                Some(self.data_slot(over, &DataWords { join, whom, are_others, ..DataWords::PLAIN }))
            }
            None => whom,
        };
        what.map(said).unwrap_or_default()
    }

    pub(super) fn following(&self, kind: &'static str) -> String {
        self.frames.fill(Message::Following, &[("kind", kind.into())])
    }

    /// What stands for the data of a list below the sentence, with whose they are.
    pub(super) fn following_data(&self, sentence: &Sentence) -> String {
        let following = self.following("data");
        let following = match self.data_words(sentence).whom {
            Some(whom) => self.of_people(following, &whom),
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

    /// What is announced.
    pub(super) fn later(&self, later: Option<&Later>, frame: Message) -> String {
        let Some(Later { span: _, facts, purpose, channel }) = later else { return String::new() };
        let values = [
            ("facts", self.all_facts(facts).into()),
            ("purpose", self.clause(Message::Purpose, purpose.as_ref(), Join::And).into()),
            ("channel", self.channel_alone(channel.as_ref(), Join::And).into()),
        ];
        self.frames.fill(frame, &values)
    }

    pub(super) fn author_mark(&self, words: &str) -> String {
        self.plain_mark(words.trim().trim_end_matches('.'))
    }
}

/// What fills a place already.
fn said(parts: &[(&'static str, Value<'_>)], name: &str) -> String {
    let value = parts.iter().find(|(place, _)| *place == name).map(|(_, value)| value);
    match value {
        Some(Value::String(words)) => words.to_string(),
        Some(_) | None => String::new(),
    }
}

/// Leaves a place empty, because what fills it is said elsewhere.
fn empty(parts: &mut [(&'static str, Value<'_>)], name: &str) {
    parts.iter_mut().filter(|(place, _)| *place == name).for_each(|(_, value)| *value = "".into());
}

/// What is permitted is all of a list; what is forbidden is any of it.
pub(super) const fn join_of(modality: Modality) -> Join {
    if modality.is_negative() { Join::Or } else { Join::And }
}

/// The words of a name.
pub(super) fn readable_name(name: &str) -> String {
    name.replace(['-', '.', '_'], " ")
}
