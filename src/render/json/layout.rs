//! How JSON is laid out: what fits on a line stands on a line, so that rules stay readable and their differences small.

use std::fmt::Write;

use serde_json::Value;

/// No line is longer where it can be broken.
const WIDTH: usize = 120;

/// Lays out compact JSON and ends it with a line break.
pub(super) fn lay_out(compact: &str) -> String {
    let mut writer = Writer {
        rest: compact,
        out: String::with_capacity(compact.len() * 2),
        column: 0,
        blocks: blocks(compact),
        next: 0,
    };
    writer.value(0, 0);
    writer.out.push('\n');
    writer.out
}

/// Compact JSON whose objects have their keys in alphabetical order, whatever map they were kept in.
pub(super) fn sorted(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            let fields =
                entries.into_iter().map(|(key, value)| format!("{}:{}", Value::from(&**key), sorted(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(values) => format!("[{}]", values.iter().map(sorted).collect::<Vec<_>>().join(",")),
        other => other.to_string(),
    }
}

/// An object or an array, as it would stand on one line.
struct Block {
    /// The bytes from its opening bracket to its closing one.
    length: usize,
    /// The characters, with the blanks between its parts.
    width: usize,
    /// The blocks inside it.
    n_inside: usize,
}

/// Every block, in the order in which they open: one pass, so that deep nesting costs nothing.
fn blocks(compact: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Vec<(usize, usize, usize)> = Vec::new();
    let (mut is_string, mut is_escaped, mut width) = (false, false, 0);
    for (at, byte) in compact.bytes().enumerate() {
        // Bytes that go on with a character take no place of their own.
        width += usize::from(byte & 0xC0 != 0x80);
        if is_string {
            is_string = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            continue;
        }
        match byte {
            b'"' => is_string = true,
            b'{' | b'[' => {
                open.push((blocks.len(), at, width - 1));
                blocks.push(Block { length: 0, width: 0, n_inside: 0 });
            }
            b'}' | b']' => {
                if let Some((place, start, before)) = open.pop() {
                    let n_inside = blocks.len() - place - 1;
                    blocks[place] = Block { length: at + 1 - start, width: width - before, n_inside };
                }
            }
            b',' | b':' => width += 1,
            _ => {}
        }
    }
    blocks
}

/// Walks through compact JSON, which has no blanks outside strings.
struct Writer<'a> {
    rest: &'a str,
    out: String,
    column: usize,
    blocks: Vec<Block>,
    /// The block that opens next.
    next: usize,
}

impl<'a> Writer<'a> {
    /// Writes the next value; `behind` is how much will follow it on its last line.
    fn value(&mut self, depth: usize, behind: usize) {
        if !self.rest.starts_with(['{', '[']) {
            let scalar = self.take(length(self.rest));
            self.push(scalar);
            return;
        }
        if let Some(block) = self.blocks.get(self.next) {
            self.next += 1;
            if block.length <= 2 || depth > 0 && self.column + block.width + behind <= WIDTH {
                self.next += block.n_inside;
                self.column += block.width;
                let inline = self.take(block.length);
                spaced(inline, &mut self.out);
                return;
            }
        }
        let open = self.take(1);
        self.push(open);
        loop {
            self.line(depth + 1);
            if open == "{" {
                let key = self.take(length(self.rest) + 1);
                self.push(key);
                self.push(" ");
            }
            self.value(depth + 1, 1);
            let mark = self.take(1);
            if mark == "," {
                self.push(mark);
            } else {
                self.line(depth);
                self.push(mark);
                return;
            }
        }
    }

    fn take(&mut self, count: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
        self.column += text.chars().count();
    }

    fn line(&mut self, depth: usize) {
        let _ = write!(self.out, "\n{:1$}", "", depth * 2);
        self.column = depth * 2;
    }
}

/// The length of the string, number or word at the start of a text.
fn length(text: &str) -> usize {
    let (mut is_string, mut is_escaped) = (false, false);
    for (at, byte) in text.bytes().enumerate() {
        if is_string {
            is_string = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            if !is_string {
                return at + 1;
            }
            continue;
        }
        match byte {
            b'"' => is_string = true,
            b'}' | b']' | b',' | b':' => return at,
            _ => {}
        }
    }
    text.len()
}

/// Writes the same on one line, with a blank behind each comma and each colon.
fn spaced(compact: &str, out: &mut String) {
    let (mut is_string, mut is_escaped, mut written) = (false, false, 0);
    for (at, byte) in compact.bytes().enumerate() {
        if is_string {
            is_string = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
        } else if byte == b'"' {
            is_string = true;
        } else if matches!(byte, b',' | b':') {
            out.push_str(&compact[written..=at]);
            out.push(' ');
            written = at + 1;
        }
    }
    out.push_str(&compact[written..]);
}
