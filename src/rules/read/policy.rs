//! The policy as a whole.

use jiff::civil::Date;

use super::Reader;
use crate::model::{AttributeValue, Attributes, Expect, Header, Kind, Party, Policy, StatementId};
use crate::rules as json;

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
        for at in 0..rules.rules.len() {
            policy.statements.extend(self.statement(StatementId::at(at), rules, &names));
        }
        policy.trackers = rules.trackers.iter().filter_map(|one| self.tracker(one, &names)).collect();
        policy.prose = rules.prose.iter().filter_map(|one| self.prose(one, &names)).collect();
        policy.links = rules.links.iter().filter_map(|one| self.link(one, &names)).collect();
        policy.definitions =
            rules.definitions.iter().filter_map(|one| self.definition(one, &names)).collect();
        policy.tables = rules.tables.iter().filter_map(|one| self.table(one, &names)).collect();
        policy.expects = rules.expects.iter().filter_map(|one| self.expect(one)).collect();
        // From here on every name leads somewhere.
        if self.faults.is_empty() {
            self.check_sections(rules, &names, &policy);
        }
        policy.vocabulary = std::mem::take(&mut self.vocabulary).into_owned();
        policy
    }

    fn header(&mut self, header: &json::Policy) -> Option<Header> {
        let json::Policy {
            name,
            title,
            version,
            posted,
            updated,
            effective,
            language,
            law,
            covers,
            does_not_cover,
            see,
            accepted_by,
            acknowledged_by,
            profiles,
            glance,
            vocabulary,
            source,
            // What the policy comes to is worked out again, and compared.
            meaning_hash: _,
            wording_hash: _,
            page: _,
        } = header;
        // Rules of files without a `policy` block have no name.
        if name.is_empty() && source.is_none() {
            return None;
        }
        let span = self.part(source.as_ref());
        Some(Header {
            name: name.clone(),
            title: title.clone(),
            span,
            file: span,
            posted: self.day(posted.as_ref()),
            updated: self.day(updated.as_ref()),
            effective: self.day(effective.as_ref()),
            language: language.clone(),
            law: self.terms_of(Kind::Region, law),
            covers: self.terms_of(Kind::Channel, covers),
            does_not_cover: self.terms_of(Kind::Channel, does_not_cover),
            see: see.clone(),
            accepted_by: self.terms_of(Kind::Event, accepted_by),
            acknowledged_by: self.terms_of(Kind::Event, acknowledged_by),
            profiles: profiles.iter().map(|name| (name.clone(), span)).collect(),
            // Budgets for the words of its author, who has kept within them.
            reading_grade: None,
            vague_words: None,
            glance: glance.as_ref().map(|data| self.terms_of(Kind::Data, data)),
            // Where the page leads to, and how it counts its sections: nothing that a rule rests on.
            is_numbered: false,
            earlier: Vec::new(),
            companions: Vec::new(),
            version: version.clone(),
            vocabulary: vocabulary.as_ref().map(|version| (version.clone(), span)),
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
        let json::Party { role, name, label, contacts, attributes: others, source } = party;
        let mut attributes = Attributes::new();
        for json::Contact { kind, value, topic } in contacts {
            let value = match topic {
                Some(topic) => {
                    AttributeValue::TermText(self.term_of_any_kind(topic.as_str())?, value.clone())
                }
                None => AttributeValue::Text(value.clone()),
            };
            add(&mut attributes, kind, vec![value]);
        }
        for (word, values) in self.attributes(others) {
            add(&mut attributes, &word, values);
        }
        let span = self.part(Some(source));
        Some(Party { role: *role, name: name.clone(), label: label.clone(), span, attributes })
    }

    fn expect(&mut self, expect: &json::Expect) -> Option<Expect> {
        let json::Expect { verdict, flow, source } = expect;
        let span = self.part(Some(source));
        Some(Expect { span, verdict: *verdict, flow: self.sentence(flow, span)? })
    }
}

/// Adds values to the attribute of a word.
fn add(attributes: &mut Attributes, word: &str, values: Vec<AttributeValue>) {
    match attributes.iter_mut().find(|(known, _)| known == word) {
        Some((_, known)) => known.extend(values),
        None => attributes.push((word.to_owned(), values)),
    }
}
