//! Facts by their identifiers: what must hold of a flow, of the person, or of what is known.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::language::{Kind, Trait};
use crate::model::{Period, TermId, Vocabulary};
use crate::rules;
use crate::semantics::describe;
use crate::semantics::space::{FactKey, Known};

/// That a fact holds, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fact {
    /// `fact:consent`; `subject:minors` where the person belongs to the class, `known:subject:minors` or
    /// `known:data:health` where that is known; `known:having:personal` or `known:lacking:personal` where it is known
    /// that the data have a trait or lack it.
    pub fact: String,
    /// Of a consent: within which time it was given, so that it has not lapsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<rules::Period>,
    /// Whether it holds.
    pub holds: bool,
    /// In words.
    #[serde(skip)]
    pub words: String,
}

/// What stands before that which is known.
const KNOWN: &str = "known:";
/// Known of data that have a trait.
const HAVING: &str = "having:";
/// Known of data that lack a trait.
const LACKING: &str = "lacking:";

impl Fact {
    /// A fact with its value.
    #[must_use]
    pub fn of(vocabulary: &Vocabulary, key: FactKey, holds: bool) -> Self {
        let name = |term: TermId| rules::reference(vocabulary, term).as_str().to_owned();
        let fact = match key {
            FactKey::Term(term) | FactKey::Given(term, _) | FactKey::Subject(term) => name(term),
            FactKey::Known(Known::Subject(term) | Known::Data(term)) => format!("{KNOWN}{}", name(term)),
            FactKey::Known(Known::DataWith(one, is_negated)) => {
                format!("{KNOWN}{}{}", if is_negated { LACKING } else { HAVING }, one.published())
            }
        };
        let within = match key {
            FactKey::Given(_, period) => Some(rules::period(period)),
            FactKey::Term(_) | FactKey::Subject(_) | FactKey::Known(_) => None,
        };
        Self { fact, within, holds, words: describe::fact(vocabulary, key, holds) }
    }

    /// The fact that its identifier names, where there is one: `find` has the terms.
    pub(super) fn key(&self, find: &mut dyn FnMut(Kind, &str) -> Option<TermId>) -> Option<FactKey> {
        let period = self.within.as_ref().map(|within| Period { amount: within.amount, unit: within.unit });
        let is_of_flow = self.fact.starts_with("fact:");
        if period.is_some_and(|period| !is_of_flow || !period.is_possible()) {
            return None;
        }
        let mut term =
            |kind: Kind, word: &str, text: &str| find(kind, text.strip_prefix(word)?.strip_prefix(':')?);
        let Some(known) = self.fact.strip_prefix(KNOWN) else {
            let of_flow = term(Kind::Condition, "fact", &self.fact).map(|fact| match period {
                Some(period) => FactKey::Given(fact, period.in_largest_unit()),
                None => FactKey::Term(fact),
            });
            return of_flow
                .or_else(|| term(Kind::Subject, Kind::Subject.word(), &self.fact).map(FactKey::Subject));
        };
        let with = |prefix: &str, is_negated: bool| {
            let word = known.strip_prefix(prefix)?;
            let one = Trait::ALL.into_iter().find(|one| one.published() == word)?;
            Some(Known::DataWith(one, is_negated))
        };
        let known = with(HAVING, false).or_else(|| with(LACKING, true));
        let known = known.or_else(|| {
            let known = self.fact.strip_prefix(KNOWN)?;
            let subject = term(Kind::Subject, Kind::Subject.word(), known).map(Known::Subject);
            subject.or_else(|| term(Kind::Data, Kind::Data.word(), known).map(Known::Data))
        });
        known.map(FactKey::Known)
    }
}
