//! What a change to a policy means: exactly what became permitted, forbidden, promised or withdrawn, and nothing else.
//!
//! ```text
//! old ──┐                        ┌── flows ───────┐
//!       ├─ side by side (pair) ──┼── retention ───┼──▶ report
//! new ──┘                        ├── guarantees ──┤
//!                                ├── reliance ────┤
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
mod denied;
mod flow_box;
mod flows;
mod guarantees;
mod keeping;
mod lead;
mod marks;
mod novelty;
mod reliance;
mod renumber;
pub mod report;
pub mod rule;
mod scope;
mod side;
mod title;
mod unnamed;
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
use crate::rules;
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
    let pair = semantics::understand_both(&old_policy, &new_policy, budget, |space| {
        cells = acknowledged.iter().map(|one| change::cells(space, one)).collect();
    })?;
    let semantics::Pair { old: old_meaning, new: new_meaning } = &pair;
    let speakers = [Speaker::new(&old_policy, old_meaning), Speaker::new(&new_policy, new_meaning)];
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
    let relied_on = reliance::changes(&both, &changes)?;
    changes.extend(relied_on);
    let digest = |side: Side<'_>| semantics::digest::digest(side.policy.meaning()?);
    let digests = [digest(old)?, digest(new)?];
    let is_named = changes.iter().any(|change| change.part.is_meaning()) || words::tell_of_meaning(&both);
    let mut is_settled = digests[0] == digests[1]
        || semantics::digest::are_same(old.policy.meaning()?, new.policy.meaning()?)?;
    if !is_settled && !is_named {
        let unnamed = unnamed::changes(&both, digests.each_ref().map(String::as_str))?;
        is_settled = unnamed.is_empty();
        changes.extend(unnamed);
    }
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
    let is_same_meaning = is_settled && changes.iter().all(|change| !change.part.is_meaning());
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

fn rules(side: Side<'_>) -> rules::Rules {
    let sentence = |id| side.policy.statement(id).label.clone();
    rules::content(rules::write(side.policy, &Space::new(side.policy), side.sources, &sentence, ""))
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
