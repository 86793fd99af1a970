//! A promise to disclose nothing to anybody, without an exception for what the law compels.

use super::practice::{is_below_any, personal_items, practices, touches};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Exception, KnownTerm, Modality, Verb};
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};

rule!(pub(crate) RULE, "absolute-promise", Warning, "a promise to disclose nothing makes no exception for what the law compels");

/// Facts by which a statement makes room for the law.
const LAW: &[KnownTerm] = &[
    KnownTerm::LegalObligation,
    KnownTerm::LegalPermission,
    KnownTerm::LegalProcess,
    KnownTerm::LegalRequest,
    KnownTerm::Emergency,
];

pub(super) fn promises_leave_room_for_the_law(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    for practice in practices(policy)
        .iter()
        .filter(|one| one.sentence.modality == Modality::Never && one.is(&[Verb::Disclose]))
    {
        let Owner::Statement(id) = practice.owner else { continue };
        let sentence = practice.sentence;
        let reaches_authorities = sentence.slots.recipient.is_none()
            || touches(
                space,
                Dimension::Recipient,
                sentence.slots.recipient.as_ref(),
                KnownTerm::Authorities,
            );
        let reaches_the_law = sentence.slots.purpose.is_none()
            || touches(space, Dimension::Purpose, sentence.slots.purpose.as_ref(), KnownTerm::LegalPurposes);
        // A condition of another kind limits the promise, but law can ask within the limit; one about law shows that it was thought of.
        let facts = sentence.facts.iter().flat_map(|clause| clause.fact.terms());
        let names_the_law = facts.into_iter().any(|(fact, _)| is_below_any(policy, fact, LAW));
        if !reaches_authorities
            || !reaches_the_law
            || names_the_law
            || policy.statement(id).exception.as_ref().is_some_and(|one| excepts_the_law(space, one))
            || personal_items(space, practice.object).is_empty()
        {
            continue;
        }
        found.push(
            Diagnostic::new(&RULE, practice.span, format!("`{}` promises to disclose nothing, even where the law compels it", practice.label))
                .at(match policy.statement(id).exception.is_some() {
                    true => "what is excepted is not what the law compels",
                    false => "no exception for the law",
                })
                .help(format!("add `unless legal-compulsion`, or `except as stated in …` with a statement for orders of courts and authorities; where you cannot disclose, say so in `because` and acknowledge this with `expect finding absolute-promise in {}`", practice.label)),
        );
    }
    Ok(())
}

/// Whether an exception names a disclosure for which the law is the reason: to whoever exercises public power, for purposes
/// of law, or under a fact that shows that it was thought of.
fn excepts_the_law(space: &Space, exception: &Exception) -> bool {
    let policy = &space.policy;
    let practices = practices(policy);
    let named: Vec<Owner> = match exception {
        Exception::StatedElsewhere(_) => practices.iter().map(|one| one.owner).collect(),
        Exception::StatedIn(targets) => {
            targets.iter().flat_map(|(target, _)| policy.parts_of(*target)).collect()
        }
    };
    practices.iter().filter(|one| one.permits() && named.contains(&one.owner)).any(|one| {
        let slots = &one.sentence.slots;
        let mut facts = one.sentence.facts.iter().flat_map(|clause| clause.fact.terms());
        touches(space, Dimension::Recipient, slots.recipient.as_ref(), KnownTerm::Authorities)
            || touches(space, Dimension::Purpose, slots.purpose.as_ref(), KnownTerm::LegalPurposes)
            || facts.any(|(fact, _)| is_below_any(policy, fact, LAW))
            || one
                .sentence
                .bases
                .iter()
                .any(|basis| is_below_any(policy, basis.term, &[KnownTerm::LegalObligationAsBasis]))
    })
}
