//! Classes of atoms that no statement tells apart.

use std::ops::Deref;
use std::sync::Arc;

use fixedbitset::FixedBitSet;

use super::{COMPANY, Dimension, SetId, Space, bits};

/// Atoms grouped into classes.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Classes {
    /// The atoms of each class; the first of them stands for it in examples.
    pub members: Vec<Vec<usize>>,
    /// The class of each atom.
    pub class_of: Vec<usize>,
}

/// A space whose atoms are grouped into classes. What it mentions is settled.
#[derive(Debug, Clone)]
pub struct Classified {
    space: Space,
    /// Those of each dimension. The spaces of a comparison have them in common.
    classes: Arc<[Classes]>,
    /// The sets of each dimension over classes.
    class_sets: Vec<Vec<FixedBitSet>>,
}

impl Deref for Classified {
    type Target = Space;

    fn deref(&self) -> &Space {
        &self.space
    }
}

impl Space {
    /// Groups the atoms of every dimension by the sets that hold them.
    #[must_use]
    pub fn classify(self) -> Classified {
        let classes = self.grouped();
        self.over(classes)
    }

    /// Groups the atoms of the two spaces of a comparison, which were made by [`Space::beside`] and
    /// [`Space::counterpart`]. Both tell apart what either mentions, so that a class, a fact and a set of flows of one are
    /// those of the other.
    #[must_use]
    pub fn classify_both(mut first: Self, mut second: Self) -> [Classified; 2] {
        for dimension in Dimension::ALL {
            let place = dimension as usize;
            let (of_first, of_second) = (first.sets[place].clone(), second.sets[place].clone());
            of_second.into_iter().for_each(|set| _ = first.intern(dimension, set));
            of_first.into_iter().for_each(|set| _ = second.intern(dimension, set));
        }
        // The second space began with the facts of the first.
        first.facts = second.facts.clone();
        loop {
            let n_facts = first.facts.len();
            first.close_facts();
            second.facts = first.facts.clone();
            second.close_facts();
            first.facts = second.facts.clone();
            if n_facts == first.facts.len() {
                break;
            }
        }
        first.tell_forms_apart();
        second.tell_forms_apart();
        let classes = first.grouped();
        debug_assert_eq!(classes, second.grouped(), "both spaces mention the same sets");
        [first.over(classes.clone()), second.over(classes)]
    }

    fn grouped(&self) -> Arc<[Classes]> {
        Dimension::ALL.into_iter().map(|dimension| self.grouped_in(dimension)).collect()
    }

    fn over(self, classes: Arc<[Classes]>) -> Classified {
        let over_classes = |(sets, classes): (&Vec<FixedBitSet>, &Classes)| {
            let over = |set: &FixedBitSet| {
                let is_in = |members: &Vec<usize>| members.first().is_some_and(|atom| set.contains(*atom));
                let held = classes.members.iter().enumerate().filter(|(_, members)| is_in(members));
                bits(classes.members.len(), held.map(|(class, _)| class))
            };
            sets.iter().map(over).collect()
        };
        let class_sets = self.sets.iter().zip(classes.iter()).map(over_classes).collect();
        Classified { space: self, classes, class_sets }
    }

    /// Partition refinement: every set splits the classes that it holds only in part.
    fn grouped_in(&self, dimension: Dimension) -> Classes {
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
}

impl Classified {
    /// A space that mentions more than this one, over the same classes; `None` where one of its sets holds a class only in
    /// part: then the atoms must be grouped anew.
    pub(in crate::semantics) fn extended(&self, space: Space) -> Option<Self> {
        let mut class_sets = self.class_sets.clone();
        for dimension in Dimension::ALL {
            let place = dimension as usize;
            for set in &space.sets[place][class_sets[place].len()..] {
                class_sets[place].push(self.held(dimension, set)?);
            }
        }
        Some(Self { space, classes: self.classes.clone(), class_sets })
    }

    /// The classes of a set of atoms; `None` where it holds one of them only in part.
    fn held(&self, dimension: Dimension, set: &FixedBitSet) -> Option<FixedBitSet> {
        let classes = self.classes(dimension);
        let held = bits(classes.members.len(), set.ones().map(|atom| classes.class_of[atom]));
        let n_atoms: usize = held.ones().map(|class| classes.members[class].len()).sum();
        (n_atoms == set.count_ones(..)).then_some(held)
    }

    /// Whether some of the sets that a space has beyond these numbers of them hold a class only in part.
    pub(in crate::semantics) fn is_told_apart(&self, space: &Space, n_sets: &[usize]) -> bool {
        Dimension::ALL.into_iter().zip(n_sets).any(|(dimension, n_sets)| {
            let sets = space.sets[dimension as usize].get(*n_sets..).unwrap_or_default();
            sets.iter().any(|set| self.held(dimension, set).is_none())
        })
    }

    /// The classes of a dimension.
    #[must_use]
    pub fn classes(&self, dimension: Dimension) -> &Classes {
        &self.classes[dimension as usize]
    }

    /// The classes of a set.
    #[must_use]
    pub fn classes_in(&self, dimension: Dimension, id: SetId) -> &FixedBitSet {
        &self.class_sets[dimension as usize][id.index()]
    }

    /// How many classes a dimension has.
    #[must_use]
    pub fn n_classes(&self, dimension: Dimension) -> usize {
        self.classes(dimension).members.len()
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
        let classes = &self.classes(Dimension::Recipient).members;
        let company = classes.iter().enumerate().filter(|(_, members)| members.as_slice() == [COMPANY]);
        bits(classes.len(), company.map(|(class, _)| class))
    }

    /// The classes of data that hold a personal form.
    #[must_use]
    pub fn classes_of_personal_forms(&self) -> FixedBitSet {
        let classes = self.classes(Dimension::Datum);
        bits(classes.members.len(), self.all_personal_forms().ones().map(|datum| classes.class_of[datum]))
    }
}
