//! Cases of meaning: each is a policy with the answers that it expects and what must be found between its statements.
//!
//! ```text
//! expect permitted: we use contact for service
//! //= permitted if
//! //= contradiction LABEL-OF-THE-PERMISSION LABEL-OF-THE-PROHIBITION
//! ```
//!
//! A line behind an `expect` holds the answer where the language has no word for it; the answers to the other `expect`s
//! are what they say. What is found between two statements is given completely. The library and the oracle must both
//! agree. Those in `tests/meaning` speak in the words of the standard vocabulary, those in `known` in the small one.

use std::collections::BTreeSet;
use std::path::Path;

use candor::model::{Expected, Policy, Sentence};
use candor::semantics::{Understood, understand};

use super::library;
use crate::fixture;
use crate::oracle::{ConflictKind, Grain, Oracle, Owner, Verdict};

#[test]
fn cases_mean_what_they_say() {
    let mut failures = Vec::new();
    let files = fixture::files("tests/meaning", ".candor");
    assert!(files.len() > 30, "the cases are there");
    for path in files {
        for problem in in_standard_words(&path) {
            failures.push(format!("{}: {problem}", fixture::shown(&path)));
        }
    }
    fixture::report(&failures);
}

#[test]
fn known_cases_mean_what_they_say() {
    let mut failures = Vec::new();
    let files = fixture::files("tests/suite/semantics/known", ".candor");
    assert!(files.len() > 30, "the cases are there");
    for path in files {
        let text = fixture::read(&path);
        let problems = match super::read(&text) {
            Ok((policy, questions)) => {
                let oracle = Oracle::of(&policy, &questions, Grain::Classes, None);
                let asked: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("expect ")).collect();
                let expected = Expectations::of(&text, &policy);
                let mut problems = expected.problems("oracle", &Found::of_oracle(&policy, &oracle), &asked);
                problems.extend(super::compare::disagree(&policy, &questions));
                problems
            }
            Err(found) => vec![found],
        };
        failures.extend(problems.iter().map(|problem| format!("{}: {problem}", fixture::shown(&path))));
    }
    fixture::report(&failures);
}

fn in_standard_words(path: &Path) -> Vec<String> {
    let text = fixture::read(path);
    let mut sources = candor::stdlib::sources();
    let file = sources.add(fixture::shown(path), text.clone());
    let (document, mut found) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, faults) =
        candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, candor::model::Origin::Policy);
    found.extend(faults);
    let (policy, faults) = candor::lower::lower(&documents, names);
    let policy = Understood::from(policy);
    found.extend(faults);
    if !found.is_empty() {
        return vec![candor::diagnostic::render::plain(&sources, &found)];
    }
    let questions: Vec<Sentence> = policy.expects.iter().map(|expect| expect.flow.clone()).collect();
    let asked: Vec<&str> = policy.expects.iter().map(|expect| sources.text(expect.flow.span)).collect();
    let expected = Expectations::of(&text, &policy);
    let oracle = Oracle::of(&policy, &questions, Grain::Classes, None);
    let mut problems = expected.problems("oracle", &Found::of_oracle(&policy, &oracle), &asked);
    match Found::of_library(&policy, &questions) {
        Some(found) => problems.extend(expected.problems("library", &found, &asked)),
        None => problems.push("the budget is spent".to_owned()),
    }
    problems
}

/// The answers to the questions of a policy, and what is found between its statements.
struct Found {
    answers: Vec<String>,
    relations: BTreeSet<String>,
}

impl Found {
    fn of_oracle(policy: &Policy, oracle: &Oracle) -> Self {
        let label = |owner: Owner| label(policy, owner);
        let mut relations = BTreeSet::new();
        for conflict in &oracle.conflicts {
            let (permission, prohibition) = (label(conflict.permission.0), label(conflict.prohibition.0));
            relations.insert(format!("{} {permission} {prohibition}", code(conflict.kind)));
        }
        for cut in &oracle.cuts {
            relations.insert(format!("narrowed {} {}", label(cut.permission.0), label(cut.prohibition.0)));
        }
        let pairs = [
            ("deletion-against-retention", &oracle.against),
            ("retention-outlasts-deletion", &oracle.outlasting),
            ("two-retentions", &oracle.two_retentions),
            ("two-answers", &oracle.two_answers),
            ("redundant-promise", &oracle.redundant),
        ];
        for (code, pairs) in pairs {
            relations
                .extend(pairs.iter().map(|(one, other)| format!("{code} {} {}", label(*one), label(*other))));
        }
        for owner in &oracle.for_no_purpose {
            relations.insert(format!("kept-for-no-purpose {}", label(*owner)));
        }
        Self { answers: oracle.verdicts.iter().map(|verdict| word(*verdict).to_owned()).collect(), relations }
    }

