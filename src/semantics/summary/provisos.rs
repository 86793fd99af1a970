//! What an entry of “Why” holds under for one deed, or for some people, alone: a consent that something else demands.
//!
//! # Design
//!
//! A purpose stands once, though data are both collected and used for it. Where one of the two takes a consent that the other
//! does not take, or takes it of some people, the entry as a whole does not say so; a proviso does. It is read off all that is
//! permitted, and not off one statement, and it is told only where it holds of each datum of the row.

use fixedbitset::FixedBitSet;

use super::{Entry, Maker, Persons, Proviso, Shown};
use crate::language::Act;
use crate::model::{Fact, FactWord, Kind, SetItem, TermId, What};
use crate::semantics::half::Side;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{COMPANY, Dimension, FactId, FactKey, bits};

/// Deeds that an entry of “Why” tells together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deeds {
    /// The data are collected.
    Collecting,
    /// They are used, once they are there.
    Using,
    /// Both.
    All,
}

impl Deeds {
    const fn acts(self) -> &'static [Act] {
        match self {
            Self::Collecting => &[Act::Collect],
            Self::Using => &[Act::Use, Act::View, Act::Decide, Act::Train, Act::Combine, Act::Derive],
            Self::All => &[],
        }
    }
}

/// What is permitted of each of the deeds, whatever the data and the purposes.
pub(super) struct Permitted([(Deeds, Region); 2]);

