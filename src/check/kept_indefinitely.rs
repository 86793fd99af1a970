//! Personal data that are kept without an end.

use super::practice::{is_under_european_law, personal_items, stays_below};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EndKind, KnownTerm};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Dimension;

rule!(pub(crate) RULE, "kept-indefinitely", Warning, "personal data are kept without an end");

/// Purposes that have no end: an archive in the public interest (GDPR Art. 5(1)(e)), and the list of those who objected, which
/// would be asked again without it.
const FOR_GOOD: &[KnownTerm] = &[KnownTerm::Archiving, KnownTerm::PrivacyChoices];

pub(super) fn personal_data_are_kept_for_a_time(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if !is_under_european_law(policy) {
        return Ok(());
    }
    for part in policy.parts() {
        let sentence = policy.part_sentence(part);
        let Some(stage) = sentence.retention.iter().flat_map(|retention| &retention.stages).next() else {
            continue;
        };
        // A later stage keeps the data in a form that reveals less.
        let Some(end) = stage.ends.iter().find(|end| end.kind == EndKind::Indefinitely) else { continue };
        if sentence.is_damaged
            || sentence.modality.is_negative()
            || personal_items(space, &sentence.object.set).is_empty()
            || stays_below(space, Dimension::Purpose, sentence.slots.purpose.as_ref(), FOR_GOOD)
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                &RULE,
                end.span,
                format!("`{}` keeps personal data without an end", super::label_of(policy, part)),
            )
            .at("no end")
            .help("say how long they are needed, as in `for 3 years` or `as long as needed for its purposes`, or from when on they are kept in a form that is not personal, as in `then retain anonymous`"),
        );
    }
    Ok(())
}
