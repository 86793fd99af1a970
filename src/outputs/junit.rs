//! A test report: each rule of change is a test. A rule without a change passes, so the report is never empty.

use std::fmt::Write as _;

use super::{home, remarks};
use crate::diff::report::Change;
use crate::diff::rule::{self, ChangeRule, Part};
use crate::gate::account::{self, Account};
use crate::gate::finding;

/// A test of the report.
pub(super) struct Test {
    /// The suite in which it stands.
    pub(super) class: String,
    pub(super) name: String,
    pub(super) outcome: Outcome,
}

pub(super) enum Outcome {
    Passed,
    /// Why it is no failure although something was found.
    Skipped(String),
    Failed {
        message: String,
        body: String,
    },
    /// Something was found that stops nothing.
    Said(String),
}

/// The account as a test report.
pub(super) fn junit(account: &Account) -> String {
    let mut tests: Vec<Test> = Vec::new();
    let changes = account.changes();
    for rule in ChangeRule::ALL {
        let class = rule.part().word();
        let found: Vec<&Change> =
            changes.iter().map(|(_, change)| *change).filter(|change| change.rule == rule.code()).collect();
        if found.is_empty() {
            tests.push(Test {
                class: class.to_owned(),
                name: rule.code().to_owned(),
                outcome: Outcome::Passed,
            });
        }
        tests.extend(found.into_iter().map(|change| of_change(class, change)));
    }
    // A rule that this list does not know must not get lost.
    let unknown =
        changes.iter().map(|(_, change)| *change).filter(|change| rule::find(&change.rule).is_none());
    tests.extend(unknown.map(|change| of_change("words", change)));
    for rule in finding::RULES {
        let found: Vec<_> = account.findings.iter().filter(|finding| finding.rule == rule.code).collect();
        if found.is_empty() {
            let (class, name) = ("gate".to_owned(), rule.code.to_owned());
            tests.push(Test { class, name, outcome: Outcome::Passed });
        }
        for one in found {
            let name = format!("{} {}", one.rule, one.fingerprint);
            let outcome = match (one.stops, &one.acknowledged) {
                (true, _) => Outcome::Failed {
                    message: one.title.clone(),
                    body: format!("{}\n{}", one.file, one.help.clone().unwrap_or_default()),
                },
                (false, Some(file)) => Outcome::Skipped(format!("acknowledged in {file}")),
                (false, None) => Outcome::Said(one.title.clone()),
            };
            tests.push(Test { class: "gate".to_owned(), name, outcome });
        }
    }
    write(&suites().collect::<Vec<_>>(), &tests)
}

/// The suites: one for each part of a policy, and one for the gate itself.
fn suites() -> impl Iterator<Item = &'static str> {
    Part::ALL.into_iter().map(Part::word).chain(["gate"])
}

fn of_change(class: &'static str, change: &Change) -> Test {
    let name = format!("{} {}", change.rule, change.fingerprint);
    let mut body = remarks(change).join("\n");
    if let Some((place, _)) = home(change) {
        let _ = write!(body, "\n{}:{}: {}", place.file, place.line, place.sentence);
    }
    let outcome = match (account::stops(change), &change.acknowledged) {
        (true, _) => Outcome::Failed { message: change.title.clone(), body },
        (false, Some(file)) => Outcome::Skipped(format!("acknowledged in {file}: {}", change.title)),
        (false, None) => Outcome::Said(format!("{}\n{body}", change.title)),
    };
    Test { class: class.to_owned(), name, outcome }
}

/// The report, with a suite for each of these names.
pub(super) fn write(suites: &[&str], tests: &[Test]) -> String {
    let n = |tests: &[&Test]| {
        let failed = tests.iter().filter(|test| matches!(test.outcome, Outcome::Failed { .. })).count();
        let skipped = tests.iter().filter(|test| matches!(test.outcome, Outcome::Skipped(_))).count();
        format!("tests=\"{}\" failures=\"{failed}\" errors=\"0\" skipped=\"{skipped}\"", tests.len())
    };
    let all: Vec<&Test> = tests.iter().collect();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = writeln!(text, "<testsuites name=\"candor\" {}>", n(&all));
    for suite in suites {
        let tests: Vec<&Test> = tests.iter().filter(|test| test.class == *suite).collect();
        let suite = escaped(suite);
        let _ = writeln!(text, "  <testsuite name=\"{suite}\" {}>", n(&tests));
        for test in tests {
            let head = format!("    <testcase classname=\"{suite}\" name=\"{}\"", escaped(&test.name));
            let _ = match &test.outcome {
                Outcome::Passed => writeln!(text, "{head}/>"),
                Outcome::Skipped(why) => {
                    writeln!(text, "{head}>\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(why))
                }
                Outcome::Failed { message, body } => writeln!(
                    text,
                    "{head}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                    escaped(message),
                    escaped(body)
                ),
                Outcome::Said(words) => writeln!(
                    text,
                    "{head}>\n      <system-out>{}</system-out>\n    </testcase>",
                    escaped(words)
                ),
            };
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// Text for XML: nothing of it is markup, and what XML cannot hold at all is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            '\t' => escaped.push_str("&#9;"),
            '\u{FFFE}' | '\u{FFFF}' => escaped.push('\u{FFFD}'),
            character if crate::diagnostic::render::is_active(character) => escaped.push('\u{FFFD}'),
            character => escaped.push(character),
        }
    }
    escaped
}
