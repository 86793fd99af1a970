//! Data in forms: the only room that knows how the two make one place of a slot.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::{Dimension, Space, bits};
use crate::model::{Kind, KnownTerm, Set, TermId, Trait, Vocabulary};

/// One value of a slot: an atom in a form, each by its place. What is no datum has one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Datum {
    /// The place of the atom among those of its kind.
    pub atom: usize,
    /// The place of the form among the forms.
    pub form: usize,
}

/// The forms in which data can be, in the order of the vocabulary.
#[derive(Debug, Clone)]
pub struct Forms {
    terms: Vec<TermId>,
    /// For each form, the forms that reveal no more than it, itself included.
    lesser: Vec<FixedBitSet>,
    /// For each form, the forms that reveal at least as much, itself included.
    greater: Vec<FixedBitSet>,
    personal: FixedBitSet,
    readable: usize,
}

impl Forms {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let terms: Vec<TermId> = vocabulary.of_kind(Kind::Form).map(|(id, _)| id).collect();
        let those = |is_one: &dyn Fn(TermId) -> bool| {
            let places = terms.iter().enumerate().filter(|(_, term)| is_one(**term));
            bits(terms.len(), places.map(|(place, _)| place))
        };
        let below = |one: TermId| those(&|other| vocabulary.is_below(other, one));
        let above = |one: TermId| those(&|other| vocabulary.is_below(one, other));
        let readable = vocabulary.known(KnownTerm::Readable);
        Self {
            lesser: terms.iter().map(|one| below(*one)).collect(),
            greater: terms.iter().map(|one| above(*one)).collect(),
            personal: those(&|one| vocabulary.term(one).traits.has(Trait::Personal)),
            readable: terms.iter().position(|one| Some(*one) == readable).unwrap_or(0),
            terms,
        }
    }

    /// The forms themselves.
    #[must_use]
    pub fn terms(&self) -> &[TermId] {
        &self.terms
    }

    /// The form at a place; `None` where the vocabulary has no forms.
    #[must_use]
    pub fn term(&self, form: usize) -> Option<TermId> {
        self.terms.get(form).copied()
    }

    /// The place of a form.
    #[must_use]
    pub fn place_of(&self, form: TermId) -> Option<usize> {
        self.terms.iter().position(|other| *other == form)
    }

    /// The places of all forms; one where the vocabulary has none.
    #[must_use]
    pub fn places(&self) -> std::ops::Range<usize> {
        0..self.terms.len().max(1)
    }

    /// The place of the readable form.
    #[must_use]
    pub const fn readable(&self) -> usize {
        self.readable
    }

    /// The value at a place of a slot of data.
    #[must_use]
    pub fn datum(&self, place: usize) -> Datum {
        let n_forms = self.places().end;
        Datum { atom: place / n_forms, form: place % n_forms }
    }

    /// The place of a value in a slot of data.
    #[must_use]
    pub fn place(&self, datum: Datum) -> usize {
        datum.atom * self.places().end + datum.form
    }

    /// The forms that a form means, or the lack of one.
    #[must_use]
    pub fn meant(&self, form: Option<TermId>, reading: Reading) -> FixedBitSet {
        let n_forms = self.places().end;
        let place = form.and_then(|form| self.place_of(form));
        let at = place.unwrap_or(self.readable);
        let one =
            |sets: &[FixedBitSet]| sets.get(at).cloned().unwrap_or_else(|| bits(n_forms, std::iter::once(0)));
        match (reading, place) {
            (Reading::Permission, _) => one(&self.lesser),
            (Reading::Prohibition, Some(_)) => one(&self.greater),
            (Reading::Prohibition, None) => self.personal.clone(),
            (Reading::OnlyUniverse, _) => {
                let mut forms = self.personal.clone();
                forms.grow(n_forms);
                forms.union_with(&one(&self.greater));
                forms
            }
            (Reading::Exactly, _) => bits(n_forms, std::iter::once(at)),
        }
    }
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

/// Data in forms.
impl Space {
    /// The value at a place of a slot.
    #[must_use]
    pub fn datum(&self, dimension: Dimension, place: usize) -> Datum {
        if dimension.has_form() { self.forms.datum(place) } else { Datum { atom: place, form: 0 } }
    }

