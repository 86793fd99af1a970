//! What the help of a finding spells out, done by the program; and findings in the forms of hosts.

use std::collections::BTreeSet;

use candor::diagnostic::repair::{self, Draft};
use candor::diagnostic::rule::Severity;
use candor::diagnostic::{Diagnostics, Fix};
use candor::outputs::findings::{FORMS, Findings, find};
use candor::parse::parse;
use candor::source::Sources;
use serde_json::Value;

use crate::fixture::{self, Fixture};
use crate::outputs::{is_test_report, schema};

/// A text as the program reads it: the sources, what is wrong with its spelling, and with what it says.
fn read(text: &str) -> (Sources, Diagnostics, Diagnostics) {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("case.candor", text.to_owned());
    let (document, spelling) = parse(&sources, file);
    let (_, meaning) = candor::analyse(&[document]);
    (sources, spelling, meaning)
}

/// The edits that are due in a text, and where it begins among the sources.
fn due(text: &str) -> (u32, Vec<(&'static str, Fix)>) {
    let (sources, spelling, meaning) = read(text);
    let base = sources.files().last().expect("the text is there").base();
    let due = repair::mendable(&spelling, &meaning);
    (base, due.into_iter().map(|(finding, fix)| (finding.rule.code, fix.clone())).collect())
}

/// A text in which everything is corrected that can be.
fn corrected(text: &str) -> Draft {
    let mut draft = Draft::new(text);
    for _ in 0..100 {
        let (base, fixes) = due(draft.text());
        if draft.apply(base, fixes) == 0 {
            return draft;
        }
    }
    panic!("no end: {}", draft.text());
}

fn n_errors(text: &str) -> usize {
    let (_, spelling, meaning) = read(text);
    let errors = spelling.iter().chain(&meaning).filter(|one| one.severity() == Severity::Error);
    errors.count()
}

/// The policies with faults, and those of the book's examples with one slip each.
fn faulty() -> Vec<(String, String)> {
    let cases = fixture::files("tests/rejects", ".candor");
    let mut texts: Vec<(String, String)> =
        cases.iter().map(|path| (fixture::shown(path), Fixture::of(&fixture::read(path)).text)).collect();
    let good = fixture::read(&fixture::root().join(fixture::NEWSLETTER[0]));
    let slips = [
        ("contact.email", "contact.emial"),
        ("contact.email", "contact_email"),
        ("we ", "We "),
        ("collect", "colect"),
        ("we disclose", "we share"),
        ("we retain", "we keep"),
        ("effective ", "effective: "),
        ("for ", "for the "),
        (":\n        we", ";\n        we"),
        ("based on", "basde on"),
        ("language", "langauge"),
        ("section", "sectoin"),
    ];
    for (right, wrong) in slips.iter().filter(|(right, _)| good.contains(right)) {
        texts.push((format!("{right} → {wrong}"), good.replacen(right, wrong, 1)));
        texts.push((format!("every {right} → {wrong}"), good.replace(right, wrong)));
    }
    texts
}

/// What an author wrote for colleagues: no edit touches it.
fn comments(text: &str) -> Vec<String> {
    // Before the strokes of an address stands a colon.
    let comment = |line: &str| match line.starts_with("//") {
        true => Some(line.to_owned()),
        false => line.split_once(" //").map(|(_, said)| said.to_owned()),
    };
    text.lines().filter_map(comment).map(|said| said.trim_end().to_owned()).collect()
}

#[test]
fn what_is_corrected_is_right_and_nothing_else_is_touched() {
    let mut failures = Vec::new();
    let mut n_edits = 0;
    for (name, text) in faulty() {
        let draft = corrected(&text);
        n_edits += draft.edits().len();
        if draft.edits().is_empty() {
            continue;
        }
        let (before, after) = (n_errors(&text), n_errors(draft.text()));
        if after > before {
            failures.push(format!("{name}: {before} errors before, {after} after\n{}", draft.text()));
        }
        if comments(draft.text()) != comments(&text) {
            failures.push(format!("{name}: a comment is another"));
        }
        if corrected(draft.text()).text() != draft.text() {
            failures.push(format!("{name}: a second time changes more"));
        }
        for edit in draft.edits() {
            let there = draft.text().get(edit.at.clone());
            // A later pass can have corrected a part of it once more.
            if there.is_none() {
                failures.push(format!("{name}: {edit:?} is not in the text"));
            }
        }
    }
    fixture::report(&failures);
    assert!(n_edits > 60, "{n_edits}");
}

#[test]
fn one_slip_in_a_good_policy_is_taken_back() {
    let good = fixture::read(&fixture::root().join(fixture::NEWSLETTER[0]));
    let mut failures = Vec::new();
    for (right, wrong) in [
        ("contact.email", "contact.emial"),
        ("we collect", "we colect"),
        ("effective ", "effective: "),
        ("language", "langauge"),
        ("section ", "sectoin "),
        ("marketing.newsletter", "marketing.newsleter"),
        ("controller", "contoller"),
    ] {
        let slipped = good.replacen(right, wrong, 1);
        if slipped != good && corrected(&slipped).text().replace("  ", " ") != good.replace("  ", " ") {
            failures.push(format!("{wrong}: {}", corrected(&slipped).text()));
        }
    }
    fixture::report(&failures);
}

/// The edit of a finding is what its help says.
#[test]
fn a_fix_is_the_suggestion_of_the_message() {
    let mut failures = Vec::new();
    for (name, text) in faulty() {
        let (_, spelling, meaning) = read(&text);
        for finding in spelling.iter().chain(&meaning) {
            let Some(fix) = &finding.fix else { continue };
            let help = finding.help.as_deref().unwrap_or_default();
            let told = fix.text.trim().trim_end_matches(':');
            let is_told = help.contains(told) || told.starts_with('"') && help.contains("before and after");
            if !is_told {
                failures.push(format!("{name}: `{}` is not in: {help}", fix.text));
            }
        }
    }
    fixture::report(&failures);
}

#[test]
fn findings_follow_the_schemas_of_hosts() {
    let (sarif, gitlab) = (
        schema(include_str!("../outputs/sarif.schema.json")),
        schema(include_str!("../outputs/gitlab.schema.json")),
    );
    let standard = std::env::var("CANDOR_SARIF_SCHEMA").ok();
    let standard = standard.map(|path| schema(&fixture::read(std::path::Path::new(&path))));
    let mut texts = faulty();
    texts.push((
        "hostile".to_owned(),
        "policy \u{202e}x \"100 % ::error:: ]]> <script>\" {\n  a,b:c\n}\n".to_owned(),
    ));
    texts.push(("nothing".to_owned(), String::new()));
    for (name, text) in texts {
        let (sources, mut diagnostics, meaning) = read(&text);
        diagnostics.extend(meaning);
        diagnostics.sort();
        let files = ["case.candor".to_owned()];
        let findings =
            Findings { sources: &sources, diagnostics: &diagnostics, fails: Severity::Error, files: &files };
        let text = |form: &str| find(form).expect("there is such a form").render(&findings);
        let json = |form: &str| serde_json::from_str::<Value>(&text(form)).expect("it is JSON");
        let faults = |schema: &jsonschema::Validator, value: &Value| {
            schema
                .iter_errors(value)
                .map(|fault| format!("{}: {fault}", fault.instance_path()))
                .collect::<Vec<_>>()
        };
        let (log, issues) = (json("sarif"), json("gitlab"));
        assert_eq!(faults(&sarif, &log), [""; 0], "{name}");
        assert_eq!(faults(&gitlab, &issues), [""; 0], "{name}");
        if let Some(standard) = &standard {
            assert_eq!(faults(standard, &log), [""; 0], "{name}");
        }
        is_test_report(&text("junit"));
        let n_errors = diagnostics.iter().filter(|one| one.severity() == Severity::Error).count();
        let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        let n_of = |level: &str| results.iter().filter(|one| one["level"] == level).count();
        let github = text("github");
        assert_eq!((results.len(), n_of("error")), (diagnostics.len(), n_errors), "{name}");
        assert_eq!(github.lines().count(), diagnostics.len() + 1, "{name}");
        assert_eq!(github.lines().filter(|line| line.starts_with("::error ")).count(), n_errors, "{name}");
        let prints: BTreeSet<&str> =
            issues.as_array().into_iter().flatten().filter_map(|one| one["fingerprint"].as_str()).collect();
        assert_eq!(prints.len(), diagnostics.len(), "{name}");
        for form in FORMS {
            assert!(!text(form.name).contains('\u{202e}'), "{} of {name}", form.name);
        }
    }
}
