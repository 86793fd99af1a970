//! A promise of which everything is promised elsewhere.

use super::{joined_with, label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::thing::redundant;

rule!(pub(crate) RULE, "redundant-promise", Note, "everything that a statement rules out is ruled out by another");

pub(super) fn promises_add_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let all = redundant(meaning)?;
    for one in &all {
        // A statement with several verbs adds nothing only where none of them does.
        let is_redundant = |verb: &Owner| all.iter().any(|other| other.promise == *verb);
        if !joined_with(policy, one.promise).iter().all(is_redundant) {
            continue;
        }
        let (promise, wider) = (label_of(policy, one.promise), label_of(policy, one.wider));
        found.push(
            Diagnostic::clash(
                &RULE,
                (span_of(policy, one.wider), "says all of it"),
                (span_of(policy, one.promise), "adds nothing"),
                format!("everything that `{promise}` rules out is ruled out by `{wider}`"),
            )
            .help(format!("take `{promise}` out, or narrow `{wider}` if it was not meant to say so much")),
        );
    }
    Ok(())
}
