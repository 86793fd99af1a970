//! SARIF 2.1.0, for code scanning and other programs that collect findings.

use serde_json::{Value, json};

use super::{Side, home, remarks, spot, summary};
use crate::diagnostic::render::inert;
use crate::diff::report::{Change, Level};
use crate::diff::rule::{ChangeRule, Direction};
use crate::gate::account::{self, Account};
use crate::gate::finding;
use crate::gate::grade;

/// The account as SARIF.
pub(super) fn sarif(account: &Account) -> String {
    let mut results: Vec<Value> = Vec::new();
    for one in &account.findings {
        let mut result = json!({
            "ruleId": one.rule,
            "level": sarif_level(one.stops, one.level),
            "kind": if one.stops { "fail" } else { "informational" },
            "message": { "text": inert(&one.title) },
            "partialFingerprints": { "candorFinding/v1": one.fingerprint },
            "locations": [location(&one.file, None)],
        });
        if !one.stops {
            // Only a failure has a level.
            set(&mut result, "level", json!("none"));
        }
        suppress(&mut result, one.acknowledged.as_deref());
        results.push(result);
    }
    results.extend(account.changes().into_iter().map(|(_, change)| of_change(change)));
    let rules: Vec<Value> = ChangeRule::ALL
        .iter()
        .map(|one| descriptor(one.code(), one.summary(), grade::level(*one)))
        .chain(finding::RULES.iter().map(|one| descriptor(one.code, one.summary, one.level)))
        .collect();
    let commits = account.comparisons.iter().find_map(|one| one.report.new.commit.as_deref());
    log(&account.engine, &rules, &results, commits)
}

/// A log of one run.
pub(super) fn log(engine: &str, rules: &[Value], results: &[Value], commit: Option<&str>) -> String {
    let mut run = json!({
        "tool": { "driver": {
            "name": "Candor",
            "semanticVersion": engine,
            "rules": rules,
        } },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": { "SRCROOT": { "description": { "text": "the folder in which Candor was run" } } },
        "results": results,
    });
    if let Some(commit) = commit {
        set(&mut run, "properties", json!({ "commit": commit }));
    }
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

pub(super) fn set(value: &mut Value, key: &str, to: Value) {
    if let Value::Object(map) = value {
        map.insert(key.to_owned(), to);
    }
}

fn of_change(change: &Change) -> Value {
    let stops = account::stops(change);
    let kind = match (stops, change.direction) {
        (true, _) => "fail",
        (false, Direction::Unknown | Direction::Mixed) => "review",
        (false, _) => "informational",
    };
    let mut words = vec![inert(&change.title)];
    words.extend(remarks(change).iter().map(|remark| inert(remark)));
    let mut result = json!({
        "ruleId": change.rule,
        "kind": kind,
        "level": if stops { sarif_level(true, account::level(change)) } else { "none" },
        "message": { "text": words.join(" ") },
        "partialFingerprints": { "candorChange/v1": change.fingerprint },
        "properties": properties(change),
    });
    if let (Some((place, side)), Some((file, line))) = (home(change), spot(change)) {
        let region = match side {
            Side::New => json!({
                "startLine": place.line,
                "startColumn": place.column,
                "endLine": place.end_line,
                "endColumn": place.end_column,
            }),
            Side::Old => json!({ "startLine": line }),
        };
        set(&mut result, "locations", json!([location(file, Some(region))]));
    }
    let related: Vec<Value> = change
        .old
        .iter()
        .enumerate()
        .map(|(id, place)| {
            let mut related = location(&place.file, None);
            set(&mut related, "id", json!(id + 1));
            let text = format!("line {} of the old version: {}", place.line, place.sentence);
            set(&mut related, "message", json!({ "text": inert(&text) }));
            related
        })
        .collect();
    if !related.is_empty() {
        set(&mut result, "relatedLocations", json!(related));
    }
    suppress(&mut result, change.acknowledged.as_deref());
    result
}

fn properties(change: &Change) -> Value {
    let mut properties = json!({ "direction": change.direction, "marks": change.marks });
    if let Some(grade) = &change.grade {
        set(&mut properties, "notice", json!(grade.notice));
        set(&mut properties, "stops", json!(grade.stops));
        let cites: Vec<&str> = grade.grounds.iter().map(|ground| ground.cites.as_str()).collect();
        set(&mut properties, "grounds", json!(cites));
    }
    properties
}

/// What is acknowledged stays in the list, marked.
fn suppress(result: &mut Value, file: Option<&str>) {
    if let Some(file) = file {
        let justification = format!("acknowledged in {}", inert(file));
        let one = json!({ "kind": "external", "status": "accepted", "justification": justification });
        set(result, "suppressions", json!([one]));
    }
}

/// A place in a file.
pub(super) fn location(file: &str, region: Option<Value>) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(file) });
    if let Some(region) = region {
        set(&mut physical, "region", region);
    }
    json!({ "physicalLocation": physical })
}

/// A file.
pub(super) fn artifact(file: &str) -> Value {
    json!({ "uri": uri(file), "uriBaseId": "SRCROOT" })
}

/// A path as a relative address.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(byte))
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

pub(super) const fn sarif_level(stops: bool, level: Level) -> &'static str {
    match (stops, level) {
        (true, _) | (false, Level::Error) => "error",
        (false, Level::Warning) => "warning",
        (false, Level::Note) => "note",
    }
}

/// A rule, in the list of the tool.
pub(super) fn descriptor(code: &str, text: &str, level: Level) -> Value {
    let text = if text.is_empty() { summary(code) } else { text };
    json!({
        "id": code,
        "shortDescription": { "text": text },
        "help": { "text": format!("candor explain {code}") },
        "defaultConfiguration": { "level": sarif_level(false, level) },
    })
}
