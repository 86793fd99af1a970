//! What came out of a comparison, in every form in which somebody wants to read it; and the findings of a check, in the
//! forms of hosts.
//!
//! All forms are made from one [`Account`], so that what stops a merge in one of them stops it in all of them.
//! No form decides anything. Each has a way of its own to keep apart what it says and what an author wrote.

pub mod explain;
pub mod findings;
mod github;
mod gitlab;
pub mod html;
mod json;
mod junit;
mod markdown;
mod notice;
mod sarif;
pub mod text;

use crate::diff::report::{Change, Notice, Place};
use crate::diff::rule::{self, Direction};
use crate::gate::Account;
use crate::gate::account;
use crate::render::docx;
use crate::render::page::Page;

pub use json::schema;
pub use markdown::MARKER;

/// A form of the account.
#[derive(Debug)]
pub struct Output {
    /// What it is called: `sarif`.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    form: Form,
}

/// How a form is made, and whether it is text.
#[derive(Debug)]
enum Form {
    Text(fn(&Subject<'_>) -> String),
    Bytes(fn(&Subject<'_>) -> Vec<u8>),
}

/// What is shown: the account, and both policies where a form shows them.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Everything that was compared, found and decided.
    pub account: &'a Account,
    /// For each comparison, both policies as they are published.
    pub pages: &'a [Pages],
}

/// Both policies of a comparison, as they are published.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// The old one.
    pub old: Page,
    /// The new one.
    pub new: Page,
}

/// Every form.
pub static OUTPUTS: &[Output] = &[
    Output {
        name: "text",
        about: "for a terminal",
        form: Form::Text(|it| text::text(it.account, text::Style::Plain)),
    },
    Output { name: "json", about: "everything, for programs", form: Form::Text(|it| json::json(it.account)) },
    Output {
        name: "md",
        about: "a comment on a pull request",
        form: Form::Text(|it| markdown::markdown(it.account)),
    },
    Output { name: "html", about: "both policies side by side, in one file", form: Form::Text(html::html) },
    Output {
        name: "docx",
        about: "the pages as a document of Word, with tracked changes",
        form: Form::Bytes(|it| docx::redline(it.pages.iter().map(|pages| (&pages.old, &pages.new)))),
    },
    Output {
        name: "github",
        about: "annotations of GitHub",
        form: Form::Text(|it| github::github(it.account)),
    },
    Output {
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning",
        form: Form::Text(|it| sarif::sarif(it.account)),
    },
    Output {
        name: "gitlab",
        about: "code quality of GitLab",
        form: Form::Text(|it| gitlab::gitlab(it.account)),
    },
    Output { name: "junit", about: "a test report", form: Form::Text(|it| junit::junit(it.account)) },
    Output {
        name: "notice",
        about: "a draft of what to tell people",
        form: Form::Text(|it| notice::notice(it.account)),
    },
];

impl Output {
    /// The account in this form.
    #[must_use]
    pub fn render(&self, subject: &Subject<'_>) -> Vec<u8> {
        match self.form {
            Form::Text(form) => form(subject).into_bytes(),
            Form::Bytes(form) => form(subject),
        }
    }

    /// Whether a person can read it as it is.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.form, Form::Text(_))
    }

    /// Whether it shows both policies.
    #[must_use]
    pub fn shows_pages(&self) -> bool {
        matches!(self.name, "html" | "docx")
    }
}

/// The form of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Output> {
    OUTPUTS.iter().find(|output| output.name == name)
}

/// In whose favour a change is, for a person.
const fn favour(direction: Direction) -> &'static str {
    match direction {
        Direction::Widens => "in favour of the company",
        Direction::Narrows => "in favour of people",
        Direction::Unknown => "of which nobody can say in whose favour it is",
        Direction::Mixed => "partly in favour of the company, partly of people",
        Direction::Neutral => "in nobody's favour",
    }
}

