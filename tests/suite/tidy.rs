//! What keeps the code in order, checked instead of remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::fixture;

/// Files of Rust that may be longer than [`LINES`], each with the reason.
const LONG: &[(&str, &str)] = &[
    ("src/ast.rs", "one list of node types, read as a table"),
    ("src/language.rs", "the words of the language are one table"),
    ("src/parse/recover/slip.rs", "one list of slips, read as a table"),
    ("src/rules/format.rs", "one list of published types, read as a table"),
    ("src/render/page.rs", "one list of the parts of a page, read as a table"),
    ("src/semantics/region.rs", "sets of flows are one kind of thing"),
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

/// Words of code that are also names of terms, and what they are there. No other file than the table spells a term.
const OTHER_WORDS: &[(&str, &[&str], &str)] = &[
    ("src/ask/duty.rs", &["choice", "deletion"], "sorts of duties"),
    ("src/ask/fields.rs", &["deletion"], "a field of an answer"),
    ("src/ask/lines.rs", &["diagnostics"], "a field of an answer"),
    ("src/check/another_name.rs", &["information"], "a word of English"),
    ("src/check/clash.rs", &["deletion"], "a word of English"),
    ("src/check/deletion_against_retention.rs", &["deletion"], "a word of English"),
    ("src/check/link_without_target.rs", &["opt-out", "website"], "keys of addresses"),
    ("src/check/no_contact.rs", &["contact", "email", "fax", "phone"], "keys of addresses"),
    ("src/check/two_answers.rs", &["deletion"], "a word of English"),
    ("src/cli/log.rs", &["account", "email"], "fields of a report"),
    ("src/render/docx/body.rs", &["settings"], "a part of a document of Word"),
    ("src/rules/read/terms.rs", &["parents"], "a field of the rules"),
    ("src/diff/guarantees.rs", &["appeal"], "a key of an offer"),
    ("src/diff/marks.rs", &["automated-decision", "children", "consent", "sale"], "marks of a change"),
    ("src/diff/novelty.rs", &["choice", "consent"], "ways in which a change is new"),
    ("src/diff/report.rs", &["consent"], "an action that a change asks for"),
    ("src/gate/grade.rs", &["automated-decision", "children", "sale"], "marks of a change"),
    ("src/gate/settings.rs", &["consent"], "an action that a change asks for"),
    (
        "src/language.rs",
        &[
            "aggregated",
            "anonymous",
            "consent",
            "contact",
            "controller",
            "data-protection-officer",
            "de-identified",
            "deletion",
            "email",
            "encrypted",
            "hashed",
            "limited",
            "phone",
            "pseudonymised",
            "readable",
            "representative",
            "special-category",
            "truncated",
            "website",
        ],
        "words of the language",
    ),
    ("src/lower/attribute.rs", &["appeal", "contact"], "keys of an offer and of an address"),
    ("src/lower/document.rs", &["contact", "email", "fax", "phone", "website"], "keys of addresses"),
    ("src/lower/section.rs", &["opt-out"], "a key of an address"),
    (
        "src/parse/recover/slip/turns.rs",
        &[
            "access",
            "ads",
            "advertising",
            "analytics",
            "complaint",
            "consent",
            "consumers",
            "correction",
            "customers",
            "deletion",
            "export",
            "improve",
            "improve.product",
            "legal-obligation",
            "legal-permission",
            "legal.compliance",
            "marketing",
            "marketing.direct",
            "objection",
            "operations",
            "opt-out",
            "opt-out.analytics",
            "opt-out.marketing",
            "opt-out.profiling",
            "opt-out.sale",
            "opt-out.sharing",
            "opt-out.targeted-advertising",
            "order",
            "people",
            "personalise",
            "portability",
            "profiling",
            "refusal",
            "restriction",
            "sale",
            "security",
            "security.fraud",
            "service.core",
            "service.support",
            "support",
            "users",
            "visitors",
            "withdrawal",
        ],
        "words of English, and names that are advised: cases F10, F15 and F17 prove that they are there",
    ),
    ("src/model/slot.rs", &["events"], "a clause"),
    ("src/outputs.rs", &["automated-decision", "children", "sale"], "marks of a change"),
    ("src/outputs/sarif.rs", &["review"], "a word of SARIF"),
    (
        "src/parse/recover/words.rs",
        &["access", "aggregated", "anonymous", "de-identified", "necessary", "pseudonymised", "readable"],
        "words that people write, and words of the language",
    ),
    ("src/render/compose/contact.rs", &["phone"], "a key of an address"),
    ("src/render/compose/document.rs", &["events"], "a place in a frame"),
    ("src/render/compose/offer.rs", &["events"], "a place in a frame"),
    ("src/render/compose/retention.rs", &["collection"], "a choice of a frame"),
    ("src/render/compose/statement.rs", &["appeal"], "a key of an offer"),
    ("src/render/compose/tracker.rs", &["opt-out"], "a key of an address"),
    ("src/resolve/declare.rs", &["email", "opt-out", "phone", "website"], "keys of addresses"),
    ("src/semantics/describe.rs", &["people"], "a word of English"),
];

/// The table of the terms that the code knows by name.
const KNOWN_TERMS: &str = "src/model/known.rs";

/// The literals of a file, those of its own tests left out.
fn literals(text: &str) -> BTreeSet<&str> {
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    let mut literals = BTreeSet::new();
    for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
        // A quotation mark by itself or behind a backslash opens nothing; what runs over several lines is no name.
        let marks: Vec<usize> = line
            .match_indices('"')
            .map(|(at, _)| at)
            .filter(|at| !line[..*at].ends_with('\\') && !line[..*at].ends_with('\''))
            .collect();
        literals.extend(marks.windows(2).map(|pair| &line[pair[0] + 1..pair[1]]));
    }
    literals
}

