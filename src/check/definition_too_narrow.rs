//! A word of the law that the policy uses for less than the law does.

use fixedbitset::FixedBitSet;

use super::practice::{data_with, is_below_any, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, KnownTerm, Origin, Policy, Set, SetItem, Trait, Verb, What};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "definition-too-narrow", Warning, "a word of the law is defined without data that the law puts into it");

/// Labels that stand for all data about people.
const PERSONAL: &[&str] = &["personal data", "personal information", "personally identifiable information"];
/// Labels that stand for the data that a law guards more closely.
const GUARDED: &[&str] = &[
    "sensitive data",
    "sensitive information",
    "sensitive personal data",
    "sensitive personal information",
    "special categories of data",
    "special categories of personal data",
    "special category data",
];
/// Laws of Europe: online identifiers and locations are personal data (GDPR Art. 4(1)); Art. 9(1) lists special categories.
const EUROPEAN: &[KnownTerm] =
    &[KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom, KnownTerm::Switzerland];
/// Laws elsewhere that define personal data as widely, each with a list of its own of what is sensitive.
const OTHERS: &[KnownTerm] = &[KnownTerm::California, KnownTerm::Brazil];

pub(super) fn definitions_are_as_wide_as_the_law(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let (is_european, is_other) = (is_under(policy, EUROPEAN), is_under(policy, OTHERS));
    if !is_european && !is_other {
        return Ok(());
    }
    for (id, term) in policy.vocabulary.of_kind(Kind::Data).filter(|(_, term)| term.origin == Origin::Policy)
    {
        let label = term.label.to_lowercase();
        let word = label.strip_prefix("your ").unwrap_or(&label);
        let wanted = match word {
            _ if PERSONAL.contains(&word) => Trait::Personal,
            _ if GUARDED.contains(&word) && is_other => Trait::Sensitive,
            _ if GUARDED.contains(&word) => Trait::SpecialCategory,
            _ => continue,
        };
        let Some(covered) = space.under(Kind::Data, id) else { continue };
        let mut left_out = data_with(space, wanted);
        left_out.difference_with(covered);
        // What the policy does not touch need not be in its words; and what everybody can see is not in every law's.
        left_out.difference_with(&data_with(space, Trait::Public));
        let mut missing = FixedBitSet::with_capacity(left_out.len());
        let mut collecting = Vec::new();
        for practice in
            practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Collect, Verb::Derive]))
        {
            let Some(set) = named(practice.object) else { continue };
            let mut here: FixedBitSet = super::practice::data(space, &set);
            here.intersect_with(&left_out);
            if !here.is_clear() {
                missing.union_with(&here);
                collecting.push(practice.span);
            }
        }
        if missing.is_clear() {
            continue;
        }
        let names = describe::names(space, Kind::Data, &missing).join(", ");
        let wide = format!("any {} data", wanted.word());
        // `includes` does not say that nothing else belongs to the term; but no statement about it reaches what is not named.
        let is_open = term.means.is_none();
        let (message, help) = match is_open {
            true => (
                format!(
                    "“{}” does not name {names}, which the law counts among it: what is said of it does not reach them",
                    term.label
                ),
                format!("add them to `includes`, write `means {wide}`, or give it another label"),
            ),
            false => (
                format!("“{}” leaves out {names}, which the law counts among it", term.label),
                format!("widen the term, as in `means {wide}`, or give it another label"),
            ),
        };
        let finding = Diagnostic::new(&RULE, term.span, message).at(if is_open {
            "not named here"
        } else {
            "left out here"
        });
        let finding =
            collecting.into_iter().fold(finding, |finding, span| finding.with(span, "counts among it"));
        found.push(finding.help(help));
    }
    Ok(())
}

/// The items that a statement names, without `any …`.
fn named(set: &Set) -> Option<Set> {
    let items: Vec<SetItem> = set
        .items
        .iter()
        .filter(|item| matches!(item.what, What::Term(_)) && item.form.is_none())
        .cloned()
        .collect();
    (!items.is_empty()).then(|| Set { items, except: set.except.clone() })
}

fn is_under(policy: &Policy, regions: &[KnownTerm]) -> bool {
    let law = policy.header.iter().flat_map(|header| &header.law);
    law.into_iter().any(|region| is_below_any(policy, *region, regions))
}
