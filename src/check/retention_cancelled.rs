//! A retention of which a deletion on the same event leaves nothing.

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Deletion, EndKind, Fact, Sentence, TermId, Vocabulary};
use crate::semantics::Meaning;
use crate::semantics::half::Origin;
use crate::semantics::region::BudgetExceeded;

rule!(pub(crate) RULE, "retention-cancelled", Warning, "a retention is wholly cancelled by a deletion on the event from which it counts");

pub(super) fn deletions_leave_retentions_a_time(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    for (idx, kept) in meaning.kept.iter().enumerate().filter(|(_, kept)| kept.stage == 0) {
        let Some(event) = counted_from(policy.part_sentence(kept.owner)) else { continue };
        for (deletion, half) in meaning.halves.iter().enumerate() {
            let sentence = policy.part_sentence(half.owner);
            let happens = half.origin == Origin::Stated
                && half.owner != kept.owner
                && !sentence.modality.is_negative()
                && sentence.deletion.as_ref().is_some_and(|one| happens_at(&policy.vocabulary, one, event));
            // Where it is known which of the two gives way, that is told already.
            let is_told =
                meaning.effect.outlasting.iter().any(|one| one.deletion == deletion && one.retention == idx);
            if !happens || is_told {
                continue;
            }
            let left = &meaning.effect.kept[idx];
            let gone = diagrams.forget_facts(&meaning.effect.regions[deletion])?;
            if diagrams.is_empty(left)? || !diagrams.is_within(&diagrams.forget_facts(left)?, &gone)? {
                continue;
            }
            let (keeps, deletes) = (label_of(policy, kept.owner), label_of(policy, half.owner));
            let name = &policy.vocabulary.term(event).name;
            found.push(
                Diagnostic::clash(
                    &RULE,
                    (span_of(policy, half.owner), "deleted at once"),
                    (span_of(policy, kept.owner), "nothing is kept"),
                    format!("`{deletes}` deletes on `{name}` all that `{keeps}` keeps from then on"),
                )
                .help(format!(
                    "if it is kept, {}; if it is not, take `{keeps}` away",
                    super::add_exception(policy, kept.owner, half.owner)
                )),
            );
        }
    }
    Ok(())
}

/// The event from which everything counts that a retention keeps; none where it also has another end.
fn counted_from(sentence: &Sentence) -> Option<TermId> {
    let first = sentence.retention.as_ref()?.stages.first()?;
    let [end] = first.ends.as_slice() else { return None };
    match &end.kind {
        EndKind::For { after, .. } => *after,
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::More { .. }
        | EndKind::While(_)
        | EndKind::Until(_)
        | EndKind::Needed(_)
        | EndKind::ItsPurposes => None,
    }
}

/// Whether a deletion happens at once when an event does.
fn happens_at(vocabulary: &Vocabulary, deletion: &Deletion, event: TermId) -> bool {
    let is_it = match &deletion.event {
        Fact::Term(term, _) => vocabulary.is_below(event, *term),
        Fact::Or(facts) => {
            facts.iter().any(|fact| matches!(fact, Fact::Term(term, _) if vocabulary.is_below(event, *term)))
        }
        Fact::Given(..) | Fact::Not(_) | Fact::And(_) => false,
    };
    is_it && deletion.timing.is_none()
}
