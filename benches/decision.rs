//! How long one decision takes in a policy that is prepared, how long that takes, and what it needs in memory.
//!
//! `cargo bench --bench decision` prints one row for each size. Half of the flows are aimed at a statement, half are not.
//! *Decide* is given numbers, *names* is given the names of the terms, *reasons* also says which statements decide.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement prints, and stops where it cannot go on"
)]

mod policies;

use std::hint::black_box;
use std::time::{Duration, Instant};

use candor::model::{Kind, Origin, Policy};
use candor::semantics::decision::{Case, Decision, Decisions};
use candor::semantics::space::{Act, Dimension};

/// Statements and terms of each size.
const SIZES: [(usize, usize); 3] = [(10, 20), (1_000, 600), (10_000, 2_000)];

/// How many flows are asked about.
const N_FLOWS: usize = 500;

/// A flow by names.
struct Asked {
    act: Act,
    slots: Vec<(Dimension, String)>,
    facts: Vec<(Kind, String)>,
}

fn policy(text: String) -> Policy {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("bench.candor", text);
    let (document, _) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, _) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, Origin::Policy);
    candor::lower::lower(&documents, names).0
}

/// Flows that statements speak about, and flows that only look like them.
fn flows(policy: &Policy, n_statements: usize) -> Vec<Asked> {
    let name = |slot: Option<&candor::model::Slot>| {
        let item = slot?.set.items.first()?;
        match item.what {
            candor::model::What::Term(term) => Some(policy.vocabulary.term(term).name.to_string()),
            candor::model::What::Any { .. } => None,
        }
    };
    let at = |idx: usize| &policy.statements[(idx * 7_919) % n_statements].sentence;
    let flow = |idx: usize| {
        let sentence = at(idx);
        let act = Act::of_word(sentence.verb.word()).unwrap_or(Act::Use);
        // Every other flow takes its purpose and its recipient from another statement.
        let other = if idx.is_multiple_of(2) { sentence } else { at(idx + 1) };
        let slots = [
            (Dimension::Datum, name(Some(&sentence.object))),
            (Dimension::Purpose, name(other.slots.purpose.as_ref())),
            (Dimension::Recipient, name(other.slots.recipient.as_ref())),
        ];
        let facts = sentence.facts.iter().flat_map(|clause| clause.fact.terms());
        Asked {
            act,
            slots: slots.into_iter().filter_map(|(slot, name)| name.map(|name| (slot, name))).collect(),
            facts: facts
                .map(|(term, _)| {
                    let term = policy.vocabulary.term(term);
                    (term.kind, term.name.to_string())
                })
                .collect(),
        }
    };
    (0..N_FLOWS).map(flow).collect()
}

fn decide(decisions: &Decisions, asked: &Asked) -> Case {
    let slots: Vec<(Dimension, &str)> =
        asked.slots.iter().map(|(slot, name)| (*slot, name.as_str())).collect();
    let facts: Vec<(Kind, &str)> = asked.facts.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
    let flow = decisions.flow(asked.act, &slots, &facts).expect("names of the policy");
    decisions.case(&flow)
}

/// The middle of several rounds over all flows, for one flow.
fn each(mut round: impl FnMut()) -> Duration {
    let mut took: Vec<Duration> = (0..21)
        .map(|_| {
            let started = Instant::now();
            round();
            started.elapsed()
        })
        .collect();
    took.sort_unstable();
    took[took.len() / 2] / u32::try_from(N_FLOWS).expect("few flows")
}

fn main() {
    println!(
        "{:>10} {:>6} {:>12} {:>10} {:>10} {:>10} {:>9} {:>16}",
        "statements", "terms", "prepare", "decide", "names", "reasons", "permitted", "bytes/statement"
    );
    for (n_statements, n_terms) in SIZES {
        let policy = policy(policies::policy(n_statements, n_terms));
        let policy = candor::semantics::Understood::from(policy);
        let meaning = policy.meaning().expect("within the budget");
        let started = Instant::now();
        let decisions = Decisions::prepare(meaning);
        let prepared = started.elapsed();
        let asked = flows(&policy, n_statements);
        let cases: Vec<Case> = asked.iter().map(|one| decide(&decisions, one)).collect();
        let is_permitted = |case: &&Case| decisions.decide(case) == Decision::Permitted;
        let n_permitted = cases.iter().filter(is_permitted).count();
        let by_numbers = each(|| {
            for case in &cases {
                black_box(decisions.decide(black_box(case)));
            }
        });
        let by_names = each(|| {
            for one in &asked {
                black_box(decisions.decide(&decide(&decisions, black_box(one))));
            }
        });
        let with_reasons = each(|| {
            for case in &cases {
                black_box(decisions.reasons(black_box(case)));
            }
        });
        println!(
            "{n_statements:>10} {n_terms:>6} {prepared:>12.2?} {by_numbers:>10.2?} {by_names:>10.2?} {with_reasons:>10.2?} {n_permitted:>9} {:>16}",
            decisions.size() / n_statements
        );
    }
}
