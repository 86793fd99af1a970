//! Titles of changes: a changed flow in the words of the page.

use super::Composer;
use super::set::Join;
use crate::model::{Policy, SectionId, Sentence, Statement, StatementId, TermId, Words};
use crate::source::Span;

/// What happened to the flow that a title tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happened {
    /// It became permitted.
    Permitted,
    /// It is no longer permitted.
    NoLongerPermitted,
    /// It is no longer ruled out.
    NoLongerRuledOut,
    /// It became ruled out.
    RuledOut,
}

/// Says what a policy says, one sentence at a time.
pub struct Speaker<'p>(Composer<'p>);

impl std::fmt::Debug for Speaker<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Speaker")
    }
}

impl<'p> Speaker<'p> {
    /// A speaker in the language of a policy.
    #[must_use]
    pub fn new(policy: &'p Policy) -> Self {
        Self(Composer::new(policy))
    }

    /// What the reader of the page sees of a statement, in one line.
    #[must_use]
    pub fn statement(&self, statement: StatementId) -> String {
        self.0.plain_statement(self.0.policy.statement(statement))
    }

    /// The title of a change of flows: the flow, what happened to it, and the facts that it does not need (where it is
    /// permitted) or that it needs from now on.
    #[must_use]
    pub fn change(&self, sentence: &Sentence, happened: Happened, without: &[TermId]) -> String {
        let composer = &self.0;
        let statement = Statement {
            id: StatementId::at(0),
            label: String::new(),
            label_span: Span::default(),
            span: Span::default(),
            section: SectionId::at(0),
            sentence: sentence.clone(),
            later: None,
            exception: None,
            words: Words::default(),
            attributes: Vec::new(),
        };
        let flow = composer.in_line(&statement);
        let without: Vec<String> = without.iter().map(|term| composer.term(*term)).collect();
        let without = composer.list(&without, Join::And);
        let frames = &composer.frames;
        let title = match (happened, without.is_empty()) {
            (Happened::Permitted, true) => frames.fill("change-permitted", &[("sentence", flow.into())]),
            (Happened::NoLongerPermitted, true) => {
                frames.fill("change-no-longer-permitted", &[("sentence", flow.into())])
            }
            (Happened::NoLongerRuledOut, true) => {
                frames.fill("change-no-longer-ruled-out", &[("sentence", flow.into())])
            }
            (Happened::RuledOut, true) => frames.fill("change-ruled-out", &[("sentence", flow.into())]),
            (happened, false) => {
                let values = [("sentence", flow.into()), ("facts", without.into())];
                match happened {
                    Happened::Permitted => frames.fill("change-permitted-without", &values),
                    Happened::NoLongerPermitted => frames.fill("change-no-longer-permitted-without", &values),
                    Happened::NoLongerRuledOut => frames.fill("change-no-longer-ruled-out-without", &values),
                    Happened::RuledOut => frames.fill("change-ruled-out-without", &values),
                }
            }
        };
        let title = composer.pieces.plain(&composer.pieces.sentence(&title));
        composer.pieces.clear();
        title
    }
}
