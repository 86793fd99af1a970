//! What the company promises not to collect, and somebody else collects from the same people.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, Verb};
use crate::semantics::Meaning;
use crate::semantics::effect::silent_on;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::excepts;
use crate::semantics::space::{Dimension, WithProcessors};

rule!(pub(crate) RULE, "others-collect", Warning, "the company does not collect what somebody else collects here");

pub(super) fn others_do_not_collect_what_we_do_not(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let policy = space.policy;
    let company = space.company(WithProcessors::Yes);
    let practices = practices(policy);
    let of = |side: Side| {
        meaning
            .halves
            .iter()
            .enumerate()
            .filter(move |(_, half): &(usize, &Half)| half.side == side && half.origin == Origin::Stated)
    };
    let personal = diagrams.personal();
    for (promise_idx, promise) in of(Side::Prohibition) {
        let Owner::Statement(id) = promise.owner else { continue };
        let sentence = &policy.statement(id).sentence;
        if sentence.actor != Actor::We || !matches!(sentence.verb, Verb::Collect | Verb::HaveNo) {
            continue;
        }
        for (other_idx, other) in of(Side::Permission) {
            let Some(practice) =
                practices.iter().find(|one| one.owner == other.owner && one.is(&[Verb::Collect]))
            else {
                continue;
            };
            let Actor::Recipient(who, _) = practice.actor else { continue };
            // Of those who act for the company the promise speaks itself.
            let is_apart = space.under(Kind::Recipient, who).is_some_and(|atoms| atoms.is_disjoint(&company));
            let is_excepted = matches!(other.owner, Owner::Statement(other) if excepts(policy, id, other) || excepts(policy, other, id));
            if !is_apart || is_excepted || silent_on(&policy.vocabulary, other, promise).is_some() {
                continue;
            }
            let promised = diagrams.forget(
                &diagrams.and(&meaning.effect.regions[promise_idx], &personal)?,
                &[Dimension::Actor],
                &[],
            )?;
            let both = diagrams.and(&meaning.effect.regions[other_idx], &promised)?;
            if diagrams.is_empty(&both)? {
                continue;
            }
            let what = super::in_words(meaning, &both)?;
            let name = &policy.vocabulary.term(who).name;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (sentence.span, "not collected by us"),
                    (practice.span, "collected by somebody else"),
                    format!("`{}` promises that we do not collect what `{name}` collects in `{}`", policy.statement(id).label, practice.label),
                )
                .help(format!("limit the promise to where it is true, for example by `through`; collected all the same: {what}")),
            );
        }
    }
    Ok(())
}
