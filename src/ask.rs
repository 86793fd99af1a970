//! Questions to a policy: is this flow permitted, by which statement, with which duties, and if not, what would help?

use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::model::{Actor, FactWord, Necessity, Policy, Sentence, Statement, StatementId, Verb};
use crate::render::compose;
use crate::semantics::half::Owner;
use crate::semantics::space::{Dimension, Reading, Space};
use crate::semantics::verdict::{Answer, Verdict};
use crate::semantics::{self, Meaning, describe, retention};
use crate::source::{Sources, Span};
use crate::{lower, parse};

/// The name of the format in which an answer is written, and its version.
pub const FORMAT: (&str, &str) = ("candor-answer", "1.0");

/// The answer to a question.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The name of the format.
    pub format: &'static str,
    /// The version of the format.
    pub version: &'static str,
    /// The question as it was understood.
    pub question: String,
    /// What was given beside it.
    pub given: Vec<String>,
    /// `permitted`, `permitted if`, `prohibited`, `undisclosed`, `mixed`, `not covered`.
    pub verdict: &'static str,
    /// The statements and trackers that permit some of it.
    pub permitted_by: Vec<Reason>,
    /// The statements and trackers that prohibit some of it.
    pub prohibited_by: Vec<Reason>,
    /// What has to be heeded where it is permitted.
    pub duties: Vec<Duty>,
    /// What would have to be true for all of it to be permitted: one of these, each a list of facts.
    pub permitted_if: Vec<Vec<String>>,
    /// The parts of the question with an answer of their own, where one word is not enough.
    pub parts: Vec<Part>,
    /// Whether all parts are listed.
    pub is_complete: bool,
    /// The verdict as it is used by programs.
    #[serde(skip)]
    pub kind: Verdict,
}

/// A statement or a tracker that is responsible for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Its label.
    pub label: String,
    /// The file in which it stands.
    pub file: String,
    /// The line of its label, from one.
    pub line: usize,
    /// What the reader of the page sees.
    pub sentence: String,
}

/// Something that has to be heeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Duty {
    /// `safeguard`, `basis`, `required`, `optional`, `retention`, `deletion` or `bound`.
    pub kind: &'static str,
    /// In words.
    pub words: String,
    /// The statement from which it comes.
    pub label: String,
}

/// Some of what was asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The answer for it.
    pub verdict: &'static str,
    /// The flows, in sentences.
    pub flows: Vec<String>,
}

/// Why there is no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// The question cannot be read, or names what the policy does not know.
    #[error("the question cannot be understood")]
    Faults(Diagnostics),
    /// The budget is spent; nothing is guessed.
    #[error("the question cannot be decided within the budget")]
    Undecided,
}

/// Reads a question in the words of a policy. What is read is added to the sources, so that its faults can be shown.
///
/// `we` may be left out. What is given are facts: consents, conditions, events, safeguards, each perhaps with `not`.
///
/// # Errors
/// What is wrong with it.
pub fn question(
    sources: &mut Sources,
    policy: &Policy,
    question: &str,
    given: &[&str],
) -> Result<Sentence, Diagnostics> {
    let starts_with_verb = |verb: &Verb| question.split_whitespace().next() == verb.word().split(' ').next();
    let text = if Verb::ALL.iter().any(starts_with_verb) {
        format!("we {}", question.trim())
    } else {
        question.trim().to_owned()
    };
    let file = sources.add("question", text);
    let (flow, mut faults) = parse::flow(sources, file);
    let mut facts = Vec::new();
    for text in given {
        let file = sources.add("given", (*text).trim().to_owned());
        let (fact, found) = parse::fact(sources, file);
        faults.extend(found);
        facts.extend(fact);
    }
    let Some(flow) = flow.filter(|_| !faults.has_errors()) else { return Err(faults) };
    let (sentence, found) = lower::question(&policy.vocabulary, &flow, &facts);
    faults.extend(found);
    faults.sort();
    sentence.filter(|sentence| !sentence.is_damaged && !faults.has_errors()).ok_or(faults)
}

