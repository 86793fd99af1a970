//! What each name means.
//!
//! Declarations of all files become terms of one [`model::Vocabulary`], on top of the standard one; labels become
//! one list. A name that means nothing is reported once, at the place where it is used, and silences what depends on it.

mod choice;
pub(crate) mod declare;
mod effects;
mod hierarchy;
mod lookup;
pub mod rules;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use walk::Found;

use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model;
use crate::source::Span;

/// What the names of a document mean.
#[derive(Debug, Default)]
pub struct Names {
    /// All terms in scope.
    pub vocabulary: model::Vocabulary,
    /// Every label of a section, statement, text, link, tracker, definition and table, with its place.
    pub labels: BTreeMap<String, Label>,
    /// The choices that statements offer: for each, the fact that a person has used it.
    pub choices: BTreeMap<model::StatementId, model::TermId>,
    /// Names of pieces that could not be read: whoever refers to them is not to blame.
    broken: BTreeSet<String>,
}

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// Where it stands.
    pub span: Span,
    /// The whole of what bears it.
    pub whole: Span,
    /// What bears it.
    pub bearer: Bearer,
}

/// What can bear a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Bearer {
    Section(model::SectionId),
    Statement(model::StatementId),
    Tracker,
    Text,
    Link,
    Definition,
    Table,
    Requirement,
    /// What stands where it does not belong, which is reported there: whoever refers to it is not to blame.
    Misplaced,
}

/// Resolves the declarations and labels of some documents on top of a vocabulary.
#[must_use]
pub fn resolve(
    vocabulary: model::Vocabulary,
    documents: &[ast::Document],
    origin: model::Origin,
) -> (Names, Diagnostics) {
    let mut resolver =
        Resolver { names: Names { vocabulary, ..Names::default() }, diagnostics: Diagnostics::new() };
    let items = walk::items(documents);
    resolver.collect_broken(&items);
    let declared = resolver.declare(&items, origin);
    // Which offers are choices depends on how rights stand to each other, and other facts can be related to choices.
    let (rights, others): (Vec<_>, Vec<_>) =
        declared.iter().partition(|one| resolver.names.vocabulary.term(one.id).kind == model::Kind::Right);
    resolver.relate(&rights);
    resolver.declare_choices(&items, origin);
    resolver.relate(&others);
    resolver.check_hierarchy(&declared);
    resolver.label_all(&items);
    (resolver.names, resolver.diagnostics)
}

struct Resolver {
    names: Names,
    diagnostics: Diagnostics,
}

impl Resolver {
    fn collect_broken(&mut self, items: &[Found<'_>]) {
        for found in items {
            if let ast::Item::Broken(ast::Broken { name: Some(name), .. }) = found.item {
                self.names.broken.insert(name.text.clone());
            }
        }
    }

    /// Gives every label its bearer.
    fn label_all(&mut self, items: &[Found<'_>]) {
        for found in items {
            let Some(bearer) = found.bearer else { continue };
            if let Some(name) = found.item.name() {
                self.label(name, found.item.span(), bearer);
            } else if let ast::Item::Statement(statement) = found.item {
                self.missing_label(statement);
            }
        }
    }

    fn label(&mut self, name: &ast::Name, whole: Span, bearer: Bearer) {
        let label = Label { span: name.span, whole, bearer };
        match self.names.labels.get(&name.text) {
            Some(first) => self.diagnostics.push(
                Diagnostic::clash(
                    &rules::DUPLICATE_LABEL,
                    (first.span, "first used here"),
                    (name.span, "used again here"),
                    format!("the label `{}` is used twice", name.text),
                )
                .help("give one of the two another name: a label is the address of its sentence"),
            ),
            None => {
                self.names.labels.insert(name.text.clone(), label);
            }
        }
    }

    fn missing_label(&mut self, statement: &ast::Statement) {
        self.diagnostics.push(
            Diagnostic::new(&rules::MISSING_LABEL, statement.sentence.span, "this statement has no label")
                .at("no label before this")
                .help("put a word and a colon before it, such as `registration:`; the label is the address of the sentence"),
        );
    }
}
