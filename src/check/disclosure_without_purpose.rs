//! Data that are used or handed on for nothing that is named.

use super::practice::{Practice, is_below_any, personal_items, practices, stays_below};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Policy, Verb};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Dimension;

rule!(pub(crate) RULE, "disclosure-without-purpose", Warning, "data are used, disclosed or sold, and nothing says what for");

/// Facts that say by themselves why: the law orders it, or the person wishes it.
const REASONS: &[KnownTerm] = &[
    KnownTerm::LegalObligation,
    KnownTerm::LegalProcess,
    KnownTerm::LegalRequest,
    KnownTerm::Emergency,
    KnownTerm::UserDirection,
    KnownTerm::UserRequest,
    KnownTerm::RightsRequest,
    KnownTerm::MadePublicByYou,
    KnownTerm::SharedByYou,
    KnownTerm::SharingFile,
    KnownTerm::SharingAllowed,
    KnownTerm::Publishing,
    KnownTerm::BusinessTransfer,
];

pub(super) fn disclosures_have_a_purpose(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let practices = practices(&space.policy);
    // A document that names no purpose at all is a beginning, and each of its lines would be reported.
    if practices.iter().filter(|one| one.permits()).all(|one| one.sentence.slots.purpose.is_none()) {
        return Ok(());
    }
    for practice in
        practices.iter().filter(|one| one.permits() && one.is(&[Verb::Use, Verb::Disclose, Verb::Sell]))
    {
        let gives_back = stays_below(
            space,
            Dimension::Recipient,
            practice.sentence.slots.recipient.as_ref(),
            &[KnownTerm::Yourself],
        );
        if practice.sentence.slots.purpose.is_some()
            || gives_back
            || has_reason(&space.policy, practice)
            || personal_items(space, practice.object).is_empty()
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` does not say what the data are {} for", practice.label, practice.participle()),
            )
            .at("no purpose")
            .help("add `for` and the purpose; `for any purpose` says openly that there is no limit"),
        );
    }
    Ok(())
}

fn has_reason(policy: &Policy, practice: &Practice<'_>) -> bool {
    practice.facts().any(|fact| is_below_any(policy, fact, REASONS))
}