    fn of_library(policy: &Understood, questions: &[Sentence]) -> Option<Self> {
        let meaning = understand(policy, questions).ok()?;
        let mut relations = BTreeSet::new();
        for conflict in library::conflicts(&meaning) {
            let permission = label(policy, conflict.permission.0);
            let prohibition = label(policy, conflict.prohibition.0);
            relations.insert(format!("{} {permission} {prohibition}", code(conflict.kind)));
        }
        for cut in library::cuts(&meaning) {
            let (permission, prohibition) =
                (label(policy, cut.permission.0), label(policy, cut.prohibition.0));
            relations.insert(format!("narrowed {permission} {prohibition}"));
        }
        let answer = |at: usize| {
            let answer = meaning.answer(at).ok().flatten();
            answer.map(|answer| answer.verdict.word().to_owned()).unwrap_or_default()
        };
        Some(Self { answers: (0..questions.len()).map(answer).collect(), relations })
    }
}

struct Expectations {
    answers: Vec<String>,
    relations: BTreeSet<String>,
}

impl Expectations {
    fn of(text: &str, policy: &Policy) -> Self {
        let word = |expected: Expected| match expected {
            Expected::Permitted => "permitted",
            Expected::Prohibited => "prohibited",
            Expected::Undisclosed => "undisclosed",
            Expected::NotCovered => "not covered",
        };
        let mut answers: Vec<String> =
            policy.expects.iter().map(|expect| word(expect.verdict).to_owned()).collect();
        let mut relations = BTreeSet::new();
        let mut n_expects = 0;
        for line in text.lines() {
            n_expects += usize::from(line.starts_with("expect "));
            match line.strip_prefix("//= ") {
                Some(answer @ ("mixed" | "permitted if" | "impossible" | "undisclosed" | "prohibited")) => {
                    n_expects.checked_sub(1).map(|at| answer.clone_into(&mut answers[at])).unwrap_or_default()
                }
                Some(relation) => drop(relations.insert(relation.to_owned())),
                None => {}
            }
        }
        Self { answers, relations }
    }

    fn problems(&self, who: &str, found: &Found, asked: &[&str]) -> Vec<String> {
        let mut problems = Vec::new();
        for ((wanted, answer), question) in self.answers.iter().zip(&found.answers).zip(asked) {
            if answer != wanted {
                problems.push(format!("{question}\n  expected: {wanted}\n  the {who}: {answer}"));
            }
        }
        if found.relations != self.relations {
            problems.push(format!(
                "between statements\n  expected: {:?}\n  the {who}: {:?}",
                self.relations, found.relations
            ));
        }
        problems
    }
}

fn label(policy: &Policy, owner: Owner) -> String {
    match owner {
        Owner::Statement(at) => {
            let statement = &policy.statements[at];
            match statement.joined.is_joined() {
                true => format!("{}/{}", statement.label, statement.sentence.verb.word()),
                false => statement.label.clone(),
            }
        }
        Owner::Tracker(at) => policy.trackers[at].named.name.clone(),
    }
}

const fn code(kind: ConflictKind) -> &'static str {
    match kind {
        ConflictKind::Contradiction => "contradiction",
        ConflictKind::PartialContradiction => "partial-contradiction",
        ConflictKind::UnwrittenException => "unwritten-exception",
    }
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Impossible => "impossible",
        Verdict::NotCovered => "not covered",
        Verdict::Permitted => "permitted",
        Verdict::Prohibited => "prohibited",
        Verdict::Undisclosed => "undisclosed",
        Verdict::PermittedIf => "permitted if",
        Verdict::Mixed => "mixed",
    }
}
