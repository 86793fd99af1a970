//! An exception that never applies.

use super::{exception_faults, label_of, target_span};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exception-takes-nothing", Warning, "an exception never applies");

pub(super) fn exceptions_take_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for fault in exception_faults(meaning) {
        let ExceptionFault::TakesNothing { owner, named: target, span } = fault else { continue };
        let (label, named) = (label_of(policy, *owner), policy.target_label(*target));
        found.push(
            Diagnostic::new(&RULE, *span, format!("what `{named}` says never meets what `{label}` says"))
                .at("this exception never applies")
                .with(target_span(policy, *target), "what it names")
                .help("take the exception away, or name the statement that was meant"),
        );
    }
    Ok(())
}
