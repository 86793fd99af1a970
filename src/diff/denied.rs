//! What is never kept so or so, whatever else is kept: a promise that is no limit.

use super::align::Aligned;
use super::change::{Both, Told};
use super::lead::lead;
use super::report::Change;
use super::rule::ChangeRule;
use super::scope::Age;
use super::written::Written;
use crate::model::Verb;
use crate::semantics::half::{Half, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::retention::{self, Counted};

type Outcome<T> = Result<T, BudgetExceeded>;

/// The promises of one side.
struct Denied<'p> {
    policy: Aligned<'p>,
    parts: Vec<Owner>,
    /// How long none of these flows is kept, of those that name no exception.
    said: Vec<(Owner, Vec<Vec<Counted>>, Region)>,
}

impl<'p> Denied<'p> {
    fn of(both: &Both<'p>, age: Age) -> Outcome<Self> {
        let meaning = both.meaning_of(age);
        let policy = Aligned::of(meaning);
        let is_meant = |part: &Owner| {
            let sentence = policy.part_sentence(*part);
            sentence.verb == Verb::Retain
                && sentence.modality.is_negative()
                && !sentence.is_ceiling
                && !sentence.is_damaged
        };
        let parts: Vec<Owner> = policy.parts().filter(is_meant).collect();
        let space = both.new_meaning.diagrams.space();
        let limits = meaning.limits.iter().filter(|half| parts.binary_search(&half.owner).is_ok());
        let said = |half: &Half| {
            let retention = policy.part_sentence(half.owner).retention.as_ref()?;
            let ends = retention::counted(space, retention, half.stage, half.its_purposes.as_ref());
            Some(meaning.diagrams.cells(&half.cells).map(|flows| (half.owner, ends, flows)))
        };
        let plain = limits.filter(|half| policy.part_exception(half.owner).is_none());
        Ok(Self { policy, said: plain.filter_map(said).collect::<Outcome<_>>()?, parts })
    }

    /// Whether another side promises all that one of these promises, in however many sentences.
    fn is_in(&self, part: Owner, other: &Self, both: &Both<'_>) -> Outcome<bool> {
        let written = Written::of(self.policy, part);
        if other.parts.iter().any(|one| Written::of(other.policy, *one) == written) {
            return Ok(true);
        }
        let diagrams = &both.new_meaning.diagrams;
        let mut own = self.said.iter().filter(|(owner, ..)| *owner == part).peekable();
        if own.peek().is_none() {
            return Ok(false);
        }
        for (_, ends, flows) in own {
            let theirs = other.said.iter().filter(|(_, their_ends, _)| their_ends == ends);
            let theirs = diagrams.union(theirs.map(|(.., flows)| flows.clone()))?;
            if !diagrams.is_within(flows, &theirs)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// What is no longer promised, and what is now.
pub(super) fn changes(both: &Both<'_>) -> Outcome<Vec<Change>> {
    let [old, new] = [Denied::of(both, Age::Old)?, Denied::of(both, Age::New)?];
    let told = |age: Age, part: Owner| {
        let speaker = both.speaker_of(age);
        let words = speaker.part(part);
        let (said, own) = (Some(words.clone()), vec![part]);
        let told = match age {
            Age::Old => {
                let rule = ChangeRule::GuaranteeRemoved;
                Told { rule, before: said, after: None, old: own, new: Vec::new() }
            }
            Age::New => {
                let rule = ChangeRule::GuaranteeAdded;
                Told { rule, before: None, after: said, old: Vec::new(), new: own }
            }
        };
        let title = both.speakers[1].moved(lead(told.rule), &words, None, None);
        Change { title, ..both.told(told, Vec::new(), &words) }
    };
    let mut changes = Vec::new();
    for (age, one, other) in [(Age::Old, &old, &new), (Age::New, &new, &old)] {
        for part in &one.parts {
            if !one.is_in(*part, other, both)? {
                changes.push(told(age, *part));
            }
        }
    }
    Ok(changes)
}
