//! Sections, prose, links, definitions and trackers.

use super::{Children, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::suggest;

impl Reader<'_> {
    pub(super) fn section(&mut self, pair: Pair<'_>) -> Option<ast::Section> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let keyword = children
            .seek_where(|pair| matches!(pair.as_rule(), Rule::kw_section | Rule::misspelt_section))?;
        if keyword.as_rule() == Rule::misspelt_section {
            let word = Children::of(keyword.clone()).next()?;
            self.misspelt_section(&word);
        }
        let keyword = self.span(&keyword);
        let mut head = self.section_head(&mut children, keyword)?;
        if let Some(missing) = children.next_if(Rule::missing_open) {
            self.unopened(&head, keyword, missing.as_span().start());
        }
        let body = children.seek(Rule::section_body)?;
        head.items = self.items(body);
        head.doc = doc;
        head.span = span;
        head.close = match children.next() {
            Some(close) if close.as_rule() == Rule::close => self.span(&close),
            _ => self.unclosed(&mut head, keyword),
        };
        Some(head)
    }

    fn misspelt_section(&mut self, word: &Pair<'_>) {
        let span = self.span(word);
        let message = format!("`{}` is not a word of the language", word.as_str());
        let fault =
            Diagnostic::new(&rules::UNKNOWN_WORD, span, message).at("not known here").help("write `section`");
        let is_slip = suggest::near(word.as_str(), ["section"]).is_some_and(|near| near.is_sure);
        self.diagnostics.push(if is_slip { fault.fix(span, "section") } else { fault });
    }

    fn unopened(&mut self, head: &ast::Section, keyword: crate::source::Span, body: usize) {
        let place = self.end_before(body);
        let text =
            self.text.get((keyword.end - self.base) as usize..(place.end - self.base) as usize).unwrap_or("");
        // The brace is there, inside a text that is not closed; that is reported already.
        if text.ends_with('{') {
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &rules::MISSING_BRACE,
                place,
                format!("the section `{}` is not opened", head.name.text),
            )
            .at("`{` is missing here")
            .help("write `{` after the title of the section, and `}` at its end"),
        );
    }

    fn section_head(
        &mut self,
        children: &mut Children<'_>,
        keyword: crate::source::Span,
    ) -> Option<ast::Section> {
        let head =
            children.seek_where(|pair| matches!(pair.as_rule(), Rule::section_head | Rule::broken_head))?;
        if head.as_rule() == Rule::broken_head {
            return Some(self.broken_section_head(&head, keyword));
        }
        let mut children = Children::of(head);
        let name = self.anchor(&children.seek(Rule::path)?);
        let title = self.next_text(&mut children)?;
        let clauses = self.clauses(&mut children)?;
        let none = name.span.after();
        Some(ast::Section {
            span: none,
            doc: Vec::new(),
            name,
            title,
            clauses,
            items: Vec::new(),
            close: none,
        })
    }

    /// Reports a section that is never closed, at the place where its brace was most likely forgotten.
    ///
    /// Braces say only that one is missing; the indentation says where. What stands behind that place is taken out
    /// of the section.
    fn unclosed(&mut self, section: &mut ast::Section, keyword: crate::source::Span) -> crate::source::Span {
        let end = section.items.last().map_or(section.title.span, ast::Item::span).after();
        let column = self.column(keyword);
        let (name, place) = match self.cut(section, column) {
            Some((name, first)) => (name, self.end_before((first.start - self.base) as usize)),
            None => (section.name.clone(), end),
        };
        self.diagnostics.push(
            Diagnostic::new(
                &rules::MISSING_BRACE,
                place,
                format!("the section `{}` is not closed", name.text),
            )
            .at("`}` is missing here")
            .with(name.span, "opened here")
            .help("write `}` on a line of its own after the last statement of the section"),
        );
        place
    }

    /// Finds the section, this one or one inside it, in which something stands no further to the right than the
    /// section itself, and takes that and what follows out of it.
    fn cut(&mut self, section: &mut ast::Section, column: usize) -> Option<(ast::Name, crate::source::Span)> {
        for at in 0..section.items.len() {
            let item = section.items.get_mut(at)?;
            let own = self.column(item.span());
            if own <= column {
                let first = item.span();
                let rest = section.items.split_off(at);
                self.spilled.splice(0..0, rest);
                return Some((section.name.clone(), first));
            }
            if let ast::Item::Section(inner) = item
                && let Some(found) = self.cut(inner, own)
            {
                let spilled: Vec<ast::Item> = self.spilled.drain(..).collect();
                section.items.splice(at + 1..at + 1, spilled);
                return Some(found);
            }
        }
        None
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

    pub(super) fn table(&mut self, pair: Pair<'_>) -> Option<ast::Table> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = self.anchor(&children.seek(Rule::path)?);
        let by = self.word(&children.seek(Rule::table_by)?);
        let preceding = match children.next_if(Rule::preceding) {
            Some(pair) => Some(self.duration(Children::of(pair).seek(Rule::duration)?)?),
            None => None,
        };
        let tails = self.tails(&mut children)?;
        Some(ast::Table { span, doc, name, by, preceding, tails })
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
            #[allow(
                clippy::wildcard_enum_match_arm,
                reason = "the rules of the grammar are no list of words"
            )]
            match inner.as_rule() {
                Rule::tracker_stores => stores.push(self.stores(inner)?),
                Rule::tracker_lasting => lasting.push(self.lasting(inner)?),
                _ => clauses.push(self.clause(inner)?),
            }
        }
        let tails = self.tails(&mut children)?;
        let attributes = self.attributes(&mut children)?;
        Some(ast::Tracker {
            span,
            doc,
            name,
            label,
            technology,
            by,
            stores,
            lasting,
            clauses,
            tails,
            attributes,
        })
    }

    fn stores(&mut self, pair: Pair<'_>) -> Option<ast::Stores> {
        let span = self.trimmed(&pair);
        let inner =
            Children::of(pair).seek_where(|pair| matches!(pair.as_rule(), Rule::set | Rule::no_items))?;
        let is_negated = inner.as_rule() == Rule::no_items;
        let set = if is_negated { self.no_items(inner) } else { self.set(inner) }?;
        Some(ast::Stores { span, is_negated, set })
    }

    fn lasting(&mut self, pair: Pair<'_>) -> Option<ast::Lasting> {
        let inner = Children::of(pair)
            .seek_where(|pair| matches!(pair.as_rule(), Rule::lifetime | Rule::duration))?;
        if inner.as_rule() == Rule::lifetime {
            return Some(ast::Lasting::Word(self.word(&inner)));
        }
        self.duration(inner).map(ast::Lasting::Duration)
    }

    /// How many characters stand before a span on its line.
    pub(super) fn column(&self, span: crate::source::Span) -> usize {
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
