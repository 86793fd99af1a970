//! Answers: is this flow permitted, prohibited, undisclosed, not covered?

use super::Meaning;
use super::half::{self, Cell, Owner, Side};
use super::keeping;
use super::lasting::{Wanted, asked_bases, is_as_soon, rests_on};
use super::region::{BudgetExceeded, Diagrams, FlowBox, Region};
use super::space::{Act, Dimension, FactId, FactKey, Formula, Relation, SetId, Space};
use crate::model::{Field, Kind, Sentence, TermId, Timing, TrackerId, Verb};

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In one word.
    pub verdict: Verdict,
    /// The parts, where one word is not enough; each part is a set of largest boxes.
    pub parts: Vec<Part>,
    /// The statements that permit all of it, each alone; where none does, those that permit some of it.
    pub permitted_by: Vec<Owner>,
    /// The statements that permit some of what others permit as well.
    pub also_permitted_by: Vec<Owner>,
    /// The statements that prohibit some of it.
    pub prohibited_by: Vec<Owner>,
    /// What would have to be true for all of it to be permitted: alternatives of facts; empty where nothing helps.
    pub permitted_if: Vec<Vec<(FactId, bool)>>,
    /// Why some of what was asked cannot be; it was left out.
    pub impossible: Vec<Impossible>,
    /// Whether the parts are complete: the number of boxes is limited, the sets are not.
    pub is_complete: bool,
}

/// One word for a flow, or for every flow of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Every flow of the question is permitted.
    Permitted,
    /// Permitted under facts that the question leaves open.
    PermittedIf,
    /// Every flow is prohibited.
    Prohibited,
    /// Nothing is said about any of it: a policy promises that nothing else is done.
    Undisclosed,
    /// Some of it is one, some another.
    Mixed,
    /// It happens where the policy does not apply.
    NotCovered,
    /// None of what was asked can be.
    Impossible,
}

/// Why flows cannot be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Impossible {
    /// The first fact brings the second with it.
    Brings(FactId, FactId),
    /// The two are never true together.
    Excludes(FactId, FactId),
    /// The recipients are bound to this safeguard.
    IsBound(FactId),
    /// The fact is one of those that it was declared to mean.
    IsOneOf(FactId),
    /// What is asked denies itself: something is to be true and not true.
    DeniesItself,
    /// What is asked is about a person who is not among the people.
    Nobody,
}

impl Verdict {
    /// Every word.
    pub const ALL: [Self; 7] = [
        Self::Permitted,
        Self::PermittedIf,
        Self::Prohibited,
        Self::Undisclosed,
        Self::Mixed,
        Self::NotCovered,
        Self::Impossible,
    ];

    /// The words for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Permitted => "permitted",
            Self::PermittedIf => "permitted if",
            Self::Prohibited => "prohibited",
            Self::Undisclosed => "undisclosed",
            Self::Mixed => "mixed",
            Self::NotCovered => "not covered",
            Self::Impossible => "impossible",
        }
    }
}

/// A part of a question with its own answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The answer.
    pub verdict: Verdict,
    /// Which flows.
    pub boxes: Vec<FlowBox>,
}

/// How many boxes an answer shows for each verdict.
const MAX_BOXES: usize = 24;

impl Answer {
    const fn of(verdict: Verdict) -> Self {
        Self {
            verdict,
            parts: Vec::new(),
            permitted_by: Vec::new(),
            also_permitted_by: Vec::new(),
            prohibited_by: Vec::new(),
            permitted_if: Vec::new(),
            impossible: Vec::new(),
            is_complete: true,
        }
    }
}

