//! `candor schema`: the formats of the rules, of the report, of questions and answers, for programs that read them.

use candor::ask;
use candor::outputs;
use candor::rules;
use clap::{Args, ValueEnum};

use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Print a JSON Schema: of the rules that `candor build --emit json` writes, of the report of `candor diff`, of the
/// questions and answers of `candor ask`
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor schema > rules.schema.json
  candor schema report > report.schema.json
  candor schema answer > answer.schema.json")]
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
    /// A question to a policy
    Question,
    /// The answer to a question
    Answer,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    terminal.data(&match arguments.what {
        What::Rules => rules::schema(),
        What::Report => outputs::schema(),
        What::Question => ask::question_schema(),
        What::Answer => ask::answer_schema(),
    })?;
    Ok(Verdict::Fine)
}
