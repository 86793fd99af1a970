//! `candor ask`: what a policy says about one flow.

use std::path::PathBuf;

use candor::ask::{Duty, Part, Reason, Refusal, Reply};
use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::inert;
use candor::semantics::verdict;
use clap::Args;

use super::inputs::{Inputs, Paths};
use super::report::{self, Format};
use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};
use crate::files::Wanted;

/// Ask a policy whether it permits something
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor ask shop.candor 'disclose contact.email to advertisers for ads.targeted'
  candor ask shop.candor 'use contact.email for marketing.newsletter' --given consent
  candor ask shop.candor 'retain contact.email for 30 days' --exit-status

With --exit-status the command ends with 0 when permitted, 3 permitted if, 4 prohibited, 5 undisclosed,
6 mixed, 7 not covered. 1 is for findings in the policy or the question, 2 when it could not run.
8, with or without the option, is for what cannot be decided within the budget.")]
pub(crate) struct Arguments {
    /// The policy: a file, a folder with one policy, or `-` for standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// A flow: who, verb, data and clauses; `we` may be left out
    #[arg(value_name = "QUESTION")]
    question: String,
    /// Something that is true, such as `consent`, or `not consent`; may be repeated
    #[arg(long, value_name = "FACT")]
    given: Vec<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    /// End with a number that says the answer
    #[arg(long)]
    exit_status: bool,
}

/// The number of what cannot be decided.
const UNDECIDED: u8 = 8;

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let paths = Paths { paths: vec![arguments.path.clone()], stdin_filename: None };
    let inputs = Inputs::read(&paths, Wanted::Policies, terminal);
    if inputs.n_failures > 0 {
        return Ok(Verdict::Failed);
    }
    let (policies, diagnostics) = inputs.compile();
    let mut wanted = policies.into_iter().filter(|policy| policy.is_wanted);
    let (Some(policy), None) = (wanted.next(), wanted.next()) else { return Err(Failure::NotOnePolicy) };
    let mut sources = inputs.loader.into_sources();
    if diagnostics.has_errors() {
        report::show(terminal, Stream::Talk, Format::Human, &sources, &diagnostics)?;
        terminal.talk("a policy with errors gives no answers");
        return Ok(Verdict::Findings);
    }
    let length =
        arguments.question.len() + arguments.given.iter().map(|given| given.len() + 1).sum::<usize>();
    if length >= sources.room() {
        return Err(Failure::TooLarge);
    }
    let given: Vec<&str> = arguments.given.iter().map(String::as_str).collect();
    let reply = match candor::ask(&mut sources, &policy.model, &arguments.question, &given) {
        Ok(reply) => reply,
        Err(Refusal::Faults(faults)) => {
            let faults: Diagnostics = faults;
            report::show(terminal, Stream::Talk, Format::Human, &sources, &faults)?;
            return Ok(Verdict::Findings);
        }
        Err(refusal @ Refusal::Undecided) => {
            terminal.talk(&refusal.to_string());
            return Ok(Verdict::Answer(UNDECIDED));
        }
    };
    terminal.data(&match arguments.json {
        true => format!("{}\n", serde_json::to_string_pretty(&reply).unwrap_or_default()),
        false => human(&reply, terminal),
    })?;
    Ok(match arguments.exit_status {
        true => Verdict::Answer(status(reply.kind)),
        false => Verdict::Fine,
    })
}

const fn status(verdict: verdict::Verdict) -> u8 {
    match verdict {
        verdict::Verdict::Permitted => 0,
        verdict::Verdict::PermittedIf => 3,
        verdict::Verdict::Prohibited => 4,
        verdict::Verdict::Undisclosed => 5,
        verdict::Verdict::Mixed => 6,
        verdict::Verdict::NotCovered => 7,
    }
}

fn human(reply: &Reply, terminal: &Terminal) -> String {
    let bold = |text: &str| terminal.bold(Stream::Data, text);
    let given =
        if reply.given.is_empty() { String::new() } else { format!(" (given {})", reply.given.join(", ")) };
    let mut text = format!("{}: {}{}\n", bold(reply.verdict), inert(&reply.question), inert(&given));
    let note = match reply.kind {
        verdict::Verdict::Undisclosed => {
            "Nothing in this policy says so, and what a policy does not say it does not permit."
        }
        verdict::Verdict::NotCovered => "This happens where the policy does not apply.",
        verdict::Verdict::Mixed => "Some of it is one, some another.",
        verdict::Verdict::Permitted | verdict::Verdict::PermittedIf | verdict::Verdict::Prohibited => "",
    };
    if !note.is_empty() {
        text.push_str(&format!("\n{note}\n"));
    }
    let mut block = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{}\n{}", bold(title), lines.concat()));
        }
    };
    block(
        "Permitted if",
        reply.permitted_if.iter().map(|facts| format!("  {}\n", inert(&facts.join(" and ")))).collect(),
    );
    for Part { verdict, flows } in &reply.parts {
        block(
            &format!("Of this, {verdict}"),
            flows.iter().map(|flow| format!("  {}\n", inert(flow))).collect(),
        );
    }
    if !reply.is_complete {
        block("And more", vec!["  only the first and largest parts are shown\n".to_owned()]);
    }
    let reasons = |reasons: &[Reason]| {
        let line = |one: &Reason| {
            let place = terminal.dim(Stream::Data, &inert(&format!("{}:{}", one.file, one.line)));
            format!("  {}  {place}\n    {}\n", inert(&one.label), inert(&one.sentence))
        };
        reasons.iter().map(line).collect::<Vec<_>>()
    };
    block("Permitted by", reasons(&reply.permitted_by));
    block("Prohibited by", reasons(&reply.prohibited_by));
    let duty = |duty: &Duty| {
        format!(
            "  {}: {}  {}\n",
            duty.kind,
            inert(&duty.words),
            terminal.dim(Stream::Data, &inert(&format!("({})", duty.label)))
        )
    };
    block("With it go", reply.duties.iter().map(duty).collect());
    text
}
