//! Phrases on lines: where a line is broken, where blank lines stand, and where comments go.
//!
//! This module knows nothing about the language. It gets phrases made of atoms, most of which know where they stood
//! in the source, and gives every comment to the atom beside which it stood.

use crate::ast;
use crate::source::Span;

/// A line may be this long; only an atom that is longer by itself goes beyond.
pub(super) const WIDTH: usize = 100;

/// One step of indentation.
pub(super) const STEP: usize = 4;

/// How an atom follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// On the same line.
    Space,
    /// On the same line if it fits.
    Soft,
    /// On the next line.
    Break,
}

/// A piece of text that is never broken.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub(super) join: Join,
    pub(super) text: String,
    /// The lines that follow when the text opens prose.
    pub(super) prose: Option<String>,
    /// Where it stood in the source, if that is known.
    pub(super) place: Option<Span>,
}

impl Atom {
    pub(super) fn new(text: impl Into<String>, place: impl Into<Option<Span>>) -> Self {
        Self { join: Join::Space, text: text.into(), prose: None, place: place.into() }
    }

    pub(super) fn of_text(text: &ast::Text) -> Self {
        match text.is_prose {
            true => Self { prose: Some(text.text.clone()), ..Self::new("\"\"\"", text.span) },
            false => Self::new(format!("\"{}\"", text.text), text.span),
        }
    }

    pub(super) fn joined(mut self, join: Join) -> Self {
        self.join = join;
        self
    }

    fn width(&self) -> usize {
        self.text.chars().count()
    }
}

/// Blank lines before a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Never: the phrase continues what stands above it.
    Never,
    /// None before the phrase itself, but comments in front of it keep theirs.
    Close,
    /// One, if the author left at least one.
    AsWritten,
    /// Always one.
    Always,
}

/// What stands on one line, or on several if one is too short.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) indent: usize,
    /// The indentation of its second line and of all others.
    pub(super) hang: usize,
    pub(super) gap: Gap,
    pub(super) atoms: Vec<Atom>,
}

impl Phrase {
    pub(super) const fn new(indent: usize) -> Self {
        Self { indent, hang: indent + STEP, gap: Gap::Never, atoms: Vec::new() }
    }

    pub(super) fn push(&mut self, atom: Atom) {
        self.atoms.push(atom);
    }

    pub(super) fn word(&mut self, text: impl Into<String>, place: impl Into<Option<Span>>) {
        self.push(Atom::new(text, place));
    }

    /// Adds the atoms of another phrase behind its own.
    pub(super) fn append(&mut self, other: Self, join: Join) {
        for (at, atom) in other.atoms.into_iter().enumerate() {
            self.push(if at == 0 { atom.joined(join) } else { atom });
        }
    }

    /// Adds a list with its commas; what stands in it twice is written once.
    pub(super) fn list(&mut self, items: Vec<Vec<Atom>>) {
        let mut seen: Vec<Vec<(String, Option<String>)>> = Vec::new();
        for mut item in items {
            let shown = item.iter().map(|atom| (atom.text.clone(), atom.prose.clone())).collect();
            if seen.contains(&shown) {
                continue;
            }
            if !seen.is_empty() {
                self.comma();
                if let Some(first) = item.first_mut() {
                    // No mark may follow the end of prose on its line.
                    match self.atoms.last().is_some_and(|last| last.prose.is_some()) {
                        true => first.text.insert_str(0, ", "),
                        false => first.join = Join::Soft,
                    }
                }
            }
            seen.push(shown);
            self.atoms.extend(item);
        }
    }

    fn comma(&mut self) {
        if let Some(last) = self.atoms.last_mut().filter(|last| last.prose.is_none()) {
            last.text.push(',');
        }
    }

    pub(super) fn width(&self) -> usize {
        let words: usize = self.atoms.iter().map(Atom::width).sum();
        self.indent + words + self.atoms.len().saturating_sub(1)
    }

    pub(super) fn has_prose(&self) -> bool {
        self.atoms.iter().any(|atom| atom.prose.is_some())
    }

    pub(super) fn fits(&self) -> bool {
        self.width() <= WIDTH && !self.has_prose()
    }

