//! What must stay true of a policy: its expectations, its requirements and those of the profiles that it turns on.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::ask::{Part, Reason, parts, reasons, words};
use crate::model::{Expect, Expected, Need, Policy, Quantified, Require, Selector, StatementId};
use crate::profiles;
use crate::semantics::half::{Origin, Owner, Side};
use crate::semantics::loss::{self, Loss};
use crate::semantics::query::Query;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::requirement::{self, Chosen, Outcome};
use crate::semantics::verdict::{Answer, Verdict};
use crate::semantics::{Meaning, Understood, describe};
use crate::source::{Sources, Span};

/// How a policy stands to what must stay true of it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The name of the policy.
    pub policy: String,
    /// Each `expect`, in the order of the text.
    pub expectations: Vec<Expectation>,
    /// Each `require`: those of the policy, then those of each profile.
    pub requirements: Vec<Requirement>,
}

impl Report {
    /// How many expectations and requirements are not met.
    #[must_use]
    pub fn n_failures(&self) -> usize {
        let expectations = self.expectations.iter().filter(|one| !one.holds).count();
        expectations + self.requirements.iter().filter(|one| one.status == Status::Missing).count()
    }
}

/// An `expect` with the answer that the policy gives.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Expectation {
    /// The question.
    pub question: String,
    /// The file in which it stands.
    pub file: String,
    /// Its line, from one.
    pub line: usize,
    /// The answer that is expected.
    pub expected: &'static str,
    /// The answer.
    pub found: &'static str,
    /// Whether they are the same.
    pub holds: bool,
    /// One flow that has another answer.
    pub witness: Option<String>,
    /// The parts of the question, where one word is not enough.
    pub parts: Vec<Part>,
    /// Why what is expected can never be.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub impossible: Vec<String>,
    /// The statements that are responsible for the answer, where it is not the one expected.
    pub because: Vec<Reason>,
}

/// Whether a requirement is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// It is.
    Satisfied,
    /// It is not.
    Missing,
    /// It asks nothing of this policy.
    NotApplicable,
}

/// A `require` with what satisfies it or what is missing.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Requirement {
    /// The profile; none for the policy's own.
    pub profile: Option<String>,
    /// Its name.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Provisions of law.
    pub cites: Vec<String>,
    /// Why it is required.
    pub because: String,
    /// Whether it is met.
    pub status: Status,
    /// What satisfies it: what has all that is needed, or the offers that were needed.
    pub satisfied_by: Vec<String>,
    /// For what those offers are made; empty where nothing but the text itself was needed.
    pub satisfied_for: Vec<String>,
    /// What of it is not in the offers all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub except_for: Vec<Shortfall>,
    /// What lacks it.
    pub missing_for: Vec<String>,
    /// What it requires, in the words of its file.
    pub requires: String,
    /// Because of what it does not apply.
    pub not_applicable_because: Option<String>,
}

/// What is not in a right that is offered.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Shortfall {
    /// Of whose data.
    pub label: String,
    /// The statement that keeps them, or says that the right does not reach them.
    pub because: String,
    /// Whether they are not in it because they are kept.
    pub is_kept: bool,
}

/// Why nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// The budget is spent; nothing is guessed.
    #[error("the policy cannot be decided within the budget")]
    Undecided,
    /// There is no such profile.
    #[error("there is no profile `{0}`")]
    UnknownProfile(String),
    /// A profile does not fit the vocabulary of the policy.
    #[error("the profile `{0}` cannot be read with the words of this policy")]
    Profile(String),
}

