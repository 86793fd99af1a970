//! `candor build`: publishes policies as files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use candor::diagnostic::{Diagnostic, Diagnostics};
use candor::load::rules;
use candor::publish::{BACKENDS, Backend, Publication};
use candor::source::{Sources, Span};
use clap::Args;
use clap::builder::PossibleValuesParser;

use super::inputs::{Inputs, Paths, Policy};
use super::report::{self, Deny, Format, Strict};
use super::terminal::{Stream, Terminal, count};
use super::{Failure, Verdict, watch};
use crate::files::{self, Wanted, Written, shown};

/// Publish policies as web pages, documents and rules
///
/// Each policy becomes one file for each form, named after its `policy` block: `tideline.html`, `tideline.json`.
/// The names of the files that were written are printed; a file that is up to date is left alone.
/// When there is an error in any policy, nothing is written.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor build shop.candor                  page and rules, into the folder `out`
  candor build --out public --emit html     the pages of all policies in this folder
  candor build --emit docx shop.candor      a document for counsel who work in Word
  candor build --check                      for a build: end with 1 unless all is up to date
  candor build --watch                      again whenever a policy changes")]
pub(crate) struct Arguments {
    #[command(flatten)]
    paths: Paths,
    /// The folder for the files
    #[arg(long, value_name = "FOLDER", default_value = "out")]
    out: PathBuf,
    /// The forms: html is a whole page, fragment is for the inside of a page of yours, md is Markdown, docx is for Word, json is the rules
    #[arg(long, value_name = "FORMS", value_delimiter = ',', default_value = "html,json", value_parser = names())]
    emit: Vec<String>,
    /// Write nothing: print the names of files that are missing or out of date, and end with 1 if there are any
    #[arg(long, conflicts_with = "watch")]
    check: bool,
    /// Build again whenever a file changes, until interrupted
    #[arg(long)]
    watch: bool,
    /// The form of the findings, which go to standard error
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// What else than an error keeps files from being written
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    #[command(flatten)]
    strict: Strict,
}

fn names() -> PossibleValuesParser {
    BACKENDS.iter().map(|backend| backend.name).into()
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    if !arguments.watch {
        return build(arguments, &Inputs::read(&arguments.paths, Wanted::Policies, terminal), terminal);
    }
    if arguments.paths.paths.iter().any(|path| path.as_os_str() == "-") {
        return Err(Failure::StandardInputWatched);
    }
    watch::run(terminal, || {
        let inputs = Inputs::read(&arguments.paths, Wanted::Policies, terminal);
        if let Err(failure) = build(arguments, &inputs, terminal) {
            terminal.failure(&failure);
        }
        watch::folders(&arguments.paths, &inputs)
    })
}

fn build(arguments: &Arguments, inputs: &Inputs, terminal: &Terminal) -> Result<Verdict, Failure> {
    let (policies, mut diagnostics) = inputs.compile();
    let wanted: Vec<&Policy> = policies.iter().filter(|policy| policy.is_wanted).collect();
    diagnostics.extend(unpublishable(&wanted));
    diagnostics.extend(parted(&wanted));
    arguments.strict.apply(&mut diagnostics);
    diagnostics.sort();
    let sources = inputs.loader.sources();
    if !diagnostics.is_empty() {
        report::show(terminal, Stream::Talk, arguments.format, sources, &diagnostics)?;
    }
    let mut verdict = report::verdict(&diagnostics, arguments.deny);
    if inputs.n_failures > 0 {
        verdict = Verdict::Failed;
    }
    if inputs.n_files() > 0 && (verdict != Verdict::Fine || !diagnostics.is_empty()) {
        terminal.talk(&report::summary(&diagnostics, inputs.n_files()));
    }
    if verdict != Verdict::Fine {
        terminal.talk("nothing was written");
        return Ok(verdict);
    }
    if wanted.is_empty() {
        return Err(Failure::NothingToBuild);
    }
    let outputs: Vec<Output> = wanted.iter().flat_map(|policy| outputs(arguments, sources, policy)).collect();
    if arguments.check { compare(&outputs, terminal) } else { write(&arguments.out, &outputs, terminal) }
}

