//! Diagnostics for people (drawn, or one line each) and for machines (JSON).
//!
//! Text of a policy reaches a terminal only through [`inert`], so that no control sequence in it can act there.

use std::fmt::Write as _;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, ReportHandler};
use serde::Serialize;

use crate::diagnostic::rule::Severity;
use crate::diagnostic::{Diagnostic, Diagnostics, Label};
use crate::source::Sources;

/// How to draw on a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With colours and box-drawing characters.
    Colour,
    /// With box-drawing characters only.
    Unicode,
}

/// Draws each diagnostic with its lines of source, `width` characters wide.
#[must_use]
pub fn graphical(sources: &Sources, diagnostics: &Diagnostics, style: Style, width: usize) -> String {
    let theme = match style {
        Style::Colour => GraphicalTheme::unicode(),
        Style::Unicode => GraphicalTheme::unicode_nocolor(),
    };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(width);
    let clean = inert_sources(sources, diagnostics);
    let sources = clean.as_ref().unwrap_or(sources);
    let mut out = String::new();
    for diagnostic in diagnostics {
        if has_long_line(sources, diagnostic) {
            let _ = writeln!(out, "{}\n", plain_one(sources, diagnostic));
            continue;
        }
        let report = Report {
            sources,
            diagnostic,
            message: inert(&diagnostic.message),
            help: help_with_places(sources, diagnostic),
        };
        struct Drawn<'a>(&'a GraphicalReportHandler, &'a Report<'a>);
        impl std::fmt::Debug for Drawn<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.debug(self.1, f)
            }
        }
        let _ = writeln!(out, "{:?}", Drawn(&handler, &report));
    }
    out
}

/// One line for each: `file:line:column: error[code]: message (help)`.
#[must_use]
pub fn plain(sources: &Sources, diagnostics: &Diagnostics) -> String {
    diagnostics.iter().map(|one| plain_one(sources, one) + "\n").collect()
}

fn plain_one(sources: &Sources, diagnostic: &Diagnostic) -> String {
    let span = diagnostic.span();
    let file = sources.file_of(span).map_or("", |file| file.name());
    let at = sources.position(span);
    let (severity, code) = (diagnostic.severity().word(), diagnostic.rule.code);
    let message = inert(&diagnostic.message);
    let mut out = format!("{}:{}:{}: {severity}[{code}]: {message}", inert(file), at.line, at.column);
    for label in diagnostic.labels.iter().filter(|label| !label.is_primary) {
        let there = sources.position(label.span);
        let file = sources.file_of(label.span).map_or("", |file| file.name());
        let _ = write!(out, "; {} at {}:{}:{}", inert(&label.text), inert(file), there.line, there.column);
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(out, " (help: {})", inert(help));
    }
    out
}

/// How many places of one finding are drawn; the others are named.
const MOST_DRAWN: usize = 5;

/// The help of a finding, with the places that are not drawn.
fn help_with_places(sources: &Sources, diagnostic: &Diagnostic) -> Option<String> {
    let place = |label: &Label| {
        let file = sources.file_of(label.span).map_or("", |file| file.name());
        let at = sources.position(label.span);
        format!("{}:{}:{}", inert(file), at.line, at.column)
    };
    let others: Vec<String> = diagnostic.labels.iter().skip(MOST_DRAWN).map(place).collect();
    let help = diagnostic.help.as_deref().map(inert);
    match (help, others.as_slice()) {
        (help, []) => help,
        (help, others) => {
            let also = format!("also at {}", others.join(", "));
            Some(help.map_or(also.clone(), |help| format!("{help}; {also}")))
        }
    }
}

/// The longest line that is drawn. A drawing wider than this helps nobody, and miette cannot draw beyond 65,535 columns.
const LONGEST_LINE: usize = 1_000;

/// Whether a line at or beside one of the labels is too long to be drawn.
fn has_long_line(sources: &Sources, diagnostic: &Diagnostic) -> bool {
    let is_long = |label: &Label| {
        let span = (label.span.start as usize, (label.span.end - label.span.start) as usize).into();
        let shown = miette::SourceCode::read_span(sources, &span, 1, 1);
        shown.is_ok_and(|shown| {
            shown.data().split(|byte| *byte == b'\n').any(|line| line.len() > LONGEST_LINE)
        })
    };
    diagnostic.labels.iter().any(is_long)
}

/// One diagnostic as JSON shows it; all positions start at one, columns count characters.
#[derive(Debug, Serialize)]
struct JsonDiagnostic<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
    /// The help as an edit, where a program can do it.
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<JsonFix<'a>>,
}

#[derive(Debug, Serialize)]
struct JsonFix<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

#[derive(Debug, Serialize)]
struct JsonLabel<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
    primary: bool,
}

#[derive(Debug, Serialize)]
struct JsonReport<'a> {
    version: u32,
    diagnostics: Vec<JsonDiagnostic<'a>>,
}

