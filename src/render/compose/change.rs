//! Titles of changes: a changed flow in the words of the page.

use super::Composer;
use super::frames::Value;
use super::sentence::readable_name;
use super::set::Join;
use crate::model::{Fact, Policy, SectionId, Sentence, Set, Statement, StatementId, TermId, Verb, Words};
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
        let without: Vec<String> =
            without.iter().map(|term| composer.fact(&Fact::Term(*term, Span::default()))).collect();
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

    /// How long a statement keeps data: “for 30 days after you close your account”.
    #[must_use]
    pub fn keeping(&self, statement: StatementId) -> String {
        let sentence = &self.0.policy.statement(statement).sentence;
        let ends = sentence.retention.as_ref().map(|retention| self.0.ends(retention, sentence.is_ceiling));
        self.plain(&ends.unwrap_or_default())
    }

    /// When and how soon a statement deletes data.
    #[must_use]
    pub fn deletion(&self, statement: StatementId) -> String {
        let sentence = &self.0.policy.statement(statement).sentence;
        let words = sentence
            .deletion
            .as_ref()
            .map(|deletion| self.0.deletion(deletion, deletion.timing.or(sentence.timing)));
        self.plain(&words.unwrap_or_default())
    }

    /// Some data in words.
    #[must_use]
    pub fn data(&self, set: &Set) -> String {
        self.plain(&self.0.set(set, Join::And))
    }

    /// Things that are guaranteed, in words: objects, and what they are guaranteed.
    #[must_use]
    pub fn things(&self, verb: Verb, objects: &[TermId], details: &[TermId]) -> String {
        let labels = |terms: &[TermId]| {
            // The label of a right wants an object; its name stands alone.
            let label = |term: &TermId| match verb {
                Verb::Offer => readable_name(&self.0.policy.vocabulary.term(*term).name),
                _ => self.0.term(*term),
            };
            let labels: Vec<String> = terms.iter().map(label).collect();
            self.0.list(&labels, Join::And)
        };
        let values = [("objects", Value::from(labels(objects))), ("details", Value::from(labels(details)))];
        let words = match (objects.is_empty(), details.is_empty()) {
            (false, false) => match verb {
                Verb::Notify => self.0.frames.fill("change-notices", &values),
                Verb::Bind => self.0.frames.fill("change-duties", &values),
                _ => self.0.frames.fill("change-things", &values),
            },
            (false, true) => self.0.frames.fill("change-objects", &values[..1]),
            _ => self.0.frames.fill("change-details", &values[1..]),
        };
        self.plain(&words)
    }

    /// The title of a change that has a value before and a value after.
    #[must_use]
    pub fn moved(&self, code: &str, about: &str, before: Option<&str>, after: Option<&str>) -> String {
        let composer = &self.0;
        let mark = |words: &str| composer.plain_mark(words);
        let values = |pairs: &[(&'static str, &str)]| -> Vec<(&'static str, Value<'static>)> {
            pairs.iter().map(|(name, words)| (*name, Value::from(mark(words)))).collect()
        };
        let mut places = vec![("about", Value::from(mark(about)))];
        let frame = match (before, after) {
            (Some(before), Some(after)) => {
                places.extend(values(&[("before", before), ("after", after)]));
                "change-moved"
            }
            (Some(before), None) => {
                places.extend(values(&[("before", before)]));
                "change-gone"
            }
            (None, Some(after)) => {
                places.extend(values(&[("after", after)]));
                "change-new"
            }
            (None, None) if about.is_empty() => "change-lead",
            (None, None) => "change-alone",
        };
        let lead = format!("change-{code}");
        let lead = if composer.frames.has(&lead) { composer.frames.word(&lead) } else { String::new() };
        places.push(("lead", Value::from(lead)));
        let title = match frame {
            "change-moved" => composer.frames.fill("change-moved", &places),
            "change-gone" => composer.frames.fill("change-gone", &places),
            "change-new" => composer.frames.fill("change-new", &places),
            "change-lead" => composer.frames.fill("change-lead", &places),
            _ => composer.frames.fill("change-alone", &places),
        };
        let title = composer.pieces.plain(&composer.pieces.sentence(&title));
        composer.pieces.clear();
        title
    }

    /// A condition that is met by other things than before.
    #[must_use]
    pub fn counts(&self, about: &str, before: Option<&str>, after: Option<&str>, is_closed: bool) -> String {
        let composer = &self.0;
        let words = |name, words: &str| (name, Value::from(composer.plain_mark(words)));
        let (about, before, after) = (
            words("about", about),
            before.map(|before| words("before", before)),
            after.map(|after| words("after", after)),
        );
        let title = match (before, after) {
            (_, Some(after)) if is_closed => composer.frames.fill("change-counts-only", &[about, after]),
            (Some(before), Some(after)) => {
                composer.frames.fill("change-counts-other", &[about, before, after])
            }
            (None, Some(after)) => composer.frames.fill("change-counts-more", &[about, after]),
            (Some(before), None) => composer.frames.fill("change-counts-less", &[about, before]),
            (None, None) => composer.frames.fill("change-counts-with", &[about]),
        };
        self.plain(&composer.pieces.sentence(&title))
    }

    fn plain(&self, phrase: &str) -> String {
        let words = self.0.pieces.plain(phrase);
        self.0.pieces.clear();
        words
    }
}
