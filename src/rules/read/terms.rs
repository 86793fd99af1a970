//! The vocabulary of a policy: the terms of its own, on top of those that it did not declare.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Reader, namespace};
use crate::model::{Effect, Effects, Kind, Mapping, Origin, Policy, Set, Str, Term, TermId, Trait, What};
use crate::rules::{self as json, findings};
use crate::semantics::space::Space;

/// A listed term with its place in the vocabulary.
type Listed<'r> = (TermId, &'r json::Reference, &'r json::Term);

impl Reader<'_> {
    /// Declares the policy's own terms and relates all that are listed.
    pub(super) fn terms(&mut self, rules: &json::Rules) {
        let listed = self.declared(rules);
        for (id, _, term) in &listed {
            self.relate(*id, term);
        }
        if self.has_cycle() {
            self.value("parents", "a term stands above itself".to_owned());
        }
        if self.faults.is_empty() {
            self.give_effects(&listed);
            self.give_traits(&listed);
        }
    }

    /// Every listed term: those of the policy are added in the order in which it declares them, choices last.
    fn declared<'r>(&mut self, rules: &'r json::Rules) -> Vec<Listed<'r>> {
        let choices: BTreeSet<&json::Reference> =
            rules.rules.iter().filter_map(|rule| rule.choice.as_ref()).collect();
        let mut terms: Vec<_> = rules.terms.iter().collect();
        terms.sort_by_key(|(reference, term)| {
            let place = term.source.as_ref().map(|source| (&source.file, source.line, source.column));
            (term.origin == Origin::Policy, choices.contains(reference), place)
        });
        let mut listed = Vec::new();
        for (reference, term) in terms {
            let kind = term.kind;
            let full = reference.as_str();
            let name = full.strip_prefix(namespace(kind)).and_then(|rest| rest.strip_prefix(':'));
            let Some(name) = name else {
                self.reference(full, format!("`{full}` is listed as {}", kind.with_article()));
                continue;
            };
            let known = self.vocabulary.find(kind, name);
            match (term.origin, known) {
                (Origin::Policy, None) => {
                    let own = self.own(kind, name, term);
                    listed.push((self.vocabulary.to_mut().add(own), reference, term));
                }
                (Origin::Standard, Some(id)) if self.vocabulary.term(id).kind == kind => {
                    listed.push((id, reference, term));
                }
                _ => self.other_vocabulary(full),
            }
        }
        listed
    }

    fn other_vocabulary(&mut self, reference: &str) {
        let message = format!("`{reference}` is another term in the standard vocabulary of this version");
        let fault = self.fault(&findings::VERSION, reference, message).at("declared otherwise");
        self.faults.push(fault.help("let this version of Candor make the rules again from their policy"));
    }

    fn own(&mut self, kind: Kind, name: &str, term: &json::Term) -> Term {
        let text = |text: &Option<String>| Str::from(text.clone().unwrap_or_default());
        let mappings = |from: &std::collections::BTreeMap<String, Vec<String>>, is_exact: bool| {
            let each = from.iter().flat_map(|(scheme, all)| all.iter().map(move |one| (scheme, one)));
            each.map(|(scheme, identifier)| Mapping {
                scheme: scheme.as_str().into(),
                identifier: identifier.as_str().into(),
                is_exact,
            })
            .collect::<Vec<_>>()
        };
        let json::Term {
            label,
            definition,
            same_as,
            close_to,
            formerly,
            deprecated,
            addresses,
            several,
            source,
            // The kind and the origin brought it here.
            kind: _,
            origin: _,
            // How it stands to others is said when all of them are there.
            parents: _,
            means: _,
            excludes: _,
            may_contain: _,
            replaced_by: _,
            does: _,
            // Its traits are given last, because they follow from its parents as well.
            traits: _,
            plural: _,
            outlasts_deletion: _,
            // Who holds it follows from the parents.
            within: _,
        } = term;
        let addresses = addresses.iter().flat_map(|(word, all)| all.iter().map(move |one| (word, one)));
        let span = self.part(source.as_ref());
        Term {
            label: label.as_str().into(),
            definition: text(definition),
            mappings: [mappings(same_as, true), mappings(close_to, false)].concat(),
            formerly: formerly.iter().map(|name| name.as_str().into()).collect(),
            deprecated: text(deprecated),
            addresses: addresses.map(|(word, one)| (word.as_str().into(), one.as_str().into())).collect(),
            several: text(several),
            ..Term::named(kind, name.into(), span, Origin::Policy)
        }
    }

    /// How a term stands to others. Two standard terms stand to each other as the standard vocabulary says.
    fn relate(&mut self, id: TermId, term: &json::Term) {
        let kind = term.kind;
        let is_own = term.origin == Origin::Policy;
        for parent in self.terms_of(kind, &term.parents) {
            if !self.vocabulary.term(id).parents.contains(&parent) {
                if !is_own && self.vocabulary.term(parent).origin == Origin::Standard {
                    self.other_vocabulary(&self.identifier(id));
                }
                self.vocabulary.to_mut().term_mut(id).parents.push(parent);
                self.vocabulary.to_mut().term_mut(parent).children.push(id);
            }
        }
        for other in self.terms_of(kind, &term.excludes) {
            for (one, other) in [(id, other), (other, id)] {
                let excludes = &mut self.vocabulary.to_mut().term_mut(one).excludes;
                if !excludes.contains(&other) {
                    excludes.push(other);
                }
            }
        }
        if is_own {
            let span = self.vocabulary.term(id).span;
            let means = term.means.as_ref().and_then(|means| self.set(kind, means, span));
            let may_contain = self.terms_of(kind, &term.may_contain);
            let replaced_by = term.replaced_by.as_ref().and_then(|other| self.term(kind, other.as_str()));
            let own = self.vocabulary.to_mut().term_mut(id);
            own.means = means;
            own.may_contain = may_contain;
            own.replaced_by = replaced_by;
        }
    }

    /// Says what the policy's own terms do. The file says of each also what it takes over from above; only what it does
    /// not take over was written there.
    fn give_effects(&mut self, listed: &[Listed<'_>]) {
        let own = listed.iter().filter(|(_, _, term)| term.origin == json::Origin::Policy);
        let mut own: Vec<(TermId, Effects)> =
            own.map(|(id, _, term)| (*id, self.effects(&term.does))).collect();
        // Whatever stands above a term has fewer terms above it.
        own.sort_by_key(|(id, _)| self.vocabulary.ancestors(*id).len());
        for (id, effects) in own {
            if effects != self.vocabulary.effects_of(id) {
                self.vocabulary.to_mut().term_mut(id).effects = effects.into();
            }
        }
    }

    fn effects(&mut self, does: &json::Does) -> Effects {
        let json::Does {
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
        } = does;
        let mut terms = |effect: Effect, named: &[json::Reference]| self.named_by(effect, named);
        Effects {
            ends: terms(Effect::Ends, ends),
            deletes_on: terms(Effect::DeletesOn, deletes_on),
            deletes_about: terms(Effect::DeletesAbout, deletes_about),
            stops: stops.clone(),
            stops_for: terms(Effect::StopsFor, stops_for),
            stops_based_on: terms(Effect::StopsBasedOn, stops_based_on),
            stops_with: terms(Effect::StopsWith, stops_with),
            stops_except_for: terms(Effect::StopsExceptFor, stops_except_for),
            stops_except_with: terms(Effect::StopsExceptWith, stops_except_with),
            done_by: done_by.clone(),
            done_for: terms(Effect::DoneFor, done_for),
            done_about: terms(Effect::DoneAbout, done_about),
            done_with: *done_with,
            done_abroad: *done_abroad,
            done_by_trackers: terms(Effect::DoneByTrackers, done_by_trackers),
            done_by_others: *done_by_others,
            shown_by_measures: terms(Effect::ShownByMeasures, shown_by_measures),
            shown_by_safeguards: terms(Effect::ShownBySafeguards, shown_by_safeguards),
            forbids: forbids.clone(),
            forbids_for: terms(Effect::ForbidsFor, forbids_for),
            country: terms(Effect::Country, country.as_slice()).first().copied(),
        }
    }

    /// The terms that an effect names. The four kinds of facts share one list of names.
    fn named_by(&mut self, effect: Effect, references: &[json::Reference]) -> Vec<TermId> {
        let kinds = effect.named();
        let Some(kind) = kinds.first() else { return Vec::new() };
        let mut found = Vec::new();
        for id in self.terms_of(*kind, references) {
            if kinds.contains(&self.vocabulary.term(id).kind) {
                found.push(id);
            } else {
                let identifier = self.identifier(id);
                self.reference(&identifier, format!("`{identifier}` is not {}", kind.with_article()));
            }
        }
        found
    }

    fn identifier(&self, id: TermId) -> String {
        let term = self.vocabulary.term(id);
        format!("{}:{}", namespace(term.kind), term.name)
    }

    /// Whether a term stands above itself.
    fn has_cycle(&self) -> bool {
        let mut n_above: Vec<usize> = self.vocabulary.iter().map(|(_, term)| term.parents.len()).collect();
        let mut free: Vec<TermId> = self.vocabulary.iter().map(|(id, _)| id).collect();
        free.retain(|id| n_above[id.index()] == 0);
        let mut n_free = 0;
        while let Some(id) = free.pop() {
            n_free += 1;
            for child in &self.vocabulary.term(id).children {
                n_above[child.index()] = n_above[child.index()].saturating_sub(1);
                if n_above[child.index()] == 0 {
                    free.push(*child);
                }
            }
        }
        n_free < self.vocabulary.len()
    }

    /// Gives terms their traits.
    ///
    /// The file says of a term with `means` also what follows from its meaning; only what does not was written there.
    fn give_traits(&mut self, listed: &[Listed<'_>]) {
        let (closed, open): (Vec<&Listed<'_>>, Vec<_>) =
            listed.iter().partition(|(id, ..)| self.vocabulary.term(*id).means.is_some());
        for (id, _, term) in &open {
            for one in &term.traits {
                self.vocabulary.to_mut().term_mut(*id).traits.insert(*one);
            }
        }
        for (id, _, term) in listed {
            if term.plural {
                self.vocabulary.to_mut().term_mut(*id).traits.insert(Trait::Plural);
            }
            if term.outlasts_deletion {
                self.vocabulary.to_mut().term_mut(*id).traits.insert(Trait::OutlastsDeletion);
            }
        }
        let mut is_settled = false;
        while !is_settled {
            is_settled = true;
            for (id, ..) in &closed {
                let before = self.vocabulary.term(*id);
                // A form does not hand down that it is personal.
                if before.kind == Kind::Form {
                    continue;
                }
                let mut traits = before.traits;
                for parent in &before.parents {
                    traits.inherit(self.vocabulary.term(*parent).traits);
                }
                is_settled &= traits == before.traits;
                self.vocabulary.to_mut().term_mut(*id).traits = traits;
            }
        }
        let policy = Arc::new(Policy {
            vocabulary: std::mem::take(&mut self.vocabulary).into_owned(),
            ..Policy::default()
        });
        let space = Space::new(&policy);
        let mut written = Vec::new();
        for (id, _, term) in &closed {
            for one in term.traits.iter().copied() {
                if !policy.vocabulary.term(*id).traits.has(one) && !space.is_wholly(*id, one) {
                    written.push((*id, one));
                }
            }
        }
        drop(space);
        self.vocabulary = Cow::Owned(Arc::unwrap_or_clone(policy).vocabulary);
        for (id, one) in written {
            self.vocabulary.to_mut().term_mut(id).traits.insert(one);
        }
    }

    /// A set of terms of a kind.
    pub(super) fn set(&mut self, kind: Kind, slot: &json::Slot, span: crate::source::Span) -> Option<Set> {
        Some(Set {
            items: self.items(kind, &slot.items, span)?,
            except: self.items(kind, &slot.except, span)?,
        })
    }

    fn items(
        &mut self,
        kind: Kind,
        items: &[json::Item],
        span: crate::source::Span,
    ) -> Option<Vec<crate::model::SetItem>> {
        let mut found = Vec::new();
        for json::Item { what, form } in items {
            let form = match form {
                Some(form) => Some(self.term(Kind::Form, form.as_str())?),
                None => None,
            };
            let what = match what {
                json::What::Term(reference) => What::Term(self.term(kind, reference.as_str())?),
                json::What::Any(any) => {
                    let named = any.kind;
                    if named.namespace() != kind.namespace() {
                        let message = format!("any {} stands where {} is", named.word(), kind.with_article());
                        self.value(named.word(), message);
                        return None;
                    }
                    let trait_ = any.having.or(any.lacking);
                    What::Any { kind: named, trait_, is_negated: any.having.is_none() && trait_.is_some() }
                }
            };
            found.push(crate::model::SetItem { form, what, span });
        }
        Some(found)
    }
}
