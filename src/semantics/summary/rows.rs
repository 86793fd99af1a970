//! Rows: data of which the same is said, with a name, and cells that say each thing once.

use fixedbitset::FixedBitSet;

use super::{Column, Entry, Maker, Part, Persons, Row, Shown, Summary, list};
use crate::model::{Kind, Set, SetItem, TermId, Trait, Vocabulary, What};
use crate::semantics::describe;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Atom, Dimension, FactKey, Known, bits};

/// Data of which the same is said, with what says it.
pub(super) struct Group<'p> {
    pub(super) parts: Vec<&'p Part>,
    pub(super) atoms: FixedBitSet,
    /// Whose, where all that is done with them is said of some people.
    pub(super) persons: Option<Persons>,
    /// Whether what is said of all personal data holds of them.
    pub(super) is_personal: bool,
}

impl Maker<'_> {
    /// The rows, and what holds of all personal data.
    pub(super) fn rows(self, order: &[TermId]) -> Result<Summary, BudgetExceeded> {
        let (general, groups) = self.groups(order)?;
        let row = |group: &Group<'_>| {
            self.row(&group.parts, &group.atoms, group.persons.as_ref(), group.is_personal)
        };
        Ok(Summary { general: general.as_ref().map(row), rows: groups.iter().map(row).collect() })
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
        let mut common = everything;
        for part in self.parts.iter().zip(&general).filter(|(_, is_general)| **is_general).map(|(one, _)| one)
        {
            common.intersect_with(&part.atoms);
        }
        // The parts that hold of an atom, by their places.
        let mut groups: Vec<(Vec<usize>, FixedBitSet)> = Vec::new();
        for atom in 0..n_atoms {
            let holds = |at: &usize| {
                let is_told_above = general[*at] && common.contains(atom);
                self.parts[*at].atoms.contains(atom) && !is_told_above
            };
            let signature: Vec<usize> = (0..self.parts.len()).filter(holds).collect();
            if !signature.iter().any(|at| self.parts[*at].makes_row()) {
                continue;
            }
            let is_like = |(known, atoms): &&mut (Vec<usize>, FixedBitSet)| {
                // What holds of all personal data, or does not, is told of a row as well.
                let is_among = atoms.minimum().is_some_and(|first| common.contains(first));
                *known == signature && is_among == common.contains(atom)
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
        let told: Vec<&Part> =
            self.parts.iter().zip(&general).filter(|(_, is)| **is).map(|(one, _)| one).collect();
        let general = has_general.then_some(Group {
            parts: told,
            atoms: common.clone(),
            persons: None,
            is_personal: true,
        });
        let mut rows = Vec::new();
        for (signature, atoms) in groups {
            let parts: Vec<&Part> = signature.iter().map(|at| &self.parts[*at]).collect();
            let is_personal = has_general && atoms.is_subset(&common);
            rows.extend(self.by_persons(&parts, &atoms, is_personal)?);
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
            if !persons.contains(&these) {
                persons.push(these);
            }
        }
        // How long the data of others are kept has rows of its own.
        let others = parts.iter().filter(|part| part.makes_row());
        for these in others.filter_map(|part| part.entry.persons.as_ref()) {
            if !persons.contains(&these) {
                persons.push(these);
            }
        }
        let mut rows = Vec::new();
        for these in persons {
            let mut own = Vec::new();
            for part in parts.iter().copied() {
                let is_theirs = match &part.entry.persons {
                    Some(persons) => persons == these,
                    None => self.reaches(part, atoms, these)?,
                };
                if is_theirs {
                    own.push(part);
                }
            }
            rows.push(group(own, Some(these.clone())));
        }
        Ok(rows)
    }

    /// Whether a part that names nobody is true of some data of some people.
    fn reaches(&self, part: &Part, atoms: &FixedBitSet, persons: &Persons) -> Result<bool, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let data = space.data_in(atoms, space.forms.places());
        let of_data = diagrams.and(&part.left, &self.slice(Dimension::Datum, &data))?;
        Ok(!diagrams.is_empty(&self.of_persons(part, &of_data, persons)?)?)
    }

    /// What of some flows of a part is of some people.
    pub(super) fn of_persons(
        &self,
        part: &Part,
        flows: &Region,
        persons: &Persons,
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
        for known in space.knowns().iter().filter(|_| !part.is_practice()) {
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
    ) -> Row {
        let cell = |column: Column| {
            let mut entries: Vec<Entry> = Vec::new();
            for part in parts.iter().filter(|part| part.column == column) {
                let mut entry = part.entry.clone();
                if persons.is_some() && entry.persons.as_ref() == persons {
                    entry.persons = None;
                }
                if column != Column::Asked || entry.what != Shown::NoPurpose {
                    entries.push(entry);
                }
            }
            tidy(&self.meaning.diagrams.space().policy.vocabulary, entries)
        };
        let how_long = match cell(Column::HowLong) {
            said if said.is_empty() => cell(Column::Asked),
            said => said,
        };
        let data = self.name(atoms);
        Row {
            group: self.group(&data),
            data,
            persons: persons.cloned(),
            is_personal,
            why: cell(Column::Why),
            with_whom: cell(Column::WithWhom),
            how_long,
        }
    }

    /// Names for some data, exactly: those of the statements, unless there are fewer others.
    pub(super) fn name(&self, atoms: &FixedBitSet) -> Vec<Set> {
        let count = |data: &[Set]| data.iter().map(|set| set.items.len() + set.except.len()).sum::<usize>();
        let (own, items) = self.own_names(atoms);
        if count(&own) <= 1.max(items) {
            return own;
        }
        let others = describe::sets(self.meaning.diagrams.space(), Kind::Data, atoms);
        if count(&own) <= count(&others) { own } else { others }
    }

    /// Names for some data, those of the statements first, and how many of these there are.
    fn own_names(&self, atoms: &FixedBitSet) -> (Vec<Set>, usize) {
        let space = self.meaning.diagrams.space();
        let policy = &space.policy;
        // In the order in which they are named.
        let mut named: Vec<(usize, What, FixedBitSet)> = Vec::new();
        let positive = policy.statements.iter().map(|one| &one.sentence);
        let positive =
            positive.filter(|one| !one.modality.is_negative() && one.verb.object_kind() == Kind::Data);
        for what in positive.flat_map(|one| &one.object.set.items).map(|item| item.what) {
            let mut covered = space.all_of(Kind::Data, what);
            covered.grow(atoms.len());
            if !named.iter().any(|(_, known, _)| *known == what) && covered.is_subset(atoms) {
                named.push((named.len(), what, covered));
            }
        }
        named.sort_by_key(|(_, _, covered)| std::cmp::Reverse(covered.count_ones(..)));
        let mut rest = atoms.clone();
        let mut items = Vec::new();
        for (place, what, covered) in named {
            if !covered.is_disjoint(&rest) {
                rest.difference_with(&covered);
                items.push((place, what));
            }
        }
        items.sort_by_key(|(place, _)| *place);
        let mut data: Vec<Set> = Vec::new();
        let n_items = items.len();
        if !items.is_empty() {
            data.push(list(items.into_iter().map(|(_, what)| what).collect()));
        }
        if !rest.is_clear() {
            data.extend(describe::sets(space, Kind::Data, &rest));
        }
        (data, n_items)
    }

    /// The group at the top of the vocabulary in which all of some data are.
    fn group(&self, data: &[Set]) -> Option<TermId> {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let top = |item: &SetItem| match item.what {
            What::Term(term) => {
                let above = vocabulary.ancestors(term);
                Some(above.into_iter().rfind(|id| vocabulary.term(*id).parents.is_empty()).unwrap_or(term))
            }
            What::Any { .. } => None,
        };
        let mut tops = data.iter().flat_map(|set| &set.items).map(top);
        let first = tops.next()??;
        tops.all(|other| other == Some(first)).then_some(first)
    }
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
        && (wide.persons.is_none() || wide.persons == narrow.persons)
        && (wide.region.is_none() || wide.region == narrow.region)
        && wide.facts.iter().all(|fact| narrow.facts.contains(fact))
        && (wide.forms.is_empty() || wide.forms == narrow.forms)
}
