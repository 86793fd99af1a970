//! What each name means.
//!
//! Declarations of all files become terms of one [`model::Vocabulary`], on top of the standard one; labels become
//! one list. A name that means nothing is reported once, at the place where it is used, and silences what depends on it.

pub(crate) mod declare;
mod hierarchy;
mod lookup;
pub mod rules;

use std::collections::{BTreeMap, BTreeSet};

use crate::ast;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model;
use crate::source::Span;

/// What the names of a document mean.
#[derive(Debug, Default)]
pub struct Names {
    /// All terms in scope.
    pub vocabulary: model::Vocabulary,
    /// Every label of a section, statement, text, link, tracker and definition, with its place.
    pub labels: BTreeMap<String, Label>,
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
    Section,
    Statement(model::StatementId),
    Tracker,
    Text,
    Link,
    Definition,
    Requirement,
}

/// Resolves the declarations and labels of some documents on top of a vocabulary.
#[must_use]
pub fn resolve(
    vocabulary: model::Vocabulary,
    documents: &[ast::Document],
    origin: model::Origin,
) -> (Names, Diagnostics) {
    let mut resolver = Resolver {
        names: Names { vocabulary, ..Names::default() },
        diagnostics: Diagnostics::new(),
        n_statements: 0,
        n_anonymous: 0,
    };
    resolver.collect_broken(documents.iter().flat_map(|document| &document.items));
    let declared = resolver.declare(documents, origin);
    // Which offers are choices depends on how rights stand to each other, and other facts can be related to choices.
    let (rights, others): (Vec<_>, Vec<_>) =
        declared.iter().partition(|one| resolver.names.vocabulary.term(one.id).kind == model::Kind::Right);
    resolver.relate(&rights);
    resolver.declare_choices(documents, origin);
    resolver.relate(&others);
    resolver.check_hierarchy(&declared);
    resolver.label_all(documents.iter().flat_map(|document| &document.items));
    (resolver.names, resolver.diagnostics)
}

struct Resolver {
    names: Names,
    diagnostics: Diagnostics,
    n_statements: usize,
    n_anonymous: usize,
}

impl Resolver {
    fn collect_broken<'a>(&mut self, items: impl Iterator<Item = &'a ast::Item>) {
        for item in items {
            match item {
                ast::Item::Broken(ast::Broken { name: Some(name), .. }) => {
                    self.names.broken.insert(name.text.clone());
                }
                ast::Item::Section(section) => self.collect_broken(section.items.iter()),
                ast::Item::Import(_)
                | ast::Item::Policy(_)
                | ast::Item::Party(_)
                | ast::Item::Declaration(_)
                | ast::Item::Statement(_)
                | ast::Item::Tracker(_)
                | ast::Item::Prose(_)
                | ast::Item::Link(_)
                | ast::Item::Definition(_)
                | ast::Item::Expect(_)
                | ast::Item::Acknowledgement(_)
                | ast::Item::Require(_)
                | ast::Item::Broken(ast::Broken { name: None, .. }) => {}
            }
        }
    }

    /// Gives every label its bearer. The statements are counted in the order in which `lower` meets them.
    fn label_all<'a>(&mut self, items: impl Iterator<Item = &'a ast::Item>) {
        for item in items {
            match item {
                ast::Item::Section(section) => {
                    self.label(&section.name, section.span, Bearer::Section);
                    self.label_all(section.items.iter());
                }
                ast::Item::Statement(statement) => {
                    let id = model::StatementId::at(self.n_statements);
                    self.n_statements += 1;
                    match &statement.label {
                        Some(label) => self.label(label, statement.span, Bearer::Statement(id)),
                        None => self.missing_label(statement),
                    }
                }
                ast::Item::Tracker(tracker) => self.label(&tracker.name, tracker.span, Bearer::Tracker),
                ast::Item::Prose(prose) => self.label(&prose.name, prose.span, Bearer::Text),
                ast::Item::Link(link) => self.label(&link.name, link.span, Bearer::Link),
                ast::Item::Definition(definition) => {
                    self.label(&definition.name, definition.span, Bearer::Definition)
                }
                ast::Item::Require(require) => self.label(&require.name, require.span, Bearer::Requirement),
                ast::Item::Import(_)
                | ast::Item::Policy(_)
                | ast::Item::Party(_)
                | ast::Item::Declaration(_)
                | ast::Item::Expect(_)
                | ast::Item::Acknowledgement(_)
                | ast::Item::Broken(_) => {}
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
        self.n_anonymous += 1;
        self.diagnostics.push(
            Diagnostic::new(&rules::MISSING_LABEL, statement.sentence.span, "this statement has no label")
                .at("no label before this")
                .help("put a word and a colon before it, such as `registration:`; the label is the address of the sentence"),
        );
    }
}
