//! Rights, choice, promises, notices and duties: what people are guaranteed, one thing at a time.
//!
//! A statement guarantees things to the smallest parts of what it names: access, correction and deletion are three. A
//! guarantee is kept where the other policy guarantees the same thing at least as widely, in the same cases, as soon and as
//! surely. A condition more, an exception, a class of people: each makes it hold for less.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::align::Aligned;
use super::change::{Both, Told};
use super::flows;
use super::report::Change;
use super::rule::ChangeRule;
use super::scope::Age;
use crate::model::{AttributeValue, Family, KnownTerm, Set, Slot, Statement, TermId, Verb, Vocabulary, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Realm, Side, is_trackers, named_by};
use crate::semantics::lasting::is_as_soon;
use crate::semantics::region::{BudgetExceeded, Diagrams, Region};
use crate::semantics::retention::compare_periods;
use crate::semantics::space::{Dimension, FactKey, Space};

type Outcome<T> = Result<T, BudgetExceeded>;

/// What is guaranteed: the verb and its smallest objects.
type Thing = (Verb, Option<TermId>, Option<TermId>);

/// How one statement guarantees it.
struct Guarantee<'p> {
    statement: &'p Statement,
    age: Age,
    /// What holds of it.
    region: Region,
}

type Guarantees<'g> = BTreeMap<Thing, Vec<&'g Guarantee<'g>>>;

/// Every change of what people are guaranteed.
pub(super) fn changes(both: &Both<'_>) -> Outcome<Vec<Change>> {
    let [of_old, of_new] = [guarantees(both, Age::Old)?, guarantees(both, Age::New)?];
    let [old, new] = [(Age::Old, &of_old), (Age::New, &of_new)]
        .map(|(age, guarantees)| by_thing(both.meaning_of(age).diagrams.space(), guarantees));
    let compared = Compared { both };
    let mut found: Vec<(Told, Vec<Thing>)> = Vec::new();
    for (age, one, other) in [(Age::Old, &old, &new), (Age::New, &new, &old)] {
        for (thing, some) in one {
            let none = Vec::new();
            let others = other.get(thing).unwrap_or(&none);
            for guarantee in some {
                let Some(rule) = compared.rule_of(*thing, guarantee, others, age)? else { continue };
                // What comes later and what comes sooner are one change: the other way round is its mirror.
                if age == Age::New
                    && rule == ChangeRule::DeadlineShortened
                    && is_told(&found, ChangeRule::DeadlineLengthened, *thing)
                {
                    continue;
                }
                push(both, rule, *thing, guarantee, others, age, &mut found);
            }
        }
    }
    Ok(found.into_iter().map(|(told, things)| change(both, told, &things)).collect())
}

fn is_told(found: &[(Told, Vec<Thing>)], rule: ChangeRule, thing: Thing) -> bool {
    found.iter().any(|(told, things)| told.rule == rule && things.contains(&thing))
}

