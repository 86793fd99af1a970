//! `candor check`: finds every fault and writes nothing.

use clap::Args;

use super::inputs::{Inputs, Paths};
use super::report::{self, Deny, Format, Strict};
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
  candor check --deny warnings            for a build that must be spotless
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
    #[command(flatten)]
    strict: Strict,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let inputs = Inputs::read(&arguments.paths, Wanted::Policies, terminal);
    let (_, mut diagnostics) = inputs.compile();
    arguments.strict.apply(&mut diagnostics);
    let sources = inputs.loader.sources();
    report::show(terminal, Stream::Data, arguments.format, sources, &diagnostics)?;
    if inputs.n_files() > 0 {
        terminal.talk(&report::summary(&diagnostics, inputs.n_files()));
    }
    match inputs.n_failures {
        0 => Ok(report::verdict(&diagnostics, arguments.deny)),
        _ => Ok(Verdict::Failed),
    }
}
