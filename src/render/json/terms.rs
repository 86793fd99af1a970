//! The closed vocabulary of a file: which terms it lists, and which of them hold which others.
//!
//! # Design
//!
//! Listed is every term that something mentions, with all that stands above and below it, so that a term which is not
//! listed is held by nothing that is named. Where the meaning of an item depends on traits, all terms of the kind that
//! have (or lack) the trait are listed.

use std::collections::{BTreeMap, BTreeSet};

use super::build::{kind, reference, set, trait_of};
use super::format;
use crate::model::{Kind, Origin, Policy, Set, Term, TermId, Trait, Vocabulary, What};
use crate::semantics::space::{Atom, Space};

/// For each kind, the terms that hold each atom.
type Holders = BTreeMap<Kind, Vec<Vec<TermId>>>;

/// Collects what a file mentions.
pub(super) struct Listing<'a> {
    vocabulary: &'a Vocabulary,
    space: Space<'a>,
    listed: BTreeSet<TermId>,
    /// Terms whose descendants are listed too.
    whole: BTreeSet<TermId>,
}

impl<'a> Listing<'a> {
    pub(super) fn new(policy: &'a Policy) -> Self {
        let vocabulary = &policy.vocabulary;
        Self { vocabulary, space: Space::new(policy), listed: BTreeSet::new(), whole: BTreeSet::new() }
    }

    /// What the law puts below a term, or above it: whether processors are third parties depends on it.
    fn by_law(&self, term: TermId) -> Vec<TermId> {
        let of = |name: &str| self.vocabulary.find(Kind::Recipient, name);
        let pair = [of("third-parties"), of("processors")];
        let is_one = self.space.processors_are_third_parties() && pair.contains(&Some(term));
        if is_one { pair.into_iter().flatten().filter(|other| *other != term).collect() } else { Vec::new() }
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
        for other in self.by_law(term) {
            self.mention(other);
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
                    for (id, _) in
                        vocabulary.of_kind(kind).filter(|(_, term)| term.traits.has(one) != is_negated)
                    {
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
        for above in vocabulary.ancestors(term).into_iter().chain(self.by_law(term)) {
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
        let holders = self.holders();
        self.listed.iter().map(|id| (reference(self.vocabulary, *id), self.term(*id, &holders))).collect()
    }

    /// The listed terms that hold each atom: only these can hold a term with that atom.
    fn holders(&self) -> Holders {
        let mut holders = Holders::new();
        for id in &self.listed {
            let kind = self.vocabulary.term(*id).kind;
            let Some(under) = self.space.under(kind, *id) else { continue };
            let of_kind = holders.entry(kind).or_insert_with(|| vec![Vec::new(); under.len()]);
            for atom in under.ones() {
                of_kind[atom].push(*id);
            }
        }
        holders
    }

    /// Every other listed term that holds the whole of a term.
    fn within(&self, id: TermId, holders: &Holders) -> Vec<format::Reference> {
        let kind = self.vocabulary.term(id).kind;
        let is_comparable = |other: &TermId| {
            self.listed.contains(other) && self.vocabulary.term(*other).kind.namespace() == kind.namespace()
        };
        let mut found: BTreeSet<TermId> =
            self.vocabulary.ancestors(id).into_iter().filter(is_comparable).collect();
        let own = self.space.under(kind, id);
        if let Some((own, first)) = own.and_then(|own| Some((own, own.minimum()?))) {
            let of_kind = holders.get(&kind).and_then(|atoms| atoms.get(first));
            let holds =
                |other: &&TermId| self.space.under(kind, **other).is_some_and(|atoms| own.is_subset(atoms));
            found.extend(of_kind.into_iter().flatten().filter(holds));
        }
        found.remove(&id);
        let mut found: Vec<_> = found.into_iter().map(|other| reference(self.vocabulary, other)).collect();
        found.sort();
        found
    }

    /// Whether a term has a trait: one that is exactly something has the traits that all of it has.
    fn has(&self, id: TermId, one: Trait) -> bool {
        let term = self.vocabulary.term(id);
        let has = |atom: &Atom| match atom {
            Atom::Company => false,
            Atom::Term(id) | Atom::Rest(id) => self.vocabulary.term(*id).traits.has(one),
            Atom::Unnamed(traits) => traits.has(one),
        };
        let by_meaning = || {
            let under = self.space.under(term.kind, id).filter(|under| !under.is_clear());
            under.is_some_and(|under| {
                under.ones().all(|at| self.space.atoms(term.kind).get(at).is_some_and(has))
            })
        };
        term.traits.has(one) || term.means.is_some() && by_meaning()
    }

    fn term(&self, id: TermId, holders: &Holders) -> format::Term {
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
        format::Term {
            kind: kind(term.kind),
            label: term.label.to_string(),
            definition: filled(&term.definition),
            origin: match term.origin {
                Origin::Standard => format::Origin::Standard,
                Origin::Policy => format::Origin::Policy,
            },
            parents: references(&term.parents),
            within: self.within(id, holders),
            means: term.means.as_ref().map(|means| set(self.vocabulary, means)),
            traits: Trait::ALL.into_iter().filter(|one| self.has(id, *one)).filter_map(trait_of).collect(),
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
