//! The words, texts and marks of a broken piece.

use crate::language;

/// A word, text or mark of a broken piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) kind: TokenKind,
    pub(super) text: &'a str,
    /// Offset in the piece.
    pub(super) start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    Word,
    Text,
    UnclosedText,
    UnclosedProse,
    Mark,
}

impl Token<'_> {
    pub(super) const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(super) fn is_word(&self) -> bool {
        self.kind == TokenKind::Word
    }

    pub(super) fn is_mark(&self, mark: &str) -> bool {
        self.kind == TokenKind::Mark && self.text == mark
    }

    pub(super) fn is_reserved(&self) -> bool {
        self.is_word() && language::is_reserved(self.text)
    }

    pub(super) fn is_name(&self) -> bool {
        self.is_word() && !language::is_reserved(self.text) && !self.is_numeric()
    }

    pub(super) fn is_numeric(&self) -> bool {
        self.is_word() && self.text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// The token as a message shows it.
    pub(super) fn shown(&self) -> String {
        match self.kind {
            TokenKind::Word | TokenKind::Mark => format!("`{}`", self.text),
            TokenKind::Text if self.text.chars().count() <= 30 && !self.text.contains('\n') => {
                format!("`{}`", self.text)
            }
            TokenKind::Text | TokenKind::UnclosedText | TokenKind::UnclosedProse => "this text".to_owned(),
        }
    }
}

/// Cuts a broken piece into words, texts and marks; comments are skipped.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (kind, length) = token(rest);
        if let (Some(kind), Some(text)) = (kind, rest.get(..length)) {
            tokens.push(Token { kind, text, start: at });
        }
        at += length;
    }
    tokens
}

/// The kind and the length in bytes of the first token of a text; white space and comments have no kind.
fn token(rest: &str) -> (Option<TokenKind>, usize) {
    let line = || rest.find('\n').unwrap_or(rest.len());
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '\'' | '’');
    let Some(first) = rest.chars().next() else { return (None, 0) };
    if first.is_whitespace() || first == '\u{FEFF}' {
        return (None, first.len_utf8());
    }
    if rest.starts_with("//") {
        return (None, line());
    }
    if rest.starts_with("\"\"\"") {
        return prose_token(rest);
    }
    if first == '"' {
        let inner = rest.get(1..).unwrap_or("");
        return match inner.find(['"', '\n']) {
            Some(end) if inner.as_bytes().get(end) == Some(&b'"') => (Some(TokenKind::Text), end + 2),
            _ => (Some(TokenKind::UnclosedText), rest.get(..line()).unwrap_or(rest).trim_end().len()),
        };
    }
    if first.is_ascii_alphanumeric() {
        let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        // A full stop at the end of a word is a mark of its own.
        let word = rest.get(..end).unwrap_or("").trim_end_matches(['.', '-', '\'', '’']);
        return (Some(TokenKind::Word), word.len().max(1));
    }
    (Some(TokenKind::Mark), first.len_utf8())
}

/// Prose that is opened at the end of a line and closed on a line of its own, or what was meant to be that.
fn prose_token(rest: &str) -> (Option<TokenKind>, usize) {
    let body = rest.get(3..).unwrap_or("");
    let opens = body.lines().next().is_some_and(|line| line.trim().is_empty()) && body.contains('\n');
    match body.find("\"\"\"") {
        Some(end) if opens => {
            let before = body.get(..end).unwrap_or("");
            let after = body.get(end + 3..).unwrap_or("");
            let is_alone = before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
                && after.lines().next().is_none_or(|line| line.trim().is_empty());
            (Some(if is_alone { TokenKind::Text } else { TokenKind::UnclosedProse }), end + 6)
        }
        _ => (Some(TokenKind::UnclosedProse), rest.len()),
    }
}
