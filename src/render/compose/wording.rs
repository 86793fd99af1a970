//! What fills the slots of the author's own wording.

use super::Composer;
use super::message::Message;
use super::sentence::join_of;
use super::set::{DataWords, Join};
use super::statement::BARE_CHANNELS;
use crate::model::{Field, Modality, Object, Sentence, Slot, Verb};

impl Composer<'_> {
    /// What fills the slots of `says`. Nouns stand bare; clauses bring the word that leads them in: “for …”, “when …”.
    /// What has a place of its own in the wording is not said by another slot as well.
    pub(super) fn slot_phrases(&self, sentence: &Sentence, says: &str) -> Vec<(&'static str, String)> {
        let narrowed = without_own_places(sentence, says);
        let Sentence {
            verb,
            slots,
            facts,
            bases,
            retention,
            is_ceiling,
            deletion,
            states,
            timing,
            // The author says in words of their own who acts, in which mood, and what a label stands for.
            actor: _,
            modality: _,
            from_labels: _,
            // Said behind the wording.
            necessity: _,
            // It goes by what the verb takes.
            object: _,
            span: _,
            is_damaged: _,
        } = sentence;
        let mut phrases = vec![(verb.object().name(), self.object_phrase(sentence, &narrowed))];
        let phrase = |(field, slot): (Field, &Slot)| (field.says(), self.slot_phrase(&narrowed, field, slot));
        phrases.extend(slots.filled().map(phrase));
        if let Some(channels) = &slots.channel {
            let bare = self.bare_channels(channels, alternatives(*verb, sentence.modality));
            phrases.push((BARE_CHANNELS.trim_matches(['{', '}']), bare));
        }
        let states: Vec<String> = states.iter().map(|state| self.state(*state)).collect();
        phrases.push(("states", self.list(&states, join_of(sentence.modality))));
        phrases.push(("facts", self.all_facts(facts)));
        phrases.push(("bases", self.bases(bases, facts)));
        let kept = retention.as_ref().filter(|ends| !ends.is_nothing());
        phrases.extend(kept.map(|ends| ("retention", self.ends(ends, *is_ceiling))));
        phrases.extend(deletion.as_ref().map(|deletion| ("event", self.deletion(deletion, None))));
        let timing = timing.or(deletion.as_ref().and_then(|deletion| deletion.timing));
        phrases.extend(timing.map(|timing| ("timing", self.timing(Message::Timing, timing))));
        phrases
    }

    fn object_phrase(&self, whole: &Sentence, sentence: &Sentence) -> String {
        match sentence.verb.object() {
            Object::Data => {
                let words = self.data_words(sentence);
                let are_others = words.whom.is_none() && self.data_words(whole).whom.is_some();
                self.data_slot(&sentence.object, &DataWords { are_others, ..words })
            }
            Object::Rights => self.rights(sentence),
            Object::Subjects => self.told(
                &sentence.object,
                sentence.slots.subject_region.as_ref(),
                join_of(sentence.modality),
            ),
            Object::Recipients | Object::Topics => self.set(&sentence.object.set, join_of(sentence.modality)),
        }
    }

    fn slot_phrase(&self, sentence: &Sentence, field: Field, slot: &Slot) -> String {
        let join = join_of(sentence.modality);
        let bare = || self.set(&slot.set, alternatives(sentence.verb, sentence.modality));
        let only = |phrase: String| match slot.is_only {
            true => self.frames.fill(Message::OnlyData, &[("data", phrase.into())]),
            false => phrase,
        };
        match field {
            // Of all that a person can ask for, and of any that something is said not to happen to.
            Field::Over => {
                let words = if sentence.verb == Verb::Offer { DataWords::HELD } else { DataWords::PLAIN };
                self.data_slot(slot, &DataWords { join, ..words })
            }
            Field::Second => self.second(sentence),
            Field::Purpose => self.clause(Message::Purpose, Some(slot), join),
            Field::Source => self.clause(Message::Source, Some(slot), join),
            Field::Channel => self.channel_alone(Some(slot), alternatives(sentence.verb, sentence.modality)),
            Field::Subject => {
                self.whom(Some(slot), sentence.slots.subject_region.as_ref(), join).unwrap_or_default()
            }
            Field::Recipient => {
                only(self.those_in_region(&slot.set, sentence.slots.recipient_region.as_ref(), join))
            }
            Field::SecondSubject
            | Field::SubjectRegion
            | Field::RecipientRegion
            | Field::Region
            | Field::Measures
            | Field::Events
            | Field::Duties => only(bare()),
        }
    }

    /// Recipients who stand in a list below, with the region where they are.
    pub(super) fn in_region(&self, recipients: String, region: Option<&Slot>, join: Join) -> String {
        let Some(region) = region else { return recipients };
        let place = self.place(&region.set, join);
        self.frames.fill(Message::InRegion, &[("whom", recipients.into()), ("place", place.into())])
    }
}

/// Whoever is offered several ways takes one of them.
fn alternatives(verb: Verb, modality: Modality) -> Join {
    if verb == Verb::Offer { Join::Or } else { join_of(modality) }
}

/// The sentence without the slots that another slot would say, where a wording has a place for them.
fn without_own_places(sentence: &Sentence, says: &str) -> Sentence {
    let mut narrowed = sentence.clone();
    for field in Field::ALL {
        let name = field.says();
        // A right has an object in any case.
        let gives_way = field != Field::Over && !sentence.says_of(name).is_empty();
        if gives_way && says.contains(&format!("{{{name}}}")) {
            *narrowed.slots.get_mut(field) = None;
        }
    }
    narrowed
}
