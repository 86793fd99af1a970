//! What one statement states, and another says is not there or disclaims.

use std::collections::HashMap;

use super::practice::{permission_of, shared, slice_of};
use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Dimension;

rule!(pub(crate) RULE, "claim-denied", Warning, "one statement states something that another says is not there, or disclaims");

/// What a claim and its denial both speak of.
const SHARED: [Dimension; 5] =
    [Dimension::Topic, Dimension::Datum, Dimension::Place, Dimension::Purpose, Dimension::Channel];

pub(super) fn claims_are_not_denied(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    let denies = |half: &Half| {
        let verb = policy.part_sentence(half.owner).verb;
        let is_denial = verb == Verb::HaveNo && half.side == Side::Prohibition
            || verb == Verb::Disclaim && half.side == Side::Permission;
        is_denial && half.origin == Origin::Stated && half.is_of_topics()
    };
    let mut of_topic: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, half) in meaning.halves.iter().enumerate().filter(|(_, half)| denies(half)) {
        let sets = half.cells.iter().filter_map(|cell| cell.sets[Dimension::Topic as usize]);
        for atom in sets.flat_map(|set| space.atoms_in(Dimension::Topic, set).ones()) {
            of_topic.entry(atom).or_default().push(place);
        }
    }
    for statement in policy.statements.iter().filter(|one| one.sentence.verb == Verb::State) {
        let owner = Owner::Statement(statement.id);
        let Some((idx, _)) = permission_of(meaning, owner) else { continue };
        for item in &statement.sentence.object.set.items {
            let What::Term(topic) = item.what else { continue };
            let Some(atoms) = space.under(Kind::Topic, topic) else { continue };
            let claimed =
                diagrams.and(&meaning.effect.regions[idx], &slice_of(meaning, Dimension::Topic, &[topic]))?;
            let claimed = shared(meaning, &claimed, &SHARED)?;
            let speaking = atoms.ones().next().and_then(|atom| of_topic.get(&atom));
            for place in speaking.into_iter().flatten() {
                let denial = &meaning.halves[*place];
                let denied = shared(meaning, &meaning.effect.regions[*place], &SHARED)?;
                if meaning.effect.are_joined(owner, denial.owner)
                    || diagrams.is_empty(&claimed)?
                    || !diagrams.is_within(&claimed, &denied)?
                {
                    continue;
                }
                let (states, denies) = (label_of(policy, owner), label_of(policy, denial.owner));
                let topic = &policy.vocabulary.term(topic).name;
                let is_absence = policy.part_sentence(denial.owner).verb == Verb::HaveNo;
                let (says, at) = match is_absence {
                    true => ("says that there is none", "said not to be there"),
                    false => ("disclaims it", "disclaimed here"),
                };
                found.push(
                    Diagnostic::clash(
                        &RULE,
                        (span_of(policy, denial.owner), at),
                        (item.span, "stated here"),
                        format!("`{states}` states something of `{topic}`, and `{denies}` {says}"),
                    )
                    .help(format!(
                        "readers find both: keep the one that is true, or leave out in `{denies}` with `except` what there is"
                    )),
                );
            }
        }
    }
    Ok(())
}
