//! The space of flows: dimensions, atoms, classes of atoms that no statement tells apart, and facts.
//!
//! A *dimension* is a slot of a flow. Its *atoms* are the smallest things that the vocabulary can tell apart there:
//! every term without children, the remainder of every open term with children, and what has no name at all.
//! A set of atoms that a statement mentions is kept once. When all are known, [`Space::classify`] groups the atoms:
//! thousands of terms become tens of classes.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use fixedbitset::FixedBitSet;

pub use crate::language::Act;
use crate::model::{
    Fact, Kind, KnownTerm, Modality, Policy, ProtectedState, Set, TermId, Trait, Traits, Verb, Vocabulary,
    What,
};

/// The slots of a flow that take one value each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Dimension {
    Verb,
    Actor,
    /// Data in a form.
    Datum,
    Recipient,
    RecipientRegion,
    Purpose,
    Source,
    Channel,
    /// The second data of `derive` and `combine`, in a form.
    Second,
    SecondSubject,
    /// Where data are stored.
    Region,
    /// Where the person is.
    Place,
    /// What an offer offers.
    Right,
    /// In which state data are protected.
    State,
    Measure,
    /// Of what people are told.
    Event,
    /// To what recipients are bound.
    Safeguard,
    /// What is had, stated, disclaimed or advised.
    Topic,
}

impl Dimension {
    /// All dimensions, in the order in which decision diagrams ask for them.
    pub const ALL: [Self; 18] = [
        Self::Verb,
        Self::Actor,
        Self::Datum,
        Self::Recipient,
        Self::RecipientRegion,
        Self::Purpose,
        Self::Source,
        Self::Channel,
        Self::Second,
        Self::SecondSubject,
        Self::Region,
        Self::Place,
        Self::Right,
        Self::State,
        Self::Measure,
        Self::Event,
        Self::Safeguard,
        Self::Topic,
    ];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Whether each of its values has a form: only data have.
    #[must_use]
    pub const fn has_form(self) -> bool {
        match self {
            Self::Datum | Self::Second => true,
            Self::Verb
            | Self::Actor
            | Self::Recipient
            | Self::RecipientRegion
            | Self::Purpose
            | Self::Source
            | Self::Channel
            | Self::SecondSubject
            | Self::Region
            | Self::Place
            | Self::Right
            | Self::State
            | Self::Measure
            | Self::Event
            | Self::Safeguard
            | Self::Topic => false,
        }
    }

    /// What reports, acknowledgements and digests call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Actor => "actor",
            Self::Datum => "data",
            Self::Recipient => "recipient",
            Self::RecipientRegion => "recipient-region",
            Self::Purpose => "purpose",
            Self::Source => "source",
            Self::Channel => "channel",
            Self::Second => "second-data",
            Self::Place => "place",
            Self::Right => "right",
            Self::State => "state",
            Self::Measure => "measure",
            Self::Event => "event",
            Self::Safeguard => "safeguard",
            Self::Topic => "topic",
            Self::SecondSubject => "second-subject",
            Self::Region => "region",
        }
    }
}

impl Act {
    /// Whether its flows have a slot; every flow has a verb.
    #[must_use]
    pub fn has(self, dimension: Dimension) -> bool {
        dimension == Dimension::Verb || self.slots().contains(&dimension)
    }

    /// What is done with data.
    pub const PRACTICES: [Self; 10] = [
        Self::Collect,
        Self::Derive,
        Self::Combine,
        Self::Use,
        Self::View,
        Self::Decide,
        Self::Train,
        Self::Store,
        Self::Disclose,
        Self::Sell,
    ];

    /// What is only said: claims, disclaimers, advice. It counts as words, not as meaning.
    pub const WORDS: [Self; 3] = [Self::State, Self::Disclaim, Self::Advise];

    /// The act of a verb; `None` for `retain`, which has a length of time and is no flow.
    #[must_use]
    pub const fn of(verb: Verb) -> Option<Self> {
        Some(match verb {
            Verb::Collect => Self::Collect,
            Verb::Derive => Self::Derive,
            Verb::Combine => Self::Combine,
            Verb::Use => Self::Use,
            Verb::View => Self::View,
            Verb::Decide => Self::Decide,
            Verb::Train => Self::Train,
            Verb::Store => Self::Store,
            Verb::Disclose | Verb::Publish => Self::Disclose,
            Verb::Sell => Self::Sell,
            Verb::Require => Self::Require,
            Verb::Delete => Self::Delete,
            Verb::Offer => Self::Offer,
            Verb::Protect => Self::Protect,
            Verb::Notify => Self::Notify,
            Verb::Bind => Self::Bind,
            Verb::HaveNo => Self::Have,
            Verb::State => Self::State,
            Verb::Disclaim => Self::Disclaim,
            Verb::Advise => Self::Advise,
            Verb::Retain => return None,
        })
    }

