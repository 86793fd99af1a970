//! `candor schema`: the formats of the rules and of the report, for programs that read them.

use candor::outputs;
use candor::render::json;
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Print a JSON Schema: of the rules that `candor build --emit json` writes, or of the report of `candor diff`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor schema > rules.schema.json
  candor schema report > report.schema.json")]
pub(crate) struct Arguments {
    /// Of what
    #[arg(value_name = "WHAT", default_value = "rules")]
    what: What,
}

/// What has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// The rules of a policy
    Rules,
    /// The report of a comparison
    Report,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    terminal.data(&match arguments.what {
        What::Rules => json::schema(),
        What::Report => outputs::schema(),
    })?;
    Ok(Verdict::Fine)
}
