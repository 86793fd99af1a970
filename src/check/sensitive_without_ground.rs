//! Specially protected data without a ground that lifts the protection.

use std::collections::BTreeMap;

use super::listed;
use super::practice::{
    Practice, data_of_item, data_with, is_below_any, is_under_european_law, needs, personal_items, practices,
    stays_below,
};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Policy, TermId, Trait, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};
use crate::source::Span;

rule!(pub(crate) RULE, "sensitive-without-ground", Warning, "specially protected data are processed without consent or another ground for it");

/// What lifts the protection beside consent: duties of law, and danger.
const GROUNDS_IN_FACT: &[KnownTerm] =
    &[KnownTerm::LegalObligation, KnownTerm::Emergency, KnownTerm::MadePublicByYou];

pub(super) fn protected_data_have_a_ground(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if is_american(policy) {
        return Ok(());
    }
    let is_european = is_under_european_law(policy);
    let lifts = |term: TermId| {
        let agrees = policy.vocabulary.term(term).kind == Kind::Consent;
        agrees && !(is_european && is_plain_consent(policy, term))
            || is_below_any(policy, term, GROUNDS_IN_FACT)
    };
    let agreed = |term: TermId| policy.vocabulary.term(term).kind == Kind::Consent;
    let mut bare: BTreeMap<String, Bare<'_>> = BTreeMap::new();
    for practice in practices(policy).into_iter().filter(Practice::permits) {
        let Some(name) = protected(space, &practice) else { continue };
        if has_basis(policy, &practice)
            || serves_the_law(space, &practice)
            || needs(meaning, practice.owner, lifts)?
        {
            continue;
        }
        let lacks = match needs(meaning, practice.owner, agreed)? {
            true => "with consent that need not be explicit",
            false => "without a ground",
        };
        let one = bare.entry(name).or_default();
        one.labels.push(practice.label);
        one.places.push((practice.span, format!("{} {lacks}", practice.participle())));
    }
    for (name, Bare { mut labels, places }) in bare {
        labels.dedup();
        let verb = if labels.len() == 1 { "names" } else { "name" };
        let labels = listed(labels.into_iter());
        found.push(
            Diagnostic::of_places(&RULE, places, format!("`{name}` is specially protected, and {labels} {verb} no ground for it"))
                .help("ask for consent, as in `with explicit-consent`, or name the ground, as in `based on special-category.health-care`"),
        );
    }
    Ok(())
}

/// The statements in which one datum lacks a ground: one cause, however many places.
#[derive(Default)]
struct Bare<'a> {
    labels: Vec<&'a str>,
    places: Vec<(Span, String)>,
}

/// Whether the law is that of the United States alone, which knows no such list of grounds.
fn is_american(policy: &Policy) -> bool {
    let law = policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
    !law.is_empty() && law.iter().all(|region| is_below_any(policy, *region, &[KnownTerm::UnitedStates]))
}

/// Consent that need not be explicit: Art. 9(2)(a) asks for more than Art. 6(1)(a).
fn is_plain_consent(policy: &Policy, term: TermId) -> bool {
    policy.vocabulary.known(KnownTerm::Consent) == Some(term)
        || is_below_any(policy, term, &[KnownTerm::ImpliedConsent])
}

/// The first item that names specially protected data. Wide terms and `any` contain some as well, but do not aim at them.
fn protected(space: &Space, practice: &Practice<'_>) -> Option<String> {
    let protected = data_with(space, Trait::SpecialCategory);
    personal_items(space, practice.object).into_iter().find_map(|item| {
        let covered = data_of_item(space, item, practice.object);
        if covered.is_clear() || !covered.is_subset(&protected) {
            return None;
        }
        Some(match item.what {
            What::Term(term) => space.policy.vocabulary.term(term).name.to_string(),
            What::Any { .. } => "any special-category data".to_owned(),
        })
    })
}

/// Under European law a basis of Art. 6 does not do; elsewhere any basis is an answer.
fn has_basis(policy: &Policy, practice: &Practice<'_>) -> bool {
    let special = [KnownTerm::SpecialCategoryAsBasis, KnownTerm::HealthOperations];
    let suffices = |term| !is_under_european_law(policy) || is_below_any(policy, term, &special);
    practice.sentence.bases.iter().any(|basis| suffices(basis.term))
}

fn serves_the_law(space: &Space, practice: &Practice<'_>) -> bool {
    stays_below(
        space,
        Dimension::Purpose,
        practice.sentence.slots.purpose.as_ref(),
        &[KnownTerm::LegalPurposes, KnownTerm::SafetyOfLife],
    )
}
