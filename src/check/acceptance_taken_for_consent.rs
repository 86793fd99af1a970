//! A policy that is accepted by an event, and statements that take this acceptance for consent.

use super::practice::{is_below_any, is_under_european_law, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Policy};

rule!(pub(crate) RULE, "acceptance-taken-for-consent", Warning, "the policy is accepted by an event, and a statement rests on a consent that nobody gives");

pub(super) fn acceptance_is_not_consent(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    let is_act_of_consent = |event| is_below_any(policy, event, &[KnownTerm::ConsentGiven]);
    let Some(accepted_by) = header.accepted_by.iter().copied().find(|event| !is_act_of_consent(*event))
    else {
        return;
    };
    let event = &policy.vocabulary.term(accepted_by).name;
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let bases = &practice.sentence.bases;
        let rests_on_consent = !bases.is_empty()
            && bases.iter().all(|basis| is_below_any(policy, basis.term, &[KnownTerm::ConsentAsBasis]));
        let names_consent = practice.facts().any(|term| policy.vocabulary.term(term).kind == Kind::Consent);
        // Elsewhere conduct may show consent; under the GDPR it takes an act by which a person agrees to this very thing.
        let is_implied = is_under_european_law(policy)
            && practice.facts().any(|term| is_below_any(policy, term, &[KnownTerm::ImpliedConsent]));
        if !(is_implied || rests_on_consent && !names_consent) {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (header.span, "accepted by an event"),
                (practice.span, "no act of consent is named"),
                format!("`{}` rests on consent, and the policy takes `{event}` for acceptance", practice.label),
            )
            .help("name the act by which a person agrees to this alone, such as `with express-consent`, or take `accepted by` out of the policy"),
        );
    }
}
