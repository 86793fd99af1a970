//! When a statement speaks: in which cases, and, of a deletion, on which events.
//!
//! What stands behind `with`, `when`, `unless`, `under`, `on` and `about` is one formula over facts, whatever the order in
//! which it is written. Of the facts behind `on`, events say when; all others only say in which cases.

use super::half;
use super::region::{BudgetExceeded, Diagrams, Region};
use super::space::{FactKey, Formula, Space};
use crate::model::{Fact, Kind, Sentence, TermId, Vocabulary};

/// When a statement speaks.
#[derive(Debug, Clone)]
pub struct Standing {
    /// In which cases: the facts and the people, what stands behind `on` aside.
    pub cases: Formula,
    /// In which cases what it says of keeping holds.
    pub keeping: Formula,
    /// On what data are deleted: each of these suffices. None of it if the statement is no deletion.
    pub occasions: Vec<Occasion>,
}

/// Something on which data are deleted.
#[derive(Debug, Clone)]
pub struct Occasion {
    /// The events, all of which must have happened.
    pub events: Vec<TermId>,
    /// That they have happened.
    pub happened: Formula,
    /// What must be true besides, of the case.
    pub cases: Formula,
}

impl Standing {
    /// Reads a sentence.
    pub(super) fn of(space: &mut Space, sentence: &Sentence) -> Self {
        let cases = half::circumstances(space, sentence);
        let keeping = half::keeping_circumstances(space, sentence);
        let occasions = sentence.deletion.as_ref().map(|deletion| occasions(space, &deletion.event));
        Self { cases, keeping, occasions: occasions.unwrap_or_default() }
    }

    /// The cases in which the statement speaks.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent; so in what follows.
    pub fn region(&self, diagrams: &Diagrams) -> Result<Region, BudgetExceeded> {
        let cases = diagrams.formula(&self.cases)?;
        if self.occasions.is_empty() {
            return Ok(cases);
        }
        let occasions = self.occasions.iter().map(|occasion| occasion.region(diagrams));
        diagrams.and(&cases, &diagrams.union(occasions.collect::<Result<Vec<_>, _>>()?)?)
    }
}

/// More alternatives than these are taken for one event.
const MOST_OCCASIONS: usize = 64;

fn occasions(space: &mut Space, event: &Fact) -> Vec<Occasion> {
    let event = &event.in_order();
    if count(event, Truth::Holds) <= MOST_OCCASIONS {
        let alternatives = least(alternatives(event, Truth::Holds));
        return alternatives.into_iter().map(|literals| Occasion::of(space, literals)).collect();
    }
    let events = event.terms().into_iter().map(|(term, _)| term).collect();
    vec![Occasion { events, happened: space.formula(event), cases: Formula::True }]
}

impl Occasion {
    fn of(space: &mut Space, literals: Vec<(FactKey, Truth)>) -> Self {
        let is_event = |(key, truth): &(FactKey, Truth)| {
            event_of(&space.policy.vocabulary, *key).is_some() && *truth == Truth::Holds
        };
        let (events, others): (Vec<_>, Vec<_>) = literals.into_iter().partition(is_event);
        let events: Vec<TermId> = events.into_iter().filter_map(|(key, _)| key.term()).collect();
        let mut all = |literals: &mut dyn Iterator<Item = (FactKey, Truth)>| {
            literals.fold(Formula::True, |all, (key, truth)| {
                let fact = Formula::Fact(space.fact(key));
                all.and(match truth {
                    Truth::Holds => fact,
                    Truth::Fails => fact.negated(),
                })
            })
        };
        let happened = all(&mut events.iter().map(|term| (FactKey::Term(*term), Truth::Holds)));
        let cases = all(&mut others.into_iter());
        Self { events, happened, cases }
    }

    /// The cases in which the events have happened and everything else is true.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn region(&self, diagrams: &Diagrams) -> Result<Region, BudgetExceeded> {
        diagrams.and(&diagrams.formula(&self.happened)?, &diagrams.formula(&self.cases)?)
    }
}

/// The event that a fact is, if it is one.
pub(super) fn event_of(vocabulary: &Vocabulary, key: FactKey) -> Option<TermId> {
    match key {
        FactKey::Term(term) => (vocabulary.term(term).kind == Kind::Event).then_some(term),
        FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_) => None,
    }
}

/// Whether a fact has to be true or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    Holds,
    Fails,
}

impl Truth {
    const fn other(self) -> Self {
        match self {
            Self::Holds => Self::Fails,
            Self::Fails => Self::Holds,
        }
    }
}

/// Some alternatives without those that ask for more than another one.
fn least(mut alternatives: Vec<Vec<(FactKey, Truth)>>) -> Vec<Vec<(FactKey, Truth)>> {
    for literals in &mut alternatives {
        literals.sort_unstable();
        literals.dedup();
    }
    alternatives.sort_by_key(Vec::len);
    let mut least: Vec<Vec<(FactKey, Truth)>> = Vec::new();
    for one in alternatives {
        if !least.iter().any(|known| known.iter().all(|literal| one.contains(literal))) {
            least.push(one);
        }
    }
    least
}

/// More alternatives than these are not gone through one by one.
const MOST_ALTERNATIVES: usize = 1024;

/// An expression as alternatives, each a list of facts that are true or not; `None` if there are too many.
pub(super) fn literals_of(fact: &Fact) -> Option<Vec<Vec<(FactKey, bool)>>> {
    if count(fact, Truth::Holds) > MOST_ALTERNATIVES {
        return None;
    }
    let plain = |literals: Vec<(FactKey, Truth)>| {
        literals.into_iter().map(|(key, truth)| (key, truth == Truth::Holds)).collect()
    };
    Some(alternatives(fact, Truth::Holds).into_iter().map(plain).collect())
}

/// How many alternatives an expression has.
fn count(fact: &Fact, truth: Truth) -> usize {
    match (fact, truth) {
        (Fact::Term(..) | Fact::Given(..), _) => 1,
        (Fact::Not(inner), _) => count(inner, truth.other()),
        (Fact::Or(facts), Truth::Holds) | (Fact::And(facts), Truth::Fails) => {
            facts.iter().fold(0, |sum, fact| sum.saturating_add(count(fact, truth)))
        }
        (Fact::And(facts), Truth::Holds) | (Fact::Or(facts), Truth::Fails) => {
            facts.iter().fold(1, |product, fact| product.saturating_mul(count(fact, truth)))
        }
    }
}

/// An expression as alternatives, each a list of facts that hold or fail.
fn alternatives(fact: &Fact, truth: Truth) -> Vec<Vec<(FactKey, Truth)>> {
    match (fact, truth) {
        (Fact::Term(..) | Fact::Given(..), _) => {
            vec![FactKey::of_leaf(fact).map(|key| (key, truth)).into_iter().collect()]
        }
        (Fact::Not(inner), _) => alternatives(inner, truth.other()),
        (Fact::Or(facts), Truth::Holds) | (Fact::And(facts), Truth::Fails) => {
            facts.iter().flat_map(|fact| alternatives(fact, truth)).collect()
        }
        (Fact::And(facts), Truth::Holds) | (Fact::Or(facts), Truth::Fails) => {
            let each = facts.iter().map(|fact| alternatives(fact, truth));
            each.fold(vec![Vec::new()], |joined, each| {
                let pairs = joined.iter().flat_map(|one| each.iter().map(move |other| (one, other)));
                pairs.map(|(one, other): (&Vec<_>, &Vec<_>)| [&one[..], &other[..]].concat()).collect()
            })
        }
    }
}
