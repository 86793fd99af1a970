//! Two statements that each except everything stated elsewhere.

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exceptions-meet", Error, "two opposite statements each give way to everything stated elsewhere");

pub(super) fn two_statements_do_not_except_all_others(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for fault in &meaning.effect.exception_faults {
        let ExceptionFault::ElsewhereMeets(one, other) = fault else { continue };
        if !speak_of_the_same(meaning, *one, *other)? {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (span_of(policy, *one), "gives way to all others"),
                (span_of(policy, *other), "gives way to all others"),
                format!(
                    "`{}` and `{}` give way to each other",
                    label_of(policy, *one),
                    label_of(policy, *other)
                ),
            )
            .help("name the statements to which one of them gives way: `except as stated in …`"),
        );
    }
    Ok(())
}

/// Whether one of two parts permits what the other prohibits. What is only implied yields to whatever is said.
fn speak_of_the_same(meaning: &Meaning, one: Owner, other: Owner) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let said = |owner| meaning.halves_of(owner).filter(|(_, half)| half.origin != Origin::Implied);
    for (_, half) in said(one) {
        for (_, opposite) in said(other).filter(|(_, other)| other.side != half.side) {
            let both = diagrams.and(&diagrams.cells(&half.cells)?, &diagrams.cells(&opposite.cells)?)?;
            if !diagrams.is_empty(&both)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
