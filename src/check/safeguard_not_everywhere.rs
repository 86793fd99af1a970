//! A safeguard or consent that one statement demands and another does without.

use super::practice::{Practice, permission_of, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::FactWord;
use crate::semantics::Meaning;
use crate::semantics::effect::can_meet;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{FactId, FactKey};

rule!(pub(crate) RULE, "safeguard-not-everywhere", Warning, "one statement demands a safeguard or a consent, and another permits the same without it");

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
        for (careless, other) in permissions
            .iter()
            .filter(|(one, _)| one.owner != careful.owner && one.sentence.verb == careful.sentence.verb)
        {
            if !can_meet(diagrams.space(), &meaning.halves[*idx], &meaning.halves[*other]) {
                continue;
            }
            // Where the other statement asks for something of its own, it is another case and not the same flow.
            let refused = diagrams.minus(&unsafe_flows, &meaning.effect.regions[*other])?;
            let void = diagrams.minus(&all_unsafe, &diagrams.forget_facts(&refused)?)?;
            if diagrams.is_empty(&void)? {
                continue;
            }
            let what = super::in_words(meaning, &void)?;
            let names = careful
                .sentence
                .facts
                .iter()
                .filter(|clause| demands(clause.word))
                .flat_map(|clause| clause.fact.terms());
            let names: Vec<String> =
                names.map(|(term, _)| format!("`{}`", policy.vocabulary.term(term).name)).collect();
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (careful.span, "demanded here"),
                    (careless.span, "permitted without it"),
                    format!(
                        "`{}` demands {}, and `{}` permits the same without it",
                        careful.label,
                        names.join(", "),
                        careless.label
                    ),
                )
                .help(format!(
                    "demand it in `{}` as well, or take out there what `{}` covers: {what}",
                    careless.label, careful.label
                )),
            );
        }
    }
    Ok(())
}

const fn demands(word: FactWord) -> bool {
    matches!(word, FactWord::With | FactWord::Under)
}

/// The consents and safeguards that a statement demands.
fn demanded(meaning: &Meaning, practice: &Practice<'_>) -> Vec<FactId> {
    let space = meaning.diagrams.space();
    let clauses = practice.sentence.facts.iter().filter(|clause| demands(clause.word));
    clauses
        .flat_map(|clause| clause.fact.leaves())
        .filter_map(|leaf| space.known_fact(FactKey::of_leaf(leaf)?))
        .collect()
}
