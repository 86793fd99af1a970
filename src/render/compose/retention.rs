//! How long, how soon, and on which event.

use super::message::Message;
use super::set::Join;
use super::{Composer, Place};
use crate::model::{
    Deletion, End, EndKind, Fact, Lifetime, Period, Retention, Stage, TermId, Timing, What, Whichever,
};
use crate::semantics::retention;

impl Composer<'_> {
    /// “30 days”
    pub(super) fn period(&self, period: Period) -> String {
        let unit = period.unit.published();
        self.frames.fill(Message::Period, &[("unit", unit.into()), ("amount", period.amount.into())])
    }

    /// All stages of a retention.
    pub(super) fn ends(&self, retention: &Retention, is_ceiling: bool) -> String {
        let Retention { span: _, stages } = retention;
        stages.iter().fold(String::new(), |before, stage| {
            let Stage { form, ends, whichever } = stage;
            let ends = self.stage(ends, *whichever, is_ceiling);
            let Some(form) = form else { return format!("{before}{ends}") };
            let phrase = self.said_in(*form, Place::Phrase, &[]);
            let name = if phrase.is_some() { "phrase" } else { "other" };
            let label = phrase.unwrap_or_else(|| self.term(*form));
            let form = self.frames.fill(
                Message::FormAlone,
                &[("form", name.into()), ("form-label", label.into()), ("taken-out", "that".into())],
            );
            let parts = [("stages", before.into()), ("form", form.into()), ("ends", ends.into())];
            self.frames.fill(Message::Stages, &parts)
        })
    }

    fn stage(&self, ends: &[End], whichever: Whichever, is_ceiling: bool) -> String {
        // One of two moments is the first, and one of two lengths the shorter; what lasts while something is so only ends.
        let has_span = ends.iter().any(|end| matches!(end.kind, EndKind::While(_)));
        let has_moment = ends.iter().any(|end| matches!(end.kind, EndKind::Until(_)));
        let ends: Vec<String> = ends.iter().map(|end| self.end(end, is_ceiling)).collect();
        let listed = self.list(&ends, Join::Or);
        if ends.len() < 2 {
            return listed;
        }
        let values = [
            ("ends", listed.into()),
            ("whichever", whichever.published().into()),
            (
                "measure",
                if has_span {
                    "span"
                } else if has_moment {
                    "moment"
                } else {
                    "length"
                }
                .into(),
            ),
        ];
        self.frames.fill(Message::Ends, &values)
    }

    fn end(&self, end: &End, is_ceiling: bool) -> String {
        let End { span: _, kind } = end;
        match kind {
            EndKind::AtAll => self.frames.word(Message::EndAtAll),
            EndKind::Indefinitely => self.frames.word(Message::EndIndefinitely),
            EndKind::For { bound, period, after } => {
                let bound = if is_ceiling { "longer" } else { bound.published() };
                let (start, event) =
                    after.map_or(("collection", String::new()), |event| ("event", self.term(event)));
                let period = self.period(*period);
                self.frames.fill(
                    Message::EndFor,
                    &[
                        ("bound", bound.into()),
                        ("period", period.into()),
                        ("start", start.into()),
                        ("event", event.into()),
                    ],
                )
            }
            EndKind::More { bound, period } => self.frames.fill(
                Message::EndMore,
                &[("bound", bound.published().into()), ("period", self.period(*period).into())],
            ),
            EndKind::While(fact) => self.while_(fact),
            EndKind::Until(event) => {
                self.frames.fill(Message::EndUntil, &[("event", self.term(*event).into())])
            }
            EndKind::Needed(purposes)
                if purposes.except.is_empty()
                    && matches!(purposes.items.as_slice(), [item] if matches!(item.what, What::Any { .. })) =>
            {
                self.frames.word(Message::EndNeededAny)
            }
            EndKind::Needed(purposes) => {
                self.frames.fill(Message::EndNeeded, &[("purposes", self.set(purposes, Join::And).into())])
            }
            EndKind::ItsPurposes => self.frames.word(Message::EndItsPurposes),
        }
    }

    fn while_(&self, fact: &Fact) -> String {
        let (frame, inner) = match fact {
            Fact::Not(inner) => (Message::WhileNot, &**inner),
            Fact::Term(..) | Fact::Given(..) | Fact::And(_) | Fact::Or(_) => (Message::While, fact),
        };
        match self.kind_of_all(inner).zip(self.labels(inner)) {
            Some((kind, labels)) => self.led_in(frame, kind, &labels),
            None => self.fact(fact),
        }
    }

    /// “promptly”, “within 30 days”
    pub(super) fn timing(&self, frame: Message, timing: Timing) -> String {
        let (word, period) = timing_parts(timing);
        let period = period.map(|period| self.period(period)).unwrap_or_default();
        self.frames.fill(frame, &[("timing", word.into()), ("period", period.into())])
    }

    /// When something is done, and how soon: “within 30 days after you close your account”.
    pub(super) fn on_event(&self, event: &str, timing: Option<Timing>) -> String {
        self.at(("event", event), timing)
    }

    fn at(&self, (start, event): (&'static str, &str), timing: Option<Timing>) -> String {
        let (word, period) = timing.map_or(("none", None), timing_parts);
        let period = period.map(|period| self.period(period)).unwrap_or_default();
        self.frames.fill(
            Message::OnEvent,
            &[
                ("timing", word.into()),
                ("start", start.into()),
                ("event", event.into()),
                ("period", period.into()),
            ],
        )
    }

    /// The event of a deletion, with its time if `timing` is wanted.
    pub(super) fn deletion(&self, deletion: &Deletion, timing: Option<Timing>) -> String {
        // How soon is told by whoever asks: a deletion may have it, or its sentence.
        let Deletion { event, timing: _ } = deletion;
        match self.kind_of_all(event).zip(self.labels(event)) {
            Some(("event" | "condition", labels)) => self.at((self.start(event), &labels), timing),
            _ => {
                let timing = timing.map(|timing| self.timing(Message::Timing, timing)).unwrap_or_default();
                format!("{timing} {}", self.fact(event))
            }
        }
    }

    /// From when a length of time counts: what is collected needs no word for it.
    fn start(&self, event: &Fact) -> &'static str {
        let is_collection = |term: TermId| retention::collection(&self.policy.vocabulary) == Some(term);
        if matches!(event, Fact::Term(term, _) if is_collection(*term)) { "collection" } else { "event" }
    }

    /// How long a tracker lasts.
    pub(super) fn lifetime(&self, lifetime: Lifetime) -> String {
        let word = match lifetime {
            Lifetime::Period(period) => return self.period(period),
            Lifetime::Word(word) => word.word(),
        };
        self.frames.fill(Message::Lifetime, &[("lifetime", word.into())])
    }
}

const fn timing_parts(timing: Timing) -> (&'static str, Option<Period>) {
    match timing {
        Timing::Promptly => ("promptly", None),
        Timing::Within(period) => ("within", Some(period)),
        Timing::Before(period) => ("before", Some(period)),
        Timing::Beforehand => ("beforehand", None),
    }
}
