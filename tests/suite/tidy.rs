//! What keeps the code in order, checked instead of remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::fixture;

/// Files of Rust that may be longer than [`LINES`], each with the reason.
const LONG: &[(&str, &str)] = &[
    ("src/ast.rs", "one list of node types, read as a table"),
    ("src/language.rs", "the words of the language are one table"),
    ("src/parse/recover/slip.rs", "one list of slips, read as a table"),
    ("src/render/json/format.rs", "one list of published types, read as a table"),
    ("src/render/page.rs", "one list of the parts of a page, read as a table"),
    ("src/semantics/half.rs", "what a statement permits and prohibits is one argument"),
    ("src/semantics/region.rs", "sets of flows are one kind of thing"),
    ("src/semantics/space.rs", "the slots of a flow are one space"),
];

/// A file with more lines is usually two things in one room.
const LINES: usize = 600;

/// Modules of the binary and of the build, which see only what the library makes public.
const OUTSIDE: &[&str] = &["main", "cli", "files", "git", "lsp", "build", "lib"];

fn sources() -> Vec<(String, String)> {
    fixture::files("src", ".rs").iter().map(|path| (fixture::shown(path), fixture::read(path))).collect()
}

/// The module of a file below `src`.
fn module(name: &str) -> &str {
    let inner = name.strip_prefix("src/").unwrap_or(name);
    inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs")
}

/// The rows of the code map in the page on architecture: a module, and the modules that it may use.
fn code_map() -> BTreeMap<String, BTreeSet<String>> {
    let page = fixture::read(&fixture::root().join("book/src/contributing/architecture.md"));
    let (_, map) = page.split_once("## Code map").expect("the page has a code map");
    let map = map.split("\n## ").next().unwrap_or(map);
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    map.lines()
        .filter(|line| line.starts_with("| `"))
        .map(|row| {
            let cells: Vec<&str> = row.split('|').collect();
            let module = quoted(cells[1]).into_iter().next().expect("a row names its module");
            (module, quoted(cells[2]))
        })
        .collect()
}

/// The modules that a text uses by their full path.
fn used(text: &str) -> BTreeSet<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        // `$crate` stands in a macro, `crate::{a, b}` names several.
        if code[..at].ends_with('$') || code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &code[at + "crate::".len()..];
        let names = match rest.strip_prefix('{') {
            Some(group) => group.split('}').next().unwrap_or("").to_owned(),
            None => rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("").to_owned(),
        };
        for name in names.split(',') {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !name.is_empty() {
                used.insert(name);
            }
        }
    }
    used
}

#[test]
fn a_module_uses_only_what_the_code_map_allows() {
    let map = code_map();
    let mut failures = Vec::new();
    for (name, text) in sources() {
        let module = module(&name);
        if OUTSIDE.contains(&module) {
            continue;
        }
        let Some(allowed) = map.get(module) else {
            failures.push(format!(
                "{name}: `{module}` is not in the code map of book/src/contributing/architecture.md"
            ));
            continue;
        };
        let foreign = used(&text).into_iter().filter(|used| used != module && !allowed.contains(used));
        failures.extend(foreign.map(|used| format!("{name}: `{module}` may not use `{used}`")));
    }
    fixture::report(&failures);
}

#[test]
fn the_code_map_names_only_what_there_is() {
    let there: BTreeSet<String> = sources().iter().map(|(name, _)| module(name).to_owned()).collect();
    let gone: Vec<String> = code_map().into_keys().filter(|module| !there.contains(module)).collect();
    let planned: Vec<String> = gone.into_iter().filter(|module| module != "diff").collect();
    assert!(planned.is_empty(), "the code map names modules that do not exist: {planned:?}");
}

#[test]
fn only_the_parser_knows_pest() {
    let mut failures = Vec::new();
    for (name, text) in sources() {
        if module(&name) != "parse" && text.contains("pest::") {
            failures.push(format!("{name} uses pest"));
        }
    }
    fixture::report(&failures);
}

#[test]
fn a_file_is_about_one_thing() {
    let mut failures = Vec::new();
    for (name, text) in sources() {
        let lines = text.lines().count();
        let is_excused = LONG.iter().any(|(file, _)| *file == name);
        match lines > LINES {
            true if !is_excused => failures.push(format!("{name} has {lines} lines")),
            false if is_excused => failures.push(format!("{name} needs no excuse any more")),
            _ => {}
        }
    }
    fixture::report(&failures);
}

