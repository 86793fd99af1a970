//! What a policy means: which flows of data it permits and which it prohibits.
//!
//! The only module that knows. Everything else asks it: checks, decisions, rules, differences.
//! The rules that are carried out here are written down, apart from the code, in the chapter on meaning of the book.

mod canonical;
pub mod collected;
pub mod decision;
pub mod describe;
pub mod digest;
pub mod effect;
pub mod half;
pub mod keeping;
pub mod lasting;
pub mod loss;
pub mod meeting;
pub mod query;
pub mod region;
pub mod requirement;
pub mod retention;
mod slot;
pub mod space;
pub mod standing;
pub mod summary;
pub mod thing;
mod understood;
pub mod verdict;

use std::collections::HashMap;
use std::sync::Arc;

use effect::Effect;
use half::{Half, Owner, Side};
use query::Query;
use region::{BudgetExceeded, Diagrams, Point, Region};
use space::{Act, Atom, Classified, Dimension, FactKey, Space};
use standing::Standing;
pub use understood::{Heard, Understood};
use verdict::{Answer, Question};

use crate::language::Certainty;
use crate::model::{Policy, Sentence, TermId, Verb, What};

/// The meaning of one policy, ready to be asked.
#[derive(Debug)]
pub struct Meaning {
    /// Sets of flows.
    pub diagrams: Diagrams,
    /// What each statement permits and prohibits, as written.
    pub halves: Arc<[Half]>,
    /// What each retention keeps, as the deletions that it rules out.
    pub kept: Arc<[Half]>,
    /// What `never retain` is about, as deletions.
    pub limits: Arc<[Half]>,
    /// What is left of it.
    pub effect: Arc<Effect>,
    /// When each statement speaks, then each tracker.
    standings: Arc<[Standing]>,
    questions: Vec<Question>,
    /// The halves of each statement and tracker, by their places.
    owned: Arc<HashMap<Owner, Vec<usize>>>,
    /// The topics of which it is known what does them.
    topics: Arc<[TermId]>,
}

/// What the two policies of a comparison mean, over one list of facts and one grouping of atoms: a fact and a set of flows
/// are the same thing in both. Sets that a half keeps by number belong to the space of its own policy.
#[derive(Debug)]
pub struct Pair {
    /// What the old policy means.
    pub old: Meaning,
    /// What the new policy means.
    pub new: Meaning,
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
/// When a diagram would need more than [`region::NODE_BUDGET`] nodes, or all of them together many times as many: the
/// policy cannot be decided within its budget.
pub fn understand(policy: &Arc<Policy>, questions: &[Sentence]) -> Result<Meaning, BudgetExceeded> {
    understand_within(policy, questions, region::NODE_BUDGET)
}

/// The same, with questions that say more of who acts and of the person than a flow can.
///
/// # Errors
/// When a diagram would need more than [`region::NODE_BUDGET`] nodes.
pub fn understand_asked(policy: &Arc<Policy>, questions: &[Query]) -> Result<Meaning, BudgetExceeded> {
    understand_asked_within(policy, questions, region::NODE_BUDGET)
}

/// The same with a budget of one's own, in nodes of one diagram.
///
/// # Errors
/// When a diagram would need more nodes.
pub fn understand_within(
    policy: &Arc<Policy>,
    questions: &[Sentence],
    budget: usize,
) -> Result<Meaning, BudgetExceeded> {
    let questions: Vec<Query> = questions.iter().cloned().map(Query::from).collect();
    understand_asked_within(policy, &questions, budget)
}

fn understand_asked_within(
    policy: &Arc<Policy>,
    questions: &[Query],
    budget: usize,
) -> Result<Meaning, BudgetExceeded> {
    let (mut space, draft) = Draft::new(Space::new(policy), questions);
    space.close_facts();
    draft.finish(space.classify(), budget)
}

/// Works out what two policies mean over one space, so that their sets can be compared. Their terms must have the same
/// numbers. `mention` may name further sets and facts that are to be told apart.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn understand_both(
    old: &Arc<Policy>,
    new: &Arc<Policy>,
    budget: usize,
    mention: impl FnOnce(&mut Space),
) -> Result<Pair, BudgetExceeded> {
    let (old_space, old_draft) = Draft::new(Space::beside(old, new), &[]);
    let (mut new_space, new_draft) = Draft::new(old_space.counterpart(new), &[]);
    mention(&mut new_space);
    let [old_space, new_space] = Space::classify_both(old_space, new_space);
    Ok(Pair { old: old_draft.finish(old_space, budget)?, new: new_draft.finish(new_space, budget)? })
}

