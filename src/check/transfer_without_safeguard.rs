//! Recipients in other countries without a safeguard for the transfer.

use fixedbitset::FixedBitSet;

use super::practice::{
    Practice, below_any, data, is_below_any, is_under_european_law, needs, personal_items, practices,
};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, KnownTerm, Set, SetItem, Slot, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};
use crate::source::Span;

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
    let america = below_any(space, Dimension::RecipientRegion, &[KnownTerm::UnitedStates]);
    let practices = practices(policy);
    for practice in practices.iter().filter(|one| one.permits()) {
        let Some(way) = Way::of(practice) else { continue };
        let Some(place) = Abroad::of(space, practice, way, &free) else { continue };
        if personal_items(space, practice.object).is_empty() || stays_where_the_people_are(space, practice) {
            continue;
        }
        let framework_reaches = place.regions.is_subset(&america);
        // Explicit consent to a transfer is one of the exceptions of the GDPR (Art. 49(1)(a)). The framework with the United
        // States covers those who are certified there, and nobody elsewhere.
        let is_framework = |term: TermId| {
            is_below_any(
                policy,
                term,
                &[KnownTerm::DataPrivacyFramework, KnownTerm::SwissDataPrivacyFramework],
            )
        };
        let is_ground = |term: TermId| {
            is_below_any(policy, term, &[KnownTerm::TransferSafeguard, KnownTerm::ExplicitConsent])
        };
        let allows = |term: TermId| is_ground(term) && (framework_reaches || !is_framework(term));
        if needs(meaning, practice.owner, allows)?
            || is_bound(space, practice, allows)
            || is_told_of_disclosure(meaning, practice, &practices, allows)?
        {
            continue;
        }
        let (names, goes) = (place.names.join(", "), way.words());
        let finding = match needs(meaning, practice.owner, is_ground)? {
            true => Diagnostic::new(
                &RULE,
                place.span,
                format!("`{}` {goes} {names}, where the framework that it names covers nobody", practice.label),
            )
            .at("not in the United States")
            .help("the Data Privacy Framework is for certified companies in the United States; name a ground that holds here, as in `under scc`"),
            false => Diagnostic::new(
                &RULE,
                place.span,
                format!("`{}` {goes} {names}, and names no safeguard for it", practice.label),
            )
            .at("protection is not adequate there")
            .help(match way {
                Way::Stored => "name the ground of the transfer, as in `under scc`: whoever holds the data there receives them",
                Way::OfAnother => "name the ground of the transfer, as in `under scc`, or bind those who do it with `we bind … to scc`: they have received the data there",
                Way::Disclosed => "name the ground of the transfer, as in `under scc`, or bind the recipients to it with `we bind … to scc`",
            }),
        };
        found.push(finding);
    }
    Ok(())
}

/// How data come to be in another country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// They are given to somebody there.
    Disclosed,
    /// They are kept there.
    Stored,
    /// Another than the company does something with them there, and so has received them.
    OfAnother,
}

impl Way {
    fn of(practice: &Practice<'_>) -> Option<Self> {
        match practice.actor {
            _ if practice.is(&[Verb::Disclose, Verb::Sell]) => Some(Self::Disclosed),
            _ if practice.is(&[Verb::Store]) => Some(Self::Stored),
            Actor::We => None,
            Actor::Recipient(..) => Some(Self::OfAnother),
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Disclosed => "lets data go to",
            Self::Stored => "stores data in",
            Self::OfAnother => "lets others use data in",
        }
    }
}

/// Who does something, as recipients, where it is not the company.
fn others(space: &Space, practice: &Practice<'_>) -> Option<FixedBitSet> {
    match practice.actor {
        Actor::We => None,
        Actor::Recipient(who, _) => space.under(Kind::Recipient, who).cloned(),
    }
}

/// Whether those who do it are bound to a ground: of a disclosure to them the meaning knows that already.
fn is_bound(space: &Space, practice: &Practice<'_>, allows: impl Fn(TermId) -> bool) -> bool {
    let Some(others) = others(space, practice) else { return false };
    let binds = space.policy.statements.iter().map(|statement| &statement.sentence).filter(|sentence| {
        sentence.verb == Verb::Bind
            && !sentence.is_damaged
            && !sentence.modality.is_negative()
            && sentence.facts.is_empty()
    });
    let is_to_ground = |duties: &Slot| {
        duties.set.items.iter().any(|item| matches!(item.what, What::Term(duty) if allows(duty)))
    };
    binds.into_iter().any(|bind| {
        bind.slots.duties.as_ref().is_some_and(is_to_ground)
            && others.is_subset(&space.slot(Dimension::Recipient, &bind.object.set))
    })
}

