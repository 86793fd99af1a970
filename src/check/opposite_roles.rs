//! A recipient that is declared as two things of which opposite things are said.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Origin, Policy, Sentence, SetItem, Slot, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::effect::{Conflict, ConflictKind};
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "opposite-roles", Error, "a recipient is declared as two kinds, and what is permitted of one is prohibited of the other");

/// Whom two statements mean, each by another name.
pub(super) struct TwoRoles {
    shared: TermId,
    permitted: TermId,
    prohibited: TermId,
}

pub(super) fn recipients_have_roles_that_agree(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for conflict in &meaning.effect.conflicts {
        let Some(roles) = two_roles(meaning, conflict) else { continue };
        let (permission, prohibition) =
            (meaning.halves[conflict.permission].owner, meaning.halves[conflict.prohibition].owner);
        let (permits, prohibits) =
            (super::label_of(policy, permission), super::label_of(policy, prohibition));
        let name = |term: TermId| &policy.vocabulary.term(term).name;
        let (shared, one, other) = (name(roles.shared), name(roles.permitted), name(roles.prohibited));
        let overlap = super::in_words(meaning, &conflict.overlap)?;
        let mut finding = Diagnostic::clash(
            &RULE,
            (super::span_of(policy, prohibition), "prohibited here"),
            (super::span_of(policy, permission), "permitted here"),
            format!(
                "`{permits}` permits for `{one}` what `{prohibits}` prohibits for `{other}`, and `{shared}` is both"
            ),
        );
        let declared = policy.vocabulary.term(roles.shared);
        let mut help =
            format!("say which statement gives way by `except as stated in …`; both are said of: {overlap}");
        if declared.origin == Origin::Policy {
            finding = finding.with(declared.span, "declared as both");
            help = format!("declare `{shared}` as the one that it is here, or {help}");
        }
        found.push(finding.help(help));
    }
    Ok(())
}

/// The recipient through which alone two statements meet; none where they name the same recipients anyway.
pub(super) fn two_roles(meaning: &Meaning, conflict: &Conflict) -> Option<TwoRoles> {
    if conflict.kind != ConflictKind::Overlap {
        return None;
    }
    let policy = &meaning.diagrams.space().policy;
    let sentence = |half: usize| match meaning.halves[half].owner {
        Owner::Statement(id) => Some(&policy.statement(id).sentence),
        Owner::Tracker(_) => None,
    };
    let (permits, prohibits) = (sentence(conflict.permission)?, sentence(conflict.prohibition)?);
    let recipients = |sentence: &Sentence| named(sentence.slots.recipient.as_ref());
    let by_recipient = || shared(policy, &recipients(permits)?, &recipients(prohibits)?);
    let by_actor = || shared(policy, &actor(permits)?, &actor(prohibits)?);
    by_recipient().or_else(by_actor)
}

/// The terms that a slot names; none where it names something that is no term, or nothing.
fn named(slot: Option<&Slot>) -> Option<Vec<TermId>> {
    let term = |item: &SetItem| match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    };
    slot?.set.items.iter().map(term).collect()
}

fn actor(sentence: &Sentence) -> Option<Vec<TermId>> {
    match sentence.actor {
        Actor::We => None,
        Actor::Recipient(term, _) => Some(vec![term]),
    }
}

/// The highest term below one of the first terms and one of the second, if none of them is above another.
/// A term of the policy goes before one of the standard vocabulary, since its author can change it.
fn shared(policy: &Policy, permitted: &[TermId], prohibited: &[TermId]) -> Option<TwoRoles> {
    let vocabulary = &policy.vocabulary;
    let mut found = None;
    for one in permitted {
        for other in prohibited {
            if vocabulary.is_below(*one, *other) || vocabulary.is_below(*other, *one) {
                return None;
            }
            if found.is_some() {
                continue;
            }
            // Nearest first, so the first that both have is a highest one.
            let below = vocabulary.descendants(*other);
            let both: Vec<TermId> =
                vocabulary.descendants(*one).into_iter().filter(|term| below.contains(term)).collect();
            let own = both.iter().find(|term| vocabulary.term(**term).origin == Origin::Policy);
            found = own.or(both.first()).map(|shared| TwoRoles {
                shared: *shared,
                permitted: *one,
                prohibited: *other,
            });
        }
    }
    found
}
