//! Two statements of one thing that say different things of it, and promises that say nothing more.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Actor, Bound, End, EndKind, Modality, Necessity, TermId, Timing, What};

use super::act::Act;
use super::ends::{self, Length, When};
use super::exceptions::Exceptions;
use super::facts::{Fact, Formula};
use super::halves::{Block, Origin, either_way_round};
use super::keeping::counted;
use super::rights::Request;
use super::sentence::{Claim, Owner, Part, Reader, Said, Side, Word, joined};
use super::steps::{Item, Sums};
use super::values::{Marks, Reading, Slot};
use super::worlds::{Facts, Worlds};

/// Two statements, the one that stands first in front.
pub(crate) type Pairs = BTreeSet<(Owner, Owner)>;

/// What a statement is about: equal for two that are of one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Thing {
    act: Act,
    /// For each way in which they can be filled, the slots that are restricted.
    slots: BTreeSet<BTreeMap<Slot, Marks>>,
    facts: Worlds,
    from: BTreeSet<Owner>,
}

/// Of one thing there should be one of each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Answer {
    Deadline(Timing),
    IsRequired(bool),
    Bases(BTreeSet<TermId>),
}

impl Answer {
    fn contradicts(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Deadline(Timing::Within(one)), Self::Deadline(Timing::Within(other)))
            | (Self::Deadline(Timing::Before(one)), Self::Deadline(Timing::Before(other))) => {
                !Length::of(*one).is_same(&Length::of(*other))
            }
            (Self::Deadline(one), Self::Deadline(other)) => one != other,
            (Self::IsRequired(one), Self::IsRequired(other)) => one != other,
            (Self::Bases(one), Self::Bases(other)) => one != other,
            _ => false,
        }
    }
}

/// For how long something is kept, or after how long it is deleted.
struct Lasting {
    owner: Owner,
    thing: Thing,
    when: When,
    length: Length,
    is_deletion: bool,
}

/// Two lengths of keeping, and two answers to one question. `facts` are those of the pass of a verb.
pub(crate) fn twice<'f>(
    said: &Said<'_>,
    exceptions: &Exceptions,
    facts: &dyn Fn(Act) -> &'f Facts,
) -> (Pairs, Pairs) {
    let is_said = |part: &&Part<'_>| !part.is_negative() && part.sentence.modality != Modality::May;
    let parts: Vec<&Part<'_>> = said.parts.iter().filter(is_said).collect();
    let (mut lengths, mut answers) = (Pairs::new(), Pairs::new());

    let lasting: Vec<Lasting> =
        parts.iter().flat_map(|part| said.read(part).lasting(facts(Act::Keep))).collect();
    for (at, one) in lasting.iter().enumerate() {
        for other in &lasting[at + 1..] {
            let is_of_one_thing = one.owner != other.owner
                && one.when == other.when
                && one.thing == other.thing
                && !one.thing.slots.is_empty()
                && !(one.is_deletion && other.is_deletion)
                && !exceptions.joins(one.owner, other.owner);
            if is_of_one_thing && !one.length.is_same(&other.length) {
                lengths.insert(ordered(one.owner, other.owner));
            }
        }
    }

    let answered: Vec<(Owner, Thing, Vec<Answer>)> = parts
        .iter()
        .filter(|part| part.tracker.is_none_or(|tracker| tracker.stores.is_some()))
        .map(|part| {
            let reader = said.read(part);
            let thing = reader.thing(part.act(), facts(part.act()), |_| true);
            (part.owner, thing, reader.answers())
        })
        .collect();
    for (at, (owner, thing, own)) in answered.iter().enumerate() {
        for (other, other_thing, theirs) in &answered[at + 1..] {
            if thing == other_thing
                && !thing.slots.is_empty()
                && !exceptions.joins(*owner, *other)
                && own.iter().any(|one| theirs.iter().any(|other| one.contradicts(other)))
            {
                answers.insert(ordered(*owner, *other));
            }
        }
    }
    // A right that is also a deletion has the deadline of its deletion; two rights are compared as rights alone.
    for part in parts.iter().filter(|part| part.act() == Act::Offer) {
        let reader = said.read(part);
        let Some(timing) = part.sentence.timing else { continue };
        for request in reader.requests() {
            let thing = reader.requested_thing(&request, facts(Act::Delete));
            for (owner, other, theirs) in &answered {
                if *other == thing
                    && !thing.slots.is_empty()
                    && !exceptions.joins(*owner, part.owner)
                    && theirs.iter().any(|other| other.contradicts(&Answer::Deadline(timing)))
                {
                    answers.insert(ordered(*owner, part.owner));
                }
            }
        }
    }
    (lengths, answers)
}