/// Answers a question. The sentence must be one of those with which the meaning was made, because its words belong to
/// the classes that it tells apart.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn answer(meaning: &Meaning, question: &Question) -> Result<Answer, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut asked = match question.asked(diagrams)? {
        Ok(asked) => asked,
        Err(impossible) => return Ok(impossible),
    };
    let outside = question.outside(diagrams, &asked)?;
    if let Some(outside) = &outside {
        asked = diagrams.minus(&asked, outside)?;
        if diagrams.is_empty(&asked)? {
            return Ok(Answer::of(Verdict::NotCovered));
        }
    }
    let mut answer = match &question.wanted {
        Some(wanted) => keeping::answer(meaning, &asked, wanted)?,
        None => of_flows(meaning, question, &mut asked)?,
    };
    answer.impossible = question.impossible(diagrams)?;
    if let Some(outside) = outside.filter(|outside| !diagrams.is_empty(outside).unwrap_or(true)) {
        let (boxes, is_complete) = diagrams.boxes(&outside, MAX_BOXES)?;
        if answer.parts.is_empty() {
            let (boxes, is_complete) = diagrams.boxes(&asked, MAX_BOXES)?;
            answer.is_complete &= is_complete;
            answer.parts.push(Part { verdict: answer.verdict, boxes });
        }
        answer.is_complete &= is_complete;
        answer.parts.push(Part { verdict: Verdict::NotCovered, boxes });
        answer.verdict = Verdict::Mixed;
    }
    Ok(answer)
}

/// Answers a question about flows; what turns out not to be meant is taken out of what is asked.
fn of_flows(meaning: &Meaning, question: &Question, asked: &mut Region) -> Result<Answer, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    if question.is_any_channel {
        let left = without_denials(meaning, asked.clone())?;
        // Where there is nothing else, the denials are the answer.
        if !diagrams.is_empty(&left)? {
            *asked = left;
        }
    }
    let policy = &diagrams.space().policy;
    let rests = |owner: Owner| rests_on(&policy.vocabulary, policy.part_sentence(owner), &question.bases);
    let (mut permissions, mut prohibitions) = (Vec::new(), Vec::new());
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let met = diagrams.and(asked, region)?;
        if diagrams.is_empty(&met)? {
            continue;
        }
        // Whether an absence is promised is asked the other way about.
        match (half.side, question.verb) {
            (Side::Permission, Verb::HaveNo) => prohibitions.push((half.owner, met)),
            (Side::Prohibition, Verb::HaveNo) => permissions.push((half.owner, met)),
            (Side::Permission, _) if !is_as_soon(half.timing, question.timing) => {}
            (Side::Permission, _) if !rests(half.owner) => {}
            (Side::Permission, _) => permissions.push((half.owner, met)),
            (Side::Prohibition, _) => prohibitions.push((half.owner, met)),
        }
    }
    for (_, region) in &mut permissions {
        *region = diagrams.and(asked, &diagrams.forget(region, &question.ways, &[])?)?;
    }
    // Only what is refused by every way is refused.
    if !question.ways.is_empty() {
        let refused = diagrams.union(prohibitions.iter().map(|(_, region)| region.clone()))?;
        let open = diagrams.minus(asked, &refused)?;
        let closed = diagrams.minus(asked, &diagrams.forget(&open, &question.ways, &[])?)?;
        for (_, region) in &mut prohibitions {
            *region = diagrams.and(region, &closed)?;
        }
        prohibitions = not_empty(diagrams, prohibitions)?;
    }
    answered(meaning, asked, permissions, prohibitions)
}

fn not_empty(
    diagrams: &Diagrams,
    regions: Vec<(Owner, Region)>,
) -> Result<Vec<(Owner, Region)>, BudgetExceeded> {
    let mut left = Vec::new();
    for (owner, region) in regions {
        if !diagrams.is_empty(&region)? {
            left.push((owner, region));
        }
    }
    Ok(left)
}

/// A question that names no channel is not about the trackers that store none of its data.
pub(super) fn without_denials(meaning: &Meaning, asked: Region) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let trackers = meaning.diagrams.space().policy.trackers.len();
    let mut left = asked;
    for tracker in (0..trackers).map(|place| Owner::Tracker(TrackerId::at(place))) {
        for (place, half) in meaning.halves_of(tracker) {
            if half.side == Side::Prohibition && half.origin == half::Origin::Stated {
                left = diagrams.minus(&left, &meaning.effect.regions[place])?;
            }
        }
    }
    Ok(left)
}

