//! What the law of the policy gives a sentence: its word for data about a person, and the bases with their articles.

use super::Composer;
use super::message::Message;
use super::naming::Place;
use super::set::Join;
use super::words::PieceKind;
use crate::model::{Basis, FactClause, FactWord, Kind, KnownTerm, Origin, TermId, What};

impl Composer<'_> {
    /// The laws under which the policy stands.
    pub(super) fn laws(&self) -> &[TermId] {
        self.policy.header.as_ref().map_or(&[], |header| &header.law)
    }

    /// Whether a law holds in a region, or in one that it lies in.
    pub(super) fn is_law(&self, law: TermId, region: &str) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let Some(region) = vocabulary.find(Kind::Region, region) else { return false };
        let meant = vocabulary.term(law).means.iter().flat_map(|set| &set.items);
        let is_meant_there =
            |what: What| matches!(what, What::Term(meant) if vocabulary.is_below(meant, region));
        vocabulary.is_below(law, region) || meant.map(|item| item.what).any(is_meant_there)
    }

    /// Which word the law of the policy has for data about a person.
    pub(super) fn personal_word(&self) -> &'static str {
        let laws = self.laws();
        let is_information = match laws {
            [] => self.frames.lists(Message::RegionsOfPersonalInformation, &self.frames.region),
            _ => {
                let words = self.frames.word(Message::LawsOfPersonalInformation);
                let is_there = |law: &TermId| words.split_whitespace().any(|word| self.is_law(*law, word));
                laws.iter().all(is_there)
            }
        };
        if is_information { "of-information" } else { "of-data" }
    }

    /// The legal bases: “a legal obligation, or your consent”. A ground that a law asks for besides, of some data or a
    /// decision, is no alternative to them: “our contract with you; and, for specially protected data, legal claims”.
    ///
    /// The facts of the sentence tell who gives a consent that is a basis.
    pub(super) fn bases(&self, bases: &[Basis], facts: &[FactClause]) -> String {
        let mut groups: Vec<(Option<String>, Vec<String>)> = vec![(None, Vec::new())];
        for basis in bases {
            let matter = self.said_of_kind(basis.term, Place::Besides, &[]);
            let said = self.basis(basis, facts);
            match groups.iter_mut().find(|(known, _)| *known == matter) {
                Some((_, group)) => group.push(said),
                None => groups.push((matter, vec![said])),
            }
        }
        groups.retain(|(_, group)| !group.is_empty());
        let last = groups.len().saturating_sub(1);
        groups.into_iter().enumerate().fold(String::new(), |before, (place, (matter, group))| {
            let bases = self.long_list(&group, Join::Or);
            let Some(matter) = matter.filter(|_| last > 0) else { return bases };
            let place = match place {
                0 => "first",
                _ if place == last => "last",
                _ => "between",
            };
            let values = [
                ("before", before.into()),
                ("place", place.into()),
                ("matter", self.plain_mark(&matter).into()),
                ("bases", bases.into()),
            ];
            self.frames.fill(Message::BasesBesides, &values)
        })
    }

    /// The sentence that names the legal bases. What a law asks for besides one is none by itself; a consent is both.
    pub(super) fn bases_sentence(&self, bases: &[Basis], facts: &[FactClause]) -> String {
        let vocabulary = &self.policy.vocabulary;
        let consent = vocabulary.known(KnownTerm::ConsentAsBasis);
        let is_consent = |id: TermId| consent.is_some_and(|consent| vocabulary.is_below(id, consent));
        let matters: Option<Vec<String>> = bases
            .iter()
            .map(|basis| {
                self.said_of_kind(basis.term, Place::Besides, &[]).filter(|_| !is_consent(basis.term))
            })
            .collect();
        let said = self.bases(bases, facts);
        match matters.as_deref() {
            Some([matter, others @ ..]) if others.iter().all(|other| other == matter) => {
                let values = [("matter", self.plain_mark(matter).into()), ("bases", said.into())];
                self.frames.fill(Message::Ground, &values)
            }
            Some(_) | None => self.frames.fill(Message::Bases, &[("bases", said.into())]),
        }
    }

    fn basis(&self, basis: &Basis, facts: &[FactClause]) -> String {
        let Basis { term, interest, span: _, is_inherited: _ } = basis;
        let name = match interest {
            Some(interest) => {
                let name = self.said_in(*term, Place::WithInterest, &[]);
                let name = name.map_or_else(|| self.own_basis(*term), |name| self.plain_mark(&name));
                let values = [("basis", name.into()), ("interest", self.author_mark(interest).into())];
                self.frames.fill(Message::Interest, &values)
            }
            None => self.consent_of_others(*term, facts).unwrap_or_else(|| self.own_basis(*term)),
        };
        self.with_article(*term, name)
    }

    /// A basis of the policy's own, with what it is a case of where no provision behind it tells that: “our legitimate
    /// interests, namely our contract with your employer”.
    fn own_basis(&self, id: TermId) -> String {
        let vocabulary = &self.policy.vocabulary;
        let (term, label) = (vocabulary.term(id), self.term(id));
        let [parent] = term.parents.as_slice() else { return label };
        let is_plain = term.origin != Origin::Policy || self.articles(id).is_some();
        let kind = self.said_in(*parent, Place::WithInterest, &[]).filter(|_| !is_plain);
        let Some(kind) = kind else { return label };
        let values = [("kind", self.plain_mark(&kind).into()), ("basis", label.into())];
        self.frames.fill(Message::BasisOfKind, &values)
    }

    /// Consent as a basis where it is not the person who gives it at all: “the consent of a parent or guardian”, without whom a
    /// child does not agree to anything (GDPR Art. 8).
    fn consent_of_others(&self, basis: TermId, facts: &[FactClause]) -> Option<String> {
        let vocabulary = &self.policy.vocabulary;
        let consent = vocabulary.known(KnownTerm::ConsentAsBasis);
        if !consent.is_some_and(|consent| vocabulary.is_below(basis, consent)) {
            return None;
        }
        let needed = facts.iter().filter(|clause| clause.word != FactWord::Unless);
        let named = needed.flat_map(|clause| clause.fact.terms()).map(|(term, _)| term);
        let consents = named.filter(|term| self.policy.vocabulary.term(*term).kind == Kind::Consent);
        // Where the person consents besides, or instead, it is not the consent of others alone.
        let words: Option<Vec<String>> =
            consents.map(|term| self.said_of_kind(term, Place::AsBasis, &[])).collect();
        let words = words?.into_iter().next()?;
        Some(self.pieces.mark(&words, PieceKind::Term(basis)))
    }

    /// What a term is called, with the provision of the law of the policy on it: “a legal obligation (Art. 6(1)(c) GDPR)”.
    pub(super) fn with_article(&self, id: TermId, name: String) -> String {
        let Some(article) = self.articles(id) else { return name };
        let values = [("basis", name.into()), ("article", self.plain_mark(&article).into())];
        self.frames.fill(Message::BasisInLaw, &values)
    }

    /// The provisions of all laws of the policy on a term: “Art. 6(1)(c) GDPR and UK GDPR”.
    pub(super) fn articles(&self, id: TermId) -> Option<String> {
        let vocabulary = &self.policy.vocabulary;
        let with_above = |id: TermId| std::iter::once(id).chain(vocabulary.ancestors(id));
        let mut articles: Vec<String> = Vec::new();
        for law in self.laws() {
            let of_law = |kind: TermId| {
                let mut regions = with_above(*law).map(|region| vocabulary.term(region));
                regions
                    .find_map(|region| self.naming.said_by_law(region, vocabulary.term(kind), Place::Article))
            };
            articles.extend(with_above(id).find_map(of_law).filter(|article| !articles.contains(article)));
        }
        let first = articles.first()?.clone();
        let others = articles.iter().skip(1).map(|other| in_other_law(&first, other).to_owned());
        Some(self.list(&std::iter::once(first.clone()).chain(others).collect::<Vec<_>>(), Join::And))
    }
}

/// The provision of another law without the place in it that both laws share: “UK GDPR” behind “Art. 22 GDPR”.
fn in_other_law<'a>(first: &str, other: &'a str) -> &'a str {
    let place = |article: &str| article.match_indices(' ').nth(1).map(|(end, _)| end + 1);
    match (place(first), place(other)) {
        (Some(end), Some(other_end)) if first[..end] == other[..other_end] => &other[other_end..],
        _ => other,
    }
}
