//! How JSON is laid out: what fits on a line stands on a line, so that rules stay readable and their differences small.
//!
//! # Design
//!
//! Everything is written on one line until it is too long; then the outermost object or array on that line is broken into
//! lines. What has to be moved for that never is more than one line, so that neither size nor nesting costs anything.

use std::cell::RefCell;
use std::io;

use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{Formatter, Serializer};

/// No line is longer where it can be broken.
const WIDTH: usize = 120;

/// A value as JSON, laid out, with a line break at its end.
pub(super) fn lay_out(value: &impl Serialize) -> String {
    // Most files are larger than this, and few much larger.
    let page = Page(RefCell::new(State { text: Vec::with_capacity(1 << 16), ..State::default() }));
    let mut serializer = Serializer::with_formatter(&page, Shape { page: &page, is_empty: false });
    // Writing into memory cannot fail, and no map here has keys that are not strings.
    let _ = value.serialize(&mut serializer);
    let mut text = page.0.into_inner().text;
    text.push(b'\n');
    String::from_utf8(text).unwrap_or_default()
}

/// The same value with the keys of its objects in alphabetical order, whatever map they were kept in.
pub(super) fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            Value::Object(entries.into_iter().map(|(key, value)| (key.clone(), sorted(value))).collect())
        }
        Value::Array(values) => Value::Array(values.iter().map(sorted).collect()),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => other.clone(),
    }
}

/// An object or an array that is not closed yet: the places where it could be broken into lines.
type Block = Vec<Break>;

/// A place where a line could be broken: before a part, or before the closing bracket.
struct Break {
    place: usize,
    /// Whether a blank stands there as long as the line is not broken.
    has_blank: bool,
    is_closing: bool,
}

/// What is written, and how far it has come.
#[derive(Default)]
struct State {
    text: Vec<u8>,
    /// The characters on the last line.
    column: usize,
    open: Vec<Block>,
    /// How many of the open blocks are broken into lines: always the outermost ones.
    n_broken: usize,
}

impl State {
    fn put(&mut self, text: &[u8]) {
        self.text.extend_from_slice(text);
        self.column += n_characters(text);
    }

    fn open(&mut self, bracket: &[u8]) {
        self.put(bracket);
        self.open.push(Vec::new());
        // The outermost block has a line for each of its parts, however short they are.
        self.n_broken = self.n_broken.max(1);
    }

    /// Begins a part of the last block, or its end.
    fn begin(&mut self, has_blank: bool, is_closing: bool) {
        let place = self.text.len();
        let depth = self.open.len();
        if depth <= self.n_broken {
            let indent = 2 * (depth - usize::from(is_closing && depth > 0));
            self.text.push(b'\n');
            self.text.resize(place + 1 + indent, b' ');
            self.column = indent;
        } else if let Some(block) = self.open.last_mut() {
            block.push(Break { place, has_blank, is_closing });
            if has_blank {
                self.put(b" ");
            }
        }
    }

    fn close(&mut self, bracket: &[u8], is_empty: bool) {
        if !is_empty {
            self.begin(false, true);
        }
        self.put(bracket);
        self.fit();
        self.open.pop();
        self.n_broken = self.n_broken.min(self.open.len());
    }

    /// Breaks blocks until the last line is not too long, with a comma behind it.
    fn fit(&mut self) {
        while self.column >= WIDTH && self.n_broken < self.open.len() {
            self.break_outermost();
        }
    }

