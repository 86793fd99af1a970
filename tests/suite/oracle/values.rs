//! The values of slots, and what terms and lists cover of them.

use candor::model::{
    Kind, Origin, Policy, ProtectedState, Set, SetItem, TermId, Trait, Traits, Vocabulary, What,
};

use super::act::Act;

/// One value of a slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Value {
    /// Who publishes the policy.
    Company,
    /// A term without children.
    Term(TermId),
    /// What a term covers beside its children.
    Remainder(TermId),
    /// What has no name; for data, what has these traits.
    Nameless(Traits),
    /// A state in which data are protected; nothing where none is said.
    State(Option<ProtectedState>),
}

/// The slots of flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Slot {
    Actor,
    Datum,
    /// Where the person is.
    Place,
    Purpose,
    Channel,
    Source,
    Second,
    SecondSubject,
    Region,
    Recipient,
    RecipientRegion,
    Right,
    State,
    Measure,
    Event,
    Safeguard,
    Topic,
}

impl Slot {
    pub(crate) const ALL: [Self; 17] = [
        Self::Actor,
        Self::Datum,
        Self::Place,
        Self::Purpose,
        Self::Channel,
        Self::Source,
        Self::Second,
        Self::SecondSubject,
        Self::Region,
        Self::Recipient,
        Self::RecipientRegion,
        Self::Right,
        Self::State,
        Self::Measure,
        Self::Event,
        Self::Safeguard,
        Self::Topic,
    ];

    /// The slots of every flow, whatever its verb; the channel comes last, because a question may leave it open.
    pub(crate) const COMMON: [Self; 5] =
        [Self::Actor, Self::Datum, Self::Place, Self::Purpose, Self::Channel];

    /// The table of slots: what a flow with this verb has.
    pub(crate) fn of(act: Act) -> Vec<Self> {
        let mut slots = Self::COMMON.to_vec();
        slots.extend_from_slice(match act {
            Act::Collect => &[Self::Source],
            Act::Derive => &[Self::Region, Self::Second],
            Act::Combine => &[Self::Region, Self::Second, Self::SecondSubject],
            Act::Use | Act::View | Act::Decide | Act::Train | Act::Store => &[Self::Region],
            Act::Disclose | Act::Sell => &[Self::Recipient, Self::RecipientRegion],
            Act::Offer => &[Self::Right],
            Act::Protect => &[Self::State, Self::Measure],
            Act::Notify => &[Self::Event],
            Act::Bind => &[Self::Recipient, Self::Safeguard],
            Act::Have | Act::State | Act::Disclaim | Act::Advise => &[Self::Topic],
            Act::Require | Act::Delete | Act::Keep => &[],
        });
        slots
    }

    /// The kind of terms that fill it; a state is no term.
    pub(crate) const fn kind(self) -> Option<Kind> {
        Some(match self {
            Self::Datum | Self::Second => Kind::Data,
            Self::Purpose => Kind::Purpose,
            Self::Channel => Kind::Channel,
            Self::Source => Kind::Source,
            Self::SecondSubject => Kind::Subject,
            Self::Place | Self::Region | Self::RecipientRegion => Kind::Region,
            Self::Actor | Self::Recipient => Kind::Recipient,
            Self::Right => Kind::Right,
            Self::Measure => Kind::Measure,
            Self::Event => Kind::Event,
            Self::Safeguard => Kind::Safeguard,
            Self::Topic => Kind::Topic,
            Self::State => return None,
        })
    }

    pub(crate) const fn has_form(self) -> bool {
        matches!(self, Self::Datum | Self::Second)
    }
}

/// Some values of one slot: one mark for each value.
pub(crate) type Marks = Vec<bool>;

/// How the data of a sentence are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Permission,
    Prohibition,
    Question,
    /// The data of a prohibition that an `only` makes.
    Only,
}

/// All values of a policy.
pub(crate) struct Values<'a> {
    pub(crate) policy: &'a Policy,
    /// The values of each kind, at the place of the kind; those of data without their forms.
    atoms: Vec<Vec<Value>>,
    pub(crate) forms: Vec<TermId>,
    processors_are_third_parties: bool,
}

impl<'a> Values<'a> {
    pub(crate) fn new(policy: &'a Policy) -> Self {
        let vocabulary = &policy.vocabulary;
        let atoms = Kind::ALL.iter().map(|kind| atoms(vocabulary, *kind)).collect();
        let forms = vocabulary.of_kind(Kind::Form).map(|(id, _)| id).collect();
        let mut values = Self { policy, atoms, forms, processors_are_third_parties: false };
        let law = policy.header.as_ref().map_or(&[][..], |header| &header.law);
        if let Some(us) = vocabulary.find(Kind::Region, "us") {
            values.processors_are_third_parties =
                !law.is_empty() && law.iter().all(|one| vocabulary.is_below(*one, us));
        }
        values
    }

