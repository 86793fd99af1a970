//! Names, texts, durations, documentation.

use super::{Children, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language;

impl Reader<'_> {
    /// A word as it stands.
    pub(super) fn word(&self, pair: &Pair<'_>) -> ast::Name {
        ast::Name { text: pair.as_str().to_owned(), span: self.span(pair) }
    }

    /// The name of a section, a text, a link or a definition: like a label, it may be any word.
    pub(super) fn anchor(&mut self, pair: &Pair<'_>) -> ast::Name {
        let name = self.word(pair);
        self.check_spelling(&name);
        name
    }

    /// The label of a statement, and its title.
    pub(super) fn titled_label(&mut self, pair: Pair<'_>) -> (Option<ast::Name>, Option<ast::Text>) {
        let mut children = Children::of(pair);
        let label = children.next().map(|name| self.anchor(&name));
        (label, children.next_if(Rule::string).map(|title| self.text(&title)))
    }

    /// The name of a requirement, without its colon.
    pub(super) fn require_name(&mut self, pair: &Pair<'_>) -> ast::Name {
        let text = pair.as_str().trim_end_matches(':').trim_end().to_owned();
        let start = pair.as_span().start();
        let name = ast::Name { span: self.local(start, start + text.len()), text };
        self.check_spelling(&name);
        name
    }

    /// A label that lacks its colon, and its title.
    pub(super) fn unmarked_label(&mut self, pair: Pair<'_>) -> (Option<ast::Name>, Option<ast::Text>) {
        let mut children = Children::of(pair);
        let Some(name) = children.next().map(|name| self.word(&name)) else { return (None, None) };
        let title = children.next_if(Rule::string).map(|title| self.text(&title));
        let (span, help) = match &title {
            Some(title) => (title.span, format!("write `{} \"{}\":`", name.text, title.text)),
            None => (name.span, format!("write `{}:`", name.text)),
        };
        self.diagnostics.push(
            Diagnostic::new(
                &rules::MISSING_COLON,
                span,
                format!("the label `{}` is not followed by a colon", name.text),
            )
            .at("`:` is missing after this")
            .help(help)
            .fix(span.after(), ":"),
        );
        (Some(name), title)
    }

    /// A name that refers to a term or declares one; says so where it cannot be a name.
    pub(super) fn name(&mut self, pair: &Pair<'_>) -> ast::Name {
        let name = self.word(pair);
        if name.text == "any" {
            self.diagnostics.push(
                Diagnostic::new(&rules::MISSING_NAME, name.span, "`any` does not say of what")
                    .at("nothing follows")
                    .help("say what: `any personal data`, `any purpose`, `any region`"),
            );
        } else if language::is_reserved(&name.text) {
            self.diagnostics.push(
                Diagnostic::new(&rules::RESERVED_WORD, name.span, format!("`{}` is a word of the language and cannot be a name", name.text))
                    .at("a name is expected here")
                    .help("put the name that is missing here, or choose another name: a name may contain this word, as in `for-sale`"),
            );
        } else {
            self.check_spelling(&name);
        }
        name
    }

    fn check_spelling(&mut self, name: &ast::Name) {
        let Some(right) = corrected(&name.text) else { return };
        let message = match name.text.contains([' ', '\t']) {
            true => format!("the label `{}` has several words", name.text),
            false if language::is_reserved(&right) => format!("`{}` is written in small letters", name.text),
            false => format!("`{}` is not spelt like a name", name.text),
        };
        self.diagnostics.push(
            Diagnostic::new(&rules::NAME_SPELLING, name.span, message)
                .at("small letters, digits, hyphens, dots")
                .write(&right),
        );
    }

    pub(super) fn texts(&mut self, children: &mut Children<'_>) -> Vec<ast::Text> {
        children.list(Rule::string).iter().map(|pair| self.text(pair)).collect()
    }

    /// The next child that is a string or prose.
    pub(super) fn next_text(&mut self, children: &mut Children<'_>) -> Option<ast::Text> {
        let pair = children.seek_text()?;
        Some(self.text(&pair))
    }

    pub(super) fn text(&mut self, pair: &Pair<'_>) -> ast::Text {
        let is_prose = pair.as_rule() == Rule::prose;
        let inner = pair.clone().into_inner().next();
        let raw = inner
            .as_ref()
            .map_or("", |inner| if inner.as_rule() == Rule::empty_string { "" } else { inner.as_str() });
        let text = if is_prose { dedent(raw) } else { raw.to_owned() };
        ast::Text { text, is_prose, span: self.trimmed(pair) }
    }

    pub(super) fn duration(&mut self, pair: Pair<'_>) -> Option<ast::Duration> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let number = self.word(&children.seek(Rule::number)?);
        let unit = self.word(&children.seek(Rule::unit)?);
        Some(ast::Duration { span, number, unit })
    }

    /// The documentation in front of an item, if the next child is that.
    pub(super) fn doc(&mut self, children: &mut Children<'_>) -> ast::Doc {
        let Some(doc) = children.next_if(Rule::doc) else { return Vec::new() };
        let line = |pair: Pair<'_>| ast::Text {
            text: pair.as_str().trim_start_matches('/').trim().to_owned(),
            is_prose: false,
            span: self.trimmed(&pair),
        };
        Children::of(doc).map(line).collect()
    }
}

