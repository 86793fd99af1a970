//! The walk over the flows of some policies at once: what the oracle says of each of them, and what reports tell of it.
//!
//! The policies are read again with everything that any of them names, so that a flow is the same on all sides: a term that
//! one side does not have is declared there as another side declares it.

use std::collections::{BTreeMap, BTreeSet};

use candor::diff::report::{Change, Report};
use candor::diff::rule::Part;
use candor::model::{Kind, Period, Trait, Vocabulary};

use super::boxes::{FlowBox, Sort, boxes};
use super::{Read, Whole};
use crate::oracle::{Act, Class, Fact, Fate, Judge, Prepared, Slot, Value, Values, assignments, choice_of};
use crate::semantics::draft::Choices;

/// More facts than these are not tried together.
const MOST_FACTS: usize = 12;
/// Where there are more choices of values than these, some are tried.
const MOST_CHOICES: usize = 1_500;

/// What became of a walk.
#[derive(Debug)]
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

/// The flows with the same values in their slots; one bit for each way in which the facts can be true.
pub(crate) struct Spot {
    /// What the oracle says of each side.
    pub(crate) fates: Vec<Fate>,
    /// The flows that can be on every side.
    pub(crate) possible: u128,
    /// What each group of changes tells of them, by [`Sort`].
    pub(crate) told: Vec<[u128; 4]>,
}

/// Policies with everything that any of them names.
pub(crate) fn joint(all: &[&Whole]) -> Option<Vec<Read>> {
    let trackers = |whole: &Whole| -> BTreeSet<String> {
        let lines = whole.draft.sections.iter().flat_map(|section| &section.lines);
        lines.filter(|line| line.is_tracker).map(|line| line.label.clone()).collect()
    };
    let declared = |line: &str| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    let with_others = |own: &&Whole| {
        let mut words = own.words.clone();
        let mut known: BTreeSet<String> = own.words.lines().map(declared).collect();
        let mut channels = trackers(own);
        for other in all {
            for line in other.words.lines().filter(|line| known.insert(declared(line))) {
                words.push_str(line);
                words.push('\n');
            }
            for label in trackers(other).into_iter().filter(|label| channels.insert(label.clone())) {
                words.push_str(&format!("channel {label} \"{label}\" is a kind of cookie\n"));
            }
        }
        super::read(&[&words, &own.draft.text()])
    };
    all.iter().map(with_others).collect()
}

/// The choices that some sides offer and others do not.
fn one_sided(sides: &[Read]) -> BTreeSet<String> {
    let offers = |read: &Read| -> BTreeSet<String> {
        let statements = read.policy.statements.iter();
        let offers = statements.filter(|statement| choice_of(&read.policy, statement).is_some());
        offers.map(|statement| statement.label.clone()).collect()
    };
    in_some(&sides.iter().map(offers).collect::<Vec<_>>())
}

/// What is in some sets and not in all.
fn in_some(sets: &[BTreeSet<String>]) -> BTreeSet<String> {
    let all: BTreeSet<String> = sets.iter().flatten().cloned().collect();
    all.into_iter().filter(|name| !sets.iter().all(|known| known.contains(name))).collect()
}

/// Whether it is a fact that something is known. What one side alone says `never knowingly` of, both are read as knowing:
/// so of that nothing else is compared.
const fn is_known(fact: Fact) -> bool {
    match fact {
        Fact::KnownPerson(_) | Fact::KnownData(_) => true,
        Fact::Term(_) | Fact::Given(..) | Fact::Class(_) => false,
    }
}

fn fact_name(fact: Fact, vocabulary: &Vocabulary) -> String {
    let name = |term| &vocabulary.term(term).name;
    match fact {
        Fact::Term(term) => name(term).to_string(),
        Fact::Given(consent, period) => format!("{} given within {}", name(consent), period.words()),
        Fact::Class(term) => format!("about {}", name(term)),
        Fact::KnownPerson(term) => format!("knowingly about {}", name(term)),
        Fact::KnownData(Class::Term(term)) => format!("knowingly {}", name(term)),
        Fact::KnownData(Class::Any(one, is_negated)) => {
            let word = one.map(Trait::word).unwrap_or_default();
            format!("knowingly any {}{word}", if is_negated { "not " } else { "" })
        }
    }
}

