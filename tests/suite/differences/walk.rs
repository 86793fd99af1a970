//! The walk over the flows of two policies at once: the oracle's judgement of both sides against the boxes of a report.
//!
//! Both policies are read again with everything that either of them names, so that a flow is the same on both sides: a
//! term that one side does not have is declared there as the other side declares it.

use std::collections::{BTreeMap, BTreeSet};

use candor::diff::report::Report;
use candor::model::{Kind, Trait, Verb, Vocabulary};

use super::boxes::{FlowBox, Sort, boxes};
use super::{Read, Whole};
use crate::oracle::{Fact, Fate, Judge, Prepared, Slot, Value, Values, assignments};
use crate::semantics::draft::Choices;

/// More facts than these are not tried together.
const MOST_FACTS: usize = 12;
/// Where there are more choices of values than these, some are tried.
const MOST_CHOICES: usize = 1_500;

/// What became of a walk.
pub(crate) enum Walked {
    /// Exceptions lead in a circle.
    Refused,
    /// There are too many facts.
    TooLarge,
    Differs(String),
    Agrees {
        n_flows: u64,
        n_moved: u64,
    },
}

/// Both policies with everything that either of them names.
pub(crate) fn joint(old: &Whole, new: &Whole) -> Option<[Read; 2]> {
    let with = |own: &Whole, other: &Whole| {
        let declared = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let known: BTreeSet<String> = own.words.lines().map(declared).collect();
        let mut words = own.words.clone();
        for line in other.words.lines().filter(|line| !known.contains(&declared(line))) {
            words.push_str(line);
            words.push('\n');
        }
        let trackers = |whole: &Whole| -> BTreeSet<String> {
            let lines = whole.draft.sections.iter().flat_map(|section| &section.lines);
            lines.filter(|line| line.is_tracker).map(|line| line.label.clone()).collect()
        };
        for label in trackers(other).difference(&trackers(own)) {
            words.push_str(&format!("channel {label} \"{label}\" is a kind of cookie\n"));
        }
        super::read(&[&words, &own.draft.text()])
    };
    Some([with(old, new)?, with(new, old)?])
}

/// The choices that only one side offers.
fn one_sided(sides: &[Read; 2]) -> BTreeSet<String> {
    let offers = |read: &Read| -> BTreeSet<String> {
        let offers = read.policy.statements.iter().filter(|statement| statement.sentence.verb == Verb::Offer);
        let labels = offers.map(|statement| statement.label.clone());
        labels.filter(|label| read.policy.vocabulary.find(Kind::Condition, label).is_some()).collect()
    };
    offers(&sides[0]).symmetric_difference(&offers(&sides[1])).cloned().collect()
}

fn fact_name(fact: Fact, vocabulary: &Vocabulary) -> String {
    let name = |term| &vocabulary.term(term).name;
    match fact {
        Fact::Term(term) => name(term).to_string(),
        Fact::Class(term) => format!("about {}", name(term)),
        Fact::Home(term) => format!("in {}", name(term)),
        Fact::Known => "known".to_owned(),
    }
}

fn fact_of(name: &str, vocabulary: &Vocabulary) -> Option<Fact> {
    if name == "known" {
        return Some(Fact::Known);
    }
    match (name.strip_prefix("about "), name.strip_prefix("in ")) {
        (Some(name), _) => vocabulary.find(Kind::Subject, name).map(Fact::Class),
        (_, Some(name)) => vocabulary.find(Kind::Region, name).map(Fact::Home),
        _ => vocabulary.find(Kind::Condition, name).map(Fact::Term),
    }
}

/// What a value is called on both sides.
fn value_name(values: &Values<'_>, slot: Slot, place: usize) -> (String, String) {
    let (value, form) = values.value(slot, place);
    let vocabulary = values.vocabulary();
    let name = match value {
        Value::Company => "(company)".to_owned(),
        Value::Term(term) | Value::Remainder(term) => vocabulary.term(term).name.to_string(),
        Value::Nameless(traits) => {
            let words: Vec<&str> =
                Trait::ALL.iter().filter(|one| traits.has(**one)).map(|one| one.word()).collect();
            format!("(unnamed {})", words.join(" "))
        }
    };
    (name, form.map(|form| vocabulary.term(form).name.to_string()).unwrap_or_default())
}