/// The answer to what is asked, from what permits and what prohibits some of it.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub(super) fn answered(
    meaning: &Meaning,
    asked: &Region,
    permissions: Vec<(Owner, Region)>,
    prohibitions: Vec<(Owner, Region)>,
) -> Result<Answer, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let permissions = not_empty(diagrams, permissions)?;
    let prohibitions = not_empty(diagrams, prohibitions)?;
    let permitted = diagrams.union(permissions.iter().map(|(_, region)| region.clone()))?;
    let prohibited = diagrams.union(prohibitions.iter().map(|(_, region)| region.clone()))?;
    let undisclosed = diagrams.minus(&diagrams.minus(asked, &permitted)?, &prohibited)?;
    let verdict = verdict_of(meaning, asked, &permitted, &prohibited)?;
    let mut answer = Answer::of(verdict);
    let permitting = by_owner(diagrams, permissions)?;
    for (owner, region) in &permitting {
        if diagrams.is_within(asked, region)? {
            answer.permitted_by.push(*owner);
        } else {
            answer.also_permitted_by.push(*owner);
        }
    }
    if answer.permitted_by.is_empty() {
        answer.permitted_by = std::mem::take(&mut answer.also_permitted_by);
    }
    answer.prohibited_by = by_owner(diagrams, prohibitions)?.into_iter().map(|(owner, _)| owner).collect();
    if matches!(verdict, Verdict::Mixed | Verdict::PermittedIf) {
        for (verdict, region) in [
            (Verdict::Permitted, &permitted),
            (Verdict::Prohibited, &prohibited),
            (Verdict::Undisclosed, &undisclosed),
        ] {
            let (boxes, is_complete) = diagrams.boxes(region, MAX_BOXES)?;
            answer.is_complete &= is_complete;
            if !boxes.is_empty() {
                answer.parts.push(Part { verdict, boxes: relative(meaning, asked, boxes)? });
            }
        }
    }
    // Where all of it is permitted, nothing more has to be true.
    if verdict != Verdict::Permitted {
        answer.permitted_if = conditions(meaning, asked, &permitted)?;
    }
    Ok(answer)
}

/// What each statement says of it, in the order in which they are first met.
fn by_owner(
    diagrams: &Diagrams,
    regions: Vec<(Owner, Region)>,
) -> Result<Vec<(Owner, Region)>, BudgetExceeded> {
    let mut joined: Vec<(Owner, Region)> = Vec::new();
    for (owner, region) in regions {
        match joined.iter_mut().find(|(known, _)| *known == owner) {
            Some((_, known)) => *known = diagrams.or(known, &region)?,
            None => joined.push((owner, region)),
        }
    }
    Ok(joined)
}

fn verdict_of(
    meaning: &Meaning,
    asked: &Region,
    permitted: &Region,
    prohibited: &Region,
) -> Result<Verdict, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    Ok(if diagrams.is_within(asked, permitted)? {
        Verdict::Permitted
    } else if diagrams.is_within(asked, prohibited)? {
        Verdict::Prohibited
    } else if diagrams.is_empty(permitted)? && diagrams.is_empty(prohibited)? {
        Verdict::Undisclosed
    } else if diagrams.is_within(&diagrams.forget_facts(asked)?, &diagrams.forget_facts(permitted)?)? {
        Verdict::PermittedIf
    } else {
        Verdict::Mixed
    })
}

/// The facts under which everything that is asked is permitted: the largest boxes of facts alone.
fn conditions(
    meaning: &Meaning,
    asked: &Region,
    permitted: &Region,
) -> Result<Vec<Vec<(FactId, bool)>>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    if diagrams.is_empty(permitted)? {
        return Ok(Vec::new());
    }
    // Facts for which no asked flow is outside: what remains when every dimension is forgotten on the failing side.
    let failing = diagrams.forget_dimensions(&diagrams.minus(asked, permitted)?)?;
    // What helps must be possible in what is asked, which some facts know only together with its slots: recipients are
    // bound to a safeguard, wherever they are.
    let possible = diagrams.forget_dimensions(&diagrams.feasible_beside(asked, &[permitted])?)?;
    let helping = diagrams.minus(&possible, &failing)?;
    let (boxes, _) = diagrams.boxes(&helping, MAX_BOXES)?;
    // What always holds of what is asked need not be said: the question gave it, or it follows from its slots.
    let given = |fact: FactId, value: bool| diagrams.is_within(asked, &diagrams.literal(fact, value));
    let mut conditions = Vec::new();
    for flow_box in boxes {
        let mut facts = Vec::new();
        for (fact, value) in flow_box.facts {
            if !given(fact, value)? {
                facts.push((fact, value));
            }
        }
        if !facts.is_empty() && !conditions.contains(&facts) {
            conditions.push(facts);
        }
    }
    let mut named: Vec<FactId> = conditions.iter().flatten().map(|(fact, _)| *fact).collect();
    diagrams.space().sort_by_name(&mut named);
    let place = |fact: FactId| named.iter().position(|one| *one == fact);
    // The fewest facts first.
    conditions.sort_by_key(|facts| {
        let names: Vec<_> = facts.iter().map(|(fact, value)| (place(*fact), !*value)).collect();
        (names.len(), names)
    });
    Ok(conditions)
}

