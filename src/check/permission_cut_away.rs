//! A permission of which silence has left nothing that is personal.

use std::collections::BTreeMap;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::effect::Cut;
use crate::semantics::half::{Origin, Side};
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
        let half = &meaning.halves[idx];
        if !leaves_nothing(meaning, idx)? {
            continue;
        }
        let prohibition = meaning.halves[cut.prohibition].owner;
        let (permits, prohibits) =
            (super::label_of(policy, half.owner), super::label_of(policy, prohibition));
        found.push(
            Diagnostic::clash(
                &RULE,
                (super::span_of(policy, prohibition), "prohibited here"),
                (super::span_of(policy, half.owner), "permits nothing that is left"),
                format!("prohibitions such as `{prohibits}` leave nothing of what `{permits}` permits"),
            )
            .help(format!(
                "say in `{permits}` what is different about it, or {}",
                super::add_exception(policy, half.owner, prohibition)
            )),
        );
    }
    Ok(())
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
