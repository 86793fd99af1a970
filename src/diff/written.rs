//! What an author wrote, in one order: two sentences are the same if they differ in the order of their clauses, of the
//! items of a list, of the parts of a condition, or in what they say twice.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    AttributeValue, EndKind, Exception, Policy, Retention, Sentence, Set, Slot, Statement, Tracker,
};
use crate::semantics::half::Owner;

/// A statement or a tracker of an aligned policy, in which nothing tells where it stood.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Written {
    sentence: Sentence,
    exception: Option<Excepted>,
    /// What a tracker stores, and what it does not.
    stored: [Option<Slot>; 2],
    /// The terms on which a right is offered.
    terms: BTreeMap<String, Vec<AttributeValue>>,
}

#[derive(Debug, PartialEq, Eq)]
enum Excepted {
    Stated(BTreeSet<String>),
    Elsewhere,
}

impl Written {
    /// What a statement or a tracker says.
    pub(super) fn of(policy: &Policy, owner: Owner) -> Self {
        match owner {
            Owner::Statement(id) => {
                let Statement {
                    sentence,
                    exception,
                    attributes,
                    // Told in words of their own: what is announced, reasons, notes.
                    later: _,
                    words: _,
                    // What it offers follows from the sentence.
                    choice: _,
                    id: _,
                    label: _,
                    label_span: _,
                    span: _,
                    section: _,
                } = policy.statement(id);
                let exception = excepted(policy, exception.as_ref());
                let terms = attributes.iter().cloned().collect();
                Self { sentence: in_order(sentence), exception, stored: [None, None], terms }
            }
            Owner::Tracker(id) => {
                let Tracker {
                    stores,
                    stores_no,
                    sentence,
                    exception,
                    // The flows tell who sets what.
                    channel: _,
                    technology: _,
                    by: _,
                    // Told in its own words, as what stands in braces.
                    label: _,
                    lasting: _,
                    attributes: _,
                    named: _,
                } = &policy.trackers[id.index()];
                let mut stored = [stores.clone(), stores_no.clone()];
                stored.iter_mut().flatten().for_each(|slot| list(&mut slot.set));
                let exception = excepted(policy, exception.as_ref());
                Self { sentence: in_order(sentence), exception, stored, terms: BTreeMap::new() }
            }
        }
    }

    /// The same with another object.
    pub(super) fn without_object(mut self) -> Self {
        self.sentence.object.set = Set { items: Vec::new(), except: Vec::new() };
        self
    }
}

fn excepted(policy: &Policy, exception: Option<&Exception>) -> Option<Excepted> {
    Some(match exception? {
        Exception::StatedIn(named) => Excepted::Stated(
            named.iter().map(|(target, _)| policy.target_label(*target).to_owned()).collect(),
        ),
        Exception::StatedElsewhere(_) => Excepted::Elsewhere,
    })
}

/// A sentence in order.
fn in_order(written: &Sentence) -> Sentence {
    let mut sentence = written.clone();
    let Sentence {
        object,
        slots,
        from_labels,
        facts,
        bases,
        retention,
        deletion,
        states,
        // There is one of each.
        span: _,
        actor: _,
        modality: _,
        verb: _,
        necessity: _,
        is_ceiling: _,
        timing: _,
        is_damaged: _,
    } = &mut sentence;
    list(&mut object.set);
    slots.filled_mut().for_each(|slot| list(&mut slot.set));
    for clause in facts.iter_mut() {
        clause.fact = clause.fact.in_order();
    }
    once(facts);
    once(bases);
    once(from_labels);
    once(states);
    retention.iter_mut().for_each(self::retention);
    deletion.iter_mut().for_each(|deletion| deletion.event = deletion.event.in_order());
    sentence
}

fn retention(retention: &mut Retention) {
    for stage in &mut retention.stages {
        for end in &mut stage.ends {
            match &mut end.kind {
                EndKind::While(fact) => *fact = fact.in_order(),
                EndKind::Needed(purposes) => list(purposes),
                EndKind::AtAll | EndKind::Indefinitely | EndKind::For { .. } | EndKind::Until(_) => {}
            }
        }
        once(&mut stage.ends);
    }
}

fn list(set: &mut Set) {
    once(&mut set.items);
    once(&mut set.except);
}

/// Puts some things in order, each once.
fn once<T: Ord>(things: &mut Vec<T>) {
    things.sort();
    things.dedup();
}
