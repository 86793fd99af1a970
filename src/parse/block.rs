//! Imports, the policy, the parties, and the attributes in braces.

use super::{Children, Pair, Reader, Rule, recover, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn import(&mut self, pair: Pair<'_>) -> Option<ast::Import> {
        let span = self.trimmed(&pair);
        let path = self.next_text(&mut Children::of(pair))?;
        Some(ast::Import { span, path })
    }

    pub(super) fn policy(&mut self, pair: Pair<'_>) -> Option<ast::Block> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        self.block(span, doc, &mut children)
    }

    pub(super) fn party(&mut self, pair: Pair<'_>) -> Option<ast::Party> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let role = self.word(&children.seek(Rule::party_role)?);
        let block = self.block(span, doc, &mut children)?;
        Some(ast::Party { role, block })
    }

    fn block(&mut self, span: Span, doc: ast::Doc, children: &mut Children<'_>) -> Option<ast::Block> {
        let name = self.name(&children.seek(Rule::path)?);
        let title = self.next_text(children)?;
        let attributes = self.attributes(children)?;
        Some(ast::Block { span, doc, name, title, attributes })
    }

    /// The attributes of the next child, where that is a block in braces.
    pub(super) fn attributes(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Attribute>> {
        let Some(block) = children.next_if(Rule::block) else { return Some(Vec::new()) };
        let is_attribute = |pair: &Pair<'_>| pair.as_rule() == Rule::attribute;
        let attributes: Vec<ast::Attribute> = Children::of(block)
            .filter(is_attribute)
            .map(|pair| self.attribute(pair))
            .collect::<Option<_>>()?;
        self.check_lines(&attributes);
        Some(attributes)
    }

    fn attribute(&mut self, pair: Pair<'_>) -> Option<ast::Attribute> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let key = children.seek(Rule::attribute_key)?;
        let words = key.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let key = ast::Name { text: words, span: self.trimmed(&key) };
        let values = children
            .list(Rule::attribute_value)
            .into_iter()
            .map(|pair| self.value(pair))
            .collect::<Option<_>>()?;
        let see = match children.next_if(Rule::attribute_see) {
            Some(pair) => self.next_text(&mut Children::of(pair)),
            None => None,
        };
        Some(ast::Attribute { span, key, values, see })
    }

    fn value(&mut self, pair: Pair<'_>) -> Option<ast::Value> {
        let value = Children::of(pair).next()?;
        #[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
        Some(match value.as_rule() {
            Rule::mapping => {
                let mut children = Children::of(value);
                let name = self.word(&children.seek(Rule::path)?);
                ast::Value::Pair(name, self.next_text(&mut children)?)
            }
            Rule::string | Rule::prose => ast::Value::Text(self.text(&value)),
            Rule::date => ast::Value::Date(self.word(&value)),
            Rule::duration => ast::Value::Duration(self.duration(value)?),
            _ => {
                let word = self.word(&value);
                self.check_date(&word);
                ast::Value::Word(word)
            }
        })
    }

    /// `23.3.2013` and `2013-3-23` can be read, but only as words.
    fn check_date(&mut self, word: &ast::Name) {
        let numbers: Vec<&str> = word.text.split(['-', '.']).collect();
        let is_number =
            |number: &&str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        if numbers.len() == 3 && numbers.iter().all(is_number) {
            self.diagnostics.push(recover::date_format(word.span));
        }
    }

    /// Each attribute has its own line; a second one on the same line is a value whose comma was forgotten.
    fn check_lines(&mut self, attributes: &[ast::Attribute]) {
        for (one, next) in attributes.iter().zip(attributes.iter().skip(1)) {
            if self.is_same_line(one.span, next.span) {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::MISSING_COMMA,
                        next.key.span,
                        format!("a comma is missing before `{}`", next.key.text),
                    )
                    .at("on the line of another attribute")
                    .help("write `,` between two values, or put the attribute on a line of its own"),
                );
            }
        }
    }

    fn is_same_line(&self, one: Span, next: Span) -> bool {
        let between = self.text.get((one.end - self.base) as usize..(next.start - self.base) as usize);
        between.is_some_and(|between| !between.contains('\n'))
    }
}