/// The prohibitions of a pass that lie wholly within another of the same verb and about the same persons: the promise,
/// and the other one. Of two that say the same, the later one is the repetition.
pub(crate) fn redundant(said: &Said<'_>, items: &[Item], sums: &Sums, facts: &Facts) -> Pairs {
    let mut promises: BTreeMap<Owner, Vec<usize>> = BTreeMap::new();
    for at in &sums.is_said {
        let item = &items[*at];
        let is_promise =
            |part: &Part<'_>| part.tracker.is_none() && (part.is_negative() || part.act() == Act::Have);
        // An absence rules out the practices of its topics besides.
        if matches!(item.origin, Origin::Stated | Origin::Absence)
            && said.part(item.owner).is_some_and(is_promise)
        {
            promises.entry(item.owner).or_default().push(*at);
        }
    }
    let is_within = |own: &[usize], others: &[usize]| {
        own.iter().all(|at| {
            let mut alike = others.iter().filter(|other| items[**other].origin == items[*at].origin);
            alike.any(|other| !sums.beyond.contains(&(*at, *other)))
        })
    };
    let persons = |part: &Part<'_>| said.read(&part.plain()).persons(facts);
    // The recipients that a promise names: who promises something of one of them in particular says it for the reader.
    let named = |part: &Part<'_>| -> BTreeSet<TermId> {
        let items = part.sentence.slots.recipient.iter().flat_map(|slot| &slot.set.items);
        let named = items.filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        let actor = match part.sentence.actor {
            Actor::We => None,
            Actor::Recipient(who, _) => Some(who),
        };
        named.chain(actor).collect()
    };
    let mut pairs = Pairs::new();
    for (owner, own) in &promises {
        for (other, theirs) in promises.iter().filter(|(other, _)| *other != owner) {
            let (Some(part), Some(other_part)) = (said.part(*owner), said.part(*other)) else { continue };
            let is_alike =
                part.sentence.verb == other_part.sentence.verb && persons(part) == persons(other_part);
            let is_named_as_well = named(part).is_subset(&named(other_part));
            let is_repeated_later = owner < other && is_within(theirs, own);
            if is_alike && is_named_as_well && is_within(own, theirs) && !is_repeated_later {
                pairs.insert((*owner, *other));
            }
        }
    }
    pairs
}

fn ordered(one: Owner, other: Owner) -> (Owner, Owner) {
    (one.min(other), one.max(other))
}

