//! The tables that an author places: by purpose, by category of data, by recipient.
//!
//! # Design
//!
//! They are made of the parts of the table at a glance, with what that leaves to other places: trackers, sources, legal bases.
//! Here a part stands for one recipient and one purpose, with the data of which some flow with both is left, so that a row
//! for a purpose names nobody who gets the data for another one.

mod category;
mod purpose;
mod recipient;

pub use category::{CategoryRow, CategoryTable, Exchange, Origin, by_category};
pub use purpose::{Deed, Ground, PurposeRow, by_purpose};
pub use recipient::{Place, Received, RecipientRow, Towards, by_recipient};

use fixedbitset::FixedBitSet;

use super::{Column, Entry, Maker, Part, Reach, Shown, apart};
use crate::model::{Family, Kind, Sentence, Set, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::Side;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, bits};

/// Whether the page speaks to a class of people, so that it need not be named.
type IsReader<'r> = &'r dyn Fn(TermId) -> bool;

impl<'m> Maker<'m> {
    /// All that is done with data, each part with one recipient and one purpose.
    fn of_everything(meaning: &'m Meaning, is_reader: IsReader<'m>) -> Result<Self, BudgetExceeded> {
        let mut maker = Maker { meaning, is_reader, reach: Reach::Everything, parts: Vec::new() };
        maker.read()?;
        let mut parts = Vec::new();
        for part in std::mem::take(&mut maker.parts) {
            maker.parted(part, &mut parts)?;
        }
        maker.parts = parts;
        Ok(maker)
    }

    /// A part with each of its purposes by itself, where it says who gets data for them.
    fn parted(&self, part: Part, parts: &mut Vec<Part>) -> Result<(), BudgetExceeded> {
        let Some(purposes) = part.entry.purposes.clone().filter(|_| part.column == Column::WithWhom) else {
            parts.push(part);
            return Ok(());
        };
        for purpose in apart(&purposes) {
            let mut left = self.sliced(&part.left, Dimension::Purpose, &purpose)?;
            if let (Shown::Recipient(recipients), true) = (&part.entry.what, part.is_given(self)) {
                left = self.sliced(&left, Dimension::Recipient, recipients)?;
            }
            for (forms, atoms) in self.in_forms(&left, &part.entry.forms, &part.atoms)? {
                let entry = Entry { purposes: Some(purpose.clone()), forms, ..part.entry.clone() };
                parts.push(Part { atoms, entry, left: left.clone(), ..part.clone() });
            }
        }
        Ok(())
    }