/// What keeps policies without an error from being published.
fn unpublishable(policies: &[&Policy]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let mut by_name: BTreeMap<&str, Span> = BTreeMap::new();
    for policy in policies {
        let Some(header) = &policy.model.header else {
            policy.loaded.missing_policy().into_iter().for_each(|fault| found.push(fault));
            continue;
        };
        match by_name.get(header.name.as_str()) {
            // A file that is named twice, or imported by another policy, brings its block with it.
            Some(first) if *first == header.span => {}
            Some(first) => found.push(
                Diagnostic::clash(
                    &rules::CLASHING_OUTPUT,
                    (*first, "first used here"),
                    (header.span, "used again here"),
                    format!("two policies that are published together are called `{}`", header.name),
                )
                .help("give one of them another name, or build them into two folders"),
            ),
            None => {
                by_name.insert(&header.name, header.span);
            }
        }
    }
    found
}

/// Documents that supplement each other and do not know of each other.
fn parted(policies: &[&Policy]) -> Diagnostics {
    let mut found = Diagnostics::new();
    let headers = || policies.iter().filter_map(|policy| policy.model.header.as_ref());
    for header in headers() {
        for companion in &header.companions {
            let Some(other) = headers().find(|other| other.name == companion.name) else {
                let says = if companion.is_supplemented { "supplements" } else { "is supplemented by" };
                let (name, other) = (&header.name, &companion.name);
                found.push(
                    Diagnostic::new(
                        &rules::MISSING_DOCUMENT,
                        companion.span,
                        format!("`{name}` {says} `{other}`, which is not built with it"),
                    )
                    .at("no policy of this name")
                    .help("name the files of both, or the folder in which they lie"),
                );
                continue;
            };
            if other.title != companion.title {
                found.push(
                    Diagnostic::new(
                        &rules::MISSING_DOCUMENT,
                        companion.span,
                        format!(
                            "`{}` is called “{}”, and not “{}”",
                            other.name, other.title, companion.title
                        ),
                    )
                    .at("has another title")
                    .help("write the title as it stands in its `policy` block"),
                );
            }
            let is_mutual = other
                .companions
                .iter()
                .any(|back| back.name == header.name && back.is_supplemented != companion.is_supplemented);
            if !is_mutual {
                let back = if companion.is_supplemented { "supplemented-by" } else { "supplements" };
                found.push(
                    Diagnostic::clash(
                        &rules::MISSING_DOCUMENT,
                        (other.span, "says nothing of it"),
                        (companion.span, "named here"),
                        format!("`{}` does not lead back to `{}`", other.name, header.name),
                    )
                    .help(format!(
                        "write `{back} {} \"{}\" see \"https://…\"` into its `policy` block",
                        header.name, header.title
                    )),
                );
            }
        }
    }
    found
}

/// A file to be written.
struct Output {
    path: PathBuf,
    bytes: Vec<u8>,
}

fn outputs(arguments: &Arguments, sources: &Sources, policy: &Policy) -> Vec<Output> {
    let Some(header) = &policy.model.header else { return Vec::new() };
    let publication = Publication::new(&policy.model, sources, &header.name);
    let is_asked = |backend: &&Backend| arguments.emit.iter().any(|name| name == backend.name);
    let output = |backend: &Backend| Output {
        path: arguments.out.join(backend.file_name(&header.name)),
        bytes: backend.render(&publication),
    };
    BACKENDS.iter().filter(is_asked).map(output).collect()
}

fn compare(outputs: &[Output], terminal: &Terminal) -> Result<Verdict, Failure> {
    let is_stale = |output: &&Output| !files::has_bytes(&output.path, &output.bytes);
    let stale: Vec<&Output> = outputs.iter().filter(is_stale).collect();
    for output in &stale {
        terminal.data(&format!("{}\n", shown(&output.path)))?;
    }
    terminal.talk(&format!(
        "{} out of date, {} in all",
        count(stale.len(), "file"),
        count(outputs.len(), "file")
    ));
    Ok(if stale.is_empty() { Verdict::Fine } else { Verdict::Findings })
}

fn write(folder: &Path, outputs: &[Output], terminal: &Terminal) -> Result<Verdict, Failure> {
    files::create_folder(folder)?;
    let mut n_written = 0;
    for output in outputs {
        if files::write(&output.path, &output.bytes)? == Written::Changed {
            n_written += 1;
            terminal.data(&format!("{}\n", shown(&output.path)))?;
        }
    }
    let unchanged = match outputs.len() - n_written {
        0 => String::new(),
        n => format!(", {n} up to date already"),
    };
    terminal.talk(&format!("{} written{unchanged}", count(n_written, "file")));
    Ok(Verdict::Fine)
}
