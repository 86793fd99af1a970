//! What is wrong, where, and what to do about it.
//!
//! There is one struct for every fault that a user can see. It is filled where the fault is found; nothing here
//! knows any particular fault.

pub mod render;
pub mod repair;
pub mod rule;

use crate::diagnostic::rule::{Rule, Severity};
use crate::source::Span;
use crate::suggest::Near;

/// One fault.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule that was broken: code, severity, page.
    pub rule: &'static Rule,
    /// What is wrong: one sentence in lower case without a full stop.
    pub message: String,
    /// Where: one primary place, and the other places that belong to it.
    pub labels: Vec<Label>,
    /// What to do, in the imperative.
    pub help: Option<String>,
    /// The same as an edit, where a program can do it without a judgement of its own.
    pub fix: Option<Fix>,
    /// Whether it counts as an error though its rule is milder: somebody asked for that.
    is_raised: bool,
}

/// An edit that does what the help of a finding says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fix {
    /// What is replaced.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A place with a few words about what is there.
#[derive(Debug, Clone)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is at that place, in three to six words.
    pub text: String,
    /// Whether the fault is here, or only explained from here.
    pub is_primary: bool,
}

impl Diagnostic {
    /// A fault at one place.
    #[must_use]
    pub fn new(rule: &'static Rule, span: Span, message: impl Into<String>) -> Self {
        let primary = Label { span, text: String::new(), is_primary: true };
        Self { rule, message: message.into(), labels: vec![primary], help: None, fix: None, is_raised: false }
    }

    /// A fault about two places: the second one is where it shows.
    #[must_use]
    pub fn clash(
        rule: &'static Rule,
        first: (Span, &str),
        second: (Span, &str),
        message: impl Into<String>,
    ) -> Self {
        Self::new(rule, second.0, message).at(second.1).with(first.0, first.1)
    }

    /// A fault with one cause and several places, each with what is there; the first of the document is where it shows.
    #[must_use]
    pub fn of_places(
        rule: &'static Rule,
        mut places: Vec<(Span, String)>,
        message: impl Into<String>,
    ) -> Self {
        places.sort();
        places.dedup();
        let mut places = places.into_iter();
        let (first, text) = places.next().unwrap_or_default();
        places.fold(Self::new(rule, first, message).at(text), |fault, (span, text)| fault.with(span, text))
    }

    /// Says what is at the primary place.
    #[must_use]
    pub fn at(mut self, text: impl Into<String>) -> Self {
        if let Some(primary) = self.labels.first_mut() {
            primary.text = text.into();
        }
        self
    }

    /// Adds another place.
    #[must_use]
    pub fn with(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), is_primary: false });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says what was probably meant at the primary place.
    #[must_use]
    pub fn did_you_mean(self, near: Near<'_>) -> Self {
        let span = self.span();
        let asked = self.help(format!("did you mean `{}`?", near.word));
        if near.is_sure { asked.fix(span, near.word) } else { asked }
    }

    /// Says what to write in place of what stands at the primary place.
    #[must_use]
    pub fn write(self, text: &str) -> Self {
        let span = self.span();
        self.help(format!("write `{text}`")).fix(span, text)
    }

    /// Adds the edit that does what the help says.
    #[must_use]
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, text: text.into() });
        self
    }

    /// The primary place.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels.first().map_or(Span::default(), |label| label.span)
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        if self.is_raised { Severity::Error } else { self.rule.severity }
    }
}

/// The faults that a pass found.
#[derive(Debug, Clone, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { list: Vec::new() }
    }

    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds those of another pass.
    pub fn extend(&mut self, other: Self) {
        self.list.extend(other.list);
    }

    /// Lets the findings of some rules count as errors.
    pub fn raise(&mut self, is_raised: impl Fn(&'static Rule) -> bool) {
        self.list.iter_mut().for_each(|one| one.is_raised |= is_raised(one.rule));
    }

    /// Forgets those that a test does not pick out.
    pub fn retain(&mut self, keeps: impl Fn(&Diagnostic) -> bool) {
        self.list.retain(keeps);
    }

    /// Forgets all but the first few.
    pub fn truncate(&mut self, length: usize) {
        self.list.truncate(length);
    }

    /// Keeps what was said twice once, of all but the first few.
    pub fn once_from(&mut self, first: usize) {
        let mut known = std::collections::BTreeSet::new();
        let later = self.list.split_off(first.min(self.list.len()));
        self.list.extend(
            later.into_iter().filter(|one| known.insert((one.span(), one.rule.code, one.message.clone()))),
        );
    }

    /// Brings them into their one order: by place, then by code, then by message; equal ones once.
    pub fn sort(&mut self) {
        let key = |one: &Diagnostic| (one.span(), one.rule.code, one.message.clone());
        self.list.sort_by_cached_key(key);
        self.list.dedup_by_key(|one| key(one));
    }

    /// Errors first, then warnings, then notes; those of one grade stay in their order.
    pub fn sort_gravest_first(&mut self) {
        self.list.sort_by_key(Diagnostic::severity);
    }

    /// Cuts off what stands behind the first few, and gives it back.
    #[must_use]
    pub fn cut(&mut self, most: usize) -> Self {
        Self { list: self.list.split_off(most.min(self.list.len())) }
    }

    /// Cuts off what is milder than an error, where errors stand first, and gives it back.
    #[must_use]
    pub fn cut_milder(&mut self) -> Self {
        let n_errors = self.list.iter().take_while(|one| one.severity() == Severity::Error).count();
        self.cut(n_errors)
    }

    /// One after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether one of them is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|one| one.severity() == Severity::Error)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Diagnostics {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}