    pub(crate) fn vocabulary(&self) -> &'a Vocabulary {
        &self.policy.vocabulary
    }

    pub(crate) fn named(&self, kind: Kind, name: &str) -> Option<TermId> {
        self.vocabulary().find(kind, name)
    }

    pub(crate) fn atoms(&self, kind: Kind) -> &[Value] {
        &self.atoms[kind as usize]
    }

    /// The values of a slot without their forms, the company aside.
    fn plain(&self, slot: Slot) -> &[Value] {
        slot.kind().map_or(&STATES, |kind| self.atoms(kind))
    }

    /// How many values a slot has.
    pub(crate) fn count(&self, slot: Slot) -> usize {
        let atoms = self.plain(slot).len();
        match slot {
            Slot::Actor => atoms + 1,
            Slot::Datum | Slot::Second => atoms * self.forms.len(),
            _ => atoms,
        }
    }

    /// A value of a slot by its place, with its form where it has one.
    pub(crate) fn value(&self, slot: Slot, place: usize) -> (Value, Option<TermId>) {
        let atoms = self.plain(slot);
        match slot {
            Slot::Datum | Slot::Second => {
                (atoms[place / self.forms.len()], Some(self.forms[place % self.forms.len()]))
            }
            Slot::Actor if place == atoms.len() => (Value::Company, None),
            _ => (atoms[place], None),
        }
    }

    /// The place of the company among the actors.
    pub(crate) fn company(&self) -> usize {
        self.plain(Slot::Actor).len()
    }

    /// The states of protection that are named; without any, the one that is *not said*.
    pub(crate) fn states(&self, named: &[ProtectedState]) -> Marks {
        let is_named = |state: &Value| match state {
            Value::State(Some(state)) => named.contains(state),
            _ => named.is_empty(),
        };
        STATES.iter().map(is_named).collect()
    }

    /// The data of some marks, whatever their form: one mark for each datum.
    pub(crate) fn formless(&self, marks: &Marks) -> Marks {
        marks.chunks(self.forms.len()).map(|forms| forms.contains(&true)).collect()
    }

    /// The data of a list, whatever their form: one mark for each datum.
    pub(crate) fn atoms_of(&self, set: &Set) -> Marks {
        let whole = |item: &SetItem| SetItem { form: None, ..item.clone() };
        let whole = Set {
            items: set.items.iter().map(whole).collect(),
            // What is taken out in one form alone is left in the others.
            except: set.except.iter().filter(|item| item.form.is_none()).map(whole).collect(),
        };
        self.list(Kind::Data, &whole)
    }

    /// Some data in some forms.
    pub(crate) fn formed(&self, atoms: &Marks, forms: &[TermId]) -> Marks {
        let forms: Vec<bool> = self.forms.iter().map(|form| forms.contains(form)).collect();
        atoms.iter().flat_map(|is_in| forms.iter().map(move |form| *is_in && *form)).collect()
    }

    /// What a term covers.
    pub(crate) fn covered_by(&self, id: TermId) -> Marks {
        self.covered_above(id, &mut Vec::new())
    }

    fn covered_above(&self, id: TermId, path: &mut Vec<TermId>) -> Marks {
        let term = self.vocabulary().term(id);
        let mut marks = vec![false; self.atoms(term.kind).len()];
        if path.contains(&id) {
            return marks;
        }
        path.push(id);
        match &term.means {
            Some(set) => marks = self.listed(term.kind, set, path),
            None => {
                for (mark, value) in marks.iter_mut().zip(self.atoms(term.kind)) {
                    *mark = matches!(value, Value::Term(own) | Value::Remainder(own) if *own == id);
                }
                for child in &term.children {
                    add(&mut marks, &self.covered_above(*child, path));
                }
                if self.processors_are_third_parties
                    && term.kind == Kind::Recipient
                    && &*term.name == "third-parties"
                    && let Some(processors) = self.named(Kind::Recipient, "processors")
                {
                    add(&mut marks, &self.covered_above(processors, path));
                }
            }
        }
        path.pop();
        marks
    }

    /// What a list covers, forms aside.
    pub(crate) fn list(&self, kind: Kind, set: &Set) -> Marks {
        self.listed(kind, set, &mut Vec::new())
    }

    fn listed(&self, kind: Kind, set: &Set, path: &mut Vec<TermId>) -> Marks {
        let mut marks = vec![false; self.atoms(kind).len()];
        for item in &set.items {
            add(&mut marks, &self.item(kind, item, path));
        }
        for item in &set.except {
            take_out(&mut marks, &self.item(kind, item, path));
        }
        marks
    }

    fn item(&self, kind: Kind, item: &SetItem, path: &mut Vec<TermId>) -> Marks {
        match item.what {
            What::Term(term) => self.covered_above(term, path),
            What::Any { trait_: None, .. } => vec![true; self.atoms(kind).len()],
            What::Any { trait_: Some(one), is_negated, .. } => {
                self.atoms(kind).iter().map(|value| self.has(*value, one) != is_negated).collect()
            }
        }
    }

    pub(crate) fn has(&self, value: Value, one: Trait) -> bool {
        match value {
            Value::Company | Value::State(_) => false,
            Value::Term(term) | Value::Remainder(term) => self.term_has(term, one),
            Value::Nameless(traits) => traits.has(one),
        }
    }

    /// Whether a term has a trait; a data term of the policy all of whose children are personal is personal itself.
    fn term_has(&self, id: TermId, one: Trait) -> bool {
        let term = self.vocabulary().term(id);
        let is_of_policy = term.origin == Origin::Policy && term.kind == Kind::Data;
        let by_children = || {
            is_of_policy
                && one == Trait::Personal
                && term.means.is_none()
                && !term.children.is_empty()
                && term.children.iter().all(|child| self.term_has(*child, one))
        };
        term.traits.has(one) || by_children()
    }

    /// What a list of data covers: data, each in some forms.
    pub(crate) fn data(&self, set: &Set, reading: Reading) -> Marks {
        let mut marks = vec![false; self.count(Slot::Datum)];
        for item in &set.items {
            add(&mut marks, &self.in_forms(item, &self.forms_of(reading, item.form)));
        }
        for item in &set.except {
            let forms = match item.form {
                None => self.forms.clone(),
                form => self.forms_of(opposite(reading), form),
            };
            take_out(&mut marks, &self.in_forms(item, &forms));
        }
        marks
    }

    /// Every datum in these forms.
    pub(crate) fn all_data(&self, forms: &[TermId]) -> Marks {
        (0..self.count(Slot::Datum))
            .map(|place| forms.contains(&self.forms[place % self.forms.len()]))
            .collect()
    }

    /// The same data in every form.
    pub(crate) fn in_every_form(&self, marks: &Marks) -> Marks {
        let n_forms = self.forms.len();
        let has_any = |datum: usize| (0..n_forms).any(|form| marks[datum * n_forms + form]);
        (0..marks.len()).map(|place| has_any(place / n_forms)).collect()
    }

    fn in_forms(&self, item: &SetItem, forms: &[TermId]) -> Marks {
        self.formed(&self.item(Kind::Data, item, &mut Vec::new()), forms)
    }

    /// The table of forms.
    pub(crate) fn forms_of(&self, reading: Reading, form: Option<TermId>) -> Vec<TermId> {
        let vocabulary = self.vocabulary();
        let chosen =
            |is_in: &dyn Fn(TermId) -> bool| self.forms.iter().copied().filter(|form| is_in(*form)).collect();
        let readable = self.named(Kind::Form, "readable");
        match (reading, form) {
            (Reading::Permission, Some(word)) => chosen(&|form| vocabulary.is_below(form, word)),
            (Reading::Permission, None) => {
                chosen(&|form| readable.is_some_and(|readable| vocabulary.is_below(form, readable)))
            }
            (Reading::Prohibition, Some(word)) => chosen(&|form| vocabulary.is_below(word, form)),
            (Reading::Prohibition | Reading::Only, None) => self.personal_forms(),
            (Reading::Question, word) => chosen(&|form| Some(form) == word.or(readable)),
            (Reading::Only, Some(word)) => {
                chosen(&|form| self.is_personal(form) || vocabulary.is_below(word, form))
            }
        }
    }

    pub(crate) fn personal_forms(&self) -> Vec<TermId> {
        self.forms.iter().copied().filter(|form| self.is_personal(*form)).collect()
    }

    fn is_personal(&self, form: TermId) -> bool {
        self.vocabulary().term(form).traits.has(Trait::Personal)
    }
}

