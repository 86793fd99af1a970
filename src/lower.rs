//! Syntax tree and names to the model: each clause is typed, each date and each length of time is checked.
//!
//! The only place where both trees meet. A statement that cannot be typed in part is kept and marked as damaged,
//! so that the page of a draft still shows it and no check concludes anything from it.

mod attribute;
mod clause;
mod document;
mod question;
mod refusal;
mod retention;
pub mod rules;
mod section;
mod sentence;
mod words;

use std::collections::BTreeSet;

use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{self, Kind, TermId};
use crate::resolve::Names;
use crate::source::Span;

/// Types a document, whose files stand in the order in which the reader will see them.
#[must_use]
pub fn lower(documents: &[ast::Document], names: Names) -> (model::Policy, Diagnostics) {
    let mut lowering = Lowering::new(&names);
    for document in documents {
        lowering.top(&document.items);
    }
    let (mut policy, diagnostics) = (lowering.policy, lowering.diagnostics);
    policy.vocabulary = names.vocabulary;
    if let Some(header) = &mut policy.header
        && let Some(document) = documents.iter().find(|document| document.span.contains(header.span))
    {
        header.file = document.span;
    }
    (policy, diagnostics)
}

/// What questions to one policy are typed with: its names, gathered once for all of them.
#[derive(Debug)]
pub struct Questions {
    names: Names,
}

impl Questions {
    /// Those to a policy.
    #[must_use]
    pub fn to(policy: &model::Policy) -> Self {
        Self { names: Names::of(policy) }
    }

    /// Types a question, with what is given in it.
    #[must_use]
    pub fn question(&self, flow: &ast::Sentence, given: &[ast::Fact]) -> (model::Sentence, Diagnostics) {
        let mut lowering = Lowering::new(&self.names);
        lowering.check_clauses(flow);
        let mut question = lowering.asked(flow, &flow.verb);
        for fact in given {
            let clause = lowering.fact(fact).map(|lowered| model::FactClause {
                word: model::FactWord::When,
                is_only: false,
                fact: lowered,
                span: fact.span(),
                is_inherited: false,
            });
            question.is_damaged |= clause.is_none();
            question.facts.extend(clause);
        }
        (question, lowering.diagnostics)
    }

    /// Every term of a kind.
    #[must_use]
    pub fn all(&self, kind: Kind) -> Vec<TermId> {
        self.names.vocabulary.of_kind(kind).map(|(id, _)| id).collect()
    }

    /// The term that a name means, where a kind is expected.
    #[must_use]
    pub fn named(&self, kind: Kind, text: &str, span: Span) -> (Option<TermId>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let term = self.names.term(kind, &ast::Name { text: text.to_owned(), span }, &mut diagnostics);
        (term, diagnostics)
    }
}

/// Types the requirements of a document in the words of a vocabulary.
#[must_use]
pub fn requirements(
    vocabulary: &model::Vocabulary,
    document: &ast::Document,
) -> (Vec<model::Require>, Diagnostics) {
    let mut names = Names::default();
    names.vocabulary = vocabulary.clone();
    let mut lowering = Lowering::new(&names);
    lowering.top(&document.items);
    (lowering.policy.requires, lowering.diagnostics)
}

struct Lowering<'a> {
    names: &'a Names,
    diagnostics: Diagnostics,
    policy: model::Policy,
    /// The clauses of headers that a statement has taken over, by their places.
    taken_over: BTreeSet<Span>,
}

impl<'a> Lowering<'a> {
    fn new(names: &'a Names) -> Self {
        Self {
            names,
            diagnostics: Diagnostics::new(),
            policy: model::Policy::default(),
            taken_over: BTreeSet::new(),
        }
    }
}

impl Lowering<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn term(&mut self, kind: Kind, name: &ast::Name) -> Option<TermId> {
        self.names.term(kind, name, &mut self.diagnostics)
    }
}
