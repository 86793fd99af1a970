//! A promise that ends where the law permits it to.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Fact, FactClause, FactWord, KnownTerm, Modality, Policy};

rule!(pub(crate) RULE, "promise-as-law-permits", Warning, "a promise ends where the law permits it to, and promises nothing");

pub(super) fn promises_go_beyond_the_law(policy: &Policy, found: &mut Diagnostics) {
    for practice in practices(policy) {
        let is_promise = match practice.sentence.modality {
            Modality::Never | Modality::NeverKnowingly => true,
            Modality::Plain | Modality::May | Modality::Currently | Modality::DoNotYet | Modality::TryTo => {
                false
            }
        };
        let permits =
            |clause: &&FactClause| clause.word == FactWord::Unless && is_lifted(policy, &clause.fact);
        let Some(clause) = practice.sentence.facts.iter().find(permits).filter(|_| is_promise) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                &RULE,
                clause.span,
                format!("`{}` promises nothing: it gives way to whatever the law permits", practice.label),
            )
            .at("the law alone says what is left")
            .help("name what the law compels, as in `unless legal-compulsion`, or the cases that are meant; who never does what the law forbids promises no more than that"),
        );
    }
}

/// Whether an expression is true as soon as the law permits something.
fn is_lifted(policy: &Policy, fact: &Fact) -> bool {
    match fact {
        Fact::Term(term, _) => policy.vocabulary.known(KnownTerm::LegalPermission) == Some(*term),
        Fact::Given(..) | Fact::Not(_) => false,
        Fact::And(facts) => facts.iter().all(|fact| is_lifted(policy, fact)),
        Fact::Or(facts) => facts.iter().any(|fact| is_lifted(policy, fact)),
    }
}
