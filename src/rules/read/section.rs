//! Sections and what stands in them.

use std::collections::BTreeMap;

use super::Reader;
use crate::language::LifetimeWord;
use crate::model::{
    Attributes, Definition, DefinitionId, Exception, Item, Joined, Kind, Later, Lifetime, Link, LinkId,
    Named, Origin, Policy, Prose, ProseId, Readers, Section, SectionId, Sentence, Set, Slot, Statement,
    StatementId, Table, TableId, Target, TermId, Tracker, TrackerId, Verb, Words,
};
use crate::rules as json;
use crate::source::Span;

/// What a name in a section leads to.
#[derive(Default)]
pub(super) struct Names {
    sections: BTreeMap<String, SectionId>,
    items: BTreeMap<String, Item>,
    /// Of each rule that is one verb of a statement, that statement, which is its first rule.
    rules: BTreeMap<String, StatementId>,
}

impl Names {
    /// The statement or the section of a label.
    fn target(&self, label: &str) -> Option<Target> {
        if let Some(id) = self.rules.get(label) {
            return Some(Target::Statement(*id));
        }
        match self.items.get(label) {
            Some(Item::Statement(id)) => Some(Target::Statement(*id)),
            Some(Item::Section(id)) => Some(Target::Section(*id)),
            Some(
                Item::Tracker(_) | Item::Prose(_) | Item::Link(_) | Item::Definition(_) | Item::Table(_),
            )
            | None => None,
        }
    }
}

