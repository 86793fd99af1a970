//! Where something stood that is gone: behind what is still there.

use super::change::Both;
use super::report::{Change, Place};
use crate::model::Item;

/// For a change of which nothing is left in the new version: the nearest part before it that is still there, or else
/// the section around it.
pub(super) fn behind(both: &Both<'_>, change: &Change) -> Option<Place> {
    if !change.new.is_empty() {
        return None;
    }
    let old = both.old.policy;
    let label = &change.old.first()?.label;
    let mut name = label.strip_prefix("section ").unwrap_or(label);
    loop {
        let is_around =
            |section: &&crate::model::Section| section.items.iter().any(|item| old.item_name(*item) == name);
        let around = old.sections.iter().find(is_around);
        let siblings: Vec<&str> = match around {
            Some(section) => section.items.iter().map(|item| old.item_name(*item)).collect(),
            None => old.top.iter().map(|id| old.section(*id).name.as_str()).collect(),
        };
        let at = siblings.iter().position(|one| *one == name)?;
        if let Some(place) = siblings[..at].iter().rev().find_map(|one| in_new(both, one)) {
            return Some(place);
        }
        let around = around?;
        if let Some(place) = in_new(both, &around.name) {
            return Some(place);
        }
        name = &around.name;
    }
}

/// The part of a name in the new version.
fn in_new(both: &Both<'_>, name: &str) -> Option<Place> {
    let (new, policy) = (both.new, both.new.policy);
    if let Some(owner) = policy.part_named(name) {
        return Some(new.place(&both.speakers[1], owner));
    }
    let span = match *policy.items_named(name).first()? {
        Item::Section(id) => policy.section(id).span,
        Item::Prose(id) => policy.prose[id.index()].named.span,
        Item::Link(id) => policy.links[id.index()].named.span,
        Item::Definition(id) => policy.definitions[id.index()].named.span,
        Item::Table(id) => policy.tables[id.index()].named.span,
        Item::Statement(id) => policy.statement(id).label_span,
        Item::Tracker(id) => policy.trackers[id.index()].named.span,
    };
    Some(new.place_of(name, span, ""))
}
