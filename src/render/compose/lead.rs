//! What stands before the actor, because behind the verb it would cling to the wrong noun.

use super::fact::FactPhrases;
use super::message::Message;
use super::set::{DataWords, Join, only_word};
use super::verb;
use super::words::PieceKind;
use super::{Composer, Place};
use crate::model::{Fact, Field, Sentence, Set, Slot, TermId, Timing, Verb, What};

/// What a sentence says of its purpose, in the places where it can say it.
#[derive(Debug, Default)]
pub(super) struct Purposes {
    /// Before the actor: “For legal claims,”.
    pub(super) lead: String,
    /// In the verb itself: “train AI models”, “decide on credit”.
    pub(super) matter: String,
    /// Whether nothing of it is left to say behind the verb.
    pub(super) is_said: bool,
}

/// How a sentence begins, and what therefore stands elsewhere.
#[derive(Debug)]
pub(super) struct Opening {
    /// What it depends on, before everything.
    pub(super) front: String,
    /// What leads it in before the actor.
    pub(super) lead: String,
    /// How soon, before the verb.
    pub(super) soon: String,
    /// What stands in the place of the event.
    pub(super) event: String,
    /// The purpose as a part of the verb.
    pub(super) matter: String,
    /// Whether nothing of the purpose is left to say behind the verb.
    pub(super) is_purpose_said: bool,
}

