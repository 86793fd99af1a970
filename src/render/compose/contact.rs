//! The parties: who they are, and how to reach them.

use super::Composer;
use super::message::Message;
use super::sentence::readable_name;
use super::set::Join;
use super::words::upper_first;
use crate::model::{self, AttributeValue, Kind, TermId};
use crate::render::page::{Anchor, Fact, Inline, Party, Text};

impl Composer<'_> {
    pub(super) fn contact(&self, party: &model::Party) -> Party {
        let model::Party { role, name, label, span: _, attributes } = party;
        // For which region a representative stands is said with its role.
        let is_region = |key: &str| key == "region";
        let regions = attributes.iter().filter(|(key, _)| is_region(key)).flat_map(|(_, values)| values);
        let regions: Vec<TermId> = regions.filter_map(AttributeValue::term).collect();
        let role_words = self.frames.fill(
            Message::Role,
            &[
                ("role", role.published().into()),
                ("regions", self.pieces.plain(&self.terms(&regions, Join::And)).into()),
                ("placed", if regions.is_empty() { "no" } else { "yes" }.into()),
                ("word", self.personal_word().into()),
            ],
        );
        self.pieces.clear();
        let facts = attributes
            .iter()
            .filter(|(key, _)| !is_region(key))
            .flat_map(|(key, values)| values.iter().filter_map(|value| self.contact_fact(key, value)))
            .collect();
        Party {
            anchor: Anchor::from(format!("party--{name}")),
            role: role_words.into(),
            name: upper_first(label).into(),
            facts,
        }
    }

    fn contact_fact(&self, key: &str, value: &AttributeValue) -> Option<Fact> {
        let other = upper_first(&readable_name(key));
        let label = self.frames.fill(Message::Attribute, &[("key", key.into()), ("other", other.into())]);
        let fact = |label: Text, text: &str| Fact { label, value: address(key, text), datetime: None };
        match value {
            AttributeValue::Text(text) => Some(fact(label.into(), text)),
            AttributeValue::TermText(topic, text) => Some(fact(Text::from(&*self.label(*topic)), text)),
            AttributeValue::Term(id) => Some(fact(label.into(), &self.label(*id))),
            AttributeValue::Word(word) => {
                let region =
                    self.policy.vocabulary.find(Kind::Region, word).map(|id| self.label(id).into_owned());
                Some(fact(label.into(), &upper_first(&region.unwrap_or_else(|| readable_name(word)))))
            }
            AttributeValue::Number(number) => Some(fact(label.into(), &number.to_string())),
            AttributeValue::Period(period) => Some(fact(label.into(), &self.period(*period))),
        }
    }
}

/// An address as a link, where it is one.
pub(super) fn address(key: &str, text: &str) -> Vec<Inline> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_mail = text.contains('@') && !text.contains(char::is_whitespace);
    if is_web {
        let shown = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        vec![Inline::link(shown, text)]
    } else if is_mail {
        vec![Inline::link(text, &format!("mailto:{text}"))]
    } else if let Some(number) = number_to_dial(text).filter(|_| key == "phone") {
        vec![Inline::link(text, &format!("tel:{number}"))]
    } else {
        let mut words = Vec::new();
        for line in text.lines() {
            if !words.is_empty() {
                words.push(Inline::Break);
            }
            words.push(Inline::text(line.trim()));
        }
        words
    }
}

/// The number at the beginning of a text, as a telephone dials it: up to the first letter, or the bracket around it.
///
/// A zero in brackets behind the code of a country is dialled only within that country.
fn number_to_dial(text: &str) -> Option<String> {
    let is_of_number =
        |character: char| character.is_ascii_digit() || " +-./()\u{a0}\u{2011}".contains(character);
    let end = text.find(|character| !is_of_number(character)).unwrap_or(text.len());
    let number = text.get(..end)?;
    let (opened, closed) = (number.rfind('('), number.rfind(')'));
    let number = match opened {
        Some(at) if closed.is_none_or(|closed| closed < at) => number.get(..at)?,
        Some(_) | None => number,
    };
    let number = match number.trim_start().starts_with('+') {
        true => number.replace("(0)", ""),
        false => number.to_owned(),
    };
    let dialled: String =
        number.chars().filter(|character| character.is_ascii_digit() || *character == '+').collect();
    dialled.contains(|character: char| character.is_ascii_digit()).then_some(dialled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_ends_where_words_begin() {
        for (text, number) in [
            ("+1 800 555 0100 (9 to 17)", Some("+18005550100")),
            ("+44 (0)20 7946 0000", Some("+442079460000")),
            ("(800) 555-0100", Some("8005550100")),
            ("0800 555 010 ext. 5", Some("0800555010")),
            ("call the front desk", None),
        ] {
            assert_eq!(number_to_dial(text).as_deref(), number, "{text}");
        }
    }
}
