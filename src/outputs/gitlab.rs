//! Code quality of GitLab: a list of findings, empty when there is none.

use serde::Serialize;

use super::{remarks, spot};
use crate::diagnostic::render::inert;
use crate::diff::report::{Change, Level, Notice};
use crate::gate::account::{self, Account};
use crate::gate::settings;

/// A finding, as the host reads it.
#[derive(Serialize)]
pub(super) struct Issue {
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

impl Issue {
    /// What is said of a rule at a line of a file.
    pub(super) fn new(
        (rule, fingerprint): (&str, &str),
        (path, line): (&str, usize),
        severity: &'static str,
        description: &str,
    ) -> Self {
        Self {
            description: inert(description),
            check_name: rule.to_owned(),
            fingerprint: fingerprint.to_owned(),
            severity,
            location: Location { path: inert(path), lines: Lines { begin: line } },
        }
    }
}

/// The list of them.
pub(super) fn write(issues: &[Issue]) -> String {
    let mut text = serde_json::to_string_pretty(issues).unwrap_or_default();
    text.push('\n');
    text
}

/// The account as issues.
pub(super) fn gitlab(account: &Account) -> String {
    let mut issues = Vec::new();
    for finding in &account.findings {
        issues.push(Issue::new(
            (&finding.rule, &finding.fingerprint),
            (&finding.file, 1),
            severity_of(finding.stops, finding.level),
            &finding.title,
        ));
    }
    for (comparison, change) in account.changes() {
        let mut description = vec![change.title.clone()];
        description.extend(remarks(change));
        // The host drops an issue without a place, so one that has none is shown where the policy is.
        let location = match spot(change) {
            Some(spot) => spot,
            None if comparison.report.new.source.is_empty() => (settings::FILE, 1),
            None => (comparison.report.new.source.as_str(), 1),
        };
        issues.push(Issue::new(
            (&change.rule, &change.fingerprint),
            location,
            severity(change),
            &description.join(" "),
        ));
    }
    write(&issues)
}

/// What stops the merge is a blocker, and nothing else is.
fn severity(change: &Change) -> &'static str {
    let notice = change.grade.as_ref().map_or(Notice::None, |grade| grade.notice);
    match (account::stops(change), change.acknowledged.is_some(), notice) {
        (true, ..) => severity_of(true, account::level(change)),
        (false, true, _) => "info",
        (false, false, Notice::Consent | Notice::Advance) => "critical",
        (false, false, Notice::Notify) => "major",
        (false, false, _) => severity_of(false, account::level(change)),
    }
}

/// How grave a finding of that level is, and whether it stops the merge.
pub(super) const fn severity_of(stops: bool, level: Level) -> &'static str {
    match (stops, level) {
        (true, _) => "blocker",
        (false, Level::Error) => "major",
        (false, Level::Warning) => "minor",
        (false, Level::Note) => "info",
    }
}
