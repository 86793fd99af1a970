//! The digest of a meaning and the report of a comparison say the same: two policies have one digest exactly where nothing
//! that belongs to the meaning is told of them.
//!
//! `CANDOR_PAIRS=3000 CANDOR_SHOW=40 cargo test says_the_same` tries more pairs, and shows more of those that are wrong.

use std::collections::BTreeMap;

use candor::diff::report::Report;
use candor::diff::rule::Part;
use candor::semantics::digest::are_same;

use super::edits::{self, Edited};
use super::{Read, Whole, compared, whole};
use crate::semantics::draft::{Choices, Exception, Line};
use crate::semantics::number;

const COUNT: u64 = 150;

/// One of two policies is too much to decide.
struct Undecided;

/// What is wrong with a pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Wrong {
    /// The digests differ, and nothing is told.
    Silent,
    /// The same, where only what an exception names is written otherwise: the digest holds that as it is written.
    Excepted,
    /// The digests differ, and the report can only say that they do.
    Unnamed,
    /// The digests differ, and the report names sentences that are written otherwise.
    Restated,
    /// The digest is the same, and these rules tell of a change of meaning.
    Invented(Vec<String>),
    /// The same, where a term of the vocabulary lies elsewhere: one that no statement names leaves no trace in the digest.
    Elsewhere(Vec<String>),
}

/// The rules that tell of a change of meaning, by name.
///
/// What counts as a condition is a matter of the vocabulary: it is told whether or not a flow turns on it.
fn meant(report: &Report) -> Vec<String> {
    let meant =
        report.changes.iter().filter(|change| change.part.is_meaning() && change.part != Part::Conditions);
    let mut rules: Vec<String> = meant.map(|change| change.rule.clone()).collect();
    rules.sort();
    rules.dedup();
    rules
}

/// What is wrong with a pair; an error where one of the two cannot be decided.
fn judged(old: &Read, new: &Read) -> Result<Option<Wrong>, Undecided> {
    let [old_meaning, new_meaning] = [old, new].map(|one| one.policy.meaning());
    let (old_meaning, new_meaning) =
        (old_meaning.map_err(|_| Undecided)?, new_meaning.map_err(|_| Undecided)?);
    let is_same = are_same(old_meaning, new_meaning).map_err(|_| Undecided)?;
    let report = compared(old, new, &[]);
    let told = meant(&report);
    Ok(match is_same {
        true if !told.is_empty() => Some(Wrong::Invented(told)),
        true => None,
        false if report.is_same_meaning => Some(Wrong::Silent),
        false if told.iter().any(|rule| rule == "meaning-changed") => Some(Wrong::Unnamed),
        false if told.iter().any(|rule| rule == "promise-restated") => Some(Wrong::Restated),
        false => None,
    })
}

/// A pair that is one edit apart. Every statement is edited, whatever it is about.
fn edited(old: &Whole, choices: &mut Choices) -> (Whole, Edited) {
    if choices.percent(50) {
        return edits::edited(old, choices);
    }
    let mut new = old.clone();
    let other = whole(choices).draft;
    let mut foreign: Vec<Line> = other.sections.into_iter().flat_map(|section| section.lines).collect();
    let section = choices.below(new.draft.sections.len());
    let lines = &mut new.draft.sections[section].lines;
    if lines.is_empty() {
        return (new, "nothing".to_owned());
    }
    let at = choices.below(lines.len());
    let line = &mut lines[at];
    let done = match choices.below(9) {
        0 | 1 => {
            lines.remove(at);
            "line dropped"
        }
        2 | 3 => {
            let at = choices.below(foreign.len());
            if at < foreign.len() {
                let line = foreign.swap_remove(at);
                lines.push(Line { label: "more".to_owned(), exception: Exception::Nothing, ..line });
            }
            "line of any kind added"
        }
        4 => {
            line.timing = match line.timing.is_some() {
                true => None,
                false => Some("within 30 days".to_owned()),
            };
            "time changed"
        }
        5 => {
            line.exception = Exception::Nothing;
            "exception dropped"
        }
        6 => {
            let at = choices.below(line.clauses.len());
            if at < line.clauses.len() {
                line.clauses.remove(at);
            }
            "clause of any kind dropped"
        }
        7 => {
            line.head = ["do not yet ", "never knowingly ", "never ", "try to ", "may "]
                .iter()
                .fold(line.head.clone(), |head, word| head.replacen(word, "", 1));
            "modality dropped"
        }
        _ => {
            if line.ends.then.pop().is_some() {
            } else if line.ends.ends.len() > 1 {
                line.ends.ends.pop();
            } else {
                line.head = line.head.replacen("we ", "we never ", 1);
            }
            "end dropped, or refused"
        }
    };
    (new, done.to_owned())
}

