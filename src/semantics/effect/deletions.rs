//! The passes about deletion: what is deleted on request, and what is kept all the same.

use super::{Outcome, Outlasting, Steps, cells_meet};
use crate::model::{Fact, TermId, Vocabulary};
use crate::semantics::half::{Half, Origin, Persons, Side};
use crate::semantics::lasting::{Lasting, half_lasting};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, FactId};

impl Steps<'_> {
    /// What is left of the grants says besides that data are deleted.
    pub(super) fn ask_for_deletion(&mut self) -> Result<(), BudgetExceeded> {
        let diagrams = self.diagrams;
        for idx in 0..self.halves.len() {
            let half = &self.halves[idx];
            let Some(request) = half.request else { continue };
            let grants = self.owned(half.owner, Side::Permission).iter();
            let grants = grants.filter(|grant| self.halves[**grant].is_grant(self.policy));
            let granted = diagrams.union(grants.map(|grant| self.regions[*grant].clone()))?;
            let deleting = diagrams
                .slice(Dimension::Right, diagrams.space().classes_in(Dimension::Right, request.rights));
            let granted = diagrams.and(&granted, &deleting)?;
            let persons: Vec<FactId> = match request.persons {
                Persons::Same => Vec::new(),
                Persons::Named => diagrams.space().subject_facts(),
            };
            let left = diagrams.forget(
                &granted,
                &[Dimension::Verb, Dimension::Right, Dimension::Channel],
                &persons,
            )?;
            self.regions[idx] = diagrams.and(&self.regions[idx], &left)?;
        }
        Ok(())
    }

    /// Where a deletion is written that happens on the same event, it says how, and a grant says nothing besides.
    pub(super) fn leave_to_written_deletions(&mut self) -> Result<(), BudgetExceeded> {
        let policy = self.policy;
        let written: Vec<&Half> = self
            .halves
            .iter()
            .filter(|half| half.origin == Origin::Stated && half.deletes(policy) && !half.scope.is_empty())
            .collect();
        for idx in 0..self.halves.len() {
            let half = &self.halves[idx];
            let Some(request) = half.request else { continue };
            for other in &written {
                let sentence = policy.part_sentence(other.owner);
                let happens = sentence
                    .deletion
                    .as_ref()
                    .is_some_and(|deletion| happens_on(&policy.vocabulary, &deletion.event, request.event));
                if happens && cells_meet(self.diagrams.space(), &half.cells, &other.scope) {
                    let scope = self.diagrams.cells(&other.scope)?;
                    self.regions[idx] = self.diagrams.minus(&self.regions[idx], &scope)?;
                }
            }
        }
        Ok(())
    }

    /// A retention that must last stands against a deletion that does not name it, or clashes with it.
    pub(super) fn let_retentions_stand(&mut self) -> Result<(), BudgetExceeded> {
        let space = self.diagrams.space();
        let before = self.regions.clone();
        let must_last: Vec<(usize, Lasting)> = self
            .retentions
            .iter()
            .enumerate()
            .filter_map(|(idx, half)| Some((idx, half_lasting(space, half)?)))
            .collect();
        if must_last.is_empty() {
            return Ok(());
        }
        for (deletion, half) in self.halves.iter().enumerate() {
            if half.side != Side::Permission || !half.deletes(self.policy) {
                continue;
            }
            for (kept, why) in &must_last {
                let owner = self.retentions[*kept].owner;
                if self.are_joined(half.owner, owner)
                    || !cells_meet(space, &half.cells, &self.retentions[*kept].cells)
                {
                    continue;
                }
                let shared = self.diagrams.and(&before[deletion], &self.kept[*kept])?;
                if self.diagrams.is_empty(&shared)? {
                    continue;
                }
                let outcome = match why {
                    Lasting::WithoutEnd { .. } if half.origin != Origin::Request => Outcome::Clash,
                    Lasting::WithoutEnd { names_purpose: false } => Outcome::Clash,
                    Lasting::WithoutEnd { names_purpose: true } | Lasting::Outlasting => Outcome::Stands,
                };
                if outcome == Outcome::Stands {
                    self.regions[deletion] =
                        self.diagrams.minus(&self.regions[deletion], &self.kept[*kept])?;
                }
                self.outlasting.push(Outlasting { deletion, retention: *kept, outcome });
            }
        }
        Ok(())
    }
}

/// Whether a formula over facts is true when only one event happens, with what it implies.
fn happens_on(vocabulary: &Vocabulary, fact: &Fact, event: TermId) -> bool {
    match fact {
        Fact::Term(term, _) => vocabulary.is_below(event, *term),
        // Nobody consents by what happens.
        Fact::Given(..) => false,
        Fact::Not(inner) => !happens_on(vocabulary, inner, event),
        Fact::And(facts) => facts.iter().all(|one| happens_on(vocabulary, one, event)),
        Fact::Or(facts) => facts.iter().any(|one| happens_on(vocabulary, one, event)),
    }
}
