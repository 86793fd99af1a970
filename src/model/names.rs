//! What the names in a policy lead to, worked out once.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::{
    DefinitionId, Item, LinkId, Part, Policy, ProseId, SectionId, Statement, TableId, Target, TrackerId,
};

/// Where each name of a policy leads: known from the first look-up on.
///
/// A policy does not change once something is looked up in it. A copy may, so it knows nothing yet.
#[derive(Debug, Default)]
pub struct Names(OnceLock<Known>);

impl Clone for Names {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What is known of a whole policy.
#[derive(Debug)]
struct Known {
    /// What bears each name: one thing, unless the name is taken twice, which is reported.
    items: HashMap<String, Vec<Item>>,
    /// The statements and trackers in each section, those of inner sections included.
    within: Vec<Vec<Part>>,
    n_items: usize,
}

impl Known {
    fn of(policy: &Policy) -> Self {
        let mut items: HashMap<String, Vec<Item>> = HashMap::new();
        for item in every_item(policy) {
            items.entry(policy.item_name(item).to_owned()).or_default().push(item);
        }
        let mut within = vec![Vec::new(); policy.sections.len()];
        for part in policy.parts() {
            for section in policy.around(part) {
                within[section.index()].push(part);
            }
        }
        Self { items, within, n_items: every_item(policy).count() }
    }
}

/// Everything in a policy that has a name of its own.
fn every_item(policy: &Policy) -> impl Iterator<Item = Item> {
    let sections = policy.sections.iter().map(|section| Item::Section(section.id));
    let statements = policy.statements.iter().map(|statement| Item::Statement(statement.id));
    let trackers = (0..policy.trackers.len()).map(|place| Item::Tracker(TrackerId::at(place)));
    let links = (0..policy.links.len()).map(|place| Item::Link(LinkId::at(place)));
    let definitions = (0..policy.definitions.len()).map(|place| Item::Definition(DefinitionId::at(place)));
    let prose = (0..policy.prose.len()).map(|place| Item::Prose(ProseId::at(place)));
    let tables = (0..policy.tables.len()).map(|place| Item::Table(TableId::at(place)));
    sections.chain(statements).chain(trackers).chain(links).chain(definitions).chain(prose).chain(tables)
}

impl Policy {
    fn known(&self) -> &Known {
        let known = self.names.0.get_or_init(|| Known::of(self));
        debug_assert_eq!(known.n_items, every_item(self).count(), "a policy changed behind a look-up");
        known
    }

    /// What bears a name: a section before a statement, a statement before a tracker.
    #[must_use]
    pub fn items_named(&self, name: &str) -> &[Item] {
        self.known().items.get(name).map_or(&[], Vec::as_slice)
    }

    /// The section of a name.
    #[must_use]
    pub fn section_named(&self, name: &str) -> Option<SectionId> {
        self.items_named(name).iter().find_map(|item| match item {
            Item::Section(id) => Some(*id),
            Item::Statement(_)
            | Item::Tracker(_)
            | Item::Prose(_)
            | Item::Link(_)
            | Item::Definition(_)
            | Item::Table(_) => None,
        })
    }

    /// The statement of a label, or the tracker of a name.
    #[must_use]
    pub fn part_named(&self, label: &str) -> Option<Part> {
        self.items_named(label).iter().find_map(|item| item.part())
    }

    /// The statement of a label.
    #[must_use]
    pub fn statement_of(&self, label: &str) -> Option<&Statement> {
        match self.part_named(label)? {
            Part::Statement(id) => Some(self.statement(id)),
            Part::Tracker(_) => None,
        }
    }

    /// The statements and trackers that a label names: one, or all of a section.
    #[must_use]
    pub fn parts_labelled(&self, label: &str) -> Vec<Part> {
        match self.section_named(label) {
            Some(section) => self.parts_of(Target::Section(section)),
            None => self.items_named(label).iter().filter_map(|item| item.part()).collect(),
        }
    }

    /// The statements and trackers that an exception names.
    ///
    /// # Panics
    /// Never for a target in this policy.
    #[must_use]
    pub fn parts_of(&self, target: Target) -> Vec<Part> {
        match target {
            Target::Statement(id) => self.joined(id).iter().map(|one| Part::Statement(one.id)).collect(),
            Target::Section(section) => self.known().within[section.index()].clone(),
        }
    }
}

impl Item {
    /// A statement or a tracker; `None` for what says nothing to a machine.
    const fn part(self) -> Option<Part> {
        match self {
            Self::Statement(id) => Some(Part::Statement(id)),
            Self::Tracker(id) => Some(Part::Tracker(id)),
            Self::Prose(_) | Self::Link(_) | Self::Definition(_) | Self::Table(_) | Self::Section(_) => None,
        }
    }
}
