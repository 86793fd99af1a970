//! From changed flows to the changes of a report.

use std::cell::Cell;

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::acknowledgement::{Acknowledgement, Fit, Fitting};
use super::align::Aligned;
use super::area::Names;
use super::flows::{self, Moved};
use super::lead::lead;
use super::marks;
use super::report::{Area, Cause, Change, Edit, Place};
use super::rule::{self, ChangeRule};
use super::scope::Age;
use super::side::{self, Side};
use crate::model::{Modality, Term, TermId, TermMeaning};
use crate::render::compose::{Happened, Speaker};
use crate::semantics::half::{self, Origin, Owner, Side as Half};
use crate::semantics::region::{BudgetExceeded, FlowBox, Region};
use crate::semantics::space::{Act, Dimension, FactId, FactKey, Space};
use crate::semantics::{Meaning, describe};

/// How many boxes one change may take.
pub(super) const MAX_BOXES: usize = 4096;

type Outcome<T> = Result<T, BudgetExceeded>;

/// Both sides with their meanings.
pub(super) struct Both<'r> {
    pub(super) old: Side<'r>,
    pub(super) new: Side<'r>,
    pub(super) old_meaning: &'r Meaning,
    pub(super) new_meaning: &'r Meaning,
    /// Who tells of the old policy, and of the new one.
    pub(super) speakers: [Speaker<'r>; 2],
    /// Whether every box that was told can be read again as exactly the flows that it was made of.
    pub(super) is_exact: Cell<bool>,
}

/// A change that has a value before and a value after.
#[derive(PartialEq, Eq)]
pub(super) struct Told {
    pub(super) rule: ChangeRule,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
    pub(super) old: Vec<Owner>,
    pub(super) new: Vec<Owner>,
}

/// The acknowledged flows of one file.
pub(super) struct Acknowledged<'k> {
    pub(super) by: &'k Acknowledgement,
    permitted: Region,
    ruled_out: Region,
}

/// The cells of an acknowledgement, before classes are made.
pub(super) fn cells(space: &mut Space, by: &Acknowledgement) -> [Vec<half::Cell>; 2] {
    let mut of_side = |is_ruled_out: bool| {
        let areas = by.areas.iter().filter(|area| area.is_ruled_out == is_ruled_out);
        areas.flat_map(|area| Names::cells(space, area)).collect::<Vec<_>>()
    };
    [of_side(false), of_side(true)]
}

impl<'k> Acknowledged<'k> {
    pub(super) fn new(
        meaning: &Meaning,
        by: &'k Acknowledgement,
        cells: &[Vec<half::Cell>; 2],
    ) -> Outcome<Self> {
        let [permitted, ruled_out] = cells;
        let region = |cells: &[half::Cell]| meaning.diagrams.feasible(&meaning.diagrams.cells(cells)?);
        Ok(Self { by, permitted: region(permitted)?, ruled_out: region(ruled_out)? })
    }
}

