//! What the passes leave of a statement, by data of which the same is left.

use fixedbitset::FixedBitSet;

use super::{Column, Maker, Persons, Reach, column_of, plain};
use crate::model::{Fact, Kind, Sentence, Set, SetItem, Slot, TermId, Trait, What};
use crate::semantics::half::Half;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactId, FactKey, bits};
use crate::source::Span;

/// Data of which the same is left of a statement.
pub(super) struct Left {
    pub(super) atoms: FixedBitSet,
    pub(super) clauses: Clauses,
    pub(super) forms: Vec<TermId>,
}

/// The clauses of a sentence that a cell shows, without the items of which nothing is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clauses {
    pub(super) persons: Option<Persons>,
    pub(super) region: Option<Set>,
    pub(super) purposes: Option<Set>,
    pub(super) recipients: Option<Set>,
    /// The choices one of which must have been used; `None` if something is left before any is.
    pub(super) choices: Option<Fact>,
    pub(super) sources: Option<Set>,
}

impl Maker<'_> {
    /// What is left of a half, by data of which the same is left. What `lasts` is left of data as far as they are known to be
    /// these: that it holds only where nobody knows it helps nobody who looks for them.
    pub(super) fn left(
        &self,
        sentence: &Sentence,
        half: &Half,
        region: &Region,
        lasts: bool,
    ) -> Result<Vec<Left>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        if diagrams.is_empty(region)? {
            return Ok(Vec::new());
        }
        let written = diagrams.cells(&half.cells)?;
        // Each part of the data with what is left of its clauses.
        let mut groups: Vec<(Clauses, FixedBitSet)> = Vec::new();
        let classes = diagrams.classes_of(region, Dimension::Datum)?;
        let members = |classes: &FixedBitSet| {
            let members = classes.ones().flat_map(|class| &space.classes(Dimension::Datum).members[class]);
            bits(space.n_atoms(Dimension::Datum), members.copied())
        };
        if *region == written && sentence.facts.is_empty() {
            groups.push((self.clauses(sentence, None)?, members(&classes)));
        } else {
            for class in classes.ones() {
                let alone = bits(space.n_classes(Dimension::Datum), std::iter::once(class));
                let of_class = diagrams.and(region, &diagrams.slice(Dimension::Datum, &alone))?;
                if lasts && diagrams.is_empty(&diagrams.and(&of_class, &self.known(&members(&alone))?)?)? {
                    continue;
                }
                let clauses = self.clauses(sentence, Some(&of_class))?;
                match groups.iter_mut().find(|(known, _)| *known == clauses) {
                    Some((_, data)) => data.union_with(&members(&alone)),
                    None => groups.push((clauses, members(&alone))),
                }
            }
        }
        let written = members(&diagrams.classes_of(&written, Dimension::Datum)?);
        let mut left: Vec<Left> = Vec::new();
        let as_written = space.by_forms(&written);
        for (clauses, data) in groups {
            for (forms, atoms) in space.by_forms(&data) {
                for (all, of_written) in &as_written {
                    let mut atoms = atoms.clone();
                    atoms.intersect_with(of_written);
                    let Some(forms) = self.forms(all, &forms).filter(|_| !atoms.is_clear()) else { continue };
                    let known =
                        left.iter_mut().find(|known| known.clauses == clauses && known.forms == forms);
                    match known {
                        Some(known) => known.atoms.union_with(&atoms),
                        None => left.push(Left { atoms, clauses: clauses.clone(), forms }),
                    }
                }
            }
        }
        Ok(left)
    }

    /// The forms to be named for data of which these are left of those that are written; `None` where what is left is nobody's
    /// any more and that is not how it is written.
    fn forms(&self, written: &[usize], left: &[usize]) -> Option<Vec<TermId>> {
        let space = self.meaning.diagrams.space();
        let vocabulary = &space.policy.vocabulary;
        if left.contains(&space.forms.readable()) {
            return Some(Vec::new());
        }
        let terms =
            |forms: &[usize]| forms.iter().filter_map(|form| space.forms.term(*form)).collect::<Vec<_>>();
        let (written, left) = (terms(written), terms(left));
        let is_personal = |form: &TermId| vocabulary.term(*form).traits.has(Trait::Personal);
        if written.iter().any(is_personal) && !left.iter().any(is_personal) {
            return None;
        }
        let reveals_most =
            |form: &&TermId| !left.iter().any(|other| other != *form && vocabulary.is_below(**form, *other));
        Some(left.iter().filter(reveals_most).copied().collect())
    }

    /// The clauses of a sentence, without the items that share nothing with what is left.
    fn clauses(&self, sentence: &Sentence, left: Option<&Region>) -> Result<Clauses, BudgetExceeded> {
        let slots = &sentence.slots;
        let narrowed = |slot: &Option<Slot>, dimension: Dimension| match slot {
            Some(slot) => self.narrowed(&slot.set, dimension, left).map(Some),
            None => Ok(None),
        };
        let among = slots.subject.as_ref().map(|slot| self.among(&slot.set, left)).transpose()?;
        let place = narrowed(&slots.subject_region, Dimension::Place)?;
        let persons = among.map(|among| Persons { among, region: place });
        let region = match column_of(sentence.verb) {
            Some(Column::WithWhom) => narrowed(&slots.recipient_region, Dimension::RecipientRegion)?,
            Some(Column::Why) => narrowed(&slots.region, Dimension::Region)?,
            Some(Column::HowLong | Column::Asked) | None => None,
        };
        Ok(Clauses {
            persons: persons.filter(|persons| !self.are_readers(persons)),
            region,
            purposes: narrowed(&slots.purpose, Dimension::Purpose)?,
            recipients: narrowed(&slots.recipient, Dimension::Recipient)?,
            choices: left.map(|left| self.used(left)).transpose()?.flatten(),
            sources: match self.reach {
                Reach::Statements => None,
                Reach::Everything => narrowed(&slots.source, Dimension::Source)?,
            },
        })
    }

    /// The choices one of which must have been used for anything to be left; `None` if something is left before any is.
    fn used(&self, left: &Region) -> Result<Option<Fact>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let mut choices: Vec<(TermId, FactId)> = self.choices();
        choices.retain(|(_, fact)| diagrams.depends_on(left, *fact));
        let mut before = left.clone();
        for (_, fact) in &choices {
            before = diagrams.and(&before, &diagrams.literal(*fact, false))?;
        }
        if choices.is_empty() || !diagrams.is_empty(&before)? {
            return Ok(None);
        }
        let mut used = Vec::new();
        for (choice, fact) in choices {
            if !diagrams.is_empty(&diagrams.and(left, &diagrams.literal(fact, true))?)? {
                used.push(Fact::Term(choice, Span::default()));
            }
        }
        Ok(match used.len() {
            0 | 1 => used.pop(),
            _ => Some(Fact::Or(used)),
        })
    }

    /// The choices of the policy, each once.
    fn choices(&self) -> Vec<(TermId, FactId)> {
        let space = self.meaning.diagrams.space();
        let mut choices: Vec<(TermId, FactId)> = Vec::new();
        for choice in space.policy.choices() {
            let fact = space.known_fact(FactKey::Term(choice)).map(|fact| (choice, fact));
            choices.extend(fact.filter(|one| !choices.contains(one)));
        }
        choices
    }

    /// That it is known of some data what they are, where the policy says `never knowingly`.
    fn known(&self, data: &FixedBitSet) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let mut region = diagrams.everything();
        for known in space.knowns() {
            let class = known.data().map(|what| space.all_of(Kind::Data, what));
            let is_among = class
                .is_some_and(|class| data.ones().all(|place| class.contains(space.forms.datum(place).atom)));
            if let Some(fact) = space.known_fact(FactKey::Known(*known)).filter(|_| is_among) {
                region = diagrams.and(&region, &diagrams.literal(fact, true))?;
            }
        }
        Ok(region)
    }

    fn are_readers(&self, persons: &Persons) -> bool {
        let is_reader = |item: &SetItem| matches!(item.what, What::Term(term) if (self.is_reader)(term));
        persons.region.is_none()
            && persons.among.except.is_empty()
            && persons.among.items.iter().all(is_reader)
    }

    fn narrowed(
        &self,
        set: &Set,
        dimension: Dimension,
        left: Option<&Region>,
    ) -> Result<Set, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let mut narrowed = plain(set);
        let Some(left) = left.filter(|_| narrowed.items.len() > 1) else { return Ok(narrowed) };
        let there = diagrams.classes_of(left, dimension)?;
        let class_of = &space.classes(dimension).class_of;
        narrowed.items.retain(|item| {
            let alone = Set { items: vec![item.clone()], except: set.except.clone() };
            space.slot(dimension, &alone).ones().any(|atom| there.contains(class_of[atom]))
        });
        Ok(narrowed)
    }

    fn among(&self, set: &Set, left: Option<&Region>) -> Result<Set, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let mut among = plain(set);
        let Some(left) = left.filter(|_| among.items.len() > 1) else { return Ok(among) };
        let mut items = Vec::new();
        for item in among.items {
            let fact = match item.what {
                What::Term(class) => diagrams.space().known_fact(FactKey::Subject(class)),
                What::Any { .. } => None,
            };
            let is_there = match fact {
                Some(fact) => !diagrams.is_empty(&diagrams.and(left, &diagrams.literal(fact, true))?)?,
                None => true,
            };
            if is_there {
                items.push(item);
            }
        }
        among.items = items;
        Ok(among)
    }
}
