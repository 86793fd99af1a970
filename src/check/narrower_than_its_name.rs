//! Data that are disclosed under a name that holds less than readers expect in it.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::diagnostic::rule::rule;

use super::practice::{data, practices};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Policy, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};
use crate::source::Span;

rule!(pub(crate) RULE, "narrower-than-its-name", Note, "a disclosure names data by a word that holds less than readers expect");

pub(super) fn disclosures_name_what_readers_expect(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    // What a policy that says what it obtains does not obtain, it does not disclose either.
    let mut obtained = FixedBitSet::with_capacity(space.n_atoms(Dimension::Datum));
    for practice in
        practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Collect, Verb::Derive]))
    {
        obtained.union_with(&data(space, practice.object));
    }
    // One note for each word, at the first statement that uses it.
    let mut named: BTreeMap<TermId, (Vec<TermId>, Vec<Span>)> = BTreeMap::new();
    for practice in
        practices(policy).iter().filter(|one| one.is(&[Verb::Disclose, Verb::Sell, Verb::Publish]))
    {
        for item in &practice.object.items {
            let What::Term(term) = item.what else { continue };
            let missing = missing(space, term, practice.object, &obtained);
            if !missing.is_empty() {
                let (all, spans) = named.entry(term).or_default();
                all.extend(missing);
                spans.push(item.span);
            }
        }
    }
    for (term, (mut missing, spans)) in named {
        missing.sort_unstable();
        missing.dedup();
        if let Some(finding) = report(policy, term, &missing, &spans) {
            found.push(finding);
        }
    }
    Ok(())
}

/// What readers expect in a word, and a list that names it does not hold.
fn missing(space: &Space, term: TermId, set: &crate::model::Set, obtained: &FixedBitSet) -> Vec<TermId> {
    let listed = data(space, set);
    let is_missing = |left_out: &&TermId| {
        space.under(crate::model::Kind::Data, **left_out).is_some_and(|atoms| {
            !atoms.is_subset(&listed) && (obtained.is_clear() || !atoms.is_disjoint(obtained))
        })
    };
    space.policy.vocabulary.term(term).leaves_out.iter().filter(is_missing).copied().collect()
}

fn report(policy: &Policy, term: TermId, missing: &[TermId], spans: &[Span]) -> Option<Diagnostic> {
    let name = |term: TermId| &*policy.vocabulary.term(term).name;
    let first = spans.first()?;
    let names = super::listed(missing.iter().map(|one| name(*one)));
    let finding = Diagnostic::new(
        &RULE,
        *first,
        format!("`{}` does not hold {names}, which readers expect in it", name(term)),
    )
    .at("holds less than it seems to");
    let finding = spans.iter().skip(1).fold(finding, |finding, span| finding.with(*span, "and here"));
    Some(finding.help(format!(
        "name them as well where they are meant: `{}, {}`",
        name(term),
        missing.iter().map(|one| name(*one)).collect::<Vec<_>>().join(", ")
    )))
}
