//! A tracker that lasts longer than the text says of what it stores.

use std::cmp::Ordering;

use super::practice::is_below_any;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::LifetimeWord;
use crate::model::{Attributes, KnownTerm, Lifetime, Part, Tracker, Vocabulary};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{self, End, Sense, Term, compare, schedule};
use crate::semantics::space::Reading;

rule!(pub(crate) RULE, "lifetimes-disagree", Warning, "two parts of the policy give the same tracker or its data another lifetime");

pub(super) fn lifetimes_agree(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if policy.trackers.is_empty() {
        return Ok(());
    }
    described_twice(&policy.trackers, found);
    let (keepings, _) = schedule(space);
    for tracker in policy.trackers.iter().filter(|one| !one.sentence.is_damaged) {
        let (Some(stores), Some(lasting)) = (&tracker.stores, tracker.lasting) else { continue };
        let Some(lasts) = term_of(&policy.vocabulary, lasting) else { continue };
        let stored = space.data(&stores.set, Reading::Exactly);
        for keeping in &keepings {
            let Part::Statement(kept) = keeping.part else { continue };
            let kept = policy.statement(kept);
            // A period for wider data is about the company's own copies, and the tracker is on the reader's device.
            // What lies on the reader's device until the reader takes it away, and is sent to nobody by itself, is the
            // reader's own copy.
            let is_readers_own = tracker.by.is_none()
                && lasting == Lifetime::Word(LifetimeWord::Persistent)
                && is_below_any(policy, tracker.technology, &[KnownTerm::LocalStorage]);
            let is_about_it = match keeping.sense {
                Sense::Kept if is_readers_own => false,
                Sense::Ceiling => !keeping.data.is_disjoint(&stored),
                Sense::Kept => space.data(&kept.sentence.object.set, Reading::Exactly).is_subset(&stored),
                Sense::Floor => false,
            };
            if !is_about_it || compare(&policy.vocabulary, &lasts, &keeping.term) != Some(Ordering::Greater) {
                continue;
            }
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (kept.sentence.span, "ends earlier here"),
                    (tracker.named.span, "lasts longer"),
                    format!(
                        "`{}` lasts longer than `{}` says of what it stores",
                        tracker.named.name, kept.label
                    ),
                )
                .help(format!(
                    "shorten the tracker, or say in `{}` whose copy it is about by `except`",
                    kept.label
                )),
            );
        }
    }
    Ok(())
}

/// How long a tracker holds what it stores; none where that is not known, or no matter of time.
fn term_of(vocabulary: &Vocabulary, lasting: Lifetime) -> Option<Term> {
    let end = match lasting {
        Lifetime::Period(period) => End::after(retention::collection(vocabulary), Some(period)),
        Lifetime::Word(LifetimeWord::Persistent) => End::Never,
        Lifetime::Word(LifetimeWord::Session | LifetimeWord::Unknown) => return None,
    };
    Some(Term { longests: vec![vec![end]] })
}

/// Two entries of a table for one and the same cookie.
fn described_twice(trackers: &[Tracker], found: &mut Diagnostics) {
    let text = |attributes: &Attributes, key: &str| {
        attributes.iter().find(|(known, _)| known == key).map(|(_, values)| values.clone())
    };
    let mut known = std::collections::HashMap::new();
    for tracker in trackers {
        let Some(pattern) = text(&tracker.attributes, "pattern") else { continue };
        let cookie = (pattern, text(&tracker.attributes, "domain"));
        let first: &Tracker = known.entry(cookie).or_insert(tracker);
        if first.lasting == tracker.lasting {
            continue;
        }
        found.push(
            Diagnostic::clash(
                &RULE,
                (first.named.span, "has one lifetime"),
                (tracker.named.span, "has another"),
                format!(
                    "`{}` and `{}` are the same tracker with two lifetimes",
                    first.named.name, tracker.named.name
                ),
            )
            .help("describe it once, or give each its own `pattern` or `domain`"),
        );
    }
}
