//! One right, notice, deletion or practice of which two statements say different things.

mod parts;

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::thing::{Answered, two_answers};

rule!(pub(crate) RULE, "two-answers", Warning, "two statements of one thing give it two deadlines or legal bases, or call it required and optional");

pub(super) fn one_thing_has_one_answer(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for pair in two_answers(meaning)? {
        let (first, second) = (label_of(policy, pair.first), label_of(policy, pair.second));
        let (message, labels, help) = match pair.what {
            Answered::Deadline | Answered::Length | Answered::Deletion => (
                format!(
                    "`{first}` and `{second}` set two deadlines for one and the same {}",
                    thing(policy.part_sentence(pair.second).verb)
                ),
                ("one deadline", "another deadline"),
                "keep one of the two; if both are meant, say in each what it is about: other data, other persons, another way",
            ),
            Answered::Request => (
                format!(
                    "`{first}` and `{second}` set two deadlines for one and the same deletion on request"
                ),
                ("one deadline", "another deadline"),
                "say the same deadline in both: the right says when people can expect it, the deletion how it is done; if both are meant, say in each of which data",
            ),
            Answered::Necessity => (
                format!("`{first}` and `{second}` call the very same data required and optional"),
                ("said here", "the opposite here"),
                "keep one of the two; if both are meant, say in each for which purpose, or of whom",
            ),
            Answered::Bases => (
                format!("`{first}` and `{second}` rest one and the same processing on different legal bases"),
                ("one basis", "another basis"),
                "name both in one statement if each of them holds; else say in each for which purpose, or whose data",
            ),
        };
        found.push(
            Diagnostic::clash(
                &RULE,
                (span_of(policy, pair.first), labels.0),
                (span_of(policy, pair.second), labels.1),
                message,
            )
            .help(help),
        );
    }
    parts::necessities(meaning, found)?;
    parts::demands(meaning, found)?;
    parts::requests(meaning, found)
}

/// What has a deadline, in a word.
const fn thing(verb: Verb) -> &'static str {
    match verb {
        Verb::Offer => "right",
        Verb::Notify => "notice",
        Verb::Delete => "deletion",
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Retain
        | Verb::Protect
        | Verb::Bind
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => "matter",
    }
}
