//! What an author wrote, in one order: two sentences are the same if they differ in the order of their clauses, of the
//! items of a list, of the parts of a condition, or in what they say twice.

use std::collections::{BTreeMap, BTreeSet};

use super::align::Aligned;
use crate::model::{
    AttributeValue, Compared, Exception, Fact, Part, Sentence, Set, Slot, StatementMeaning, TrackerMeaning,
    Walker,
};

/// A statement or a tracker, in which nothing tells where it stood.
#[derive(Debug)]
pub(super) struct Written {
    sentence: Sentence,
    exception: Option<Excepted>,
    /// What a tracker stores, and what it does not.
    stored: [Option<Slot>; 2],
    /// The terms on which a right is offered.
    terms: BTreeMap<String, Vec<AttributeValue>>,
}

impl PartialEq for Written {
    fn eq(&self, other: &Self) -> bool {
        let Self { sentence, exception, stored: [stored, not_stored], terms } = self;
        sentence.is_same(&other.sentence)
            && *exception == other.exception
            && stored.is_same(&other.stored[0])
            && not_stored.is_same(&other.stored[1])
            && *terms == other.terms
    }
}

impl Eq for Written {}

#[derive(Debug, PartialEq, Eq)]
enum Excepted {
    Stated(BTreeSet<String>),
    Elsewhere,
}

impl Written {
    /// What a statement or a tracker says.
    pub(super) fn of(policy: Aligned<'_>, part: Part) -> Self {
        match part {
            Part::Statement(id) => {
                let StatementMeaning { sentence, exception, attributes } = policy.statement(id).meaning();
                Self {
                    sentence: in_order(sentence),
                    exception: excepted(policy, exception.as_ref()),
                    stored: [None, None],
                    terms: attributes.iter().cloned().collect(),
                }
            }
            Part::Tracker(id) => {
                let TrackerMeaning {
                    stores,
                    stores_no,
                    sentence,
                    exception,
                    // The flows tell who sets what.
                    channel: _,
                    by: _,
                    // Told in their own words.
                    lasting: _,
                    technology: _,
                } = policy.trackers[id.index()].meaning();
                Self {
                    sentence: in_order(sentence),
                    exception: excepted(policy, exception.as_ref()),
                    stored: [in_order(stores), in_order(stores_no)],
                    terms: BTreeMap::new(),
                }
            }
        }
    }

    /// The same whatever the labels that it names, behind `from` and as its exception.
    pub(super) fn without_labels(mut self) -> Self {
        self.sentence.from_labels.clear();
        if let Some(Excepted::Stated(names)) = &mut self.exception {
            names.clear();
        }
        self
    }

    /// The same with another object.
    pub(super) fn without_object(mut self) -> Self {
        self.sentence.object.set = Set { items: Vec::new(), except: Vec::new() };
        self
    }
}

fn excepted(policy: Aligned<'_>, exception: Option<&Exception>) -> Option<Excepted> {
    Some(match exception? {
        Exception::StatedIn(named) => Excepted::Stated(
            named.iter().map(|(target, _)| policy.target_label(*target).to_owned()).collect(),
        ),
        Exception::StatedElsewhere(_) => Excepted::Elsewhere,
    })
}

/// The same in one order, each thing once.
fn in_order<T: Compared + Clone>(written: &T) -> T {
    struct InOrder;

    impl Walker for InOrder {
        fn condition(&mut self, fact: Fact) -> Fact {
            fact.in_order()
        }

        fn any_order<T: Ord>(&mut self, mut things: Vec<T>) -> Vec<T> {
            things.sort();
            things.dedup();
            things
        }
    }

    written.clone().walked(&mut InOrder)
}