fn push(
    both: &Both<'_>,
    rule: ChangeRule,
    thing: Thing,
    guarantee: &Guarantee<'_>,
    others: &[&Guarantee<'_>],
    age: Age,
    found: &mut Vec<(Told, Vec<Thing>)>,
) {
    let own = vec![Owner::Statement(guarantee.statement.id)];
    let theirs: Vec<Owner> = others.iter().map(|other| Owner::Statement(other.statement.id)).collect();
    let own_words = Some(both.speaker_of(age).statement(guarantee.statement.id));
    let their_words = others.first().map(|other| both.speaker_of(age.other()).statement(other.statement.id));
    let told = match age {
        Age::Old => Told { rule, before: own_words, after: their_words, old: own, new: theirs },
        Age::New => Told { rule, before: their_words, after: own_words, old: theirs, new: own },
    };
    match found.iter_mut().find(|(known, _)| *known == told) {
        Some((_, things)) => things.push(thing),
        None => found.push((told, vec![thing])),
    }
}

fn change(both: &Both<'_>, told: Told, things: &[Thing]) -> Change {
    let mut objects: Vec<TermId> = things.iter().filter_map(|(_, object, _)| *object).collect();
    objects.sort_unstable();
    objects.dedup();
    let mut details: Vec<TermId> = things.iter().filter_map(|(_, _, detail)| *detail).collect();
    details.sort_unstable();
    details.dedup();
    let verb = things.first().map_or(Verb::Offer, |(verb, ..)| *verb);
    let vocabulary = Aligned::of(both.new_meaning).vocabulary();
    let told_details = if verb == Verb::Offer { Vec::new() } else { highest(vocabulary, &details) };
    let about = both.speakers[1].things(verb, &highest(vocabulary, &objects), &told_details);
    let mut area = super::report::Area {
        slots: BTreeMap::from([
            ("verb".to_owned(), vec![verb.word().to_owned()]),
            ("object".to_owned(), names(vocabulary, &highest(vocabulary, &objects))),
            ("detail".to_owned(), names(vocabulary, &highest(vocabulary, &details))),
        ]),
        ..super::report::Area::default()
    };
    area.slots.retain(|_, entries| !entries.is_empty());
    both.told(told, vec![area], &about)
}

fn names(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<String> {
    let mut names: Vec<String> = terms.iter().map(|term| vocabulary.term(*term).name.to_string()).collect();
    names.sort();
    names
}

/// The terms that stand below no other of them.
fn highest(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<TermId> {
    let is_covered = |term: &TermId| vocabulary.ancestors(*term).iter().any(|above| terms.contains(above));
    terms.iter().copied().filter(|term| !is_covered(term)).collect()
}

/// Choices are marked in the detail slot: an offer has no other detail.
const fn is_choice(thing: Thing) -> bool {
    thing.2.is_some()
}

/// Compares the guarantees of both sides.
struct Compared<'c, 'r> {
    both: &'c Both<'r>,
}

impl Compared<'_, '_> {
    /// The rule of what became of a guarantee; `None` if it is kept.
    fn rule_of(
        &self,
        thing: Thing,
        one: &Guarantee<'_>,
        others: &[&Guarantee<'_>],
        age: Age,
    ) -> Outcome<Option<ChangeRule>> {
        if self.is_kept(thing, one, others, true)? {
            return Ok(None);
        }
        let is_gone = others.is_empty();
        let is_late = !is_gone && self.is_kept(thing, one, others, false)?;
        Ok(Some(match (is_gone, is_late, age) {
            (true, _, Age::Old) if thing.0 == Verb::Offer && is_choice(thing) => ChangeRule::ChoiceRemoved,
            (true, _, Age::New) if thing.0 == Verb::Offer && is_choice(thing) => ChangeRule::ChoiceAdded,
            (true, _, Age::Old) if thing.0 == Verb::Offer => ChangeRule::RightRemoved,
            (true, _, Age::New) if thing.0 == Verb::Offer => ChangeRule::RightAdded,
            (true, _, Age::Old) => ChangeRule::GuaranteeRemoved,
            (true, _, Age::New) => ChangeRule::GuaranteeAdded,
            (false, true, Age::Old) => ChangeRule::DeadlineLengthened,
            (false, true, Age::New) => ChangeRule::DeadlineShortened,
            (false, false, Age::Old) => ChangeRule::GuaranteeShrunk,
            (false, false, Age::New) => ChangeRule::GuaranteeGrown,
        }))
    }

    /// Whether others together guarantee of a thing what one does.
    fn is_kept(
        &self,
        thing: Thing,
        one: &Guarantee<'_>,
        others: &[&Guarantee<'_>],
        heeds_time: bool,
    ) -> Outcome<bool> {
        let (own, sentence) = (one.statement, &one.statement.sentence);
        let fits = |other: &&&Guarantee<'_>| {
            let (other, theirs) = (other.statement, &other.statement.sentence);
            let is_as_sure = theirs.modality.certainty() >= sentence.modality.certainty();
            let is_in_time = !heeds_time || is_as_soon(theirs.timing, sentence.timing);
            is_as_sure && is_in_time && has_terms_of(other, own)
        };
        let fitting: Vec<&Guarantee<'_>> = others.iter().filter(fits).copied().collect();
        self.is_covered(thing, one, &fitting)
    }

    /// Whether others together hold wherever one does, or refuse it: that something is refused is told as that.
    fn is_covered(&self, thing: Thing, one: &Guarantee<'_>, others: &[&Guarantee<'_>]) -> Outcome<bool> {
        let diagrams = &self.both.new_meaning.diagrams;
        let mut left = diagrams.and(&one.region, &self.flows_of(thing)?)?;
        let age = one.age;
        let one_sided = flows::one_sided_choices(
            self.both.meaning_of(age).diagrams.space(),
            self.both.meaning_of(age.other()).diagrams.space(),
        );
        for fact in one_sided {
            left = diagrams.and(&left, &diagrams.literal(fact, false))?;
        }
        for other in others {
            left = diagrams.minus(&left, &other.region)?;
        }
        let there = self.both.meaning_of(age.other());
        for (half, region) in there.halves.iter().zip(&there.effect.regions) {
            if half.side == Side::Prohibition && half.realm == Realm::Reliance {
                left = diagrams.minus(&left, region)?;
            }
        }
        let left = flows::possible([self.both.old_meaning, self.both.new_meaning], &left)?;
        diagrams.is_empty(&left)
    }

    /// The flows that are about a thing, whatever the data, the people and the ways.
    fn flows_of(&self, (verb, object, detail): Thing) -> Outcome<Region> {
        let diagrams = &self.both.new_meaning.diagrams;
        // A choice is marked where others have a detail, and whoever is told is no object but the person of the flow.
        let objects = [(Verb::Offer, Dimension::Right), (Verb::Bind, Dimension::Recipient)];
        let details = [
            (Verb::Protect, Dimension::Measure),
            (Verb::Notify, Dimension::Event),
            (Verb::Bind, Dimension::Safeguard),
        ];
        let of = |slots: &[(Verb, Dimension)]| {
            slots.iter().find(|(one, _)| *one == verb).map(|(_, dimension)| *dimension)
        };
        let (objects, details) = (of(&objects), of(&details));
        let mut all = diagrams.everything();
        if let (Verb::Notify, Some(subject)) = (verb, object) {
            // Whoever is told is the person of the flow. Those whom nobody names are told with those above them.
            all = match diagrams.space().known_fact(FactKey::Subject(subject)) {
                Some(fact) => diagrams.literal(fact, true),
                None => diagrams.nothing(),
            };
        }
        for (dimension, term) in [(objects, object), (details, detail)] {
            if let (Some(dimension), Some(term)) = (dimension, term) {
                all = diagrams.and(&all, &slice(diagrams, dimension, term))?;
            }
        }
        Ok(all)
    }
}

/// The flows whose value in a slot is a term and none of those below it.
fn slice(diagrams: &Diagrams, dimension: Dimension, term: TermId) -> Region {
    let space = diagrams.space();
    let Some(kind) = Space::kind(dimension) else { return diagrams.everything() };
    let mut wanted = FixedBitSet::with_capacity(space.n_classes(dimension));
    let classes = space.classes(dimension);
    space.own_atoms(kind, term).ones().for_each(|atom| wanted.insert(classes.class_of[atom]));
    diagrams.slice(dimension, &wanted)
}

/// Whether the terms of one statement, what stands in braces, are those of another or better for people.
fn has_terms_of(one: &Statement, other: &Statement) -> bool {
    let mut keys = one.attributes.iter().chain(&other.attributes).map(|(key, _)| key.as_str());
    keys.all(|key| is_no_worse(key, values_of(one, key), values_of(other, key)))
}

fn values_of<'s>(statement: &'s Statement, key: &str) -> Option<&'s [AttributeValue]> {
    statement.attributes.iter().find(|(known, _)| known == key).map(|(_, values)| values.as_slice())
}

/// Whether a term is as good for people as another one of the same sort; `None` if nothing is said of it.
fn is_no_worse(key: &str, term: Option<&[AttributeValue]>, than: Option<&[AttributeValue]>) -> bool {
    let is_nothing =
        |values: &[AttributeValue]| matches!(values, [AttributeValue::Word(word)] if word == "none");
    match (key, term, than) {
        _ if term == than => true,
        ("fee" | "identity-check", Some(values), _) => is_nothing(values),
        ("agent" | "appeal", Some(_), None) | ("extension", None, Some(_)) => true,
        ("extension", Some([AttributeValue::Period(one)]), Some([AttributeValue::Period(other)])) => {
            compare_periods(*one, *other) == Some(Ordering::Less)
        }
        ("times-per-year", Some([AttributeValue::Number(one)]), Some([AttributeValue::Number(other)])) => {
            one > other
        }
        _ => false,
    }
}

/// What each statement of a policy guarantees that guarantees anything.
fn guarantees<'r>(both: &Both<'r>, age: Age) -> Outcome<Vec<Guarantee<'r>>> {
    let space = both.meaning_of(age).diagrams.space();
    let mut all = Vec::new();
    for statement in &space.policy.statements {
        let sentence = &statement.sentence;
        if !is_guarantee(sentence.verb) || sentence.is_damaged || sentence.modality.is_negative() {
            continue;
        }
        let region = promised(both.meaning_of(age), Owner::Statement(statement.id))?;
        // Nobody is ever guaranteed anything by it: “people other than people”.
        if !both.meaning_of(age).diagrams.is_empty(&region)? {
            all.push(Guarantee { statement, age, region });
        }
    }
    Ok(all)
}

