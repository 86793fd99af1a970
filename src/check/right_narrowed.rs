//! A right from which a refusal takes what the offer does not mention.

use super::narrowed_by_silence::{is_right, narrowings};
use super::{excepted_as, label_of, listed, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "right-narrowed", Warning, "a refusal takes from a right what the offer of the right does not mention");

pub(super) fn rights_name_what_is_refused(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for narrowing in narrowings(meaning, |half| is_right(meaning, half))? {
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