    /// The data that are in some flows, of those that are meant in some forms, by the forms that are to be named then.
    pub(super) fn in_forms(
        &self,
        flows: &Region,
        forms: &[TermId],
        atoms: &FixedBitSet,
    ) -> Result<Vec<(Vec<TermId>, FixedBitSet)>, BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let is_meant = |form: &usize| match forms {
            [] => *form == space.forms.readable(),
            forms => space.forms.term(*form).is_some_and(|form| forms.contains(&form)),
        };
        let meant: Vec<usize> = space.forms.places().filter(is_meant).collect();
        let mut found: Vec<(Vec<TermId>, FixedBitSet)> = Vec::new();
        for (left, mut data) in space.by_forms(&self.data_of(flows)?) {
            data.intersect_with(atoms);
            let Some(forms) = self.forms(&meant, &left).filter(|_| !data.is_clear()) else { continue };
            match found.iter_mut().find(|(known, _)| *known == forms) {
                Some((_, known)) => known.union_with(&data),
                None => found.push((forms, data)),
            }
        }
        Ok(found)
    }

    /// What of some flows is for, from or to what a list names.
    pub(super) fn sliced(
        &self,
        flows: &Region,
        dimension: Dimension,
        set: &Set,
    ) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let atoms = diagrams.space().slot(dimension, set);
        diagrams.and(flows, &self.slice(dimension, &atoms))
    }

    pub(super) fn slice(&self, dimension: Dimension, atoms: &FixedBitSet) -> Region {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let class_of = &space.classes(dimension).class_of;
        let classes = atoms.ones().map(|atom| class_of[atom]);
        diagrams.slice(dimension, &bits(space.n_classes(dimension), classes))
    }

    /// The flows of which nothing told apart from them is outside of some atoms.
    fn inner(&self, dimension: Dimension, atoms: &FixedBitSet) -> Region {
        let diagrams = &self.meaning.diagrams;
        let members = &diagrams.space().classes(dimension).members;
        let is_within = |class: &usize| members[*class].iter().all(|atom| atoms.contains(*atom));
        diagrams.slice(dimension, &bits(members.len(), (0..members.len()).filter(is_within)))
    }

    /// The data of some flows, whatever their forms.
    pub(super) fn atoms_of(&self, flows: &Region) -> Result<FixedBitSet, BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let data = self.data_of(flows)?;
        Ok(bits(self.n_data(), data.ones().map(|datum| space.datum(Dimension::Datum, datum).atom)))
    }

    /// The data of some flows, in their forms.
    fn data_of(&self, flows: &Region) -> Result<FixedBitSet, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let flows = diagrams.feasible(flows)?;
        let classes = diagrams.classes_of(&flows, Dimension::Datum)?;
        let data = classes.ones().flat_map(|class| &space.classes(Dimension::Datum).members[class]);
        Ok(bits(space.n_atoms(Dimension::Datum), data.copied()))
    }

    /// The data of which all of some flows are ruled out.
    pub(super) fn never_done(&self, asked: &Region) -> Result<FixedBitSet, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let of_side = |side: Side| {
            let halves = self.meaning.halves.iter().zip(&self.meaning.effect.regions);
            let regions = halves.filter(|(half, _)| half.side == side).map(|(_, region)| region.clone());
            diagrams.union(regions.collect::<Vec<Region>>())
        };
        // Where a policy contradicts itself, nothing is said never to be done.
        let open = diagrams.minus(asked, &of_side(Side::Prohibition)?)?;
        let open = diagrams.or(&open, &diagrams.and(asked, &of_side(Side::Permission)?)?)?;
        let mut never = self.atoms_of(&open)?;
        never.toggle_range(..);
        Ok(never)
    }

    fn n_data(&self) -> usize {
        self.meaning.diagrams.space().atoms(Kind::Data).len()
    }

    /// What says a part.
    fn sentence_of(&self, part: &Part) -> &Sentence {
        self.meaning.diagrams.space().policy.part_sentence(part.owner)
    }

    /// Data, by the parts that hold of them, in the order of the first of these; each part with the data of which it does.
    fn by_signature<'p>(
        &self,
        parts: &[(&'p Part, FixedBitSet)],
        within: &FixedBitSet,
    ) -> Vec<(Vec<&'p Part>, FixedBitSet)> {
        let mut groups: Vec<(Vec<usize>, FixedBitSet)> = Vec::new();
        for atom in within.ones() {
            let signature: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].1.contains(atom)).collect();
            match groups.iter_mut().find(|(known, _)| *known == signature) {
                Some((_, atoms)) => atoms.insert(atom),
                None => groups.push((signature, bits(within.len(), std::iter::once(atom)))),
            }
        }
        groups.sort_by_key(|(signature, atoms)| (signature.first().copied(), atoms.minimum()));
        let parts_of = |signature: Vec<usize>| signature.into_iter().map(|at| parts[at].0).collect();
        groups.into_iter().map(|(signature, atoms)| (parts_of(signature), atoms)).collect()
    }

    fn purposes(&self, set: &Set) -> FixedBitSet {
        self.meaning.diagrams.space().slot(Dimension::Purpose, set)
    }
}

impl Part {
    /// Whether it says that data are given to somebody, and not that somebody else collects or uses them.
    fn is_given(&self, maker: &Maker<'_>) -> bool {
        maker.sentence_of(self).verb.family() == Family::Sharing
    }

    /// Whether it says to whom data are sold, and not how long what is sold is kept.
    fn is_sold(&self, maker: &Maker<'_>) -> bool {
        self.column == Column::WithWhom && maker.sentence_of(self).verb == Verb::Sell
    }
}
