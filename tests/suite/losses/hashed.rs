//! Nothing is lost of `meaningHash`: what is added to a sentence gives the policy another hash, or a comparison tells nothing
//! of its meaning and the page says why: it says the same, or what it says more is words.

use std::collections::BTreeSet;

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

/// Rules of change that say what the page says otherwise, where nothing else is meant.
const WORDS: [&str; 3] = ["sentence-reworded", "promise-weakened", "scope-changed"];

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

/// What came of a policy with more, as a line of a report; nothing where it came to what it should.
fn fault(came: &Hashed) -> Option<String> {
    match came {
        Hashed::Apart | Hashed::Alike | Hashed::Undecided => None,
        Hashed::Words(told) if told.iter().any(|rule| WORDS.contains(&rule.as_str())) => None,
        Hashed::Words(told) => {
            Some(format!("the page says something else, and nothing but {told:?} is told"))
        }
        Hashed::Conflated(told) => Some(format!("a comparison tells {told:?}")),
    }
}

#[test]
fn nothing_is_lost_of_the_hash() {
    let (step, seed) = (number("CANDOR_STEP", 9), number("CANDOR_SEED", 1));
    let mut n_tried = seed % step;
    let mut failures = BTreeSet::new();
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
                let longer = format!("{sentence} {more}");
                let Ok(whole) = Tried::read(World::Small, &policy(&longer)) else { continue };
                n_tried += 1;
                if n_tried % step == 0 {
                    failures.extend(
                        fault(&hashed(&alone, &whole)).map(|fault| format!("{sentence} | {more}: {fault}")),
                    );
                }
            }
        }
    }
    for failure in &failures {
        eprintln!("{failure}");
    }
    assert!(n_tried > 1_000, "too little is tried: {n_tried}");
    assert!(failures.is_empty());
}

#[test]
fn nothing_is_lost_of_the_hash_of_random_policies() {
    let (count, seed) = (number("CANDOR_POLICIES", 40), number("CANDOR_SEED", 1));
    let mut n_tried = 0;
    let mut failures = Vec::new();
    random(count, seed, |less, more, cut| {
        n_tried += 1;
        failures.extend(fault(&hashed(less, more)).map(|fault| format!("{fault}: {cut}")));
    });
    for failure in &failures {
        eprintln!("{failure}");
    }
    assert!(n_tried > count, "too little is tried: {n_tried}");
    assert!(failures.is_empty());
}
