//! Where the rules hold each slot of a sentence: they are written and read back through the same door.

use super::format::{Slot, Slots};
use crate::model::{Field, Object, Verb};

impl Slots {
    /// The place of the object of a verb: it stands by what it is, whatever the verb does with it.
    pub const fn object_mut(&mut self, verb: Verb) -> &mut Option<Slot> {
        match verb.object() {
            Object::Data => &mut self.data,
            Object::Rights => &mut self.rights,
            Object::Subjects => &mut self.subjects,
            Object::Recipients => &mut self.recipients,
            Object::Topics => &mut self.topics,
        }
    }

    /// The place of another slot of a sentence with that verb.
    pub const fn slot_mut(&mut self, verb: Verb, field: Field) -> &mut Option<Slot> {
        match field {
            Field::Second => &mut self.second_data,
            Field::SecondSubject => &mut self.second_subjects,
            Field::Source => &mut self.sources,
            // Those who are told are its subjects; those whom it is about stand beside them.
            Field::Subject if matches!(verb.object(), Object::Subjects) => &mut self.about_subjects,
            Field::Subject => &mut self.subjects,
            Field::SubjectRegion => &mut self.subject_regions,
            Field::Channel => &mut self.channels,
            Field::Recipient => &mut self.recipients,
            Field::RecipientRegion => &mut self.recipient_regions,
            Field::Purpose => &mut self.purposes,
            Field::Region => &mut self.regions,
            Field::Over => &mut self.data,
            Field::Measures => &mut self.measures,
            Field::Events => &mut self.events,
            Field::Duties => &mut self.safeguards,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(slots: &Slots) -> Vec<String> {
        let written = serde_json::to_value(slots).unwrap_or_default();
        written.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect()
    }

    fn something() -> Option<Slot> {
        Some(Slot { items: Vec::new(), except: Vec::new(), only: false, inherited: false })
    }

    #[test]
    fn the_rules_call_a_slot_as_the_table_says() {
        for field in Field::ALL {
            let mut slots = Slots::default();
            *slots.slot_mut(Verb::Use, field) = something();
            assert_eq!(names(&slots), [field.published()]);
        }
        for verb in Verb::ALL {
            let mut slots = Slots::default();
            *slots.object_mut(verb) = something();
            assert_eq!(names(&slots), [verb.object().name()]);
        }
    }
}
