//! Pairs of policies: what a change means, and nothing else.
//!
//! A folder of `tests/changes` holds `old.candor` and `new.candor`. `report.txt` beside them says what is found, all of
//! it: `UPDATE=1` writes it again.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use candor::Compilation;
use candor::diff::report::{Report, Version};
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
    let versions = ["old", "new"].map(|source| Version { source: source.to_owned(), ..Version::default() });
    let old = Side { policy: &old.policy, sources: &old.sources, version: &versions[0] };
    let new = Side { policy: &new.policy, sources: &new.sources, version: &versions[1] };
    diff::compare(old, new, &[]).expect("a small policy is within the budget")
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
    for folder in pairs() {
        let [old, new] = ["old.candor", "new.candor"].map(|name| compiled(&folder.join(name)));
        let text = shown(&compare(&old, &new));
        fixture::expect_file(&folder.join("report.txt"), &text, &mut found);
    }
    fixture::report(&found);
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
