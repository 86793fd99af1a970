//! The slots that are clauses of the main sentence, in the order in which they are said.

use super::fact::FactPhrases;
use super::frames::Value;
use super::lead::OnePerson;
use super::message::Message;
use super::sentence::{Listed, join_of};
use super::set::{DataWords, Join, Onlys, only_word};
use super::{Composer, Place, verb};
use crate::model::{FactClause, Field, Kind, Sentence, Set, SetItem, Slot, TermId, Verb, What};

/// A slot that is a clause of the main sentence.
struct MainClause {
    /// Where it is said among the others.
    place: u8,
    /// What the frames of verbs call it.
    name: &'static str,
    /// What leads it in.
    frame: Message,
}

impl MainClause {
    /// `None` if a slot is said with what it belongs to: the data, the recipient, the event.
    const fn of(field: Field) -> Option<Self> {
        let (place, name, frame) = match field {
            Field::Source => (0, "source", Message::Source),
            Field::Recipient => (1, "recipient", Message::Recipient),
            Field::Region => (2, "region", Message::Region),
            Field::Channel => (3, "channel", Message::Channel),
            Field::Purpose => (4, "purpose", Message::Purpose),
            Field::Second
            | Field::SecondSubject
            | Field::Subject
            | Field::SubjectRegion
            | Field::RecipientRegion
            | Field::Over
            | Field::Measures
            | Field::Events
            | Field::Duties => return None,
        };
        Some(Self { place, name, frame })
    }
}

