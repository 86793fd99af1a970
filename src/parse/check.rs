//! Checks that the author writes: `expect` and `require`.

use super::{Children, Pair, Reader, Rule};
use crate::ast;
use crate::language::Quantifier;

impl Reader<'_> {
    pub(super) fn expect(&mut self, pair: Pair<'_>) -> Option<ast::Expect> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let verdict = self.word(&children.seek(Rule::verdict)?);
        let flow = children.seek(Rule::flow)?;
        let flow = self.sentence(&mut Children::of(flow))?;
        Some(ast::Expect { span, doc, verdict, flow })
    }

    pub(super) fn acknowledgement(&mut self, pair: Pair<'_>) -> Option<ast::Acknowledgement> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let code = self.word(&children.seek(Rule::label_name)?);
        let mut labels = Vec::new();
        if children.pass(Rule::kw_in) {
            let names = Children::of(children.seek(Rule::label_names)?).list(Rule::label_name);
            labels = names.iter().map(|pair| self.word(pair)).collect();
        }
        let because = self.next_text(&mut children)?;
        Some(ast::Acknowledgement { span, doc, code, labels, because })
    }

    pub(super) fn require(&mut self, pair: Pair<'_>) -> Option<ast::Require> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let name = children.seek(Rule::require_name)?;
        let name = self.require_name(&name);
        let title = children.next_if(Rule::string).map(|pair| self.text(&pair));
        let mut parts = Children::of(children.seek(Rule::requirement)?);
        let requirement = self.quantified(parts.seek(Rule::quantified)?)?;
        let when = match parts.next_if(Rule::require_when) {
            Some(pair) => Some(self.quantified(Children::of(pair).seek(Rule::quantified)?)?),
            None => None,
        };
        let tails = self.tails(&mut children)?;
        Some(ast::Require { span, doc, name, title, requirement, when, tails })
    }

    fn quantified(&mut self, pair: Pair<'_>) -> Option<ast::Quantified> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let word = Children::of(children.seek(Rule::quantifier)?).next()?;
        let quantifier = Quantifier::of_word(word.as_str())?;
        let selector = self.selector(children.seek(Rule::selector)?)?;
        let is_need = |pair: &Pair<'_>| pair.as_rule() == Rule::need;
        let needs = children.filter(is_need).map(|pair| self.need(pair)).collect::<Option<_>>()?;
        Some(ast::Quantified { span, quantifier, selector, needs })
    }

    fn selector(&mut self, pair: Pair<'_>) -> Option<ast::Selector> {
        let inner = Children::of(pair).next()?;
        if inner.as_rule() == Rule::selected_block {
            return Some(ast::Selector::Block(self.word(&inner)));
        }
        let mut children = Children::of(inner);
        let verb = Children::of(children.seek(Rule::selected_verb)?).next()?;
        let verb = self.verb_word(&verb)?;
        let object = match children.next_if(Rule::set) {
            Some(pair) => Some(self.set(pair)?),
            None => None,
        };
        let clauses = self.clauses(&mut children)?;
        Some(ast::Selector::Action { verb, object, clauses })
    }

    fn need(&mut self, pair: Pair<'_>) -> Option<ast::Need> {
        let inner = Children::of(pair).next()?;
        #[allow(clippy::wildcard_enum_match_arm, reason = "the rules of the grammar are no list of words")]
        Some(match inner.as_rule() {
            Rule::need_offer => ast::Need::Offer(self.next_set(&mut Children::of(inner))?),
            Rule::clause => ast::Need::Clause(self.clause(inner)?),
            _ => {
                let mut word = self.word(&inner);
                word.text = word.text.split_whitespace().collect::<Vec<_>>().join("-");
                ast::Need::Word(word)
            }
        })
    }
}
