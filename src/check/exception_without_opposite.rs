//! An exception that names a statement which says nothing of the opposite kind.

use super::{exception_faults, label_of, target_span};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::half::{Owner, Side};
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "exception-without-opposite", Error, "an exception names a statement that says nothing of the opposite kind");

pub(super) fn exceptions_name_the_opposite(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for fault in exception_faults(meaning) {
        let ExceptionFault::NoOpposite { owner, named: target, span } = fault else { continue };
        let (label, named) = (label_of(policy, *owner), policy.target_label(*target));
        let permits = meaning.halves.iter().any(|half| half.owner == *owner && half.side == Side::Permission);
        let (is, needed) = if permits { ("permits", "prohibits") } else { ("prohibits", "permits") };
        let keeps = |part: Owner| {
            let sentence = policy.part_sentence(part);
            sentence.verb != Verb::Retain && sentence.retention.is_some()
        };
        let is_limit = policy.part_sentence(*owner).verb == Verb::Retain;
        if is_limit && policy.parts_of(*target).into_iter().any(keeps) {
            found.push(
                Diagnostic::new(&RULE, *span, format!("`{named}` keeps by `kept`, which cannot be excepted"))
                    .at("not an exception to this")
                    .with(target_span(policy, *target), "what it names")
                    .help(format!(
                        "take `kept` out of `{named}`, write a `retain` in its place, and name that"
                    )),
            );
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                *span,
                format!("`{label}` {is} and `{named}` {needed} nothing: there is nothing to except"),
            )
            .at("not an exception to this")
            .with(target_span(policy, *target), "what it names")
            .help(format!("name a statement that {needed} something, or take the exception away")),
        );
    }
    Ok(())
}