/// Judges a policy by all that must stay true of it. The profiles are those that its `policy` block names and `more`.
///
/// ```
/// let mut sources = candor::stdlib::sources();
/// let file = sources.add("shop.candor", r#"
///     policy shop "Shop" { }
///     section letters "Letters" {
///         no-adverts:
///             we never disclose contact.email to advertisers
///     }
///     expect prohibited: we disclose contact.email to advertisers for ads.targeted
///     expect permitted:  we use contact.email for marketing.newsletter
///     require reachable: some controller has email
/// "#);
/// let shop = candor::compile(sources, &[file]);
/// let report = candor::guard::judge(&shop.sources, &shop.policy, &[]).unwrap();
/// assert!(report.expectations[0].holds);
/// assert_eq!(report.expectations[1].found, "undisclosed");
/// assert_eq!(report.n_failures(), 2);
/// ```
///
/// # Errors
/// See [`Trouble`].
pub fn judge(sources: &Sources, policy: &Understood, more: &[String]) -> Result<Report, Trouble> {
    let queries: Vec<Query> = policy.expects.iter().map(|expect| Query::from(expect.flow.clone())).collect();
    let meaning = policy.asked(&queries).map_err(|_| Trouble::Undecided)?;
    let mut expectations = Vec::new();
    for (place, (expect, query)) in policy.expects.iter().zip(&queries).enumerate() {
        let mut one = Expectation {
            question: match policy.expects.iter().filter(|one| one.span == expect.span).count() {
                0 | 1 => one_line(sources.text(expect.flow.span)),
                // Each of several verbs is asked about by itself.
                _ => words::question(&policy.vocabulary, &Query::from(expect.flow.clone())),
            },
            file: sources.file_of(expect.span).map(|file| file.name().to_owned()).unwrap_or_default(),
            line: sources.position(expect.span).line,
            expected: verdict_of(expect.verdict).word(),
            found: "",
            holds: false,
            witness: None,
            parts: Vec::new(),
            impossible: Vec::new(),
            because: Vec::new(),
        };
        let answer = meaning.answer(place).map_err(|_| Trouble::Undecided)?.ok_or(Trouble::Undecided)?;
        one.found = answer.verdict.word();
        one.holds = answer.verdict == verdict_of(expect.verdict) && !expect.flow.is_damaged;
        if !one.holds {
            one.parts = parts(sources, &meaning, (place, query), &answer).map_err(|_| Trouble::Undecided)?;
            explain(&mut one, sources, &meaning, &answer, expect);
        }
        expectations.push(one);
    }
    let row = |sources: &Sources, profile: Option<&str>, one: &Require| {
        requirement(&meaning, sources, profile, one).map_err(|_| Trouble::Undecided)
    };
    let mut requirements: Vec<Requirement> =
        policy.requires.iter().map(|one| row(sources, None, one)).collect::<Result<_, _>>()?;
    let mut seen = BTreeSet::new();
    let own = policy.header.iter().flat_map(|header| &header.profiles).map(|(name, _)| name);
    for name in own.chain(more).filter(|name| seen.insert((*name).clone())) {
        let profile = profiles::load(policy, name).ok_or_else(|| Trouble::UnknownProfile(name.clone()))?;
        if !profile.diagnostics.is_empty() {
            return Err(Trouble::Profile(name.clone()));
        }
        for one in &profile.requires {
            requirements.push(row(&profile.sources, Some(profile.name), one)?);
        }
    }
    let name = policy.header.as_ref().map(|header| header.name.clone()).unwrap_or_default();
    Ok(Report { policy: name, expectations, requirements })
}

fn explain(one: &mut Expectation, sources: &Sources, meaning: &Meaning, answer: &Answer, expect: &Expect) {
    one.impossible = crate::ask::impossible(meaning, answer).into_iter().map(|why| why.words).collect();
    let expected = verdict_of(expect.verdict);
    let other = answer.parts.iter().find(|part| part.verdict != expected).and_then(|part| part.boxes.first());
    let vocabulary = &meaning.diagrams.space().policy.vocabulary;
    one.witness = other.map(|flow| match &expect.flow.retention {
        Some(retention) => {
            let ends = crate::ask::words::ends(vocabulary, retention);
            describe::witness_of_keeping(&meaning.diagrams, flow, &ends)
        }
        None => describe::witness(&meaning.diagrams, flow),
    });
    let owners: Vec<Owner> = answer.permitted_by.iter().chain(&answer.prohibited_by).copied().collect();
    one.because = reasons(sources, meaning, &owners);
}

