//! One number for what a policy says: it changes when the meaning does, and not when only the words do.
//!
//! # Design
//!
//! It covers the first three of the five parts in which policies are compared: what is permitted and what is prohibited;
//! how long data are kept; what is promised. Sets of flows are brought to one form each (`canonical`). A retention or a
//! promise is written down clause by clause, without labels, places and the author's words; those that differ in their
//! object alone are joined, so that it does not matter in how many statements they were said.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use fixedbitset::FixedBitSet;
use sha2::{Digest as _, Sha256};

use super::canonical::{self, Skeletons, field};
use super::half::{self, Cell, Half, Origin, Owner, Realm, Side};
use super::region::{BudgetExceeded, Region};
use super::space::{Dimension, FactKey, Formula, Known, Reading};
use super::standing::{Occasion, Standing};
use super::{Meaning, canonical::Digest};
use crate::language::Unit;
use crate::model::{
    Actor, AttributeValue, Bound, EndKind, Exception, Fact, Field, Kind, Lifetime, Period, Retention,
    Sentence, Set, Statement, StatementId, TermId, Timing, Verb, What, Whichever,
};

/// The digest of a meaning, in hexadecimal digits.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn digest(meaning: &Meaning) -> Result<String, BudgetExceeded> {
    let writer = Writer::new(meaning)?;
    let mut sum = Sha256::new();
    field(&mut sum, "candor meaning 1");
    for side in [Side::Permission, Side::Prohibition] {
        sum.update(writer.flows(|half| half.side == side)?);
    }
    for promise in writer.promises()? {
        field(&mut sum, &promise);
    }
    Ok(hexadecimal(&sum.finalize().into()))
}

/// Whether a half belongs to the meaning: claims are words, and what only yields depends on what was asked.
fn counts(half: &Half) -> bool {
    half.realm != Realm::Words && half.origin != Origin::Deed
}

/// The digest of a text, in hexadecimal digits.
#[must_use]
pub fn of_text(text: &str) -> String {
    hexadecimal(&Sha256::digest(text).into())
}

fn hexadecimal(digest: &Digest) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What stands behind the clauses of several statements: data, or terms of another kind.
#[derive(Default)]
struct Objects {
    data: FixedBitSet,
    names: BTreeSet<String>,
}

struct Writer<'m> {
    meaning: &'m Meaning,
    skeletons: Skeletons<'m>,
    sets: RefCell<HashMap<(Dimension, FixedBitSet), String>>,
    /// The name of each fact; the fact that a choice was used is named by what the choice stops.
    facts: Vec<String>,
    /// What the offers speak of that name statements: the flows of these, whatever their labels.
    named: HashMap<StatementId, String>,
    /// When each statement speaks: of a deletion on each of its occasions, of any other in its cases.
    standings: Vec<Vec<String>>,
}

impl<'m> Writer<'m> {
    fn new(meaning: &'m Meaning) -> Result<Self, BudgetExceeded> {
        let space = meaning.diagrams.space();
        let mut writer = Self {
            meaning,
            skeletons: Skeletons::new(space),
            sets: RefCell::default(),
            facts: Vec::new(),
            named: HashMap::new(),
            standings: Vec::new(),
        };
        writer.facts = space.facts.iter().map(|key| writer.plain_name(*key)).collect();
        // A choice that stops nothing is known by what it is a choice of.
        for statement in &space.policy.statements {
            let owner = Owner::Statement(statement.id);
            let fact = statement.choice.and_then(|choice| space.known_fact(FactKey::Term(choice)));
            let stops = meaning.halves_of(owner).any(|(_, half)| half.origin == Origin::Choice);
            if let (Some(fact), false) = (fact, stops) {
                let rights = writer.names(&statement.sentence.object.set);
                writer.facts[fact.0 as usize] = format!("used choice of {rights} that stops nothing");
            }
        }
        let mut choices = Vec::new();
        for half in meaning.halves.iter().filter(|half| half.origin == Origin::Choice) {
            let Owner::Statement(id) = half.owner else { continue };
            let choice = space.policy.statement(id).choice;
            let fact = choice.and_then(|choice| space.known_fact(FactKey::Term(choice)));
            let Some(fact) = fact else { continue };
            // What the choice stops, once it is used.
            let stopped = meaning.diagrams.cells(&half.cells)?;
            let stopped = meaning.diagrams.and(&stopped, &meaning.diagrams.literal(fact, true))?;
            let stopped = meaning.diagrams.forget(&stopped, &[], &[fact])?;
            let digest = canonical::region(&meaning.diagrams, &writer.skeletons, &stopped, &writer.facts)?;
            choices.push((fact, format!("used choice {}", hexadecimal(&digest))));
        }
        for (fact, name) in choices {
            writer.facts[fact.0 as usize] = name;
        }
        for statement in space.policy.statements.iter().filter(|one| !one.sentence.from_labels.is_empty()) {
            let name = writer.named(statement)?;
            writer.named.insert(statement.id, name);
        }
        for statement in &space.policy.statements {
            let standing = writer.standing(meaning.standing(Owner::Statement(statement.id)))?;
            writer.standings.push(standing);
        }
        Ok(writer)
    }

