//! Data that must be kept, within a deletion or a right to it that does not say so.

use crate::diagnostic::rule::rule;
use std::collections::{BTreeMap, BTreeSet};

use super::{excepted_as, label_of, listed, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::{BudgetExceeded, Region};

rule!(pub(crate) RULE, "retention-outlasts-deletion", Warning, "what must be kept is not deleted, and the deletion does not say so");

/// Deletions that meet the same retentions.
#[derive(Default)]
struct Meeting {
    deletions: Vec<Owner>,
    /// What is not deleted.
    kept: Vec<Region>,
    is_right: bool,
}

pub(super) fn deletions_name_what_must_be_kept(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut by_deletion: BTreeMap<Owner, (BTreeSet<Owner>, Meeting)> = BTreeMap::new();
    for one in meaning.effect.outlasting.iter().filter(|one| one.keeps_something()) {
        let half = &meaning.halves[one.deletion];
        let (retentions, meeting) = by_deletion.entry(half.owner).or_default();
        retentions.insert(meaning.kept[one.retention].owner);
        meeting.is_right |= half.origin == Origin::Request;
        let deleted = diagrams.cells(&half.cells)?;
        meeting.kept.push(diagrams.and(&deleted, &meaning.effect.kept[one.retention])?);
    }
    let mut meetings: BTreeMap<BTreeSet<Owner>, Meeting> = BTreeMap::new();
    for (deletion, (retentions, one)) in by_deletion {
        let meeting = meetings.entry(retentions).or_default();
        meeting.deletions.push(deletion);
        meeting.kept.extend(one.kept);
        meeting.is_right |= one.is_right;
    }
    for (retentions, meeting) in meetings {
        found.extend(report(meaning, &retentions, meeting)?);
    }
    Ok(())
}

fn report(
    meaning: &Meaning,
    retentions: &BTreeSet<Owner>,
    meeting: Meeting,
) -> Result<Diagnostics, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut found = Diagnostics::new();
    let Some(first) = meeting.deletions.first() else { return Ok(found) };
    let what = super::data_in_words(meaning, &meaning.diagrams.union(meeting.kept)?)?;
    let deletes = listed(meeting.deletions.iter().map(|one| label_of(policy, *one)));
    let keeps = listed(retentions.iter().map(|one| label_of(policy, *one)));
    let (reach, say) = if meeting.deletions.len() == 1 { ("does", "does") } else { ("do", "do") };
    let keep = if retentions.len() == 1 { "keeps" } else { "keep" };
    let mut labels: Vec<&str> = retentions.iter().map(|one| excepted_as(policy, *one)).collect();
    labels.dedup();
    let reader =
        if meeting.is_right { "whoever reads the right is misled" } else { "whoever reads this is misled" };
    let mut finding = Diagnostic::new(
        &RULE,
        span_of(policy, *first),
        format!("{deletes} {reach} not reach what {keeps} {keep}, and {say} not say so"),
    )
    .at("not all of it is deleted");
    for other in meeting.deletions.iter().skip(1) {
        finding = finding.with(span_of(policy, *other), "nor here");
    }
    for retention in retentions {
        finding = finding.with(span_of(policy, *retention), "kept all the same");
    }
    found.push(finding.help(format!(
        "{reader} until it is said; add `except as stated in {}` to {deletes}. Not deleted: {what}",
        labels.join(", ")
    )));
    Ok(found)
}
