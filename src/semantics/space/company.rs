//! The company, who acts for it, and what its policy covers.

use fixedbitset::FixedBitSet;

use super::{Dimension, Space, bits};
use crate::model::{Kind, KnownTerm, TermId, What};

/// The place of the company among those who act and those who receive: the first.
pub const COMPANY: usize = 0;

/// Whether the company's processors are meant with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum WithProcessors {
    Yes,
    No,
}

impl Space {
    /// The company and its staff, or also its processors.
    #[must_use]
    pub fn company(&self, with_processors: WithProcessors) -> FixedBitSet {
        let table = self.table(Kind::Recipient);
        let mut actors = bits(table.atoms.len(), std::iter::once(COMPANY));
        let known: &[KnownTerm] = match with_processors {
            WithProcessors::Yes => &[KnownTerm::Staff, KnownTerm::Processors],
            WithProcessors::No => &[KnownTerm::Staff],
        };
        for term in known {
            if let Some(atoms) = self.vocabulary().known(*term).and_then(|id| table.of_term.get(&id)) {
                actors.union_with(atoms);
            }
        }
        actors
    }

    /// The recipients that act as processors.
    #[must_use]
    pub fn processors(&self) -> FixedBitSet {
        let table = self.table(Kind::Recipient);
        let found = self.vocabulary().known(KnownTerm::Processors).and_then(|id| table.of_term.get(&id));
        found.cloned().unwrap_or_else(|| FixedBitSet::with_capacity(table.atoms.len()))
    }

    /// In the usage of the United States whoever is not the company is a third party; under the GDPR (Art. 4(10)) and
    /// its kin, processors are not.
    #[must_use]
    pub fn processors_are_third_parties(&self) -> bool {
        let Some(us) = self.vocabulary().known(KnownTerm::UnitedStates) else { return false };
        let law = self.policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        !law.is_empty() && law.iter().all(|region| self.vocabulary().is_below(*region, us))
    }

    /// The regions outside the law of the policy; none where it names no law.
    #[must_use]
    pub fn outside_the_law(&self) -> FixedBitSet {
        let n_atoms = self.n_atoms(Dimension::Region);
        let law = self.policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        let mut outside = FixedBitSet::with_capacity(n_atoms);
        if !law.is_empty() {
            outside.insert_range(..);
        }
        for inside in law.iter().filter_map(|region| self.under(Kind::Region, *region)) {
            outside.difference_with(inside);
        }
        outside
    }

    /// The channels that the policy covers, where it says so; what is covered by a statement's own channel counts as well.
    #[must_use]
    pub fn covered_channels(&self) -> Option<FixedBitSet> {
        let header = self.policy.header.as_ref()?;
        if header.covers.is_empty() && header.does_not_cover.is_empty() {
            return None;
        }
        let table = self.table(Kind::Channel);
        let union = |terms: &[TermId]| {
            let mut all = FixedBitSet::with_capacity(table.atoms.len());
            for atoms in terms.iter().filter_map(|term| table.of_term.get(term)) {
                all.union_with(atoms);
            }
            all
        };
        // Only products are covered or not: a cookie or a letter belongs to whatever product uses it.
        let product = self.vocabulary().known(KnownTerm::Products).and_then(|id| table.of_term.get(&id));
        let mut covered = FixedBitSet::with_capacity(table.atoms.len());
        covered.insert_range(..);
        match (header.covers.as_slice(), product) {
            ([], _) | (_, None) => {}
            (covers, Some(product)) => {
                covered.difference_with(product);
                covered.union_with(&union(covers));
            }
        }
        // What a statement speaks about is within the policy, whatever product it belongs to.
        let named: Vec<TermId> = self.named_channels().collect();
        covered.union_with(&union(&named));
        covered.difference_with(&union(&header.does_not_cover));
        Some(covered)
    }

    /// Every channel that a statement or a tracker names.
    fn named_channels(&self) -> impl Iterator<Item = TermId> {
        let statements = self.policy.statements.iter().map(|statement| &statement.sentence);
        let sentences = statements.chain(self.policy.trackers.iter().map(|tracker| &tracker.sentence));
        let slots = sentences.filter_map(|sentence| sentence.slots.channel.as_ref());
        let named = slots.flat_map(|slot| &slot.set.items).filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        named.chain(self.policy.trackers.iter().map(|tracker| tracker.channel))
    }
}
