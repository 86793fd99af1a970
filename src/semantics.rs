//! What a policy means: which flows of data it permits and which it prohibits.
//!
//! The only module that knows. Everything else asks it: checks, decisions, rules, differences.
//! The rules that are carried out here are written down, apart from the code, in the chapter on meaning of the book.

pub mod describe;
pub mod effect;
pub mod half;
pub mod region;
pub mod requirement;
pub mod retention;
pub mod space;
pub mod verdict;

use effect::Effect;
use half::Half;
use region::{BudgetExceeded, Diagrams};
use space::{Dimension, FactKey, Space};
use verdict::{Answer, Question};

use crate::model::{Policy, Sentence, Verb, What};

/// The meaning of one policy, ready to be asked.
#[derive(Debug)]
pub struct Meaning<'a> {
    /// Sets of flows.
    pub diagrams: Diagrams<'a>,
    /// What each statement permits and prohibits, as written.
    pub halves: Vec<Half>,
    /// What is left of it.
    pub effect: Effect,
    questions: Vec<Question>,
}

/// Works out what a policy means, and prepares some questions about it.
///
/// # Errors
/// When a diagram would need more than [`region::NODE_BUDGET`] nodes: the policy cannot be decided within its budget.
pub fn understand<'a>(policy: &'a Policy, questions: &[Sentence]) -> Result<Meaning<'a>, BudgetExceeded> {
    understand_within(policy, questions, region::NODE_BUDGET)
}

/// The same with a budget of one's own, in nodes of one diagram.
///
/// # Errors
/// When a diagram would need more nodes.
pub fn understand_within<'a>(policy: &'a Policy, questions: &[Sentence], budget: usize) -> Result<Meaning<'a>, BudgetExceeded> {
    let mut space = Space::new(policy);
    let halves = half::halves(&mut space);
    let questions = questions.iter().map(|sentence| verdict::question(&mut space, sentence)).collect();
    let bound = bound_safeguards(&mut space);
    name_conditions(&mut space);
    // Some questions are about personal forms alone.
    let personal = space.all_personal_forms();
    space.intern(Dimension::Datum, personal);
    space.classify();
    let bound = bound.into_iter().map(|(set, fact)| (space.classes_in(Dimension::Recipient, set).clone(), fact)).collect();
    let diagrams = Diagrams::new(space, bound, budget);
    let effect = effect::effect(&diagrams, &halves)?;
    Ok(Meaning { diagrams, halves, effect, questions })
}

impl Meaning<'_> {
    /// Answers the question of that place in the list that was given to [`understand`].
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn answer(&self, question: usize) -> Result<Option<Answer>, BudgetExceeded> {
        self.questions.get(question).map(|question| verdict::answer(self, question)).transpose()
    }
}

/// `bind R to S`: S is true of every disclosure to R.
fn bound_safeguards(space: &mut Space<'_>) -> Vec<(space::SetId, space::FactId)> {
    let policy = space.policy;
    let mut bound = Vec::new();
    let binds = policy.statements.iter().filter(|statement| statement.sentence.verb == Verb::Bind && !statement.sentence.is_damaged);
    for statement in binds.filter(|statement| statement.sentence.facts.is_empty() && !statement.sentence.modality.is_negative()) {
        let recipients = space.slot(Dimension::Recipient, &statement.sentence.object.set);
        let set = space.intern(Dimension::Recipient, recipients);
        for item in statement.sentence.duties.iter().flat_map(|slot| &slot.set.items) {
            if let What::Term(term) = item.what {
                bound.push((set, space.fact(FactKey::Term(term))));
            }
        }
    }
    bound
}

/// Facts that only statements without flows name, such as retentions and offers: whether they can be true is asked as well.
fn name_conditions(space: &mut Space<'_>) {
    for sentence in space.policy.statements.iter().map(|statement| &statement.sentence) {
        for clause in &sentence.facts {
            space.formula(&clause.fact);
        }
        let ends = sentence.retention.iter().flat_map(|retention| retention.stages.iter().flat_map(|stage| &stage.ends));
        for end in ends {
            if let crate::model::EndKind::While(fact) = &end.kind {
                space.formula(fact);
            }
        }
        if let Some(deletion) = &sentence.deletion {
            space.formula(&deletion.event);
        }
        if let Some(subject) = &sentence.subject {
            space.membership(&subject.set, FactKey::Subject);
        }
    }
}