/// Asks a policy.
///
/// ```
/// let mut sources = candor::stdlib::sources();
/// let file = sources.add("shop.candor", r#"
///     section letters "Letters" {
///         sign-up:
///             we collect contact.email from users for marketing.newsletter with consent
///     }
/// "#);
/// let mut shop = candor::compile(sources, &[file]);
/// let reply = candor::ask(&mut shop.sources, &shop.policy, "use contact.email for marketing.newsletter", &[]).unwrap();
/// assert_eq!(reply.verdict, "permitted if");
/// assert_eq!(reply.permitted_if, [["consent"]]);
/// let reply = candor::ask(&mut shop.sources, &shop.policy, "use contact.email for marketing.newsletter", &["consent"]).unwrap();
/// assert_eq!((reply.verdict, reply.permitted_by[0].label.as_str()), ("permitted", "sign-up"));
/// let reply = candor::ask(&mut shop.sources, &shop.policy, "sell contact.email to anyone", &["consent"]).unwrap();
/// assert_eq!(reply.verdict, "undisclosed");
/// ```
///
/// # Errors
/// See [`Refusal`].
pub fn ask(sources: &mut Sources, policy: &Policy, text: &str, given: &[&str]) -> Result<Reply, Refusal> {
    let sentence = question(sources, policy, text, given).map_err(Refusal::Faults)?;
    let questions = if sentence.verb.is_practice() { std::slice::from_ref(&sentence) } else { &[] };
    let meaning = semantics::understand(policy, questions).map_err(|_| Refusal::Undecided)?;
    let asked = Asked { sources, meaning: &meaning, sentence: &sentence };
    let reply = if sentence.verb.is_practice() {
        let answer = meaning.answer(0).map_err(|_| Refusal::Undecided)?.ok_or(Refusal::Undecided)?;
        asked.about_flow(&answer)
    } else {
        asked.about_keeping()
    };
    Ok(Reply { given: given.iter().map(|text| one_line(text)).collect(), ..reply })
}

/// A question with what is needed to explain its answer.
struct Asked<'a> {
    sources: &'a Sources,
    meaning: &'a Meaning<'a>,
    sentence: &'a Sentence,
}

