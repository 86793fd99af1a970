//! The space of flows: dimensions, atoms, classes of atoms that no statement tells apart, and facts.
//!
//! A *dimension* is a slot of a flow. Its *atoms* are the smallest things that the vocabulary can tell apart there:
//! every term without children, the remainder of every open term with children, and what has no name at all.
//! A set of atoms that a statement mentions is kept once. When all are known, [`Space::classify`] groups the atoms:
//! thousands of terms become tens of classes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

mod classes;
mod company;
mod dimension;
mod fact;
mod form;

pub use classes::{Classes, Classified};
pub use company::{COMPANY, WithProcessors};
pub use dimension::Dimension;
pub(super) use fact::is_implied;
pub use fact::{FactId, FactKey, Facts, Formula, Known, Relation};
pub use form::{Datum, Forms, Reading};

pub use crate::language::Act;
use crate::model::{
    Kind, KnownTerm, Modality, Policy, ProtectedState, Set, TermId, Trait, Traits, Vocabulary, What,
};

/// The states of data in the order of their atoms; the last one stands for a protection that names no state.
pub const STATES: [Option<ProtectedState>; 4] =
    [Some(ProtectedState::InTransit), Some(ProtectedState::AtRest), Some(ProtectedState::InUse), None];

/// The smallest thing that can be told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// The company itself, among the actors.
    Company,
    /// A term without children.
    Term(TermId),
    /// What an open term covers beside its children.
    Rest(TermId),
    /// What has no name: of data, for each combination of traits.
    Unnamed(Traits),
    /// A state in which data are protected; `None` where a protection names no state.
    State(Option<ProtectedState>),
}

/// Which set of atoms of a dimension, in the space that keeps it and in no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetId(u32);

impl SetId {
    /// Its place among the sets of its dimension.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// The atoms of a kind, and which of them lie under each term.
#[derive(Debug, Clone, Default)]
struct Atoms {
    atoms: Vec<Atom>,
    of_term: TermSets,
}

/// A set for each term of a kind, found by the number of the term: the terms of a kind stand close together.
#[derive(Debug, Clone, Default)]
struct TermSets {
    first: usize,
    sets: Vec<Option<FixedBitSet>>,
}

impl TermSets {
    fn get(&self, term: &TermId) -> Option<&FixedBitSet> {
        self.sets.get(term.index().checked_sub(self.first)?)?.as_ref()
    }

    fn insert(&mut self, term: TermId, set: FixedBitSet) {
        if self.sets.is_empty() {
            self.first = term.index();
        }
        if let Some(missing) = self.first.checked_sub(term.index()) {
            self.sets.splice(0..0, std::iter::repeat_n(None, missing));
            self.first = term.index();
        }
        let place = term.index() - self.first;
        if self.sets.len() <= place {
            self.sets.resize(place + 1, None);
        }
        self.sets[place] = Some(set);
    }
}

/// The space of the flows of one policy.
#[derive(Debug, Clone)]
pub struct Space {
    /// The policy.
    pub policy: Arc<Policy>,
    /// The facts that a person has used a choice that the policy offers.
    choices: HashSet<TermId>,
    /// The policy with which it is compared: what the vocabulary of that one tells apart is told apart here as well.
    beside: Option<Arc<Policy>>,
    /// The classes of which the policy, or the one with which it is compared, says `never knowingly`.
    knowns: Vec<Known>,
    /// The recipients with a country, by country.
    countries: Vec<(TermId, FixedBitSet)>,
    /// The class of which everybody is one.
    everybody: Option<TermId>,
    /// At the place of each kind.
    kinds: Vec<Atoms>,
    sets: Vec<Vec<FixedBitSet>>,
    set_ids: Vec<HashMap<FixedBitSet, SetId>>,
    /// The forms of data.
    pub forms: Forms,
    /// The facts that any statement names.
    pub facts: Arc<Facts>,
}

impl Space {
    /// The space of a policy, before any set is mentioned.
    #[must_use]
    pub fn new(policy: &Arc<Policy>) -> Self {
        Self::made(policy, None)
    }

