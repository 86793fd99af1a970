//! Two statements that each except everything stated elsewhere.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exceptions-meet", Error, "two opposite statements each give way to everything stated elsewhere");

pub(super) fn two_statements_do_not_except_all_others(meaning: &Meaning<'_>, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    for fault in &meaning.effect.exception_faults {
        let ExceptionFault::ElsewhereMeets(one, other) = fault else { continue };
        let (one, other) = (policy.statement(*one), policy.statement(*other));
        found.push(
            Diagnostic::clash(
                &RULE,
                (one.sentence.span, "gives way to all others"),
                (other.sentence.span, "gives way to all others"),
                format!("`{}` and `{}` give way to each other", one.label, other.label),
            )
            .help("name the statements to which one of them gives way: `except as stated in …`"),
        );
    }
    Ok(())
}
