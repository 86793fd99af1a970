//! How long data are kept: the same data on both sides, by the order of retentions.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::area::Names;
use super::change::{Both, Told};
use super::report::Change;
use super::rule::ChangeRule;
use crate::model::{Sentence, StatementId, Timing, Vocabulary};
use crate::semantics::half::Owner;
use crate::semantics::retention::{self, Deleting, Keeping, Sense};
use crate::semantics::space::Space;

/// What one policy says about keeping some data.
#[derive(Clone, Copy)]
struct Said<'s> {
    space: &'s Space<'s>,
    keepings: &'s [Keeping],
    deletings: &'s [Deleting],
}

/// The statements of one policy that speak about the same data.
type Speaking = (Vec<usize>, Vec<usize>);

/// Every change of retention and of deletion.
pub(super) fn changes(both: &Both<'_, '_>) -> Vec<Change> {
    let spaces = [both.old_meaning.diagrams.space(), both.new_meaning.diagrams.space()];
    let schedules = spaces.map(retention::schedule);
    let said = |side: usize| Said {
        space: spaces[side],
        keepings: &schedules[side].0,
        deletings: &schedules[side].1,
    };
    let (old, new) = (said(0), said(1));
    let mut found = Vec::new();
    for ((before, after), data) in parts(&old, &new) {
        compare(both, (&old, &before), (&new, &after), &data, &mut found);
    }
    let mut names = Names::new(spaces[1]);
    let change = |(told, data): (Told, FixedBitSet)| {
        let about = both.speakers[1].data(&names.data_slot(&data).set);
        both.told(told, vec![names.data_area(&data)], &about)
    };
    found.into_iter().map(change).collect()
}

/// What changed, with the data of which it is true.
type Found = Vec<(Told, FixedBitSet)>;

/// Adds what changed; what is true of other data as well grows by these.
fn push(told: Told, data: &FixedBitSet, found: &mut Found) {
    match found.iter_mut().find(|(known, _)| *known == told) {
        Some((_, known)) => known.union_with(data),
        None => found.push((told, data.clone())),
    }
}

/// The data, divided by which statements of both policies speak about them.
fn parts(old: &Said<'_>, new: &Said<'_>) -> BTreeMap<(Speaking, Speaking), FixedBitSet> {
    let mut spoken = FixedBitSet::new();
    for said in [old, new] {
        let sets =
            said.keepings.iter().map(|one| &one.data).chain(said.deletings.iter().map(|one| &one.data));
        for data in sets {
            spoken.grow(data.len());
            spoken.union_with(data);
        }
    }
    let mut parts: BTreeMap<(Speaking, Speaking), FixedBitSet> = BTreeMap::new();
    for datum in spoken.ones() {
        let speaking = |said: &Said<'_>| -> Speaking {
            let keepings = said.keepings.iter().enumerate().filter(|(_, one)| one.data.contains(datum));
            let deletings = said.deletings.iter().enumerate().filter(|(_, one)| one.data.contains(datum));
            (keepings.map(|(place, _)| place).collect(), deletings.map(|(place, _)| place).collect())
        };
        let part = parts
            .entry((speaking(old), speaking(new)))
            .or_insert_with(|| FixedBitSet::with_capacity(spoken.len()));
        part.insert(datum);
    }
    parts
}

impl Said<'_> {
    fn sentence(&self, statement: StatementId) -> &Sentence {
        &self.space.policy.statement(statement).sentence
    }

    /// The people and the facts to which a statement is narrowed, and in which sense it speaks.
    fn scope(&self, keeping: &Keeping) -> String {
        let sentence = self.sentence(keeping.statement);
        let stages = sentence.retention.as_ref().map(|retention| retention.stages.get(1..));
        format!("{:?} {} {stages:?}", keeping.sense, narrowing(sentence))
    }

    /// Those among some that hold: a general statement gives way to the special one that it excepts.
    fn holding(&self, speaking: &[usize]) -> Vec<&Keeping> {
        let all: Vec<&Keeping> = speaking.iter().map(|place| &self.keepings[*place]).collect();
        let yields = |one: &&Keeping| {
            all.iter().any(|other| {
                one.statement != other.statement
                    && retention::excepts(self.space.policy, one.statement, other.statement)
            })
        };
        all.iter().copied().filter(|one| !yields(one)).collect()
    }
}

