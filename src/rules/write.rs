//! From the resolved policy to the rules.

use std::collections::BTreeMap;

mod clause;
mod terms;

use terms::Listing;

use super::format::*;
use super::naming::{period, reference, rule_id, we};
use super::{FORMAT, FORMAT_VERSION, SCHEMA_ID};
use crate::language::LifetimeWord;
use crate::model::{self, Named, SectionId, StatementId, TermId, Vocabulary};
use crate::render::page::Anchor;
use crate::semantics::half;
use crate::semantics::space::Space;
use crate::source::{Sources, Span};

/// The rules of a policy that has no errors.
///
/// `space` is that of the policy. `sentences` says a statement in plain English; `page` is
/// the file to which the addresses lead.
#[must_use]
pub fn write<'a>(
    policy: &'a model::Policy,
    space: &'a Space,
    sources: &Sources,
    sentences: &dyn Fn(StatementId) -> String,
    page: &str,
) -> Rules {
    let mut builder = Builder { policy, sources, page: encoded(page), listing: Listing::new(policy, space) };
    builder.mention_own_words();
    let header = builder.header();
    let parties = policy.parties.iter().map(|party| builder.party(party)).collect();
    let sections = policy.sections.iter().map(|section| builder.section(section)).collect();
    let rules = policy.statements.iter().map(|one| builder.rule(one, sentences(one.id))).collect();
    let trackers = policy.trackers.iter().map(|tracker| builder.tracker(tracker)).collect();
    let expects = policy.expects.iter().map(|expect| builder.expect(expect)).collect();
    Rules {
        schema: SCHEMA_ID.to_owned(),
        format: Format { name: FORMAT.to_owned(), version: FORMAT_VERSION.to_owned() },
        generator: Generator {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        },
        policy: header,
        parties,
        sections,
        rules,
        trackers,
        definitions: policy.definitions.iter().map(|one| builder.definition(one)).collect(),
        links: policy.links.iter().map(|one| builder.link(one)).collect(),
        prose: policy.prose.iter().map(|one| builder.prose(one)).collect(),
        tables: policy.tables.iter().map(|one| builder.table(one)).collect(),
        expects,
        terms: builder.listing.terms(&|span| builder.position(span)),
    }
}

/// A flow of a policy in the words of the rules, as in `expects`.
///
/// `space` is that of the policy.
#[must_use]
pub fn flow<'a>(
    policy: &'a model::Policy,
    space: &'a Space,
    sources: &Sources,
    sentence: &model::Sentence,
) -> Clause {
    Builder { policy, sources, page: String::new(), listing: Listing::new(policy, space) }.clause(sentence)
}

struct Builder<'a> {
    policy: &'a model::Policy,
    sources: &'a Sources,
    page: String,
    listing: Listing<'a>,
}

