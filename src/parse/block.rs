//! Imports, the policy, the parties, and the attributes in braces.

use super::{Children, Pair, Reader, Rule};
use crate::ast;

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

    fn block(&mut self, span: crate::source::Span, doc: ast::Doc, children: &mut Children<'_>) -> Option<ast::Block> {
        let name = self.name(&children.seek(Rule::path)?);
        let title = self.next_text(children)?;
        let attributes = self.attributes(children)?;
        Some(ast::Block { span, doc, name, title, attributes })
    }

    /// The attributes of the next child, where that is a block in braces.
    pub(super) fn attributes(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Attribute>> {
        let Some(block) = children.next_if(Rule::block) else { return Some(Vec::new()) };
        let is_attribute = |pair: &Pair<'_>| pair.as_rule() == Rule::attribute;
        Children::of(block).filter(is_attribute).map(|pair| self.attribute(pair)).collect()
    }

    fn attribute(&mut self, pair: Pair<'_>) -> Option<ast::Attribute> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let key = children.seek(Rule::attribute_key)?;
        let words = key.as_str().split_whitespace().collect::<Vec<_>>().join(" ");
        let key = ast::Name { text: words, span: self.trimmed(&key) };
        let values = children.list(Rule::attribute_value).into_iter().map(|pair| self.value(pair)).collect::<Option<_>>()?;
        let see = match children.next_if(Rule::attribute_see) {
            Some(pair) => self.next_text(&mut Children::of(pair)),
            None => None,
        };
        Some(ast::Attribute { span, key, values, see })
    }

    fn value(&mut self, pair: Pair<'_>) -> Option<ast::Value> {
        let value = Children::of(pair).next()?;
        Some(match value.as_rule() {
            Rule::mapping => {
                let mut children = Children::of(value);
                let name = self.word(&children.seek(Rule::path)?);
                ast::Value::Pair(name, self.next_text(&mut children)?)
            }
            Rule::string | Rule::prose => ast::Value::Text(self.text(&value)),
            Rule::date => ast::Value::Date(self.word(&value)),
            Rule::duration => ast::Value::Duration(self.duration(value)?),
            _ => ast::Value::Word(self.word(&value)),
        })
    }
}
