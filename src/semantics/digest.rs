//! One number for what a policy says: it changes when the meaning does, and not when only the words do.
//!
//! # Design
//!
//! It covers the first three of the five parts in which policies are compared: what is permitted and what is prohibited;
//! how long data are kept; what is promised. Sets of flows are brought to one form each (`canonical`). A retention or a
//! promise is written down clause by clause, without labels, places and the author's words; those that differ in their
//! object alone are joined, so that it does not matter in how many statements they were said. Of the vocabulary it covers
//! what these sets do not show: what the policy's own terms are, as far as it names them, and which events end conditions.

mod clause;
mod vocabulary;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use fixedbitset::FixedBitSet;
use sha2::{Digest as _, Sha256};

use super::canonical::{self, Skeletons, field};
use super::half::{self, Cell, Half, Origin, Owner, Realm, Side};
use super::region::{BudgetExceeded, Region};
use super::retention::divided;
use super::space::{Dimension, FactKey, Formula, Known, Reading};
use super::standing::{Occasion, Standing};
use super::{Meaning, canonical::Digest};
use crate::model::{Kind, Policy, Sentence, Statement, StatementId, TermId, Verb};

/// The digest of a meaning, in hexadecimal digits.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn digest(meaning: &Meaning) -> Result<String, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut sum = said(meaning)?;
    let named = vocabulary::named(policy);
    for definition in vocabulary::definitions(policy, &named) {
        field(&mut sum, &definition);
    }
    Ok(hexadecimal(&sum.finalize().into()))
}

/// Whether two policies say the same, in terms of theirs that are the same; of a term that only one of them names, it does
/// not matter what it is.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn are_same(one: &Meaning, other: &Meaning) -> Result<bool, BudgetExceeded> {
    let [policy, other_policy] = [one, other].map(|meaning| &meaning.diagrams.space().policy);
    let [named, named_there] = [policy, other_policy].map(|policy| vocabulary::named(policy));
    let named = named.intersection(&named_there).cloned().collect();
    let [definitions, definitions_there] =
        [policy, other_policy].map(|policy| vocabulary::definitions(policy, &named));
    Ok(definitions == definitions_there && said(one)?.finalize() == said(other)?.finalize())
}

/// What a policy says, apart from what its own terms are.
fn said(meaning: &Meaning) -> Result<Sha256, BudgetExceeded> {
    let writer = Writer::new(meaning)?;
    let mut sum = Sha256::new();
    field(&mut sum, "candor meaning 1");
    for side in [Side::Permission, Side::Prohibition] {
        sum.update(writer.flows(|half| half.side == side)?);
    }
    for promise in writer.promises()? {
        field(&mut sum, &promise);
    }
    for ending in vocabulary::endings(&meaning.diagrams.space().policy) {
        field(&mut sum, &ending);
    }
    Ok(sum)
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
        writer.facts = space.facts.iter().map(|(_, key)| writer.plain_name(key)).collect();
        // A choice that stops nothing is known by what it is a choice of.
        for statement in &space.policy.statements {
            let owner = Owner::Statement(statement.id);
            let fact = statement.choice.and_then(|choice| space.known_fact(FactKey::Term(choice)));
            let stops = meaning.halves_of(owner).any(|(_, half)| half.origin == Origin::Choice);
            if let (Some(fact), false) = (fact, stops) {
                let rights = writer.names(&statement.sentence.object.set);
                writer.facts[fact.index()] = format!("used choice of {rights} that stops nothing");
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
            writer.facts[fact.index()] = name;
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
            return Ok(self.facts[fact.index()].clone());
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

    /// A fact by what it is.
    fn plain_name(&self, key: FactKey) -> String {
        let sort = match key {
            FactKey::Term(_) => "fact",
            FactKey::Given(_, period) => {
                return format!("{} given within {}", self.named_fact("fact", key), period.words());
            }
            FactKey::Subject(_) => "person",
            FactKey::Known(Known::Subject(class)) => return format!("known person {}", self.name(class)),
            FactKey::Known(Known::Data(class)) => return format!("known data {}", self.name(class)),
            FactKey::Known(Known::DataWith(one, is_negated)) => {
                return format!("known data {}{}", if is_negated { "not " } else { "" }, one.word());
            }
        };
        self.named_fact(sort, key)
    }

    /// A fact of some sort by the name of its term, with what it means where it was declared with `means`.
    fn named_fact(&self, sort: &str, key: FactKey) -> String {
        let space = self.meaning.diagrams.space();
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
        let Policy {
            header,
            trackers,
            // Read part by part below.
            statements: _,
            // Each is named where it is spoken of.
            vocabulary: _,
            // Where something stands, and who answers for it.
            parties: _,
            sections: _,
            top: _,
            // Words.
            prose: _,
            links: _,
            definitions: _,
            // Shown by the page alone.
            tables: _,
            // What the author says of the policy.
            expects: _,
            requires: _,
            acknowledgements: _,
            // They lead to the parts.
            names: _,
        } = &**policy;
        let mut joined: BTreeMap<String, Objects> = BTreeMap::new();
        let mut grounds: BTreeMap<String, Vec<Region>> = BTreeMap::new();
        for part in policy.parts() {
            let sentence = policy.part_sentence(part);
            if sentence.is_damaged {
                continue;
            }
            if sentence.verb.is_practice() {
                if let Some(retention) = &sentence.retention {
                    for (data, its) in divided(self.meaning.diagrams.space(), sentence, Reading::Permission) {
                        self.join(&mut joined, self.kept(sentence, retention, its.as_ref()), sentence, &data);
                    }
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
                for (data, its) in divided(self.meaning.diagrams.space(), sentence, Reading::Permission) {
                    let mut clauses = self.clauses(statement, its.as_ref());
                    clauses.extend(statement.exception.as_ref().map(|exception| self.exception(exception)));
                    clauses.sort();
                    self.join(&mut joined, clauses.join("\n"), sentence, &data);
                }
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
        promises.extend(trackers.iter().map(|tracker| self.tracked(tracker)));
        promises.extend(header.as_ref().and_then(|header| self.covered(header)));
        promises.sort();
        Ok(promises)
    }

    fn join(
        &self,
        joined: &mut BTreeMap<String, Objects>,
        clauses: String,
        sentence: &Sentence,
        data: &FixedBitSet,
    ) {
        let set = &sentence.object.set;
        if sentence.verb.object_kind() == Kind::Data {
            let objects = joined.entry(clauses).or_default();
            objects.data.grow(data.len());
            objects.data.union_with(data);
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
}

/// Whether a verb that says nothing of flows promises something; claims, disclaimers and advice are words.
pub(crate) const fn is_promise(verb: Verb) -> bool {
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
