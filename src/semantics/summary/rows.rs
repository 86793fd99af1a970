//! Rows: data of which the same is said, with a name, and cells that say each thing once.

use fixedbitset::FixedBitSet;

use super::{Column, Entry, Maker, Part, Persons, Reach, Row, Shown, Summary};
use crate::language::Act;
use crate::model::{FactClause, Kind, Set, SetItem, TermId, Trait, Vocabulary, What};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Atom, COMPANY, Dimension, FactKey, Known, bits};

/// Data of which the same is said, with what says it.
pub(super) struct Group<'p> {
    pub(super) parts: Vec<&'p Part>,
    pub(super) atoms: FixedBitSet,
    /// Whose, where all that is done with them is said of some people.
    pub(super) persons: Option<Persons>,
    /// Whether what is said of all personal data holds of them.
    pub(super) is_personal: bool,
    /// Whether a promise says of all of them that nobody gets them.
    pub(super) goes_to_nobody: bool,
}

impl Maker<'_> {
    /// The rows, and what holds of all personal data.
    pub(super) fn rows(self, order: &[TermId]) -> Result<Summary, BudgetExceeded> {
        let (general, groups) = self.groups(order)?;
        let permitted = self.permitted()?;
        let row = |group: &Group<'_>| {
            let mut row = self.row(&group.parts, &group.atoms, group.persons.as_ref(), group.is_personal)?;
            for entry in &mut row.why {
                entry.provisos = self.provisos(&permitted, entry, &group.atoms, group.persons.as_ref())?;
            }
            Ok(Row { goes_to_nobody: group.goes_to_nobody, ..row })
        };
        let general = general.as_ref().map(row).transpose()?;
        let mut rows = groups.iter().map(row).collect::<Result<Vec<_>, _>>()?;
        let held: Vec<&FixedBitSet> = groups.iter().map(|group| &group.atoms).collect();
        self.name_rows(&mut rows, &held);
        Ok(Summary { general, rows, deletes_on_request: super::deletes_on_request(self.meaning) })
    }

    /// What holds of all personal data, and data of which the same is said beside it.
    pub(super) fn groups(
        &self,
        order: &[TermId],
    ) -> Result<(Option<Group<'_>>, Vec<Group<'_>>), BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let n_atoms = space.atoms(Kind::Data).len();
        let any_personal = What::Any { kind: Kind::Data, trait_: Some(Trait::Personal), is_negated: false };
        let mut everything = space.all_of(Kind::Data, any_personal);
        everything.grow(n_atoms);
        let nameless = bits(
            n_atoms,
            everything.ones().filter(|atom| matches!(space.atoms(Kind::Data)[*atom], Atom::Unnamed(_))),
        );
        // What reaches personal data that have no name is meant of all of them.
        let is_general = |part: &Part| nameless.is_subset(&part.atoms);
        let has_general = self.parts.iter().any(|part| is_general(part) && part.makes_row());
        let general: Vec<bool> = self.parts.iter().map(|part| has_general && is_general(part)).collect();
        let told: Vec<&Part> =
            self.parts.iter().zip(&general).filter(|(_, is)| **is).map(|(one, _)| one).collect();
        let mut common = everything;
        let is_shown = |part: &&&Part| part.column != Column::Aside;
        told.iter().filter(is_shown).for_each(|part| common.intersect_with(&part.atoms));
        let to_nobody = match self.reach {
            Reach::Statements => self.given_to_nobody()?,
            Reach::Everything => bits(n_atoms, std::iter::empty()),
        };
        // The parts that hold of an atom, by their places.
        let mut groups: Vec<(Vec<usize>, FixedBitSet)> = Vec::new();
        for atom in 0..n_atoms {
            let holds = |at: &usize| {
                let is_told_above = general[*at] && common.contains(atom);
                let part = &self.parts[*at];
                part.atoms.contains(atom) && !is_told_above && part.is_told()
            };
            let signature: Vec<usize> = (0..self.parts.len()).filter(holds).collect();
            if !signature.iter().any(|at| self.parts[*at].makes_row()) {
                continue;
            }
            // What holds of all personal data, or does not, is told of a row as well, and that nobody gets its data.
            let is_given = self.is_given(&signature);
            let is_told = |atom: usize| (common.contains(atom), !is_given && to_nobody.contains(atom));
            let is_like = |(known, atoms): &&mut (Vec<usize>, FixedBitSet)| {
                *known == signature && atoms.minimum().is_some_and(|first| is_told(first) == is_told(atom))
            };
            match groups.iter_mut().find(is_like) {
                Some((_, atoms)) => atoms.insert(atom),
                None => groups.push((signature, bits(n_atoms, std::iter::once(atom)))),
            }
        }
        let place = |atoms: &FixedBitSet| {
            let is_there =
                |term: &TermId| space.under(Kind::Data, *term).is_some_and(|under| !under.is_disjoint(atoms));
            order.iter().position(is_there).unwrap_or(order.len())
        };
        groups.sort_by_key(|(signature, atoms)| {
            let first = signature.iter().map(|at| self.parts[*at].order).min().unwrap_or_default();
            (place(atoms), first, atoms.minimum())
        });
        let general = has_general.then_some(Group {
            parts: told,
            atoms: common.clone(),
            persons: None,
            is_personal: true,
            goes_to_nobody: false,
        });
        let mut rows = Vec::new();
        for (signature, atoms) in groups {
            let parts: Vec<&Part> = signature.iter().map(|at| &self.parts[*at]).collect();
            let is_personal = has_general && atoms.is_subset(&common);
            let goes_to_nobody = !self.is_given(&signature) && atoms.is_subset(&to_nobody);
            let groups = self.by_persons(&parts, &atoms, is_personal)?;
            rows.extend(groups.into_iter().map(|group| Group { goes_to_nobody, ..group }));
        }
        Ok((general, rows))
    }

    /// A row for each of the persons, where all that is done is said of some.
    fn by_persons<'p>(
        &self,
        parts: &[&'p Part],
        atoms: &FixedBitSet,
        is_personal: bool,
    ) -> Result<Vec<Group<'p>>, BudgetExceeded> {
        let group = |parts: Vec<&'p Part>, persons: Option<Persons>| Group {
            parts,
            atoms: atoms.clone(),
            persons,
            is_personal,
            goes_to_nobody: false,
        };
        let mut deciding: Vec<&Part> = parts.iter().filter(|part| part.is_practice()).copied().collect();
        if deciding.is_empty() {
            deciding = parts.to_vec();
        }
        let mut persons: Vec<&Persons> = Vec::new();
        for part in &deciding {
            let Some(these) = &part.entry.persons else {
                return Ok(vec![group(parts.to_vec(), None)]);
            };
            persons.push(these);
        }
        // How long the data of others are kept has rows of its own.
        let others = parts.iter().filter(|part| part.makes_row());
        persons.extend(others.filter_map(|part| part.entry.persons.as_ref()));
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let mut rows = Vec::new();
        for (at, these) in persons.iter().enumerate() {
            // What is said of some of them stands in the row of all of them.
            let is_told = persons.iter().enumerate().any(|(other, wider)| {
                other != at
                    && are_among(vocabulary, these, wider)
                    && (other < at || !are_among(vocabulary, wider, these))
            });
            if is_told {
                continue;
            }
            let mut own = Vec::new();
            for part in parts.iter().copied() {
                let is_theirs = match &part.entry.persons {
                    Some(persons) => {
                        are_among(vocabulary, persons, these) || are_among(vocabulary, these, persons)
                    }
                    None => self.reaches(&part.left, atoms, these, part.is_practice())?,
                };
                if is_theirs {
                    own.push(part);
                }
            }
            rows.push(group(own, Some((*these).clone())));
        }
        Ok(rows)
    }

    /// Whether some flows are of some data of some people.
    pub(super) fn reaches(
        &self,
        flows: &Region,
        atoms: &FixedBitSet,
        persons: &Persons,
        is_practice: bool,
    ) -> Result<bool, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let data = space.data_in(atoms, space.forms.places());
        let of_data = self.slice(Dimension::Datum, &data);
        // Of what is worked out from them, too.
        let of_data = match is_practice {
            true => diagrams.or(&of_data, &self.slice(Dimension::Second, &data))?,
            false => of_data,
        };
        let of_data = diagrams.and(flows, &of_data)?;
        Ok(!diagrams.is_empty(&self.of_persons(&of_data, persons, is_practice)?)?)
    }

    /// What of some flows is of some people.
    pub(super) fn of_persons(
        &self,
        flows: &Region,
        persons: &Persons,
        is_practice: bool,
    ) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let mut left = match &persons.region {
            Some(region) => self.sliced(flows, Dimension::Place, region)?,
            None => flows.clone(),
        };
        let class = |item: &SetItem| {
            let fact = match item.what {
                What::Term(class) => space.known_fact(FactKey::Subject(class)),
                What::Any { .. } => None,
            };
            fact.map_or_else(|| diagrams.everything(), |fact| diagrams.literal(fact, true))
        };
        left = diagrams.and(&left, &diagrams.union(persons.among.items.iter().map(class))?)?;
        let mut left = diagrams.minus(&left, &diagrams.union(persons.among.except.iter().map(class))?)?;
        // Whose row it is knows whose the data are.
        for known in space.knowns().iter().filter(|_| !is_practice) {
            let is_below = |item: &SetItem| match (known, item.what) {
                (Known::Subject(class), What::Term(term)) => space.policy.vocabulary.is_below(term, *class),
                (Known::Subject(_) | Known::Data(_) | Known::DataWith(..), _) => false,
            };
            let fact = space.known_fact(FactKey::Known(*known));
            if let Some(fact) = fact.filter(|_| persons.among.items.iter().all(is_below)) {
                left = diagrams.and(&left, &diagrams.literal(fact, true))?;
            }
        }
        Ok(left)
    }

    pub(super) fn row(
        &self,
        parts: &[&Part],
        atoms: &FixedBitSet,
        persons: Option<&Persons>,
        is_personal: bool,
    ) -> Result<Row, BudgetExceeded> {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let cell = |column: Column| {
            let mut entries: Vec<Entry> = Vec::new();
            for part in parts.iter().filter(|part| part.column == column) {
                let mut entry = part.entry.clone();
                let is_of_all =
                    |these: &Persons| persons.is_some_and(|persons| are_among(vocabulary, persons, these));
                entry.persons = entry.persons.filter(|these| !is_of_all(these));
                entry.survivors = self.in_row(&part.survivors, atoms, persons, None)?;
                entries.push(entry);
            }
            Ok(tidy(vocabulary, entries))
        };
        let data = self.name(atoms);
        Ok(Row {
            group: None,
            data,
            names: Vec::new(),
            persons: persons.cloned(),
            is_personal,
            is_with_others: parts.iter().any(|part| part.is_practice()) && !are_own(parts),
            why: cell(Column::Why)?,
            with_whom: cell(Column::WithWhom)?,
            how_long: cell(Column::HowLong)?,
            goes_to_nobody: false,
        })
    }

    /// Whether some of these parts say that somebody gets data.
    fn is_given(&self, parts: &[usize]) -> bool {
        parts.iter().any(|at| self.parts[*at].column == Column::WithWhom)
    }

    /// The data that the company gives to nobody: every disclosure of them is ruled out.
    fn given_to_nobody(&self) -> Result<FixedBitSet, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let acts = [Act::Disclose, Act::Sell].map(|act| act as usize);
        let verbs = bits(space.n_atoms(Dimension::Verb), acts.into_iter());
        let company = bits(space.n_atoms(Dimension::Actor), std::iter::once(COMPANY));
        let mut asked = diagrams.and(&diagrams.personal(), &self.slice(Dimension::Verb, &verbs))?;
        asked = diagrams.and(&asked, &self.slice(Dimension::Actor, &company))?;
        asked = diagrams.minus(&asked, &diagrams.slice(Dimension::Recipient, &space.company_alone()))?;
        self.never_done(&self.covered(&asked)?)
    }
}