impl Composer<'_> {
    /// What the frame of a verb has a place for, with the words that fill it. The frame of the recipient goes by the verb.
    pub(super) fn main_clauses<'v>(
        &self,
        sentence: &Sentence,
        recipient: Option<Message>,
        listed: Option<Listed>,
        onlys: &mut Onlys,
    ) -> Vec<(&'static str, Value<'v>)> {
        let clause = |field| Some((field, MainClause::of(field)?));
        let mut clauses: Vec<(Field, MainClause)> = Field::ALL.into_iter().filter_map(clause).collect();
        clauses.sort_by_key(|(_, clause)| clause.place);
        let mut said = Vec::with_capacity(clauses.len());
        for (field, clause) in clauses {
            if field == Field::Region {
                said.extend(self.region(sentence, onlys));
                continue;
            }
            let words = match field == Field::Recipient {
                true => self.recipient(sentence, recipient, listed == Some(Listed::Recipients), onlys),
                false => self.main_clause(sentence, field, &clause, listed, onlys),
            };
            said.push((clause.name, words.into()));
        }
        said
    }

    /// Where it is done: behind the data, or before them where it could be taken for the place of people or of other data.
    pub(super) fn region<'v>(
        &self,
        sentence: &Sentence,
        onlys: &mut Onlys,
    ) -> [(&'static str, Value<'v>); 2] {
        let slots = &sentence.slots;
        let Some(slot) = &slots.region else { return [("region", "".into()), ("aside", "".into())] };
        let join = join_of(sentence.modality);
        if slots.second.is_none() && self.data_words(sentence).whom.is_none() {
            let place = self.place(&slot.set, join);
            let region = self.led(Message::Region, &place, onlys.next(slot.is_only));
            return [("region", region.into()), ("aside", "".into())];
        }
        let aside = self.led(Message::RegionAside, &self.place(&slot.set, join), only_word(slot.is_only));
        onlys.next(slot.is_only);
        [("region", "".into()), ("aside", aside.into())]
    }

    fn main_clause(
        &self,
        sentence: &Sentence,
        field: Field,
        clause: &MainClause,
        listed: Option<Listed>,
        onlys: &mut Onlys,
    ) -> String {
        let Some(slot) = sentence.slots.get(field) else { return String::new() };
        if field == Field::Purpose && listed == Some(Listed::Purposes) {
            return self.led(clause.frame, &self.following(clause.name), onlys.next(slot.is_only));
        }
        let join = join_of(sentence.modality);
        if field == Field::Source {
            return self.source(sentence, slot, onlys.next(slot.is_only));
        }
        if field == Field::Channel {
            // Of what there is none, there is none in any of these.
            let is_any = matches!(sentence.verb, Verb::Offer | Verb::HaveNo);
            let join = if is_any { Join::Or } else { join };
            return self.channel_clause(Some(slot), join, onlys.next(slot.is_only));
        }
        self.clause_again(clause.frame, Some(slot), join, onlys)
    }

    /// Where data come from. Of two sources each has its “from”, so that neither is taken for a part of the other: “from
    /// your use of the service and from third parties”.
    fn each_source(&self, slot: &Slot, join: Join, only: &'static str) -> String {
        match (self.items(&slot.set).as_slice(), slot.set.except.as_slice()) {
            ([one, other], []) => {
                let first = self.led(Message::Source, one, only);
                let second = self.led(Message::Source, other, only_word(false));
                self.list(&[first, second], join)
            }
            _ => self.led(Message::Source, &self.set(&slot.set, join), only),
        }
    }

    /// Whether the source stands before the data, because behind them it would seem to be that of a person or of a clause
    /// in their label: “from the school the name of pupils”, “from your device the page that you came from”. A source that
    /// stands for the people comes behind them.
    pub(super) fn order_of_source(&self, sentence: &Sentence, data: &str, source: &str) -> &'static str {
        let whom = self.data_words(sentence).whom;
        let is_before = match &whom {
            Some(whom) if self.speaks_of_them(source) => {
                !self.pieces.plain(data).contains(&self.pieces.plain(whom))
            }
            Some(_) => true,
            None => self.holds_clause(data),
        };
        if is_before { "others" } else { "reader" }
    }

    /// From where data come. Behind the people themselves every other source has its own word, so that nobody takes it for
    /// one of them: “from them and from their school”.
    fn source(&self, sentence: &Sentence, slot: &Slot, only: &'static str) -> String {
        let join = join_of(sentence.modality);
        let are_themselves = |item: &SetItem| matches!(item.what, What::Term(id) if self.said_in(id, Place::Theirs, &[]).is_some());
        let (first, others): (Vec<SetItem>, Vec<SetItem>) =
            slot.set.items.iter().cloned().partition(|item| are_themselves(item));
        if !self.is_of_others.get() || first.is_empty() || others.is_empty() || !slot.set.except.is_empty() {
            return self.behind_whom(sentence, self.each_source(slot, join, only));
        }
        let again =
            |item: &SetItem| self.frames.fill(Message::SourceAgain, &[("source", self.item(item).into())]);
        let sources: Vec<String> =
            first.iter().map(|item| self.item(item)).chain(others.iter().map(again)).collect();
        let source = self.led(Message::Source, &self.list(&sources, join), only);
        self.behind_whom(sentence, source)
    }

    /// A source that comes behind the people, apart from a clause in what they are called: “people who work for us, from
    /// them and from our own records,”.
    fn behind_whom(&self, sentence: &Sentence, source: String) -> String {
        let ends_in_clause = self.data_words(sentence).whom.is_some_and(|whom| self.holds_clause(&whom));
        match ends_in_clause && self.speaks_of_them(&source) {
            true => self.frames.fill(Message::SourceApart, &[("source", source.into())]),
            false => source,
        }
    }

    /// Whether the people of a sentence stand before all else, because they cannot stand behind its data.
    pub(super) fn are_people_before(&self, sentence: &Sentence, listed: Option<Listed>) -> bool {
        let words = self.data_words(sentence);
        let is_of_data = sentence.verb.object_kind() == Kind::Data && listed != Some(Listed::Data);
        let is_only = sentence.slots.subject.as_ref().is_some_and(|subject| subject.is_only);
        // “information that identifies children”
        let are_named = sentence.object.set.items.iter().any(|item| matches!(item.what, What::Term(_)));
        let is_apart = is_of_data && are_named && !is_only && words.whom.is_some() && self.is_of_others.get();
        let alone = || self.data_slot(&sentence.object, &DataWords { whom: None, are_others: true, ..words });
        is_apart && !self.is_combined_with_itself(sentence) && self.takes_no_genitive(&alone())
    }

    /// Facts that stand for the people of a sentence come behind these: “we collect the application file of applicants from
    /// them, when they apply for a job”.
    pub(super) fn facts_behind_people(
        &self,
        sentence: &Sentence,
        facts: &[FactClause],
        onlys: &mut Onlys,
    ) -> FactPhrases {
        let facts = self.fact_phrases(facts, sentence.modality.is_negative(), onlys);
        let names_people = self.data_words(sentence).whom.is_some() || sentence.verb == Verb::Notify;
        if !self.is_of_others.get() || !names_people || !self.speaks_of_them(&facts.front) {
            return facts;
        }
        let front = self.frames.fill(Message::FactUnder, &[("facts", facts.front.into())]);
        FactPhrases { front: String::new(), under: format!("{front} {}", facts.under), ..facts }
    }

    /// What only one verb has in its frame; `matter` is the purpose as a part of the verb.
    pub(super) fn verb_parts(
        &self,
        sentence: &Sentence,
        matter: String,
    ) -> Vec<(&'static str, Value<'static>)> {
        match sentence.verb {
            Verb::Derive => vec![("found", self.found(sentence).into())],
            Verb::Combine => {
                let is_same = self.is_combined_with_itself(sentence);
                vec![("same", if is_same { "yes" } else { "no" }.into())]
            }
            Verb::Decide => {
                let about = if matter.is_empty() { "nowhere" } else { "stated" };
                let article = self
                    .article(sentence)
                    .map(|words| self.frames.fill(Message::Article, &[("words", words.into())]));
                vec![
                    ("matter", matter.into()),
                    ("about-what", about.into()),
                    ("article", article.unwrap_or_default().into()),
                ]
            }
            Verb::Train => {
                let models = if matter.is_empty() { self.frames.word(Message::TrainModels) } else { matter };
                vec![("matter", models.into())]
            }
            Verb::Disclose | Verb::Sell => {
                vec![
                    ("apart", if sentence.modality.is_negative() { "no" } else { "yes" }.into()),
                    ("deed", if self.is_shared(sentence) { "share" } else { "disclose" }.into()),
                ]
            }
            Verb::Collect
            | Verb::Use
            | Verb::View
            | Verb::Store
            | Verb::Publish
            | Verb::Require
            | Verb::Retain
            | Verb::Delete
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => Vec::new(),
        }
    }

    /// How data come to be that are derived: most are worked out, inferences are drawn.
    fn found(&self, sentence: &Sentence) -> &'static str {
        let is_drawn = |what: What| match what {
            What::Term(id) => self.said_in(id, Place::Found, &[]).as_deref() == Some("drawn"),
            What::Any { .. } => false,
        };
        let items = &sentence.object.set.items;
        if items.iter().all(|item| is_drawn(item.what)) { "drawn" } else { "worked-out" }
    }

    /// Whether data are combined with the same data of the same people.
    pub(super) fn is_combined_with_itself(&self, sentence: &Sentence) -> bool {
        let Some(second) = &sentence.slots.second else { return false };
        let slots = &sentence.slots;
        slots.subject_region.is_none()
            && sentence.object.set.says_the_same(&second.set)
            && match (&slots.subject, &slots.second_subject) {
                (None, None) => true,
                (Some(one), Some(other)) => one.set.says_the_same(&other.set),
                (Some(_), None) | (None, Some(_)) => false,
            }
    }

    /// Whether a disclosure is called “sharing”: any is, unless the law of the policy keeps the word for some purposes.
    fn is_shared(&self, sentence: &Sentence) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let kept: Vec<TermId> = vocabulary
            .of_kind(Kind::Topic)
            .filter(|(_, topic)| topic.effects.done_by.contains(&sentence.verb))
            .filter(|(id, _)| self.said_in(*id, Place::OwnWord, &[]).is_some())
            .flat_map(|(_, topic)| topic.effects.done_for.iter().copied())
            .collect();
        let is_kept = |what: What| match what {
            What::Term(id) => kept.iter().any(|above| vocabulary.is_below(id, *above)),
            What::Any { .. } => false,
        };
        let mut purposes = sentence.slots.purpose.iter().flat_map(|slot| &slot.set.items);
        kept.is_empty() || purposes.any(|item| is_kept(item.what))
    }

    /// The frame of the recipient: one shares *with* somebody, and discloses *to* somebody.
    pub(super) fn recipient_frame(&self, sentence: &Sentence) -> Option<Message> {
        let frame = verb::recipient(sentence.verb)?;
        Some(if self.is_shared(sentence) { frame } else { Message::RecipientOfSale })
    }

    /// The provision of the law of the policy on what a verb does: that on a topic which the verb does.
    fn article(&self, sentence: &Sentence) -> Option<String> {
        let topics = self.policy.vocabulary.of_kind(Kind::Topic);
        let done = topics.filter(|(_, topic)| topic.effects.done_by.contains(&sentence.verb));
        done.into_iter().find_map(|(id, _)| self.articles(id))
    }

    /// On which event something is deleted or told, and how soon.
    pub(super) fn event(&self, sentence: &Sentence) -> String {
        match (&sentence.deletion, &sentence.slots.events) {
            (Some(deletion), _) => self.deletion(deletion, deletion.timing.or(sentence.timing)),
            (None, Some(events)) => self.on_event(&self.events_told(sentence, &events.set), sentence.timing),
            (None, None) => String::new(),
        }
    }

    fn events_told(&self, sentence: &Sentence, events: &Set) -> String {
        self.events_of_data(sentence).unwrap_or_else(|| self.set(events, Join::Or))
    }

    /// The event of a notice before all else, with what stands before the verb instead of how soon: what a notice depends on
    /// besides comes behind it, because it is true of an event that has happened. “When we become aware of a breach, we
    /// promptly tell you by e-mail if a high risk is likely”. `None` if it depends on nothing besides.
    pub(super) fn notice_led(&self, sentence: &Sentence, facts: &FactPhrases) -> Option<(String, String)> {
        let events = sentence.slots.events.as_ref()?;
        if sentence.verb != Verb::Notify || facts.front.is_empty() {
            return None;
        }
        let events = self.events_told(sentence, &events.set);
        Some(self.led_by_event(&events, sentence.timing))
    }

    /// The events of a notice in the words that all of them have of its data: “a breach affects your files”; `None` if one
    /// of them has none.
    pub(super) fn events_of_data(&self, sentence: &Sentence) -> Option<String> {
        let (over, events) = (sentence.slots.over.as_ref()?, sentence.slots.events.as_ref()?);
        if !self.is_said(sentence, over) || sentence.slots.subject.is_some() || !events.set.except.is_empty()
        {
            return None;
        }
        let are_others = self.is_of_others.get();
        let data = self.data_slot(over, &DataWords { are_others, ..DataWords::HELD });
        let said = events.set.items.iter().map(|item| match item.what {
            What::Term(id) => self.said_in(id, Place::OfData, &[("data", data.clone().into())]),
            What::Any { .. } => None,
        });
        Some(self.list(&said.collect::<Option<Vec<String>>>()?, Join::Or))
    }

    /// Whether what an offer names by `from` stands behind its rights, because these are told apart by what they stop and
    /// not by what they are about: “opt out of the sale of your data and of its sharing, as regards …”.
    pub(super) fn are_statements_apart(&self, sentence: &Sentence) -> bool {
        let rights = &sentence.object.set;
        let is_own = |item: &SetItem| {
            let stops =
                [Place::OutOf, Place::ObjectsTo].into_iter().any(|place| self.has_words(item.what, place));
            stops && !self.has_words(item.what, Place::From)
        };
        !sentence.from_labels.is_empty() && rights.items.len() > 1 && rights.items.iter().all(is_own)
    }

    /// The frame of who gets data.
    pub(super) fn recipient_behind(&self, sentence: &Sentence, is_joined: bool) -> Option<Message> {
        match is_joined {
            // Data are used and disclosed *to* somebody: one could use them with somebody as well.
            true => Some(Message::RecipientOfSale).filter(|_| sentence.slots.has(Field::Recipient)),
            false => self.recipient_frame(sentence),
        }
    }

    /// The data of a sentence, without the people where these stand before all else.
    pub(super) fn data_apart(
        &self,
        sentence: &Sentence,
        listed: Option<Listed>,
        one: Option<&OnePerson>,
        are_people_before: bool,
    ) -> String {
        match one {
            _ if listed == Some(Listed::Data) => self.following_data(sentence),
            Some(one) => self.data_slot(&sentence.object, &one.words(&self.data_words(sentence))),
            None if are_people_before => {
                self.data_slot(&sentence.object, &DataWords { whom: None, ..self.data_words(sentence) })
            }
            None => self.object_data(sentence),
        }
    }

    /// The people of a sentence where they stand before all else.
    pub(super) fn lead_whom(&self, sentence: &Sentence, are_people_before: bool) -> String {
        let whom = self.data_words(sentence).whom.filter(|_| are_people_before);
        whom.map(|whom| self.frames.fill(Message::LeadWhom, &[("whom", whom.into())])).unwrap_or_default()
    }
}
