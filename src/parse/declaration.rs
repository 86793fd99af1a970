//! Terms of every kind.

use super::{Children, Pair, Reader, Rule};
use crate::ast;

impl Reader<'_> {
    pub(super) fn declaration(&mut self, pair: Pair<'_>) -> Option<ast::Declaration> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let kind = self.word(&children.seek(Rule::kind)?);
        let path = children.seek(Rule::path)?;
        // The forms are words of the language that the vocabulary declares.
        let name = if kind.text == "form" { self.word(&path) } else { self.name(&path) };
        let label = children.next_if(Rule::string).map(|pair| self.text(&pair));
        let relations = children
            .list(Rule::relation)
            .into_iter()
            .map(|pair| self.relation(pair))
            .collect::<Option<_>>()?;
        let traits = children.list(Rule::trait_word).iter().map(|pair| self.word(pair)).collect();
        let attributes = self.attributes(&mut children)?;
        Some(ast::Declaration { span, doc, kind, name, label, relations, traits, attributes })
    }

    fn relation(&mut self, pair: Pair<'_>) -> Option<ast::Relation> {
        let relation = Children::of(pair).next()?;
        let rule = relation.as_rule();
        let mut children = Children::of(relation);
        if rule == Rule::means {
            return Some(ast::Relation::Means(self.next_set(&mut children)?));
        }
        let names = children.seek(Rule::names)?;
        // A form may stand under another form, whose name is a word of the language.
        let names = match rule {
            Rule::is_a_kind_of => {
                Children::of(names).list(Rule::path).iter().map(|pair| self.word(pair)).collect()
            }
            _ => self.names(names),
        };
        Some(match rule {
            Rule::is_a_kind_of => ast::Relation::IsAKindOf(names),
            Rule::includes => ast::Relation::Includes(names),
            Rule::excludes => ast::Relation::Excludes(names),
            _ => ast::Relation::MayContain(names),
        })
    }
}
