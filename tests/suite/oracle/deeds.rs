//! Absences, and what does the topics that can be absent.

use candor::model::{Actor, Effects, Kind, SetItem, TermId, Trait, Verb, What};

use super::act::Act;
use super::effects::{deed_of, meant};
use super::facts::{Fact, Formula};
use super::halves::{Block, Half, Mention, Origin, with_narrower};
use super::sentence::{Reader, Side, Word};
use super::values::{Marks, Reading, Slot, Value, add};

impl Reader<'_> {
    /// `have no …`: the absence itself, and the flows that it rules out as `never` would.
    pub(crate) fn absences(&self) -> Vec<Half> {
        if self.part.act() != Act::Have {
            return Vec::new();
        }
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
        slots.extend(self.data(Reading::Prohibition));
        slots.extend(self.slots());
        let facts = self.all(|_| true);
        let absent = Block { acts: vec![Act::Have], slots, facts };
        let names = self.names(|claim| claim.word != Word::Unless);
        let mention = Mention { slots: self.restricted(|_| true), form: self.has_form(), facts: names };
        let mut halves = vec![self.half(Side::Prohibition, Origin::Stated, vec![absent], mention.clone())];

        let vocabulary = self.values.vocabulary();
        let stand_for = |item: &SetItem| match item.what {
            What::Term(term) => meant(vocabulary, term),
            What::Any { .. } => Vec::new(),
        };
        let object = &self.sentence.object.set;
        let out: Vec<TermId> = object.except.iter().flat_map(stand_for).collect();
        let topics = object.items.iter().flat_map(stand_for);
        let topics = topics.filter(|topic| {
            !out.iter().any(|one| topic == one || vocabulary.ancestors(*topic).contains(one))
        });
        for deed in topics.filter_map(|topic| deed_of(vocabulary, topic)) {
            for act in acts(&deed.done_by) {
                let Some(block) = self.ruled_out(act, deed) else { continue };
                let mut mention = mention.clone();
                mention.slots.extend((!deed.done_for.is_empty()).then_some(Slot::Purpose));
                mention.slots.extend(region_of(act).filter(|_| deed.done_abroad));
                mention.facts.extend(deed.done_about.iter().map(|term| Fact::Class(*term)));
                halves.push(self.half(Side::Prohibition, Origin::Absence, with_narrower(&block), mention));
            }
            for block in self.ruled_out_by_technology(deed) {
                let mut mention = mention.clone();
                mention.slots.insert(Slot::Channel);
                halves.push(self.half(Side::Prohibition, Origin::Absence, with_narrower(&block), mention));
            }
        }
        halves
    }

    /// The flows through the technologies of a topic, within all clauses of its absence.
    fn ruled_out_by_technology(&self, deed: &Effects) -> Vec<Block> {
        if deed.done_by_trackers.is_empty() || deed.done_by_others || self.slot(Slot::Channel).is_some() {
            return Vec::new();
        }
        let acts = acts(&[Verb::Collect, Verb::Derive, Verb::Use, Verb::Store, Verb::Disclose]);
        let block = |act: Act| {
            let over = match super::sentence::data(self.sentence).filter(|_| act == Act::Derive) {
                Some(over) => Some(self.values.data(&self.inferred(over), Reading::Prohibition)),
                None => self.datum(Reading::Prohibition),
            };
            let everything = || {
                let all = vec![true; self.values.atoms(Kind::Data).len()];
                self.values.formed(&all, &self.values.personal_forms())
            };
            let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
            slots.push((Slot::Datum, over.unwrap_or_else(everything)));
            slots.extend(self.slot(Slot::Place));
            slots.push((Slot::Channel, self.covered(Kind::Channel, &deed.done_by_trackers)));
            slots.extend(self.slot(Slot::Purpose));
            Block { acts: vec![act], slots, facts: self.all(|_| true) }
        };
        acts.into_iter().map(block).collect()
    }

    /// The flows with one verb that do a topic, within all clauses of its absence.
    fn ruled_out(&self, act: Act, deed: &Effects) -> Option<Block> {
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
        let with_trait = self.with_trait(deed);
        let over = match super::sentence::data(self.sentence).filter(|_| act == Act::Derive) {
            Some(over) => Some(self.values.data(&self.inferred(over), Reading::Prohibition)),
            None => self.datum(Reading::Prohibition),
        };
        let data = match over {
            Some(over) => both(&over, &self.values.formed(&with_trait, &self.values.forms)),
            None => self.values.formed(&with_trait, &self.values.personal_forms()),
        };
        slots.push((Slot::Datum, data));
        slots.extend(self.slot(Slot::Place));
        slots.extend(self.slot(Slot::Channel));
        let own = self.slot(Slot::Purpose).map(|(_, marks)| marks);
        slots.extend(self.purposes(own, deed).map(|marks| (Slot::Purpose, marks)));
        if deed.done_abroad {
            slots.push((region_of(act)?, self.abroad()));
        }
        if !deed.done_about.is_empty() && !self.is_about_some_of(&deed.done_about) {
            return None;
        }
        // What there is nowhere, or for no purpose, is not ruled out either.
        let is_place = |slot| matches!(slot, Slot::Purpose | Slot::Region | Slot::RecipientRegion);
        let is_nothing = |(slot, marks): &(Slot, Marks)| is_place(*slot) && !marks.contains(&true);
        let facts = self.all(|_| true).and(about(deed));
        (!slots.iter().any(is_nothing)).then(|| Block { acts: vec![act], slots, facts })
    }

    /// The topics that a permission or a tracker does, each as flows of its own.
    pub(crate) fn deeds(&self) -> Vec<Half> {
        if self.part.is_negative() {
            return Vec::new();
        }
        let mut halves = Vec::new();
        let topics: Vec<TermId> = self.values.vocabulary().of_kind(Kind::Topic).map(|(id, _)| id).collect();
        for topic in topics {
            let Some(deed) = deed_of(self.values.vocabulary(), topic) else { continue };
            let mut mention = self.permitted_mention();
            if self.sentence.slots.channel.is_none() {
                // A tracker speaks of the channels that it names, not of itself.
                mention.slots.remove(&Slot::Channel);
            }
            // What is done by flows is judged as flows, and only yields besides.
            let ways =
                [(self.done_by_flow(deed), Origin::Implied), (self.done_by_technology(deed), Origin::Deed)];
            for (slots, origin) in ways {
                let Some(mut slots) = slots else { continue };
                let is_technology = origin == Origin::Deed && self.part.tracker.is_none();
                slots.push((Slot::Topic, self.own(topic)));
                let through = self.sentence.slots.channel.as_ref().filter(|_| !is_technology);
                let through = through.map(|clause| self.values.list(Kind::Channel, &clause.set));
                slots.extend(through.map(|marks| (Slot::Channel, marks)));
                let mut mention = mention.clone();
                if is_technology {
                    // What stands behind its `through` says how, and not where.
                    mention.slots.remove(&Slot::Channel);
                }
                let facts = self.permitted_facts(|_| true).and(about(deed));
                let ours =
                    (is_technology && self.sentence.actor != Actor::We).then(|| self.we(Side::Permission));
                for doer in ours.into_iter().chain([self.doer()]) {
                    let slots = std::iter::once((Slot::Actor, doer)).chain(slots.clone()).collect();
                    let block = Block { acts: vec![Act::Have], slots, facts: facts.clone() };
                    halves.push(self.half(Side::Permission, origin, vec![block], mention.clone()));
                }
            }
        }
        halves
    }

    /// Whoever sets a tracker, or uses a technology, it stands on our pages.
    fn doer(&self) -> Marks {
        match self.part.tracker {
            Some(_) => self.we(Side::Permission),
            None => self.actor(Side::Permission),
        }
    }

    /// The topic without those below it: each is done by itself.
    fn own(&self, topic: TermId) -> Marks {
        let is_own = |value: &Value| match value {
            Value::Term(one) | Value::Remainder(one) => *one == topic,
            Value::Company | Value::Nameless(_) | Value::State(_) => false,
        };
        self.values.atoms(Kind::Topic).iter().map(is_own).collect()
    }

    /// The slots of the flows of this permission that do a topic.
    fn done_by_flow(&self, deed: &Effects) -> Option<Vec<(Slot, Marks)>> {
        let is_tracker = self.part.tracker.is_some();
        let is_storing = self.part.tracker.is_none_or(|tracker| tracker.stores.is_some());
        let verb = if is_tracker { Verb::Collect } else { self.sentence.verb };
        if !deed.done_by.contains(&verb) || !is_storing {
            return None;
        }
        let own = self.slot(Slot::Purpose).map(|(_, marks)| marks);
        let purposes = match (own, deed.done_for.is_empty()) {
            (own, true) => own,
            (None, false) => return None,
            (own, false) => self.purposes(own, deed).filter(|marks| marks.contains(&true)).map(Some)?,
        };
        if !deed.done_about.is_empty() && !self.is_about(&deed.done_about) {
            return None;
        }
        if deed.done_abroad && !self.is_abroad() {
            return None;
        }
        let with_trait = self.values.formed(&self.with_trait(deed), &self.values.forms);
        let data = both(&self.datum(Reading::Permission)?, &with_trait);
        let mut slots = vec![(Slot::Datum, data.contains(&true).then_some(data)?)];
        slots.extend(purposes.map(|marks| (Slot::Purpose, marks)));
        slots.extend(self.slot(Slot::Place));
        Some(slots)
    }

    /// The slots in which this does a topic by its technology: a tracker by what it is, a practice by what it names behind
    /// `through`.
    fn done_by_technology(&self, deed: &Effects) -> Option<Vec<(Slot, Marks)>> {
        let vocabulary = self.values.vocabulary();
        let is_technology =
            |term: TermId| deed.done_by_trackers.iter().any(|one| vocabulary.is_below(term, *one));
        let (is_done, is_by_another, has_data) = match self.part.tracker {
            Some(tracker) => {
                (is_technology(tracker.technology), tracker.by.is_some(), tracker.stores.is_some())
            }
            None => {
                let through = self.sentence.slots.channel.iter().flat_map(|slot| &slot.set.items);
                let is_named = through.into_iter().any(|item| match item.what {
                    What::Term(term) => is_technology(term),
                    What::Any { .. } => false,
                });
                let is_practice = self.sentence.verb.is_practice();
                (is_named && is_practice, self.sentence.actor != Actor::We, true)
            }
        };
        if !is_done || deed.done_by_others && !is_by_another {
            return None;
        }
        let mut slots = Vec::new();
        if has_data {
            slots.extend(self.datum(Reading::Permission).map(|data| (Slot::Datum, data)));
        }
        slots.extend(self.slot(Slot::Purpose));
        slots.extend(self.slot(Slot::Place));
        Some(slots)
    }

    /// Whether the person is said to belong to one of some classes.
    fn is_about(&self, classes: &[TermId]) -> bool {
        let vocabulary = self.values.vocabulary();
        let subject = self.sentence.slots.subject.iter().flat_map(|subject| &subject.set.items);
        subject.into_iter().any(|item| match item.what {
            What::Term(term) => classes.iter().any(|class| vocabulary.is_below(term, *class)),
            What::Any { .. } => false,
        })
    }

    /// Whether the persons that are named, everybody if none are, can be some of these: one class lies in the other.
    fn is_about_some_of(&self, classes: &[TermId]) -> bool {
        let vocabulary = self.values.vocabulary();
        self.sentence.slots.subject.as_ref().is_none_or(|subject| {
            subject.set.items.iter().any(|item| match item.what {
                What::Term(term) => classes
                    .iter()
                    .any(|class| vocabulary.is_below(term, *class) || vocabulary.is_below(*class, term)),
                What::Any { .. } => true,
            })
        })
    }

    /// Whether some region that is named is outside of the law.
    fn is_abroad(&self) -> bool {
        let abroad = self.abroad();
        let is_used = |slots: &Vec<(Slot, Marks)>| {
            slots.iter().all(|(slot, marks)| *slot != Slot::Recipient || marks.contains(&true))
        };
        let region = region_of(self.part.act());
        let named = self.spread(self.slots()).into_iter().filter(is_used).flatten();
        let named = named.filter(|(slot, _)| Some(*slot) == region);
        named.into_iter().any(|(_, marks)| both(&marks, &abroad).contains(&true))
    }

    /// The regions outside of the law of the policy; none where it names no law.
    fn abroad(&self) -> Marks {
        let law = self.values.policy.header.as_ref().map_or(&[][..], |header| &header.law);
        let mut within = vec![law.is_empty(); self.values.atoms(Kind::Region).len()];
        law.iter().for_each(|region| add(&mut within, &self.values.covered_by(*region)));
        within.into_iter().map(|is_in| !is_in).collect()
    }

    /// The data that have the trait which is declared; without one, personal data.
    fn with_trait(&self, deed: &Effects) -> Marks {
        let one = deed.done_with.unwrap_or(Trait::Personal);
        self.values.atoms(Kind::Data).iter().map(|value| self.values.has(*value, one)).collect()
    }

    /// Some purposes, all if none are named, among those that are declared.
    fn purposes(&self, own: Option<Marks>, deed: &Effects) -> Option<Marks> {
        if deed.done_for.is_empty() {
            return own;
        }
        let mut declared = vec![false; self.values.atoms(Kind::Purpose).len()];
        deed.done_for.iter().for_each(|purpose| add(&mut declared, &self.values.covered_by(*purpose)));
        Some(own.map_or_else(|| declared.clone(), |own| both(&own, &declared)))
    }
}

/// The person belongs to one of the classes that are declared, if any are.
fn about(deed: &Effects) -> Formula {
    match deed.done_about.as_slice() {
        [] => Formula::always(),
        classes => Formula::Any(classes.iter().map(|class| Formula::Is(Fact::Class(*class))).collect()),
    }
}

/// The slot that says where data are or get to.
fn region_of(act: Act) -> Option<Slot> {
    let regions = [Slot::Region, Slot::RecipientRegion];
    regions.into_iter().find(|slot| Slot::of(act).contains(slot))
}

fn acts(verbs: &[Verb]) -> Vec<Act> {
    let mut acts: Vec<Act> = verbs.iter().map(|verb| Act::of(*verb)).collect();
    acts.sort_unstable();
    acts.dedup();
    acts
}

pub(crate) fn both(some: &Marks, others: &Marks) -> Marks {
    some.iter().zip(others).map(|(one, other)| *one && *other).collect()
}
