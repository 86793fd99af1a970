//! A permission that is cut because it is silent on what a prohibition restricts.

use crate::diagnostic::rule::rule;
use std::collections::{BTreeMap, HashMap};

use super::practice::{CHANNEL, is_of_technology};
use super::{excepted_as, label_of, listed, span_of, whole_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Modality, Policy, Verb};
use crate::semantics::effect::Cut;
use crate::semantics::half::{Aspect, Cell, Half, Origin, Owner, Side};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactKey};
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "narrowed-by-silence", Note, "a prohibition narrows a permission that does not mention what it is about");

pub(super) fn permissions_name_what_prohibitions_restrict(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let surprises = |cut: &Cut| {
        let (permission, prohibition) = (&meaning.halves[cut.permission], &meaning.halves[cut.prohibition]);
        let is_plain = is_right(meaning, permission)
            || is_plain(policy, prohibition, cut.silent_on)
            || is_of_technology(policy, prohibition) && !permission.says.contains(&CHANNEL);
        Ok(if is_plain { meaning.diagrams.nothing() } else { cut.region.clone() })
    };
    for narrowing in narrowings(meaning, surprises)? {
        // What narrows so many statements reads as a rule for all of them.
        if narrowing.permissions.len() > MOST_NARROWED {
            continue;
        }
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
    protections_say_in_which_state(meaning, found)
}

/// A protection that does not say whether it is in transit, at rest or in use promises none of them, and its reader takes it for
/// all of them: one that is ruled out narrows it.
fn protections_say_in_which_state(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let says_state = |half: &Half| !policy.part_sentence(half.owner).states.is_empty();
    let is_ruled_out = |half: &Half| {
        half.side == Side::Prohibition
            && policy.part_sentence(half.owner).verb == Verb::Protect
            && says_state(half)
    };
    let whatever = |half: &Half| {
        let mut cells = half.cells.clone();
        cells.iter_mut().for_each(|cell| cell.sets[Dimension::State as usize] = None);
        cells
    };
    let bans: Vec<(usize, Vec<Cell>)> = meaning
        .halves
        .iter()
        .enumerate()
        .filter(|(_, half)| is_ruled_out(half))
        .map(|(idx, half)| (idx, whatever(half)))
        .collect();
    let speaking = Meeting::of(diagrams.space(), bans.iter().map(|(idx, cells)| (*idx, cells.as_slice())));
    for (idx, half) in meaning.halves.iter().enumerate() {
        let is_silent = (half.side, half.origin) == (Side::Permission, Origin::Stated)
            && policy.part_sentence(half.owner).verb == Verb::Protect
            && !says_state(half);
        for ban in if is_silent { speaking.with(&whatever(half)) } else { Vec::new() } {
            let other = &meaning.halves[ban];
            let told = |region: &Region| diagrams.forget(region, &[Dimension::State], &[]);
            let (gone, said) = (told(&meaning.effect.regions[ban])?, told(&meaning.effect.regions[idx])?);
            let both = diagrams.and(&gone, &said)?;
            if meaning.effect.are_joined(half.owner, other.owner) || diagrams.is_empty(&both)? {
                continue;
            }
            let (protects, refuses) = (label_of(policy, half.owner), label_of(policy, other.owner));
            found.push(
                Diagnostic::new(
                    &RULE,
                    span_of(policy, other.owner),
                    format!("`{refuses}` narrows `{protects}`, which says nothing about the state of the data"),
                )
                .at("restricted here")
                .with(span_of(policy, half.owner), "reads as if it held always")
                .help(format!(
                    "say in `{protects}` in which state the data are protected so: `in transit`, `at rest` or `in use`"
                )),
            );
        }
    }
    Ok(())
}

/// More statements than these are narrowed by a rule that everybody reads as one for all of them.
const MOST_NARROWED: usize = 3;

/// Whether no reader takes a permission for more than is left of it, although it does not mention what a prohibition is about:
/// what a tracker says of what it stores is said of nothing else, `never knowingly` leaves every other sentence as it is, and
/// that there is none of a topic is said of all that is done.
fn is_plain(policy: &Policy, prohibition: &Half, silent_on: Aspect) -> bool {
    let sentence = policy.part_sentence(prohibition.owner);
    match silent_on {
        Aspect::Fact(FactKey::Known(_)) => true,
        Aspect::Fact(FactKey::Subject(_)) => sentence.modality == Modality::NeverKnowingly,
        Aspect::Slot(dimension) => {
            let is_of_tracker =
                matches!(prohibition.owner, Owner::Tracker(_)) && dimension == Dimension::Channel;
            // What the topic brings with it, and no clause of the sentence says.
            let is_of_topic = sentence.verb == Verb::HaveNo
                && matches!(dimension, Dimension::Region | Dimension::RecipientRegion);
            is_of_tracker || is_of_topic
        }
        Aspect::Form | Aspect::Fact(FactKey::Term(_) | FactKey::Given(..)) => false,
    }
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

/// What each prohibition takes from permissions by their silence, of each cut as much as `counts`, where it leaves something of
/// them; where it leaves nothing, that is the finding.
pub(super) fn narrowings(
    meaning: &Meaning,
    counts: impl Fn(&Cut) -> Result<Region, BudgetExceeded>,
) -> Result<Vec<Narrowing>, BudgetExceeded> {
    let mut found: BTreeMap<Owner, Narrowing> = BTreeMap::new();
    // A permission that many prohibitions cut is looked at once.
    let mut gone: HashMap<usize, bool> = HashMap::new();
    for cut in &meaning.effect.cuts {
        let half = &meaning.halves[cut.permission];
        let lost = counts(cut)?;
        if meaning.diagrams.is_empty(&lost)? {
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
        narrowing.lost = meaning.diagrams.or(&narrowing.lost, &lost)?;
    }
    for narrowing in found.values_mut() {
        narrowing.permissions.sort_unstable();
        narrowing.silent_on.sort_unstable();
    }
    Ok(found.into_values().collect())
}
