//! `candor schema`: the format of the rules, for programs that read them.

use candor::render::json;
use clap::Args;

use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Print the JSON Schema of the rules that `candor build --emit json` writes
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor schema > rules.schema.json")]
pub(crate) struct Arguments {}

pub(crate) fn run(_: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    terminal.data(&json::schema())?;
    Ok(Verdict::Fine)
}