/// What is taken out of a permission is read as a prohibition would be, and the other way about.
const fn opposite(reading: Reading) -> Reading {
    match reading {
        Reading::Permission => Reading::Prohibition,
        Reading::Prohibition | Reading::Only => Reading::Permission,
        Reading::Question => Reading::Question,
    }
}

/// The values of the slot that is no kind of terms.
const STATES: [Value; 4] = [
    Value::State(Some(ProtectedState::InTransit)),
    Value::State(Some(ProtectedState::AtRest)),
    Value::State(Some(ProtectedState::InUse)),
    Value::State(None),
];

/// The values of a kind.
fn atoms(vocabulary: &Vocabulary, kind: Kind) -> Vec<Value> {
    let mut atoms = Vec::new();
    for (id, term) in vocabulary.of_kind(kind).filter(|(_, term)| term.means.is_none()) {
        atoms.push(if term.children.is_empty() { Value::Term(id) } else { Value::Remainder(id) });
    }
    if kind != Kind::Data {
        atoms.push(Value::Nameless(Traits::default()));
        return atoms;
    }
    let traits =
        [Trait::Personal, Trait::Identifying, Trait::Sensitive, Trait::SpecialCategory, Trait::Public];
    for choice in 0..1_usize << traits.len() {
        let mut combination = Traits::default();
        let chosen = |at: usize| choice & 1 << at != 0;
        traits.iter().enumerate().filter(|(at, _)| chosen(*at)).for_each(|(_, one)| combination.insert(*one));
        // What is implied must be chosen too: otherwise this is not a combination of its own.
        if traits.iter().enumerate().all(|(at, one)| combination.has(*one) == chosen(at)) {
            atoms.push(Value::Nameless(combination));
        }
    }
    atoms
}

pub(crate) fn add(marks: &mut Marks, others: &Marks) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark |= *other);
}

pub(crate) fn take_out(marks: &mut Marks, others: &Marks) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark &= !*other);
}
