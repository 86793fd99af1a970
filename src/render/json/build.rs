//! From the resolved policy to the rules.

use std::collections::BTreeMap;

use super::format::*;
use super::terms::Listing;
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
pub fn rules<'a>(
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

/// The identifier of a term.
#[must_use]
pub fn reference(vocabulary: &Vocabulary, term: TermId) -> Reference {
    let term = vocabulary.term(term);
    let namespace = if term.kind.is_fact() { "fact" } else { term.kind.word() };
    Reference(format!("{namespace}:{}", term.name))
}

/// A set as a slot without `only`.
pub(super) fn set(vocabulary: &Vocabulary, set: &model::Set) -> Slot {
    let items = |items: &[model::SetItem]| items.iter().map(|one| item(vocabulary, one)).collect();
    Slot { items: items(&set.items), except: items(&set.except), only: false, inherited: false }
}

fn item(vocabulary: &Vocabulary, item: &model::SetItem) -> Item {
    let what = match item.what {
        model::What::Term(term) => What::Term(reference(vocabulary, term)),
        model::What::Any { kind, trait_, is_negated } => {
            let (having, lacking) = if is_negated { (None, trait_) } else { (trait_, None) };
            What::Any(AnyOf { kind, having, lacking })
        }
    };
    Item { what, form: item.form.map(|form| reference(vocabulary, form)) }
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
        // Only products are covered or not, so it takes all of them to tell.
        let products = self.vocabulary().find(model::Kind::Channel, "products");
        if let (Some(products), false) = (products, header.covers.is_empty()) {
            self.listing.mention(products);
        }
        let day = |date: Option<jiff::civil::Date>| date.map(|date| Day(date.to_string()));
        for region in &header.law {
            self.listing.list(*region);
        }
        Policy {
            name: header.name.clone(),
            title: header.title.clone(),
            version: header.version.clone(),
            // What the words mean is worked out by whoever publishes them.
            meaning_hash: None,
            wording_hash: None,
            page,
            posted: day(header.posted),
            updated: day(header.updated),
            effective: day(header.effective),
            language: header.language.clone(),
            law: header.law.iter().map(|region| reference(self.vocabulary(), *region)).collect(),
            covers: self.terms(&header.covers),
            does_not_cover: self.terms(&header.does_not_cover),
            see: header.see.clone(),
            accepted_by: self.terms(&header.accepted_by),
            profiles: header.profiles.iter().map(|(name, _)| name.clone()).collect(),
            vocabulary: header.vocabulary.as_ref().map(|(version, _)| version.clone()),
            source: Some(self.position(header.span)),
        }
    }

    fn party(&mut self, party: &model::Party) -> Party {
        let mut contacts = Vec::new();
        let mut others = Vec::new();
        for (word, values) in &party.attributes {
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
            role: party.role,
            name: party.name.clone(),
            label: party.label.clone(),
            contacts,
            attributes: self.attributes(&others),
            source: self.position(party.span),
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

    fn section(&self, section: &model::Section) -> Section {
        Section {
            name: section.name.clone(),
            title: section.title.clone(),
            parent: section.parent.map(|parent| self.section_name(parent)),
            address: self.address(&section.name),
            items: section.items.iter().map(|item| self.policy.item_name(*item).to_owned()).collect(),
            source: self.position(section.span),
        }
    }

    fn definition(&self, definition: &model::Definition) -> Definition {
        let model::Definition { named, word, meaning } = definition;
        Definition { word: word.clone(), meaning: meaning.clone(), place: self.place(named) }
    }

    fn link(&self, link: &model::Link) -> Link {
        Link { label: link.label.clone(), target: link.address.clone(), place: self.place(&link.named) }
    }

    fn prose(&self, prose: &model::Prose) -> Prose {
        let model::Prose { named, title, body } = prose;
        Prose { title: title.clone(), body: body.clone(), place: self.place(named) }
    }

    fn place(&self, named: &Named) -> Place {
        Place {
            name: named.name.clone(),
            address: self.address(&named.name),
            section: self.section_name(named.section),
            words: words(&named.words),
            source: self.position(named.span),
        }
    }

    // --- statements ---

    fn rule(&mut self, statement: &model::Statement, sentence: String) -> Rule {
        Rule {
            id: statement.label.clone(),
            kind: rule_kind(statement.sentence.verb),
            effects: effects(self.policy, &statement.sentence),
            sentence,
            address: self.address(&statement.label),
            section: self.section_name(statement.section),
            clause: self.clause(&statement.sentence),
            denies: half::denied(self.policy, &statement.sentence)
                .iter()
                .map(|never| Denial { verb: never.verb, slots: self.slots(never) })
                .collect(),
            exceptions: self.exceptions(statement.exception.as_ref()),
            choice: statement.choice.map(|choice| self.term(choice)),
            later: statement.later.as_ref().map(|later| Later {
                slots: Slots {
                    channels: self.slot(later.channel.as_ref()),
                    purposes: self.slot(later.purpose.as_ref()),
                    ..Slots::default()
                },
                facts: self.facts(&later.facts),
            }),
            words: words(&statement.words),
            attributes: self.attributes(&statement.attributes),
            source: self.position(statement.label_span.to(statement.span)),
        }
    }

    fn tracker(&mut self, tracker: &model::Tracker) -> Tracker {
        let sentence = &tracker.sentence;
        Tracker {
            id: tracker.named.name.clone(),
            label: tracker.label.clone(),
            address: self.address(&tracker.named.name),
            section: self.section_name(tracker.named.section),
            channel: self.term(tracker.channel),
            technology: self.term(tracker.technology),
            actor: match tracker.by {
                Some(recipient) => Actor(self.term(recipient).0),
                None => we(),
            },
            // The object of the sentence behind a tracker is what `stores` says, or nothing.
            slots: Slots { data: self.slot(tracker.stores.as_ref()), ..self.slots_beside_object(sentence) },
            stores_no: self.slot(tracker.stores_no.as_ref()),
            facts: self.facts(&sentence.facts),
            bases: self.bases(&sentence.bases),
            necessity: sentence.necessity,
            lifetime: tracker.lasting.map(|lifetime| match lifetime {
                model::Lifetime::Word(LifetimeWord::Session) => Lifetime::Session,
                model::Lifetime::Word(LifetimeWord::Persistent) => Lifetime::Persistent,
                model::Lifetime::Word(LifetimeWord::Unknown) => Lifetime::Unknown,
                model::Lifetime::Period(length) => Lifetime::For { period: period(length) },
            }),
            retention: self.retention(sentence),
            exceptions: self.exceptions(tracker.exception.as_ref()),
            words: words(&tracker.named.words),
            attributes: self.attributes(&tracker.attributes),
            source: self.position(tracker.named.span),
        }
    }

    fn expect(&mut self, expect: &model::Expect) -> Expect {
        Expect {
            verdict: expect.verdict,
            flow: self.clause(&expect.flow),
            source: self.position(expect.span),
        }
    }

    fn clause(&mut self, sentence: &model::Sentence) -> Clause {
        Clause {
            actor: match sentence.actor {
                model::Actor::We => we(),
                model::Actor::Recipient(recipient, _) => Actor(self.term(recipient).0),
            },
            modality: sentence.modality,
            verb: sentence.verb,
            slots: self.slots(sentence),
            facts: self.facts(&sentence.facts),
            bases: self.bases(&sentence.bases),
            necessity: sentence.necessity,
            retention: self.retention(sentence),
            deletion: sentence.deletion.as_ref().map(|deletion| Deletion {
                on: self.condition(&deletion.event),
                timing: deletion.timing.map(timing),
            }),
            from_rules: sentence.from_labels.iter().flat_map(|(label, _)| self.labelled(label)).collect(),
            from_labels: sentence.from_labels.iter().map(|(label, _)| label.clone()).collect(),
            states: sentence.states.clone(),
            timing: sentence.timing.map(timing),
        }
    }

    /// The statements and trackers that a label names: one of them, or all that stand in a section.
    fn labelled(&self, label: &str) -> Vec<String> {
        let policy = self.policy;
        let is_in = |section: SectionId| {
            let mut around = Some(policy.section(section));
            while let Some(section) = around {
                if section.name == label {
                    return true;
                }
                around = section.parent.map(|parent| policy.section(parent));
            }
            false
        };
        let statements = policy.statements.iter().filter(|one| one.label == label || is_in(one.section));
        let trackers =
            policy.trackers.iter().filter(|one| one.named.name == label || is_in(one.named.section));
        statements.map(|one| one.label.clone()).chain(trackers.map(|one| one.named.name.clone())).collect()
    }

    fn slots(&mut self, sentence: &model::Sentence) -> Slots {
        let mut slots = self.slots_beside_object(sentence);
        *slots.object_mut(sentence.verb) = self.slot(Some(&sentence.object));
        slots
    }

    fn slots_beside_object(&mut self, sentence: &model::Sentence) -> Slots {
        let mut slots = Slots::default();
        for (field, slot) in sentence.slots.filled() {
            *slots.slot_mut(sentence.verb, field) = self.slot(Some(slot));
        }
        slots
    }

    fn slot(&mut self, slot: Option<&model::Slot>) -> Option<Slot> {
        let slot = slot?;
        self.listing.mention_set(&slot.set);
        Some(Slot { only: slot.is_only, inherited: slot.is_inherited, ..set(self.vocabulary(), &slot.set) })
    }

    fn facts(&mut self, facts: &[model::FactClause]) -> Vec<FactClause> {
        facts
            .iter()
            .map(|clause| {
                let condition = self.condition(&clause.fact);
                let condition = match clause.word {
                    FactWord::With | FactWord::When | FactWord::Under => condition,
                    FactWord::Unless => Condition::Not(Box::new(condition)),
                };
                let (only, inherited) = (clause.is_only, clause.is_inherited);
                FactClause { word: clause.word, condition, only, inherited }
            })
            .collect()
    }

    fn condition(&mut self, fact: &model::Fact) -> Condition {
        match fact {
            model::Fact::Term(term, _) => Condition::Fact(self.term(*term)),
            model::Fact::Not(fact) => Condition::Not(Box::new(self.condition(fact))),
            model::Fact::And(facts) => {
                Condition::All(facts.iter().map(|fact| self.condition(fact)).collect())
            }
            model::Fact::Or(facts) => Condition::Any(facts.iter().map(|fact| self.condition(fact)).collect()),
        }
    }

    fn bases(&mut self, bases: &[model::Basis]) -> Vec<Basis> {
        bases
            .iter()
            .map(|basis| Basis {
                basis: self.term(basis.term),
                interest: basis.interest.clone(),
                inherited: basis.is_inherited,
            })
            .collect()
    }

    fn retention(&mut self, sentence: &model::Sentence) -> Option<Retention> {
        let retention = sentence.retention.as_ref()?;
        let stages = retention.stages.iter().map(|stage| self.stage(stage)).collect();
        Some(Retention { stages, ceiling: sentence.is_ceiling })
    }

    fn stage(&mut self, stage: &model::Stage) -> Stage {
        Stage {
            form: stage.form.map(|form| self.term(form)),
            ends: stage.ends.iter().map(|end| self.end(end)).collect(),
            whichever: (stage.ends.len() > 1).then_some(stage.whichever),
        }
    }

    fn end(&mut self, end: &model::End) -> End {
        match &end.kind {
            model::EndKind::AtAll => End::AtAll,
            model::EndKind::Indefinitely => End::Indefinitely,
            model::EndKind::For { bound, period: length, after } => End::For {
                bound: *bound,
                period: period(*length),
                after: after.map(|event| self.term(event)),
            },
            model::EndKind::While(fact) => End::While { condition: self.condition(fact) },
            model::EndKind::Until(event) => End::Until { event: self.term(*event) },
            model::EndKind::Needed(purposes) => {
                self.listing.mention_set(purposes);
                End::Needed { purposes: set(self.vocabulary(), purposes) }
            }
        }
    }

    fn exceptions(&self, exception: Option<&model::Exception>) -> Option<Exceptions> {
        Some(match exception? {
            model::Exception::StatedIn(statements) => Exceptions {
                rules: statements
                    .iter()
                    .map(|(target, _)| self.policy.target_label(*target).to_owned())
                    .collect(),
                elsewhere: false,
            },
            model::Exception::StatedElsewhere(_) => Exceptions { rules: Vec::new(), elsewhere: true },
        })
    }
}

fn we() -> Actor {
    Actor("we".to_owned())
}

fn words(words: &model::Words) -> Words {
    Words {
        otherwise: words.otherwise.clone(),
        because: words.because.clone(),
        says: words.says.clone(),
        note: words.note.clone(),
        example: words.example.clone(),
        cites: words.cites.clone(),
        traces: words.traces.clone(),
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

fn period(period: model::Period) -> Period {
    let amount = period.amount;
    let unit = period.unit;
    let iso = match unit {
        Unit::Minutes => Some(format!("PT{amount}M")),
        Unit::Hours => Some(format!("PT{amount}H")),
        Unit::Days => Some(format!("P{amount}D")),
        Unit::BusinessDays => None,
        Unit::Weeks => Some(format!("P{amount}W")),
        Unit::Months => Some(format!("P{amount}M")),
        Unit::Years => Some(format!("P{amount}Y")),
    };
    Period { amount, unit, iso }
}

fn timing(timing: model::Timing) -> Timing {
    match timing {
        model::Timing::Promptly => Timing::Promptly,
        model::Timing::Within(length) => Timing::Within { period: period(length) },
        model::Timing::Before(length) => Timing::Before { period: period(length) },
        model::Timing::Beforehand => Timing::Beforehand,
    }
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
