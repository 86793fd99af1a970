//! `candor log`: the commits that changed what a policy means.

use std::fmt::Write as _;
use std::path::Path;

use candor::diagnostic::render::inert;
use candor::diff::rule::Direction;
use candor::gate::Account;
use candor::gate::account::{self, Comparison};
use clap::Args;

use super::comparing::{self, Ended};
use super::sides::{self, Depth, Reader, Side, Spec};
use super::terminal::{Stream, Terminal, count};
use super::{Failure, Verdict};
use crate::git::Commit;

/// List the commits that changed what a policy means
///
/// Commits that only reword, reorder or reformat the policy are left out.
/// A merge counts as one step: what came with it is told there.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor log                             the whole history of the only policy here
  candor log --policy shop.candor -n 5   the last five changes of its meaning
  candor log v1.0..main                  what changed since a version
  candor log --json                      for a program")]
pub(crate) struct Arguments {
    /// A revision, or two as FROM..TO; without one, HEAD
    #[arg(value_name = "RANGE", default_value = "HEAD")]
    range: String,
    /// The policy, where it is not the only one
    #[arg(long, value_name = "POLICY", default_value = ".")]
    policy: String,
    /// The most commits that are told
    #[arg(short = 'n', long, value_name = "NUMBER")]
    number: Option<usize>,
    /// One JSON document: a list of commits, each with its account
    #[arg(long)]
    json: bool,
}

/// A range as it was typed: where it begins, and where it ends.
pub(crate) fn range(text: &str) -> (String, Option<String>) {
    match text.split_once("..") {
        Some((from, to)) => {
            let to = if to.is_empty() { "HEAD" } else { to };
            (to.trim_start_matches('.').to_owned(), (!from.is_empty()).then(|| from.to_owned()))
        }
        None => (text.to_owned(), None),
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let reader = Reader::for_spec(&Spec::Disk(Path::new(&arguments.policy).to_owned()));
    let repository = reader.repository()?;
    let (until, since) = range(&arguments.range);
    let until = repository.commit(&until)?;
    let since = since.map(|since| repository.commit(&since)).transpose()?;
    let commits = repository.history(&until, since.as_deref())?;
    let present = reader.read(&Spec::of(&arguments.policy), None, Depth::Meaning)?;
    let mut entries = Vec::new();
    let mut told = 0;
    for commit in &commits {
        if arguments.number.is_some_and(|number| told >= number) {
            break;
        }
        let step = match step(&reader, commit, &present, terminal) {
            Ok(step) => step,
            Err(Ended(verdict)) => return Ok(verdict),
        };
        let Some(step) = step else { continue };
        told += 1;
        match arguments.json {
            true => entries.push(as_json(commit, &step)),
            false => terminal.data(&as_text(commit, &step, terminal))?,
        }
    }
    if arguments.json {
        terminal.json(&entries)?;
    }
    terminal.talk(&format!("{} of {} changed the meaning", told, count(commits.len(), "commit")));
    Ok(Verdict::Fine)
}

/// What a commit did to the policy.
#[derive(Debug)]
enum Step {
    /// The policy appeared.
    Began,
    /// The policy went away.
    Ended,
    /// The policy cannot be read in this version or the one before.
    Unreadable,
    /// Its meaning changed.
    Changed(Box<Account>),
}

fn step(reader: &Reader, commit: &Commit, like: &Side, terminal: &Terminal) -> Result<Option<Step>, Ended> {
    let read = |id: &str| match version(reader, id, like) {
        Ok(side) => Ok(side),
        Err(failure) => {
            terminal.failure(&failure);
            Err(Ended(Verdict::Failed))
        }
    };
    let new = read(&commit.id)?;
    let old = match commit.parents.first() {
        Some(parent) => read(parent)?,
        None => None,
    };
    let (old, new) = match (old, new) {
        (None, None) => return Ok(None),
        (None, Some(_)) => return Ok(Some(Step::Began)),
        (Some(_), None) => return Ok(Some(Step::Ended)),
        (Some(old), Some(new)) => (old, new),
    };
    match (old.diagnostics.has_errors(), new.diagnostics.has_errors()) {
        (_, true) => return Ok(Some(Step::Unreadable)),
        (true, false) => return Ok(Some(Step::Unreadable)),
        (false, false) => {}
    }
    let report = comparing::compare(&old, &new, &[], terminal)?;
    if report.is_same_meaning {
        return Ok(None);
    }
    let comparison = Comparison { against: "the version before".to_owned(), report };
    Ok(Some(Step::Changed(Box::new(Account::shown(vec![comparison], &comparing::profiles(&[]))))))
}

/// The policy in a commit, if it is there.
pub(crate) fn version(reader: &Reader, commit: &str, like: &Side) -> Result<Option<Side>, Failure> {
    let tree = reader.tree(commit)?;
    let short = commit.get(..9).unwrap_or(commit);
    // A policy that was moved is found by its name; another one is not taken for it.
    let side = reader.read_tree(tree, &format!("git:{short}"), None, Some(like), Depth::Meaning);
    match side {
        Ok(side) if is_same_policy(&side, like, reader) => Ok(Some(side)),
        Ok(_) => Ok(None),
        Err(failure) if failure.is_no_policy() || matches!(failure, Failure::NotOnePolicy) => Ok(None),
        Err(failure) => Err(failure),
    }
}

fn is_same_policy(side: &Side, like: &Side, reader: &Reader) -> bool {
    let path = |side: &Side| sides::path_in_repository(side, reader.repository().ok()?);
    side.name() == like.name() || path(side) == path(like)
}

fn as_text(commit: &Commit, step: &Step, terminal: &Terminal) -> String {
    let id = commit.id.get(..9).unwrap_or(&commit.id);
    let head = format!("{id} {} {}: {}", commit.date, commit.author, commit.subject);
    let mut text = format!("{}\n", terminal.bold(Stream::Data, &inert(&head)));
    match step {
        Step::Began => text.push_str("  the policy begins here\n"),
        Step::Ended => text.push_str("  the policy ends here\n"),
        Step::Unreadable => text.push_str("  the policy has errors here or in the version before\n"),
        Step::Changed(account) => {
            for (_, change) in account.changes() {
                let sign = match change.direction {
                    Direction::Widens => '+',
                    Direction::Narrows => '-',
                    Direction::Unknown | Direction::Mixed => '?',
                    Direction::Neutral => '=',
                };
                let level = account::level(change).word();
                let _ = writeln!(text, "  {sign} {level} {}: {}", inert(&change.rule), inert(&change.title));
            }
        }
    }
    text.push('\n');
    text
}

fn as_json(commit: &Commit, step: &Step) -> serde_json::Value {
    let (what, account) = match step {
        Step::Began => ("began", None),
        Step::Ended => ("ended", None),
        Step::Unreadable => ("unreadable", None),
        Step::Changed(account) => ("changed", Some(account)),
    };
    serde_json::json!({
        "commit": commit.id,
        "date": commit.date,
        "author": commit.author,
        "email": commit.email,
        "subject": commit.subject,
        "what": what,
        "account": account,
    })
}
