//! Terms of every kind.

use super::{Children, Pair, Reader, Rule};
use crate::ast;
use crate::language::RelationWord;

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
        let mut children = Children::of(Children::of(pair).next()?);
        let word = children.next()?;
        Some(match RelationWord::opened_by(word.as_str())? {
            // A form may stand under another form, whose name is a word of the language.
            RelationWord::IsAKindOf => {
                let names = Children::of(children.seek(Rule::names)?).list(Rule::path);
                ast::Relation::IsAKindOf(names.iter().map(|pair| self.word(pair)).collect())
            }
            RelationWord::Includes => ast::Relation::Includes(self.next_names(&mut children)?),
            RelationWord::Means => ast::Relation::Means(self.next_set(&mut children)?),
            RelationWord::Excludes => ast::Relation::Excludes(self.next_names(&mut children)?),
            RelationWord::MayContain => ast::Relation::MayContain(self.next_names(&mut children)?),
        })
    }
}
