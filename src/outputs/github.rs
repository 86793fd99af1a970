//! Annotations of GitHub: one command on each line, as the runner reads them.
//!
//! The runner shows ten errors and ten warnings, so the gravest come first and the first line has the total.

use std::fmt::Write as _;

use super::{Side, ending, home, remarks, spot, total};
use crate::diagnostic::render::is_active;
use crate::diff::report::Level;
use crate::gate::account::{self, Account};

/// The account as commands for the runner.
pub(super) fn github(account: &Account) -> String {
    let mut text = String::new();
    let message = [total(account)].into_iter().chain(ending(account)).collect::<Vec<_>>().join(" ");
    let _ = writeln!(text, "::notice title=Candor::{}", data(&message));
    for finding in &account.findings {
        let name = command(finding.stops, finding.level);
        let message = match &finding.help {
            Some(help) => format!("{}\n{help}", finding.title),
            None => finding.title.clone(),
        };
        let (file, title) = (property(&finding.file), property(&finding.rule));
        let _ = writeln!(text, "::{name} file={file},title={title}::{}", data(&message));
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
        let mut properties = String::new();
        if let (Some((place, side)), Some((file, line))) = (home(change), spot(change)) {
            let _ = write!(properties, "file={},line={line}", property(file));
            match side {
                Side::New => {
                    let _ = write!(properties, ",endLine={}", place.end_line);
                    // The runner refuses columns where the lines differ.
                    if place.line == place.end_line {
                        let _ = write!(properties, ",col={},endColumn={}", place.column, place.end_column);
                    }
                }
                Side::Old => {
                    let _ = write!(message, "\nIt stood in line {} of the old version.", place.line);
                }
            }
            properties.push(',');
        }
        if let Some(file) = &change.acknowledged {
            let _ = write!(message, "\nAcknowledged in {file}.");
        }
        let title = property(&change.rule);
        let _ = writeln!(text, "::{name} {properties}title={title}::{}", data(&message));
    }
    text
}

/// The command of a finding: what stops the merge is an error, whatever its level.
const fn command(stops: bool, level: Level) -> &'static str {
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
