//! What a policy says by what its terms are.
//!
//! Sets of flows are written down by the terms that part from what stands above them, so that a term which takes part in
//! whatever is above it leaves no trace there. What it is, and so in what it takes part, is written down here for every
//! term of the policy that it names.

use std::collections::BTreeSet;

use crate::model::{EndKind, Fact, Kind, Origin, Policy, SetItem, TermId, Trait, What};
use crate::semantics::retention::enders;

/// A term of a policy, by its kind and its name: those of two policies have different numbers.
pub(super) type Name = (Kind, String);

fn name_of(policy: &Policy, term: TermId) -> Name {
    let term = policy.vocabulary.term(term);
    (term.kind, term.name.to_string())
}

/// The policy's own terms that its statements and trackers name in a slot; for a list, what it stands for.
pub(super) fn named(policy: &Policy) -> BTreeSet<Name> {
    let vocabulary = &policy.vocabulary;
    let stored = policy.trackers.iter().flat_map(|tracker| [&tracker.stores, &tracker.stores_no]).flatten();
    let slots = policy.parts().flat_map(|part| policy.part_sentence(part).every_slot()).chain(stored);
    let named = |item: &SetItem| match item.what {
        What::Term(term) => vocabulary.meant(term),
        What::Any { .. } => Vec::new(),
    };
    let terms = slots.flat_map(|slot| slot.set.items.iter().chain(&slot.set.except)).flat_map(named);
    let own = terms.filter(|term| vocabulary.term(*term).origin == Origin::Policy);
    own.map(|term| name_of(policy, term)).collect()
}

/// What each of some own terms is: its traits, and the standard terms and those among the others above it.
pub(super) fn definitions(policy: &Policy, named: &BTreeSet<Name>) -> Vec<String> {
    let vocabulary = &policy.vocabulary;
    let define = |(kind, name): &Name| {
        let id = vocabulary.find(*kind, name)?;
        // The number of a label is no meaning.
        let has = |one: &Trait| *one != Trait::Plural && vocabulary.term(id).traits.has(*one);
        let traits = Trait::ALL.into_iter().filter(has).map(Trait::word);
        let above = vocabulary.ancestors(id).into_iter().filter(|above| {
            vocabulary.term(*above).origin == Origin::Standard || named.contains(&name_of(policy, *above))
        });
        let above: BTreeSet<String> = above.map(|above| vocabulary.term(above).name.to_string()).collect();
        let words: Vec<String> = traits.map(str::to_owned).chain(above).collect();
        (!words.is_empty()).then(|| format!("{} {name} is {}", kind.word(), words.join(" ")))
    };
    named.iter().filter_map(define).collect()
}

/// Which events of which the policy speaks end the conditions while which it keeps something, as the vocabulary says: how
/// long that is depends on it.
pub(super) fn endings(policy: &Policy) -> BTreeSet<String> {
    let vocabulary = &policy.vocabulary;
    let sentences = || policy.parts().map(|part| policy.part_sentence(part)).filter(|one| !one.is_damaged);
    let mut states = Vec::new();
    let mut spoken: BTreeSet<TermId> = BTreeSet::new();
    for sentence in sentences() {
        let deletion = sentence.deletion.iter().map(|deletion| &deletion.event);
        let facts = sentence.facts.iter().map(|clause| &clause.fact).chain(deletion);
        spoken.extend(facts.flat_map(Fact::terms).map(|(term, _)| term));
        let stages = sentence.retention.iter().flat_map(|retention| &retention.stages);
        for end in stages.flat_map(|stage| &stage.ends) {
            match &end.kind {
                EndKind::While(state) => states.extend(state.terms().into_iter().map(|(term, _)| term)),
                EndKind::Until(event) | EndKind::For { after: Some(event), .. } => {
                    spoken.insert(*event);
                }
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { after: None, .. }
                | EndKind::More { .. }
                | EndKind::Needed(_)
                | EndKind::ItsPurposes => {}
            }
        }
    }
    let is_spoken_of = |event: &TermId| {
        let is_related =
            |one: &TermId| vocabulary.is_below(*one, *event) || vocabulary.is_below(*event, *one);
        spoken.iter().any(is_related)
    };
    let name = |term: TermId| &vocabulary.term(term).name;
    let ends = states.into_iter().flat_map(|state| {
        let enders = enders(vocabulary, state).filter(is_spoken_of);
        enders.map(move |event| format!("{} ends {}", name(event), name(state)))
    });
    ends.collect()
}
