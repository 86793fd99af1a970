//! A permission of which everything is prohibited.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ConflictKind;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "contradiction", Error, "what one statement permits, another prohibits altogether");

pub(super) fn permissions_are_not_prohibited(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    for conflict in super::conflicts(meaning, ConflictKind::Contradiction) {
        found.push(super::clash::conflict(
            meaning,
            &RULE,
            (conflict, conflict.kind),
            |permits, prohibits, words| {
                format!("`{prohibits}` {} everything that `{permits}` {}", words.prohibits, words.permits)
            },
        )?);
    }
    Ok(())
}
