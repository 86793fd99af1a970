//! Data that are collected for a purpose for which another statement forbids to use them.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::effect::{can_meet, silent_on};
use crate::semantics::half::{Origin, Owner, Side};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::excepts;

rule!(pub(crate) RULE, "collected-for-prohibited-purpose", Warning, "data are collected for a purpose for which another statement forbids to use them");

pub(super) fn purposes_of_collection_are_permitted(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let personal = diagrams.personal();
    let scopes =
        meaning.halves.iter().map(|half| diagrams.cells(&half.scope)).collect::<Result<Vec<_>, _>>()?;
    // Where a statement about the use itself has the say, it is the answer.
    let said = diagrams.union(scopes)?;
    // Handing data to a processor implies a use as well, but of that the prohibition of a disclosure speaks.
    let collecting = practices(policy)
        .into_iter()
        .filter(|one| one.is(&[Verb::Collect, Verb::Derive]))
        .map(|one| one.owner);
    let collecting: Vec<Owner> = collecting.collect();
    for implied in meaning
        .halves
        .iter()
        .filter(|half| half.origin == Origin::Implied && collecting.contains(&half.owner))
    {
        let meant = diagrams.minus(&diagrams.and(&diagrams.cells(&implied.cells)?, &personal)?, &said)?;
        for (idx, prohibition) in meaning.halves.iter().enumerate() {
            let forbids = prohibition.side == Side::Prohibition
                && prohibition.origin != Origin::Choice
                && prohibition.owner != implied.owner;
            if !forbids
                || !can_meet(diagrams.space(), implied, prohibition)
                || silent_on(&policy.vocabulary, implied, prohibition).is_some()
                || is_known(meaning, implied.owner, prohibition.owner)
            {
                continue;
            }
            let lost = diagrams.and(&meant, &meaning.effect.regions[idx])?;
            if diagrams.is_empty(&lost)? {
                continue;
            }
            let (collects, prohibits) =
                (super::label_of(policy, implied.owner), super::label_of(policy, prohibition.owner));
            let what = super::in_words(meaning, &lost)?;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (super::span_of(policy, prohibition.owner), "the use is prohibited here"),
                    (super::span_of(policy, implied.owner), "obtained for a prohibited use"),
                    format!(
                        "`{collects}` is for a purpose for which `{prohibits}` prohibits to use the data"
                    ),
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
