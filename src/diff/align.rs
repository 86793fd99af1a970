//! Two policies with one numbering of terms, so that a term is the same thing on both sides.
//!
//! A term that only one side knows is put into the vocabulary of the other side below the same terms: what nobody had
//! named there was part of what stands above it. So naming something is no growth, and moving something is.

use std::collections::HashMap;

use super::renumber::Renumber;
use crate::model::{Kind, Origin, Policy, Statement, Str, Term, TermId, Verb, Vocabulary};

/// Both policies, with one numbering.
#[must_use]
pub(super) fn align(old: &Policy, new: &Policy) -> (Policy, Policy) {
    let mut joint = Joint::default();
    let of_old = joint.add(&old.vocabulary, &HashMap::new());
    let of_new = joint.add(&new.vocabulary, &renamed_choices(old, new));
    let count = joint.numbers.len();
    (side(old, &of_old, new, &of_new, count), side(new, &of_new, old, &of_old, count))
}

/// The numbers of terms by namespace and name.
#[derive(Default)]
struct Joint {
    numbers: HashMap<(Kind, Str), TermId>,
}

impl Joint {
    /// The joint number of each term of a vocabulary.
    fn add(&mut self, vocabulary: &Vocabulary, renamed: &HashMap<TermId, Str>) -> Vec<TermId> {
        let number = |(id, term): (TermId, &Term)| {
            let name = renamed.get(&id).unwrap_or(&term.name).clone();
            let next = TermId::at(self.numbers.len());
            *self.numbers.entry((term.kind.namespace(), name)).or_insert(next)
        };
        vocabulary.iter().map(number).collect()
    }
}

/// The choices of the new policy that have another label than in the old one, with the label that they had there.
///
/// A choice is known by the label of its offer. Where a label is gone and another is there that offers the same, it is
/// the same choice.
fn renamed_choices(old: &Policy, new: &Policy) -> HashMap<TermId, Str> {
    let offers = |policy: &Policy, other: &Policy| -> Vec<(TermId, Vec<String>)> {
        let is_gone = |statement: &&Statement| {
            statement.sentence.verb == Verb::Offer && other.statement_of(&statement.label).is_none()
        };
        let choice = |statement: &Statement| {
            let term = policy.vocabulary.find(Kind::Condition, &statement.label)?;
            let mut offered: Vec<String> =
                statement.sentence.object.set.items.iter().map(|item| offered(policy, item.what)).collect();
            offered.sort();
            Some((term, offered))
        };
        policy.statements.iter().filter(is_gone).filter_map(choice).collect()
    };
    let mut before = offers(old, new);
    let mut renamed = HashMap::new();
    for (term, offered) in offers(new, old) {
        if let Some(place) = before.iter().position(|(_, one)| *one == offered) {
            let (was, _) = before.remove(place);
            renamed.insert(term, old.vocabulary.term(was).name.clone());
        }
    }
    renamed
}

fn offered(policy: &Policy, what: crate::model::What) -> String {
    match what {
        crate::model::What::Term(term) => policy.vocabulary.term(term).name.to_string(),
        crate::model::What::Any { .. } => String::new(),
    }
}

/// One side in the joint numbering.
fn side(own: &Policy, of_own: &[TermId], other: &Policy, of_other: &[TermId], count: usize) -> Policy {
    let mut terms: Vec<Option<Term>> = vec![None; count];
    let mut foreign = Vec::new();
    for (id, term) in own.vocabulary.iter() {
        let number = of_own[id.index()];
        terms[number.index()] = Some(Renumber(of_own).term(term.clone()));
    }
    for (id, term) in other.vocabulary.iter() {
        let number = of_other[id.index()];
        if terms[number.index()].is_none() {
            let term = Renumber(of_other).term(term.clone());
            terms[number.index()] = Some(Term { origin: Origin::Policy, children: Vec::new(), ..term });
            foreign.push(number);
        }
    }
    let mut terms: Vec<Term> = terms.into_iter().flatten().collect();
    for number in foreign {
        let parents = std::mem::take(&mut terms[number.index()].parents);
        // What is closed covers nothing but what it lists.
        let open: Vec<TermId> =
            parents.into_iter().filter(|parent| terms[parent.index()].means.is_none()).collect();
        for parent in &open {
            terms[parent.index()].children.push(number);
        }
        terms[number.index()].parents = open;
    }
    let mut vocabulary = Vocabulary::default();
    for term in terms {
        vocabulary.add(term);
    }
    Policy { vocabulary, ..Renumber(of_own).policy(own) }
}