impl Reader<'_> {
    /// Everything that bears a name and stands on the page.
    pub(super) fn names(&mut self, rules: &json::Rules) -> Names {
        let mut names = Names::default();
        let sections = rules.sections.iter().map(|section| &section.name).enumerate();
        let mut items: Vec<(&String, Item)> =
            sections.map(|(at, name)| (name, Item::Section(SectionId::at(at)))).collect();
        let all = |at: usize, name, item: fn(usize) -> Item| (name, item(at));
        for (at, rule) in rules.rules.iter().enumerate() {
            let place = place_of(rules, at).place;
            match &rule.statement {
                None => items.push(all(at, &rule.id, |at| Item::Statement(StatementId::at(at)))),
                Some(label) => {
                    names.rules.insert(rule.id.clone(), StatementId::at(at - place));
                    if place == 0 {
                        items.push(all(at, label, |at| Item::Statement(StatementId::at(at))));
                    }
                }
            }
        }
        items.extend(
            rules
                .trackers
                .iter()
                .enumerate()
                .map(|(at, one)| all(at, &one.id, |at| Item::Tracker(TrackerId::at(at)))),
        );
        items.extend(
            rules
                .prose
                .iter()
                .enumerate()
                .map(|(at, one)| all(at, &one.place.name, |at| Item::Prose(ProseId::at(at)))),
        );
        items.extend(
            rules
                .links
                .iter()
                .enumerate()
                .map(|(at, one)| all(at, &one.place.name, |at| Item::Link(LinkId::at(at)))),
        );
        items.extend(
            rules
                .definitions
                .iter()
                .enumerate()
                .map(|(at, one)| all(at, &one.place.name, |at| Item::Definition(DefinitionId::at(at)))),
        );
        items.extend(
            rules
                .tables
                .iter()
                .enumerate()
                .map(|(at, one)| all(at, &one.place.name, |at| Item::Table(TableId::at(at)))),
        );
        for (name, item) in items {
            if let Item::Section(id) = item {
                names.sections.insert(name.clone(), id);
            }
            if names.items.insert(name.clone(), item).is_some() {
                self.reference(name, format!("two parts of the policy are called `{name}`"));
            }
        }
        names
    }

    /// The sections with their order; what is in them must say so too.
    pub(super) fn sections(&mut self, rules: &json::Rules, names: &Names, policy: &mut Policy) {
        for (at, section) in rules.sections.iter().enumerate() {
            // The address follows from the name and the page.
            let json::Section { name, title, parent: around, readers, address: _, items, source } = section;
            let id = SectionId::at(at);
            let parent = around.as_ref().and_then(|parent| {
                let found = names.sections.get(parent).copied().filter(|parent| parent.index() < at);
                if found.is_none() {
                    self.reference(parent, format!("no section before `{name}` is called `{parent}`"));
                }
                found
            });
            if around.is_none() {
                policy.top.push(id);
            }
            let items = items.iter().filter_map(|item| {
                let found = names.items.get(item).copied();
                if found.is_none() {
                    self.reference(item, format!("nothing in `{name}` is called `{item}`"));
                }
                found
            });
            let items = items.collect();
            let span = self.part(Some(source));
            let (name, title) = (name.clone(), title.clone());
            let readers = readers.as_ref().and_then(|readers| self.readers(readers, span));
            policy.sections.push(Section { id, name, title, span, parent, readers, items });
        }
    }

    fn readers(&mut self, readers: &json::Readers, span: Span) -> Option<Readers> {
        let json::Readers { subjects, regions } = readers;
        let people = self.filled(Kind::Subject, Some(subjects), span)??;
        Some(Readers { people, region: self.filled(Kind::Region, regions.as_ref(), span)? })
    }

    /// Reports what does not stand once, in the section that it names.
    pub(super) fn check_sections(&mut self, rules: &json::Rules, names: &Names, policy: &Policy) {
        let around = |item: &Item| match item {
            Item::Statement(id) => Some(policy.statement(*id).section),
            Item::Tracker(id) => Some(policy.trackers[id.index()].named.section),
            Item::Prose(id) => Some(policy.prose[id.index()].named.section),
            Item::Link(id) => Some(policy.links[id.index()].named.section),
            Item::Definition(id) => Some(policy.definitions[id.index()].named.section),
            Item::Table(id) => Some(policy.tables[id.index()].named.section),
            Item::Section(id) => policy.section(*id).parent,
        };
        let said = names.items.iter().filter_map(|(name, item)| Some((around(item)?.index(), name.as_str())));
        let mut said: Vec<(usize, &str)> = said.collect();
        let inside = |(at, section): (usize, &'_ json::Section)| -> Vec<(usize, String)> {
            section.items.iter().map(|name| (at, name.clone())).collect()
        };
        let listed: Vec<(usize, String)> = rules.sections.iter().enumerate().flat_map(inside).collect();
        let mut listed: Vec<(usize, &str)> = listed.iter().map(|(at, name)| (*at, name.as_str())).collect();
        said.sort_unstable();
        listed.sort_unstable();
        let n_shared = said.iter().zip(&listed).take_while(|(one, other)| one == other).count();
        if let Some((_, name)) = listed.get(n_shared).or(said.get(n_shared)) {
            self.reference(name, format!("`{name}` does not stand where its section says"));
        }
    }

    fn section_of(&mut self, name: &str, names: &Names) -> Option<SectionId> {
        let found = names.sections.get(name).copied();
        if found.is_none() {
            self.reference(name, format!("no section is called `{name}`"));
        }
        found
    }

    pub(super) fn statement(
        &mut self,
        id: StatementId,
        rules: &json::Rules,
        names: &Names,
    ) -> Option<Statement> {
        let rule = rules.rules.get(id.index())?;
        let joined = place_of(rules, id.index());
        self.check_joined(rules, id, joined);
        let json::Rule {
            id: name,
            statement,
            title,
            clause,
            section,
            exceptions,
            choice,
            later,
            words,
            attributes,
            source,
            // All this follows from the rest, and is compared when the policy is compiled again.
            kind: _,
            effects: _,
            sentence: _,
            address: _,
            denies: _,
        } = rule;
        let label = statement.as_ref().unwrap_or(name);
        let span = self.part(Some(source));
        let label_span = self.label(span, source, label);
        let section = self.section_of(section, names)?;
        let sentence = self.sentence(clause, span)?;
        let choice = self.choice(label, choice.as_ref(), &sentence);
        for label in &clause.from_labels {
            if !names.items.contains_key(label) {
                self.reference(label, format!("nothing is called `{label}`"));
            }
        }
        let later = match later {
            Some(later) => Some(self.later(later, span)?),
            None => None,
        };
        Some(Statement {
            id,
            joined,
            label: label.clone(),
            title: title.clone(),
            label_span,
            span,
            section,
            sentence,
            choice,
            later,
            exception: self.exception(exceptions.as_ref(), span, names),
            words: self::words(words, span),
            attributes: self.attributes(attributes),
        })
    }

    /// Reports a rule that is no part of the statement of which it is said to be one verb.
    ///
    /// The rules of one statement say the same but for their verbs and what only some verbs take, so that the sentence of
    /// the page is the sentence of each.
    fn check_joined(&mut self, rules: &json::Rules, id: StatementId, joined: Joined) {
        let (Some(rule), Some(first)) =
            (rules.rules.get(id.index()), rules.rules.get(id.index() - joined.place))
        else {
            return;
        };
        let Some(label) = &rule.statement else { return };
        let verb = rule.clause.verb;
        let is_known = |rule: &json::Rule| rule.statement.as_ref() == Some(label) && rule.clause.verb == verb;
        if !verb.can_be_joined()
            || joined.count < 2
            || rules.rules.iter().filter(|one| is_known(one)).count() > 1
        {
            let message = format!("`{}` is not one of several verbs of a statement", rule.id);
            self.value(&rule.id, message);
        } else if shared(rule) != shared(first) {
            let message = format!("`{}` does not say what `{}` says with another verb", rule.id, first.id);
            self.value(&rule.id, message);
        }
    }

    fn later(&mut self, later: &json::Later, span: Span) -> Option<Later> {
        let json::Later { slots, facts } = later;
        Some(Later {
            span,
            facts: self.facts(facts, span)?,
            purpose: self.filled(Kind::Purpose, slots.purposes.as_ref(), span)?,
            channel: self.filled(Kind::Channel, slots.channels.as_ref(), span)?,
        })
    }

    /// The fact that a person has used the choice that a rule offers: an offer of a choice has one of its own, which bears
    /// its name.
    fn choice(&mut self, id: &str, choice: Option<&json::Reference>, sentence: &Sentence) -> Option<TermId> {
        let own = format!("fact:{id}");
        let message = match (choice, sentence.offers_choice(&self.vocabulary)) {
            (None, false) => return None,
            (Some(choice), true) if choice.as_str() == own => {
                let fact = self.term(Kind::Condition, &own)?;
                if self.vocabulary.term(fact).origin == Origin::Policy {
                    return Some(fact);
                }
                format!("the choice that `{id}` offers is a condition of the standard vocabulary")
            }
            (Some(choice), true) => {
                format!("the choice that `{id}` offers is called `{}`, and not `{own}`", choice.as_str())
            }
            (Some(_), false) => format!("`{id}` offers no choice, and is said to offer one"),
            (None, true) => format!("`{id}` offers a choice, and no fact says that a person has used it"),
        };
        self.value(id, message);
        None
    }

    fn exception(
        &mut self,
        exceptions: Option<&json::Exceptions>,
        span: Span,
        names: &Names,
    ) -> Option<Exception> {
        let json::Exceptions { rules, elsewhere } = exceptions?;
        if *elsewhere {
            return Some(Exception::StatedElsewhere(span));
        }
        let mut stated = Vec::new();
        for label in rules {
            match names.target(label) {
                // All rules of a statement are one target.
                Some(target) => {
                    if stated.last() != Some(&(target, span)) {
                        stated.push((target, span));
                    }
                }
                None => self.reference(label, format!("no rule is called `{label}`")),
            }
        }
        Some(Exception::StatedIn(stated))
    }

    pub(super) fn tracker(&mut self, tracker: &json::Tracker, names: &Names) -> Option<Tracker> {
        let json::Tracker {
            id,
            label,
            section,
            channel,
            technology,
            actor,
            slots,
            stores_no,
            facts,
            bases,
            necessity,
            lifetime,
            retention,
            exceptions,
            words,
            attributes,
            source,
            // It follows from the name and the page.
            address: _,
        } = tracker;
        let span = self.part(Some(source));
        let section = self.section_of(section, names)?;
        let mut slots = slots.clone();
        let stores = slots.object_mut(Verb::Collect).take();
        let stores = self.filled(Kind::Data, stores.as_ref(), span)?;
        let nothing = Slot::plain(Set::of([], span), span);
        let sentence = Sentence {
            slots: self.slots(slots, Verb::Collect, span)?,
            facts: self.facts(facts, span)?,
            bases: self.bases(bases, span)?,
            necessity: *necessity,
            is_ceiling: retention.as_ref().is_some_and(|retention| retention.ceiling),
            retention: self.retention(retention.as_ref(), span)?,
            ..Sentence::plain(span, Verb::Collect, stores.clone().unwrap_or(nothing))
        };
        let by = match self.actor(actor, span)? {
            crate::model::Actor::We => None,
            crate::model::Actor::Recipient(recipient, _) => Some(recipient),
        };
        let lasting = match lifetime {
            None => None,
            Some(json::Lifetime::Session) => Some(Lifetime::Word(LifetimeWord::Session)),
            Some(json::Lifetime::Persistent) => Some(Lifetime::Word(LifetimeWord::Persistent)),
            Some(json::Lifetime::Unknown) => Some(Lifetime::Word(LifetimeWord::Unknown)),
            Some(json::Lifetime::For { period }) => Some(Lifetime::Period(self.period(period)?)),
        };
        Some(Tracker {
            named: Named { name: id.clone(), span, section, words: self::words(words, span) },
            label: label.clone(),
            channel: self.term(Kind::Channel, channel.as_str())?,
            technology: self.term(Kind::Channel, technology.as_str())?,
            by,
            stores,
            stores_no: self.filled(Kind::Data, stores_no.as_ref(), span)?,
            lasting,
            sentence,
            exception: self.exception(exceptions.as_ref(), span, names),
            attributes: self.attributes(attributes),
        })
    }

    pub(super) fn prose(&mut self, prose: &json::Prose, names: &Names) -> Option<Prose> {
        let json::Prose { title, body, place } = prose;
        Some(Prose { named: self.named(place, names)?, title: title.clone(), body: body.clone() })
    }

    pub(super) fn link(&mut self, link: &json::Link, names: &Names) -> Option<Link> {
        let json::Link { label, target, place } = link;
        let named = self.named(place, names)?;
        let address_span = named.span;
        Some(Link { named, label: label.clone(), address: target.clone(), address_span })
    }

    pub(super) fn definition(&mut self, definition: &json::Definition, names: &Names) -> Option<Definition> {
        let json::Definition { word, meaning, place } = definition;
        Some(Definition { named: self.named(place, names)?, word: word.clone(), meaning: meaning.clone() })
    }

    pub(super) fn table(&mut self, table: &json::Table, names: &Names) -> Option<Table> {
        let json::Table { by, preceding, place } = table;
        let preceding = match preceding {
            Some(period) => Some(self.period(period)?),
            None => None,
        };
        Some(Table { named: self.named(place, names)?, by: *by, preceding })
    }

    fn named(&mut self, place: &json::Place, names: &Names) -> Option<Named> {
        // The address follows from the name and the page.
        let json::Place { name, address: _, section, words, source } = place;
        let span = self.part(Some(source));
        let section = self.section_of(section, names)?;
        Some(Named { name: name.clone(), span, section, words: self::words(words, span) })
    }

    pub(super) fn attributes(
        &mut self,
        attributes: &BTreeMap<String, Vec<json::AttributeValue>>,
    ) -> Attributes {
        let values = |this: &mut Self, values: &[json::AttributeValue]| {
            values.iter().filter_map(|value| this.attribute_value(value)).collect()
        };
        attributes.iter().map(|(word, all)| (word.clone(), values(self, all))).collect()
    }

    fn attribute_value(&mut self, value: &json::AttributeValue) -> Option<crate::model::AttributeValue> {
        use crate::model::AttributeValue;
        let json::AttributeValue { text, term, period, number, word } = value;
        let found = match (term, text, period, number, word) {
            (Some(term), Some(text), ..) => {
                AttributeValue::TermText(self.term_of_any_kind(term.as_str())?, text.clone())
            }
            (Some(term), ..) => AttributeValue::Term(self.term_of_any_kind(term.as_str())?),
            (_, Some(text), ..) => AttributeValue::Text(text.clone()),
            (_, _, Some(period), ..) => AttributeValue::Period(self.period(period)?),
            (.., Some(number), _) => AttributeValue::Number(*number),
            (.., Some(word)) => AttributeValue::Word(word.clone()),
            _ => {
                self.value("attributes", "an attribute has a value that is none".to_owned());
                return None;
            }
        };
        Some(found)
    }

    /// The term of an identifier, whatever its kind.
    pub(super) fn term_of_any_kind(&mut self, reference: &str) -> Option<crate::model::TermId> {
        let word = reference.split(':').next().unwrap_or_default();
        let kind = if word == "fact" { Some(Kind::Condition) } else { Kind::of_word(word) };
        self.term(kind.unwrap_or(Kind::Data), reference)
    }
}