fn narrowing(sentence: &Sentence) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        sentence.slots.subject, sentence.slots.subject_region, sentence.facts, sentence.slots.purpose
    )
}

fn compare(
    both: &Both<'_, '_>,
    (old, before): (&Said<'_>, &Speaking),
    (new, after): (&Said<'_>, &Speaking),
    data: &FixedBitSet,
    found: &mut Found,
) {
    let vocabulary = &new.space.policy.vocabulary;
    let mut scopes: BTreeMap<String, [Vec<&Keeping>; 2]> = BTreeMap::new();
    for (side, said, speaking) in [(0, old, &before.0), (1, new, &after.0)] {
        for keeping in said.holding(speaking) {
            scopes.entry(said.scope(keeping)).or_default()[side].push(keeping);
        }
    }
    // What is stated in one scope before and in another after is compared as well.
    let lone: Vec<String> = scopes
        .iter()
        .filter(|(_, sides)| sides.iter().any(Vec::is_empty))
        .map(|(scope, _)| scope.clone())
        .collect();
    let mut rest: BTreeMap<Sense, [Vec<&Keeping>; 2]> = BTreeMap::new();
    for scope in lone {
        let [was, is] = scopes.remove(&scope).unwrap_or_default();
        for (side, keepings) in [(0, was), (1, is)] {
            for keeping in keepings {
                rest.entry(keeping.sense).or_default()[side].push(keeping);
            }
        }
    }
    let pairs =
        scopes.into_values().map(|sides| (true, sides)).chain(rest.into_values().map(|sides| (false, sides)));
    for (is_same_scope, [was, is]) in pairs {
        let sense = was.first().or(is.first()).map_or(Sense::Kept, |keeping| keeping.sense);
        let rule = match (was.is_empty(), is.is_empty()) {
            (true, _) => match sense {
                Sense::Floor => ChangeRule::RetentionLengthened,
                Sense::Kept | Sense::Ceiling => ChangeRule::RetentionStated,
            },
            (_, true) => match sense {
                Sense::Floor => ChangeRule::RetentionShortened,
                Sense::Kept | Sense::Ceiling => ChangeRule::RetentionWithdrawn,
            },
            (false, false) => {
                let order = order(vocabulary, sense, &was, &is);
                match order {
                    Some(Ordering::Equal) if is_same_scope => continue,
                    Some(Ordering::Less) if is_same_scope => ChangeRule::RetentionShortened,
                    Some(Ordering::Greater) if is_same_scope => ChangeRule::RetentionLengthened,
                    _ => ChangeRule::RetentionChanged,
                }
            }
        };
        tell(both, rule, data, &was, &is, found);
    }
    deletions(both, (old, &before.1), (new, &after.1), data, found);
}

/// How the new retentions stand to the old ones. Of several, the latest counts; of ceilings, the earliest.
fn order(vocabulary: &Vocabulary, sense: Sense, was: &[&Keeping], is: &[&Keeping]) -> Option<Ordering> {
    let within = |some: &[&Keeping], others: &[&Keeping]| match sense {
        Sense::Kept | Sense::Floor => some
            .iter()
            .all(|one| others.iter().any(|other| retention::is_within(vocabulary, &one.term, &other.term))),
        Sense::Ceiling => others
            .iter()
            .all(|other| some.iter().any(|one| retention::is_within(vocabulary, &one.term, &other.term))),
    };
    match (within(is, was), within(was, is)) {
        (true, true) => Some(Ordering::Equal),
        (true, false) => Some(Ordering::Less),
        (false, true) => Some(Ordering::Greater),
        (false, false) => None,
    }
}

/// The retentions that some others do not have.
fn apart<'k>(some: &[&'k Keeping], others: &[&Keeping]) -> Vec<&'k Keeping> {
    let is_there = |one: &&Keeping| others.iter().any(|other| other.term == one.term);
    some.iter().copied().filter(|one| !is_there(one)).collect()
}

