//! Data that one statement deletes and another keeps without an end, or at least so long.

use crate::diagnostic::rule::rule;
use std::collections::{BTreeSet, HashMap};

use super::practice::shared;
use super::{add_exception, label_of, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EndKind, Fact, Retention, TermId, Verb};
use crate::semantics::Meaning;
use crate::semantics::effect::{Outcome, Outlasting};
use crate::semantics::half::{Origin, Side};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, FactId, FactKey};

rule!(pub(crate) RULE, "deletion-against-retention", Error, "data are to be deleted by one statement and kept by another");

pub(super) fn what_is_deleted_is_not_kept(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let mut told = BTreeSet::new();
    for one in meaning.effect.outlasting.iter().filter(|one| one.outcome == Outcome::Clash) {
        if told.insert((meaning.halves[one.deletion].owner, meaning.kept[one.retention].owner)) {
            found.push(clash(meaning, one)?);
        }
    }
    ends_are_not_refused(meaning, found)
}

/// What a statement keeps until an event is deleted then, and another one says that it never is.
fn ends_are_not_refused(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let mut refused: HashMap<TermId, Vec<usize>> = HashMap::new();
    for (place, half) in meaning.halves.iter().enumerate() {
        let sentence = policy.part_sentence(half.owner);
        let event = sentence.deletion.as_ref().map(|deletion| &deletion.event);
        if let (Side::Prohibition, Verb::Delete, Some(Fact::Term(event, _))) =
            (half.side, sentence.verb, event)
        {
            refused.entry(*event).or_default().push(place);
        }
    }
    for (half, left) in meaning.kept.iter().zip(&meaning.effect.kept) {
        let Some(event) = until(policy.part_sentence(half.owner).retention.as_ref()) else { continue };
        for place in refused.get(&event).into_iter().flatten() {
            let refusal = meaning.halves[*place].owner;
            let fact = diagrams.space().known_fact(FactKey::Term(event));
            let facts: Vec<FactId> = fact.into_iter().collect();
            let never = diagrams.forget(&meaning.effect.regions[*place], &[], &facts)?;
            let both = diagrams.and(&shared(meaning, left, &SHARED)?, &shared(meaning, &never, &SHARED)?)?;
            if meaning.effect.are_joined(half.owner, refusal) || diagrams.is_empty(&both)? {
                continue;
            }
            let (keeps, refuses) = (label_of(policy, half.owner), label_of(policy, refusal));
            let event = &policy.vocabulary.term(event).name;
            let shared = super::data_in_words(meaning, &both)?;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, refusal), "never deleted then"),
                    (span_of(policy, half.owner), "kept until then"),
                    format!("`{keeps}` ends with `{event}`, on which `{refuses}` says that nothing is deleted"),
                )
                .help(format!(
                    "both speak of {shared}. If they are kept longer, say in `{keeps}` how long; if they are not, take `{refuses}` away"
                )),
            );
        }
    }
    Ok(())
}

/// What a retention and the refusal of a deletion both speak of.
const SHARED: [Dimension; 3] = [Dimension::Datum, Dimension::Place, Dimension::Purpose];

/// The event until which something is kept and no longer, where that is all that is said. Who keeps for some time after it does
/// not delete on it.
fn until(retention: Option<&Retention>) -> Option<TermId> {
    let [stage] = retention?.stages.as_slice() else { return None };
    let [end] = stage.ends.as_slice() else { return None };
    match end.kind {
        EndKind::Until(event) => Some(event),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::More { .. }
        | EndKind::While(_)
        | EndKind::Needed(_)
        | EndKind::ItsPurposes => None,
    }
}

fn clash(meaning: &Meaning, one: &Outlasting) -> Result<Diagnostic, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let deletion = &meaning.halves[one.deletion];
    let (deleting, keeping) = (deletion.owner, meaning.kept[one.retention].owner);
    let (deletes, keeps) = (label_of(policy, deleting), label_of(policy, keeping));
    let is_right = deletion.origin == Origin::Request;
    let deleted =
        if is_right { format!("`{deletes}` lets people delete") } else { format!("`{deletes}` deletes") };
    let meant = if is_right { "right" } else { "deletion" };

    let (gone, kept) = (&meaning.effect.regions[one.deletion], &meaning.effect.kept[one.retention]);
    let personal = diagrams.and(&diagrams.and(gone, kept)?, &diagrams.personal())?;
    // Which reaches further is judged on forms that are personal, where the two meet in such.
    let among = if diagrams.is_empty(&personal)? { diagrams.everything() } else { diagrams.personal() };
    let (gone, kept) = (diagrams.and(gone, &among)?, diagrams.and(kept, &among)?);
    let (message, otherwise) = if diagrams.is_within(&gone, &kept)? {
        // An exception would leave nothing of the deletion.
        (format!("{deleted} what `{keeps}` keeps"), format!("take `{deletes}` away"))
    } else {
        let is_part = diagrams.is_within(&diagrams.forget_facts(&kept)?, &diagrams.forget_facts(&gone)?)?;
        let message = match is_part {
            true => format!("`{keeps}` keeps a part of what {deleted}, and neither says so"),
            false => format!("`{keeps}` keeps some of what {deleted}"),
        };
        (message, add_exception(policy, keeping, deleting))
    };
    let shared = super::data_in_words(meaning, &diagrams.and(&gone, &kept)?)?;
    Ok(Diagnostic::clash(
        &RULE,
        (span_of(policy, keeping), "kept here"),
        (span_of(policy, deleting), if is_right { "deleted on request" } else { "deleted here" }),
        message,
    )
    .help(format!(
        "both speak of {shared}. If the {meant} is meant, {}; if the retention is, {otherwise}",
        add_exception(policy, deleting, keeping)
    )))
}
