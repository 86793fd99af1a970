//! `tests/accepts/FEATURE/CASE.candor`: policies in which nothing may be found.

use crate::fixture;

#[test]
fn nothing_is_found_in_a_good_policy() {
    let mut failures = Vec::new();
    for path in fixture::files("tests/accepts", ".candor") {
        let name = fixture::shown(&path);
        let (sources, found) = fixture::findings(&name, &fixture::read(&path));
        if !found.is_empty() {
            failures.push(candor::diagnostic::render::plain(&sources, &found));
        }
    }
    fixture::report(&failures);
}

/// The files that a reader of the book sees first must not need an excuse.
#[test]
fn the_examples_and_the_vocabulary_can_be_read() {
    let mut failures = Vec::new();
    for path in ["examples", "stdlib"].iter().flat_map(|folder| fixture::files(folder, ".candor")) {
        let (sources, file) = fixture::sole(&fixture::shown(&path), &fixture::read(&path));
        let (_, found) = candor::parse::parse(&sources, file);
        if !found.is_empty() {
            failures.push(candor::diagnostic::render::plain(&sources, &found));
        }
    }
    fixture::report(&failures);
}