/// Boxes without the facts that hold in everything that was asked.
fn relative(meaning: &Meaning, asked: &Region, boxes: Vec<FlowBox>) -> Result<Vec<FlowBox>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut relative = Vec::new();
    for mut flow_box in boxes {
        let mut facts = Vec::new();
        for (fact, value) in flow_box.facts {
            if !diagrams.is_within(asked, &diagrams.literal(fact, value))? {
                facts.push((fact, value));
            }
        }
        flow_box.facts = facts;
        relative.push(flow_box);
    }
    Ok(relative)
}

/// A question in the terms of a space.
#[derive(Debug, Clone)]
pub struct Question {
    /// The flows that are asked about.
    pub cells: Vec<Cell>,
    /// Its verb.
    pub verb: Verb,
    /// What a question about keeping asks for.
    pub wanted: Option<Wanted>,
    /// How soon.
    timing: Option<Timing>,
    /// The legal bases on one of which it asks whether something rests; any, if empty.
    bases: Vec<TermId>,
    /// The channels that are covered, where the question names channels and the policy says which it covers.
    covered: Option<SetId>,
    /// Whether it is about something done with data and names no channel.
    pub(super) is_any_channel: bool,
    /// Whether it is about a person who is not among the people.
    pub(super) is_about_nobody: bool,
    /// The slots of which it asks whether there is some value.
    ways: Vec<Dimension>,
}

impl Question {
    /// The possible flows that are asked about; an answer where there are none.
    ///
    /// # Errors
    /// When the budget of the diagrams is spent.
    pub(super) fn asked(&self, diagrams: &Diagrams) -> Result<Result<Region, Answer>, BudgetExceeded> {
        let asked = diagrams.feasible(&diagrams.cells(&self.cells)?)?;
        if !diagrams.is_empty(&asked)? {
            return Ok(Ok(asked));
        }
        Ok(Err(Answer { impossible: self.impossible(diagrams)?, ..Answer::of(Verdict::Impossible) }))
    }

    /// What is asked about and not covered; `None` if the question names no channel, or the policy covers all.
    fn outside(&self, diagrams: &Diagrams, asked: &Region) -> Result<Option<Region>, BudgetExceeded> {
        let Some(covered) = self.covered else { return Ok(None) };
        let classes = diagrams.space().classes_in(Dimension::Channel, covered);
        diagrams.minus(asked, &diagrams.slice(Dimension::Channel, classes)).map(Some)
    }

    /// Why some of what is asked cannot be.
    fn impossible(&self, diagrams: &Diagrams) -> Result<Vec<Impossible>, BudgetExceeded> {
        let space = diagrams.space();
        let asked = diagrams.cells(&self.cells)?;
        let facts = diagrams.facts_by_name(&asked);
        let occurs = |literals: &[(FactId, bool)]| {
            let mut flows = asked.clone();
            for (fact, value) in literals {
                flows = diagrams.and(&flows, &diagrams.literal(*fact, *value))?;
            }
            Ok(!flows.is_nothing())
        };
        let mut why = Vec::new();
        if self.is_about_nobody {
            why.push(Impossible::Nobody);
        } else if asked.is_nothing() {
            why.push(Impossible::DeniesItself);
        }
        for (place, one) in facts.iter().enumerate() {
            for (at, other) in facts.iter().enumerate().filter(|(at, _)| *at != place) {
                match space.relation(*one, *other) {
                    Some(Relation::Implies) if occurs(&[(*one, true), (*other, false)])? => {
                        why.push(Impossible::Brings(*one, *other));
                    }
                    Some(Relation::Excludes) if place < at && occurs(&[(*one, true), (*other, true)])? => {
                        why.push(Impossible::Excludes(*one, *other));
                    }
                    Some(Relation::Implies | Relation::Excludes) | None => {}
                }
            }
            let is_bound = diagrams.bound().iter().any(|(_, bound)| bound == one);
            if is_bound && self.is_disclosure() && occurs(&[(*one, false)])? {
                why.push(Impossible::IsBound(*one));
            }
            let key = space.facts.key(*one);
            if space.closed_above(key).iter().any(|(closed, _)| *closed == key) && occurs(&[(*one, true)])? {
                why.push(Impossible::IsOneOf(*one));
            }
        }
        // Every question leaves something of this open; it is worth a word only where it leaves nothing else.
        if !diagrams.is_empty(&asked)? {
            why.retain(|one| matches!(one, Impossible::IsBound(_)));
        }
        Ok(why)
    }

