//! The slots that are clauses of the main sentence, in the order in which they are said.

use super::Composer;
use super::frames::Value;
use super::message::Message;
use super::sentence::{Listed, join_of};
use super::set::{Join, Onlys};
use crate::model::{Field, Sentence, Verb};

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
            return [
                ("region", self.clause_again(Message::Region, Some(slot), join, onlys).into()),
                ("aside", "".into()),
            ];
        }
        let aside = self.clause(Message::RegionAside, Some(slot), join);
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
        let is_choice = field == Field::Channel && sentence.verb == Verb::Offer;
        let join = if is_choice { Join::Or } else { join_of(sentence.modality) };
        self.clause_again(clause.frame, Some(slot), join, onlys)
    }
}
