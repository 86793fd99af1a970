//! `candor check`: finds every fault and writes nothing.

use clap::Args;

use super::fix;
use super::inputs::{Inputs, Paths};
use super::report::{self, Deny, Format, Shown, Strict};
use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};
use crate::files::Wanted;

/// Check policies and show what is wrong with them
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor check                            every policy in this folder and below
  candor check shop.candor                one policy with all that it imports
  candor check --format json shop.candor  for a program
  candor check --format sarif             for code scanning; also github, gitlab, junit
  candor check --deny warnings            for a build that must be spotless
  candor check --fix                      correct what a finding spells out
  candor check --strict                   for a text that must say by itself what it permits
  cat shop.candor | candor check - --stdin-filename shop.candor")]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// The form of the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// What else than an error ends the command with 1
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Correct in the files what the help of a finding spells out: slips in names and words, quotation marks, commas
    ///
    /// The files that are named are changed, and those in folders that are named; what they import is left alone.
    /// Where something cannot be read, nothing is changed.
    #[arg(long, verbatim_doc_comment)]
    fix: bool,
    #[command(flatten)]
    strict: Strict,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let inputs = match arguments.fix {
        true => fix::fix(&arguments.paths, terminal)?,
        false => Inputs::read(&arguments.paths, Wanted::Policies, terminal),
    };
    let (policies, mut diagnostics) = inputs.compile();
    arguments.strict.apply(&mut diagnostics);
    let sources = inputs.loader.sources();
    let names = inputs.loader.entries().filter_map(|entry| inputs.loader.place(entry));
    let files: Vec<String> = names.map(|place| place.name.clone()).collect();
    let shown = Shown { sources, diagnostics: &diagnostics, files: &files, deny: arguments.deny };
    terminal.data(&report::text(terminal, Stream::Data, arguments.format, &shown))?;
    if inputs.n_files() > 0 {
        let mendable = match fix::n_mendable(&inputs, &policies) {
            0 => String::new(),
            1 if diagnostics.len() == 1 => "; `--fix` corrects it".to_owned(),
            n => format!("; `--fix` corrects {n} of them"),
        };
        terminal.talk(&format!("{}{mendable}", report::summary(&diagnostics, inputs.n_files())));
    }
    match inputs.n_failures {
        0 => Ok(report::verdict(&diagnostics, arguments.deny)),
        _ => Ok(Verdict::Failed),
    }
}