#[test]
fn only_the_table_of_known_terms_spells_a_term() {
    let vocabulary = candor::stdlib::vocabulary();
    let names: BTreeSet<&str> = vocabulary.iter().map(|(_, term)| &*term.name).collect();
    let mut failures = Vec::new();
    // This page is only there for tests.
    for (name, text) in sources().iter().filter(|(name, _)| name != "src/render/sample.rs") {
        if name == KNOWN_TERMS {
            continue;
        }
        let found: BTreeSet<&str> = literals(text).intersection(&names).copied().collect();
        let excused = OTHER_WORDS.iter().find(|(file, ..)| file == name);
        let excused: BTreeSet<&str> =
            excused.iter().flat_map(|(_, words, _)| words.iter().copied()).collect();
        failures.extend(found.difference(&excused).map(|word| {
            format!(
                "{name} spells the term `{word}`: name it by `KnownTerm`, or say in `OTHER_WORDS` what it is"
            )
        }));
        failures.extend(
            excused.difference(&found).map(|word| format!("{name}: `{word}` needs no excuse any more")),
        );
    }
    let known = OTHER_WORDS.iter().map(|(file, ..)| *file);
    let gone = known.filter(|file| !sources().iter().any(|(name, _)| name == file));
    failures.extend(gone.map(|file| format!("{file} is excused, and there is no such file")));
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
    for rule in candor::findings::all() {
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
        if folder != "rejects" && candor::findings::find(folder).is_none() {
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
    ("missing-document", "several files: tests/cli/build.md"),
    ("rules-unreadable", "no policy: tests/suite/compiled.rs"),
    ("rules-version", "no policy: tests/suite/compiled.rs"),
    ("rules-reference", "no policy: tests/suite/compiled.rs"),
    ("rules-altered", "no policy: tests/suite/compiled.rs"),
    ("question-unreadable", "no policy: tests/suite/asking.rs"),
    ("undecided", "more conditions than a case can hold: tests/suite/meaning.rs"),
];
