//! Two policies with one numbering of terms, so that a term is the same thing on both sides.
//!
//! A term that only one side knows is put into the vocabulary of the other side below the same terms: what nobody had
//! named there was part of what stands above it. So naming something is no growth, and moving something is.

use std::collections::{HashMap, HashSet};
use std::ops::Deref;

use super::renumber::Renumber;
use crate::model::{Kind, Origin, Policy, Statement, Str, Term, TermId, Vocabulary};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;

/// A policy of a comparison as it is compared: a term has the number that it has in the other one, and no sentence tells
/// where it stood. What an author's own policy says of terms by number ([`super::Side::policy`]) means nothing here.
#[derive(Clone, Copy)]
pub(super) struct Aligned<'p>(&'p Policy);

impl<'p> Aligned<'p> {
    /// The policy whose meaning this is. Whatever a comparison understands is aligned.
    pub(super) fn of(meaning: &'p Meaning) -> Self {
        Self(&meaning.diagrams.space().policy)
    }

    /// The label of a statement or tracker.
    pub(super) fn label(self, owner: Owner) -> &'p str {
        self.0.part_label(owner)
    }

    /// Its terms.
    pub(super) const fn vocabulary(self) -> &'p Vocabulary {
        &self.0.vocabulary
    }
}

impl Deref for Aligned<'_> {
    type Target = Policy;

    fn deref(&self) -> &Policy {
        self.0
    }
}

/// Both policies, with one numbering.
#[must_use]
pub(super) fn align(old: &Policy, new: &Policy) -> [Policy; 2] {
    let mut joint = Joint::default();
    let of_old = joint.add(old, &HashMap::new());
    let of_new = joint.add(new, &renamed_choices(old, new));
    [joint.side(old, &of_old, new, &of_new), joint.side(new, &of_new, old, &of_old)]
}

/// What a name stands for. A choice is never the same thing as a condition of the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Sort {
    Choice,
    Term,
}

/// The numbers of terms by namespace, name and sort.
#[derive(Default)]
struct Joint {
    numbers: HashMap<(Kind, Str, Sort), TermId>,
}

impl Joint {
    /// The joint number of each term of a policy.
    fn add(&mut self, policy: &Policy, renamed: &HashMap<TermId, Str>) -> Vec<TermId> {
        let choices: HashSet<TermId> = policy.choices().collect();
        let number = |(id, term): (TermId, &Term)| {
            let name = renamed.get(&id).unwrap_or(&term.name).clone();
            let sort = if choices.contains(&id) { Sort::Choice } else { Sort::Term };
            let next = TermId::at(self.numbers.len());
            *self.numbers.entry((term.kind.namespace(), name, sort)).or_insert(next)
        };
        policy.vocabulary.iter().map(number).collect()
    }

    /// The name of a term in the joint numbering: a choice that has the name of something else in one of the two policies
    /// gets a name that nobody can write.
    fn name(&self, policy: &Policy, id: TermId, numbers: &[TermId]) -> Str {
        let Term { kind, name, .. } = policy.vocabulary.term(id);
        let term = self.numbers.get(&(kind.namespace(), name.clone(), Sort::Term));
        match term.is_some_and(|term| *term != numbers[id.index()]) {
            true => format!("choice {name}").into(),
            false => name.clone(),
        }
    }

    /// One side in the joint numbering.
    fn side(&self, own: &Policy, of_own: &[TermId], other: &Policy, of_other: &[TermId]) -> Policy {
        let mut terms: Vec<Option<Term>> = vec![None; self.numbers.len()];
        let mut foreign = Vec::new();
        for (id, term) in own.vocabulary.iter() {
            let number = of_own[id.index()];
            let name = self.name(own, id, of_own);
            terms[number.index()] = Some(Term { name, ..Renumber(of_own).term_with_all(term.clone()) });
        }
        for (id, term) in other.vocabulary.iter() {
            let number = of_other[id.index()];
            if terms[number.index()].is_none() {
                let term = Renumber(of_other).term_with_all(term.clone());
                let name = self.name(other, id, of_other);
                terms[number.index()] =
                    Some(Term { name, origin: Origin::Policy, children: Vec::new(), ..term });
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
}

/// The choices of the new policy that have another label than in the old one, with the label that they had there.
///
/// A choice is known by the label of its offer. Where a label is gone and another is there that offers the same, it is
/// the same choice.
fn renamed_choices(old: &Policy, new: &Policy) -> HashMap<TermId, Str> {
    let mut before = lone_choices(old, new);
    let mut renamed = HashMap::new();
    for (term, offered) in lone_choices(new, old) {
        if let Some(place) = before.iter().position(|(_, one)| *one == offered) {
            let (was, _) = before.remove(place);
            renamed.insert(term, old.vocabulary.term(was).name.clone());
        }
    }
    renamed
}

/// The choices that have no namesake among those of the other policy, each with what is offered.
fn lone_choices(policy: &Policy, other: &Policy) -> Vec<(TermId, Vec<String>)> {
    let named: HashSet<&Str> = other.choices().map(|choice| &other.vocabulary.term(choice).name).collect();
    let choice = |statement: &Statement| {
        let term =
            statement.choice.filter(|choice| !named.contains(&policy.vocabulary.term(*choice).name))?;
        let items = &statement.sentence.object.set.items;
        let mut offered: Vec<String> = items.iter().map(|item| offered(policy, item.what)).collect();
        offered.sort();
        Some((term, offered))
    };
    policy.statements.iter().filter_map(choice).collect()
}

fn offered(policy: &Policy, what: crate::model::What) -> String {
    match what {
        crate::model::What::Term(term) => policy.vocabulary.term(term).name.to_string(),
        crate::model::What::Any { .. } => String::new(),
    }
}
