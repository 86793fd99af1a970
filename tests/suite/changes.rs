//! Pairs of policies: what a change means, and nothing else.
//!
//! A folder of `tests/changes` holds `old.candor` and `new.candor`. `report.txt` beside them says what is found, all of
//! it: `UPDATE=1` writes it again.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use candor::Compilation;
use candor::diff::acknowledgement::{Acknowledgement, Fit};
use candor::diff::report::{Change, Report, Version};
use candor::diff::rule::{self, ChangeRule};
use candor::diff::{self, Side};

use crate::fixture;

fn compiled(path: &Path) -> Compilation {
    let text = std::fs::read_to_string(path).expect("a policy");
    let mut sources = candor::stdlib::sources();
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let file = sources.add(name, text);
    let compilation = candor::compile(sources, &[file]);
    assert!(
        !compilation.diagnostics.has_errors(),
        "{}: {}",
        path.display(),
        candor::diagnostic::render::plain(&compilation.sources, &compilation.diagnostics)
    );
    compilation
}

fn compare(old: &Compilation, new: &Compilation) -> Report {
    compare_with(old, new, &[])
}

fn compare_with(old: &Compilation, new: &Compilation, acknowledged: &[Acknowledgement]) -> Report {
    let versions = ["old", "new"].map(|source| Version { source: source.to_owned(), ..Version::default() });
    let old = Side { policy: &old.policy, sources: &old.sources, version: &versions[0] };
    let new = Side { policy: &new.policy, sources: &new.sources, version: &versions[1] };
    diff::compare(old, new, acknowledged).expect("a small policy is within the budget")
}

/// A report as it is kept beside a pair.
fn shown(report: &Report) -> String {
    assert!(report.is_complete, "the report is not what changed");
    let mut text = format!("{:?}\n", report.direction);
    for change in &report.changes {
        let _ = writeln!(text, "\n{} {:?}: {}", change.rule, change.direction, change.title);
        if !change.novelty.is_empty() {
            let _ = writeln!(text, "  new in: {}", change.novelty.join(", "));
        }
        for (name, value) in
            [("before", &change.before), ("after", &change.after), ("example", &change.example)]
        {
            if let Some(value) = value {
                let _ = writeln!(text, "  {name}: {value}");
            }
        }
        for area in &change.areas {
            let slots = area.slots.iter().map(|(slot, entries)| format!("{slot}: {}", entries.join(", ")));
            let facts = area.facts.iter().map(|(fact, value)| format!("{fact} {value}"));
            let sort = if area.is_ruled_out { "ruled out" } else { "box" };
            let _ = writeln!(text, "  {sort}: {}", slots.chain(facts).collect::<Vec<_>>().join("; "));
        }
        for (side, places) in [("old", &change.old), ("new", &change.new)] {
            for place in places {
                let _ = writeln!(text, "  {side}: {} line {}", place.label, place.line);
            }
        }
        for cause in &change.causes {
            let _ = writeln!(text, "  because {:?} {}", cause.edit, cause.name);
        }
        if !change.marks.is_empty() {
            let _ = writeln!(text, "  marks: {}", change.marks.join(", "));
        }
    }
    text
}

fn pairs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root).expect("the pairs").map(|entry| entry.expect("a pair").path()).collect();
    folders.sort();
    folders
}

#[test]
fn every_change_is_found_and_nothing_else() {
    let mut found = Vec::new();
    let mut rules: BTreeSet<ChangeRule> = BTreeSet::new();
    for folder in pairs() {
        let [old, new] = ["old.candor", "new.candor"].map(|name| compiled(&folder.join(name)));
        let report = compare(&old, &new);
        fixture::expect_file(&folder.join("report.txt"), &shown(&report), &mut found);
        rules.extend(report.changes.iter().filter_map(|change| rule::find(&change.rule)));
    }
    fixture::report(&found);
    // That the way back has the mirrors is a law of its own.
    let is_found = |one: &ChangeRule| rules.iter().any(|known| [*known, known.mirror()].contains(one));
    let missing: Vec<&ChangeRule> = ChangeRule::ALL.iter().filter(|one| !is_found(one)).collect();
    assert!(missing.is_empty(), "no pair of tests/changes has these: {missing:?}");
}

