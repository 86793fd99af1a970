//! Clauses.

use super::{Children, Pair, Reader, Rule};
use crate::ast;
use crate::language::ClauseWord;

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
        let word =
            pair.clone().into_inner().flatten().find_map(|pair| ClauseWord::opened_by(pair.as_str()))?;
        let mut children = Children::of(pair);
        let only = children.next_if(Rule::kw_only).map(|pair| self.span(&pair));
        let kind = match word {
            ClauseWord::From => ast::ClauseKind::From(self.next_set(&mut children)?),
            ClauseWord::About => {
                let set = self.next_set(&mut children)?;
                let region = self.in_region(&mut children)?;
                let as_you = children.next_if(Rule::as_you).map(|pair| self.span(&pair));
                ast::ClauseKind::About(set, region, as_you)
            }
            ClauseWord::Through => ast::ClauseKind::Through(self.next_set(&mut children)?),
            ClauseWord::To => {
                let set = self.next_set(&mut children)?;
                ast::ClauseKind::To(set, self.in_region(&mut children)?)
            }
            ClauseWord::For => ast::ClauseKind::For(self.next_set(&mut children)?),
            ClauseWord::With => ast::ClauseKind::With(self.next_fact(&mut children)?),
            ClauseWord::When => ast::ClauseKind::When(self.next_fact(&mut children)?),
            ClauseWord::Unless => ast::ClauseKind::Unless(self.next_fact(&mut children)?),
            ClauseWord::Under => ast::ClauseKind::Under(self.next_fact(&mut children)?),
            ClauseWord::BasedOn => {
                children.pass(Rule::kw_based);
                children.pass(Rule::kw_on);
                let bases = children.list(Rule::basis).into_iter().map(|pair| self.basis(pair));
                ast::ClauseKind::BasedOn(bases.collect::<Option<_>>()?)
            }
            ClauseWord::Required => ast::ClauseKind::Required,
            ClauseWord::Optional => ast::ClauseKind::Optional,
            ClauseWord::Kept => ast::ClauseKind::Kept(self.retention(&mut children)?),
            ClauseWord::Over => ast::ClauseKind::Over(self.next_set(&mut children)?),
            ClauseWord::Before => ast::ClauseKind::Before(self.duration(children.seek(Rule::duration)?)?),
            ClauseWord::Within => {
                let within = children.seek(Rule::within)?;
                ast::ClauseKind::Within(self.duration(Children::of(within).seek(Rule::duration)?)?)
            }
            ClauseWord::Promptly => ast::ClauseKind::Promptly,
            ClauseWord::Beforehand => ast::ClauseKind::Beforehand,
            ClauseWord::In => ast::ClauseKind::In(self.next_set(&mut children)?),
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