impl Reader<'_> {
    /// What the statement is about, as far as its facts are concerned those that are meant.
    fn thing(&self, act: Act, facts: &Facts, is_meant: impl Fn(&Claim) -> bool) -> Thing {
        let mut slots = self.permitted_slots();
        slots.extend(self.data(Reading::Permission));
        self.thing_in(slots, act, facts, is_meant)
    }

    /// What is kept, or deleted, of some data.
    fn kept_thing(&self, data: Option<Marks>, facts: &Facts, is_meant: impl Fn(&Claim) -> bool) -> Thing {
        let mut slots = self.permitted_slots();
        slots.retain(|(slot, _)| self.kept_slots().contains(slot));
        slots.extend(data.map(|data| (Slot::Datum, data)));
        self.thing_in(slots, Act::Keep, facts, is_meant)
    }

    fn thing_in(
        &self,
        mut slots: Vec<(Slot, Marks)>,
        act: Act,
        facts: &Facts,
        is_meant: impl Fn(&Claim) -> bool,
    ) -> Thing {
        slots.push((Slot::Actor, self.actor(Side::Permission)));
        let restricted = |slots: Vec<(Slot, Marks)>| {
            slots.into_iter().filter(|(_, marks)| marks.contains(&false)).collect::<BTreeMap<_, _>>()
        };
        let block = |slots| Block { acts: vec![act], slots, facts: Formula::always() };
        let ways = self.spread(slots).into_iter().map(block).flat_map(|block| either_way_round(&block));
        let is_filled = |slots: &BTreeMap<Slot, Marks>| slots.values().all(|marks| marks.contains(&true));
        let claims = joined(self.written_claims().into_iter().filter(|claim| is_meant(claim)));
        let known = self.carried().into_iter().map(Formula::Is).collect();
        let labels = self.sentence.from_labels.iter();
        Thing {
            act,
            slots: ways.map(|block| restricted(block.slots)).filter(is_filled).collect(),
            facts: facts.truth(&claims.and(Formula::All(known))),
            from: labels.flat_map(|(label, _)| self.said.labelled(label)).collect(),
        }
    }

    /// What a right says to delete besides.
    fn requested_thing(&self, request: &Request, facts: &Facts) -> Thing {
        let is_named = !request.about.is_empty();
        let thing = self.thing(Act::Delete, facts, |claim| !is_named || claim.word != Word::About);
        let mut slots = BTreeSet::new();
        for way in thing.slots {
            let is_meant =
                |slot: &Slot| matches!(slot, Slot::Actor | Slot::Datum | Slot::Purpose | Slot::Place);
            slots.insert(way.into_iter().filter(|(slot, _)| is_meant(slot)).collect());
        }
        let about = request.about.iter().map(|class| Formula::Is(Fact::Class(*class))).collect();
        let about = if is_named { Formula::Any(about) } else { Formula::always() };
        let claims =
            joined(self.written_claims().into_iter().filter(|claim| !is_named || claim.word != Word::About));
        let is_meant = |fact: &Fact| !is_named || !matches!(fact, Fact::KnownPerson(_));
        let known = self.carried().into_iter().filter(is_meant).map(Formula::Is).collect();
        let event = Formula::Is(Fact::Term(request.event));
        let says = claims.and(Formula::All(known)).and(event).and(about);
        Thing { act: Act::Delete, slots, facts: facts.truth(&says), from: BTreeSet::new() }
    }

    /// The persons and their places.
    fn persons(&self, facts: &Facts) -> (Worlds, Option<Marks>) {
        let place = self.slot(Slot::Place).map(|(_, marks)| marks).filter(|marks| marks.contains(&false));
        (facts.truth(&self.all(|claim| claim.word == Word::About)), place)
    }

    /// For how long data are kept exactly, stage by stage, or after how long they are deleted.
    fn lasting(&self, facts: &Facts) -> Vec<Lasting> {
        if self.part.act() == Act::Delete {
            return self.deleted_within(facts).into_iter().collect();
        }
        let Some(retention) = &self.sentence.retention else { return Vec::new() };
        let kept = (1..=retention.stages.len()).filter_map(|n_stages| {
            let stages = counted(&retention.stages[..n_stages]);
            let is_exact = |end: &End| match &end.kind {
                EndKind::For { bound, .. } | EndKind::More { bound, .. } => *bound == Bound::Exactly,
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::While(_)
                | EndKind::Until(_)
                | EndKind::Needed(_)
                | EndKind::ItsPurposes => true,
            };
            let is_exact = stages.iter().flat_map(|stage| &stage.ends).all(is_exact);
            // Purposes of the data are no event.
            let end = ends::End::of(stages, &Marks::new(), self.values);
            let (when, length) = end.single().filter(|_| is_exact)?.after_event()?;
            let data = self.stage_data(stages.last()?.form, Reading::Permission);
            let thing = self.kept_thing(data, facts, |claim| self.is_kept_fact(claim));
            Some(Lasting { owner: self.part.owner, thing, when, length: length.clone(), is_deletion: false })
        });
        kept.filter(|lasting| lasting.length != Length::NOTHING).collect()
    }

    fn deleted_within(&self, facts: &Facts) -> Option<Lasting> {
        let Some(timing @ Timing::Within(_)) = self.sentence.deletion.as_ref()?.timing else {
            return None;
        };
        Some(Lasting {
            owner: self.part.owner,
            thing: self.kept_thing(self.datum(Reading::Permission), facts, |claim| claim.word != Word::On),
            when: When::of(self.only_event()?, self.values),
            length: Length::of_timing(Some(timing)),
            is_deletion: true,
        })
    }

    /// What should be said of one thing once.
    fn answers(&self) -> Vec<Answer> {
        let sentence = self.sentence;
        let timing = sentence.timing.or(sentence.deletion.as_ref().and_then(|deletion| deletion.timing));
        let mut answers: Vec<Answer> = timing.map(Answer::Deadline).into_iter().collect();
        answers
            .extend(sentence.necessity.map(|necessity| Answer::IsRequired(necessity == Necessity::Required)));
        if !sentence.bases.is_empty() && self.part.act() != Act::Keep {
            answers.push(Answer::Bases(sentence.bases.iter().map(|basis| basis.term).collect()));
        }
        answers
    }
}
