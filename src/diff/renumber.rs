//! Gives every term in a policy another number, and takes out of its sentences where they stand: two sentences are
//! compared by what they say.

use crate::model::{
    Actor, AttributeValue, Attributes, Basis, Deletion, End, EndKind, Fact, FactClause, Header, Later, Party,
    Policy, Retention, Sentence, Set, SetItem, Slot, Stage, Statement, Term, TermId, Tracker, Vocabulary,
    What,
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
        let Term {
            parents,
            children,
            means,
            excludes,
            may_contain,
            leaves_out,
            replaced_by,
            effects,
            // What it is called, and what it is by itself.
            kind: _,
            name: _,
            label: _,
            definition: _,
            span: _,
            origin: _,
            traits: _,
            mappings: _,
            formerly: _,
            deprecated: _,
            addresses: _,
        } = &mut term;
        for list in [parents, children, excludes, may_contain, leaves_out] {
            self.ids(list);
        }
        means.iter_mut().for_each(|means| self.set(means));
        replaced_by.iter_mut().for_each(|id| *id = self.id(*id));
        effects.replace_terms(|id| self.id(id));
        term
    }

    /// A policy without its vocabulary, and without what it expects and requires of itself, which is never compared.
    pub(super) fn policy(self, policy: &Policy) -> Policy {
        let mut policy = Policy {
            vocabulary: Vocabulary::default(),
            header: policy.header.clone(),
            parties: policy.parties.clone(),
            sections: policy.sections.clone(),
            top: policy.top.clone(),
            statements: policy.statements.clone(),
            trackers: policy.trackers.clone(),
            prose: policy.prose.clone(),
            links: policy.links.clone(),
            definitions: policy.definitions.clone(),
            expects: Vec::new(),
            requires: Vec::new(),
            acknowledgements: Vec::new(),
        };
        policy.header.iter_mut().for_each(|header| self.header(header));
        policy.parties.iter_mut().for_each(|party| self.party(party));
        policy.statements.iter_mut().for_each(|statement| self.statement(statement));
        policy.trackers.iter_mut().for_each(|tracker| self.tracker(tracker));
        policy
    }

    fn header(self, header: &mut Header) {
        let Header {
            law,
            covers,
            does_not_cover,
            accepted_by,
            // Words, dates and numbers.
            name: _,
            title: _,
            span: _,
            file: _,
            posted: _,
            updated: _,
            effective: _,
            language: _,
            see: _,
            profiles: _,
            reading_grade: _,
            vague_words: _,
            version: _,
            vocabulary: _,
        } = header;
        for list in [law, covers, does_not_cover, accepted_by] {
            self.ids(list);
        }
    }

    fn party(self, party: &mut Party) {
        // Nothing else in it is a term.
        let Party { role: _, name: _, label: _, span: _, attributes } = party;
        self.attributes(attributes);
    }

    fn statement(self, statement: &mut Statement) {
        let Statement {
            sentence,
            choice,
            later,
            attributes,
            // Statements keep their numbers, and a report says where they stand.
            id: _,
            label: _,
            label_span: _,
            span: _,
            section: _,
            exception: _,
            words: _,
        } = statement;
        self.sentence(sentence);
        choice.iter_mut().for_each(|choice| *choice = self.id(*choice));
        later.iter_mut().for_each(|later| self.later(later));
        self.attributes(attributes);
    }

    fn tracker(self, tracker: &mut Tracker) {
        let Tracker {
            channel,
            technology,
            by,
            stores,
            stores_no,
            sentence,
            attributes,
            // A report says what it is called and where it stands; the others hold no term.
            named: _,
            label: _,
            lasting: _,
            exception: _,
        } = tracker;
        for id in [channel, technology].into_iter().chain(by) {
            *id = self.id(*id);
        }
        stores.iter_mut().chain(stores_no).for_each(|slot| self.slot(slot));
        self.sentence(sentence);
        self.attributes(attributes);
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
        // What is announced stands where its statement does.
        let Later { span: _, facts, purpose, channel } = later;
        facts.iter_mut().for_each(|clause| self.clause(clause));
        purpose.iter_mut().chain(channel).for_each(|slot| self.slot(slot));
    }

    fn sentence(self, sentence: &mut Sentence) {
        let Sentence {
            span,
            actor,
            object,
            slots,
            from_labels,
            facts,
            bases,
            retention,
            deletion,
            // Words of the language and numbers.
            modality: _,
            verb: _,
            necessity: _,
            is_ceiling: _,
            states: _,
            timing: _,
            is_damaged: _,
        } = sentence;
        *span = Span::default();
        match actor {
            Actor::We => {}
            Actor::Recipient(id, span) => (*id, *span) = (self.id(*id), Span::default()),
        }
        self.slot(object);
        slots.filled_mut().for_each(|slot| self.slot(slot));
        from_labels.iter_mut().for_each(|(_, span)| *span = Span::default());
        facts.iter_mut().for_each(|clause| self.clause(clause));
        bases.iter_mut().for_each(|basis| self.basis(basis));
        retention.iter_mut().for_each(|retention| self.retention(retention));
        deletion.iter_mut().for_each(|deletion| self.deletion(deletion));
    }

    fn basis(self, basis: &mut Basis) {
        // The interest is in the author's words.
        let Basis { term, interest: _, span, is_inherited: _ } = basis;
        (*term, *span) = (self.id(*term), Span::default());
    }

    fn deletion(self, deletion: &mut Deletion) {
        // How soon is no term.
        let Deletion { event, timing: _ } = deletion;
        self.fact(event);
    }

    fn retention(self, retention: &mut Retention) {
        let Retention { span, stages } = retention;
        *span = Span::default();
        stages.iter_mut().for_each(|stage| self.stage(stage));
    }

    fn stage(self, stage: &mut Stage) {
        // Which of the ends counts is no term.
        let Stage { form, ends, whichever: _ } = stage;
        form.iter_mut().for_each(|form| *form = self.id(*form));
        ends.iter_mut().for_each(|end| self.end(end));
    }

    fn end(self, end: &mut End) {
        let End { span, kind } = end;
        *span = Span::default();
        match kind {
            EndKind::AtAll | EndKind::Indefinitely => {}
            EndKind::For { bound: _, period: _, after } => {
                after.iter_mut().for_each(|event| *event = self.id(*event));
            }
            EndKind::While(fact) => self.fact(fact),
            EndKind::Until(event) => *event = self.id(*event),
            EndKind::Needed(purposes) => self.set(purposes),
        }
    }

    fn clause(self, clause: &mut FactClause) {
        // The words around an expression are no terms.
        let FactClause { word: _, is_only: _, fact, span, is_inherited: _ } = clause;
        *span = Span::default();
        self.fact(fact);
    }

    fn fact(self, fact: &mut Fact) {
        match fact {
            Fact::Term(id, span) => (*id, *span) = (self.id(*id), Span::default()),
            Fact::Not(inner) => self.fact(inner),
            Fact::And(facts) | Fact::Or(facts) => facts.iter_mut().for_each(|fact| self.fact(fact)),
        }
    }

    fn slot(self, slot: &mut Slot) {
        // How it is said is no term.
        let Slot { set, is_only: _, span, is_inherited: _ } = slot;
        *span = Span::default();
        self.set(set);
    }

    fn set(self, set: &mut Set) {
        let Set { items, except } = set;
        items.iter_mut().chain(except).for_each(|item| self.item(item));
    }

    fn item(self, item: &mut SetItem) {
        let SetItem { form, what, span } = item;
        *span = Span::default();
        form.iter_mut().for_each(|form| *form = self.id(*form));
        match what {
            What::Term(id) => *id = self.id(*id),
            What::Any { .. } => {}
        }
    }
}