impl<'a> Children<'a> {
    fn seek_text(&mut self) -> Option<Pair<'a>> {
        self.seek_where(|pair| matches!(pair.as_rule(), Rule::string | Rule::prose))
    }

    pub(super) fn seek_where(&mut self, is_it: impl Fn(&Pair<'a>) -> bool) -> Option<Pair<'a>> {
        self.pairs.find(|pair| is_it(pair))
    }

    pub(super) fn next_if_text(&mut self) -> Option<Pair<'a>> {
        self.next_if(Rule::string).or_else(|| self.next_if(Rule::prose))
    }
}

/// How a name should be spelt, where it is not spelt so.
fn corrected(name: &str) -> Option<String> {
    let is_fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
    let has_lone_hyphen = name.split('.').any(|word| word.ends_with('-') || word.contains("--"));
    if name.chars().all(is_fine) && !has_lone_hyphen {
        return None;
    }
    let mut right = String::with_capacity(name.len() + 2);
    for c in name.chars() {
        match c {
            '_' | ' ' | '\t' => right.push('-'),
            c if c.is_ascii_uppercase() => {
                if right.ends_with(|last: char| last.is_ascii_lowercase() || last.is_ascii_digit()) {
                    right.push('-');
                }
                right.push(c.to_ascii_lowercase());
            }
            c => right.push(c),
        }
    }
    let word = |word: &str| word.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    Some(right.split('.').map(word).collect::<Vec<_>>().join("."))
}

/// Takes the indentation away that all lines share, and the last line break.
fn dedent(raw: &str) -> String {
    let lines: Vec<&str> = raw.lines().collect();
    let indent_of = |line: &&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let indent = lines.iter().filter(|line| !line.trim().is_empty()).map(indent_of).min().unwrap_or(0);
    let cut: Vec<&str> = lines.iter().map(|line| line.get(indent..).unwrap_or("").trim_end()).collect();
    cut.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{corrected, dedent};

    #[test]
    fn names_are_brought_into_their_spelling() {
        assert_eq!(corrected("contact.email"), None);
        assert_eq!(corrected("contactEmail").as_deref(), Some("contact-email"));
        assert_eq!(corrected("Contact_Email").as_deref(), Some("contact-email"));
        assert_eq!(corrected("a--b-").as_deref(), Some("a-b"));
    }

    #[test]
    fn prose_loses_only_what_all_lines_share() {
        assert_eq!(dedent("    One\n      two\n\n    three\n"), "One\n  two\n\nthree");
        assert_eq!(dedent(""), "");
    }
}
