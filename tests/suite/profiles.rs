//! `tests/profiles/PROFILE/CASE.candor`: policies judged by the profiles that come with Candor.
//!
//! The matrix of each stands beside it, as `candor test --profile PROFILE` prints it. `whole` meets every requirement
//! that it can meet, `gaps` misses every requirement that it can miss, and of `little` the profile asks little.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use candor::guard::{self, Requirement, Status};

use crate::fixture::{self, root};

/// Requirements that no case can miss, with the reason.
const NEVER_MISSING: &[(&str, &str)] = &[
    (
        "gdpr-categories",
        "a collection always says what is collected; the row shows which ones come from others",
    ),
    ("gdpr-recipients", "a statement that permits a disclosure must name its recipients anyway"),
    ("ccpa-buyers", "a statement that permits a sale must name its recipients anyway"),
    ("ccpa-recipients", "a statement that permits a disclosure must name its recipients anyway"),
    ("ccpa-sharing-recipients", "a statement that permits a disclosure must name its recipients anyway"),
];

fn profile_of(path: &std::path::Path) -> String {
    let folder = path.parent().and_then(|folder| folder.file_name()).and_then(|name| name.to_str());
    folder.expect("a case stands in the folder of its profile").to_owned()
}

fn cases() -> Vec<PathBuf> {
    fixture::files("tests/profiles", ".candor")
}

fn rows(path: &std::path::Path) -> Vec<Requirement> {
    let mut sources = candor::stdlib::sources();
    let file = sources.add(fixture::shown(path), fixture::read(path));
    let policy = candor::compile(sources, &[file]);
    assert!(!policy.diagnostics.has_errors(), "{}: {:?}", path.display(), policy.diagnostics);
    let report = guard::judge(&policy.sources, &policy.policy, &[profile_of(path)]);
    report.expect("the policy can be judged").requirements
}

#[test]
fn the_matrix_of_each_case_is_as_it_was() {
    let mut failures = Vec::new();
    let cases = cases();
    for profile in candor::profiles::names() {
        let of_it = cases.iter().filter(|path| profile_of(path) == profile);
        assert!(of_it.count() >= 3, "{profile}: a whole one, one with gaps, one of which little is asked");
    }
    for path in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_candor"))
            .args(["test", "--profile", &profile_of(&path), &fixture::shown(&path)])
            .current_dir(root())
            .env("NO_COLOR", "1")
            .output()
            .expect("Candor can be run");
        let matrix = String::from_utf8_lossy(&output.stdout).into_owned();
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        fixture::expect_file(&path.with_extension("txt"), &(matrix + "\n" + &talk), &mut failures);
    }
    fixture::report(&failures);
}

#[test]
fn a_whole_policy_misses_nothing_and_little_is_asked_of_a_small_one() {
    for path in cases() {
        let rows = rows(&path);
        let n = |status: Status| rows.iter().filter(|row| row.status == status).count();
        let name = fixture::shown(&path);
        let kind = path.file_stem().and_then(|stem| stem.to_str()).and_then(|stem| stem.split('-').next());
        match kind {
            Some("whole") => assert_eq!(n(Status::Missing), 0, "{name}"),
            Some("gaps") => assert!(n(Status::Missing) > n(Status::Satisfied), "{name}"),
            Some("little") => {
                assert!(n(Status::NotApplicable) > 2 && n(Status::Missing) < 3, "{name}: {rows:?}");
            }
            _ => panic!("{name}: a case is called whole, gaps or little"),
        }
    }
}

/// Otherwise a requirement that can never be met, or never be missed, would go unnoticed.
#[test]
fn every_requirement_is_met_by_one_case_and_missed_by_another() {
    let mut found: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for row in cases().iter().flat_map(|path| rows(path)) {
        let status = match row.status {
            Status::Satisfied => "met",
            Status::Missing => "missed",
            Status::NotApplicable => "n/a",
        };
        found.entry(row.name).or_default().insert(status);
    }
    let mut failures = Vec::new();
    for (name, statuses) in &found {
        let is_excused = NEVER_MISSING.iter().any(|(known, _)| known == name);
        if !statuses.contains("met") {
            failures.push(format!("{name} is met by no case"));
        }
        if statuses.contains("missed") == is_excused {
            failures.push(format!(
                "{name}: missed by a case {}",
                if is_excused { "after all" } else { "nowhere" }
            ));
        }
    }
    for (name, _) in NEVER_MISSING {
        assert!(found.contains_key(*name), "{name} is no requirement any more");
    }
    fixture::report(&failures);
}

/// Whoever is told that something is missing wants to read the law.
#[test]
fn requirements_of_a_law_name_their_provision() {
    for path in &cases() {
        for row in rows(path) {
            let is_law = profile_of(path) != "baseline";
            assert_eq!(!row.cites.is_empty(), is_law, "{}", row.name);
            assert!(!row.title.is_empty() && !row.because.is_empty(), "{}", row.name);
        }
    }
}
