//! Titles of changes: a changed flow in the words of the page.

use super::Composer;
use super::frames::Value;
use super::message::Message;
use super::sentence::readable_name;
use super::set::Join;
use crate::model::{
    EndKind, Fact, Joined, Lifetime, Part, Policy, SectionId, Sentence, Set, Statement, StatementId, TermId,
    Verb, Words,
};
use crate::semantics::Meaning;
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
    /// A speaker in the language of a policy, which knows what it means.
    #[must_use]
    pub fn new(policy: &'p Policy, meaning: &'p Meaning) -> Self {
        Self(Composer::new(policy, Some(meaning)))
    }

    /// What the reader of the page sees of a statement, in one line.
    #[must_use]
    pub fn statement(&self, statement: StatementId) -> String {
        self.0.plain_statement(self.0.policy.statement(statement))
    }

    /// What the reader of the page sees of a statement or a tracker: its sentence, or its name.
    #[must_use]
    pub fn part(&self, part: Part) -> String {
        match part {
            Part::Statement(id) => self.statement(id),
            Part::Tracker(id) => self.0.policy.trackers[id.index()].label.clone(),
        }
    }

    /// The title of a change of flows: the flow, what happened to it, and the facts that it does not need (where it is
    /// permitted) or that it needs from now on.
    #[must_use]
    pub fn change(&self, sentence: &Sentence, happened: Happened, without: &[Fact]) -> String {
        let composer = &self.0;
        let statement = Statement {
            id: StatementId::at(0),
            joined: Joined::ALONE,
            label: String::new(),
            title: None,
            label_span: Span::default(),
            span: Span::default(),
            section: SectionId::at(0),
            sentence: sentence.clone(),
            choice: None,
            later: None,
            exception: None,
            words: Words::default(),
            attributes: Vec::new(),
        };
        let flow = composer.in_line(&statement);
        let without: Vec<String> = without.iter().map(|fact| composer.plain_fact(fact)).collect();
        let without = composer.list(&without, Join::And);
        let frames = &composer.frames;
        let title = match (happened, without.is_empty()) {
            (Happened::Permitted, true) => {
                frames.fill(Message::ChangePermitted, &[("sentence", flow.into())])
            }
            (Happened::NoLongerPermitted, true) => {
                frames.fill(Message::ChangeNoLongerPermitted, &[("sentence", flow.into())])
            }
            (Happened::NoLongerRuledOut, true) => {
                frames.fill(Message::ChangeNoLongerRuledOut, &[("sentence", flow.into())])
            }
            (Happened::RuledOut, true) => frames.fill(Message::ChangeRuledOut, &[("sentence", flow.into())]),
            (happened, false) => {
                let values = [("sentence", flow.into()), ("facts", without.into())];
                match happened {
                    Happened::Permitted => frames.fill(Message::ChangePermittedWithout, &values),
                    Happened::NoLongerPermitted => {
                        frames.fill(Message::ChangeNoLongerPermittedWithout, &values)
                    }
                    Happened::NoLongerRuledOut => {
                        frames.fill(Message::ChangeNoLongerRuledOutWithout, &values)
                    }
                    Happened::RuledOut => frames.fill(Message::ChangeRuledOutWithout, &values),
                }
            }
        };
        let title = composer.pieces.plain(&composer.pieces.sentence(&title));
        composer.pieces.clear();
        title
    }

    /// How long a statement keeps data: “for 30 days after you close your account”.
    /// Where that depends on the purposes for which the data were collected, these can be given.
    #[must_use]
    pub fn keeping(&self, part: Part, purposes: Option<&Set>) -> String {
        let sentence = self.0.policy.part_sentence(part);
        let ends = sentence.retention.as_ref().map(|retention| {
            let mut retention = retention.clone();
            let ends = retention.stages.iter_mut().flat_map(|stage| &mut stage.ends);
            for end in ends.filter(|end| end.kind == EndKind::ItsPurposes) {
                if let Some(purposes) = purposes {
                    end.kind = EndKind::Needed(purposes.clone());
                }
            }
            let ends = self.0.ends(&retention, sentence.is_ceiling);
            let mut all = retention.stages.iter().flat_map(|stage| &stage.ends);
            let is_limit = sentence.is_ceiling && !all.any(|end| end.kind == EndKind::AtAll);
            match is_limit {
                true => self.0.frames.fill(Message::ChangeLimit, &[("ends", ends.into())]),
                false => ends,
            }
        });
        self.plain(&ends.unwrap_or_default())
    }

    /// How long a tracker lasts.
    #[must_use]
    pub fn lifetime(&self, lifetime: Lifetime) -> String {
        self.plain(&self.0.lifetime(lifetime))
    }

    /// When and how soon a statement deletes data.
    #[must_use]
    pub fn deletion(&self, part: Part) -> String {
        let sentence = self.0.policy.part_sentence(part);
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
            let label = |term: &TermId| match verb == Verb::Offer {
                true => readable_name(&self.0.policy.vocabulary.term(*term).name),
                false => self.0.term(*term),
            };
            let labels: Vec<String> = terms.iter().map(label).collect();
            self.0.list(&labels, Join::And)
        };
        let values = [("objects", Value::from(labels(objects))), ("details", Value::from(labels(details)))];
        let words = match (objects.is_empty(), details.is_empty()) {
            (false, false) => match verb {
                Verb::Notify => self.0.frames.fill(Message::ChangeNotices, &values),
                Verb::Bind => self.0.frames.fill(Message::ChangeDuties, &values),
                Verb::Offer | Verb::Protect | Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
                    self.0.frames.fill(Message::ChangeThings, &values)
                }
                // What is done with data is told as flows.
                Verb::Collect
                | Verb::Derive
                | Verb::Combine
                | Verb::Use
                | Verb::View
                | Verb::Decide
                | Verb::Train
                | Verb::Store
                | Verb::Disclose
                | Verb::Sell
                | Verb::Publish
                | Verb::Require
                | Verb::Retain
                | Verb::Delete => self.0.frames.fill(Message::ChangeThings, &values),
            },
            (false, true) => self.0.frames.fill(Message::ChangeObjects, &values[..1]),
            _ => self.0.frames.fill(Message::ChangeDetails, &values[1..]),
        };
        self.plain(&words)
    }

    /// The title of a change that has a value before and a value after. The lead says what changed.
    pub(crate) fn moved(
        &self,
        lead: Option<Message>,
        about: &str,
        before: Option<&str>,
        after: Option<&str>,
    ) -> String {
        let composer = &self.0;
        let words = |name, words: &str| (name, Value::from(composer.plain_mark(words)));
        let lead = lead.map(|lead| composer.frames.word(lead)).unwrap_or_default();
        let (lead, is_alone) = (("lead", Value::from(lead)), about.is_empty());
        let about = words("about", about);
        let title = match (before, after) {
            (Some(before), Some(after)) => {
                let values = [lead, about, words("before", before), words("after", after)];
                composer.frames.fill(Message::ChangeMoved, &values)
            }
            (Some(before), None) => {
                composer.frames.fill(Message::ChangeGone, &[lead, about, words("before", before)])
            }
            (None, Some(after)) => {
                composer.frames.fill(Message::ChangeNew, &[lead, about, words("after", after)])
            }
            (None, None) if is_alone => composer.frames.fill(Message::ChangeLead, &[lead]),
            (None, None) => composer.frames.fill(Message::ChangeAlone, &[lead, about]),
        };
        self.plain(&composer.pieces.sentence(&title))
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
            (_, Some(after)) if is_closed => composer.frames.fill(Message::ChangeCountsOnly, &[about, after]),
            (Some(before), Some(after)) => {
                composer.frames.fill(Message::ChangeCountsOther, &[about, before, after])
            }
            (None, Some(after)) => composer.frames.fill(Message::ChangeCountsMore, &[about, after]),
            (Some(before), None) => composer.frames.fill(Message::ChangeCountsLess, &[about, before]),
            (None, None) => composer.frames.fill(Message::ChangeCountsWith, &[about]),
        };
        self.plain(&composer.pieces.sentence(&title))
    }

    fn plain(&self, phrase: &str) -> String {
        let words = self.0.pieces.plain_tidy(phrase);
        self.0.pieces.clear();
        words
    }
}
