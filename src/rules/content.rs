//! What rules say of the policy, apart from what they say of their file and of their page.

use super::format::{Expect, Generator, Party, Place, Policy, Position, Rule, Rules, Section, Tracker};

/// The rules without what wrote them, where things stand, on which page, and the digests: what is left is the same
/// exactly when the policy says the same in the same words.
#[must_use]
pub fn content(mut rules: Rules) -> Rules {
    let Rules {
        schema,
        generator,
        policy,
        parties,
        sections,
        rules: statements,
        trackers,
        definitions,
        links,
        prose,
        tables,
        expects,
        terms,
        // A file in another format is not read.
        format: _,
    } = &mut rules;
    schema.clear();
    *generator = Generator { name: String::new(), version: String::new() };
    let Policy { page, meaning_hash, wording_hash, source, .. } = policy;
    page.clear();
    (*meaning_hash, *wording_hash, *source) = (None, None, None);
    parties.iter_mut().for_each(|Party { source, .. }| nowhere(source));
    expects.iter_mut().for_each(|Expect { source, .. }| nowhere(source));
    sections.iter_mut().for_each(|Section { address, source, .. }| no_place(address, source));
    statements.iter_mut().for_each(|Rule { address, source, .. }| no_place(address, source));
    trackers.iter_mut().for_each(|Tracker { address, source, .. }| no_place(address, source));
    let definitions = definitions.iter_mut().map(|one| &mut one.place);
    let links = links.iter_mut().map(|one| &mut one.place);
    let prose = prose.iter_mut().map(|one| &mut one.place);
    let tables = tables.iter_mut().map(|one| &mut one.place);
    for Place { address, source, .. } in definitions.chain(links).chain(prose).chain(tables) {
        no_place(address, source);
    }
    terms.values_mut().for_each(|term| term.source = None);
    rules
}

fn no_place(address: &mut String, source: &mut Position) {
    address.clear();
    nowhere(source);
}

fn nowhere(source: &mut Position) {
    *source = Position::default();
}
