//! Data that one statement deletes and another keeps without an end, or at least so long.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{End, Sense, excepts, schedule};

rule!(pub(crate) RULE, "deletion-against-retention", Error, "data are to be deleted by one statement and kept by another");

pub(super) fn what_is_deleted_is_not_kept(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = space.policy;
    let (keepings, deletings) = schedule(space);
    for deleting in &deletings {
        // A retention with an end of its own is only cut short by a deletion; one without an end, or with a floor, is denied by it.
        let denied = keepings.iter().filter(|keeping| {
            let is_endless = keeping.term.longests.iter().any(|longest| longest.contains(&End::Never));
            (keeping.sense == Sense::Floor || keeping.sense == Sense::Kept && is_endless)
                && !keeping.data.is_disjoint(&deleting.data)
        });
        for keeping in denied {
            let is_excepted = excepts(policy, deleting.statement, keeping.statement)
                || excepts(policy, keeping.statement, deleting.statement);
            if is_excepted {
                continue;
            }
            let (deletes, keeps) =
                (policy.statement(deleting.statement), policy.statement(keeping.statement));
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (keeps.sentence.span, "kept here"),
                    (deletes.sentence.span, "deleted here"),
                    format!("`{}` deletes what `{}` keeps", deletes.label, keeps.label),
                )
                .help(format!(
                    "add `except as stated in {}` to `{}`, or the other way round",
                    keeps.label, deletes.label
                )),
            );
        }
    }
    Ok(())
}
