//! Decisions about single flows, made without decision diagrams.
//!
//! # Design
//!
//! Only what is done with data is decided here: rights, promises and keeping are asked of the meaning.
//!
//! A policy is prepared once. For each slot and each class of its values there is a row of bits: which cells hold the
//! class. A decision intersects one row for each slot, looks at the facts of the few cells that are left, and lets their
//! halves take from each other what exceptions, choices and silence take: the three steps of the meaning, for one flow.
//! A second, shorter row says which words of the first are not zero, so that most of a long policy is never looked at.
//!
//! What a half loses is worked out among the halves that hold the flow, so that no list of pairs is kept.

mod index;

use std::collections::HashMap;
use std::sync::Arc;

use index::{BITS, Places, Rows};

use super::effect::is_silent;
use super::half::{Aspect, Origin, Owner, Side};
use super::space::{Act, Atom, Dimension, FactKey, Formula, Space};
use super::{Flow, Meaning, describe};
use crate::model::{Kind, KnownTerm, Policy, TermId, Traits, Vocabulary};

/// A policy that is prepared to decide single flows.
///
/// ```
/// use candor::model::Kind;
/// use candor::semantics::decision::{Decision, Decisions};
/// use candor::semantics::space::{Act, Dimension};
///
/// let mut sources = candor::stdlib::sources();
/// let file = sources.add("shop.candor", r#"
///     section news "Our newsletter" {
///         newsletter:
///             we may use contact.email for marketing only with consent
///     }
/// "#);
/// let policy = candor::compile(sources, &[file]).policy;
/// let meaning = candor::semantics::understand(&policy, &[]).expect("a small policy");
/// let decisions = Decisions::prepare(&meaning);
///
/// let slots = [(Dimension::Datum, "contact.email"), (Dimension::Purpose, "marketing")];
/// let consented = decisions.flow(Act::Use, &slots, &[(Kind::Consent, "consent")]).expect("known names");
/// assert_eq!(decisions.decide(&decisions.case(&consented)), Decision::Permitted);
///
/// let unasked = decisions.flow(Act::Use, &slots, &[]).expect("known names");
/// let case = decisions.case(&unasked);
/// assert_eq!(decisions.decide(&case), Decision::Prohibited);
/// assert_eq!(decisions.reasons(&case).prohibited_by.len(), 1);
/// ```
#[derive(Debug)]
pub struct Decisions {
    policy: Arc<Policy>,
    places: Places,
    /// One for each dimension; none where no cell is about it.
    rows: Vec<Option<Rows>>,
    /// How many words a short row has.
    n_summary: usize,
    cells: Vec<Cell>,
    /// In an order in which each stands behind those from which its exceptions take.
    halves: Vec<Half>,
    /// Of which aspects a permission speaks; several share one list.
    spoken: Vec<Vec<bool>>,
    /// The acts and the recipients for which a safeguard is bound, with the safeguard.
    bound: Vec<(Vec<bool>, FactKey)>,
}

/// What a policy says of one flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// A statement permits it, and none prohibits it.
    Permitted,
    /// A statement prohibits it, and none permits it.
    Prohibited,
    /// Nothing is said about it: a policy promises that nothing else is done.
    Undisclosed,
    /// One statement permits it and another prohibits it: the policy has a fault, which checking it reports.
    Contradictory,
}

/// The statements and trackers that say something about one flow.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reasons {
    /// Those that permit it.
    pub permitted_by: Vec<Owner>,
    /// Those that prohibit it.
    pub prohibited_by: Vec<Owner>,
}

/// A flow in the numbers of a prepared policy.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Case {
    classes: [u32; Dimension::COUNT],
    facts: Vec<u64>,
}

/// Why words are not one flow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotAFlow {
    /// No term has this name.
    #[error("`{0}` is not declared")]
    Unknown(String),
    /// The term is declared with `means`, so that it has no value of its own.
    #[error("`{0}` stands for several things; name one of them")]
    Several(String),
}

