//! Consent that cannot be taken back.

use super::practice::{Practice, data, is_below_any, needs, needs_nothing_impossible, practices, touches};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Statement, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "consent-without-withdrawal", Warning, "a statement rests on consent, and nothing says how to take it back");

/// Rights with which a person stops what was agreed to.
const TAKING_BACK: &[KnownTerm] =
    &[KnownTerm::Choice, KnownTerm::Settings, KnownTerm::CommunicationPreferences];

pub(super) fn consent_can_be_withdrawn(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let is_consent = |term: TermId| is_below_any(policy, term, &[KnownTerm::Consent]);
    let is_asked_anew = |term: TermId| is_below_any(policy, term, &[KnownTerm::ConsentPerUse]);
    let is_offer = |statement: &&Statement| {
        statement.sentence.verb == Verb::Offer && !statement.sentence.modality.is_negative()
    };
    let offers: Vec<&Statement> = policy.statements.iter().filter(is_offer).collect();
    // A document that grants no right at all has not come to this yet; what a law demands of it is a matter of profiles.
    if offers.is_empty() || offers.iter().any(|offer| offer.sentence.is_damaged) {
        return Ok(());
    }
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let rests_on_consent =
            needs(meaning, practice.owner, is_consent)? && needs_nothing_impossible(meaning, practice.owner)?;
        // Who is asked anew each time need not take anything back.
        if !rests_on_consent
            || needs(meaning, practice.owner, is_asked_anew)?
            || is_withdrawable(space, practice, &offers)
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` rests on consent, and no choice takes that consent back", practice.label),
            )
            .at("needs consent")
            .help(format!("say how to withdraw: `offer withdrawal from {} through …`", practice.label)),
        );
    }
    Ok(())
}

/// Whether choices reach all the data of a statement, or the statement by its label.
fn is_withdrawable(space: &Space, practice: &Practice<'_>, offers: &[&Statement]) -> bool {
    let policy = &space.policy;
    let mut left = data(space, practice.object);
    for offer in offers.iter().map(|offer| &offer.sentence) {
        let takes_back = |term| is_below_any(policy, term, TAKING_BACK);
        let is_choice = offer
            .object
            .set
            .items
            .iter()
            .any(|item| matches!(item.what, What::Term(term) if takes_back(term)));
        let concerns = match (&offer.slots.purpose, &practice.sentence.slots.purpose) {
            (Some(of_offer), Some(own)) => !space
                .slot(Dimension::Purpose, &of_offer.set)
                .is_disjoint(&space.slot(Dimension::Purpose, &own.set)),
            _ => true,
        };
        if !is_choice || !concerns {
            continue;
        }
        if !offer.from_labels.is_empty() {
            if offer.from_labels.iter().any(|(label, _)| practice.is_labelled(policy, label)) {
                return true;
            }
            continue;
        }
        let Some(over) = &offer.slots.over else { return true };
        let is_over_trackers = touches(space, Dimension::Datum, Some(over), KnownTerm::Trackers);
        if is_over_trackers && tracks(space, practice) {
            return true;
        }
        left.difference_with(&data(space, &over.set));
    }
    left.is_clear()
}

/// Whether a statement is about trackers: their choice is that over `trackers`.
fn tracks(space: &Space, practice: &Practice<'_>) -> bool {
    let through = practice.sentence.slots.channel.as_ref();
    matches!(practice.owner, Owner::Tracker(_))
        || touches(space, Dimension::Channel, through, KnownTerm::TrackingTechnology)
}