    /// Whether it takes one line, be it a long one that cannot be broken.
    pub(super) fn is_one_line(&self) -> bool {
        let is_firm = self.atoms.iter().skip(1).all(|atom| atom.join == Join::Space);
        !self.has_prose()
            && (is_firm || (self.fits() && self.atoms.iter().all(|atom| atom.join != Join::Break)))
    }

    /// Lets a comment find the phrase where its first word has no place of its own.
    pub(super) fn anchor(&mut self) {
        let first = self.atoms.iter().find_map(|atom| atom.place);
        if let Some(atom) = self.atoms.first_mut().filter(|atom| atom.place.is_none()) {
            atom.place = first.map(|first| Span::new(first.start, first.start));
        }
    }

    /// The place after everything that it was made from.
    pub(super) fn end(&self) -> u32 {
        self.atoms.iter().filter_map(|atom| atom.place).map(|place| place.end).max().unwrap_or(0)
    }
}

/// The text of one file, for questions about its lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) text: &'a str,
    pub(super) base: u32,
}

impl<'a> Text<'a> {
    fn before(&self, offset: u32) -> &'a str {
        self.text.get(..(offset.saturating_sub(self.base)) as usize).unwrap_or("")
    }

    pub(super) fn after(&self, offset: u32) -> &'a str {
        self.text.get((offset.saturating_sub(self.base)) as usize..).unwrap_or("")
    }

    fn is_alone_so_far(&self, offset: u32) -> bool {
        let line = self.before(offset).rsplit(['\n', '\r']).next().unwrap_or("");
        line.chars().all(|c| c.is_whitespace() || c == '\u{FEFF}')
    }

    /// Whether the line above the one of this offset is blank.
    pub(super) fn has_blank_above(&self, offset: u32) -> bool {
        let mut lines = self.before(offset).rsplit('\n');
        lines.next();
        lines.next().is_some_and(|line| line.trim().is_empty()) && lines.next().is_some()
    }
}

/// The comments of each atom, in the order in which they are printed.
#[derive(Debug, Clone, Default)]
struct Attached<'a> {
    before: Vec<&'a ast::Comment>,
    behind: Option<&'a ast::Comment>,
}

/// Gives every comment to an atom: one that stands behind something on its line stays behind that,
/// one that has its line to itself stays before what follows.
fn attach<'a>(atoms: &[&Atom], comments: &'a [ast::Comment], text: Text<'_>) -> Vec<Attached<'a>> {
    let mut attached = vec![Attached::default(); atoms.len() + 1];
    let placed = |(at, atom): (usize, &&Atom)| atom.place.map(|place| (place, at));
    let mut places: Vec<(Span, usize)> = atoms.iter().enumerate().filter_map(placed).collect();
    places.sort_unstable();
    for comment in comments {
        let next = places.partition_point(|(place, _)| place.start < comment.span.end);
        let follower = places.get(next).map_or(atoms.len(), |(_, at)| *at);
        if text.is_alone_so_far(comment.span.start) {
            if let Some(one) = attached.get_mut(follower) {
                one.before.push(comment);
            }
            continue;
        }
        let owner = next.checked_sub(1).and_then(|at| places.get(at)).map(|(_, at)| *at);
        let is_open = |at: &usize| {
            atoms.get(*at).is_some_and(|atom| atom.prose.is_none())
                && attached.get(*at).is_some_and(|one| one.behind.is_none())
        };
        let free = owner.filter(is_open);
        match (free.and_then(|at| attached.get_mut(at)), owner) {
            (Some(one), _) => one.behind = Some(comment),
            // A place for one comment only: the next one gets a line of its own.
            (None, owner) => {
                let at = owner.map_or(follower, |at| at + 1);
                if let Some(one) = attached.get_mut(at) {
                    one.before.push(comment);
                }
            }
        }
    }
    attached
}

/// Writes the phrases with the comments between them.
pub(super) fn write(phrases: &[Phrase], comments: &[ast::Comment], text: Text<'_>) -> String {
    let atoms: Vec<&Atom> = phrases.iter().flat_map(|phrase| &phrase.atoms).collect();
    let attached = attach(&atoms, comments, text);
    let mut remaining = attached.as_slice();
    let mut writer = Writer {
        out: String::with_capacity(text.text.len() + 64),
        column: 0,
        line_indent: 0,
        must_break: false,
    };
    for phrase in phrases {
        let (own, rest) = remaining.split_at(phrase.atoms.len().min(remaining.len()));
        remaining = rest;
        writer.phrase(phrase, own, text);
    }
    if let Some(end) = remaining.first() {
        writer.leading(&end.before, Gap::AsWritten, 0, text);
    }
    writer.out
}

