//! What a change to a policy means: exactly what became permitted, forbidden, promised or withdrawn, and nothing else.
//!
//! ```text
//! old ──┐                        ┌── flows ───────┐
//!       ├─ side by side (pair) ──┼── retention ───┼──▶ report
//! new ──┘                        ├── guarantees ──┤
//!                                ├── certainty ───┤
//!                                └── words ───────┘
//! ```

pub mod acknowledgement;
mod align;
mod area;
mod attributes;
mod behind;
mod change;
mod conditions;
mod flow_box;
mod flows;
mod guarantees;
mod keeping;
mod lead;
mod marks;
mod novelty;
mod renumber;
pub mod report;
pub mod rule;
mod scope;
mod side;
mod title;
mod words;
mod written;

pub use acknowledgement::Acknowledgement;
pub use report::{Change, Report};
pub use side::Side;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;

use change::{Acknowledged, Both};
use rule::{Direction, Part};

use crate::render::compose::Speaker;
use crate::render::json;
use crate::semantics;
use crate::semantics::region::{self, BudgetExceeded};
use crate::semantics::space::Space;

/// Compares two versions of a policy.
///
/// What is acknowledged is taken out of what changed and told apart from the rest.
///
/// # Errors
/// When the two cannot be compared within the budget; nothing is guessed.
pub fn compare(
    old: Side<'_>,
    new: Side<'_>,
    acknowledged: &[Acknowledgement],
) -> Result<Report, BudgetExceeded> {
    compare_within(old, new, acknowledged, region::NODE_BUDGET)
}

/// The same with a budget of one's own, in nodes of one diagram.
///
/// # Errors
/// When a diagram would need more nodes.
pub fn compare_within(
    old: Side<'_>,
    new: Side<'_>,
    acknowledged: &[Acknowledgement],
    budget: usize,
) -> Result<Report, BudgetExceeded> {
    let [old_policy, new_policy] = align::align(old.policy, new.policy).map(Arc::new);
    let mut cells = Vec::new();
    let meanings = semantics::understand_both(&old_policy, &new_policy, budget, |space| {
        cells = acknowledged.iter().map(|one| change::cells(space, one)).collect();
    })?;
    let [old_meaning, new_meaning] = &meanings;
    let speakers = [Speaker::new(&old_policy), Speaker::new(&new_policy)];
    let both = Both { old, new, old_meaning, new_meaning, speakers, is_exact: Cell::new(true) };
    let of_flows = acknowledged.iter().zip(&cells);
    let of_flows = of_flows
        .filter(|(one, _)| rule::find(&one.rule).is_some_and(|rule| rule.part() == Part::Flows))
        .map(|(one, cells)| Acknowledged::new(new_meaning, one, cells))
        .collect::<Result<Vec<_>, _>>()?;
    let moves = flows::compare(old_meaning, new_meaning)?;
    let (mut changes, mut acknowledgements) = change::changes(&both, &moves.moved, &of_flows)?;
    changes.extend(conditions::changes(&both));
    changes.extend(keeping::changes(&both)?);
    changes.extend(guarantees::changes(&both)?);
    changes.extend(attributes::changes(&both)?);
    let words = words::changes(&both, &changes);
    changes.extend(words);
    if changes.is_empty() && differs(old, new) {
        changes.push(change::source_changed(&both));
    }
    acknowledgements.extend(change::acknowledge(&mut changes, acknowledged));
    for change in &mut changes {
        change.behind = behind::behind(&both, change);
    }
    acknowledgements.sort_by(|one, other| one.file.cmp(&other.file));
    let is_complete = change::is_complete(&both, &moves)?;
    changes.sort_by(|one, other| order(one).cmp(&order(other)));
    let is_same_meaning = changes.iter().all(|change| change.part > Part::Guarantees);
    Ok(Report {
        old: old.version.clone(),
        new: new.version.clone(),
        direction: direction(&changes),
        changes,
        is_same_meaning,
        is_complete,
        acknowledgements,
    })
}

/// Whether the files of the two sides differ: those in which a part of the policy stands. Where only compiled rules are
/// at hand, the rules of both are compared.
fn differs(old: Side<'_>, new: Side<'_>) -> bool {
    match old.sources.are_at_hand() && new.sources.are_at_hand() {
        true => texts(old) != texts(new),
        false => rules(old) != rules(new),
    }
}

fn rules(side: Side<'_>) -> json::Rules {
    let sentence = |id| side.policy.statement(id).label.clone();
    json::content(json::rules(side.policy, &Space::new(side.policy), side.sources, &sentence, ""))
}

fn texts(side: Side<'_>) -> BTreeSet<&str> {
    let policy = side.policy;
    let terms = policy.vocabulary.iter().filter(|(_, term)| term.origin == crate::model::Origin::Policy);
    let spans = (policy.header.iter().map(|header| header.span))
        .chain(policy.sections.iter().map(|section| section.span))
        .chain(policy.statements.iter().map(|statement| statement.span))
        .chain(terms.map(|(_, term)| term.span));
    spans.filter_map(|span| side.sources.file_of(span)).map(crate::source::File::text).collect()
}

/// The gravest direction first, then by part, rule and place.
fn order(change: &Change) -> impl Ord + use<'_> {
    let place = change.new.first().or(change.old.first());
    (
        std::cmp::Reverse(change.direction),
        change.part,
        &change.rule,
        place,
        &change.title,
        &change.fingerprint,
    )
}

/// In whose favour the changes are together.
fn direction(changes: &[Change]) -> Direction {
    let has = |direction: Direction| changes.iter().any(|change| change.direction == direction);
    match (has(Direction::Widens), has(Direction::Narrows), has(Direction::Unknown)) {
        (true, true, _) => Direction::Mixed,
        (true, false, _) => Direction::Widens,
        (false, _, true) => Direction::Unknown,
        (false, true, false) => Direction::Narrows,
        (false, false, false) => Direction::Neutral,
    }
}
