//! From the paths of a command line to compiled policies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use candor::ast;
use candor::diagnostic::{Diagnostic, Diagnostics};
use candor::load::{Entry, Loaded, Loader};
use candor::semantics::Understood;
use clap::Args;

use super::Failure;
use super::terminal::Terminal;
use crate::files::{self, Disk, Input, Trouble, Wanted, shown};

/// The paths of a command.
#[derive(Debug, Args)]
pub(crate) struct Paths {
    /// Files, folders, or `-` for standard input; without any, the current folder
    ///
    /// A file is one policy together with the files that it imports.
    /// A folder is every policy in it and below: each file with a `policy` block.
    #[arg(value_name = "PATH", verbatim_doc_comment)]
    pub(crate) paths: Vec<PathBuf>,
    /// The name of the file that standard input stands for, used in messages and for its imports
    #[arg(long, value_name = "FILE")]
    pub(crate) stdin_filename: Option<PathBuf>,
}

impl Paths {
    /// What was named, or the current folder.
    pub(crate) fn list(&self) -> Vec<PathBuf> {
        match self.paths.is_empty() {
            true => vec![PathBuf::from(".")],
            false => self.paths.clone(),
        }
    }
}

/// One policy, compiled.
#[derive(Debug)]
pub(crate) struct Policy {
    /// Its files.
    pub(crate) loaded: Loaded,
    /// What it says, and what that means.
    pub(crate) model: Understood,
    /// What is wrong with what its files say, besides what is wrong with how they are written.
    pub(crate) found: Diagnostics,
    /// Whether it was named or found as a policy, and not only checked so that no file is left unread.
    pub(crate) is_wanted: bool,
}

/// Everything that was read.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) loader: Loader,
    /// Files that were named, and files found in folders that were named.
    pub(crate) named: Vec<Entry>,
    pub(crate) found: Vec<Entry>,
    /// What could not be read, already told.
    pub(crate) n_failures: usize,
}

impl Inputs {
    /// Reads files and all that they import. What cannot be read is told and counted; the rest is read.
    pub(crate) fn read(paths: &Paths, wanted: Wanted, terminal: &Terminal) -> Self {
        Self::read_from(Disk::default(), paths, wanted, terminal)
    }

    /// The same, from a disk with drafts.
    pub(crate) fn read_from(mut disk: Disk, paths: &Paths, wanted: Wanted, terminal: &Terminal) -> Self {
        let loader = Loader::new(candor::stdlib::sources());
        let mut inputs = Self { loader, named: Vec::new(), found: Vec::new(), n_failures: 0 };
        let mut has_standard_input = false;
        for path in &paths.list() {
            let is_standard_input = path.as_os_str() == "-";
            let failures =
                match is_standard_input && std::mem::replace(&mut has_standard_input, is_standard_input) {
                    true => vec![Failure::StandardInputTwice],
                    false => inputs.add(&mut disk, path, paths.stdin_filename.as_deref(), wanted),
                };
            for failure in failures {
                inputs.fail(&failure, terminal);
            }
        }
        inputs
    }

    pub(crate) fn fail(&mut self, failure: &Failure, terminal: &Terminal) {
        self.n_failures += 1;
        terminal.failure(failure);
    }

    fn add(&mut self, disk: &mut Disk, path: &Path, name: Option<&Path>, wanted: Wanted) -> Vec<Failure> {
        let mut troubles = Vec::new();
        let input = match path.as_os_str() == "-" {
            true => disk.open_standard_input(name),
            false => disk.open(path, wanted, &mut troubles),
        };
        let mut failures: Vec<Failure> = Vec::new();
        match input {
            Ok(Input::File(place)) => match self.loader.read(disk, place.clone()) {
                Ok(entry) => self.named.push(entry),
                Err(reason) => troubles.push(Trouble::reading_named(&place.name, reason)),
            },
            Ok(Input::Folder(places)) if places.is_empty() && troubles.is_empty() => {
                failures.push(Failure::NothingToRead { folder: shown(path) });
            }
            Ok(Input::Folder(places)) => {
                for place in places {
                    match self.loader.read(disk, place.clone()) {
                        Ok(entry) => self.found.push(entry),
                        Err(reason) => troubles.push(Trouble::reading_named(&place.name, reason)),
                    }
                }
            }
            Err(trouble) => troubles.push(trouble),
        }
        failures.extend(troubles.into_iter().map(Failure::from));
        failures
    }

    /// How many files were read, those that are imported among them.
    pub(crate) fn n_files(&self) -> usize {
        self.loader.entries().count()
    }