    /// Whether it is done with data: the others are promises, rights, duties and claims.
    #[must_use]
    pub fn is_practice(self) -> bool {
        Self::PRACTICES.contains(&self)
    }

    /// The acts that a prohibition of this one reaches: itself and what is narrower.
    #[must_use]
    pub const fn with_narrower(self) -> &'static [Self] {
        match self {
            Self::Disclose => &[Self::Disclose, Self::Sell],
            Self::Use => &[Self::Use, Self::View, Self::Decide, Self::Train, Self::Combine],
            Self::Collect => &[Self::Collect],
            Self::Derive => &[Self::Derive],
            Self::Combine => &[Self::Combine],
            Self::View => &[Self::View],
            Self::Decide => &[Self::Decide],
            Self::Train => &[Self::Train],
            Self::Store => &[Self::Store],
            Self::Sell => &[Self::Sell],
            Self::Require => &[Self::Require],
            Self::Delete => &[Self::Delete],
            Self::Offer => &[Self::Offer],
            Self::Protect => &[Self::Protect],
            Self::Notify => &[Self::Notify],
            Self::Bind => &[Self::Bind],
            Self::Have => &[Self::Have],
            Self::State => &[Self::State],
            Self::Disclaim => &[Self::Disclaim],
            Self::Advise => &[Self::Advise],
        }
    }

    /// The slots of a flow of this act.
    #[must_use]
    pub const fn slots(self) -> &'static [Dimension] {
        use Dimension::{
            Actor, Channel, Datum, Event, Measure, Place, Purpose, Recipient, RecipientRegion, Region, Right,
            Safeguard, Second, SecondSubject, Source, State, Topic,
        };
        match self {
            Self::Collect => &[Actor, Datum, Place, Purpose, Channel, Source],
            Self::Derive => &[Actor, Datum, Place, Purpose, Channel, Second],
            Self::Combine => &[Actor, Datum, Place, Purpose, Channel, Second, SecondSubject],
            Self::Use | Self::View | Self::Decide | Self::Train | Self::Require | Self::Delete => {
                &[Actor, Datum, Place, Purpose, Channel]
            }
            Self::Store => &[Actor, Datum, Place, Purpose, Channel, Region],
            Self::Disclose | Self::Sell => {
                &[Actor, Datum, Place, Purpose, Channel, Recipient, RecipientRegion]
            }
            Self::Offer => &[Actor, Datum, Place, Purpose, Channel, Right],
            Self::Protect => &[Actor, Datum, Place, Purpose, Channel, State, Measure],
            Self::Notify => &[Actor, Datum, Place, Purpose, Channel, Event],
            Self::Bind => &[Actor, Datum, Place, Purpose, Channel, Recipient, Safeguard],
            Self::Have | Self::State | Self::Disclaim | Self::Advise => {
                &[Actor, Datum, Place, Purpose, Channel, Topic]
            }
        }
    }

    /// The slots of which a question that does not name them asks whether there is some value: the way to a right or a
    /// notice, the measure and the state of a protection. `None` for what is done with data, which is asked of every value.
    #[must_use]
    pub const fn ways(self) -> &'static [Dimension] {
        match self {
            Self::Protect => &[Dimension::State, Dimension::Measure],
            Self::Offer | Self::Notify => &[Dimension::Channel],
            Self::Bind
            | Self::State
            | Self::Disclaim
            | Self::Advise
            | Self::Have
            | Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Require
            | Self::Delete => &[],
        }
    }
}

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

/// Which set of atoms of a dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetId(pub(crate) u32);

/// Which fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub(crate) u32);

/// What can be true or false of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKey {
    /// A consent, condition, event, safeguard, or a choice that was used.
    Term(TermId),
    /// The person belongs to this class.
    Subject(TermId),
    /// It is known that the person or the data belong to this class, of which the policy says `never knowingly`.
    Known(Known),
}

/// A class of which a policy says `never knowingly`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Known {
    /// The person is among these.
    Subject(TermId),
    /// The data are these.
    Data(TermId),
    /// The data have a trait, or, if the flag says so, lack it.
    DataWith(Trait, bool),
}

