//! The account as a comment on a pull request: the gravest changes in a table, the others folded, all within what a
//! host takes in one comment.

use super::{completeness, duty, ending, home, how_to_acknowledge, remarks, total};
use crate::diagnostic::render::is_active;
use crate::diff::report::{Change, Notice};
use crate::gate::account::{self, Account};

/// A line that nobody sees, by which a program finds its comment again and writes it anew.
pub const MARKER: &str = "<!-- candor-report -->";

/// The most characters of a comment. GitHub takes 65,536; some are left for whoever adds a line.
const BUDGET: usize = 60_000;

/// How many changes are in the table.
const IN_TABLE: usize = 10;

/// The longest title in the table, in characters.
const LONGEST_TITLE: usize = 400;

/// The account as Markdown.
pub(super) fn markdown(account: &Account) -> String {
    let mut text = format!("{MARKER}\n### What this means for the privacy policy\n\n");
    let opening = [Some(total(account)), duty(account), ending(account)];
    for sentence in opening.into_iter().flatten() {
        text.push_str(&escaped(&sentence));
        text.push_str("\n\n");
    }
    let changes = account.changes();
    if !account.findings.is_empty() {
        text.push_str("| the gate itself | |\n| --- | --- |\n");
        for finding in account.findings.iter().take(IN_TABLE) {
            let sign = if finding.stops { "⛔ " } else { "" };
            let (rule, title) = (code(&finding.rule), escaped(&shortened(&finding.title)));
            text.push_str(&format!("| {sign}{rule} | {title} |\n"));
        }
        let n_more = account.findings.len().saturating_sub(IN_TABLE);
        if n_more > 0 {
            text.push_str(&format!("| | and {n_more} more |\n"));
        }
        text.push('\n');
    }
    if !changes.is_empty() {
        text.push_str("| | rule | what changes | tell people |\n| --- | --- | --- | --- |\n");
        for (_, change) in changes.iter().take(IN_TABLE) {
            text.push_str(&row(change));
        }
        text.push('\n');
    }
    let closing = closing(account);
    // What is said about all changes together stands at the end, so its room is kept free.
    let room = BUDGET.saturating_sub(closing.chars().count() + 200);
    let mut used = text.chars().count();
    let mut n_shown = 0;
    let mut details = String::new();
    for (_, change) in &changes {
        let detail = detail(change);
        used += detail.chars().count();
        if used > room {
            break;
        }
        details.push_str(&detail);
        n_shown += 1;
    }
    if n_shown > 0 {
        text.push_str("<details><summary>Each change, with its reasons</summary>\n\n");
        text.push_str(&details);
        text.push_str("</details>\n\n");
    }
    let n_more = changes.len() - n_shown;
    if n_more > 0 {
        text.push_str(&format!("{n_more} more changes are in the full report.\n\n"));
    }
    text.push_str(&closing);
    text
}

fn row(change: &Change) -> String {
    let sign = match (account::stops(change), &change.acknowledged) {
        (true, _) => "⛔",
        (false, Some(_)) => "✔",
        (false, None) => "",
    };
    let notice = change.grade.as_ref().map_or(Notice::None, |grade| grade.notice);
    let title = escaped(&shortened(&change.title));
    format!("| {sign} | {} | {title} | {} |\n", code(&change.rule), notice.word())
}

fn detail(change: &Change) -> String {
    let mut text = format!("**{}**\n", escaped(&change.title));
    let mut item = |words: String| {
        text.push_str("* ");
        text.push_str(&words);
        text.push('\n');
    };
    for remark in remarks(change) {
        item(escaped(&remark));
    }
    if let Some((place, _)) = home(change) {
        let where_it_is = format!("{}:{}", place.file, place.line);
        item(format!("{}: {}", escaped(&where_it_is), escaped(&place.sentence)));
    }
    if let Some(grade) = change.grade.as_ref().filter(|grade| grade.notice > Notice::Log) {
        let grounds: Vec<String> = grade.grounds.iter().map(|ground| escaped(&ground.cites)).collect();
        item(match grounds.is_empty() {
            true => format!("Due: {}.", grade.notice.duty()),
            false => format!("Due: {} ({}).", grade.notice.duty(), grounds.join("; ")),
        });
    }
    if let Some(file) = &change.acknowledged {
        item(format!("Acknowledged in {}.", escaped(file)));
    }
    if let Some(command) = how_to_acknowledge(change) {
        item(format!("To acknowledge it: {}", code(&command)));
    }
    text.push('\n');
    text
}

fn closing(account: &Account) -> String {
    let mut text = String::new();
    if let Some(sentence) = completeness(account) {
        text.push_str(sentence);
        text.push('\n');
    }
    text
}

/// The words of a title, cut where they would fill the table.
fn shortened(text: &str) -> String {
    match text.chars().count() > LONGEST_TITLE {
        true => text.chars().take(LONGEST_TITLE).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

/// A word of the program, as code. No word of the program has a backtick, and one of an author loses it.
fn code(text: &str) -> String {
    let inert: String =
        text.chars().map(|c| if is_active(c) || c == '\n' { '\u{FFFD}' } else { c }).collect();
    format!("`{}`", inert.replace('`', "'").replace('|', "\\|"))
}

/// Words of an author: nothing in them is markup, and nobody is called by them.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' => {
                escaped.push('\\');
                escaped.push(character);
            }
            character if is_active(character) => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}