    /// Compiles every policy: each file that was named, and each file with a `policy` block in a folder that was named.
    /// Files of such a folder that belong to no policy are compiled as well, so that their faults are found.
    pub(crate) fn compile(&self) -> (Vec<Policy>, Diagnostics) {
        let roots = self.loader.policies(&self.found);
        let mut seen = BTreeSet::new();
        let wanted = self.named.iter().chain(&roots.policies).filter(|entry| seen.insert(**entry));
        let wanted: Vec<Entry> = wanted.copied().collect();
        let mut diagnostics = Diagnostics::new();
        let mut policies = Vec::new();
        for entry in wanted {
            policies.push(self.compile_one(entry, true, &mut diagnostics));
        }
        for entry in roots.unused.into_iter().filter(|entry| !seen.contains(entry)) {
            self.loader.unused(entry).into_iter().for_each(|note| diagnostics.push(note));
            policies.push(self.compile_one(entry, false, &mut diagnostics));
        }
        diagnostics.sort();
        (policies, diagnostics)
    }

    /// Compiles every policy together with the files of tests that belong to it, and gives the name of its file.
    ///
    /// A file with tests belongs to the policy of the same name beside it, or else to the only policy of its folder.
    pub(crate) fn compile_with_tests(&self) -> Result<(Vec<(String, Policy)>, Diagnostics), Failure> {
        let path = |entry: Entry| {
            self.loader.place(entry).map(|place| PathBuf::from(&place.key)).unwrap_or_default()
        };
        let (tests, found): (Vec<Entry>, Vec<Entry>) =
            self.found.iter().partition(|entry| files::is_test(&path(**entry)));
        let (more_tests, named): (Vec<Entry>, Vec<Entry>) =
            self.named.iter().partition(|entry| files::is_test(&path(**entry)));
        let mut seen = BTreeSet::new();
        let policies: Vec<Entry> = named
            .into_iter()
            .chain(self.loader.policies(&found).policies)
            .filter(|entry| seen.insert(*entry))
            .collect();
        let mut owners: Vec<(Entry, Entry)> = Vec::new();
        for test in tests.into_iter().chain(more_tests).filter(|entry| seen.insert(*entry)) {
            let of_name = policies.iter().find(|policy| files::test_file(&path(**policy)) == path(test));
            let neighbours: Vec<&Entry> =
                policies.iter().filter(|policy| path(**policy).parent() == path(test).parent()).collect();
            let owner = of_name.or(if let [only] = neighbours.as_slice() { Some(*only) } else { None });
            let name = || self.loader.place(test).map(|place| place.name.clone()).unwrap_or_default();
            owners.push((test, *owner.ok_or_else(|| Failure::TestWithoutPolicy { path: name() })?));
        }
        let mut diagnostics = Diagnostics::new();
        let mut compiled = Vec::new();
        for policy in policies {
            let mut loaded = self.loader.load(policy);
            for (test, _) in owners.iter().filter(|(_, owner)| *owner == policy) {
                let more = self.loader.load(*test);
                diagnostics.extend(more.diagnostics);
                for (document, file) in more.documents.into_iter().zip(more.files) {
                    if self.loader.file(*test) == Some(file) {
                        document
                            .items
                            .iter()
                            .filter_map(not_a_test)
                            .for_each(|fault| diagnostics.push(fault));
                    }
                    if !loaded.files.contains(&file) {
                        loaded.documents.push(document);
                        loaded.files.push(file);
                    }
                }
            }
            let (model, found) = candor::analyse(&loaded.documents);
            diagnostics.extend(loaded.diagnostics.clone());
            diagnostics.extend(found.clone());
            let name = self.loader.place(policy).map(|place| place.name.clone()).unwrap_or_default();
            compiled.push((name, Policy { loaded, model, found, is_wanted: true }));
        }
        diagnostics.sort();
        Ok((compiled, diagnostics))
    }

    fn compile_one(&self, entry: Entry, is_wanted: bool, diagnostics: &mut Diagnostics) -> Policy {
        let loaded = self.loader.load(entry);
        let (model, found) = candor::analyse(&loaded.documents);
        diagnostics.extend(loaded.diagnostics.clone());
        diagnostics.extend(found.clone());
        Policy { loaded, model, found, is_wanted }
    }
}

/// Reports what has no place in a file with tests.
fn not_a_test(item: &ast::Item) -> Option<Diagnostic> {
    match item {
        ast::Item::Expect(_)
        | ast::Item::Require(_)
        | ast::Item::Acknowledgement(_)
        | ast::Item::Import(_)
        | ast::Item::Broken(_) => None,
        ast::Item::Policy(_)
        | ast::Item::Party(_)
        | ast::Item::Declaration(_)
        | ast::Item::Section(_)
        | ast::Item::Statement(_)
        | ast::Item::Tracker(_)
        | ast::Item::Prose(_)
        | ast::Item::Link(_)
        | ast::Item::Definition(_)
        | ast::Item::Table(_) => Some(
            Diagnostic::new(
                &candor::lower::rules::MISPLACED_ITEM,
                item.name_span(),
                "this stands in a file with tests",
            )
            .at("belongs in the policy")
            .help("a file with tests holds `expect` and `require` alone"),
        ),
    }
}
