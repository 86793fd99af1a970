//! A draft of what to tell the people whom the policy is about, in plain words.
//!
//! It is made from the same changes as the gate's report, so it can leave nothing out and promise nothing else.
//! What only an author can know stands in square brackets.

use crate::diagnostic::render::inert;
use crate::diff::report::{Change, Notice};
use crate::diff::rule::Direction;
use crate::gate::account::{Account, Comparison};

/// The draft, as Markdown that can also be read as plain text.
pub(super) fn notice(account: &Account) -> String {
    // What people know is what was published; what happened in between does not concern them.
    let comparison =
        account.comparisons.iter().find(|one| one.against == "published").or(account.comparisons.first());
    let Some(comparison) = comparison else { return "Nothing was compared.\n".to_owned() };
    let told: Vec<&Change> = comparison.report.changes.iter().filter(|change| is_told(change)).collect();
    let title = inert(&comparison.report.new.title);
    if told.is_empty() {
        return format!(
            "# {title}\n\nWhat we do with your data stays the same.\nYou need not do anything.\n"
        );
    }
    let mut text = format!("# Changes to our policy: {title}\n\n");
    text.push_str(&introduction(account, comparison));
    let sections = [
        ("What we may do from now on, or no longer promise", Direction::Widens),
        ("What we do no longer, or promise from now on", Direction::Narrows),
        ("What else changes for you", Direction::Unknown),
        ("What we say in another way", Direction::Neutral),
    ];
    for (heading, direction) in sections {
        let changes: Vec<&&Change> = told.iter().filter(|change| change.direction == direction).collect();
        if changes.is_empty() {
            continue;
        }
        text.push_str(&format!("## {heading}\n\n"));
        for change in changes {
            text.push_str(&entry(change));
        }
        text.push('\n');
    }
    let notice = told.iter().map(|change| class(change)).max().unwrap_or(Notice::None);
    text.push_str("## What you can do\n\n");
    text.push_str(match notice {
        Notice::Consent => {
            "Before we do anything new with data that we have of you already, we ask you.\n\
             [say how you ask, and that nothing new happens to them without a yes]\n"
        }
        Notice::Advance | Notice::Notify => {
            "[say how people object, withdraw a consent, or close their account]\n"
        }
        Notice::Log | Notice::None => "You need not do anything.\n",
    });
    text
}

fn class(change: &Change) -> Notice {
    change.grade.as_ref().map_or(Notice::None, |grade| grade.notice)
}

/// Whether people are told of a change at all.
fn is_told(change: &Change) -> bool {
    class(change) > Notice::None
}

fn introduction(account: &Account, comparison: &Comparison) -> String {
    let planned = account.acknowledgements.iter().filter_map(|one| one.record.notice.as_ref());
    let latest = planned.map(|plan| plan.effective).max().map(|day| day.to_string());
    let (old, new) = (&comparison.report.old, &comparison.report.new);
    let stated = new.effective.as_deref().filter(|date| old.effective.as_deref() != Some(*date));
    match latest.as_deref().max(stated) {
        Some(date) => format!("These changes take effect on {date}.\n\n"),
        None => "These changes take effect on [the date].\n\n".to_owned(),
    }
}

fn entry(change: &Change) -> String {
    let mut text = format!("* {}\n", inert(&change.title));
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            text.push_str(&format!("  Until now: {}. From now on: {}.\n", inert(before), inert(after)));
        }
        (Some(before), None) => text.push_str(&format!("  Until now: {}.\n", inert(before))),
        (None, Some(after)) => text.push_str(&format!("  From now on: {}.\n", inert(after))),
        (None, None) => {}
    }
    for place in &change.new {
        text.push_str(&format!("  The policy says: “{}”\n", inert(&place.sentence)));
    }
    if change.new.is_empty() {
        for place in &change.old {
            text.push_str(&format!("  The policy said: “{}”\n", inert(&place.sentence)));
        }
    }
    if change.touches_held_data {
        text.push_str("  This also concerns data that we have already.\n");
    }
    text
}
