//! The findings of a check in the forms of hosts: what `candor check` says, beside the lines of a pull request.
//!
//! How a form is written stands in the file of that form; here stands what a finding is in it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::github::{self, Annotation};
use super::junit::{self, Outcome, Test};
use super::{gitlab, sarif};
use crate::diagnostic::render::{counted, inert};
use crate::diagnostic::rule::{Rule, Severity};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::diff::report::Level;
use crate::gate::finding::fingerprint;
use crate::source::{Sources, Span};

/// What was found, and which of it fails a check.
#[derive(Debug)]
pub struct Findings<'a> {
    /// The files.
    pub sources: &'a Sources,
    /// What was found in them.
    pub diagnostics: &'a Diagnostics,
    /// The mildest grade that fails.
    pub fails: Severity,
    /// The files that were read, by their names: what a report says passed.
    pub files: &'a [String],
}

/// A form for a host.
#[derive(Debug)]
pub struct Form {
    /// What it is called: `sarif`.
    pub name: &'static str,
    render: fn(&Findings<'_>) -> String,
}

/// Every form.
pub static FORMS: &[Form] = &[
    Form { name: "github", render: github },
    Form { name: "sarif", render: sarif },
    Form { name: "gitlab", render: gitlab },
    Form { name: "junit", render: junit },
];

impl Form {
    /// The findings in this form.
    #[must_use]
    pub fn render(&self, findings: &Findings<'_>) -> String {
        (self.render)(findings)
    }
}

/// The form of a name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Form> {
    FORMS.iter().find(|form| form.name == name)
}

/// A finding with what every form needs of it.
struct Found<'a> {
    finding: &'a Diagnostic,
    file: &'a str,
    level: Level,
    fails: bool,
    /// The same for the same finding, wherever its line has gone.
    fingerprint: String,
}

impl<'a> Findings<'a> {
    fn each(&self) -> Vec<Found<'a>> {
        let mut seen: BTreeMap<(&str, &str, &str), usize> = BTreeMap::new();
        let sources = self.sources;
        let found = self.diagnostics.iter().map(|finding| {
            let file = sources.file_of(finding.span()).map_or("", |file| file.name());
            let code = finding.rule.code;
            let nth = seen.entry((code, file, &finding.message)).or_default();
            *nth += 1;
            // Of what is found more than once in the same words, the order tells which is which.
            let fingerprint = match *nth {
                1 => fingerprint(&[code, file, &finding.message]),
                nth => fingerprint(&[code, file, &finding.message, &nth.to_string()]),
            };
            let fails = finding.severity() <= self.fails;
            Found { finding, file, level: level_of(finding.severity()), fails, fingerprint }
        });
        found.collect()
    }
}

impl Found<'_> {
    /// What is wrong, and what to do about it.
    fn words(&self, between: &str) -> String {
        let help = self.finding.help.iter().map(|help| format!("{between}help: {help}"));
        [self.finding.message.clone()].into_iter().chain(help).collect()
    }
}

const fn level_of(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}

fn github(findings: &Findings<'_>) -> String {
    let mut text = github::first(&format!("{}.", counted(findings.diagnostics)));
    let mut found = findings.each();
    // The runner shows ten of each grade, so the gravest come first.
    found.sort_by_key(|one| one.finding.severity());
    for one in found {
        let (start, end) = ends(findings.sources, one.finding.span());
        text.push_str(&github::write(&Annotation {
            command: github::command(one.fails, one.level),
            file: Some(one.file),
            line: Some(start.0),
            end: Some((end.0, start.1, end.1)),
            title: one.finding.rule.code,
            message: &one.words("\n"),
        }));
    }
    text
}

/// Line and column of both ends of a span, from one.
fn ends(sources: &Sources, span: Span) -> ((usize, usize), (usize, usize)) {
    let (start, end) = (sources.position(span), sources.end_position(span));
    ((start.line, start.column), (end.line, end.column))
}

