//! Questions as they are asked: a flow, and what the words of a flow cannot say of who acts and of the person.

use fixedbitset::FixedBitSet;

use super::half::{Origin, Owner};
use super::region::{BudgetExceeded, Region};
use super::space::{Dimension, FactId, FactKey, Formula, Space};
use super::verdict::{self, Question};
use super::{Meaning, half};
use crate::model::{Kind, Sentence, TermId};

/// A question.
#[derive(Debug, Clone)]
pub struct Query {
    /// What is asked about.
    pub flow: Sentence,
    /// Of those who act, who is not meant: `we except staff`.
    pub without: Vec<TermId>,
    /// To which classes the person belongs or not, and what is known or not, beside what the flow says.
    pub persons: Vec<(FactKey, bool)>,
    /// In which forms the data are meant, where it is not those that the flow names them in; none otherwise.
    pub forms: Vec<TermId>,
}

impl From<Sentence> for Query {
    fn from(flow: Sentence) -> Self {
        Self { flow, without: Vec::new(), persons: Vec::new(), forms: Vec::new() }
    }
}

/// Reads a question.
pub(super) fn question(space: &mut Space, query: &Query) -> Question {
    let mut question = verdict::question(space, &query.flow);
    let known: Vec<FactId> = query
        .persons
        .iter()
        .filter(|(key, _)| matches!(key, FactKey::Known(_)))
        .map(|(key, _)| space.fact(*key))
        .collect();
    for cell in &mut question.cells {
        let place = Dimension::Actor as usize;
        if let Some(actors) = cell.sets[place].filter(|_| !query.without.is_empty()) {
            let mut acting = space.atoms_in(Dimension::Actor, actors).clone();
            for out in &query.without {
                if let Some(atoms) = space.under(Kind::Recipient, *out) {
                    acting.difference_with(atoms);
                }
            }
            cell.sets[place] = Some(space.intern(Dimension::Actor, acting));
        }
        let place = Dimension::Datum as usize;
        if !query.forms.is_empty() {
            let everything = || {
                let mut all = FixedBitSet::with_capacity(space.n_atoms(Dimension::Datum));
                all.insert_range(..);
                all
            };
            let data = cell.sets[place].map(|data| space.atoms_in(Dimension::Datum, data));
            let mut meant = data.map_or_else(everything, |data| space.in_every_form(data));
            let is_meant =
                |form: usize| space.forms.term(form).is_some_and(|form| query.forms.contains(&form));
            for out in meant.clone().ones().filter(|datum| !is_meant(space.forms.datum(*datum).form)) {
                meant.set(out, false);
            }
            cell.sets[place] = Some(space.intern(Dimension::Datum, meant));
        }
        let mut facts = std::mem::replace(&mut cell.facts, Formula::True);
        // Whoever names a class knows of it, unless the question says otherwise.
        for fact in &known {
            facts = without(facts, *fact);
        }
        for (key, value) in &query.persons {
            let fact = space.truth_of(*key);
            question.is_about_nobody |= fact == Formula::True && !value;
            facts = facts.and(if *value { fact } else { fact.negated() });
        }
        cell.facts = facts;
    }
    question
}

/// A formula without one of the facts that it demands.
fn without(formula: Formula, fact: FactId) -> Formula {
    match formula {
        Formula::Fact(one) if one == fact => Formula::True,
        Formula::All(all) => all.into_iter().fold(Formula::True, |left, one| left.and(without(one, fact))),
        Formula::True | Formula::False | Formula::Fact(_) | Formula::Not(_) | Formula::Any(_) => formula,
    }
}

/// What is asked about: the possible flows. `None` if there are none.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub(super) fn asked(meaning: &Meaning, question: &Question) -> Result<Option<Region>, BudgetExceeded> {
    match question.asked(&meaning.diagrams)? {
        Ok(asked) if question.is_any_channel => verdict::without_denials(meaning, asked).map(Some),
        Ok(asked) => Ok(Some(asked)),
        Err(_) => Ok(None),
    }
}

/// The offers of choices that would stop some of what is asked, if the person used them.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub(super) fn stopping(meaning: &Meaning, asked: &Region) -> Result<Vec<Owner>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut stopping = Vec::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let Owner::Statement(id) = half.owner else { continue };
        let used =
            policy.statement(id).choice.and_then(|term| diagrams.space().known_fact(FactKey::Term(term)));
        let Some(used) = used.filter(|_| half.origin == Origin::Choice) else { continue };
        if stopping.contains(&half.owner) {
            continue;
        }
        let chosen = diagrams.and(&diagrams.forget(asked, &[], &[used])?, &diagrams.literal(used, true))?;
        if !diagrams.is_empty(&diagrams.and(&chosen, region)?)? {
            stopping.push(half.owner);
        }
    }
    Ok(stopping)
}

/// The classes of which a question names something, so that it is known there, as the policy says `never knowingly`.
#[must_use]
pub fn named(space: &Space, flow: &Sentence) -> Vec<FactKey> {
    half::known(space, flow)
}
