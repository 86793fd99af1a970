//! By purpose: with which data, on which ground, who gets them for it, how long they are kept.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry::{Occupied, Vacant};

use fixedbitset::FixedBitSet;

use super::{IsReader, Maker, Part};
use crate::model::{Basis, FactWord, Set, Verb};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Dimension;
use crate::semantics::summary::rows::{covers, tidy};
use crate::semantics::summary::{Column, Entry, Persons, Shown, apart};
use crate::source::Span;

/// What is done for one purpose with data of which the same is said.
#[derive(Debug, Clone)]
pub struct PurposeRow {
    /// The purpose, and what narrows all that is done for it here.
    pub why: Entry,
    /// The data, exactly: all of these lists together.
    pub data: Vec<Set>,
    /// Whose, if they are not those of everybody.
    pub persons: Option<Persons>,
    /// On which grounds.
    pub grounds: Vec<Ground>,
    /// Who gets the data for it, or collects or uses them.
    pub with_whom: Vec<Entry>,
    /// How long they are kept, and when they are deleted.
    pub how_long: Vec<Entry>,
}

/// The legal bases of a statement, of which any is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The bases.
    pub bases: Vec<Basis>,
    /// What is done on it.
    pub of: Deed,
}

/// What is done with data for a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    /// They are collected or used.
    Use,
    /// Others get them, or collect or use them.
    Sharing,
    /// They are kept.
    Keeping,
}

/// A purpose, if one is stated, and people, if some are named.
type Key = (Option<Set>, Option<Persons>);

/// A purpose with what narrows it, and the places of the parts that say that something is done for it.
struct Head {
    why: Entry,
    parts: Vec<usize>,
}

/// What is done for which purpose. `is_reader` says of a class of people whether the page speaks to it.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn by_purpose(meaning: &Meaning, is_reader: IsReader<'_>) -> Result<Vec<PurposeRow>, BudgetExceeded> {
    let mut maker = Maker::of_everything(meaning, is_reader)?;
    let heads = maker.heads();
    maker.drop_repeated(&heads);
    let lasting: Vec<&Part> = maker.parts.iter().filter(|part| is_lasting(part)).collect();
    let mut known: BTreeMap<Key, Vec<(&Part, FixedBitSet)>> = BTreeMap::new();
    let mut rows: Vec<(usize, PurposeRow)> = Vec::new();
    let mut told = FixedBitSet::with_capacity(maker.n_data());
    for head in &heads {
        let parts: Vec<&Part> = head.parts.iter().map(|at| &maker.parts[*at]).collect();
        let data = union(&parts, maker.n_data());
        told.union_with(&data);
        let key = (purpose_of(&head.why).cloned(), head.why.persons.clone());
        let lasting = match known.entry(key) {
            Vacant(vacant) => {
                let theirs = maker.lasting_for(&lasting, vacant.key())?;
                vacant.insert(theirs)
            }
            Occupied(known) => known.into_mut(),
        };
        maker.rows_of(&head.why, &parts, lasting, &data, &mut rows)?;
    }
    // What is collected or kept and for no purpose that is stated.
    let others: Vec<&Part> =
        maker.parts.iter().filter(|part| part.makes_row() || part.is_practice()).collect();
    let mut rest = union(&others, maker.n_data());
    rest.difference_with(&told);
    let unstated = Entry::of(Shown::NoPurpose);
    maker.rows_of(&unstated, &[], &maker.lasting_for(&lasting, &(None, None))?, &rest, &mut rows)?;
    rows.sort_by_key(|(order, _)| *order);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

