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
    for statement in policy.statements.iter().filter(|one| one.choice.is_some() && !one.sentence.is_damaged) {
        dead_labels(policy, statement, found);
    }
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

/// Reports each statement that an offer of choices names behind `from` although nothing is done in it that could be stopped.
/// Of a section, what is done in it is meant.
fn dead_labels(policy: &Policy, offer: &Statement, found: &mut Diagnostics) {
    // Beside a right that is none, a label can be what that right is about.
    if offer.sentence.modality.is_negative() || !are_choices(policy, offer) {
        return;
    }
    for (label, span) in &offer.sentence.from_labels {
        let Some(named) = policy.statement_of(label) else { continue };
        if !is_dead(named) {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (named.sentence.span, "nothing is done here that could be stopped"),
                (*span, "named here"),
                format!("the choice `{}` cannot stop what `{label}` says", offer.label),
            )
            .help("name the statement that does something with the data; to have them deleted is a right of its own: `offer deletion over …`"),
        );
    }
}

/// Whether nothing is done in a statement that a choice could stop.
pub(super) fn is_dead(named: &Statement) -> bool {
    let sentence = &named.sentence;
    !sentence.is_damaged && (!sentence.verb.is_practice() || sentence.modality.is_negative())
}

/// Whether all rights of an offer are choices.
fn are_choices(policy: &Policy, offer: &Statement) -> bool {
    offer.sentence.object.set.items.iter().all(|item| match item.what {
        What::Term(right) => policy.vocabulary.has_choice(std::iter::once(right)),
        What::Any { .. } => false,
    })
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
