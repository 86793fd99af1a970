//! Derived data that outlive the data from which they come.

use std::cmp::Ordering;

use super::keeping::{Kept, Sense, retentions};
use super::practice::{personal_items, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Set, Verb};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::compare;
use crate::semantics::space::{Classified, Dimension, Reading};

rule!(pub(crate) RULE, "retention-above-source", Note, "derived data are kept longer than the data from which they come");

pub(super) fn derived_data_do_not_outlive_their_source(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let practices = practices(policy);
    let mut derivations = practices.iter().filter(|one| one.permits() && one.is(&[Verb::Derive])).peekable();
    if derivations.peek().is_none() {
        return Ok(());
    }
    let kept = retentions(meaning)?;
    for derivation in derivations {
        let Some(source) = &derivation.sentence.slots.second else { continue };
        // What no longer tells anything about a person may stay.
        if personal_items(space, derivation.object).is_empty() {
            continue;
        }
        let (ends, limits) = (about(space, &kept, derivation.object), about(space, &kept, &source.set));
        let longer = |one: &&&Kept<'_>| {
            let is_longer = |limit: &&Kept<'_>| {
                limit.owner != one.owner
                    && compare(&policy.vocabulary, &one.term, &limit.term) == Some(Ordering::Greater)
            };
            !limits.is_empty() && limits.iter().all(is_longer)
        };
        let (Some(kept), Some(limit)) = (ends.iter().find(longer), limits.first()) else { continue };
        found.push(
            Diagnostic::clash(
                &RULE,
                (limit.span, "the source ends here"),
                (kept.span, "kept longer"),
                format!(
                    "`{}` keeps what `{}` derives longer than `{}` keeps its source",
                    kept.label, derivation.label, limit.label
                ),
            )
            .with(derivation.span, "derived here")
            .help("end both at the same time, keep it in a form that is no longer personal, or acknowledge this with the reason"),
        );
    }
    Ok(())
}

/// The retentions of all of some data.
fn about<'k, 'm>(space: &Classified, kept: &'k [Kept<'m>], set: &Set) -> Vec<&'k Kept<'m>> {
    let data = space.data(set, Reading::Exactly);
    let class_of = &space.classes(Dimension::Datum).class_of;
    let is_kept = |one: &&Kept<'_>| {
        one.sense != Sense::Floor && data.ones().all(|datum| one.data.contains(class_of[datum]))
    };
    kept.iter().filter(is_kept).collect()
}
