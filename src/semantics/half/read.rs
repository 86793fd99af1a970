//! Whole slots and formulas, read from a sentence.

use fixedbitset::FixedBitSet;

use super::choice::named_by;
use super::{Cell, Owner};
use crate::model::{
    Actor, FactWord, Kind, KnownTerm, Object, Policy, ProtectedState, Sentence, Set, Slot, TermId, Verb, What,
};
use crate::semantics::space::{
    Act, COMPANY, Dimension, FactKey, Formula, Known, Reading, STATES, Space, WithProcessors,
};

/// Reads one sentence into cells.
pub(super) struct Reader<'s, 'a> {
    pub(super) space: &'s mut Space,
    pub(super) sentence: &'a Sentence,
}

/// What a sentence is about: its object, or for what has another object the data behind `over`.
pub(in crate::semantics) fn about(sentence: &Sentence) -> Option<&Slot> {
    match sentence.verb.object() {
        Object::Data => Some(&sentence.object),
        Object::Rights | Object::Subjects | Object::Recipients | Object::Topics => {
            sentence.slots.over.as_ref()
        }
    }
}

/// The consent that is the only basis of a sentence, if it is.
pub(in crate::semantics) fn consent_as_basis(policy: &Policy, sentence: &Sentence) -> Option<TermId> {
    let vocabulary = &policy.vocabulary;
    let basis = vocabulary.known(KnownTerm::ConsentAsBasis)?;
    let bases = &sentence.bases;
    let rests = !bases.is_empty() && bases.iter().all(|one| vocabulary.is_below(one.term, basis));
    vocabulary.known(KnownTerm::Consent).filter(|_| rests)
}

/// The lists of the data of a sentence; of an offer with `from` and without `over`, those of what it names.
pub(super) fn data_of<'s>(policy: &'s Policy, sentence: &'s Sentence) -> Vec<&'s Slot> {
    if let Some(own) = about(sentence) {
        return vec![own];
    }
    if sentence.verb != Verb::Offer {
        return Vec::new();
    }
    let named = named_by(policy, sentence).into_iter().filter_map(|owner| match owner {
        Owner::Statement(id) => about(&policy.statement(id).sentence),
        Owner::Tracker(id) => policy.trackers[id.index()].stores.as_ref(),
    });
    named.collect()
}

/// The persons of a sentence: whoever is told of something stands as the object of a notice, others in a clause.
pub(super) fn persons(sentence: &Sentence) -> impl Iterator<Item = &Slot> {
    let told = (sentence.verb == Verb::Notify).then_some(&sentence.object);
    told.into_iter().chain(&sentence.slots.subject)
}

/// The classes of which the policy says `never knowingly`, and which a sentence names by naming them or less.
pub(in crate::semantics) fn known(space: &Space, sentence: &Sentence) -> Vec<FactKey> {
    let vocabulary = &space.policy.vocabulary;
    let names = |known: &Known| {
        match known {
        Known::Subject(class) => persons(sentence).any(|slot| {
            let is_below = |item: &crate::model::SetItem| {
                matches!(item.what, What::Term(term) if vocabulary.is_below(term, *class))
            };
            !slot.set.items.is_empty() && slot.set.items.iter().all(is_below)
        }),
        Known::Data(_) | Known::DataWith(..) => {
            let class = known.data().map(|what| space.all_of(Kind::Data, what)).unwrap_or_default();
            let lists = data_of(&space.policy, sentence);
            let all = lists.iter().map(|list| space.whatever_form(&list.set));
            let data = all.reduce(|mut all, data| {
                all.union_with(&data);
                all
            });
            data.is_some_and(|data| !data.is_clear() && data.is_subset(&class))
        }
    }
    };
    space.knowns().iter().filter(|known| names(known)).map(|known| FactKey::Known(*known)).collect()
}

/// What has to be true of a case for a sentence to speak of it: its facts, its people, the consent that is its basis.
///
/// Whoever is told of something stands as the object of a notice, and is no case.
pub(in crate::semantics) fn circumstances(space: &mut Space, sentence: &Sentence) -> Formula {
    let mut reader = Reader { space, sentence };
    let facts = reader.facts(|_| true);
    reader.among_its_people(facts)
}