    const fn is_disclosure(&self) -> bool {
        matches!(self.verb, Verb::Disclose | Verb::Sell | Verb::Publish)
    }
}

/// Reads a question: unused choices are false, an unnamed channel is any covered one, an event of which a question about
/// a deletion does not speak has not happened, all other facts are left open.
pub fn question(space: &mut Space, sentence: &Sentence) -> Question {
    let policy = &space.policy.clone();
    let mut cells = half::question(space, sentence);
    let named: Vec<FactId> = {
        let mut named = Vec::new();
        for cell in &cells {
            cell.facts.facts(&mut named);
        }
        named
    };
    let ways = Act::of(sentence.verb).map(Act::ways).unwrap_or_default();
    let mut absent: Vec<FactId> = Vec::new();
    for choice in policy.statements.iter().filter_map(|statement| statement.choice) {
        let fact = space.fact(FactKey::Term(choice));
        absent.extend((!named.contains(&fact)).then_some(fact));
    }
    if sentence.verb == Verb::Delete {
        // What a list in the policy or in the question stands for has not happened either.
        space.close_facts();
        absent.extend(unnamed_events(space, &named));
    }
    for cell in &mut cells {
        for fact in &absent {
            cell.facts =
                std::mem::replace(&mut cell.facts, Formula::True).and(Formula::Fact(*fact).negated());
        }
    }
    let asks_for_a_way = ways.contains(&Dimension::Channel);
    let mut covered = None;
    if let Some(channels) = space.covered_channels() {
        let set = space.intern(Dimension::Channel, channels);
        if sentence.slots.channel.is_some() {
            covered = Some(set);
        } else if !asks_for_a_way {
            cells.iter_mut().for_each(|cell| cell.sets[Dimension::Channel as usize] = Some(set));
        }
    }
    let is_named = |way: &Dimension| {
        if *way == Dimension::State {
            !sentence.states.is_empty()
        } else {
            Field::of(*way).is_some_and(|field| sentence.slots.has(field))
        }
    };
    let ways: Vec<Dimension> = ways.iter().copied().filter(|way| !is_named(way)).collect();
    for way in &ways {
        cells.iter_mut().for_each(|cell| cell.sets[*way as usize] = None);
    }
    Question {
        cells,
        verb: sentence.verb,
        wanted: sentence.retention.as_ref().map(|_| Wanted::of(space, sentence)),
        timing: sentence.timing.or_else(|| sentence.deletion.as_ref().and_then(|deletion| deletion.timing)),
        bases: asked_bases(&policy.vocabulary, sentence),
        covered,
        is_about_nobody: false,
        is_any_channel: sentence.verb.is_practice() && sentence.slots.channel.is_none(),
        ways,
    }
}

/// The events that none of some facts is, or is a kind of: they have not happened where nothing else is said.
pub(super) fn unnamed_events(space: &Space, named: &[FactId]) -> Vec<FactId> {
    let vocabulary = &space.policy.vocabulary;
    let term = |fact: &FactId| space.facts.key(*fact).term();
    let named: Vec<TermId> = named.iter().filter_map(term).collect();
    let is_open = |key: FactKey| match key {
        FactKey::Term(event) => {
            let is_event = |term: TermId| vocabulary.term(term).kind == Kind::Event;
            let brings = |one: &TermId| {
                vocabulary.is_below(*one, event) || is_event(*one) && vocabulary.meant(*one).contains(&event)
            };
            is_event(event) && !named.iter().any(brings)
        }
        FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_) => false,
    };
    space.facts.iter().filter(|(_, key)| is_open(*key)).map(|(fact, _)| fact).collect()
}