#[derive(Debug)]
struct Cell {
    half: u32,
    part: Part,
    facts: Formula,
}

/// What a cell is of its half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// What it says.
    Said,
    /// The scope of a stated use, to which what is implied yields; it permits nothing itself.
    Scope,
    /// What an exception takes out of it that is no other half: what is refused, out of a used choice.
    Excepted,
}

#[derive(Debug)]
struct Half {
    owner: Owner,
    side: Side,
    origin: Origin,
    /// The halves from which its exceptions take, in order.
    excepts: Vec<u32>,
    /// Of a permission: its list of what it speaks of.
    spoken: u32,
    /// Of a prohibition: what it restricts.
    affirms: Vec<u32>,
}

impl Decisions {
    /// Prepares a policy.
    #[must_use]
    pub fn prepare(meaning: &Meaning) -> Self {
        let space = meaning.diagrams.space();
        let (order, place_of) = leaves_first(meaning);
        let mut aspects = Aspects::of(meaning);
        let mut halves: Vec<Half> = order
            .iter()
            .map(|idx| {
                let half = &meaning.halves[*idx];
                Half {
                    owner: half.owner,
                    side: half.side,
                    origin: half.origin,
                    excepts: Vec::new(),
                    spoken: aspects.spoken(&space.policy.vocabulary, &half.says),
                    affirms: half.affirms.iter().filter_map(|aspect| aspects.number(*aspect)).collect(),
                }
            })
            .collect();
        put_exceptions(meaning, &place_of, &mut halves);
        let mut cells = Vec::new();
        for (half, place) in meaning.halves.iter().zip(&place_of).filter(|(half, _)| half.is_practice()) {
            let said = half.cells.iter().map(|cell| (cell, Part::Said));
            let scope = half.scope.iter().map(|cell| (cell, Part::Scope));
            let excepted = half.excepted.iter().flat_map(|(_, cells)| cells);
            let excepted = excepted.map(|cell| (cell, Part::Excepted));
            cells.extend(
                said.chain(scope)
                    .chain(excepted)
                    .map(|(cell, part)| (&cell.sets, Cell { half: *place, part, facts: cell.facts.clone() })),
            );
        }
        // Cells about the same act and the same data stand together, so that their bits fill few words.
        cells.sort_by_key(|(sets, cell)| {
            let first = |dimension: Dimension| {
                let set = sets[dimension as usize]?;
                space.classes_in(dimension, set).minimum()
            };
            (first(Dimension::Verb), first(Dimension::Datum), first(Dimension::Purpose), cell.half)
        });
        let rows: Vec<Option<Rows>> = Dimension::ALL
            .into_iter()
            .map(|dimension| {
                let is_about = cells.iter().any(|(sets, _)| sets[dimension as usize].is_some());
                is_about.then(|| {
                    let mut rows = Rows::new(space.n_classes(dimension), cells.len());
                    for (cell, (sets, _)) in cells.iter().enumerate() {
                        match sets[dimension as usize] {
                            Some(set) => {
                                for class in space.classes_in(dimension, set).ones() {
                                    rows.insert(class, cell);
                                }
                            }
                            None => {
                                (0..space.n_classes(dimension)).for_each(|class| rows.insert(class, cell))
                            }
                        }
                    }
                    rows.summarise();
                    rows
                })
            })
            .collect();
        let n_summary = cells.len().div_ceil(BITS).div_ceil(BITS);
        let bound = meaning.diagrams.bound().iter().map(|(recipients, fact)| {
            let classes = space.n_classes(Dimension::Recipient);
            let is_bound = (0..classes).map(|class| recipients.contains(class)).collect();
            (is_bound, space.facts.key(*fact))
        });
        Self {
            policy: space.policy.clone(),
            places: Places::of(space),
            rows,
            n_summary,
            cells: cells.into_iter().map(|(_, cell)| cell).collect(),
            halves,
            spoken: aspects.lists,
            bound: bound.collect(),
        }
    }