fn fact_of(name: &str, vocabulary: &Vocabulary) -> Option<Fact> {
    let find = |kind, name| vocabulary.find(kind, name);
    if let Some(name) = name.strip_prefix("about ") {
        return find(Kind::Subject, name).map(Fact::Class);
    }
    if let Some(name) = name.strip_prefix("knowingly about ") {
        return find(Kind::Subject, name).map(Fact::KnownPerson);
    }
    if let Some(words) = name.strip_prefix("knowingly any ") {
        let word = words.strip_prefix("not ");
        let one = Trait::of_word(word.unwrap_or(words));
        return Some(Fact::KnownData(Class::Any(one, word.is_some())));
    }
    if let Some(name) = name.strip_prefix("knowingly ") {
        return find(Kind::Data, name).map(|term| Fact::KnownData(Class::Term(term)));
    }
    if let Some((name, words)) = name.split_once(" given within ") {
        return Some(Fact::Given(find(Kind::Consent, name)?, Period::of_words(words)?));
    }
    find(Kind::Condition, name).map(Fact::Term)
}

/// What a value is called on both sides.
fn value_name(values: &Values<'_>, slot: Slot, place: usize) -> (String, String) {
    let (value, form) = values.value(slot, place);
    let vocabulary = values.vocabulary();
    let name = match value {
        Value::Company => "(company)".to_owned(),
        Value::State(state) => format!("{state:?}"),
        Value::Term(term) | Value::Remainder(term) => vocabulary.term(term).name.to_string(),
        Value::Nameless(traits) => {
            let words: Vec<&str> =
                Trait::ALL.iter().filter(|one| traits.has(**one)).map(|one| one.word()).collect();
            format!("(unnamed {})", words.join(" "))
        }
    };
    (name, form.map(|form| vocabulary.term(form).name.to_string()).unwrap_or_default())
}

/// Every way in which facts can be true on any side, by name; for each side, as facts, where it can be there.
type Worlds = (Vec<BTreeSet<String>>, Vec<Vec<Option<BTreeSet<Fact>>>>);

/// `never` and `always`: what is true in none of them, and in all.
fn worlds(
    sides: &[Read],
    names: &BTreeSet<String>,
    never: &BTreeSet<String>,
    always: &BTreeSet<String>,
) -> Worlds {
    let of_side = |read: &Read| -> BTreeMap<BTreeSet<String>, BTreeSet<Fact>> {
        let vocabulary = &read.policy.vocabulary;
        let named: BTreeSet<Fact> = names.iter().filter_map(|name| fact_of(name, vocabulary)).collect();
        let possible = assignments(&named, vocabulary).unwrap_or_default();
        let keyed = possible.into_iter().map(|world| {
            let key = world.intersection(&named).map(|fact| fact_name(*fact, vocabulary)).collect();
            (key, world)
        });
        keyed.collect()
    };
    let of_sides: Vec<BTreeMap<_, _>> = sides.iter().map(of_side).collect();
    let all: BTreeSet<BTreeSet<String>> = of_sides.iter().flat_map(|side| side.keys().cloned()).collect();
    let is_compared = |world: &BTreeSet<String>| world.is_disjoint(never) && world.is_superset(always);
    let all: Vec<BTreeSet<String>> = all.into_iter().filter(is_compared).collect();
    let sides = of_sides.iter().map(|side| all.iter().map(|world| side.get(world).cloned()).collect());
    let sides = sides.collect();
    (all, sides)
}

/// A slot with the values that are tried: the places on all sides.
type Tried = BTreeMap<Slot, Vec<Vec<usize>>>;

