//! Questions to a policy: is this flow permitted, by which statement, with which duties, and if not, what would help?

mod duty;
mod part;
mod read;
pub mod words;

use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::language::Verb;
use crate::model::{Policy, Statement, TermId, What};
use crate::render::compose;
use crate::render::json::{self, Clause, Reference};
use crate::semantics::half::{Owner, Side};
use crate::semantics::query::Query;
use crate::semantics::space::{FactId, FactKey, Known, Space};
use crate::semantics::verdict::{Answer, Impossible, Verdict};
use crate::semantics::{self, Meaning, describe};
use crate::source::Sources;

pub use read::question;

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
    /// The statements and trackers that permit some of what others permit as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_permitted_by: Vec<Reason>,
    /// The statements and trackers that prohibit some of it.
    pub prohibited_by: Vec<Reason>,
    /// Where nothing says it: the statements that say it for another time, or for another length of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at_other_times: Vec<Reason>,
    /// What has to be heeded where it is permitted.
    pub duties: Vec<Duty>,
    /// What would have to be true for all of it to be permitted: one of these, each a list of facts.
    pub permitted_if: Vec<Vec<String>>,
    /// The parts of the question with an answer of their own, where one word is not enough.
    pub parts: Vec<Part>,
    /// What was left out because it can never be, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<String>,
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
    /// `safeguard`, `basis`, `required`, `optional`, `choice`, `notice`, `retention`, `deletion` or `bound`.
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
    /// The flows: all that the answer is true of.
    pub flows: Vec<Flow>,
}

/// Flows of a question, as a question that can be asked again.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Flow {
    /// The question in the words of the language.
    pub question: String,
    /// The same in the words of the rules.
    #[serde(flatten)]
    pub clause: Clause,
    /// Of those who act, who is not meant.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<Reference>,
    /// What else must be so of the person, or of what is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Beside>,
}

/// What the words of the rules cannot say of a flow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Beside {
    /// `subject:minors` where the person belongs to the class; `known:subject:minors` where that is known.
    pub fact: String,
    /// Whether it is so.
    pub holds: bool,
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
    /// What is asked can never be, and why.
    #[error("{}", .0.join("; "))]
    Impossible(Vec<String>),
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
    let query = question(sources, policy, text, given).map_err(Refusal::Faults)?;
    let meaning =
        semantics::understand_asked(policy, std::slice::from_ref(&query)).map_err(|_| Refusal::Undecided)?;
    let answer = meaning.answer(0).map_err(|_| Refusal::Undecided)?.ok_or(Refusal::Undecided)?;
    if answer.verdict == Verdict::Impossible {
        return Err(Refusal::Impossible(impossible(&meaning, &answer)));
    }
    let asked = Asked { sources, meaning: &meaning, query: &query };
    let reply = asked.reply(&answer).map_err(|_| Refusal::Undecided)?;
    let given = given.iter().map(|text| one_line(text)).collect();
    Ok(Reply { question: read::whole(text), given, ..reply })
}

/// A question with what is needed to explain its answer.
struct Asked<'a> {
    sources: &'a Sources,
    meaning: &'a Meaning<'a>,
    query: &'a Query,
}

impl Asked<'_> {
    fn reply(&self, answer: &Answer) -> Result<Reply, semantics::region::BudgetExceeded> {
        let reasons = |owners: &[Owner]| owners.iter().map(|owner| self.reason(*owner)).collect();
        let fact = |fact: &(_, bool)| describe::facts(self.space(), std::slice::from_ref(fact));
        Ok(Reply {
            format: FORMAT.0,
            version: FORMAT.1,
            question: String::new(),
            given: Vec::new(),
            verdict: answer.verdict.word(),
            permitted_by: reasons(&answer.permitted_by),
            also_permitted_by: reasons(&answer.also_permitted_by),
            prohibited_by: reasons(&answer.prohibited_by),
            at_other_times: reasons(&self.at_other_times(answer)?),
            duties: self.duties(answer)?,
            permitted_if: answer.permitted_if.iter().map(|facts| facts.iter().map(fact).collect()).collect(),
            parts: parts(self.sources, self.meaning, (0, self.query), answer)?,
            left_out: impossible(self.meaning, answer),
            is_complete: answer.is_complete,
            kind: answer.verdict,
        })
    }

    /// What says what nothing says, but for another time: a right within longer, or data that are kept for less.
    fn at_other_times(&self, answer: &Answer) -> Result<Vec<Owner>, semantics::region::BudgetExceeded> {
        let meaning = self.meaning;
        let Some(asked) = meaning.asked(0)?.filter(|_| answer.verdict == Verdict::Undisclosed) else {
            return Ok(Vec::new());
        };
        let is_kept = self.query.flow.verb == Verb::Retain;
        let stated = meaning.halves.iter().zip(&meaning.effect.regions);
        let stated = stated.filter(|(half, _)| !is_kept && half.side == Side::Permission);
        let kept = meaning.kept.iter().zip(&meaning.effect.kept).filter(|_| is_kept);
        let mut owners = Vec::new();
        for (half, region) in stated.chain(kept) {
            let is_met = !meaning.diagrams.is_empty(&meaning.diagrams.and(&asked, region)?)?;
            if is_met && !owners.contains(&half.owner) {
                owners.push(half.owner);
            }
        }
        Ok(owners)
    }

    fn space(&self) -> &Space<'_> {
        self.meaning.diagrams.space()
    }

    fn reason(&self, owner: Owner) -> Reason {
        reason(self.sources, self.space().policy, owner)
    }
}

