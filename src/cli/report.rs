//! Findings as a person or a program wants to read them.

use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::{self, Style};
use candor::diagnostic::rule::Severity;
use candor::source::Sources;
use clap::{Args, ValueEnum};

use super::terminal::{Stream, Terminal, count};
use super::{Failure, Verdict};

/// The forms in which findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Each with its lines of the policy
    Human,
    /// One line for each: file, line, column, code, message
    Plain,
    /// One JSON document
    Json,
}

/// What else than an error makes a command fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings too
    Warnings,
}

/// Whether notes count as errors.
#[derive(Debug, Args)]
pub(crate) struct Strict {
    /// Let a permission that a prohibition narrows without a word (`narrowed-by-silence`) count as an error
    #[arg(long)]
    strict: bool,
}

impl Strict {
    /// Raises the findings that are meant.
    pub(crate) fn apply(&self, diagnostics: &mut Diagnostics) {
        if self.strict {
            candor::check::strictly(diagnostics);
        }
    }
}

/// How many findings are drawn for a person. Of errors beyond them each is told in a line, for none is left out; what is
/// milder is counted.
const MOST_FOR_PEOPLE: usize = 50;

/// Shows findings on a stream.
pub(crate) fn show(
    terminal: &Terminal,
    stream: Stream,
    format: Format,
    sources: &Sources,
    diagnostics: &Diagnostics,
) -> Result<(), Failure> {
    let mut ordered = diagnostics.clone();
    ordered.sort_gravest_first();
    let text = match format {
        Format::Human => human(terminal, stream, sources, &ordered),
        Format::Plain => render::plain(sources, &ordered),
        // A program sorts as it likes, and finds them in the order of the file.
        Format::Json => render::json(sources, diagnostics),
    };
    terminal.write(stream, &text)
}

fn human(terminal: &Terminal, stream: Stream, sources: &Sources, diagnostics: &Diagnostics) -> String {
    let style = if terminal.has_color(stream) { Style::Colour } else { Style::Unicode };
    let mut first = diagnostics.clone();
    let mut errors = first.cut(MOST_FOR_PEOPLE);
    let left_out = errors.cut_milder();
    let mut text = render::graphical(sources, &first, style, terminal.width(stream));
    text.push_str(&render::plain(sources, &errors));
    if !left_out.is_empty() {
        text.push_str(&format!("+ {} more; `--format plain` shows all\n", counted(&left_out)));
    }
    text
}

/// How findings end a command.
pub(crate) fn verdict(diagnostics: &Diagnostics, deny: Option<Deny>) -> Verdict {
    let least = if deny == Some(Deny::Warnings) { Severity::Warning } else { Severity::Error };
    match diagnostics.iter().any(|one| one.severity() <= least) {
        true => Verdict::Findings,
        false => Verdict::Fine,
    }
}

/// Says how many findings there are: `2 errors, 1 warning in 3 files`.
pub(crate) fn summary(diagnostics: &Diagnostics, n_files: usize) -> String {
    format!("{} in {}", counted(diagnostics), count(n_files, "file"))
}

/// `2 errors, 1 warning`
fn counted(diagnostics: &Diagnostics) -> String {
    let of = |severity: Severity| {
        let n = diagnostics.iter().filter(|one| one.severity() == severity).count();
        (n > 0).then(|| count(n, severity.word()))
    };
    let parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(of).collect();
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}
