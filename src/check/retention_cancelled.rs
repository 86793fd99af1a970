//! A retention that a deletion on the same event cancels or cuts short.

use std::collections::HashMap;

use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::TermId;
use crate::semantics::Meaning;
use crate::semantics::half::Half;
use crate::semantics::keeping::{Cap, caps};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{self, Moment, Term};
use crate::semantics::thing::two_retentions;

rule!(pub(crate) RULE, "retention-cancelled", Warning, "a deletion ends a retention sooner, on the event from which it counts");

pub(super) fn deletions_leave_retentions_a_time(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let caps = caps(meaning)?;
    let mut on_event: HashMap<TermId, Vec<&Cap>> = HashMap::new();
    for cap in &caps {
        if let [event] = cap.events.as_slice() {
            on_event.entry(*event).or_default().push(cap);
        }
    }
    let twice = two_retentions(meaning)?;
    for (idx, kept) in meaning.kept.iter().enumerate().filter(|(_, kept)| kept.stage == 0) {
        let term = term_of(meaning, kept);
        let Some(event) = counted_from(&term) else { continue };
        // What is no longer personal a deletion leaves.
        let left = &diagrams.and(&meaning.effect.kept[idx], &diagrams.personal())?;
        for cap in on_event.get(&event).into_iter().flatten() {
            let deletion = &meaning.halves[cap.deletion];
            // Where it is known which of the two gives way, or that both speak of the very same, that is told already.
            let mut outlasting = meaning.effect.outlasting.iter();
            let is_told = outlasting.any(|one| one.deletion == cap.deletion && one.retention == idx)
                || twice.iter().any(|pair| pair.is_of(kept.owner, deletion.owner));
            let is_sooner = is_sooner(meaning, cap, &term);
            if is_told || deletion.owner == kept.owner || deletion.request.is_some() || !is_sooner {
                continue;
            }
            if diagrams.is_empty(left)? || !diagrams.is_within(left, &cap.region)? {
                continue;
            }
            found.push(report(meaning, kept, cap, event));
        }
    }
    Ok(())
}

fn report(meaning: &Meaning, kept: &Half, cap: &Cap, event: TermId) -> Diagnostic {
    let policy = &meaning.diagrams.space().policy;
    let deletion = meaning.halves[cap.deletion].owner;
    let (keeps, deletes) = (label_of(policy, kept.owner), label_of(policy, deletion));
    let name = &policy.vocabulary.term(event).name;
    let (message, at, lost) = match cap.period {
        None => (
            format!("`{deletes}` deletes on `{name}` all that `{keeps}` keeps from then on"),
            "deleted at once",
            "nothing is kept",
        ),
        Some(period) => (
            format!(
                "`{deletes}` deletes within {} after `{name}` what `{keeps}` keeps longer",
                period.words()
            ),
            "deleted then",
            "kept longer",
        ),
    };
    Diagnostic::clash(&RULE, (span_of(policy, deletion), at), (span_of(policy, kept.owner), lost), message)
        .help(format!(
            "if it is kept, {}; if it is not, take `{keeps}` away",
            super::add_exception(policy, kept.owner, deletion)
        ))
}

fn term_of(meaning: &Meaning, kept: &Half) -> Term {
    let space = meaning.diagrams.space();
    retention::term_of(space, space.policy.part_sentence(kept.owner), kept.stage, kept.its_purposes.as_ref())
}

/// The event from which everything counts that a retention keeps; `None` where it also has another end.
fn counted_from(term: &Term) -> Option<TermId> {
    let [ends] = term.longests.as_slice() else { return None };
    let [retention::End::After { moment: Moment::Event(event), .. }] = ends.as_slice() else { return None };
    *event
}

/// Whether a deletion comes before the end of a retention.
fn is_sooner(meaning: &Meaning, cap: &Cap, term: &Term) -> bool {
    let vocabulary = &meaning.diagrams.space().policy.vocabulary;
    let limit = cap.term();
    retention::is_within(vocabulary, &limit, term) && !retention::is_within(vocabulary, term, &limit)
}