impl<'a> Builder<'a> {
    fn vocabulary(&self) -> &'a Vocabulary {
        &self.policy.vocabulary
    }

    /// The policy's own words are what engineers will tag their data with, and the forms are needed to compare any two of them.
    fn mention_own_words(&mut self) {
        for (id, term) in self.vocabulary().iter() {
            if term.origin == model::Origin::Policy || term.kind == model::Kind::Form {
                self.listing.mention(id);
            }
        }
    }

    fn term(&mut self, term: TermId) -> Reference {
        self.listing.mention(term);
        reference(self.vocabulary(), term)
    }

    fn terms(&mut self, terms: &[TermId]) -> Vec<Reference> {
        terms.iter().map(|term| self.term(*term)).collect()
    }

    fn address(&self, name: &str) -> String {
        format!("{}#{}", self.page, Anchor::from(name))
    }

    fn position(&self, span: Span) -> Position {
        let (start, end) = (self.sources.position(span), self.sources.end_position(span));
        Position {
            file: self.sources.file_name(span).to_owned(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }

    fn section_name(&self, section: SectionId) -> String {
        self.policy.section(section).name.clone()
    }

    // --- the policy as a whole ---

    fn header(&mut self) -> Policy {
        let page = self.page.clone();
        let Some(header) = &self.policy.header else {
            return Policy { page, ..Policy::default() };
        };
        let model::Header {
            name,
            title,
            span,
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
            version,
            vocabulary,
            glance,
            // How the author's own words read is judged before they are published.
            reading_grade: _,
            vague_words: _,
            // The place of the block is published, not of the file around it.
            file: _,
            is_numbered: _,
            earlier: _,
            companions: _,
        } = header;
        // Only products are covered or not, so it takes all of them to tell.
        let products = self.vocabulary().known(model::KnownTerm::Products);
        if let (Some(products), false) = (products, covers.is_empty()) {
            self.listing.mention(products);
        }
        let day = |date: &Option<jiff::civil::Date>| date.map(|date| Day(date.to_string()));
        for region in law {
            self.listing.list(*region);
        }
        Policy {
            name: name.clone(),
            title: title.clone(),
            version: version.clone(),
            // What the words mean is worked out by whoever publishes them.
            meaning_hash: None,
            wording_hash: None,
            page,
            posted: day(posted),
            updated: day(updated),
            effective: day(effective),
            language: language.clone(),
            law: law.iter().map(|region| reference(self.vocabulary(), *region)).collect(),
            covers: self.terms(covers),
            does_not_cover: self.terms(does_not_cover),
            see: see.clone(),
            accepted_by: self.terms(accepted_by),
            acknowledged_by: self.terms(acknowledged_by),
            profiles: profiles.iter().map(|(name, _)| name.clone()).collect(),
            glance: glance.as_ref().map(|data| self.terms(data)),
            vocabulary: vocabulary.as_ref().map(|(version, _)| version.clone()),
            source: Some(self.position(*span)),
        }
    }

    fn party(&mut self, party: &model::Party) -> Party {
        let model::Party { role, name, label, span, attributes } = party;
        let mut contacts = Vec::new();
        let mut others = Vec::new();
        for (word, values) in attributes {
            let mut rest = Vec::new();
            for value in values {
                let (topic, text) = match value {
                    model::AttributeValue::Text(text) => (None, text),
                    model::AttributeValue::TermText(term, text) => (Some(*term), text),
                    model::AttributeValue::Term(_)
                    | model::AttributeValue::Period(_)
                    | model::AttributeValue::Number(_)
                    | model::AttributeValue::Word(_) => {
                        rest.push(value.clone());
                        continue;
                    }
                };
                let topic = topic.map(|topic| self.term(topic));
                contacts.push(Contact { kind: word.clone(), value: text.clone(), topic });
            }
            if !rest.is_empty() {
                others.push((word.clone(), rest));
            }
        }
        Party {
            role: *role,
            name: name.clone(),
            label: label.clone(),
            contacts,
            attributes: self.attributes(&others),
            source: self.position(*span),
        }
    }

    fn attributes(&mut self, attributes: &model::Attributes) -> BTreeMap<String, Vec<AttributeValue>> {
        let mut found = BTreeMap::<String, Vec<AttributeValue>>::new();
        for (word, values) in attributes {
            let values: Vec<_> = values.iter().map(|value| self.value(value)).collect();
            found.entry(word.clone()).or_default().extend(values);
        }
        found
    }

    fn value(&mut self, value: &model::AttributeValue) -> AttributeValue {
        let mut found = AttributeValue::default();
        match value {
            model::AttributeValue::Text(text) => found.text = Some(text.clone()),
            model::AttributeValue::Term(term) => found.term = Some(self.term(*term)),
            model::AttributeValue::TermText(term, text) => {
                found.term = Some(self.term(*term));
                found.text = Some(text.clone());
            }
            model::AttributeValue::Period(length) => found.period = Some(period(*length)),
            model::AttributeValue::Number(number) => found.number = Some(*number),
            model::AttributeValue::Word(word) => found.word = Some(word.clone()),
        }
        found
    }

    fn section(&mut self, section: &model::Section) -> Section {
        // A section is known by its name.
        let model::Section { id: _, name, title, span, parent, readers, items } = section;
        let readers = readers.as_ref().and_then(|readers| self.readers(readers));
        Section {
            name: name.clone(),
            title: title.clone(),
            parent: parent.map(|parent| self.section_name(parent)),
            readers,
            address: self.address(name),
            items: items.iter().map(|item| self.policy.item_name(*item).to_owned()).collect(),
            source: self.position(*span),
        }
    }

    fn readers(&mut self, readers: &model::Readers) -> Option<Readers> {
        let model::Readers { people, region } = readers;
        Some(Readers { subjects: self.slot(Some(people))?, regions: self.slot(region.as_ref()) })
    }

    fn definition(&self, definition: &model::Definition) -> Definition {
        let model::Definition { named, word, meaning } = definition;
        Definition { word: word.clone(), meaning: meaning.clone(), place: self.place(named) }
    }

    fn link(&self, link: &model::Link) -> Link {
        let model::Link { named, label, address, address_span: _ } = link;
        Link { label: label.clone(), target: address.clone(), place: self.place(named) }
    }

    fn prose(&self, prose: &model::Prose) -> Prose {
        let model::Prose { named, title, body } = prose;
        Prose { title: title.clone(), body: body.clone(), place: self.place(named) }
    }

    fn table(&self, table: &model::Table) -> Table {
        let model::Table { named, by, preceding } = table;
        Table { by: *by, preceding: preceding.map(period), place: self.place(named) }
    }

    fn place(&self, named: &Named) -> Place {
        let Named { name, span, section, words } = named;
        Place {
            name: name.clone(),
            address: self.address(name),
            section: self.section_name(*section),
            words: self::words(words),
            source: self.position(*span),
        }
    }

    // --- statements ---

    fn rule(&mut self, statement: &model::Statement, sentence: String) -> Rule {
        // A rule is known by the label of its statement and by its verb.
        let model::Statement {
            id: _,
            joined,
            label,
            title,
            label_span,
            span,
            section,
            sentence: said,
            choice,
            later,
            exception,
            words,
            attributes,
        } = statement;
        Rule {
            id: rule_id(statement),
            statement: joined.is_joined().then(|| label.clone()),
            title: title.clone(),
            kind: rule_kind(said.verb),
            effects: effects(self.policy, said),
            sentence,
            address: self.address(label),
            section: self.section_name(*section),
            clause: self.clause(said),
            denies: half::denied(self.policy, said)
                .iter()
                .map(|never| Denial { verb: never.verb, slots: self.slots(never) })
                .collect(),
            exceptions: self.exceptions(exception.as_ref()),
            choice: choice.map(|choice| self.term(choice)),
            later: later.as_ref().map(|later| self.later(later)),
            words: self::words(words),
            attributes: self.attributes(attributes),
            source: self.position(label_span.to(*span)),
        }
    }

    fn later(&mut self, later: &model::Later) -> Later {
        let model::Later { span: _, facts, purpose, channel } = later;
        Later {
            slots: Slots {
                channels: self.slot(channel.as_ref()),
                purposes: self.slot(purpose.as_ref()),
                ..Slots::default()
            },
            facts: self.facts(facts),
        }
    }

    fn tracker(&mut self, tracker: &model::Tracker) -> Tracker {
        let model::Tracker {
            named,
            label,
            channel,
            technology,
            by,
            stores,
            stores_no,
            lasting,
            sentence,
            exception,
            attributes,
        } = tracker;
        let Named { name, span, section, words } = named;
        // The object of the sentence behind a tracker is what `stores` says, or nothing.
        let mut slots = self.slots_beside_object(sentence);
        *slots.object_mut(sentence.verb) = self.slot(stores.as_ref());
        Tracker {
            id: name.clone(),
            label: label.clone(),
            address: self.address(name),
            section: self.section_name(*section),
            channel: self.term(*channel),
            technology: self.term(*technology),
            actor: by.map_or_else(we, |recipient| Actor(self.term(recipient).0)),
            slots,
            stores_no: self.slot(stores_no.as_ref()),
            facts: self.facts(&sentence.facts),
            bases: self.bases(&sentence.bases),
            necessity: sentence.necessity,
            lifetime: lasting.map(|lifetime| match lifetime {
                model::Lifetime::Word(LifetimeWord::Session) => Lifetime::Session,
                model::Lifetime::Word(LifetimeWord::Persistent) => Lifetime::Persistent,
                model::Lifetime::Word(LifetimeWord::Unknown) => Lifetime::Unknown,
                model::Lifetime::Period(length) => Lifetime::For { period: period(length) },
            }),
            retention: self.retention(sentence.retention.as_ref(), sentence.is_ceiling, sentence),
            exceptions: self.exceptions(exception.as_ref()),
            words: self::words(words),
            attributes: self.attributes(attributes),
            source: self.position(*span),
        }
    }

    fn expect(&mut self, expect: &model::Expect) -> Expect {
        let model::Expect { span, verdict, flow } = expect;
        Expect { verdict: *verdict, flow: self.clause(flow), source: self.position(*span) }
    }

    /// What an exception names: the rules of a statement, or a section.
    fn target(&self, target: model::Target) -> Vec<String> {
        match target {
            model::Target::Statement(id) => self.policy.joined(id).iter().map(rule_id).collect(),
            model::Target::Section(id) => vec![self.policy.section(id).name.clone()],
        }
    }

    fn exceptions(&self, exception: Option<&model::Exception>) -> Option<Exceptions> {
        Some(match exception? {
            model::Exception::StatedIn(statements) => Exceptions {
                rules: statements.iter().flat_map(|(target, _)| self.target(*target)).collect(),
                elsewhere: false,
            },
            model::Exception::StatedElsewhere(_) => Exceptions { rules: Vec::new(), elsewhere: true },
        })
    }
}

fn words(words: &model::Words) -> Words {
    let model::Words { otherwise, because, says, says_span: _, note, example, cites, traces } = words;
    Words {
        otherwise: otherwise.clone(),
        because: because.clone(),
        says: says.clone(),
        note: note.clone(),
        example: example.clone(),
        cites: cites.clone(),
        traces: traces.clone(),
    }
}

/// What follows from the words of a statement alone; where two rules meet, the meaning decides.
fn effects(policy: &model::Policy, sentence: &model::Sentence) -> Vec<Effect> {
    if !half::denied(policy, sentence).is_empty() {
        return vec![Effect::Prohibits];
    }
    if !sentence.verb.is_practice() {
        return Vec::new();
    }
    if sentence.modality.is_negative() {
        return vec![Effect::Prohibits];
    }
    let has_only =
        sentence.every_slot().any(|slot| slot.is_only) || sentence.facts.iter().any(|fact| fact.is_only);
    let has_unless = sentence.facts.iter().any(|fact| fact.word == model::FactWord::Unless);
    if has_only || has_unless { vec![Effect::Permits, Effect::Prohibits] } else { vec![Effect::Permits] }
}

/// Percent-encodes what a file name may hold and an address may not.
fn encoded(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for byte in page.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

const fn rule_kind(verb: Verb) -> RuleKind {
    match verb {
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require => RuleKind::Practice,
        Verb::Retain => RuleKind::Retention,
        Verb::Delete => RuleKind::Deletion,
        Verb::Offer => RuleKind::Offer,
        Verb::Protect => RuleKind::Protection,
        Verb::Notify => RuleKind::Notice,
        Verb::Bind => RuleKind::Duty,
        Verb::HaveNo => RuleKind::Absence,
        Verb::State => RuleKind::Claim,
        Verb::Disclaim => RuleKind::Disclaimer,
        Verb::Advise => RuleKind::Advice,
    }
}
