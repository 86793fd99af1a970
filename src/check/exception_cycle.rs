//! Exceptions that lead back to where they started.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exception-cycle", Error, "exceptions refer to each other in a circle");

pub(super) fn exceptions_do_not_lead_back(meaning: &Meaning<'_>, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    for fault in &meaning.effect.exception_faults {
        let ExceptionFault::Cycle(cycle) = fault else { continue };
        let Some(first) = cycle.first().map(|id| policy.statement(*id)) else { continue };
        let mut diagnostic = Diagnostic::new(&RULE, first.sentence.span, format!("the exception of `{}` leads back to itself", first.label));
        for (idx, id) in cycle.iter().enumerate() {
            let named = cycle.get(idx + 1).map_or(first, |id| policy.statement(*id));
            let text = format!("excepts `{}`", named.label);
            diagnostic = if idx == 0 { diagnostic.at(text) } else { diagnostic.with(policy.statement(*id).sentence.span, text) };
        }
        found.push(diagnostic.help("take `except as stated in` away from one of these"));
    }
    Ok(())
}