const fn verdict_of(expected: Expected) -> Verdict {
    match expected {
        Expected::Permitted => Verdict::Permitted,
        Expected::Prohibited => Verdict::Prohibited,
        Expected::Undisclosed => Verdict::Undisclosed,
        Expected::NotCovered => Verdict::NotCovered,
    }
}

fn requirement(
    meaning: &Meaning,
    sources: &Sources,
    profile: Option<&str>,
    require: &Require,
) -> Result<Requirement, BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let words = |span: Span| one_line(sources.text(span));
    let names = |chosen: Vec<Chosen>| {
        let mut names: Vec<String> = chosen.into_iter().map(|one| name_of(policy, one)).collect();
        // The verbs of a statement stand side by side.
        names.dedup();
        names
    };
    let mut row = Requirement {
        profile: profile.map(str::to_owned),
        name: require.name.clone(),
        title: require.title.clone().unwrap_or_default(),
        cites: require.words.cites.clone(),
        because: require.words.because.as_deref().map(one_line).unwrap_or_default(),
        status: Status::NotApplicable,
        satisfied_by: Vec::new(),
        satisfied_for: Vec::new(),
        except_for: Vec::new(),
        missing_for: Vec::new(),
        requires: words(require.requirement.span),
        not_applicable_because: None,
    };
    match requirement::evaluate(space, require) {
        Outcome::Satisfied { by, offers } if offers.is_empty() => {
            row.status = Status::Satisfied;
            row.satisfied_by = names(by);
        }
        Outcome::Satisfied { by, offers } => {
            row.status = Status::Satisfied;
            row.except_for = shortfalls(meaning, require, &offers, &by)?;
            row.satisfied_by = names(offers.into_iter().map(Chosen::Statement).collect());
            row.satisfied_for = names(by);
        }
        Outcome::Missing(of) => {
            row.status = Status::Missing;
            row.missing_for = names(of);
        }
        Outcome::ConditionNotMet(because) => {
            let there: Vec<String> = names(because);
            let absent =
                || require.when.as_ref().map(|when| absence(when, &words(when.span))).unwrap_or_default();
            row.not_applicable_because =
                Some(if there.is_empty() { absent() } else { format!("because of {}", there.join(", ")) });
        }
        Outcome::NothingChosen => {
            row.not_applicable_because = Some(absence(&require.requirement, &row.requires));
        }
    }
    Ok(row)
}

/// What the offers that meet a requirement lack of the data for which they are needed.
fn shortfalls(
    meaning: &Meaning,
    require: &Require,
    offers: &[StatementId],
    by: &[Chosen],
) -> Result<Vec<Shortfall>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let mut shortfalls = Vec::new();
    let rights = require.requirement.needs.iter().filter_map(|need| match need {
        Need::Offer(rights) => Some(rights),
        Need::Clause(..) | Need::Word(..) => None,
    });
    for rights in rights {
        for (one, offer) in by.iter().flat_map(|one| offers.iter().map(move |offer| (one, offer))) {
            let Some(data) = requirement::data(meaning.diagrams.space(), *one) else { continue };
            for loss in loss::losses(meaning, (*offer, offers), rights, &data)? {
                let (owner, is_kept) = match loss {
                    Loss::Kept(owner) => (owner, true),
                    Loss::Refused(owner) => (owner, false),
                };
                let (label, because) = (name_of(policy, *one), label_of(policy, owner));
                shortfalls.push(Shortfall { label, because, is_kept });
            }
        }
    }
    let mut seen = BTreeSet::new();
    shortfalls.retain(|one| seen.insert(one.clone()));
    Ok(shortfalls)
}

/// That there is nothing of what a requirement is about, in its own words.
fn absence(quantified: &Quantified, text: &str) -> String {
    let selected = text.split_once(' ').map_or(text, |(_, rest)| rest);
    let selected = selected.split(" has ").next().unwrap_or(selected);
    match quantified.selector {
        Selector::Policy => "there is no `policy` block".to_owned(),
        Selector::Party(_) => format!("the policy names no {}", selected.replace('-', " ")),
        Selector::Tracker => "the policy has no tracker".to_owned(),
        Selector::Action { .. } => format!("no statement of this kind: {selected}"),
    }
}