/// The changes of the moved flows: what is acknowledged of each apart from the rest.
pub(super) fn changes(
    both: &Both<'_>,
    moved: &[Moved],
    acknowledged: &[Acknowledged<'_>],
) -> Outcome<(Vec<Change>, Vec<Fitting>)> {
    let mut changes = Vec::new();
    for one in moved {
        let diagrams = &both.meaning(one).diagrams;
        let (mut permitted, mut ruled_out) = (one.permitted.clone(), one.ruled_out.clone());
        for known in acknowledged.iter().filter(|known| known.by.rule == one.rule.code()) {
            let covered =
                [diagrams.and(&permitted, &known.permitted)?, diagrams.and(&ruled_out, &known.ruled_out)?];
            if diagrams.is_empty(&covered[0])? && diagrams.is_empty(&covered[1])? {
                continue;
            }
            permitted = diagrams.minus(&permitted, &covered[0])?;
            ruled_out = diagrams.minus(&ruled_out, &covered[1])?;
            let change = both.change(one, &covered[0], &covered[1])?;
            changes.push(Change { acknowledged: Some(known.by.file.clone()), ..change });
        }
        if !diagrams.is_empty(&permitted)? || !diagrams.is_empty(&ruled_out)? {
            changes.push(both.change(one, &permitted, &ruled_out)?);
        }
    }
    let fittings =
        acknowledged.iter().map(|known| both.fitting(known, moved)).collect::<Outcome<Vec<_>>>()?;
    Ok((changes, fittings))
}

impl<'r> Both<'r> {
    /// Both policies as they are compared.
    pub(super) fn aligned(&self) -> [Aligned<'r>; 2] {
        [Aligned::of(self.old_meaning), Aligned::of(self.new_meaning)]
    }

    pub(super) const fn meaning_of(&self, age: Age) -> &'r Meaning {
        match age {
            Age::Old => self.old_meaning,
            Age::New => self.new_meaning,
        }
    }

    pub(super) const fn speaker_of(&self, age: Age) -> &Speaker<'_> {
        let [old, new] = &self.speakers;
        match age {
            Age::Old => old,
            Age::New => new,
        }
    }

    /// The side on which the flows of a move are said.
    pub(super) fn meaning(&self, moved: &Moved) -> &Meaning {
        match moved.rule.direction() {
            rule::Direction::Widens => self.new_meaning,
            rule::Direction::Neutral
            | rule::Direction::Narrows
            | rule::Direction::Unknown
            | rule::Direction::Mixed => self.old_meaning,
        }
    }

    fn change(&self, moved: &Moved, permitted: &Region, ruled_out: &Region) -> Outcome<Change> {
        let meaning = self.meaning(moved);
        let is_widening = moved.rule.direction() == rule::Direction::Widens;
        let mut areas = Vec::new();
        let mut is_exact = true;
        let mut title = None;
        let mut example = None;
        for (region, is_ruled_out) in [(permitted, false), (ruled_out, true)] {
            // What was ruled out is told in the words of the side that ruled it out.
            let teller = match is_ruled_out {
                true if is_widening => self.old_meaning,
                true => self.new_meaning,
                false => meaning,
            };
            let mut names = Names::new(teller.diagrams.space());
            let (boxes, is_complete) = teller.diagrams.boxes(region, MAX_BOXES)?;
            if !is_complete {
                return Err(BudgetExceeded);
            }
            // What the company does itself comes before what follows for others, and of that what the statement says
            // before what follows from it.
            let act = self.act_of(moved);
            let is_said = |one: &&FlowBox| {
                act.is_some_and(|act| names.atoms(one, Dimension::Verb).contains(act as usize))
            };
            let ours: Vec<&FlowBox> = boxes.iter().filter(|one| names.is_company(one)).collect();
            let said = ours.iter().copied().find(is_said);
            let own = said.or(ours.first().copied()).or(boxes.first());
            if let (Some(first), None) = (own, &title) {
                let modality = if is_ruled_out { Modality::Never } else { Modality::May };
                title = Some(self.title(&mut names, teller, first, modality, moved));
                example = Some(witness(teller, first, act));
            }
            // Whoever reads a box again has the new vocabulary at hand.
            let mut names = Names::new(self.new_meaning.diagrams.space());
            let (named, is_same) = names.areas(&boxes);
            is_exact &= is_same;
            areas.extend(named.into_iter().map(|area| Area { is_ruled_out, ..area }));
        }
        self.is_exact.set(self.is_exact.get() && is_exact);
        let (old, new) = self.places(moved, permitted, ruled_out)?;
        let mut change = Change {
            rule: moved.rule.code().to_owned(),
            part: moved.rule.part(),
            direction: moved.rule.direction(),
            title: title.unwrap_or_default(),
            novelty: moved.novelty.iter().map(|word| (*word).to_owned()).collect(),
            areas,
            before: None,
            after: None,
            example,
            causes: self.causes(moved, permitted, ruled_out)?,
            old,
            new,
            behind: None,
            marks: marks::marks(self, moved, permitted)?,
            touches_held_data: self.touches_held_data(moved, permitted)?,
            fingerprint: String::new(),
            grade: None,
            acknowledged: None,
        };
        change.fingerprint = fingerprint(&change);
        Ok(change)
    }

    /// A change of values: about what, before, after.
    pub(super) fn told(&self, told: Told, areas: Vec<Area>, about: &str) -> Change {
        let rule = told.rule;
        let places = |side: &Side<'_>, speaker: &Speaker<'_>, owners: &[Owner]| {
            let mut places: Vec<Place> = owners.iter().map(|owner| side.place(speaker, *owner)).collect();
            places.sort();
            places.dedup();
            places
        };
        let [old_speaker, new_speaker] = &self.speakers;
        let [old_policy, new_policy] = self.aligned();
        let removed =
            told.old.iter().filter_map(|owner| side::edit(old_policy, &self.new, new_policy, *owner, false));
        let added =
            told.new.iter().filter_map(|owner| side::edit(new_policy, &self.old, old_policy, *owner, true));
        // A value fits into a title; a whole sentence stands for itself.
        let is_short = rule.part() == rule::Part::Retention;
        let value = |value: &Option<String>| value.clone().filter(|_| is_short);
        let (before, after) = (value(&told.before), value(&told.after));
        let title = new_speaker.moved(lead(rule), about, before.as_deref(), after.as_deref());
        let mut causes: Vec<Cause> = removed.chain(added).collect();
        if causes.is_empty() {
            causes.extend(self.changed_terms());
        }
        causes.sort();
        causes.dedup();
        let mut change = Change {
            rule: rule.code().to_owned(),
            part: rule.part(),
            direction: rule.direction(),
            title,
            novelty: Vec::new(),
            areas,
            old: places(&self.old, old_speaker, &told.old),
            new: places(&self.new, new_speaker, &told.new),
            behind: None,
            before: told.before,
            after: told.after,
            example: None,
            causes,
            marks: Vec::new(),
            touches_held_data: rule.part() == rule::Part::Retention
                && rule.direction() != rule::Direction::Narrows,
            fingerprint: String::new(),
            grade: None,
            acknowledged: None,
        };
        change.fingerprint = fingerprint(&change);
        change
    }

    /// What the statement or tracker of a change does.
    fn act_of(&self, moved: &Moved) -> Option<Act> {
        let side = if moved.is_new { &self.new } else { &self.old };
        Act::of(side.policy.part_sentence(moved.owner).verb)
    }

    fn speaker(&self, teller: &Meaning) -> &Speaker<'_> {
        let [old, new] = &self.speakers;
        if std::ptr::eq(teller, self.old_meaning) { old } else { new }
    }

    fn title(
        &self,
        names: &mut Names<'_>,
        teller: &Meaning,
        first: &FlowBox,
        modality: Modality,
        moved: &Moved,
    ) -> String {
        let space = teller.diagrams.space();
        let stated = match moved.owner {
            Owner::Statement(id) => {
                let side = if moved.is_new { self.new_meaning } else { self.old_meaning };
                Some(&side.diagrams.space().policy.statement(id).sentence)
            }
            Owner::Tracker(_) => None,
        };
        let sentence = names.sentence(first, modality, stated);
        let without: Vec<_> = first
            .facts
            .iter()
            .filter(|(_, value)| !value)
            .filter_map(|(fact, _)| match space.facts.key(*fact) {
                FactKey::Term(term) if space.is_choice(term) => None,
                key @ (FactKey::Term(_) | FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_)) => {
                    key.leaf()
                }
            })
            .collect();
        let kind = match (moved.rule.direction() == rule::Direction::Widens, modality == Modality::Never) {
            (true, false) => Happened::Permitted,
            (false, false) => Happened::NoLongerPermitted,
            (true, true) => Happened::NoLongerRuledOut,
            (false, true) => Happened::RuledOut,
        };
        self.speaker(teller).change(&sentence, kind, &without)
    }

    /// Where the change comes from, on both sides.
    fn places(
        &self,
        moved: &Moved,
        permitted: &Region,
        ruled_out: &Region,
    ) -> Outcome<(Vec<Place>, Vec<Place>)> {
        let (own, own_meaning, other, other_meaning) = match moved.is_new {
            true => (&self.new, self.new_meaning, &self.old, self.old_meaning),
            false => (&self.old, self.old_meaning, &self.new, self.new_meaning),
        };
        let (own_speaker, other_speaker) = (self.speaker(own_meaning), self.speaker(other_meaning));
        let label = flows::label_of(own_meaning, moved.owner);
        let verb = own.policy.part_sentence(moved.owner).verb;
        let mut counterparts: Vec<Owner> =
            other.policy.part_named(label).map(|one| other.policy.verb_of(one, verb)).into_iter().collect();
        // What stood against the flows on the other side.
        for (side, flows) in [(Half::Prohibition, permitted), (Half::Permission, ruled_out)] {
            for owner in flows::bearing(other_meaning, side, flows)? {
                // The verbs of a statement stand in one place.
                if !counterparts.iter().any(|known| other.policy.is_one_statement(*known, owner)) {
                    counterparts.push(owner);
                }
            }
        }
        let own_places = vec![own.place(own_speaker, moved.owner)];
        let other_places = counterparts.into_iter().map(|owner| other.place(other_speaker, owner)).collect();
        Ok(match moved.is_new {
            true => (other_places, own_places),
            false => (own_places, other_places),
        })
    }

    fn causes(&self, moved: &Moved, permitted: &Region, ruled_out: &Region) -> Outcome<Vec<Cause>> {
        let [old, new] = self.aligned();
        let (here, there, other) = match moved.is_new {
            true => (new, &self.old, old),
            false => (old, &self.new, new),
        };
        let mut causes: Vec<Cause> =
            side::edit(here, there, other, moved.owner, moved.is_new).into_iter().collect();
        if !causes.is_empty() {
            return Ok(causes);
        }
        // The sentence is as it was: something else that bore on the same flows is not.
        let meanings = [(self.old_meaning, false), (self.new_meaning, true)];
        for (meaning, is_new) in meanings {
            let (here, there, other) = match is_new {
                true => (new, &self.old, old),
                false => (old, &self.new, new),
            };
            for side in [Half::Prohibition, Half::Permission] {
                for flows in [permitted, ruled_out] {
                    for owner in flows::bearing(meaning, side, flows)? {
                        let cause = side::edit(here, there, other, owner, is_new);
                        causes.extend(
                            cause.filter(|cause| !causes.contains(cause)).into_iter().collect::<Vec<_>>(),
                        );
                    }
                }
            }
        }
        if causes.is_empty() {
            causes.extend(self.changed_terms());
        }
        if causes.is_empty() {
            causes.push(Cause { edit: Edit::HeaderChanged, name: "policy".to_owned() });
        }
        causes.sort();
        causes.dedup();
        Ok(causes)
    }

    /// The terms that cover something else on one side than on the other.
    pub(super) fn changed_terms(&self) -> Vec<Cause> {
        let (old, new) = (self.old_meaning.diagrams.space(), self.new_meaning.diagrams.space());
        let differs = |(id, term): &(TermId, &Term)| {
            let other = old.policy.vocabulary.term(*id).meaning();
            let TermMeaning {
                kind,
                parents,
                traits,
                excludes,
                // What it covers tells these.
                children: _,
                means: _,
                may_contain: _,
                // What it does is told of the flows that it does it to.
                effects: _,
            } = term.meaning();
            old.under(*kind, *id) != new.under(*kind, *id)
                || other.traits != traits
                || other.kind != kind
                || kind.is_fact() && (other.parents, other.excludes) != (parents, excludes)
        };
        let changed = new.policy.vocabulary.iter().filter(differs);
        changed.map(|(_, term)| Cause { edit: Edit::TermChanged, name: term.name.to_string() }).collect()
    }

    /// Whether data are touched that people gave under the old policy: something else than collecting becomes permitted
    /// of data that the old policy let the company have.
    fn touches_held_data(&self, moved: &Moved, permitted: &Region) -> Outcome<bool> {
        if moved.rule.direction() != rule::Direction::Widens {
            return Ok(false);
        }
        let others: Vec<Act> = Act::ALL.into_iter().filter(|act| *act != Act::Collect).collect();
        let diagrams = &self.new_meaning.diagrams;
        if !flows::has_act(self.new_meaning, permitted, &others)? {
            return Ok(false);
        }
        let every: Vec<Dimension> =
            Dimension::ALL.into_iter().filter(|dimension| *dimension != Dimension::Datum).collect();
        let facts: Vec<_> = diagrams.facts_of(permitted);
        let data = diagrams.forget(permitted, &every, &facts)?;
        Ok(!flows::sharing(self.old_meaning, Half::Permission, &data)?.is_empty())
    }

    /// How an acknowledgement fits the changes of its rule.
    fn fitting(&self, known: &Acknowledged<'_>, moved: &[Moved]) -> Outcome<Fitting> {
        let diagrams = &self.new_meaning.diagrams;
        let (mut permitted, mut ruled_out) = (known.permitted.clone(), known.ruled_out.clone());
        let mut fits = false;
        for one in moved.iter().filter(|one| one.rule.code() == known.by.rule) {
            for (left, flows) in [(&mut permitted, &one.permitted), (&mut ruled_out, &one.ruled_out)] {
                fits |= !diagrams.is_empty(&diagrams.and(left, flows)?)?;
                *left = diagrams.minus(left, flows)?;
            }
        }
        let to_itself = flows::to_itself(diagrams)?;
        for left in [&mut permitted, &mut ruled_out] {
            *left = diagrams.minus(left, &to_itself)?;
        }
        let mut names = Names::new(diagrams.space());
        let mut beyond = Vec::new();
        for (left, is_ruled_out) in [(&permitted, false), (&ruled_out, true)] {
            let (boxes, _) = diagrams.boxes(left, 16)?;
            beyond.extend(names.areas(&boxes).0.into_iter().map(|area| Area { is_ruled_out, ..area }));
        }
        let fit = match (fits, beyond.is_empty()) {
            (false, _) => Fit::Stale,
            (true, false) => Fit::TooWide,
            (true, true) => Fit::Fits,
        };
        let beyond = if fit == Fit::TooWide { beyond } else { Vec::new() };
        Ok(Fitting { file: known.by.file.clone(), fit, beyond })
    }
}

