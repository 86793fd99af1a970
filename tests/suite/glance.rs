//! The table at a glance says what the policy means and no more: on random policies, judged by the oracle.
//!
//! Of each datum of a row and each entry of a cell some flow is permitted; every flow that is permitted lies within an
//! entry of a row in which its datum is, and what is worked out within one of a row of that from which it is; every
//! retention and every deletion stands in a cell, with what the deletion leaves; and what narrows an entry stands with it on
//! the page.
//! `CANDOR_POLICIES=5000 cargo test --release glance` tries more policies; `CANDOR_SEED` starts elsewhere, and
//! `CANDOR_FROM=3809 CANDOR_POLICIES=1` tries one of them alone; `CANDOR_SHOW`
//! says at how many faults to stop.

mod all_said;
mod lasting;
mod tables;

use std::collections::BTreeSet;

use candor::model::{self, FactClause, FactWord, Kind, Policy, Set, SetItem, TermId, Trait, What};
use candor::render::compose;
use candor::render::page::{Inline, Table};
use candor::semantics::describe;
use candor::semantics::summary::{Entry, Persons, Row, Shown, Summary, summary};
use candor::semantics::{Meaning, Understood, understand};
use candor::source::Span;

use crate::oracle::{Act, Fact, Judge, Prepared, Reading, Slot, Value, Values, assignments, in_largest_unit};
use crate::semantics::draft::{Author, Choices, Clause, Draft, Exception, Line, Section};
use crate::semantics::{number, read};

/// What is done with data, with a purpose.
const USES: [Act; 7] =
    [Act::Use, Act::Collect, Act::View, Act::Decide, Act::Train, Act::Derive, Act::Combine];
const SHARING: [Act; 2] = [Act::Disclose, Act::Sell];
/// What placed tables know by its name.
const ADS_ELSEWHERE: &str = "purpose ads.targeted.cross-context \"advertising by what you do elsewhere\"\n";
/// So many flows of each verb are held against the table.
const N_FLOWS: usize = 150;

#[derive(Debug, Default)]
struct Totals {
    n_policies: u64,
    n_refused: u64,
    n_large: u64,
    n_rows: u64,
    n_entries: u64,
    n_lasting: u64,
    n_narrowed: u64,
    n_flows: u64,
    n_permitted: u64,
    /// Entries of policies that prohibit nothing.
    n_plain: u64,
    /// What deletions leave, and how often it is asked.
    n_survivors: u64,
    n_deleted: u64,
}

#[test]
fn the_table_says_what_is_meant_and_no_more() {
    let (count, totals) = on_random_policies(150, 15_485_863, plain, the_table_holds);
    if count == 1 {
        return;
    }
    assert!(totals.n_policies > count, "too few policies are tried: {totals:?}");
    assert!(totals.n_entries > totals.n_policies && totals.n_narrowed * 4 > totals.n_entries, "{totals:?}");
    assert!(
        totals.n_lasting > 0 && totals.n_permitted > 10 * totals.n_policies && totals.n_plain > count / 2,
        "{totals:?}"
    );
}