/// Whether the lines that only one of two drafts has are practices and claims, and something names an exception.
fn is_of_exceptions(old: &Whole, new: &Whole) -> bool {
    let text = |line: &Line| {
        let mut text = String::new();
        line.write(&mut text);
        text
    };
    let only = |one: &Whole, other: &Whole| {
        let known: Vec<String> = other.draft.lines().map(text).collect();
        let mut apart = one.draft.lines().filter(|line| !known.contains(&text(line)));
        apart.all(|line| line.is_practice() || ["state", "disclaim", "advise"].contains(&line.verb))
    };
    let has_exception =
        |whole: &Whole| whole.draft.lines().any(|line| matches!(line.exception, Exception::In(_)));
    old.words == new.words && has_exception(old) && only(old, new) && only(new, old)
}

/// The lines that only one of two texts has.
fn lines_apart(old: &Whole, new: &Whole) -> String {
    let (old, new) =
        (format!("{}{}", old.words, old.draft.text()), format!("{}{}", new.words, new.draft.text()));
    let only = |one: &str, other: &str, sign: &str| -> String {
        let lines = one.lines().filter(|line| !other.lines().any(|known| known == *line));
        lines.map(|line| format!("{sign}{line}\n")).collect()
    };
    only(&old, &new, "-") + &only(&new, &old, "+")
}

fn fault(old: &Whole, new: &Whole) -> Option<Wrong> {
    judged(&old.read()?, &new.read()?).ok()?
}

/// The same fault with as little as possible around it.
fn smallest(mut old: Whole, mut new: Whole, wrong: &Wrong) -> (Whole, Whole) {
    for _ in 0..40 {
        let smaller = |whole: &Whole| -> Vec<Whole> {
            let drafts = whole.draft.smaller();
            drafts.into_iter().map(|draft| Whole { words: whole.words.clone(), draft }).collect()
        };
        let both = smaller(&old).into_iter().zip(smaller(&new));
        let old_alone = smaller(&old).into_iter().map(|one| (one, new.clone()));
        let new_alone = smaller(&new).into_iter().map(|one| (old.clone(), one));
        let found = both
            .chain(old_alone)
            .chain(new_alone)
            .find(|(one, other)| fault(one, other).as_ref() == Some(wrong));
        match found {
            Some(found) => (old, new) = found,
            None => break,
        }
    }
    (old, new)
}

#[test]
fn the_report_says_the_same_as_the_digest() {
    let count = number("CANDOR_PAIRS", COUNT);
    let n_shown = number("CANDOR_SHOW", 5);
    let seed = number("CANDOR_SEED", 1).wrapping_mul(1_000_003);
    let mut totals: BTreeMap<String, u64> = BTreeMap::new();
    let mut shown = Vec::new();
    let mut n_tried = 0;
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(104_729).wrapping_add(at));
        let old = whole(&mut choices);
        let (new, edited) = edited(&old, &mut choices);
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let Ok(wrong) = judged(&old_read, &new_read) else { continue };
        n_tried += 1;
        let Some(mut wrong) = wrong else { continue };
        if wrong == Wrong::Silent && is_of_exceptions(&old, &new) {
            wrong = Wrong::Excepted;
        }
        if let (Wrong::Invented(rules), true) = (&wrong, old.words != new.words) {
            wrong = Wrong::Elsewhere(rules.clone());
        }
        *totals.entry(format!("{wrong:?}")).or_default() += 1;
        let sample = (shown.len() as u64) < n_shown;
        if sample {
            let (old, new) = match number("CANDOR_SMALL", 0) {
                0 => (old, new),
                _ => smallest(old, new, &wrong),
            };
            shown.push(format!(
                "==== pair {at}: {wrong:?} ({edited})\n{}----\n{}",
                lines_apart(&old, &new),
                if number("CANDOR_SMALL", 0) == 0 { String::new() } else { old.shown() }
            ));
        }
    }
    eprintln!("{n_tried} pairs tried; {totals:#?}");
    let n_of = |is_meant: &dyn Fn(&str) -> bool| -> u64 {
        totals.iter().filter(|(wrong, _)| is_meant(wrong)).map(|(_, count)| *count).sum()
    };
    let shown = shown.join("\n");
    assert!(n_tried * 2 > count, "too few pairs are tried: {n_tried} of {count}");
    assert_eq!(n_of(&|wrong| wrong == "Silent" || wrong.starts_with("Invented")), 0, "{totals:#?}\n{shown}");
    // The digest holds some clauses as they are written, whatever they come to.
    assert!(n_of(&|wrong| wrong == "Excepted") * 60 <= n_tried, "{totals:#?}\n{shown}");
    assert!(n_of(&|wrong| wrong.starts_with("Elsewhere")) * 60 <= n_tried, "{totals:#?}\n{shown}");
    assert!(n_of(&|wrong| wrong == "Unnamed") * 60 <= n_tried, "{totals:#?}\n{shown}");
    assert!(n_of(&|wrong| wrong == "Restated") * 8 <= n_tried, "{totals:#?}\n{shown}");
}