/// How many changes there are, in a sentence.
fn total(account: &Account) -> String {
    let counts = &account.counts;
    if counts.changes == 0 {
        return "The policy means the same as before.".to_owned();
    }
    let parts = [
        (counts.widens, Direction::Widens),
        (counts.narrows, Direction::Narrows),
        (counts.unknown, Direction::Unknown),
        (counts.neutral, Direction::Neutral),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, direction)| format!("{n} {}", favour(direction)))
        .collect();
    let noun = if counts.changes == 1 { "change" } else { "changes" };
    format!("{} {noun}: {}.", counts.changes, parts.join(", "))
}

/// How the gate ends, in a sentence; nothing where changes are only shown.
fn ending(account: &Account) -> Option<String> {
    let verdict = account.verdict?;
    let meaning = verdict.meaning();
    let mut letters = meaning.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let n = match account.counts.stops {
        0 => String::new(),
        1 => " (1 finding)".to_owned(),
        n => format!(" ({n} findings)"),
    };
    Some(format!("{first}{}{n}.", letters.as_str()))
}

/// What people have to be told, in a sentence; nothing where nobody has to be told.
fn duty(account: &Account) -> Option<String> {
    (account.notice > Notice::None).then(|| format!("What is due: {}.", account.notice.duty()))
}

/// That there is nothing else, where that was checked.
fn completeness(account: &Account) -> Option<&'static str> {
    (account.is_complete() && !account.comparisons.is_empty()).then_some(match account.counts.changes {
        0 => "Nothing changed in meaning.",
        _ => "Nothing else changed in meaning.",
    })
}

/// What the rule of a change says.
fn summary(code: &str) -> &'static str {
    rule::find(code).map_or("the policy changed", |rule| rule.summary())
}

/// Where a change is shown: its first place in the new policy, or in the old one where nothing is left of it.
fn home(change: &Change) -> Option<(&Place, Side)> {
    change
        .new
        .first()
        .map(|place| (place, Side::New))
        .or_else(|| change.old.first().map(|place| (place, Side::Old)))
}

/// Which version a place is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Old,
    New,
}

/// The file and the line of the new version at which a change is shown. What is gone is shown behind what stood before it,
/// or else where its file begins.
fn spot(change: &Change) -> Option<(&str, usize)> {
    let (place, side) = home(change)?;
    Some(match (side, &change.behind) {
        (Side::New, _) => (&place.file, place.line),
        (Side::Old, Some(behind)) => (&behind.file, behind.end_line),
        (Side::Old, None) => (&place.file, 1),
    })
}

/// A value with a full stop behind it; a whole sentence has its own.
fn stopped(value: &str) -> String {
    let is_whole = value.ends_with(['.', '!', '?', '”']);
    if is_whole { value.to_owned() } else { format!("{value}.") }
}

/// What is said about a change in one line, behind its title.
fn remarks(change: &Change) -> Vec<String> {
    let mut remarks = Vec::new();
    match (&change.before, &change.after) {
        // A date that stayed as it was is told by the title.
        (Some(before), Some(after)) if before == after => {}
        (Some(before), Some(after)) => {
            remarks.push(format!("Before: {} After: {}", stopped(before), stopped(after)));
        }
        (Some(before), None) => remarks.push(format!("Before: {}", stopped(before))),
        (None, Some(after)) => remarks.push(format!("After: {}", stopped(after))),
        (None, None) => {}
    }
    if let Some(example) = &change.example {
        remarks.push(format!("For example: {example}"));
    }
    if !change.marks.is_empty() {
        let marks: Vec<&str> = change.marks.iter().map(|mark| words_of_mark(mark)).collect();
        remarks.push(format!("It is about {}.", marks.join(", ")));
    }
    if change.touches_held_data {
        remarks.push("It also touches data that are held already.".to_owned());
    }
    remarks
}

/// What a mark says to a person.
fn words_of_mark(mark: &str) -> &str {
    match mark {
        "sensitive-data" => "sensitive data",
        "children" => "children",
        "sale" => "a sale of data",
        "training" => "the training of models",
        "automated-decision" => "decisions by machines",
        "was-prohibited" => "something that was ruled out",
        "rested-on-consent" => "something that rested on consent",
        other => other,
    }
}

/// How a change is to be waved through.
fn how_to_acknowledge(change: &Change) -> Option<String> {
    account::stops(change).then(|| format!("candor ack {} --reason \"…\"", change.fingerprint))
}
