//! A policy that names nobody who can be asked.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Policy, Verb};

rule!(pub(crate) RULE, "no-contact", Warning, "the policy names nobody who can be reached");

/// The attributes of a party by which a person can reach it. A web site alone is a place and not a way to ask.
const WAYS: &[&str] = &["address", "contact", "email", "fax", "form", "phone"];

pub(super) fn somebody_can_be_reached(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    // A document that says nothing of data yet is a beginning.
    let collects = practices(policy).iter().any(|one| one.permits() && one.is(&[Verb::Collect]));
    let is_reachable = policy
        .parties
        .iter()
        .any(|party| party.attributes.iter().any(|(key, _)| WAYS.contains(&key.as_str())));
    if !collects || is_reachable {
        return;
    }
    let finding = match policy.controller() {
        Some(controller) => Diagnostic::clash(
            &RULE,
            (header.span, "collects data"),
            (controller.span, "cannot be reached"),
            format!("nothing says how to reach {}", controller.label),
        )
        .help("add `email`, `form`, `phone` or `address` to it"),
        None => Diagnostic::new(&RULE, header.span, "this policy names nobody who is responsible for it")
            .at("whose policy")
            .help("add `controller NAME \"Name of the company\" { email \"…\" }`"),
    };
    found.push(finding);
}
