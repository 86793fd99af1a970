//! By category of data: where they come from, what for, to whom they are disclosed, sold or shared, how long they are kept.

use fixedbitset::FixedBitSet;

use super::{IsReader, Maker, Part};
use crate::model::{Actor, Kind, KnownTerm, Set, TermId, TrackerId, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Act, COMPANY, Dimension, bits};
use crate::semantics::summary::rows::{Group, tidy};
use crate::semantics::summary::{Column, Entry, Persons, Row, Shown, apart};

/// What is done with which data.
#[derive(Debug, Clone)]
pub struct CategoryTable {
    /// What is said of all personal data.
    pub general: Option<CategoryRow>,
    /// Data of which the same is said beside it.
    pub rows: Vec<CategoryRow>,
}

/// Data of which the same is said.
#[derive(Debug, Clone)]
pub struct CategoryRow {
    /// The data, why they are used, to whom they are disclosed but for what is sold or shared, and how long they are kept.
    pub row: Row,
    /// Where they come from.
    pub sources: Vec<Origin>,
    /// To whom they are sold.
    pub sold: Exchange,
    /// To whom they are disclosed for advertising by what people do elsewhere.
    pub shared: Exchange,
}

/// Where data come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// From a source that is named, by whoever collects them, if that is not the company, and of which people.
    Source(Set, Option<TermId>, Option<Persons>),
    /// They are worked out from other data.
    Derived(Set),
    /// A tracker collects them, and it is not said from where.
    Tracker(TrackerId),
}

/// Whether data are sold or shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    /// To these.
    With(Vec<Entry>),
    /// They never are.
    Never,
    /// The policy does not say.
    Unstated,
}

impl Exchange {
    /// To whom.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match self {
            Self::With(entries) => entries,
            Self::Never | Self::Unstated => &[],
        }
    }
}

/// What is done with data, by category. `is_reader` says of a class of people whether the page speaks to it.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn by_category(meaning: &Meaning, is_reader: IsReader<'_>) -> Result<CategoryTable, BudgetExceeded> {
    let maker = Maker::of_everything(meaning, is_reader)?;
    let (general, groups) = maker.groups(&[])?;
    let never = [maker.never(Act::Sell)?, maker.never(Act::Disclose)?];
    let general = general.map(|group| maker.category(&group, &never)).transpose()?;
    let rows = groups.iter().map(|group| maker.category(group, &never)).collect::<Result<_, _>>()?;
    Ok(CategoryTable { general, rows })
}