/// The files differ, and nothing that they say.
pub(super) fn source_changed(both: &Both<'_>) -> Change {
    let told =
        Told { rule: ChangeRule::SourceChanged, before: None, after: None, old: Vec::new(), new: Vec::new() };
    let change = both.told(told, Vec::new(), "");
    Change { causes: Vec::new(), ..change }
}

/// Marks the changes of values and of words that are acknowledged: those that are as they were then, to the last datum.
/// What went further since is another change.
pub(super) fn acknowledge(changes: &mut [Change], acknowledged: &[Acknowledgement]) -> Vec<Fitting> {
    let of_values =
        |one: &&Acknowledgement| rule::find(&one.rule).is_none_or(|rule| rule.part() != rule::Part::Flows);
    let mut fittings = Vec::new();
    for one in acknowledged.iter().filter(of_values) {
        // What a person reads in it counts; a fingerprint alone counts only where there is nothing to read.
        let is_legible = one.before.is_some() || one.after.is_some() || !one.areas.is_empty();
        let is_it = |change: &&mut Change| {
            let is_same_value = (&change.before, &change.after) == (&one.before, &one.after);
            let is_same = match is_legible {
                true => is_same_value && change.areas == one.areas,
                false => one.fingerprint.as_ref() == Some(&change.fingerprint),
            };
            change.rule == one.rule && is_same
        };
        let mut fit = Fit::Stale;
        for change in changes.iter_mut().filter(is_it) {
            change.acknowledged = Some(one.file.clone());
            fit = Fit::Fits;
        }
        fittings.push(Fitting { file: one.file.clone(), fit, beyond: Vec::new() });
    }
    fittings
}

