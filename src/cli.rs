//! The command line: which commands there are, how they end, and how they speak.
//!
//! Standard output carries data only: findings, names of files, documents. Everything said to a person goes to
//! standard error. A command ends with 0 when all is well, with 1 when there are findings, with 2 when it could not run.

mod ack;
mod ask;
mod blame;
mod build;
mod check;
mod comparing;
mod completions;
mod dev;
mod diff;
mod explain;
mod fix;
mod fmt;
mod gate;
mod inputs;
mod log;
mod new;
mod report;
mod schema;
mod sides;
mod terminal;
mod test;
mod textconv;
mod vocab;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use candor::gate::Verdict as Ending;

use crate::files::Trouble;
use crate::git::GitTrouble;
use terminal::{ColorChoice, Terminal};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// All is well.
    Fine,
    /// Something was found that somebody has to correct.
    Findings,
    /// Something could not be done.
    Failed,
    /// The answer to a question, as a number of its own.
    Answer(u8),
}

impl From<Verdict> for ExitCode {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Fine => Self::SUCCESS,
            Verdict::Findings => Self::from(1),
            Verdict::Failed => Self::from(2),
            Verdict::Answer(number) => Self::from(number),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Files(#[from] Trouble),
    #[error("there is no `.candor` file in `{folder}`")]
    NothingToRead { folder: String },
    #[error("`-` is named twice, but there is only one standard input")]
    StandardInputTwice,
    #[error("`{path}` exists already and is left as it is")]
    Exists { path: String },
    #[error("there is no rule `{code}`")]
    UnknownRule { code: String, near: Option<&'static str> },
    #[error("`{path}` is not formatted because the result would say something else")]
    Unsound { path: String },
    #[error("no file has a `policy` block, so there is nothing to publish")]
    NothingToBuild,
    #[error("the policy and the question together are too large")]
    TooLarge,
    #[error("`{path}` belongs to no policy")]
    TestWithoutPolicy { path: String },
    #[error(transparent)]
    Guard(#[from] candor::guard::Trouble),
    #[error("one policy is needed, and there is none or more than one")]
    NotOnePolicy,
    #[error("standard input cannot be corrected")]
    StandardInputMended,
    #[error("standard input cannot be watched")]
    StandardInputWatched,
    #[error("a terminal cannot show a document")]
    DocumentOnTerminal { format: &'static str },
    #[error(transparent)]
    Git(#[from] GitTrouble),
    #[error("there is no policy in `{version}`")]
    NoPolicyIn { version: String },
    #[error("`{file}` cannot be used: {reason}")]
    Settings { file: String, reason: String },
    #[error("nothing says where the published policy is")]
    NoPublished,
    #[error("the versions are too entangled to be compared")]
    Undecided,
    #[error("an acknowledgement needs a reason")]
    NoReason,
    #[error("these days are not those of a notice: what is missing is {missing}")]
    DaysOutOfOrder { missing: String },
    #[error("nothing that stops the merge has the fingerprint `{fingerprint}`")]
    UnknownFingerprint { fingerprint: String },
    #[error("more than one fingerprint begins with `{fingerprint}`")]
    ShortFingerprint { fingerprint: String },
    #[error("an acknowledgement is a file, and this version is none")]
    NowhereToWrite,
    #[error("`{code}` cannot be the code of a rule")]
    RuleCode { code: String },
    #[error("the summary cannot stand in a list")]
    RuleSummary,
    #[error("`{path}` exists already, so nothing was written")]
    RuleExists { path: String },
    #[error("this folder is not in a checkout of the repository of Candor")]
    NoCheckout,
    #[error("the list of rules is not found in `src/check.rs`")]
    NoRuleList,
    #[error("changes cannot be watched: {0}")]
    Watch(#[from] notify::Error),
    #[error("the output cannot be written: {0}")]
    Output(std::io::Error),
}

impl Failure {
    /// Whether there is a version, and it has no such policy.
    fn is_no_policy(&self) -> bool {
        matches!(self, Self::NoPolicyIn { .. } | Self::Git(GitTrouble::NoPath { .. }))
    }

    /// How a command ends that cannot read the old version for this reason.
    fn as_old_version(&self) -> Ending {
        let is_wrong_request = matches!(
            self,
            Self::Git(GitTrouble::OptionLike { .. }) | Self::NoPublished | Self::Settings { .. }
        );
        if is_wrong_request { Ending::CannotRun } else { Ending::NoOldVersion }
    }

    /// What to do about it.
    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownRule { near: Some(near), .. } => Some(format!("did you mean `{near}`?")),
            Self::UnknownRule { near: None, .. } => Some("`candor explain` lists all rules".to_owned()),
            Self::Exists { .. } => Some("name another file or folder".to_owned()),
            Self::NothingToRead { .. } => Some("`candor new` writes a first policy".to_owned()),
            Self::Unsound { .. } => {
                Some("this is a bug in Candor: please report it with the file".to_owned())
            }
            Self::NothingToBuild => {
                Some("begin a policy with `policy my-company \"Privacy policy\" { }`".to_owned())
            }
            Self::NotOnePolicy => Some("name the file of the policy".to_owned()),
            Self::StandardInputWatched => Some("name the file, or leave `--watch` out".to_owned()),
            Self::StandardInputMended => Some("name the file, or leave `--fix` out".to_owned()),
            Self::DocumentOnTerminal { format } => {
                Some(format!("write it into a file: `--out {format}=changes.{format}`"))
            }
            Self::TestWithoutPolicy { .. } => Some(
                "name it after its policy: `shop.test.candor` holds the tests of `shop.candor`".to_owned(),
            ),
            Self::Git(trouble) => trouble.help(),
            Self::NoPolicyIn { .. } => Some("if the policy is new, say so: `--allow-empty-base`".to_owned()),
            Self::NoPublished => Some(
                "write `published = \"git:refs/tags/NAME\"`, or the path of a policy or of its rules, into the table `gate` of `candor.toml`"
                    .to_owned(),
            ),
            Self::Undecided => Some("fewer conditions in one sentence make it easier".to_owned()),
            Self::NoReason => Some("say why the change is right: `--reason \"…\"`".to_owned()),
            Self::DaysOutOfOrder { .. } => Some(
                "choose other days for `--send-on` and `--effective`, or say with `--on` when it was approved".to_owned(),
            ),
            Self::UnknownFingerprint { .. } => Some("`candor ack` lists what can be acknowledged".to_owned()),
            Self::ShortFingerprint { .. } => Some("write more of it".to_owned()),
            Self::NowhereToWrite => Some("name the policy as a file".to_owned()),
            Self::RuleCode { .. } => {
                Some("two words or more of small letters, joined by hyphens: `late-notice`".to_owned())
            }
            Self::RuleSummary => {
                Some("one line that begins in lower case, without a full stop and quotation marks".to_owned())
            }
            Self::RuleExists { .. } => Some("choose another code".to_owned()),
            Self::NoCheckout => Some("rules are a part of Candor: clone its repository".to_owned()),
            Self::NoRuleList => Some("it begins with `checks! {`, and its rows end with `);`".to_owned()),
            Self::Settings { .. }
            | Self::Files(_)
            | Self::Guard(_)
            | Self::TooLarge
            | Self::StandardInputTwice
            | Self::Watch(_)
            | Self::Output(_) => None,
        }
    }
}

/// Policy as code for privacy: write a privacy policy, check it, publish the page, import the rules.
#[derive(Debug, Parser)]
#[command(name = "candor", version, arg_required_else_help = true, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    /// When to use colours; `auto` means on a terminal, unless the environment has NO_COLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", display_order = 100)]
    color: ColorChoice,
    /// Say nothing but the results
    #[arg(short, long, global = true, display_order = 101)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  candor new                     write a first policy: policy.candor
  candor check                   check every policy in this folder
  candor test                    see whether what must stay true is true
  candor build                   publish them as pages and rules, in the folder `out`
  candor diff                    see what this branch changes in the meaning of a policy
  candor gate                    say whether that may be merged
  candor explain unknown-name    read about a rule
  candor vocab email             find the word for something

A command ends with 0 when all is well, 1 when there are findings, 2 when it could not run.";

#[derive(Debug, Subcommand)]
enum Command {
    New(new::Arguments),
    Check(check::Arguments),
    Ask(ask::Arguments),
    Test(test::Arguments),
    Build(build::Arguments),
    Fmt(fmt::Arguments),
    Explain(explain::Arguments),
    Vocab(vocab::Arguments),
    Diff(diff::Arguments),
    Gate(gate::Arguments),
    Ack(ack::Arguments),
    Log(log::Arguments),
    Blame(blame::Arguments),
    Schema(schema::Arguments),
    Textconv(textconv::Arguments),
    Completions(completions::Arguments),
    #[command(hide = true)]
    Dev(dev::Arguments),
}

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.color, arguments.quiet);
    let result = match &arguments.command {
        Command::New(arguments) => new::run(arguments, &terminal),
        Command::Ask(arguments) => ask::run(arguments, &terminal),
        Command::Test(arguments) => test::run(arguments, &terminal),
        Command::Check(arguments) => check::run(arguments, &terminal),
        Command::Build(arguments) => build::run(arguments, &terminal),
        Command::Fmt(arguments) => fmt::run(arguments, &terminal),
        Command::Explain(arguments) => explain::run(arguments, &terminal),
        Command::Vocab(arguments) => vocab::run(arguments, &terminal),
        Command::Diff(arguments) => diff::run(arguments, &terminal),
        Command::Gate(arguments) => gate::run(arguments, &terminal),
        Command::Ack(arguments) => ack::run(arguments, &terminal),
        Command::Log(arguments) => log::run(arguments, &terminal),
        Command::Blame(arguments) => blame::run(arguments, &terminal),
        Command::Textconv(arguments) => textconv::run(arguments, &terminal),
        Command::Schema(arguments) => schema::run(arguments, &terminal),
        Command::Completions(arguments) => completions::run(arguments, &terminal),
        Command::Dev(arguments) => dev::run(arguments, &terminal),
    };
    let verdict = result.unwrap_or_else(|failure| {
        terminal.failure(&failure);
        Verdict::Failed
    });
    verdict.into()
}
