//! What the passes leave of a statement, by data of which the same is left.

use fixedbitset::FixedBitSet;

use super::{Column, Maker, Persons, Reach, column_of, plain};
use crate::model::{Fact, Kind, Sentence, Set, SetItem, Slot, TermId, Trait, What};
use crate::semantics::half::Half;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactId, FactKey, Reading, Relation, bits};
use crate::semantics::verdict::unnamed_events;
use crate::source::Span;

/// Of more facts than this that nobody takes to be so, each is tried by itself alone.
const MANY_OPEN: usize = 6;

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
    /// What must be so beside what the statement says: the choices that must have been used, and for a deletion the events
    /// that must have happened; `None` if something is left without them.
    pub(super) waits: Option<Fact>,
    pub(super) sources: Option<Set>,
    /// What is worked out, where it is asked of the data from which it is.
    pub(super) derived: Option<Set>,
}

/// Of which data it is asked what is left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// The data of the object, or those from which it is worked out.
    pub(super) dimension: Dimension,
    /// Whether it is how long they are there. Then it is left of data as far as they are known to be these: that it holds only
    /// where nobody knows it helps nobody who looks for them.
    pub(super) lasts: bool,
}

impl Maker<'_> {
    /// What is left of a half, by data of which the same is left.
    pub(super) fn left(
        &self,
        sentence: &Sentence,
        half: &Half,
        region: &Region,
        wanted: Wanted,
    ) -> Result<Vec<Left>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        if diagrams.is_empty(region)? {
            return Ok(Vec::new());
        }
        let written = self.covered(&diagrams.cells(&half.cells)?)?;
        let dimension = wanted.dimension;
        let open = self.open(half);
        // Each part of the data with what is left of its clauses.
        let mut groups: Vec<(Clauses, FixedBitSet)> = Vec::new();
        let classes = diagrams.classes_of(region, dimension)?;
        let members = |classes: &FixedBitSet| {
            let members = classes.ones().flat_map(|class| &space.classes(dimension).members[class]);
            bits(space.n_atoms(dimension), members.copied())
        };
        if *region == written && sentence.facts.is_empty() {
            groups.push((self.clauses(sentence, &open, None, dimension)?, members(&classes)));
        } else {
            for class in classes.ones() {
                let alone = bits(space.n_classes(dimension), std::iter::once(class));
                let of_class = diagrams.and(region, &diagrams.slice(dimension, &alone))?;
                if wanted.lasts
                    && diagrams.is_empty(&diagrams.and(&of_class, &self.known(&members(&alone))?)?)?
                {
                    continue;
                }
                let clauses = self.clauses(sentence, &open, Some(&of_class), dimension)?;
                match groups.iter_mut().find(|(known, _)| *known == clauses) {
                    Some((_, data)) => data.union_with(&members(&alone)),
                    None => groups.push((clauses, members(&alone))),
                }
            }
        }
        let written = members(&diagrams.classes_of(&written, dimension)?);
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
    pub(super) fn forms(&self, written: &[usize], left: &[usize]) -> Option<Vec<TermId>> {
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
    fn clauses(
        &self,
        sentence: &Sentence,
        open: &[(TermId, FactId)],
        left: Option<&Region>,
        of: Dimension,
    ) -> Result<Clauses, BudgetExceeded> {
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
            Some(Column::HowLong | Column::Aside) | None => None,
        };
        // Wherever it is, it is nowhere else.
        let is_anywhere = |set: &Set| {
            let is_any = |item: &SetItem| matches!(item.what, What::Any { trait_: None, .. });
            set.except.is_empty() && set.items.iter().any(is_any)
        };
        let region = region.filter(|set| !is_anywhere(set));
        Ok(Clauses {
            persons: persons.filter(|persons| !self.are_readers(persons)),
            region,
            purposes: narrowed(&slots.purpose, Dimension::Purpose)?,
            recipients: narrowed(&slots.recipient, Dimension::Recipient)?,
            waits: left.map(|left| self.waits(left, open)).transpose()?.flatten(),
            sources: match self.reach {
                Reach::Statements => None,
                Reach::Everything => narrowed(&slots.source, Dimension::Source)?,
            },
            derived: match of == Dimension::Second {
                true => Some(self.narrowed(&sentence.object.set, Dimension::Datum, left)?),
                false => None,
            },
        })
    }

    /// What must be so of what nobody takes to be so, for anything to be left: the fewest of these facts, in each of the
    /// ways in which they can be; `None` if something is left without any of them.
    pub(super) fn waits(
        &self,
        left: &Region,
        open: &[(TermId, FactId)],
    ) -> Result<Option<Fact>, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let left = diagrams.feasible(left)?;
        let mut open = open.to_vec();
        open.retain(|(_, fact)| diagrams.depends_on(&left, *fact));
        let is_left_with = |some: &[usize]| {
            let mut with = left.clone();
            for (at, (_, fact)) in open.iter().enumerate() {
                let comes_with = |one: &usize| space.relation(open[*one].1, *fact) == Some(Relation::Implies);
                if some.contains(&at) || !some.iter().any(comes_with) {
                    with = diagrams.and(&with, &diagrams.literal(*fact, some.contains(&at)))?;
                }
            }
            Ok(!diagrams.is_empty(&with)?)
        };
        if open.is_empty() || is_left_with(&[])? {
            return Ok(None);
        }
        let mut ways: Vec<Vec<usize>> = Vec::new();
        let mut tried: Vec<Vec<usize>> = vec![Vec::new()];
        for _ in 0..if open.len() > MANY_OPEN { 1 } else { open.len() } {
            let mut larger = Vec::new();
            for some in &tried {
                for next in some.last().map_or(0, |last| last + 1)..open.len() {
                    let with: Vec<usize> = some.iter().copied().chain([next]).collect();
                    if ways.iter().any(|way| way.iter().all(|one| with.contains(one))) {
                        continue;
                    }
                    if is_left_with(&with)? {
                        ways.push(with);
                    } else {
                        larger.push(with);
                    }
                }
            }
            tried = larger;
        }
        if ways.is_empty() {
            ways = (0..open.len()).map(|one| vec![one]).collect();
        }
        // What is so whenever something weaker is enough needs no words: a verified consent of a parent is one of a parent.
        let comes_with = |one: usize, other: usize| {
            one == other || space.relation(open[one].1, open[other].1) == Some(Relation::Implies)
        };
        let is_weaker = |weak: &Vec<usize>, way: &Vec<usize>| {
            weak.iter().all(|other| way.iter().any(|one| comes_with(*one, *other)))
        };
        let all = ways.clone();
        let is_told = |(at, way): (usize, &Vec<usize>)| {
            all.iter().enumerate().any(|(place, weak)| {
                place != at && is_weaker(weak, way) && (!is_weaker(way, weak) || place < at)
            })
        };
        let ways = all.iter().enumerate().filter(|one| !is_told(*one)).map(|(_, way)| way.clone());
        let term = |one: usize| Fact::Term(open[one].0, Span::default());
        let way = |way: Vec<usize>| Fact::joined(way.into_iter().map(term).collect(), Fact::And);
        Ok(Some(Fact::joined(ways.map(way).collect(), Fact::Or)))
    }

    /// What nobody takes to be so unless it is said: the choices of the policy, for a practice the conditions that it does not
    /// name, such as a consent that something else demands, and for a deletion the events.
    fn open(&self, half: &Half) -> Vec<(TermId, FactId)> {
        let space = self.meaning.diagrams.space();
        let mut open = self.choices();
        let mut named = Vec::new();
        half.cells.iter().for_each(|cell| cell.facts.facts(&mut named));
        if space.policy.part_sentence(half.owner).verb.is_practice() {
            let conditions = space.facts.iter().filter_map(|(fact, key)| Some((key.term()?, fact)));
            let comes_with = |fact: FactId| {
                named.iter().any(|one| *one == fact || space.relation(*one, fact) == Some(Relation::Implies))
            };
            let is_open = |(term, fact): &(TermId, FactId)| {
                let kind = space.policy.vocabulary.term(*term).kind;
                matches!(kind, Kind::Condition | Kind::Consent) && !comes_with(*fact)
            };
            open.extend(conditions.filter(is_open));
        }
        if half.deletes(&space.policy) {
            let events = unnamed_events(space, &named).into_iter();
            open.extend(events.filter_map(|fact| Some((space.facts.key(fact).term()?, fact))));
        }
        open
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

    /// What is left of some flows where whoever has data knows what they are.
    pub(super) fn as_known(&self, flows: &Region) -> Result<Region, BudgetExceeded> {
        let diagrams = &self.meaning.diagrams;
        let space = diagrams.space();
        let mut known_flows = flows.clone();
        for known in space.knowns() {
            let Some(class) = known.data().map(|what| space.all_of(Kind::Data, what)) else { continue };
            if let Some(fact) = space.known_fact(FactKey::Known(*known)) {
                let data = self.slice(Dimension::Datum, &space.data_in(&class, space.forms.places()));
                let unknown = diagrams.and(&data, &diagrams.literal(fact, false))?;
                known_flows = diagrams.minus(&known_flows, &unknown)?;
            }
        }
        Ok(known_flows)
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
            let meant = match dimension.has_form() {
                true => space.data(&alone, Reading::Permission),
                false => space.slot(dimension, &alone),
            };
            meant.ones().any(|atom| there.contains(class_of[atom]))
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
