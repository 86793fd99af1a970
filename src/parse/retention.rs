//! Ends: how long data are kept.

use super::{Children, Pair, Reader, Rule};
use crate::ast;
use crate::language::{Bound, EndWord, Whichever};
use crate::source::Span;

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
    fn ends(&mut self, pair: Pair<'_>) -> Option<(Vec<ast::End>, Option<(Whichever, Span)>)> {
        let (mut ends, mut whichever) = (Vec::new(), None);
        for child in Children::of(pair) {
            if child.as_rule() == Rule::end {
                ends.push(self.end(child)?);
            } else if child.as_rule() == Rule::whichever {
                let span = self.trimmed(&child);
                let which = Children::of(child).find_map(|word| Whichever::of_word(word.as_str()))?;
                whichever = Some((which, span));
            }
        }
        Some((ends, whichever))
    }

    fn end(&mut self, pair: Pair<'_>) -> Option<ast::End> {
        let span = self.trimmed(&pair);
        let end = Children::of(pair).next()?;
        if end.as_rule() == Rule::end_its_purposes {
            return Some(ast::End { span, kind: ast::EndKind::ItsPurposes });
        }
        let mut children = Children::of(end);
        let word = children.next()?;
        let kind = match EndWord::opened_by(word.as_str())? {
            EndWord::Indefinitely => ast::EndKind::Indefinitely,
            EndWord::For => {
                let words = children.next_if(Rule::up_to).or_else(|| children.next_if(Rule::at_least));
                let bound = match words {
                    Some(words) => Bound::of_word(&Children::of(words).joined())?,
                    None => Bound::Exactly,
                };
                match children.next_if(Rule::more) {
                    Some(more) => {
                        let duration = self.duration(more)?;
                        ast::EndKind::More { bound, duration, after: self.after(&mut children) }
                    }
                    None => {
                        let duration = self.duration(children.seek(Rule::duration)?)?;
                        ast::EndKind::For { bound, duration, after: self.after(&mut children) }
                    }
                }
            }
            EndWord::While => ast::EndKind::While(self.fact_unary(children.seek(Rule::fact_unary)?)?),
            EndWord::Until => ast::EndKind::Until(self.name(&children.seek(Rule::path)?)),
            EndWord::Needed | EndWord::ItsPurposes => ast::EndKind::Needed(self.next_set(&mut children)?),
            EndWord::LongerThan => {
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
