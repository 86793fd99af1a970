//! A machine that decides about people on a basis that does not permit it.

use super::practice::{is_below_any, is_under_european_law, needs, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "automated-decision-without-ground", Warning, "a machine decides about people on a basis that does not permit it");

/// Art. 22(2) of the GDPR: a contract, a law, explicit consent.
const GROUNDS: &[KnownTerm] =
    &[KnownTerm::AutomatedDecisionAsBasis, KnownTerm::ContractAsBasis, KnownTerm::LegalObligationAsBasis];

pub(super) fn decisions_have_a_ground(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    if !is_under_european_law(policy) {
        return Ok(());
    }
    let permits =
        |term: TermId| is_below_any(policy, term, &[KnownTerm::ExplicitConsent, KnownTerm::LegalObligation]);
    for practice in practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Decide])) {
        let bases = &practice.sentence.bases;
        let Some(first) = bases.first() else { continue };
        // Each basis that is named must do: who relies on two decides on either.
        let does = |term: TermId| is_below_any(policy, term, GROUNDS);
        let wrong = bases.iter().find(|basis| !does(basis.term)).unwrap_or(first);
        if does(wrong.term) || needs(meaning, practice.owner, permits)? {
            continue;
        }
        let name = &policy.vocabulary.term(wrong.term).name;
        found.push(
            Diagnostic::new(
                &RULE,
                wrong.span,
                format!("`{}` lets a machine decide, and `{name}` is no ground for that", practice.label),
            )
            .at("no ground for such a decision")
            .help("only a contract, a law or explicit consent permit it: `based on automated-decision.contract`, `based on automated-decision.law`, or `with explicit-consent`"),
        );
    }
    Ok(())
}
