//! Policies with what is expected of them written beneath their lines.
//!
//! ```text
//!     we collect contact.name contact.email
//! //             ^^^^^^^^^^^^^^^^^^^^^^^^^^ error[missing-comma] a comma is missing
//! ```
//!
//! The carets are the exact primary place; the text behind the code is optional and must occur in the message.
//! `|` is a place with no length. A place that carets cannot show is written in numbers: `@1-5` from one column up to
//! another, `@1-+2:4` up to a column some lines below.
//! The lines of expectation are taken out before the policy is read, so that they cannot disturb what they describe.
//! `UPDATE=1 cargo test` writes them anew.

use std::fs;
use std::path::{Path, PathBuf};

use candor::diagnostic::{Diagnostic, Diagnostics};
use candor::parse::parse;
use candor::source::{FileId, Sources};

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expectations are written anew instead of compared.
pub(crate) fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// All files below a folder whose names end so, in a fixed order.
pub(crate) fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.expect("a folder of the package can be read").path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.to_string_lossy().ends_with(ending) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The path of a file as a test reports it.
pub(crate) fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

/// What Candor finds in a policy: faults of spelling, or, where there are none, what the later passes find.
///
/// A case about a comma need not be a whole policy; that is why the later passes do not see it.
pub(crate) fn findings(name: &str, text: &str) -> (Sources, Diagnostics) {
    let (sources, file) = sole(name, text);
    let (_, mut faults) = parse(&sources, file);
    if !faults.is_empty() {
        faults.sort();
        return (sources, faults);
    }
    let mut sources = candor::stdlib::sources();
    let file = sources.add(name, text.to_owned());
    let compilation = candor::compile(sources, &[file]);
    (compilation.sources, compilation.diagnostics)
}

/// The files of the smallest example.
pub(crate) const NEWSLETTER: &[&str] = &["examples/newsletter.candor"];
/// The files of the first source policy, in reading order.
pub(crate) const ANYPROTECT: &[&str] =
    &["examples/anyprotect/words.candor", "examples/anyprotect/anyprotect.candor"];
/// The files of the second source policy.
pub(crate) const IDRIVE: &[&str] = &["examples/idrive/idrive.candor"];

/// Compiles files of the package in reading order.
pub(crate) fn compile(files: &[&str]) -> candor::Compilation {
    let mut sources = candor::stdlib::sources();
    let add = |file: &&str| sources.add(*file, read(&root().join(file)));
    let files: Vec<_> = files.iter().map(add).collect();
    candor::compile(sources, &files)
}

/// A policy and what is expected of it.
pub(crate) struct Fixture {
    /// The text without its expectations.
    pub(crate) text: String,
    expected: Vec<Expectation>,
}

/// One finding, expected or found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Expectation {
    /// The line, from zero.
    line: usize,
    place: Place,
    /// `error[missing-comma]`
    code: String,
    text: String,
}

/// Columns from one, the end excluded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    start: usize,
    lines_below: usize,
    end: usize,
}

impl Fixture {
    pub(crate) fn of(source: &str) -> Self {
        let (mut lines, mut expected): (Vec<&str>, Vec<Expectation>) = (Vec::new(), Vec::new());
        for line in source.split('\n') {
            match expectation(line) {
                Some((place, code, text)) => {
                    let line = lines.len().saturating_sub(1);
                    expected.push(Expectation { line, place, code: code.to_owned(), text: text.to_owned() });
                }
                None => lines.push(line),
            }
        }
        Self { text: lines.join("\n"), expected }
    }

    /// The codes that are expected, each with its severity.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.expected.iter().map(|expectation| expectation.code.as_str())
    }

    /// What differs between the expectations and what was found, in words.
    pub(crate) fn differences(&self, sources: &Sources, found: &Diagnostics) -> Vec<String> {
        let mut differences = Vec::new();
        let mut missing = self.expected.clone();
        for finding in found {
            let actual = Expectation::found(sources, finding);
            let same = |expected: &Expectation| {
                (expected.line, &expected.place, &expected.code) == (actual.line, &actual.place, &actual.code)
                    && actual.text.contains(&expected.text)
            };
            match missing.iter().position(same) {
                Some(at) => drop(missing.remove(at)),
                None => differences.push(format!("not expected: {}", actual.in_words())),
            }
        }
        differences.extend(missing.iter().map(|expected| format!("not found: {}", expected.in_words())));
        differences
    }

    /// The source again, with what was found as what is expected. A text stays where it still fits.
    pub(crate) fn updated(&self, sources: &Sources, found: &Diagnostics) -> String {
        let mut actual: Vec<Expectation> =
            found.iter().map(|finding| Expectation::found(sources, finding)).collect();
        for one in &mut actual {
            let known = self.expected.iter().find(|known| known.line == one.line && known.code == one.code);
            let kept = known.map(|known| known.text.clone()).filter(|text| one.text.contains(text.as_str()));
            one.text = kept.unwrap_or_default();
        }
        let mut lines = Vec::new();
        for (at, line) in self.text.split('\n').enumerate() {
            lines.push(line.to_owned());
            lines.extend(actual.iter().filter(|one| one.line == at).map(Expectation::written));
        }
        lines.join("\n")
    }
}

