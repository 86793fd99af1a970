//! What rules say of the policy, apart from what they say of their file and of their page.

use super::format::{Generator, Position, Rules};

/// The rules without what wrote them, where things stand, on which page, and the digests: what is left is the same
/// exactly when the policy says the same in the same words.
#[must_use]
pub fn content(mut rules: Rules) -> Rules {
    rules.schema.clear();
    rules.generator = Generator { name: String::new(), version: String::new() };
    let policy = &mut rules.policy;
    policy.page.clear();
    (policy.meaning_hash, policy.wording_hash, policy.source) = (None, None, None);
    let mut places: Vec<(Option<&mut String>, &mut Position)> = Vec::new();
    places.extend(rules.parties.iter_mut().map(|one| (None, &mut one.source)));
    places.extend(rules.sections.iter_mut().map(|one| (Some(&mut one.address), &mut one.source)));
    places.extend(rules.rules.iter_mut().map(|one| (Some(&mut one.address), &mut one.source)));
    places.extend(rules.trackers.iter_mut().map(|one| (Some(&mut one.address), &mut one.source)));
    places.extend(rules.expects.iter_mut().map(|one| (None, &mut one.source)));
    for (address, source) in places {
        address.into_iter().for_each(String::clear);
        *source = Position::default();
    }
    let definitions = rules.definitions.iter_mut().map(|one| &mut one.place);
    let links = rules.links.iter_mut().map(|one| &mut one.place);
    let prose = rules.prose.iter_mut().map(|one| &mut one.place);
    for place in definitions.chain(links).chain(prose) {
        place.address.clear();
        place.source = Position::default();
    }
    rules.terms.values_mut().for_each(|term| term.source = None);
    rules
}