    /// The place of a value in a slot; of what is no datum, that of its atom.
    #[must_use]
    pub fn place_of(&self, dimension: Dimension, datum: Datum) -> usize {
        if dimension.has_form() { self.forms.place(datum) } else { datum.atom }
    }

    /// Some data, each in all of some forms.
    #[must_use]
    pub fn data_in(&self, atoms: &FixedBitSet, forms: impl Iterator<Item = usize>) -> FixedBitSet {
        let data = forms.flat_map(|form| atoms.ones().map(move |atom| Datum { atom, form }));
        bits(self.n_atoms(Dimension::Datum), data.map(|datum| self.forms.place(datum)))
    }

    /// The data that are there in a form.
    #[must_use]
    pub fn atoms_in_form(&self, data: &FixedBitSet, form: usize) -> FixedBitSet {
        let there = data.ones().map(|place| self.forms.datum(place)).filter(|datum| datum.form == form);
        bits(self.atoms(Kind::Data).len(), there.map(|datum| datum.atom))
    }

    /// Data grouped by the forms in which they are there.
    #[must_use]
    pub fn by_forms(&self, data: &FixedBitSet) -> BTreeMap<Vec<usize>, FixedBitSet> {
        let n_atoms = self.atoms(Kind::Data).len();
        let mut groups: BTreeMap<Vec<usize>, FixedBitSet> = BTreeMap::new();
        for atom in 0..n_atoms {
            let is_there = |form: &usize| data.contains(self.forms.place(Datum { atom, form: *form }));
            let forms: Vec<usize> = self.forms.places().filter(is_there).collect();
            if !forms.is_empty() {
                groups.entry(forms).or_insert_with(|| FixedBitSet::with_capacity(n_atoms)).insert(atom);
            }
        }
        groups
    }

    /// What a slot of data covers, form by form.
    #[must_use]
    pub fn data(&self, set: &Set, reading: Reading) -> FixedBitSet {
        let mut covered = FixedBitSet::with_capacity(self.n_atoms(Dimension::Datum));
        for item in &set.items {
            let forms = self.forms.meant(item.form, reading);
            covered.union_with(&self.data_in(&self.all_of(Kind::Data, item.what), forms.ones()));
        }
        for item in &set.except {
            let forms = match item.form {
                Some(form) => self.forms.meant(Some(form), reading.of_exceptions()),
                None => bits(self.forms.places().end, self.forms.places()),
            };
            covered.difference_with(&self.data_in(&self.all_of(Kind::Data, item.what), forms.ones()));
        }
        covered
    }

    /// The same data in every form.
    #[must_use]
    pub fn in_every_form(&self, data: &FixedBitSet) -> FixedBitSet {
        let atoms = data.ones().map(|place| self.forms.datum(place).atom);
        self.data_in(&bits(self.atoms(Kind::Data).len(), atoms), self.forms.places())
    }

    /// All data in every form that is still personal.
    #[must_use]
    pub fn all_personal_forms(&self) -> FixedBitSet {
        self.data_in(&self.all_data(), self.forms.personal.ones())
    }

    /// All data in readable form.
    pub(in crate::semantics) fn all_readable(&self) -> FixedBitSet {
        self.data_in(&self.all_data(), std::iter::once(self.forms.readable))
    }

    fn all_data(&self) -> FixedBitSet {
        let n_atoms = self.atoms(Kind::Data).len();
        bits(n_atoms, 0..n_atoms)
    }

    /// Tells data apart by form as well, so that "the same data in another form" is a question that classes can answer.
    pub(super) fn tell_forms_apart(&mut self) {
        for dimension in [Dimension::Datum, Dimension::Second] {
            for form in self.forms.places() {
                let all = self.data_in(&self.all_data(), std::iter::once(form));
                self.intern(dimension, all);
            }
            for set in self.sets[dimension as usize].clone() {
                for form in self.forms.places() {
                    let projected = self.data_in(&self.atoms_in_form(&set, form), self.forms.places());
                    if !projected.is_clear() {
                        self.intern(dimension, projected);
                    }
                }
            }
        }
    }
}
