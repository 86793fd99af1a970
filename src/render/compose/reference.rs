//! Links to other parts of the policy, each by its title or by what it says.

use super::Composer;
use super::message::Message;
use super::sentence::readable_name;
use super::set::Join;
use super::words::PieceKind;
use crate::model::{Part, SectionId, Target};
use crate::render::page::Anchor;

impl Composer<'_> {
    /// Links to statements, which are called by their titles or else by their labels, and to sections, which are called by their titles.
    ///
    /// On paper nothing leads there, so a statement of another section than the one at hand is named with its section.
    pub(super) fn references(&self, targets: impl Iterator<Item = Target>, section: SectionId) -> String {
        let references: Vec<String> = targets
            .map(|target| match target {
                Target::Statement(id) => self.part_reference(Part::Statement(id), section),
                Target::Section(id) => self.section_reference(id),
            })
            .collect();
        self.list(&references, Join::And)
    }

    /// A statement or a tracker by its name, with its section where that is another one: “Invoices” (Your orders).
    pub(super) fn part_reference(&self, part: Part, section: SectionId) -> String {
        let label = match part {
            Part::Statement(_) if self.untitled(part).is_some() => {
                return self.untitled(part).unwrap_or_default();
            }
            Part::Statement(id) => {
                let statement = self.policy.statement(id);
                let label = &statement.label;
                match &statement.title {
                    Some(title) => self.reference(title, label),
                    None => self.reference(&readable_name(label), label),
                }
            }
            Part::Tracker(id) => {
                let tracker = &self.policy.trackers[id.index()];
                self.reference(&tracker.label, &tracker.named.name)
            }
        };
        let quoted = self.frames.fill(Message::Quote, &[("words", label.into())]);
        let there = self.policy.part_section(part);
        if there == section {
            return quoted;
        }
        let there = self.policy.section(there);
        let title = self.reference(&there.title, &there.name);
        self.frames.fill(Message::ReferenceIn, &[("statement", quoted.into()), ("section", title.into())])
    }

    /// Words that lead to what bears a name.
    pub(super) fn reference(&self, words: &str, name: &str) -> String {
        self.pieces.mark(words, PieceKind::Reference(Anchor::from(name)))
    }

    /// A section by its title: “Treatment and payment”.
    pub(super) fn section_reference(&self, id: SectionId) -> String {
        let section = self.policy.section(id);
        let title = self.reference(&section.title, &section.name);
        self.frames.fill(Message::Quote, &[("words", title.into())])
    }
}
