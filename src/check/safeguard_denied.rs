//! A safeguard under which data are disclosed, and which another statement says is not there.

use std::collections::BTreeSet;

use super::practice::{needs, permission_of, practices, shared};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{FactWord, Kind, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Dimension;

rule!(pub(crate) RULE, "safeguard-denied", Error, "data are disclosed under a safeguard that another statement says is not there");

/// What a disclosure and a statement about those who are bound both speak of.
const SHARED: [Dimension; 6] = [
    Dimension::Actor,
    Dimension::Datum,
    Dimension::Place,
    Dimension::Purpose,
    Dimension::Channel,
    Dimension::Recipient,
];

pub(super) fn safeguards_are_there(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let denies =
        |half: &Half| half.side == Side::Prohibition && policy.part_sentence(half.owner).verb == Verb::Bind;
    let denials: Vec<(usize, &Half)> =
        meaning.halves.iter().enumerate().filter(|(_, half)| denies(half)).collect();
    if denials.is_empty() {
        return Ok(());
    }
    let disclosing =
        |one: &super::practice::Practice<'_>| one.permits() && one.is(&[Verb::Disclose, Verb::Sell]);
    for practice in practices(policy).into_iter().filter(disclosing) {
        let Some((idx, _)) = permission_of(meaning, practice.owner) else { continue };
        let safeguards: BTreeSet<TermId> = practice
            .sentence
            .facts
            .iter()
            .filter(|clause| clause.word == FactWord::Under)
            .flat_map(|clause| clause.fact.terms())
            .map(|(term, _)| term)
            .collect();
        if safeguards.is_empty() {
            continue;
        }
        let told = told_of_both(meaning, &meaning.effect.regions[idx])?;
        for (place, denial) in &denials {
            let mut gone = BTreeSet::new();
            for safeguard in &safeguards {
                if is_denied(meaning, (*place, denial), *safeguard, &told)? {
                    gone.insert(*safeguard);
                }
            }
            // Where another safeguard would do, that one is there.
            if gone.is_empty() || !needs(meaning, practice.owner, |term| gone.contains(&term))? {
                continue;
            }
            let names = gone.iter().map(|term| &*policy.vocabulary.term(*term).name);
            let (names, denying) = (super::listed(names), super::label_of(policy, denial.owner));
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (practice.span, "disclosed under it"),
                    (super::span_of(policy, denial.owner), "said not to be there"),
                    format!("`{}` relies on {names}, which `{denying}` says is not there", practice.label),
                )
                .help(format!(
                    "name the safeguard that there is behind `under`; or leave out in `{denying}` with `except` whom it binds"
                )),
            );
        }
    }
    Ok(())
}

/// Whether a denial speaks of a whole safeguard and of something that is disclosed.
fn is_denied(
    meaning: &Meaning,
    (place, denial): (usize, &Half),
    safeguard: TermId,
    told: &Region,
) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let Some(safeguard) = space.under(Kind::Safeguard, safeguard) else { return Ok(false) };
    for cell in &denial.cells {
        let denied = cell.sets[Dimension::Safeguard as usize];
        if denied.is_none_or(|set| safeguard.is_subset(space.atoms_in(Dimension::Safeguard, set))) {
            let denied = diagrams.and(&diagrams.cell(cell)?, &meaning.effect.regions[place])?;
            if !diagrams.is_empty(&diagrams.and(&told_of_both(meaning, &denied)?, told)?)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// The same flows, whatever is done in them and when.
fn told_of_both(meaning: &Meaning, region: &Region) -> Result<Region, BudgetExceeded> {
    meaning.diagrams.forget_facts(&shared(meaning, region, &SHARED)?)
}
