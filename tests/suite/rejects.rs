//! `tests/rejects/CODE/CASE.candor`: policies with faults, each fault marked beneath its line.

use std::fs;

use candor::diagnostic::render::{self, Style};

use crate::fixture::{self, Fixture};

#[test]
fn every_fault_is_found_where_it_is_and_nothing_else() {
    let mut failures = Vec::new();
    for path in fixture::files("tests/rejects", ".candor") {
        let name = fixture::shown(&path);
        let case = Fixture::of(&fixture::read(&path));
        let (sources, found) = fixture::findings(&name, &case.text);
        if fixture::is_update() {
            fs::write(&path, case.updated(&sources, &found)).expect("a fixture can be written");
            continue;
        }
        let differences = case.differences(&sources, &found);
        if !differences.is_empty() {
            failures.push(format!("{name}\n  {}", differences.join("\n  ")));
        }
        if case.codes().next().is_none() {
            failures.push(format!(
                "{name}: expects nothing; a policy without faults belongs under tests/accepts"
            ));
        }
    }
    fixture::report(&failures);
}

#[test]
fn a_folder_of_cases_is_about_the_rule_that_it_is_named_after() {
    let mut failures = Vec::new();
    for path in fixture::files("tests/rejects", ".candor") {
        let name = fixture::shown(&path);
        let code = path
            .parent()
            .and_then(|folder| folder.file_name())
            .map_or("", |name| name.to_str().unwrap_or(""));
        let case = Fixture::of(&fixture::read(&path));
        let is_about_it = case.codes().any(|expected| expected.ends_with(&format!("[{code}]")));
        if code != "rejects" && !is_about_it {
            failures.push(format!("{name}: does not expect `{code}`"));
        }
    }
    fixture::report(&failures);
}

/// The first case of every rule, as an author sees it.
#[test]
fn a_diagnostic_looks_as_it_should() {
    let mut failures = Vec::new();
    let mut last_folder = None;
    for path in fixture::files("tests/rejects", ".candor") {
        let folder = path.parent().map(std::path::Path::to_path_buf);
        if folder == last_folder || folder == Some(fixture::root().join("tests/rejects")) {
            continue;
        }
        let case = Fixture::of(&fixture::read(&path));
        let name = path.file_name().map_or("", |name| name.to_str().unwrap_or("")).to_owned();
        let (sources, found) = fixture::findings(&name, &case.text);
        let look = render::graphical(&sources, &found, Style::Unicode, 100);
        fixture::expect_file(&path.with_extension("txt"), &look, &mut failures);
        last_folder = folder;
    }
    fixture::report(&failures);
}
