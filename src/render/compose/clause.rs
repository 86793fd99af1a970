//! The slots that are clauses of the main sentence, in the order in which they are said.

use super::frames::Value;
use super::message::Message;
use super::sentence::{Listed, join_of};
use super::set::{Join, Onlys, only_word};
use super::{Composer, Place, verb};
use crate::model::{Field, Kind, Sentence, SetItem, Slot, TermId, Verb, What};

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
        if field == Field::Channel {
            let join = if sentence.verb == Verb::Offer { Join::Or } else { join };
            return self.channel_clause(Some(slot), join, onlys.next(slot.is_only));
        }
        self.clause_again(clause.frame, Some(slot), join, onlys)
    }

    /// Whether the source stands before the data, because behind them it would seem to be that of a person or of a clause
    /// in their label: “from their school the name of pupils”, “from your device the page that you came from”.
    pub(super) fn order_of_source(&self, sentence: &Sentence, data: &str) -> &'static str {
        let is_theirs = |id: TermId| self.said_in(id, Place::Theirs, &[]).is_some();
        let sources = sentence.slots.source.iter().flat_map(|slot| &slot.set.items);
        let are_themselves = sources.clone().next().is_some()
            && sources.clone().all(|item| matches!(item.what, What::Term(id) if is_theirs(id)));
        let is_of_others = self.data_words(sentence).whom.is_some() && !are_themselves;
        if is_of_others || self.holds_clause(data) { "others" } else { "reader" }
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
        let whats = |items: &[SetItem]| items.iter().map(|item| (item.form, item.what)).collect::<Vec<_>>();
        let are_same = |one: &Slot, other: &Slot| {
            whats(&one.set.items) == whats(&other.set.items)
                && whats(&one.set.except) == whats(&other.set.except)
        };
        let slots = &sentence.slots;
        slots.subject_region.is_none()
            && are_same(&sentence.object, second)
            && match (&slots.subject, &slots.second_subject) {
                (None, None) => true,
                (Some(one), Some(other)) => are_same(one, other),
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
        done.into_iter().find_map(|(id, _)| self.said_in(id, Place::Article, &[]))
    }
}