/// What was read into a space, before its atoms are put into classes.
struct Draft {
    halves: Vec<Half>,
    kept: Vec<Half>,
    limits: Vec<Half>,
    standings: Vec<Standing>,
    questions: Vec<Question>,
    bound: Vec<(space::SetId, space::FactId)>,
    topics: Vec<TermId>,
}

impl Draft {
    fn new(mut space: Space, questions: &[Query]) -> (Space, Self) {
        let topics = half::topics_with_deeds(&space.policy, questions);
        let mut halves = half::halves(&mut space, &topics);
        let kept = half::kept(&mut space);
        let limits = half::limits(&mut space);
        half::name_exceptions(&mut space, &mut halves, &kept);
        let bound = bound_safeguards(&mut space);
        let policy = &space.policy.clone();
        let parts = policy.parts().map(|part| Standing::of(&mut space, policy.part_sentence(part)));
        let standings = parts.collect();
        name_ends(&mut space);
        // Some questions are about personal forms alone, and most about data in readable form.
        let (personal, readable) = (space.all_personal_forms(), space.all_readable());
        space.intern(Dimension::Datum, personal);
        space.intern(Dimension::Datum, readable);
        let questions = read_questions(&mut space, questions);
        (space, Self { halves, kept, limits, standings, questions, bound, topics })
    }

    fn finish(self, space: Classified, budget: usize) -> Result<Meaning, BudgetExceeded> {
        let Self { halves, kept, limits, standings, questions, bound, topics } = self;
        let bound = bound
            .into_iter()
            .map(|(set, fact)| (space.classes_in(Dimension::Recipient, set).clone(), fact))
            .collect();
        let diagrams = Diagrams::new(space, bound, budget)?.metered(halves.len());
        let effect = effect::effect(&diagrams, &halves, &kept, &limits)?;
        let diagrams = diagrams.unmetered();
        let mut owned: HashMap<Owner, Vec<usize>> = HashMap::new();
        for (idx, half) in halves.iter().enumerate() {
            owned.entry(half.owner).or_default().push(idx);
        }
        Ok(Meaning {
            diagrams,
            halves: halves.into(),
            kept: kept.into(),
            limits: limits.into(),
            effect: Arc::new(effect),
            standings: standings.into(),
            questions,
            owned: Arc::new(owned),
            topics: topics.into(),
        })
    }
}

impl Meaning {
    /// The same meaning, prepared for further questions. It is worked out again only where they tell apart what is one
    /// class here, or name a fact or a topic that nothing here does.
    fn asked_as_well(&self, questions: &[Query], budget: usize) -> Result<Self, BudgetExceeded> {
        match self.extended(questions, budget) {
            Some(meaning) => Ok(meaning),
            None => understand_asked_within(&self.diagrams.space().policy, questions, budget),
        }
    }

    /// The same meaning, prepared for other questions; `None` where they need more than it tells apart.
    fn extended(&self, questions: &[Query], budget: usize) -> Option<Self> {
        let here = self.diagrams.space();
        let mut space = Space::clone(here);
        let read = read_questions(&mut space, questions);
        let has_more_facts = space.facts.len() > here.facts.len();
        let topics = half::topics_with_deeds(&here.policy, questions);
        let has_more_topics = topics.iter().any(|topic| self.topics.binary_search(topic).is_err());
        let space = here.extended(space).filter(|_| !has_more_facts && !has_more_topics)?;
        Some(Self {
            diagrams: Diagrams::new(space, self.diagrams.bound().to_vec(), budget).ok()?,
            halves: self.halves.clone(),
            kept: self.kept.clone(),
            limits: self.limits.clone(),
            effect: self.effect.clone(),
            standings: self.standings.clone(),
            questions: read,
            owned: self.owned.clone(),
            topics: self.topics.clone(),
        })
    }

    /// Those of some questions that need more than is told apart here; none that needs only what one before it needs.
    fn needing_more(&self, questions: &[Query]) -> Vec<Query> {
        let here = self.diagrams.space();
        let mut space = Space::clone(here);
        let needs_more = |query: &&Query| {
            let n_facts = space.facts.len();
            let n_sets = Dimension::ALL.map(|dimension| space.n_sets(dimension));
            query::question(&mut space, query);
            // What does a topic is asked of the whole policy.
            query.flow.verb == Verb::HaveNo
                || space.facts.len() > n_facts
                || here.is_told_apart(&space, &n_sets)
        };
        questions.iter().filter(needs_more).cloned().collect()
    }

    /// The halves of a statement or a tracker, each with its place among all halves.
    pub fn halves_of(&self, owner: Owner) -> impl Iterator<Item = (usize, &Half)> {
        let places = self.owned.get(&owner).into_iter().flatten();
        places.filter_map(|place| Some((*place, self.halves.get(*place)?)))
    }