/// What holds of the rights, protections, notices and duties that a statement grants.
fn promised(meaning: &Meaning, owner: Owner) -> Outcome<Region> {
    let is_meant = |half: &Half| half.side == Side::Permission && half.origin == Origin::Stated;
    let halves = meaning.halves_of(owner).filter(|(_, half)| is_meant(half));
    let diagrams = &meaning.diagrams;
    let promised = diagrams.union(halves.map(|(place, _)| meaning.effect.regions[place].clone()))?;
    // What an offer names behind `from` is told, and the offer follows it.
    let sentence = diagrams.space().policy.part_sentence(owner);
    let policy = &diagrams.space().policy;
    let slots = &sentence.slots;
    let is_following = sentence.verb == Verb::Offer && !named_by(policy, sentence).is_empty();
    let over = slots.over.as_ref().filter(|over| !is_trackers(policy, over));
    let own = [(Dimension::Datum, over), (Dimension::Purpose, slots.purpose.as_ref())];
    let followed: Vec<Dimension> =
        own.into_iter().filter(|(_, slot)| is_following && slot.is_none()).map(|(one, _)| one).collect();
    diagrams.forget(&promised, &followed, &[])
}

/// The guarantees of each thing.
fn by_thing<'g>(space: &Space, guarantees: &'g [Guarantee<'g>]) -> Guarantees<'g> {
    let mut all = Guarantees::new();
    for guarantee in guarantees {
        for thing in things(space, guarantee.statement) {
            all.entry(thing).or_default().push(guarantee);
        }
    }
    all
}

/// Whether a verb promises something to people that is no flow of data.
const fn is_guarantee(verb: Verb) -> bool {
    matches!(verb.family(), Family::Right | Family::Undertaking)
}

fn things(space: &Space, statement: &Statement) -> Vec<Thing> {
    let vocabulary = &space.policy.vocabulary;
    let sentence = &statement.sentence;
    let covered_by = |slot: &Option<Slot>| {
        let covered = slot.as_ref().map(|slot| covered(vocabulary, &slot.set)).unwrap_or_default();
        match covered.is_empty() {
            true => vec![None],
            false => covered.into_iter().map(Some).collect::<Vec<_>>(),
        }
    };
    // What is protected is compared as data.
    let objects: Vec<Option<TermId>> = match sentence.verb == Verb::Protect {
        true => vec![None],
        false => covered(vocabulary, &sentence.object.set).into_iter().map(Some).collect(),
    };
    let details = match sentence.verb {
        Verb::Protect => covered_by(&sentence.slots.measures),
        Verb::Notify => covered_by(&sentence.slots.events),
        Verb::Bind => covered_by(&sentence.slots.duties),
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => vec![None],
    };
    let choice = vocabulary.known(KnownTerm::Choice);
    let detail_of = |object: Option<TermId>, detail: Option<TermId>| match (sentence.verb, object, choice) {
        (Verb::Offer, Some(object), Some(choice)) if vocabulary.is_below(object, choice) => Some(choice),
        _ => detail,
    };
    let pairs = objects.iter().flat_map(|object| details.iter().map(|detail| (*object, *detail)));
    pairs.map(|(object, detail)| (sentence.verb, object, detail_of(object, detail))).collect()
}

/// The terms of a set with all below them; each stands for what it covers beside those.
fn covered(vocabulary: &Vocabulary, set: &Set) -> Vec<TermId> {
    let below = |what: What| match what {
        // A name for a list is nothing besides the list.
        What::Term(term) => {
            let meant = vocabulary.meant(term).into_iter();
            meant.flat_map(|term| [vec![term], vocabulary.descendants(term)].concat()).collect::<Vec<_>>()
        }
        What::Any { kind, .. } => vocabulary.of_kind(kind).map(|(id, _)| id).collect(),
    };
    let out: Vec<TermId> = set.except.iter().flat_map(|item| below(item.what)).collect();
    let mut all: Vec<TermId> = set.items.iter().flat_map(|item| below(item.what)).collect();
    all.retain(|term| !out.contains(term));
    all.sort_unstable();
    all.dedup();
    all
}