    /// The space of a policy that is compared with another one, whose terms have the same numbers.
    #[must_use]
    pub fn beside(policy: &Arc<Policy>, other: &Arc<Policy>) -> Self {
        Self::made(policy, Some(other))
    }

    /// The space of the other policy of a comparison. It begins with the facts that this one names.
    #[must_use]
    pub fn counterpart(&self, policy: &Arc<Policy>) -> Self {
        Self { facts: self.facts.clone(), ..Self::made(policy, Some(&self.policy)) }
    }

    fn made(policy: &Arc<Policy>, other: Option<&Arc<Policy>>) -> Self {
        let vocabulary = &policy.vocabulary;
        let mut space = Self {
            policy: policy.clone(),
            choices: policy.choices().collect(),
            beside: other.cloned(),
            knowns: knowns(std::iter::once(policy).chain(other)),
            countries: Vec::new(),
            everybody: vocabulary.known(KnownTerm::People),
            kinds: Kind::ALL.iter().map(|_| Atoms::default()).collect(),
            sets: vec![Vec::new(); Dimension::COUNT],
            set_ids: vec![HashMap::new(); Dimension::COUNT],
            forms: Forms::new(vocabulary),
            facts: Arc::default(),
        };
        for kind in [
            Kind::Data,
            Kind::Purpose,
            Kind::Recipient,
            Kind::Subject,
            Kind::Source,
            Kind::Channel,
            Kind::Region,
            Kind::Right,
            Kind::Measure,
            Kind::Event,
            Kind::Safeguard,
            Kind::Topic,
        ] {
            let atoms = space.atoms_of(kind);
            space.kinds[kind as usize] = atoms;
        }
        space.countries = space.recipients_by_country();
        space
    }

    /// The policy, and the one with which it is compared.
    pub(super) fn policies(&self) -> Vec<Arc<Policy>> {
        std::iter::once(&self.policy).chain(&self.beside).cloned().collect()
    }

    /// The classes of which the policy says `never knowingly`.
    #[must_use]
    pub fn knowns(&self) -> &[Known] {
        &self.knowns
    }

    /// The recipients that have a country, by country.
    #[must_use]
    pub fn countries(&self) -> Vec<(TermId, FixedBitSet)> {
        self.countries.clone()
    }

    fn recipients_by_country(&self) -> Vec<(TermId, FixedBitSet)> {
        let vocabulary = self.vocabulary();
        let mut countries: Vec<(TermId, FixedBitSet)> = Vec::new();
        let atoms = self.atoms(Kind::Recipient).iter().enumerate();
        for (place, atom) in atoms {
            let (Atom::Term(term) | Atom::Rest(term)) = *atom else { continue };
            let Some(country) = vocabulary.country_of(term) else { continue };
            let n_atoms = self.atoms(Kind::Recipient).len();
            match countries.iter_mut().find(|(known, _)| *known == country) {
                Some((_, set)) => set.insert(place),
                None => countries.push((country, bits(n_atoms, std::iter::once(place)))),
            }
        }
        countries
    }

    /// What a term covers beside its children; empty for a term that is what it `means`.
    #[must_use]
    pub fn own_atoms(&self, kind: Kind, term: TermId) -> FixedBitSet {
        let is_own = |atom: &Atom| matches!(atom, Atom::Term(one) | Atom::Rest(one) if *one == term);
        let atoms = self.atoms(kind);
        bits(atoms.len(), atoms.iter().enumerate().filter(|(_, atom)| is_own(atom)).map(|(place, _)| place))
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.policy.vocabulary
    }

    /// Whether a fact is that a person has used a choice which the policy offers.
    #[must_use]
    pub fn is_choice(&self, term: TermId) -> bool {
        self.choices.contains(&term)
    }