/// Whether the policy names the ground where it says that those who do it are given these data.
fn is_told_of_disclosure(
    meaning: &Meaning,
    practice: &Practice<'_>,
    practices: &[Practice<'_>],
    allows: impl Fn(TermId) -> bool,
) -> Result<bool, BudgetExceeded> {
    let space = meaning.diagrams.space();
    let Some(others) = others(space, practice) else { return Ok(false) };
    let used = data(space, practice.object);
    for one in practices.iter().filter(|one| one.permits() && one.is(&[Verb::Disclose, Verb::Sell])) {
        let Some(recipients) = &one.sentence.slots.recipient else { continue };
        if others.is_subset(&space.slot(Dimension::Recipient, &recipients.set))
            && used.is_subset(&data(space, one.object))
            && needs(meaning, one.owner, &allows)?
        {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether data of people outside of Europe are stored where these people are, so that nothing is taken out of a country.
fn stays_where_the_people_are(space: &Space, practice: &Practice<'_>) -> bool {
    let slots = &practice.sentence.slots;
    let (Some(stored), Some(people)) = (&slots.region, &slots.subject_region) else { return false };
    let people = space.slot(Dimension::Place, &people.set);
    let stored = space.slot(Dimension::Region, &stored.set);
    let europe =
        below_any(space, Dimension::Place, &[KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom]);
    practice.is(&[Verb::Store]) && people.is_disjoint(&europe) && stored.is_subset(&people)
}

/// Where data go that leave the countries to which they may go without more ado.
struct Abroad {
    regions: FixedBitSet,
    names: Vec<String>,
    span: Span,
}

impl Abroad {
    /// Where a statement says that data go or stay, or where the recipients that it names are.
    fn of(space: &Space, practice: &Practice<'_>, way: Way, free: &FixedBitSet) -> Option<Self> {
        let slots = &practice.sentence.slots;
        let region = match way {
            Way::Disclosed => slots.recipient_region.as_ref(),
            Way::Stored | Way::OfAnother => slots.region.as_ref(),
        };
        let Some(region) = region else { return Self::of_recipients(space, slots.recipient.as_ref()?, free) };
        let outside = |set: &Set| {
            let mut outside = space.slot(Dimension::RecipientRegion, set);
            outside.difference_with(free);
            outside
        };
        let regions = outside(&region.set);
        let is_outside = |item: &&SetItem| {
            let alone = Set { items: vec![(*item).clone()], except: region.set.except.clone() };
            !outside(&alone).is_clear()
        };
        // Who stores `in any region` says how, and not where.
        let names_a_place = |item: &&SetItem| way == Way::Disclosed || matches!(item.what, What::Term(_));
        let items = region.set.items.iter().filter(is_outside).filter(names_a_place);
        let names: Vec<String> = items.map(|item| name_of(space, item.what)).collect();
        (!regions.is_clear() && !names.is_empty()).then_some(Self { regions, names, span: region.span })
    }

    /// The recipients that are named one by one, where they are declared with a country.
    fn of_recipients(space: &Space, recipients: &Slot, free: &FixedBitSet) -> Option<Self> {
        let vocabulary = &space.policy.vocabulary;
        let mut abroad = Self {
            regions: FixedBitSet::with_capacity(free.len()),
            names: Vec::new(),
            span: recipients.span,
        };
        for item in &recipients.set.items {
            let What::Term(term) = item.what else { continue };
            let Some(country) = vocabulary.country_of(term) else { continue };
            let mut region = space.under(Kind::Region, country)?.clone();
            region.difference_with(free);
            if !region.is_clear() {
                abroad.regions.union_with(&region);
                abroad.names.push(format!(
                    "`{}` in `{}`",
                    vocabulary.term(term).name,
                    vocabulary.term(country).name
                ));
            }
        }
        (!abroad.names.is_empty()).then_some(abroad)
    }
}

fn name_of(space: &Space, what: What) -> String {
    match what {
        What::Term(term) => format!("`{}`", space.policy.vocabulary.term(term).name),
        What::Any { .. } => "any region".to_owned(),
    }
}
