//! Data of children without the consent of their parents.

use super::practice::{Practice, data_of_item, is_below_any, needs, personal_items, practices, stays_below};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "minors-without-parental-consent", Warning, "data of children are processed without the consent of a parent");

/// Who can agree for a child, and what makes asking needless.
const AGREEING: &[KnownTerm] = &[
    KnownTerm::ParentalConsent,
    KnownTerm::SchoolConsent,
    KnownTerm::RepresentativeConsent,
    KnownTerm::LegalObligation,
    KnownTerm::Emergency,
];

pub(super) fn parents_agree_for_children(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let agrees = |term: TermId| is_below_any(policy, term, AGREEING);
    for practice in practices(policy).iter().filter(|one| one.permits()) {
        let Some(whom) = children(space, practice) else { continue };
        let protects = stays_below(
            space,
            Dimension::Purpose,
            practice.sentence.slots.purpose.as_ref(),
            &[KnownTerm::LegalPurposes, KnownTerm::Safety, KnownTerm::AgeCheck],
        );
        let returns = stays_below(
            space,
            Dimension::Recipient,
            practice.sentence.slots.recipient.as_ref(),
            &[KnownTerm::Parents, KnownTerm::ChildProtection],
        );
        if protects || returns || needs(meaning, practice.owner, agrees)? {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` is about `{whom}`, and asks for no consent of a parent", practice.label),
            )
            .at(format!("{} without parental consent", practice.participle()))
            .help("add `with parental-consent`, or leave children out with `about … except children`"),
        );
    }
    Ok(())
}

/// Whom a statement names, where that is children, by their class or by their data.
fn children(space: &Space, practice: &Practice<'_>) -> Option<String> {
    let policy = &space.policy;
    let items = personal_items(space, practice.object);
    if items.is_empty() {
        return None;
    }
    let name = |term: TermId| policy.vocabulary.term(term).name.to_string();
    let classes = practice.sentence.slots.subject.iter().flat_map(|slot| &slot.set.items);
    let named = classes.filter_map(|item| match item.what {
        What::Term(term) if is_below_any(policy, term, &[KnownTerm::Children]) => Some(name(term)),
        What::Term(_) | What::Any { .. } => None,
    });
    let child_data = space.under_known(KnownTerm::ChildData);
    let of_children = items.into_iter().filter_map(|item| match item.what {
        What::Term(term)
            if child_data
                .is_some_and(|below| data_of_item(space, item, practice.object).is_subset(below)) =>
        {
            Some(name(term))
        }
        What::Term(_) | What::Any { .. } => None,
    });
    named.chain(of_children).next()
}
