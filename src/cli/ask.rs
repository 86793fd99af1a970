//! `candor ask`: what a policy says about one flow.

use std::path::PathBuf;

use candor::ask::{Duty, FORMAT, Part, Reason, Refusal, Reply};
use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::{self, inert};
use candor::semantics::verdict;
use candor::source::Sources;
use clap::Args;
use serde::Serialize;

use super::report::{self, Format};
use super::sides::{self, Depth};
use super::terminal::{Stream, Terminal};
use super::{Failure, Verdict};

/// Ask a policy whether it permits something
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor ask shop.candor 'disclose contact.email to advertisers for ads.targeted'
  candor ask shop.candor 'use contact.email for marketing.newsletter' --given consent
  candor ask shop.candor 'retain contact.email for 30 days' --exit-status
  candor ask shop.candor 'offer deletion over contact.email within 30 days'
  candor ask public/shop.json --json 'disclose data:contact.email to recipient:processors'

With --exit-status the command ends with 0 when permitted, 3 permitted if, 4 prohibited, 5 undisclosed,
6 mixed, 7 not covered. 1 is for findings in the policy or the question, 2 when it could not run.
8, with or without the option, is for what cannot be decided within the budget.")]
pub(crate) struct Arguments {
    /// The policy or its compiled rules (`….json`): a file, a folder with one policy, or `-` for standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// A flow or a promise: who, verb, data and clauses; `we` may be left out
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
    let side = sides::read(&arguments.path, Depth::Faults)?;
    let (mut sources, policy) = (side.sources, side.policy);
    if side.diagnostics.has_errors() {
        return Unanswered::of(Lack::NoAnswer, arguments).with(side.diagnostics).tell(terminal, &sources);
    }
    let length =
        arguments.question.len() + arguments.given.iter().map(|given| given.len() + 1).sum::<usize>();
    if length >= sources.room() {
        return Err(Failure::TooLarge);
    }
    let given: Vec<&str> = arguments.given.iter().map(String::as_str).collect();
    let reply = match candor::ask(&mut sources, &policy, &arguments.question, &given) {
        Ok(reply) => reply,
        Err(refusal) => return Unanswered::because(&refusal, arguments).tell(terminal, &sources),
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

/// Why there is no answer, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Lack {
    /// The policy has errors.
    #[serde(rename = "no answer")]
    NoAnswer,
    /// The question cannot be read, or names what the policy does not know.
    Error,
    /// What is asked can never be.
    Impossible,
    /// The budget is spent.
    Undecided,
}

/// What is said where there is no answer.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Unanswered<'a> {
    format: &'static str,
    version: &'static str,
    question: &'a str,
    given: &'a [String],
    error: Lack,
    /// Why, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
    /// What is wrong, as `candor check --format json` says it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<serde_json::Value>,
    #[serde(skip)]
    findings: Diagnostics,
    #[serde(skip)]
    is_json: bool,
}

impl<'a> Unanswered<'a> {
    fn of(error: Lack, arguments: &'a Arguments) -> Self {
        Self {
            format: FORMAT.0,
            version: FORMAT.1,
            question: &arguments.question,
            given: &arguments.given,
            error,
            reasons: Vec::new(),
            diagnostics: Vec::new(),
            findings: Diagnostics::new(),
            is_json: arguments.json,
        }
    }

    fn because(refusal: &Refusal, arguments: &'a Arguments) -> Self {
        match refusal {
            Refusal::Faults(faults) => Self::of(Lack::Error, arguments).with(faults.clone()),
            Refusal::Impossible(reasons) => {
                Self { reasons: reasons.clone(), ..Self::of(Lack::Impossible, arguments) }
            }
            Refusal::Undecided => {
                Self { reasons: vec![refusal.to_string()], ..Self::of(Lack::Undecided, arguments) }
            }
        }
    }

    fn with(self, findings: Diagnostics) -> Self {
        Self { findings, ..self }
    }

