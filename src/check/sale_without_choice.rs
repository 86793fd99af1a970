//! A sale against which nobody can decide.

use super::practice::{
    Practice, is_below_any, permission_of, personal_items, practices, stays_below, without_facts,
};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Policy, StatementId, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "sale-without-choice", Warning, "personal data are sold, and nobody can decide against it");

pub(super) fn sales_can_be_refused(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let is_consent = |term| policy.vocabulary.term(term).kind == Kind::Consent;
    let reaches = |half: &Half| match half.owner {
        Owner::Statement(id) => half.origin == Origin::Choice && reaches_sales(policy, id),
        Owner::Tracker(_) => false,
    };
    let choices = meaning.halves.iter().enumerate().filter(|(_, half)| reaches(half));
    let choices = Meeting::of_halves(diagrams.space(), choices);
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let is_sale = practice.is(&[Verb::Sell]);
        let Some((idx, _)) = permission_of(meaning, practice.owner) else { continue };
        if personal_items(diagrams.space(), practice.object).is_empty()
            || !is_sale && !is_shared_for_ads(diagrams.space(), practice)
        {
            continue;
        }
        // Who was asked beforehand has had the choice.
        let sold = diagrams.and(&meaning.effect.regions[idx], &diagrams.personal())?;
        let mut unasked = without_facts(meaning, &sold, is_consent)?;
        for choice in choices.with(&meaning.halves[idx].cells) {
            let stopped = diagrams.cells(&meaning.halves[choice].cells)?;
            unasked = diagrams.minus(&unasked, &diagrams.forget_facts(&stopped)?)?;
        }
        if !diagrams.is_empty(&unasked)? {
            let without = super::in_words(meaning, &unasked)?;
            let (does, done, right, verb) = match is_sale {
                true => ("sells personal data", "sold here", KnownTerm::OptOutOfSale, "sell"),
                false => (
                    "shares personal data for advertising across contexts",
                    "shared here",
                    KnownTerm::OptOutOfSharing,
                    "share them",
                ),
            };
            let right = right.name();
            found.push(
                Diagnostic::new(&RULE, practice.span, format!("`{}` {does}, and no choice stops it", practice.label))
                    .at(done)
                    .help(format!("offer a choice over it, such as `offer {right} from {}`, or {verb} only with consent; without a choice: {without}", practice.label)),
            );
        }
    }
    Ok(())
}

/// Whether data go to others for advertising by what people do elsewhere, where Californian law treats that as a sale
/// (Civ. Code 1798.120). A purpose that only holds such advertising among others is not aimed at it.
fn is_shared_for_ads(space: &Space, practice: &Practice<'_>) -> bool {
    let policy = &space.policy;
    let law = policy.header.iter().flat_map(|header| &header.law);
    let is_californian =
        law.into_iter().any(|region| is_below_any(policy, *region, &[KnownTerm::California]));
    let vocabulary = &policy.vocabulary;
    let right = vocabulary.known(KnownTerm::OptOutOfSharing);
    let shared = right.map_or(&[][..], |right| &vocabulary.term(right).effects.stops_for);
    let is_sharing = |term: TermId| shared.iter().any(|purpose| vocabulary.is_below(term, *purpose));
    let mut purposes = practice.sentence.slots.purpose.iter().flat_map(|slot| &slot.set.items);
    let for_ads = purposes.any(|item| matches!(item.what, What::Term(term) if is_sharing(term)));
    let within = stays_below(
        space,
        Dimension::Recipient,
        practice.sentence.slots.recipient.as_ref(),
        &[KnownTerm::Processors, KnownTerm::Staff, KnownTerm::Yourself],
    );
    is_californian && practice.is(&[Verb::Disclose]) && for_ads && !within
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
                &[
                    KnownTerm::OptOutOfSale,
                    KnownTerm::OptOutOfSharing,
                    KnownTerm::OptOutOfPartnerSharing,
                    KnownTerm::OptOutOfTargetedAds,
                ],
            )
    };
    statement.sentence.object.set.items.iter().any(|item| match item.what {
        What::Term(term) => reaches(term),
        What::Any { .. } => true,
    })
}