    /// Breaks the outermost block that is not broken. All of it stands on the last line.
    fn break_outermost(&mut self) {
        let depth = self.n_broken;
        self.n_broken += 1;
        let breaks = std::mem::take(&mut self.open[depth]);
        let Some(first) = breaks.first() else { return };
        let line = self.text.split_off(first.place);
        let start = first.place;
        for (at, one) in breaks.iter().enumerate() {
            let end = breaks.get(at + 1).map_or(line.len(), |next| next.place - start);
            let part = &line[one.place - start + usize::from(one.has_blank)..end];
            let indent = 2 * (depth + usize::from(!one.is_closing));
            self.text.push(b'\n');
            self.text.resize(self.text.len() + indent, b' ');
            self.text.extend_from_slice(part);
            self.column = indent + n_characters(part);
        }
        // Whatever is open inside stands in the last part.
        let (before, after) = (start + line.len(), self.text.len());
        for one in self.open[depth + 1..].iter_mut().flatten() {
            one.place = one.place + after - before;
        }
    }
}

/// Bytes that go on with a character take no place of their own.
fn n_characters(text: &[u8]) -> usize {
    text.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// What is written; the writer of a serializer and its formatter share it.
#[derive(Default)]
struct Page(RefCell<State>);

impl io::Write for &Page {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().put(text);
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Tells the page where blocks and their parts begin and end.
struct Shape<'p> {
    page: &'p Page,
    /// Whether the block that was opened last has no part yet.
    is_empty: bool,
}

impl Shape<'_> {
    fn open(&mut self, bracket: &[u8]) -> io::Result<()> {
        self.is_empty = true;
        self.page.0.borrow_mut().open(bracket);
        Ok(())
    }

    fn close(&mut self, bracket: &[u8]) -> io::Result<()> {
        self.page.0.borrow_mut().close(bracket, self.is_empty);
        self.is_empty = false;
        Ok(())
    }

    fn begin(&mut self, is_first: bool) -> io::Result<()> {
        self.is_empty = false;
        let mut page = self.page.0.borrow_mut();
        if !is_first {
            page.put(b",");
        }
        page.begin(!is_first, false);
        Ok(())
    }

    fn end(&self) -> io::Result<()> {
        self.page.0.borrow_mut().fit();
        Ok(())
    }
}

impl Formatter for Shape<'_> {
    fn begin_array<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open(b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.close(b"]")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W, is_first: bool) -> io::Result<()> {
        self.begin(is_first)
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.end()
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.open(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.close(b"}")
    }

    fn begin_object_key<W: ?Sized + io::Write>(&mut self, _: &mut W, is_first: bool) -> io::Result<()> {
        self.begin(is_first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A list of words in a list in an object.
    fn nested(n_words: usize) -> String {
        let words: Vec<String> = (0..n_words).map(|at| format!("wörd-{at}")).collect();
        lay_out(&json!({ "a": [words, "b"], "c": {} }))
    }

    #[test]
    fn what_fits_stands_on_a_line() {
        assert_eq!(nested(2), "{\n  \"a\": [[\"wörd-0\", \"wörd-1\"], \"b\"],\n  \"c\": {}\n}\n");
    }

    #[test]
    fn the_outermost_is_broken_first() {
        let words: Vec<String> = (0..11).map(|at| format!("\"wörd-{at}\"")).collect();
        let expected =
            format!("{{\n  \"a\": [\n    [{}],\n    \"b\"\n  ],\n  \"c\": {{}}\n}}\n", words.join(", "));
        assert_eq!(nested(11), expected);
        let words: Vec<String> = (0..40).map(|at| format!("      \"wörd-{at}\"")).collect();
        let expected = format!(
            "{{\n  \"a\": [\n    [\n{}\n    ],\n    \"b\"\n  ],\n  \"c\": {{}}\n}}\n",
            words.join(",\n")
        );
        assert_eq!(nested(40), expected);
    }

    #[test]
    fn nothing_is_lost_and_no_line_is_too_long() {
        for n_words in 0..200 {
            let text = nested(n_words);
            let value: Value = serde_json::from_str(&text).expect("it is JSON");
            assert_eq!(value["a"][0].as_array().map(Vec::len), Some(n_words));
            assert!(text.lines().all(|line| line.chars().count() <= WIDTH), "{text}");
        }
    }
}
