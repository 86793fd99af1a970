//! Rights, deletions, protections, notices, duties, demands and absences as sets of flows: what can be relied on, and what
//! is refused.
//!
//! What people are guaranteed, and what is deleted, is compared thing by thing (`guarantees`, `keeping`). Here are the
//! flows themselves, whatever the words that say them: refusals, which nothing else compares, and whatever else of these
//! flows came or went and was not told by then.

use fixedbitset::FixedBitSet;

use super::align::Aligned;
use super::area::Names;
use super::change::{Both, MAX_BOXES, Told};
use super::flows::{self, Gain};
use super::lead::lead;
use super::report::{Area, Change, Place};
use super::rule::{ChangeRule, Part};
use super::scope::Age;
use super::words;
use crate::model::{Kind, TermId, Trait};
use crate::semantics::half::{Origin, Owner, Realm, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Act, Dimension};

type Outcome<T> = Result<T, BudgetExceeded>;

/// Flows of one act that one side says and the other does not.
struct Found {
    owner: Owner,
    age: Age,
    side: Side,
    act: Act,
    region: Region,
    /// Whether it is what is deleted on request of a right.
    is_request: bool,
    /// Whether nothing is left of what the owner says of the act.
    is_whole: bool,
}

/// Every change of what can be relied on that `others` do not tell.
pub(super) fn changes(both: &Both<'_>, others: &[Change]) -> Outcome<Vec<Change>> {
    let mut found = Vec::new();
    for side in [Side::Permission, Side::Prohibition] {
        for age in [Age::Old, Age::New] {
            let (one, other) = (both.meaning_of(age), both.meaning_of(age.other()));
            for gain in flows::gains(one, other, Realm::Reliance, side)? {
                for act in Act::ALL.into_iter().filter(|act| Realm::of(*act) == Realm::Reliance) {
                    found.extend(of_act(both, &gain, (age, side, act), others)?);
                }
            }
        }
    }
    let mut changes = Vec::new();
    for one in &found {
        let Some(rule) = rule_of(one) else { continue };
        if !is_told(both, one, &found, others) {
            changes.push(tell(both, one, rule)?);
        }
    }
    Ok(changes)
}

/// What a statement says of one act and the other side does not.
fn of_act(
    both: &Both<'_>,
    gain: &Gain,
    (age, side, act): (Age, Side, Act),
    others: &[Change],
) -> Outcome<Option<Found>> {
    let meaning = both.meaning_of(age);
    let diagrams = &meaning.diagrams;
    let acting = flows::doing(diagrams, &[act]);
    let mut region = diagrams.and(&gain.region, &acting)?;
    if act == Act::Have {
        let topics = told_topics(both, gain.owner, age, others);
        let classes = diagrams.space().classes(Dimension::Topic);
        let is_told = |members: &[usize]| members.iter().all(|topic| topics.contains(topic));
        let mut told = FixedBitSet::with_capacity(classes.members.len());
        for (class, _) in classes.members.iter().enumerate().filter(|(_, members)| is_told(members)) {
            told.insert(class);
        }
        region = diagrams.minus(&region, &diagrams.slice(Dimension::Topic, &told))?;
    }
    if diagrams.is_empty(&region)? {
        return Ok(None);
    }
    let own = meaning.halves.iter().zip(&meaning.effect.regions);
    let own =
        own.filter(|(half, _)| (half.owner, half.side, half.realm) == (gain.owner, side, Realm::Reliance));
    let own = diagrams.and(&diagrams.union(own.map(|(_, region)| region.clone()))?, &acting)?;
    let left = flows::possible([both.old_meaning, both.new_meaning], &diagrams.minus(&own, &region)?)?;
    Ok(Some(Found {
        owner: gain.owner,
        age,
        side,
        act,
        region,
        is_request: gain.origin == Origin::Request,
        is_whole: diagrams.is_empty(&left)?,
    }))
}

/// The topics of which a change tells already: signs, and those that are ruled out as flows.
fn told_topics(both: &Both<'_>, owner: Owner, age: Age, others: &[Change]) -> Vec<usize> {
    let space = both.meaning_of(age).diagrams.space();
    let label = Aligned::of(both.meaning_of(age)).label(owner);
    let [gone, come] = words::signalling(both);
    let signs = match age {
        Age::Old => gone,
        Age::New => come,
    };
    let is_sign = signs.iter().any(|sign| sign == label);
    let is_flow = others.iter().any(|change| change.part == Part::Flows && tells_of(change, age, label));
    let vocabulary = &space.policy.vocabulary;
    let is_told = |topic: TermId| {
        is_sign && vocabulary.term(topic).traits.has(Trait::Canary)
            || is_flow && vocabulary.deeds_of(topic).is_some_and(|deeds| !deeds.done_by.is_empty())
    };
    let topics = vocabulary.of_kind(Kind::Topic).filter(|(topic, _)| is_told(*topic));
    topics.filter_map(|(topic, _)| space.under(Kind::Topic, topic)).flat_map(|atoms| atoms.ones()).collect()
}

fn tells_of(change: &Change, age: Age, label: &str) -> bool {
    places(change, age).iter().any(|place| place.label == label)
}

const fn places(change: &Change, age: Age) -> &Vec<Place> {
    match age {
        Age::Old => &change.old,
        Age::New => &change.new,
    }
}