/// One of the values that nothing tells apart.
fn tried(values: &[&Values<'_>], judges: &[Judge<'_>], boxes: &[Vec<FlowBox>]) -> Option<Tried> {
    let mut tried = Tried::new();
    for slot in Slot::ALL {
        let named = |values: &&Values<'_>| -> BTreeMap<(String, String), usize> {
            (0..values.count(slot)).map(|place| (value_name(values, slot, place), place)).collect()
        };
        let names: Vec<BTreeMap<_, _>> = values.iter().map(named).collect();
        if names.iter().any(|one| !one.keys().eq(names[0].keys())) {
            return None;
        }
        let mut seen = BTreeSet::new();
        let mut kept = Vec::new();
        for name in names[0].keys() {
            let places: Vec<usize> = names.iter().map(|one| one[name]).collect();
            let mut signature: Vec<bool> = Vec::new();
            for (judge, place) in judges.iter().zip(&places) {
                let marks = judge.blocks().iter().flat_map(|block| &block.slots);
                signature.extend(marks.filter(|(one, _)| *one == slot).map(|(_, marks)| marks[*place]));
            }
            let last = *places.last()?;
            let of_boxes = boxes.iter().flatten().flat_map(|one| &one.slots).filter(|(one, _)| *one == slot);
            signature.extend(of_boxes.map(|(_, marks)| marks[last]));
            if seen.insert(signature) {
                kept.push(places);
            }
        }
        tried.insert(slot, kept);
    }
    Some(tried)
}

/// Visits the flows of some policies, with what groups of changes tell of them in the words of the last policy.
pub(crate) fn each(
    sides: &[Read],
    groups: &[Vec<&Change>],
    visit: &mut dyn FnMut(&Spot) -> Result<u128, (u128, String)>,
) -> Walked {
    let prepared: Option<Vec<Prepared<'_>>> = sides.iter().map(|read| Prepared::of(&read.policy)).collect();
    let Some(prepared) = prepared else { return Walked::Refused };
    let values: Vec<&Values<'_>> = prepared.iter().map(Prepared::values).collect();
    let Some(last) = values.last() else { return Walked::Refused };
    let boxes: Vec<Vec<FlowBox>> =
        match groups.iter().map(|group| boxes(group, last)).collect::<Result<_, _>>() {
            Ok(boxes) => boxes,
            Err(found) => return Walked::Differs(found),
        };
    let never = one_sided(sides);
    let mut names: BTreeSet<String> = BTreeSet::new();
    for (prepared, read) in prepared.iter().zip(sides) {
        names.extend(prepared.facts().into_iter().map(|fact| fact_name(fact, &read.policy.vocabulary)));
    }
    names.extend(boxes.iter().flatten().flat_map(|one| one.facts.iter().map(|(name, _)| name.clone())));
    if names.len() > MOST_FACTS {
        return Walked::TooLarge;
    }
    let of_sides: Vec<BTreeSet<String>> = prepared
        .iter()
        .zip(sides)
        .map(|(prepared, read)| {
            let facts = prepared.facts().into_iter().filter(|fact| is_known(*fact));
            facts.map(|fact| fact_name(fact, &read.policy.vocabulary)).collect()
        })
        .collect();
    let always = in_some(&of_sides);
    let (worlds, of_sides) = worlds(sides, &names, &never, &always);
    let mut judges: Vec<Judge<'_>> =
        prepared.iter().zip(&of_sides).map(|(prepared, worlds)| prepared.judge(worlds)).collect();
    let Some(tried) = tried(&values, &judges, &boxes) else {
        return Walked::Refused;
    };
    let truth = |one: &FlowBox, worlds: &[BTreeSet<String>]| {
        let holds =
            |world: &BTreeSet<String>| one.facts.iter().all(|(name, value)| world.contains(name) == *value);
        worlds.iter().enumerate().fold(0, |bits, (at, world)| bits | u128::from(holds(world)) << at)
    };
    let truth_of = |one| worlds.chunks(128).map(|part| truth(one, part)).collect::<Vec<u128>>();
    let truths: Vec<Vec<Vec<u128>>> =
        boxes.iter().map(|group| group.iter().map(truth_of).collect()).collect();
    let (mut n_flows, mut n_moved) = (0, 0);
    for verb in Act::PRACTICES {
        let slots = Slot::of(verb);
        for places in choices(&slots, &tried) {
            let chosen: Vec<(Slot, &Vec<usize>)> = slots.iter().copied().zip(places).collect();
            let of_side = |side: usize| -> Vec<(Slot, usize)> {
                chosen.iter().map(|(slot, places)| (*slot, places[side])).collect()
            };
            let of_sides: Vec<Vec<(Slot, usize)>> = (0..sides.len()).map(of_side).collect();
            let Some(of_last) = of_sides.last() else { continue };
            let is_in = |one: &FlowBox| {
                let holds = |(slot, marks): &(Slot, Vec<bool>)| {
                    of_last.iter().all(|(known, place)| known != slot || marks[*place])
                };
                one.verbs.contains(&verb) && one.slots.iter().all(holds)
            };
            let is_in: Vec<Vec<bool>> = boxes.iter().map(|group| group.iter().map(is_in).collect()).collect();
            let fates: Vec<Vec<Fate>> =
                judges.iter_mut().zip(&of_sides).map(|(judge, flow)| judge.fates(verb, flow)).collect();
            for (part, worlds) in worlds.chunks(128).enumerate() {
                let fates: Vec<Fate> = fates.iter().map(|fates| fates[part]).collect();
                let told = |at: usize| {
                    let mut told = [0; 4];
                    for ((one, truth), is_in) in boxes[at].iter().zip(&truths[at]).zip(&is_in[at]) {
                        if *is_in {
                            told[one.sort as usize] |= truth[part];
                        }
                    }
                    told
                };
                let told = (0..boxes.len()).map(told).collect();
                let possible = fates.iter().fold(u128::MAX, |all, fate| all & fate.possible);
                n_flows += u64::from(possible.count_ones());
                match visit(&Spot { fates, possible, told }) {
                    Ok(moved) => n_moved += u64::from(moved.count_ones()),
                    Err((wrong, found)) => {
                        let world = &worlds[wrong.trailing_zeros() as usize];
                        let name = |(slot, place): &(Slot, usize)| {
                            let (name, form) = value_name(last, *slot, *place);
                            format!("{slot:?} {name} {form}")
                        };
                        let named: Vec<String> = of_last.iter().map(name).collect();
                        return Walked::Differs(format!(
                            "{found}: {verb:?} {} when {world:?}",
                            named.join(", ")
                        ));
                    }
                }
            }
        }
    }
    Walked::Agrees { n_flows, n_moved }
}