/// Why some of what was asked can never be, in sentences.
#[must_use]
pub fn impossible(meaning: &Meaning<'_>, answer: &Answer) -> Vec<String> {
    let space = meaning.diagrams.space();
    let one = |fact: &FactId| describe::facts(space, &[(*fact, true)]);
    let reason = |why: &Impossible| match why {
        Impossible::Brings(fact, brought) => {
            format!("`{}` brings `{}` with it", one(fact), one(brought))
        }
        Impossible::Excludes(fact, other) => {
            format!("`{}` and `{}` cannot both be true", one(fact), one(other))
        }
        Impossible::IsBound(fact) => {
            let binds = bound_by(space, *fact).join("`, `");
            format!("`{binds}` binds recipients to `{}`, so that it always holds there", one(fact))
        }
        Impossible::DeniesItself => "something is to be true and not true at once".to_owned(),
        Impossible::IsOneOf(fact) => {
            format!("`{}` is true only where one of those is that it means", one(fact))
        }
    };
    answer.impossible.iter().map(reason).collect()
}

/// The statements that bind recipients to a safeguard.
fn bound_by<'p>(space: &Space<'p>, fact: FactId) -> Vec<&'p str> {
    let term = space.facts[fact.0 as usize].term();
    let binds = |statement: &&'p Statement| {
        let duties = statement.sentence.slots.duties.iter().flat_map(|slot| &slot.set.items);
        let mut terms = duties.filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        let vocabulary = &space.policy.vocabulary;
        statement.sentence.verb == Verb::Bind
            && terms.any(|one| term.is_some_and(|term| vocabulary.is_below(one, term)))
    };
    space.policy.statements.iter().filter(binds).map(|statement| statement.label.as_str()).collect()
}

/// The parts of an answer, each of them questions that are one verdict. The question stands at a place among those with
/// which the meaning was made.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn parts(
    sources: &Sources,
    meaning: &Meaning<'_>,
    (place, query): (usize, &Query),
    answer: &Answer,
) -> Result<Vec<Part>, semantics::region::BudgetExceeded> {
    let Some(asked) = meaning.asked(place)?.filter(|_| !answer.parts.is_empty()) else {
        return Ok(Vec::new());
    };
    let space = meaning.diagrams.space();
    let of = part::Parts::of(&meaning.diagrams, query, &asked)?;
    let flow = |query: Query| Flow {
        question: words::question(&space.policy.vocabulary, &query),
        clause: json::flow(space.policy, space, sources, &query.flow),
        without: query.without.iter().map(|out| json::reference(&space.policy.vocabulary, *out)).collect(),
        persons: query.persons.iter().map(|(key, holds)| beside(space, *key, *holds)).collect(),
    };
    let part = |part: &semantics::verdict::Part| Part {
        verdict: part.verdict.word(),
        flows: part.boxes.iter().flat_map(|flows| of.questions(flows)).map(flow).collect(),
    };
    Ok(answer.parts.iter().map(part).collect())
}

fn beside(space: &Space<'_>, key: FactKey, holds: bool) -> Beside {
    let name = |term: TermId| json::reference(&space.policy.vocabulary, term).as_str().to_owned();
    let fact = match key {
        FactKey::Term(term) | FactKey::Subject(term) => name(term),
        FactKey::Known(Known::Subject(term) | Known::Data(term)) => format!("known:{}", name(term)),
        FactKey::Known(Known::DataWith(one, is_negated)) => {
            format!("known:any{} {} data", if is_negated { " not" } else { "" }, one.word())
        }
    };
    Beside { fact, holds }
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
            (tracker.named.name.clone(), tracker.named.span, compose::tracker_text(policy, id))
        }
    };
    let file = sources.file_of(span).map(|file| file.name().to_owned()).unwrap_or_default();
    Reason { label, file, line: sources.position(span).line, sentence: one_line(&sentence) }
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
