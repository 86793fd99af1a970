//! Retention: how long data are kept, compared with a second account of the order of simple ends.
//!
//! The policies say nothing but how long some data are kept: for so long after something, until something, for ever, at
//! least or never longer. Each thing that is kept is judged for itself. A month has as many days as the calendar gives it.

use std::collections::{BTreeMap, BTreeSet};

use candor::diff::report::Report;
use candor::diff::rule::Part;

use super::boxes::marks;
use super::{Read, compared, read, walk};
use crate::oracle::{Prepared, Slot, Value, Values};
use crate::semantics::draft::Choices;
use crate::semantics::{WORDS, number};

const COUNT: u64 = 250;

const DATA: &[&str] =
    &["contact", "contact.email", "contact.phone", "log", "health", "weather", "reachability"];
const EVENTS: &[&str] = &["leaving", "registering"];

/// In which sense a statement speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Sense {
    Kept,
    Floor,
    Ceiling,
}

/// When keeping ends.
#[derive(Debug, Clone, PartialEq, Eq)]
enum End {
    /// So many units after an event, or after collection.
    After(Option<&'static str>, u64, &'static str),
    Never,
}

#[derive(Debug, Clone)]
struct Kept {
    data: Vec<&'static str>,
    sense: Sense,
    end: End,
}

fn one(choices: &mut Choices, of: &[&'static str]) -> &'static str {
    of[choices.below(of.len())]
}

fn end(choices: &mut Choices, sense: Sense) -> End {
    let event = if choices.percent(50) { Some(one(choices, EVENTS)) } else { None };
    let (amounts, unit): (&[u64], _) = match choices.below(4) {
        0 => (&[0, 7, 27, 30, 31, 59, 62, 90, 364, 366], "days"),
        1 => (&[1, 4, 52], "weeks"),
        2 => (&[1, 2, 3, 12], "months"),
        _ => (&[1, 2], "years"),
    };
    let amount = amounts[choices.below(amounts.len())];
    match (sense, amount, event) {
        (Sense::Kept, _, _) if choices.percent(10) => End::Never,
        (Sense::Kept, 0, Some(_)) => End::After(event, 0, unit),
        (Sense::Ceiling, ..) => End::After(None, amount.max(1), unit),
        _ => End::After(event, amount.max(1), unit),
    }
}

fn statement(choices: &mut Choices) -> Kept {
    let sense = match choices.below(6) {
        0 => Sense::Floor,
        1 => Sense::Ceiling,
        _ => Sense::Kept,
    };
    let data = (0..1 + choices.below(2)).map(|_| one(choices, DATA)).collect();
    Kept { data, sense, end: end(choices, sense) }
}

/// What somebody does to the statements about keeping.
fn edited(old: &[Kept], choices: &mut Choices) -> Vec<Kept> {
    let mut new = old.to_vec();
    let at = choices.below(new.len());
    match choices.below(6) {
        0 => drop(new.remove(at)),
        1 => new.push(statement(choices)),
        2 => new[at].data.push(one(choices, DATA)),
        3 if new[at].data.len() > 1 => drop(new[at].data.pop()),
        _ => new[at].end = end(choices, new[at].sense),
    }
    new
}

fn text(all: &[Kept]) -> String {
    let line = |(at, kept): (usize, &Kept)| {
        let data = kept.data.join(", ");
        let length = |amount: &u64, unit: &str| format!("{amount} {unit}");
        let after = |event: Option<&str>| event.map(|event| format!(" after {event}")).unwrap_or_default();
        let words = match (&kept.end, kept.sense) {
            (End::Never, _) => format!("we retain {data} indefinitely"),
            (End::After(Some(event), 0, _), _) => format!("we retain {data} until {event}"),
            (End::After(_, amount, unit), Sense::Ceiling) => {
                format!("we never retain {data} longer than {}", length(amount, unit))
            }
            (End::After(event, amount, unit), sense) => {
                let least = if sense == Sense::Floor { "at least " } else { "" };
                format!("we retain {data} for {least}{}{}", length(amount, unit), after(*event))
            }
        };
        format!("    s{at}: {words}\n")
    };
    let lines: String = all.iter().enumerate().map(line).collect();
    format!("policy random \"Random\" {{\n}}\nsection part \"part\" {{\n{lines}}}\n")
}

/// The fewest and the most days of so many months in a row.
fn days_of_months(months: u64) -> (u64, u64) {
    let months = usize::try_from(months).expect("few months");
    let length = |at: usize| match at % 12 {
        1 if (at / 12).is_multiple_of(4) => 29,
        1 => 28,
        3 | 5 | 8 | 10 => 30,
        _ => 31,
    };
    let spans: Vec<u64> = (0..48).map(|start| (start..start + months).map(length).sum()).collect();
    (*spans.iter().min().expect("there are months"), *spans.iter().max().expect("there are months"))
}

/// Whether one end never comes after another.
fn is_within(one: &End, other: &End) -> bool {
    let (End::After(event, amount, unit), End::After(other_event, other_amount, other_unit)) = (one, other)
    else {
        return *other == End::Never;
    };
    let months = |amount: u64, unit: &str| match unit {
        "months" => Some(amount),
        "years" => Some(amount * 12),
        _ => None,
    };
    let days = |amount: u64, unit: &str| match (unit, months(amount, unit)) {
        ("weeks", _) => (amount * 7, amount * 7),
        (_, Some(months)) => days_of_months(months),
        _ => (amount, amount),
    };
    let is_shorter = match (months(*amount, unit), months(*other_amount, other_unit)) {
        (Some(one), Some(other)) => one <= other,
        // A length in days and one in months are in order where no calendar turns them about.
        (None, None) => days(*amount, unit).1 <= days(*other_amount, other_unit).0,
        _ => *amount == 0 || days(*amount, unit).1 <= days(*other_amount, other_unit).0,
    };
    // Nothing is counted from before the data were there.
    (event == other_event || event.is_none()) && is_shorter
}

/// The rule of what became of the ends of one thing in one sense.
fn code(sense: Sense, was: &[&End], is: &[&End]) -> Option<&'static str> {
    let covers = |some: &[&End], others: &[&End]| match sense {
        // Of several ceilings the lowest counts.
        Sense::Ceiling => others.iter().all(|other| some.iter().any(|one| is_within(one, other))),
        _ => some.iter().all(|one| others.iter().any(|other| is_within(one, other))),
    };
    match (was.is_empty(), is.is_empty(), sense) {
        (true, true, _) => None,
        (true, false, Sense::Floor) => Some("retention-lengthened"),
        (false, true, Sense::Floor) => Some("retention-shortened"),
        (true, false, _) => Some("retention-stated"),
        (false, true, _) => Some("retention-withdrawn"),
        (false, false, _) => match (covers(is, was), covers(was, is)) {
            (true, true) => None,
            (true, false) => Some("retention-shortened"),
            (false, true) => Some("retention-lengthened"),
            (false, false) => Some("retention-changed"),
        },
    }
}

/// The rules of what happened to each thing that is kept as it is.
type Codes = BTreeMap<usize, BTreeSet<String>>;

fn things(values: &Values<'_>) -> Vec<usize> {
    let vocabulary = values.vocabulary();
    let is_thing = |place: &usize| match values.value(Slot::Datum, *place) {
        (Value::Term(_) | Value::Remainder(_), Some(form)) => &*vocabulary.term(form).name == "readable",
        _ => false,
    };
    (0..values.count(Slot::Datum)).filter(is_thing).collect()
}

fn expected(old: &[Kept], new: &[Kept], values: &Values<'_>) -> Codes {
    let covers = |kept: &Kept| -> Vec<bool> {
        let names: Vec<String> = kept.data.iter().map(|name| (*name).to_owned()).collect();
        marks(&names, Slot::Datum, values).expect("data of the vocabulary")
    };
    let covered = |all: &[Kept]| -> Vec<Vec<bool>> { all.iter().map(covers).collect() };
    let (of_old, of_new) = (covered(old), covered(new));
    let ends = |all: &'_ [Kept], covered: &[Vec<bool>], place: usize, sense: Sense| -> Vec<End> {
        let speaks = all.iter().zip(covered).filter(|(kept, marks)| kept.sense == sense && marks[place]);
        speaks.map(|(kept, _)| kept.end.clone()).collect()
    };
    let mut codes = Codes::new();
    for place in things(values) {
        for sense in [Sense::Kept, Sense::Floor, Sense::Ceiling] {
            let (was, is) = (ends(old, &of_old, place, sense), ends(new, &of_new, place, sense));
            let code = code(sense, &was.iter().collect::<Vec<_>>(), &is.iter().collect::<Vec<_>>());
            codes.entry(place).or_default().extend(code.map(str::to_owned));
        }
    }
    codes
}

