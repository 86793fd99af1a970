//! Data that are used for another purpose than the one for which they were collected.

use fixedbitset::FixedBitSet;

use super::practice::{
    Practice, Touching, data_of_item, is_below_any, is_under_european_law, needs, personal_items, practices,
    stays_below,
};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, KnownTerm, Policy, Slot, TermId, Verb, What};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::Dimension;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "purpose-beyond-collection", Note, "data are used for another purpose than the one for which they were collected");

/// Purposes that go with every other.
pub(super) const ANCILLARY: &[KnownTerm] =
    &[KnownTerm::SecurityPurposes, KnownTerm::Safety, KnownTerm::LegalPurposes];

pub(super) fn uses_keep_to_the_purposes_of_collection(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if !asks_for_purposes(policy) {
        return Ok(());
    }
    let practices = practices(policy);
    let is_source = |one: &&Practice<'_>| {
        one.permits() && one.actor == Actor::We && one.is(&[Verb::Collect, Verb::Derive])
    };
    let collecting = Touching::of(space, practices.iter().filter(is_source));
    let agrees = |term: TermId| policy.vocabulary.term(term).kind == Kind::Consent;
    for practice in practices.iter().filter(|one| one.permits() && one.is(&[Verb::Use])) {
        let Some(purpose) = &practice.sentence.slots.purpose else { continue };
        if practice.actor != Actor::We
            || !practice.sentence.bases.is_empty()
            || needs(meaning, practice.owner, agrees)?
        {
            continue;
        }
        let wanted = families(policy, Some(purpose));
        // To keep things safe and to do what the law wants is a purpose beside any other.
        if wanted.is_empty() || stays_below(space, Dimension::Purpose, Some(purpose), ANCILLARY) {
            continue;
        }
        let mut beyond = FixedBitSet::with_capacity(space.atoms(Kind::Data).len());
        let mut places = Vec::new();
        for item in personal_items(space, practice.object) {
            let covered = data_of_item(space, item, practice.object);
            let sources = collecting.with(&covered);
            if !sources.is_empty() && sources.iter().all(|one| is_for_others(policy, one, &wanted)) {
                beyond.union_with(&covered);
                places.extend(sources.iter().map(|one| one.span));
            }
        }
        if beyond.is_clear() {
            continue;
        }
        let names = describe::names(space, Kind::Data, &beyond).join(", ");
        places.sort_unstable();
        places.dedup();
        let finding = Diagnostic::new(
            &RULE,
            practice.span,
            format!("`{}` uses {names} for what they were not collected for", practice.label),
        )
        .at("another purpose");
        let finding =
            places.into_iter().fold(finding, |finding, place| finding.with(place, "collected for this"));
        found.push(finding.help("add the purpose where they are collected, ask for consent, or name what permits the new purpose, as in `based on compatible-purpose`"));
    }
    Ok(())
}

/// Laws that hold a company to the purposes of which it told (GDPR Art. 5(1)(b) and 6(4); 11 CCR 7002).
fn asks_for_purposes(policy: &Policy) -> bool {
    let law = policy.header.iter().flat_map(|header| &header.law);
    let is_californian =
        law.into_iter().any(|region| is_below_any(policy, *region, &[KnownTerm::California]));
    is_californian || is_under_european_law(policy)
}

/// Whether a collection says what it is for, and that is of another kind than some purposes: what belongs to one family of
/// purposes is taken for compatible.
fn is_for_others(policy: &Policy, practice: &Practice<'_>, purposes: &[TermId]) -> bool {
    let own = families(policy, practice.sentence.slots.purpose.as_ref());
    !own.is_empty() && !purposes.iter().any(|purpose| own.contains(purpose))
}

/// The widest terms above the purposes that a slot names; none where it names any purpose.
pub(super) fn families(policy: &Policy, slot: Option<&Slot>) -> Vec<TermId> {
    let vocabulary = &policy.vocabulary;
    let mut families = Vec::new();
    for item in slot.iter().flat_map(|slot| &slot.set.items) {
        let What::Term(purpose) = item.what else { return Vec::new() };
        let lineage = std::iter::once(purpose).chain(vocabulary.ancestors(purpose));
        families.extend(lineage.filter(|term| vocabulary.term(*term).parents.is_empty()));
    }
    families
}