    /// A flow by the names of its values.
    ///
    /// The name of a term with others below it is what it covers beside them. Data can have a form in front, as in
    /// `hashed contact.email`; without one they are readable. Who acts is the company unless the slot names another;
    /// every other slot that is left out has a value without a name. A consent can have its age behind it, as in
    /// `consent given within 2 years`. A fact that is not named is false, except for what
    /// the named ones imply and for safeguards to which the recipient is bound.
    ///
    /// # Errors
    /// When a name is not declared, or stands for several things.
    pub fn flow(
        &self,
        act: Act,
        slots: &[(Dimension, &str)],
        facts: &[(Kind, &str)],
    ) -> Result<Flow, NotAFlow> {
        let vocabulary = &self.policy.vocabulary;
        let mut flow = Flow { act, slots: Vec::new(), facts: Vec::new() };
        for dimension in act.slots() {
            let kind = Space::kind(*dimension).unwrap_or(Kind::Data);
            let named = slots.iter().find(|(one, _)| one == dimension).map(|(_, name)| *name);
            let (form, name) = match named.and_then(|name| name.split_once(' ')) {
                Some((form, name)) => (Some(form), Some(name.trim_start())),
                None => (None, named),
            };
            let atom = match (name, dimension) {
                (None, Dimension::Actor) => Atom::Company,
                (None, _) => Atom::Unnamed(Traits::default()),
                (Some(name), _) => own_atom(vocabulary, kind, name)?,
            };
            let form = match kind == Kind::Data {
                true => Some(match form {
                    Some(form) => found(vocabulary, Kind::Form, form)?,
                    None => known(vocabulary, KnownTerm::Readable)?,
                }),
                false => None,
            };
            flow.slots.push((*dimension, atom, form));
        }
        for (kind, name) in facts {
            let (name, period) =
                describe::split_given(name).ok_or_else(|| NotAFlow::Unknown((*name).to_owned()))?;
            let term = found(vocabulary, *kind, name)?;
            let key = match (kind, period) {
                (Kind::Subject, _) => FactKey::Subject(term),
                (Kind::Consent, Some(period)) => FactKey::Given(term, period.in_largest_unit()),
                (_, Some(_)) => return Err(NotAFlow::Unknown(name.to_owned())),
                (_, None) => FactKey::Term(term),
            };
            flow.facts.push(key);
        }
        let recipient = self.class(&flow, Dimension::Recipient) as usize;
        if matches!(act, Act::Disclose | Act::Sell) {
            let bound = self.bound.iter().filter(|(to, _)| to.get(recipient) == Some(&true));
            flow.facts.extend(bound.map(|(_, safeguard)| *safeguard));
        }
        let implied = |other: &FactKey| flow.facts.iter().any(|key| key.implies(vocabulary, *other));
        let implied: Vec<FactKey> = self.places.facts.keys().copied().filter(implied).collect();
        flow.facts.extend(implied);
        flow.facts.sort_unstable();
        flow.facts.dedup();
        Ok(flow)
    }

    /// A flow in numbers, to be decided.
    #[must_use]
    pub fn case(&self, flow: &Flow) -> Case {
        let mut classes = [0; Dimension::COUNT];
        classes[Dimension::Verb as usize] = self.class(flow, Dimension::Verb);
        for (dimension, atom, form) in &flow.slots {
            classes[*dimension as usize] = self.places.class(*dimension, *atom, *form);
        }
        let mut facts = Vec::new();
        for fact in flow.facts.iter().filter_map(|fact| self.places.facts.get(fact)) {
            let place = *fact as usize;
            if facts.len() <= place / BITS {
                facts.resize(place / BITS + 1, 0);
            }
            facts[place / BITS] |= 1 << (place % BITS);
        }
        Case { classes, facts }
    }

