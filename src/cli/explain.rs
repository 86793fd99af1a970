//! `candor explain`: the page of a rule, without a network.

use std::fmt::Write as _;

use candor::diagnostic::rule::Rule;
use candor::findings;
use candor::outputs::explain;
use clap::Args;

use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};

/// Explain a rule, or list all rules
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor explain                 all rules, one line each
  candor explain unknown-name    what the rule means, why it matters, an example
  candor explain purpose-added   what a change means, and what laws ask of it")]
pub(crate) struct Arguments {
    /// The code of a rule, as messages show it
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    match &arguments.code {
        None => terminal.data(&list(terminal))?,
        Some(code) => match explain::page(bare(code)) {
            Some(page) => terminal.data(&styled(&page, terminal))?,
            None => terminal.data(&styled(find(code)?.page, terminal))?,
        },
    }
    Ok(Verdict::Fine)
}

/// What is copied from a message may still have its severity around it: `error[unknown-name]`.
fn bare(code: &str) -> &str {
    code.rsplit('[').next().unwrap_or(code).trim_end_matches(']').trim()
}

fn find(code: &str) -> Result<&'static Rule, Failure> {
    let bare = bare(code);
    findings::find(bare).ok_or_else(|| {
        let codes = findings::all().map(|rule| rule.code).chain(explain::list().map(|(code, ..)| code));
        let near = candor::suggest::nearest(bare, codes);
        Failure::UnknownRule { code: bare.to_owned(), near }
    })
}

fn list(terminal: &Terminal) -> String {
    let of_policies = findings::all().map(|rule| (rule.code, rule.severity.word(), rule.summary));
    let all: Vec<(&str, &str, &str)> = of_policies.chain(explain::list()).collect();
    let width = all.iter().map(|(code, ..)| code.len()).max().unwrap_or(0);
    let mut text = String::new();
    for (code, severity, summary) in all {
        let code = terminal.bold(Stream::Data, &format!("{code:width$}"));
        let _ = writeln!(text, "{code}  {severity:7}  {summary}");
    }
    text
}

/// The page as it stands in the book, without its notes to the tests, its headings set off on a terminal.
fn styled(page: &str, terminal: &Terminal) -> String {
    let mut text = String::new();
    for line in page.lines().filter(|line| !line.starts_with("<!--")) {
        let line = if line.starts_with('#') { terminal.bold(Stream::Data, line) } else { line.to_owned() };
        let _ = writeln!(text, "{line}");
    }
    text
}