/// `cargo fmt` does not find these modules, because they are declared by the list of rules.
#[test]
fn the_rules_are_laid_out_like_everything_else() {
    let mut rustfmt = std::process::Command::new("rustfmt");
    rustfmt.args(["--edition", "2024"]).args(fixture::files("src/check", ".rs"));
    if !fixture::is_update() {
        rustfmt.arg("--check");
    }
    let output = rustfmt.output().expect("rustfmt can be run");
    assert!(
        output.status.success(),
        "`UPDATE=1 cargo test` lays them out:\n{}",
        String::from_utf8_lossy(&output.stdout)
    );
}

#[test]
fn a_module_says_what_it_is_for() {
    let mut failures = Vec::new();
    for (name, text) in sources() {
        if !text.starts_with("//!") && !name.ends_with("/tests.rs") {
            failures.push(format!("{name} does not begin with `//!`"));
        }
    }
    fixture::report(&failures);
}

/// Every text file of the package that people write.
fn written() -> Vec<PathBuf> {
    let folders = ["src", "grammar", "stdlib", "examples", "tests", "book/src"];
    let endings = [".rs", ".pest", ".candor", ".md", ".toml", ".html", ".css", ".ftl"];
    let files = folders
        .iter()
        .flat_map(|folder| endings.iter().flat_map(move |ending| fixture::files(folder, ending)));
    files.filter(|path| !path.to_string_lossy().contains("node_modules")).collect()
}

#[test]
fn nothing_is_left_for_later_and_no_machine_is_named() {
    // Put together, so that this file does not find itself.
    let later = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME", "XX".to_owned() + "X:"];
    let machines = [
        "/ho".to_owned() + "me/",
        "/ro".to_owned() + "ot/",
        "/wo".to_owned() + "rk/",
        "C:\\Us".to_owned() + "ers",
    ];
    let mut failures = Vec::new();
    for path in written() {
        let text = fixture::read(&path);
        for (at, line) in text.lines().enumerate() {
            if later.iter().chain(&machines).any(|mark| line.contains(mark.as_str())) {
                failures.push(format!("{}:{}: {}", fixture::shown(&path), at + 1, line.trim()));
            }
        }
    }
    fixture::report(&failures);
}

#[test]
fn every_rule_has_a_case() {
    let pages = fixture::files("book/src/rules", ".md");
    let mut failures = Vec::new();
    for rule in candor::rules::all() {
        let cases = fixture::files(&format!("tests/rejects/{}", rule.code), "");
        if cases.is_empty() && !OTHER_CASES.iter().any(|(code, _)| *code == rule.code) {
            failures.push(format!("`{}` has no case under tests/rejects", rule.code));
        }
        if !pages.iter().any(|page| page.file_stem().is_some_and(|stem| stem == rule.code)) {
            failures.push(format!("`{}` has no page", rule.code));
        }
    }
    fixture::report(&failures);
}

#[test]
fn every_folder_of_cases_belongs_to_a_rule() {
    let mut failures = Vec::new();
    for path in fixture::files("tests/rejects", ".candor") {
        let folder =
            path.parent().and_then(|folder| folder.file_name()).and_then(|name| name.to_str()).unwrap_or("");
        if folder != "rejects" && candor::rules::find(folder).is_none() {
            failures.push(format!("{}: there is no rule `{folder}`", fixture::shown(&path)));
        }
    }
    fixture::report(&failures);
}

/// Rules whose cases cannot be one file, and where those cases are instead.
const OTHER_CASES: &[(&str, &str)] = &[
    ("internal-error", "never found; the properties look for it in every text"),
    ("import-not-found", "several files: src/load/tests.rs"),
    ("import-outside", "several files: src/load/tests.rs"),
    ("import-unreadable", "several files: src/load/tests.rs"),
    ("import-cycle", "several files: src/load/tests.rs"),
    ("missing-policy", "several files: src/load/tests.rs"),
    ("unused-file", "several files: src/load/tests.rs"),
    ("clashing-output", "several files: src/load/tests.rs"),
    ("rules-unreadable", "no policy: tests/suite/compiled.rs"),
    ("rules-version", "no policy: tests/suite/compiled.rs"),
    ("rules-reference", "no policy: tests/suite/compiled.rs"),
    ("rules-altered", "no policy: tests/suite/compiled.rs"),
    ("question-unreadable", "no policy: tests/suite/asking.rs"),
    ("undecided", "more conditions than a case can hold: tests/suite/meaning.rs"),
];
