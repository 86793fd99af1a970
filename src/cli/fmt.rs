//! `candor fmt`: brings files into the one layout.

use std::path::Path;

use candor::diagnostic::Diagnostics;
use candor::format::{self, Refusal};
use candor::load::Entry;
use candor::model::{Kind, Origin, Trait, Vocabulary};
use clap::Args;

use super::inputs::{Inputs, Paths};
use super::report::{self, Format};
use super::terminal::{Stream, Terminal, count};
use super::{Failure, Verdict};
use crate::files::{self, Wanted};

/// Bring policies into the one layout
///
/// Files are rewritten in place; the names of those that changed are printed.
/// A file with faults of spelling or punctuation is left as it is, and the others are formatted.
/// Standard input is formatted to standard output.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor fmt                     every policy file in this folder and below
  candor fmt shop.candor         one file; what it imports is left alone
  candor fmt --check             change nothing; end with 1 if a file would change
  candor fmt - < shop.candor     to standard output")]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// Change nothing: print the names of the files that would change, and end with 1 if there are any
    #[arg(long)]
    check: bool,
    /// The form of the findings in files that cannot be read
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let mut inputs = Inputs::read(&arguments.paths, Wanted::All, terminal);
    let mut entries: Vec<Entry> = inputs.named.iter().chain(&inputs.found).copied().collect();
    entries.sort();
    entries.dedup();
    let (mut faults, mut changed) = (Diagnostics::new(), Vec::new());
    let mut verdict = Verdict::Fine;
    for entry in entries.iter().copied() {
        match format_one(&inputs, entry, arguments.check, terminal) {
            Ok(Outcome::Tidy) => {}
            Ok(Outcome::Changed(name)) => changed.push(name),
            Ok(Outcome::Refused(found)) => faults.extend(found),
            Err(failure) => inputs.fail(&failure, terminal),
        }
    }
    if arguments.check && !changed.is_empty() || !faults.is_empty() {
        verdict = Verdict::Findings;
    }
    faults.sort();
    if !faults.is_empty() {
        report::show(terminal, Stream::Talk, arguments.format, inputs.loader.sources(), &faults)?;
    }
    for name in &changed {
        terminal.data(&format!("{name}\n"))?;
    }
    let n_changed = count(changed.len(), "file");
    let done = if arguments.check { "would change" } else { "changed" };
    terminal.talk(&format!("{n_changed} {done}, {} in all", count(entries.len(), "file")));
    Ok(if inputs.n_failures > 0 { Verdict::Failed } else { verdict })
}

enum Outcome {
    /// It is laid out already, or went to standard output.
    Tidy,
    /// It changed or would change; its name.
    Changed(String),
    /// It has faults.
    Refused(Diagnostics),
}

fn format_one(
    inputs: &Inputs,
    entry: Entry,
    is_check: bool,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let loader = &inputs.loader;
    let (Some(id), Some(place)) = (loader.file(entry), loader.place(entry)) else { return Ok(Outcome::Tidy) };
    let vocabulary = vocabulary(inputs, entry);
    let plurals = |name: &str| {
        let term = vocabulary.find(Kind::Recipient, name)?;
        Some(vocabulary.term(term).traits.has(Trait::Plural))
    };
    let text = match format::format(loader.sources(), id, &plurals) {
        Ok(text) => text,
        Err(Refusal::Faulty(found)) => return Ok(Outcome::Refused(found)),
        Err(Refusal::Unsound) => return Err(Failure::Unsound { path: place.name.clone() }),
    };
    let is_tidy = text == loader.sources().file(id).text();
    match files::is_standard_input(place) {
        true if !is_check => {
            terminal.data(&text)?;
            Ok(Outcome::Tidy)
        }
        _ if is_tidy => Ok(Outcome::Tidy),
        true => Ok(Outcome::Changed(place.name.clone())),
        false => {
            if !is_check {
                files::write(Path::new(&place.key), text.as_bytes())?;
            }
            Ok(Outcome::Changed(place.name.clone()))
        }
    }
}

/// The words in scope of a file: whether a recipient is plural is said where it is declared.
fn vocabulary(inputs: &Inputs, entry: Entry) -> Vocabulary {
    let loaded = inputs.loader.load(entry);
    candor::resolve::resolve(candor::stdlib::vocabulary(), &loaded.documents, Origin::Policy).0.vocabulary
}
