//! A list of which its `except` leaves nothing.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Field, Kind, Policy, Set, SetItem, Slot, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Reading, Space};

use super::nothing_left_out::sentences;

rule!(pub(crate) RULE, "everything-left-out", Warning, "what stands behind `except` takes out everything that stands before it");

pub(super) fn lists_leave_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    for (label, sentence) in sentences(&space.policy) {
        let object = (sentence.verb.object_kind(), &sentence.object);
        // That a person is among some and not among them is a condition that never holds.
        let slots = sentence.slots.filled().filter(|(field, _)| *field != Field::Subject);
        let slots = slots.map(|(field, slot)| (field.kind(), slot));
        for (kind, slot) in std::iter::once(object).chain(slots) {
            if !slot.set.except.is_empty() && is_empty(space, kind, &slot.set) {
                found.push(report(label, slot));
            }
        }
    }
    Ok(())
}

/// Whether nothing is left of a list.
fn is_empty(space: &Space, kind: Kind, set: &Set) -> bool {
    if kind == Kind::Subject {
        return set.items.iter().all(|item| set.except.iter().any(|out| holds(&space.policy, out, item)));
    }
    match Dimension::ALL.into_iter().find(|one| Space::kind(*one) == Some(kind)) {
        Some(_) if kind == Kind::Data => space.data(set, Reading::Exactly).is_clear(),
        Some(dimension) => space.slot(dimension, set).is_clear(),
        None => false,
    }
}

/// Whether whoever is among some people is among others.
fn holds(policy: &Policy, above: &SetItem, item: &SetItem) -> bool {
    match (above.what, item.what) {
        (What::Term(above), What::Term(term)) => policy.vocabulary.is_below(term, above),
        (What::Any { .. }, _) => true,
        (What::Term(_), What::Any { .. }) => false,
    }
}

fn report(label: &str, slot: &Slot) -> Diagnostic {
    Diagnostic::new(&RULE, slot.span, format!("the `except` in `{label}` leaves nothing of its list"))
        .at("everything is taken out")
        .help("readers take it for a promise or a practice, and it says nothing: take the exception away, or the statement")
}
