//! In which order facts are numbered.
//!
//! A diagram stays small where facts that decide together stand together: the class of people beside the condition under
//! which something is done with their data, the choice that a class is offered beside the class. Facts that stand apart
//! must be remembered all the way from one to the other, and twenty such pairs are a million ways.

use std::collections::HashMap;

use super::Owner;
use super::choice::named_by;
use super::read::persons;
use crate::model::{Fact, Policy, Sentence, TermId, What};
use crate::semantics::space::{FactKey, Space};

/// A fact that more statements name than these does not draw them together: consent stands in half of a policy. Nor is a
/// statement drawn that names more facts.
const MOST_DRAWN: usize = 8;

/// Numbers the facts of the policy, and of the one with which it is compared.
pub(super) fn number_facts(space: &mut Space) {
    let groups: Vec<Vec<FactKey>> = space.policies().iter().flat_map(|policy| groups(policy)).collect();
    let mut naming: HashMap<FactKey, Vec<usize>> = HashMap::new();
    for (place, group) in groups.iter().enumerate() {
        group.iter().for_each(|key| naming.entry(*key).or_default().push(place));
    }
    let mut is_numbered = vec![false; groups.len()];
    // A list of many classes would stand between each of them and its conditions.
    let is_long = |place: &usize| groups[*place].len() > MOST_DRAWN;
    let (long, short): (Vec<usize>, Vec<usize>) = (0..groups.len()).partition(is_long);
    for first in short.into_iter().chain(long) {
        let mut next = vec![first];
        while let Some(place) = next.pop() {
            if std::mem::replace(&mut is_numbered[place], true) {
                continue;
            }
            let group = &groups[place];
            group.iter().for_each(|key| space.fact_with_its_kin(*key));
            let beside = group.iter().filter_map(|key| naming.get(key));
            let beside = beside.filter(|places| places.len() <= MOST_DRAWN).flatten().copied();
            let mut beside: Vec<usize> =
                beside.filter(|place| !is_numbered[*place] && !is_long(place)).collect();
            beside.sort_unstable_by(|one, other| other.cmp(one));
            next.extend(beside);
        }
    }
}

/// The facts of each statement and tracker, with the choices that stop it by its label.
fn groups(policy: &Policy) -> Vec<Vec<FactKey>> {
    let mut stopping: HashMap<Owner, Vec<TermId>> = HashMap::new();
    for statement in &policy.statements {
        if let Some(choice) = statement.choice {
            for owner in named_by(policy, &statement.sentence) {
                stopping.entry(owner).or_default().push(choice);
            }
        }
    }
    let mut group = |part: Owner| {
        let mut group = facts_of(policy.part_sentence(part));
        if let Owner::Statement(id) = part {
            group.extend(policy.statement(id).choice.map(FactKey::Term));
        }
        group.extend(stopping.remove(&part).unwrap_or_default().into_iter().map(FactKey::Term));
        group
    };
    policy.parts().map(&mut group).collect()
}

/// The classes of people, then the conditions of a sentence.
fn facts_of(sentence: &Sentence) -> Vec<FactKey> {
    let classes = persons(sentence).flat_map(|slot| slot.set.items.iter().chain(&slot.set.except));
    let classes = classes.filter_map(|item| match item.what {
        What::Term(class) => Some(FactKey::Subject(class)),
        What::Any { .. } => None,
    });
    let events = sentence.deletion.iter().map(|deletion| &deletion.event);
    let conditions = sentence.facts.iter().map(|clause| &clause.fact).chain(events);
    classes.chain(conditions.flat_map(Fact::leaves).filter_map(FactKey::of_leaf)).collect()
}
