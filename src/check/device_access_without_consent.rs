//! A tracker that reads or writes on a device without consent.

use super::practice::{Practice, is_below_any, is_under_european_law, needs, practices, stays_below};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, TermId};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "device-access-without-consent", Warning, "a tracker reads or writes on a device without consent");

/// What can be strictly necessary for a service that somebody asks for: to provide it, to keep it safe, to do what the law wants.
const NECESSARY: &[KnownTerm] =
    &[KnownTerm::ServicePurposes, KnownTerm::SecurityPurposes, KnownTerm::Safety, KnownTerm::LegalPurposes];

pub(super) fn devices_are_left_alone_without_consent(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if !is_under_european_law(policy) {
        return Ok(());
    }
    let lifts = |term: TermId| {
        policy.vocabulary.term(term).kind == Kind::Consent
            || is_below_any(policy, term, &[KnownTerm::StrictlyNecessary])
    };
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        if !matches!(practice.owner, Owner::Tracker(_))
            || is_necessary(space, practice)
            || needs(meaning, practice.owner, lifts)?
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` reads or writes on a device, and asks for no consent", practice.label),
            )
            .at("not strictly necessary")
            .help("add `with cookie-consent`, or say what it is strictly necessary for, as in `for service.session`; a legal basis of the GDPR does not replace this consent"),
        );
    }
    Ok(())
}

/// Whether all that it is for can be strictly necessary, or it says that it is.
fn is_necessary(space: &Space, practice: &Practice<'_>) -> bool {
    let policy = &space.policy;
    let rests = practice.sentence.bases.iter().any(|basis| {
        is_below_any(
            policy,
            basis.term,
            &[KnownTerm::StrictlyNecessaryStorage, KnownTerm::TransmissionStorage],
        )
    });
    rests
        || practice.sentence.slots.purpose.is_none()
        || stays_below(space, Dimension::Purpose, practice.sentence.slots.purpose.as_ref(), NECESSARY)
}
