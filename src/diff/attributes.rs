//! What statements say about flows that both policies permit: on which basis, with what certainty, and whether people have
//! to provide the data.

use std::collections::BTreeMap;

use super::area::Names;
use super::change::{Both, MAX_BOXES, Told};
use super::flows;
use super::report::Change;
use crate::model::{Modality, Necessity, Policy, Sentence};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};

/// What a sentence says beside the flow itself.
struct Attribute {
    /// The rule where the attribute comes, and where it goes.
    comes: &'static str,
    goes: &'static str,
    /// Which values of it a sentence has.
    values: fn(&Policy, &Sentence) -> Vec<String>,
    /// Whether a flow with two values counts as changed once.
    is_either: bool,
}

const ATTRIBUTES: [Attribute; 3] = [
    Attribute { comes: "basis-changed", goes: "basis-changed", values: bases, is_either: true },
    Attribute { comes: "becomes-required", goes: "becomes-optional", values: required, is_either: false },
    Attribute { comes: "becomes-certain", goes: "becomes-possible", values: certain, is_either: false },
];

fn bases(policy: &Policy, sentence: &Sentence) -> Vec<String> {
    sentence.bases.iter().map(|basis| policy.vocabulary.term(basis.term).name.to_string()).collect()
}

fn required(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_required = sentence.necessity == Some(Necessity::Required);
    if is_required { vec!["required".to_owned()] } else { Vec::new() }
}

fn certain(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_certain = matches!(sentence.modality, Modality::Plain | Modality::Currently);
    if is_certain { vec!["certain".to_owned()] } else { Vec::new() }
}

/// Every change of an attribute, over exactly the flows that both policies permit.
pub(super) fn changes(both: &Both<'_, '_>) -> Result<Vec<Change>, BudgetExceeded> {
    let mut changes = Vec::new();
    for attribute in &ATTRIBUTES {
        let (old, new) = (valued(both.old_meaning, attribute)?, valued(both.new_meaning, attribute)?);
        let come = grown(both.new_meaning, &new, both.old_meaning, &old)?;
        let gone = grown(both.old_meaning, &old, both.new_meaning, &new)?;
        let diagrams = &both.new_meaning.diagrams;
        if attribute.is_either {
            let moved = diagrams.or(&come, &gone)?;
            tell(both, attribute, attribute.comes, &moved, &mut changes)?;
        } else {
            tell(both, attribute, attribute.comes, &come, &mut changes)?;
            tell(both, attribute, attribute.goes, &gone, &mut changes)?;
        }
    }
    Ok(changes)
}

/// The flows of each value.
fn valued(
    meaning: &Meaning<'_>,
    attribute: &Attribute,
) -> Result<BTreeMap<String, Vec<Region>>, BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    let mut valued: BTreeMap<String, Vec<Region>> = BTreeMap::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let Owner::Statement(id) = half.owner else { continue };
        if half.side != Side::Permission || half.origin == Origin::Implied {
            continue;
        }
        for value in (attribute.values)(policy, &policy.statement(id).sentence) {
            valued.entry(value).or_default().push(region.clone());
        }
    }
    Ok(valued)
}

/// The flows that have a value on one side only, among those that both sides permit.
fn grown(
    one: &Meaning<'_>,
    of_one: &BTreeMap<String, Vec<Region>>,
    other: &Meaning<'_>,
    of_other: &BTreeMap<String, Vec<Region>>,
) -> Result<Region, BudgetExceeded> {
    let diagrams = &one.diagrams;
    let mut grown = diagrams.nothing();
    for (value, regions) in of_one {
        let none = Vec::new();
        let known = of_other.get(value).unwrap_or(&none);
        for region in regions.iter().filter(|region| !known.contains(region)) {
            let mut rest = diagrams.feasible(region)?;
            for region in known {
                rest = diagrams.minus(&rest, region)?;
            }
            if diagrams.is_empty(&rest)? {
                continue;
            }
            for (half, region) in other.halves.iter().zip(&other.effect.regions) {
                if half.side == Side::Permission && half.origin != Origin::Implied {
                    let shared = diagrams.and(&rest, region)?;
                    grown = diagrams.or(&grown, &shared)?;
                }
            }
        }
    }
    Ok(grown)
}

fn tell(
    both: &Both<'_, '_>,
    attribute: &Attribute,
    code: &'static str,
    moved: &Region,
    changes: &mut Vec<Change>,
) -> Result<(), BudgetExceeded> {
    let meaning = both.new_meaning;
    let mut rest = moved.clone();
    for owner in flows::sharing(meaning, Side::Permission, moved)? {
        let Owner::Statement(id) = owner else { continue };
        let own = meaning.halves.iter().zip(&meaning.effect.regions).filter(|(half, _)| {
            half.owner == owner && half.side == Side::Permission && half.origin != Origin::Implied
        });
        let own = meaning.diagrams.union(own.map(|(_, region)| region.clone()))?;
        let part = meaning.diagrams.and(&rest, &own)?;
        if meaning.diagrams.is_empty(&part)? {
            continue;
        }
        rest = meaning.diagrams.minus(&rest, &part)?;
        let (boxes, is_complete) = meaning.diagrams.boxes(&part, MAX_BOXES)?;
        if !is_complete {
            return Err(BudgetExceeded);
        }
        let mut names = Names::new(meaning.diagrams.space());
        let (areas, _) = names.areas(&boxes);
        let old: Vec<Owner> = flows::sharing(both.old_meaning, Side::Permission, &part)?;
        let words = |meaning: &Meaning<'_>, owner: Option<&Owner>| {
            let policy = meaning.diagrams.space().policy;
            let values = match owner? {
                Owner::Statement(id) => (attribute.values)(policy, &policy.statement(*id).sentence),
                Owner::Tracker(_) => Vec::new(),
            };
            (!values.is_empty()).then(|| values.join(", "))
        };
        let told = Told {
            code,
            before: words(both.old_meaning, old.first()),
            after: words(meaning, Some(&owner)),
            old,
            new: vec![owner],
        };
        let about = both.speakers[1].statement(id);
        changes.push(both.told(told, areas, &about));
    }
    Ok(())
}
