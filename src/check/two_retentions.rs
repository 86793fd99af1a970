//! The very same data, kept for two lengths of time.

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::thing::{Answered, two_retentions};

rule!(pub(crate) RULE, "two-retentions", Error, "the very same data are kept for two lengths of time");

pub(super) fn data_are_kept_for_one_time(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for pair in two_retentions(meaning)? {
        let (first, second) = (label_of(policy, pair.first), label_of(policy, pair.second));
        let message = match pair.what {
            Answered::Deletion => {
                format!("`{first}` and `{second}` keep and delete the very same data after different times")
            }
            Answered::Length
            | Answered::Deadline
            | Answered::Request
            | Answered::Necessity
            | Answered::Bases => {
                format!("`{first}` and `{second}` keep the very same data for different times")
            }
        };
        found.push(
            Diagnostic::clash(
                &RULE,
                (span_of(policy, pair.first), "one time"),
                (span_of(policy, pair.second), "another time"),
                message,
            )
            .help("keep one of the two; if both are meant, say in each what it is about: other data, a purpose, or whose data they are"),
        );
    }
    Ok(())
}