impl Maker<'_> {
    /// What the company may do.
    pub(super) fn permitted(&self) -> Result<Permitted, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let halves = self.meaning.halves.iter().zip(&self.meaning.effect.regions);
        let permissions = halves.filter(|(half, _)| half.side == Side::Permission);
        let all = diagrams.union(permissions.map(|(_, region)| region.clone()).collect::<Vec<_>>())?;
        let company = bits(space.n_atoms(Dimension::Actor), std::iter::once(COMPANY));
        let all = diagrams.and(&self.covered(&all)?, &self.slice(Dimension::Actor, &company))?;
        let of = |deeds: Deeds| {
            let acts = deeds.acts().iter().map(|act| *act as usize);
            let verbs = bits(space.n_atoms(Dimension::Verb), acts);
            Ok((deeds, diagrams.feasible(&diagrams.and(&all, &self.slice(Dimension::Verb, &verbs))?)?))
        };
        Ok(Permitted([of(Deeds::Collecting)?, of(Deeds::Using)?]))
    }

    /// Under what alone an entry holds of the data of a row, beside what it says itself.
    pub(super) fn provisos(
        &self,
        permitted: &Permitted,
        entry: &Entry,
        atoms: &FixedBitSet,
        persons: Option<&Persons>,
    ) -> Result<Vec<Proviso>, BudgetExceeded> {
        let Shown::Purpose(purposes) = &entry.what else { return Ok(Vec::new()) };
        let diagrams = &self.meaning.diagrams;
        let mut told: Vec<Proviso> = Vec::new();
        for (deeds, all) in &permitted.0 {
            let mut flows = self.sliced(all, Dimension::Purpose, purposes)?;
            for persons in entry.persons.iter().chain(persons) {
                flows = self.of_persons(&flows, persons, true)?;
            }
            if let Some(region) = &entry.region {
                flows = self.sliced(&flows, Dimension::Region, region)?;
            }
            let so = self.as_said(entry)?;
            flows = diagrams.and(&flows, &so)?;
            for proviso in self.provisos_of(*deeds, &flows, (entry, persons), atoms)? {
                let like = |known: &&mut Proviso| {
                    known.deeds != *deeds
                        && known.persons == proviso.persons
                        && known.awaits == proviso.awaits
                };
                match told.iter_mut().find(like) {
                    Some(known) => known.deeds = Deeds::All,
                    None => told.push(proviso),
                }
            }
        }
        Ok(told)
    }

    /// Under what alone some flows are of each datum of a row, and of some people.
    fn provisos_of(
        &self,
        deeds: Deeds,
        flows: &Region,
        (entry, persons): (&Entry, Option<&Persons>),
        atoms: &FixedBitSet,
    ) -> Result<Vec<Proviso>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let named: Vec<TermId> =
            entry.facts.iter().flat_map(|clause| clause.fact.terms()).map(|(term, _)| term).collect();
        let is_open = |term: TermId| {
            matches!(space.policy.vocabulary.term(term).kind, Kind::Condition | Kind::Consent)
                && !named.contains(&term)
        };
        let keys = || space.facts.iter().filter(|(fact, _)| diagrams.depends_on(flows, *fact));
        let open: Vec<(TermId, FactId)> = keys()
            .filter_map(|(fact, key)| Some((key.term().filter(|term| is_open(*term))?, fact)))
            .collect();
        // An entry about some people says nothing of others.
        let among: Vec<&Persons> = entry.persons.iter().chain(persons).collect();
        let vocabulary = &space.policy.vocabulary;
        let is_meant = |class: TermId| {
            let is_above =
                |item: &SetItem| matches!(item.what, What::Term(one) if vocabulary.is_below(class, one));
            among.iter().all(|persons| persons.among.items.iter().any(is_above))
        };
        let classes: Vec<(TermId, FactId)> = keys()
            .filter_map(|(fact, key)| match key {
                FactKey::Subject(class) => Some((class, fact)).filter(|_| is_meant(class)),
                FactKey::Term(_) | FactKey::Given(..) | FactKey::Known(_) => None,
            })
            .collect();
        if open.is_empty() && classes.is_empty() {
            return Ok(Vec::new());
        }
        let said = self.as_said(entry)?;
        let mut common: Option<Vec<(Option<TermId>, Option<Fact>)>> = None;
        for data in self.alike(atoms, &entry.forms) {
            let of_data = diagrams.and(flows, &self.slice(Dimension::Datum, &data))?;
            if diagrams.is_empty(&of_data)? {
                return Ok(Vec::new());
            }
            let general = self.awaited(&of_data, &open, &said)?;
            let (said, open) = match &general {
                Some(fact) => {
                    let told = fact.terms();
                    let is_open = |(term, _): &&(TermId, FactId)| !told.iter().any(|(one, _)| one == term);
                    let left = open.iter().filter(is_open).copied().collect();
                    (diagrams.and(&said, &self.is_so(fact)?)?, left)
                }
                None => (said.clone(), open.clone()),
            };
            let mut own: Vec<(Option<TermId>, Option<Fact>)> =
                general.iter().map(|fact| (None, Some(fact.clone()))).collect();
            for (class, fact) in &classes {
                let theirs = diagrams.and(&said, &diagrams.literal(*fact, true))?;
                let of_class = diagrams.feasible(&diagrams.and(&of_data, &theirs)?)?;
                let is_never = diagrams.is_empty(&of_class)?;
                let awaits = if is_never { None } else { self.awaited(&of_class, &open, &theirs)? };
                let is_other = awaits.is_some();
                // What is used of them was collected; and what is said of some people is not said of others.
                if is_other || is_never && deeds == Deeds::Collecting && among.is_empty() {
                    own.push((Some(*class), awaits));
                }
            }
            common = Some(match common {
                None => own,
                Some(known) => known.into_iter().filter(|one| own.contains(one)).collect(),
            });
        }
        let common = common.unwrap_or_default();
        let is_told = |class: TermId, fact: &Option<Fact>| {
            common.iter().any(|(other, known)| {
                known == fact
                    && other.is_some_and(|other| other != class && vocabulary.is_below(class, other))
            })
        };
        let told = common.iter().filter(|(class, fact)| !class.is_some_and(|class| is_told(class, fact)));
        let of_class = |class: TermId| Persons { among: super::list(vec![What::Term(class)]), region: None };
        let proviso = |(class, fact): &(Option<TermId>, Option<Fact>)| Proviso {
            deeds,
            persons: class.map(of_class),
            awaits: fact.clone(),
        };
        Ok(told.map(proviso).collect())
    }

    /// What must be so for some flows beside what is `said` already, where that does not bring it along.
    fn awaited(
        &self,
        flows: &Region,
        open: &[(TermId, FactId)],
        said: &Region,
    ) -> Result<Option<Fact>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let Some(fact) = self.waits(flows, open)? else { return Ok(None) };
        let otherwise = diagrams.feasible(&diagrams.minus(said, &self.is_so(&fact)?)?)?;
        Ok(Some(fact).filter(|_| !diagrams.is_empty(&otherwise).unwrap_or(true)))
    }

    /// The flows where what an entry says itself is so.
    fn as_said(&self, entry: &Entry) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        entry.facts.iter().try_fold(diagrams.everything(), |said, clause| {
            let so = self.is_so(&clause.fact)?;
            match clause.word {
                FactWord::Unless => diagrams.minus(&said, &so),
                FactWord::When | FactWord::With | FactWord::Under => diagrams.and(&said, &so),
            }
        })
    }

    /// Some data in the form that is meant, with what nothing tells apart from it, each once.
    fn alike(&self, atoms: &FixedBitSet, forms: &[TermId]) -> Vec<FixedBitSet> {
        let space = self.meaning.diagrams.space();
        let class_of = &space.classes(Dimension::Datum).class_of;
        let is_meant = |form: &usize| match forms {
            [] => *form == space.forms.readable(),
            forms => space.forms.term(*form).is_some_and(|form| forms.contains(&form)),
        };
        let meant = space.data_in(atoms, space.forms.places().filter(is_meant));
        let mut known: Vec<usize> = Vec::new();
        let mut alike = Vec::new();
        for datum in meant.ones() {
            if !known.contains(&class_of[datum]) {
                known.push(class_of[datum]);
                alike.push(bits(space.n_atoms(Dimension::Datum), std::iter::once(datum)));
            }
        }
        alike
    }
}
