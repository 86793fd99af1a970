//! Why something can never be: with the facts and the rules by their identifiers, and in words.

use schemars::JsonSchema;
use serde::Serialize;

use super::Fact;
use crate::language::Verb;
use crate::model::{Statement, What};
use crate::semantics::Meaning;
use crate::semantics::space::{FactId, Space};
use crate::semantics::verdict::{Answer, Impossible};

/// Why something can never be, or why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Why {
    /// What stands against it.
    pub kind: Obstacle,
    /// In words.
    pub words: String,
    /// The fact that cannot be as it is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<String>,
    /// The fact that stands against it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// The rules that stand against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<String>,
}

/// What stands against something that can never be, or against an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    /// The `fact` is to be true without the `other` that it brings with it.
    Brings,
    /// The `fact` and the `other` are to be true together.
    Excludes,
    /// The `fact` is to be false where the `rules` bind recipients to it, so that it always holds.
    Bound,
    /// The `fact` is to be true without any of those that it means.
    Means,
    /// Something is to be true and not true at once.
    DeniesItself,
    /// The person is not to be among the people, where everybody is.
    Nobody,
    /// The question cannot be decided within the budget.
    Undecided,
}

impl Why {
    const fn of(kind: Obstacle, words: String) -> Self {
        Self { kind, words, fact: None, other: None, rules: Vec::new() }
    }

    /// The budget is spent.
    pub(super) const fn undecided(words: String) -> Self {
        Self::of(Obstacle::Undecided, words)
    }
}

/// Why some of what was asked can never be.
#[must_use]
pub fn impossible(meaning: &Meaning, answer: &Answer) -> Vec<Why> {
    let space = meaning.diagrams.space();
    let named = |fact: FactId| Fact::of(&space.policy.vocabulary, space.facts.key(fact), true);
    let of = |kind: Obstacle, fact: &Fact, words: String| Why {
        fact: Some(fact.fact.clone()),
        ..Why::of(kind, words)
    };
    let reason = |why: &Impossible| match why {
        Impossible::Brings(fact, brought) => {
            let (fact, brought) = (named(*fact), named(*brought));
            let words = format!("`{}` brings `{}` with it", fact.words, brought.words);
            Why { other: Some(brought.fact), ..of(Obstacle::Brings, &fact, words) }
        }
        Impossible::Excludes(fact, other) => {
            let (fact, other) = (named(*fact), named(*other));
            let words = format!("`{}` and `{}` cannot both be true", fact.words, other.words);
            Why { other: Some(other.fact), ..of(Obstacle::Excludes, &fact, words) }
        }
        Impossible::IsBound(fact) => {
            let (rules, fact) = (bound_by(space, *fact), named(*fact));
            let binds = rules.join("`, `");
            let words =
                format!("`{binds}` binds recipients to `{}`, so that it always holds there", fact.words);
            Why { rules, ..of(Obstacle::Bound, &fact, words) }
        }
        Impossible::DeniesItself => {
            Why::of(Obstacle::DeniesItself, "something is to be true and not true at once".to_owned())
        }
        Impossible::Nobody => Why::of(Obstacle::Nobody, "everybody is among `people`".to_owned()),
        Impossible::IsOneOf(fact) => {
            let fact = named(*fact);
            let words = format!("`{}` is true only where one of those is that it means", fact.words);
            of(Obstacle::Means, &fact, words)
        }
    };
    answer.impossible.iter().map(reason).collect()
}

/// The statements that bind recipients to a safeguard.
fn bound_by(space: &Space, fact: FactId) -> Vec<String> {
    let term = space.facts.key(fact).term();
    let binds = |statement: &&Statement| {
        let duties = statement.sentence.slots.duties.iter().flat_map(|slot| &slot.set.items);
        let mut terms = duties.filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        let vocabulary = &space.policy.vocabulary;
        statement.sentence.verb == Verb::Bind
            && terms.any(|one| term.is_some_and(|term| vocabulary.is_below(one, term)))
    };
    space.policy.statements.iter().filter(binds).map(|statement| statement.label.clone()).collect()
}
