//! The closed vocabulary of a file: which terms it lists, and which of them hold which others.
//!
//! # Design
//!
//! Listed is every term that something mentions, with all that stands above and below it, so that a term which is not
//! listed is held by nothing that is named. Where the meaning of an item depends on traits, all terms of the kind that
//! have (or lack) the trait are listed.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::build::{kind, reference, set, trait_of};
use super::format;
use crate::model::{Kind, Origin, Set, SetItem, Term, TermId, Trait, Vocabulary, What};

/// Collects what a file mentions.
pub(super) struct Listing<'a> {
    vocabulary: &'a Vocabulary,
    listed: BTreeSet<TermId>,
    /// Terms whose descendants are listed too.
    whole: BTreeSet<TermId>,
}

impl<'a> Listing<'a> {
    pub(super) const fn new(vocabulary: &'a Vocabulary) -> Self {
        Self { vocabulary, listed: BTreeSet::new(), whole: BTreeSet::new() }
    }

    /// Lists a term with all that stands above and below it.
    pub(super) fn mention(&mut self, term: TermId) {
        if !self.whole.insert(term) {
            return;
        }
        self.list(term);
        for below in self.vocabulary.descendants(term) {
            self.mention(below);
        }
    }

    /// Lists all that a set depends on, with all that stands below it.
    pub(super) fn mention_set(&mut self, set: &Set) {
        self.list_set(set);
        for item in set.items.iter().chain(&set.except) {
            if let What::Term(term) = item.what {
                self.mention(term);
            }
        }
    }

    /// Lists what it takes to understand a set.
    fn list_set(&mut self, set: &Set) {
        for item in set.items.iter().chain(&set.except) {
            if let Some(form) = item.form {
                self.list(form);
            }
            match item.what {
                What::Term(term) => self.list(term),
                What::Any { kind, trait_: Some(one), is_negated } => {
                    let vocabulary = self.vocabulary;
                    for (id, _) in vocabulary.of_kind(kind).filter(|(_, term)| term.traits.has(one) != is_negated) {
                        // Below what lacks a trait there may be something that has it.
                        self.mention(id);
                    }
                }
                What::Any { trait_: None, .. } => {}
            }
        }
    }

    /// Lists a term with all that stands above it.
    pub(super) fn list(&mut self, term: TermId) {
        if !self.listed.insert(term) {
            return;
        }
        let vocabulary = self.vocabulary;
        for above in vocabulary.ancestors(term) {
            self.list(above);
        }
        let Term { means, excludes, may_contain, replaced_by, .. } = vocabulary.term(term);
        for other in excludes.iter().chain(may_contain).chain(replaced_by) {
            self.list(*other);
        }
        // A term that is exactly something is only understood with the whole of it.
        if let Some(means) = means {
            self.list_set(means);
            for item in means.items.iter().chain(&means.except) {
                if let What::Any { kind, trait_: None, .. } = item.what {
                    for (id, _) in vocabulary.of_kind(kind) {
                        self.list(id);
                    }
                }
            }
        }
    }

    /// The terms with all that is said about them.
    pub(super) fn terms(&self) -> BTreeMap<format::Reference, format::Term> {
        let mut atoms = Atoms { vocabulary: self.vocabulary, known: HashMap::new() };
        let sets: Vec<_> = self.listed.iter().map(|id| (*id, atoms.of(*id))).collect();
        let within = |id: TermId, own: &BTreeSet<TermId>| {
            let namespace = self.vocabulary.term(id).kind.namespace();
            let holds = |other: &TermId, atoms: &BTreeSet<TermId>| {
                *other != id
                    && self.vocabulary.term(*other).kind.namespace() == namespace
                    && (!own.is_empty() && own.is_subset(atoms) || self.vocabulary.is_below(id, *other))
            };
            let mut found: Vec<_> = sets
                .iter()
                .filter(|(other, atoms)| holds(other, atoms))
                .map(|(other, _)| reference(self.vocabulary, *other))
                .collect();
            found.sort();
            found
        };
        sets.iter()
            .map(|(id, own)| (reference(self.vocabulary, *id), self.term(*id, own, within(*id, own))))
            .collect()
    }