fn told(report: &Report, values: &Values<'_>) -> Codes {
    let mut codes: Codes = things(values).into_iter().map(|place| (place, BTreeSet::new())).collect();
    for change in report.changes.iter().filter(|change| change.part == Part::Retention) {
        for area in &change.areas {
            let marks = marks(&area.slots["data"], Slot::Datum, values).expect("names that can be read");
            for (place, codes) in &mut codes {
                if marks[*place] {
                    codes.insert(change.rule.clone());
                }
            }
        }
    }
    codes
}

#[test]
fn retention_is_compared_thing_by_thing() {
    let mut n_codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut n_pairs = 0;
    for at in 0..COUNT {
        let mut choices = Choices::new(number("CANDOR_SEED", 1).wrapping_mul(86_028_121).wrapping_add(at));
        let old: Vec<Kept> = (0..1 + choices.below(3)).map(|_| statement(&mut choices)).collect();
        let new = edited(&old, &mut choices);
        let texts = [text(&old), text(&new)];
        let readable = |text: &String| -> Read {
            read(&[WORDS, text]).unwrap_or_else(|| panic!("it cannot be read:\n{text}"))
        };
        let [old_read, new_read] = [readable(&texts[0]), readable(&texts[1])];
        let report = compared(&old_read, &new_read, &[]);
        let prepared = Prepared::of(&new_read.policy).expect("there are no exceptions");
        let (told, expected) = (told(&report, prepared.values()), expected(&old, &new, prepared.values()));
        assert_eq!(told, expected, "{}---- new ----\n{}{}", texts[0], texts[1], walk::shown(&report));
        expected.into_values().flatten().for_each(|code| *n_codes.entry(code).or_default() += 1);
        n_pairs += 1;
    }
    eprintln!("{n_pairs} pairs: {n_codes:?}");
    assert_eq!(n_codes.len(), 5, "not every rule came up: {n_codes:?}");
}
