//! What facts have to do with each other, found once instead of asked of every pair.

use std::collections::HashMap;

use crate::model::TermId;
use crate::semantics::space::{FactId, Relation, Space};

/// What one fact has to do with others.
#[derive(Debug, Default)]
pub(super) struct Kin {
    /// The facts that it implies or excludes, in their order.
    pub(super) related: Vec<(FactId, Relation)>,
    /// The facts declared with `means` that it is or implies, and what these mean.
    pub(super) deciding: Vec<FactId>,
    /// For each declaration with `means` of the fact itself, what it means.
    pub(super) means: Vec<Vec<FactId>>,
}

/// The kin of every fact of a space, in the order of their numbers.
pub(super) fn kin_of(space: &Space) -> Vec<Kin> {
    let vocabulary = &space.policy.vocabulary;
    let mut of_term: HashMap<TermId, Vec<FactId>> = HashMap::new();
    let mut under: HashMap<TermId, Vec<FactId>> = HashMap::new();
    let above = |term: TermId| std::iter::once(term).chain(vocabulary.ancestors(term));
    for (fact, key) in space.facts.iter() {
        let Some(term) = key.term() else { continue };
        of_term.entry(term).or_default().push(fact);
        above(term).for_each(|above| under.entry(above).or_default().push(fact));
    }
    let kin = space.facts.iter().map(|(fact, key)| {
        let mut related: Vec<FactId> = Vec::new();
        for above in key.term().into_iter().flat_map(above) {
            related.extend(of_term.get(&above).into_iter().flatten());
            let excluded = vocabulary.term(above).excludes.iter();
            related.extend(excluded.filter_map(|excluded| under.get(excluded)).flatten());
        }
        related.retain(|other| *other != fact);
        related.sort_unstable();
        related.dedup();
        let related = related.into_iter().filter_map(|other| Some((other, space.relation(fact, other)?)));
        let mut kin = Kin { related: related.collect(), ..Kin::default() };
        for (closed, meant) in space.closed_above(key) {
            let meant: Vec<FactId> = meant.into_iter().filter_map(|one| space.known_fact(one)).collect();
            kin.deciding.extend(space.known_fact(closed));
            kin.deciding.extend(&meant);
            if closed == key {
                kin.means.push(meant);
            }
        }
        kin
    });
    kin.collect()
}
