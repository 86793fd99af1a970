//! Gives every term in a policy another number, and takes out of its sentences where they stand: two sentences are
//! compared by what they say.

use crate::model::{
    Actor, AttributeValue, Attributes, EndKind, Fact, FactClause, Header, Later, Party, Policy, Retention,
    Sentence, Set, SetItem, Slot, Statement, Term, TermId, Tracker, Vocabulary, What,
};
use crate::source::Span;

/// The new number of each term, at the place of its old one.
#[derive(Clone, Copy)]
pub(super) struct Renumber<'a>(pub(super) &'a [TermId]);

impl Renumber<'_> {
    fn id(self, id: TermId) -> TermId {
        self.0[id.index()]
    }

    fn ids(self, ids: &mut [TermId]) {
        ids.iter_mut().for_each(|id| *id = self.id(*id));
    }

    /// A term with what it names.
    pub(super) fn term(self, mut term: Term) -> Term {
        let lists = [
            &mut term.parents,
            &mut term.children,
            &mut term.excludes,
            &mut term.may_contain,
            &mut term.leaves_out,
        ];
        for list in lists {
            self.ids(list);
        }
        if let Some(means) = &mut term.means {
            self.set(means);
        }
        term.replaced_by = term.replaced_by.map(|id| self.id(id));
        term.effects.replace_terms(|id| self.id(id));
        term
    }

    /// A policy without its vocabulary, and without what it expects and requires of itself, which is never compared.
    pub(super) fn policy(self, policy: &Policy) -> Policy {
        let statement = |statement: &Statement| {
            let mut statement = statement.clone();
            self.sentence(&mut statement.sentence);
            statement.choice = statement.choice.map(|choice| self.id(choice));
            statement.later.iter_mut().for_each(|later| self.later(later));
            self.attributes(&mut statement.attributes);
            statement
        };
        Policy {
            vocabulary: Vocabulary::default(),
            header: policy.header.clone().map(|header| self.header(header)),
            parties: policy.parties.iter().cloned().map(|party| self.party(party)).collect(),
            sections: policy.sections.clone(),
            top: policy.top.clone(),
            statements: policy.statements.iter().map(statement).collect(),
            trackers: policy.trackers.iter().cloned().map(|tracker| self.tracker(tracker)).collect(),
            prose: policy.prose.clone(),
            links: policy.links.clone(),
            definitions: policy.definitions.clone(),
            expects: Vec::new(),
            requires: Vec::new(),
            acknowledgements: Vec::new(),
        }
    }

    fn header(self, mut header: Header) -> Header {
        for list in [&mut header.law, &mut header.covers, &mut header.does_not_cover, &mut header.accepted_by]
        {
            self.ids(list);
        }
        header
    }

    fn party(self, mut party: Party) -> Party {
        self.attributes(&mut party.attributes);
        party
    }

    fn tracker(self, mut tracker: Tracker) -> Tracker {
        tracker.channel = self.id(tracker.channel);
        tracker.technology = self.id(tracker.technology);
        tracker.by = tracker.by.map(|by| self.id(by));
        for slot in [&mut tracker.stores, &mut tracker.stores_no] {
            slot.iter_mut().for_each(|slot| self.slot(slot));
        }
        self.sentence(&mut tracker.sentence);
        self.attributes(&mut tracker.attributes);
        tracker
    }

    fn attributes(self, attributes: &mut Attributes) {
        for value in attributes.iter_mut().flat_map(|(_, values)| values) {
            match value {
                AttributeValue::Term(id) | AttributeValue::TermText(id, _) => *id = self.id(*id),
                AttributeValue::Text(_)
                | AttributeValue::Period(_)
                | AttributeValue::Number(_)
                | AttributeValue::Word(_) => {}
            }
        }
    }

    fn later(self, later: &mut Later) {
        later.facts.iter_mut().for_each(|clause| self.clause(clause));
        for slot in [&mut later.purpose, &mut later.channel] {
            slot.iter_mut().for_each(|slot| self.slot(slot));
        }
    }

    fn sentence(self, sentence: &mut Sentence) {
        sentence.span = Span::default();
        if let Actor::Recipient(id, span) = &mut sentence.actor {
            (*id, *span) = (self.id(*id), Span::default());
        }
        sentence.from_labels.iter_mut().for_each(|(_, span)| *span = Span::default());
        sentence.every_slot_mut().for_each(|slot| self.slot(slot));
        sentence.facts.iter_mut().for_each(|clause| self.clause(clause));
        sentence.bases.iter_mut().for_each(|basis| {
            (basis.term, basis.span) = (self.id(basis.term), Span::default());
        });
        sentence.retention.iter_mut().for_each(|retention| self.retention(retention));
        sentence.deletion.iter_mut().for_each(|deletion| self.fact(&mut deletion.event));
    }

    fn retention(self, retention: &mut Retention) {
        retention.span = Span::default();
        for stage in &mut retention.stages {
            stage.form = stage.form.map(|form| self.id(form));
            for end in &mut stage.ends {
                end.span = Span::default();
                match &mut end.kind {
                    EndKind::AtAll | EndKind::Indefinitely => {}
                    EndKind::For { after, .. } => *after = after.map(|event| self.id(event)),
                    EndKind::While(fact) => self.fact(fact),
                    EndKind::Until(event) => *event = self.id(*event),
                    EndKind::Needed(purposes) => self.set(purposes),
                }
            }
        }
    }

    fn clause(self, clause: &mut FactClause) {
        clause.span = Span::default();
        self.fact(&mut clause.fact);
    }

    fn fact(self, fact: &mut Fact) {
        match fact {
            Fact::Term(id, span) => (*id, *span) = (self.id(*id), Span::default()),
            Fact::Not(inner) => self.fact(inner),
            Fact::And(facts) | Fact::Or(facts) => facts.iter_mut().for_each(|fact| self.fact(fact)),
        }
    }

    fn slot(self, slot: &mut Slot) {
        slot.span = Span::default();
        self.set(&mut slot.set);
    }

    fn set(self, set: &mut Set) {
        set.items.iter_mut().chain(&mut set.except).for_each(|item| self.item(item));
    }

    fn item(self, item: &mut SetItem) {
        item.span = Span::default();
        item.form = item.form.map(|form| self.id(form));
        if let What::Term(id) = &mut item.what {
            *id = self.id(*id);
        }
    }
}
