//! Data that are kept longer than another statement allows.

use std::cmp::Ordering;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{Sense, compare, schedule};

rule!(pub(crate) RULE, "retention-above-ceiling", Error, "data are kept longer than another statement allows");

pub(super) fn nothing_is_kept_longer_than_allowed(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = space.policy;
    let (keepings, _) = schedule(space);
    for ceiling in keepings.iter().filter(|keeping| keeping.sense == Sense::Ceiling) {
        for keeping in keepings
            .iter()
            .filter(|keeping| keeping.sense != Sense::Ceiling && !keeping.data.is_disjoint(&ceiling.data))
        {
            if compare(&policy.vocabulary, &keeping.term, &ceiling.term) != Some(Ordering::Greater) {
                continue;
            }
            let (limit, kept) = (policy.statement(ceiling.statement), policy.statement(keeping.statement));
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (limit.sentence.span, "never longer than this"),
                    (kept.sentence.span, "kept longer"),
                    format!("`{}` keeps data longer than `{}` allows", kept.label, limit.label),
                )
                .help("shorten the one, raise the other, or leave the data out of one of them with `except`"),
            );
        }
    }
    Ok(())
}
