//! What is not in a right that a policy offers: what it refuses, what an exception takes out, what must be kept.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use super::Meaning;
use super::half::{Origin, Owner, Side};
use super::region::{BudgetExceeded, Region};
use super::space::Dimension;
use crate::model::{Set, StatementId, Verb, What};

/// Why something is not in a right, and by which statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Loss {
    /// It is refused, or excepted.
    Refused(Owner),
    /// It is kept, although the right deletes.
    Kept(Owner),
}

/// What must be kept within each deletion and each right to it that does not say so: it is kept all the same.
#[must_use]
pub fn kept_within(meaning: &Meaning) -> BTreeMap<Owner, BTreeSet<Owner>> {
    let mut kept: BTreeMap<Owner, BTreeSet<Owner>> = BTreeMap::new();
    for one in meaning.effect.outlasting.iter().filter(|one| one.keeps_something()) {
        let (deletion, retention) = (&meaning.halves[one.deletion], &meaning.kept[one.retention]);
        kept.entry(deletion.owner).or_default().insert(retention.owner);
    }
    kept
}

/// What some rights of an offer lose over some data, in the order of the statements that take it, and what none of the
/// offers beside it gives.
///
/// `data` are places of the dimension of data.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn losses(
    meaning: &Meaning,
    (offer, beside): (StatementId, &[StatementId]),
    rights: &Set,
    data: &FixedBitSet,
) -> Result<Vec<Loss>, BudgetExceeded> {
    let losing = Losing::of(meaning, (offer, beside), rights, data)?;
    let mut losses = losing.excepted()?;
    losses.extend(losing.refused()?);
    if losing.deletes(rights) {
        losses.extend(losing.kept()?);
    }
    losses.sort_unstable();
    losses.dedup();
    Ok(losses)
}

struct Losing<'m> {
    meaning: &'m Meaning,
    owner: Owner,
    /// Whatever is about the data.
    about: Region,
    /// Whatever is about the rights.
    wanted: Region,
    /// What is given by the offer or by one beside it, in whichever way.
    given: Region,
}

impl<'m> Losing<'m> {
    fn of(
        meaning: &'m Meaning,
        (offer, beside): (StatementId, &[StatementId]),
        rights: &Set,
        data: &FixedBitSet,
    ) -> Result<Self, BudgetExceeded> {
        let diagrams = &meaning.diagrams;
        let space = diagrams.space();
        let slice = |dimension: Dimension, atoms: &FixedBitSet| {
            let class_of = &space.classes(dimension).class_of;
            let classes = atoms.ones().filter_map(|atom| class_of.get(atom).copied());
            diagrams.slice(dimension, &super::space::bits(space.n_classes(dimension), classes))
        };
        let offers = beside.iter().chain([&offer]).map(|offer| Owner::Statement(*offer));
        let grants = offers
            .flat_map(|owner| meaning.halves_of(owner))
            .filter(|(_, half)| half.is_grant(&space.policy));
        let given = diagrams.union(grants.map(|(place, _)| meaning.effect.regions[place].clone()))?;
        Ok(Self {
            meaning,
            owner: Owner::Statement(offer),
            about: slice(Dimension::Datum, data),
            wanted: slice(Dimension::Right, &space.slot(Dimension::Right, rights)),
            given: diagrams.forget(&given, &[Dimension::Channel], &[])?,
        })
    }

    /// Whether some of the data in a set of entitlements is given by no offer.
    fn is_lost(&self, region: &Region) -> Result<bool, BudgetExceeded> {
        self.is_about(&self.meaning.diagrams.minus(region, &self.given)?)
    }

    /// Whether there is any of the data in a set.
    fn is_about(&self, region: &Region) -> Result<bool, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        Ok(!diagrams.is_empty(&diagrams.and(region, &self.about)?)?)
    }

    /// What the offer grants of the rights, as written.
    fn granted(&self) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let policy = &diagrams.space().policy;
        let grants = self.meaning.halves_of(self.owner).filter(|(_, half)| half.is_grant(policy));
        let written = grants.map(|(_, half)| diagrams.cells(&half.cells)).collect::<Result<Vec<_>, _>>()?;
        diagrams.and(&diagrams.union(written)?, &self.wanted)
    }

    /// What its exceptions take out.
    fn excepted(&self) -> Result<Vec<Loss>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let policy = &diagrams.space().policy;
        let granted = self.granted()?;
        let mut losses = Vec::new();
        for (other, cells) in self
            .meaning
            .halves_of(self.owner)
            .filter(|(_, half)| half.is_grant(policy))
            .flat_map(|(_, half)| &half.excepted)
        {
            if self.is_lost(&diagrams.and(&granted, &diagrams.cells(cells)?)?)? {
                losses.push(match policy.part_sentence(*other).verb == Verb::Retain {
                    true => Loss::Kept(*other),
                    false => Loss::Refused(*other),
                });
            }
        }
        Ok(losses)
    }

    /// What is refused, and what is never deleted.
    fn refused(&self) -> Result<Vec<Loss>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let granted = self.granted()?;
        let mut losses = Vec::new();
        for (half, region) in self.meaning.halves.iter().zip(&self.meaning.effect.regions) {
            let refuses = half.side == Side::Prohibition && half.owner != self.owner;
            if refuses && self.is_lost(&diagrams.and(&granted, region)?)? {
                losses.push(Loss::Refused(half.owner));
            }
        }
        for conflict in &self.meaning.effect.conflicts {
            let (permission, prohibition) =
                (&self.meaning.halves[conflict.permission], &self.meaning.halves[conflict.prohibition]);
            let is_request = permission.owner == self.owner && permission.origin == Origin::Request;
            if is_request && self.is_about(&conflict.overlap)? {
                losses.push(Loss::Refused(prohibition.owner));
            }
        }
        Ok(losses)
    }

    /// Whether one of the rights is also a deletion.
    fn deletes(&self, rights: &Set) -> bool {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let deletes = |what: What| match what {
            What::Term(right) => vocabulary.deletion_of(right).is_some(),
            What::Any { .. } => true,
        };
        rights.items.iter().any(|item| deletes(item.what))
    }

    /// What must be kept all the same.
    fn kept(&self) -> Result<Vec<Loss>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let mut losses = Vec::new();
        for one in self.meaning.effect.outlasting.iter().filter(|one| !one.ends_with_it) {
            let (deletion, retention) =
                (&self.meaning.halves[one.deletion], &self.meaning.kept[one.retention]);
            if deletion.owner == self.owner && self.is_about(&diagrams.cells(&retention.cells)?)? {
                losses.push(Loss::Kept(retention.owner));
            }
        }
        Ok(losses)
    }
}
