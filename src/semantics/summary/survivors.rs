//! What a deletion leaves of the data of a row, because something keeps it.

use fixedbitset::FixedBitSet;

use super::lasting::unplaced;
use super::{Entry, Maker, Persons, Shown, Survivor};
use crate::model::{Fact, Set};
use crate::semantics::effect::Outcome;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactId, FactKey};

impl Maker<'_> {
    /// What is kept of the data that a half deletes as it is written, and of which nothing is `left` to delete: by what it
    /// excepts, what must last, and what is never deleted. `at` is the place of the half.
    pub(super) fn survivors(&self, at: usize, left: &Region) -> Result<Vec<Survivor>, BudgetExceeded> {
        let meaning = self.meaning;
        let (diagrams, effect) = (&meaning.diagrams, &meaning.effect);
        let deletion = &meaning.halves[at];
        let written = self.covered(&diagrams.cells(&deletion.cells)?)?;
        let mut lost = diagrams.minus(&written, left)?;
        // What lasts no longer than until that event is not there any more to be left.
        for state in self.ended_by(deletion.owner) {
            lost = diagrams.minus(&lost, &diagrams.literal(state, true))?;
        }
        let mut survivors = Vec::new();
        if diagrams.is_empty(&lost)? {
            return Ok(survivors);
        }
        let excepts = |half: &Half| {
            let named = effect.exceptions.iter().filter(|(owner, _)| *owner == deletion.owner);
            named.flat_map(|(_, named)| named).any(|named| *named == half.owner)
        };
        for (place, (kept, region)) in meaning.kept.iter().zip(&effect.kept).enumerate() {
            let stands = effect
                .outlasting
                .iter()
                .any(|one| one.deletion == at && one.retention == place && one.outcome == Outcome::Stands);
            let retention = self.said(kept.owner).and_then(|(sentence, _)| sentence.retention);
            if let Some(retention) = retention.filter(|_| stands || excepts(kept)) {
                self.survives(&lost, kept, region, &Shown::Kept(unplaced(&retention)), &mut survivors)?;
            }
        }
        for (place, (never, region)) in meaning.halves.iter().zip(&effect.regions).enumerate() {
            // Of what a deletion does not delete `unless` something is so, the cell of that one speaks.
            let is_never = never.side == Side::Prohibition
                && never.origin == Origin::Stated
                && never.deletes(&diagrams.space().policy);
            let is_cut = effect.cuts.iter().any(|cut| cut.permission == at && cut.prohibition == place);
            if is_never && (is_cut || excepts(never)) {
                self.survives(&lost, never, region, &Shown::NeverDeleted, &mut survivors)?;
            }
        }
        Ok(survivors)
    }

    /// The states that the event of a deletion ends.
    fn ended_by(&self, deletion: Owner) -> Vec<FactId> {
        let space = self.meaning.diagrams.space();
        let policy = &space.policy;
        let event = policy.part_sentence(deletion).deletion.as_ref().map(|deletion| &deletion.event);
        let Some(Fact::Term(event, _)) = event else { return Vec::new() };
        let ended = policy.vocabulary.term(*event).effects.ends.iter();
        ended.filter_map(|state| space.known_fact(FactKey::Term(*state))).collect()
    }

    /// What of that which a deletion leaves is kept by a half.
    fn survives(
        &self,
        lost: &Region,
        half: &Half,
        region: &Region,
        what: &Shown,
        survivors: &mut Vec<Survivor>,
    ) -> Result<(), BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let left = diagrams.and(lost, region)?;
        let Some((sentence, _)) = self.said(half.owner) else { return Ok(()) };
        for (atoms, _, entry) in self.lasting_entries(what, &sentence, half, &left)? {
            survivors.push(Survivor { atoms, entry, left: left.clone() });
        }
        Ok(())
    }

    /// Of what a deletion leaves, what it leaves where something is so without which it deletes nothing.
    pub(super) fn under(
        &self,
        survivors: &[Survivor],
        waits: &Fact,
    ) -> Result<Vec<Survivor>, BudgetExceeded> {
        let so = self.is_so(waits)?;
        let mut left = Vec::new();
        for survivor in survivors {
            let region = self.meaning.diagrams.and(&survivor.left, &so)?;
            let mut atoms = self.atoms_of(&region)?;
            atoms.intersect_with(&survivor.atoms);
            if !atoms.is_clear() {
                left.push(Survivor { atoms, left: region, entry: survivor.entry.clone() });
            }
        }
        Ok(left)
    }

    /// The flows where something is so.
    pub(super) fn is_so(&self, fact: &Fact) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let known = |key: FactKey| match diagrams.space().known_fact(key) {
            Some(fact) => diagrams.literal(fact, true),
            None => diagrams.nothing(),
        };
        match fact {
            Fact::Term(term, _) => Ok(known(FactKey::Term(*term))),
            Fact::Given(term, period, _) => Ok(known(FactKey::Given(*term, *period))),
            Fact::Not(inner) => diagrams.minus(&diagrams.everything(), &self.is_so(inner)?),
            Fact::And(facts) => facts.iter().try_fold(diagrams.everything(), |all, one| {
                let one = self.is_so(one)?;
                diagrams.and(&all, &one)
            }),
            Fact::Or(facts) => {
                diagrams.union(facts.iter().map(|one| self.is_so(one)).collect::<Result<Vec<_>, _>>()?)
            }
        }
    }

    /// Of what a deletion leaves, what is of the data of a row and of its people, for the purposes of the row if it has some.
    pub(super) fn in_row(
        &self,
        survivors: &[Survivor],
        atoms: &FixedBitSet,
        persons: Option<&Persons>,
        purposes: Option<&Set>,
    ) -> Result<Vec<Entry>, BudgetExceeded> {
        let mut own = Vec::new();
        for survivor in survivors.iter().filter(|survivor| !survivor.atoms.is_disjoint(atoms)) {
            let left = match purposes {
                Some(purposes) => self.sliced(&survivor.left, Dimension::Purpose, purposes)?,
                None => survivor.left.clone(),
            };
            let is_theirs = match persons {
                Some(persons) => self.reaches(&left, atoms, persons, false)?,
                None => !self.meaning.diagrams.is_empty(&left)?,
            };
            if is_theirs {
                let mut entry = survivor.entry.clone();
                entry.persons = entry.persons.filter(|these| Some(these) != persons);
                own.push(entry);
            }
        }
        Ok(super::rows::tidy(&self.meaning.diagrams.space().policy.vocabulary, own))
    }
}
