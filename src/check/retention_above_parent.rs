//! A special retention that is longer than the general one says.

use crate::diagnostic::rule::rule;
use std::cmp::Ordering;

use super::add_exception;
use super::keeping::{Sense, nested, retentions};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::compare;

rule!(pub(crate) RULE, "retention-above-parent", Warning, "a special retention is longer than the general one, which does not except it");

pub(super) fn general_retentions_except_longer_ones(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let vocabulary = &policy.vocabulary;
    for (wide, narrow) in nested(meaning, &retentions(meaning)?)? {
        // Above a general one that is a ceiling, it is an error of its own.
        if wide.sense == Sense::UpTo
            || compare(vocabulary, &narrow.term, &wide.term) != Some(Ordering::Greater)
        {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (wide.span, "ends earlier for all of it"),
                (narrow.span, "kept longer"),
                format!("`{}` keeps longer what belongs to the data of `{}`", narrow.label, wide.label),
            )
            .help(format!(
                "{}, so that nobody relies on the shorter period",
                add_exception(policy, narrow.owner, wide.owner)
            )),
        );
    }
    Ok(())
}