impl Known {
    /// The class of an item of data; `None` for all data and all personal data, of which everybody knows.
    #[must_use]
    pub const fn of_data(what: What) -> Option<Self> {
        match what {
            What::Term(term) => Some(Self::Data(term)),
            What::Any { trait_: None, .. }
            | What::Any { trait_: Some(Trait::Personal), is_negated: false, .. } => None,
            What::Any { trait_: Some(one), is_negated, .. } => Some(Self::DataWith(one, is_negated)),
        }
    }

    /// The item of data; `None` for a class of persons.
    #[must_use]
    pub const fn data(self) -> Option<What> {
        match self {
            Self::Subject(_) => None,
            Self::Data(term) => Some(What::Term(term)),
            Self::DataWith(one, is_negated) => {
                Some(What::Any { kind: Kind::Data, trait_: Some(one), is_negated })
            }
        }
    }
}

impl FactKey {
    /// The term that the fact is about.
    #[must_use]
    pub const fn term(self) -> Option<TermId> {
        match self {
            Self::Term(term) | Self::Subject(term) => Some(term),
            Self::Known(_) => None,
        }
    }

    /// Whether it tells to which class the person belongs, or that this is known.
    #[must_use]
    pub const fn is_of_person(self) -> bool {
        match self {
            Self::Subject(_) | Self::Known(Known::Subject(_)) => true,
            Self::Term(_) | Self::Known(Known::Data(_) | Known::DataWith(..)) => false,
        }
    }

    /// The fact of the same sort about another term.
    #[must_use]
    pub const fn of(self, term: TermId) -> Self {
        match self {
            Self::Term(_) | Self::Known(_) => Self::Term(term),
            Self::Subject(_) => Self::Subject(term),
        }
    }
}