/// Holds a report against what the oracle says of both sides.
pub(crate) fn walk(sides: &[Read], report: &Report) -> Walked {
    let walked = each(sides, &[of_flows(report).collect()], &mut |spot| {
        let mut all = 0;
        let happened = happened(&spot.fates);
        for (sort, (told, happened)) in Sort::ALL.into_iter().zip(spot.told[0].into_iter().zip(happened)) {
            // Of what cannot be on one of the sides, nothing is said.
            let (told, happened) = (told & spot.possible, happened & spot.possible);
            all |= happened;
            let wrong = told ^ happened;
            if wrong != 0 {
                let is_told = told & wrong != 0;
                let how = if is_told { "told wrongly" } else { "not told" };
                return Err((wrong, format!("{sort:?} is {how} of")));
            }
        }
        Ok(all)
    });
    match walked {
        Walked::Differs(found) => Walked::Differs(format!("{found}\n{}", shown(report))),
        walked => walked,
    }
}

/// The changes of flows.
pub(crate) fn of_flows(report: &Report) -> impl Iterator<Item = &Change> {
    report.changes.iter().filter(|change| change.part == Part::Flows)
}

/// Every choice of a value for each slot, or some of them where they are too many.
fn choices<'t>(slots: &[Slot], tried: &'t Tried) -> Vec<Vec<&'t Vec<usize>>> {
    let count = slots.iter().map(|slot| tried[slot].len()).fold(1, usize::saturating_mul);
    let nth = |mut at: usize| -> Vec<&'t Vec<usize>> {
        let place = |slot: &Slot| {
            let values = &tried[slot];
            let value = &values[at % values.len()];
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

/// What happened to flows between the first side and the last, by the definitions of the parts that are compared.
fn happened(fates: &[Fate]) -> [u128; 4] {
    let (Some(old), Some(new)) = (fates.first(), fates.last()) else { return [0; 4] };
    let more = new.permitted & !old.permitted;
    let less = old.permitted & !new.permitted;
    let withdrawn = old.ruled_out & !new.prohibited & !more;
    let made = new.ruled_out & !old.prohibited & !less;
    [more, less, withdrawn, made]
}

pub(crate) fn shown(report: &Report) -> String {
    let line = |change: &Change| {
        let areas: Vec<String> = change.areas.iter().map(|area| format!("    {area:?}\n")).collect();
        format!("{} {:?} {}\n{}", change.rule, change.direction, change.title, areas.concat())
    };
    report.changes.iter().map(line).collect()
}
