//! The texts that are read, all in one space of offsets, so that one diagnostic can point into several files.
//!
//! A [`Span`] is two numbers; only [`Sources`] knows which file they lie in.
//! The files of the standard vocabulary stand first and in a fixed order, so that their offsets never change.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A piece of the sources: byte offsets in the space of all files, end excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from one offset to another.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The place directly behind this span, with no length.
    #[must_use]
    pub const fn after(self) -> Self {
        Self { start: self.end, end: self.end }
    }

    /// Whether the other span lies inside this one.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Which file of the [`Sources`]: its place in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub(crate) u32);

/// One file: its name as the user knows it, and its text.
#[derive(Debug, Clone)]
pub struct File {
    name: String,
    text: Cow<'static, str>,
    base: u32,
    line_starts: OnceLock<Vec<u32>>,
}

impl File {
    /// The name under which the file was read.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The offset of the first byte in the space of all files.
    #[must_use]
    pub const fn base(&self) -> u32 {
        self.base
    }

    /// The span of the whole file.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.base, self.base + length(&self.text))
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let after_newline = |(at, byte): (usize, u8)| (byte == b'\n').then(|| to_offset(at) + 1);
            std::iter::once(0).chain(self.text.bytes().enumerate().filter_map(after_newline)).collect()
        })
    }

    /// The zero-based line that holds a local offset, and the offset at which that line starts.
    fn line_at(&self, local: u32) -> (usize, u32) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= local).saturating_sub(1);
        (line, starts.get(line).copied().unwrap_or(0))
    }
}

/// A place for people: both numbers start at one, columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from one.
    pub line: usize,
    /// The character in the line, from one.
    pub column: usize,
}

/// A place in a file that is not at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// The name of the file.
    pub file: String,
    /// The first character.
    pub start: Position,
    /// The character after the last.
    pub end: Position,
}

/// All files of one run.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<File>,
    /// The spans that stand for places elsewhere: what was compiled has its places in the files from which it was made.
    elsewhere: HashMap<Span, Elsewhere>,
}

impl Sources {
    /// No file yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file behind the others.
    ///
    /// Between two files one offset is left free, so that the end of one is never the start of the next.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Cow<'static, str>>) -> FileId {
        let base = self.files.last().map_or(0, |last| last.span().end + 1);
        let id = FileId(to_offset(self.files.len()));
        self.files.push(File { name: name.into(), text: text.into(), base, line_starts: OnceLock::new() });
        id
    }

    /// Lets a span stand for a place in a file that is not at hand.
    pub fn stands_for(&mut self, span: Span, place: Elsewhere) {
        self.elsewhere.insert(span, place);
    }

    /// Whether the texts from which things were made are here, and not only their places.
    #[must_use]
    pub fn are_at_hand(&self) -> bool {
        self.elsewhere.is_empty()
    }

    /// The name of the file in which a span starts; empty where there is none.
    #[must_use]
    pub fn file_name(&self, span: Span) -> &str {
        match self.elsewhere.get(&span) {
            Some(place) => &place.file,
            None => self.file_of(span).map_or("", File::name),
        }
    }

    /// How many bytes are left before offsets no longer fit.
    #[must_use]
    pub fn room(&self) -> usize {
        let used = self.files.last().map_or(0, |last| last.span().end + 1);
        (u32::MAX - used) as usize
    }

    /// The files in their order.
    pub fn files(&self) -> impl Iterator<Item = &File> {
        self.files.iter()
    }

    /// One file.
    ///
    /// # Panics
    /// Never for an id that came from these sources.
    #[must_use]
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The file in which a span starts.
    #[must_use]
    pub fn file_of(&self, span: Span) -> Option<&File> {
        let after = self.files.partition_point(|file| file.base <= span.start);
        after.checked_sub(1).and_then(|at| self.files.get(at))
    }

    /// The text of a span, or nothing where the span is not inside one file.
    #[must_use]
    pub fn text(&self, span: Span) -> &str {
        self.file_of(span)
            .and_then(|file| {
                file.text.get((span.start - file.base) as usize..(span.end.checked_sub(file.base)?) as usize)
            })
            .unwrap_or("")
    }

    /// Line and column of the start of a span.
    #[must_use]
    pub fn position(&self, span: Span) -> Position {
        self.elsewhere.get(&span).map_or_else(|| self.place(span.start), |place| place.start)
    }

    /// Line and column of the end of a span.
    #[must_use]
    pub fn end_position(&self, span: Span) -> Position {
        self.elsewhere.get(&span).map_or_else(|| self.place(span.end.max(span.start)), |place| place.end)
    }

    fn place(&self, offset: u32) -> Position {
        let Some(file) = self.file_of(Span::new(offset, offset)) else {
            return Position { line: 1, column: 1 };
        };
        let local = (offset - file.base).min(length(&file.text));
        let (line, start) = file.line_at(local);
        let before = file.text.get(start as usize..local as usize).unwrap_or("");
        Position { line: line + 1, column: before.chars().count() + 1 }
    }
}

fn length(text: &str) -> u32 {
    to_offset(text.len())
}

/// Offsets fit in 32 bits because [`Sources::room`] is asked before a file is added.
fn to_offset(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

impl miette::SourceCode for Sources {
    fn read_span<'a>(
        &'a self,
        span: &miette::SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn miette::SpanContents<'a> + 'a>, miette::MietteError> {
        let start = to_offset(span.offset());
        let file = self.file_of(Span::new(start, start)).ok_or(miette::MietteError::OutOfBounds)?;
        let end = length(&file.text);
        let local_start = (start - file.base).min(end);
        let local_end = local_start.saturating_add(to_offset(span.len()));
        // A span that reaches into the next file is how miette asks whether two labels can be shown in one piece.
        if local_end > end {
            return Err(miette::MietteError::OutOfBounds);
        }
        let starts = file.line_starts();
        let first = file.line_at(local_start).0.saturating_sub(lines_before);
        let last = file.line_at(local_end.saturating_sub(1).max(local_start)).0 + lines_after;
        let from = starts.get(first).copied().unwrap_or(0);
        let until = starts.get(last + 1).copied().unwrap_or(end);
        let data = file.text.as_bytes().get(from as usize..until as usize).unwrap_or_default();
        // Columns count characters, here as everywhere.
        let before = file.text.get(from as usize..local_start as usize).unwrap_or_default();
        let column = if lines_before == 0 { before.chars().count() } else { 0 };
        Ok(Box::new(miette::MietteSpanContents::new_named(
            file.name.clone(),
            data,
            ((from + file.base) as usize, data.len()).into(),
            first,
            column,
            last.saturating_sub(first) + 1,
        )))
    }
}
