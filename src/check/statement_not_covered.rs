//! A statement about what the policy does not cover.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Field, Policy, Sentence, Set, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "statement-not-covered", Warning, "a statement is about a channel that the policy does not cover");

pub(super) fn statements_are_about_what_is_covered(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for (label, sentence) in spoken(policy) {
        for item in sentence.slots.get(Field::Channel).into_iter().flat_map(|slot| &slot.set.items) {
            let What::Term(channel) = item.what else { continue };
            let Some(out) = outside(space, channel) else { continue };
            let name = |term: TermId| &policy.vocabulary.term(term).name;
            found.push(
                Diagnostic::new(
                    &RULE,
                    item.span,
                    format!("`{label}` is about `{}`, which the policy does not cover", name(channel)),
                )
                .at("not covered")
                .help(format!(
                    "take `{}` out of `does not cover`, or say in the notice that applies there what `{label}` says",
                    name(out)
                )),
            );
        }
    }
    Ok(())
}

/// The statements and the trackers, by their labels.
fn spoken(policy: &Policy) -> impl Iterator<Item = (&str, &Sentence)> {
    let stated = policy.statements.iter().map(|one| (one.label.as_str(), &one.sentence));
    let stored = policy.trackers.iter().map(|one| (one.named.name.as_str(), &one.sentence));
    stated.chain(stored).filter(|(_, sentence)| !sentence.is_damaged)
}

/// What the policy says it does not cover, and in which all of a channel lies.
fn outside(space: &Space, channel: TermId) -> Option<TermId> {
    let header = space.policy.header.as_ref()?;
    let of = |term: TermId| {
        space.slot(Dimension::Channel, &Set::of([What::Term(term)], crate::source::Span::default()))
    };
    let whole = of(channel);
    let is_out = |out: &&TermId| !whole.is_clear() && whole.is_subset(&of(**out));
    header.does_not_cover.iter().find(is_out).copied()
}
