//! Which statements offer a choice, and the fact that says of a person that the choice was used.
//!
//! The fact has the name of the label. So the label of an offer is refused where it is a name that others read as
//! something else, and nobody behind this pass looks for a fact by a label.

use std::collections::BTreeSet;

use super::walk::Found;
use super::{Resolver, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language;
use crate::model::{Kind, Origin, Term, TermId, Verb};
use crate::parse::rules::RESERVED_WORD;

impl Resolver {
    /// Adds a fact for each choice that is offered, and reports labels of offers that are taken.
    pub(super) fn declare_choices(&mut self, items: &[Found<'_>], origin: Origin) {
        // A label that stands twice is reported as a label.
        let mut labels: BTreeSet<&str> = BTreeSet::new();
        for found in items {
            let ast::Item::Statement(statement) = found.item else { continue };
            if statement.sentence.verb.kind != Verb::Offer {
                continue;
            }
            let is_choice = self.is_choice(&statement.sentence);
            let label = match &statement.label {
                Some(label) if labels.insert(&label.text) && self.is_free(label, is_choice) => Some(label),
                _ => None,
            };
            if is_choice {
                let choice = self.choice(statement, label, origin);
                self.names.choices.extend(found.statement().map(|id| (id, choice)));
            }
        }
    }

    /// Whether something is offered that a person can refuse or stop. Who never offers it offers no choice.
    fn is_choice(&self, sentence: &ast::Sentence) -> bool {
        let vocabulary = &self.names.vocabulary;
        let right = |item: &ast::SetItem| match &item.kind {
            ast::SetItemKind::Name(name) => vocabulary.find(Kind::Right, &name.text),
            ast::SetItemKind::Any { .. } | ast::SetItemKind::Anyone => None,
        };
        let is_offered = sentence.modal.as_ref().is_none_or(|modal| !modal.kind.is_negative());
        is_offered && vocabulary.has_choice(sentence.object.set.items.iter().filter_map(right))
    }

    /// The fact that a person has used what a statement offers. Where the label is refused, it has a name that nobody can
    /// write, so that the refused label is the only thing to report.
    fn choice(&mut self, statement: &ast::Statement, label: Option<&ast::Name>, origin: Origin) -> TermId {
        let title = statement.title.as_ref().map(|title| title.text.trim()).filter(|title| !title.is_empty());
        let written = title.or(statement.label.as_ref().map(|label| label.text.as_str())).unwrap_or_default();
        let (name, span) = match label {
            Some(label) => (label.text.clone(), label.span),
            None => (format!("choice {}", self.names.vocabulary.len()), statement.sentence.span),
        };
        let label = format!("you have made the choice “{written}”").into();
        let term = Term { label, ..Term::named(Kind::Condition, name.into(), span, origin) };
        self.names.vocabulary.add(term)
    }

    /// Whether an offer can bear a label; reports why not.
    fn is_free(&mut self, label: &ast::Name, is_choice: bool) -> bool {
        let vocabulary = &self.names.vocabulary;
        let fact = vocabulary.find(Kind::Condition, &label.text).map(|fact| vocabulary.term(fact));
        let fault = match fact {
            Some(fact) => taken(label, fact),
            // Whatever is no choice may have any label, for it is the name of nothing else.
            None if is_choice && language::is_reserved(&label.text) => reserved(label),
            None => return true,
        };
        self.diagnostics.push(fault);
        false
    }
}

fn taken(label: &ast::Name, fact: &Term) -> Diagnostic {
    let origin = match fact.origin {
        Origin::Standard => " of the standard vocabulary",
        Origin::Policy => "",
    };
    Diagnostic::clash(
        &rules::DUPLICATE_NAME,
        (fact.span, "declared here"),
        (label.span, "an offer of the same name"),
        format!("the label `{}` is also the name of {}{origin}", label.text, fact.kind.with_article()),
    )
    .help(format!(
        "give the offer another label: whoever reads `when {}` would not know which of the two is meant",
        label.text
    ))
}

fn reserved(label: &ast::Name) -> Diagnostic {
    Diagnostic::new(
        &RESERVED_WORD,
        label.span,
        format!("`{}` is a word of the language and cannot be the label of a choice", label.text),
    )
    .at("the label of a choice")
    .help("choose another label: whether a person has used the choice is a condition of the same name")
}
