//! Sections, prose, links, definitions and trackers.

use super::{Children, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;

impl Reader<'_> {
    pub(super) fn section(&mut self, pair: Pair<'_>) -> Option<ast::Section> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let keyword = self.span(&children.seek(Rule::kw_section)?);
        let mut head = self.section_head(&mut children, keyword)?;
        if let Some(missing) = children.next_if(Rule::missing_open) {
            let place = self.end_before(missing.as_span().start());
            self.diagnostics.push(
                Diagnostic::new(&rules::MISSING_BRACE, place, format!("the section `{}` is not opened", head.name.text))
                    .at("`{` is missing here")
                    .help("write `{` after the title of the section, and `}` at its end"),
            );
        }
        let body = children.seek(Rule::section_body)?;
        head.items = self.items(body);
        head.doc = doc;
        head.span = span;
        head.close = match children.next() {
            Some(close) if close.as_rule() == Rule::close => self.span(&close),
            _ => self.unclosed(&head, keyword),
        };
        Some(head)
    }

    fn section_head(&mut self, children: &mut Children<'_>, keyword: crate::source::Span) -> Option<ast::Section> {
        let head = children.seek_where(|pair| matches!(pair.as_rule(), Rule::section_head | Rule::broken_head))?;
        if head.as_rule() == Rule::broken_head {
            return Some(self.broken_section_head(&head, keyword));
        }
        let mut children = Children::of(head);
        let name = self.anchor(&children.seek(Rule::path)?);
        let title = self.next_text(&mut children)?;
        let clauses = self.clauses(&mut children)?;
        let none = name.span.after();
        Some(ast::Section { span: none, doc: Vec::new(), name, title, clauses, items: Vec::new(), close: none })
    }

    /// Reports a section that is never closed, at the place where its brace was most likely forgotten.
    fn unclosed(&mut self, section: &ast::Section, keyword: crate::source::Span) -> crate::source::Span {
        let column = |span: crate::source::Span| self.column(span);
        let own = column(keyword);
        // A section inside this one that stands no further to the right was meant to follow it.
        let follower = section.items.iter().find_map(|item| match item {
            ast::Item::Section(inner) if column(inner.span) <= own => Some(inner),
            _ => None,
        });
        let place = match follower {
            Some(inner) => self.end_before((inner.span.start - self.base) as usize),
            None => section.items.last().map_or(section.title.span, ast::Item::span).after(),
        };
        self.diagnostics.push(
            Diagnostic::new(&rules::MISSING_BRACE, place, format!("the section `{}` is not closed", section.name.text))
                .at("`}` is missing here")
                .with(section.name.span, "opened here")
                .help("write `}` on a line of its own after the last statement of the section"),
        );
        place
    }

    pub(super) fn prose(&mut self, pair: Pair<'_>) -> Option<ast::Prose> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = self.anchor(&children.seek(Rule::path)?);
        let title = children.next_if(Rule::string).map(|pair| self.text(&pair));
        let body = self.next_text(&mut children)?;
        let tails = self.tails(&mut children)?;
        Some(ast::Prose { span, doc, name, title, body, tails })
    }

    pub(super) fn link(&mut self, pair: Pair<'_>) -> Option<ast::Link> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = self.anchor(&children.seek(Rule::path)?);
        let label = self.next_text(&mut children)?;
        let address = self.next_text(&mut children)?;
        let tails = self.tails(&mut children)?;
        Some(ast::Link { span, doc, name, label, address, tails })
    }

    pub(super) fn definition(&mut self, pair: Pair<'_>) -> Option<ast::Definition> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = self.anchor(&children.seek(Rule::path)?);
        let word = self.next_text(&mut children)?;
        let meaning = self.next_text(&mut children)?;
        let tails = self.tails(&mut children)?;
        Some(ast::Definition { span, doc, name, word, meaning, tails })
    }

    pub(super) fn tracker(&mut self, pair: Pair<'_>) -> Option<ast::Tracker> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = self.name(&children.seek(Rule::path)?);
        let label = self.next_text(&mut children)?;
        let technology = self.name(&children.seek(Rule::path)?);
        let by = match children.next_if(Rule::tracker_by) {
            Some(pair) => Some(self.name(&Children::of(pair).seek(Rule::path)?)),
            None => None,
        };
        let (mut stores, mut lasting, mut clauses) = (Vec::new(), Vec::new(), Vec::new());
        for pair in children.list(Rule::tracker_clause) {
            let inner = Children::of(pair).next()?;
            match inner.as_rule() {
                Rule::tracker_stores => stores.push(self.stores(inner)?),
                Rule::tracker_lasting => lasting.push(self.lasting(inner)?),
                _ => clauses.push(self.clause(inner)?),
            }
        }
        let tails = self.tails(&mut children)?;
        let attributes = self.attributes(&mut children)?;
        Some(ast::Tracker { span, doc, name, label, technology, by, stores, lasting, clauses, tails, attributes })
    }

    fn stores(&mut self, pair: Pair<'_>) -> Option<ast::Stores> {
        let span = self.trimmed(&pair);
        let inner = Children::of(pair).seek_where(|pair| matches!(pair.as_rule(), Rule::set | Rule::no_items))?;
        let is_negated = inner.as_rule() == Rule::no_items;
        let set = if is_negated { self.no_items(inner) } else { self.set(inner) }?;
        Some(ast::Stores { span, is_negated, set })
    }

    fn lasting(&mut self, pair: Pair<'_>) -> Option<ast::Lasting> {
        let inner = Children::of(pair).seek_where(|pair| matches!(pair.as_rule(), Rule::lifetime | Rule::duration))?;
        Some(match inner.as_rule() {
            Rule::lifetime => ast::Lasting::Word(self.word(&inner)),
            _ => ast::Lasting::Duration(self.duration(inner)?),
        })
    }

    /// How many characters stand before a span on its line.
    fn column(&self, span: crate::source::Span) -> usize {
        let at = (span.start - self.base) as usize;
        let before = self.text.get(..at).unwrap_or("");
        before.chars().rev().take_while(|c| *c != '\n').count()
    }

    /// The place directly behind the last visible character before an offset.
    pub(super) fn end_before(&self, at: usize) -> crate::source::Span {
        let end = self.text.get(..at).unwrap_or("").trim_end().len();
        self.local(end, end)
    }
}
