//! Two statements of one thing: which of them say different things of it, and which promises say nothing more.
//!
//! Statements are of one thing when all that they are said of is the very same: they are found by equal keys, and only
//! their facts are compared with each other.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Meaning;
use super::half::{Cell, Half, Origin, Owner, Side, known, named_by};
use super::region::{BudgetExceeded, Region};
use super::retention::{self, Counted, End, Length, Moment, compare_periods};
use super::space::{Dimension, FactKey};
use crate::model::{
    Actor, Bound, Fact, FactWord, Kind, Modality, Necessity, Period, Sentence, Set, TermId, Timing, Verb,
    What,
};

/// Two statements of one thing that say different things of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Twice {
    /// The one that stands first.
    pub first: Owner,
    /// The other one.
    pub second: Owner,
    /// What is said of the thing twice.
    pub what: Answered,
}

impl Twice {
    /// Whether it is these two that say it.
    #[must_use]
    pub fn is_of(&self, one: Owner, other: Owner) -> bool {
        (self.first, self.second) == (one.min(other), one.max(other))
    }
}

/// What should be said of one thing once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Answered {
    /// How long it is kept.
    Length,
    /// How long it is kept, and how soon it is deleted.
    Deletion,
    /// How soon it happens.
    Deadline,
    /// How soon it is deleted on request, as a right and as a deletion.
    Request,
    /// Whether it is required.
    Necessity,
    /// On which legal bases.
    Bases,
}

/// A promise that says no more than another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redundant {
    /// The promise.
    pub promise: Owner,
    /// The one that says it all.
    pub wider: Owner,
}

/// What is equal for all statements of one thing, but for their facts.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    /// For each way in which the slots can be filled, the classes of those that are restricted.
    ways: Vec<Vec<(Dimension, Vec<usize>)>>,
    /// What an offer names behind `from`: statements and trackers, and labels of anything else.
    from: (Vec<Owner>, Vec<String>),
    /// The event from which a length of time counts.
    counted_from: Option<TermId>,
}

/// What was said of one thing so far.
struct Thing<V> {
    facts: Region,
    /// Each different answer, with the statement that gave it first.
    /// Each answer with those that give it.
    said: Vec<(V, Vec<Owner>)>,
}

impl<V> Thing<V> {
    /// Of each answer that a test picks, the first that gives it and is not joined to another statement by an exception.
    fn given(&self, meaning: &Meaning, by: Owner, picks: impl Fn(&V) -> bool) -> Vec<Owner> {
        let picked = self.said.iter().filter(|(said, _)| picks(said));
        let first = |(_, owners): &(V, Vec<Owner>)| {
            owners.iter().copied().find(|owner| !meaning.effect.are_joined(*owner, by))
        };
        picked.filter_map(first).collect()
    }
}

/// Answers to one question, by what they are about.
struct Answers<V> {
    things: HashMap<Key, Vec<Thing<V>>>,
}

impl<V> Answers<V> {
    fn new() -> Self {
        Self { things: HashMap::new() }
    }

    /// Adds an answer; of each earlier one of which a test says that it contradicts it, the first that gives it and is
    /// not joined to this one by an exception.
    fn add(
        &mut self,
        meaning: &Meaning,
        (key, facts): (Key, Region),
        (answer, owner): (V, Owner),
        contradicts: impl Fn(&V, &V) -> bool,
    ) -> Result<Vec<Owner>, BudgetExceeded> {
        let flows = if self.things.contains_key(&key) { Some(flows_of(meaning, &key)?) } else { None };
        let things = self.things.entry(key).or_default();
        for thing in things.iter_mut() {
            let is_it = match &flows {
                Some(flows) => are_equal(meaning, flows, &thing.facts, &facts)?,
                None => false,
            };
            if !is_it {
                continue;
            }
            let others = thing.given(meaning, owner, |said| contradicts(said, &answer));
            match thing.said.iter_mut().find(|(said, _)| !contradicts(said, &answer)) {
                Some((_, owners)) => owners.push(owner),
                None => thing.said.push((answer, vec![owner])),
            }
            return Ok(others);
        }
        things.push(Thing { facts, said: vec![(answer, vec![owner])] });
        Ok(Vec::new())
    }
}

/// Whether two sets of facts pick the same of some flows.
fn are_equal(
    meaning: &Meaning,
    flows: &Region,
    one: &Region,
    other: &Region,
) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let differ = diagrams.or(&diagrams.minus(one, other)?, &diagrams.minus(other, one)?)?;
    diagrams.is_empty(&diagrams.and(flows, &differ)?)
}

