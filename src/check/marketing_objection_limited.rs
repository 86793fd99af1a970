//! A condition at the right to object to direct marketing.

use super::practice::{is_below_any, is_under_european_law};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{FactClause, FactWord, KnownTerm, Policy, Verb, What};

rule!(pub(crate) RULE, "marketing-objection-limited", Warning, "the right to object to direct marketing has a condition");

pub(super) fn objections_to_marketing_have_no_condition(policy: &Policy, found: &mut Diagnostics) {
    if !is_under_european_law(policy) {
        return;
    }
    let statements = policy.statements.iter().filter(|one| !one.sentence.is_damaged);
    for statement in statements {
        let sentence = &statement.sentence;
        let is_it = |what: What| matches!(what, What::Term(right) if is_below_any(policy, right, &[KnownTerm::ObjectionToMarketing]));
        let is_offered = sentence.verb == Verb::Offer && !sentence.modality.is_negative();
        let Some(right) = sentence.object.set.items.iter().find(|item| is_it(item.what)) else { continue };
        let Some(condition) = sentence.facts.iter().find(|clause| limits(policy, clause)) else { continue };
        if !is_offered {
            continue;
        }
        let name = match right.what {
            What::Term(term) => &*policy.vocabulary.term(term).name,
            What::Any { .. } => "the right",
        };
        found.push(
            Diagnostic::new(
                &RULE,
                condition.span,
                format!("`{}` offers `{name}` under a condition", statement.label),
            )
            .at("no condition may stand here")
            .with(right.span, "a right without exceptions")
            .help("take the condition out, or give it to the other rights in a statement of their own: whoever objects to direct marketing need give no reason, and no interest outweighs it"),
        );
    }
}

/// Whether a clause limits the right by more than asking who objects.
fn limits(policy: &Policy, clause: &FactClause) -> bool {
    let is_identity =
        |term| is_below_any(policy, term, &[KnownTerm::IdentityVerified, KnownTerm::IdentityUnverified]);
    let may_limit = match clause.word {
        FactWord::When | FactWord::Unless | FactWord::With => true,
        FactWord::Under => false,
    };
    may_limit && !clause.fact.terms().iter().all(|(term, _)| is_identity(*term))
}
