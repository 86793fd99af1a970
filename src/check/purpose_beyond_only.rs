//! Data that are collected only for some purposes, and given away or kept for others.

use std::collections::{BTreeSet, HashMap};

use super::practice::{practices, shared, slice_of, stays_below};
use super::purpose_beyond_collection::{ANCILLARY, families};
use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, KnownTerm, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Dimension;

rule!(pub(crate) RULE, "purpose-beyond-only", Warning, "data that are collected only for some purposes are given away or kept for others");

/// What is told of both.
const SHARED: [Dimension; 3] = [Dimension::Datum, Dimension::Place, Dimension::Purpose];
/// What is said of as much, or of less, by both: who speaks of all data and of everybody speaks of no collection.
const ABOUT: [Dimension; 2] = [Dimension::Datum, Dimension::Place];

/// What the `only` of a collection rules out.
struct Limit {
    owner: Owner,
    /// The data and the people of which it speaks.
    about: Region,
    beyond: Region,
}

pub(super) fn purposes_keep_to_the_only(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let limits = limits(meaning)?;
    let mut of_datum: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, limit) in limits.iter().enumerate() {
        let data = diagrams.classes_of(&limit.beyond, Dimension::Datum)?;
        data.ones().for_each(|class| of_datum.entry(class).or_default().push(at));
    }
    if of_datum.is_empty() {
        return Ok(());
    }
    for (owner, flows) in done(meaning)? {
        let told = shared(meaning, &flows, &SHARED)?;
        let data = diagrams.classes_of(&told, Dimension::Datum)?;
        let speaking: BTreeSet<usize> =
            data.ones().filter_map(|class| of_datum.get(&class)).flatten().copied().collect();
        for limit in speaking.into_iter().map(|at| &limits[at]) {
            let both = diagrams.and(&told, &limit.beyond)?;
            let about = diagrams.and(&shared(meaning, &flows, &ABOUT)?, &diagrams.personal())?;
            if meaning.effect.are_joined(owner, limit.owner)
                || diagrams.is_empty(&both)?
                || !diagrams.is_within(&about, &limit.about)?
            {
                continue;
            }
            let (does, limits) = (label_of(policy, owner), label_of(policy, limit.owner));
            let what = super::data_in_words(meaning, &both)?;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, limit.owner), "only for this"),
                    (span_of(policy, owner), "for something else here"),
                    format!("`{does}` is for a purpose that the `only` of `{limits}` leaves out"),
                )
                .help(format!(
                    "both speak of {what}: whoever reads the `only` takes the data to serve nothing else. Take the `only` away and name the other purpose, or leave these data out of one of the two with `except`"
                )),
            );
        }
    }
    Ok(())
}

/// The purposes for which the data of each collection with an `only` before its purposes do not serve. What belongs to the
/// same family of purposes, or goes with every other, is not taken for something else.
fn limits(meaning: &Meaning) -> Result<Vec<Limit>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut limits = Vec::new();
    for (idx, half) in meaning.halves.iter().enumerate().filter(|(_, half)| half.origin == Origin::Only) {
        let sentence = policy.part_sentence(half.owner);
        let purpose = sentence.slots.purpose.as_ref().filter(|slot| slot.is_only);
        let is_meant = matches!(sentence.verb, Verb::Collect | Verb::Derive) && sentence.actor == Actor::We;
        let (Some((_, stated)), true, true) =
            (super::practice::permission_of(meaning, half.owner), is_meant, purpose.is_some())
        else {
            continue;
        };
        let mut cells = stated.cells.clone();
        cells.iter_mut().for_each(|cell| cell.sets[Dimension::Purpose as usize] = None);
        let ruled_out = diagrams.and(&meaning.effect.regions[idx], &diagrams.cells(&cells)?)?;
        let near = slice_of(meaning, Dimension::Purpose, &compatible(meaning, &families(policy, purpose)));
        let beyond = diagrams.minus(&shared(meaning, &ruled_out, &SHARED)?, &near)?;
        let about = shared(meaning, &diagrams.cells(&stated.cells)?, &ABOUT)?;
        limits.push(Limit { owner: half.owner, about, beyond: diagrams.and(&beyond, &diagrams.personal())? });
    }
    Ok(limits)
}

/// Some purposes with those that go with every other.
fn compatible(meaning: &Meaning, purposes: &[TermId]) -> Vec<TermId> {
    let vocabulary = &meaning.diagrams.space().policy.vocabulary;
    let ancillary = ANCILLARY.iter().filter_map(|one: &KnownTerm| vocabulary.known(*one));
    purposes.iter().copied().chain(ancillary).collect()
}

/// What the company gives away or keeps for purposes that it names.
fn done(meaning: &Meaning) -> Result<Vec<(Owner, Region)>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    let is_meant = |owner: Owner| {
        let sentence = policy.part_sentence(owner);
        let purpose = sentence.slots.purpose.as_ref();
        sentence.actor == Actor::We
            && purpose.is_some()
            && !stays_below(space, Dimension::Purpose, purpose, ANCILLARY)
            // What is done for us is our own use of the data, and judged as that.
            && !stays_below(space, Dimension::Recipient, sentence.slots.recipient.as_ref(), &[KnownTerm::Processors])
    };
    let mut done = Vec::new();
    for practice in practices(policy) {
        if practice.permits()
            && practice.is(&[Verb::Disclose, Verb::Sell, Verb::Publish])
            && is_meant(practice.owner)
        {
            let given = super::practice::permission_of(meaning, practice.owner);
            done.extend(given.map(|(idx, _)| (practice.owner, meaning.effect.regions[idx].clone())));
        }
    }
    for (half, left) in meaning.kept.iter().zip(&meaning.effect.kept) {
        if policy.part_sentence(half.owner).verb == Verb::Retain && is_meant(half.owner) {
            match done.iter_mut().find(|(owner, _)| *owner == half.owner) {
                Some((_, flows)) => *flows = diagrams.or(flows, left)?,
                None => done.push((half.owner, left.clone())),
            }
        }
    }
    Ok(done)
}