fn name_of(policy: &Policy, chosen: Chosen) -> String {
    match chosen {
        Chosen::Policy => "policy".to_owned(),
        Chosen::Party(at) => policy.parties.get(at).map(|party| party.name.clone()).unwrap_or_default(),
        Chosen::Tracker(id) => {
            policy.trackers.get(id.index()).map(|tracker| tracker.named.name.clone()).unwrap_or_default()
        }
        Chosen::Statement(id) => policy.statement(id).label.clone(),
    }
}

/// An expectation for each verb of each `never` and each `only` of a policy, all of which hold: the label with the line to
/// write.
///
/// A statement for which no sentence of the language says what it rules out has none.
///
/// # Errors
/// When the budget is spent.
pub fn propose(sources: &mut Sources, policy: &Understood) -> Result<Vec<(String, String)>, Trouble> {
    let meaning = policy.meaning().map_err(|_| Trouble::Undecided)?;
    let mut wanted: Vec<(Owner, Vec<String>)> = Vec::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        let is_proposed = half.is_practice()
            && half.side == Side::Prohibition
            && matches!(half.origin, Origin::Stated | Origin::Only);
        if !is_proposed || wanted.iter().any(|(known, _)| *known == half.owner) {
            continue;
        }
        let mut candidates = Vec::new();
        if let Owner::Statement(id) = half.owner
            && half.origin == Origin::Stated
        {
            candidates.extend(affirmed(sources.text(policy.statement(id).sentence.span)));
        }
        let (boxes, _) = meaning.diagrams.boxes(region, CANDIDATES).map_err(|_| Trouble::Undecided)?;
        candidates.extend(boxes.iter().map(|one| describe::witness(&meaning.diagrams, one)));
        wanted.push((half.owner, candidates));
    }
    // Not every set of flows has a name for each of its parts; what cannot be written or asked is no candidate.
    let mut readable: Vec<(usize, String, Query)> = Vec::new();
    for (at, (_, candidates)) in wanted.iter().enumerate() {
        for text in candidates {
            if let Ok(query) = crate::ask::question(sources, policy, text, &[]) {
                readable.push((at, text.clone(), query));
            }
        }
    }
    let questions: Vec<Query> = readable.iter().map(|(_, _, query)| query.clone()).collect();
    let meaning = policy.asked(&questions).map_err(|_| Trouble::Undecided)?;
    let mut proposed: Vec<(Owner, String)> = Vec::new();
    for (idx, (at, text, _)) in readable.iter().enumerate() {
        let Some((owner, _)) =
            wanted.get(*at).filter(|(owner, _)| proposed.iter().all(|(known, _)| known != owner))
        else {
            continue;
        };
        let answer = meaning.answer(idx).map_err(|_| Trouble::Undecided)?;
        if answer.is_some_and(|answer| answer.verdict == Verdict::Prohibited) {
            proposed.push((*owner, format!("expect prohibited: {text}")));
        }
    }
    Ok(proposed.into_iter().map(|(owner, line)| (label_of(policy, owner), line)).collect())
}

/// How many flows are tried for each statement.
const CANDIDATES: usize = 8;

fn label_of(policy: &Policy, owner: Owner) -> String {
    match owner {
        Owner::Statement(id) => policy.statement(id).label.clone(),
        Owner::Tracker(id) => policy.trackers[id.index()].named.name.clone(),
    }
}

/// A prohibition as the flow that it prohibits, if it has a word that makes it one.
fn affirmed(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let forms: [&[&str]; 4] =
        [&["never", "knowingly"], &["never"], &["do", "not", "yet"], &["does", "not", "yet"]];
    forms.into_iter().find_map(|form| {
        let at = words.windows(form.len()).position(|window| window == form)?;
        let rest = words.iter().take(at).chain(words.iter().skip(at + form.len()));
        Some(rest.copied().collect::<Vec<_>>().join(" "))
    })
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
