//! An `only` that leaves nothing out.

use super::practice::truth;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Slot};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{COMPANY, Dimension, Space};
use crate::source::Span;

rule!(pub(crate) RULE, "only-excludes-nothing", Warning, "an `only` leaves nothing out");

pub(super) fn only_excludes_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    let stated = policy.statements.iter().map(|statement| (&statement.label, &statement.sentence));
    let stored = policy.trackers.iter().map(|tracker| (&tracker.named.name, &tracker.sentence));
    for (label, sentence) in
        stated.chain(stored).filter(|(_, sentence)| sentence.verb.is_practice() && !sentence.is_damaged)
    {
        let slots = [
            (Dimension::Datum, Some(&sentence.object)),
            (Dimension::Purpose, sentence.slots.purpose.as_ref()),
            (Dimension::Source, sentence.slots.source.as_ref()),
            (Dimension::Channel, sentence.slots.channel.as_ref()),
            (Dimension::Recipient, sentence.slots.recipient.as_ref()),
            (Dimension::Region, sentence.slots.region.as_ref()),
        ];
        for (dimension, slot) in slots {
            if let Some(slot) = slot.filter(|slot| slot.is_only && is_everything(space, dimension, slot)) {
                report(label, slot.span, found);
            }
        }
        for clause in sentence.facts.iter().filter(|clause| clause.is_only) {
            let holds = truth(meaning, &clause.fact)?;
            if diagrams.is_within(&diagrams.everything(), &holds)? {
                report(label, clause.span, found);
            }
        }
    }
    Ok(())
}

fn report(label: &str, span: Span, found: &mut Diagnostics) {
    found.push(
        Diagnostic::new(&RULE, span, format!("the `only` of `{label}` leaves nothing out"))
            .at("this is everything")
            .help("take the `only` away, or name what it should be limited to"),
    );
}

fn is_everything(space: &Space, dimension: Dimension, slot: &Slot) -> bool {
    let Some(kind) = Space::kind(dimension) else { return false };
    let has_form = slot.set.items.iter().any(|item| item.form.is_some());
    // The company is nobody's recipient.
    let n_atoms = space.atoms(kind).len() - usize::from(kind == Kind::Recipient);
    let mut covered = space.slot(dimension, &slot.set);
    if kind == Kind::Recipient {
        covered.set(COMPANY, false);
    }
    !has_form && covered.count_ones(..) >= n_atoms
}
