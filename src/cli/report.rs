//! Findings as a person or a program wants to read them.

use candor::diagnostic::Diagnostics;
use candor::diagnostic::render::{self, Style, counted};
use candor::diagnostic::rule::Severity;
use candor::outputs::{self, findings::Findings};
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
    /// Annotations of GitHub
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Code quality of GitLab
    Gitlab,
    /// A test report
    Junit,
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
    let shown = Shown { sources, diagnostics, files: &[], deny: None };
    terminal.write(stream, &text(terminal, stream, format, &shown))
}

/// What is shown, and what a form for a host says of it besides.
pub(crate) struct Shown<'a> {
    pub(crate) sources: &'a Sources,
    pub(crate) diagnostics: &'a Diagnostics,
    /// The files that were read.
    pub(crate) files: &'a [String],
    /// What else than an error fails.
    pub(crate) deny: Option<Deny>,
}

/// The findings in a form.
pub(crate) fn text(terminal: &Terminal, stream: Stream, format: Format, shown: &Shown<'_>) -> String {
    let Shown { sources, diagnostics, files, deny } = *shown;
    let mut ordered = diagnostics.clone();
    ordered.sort_gravest_first();
    let of_host = |name: &str| {
        let findings = Findings { sources, diagnostics, fails: least(deny), files };
        outputs::findings::find(name).map(|form| form.render(&findings)).unwrap_or_default()
    };
    match format {
        Format::Human => human(terminal, stream, sources, &ordered),
        Format::Plain => render::plain(sources, &ordered),
        // A program sorts as it likes, and finds them in the order of the file.
        Format::Json => render::json(sources, diagnostics),
        Format::Github => of_host("github"),
        Format::Sarif => of_host("sarif"),
        Format::Gitlab => of_host("gitlab"),
        Format::Junit => of_host("junit"),
    }
}

/// The mildest grade that fails.
const fn least(deny: Option<Deny>) -> Severity {
    match deny {
        Some(Deny::Warnings) => Severity::Warning,
        None => Severity::Error,
    }
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
    match diagnostics.iter().any(|one| one.severity() <= least(deny)) {
        true => Verdict::Findings,
        false => Verdict::Fine,
    }
}

/// Says how many findings there are: `2 errors, 1 warning in 3 files`.
pub(crate) fn summary(diagnostics: &Diagnostics, n_files: usize) -> String {
    format!("{} in {}", counted(diagnostics), count(n_files, "file"))
}