/// Every way in which facts can be true on either side, by name; for each side, as facts, where it can be there.
type Worlds = (Vec<BTreeSet<String>>, [Vec<Option<BTreeSet<Fact>>>; 2]);

fn worlds(sides: &[Read; 2], names: &BTreeSet<String>, never: &BTreeSet<String>) -> Worlds {
    let of_side = |read: &Read| -> BTreeMap<BTreeSet<String>, BTreeSet<Fact>> {
        let vocabulary = &read.policy.vocabulary;
        let named: BTreeSet<Fact> = names.iter().filter_map(|name| fact_of(name, vocabulary)).collect();
        let possible = assignments(&named, vocabulary);
        let keyed = possible.into_iter().map(|world| {
            let key = world.intersection(&named).map(|fact| fact_name(*fact, vocabulary)).collect();
            (key, world)
        });
        keyed.collect()
    };
    let both = [of_side(&sides[0]), of_side(&sides[1])];
    let all: BTreeSet<BTreeSet<String>> = both.iter().flat_map(|side| side.keys().cloned()).collect();
    let all: Vec<BTreeSet<String>> = all.into_iter().filter(|world| world.is_disjoint(never)).collect();
    let sides = both.map(|side| all.iter().map(|world| side.get(world).cloned()).collect());
    (all, sides)
}

/// A slot with the values that are tried: the places on both sides.
type Tried = BTreeMap<Slot, Vec<[usize; 2]>>;

