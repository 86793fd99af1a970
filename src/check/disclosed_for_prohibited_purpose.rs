//! Data that go to processors for a purpose for which another statement forbids to use them.

use super::collected_for_prohibited_purpose::{Implying, implied_uses_are_permitted};
use crate::diagnostic::Diagnostics;
use crate::diagnostic::rule::rule;
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "disclosed-for-prohibited-purpose", Warning, "data are disclosed to processors for a purpose for which another statement forbids to use them");

pub(super) fn purposes_of_processors_are_permitted(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let disclosing = Implying {
        rule: &RULE,
        verbs: &[Verb::Disclose],
        here: "disclosed for a prohibited use",
        does: "hands data to processors, who act for you, for a purpose for which",
    };
    implied_uses_are_permitted(meaning, &disclosing, found)
}