/// Proves what is told of flows: it is exactly what changed, worked out a second time in another way.
///
/// The first time, the halves that differ were looked at one by one. Here everything that each policy permits, and
/// everything that it prohibits, is put together, and the two wholes are subtracted. And every box of names was read again.
pub(super) fn is_complete(both: &Both<'_>, moves: &flows::Moves) -> Outcome<bool> {
    let (old, new) = (both.old_meaning, both.new_meaning);
    let said = |meaning: &Meaning, is_meant: &dyn Fn(&half::Half) -> bool| {
        let said = meaning.halves.iter().zip(&meaning.effect.regions);
        let said = said.filter(|(half, _)| half.is_practice() && is_meant(half));
        meaning.diagrams.union(said.map(|(_, region)| region.clone()))
    };
    let whole = |meaning: &Meaning, side: Half| said(meaning, &|half| half.side == side);
    // A choice is told of as a choice.
    let stated = |meaning: &Meaning| {
        said(meaning, &|half| half.side == Half::Prohibition && half.origin != Origin::Choice)
    };
    let permitted = [whole(old, Half::Permission)?, whole(new, Half::Permission)?];
    let prohibited = [whole(old, Half::Prohibition)?, whole(new, Half::Prohibition)?];
    let silent = flows::one_sided_choices(old.diagrams.space(), new.diagrams.space());
    let compared = |meaning: &Meaning, region: Region| {
        let heeded = silent.iter().try_fold(region, |region, fact| {
            meaning.diagrams.and(&region, &meaning.diagrams.literal(*fact, false))
        });
        flows::possible([old, new], &heeded?)
    };
    let [more, less, withdrawn, made] = &moves.totals;
    let expected_more = compared(new, new.diagrams.minus(&permitted[1], &permitted[0])?)?;
    let expected_less = compared(old, old.diagrams.minus(&permitted[0], &permitted[1])?)?;
    let was_ruled_out = compared(old, old.diagrams.minus(&stated(old)?, &prohibited[1])?)?;
    let is_ruled_out = compared(new, new.diagrams.minus(&stated(new)?, &prohibited[0])?)?;
    let expected_withdrawn = old.diagrams.minus(&was_ruled_out, more)?;
    let expected_made = new.diagrams.minus(&is_ruled_out, less)?;
    let is_same = |meaning: &Meaning, one: &Region, other: &Region| {
        Ok(meaning.diagrams.is_within(one, other)? && meaning.diagrams.is_within(other, one)?)
    };
    let mut told =
        [new.diagrams.nothing(), old.diagrams.nothing(), old.diagrams.nothing(), new.diagrams.nothing()];
    for moved in &moves.moved {
        let is_widening = moved.rule.direction() == rule::Direction::Widens;
        let places = if is_widening { (0, 2) } else { (1, 3) };
        told[places.0] = new.diagrams.or(&told[places.0], &moved.permitted)?;
        told[places.1] = new.diagrams.or(&told[places.1], &moved.ruled_out)?;
    }
    Ok(both.is_exact.get()
        && is_same(new, more, &expected_more)?
        && is_same(old, less, &expected_less)?
        && is_same(old, withdrawn, &expected_withdrawn)?
        && is_same(new, made, &expected_made)?
        && is_same(new, &told[0], more)?
        && is_same(old, &told[1], less)?
        && is_same(old, &told[2], withdrawn)?
        && is_same(new, &told[3], made)?)
}

/// One flow of a box. That a choice is not used goes without saying.
fn witness(meaning: &Meaning, flow_box: &FlowBox, act: Option<Act>) -> String {
    let space = meaning.diagrams.space();
    let is_said = |(fact, value): &(FactId, bool)| match space.facts.key(*fact) {
        FactKey::Term(term) => *value || !space.is_choice(term),
        FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_) => true,
    };
    let facts = flow_box.facts.iter().copied().filter(is_said).collect();
    let flow_box = FlowBox { classes: flow_box.classes.clone(), facts };
    describe::witness_of_act(&meaning.diagrams, &flow_box, act)
}

/// The first 16 hexadecimal digits of the SHA-256 of what changed: of the rule, the flows and the values, not of the
/// place, the label or the language.
pub(super) fn fingerprint(change: &Change) -> String {
    let mut areas = change.areas.clone();
    areas.sort();
    let areas: Vec<String> = areas.iter().map(Area::in_json).collect();
    let [rule, before, after] = [Some(&change.rule), change.before.as_ref(), change.after.as_ref()]
        .map(|text| Value::from(text.cloned()));
    let marks = Value::from(change.marks.clone());
    let text = format!("[{rule},[{}],{before},{after},{marks}]", areas.join(","));
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