fn sarif(findings: &Findings<'_>) -> String {
    let found = findings.each();
    let rules: BTreeMap<&str, &Rule> =
        found.iter().map(|one| (one.finding.rule.code, one.finding.rule)).collect();
    let rules: Vec<Value> = rules
        .values()
        .map(|rule| sarif::descriptor(rule.code, rule.summary, level_of(rule.severity)))
        .collect();
    let results: Vec<Value> = found.iter().map(|one| result(findings.sources, one)).collect();
    sarif::log(env!("CARGO_PKG_VERSION"), &rules, &results, None)
}

fn result(sources: &Sources, one: &Found<'_>) -> Value {
    let Diagnostic { rule, labels, fix, .. } = one.finding;
    let mut result = json!({
        "ruleId": rule.code,
        "kind": "fail",
        "level": sarif::sarif_level(one.fails, one.level),
        "message": { "text": inert(&one.words("; ")) },
        "partialFingerprints": { "candorFinding/v1": one.fingerprint },
        "locations": [sarif::location(one.file, Some(region(sources, one.finding.span())))],
    });
    let others = labels.iter().filter(|label| !label.is_primary).enumerate();
    let related: Vec<Value> = others
        .map(|(id, label)| {
            let file = sources.file_of(label.span).map_or("", |file| file.name());
            let mut related = sarif::location(file, Some(region(sources, label.span)));
            sarif::set(&mut related, "id", json!(id + 1));
            sarif::set(&mut related, "message", json!({ "text": inert(&label.text) }));
            related
        })
        .collect();
    if !related.is_empty() {
        sarif::set(&mut result, "relatedLocations", json!(related));
    }
    if let Some(fix) = fix {
        let file = sources.file_of(fix.span).map_or("", |file| file.name());
        let replacement =
            json!({ "deletedRegion": region(sources, fix.span), "insertedContent": { "text": fix.text } });
        let change = json!({ "artifactLocation": sarif::artifact(file), "replacements": [replacement] });
        let description = json!({ "text": inert(one.finding.help.as_deref().unwrap_or_default()) });
        sarif::set(
            &mut result,
            "fixes",
            json!([{ "description": description, "artifactChanges": [change] }]),
        );
    }
    result
}

fn region(sources: &Sources, span: Span) -> Value {
    let (start, end) = ends(sources, span);
    json!({ "startLine": start.0, "startColumn": start.1, "endLine": end.0, "endColumn": end.1 })
}

fn gitlab(findings: &Findings<'_>) -> String {
    let issues: Vec<gitlab::Issue> = findings
        .each()
        .iter()
        .map(|one| {
            gitlab::Issue::new(
                (one.finding.rule.code, &one.fingerprint),
                (one.file, findings.sources.position(one.finding.span()).line),
                gitlab::severity_of(one.fails, one.level),
                &one.words("; "),
            )
        })
        .collect();
    gitlab::write(&issues)
}

/// Each file is a suite. One in which nothing was found has a test that passed, so the report is never empty.
fn junit(findings: &Findings<'_>) -> String {
    let found = findings.each();
    let mut tests: Vec<Test> = Vec::new();
    for one in &found {
        let at = findings.sources.position(one.finding.span());
        let body = format!("{}\n{}:{}:{}", one.words("\n"), one.file, at.line, at.column);
        let outcome = match one.fails {
            true => Outcome::Failed { message: one.finding.message.clone(), body },
            false => Outcome::Said(body),
        };
        let name = format!("{} {}", one.finding.rule.code, one.fingerprint);
        tests.push(Test { class: one.file.to_owned(), name, outcome });
    }
    let mut suites: Vec<&str> =
        findings.files.iter().map(String::as_str).chain(found.iter().map(|one| one.file)).collect();
    suites.sort_unstable();
    suites.dedup();
    for suite in suites.iter().filter(|suite| found.iter().all(|one| one.file != **suite)) {
        let name = "nothing found".to_owned();
        tests.push(Test { class: (*suite).to_owned(), name, outcome: Outcome::Passed });
    }
    junit::write(&suites, &tests)
}
