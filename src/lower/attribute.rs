//! Attributes in braces.

use super::Lowering;
use crate::ast;
use crate::language::{Family, Verb};
use crate::model::{self, AttributeValue, Kind};
use crate::resolve::declare::{duplicate_attribute, unknown_attribute, wrong_value};

/// Attributes of which each says something of its own: one topic, one version, one document.
const REPEATED: &[&str] = &["contact", "earlier", "supplements", "supplemented-by"];

impl Lowering<'_> {
    /// The attributes of a block, of which these keys are known. A word is taken for a topic where there is one.
    pub(super) fn attributes(
        &mut self,
        attributes: &[ast::Attribute],
        known: &[&str],
        what: &str,
    ) -> model::Attributes {
        self.check_keys(attributes, known, what);
        self.attribute_values(attributes)
    }

    /// What attributes say, whatever their keys.
    pub(super) fn attribute_values(&mut self, attributes: &[ast::Attribute]) -> model::Attributes {
        attributes
            .iter()
            .map(|attribute| {
                (
                    attribute.key.text.clone(),
                    attribute.values.iter().filter_map(|value| self.value(attribute, value)).collect(),
                )
            })
            .collect()
    }

    /// Reports keys that are unknown or stand twice, where each does not say something of its own.
    pub(super) fn check_keys(&mut self, attributes: &[ast::Attribute], known: &[&str], what: &str) {
        for (idx, attribute) in attributes.iter().enumerate() {
            let key = attribute.key.text.as_str();
            let before = attributes.iter().take(idx).find(|other| other.key.text == key);
            if !known.contains(&key) {
                self.report(unknown_attribute(&attribute.key, known, what));
            } else if let Some(first) = before.filter(|_| !REPEATED.contains(&key)) {
                self.report(duplicate_attribute(&first.key, &attribute.key));
            }
        }
    }

    fn value(&mut self, attribute: &ast::Attribute, value: &ast::Value) -> Option<AttributeValue> {
        Some(match value {
            ast::Value::Text(text) => AttributeValue::Text(text.text.clone()),
            ast::Value::Duration(duration) => AttributeValue::Period(self.period(duration)?),
            ast::Value::Pair(name, text) => {
                AttributeValue::TermText(self.term(Kind::Topic, name)?, text.text.clone())
            }
            ast::Value::Date(date) => {
                self.report(wrong_value(&attribute.key, date.span, "a text in quotation marks"));
                return None;
            }
            ast::Value::Word(word) => match word.text.parse() {
                Ok(number) => AttributeValue::Number(number),
                Err(_) => AttributeValue::Word(word.text.clone()),
            },
        })
    }

    /// The terms that an attribute lists.
    pub(super) fn term_values(&mut self, kind: Kind, attribute: &ast::Attribute) -> Vec<model::TermId> {
        let mut terms = Vec::new();
        for value in &attribute.values {
            match value {
                ast::Value::Word(name) => terms.extend(self.term(kind, name)),
                other @ (ast::Value::Text(_)
                | ast::Value::Pair(..)
                | ast::Value::Date(_)
                | ast::Value::Duration(_)) => self.report(wrong_value(
                    &attribute.key,
                    other.span(),
                    &format!("the name of {}", kind.with_article()),
                )),
            }
        }
        terms
    }
}

/// The attributes that a statement can have in braces.
pub(super) fn attributes_of(verb: Verb) -> &'static [&'static str] {
    match verb.family() {
        Family::Right => &["agent", "appeal", "extension", "fee", "identity-check", "times-per-year"],
        Family::Handling
        | Family::Sharing
        | Family::Demand
        | Family::Keeping
        | Family::Undertaking
        | Family::Absence
        | Family::Words => &[],
    }
}