/// A formula over facts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the connective itself")]
pub enum Formula {
    True,
    False,
    Fact(FactId),
    Not(Box<Formula>),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

impl Formula {
    /// Both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::True, one) | (one, Self::True) => one,
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::All(mut all), one) => {
                all.push(one);
                Self::All(all)
            }
            (one, other) => Self::All(vec![one, other]),
        }
    }

    /// One of them.
    #[must_use]
    pub fn any(formulas: Vec<Self>) -> Self {
        if formulas.contains(&Self::True) {
            return Self::True;
        }
        let mut formulas: Vec<Self> = formulas.into_iter().filter(|one| *one != Self::False).collect();
        match formulas.len() {
            0 => Self::False,
            1 => formulas.pop().unwrap_or(Self::False),
            _ => Self::Any(formulas),
        }
    }

    /// Not this.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            other @ (Self::Fact(_) | Self::All(_) | Self::Any(_)) => Self::Not(Box::new(other)),
        }
    }

    /// Every fact in it.
    pub fn facts(&self, found: &mut Vec<FactId>) {
        match self {
            Self::True | Self::False => {}
            Self::Fact(fact) => found.push(*fact),
            Self::Not(inner) => inner.facts(found),
            Self::All(inner) | Self::Any(inner) => inner.iter().for_each(|one| one.facts(found)),
        }
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

/// Atoms grouped into classes.
#[derive(Debug, Default, Clone)]
pub struct Classes {
    /// The atoms of each class; the first of them stands for it in examples.
    pub members: Vec<Vec<usize>>,
    /// The class of each atom.
    pub class_of: Vec<usize>,
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
    /// The forms, in the order of the vocabulary.
    pub forms: Vec<TermId>,
    /// For each form, the forms that reveal no more than it, itself included.
    lesser: Vec<FixedBitSet>,
    /// For each form, the forms that reveal at least as much, itself included.
    greater: Vec<FixedBitSet>,
    personal_forms: FixedBitSet,
    readable: usize,
    /// The facts that any statement names.
    pub facts: Vec<FactKey>,
    fact_ids: HashMap<FactKey, FactId>,
    /// The classes of each dimension, once [`Space::classify`] has run.
    pub classes: Vec<Classes>,
    /// The sets of each dimension over classes.
    class_sets: Vec<Vec<FixedBitSet>>,
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

    fn made(policy: &Arc<Policy>, other: Option<&Arc<Policy>>) -> Self {
        let vocabulary = &policy.vocabulary;
        let forms: Vec<TermId> = vocabulary.of_kind(Kind::Form).map(|(id, _)| id).collect();
        let related = |is_related: &dyn Fn(TermId, TermId) -> bool| -> Vec<FixedBitSet> {
            forms
                .iter()
                .map(|one| {
                    bits(
                        forms.len(),
                        forms
                            .iter()
                            .enumerate()
                            .filter(|(_, other)| is_related(*one, **other))
                            .map(|(idx, _)| idx),
                    )
                })
                .collect()
        };
        let lesser = related(&|one, other| vocabulary.is_below(other, one));
        let greater = related(&|one, other| vocabulary.is_below(one, other));
        let is_personal = |id: &TermId| vocabulary.term(*id).traits.has(Trait::Personal);
        let personal_forms =
            bits(forms.len(), forms.iter().enumerate().filter(|(_, id)| is_personal(id)).map(|(idx, _)| idx));
        let readable = forms.iter().position(|id| KnownTerm::Readable.is(vocabulary.term(*id))).unwrap_or(0);
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
            forms,
            lesser,
            greater,
            personal_forms,
            readable,
            facts: Vec::new(),
            fact_ids: HashMap::new(),
            classes: Vec::new(),
            class_sets: Vec::new(),
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

    /// The regions outside the law of the policy; none where it names no law.
    #[must_use]
    pub fn outside_the_law(&self) -> FixedBitSet {
        let n_atoms = self.n_atoms(Dimension::Region);
        let law = self.policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        let mut outside = FixedBitSet::with_capacity(n_atoms);
        if !law.is_empty() {
            outside.insert_range(..);
        }
        for inside in law.iter().filter_map(|region| self.under(Kind::Region, *region)) {
            outside.difference_with(inside);
        }
        outside
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

    /// In the usage of the United States whoever is not the company is a third party; under the GDPR (Art. 4(10)) and
    /// its kin, processors are not.
    #[must_use]
    pub fn processors_are_third_parties(&self) -> bool {
        let Some(us) = self.vocabulary().known(KnownTerm::UnitedStates) else { return false };
        let law = self.policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        !law.is_empty() && law.iter().all(|region| self.vocabulary().is_below(*region, us))
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

    /// The place of the readable form among the forms.
    #[must_use]
    pub const fn readable_form(&self) -> usize {
        self.readable
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
        let n_forms = if dimension.has_form() { self.forms.len().max(1) } else { 1 };
        self.table(kind).atoms.len() * n_forms
    }

    /// The atom of a dimension and, for data, its form.
    #[must_use]
    pub fn atom(&self, dimension: Dimension, idx: usize) -> (Atom, Option<TermId>) {
        if dimension == Dimension::State {
            return (Atom::State(STATES[idx]), None);
        }
        let Some(kind) = Self::kind(dimension) else { return (Atom::Company, None) };
        if !dimension.has_form() {
            return (self.table(kind).atoms[idx], None);
        }
        let n_forms = self.forms.len().max(1);
        (self.table(kind).atoms[idx / n_forms], self.forms.get(idx % n_forms).copied())
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
        let form = self.forms.iter().position(|other| Some(*other) == form)?;
        Some(atom * self.forms.len() + form)
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
        &self.sets[dimension as usize][id.0 as usize]
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

    /// The channels that the policy covers, where it says so; what is covered by a statement's own channel counts as well.
    #[must_use]
    pub fn covered_channels(&self) -> Option<FixedBitSet> {
        let header = self.policy.header.as_ref()?;
        if header.covers.is_empty() && header.does_not_cover.is_empty() {
            return None;
        }
        let table = self.table(Kind::Channel);
        let union = |terms: &[TermId]| {
            let mut all = FixedBitSet::with_capacity(table.atoms.len());
            for atoms in terms.iter().filter_map(|term| table.of_term.get(term)) {
                all.union_with(atoms);
            }
            all
        };
        // Only products are covered or not: a cookie or a letter belongs to whatever product uses it.
        let product = self.vocabulary().known(KnownTerm::Products).and_then(|id| table.of_term.get(&id));
        let mut covered = FixedBitSet::with_capacity(table.atoms.len());
        covered.insert_range(..);
        match (header.covers.as_slice(), product) {
            ([], _) | (_, None) => {}
            (covers, Some(product)) => {
                covered.difference_with(product);
                covered.union_with(&union(covers));
            }
        }
        // What a statement speaks about is within the policy, whatever product it belongs to.
        let named: Vec<TermId> = self.named_channels().collect();
        covered.union_with(&union(&named));
        covered.difference_with(&union(&header.does_not_cover));
        Some(covered)
    }

    /// Every channel that a statement or a tracker names.
    fn named_channels(&self) -> impl Iterator<Item = TermId> {
        let statements = self.policy.statements.iter().map(|statement| &statement.sentence);
        let sentences = statements.chain(self.policy.trackers.iter().map(|tracker| &tracker.sentence));
        let slots = sentences.filter_map(|sentence| sentence.slots.channel.as_ref());
        let named = slots.flat_map(|slot| &slot.set.items).filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        named.chain(self.policy.trackers.iter().map(|tracker| tracker.channel))
    }

    /// The company and its staff, or also its processors.
    #[must_use]
    pub fn company(&self, with_processors: WithProcessors) -> FixedBitSet {
        let table = self.table(Kind::Recipient);
        let mut actors = bits(table.atoms.len(), std::iter::once(0));
        let known: &[KnownTerm] = match with_processors {
            WithProcessors::Yes => &[KnownTerm::Staff, KnownTerm::Processors],
            WithProcessors::No => &[KnownTerm::Staff],
        };
        for term in known {
            if let Some(atoms) = self.vocabulary().known(*term).and_then(|id| table.of_term.get(&id)) {
                actors.union_with(atoms);
            }
        }
        actors
    }

    /// Whether some classes are everything that a slot can hold: the company is nobody's recipient.
    #[must_use]
    pub fn is_whole(&self, dimension: Dimension, classes: &FixedBitSet) -> bool {
        let mut held = classes.clone();
        if dimension == Dimension::Recipient {
            held.union_with(&self.company_alone());
        }
        held.count_ones(..) == self.n_classes(dimension)
    }

    /// The classes of recipients in which there is nobody but the company, which is nobody's recipient.
    #[must_use]
    pub fn company_alone(&self) -> FixedBitSet {
        let classes = &self.classes[Dimension::Recipient as usize].members;
        let company = classes.iter().enumerate().filter(|(_, members)| members.as_slice() == [0]);
        bits(classes.len(), company.map(|(class, _)| class))
    }

    /// The recipients that act as processors.
    #[must_use]
    pub fn processors(&self) -> FixedBitSet {
        let table = self.table(Kind::Recipient);
        let found = self.vocabulary().known(KnownTerm::Processors).and_then(|id| table.of_term.get(&id));
        found.cloned().unwrap_or_else(|| FixedBitSet::with_capacity(table.atoms.len()))
    }

    /// What a slot of data covers, form by form.
    #[must_use]
    pub fn data(&self, set: &Set, reading: Reading) -> FixedBitSet {
        let table = self.table(Kind::Data);
        let n_forms = self.forms.len().max(1);
        let mut covered = FixedBitSet::with_capacity(table.atoms.len() * n_forms);
        for item in &set.items {
            let forms = self.forms_of(item.form, reading);
            for atom in self.covered(table, item.what).ones() {
                for form in forms.ones() {
                    covered.insert(atom * n_forms + form);
                }
            }
        }
        for item in &set.except {
            let forms = match item.form {
                Some(form) => self.forms_of(Some(form), reading.of_exceptions()),
                None => bits(n_forms, 0..n_forms),
            };
            for atom in self.covered(table, item.what).ones() {
                for form in forms.ones() {
                    covered.set(atom * n_forms + form, false);
                }
            }
        }
        covered
    }

    /// The same data in every form.
    #[must_use]
    pub fn in_every_form(&self, data: &FixedBitSet) -> FixedBitSet {
        let n_forms = self.forms.len().max(1);
        let length = self.table(Kind::Data).atoms.len() * n_forms;
        bits(
            length,
            data.ones().flat_map(|datum| (0..n_forms).map(move |form| datum / n_forms * n_forms + form)),
        )
    }

    /// All data in every form that is still personal.
    #[must_use]
    pub fn all_personal_forms(&self) -> FixedBitSet {
        let n_forms = self.forms.len().max(1);
        let n_atoms = self.table(Kind::Data).atoms.len();
        bits(
            n_atoms * n_forms,
            (0..n_atoms).flat_map(|atom| self.personal_forms.ones().map(move |form| atom * n_forms + form)),
        )
    }

    /// The classes of data that hold a personal form.
    #[must_use]
    pub fn classes_of_personal_forms(&self) -> FixedBitSet {
        let classes = &self.classes[Dimension::Datum as usize];
        bits(classes.members.len(), self.all_personal_forms().ones().map(|datum| classes.class_of[datum]))
    }

    fn forms_of(&self, form: Option<TermId>, reading: Reading) -> FixedBitSet {
        let n_forms = self.forms.len().max(1);
        let place = form.and_then(|form| self.forms.iter().position(|other| *other == form));
        let at = place.unwrap_or(self.readable);
        let one =
            |sets: &[FixedBitSet]| sets.get(at).cloned().unwrap_or_else(|| bits(n_forms, std::iter::once(0)));
        match (reading, place) {
            (Reading::Permission, _) => one(&self.lesser),
            (Reading::Prohibition, Some(_)) => one(&self.greater),
            (Reading::Prohibition, None) => self.personal_forms.clone(),
            (Reading::OnlyUniverse, _) => {
                let mut forms = self.personal_forms.clone();
                forms.grow(n_forms);
                forms.union_with(&one(&self.greater));
                forms
            }
            (Reading::Exactly, _) => bits(n_forms, std::iter::once(at)),
        }
    }

    /// Which fact.
    pub fn fact(&mut self, key: FactKey) -> FactId {
        if let Some(id) = self.fact_ids.get(&key) {
            return *id;
        }
        let id = FactId(u32::try_from(self.facts.len()).unwrap_or(u32::MAX));
        self.facts.push(key);
        self.fact_ids.insert(key, id);
        id
    }

    /// Numbers the facts from a place on in the order of their keys. What was made with their numbers is worth nothing more.
    pub fn sort_facts_from(&mut self, place: usize) {
        let Some(facts) = self.facts.get_mut(place..) else { return };
        facts.sort_unstable();
        for (at, key) in facts.iter().enumerate() {
            self.fact_ids.insert(*key, FactId(u32::try_from(place + at).unwrap_or(u32::MAX)));
        }
    }

    /// The facts that tell to which classes the person belongs, and of which this is known.
    #[must_use]
    pub fn subject_facts(&self) -> Vec<FactId> {
        let keys = self.facts.iter().filter(|key| key.is_of_person());
        keys.filter_map(|key| self.known_fact(*key)).collect()
    }

    /// The fact, if any statement names it.
    #[must_use]
    pub fn known_fact(&self, key: FactKey) -> Option<FactId> {
        self.fact_ids.get(&key).copied()
    }

    /// The formula of an expression over facts.
    pub fn formula(&mut self, fact: &Fact) -> Formula {
        match fact {
            Fact::Term(term, _) => Formula::Fact(self.fact(FactKey::Term(*term))),
            Fact::Not(inner) => self.formula(inner).negated(),
            Fact::And(facts) => facts.iter().fold(Formula::True, |all, one| all.and(self.formula(one))),
            Fact::Or(facts) => {
                let facts = facts.iter().map(|one| self.formula(one)).collect();
                Formula::any(facts)
            }
        }
    }

    /// The formula of a slot of subjects: the classes overlap, so that each is a fact.
    pub fn membership(&mut self, set: &Set) -> Formula {
        let everybody = self.everybody;
        let mut one = |what: What| match what {
            // Everybody is among the people.
            What::Term(term) if Some(term) == everybody => Formula::True,
            What::Term(term) => Formula::Fact(self.fact(FactKey::Subject(term))),
            What::Any { .. } => Formula::True,
        };
        let items = set.items.iter().map(|item| one(item.what)).collect();
        let except: Vec<Formula> = set.except.iter().map(|item| one(item.what)).collect();
        except.into_iter().fold(Formula::any(items), |all, out| all.and(out.negated()))
    }

    /// Names in one space whatever the other one names, so that both tell the same atoms and facts apart.
    pub fn share(one: &mut Self, other: &mut Self) {
        for dimension in Dimension::ALL {
            let place = dimension as usize;
            let (mine, theirs) = (one.sets[place].clone(), other.sets[place].clone());
            for set in theirs {
                one.intern(dimension, set);
            }
            for set in mine {
                other.intern(dimension, set);
            }
        }
        // Facts have numbers in the order in which they are named: each side hears of the other's at once.
        loop {
            let (n_one, n_other) = (one.facts.len(), other.facts.len());
            one.name_facts_of(other);
            other.name_facts_of(one);
            one.close_facts();
            other.name_facts_of(one);
            other.close_facts();
            one.name_facts_of(other);
            if (n_one, n_other) == (one.facts.len(), other.facts.len()) {
                return;
            }
        }
    }

    /// Names the facts that another space names.
    pub fn name_facts_of(&mut self, other: &Self) {
        for fact in &other.facts {
            self.fact(*fact);
        }
    }

    /// All data in readable form.
    pub(super) fn all_readable(&self) -> FixedBitSet {
        let (length, n_forms) = (self.n_atoms(Dimension::Datum), self.forms.len().max(1));
        bits(length, (self.readable..length).step_by(n_forms))
    }

    /// Tells data apart by form as well, so that "the same data in another form" is a question that classes can answer.
    pub fn tell_forms_apart(&mut self) {
        let n_forms = self.forms.len().max(1);
        for dimension in [Dimension::Datum, Dimension::Second] {
            let length = self.n_atoms(dimension);
            for form in 0..n_forms {
                self.intern(dimension, bits(length, (form..length).step_by(n_forms)));
            }
            for set in self.sets[dimension as usize].clone() {
                for form in 0..n_forms {
                    let within = set.ones().filter(|datum| datum % n_forms == form);
                    let all = within.flat_map(|datum| (0..n_forms).map(move |other| datum - form + other));
                    let projected = bits(length, all);
                    if !projected.is_clear() {
                        self.intern(dimension, projected);
                    }
                }
            }
        }
    }

    /// Groups the atoms of every dimension by the sets that hold them.
    pub fn classify(&mut self) {
        self.classes = Dimension::ALL.iter().map(|dimension| self.classes_of(*dimension)).collect();
        self.class_sets = Dimension::ALL
            .iter()
            .map(|dimension| {
                let classes = &self.classes[*dimension as usize];
                let over_classes = |set: &FixedBitSet| {
                    let first = classes
                        .members
                        .iter()
                        .enumerate()
                        .filter(|(_, members)| members.first().is_some_and(|atom| set.contains(*atom)));
                    bits(classes.members.len(), first.map(|(class, _)| class))
                };
                self.sets[*dimension as usize].iter().map(over_classes).collect()
            })
            .collect();
    }

    /// Puts the sets that were mentioned since into the classes that there are. `false` where a set holds one of them only
    /// in part: then the atoms must be grouped anew.
    #[must_use]
    pub fn classify_more(&mut self) -> bool {
        for dimension in Dimension::ALL {
            let place = dimension as usize;
            let classes = &self.classes[place];
            for set in &self.sets[place][self.class_sets[place].len()..] {
                let held = bits(classes.members.len(), set.ones().map(|atom| classes.class_of[atom]));
                let n_atoms: usize = held.ones().map(|class| classes.members[class].len()).sum();
                if n_atoms != set.count_ones(..) {
                    return false;
                }
                self.class_sets[place].push(held);
            }
        }
        true
    }

    /// Partition refinement: every set splits the classes that it holds only in part.
    fn classes_of(&self, dimension: Dimension) -> Classes {
        let n_atoms = self.n_atoms(dimension);
        let mut class_of = vec![0_usize; n_atoms];
        let mut size = vec![n_atoms];
        // For each class that a set touches: how many of its atoms are in the set, and the class that these become.
        let mut inside = vec![0_usize];
        let mut becomes = vec![None];
        for set in &self.sets[dimension as usize] {
            let mut touched = Vec::new();
            for atom in set.ones() {
                let class = class_of[atom];
                if inside[class] == 0 {
                    touched.push(class);
                }
                inside[class] += 1;
            }
            for class in touched.iter().copied() {
                if inside[class] < size[class] {
                    becomes[class] = Some(size.len());
                    size[class] -= inside[class];
                    size.push(inside[class]);
                    inside.push(0);
                    becomes.push(None);
                }
            }
            for atom in set.ones() {
                if let Some(fresh) = becomes[class_of[atom]] {
                    class_of[atom] = fresh;
                }
            }
            for class in touched {
                becomes[class] = None;
                inside[class] = 0;
            }
        }
        // Numbered by their first atom, so that the order of the statements leaves no trace.
        let mut number: Vec<Option<usize>> = vec![None; size.len()];
        let mut members: Vec<Vec<usize>> = Vec::with_capacity(size.len());
        for (atom, class) in class_of.iter_mut().enumerate() {
            let place = *number[*class].get_or_insert_with(|| {
                members.push(Vec::with_capacity(size[*class]));
                members.len() - 1
            });
            members[place].push(atom);
            *class = place;
        }
        Classes { members, class_of }
    }

    /// The classes of a set.
    #[must_use]
    pub fn classes_in(&self, dimension: Dimension, id: SetId) -> &FixedBitSet {
        &self.class_sets[dimension as usize][id.0 as usize]
    }

    /// How many sets of a dimension were mentioned.
    pub(super) fn n_sets(&self, dimension: Dimension) -> usize {
        self.sets[dimension as usize].len()
    }

    /// How many classes a dimension has.
    #[must_use]
    pub fn n_classes(&self, dimension: Dimension) -> usize {
        self.classes[dimension as usize].members.len()
    }

    /// The atoms under a term, in a dimension without forms, or those of data.
    #[must_use]
    pub fn under(&self, kind: Kind, term: TermId) -> Option<&FixedBitSet> {
        self.kinds.get(kind as usize)?.of_term.get(&term)
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

    /// What must hold between two facts, if anything.
    #[must_use]
    pub fn relation(&self, one: FactId, other: FactId) -> Option<Relation> {
        let (one, other) = (self.facts[one.0 as usize], self.facts[other.0 as usize]);
        let (a, b) = match (one, other) {
            (FactKey::Term(a), FactKey::Term(b)) | (FactKey::Subject(a), FactKey::Subject(b)) => (a, b),
            _ => return None,
        };
        let vocabulary = self.vocabulary();
        if vocabulary.is_below(a, b) {
            return Some(Relation::Implies);
        }
        excludes(vocabulary, a, b).then_some(Relation::Excludes)
    }

    /// Adds the facts on which the truth of the named ones depends: what a closed fact means.
    pub fn close_facts(&mut self) {
        let mut at = 0;
        while let Some(key) = self.facts.get(at).copied() {
            at += 1;
            for (closed, meant) in self.closed_above(key) {
                self.fact(closed);
                for one in meant {
                    self.fact(one);
                }
            }
        }
    }

    /// The facts declared with `means` and a list that a fact is or implies, each with its list.
    #[must_use]
    pub fn closed_above(&self, key: FactKey) -> Vec<(FactKey, Vec<FactKey>)> {
        let Some(term) = key.term() else { return Vec::new() };
        let closed = closed_above(self.vocabulary(), term).into_iter();
        closed
            .map(|(above, listed)| (key.of(above), listed.into_iter().map(|one| key.of(one)).collect()))
            .collect()
    }
}

/// The terms declared with `means` and a list that a term is or lies below, each with its list.
pub(super) fn closed_above(vocabulary: &Vocabulary, term: TermId) -> Vec<(TermId, Vec<TermId>)> {
    let mut closed = Vec::new();
    for above in std::iter::once(term).chain(vocabulary.ancestors(term)) {
        let Some(means) = vocabulary.term(above).means.as_ref().filter(|means| means.except.is_empty())
        else {
            continue;
        };
        let listed = means.items.iter().map(|item| match item.what {
            What::Term(one) => Some(one),
            What::Any { .. } => None,
        });
        if let Some(listed) = listed.collect::<Option<Vec<_>>>() {
            closed.push((above, listed));
        }
    }
    closed
}

/// Whether two facts cannot both be true, by themselves or by what they imply.
pub(super) fn excludes(vocabulary: &Vocabulary, one: TermId, other: TermId) -> bool {
    let above = |term: TermId| std::iter::once(term).chain(vocabulary.ancestors(term)).collect::<Vec<_>>();
    let above_other = above(other);
    above(one)
        .into_iter()
        .any(|term| vocabulary.term(term).excludes.iter().any(|excluded| above_other.contains(excluded)))
}

/// How two facts stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Where the first is true, so is the second.
    Implies,
    /// They are never true together.
    Excludes,
}

/// How a slot of data is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// The form and every form that reveals less.
    Permission,
    /// The form and every form that reveals more; without a form, every personal one.
    Prohibition,
    /// What an `only` speaks about: every personal form, and every form that reveals more than the one named.
    OnlyUniverse,
    /// The form alone; without a form, readable.
    Exactly,
}

impl Reading {
    /// How the data behind `except` are read: what is taken out of a permission is not permitted, and so on.
    const fn of_exceptions(self) -> Self {
        match self {
            Self::Permission => Self::Prohibition,
            Self::Prohibition | Self::OnlyUniverse => Self::Permission,
            Self::Exactly => Self::Exactly,
        }
    }
}

/// Whether the company's processors are meant with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum WithProcessors {
    Yes,
    No,
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