impl Maker<'_> {
    /// The purposes, each with what narrows it, in the order of the statements.
    fn heads(&self) -> Vec<Head> {
        let mut heads: Vec<Head> = Vec::new();
        let mut known: BTreeMap<Option<Set>, Vec<usize>> = BTreeMap::new();
        for (at, part) in self.parts.iter().enumerate() {
            for why in heads_of(part) {
                let places = known.entry(purpose_of(&why).cloned()).or_default();
                match places.iter().find(|place| heads[**place].why == why) {
                    Some(place) => heads[*place].parts.push(at),
                    None => {
                        places.push(heads.len());
                        heads.push(Head { why, parts: vec![at] });
                    }
                }
            }
        }
        heads
    }

    /// Takes out of each part the data of which a wider one says as much, on the same ground.
    fn drop_repeated(&mut self, heads: &[Head]) {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let mut repeated: Vec<(usize, FixedBitSet)> = Vec::new();
        for narrow in heads {
            let is_wider = |wide: &&Head| {
                wide.why.what == narrow.why.what
                    && wide.why != narrow.why
                    && covers(vocabulary, &wide.why, &narrow.why)
            };
            for wide in heads.iter().filter(is_wider) {
                for (at, other) in narrow.parts.iter().flat_map(|at| wide.parts.iter().map(move |o| (at, o)))
                {
                    let (part, other) = (&self.parts[*at], &self.parts[*other]);
                    if part.column == other.column
                        && receivers(part) == receivers(other)
                        && self.grounds_of(part) == self.grounds_of(other)
                    {
                        repeated.push((*at, other.atoms.clone()));
                    }
                }
            }
        }
        for (at, atoms) in repeated {
            self.parts[at].atoms.difference_with(&atoms);
        }
    }

    /// What says how long data are kept for a purpose, and of some people, with the data of which something of it is left
    /// for these.
    fn lasting_for<'p>(
        &self,
        lasting: &[&'p Part],
        (purposes, persons): &Key,
    ) -> Result<Vec<(&'p Part, FixedBitSet)>, BudgetExceeded> {
        let mut theirs = Vec::new();
        for part in lasting {
            let mut left = part.left.clone();
            if let Some(purposes) = purposes {
                left = self.sliced(&left, Dimension::Purpose, purposes)?;
            }
            if let Some(persons) = persons {
                left = self.of_persons(&left, persons, part.is_practice())?;
            }
            if left == part.left {
                theirs.push((*part, part.atoms.clone()));
                continue;
            }
            let left = self.as_known(&left)?;
            let in_forms = self.in_forms(&left, &part.entry.forms, &part.atoms)?.into_iter();
            let as_told = in_forms.filter(|(forms, _)| *forms == part.entry.forms);
            theirs.extend(as_told.map(|(_, atoms)| (*part, atoms)));
        }
        Ok(theirs)
    }

    /// The rows of a purpose, with the places of the statements by which they stand in order.
    fn rows_of(
        &self,
        why: &Entry,
        practices: &[&Part],
        lasting: &[(&Part, FixedBitSet)],
        data: &FixedBitSet,
        rows: &mut Vec<(usize, PurposeRow)>,
    ) -> Result<(), BudgetExceeded> {
        let purposes = purpose_of(why).map(|set| self.purposes(set));
        let is_theirs = |(part, _): &&(&Part, FixedBitSet)| {
            let are_other = match (&part.entry.persons, &why.persons) {
                (Some(one), Some(other)) => one != other,
                (None, _) | (_, None) => false,
            };
            let is_for_it = match (&part.entry.purposes, &purposes) {
                (Some(set), Some(purposes)) => !self.purposes(set).is_disjoint(purposes),
                (None, _) | (_, None) => true,
            };
            !are_other && is_for_it
        };
        let done = practices.iter().filter(|part| !is_lasting(part));
        let relevant: Vec<(&Part, FixedBitSet)> = done
            .map(|part| (*part, part.atoms.clone()))
            .chain(lasting.iter().filter(is_theirs).cloned())
            .collect();
        let first = practices.iter().map(|part| part.order).min().unwrap_or(usize::MAX);
        for (parts, atoms) in self.by_signature(&relevant, data) {
            let of = |column: Column| parts.iter().filter(move |part| part.column == column);
            let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
            let with_whom = of(Column::WithWhom).map(|part| narrowed_recipient(&part.entry)).collect();
            let kept = |column: Column| {
                let entries = of(column).map(|part| {
                    let mut entry = part.entry.clone();
                    let persons = why.persons.as_ref();
                    entry.survivors = self.in_row(&part.survivors, &atoms, persons, purpose_of(why))?;
                    let covers = |set: &Set| {
                        purposes.as_ref().is_some_and(|purposes| purposes.is_subset(&self.purposes(set)))
                    };
                    entry.purposes = entry.purposes.filter(|set| !covers(set));
                    entry.persons = entry.persons.filter(|persons| Some(persons) != why.persons.as_ref());
                    Ok(entry)
                });
                Ok(tidy(vocabulary, entries.collect::<Result<_, _>>()?))
            };
            let row = PurposeRow {
                why: Entry { persons: None, ..why.clone() },
                data: self.name(&atoms),
                persons: why.persons.clone(),
                grounds: self.grounds(&parts),
                with_whom: tidy(vocabulary, with_whom),
                how_long: kept(Column::HowLong)?,
            };
            rows.push((first, row));
        }
        Ok(())
    }

    /// The grounds of some parts, each once, with the first of what is done on it.
    fn grounds(&self, parts: &[&Part]) -> Vec<Ground> {
        let mut told: Vec<Ground> = Vec::new();
        for ground in parts.iter().filter_map(|part| self.grounds_of(part)) {
            match told.iter_mut().find(|known| known.bases == ground.bases) {
                Some(known) => known.of = known.of.min(ground.of),
                None => told.push(ground),
            }
        }
        told
    }

    /// On which ground a part is done, if that is said.
    fn grounds_of(&self, part: &Part) -> Option<Ground> {
        let sentence = self.sentence_of(part);
        let of = match (part.column, &part.entry.what) {
            (Column::Why, _) => Deed::Use,
            (Column::WithWhom, _) => Deed::Sharing,
            // What a collection keeps is kept on its ground.
            (Column::HowLong, Shown::Kept(_)) if sentence.verb == Verb::Retain => Deed::Keeping,
            (Column::HowLong | Column::Aside, _) => return None,
        };
        let plain = |basis: &Basis| Basis { span: Span::default(), is_inherited: false, ..basis.clone() };
        let bases: Vec<Basis> = sentence.bases.iter().map(plain).collect();
        (!bases.is_empty()).then_some(Ground { bases, of })
    }
}

