//! `candor ask`: what a policy says about a flow, or about many.

mod questions;

use std::path::PathBuf;

use candor::ask::{Duty, Fact, Lack, Outcome, Part, Reason, Refusal, Reply, Unanswered};
use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::inert;
use candor::semantics::verdict;
use candor::source::Sources;
use clap::Args;

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
  candor ask shop.candor '{\"verb\": \"use\", \"data\": [\"data:contact.email\"]}'
  candor ask public/shop.json --questions flows.jsonl > answers.jsonl

With --exit-status the command ends with 0 when permitted, 3 permitted if, 4 prohibited, 5 undisclosed,
6 mixed, 7 not covered. 1 is for findings in the policy or the question, 2 when it could not run.
8, with or without the option, is for what cannot be decided within the budget.

With --questions the command ends with 0 when every line was answered, whatever the answers; else with 1 when
some line is no question or asks what can never be, and with 8 when some line could only not be decided.")]
pub(crate) struct Arguments {
    /// The policy or its compiled rules (`….json`): a file, a folder with one policy, or `-` for standard input
    #[arg(value_name = "FILE")]
    path: PathBuf,
    /// A flow or a promise: who, verb, data and clauses; `we` may be left out. Or the same as JSON
    #[arg(value_name = "QUESTION", required_unless_present = "questions", conflicts_with = "questions")]
    question: Option<String>,
    /// Many questions as JSON, one on each line; `-` for standard input. Each is answered by a line of JSON
    #[arg(long, value_name = "FILE", conflicts_with = "exit_status")]
    questions: Option<PathBuf>,
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
    let file = arguments.questions.as_ref();
    if file.is_some_and(|file| file.as_os_str() == "-" && arguments.path.as_os_str() == "-") {
        return Err(Failure::StandardInputTwice);
    }
    let side = sides::read(&arguments.path, Depth::Faults)?;
    let (mut sources, policy) = (side.sources, side.policy);
    let given: Vec<&str> = arguments.given.iter().map(String::as_str).collect();
    let question = arguments.question.as_deref();
    if side.diagnostics.has_errors() {
        let outcome = Outcome::no_answer(&side.diagnostics, &sources, question, &given);
        return match file {
            Some(_) => questions::no_answer(outcome, terminal),
            None => refuse(&outcome, (&side.diagnostics, &sources), arguments.json, terminal),
        };
    }
    if let Some(file) = file {
        return questions::answer((&sources, &policy), file, &given, terminal);
    }
    let question = question.unwrap_or_default();
    // In JSON, what is asked stands in the fields, in words, and as it is understood.
    if question.len() + given.iter().map(|given| given.len() + 1).sum::<usize>() >= sources.room() / 4 {
        return Err(Failure::TooLarge);
    }
    let answer = candor::ask(&mut sources, &policy, question, &given);
    let faults = match &answer {
        Err(Refusal::Faults(faults)) => faults.clone(),
        Err(Refusal::Impossible(_) | Refusal::Undecided) | Ok(_) => Diagnostics::new(),
    };
    let reply = match Outcome::of(answer, &sources, Some(question), &given) {
        Outcome::Answer(reply) => reply,
        none @ Outcome::None(_) => return refuse(&none, (&faults, &sources), arguments.json, terminal),
    };
    match arguments.json {
        true => terminal.json(&reply)?,
        false => terminal.data(&human(&reply, terminal))?,
    }
    Ok(match arguments.exit_status {
        true => Verdict::Answer(status(reply.kind)),
        false => Verdict::Fine,
    })
}

/// Says what is wrong to a person, or to a program why there is no answer.
fn refuse(
    outcome: &Outcome,
    (faults, sources): (&Diagnostics, &Sources),
    is_json: bool,
    terminal: &Terminal,
) -> Result<Verdict, Failure> {
    let Outcome::None(lacking) = outcome else { return Ok(Verdict::Fine) };
    let ending =
        if lacking.error == Lack::Undecided { Verdict::Answer(UNDECIDED) } else { Verdict::Findings };
    if is_json {
        terminal.json(outcome)?;
        return Ok(ending);
    }
    report::show(terminal, Stream::Talk, Format::Human, sources, faults)?;
    match lacking.error {
        Lack::NoAnswer => terminal.talk("a policy with errors gives no answers"),
        Lack::Error => {}
        Lack::Impossible => terminal.talk(&format!("error: this can never be: {}", in_words(lacking))),
        Lack::Undecided => terminal.talk(&in_words(lacking)),
    }
    Ok(ending)
}

/// Why there is no answer, for a person.
fn in_words(lacking: &Unanswered) -> String {
    let words: Vec<&str> = lacking.reasons.iter().map(|why| why.words.as_str()).collect();
    words.join("; ")
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
        verdict::Verdict::Undisclosed if !reply.on_other_bases.is_empty() => {
            "It is said on another legal basis, and what is not said is neither permitted nor promised."
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
    let words = |facts: &[Fact]| facts.iter().map(|one| one.words.as_str()).collect::<Vec<_>>().join(" and ");
    let conditions = reply.permitted_if.iter().enumerate();
    block(
        "Permitted if",
        conditions.map(|(at, facts)| format!("{}{}\n", or(at), inert(&words(facts)))).collect(),
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
            let title = one.title.as_ref().map(|title| format!(" “{}”", inert(title))).unwrap_or_default();
            format!("  {}{title}  {place}\n    {}\n", inert(&one.label), inert(&one.sentence))
        };
        reasons.iter().map(line).collect::<Vec<_>>()
    };
    block("Permitted by", reasons(&reply.permitted_by));
    block("Some of it also by", reasons(&reply.also_permitted_by));
    block("Prohibited by", reasons(&reply.prohibited_by));
    block("For another time said by", reasons(&reply.at_other_times));
    block("On another legal basis said by", reasons(&reply.on_other_bases));
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
        reply.left_out.iter().map(|why| format!("  {}\n", inert(&why.words))).collect(),
    );
    text
}
