//! Lists of names, slots and facts.

use super::{Children, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn names(&mut self, pair: Pair<'_>) -> Vec<ast::Name> {
        Children::of(pair).list(Rule::path).iter().map(|pair| self.name(pair)).collect()
    }

    /// The next child, if it is a list of names.
    pub(super) fn next_names(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Name>> {
        let names = children.seek(Rule::names)?;
        Some(self.names(names))
    }

    pub(super) fn set(&mut self, pair: Pair<'_>) -> Option<ast::Set> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let items = self.set_items(&mut children)?;
        let except = match children.next_if(Rule::set_except) {
            Some(pair) => {
                let mut children = Children::of(pair);
                children.pass(Rule::kw_except);
                self.set_items(&mut children)?
            }
            None => Vec::new(),
        };
        Some(ast::Set { span, items, except })
    }

    /// The next child, if it is a set.
    pub(super) fn next_set(&mut self, children: &mut Children<'_>) -> Option<ast::Set> {
        let pair = children.seek(Rule::set)?;
        self.set(pair)
    }

    fn set_items(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::SetItem>> {
        children.list(Rule::set_item).into_iter().map(|pair| self.set_item(pair)).collect()
    }

    fn set_item(&mut self, pair: Pair<'_>) -> Option<ast::SetItem> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let form = children.next_if(Rule::form).map(|pair| self.word(&pair));
        let what = children.next()?;
        #[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
        let kind = match what.as_rule() {
            Rule::any_of => self.any_of(what)?,
            Rule::kw_anyone => ast::SetItemKind::Anyone,
            _ => ast::SetItemKind::Name(self.name(&what)),
        };
        Some(ast::SetItem { span, form, kind })
    }

    fn any_of(&mut self, pair: Pair<'_>) -> Option<ast::SetItemKind> {
        let mut children = Children::of(pair);
        children.pass(Rule::kw_any);
        let is_negated = children.pass(Rule::kw_not);
        let trait_ = children.next_if(Rule::trait_name).map(|pair| self.word(&pair));
        let noun = self.word(&children.seek(Rule::noun)?);
        Some(ast::SetItemKind::Any { is_negated, trait_, noun })
    }

    /// What `no personal data` denies, as the set `any personal data`.
    pub(super) fn no_items(&mut self, pair: Pair<'_>) -> Option<ast::Set> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        children.pass(Rule::kw_no);
        let trait_ = children.next_if(Rule::trait_name).map(|pair| self.word(&pair));
        let noun = self.word(&children.seek(Rule::noun)?);
        let kind = ast::SetItemKind::Any { is_negated: false, trait_, noun };
        Some(ast::Set { span, items: vec![ast::SetItem { span, form: None, kind }], except: Vec::new() })
    }

    pub(super) fn next_fact(&mut self, children: &mut Children<'_>) -> Option<ast::Fact> {
        let pair = children.seek(Rule::fact)?;
        self.fact(pair)
    }

    /// `a and b`, `a or b`; a mixture without parentheses is a finding and is read from the left.
    pub(super) fn fact(&mut self, pair: Pair<'_>) -> Option<ast::Fact> {
        let span = self.trimmed(&pair);
        let mut facts = Vec::new();
        let mut joins = Vec::new();
        for child in Children::of(pair) {
            if child.as_rule() == Rule::fact_join {
                joins.push(child);
            } else {
                facts.push(self.fact_unary(child)?);
            }
        }
        let is_and = |join: &Pair<'_>| join.as_str().trim() == "and";
        if let Some(first) = joins.first()
            && let Some(other) = joins.iter().find(|join| is_and(join) != is_and(first))
        {
            let (first, other) = (self.trimmed(first), self.trimmed(other));
            self.diagnostics.push(
                Diagnostic::clash(
                    &rules::MIXED_AND_OR,
                    (first, "first this"),
                    (other, "then this"),
                    "`and` and `or` are mixed without parentheses",
                )
                .help("put parentheses around what belongs together, as in `a and (b or c)`"),
            );
        }
        match (facts.len(), joins.first().is_some_and(is_and)) {
            (1, _) => facts.pop(),
            (_, true) => Some(ast::Fact::And(facts, span)),
            (_, false) => Some(ast::Fact::Or(facts, span)),
        }
    }

    pub(super) fn fact_unary(&mut self, pair: Pair<'_>) -> Option<ast::Fact> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let is_negated = children.pass(Rule::kw_not);
        children.pass(Rule::open_group);
        let inner = children.next()?;
        let fact = if inner.as_rule() == Rule::fact {
            self.fact(inner)?
        } else {
            let name = self.name(&inner);
            match children.next_if(Rule::given) {
                Some(given) => {
                    let span = Span::new(name.span.start, self.trimmed(&given).end);
                    let within = Children::of(given).seek(Rule::within)?;
                    ast::Fact::Given(name, self.duration(Children::of(within).seek(Rule::duration)?)?, span)
                }
                None => ast::Fact::Name(name),
            }
        };
        Some(if is_negated { ast::Fact::Not(Box::new(fact), span) } else { fact })
    }
}
