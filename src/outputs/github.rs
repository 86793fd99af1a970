//! Annotations of GitHub: one command on each line, as the runner reads them.
//! Those of a check are [`Annotation`]s as well, and made in `findings.rs`.
//!
//! The runner shows ten errors and ten warnings, so the gravest come first and the first line has the total.

use super::{Side, ending, home, remarks, spot, total};
use crate::diagnostic::render::is_active;
use crate::diff::report::Level;
use crate::gate::account::{self, Account};

/// The account as commands for the runner.
pub(super) fn github(account: &Account) -> String {
    let message = [total(account)].into_iter().chain(ending(account)).collect::<Vec<_>>().join(" ");
    let mut text = first(&message);
    for finding in &account.findings {
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.title),
            None => finding.title.clone(),
        };
        text.push_str(&write(&Annotation {
            command: command(finding.stops, finding.level),
            file: Some(&finding.file),
            line: None,
            end: None,
            title: &finding.rule,
            message: &message,
        }));
    }
    for (_, change) in account.changes() {
        let name = match change.acknowledged {
            Some(_) => "notice",
            None => command(account::stops(change), account::level(change)),
        };
        let mut message = change.title.clone();
        for remark in remarks(change) {
            message.push('\n');
            message.push_str(&remark);
        }
        let mut end = None;
        if let Some((place, side)) = home(change) {
            match side {
                Side::New => end = Some((place.end_line, place.column, place.end_column)),
                Side::Old => {
                    message.push_str(&format!("\nIt stood in line {} of the old version.", place.line));
                }
            }
        }
        if let Some(file) = &change.acknowledged {
            message.push_str(&format!("\nAcknowledged in {file}."));
        }
        let spot = spot(change);
        text.push_str(&write(&Annotation {
            command: name,
            file: spot.map(|(file, _)| file),
            line: spot.map(|(_, line)| line),
            end,
            title: &change.rule,
            message: &message,
        }));
    }
    text
}

/// Something that the runner shows beside a line of a file.
pub(super) struct Annotation<'a> {
    pub(super) command: &'static str,
    pub(super) file: Option<&'a str>,
    pub(super) line: Option<usize>,
    /// The last line, and the columns between which it stands if that is the only one.
    pub(super) end: Option<(usize, usize, usize)>,
    pub(super) title: &'a str,
    pub(super) message: &'a str,
}

/// The first line, which says how much there is.
pub(super) fn first(message: &str) -> String {
    write(&Annotation { command: "notice", file: None, line: None, end: None, title: "Candor", message })
}

/// An annotation as a command.
pub(super) fn write(annotation: &Annotation<'_>) -> String {
    let Annotation { command, file, line, end, title, message } = annotation;
    let mut properties: Vec<(&str, String)> = Vec::new();
    properties.extend(file.map(|file| ("file", property(file))));
    properties.extend(line.map(|line| ("line", line.to_string())));
    if let Some((end_line, column, end_column)) = end {
        properties.push(("endLine", end_line.to_string()));
        // The runner refuses columns where the lines differ.
        if *line == Some(*end_line) {
            properties.push(("col", column.to_string()));
            properties.push(("endColumn", end_column.to_string()));
        }
    }
    properties.push(("title", property(title)));
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={value}")).collect();
    format!("::{command} {}::{}\n", properties.join(","), data(message))
}

/// The command of a finding: what stops the merge is an error, whatever its level.
pub(super) const fn command(stops: bool, level: Level) -> &'static str {
    match (stops, level) {
        (true, _) => "error",
        (false, Level::Error | Level::Warning) => "warning",
        (false, Level::Note) => "notice",
    }
}

/// Text behind a command.
fn data(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            character if is_active(character) => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}

/// A value in a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
