//! The title of a change: a box of flows as a sentence.
//!
//! Where a slot holds what the responsible statement says, it has the words of that statement; a box of many exceptions
//! stands beside its title, not in it.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::area::{Names, has_slot, others};
use crate::model::{
    Actor, FactClause, FactWord, Field, Kind, Modality, Sentence, Set, SetItem, Slot, Slots, Verb, What,
};
use crate::semantics::region::FlowBox;
use crate::semantics::space::{
    Act, Atom, COMPANY, Dimension, FactId, FactKey, Reading, Space, WithProcessors,
};
use crate::source::Span;

impl Names<'_> {
    /// A sentence that says the same as a box, as far as a sentence can: for the title of a change. Where a slot holds what
    /// the statement says that is responsible, it has the words of the statement.
    pub(super) fn sentence(
        &mut self,
        flow_box: &FlowBox,
        modality: Modality,
        stated: Option<&Sentence>,
    ) -> Sentence {
        let acts = self.atoms(flow_box, Dimension::Verb);
        // What the statement says, where the box has it, and not what comes with it.
        let said = stated.and_then(|stated| Act::of(stated.verb)).filter(|act| acts.contains(*act as usize));
        let act = said.or_else(|| acts.ones().next().map(|act| Act::ALL[act]));
        let verb = act.map_or(Verb::Use, Act::verb);
        let slot = |names: &mut Self, dimension: Dimension| {
            if !names.is_restricted(flow_box, dimension) || act.is_some_and(|act| !act.has(dimension)) {
                return None;
            }
            let atoms = names.atoms(flow_box, dimension);
            let own = stated.and_then(|stated| stated_slot(stated, dimension));
            let is_own = |slot: &&Slot| {
                if dimension.has_form() {
                    // The title may say a little more than the box, which is exact and stands beside it.
                    let stated = names.readable(&names.space.data(&slot.set, Reading::Permission));
                    let meant = names.readable(&atoms);
                    let n_shared = meant.iter().filter(|datum| stated.contains(datum)).count();
                    n_shared == meant.len() && n_shared * 4 >= stated.len() * 3
                } else {
                    names.space.slot(dimension, &slot.set) == atoms
                }
            };
            match own.filter(is_own) {
                Some(slot) => Some(Slot { is_only: false, ..slot.clone() }),
                None => Some(names.slot(dimension, &atoms)),
            }
        };
        let object = slot(self, Dimension::Datum).unwrap_or_else(|| any(Kind::Data));
        let actor = slot(self, Dimension::Actor).and_then(|slot| match slot.set.items.first()?.what {
            What::Term(term) if !self.is_company(flow_box) => Some(Actor::Recipient(term, Span::default())),
            What::Term(_) | What::Any { .. } => None,
        });
        let has_recipient = has_slot(&acts, Dimension::Recipient);
        let mut slots = Slots::EMPTY;
        for field in Field::ALL {
            *slots.get_mut(field) = field.dimension().and_then(|dimension| slot(self, dimension));
        }
        slots.recipient = slots.recipient.or_else(|| has_recipient.then(|| any(Kind::Recipient)));
        // Where somebody is, is said of whoever it is.
        let anybody = || slots.subject_region.is_some().then(|| any(Kind::Subject));
        slots.subject = self.membership(flow_box).or_else(anybody);
        Sentence {
            actor: actor.unwrap_or(Actor::We),
            modality,
            slots,
            facts: self.clauses(flow_box),
            ..Sentence::plain(Span::default(), verb, object)
        }
    }

    pub(super) fn is_company(&self, flow_box: &FlowBox) -> bool {
        let actors = self.atoms(flow_box, Dimension::Actor);
        actors.contains(COMPANY) || actors == self.space.company(WithProcessors::No)
    }

    pub(super) fn slot(&mut self, dimension: Dimension, atoms: &FixedBitSet) -> Slot {
        let kind = Space::kind(dimension).unwrap_or(Kind::Data);
        let mut items = Vec::new();
        let mut except = Vec::new();
        let item = |what, form| SetItem { form, what, span: Span::default() };
        let groups = match kind == Kind::Data {
            true => self.space.by_forms(atoms),
            false => BTreeMap::from([(Vec::new(), atoms.clone())]),
        };
        let readable = self.space.forms.readable();
        for (forms, atoms) in &groups {
            let form = match forms.contains(&readable) || forms.is_empty() {
                true => None,
                false => forms.first().and_then(|form| self.space.forms.term(*form)),
            };
            let holding = self.holding(kind, atoms, &others(&groups, forms));
            items.extend(holding.named.iter().map(|what| item(*what, form)));
            except.extend(holding.except.iter().map(|what| item(*what, form)));
            let mut has_unnamed = false;
            for atom in holding.rest {
                match atom {
                    Atom::Term(term) | Atom::Rest(term) => items.push(item(What::Term(term), form)),
                    Atom::Unnamed(_) => has_unnamed = true,
                    Atom::Company | Atom::State(_) => {}
                }
            }
            if has_unnamed && items.is_empty() {
                items.push(item(What::Any { kind, trait_: None, is_negated: false }, form));
            }
        }
        Slot::plain(Set { items, except }, Span::default())
    }

    /// The classes to which the person must belong.
    fn membership(&self, flow_box: &FlowBox) -> Option<Slot> {
        let class = |key: FactKey| match key {
            FactKey::Subject(term) => Some(term),
            FactKey::Term(_) | FactKey::Given(..) | FactKey::Known(_) => None,
        };
        let required = flow_box.facts.iter().filter(|(_, holds)| *holds);
        let terms = required.filter_map(|(fact, _)| class(self.space.facts.key(*fact)));
        let set = Set::of(terms.map(What::Term), Span::default());
        (!set.items.is_empty()).then(|| Slot::plain(set, Span::default()))
    }

    /// The facts that must be true, as clauses. What must be false is told by the title itself.
    fn clauses(&self, flow_box: &FlowBox) -> Vec<FactClause> {
        let vocabulary = &self.space.policy.vocabulary;
        let clause = |(fact, value): &(FactId, bool)| {
            let key = self.space.facts.key(*fact);
            let fact = key.leaf()?;
            let word = match vocabulary.term(key.term()?).kind {
                Kind::Consent => FactWord::With,
                Kind::Safeguard => FactWord::Under,
                Kind::Event | Kind::Condition => FactWord::When,
                // No other kind is a fact.
                Kind::Data
                | Kind::Purpose
                | Kind::Recipient
                | Kind::Subject
                | Kind::Source
                | Kind::Channel
                | Kind::Region
                | Kind::Basis
                | Kind::Measure
                | Kind::Right
                | Kind::Form
                | Kind::Topic => return None,
            };
            value.then_some(FactClause {
                word,
                is_only: false,
                fact,
                span: Span::default(),
                is_inherited: false,
            })
        };
        flow_box.facts.iter().filter_map(clause).collect()
    }
}

/// What a sentence says about a slot of flows.
fn stated_slot(sentence: &Sentence, dimension: Dimension) -> Option<&Slot> {
    if dimension == Dimension::Datum {
        return Some(&sentence.object);
    }
    sentence.slots.get(Field::of(dimension)?)
}

fn any(kind: Kind) -> Slot {
    let what = What::Any { kind, trait_: None, is_negated: false };
    Slot::plain(Set::of([what], Span::default()), Span::default())
}
