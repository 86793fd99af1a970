//! How JSON is laid out: what fits on a line stands on a line, so that rules stay readable and their differences small.

use std::fmt::Write;

use serde_json::Value;

/// No line is longer where it can be broken.
const WIDTH: usize = 120;

/// Lays out compact JSON and ends it with a line break.
pub(super) fn lay_out(compact: &str) -> String {
    let mut writer = Writer { rest: compact, out: String::with_capacity(compact.len() * 2), column: 0 };
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

/// Walks through compact JSON, which has no blanks outside strings.
struct Writer<'a> {
    rest: &'a str,
    out: String,
    column: usize,
}

impl<'a> Writer<'a> {
    /// Writes the next value; `behind` is how much will follow it on its last line.
    fn value(&mut self, depth: usize, behind: usize) {
        // A character has four bytes at most, so what is longer than that cannot fit and is not looked at to its end.
        let is_block = self.rest.starts_with(['{', '[']);
        let whole = length(self.rest, if is_block { WIDTH * 4 } else { usize::MAX });
        if let Some(whole) = whole.map(|length| &self.rest[..length]) {
            let may_break = is_block && whole.len() > 2;
            let inline = spaced(whole);
            if !may_break || depth > 0 && self.column + inline.chars().count() + behind <= WIDTH {
                self.rest = &self.rest[whole.len()..];
                self.push(&inline);
                return;
            }
        }
        let open = self.take(1);
        self.push(open);
        loop {
            self.line(depth + 1);
            if open == "{" {
                let key = self.take(length(self.rest, usize::MAX).map_or(0, |length| length + 1));
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

/// The length of the JSON value at the start of a text, unless it is longer than `most`.
fn length(text: &str, most: usize) -> Option<usize> {
    let (mut depth, mut is_string, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        if at >= most {
            return None;
        }
        if is_string {
            is_string = is_escaped || byte != b'"';
            is_escaped = !is_escaped && byte == b'\\';
            if !is_string && depth == 0 {
                return Some(at + 1);
            }
            continue;
        }
        match byte {
            b'"' => is_string = true,
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return Some(at),
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            b',' | b':' if depth == 0 => return Some(at),
            _ => {}
        }
    }
    Some(text.len())
}

/// The same on one line, with a blank behind each comma and each colon.
fn spaced(compact: &str) -> String {
    let mut out = String::with_capacity(compact.len() + compact.len() / 8);
    let (mut is_string, mut is_escaped) = (false, false);
    for character in compact.chars() {
        out.push(character);
        if is_string {
            is_string = is_escaped || character != '"';
            is_escaped = !is_escaped && character == '\\';
        } else if character == '"' {
            is_string = true;
        } else if matches!(character, ',' | ':') {
            out.push(' ');
        }
    }
    out
}
