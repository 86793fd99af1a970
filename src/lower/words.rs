//! Tails: words, exceptions, announcements.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::model;
use crate::resolve::Bearer;
use crate::source::Span;
use crate::suggest;

/// What the tails of a statement say.
#[derive(Default)]
pub(super) struct Tails {
    pub(super) later: Option<model::Later>,
    pub(super) exception: Option<model::Exception>,
    pub(super) words: model::Words,
    /// Whether an exception names something that is not there, so that the statement may be too wide.
    pub(super) is_damaged: bool,
}

impl Lowering<'_> {
    pub(super) fn tails(&mut self, tails: &[ast::Tail]) -> Tails {
        self.check_tail_order(tails);
        let mut lowered = Tails::default();
        let text = |text: &ast::Text| Some(text.text.clone());
        let all = |texts: &[ast::Text]| texts.iter().map(|text| text.text.clone()).collect::<Vec<_>>();
        for tail in tails {
            let words = &mut lowered.words;
            match &tail.kind {
                ast::TailKind::Later(clauses) => lowered.later = Some(self.later(tail.span, clauses)),
                ast::TailKind::ExceptIn(labels) => {
                    let statements = self.stated_in(labels);
                    lowered.is_damaged |= statements.len() < labels.len();
                    lowered.exception = Some(model::Exception::StatedIn(statements));
                }
                ast::TailKind::ExceptElsewhere => {
                    lowered.exception = Some(model::Exception::StatedElsewhere(tail.span))
                }
                ast::TailKind::Otherwise(otherwise) => words.otherwise = text(otherwise),
                ast::TailKind::Because(because) => words.because = text(because),
                ast::TailKind::Says(says) => {
                    words.says = text(says);
                    words.says_span = says.span;
                }
                ast::TailKind::Note(note) => words.note = text(note),
                ast::TailKind::Example(example) => words.example = text(example),
                ast::TailKind::Cites(texts) => words.cites.extend(all(texts)),
                ast::TailKind::Traces(texts) => words.traces.extend(all(texts)),
            }
        }
        lowered
    }

    /// Reports what happens “otherwise” behind an offer that nobody can refuse by using it: there is nothing else than to
    /// leave the right unused.
    pub(super) fn check_otherwise(&mut self, tails: &[ast::Tail], sentence: &model::Sentence) {
        let is_otherwise = |tail: &&ast::Tail| matches!(tail.kind, ast::TailKind::Otherwise(_));
        let Some(tail) = tails.iter().find(is_otherwise) else { return };
        if sentence.verb != model::Verb::Offer || sentence.is_damaged {
            return;
        }
        let vocabulary = &self.names.vocabulary;
        let gives_up = |item: &&model::SetItem| matches!(item.what, model::What::Term(right) if vocabulary.gives_up(right));
        let Some(other) = sentence.object.set.items.iter().find(|item| !gives_up(item)) else { return };
        let right = match other.what {
            model::What::Term(right) => format!("`{}`", vocabulary.term(right).name),
            model::What::Any { .. } => "any right".to_owned(),
        };
        let other = other.span;
        self.report(
            Diagnostic::clash(
                &rules::CLAUSE_NOT_TAKEN,
                (other, "this right gives nothing up"),
                (tail.span, "does not belong here"),
                format!("an offer of {right} does not take `otherwise`"),
            )
            .help("behind a choice or a deletion, `otherwise` says what happens to who uses it; say anything else with `note`, or in a statement of its own"),
        );
    }

    fn check_tail_order(&mut self, tails: &[ast::Tail]) {
        for pair in tails.windows(2) {
            let [first, second] = pair else { continue };
            let (one, other) = (first.kind.word(), second.kind.word());
            if other > one {
                continue;
            }
            let (first_word, second_word) = (one.word(), other.word());
            let (message, help) = match one == other {
                true => (format!("`{first_word}` stands twice"), "keep one of the two".to_owned()),
                false => (
                    format!("`{second_word}` stands behind `{first_word}`"),
                    format!("put `{second_word}` before `{first_word}`"),
                ),
            };
            self.report(
                Diagnostic::clash(
                    &rules::TAIL_ORDER,
                    (first.span, "this comes first"),
                    (second.span, "then this"),
                    message,
                )
                .help(help),
            );
        }
    }

    fn later(&mut self, span: Span, clauses: &[ast::Clause]) -> model::Later {
        let mut later = model::Later { span, facts: Vec::new(), purpose: None, channel: None };
        for clause in clauses {
            match &clause.kind {
                ast::ClauseKind::For(set) => {
                    later.purpose = Some(self.slot(model::Kind::Purpose, set, clause).0)
                }
                ast::ClauseKind::Through(set) => {
                    later.channel = Some(self.slot(model::Kind::Channel, set, clause).0)
                }
                ast::ClauseKind::With(_)
                | ast::ClauseKind::When(_)
                | ast::ClauseKind::Unless(_)
                | ast::ClauseKind::Under(_) => later.facts.extend(self.fact_clause(clause)),
                // The grammar takes no other behind `later`.
                ast::ClauseKind::From(_)
                | ast::ClauseKind::About(..)
                | ast::ClauseKind::To(..)
                | ast::ClauseKind::BasedOn(_)
                | ast::ClauseKind::Required
                | ast::ClauseKind::Optional
                | ast::ClauseKind::Kept(_)
                | ast::ClauseKind::Over(_)
                | ast::ClauseKind::Before(_)
                | ast::ClauseKind::Beforehand
                | ast::ClauseKind::Within(_)
                | ast::ClauseKind::Promptly
                | ast::ClauseKind::In(_) => {}
            }
        }
        later
    }

    fn stated_in(&mut self, labels: &[ast::Name]) -> Vec<(model::Target, Span)> {
        labels.iter().filter_map(|label| Some((self.target_of(label)?, label.span))).collect()
    }

    /// The statement or section that a label names; reports a label that names nothing, or something else.
    fn target_of(&mut self, label: &ast::Name) -> Option<model::Target> {
        match self.names.labels.get(&label.text).map(|known| (known.bearer, known.span)) {
            Some((Bearer::Statement(id), _)) => Some(model::Target::Statement(id)),
            Some((Bearer::Section(id), _)) => Some(model::Target::Section(id)),
            // Reported where it stands.
            Some((Bearer::Misplaced, _)) => None,
            Some((
                Bearer::Tracker
                | Bearer::Text
                | Bearer::Link
                | Bearer::Definition
                | Bearer::Table
                | Bearer::Requirement,
                span,
            )) => {
                self.not_a_statement(label, span);
                None
            }
            None => {
                self.unknown_label(label);
                None
            }
        }
    }

    /// Reports a label that names something else, which stands in some place.
    pub(super) fn not_a_statement(&mut self, label: &ast::Name, bearer: Span) {
        self.report(
            Diagnostic::new(
                &rules::UNKNOWN_LABEL,
                label.span,
                format!("`{}` is not the label of a statement", label.text),
            )
            .at("a statement is expected here")
            .with(bearer, "this bears the name")
            .help("name a statement by its label, or a section; a tracker is excepted with the section around it"),
        );
    }

    pub(super) fn unknown_label(&mut self, label: &ast::Name) {
        if self.names.is_broken(&label.text) {
            return;
        }
        let diagnostic = Diagnostic::new(
            &rules::UNKNOWN_LABEL,
            label.span,
            format!("no statement is labelled `{}`", label.text),
        )
        .at("no such label");
        let near = suggest::near(&label.text, self.names.labels.keys().map(String::as_str));
        self.report(match near {
            Some(near) => diagnostic.did_you_mean(near),
            None => diagnostic.help("write the label of a statement of this document"),
        });
    }

    /// Every slot that the statement fills is used in the author's wording, and no other.
    pub(super) fn check_says(&mut self, id: model::StatementId) {
        let policy = &self.policy;
        let (words, sentence) = (&policy.statement(id).words, policy.whole(id).into_owned());
        let words = words.clone();
        let Some(says) = &words.says else { return };
        let names = sentence.slot_names();
        let used = slots_of(says);
        for slot in &used {
            if !names.contains(slot) {
                let diagnostic = Diagnostic::new(
                    &rules::UNKNOWN_SLOT,
                    words.says_span,
                    format!("this statement has nothing for `{{{slot}}}`"),
                )
                .at("in this wording")
                .with(sentence.span, "the statement");
                self.report(match suggest::nearest(slot, names.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{{{near}}}`?")),
                    None if names.is_empty() => diagnostic.help("remove the slot"),
                    None => diagnostic.help(format!("use only {}", shown(&names))),
                });
            }
        }
        let object = sentence.verb.object();
        let heading = object.is_heading().then(|| object.name());
        let is_said = |name: &str| {
            used.contains(&name) || sentence.says_of(name).iter().any(|other| used.contains(other))
        };
        let unused: Vec<&str> =
            names.iter().copied().filter(|name| !is_said(name) && heading != Some(name)).collect();
        if !unused.is_empty() && !sentence.is_damaged {
            self.report(
                Diagnostic::new(
                    &rules::UNUSED_SLOT,
                    words.says_span,
                    format!("this wording does not use {}", shown(&unused)),
                )
                .at("readers would not learn it")
                .with(sentence.span, "the statement says it")
                .help(format!("put {} into the wording, or leave out `says`", shown(&unused))),
            );
        }
    }
}

fn shown(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().map(|name| format!("`{{{name}}}`")).collect();
    shown.join(" and ")
}

/// The names in braces, in order of appearance.
fn slots_of(says: &str) -> Vec<&str> {
    let opened = says.split('{').skip(1);
    opened.filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.trim()).collect()
}
