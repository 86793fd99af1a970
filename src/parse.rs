//! Text to syntax tree.
//!
//! The only user of pest. A piece that cannot be read becomes [`ast::Item::Broken`] and one diagnostic
//! (`parse/recover.rs`); everything around it is read as usual, so that all faults show in one run.

mod block;
mod check;
mod clause;
mod declaration;
mod literal;
mod recover;
mod retention;
pub mod rules;
mod section;
mod set;
mod statement;

use pest::Parser as _;

use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};

/// How deep sections and parentheses may nest. Real policies need four; a bound keeps every walk of the tree
/// away from the end of the stack.
const MAX_NESTING: usize = 64;

#[allow(missing_docs, reason = "pest derives the names of the grammar")]
mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/candor.pest"]
    pub(super) struct Grammar;
}

use grammar::{Grammar, Rule};

type Pair<'a> = pest::iterators::Pair<'a, Rule>;

/// Reads one file.
#[must_use]
pub fn parse(sources: &Sources, file: FileId) -> (ast::Document, Diagnostics) {
    let mut reader = Reader::of(sources, file);
    let file = sources.file(file);
    let mut document = ast::Document { span: file.span(), ..ast::Document::default() };
    if reader.refuses_nesting() {
        return (document, reader.diagnostics);
    }
    match Grammar::parse(Rule::file, file.text()) {
        Ok(pairs) => {
            document.comments = reader.read_comments(&pairs);
            for file_pair in pairs {
                document.items = reader.items(file_pair);
            }
        }
        // The rule `file` catches whatever is broken; only the limits of the parser end up here.
        Err(_) => reader.diagnostics.push(
            Diagnostic::new(
                &rules::TOO_DEEP,
                Span::new(file.base(), file.base()),
                "this file nests too deeply to be read",
            )
            .help("take some of the parentheses or sections apart"),
        ),
    }
    (document, reader.diagnostics)
}

/// Reads a flow that stands alone: a question to a policy.
#[must_use]
pub fn flow(sources: &Sources, file: FileId) -> (Option<ast::Sentence>, Diagnostics) {
    alone(sources, file, Rule::flow_only, |reader, pairs| {
        let flow = Children::of(pairs).seek(Rule::flow)?;
        let flow = reader.sentence(&mut Children::of(flow))?;
        reader.check_one_verb(&flow);
        Some(flow)
    })
}

/// Reads a fact that stands alone: what is given in a question.
#[must_use]
pub fn fact(sources: &Sources, file: FileId) -> (Option<ast::Fact>, Diagnostics) {
    alone(sources, file, Rule::fact_only, |reader, pairs| reader.next_fact(&mut Children::of(pairs)))
}

fn alone<T>(
    sources: &Sources,
    file: FileId,
    entry: Rule,
    read: impl FnOnce(&mut Reader<'_>, Pair<'_>) -> Option<T>,
) -> (Option<T>, Diagnostics) {
    let mut reader = Reader::of(sources, file);
    if reader.refuses_nesting() {
        return (None, reader.diagnostics);
    }
    let text = reader.text;
    let Ok(mut pairs) = Grammar::parse(entry, text) else {
        let fault = reader.diagnose(0, text.trim_end(), entry);
        reader.diagnostics.push(fault);
        return (None, reader.diagnostics);
    };
    reader.read_comments(&pairs);
    let read = pairs.next().and_then(|pairs| read(&mut reader, pairs));
    (read, reader.diagnostics)
}

/// What every reading function needs: where offsets start, the text, and a place for faults.
struct Reader<'a> {
    base: u32,
    text: &'a str,
    diagnostics: Diagnostics,
    /// Where each comment starts and ends.
    comments: Vec<(usize, usize)>,
    /// Items that stand behind an unclosed section and only seem to stand in it.
    spilled: Vec<ast::Item>,
}

impl<'a> Reader<'a> {
    fn of(sources: &'a Sources, file: FileId) -> Self {
        let file = sources.file(file);
        Self {
            base: file.base(),
            text: file.text(),
            diagnostics: Diagnostics::new(),
            comments: Vec::new(),
            spilled: Vec::new(),
        }
    }
}

