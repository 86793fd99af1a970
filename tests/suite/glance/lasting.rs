//! What the table says of keeping and deleting is so: each entry is asked of the oracle, of each datum of its row.

use candor::model::{self, Actor, EndKind, Kind, Retention, Sentence, Set, TermId, Verb, What};
use candor::semantics::describe;
use candor::source::Span;

use super::{Entry, Judged, Row, Shown, Summary, Totals};
use crate::oracle::{Grain, Oracle, Value, Verdict};

impl Judged<'_> {
    /// Data are kept, or deleted, as it says.
    pub(super) fn what_lasts_is_said(&self, summary: &Summary, totals: &mut Totals) -> Result<(), String> {
        let mut questions = Vec::new();
        let mut asked = Vec::new();
        for row in summary.general.iter().chain(&summary.rows) {
            let data = self.data(row);
            let named = |at: usize| match self.values.atoms(Kind::Data)[at] {
                Value::Term(term) => Some(term),
                _ => None,
            };
            for datum in (0..data.len()).filter(|at| data[*at]).filter_map(named) {
                for entry in &row.how_long {
                    let own = wordings(row, entry, datum);
                    asked.extend((!own.is_empty()).then_some((row, entry, own.len())));
                    questions.extend(own);
                }
            }
        }
        totals.n_lasting += asked.len() as u64;
        let oracle = Oracle::of(self.policy, &questions, Grain::Classes, None);
        if oracle.is_too_large {
            return Ok(());
        }
        let is_contradictory = !oracle.conflicts.is_empty();
        let mut verdicts = oracle.verdicts.iter().zip(&questions);
        for (row, entry, n_wordings) in asked {
            let own: Vec<_> = verdicts.by_ref().take(n_wordings).collect();
            let is_said = |verdict: &Verdict| match (&entry.what, verdict) {
                (_, Verdict::Undisclosed | Verdict::Impossible | Verdict::NotCovered) => false,
                (Shown::Limit(_), Verdict::Permitted | Verdict::PermittedIf) => false,
                (Shown::Deleted(..), Verdict::Prohibited) => is_contradictory,
                // What is kept may have to be deleted before, as the cell says as well.
                (_, Verdict::Permitted | Verdict::PermittedIf | Verdict::Prohibited | Verdict::Mixed) => true,
            };
            if let Some((verdict, question)) = own.first()
                && !own.iter().any(|(verdict, _)| is_said(verdict))
            {
                let object = describe::set_words(self.values.vocabulary(), &question.object.set);
                return Err(format!("{verdict:?} of {object}: {}", self.shown(row, entry)));
            }
        }
        Ok(())
    }
}

/// Questions about one datum, one of which must be answered as an entry says. What is kept with a practice for its purposes
/// is kept for those of the practice, and a question with these words asks for those of all collections.
pub(super) fn wordings(row: &Row, entry: &Entry, datum: TermId) -> Vec<Sentence> {
    let first = question(row, entry, datum);
    let mut own = first.clone();
    let ends = own.iter_mut().flat_map(|one| &mut one.retention).flat_map(|retention| &mut retention.stages);
    let mut is_other = false;
    for end in ends.flat_map(|stage| &mut stage.ends).filter(|end| end.kind == EndKind::ItsPurposes) {
        if let Some(purposes) = &entry.purposes {
            end.kind = EndKind::Needed(purposes.clone());
            is_other = true;
        }
    }
    first.into_iter().chain(own.filter(|_| is_other)).collect()
}

/// Whether it is as an entry says: a question about one datum.
fn question(row: &Row, entry: &Entry, datum: TermId) -> Option<Sentence> {
    let span = Span::default();
    let slot = |set: &Set| model::Slot::plain(set.clone(), span);
    let mut object = Set::of([What::Term(datum)], span);
    object.items.iter_mut().for_each(|item| item.form = entry.forms.first().copied());
    let mut sentence = Sentence::plain(span, Verb::Delete, slot(&object));
    match &entry.what {
        Shown::Kept(retention) => {
            sentence.verb = Verb::Retain;
            sentence.retention = Some(retention.clone());
        }
        Shown::Deleted(deletion, timing) => {
            sentence.deletion = Some(deletion.clone());
            sentence.timing = *timing;
        }
        Shown::Limit(retention) => {
            sentence.verb = Verb::Retain;
            sentence.retention = Some(longer_than(retention));
        }
        Shown::Purpose(_)
        | Shown::NoPurpose
        | Shown::Derived(_)
        | Shown::Recipient(_)
        | Shown::NeverDeleted => return None,
    }
    let persons = entry.persons.as_ref().or(row.persons.as_ref());
    sentence.slots.subject = persons.map(|persons| slot(&persons.among));
    sentence.slots.subject_region = persons.and_then(|persons| persons.region.as_ref()).map(slot);
    sentence.slots.purpose = entry.purposes.as_ref().map(slot);
    sentence.facts.clone_from(&entry.facts);
    sentence.actor = entry.by.map_or(Actor::We, |actor| Actor::Recipient(actor, span));
    Some(sentence)
}

/// A little longer than a limit, where that is a length of time, or for ever.
fn longer_than(limit: &Retention) -> Retention {
    let mut longer = limit.clone();
    longer.stages.truncate(1);
    let ends = || limit.stages.iter().flat_map(|stage| &stage.ends);
    let are_long = ends().all(|end| matches!(end.kind, EndKind::For { .. }));
    for end in longer.stages.iter_mut().flat_map(|stage| &mut stage.ends) {
        match &mut end.kind {
            EndKind::For { period, .. } if are_long => period.amount += 1,
            kind => *kind = EndKind::Indefinitely,
        }
    }
    longer
}
