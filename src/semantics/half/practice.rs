//! What a statement permits and prohibits by its own words.

use fixedbitset::FixedBitSet;

use super::read::{IsOnly, Reader, Width, about, is_only, persons};
use super::{Cell, Owner};
use crate::model::{FactWord, Kind, KnownTerm, Modality, Set, Trait, Verb, What};
use crate::semantics::space::{Act, Dimension, FactKey, Formula, Known, Reading};

impl Reader<'_, '_> {
    pub(super) fn permission(&mut self) -> Vec<Cell> {
        self.stated(Reading::Permission)
    }

    pub(super) fn prohibition(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Prohibition);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.event());
        cell.facts = cell.facts.and(facts);
        let second =
            self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Prohibition));
        let mut cells = Vec::new();
        for (data, known) in self.forbidden_parts() {
            let cell = Cell { facts: cell.facts.clone().and(known), ..cell.clone() };
            cells.extend(self.with_data(cell, data, second.clone(), Width::WithNarrower));
        }
        cells
    }

    /// The data of a prohibition. Of `never knowingly`, each item by itself, with what is known: that the person is of the
    /// classes that are named, and the data what the item says.
    pub(super) fn forbidden_parts(&mut self) -> Vec<(Option<FixedBitSet>, Formula)> {
        let sentence = self.sentence;
        if sentence.modality != Modality::NeverKnowingly {
            return vec![(self.forbidden_data(), Formula::True)];
        }
        let mut persons_known = Formula::True;
        for slot in persons(sentence) {
            let known = slot.set.items.iter().map(|item| self.known_among(item, &slot.set.except)).collect();
            persons_known = persons_known.and(Formula::any(known));
        }
        let Some(named) = about(sentence) else {
            return vec![(self.forbidden_data(), persons_known)];
        };
        let part = |item: &crate::model::SetItem| {
            let set = Set { items: vec![item.clone()], except: named.set.except.clone() };
            let known = Known::of_data(item.what)
                .map_or(Formula::True, |class| Formula::Fact(self.space.fact(FactKey::Known(class))));
            (Some(self.forbidden_among(&set)), persons_known.clone().and(known))
        };
        named.set.items.iter().map(part).collect()
    }

    /// The data of a prohibition. What is derived about a person is an inference.
    pub(super) fn forbidden_data(&self) -> Option<FixedBitSet> {
        if self.sentence.verb == Verb::Derive {
            Some(self.forbidden_among(&self.sentence.object.set))
        } else {
            self.data(Reading::Prohibition)
        }
    }

    /// Those that a list names in a prohibition.
    pub(super) fn forbidden_among(&self, set: &Set) -> FixedBitSet {
        let inferences = self.space.policy.vocabulary.known(KnownTerm::Inferences);
        let inferences = inferences.and_then(|term| self.space.under(Kind::Data, term));
        let holds = |item: &crate::model::SetItem| {
            inferences
                .is_some_and(|inferences| inferences.is_subset(&self.space.all_of(Kind::Data, item.what)))
        };
        let mut set = set.clone();
        if self.sentence.verb == Verb::Derive {
            let what = What::Any { kind: Kind::Data, trait_: Some(Trait::Personal), is_negated: false };
            let inferred = set.items.iter().filter(|item| holds(item));
            let personal: Vec<_> =
                inferred.map(|item| crate::model::SetItem { what, ..item.clone() }).collect();
            set.items.extend(personal);
        }
        self.space.data(&set, Reading::Prohibition)
    }

    /// The person belongs to a class and to none of those excepted, and this is known.
    pub(super) fn known_among(
        &mut self,
        item: &crate::model::SetItem,
        except: &[crate::model::SetItem],
    ) -> Formula {
        let among = self.space.membership(&Set { items: vec![item.clone()], except: except.to_vec() });
        match item.what {
            What::Term(term) => {
                among.and(Formula::Fact(self.space.fact(FactKey::Known(Known::Subject(term)))))
            }
            What::Any { .. } => among,
        }
    }

    /// What the `only`s exclude: the complement of their product, within the other slots as stated.
    pub(super) fn only(&mut self, owner: Owner) -> Vec<Cell> {
        let sentence = self.sentence;
        let slots: Vec<(Dimension, FixedBitSet, IsOnly)> = self
            .slots()
            .into_iter()
            .map(|(dimension, slot)| {
                (dimension, self.space.slot(dimension, &slot.set), is_only(slot.is_only))
            })
            .collect();
        let mut joined = slots.clone();
        // `to R in REGION`, `about S in REGION`: the `only` in front speaks of the pair.
        let to_is_only = sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        let about_is_only = sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only);
        for (dimension, _, only) in &mut joined {
            if *dimension == Dimension::RecipientRegion && to_is_only
                || *dimension == Dimension::Place && about_is_only
            {
                *only = IsOnly::Yes;
            }
        }
        let object_is_only = sentence.object.is_only;
        let mut cell = self.frame(Reading::Prohibition);
        for (dimension, _, only) in &joined {
            if *only == IsOnly::Yes {
                cell.sets[*dimension as usize] = None;
            }
        }
        let subject = self.subject();
        let narrowing = self
            .facts(|clause| !clause.is_only && matches!(clause.word, FactWord::When | FactWord::Unless))
            .and(self.event());
        cell.facts = if about_is_only { narrowing } else { subject.clone().and(narrowing) };
        let named = self.data(Reading::OnlyUniverse);
        let universe = match (object_is_only, &named) {
            (true, Some(named)) => {
                let mut all = self.space.all_personal_forms();
                all.grow(named.len());
                all.union_with(named);
                Some(all)
            }
            _ => named.clone(),
        };
        let second =
            sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::OnlyUniverse));
        let mut cells = Vec::new();
        for (dimension, set, only) in &joined {
            if *only == IsOnly::Yes {
                let mut outside = cell.clone();
                let complement = self.complement(*dimension, set);
                self.put(&mut outside, *dimension, complement);
                cells.extend(self.with_data(
                    outside.clone(),
                    universe.clone(),
                    second.clone(),
                    Width::WithNarrower,
                ));
                if let (Dimension::Purpose, Verb::Collect, Some(named)) = (*dimension, sentence.verb, &named)
                {
                    cells.extend(self.no_use_of(&outside, named, owner));
                }
            }
        }
        let only_facts: Vec<crate::model::Fact> =
            sentence.facts.iter().filter(|clause| clause.is_only).map(|clause| clause.fact.clone()).collect();
        for fact in only_facts {
            let mut outside = cell.clone();
            let formula = self.space.formula(&fact);
            outside.facts = outside.facts.and(formula.negated());
            cells.extend(self.with_data(outside, universe.clone(), second.clone(), Width::WithNarrower));
        }
        if about_is_only {
            let mut outside = cell.clone();
            outside.facts = outside.facts.and(subject.negated());
            cells.extend(self.with_data(outside, universe.clone(), second.clone(), Width::WithNarrower));
        }
        if let (true, Some(mut outside)) = (object_is_only, universe) {
            let permitted = self.data(Reading::Permission).unwrap_or_default();
            outside.difference_with(&permitted);
            // A combination has no first and second: what is permitted the other way round is not ruled out either.
            if let (Verb::Combine, Some(slot)) = (sentence.verb, &sentence.slots.second) {
                let mut other = second.clone().unwrap_or_default();
                other.difference_with(&permitted);
                cells.extend(self.with_data(
                    cell.clone(),
                    Some(outside.clone()),
                    Some(other),
                    Width::WithNarrower,
                ));
                outside.difference_with(&self.space.data(&slot.set, Reading::Permission));
            }
            cells.extend(self.with_data(cell, Some(outside), second, Width::WithNarrower));
        }
        cells
    }

    /// `may … unless C` also prohibits when C.
    pub(super) fn unless(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let unless: Vec<crate::model::Fact> = sentence
            .facts
            .iter()
            .filter(|clause| clause.word == FactWord::Unless)
            .map(|clause| clause.fact.clone())
            .collect();
        let mut cells = Vec::new();
        for fact in unless {
            let mut cell = self.frame(Reading::Prohibition);
            let when = self.facts(|clause| clause.word == FactWord::When);
            let formula = self.space.formula(&fact);
            cell.facts = cell.facts.and(when).and(formula);
            let data = self.data(Reading::Prohibition);
            let second =
                sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Prohibition));
            cells.extend(self.with_data(cell, data, second, Width::WithNarrower));
        }
        cells
    }

    /// What collecting or deriving for a purpose implies, and what a processor may do with what it gets.
    pub(super) fn implied(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        if sentence.slots.purpose.is_none() {
            return Vec::new();
        }
        let mut cell = self.frame(Reading::Permission);
        match sentence.verb {
            Verb::Collect | Verb::Derive => {}
            Verb::Disclose => {
                let recipients = sentence
                    .slots
                    .recipient
                    .as_ref()
                    .map(|slot| self.space.slot(Dimension::Recipient, &slot.set));
                let mut actors = recipients.unwrap_or_default();
                actors.intersect_with(&self.space.processors());
                if actors.is_clear() {
                    return Vec::new();
                }
                self.put(&mut cell, Dimension::Actor, actors);
            }
            Verb::Combine
            | Verb::Use
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Sell
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
            | Verb::Advise => return Vec::new(),
        }
        let standing = self.standing_facts().and(self.consent_basis()).and(self.knowing());
        cell.facts = cell.facts.and(standing);
        let data = self.space.data(&sentence.object.set, Reading::Permission);
        self.use_of(&cell, &data)
    }

    /// The same cell as a ban on every use. What a tracker says of what it stores holds through the tracker: the same kind of
    /// datum elsewhere is another datum.
    pub(super) fn no_use_of(&mut self, cell: &Cell, data: &FixedBitSet, owner: Owner) -> Vec<Cell> {
        let through = match owner {
            Owner::Tracker(_) => cell.sets[Dimension::Channel as usize],
            Owner::Statement(_) => None,
        };
        let mut cells = self.use_of(cell, data);
        for cell in &mut cells {
            cell.sets[Dimension::Verb as usize] = Some(self.space.acts(Act::Use.with_narrower()));
        }
        let mut second = self.use_of(cell, data);
        for cell in &mut second {
            cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine, Act::Derive]));
            cell.sets[Dimension::Datum as usize] = None;
            self.put(cell, Dimension::Second, data.clone());
        }
        cells.extend(second);
        for cell in &mut cells {
            cell.sets[Dimension::Channel as usize] = through;
        }
        cells
    }

    /// The same cell as a use: without source and channel, recipient and where that is.
    pub(super) fn use_of(&mut self, cell: &Cell, data: &FixedBitSet) -> Vec<Cell> {
        vec![self.turned_into(
            Act::Use,
            cell,
            &[Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Region],
            Some(data),
        )]
    }

    /// That data are demanded: `required` on a practice.
    pub(super) fn required(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Permission);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = self.data(Reading::Permission);
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Channel];
        vec![self.turned_into(Act::Require, &cell, &keeps, data.as_ref())]
    }

    /// The flows that a stated use with a condition or a form of its own, or a deletion, alone decides.
    pub(super) fn scope(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let has_form = sentence.object.set.items.iter().any(|item| item.form.is_some());
        let act = match sentence.verb {
            Verb::Use if sentence.facts.is_empty() && sentence.bases.is_empty() && !has_form => {
                return Vec::new();
            }
            Verb::Use => Act::Use,
            Verb::Delete => Act::Delete,
            Verb::Collect
            | Verb::Derive
            | Verb::Combine
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Disclose
            | Verb::Sell
            | Verb::Publish
            | Verb::Require
            | Verb::Retain
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => return Vec::new(),
        };
        let mut cell = self.frame(Reading::Permission);
        let mut data = self.data(Reading::Permission);
        if act == Act::Delete {
            cell.sets[Dimension::Channel as usize] = None;
            cell.sets[Dimension::Actor as usize] = None;
        } else {
            data = data.map(|data| self.space.in_every_form(&data));
        }
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&[act]));
        if let Some(data) = data {
            self.put(&mut cell, Dimension::Datum, data);
        }
        vec![cell]
    }
}
