//! A tracker that stores what it is said not to store.

use std::collections::HashMap;

use super::practice::{Practice, data, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, TermId, Tracker, Verb, What};
use crate::semantics::half::Owner;
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
    practices_leave_what_is_not_stored(meaning, found);
    Ok(())
}

/// What a statement says is done through a tracker with data that the tracker is said not to store. To collect them is
/// ruled out by the tracker, and is a contradiction.
fn practices_leave_what_is_not_stored(meaning: &Meaning, found: &mut Diagnostics) {
    let space = meaning.diagrams.space();
    let trackers =
        space.policy.trackers.iter().filter(|one| !one.sentence.is_damaged && one.stores_no.is_some());
    let of_channel: HashMap<TermId, &Tracker> = trackers.map(|tracker| (tracker.channel, tracker)).collect();
    let is_meant = |one: &Practice<'_>| {
        one.permits() && !one.is(&[Verb::Collect]) && matches!(one.owner, Owner::Statement(_))
    };
    for practice in practices(&space.policy).into_iter().filter(is_meant) {
        for item in practice.sentence.slots.channel.iter().flat_map(|slot| &slot.set.items) {
            let What::Term(channel) = item.what else { continue };
            let Some(tracker) = of_channel.get(&channel) else { continue };
            let Some(denied) = &tracker.stores_no else { continue };
            let touched = space.data(practice.object, Reading::Permission);
            if touched.is_disjoint(&space.data(&denied.set, Reading::Prohibition)) {
                continue;
            }
            let mut both = data(space, practice.object);
            both.intersect_with(&data(space, &denied.set));
            let names = describe::names(space, Kind::Data, &both).join(", ");
            let name = &tracker.named.name;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (denied.span, "not stored"),
                    (practice.span, "there all the same"),
                    format!("`{name}` is said not to store {names}, which `{}` has through it", practice.label),
                )
                .help(format!(
                    "say what `{name}` stores, leave it out of `{}`, or leave out with `except` what is stored",
                    practice.label
                )),
            );
        }
    }
}
