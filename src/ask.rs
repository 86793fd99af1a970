//! Questions to a policy: is this flow permitted, by which statement, with which duties, and if not, what would help?

mod duty;
mod fact;
mod fields;
pub mod findings;
mod lines;
mod part;
mod read;
mod schema;
mod shape;
mod why;
pub mod words;

use std::cell::{OnceCell, RefCell};

use schemars::JsonSchema;
use serde::Serialize;

use crate::diagnostic::Diagnostics;
use crate::language::Verb;
use crate::lower;
use crate::render::compose;
use crate::rules::{self, Clause, Reference};
use crate::semantics::half::{Owner, Side};
use crate::semantics::lasting::{asked_bases, rests_on};
use crate::semantics::query::Query;
use crate::semantics::space::{FactId, Space};
use crate::semantics::verdict::{Answer, Verdict};
use crate::semantics::{self, Heard, Meaning, Understood};
use crate::source::Sources;

pub use fact::Fact;
pub use lines::{Answered, Lack, Line, MAX_LINE, Outcome, Unanswered};
pub use read::question;
pub use schema::{answer_schema, question_schema};
pub use why::{Obstacle, Why, impossible};

/// The name of the format in which an answer is written, and its version.
pub const FORMAT: (&str, &str) = ("candor-answer", "1.0");

/// The answer to a question.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reply {
    /// The name of the format: `candor-answer`.
    pub format: &'static str,
    /// The version of the format.
    pub version: &'static str,
    /// The question as it was understood.
    pub question: String,
    /// What was given beside it.
    pub given: Vec<String>,
    /// `permitted`, `permitted if`, `prohibited`, `undisclosed`, `mixed`, `not covered`.
    #[schemars(schema_with = "schema::verdict")]
    pub verdict: &'static str,
    /// The statements and trackers that permit all of it, each alone; where none does, those that permit some of it.
    pub permitted_by: Vec<Reason>,
    /// The statements and trackers that permit some of what others permit as well.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_permitted_by: Vec<Reason>,
    /// The statements and trackers that prohibit some of it.
    pub prohibited_by: Vec<Reason>,
    /// Where nothing says it: the statements that say it for another time, or for another length of time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at_other_times: Vec<Reason>,
    /// Where nothing says it: the statements that say it on another legal basis than is asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub on_other_bases: Vec<Reason>,
    /// What has to be heeded where it is permitted.
    pub duties: Vec<Duty>,
    /// What would have to be true for all of it to be permitted: one of these, each a list of facts.
    pub permitted_if: Vec<Vec<Fact>>,
    /// The parts of the question with an answer of their own, where one word is not enough.
    pub parts: Vec<Part>,
    /// What was left out because it can never be, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<Why>,
    /// Whether all parts are listed.
    pub is_complete: bool,
    /// The verdict as it is used by programs.
    #[serde(skip)]
    pub kind: Verdict,
}

/// A statement or a tracker that is responsible for an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Its label.
    pub label: String,
    /// The title by which readers of the page know it; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The file in which it stands.
    pub file: String,
    /// The line of its label, from one.
    pub line: usize,
    /// What the reader of the page sees.
    pub sentence: String,
}

/// Something that has to be heeded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Duty {
    /// `safeguard`, `basis`, `required`, `optional`, `choice`, `notice`, `retention`, `deletion` or `bound`.
    pub kind: &'static str,
    /// In words.
    pub words: String,
    /// The statement from which it comes.
    pub label: String,
    /// Of a safeguard: what must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub condition: Option<rules::Condition>,
    /// Of a basis: which one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<Reference>,
    /// Of a choice: the fact that a person has used it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fact: Option<Reference>,
}

/// Some of what was asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// The answer for it.
    #[schemars(schema_with = "schema::verdict")]
    pub verdict: &'static str,
    /// The flows: all that the answer is true of.
    pub flows: Vec<Flow>,
}

/// Flows of a question, as a question that can be asked again.
#[derive(Debug, Clone, Serialize, JsonSchema)]
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
    /// In which forms the data are meant, where these are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<Reference>,
    /// What else must be so of the person, or of what is known.
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Fact>,
}

