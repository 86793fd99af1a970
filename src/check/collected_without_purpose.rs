//! Data of which nobody learns what they are collected for.

use super::practice::{data, data_of_item, personal_items, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Verb, What};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "collected-without-purpose", Warning, "data are collected, and nothing says what for");

pub(super) fn collected_data_have_a_purpose(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let practices = practices(&space.policy);
    let mut explained = fixedbitset::FixedBitSet::with_capacity(space.atoms(Kind::Data).len());
    for practice in practices.iter().filter(|one| one.permits() && one.sentence.slots.purpose.is_some()) {
        explained.union_with(&data(space, practice.object));
        if let Some(second) = &practice.sentence.slots.second {
            explained.union_with(&data(space, &second.set));
        }
    }
    // A document that names no purpose at all is a beginning, and each of its lines would be reported.
    if explained.is_clear() {
        return Ok(());
    }
    for practice in practices
        .iter()
        .filter(|one| one.permits() && one.is(&[Verb::Collect]) && one.sentence.slots.purpose.is_none())
    {
        let mut unexplained = fixedbitset::FixedBitSet::with_capacity(explained.len());
        for item in personal_items(space, practice.object) {
            let covered = data_of_item(space, item, practice.object);
            // `any personal data` is no datum that somebody forgot: one purpose anywhere answers for it.
            if matches!(item.what, What::Term(_)) || covered.is_disjoint(&explained) {
                unexplained.union_with(&covered);
            }
        }
        unexplained.difference_with(&explained);
        if unexplained.is_clear() {
            continue;
        }
        let names = describe::names(space, Kind::Data, &unexplained).join(", ");
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` collects {names}, and nothing says what for", practice.label),
            )
            .at("no purpose")
            .help("add `for` and the purpose, or a statement that says what the data are used for"),
        );
    }
    Ok(())
}
