//! A permission that is cut because it is silent on what a prohibition restricts.

use crate::diagnostic::rule::rule;
use std::collections::{BTreeMap, HashMap};

use super::{excepted_as, label_of, listed, span_of, whole_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::half::{Aspect, Half, Origin, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "narrowed-by-silence", Note, "a prohibition narrows a permission that does not mention what it is about");

pub(super) fn permissions_name_what_prohibitions_restrict(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for narrowing in narrowings(meaning, |half| !is_right(meaning, half))? {
        let prohibits = label_of(policy, narrowing.prohibition);
        let permits = listed(narrowing.permissions.iter().map(|one| label_of(policy, *one)));
        let aspects: Vec<String> =
            narrowing.silent_on.iter().map(|aspect| describe::aspect(space, *aspect)).collect();
        let excepted = excepted_as(policy, narrowing.prohibition);
        let (says, where_to) = match narrowing.permissions.len() {
            1 => ("says", permits.clone()),
            _ => ("say", "each of them".to_owned()),
        };
        let lost = super::in_words(meaning, &narrowing.lost)?;
        let finding = Diagnostic::new(
            &RULE,
            span_of(policy, narrowing.prohibition),
            format!("`{prohibits}` narrows {permits}, which {says} nothing about {}", aspects.join(" or ")),
        )
        .at("restricted here");
        let finding = narrowing
            .permissions
            .iter()
            .fold(finding, |finding, one| finding.with(span_of(policy, *one), "says nothing about it"));
        found.push(finding.help(format!(
            "no longer permitted: {lost}. To say so in the text, add `except as stated in {excepted}` to {where_to}"
        )));
    }
    Ok(())
}

/// What one prohibition takes from all permissions that are silent on what it restricts.
pub(super) struct Narrowing {
    pub(super) prohibition: Owner,
    pub(super) permissions: Vec<Owner>,
    pub(super) silent_on: Vec<Aspect>,
    pub(super) lost: Region,
}

/// Whether a half grants a right, or says what a granted right says besides.
pub(super) fn is_right(meaning: &Meaning, half: &Half) -> bool {
    half.origin == Origin::Request || half.is_grant(&meaning.diagrams.space().policy)
}

/// What each prohibition takes from some permissions by their silence, where it leaves something of them; where it leaves
/// nothing, that is the finding.
pub(super) fn narrowings(
    meaning: &Meaning,
    is_meant: impl Fn(&Half) -> bool,
) -> Result<Vec<Narrowing>, BudgetExceeded> {
    let mut found: BTreeMap<Owner, Narrowing> = BTreeMap::new();
    // A permission that many prohibitions cut is looked at once.
    let mut gone: HashMap<usize, bool> = HashMap::new();
    for cut in &meaning.effect.cuts {
        let half = &meaning.halves[cut.permission];
        if !is_meant(half) {
            continue;
        }
        let is_gone = match gone.get(&cut.permission) {
            Some(is_gone) => *is_gone,
            None => super::permission_cut_away::leaves_nothing(meaning, cut.permission)?,
        };
        gone.insert(cut.permission, is_gone);
        if is_gone {
            continue;
        }
        let policy = &meaning.diagrams.space().policy;
        let prohibition = whole_of(policy, meaning.halves[cut.prohibition].owner);
        let permission = whole_of(policy, half.owner);
        let narrowing = found.entry(prohibition).or_insert_with(|| Narrowing {
            prohibition,
            permissions: Vec::new(),
            silent_on: Vec::new(),
            lost: meaning.diagrams.nothing(),
        });
        if !narrowing.permissions.contains(&permission) {
            narrowing.permissions.push(permission);
        }
        if !narrowing.silent_on.contains(&cut.silent_on) {
            narrowing.silent_on.push(cut.silent_on);
        }
        narrowing.lost = meaning.diagrams.or(&narrowing.lost, &cut.region)?;
    }
    for narrowing in found.values_mut() {
        narrowing.permissions.sort_unstable();
        narrowing.silent_on.sort_unstable();
    }
    Ok(found.into_values().collect())
}
