//! What a policy says by what its terms are.
//!
//! Sets of flows are written down by the terms that part from what stands above them, so that a term which takes part in
//! whatever is above it leaves no trace there. What it is, and so in what it takes part, is written down here for every
//! term of the policy that it names.

use std::collections::BTreeSet;

use crate::model::{EndKind, Fact, Kind, Origin, Policy, SetItem, TermId, TermMeaning, Trait, What};
use crate::semantics::retention::enders;

/// A term of a policy, by its kind and its name: those of two policies have different numbers.
pub(super) type Name = (Kind, String);

fn name_of(policy: &Policy, term: TermId) -> Name {
    let term = policy.vocabulary.term(term);
    (term.kind, term.name.to_string())
}

/// The policy's own terms that its statements and trackers name: in a slot or an end (for a list, what it stands for), as a
/// fact, as a legal basis, as what a tracker is and who sets it.
pub(super) fn named(policy: &Policy) -> BTreeSet<Name> {
    let vocabulary = &policy.vocabulary;
    let stored = policy.trackers.iter().flat_map(|tracker| [&tracker.stores, &tracker.stores_no]).flatten();
    let slots = policy.parts().flat_map(|part| policy.part_sentence(part).every_slot()).chain(stored);
    let ends = policy.parts().flat_map(|part| &policy.part_sentence(part).retention);
    let ends = ends.flat_map(|retention| &retention.stages).flat_map(|stage| &stage.ends);
    let needed = ends.filter_map(|end| match &end.kind {
        EndKind::Needed(purposes) => Some(purposes),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::More { .. }
        | EndKind::While(_)
        | EndKind::Until(_)
        | EndKind::ItsPurposes => None,
    });
    let sets = slots.map(|slot| &slot.set).chain(needed);
    let named = |item: &SetItem| match item.what {
        What::Term(term) => vocabulary.meant(term),
        What::Any { .. } => Vec::new(),
    };
    let terms = sets.flat_map(|set| set.items.iter().chain(&set.except)).flat_map(named);
    let trackers = policy.trackers.iter();
    let kinds = trackers.flat_map(|tracker| std::iter::once(tracker.technology).chain(tracker.by));
    let bases = policy.parts().flat_map(|part| &policy.part_sentence(part).bases).map(|basis| basis.term);
    let terms = terms.chain(facts(policy)).chain(bases).chain(kinds);
    // That a choice was used has a name of its own.
    let choices: BTreeSet<TermId> = policy.statements.iter().filter_map(|one| one.choice).collect();
    let is_own = |term: &TermId| vocabulary.term(*term).origin == Origin::Policy && !choices.contains(term);
    let own = terms.filter(is_own);
    own.map(|term| name_of(policy, term)).collect()
}

/// What each of some own terms is: its traits, the standard terms and those among the others above it, and those with which
/// it cannot be together.
pub(super) fn definitions(policy: &Policy, named: &BTreeSet<Name>) -> Vec<String> {
    let vocabulary = &policy.vocabulary;
    let define = |(kind, name): &Name| {
        let id = vocabulary.find(*kind, name)?;
        let TermMeaning {
            traits,
            // Its own, and those of what is above it.
            excludes: _,
            // It is asked for by its kind.
            kind: _,
            // All that is above it, as far as it is known here; what is below it says so itself.
            parents: _,
            children: _,
            // What stands for other things is written down as these.
            means: _,
            // A warning to look.
            may_contain: _,
            // The flows show what it does, and what it ends is written down below.
            effects: _,
        } = vocabulary.term(id).meaning();
        // The number of a label is no meaning.
        let has = |one: &Trait| *one != Trait::Plural && traits.has(*one);
        let traits = Trait::ALL.into_iter().filter(has).map(Trait::word);
        let is_told = |other: &TermId| {
            vocabulary.term(*other).origin == Origin::Standard || named.contains(&name_of(policy, *other))
        };
        let names = |terms: &mut dyn Iterator<Item = TermId>| -> BTreeSet<String> {
            terms.filter(is_told).map(|other| vocabulary.term(other).name.to_string()).collect()
        };
        let above = vocabulary.ancestors(id);
        let excluded = above.iter().chain([&id]).flat_map(|above| vocabulary.term(*above).excludes.clone());
        let excluded = names(&mut excluded.collect::<Vec<_>>().into_iter());
        let above = names(&mut above.into_iter());
        let words: Vec<String> = traits
            .map(str::to_owned)
            .chain(above)
            .chain(excluded.into_iter().map(|one| format!("not {one}")))
            .collect();
        (!words.is_empty()).then(|| format!("{} {name} is {}", kind.word(), words.join(" ")))
    };
    named.iter().filter_map(define).collect()
}

/// What is said of facts: what has to be true, and when something ends.
#[derive(Default)]
struct Spoken {
    /// What has to be true or to happen, of the case or before something ends.
    facts: BTreeSet<TermId>,
    /// While what is true something is kept.
    states: BTreeSet<TermId>,
}

impl Spoken {
    fn of(policy: &Policy) -> Self {
        let mut spoken = Self::default();
        let terms = |fact: &Fact| fact.terms().into_iter().map(|(term, _)| term).collect::<Vec<_>>();
        for sentence in policy.parts().map(|part| policy.part_sentence(part)).filter(|one| !one.is_damaged) {
            let deletion = sentence.deletion.iter().map(|deletion| &deletion.event);
            let facts = sentence.facts.iter().map(|clause| &clause.fact).chain(deletion);
            spoken.facts.extend(facts.flat_map(terms));
            let stages = sentence.retention.iter().flat_map(|retention| &retention.stages);
            for end in stages.flat_map(|stage| &stage.ends) {
                match &end.kind {
                    EndKind::While(state) => spoken.states.extend(terms(state)),
                    EndKind::Until(event) | EndKind::For { after: Some(event), .. } => {
                        spoken.facts.insert(*event);
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
        spoken
    }
}

/// Every fact of which the policy speaks, and what those mean that are declared with a list.
pub(super) fn facts(policy: &Policy) -> BTreeSet<TermId> {
    let Spoken { facts, states } = Spoken::of(policy);
    let spoken: Vec<TermId> = facts.into_iter().chain(states).collect();
    let meant = spoken.iter().flat_map(|term| policy.vocabulary.meant(*term)).collect::<Vec<_>>();
    spoken.into_iter().chain(meant).collect()
}

/// Which events of which the policy speaks end the conditions while which it keeps something, as the vocabulary says: how
/// long that is depends on it.
pub(super) fn endings(policy: &Policy) -> BTreeSet<String> {
    let vocabulary = &policy.vocabulary;
    let Spoken { facts, states } = Spoken::of(policy);
    let is_spoken_of = |event: &TermId| {
        let is_related =
            |one: &TermId| vocabulary.is_below(*one, *event) || vocabulary.is_below(*event, *one);
        facts.iter().any(is_related)
    };
    let name = |term: TermId| &vocabulary.term(term).name;
    let ends = states.into_iter().flat_map(|state| {
        let enders = enders(vocabulary, state).filter(is_spoken_of);
        enders.map(move |event| format!("{} ends {}", name(event), name(state)))
    });
    ends.collect()
}
