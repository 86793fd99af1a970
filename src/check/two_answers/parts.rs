//! Answers that two statements give of a part of the same data: what is required and optional, required and refusable,
//! deleted on request sooner and later.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::check::practice::{data, is_below_any, permission_of, shared};
use crate::check::{label_of, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Modality, Necessity, SetItem, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::lasting::is_as_soon;
use crate::semantics::meeting::Meeting;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Dimension;

use super::RULE;

/// A statement that says whether data are required.
struct Asked {
    owner: Owner,
    necessity: Necessity,
    data: FixedBitSet,
}

/// Data that one statement requires, beside a part of them that another one calls optional, or the other way round: all else
/// that the two are said of is the very same.
pub(super) fn necessities(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut alike: HashMap<Region, Vec<Asked>> = HashMap::new();
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        let owner = Owner::Statement(statement.id);
        let sentence = &statement.sentence;
        let (Some(necessity), Some((_, half))) = (sentence.necessity, permission_of(meaning, owner)) else {
            continue;
        };
        if sentence.modality == Modality::May {
            continue;
        }
        let thing = diagrams.forget(&diagrams.cells(&half.cells)?, &[Dimension::Datum], &[])?;
        let data = data(diagrams.space(), &sentence.object.set);
        alike.entry(thing).or_default().push(Asked { owner, necessity, data });
    }
    let mut pairs: Vec<(Owner, Owner)> = alike.values().flat_map(|asked| nested(asked)).collect();
    pairs.sort_unstable();
    for (wide, narrow) in pairs.into_iter().filter(|(one, other)| !meaning.effect.are_joined(*one, *other)) {
        let (wide_label, narrow_label) = (label_of(policy, wide), label_of(policy, narrow));
        found.push(
            Diagnostic::clash(
                &RULE,
                (span_of(policy, wide), "said here of all of them"),
                (span_of(policy, narrow), "the opposite of a part"),
                format!("`{narrow_label}` says of a part of the data of `{wide_label}` the opposite: required and optional"),
            )
            .help(format!("leave that part out of `{wide_label}` with `except`, or say the same in both")),
        );
    }
    Ok(())
}

/// Each statement with each that says the opposite of a part of its data: found by the rarest datum of the part.
fn nested(asked: &[Asked]) -> Vec<(Owner, Owner)> {
    let mut of_atom: HashMap<usize, Vec<&Asked>> = HashMap::new();
    for one in asked {
        one.data.ones().for_each(|atom| of_atom.entry(atom).or_default().push(one));
    }
    let mut pairs = Vec::new();
    for part in asked {
        let speaking = part.data.ones().map(|atom| of_atom.get(&atom).map_or(&[][..], Vec::as_slice));
        for wide in speaking.min_by_key(|all| all.len()).unwrap_or_default() {
            let is_part = part.data != wide.data && part.data.is_subset(&wide.data);
            if is_part && part.necessity != wide.necessity {
                pairs.push((wide.owner, part.owner));
            }
        }
    }
    pairs
}

/// What a demand and the right not to meet it both speak of.
const SHARED: [Dimension; 3] = [Dimension::Datum, Dimension::Place, Dimension::Purpose];

/// Data that are required, and that people are offered not to give. That not everything has to be given is said of more data
/// than those that are required, and contradicts nothing.
pub(super) fn demands(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = &space.policy;
    let mut of_atom: HashMap<usize, Vec<(usize, FixedBitSet)>> = HashMap::new();
    for (idx, half) in meaning.halves.iter().enumerate().filter(|(_, half)| half.origin == Origin::Entailed) {
        let sentence = policy.part_sentence(half.owner);
        if sentence.necessity != Some(Necessity::Required) || half.is_of_topics() {
            continue;
        }
        let data = data(space, &sentence.object.set);
        data.ones().for_each(|atom| of_atom.entry(atom).or_default().push((idx, data.clone())));
    }
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        let is_not_providing = |item: &SetItem| match item.what {
            What::Term(right) => is_below_any(policy, right, &[KnownTerm::NotProviding]),
            What::Any { .. } => false,
        };
        let owner = Owner::Statement(statement.id);
        let (Some(over), Some((place, offer))) =
            (&statement.sentence.slots.over, permission_of(meaning, owner))
        else {
            continue;
        };
        if !offer.is_grant(policy) || !statement.sentence.object.set.items.iter().any(is_not_providing) {
            continue;
        }
        let declined = data(space, &over.set);
        let asking = declined.ones().next().and_then(|atom| of_atom.get(&atom));
        for (idx, _) in asking.into_iter().flatten().filter(|(_, asked)| declined.is_subset(asked)) {
            let demand = meaning.halves[*idx].owner;
            let told = |idx: usize| shared(meaning, &meaning.effect.regions[idx], &SHARED);
            let both = diagrams.and(&told(place)?, &told(*idx)?)?;
            if meaning.effect.are_joined(owner, demand) || diagrams.is_empty(&both)? {
                continue;
            }
            let (offers, requires) = (label_of(policy, owner), label_of(policy, demand));
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, demand), "required here"),
                    (span_of(policy, owner), "need not be given"),
                    format!("`{requires}` requires data that people need not give, says `{offers}`"),
                )
                .help(format!(
                    "call the data optional in `{requires}`, or leave them out of `{offers}`; what follows if they are not given is said by `otherwise`"
                )),
            );
        }
    }
    Ok(())
}

/// Rights that delete within a time, beside a deletion on request of these and other data that takes longer, where none that is
/// on time covers what the right is about.
pub(super) fn requests(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let is_written = |half: &Half| {
        let modality = policy.part_sentence(half.owner).modality;
        half.deletes(policy)
            && (half.side, half.origin) == (Side::Permission, Origin::Stated)
            && half.timing.is_some()
            && modality != Modality::May
    };
    let written = meaning.halves.iter().enumerate().filter(|(_, half)| is_written(half));
    let written = Meeting::of_halves(diagrams.space(), written);
    for half in meaning.halves.iter().filter(|half| half.origin == Origin::Request && half.timing.is_some()) {
        let asked = diagrams.cells(&half.cells)?;
        let (mut late, mut left) = (Vec::new(), asked.clone());
        for idx in written.with(&half.cells) {
            let deletion = &meaning.halves[idx];
            let deleted = diagrams.cells(&deletion.cells)?;
            if is_as_soon(deletion.timing, half.timing) {
                left = diagrams.minus(&left, &deleted)?;
            } else if is_as_soon(half.timing, deletion.timing)
                && diagrams.is_within(&asked, &deleted)?
                && !diagrams.is_within(&deleted, &asked)?
                && !meaning.effect.are_joined(half.owner, deletion.owner)
            {
                late.push(deletion.owner);
            }
        }
        if diagrams.is_empty(&left)? {
            continue;
        }
        for deletion in late {
            let (offers, deletes) = (label_of(policy, half.owner), label_of(policy, deletion));
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, half.owner), "promised sooner"),
                    (span_of(policy, deletion), "deleted later"),
                    format!("`{deletes}` deletes on request later than `{offers}` promises"),
                )
                .help(format!(
                    "say the same deadline in both, or leave the data of `{offers}` out of `{deletes}` with `except` and say when they are deleted"
                )),
            );
        }
    }
    Ok(())
}