/// The flows of a key, whatever the facts.
fn flows_of(meaning: &Meaning, key: &Key) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let ways = key.ways.iter().map(|way| {
        way.iter().try_fold(diagrams.everything(), |flows, (dimension, classes)| {
            let n_classes = diagrams.space().n_classes(*dimension);
            let classes = super::space::bits(n_classes, classes.iter().copied());
            diagrams.and(&flows, &diagrams.slice(*dimension, &classes))
        })
    });
    diagrams.union(ways.collect::<Result<Vec<_>, _>>()?)
}

fn key_of(meaning: &Meaning, half: &Half, counted_from: Option<TermId>) -> Key {
    let policy = &meaning.diagrams.space().policy;
    let mut ways: Vec<_> = half.cells.iter().map(|cell| restricted(meaning, cell)).collect();
    ways.sort_unstable();
    ways.dedup();
    let sentence = policy.part_sentence(half.owner);
    let from = if sentence.verb == Verb::Offer { named_by(policy, sentence) } else { Vec::new() };
    let labels = sentence.from_labels.iter().map(|(label, _)| label);
    let other = labels.filter(|label| policy.parts_labelled(label).is_empty()).cloned().collect();
    Key { ways, from: (from, other), counted_from }
}

/// The slots of a cell that leave something out.
fn restricted(meaning: &Meaning, cell: &Cell) -> Vec<(Dimension, Vec<usize>)> {
    let space = meaning.diagrams.space();
    let slots = Dimension::ALL.into_iter().filter_map(|dimension| {
        let classes = space.classes_in(dimension, cell.sets[dimension as usize]?);
        let is_whole = classes.count_ones(..) == space.n_classes(dimension);
        (!is_whole).then(|| (dimension, classes.ones().collect()))
    });
    slots.collect()
}

/// Which facts of a sentence belong to the thing that it is about. A legal basis is none.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Facts {
    /// All, the event of a deletion included.
    All,
    /// All but the event of a deletion: a time counts from it.
    WithoutEvent,
    /// Those that do not name an event: a practice says when to collect, and not only then to keep.
    Standing,
}

fn facts_of(meaning: &Meaning, sentence: &Sentence, which: Facts) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let vocabulary = &diagrams.space().policy.vocabulary;
    let mut all = persons_of(meaning, sentence)?;
    for key in known(diagrams.space(), sentence) {
        all = diagrams.and(&all, &fact(meaning, key))?;
    }
    for clause in &sentence.facts {
        let names_event =
            clause.fact.terms().iter().any(|(term, _)| vocabulary.term(*term).kind == Kind::Event);
        if which == Facts::Standing && names_event {
            continue;
        }
        let holds = truth(meaning, &clause.fact)?;
        all = match clause.word {
            FactWord::Unless => diagrams.minus(&all, &holds)?,
            FactWord::With | FactWord::When | FactWord::Under => diagrams.and(&all, &holds)?,
        };
    }
    if let Some(deletion) = sentence.deletion.as_ref().filter(|_| which == Facts::All) {
        all = diagrams.and(&all, &truth(meaning, &deletion.event)?)?;
    }
    Ok(all)
}

/// The flows about the persons of a sentence.
fn persons_of(meaning: &Meaning, sentence: &Sentence) -> Result<Region, BudgetExceeded> {
    let told = (sentence.verb == Verb::Notify).then_some(&sentence.object);
    let mut all = meaning.diagrams.everything();
    for slot in told.into_iter().chain(&sentence.slots.subject) {
        all = meaning.diagrams.and(&all, &among(meaning, &slot.set)?)?;
    }
    Ok(all)
}

fn among(meaning: &Meaning, set: &Set) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let one = |what: What| match what {
        What::Term(term) => fact(meaning, FactKey::Subject(term)),
        What::Any { .. } => diagrams.everything(),
    };
    let mut persons = diagrams.union(set.items.iter().map(|item| one(item.what)))?;
    for item in &set.except {
        persons = diagrams.minus(&persons, &one(item.what))?;
    }
    Ok(persons)
}

/// The flows in which a fact is true. Of one that is no fact of the space, every statement takes the truth for granted.
fn fact(meaning: &Meaning, key: FactKey) -> Region {
    let diagrams = &meaning.diagrams;
    diagrams
        .space()
        .known_fact(key)
        .map_or_else(|| diagrams.everything(), |fact| diagrams.literal(fact, true))
}

