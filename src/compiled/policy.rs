//! The policy as a whole.

use jiff::civil::Date;

use super::Reader;
use crate::model::{AttributeValue, Attributes, Expect, Header, Kind, Party, Policy, StatementId};
use crate::render::json;

impl Reader<'_> {
    /// Everything that the rules say. Where something cannot be read, that is reported and the rest is of no use.
    pub(super) fn policy(&mut self, rules: &json::Rules) -> Policy {
        let mut policy = Policy::default();
        self.terms(rules);
        if !self.faults.is_empty() {
            return policy;
        }
        policy.header = self.header(&rules.policy);
        policy.parties = rules.parties.iter().filter_map(|party| self.party(party)).collect();
        let names = self.names(rules);
        self.sections(rules, &names, &mut policy);
        for (at, rule) in rules.rules.iter().enumerate() {
            policy.statements.extend(self.statement(StatementId::at(at), rule, &names));
        }
        policy.trackers = rules.trackers.iter().filter_map(|one| self.tracker(one, &names)).collect();
        policy.prose = rules.prose.iter().filter_map(|one| self.prose(one, &names)).collect();
        policy.links = rules.links.iter().filter_map(|one| self.link(one, &names)).collect();
        policy.definitions =
            rules.definitions.iter().filter_map(|one| self.definition(one, &names)).collect();
        policy.expects = rules.expects.iter().filter_map(|one| self.expect(one)).collect();
        // From here on every name leads somewhere.
        if self.faults.is_empty() {
            self.check_sections(rules, &names, &policy);
        }
        policy.vocabulary = std::mem::take(&mut self.vocabulary).into_owned();
        policy
    }

    fn header(&mut self, header: &json::Policy) -> Option<Header> {
        // Rules of files without a `policy` block have no name.
        if header.name.is_empty() && header.source.is_none() {
            return None;
        }
        let span = self.part(header.source.as_ref());
        Some(Header {
            name: header.name.clone(),
            title: header.title.clone(),
            span,
            file: span,
            posted: self.day(header.posted.as_ref()),
            updated: self.day(header.updated.as_ref()),
            effective: self.day(header.effective.as_ref()),
            language: header.language.clone(),
            law: self.terms_of(Kind::Region, &header.law),
            covers: self.terms_of(Kind::Channel, &header.covers),
            does_not_cover: self.terms_of(Kind::Channel, &header.does_not_cover),
            see: header.see.clone(),
            accepted_by: self.terms_of(Kind::Event, &header.accepted_by),
            profiles: header.profiles.iter().map(|name| (name.clone(), span)).collect(),
            // Budgets for the words of its author, who has kept within them.
            reading_grade: None,
            vague_words: None,
            version: header.version.clone(),
            vocabulary: header.vocabulary.as_ref().map(|version| (version.clone(), span)),
        })
    }

    fn day(&mut self, day: Option<&json::Day>) -> Option<Date> {
        let text = day?.as_str();
        let date = text.parse::<Date>().ok();
        if date.is_none() {
            self.value(text, format!("`{text}` is no day"));
        }
        date
    }

    fn party(&mut self, party: &json::Party) -> Option<Party> {
        let mut attributes = Attributes::new();
        for contact in &party.contacts {
            let value = match &contact.topic {
                Some(topic) => {
                    AttributeValue::TermText(self.term_of_any_kind(topic.as_str())?, contact.value.clone())
                }
                None => AttributeValue::Text(contact.value.clone()),
            };
            add(&mut attributes, &contact.kind, vec![value]);
        }
        for (word, values) in self.attributes(&party.attributes) {
            add(&mut attributes, &word, values);
        }
        Some(Party {
            role: party.role,
            name: party.name.clone(),
            label: party.label.clone(),
            span: self.part(Some(&party.source)),
            attributes,
        })
    }

    fn expect(&mut self, expect: &json::Expect) -> Option<Expect> {
        let span = self.part(Some(&expect.source));
        Some(Expect { span, verdict: expect.verdict, flow: self.sentence(&expect.flow, span)? })
    }
}

/// Adds values to the attribute of a word.
fn add(attributes: &mut Attributes, word: &str, values: Vec<AttributeValue>) {
    match attributes.iter_mut().find(|(known, _)| known == word) {
        Some((_, known)) => known.extend(values),
        None => attributes.push((word.to_owned(), values)),
    }
}