    /// When a statement speaks, whatever the words that open its conditions and the order in which they stand.
    fn standing(&self, standing: &Standing) -> Result<Vec<String>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let when = |cases: &Formula| -> Result<String, BudgetExceeded> {
            if *cases == Formula::True {
                return Ok(String::new());
            }
            let cases = diagrams.formula(cases)?;
            let digest = canonical::region(diagrams, &self.skeletons, &cases, &self.facts)?;
            Ok(format!("when {}", hexadecimal(&digest)))
        };
        let occasion = |occasion: &Occasion| -> Result<String, BudgetExceeded> {
            let mut events: Vec<String> =
                occasion.events.iter().map(|event| self.fact_name(*event)).collect();
            events.sort();
            let cases = standing.cases.clone().and(occasion.cases.clone()).and(occasion.happened.clone());
            Ok(format!("on {} {}", events.join(", "), when(&cases)?))
        };
        let mut clauses = match standing.occasions.as_slice() {
            [] => vec![when(&standing.cases)?],
            occasions => occasions.iter().map(occasion).collect::<Result<_, _>>()?,
        };
        clauses.sort();
        clauses.dedup();
        Ok(clauses)
    }

    /// What the statements permit that an offer names.
    fn named(&self, statement: &Statement) -> Result<String, BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let choice = statement.choice.and_then(|choice| space.known_fact(FactKey::Term(choice)));
        if let Some(fact) = choice {
            return Ok(self.facts[fact.0 as usize].clone());
        }
        let named = half::named_by(&space.policy, &statement.sentence);
        let is_named = |half: &&Half| {
            half.side == Side::Permission && half.is_practice() && named.binary_search(&half.owner).is_ok()
        };
        let cells: Vec<Cell> =
            self.meaning.halves.iter().filter(is_named).flat_map(|half| half.cells.iter().cloned()).collect();
        let flows = self.meaning.diagrams.cells(&cells)?;
        let digest = canonical::region(&self.meaning.diagrams, &self.skeletons, &flows, &self.facts)?;
        Ok(format!("from {}", hexadecimal(&digest)))
    }

    /// A fact by the name of its term, with what it means where it was declared with `means`.
    fn plain_name(&self, key: FactKey) -> String {
        let space = self.meaning.diagrams.space();
        let sort = match key {
            FactKey::Term(_) => "fact",
            FactKey::Subject(_) => "person",
            FactKey::Known(Known::Subject(class)) => return format!("known person {}", self.name(class)),
            FactKey::Known(Known::Data(class)) => return format!("known data {}", self.name(class)),
            FactKey::Known(Known::DataWith(one, is_negated)) => {
                return format!("known data {}{}", if is_negated { "not " } else { "" }, one.word());
            }
        };
        let mut name = format!("{sort} {}", key.term().map(|term| self.name(term)).unwrap_or_default());
        for (_, meant) in space.closed_above(key).into_iter().filter(|(closed, _)| *closed == key) {
            let mut meant: Vec<String> =
                meant.into_iter().filter_map(FactKey::term).map(|term| self.name(term)).collect();
            meant.sort();
            name.push_str(&format!(" means {}", meant.join(", ")));
        }
        name
    }

    fn name(&self, term: TermId) -> String {
        self.meaning.diagrams.space().policy.vocabulary.term(term).name.to_string()
    }

    /// What is left of some halves, together.
    fn flows(&self, picks: impl Fn(&Half) -> bool) -> Result<Digest, BudgetExceeded> {
        let halves = self.meaning.halves.iter().zip(&self.meaning.effect.regions);
        let regions: Vec<Region> = halves
            .filter(|(half, _)| counts(half) && picks(half))
            .map(|(_, region)| region.clone())
            .collect();
        self.region(regions)
    }

    fn region(&self, regions: Vec<Region>) -> Result<Digest, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        canonical::region(diagrams, &self.skeletons, &diagrams.union(regions)?, &self.facts)
    }

    /// Everything that is promised beside flows, in order.
    fn promises(&self) -> Result<Vec<String>, BudgetExceeded> {
        let policy = &self.meaning.diagrams.space().policy;
        let mut joined: BTreeMap<String, Objects> = BTreeMap::new();
        let mut grounds: BTreeMap<String, Vec<Region>> = BTreeMap::new();
        for part in policy.parts() {
            let sentence = policy.part_sentence(part);
            if sentence.is_damaged {
                continue;
            }
            if sentence.verb.is_practice() {
                if let Some(retention) = &sentence.retention {
                    self.join(&mut joined, self.kept(sentence, retention), sentence);
                }
                let ground = self.ground(sentence);
                if !ground.is_empty() {
                    let halves = self.meaning.halves.iter().zip(&self.meaning.effect.regions);
                    let stated =
                        halves.filter(|(half, _)| half.owner == part && half.origin == Origin::Stated);
                    grounds.entry(ground).or_default().extend(stated.map(|(_, region)| region.clone()));
                }
            } else if let (Owner::Statement(id), true) = (part, is_promise(sentence.verb)) {
                let statement = policy.statement(id);
                let mut clauses = self.clauses(statement);
                if let Some(exception) = &statement.exception {
                    clauses.push(self.exception(exception));
                }
                clauses.sort();
                self.join(&mut joined, clauses.join("\n"), sentence);
            }
        }
        let mut promises: Vec<String> = joined
            .into_iter()
            .map(|(clauses, objects)| {
                let names: Vec<String> = objects.names.into_iter().collect();
                let data = match objects.data.is_clear() {
                    true => String::new(),
                    false => self.set(Dimension::Datum, &objects.data),
                };
                format!("{clauses}\nof {}{data}", names.join(", "))
            })
            .collect();
        for (ground, regions) in grounds {
            promises.push(format!("{ground}\nof {}", hexadecimal(&self.region(regions)?)));
        }
        for tracker in &policy.trackers {
            if let Some(lifetime) = tracker.lasting {
                let lasting = match lifetime {
                    Lifetime::Word(word) => word.word().to_owned(),
                    Lifetime::Period(length) => period(length),
                };
                promises.push(format!("lasting {lasting}\nof {}", self.name(tracker.channel)));
            }
        }
        if let Some(covered) = self.meaning.diagrams.space().covered_channels() {
            promises.push(format!("covers{}", self.set(Dimension::Channel, &covered)));
        }
        promises.sort();
        Ok(promises)
    }

    fn join(&self, joined: &mut BTreeMap<String, Objects>, clauses: String, sentence: &Sentence) {
        let set = &sentence.object.set;
        if sentence.verb.object_kind() == Kind::Data {
            let data = self.meaning.diagrams.space().data(set, Reading::Permission);
            let objects = joined.entry(clauses).or_default();
            objects.data.grow(data.len());
            objects.data.union_with(&data);
        } else if set.except.is_empty() {
            joined
                .entry(clauses)
                .or_default()
                .names
                .extend(set.items.iter().map(|item| self.item(item.what)));
        } else {
            joined.entry(clauses).or_default().names.insert(self.names(set));
        }
    }

    fn set(&self, dimension: Dimension, set: &FixedBitSet) -> String {
        let mut written = self.sets.borrow_mut();
        // Statements speak of the same sets over and over.
        let known = written.entry((dimension, set.clone()));
        known.or_insert_with(|| canonical::set(&self.skeletons, dimension, set)).clone()
    }

    /// How long what a practice obtains is kept.
    fn kept(&self, sentence: &Sentence, retention: &Retention) -> String {
        let mut clauses = vec![Verb::Retain.word().to_owned(), self.retention(retention)];
        for (word, slot) in [("about", &sentence.slots.subject), ("in", &sentence.slots.subject_region)] {
            clauses.extend(slot.iter().map(|slot| format!("{word} {}", self.names(&slot.set))));
        }
        clauses.sort();
        clauses.join("\n")
    }

    /// Why something may be done, and whether the person must help with it.
    fn ground(&self, sentence: &Sentence) -> String {
        let mut ground: Vec<String> =
            sentence.bases.iter().map(|basis| format!("based on {}", self.name(basis.term))).collect();
        ground.extend(sentence.necessity.map(|necessity| necessity.word().to_owned()));
        ground.sort();
        ground.dedup();
        ground.join("\n")
    }

    /// Every clause of a statement but its object.
    fn clauses(&self, statement: &Statement) -> Vec<String> {
        let sentence = &statement.sentence;
        let mut clauses = vec![sentence.verb.word().to_owned()];
        if let Actor::Recipient(term, _) = sentence.actor {
            clauses.push(format!("by {}", self.name(term)));
        }
        if sentence.modality.is_negative() {
            clauses.push("never".to_owned());
        } else if sentence.modality == crate::model::Modality::TryTo {
            clauses.push("try to".to_owned());
        }
        for (field, slot) in sentence.slots.filled() {
            let only = if slot.is_only { "only " } else { "" };
            clauses.push(format!("{only}{} {}", field.says(), self.slot_of(field, &slot.set)));
        }
        clauses.extend(self.standings[statement.id.index()].iter().cloned());
        let only = sentence.facts.iter().filter(|clause| clause.is_only);
        clauses.extend(only.map(|clause| format!("only {}", self.fact(&clause.fact.in_order()))));
        clauses.push(self.ground(sentence));
        clauses.extend(sentence.retention.as_ref().map(|retention| self.retention(retention)));
        if sentence.is_ceiling {
            clauses.push("no longer".to_owned());
        }
        clauses.extend(sentence.deletion.as_ref().map(|deletion| timing(deletion.timing)));
        clauses.extend(sentence.states.iter().map(|state| state.word().to_owned()));
        clauses.push(timing(sentence.timing));
        clauses.extend(self.named.get(&statement.id).cloned());
        clauses.extend(statement.attributes.iter().map(|(key, values)| self.term_of_offer(key, values)));
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }

    /// One of the terms on which a right is offered: what stands in braces.
    fn term_of_offer(&self, key: &str, values: &[AttributeValue]) -> String {
        let value = |value: &AttributeValue| match value {
            AttributeValue::Text(text) => format!("{text:?}"),
            AttributeValue::Term(term) => self.name(*term),
            AttributeValue::TermText(term, text) => format!("{} {text:?}", self.name(*term)),
            AttributeValue::Period(length) => period(*length),
            AttributeValue::Number(number) => number.to_string(),
            AttributeValue::Word(word) => word.clone(),
        };
        format!("{key} {}", values.iter().map(value).collect::<Vec<_>>().join(", "))
    }

    /// What fills a slot: by its values where promises are made of flows, by its names elsewhere.
    fn slot_of(&self, field: Field, set: &Set) -> String {
        match field {
            Field::Purpose => self.slot(Dimension::Purpose, set),
            Field::Channel => self.slot(Dimension::Channel, set),
            Field::Recipient => self.slot(Dimension::Recipient, set),
            Field::RecipientRegion => self.slot(Dimension::RecipientRegion, set),
            Field::Over => {
                let data = self.meaning.diagrams.space().data(set, Reading::Permission);
                self.set(Dimension::Datum, &data)
            }
            Field::Second
            | Field::SecondSubject
            | Field::Source
            | Field::Subject
            | Field::SubjectRegion
            | Field::Region
            | Field::Measures
            | Field::Events
            | Field::Duties => self.names(set),
        }
    }

    fn slot(&self, dimension: Dimension, set: &Set) -> String {
        self.set(dimension, &self.meaning.diagrams.space().slot(dimension, set))
    }

    /// What a retention gives way to, by what it says.
    fn exception(&self, exception: &Exception) -> String {
        let Exception::StatedIn(named) = exception else { return "except elsewhere".to_owned() };
        let policy = &self.meaning.diagrams.space().policy;
        let mut said: Vec<String> = named
            .iter()
            .flat_map(|(target, _)| policy.parts_of(*target))
            .map(|part| match part {
                Owner::Statement(id) => {
                    let statement = policy.statement(id);
                    let mut clauses = self.clauses(statement);
                    clauses.sort();
                    format!("{} of {}", clauses.join(", "), self.names(&statement.sentence.object.set))
                }
                Owner::Tracker(id) => format!("tracker {}", self.name(policy.trackers[id.index()].channel)),
            })
            .collect();
        said.sort();
        format!("except {}", said.join("; "))
    }

    fn retention(&self, retention: &Retention) -> String {
        let stages: Vec<String> = retention
            .stages
            .iter()
            .map(|stage| {
                let mut ends: Vec<String> = stage.ends.iter().map(|end| self.end(&end.kind)).collect();
                ends.sort();
                ends.dedup();
                let form = stage.form.map(|form| self.name(form)).unwrap_or_default();
                let whichever = match (ends.len(), stage.whichever) {
                    (0 | 1, _) => "",
                    (_, Whichever::Longer) => "the longer of ",
                    (_, Whichever::Shorter) => "the shorter of ",
                };
                format!("{form} {whichever}{}", ends.join(", "))
            })
            .collect();
        format!("kept {}", stages.join(" then "))
    }

    fn end(&self, end: &EndKind) -> String {
        match end {
            EndKind::AtAll => "at all".to_owned(),
            EndKind::Indefinitely => "without end".to_owned(),
            EndKind::For { bound, period: length, after } => {
                let bound = match bound {
                    Bound::Exactly => "",
                    Bound::UpTo => "up to ",
                    Bound::AtLeast => "at least ",
                };
                let after = after.map(|event| format!(" after {}", self.name(event))).unwrap_or_default();
                format!("{bound}{}{after}", period(*length))
            }
            EndKind::While(fact) => format!("while {}", self.fact(&fact.in_order())),
            EndKind::Until(event) => format!("until {}", self.name(*event)),
            EndKind::Needed(purposes) => format!("needed for {}", self.slot(Dimension::Purpose, purposes)),
        }
    }

    /// An expression over facts with its parts in order, these by name.
    fn fact(&self, fact: &Fact) -> String {
        let parts = |facts: &[Fact], word: &str| {
            let mut parts: Vec<String> = facts.iter().map(|fact| self.fact(fact)).collect();
            parts.sort();
            parts.dedup();
            format!("({})", parts.join(word))
        };
        match fact {
            Fact::Term(term, _) => self.fact_name(*term),
            Fact::Not(inner) => format!("not {}", self.fact(inner)),
            Fact::And(facts) => parts(facts, " and "),
            Fact::Or(facts) => parts(facts, " or "),
        }
    }

    fn fact_name(&self, term: TermId) -> String {
        let known = self.meaning.diagrams.space().known_fact(FactKey::Term(term));
        known.map_or_else(|| self.name(term), |fact| self.facts[fact.0 as usize].clone())
    }

    /// The items of a set by name, in order.
    fn names(&self, set: &Set) -> String {
        let side = |items: &[crate::model::SetItem]| {
            let mut names: Vec<String> = items
                .iter()
                .map(|item| {
                    let form = item.form.map(|form| format!("{} ", self.name(form))).unwrap_or_default();
                    format!("{form}{}", self.item(item.what))
                })
                .collect();
            names.sort();
            names.dedup();
            names.join(", ")
        };
        if set.except.is_empty() {
            return side(&set.items);
        }
        format!("{} except {}", side(&set.items), side(&set.except))
    }

    fn item(&self, what: What) -> String {
        match what {
            What::Term(term) => self.name(term),
            What::Any { kind, trait_, is_negated } => {
                let not = if is_negated { "not " } else { "" };
                format!("any {not}{} {}", trait_.map_or("", crate::model::Trait::word), kind.word())
            }
        }
    }
}

/// Whether a verb that says nothing of flows promises something; claims, disclaimers and advice are words.
const fn is_promise(verb: Verb) -> bool {
    match verb {
        Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::Protect
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::Require => true,
        Verb::State | Verb::Disclaim | Verb::Advise => false,
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
        | Verb::Publish => false,
    }
}

/// A length of time; a year is twelve months.
fn period(period: Period) -> String {
    match period.unit {
        Unit::Years => format!("{} months", u64::from(period.amount) * 12),
        Unit::Weeks => format!("{} days", u64::from(period.amount) * 7),
        unit @ (Unit::Minutes | Unit::Hours | Unit::Days | Unit::BusinessDays | Unit::Months) => {
            format!("{} {}", period.amount, unit.word())
        }
    }
}

fn timing(timing: Option<Timing>) -> String {
    match timing {
        None => String::new(),
        Some(Timing::Promptly) => " promptly".to_owned(),
        Some(Timing::Within(length)) => format!(" within {}", period(length)),
        Some(Timing::Before(length)) => format!(" {} before", period(length)),
        Some(Timing::Beforehand) => " beforehand".to_owned(),
    }
}