    fn tell(mut self, terminal: &Terminal, sources: &Sources) -> Result<Verdict, Failure> {
        if self.is_json {
            let mut report: serde_json::Value =
                serde_json::from_str(&render::json(sources, &self.findings)).unwrap_or_default();
            if let Some(serde_json::Value::Array(list)) = report.get_mut("diagnostics").map(std::mem::take) {
                self.diagnostics = list;
            }
            terminal.data(&format!("{}\n", serde_json::to_string_pretty(&self).unwrap_or_default()))?;
        } else {
            report::show(terminal, Stream::Talk, Format::Human, sources, &self.findings)?;
            match self.error {
                Lack::NoAnswer => terminal.talk("a policy with errors gives no answers"),
                Lack::Error => {}
                Lack::Impossible => {
                    terminal.talk(&format!("error: this can never be: {}", self.reasons.join("; ")));
                }
                Lack::Undecided => terminal.talk(&self.reasons.join("; ")),
            }
        }
        Ok(if self.error == Lack::Undecided { Verdict::Answer(UNDECIDED) } else { Verdict::Findings })
    }
}

const fn status(verdict: verdict::Verdict) -> u8 {
    match verdict {
        verdict::Verdict::Permitted => 0,
        verdict::Verdict::PermittedIf => 3,
        verdict::Verdict::Prohibited => 4,
        verdict::Verdict::Undisclosed => 5,
        verdict::Verdict::Mixed => 6,
        verdict::Verdict::NotCovered => 7,
        verdict::Verdict::Impossible => 1,
    }
}

fn human(reply: &Reply, terminal: &Terminal) -> String {
    let bold = |text: &str| terminal.bold(Stream::Data, text);
    let given =
        if reply.given.is_empty() { String::new() } else { format!(" (given {})", reply.given.join(", ")) };
    let mut text = format!("{}: {}{}\n", bold(reply.verdict), inert(&reply.question), inert(&given));
    let note = match reply.kind {
        verdict::Verdict::Undisclosed if !reply.at_other_times.is_empty() => {
            "It is said for another time, and what is not said is neither permitted nor promised."
        }
        verdict::Verdict::Undisclosed => {
            "Nothing in this policy says so, and what is not said is neither permitted nor promised."
        }
        verdict::Verdict::NotCovered => "This happens where the policy does not apply.",
        verdict::Verdict::Mixed => "Some of it is one, some another.",
        verdict::Verdict::Permitted
        | verdict::Verdict::PermittedIf
        | verdict::Verdict::Prohibited
        | verdict::Verdict::Impossible => "",
    };
    if !note.is_empty() {
        text.push_str(&format!("\n{note}\n"));
    }
    let mut block = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            text.push_str(&format!("\n{}\n{}", bold(title), lines.concat()));
        }
    };
    let or = |at: usize| if at == 0 { "  " } else { "  or " };
    let conditions = reply.permitted_if.iter().enumerate();
    block(
        "Permitted if",
        conditions.map(|(at, facts)| format!("{}{}\n", or(at), inert(&facts.join(" and ")))).collect(),
    );
    for Part { verdict, flows } in &reply.parts {
        block(
            &format!("Of this, {verdict}"),
            flows.iter().map(|flow| format!("  {}\n", inert(&flow.question))).collect(),
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
    block("Some of it also by", reasons(&reply.also_permitted_by));
    block("Prohibited by", reasons(&reply.prohibited_by));
    block("For another time said by", reasons(&reply.at_other_times));
    let duty = |duty: &Duty| {
        format!(
            "  {}: {}  {}\n",
            duty.kind,
            inert(&duty.words),
            terminal.dim(Stream::Data, &inert(&format!("({})", duty.label)))
        )
    };
    block("With it go", reply.duties.iter().map(duty).collect());
    block(
        "Left out, because it can never be",
        reply.left_out.iter().map(|why| format!("  {}\n", inert(why))).collect(),
    );
    text
}
