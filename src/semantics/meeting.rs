//! Which flows can meet, found by what they speak of instead of in a loop over pairs.

use std::collections::HashMap;

use super::half::{Cell, Half};
use super::space::{Act, Classified, Dimension, Space};

/// What speaks of more classes of data than this is looked at whatever the data are.
const WIDE: usize = 64;

/// The dimensions that tell most cells apart first.
const TELLING: [Dimension; Dimension::COUNT] = [
    Dimension::Verb,
    Dimension::Topic,
    Dimension::Right,
    Dimension::Event,
    Dimension::Safeguard,
    Dimension::Measure,
    Dimension::State,
    Dimension::Place,
    Dimension::Recipient,
    Dimension::Purpose,
    Dimension::Datum,
    Dimension::Actor,
    Dimension::Channel,
    Dimension::Source,
    Dimension::Second,
    Dimension::RecipientRegion,
    Dimension::SecondSubject,
    Dimension::Region,
];

/// Whether some cells share a class with others in every dimension: cheap, and spares most of the diagrams.
fn cells_meet(space: &Classified, some: &[Cell], others: &[Cell]) -> bool {
    let meet = |a: &Cell, b: &Cell| {
        TELLING.iter().all(|dimension| match (a.sets[*dimension as usize], b.sets[*dimension as usize]) {
            (Some(a), Some(b)) => {
                a == b || !space.classes_in(*dimension, a).is_disjoint(space.classes_in(*dimension, b))
            }
            _ => true,
        })
    };
    some.iter().any(|a| others.iter().any(|b| meet(a, b)))
}

/// Things by the acts and the data of which their cells speak: only those that share both can meet.
#[derive(Debug)]
pub struct Meeting<'c> {
    space: &'c Classified,
    /// Each thing by its number, with its cells.
    things: Vec<(usize, &'c [Cell])>,
    by_act: Vec<Acting>,
}

/// What speaks of one act, as places in the list of things.
#[derive(Debug, Clone, Default)]
struct Acting {
    all: Vec<usize>,
    /// What speaks of many classes of data, or of any.
    wide: Vec<usize>,
    /// The rest by each class of data of which it speaks.
    of_datum: HashMap<usize, Vec<usize>>,
}

impl<'c> Meeting<'c> {
    /// Some things by their numbers, each with its cells.
    pub fn of(space: &'c Classified, things: impl IntoIterator<Item = (usize, &'c [Cell])>) -> Self {
        let things: Vec<(usize, &[Cell])> = things.into_iter().collect();
        let mut by_act = vec![Acting::default(); Act::ALL.len()];
        for (place, cell) in things
            .iter()
            .enumerate()
            .flat_map(|(place, (_, cells))| cells.iter().map(move |cell| (place, cell)))
        {
            let data = few_data(space, cell);
            for act in acts_of_cell(space, cell) {
                let acting = &mut by_act[act];
                acting.all.push(place);
                match &data {
                    None => acting.wide.push(place),
                    Some(classes) => classes
                        .iter()
                        .for_each(|class| acting.of_datum.entry(*class).or_default().push(place)),
                }
            }
        }
        Self { space, things, by_act }
    }

    /// Some halves by their numbers.
    pub fn of_halves(space: &'c Classified, halves: impl IntoIterator<Item = (usize, &'c Half)>) -> Self {
        Self::of(space, halves.into_iter().map(|(number, half)| (number, half.cells.as_slice())))
    }

    /// The numbers of those that can meet some cells, in order.
    #[must_use]
    pub fn with(&self, cells: &[Cell]) -> Vec<usize> {
        let mut sharing: Vec<usize> = Vec::new();
        for cell in cells {
            let data = few_data(self.space, cell);
            for act in acts_of_cell(self.space, cell) {
                let acting = &self.by_act[act];
                match &data {
                    None => sharing.extend(&acting.all),
                    Some(classes) => {
                        sharing.extend(&acting.wide);
                        sharing
                            .extend(classes.iter().filter_map(|class| acting.of_datum.get(class)).flatten());
                    }
                }
            }
        }
        sharing.sort_unstable();
        sharing.dedup();
        let mut meeting: Vec<usize> = sharing
            .into_iter()
            .filter_map(|place| self.things.get(place))
            .filter(|(_, others)| cells_meet(self.space, cells, others))
            .map(|(number, _)| *number)
            .collect();
        meeting.sort_unstable();
        meeting
    }
}

/// Whether two halves can meet.
pub(super) fn can_meet(space: &Classified, one: &Half, other: &Half) -> bool {
    cells_meet(space, &one.cells, &other.cells)
}

/// The classes of data in a cell; `None` where it has many, or any.
fn few_data(space: &Classified, cell: &Cell) -> Option<Vec<usize>> {
    let classes = space.classes_in(Dimension::Datum, cell.sets[Dimension::Datum as usize]?);
    let few: Vec<usize> = classes.ones().take(WIDE + 1).collect();
    (few.len() <= WIDE).then_some(few)
}

/// The acts of a half, by their places.
pub(super) fn acts_of(space: &Space, half: &Half) -> Vec<usize> {
    let mut acts: Vec<usize> = half.cells.iter().flat_map(|cell| acts_of_cell(space, cell)).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

/// The acts of a cell, by their places; all of them where it names none.
fn acts_of_cell(space: &Space, cell: &Cell) -> Vec<usize> {
    match cell.sets[Dimension::Verb as usize] {
        Some(set) => space.atoms_in(Dimension::Verb, set).ones().collect(),
        None => (0..Act::ALL.len()).collect(),
    }
}
