//! Recipients in other countries without a safeguard for the transfer.

use super::practice::{below_any, is_below_any, is_under_european_law, needs, personal_items, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Set, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "transfer-without-safeguard", Warning, "data go to a country without adequate protection, and no safeguard is named");

/// Where European law lets data go without more ado.
const FREE: &[KnownTerm] =
    &[KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom, KnownTerm::AdequateForEurope];

pub(super) fn transfers_have_a_safeguard(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    if !is_under_european_law(policy) {
        return Ok(());
    }
    let free = below_any(space, Dimension::RecipientRegion, FREE);
    // Explicit consent to a transfer is one of the exceptions of the GDPR (Art. 49(1)(a)).
    let allows = |term: TermId| {
        is_below_any(policy, term, &[KnownTerm::TransferSafeguard, KnownTerm::ExplicitConsent])
    };
    for practice in
        practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Disclose, Verb::Sell]))
    {
        let Some(region) = &practice.sentence.slots.recipient_region else { continue };
        let mut abroad = space.slot(Dimension::RecipientRegion, &region.set);
        abroad.difference_with(&free);
        if abroad.is_clear()
            || personal_items(space, practice.object).is_empty()
            || needs(meaning, practice.owner, allows)?
        {
            continue;
        }
        let unsafe_items = region.set.items.iter().filter(|item| {
            let alone = Set { items: vec![(*item).clone()], except: region.set.except.clone() };
            !space.slot(Dimension::RecipientRegion, &alone).is_disjoint(&abroad)
        });
        let names: Vec<String> = unsafe_items.map(|item| name_of(space, item.what)).collect();
        let names = names.join(", ");
        found.push(
            Diagnostic::new(&RULE, region.span, format!("`{}` lets data go to {names}, and names no safeguard for it", practice.label))
                .at("protection is not adequate there")
                .help("name the ground of the transfer, as in `under scc`, or bind the recipients to it with `we bind … to scc`"),
        );
    }
    Ok(())
}

fn name_of(space: &Space, what: What) -> String {
    match what {
        What::Term(term) => format!("`{}`", space.policy.vocabulary.term(term).name),
        What::Any { .. } => "any region".to_owned(),
    }
}