    fn class(&self, flow: &Flow, dimension: Dimension) -> u32 {
        if dimension == Dimension::Verb {
            return self.places.class_of[Dimension::Verb as usize][flow.act as usize];
        }
        let slot = flow.slots.iter().find(|(one, ..)| *one == dimension);
        slot.map_or(0, |(_, atom, form)| self.places.class(dimension, *atom, *form))
    }

    /// What the policy says of a flow.
    #[must_use]
    pub fn decide(&self, case: &Case) -> Decision {
        let mut standing = Vec::new();
        let is_use_settled = self.standing(case, &mut standing);
        let is_prohibited = standing.iter().any(|half| self.half(*half).side == Side::Prohibition);
        let is_permitted = standing.iter().any(|half| self.permits(*half, &standing, is_use_settled));
        match (is_permitted, is_prohibited) {
            (true, false) => Decision::Permitted,
            (false, true) => Decision::Prohibited,
            (false, false) => Decision::Undisclosed,
            (true, true) => Decision::Contradictory,
        }
    }

    /// The statements and trackers that decide about a flow, each once, in the order of the document.
    #[must_use]
    pub fn reasons(&self, case: &Case) -> Reasons {
        let mut standing = Vec::new();
        let is_use_settled = self.standing(case, &mut standing);
        let mut reasons = Reasons::default();
        for half in &standing {
            let owner = self.half(*half).owner;
            if self.half(*half).side == Side::Prohibition {
                reasons.prohibited_by.push(owner);
            } else if self.permits(*half, &standing, is_use_settled) {
                reasons.permitted_by.push(owner);
            }
        }
        for owners in [&mut reasons.permitted_by, &mut reasons.prohibited_by] {
            owners.sort_unstable();
            owners.dedup();
        }
        reasons
    }

    /// The bytes that the prepared policy takes, without the policy itself.
    #[must_use]
    pub fn size(&self) -> usize {
        let rows = self.rows.iter().flatten().map(|rows| (rows.words.len() + rows.summary.len()) * 8);
        let places = self.places.of_term.len() * size_of::<Option<u32>>()
            + self.places.class_of.iter().map(|classes| classes.len() * 4).sum::<usize>()
            + self.places.facts.capacity() * size_of::<(FactKey, u32)>();
        let halves = self.halves.iter().map(|half| {
            size_of::<Half>() + (half.excepts.capacity() + half.affirms.capacity()) * size_of::<u32>()
        });
        let cells = self.cells.iter().map(|cell| size_of::<Cell>() + size_of_formula(&cell.facts));
        let spoken = self.spoken.iter().map(Vec::len);
        rows.sum::<usize>() + places + halves.sum::<usize>() + cells.sum::<usize>() + spoken.sum::<usize>()
    }

    fn half(&self, half: u32) -> &Half {
        &self.halves[half as usize]
    }

    /// The halves that hold the flow after exceptions; says whether a stated use has the say about it.
    fn standing(&self, case: &Case, held: &mut Vec<u32>) -> bool {
        let mut cut = Vec::new();
        let is_use_settled = self.holding(case, held, &mut cut);
        held.retain(|half| !cut.contains(half));
        held.sort_unstable();
        held.dedup();
        // Each stands behind those from which its exceptions take, so that these are settled when it is its turn.
        let mut n_left = 0;
        for at in 0..held.len() {
            let half = held[at];
            let excepts = &self.half(half).excepts;
            let is_taken = !excepts.is_empty()
                && held[..n_left].iter().any(|other| excepts.binary_search(other).is_ok());
            if !is_taken {
                held[n_left] = half;
                n_left += 1;
            }
        }
        held.truncate(n_left);
        is_use_settled
    }

