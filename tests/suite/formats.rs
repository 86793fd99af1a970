//! `tests/format/CASE.candor` and `CASE.formatted.candor`: before and after.

use std::collections::BTreeMap;

use candor::ast::Item;
use candor::format::{Refusal, format};
use candor::parse::parse;
use candor::source::{FileId, Sources};

use crate::fixture;

/// Lays out a file; a recipient that the file declares is plural if the file says so.
pub(crate) fn formatted(sources: &Sources, file: FileId) -> Result<String, Refusal> {
    let (document, _) = parse(sources, file);
    let recipients: BTreeMap<String, bool> = document
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Declaration(term) if term.kind.text == "recipient" => {
                Some((term.name.text.clone(), term.traits.iter().any(|trait_| trait_.text == "plural")))
            }
            _ => None,
        })
        .collect();
    format(sources, file, &|name| recipients.get(name).copied())
}

#[test]
fn a_policy_is_laid_out_as_it_should_be() {
    let mut failures = Vec::new();
    for path in fixture::files("tests/format", ".candor") {
        let name = fixture::shown(&path);
        if name.ends_with(".formatted.candor") {
            continue;
        }
        let (sources, file) = fixture::sole(&name, &fixture::read(&path));
        match formatted(&sources, file) {
            Ok(text) => {
                fixture::expect_file(&path.with_extension("formatted.candor"), &text, &mut failures);
                let (sources, file) = fixture::sole(&name, &text);
                if formatted(&sources, file).ok().as_ref() != Some(&text) {
                    failures.push(format!("{name}: the second layout differs from the first"));
                }
            }
            Err(refusal) => failures.push(format!("{name}: {refusal}")),
        }
    }
    fixture::report(&failures);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_make_no_difference() {
    for path in fixture::files("tests/format", ".formatted.candor") {
        let text = fixture::read(&path);
        let (sources, file) =
            fixture::sole("windows.candor", &format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
        assert_eq!(formatted(&sources, file).expect("it can be laid out"), text, "{}", fixture::shown(&path));
    }
}

#[test]
fn a_file_with_faults_is_refused_with_its_faults() {
    for path in fixture::files("tests/rejects", ".candor") {
        let text = fixture::Fixture::of(&fixture::read(&path)).text;
        let (sources, file) = fixture::sole("faulty.candor", &text);
        let (_, faults) = parse(&sources, file);
        if !faults.has_errors() {
            continue;
        }
        match formatted(&sources, file) {
            Err(Refusal::Faulty(told)) => assert_eq!(told.len(), faults.len()),
            other => panic!("{}: {other:?}", fixture::shown(&path)),
        }
    }
}

/// What a reader sees first is laid out as Candor would lay it out.
#[test]
fn the_examples_and_the_vocabulary_are_laid_out() {
    let mut failures = Vec::new();
    for path in ["examples", "stdlib"].iter().flat_map(|folder| fixture::files(folder, ".candor")) {
        let name = fixture::shown(&path);
        let (sources, file) = fixture::sole(&name, &fixture::read(&path));
        match formatted(&sources, file) {
            Ok(text) => fixture::expect_file(&path, &text, &mut failures),
            Err(refusal) => failures.push(format!("{name}: {refusal}")),
        }
    }
    fixture::report(&failures);
}

/// Layout never depends on what it is asked to lay out beyond these: lines that end clean, one line break at the end.
#[test]
fn no_line_ends_in_a_blank_and_the_file_ends_in_one_line_break() {
    for path in ["examples", "stdlib", "tests/format", "tests/accepts"]
        .iter()
        .flat_map(|folder| fixture::files(folder, ".candor"))
    {
        let name = fixture::shown(&path);
        let (sources, file) = fixture::sole(&name, &fixture::read(&path));
        let text = formatted(&sources, file).unwrap_or_else(|refusal| panic!("{name}: {refusal}"));
        assert!(text.lines().all(|line| line == line.trim_end()), "{name}");
        assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}");
    }
}