impl Maker<'_> {
    fn category(&self, group: &Group<'_>, never: &[FixedBitSet; 2]) -> Result<CategoryRow, BudgetExceeded> {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let persons = group.persons.as_ref();
        let mut others = Vec::new();
        let (mut sold, mut shared) = (Vec::new(), Vec::new());
        let mut sources: Vec<Origin> = Vec::new();
        for part in &group.parts {
            let mut entry = part.entry.clone();
            entry.persons = entry.persons.filter(|one| Some(one) != persons);
            if part.is_sold(self) {
                sold.push(entry);
            } else if self.is_for_ads_elsewhere(part) {
                shared.push(entry);
            } else {
                others.push(*part);
            }
            for origin in self.origins(part) {
                let origin = match origin {
                    Origin::Source(source, by, of) => {
                        Origin::Source(source, by, of.filter(|one| Some(one) != persons))
                    }
                    Origin::Derived(_) | Origin::Tracker(_) => origin,
                };
                if !sources.contains(&origin) {
                    sources.push(origin);
                }
            }
        }
        // What comes from somewhere whose ever it is comes from there of some people, too.
        let of_all = sources.clone();
        sources.retain(|origin| match origin {
            Origin::Source(source, by, Some(_)) => {
                !of_all.contains(&Origin::Source(source.clone(), *by, None))
            }
            Origin::Source(_, _, None) | Origin::Derived(_) | Origin::Tracker(_) => true,
        });
        let exchange = |entries: Vec<Entry>, never: &FixedBitSet| match tidy(vocabulary, entries) {
            entries if !entries.is_empty() => Exchange::With(entries),
            _ if group.atoms.is_subset(never) => Exchange::Never,
            _ => Exchange::Unstated,
        };
        Ok(CategoryRow {
            row: self.row(&others, &group.atoms, persons, group.is_personal)?,
            sources,
            sold: exchange(sold, &never[0]),
            shared: exchange(shared, &never[1]),
        })
    }

    /// Where data come from, as far as a part says it.
    fn origins(&self, part: &Part) -> Vec<Origin> {
        let sentence = self.sentence_of(part);
        let by = match (part.owner, sentence.actor) {
            (Owner::Tracker(id), _) => self.meaning.diagrams.space().policy.trackers[id.index()].by,
            (Owner::Statement(_), Actor::Recipient(actor, _)) => Some(actor),
            (Owner::Statement(_), Actor::We) => None,
        };
        // What follows from a collection says nothing of where the data came from.
        let is_practice = part.is_stated && (part.is_practice() || part.column == Column::Aside);
        match (sentence.verb, &part.sources, &sentence.slots.second) {
            _ if !is_practice || matches!(part.entry.what, Shown::Deleted(..)) => Vec::new(),
            (Verb::Collect, Some(sources), _) => {
                let persons = &part.entry.persons;
                apart(sources).into_iter().map(|source| Origin::Source(source, by, persons.clone())).collect()
            }
            (Verb::Collect, None, _) => match part.owner {
                Owner::Tracker(id) => vec![Origin::Tracker(id)],
                Owner::Statement(_) => Vec::new(),
            },
            (Verb::Derive, _, Some(second)) => vec![Origin::Derived(super::super::plain(&second.set))],
            _ => Vec::new(),
        }
    }

    /// Whether a part gives data to others for advertising by what people do elsewhere, be it with another purpose that
    /// holds it; those who act for the company alone are no others.
    fn is_for_ads_elsewhere(&self, part: &Part) -> bool {
        let (Column::WithWhom, Shown::Recipient(recipients)) = (part.column, &part.entry.what) else {
            return false;
        };
        let space = self.meaning.diagrams.space();
        let ads = self.ads_elsewhere();
        let is_for_ads =
            part.entry.purposes.as_ref().is_some_and(|purposes| !self.purposes(purposes).is_disjoint(&ads));
        is_for_ads && !space.slot(Dimension::Recipient, recipients).is_subset(&self.within_company())
    }

    /// Advertising by what people do elsewhere: what the right to opt out of sharing stops.
    fn ads_elsewhere(&self) -> FixedBitSet {
        let space = self.meaning.diagrams.space();
        let vocabulary = &space.policy.vocabulary;
        let right = vocabulary.known(KnownTerm::OptOutOfSharing);
        let purposes = right.map_or(&[][..], |right| &vocabulary.term(right).effects.stops_for);
        let mut ads = bits(space.n_atoms(Dimension::Purpose), std::iter::empty());
        for purpose in purposes {
            space.under(Kind::Purpose, *purpose).into_iter().for_each(|atoms| ads.union_with(atoms));
        }
        ads
    }

    /// Those who get data and are no others in the law of California.
    fn within_company(&self) -> FixedBitSet {
        let space = self.meaning.diagrams.space();
        let mut within = bits(space.n_atoms(Dimension::Recipient), std::iter::empty());
        for term in [KnownTerm::Processors, KnownTerm::Staff, KnownTerm::Yourself] {
            space.under_known(term).into_iter().for_each(|atoms| within.union_with(atoms));
        }
        within
    }

    /// The data of which no sale is left open, or no disclosure for advertising by what people do elsewhere.
    fn never(&self, act: Act) -> Result<FixedBitSet, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let verb = bits(space.n_atoms(Dimension::Verb), std::iter::once(act as usize));
        let company = bits(space.n_atoms(Dimension::Actor), std::iter::once(COMPANY));
        let mut asked = diagrams.and(&diagrams.personal(), &self.slice(Dimension::Verb, &verb))?;
        asked = diagrams.and(&asked, &self.slice(Dimension::Actor, &company))?;
        asked = diagrams.minus(&asked, &diagrams.slice(Dimension::Recipient, &space.company_alone()))?;
        if act == Act::Disclose {
            let ads = self.ads_elsewhere();
            if ads.is_clear() {
                return Ok(bits(self.n_data(), std::iter::empty()));
            }
            asked = diagrams.and(&asked, &self.slice(Dimension::Purpose, &ads))?;
            asked = diagrams.minus(&asked, &self.inner(Dimension::Recipient, &self.within_company()))?;
        }
        self.never_done(&asked)
    }
}