impl Flow {
    /// A question as it is asked in JSON.
    fn of(space: &Space, sources: &Sources, query: &Query) -> Self {
        let vocabulary = &space.policy.vocabulary;
        Self {
            question: words::question(vocabulary, query),
            clause: rules::flow(&space.policy, space, sources, &query.flow),
            without: query.without.iter().map(|out| rules::reference(vocabulary, *out)).collect(),
            forms: query.forms.iter().map(|form| rules::reference(vocabulary, *form)).collect(),
            beside: query.persons.iter().map(|(key, holds)| Fact::of(vocabulary, *key, *holds)).collect(),
        }
    }
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
    #[error("{}", .0.iter().map(|why| why.words.as_str()).collect::<Vec<_>>().join("; "))]
    Impossible(Vec<Why>),
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
/// assert_eq!((reply.permitted_if[0][0].fact.as_str(), reply.permitted_if[0][0].holds), ("fact:consent", true));
/// let reply = candor::ask(&mut shop.sources, &shop.policy, "use contact.email for marketing.newsletter", &["consent"]).unwrap();
/// assert_eq!((reply.verdict, reply.permitted_by[0].label.as_str()), ("permitted", "sign-up"));
/// let reply = candor::ask(&mut shop.sources, &shop.policy, "sell contact.email to anyone", &["consent"]).unwrap();
/// assert_eq!(reply.verdict, "undisclosed");
/// let asked = r#"{"verb": "use", "data": ["data:contact.email"], "purposes": ["purpose:marketing.newsletter"]}"#;
/// assert_eq!(candor::ask(&mut shop.sources, &shop.policy, asked, &[]).unwrap().verdict, "permitted if");
/// ```
///
/// # Errors
/// See [`Refusal`].
pub fn ask(sources: &mut Sources, policy: &Understood, text: &str, given: &[&str]) -> Result<Reply, Refusal> {
    let asking = Asking::of(policy);
    let posed = asking.read(sources, text, given).map_err(Refusal::Faults)?;
    let mut answer = Err(Refusal::Undecided);
    asking.answers(sources, &[&posed], &mut |_, reply| {
        answer = reply;
        true
    });
    answer
}

/// A question that was understood.
#[derive(Debug, Clone)]
pub struct Posed {
    /// What is asked.
    pub query: Query,
    /// In words.
    pub question: String,
    /// What was given beside it.
    pub given: Vec<String>,
}

/// Asks one policy, once or often.
pub struct Asking<'p> {
    policy: &'p Understood,
    questions: lower::Questions,
    space: OnceCell<Space>,
    heard: RefCell<Heard>,
}

impl<'p> Asking<'p> {
    /// Prepares to ask a policy.
    #[must_use]
    pub fn of(policy: &'p Understood) -> Self {
        let questions = lower::Questions::to(policy);
        Self { policy, questions, space: OnceCell::new(), heard: RefCell::default() }
    }

    /// Reads a question: in the words of the language, or as JSON where it begins with a brace.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, sources: &mut Sources, text: &str, given: &[&str]) -> Result<Posed, Diagnostics> {
        if text.trim_start().starts_with('{') {
            return self.read_fields(sources, text, given).1;
        }
        self.read_words(sources, text, given)
    }

    /// A question in the fields of the rules: what [`Asking::read`] reads.
    #[must_use]
    pub fn flow(&self, sources: &Sources, query: &Query) -> Flow {
        Flow::of(self.space(), sources, query)
    }

    /// The space of the policy alone.
    fn space(&self) -> &Space {
        self.space.get_or_init(|| Space::new(self.policy))
    }

    fn read_words(&self, sources: &mut Sources, text: &str, given: &[&str]) -> Result<Posed, Diagnostics> {
        let query = read::words((sources, &self.questions), ("question", text), given)?;
        Ok(posed(query, read::whole(text), given))
    }

    /// Answers questions in their order, until nobody listens any more; whether anybody still does.
    ///
    /// The policy is understood once for all of them.
    pub fn answers(
        &self,
        sources: &Sources,
        posed: &[&Posed],
        tell: &mut dyn FnMut(usize, Result<Reply, Refusal>) -> bool,
    ) -> bool {
        self.answers_beside(&RefCell::default(), (sources, posed), tell)
    }

    /// The same, beside what was asked before: the policy is understood anew only where something new is asked about.
    fn answers_beside(
        &self,
        heard: &RefCell<Heard>,
        (sources, posed): (&Sources, &[&Posed]),
        tell: &mut dyn FnMut(usize, Result<Reply, Refusal>) -> bool,
    ) -> bool {
        posed.is_empty() || self.answers_from(heard, 0, (sources, posed), tell)
    }

    /// The same, of which the first has that number; whether anybody still listens.
    ///
    /// Where questions are too much together, each half is asked by itself: an answer never depends on its company.
    fn answers_from(
        &self,
        heard: &RefCell<Heard>,
        first: usize,
        (sources, posed): (&Sources, &[&Posed]),
        tell: &mut dyn FnMut(usize, Result<Reply, Refusal>) -> bool,
    ) -> bool {
        let queries: Vec<Query> = posed.iter().map(|one| one.query.clone()).collect();
        let meaning = heard.borrow_mut().asked(self.policy, &queries);
        let Ok(meaning) = meaning else {
            if self.policy.meaning().is_err() || posed.len() < 2 {
                return (0..posed.len()).all(|at| tell(first + at, Err(Refusal::Undecided)));
            }
            let (left, right) = posed.split_at(posed.len() / 2);
            return self.answers_from(heard, first, (sources, left), tell)
                && self.answers_from(heard, first + left.len(), (sources, right), tell);
        };
        for (place, one) in posed.iter().enumerate() {
            let asked = Asked { sources, meaning: &meaning, place, query: &one.query };
            let goes_on = match asked.answer(one) {
                Err(Refusal::Undecided) => tell(first + place, self.answer_alone(sources, one)),
                answer @ (Ok(_) | Err(Refusal::Faults(_) | Refusal::Impossible(_))) => {
                    tell(first + place, answer)
                }
            };
            if !goes_on {
                return false;
            }
        }
        true
    }
}

