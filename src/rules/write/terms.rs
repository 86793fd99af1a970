//! The closed vocabulary of a file: which terms it lists, and which of them hold which others.
//!
//! # Design
//!
//! Listed is every term that something mentions, with all that stands above and below it, so that a term which is not
//! listed is held by nothing that is named. Where the meaning of an item depends on traits, all terms of the kind that
//! have (or lack) the trait are listed. Of each listed term the file says what it does, with what it takes to understand
//! that.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::model::{
    Effects, Kind, KnownTerm, Mapping, Origin, Policy, Set, Term, TermId, Trait, Vocabulary, What,
};
use crate::rules::format;
use crate::rules::naming::{reference, set};
use crate::semantics::space::Space;
use crate::source::Span;

/// For each kind, the terms that hold each atom.
type Holders = BTreeMap<Kind, Vec<Vec<TermId>>>;

/// Collects what a file mentions.
pub(super) struct Listing<'a> {
    vocabulary: &'a Vocabulary,
    space: &'a Space,
    /// The terms that are listed, by number.
    listed: FixedBitSet,
    /// Those among them whose descendants are listed too.
    whole: FixedBitSet,
    /// What is still to be listed, so that no hierarchy is too deep.
    left: Vec<Todo>,
    /// Whatever the law puts below one another.
    by_law: Vec<TermId>,
}

/// How a term is to be listed.
#[derive(Clone, Copy)]
enum Todo {
    /// With all that stands above it.
    Term(TermId),
    /// With all that stands above and below it.
    Whole(TermId),
}