    /// The halves one of whose cells holds the flow, and those out of which it is taken.
    fn holding(&self, case: &Case, held: &mut Vec<u32>, cut: &mut Vec<u32>) -> bool {
        let mut rows: [(&[u64], &[u64]); Dimension::COUNT] = [(&[], &[]); Dimension::COUNT];
        let mut n_rows = 0;
        for (known, class) in self.rows.iter().zip(case.classes) {
            if let Some(known) = known {
                rows[n_rows] = known.of(class as usize);
                n_rows += 1;
            }
        }
        let rows = &rows[..n_rows];
        let mut is_use_settled = false;
        if rows.is_empty() {
            return is_use_settled;
        }
        for at in 0..self.n_summary {
            let mut open = rows.iter().fold(u64::MAX, |all, (_, summary)| all & summary[at]);
            while open != 0 {
                let word_at = at * BITS + open.trailing_zeros() as usize;
                open &= open - 1;
                let mut word = rows.iter().fold(u64::MAX, |all, (words, _)| all & words[word_at]);
                while word != 0 {
                    let cell = &self.cells[word_at * BITS + word.trailing_zeros() as usize];
                    word &= word - 1;
                    if !is_true(&cell.facts, &case.facts) {
                        continue;
                    }
                    match cell.part {
                        Part::Said => held.push(cell.half),
                        Part::Scope => is_use_settled = true,
                        Part::Excepted => cut.push(cell.half),
                    }
                }
            }
        }
        is_use_settled
    }

    /// Whether a half that holds the flow permits it, given all that hold it after exceptions.
    fn permits(&self, half: u32, standing: &[u32], is_use_settled: bool) -> bool {
        let permission = self.half(half);
        if permission.side != Side::Permission {
            return false;
        }
        let is_implied = permission.origin == Origin::Implied;
        if is_implied && is_use_settled {
            return false;
        }
        let spoken = &self.spoken[permission.spoken as usize];
        !standing.iter().any(|other| {
            let prohibition = self.half(*other);
            prohibition.side == Side::Prohibition
                && (is_implied
                    || prohibition.origin == Origin::Choice
                    || prohibition.owner != permission.owner
                        && prohibition.affirms.iter().any(|aspect| !spoken[*aspect as usize])
                        && permission.excepts.binary_search(other).is_err()
                        && prohibition.excepts.binary_search(&half).is_err())
        })
    }
}

/// The halves so that each stands behind those that its exceptions name, and the place of each in that order.
fn leaves_first(meaning: &Meaning) -> (Vec<usize>, Vec<u32>) {
    let exceptions = &meaning.effect.exceptions;
    let rank: HashMap<Owner, usize> =
        exceptions.iter().enumerate().map(|(rank, (owner, _))| (*owner, rank + 1)).collect();
    let mut order: Vec<usize> =
        (0..meaning.halves.len()).filter(|idx| meaning.halves[*idx].is_practice()).collect();
    order.sort_by_key(|idx| rank.get(&meaning.halves[*idx].owner).copied().unwrap_or(0));
    let mut place_of = vec![0; meaning.halves.len()];
    for (place, idx) in (0..).zip(&order) {
        place_of[*idx] = place;
    }
    (order, place_of)
}

/// From which halves each half loses what they say.
fn put_exceptions(meaning: &Meaning, place_of: &[u32], halves: &mut [Half]) {
    let mut owned: HashMap<Owner, Vec<u32>> = HashMap::new();
    for (half, place) in meaning.halves.iter().zip(place_of).filter(|(half, _)| half.is_practice()) {
        owned.entry(half.owner).or_default().push(*place);
    }
    for (owner, named) in &meaning.effect.exceptions {
        for half in owned.get(owner).into_iter().flatten() {
            let side = halves[*half as usize].side;
            let opposite = named.iter().filter_map(|other| owned.get(other)).flatten();
            let mut excepts: Vec<u32> =
                opposite.filter(|other| halves[**other as usize].side != side).copied().collect();
            excepts.sort_unstable();
            halves[*half as usize].excepts = excepts;
        }
    }
}

