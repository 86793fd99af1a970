//! Answers: is this flow permitted, prohibited, undisclosed, not covered?

use super::half::{self, Owner, Side};
use super::region::{BudgetExceeded, FlowBox, Region};
use super::space::{Dimension, FactId, FactKey, Formula};
use super::{Meaning, half::Cell};
use crate::model::Sentence;

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// In one word.
    pub verdict: Verdict,
    /// The parts, where one word is not enough; each part is a set of largest boxes.
    pub parts: Vec<Part>,
    /// The statements that permit some of it, each with the duties that it carries.
    pub permitted_by: Vec<Owner>,
    /// The statements that prohibit some of it.
    pub prohibited_by: Vec<Owner>,
    /// What would have to be true for all of it to be permitted: alternatives of facts; empty where nothing helps.
    pub permitted_if: Vec<Vec<(FactId, bool)>>,
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
}

impl Verdict {
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

/// Answers a question. The sentence must be one of those with which the meaning was made, because its words belong to
/// the classes that it tells apart.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn answer(meaning: &Meaning<'_>, question: &Question) -> Result<Answer, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    if question.is_not_covered {
        return Ok(Answer {
            verdict: Verdict::NotCovered,
            parts: Vec::new(),
            permitted_by: Vec::new(),
            prohibited_by: Vec::new(),
            permitted_if: Vec::new(),
            is_complete: true,
        });
    }
    let asked = diagrams.feasible(&diagrams.cells(&question.cells)?)?;
    let mut permitted_by = Vec::new();
    let mut prohibited_by = Vec::new();
    let (mut permissions, mut prohibitions) = (Vec::new(), Vec::new());
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let met = diagrams.and(&asked, region)?;
        if diagrams.is_empty(&met)? {
            continue;
        }
        let (list, owners) = match half.side {
            Side::Permission => (&mut permissions, &mut permitted_by),
            Side::Prohibition => (&mut prohibitions, &mut prohibited_by),
        };
        list.push(met);
        if !owners.contains(&half.owner) {
            owners.push(half.owner);
        }
    }
    let permitted = diagrams.union(permissions)?;
    let prohibited = diagrams.union(prohibitions)?;
    let undisclosed = diagrams.minus(&diagrams.minus(&asked, &permitted)?, &prohibited)?;
    let verdict = verdict_of(meaning, &asked, &permitted, &prohibited)?;
    let mut answer = Answer {
        verdict,
        parts: Vec::new(),
        permitted_by,
        prohibited_by,
        permitted_if: Vec::new(),
        is_complete: true,
    };
    if matches!(verdict, Verdict::Mixed | Verdict::PermittedIf) {
        for (verdict, region) in [
            (Verdict::Permitted, &permitted),
            (Verdict::Prohibited, &prohibited),
            (Verdict::Undisclosed, &undisclosed),
        ] {
            let (boxes, is_complete) = diagrams.boxes(region, MAX_BOXES)?;
            answer.is_complete &= is_complete;
            if !boxes.is_empty() {
                answer.parts.push(Part { verdict, boxes: relative(meaning, &asked, boxes)? });
            }
        }
    }
    answer.permitted_if = conditions(meaning, &asked, &permitted)?;
    Ok(answer)
}

fn verdict_of(
    meaning: &Meaning<'_>,
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
    meaning: &Meaning<'_>,
    asked: &Region,
    permitted: &Region,
) -> Result<Vec<Vec<(FactId, bool)>>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    if diagrams.is_empty(permitted)? {
        return Ok(Vec::new());
    }
    // Facts for which no asked flow is outside: what remains when every dimension is forgotten on the failing side.
    let failing = diagrams.forget_dimensions(&diagrams.minus(asked, permitted)?)?;
    let possible = diagrams.forget_dimensions(asked)?;
    let helping = diagrams.minus(&possible, &failing)?;
    let (boxes, _) = diagrams.boxes(&helping, MAX_BOXES)?;
    // What the question gave need not be said again.
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
    Ok(conditions)
}

/// Boxes without the facts that hold in everything that was asked.
fn relative(
    meaning: &Meaning<'_>,
    asked: &Region,
    boxes: Vec<FlowBox>,
) -> Result<Vec<FlowBox>, BudgetExceeded> {
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
    /// Whether the question names a channel that the policy does not cover.
    pub is_not_covered: bool,
}

/// Reads a question: unused choices are false, an unnamed channel is any covered one, all other facts are left open.
pub fn question(space: &mut super::space::Space<'_>, sentence: &Sentence) -> Question {
    let mut cells = half::question(space, sentence);
    let named: Vec<FactId> = {
        let mut named = Vec::new();
        for cell in &cells {
            cell.facts.facts(&mut named);
        }
        named
    };
    for choice in space.policy.choices() {
        let fact = space.fact(FactKey::Term(choice));
        if !named.contains(&fact) {
            for cell in &mut cells {
                cell.facts =
                    std::mem::replace(&mut cell.facts, Formula::True).and(Formula::Fact(fact).negated());
            }
        }
    }
    let mut is_not_covered = false;
    if let Some(covered) = space.covered_channels() {
        for cell in &mut cells {
            match cell.sets[Dimension::Channel as usize] {
                Some(id) => is_not_covered |= space.atoms_in(Dimension::Channel, id).is_disjoint(&covered),
                None => {
                    cell.sets[Dimension::Channel as usize] =
                        Some(space.intern(Dimension::Channel, covered.clone()))
                }
            }
        }
    }
    Question { cells, is_not_covered }
}
