//! A consent that one statement asks for and another does without.

use std::collections::BTreeSet;

use super::listed;
use super::practice::{Practice, permission_of, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::FactWord;
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::meeting::Meeting;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{FactId, FactKey};

rule!(pub(crate) RULE, "safeguard-not-everywhere", Warning, "one statement asks for consent, and another permits the same without it");

pub(super) fn safeguards_hold_everywhere(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let permissions: Vec<(Practice<'_>, usize)> = practices(policy)
        .into_iter()
        .filter(Practice::permits)
        .filter_map(|practice| Some((practice, permission_of(meaning, practice.owner)?.0)))
        .collect();
    let personal = diagrams.personal();
    let permitting = permissions.iter().enumerate().map(|(at, (_, idx))| (at, &meaning.halves[*idx]));
    // Of two statements that contradict each other, that is the finding.
    let owner = |half: usize| meaning.halves[half].owner;
    let conflicts = meaning.effect.conflicts.iter();
    let told: BTreeSet<(Owner, Owner)> =
        conflicts.map(|one| (owner(one.prohibition), owner(one.permission))).collect();
    let permitting = Meeting::of_halves(diagrams.space(), permitting);
    for (careful, idx) in &permissions {
        let demanded = demanded(meaning, careful);
        if demanded.is_empty() {
            continue;
        }
        let permitted = diagrams.and(&meaning.effect.regions[*idx], &personal)?;
        // The same flows without what is demanded.
        let lifted = diagrams.forget(&permitted, &[], &demanded)?;
        let unsafe_flows = diagrams.feasible(&diagrams.minus(&lifted, &permitted)?)?;
        if unsafe_flows.is_nothing() {
            continue;
        }
        let all_unsafe = diagrams.forget_facts(&unsafe_flows)?;
        let meeting = permitting.with(&meaning.halves[*idx].cells).into_iter();
        for (careless, other) in meeting
            .filter_map(|at| permissions.get(at))
            .filter(|(one, _)| one.owner != careful.owner && one.sentence.verb == careful.sentence.verb)
        {
            // Where the other statement asks for something of its own, it is another case and not the same flow.
            let refused = diagrams.minus(&unsafe_flows, &meaning.effect.regions[*other])?;
            let void = diagrams.minus(&all_unsafe, &diagrams.forget_facts(&refused)?)?;
            let is_told = told.contains(&(careful.owner, careless.owner));
            if is_told || diagrams.is_empty(&void)? || is_special_beside(meaning, *other, *idx)? {
                continue;
            }
            let what = super::in_words(meaning, &void)?;
            let names = careful
                .sentence
                .facts
                .iter()
                .filter(|clause| demands(clause.word))
                .flat_map(|clause| clause.fact.terms());
            let names: Vec<&str> = names.map(|(term, _)| &*policy.vocabulary.term(term).name).collect();
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (careful.span, "asked for here"),
                    (careless.span, "permitted without it"),
                    format!(
                        "`{}` asks for {}, and `{}` permits the same without it",
                        careful.label,
                        listed(names.into_iter()),
                        careless.label
                    ),
                )
                .help(format!(
                    "ask for it in `{}` as well, or take out there what `{}` covers: {what}",
                    careless.label, careful.label
                )),
            );
        }
    }
    Ok(())
}

/// Whether a statement says by itself that something is not done without its facts. A safeguard behind `under` is told: the
/// one of this recipient, beside a general sentence. What must hold of others as well is said with `bind`, or `only under`.
const fn demands(word: FactWord) -> bool {
    matches!(word, FactWord::With)
}

/// Whether a statement is a special case beside a wider one, which then says what holds in general.
fn is_special_beside(meaning: &Meaning, special: usize, general: usize) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let whole = |half: usize| {
        let personal = diagrams.and(&meaning.effect.regions[half], &diagrams.personal())?;
        diagrams.forget_facts(&diagrams.feasible(&personal)?)
    };
    let (special, general) = (whole(special)?, whole(general)?);
    Ok(diagrams.is_within(&special, &general)? && !diagrams.is_within(&general, &special)?)
}

/// The consents that a statement asks for.
fn demanded(meaning: &Meaning, practice: &Practice<'_>) -> Vec<FactId> {
    let space = meaning.diagrams.space();
    let clauses = practice.sentence.facts.iter().filter(|clause| demands(clause.word));
    clauses
        .flat_map(|clause| clause.fact.leaves())
        .filter_map(|leaf| space.known_fact(FactKey::of_leaf(leaf)?))
        .collect()
}
