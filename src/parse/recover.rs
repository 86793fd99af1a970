//! What a broken piece was meant to be.
//!
//! The piece is read again by the strict rule, only to learn how far that gets and what it expected there.
//! The words around that place then decide which slip of the pen it was; the author is told that slip, not the grammar.

mod slip;
mod token;
mod words;

use pest::Parser as _;

use super::{Children, Grammar, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use slip::Place;
pub(super) use slip::date_format;
use token::{TokenKind, tokens};

impl Reader<'_> {
    /// Reports a broken piece, together with the beginning that could be read.
    pub(super) fn broken(&mut self, pair: &Pair<'_>, beginning: Option<&Pair<'_>>) -> ast::Broken {
        let first = beginning.unwrap_or(pair);
        let (start, end) = (first.as_span().start(), pair.as_span().end());
        let text = self.text.get(start..end).unwrap_or("").trim_end();
        let span = self.local(start, start + text.len());
        let name = self.broken_name(first, text);
        let diagnostic = self.diagnose(start, text, Rule::piece_only);
        self.diagnostics.push(diagnostic);
        ast::Broken { span, name }
    }

    /// Reports a broken section header and reads of it what can be read.
    pub(super) fn broken_section_head(&mut self, pair: &Pair<'_>, keyword: Span) -> ast::Section {
        let start = pair.as_span().start();
        let text = pair.as_str().trim_end();
        let tokens = tokens(text);
        let none = keyword.after();
        let at = |token: &token::Token<'_>| self.local(start + token.start, start + token.end());
        let name = tokens.iter().find(|token| token.is_word());
        let name = name.map_or(ast::Name { text: String::new(), span: none }, |token| ast::Name {
            text: token.text.to_owned(),
            span: at(token),
        });
        let title = tokens.iter().find(|token| token.kind == TokenKind::Text);
        let title =
            title.map_or(ast::Text { text: name.text.clone(), is_prose: false, span: none }, |token| {
                ast::Text { text: token.text.trim_matches('"').to_owned(), is_prose: false, span: at(token) }
            });
        let diagnostic = match text.is_empty() {
            true => {
                Diagnostic::new(&rules::MISSING_NAME, keyword, "the section has neither a name nor a title")
                    .at("nothing follows")
                    .help("write `section NAME \"Title\" {`")
            }
            false => self.diagnose(start, text, Rule::head_only),
        };
        self.diagnostics.push(diagnostic);
        ast::Section {
            span: none,
            doc: Vec::new(),
            name,
            title,
            clauses: Vec::new(),
            items: Vec::new(),
            close: none,
        }
    }

    /// The name that a broken piece would have declared, so that what refers to it is not reported as well.
    fn broken_name(&mut self, pair: &Pair<'_>, text: &str) -> Option<ast::Name> {
        let label = |pair: &Pair<'_>| matches!(pair.as_rule(), Rule::label | Rule::unmarked_label);
        if let Some(label) = Children::of(pair.clone()).seek_where(label) {
            return match label.as_rule() == Rule::label {
                true => self.titled_label(label).0,
                false => Some(self.word(&Children::of(label).next()?)),
            };
        }
        let tokens = tokens(text);
        let declared =
            tokens.iter().skip_while(|token| !token.is_word()).nth(1).filter(|token| token.is_word())?;
        let start = pair.as_span().start();
        Some(ast::Name {
            text: declared.text.to_owned(),
            span: self.local(start + declared.start, start + declared.end()),
        })
    }

    pub(super) fn diagnose(&self, start: usize, text: &str, entry: Rule) -> Diagnostic {
        let tokens = tokens(text);
        let (failed_at, expected) = furthest(text, entry);
        let at = tokens.iter().position(|token| token.end() > failed_at).unwrap_or(tokens.len());
        let span = |from: usize, to: usize| self.local(start + from, start + to);
        let place = Place { text, tokens: &tokens, at, expected, span: &span };
        slip::recognise(&place)
    }
}

/// How far the strict rule gets (offset in the piece), and what it expected there.
fn furthest(text: &str, entry: Rule) -> (usize, Vec<Rule>) {
    let Err(error) = Grammar::parse(entry, text) else { return (text.len(), Vec::new()) };
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let expected = match error.variant {
        pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
        pest::error::ErrorVariant::CustomError { .. } => Vec::new(),
    };
    (at, expected)
}
