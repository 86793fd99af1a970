//! Legitimate interests that are not named.

use super::practice::{is_below_any, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Policy};

rule!(pub(crate) RULE, "interest-not-named", Warning, "a statement rests on a legitimate interest and does not name it");

pub(super) fn interests_are_named(policy: &Policy, found: &mut Diagnostics) {
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        for basis in &practice.sentence.bases {
            let is_interest = is_below_any(policy, basis.term, &[KnownTerm::LegitimateInterests]);
            // An interest that the policy declares as a basis of its own is named by its label.
            let is_own = policy.vocabulary.term(basis.term).origin == crate::model::Origin::Policy;
            if is_interest && !is_own && basis.interest.is_none() {
                found.push(
                    Diagnostic::new(&RULE, basis.span, "a legitimate interest is claimed and not named")
                        .at("which interest")
                        .help(format!(
                            "say it in words: `based on {} \"keeping the service secure\"`",
                            policy.vocabulary.term(basis.term).name
                        )),
                );
            }
        }
    }
}
