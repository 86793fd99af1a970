//! A permission of which a part is prohibited.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ConflictKind;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "partial-contradiction", Error, "what one statement permits, another prohibits in part");

pub(super) fn permissions_are_not_prohibited_in_part(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    for conflict in super::conflicts(meaning, ConflictKind::Overlap) {
        found.push(super::clash::conflict(
            meaning,
            &RULE,
            (conflict, ConflictKind::Overlap),
            |permits, prohibits, words| {
                format!("`{prohibits}` {} some of what `{permits}` {}", words.prohibits, words.permits)
            },
        )?);
    }
    Ok(())
}
