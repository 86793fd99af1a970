//! Who does what: from the clauses of a rule to a sentence.

use super::Reader;
use crate::model::{
    Actor, Basis, Deletion, End, EndKind, Fact, FactClause, FactWord, Field, Kind, Period, Retention,
    Sentence, Slot, Slots, Stage, Timing, Verb, Whichever,
};
use crate::rules as json;
use crate::source::Span;

impl Reader<'_> {
    /// A sentence; none where something in it cannot be read, which is reported.
    pub(super) fn sentence(&mut self, clause: &json::Clause, span: Span) -> Option<Sentence> {
        let json::Clause {
            actor,
            modality,
            verb,
            slots,
            facts,
            bases,
            necessity,
            retention,
            deletion,
            // Which rules these are is worked out again from the labels.
            from_rules: _,
            from_labels,
            states,
            timing,
        } = clause;
        let mut slots = slots.clone();
        let Some(object) = slots.object_mut(*verb).take() else {
            let object = verb.object().name();
            self.value("slots", format!("`{}` does not say of what: `{object}` is missing", verb.word()));
            return None;
        };
        Some(Sentence {
            span,
            object: self.slot(verb.object_kind(), &object, span)?,
            slots: self.slots(slots, *verb, span)?,
            actor: self.actor(actor, span)?,
            modality: *modality,
            verb: *verb,
            from_labels: from_labels.iter().map(|label| (label.clone(), span)).collect(),
            facts: self.facts(facts, span)?,
            bases: self.bases(bases, span)?,
            necessity: *necessity,
            is_ceiling: retention.as_ref().is_some_and(|retention| retention.ceiling),
            retention: self.retention(retention.as_ref(), span)?,
            deletion: self.deletion(deletion.as_ref(), span)?,
            states: states.clone(),
            timing: self.timing(timing.as_ref())?,
            // Rules with a fault are not compiled.
            is_damaged: false,
        })
    }

    #[allow(clippy::option_option, reason = "the outer one says whether it could be read")]
    fn deletion(&mut self, deletion: Option<&json::Deletion>, span: Span) -> Option<Option<Deletion>> {
        let Some(json::Deletion { on, timing }) = deletion else { return Some(None) };
        let event = self.condition(on, span)?;
        Some(Some(Deletion { event, timing: self.timing(timing.as_ref())? }))
    }

    /// The slots of a sentence beside its object.
    pub(super) fn slots(&mut self, mut slots: json::Slots, verb: Verb, span: Span) -> Option<Slots> {
        let mut found = Slots::EMPTY;
        for field in Field::ALL {
            let slot = slots.slot_mut(verb, field).take();
            *found.get_mut(field) = self.filled(field.kind(), slot.as_ref(), span)?;
        }
        Some(found)
    }

    /// A slot that may be absent.
    #[allow(clippy::option_option, reason = "the outer one says whether it could be read")]
    pub(super) fn filled(
        &mut self,
        kind: Kind,
        slot: Option<&json::Slot>,
        span: Span,
    ) -> Option<Option<Slot>> {
        match slot {
            Some(slot) => self.slot(kind, slot, span).map(Some),
            None => Some(None),
        }
    }

    fn slot(&mut self, kind: Kind, slot: &json::Slot, span: Span) -> Option<Slot> {
        // The set takes the items, and what is excepted from them.
        let json::Slot { items: _, except: _, only, inherited } = slot;
        let set = self.set(kind, slot, span)?;
        Some(Slot { set, is_only: *only, span, is_inherited: *inherited })
    }

    pub(super) fn actor(&mut self, actor: &json::Actor, span: Span) -> Option<Actor> {
        match actor.as_str() {
            "we" => Some(Actor::We),
            recipient => Some(Actor::Recipient(self.term(Kind::Recipient, recipient)?, span)),
        }
    }

    pub(super) fn facts(&mut self, facts: &[json::FactClause], span: Span) -> Option<Vec<FactClause>> {
        facts.iter().map(|clause| self.fact_clause(clause, span)).collect()
    }

    fn fact_clause(&mut self, clause: &json::FactClause, span: Span) -> Option<FactClause> {
        let json::FactClause { word, condition, only, inherited } = clause;
        let condition = match (word, condition) {
            (FactWord::With | FactWord::When | FactWord::Under, condition) => condition,
            (FactWord::Unless, json::Condition::Not(condition)) => &**condition,
            (FactWord::Unless, _) => {
                self.value("unless", "a condition behind `unless` is not negated".to_owned());
                return None;
            }
        };
        let fact = self.condition(condition, span)?;
        Some(FactClause { word: *word, is_only: *only, fact, span, is_inherited: *inherited })
    }

    fn condition(&mut self, condition: &json::Condition, span: Span) -> Option<Fact> {
        let mut all = |conditions: &[json::Condition]| {
            conditions.iter().map(|one| self.condition(one, span)).collect::<Option<Vec<_>>>()
        };
        Some(match condition {
            json::Condition::All(conditions) => Fact::And(all(conditions)?),
            json::Condition::Any(conditions) => Fact::Or(all(conditions)?),
            json::Condition::Not(condition) => Fact::Not(Box::new(self.condition(condition, span)?)),
            json::Condition::Given(json::Given { fact, within }) => {
                let term = self.term(Kind::Condition, fact.as_str());
                let period = self.period(within);
                let term = term?;
                if self.vocabulary.term(term).kind != Kind::Consent {
                    self.value(
                        "given",
                        format!("`{}` is no consent, and nothing else is given", fact.as_str()),
                    );
                    return None;
                }
                Fact::Given(term, period?, span)
            }
            json::Condition::Fact(reference) => {
                Fact::Term(self.term(Kind::Condition, reference.as_str())?, span)
            }
        })
    }

    pub(super) fn bases(&mut self, bases: &[json::Basis], span: Span) -> Option<Vec<Basis>> {
        bases.iter().map(|basis| self.basis(basis, span)).collect()
    }

    fn basis(&mut self, basis: &json::Basis, span: Span) -> Option<Basis> {
        let json::Basis { basis, interest, inherited } = basis;
        let term = self.term(Kind::Basis, basis.as_str())?;
        Some(Basis { term, interest: interest.clone(), span, is_inherited: *inherited })
    }

    /// A retention that may be absent; whether it is a ceiling is said by the sentence.
    #[allow(clippy::option_option, reason = "the outer one says whether it could be read")]
    pub(super) fn retention(
        &mut self,
        retention: Option<&json::Retention>,
        span: Span,
    ) -> Option<Option<Retention>> {
        // Of what was collected for which purposes other rules tell; that it is the same is proved with everything else.
        let Some(json::Retention { stages, ceiling, purposes: _ }) = retention else { return Some(None) };
        let stages: Option<Vec<Stage>> = stages.iter().map(|stage| self.stage(stage, span)).collect();
        let read = Retention { span, stages: stages? };
        if read.uncounted().is_some() {
            self.value("more", "nothing is there from which `more` could be counted".to_owned());
            return None;
        }
        if read.is_nothing() && !(*ceiling && read == Retention::nothing(span)) {
            self.value("retention", "`at-all` is a limit, and stands alone".to_owned());
            return None;
        }
        Some(Some(read))
    }

    fn stage(&mut self, stage: &json::Stage, span: Span) -> Option<Stage> {
        // What is counted follows from the ends, and is proved when the policy is compiled again.
        let json::Stage { form, ends, whichever, counted: _ } = stage;
        let form = match form {
            Some(form) => Some(self.term(Kind::Form, form.as_str())?),
            None => None,
        };
        let end = |end| Some(End { span, kind: self.end(end, span)? });
        let ends: Option<Vec<End>> = ends.iter().map(end).collect();
        Some(Stage { form, ends: ends?, whichever: whichever.unwrap_or(Whichever::Longer) })
    }

    fn end(&mut self, end: &json::End, span: Span) -> Option<EndKind> {
        Some(match end {
            json::End::AtAll => EndKind::AtAll,
            json::End::Indefinitely => EndKind::Indefinitely,
            json::End::For { bound, period, after } => EndKind::For {
                bound: *bound,
                period: self.period(period)?,
                after: match after {
                    Some(event) => Some(self.term(Kind::Event, event.as_str())?),
                    None => None,
                },
            },
            json::End::More { bound, period } => {
                EndKind::More { bound: *bound, period: self.period(period)? }
            }
            json::End::While { condition } => EndKind::While(self.condition(condition, span)?),
            json::End::Until { event } => EndKind::Until(self.term(Kind::Event, event.as_str())?),
            json::End::Needed { purposes } => EndKind::Needed(self.set(Kind::Purpose, purposes, span)?),
            json::End::ItsPurposes => EndKind::ItsPurposes,
        })
    }

    pub(super) fn period(&mut self, period: &json::Period) -> Option<Period> {
        let found = Period { amount: period.amount, unit: period.unit };
        if !found.is_possible() {
            let message = format!("{} {} is no length of time", found.amount, found.unit.word());
            self.value("amount", message);
            return None;
        }
        Some(found)
    }

    #[allow(clippy::option_option, reason = "the outer one says whether it could be read")]
    fn timing(&mut self, timing: Option<&json::Timing>) -> Option<Option<Timing>> {
        Some(match timing {
            None => None,
            Some(json::Timing::Promptly) => Some(Timing::Promptly),
            Some(json::Timing::Within { period }) => Some(Timing::Within(self.period(period)?)),
            Some(json::Timing::Before { period }) => Some(Timing::Before(self.period(period)?)),
            Some(json::Timing::Beforehand) => Some(Timing::Beforehand),
        })
    }
}
