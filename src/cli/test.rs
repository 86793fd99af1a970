//! `candor test`: whether what must stay true of a policy is true.

mod junit;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use candor::diagnostic::render::inert;
use candor::guard::{Expectation, Report, Requirement, Shortfall, Status};
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::inputs::{Inputs, Paths};
use super::report::{self, Format as Findings, Strict};
use super::terminal::{self, Stream, Terminal, count};
use super::{Failure, Verdict};
use crate::files::{self, Wanted};

/// Test policies against their expectations, requirements and profiles
///
/// The tests of `shop.candor` stand in it, or beside it in `shop.test.candor`, which holds nothing else.
/// In a folder with one policy, any file that ends in `.test.candor` belongs to that policy.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor test                              every policy in this folder and below
  candor test shop.candor --profile gdpr   also what the GDPR asks of a notice
  candor test --format junit > report.xml  for a build server
  candor test shop.candor --init           propose an expectation for each `never` and each `only`")]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// A profile to test against, beside those that the policy turns on; may be repeated
    #[arg(long, value_name = "NAME", value_parser = clap::builder::PossibleValuesParser::new(candor::profiles::names()))]
    profile: Vec<String>,
    /// Propose an expectation for each `never` and each `only`; all of them hold now
    #[arg(long)]
    init: bool,
    /// Write the proposals to `POLICY.test.candor`, which must not exist
    #[arg(long, requires = "init")]
    write: bool,
    #[command(flatten)]
    strict: Strict,
}

/// The forms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON document
    Json,
    /// JUnit XML, which build servers read
    Junit,
}

/// A report with the file of its policy.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Tested {
    file: String,
    #[serde(flatten)]
    report: Report,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in arguments.paths.list() {
        let companion = files::companion(&path);
        paths.extend([Some(path), companion].into_iter().flatten());
    }
    let paths = Paths { paths, stdin_filename: arguments.paths.stdin_filename.clone() };
    let inputs = Inputs::read(&paths, Wanted::All, terminal);
    let (policies, mut diagnostics) = inputs.compile_with_tests()?;
    arguments.strict.apply(&mut diagnostics);
    if diagnostics.has_errors() {
        report::show(terminal, Stream::Talk, Findings::Human, inputs.loader.sources(), &diagnostics)?;
        terminal.talk("a policy with errors is not tested");
        return Ok(if inputs.n_failures > 0 { Verdict::Failed } else { Verdict::Findings });
    }
    let n_failures = inputs.n_failures;
    let mut sources = inputs.loader.into_sources();
    if arguments.init {
        let mut text = String::new();
        for (file, policy) in &policies {
            let proposals = candor::guard::propose(&mut sources, &policy.model)?;
            let lines = proposed(file, &proposals);
            if arguments.write {
                let path = files::test_file(Path::new(file));
                if !files::create(&path, lines.as_bytes())? {
                    return Err(Failure::Exists { path: files::shown(&path) });
                }
                text.push_str(&format!("{}\n", files::shown(&path)));
            } else {
                text.push_str(&lines);
            }
        }
        terminal.data(&text)?;
        return Ok(if n_failures > 0 { Verdict::Failed } else { Verdict::Fine });
    }
    let mut tested = Vec::new();
    for (file, policy) in policies {
        // Whoever reads that all is met must not take that for the law.
        for law in candor::profiles::uncovered(&policy.model) {
            terminal.talk(&format!("{file}: no profile covers {law}, so nothing is tested against its law"));
        }
        let report = candor::guard::judge(&sources, &policy.model, &arguments.profile)?;
        tested.push(Tested { file, report });
    }
    terminal.data(&match arguments.format {
        Format::Human => tested.iter().map(|one| human(one, terminal)).collect::<String>(),
        Format::Json => json(&tested)?,
        Format::Junit => junit::report(&tested),
    })?;
    let sum = |n: fn(&Report) -> usize| tested.iter().map(|one| n(&one.report)).sum::<usize>();
    let (n_expectations, n_requirements) =
        (sum(|report| report.expectations.len()), sum(|report| report.requirements.len()));
    let n_unmet = sum(Report::n_failures);
    let told = format!("{}, {}", count(n_expectations, "expectation"), count(n_requirements, "requirement"));
    terminal.talk(&match n_unmet {
        0 => format!("{told}: all met"),
        _ => format!("{told}: {n_unmet} not met"),
    });
    Ok(match (n_failures, n_unmet) {
        (0, 0) => Verdict::Fine,
        (0, _) => Verdict::Findings,
        _ => Verdict::Failed,
    })
}

fn proposed(file: &str, proposals: &[(String, String)]) -> String {
    let mut text =
        format!("// What must stay true of {file}. Each line holds now; a change of the answer fails.\n");
    for (label, line) in proposals {
        text.push_str(&format!("\n// {label}\n{line}\n"));
    }
    text
}

