//! A prohibition inside a permission that is not written as an exception to it.

use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ConflictKind;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "unwritten-exception", Error, "a prohibition is an exception to a permission and is not written as one");

pub(super) fn exceptions_are_written_as_such(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    for conflict in super::conflicts(meaning, ConflictKind::UnwrittenException) {
        found.push(super::clash::conflict(
            meaning,
            &RULE,
            (conflict, conflict.kind),
            |permits, prohibits, _| {
                format!("`{prohibits}` is an exception to `{permits}`, and neither says so")
            },
        )?);
    }
    Ok(())
}