/// In whose favour it is depends on the act: a demand or a presence that is ruled out is a promise to people; a right, a
/// deletion, a protection, a notice or a duty that is ruled out is refused to them.
const fn rule_of(found: &Found) -> Option<ChangeRule> {
    let is_old = matches!(found.age, Age::Old);
    Some(match (found.act, found.side) {
        (Act::Require | Act::Have, Side::Prohibition) => match (is_old, found.is_whole) {
            (true, true) => ChangeRule::GuaranteeRemoved,
            (true, false) => ChangeRule::GuaranteeShrunk,
            (false, true) => ChangeRule::GuaranteeAdded,
            (false, false) => ChangeRule::GuaranteeGrown,
        },
        (Act::Offer | Act::Delete | Act::Protect | Act::Notify | Act::Bind, Side::Prohibition) => {
            if is_old {
                ChangeRule::RefusalWithdrawn
            } else {
                ChangeRule::RefusalAdded
            }
        }
        (Act::Offer | Act::Protect | Act::Notify | Act::Bind, Side::Permission) => {
            if is_old {
                ChangeRule::GuaranteeShrunk
            } else {
                ChangeRule::GuaranteeGrown
            }
        }
        (Act::Delete, Side::Permission) => {
            if is_old {
                ChangeRule::DeletionWeakened
            } else {
                ChangeRule::DeletionStrengthened
            }
        }
        (Act::Require, Side::Permission) => {
            if is_old {
                ChangeRule::BecomesOptional
            } else {
                ChangeRule::BecomesRequired
            }
        }
        // That something is there follows from what is done, which is told; it counts only against its denial.
        (Act::Have, Side::Permission) => return None,
        (
            Act::Collect
            | Act::Derive
            | Act::Combine
            | Act::Use
            | Act::View
            | Act::Decide
            | Act::Train
            | Act::Store
            | Act::Disclose
            | Act::Sell
            | Act::State
            | Act::Disclaim
            | Act::Advise,
            Side::Permission | Side::Prohibition,
        ) => return None,
    })
}

/// Whether it is told by then, by the order in which such things are compared.
fn is_told(both: &Both<'_>, one: &Found, found: &[Found], others: &[Change]) -> bool {
    if one.side == Side::Prohibition {
        return false;
    }
    let policy = Aligned::of(both.meaning_of(one.age));
    let label = policy.label(one.owner);
    // With a right, what it deletes goes and comes.
    let is_of_right = one.is_request
        && found.iter().any(|other| {
            (other.act, other.side, other.owner, other.age)
                == (Act::Offer, Side::Permission, one.owner, one.age)
        });
    // What an offer names behind `from` is told, and the offer follows it.
    let sentence = policy.part_sentence(one.owner);
    let is_following = one.act == Act::Offer
        && !sentence.from_labels.is_empty()
        && others.iter().any(|change| change.part == Part::Flows);
    is_of_right
        || is_following
        || others.iter().filter(|change| tells_of(change, one.age, label)).any(|change| match one.act {
            Act::Delete => [ChangeRule::DeletionWeakened, ChangeRule::DeletionStrengthened]
                .iter()
                .any(|rule| change.rule == rule.code()),
            // What a practice demands comes and goes with it.
            Act::Require => change.part.is_meaning(),
            Act::Offer
            | Act::Protect
            | Act::Notify
            | Act::Bind
            | Act::Have
            | Act::State
            | Act::Disclaim
            | Act::Advise
            | Act::Collect
            | Act::Derive
            | Act::Combine
            | Act::Use
            | Act::View
            | Act::Decide
            | Act::Train
            | Act::Store
            | Act::Disclose
            | Act::Sell => change.part == Part::Guarantees,
        })
}

fn tell(both: &Both<'_>, found: &Found, rule: ChangeRule) -> Outcome<Change> {
    let meaning = both.meaning_of(found.age);
    let (boxes, is_complete) = meaning.diagrams.boxes(&found.region, MAX_BOXES)?;
    if !is_complete {
        return Err(BudgetExceeded);
    }
    let mut names = Names::new(both.new_meaning.diagrams.space());
    let is_ruled_out = found.side == Side::Prohibition;
    let areas = names.areas(&boxes).0.into_iter().map(|area| Area { is_ruled_out, ..area }).collect();
    let own = both.speaker_of(found.age).part(found.owner);
    // What stands in its place: what has its label, and what speaks of the same.
    let (there, label) = (both.meaning_of(found.age.other()), Aligned::of(meaning).label(found.owner));
    let mut theirs: Vec<Owner> = Aligned::of(there).part_named(label).into_iter().collect();
    for owner in flows::speaking(there, Realm::Reliance, &found.region)? {
        if !theirs.contains(&owner) {
            theirs.push(owner);
        }
    }
    let other = theirs.first().map(|owner| both.speaker_of(found.age.other()).part(*owner));
    let told = match found.age {
        Age::Old => {
            Told { rule, before: Some(own.clone()), after: other, old: vec![found.owner], new: theirs }
        }
        Age::New => {
            Told { rule, before: other, after: Some(own.clone()), old: theirs, new: vec![found.owner] }
        }
    };
    let change = both.told(told, areas, &own);
    let title = both.speakers[1].moved(lead(rule), &own, None, None);
    Ok(Change { title, ..change })
}
