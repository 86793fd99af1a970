//! Functions of facts, apart from the order of the diagram.
//!
//! # Design
//!
//! A function of a few facts has the digest of what it tests and of the digests below it, facts in the order of their
//! names.
//!
//! Names say nothing of what belongs together. Where they part twenty classes of people from the conditions of each, there
//! are a million ways from the one to the other, and no other order follows from the function alone. A function of many
//! facts is therefore taken for the polynomial that it is, linear in each of its facts, whatever their order: its digest is
//! that of its value where each fact is the number that belongs to its name, in a field so large that two functions of one
//! value cannot be found. Each node is looked at once.

use std::collections::{BTreeSet, HashMap, HashSet};

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use super::{Digest, NO, YES, field, number};
use crate::semantics::region::{BudgetExceeded, Diagrams, NodeId, Region, Test};
use crate::semantics::space::FactId;

/// Of how many facts a function is looked at in the order of their names.
const MOST_BY_NAME: usize = 14;

/// How many nodes are made before a set is given up.
const NODE_BUDGET: usize = 1 << 21;

/// The numbers of the field are those below 2 to this power less one, which is a prime. Whoever looks for two functions of
/// one value adds up the values of single cases, of which a policy of a million statements has a million: the more there
/// are, the more bits it takes.
const FIELD_BITS: usize = 3217;

/// No and yes.
const N_LEAVES: usize = 2;

/// The functions of facts of one set.
#[derive(Debug)]
pub(super) struct Facts<'n> {
    /// Facts with their names, in the order of these.
    named: &'n [(&'n str, FactId)],
    /// A fact, and what follows without it and with it, each by its number: no and yes are the first two, these follow.
    nodes: Vec<(FactId, u32, u32)>,
    unique: HashMap<(FactId, u32, u32), u32>,
    imported: HashMap<NodeId, u32>,
    fixed: HashMap<(u32, FactId, bool), u32>,
    digests: HashMap<(u32, usize), Digest>,
    field: Field,
    /// The values of the nodes, so far as anybody asked.
    values: HashMap<u32, BigUint>,
}

