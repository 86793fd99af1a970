//! Who does what: from the clauses of a rule to a sentence.

use super::Reader;
use crate::model::{
    Actor, Basis, Deletion, End, EndKind, Fact, FactClause, FactWord, Field, Kind, Period, Retention,
    Sentence, Slot, Slots, Stage, Timing, Verb, Whichever,
};
use crate::render::json;
use crate::source::Span;

impl Reader<'_> {
    /// A sentence; none where something in it cannot be read, which is reported.
    pub(super) fn sentence(&mut self, clause: &json::Clause, span: Span) -> Option<Sentence> {
        let verb = clause.verb;
        let mut slots = clause.slots.clone();
        let Some(object) = slots.object_mut(verb).take() else {
            let object = verb.object().name();
            self.value("slots", format!("`{}` does not say of what: `{object}` is missing", verb.word()));
            return None;
        };
        let object = self.slot(verb.object_kind(), &object, span)?;
        let mut sentence = Sentence::plain(span, verb, object);
        sentence.slots = self.slots(slots, verb, span)?;
        sentence.actor = self.actor(&clause.actor, span)?;
        sentence.modality = clause.modality;
        sentence.from_labels = clause.from_labels.iter().map(|label| (label.clone(), span)).collect();
        sentence.facts = self.facts(&clause.facts, span)?;
        sentence.bases = self.bases(&clause.bases, span)?;
        sentence.necessity = clause.necessity;
        if let Some(retention) = &clause.retention {
            sentence.retention = Some(self.retention(retention, span)?);
            sentence.is_ceiling = retention.ceiling;
        }
        if let Some(deletion) = &clause.deletion {
            let event = self.condition(&deletion.on, span)?;
            let timing = self.timing(deletion.timing.as_ref())?;
            sentence.deletion = Some(Deletion { event, timing });
        }
        sentence.states = clause.states.clone();
        sentence.timing = self.timing(clause.timing.as_ref())?;
        Some(sentence)
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
        let set = self.set(kind, slot, span)?;
        Some(Slot { set, is_only: slot.only, span, is_inherited: slot.inherited })
    }

    pub(super) fn actor(&mut self, actor: &json::Actor, span: Span) -> Option<Actor> {
        match actor.as_str() {
            "we" => Some(Actor::We),
            recipient => Some(Actor::Recipient(self.term(Kind::Recipient, recipient)?, span)),
        }
    }

    pub(super) fn facts(&mut self, facts: &[json::FactClause], span: Span) -> Option<Vec<FactClause>> {
        let mut found = Vec::new();
        for clause in facts {
            let condition = match (clause.word, &clause.condition) {
                (FactWord::With | FactWord::When | FactWord::Under, condition) => condition,
                (FactWord::Unless, json::Condition::Not(condition)) => &**condition,
                (FactWord::Unless, _) => {
                    self.value("unless", "a condition behind `unless` is not negated".to_owned());
                    return None;
                }
            };
            let fact = self.condition(condition, span)?;
            let (is_only, is_inherited) = (clause.only, clause.inherited);
            found.push(FactClause { word: clause.word, is_only, fact, span, is_inherited });
        }
        Some(found)
    }

    fn condition(&mut self, condition: &json::Condition, span: Span) -> Option<Fact> {
        let mut all = |conditions: &[json::Condition]| {
            conditions.iter().map(|one| self.condition(one, span)).collect::<Option<Vec<_>>>()
        };
        Some(match condition {
            json::Condition::All(conditions) => Fact::And(all(conditions)?),
            json::Condition::Any(conditions) => Fact::Or(all(conditions)?),
            json::Condition::Not(condition) => Fact::Not(Box::new(self.condition(condition, span)?)),
            json::Condition::Fact(reference) => {
                Fact::Term(self.term(Kind::Condition, reference.as_str())?, span)
            }
        })
    }

    pub(super) fn bases(&mut self, bases: &[json::Basis], span: Span) -> Option<Vec<Basis>> {
        let mut found = Vec::new();
        for basis in bases {
            found.push(Basis {
                term: self.term(Kind::Basis, basis.basis.as_str())?,
                interest: basis.interest.clone(),
                span,
                is_inherited: basis.inherited,
            });
        }
        Some(found)
    }

    pub(super) fn retention(&mut self, retention: &json::Retention, span: Span) -> Option<Retention> {
        let mut stages = Vec::new();
        for stage in &retention.stages {
            let form = match &stage.form {
                Some(form) => Some(self.term(Kind::Form, form.as_str())?),
                None => None,
            };
            let mut ends = Vec::new();
            for end in &stage.ends {
                ends.push(End { span, kind: self.end(end, span)? });
            }
            let whichever = stage.whichever.unwrap_or(Whichever::Longer);
            stages.push(Stage { form, ends, whichever });
        }
        let read = Retention { span, stages };
        if read.is_nothing() && !(retention.ceiling && read == Retention::nothing(span)) {
            self.value("retention", "`at-all` is a limit, and stands alone".to_owned());
            return None;
        }
        Some(read)
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
            json::End::While { condition } => EndKind::While(self.condition(condition, span)?),
            json::End::Until { event } => EndKind::Until(self.term(Kind::Event, event.as_str())?),
            json::End::Needed { purposes } => EndKind::Needed(self.set(Kind::Purpose, purposes, span)?),
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
