//! The tables of a prepared policy: the class of each value, and the cells that hold each class.

use std::collections::HashMap;

use crate::model::{Kind, TermId, Traits};
use crate::semantics::space::{
    Atom, COMPANY, Classes, Classified, Datum, Dimension, FactKey, Forms, STATES, Space,
};

/// The bits of a word.
pub(super) const BITS: usize = u64::BITS as usize;

/// Where each value of a slot is counted.
#[derive(Debug)]
pub(super) struct Places {
    /// The place of the atom of each term among the atoms of its kind.
    pub(super) of_term: Vec<Option<u32>>,
    unnamed: Vec<(Kind, Traits, u32)>,
    forms: Forms,
    /// For each dimension, the class of each place.
    pub(super) class_of: Vec<Vec<u32>>,
    pub(super) facts: HashMap<FactKey, u32>,
}

/// Which cells hold each class of a slot.
#[derive(Debug)]
pub(super) struct Rows {
    n_words: usize,
    n_summary: usize,
    pub(super) words: Vec<u64>,
    /// One bit for each word that is not zero.
    pub(super) summary: Vec<u64>,
}

impl Places {
    pub(super) fn of(space: &Classified) -> Self {
        let mut of_term = vec![None; space.policy.vocabulary.len()];
        let mut unnamed = Vec::new();
        let kinds = Dimension::ALL.into_iter().filter_map(Space::kind);
        for kind in kinds {
            for (place, atom) in (0..).zip(space.atoms(kind)) {
                match atom {
                    Atom::Company | Atom::State(_) => {}
                    Atom::Term(term) | Atom::Rest(term) => of_term[term.index()] = Some(place),
                    Atom::Unnamed(traits) => unnamed.push((kind, *traits, place)),
                }
            }
        }
        let numbers = |classes: &Classes| {
            classes.class_of.iter().map(|class| u32::try_from(*class).unwrap_or(u32::MAX)).collect()
        };
        Self {
            of_term,
            unnamed,
            forms: space.forms.clone(),
            class_of: Dimension::ALL.into_iter().map(|dimension| numbers(space.classes(dimension))).collect(),
            facts: (0..).zip(space.facts.iter()).map(|(place, (_, key))| (key, place)).collect(),
        }
    }

    pub(super) fn class(&self, dimension: Dimension, atom: Atom, form: Option<TermId>) -> u32 {
        let place = match atom {
            Atom::Company => u32::try_from(COMPANY).ok(),
            Atom::State(state) => {
                (0..).zip(STATES).find(|(_, other)| *other == state).map(|(place, _)| place)
            }
            Atom::Term(term) | Atom::Rest(term) => self.of_term.get(term.index()).copied().flatten(),
            Atom::Unnamed(traits) => {
                let is_it = |(kind, known, _): &&(Kind, Traits, u32)| {
                    Some(*kind) == Space::kind(dimension) && *known == traits
                };
                self.unnamed.iter().find(is_it).map(|(.., place)| *place)
            }
        };
        let place = place.map(|place| place as usize);
        let at = if dimension.has_form() {
            let form = form.and_then(|form| self.forms.place_of(form));
            place.zip(form).map(|(atom, form)| self.forms.place(Datum { atom, form }))
        } else {
            place
        };
        at.and_then(|at| self.class_of[dimension as usize].get(at)).copied().unwrap_or(0)
    }
}

impl Rows {
    pub(super) fn new(n_classes: usize, n_cells: usize) -> Self {
        let n_words = n_cells.div_ceil(BITS);
        let n_summary = n_words.div_ceil(BITS);
        Self {
            n_words,
            n_summary,
            words: vec![0; n_words * n_classes],
            summary: vec![0; n_summary * n_classes],
        }
    }

    pub(super) fn insert(&mut self, class: usize, cell: usize) {
        self.words[class * self.n_words + cell / BITS] |= 1 << (cell % BITS);
    }

    pub(super) fn summarise(&mut self) {
        if self.n_words == 0 {
            return;
        }
        for (class, words) in self.words.chunks(self.n_words).enumerate() {
            for (at, _) in words.iter().enumerate().filter(|(_, word)| **word != 0) {
                self.summary[class * self.n_summary + at / BITS] |= 1 << (at % BITS);
            }
        }
    }

    pub(super) fn of(&self, class: usize) -> (&[u64], &[u64]) {
        (
            &self.words[class * self.n_words..(class + 1) * self.n_words],
            &self.summary[class * self.n_summary..(class + 1) * self.n_summary],
        )
    }
}