/// Whether the company itself does something with some data.
fn are_own(parts: &[&Part]) -> bool {
    parts.iter().any(|part| part.is_practice() && part.is_own)
}

/// Whether people are among others, as far as their names tell.
fn are_among(vocabulary: &Vocabulary, these: &Persons, wider: &Persons) -> bool {
    let is_below = |one: &Set, other: &Set| {
        one == other
            || other.except.is_empty()
                && one.items.iter().all(|item| {
                    other.items.iter().any(|wide| match (item.what, wide.what) {
                        (What::Term(one), What::Term(other)) => vocabulary.is_below(one, other),
                        (one, other) => one == other,
                    })
                })
    };
    let is_there = match (&these.region, &wider.region) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(one), Some(other)) => is_below(one, other),
    };
    is_there && is_below(&these.among, &wider.among)
}

/// Entries, each once, without those that a wider one says as well. What differs in its purposes alone stands together.
pub(super) fn tidy(vocabulary: &Vocabulary, entries: Vec<Entry>) -> Vec<Entry> {
    let mut tidied: Vec<Entry> = Vec::new();
    for entry in entries {
        let is_like =
            |known: &&mut Entry| **known == Entry { purposes: known.purposes.clone(), ..entry.clone() };
        let Some(known) = tidied.iter_mut().find(is_like) else {
            tidied.push(entry);
            continue;
        };
        let joined = match (known.purposes.take(), entry.purposes) {
            (Some(mut one), Some(other)) if one.except.is_empty() && other.except.is_empty() => {
                let fresh: Vec<SetItem> =
                    other.items.into_iter().filter(|item| !one.items.contains(item)).collect();
                one.items.extend(fresh);
                Some(Some(one))
            }
            (Some(one), Some(other)) if one == other => Some(Some(one)),
            (Some(one), Some(other)) => {
                known.purposes = Some(one);
                let apart = Entry { purposes: Some(other), ..known.clone() };
                tidied.push(apart);
                continue;
            }
            (None, _) | (_, None) => Some(None),
        };
        known.purposes = joined.flatten();
    }
    let is_said = |at: usize| {
        let entry = &tidied[at];
        tidied.iter().enumerate().any(|(other, wide)| {
            other != at && covers(vocabulary, wide, entry) && (!covers(vocabulary, entry, wide) || other < at)
        })
    };
    let stays: Vec<bool> = (0..tidied.len()).map(|at| !is_said(at)).collect();
    tidied.into_iter().zip(stays).filter(|(_, stays)| *stays).map(|(entry, _)| entry).collect()
}

