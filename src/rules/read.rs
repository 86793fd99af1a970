//! Compiled rules, read back: from the file that was published to the policy that it says.
//!
//! # Design
//!
//! The rules are the model in words of their own, so they are turned back into the model and into nothing before it:
//! what a policy means, how two of them are compared and how a sentence is said is worked out behind the model, and so
//! once for both. Nothing of the language has to be written only to be parsed again.
//!
//! That nothing is lost or changed on the way is not believed but proved, for each file (`proof`): the policy is
//! compiled again, and must give the same rules and the same digest of its meaning.
//!
//! A question in the fields of a rule is read by the same reader ([`question`]): what a field means is said once.

mod clause;
mod policy;
mod section;
mod terms;

use std::borrow::Cow;

use super::{ReadError, findings, proof};
use crate::diagnostic::rule::Rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Sentence, TermId, Vocabulary};
use crate::rules as json;
use crate::semantics::Understood;
use crate::source::{Elsewhere, FileId, Position, Sources, Span};

/// The policy that compiled rules say, and what is wrong with them.
///
/// `file` holds the rules; `vocabulary` is the one on top of which the policy was written, for all that people publish
/// the standard one. Where anything is wrong, the policy is empty: nothing may be concluded from a part of it.
#[must_use]
pub fn read(sources: &mut Sources, file: FileId, vocabulary: Vocabulary) -> (Understood, Diagnostics) {
    let (text, whole) = (sources.file(file).text().to_owned(), sources.file(file).span());
    let mut reader = Reader::of(&text, whole, Cow::Owned(vocabulary), &RULES);
    let policy = reader.rules().and_then(|rules| {
        let policy = Understood::from(reader.policy(&rules));
        for (span, place) in std::mem::take(&mut reader.elsewhere) {
            sources.stands_for(span, place);
        }
        if reader.faults.is_empty() {
            reader.faults.extend(proof::prove(&policy, sources, &rules, whole));
        }
        reader.faults.is_empty().then_some(policy)
    });
    (policy.unwrap_or_default(), reader.faults)
}

/// How a reader tells of what it cannot read.
pub struct Manner<'a> {
    /// The rule of names that lead nowhere.
    pub names: &'static Rule,
    /// The rule of values that cannot be.
    pub values: &'static Rule,
    /// What to do about either.
    pub help: &'static str,
    /// What is wrong with a name of a kind that no term has, where more can be said than that.
    pub unknown: &'a dyn Fn(Kind, &str, Span) -> Diagnostics,
}

/// That of compiled rules, which nobody writes by hand.
const RULES: Manner<'static> = Manner {
    names: &findings::REFERENCE,
    values: &findings::UNREADABLE,
    help: "let Candor make the rules again from their policy",
    unknown: &|_, _, _| Diagnostics::new(),
};

/// The sentence of a question in the fields of a rule.
///
/// `text` is where it was written, at the place `whole`; faults are shown in it.
///
/// # Errors
/// What cannot be read.
pub fn question(
    (text, whole): (&str, Span),
    vocabulary: &Vocabulary,
    clause: &json::Clause,
    manner: &Manner<'_>,
) -> Result<Sentence, Diagnostics> {
    let mut reader = Reader::of(text, whole, Cow::Borrowed(vocabulary), manner);
    let sentence = reader.sentence(clause, whole);
    sentence.filter(|_| reader.faults.is_empty()).ok_or(reader.faults)
}

/// Where a string stands for the first time in a JSON text at a place; the beginning of the text where it does not.
#[must_use]
pub fn place_of((text, whole): (&str, Span), string: &str) -> Span {
    let quoted = serde_json::Value::from(string).to_string();
    text.find(&quoted).map_or(Span::new(whole.start, whole.start), |at| {
        let start = whole.start + u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(start, start + u32::try_from(quoted.len()).unwrap_or(0))
    })
}

/// Reads one file.
struct Reader<'a> {
    text: &'a str,
    /// The whole file.
    whole: Span,
    /// How many parts of the policy have a span.
    n_parts: u32,
    /// Where each of them stands in the source.
    elsewhere: Vec<(Span, Elsewhere)>,
    vocabulary: Cow<'a, Vocabulary>,
    manner: &'a Manner<'a>,
    faults: Diagnostics,
}

impl<'a> Reader<'a> {
    const fn of(text: &'a str, whole: Span, vocabulary: Cow<'a, Vocabulary>, manner: &'a Manner<'a>) -> Self {
        Self {
            text,
            whole,
            n_parts: 0,
            elsewhere: Vec::new(),
            vocabulary,
            manner,
            faults: Diagnostics::new(),
        }
    }

