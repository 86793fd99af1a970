//! A permission that is cut because it is silent on what a prohibition restricts.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "narrowed-by-silence", Note, "a prohibition narrows a permission that does not mention what it is about");

pub(super) fn permissions_name_what_prohibitions_restrict(
    meaning: &Meaning<'_>,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = meaning.diagrams.space().policy;
    for cut in &meaning.effect.cuts {
        // Where nothing is left, that is the finding.
        if super::permission_cut_away::leaves_nothing(meaning, cut.permission)? {
            continue;
        }
        let (permission, prohibition) =
            (meaning.halves[cut.permission].owner, meaning.halves[cut.prohibition].owner);
        let (permits, prohibits) =
            (super::label_of(policy, permission), super::label_of(policy, prohibition));
        let silent_on = describe::aspect(meaning.diagrams.space(), cut.silent_on);
        let lost = super::in_words(meaning, &cut.region)?;
        found.push(
            Diagnostic::clash(
                &RULE,
                (super::span_of(policy, prohibition), "restricted here"),
                (super::span_of(policy, permission), "says nothing about it"),
                format!("`{prohibits}` narrows `{permits}`, which says nothing about {silent_on}"),
            )
            .help(format!("no longer permitted: {lost}. To say so in the text, add `except as stated in {prohibits}` to `{permits}`")),
        );
    }
    Ok(())
}
