//! Data of which nobody learns how long they are kept.

use fixedbitset::FixedBitSet;

use super::practice::{data, data_of_item, personal_items, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, Verb};
use crate::semantics::effect::ConflictKind;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Space, WithProcessors};
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "collected-without-retention", Note, "data are collected, and nothing says how long they are kept");

pub(super) fn collected_data_have_an_end(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let ended = ended(space);
    // A document without any period has not come to this yet; what a law demands of it is a matter of profiles.
    if ended.is_clear() {
        return Ok(());
    }
    let company = space.company(WithProcessors::Yes);
    for practice in practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Collect])) {
        // What others collect for themselves they keep for themselves.
        let is_ours = match practice.actor {
            Actor::We => true,
            Actor::Recipient(term, _) => {
                space.under(Kind::Recipient, term).is_some_and(|atoms| atoms.is_subset(&company))
            }
        };
        let lasts =
            matches!(practice.owner, Owner::Tracker(id) if policy.trackers[id.index()].lasting.is_some());
        // Where the policy also says that they are never collected, that is the finding.
        let is_contradicted = meaning.effect.conflicts.iter().any(|conflict| {
            conflict.kind == ConflictKind::Contradiction
                && meaning.halves[conflict.permission].owner == practice.owner
        });
        if !is_ours || lasts || is_contradicted || practice.sentence.retention.is_some() {
            continue;
        }
        let mut endless = FixedBitSet::with_capacity(ended.len());
        for item in personal_items(space, practice.object) {
            let covered = data_of_item(space, item, practice.object);
            if covered.is_disjoint(&ended) {
                endless.union_with(&covered);
            }
        }
        if endless.is_clear() {
            continue;
        }
        let names = describe::names(space, Kind::Data, &endless).join(", ");
        found.push(
            Diagnostic::new(
                &RULE,
                practice.span,
                format!("`{}` collects {names}, and nothing says how long we keep it", practice.label),
            )
            .at("kept how long")
            .help("add `kept until …` or `kept for …` here, or a statement `we retain …` about these data"),
        );
    }
    Ok(())
}

/// The data of which a statement says how long they are kept, or when they are deleted.
fn ended(space: &Space) -> FixedBitSet {
    let mut ended = FixedBitSet::with_capacity(space.atoms(Kind::Data).len());
    for sentence in space.policy.statements.iter().map(|statement| &statement.sentence) {
        if sentence.verb.object_kind() == Kind::Data
            && (sentence.retention.is_some() || sentence.deletion.is_some())
        {
            ended.union_with(&data(space, &sentence.object.set));
        }
    }
    ended
}
