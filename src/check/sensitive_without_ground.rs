//! Specially protected data without a ground that lifts the protection.

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
    let lifts = |term: TermId| {
        policy.vocabulary.term(term).kind == Kind::Consent || is_below_any(policy, term, GROUNDS_IN_FACT)
    };
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let Some(name) = protected(space, practice) else { continue };
        if has_basis(policy, practice)
            || serves_the_law(space, practice)
            || needs(meaning, practice.owner, lifts)?
        {
            continue;
        }
        found.push(
            Diagnostic::new(&RULE, practice.span, format!("`{}` is specially protected, and `{}` names no ground for it", name, practice.label))
                .at(format!("{} without a ground", practice.participle()))
                .help("ask for consent, as in `with explicit-consent`, or name the ground, as in `based on special-category.health-care`"),
        );
    }
    Ok(())
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
    let special = [KnownTerm::SpecialCategoryAsBasis, KnownTerm::ConsentAsBasis, KnownTerm::HealthOperations];
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
