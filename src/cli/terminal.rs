//! How the program speaks: to standard output for programs and people, to standard error for people only.

use std::io::{self, IsTerminal, Write};

use candor::diagnostic::render::inert;
use clap::ValueEnum;
use serde::Serialize;

use super::Failure;

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal.
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// One of the two ways out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output.
    Data,
    /// Standard error.
    Talk,
}

/// Both ways out, and how they look.
#[derive(Debug)]
pub(crate) struct Terminal {
    color: ColorChoice,
    is_quiet: bool,
}

/// The width of drawings that do not go to a terminal, so that they are the same everywhere.
const WIDTH: usize = 100;

/// A value as JSON, laid out for people as well, with a line break at its end.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Failure::Output(error.into()))?;
    Ok(format!("{text}\n"))
}

impl Terminal {
    pub(crate) const fn new(color: ColorChoice, is_quiet: bool) -> Self {
        Self { color, is_quiet }
    }

    /// Whether a stream shows colours.
    pub(crate) fn has_color(&self, stream: Stream) -> bool {
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
                let is_dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
                is_terminal(stream) && !is_set("NO_COLOR") && !is_dumb
            }
        }
    }

    /// Whether a person looks at a stream, and no program reads it.
    pub(crate) fn is_watched(&self, stream: Stream) -> bool {
        is_terminal(stream)
    }

    /// How wide a drawing may be.
    pub(crate) fn width(&self, stream: Stream) -> usize {
        let size = match stream {
            _ if !is_terminal(stream) => None,
            Stream::Data => terminal_size::terminal_size_of(io::stdout()),
            Stream::Talk => terminal_size::terminal_size_of(io::stderr()),
        };
        size.map_or(WIDTH, |(width, _)| usize::from(width.0).clamp(40, 120))
    }

    /// Writes data as JSON, laid out for people as well.
    pub(crate) fn json(&self, value: &impl Serialize) -> Result<(), Failure> {
        self.data(&json(value)?)
    }

    /// Writes data as JSON on a line; whether anybody wants the rest of it.
    pub(crate) fn json_line(&self, value: &impl Serialize) -> Result<bool, Failure> {
        let text = serde_json::to_string(value).map_err(|error| Failure::Output(error.into()))?;
        self.more_data(&format!("{text}\n"))
    }

    /// Writes data. A reader that has heard enough and closes the pipe is no failure.
    pub(crate) fn data(&self, text: &str) -> Result<(), Failure> {
        self.more_data(text).map(|_| ())
    }

    /// Writes data that need not be text.
    pub(crate) fn bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        self.more_bytes(bytes).map(|_| ())
    }

    /// Writes some of the data; whether anybody wants the rest of it.
    pub(crate) fn more_data(&self, text: &str) -> Result<bool, Failure> {
        self.more_bytes(text.as_bytes())
    }

    fn more_bytes(&self, bytes: &[u8]) -> Result<bool, Failure> {
        let mut out = io::stdout().lock();
        match out.write_all(bytes).and_then(|()| out.flush()) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
            Err(error) => Err(Failure::Output(error)),
        }
    }

    /// Writes to either stream.
    pub(crate) fn write(&self, stream: Stream, text: &str) -> Result<(), Failure> {
        match stream {
            Stream::Data => self.data(text),
            Stream::Talk => {
                say(text);
                Ok(())
            }
        }
    }

    /// Says a line to a person, who may have asked for silence.
    pub(crate) fn talk(&self, line: &str) {
        if !self.is_quiet {
            say(&format!("{}\n", inert(line)));
        }
    }

    /// Says why something could not be done.
    pub(crate) fn failure(&self, failure: &Failure) {
        let (start, end) =
            if self.has_color(Stream::Talk) { ("\u{1b}[1;31m", "\u{1b}[0m") } else { ("", "") };
        say(&format!("{start}error{end}: {}\n", inert(&failure.to_string())));
        if let Some(help) = failure.help() {
            say(&format!("  help: {}\n", inert(&help)));
        }
    }

    /// Text that stands out, where the stream shows colours.
    pub(crate) fn bold(&self, stream: Stream, text: &str) -> String {
        self.styled(stream, "1", text)
    }

    /// Text that stands back, where the stream shows colours.
    pub(crate) fn dim(&self, stream: Stream, text: &str) -> String {
        self.styled(stream, "2", text)
    }

    fn styled(&self, stream: Stream, style: &str, text: &str) -> String {
        match self.has_color(stream) && !text.is_empty() {
            true => format!("\u{1b}[{style}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}

/// There is nobody left to tell when standard error cannot be written.
fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

fn is_terminal(stream: Stream) -> bool {
    match stream {
        Stream::Data => io::stdout().is_terminal(),
        Stream::Talk => io::stderr().is_terminal(),
    }
}

/// A number with its noun: `1 file`, `3 files`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}
