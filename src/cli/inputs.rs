//! From the paths of a command line to compiled policies.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use candor::diagnostic::Diagnostics;
use candor::load::{Entry, Loaded, Loader};
use candor::model;
use clap::Args;

use super::Failure;
use super::terminal::Terminal;
use crate::files::{Disk, Input, Trouble, Wanted, shown};

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
    /// What it says.
    pub(crate) model: model::Policy,
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
        let loader = Loader::new(candor::stdlib::sources());
        let mut inputs = Self { loader, named: Vec::new(), found: Vec::new(), n_failures: 0 };
        let mut disk = Disk::default();
        let mut has_standard_input = false;
        for path in &paths.list() {
            let is_standard_input = path.as_os_str() == "-";
            let failures = match is_standard_input && std::mem::replace(&mut has_standard_input, is_standard_input) {
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

    fn compile_one(&self, entry: Entry, is_wanted: bool, diagnostics: &mut Diagnostics) -> Policy {
        let loaded = self.loader.load(entry);
        let (model, found) = candor::analyse(&loaded.documents);
        diagnostics.extend(loaded.diagnostics.clone());
        diagnostics.extend(found);
        Policy { loaded, model, is_wanted }
    }
}