/// The purpose, if one is stated.
fn purpose_of(why: &Entry) -> Option<&Set> {
    match &why.what {
        Shown::Purpose(set) => Some(set),
        Shown::NoPurpose
        | Shown::Derived(_)
        | Shown::Recipient(_)
        | Shown::Kept(_)
        | Shown::Limit(_)
        | Shown::Deleted(..)
        | Shown::NeverDeleted => None,
    }
}

/// Whether it says how long data are kept.
fn is_lasting(part: &Part) -> bool {
    part.column == Column::HowLong
}

fn union(parts: &[&Part], n_atoms: usize) -> FixedBitSet {
    let mut atoms = FixedBitSet::with_capacity(n_atoms);
    parts.iter().for_each(|part| atoms.union_with(&part.atoms));
    atoms
}

/// For what a part is done, with what narrows it. Safeguards stand with those who give them, and how long data are kept has
/// a cell of its own.
fn heads_of(part: &Part) -> Vec<Entry> {
    let entry = &part.entry;
    let of_persons = |what: Shown| Entry { persons: entry.persons.clone(), ..Entry::of(what) };
    match (part.column, &entry.what) {
        (Column::Why, _) => vec![entry.clone()],
        (Column::WithWhom, _) => vec![Entry {
            facts: entry.facts.iter().filter(|clause| clause.word != FactWord::Under).cloned().collect(),
            forms: entry.forms.clone(),
            ..of_persons(entry.purposes.clone().map_or(Shown::NoPurpose, Shown::Purpose))
        }],
        (Column::HowLong, Shown::Kept(_)) => {
            let purposes = entry.purposes.iter().flat_map(apart);
            purposes.map(|purpose| of_persons(Shown::Purpose(purpose))).collect()
        }
        (Column::HowLong | Column::Aside, _) => Vec::new(),
    }
}

/// Who gets data, with what the row does not say by its purpose.
fn narrowed_recipient(entry: &Entry) -> Entry {
    let facts = entry.facts.iter().filter(|clause| clause.word == FactWord::Under).cloned().collect();
    Entry {
        by: entry.by,
        is_collected: entry.is_collected,
        region: entry.region.clone(),
        facts,
        ..Entry::of(entry.what.clone())
    }
}

/// Who gets data, for a comparison.
fn receivers(part: &Part) -> Option<Entry> {
    (part.column == Column::WithWhom).then(|| narrowed_recipient(&part.entry))
}
