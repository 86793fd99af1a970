//! Statements: actor, modal, verb, object, head, clauses, tails.

use super::{Children, Pair, Reader, Rule};
use crate::ast;

impl Reader<'_> {
    pub(super) fn statement(&mut self, pair: Pair<'_>) -> Option<ast::Statement> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let label = match children.next_if(Rule::label).or_else(|| children.next_if(Rule::phrase)) {
            Some(pair) => Some(self.label(&pair)),
            None => children.next_if(Rule::unmarked_label).map(|pair| self.unmarked_label(&pair)),
        };
        let sentence = self.sentence(&mut children)?;
        let tails = self.tails(&mut children)?;
        let attributes = self.attributes(&mut children)?;
        Some(ast::Statement { span, doc, label, sentence, tails, attributes })
    }

    /// Actor, modal, action and clauses, which are the next children.
    pub(super) fn sentence(&mut self, children: &mut Children<'_>) -> Option<ast::Sentence> {
        let actor_pair = children.seek(Rule::actor)?;
        let start = self.trimmed(&actor_pair);
        let actor = self.actor(actor_pair)?;
        let modal = match children.next_if(Rule::modal) {
            Some(pair) => Some(self.modal(pair)?),
            None => None,
        };
        let action = children.next()?;
        let end = self.trimmed(&action);
        let (verb, object, head) = self.action(action)?;
        let clauses = self.clauses(children)?;
        let end = clauses.last().map_or(end, |clause| clause.span);
        Some(ast::Sentence { span: start.to(end), actor, modal, verb, object, head, clauses })
    }

    fn actor(&mut self, pair: Pair<'_>) -> Option<ast::Actor> {
        let inner = Children::of(pair).next()?;
        Some(match inner.as_rule() {
            Rule::kw_we => ast::Actor::We(self.span(&inner)),
            _ => ast::Actor::Recipient(self.name(&inner)),
        })
    }

    fn modal(&mut self, pair: Pair<'_>) -> Option<ast::Modal> {
        let span = self.trimmed(&pair);
        let mut words = Children::of(pair);
        let first = words.next()?.as_rule();
        let kind = match first {
            Rule::kw_may => ast::ModalKind::May,
            Rule::kw_currently => ast::ModalKind::Currently,
            Rule::kw_never if words.next().is_some() => ast::ModalKind::NeverKnowingly,
            Rule::kw_never => ast::ModalKind::Never,
            Rule::kw_do | Rule::kw_does => ast::ModalKind::DoNotYet,
            _ => ast::ModalKind::TryTo,
        };
        Some(ast::Modal { kind, span })
    }

    fn action(&mut self, pair: Pair<'_>) -> Option<(ast::VerbWord, ast::Object, ast::Head)> {
        let rule = pair.as_rule();
        let mut children = Children::of(pair);
        let word = children.next()?;
        let verb = self.verb_word(&word)?;
        if rule == Rule::have_no {
            children.pass(Rule::kw_no);
        }
        children.pass(Rule::kw_from);
        children.pass(Rule::kw_on);
        let object = match children.next()? {
            pair if pair.as_rule() == Rule::object => self.object(pair)?,
            pair => ast::Object { only: None, set: self.set(pair)? },
        };
        let head = self.head(rule, &mut children)?;
        Some((verb, object, head))
    }

    fn object(&mut self, pair: Pair<'_>) -> Option<ast::Object> {
        let mut children = Children::of(pair);
        let only = children.next_if(Rule::kw_only).map(|pair| self.span(&pair));
        let set = self.next_set(&mut children)?;
        Some(ast::Object { only, set })
    }

    fn head(&mut self, rule: Rule, children: &mut Children<'_>) -> Option<ast::Head> {
        Some(match rule {
            Rule::derive => ast::Head::From(self.next_set(children)?),
            Rule::combine => {
                let set = self.next_set(children)?;
                let of = match children.next_if(Rule::of_subject) {
                    Some(pair) => Some(self.next_set(&mut Children::of(pair))?),
                    None => None,
                };
                ast::Head::With { set, of }
            }
            Rule::store => ast::Head::In(self.object(children.seek(Rule::store_in)?)?),
            Rule::retain => ast::Head::Ends(self.retention(children)?),
            Rule::delete => {
                let event = self.next_fact(children)?;
                let promptness = match children.next_if(Rule::promptness) {
                    Some(pair) => Some(self.promptness(pair)?),
                    None => None,
                };
                ast::Head::On { event, promptness }
            }
            Rule::protect => {
                let states = children
                    .list(Rule::protect_state)
                    .into_iter()
                    .map(protected_state)
                    .collect::<Option<_>>()?;
                ast::Head::Using { states, measures: self.next_set(children)? }
            }
            Rule::notify => {
                let region = match children.next_if(Rule::in_region) {
                    Some(pair) => Some(self.next_set(&mut Children::of(pair))?),
                    None => None,
                };
                ast::Head::Of { region, events: self.next_set(children)? }
            }
            Rule::bind => ast::Head::To(self.next_set(children)?),
            _ => ast::Head::Nothing,
        })
    }

    fn promptness(&mut self, pair: Pair<'_>) -> Option<ast::Promptness> {
        let inner = Children::of(pair).next()?;
        Some(match inner.as_rule() {
            Rule::kw_promptly => ast::Promptness::Promptly(self.span(&inner)),
            _ => ast::Promptness::Within(self.duration(Children::of(inner).seek(Rule::duration)?)?),
        })
    }

    pub(super) fn verb_word(&self, pair: &Pair<'_>) -> Option<ast::VerbWord> {
        let word = pair.as_str();
        let is_singular = word.ends_with('s') || word == "has";
        let kind = match pair.as_rule() {
            Rule::kw_collect => ast::Verb::Collect,
            Rule::kw_derive => ast::Verb::Derive,
            Rule::kw_combine => ast::Verb::Combine,
            Rule::kw_use => ast::Verb::Use,
            Rule::kw_view => ast::Verb::View,
            Rule::kw_decide => ast::Verb::Decide,
            Rule::kw_train => ast::Verb::Train,
            Rule::kw_store => ast::Verb::Store,
            Rule::kw_disclose => ast::Verb::Disclose,
            Rule::kw_sell => ast::Verb::Sell,
            Rule::kw_publish => ast::Verb::Publish,
            Rule::kw_retain => ast::Verb::Retain,
            Rule::kw_delete => ast::Verb::Delete,
            Rule::kw_offer => ast::Verb::Offer,
            Rule::kw_protect => ast::Verb::Protect,
            Rule::kw_notify => ast::Verb::Notify,
            Rule::kw_bind => ast::Verb::Bind,
            Rule::kw_have => ast::Verb::HaveNo,
            Rule::kw_state => ast::Verb::State,
            Rule::kw_disclaim => ast::Verb::Disclaim,
            Rule::kw_advise => ast::Verb::Advise,
            _ => return None,
        };
        Some(ast::VerbWord { kind, is_singular, span: self.span(pair) })
    }

    pub(super) fn tails(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Tail>> {
        children.list(Rule::tail).into_iter().map(|pair| self.tail(pair)).collect()
    }

    fn tail(&mut self, pair: Pair<'_>) -> Option<ast::Tail> {
        let span = self.trimmed(&pair);
        let tail = Children::of(pair).next()?;
        let rule = tail.as_rule();
        let mut children = Children::of(tail);
        let kind = match rule {
            Rule::later_tail => {
                let is_clause = |pair: &Pair<'_>| pair.as_rule() != Rule::kw_later;
                let clauses = children.filter(is_clause).map(|pair| self.specific_clause(pair));
                ast::TailKind::Later(clauses.collect::<Option<_>>()?)
            }
            Rule::except_tail => match children.seek(Rule::label_names) {
                Some(pair) => {
                    let names = Children::of(pair).list(Rule::label_name);
                    ast::TailKind::ExceptIn(names.iter().map(|pair| self.word(pair)).collect())
                }
                None => ast::TailKind::ExceptElsewhere,
            },
            Rule::otherwise_tail => ast::TailKind::Otherwise(self.next_text(&mut children)?),
            Rule::because_tail => ast::TailKind::Because(self.next_text(&mut children)?),
            Rule::says_tail => ast::TailKind::Says(self.next_text(&mut children)?),
            Rule::note_tail => ast::TailKind::Note(self.next_text(&mut children)?),
            Rule::example_tail => ast::TailKind::Example(self.next_text(&mut children)?),
            Rule::cites_tail => {
                children.pass(Rule::kw_cites);
                ast::TailKind::Cites(self.texts(&mut children))
            }
            _ => {
                children.pass(Rule::kw_traces);
                ast::TailKind::Traces(self.texts(&mut children))
            }
        };
        Some(ast::Tail { span, kind })
    }
}

fn protected_state(pair: Pair<'_>) -> Option<ast::ProtectedState> {
    let last = Children::of(pair).last()?;
    Some(match last.as_rule() {
        Rule::kw_transit => ast::ProtectedState::InTransit,
        Rule::kw_rest => ast::ProtectedState::AtRest,
        _ => ast::ProtectedState::InUse,
    })
}
