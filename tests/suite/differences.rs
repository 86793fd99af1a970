//! Differences: what a comparison reports about random pairs of policies is exactly what the oracle says of every flow.
//!
//! Both sides are judged flow by flow (`differences/walk.rs`), and the boxes of the report are read a second time, by a
//! reader that shares nothing with the library but the names (`differences/boxes.rs`). What an edit was meant to do plays
//! no part. `CANDOR_PAIRS=5000 cargo test --release differences` tries more pairs; `CANDOR_SEED` starts elsewhere.

mod acknowledged;
mod boxes;
mod composition;
mod digests;
mod edits;
mod keeping;
mod laws;
mod refactoring;
mod rewriting;
pub(crate) mod shuffling;
mod walk;

use candor::ast;
use candor::diff::acknowledgement::Acknowledgement;
use candor::diff::report::{Report, Version};
use candor::diff::{self, Side};
use candor::model::{Origin, Vocabulary};
use candor::semantics::Understood;
use candor::source::Sources;

use crate::semantics::draft::{Author, Choices, Draft};
use crate::semantics::{WORDS, number};
use edits::Edited;
use walk::Walked;

/// A policy with its text.
pub(crate) struct Read {
    pub(crate) policy: Understood,
    pub(crate) sources: Sources,
}

/// Reads files; the first is the vocabulary. Nothing where something is wrong with them.
pub(crate) fn read(texts: &[&str]) -> Option<Read> {
    let mut sources = candor::stdlib::sources();
    let mut documents: Vec<ast::Document> = Vec::new();
    let mut n_faults = 0;
    for (at, text) in texts.iter().enumerate() {
        let file = sources.add(format!("{at}.candor"), (*text).to_owned());
        let (document, faults) = candor::parse::parse(&sources, file);
        documents.push(document);
        n_faults += faults.len();
    }
    let (names, faults) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Policy);
    n_faults += faults.len();
    let (policy, faults) = candor::lower::lower(&documents, names);
    (n_faults + faults.len() == 0).then(|| Read { policy: policy.into(), sources })
}

/// Compares two policies.
pub(crate) fn compared(old: &Read, new: &Read, acknowledged: &[Acknowledgement]) -> Report {
    let version = Version::default();
    let [old, new] =
        [old, new].map(|one| Side { policy: &one.policy, sources: &one.sources, version: &version });
    diff::compare(old, new, acknowledged).expect("a small pair is within the budget")
}

/// A draft with its vocabulary.
#[derive(Clone)]
pub(crate) struct Whole {
    pub(crate) words: String,
    pub(crate) draft: Draft,
}

impl Whole {
    pub(crate) fn read(&self) -> Option<Read> {
        read(&[&self.words, &self.draft.text()])
    }

    pub(crate) fn shown(&self) -> String {
        let changed: Vec<&str> =
            self.words.lines().filter(|line| !WORDS.lines().any(|known| known == *line)).collect();
        format!("{}\n{}", changed.join("\n"), self.draft.text())
    }
}

/// A random draft without questions.
pub(crate) fn whole(choices: &mut Choices) -> Whole {
    let mut draft = Author::new(choices).draft();
    draft.questions.clear();
    Whole { words: WORDS.to_owned(), draft }
}

/// Whether a name covers the same in both: the law says whether processors are third parties.
pub(crate) fn has_same_words(one: &Whole, other: &Whole) -> bool {
    one.words == other.words && one.draft.law == other.draft.law
}

/// Random pairs, each one or more edits apart, with the names of the edits.
pub(crate) fn pairs(seed: u64, count: u64) -> impl Iterator<Item = (Whole, Whole, Edited)> {
    let seed = seed.wrapping_add(number("CANDOR_SEED", 1).wrapping_mul(1_000_003));
    (0..count).map(move |at| {
        let mut choices = Choices::new(seed.wrapping_mul(7_919).wrapping_add(at));
        let old = whole(&mut choices);
        let (new, edited) = edits::edited(&old, &mut choices);
        (old, new, edited)
    })
}

/// What the pairs went through.
#[derive(Default)]
struct Totals {
    n_pairs: u64,
    n_refused: u64,
    n_large: u64,
    n_flows: u64,
    n_moved: u64,
    n_reports: u64,
}

/// Says where report and oracle differ.
fn difference(old: &Whole, new: &Whole, totals: &mut Totals) -> Result<(), String> {
    let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else {
        totals.n_refused += 1;
        return Ok(());
    };
    let report = compared(&old_read, &new_read, &[]);
    if !report.is_complete {
        return Err("the report says that it is not complete".to_owned());
    }
    let Some(sides) = walk::joint(&[old, new]) else {
        totals.n_refused += 1;
        return Ok(());
    };
    match walk::walk(&sides, &report) {
        Walked::Refused => totals.n_refused += 1,
        Walked::TooLarge => totals.n_large += 1,
        Walked::Differs(found) => return Err(found),
        Walked::Agrees { n_flows, n_moved } => {
            totals.n_pairs += 1;
            totals.n_flows += n_flows;
            totals.n_moved += n_moved;
            totals.n_reports += u64::from(n_moved > 0);
        }
    }
    Ok(())
}

#[test]
fn reports_are_exactly_what_changed() {
    let count = number("CANDOR_PAIRS", 200);
    let mut totals = Totals::default();
    let mut failures: Vec<String> = Vec::new();
    for (at, (old, new, edited)) in pairs(0, count).enumerate() {
        if let Err(found) = difference(&old, &new, &mut totals) {
            eprintln!("pair {at} ({edited}) is being made small:\n{found}");
            let (old, new) = smallest(old, new);
            let found = difference(&old, &new, &mut Totals::default()).expect_err("it differs still");
            failures.push(format!(
                "pair {at} ({edited}), made small:\n{}\n---- new ----\n{}\n{found}",
                old.shown(),
                new.shown()
            ));
            if failures.len() >= 3 {
                break;
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n======\n\n"));
    eprintln!(
        "{} pairs, {} of them differ; {} refused, {} too large to try; {} flows, {} of them moved",
        totals.n_pairs, totals.n_reports, totals.n_refused, totals.n_large, totals.n_flows, totals.n_moved
    );
    assert!(totals.n_pairs * 2 > count, "too few pairs are tried: {} of {count}", totals.n_pairs);
    assert!(totals.n_reports * 10 > totals.n_pairs, "too few pairs differ");
}

/// Takes pieces away from both as long as something is wrong.
fn smallest(mut old: Whole, mut new: Whole) -> (Whole, Whole) {
    // Long enough to be of help.
    let mut n_left = 400_usize;
    loop {
        let is_wrong = |old: &Whole, new: &Whole| difference(old, new, &mut Totals::default()).is_err();
        let smaller = |whole: &Whole| -> Vec<Whole> {
            let drafts = whole.draft.smaller();
            drafts.into_iter().map(|draft| Whole { words: whole.words.clone(), draft }).collect()
        };
        // The same piece out of both first, so that they stay alike.
        let both = smaller(&old).into_iter().zip(smaller(&new));
        let old_alone = smaller(&old).into_iter().map(|one| (one, new.clone()));
        let new_alone = smaller(&new).into_iter().map(|one| (old.clone(), one));
        let fewer = both.chain(old_alone).chain(new_alone).take(n_left);
        match fewer.inspect(|_| n_left = n_left.saturating_sub(1)).find(|(one, other)| is_wrong(one, other)) {
            Some(found) => (old, new) = found,
            None => return (old, new),
        }
    }
}
