//! One side of a comparison: a policy, its text, and where its parts stand.

use std::sync::Arc;

use super::report::{Cause, Edit, Place, Version};
use super::written::Written;
use crate::model::Policy;
use crate::render::compose::Speaker;
use crate::semantics::half::Owner;
use crate::source::{Sources, Span};

/// A policy as one side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it says.
    pub policy: &'a Arc<Policy>,
    /// The text in which its parts stand.
    pub sources: &'a Sources,
    /// Where it came from.
    pub version: &'a Version,
}

impl Side<'_> {
    /// Where a statement or a tracker stands, and what the reader of the page sees.
    pub(super) fn place(&self, speaker: &Speaker<'_>, owner: Owner) -> Place {
        match owner {
            Owner::Statement(id) => {
                let statement = self.policy.statement(id);
                let sentence = speaker.statement(id);
                self.place_of(&statement.label, statement.label_span.to(statement.span), &sentence)
            }
            Owner::Tracker(id) => {
                let tracker = &self.policy.trackers[id.index()];
                self.place_of(&tracker.named.name, tracker.named.span, &tracker.label)
            }
        }
    }

    /// A part of the policy with its name.
    pub(super) fn place_of(&self, label: &str, span: Span, sentence: &str) -> Place {
        let (start, end) = (self.sources.position(span), self.sources.end_position(span));
        Place {
            label: label.to_owned(),
            file: self.sources.file_name(span).to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            sentence: sentence.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    }

    /// The statement or tracker of a label.
    pub(super) fn owner_of(&self, label: &str) -> Option<Owner> {
        let statement = self.policy.statement_of(label).map(|statement| Owner::Statement(statement.id));
        let tracker = || {
            let place = self.policy.trackers.iter().position(|tracker| tracker.named.name == label);
            place.map(|place| Owner::Tracker(crate::model::TrackerId::at(place)))
        };
        statement.or_else(tracker)
    }
}

/// What was done to a statement or tracker; none where it says what it said.
///
/// `here` and `there` are the aligned policies, `owner` is of `here`.
pub(super) fn edit(
    here: &Policy,
    there: &Side<'_>,
    other: &Policy,
    owner: Owner,
    is_new: bool,
) -> Option<Cause> {
    let label = match owner {
        Owner::Statement(id) => &here.statement(id).label,
        Owner::Tracker(id) => &here.trackers[id.index()].named.name,
    };
    let edit = match there.owner_of(label) {
        None if is_new => Edit::StatementAdded,
        None => Edit::StatementRemoved,
        Some(counterpart) if Written::of(here, owner) == Written::of(other, counterpart) => return None,
        Some(_) => Edit::StatementChanged,
    };
    Some(Cause { edit, name: label.clone() })
}
