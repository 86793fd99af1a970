//! Data that are kept as long as needed for purposes that nobody names.

use super::label_of;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EndKind, Set, SetItem};
use crate::semantics::collected::shares;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Reading;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "kept-for-no-purpose", Error, "data are kept as long as their purposes need them, and they have none");

pub(super) fn what_is_kept_for_its_purposes_has_some(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for part in policy.parts() {
        let sentence = policy.part_sentence(part);
        let asking = sentence.retention.iter().flat_map(|retention| &retention.stages);
        let asking = asking.flat_map(|stage| &stage.ends).find(|end| end.kind == EndKind::ItsPurposes);
        let Some(asking) = asking.filter(|_| !sentence.is_damaged) else { continue };
        let shares = shares(space, sentence);
        let object = &sentence.object.set;
        let alone = |item: &SetItem| Set { items: vec![item.clone()], except: object.except.clone() };
        let has_none = |item: &&SetItem| {
            let data = space.data(&alone(item), Reading::Permission);
            let mut purposeful = shares.iter().filter(|share| !share.purposes.is_clear());
            purposeful.all(|share| share.data.is_disjoint(&data))
        };
        let items: Vec<SetItem> = object.items.iter().filter(has_none).cloned().collect();
        if items.is_empty() {
            continue;
        }
        let names = describe::set_words(&policy.vocabulary, &Set { items, except: Vec::new() });
        let label = label_of(policy, part);
        found.push(
            Diagnostic::new(
                &RULE,
                asking.span,
                format!(
                    "`{label}` keeps {names} as long as needed for its purposes, and no statement names one"
                ),
            )
            .at("no purpose")
            .help(
                "add `for` and the purpose where the data are collected or used, or name the purposes here",
            ),
        );
    }
    Ok(())
}