fn truth(meaning: &Meaning, formula: &Fact) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    match formula {
        Fact::Term(..) | Fact::Given(..) => {
            Ok(FactKey::of_leaf(formula).map_or_else(|| diagrams.everything(), |key| fact(meaning, key)))
        }
        Fact::Not(inner) => diagrams.minus(&diagrams.everything(), &truth(meaning, inner)?),
        Fact::And(facts) => {
            facts.iter().try_fold(diagrams.everything(), |all, one| diagrams.and(&all, &truth(meaning, one)?))
        }
        Fact::Or(facts) => {
            diagrams.union(facts.iter().map(|one| truth(meaning, one)).collect::<Result<Vec<_>, _>>()?)
        }
    }
}

fn twice(one: Owner, other: Owner, what: Answered) -> Twice {
    Twice { first: one.min(other), second: one.max(other), what }
}

/// Whether what a statement says of a thing is an answer: what may be, and what is not, is none.
fn answers(sentence: &Sentence) -> bool {
    !sentence.modality.is_negative() && sentence.modality != Modality::May && sentence.verb != Verb::HaveNo
}

/// Two lengths of keeping of one thing, and a length of keeping beside a time of deletion that counts from the same event.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn two_retentions(meaning: &Meaning) -> Result<Vec<Twice>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut lengths = Answers::new();
    let mut found = BTreeSet::new();
    let differs = |one: &Length, other: &Length| one.compare(other) != Some(std::cmp::Ordering::Equal);
    for half in meaning.kept.iter().filter(|half| !half.is_empty(meaning.diagrams.space())) {
        let sentence = policy.part_sentence(half.owner);
        let Some((event, length)) = exact_length(meaning, half).filter(|_| answers(sentence)) else {
            continue;
        };
        let which = if sentence.verb == Verb::Retain { Facts::All } else { Facts::Standing };
        let thing = (key_of(meaning, half, event), facts_of(meaning, sentence, which)?);
        let others = lengths.add(meaning, thing, (length, half.owner), differs)?;
        found.extend(others.into_iter().map(|other| twice(other, half.owner, Answered::Length)));
    }
    for half in meaning.halves.iter().filter(|half| half.deletes(policy) && half.origin == Origin::Stated) {
        let sentence = policy.part_sentence(half.owner);
        let Some((event, period)) = deletion_time(sentence).filter(|_| answers(sentence)) else { continue };
        let key = key_of(meaning, half, Some(event));
        let facts = facts_of(meaning, sentence, Facts::WithoutEvent)?;
        let flows = flows_of(meaning, &key)?;
        for thing in lengths.things.get(&key).into_iter().flatten() {
            if !are_equal(meaning, &flows, &thing.facts, &facts)? {
                continue;
            }
            let within = Length::from(period);
            let others = thing.given(meaning, half.owner, |length| differs(length, &within));
            found.extend(others.into_iter().map(|other| twice(other, half.owner, Answered::Deletion)));
        }
    }
    found.retain(|pair| pair.first != pair.second && !meaning.effect.are_joined(pair.first, pair.second));
    Ok(found.into_iter().collect())
}

/// The exact length for which a stage keeps, and the event from which it counts.
fn exact_length(meaning: &Meaning, half: &Half) -> Option<(Option<TermId>, Length)> {
    let space = meaning.diagrams.space();
    let retention = space.policy.part_sentence(half.owner).retention.as_ref()?;
    let longests = retention::counted(space, retention, half.stage, half.its_purposes.as_ref());
    let [longest] = longests.as_slice() else { return None };
    let [Counted { end: End::After { moment: Moment::Event(event), length }, bound: Bound::Exactly }] =
        longest.as_slice()
    else {
        return None;
    };
    (!length.is_nothing()).then(|| (*event, length.clone()))
}

/// The time within which a deletion happens, and the one event from which it counts.
fn deletion_time(sentence: &Sentence) -> Option<(TermId, Period)> {
    let deletion = sentence.deletion.as_ref()?;
    match (&deletion.event, deletion.timing) {
        (Fact::Term(event, _), Some(Timing::Within(period))) => Some((*event, period)),
        (Fact::Term(..) | Fact::Given(..) | Fact::Not(_) | Fact::And(_) | Fact::Or(_), _) => None,
    }
}

