//! What the company promises not to collect, not to give or not to have, and somebody else collects from the same people.
//!
//! Whoever lets another collect on its pages gives to that other.

use crate::diagnostic::rule::rule;
use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::{add_exception, label_of, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::Act;
use crate::model::{Actor, Family, Kind, Sentence, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::effect::is_silent;
use crate::semantics::half::{Aspect, Half, Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Classified, Dimension, WithProcessors};

rule!(pub(crate) RULE, "others-collect", Warning, "the company promises not to do what it lets somebody else do here");

/// What somebody else does from whom the data do not come back: a collection, and what it amounts to.
struct Other<'m> {
    owner: Owner,
    half: &'m Half,
    who: TermId,
    /// What the other does.
    done: Region,
    /// The same as a disclosure to the other.
    given: Region,
}

pub(super) fn others_do_not_collect_what_we_do_not(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let others = others(meaning)?;
    let mut told = BTreeSet::new();
    for (promise, other, both) in belied(meaning, &others)? {
        if !meaning.effect.are_joined(promise, other.owner) && told.insert((promise, other.owner)) {
            found.push(report(meaning, promise, other, &both)?);
        }
    }
    Ok(())
}

/// Whether a promise names as its exception somebody else who does what it promises: nothing is taken out of what the company
/// promises of itself, but the reader is told.
pub(super) fn tells_of_others(
    meaning: &Meaning,
    promise: Owner,
    named: &[Owner],
) -> Result<bool, BudgetExceeded> {
    let others = others(meaning)?;
    let belied = belied(meaning, &others)?;
    Ok(belied.iter().any(|(belying, other, _)| *belying == promise && named.contains(&other.owner)))
}

/// The promises, each with what somebody else does of what it promises.
fn belied<'o, 'm>(
    meaning: &'m Meaning,
    others: &'o [Other<'m>],
) -> Result<Vec<(Owner, &'o Other<'m>, Region)>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let personal = diagrams.personal();
    let mut belied = Vec::new();
    if others.is_empty() {
        return Ok(belied);
    }
    for (idx, promise) in meaning.halves.iter().enumerate() {
        let sentence = policy.part_sentence(promise.owner);
        if !promises(promise, sentence) {
            continue;
        }
        let promised = diagrams.and(&meaning.effect.regions[idx], &personal)?;
        let promised = diagrams.forget(&promised, &[Dimension::Actor], &[])?;
        for other in others {
            let vocabulary = &policy.vocabulary;
            // Who receives is named by naming who collects.
            let affirmed = promise.affirms.iter().filter(|one| **one != Aspect::Slot(Dimension::Recipient));
            let is_another_case = affirmed.copied().any(|one| is_silent(vocabulary, &other.half.says, one));
            if is_another_case {
                continue;
            }
            let both = diagrams.and(&promised, &diagrams.or(&other.done, &other.given)?)?;
            if !diagrams.is_empty(&both)? {
                belied.push((promise.owner, other, both));
            }
        }
    }
    Ok(belied)
}

/// Whether a half says what we never collect, give or have.
fn promises(half: &Half, sentence: &Sentence) -> bool {
    half.side == Side::Prohibition
        && half.origin == Origin::Stated
        && sentence.actor == Actor::We
        && matches!(sentence.verb, Verb::Collect | Verb::Disclose | Verb::Publish | Verb::HaveNo)
}

/// What others than the company and those who act for it collect, and have by that.
fn others(meaning: &Meaning) -> Result<Vec<Other<'_>>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    let company = space.company(WithProcessors::Yes);
    let mut others = Vec::new();
    for (half, done) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let sentence = policy.part_sentence(half.owner);
        let actor = match half.owner {
            Owner::Statement(_) => match sentence.actor {
                Actor::We => None,
                Actor::Recipient(who, _) => Some(who),
            },
            Owner::Tracker(id) => policy.trackers[id.index()].by,
        };
        let Some(who) = actor.filter(|_| half.side == Side::Permission && sentence.verb == Verb::Collect)
        else {
            continue;
        };
        // Of those who act for the company the promise speaks itself.
        let atoms = space.under(Kind::Recipient, who).filter(|atoms| atoms.is_disjoint(&company));
        let Some(atoms) = atoms else { continue };
        let given = match half.origin {
            Origin::Stated => given(meaning, done, atoms)?,
            Origin::Deed => diagrams.nothing(),
            // That of a tracker is judged like what we do ourselves: it stands on our pages.
            Origin::Entailed
            | Origin::Only
            | Origin::Unless
            | Origin::Implied
            | Origin::Choice
            | Origin::Request
            | Origin::Kept => continue,
        };
        others.push(Other { owner: half.owner, half, who, done: done.clone(), given });
    }
    Ok(others)
}

/// What others collect, as what is disclosed to them.
fn given(meaning: &Meaning, collected: &Region, who: &FixedBitSet) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let slots = [Dimension::Verb, Dimension::Actor, Dimension::Source];
    let flows = diagrams.forget(collected, &slots, &[])?;
    let disclosed = of_atoms(diagrams.space(), Dimension::Verb, std::iter::once(Act::Disclose as usize));
    let to_them = of_atoms(diagrams.space(), Dimension::Recipient, who.ones());
    let flows = diagrams.and(&flows, &diagrams.slice(Dimension::Verb, &disclosed))?;
    diagrams.and(&flows, &diagrams.slice(Dimension::Recipient, &to_them))
}

/// The classes that hold some atoms.
fn of_atoms(space: &Classified, dimension: Dimension, atoms: impl Iterator<Item = usize>) -> FixedBitSet {
    let mut classes = FixedBitSet::with_capacity(space.n_classes(dimension));
    let class_of = &space.classes(dimension).class_of;
    atoms.filter_map(|atom| class_of.get(atom)).for_each(|class| classes.insert(*class));
    classes
}

fn report(
    meaning: &Meaning,
    promise: Owner,
    other: &Other<'_>,
    both: &Region,
) -> Result<Diagnostic, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let sentence = policy.part_sentence(promise);
    let (promises, lets) = (label_of(policy, promise), label_of(policy, other.owner));
    let who = &policy.vocabulary.term(other.who).name;
    let what = super::data_in_words(meaning, both)?;
    let (at, message, way_out) = match sentence.verb.family() {
        Family::Sharing => (
            "not given by us",
            format!("`{promises}` promises not to give to `{who}` what `{lets}` lets them collect here"),
            "for example by `to … except`",
        ),
        Family::Absence => (
            "not done by us",
            format!("`{promises}` promises that there is none of what `{lets}` lets `{who}` do here"),
            "for example by `through`",
        ),
        Family::Handling
        | Family::Demand
        | Family::Keeping
        | Family::Right
        | Family::Undertaking
        | Family::Words => (
            "not collected by us",
            format!("`{promises}` promises that we do not collect what `{who}` collects in `{lets}`"),
            "for example by `through`",
        ),
    };
    Ok(Diagnostic::clash(
        &RULE,
        (span_of(policy, promise), at),
        (span_of(policy, other.owner), "collected by somebody else"),
        message,
    )
    .help(format!(
        "limit the promise to where it is true, {way_out}, or {}; collected all the same: {what}",
        add_exception(policy, other.owner, promise)
    )))
}
