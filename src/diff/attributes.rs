//! What statements say about flows that both policies permit, or both rule out: on which basis, with what certainty, whether
//! people have to provide the data, and whether what is ruled out is so for good.

use std::collections::BTreeMap;

use super::align::Aligned;
use super::area::Names;
use super::change::{Both, MAX_BOXES, Told};
use super::flows;
use super::report::{Area, Change};
use super::rule::ChangeRule;
use crate::model::{Modality, Necessity, Policy, Sentence};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side, never_knowingly};
use crate::semantics::region::{BudgetExceeded, Region};

/// What a sentence says beside the flow itself.
struct Attribute {
    /// The rule where the attribute comes, and where it goes.
    comes: ChangeRule,
    goes: ChangeRule,
    /// Which values of it a sentence has.
    values: fn(&Policy, &Sentence) -> Vec<String>,
    /// Whether a flow with two values counts as changed once.
    is_either: bool,
    /// Whether it is one of permissions or of prohibitions.
    side: Side,
    /// Whether it is told only of flows that did not become required, and that were not required.
    yields: bool,
}

impl Attribute {
    /// Whether a half says something about it. What is implied says nothing of its own, nor does a choice that was used.
    fn is_of(&self, half: &Half) -> bool {
        half.side == self.side
            && half.is_practice()
            && !matches!(half.origin, Origin::Implied | Origin::Choice)
    }

    fn values_of(&self, policy: Aligned<'_>, owner: Owner) -> Vec<String> {
        (self.values)(&policy, policy.part_sentence(owner))
    }
}

const ATTRIBUTES: [Attribute; 6] = [
    Attribute {
        comes: ChangeRule::BasisChanged,
        goes: ChangeRule::BasisChanged,
        values: bases,
        is_either: true,
        side: Side::Permission,
        yields: false,
    },
    Attribute {
        comes: ChangeRule::BecomesRequired,
        goes: ChangeRule::BecomesOptional,
        values: required,
        is_either: false,
        side: Side::Permission,
        yields: false,
    },
    // What had to be given and is optional now is told as such.
    Attribute {
        comes: ChangeRule::OptionalStated,
        goes: ChangeRule::OptionalWithdrawn,
        values: optional,
        is_either: false,
        side: Side::Permission,
        yields: true,
    },
    Attribute {
        comes: ChangeRule::BecomesCertain,
        goes: ChangeRule::BecomesPossible,
        values: certain,
        is_either: false,
        side: Side::Permission,
        yields: false,
    },
    Attribute {
        comes: ChangeRule::PromiseStrengthened,
        goes: ChangeRule::PromiseWeakened,
        values: lasting,
        is_either: false,
        side: Side::Prohibition,
        yields: false,
    },
    Attribute {
        comes: ChangeRule::PromiseStrengthened,
        goes: ChangeRule::PromiseWeakened,
        values: unqualified,
        is_either: false,
        side: Side::Prohibition,
        yields: false,
    },
];

fn bases(policy: &Policy, sentence: &Sentence) -> Vec<String> {
    sentence.bases.iter().map(|basis| policy.vocabulary.term(basis.term).name.to_string()).collect()
}

fn required(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_required = sentence.necessity == Some(Necessity::Required);
    if is_required { vec!["required".to_owned()] } else { Vec::new() }
}

fn optional(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_optional = sentence.necessity == Some(Necessity::Optional);
    if is_optional { vec!["optional".to_owned()] } else { Vec::new() }
}

fn certain(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_certain = matches!(sentence.modality, Modality::Plain | Modality::Currently);
    if is_certain { vec!["certain".to_owned()] } else { Vec::new() }
}

/// `do not yet` says nothing about tomorrow.
fn lasting(_: &Policy, sentence: &Sentence) -> Vec<String> {
    if sentence.modality.is_dated() { Vec::new() } else { vec!["for good".to_owned()] }
}

/// `never knowingly` promises less than `never`, also where it names no class of which anything could be known. Where it
/// names one, that it is known is a fact of the flows themselves.
fn unqualified(_: &Policy, sentence: &Sentence) -> Vec<String> {
    let is_qualified =
        sentence.modality == Modality::NeverKnowingly && never_knowingly(sentence).next().is_none();
    if is_qualified { Vec::new() } else { vec!["whatever is known".to_owned()] }
}

/// Every change of an attribute, over exactly the flows that both policies permit, or that both rule out.
pub(super) fn changes(both: &Both<'_>) -> Result<Vec<Change>, BudgetExceeded> {
    let mut changes = Vec::new();
    let mut necessity = both.new_meaning.diagrams.nothing();
    for attribute in &ATTRIBUTES {
        let (old, new) = (valued(both.old_meaning, attribute)?, valued(both.new_meaning, attribute)?);
        let mut come = grown(attribute, both.new_meaning, &new, both.old_meaning, &old)?;
        let mut gone = grown(attribute, both.old_meaning, &old, both.new_meaning, &new)?;
        let diagrams = &both.new_meaning.diagrams;
        if attribute.yields {
            come = diagrams.minus(&come, &necessity)?;
            gone = diagrams.minus(&gone, &necessity)?;
        } else if attribute.comes == ChangeRule::BecomesRequired {
            necessity = diagrams.or(&come, &gone)?;
        }
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
fn valued(meaning: &Meaning, attribute: &Attribute) -> Result<BTreeMap<String, Vec<Region>>, BudgetExceeded> {
    let policy = Aligned::of(meaning);
    let mut valued: BTreeMap<String, Vec<Region>> = BTreeMap::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        if !attribute.is_of(half) {
            continue;
        }
        for value in attribute.values_of(policy, half.owner) {
            valued.entry(value).or_default().push(region.clone());
        }
    }
    Ok(valued)
}

/// The flows that have a value on one side only, among those that both sides permit or rule out.
fn grown(
    attribute: &Attribute,
    one: &Meaning,
    of_one: &BTreeMap<String, Vec<Region>>,
    other: &Meaning,
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
                if attribute.is_of(half) {
                    let shared = diagrams.and(&rest, region)?;
                    grown = diagrams.or(&grown, &shared)?;
                }
            }
        }
    }
    Ok(grown)
}

fn tell(
    both: &Both<'_>,
    attribute: &Attribute,
    rule: ChangeRule,
    moved: &Region,
    changes: &mut Vec<Change>,
) -> Result<(), BudgetExceeded> {
    let meaning = both.new_meaning;
    let mut rest = moved.clone();
    for owner in flows::sharing(meaning, attribute.side, moved)? {
        let own = meaning.halves.iter().zip(&meaning.effect.regions);
        let own = own.filter(|(half, _)| half.owner == owner && attribute.is_of(half));
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
        let is_ruled_out = attribute.side == Side::Prohibition;
        let areas = names.areas(&boxes).0.into_iter().map(|area| Area { is_ruled_out, ..area }).collect();
        let old: Vec<Owner> = flows::sharing(both.old_meaning, attribute.side, &part)?;
        let words = |meaning: &Meaning, owner: Option<&Owner>| {
            let values = attribute.values_of(Aligned::of(meaning), *owner?);
            (!values.is_empty()).then(|| values.join(", "))
        };
        let told = Told {
            rule,
            before: words(both.old_meaning, old.first()),
            after: words(meaning, Some(&owner)),
            old,
            new: vec![owner],
        };
        let about = match owner {
            Owner::Statement(id) => both.speakers[1].statement(id),
            Owner::Tracker(id) => Aligned::of(meaning).trackers[id.index()].label.clone(),
        };
        changes.push(both.told(told, areas, &about));
    }
    Ok(())
}
