//! A special retention that is shorter than the general one, which prevails.

use crate::diagnostic::rule::rule;
use std::cmp::Ordering;

use super::add_exception;
use super::keeping::{Sense, nested, retentions};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::compare;

rule!(pub(crate) RULE, "shorter-retention-not-excepted", Warning, "a special retention is shorter than the general one, which does not except it");

pub(super) fn general_retentions_except_shorter_ones(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let vocabulary = &policy.vocabulary;
    for (long, short) in nested(meaning, &retentions(meaning)?)? {
        let order = compare(vocabulary, &short.term, &long.term);
        // Of what the general one leaves open, the special one speaks alone.
        if order != Some(Ordering::Less)
            || short.sense == Sense::Floor
            || !meaning.diagrams.is_within(short.left, long.left)?
        {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (long.span, "keeps the same data longer"),
                (short.span, "has no effect"),
                format!("`{}` keeps longer what `{}` would keep for a shorter time", long.label, short.label),
            )
            .help(add_exception(policy, short.owner, long.owner)),
        );
    }
    Ok(())
}
