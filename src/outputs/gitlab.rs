//! Code quality of GitLab: a list of findings, empty when there is none.

use serde::Serialize;

use super::{remarks, spot};
use crate::diagnostic::render::inert;
use crate::diff::report::{Change, Level, Notice};
use crate::gate::account::{self, Account};
use crate::gate::settings;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

/// The account as issues.
pub(super) fn gitlab(account: &Account) -> String {
    let mut issues = Vec::new();
    for finding in &account.findings {
        issues.push(Issue {
            description: inert(&finding.title),
            check_name: finding.rule.clone(),
            fingerprint: finding.fingerprint.clone(),
            severity: if finding.stops { "blocker" } else { severity_of_level(finding.level) },
            location: Location { path: inert(&finding.file), lines: Lines { begin: 1 } },
        });
    }
    for (comparison, change) in account.changes() {
        let mut description = vec![change.title.clone()];
        description.extend(remarks(change));
        // The host drops an issue without a place, so one that has none is shown where the policy is.
        let location = match spot(change) {
            Some((file, line)) => (file.to_owned(), line),
            None if comparison.report.new.source.is_empty() => (settings::FILE.to_owned(), 1),
            None => (comparison.report.new.source.clone(), 1),
        };
        issues.push(Issue {
            description: inert(&description.join(" ")),
            check_name: change.rule.clone(),
            fingerprint: change.fingerprint.clone(),
            severity: severity(change),
            location: Location { path: inert(&location.0), lines: Lines { begin: location.1 } },
        });
    }
    let mut text = serde_json::to_string_pretty(&issues).unwrap_or_default();
    text.push('\n');
    text
}

/// What stops the merge is a blocker, and nothing else is.
fn severity(change: &Change) -> &'static str {
    let notice = change.grade.as_ref().map_or(Notice::None, |grade| grade.notice);
    match (account::stops(change), change.acknowledged.is_some(), notice) {
        (true, ..) => "blocker",
        (false, true, _) => "info",
        (false, false, Notice::Consent | Notice::Advance) => "critical",
        (false, false, Notice::Notify) => "major",
        (false, false, _) => severity_of_level(account::level(change)),
    }
}

const fn severity_of_level(level: Level) -> &'static str {
    match level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    }
}