impl Reader<'_> {
    fn span(&self, pair: &Pair<'_>) -> Span {
        let span = pair.as_span();
        self.local(span.start(), span.end())
    }

    fn local(&self, start: usize, end: usize) -> Span {
        let offset = |at: usize| self.base + u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(offset(start), offset(end))
    }

    /// The span of a pair that may have taken white space and comments at its end: its last word or mark ends it.
    fn trimmed(&self, pair: &Pair<'_>) -> Span {
        let start = pair.as_span().start();
        let mut end = start + pair.as_str().trim_end().len();
        while let Ok(at) = self.comments.binary_search_by_key(&end, |comment| comment.1) {
            let Some((comment, _)) = self.comments.get(at).filter(|comment| comment.0 > start) else { break };
            end = start + self.text.get(start..*comment).unwrap_or("").trim_end().len();
        }
        self.local(start, end)
    }

    fn read_comments(&mut self, pairs: &pest::iterators::Pairs<'_, Rule>) -> Vec<ast::Comment> {
        if !self.text.contains("//") {
            return Vec::new();
        }
        let text = self.text;
        let is_comment = |pair: &Pair<'_>| pair.as_rule() == Rule::COMMENT;
        let place = |pair: Pair<'_>| {
            (pair.as_span().start(), pair.as_span().start() + pair.as_str().trim_end().len())
        };
        self.comments = pairs.clone().flatten().filter(is_comment).map(place).collect();
        let comment = |(start, end): &(usize, usize)| ast::Comment {
            span: self.local(*start, *end),
            text: text.get(*start..*end).unwrap_or("").to_owned(),
        };
        self.comments.iter().map(comment).collect()
    }

    /// Every item below a pair, in its order.
    fn items(&mut self, pair: Pair<'_>) -> Vec<ast::Item> {
        let mut items: Vec<ast::Item> = Vec::new();
        let mut before: Option<(Pair<'_>, usize)> = None;
        for pair in pair.into_inner().filter(|pair| pair.as_rule() != Rule::COMMENT) {
            let is_broken = matches!(pair.as_rule(), Rule::broken_item | Rule::broken_statement);
            let context = before.take().filter(|(before, _)| is_broken && self.continues(before, &pair));
            let known = self.diagnostics.len();
            match context {
                // What was read is only the beginning of what the author wrote, and may have been misread.
                Some((beginning, known)) => {
                    items.pop();
                    self.diagnostics.truncate(known);
                    items.push(ast::Item::Broken(self.broken(&pair, Some(&beginning))));
                }
                None if is_broken && pair.as_str().trim() == "}" => items = self.adopt(items, &pair),
                None => {
                    items.extend(self.item(pair.clone()));
                    items.append(&mut self.spilled);
                }
            }
            before = Some((pair, known));
        }
        items
    }

    /// A brace that closes nothing: the section before it was closed too early, if statements follow it.
    fn adopt(&mut self, mut items: Vec<ast::Item>, brace: &Pair<'_>) -> Vec<ast::Item> {
        let is_section = |item: &ast::Item| matches!(item, ast::Item::Section(_));
        let is_part = |item: &ast::Item| {
            matches!(
                item,
                ast::Item::Statement(_)
                    | ast::Item::Tracker(_)
                    | ast::Item::Prose(_)
                    | ast::Item::Link(_)
                    | ast::Item::Definition(_)
                    | ast::Item::Table(_)
            )
        };
        let span = self.trimmed(brace);
        let section = items.iter().rposition(is_section);
        let outside = section.map(|at| items.split_off(at + 1)).unwrap_or_default();
        let found = Diagnostic::new(&rules::MISSING_BRACE, span, "this `}` closes nothing")
            .at("nothing is open here");
        match items.last_mut() {
            Some(ast::Item::Section(section)) if outside.iter().any(is_part) => {
                self.diagnostics.push(
                    found.with(section.close, "the section is closed here").help(
                        "remove the first of the two, so that the section holds what stands between them",
                    ),
                );
                section.items.extend(outside);
            }
            _ => {
                self.diagnostics
                    .push(found.help("remove it, or look for a section above that was closed too early"));
                items.extend(outside);
            }
        }
        items
    }

    /// Whether a broken piece belongs to the item before it: it begins on the same line, or further to the right.
    fn continues(&self, item: &Pair<'_>, piece: &Pair<'_>) -> bool {
        let is_whole =
            matches!(item.as_rule(), Rule::section | Rule::broken_item | Rule::broken_statement | Rule::EOI);
        let (item, end, piece) = (self.span(item), self.trimmed(item), self.span(piece));
        let between =
            self.text.get((end.end - self.base) as usize..(piece.start - self.base) as usize).unwrap_or("");
        !is_whole && (!between.contains('\n') || self.column(piece) > self.column(item))
    }

    fn item(&mut self, pair: Pair<'_>) -> Option<ast::Item> {
        let whole = self.trimmed(&pair);
        #[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
        let read = match pair.as_rule() {
            Rule::import => self.import(pair).map(ast::Item::Import),
            Rule::policy => self.policy(pair).map(ast::Item::Policy),
            Rule::party => self.party(pair).map(ast::Item::Party),
            Rule::declaration => self.declaration(pair).map(ast::Item::Declaration),
            Rule::section => self.section(pair).map(ast::Item::Section),
            Rule::statement => self.statement(pair).map(ast::Item::Statement),
            Rule::tracker => self.tracker(pair).map(ast::Item::Tracker),
            Rule::text => self.prose(pair).map(ast::Item::Prose),
            Rule::link => self.link(pair).map(ast::Item::Link),
            Rule::definition => self.definition(pair).map(ast::Item::Definition),
            Rule::table => self.table(pair).map(ast::Item::Table),
            Rule::acknowledge => self.acknowledgement(pair).map(ast::Item::Acknowledgement),
            Rule::expect => self.expect(pair).map(ast::Item::Expect),
            Rule::require => self.require(pair).map(ast::Item::Require),
            Rule::broken_item | Rule::broken_statement => Some(ast::Item::Broken(self.broken(&pair, None))),
            _ => return None,
        };
        if read.is_none() {
            self.diagnostics.push(
                Diagnostic::new(
                    &rules::INTERNAL,
                    whole,
                    "Candor does not understand its own reading of this piece",
                )
                .help("this is a bug in Candor: please report it with this piece of text"),
            );
        }
        read
    }

    /// Refuses what nests deeper than [`MAX_NESTING`], before the parser spends its stack on it.
    fn refuses_nesting(&mut self) -> bool {
        let (mut depth, mut in_string) = (0_usize, false);
        for (at, byte) in self.text.bytes().enumerate() {
            match byte {
                b'"' => in_string = !in_string,
                b'\n' => in_string = false,
                b'(' | b'{' if !in_string => depth += 1,
                b')' | b'}' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_NESTING {
                let span = self.local(at, at + 1);
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::TOO_DEEP,
                        span,
                        format!("this is nested more than {MAX_NESTING} levels deep"),
                    )
                    .at("one level too many")
                    .help("take some of the parentheses or sections apart"),
                );
                return true;
            }
        }
        false
    }
}