    fn term(&self, id: TermId, atoms: &BTreeSet<TermId>, within: Vec<format::Reference>) -> format::Term {
        let term = self.vocabulary.term(id);
        let references = |ids: &[TermId]| ids.iter().map(|id| reference(self.vocabulary, *id)).collect();
        let mut addresses = BTreeMap::<String, Vec<String>>::new();
        for (word, address) in &term.addresses {
            addresses.entry(word.to_string()).or_default().push(address.to_string());
        }
        let mappings = |is_exact| {
            let mut found = BTreeMap::<String, Vec<String>>::new();
            for mapping in term.mappings.iter().filter(|mapping| mapping.is_exact == is_exact) {
                found.entry(mapping.scheme.to_string()).or_default().push(mapping.identifier.to_string());
            }
            found
        };
        // What is exactly something has the traits that all of it has.
        let has = |one: Trait| {
            let mut atoms = atoms.iter().map(|atom| self.vocabulary.term(*atom));
            term.traits.has(one) || term.means.is_some() && atoms.len() > 0 && atoms.all(|atom| atom.traits.has(one))
        };
        format::Term {
            kind: kind(term.kind),
            label: term.label.to_string(),
            definition: filled(&term.definition),
            origin: match term.origin {
                Origin::Standard => format::Origin::Standard,
                Origin::Policy => format::Origin::Policy,
            },
            parents: references(&term.parents),
            within,
            means: term.means.as_ref().map(|means| set(self.vocabulary, means)),
            traits: Trait::ALL.into_iter().filter(|one| has(*one)).filter_map(trait_of).collect(),
            excludes: references(&term.excludes),
            may_contain: references(&term.may_contain),
            same_as: mappings(true),
            close_to: mappings(false),
            formerly: term.formerly.iter().map(ToString::to_string).collect(),
            deprecated: filled(&term.deprecated),
            replaced_by: term.replaced_by.map(|other| reference(self.vocabulary, other)),
            addresses,
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// What terms are made of: each open term has one atom of its own, which stands for whatever is not named below it.
struct Atoms<'a> {
    vocabulary: &'a Vocabulary,
    /// What is known already; empty while it is being found out, so that a cycle ends.
    known: HashMap<TermId, BTreeSet<TermId>>,
}

impl Atoms<'_> {
    fn of(&mut self, term: TermId) -> BTreeSet<TermId> {
        if let Some(known) = self.known.get(&term) {
            return known.clone();
        }
        self.known.insert(term, BTreeSet::new());
        let vocabulary = self.vocabulary;
        let mut found = BTreeSet::new();
        match &vocabulary.term(term).means {
            Some(means) => found.extend(self.of_set(means, vocabulary.term(term).kind)),
            None => {
                found.insert(term);
            }
        }
        for child in &vocabulary.term(term).children {
            found.extend(self.of(*child));
        }
        self.known.insert(term, found.clone());
        found
    }

    fn of_set(&mut self, set: &Set, kind: Kind) -> BTreeSet<TermId> {
        let mut found = self.of_items(&set.items, kind);
        for atom in self.of_items(&set.except, kind) {
            found.remove(&atom);
        }
        found
    }

    fn of_items(&mut self, items: &[SetItem], owner: Kind) -> BTreeSet<TermId> {
        let mut found = BTreeSet::new();
        for item in items {
            match item.what {
                What::Term(term) => found.extend(self.of(term)),
                What::Any { kind, trait_, is_negated } => {
                    let has = |term: &Term| trait_.is_none_or(|one| term.traits.has(one) != is_negated);
                    let open = self.vocabulary.of_kind(kind).filter(|(_, term)| term.means.is_none() && has(term));
                    found.extend(open.map(|(id, _)| id));
                }
            }
        }
        found.retain(|atom| self.vocabulary.term(*atom).kind.namespace() == owner.namespace());
        found
    }
}