impl<'a> Listing<'a> {
    /// The space of the policy.
    pub(super) const fn space(&self) -> &'a Space {
        self.space
    }

    pub(super) fn new(policy: &'a Policy, space: &'a Space) -> Self {
        let vocabulary = &policy.vocabulary;
        let set = || FixedBitSet::with_capacity(vocabulary.len());
        // Whether processors are third parties depends on the law.
        let pair = [KnownTerm::ThirdParties, KnownTerm::Processors].map(|term| vocabulary.known(term));
        let by_law = if space.processors_are_third_parties() { pair.to_vec() } else { Vec::new() };
        let by_law = by_law.into_iter().flatten().collect();
        Self { vocabulary, space, listed: set(), whole: set(), left: Vec::new(), by_law }
    }

    /// Lists a term with all that stands above and below it.
    pub(super) fn mention(&mut self, term: TermId) {
        self.left.push(Todo::Whole(term));
        self.settle();
    }

    /// Lists a term with all that stands above it.
    pub(super) fn list(&mut self, term: TermId) {
        self.left.push(Todo::Term(term));
        self.settle();
    }

    /// Lists all that a set depends on, with all that stands below it.
    pub(super) fn mention_set(&mut self, set: &Set) {
        self.list_set(set);
        for item in set.items.iter().chain(&set.except) {
            if let What::Term(term) = item.what {
                self.left.push(Todo::Whole(term));
            }
        }
        self.settle();
    }

    /// What a standard event ends matters only where something else speaks of that.
    fn has_whole_effects(&self, term: TermId) -> bool {
        let Term { kind, origin, .. } = self.vocabulary.term(term);
        *kind != Kind::Event || *origin == Origin::Policy
    }

    fn settle(&mut self) {
        let vocabulary = self.vocabulary;
        while let Some(todo) = self.left.pop() {
            let (term, is_new) = match todo {
                Todo::Term(term) => (term, !self.listed.put(term.index())),
                Todo::Whole(term) => (term, !self.whole.put(term.index())),
            };
            if !is_new {
                continue;
            }
            let is_by_law = self.by_law.contains(&term);
            let others: &[TermId] = if is_by_law { &self.by_law } else { &[] };
            if let Todo::Whole(_) = todo {
                self.left.push(Todo::Term(term));
                self.left
                    .extend(vocabulary.term(term).children.iter().chain(others).map(|one| Todo::Whole(*one)));
                continue;
            }
            let Term { parents, means, excludes, may_contain, replaced_by, .. } = vocabulary.term(term);
            let needed = parents.iter().chain(others).chain(excludes).chain(may_contain).chain(replaced_by);
            self.left.extend(needed.map(|one| Todo::Term(*one)));
            // Whoever asks about what is listed needs to know what it does, whether something names it or not.
            if self.has_whole_effects(term) {
                self.left.extend(vocabulary.effects_of(term).terms().map(Todo::Whole));
            }
            // A term that is exactly something is only understood with the whole of it.
            if let Some(means) = means {
                self.list_set(means);
                for item in means.items.iter().chain(&means.except) {
                    if let What::Any { kind, trait_: None, .. } = item.what {
                        self.left.extend(vocabulary.of_kind(kind).map(|(id, _)| Todo::Term(id)));
                    }
                }
            }
        }
    }

    /// Puts down what it takes to understand a set.
    fn list_set(&mut self, set: &Set) {
        for item in set.items.iter().chain(&set.except) {
            self.left.extend(item.form.map(Todo::Term));
            match item.what {
                What::Term(term) => self.left.push(Todo::Term(term)),
                What::Any { kind, trait_: Some(one), is_negated } => {
                    let of_kind = self.vocabulary.of_kind(kind);
                    let meant = of_kind.filter(|(_, term)| term.traits.has(one) != is_negated);
                    // Below what lacks a trait there may be something that has it.
                    self.left.extend(meant.map(|(id, _)| Todo::Whole(id)));
                }
                What::Any { trait_: None, .. } => {}
            }
        }
    }

    fn is_listed(&self, term: TermId) -> bool {
        self.listed.contains(term.index())
    }

    fn listed(&self) -> impl Iterator<Item = TermId> {
        self.listed.ones().map(TermId::at)
    }

    /// The terms with all that is said about them.
    pub(super) fn terms(
        &self,
        position: &dyn Fn(Span) -> format::Position,
    ) -> BTreeMap<format::Reference, format::Term> {
        let holders = self.holders();
        let references: Vec<Option<format::Reference>> = (0..self.vocabulary.len())
            .map(|place| self.listed.contains(place).then(|| reference(self.vocabulary, TermId::at(place))))
            .collect();
        let reference = |id: TermId| references[id.index()].clone();
        let mut in_order: Vec<(&format::Reference, TermId)> =
            self.listed().filter_map(|id| Some((references[id.index()].as_ref()?, id))).collect();
        in_order.sort_unstable();
        let of_term = |(own, id): (&format::Reference, TermId)| {
            let term = self.term(id, &holders, &reference);
            let source = (!term.origin.is_standard()).then(|| position(self.vocabulary.term(id).span));
            (own.clone(), format::Term { source, ..term })
        };
        let terms: Vec<_> = in_order.into_iter().map(of_term).collect();
        terms.into_iter().collect()
    }

    /// The listed terms that hold each atom: only these can hold a term with that atom.
    fn holders(&self) -> Holders {
        let mut holders = Holders::new();
        for id in self.listed() {
            let kind = self.vocabulary.term(id).kind;
            let Some(under) = self.space.under(kind, id) else { continue };
            let of_kind = holders.entry(kind).or_insert_with(|| vec![Vec::new(); under.len()]);
            for atom in under.ones() {
                of_kind[atom].push(id);
            }
        }
        holders
    }

    /// Every other listed term that holds the whole of a term.
    fn within(&self, id: TermId, holders: &Holders) -> Vec<TermId> {
        let kind = self.vocabulary.term(id).kind;
        let is_comparable = |other: &TermId| {
            self.is_listed(*other) && self.vocabulary.term(*other).kind.namespace() == kind.namespace()
        };
        let mut found: Vec<TermId> =
            self.vocabulary.ancestors(id).into_iter().filter(is_comparable).collect();
        let own = self.space.under(kind, id);
        if let Some((own, first)) = own.and_then(|own| Some((own, own.minimum()?))) {
            let of_kind = holders.get(&kind).and_then(|atoms| atoms.get(first));
            let holds =
                |other: &&TermId| self.space.under(kind, **other).is_some_and(|atoms| own.is_subset(atoms));
            let more: Vec<TermId> = of_kind.into_iter().flatten().filter(holds).copied().collect();
            found.extend(more.into_iter().filter(|other| *other != id));
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Whether a term has a trait: one that is exactly something has the traits that all of it has.
    fn has(&self, id: TermId, one: Trait) -> bool {
        let term = self.vocabulary.term(id);
        term.traits.has(one) || term.means.is_some() && self.space.is_wholly(id, one)
    }

    fn term(
        &self,
        id: TermId,
        holders: &Holders,
        reference: &dyn Fn(TermId) -> Option<format::Reference>,
    ) -> format::Term {
        let Term {
            kind,
            label,
            definition,
            origin,
            parents,
            traits,
            means,
            excludes,
            may_contain,
            mappings,
            formerly,
            deprecated,
            replaced_by,
            addresses,
            several,
            // It is listed under its name, and its place is put in by whoever knows the files.
            name: _,
            span: _,
            // Those below it say so themselves.
            children: _,
            // Told with what it takes over from those above it.
            effects: _,
            // What readers may expect of a name is for those who write with it.
            leaves_out: _,
        } = self.vocabulary.term(id);
        let references = |ids: &[TermId]| ids.iter().filter_map(|id| reference(*id)).collect();
        let mut within: Vec<format::Reference> = references(&self.within(id, holders));
        within.sort();
        let is_own = |id: &TermId| self.vocabulary.term(*id).origin == Origin::Policy;
        let declared: Vec<TermId> = parents.iter().copied().filter(is_own).collect();
        let decisive = format::Term {
            kind: *kind,
            label: label.to_string(),
            definition: None,
            origin: format::Origin::Standard,
            // What stands above a standard term is the same in every policy, but for what the policy puts there.
            parents: references(&declared),
            within,
            means: means.as_ref().map(|means| set(self.vocabulary, means)),
            traits: Trait::ALL.into_iter().filter(|one| one.is_published() && self.has(id, *one)).collect(),
            plural: false,
            outlasts_deletion: traits.has(Trait::OutlastsDeletion),
            excludes: references(excludes),
            may_contain: references(may_contain),
            same_as: BTreeMap::new(),
            close_to: BTreeMap::new(),
            formerly: Vec::new(),
            deprecated: None,
            replaced_by: None,
            addresses: BTreeMap::new(),
            several: None,
            does: self.does(id, reference),
            source: None,
        };
        // What does not depend on the policy is not said again in each.
        if *origin == Origin::Standard {
            return decisive;
        }
        let mut listed = BTreeMap::<String, Vec<String>>::new();
        for (word, address) in addresses {
            listed.entry(word.to_string()).or_default().push(address.to_string());
        }
        let mapped = |exactly| {
            let mut found = BTreeMap::<String, Vec<String>>::new();
            for Mapping { scheme, identifier, is_exact } in mappings {
                if *is_exact == exactly {
                    found.entry(scheme.to_string()).or_default().push(identifier.to_string());
                }
            }
            found
        };
        format::Term {
            definition: filled(definition),
            origin: format::Origin::Policy,
            parents: references(parents),
            plural: traits.has(Trait::Plural),
            same_as: mapped(true),
            close_to: mapped(false),
            formerly: formerly.iter().map(ToString::to_string).collect(),
            deprecated: filled(deprecated),
            replaced_by: replaced_by.and_then(reference),
            addresses: listed,
            several: filled(several),
            ..decisive
        }
    }
}

impl Listing<'_> {
    fn does(&self, id: TermId, reference: &dyn Fn(TermId) -> Option<format::Reference>) -> format::Does {
        let Effects {
            ends,
            deletes_on,
            deletes_about,
            stops,
            stops_for,
            stops_based_on,
            stops_with,
            stops_except_for,
            stops_except_with,
            done_by,
            done_for,
            done_about,
            done_with,
            done_abroad,
            done_by_trackers,
            done_by_others,
            shown_by_measures,
            shown_by_safeguards,
            forbids,
            forbids_for,
            country,
        } = self.vocabulary.effects_of(id);
        let references = |ids: Vec<TermId>| ids.into_iter().filter_map(reference).collect();
        format::Does {
            ends: references(ends),
            deletes_on: references(deletes_on),
            deletes_about: references(deletes_about),
            stops,
            stops_for: references(stops_for),
            stops_based_on: references(stops_based_on),
            stops_with: references(stops_with),
            stops_except_for: references(stops_except_for),
            stops_except_with: references(stops_except_with),
            done_by,
            done_for: references(done_for),
            done_about: references(done_about),
            done_with,
            done_abroad,
            done_by_trackers: references(done_by_trackers),
            done_by_others,
            shown_by_measures: references(shown_by_measures),
            shown_by_safeguards: references(shown_by_safeguards),
            forbids,
            forbids_for: references(forbids_for),
            country: country.and_then(reference),
        }
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