/// The children of a pair without its comments, asked for one by one.
struct Children<'a> {
    pairs: std::iter::Peekable<std::iter::Filter<pest::iterators::Pairs<'a, Rule>, fn(&Pair<'a>) -> bool>>,
}

impl<'a> Children<'a> {
    fn of(pair: Pair<'a>) -> Self {
        let is_code: fn(&Pair<'a>) -> bool = |pair| pair.as_rule() != Rule::COMMENT;
        Self { pairs: pair.into_inner().filter(is_code).peekable() }
    }

    /// Whether the next child is of this rule.
    fn is_next(&mut self, rule: Rule) -> bool {
        self.pairs.peek().is_some_and(|pair| pair.as_rule() == rule)
    }

    /// The next child, if it is of this rule.
    fn next_if(&mut self, rule: Rule) -> Option<Pair<'a>> {
        self.pairs.next_if(|pair| pair.as_rule() == rule)
    }

    /// Skips children of this rule and says whether there was one.
    fn pass(&mut self, rule: Rule) -> bool {
        let mut found = false;
        while self.next_if(rule).is_some() {
            found = true;
        }
        found
    }

    /// The next child of this rule, whatever stands before it.
    fn seek(&mut self, rule: Rule) -> Option<Pair<'a>> {
        self.pairs.find(|pair| pair.as_rule() == rule)
    }

    /// The words of all children, whatever stands between them.
    fn joined(self) -> String {
        self.pairs.map(|word| word.as_str().to_owned()).collect::<Vec<_>>().join(" ")
    }

    /// All following children of this rule up to the first other one; commas between them are skipped.
    fn list(&mut self, rule: Rule) -> Vec<Pair<'a>> {
        let mut list = Vec::new();
        loop {
            self.pass(Rule::comma);
            match self.next_if(rule) {
                Some(pair) => list.push(pair),
                None => return list,
            }
        }
    }
}

impl<'a> Iterator for Children<'a> {
    type Item = Pair<'a>;

    fn next(&mut self) -> Option<Pair<'a>> {
        self.pairs.next()
    }
}