impl Expectation {
    fn found(sources: &Sources, finding: &Diagnostic) -> Self {
        let (start, end) = (sources.position(finding.span()), sources.end_position(finding.span()));
        Self {
            line: start.line - 1,
            place: Place { start: start.column, lines_below: end.line - start.line, end: end.column },
            code: format!("{}[{}]", finding.severity().word(), finding.rule.code),
            text: finding.message.clone(),
        }
    }

    fn in_words(&self) -> String {
        format!(
            "line {} of the policy, {}: {} {}",
            self.line + 1,
            self.place.in_numbers(),
            self.code,
            self.text
        )
    }

    fn written(&self) -> String {
        let line = match self.place.lines_below == 0 && self.place.start > 2 {
            true => {
                let length = self.place.end - self.place.start;
                let marks = if length == 0 { "|".to_owned() } else { "^".repeat(length) };
                format!("//{}{marks} {} {}", " ".repeat(self.place.start - 3), self.code, self.text)
            }
            false => format!("// {} {} {}", self.place.in_numbers(), self.code, self.text),
        };
        line.trim_end().to_owned()
    }
}

impl Place {
    fn in_numbers(&self) -> String {
        match self.lines_below {
            0 => format!("@{}-{}", self.start, self.end),
            below => format!("@{}-+{below}:{}", self.start, self.end),
        }
    }
}

/// Reads a line of expectation: its place, its code, its text.
fn expectation(line: &str) -> Option<(Place, &str, &str)> {
    let inner = line.strip_prefix("//")?;
    let marks = inner.trim_start_matches(' ');
    let start = 3 + inner.len() - marks.len();
    let (mark, rest) = marks.split_once(' ')?;
    let place = match mark.as_bytes().first()? {
        b'|' if mark == "|" => Place { start, lines_below: 0, end: start },
        b'^' if mark.bytes().all(|byte| byte == b'^') => {
            Place { start, lines_below: 0, end: start + mark.len() }
        }
        b'@' => in_numbers(mark)?,
        _ => return None,
    };
    let (code, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let severity = code.split('[').next()?;
    (matches!(severity, "error" | "warning" | "note") && code.ends_with(']')).then_some((
        place,
        code,
        text.trim(),
    ))
}

fn in_numbers(mark: &str) -> Option<Place> {
    let (start, end) = mark.strip_prefix('@')?.split_once('-')?;
    let (lines_below, end) = match end.strip_prefix('+') {
        Some(end) => {
            let (lines, column) = end.split_once(':')?;
            (lines.parse().ok()?, column)
        }
        None => (0, end),
    };
    Some(Place { start: start.parse().ok()?, lines_below, end: end.parse().ok()? })
}

/// Reads one text as the only source.
pub(crate) fn sole(name: &str, text: &str) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add(name, text.to_owned());
    (sources, file)
}

/// Fails with all that went wrong, so that one run shows everything.
pub(crate) fn report(failures: &[String]) {
    assert!(failures.is_empty(), "{} failed\n\n{}\n", failures.len(), failures.join("\n\n"));
}

/// Compares a file with what it should hold, or writes it.
pub(crate) fn expect_file(path: &Path, actual: &str, failures: &mut Vec<String>) {
    let expected = fs::read_to_string(path).unwrap_or_default();
    if expected == actual {
        return;
    }
    if is_update() {
        fs::write(path, actual).expect("an expectation can be written");
        return;
    }
    let line = expected.lines().zip(actual.lines()).position(|(one, other)| one != other);
    let line = line.unwrap_or_else(|| expected.lines().count().min(actual.lines().count()));
    let at = |text: &str| text.lines().nth(line).unwrap_or("(end of the file)").to_owned();
    failures.push(format!(
        "{}, line {}:\n  expected: {}\n  found:    {}",
        shown(path),
        line + 1,
        at(&expected),
        at(actual)
    ));
}