impl Asking<'_> {
    /// The answer to a question that nothing else is asked with.
    fn answer_alone(&self, sources: &Sources, posed: &Posed) -> Result<Reply, Refusal> {
        let query = &posed.query;
        let meaning = self.policy.asked(std::slice::from_ref(query)).map_err(|_| Refusal::Undecided)?;
        Asked { sources, meaning: &meaning, place: 0, query }.answer(posed)
    }
}

fn posed(query: Query, question: String, given: &[&str]) -> Posed {
    Posed { query, question, given: given.iter().map(|text| one_line(text)).collect() }
}

/// A question with what is needed to explain its answer.
struct Asked<'a> {
    sources: &'a Sources,
    meaning: &'a Meaning,
    /// Its place among the questions with which the meaning was made.
    place: usize,
    query: &'a Query,
}

impl Asked<'_> {
    fn answer(&self, posed: &Posed) -> Result<Reply, Refusal> {
        let answer = self.meaning.answer(self.place).map_err(|_| Refusal::Undecided)?;
        let answer = answer.ok_or(Refusal::Undecided)?;
        if answer.verdict == Verdict::Impossible {
            return Err(Refusal::Impossible(impossible(self.meaning, &answer)));
        }
        let reply = self.reply(&answer).map_err(|_| Refusal::Undecided)?;
        Ok(Reply { question: posed.question.clone(), given: posed.given.clone(), ..reply })
    }

    fn reply(&self, answer: &Answer) -> Result<Reply, semantics::region::BudgetExceeded> {
        let policy = &self.space().policy;
        let reasons = |owners: &[Owner]| reasons(self.sources, self.meaning, owners);
        let is_told =
            |owner: &Owner| answer.permitted_by.iter().any(|known| policy.is_one_statement(*known, *owner));
        let also: Vec<Owner> =
            answer.also_permitted_by.iter().copied().filter(|owner| !is_told(owner)).collect();
        let vocabulary = &self.space().policy.vocabulary;
        let fact = |(id, holds): &(FactId, bool)| Fact::of(vocabulary, self.space().facts.key(*id), *holds);
        let [at_other_times, on_other_bases] = self.said_otherwise(answer)?;
        Ok(Reply {
            format: FORMAT.0,
            version: FORMAT.1,
            question: String::new(),
            given: Vec::new(),
            verdict: answer.verdict.word(),
            permitted_by: reasons(&answer.permitted_by),
            also_permitted_by: reasons(&also),
            prohibited_by: reasons(&answer.prohibited_by),
            at_other_times: reasons(&at_other_times),
            on_other_bases: reasons(&on_other_bases),
            duties: self.duties(answer)?,
            permitted_if: answer.permitted_if.iter().map(|facts| facts.iter().map(fact).collect()).collect(),
            parts: parts(self.sources, self.meaning, (self.place, self.query), answer)?,
            left_out: impossible(self.meaning, answer),
            is_complete: answer.is_complete,
            kind: answer.verdict,
        })
    }

    /// What says what nothing says, but for another time, a right within longer, or data that are kept for less; and what
    /// says it on another legal basis.
    fn said_otherwise(&self, answer: &Answer) -> Result<[Vec<Owner>; 2], semantics::region::BudgetExceeded> {
        let meaning = self.meaning;
        let (mut at_other_times, mut on_other_bases) = (Vec::new(), Vec::new());
        let Some(asked) = meaning.asked(self.place)?.filter(|_| answer.verdict == Verdict::Undisclosed)
        else {
            return Ok([at_other_times, on_other_bases]);
        };
        let policy = &self.space().policy;
        let bases = asked_bases(&policy.vocabulary, &self.query.flow);
        let is_kept = self.query.flow.verb == Verb::Retain;
        let stated = meaning.halves.iter().zip(&meaning.effect.regions);
        let stated = stated.filter(|(half, _)| !is_kept && half.side == Side::Permission);
        let kept = meaning.kept.iter().zip(&meaning.effect.kept).filter(|_| is_kept);
        for (half, region) in stated.chain(kept) {
            let rests = rests_on(&policy.vocabulary, policy.part_sentence(half.owner), &bases);
            let owners = if rests { &mut at_other_times } else { &mut on_other_bases };
            let is_met = !meaning.diagrams.is_empty(&meaning.diagrams.and(&asked, region)?)?;
            if is_met && !owners.contains(&half.owner) {
                owners.push(half.owner);
            }
        }
        Ok([at_other_times, on_other_bases])
    }

    fn space(&self) -> &Space {
        self.meaning.diagrams.space()
    }

    fn reason(&self, owner: Owner) -> Reason {
        reason(self.sources, self.meaning, owner)
    }
}

