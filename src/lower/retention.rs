//! Lengths of time and ends.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::model::{self, Kind};

impl Lowering<'_> {
    pub(super) fn period(&mut self, duration: &ast::Duration) -> Option<model::Period> {
        let unit = model::Unit::of_word(&duration.unit.text)?;
        let period = |amount: u32| model::Period { amount, unit };
        match duration.number.text.parse::<u32>().ok().map(period) {
            Some(model::Period { amount: 0, .. }) => {
                self.report(
                    Diagnostic::new(
                        &rules::IMPOSSIBLE_DURATION,
                        duration.span,
                        "a length of time of nothing",
                    )
                    .at("zero")
                    .help("correct the number; what is not kept at all is said by `never retain` without an end"),
                );
                None
            }
            Some(period) if period.is_possible() => Some(period),
            _ => {
                self.report(
                    Diagnostic::new(
                        &rules::IMPOSSIBLE_DURATION,
                        duration.span,
                        "a length of time of more than a thousand years",
                    )
                    .at("too long to be meant")
                    .help("correct the number, or write `indefinitely`"),
                );
                None
            }
        }
    }

    /// The ends of `retain` or `kept`; the flag says whether they are a ceiling (`never … longer than`).
    pub(super) fn retention(
        &mut self,
        retention: &ast::Retention,
        modality: model::Modality,
    ) -> Option<(model::Retention, bool)> {
        let mut stages = vec![self.stage(None, &retention.ends, retention.whichever, modality)];
        for then in &retention.then {
            let form = self.names.vocabulary.find(Kind::Form, &then.form.text);
            stages.push(self.stage(form, &then.ends, then.whichever, modality));
        }
        let is_ceiling = retention.ends.iter().any(|end| matches!(end.kind, ast::EndKind::LongerThan { .. }));
        let stages = stages.into_iter().collect::<Option<Vec<_>>>()?;
        let retention = model::Retention { span: retention.span, stages };
        self.can_count_on(&retention).then_some((retention, is_ceiling))
    }

    /// Whether what counts from the end of the stage before has such an end to count from, and says how it bounds.
    fn can_count_on(&mut self, retention: &model::Retention) -> bool {
        let Some((more, why)) = retention.uncounted() else { return true };
        let (message, label, help) = match why {
            model::Uncounted::First => (
                "`more` counts from the end of the stage before, and this is the first stage",
                "no stage before",
                "remove `more`, or write the stage before and then this one behind `then retain`",
            ),
            model::Uncounted::Endless => (
                "`more` counts from the end of the stage before, which never ends",
                "nothing ends before this",
                "give the stage before an end, or remove this one",
            ),
            model::Uncounted::Twice => (
                "two ends of one stage count from the end of the stage before",
                "one of them",
                "write one of them, or count the other from an event",
            ),
            model::Uncounted::Unbounded => (
                "`at least` and `up to` together say neither how long at least nor how long at most",
                "counted from the stage before",
                "write `at least` in both stages, or `up to` in both",
            ),
        };
        self.report(Diagnostic::new(&rules::END_NOT_TAKEN, more.span, message).at(label).help(help));
        false
    }

    fn stage(
        &mut self,
        form: Option<model::TermId>,
        ends: &[ast::End],
        whichever: Option<(model::Whichever, crate::source::Span)>,
        modality: model::Modality,
    ) -> Option<model::Stage> {
        self.check_whichever(ends, whichever);
        let whichever = whichever.map_or(model::Whichever::Longer, |(which, _)| which);
        let lowered: Vec<Option<model::End>> = ends.iter().map(|end| self.end(end, modality)).collect();
        let ends = lowered.into_iter().collect::<Option<Vec<_>>>()?;
        Some(model::Stage { form, ends, whichever })
    }

    fn check_whichever(
        &mut self,
        ends: &[ast::End],
        whichever: Option<(model::Whichever, crate::source::Span)>,
    ) {
        match (ends, whichever) {
            ([first, .., last], None) => self.report(
                Diagnostic::clash(
                    &rules::WHICHEVER_MISSING,
                    (first.span, "one end"),
                    (last.span, "another end"),
                    "two ends, and nothing says which of them counts",
                )
                .help("write `whichever is longer` or `whichever is shorter` after them"),
            ),
            ([_] | [], Some((_, span))) => self.report(
                Diagnostic::new(&rules::WHICHEVER_ALONE, span, "there is only one end to choose from")
                    .at("nothing to choose from")
                    .help("remove this, or add another end with `or` before it"),
            ),
            _ => {}
        }
    }

    fn end(&mut self, end: &ast::End, modality: model::Modality) -> Option<model::End> {
        let kind = match &end.kind {
            ast::EndKind::Indefinitely => model::EndKind::Indefinitely,
            ast::EndKind::For { bound, duration, after } => {
                let period = self.period(duration);
                let after = self.event(after.as_ref())?;
                model::EndKind::For { bound: *bound, period: period?, after }
            }
            ast::EndKind::More { bound, duration, after } => {
                if let Some(event) = after {
                    self.report(
                        Diagnostic::new(
                            &rules::END_NOT_TAKEN,
                            event.span,
                            "`more` counts from the end of the stage before, and `after` from an event",
                        )
                        .at("another start")
                        .help("remove `more` to count from the event, or `after` to count from the stage before"),
                    );
                    return None;
                }
                model::EndKind::More { bound: *bound, period: self.period(duration)? }
            }
            ast::EndKind::While(fact) => model::EndKind::While(self.fact(fact)?),
            ast::EndKind::Until(event) => model::EndKind::Until(self.term(Kind::Event, event)?),
            ast::EndKind::Needed(set) => {
                let (set, is_damaged) = self.names.set(Kind::Purpose, set, &mut self.diagnostics);
                if is_damaged {
                    return None;
                }
                model::EndKind::Needed(set)
            }
            ast::EndKind::ItsPurposes => model::EndKind::ItsPurposes,
            ast::EndKind::LongerThan { duration, after } => {
                if !modality.is_negative() {
                    self.report(
                        Diagnostic::new(
                            &rules::END_NOT_TAKEN,
                            end.span,
                            "`longer than` is a limit, but this statement promises none",
                        )
                        .at("only after `never retain`")
                        .help("write `never retain … longer than …`, or `retain … for up to …`"),
                    );
                }
                let period = self.period(duration);
                let after = self.event(after.as_ref())?;
                model::EndKind::For { bound: model::Bound::UpTo, period: period?, after }
            }
        };
        Some(model::End { span: end.span, kind })
    }

    /// The event after which a length of time runs; the outer option is a failure.
    #[allow(clippy::option_option, reason = "the outer one is a failure, the inner one an absent part")]
    fn event(&mut self, after: Option<&ast::Name>) -> Option<Option<model::TermId>> {
        match after {
            Some(name) => self.term(Kind::Event, name).map(Some),
            None => Some(None),
        }
    }
}
