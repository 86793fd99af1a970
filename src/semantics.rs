//! What a policy means: which flows of data it permits and which it prohibits.
//!
//! The only module that knows. Everything else asks it: checks, decisions, rules, differences.
//! The rules that are carried out here are written down, apart from the code, in the chapter on meaning of the book.

mod canonical;
pub mod decision;
pub mod describe;
pub mod digest;
pub mod effect;
pub mod half;
pub mod region;
pub mod requirement;
pub mod retention;
mod slot;
pub mod space;
pub mod verdict;

use std::collections::HashMap;

use effect::Effect;
use half::{Half, Owner, Side};
use region::{BudgetExceeded, Diagrams, Point, Region};
use space::{Act, Atom, Dimension, FactKey, Space};
use verdict::{Answer, Question};

use crate::model::{Modality, Policy, Sentence, TermId, Verb, What};

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
    /// The halves of each statement and tracker, by their places.
    owned: HashMap<Owner, Vec<usize>>,
}

/// One concrete flow; it must be possible, as the facts of the vocabulary allow.
#[derive(Debug, Clone)]
pub struct Flow {
    /// What is done.
    pub act: Act,
    /// The value of each slot that the act has, with its form if it is a datum.
    pub slots: Vec<(Dimension, Atom, Option<TermId>)>,
    /// The facts that are true.
    pub facts: Vec<FactKey>,
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
pub fn understand_within<'a>(
    policy: &'a Policy,
    questions: &[Sentence],
    budget: usize,
) -> Result<Meaning<'a>, BudgetExceeded> {
    let mut draft = Draft::new(Space::new(policy), questions);
    draft.space.close_facts();
    draft.finish(budget)
}

/// Works out what two policies mean over one space, so that their sets can be compared. Their terms must have the same
/// numbers. `mention` may name further sets and facts that are to be told apart.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn understand_both<'a>(
    old: &'a Policy,
    new: &'a Policy,
    budget: usize,
    mention: impl FnOnce(&mut Space<'a>),
) -> Result<[Meaning<'a>; 2], BudgetExceeded> {
    let mut old_draft = Draft::new(Space::beside(old, new), &[]);
    let mut space = Space::beside(new, old);
    space.name_facts_of(&old_draft.space);
    let mut new_draft = Draft::new(space, &[]);
    mention(&mut new_draft.space);
    Space::share(&mut old_draft.space, &mut new_draft.space);
    old_draft.space.tell_forms_apart();
    new_draft.space.tell_forms_apart();
    Ok([old_draft.finish(budget)?, new_draft.finish(budget)?])
}

/// Everything that has been named, before atoms are put into classes.
struct Draft<'a> {
    space: Space<'a>,
    halves: Vec<Half>,
    questions: Vec<Question>,
    bound: Vec<(space::SetId, space::FactId)>,
}

impl<'a> Draft<'a> {
    fn new(mut space: Space<'a>, questions: &[Sentence]) -> Self {
        let halves = half::halves(&mut space);
        let questions = questions.iter().map(|sentence| verdict::question(&mut space, sentence)).collect();
        let bound = bound_safeguards(&mut space);
        name_conditions(&mut space);
        // Some questions are about personal forms alone.
        let personal = space.all_personal_forms();
        space.intern(Dimension::Datum, personal);
        Self { space, halves, questions, bound }
    }

    fn finish(self, budget: usize) -> Result<Meaning<'a>, BudgetExceeded> {
        let Self { mut space, halves, questions, bound } = self;
        space.classify();
        let bound = bound
            .into_iter()
            .map(|(set, fact)| (space.classes_in(Dimension::Recipient, set).clone(), fact))
            .collect();
        let diagrams = Diagrams::new(space, bound, budget);
        let effect = effect::effect(&diagrams, &halves)?;
        let mut owned: HashMap<Owner, Vec<usize>> = HashMap::new();
        for (idx, half) in halves.iter().enumerate() {
            owned.entry(half.owner).or_default().push(idx);
        }
        Ok(Meaning { diagrams, halves, effect, questions, owned })
    }
}

impl Meaning<'_> {
    /// The halves of a statement or a tracker, each with its place among all halves.
    pub fn halves_of(&self, owner: Owner) -> impl Iterator<Item = (usize, &Half)> {
        let places = self.owned.get(&owner).into_iter().flatten();
        places.filter_map(|place| Some((*place, self.halves.get(*place)?)))
    }

    /// Whether a flow is permitted.
    #[must_use]
    pub fn is_permitted(&self, flow: &Flow) -> bool {
        self.is_said(Side::Permission, flow)
    }

    /// Whether a flow is prohibited.
    #[must_use]
    pub fn is_prohibited(&self, flow: &Flow) -> bool {
        self.is_said(Side::Prohibition, flow)
    }

    fn is_said(&self, side: Side, flow: &Flow) -> bool {
        let space = self.diagrams.space();
        let class = |dimension: Dimension| {
            let atom = match dimension == Dimension::Verb {
                true => Some(flow.act as usize),
                false => flow
                    .slots
                    .iter()
                    .find(|(one, ..)| *one == dimension)
                    .and_then(|(_, atom, form)| space.place(dimension, *atom, *form)),
            };
            atom.map_or(0, |atom| space.classes[dimension as usize].class_of[atom])
        };
        let point = Point {
            classes: Dimension::ALL.into_iter().map(class).collect(),
            facts: space.facts.iter().map(|fact| flow.facts.contains(fact)).collect(),
        };
        let says =
            |(half, region): (&Half, &Region)| half.side == side && self.diagrams.holds(region, &point);
        self.halves.iter().zip(&self.effect.regions).any(says)
    }

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
    let binds = policy
        .statements
        .iter()
        .filter(|statement| statement.sentence.verb == Verb::Bind && !statement.sentence.is_damaged);
    for statement in binds.filter(|statement| is_unconditional(&statement.sentence)) {
        let recipients = space.slot(Dimension::Recipient, &statement.sentence.object.set);
        let set = space.intern(Dimension::Recipient, recipients);
        for item in statement.sentence.slots.duties.iter().flat_map(|slot| &slot.set.items) {
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
        let ends = sentence
            .retention
            .iter()
            .flat_map(|retention| retention.stages.iter().flat_map(|stage| &stage.ends));
        for end in ends {
            if let crate::model::EndKind::While(fact) = &end.kind {
                space.formula(fact);
            }
        }
        if let Some(deletion) = &sentence.deletion {
            space.formula(&deletion.event);
        }
        if let Some(subject) = &sentence.slots.subject {
            space.membership(&subject.set, FactKey::Subject);
        }
    }
}

/// Whether a promise holds for every disclosure to whom it names. What is only tried may fail.
fn is_unconditional(sentence: &Sentence) -> bool {
    let narrowing =
        [&sentence.slots.subject, &sentence.slots.purpose, &sentence.slots.channel, &sentence.slots.over];
    !sentence.modality.is_negative()
        && sentence.modality != Modality::TryTo
        && sentence.facts.is_empty()
        && narrowing.iter().all(|clause| clause.is_none())
}
