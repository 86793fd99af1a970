//! The passes about deletion: what is deleted on request, and what is kept all the same.

use super::{Outcome, Outlasting, Steps};
use crate::model::{Fact, TermId, Vocabulary};
use crate::semantics::half::{Half, Origin, Persons, Side};
use crate::semantics::lasting::{Lasting, half_lasting};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{self, End, Term};
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
        let written = self.halves.iter().enumerate();
        let written = written.filter(|(_, half)| half.origin == Origin::Stated && half.deletes(policy));
        let written =
            Meeting::of(self.diagrams.space(), written.map(|(idx, half)| (idx, half.scope.as_slice())));
        for idx in 0..self.halves.len() {
            let half = &self.halves[idx];
            let Some(request) = half.request else { continue };
            for other in written.with(&half.cells) {
                let other = &self.halves[other];
                let sentence = policy.part_sentence(other.owner);
                let happens = sentence
                    .deletion
                    .as_ref()
                    .is_some_and(|deletion| happens_on(&policy.vocabulary, &deletion.event, request.event));
                if happens {
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
        let must_last: Vec<Option<Lasting>> =
            self.retentions.iter().map(|half| half_lasting(space, half)).collect();
        let lasting = self.retentions.iter().enumerate().filter(|(idx, _)| must_last[*idx].is_some());
        let lasting = Meeting::of_halves(space, lasting);
        let personal = self.diagrams.personal();
        for (deletion, half) in self.halves.iter().enumerate() {
            if half.side != Side::Permission || !half.deletes(self.policy) {
                continue;
            }
            let reached = match half.leaves_what_is_not_personal(self.policy) {
                true => self.diagrams.and(&before[deletion], &personal)?,
                false => before[deletion].clone(),
            };
            for kept in lasting.with(&half.cells) {
                let Some(why) = &must_last[kept] else { continue };
                if self.are_joined(half.owner, self.retentions[kept].owner) {
                    continue;
                }
                let shared = self.diagrams.and(&reached, &self.kept[kept])?;
                if self.diagrams.is_empty(&shared)? {
                    continue;
                }
                let outcome = match why {
                    Lasting::WithoutEnd { .. } if half.origin != Origin::Request => Outcome::Clash,
                    Lasting::WithoutEnd { names_purpose: false } => Outcome::Clash,
                    Lasting::WithoutEnd { names_purpose: true } | Lasting::Outlasting => Outcome::Stands,
                };
                if outcome == Outcome::Stands {
                    self.regions[deletion] = self.diagrams.minus(&self.regions[deletion], &shared)?;
                }
                let ends_with_it = self.ends_with(&self.retentions[kept], half);
                self.outlasting.push(Outlasting { deletion, retention: kept, outcome, ends_with_it });
            }
        }
        Ok(())
    }
}

impl Steps<'_> {
    /// Whether a retention ends no later than the event of a deletion, where that is one event.
    fn ends_with(&self, retention: &Half, deletion: &Half) -> bool {
        let space = self.diagrams.space();
        let written = self.policy.part_sentence(deletion.owner).deletion.as_ref();
        let event = match (deletion.request, written.map(|written| &written.event)) {
            (Some(request), _) => Some(request.event),
            (None, Some(Fact::Term(event, _))) => Some(*event),
            (None, Some(Fact::Given(..) | Fact::Not(_) | Fact::And(_) | Fact::Or(_)) | None) => None,
        };
        let sentence = self.policy.part_sentence(retention.owner);
        let kept = retention::term_of(space, sentence, retention.stage, retention.its_purposes.as_ref());
        event.is_some_and(|event| {
            let at_once = Term { longests: vec![vec![End::after(Some(event), None)]] };
            retention::is_within(&self.policy.vocabulary, &kept, &at_once)
        })
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
