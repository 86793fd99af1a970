//! Cases of meaning: each is a policy with the answers that it expects and what must be found between its statements.
//!
//! ```text
//! expect permitted: we use contact for service
//! //= permitted if
//! //= contradiction LABEL-OF-THE-PERMISSION LABEL-OF-THE-PROHIBITION
//! ```
//!
//! A line behind an `expect` holds the answer where the language has no word for it; the answers to the other `expect`s
//! are what they say. Conflicts and narrowings are given completely. The library and the oracle must both agree.

use std::collections::BTreeSet;
use std::path::Path;

use candor::model::{Expected, Policy};
use candor::semantics::understand;

use super::compare;
use crate::fixture;
use crate::oracle::{ConflictKind, Grain, Oracle, Owner, Verdict};

#[test]
fn cases_mean_what_they_say() {
    let mut failures = Vec::new();
    let files = fixture::files("tests/meaning", ".candor");
    assert!(files.len() > 30, "the cases are there");
    for path in files {
        for problem in problems(&path) {
            failures.push(format!("{}: {problem}", fixture::shown(&path)));
        }
    }
    fixture::report(&failures);
}

fn problems(path: &Path) -> Vec<String> {
    let text = fixture::read(path);
    let mut sources = candor::stdlib::sources();
    let file = sources.add(fixture::shown(path), text.clone());
    let (document, mut found) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, faults) =
        candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, candor::model::Origin::Policy);
    found.extend(faults);
    let (policy, faults) = candor::lower::lower(&documents, names);
    found.extend(faults);
    if !found.is_empty() {
        return vec![candor::diagnostic::render::plain(&sources, &found)];
    }
    let questions: Vec<_> = policy.expects.iter().map(|expect| expect.flow.clone()).collect();
    let Ok(meaning) = understand(&policy, &questions) else { return vec!["the budget is spent".to_owned()] };
    let oracle = Oracle::of(&policy, &questions, Grain::Classes, None);
    let expected = Expectations::of(&text, &policy);
    let mut problems = Vec::new();
    for (at, wanted) in expected.answers.iter().enumerate() {
        let library = meaning.answer(at).ok().flatten().map(|answer| answer.verdict.word().to_owned());
        let answers = [("library", library), ("oracle", Some(word(oracle.verdicts[at]).to_owned()))];
        for (who, answer) in answers {
            if answer.as_ref() != Some(wanted) {
                let question = sources.text(policy.expects[at].flow.span);
                problems.push(format!(
                    "{question}\n  expected: {wanted}\n  the {who}: {}",
                    answer.unwrap_or_default()
                ));
            }
        }
    }
    let by_library = relations(&policy, &compare::conflicts(&meaning), &compare::cuts(&meaning));
    let by_oracle = relations(&policy, &oracle.conflicts, &oracle.cuts);
    for (who, found) in [("library", by_library), ("oracle", by_oracle)] {
        if found != expected.relations {
            problems.push(format!(
                "between statements\n  expected: {:?}\n  the {who}: {found:?}",
                expected.relations
            ));
        }
    }
    problems
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
                Some(answer @ ("mixed" | "permitted if")) => {
                    n_expects.checked_sub(1).map(|at| answer.clone_into(&mut answers[at])).unwrap_or_default()
                }
                Some(relation) => drop(relations.insert(relation.to_owned())),
                None => {}
            }
        }
        Self { answers, relations }
    }
}

fn relations(
    policy: &Policy,
    conflicts: &BTreeSet<crate::oracle::Conflict>,
    cuts: &BTreeSet<(Owner, Owner, crate::oracle::Origin)>,
) -> BTreeSet<String> {
    let label = |owner: Owner| match owner {
        Owner::Statement(at) => policy.statements[at].label.clone(),
        Owner::Tracker(at) => policy.trackers[at].named.name.clone(),
    };
    let mut relations = BTreeSet::new();
    for conflict in conflicts {
        let kind = match conflict.kind {
            ConflictKind::Contradiction => "contradiction",
            ConflictKind::PartialContradiction => "partial-contradiction",
            ConflictKind::UnwrittenException => "unwritten-exception",
        };
        relations.insert(format!("{kind} {} {}", label(conflict.permission), label(conflict.prohibition.0)));
    }
    for (permission, prohibition, _) in cuts {
        relations.insert(format!("narrowed {} {}", label(*permission), label(*prohibition)));
    }
    relations
}

const fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotCovered => "not covered",
        Verdict::Permitted => "permitted",
        Verdict::Prohibited => "prohibited",
        Verdict::Undisclosed => "undisclosed",
        Verdict::PermittedIf => "permitted if",
        Verdict::Mixed => "mixed",
    }
}