    /// The kind of the terms of a dimension; the actor shares the recipients, and data come with a form.
    #[must_use]
    pub const fn kind(dimension: Dimension) -> Option<Kind> {
        Some(match dimension {
            Dimension::Verb | Dimension::State => return None,
            Dimension::Actor | Dimension::Recipient => Kind::Recipient,
            Dimension::Datum | Dimension::Second => Kind::Data,
            Dimension::RecipientRegion | Dimension::Region | Dimension::Place => Kind::Region,
            Dimension::Right => Kind::Right,
            Dimension::Measure => Kind::Measure,
            Dimension::Event => Kind::Event,
            Dimension::Safeguard => Kind::Safeguard,
            Dimension::Topic => Kind::Topic,
            Dimension::Purpose => Kind::Purpose,
            Dimension::Source => Kind::Source,
            Dimension::Channel => Kind::Channel,
            Dimension::SecondSubject => Kind::Subject,
        })
    }

    fn atoms_of(&self, kind: Kind) -> Atoms {
        let vocabulary = self.vocabulary();
        let mut atoms = Vec::new();
        let mut own: HashMap<TermId, usize> = HashMap::new();
        if kind == Kind::Recipient {
            atoms.push(Atom::Company);
        }
        for (id, term) in vocabulary.of_kind(kind) {
            let other = self.beside.as_ref().map(|beside| beside.vocabulary.term(id));
            let is_open = term.means.is_none();
            // A closed term is what it means, and nothing beside it.
            if !is_open && other.is_none_or(|other| other.means.is_some()) {
                continue;
            }
            if is_open {
                own.insert(id, atoms.len());
            }
            let is_leaf = term.children.is_empty() && other.is_none_or(|other| other.children.is_empty());
            atoms.push(if is_leaf { Atom::Term(id) } else { Atom::Rest(id) });
        }
        if kind == Kind::Data {
            atoms.extend(trait_combinations().into_iter().map(Atom::Unnamed));
        } else {
            atoms.push(Atom::Unnamed(Traits::default()));
        }
        let mut table = Atoms { atoms, of_term: TermSets::default() };
        // Children first: what a term covers is what its children cover, and its own remainder.
        let mut stack: Vec<TermId> = vocabulary.of_kind(kind).map(|(id, _)| id).collect();
        stack.reverse();
        let mut open = HashSet::new();
        while let Some(id) = stack.pop() {
            if table.of_term.get(&id).is_some() {
                continue;
            }
            let needs = self.needs(id, kind);
            let waiting: Vec<TermId> =
                needs.iter().copied().filter(|need| table.of_term.get(need).is_none()).collect();
            if !waiting.is_empty() && open.insert(id) {
                stack.push(id);
                stack.extend(waiting);
                continue;
            }
            let mut covered = FixedBitSet::with_capacity(table.atoms.len());
            if let Some(atom) = own.get(&id) {
                covered.insert(*atom);
            }
            for need in needs {
                if let Some(below) = table.of_term.get(&need) {
                    covered.union_with(below);
                }
            }
            if let Some(means) = &vocabulary.term(id).means {
                covered = self.evaluate(&table, means);
            }
            table.of_term.insert(id, covered);
        }
        table
    }

    /// The terms whose atoms a term needs to know: its children, what it means, and what the law puts under it.
    fn needs(&self, id: TermId, kind: Kind) -> Vec<TermId> {
        let term = self.vocabulary().term(id);
        let mut needs = term.children.clone();
        if let Some(means) = &term.means {
            needs.extend(means.items.iter().chain(&means.except).filter_map(|item| match item.what {
                What::Term(term) => Some(term),
                What::Any { .. } => None,
            }));
        }
        if kind == Kind::Recipient && KnownTerm::ThirdParties.is(term) && self.processors_are_third_parties()
        {
            needs.extend(self.vocabulary().known(KnownTerm::Processors));
        }
        needs
    }

