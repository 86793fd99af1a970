//! Exceptions that lead back to where they started.

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exception-cycle", Error, "exceptions refer to each other in a circle");

pub(super) fn exceptions_do_not_lead_back(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for fault in &meaning.effect.exception_faults {
        let ExceptionFault::Cycle { circle, others } = fault else { continue };
        let Some(first) = circle.first() else { continue };
        let message = format!("the exception of `{}` leads back to itself", label_of(policy, *first));
        let mut diagnostic = Diagnostic::new(&RULE, span_of(policy, *first), message);
        for (idx, owner) in circle.iter().enumerate() {
            let text = format!("excepts `{}`", label_of(policy, *circle.get(idx + 1).unwrap_or(first)));
            diagnostic =
                if idx == 0 { diagnostic.at(text) } else { diagnostic.with(span_of(policy, *owner), text) };
        }
        for owner in others {
            diagnostic = diagnostic.with(span_of(policy, *owner), "leads there and back as well");
        }
        found.push(diagnostic.help("take `except as stated in` away from one of these"));
    }
    Ok(())
}