/// What prohibitions restrict, in numbers, and which of these each permission speaks of.
struct Aspects {
    numbers: HashMap<Aspect, u32>,
    all: Vec<Aspect>,
    known: HashMap<Vec<Aspect>, u32>,
    alone: HashMap<Aspect, Vec<bool>>,
    lists: Vec<Vec<bool>>,
}

impl Aspects {
    fn of(meaning: &Meaning) -> Self {
        let mut aspects = Self {
            numbers: HashMap::new(),
            all: Vec::new(),
            known: HashMap::new(),
            alone: HashMap::new(),
            lists: Vec::new(),
        };
        for aspect in meaning.halves.iter().flat_map(|half| &half.affirms) {
            if let std::collections::hash_map::Entry::Vacant(entry) = aspects.numbers.entry(*aspect) {
                entry.insert(u32::try_from(aspects.all.len()).unwrap_or(u32::MAX));
                aspects.all.push(*aspect);
            }
        }
        aspects
    }

    fn number(&self, aspect: Aspect) -> Option<u32> {
        self.numbers.get(&aspect).copied()
    }

    /// The list of what a permission speaks of: a list for each set of clauses, not for each statement.
    fn spoken(&mut self, vocabulary: &Vocabulary, says: &[Aspect]) -> u32 {
        if let Some(list) = self.known.get(says) {
            return *list;
        }
        let mut spoken = vec![false; self.all.len()];
        for said in says {
            let alone = self.alone.entry(*said).or_insert_with(|| {
                self.all.iter().map(|aspect| !is_silent(vocabulary, &[*said], *aspect)).collect()
            });
            spoken.iter_mut().zip(alone).for_each(|(spoken, alone)| *spoken |= *alone);
        }
        let list = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.lists.push(spoken);
        self.known.insert(says.to_vec(), list);
        list
    }
}

fn is_true(formula: &Formula, facts: &[u64]) -> bool {
    match formula {
        Formula::True => true,
        Formula::False => false,
        Formula::Fact(fact) => {
            let place = fact.index();
            facts.get(place / BITS).is_some_and(|word| word >> (place % BITS) & 1 == 1)
        }
        Formula::Not(inner) => !is_true(inner, facts),
        Formula::All(all) => all.iter().all(|one| is_true(one, facts)),
        Formula::Any(any) => any.iter().any(|one| is_true(one, facts)),
    }
}

fn size_of_formula(formula: &Formula) -> usize {
    match formula {
        Formula::True | Formula::False | Formula::Fact(_) => 0,
        Formula::Not(inner) => size_of::<Formula>() + size_of_formula(inner),
        Formula::All(inner) | Formula::Any(inner) => {
            inner.capacity() * size_of::<Formula>() + inner.iter().map(size_of_formula).sum::<usize>()
        }
    }
}

fn found(vocabulary: &Vocabulary, kind: Kind, name: &str) -> Result<TermId, NotAFlow> {
    vocabulary.find(kind, name).ok_or_else(|| NotAFlow::Unknown(name.to_owned()))
}

fn known(vocabulary: &Vocabulary, term: KnownTerm) -> Result<TermId, NotAFlow> {
    vocabulary.known(term).ok_or_else(|| NotAFlow::Unknown(term.name().to_owned()))
}

/// The value that a name stands for by itself.
fn own_atom(vocabulary: &Vocabulary, kind: Kind, name: &str) -> Result<Atom, NotAFlow> {
    let id = found(vocabulary, kind, name)?;
    let term = vocabulary.term(id);
    match (&term.means, term.children.is_empty()) {
        (Some(_), _) => Err(NotAFlow::Several(name.to_owned())),
        (None, true) => Ok(Atom::Term(id)),
        (None, false) => Ok(Atom::Rest(id)),
    }
}