impl Composer<'_> {
    /// How a sentence begins: with what it depends on; with the event of a notice, behind which that then stands; and with
    /// what something is kept for, before all else: “for recruiting, if you have agreed, we keep …”.
    pub(super) fn opening(
        &self,
        sentence: &Sentence,
        facts: &FactPhrases,
        one: Option<&OnePerson>,
        before: &[String],
        event: String,
        are_purposes_listed: bool,
    ) -> Opening {
        let is_kept = sentence.verb == Verb::Retain;
        let has_front = !facts.front.is_empty();
        let is_led = has_front && !is_kept || one.is_some() || are_purposes_listed;
        let Purposes { lead, matter, is_said } = self.purposes_elsewhere(sentence, before, is_led);
        let (lead, soon) = one.map_or((lead, String::new()), |one| self.lead_of(one, sentence));
        let front = facts.front.clone();
        let (front, lead, soon, event) = match self.notice_led(sentence, facts) {
            Some((lead, soon)) => (String::new(), lead, soon, front),
            None if is_kept && has_front => (format!("{lead} {front}"), String::new(), soon, event),
            None => (front, lead, soon, event),
        };
        Opening { front, lead, soon, event, matter, is_purpose_said: is_said }
    }

    /// The purpose where it does not stand behind the verb. `before` is what stands there before it, `is_led` whether
    /// something else stands before the actor.
    pub(super) fn purposes_elsewhere(
        &self,
        sentence: &Sentence,
        before: &[String],
        is_led: bool,
    ) -> Purposes {
        let Some(slot) = sentence.slots.purpose.as_ref().filter(|slot| !slot.is_only) else {
            return Purposes::default();
        };
        if let Some(matter) = verb::matter(sentence.verb).and_then(|place| self.all_in(&slot.set, place)) {
            return Purposes { matter, is_said: true, ..Purposes::default() };
        }
        let is_kept = sentence.verb == Verb::Retain;
        // “make decisions on the basis of your payments for preventing fraud”
        let is_decided = sentence.verb == Verb::Decide && !sentence.modality.is_negative();
        let clings = match verb::is_purpose_apart(sentence.verb) {
            true => sentence.modality.is_negative() && sentence.slots.has(Field::Recipient),
            false => is_kept || is_decided || before.iter().any(|phrase| self.holds_clause(phrase)),
        };
        if is_led || !clings {
            return Purposes::default();
        }
        let purposes = match is_kept {
            true => self.set_in(&slot.set, Place::Kept),
            false => self.set(&slot.set, Join::And),
        };
        let purpose = self.led(Message::Purpose, &purposes, only_word(false));
        let lead = self.frames.fill(Message::Lead, &[("phrase", purpose.into())]);
        Purposes { lead, is_said: true, ..Purposes::default() }
    }

    /// Whether a phrase holds a clause, to which what follows it would belong.
    pub(super) fn holds_clause(&self, phrase: &str) -> bool {
        let words = self.pieces.plain(phrase);
        let mut words = words.split(|one: char| !one.is_alphanumeric());
        words.any(|word| self.frames.lists(Message::ClauseWords, word))
    }

    /// A list of what each item is called in a place; `None` if one has no words for it.
    fn all_in(&self, set: &Set, place: Place) -> Option<String> {
        if !set.except.is_empty() {
            return None;
        }
        let said: Option<Vec<String>> = set.items.iter().map(|item| self.what_in(item.what, place)).collect();
        Some(self.list(&said?, Join::And))
    }

    /// A list in which items have the words that they have in a place, and else their labels.
    pub(super) fn set_in(&self, set: &Set, place: Place) -> String {
        let item =
            |item: &crate::model::SetItem| self.what_in(item.what, place).unwrap_or_else(|| self.item(item));
        let items: Vec<String> = set.items.iter().map(item).collect();
        self.without(self.list(&items, Join::And), &set.except.iter().map(item).collect::<Vec<_>>())
    }

    fn what_in(&self, what: What, place: Place) -> Option<String> {
        match what {
            What::Term(id) => Some(self.pieces.mark(&self.said_in(id, place, &[])?, PieceKind::Term(id))),
            What::Any { .. } => None,
        }
    }

    /// Whose data are deleted when something becomes known of one person: “when we learn that we hold the data of a child
    /// under 13, we delete all personal data about that child”, and not those of all children.
    pub(super) fn one_person(&self, sentence: &Sentence) -> Option<OnePerson> {
        let Some(Fact::Term(event, _)) = sentence.deletion.as_ref().map(|deletion| &deletion.event) else {
            return None;
        };
        let slots = &sentence.slots;
        let one = match (&slots.subject, &slots.subject_region) {
            (Some(subject), None) if !subject.is_only => self.one_of(subject)?,
            // All data: those of the person of whom it became known.
            (None, None)
                if sentence.object.set.items.iter().all(|item| matches!(item.what, What::Any { .. })) =>
            {
                self.said_in(*event, Place::One, &[])?
            }
            _ => return None,
        };
        let event = self.said_in(*event, Place::Of, &[("whom", one.into())])?;
        Some(OnePerson { event, whom: self.frames.word(Message::ThatPerson) })
    }

    /// “Within 3 days after we learn that we hold the data of a child,”, with what stands before the verb instead: “When we
    /// learn that we hold the data of a child, we promptly”.
    pub(super) fn lead_of(&self, one: &OnePerson, sentence: &Sentence) -> (String, String) {
        let timing = sentence.deletion.as_ref().and_then(|deletion| deletion.timing).or(sentence.timing);
        self.led_by_event(&one.event, timing)
    }

    /// An event before all else, and what then stands before the verb.
    pub(super) fn led_by_event(&self, event: &str, timing: Option<Timing>) -> (String, String) {
        let (before, soon) = match timing {
            Some(Timing::Promptly) => (None, self.timing(Message::Timing, Timing::Promptly)),
            Some(Timing::Within(_) | Timing::Before(_) | Timing::Beforehand) | None => {
                (timing, String::new())
            }
        };
        let event = self.on_event(event, before);
        (self.frames.fill(Message::Lead, &[("phrase", event.into())]), soon)
    }

    /// People as one of them: “a child under 13 or a teenager”.
    fn one_of(&self, subject: &Slot) -> Option<String> {
        let one = |id: TermId| self.said_in(id, Place::One, &[]);
        let items = subject.set.items.iter().map(|item| match item.what {
            What::Term(id) => one(id),
            What::Any { .. } => None,
        });
        let items = items.collect::<Option<Vec<String>>>().filter(|_| subject.set.except.is_empty())?;
        Some(self.list(&items, Join::Or))
    }
}

/// An event that is about one person, and how that person is called behind it.
pub(super) struct OnePerson {
    pub(super) event: String,
    pub(super) whom: String,
}

impl OnePerson {
    /// How the data of that person are spoken of.
    pub(super) fn words(&self, words: &DataWords) -> DataWords {
        DataWords { whom: Some(self.whom.clone()), are_of_one: true, ..words.clone() }
    }
}
