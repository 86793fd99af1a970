//! A choice of which nobody can tell what it stops.

use super::listed;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Policy, Statement, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::half::is_trackers;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "choice-stops-nothing", Error, "a choice is offered, and nothing says what it stops");

pub(super) fn choices_stop_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for statement in &policy.statements {
        let idle = idle(policy, statement);
        if statement.sentence.is_damaged || idle.is_empty() {
            continue;
        }
        let rights = listed(idle.iter().map(|right| &*policy.vocabulary.term(*right).name));
        found.push(
            Diagnostic::new(
                &RULE,
                statement.sentence.span,
                format!("nothing says what {rights} in `{}` stops", statement.label),
            )
            .at("a choice about what")
            .help("name the statements, trackers or sections that it stops behind `from`, or the purposes behind `for`; or offer a right that says it, such as `opt-out.marketing`"),
        );
    }
    Ok(())
}

/// The choices in an offer that stop nothing.
fn idle(policy: &Policy, statement: &Statement) -> Vec<TermId> {
    let vocabulary = &policy.vocabulary;
    let sentence = &statement.sentence;
    let says_what = !sentence.from_labels.is_empty()
        || sentence.slots.purpose.is_some()
        || sentence.slots.over.as_ref().is_some_and(|over| is_trackers(policy, over));
    if statement.choice.is_none() || says_what {
        return Vec::new();
    }
    // A name for a list is nothing besides the list.
    let rights = sentence.object.set.items.iter().flat_map(|item| match item.what {
        What::Term(right) => vocabulary.meant(right),
        What::Any { .. } => Vec::new(),
    });
    rights
        .filter(|right| {
            vocabulary.has_choice(std::iter::once(*right)) && vocabulary.stops_of(*right).is_none()
        })
        .collect()
}
