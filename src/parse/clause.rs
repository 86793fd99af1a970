//! Clauses.

use super::{Children, Pair, Reader, Rule};
use crate::ast;

impl Reader<'_> {
    /// The clauses that are the next children.
    pub(super) fn clauses(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Clause>> {
        children.list(Rule::clause).into_iter().map(|pair| self.clause(pair)).collect()
    }

    pub(super) fn clause(&mut self, pair: Pair<'_>) -> Option<ast::Clause> {
        let specific = Children::of(pair).next()?;
        self.specific_clause(specific)
    }

    /// A clause that is already known by its own rule: `for_clause`, `with_clause`, …
    pub(super) fn specific_clause(&mut self, pair: Pair<'_>) -> Option<ast::Clause> {
        let span = self.trimmed(&pair);
        let rule = pair.as_rule();
        let mut children = Children::of(pair);
        let only = children.next_if(Rule::kw_only).map(|pair| self.span(&pair));
        let kind = match rule {
            Rule::from_clause => ast::ClauseKind::From(self.next_set(&mut children)?),
            Rule::about_clause => {
                let set = self.next_set(&mut children)?;
                ast::ClauseKind::About(set, self.in_region(&mut children)?)
            }
            Rule::through_clause => ast::ClauseKind::Through(self.next_set(&mut children)?),
            Rule::to_clause => {
                let set = self.next_set(&mut children)?;
                ast::ClauseKind::To(set, self.in_region(&mut children)?)
            }
            Rule::for_clause => ast::ClauseKind::For(self.next_set(&mut children)?),
            Rule::with_clause => ast::ClauseKind::With(self.next_fact(&mut children)?),
            Rule::when_clause => ast::ClauseKind::When(self.next_fact(&mut children)?),
            Rule::unless_clause => ast::ClauseKind::Unless(self.next_fact(&mut children)?),
            Rule::under_clause => ast::ClauseKind::Under(self.next_fact(&mut children)?),
            Rule::based_on_clause => {
                children.pass(Rule::kw_based);
                children.pass(Rule::kw_on);
                let bases = children.list(Rule::basis).into_iter().map(|pair| self.basis(pair));
                ast::ClauseKind::BasedOn(bases.collect::<Option<_>>()?)
            }
            Rule::required_clause => ast::ClauseKind::Required,
            Rule::optional_clause => ast::ClauseKind::Optional,
            Rule::kept_clause => ast::ClauseKind::Kept(self.retention(&mut children)?),
            Rule::over_clause => ast::ClauseKind::Over(self.next_set(&mut children)?),
            Rule::notice_clause => ast::ClauseKind::Before(self.duration(children.seek(Rule::duration)?)?),
            Rule::within_clause => {
                let within = children.seek(Rule::within)?;
                ast::ClauseKind::Within(self.duration(Children::of(within).seek(Rule::duration)?)?)
            }
            Rule::promptly_clause => ast::ClauseKind::Promptly,
            _ => ast::ClauseKind::In(self.next_set(&mut children)?),
        };
        Some(ast::Clause { span, only, kind })
    }

    /// `in REGION`, if that is the next child; the outer option is a failure.
    #[allow(clippy::option_option, reason = "the outer one is a failure, the inner one an absent part")]
    fn in_region(&mut self, children: &mut Children<'_>) -> Option<Option<ast::Set>> {
        match children.next_if(Rule::in_region) {
            Some(pair) => self.next_set(&mut Children::of(pair)).map(Some),
            None => Some(None),
        }
    }

    fn basis(&mut self, pair: Pair<'_>) -> Option<ast::Basis> {
        let mut children = Children::of(pair);
        let name = self.name(&children.seek(Rule::path)?);
        let interest = children.next_if_text().map(|pair| self.text(&pair));
        Some(ast::Basis { name, interest })
    }
}