/// Holds a law against random policies, and says how many there are: `CANDOR_POLICIES`, those of `CANDOR_SEED`, from
/// `CANDOR_FROM` on.
fn on_random_policies(count: u64, factor: u64, drawn: fn(Draft) -> Draft, law: Law) -> (u64, Totals) {
    let count = number("CANDOR_POLICIES", count);
    let seed = number("CANDOR_SEED", 1);
    let from = number("CANDOR_FROM", 0);
    let n_shown = usize::try_from(number("CANDOR_SHOW", 1)).unwrap_or(1);
    let mut faults = Vec::new();
    let mut totals = Totals::default();
    for at in from..from + count {
        let mut choices = Choices::new(seed.wrapping_mul(factor).wrapping_add(at));
        let mut draft = drawn(Author::new(&mut choices).draft());
        // What two say of the same data meets in one table.
        let other = drawn(Author::new(&mut choices).draft()).relabelled(|label| format!("{label}-too"));
        let other = with_other_trackers(other);
        let renamed = |section: Section| Section {
            name: format!("{}-too", section.name),
            inside: section.inside.map(|name| format!("{name}-too")),
            ..section
        };
        draft.sections.extend(other.sections.into_iter().map(renamed));
        // A choice without a title is told by what it is; the law looks for names.
        let lines = draft.sections.iter_mut().flat_map(|section| &mut section.lines);
        lines.filter(|line| line.verb == "offer").for_each(|line| line.is_titled = true);
        for draft in [permitting(&draft), draft] {
            if let Err(fault) = with_judge(&draft, &mut totals, law) {
                eprintln!("policy {at} of seed {seed} is being made small:\n{fault}");
                let small = smallest(draft, law);
                let fault = with_judge(&small, &mut Totals::default(), law);
                let fault = fault.expect_err("it is wrong still");
                faults
                    .push(format!("policy {at} of seed {seed}, made small:\n\n{}\n{fault}\n", small.text()));
                assert!(faults.len() < n_shown, "{totals:?}\n{}", faults.join("\n"));
            }
        }
    }
    eprintln!("{totals:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    (count, totals)
}

/// A draft in which trackers have other names, wherever these stand.
fn with_other_trackers(mut draft: Draft) -> Draft {
    let lines = || draft.sections.iter().flat_map(|section| &section.lines);
    let trackers: Vec<String> =
        lines().filter(|line| line.is_tracker).map(|line| line.label.clone()).collect();
    let rename = |name: &mut String| {
        if trackers.contains(name) {
            name.push_str("-too");
        }
    };
    for line in draft.sections.iter_mut().flat_map(|section| &mut section.lines) {
        if line.is_tracker {
            rename(&mut line.label);
        }
        if let Exception::In(labels) = &mut line.exception {
            labels.iter_mut().for_each(rename);
        }
        let named = line.clauses.iter_mut().filter(|clause| clause.word == "from");
        named.for_each(|clause| clause.list.items.iter_mut().for_each(rename));
    }
    draft
}

/// Without trackers, which have a table of their own.
fn plain(mut draft: Draft) -> Draft {
    draft.questions.clear();
    draft.sections.iter_mut().for_each(|section| section.lines.retain(|line| !line.is_tracker));
    draft
}

/// What of a draft prohibits nothing.
fn permitting(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    for section in &mut draft.sections {
        section.lines.iter_mut().for_each(|line| line.exception = Exception::Nothing);
        section.lines.retain(permits);
        section.clauses.retain(narrows);
    }
    draft
}

/// Whether a statement prohibits nothing.
fn permits(line: &Line) -> bool {
    !line.is_negative()
        && !line.has_only()
        && !line.offers_choice()
        && !line.verb.starts_with("have")
        && line.clauses.iter().all(narrows)
        && matches!(line.exception, Exception::Nothing)
}

fn narrows(clause: &Clause) -> bool {
    clause.word != "unless" && !clause.list.only
}

fn smallest(mut draft: Draft, law: Law) -> Draft {
    let mut n_left = 600_usize;
    while let Some(smaller) = draft
        .smaller()
        .into_iter()
        .take_while(|_| {
            n_left = n_left.saturating_sub(1);
            n_left > 0
        })
        .find(|one| with_judge(one, &mut Totals::default(), law).is_err())
    {
        draft = smaller;
    }
    draft
}

/// What must hold of a policy; says what is wrong.
type Law = fn(&mut Judged<'_>, &Meaning, &mut Totals) -> Result<(), String>;

/// Says what is wrong with a policy.
fn with_judge(draft: &Draft, totals: &mut Totals, law: Law) -> Result<(), String> {
    let text = format!("{}\n{ADS_ELSEWHERE}", draft.text());
    let Ok((policy, _)) = read(&text) else {
        totals.n_refused += 1;
        return Ok(());
    };
    let Some(prepared) = Prepared::of(&policy) else {
        totals.n_refused += 1;
        return Ok(());
    };
    let Some(worlds) = assignments(&prepared.facts(), &policy.vocabulary).filter(|all| all.len() <= 512)
    else {
        totals.n_large += 1;
        return Ok(());
    };
    let meaning = understand(&policy, &[]).expect("a small policy is within the budget");
    let given: Vec<Option<BTreeSet<Fact>>> = worlds.iter().cloned().map(Some).collect();
    let is_plain =
        |section: &Section| section.lines.iter().all(permits) && section.clauses.iter().all(narrows);
    let mut judge = Judged {
        policy: &policy,
        values: prepared.values(),
        judge: prepared.judge(&given),
        worlds,
        covered: prepared.covered(),
        is_plain: draft.sections.iter().all(is_plain),
    };
    totals.n_policies += 1;
    law(&mut judge, &meaning, totals)
}

fn the_table_holds(judge: &mut Judged<'_>, meaning: &Meaning, totals: &mut Totals) -> Result<(), String> {
    let summary = summary(meaning, &|_| false, &[]).expect("a small policy is within the budget");
    if judge.is_plain {
        judge.nothing_is_wider(&summary, totals)?;
    }
    judge.nothing_is_added(&summary, totals)?;
    judge.nothing_is_left_out(&summary, true, totals)?;
    judge.what_lasts_is_said(&summary, totals)?;
    judge.all_that_lasts_is_said(&summary)?;
    judge.what_survives_is_said(&summary, totals)?;
    judge.names_are_exact(&summary)?;
    judge.nobody_is_nobody(&summary)?;
    judge.provisos_hold(&summary)?;
    says_what_narrows(judge.policy, &summary)
}

type Marks = Vec<bool>;

/// What an entry says of a flow.
#[derive(Clone)]
struct Bounds {
    /// In which slot the data of the row are: they are what something is done with, or what other data are worked out from.
    of: Slot,
    data: Marks,
    /// Those of the row; for each form whether it is meant.
    forms: Marks,
    slots: Vec<(Slot, Marks)>,
    /// The ways in which the facts can be true, 128 together.
    worlds: Vec<u128>,
}

impl Bounds {
    fn holds(&self, values: &Values<'_>, chosen: &[(Slot, usize)]) -> bool {
        let n_forms = values.forms.len();
        chosen.iter().all(|(slot, place)| match slot {
            slot if *slot == self.of => self.data[place / n_forms] && self.forms[place % n_forms],
            _ => self.slots.iter().filter(|(one, _)| one == slot).all(|(_, marks)| marks[*place]),
        })
    }
}

struct Judged<'a> {
    policy: &'a Understood,
    values: &'a Values<'a>,
    judge: Judge<'a>,
    worlds: Vec<BTreeSet<Fact>>,
    /// The channels that the policy covers, if it says so.
    covered: Option<Marks>,
    /// Whether the policy prohibits nothing.
    is_plain: bool,
}

/// The rows with the cells that are about practices.
fn cells(summary: &Summary) -> impl Iterator<Item = (&Row, bool, &Entry)> {
    summary.general.iter().chain(&summary.rows).flat_map(|row| {
        let why = row.why.iter().map(move |entry| (row, false, entry));
        why.chain(row.with_whom.iter().map(move |entry| (row, true, entry)))
    })
}

impl Judged<'_> {
    fn data(&self, row: &Row) -> Marks {
        let mut marks = vec![false; self.values.atoms(Kind::Data).len()];
        for set in &row.data {
            marks.iter_mut().zip(self.values.atoms_of(set)).for_each(|(mark, other)| *mark |= other);
        }
        marks
    }

    fn bounds(&self, row: &Row, entry: &Entry, is_sharing: bool) -> Bounds {
        let values = self.values;
        let mut slots = Vec::new();
        let purposes = match &entry.what {
            Shown::Purpose(set) => Some(set),
            _ => entry.purposes.as_ref(),
        };
        slots.extend(purposes.map(|set| (Slot::Purpose, values.list(Kind::Purpose, set))));
        if let Shown::Recipient(set) = &entry.what {
            slots.push((Slot::Recipient, values.list(Kind::Recipient, set)));
        }
        let mut of = Slot::Datum;
        if let Shown::Derived(set) = &entry.what {
            of = Slot::Second;
            slots.push((Slot::Datum, values.data(set, Reading::Permission)));
        }
        if let Some(by) = entry.by {
            let mut marks = values.list(Kind::Recipient, &Set::of([What::Term(by)], Span::default()));
            marks.push(false);
            slots.push((Slot::Actor, marks));
        }
        let region = if is_sharing { Slot::RecipientRegion } else { Slot::Region };
        slots.extend(entry.region.as_ref().map(|set| (region, values.list(Kind::Region, set))));
        let persons: Vec<&Persons> = entry.persons.iter().chain(&row.persons).collect();
        for set in persons.iter().filter_map(|persons| persons.region.as_ref()) {
            slots.push((Slot::Place, values.list(Kind::Region, set)));
        }
        let is_meant = |form: &TermId| {
            let vocabulary = values.vocabulary();
            entry.forms.is_empty() || entry.forms.iter().any(|one| vocabulary.is_below(*form, *one))
        };
        slots.extend(self.covered.clone().map(|covered| (Slot::Channel, covered)));
        let mut worlds = vec![0_u128; self.worlds.len().div_ceil(128)];
        for (at, world) in self.worlds.iter().enumerate() {
            let holds = persons.iter().all(|persons| self.is_among(world, &persons.among))
                && entry
                    .facts
                    .iter()
                    .all(|clause| is_true(world, &clause.fact) != (clause.word == FactWord::Unless));
            worlds[at / 128] |= u128::from(holds) << (at % 128);
        }
        Bounds { of, data: self.data(row), forms: values.forms.iter().map(is_meant).collect(), slots, worlds }
    }

    fn is_among(&self, world: &BTreeSet<Fact>, set: &Set) -> bool {
        let is_one = |item: &SetItem| match item.what {
            What::Term(class) => {
                &*self.values.vocabulary().term(class).name == "people" || world.contains(&Fact::Class(class))
            }
            What::Any { .. } => true,
        };
        set.items.iter().any(is_one) && !set.except.iter().any(is_one)
    }

    /// A value in words.
    fn called(&self, slot: Slot, place: usize) -> String {
        let name = |term: TermId| &self.values.vocabulary().term(term).name;
        let (value, form) = self.values.value(slot, place);
        let value = match value {
            Value::Term(term) => name(term).to_string(),
            Value::Remainder(term) => format!("{} beside what it holds", name(term)),
            other => format!("{other:?}"),
        };
        form.map(|form| format!("{} {value}", name(form))).unwrap_or(value)
    }

    /// An entry in words.
    fn shown(&self, row: &Row, entry: &Entry) -> String {
        let vocabulary = self.values.vocabulary();
        let words = |set: &Set| describe::set_words(vocabulary, set);
        let persons = |persons: &Option<Persons>| {
            persons.as_ref().map(|one| (words(&one.among), one.region.as_ref().map(words)))
        };
        let what = match &entry.what {
            Shown::Purpose(set) | Shown::Recipient(set) => words(set),
            Shown::Derived(set) => format!("working out {}", words(set)),
            other => format!("{other:?}"),
        };
        let survivors: Vec<String> = entry.survivors.iter().map(|one| self.shown(row, one)).collect();
        let facts: Vec<_> = entry.facts.iter().map(|one| (one.word, one.fact.terms())).collect();
        format!(
            "{} ({:?}): {what}; by {:?}, of {:?}, in {:?}, for {:?}, if {facts:?}, as {:?}, but {survivors:?}",
            row.data.iter().map(words).collect::<Vec<_>>().join(" and "),
            persons(&row.persons),
            entry.by.map(|actor| &vocabulary.term(actor).name),
            persons(&entry.persons),
            entry.region.as_ref().map(words),
            entry.purposes.as_ref().map(words),
            entry.forms.iter().map(|form| &vocabulary.term(*form).name).collect::<Vec<_>>()
        )
    }

    /// One of the values of a slot that nothing tells apart, of those that are wanted.
    fn tried(&self, slot: Slot, told: &[&Marks], is_wanted: impl Fn(usize) -> bool) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let mut tried = Vec::new();
        for place in (0..self.values.count(slot)).filter(|place| is_wanted(*place)) {
            let marks = self.judge.blocks().iter().flat_map(|block| &block.slots);
            let mut signature: Marks =
                marks.filter(|(one, _)| *one == slot).map(|(_, marks)| marks[place]).collect();
            signature.extend(told.iter().map(|marks| marks[place % marks.len()]));
            if seen.insert(signature) {
                tried.push(place);
            }
        }
        tried
    }

    fn has(&self, act: Act) -> bool {
        self.judge.blocks().iter().any(|block| block.acts == [act])
            || self.judge.blocks().iter().any(|block| block.acts.contains(&act) && block.acts.len() < 4)
    }

    /// Of each datum of a row and each entry of its cells something is permitted, as the entry says.
    fn nothing_is_added(&mut self, summary: &Summary, totals: &mut Totals) -> Result<(), String> {
        totals.n_rows += summary.rows.len() as u64;
        for (row, is_sharing, entry) in cells(summary) {
            totals.n_entries += 1;
            let is_narrowed = entry.persons.is_some() || !entry.facts.is_empty() || !entry.forms.is_empty();
            totals.n_narrowed += u64::from(is_narrowed || entry.region.is_some() || entry.purposes.is_some());
            let bounds = self.bounds(row, entry, is_sharing);
            let n_forms = self.values.forms.len();
            let readable = self.values.forms.iter().position(|form| match entry.forms.first() {
                Some(first) => form == first,
                None => &*self.values.vocabulary().term(*form).name == "readable",
            });
            let readable = readable.expect("there is such a form");
            let is_wanted = |place: usize| place % n_forms == readable && bounds.data[place / n_forms];
            for datum in self.tried(bounds.of, &[], is_wanted) {
                if !self.is_done_in_a_slot(&bounds, datum, is_sharing) {
                    let datum = self.called(bounds.of, datum);
                    return Err(format!("nothing of {datum} is permitted as in {}", self.shown(row, entry)));
                }
            }
        }
        Ok(())
    }

    /// Where nothing is prohibited, an entry that names no people is true of people of no class, one without a purpose of a
    /// purpose that has no name, and so on: what narrows it is not left out.
    fn nothing_is_wider(&mut self, summary: &Summary, totals: &mut Totals) -> Result<(), String> {
        let nameless = |kind: Kind| -> Marks {
            self.values.atoms(kind).iter().map(|value| matches!(value, Value::Nameless(_))).collect()
        };
        let (region, purpose) = (nameless(Kind::Region), nameless(Kind::Purpose));
        // Everybody is among the people.
        let people = self.values.named(Kind::Subject, "people");
        let is_of_some = |fact: &Fact| matches!(fact, Fact::Class(class) if Some(*class) != people);
        let of_no_class = |world: &BTreeSet<Fact>| !world.iter().any(is_of_some);
        // Whom a safeguard binds, it binds always.
        let vocabulary = self.values.vocabulary();
        let is_condition =
            |fact: &Fact| matches!(fact, Fact::Term(term) if vocabulary.term(*term).kind != Kind::Safeguard);
        let of_no_term = |world: &BTreeSet<Fact>| !world.iter().any(is_condition);
        for (row, is_sharing, entry) in cells(summary) {
            let mut bounds = self.bounds(row, entry, is_sharing);
            let has_persons = entry.persons.is_some() || row.persons.is_some();
            let has_purpose = matches!(entry.what, Shown::Purpose(_)) || entry.purposes.is_some();
            if !has_persons {
                bounds.slots.push((Slot::Place, region.clone()));
            }
            if !has_purpose {
                bounds.slots.push((Slot::Purpose, purpose.clone()));
            }
            // Some recipients say where they are.
            if entry.region.is_none() && !is_sharing {
                bounds.slots.push((Slot::Region, region.clone()));
            }
            for (at, world) in self.worlds.iter().enumerate() {
                let is_plain =
                    (has_persons || of_no_class(world)) && (!entry.facts.is_empty() || of_no_term(world));
                if !is_plain {
                    bounds.worlds[at / 128] &= !(1 << (at % 128));
                }
            }
            totals.n_plain += 1;
            let n_forms = self.values.forms.len();
            let form =
                |place: usize| &*self.values.vocabulary().term(self.values.forms[place % n_forms]).name;
            let is_wanted = |place: usize| {
                bounds.data[place / n_forms] && (form(place) == "readable" || !entry.forms.is_empty())
            };
            let data = self.tried(bounds.of, &[], is_wanted);
            if !data.into_iter().any(|datum| self.is_done_in_a_slot(&bounds, datum, is_sharing)) {
                return Err(format!("it is narrower than {}", self.shown(row, entry)));
            }
        }
        Ok(())
    }

    /// Whether some flow with a datum is permitted within bounds; of others, who are told of what they work out from it as of
    /// whatever else they do, in either slot.
    fn is_done_in_a_slot(&mut self, bounds: &Bounds, datum: usize, is_sharing: bool) -> bool {
        let from = Bounds { of: Slot::Second, ..bounds.clone() };
        self.is_done(bounds, datum, is_sharing) || is_sharing && self.is_done(&from, datum, is_sharing)
    }

    /// Whether some flow with a datum is permitted within bounds.
    fn is_done(&mut self, bounds: &Bounds, datum: usize, is_sharing: bool) -> bool {
        let company = self.values.company();
        let recipients: Option<Marks> =
            bounds.slots.iter().find(|(slot, _)| *slot == Slot::Recipient).map(|(_, marks)| marks.clone());
        let acts = USES.into_iter().chain(SHARING.into_iter().filter(|_| is_sharing));
        let acts = acts.filter(|act| bounds.of == Slot::Datum || *act == Act::Derive);
        for act in acts.filter(|act| self.has(*act)).collect::<Vec<_>>() {
            let is_use = USES.contains(&act);
            let mut choices: Vec<Vec<(Slot, usize)>> = vec![Vec::new()];
            for slot in Slot::of(act) {
                let is_wanted = |place: usize| match slot {
                    slot if slot == bounds.of => place == datum,
                    // Those with whom data are shared may act themselves.
                    Slot::Actor if is_use => match &recipients {
                        Some(marks) => place < marks.len() && marks[place],
                        None => place == company,
                    },
                    _ => bounds.slots.iter().filter(|(one, _)| *one == slot).all(|(_, marks)| marks[place]),
                };
                let tried = self.tried(slot, &[], is_wanted);
                choices = choices
                    .into_iter()
                    .flat_map(|chosen| {
                        tried.iter().map(move |place| [chosen.clone(), vec![(slot, *place)]].concat())
                    })
                    .collect();
            }
            for chosen in choices {
                let fates = self.judge.fates(act, &chosen);
                let is_met =
                    fates.iter().zip(&bounds.worlds).any(|(fate, worlds)| fate.permitted & worlds != 0);
                if is_met {
                    return true;
                }
            }
        }
        false
    }

    /// What is permitted lies within an entry, in a row in which the datum is.
    /// What is worked out is told of that from which it is as well, where the table `tells_sources`.
    fn nothing_is_left_out(
        &mut self,
        summary: &Summary,
        tells_sources: bool,
        totals: &mut Totals,
    ) -> Result<(), String> {
        let told: Vec<(bool, Bounds, &Entry)> = cells(summary)
            .map(|(row, is_sharing, entry)| (is_sharing, self.bounds(row, entry, is_sharing), entry))
            .collect();
        let company = self.values.company();
        let n_forms = self.values.forms.len();
        let mut random = Choices::new(11);
        // What is collected for no purpose is told where it is used.
        let acts = USES.into_iter().filter(|act| *act != Act::Collect).chain(SHARING);
        for act in acts.filter(|act| self.has(*act)).collect::<Vec<_>>() {
            let is_sharing = SHARING.contains(&act);
            let tried: Vec<(Slot, Vec<usize>)> = Slot::of(act)
                .into_iter()
                .map(|slot| {
                    let marks: Vec<&Marks> = told
                        .iter()
                        .flat_map(|(_, bounds, _)| &bounds.slots)
                        .filter(|(one, _)| *one == slot)
                        .map(|(_, marks)| marks)
                        .collect();
                    let is_wanted = |place: usize| match slot {
                        Slot::Actor => is_sharing || place == company,
                        Slot::Channel => self.covered.as_ref().is_none_or(|covered| covered[place]),
                        Slot::Datum | Slot::Second => {
                            let form = self.values.forms[place % n_forms];
                            self.values.vocabulary().term(form).traits.has(Trait::Personal)
                        }
                        _ => true,
                    };
                    (slot, self.tried(slot, &marks, is_wanted))
                })
                .collect();
            for _ in 0..N_FLOWS {
                let chosen: Vec<(Slot, usize)> =
                    tried.iter().map(|(slot, places)| (*slot, places[random.below(places.len())])).collect();
                totals.n_flows += 1;
                let fates = self.judge.fates(act, &chosen);
                totals.n_permitted += u64::from(fates.iter().any(|fate| fate.permitted != 0));
                let told_of: &[Slot] = match act {
                    Act::Derive if tells_sources => &[Slot::Datum, Slot::Second],
                    _ => &[Slot::Datum],
                };
                let asked = told_of.iter().flat_map(|of| fates.iter().enumerate().map(|fate| (*of, fate)));
                for (of, (at, fate)) in asked {
                    let mut left = fate.permitted;
                    for (_, bounds, _) in told.iter().filter(|(one, bounds, _)| {
                        *one == is_sharing && bounds.of == of && bounds.holds(self.values, &chosen)
                    }) {
                        left &= !bounds.worlds[at];
                    }
                    if left != 0 {
                        let world = &self.worlds[at * 128 + left.trailing_zeros() as usize];
                        let names: Vec<String> =
                            chosen.iter().map(|(slot, place)| self.called(*slot, *place)).collect();
                        let rows: Vec<String> =
                            cells(summary).map(|(row, _, entry)| self.shown(row, entry)).collect();
                        return Err(format!(
                            "no entry tells of {act:?} {} {world:?}, as {of:?}:\n{}",
                            names.join(", "),
                            rows.join("\n")
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

fn is_true(world: &BTreeSet<Fact>, fact: &model::Fact) -> bool {
    match fact {
        model::Fact::Term(term, _) => world.contains(&Fact::Term(*term)),
        model::Fact::Given(term, period, _) => world.contains(&Fact::Given(*term, in_largest_unit(*period))),
        model::Fact::Not(inner) => !is_true(world, inner),
        model::Fact::And(all) => all.iter().all(|one| is_true(world, one)),
        model::Fact::Or(any) => any.iter().any(|one| is_true(world, one)),
    }
}

/// What narrows an entry stands with it on the page.
fn says_what_narrows(policy: &Understood, summary: &Summary) -> Result<(), String> {
    let table = compose::compose(policy).glance.unwrap_or_default();
    let columns = [1, 2, 3].map(|column| phrases(&table, column));
    for row in summary.general.iter().chain(&summary.rows) {
        for (phrases, entries) in columns.iter().zip([&row.why, &row.with_whom, &row.how_long]) {
            for entry in entries.iter().filter(|entry| entry.what != Shown::NoPurpose) {
                let labels = labels(policy, entry);
                let says_it = |phrase: &String| labels.iter().all(|label| phrase.contains(label.as_str()));
                if !phrases.iter().any(says_it) {
                    return Err(format!("{labels:?} stand nowhere together: {phrases:#?}"));
                }
            }
        }
    }
    Ok(())
}

fn phrases(table: &Table, column: usize) -> Vec<String> {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(column));
    cells.flatten().map(|words| text(words)).collect()
}

fn text(words: &[Inline]) -> String {
    let one = |word: &Inline| match word {
        Inline::Text(text) | Inline::Code(text) => text.to_string(),
        Inline::Strong(words) | Inline::Emphasis(words) => text(words),
        Inline::Term { text, .. } | Inline::Reference { text, .. } => text.to_string(),
        Inline::Link { .. } | Inline::Break => " ".to_owned(),
    };
    words.iter().map(one).collect()
}

/// The labels of what narrows an entry, but for its purposes: of one purpose alone a row does not speak twice.
fn labels(policy: &Policy, entry: &Entry) -> Vec<String> {
    let mut terms: Vec<TermId> = Vec::new();
    let mut add = |set: &Set| {
        terms.extend(set.items.iter().chain(&set.except).filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        }));
    };
    match &entry.what {
        Shown::Purpose(set) | Shown::Recipient(set) | Shown::Derived(set) => add(set),
        _ => {}
    }
    if let Some(persons) = &entry.persons {
        add(&persons.among);
        persons.region.iter().for_each(&mut add);
    }
    entry.region.iter().for_each(&mut add);
    let of_facts = entry.facts.iter().flat_map(|FactClause { fact, .. }| fact.terms());
    terms.extend(entry.by);
    terms.extend(of_facts.map(|(term, _)| term));
    if let [form] = entry.forms.as_slice() {
        terms.push(*form);
    }
    terms.into_iter().map(|term| policy.vocabulary.term(term).label.to_string()).collect()
}
