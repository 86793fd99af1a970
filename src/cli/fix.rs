//! `--fix`: does what the help of findings says, where a program can.
//!
//! Everything is tried on drafts first. Files are written when nothing more can be mended, each at once.

use std::collections::BTreeMap;
use std::path::Path;

use candor::diagnostic::Fix;
use candor::diagnostic::render::inert;
use candor::diagnostic::repair::{self, Draft, Edit};
use candor::load::Entry;
use candor::source::{FileId, Span};

use super::Failure;
use super::inputs::{Inputs, Paths, Policy};
use super::terminal::{Terminal, count};
use crate::files::{self, Disk, Wanted};

/// One pass can show what the one before it hid. Nobody writes so many slips inside one another.
const MOST_PASSES: usize = 100;

/// Mends the files that were named, and those in folders that were named; what they import is left alone. Returns what they
/// say then. Where something cannot be read, nothing is written.
pub(crate) fn fix(paths: &Paths, terminal: &Terminal) -> Result<Inputs, Failure> {
    if paths.list().iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::StandardInputMended);
    }
    let mut drafts: BTreeMap<String, (String, Draft)> = BTreeMap::new();
    let mut inputs = Inputs::read(paths, Wanted::Policies, terminal);
    for _ in 0..MOST_PASSES {
        if inputs.n_failures > 0 || pass(&inputs, &mut drafts) == 0 {
            break;
        }
        let texts = drafts.iter().map(|(key, (_, draft))| (key.clone(), draft.text().to_owned())).collect();
        inputs = Inputs::read_from(Disk::with(texts), paths, Wanted::Policies, terminal);
    }
    if inputs.n_failures == 0 {
        write(&mut inputs, &drafts, terminal);
        // What could not be written still says what it said before.
        if inputs.n_failures > 0 {
            let n_failures = inputs.n_failures;
            inputs = Inputs::read(paths, Wanted::Policies, terminal);
            inputs.n_failures += n_failures;
        }
    }
    Ok(inputs)
}

/// How many findings of what was read can be mended.
pub(crate) fn n_mendable(inputs: &Inputs, policies: &[Policy]) -> usize {
    of_files(inputs, policies).values().map(Vec::len).sum()
}

/// Applies what can be mended to drafts, and says how much that was.
fn pass(inputs: &Inputs, drafts: &mut BTreeMap<String, (String, Draft)>) -> usize {
    let mut n_applied = 0;
    for (entry, fixes) in of_files(inputs, &inputs.compile().0) {
        let (Some(id), Some(place)) = (inputs.loader.file(entry), inputs.loader.place(entry)) else {
            continue;
        };
        let file = inputs.loader.sources().file(id);
        let (_, draft) = drafts
            .entry(place.key.clone())
            .or_insert_with(|| (file.text().to_owned(), Draft::new(file.text())));
        n_applied += draft.apply(file.base(), fixes);
    }
    n_applied
}

/// The edits of each file that may be changed. Where several policies have a file in common, all of them must ask for an
/// edit: what one does not know, another may have declared.
fn of_files(inputs: &Inputs, policies: &[Policy]) -> BTreeMap<Entry, Vec<(&'static str, Fix)>> {
    let mut asked: BTreeMap<(&'static str, Fix), usize> = BTreeMap::new();
    for policy in policies {
        let mut fixes: Vec<(&'static str, Fix)> = repair::mendable(&policy.loaded.diagnostics, &policy.found)
            .into_iter()
            .map(|(finding, fix)| (finding.rule.code, fix.clone()))
            .collect();
        fixes.sort();
        fixes.dedup();
        fixes.into_iter().for_each(|fix| *asked.entry(fix).or_default() += 1);
    }
    let n_holders = |id: FileId| policies.iter().filter(|policy| policy.loaded.files.contains(&id)).count();
    let mut of_files = BTreeMap::new();
    for entry in inputs.named.iter().chain(&inputs.found) {
        let (Some(id), Some(place)) = (inputs.loader.file(*entry), inputs.loader.place(*entry)) else {
            continue;
        };
        // What came from the standard input stands in no file that could be corrected.
        if files::is_standard_input(place) {
            continue;
        }
        let (whole, n_holders) = (inputs.loader.sources().file(id).span(), n_holders(id));
        let fixes = asked.iter().filter(|((_, fix), n)| whole.contains(fix.span) && **n == n_holders);
        of_files.insert(*entry, fixes.map(|(fix, _)| fix.clone()).collect());
    }
    of_files
}

/// Writes the files that changed, and says what is different in them.
fn write(inputs: &mut Inputs, drafts: &BTreeMap<String, (String, Draft)>, terminal: &Terminal) {
    let (mut n_edits, mut n_files) = (0, 0);
    let entries: Vec<Entry> = inputs.loader.entries().collect();
    for entry in entries {
        let Some(place) = inputs.loader.place(entry) else { continue };
        let Some((old, draft)) = drafts.get(&place.key).filter(|(old, draft)| old != draft.text()) else {
            continue;
        };
        if let Err(trouble) = files::rewrite(Path::new(&place.key), old, draft.text()) {
            inputs.fail(&trouble.into(), terminal);
            continue;
        }
        for edit in draft.edits() {
            terminal.talk(&told(inputs, entry, edit));
        }
        n_files += 1;
        n_edits += draft.edits().len();
    }
    if n_files > 0 {
        terminal.talk(&format!("{} corrected in {}", count(n_edits, "slip"), count(n_files, "file")));
    }
}

/// `shop.candor:8:20: unknown-name: “contact.emial” is now “contact.email”`
fn told(inputs: &Inputs, entry: Entry, edit: &Edit) -> String {
    let place = inputs.loader.file(entry).map(|id| {
        let file = inputs.loader.sources().file(id);
        let start = file.base() + u32::try_from(edit.at.start).unwrap_or_default();
        let at = inputs.loader.sources().position(Span::new(start, start));
        format!("{}:{}:{}", inert(file.name()), at.line, at.column)
    });
    let what = match (edit.before.trim(), edit.after.trim()) {
        (before, "") => format!("`{before}` is removed"),
        ("", after) => format!("`{after}` is added"),
        (before, after) => format!("`{before}` is now `{after}`"),
    };
    format!("{}: {}: {}", place.unwrap_or_default(), edit.code, inert(&what))
}
