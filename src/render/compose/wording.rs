//! What fills the slots of the author's own wording.

use super::Composer;
use super::message::Message;
use super::sentence::join_of;
use super::set::{DataWords, Join};
use crate::model::{Field, Modality, Object, Sentence, Slot, Verb};

impl Composer<'_> {
    /// What fills the slots of `says`. Nouns stand bare; clauses bring the word that leads them in: “for …”, “when …”.
    pub(super) fn slot_phrases(&self, sentence: &Sentence) -> Vec<(&'static str, String)> {
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
        let mut phrases = vec![(verb.object().name(), self.object_phrase(sentence))];
        let phrase = |(field, slot): (Field, &Slot)| (field.says(), self.slot_phrase(sentence, field, slot));
        phrases.extend(slots.filled().map(phrase));
        let states: Vec<String> = states.iter().map(|state| self.state(*state)).collect();
        phrases.push(("states", self.list(&states, Join::And)));
        phrases.push(("facts", self.all_facts(facts)));
        let bases = self.frames.fill(Message::BasesAlone, &[("bases", self.bases(bases).into())]);
        phrases.push(("bases", bases));
        let kept = retention.as_ref().filter(|ends| !ends.is_nothing());
        phrases.extend(kept.map(|ends| ("retention", self.ends(ends, *is_ceiling))));
        phrases.extend(deletion.as_ref().map(|deletion| ("event", self.deletion(deletion, None))));
        let timing = timing.or(deletion.as_ref().and_then(|deletion| deletion.timing));
        phrases.extend(timing.map(|timing| ("timing", self.timing(Message::Timing, timing))));
        phrases
    }

    fn object_phrase(&self, sentence: &Sentence) -> String {
        match sentence.verb.object() {
            Object::Data => self.data_slot(&sentence.object, &self.data_words(sentence)),
            Object::Rights => self.rights(sentence, false),
            Object::Subjects => self.people(sentence, &sentence.object),
            Object::Recipients | Object::Topics => self.set(&sentence.object.set, join_of(sentence.modality)),
        }
    }

    fn slot_phrase(&self, sentence: &Sentence, field: Field, slot: &Slot) -> String {
        let join = join_of(sentence.modality);
        match field {
            Field::Second | Field::Over => self.data_slot(slot, &DataWords { join, ..DataWords::PLAIN }),
            Field::Purpose => self.clause(Message::Purpose, Some(slot), join),
            Field::Subject => self.people(sentence, slot),
            Field::SecondSubject
            | Field::Source
            | Field::SubjectRegion
            | Field::Channel
            | Field::Recipient
            | Field::RecipientRegion
            | Field::Region
            | Field::Measures
            | Field::Events
            | Field::Duties => self.set(&slot.set, alternatives(sentence.verb, sentence.modality)),
        }
    }

    /// People with the region where they are.
    fn people(&self, sentence: &Sentence, slot: &Slot) -> String {
        let region = sentence.slots.subject_region.as_ref();
        let whom = self.whom(Some(slot), region, join_of(sentence.modality));
        whom.unwrap_or_else(|| self.frames.word(Message::You))
    }
}

/// Whoever is offered several ways takes one of them.
fn alternatives(verb: Verb, modality: Modality) -> Join {
    if verb == Verb::Offer { Join::Or } else { join_of(modality) }
}
