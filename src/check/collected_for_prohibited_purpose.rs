//! Data that are collected for a purpose for which another statement forbids to use them.

use super::practice::{is_of_technology, permission_of, practices};
use crate::diagnostic::rule::{Rule, rule};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Verb};
use crate::semantics::Meaning;
use crate::semantics::effect::silent_on;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::meeting::Meeting;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::excepts;
use crate::semantics::space::Dimension;
use std::collections::BTreeSet;

rule!(pub(crate) RULE, "collected-for-prohibited-purpose", Warning, "data are collected for a purpose for which another statement forbids to use them");

pub(super) fn purposes_of_collection_are_permitted(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let obtaining = Implying {
        rule: &RULE,
        verbs: &[Verb::Collect, Verb::Derive],
        here: "obtained for a prohibited use",
        does: "is for a purpose for which",
    };
    implied_uses_are_permitted(meaning, &obtaining, found)
}

/// The practices that imply a use of what they are about.
pub(super) struct Implying {
    pub(super) rule: &'static Rule,
    pub(super) verbs: &'static [Verb],
    /// What is said at the practice.
    pub(super) here: &'static str,
    /// What the practice does, up to the statement that prohibits the use.
    pub(super) does: &'static str,
}

/// Reports each practice of these verbs whose implied use another statement prohibits.
pub(super) fn implied_uses_are_permitted(
    meaning: &Meaning,
    implying: &Implying,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let personal = diagrams.personal();
    let scopes =
        meaning.halves.iter().map(|half| diagrams.cells(&half.scope)).collect::<Result<Vec<_>, _>>()?;
    // Where a statement about the use itself has the say, it is the answer.
    let said = diagrams.union(scopes)?;
    let owners: BTreeSet<Owner> =
        practices(policy).into_iter().filter(|one| one.is(implying.verbs)).map(|one| one.owner).collect();
    let is_ban = |half: &Half| half.side == Side::Prohibition && half.origin != Origin::Choice;
    let bans = meaning.halves.iter().enumerate().filter(|(_, half)| is_ban(half));
    let bans = Meeting::of_halves(diagrams.space(), bans);
    for implied in
        meaning.halves.iter().filter(|half| half.origin == Origin::Implied && owners.contains(&half.owner))
    {
        let meant = diagrams.minus(&diagrams.and(&diagrams.cells(&implied.cells)?, &personal)?, &said)?;
        for idx in bans.with(&implied.cells) {
            let prohibition = &meaning.halves[idx];
            // The verbs of one statement say together what it permits.
            if super::label_of(policy, prohibition.owner) == super::label_of(policy, implied.owner)
                || silent_on(&policy.vocabulary, implied, prohibition).is_some()
                || is_known(meaning, implied.owner, prohibition.owner)
                || is_in_another_tracker(meaning, implied.owner, prohibition.owner)
                // What is used is used without the technology that there is none of.
                || is_of_technology(policy, prohibition)
            {
                continue;
            }
            let lost = diagrams.and(&meant, &meaning.effect.regions[idx])?;
            if diagrams.is_empty(&lost)? {
                continue;
            }
            let (implies, prohibits) =
                (super::label_of(policy, implied.owner), super::label_of(policy, prohibition.owner));
            let what = super::in_words(meaning, &lost)?;
            found.push(
                Diagnostic::clash(
                    implying.rule,
                    (super::span_of(policy, prohibition.owner), "the use is prohibited here"),
                    (super::span_of(policy, implied.owner), implying.here),
                    format!("`{implies}` {} `{prohibits}` prohibits to use the data", implying.does),
                )
                .help(format!(
                    "take the purpose out, or {}; prohibited: {what}",
                    super::add_exception(policy, implied.owner, prohibition.owner)
                )),
            );
        }
    }
    Ok(())
}

/// Whether the ban is that of a tracker about what it stores, and the data are collected through something else.
fn is_in_another_tracker(meaning: &Meaning, collects: Owner, prohibits: Owner) -> bool {
    let Owner::Tracker(tracker) = prohibits else { return false };
    let space = meaning.diagrams.space();
    let tracker = space.under(Kind::Channel, space.policy.trackers[tracker.index()].channel);
    let is_through_it = |half: &Half| {
        let mut ways = half.cells.iter().filter_map(|cell| cell.sets[Dimension::Channel as usize]);
        ways.any(|set| tracker.is_some_and(|own| !own.is_disjoint(space.atoms_in(Dimension::Channel, set))))
    };
    !permission_of(meaning, collects).is_some_and(|(_, half)| is_through_it(half))
}

/// Whether the two are already reported as a contradiction, or one names the other as its exception.
fn is_known(meaning: &Meaning, permits: Owner, prohibits: Owner) -> bool {
    let policy = &meaning.diagrams.space().policy;
    let owner = |half: usize| meaning.halves[half].owner;
    let is_reported = meaning
        .effect
        .conflicts
        .iter()
        .any(|one| owner(one.permission) == permits && owner(one.prohibition) == prohibits);
    let is_excepted = match (permits, prohibits) {
        (Owner::Statement(one), Owner::Statement(other)) => {
            excepts(policy, one, other) || excepts(policy, other, one)
        }
        _ => false,
    };
    is_reported || is_excepted
}
