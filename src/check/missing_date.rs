//! A policy that bears no date.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Policy, Verb};

rule!(pub(crate) RULE, "missing-date", Warning, "the policy bears no date");

pub(super) fn policies_bear_a_date(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    let has_date = [header.posted, header.updated, header.effective].iter().any(Option::is_some);
    // A document that says nothing of data yet is a beginning.
    let collects = practices(policy).iter().any(|one| one.permits() && one.is(&[Verb::Collect]));
    if has_date || !collects {
        return;
    }
    found.push(
        Diagnostic::new(&RULE, header.span, "nothing says from when on this policy holds")
            .at("no date")
            .help("add `effective` and the day, such as `effective 2026-03-01`; `updated` says when it was last changed"),
    );
}
