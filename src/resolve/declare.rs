//! Declarations become terms.

use super::walk::{Found, named_places};
use super::{Resolver, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::model::{Effect, Kind, Mapping, Origin, Str, Term, TermId, Trait};
use crate::suggest;

/// A declaration and the term that it became.
pub(super) struct Declared<'a> {
    pub(super) id: TermId,
    pub(super) declaration: Source<'a>,
}

/// What declares a term.
pub(super) enum Source<'a> {
    Declaration(&'a ast::Declaration),
    /// With what it says of where it stands, or the header around it.
    Tracker(&'a ast::Tracker, Option<&'a ast::Set>),
}

/// The vocabularies to which terms can be mapped.
const SCHEMES: &[&str] = &["apple", "ccpa", "dpv", "fideslang", "google", "opp115", "p3p", "tcf"];
/// What every term can have in braces.
const TERM_ATTRIBUTES: &[&str] = &["close-to", "deprecated", "formerly", "replaced-by", "same-as"];
/// What data can have beside that: what readers expect in them, and they do not hold.
pub(super) const LEAVES_OUT: &str = "leaves-out";
/// What data of several people are called: “the pupil numbers of pupils”.
const SEVERAL: &str = "several";
/// What a recipient can have beside that.
const RECIPIENT_ATTRIBUTES: &[&str] = &["address", "email", "opt-out", "phone", "policy", "website"];

impl Resolver {
    /// Adds a term for each declaration and each tracker.
    pub(super) fn declare<'a>(&mut self, items: &[Found<'a>], origin: Origin) -> Vec<Declared<'a>> {
        let mut declared = Vec::new();
        for found in items {
            let (term, name, declaration) = match found.item {
                ast::Item::Declaration(declaration) => {
                    let term = self.term_of(declaration, origin);
                    (term, &declaration.name, Source::Declaration(declaration))
                }
                ast::Item::Tracker(tracker) => {
                    let label = Str::from(tracker.label.text.clone());
                    let term = Term { label, ..named(Kind::Channel, &tracker.name, origin) };
                    let through = named_places(&tracker.clauses).or(found.through);
                    (term, &tracker.name, Source::Tracker(tracker, through))
                }
                ast::Item::Section(_)
                | ast::Item::Import(_)
                | ast::Item::Policy(_)
                | ast::Item::Party(_)
                | ast::Item::Statement(_)
                | ast::Item::Prose(_)
                | ast::Item::Link(_)
                | ast::Item::Definition(_)
                | ast::Item::Table(_)
                | ast::Item::Expect(_)
                | ast::Item::Acknowledgement(_)
                | ast::Item::Require(_)
                | ast::Item::Broken(_) => continue,
            };
            declared.extend(self.add(term, name.span).map(|id| Declared { id, declaration }));
        }
        declared
    }

    fn add(&mut self, term: Term, span: crate::source::Span) -> Option<TermId> {
        let Some(first) = self.names.vocabulary.find(term.kind, &term.name) else {
            return Some(self.names.vocabulary.add(term));
        };
        let first = self.names.vocabulary.term(first);
        let (message, help) = match first.origin {
            Origin::Standard => (
                format!(
                    "the standard vocabulary already has {} called `{}`",
                    first.kind.with_article(),
                    term.name
                ),
                "use the standard one and remove this declaration, or choose another name",
            ),
            Origin::Policy => (
                format!("`{}` is declared twice", term.name),
                "remove one of the two, or choose another name",
            ),
        };
        self.diagnostics.push(
            Diagnostic::clash(
                &rules::DUPLICATE_NAME,
                (first.span, "first declared here"),
                (span, "declared again here"),
                message,
            )
            .help(help),
        );
        None
    }

    fn term_of(&mut self, declaration: &ast::Declaration, origin: Origin) -> Term {
        let kind = Kind::of_word(&declaration.kind.text).unwrap_or(Kind::Topic);
        let mut term = named(kind, &declaration.name, origin);
        term.label = match &declaration.label {
            Some(label) => label.text.clone().into(),
            None => {
                self.diagnostics.push(
                    Diagnostic::new(
                        &rules::MISSING_TERM_LABEL,
                        declaration.name.span,
                        format!("`{}` has no label for readers", declaration.name.text),
                    )
                    .at("no text follows the name")
                    .help(format!(
                        "write what readers see: `{} {} \"…\"`",
                        declaration.kind.text, declaration.name.text
                    )),
                );
                declaration.name.text.clone().into()
            }
        };
        let lines: Vec<&str> = declaration.doc.iter().map(|line| line.text.as_str()).collect();
        term.definition = lines.join(" ").into();
        for word in &declaration.traits {
            self.add_trait(&mut term, word);
        }
        self.read_attributes(&mut term, &declaration.attributes);
        term
    }

    fn add_trait(&mut self, term: &mut Term, word: &ast::Name) {
        let Some(one) = Trait::of_word(&word.text) else { return };
        if one.fits(term.kind) {
            term.traits.insert(one);
            return;
        }
        self.diagnostics.push(
            Diagnostic::new(
                &rules::MISPLACED_TRAIT,
                word.span,
                format!("{} cannot be `{}`", term.kind.with_article(), word.text),
            )
            .at("not a trait of this kind")
            .help("remove this word"),
        );
    }

    fn read_attributes(&mut self, term: &mut Term, attributes: &[ast::Attribute]) {
        self.check_keys(attributes, &attributes_of(term.kind), term.kind.word());
        for attribute in attributes {
            match attribute.key.text.as_str() {
                "same-as" => self.read_mappings(term, attribute, Closeness::Same),
                "close-to" => self.read_mappings(term, attribute, Closeness::Close),
                "formerly" => {
                    for value in &attribute.values {
                        match value {
                            ast::Value::Word(name) => term.formerly.push(name.text.clone().into()),
                            other @ (ast::Value::Text(_)
                            | ast::Value::Pair(..)
                            | ast::Value::Date(_)
                            | ast::Value::Duration(_)) => self.wrong_value(attribute, other, "a former name"),
                        }
                    }
                }
                LEAVES_OUT => {
                    let is_name = |value: &&ast::Value| matches!(value, ast::Value::Word(_));
                    for other in attribute.values.iter().filter(|value| !is_name(value)) {
                        self.wrong_value(attribute, other, "the name of data");
                    }
                }
                SEVERAL => match attribute.values.first() {
                    Some(ast::Value::Text(text)) => term.several = text.text.clone().into(),
                    Some(other) => self.wrong_value(attribute, other, "a text in quotation marks"),
                    None => {}
                },
                "deprecated" => match attribute.values.first() {
                    Some(ast::Value::Text(text)) => term.deprecated = text.text.clone().into(),
                    Some(other) => self.wrong_value(attribute, other, "a text that says why"),
                    None => {}
                },
                key if RECIPIENT_ATTRIBUTES.contains(&key) => {
                    for value in &attribute.values {
                        let text = match value {
                            ast::Value::Text(text) => text.text.clone(),
                            ast::Value::Word(word) => word.text.clone(),
                            other
                            @ (ast::Value::Pair(..) | ast::Value::Date(_) | ast::Value::Duration(_)) => {
                                self.wrong_value(attribute, other, "a text in quotation marks");
                                continue;
                            }
                        };
                        term.addresses.push((key.into(), text.into()));
                    }
                }
                _ => {}
            }
        }
    }

    fn read_mappings(&mut self, term: &mut Term, attribute: &ast::Attribute, closeness: Closeness) {
        for value in &attribute.values {
            match value {
                ast::Value::Pair(scheme, identifier) if SCHEMES.contains(&scheme.text.as_str()) => {
                    term.mappings.push(Mapping {
                        scheme: scheme.text.clone().into(),
                        identifier: identifier.text.clone().into(),
                        is_exact: closeness == Closeness::Same,
                    })
                }
                other @ (ast::Value::Pair(..)
                | ast::Value::Word(_)
                | ast::Value::Text(_)
                | ast::Value::Date(_)
                | ast::Value::Duration(_)) => self.wrong_value(
                    attribute,
                    other,
                    "a vocabulary and an identifier, such as `dpv \"EmailAddress\"`",
                ),
            }
        }
    }

    /// Reports keys that are unknown or stand twice.
    pub(super) fn check_keys(&mut self, attributes: &[ast::Attribute], known: &[&str], what: &str) {
        for (idx, attribute) in attributes.iter().enumerate() {
            let key = attribute.key.text.as_str();
            if !known.contains(&key) {
                self.diagnostics.push(unknown_attribute(&attribute.key, known, what));
            } else if let Some(first) = attributes.iter().take(idx).find(|other| other.key.text == key) {
                self.diagnostics.push(duplicate_attribute(&first.key, &attribute.key));
            }
        }
    }

    fn wrong_value(&mut self, attribute: &ast::Attribute, value: &ast::Value, expected: &str) {
        self.diagnostics.push(wrong_value(&attribute.key, value.span(), expected));
    }
}

