//! Nothing is lost of `meaningHash`: what is added to a sentence gives the policy another hash, or a comparison tells nothing
//! of its meaning and the page says why: it says the same, or what it says more is words.

use candor::diff::report::Version;
use candor::diff::{self, Side};
use candor::language::{ClauseWord, Modality, Number, TailWord, Verb};

use super::random::random;
use super::walk::{ATTRIBUTES, clauses, objects, policy, tails};
use super::{Tried, World};
use crate::semantics::number;

/// What came of the hash of a policy and of the same with more.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Hashed {
    /// It is another one.
    Apart,
    /// It is the same, and so is what people read.
    Alike,
    /// It is the same, and these changes are told, none of them of the meaning.
    Words(Vec<String>),
    /// It is the same, and a comparison tells of the meaning.
    Conflated(Vec<String>),
    Undecided,
}

fn hashed(less: &Tried, more: &Tried) -> Hashed {
    let (Some(one), Some(other)) = (less.digest(), more.digest()) else { return Hashed::Undecided };
    if one != other {
        return Hashed::Apart;
    }
    let version = Version::default();
    let [old, new] =
        [less, more].map(|one| Side { policy: &one.policy, sources: &one.sources, version: &version });
    let report = diff::compare(old, new, &[]).expect("a small pair is within the budget");
    let mut told: Vec<String> = report.changes.iter().map(|change| change.rule.clone()).collect();
    told.retain(|rule| rule != "source-changed");
    told.sort();
    told.dedup();
    match () {
        () if !report.is_same_meaning => Hashed::Conflated(told),
        () if less.shown(None) == more.shown(None) => Hashed::Alike,
        () => Hashed::Words(told),
    }
}

#[test]
fn nothing_is_lost_of_the_hash() {
    let (step, seed) = (number("CANDOR_STEP", 9), number("CANDOR_SEED", 1));
    let (mut n_walked, mut n_tried) = (seed % step, 0);
    let mut failures = Vec::new();
    for verb in Verb::ALL {
        let phrase = verb.phrase(Number::Plural);
        let to = if matches!(verb, Verb::Disclose | Verb::Sell) { " to acme" } else { "" };
        let object = objects(verb).swap_remove(0);
        let limited = object.replace(" for 2 years", " longer than 2 years");
        let more = ClauseWord::ALL.into_iter().flat_map(clauses);
        let exceptions = tails(TailWord::ExceptAsStated).iter().map(|tail| (*tail).to_owned());
        let attributes = ATTRIBUTES.iter().filter(|_| verb == Verb::Offer).map(|one| format!("{{ {one} }}"));
        let more: Vec<String> = more.chain(exceptions).chain(attributes).collect();
        for modality in Modality::ALL {
            let object = if modality.is_negative() { &limited } else { &object };
            let sentence = format!("we {} {phrase} {object}{to}", modality.word());
            let Ok(alone) = Tried::read(World::Small, &policy(&sentence)) else { continue };
            for more in &more {
                n_walked += 1;
                if n_walked % step != 0 {
                    continue;
                }
                let longer = format!("{sentence} {more}");
                let Ok(whole) = Tried::read(World::Small, &policy(&longer)) else { continue };
                n_tried += 1;
                match hashed(&alone, &whole) {
                    Hashed::Apart | Hashed::Alike | Hashed::Undecided => {}
                    Hashed::Words(told) if !told.is_empty() => {}
                    came @ (Hashed::Words(_) | Hashed::Conflated(_)) => {
                        failures.push(format!("{sentence} | {more}: {came:?}"));
                    }
                }
            }
        }
    }
    assert!(n_tried > 100, "too little is tried: {n_tried}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn nothing_is_lost_of_the_hash_of_random_policies() {
    let (count, seed) = (number("CANDOR_POLICIES", 40), number("CANDOR_SEED", 1));
    let mut n_tried = 0;
    let mut failures = Vec::new();
    random(count, seed, |less, more, cut| {
        n_tried += 1;
        // What stands twice in a list can be taken out once, and nothing is told but that the text is another.
        if let Hashed::Conflated(told) = hashed(less, more) {
            failures.push(format!("a comparison tells {told:?} {cut}"));
        }
    });
    assert!(n_tried > count, "too little is tried: {n_tried}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
