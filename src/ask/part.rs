//! The parts of an answer, as questions: each can be asked again, and is then one verdict.
//!
//! A part is the question itself with other values in the slots that tell the parts apart, and with the facts that must
//! hold there. What the language cannot say in one sentence is said in several.

use fixedbitset::FixedBitSet;

use crate::language::{FactWord, Kind, Verb};
use crate::model::{Actor, Fact, FactClause, Policy, SetItem, Slot, TermId, Vocabulary, What};
use crate::model::{KnownTerm, Set};
use crate::semantics::query::{self, Query};
use crate::semantics::region::{BudgetExceeded, Diagrams, FlowBox, Region};
use crate::semantics::space::{COMPANY, Classified, Dimension, FactKey, STATES, Space, WithProcessors};
use crate::semantics::{describe, half};
use crate::source::Span;

/// So many forms of one datum are named one by one.
const FEW_FORMS: usize = 2;

/// Makes questions of the boxes of an answer.
pub(super) struct Parts<'m> {
    space: &'m Classified,
    query: &'m Query,
    /// For each dimension, the classes that are asked about.
    asked: Vec<FixedBitSet>,
}

impl<'m> Parts<'m> {
    /// The parts of a question, of which these are the flows.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub(super) fn of(
        diagrams: &'m Diagrams,
        query: &'m Query,
        asked: &Region,
    ) -> Result<Self, BudgetExceeded> {
        let classes = |dimension| diagrams.classes_of(asked, dimension);
        let asked = Dimension::ALL.into_iter().map(classes).collect::<Result<_, _>>()?;
        Ok(Self { space: diagrams.space(), query, asked })
    }

    /// The questions about a box.
    pub(super) fn questions(&self, flows: &FlowBox) -> Vec<Query> {
        let mut questions = vec![self.query.clone()];
        let is_narrower = |dimension: &Dimension| {
            let place = *dimension as usize;
            !self.asked[place].is_subset(&flows.classes[place])
        };
        for dimension in Dimension::ALL.into_iter().filter(is_narrower) {
            let mut atoms = self.atoms(dimension, &flows.classes[dimension as usize]);
            atoms.intersect_with(&self.atoms(dimension, &self.asked[dimension as usize]));
            questions = questions.iter().flat_map(|query| self.narrowed(query, dimension, &atoms)).collect();
        }
        let keys: Vec<(FactKey, bool)> =
            flows.facts.iter().map(|(fact, value)| (self.space.facts.key(*fact), *value)).collect();
        questions.into_iter().flat_map(|query| self.with_facts(query, &keys)).collect()
    }

    fn atoms(&self, dimension: Dimension, classes: &FixedBitSet) -> FixedBitSet {
        let members = &self.space.classes(dimension).members;
        let mut atoms = FixedBitSet::with_capacity(self.space.n_atoms(dimension));
        for atom in classes.ones().filter_map(|class| members.get(class)).flatten() {
            atoms.insert(*atom);
        }
        atoms
    }

    fn policy(&self) -> &'m Policy {
        &self.space.policy
    }

    fn vocabulary(&self) -> &'m Vocabulary {
        &self.policy().vocabulary
    }

    /// A question about some of the values of a slot.
    fn narrowed(&self, query: &Query, dimension: Dimension, atoms: &FixedBitSet) -> Vec<Query> {
        let with = |set: Set| {
            let mut query = query.clone();
            self.fill(&mut query, dimension, set);
            query
        };
        let in_forms = |(set, forms): (Set, Vec<TermId>)| Query { forms, ..with(set) };
        match dimension {
            Dimension::Verb => vec![query.clone()],
            Dimension::Actor => self.acting(query, atoms),
            Dimension::State => {
                let mut query = query.clone();
                query.flow.states = atoms.ones().filter_map(|at| STATES.get(at).copied().flatten()).collect();
                vec![query]
            }
            Dimension::Datum => self.data_and_forms(atoms).into_iter().map(in_forms).collect(),
            Dimension::Second => self.data(atoms).into_iter().map(with).collect(),
            Dimension::Recipient
            | Dimension::RecipientRegion
            | Dimension::Purpose
            | Dimension::Source
            | Dimension::Channel
            | Dimension::SecondSubject
            | Dimension::Region
            | Dimension::Place
            | Dimension::Right
            | Dimension::Measure
            | Dimension::Event
            | Dimension::Safeguard
            | Dimension::Topic => {
                let kind = Space::kind(dimension);
                let sets = kind.map(|kind| describe::sets(self.space, kind, atoms)).unwrap_or_default();
                sets.into_iter().map(with).collect()
            }
        }
    }

    /// Puts a list into its place in a question.
    fn fill(&self, query: &mut Query, dimension: Dimension, set: Set) {
        let names_recipients = half::names_recipients(&set);
        let slot = Slot::plain(set, Span::default());
        let flow = &mut query.flow;
        match dimension {
            Dimension::Datum if flow.verb.object_kind() == Kind::Data => flow.object = slot,
            Dimension::Datum => flow.slots.over = Some(slot),
            Dimension::Recipient if flow.verb == Verb::Bind => flow.object = slot,
            Dimension::Recipient => {
                // Where recipients are named, those with a country would receive there alone.
                let was_named =
                    flow.slots.recipient.as_ref().is_some_and(|slot| half::names_recipients(&slot.set));
                let has_countries = !self.space.countries().is_empty();
                if names_recipients && !was_named && has_countries && flow.slots.recipient_region.is_none() {
                    let anywhere = What::Any { kind: Kind::Region, trait_: None, is_negated: false };
                    let anywhere = Set::of([anywhere], Span::default());
                    flow.slots.recipient_region = Some(Slot::plain(anywhere, Span::default()));
                }
                if flow.verb == Verb::Publish {
                    flow.verb = Verb::Disclose;
                }
                flow.slots.recipient = Some(slot);
            }
            Dimension::RecipientRegion => {
                if flow.verb == Verb::Publish {
                    flow.verb = Verb::Disclose;
                    let public = self.vocabulary().known(KnownTerm::ThePublic).map(What::Term);
                    flow.slots.recipient =
                        Some(Slot::plain(Set::of(public, Span::default()), Span::default()));
                }
                flow.slots.recipient_region = Some(slot);
            }
            Dimension::Purpose => flow.slots.purpose = Some(slot),
            Dimension::Source => flow.slots.source = Some(slot),
            Dimension::Channel => flow.slots.channel = Some(slot),
            Dimension::Second => flow.slots.second = Some(slot),
            Dimension::SecondSubject => flow.slots.second_subject = Some(slot),
            Dimension::Region => flow.slots.region = Some(slot),
            Dimension::Place => {
                // The language says where somebody is by saying who: whoever is told of is named already.
                if flow.verb != Verb::Notify {
                    let everybody = Set::of([self.everybody()], Span::default());
                    flow.slots.subject.get_or_insert_with(|| Slot::plain(everybody, Span::default()));
                }
                flow.slots.subject_region = Some(slot);
            }
            Dimension::Right | Dimension::Topic => flow.object = slot,
            Dimension::Measure => flow.slots.measures = Some(slot),
            Dimension::Event => flow.slots.events = Some(slot),
            Dimension::Safeguard => flow.slots.duties = Some(slot),
            Dimension::Verb | Dimension::Actor | Dimension::State => {}
        }
    }

    /// Data with the forms in which they are meant; no forms where the lists name them. What is meant in one form or two is
    /// said with the form before it, and what is meant in more with all of them at once.
    fn data_and_forms(&self, atoms: &FixedBitSet) -> Vec<(Set, Vec<TermId>)> {
        let mut few = FixedBitSet::with_capacity(atoms.len());
        let mut lists = Vec::new();
        for (forms, data) in self.space.by_forms(atoms) {
            if forms.len() <= FEW_FORMS {
                few.union_with(&self.space.data_in(&data, forms.into_iter()));
                continue;
            }
            let mut terms: Vec<TermId> =
                forms.iter().filter_map(|form| self.space.forms.term(*form)).collect();
            terms.sort_unstable();
            let sets = describe::sets(self.space, Kind::Data, &data);
            lists.extend(sets.into_iter().map(|set| (set, terms.clone())));
        }
        self.data(&few).into_iter().map(|set| (set, Vec::new())).chain(lists).collect()
    }

    /// Data by their forms: what needs no exception in one list, each other form in lists of its own.
    fn data(&self, atoms: &FixedBitSet) -> Vec<Set> {
        let mut plain = Set::of([], Span::default());
        let mut lists = Vec::new();
        let forms = &self.space.forms;
        for place in forms.places() {
            let data = self.space.atoms_in_form(atoms, place);
            let form = forms.term(place).filter(|_| place != forms.readable());
            for mut list in describe::sets(self.space, Kind::Data, &data) {
                list.items.iter_mut().for_each(|item| item.form = form);
                match list.except.is_empty() {
                    true => plain.items.extend(list.items),
                    false => lists.push(list),
                }
            }
        }
        if !plain.items.is_empty() {
            lists.insert(0, plain);
        }
        lists
    }

    /// The same, done by some of those who act.
    fn acting(&self, query: &Query, atoms: &FixedBitSet) -> Vec<Query> {
        let act = |actor: Actor, without: Vec<TermId>| {
            let mut query = query.clone();
            (query.flow.actor, query.without) = (actor, without);
            query
        };
        let mut questions = Vec::new();
        let mut others = atoms.clone();
        if atoms.contains(COMPANY) {
            let company = self.space.company(WithProcessors::No);
            let mut out = company.clone();
            out.difference_with(atoms);
            let lists = describe::sets(self.space, Kind::Recipient, &out);
            let names = lists.iter().flat_map(|list| terms(&list.items));
            let without: Vec<TermId> = names.collect();
            // Whoever is taken out with them acts for itself.
            others.set(COMPANY, false);
            let mut said = company;
            for out in without.iter().filter_map(|out| self.space.under(Kind::Recipient, *out)) {
                said.difference_with(out);
            }
            others.difference_with(&said);
            questions.push(act(Actor::We, without));
        }
        for list in describe::sets(self.space, Kind::Recipient, &others) {
            let without: Vec<TermId> = terms(&list.except).collect();
            for one in terms(&list.items) {
                questions.push(act(Actor::Recipient(one, Span::default()), without.clone()));
            }
        }
        questions
    }

    /// A question in which facts have values.
    fn with_facts(&self, mut query: Query, facts: &[(FactKey, bool)]) -> Vec<Query> {
        let named_before = query::named(self.space, &self.query.flow);
        for (key, value) in facts {
            match key {
                FactKey::Term(_) | FactKey::Given(..) => add_fact(&mut query, *key, *value),
                FactKey::Subject(class) => self.add_person(&mut query, *class, *value),
                FactKey::Known(_) => {}
            }
        }
        // Naming a class is knowing it; where that is open, or is not so, it is said.
        let named = query::named(self.space, &query.flow);
        let mut questions = vec![query];
        for known in self.space.knowns() {
            let key = FactKey::Known(*known);
            if self.query.persons.iter().any(|(one, _)| *one == key) {
                continue;
            }
            let said = facts.iter().find(|(one, _)| *one == key).map(|(_, value)| *value);
            let wanted = said.or_else(|| named_before.contains(&key).then_some(true));
            let values: &[Option<bool>] = match (wanted, named.contains(&key)) {
                (None, false) | (Some(true), true) => &[None],
                (None, true) => &[None, Some(false)],
                (Some(true), false) => &[Some(true)],
                (Some(false), _) => &[Some(false)],
            };
            let with = |query: &Query, value: Option<bool>| {
                let mut query = query.clone();
                query.persons.extend(value.map(|value| (key, value)));
                query
            };
            questions = questions
                .iter()
                .flat_map(|query| values.iter().map(move |value| with(query, *value)))
                .collect();
        }
        questions
    }

    /// That the person belongs to a class, or does not: in the clause that says so where it can, else beside the flow.
    fn add_person(&self, query: &mut Query, class: TermId, value: bool) {
        let item = SetItem { form: None, what: What::Term(class), span: Span::default() };
        let everybody = Set::of([self.everybody()], Span::default());
        let flow = &mut query.flow;
        let persons = if flow.verb == Verb::Notify {
            &mut flow.object.set
        } else {
            &mut flow.slots.subject.get_or_insert_with(|| Slot::plain(everybody, Span::default())).set
        };
        let is_wider = |one: &SetItem| match one.what {
            What::Any { .. } => true,
            What::Term(term) => {
                self.vocabulary().is_below(class, term) || What::Term(term) == self.everybody()
            }
        };
        match value {
            false => persons.except.push(item),
            true if persons.items.iter().any(is_wider) => persons.items = vec![item],
            true => query.persons.push((FactKey::Subject(class), true)),
        }
    }

    fn everybody(&self) -> What {
        let any = What::Any { kind: Kind::Subject, trait_: None, is_negated: false };
        self.vocabulary().known(KnownTerm::People).map_or(any, What::Term)
    }
}

fn terms(items: &[SetItem]) -> impl Iterator<Item = TermId> {
    items.iter().filter_map(|item| match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    })
}

fn add_fact(query: &mut Query, key: FactKey, value: bool) {
    let Some(fact) = key.leaf() else { return };
    let fact = if value { fact } else { Fact::Not(Box::new(fact)) };
    query.flow.facts.push(FactClause {
        word: FactWord::When,
        is_only: false,
        fact,
        span: Span::default(),
        is_inherited: false,
    });
}
