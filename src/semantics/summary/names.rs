//! Names for the data of rows, and the groups in which they are.

use fixedbitset::FixedBitSet;

use super::{Maker, Name, Row, list};
use crate::model::{Kind, Origin, Set, SetItem, TermId, What};
use crate::semantics::describe;

/// So many names of a row are still read.
const FEW_NAMES: usize = 3;

impl Maker<'_> {
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

    /// Gives the rows their names and the groups in which they are. `held` are the data of each row.
    pub(super) fn name_rows(&self, rows: &mut [Row], held: &[&FixedBitSet]) {
        for (at, row) in rows.iter_mut().enumerate() {
            let mut others = FixedBitSet::with_capacity(held[at].len());
            // The same data of other people are in a row of their own.
            held.iter().filter(|other| **other != held[at]).for_each(|other| others.union_with(other));
            others.difference_with(held[at]);
            let count = row.data.iter().map(|set| set.items.len() + set.except.len()).sum::<usize>();
            if !self.are_readable(&row.data, count) {
                let names = self.names_beside(held[at], &others);
                row.names = names.filter(|names| names.len() < count).unwrap_or_default();
            }
        }
        // What two rows hold of one thing has no name in common: the shorter list is told as it is.
        for at in 0..rows.len() {
            let count =
                |row: &Row| row.data.iter().map(|set| set.items.len() + set.except.len()).sum::<usize>();
            let is_shorter = |(place, other): (usize, &Row)| {
                place != at
                    && other.names == rows[at].names
                    && other.persons == rows[at].persons
                    && (count(&rows[at]), at) < (count(other), place)
            };
            if !rows[at].names.is_empty() && rows.iter().enumerate().any(is_shorter) {
                rows[at].names.clear();
            }
        }
        for row in rows {
            let terms: Option<Vec<TermId>> = match row.names.as_slice() {
                [] => row.data.iter().flat_map(|set| &set.items).map(term_of).collect(),
                names => Some(names.iter().map(|name| name.term).collect()),
            };
            row.group = terms.and_then(|terms| self.group(&terms));
        }
    }

    /// Whether lists of data are soon read: a few names, or a thing and one kind of it that is not meant.
    fn are_readable(&self, data: &[Set], count: usize) -> bool {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let is_kind = |set: &Set| match (set.items.as_slice(), set.except.as_slice()) {
            (_, []) => true,
            ([SetItem { what: What::Term(one), .. }], [SetItem { what: What::Term(kind), .. }]) => {
                vocabulary.is_below(*kind, *one)
            }
            _ => false,
        };
        let is_plain = data.iter().all(|set| set.except.is_empty());
        count <= if is_plain { FEW_NAMES } else { 2 } && data.iter().all(is_kind)
    }

    /// Names for some data, beside those that other rows hold; `None` if some have none.
    fn names_beside(&self, atoms: &FixedBitSet, others: &FixedBitSet) -> Option<Vec<Name>> {
        let space = self.meaning.diagrams.space();
        let mut candidates: Vec<(Name, FixedBitSet)> = Vec::new();
        for (term, _) in space.policy.vocabulary.of_kind(Kind::Data) {
            let Some(under) = space.under(Kind::Data, term).filter(|under| !under.is_disjoint(atoms)) else {
                continue;
            };
            let mut missing = under.clone();
            missing.difference_with(atoms);
            if missing.is_subset(others) {
                let mut held = under.clone();
                held.intersect_with(atoms);
                candidates.push((Name { term, is_of_others: !missing.is_clear() }, held));
            }
        }
        let mut rest = atoms.clone();
        let mut names = Vec::new();
        while !rest.is_clear() {
            let held = |(name, held): &&(Name, FixedBitSet)| {
                // Of two names for the same data, the narrower one, which needs no other rows.
                let under = space.under(Kind::Data, name.term).map_or(0, |under| under.count_ones(..));
                (held.intersection_count(&rest), std::cmp::Reverse(under))
            };
            let (name, most) = candidates.iter().max_by_key(held)?;
            if most.is_disjoint(&rest) {
                return None;
            }
            rest.difference_with(most);
            names.push(*name);
        }
        Some(names)
    }

    /// The group under which all of some data stand.
    fn group(&self, data: &[TermId]) -> Option<TermId> {
        let mut groups = data.iter().map(|term| self.group_of(*term));
        let first = groups.next()??;
        groups.all(|other| other == Some(first)).then_some(first)
    }

    /// The group under which a datum stands: that at the top of the vocabulary. What the policy puts together is a group only
    /// of what the policy itself has named and put nowhere else: a reader takes a heading for a limit.
    fn group_of(&self, term: TermId) -> Option<TermId> {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let own = std::iter::once(term).chain(vocabulary.ancestors(term));
        let mut tops: Vec<TermId> = own.filter(|id| vocabulary.term(*id).parents.is_empty()).collect();
        tops.dedup();
        let is_own = |id: &TermId| vocabulary.term(*id).origin == Origin::Policy;
        let (of_policy, standard): (Vec<TermId>, Vec<TermId>) = tops.into_iter().partition(is_own);
        match (of_policy.as_slice(), standard.as_slice()) {
            ([only], []) => Some(*only),
            ([only], _) if is_own(&term) => Some(*only),
            (_, [first, ..]) => Some(*first),
            (_, []) => None,
        }
    }
}

fn term_of(item: &SetItem) -> Option<TermId> {
    match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    }
}