    /// When a statement or a tracker speaks.
    ///
    /// # Panics
    /// Never for a part of this policy.
    #[must_use]
    pub fn standing(&self, part: Owner) -> &Standing {
        match part {
            Owner::Statement(id) => &self.standings[id.index()],
            Owner::Tracker(id) => &self.standings[self.diagrams.space().policy.statements.len() + id.index()],
        }
    }

    /// Whether a flow is permitted. Of what does a topic this is known where the policy, or a question, denies that topic.
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
            atom.map_or(0, |atom| space.classes(dimension).class_of[atom])
        };
        let point = Point {
            classes: Dimension::ALL.into_iter().map(class).collect(),
            facts: space.facts.iter().map(|(_, key)| flow.facts.contains(&key)).collect(),
        };
        let says =
            |(half, region): (&Half, &Region)| half.side == side && self.diagrams.holds(region, &point);
        self.halves.iter().zip(&self.effect.regions).any(says)
    }

    /// All that is permitted and all that is prohibited, each together: what questions and digests are about. Each
    /// statement may be small enough, and all of them too much.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn as_a_whole(&self) -> Result<(), BudgetExceeded> {
        // So few facts cannot be too much, and most policies have no more.
        if self.diagrams.space().facts.len() <= FEW_FACTS {
            return Ok(());
        }
        for side in [Side::Permission, Side::Prohibition] {
            let halves = self.halves.iter().zip(&self.effect.regions).filter(|(half, _)| half.side == side);
            self.diagrams.union(halves.map(|(_, region)| region.clone()))?;
        }
        Ok(())
    }

    /// Answers the question of that place in the list that was given to [`understand`].
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn answer(&self, question: usize) -> Result<Option<Answer>, BudgetExceeded> {
        self.questions.get(question).map(|question| verdict::answer(self, question)).transpose()
    }

    /// The possible flows of the question of that place; `None` if there are none, or no such question.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn asked(&self, question: usize) -> Result<Option<Region>, BudgetExceeded> {
        self.questions.get(question).map_or(Ok(None), |question| query::asked(self, question))
    }

    /// The offers of choices that would stop some of a set of flows, if the person used them.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub fn stopping(&self, flows: &Region) -> Result<Vec<Owner>, BudgetExceeded> {
        query::stopping(self, flows)
    }
}

/// As many facts as every diagram has room for.
const FEW_FACTS: usize = 14;

/// Reads questions. What they name beside the policy is numbered in one order, whoever asks first, so that an answer does
/// not depend on what else is asked.
fn read_questions(space: &mut Space, queries: &[Query]) -> Vec<Question> {
    let read = |space: &mut Space| queries.iter().map(|query| query::question(space, query)).collect();
    let n_of_policy = space.facts.len();
    let questions: Vec<Question> = read(space);
    if !questions.is_empty() {
        space.close_facts();
    }
    if space.facts.len() < n_of_policy + 2 {
        return questions;
    }
    space.sort_facts_from(n_of_policy);
    read(space)
}

/// `bind R to S`: S is true of every disclosure to R.
fn bound_safeguards(space: &mut Space) -> Vec<(space::SetId, space::FactId)> {
    let policy = &space.policy.clone();
    let mut bound = Vec::new();
    let binds = policy
        .statements
        .iter()
        .filter(|statement| statement.sentence.verb == Verb::Bind && !statement.sentence.is_damaged);
    // Who is bound depends on what an exception takes, and that on everything else.
    let binds = binds.filter(|statement| statement.exception.is_none());
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

/// The facts that end a retention: whether they can be true is asked as well.
fn name_ends(space: &mut Space) {
    let policy = &space.policy.clone();
    for sentence in policy.statements.iter().map(|statement| &statement.sentence) {
        for end in
            sentence.retention.iter().flat_map(|retention| &retention.stages).flat_map(|stage| &stage.ends)
        {
            if let crate::model::EndKind::While(fact) = &end.kind {
                space.formula(fact);
            }
        }
    }
}

/// Whether a promise holds for every disclosure to whom it names. What may happen may not, and what is tried may fail.
fn is_unconditional(sentence: &Sentence) -> bool {
    let narrowing =
        [&sentence.slots.subject, &sentence.slots.purpose, &sentence.slots.channel, &sentence.slots.over];
    !sentence.modality.is_negative()
        && sentence.modality.certainty() == Certainty::Certain
        && sentence.facts.is_empty()
        && narrowing.iter().all(|clause| clause.is_none())
}
