//! The account for a terminal.

use std::fmt::Write as _;

use super::{Side, completeness, duty, ending, home, how_to_acknowledge, remarks, total};
use crate::diagnostic::render::inert;
use crate::diff::report::{Change, Level, Notice, Version};
use crate::diff::rule::Direction;
use crate::gate::account::{self, Account};
use crate::gate::finding::Finding;

/// How it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For files and pipes.
    Plain,
    /// With colours.
    Colour,
}

impl Style {
    fn paint(self, code: &str, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Colour => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

/// The account as text.
#[must_use]
pub fn text(account: &Account, style: Style) -> String {
    let mut text = String::new();
    for comparison in &account.comparisons {
        let (old, new) = (&comparison.report.old, &comparison.report.new);
        let title = if new.title.is_empty() { &old.title } else { &new.title };
        let _ = writeln!(text, "{}", style.paint("1", &inert(title)));
        let _ =
            writeln!(text, "{}", style.paint("2", &inert(&format!("{} → {}", version(old), version(new)))));
    }
    let _ = writeln!(text, "{}", total(account));
    if let Some(duty) = duty(account) {
        let _ = writeln!(text, "{duty}");
    }
    for finding in &account.findings {
        text.push('\n');
        of_finding(&mut text, finding, style);
    }
    for (_, change) in account.changes() {
        text.push('\n');
        of_change(&mut text, change, style);
    }
    let closing: Vec<String> =
        completeness(account).map(str::to_owned).into_iter().chain(ending(account)).collect();
    if !closing.is_empty() {
        text.push('\n');
    }
    for line in closing {
        let _ = writeln!(text, "{line}");
    }
    text
}

/// A version with its commit.
fn version(version: &Version) -> String {
    match &version.commit {
        Some(commit) => format!("{} ({})", version.source, commit.get(..9).unwrap_or(commit)),
        None => version.source.clone(),
    }
}

fn level(level: Level, style: Style) -> String {
    let code = match level {
        Level::Error => "1;31",
        Level::Warning => "1;33",
        Level::Note => "1;36",
    };
    style.paint(code, level.word())
}

const fn sign(direction: Direction) -> char {
    match direction {
        Direction::Widens => '+',
        Direction::Narrows => '-',
        Direction::Unknown | Direction::Mixed => '?',
        Direction::Neutral => '=',
    }
}

fn of_finding(text: &mut String, finding: &Finding, style: Style) {
    let _ = writeln!(text, "! {} {}  {}", level(finding.level, style), finding.rule, inert(&finding.file));
    let _ = writeln!(text, "  {}", style.paint("1", &inert(&finding.title)));
    match (&finding.acknowledged, &finding.help) {
        (Some(file), _) => drop(writeln!(text, "  acknowledged: {}", inert(file))),
        (None, Some(help)) => drop(writeln!(text, "  help: {}", inert(help))),
        (None, None) => {}
    }
    if finding.acknowledged.is_none() && !finding.is_about_acknowledgement() && finding.stops {
        let _ = writeln!(text, "  acknowledge: candor ack {} --reason \"…\"", finding.fingerprint);
    }
}

fn of_change(text: &mut String, change: &Change, style: Style) {
    let stop = if account::stops(change) { "  stops the merge" } else { "" };
    let _ = writeln!(
        text,
        "{} {} {}{stop}",
        sign(change.direction),
        level(account::level(change), style),
        inert(&change.rule)
    );
    let _ = writeln!(text, "  {}", style.paint("1", &inert(&change.title)));
    for remark in remarks(change) {
        let _ = writeln!(text, "  {}", inert(&remark));
    }
    for (name, places) in [("old", &change.old), ("new", &change.new)] {
        for place in places {
            let where_it_is = format!("{}:{}:{}", place.file, place.line, place.column);
            let _ = writeln!(text, "  {name}: {}  {}", inert(&where_it_is), inert(&place.sentence));
        }
    }
    if let Some(grade) = change.grade.as_ref().filter(|grade| grade.notice > Notice::Log) {
        let grounds: Vec<String> =
            grade.grounds.iter().map(|ground| format!("{} ({})", ground.cites, ground.profile)).collect();
        let because = if grounds.is_empty() { String::new() } else { format!(": {}", grounds.join("; ")) };
        let _ = writeln!(text, "  tell people: {}{because}", grade.notice.word());
    }
    if let Some(file) = &change.acknowledged {
        let _ = writeln!(text, "  acknowledged: {}", inert(file));
    }
    if home(change).is_some_and(|(_, side)| side == Side::Old) && change.new.is_empty() {
        let _ = writeln!(text, "  nothing is left of it in the new version");
    }
    if let Some(command) = how_to_acknowledge(change) {
        let _ = writeln!(text, "  acknowledge: {command}");
    }
}