/// Whether two conditions are one, in whatever order it is written.
fn is_same(one: &FactClause, other: &FactClause) -> bool {
    one.word == other.word && one.is_only == other.is_only && one.fact.in_order() == other.fact.in_order()
}

/// Whether one entry says all that another one says.
pub(super) fn covers(vocabulary: &Vocabulary, wide: &Entry, narrow: &Entry) -> bool {
    let is_below = |one: &Set, other: &Set| match (one.items.as_slice(), other.items.as_slice()) {
        ([one], [other]) => match (one.what, other.what) {
            (What::Term(one), What::Term(other)) => vocabulary.is_below(one, other),
            (_, What::Any { trait_: None, .. }) => true,
            _ => one == other,
        },
        _ => false,
    };
    let is_wider = match (&wide.what, &narrow.what) {
        (Shown::Purpose(one), Shown::Purpose(other)) | (Shown::Recipient(one), Shown::Recipient(other)) => {
            one == other || one.except.is_empty() && other.except.is_empty() && is_below(other, one)
        }
        (one, other) => one == other,
    };
    let purposes = match (&wide.purposes, &narrow.purposes) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(one), Some(other)) => {
            one == other
                || one.except.is_empty()
                    && other.except.is_empty()
                    && other.items.iter().all(|item| one.items.contains(item))
        }
    };
    is_wider
        && purposes
        && wide.by == narrow.by
        && wide.is_collected == narrow.is_collected
        && (wide.persons.is_none() || wide.persons == narrow.persons)
        && (wide.region.is_none() || wide.region == narrow.region)
        && wide.facts.iter().all(|fact| narrow.facts.iter().any(|known| is_same(known, fact)))
        && (wide.forms.is_empty() || wide.forms == narrow.forms)
        && (wide.survivors.is_empty() || wide.survivors == narrow.survivors)
}