fn tell(
    both: &Both<'_, '_>,
    rule: ChangeRule,
    data: &FixedBitSet,
    was: &[&Keeping],
    is: &[&Keeping],
    found: &mut Found,
) {
    // What both say is not what changed.
    let (was, is) = (apart(was, is), apart(is, was));
    let [old_speaker, new_speaker] = &both.speakers;
    let words = |speaker: &crate::render::compose::Speaker<'_>, keepings: &[&Keeping]| {
        let words: Vec<String> = keepings.iter().map(|one| speaker.keeping(one.statement)).collect();
        (!words.is_empty()).then(|| words.join("; "))
    };
    let told = Told {
        rule,
        before: words(old_speaker, &was),
        after: words(new_speaker, &is),
        old: was.iter().map(|one| Owner::Statement(one.statement)).collect(),
        new: is.iter().map(|one| Owner::Statement(one.statement)).collect(),
    };
    push(told, data, found);
}

/// Deletions: each old one needs one that is at least as soon and as sure.
fn deletions(
    both: &Both<'_, '_>,
    (old, before): (&Said<'_>, &[usize]),
    (new, after): (&Said<'_>, &[usize]),
    data: &FixedBitSet,
    found: &mut Found,
) {
    let vocabulary = &new.space.policy.vocabulary;
    let was: Vec<&Deleting> = before.iter().map(|place| &old.deletings[*place]).collect();
    let is: Vec<&Deleting> = after.iter().map(|place| &new.deletings[*place]).collect();
    let kept = |side: &Said<'_>, other: &Said<'_>, one: &Deleting, others: &[&Deleting]| {
        others.iter().any(|candidate| {
            narrowing(side.sentence(one.statement)) == narrowing(other.sentence(candidate.statement))
                && is_as_strong(vocabulary, candidate, one)
        })
    };
    let is_other = |side: &Said<'_>, other: &Said<'_>, one: &Deleting, others: &[&Deleting]| {
        !others.iter().any(|candidate| {
            narrowing(side.sentence(one.statement)) == narrowing(other.sentence(candidate.statement))
                && is_as_strong(vocabulary, candidate, one)
                && is_as_strong(vocabulary, one, candidate)
        })
    };
    let lost: Vec<&Deleting> = was.iter().copied().filter(|one| !kept(old, new, one, &is)).collect();
    let won: Vec<&Deleting> = is.iter().copied().filter(|one| !kept(new, old, one, &was)).collect();
    let [old_speaker, new_speaker] = &both.speakers;
    let words = |speaker: &crate::render::compose::Speaker<'_>, some: &[&Deleting]| {
        let words: Vec<String> = some.iter().map(|one| speaker.deletion(one.statement)).collect();
        (!words.is_empty()).then(|| words.join("; "))
    };
    let owners =
        |some: &[&Deleting]| some.iter().map(|one| Owner::Statement(one.statement)).collect::<Vec<_>>();
    for (rule, some) in [(ChangeRule::DeletionWeakened, &lost), (ChangeRule::DeletionStrengthened, &won)] {
        // What is replaced by something weaker or stronger is told once, from the side that has the better of it.
        let is_weaker = rule == ChangeRule::DeletionWeakened;
        if some.is_empty() || !is_weaker && !lost.is_empty() {
            continue;
        }
        // What stands in its place is told with it.
        let (mut gone, mut come) = (lost.clone(), won.clone());
        match is_weaker {
            true => come = is.iter().copied().filter(|one| is_other(new, old, one, &was)).collect(),
            false => gone = was.iter().copied().filter(|one| is_other(old, new, one, &is)).collect(),
        }
        let told = Told {
            rule,
            before: words(old_speaker, &gone),
            after: words(new_speaker, &come),
            old: owners(&gone),
            new: owners(&come),
        };
        push(told, data, found);
    }
}

/// Whether one deletion happens whenever the other does, as soon and as surely.
fn is_as_strong(vocabulary: &Vocabulary, one: &Deleting, other: &Deleting) -> bool {
    let covers =
        other.events.iter().all(|event| one.events.iter().any(|known| vocabulary.is_below(*event, *known)));
    let is_as_soon = match (one.timing, other.timing) {
        (_, None) => true,
        (Some(Timing::Within(a)), Some(Timing::Within(b))) => {
            matches!(retention::compare_periods(a, b), Some(Ordering::Less | Ordering::Equal))
        }
        (Some(Timing::Before(a)), Some(Timing::Before(b))) => a == b,
        (Some(Timing::Within(_) | Timing::Promptly), Some(Timing::Promptly)) => true,
        _ => false,
    };
    covers && is_as_soon && (!one.is_tried || other.is_tried)
}
