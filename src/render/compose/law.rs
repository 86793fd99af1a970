//! What the law of the policy gives a sentence: its word for data about a person, and the bases with their articles.

use super::Composer;
use super::message::Message;
use super::naming::Place;
use super::set::Join;
use crate::model::{Basis, Kind, TermId, What};

impl Composer<'_> {
    /// The laws under which the policy stands.
    fn laws(&self) -> &[TermId] {
        self.policy.header.as_ref().map_or(&[], |header| &header.law)
    }

    /// Whether a law holds in a region, or in one that it lies in.
    fn is_law(&self, law: TermId, region: &str) -> bool {
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

    /// The legal bases: “a legal obligation, or your consent”.
    pub(super) fn bases(&self, bases: &[Basis]) -> String {
        let bases: Vec<String> = bases.iter().map(|basis| self.basis(basis)).collect();
        self.long_list(&bases, Join::Or)
    }

    fn basis(&self, basis: &Basis) -> String {
        let Basis { term, interest, span: _, is_inherited: _ } = basis;
        let name = match interest {
            Some(interest) => {
                let name = self.said_in(*term, Place::WithInterest, &[]);
                let name = name.map_or_else(|| self.term(*term), |name| self.plain_mark(&name));
                let values = [("basis", name.into()), ("interest", self.author_mark(interest).into())];
                self.frames.fill(Message::Interest, &values)
            }
            None => self.term(*term),
        };
        let Some(article) = self.said_of_kind(*term, Place::Article, &[]) else { return name };
        let values = [("basis", name.into()), ("article", self.plain_mark(&article).into())];
        self.frames.fill(Message::BasisInLaw, &values)
    }
}