/// One of the values that nothing tells apart.
fn tried(values: [&Values<'_>; 2], judges: &[Judge<'_>; 2], boxes: &[FlowBox]) -> Option<Tried> {
    let mut tried = Tried::new();
    for slot in Slot::ALL {
        let names = values.map(|values| -> BTreeMap<(String, String), usize> {
            (0..values.count(slot)).map(|place| (value_name(values, slot, place), place)).collect()
        });
        if !names[0].keys().eq(names[1].keys()) {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for (old, new) in names[0].values().zip(names[1].values()) {
            let mut signature: Vec<bool> = Vec::new();
            for (judge, place) in judges.iter().zip([*old, *new]) {
                let marks = judge.blocks().iter().flat_map(|block| &block.slots);
                signature.extend(marks.filter(|(one, _)| *one == slot).map(|(_, marks)| marks[place]));
            }
            let of_boxes = boxes.iter().flat_map(|one| &one.slots).filter(|(one, _)| *one == slot);
            signature.extend(of_boxes.map(|(_, marks)| marks[*new]));
            if seen.insert(signature) {
                kept.push([*old, *new]);
            }
        }
        tried.insert(slot, kept);
    }
    Some(tried)
}

/// Holds a report against what the oracle says of both sides.
pub(crate) fn walk(sides: &[Read; 2], report: &Report) -> Walked {
    let (Some(old), Some(new)) = (Prepared::of(&sides[0].policy), Prepared::of(&sides[1].policy)) else {
        return Walked::Refused;
    };
    let boxes = match boxes(report, &new.values) {
        Ok(boxes) => boxes,
        Err(found) => return Walked::Differs(found),
    };
    let never = one_sided(sides);
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (prepared, read) in [(&old, &sides[0]), (&new, &sides[1])] {
        names.extend(prepared.facts().into_iter().map(|fact| fact_name(fact, &read.policy.vocabulary)));
    }
    names.extend(boxes.iter().flat_map(|one| one.facts.iter().map(|(name, _)| name.clone())));
    if names.len() > MOST_FACTS {
        return Walked::TooLarge;
    }
    let (worlds, of_sides) = worlds(sides, &names, &never);
    let judges = [old.judge(&of_sides[0]), new.judge(&of_sides[1])];
    let Some(tried) = tried([&old.values, &new.values], &judges, &boxes) else {
        return Walked::Refused;
    };
    let truth = |one: &FlowBox, worlds: &[BTreeSet<String>]| {
        let holds =
            |world: &BTreeSet<String>| one.facts.iter().all(|(name, value)| world.contains(name) == *value);
        worlds.iter().enumerate().fold(0, |bits, (at, world)| bits | u128::from(holds(world)) << at)
    };
    let truths: Vec<Vec<u128>> =
        boxes.iter().map(|one| worlds.chunks(128).map(|part| truth(one, part)).collect()).collect();
    let (mut n_flows, mut n_moved) = (0, 0);
    for verb in Judge::VERBS {
        let slots = Slot::of(verb);
        for places in choices(&slots, &tried) {
            let chosen: Vec<(Slot, [usize; 2])> = slots.iter().copied().zip(places).collect();
            let of_side = |side: usize| -> Vec<(Slot, usize)> {
                chosen.iter().map(|(slot, places)| (*slot, places[side])).collect()
            };
            let (of_old, of_new) = (of_side(0), of_side(1));
            for (part, worlds) in worlds.chunks(128).enumerate() {
                let fates = [judges[0].fate(verb, &of_old, part), judges[1].fate(verb, &of_new, part)];
                let happened = happened(&fates);
                let mut told = [0; 4];
                for (one, truth) in boxes.iter().zip(&truths) {
                    let is_in = |(slot, marks): &(Slot, Vec<bool>)| {
                        of_new.iter().all(|(known, place)| known != slot || marks[*place])
                    };
                    if one.verbs.contains(&verb) && one.slots.iter().all(is_in) {
                        told[one.sort as usize] |= truth[part];
                    }
                }
                // Of what cannot be on one of the sides, nothing is said.
                let possible = fates[0].possible & fates[1].possible;
                told = told.map(|told| told & possible);
                let happened = happened.map(|happened| happened & possible);
                n_flows += u64::from(possible.count_ones());
                n_moved += u64::from(happened.iter().fold(0, |all, one| all | one).count_ones());
                for (sort, (told, happened)) in Sort::ALL.into_iter().zip(told.into_iter().zip(happened)) {
                    let wrong = told ^ happened;
                    if wrong != 0 {
                        let world = &worlds[wrong.trailing_zeros() as usize];
                        let named: Vec<String> = of_new
                            .iter()
                            .map(|(slot, place)| {
                                let (name, form) = value_name(&new.values, *slot, *place);
                                format!("{slot:?} {name} {form}")
                            })
                            .collect();
                        let is_told = told & wrong != 0;
                        return Walked::Differs(format!(
                            "{sort:?} is {} of: {verb:?} {} when {world:?}\n{}",
                            if is_told { "told wrongly" } else { "not told" },
                            named.join(", "),
                            shown(report)
                        ));
                    }
                }
            }
        }
    }
    Walked::Agrees { n_flows, n_moved }
}

/// Every choice of a value for each slot, or some of them where they are too many.
fn choices(slots: &[Slot], tried: &Tried) -> Vec<Vec<[usize; 2]>> {
    let count = slots.iter().map(|slot| tried[slot].len()).fold(1, usize::saturating_mul);
    let nth = |mut at: usize| -> Vec<[usize; 2]> {
        let place = |slot: &Slot| {
            let values = &tried[slot];
            let value = values[at % values.len()];
            at /= values.len();
            value
        };
        slots.iter().map(place).collect()
    };
    if count <= MOST_CHOICES {
        return (0..count).map(nth).collect();
    }
    let mut random = Choices::new(count as u64);
    (0..MOST_CHOICES).map(|_| nth(random.below(count))).collect()
}

/// What happened to flows, by the definitions of the parts that are compared.
fn happened([old, new]: &[Fate; 2]) -> [u128; 4] {
    let more = new.permitted & !old.permitted;
    let less = old.permitted & !new.permitted;
    let withdrawn = old.ruled_out & !new.prohibited & !more;
    let made = new.ruled_out & !old.prohibited & !less;
    [more, less, withdrawn, made]
}

pub(crate) fn shown(report: &Report) -> String {
    let line = |change: &candor::diff::Change| {
        let areas: Vec<String> = change.areas.iter().map(|area| format!("    {area:?}\n")).collect();
        format!("{} {:?} {}\n{}", change.rule, change.direction, change.title, areas.concat())
    };
    report.changes.iter().map(line).collect()
}
