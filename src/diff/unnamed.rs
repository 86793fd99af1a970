//! What a comparison cannot name: the digests of two policies differ, and nothing that belongs to the meaning was told.
//!
//! It is said as it is. Whoever is told nothing takes it that nothing changed.

use super::align::Aligned;
use super::change::{Both, Told};
use super::lead::lead;
use super::report::Change;
use super::rule::ChangeRule;
use super::scope::Age;
use super::written::Written;
use crate::model::{Exception, Policy};
use crate::semantics::digest;
use crate::semantics::half::{self, Cell, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};

type Outcome<T> = Result<T, BudgetExceeded>;

/// The sentences that promise something in other clauses than before; where there are none, that the meaning is another.
/// The digests are those of the old and of the new policy.
///
/// Nothing where the meaning is the same although the digests differ: the digest holds what an exception names as it is
/// written, and that is written otherwise and says the same flows.
pub(super) fn changes(both: &Both<'_>, digests: [&str; 2]) -> Outcome<Vec<Change>> {
    let [old, new] = [said(both, Age::Old)?, said(both, Age::New)?];
    let restated = restated(both, &old, &new);
    if !restated.is_empty() || both.changed_terms().is_empty() && !are_named_alike(&old, &new) {
        return Ok(restated);
    }
    let [before, after] = digests.map(|digest| Some(digest.to_owned()));
    let told = Told { rule: ChangeRule::MeaningChanged, before, after, old: Vec::new(), new: Vec::new() };
    Ok(vec![both.told(told, Vec::new(), "")])
}

/// What a statement or a tracker says of which something counts beside its flows.
struct Said {
    owner: Owner,
    /// Of a tracker, its name.
    name: Option<String>,
    written: Written,
    /// What is permitted by what it names behind `from`, if it names something.
    from: Option<Region>,
    /// What it names as its exception.
    named: Vec<Written>,
    /// Those of them that promise something. What the others say is flows, and so is what they take out of it.
    excepted: Vec<Written>,
}

impl Said {
    /// Whether another says the same, under whatever label; of a tracker, under its own.
    fn is_same(&self, other: &Self) -> bool {
        (&self.name, &self.written, &self.from) == (&other.name, &other.written, &other.from)
            && are_same(&self.excepted, &other.excepted)
    }
}

fn are_same(some: &[Written], others: &[Written]) -> bool {
    some.iter().all(|one| others.contains(one)) && others.iter().all(|one| some.contains(one))
}

/// Everything of one side of which something counts beside its flows.
fn said(both: &Both<'_>, age: Age) -> Outcome<Vec<Said>> {
    let meaning = both.meaning_of(age);
    let policy = Aligned::of(meaning);
    let written = |part: Owner| Written::of(policy, part).without_labels();
    let mut all = Vec::new();
    for owner in policy.parts().filter(|owner| promises(&policy, *owner)) {
        let sentence = policy.part_sentence(owner);
        let of_offer = half::named_by(&policy, sentence);
        let of_offer = meaning.halves.iter().filter(|half| {
            half.is_practice() && half.side == Side::Permission && of_offer.binary_search(&half.owner).is_ok()
        });
        let cells: Vec<Cell> = of_offer.flat_map(|half| half.cells.iter().cloned()).collect();
        let named = named(policy, owner);
        let promising = named.iter().copied().filter(|part| promises(&policy, *part));
        all.push(Said {
            owner,
            name: matches!(owner, Owner::Tracker(_)).then(|| policy.label(owner).to_owned()),
            written: written(owner),
            from: match sentence.from_labels.is_empty() && cells.is_empty() {
                true => None,
                false => Some(meaning.diagrams.feasible(&meaning.diagrams.cells(&cells)?)?),
            },
            excepted: promising.map(written).collect(),
            named: named.into_iter().map(written).collect(),
        });
    }
    Ok(all)
}

/// What a statement or a tracker names as its exception.
fn named(policy: Aligned<'_>, owner: Owner) -> Vec<Owner> {
    match policy.part_exception(owner) {
        Some(Exception::StatedIn(named)) => {
            named.iter().flat_map(|(target, _)| policy.parts_of(*target)).collect()
        }
        Some(Exception::StatedElsewhere(_)) | None => Vec::new(),
    }
}

/// Whether whatever names an exception names on the other side the same as often.
fn are_named_alike(old: &[Said], new: &[Said]) -> bool {
    let is_there = |one: &Said, others: &[Said]| {
        others.iter().any(|other| {
            one.is_same(other) && one.named.len() == other.named.len() && are_same(&one.named, &other.named)
        })
    };
    old.iter().all(|one| is_there(one, new)) && new.iter().all(|one| is_there(one, old))
}

fn restated(both: &Both<'_>, old: &[Said], new: &[Said]) -> Vec<Change> {
    let lacking = |some: &[Said], others: &[Said]| -> Vec<Owner> {
        let lone = some.iter().filter(|one| !others.iter().any(|other| one.is_same(other)));
        lone.map(|one| one.owner).collect()
    };
    let (gone, mut come) = (lacking(old, new), lacking(new, old));
    let [old, new] = both.aligned();
    let mut changes = Vec::new();
    for owner in gone {
        let counterpart = new.part_named(old.label(owner)).filter(|other| come.contains(other));
        come.retain(|other| Some(*other) != counterpart);
        changes.push(restating(both, Some(owner), counterpart));
    }
    changes.extend(come.into_iter().map(|owner| restating(both, None, Some(owner))));
    changes
}

/// Whether something of a statement or a tracker counts beside the flows that it speaks of.
fn promises(policy: &Policy, owner: Owner) -> bool {
    let sentence = policy.part_sentence(owner);
    let has_clauses =
        sentence.retention.is_some() || !sentence.bases.is_empty() || sentence.necessity.is_some();
    !sentence.is_damaged
        && (has_clauses || digest::is_promise(sentence.verb) || matches!(owner, Owner::Tracker(_)))
}

fn restating(both: &Both<'_>, old: Option<Owner>, new: Option<Owner>) -> Change {
    let [old_speaker, new_speaker] = &both.speakers;
    let (before, after) = (old.map(|one| old_speaker.part(one)), new.map(|one| new_speaker.part(one)));
    let about = after.clone().or_else(|| before.clone()).unwrap_or_default();
    let rule = ChangeRule::PromiseRestated;
    let told = Told { rule, before, after, old: old.into_iter().collect(), new: new.into_iter().collect() };
    let change = both.told(told, Vec::new(), &about);
    Change { title: new_speaker.moved(lead(rule), &about, None, None), ..change }
}
