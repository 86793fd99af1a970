//! A policy that is understood once and kept: by a command, an editor, a browser, by several threads.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::query::Query;
use super::region::{self, BudgetExceeded};
use super::{Meaning, understand, understand_asked_within};
use crate::model::Policy;

/// A policy with its meaning, which is worked out once: when somebody first asks for it, whoever that is.
///
/// It owns what it holds; a copy is another handle to the same.
///
/// ```
/// let mut sources = candor::stdlib::sources();
/// let file = sources.add("shop.candor", "section s \"S\" { a: we use contact.email for marketing.newsletter }");
/// let shop = candor::compile(sources, &[file]).policy;
/// let copy = shop.clone();
/// let elsewhere = std::thread::spawn(move || copy.meaning().unwrap().halves.len());
/// assert_eq!(elsewhere.join().unwrap(), shop.meaning().unwrap().halves.len());
/// ```
#[derive(Debug, Clone, Default)]
pub struct Understood {
    policy: Arc<Policy>,
    meaning: Arc<OnceLock<Result<Meaning, BudgetExceeded>>>,
}

impl From<Policy> for Understood {
    fn from(policy: Policy) -> Self {
        Self { policy: Arc::new(policy), meaning: Arc::default() }
    }
}

impl Deref for Understood {
    type Target = Arc<Policy>;

    fn deref(&self) -> &Arc<Policy> {
        &self.policy
    }
}

impl Understood {
    /// What the policy means.
    ///
    /// # Errors
    /// When it cannot be decided within its budget.
    pub fn meaning(&self) -> Result<&Meaning, BudgetExceeded> {
        self.meaning.get_or_init(|| understand(&self.policy, &[])).as_ref().map_err(|spent| *spent)
    }

    /// The same meaning, prepared for some questions.
    ///
    /// Nothing is worked out again unless a question tells apart what the policy itself does not: data or people, for
    /// example, that it never names.
    ///
    /// # Errors
    /// When it cannot be decided within its budget.
    pub fn asked(&self, questions: &[Query]) -> Result<Meaning, BudgetExceeded> {
        self.meaning()?.asked_as_well(questions, region::NODE_BUDGET)
    }
}

/// What was asked of a policy so far: what questions tell apart is kept for those that come later, so that the policy is
/// worked out again only for what is new among them.
#[derive(Debug, Default)]
pub struct Heard {
    /// The meaning that tells apart whatever was asked about.
    meaning: Option<Meaning>,
    /// The questions for which it does.
    questions: Vec<Query>,
}

impl Heard {
    /// The meaning of the policy, always the same one, prepared for some questions.
    ///
    /// # Errors
    /// When it cannot be decided within its budget, even for these questions alone.
    pub fn asked(&mut self, policy: &Understood, questions: &[Query]) -> Result<Meaning, BudgetExceeded> {
        let known = match &self.meaning {
            Some(meaning) => meaning,
            None => policy.meaning()?,
        };
        if let Some(meaning) = known.extended(questions, region::NODE_BUDGET) {
            return Ok(meaning);
        }
        let mut together = std::mem::take(&mut self.questions);
        together.extend(known.needing_more(questions));
        let meaning = understand_asked_within(policy, &together, region::NODE_BUDGET).ok();
        let asked = meaning.as_ref().and_then(|meaning| meaning.extended(questions, region::NODE_BUDGET));
        // All that was ever asked about is too much together: what is asked now is asked by itself, and keeping begins anew.
        let Some(asked) = asked else {
            self.meaning = None;
            return policy.asked(questions);
        };
        *self = Self { meaning, questions: together };
        Ok(asked)
    }
}
