//! An `except` of a list that takes nothing out.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Policy, Sentence, Set, Slot};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "nothing-left-out", Warning, "what stands behind `except` is not in what stands before it");

pub(super) fn lists_leave_something_out(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    for (label, sentence) in sentences(&space.policy) {
        let object = (sentence.verb.object_kind(), &sentence.object);
        let slots = sentence.slots.filled().map(|(field, slot)| (field.kind(), slot));
        for (kind, slot) in std::iter::once(object).chain(slots) {
            // What a header says is found where the first statement takes it over.
            report(space, label, kind, slot, found);
        }
    }
    Ok(())
}

/// What every statement and tracker says, with its label.
pub(super) fn sentences(policy: &Policy) -> impl Iterator<Item = (&str, &Sentence)> {
    let stated = policy.statements.iter().map(|statement| (statement.label.as_str(), &statement.sentence));
    let stored = policy.trackers.iter().map(|tracker| (tracker.named.name.as_str(), &tracker.sentence));
    stated.chain(stored).filter(|(_, sentence)| !sentence.is_damaged)
}

fn report(space: &Space, label: &str, kind: Kind, slot: &Slot, found: &mut Diagnostics) {
    // Anybody can belong to two classes of people.
    let dimension = Dimension::ALL.into_iter().find(|one| Space::kind(*one) == Some(kind));
    let Some(dimension) = dimension.filter(|_| kind != Kind::Subject) else { return };
    let covered = space.slot(dimension, &Set { items: slot.set.items.clone(), except: Vec::new() });
    for item in &slot.set.except {
        let out = space.slot(dimension, &Set { items: vec![item.clone()], except: Vec::new() });
        if covered.is_disjoint(&out) {
            let finding =
                Diagnostic::new(&RULE, item.span, format!("`{label}` leaves out what it does not speak of"));
            found.push(finding.at("not in what stands before `except`").help(
                "take it away, or name something that is a part of what stands before `except`; how a name lies to others is told by `candor vocab NAME`",
            ));
        }
    }
}