    /// The file as rules, where this version of the format can say everything that is in them.
    fn rules(&mut self) -> Option<json::Rules> {
        let unknown = |name: &str, version: &str| {
            let message = format!("these rules are in the format {name} {version}");
            Diagnostic::new(&findings::VERSION, self.whole_start(), message)
                .at(format!("{} {} is understood here", json::FORMAT, json::FORMAT_VERSION))
                .help("compare the policy from which they were made, or let this version of Candor make them again")
        };
        let fault = match json::from_json(self.text) {
            // A later version may hold something that would be passed over here, and so be taken for unchanged.
            Ok(rules) if rules.format.version != json::FORMAT_VERSION => {
                unknown(&rules.format.name, &rules.format.version)
            }
            Ok(rules) => return Some(rules),
            Err(ReadError::Format { name, version }) => unknown(&name, &version),
            Err(ReadError::Shape(error)) => {
                let message = error.to_string();
                let reason = message.split(" at line ").next().unwrap_or(&message);
                let place = self.place(error.line(), error.column());
                Diagnostic::new(&findings::UNREADABLE, place, format!("these are no rules: {reason}"))
                    .at("cannot be read here")
                    .help("name the file that `candor build --emit json` wrote")
            }
        };
        self.faults.push(fault);
        None
    }

    /// The beginning of the file.
    const fn whole_start(&self) -> Span {
        Span::new(self.whole.start, self.whole.start)
    }

    /// A line, and a byte in it, both from one.
    fn place(&self, line: usize, column: usize) -> Span {
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let mut at = (before + column.saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let start = self.whole.start + u32::try_from(at).unwrap_or(u32::MAX);
        Span::new(start, start)
    }

    /// Reports something where a text stands for the first time.
    fn fault(&self, rule: &'static Rule, text: &str, message: String) -> Diagnostic {
        Diagnostic::new(rule, self.place_of(text), message)
    }

    /// Where a text stands for the first time; the beginning of the file where it does not.
    fn place_of(&self, text: &str) -> Span {
        place_of((self.text, self.whole), text)
    }

    /// Reports a name that leads nowhere, or not to where it should.
    fn reference(&mut self, name: &str, message: String) {
        let fault = self.fault(self.manner.names, name, message).at("leads nowhere");
        self.faults.push(fault.help(self.manner.help));
    }

    /// Reports a value that no policy could have.
    fn value(&mut self, name: &str, message: String) {
        let fault = self.fault(self.manner.values, name, message).at("in here");
        self.faults.push(fault.help(self.manner.help));
    }

    /// A span for a part of the policy: a byte of the file that stands for the place in the source.
    fn part(&mut self, source: Option<&json::Position>) -> Span {
        let start = (self.whole.start + self.n_parts).min(self.whole.end);
        // Two bytes, so that the label of a part can have a span inside that of the part.
        let span = Span::new(start, start + 2);
        self.n_parts += 2;
        if let Some(source) = source {
            let place = Elsewhere {
                file: source.file.clone(),
                start: Position { line: source.line, column: source.column },
                end: Position { line: source.end_line, column: source.end_column },
            };
            self.elsewhere.push((span, place));
        }
        span
    }

    /// A span for the label with which a part begins.
    fn label(&mut self, part: Span, source: &json::Position, label: &str) -> Span {
        let span = Span::new(part.start, part.start + 1);
        let start = Position { line: source.line, column: source.column };
        let end = Position { column: source.column.saturating_add(label.chars().count()), ..start };
        self.elsewhere.push((span, Elsewhere { file: source.file.clone(), start, end }));
        span
    }

    /// The term of an identifier, which must be in the namespace of a kind.
    fn term(&mut self, kind: Kind, reference: &str) -> Option<TermId> {
        let name = reference.strip_prefix(namespace(kind)).and_then(|rest| rest.strip_prefix(':'));
        let found = name.and_then(|name| self.vocabulary.find(kind, name));
        if found.is_none() {
            let place = self.place_of(reference);
            if !reference.contains(':') {
                self.reference(reference, without_prefix(kind, reference));
                return None;
            }
            let more = name.map(|name| (self.manner.unknown)(kind, name, place)).unwrap_or_default();
            match more.is_empty() {
                true => {
                    self.reference(reference, format!("there is no {} called `{reference}`", namespace(kind)))
                }
                false => self.faults.extend(more),
            }
        }
        found
    }

    fn terms_of(&mut self, kind: Kind, references: &[json::Reference]) -> Vec<TermId> {
        references.iter().filter_map(|reference| self.term(kind, reference.as_str())).collect()
    }
}

/// What is wrong with a name that stands where an identifier is expected.
#[must_use]
pub fn without_prefix(kind: Kind, name: &str) -> String {
    let namespace = namespace(kind);
    format!("`{name}` lacks its prefix: write `{namespace}:{name}`")
}

/// The word before the colon.
const fn namespace(kind: Kind) -> &'static str {
    if kind.is_fact() { "fact" } else { kind.word() }
}