/// What `--format json` gives out.
#[derive(serde::Serialize)]
struct Document<'t> {
    format: &'static str,
    policies: &'t [Tested],
    version: &'static str,
}

fn json(tested: &[Tested]) -> Result<String, Failure> {
    let document = Document { format: "candor-test", policies: tested, version: "1.0" };
    // Through a value, whose fields stand in alphabetical order at every depth.
    terminal::json(&serde_json::to_value(document).map_err(|error| Failure::Output(error.into()))?)
}

fn human(tested: &Tested, terminal: &Terminal) -> String {
    let bold = |text: &str| terminal.bold(Stream::Data, &inert(text));
    let Report { policy, expectations, requirements } = &tested.report;
    let n_held = expectations.iter().filter(|one| one.holds).count();
    let mut text = format!(
        "{} ({}): {n_held} of {} hold\n",
        bold(policy),
        inert(&tested.file),
        count(expectations.len(), "expectation")
    );
    expectations.iter().filter(|one| !one.holds).for_each(|one| text.push_str(&failed(one, terminal)));
    let mut profile = None;
    for row in requirements {
        if profile != Some(&row.profile) {
            profile = Some(&row.profile);
            text.push_str(&format!("\n{}\n", bold(row.profile.as_deref().unwrap_or("requirements"))));
        }
        text.push_str(&line(row, terminal));
    }
    text
}

fn failed(one: &Expectation, terminal: &Terminal) -> String {
    let mut text = format!(
        "\n{} expected {}, is {}\n  {}\n",
        terminal.bold(Stream::Data, &inert(&format!("{}:{}:", one.file, one.line))),
        one.expected,
        one.found,
        inert(&one.question)
    );
    for part in &one.parts {
        part.flows
            .iter()
            .for_each(|flow| text.push_str(&format!("    {}: {}\n", part.verdict, inert(&flow.question))));
    }
    if let Some(witness) = &one.witness {
        text.push_str(&format!("  for example: {}\n", inert(witness)));
    }
    for reason in &one.because {
        text.push_str(&format!(
            "  because of {} ({}:{}): {}\n",
            inert(&reason.label),
            inert(&reason.file),
            reason.line,
            inert(&reason.sentence)
        ));
    }
    text
}

fn line(row: &Requirement, terminal: &Terminal) -> String {
    let dim = |text: &str| terminal.dim(Stream::Data, &inert(text));
    let (status, rest) = match row.status {
        Status::Satisfied if row.satisfied_by.is_empty() => ("met", "there is none".to_owned()),
        Status::Satisfied if row.satisfied_for.is_empty() => {
            ("met", format!("by {}", row.satisfied_by.join(", ")))
        }
        Status::Satisfied => {
            let (by, of) = (row.satisfied_by.join(", "), row.satisfied_for.join(", "));
            ("met", format!("by {by}, for {of}{}", shortfalls(&row.except_for)))
        }
        Status::Missing if row.missing_for.is_empty() => {
            ("missing", "nothing in the policy says so".to_owned())
        }
        Status::Missing => ("missing", format!("for {}", row.missing_for.join(", "))),
        Status::NotApplicable => ("n/a", row.not_applicable_because.clone().unwrap_or_default()),
    };
    let status = format!("{status:<7}");
    let status =
        if row.status == Status::Missing { terminal.bold(Stream::Data, &status) } else { dim(&status) };
    let cites = match row.cites.as_slice() {
        [] => String::new(),
        cites => format!("           {}\n", dim(&provisions(cites))),
    };
    let title = if row.title.is_empty() { &row.requires } else { &row.title };
    format!("  {status}  {}: {}\n{cites}           {}\n", inert(&row.name), inert(title), inert(&rest))
}

/// What is not in the offers all the same: `, except for what is kept by bills, and as stated in no-deletion`.
fn shortfalls(shortfalls: &[Shortfall]) -> String {
    let worded = |words: &str, is_kept: bool| {
        let mut named = BTreeSet::new();
        let because = shortfalls.iter().filter(|one| one.is_kept == is_kept).map(|one| one.because.as_str());
        let labels: Vec<&str> = because.filter(|label| named.insert(*label)).collect();
        (!labels.is_empty()).then(|| format!("{words} {}", labels.join(", ")))
    };
    let all = [worded("for what is kept by", true), worded("as stated in", false)];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { String::new() } else { format!(", except {}", all.join(", and ")) }
}

/// Provisions in one line, the name of each law only where it changes: `GDPR Art. 13(1)(a), 14(1)(a)`.
fn provisions(cites: &[String]) -> String {
    let mut text = String::new();
    let mut last = "";
    for cite in cites {
        let (law, place) = cite.rsplit_once(' ').unwrap_or(("", cite));
        if !text.is_empty() {
            text.push_str(", ");
        }
        text.push_str(if law == last && !law.is_empty() { place } else { cite });
        last = law;
    }
    text
}
