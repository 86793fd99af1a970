//! A permission of which silence has left nothing that is personal.

use std::collections::BTreeMap;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::effect::Cut;
use crate::semantics::half::{Origin, Owner, Side};
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "permission-cut-away", Error, "prohibitions leave nothing of a permission that does not mention what they are about");

pub(super) fn permissions_leave_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut first: BTreeMap<usize, &Cut> = BTreeMap::new();
    for cut in &meaning.effect.cuts {
        first.entry(cut.permission).or_insert(cut);
    }
    for (idx, cut) in first {
        if leaves_nothing(meaning, idx)? {
            let prohibition = meaning.halves[cut.prohibition].owner;
            let permits = super::label_of(policy, meaning.halves[idx].owner);
            let way_out = super::add_exception(policy, meaning.halves[idx].owner, prohibition);
            let way_out = format!("say in `{permits}` what is different about it, or {way_out}");
            found.push(report(meaning, idx, (prohibition, "prohibited here"), &way_out));
        }
    }
    choices_leave_something(meaning, found)
}

/// "We sell X when people have opted out of sales": whoever has not used the choice is not spoken of.
fn choices_leave_something(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    for (idx, half) in meaning.halves.iter().enumerate() {
        let is_stated = half.side == Side::Permission && half.origin == Origin::Stated && half.is_practice();
        // What an exception takes besides is a finding of its own.
        if !is_stated || policy.part_exception(half.owner).is_some() || !leaves_nothing(meaning, idx)? {
            continue;
        }
        let said = diagrams.and(&diagrams.cells(&half.cells)?, &diagrams.personal())?;
        for choice in meaning.halves.iter().filter(|one| one.origin == Origin::Choice) {
            let stopped = diagrams.cells(&choice.cells)?;
            if diagrams.is_empty(&diagrams.and(&said, &stopped)?)? {
                continue;
            }
            let (permits, offers) =
                (super::label_of(policy, half.owner), super::label_of(policy, choice.owner));
            let way_out = format!(
                "take the condition on `{offers}` out of `{permits}`: where the choice was used, it stops this by itself"
            );
            found.push(report(meaning, idx, (choice.owner, "stopped by this choice"), &way_out));
            break;
        }
    }
    Ok(())
}

fn report(meaning: &Meaning, permission: usize, by: (Owner, &str), way_out: &str) -> Diagnostic {
    let policy = &meaning.diagrams.space().policy;
    let owner = meaning.halves[permission].owner;
    let (permits, prohibits) = (super::label_of(policy, owner), super::label_of(policy, by.0));
    Diagnostic::clash(
        &RULE,
        (super::span_of(policy, by.0), by.1),
        (super::span_of(policy, owner), "permits nothing that is left"),
        match policy.part_sentence(by.0).verb == Verb::Offer {
            true => format!("the choice in `{prohibits}` leaves nothing of what `{permits}` permits"),
            false => format!("prohibitions such as `{prohibits}` leave nothing of what `{permits}` permits"),
        },
    )
    .help(way_out)
}

/// Whether silence has left nothing personal of a permission.
pub(super) fn leaves_nothing(meaning: &Meaning, permission: usize) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let half = &meaning.halves[permission];
    if half.side != Side::Permission || half.origin == Origin::Implied {
        return Ok(false);
    }
    let left = diagrams.and(&meaning.effect.regions[permission], &diagrams.personal())?;
    diagrams.is_empty(&left)
}