/// What has to be true of a case for a sentence to say that something is kept.
pub(in crate::semantics) fn keeping_circumstances(space: &mut Space, sentence: &Sentence) -> Formula {
    let mut reader = Reader { space, sentence };
    let facts = reader.keeping_facts();
    reader.among_its_people(facts)
}

/// Whether a list names all of its recipients, so that those with a country receive there: `anyone` names nobody.
#[must_use]
pub fn names_recipients(set: &Set) -> bool {
    set.items.iter().all(|item| matches!(item.what, What::Term(_)))
}

/// The cells of a question; those of a question about keeping are the deletions that it rules out.
#[must_use]
pub fn question(space: &mut Space, sentence: &Sentence) -> Vec<Cell> {
    let mut reader = Reader { space, sentence };
    if sentence.verb == Verb::Retain { reader.kept(Reading::Exactly, 0, None) } else { reader.question() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum IsOnly {
    Yes,
    No,
}

pub(super) const fn is_only(only: bool) -> IsOnly {
    if only { IsOnly::Yes } else { IsOnly::No }
}

/// Whether a cell reaches the verbs that are narrower than its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    Alone,
    WithNarrower,
}

impl Reader<'_, '_> {
    pub(super) fn empty() -> Cell {
        Cell { sets: [None; Dimension::COUNT], facts: Formula::True }
    }

    pub(super) fn put(&mut self, cell: &mut Cell, dimension: Dimension, set: FixedBitSet) {
        cell.sets[dimension as usize] = Some(self.space.intern(dimension, set));
    }

    /// The slots that clauses fill.
    pub(super) fn slots(&self) -> Vec<(Dimension, &Slot)> {
        let sentence = self.sentence;
        let slots = [
            (Dimension::Purpose, &sentence.slots.purpose),
            (Dimension::Source, &sentence.slots.source),
            (Dimension::Channel, &sentence.slots.channel),
            (Dimension::Recipient, &sentence.slots.recipient),
            (Dimension::RecipientRegion, &sentence.slots.recipient_region),
            (Dimension::SecondSubject, &sentence.slots.second_subject),
            (Dimension::Region, &sentence.slots.region),
            (Dimension::Place, &sentence.slots.subject_region),
        ];
        slots
            .into_iter()
            .filter_map(|(dimension, slot)| slot.as_ref().map(|slot| (dimension, slot)))
            .collect()
    }

    /// The slots that belong to the verb, as data do.
    pub(super) fn matter(&self) -> Vec<(Dimension, FixedBitSet)> {
        let sentence = self.sentence;
        let slot = |dimension, slot: &Slot| (dimension, self.space.slot(dimension, &slot.set));
        let optional =
            |dimension, filled: &Option<Slot>| filled.as_ref().map(|filled| slot(dimension, filled));
        match sentence.verb {
            Verb::Offer => vec![slot(Dimension::Right, &sentence.object)],
            Verb::Notify => optional(Dimension::Event, &sentence.slots.events).into_iter().collect(),
            Verb::Bind => {
                let safeguards = optional(Dimension::Safeguard, &sentence.slots.duties);
                std::iter::once(slot(Dimension::Recipient, &sentence.object)).chain(safeguards).collect()
            }
            Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
                vec![slot(Dimension::Topic, &sentence.object)]
            }
            Verb::Protect if sentence.modality.is_negative() && sentence.states.is_empty() => {
                optional(Dimension::Measure, &sentence.slots.measures).into_iter().collect()
            }
            Verb::Protect => {
                let is_meant = |(_, state): &(usize, &Option<ProtectedState>)| match state {
                    Some(state) => sentence.states.contains(state),
                    None => sentence.states.is_empty(),
                };
                let states = STATES.iter().enumerate().filter(is_meant).map(|(idx, _)| idx);
                let states = (Dimension::State, crate::semantics::space::bits(STATES.len(), states));
                std::iter::once(states)
                    .chain(optional(Dimension::Measure, &sentence.slots.measures))
                    .collect()
            }
            Verb::Publish => {
                let public = self.space.policy.vocabulary.known(KnownTerm::ThePublic);
                let atoms = public.and_then(|id| self.space.under(Kind::Recipient, id)).cloned();
                vec![(Dimension::Recipient, atoms.unwrap_or_default())]
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
            | Verb::Require
            | Verb::Retain
            | Verb::Delete => Vec::new(),
        }
    }

    /// Its data in a reading; `None` where it says nothing about data.
    pub(super) fn data(&self, reading: Reading) -> Option<FixedBitSet> {
        let lists = data_of(&self.space.policy, self.sentence).into_iter();
        lists.map(|list| self.space.data(&list.set, reading)).reduce(|mut all, data| {
            all.union_with(&data);
            all
        })
    }

    /// The purposes of all the statements and trackers that an offer without purposes names behind `from`; `None` if one of
    /// them has none.
    fn purposes_named(&self) -> Option<FixedBitSet> {
        let policy = &self.space.policy;
        if self.sentence.slots.purpose.is_some() {
            return None;
        }
        let labels = self.sentence.from_labels.iter();
        let mut all: Option<FixedBitSet> = None;
        for owner in labels.flat_map(|(label, _)| policy.parts_labelled(label)) {
            let purposes = policy.part_sentence(owner).slots.purpose.as_ref()?;
            let named = self.space.slot(Dimension::Purpose, &purposes.set);
            all.get_or_insert_with(|| FixedBitSet::with_capacity(named.len())).union_with(&named);
        }
        all
    }

    /// The cell that a permission, a question or a stated prohibition starts from: actor and every slot but data and verb.
    pub(super) fn frame(&mut self, reading: Reading) -> Cell {
        let mut cell = Self::empty();
        let actors = match (self.sentence.actor, reading) {
            (Actor::We, Reading::Permission | Reading::Exactly) => self.space.company(WithProcessors::No),
            (Actor::We, _) => self.space.company(WithProcessors::Yes),
            (Actor::Recipient(term, _), _) => {
                self.space.under(Kind::Recipient, term).cloned().unwrap_or_default()
            }
        };
        self.put(&mut cell, Dimension::Actor, actors);
        let slots: Vec<(Dimension, FixedBitSet)> = self
            .slots()
            .into_iter()
            .map(|(dimension, slot)| (dimension, self.space.slot(dimension, &slot.set)))
            .chain(self.matter())
            .chain(self.purposes_named().map(|purposes| (Dimension::Purpose, purposes)))
            .collect();
        for (dimension, set) in slots {
            self.put(&mut cell, dimension, set);
        }
        cell.facts = self.subject();
        cell
    }

    pub(super) fn subject(&mut self) -> Formula {
        let persons: Vec<Set> = persons(self.sentence).map(|slot| slot.set.clone()).collect();
        persons.iter().fold(Formula::True, |all, set| all.and(self.space.membership(set)))
    }

    /// The classes of which the policy says `never knowingly`, and of which the sentence names anything.
    pub(super) fn speaks_of(&self) -> Vec<FactKey> {
        let vocabulary = &self.space.policy.vocabulary;
        let items = |slot: &Slot| {
            slot.set.items.iter().chain(&slot.set.except).map(|item| item.what).collect::<Vec<_>>()
        };
        let persons: Vec<What> = persons(self.sentence).flat_map(items).collect();
        let data: Vec<What> = about(self.sentence).into_iter().flat_map(items).collect();
        let speaks = |known: &Known| match known {
            Known::Subject(class) => persons
                .iter()
                .any(|what| matches!(what, What::Term(term) if vocabulary.is_below(*term, *class))),
            Known::Data(_) | Known::DataWith(..) => {
                let class = known.data().map(|what| self.space.all_of(Kind::Data, what)).unwrap_or_default();
                data.iter().any(|what| {
                    let named = self.space.all_of(Kind::Data, *what);
                    !named.is_clear() && named.is_subset(&class)
                })
            }
        };
        self.space.knowns().iter().filter(|known| speaks(known)).map(|known| FactKey::Known(*known)).collect()
    }

    pub(super) fn knowing(&mut self) -> Formula {
        let known = known(self.space, self.sentence);
        known.into_iter().fold(Formula::True, |all, key| all.and(Formula::Fact(self.space.fact(key))))
    }

    /// All fact clauses that pass a filter, joined; `unless` is negated.
    pub(super) fn facts(&mut self, takes: impl Fn(&crate::model::FactClause) -> bool) -> Formula {
        let sentence = self.sentence;
        let clauses: Vec<&crate::model::FactClause> =
            sentence.facts.iter().filter(|clause| takes(clause)).collect();
        clauses.into_iter().fold(Formula::True, |all, clause| {
            let formula = self.space.formula(&clause.fact);
            all.and(if clause.word == FactWord::Unless { formula.negated() } else { formula })
        })
    }

    /// What has to happen before data are deleted.
    pub(super) fn event(&mut self) -> Formula {
        let sentence = self.sentence;
        sentence.deletion.as_ref().map_or(Formula::True, |deletion| self.space.formula(&deletion.event))
    }

    /// `based on consent` is `with consent`.
    pub(super) fn consent_basis(&mut self) -> Formula {
        self.consent_as_basis().map_or(Formula::True, |consent| Formula::Fact(self.space.fact(consent)))
    }

    pub(super) fn consent_as_basis(&self) -> Option<FactKey> {
        consent_as_basis(&self.space.policy, self.sentence).map(FactKey::Term)
    }

    /// A question: the company and its staff act, and data without a form are readable.
    pub(super) fn question(&mut self) -> Vec<Cell> {
        self.stated(Reading::Exactly)
    }

    /// The flows that a sentence states, as a permission or as a question.
    pub(super) fn stated(&mut self, reading: Reading) -> Vec<Cell> {
        let mut cell = self.frame(reading);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.event()).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = self.data(reading);
        let second = self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, reading));
        let cells = self.with_data(cell, data, second, Width::Alone);
        cells.into_iter().flat_map(|cell| self.where_received(cell)).collect()
    }

    /// A recipient with a country receives there, where a sentence names recipients and no region. `anyone` names nobody.
    pub(super) fn where_received(&mut self, cell: Cell) -> Vec<Cell> {
        let Some(recipients) = cell.sets[Dimension::Recipient as usize] else { return vec![cell] };
        let wants_region = matches!(self.sentence.verb, Verb::Disclose | Verb::Sell)
            && self.sentence.slots.recipient_region.is_none()
            && self.sentence.slots.recipient.as_ref().is_some_and(|slot| names_recipients(&slot.set));
        if !wants_region {
            return vec![cell];
        }
        let mut rest = self.space.atoms_in(Dimension::Recipient, recipients).clone();
        let mut cells = Vec::new();
        for (country, of_country) in self.space.countries() {
            let mut here = of_country;
            here.intersect_with(&rest);
            if here.is_clear() {
                continue;
            }
            rest.difference_with(&here);
            let region = self.space.under(Kind::Region, country).cloned().unwrap_or_default();
            let mut placed = cell.clone();
            self.put(&mut placed, Dimension::Recipient, here);
            self.put(&mut placed, Dimension::RecipientRegion, region);
            cells.push(placed);
        }
        if cells.is_empty() {
            return vec![cell];
        }
        if !rest.is_clear() {
            let mut elsewhere = cell;
            self.put(&mut elsewhere, Dimension::Recipient, rest);
            cells.push(elsewhere);
        }
        cells
    }

    /// The facts in which something is kept: a practice says when to collect, and not only then to keep.
    pub(super) fn keeping_facts(&mut self) -> Formula {
        if self.sentence.verb == Verb::Retain { self.facts(|_| true) } else { self.standing_facts() }
    }

    fn among_its_people(&mut self, facts: Formula) -> Formula {
        let facts = facts.and(self.consent_basis());
        let people = self.sentence.slots.subject.as_ref();
        people.map_or(Formula::True, |slot| self.space.membership(&slot.set)).and(facts)
    }

    /// The facts without events: they said when to collect, not when to use.
    pub(super) fn standing_facts(&mut self) -> Formula {
        let is_event = |fact: &crate::model::Fact, reader: &Self| {
            fact.terms()
                .iter()
                .any(|(term, _)| reader.space.policy.vocabulary.term(*term).kind == Kind::Event)
        };
        let clauses: Vec<crate::model::FactClause> =
            self.sentence.facts.iter().filter(|clause| !is_event(&clause.fact, self)).cloned().collect();
        clauses.iter().fold(Formula::True, |all, clause| {
            let formula = self.space.formula(&clause.fact);
            all.and(if clause.word == FactWord::Unless { formula.negated() } else { formula })
        })
    }

    /// A cell as one of another act, with some of its slots, its facts, and data.
    pub(super) fn turned_into(
        &mut self,
        act: Act,
        cell: &Cell,
        keeps: &[Dimension],
        data: Option<&FixedBitSet>,
    ) -> Cell {
        let mut turned = Self::empty();
        for dimension in keeps {
            turned.sets[*dimension as usize] = cell.sets[*dimension as usize];
        }
        turned.facts = cell.facts.clone();
        turned.sets[Dimension::Verb as usize] = Some(self.space.acts(&[act]));
        if let Some(data) = data {
            self.put(&mut turned, Dimension::Datum, data.clone());
        }
        turned
    }

    pub(super) fn below(&self, kind: Kind, terms: &[TermId]) -> FixedBitSet {
        let mut all = FixedBitSet::with_capacity(self.space.atoms(kind).len());
        for atoms in terms.iter().filter_map(|term| self.space.under(kind, *term)) {
            all.union_with(atoms);
        }
        all
    }

    /// What two cells share; `None` where they share nothing.
    pub(super) fn meet(&mut self, one: &Cell, other: &Cell) -> Option<Cell> {
        let mut met = one.clone();
        for dimension in Dimension::ALL {
            met.sets[dimension as usize] =
                match (one.sets[dimension as usize], other.sets[dimension as usize]) {
                    (Some(a), Some(b)) => {
                        let mut both = self.space.atoms_in(dimension, a).clone();
                        both.intersect_with(self.space.atoms_in(dimension, b));
                        if both.is_clear() {
                            return None;
                        }
                        Some(self.space.intern(dimension, both))
                    }
                    (a, b) => a.or(b),
                };
        }
        met.facts = one.facts.clone().and(other.facts.clone());
        Some(met)
    }

    pub(super) fn complement(&self, dimension: Dimension, set: &FixedBitSet) -> FixedBitSet {
        let n_atoms = self.space.n_atoms(dimension);
        let mut all = FixedBitSet::with_capacity(n_atoms);
        all.insert_range(..);
        // The company is nobody's recipient.
        if dimension == Dimension::Recipient {
            all.set(COMPANY, false);
        }
        all.difference_with(set);
        all
    }

    /// Puts verb and data into a cell. A prohibition of the wider verb reaches the narrower ones:
    /// selling is disclosing; viewing, combining, deciding, training, and deriving from data, are uses of them.
    pub(super) fn with_data(
        &mut self,
        mut cell: Cell,
        data: Option<FixedBitSet>,
        second: Option<FixedBitSet>,
        width: Width,
    ) -> Vec<Cell> {
        let Some(act) = Act::of(self.sentence.verb) else { return Vec::new() };
        let narrower = width == Width::WithNarrower;
        // The company is nobody's recipient.
        if matches!(act, Act::Disclose | Act::Sell) && cell.sets[Dimension::Recipient as usize].is_none() {
            let anyone = self.complement(Dimension::Recipient, &FixedBitSet::new());
            self.put(&mut cell, Dimension::Recipient, anyone);
        }
        let acts = if narrower { act.with_narrower() } else { std::slice::from_ref(&act) };
        let mut stated = cell.clone();
        stated.sets[Dimension::Verb as usize] = Some(self.space.acts(acts));
        for (dimension, set) in [(Dimension::Datum, &data), (Dimension::Second, &second)] {
            if let Some(set) = set {
                self.put(&mut stated, dimension, set.clone());
            }
        }
        let mut cells = vec![stated];
        match (act, data, second) {
            (Act::Use, Some(data), _) if narrower => {
                // The data may be the other half of a combination, or what is derived from.
                let mut from = cell;
                from.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine, Act::Derive]));
                self.put(&mut from, Dimension::Second, data);
                cells.push(from);
            }
            (Act::Combine, Some(data), Some(second)) => {
                // A combination has no first and second.
                let mut swapped = cell;
                swapped.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine]));
                self.put(&mut swapped, Dimension::Datum, second);
                self.put(&mut swapped, Dimension::Second, data);
                cells.push(swapped);
            }
            _ => {}
        }
        cells
    }
}
