//! Consent that cannot be taken back.

use std::collections::HashMap;

use super::practice::{Practice, data, is_below_any, needs, needs_nothing_impossible, practices, touches};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Policy, Sentence, SetItem, Statement, TermId, Verb, What};
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
    let choices = Choices::of(policy, &offers);
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
            || is_withdrawable(space, practice, &choices)
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

/// The offers that take a consent back.
struct Choices<'p> {
    /// Those that name parts of the policy, by these.
    of_part: HashMap<Owner, Vec<&'p Sentence>>,
    /// Those that name data, purposes, or nothing.
    general: Vec<&'p Sentence>,
}

impl<'p> Choices<'p> {
    fn of(policy: &'p Policy, offers: &[&'p Statement]) -> Self {
        let takes_back =
            |item: &SetItem| matches!(item.what, What::Term(term) if is_below_any(policy, term, TAKING_BACK));
        let mut choices = Self { of_part: HashMap::new(), general: Vec::new() };
        for offer in offers.iter().map(|offer| &offer.sentence) {
            if !offer.object.set.items.iter().any(takes_back) {
                continue;
            }
            if offer.from_labels.is_empty() {
                choices.general.push(offer);
            }
            for part in offer.from_labels.iter().flat_map(|(label, _)| policy.parts_labelled(label)) {
                choices.of_part.entry(part).or_default().push(offer);
            }
        }
        choices
    }
}

/// Whether choices reach all the data of a statement, or the statement by its label.
fn is_withdrawable(space: &Space, practice: &Practice<'_>, choices: &Choices<'_>) -> bool {
    let concerns = |offer: &&&Sentence| match (&offer.slots.purpose, &practice.sentence.slots.purpose) {
        (Some(of_offer), Some(own)) => !space
            .slot(Dimension::Purpose, &of_offer.set)
            .is_disjoint(&space.slot(Dimension::Purpose, &own.set)),
        _ => true,
    };
    let mut naming_it = choices.of_part.get(&practice.owner).into_iter().flatten();
    if naming_it.any(|offer| concerns(&offer)) {
        return true;
    }
    let mut left = data(space, practice.object);
    for offer in choices.general.iter().filter(concerns) {
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
