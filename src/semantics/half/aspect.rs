//! What a statement speaks of, and what it is silent on.

use super::Aspect;
use super::read::{Reader, about, persons};
use crate::model::{FactWord, Modality, Sentence, Verb, What};
use crate::semantics::space::{Dimension, FactKey, Known};

/// Which facts a half restricts by a clause of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact {
    /// Every clause: of `may … unless C`, the half that prohibits.
    All,
    /// Every clause but `unless`.
    AllButUnless,
    /// Those that narrow the prohibition of an `only`: `when` without `only`.
    NarrowingOnly,
}

/// The classes that a `never knowingly` names.
pub fn never_knowingly(sentence: &Sentence) -> impl Iterator<Item = Known> {
    let persons = persons(sentence).flat_map(|slot| &slot.set.items).filter_map(|item| match item.what {
        What::Term(term) => Some(Known::Subject(term)),
        What::Any { .. } => None,
    });
    let data = about(sentence).into_iter().flat_map(|slot| &slot.set.items);
    persons.chain(data.filter_map(|item| Known::of_data(item.what)))
}

impl Reader<'_, '_> {
    /// What a permission says something about; a header counts as saying.
    pub(super) fn says(&self) -> Vec<Aspect> {
        let mut says: Vec<Aspect> =
            self.slots().into_iter().map(|(dimension, _)| Aspect::Slot(dimension)).collect();
        if self.sentence.slots.second.is_some() {
            says.push(Aspect::Slot(Dimension::Second));
        }
        if self.sentence.verb == Verb::Publish {
            says.push(Aspect::Slot(Dimension::Recipient));
        }
        if self.has_form() {
            says.push(Aspect::Form);
        }
        let facts = self.sentence.facts.iter().flat_map(|clause| clause.fact.terms());
        says.extend(facts.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        let events = self.sentence.deletion.iter().flat_map(|deletion| deletion.event.terms());
        says.extend(events.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        says.extend(self.consent_as_basis().map(Aspect::Fact));
        says.extend(self.subjects());
        says.extend(self.speaks_of().into_iter().map(Aspect::Fact));
        says
    }

    pub(super) fn has_form(&self) -> bool {
        let slots = about(self.sentence).into_iter().chain(&self.sentence.slots.second);
        slots.flat_map(|slot| &slot.set.items).any(|item| item.form.is_some())
    }

    pub(super) fn subjects(&self) -> Vec<Aspect> {
        let items = persons(self.sentence).flat_map(|slot| slot.set.items.iter().chain(&slot.set.except));
        let terms = items.filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        terms.map(|term| Aspect::Fact(FactKey::Subject(term))).collect()
    }

    /// What a prohibition restricts by a clause of its own: every slot but actor, verb and data; never the `only` slots.
    pub(super) fn affirms(&self, facts: Fact) -> Vec<Aspect> {
        let is_stated = facts != Fact::NarrowingOnly;
        let vocabulary = &self.space.policy.vocabulary;
        let mut affirms: Vec<Aspect> = self
            .slots()
            .into_iter()
            .filter(|(_, slot)| (is_stated || !slot.is_only) && vocabulary.leaves_out(&slot.set))
            .map(|(dimension, _)| Aspect::Slot(dimension))
            .collect();
        let to_is_only = self.sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        if !is_stated && to_is_only {
            affirms.retain(|aspect| *aspect != Aspect::Slot(Dimension::RecipientRegion));
        }
        if !is_stated && self.sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only) {
            affirms.retain(|aspect| *aspect != Aspect::Slot(Dimension::Place));
        }
        if self.sentence.slots.second.as_ref().is_some_and(|slot| vocabulary.leaves_out(&slot.set)) {
            affirms.push(Aspect::Slot(Dimension::Second));
        }
        // The half of an `only` is about every personal form, whichever is named.
        if self.has_form() && is_stated {
            affirms.push(Aspect::Form);
        }
        if facts == Fact::AllButUnless {
            affirms.extend(self.consent_as_basis().map(Aspect::Fact));
        }
        let narrows = |clause: &&crate::model::FactClause| match (facts, clause.word) {
            (Fact::All, FactWord::With | FactWord::Under) => false,
            (Fact::All, _) => true,
            (Fact::AllButUnless, word) => word != FactWord::Unless,
            (Fact::NarrowingOnly, word) => word == FactWord::When && !clause.is_only,
        };
        let terms = self.sentence.facts.iter().filter(narrows).flat_map(|clause| clause.fact.terms());
        affirms.extend(terms.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        if is_stated || !self.sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only) {
            affirms.extend(self.subjects());
        }
        let events = self.sentence.deletion.iter().flat_map(|deletion| deletion.event.terms());
        affirms.extend(events.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        if self.sentence.modality == Modality::NeverKnowingly {
            affirms.extend(never_knowingly(self.sentence).map(|known| Aspect::Fact(FactKey::Known(known))));
        }
        affirms
    }
}