/// What a term of a kind can have in braces.
fn attributes_of(kind: Kind) -> Vec<&'static str> {
    let is_recipient = kind == Kind::Recipient;
    let of_recipient = RECIPIENT_ATTRIBUTES.iter().filter(|_| is_recipient).copied();
    let effects = Effect::ALL.iter().filter(|effect| effect.group().bearer() == kind);
    let of_data = [LEAVES_OUT, SEVERAL].into_iter().filter(|_| kind == Kind::Data);
    TERM_ATTRIBUTES
        .iter()
        .copied()
        .chain(of_recipient)
        .chain(of_data)
        .chain(effects.map(|effect| effect.word()))
        .collect()
}

/// How a term stands to an identifier of another vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Closeness {
    Same,
    Close,
}

/// An attribute that a block does not have.
pub(crate) fn unknown_attribute(key: &ast::Name, known: &[&str], what: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        &rules::UNKNOWN_ATTRIBUTE,
        key.span,
        format!("`{}` is not an attribute of this {what}", key.text),
    )
    .at("not known here");
    if let Some(effect) = Effect::of_word(&key.text) {
        let bearer = effect.group().bearer().with_article();
        return diagnostic.help(format!("say this of {bearer}, or remove the line"));
    }
    match suggest::near(&key.text, known.iter().copied()) {
        Some(near) => diagnostic.did_you_mean(near),
        None => diagnostic.help(format!("write one of {}", known.join(", "))),
    }
}

/// An attribute that stands twice.
pub(crate) fn duplicate_attribute(first: &ast::Name, second: &ast::Name) -> Diagnostic {
    let message = format!("`{}` is given twice", first.text);
    Diagnostic::clash(
        &rules::DUPLICATE_ATTRIBUTE,
        (first.span, "first given here"),
        (second.span, "given again here"),
        message,
    )
    .help("keep one of the two; several values are separated by commas")
}

/// A value of the wrong kind.
pub(crate) fn wrong_value(key: &ast::Name, span: crate::source::Span, expected: &str) -> Diagnostic {
    Diagnostic::new(&rules::WRONG_VALUE, span, format!("`{}` does not take this value", key.text))
        .at(format!("expected {expected}"))
        .help(format!("write {expected}"))
}

/// A term of that name, of which nothing else is said yet.
pub(super) fn named(kind: Kind, name: &ast::Name, origin: Origin) -> Term {
    Term::named(kind, name.text.clone().into(), name.span, origin)
}
