//! A claim that is true as of a date, in a policy without one.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;

rule!(pub(crate) RULE, "undated-claim", Warning, "something is said of the present, and the policy has no date");

pub(super) fn claims_about_the_present_have_a_date(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    if header.effective.or(header.updated).or(header.posted).is_some() {
        return;
    }
    for statement in policy.statements.iter().filter(|one| one.sentence.modality.is_dated()) {
        let words = statement.sentence.modality.word();
        found.push(
            Diagnostic::clash(
                &RULE,
                (header.span, "has no date"),
                (statement.sentence.span, "true as of which day"),
                format!("`{}` says `{words}`, and nothing says as of when", statement.label),
            )
            .help("add `effective` and a date to the `policy` block"),
        );
    }
}
