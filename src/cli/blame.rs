//! `candor blame`: the commit since which a policy permits a flow, or does not.

use std::path::Path;

use candor::ask::{Refusal, Reply};
use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::inert;
use clap::Args;

use super::log;
use super::report::{self, Format};
use super::sides::{Depth, Reader, Side, Spec};
use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};
use crate::git::Commit;

/// Find the commit since which a flow is permitted, prohibited or undisclosed
///
/// The flow is written as for `candor ask`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor blame \"disclose contact.email to advertisers\"
  candor blame \"disclose contact.email to advertisers\" --given consent --all
  candor blame \"sell contact\" --policy shop.candor")]
pub(crate) struct Arguments {
    /// What is done, as a statement of the language without its label
    question: String,
    /// A fact that holds, perhaps with `not`; can be repeated
    #[arg(long, value_name = "FACT")]
    given: Vec<String>,
    /// The policy, where it is not the only one
    #[arg(long, value_name = "POLICY", default_value = ".")]
    policy: String,
    /// Every commit that changed the answer, not only the last
    #[arg(long)]
    all: bool,
}

/// What a version says to the question.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Says {
    /// An answer, with the labels of what is responsible for it.
    Answer { verdict: &'static str, labels: Vec<String> },
    /// The question has words that this version does not know.
    NotKnown,
    /// The policy cannot be read.
    Unreadable,
    /// There is no such policy.
    Absent,
}

impl Says {
    fn words(&self) -> &'static str {
        match self {
            Self::Answer { verdict, .. } => verdict,
            Self::NotKnown => "not known: the policy has no words for it",
            Self::Unreadable => "unknown: the policy has errors",
            Self::Absent => "unknown: there is no such policy",
        }
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let reader = Reader::for_spec(&Spec::Disk(Path::new(&arguments.policy).to_owned()));
    let repository = reader.repository()?;
    let mut present = reader.read(&Spec::of(&arguments.policy), None, Depth::Meaning)?;
    if present.diagnostics.has_errors() {
        report::show(terminal, Stream::Talk, Format::Human, &present.sources, &present.diagnostics)?;
        return Ok(Verdict::Findings);
    }
    // The question is asked of the present version first: if that does not understand it, nobody can answer.
    let now = match ask(&mut present, arguments) {
        Ok(reply) => says(&reply),
        Err(Refusal::Faults(faults)) => {
            let faults: Diagnostics = faults;
            report::show(terminal, Stream::Talk, Format::Human, &present.sources, &faults)?;
            return Ok(Verdict::Findings);
        }
        Err(refusal @ Refusal::Impossible(_)) => {
            terminal.talk(&format!("error: this can never be: {refusal}"));
            return Ok(Verdict::Findings);
        }
        Err(Refusal::Undecided) => return Err(Failure::Undecided),
    };
    let head = repository.commit("HEAD")?;
    let commits = repository.history(&head, None)?;
    let mut n_told = 0;
    let mut later = match log::version(&reader, &head, &present)? {
        Some(side) => answer(side, arguments)?,
        None => Says::Absent,
    };
    if later.words() != now.words() {
        terminal.data(&format!("{}: not committed yet\n", now.words()))?;
        show_labels(&now, terminal)?;
        n_told += 1;
    }
    for commit in &commits {
        if n_told > 0 && !arguments.all {
            break;
        }
        let before = match commit.parents.first() {
            Some(parent) => match log::version(&reader, parent, &present)? {
                Some(side) => answer(side, arguments)?,
                None => Says::Absent,
            },
            None => Says::Absent,
        };
        if before.words() != later.words() {
            terminal.data(&told(&later, &before, commit, terminal))?;
            show_labels(&later, terminal)?;
            n_told += 1;
        }
        later = before;
    }
    if n_told == 0 {
        terminal.data(&format!("{}: in every version of this history\n", now.words()))?;
    }
    Ok(Verdict::Fine)
}

fn told(later: &Says, before: &Says, commit: &Commit, terminal: &Terminal) -> String {
    let id = commit.id.get(..9).unwrap_or(&commit.id);
    let verdict = terminal.bold(Stream::Data, later.words());
    let line = format!("since {id} {} {}: {}", commit.date, commit.author, commit.subject);
    format!("{verdict}: {}\n  before: {}\n", inert(&line), before.words())
}

fn show_labels(says: &Says, terminal: &Terminal) -> Result<(), Failure> {
    match says {
        Says::Answer { labels, .. } if !labels.is_empty() => {
            terminal.data(&format!("  by: {}\n", inert(&labels.join(", "))))
        }
        Says::Answer { .. } | Says::NotKnown | Says::Unreadable | Says::Absent => Ok(()),
    }
}

fn answer(mut side: Side, arguments: &Arguments) -> Result<Says, Failure> {
    if side.diagnostics.has_errors() {
        return Ok(Says::Unreadable);
    }
    match ask(&mut side, arguments) {
        Ok(reply) => Ok(says(&reply)),
        Err(Refusal::Faults(_) | Refusal::Impossible(_)) => Ok(Says::NotKnown),
        Err(Refusal::Undecided) => Err(Failure::Undecided),
    }
}

fn ask(side: &mut Side, arguments: &Arguments) -> Result<Reply, Refusal> {
    let given: Vec<&str> = arguments.given.iter().map(String::as_str).collect();
    candor::ask(&mut side.sources, &side.policy, &arguments.question, &given)
}

fn says(reply: &Reply) -> Says {
    let reasons = if reply.permitted_by.is_empty() { &reply.prohibited_by } else { &reply.permitted_by };
    Says::Answer { verdict: reply.verdict, labels: reasons.iter().map(|one| one.label.clone()).collect() }
}
