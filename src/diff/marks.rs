//! The marks of a change: what makes it weigh more, whatever its rule.

use super::change::Both;
use super::flows::{self, Moved};
use super::rule::Direction;
use crate::model::{KnownTerm, Trait};
use crate::semantics::Meaning;
use crate::semantics::half::Side;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Act, Atom, Dimension, FactKey};

type Outcome<T> = Result<T, BudgetExceeded>;

/// The marks of a change whose flows are permitted on one side only.
pub(super) fn marks(both: &Both<'_>, moved: &Moved, permitted: &Region) -> Outcome<Vec<String>> {
    let meaning = both.meaning(moved);
    let (diagrams, space) = (&meaning.diagrams, meaning.diagrams.space());
    let mut marks = Vec::new();
    if has_sensitive(meaning, permitted)? {
        marks.push("sensitive-data");
    }
    let minors = space.policy.vocabulary.known(KnownTerm::Minors);
    let is_minor = |key: &FactKey| match (key, minors) {
        (FactKey::Subject(term), Some(minors)) => space.policy.vocabulary.is_below(*term, minors),
        _ => false,
    };
    for (fact, _) in space.facts.iter().filter(|(_, key)| is_minor(key)) {
        let others = diagrams.is_empty(&diagrams.and(permitted, &diagrams.literal(fact, false))?)?;
        if others && !diagrams.is_empty(permitted)? {
            marks.push("children");
            break;
        }
    }
    for (act, mark) in Act::ALL.into_iter().filter_map(|act| Some((act, mark_of(act)?))) {
        if flows::has_act(meaning, permitted, &[act])? {
            marks.push(mark);
        }
    }
    if moved.rule.direction() == Direction::Widens {
        if !flows::sharing(both.old_meaning, Side::Prohibition, permitted)?.is_empty() {
            marks.push("was-prohibited");
        }
        // Whoever agreed for a time did not agree for longer.
        if ["consent", "lapse"].iter().any(|one| moved.novelty.contains(one)) {
            marks.push("rested-on-consent");
        }
    }
    Ok(marks.into_iter().map(str::to_owned).collect())
}

fn has_sensitive(meaning: &Meaning, flows: &Region) -> Outcome<bool> {
    let space = meaning.diagrams.space();
    let classes = space.classes(Dimension::Datum);
    let occurring = meaning.diagrams.classes_of(flows, Dimension::Datum)?;
    let whole = occurring.count_ones(..) == space.n_classes(Dimension::Datum);
    let is_sensitive = |class: usize| {
        classes.members[class].iter().any(|datum| match space.atom(Dimension::Datum, *datum).0 {
            Atom::Term(term) | Atom::Rest(term) => {
                let traits = space.policy.vocabulary.term(term).traits;
                traits.has(Trait::Sensitive) || traits.has(Trait::SpecialCategory)
            }
            Atom::Company | Atom::Unnamed(_) | Atom::State(_) => false,
        })
    };
    Ok(!whole && occurring.ones().any(is_sensitive))
}

/// The mark of an act that weighs more than others.
const fn mark_of(act: Act) -> Option<&'static str> {
    match act {
        Act::Sell => Some("sale"),
        Act::Train => Some("training"),
        Act::Decide => Some("automated-decision"),
        Act::Collect
        | Act::Derive
        | Act::Combine
        | Act::Use
        | Act::View
        | Act::Store
        | Act::Disclose
        | Act::Require
        | Act::Delete
        | Act::Offer
        | Act::Protect
        | Act::Notify
        | Act::Bind
        | Act::Have
        | Act::State
        | Act::Disclaim
        | Act::Advise => None,
    }
}
