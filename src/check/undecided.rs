//! A policy whose meaning cannot be worked out within the budget.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;
use crate::semantics::region::NODE_BUDGET;

rule!(pub(crate) RULE, "undecided", Error, "the policy is too entangled to be decided within the budget");

pub(super) fn report(policy: &Policy, unknown: &str, found: &mut Diagnostics) {
    let span = policy
        .header
        .as_ref()
        .map(|header| header.span)
        .or_else(|| policy.statements.first().map(|one| one.label_span));
    found.push(
        Diagnostic::new(
            &RULE,
            span.unwrap_or_default(),
            format!(
                "this policy cannot be decided: it takes more than {NODE_BUDGET} nodes of a decision diagram"
            ),
        )
        .at(unknown)
        .help("name fewer conditions in one statement, and take apart statements that list many exceptions"),
    );
}