impl Asked<'_> {
    fn about_flow(&self, answer: &Answer) -> Reply {
        let space = self.space();
        let reasons = |owners: &[Owner]| owners.iter().map(|owner| self.reason(*owner)).collect();
        let fact = |fact: &(_, bool)| describe::facts(space, std::slice::from_ref(fact));
        Reply {
            permitted_by: reasons(&answer.permitted_by),
            prohibited_by: reasons(&answer.prohibited_by),
            duties: if answer.permitted_by.is_empty() {
                Vec::new()
            } else {
                self.duties(&answer.permitted_by)
            },
            permitted_if: answer.permitted_if.iter().map(|facts| facts.iter().map(fact).collect()).collect(),
            parts: parts(self.meaning, answer),
            is_complete: answer.is_complete,
            ..self.reply(answer.verdict)
        }
    }

    /// How long something is kept is stated or not; it is never a matter of permission.
    fn about_keeping(&self) -> Reply {
        let (statements, open) = retention::stating(self.space(), self.sentence);
        let (against, allowed) = retention::prohibiting(self.space(), self.sentence);
        let verdict = match (open.is_clear(), allowed.is_clear()) {
            (true, _) => Verdict::Permitted,
            (false, true) => Verdict::Prohibited,
            (false, false) => Verdict::Undisclosed,
        };
        let reasons =
            |ids: Vec<StatementId>| ids.into_iter().map(|id| self.reason(Owner::Statement(id))).collect();
        Reply { permitted_by: reasons(statements), prohibited_by: reasons(against), ..self.reply(verdict) }
    }

    fn space(&self) -> &Space<'_> {
        self.meaning.diagrams.space()
    }

    fn reply(&self, kind: Verdict) -> Reply {
        Reply {
            format: FORMAT.0,
            version: FORMAT.1,
            question: one_line(self.sources.text(self.sentence.span)),
            given: Vec::new(),
            verdict: kind.word(),
            permitted_by: Vec::new(),
            prohibited_by: Vec::new(),
            duties: Vec::new(),
            permitted_if: Vec::new(),
            parts: Vec::new(),
            is_complete: true,
            kind,
        }
    }

    fn reason(&self, owner: Owner) -> Reason {
        reason(self.sources, self.space().policy, owner)
    }

    fn duties(&self, owners: &[Owner]) -> Vec<Duty> {
        let policy = self.space().policy;
        let mut duties = Vec::new();
        for owner in owners {
            let (sentence, label) = match owner {
                Owner::Statement(id) => (&policy.statement(*id).sentence, &policy.statement(*id).label),
                Owner::Tracker(id) => {
                    (&policy.trackers[id.index()].sentence, &policy.trackers[id.index()].named.name)
                }
            };
            let mut add = |kind, words| duties.push(Duty { kind, words, label: label.clone() });
            for clause in sentence.facts.iter().filter(|clause| clause.word == FactWord::Under) {
                add("safeguard", self.words(clause.span));
            }
            for basis in &sentence.bases {
                let interest =
                    basis.interest.as_ref().map(|interest| format!(" \"{interest}\"")).unwrap_or_default();
                add("basis", format!("based on {}{interest}", policy.vocabulary.term(basis.term).name));
            }
            match sentence.necessity {
                Some(Necessity::Required) => add("required", "the person must provide it".to_owned()),
                Some(Necessity::Optional) => add("optional", "the person need not provide it".to_owned()),
                None => {}
            }
        }
        duties.extend(self.keeping());
        duties.extend(self.bound());
        duties
    }

    /// Statements about keeping and deleting what was asked about.
    fn keeping(&self) -> Vec<Duty> {
        let space = self.space();
        let data = space.data(&self.sentence.object.set, Reading::Exactly);
        let (keepings, deletings) = retention::schedule(space);
        let keepings = keepings
            .iter()
            .filter(|one| !one.data.is_disjoint(&data))
            .map(|one| ("retention", one.statement));
        let deletings = deletings
            .iter()
            .filter(|one| !one.data.is_disjoint(&data))
            .map(|one| ("deletion", one.statement));
        keepings.chain(deletings).map(|(kind, id)| self.stated(kind, id)).collect()
    }

    /// What the recipients of the question, and whoever acts in it, are bound to.
    fn bound(&self) -> Vec<Duty> {
        let space = self.space();
        let mut concerned: Vec<crate::model::Set> =
            self.sentence.slots.recipient.iter().map(|slot| slot.set.clone()).collect();
        if let Actor::Recipient(term, span) = self.sentence.actor {
            concerned.push(crate::model::Set::of([crate::model::What::Term(term)], span));
        }
        let concerned: Vec<_> = concerned.iter().map(|set| space.slot(Dimension::Recipient, set)).collect();
        let binds = |statement: &&Statement| {
            let sentence = &statement.sentence;
            sentence.verb == Verb::Bind
                && !sentence.is_damaged
                && !sentence.modality.is_negative()
                && concerned.iter().any(|recipients| {
                    !space.slot(Dimension::Recipient, &sentence.object.set).is_disjoint(recipients)
                })
        };
        space
            .policy
            .statements
            .iter()
            .filter(binds)
            .map(|statement| self.stated("bound", statement.id))
            .collect()
    }

    fn stated(&self, kind: &'static str, id: StatementId) -> Duty {
        let Reason { label, sentence, .. } = self.reason(Owner::Statement(id));
        Duty { kind, words: sentence, label }
    }

    fn words(&self, span: Span) -> String {
        one_line(self.sources.text(span))
    }
}

/// The parts of an answer in sentences.
#[must_use]
pub fn parts(meaning: &Meaning<'_>, answer: &Answer) -> Vec<Part> {
    let flows = |part: &semantics::verdict::Part| {
        part.boxes.iter().map(|one| describe::flow_box(&meaning.diagrams, one)).collect()
    };
    answer.parts.iter().map(|part| Part { verdict: part.verdict.word(), flows: flows(part) }).collect()
}

/// Where a statement or a tracker stands, and what it says.
#[must_use]
pub fn reason(sources: &Sources, policy: &Policy, owner: Owner) -> Reason {
    let (label, span, sentence) = match owner {
        Owner::Statement(id) => {
            let statement = policy.statement(id);
            (statement.label.clone(), statement.label_span, compose::sentence_text(policy, id))
        }
        Owner::Tracker(id) => {
            let tracker = &policy.trackers[id.index()];
            (tracker.named.name.clone(), tracker.named.span, tracker.label.clone())
        }
    };
    let file = sources.file_of(span).map(|file| file.name().to_owned()).unwrap_or_default();
    Reason { label, file, line: sources.position(span).line, sentence: one_line(&sentence) }
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
