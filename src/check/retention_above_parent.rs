//! A special retention that is longer than the general one says.

use std::cmp::Ordering;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Sentence;
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{compare, excepts, nested, schedule};
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "retention-above-parent", Warning, "a special retention is longer than the general one, which does not except it");

pub(super) fn general_retentions_except_longer_ones(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = space.policy;
    let (keepings, _) = schedule(space);
    for (general, special) in nested(&keepings) {
        let (wide, narrow) = (policy.statement(general.statement), policy.statement(special.statement));
        let is_longer = compare(&policy.vocabulary, &special.term, &general.term) == Some(Ordering::Greater);
        if !is_longer
            || excepts(policy, general.statement, special.statement)
            || are_for_other_purposes(space, &wide.sentence, &narrow.sentence)
        {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (wide.sentence.span, "ends earlier for all of it"),
                (narrow.sentence.span, "kept longer"),
                format!("`{}` keeps longer what belongs to the data of `{}`", narrow.label, wide.label),
            )
            .help(format!(
                "add `except as stated in {}` to `{}`, so that nobody relies on the shorter period",
                narrow.label, wide.label
            )),
        );
    }
    Ok(())
}

fn are_for_other_purposes(space: &Space<'_>, one: &Sentence, other: &Sentence) -> bool {
    match (&one.slots.purpose, &other.slots.purpose) {
        (Some(one), Some(other)) => {
            space.slot(Dimension::Purpose, &one.set).is_disjoint(&space.slot(Dimension::Purpose, &other.set))
        }
        _ => false,
    }
}
