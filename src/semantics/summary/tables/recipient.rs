//! By recipient: what they get and why, where they are, and under which safeguards.

use fixedbitset::FixedBitSet;

use super::{IsReader, Maker, Part};
use crate::model::{FactClause, FactWord, Kind, KnownTerm, Set, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, FactKey, bits};
use crate::semantics::summary::rows::tidy;
use crate::semantics::summary::{Column, Entry, Shown};

/// Who gets data.
#[derive(Debug, Clone)]
pub struct RecipientRow {
    /// Who, and where the data are received if that is said.
    pub who: Entry,
    /// The country in which they are declared to be.
    pub country: Option<TermId>,
    /// Where that is, in the eyes of European law; `None` under another law.
    pub place: Option<Place>,
    /// What they are towards the company, if that is said.
    pub role: Option<Towards>,
    /// What they get.
    pub gets: Vec<Received>,
    /// The safeguards of the statements that give it to them.
    pub facts: Vec<FactClause>,
    /// The safeguards to which they are bound.
    pub duties: Vec<TermId>,
}

/// Data that somebody gets, in one way.
#[derive(Debug, Clone)]
pub struct Received {
    /// The data, exactly: all of these lists together.
    pub data: Vec<Set>,
    /// For what, and what narrows it.
    pub entry: Entry,
    /// Whether they are sold.
    pub is_sold: bool,
}

/// Where somebody is, in the eyes of European law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Where the law of the policy holds.
    Inside,
    /// Where protection was found adequate.
    Adequate,
    /// Elsewhere, at least in part.
    Abroad,
    /// The policy does not say.
    Unstated,
}

/// What somebody is towards the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Towards {
    /// One of its own.
    Staff,
    /// Who acts on its word.
    Processor,
    /// Who decides together with it.
    JointController,
    /// Who is neither, and decides alone.
    ThirdParty,
}

impl Towards {
    /// The one that says most first.
    const ALL: [Self; 4] = [Self::Staff, Self::Processor, Self::JointController, Self::ThirdParty];

    const fn term(self) -> KnownTerm {
        match self {
            Self::Staff => KnownTerm::Staff,
            Self::Processor => KnownTerm::Processors,
            Self::JointController => KnownTerm::JointControllers,
            Self::ThirdParty => KnownTerm::ThirdParties,
        }
    }
}

/// Who gets data. `is_reader` says of a class of people whether the page speaks to it.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn by_recipient(meaning: &Meaning, is_reader: IsReader<'_>) -> Result<Vec<RecipientRow>, BudgetExceeded> {
    let maker = Maker::of_everything(meaning, is_reader)?;
    let mut whos: Vec<(Entry, Vec<&Part>)> = Vec::new();
    for part in maker.parts.iter().filter(|part| part.column == Column::WithWhom) {
        let facts = part.entry.facts.iter().filter(|clause| clause.word == FactWord::Under).cloned();
        let who = Entry {
            region: part.entry.region.clone(),
            facts: facts.collect(),
            ..Entry::of(part.entry.what.clone())
        };
        match whos.iter_mut().find(|(known, _)| *known == who) {
            Some((_, parts)) => parts.push(part),
            None => whos.push((who, vec![part])),
        }
    }
    Ok(whos.into_iter().map(|(who, parts)| maker.recipient(who, &parts)).collect())
}

impl Maker<'_> {
    fn recipient(&self, mut who: Entry, parts: &[&Part]) -> RecipientRow {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let set = match &who.what {
            Shown::Recipient(set) => set.clone(),
            Shown::Purpose(_)
            | Shown::NoPurpose
            | Shown::Derived(_)
            | Shown::Kept(_)
            | Shown::Limit(_)
            | Shown::Deleted(..)
            | Shown::NeverDeleted => Set::of([], crate::source::Span::default()),
        };
        let recipients = self.meaning.diagrams.space().slot(Dimension::Recipient, &set);
        let alone = match set.items.as_slice() {
            [item] if set.except.is_empty() => match item.what {
                What::Term(term) => Some(term),
                What::Any { .. } => None,
            },
            _ => None,
        };
        let country = alone.filter(|_| who.region.is_none()).and_then(|term| vocabulary.country_of(term));
        let space = self.meaning.diagrams.space();
        let region = match (&who.region, country) {
            (Some(set), _) => Some(space.slot(Dimension::RecipientRegion, set)),
            (None, country) => country.and_then(|country| space.under(Kind::Region, country).cloned()),
        };
        let role = Towards::ALL.into_iter().find(|role| {
            !recipients.is_clear()
                && space.under_known(role.term()).is_some_and(|under| recipients.is_subset(under))
        });
        RecipientRow {
            country,
            place: self.place(region.as_ref()),
            role,
            gets: self.received(parts),
            facts: std::mem::take(&mut who.facts),
            duties: self.duties(&recipients),
            who,
        }
    }

    /// What some parts give, by data of which the same is said.
    fn received(&self, parts: &[&Part]) -> Vec<Received> {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let mut received = Vec::new();
        for is_sold in [false, true] {
            let parts = parts.iter().filter(|part| part.is_sold(self) == is_sold);
            let parts: Vec<(&Part, FixedBitSet)> = parts.map(|part| (*part, part.atoms.clone())).collect();
            let mut data = bits(self.n_data(), std::iter::empty());
            parts.iter().for_each(|(_, atoms)| data.union_with(atoms));
            for (parts, atoms) in self.by_signature(&parts, &data) {
                let entry = |part: &&Part| {
                    let facts =
                        part.entry.facts.iter().filter(|clause| clause.word != FactWord::Under).cloned();
                    Entry { region: None, facts: facts.collect(), ..part.entry.clone() }
                };
                for entry in tidy(vocabulary, parts.iter().map(entry).collect()) {
                    received.push(Received { data: self.name(&atoms), entry, is_sold });
                }
            }
        }
        received
    }

    /// Where somebody is, under European law.
    fn place(&self, region: Option<&FixedBitSet>) -> Option<Place> {
        let space = self.meaning.diagrams.space();
        let law = space.policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        let unions = [KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom];
        let mut inside = bits(space.n_atoms(Dimension::RecipientRegion), std::iter::empty());
        for union in unions.into_iter().filter_map(|union| space.under_known(union)) {
            let holds =
                |law: &TermId| space.under(Kind::Region, *law).is_some_and(|law| law.is_subset(union));
            if law.iter().any(holds) {
                inside.union_with(union);
            }
        }
        if inside.is_clear() {
            return None;
        }
        let Some(region) = region.filter(|region| !region.is_clear()) else { return Some(Place::Unstated) };
        if region.is_subset(&inside) {
            return Some(Place::Inside);
        }
        for free in unions.into_iter().chain([KnownTerm::AdequateForEurope]) {
            space.under_known(free).into_iter().for_each(|free| inside.union_with(free));
        }
        Some(if region.is_subset(&inside) { Place::Adequate } else { Place::Abroad })
    }

    /// The safeguards to which all of some recipients are bound.
    fn duties(&self, recipients: &FixedBitSet) -> Vec<TermId> {
        let diagrams = &self.meaning.diagrams;
        let class_of = &diagrams.space().classes(Dimension::Recipient).class_of;
        let bound = diagrams.bound().iter().filter(|(classes, _)| {
            !recipients.is_clear() && recipients.ones().all(|atom| classes.contains(class_of[atom]))
        });
        let mut duties = Vec::new();
        for (_, fact) in bound {
            if let FactKey::Term(term) = diagrams.space().facts.key(*fact)
                && !duties.contains(&term)
            {
                duties.push(term);
            }
        }
        duties
    }
}