impl<'n> Facts<'n> {
    pub(super) fn new(named: &'n [(&'n str, FactId)]) -> Self {
        Self {
            named,
            nodes: Vec::new(),
            unique: HashMap::new(),
            imported: HashMap::new(),
            fixed: HashMap::new(),
            digests: HashMap::new(),
            field: Field::of(named),
            values: HashMap::new(),
        }
    }

    /// The function that a diagram is from a place on.
    pub(super) fn import(&mut self, diagrams: &Diagrams, region: &Region, at: NodeId) -> u32 {
        if let Some(known) = self.imported.get(&at) {
            return *known;
        }
        let made = match diagrams.look(region, at) {
            Test::Fact(fact, low, high) => {
                let low = self.import(diagrams, region, low);
                let high = self.import(diagrams, region, high);
                self.make(fact, low, high)
            }
            Test::Yes => 1,
            Test::No | Test::Slot(_) => 0,
        };
        self.imported.insert(at, made);
        made
    }

    fn make(&mut self, fact: FactId, low: u32, high: u32) -> u32 {
        if low == high {
            return low;
        }
        let next = number(self.nodes.len() + N_LEAVES);
        let id = *self.unique.entry((fact, low, high)).or_insert(next);
        if id == next {
            self.nodes.push((fact, low, high));
        }
        id
    }

    fn node(&self, node: u32) -> Option<(FactId, u32, u32)> {
        self.nodes.get((node as usize).checked_sub(N_LEAVES)?).copied()
    }

    /// What is left of a function when a fact has a value.
    fn fix(&mut self, node: u32, fact: FactId, value: bool) -> u32 {
        let Some((tested, low, high)) = self.node(node) else { return node };
        if tested >= fact {
            return match (tested == fact, value) {
                (false, _) => node,
                (true, false) => low,
                (true, true) => high,
            };
        }
        if let Some(known) = self.fixed.get(&(node, fact, value)) {
            return *known;
        }
        let low = self.fix(low, fact, value);
        let high = self.fix(high, fact, value);
        let made = self.make(tested, low, high);
        self.fixed.insert((node, fact, value), made);
        made
    }

    /// The digest of a function.
    ///
    /// # Errors
    /// When there is more to be looked at than anybody has time for.
    pub(super) fn digest(&mut self, node: u32) -> Result<Digest, BudgetExceeded> {
        let tested = self.tested(node);
        if tested.len() <= MOST_BY_NAME {
            return self.digest_by_name(node, 0);
        }
        let mut sum = Sha256::new();
        sum.update([2]);
        for (name, _) in self.named.iter().filter(|(_, fact)| tested.contains(fact)) {
            field(&mut sum, name);
        }
        sum.update(self.value(node).to_bytes_le());
        Ok(sum.finalize().into())
    }

    /// The digest of a function of the facts from a place in the order of names on.
    fn digest_by_name(&mut self, node: u32, mut place: usize) -> Result<Digest, BudgetExceeded> {
        if self.node(node).is_none() {
            return Ok(if node == 1 { YES } else { NO });
        }
        if let Some(known) = self.digests.get(&(node, place)) {
            return Ok(*known);
        }
        if self.nodes.len() > NODE_BUDGET {
            return Err(BudgetExceeded);
        }
        let start = place;
        let (name, low, high) = loop {
            let Some((name, fact)) = self.named.get(place).copied() else { return Err(BudgetExceeded) };
            let (low, high) = (self.fix(node, fact, false), self.fix(node, fact, true));
            place += 1;
            if low != high {
                break (name, low, high);
            }
        };
        let (low, high) = (self.digest_by_name(low, place)?, self.digest_by_name(high, place)?);
        let mut sum = Sha256::new();
        sum.update([1]);
        field(&mut sum, name);
        sum.update(low);
        sum.update(high);
        let digest = sum.finalize().into();
        self.digests.insert((node, start), digest);
        Ok(digest)
    }

    /// The facts on which a function depends.
    fn tested(&self, node: u32) -> BTreeSet<FactId> {
        let mut tested = BTreeSet::new();
        let mut seen = HashSet::new();
        let mut waiting = vec![node];
        while let Some(at) = waiting.pop() {
            let Some((fact, low, high)) = self.node(at).filter(|_| seen.insert(at)) else { continue };
            tested.insert(fact);
            waiting.extend([low, high]);
        }
        tested
    }

    /// The value of a function.
    fn value(&mut self, node: u32) -> BigUint {
        let Some((fact, low, high)) = self.node(node) else { return BigUint::from(node) };
        if let Some(known) = self.values.get(&node) {
            return known.clone();
        }
        let (low, high) = (self.value(low), self.value(high));
        let value = self.field.between(&low, &high, fact);
        self.values.insert(node, value.clone());
        value
    }
}

/// The numbers in which functions of many facts have their values.
#[derive(Debug)]
struct Field {
    prime: BigUint,
    /// The name of each fact.
    names: HashMap<FactId, String>,
    /// The number of each fact, made when it is first needed.
    numbers: HashMap<FactId, BigUint>,
}

impl Field {
    fn of(named: &[(&str, FactId)]) -> Self {
        let names = named.iter().map(|(name, fact)| (*fact, (*name).to_owned())).collect();
        Self { prime: (BigUint::from(1_u8) << FIELD_BITS) - 1_u8, names, numbers: HashMap::new() }
    }

    /// One value where a fact is false, the other where it is true, and what lies between where it is its number.
    fn between(&mut self, low: &BigUint, high: &BigUint, fact: FactId) -> BigUint {
        let name = self.names.get(&fact).map_or("", String::as_str);
        let number = self.numbers.entry(fact).or_insert_with(|| number_of(name) % &self.prime);
        let rise = high + &self.prime - low;
        (low + rise * &*number) % &self.prime
    }
}

/// The number that belongs to a name.
fn number_of(name: &str) -> BigUint {
    let blocks = 0..u8::try_from(FIELD_BITS / 256 + 1).unwrap_or(u8::MAX);
    let digits = blocks.flat_map(|block| {
        let mut sum = Sha256::new();
        sum.update([3, block]);
        field(&mut sum, name);
        Digest::from(sum.finalize())
    });
    BigUint::from_bytes_le(&digits.collect::<Vec<u8>>())
}
