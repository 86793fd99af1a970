//! The policy block, the parties and the checks that the author writes.

use jiff::civil::Date;

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::{ClauseWord, NeedWord};
use crate::model::{self, Kind};
use crate::resolve::declare::wrong_value;
use crate::resolve::rules::DUPLICATE_NAME;
use crate::source::Span;

const POLICY_ATTRIBUTES: &[&str] = &[
    "posted",
    "updated",
    "effective",
    "language",
    "law",
    "covers",
    "does not cover",
    "accepted by",
    "acknowledged by",
    "profiles",
    "reading-grade",
    "vague-words",
    "glance",
    "sections",
    "earlier",
    "supplements",
    "supplemented-by",
    "version",
    "vocabulary",
];
const PARTY_ATTRIBUTES: &[&str] =
    &["address", "contact", "country", "email", "fax", "form", "phone", REGION, "registration", "website"];
/// What only a representative can have: the regions in which it stands for the company.
const REGION: &str = "region";
impl Lowering<'_> {
    /// The items of a file.
    pub(super) fn top(&mut self, items: &[ast::Item]) {
        for item in items {
            if !item.belongs_in(ast::Room::Outside) {
                self.report(
                    Diagnostic::new(
                        &rules::MISPLACED_ITEM,
                        item.name_span(),
                        "this stands outside of every section",
                    )
                    .at("belongs in a section")
                    .help("move it into a section; a section is what the reader sees"),
                );
            }
            match item {
                ast::Item::Policy(block) => self.header(block),
                ast::Item::Party(party) => self.party(party),
                ast::Item::Section(section) => {
                    let id = self.section(section, None, &[]);
                    self.policy.top.push(id);
                }
                ast::Item::Expect(expect) => self.expect(expect),
                ast::Item::Acknowledgement(acknowledgement) => self.acknowledgement(acknowledgement),
                ast::Item::Require(require) => self.require(require),
                // Resolved already, or reported.
                ast::Item::Statement(_)
                | ast::Item::Tracker(_)
                | ast::Item::Prose(_)
                | ast::Item::Link(_)
                | ast::Item::Definition(_)
                | ast::Item::Table(_)
                | ast::Item::Declaration(_)
                | ast::Item::Import(_)
                | ast::Item::Broken(_) => {}
            }
        }
    }

    fn header(&mut self, block: &ast::Block) {
        if let Some(first) = &self.policy.header {
            let diagnostic = Diagnostic::clash(
                &rules::DUPLICATE_POLICY,
                (first.span, "first here"),
                (block.name.span, "again here"),
                "this document has two `policy` blocks",
            );
            self.report(
                diagnostic.help("keep one of them, or put the other into a file that is not imported"),
            );
            return;
        }
        self.check_keys(&block.attributes, POLICY_ATTRIBUTES, "policy");
        let mut header = model::Header {
            name: block.name.text.clone(),
            title: block.title.text.clone(),
            span: block.name.span,
            file: block.name.span,
            posted: None,
            updated: None,
            effective: None,
            language: None,
            law: Vec::new(),
            covers: Vec::new(),
            does_not_cover: Vec::new(),
            see: None,
            accepted_by: Vec::new(),
            acknowledged_by: Vec::new(),
            profiles: Vec::new(),
            reading_grade: None,
            vague_words: None,
            glance: None,
            is_numbered: false,
            earlier: Vec::new(),
            companions: Vec::new(),
            version: None,
            vocabulary: None,
        };
        for attribute in &block.attributes {
            match attribute.key.text.as_str() {
                "posted" => header.posted = self.date(attribute),
                "updated" => header.updated = self.date(attribute),
                "effective" => header.effective = self.date(attribute),
                "language" => header.language = self.one_word(attribute, "a language such as `en-US`"),
                "law" => header.law = self.term_values(Kind::Region, attribute),
                "covers" => header.covers = self.term_values(Kind::Channel, attribute),
                "does not cover" => {
                    header.does_not_cover = self.term_values(Kind::Channel, attribute);
                    header.see = attribute.see.as_ref().map(|text| text.text.clone());
                }
                "accepted by" => header.accepted_by = self.term_values(Kind::Event, attribute),
                "acknowledged by" => header.acknowledged_by = self.term_values(Kind::Event, attribute),
                "profiles" => header.profiles = words(attribute),
                "reading-grade" => header.reading_grade = self.number(attribute),
                "vague-words" => header.vague_words = self.number(attribute),
                "glance" => header.glance = self.glance(attribute),
                "sections" => header.is_numbered = self.numbered(attribute),
                "earlier" => header.earlier.extend(self.earlier(attribute)),
                "supplements" => header.companions.extend(self.companion(attribute, true)),
                "supplemented-by" => header.companions.extend(self.companion(attribute, false)),
                "version" => header.version = self.one_word(attribute, "a version"),
                "vocabulary" => header.vocabulary = words(attribute).into_iter().next(),
                _ => {}
            }
        }
        self.check_date_order(&header);
        self.check_earlier(&header);
        self.policy.header = Some(header);
    }

    /// `glance none`, or data in the order of their rows.
    fn glance(&mut self, attribute: &ast::Attribute) -> Option<Vec<model::TermId>> {
        match attribute.values.as_slice() {
            [ast::Value::Word(name)] if name.text == "none" => Some(Vec::new()),
            _ => Some(self.term_values(Kind::Data, attribute)).filter(|data| !data.is_empty()),
        }
    }

    /// `sections numbered`
    fn numbered(&mut self, attribute: &ast::Attribute) -> bool {
        let word = self.one_word(attribute, "`numbered`");
        let is_numbered = word.as_deref() == Some("numbered");
        if let (Some(_), Some(value), false) = (word, attribute.values.first(), is_numbered) {
            self.report(wrong_value(&attribute.key, value.span(), "`numbered`"));
        }
        is_numbered
    }

    /// `earlier 2013-03-23 see "https://…"`
    fn earlier(&mut self, attribute: &ast::Attribute) -> Option<model::Earlier> {
        let date = self.date(attribute)?;
        let address = self.address(attribute, "a date, and `see` with its address")?;
        Some(model::Earlier { date, address, span: attribute.span })
    }

    /// `supplements privacy "Privacy Notice" see "https://…"`
    fn companion(&mut self, attribute: &ast::Attribute, is_supplemented: bool) -> Option<model::Companion> {
        let expected = "the name of a policy, its title, and `see` with its address";
        let [ast::Value::Pair(name, title)] = attribute.values.as_slice() else {
            let span = attribute.values.first().map_or(attribute.span, ast::Value::span);
            self.report(wrong_value(&attribute.key, span, expected));
            return None;
        };
        let (name, title, span) = (name.text.clone(), title.text.clone(), name.span);
        let address = self.address(attribute, expected)?;
        Some(model::Companion { is_supplemented, name, title, address, span })
    }

    /// The address behind `see`.
    fn address(&mut self, attribute: &ast::Attribute, expected: &str) -> Option<String> {
        if attribute.see.is_none() {
            self.report(wrong_value(&attribute.key, attribute.span, expected));
        }
        attribute.see.as_ref().map(|see| see.text.clone())
    }

    fn date(&mut self, attribute: &ast::Attribute) -> Option<Date> {
        let [ast::Value::Date(name)] = attribute.values.as_slice() else {
            let span = attribute.values.first().map_or(attribute.span, ast::Value::span);
            self.report(wrong_value(&attribute.key, span, "a date such as `2013-03-23`"));
            return None;
        };
        if let Ok(date) = name.text.parse::<Date>() {
            return Some(date);
        }
        self.report(
            Diagnostic::new(&rules::IMPOSSIBLE_DATE, name.span, format!("there is no {}", name.text))
                .at("not in the calendar")
                .help("write year, month and day: `2013-03-23`"),
        );
        None
    }

    fn check_date_order(&mut self, header: &model::Header) {
        if let (Some(posted), Some(updated)) = (header.posted, header.updated)
            && updated < posted
        {
            self.report(
                Diagnostic::new(
                    &rules::DATE_ORDER,
                    header.span,
                    format!("this policy was updated on {updated}, before it was posted on {posted}"),
                )
                .at("dates out of order")
                .help("correct `posted` or `updated`"),
            );
        }
    }

    /// An earlier version held before this one.
    fn check_earlier(&mut self, header: &model::Header) {
        let Some(date) = header.effective.or(header.updated).or(header.posted) else { return };
        for earlier in header.earlier.iter().filter(|earlier| earlier.date >= date) {
            self.report(
                Diagnostic::new(
                    &rules::DATE_ORDER,
                    earlier.span,
                    format!("an earlier version is of {}, and this policy is of {date}", earlier.date),
                )
                .at("dates out of order")
                .help("say here from when the earlier version held, or correct the date of this policy"),
            );
        }
    }

    fn one_word(&mut self, attribute: &ast::Attribute, expected: &str) -> Option<String> {
        let [(word, _)] = words(attribute).try_into().ok().or_else(|| {
            let span = attribute.values.first().map_or(attribute.span, ast::Value::span);
            self.report(wrong_value(&attribute.key, span, expected));
            None
        })?;
        Some(word)
    }

    fn number(&mut self, attribute: &ast::Attribute) -> Option<u32> {
        let word = self.one_word(attribute, "a number")?;
        let number = word.parse().ok();
        if number.is_none() {
            let span = attribute.values.first().map_or(attribute.span, ast::Value::span);
            self.report(wrong_value(&attribute.key, span, "a number"));
        }
        number
    }

    fn party(&mut self, party: &ast::Party) {
        let Some(role) = model::Role::of_word(&party.role.text) else { return };
        let name = &party.block.name;
        let mut known = self.policy.parties.iter();
        if let Some(first) = known.find(|known| known.role == role && known.name == name.text) {
            let first = first.span;
            self.report(
                Diagnostic::clash(
                    &DUPLICATE_NAME,
                    (first, "first named here"),
                    (name.span, "named again here"),
                    format!("two blocks `{}` are called `{}`", party.role.text, name.text),
                )
                .help("put both into one block, or give the other party another name"),
            );
        }
        let represents = role == model::Role::Representative;
        let can_have = |key: &&str| represents || *key != REGION;
        let known: Vec<&str> = PARTY_ATTRIBUTES.iter().copied().filter(can_have).collect();
        let (of_region, others): (Vec<_>, Vec<_>) =
            party.block.attributes.iter().cloned().partition(|one| represents && one.key.text == REGION);
        self.check_keys(&party.block.attributes, &known, &party.role.text);
        let mut attributes = self.attribute_values(&others);
        for attribute in &of_region {
            let regions = self.term_values(model::Kind::Region, attribute);
            let values = regions.into_iter().map(model::AttributeValue::Term).collect();
            attributes.push((REGION.to_owned(), values));
        }
        self.policy.parties.push(model::Party {
            role,
            name: party.block.name.text.clone(),
            label: party.block.title.text.clone(),
            span: party.block.name.span,
            attributes,
        });
    }

    pub(super) fn expect(&mut self, expect: &ast::Expect) {
        let words = expect.verdict.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(verdict) = model::Expected::of_word(&words) {
            self.check_clauses(&expect.flow);
            // Of verbs that are joined, each has this answer.
            for verb in expect.flow.verbs() {
                let flow = self.asked(&expect.flow, verb);
                self.policy.expects.push(model::Expect { span: expect.span, verdict, flow });
            }
        }
    }

    pub(super) fn acknowledgement(&mut self, acknowledgement: &ast::Acknowledgement) {
        let mut places = Vec::new();
        for label in &acknowledgement.labels {
            match self.names.labels.get(&label.text) {
                Some(known) => places.push(known.whole),
                None => self.unknown_label(label),
            }
        }
        self.policy.acknowledgements.push(model::Acknowledgement {
            span: acknowledgement.code.span,
            code: acknowledgement.code.text.clone(),
            places,
            is_placed: !acknowledgement.labels.is_empty(),
            because: acknowledgement.because.text.clone(),
        });
    }

    fn require(&mut self, require: &ast::Require) {
        let words = self.tails(&require.tails).words;
        let requirement = self.quantified(&require.requirement);
        let when = require.when.as_ref().map(|when| self.quantified(when));
        self.policy.requires.push(model::Require {
            name: require.name.text.clone(),
            span: require.name.span,
            title: require.title.as_ref().map(|title| title.text.clone()),
            requirement,
            when,
            words,
        });
    }

    fn quantified(&mut self, quantified: &ast::Quantified) -> model::Quantified {
        let selector = self.selector(&quantified.selector, quantified.span);
        let needs = quantified.needs.iter().filter_map(|need| self.need(need, &selector)).collect();
        model::Quantified { span: quantified.span, quantifier: quantified.quantifier, selector, needs }
    }

    fn selector(&mut self, selector: &ast::Selector, span: Span) -> model::Selector {
        match selector {
            ast::Selector::Block(word) => match (word.text.as_str(), model::Role::of_word(&word.text)) {
                (_, Some(role)) => model::Selector::Party(role),
                ("tracker", None) => model::Selector::Tracker,
                _ => model::Selector::Policy,
            },
            ast::Selector::Action { verb, object, clauses } => {
                let verb = verb.kind;
                let (slot, is_damaged) = match object {
                    Some(set) => self.plain_slot(verb.object_kind(), set),
                    None => (everything(verb.object_kind(), span), false),
                };
                let mut sentence = model::Sentence { is_damaged, ..model::Sentence::plain(span, verb, slot) };
                // A statement has the region of `store` directly behind the data; a selector says it as a clause.
                let is_head = |clause: &&ast::Clause| {
                    verb == model::Verb::Store && clause.kind.word() == ClauseWord::In
                };
                let head = clauses.iter().find(is_head).map(|clause| clause.span);
                let others = clauses.iter().filter(|clause| Some(clause.span) != head);
                self.check_clauses_of(&[verb], &others.cloned().collect::<Vec<_>>());
                for clause in clauses {
                    self.clause(clause, &mut sentence);
                }
                model::Selector::Action { verb, has_object: object.is_some(), sentence: Box::new(sentence) }
            }
        }
    }

    fn need(&mut self, need: &ast::Need, selector: &model::Selector) -> Option<model::Need> {
        Some(match need {
            ast::Need::Offer(set) => model::Need::Offer(self.plain_slot(Kind::Right, set).0.set),
            ast::Need::Clause(clause) => {
                let verb = match selector {
                    model::Selector::Action { verb, .. } => *verb,
                    model::Selector::Policy | model::Selector::Party(_) | model::Selector::Tracker => {
                        model::Verb::Collect
                    }
                };
                let mut sentence =
                    model::Sentence::plain(clause.span, verb, everything(verb.object_kind(), clause.span));
                self.clause(clause, &mut sentence);
                model::Need::Clause(clause.kind.word(), Box::new(sentence))
            }
            ast::Need::Word(word) => {
                if let Some(need) = NeedWord::of_word(&word.text) {
                    return Some(model::Need::Word(need, word.span));
                }
                self.report(
                    Diagnostic::new(
                        &rules::UNKNOWN_NEED,
                        word.span,
                        format!("nothing can have `{}`", word.text),
                    )
                    .at("not known here")
                    .help(format!("write one of {}", NeedWord::ALL.map(NeedWord::word).join(", "))),
                );
                return None;
            }
        })
    }
}

fn words(attribute: &ast::Attribute) -> Vec<(String, Span)> {
    let word = |value: &ast::Value| match value {
        ast::Value::Word(name) | ast::Value::Date(name) => Some((name.text.clone(), name.span)),
        ast::Value::Text(text) => Some((text.text.clone(), text.span)),
        ast::Value::Pair(..) | ast::Value::Duration(_) => None,
    };
    attribute.values.iter().filter_map(word).collect()
}

fn everything(kind: Kind, span: Span) -> model::Slot {
    let what = model::What::Any { kind, trait_: None, is_negated: false };
    model::Slot::plain(model::Set::of([what], span), span)
}
