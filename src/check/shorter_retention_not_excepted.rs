//! A special retention that is shorter than the general one, which prevails.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{Sense, compare, excepts, nested, schedule};

rule!(pub(crate) RULE, "shorter-retention-not-excepted", Warning, "a special retention is shorter than the general one, which does not except it");

pub(super) fn general_retentions_except_shorter_ones(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = space.policy;
    let (keepings, _) = schedule(space);
    for (general, special) in nested(&keepings).filter(|(_, special)| special.sense == Sense::Kept) {
        let order = compare(&policy.vocabulary, &special.term, &general.term);
        if order != Some(std::cmp::Ordering::Less) || excepts(policy, general.statement, special.statement) {
            continue;
        }
        let (long, short) = (policy.statement(general.statement), policy.statement(special.statement));
        found.push(
            Diagnostic::clash(
                &RULE,
                (long.sentence.span, "keeps the same data longer"),
                (short.sentence.span, "has no effect"),
                format!("`{}` keeps longer what `{}` would keep for a shorter time", long.label, short.label),
            )
            .help(format!("add `except as stated in {}` to `{}`", short.label, long.label)),
        );
    }
    Ok(())
}