    /// The atoms of a kind that a set covers, forms aside.
    fn evaluate(&self, table: &Atoms, set: &Set) -> FixedBitSet {
        let mut covered = FixedBitSet::with_capacity(table.atoms.len());
        for item in &set.items {
            covered.union_with(&self.covered(table, item.what));
        }
        for item in &set.except {
            covered.difference_with(&self.covered(table, item.what));
        }
        covered
    }

    fn covered(&self, table: &Atoms, what: What) -> FixedBitSet {
        let n_atoms = table.atoms.len();
        match what {
            What::Term(term) => {
                table.of_term.get(&term).cloned().unwrap_or_else(|| FixedBitSet::with_capacity(n_atoms))
            }
            What::Any { trait_, is_negated, .. } => {
                let is_in = |atom: &Atom| match (atom, trait_) {
                    (Atom::Company | Atom::State(_), _) => false,
                    (_, None) => true,
                    (Atom::Unnamed(traits), Some(one)) => traits.has(one) != is_negated,
                    (Atom::Term(term) | Atom::Rest(term), Some(one)) => {
                        self.vocabulary().term(*term).traits.has(one) != is_negated
                    }
                };
                bits(
                    n_atoms,
                    table.atoms.iter().enumerate().filter(|(_, atom)| is_in(atom)).map(|(idx, _)| idx),
                )
            }
        }
    }

    /// The atoms of a kind that a name, or `any` with a trait, covers.
    #[must_use]
    pub fn all_of(&self, kind: Kind, what: What) -> FixedBitSet {
        self.covered(self.table(kind), what)
    }

    fn table(&self, kind: Kind) -> &Atoms {
        &self.kinds[kind as usize]
    }

    /// How many atoms a dimension has.
    #[must_use]
    pub fn n_atoms(&self, dimension: Dimension) -> usize {
        let Some(kind) = Self::kind(dimension) else {
            return if dimension == Dimension::State { STATES.len() } else { Act::ALL.len() };
        };
        self.place_of(dimension, Datum { atom: self.table(kind).atoms.len(), form: 0 })
    }

    /// The atom of a dimension and, for data, its form.
    #[must_use]
    pub fn atom(&self, dimension: Dimension, idx: usize) -> (Atom, Option<TermId>) {
        if dimension == Dimension::State {
            return (Atom::State(STATES[idx]), None);
        }
        let Some(kind) = Self::kind(dimension) else { return (Atom::Company, None) };
        let datum = self.datum(dimension, idx);
        (self.table(kind).atoms[datum.atom], self.forms.term(datum.form).filter(|_| dimension.has_form()))
    }

    /// The place of an atom in a dimension, with its form if it is a datum.
    #[must_use]
    pub fn place(&self, dimension: Dimension, atom: Atom, form: Option<TermId>) -> Option<usize> {
        if let Atom::State(state) = atom {
            return STATES.iter().position(|other| *other == state).filter(|_| dimension == Dimension::State);
        }
        let atom = self.table(Self::kind(dimension)?).atoms.iter().position(|other| *other == atom)?;
        if !dimension.has_form() {
            return Some(atom);
        }
        Some(self.forms.place(Datum { atom, form: self.forms.place_of(form?)? }))
    }

    /// Keeps a set of atoms and says which it is.
    pub fn intern(&mut self, dimension: Dimension, set: FixedBitSet) -> SetId {
        let place = dimension as usize;
        if let Some(id) = self.set_ids[place].get(&set) {
            return *id;
        }
        let id = SetId(u32::try_from(self.sets[place].len()).unwrap_or(u32::MAX));
        self.sets[place].push(set.clone());
        self.set_ids[place].insert(set, id);
        id
    }

    /// The atoms of a set.
    #[must_use]
    pub fn atoms_in(&self, dimension: Dimension, id: SetId) -> &FixedBitSet {
        &self.sets[dimension as usize][id.index()]
    }

