//! Derived data that outlive the data from which they come.

use std::cmp::Ordering;

use super::practice::{personal_items, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Set, Verb};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{Keeping, Sense, compare, schedule};
use crate::semantics::space::{Reading, Space};

rule!(pub(crate) RULE, "retention-above-source", Note, "derived data are kept longer than the data from which they come");

pub(super) fn derived_data_do_not_outlive_their_source(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = space.policy;
    let practices = practices(policy);
    let mut derivations = practices.iter().filter(|one| one.permits() && one.is(&[Verb::Derive])).peekable();
    if derivations.peek().is_none() {
        return Ok(());
    }
    let (keepings, _) = schedule(space);
    for derivation in derivations {
        let Some(source) = &derivation.sentence.slots.second else { continue };
        // What no longer tells anything about a person may stay.
        if personal_items(space, derivation.object).is_empty() {
            continue;
        }
        let (ends, limits) =
            (about(space, &keepings, derivation.object), about(space, &keepings, &source.set));
        let longer = |kept: &&&Keeping| {
            let is_longer = |limit: &&Keeping| {
                limit.statement != kept.statement
                    && compare(&policy.vocabulary, &kept.term, &limit.term) == Some(Ordering::Greater)
            };
            !limits.is_empty() && limits.iter().all(is_longer)
        };
        let (Some(kept), Some(limit)) = (ends.iter().find(longer), limits.first()) else { continue };
        let (kept, limit) = (policy.statement(kept.statement), policy.statement(limit.statement));
        found.push(
            Diagnostic::clash(
                &RULE,
                (limit.sentence.span, "the source ends here"),
                (kept.sentence.span, "kept longer"),
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
fn about<'k>(space: &Space<'_>, keepings: &'k [Keeping], set: &Set) -> Vec<&'k Keeping> {
    let data = space.data(set, Reading::Exactly);
    keepings.iter().filter(|one| one.sense == Sense::Kept && data.is_subset(&one.data)).collect()
}
