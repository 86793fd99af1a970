//! A choice that stops nothing, because nothing in the policy is what it stops.

use super::choice_stops_nothing::is_dead;
use super::listed;
use super::practice::{permission_of, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{KnownTerm, Policy, Statement, TermId, Verb, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner, named_by};
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "choice-without-effect", Note, "a choice is offered, and nothing in the policy is what it stops");

pub(super) fn choices_have_an_effect(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for statement in policy.statements.iter().filter(|one| one.choice.is_some() && !one.sentence.is_damaged) {
        let rights = choices(policy, statement);
        let stops =
            meaning.halves_of(Owner::Statement(statement.id)).any(|(_, half)| half.origin == Origin::Choice);
        // Of a choice that says nothing of what it stops, another rule speaks.
        let is_told = statement.sentence.from_labels.is_empty()
            && rights.iter().any(|right| policy.vocabulary.stops_of(*right).is_none());
        let labels = &statement.sentence.from_labels;
        if stops {
            idle_labels(meaning, statement, found)?;
        }
        let mut named = labels.iter().filter_map(|(label, _)| policy.statement_of(label));
        if named.any(is_dead)
            || stops
            || rights.is_empty()
            || is_told
            || !could_tell(policy, statement, &rights)
        {
            continue;
        }
        let names = listed(rights.iter().map(|right| &*policy.vocabulary.term(*right).name));
        let why = match statement.sentence.from_labels.is_empty() {
            true => "nothing in this policy rests on what it takes back",
            false => "what it names permits nothing",
        };
        found.push(
            Diagnostic::new(
                &RULE,
                statement.sentence.span,
                format!("{names} in `{}` stops nothing: {why}", statement.label),
            )
            .at("without an effect")
            .help("say what rests on it, as in `with consent` or `based on legitimate-interests \"…\"`, name the statements that it stops behind `from`, or leave the choice out"),
        );
    }
    Ok(())
}

/// Reports each statement behind `from` of which a choice stops nothing, although it stops something of others: those who have
/// the choice are not those whom the statement is about.
fn idle_labels(meaning: &Meaning, offer: &Statement, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let stops =
        meaning.halves_of(Owner::Statement(offer.id)).filter(|(_, half)| half.origin == Origin::Choice);
    let stops = stops.map(|(_, half)| diagrams.cells(&half.cells)).collect::<Result<Vec<_>, _>>()?;
    let stops = diagrams.union(stops)?;
    for (label, span) in &offer.sentence.from_labels {
        let Some(named) = policy.statement_of(label).filter(|one| !is_dead(one)) else { continue };
        let mut is_stopped = named.sentence.is_damaged;
        for verb in policy.joined(named.id) {
            if let Some((_, half)) = permission_of(meaning, Owner::Statement(verb.id)) {
                is_stopped |= !diagrams.is_empty(&diagrams.and(&stops, &diagrams.cells(&half.cells)?)?)?;
            }
        }
        if !is_stopped {
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (named.sentence.span, "nothing of this is stopped"),
                    (*span, "named here"),
                    format!("the choice `{}` stops nothing of what `{label}` says", offer.label),
                )
                .help(format!(
                    "nobody who has the choice is among those whom `{label}` is about: offer it to them, or leave `{label}` out"
                )),
            );
        }
    }
    Ok(())
}

/// The choices among the rights of an offer.
fn choices(policy: &Policy, statement: &Statement) -> Vec<TermId> {
    let items = statement.sentence.object.set.items.iter();
    let rights = items.filter_map(|item| match item.what {
        What::Term(right) => Some(right),
        What::Any { .. } => None,
    });
    rights.filter(|right| policy.vocabulary.has_choice(std::iter::once(*right))).collect()
}

/// Whether the policy says enough for this to be more than silence: a policy that names no legal basis at all has not come to
/// saying what an objection stops.
fn could_tell(policy: &Policy, statement: &Statement, rights: &[TermId]) -> bool {
    let vocabulary = &policy.vocabulary;
    // What an offer names is in sight, unless it cannot be read.
    let named = named_by(policy, &statement.sentence);
    if !statement.sentence.from_labels.is_empty() {
        return !named.is_empty() && named.iter().all(|part| !policy.part_sentence(*part).is_damaged);
    }
    let practices = practices(policy);
    if !practices.iter().any(|one| one.permits() && one.is(&[Verb::Collect])) {
        return false;
    }
    let names_bases = practices.iter().any(|one| !one.sentence.bases.is_empty());
    let withdrawal = vocabulary.known(KnownTerm::Withdrawal);
    let is_clear = |right: &TermId| {
        let takes_consent_back = withdrawal.is_some_and(|above| vocabulary.is_below(*right, above));
        let effects = vocabulary.stops_of(*right);
        takes_consent_back || names_bases && effects.is_some_and(|effects| !effects.stops_based_on.is_empty())
    };
    rights.iter().all(is_clear)
}