    /// The acts as a set.
    pub fn acts(&mut self, acts: &[Act]) -> SetId {
        let set = bits(Act::ALL.len(), acts.iter().map(|act| *act as usize));
        self.intern(Dimension::Verb, set)
    }

    /// The data of a list, whatever their forms: what is taken out in one form alone is left in the others.
    #[must_use]
    pub fn whatever_form(&self, set: &Set) -> FixedBitSet {
        let is_whole = |item: &&crate::model::SetItem| item.form.is_none();
        let except = set.except.iter().filter(is_whole).cloned().collect();
        self.slot(Dimension::Datum, &Set { items: set.items.clone(), except })
    }

    /// What a slot covers in a dimension without forms.
    #[must_use]
    pub fn slot(&self, dimension: Dimension, set: &Set) -> FixedBitSet {
        match Self::kind(dimension) {
            Some(kind) => self.evaluate(self.table(kind), set),
            None => FixedBitSet::new(),
        }
    }

    /// How many sets of a dimension were mentioned.
    pub(super) fn n_sets(&self, dimension: Dimension) -> usize {
        self.sets[dimension as usize].len()
    }

    /// The atoms under a term, in a dimension without forms, or those of data.
    #[must_use]
    pub fn under(&self, kind: Kind, term: TermId) -> Option<&FixedBitSet> {
        self.kinds.get(kind as usize)?.of_term.get(&term)
    }

    /// The atoms under a term that the code knows by name.
    #[must_use]
    pub fn under_known(&self, term: KnownTerm) -> Option<&FixedBitSet> {
        self.vocabulary().known(term).and_then(|id| self.under(term.kind(), id))
    }

    /// Whether everything under a term has a trait.
    #[must_use]
    pub fn is_wholly(&self, term: TermId, one: Trait) -> bool {
        let kind = self.vocabulary().term(term).kind;
        let has = |atom: &Atom| match atom {
            Atom::Company | Atom::State(_) => false,
            Atom::Term(id) | Atom::Rest(id) => self.vocabulary().term(*id).traits.has(one),
            Atom::Unnamed(traits) => traits.has(one),
        };
        let under = self.under(kind, term).filter(|under| !under.is_clear());
        under.is_some_and(|under| under.ones().all(|at| self.atoms(kind).get(at).is_some_and(has)))
    }

    /// The atoms of a kind.
    #[must_use]
    pub fn atoms(&self, kind: Kind) -> &[Atom] {
        &self.table(kind).atoms
    }
}

/// The bits of some places.
pub(super) fn bits(length: usize, places: impl Iterator<Item = usize>) -> FixedBitSet {
    let mut set = FixedBitSet::with_capacity(length);
    for place in places {
        set.insert(place);
    }
    set
}

/// The classes of which some policies say `never knowingly`, each once.
fn knowns<'p>(policies: impl Iterator<Item = &'p Arc<Policy>>) -> Vec<Known> {
    let statements = policies.flat_map(|policy| &policy.statements);
    let sentences = statements.map(|statement| &statement.sentence);
    let knowingly = sentences.filter(|one| one.modality == Modality::NeverKnowingly && !one.is_damaged);
    let mut knowns: Vec<Known> = knowingly.flat_map(super::half::never_knowingly).collect();
    knowns.sort_unstable();
    knowns.dedup();
    knowns
}

/// Every combination of the traits of data that can be: what identifies is personal.
fn trait_combinations() -> Vec<Traits> {
    let traits =
        [Trait::Personal, Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public];
    let mut found: Vec<Traits> = Vec::new();
    for mask in 0_u8..32 {
        let mut one = Traits::default();
        for (idx, trait_) in traits.iter().enumerate() {
            if mask & (1 << idx) != 0 {
                one.insert(*trait_);
            }
        }
        if !found.contains(&one) {
            found.push(one);
        }
    }
    found
}