#[test]
fn a_policy_does_not_differ_from_itself() {
    for folder in pairs() {
        for name in ["old.candor", "new.candor"] {
            let policy = compiled(&folder.join(name));
            let report = compare(&policy, &policy);
            assert!(report.changes.is_empty(), "{} {name}: {}", folder.display(), shown(&report));
        }
    }
}

/// What a person would acknowledge of a change: all of it.
fn acknowledging(change: &Change) -> Acknowledgement {
    Acknowledgement {
        file: format!("{}.toml", change.fingerprint),
        rule: change.rule.clone(),
        areas: change.areas.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        fingerprint: Some(change.fingerprint.clone()),
    }
}

/// The names of the changes that nobody acknowledged.
fn open(report: &Report) -> Vec<&str> {
    let open = report.changes.iter().filter(|change| change.acknowledged.is_none());
    open.map(|change| change.fingerprint.as_str()).collect()
}

#[test]
fn changes_of_every_part_are_acknowledged_one_by_one() {
    let names =
        ["transfer-added", "guarantee-shrunk", "deletion-weakened", "scope-changed", "consent-diluted"];
    for folder in pairs().into_iter().filter(|folder| names.iter().any(|name| folder.ends_with(name))) {
        let [old, new] = ["old.candor", "new.candor"].map(|name| compiled(&folder.join(name)));
        let report = compare(&old, &new);
        let all: Vec<Acknowledgement> = report.changes.iter().map(acknowledging).collect();
        let known = compare_with(&old, &new, &all);
        assert!(open(&known).is_empty(), "{}: {known:?}", folder.display());
        assert!(known.acknowledgements.iter().all(|one| one.fit == Fit::Fits));
        for at in 0..all.len() {
            let mut others = all.clone();
            let missing = others.remove(at).fingerprint;
            let left = compare_with(&old, &new, &others);
            assert_eq!(open(&left), missing.iter().map(String::as_str).collect::<Vec<_>>());
        }
        let merged = compare_with(&new, &new, &all);
        assert!(merged.acknowledgements.iter().all(|one| one.fit == Fit::Stale));
    }
}

#[test]
fn a_value_is_acknowledged_with_what_stands_in_the_record_and_nothing_further() {
    let keeping = |length: &str| {
        let text = format!(
            "policy shop \"Shop\" {{\n    law eu\n}}\ncontroller shop \"Shop\" {{\n    email \"a@shop.example\"\n}}\n\
             section orders \"Orders\" {{\n    keeping: we retain contact.email for {length}\n}}\n"
        );
        let mut sources = candor::stdlib::sources();
        let file = sources.add("shop.candor", text);
        candor::compile(sources, &[file])
    };
    let (old, small, large) = (keeping("1 year"), keeping("2 years"), keeping("9 years"));
    let of = |report: &Report| -> Change {
        let mut kept = report.changes.iter().filter(|change| change.rule == "retention-lengthened");
        kept.next().expect("it is kept longer").clone()
    };
    let (first, further) = (of(&compare(&old, &small)), of(&compare(&old, &large)));
    let fit = |known: &Acknowledgement| {
        let report = compare_with(&old, &large, std::slice::from_ref(known));
        (of(&report).acknowledged.is_some(), report.acknowledgements[0].fit)
    };
    assert_eq!(fit(&acknowledging(&further)), (true, Fit::Fits));
    // What was acknowledged was two years.
    assert_eq!(fit(&acknowledging(&first)), (false, Fit::Stale));
    // Whoever reads the record reads two years, whatever its fingerprint says.
    let forged = Acknowledgement { fingerprint: Some(further.fingerprint.clone()), ..acknowledging(&first) };
    assert_eq!(fit(&forged), (false, Fit::Stale));
    // The same years of other data.
    let area = candor::diff::report::Area {
        slots: [("data".to_owned(), vec!["contact.phone".to_owned()])].into(),
        ..Default::default()
    };
    let of_others = Acknowledgement { areas: vec![area], ..acknowledging(&further) };
    assert_eq!(fit(&of_others), (false, Fit::Stale));
}
