//! A right from which a refusal takes what the offer does not mention.

use super::narrowed_by_silence::{is_right, narrowings};
use super::practice::slice_of;
use super::{excepted_as, label_of, listed, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::What;
use crate::semantics::half::Half;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Dimension;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "right-narrowed", Warning, "a refusal takes from a right what the offer of the right does not mention");

pub(super) fn rights_name_what_is_refused(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for narrowing in narrowings(meaning, |cut| {
        let half = &meaning.halves[cut.permission];
        if is_right(meaning, half) {
            in_the_right(meaning, half, &cut.region)
        } else {
            Ok(meaning.diagrams.nothing())
        }
    })? {
        let Some(first) = narrowing.permissions.first() else { continue };
        let refuses = label_of(policy, narrowing.prohibition);
        let excepted = excepted_as(policy, narrowing.prohibition);
        let offers = listed(narrowing.permissions.iter().map(|one| label_of(policy, *one)));
        let aspects: Vec<String> =
            narrowing.silent_on.iter().map(|aspect| describe::aspect(space, *aspect)).collect();
        let (right, says) = match narrowing.permissions.len() {
            1 => ("the right in", "says"),
            _ => ("the rights in", "say"),
        };
        let lost = super::in_words(meaning, &narrowing.lost)?;
        let finding = Diagnostic::new(
            &RULE,
            span_of(policy, *first),
            format!(
                "`{refuses}` narrows {right} {offers}, which {says} nothing about {}",
                aspects.join(" or ")
            ),
        )
        .at("reads as if it held always");
        let finding = narrowing
            .permissions
            .iter()
            .skip(1)
            .fold(finding, |finding, one| finding.with(span_of(policy, *one), "and so does this"));
        found.push(finding.with(span_of(policy, narrowing.prohibition), "refused here").help(format!(
            "not in the right: {lost}. Whoever reads the right is misled until it is said: add `except as stated in {excepted}` to {offers}"
        )));
    }
    Ok(())
}

/// What was cut from a half that was in the right: a right that stops what is done for some purposes alone gives nothing for
/// others, so that nothing of it can be refused there.
fn in_the_right(meaning: &Meaning, half: &Half, lost: &Region) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let vocabulary = &space.policy.vocabulary;
    let mut lost = lost.clone();
    if !half.is_grant(&space.policy) {
        return Ok(lost);
    }
    for item in &space.policy.part_sentence(half.owner).object.set.items {
        let What::Term(right) = item.what else { continue };
        for right in vocabulary.meant(right) {
            let Some(effects) = vocabulary.stops_of(right) else { continue };
            let is_for_purposes_alone = !effects.stops_for.is_empty()
                && effects.stops_based_on.is_empty()
                && effects.stops_with.is_empty();
            if is_for_purposes_alone {
                let of_right = slice_of(meaning, Dimension::Right, &[right]);
                let for_these = slice_of(meaning, Dimension::Purpose, &effects.stops_for);
                lost = diagrams.minus(&lost, &diagrams.minus(&of_right, &for_these)?)?;
            }
        }
    }
    Ok(lost)
}
