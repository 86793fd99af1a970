//! One number for what a policy says: it changes when the meaning does, and not when only the words do.
//!
//! # Design
//!
//! It covers the first three of the five parts in which policies are compared: what is permitted and what is prohibited;
//! how long data are kept; what is promised. Sets of flows are brought to one form each (`canonical`). A retention or a
//! promise is a set of flows as well, and what is said of them: how long, how soon, how surely. That is written down in
//! words, without labels, places and the author's; the flows of which the same is said are one set, so that it does not
//! matter in how many statements and in which lists they were named. Of the vocabulary it covers
//! what these sets do not show: what the policy's own terms are, as far as it names them, and which events end conditions.

mod choice;
mod clause;
mod promise;
mod vocabulary;

use std::cell::RefCell;
use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use sha2::{Digest as _, Sha256};

pub(crate) use self::promise::is_promise;
use super::canonical::{self, Skeletons, field};
use super::half::{self, Cell, Half, Origin, Owner, Realm, Side};
use super::region::{BudgetExceeded, Region};
use super::space::{Dimension, FactKey, Formula, Known};
use super::{Meaning, canonical::Digest};
use crate::model::{Statement, StatementId, TermId};

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

struct Writer<'m> {
    meaning: &'m Meaning,
    skeletons: Skeletons<'m>,
    sets: RefCell<HashMap<(Dimension, FixedBitSet), String>>,
    /// The name of each fact; the fact that a choice was used is named by what the choice is.
    facts: Vec<String>,
    /// What the offers speak of that name statements: the flows of these, whatever their labels.
    named: HashMap<StatementId, String>,
    /// What each statement and each tracker keeps, or never keeps.
    kept: HashMap<Owner, Vec<&'m Half>>,
}

impl<'m> Writer<'m> {
    fn new(meaning: &'m Meaning) -> Result<Self, BudgetExceeded> {
        let space = meaning.diagrams.space();
        let mut kept: HashMap<Owner, Vec<&Half>> = HashMap::new();
        for half in meaning.kept.iter().chain(&*meaning.limits) {
            kept.entry(half.owner).or_default().push(half);
        }
        let mut writer = Self {
            meaning,
            skeletons: Skeletons::new(space),
            sets: RefCell::default(),
            facts: Vec::new(),
            named: HashMap::new(),
            kept,
        };
        writer.facts = space.facts.iter().map(|(_, key)| writer.plain_name(key)).collect();
        writer.name_choices()?;
        for statement in space.policy.statements.iter().filter(|one| !one.sentence.from_labels.is_empty()) {
            let name = writer.named(statement)?;
            writer.named.insert(statement.id, name);
        }
        Ok(writer)
    }

    /// In which cases something is said; nothing where it is said in all of them.
    fn when(&self, cases: &Formula) -> Result<String, BudgetExceeded> {
        if *cases == Formula::True {
            return Ok(String::new());
        }
        let cases = self.meaning.diagrams.formula(cases)?;
        Ok(format!("when {}", self.digest_of(&cases)?))
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
        Ok(format!("from {}", self.digest_of(&self.meaning.diagrams.cells(&cells)?)?))
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
        self.region(&self.meaning.diagrams.union(regions)?)
    }

    fn region(&self, region: &Region) -> Result<Digest, BudgetExceeded> {
        canonical::region(&self.meaning.diagrams, &self.skeletons, region, &self.facts)
    }

    fn digest_of(&self, region: &Region) -> Result<String, BudgetExceeded> {
        Ok(hexadecimal(&self.region(region)?))
    }

    fn set(&self, dimension: Dimension, set: &FixedBitSet) -> String {
        let mut written = self.sets.borrow_mut();
        // Statements speak of the same sets over and over.
        let known = written.entry((dimension, set.clone()));
        known.or_insert_with(|| canonical::set(&self.skeletons, dimension, set)).clone()
    }
}
