//! One side of a comparison: a policy, its text, and where its parts stand.

use super::align::Aligned;
use super::report::{Cause, Edit, Place, Version};
use super::written::Written;
use crate::render::compose::Speaker;
use crate::semantics::Understood;
use crate::semantics::half::Owner;
use crate::source::{Sources, Span};

/// A policy as one side of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it says, in the words and the numbers of its author.
    pub policy: &'a Understood,
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
}

/// What was done to a statement or tracker; none where it says what it said.
///
/// `owner` is of `here`; `other` is the policy of the side `there`.
pub(super) fn edit(
    here: Aligned<'_>,
    there: &Side<'_>,
    other: Aligned<'_>,
    owner: Owner,
    is_new: bool,
) -> Option<Cause> {
    let label = here.label(owner);
    let verb = here.part_sentence(owner).verb;
    let edit = match there.policy.part_named(label).map(|one| there.policy.verb_of(one, verb)) {
        None if is_new => Edit::StatementAdded,
        None => Edit::StatementRemoved,
        Some(counterpart) if Written::of(here, owner) == Written::of(other, counterpart) => return None,
        Some(_) => Edit::StatementChanged,
    };
    Some(Cause { edit, name: label.to_owned() })
}