/// All of them as one JSON document: `{"version": 1, "diagnostics": [...]}`.
#[must_use]
pub fn json(sources: &Sources, diagnostics: &Diagnostics) -> String {
    let label = |label: &'_ Label| {
        let (start, end) = (sources.position(label.span), sources.end_position(label.span));
        (start, end)
    };
    let list = diagnostics
        .iter()
        .map(|one| JsonDiagnostic {
            code: one.rule.code,
            severity: one.severity().word(),
            message: &one.message,
            help: one.help.as_deref(),
            labels: one
                .labels
                .iter()
                .map(|place| {
                    let (start, end) = label(place);
                    JsonLabel {
                        file: sources.file_of(place.span).map_or("", |file| file.name()),
                        line: start.line,
                        column: start.column,
                        end_line: end.line,
                        end_column: end.column,
                        text: &place.text,
                        primary: place.is_primary,
                    }
                })
                .collect(),
            fix: one.fix.as_ref().map(|fix| {
                let (start, end) = (sources.position(fix.span), sources.end_position(fix.span));
                JsonFix {
                    file: sources.file_of(fix.span).map_or("", |file| file.name()),
                    line: start.line,
                    column: start.column,
                    end_line: end.line,
                    end_column: end.column,
                    text: &fix.text,
                }
            }),
        })
        .collect();
    let mut text =
        serde_json::to_string_pretty(&JsonReport { version: 1, diagnostics: list }).unwrap_or_default();
    text.push('\n');
    text
}

/// How many there are of each grade: `2 errors, 1 warning`.
#[must_use]
pub fn counted(diagnostics: &Diagnostics) -> String {
    let of = |severity: Severity| {
        let n = diagnostics.iter().filter(|one| one.severity() == severity).count();
        let plural = if n == 1 { "" } else { "s" };
        (n > 0).then(|| format!("{n} {}{plural}", severity.word()))
    };
    let parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Note].into_iter().filter_map(of).collect();
    if parts.is_empty() { "nothing found".to_owned() } else { parts.join(", ") }
}

/// The text with every control character and every direction override made visible.
#[must_use]
pub fn inert(text: &str) -> String {
    text.chars().map(|c| if is_active(c) { '\u{FFFD}' } else { c }).collect()
}

/// Characters that could act in a terminal or turn the order of what is read.
#[must_use]
pub const fn is_active(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The sources without active characters, where there are any in a file that is shown; each is replaced by one as long in bytes as
/// can be, so that offsets stay where they are.
fn inert_sources(sources: &Sources, diagnostics: &Diagnostics) -> Option<Sources> {
    let is_risky = |c: char| is_active(c) && c != '\r';
    let mut shown: Vec<u32> = diagnostics
        .iter()
        .flat_map(|one| &one.labels)
        .filter_map(|label| sources.file_of(label.span))
        .map(crate::source::File::base)
        .collect();
    shown.sort_unstable();
    shown.dedup();
    let is_shown = |file: &&crate::source::File| shown.binary_search(&file.base()).is_ok();
    if !sources.files().filter(is_shown).any(|file| file.text().contains(is_risky)) {
        return None;
    }
    let mut clean = Sources::new();
    for file in sources.files() {
        let text: String = file
            .text()
            .chars()
            .map(|c| match (is_risky(c), c.len_utf8()) {
                (false, _) => c,
                (true, 1) => '?',
                (true, 2) => '\u{A6}',
                (true, _) => '\u{FFFD}',
            })
            .collect();
        clean.add(inert(file.name()), text);
    }
    Some(clean)
}

/// A diagnostic as miette wants to see it.
struct Report<'a> {
    sources: &'a Sources,
    diagnostic: &'a Diagnostic,
    message: String,
    help: Option<String>,
}

impl std::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::fmt::Display for Report<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report<'_> {}

impl miette::Diagnostic for Report<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.diagnostic.rule.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(self.sources)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = |label: &Label| {
            let (start, length) = visible(self.sources, label);
            let text = Some(inert(&label.text)).filter(|text| !text.is_empty());
            match label.is_primary {
                true => LabeledSpan::new_primary_with_span(text, (start, length)),
                false => LabeledSpan::new_with_span(text, (start, length)),
            }
        };
        Some(Box::new(self.diagnostic.labels.iter().take(MOST_DRAWN).map(label)))
    }
}

/// Offset and length of a label, moved onto the last visible character where it has no length of its own:
/// the drawing shows nothing for an empty label at the end of a file.
fn visible(sources: &Sources, label: &Label) -> (usize, usize) {
    let (start, end) = (label.span.start as usize, label.span.end as usize);
    if end > start {
        return (start, end - start);
    }
    let Some(file) = sources.file_of(label.span) else { return (start, 0) };
    let before = file.text().get(..start - file.base() as usize).unwrap_or("").trim_end();
    let last = before.chars().next_back().map_or(0, char::len_utf8);
    (file.base() as usize + before.len() - last, last)
}
