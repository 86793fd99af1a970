//! Links to other parts of the policy, each by its title or by what it says.

use super::Composer;
use super::message::Message;
use super::set::Join;
use super::words::PieceKind;
use crate::model::{Part, SectionId, Target};
use crate::render::page::Anchor;

impl Composer<'_> {
    /// Links to statements, which are called by their titles or else by what they say, and to sections, which are called by their titles.
    ///
    /// On paper nothing leads there, so a statement of another section than the one at hand is named with its section.
    pub(super) fn references(&self, targets: impl Iterator<Item = Target>, section: SectionId) -> String {
        let (mut parts, mut sections) = (Vec::new(), Vec::new());
        for target in targets {
            match target {
                Target::Statement(id) => parts.push(Part::Statement(id)),
                Target::Section(id) => sections.push(self.section_from(id, section)),
            }
        }
        let mut references = self.part_references(&parts, section);
        references.extend(sections);
        self.list(&references, Join::And)
    }

    /// Statements and trackers by their names, those of one other section together: “Bills” and “Accidents” (both in “How
    /// long we keep it”).
    pub(super) fn part_references(&self, parts: &[Part], section: SectionId) -> Vec<String> {
        let mut groups: Vec<(Option<SectionId>, Vec<Part>)> = Vec::new();
        for part in parts {
            let there = Some(self.policy.part_section(*part));
            let there = there.filter(|there| *there != section && self.untitled(*part).is_none());
            match groups.iter_mut().find(|(known, _)| there.is_some() && *known == there) {
                Some((_, group)) => group.push(*part),
                None => groups.push((there, vec![*part])),
            }
        }
        let said = |(there, group): (Option<SectionId>, Vec<Part>)| match (there, group.as_slice()) {
            (Some(there), [_, _, rest @ ..]) => {
                let names: Vec<String> = group.iter().map(|part| self.part_reference(*part, there)).collect();
                let values = [
                    ("statements", self.list(&names, Join::And).into()),
                    ("number", if rest.is_empty() { "two" } else { "more" }.into()),
                    ("section", self.section_reference(there).into()),
                ];
                self.frames.fill(Message::ReferencesIn, &values)
            }
            (_, group) => {
                let one = group.first().map(|part| self.part_reference(*part, section));
                one.unwrap_or_default()
            }
        };
        groups.into_iter().map(said).collect()
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
                let section = &self.policy.section(statement.section).title;
                self.reference(statement.title.as_ref().unwrap_or(section), label)
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

    /// A section, seen from another one: nobody is led to where the link itself stands.
    pub(super) fn section_from(&self, id: SectionId, here: SectionId) -> String {
        match id == here {
            true => self.frames.word(Message::ThisSection),
            false => self.section_reference(id),
        }
    }

    /// A section by its title: “Treatment and payment”.
    pub(super) fn section_reference(&self, id: SectionId) -> String {
        let section = self.policy.section(id);
        let title = self.reference(&section.title, &section.name);
        self.frames.fill(Message::Quote, &[("words", title.into())])
    }
}
