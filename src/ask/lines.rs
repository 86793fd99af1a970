//! Many questions, a line each, and their answers.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::fields::IN_WORDS;
use super::{Asking, FORMAT, Posed, Refusal, Reply, Why, findings};
use crate::diagnostic::{Diagnostic, Diagnostics, render};
use crate::source::{Sources, Span};

/// The longest line that is read, in bytes.
pub const MAX_LINE: usize = 1 << 20;

/// A line of a file of questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from one.
    pub number: usize,
    /// What stands on it; nothing where that is more than [`MAX_LINE`].
    pub bytes: Option<Vec<u8>>,
}

/// What is said to a question: the answer, or why there is none.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(title = "Candor answer")]
pub struct Answered {
    /// The line on which the question stood, from 1; absent where only one was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The `id` of the question, whatever it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Value>,
    /// What is said.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// An answer, or why there is none.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Outcome {
    /// The answer.
    Answer(Box<Reply>),
    /// Why there is none.
    None(Unanswered),
}

/// What is said where there is no answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unanswered {
    /// The name of the format: `candor-answer`.
    pub format: &'static str,
    /// The version of the format.
    pub version: &'static str,
    /// The question in words, as far as it was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What was given beside it.
    pub given: Vec<String>,
    /// Why there is no answer.
    pub error: Lack,
    /// The code of what is wrong first, as in `candor explain CODE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// Why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Why>,
    /// What is wrong, as `candor check --format json` says it; places are places in the question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Value>,
}

/// Why there is no answer, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Lack {
    /// The policy has errors.
    #[serde(rename = "no answer")]
    NoAnswer,
    /// The question cannot be read, or names what the policy does not know.
    Error,
    /// What is asked can never be.
    Impossible,
    /// The budget is spent.
    Undecided,
}

impl Outcome {
    /// What is said to a question.
    #[must_use]
    pub fn of(
        answer: Result<Reply, Refusal>,
        sources: &Sources,
        question: Option<&str>,
        given: &[&str],
    ) -> Self {
        let of = |error: Lack| Unanswered {
            format: FORMAT.0,
            version: FORMAT.1,
            question: question.map(str::to_owned),
            given: given.iter().map(|one| (*one).to_owned()).collect(),
            error,
            code: None,
            reasons: Vec::new(),
            diagnostics: Vec::new(),
        };
        Self::None(match answer {
            Ok(reply) => return Self::Answer(Box::new(reply)),
            Err(Refusal::Faults(faults)) => of(Lack::Error).with(sources, &faults),
            Err(Refusal::Impossible(reasons)) => Unanswered { reasons, ..of(Lack::Impossible) },
            Err(refusal @ Refusal::Undecided) => {
                Unanswered { reasons: vec![Why::undecided(refusal.to_string())], ..of(Lack::Undecided) }
            }
        })
    }

    /// What is said of a policy with errors, whatever is asked.
    #[must_use]
    pub fn no_answer(
        faults: &Diagnostics,
        sources: &Sources,
        question: Option<&str>,
        given: &[&str],
    ) -> Self {
        match Self::of(Err(Refusal::Faults(faults.clone())), sources, question, given) {
            Self::None(lacking) => Self::None(Unanswered { error: Lack::NoAnswer, ..lacking }),
            answer @ Self::Answer(_) => answer,
        }
    }

    /// Why there is no answer; `None` where there is one.
    #[must_use]
    pub const fn lack(&self) -> Option<Lack> {
        match self {
            Self::Answer(_) => None,
            Self::None(lacking) => Some(lacking.error),
        }
    }
}

impl Unanswered {
    fn with(self, sources: &Sources, faults: &Diagnostics) -> Self {
        let report: Value = serde_json::from_str(&render::json(sources, faults)).unwrap_or_default();
        let mut diagnostics =
            report.get("diagnostics").and_then(Value::as_array).cloned().unwrap_or_default();
        // The places of a question in JSON are those of whole fields, in which an edit of words would be wrong.
        diagnostics.iter_mut().filter_map(Value::as_object_mut).for_each(|one| {
            one.remove("fix");
        });
        let first = faults.iter().next();
        // Where the places are those of words that nobody wrote, the words are shown.
        let file = first.and_then(|first| sources.file_of(first.span()));
        let words = file.filter(|file| file.name() == IN_WORDS).map(|file| file.text().to_owned());
        let code = first.map(|first| first.rule.code);
        Self { code, diagnostics, question: words.or(self.question), ..self }
    }
}

/// A line on the way to its answer.
struct Read {
    number: usize,
    id: Option<Value>,
    posed: Result<Posed, Refusal>,
}

impl Asking<'_> {
    /// Answers the questions of some lines in their order, until nobody listens any more; whether anybody still does.
    ///
    /// The policy is understood once for all of them, and for all lines that come later. A line that is no question is
    /// answered by what is wrong with it.
    pub fn lines(
        &self,
        sources: &Sources,
        lines: &[Line],
        given: &[&str],
        tell: &mut dyn FnMut(Answered) -> bool,
    ) -> bool {
        // What is read is needed no longer than these lines.
        let mut texts = sources.clone();
        let read: Vec<Read> = lines.iter().map(|line| self.read_line(&mut texts, line, given)).collect();
        let posed: Vec<&Posed> = read.iter().filter_map(|one| one.posed.as_ref().ok()).collect();
        // Lines that are no questions are told of where they stand between the others.
        let mut next = 0;
        let mut say = |until: usize, answer: Option<Result<Reply, Refusal>>| {
            let mut answer = answer;
            while let Some(one) = read.get(next).filter(|_| next < until) {
                next += 1;
                let (said, question) = match (&one.posed, answer.take()) {
                    (Ok(posed), Some(answer)) => (answer, Some(posed.question.as_str())),
                    // Nothing is left to be told of it.
                    (Ok(_), None) => continue,
                    (Err(refusal), kept) => {
                        answer = kept;
                        (Err(refusal.clone()), None)
                    }
                };
                let outcome = Outcome::of(said, &texts, question, given);
                if !tell(Answered { line: Some(one.number), id: one.id.clone(), outcome }) {
                    return false;
                }
            }
            true
        };
        let places: Vec<usize> =
            read.iter().enumerate().filter(|(_, one)| one.posed.is_ok()).map(|(place, _)| place).collect();
        let goes_on = self.answers_beside(&self.heard, (sources, &posed), &mut |at, answer| {
            places.get(at).is_some_and(|place| say(place + 1, Some(answer)))
        });
        goes_on && say(read.len(), None)
    }

    fn read_line(&self, sources: &mut Sources, line: &Line, given: &[&str]) -> Read {
        let text = match &line.bytes {
            Some(bytes) => std::str::from_utf8(bytes).map_err(|error| {
                format!("this is no text: the bytes from {} on are not UTF-8", error.valid_up_to() + 1)
            }),
            None => Err(format!("a line has more than {MAX_LINE} bytes")),
        };
        let (id, posed) = match text {
            Ok(text) => self.read_fields(sources, text, given),
            Err(message) => {
                let file = sources.add("question", "");
                let place = sources.file(file).span();
                let mut faults = Diagnostics::new();
                let fault =
                    Diagnostic::new(&findings::UNREADABLE, Span::new(place.start, place.start), message);
                faults.push(fault.at("not understood"));
                (None, Err(faults))
            }
        };
        Read { number: line.number, id, posed: posed.map_err(Refusal::Faults) }
    }
}
