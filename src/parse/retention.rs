//! Ends: how long data are kept.

use super::{Children, Pair, Reader, Rule};
use crate::ast;

impl Reader<'_> {
    /// The ends and what follows them, which are the next children.
    pub(super) fn retention(&mut self, children: &mut Children<'_>) -> Option<ast::Retention> {
        let ends_pair = children.seek(Rule::ends)?;
        let mut span = self.trimmed(&ends_pair);
        let (ends, whichever) = self.ends(ends_pair)?;
        let mut then = Vec::new();
        for pair in children.list(Rule::then_retain) {
            span = span.to(self.trimmed(&pair));
            let mut children = Children::of(pair);
            let form = self.word(&children.seek(Rule::form)?);
            let (ends, whichever) = match children.next_if(Rule::ends) {
                Some(pair) => self.ends(pair)?,
                None => (Vec::new(), None),
            };
            then.push(ast::ThenRetain { form, ends, whichever });
        }
        Some(ast::Retention { span, ends, whichever, then })
    }

    #[allow(clippy::type_complexity, reason = "the two parts of one phrase")]
    fn ends(
        &mut self,
        pair: Pair<'_>,
    ) -> Option<(Vec<ast::End>, Option<(ast::Whichever, crate::source::Span)>)> {
        let (mut ends, mut whichever) = (Vec::new(), None);
        for child in Children::of(pair) {
            match child.as_rule() {
                Rule::end => ends.push(self.end(child)?),
                Rule::whichever => {
                    let span = self.trimmed(&child);
                    let is_longer = Children::of(child).any(|word| word.as_rule() == Rule::kw_longer);
                    let which = if is_longer { ast::Whichever::Longer } else { ast::Whichever::Shorter };
                    whichever = Some((which, span));
                }
                _ => {}
            }
        }
        Some((ends, whichever))
    }

    fn end(&mut self, pair: Pair<'_>) -> Option<ast::End> {
        let span = self.trimmed(&pair);
        let end = Children::of(pair).next()?;
        let rule = end.as_rule();
        let mut children = Children::of(end);
        let kind = match rule {
            Rule::end_indefinitely => ast::EndKind::Indefinitely,
            Rule::end_for => {
                children.pass(Rule::kw_for);
                let bound = match (children.pass(Rule::up_to), children.pass(Rule::at_least)) {
                    (true, _) => ast::Bound::UpTo,
                    (_, true) => ast::Bound::AtLeast,
                    _ => ast::Bound::Exactly,
                };
                let duration = self.duration(children.seek(Rule::duration)?)?;
                ast::EndKind::For { bound, duration, after: self.after(&mut children) }
            }
            Rule::end_while => ast::EndKind::While(self.fact_unary(children.seek(Rule::fact_unary)?)?),
            Rule::end_until => ast::EndKind::Until(self.name(&children.seek(Rule::path)?)),
            Rule::end_needed => ast::EndKind::Needed(self.next_set(&mut children)?),
            _ => {
                let duration = self.duration(children.seek(Rule::duration)?)?;
                ast::EndKind::LongerThan { duration, after: self.after(&mut children) }
            }
        };
        Some(ast::End { span, kind })
    }

    fn after(&mut self, children: &mut Children<'_>) -> Option<ast::Name> {
        let pair = children.next_if(Rule::after_event)?;
        let event = Children::of(pair).seek(Rule::path)?;
        Some(self.name(&event))
    }
}