/// The parts of an answer, each of them questions that are one verdict. The question stands at a place among those with
/// which the meaning was made.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn parts(
    sources: &Sources,
    meaning: &Meaning,
    (place, query): (usize, &Query),
    answer: &Answer,
) -> Result<Vec<Part>, semantics::region::BudgetExceeded> {
    let Some(asked) = meaning.asked(place)?.filter(|_| !answer.parts.is_empty()) else {
        return Ok(Vec::new());
    };
    let space = meaning.diagrams.space();
    let of = part::Parts::of(&meaning.diagrams, query, &asked)?;
    let flow = |query: Query| Flow::of(space, sources, &query);
    let part = |part: &semantics::verdict::Part| Part {
        verdict: part.verdict.word(),
        flows: part.boxes.iter().flat_map(|flows| of.questions(flows)).map(flow).collect(),
    };
    Ok(answer.parts.iter().map(part).collect())
}

/// Where a statement or a tracker stands, and what it says.
#[must_use]
pub fn reason(sources: &Sources, meaning: &Meaning, owner: Owner) -> Reason {
    let policy = &meaning.diagrams.space().policy;
    let (label, title, span, sentence) = match owner {
        Owner::Statement(id) => {
            let statement = policy.statement(id);
            let sentence = compose::sentence_text(policy, Some(meaning), id);
            (&statement.label, statement.title.clone(), statement.label_span, sentence)
        }
        Owner::Tracker(id) => {
            let tracker = &policy.trackers[id.index()];
            // Its sentence begins with what readers call it.
            (&tracker.named.name, None, tracker.named.span, compose::tracker_text(policy, id))
        }
    };
    let file = sources.file_name(span).to_owned();
    let line = sources.position(span).line;
    Reason { label: label.clone(), title, file, line, sentence: one_line(&sentence) }
}

/// Where some statements and trackers stand, and what they say: a statement with several verbs once.
#[must_use]
pub fn reasons(sources: &Sources, meaning: &Meaning, owners: &[Owner]) -> Vec<Reason> {
    let policy = &meaning.diagrams.space().policy;
    let mut told: Vec<Owner> = Vec::new();
    for owner in owners {
        if !told.iter().any(|known| policy.is_one_statement(*known, *owner)) {
            told.push(*owner);
        }
    }
    told.into_iter().map(|owner| reason(sources, meaning, owner)).collect()
}

/// A text without line breaks.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
