//! A sale against which nobody can decide.

use super::practice::{is_below_any, permission_of, personal_items, practices, without_facts};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Policy, StatementId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "sale-without-choice", Warning, "personal data are sold, and nobody can decide against it");

pub(super) fn sales_can_be_refused(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let is_consent = |term| policy.vocabulary.term(term).kind == Kind::Consent;
    for practice in practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Sell])) {
        let Some((idx, _)) = permission_of(meaning, practice.owner) else { continue };
        if personal_items(diagrams.space(), practice.object).is_empty() {
            continue;
        }
        // Who was asked beforehand has had the choice.
        let sold = diagrams.and(&meaning.effect.regions[idx], &diagrams.personal())?;
        let mut unasked = without_facts(meaning, &sold, is_consent)?;
        for choice in meaning.halves.iter().filter(|half| half.origin == Origin::Choice) {
            if let Owner::Statement(id) = choice.owner
                && reaches_sales(policy, id)
            {
                unasked =
                    diagrams.minus(&unasked, &diagrams.forget_facts(&diagrams.cells(&choice.cells)?)?)?;
            }
        }
        if !diagrams.is_empty(&unasked)? {
            let without = super::in_words(meaning, &unasked)?;
            found.push(
                Diagnostic::new(&RULE, practice.span, format!("`{}` sells personal data, and no choice stops it", practice.label))
                    .at("sold here")
                    .help(format!("offer a choice over it, such as `offer opt-out.sale from {}`, or sell only with consent; without a choice: {without}", practice.label)),
            );
        }
    }
    Ok(())
}

/// An opt-out of something else, such as marketing, does not stop a sale.
fn reaches_sales(policy: &Policy, offer: StatementId) -> bool {
    let statement = policy.statement(offer);
    let reaches = |term| {
        let is_special = policy.vocabulary.term(term).name.contains('.');
        !is_special
            || is_below_any(
                policy,
                term,
                &[KnownTerm::OptOutOfSale, KnownTerm::OptOutOfSharing, KnownTerm::OptOutOfPartnerSharing],
            )
    };
    statement.sentence.object.set.items.iter().any(|item| match item.what {
        What::Term(term) => reaches(term),
        What::Any { .. } => true,
    })
}
