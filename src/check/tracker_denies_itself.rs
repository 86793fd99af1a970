//! A tracker that stores what it is said not to store.

use super::practice::data;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Kind;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Reading;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "tracker-denies-itself", Error, "a tracker stores what it is said not to store");

pub(super) fn trackers_store_what_they_say(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    for tracker in space.policy.trackers.iter().filter(|one| !one.sentence.is_damaged) {
        let (Some(stores), Some(denied)) = (&tracker.stores, &tracker.stores_no) else { continue };
        let stored = space.data(&stores.set, Reading::Exactly);
        if stored.is_disjoint(&space.data(&denied.set, Reading::Prohibition)) {
            continue;
        }
        let mut both = data(space, &stores.set);
        both.intersect_with(&data(space, &denied.set));
        let names = describe::names(space, Kind::Data, &both).join(", ");
        found.push(
            Diagnostic::clash(
                &RULE,
                (denied.span, "not stored"),
                (stores.span, "stored"),
                format!("`{}` stores {names}, which it is said not to store", tracker.named.name),
            )
            .help("keep one of the two, or leave out with `except` what is stored"),
        );
    }
    Ok(())
}
