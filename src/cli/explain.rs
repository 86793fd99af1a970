//! `candor explain`: the page of a rule, without a network.

use std::fmt::Write as _;

use candor::diagnostic::rule::Rule;
use candor::rules;
use clap::Args;

use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};

/// Explain a rule, or list all rules
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor explain                 all rules, one line each
  candor explain unknown-name    what the rule means, why it matters, an example")]
pub(crate) struct Arguments {
    /// The code of a rule, as messages show it
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    match &arguments.code {
        None => terminal.data(&list(terminal))?,
        Some(code) => terminal.data(&page(find(code)?, terminal))?,
    }
    Ok(Verdict::Fine)
}

fn find(code: &str) -> Result<&'static Rule, Failure> {
    // What is copied from a message may still have its severity around it: `error[unknown-name]`.
    let bare = code.rsplit('[').next().unwrap_or(code).trim_end_matches(']').trim();
    rules::find(bare).ok_or_else(|| {
        let near = candor::suggest::nearest(bare, rules::RULES.iter().map(|rule| rule.code));
        Failure::UnknownRule { code: bare.to_owned(), near }
    })
}

fn list(terminal: &Terminal) -> String {
    let width = rules::RULES.iter().map(|rule| rule.code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in rules::RULES {
        let code = terminal.bold(Stream::Data, &format!("{:width$}", rule.code));
        let _ = writeln!(text, "{code}  {:7}  {}", rule.severity.word(), rule.summary);
    }
    text
}

/// The page as it stands in the book, without its notes to the tests, its headings set off on a terminal.
fn page(rule: &Rule, terminal: &Terminal) -> String {
    let mut text = String::new();
    for line in rule.page.lines().filter(|line| !line.starts_with("<!--")) {
        let line = if line.starts_with('#') { terminal.bold(Stream::Data, line) } else { line.to_owned() };
        let _ = writeln!(text, "{line}");
    }
    text
}