struct Writer {
    out: String,
    column: usize,
    line_indent: usize,
    /// Whether nothing may follow on this line.
    must_break: bool,
}

impl Writer {
    fn phrase(&mut self, phrase: &Phrase, attached: &[Attached<'_>], text: Text<'_>) {
        let leading = attached.first().map_or(&[] as &[_], |first| first.before.as_slice());
        // A comment before a closing brace belongs to what the brace closes.
        let inner = if phrase.gap == Gap::Close { STEP } else { 0 };
        self.leading(leading, phrase.gap, phrase.indent + inner, text);
        let start = phrase.atoms.first().and_then(|atom| atom.place).map(|place| place.start);
        let is_blank = match (phrase.gap, leading.is_empty()) {
            (Gap::Always, true) => true,
            (Gap::AsWritten, _) | (Gap::Always, false) => {
                start.is_some_and(|start| text.has_blank_above(start))
            }
            (Gap::Never | Gap::Close, _) => false,
        };
        if is_blank {
            self.blank();
        }
        self.indent(phrase.indent);
        for (at, (atom, comments)) in phrase.atoms.iter().zip(attached).enumerate() {
            if at > 0 {
                let run = phrase.atoms.get(at..).unwrap_or_default();
                // A brace that is pushed off its line goes under what it belongs to.
                let hang = if atom.text == "{" { phrase.indent } else { phrase.hang };
                self.join(atom, run, hang, &comments.before);
            }
            self.atom(atom);
            if let Some(comment) = comments.behind {
                self.out.push_str("  ");
                self.out.push_str(&comment.text);
                self.must_break = true;
            }
        }
        self.newline();
    }

    /// Comments on lines of their own, before a phrase.
    fn leading(&mut self, comments: &[&ast::Comment], gap: Gap, indent: usize, text: Text<'_>) {
        for (at, comment) in comments.iter().enumerate() {
            let is_blank = match gap {
                Gap::Never => false,
                Gap::Always if at == 0 => true,
                Gap::Close | Gap::AsWritten | Gap::Always => text.has_blank_above(comment.span.start),
            };
            if is_blank {
                self.blank();
            }
            self.indent(indent);
            self.out.push_str(&comment.text);
            self.newline();
        }
    }

    fn join(&mut self, atom: &Atom, run: &[Atom], hang: usize, comments: &[&ast::Comment]) {
        for comment in comments {
            self.newline();
            self.indent(hang);
            self.out.push_str(&comment.text);
            self.must_break = true;
        }
        let breaks = self.must_break
            || match atom.join {
                Join::Space => false,
                Join::Soft => self.column > hang && self.column + 1 + width_of_run(run) > WIDTH,
                Join::Break => true,
            };
        if breaks {
            self.newline();
            self.indent(hang);
        } else {
            self.out.push(' ');
            self.column += 1;
        }
    }

    fn atom(&mut self, atom: &Atom) {
        self.out.push_str(&atom.text);
        self.column += atom.width();
        let Some(prose) = &atom.prose else { return };
        let outer = self.line_indent;
        for line in prose.split('\n').filter(|_| !prose.is_empty()) {
            self.newline();
            if !line.is_empty() {
                self.indent(outer + STEP);
                self.out.push_str(line);
            }
        }
        self.newline();
        self.indent(outer);
        self.out.push_str("\"\"\"");
        self.must_break = true;
    }

    fn newline(&mut self) {
        self.out.push('\n');
        self.column = 0;
        self.must_break = false;
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    fn indent(&mut self, columns: usize) {
        self.out.extend(std::iter::repeat_n(' ', columns));
        self.column = columns;
        self.line_indent = columns;
    }
}

/// The width of an atom with all that must stay on its line.
fn width_of_run(run: &[Atom]) -> usize {
    let mut width = 0;
    for (at, atom) in run.iter().enumerate() {
        if at > 0 && atom.join != Join::Space {
            break;
        }
        width += atom.width() + usize::from(at > 0);
    }
    width
}
