//! Data that one statement deletes and another keeps without an end, or at least so long.

use crate::diagnostic::rule::rule;
use std::collections::BTreeSet;

use super::{add_exception, label_of, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::effect::{Outcome, Outlasting};
use crate::semantics::half::Origin;
use crate::semantics::region::BudgetExceeded;

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
    Ok(())
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
