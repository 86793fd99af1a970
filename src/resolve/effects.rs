//! What terms do: the attributes that name other terms, verbs and traits.

use super::declare::wrong_value;
use super::{Resolver, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::model::{Effect, Effects, Kind, TermId, Trait, ValueMut, Verb};

impl Resolver {
    /// Reads what a term does, now that every name is known. A key that this kind does not have is already reported.
    pub(super) fn read_effects(&mut self, id: TermId, attributes: &[ast::Attribute]) {
        let kind = self.names.vocabulary.term(id).kind;
        for attribute in attributes {
            let effect = Effect::of_word(&attribute.key.text);
            if let Some(effect) = effect.filter(|effect| effect.group().bearer() == kind) {
                self.read_effect(id, effect, attribute);
            }
        }
    }

    fn read_effect(&mut self, id: TermId, effect: Effect, attribute: &ast::Attribute) {
        // Apart from the vocabulary, in which names are looked up meanwhile.
        let mut effects = Effects::clone(&self.names.vocabulary.term(id).effects);
        match effects.value_mut(effect) {
            ValueMut::Terms(terms) => {
                terms.extend(attribute.values.iter().filter_map(|value| self.term(effect, attribute, value)));
            }
            ValueMut::Term(term) => {
                *term = self.only(attribute).and_then(|value| self.term(effect, attribute, value));
            }
            ValueMut::Verbs(verbs) => {
                verbs.extend(attribute.values.iter().filter_map(|value| self.verb(attribute, value)));
            }
            ValueMut::DataTrait(one) => {
                *one = self.only(attribute).and_then(|value| self.data_trait(attribute, value));
            }
            ValueMut::Yes(is_so) => {
                *is_so = self.only(attribute).is_some_and(|value| self.yes(attribute, value));
            }
        }
        self.names.vocabulary.term_mut(id).effects = effects.into();
    }

    /// The first value; reports any other.
    fn only<'a>(&mut self, attribute: &'a ast::Attribute) -> Option<&'a ast::Value> {
        for other in attribute.values.iter().skip(1) {
            self.diagnostics.push(wrong_value(&attribute.key, other.span(), "one value"));
        }
        attribute.values.first()
    }

    fn term(&mut self, effect: Effect, attribute: &ast::Attribute, value: &ast::Value) -> Option<TermId> {
        let kinds = effect.named();
        let expected = kinds.iter().map(|kind| kind.with_article()).collect::<Vec<_>>().join(" or ");
        let ast::Value::Word(name) = value else {
            let expected = format!("the name of {expected}");
            self.diagnostics.push(wrong_value(&attribute.key, value.span(), &expected));
            return None;
        };
        let id = self.names.term(*kinds.first()?, name, &mut self.diagnostics)?;
        // The four kinds of facts share one list of names.
        let term = self.names.vocabulary.term(id);
        if !kinds.contains(&term.kind) {
            let message = format!("`{}` is {}, not {expected}", name.text, term.kind.with_article());
            self.diagnostics.push(
                Diagnostic::new(&rules::WRONG_KIND, name.span, message)
                    .at(format!("{expected} is expected here"))
                    .with(term.span, "declared here")
                    .help(format!("name {expected}")),
            );
            return None;
        }
        Some(id)
    }

    fn verb(&mut self, attribute: &ast::Attribute, value: &ast::Value) -> Option<Verb> {
        let written = word(value);
        // To publish is to disclose, so it is no verb of a flow.
        let is_meant =
            |verb: &Verb| verb.is_practice() && *verb != Verb::Publish && Some(verb.word()) == written;
        let verb = Verb::ALL.into_iter().find(is_meant);
        self.or_wrong(
            verb,
            attribute,
            value,
            "a verb that says what happens to data, such as `use` or `disclose`",
        )
    }

    fn data_trait(&mut self, attribute: &ast::Attribute, value: &ast::Value) -> Option<Trait> {
        let is_of_data = |one: &Trait| one.fits(Kind::Data) && *one != Trait::Plural;
        let one = word(value).and_then(Trait::of_word).filter(is_of_data);
        self.or_wrong(one, attribute, value, "a trait of data, such as `special-category`")
    }

    fn yes(&mut self, attribute: &ast::Attribute, value: &ast::Value) -> bool {
        let yes = word(value).filter(|word| *word == "yes");
        self.or_wrong(yes, attribute, value, "`yes`; leave the line out where it is not so").is_some()
    }

    fn or_wrong<T>(
        &mut self,
        meant: Option<T>,
        attribute: &ast::Attribute,
        value: &ast::Value,
        expected: &str,
    ) -> Option<T> {
        if meant.is_none() {
            self.diagnostics.push(wrong_value(&attribute.key, value.span(), expected));
        }
        meant
    }
}

fn word(value: &ast::Value) -> Option<&str> {
    match value {
        ast::Value::Word(name) => Some(&name.text),
        ast::Value::Text(_) | ast::Value::Pair(..) | ast::Value::Date(_) | ast::Value::Duration(_) => None,
    }
}
