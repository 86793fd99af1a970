//! An exception that names a statement which says nothing of the opposite kind.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule;
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exception-without-opposite", Error, "an exception names a statement that says nothing of the opposite kind");

pub(super) fn exceptions_name_the_opposite(meaning: &Meaning<'_>, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    for fault in &meaning.effect.exception_faults {
        let ExceptionFault::NoOpposite { statement, named, span } = fault else { continue };
        let (statement, named) = (policy.statement(*statement), policy.statement(*named));
        let (is, needed) = if statement.sentence.modality.is_negative() { ("prohibits", "permits") } else { ("permits", "prohibits") };
        found.push(
            Diagnostic::new(&RULE, *span, format!("`{}` {is} and `{}` does not: there is nothing to except", statement.label, named.label).replace("does not:", &format!("{needed} nothing:")))
                .at("not an exception to this")
                .with(named.sentence.span, "the statement that it names")
                .help(format!("name a statement that {needed} something, or take the exception away")),
        );
    }
    Ok(())
}