fn is_same_length(one: Period, other: Period) -> bool {
    compare_periods(one, other) == Some(std::cmp::Ordering::Equal)
}

fn is_same_time(one: Timing, other: Timing) -> bool {
    match (one, other) {
        (Timing::Within(one), Timing::Within(other)) | (Timing::Before(one), Timing::Before(other)) => {
            is_same_length(one, other)
        }
        (Timing::Promptly | Timing::Within(_) | Timing::Before(_) | Timing::Beforehand, _) => one == other,
    }
}

/// Two different deadlines of one deletion, right or notice, or of a right that deletes and the deletion that says how;
/// `required` and `optional`; two lists of legal bases.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn two_answers(meaning: &Meaning) -> Result<Vec<Twice>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let (mut deadlines, mut necessities, mut bases) = (Answers::new(), Answers::new(), Answers::new());
    let mut found = BTreeSet::new();
    let space = meaning.diagrams.space();
    let is_meant = |half: &&Half| {
        half.side == Side::Permission && half.origin == Origin::Stated && !half.is_empty(space)
    };
    for half in meaning.halves.iter().filter(is_meant) {
        let sentence = policy.part_sentence(half.owner);
        if !answers(sentence) {
            continue;
        }
        let thing = || Ok((key_of(meaning, half, None), facts_of(meaning, sentence, Facts::All)?));
        let mut add = |others: Vec<Owner>, what| {
            found.extend(others.into_iter().map(|other| twice(other, half.owner, what)));
        };
        if let Some(timing) = half.timing {
            let differs = |one: &Timing, other: &Timing| !is_same_time(*one, *other);
            let others = deadlines.add(meaning, thing()?, (timing, half.owner), differs)?;
            add(others, Answered::Deadline);
        }
        if let Some(necessity) = sentence.necessity {
            let differs = |one: &Necessity, other: &Necessity| one != other;
            let others = necessities.add(meaning, thing()?, (necessity, half.owner), differs)?;
            add(others, Answered::Necessity);
        }
        if !sentence.bases.is_empty() {
            let own: BTreeSet<TermId> = sentence.bases.iter().map(|basis| basis.term).collect();
            let differs = |one: &BTreeSet<TermId>, other: &BTreeSet<TermId>| one != other;
            let others = bases.add(meaning, thing()?, (own, half.owner), differs)?;
            add(others, Answered::Bases);
        }
    }
    found.extend(two_answers_to_a_request(meaning)?);
    found.retain(|pair| pair.first != pair.second && !meaning.effect.are_joined(pair.first, pair.second));
    Ok(found.into_iter().collect())
}

/// A right that deletes, and a written deletion on its event of the same data, with different deadlines.
fn two_answers_to_a_request(meaning: &Meaning) -> Result<Vec<Twice>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut written = Answers::new();
    let mut found = Vec::new();
    let differs = |one: &Timing, other: &Timing| !is_same_time(*one, *other);
    // What a right says besides has its facts in its cells alone.
    let thing = |half: &Half| -> Result<(Key, Region), BudgetExceeded> {
        let mut facts = meaning.diagrams.nothing();
        for cell in &half.cells {
            facts = meaning.diagrams.or(&facts, &meaning.diagrams.formula(&cell.facts)?)?;
        }
        let key = key_of(meaning, half, None);
        Ok((Key { from: (Vec::new(), Vec::new()), ..key }, facts))
    };
    let mut deletions: Vec<(&Half, Timing)> = Vec::new();
    for half in
        meaning.halves.iter().filter(|half| half.deletes(policy) && answers(policy.part_sentence(half.owner)))
    {
        deletions.extend(
            half.timing.filter(|_| !half.is_empty(meaning.diagrams.space())).map(|timing| (half, timing)),
        );
    }
    let (requests, stated): (Vec<_>, Vec<_>) =
        deletions.into_iter().partition(|(half, _)| half.origin == Origin::Request);
    for (half, timing) in stated {
        written.add(meaning, thing(half)?, (timing, half.owner), differs)?;
    }
    for (half, timing) in requests {
        let (key, facts) = thing(half)?;
        let flows = flows_of(meaning, &key)?;
        for thing in written.things.get(&key).into_iter().flatten() {
            if !are_equal(meaning, &flows, &thing.facts, &facts)? {
                continue;
            }
            let others = thing.given(meaning, half.owner, |said| differs(said, &timing));
            found.extend(others.into_iter().map(|other| twice(other, half.owner, Answered::Request)));
        }
    }
    Ok(found)
}