fn words(words: &json::Words, span: Span) -> Words {
    let json::Words { otherwise, because, says, note, example, cites, traces } = words;
    Words {
        otherwise: otherwise.clone(),
        because: because.clone(),
        says: says.clone(),
        says_span: span,
        note: note.clone(),
        example: example.clone(),
        cites: cites.clone(),
        traces: traces.clone(),
    }
}

/// The place of a rule among those of its statement, which stand side by side.
fn place_of(rules: &json::Rules, at: usize) -> Joined {
    let label = rules.rules.get(at).and_then(|rule| rule.statement.as_ref());
    if label.is_none() {
        return Joined::ALONE;
    }
    let is_same = |rule: &&json::Rule| rule.statement.as_ref() == label;
    let before = rules.rules.iter().take(at).rev().take_while(is_same).count();
    let behind = rules.rules.iter().skip(at).take_while(is_same).count();
    Joined { place: before, count: before + behind }
}

/// What a rule says apart from its verb and what only some verbs take.
fn shared(rule: &json::Rule) -> json::Rule {
    let mut rule = rule.clone();
    rule.id.clear();
    rule.effects.clear();
    rule.clause.verb = Verb::Use;
    rule.clause.slots.sources = None;
    rule.clause.slots.recipients = None;
    rule.clause.slots.recipient_regions = None;
    rule.clause.slots.regions = None;
    rule
}