/// What is left of a promise.
struct Promise {
    owner: Owner,
    left: Region,
    persons: Region,
    /// The classes of the data that it speaks of.
    data: Vec<usize>,
    /// The recipients that it names.
    names: BTreeSet<TermId>,
}

/// Promises of which everything is promised by another one, with the same verb and about the same persons and places.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn redundant(meaning: &Meaning) -> Result<Vec<Redundant>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut alike: BTreeMap<(Verb, Option<Vec<usize>>), Vec<Promise>> = BTreeMap::new();
    for statement in &policy.statements {
        let owner = Owner::Statement(statement.id);
        let Some(left) = promised(meaning, owner)? else { continue };
        let place = place_of(meaning, owner);
        let persons = persons_of(meaning, &statement.sentence)?;
        let data = meaning.diagrams.classes_of(&left, Dimension::Datum)?.ones().collect();
        alike.entry((statement.sentence.verb, place)).or_default().push(Promise {
            owner,
            left,
            persons,
            data,
            names: recipients_named(&statement.sentence),
        });
    }
    let mut found = Vec::new();
    for promises in alike.into_values() {
        redundant_among(meaning, &promises, &mut found)?;
    }
    found.sort_unstable();
    Ok(found)
}

/// The recipients that a sentence names, as the actor as well. Who promises something of one in particular says it for the
/// reader, though another promise holds it already.
fn recipients_named(sentence: &Sentence) -> BTreeSet<TermId> {
    let actor = match sentence.actor {
        Actor::We => None,
        Actor::Recipient(who, _) => Some(who),
    };
    let items = sentence.slots.recipient.iter().flat_map(|slot| &slot.set.items);
    let named = items.filter_map(|item| match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    });
    named.chain(actor).collect()
}

/// What is left of what a statement says is never done; `None` if it says nothing like that.
fn promised(meaning: &Meaning, owner: Owner) -> Result<Option<Region>, BudgetExceeded> {
    let sentence = meaning.diagrams.space().policy.part_sentence(owner);
    if !sentence.modality.is_negative() && sentence.verb != Verb::HaveNo {
        return Ok(None);
    }
    let stated = meaning
        .halves_of(owner)
        .filter(|(_, half)| half.side == Side::Prohibition && half.origin == Origin::Stated)
        .map(|(idx, _)| meaning.effect.regions[idx].clone());
    let left = meaning.diagrams.union(stated)?;
    Ok((!meaning.diagrams.is_empty(&left)?).then_some(left))
}

/// The classes of places where the persons of a promise are; `None` for everywhere.
fn place_of(meaning: &Meaning, owner: Owner) -> Option<Vec<usize>> {
    let space = meaning.diagrams.space();
    let mut places = meaning.halves_of(owner).flat_map(|(_, half)| &half.cells);
    let place = places.find_map(|cell| cell.sets[Dimension::Place as usize])?;
    let classes = space.classes_in(Dimension::Place, place);
    let is_whole = classes.count_ones(..) == space.n_classes(Dimension::Place);
    (!is_whole).then(|| classes.ones().collect())
}

/// A promise can only lie within one that speaks of all its data: those are looked for by the rarest of them.
fn redundant_among(
    meaning: &Meaning,
    promises: &[Promise],
    found: &mut Vec<Redundant>,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut of_class: HashMap<usize, Vec<usize>> = HashMap::new();
    for (place, promise) in promises.iter().enumerate() {
        promise.data.iter().for_each(|class| of_class.entry(*class).or_default().push(place));
    }
    for (place, promise) in promises.iter().enumerate() {
        let speaking = promise.data.iter().filter_map(|class| of_class.get(class));
        for at in speaking.min_by_key(|places| places.len()).into_iter().flatten() {
            let wider = &promises[*at];
            if *at == place
                || !promise.names.is_subset(&wider.names)
                || !diagrams.is_within_some(&promise.left, &[&wider.left])?
                || !are_equal(meaning, &diagrams.everything(), &promise.persons, &wider.persons)?
            {
                continue;
            }
            // Of two that say the same, the later one is the repetition.
            if *at > place && diagrams.is_within(&wider.left, &promise.left)? {
                continue;
            }
            found.push(Redundant { promise: promise.owner, wider: wider.owner });
            break;
        }
    }
    Ok(())
}
