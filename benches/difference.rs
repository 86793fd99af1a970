//! How long it takes to compare two versions of a policy.
//!
//! `cargo bench --bench difference` prints one row for each pair: the best of several runs, in one process, without
//! reading and checking the two. Compare rows of one run with each other; absolute times belong to the machine.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "a measurement prints, and stops where it cannot go on"
)]

mod policies;

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use candor::Compilation;
use candor::diff::report::{Report, Version};
use candor::diff::{self, Side};

/// Statements and terms of each size, how many statements differ, and how many runs there are.
const SIZES: [(usize, usize, usize, usize); 4] =
    [(400, 300, 0, 5), (400, 300, 8, 5), (400, 300, 80, 3), (10_000, 2_000, 20, 1)];

/// How many statements two policies have that are made to be entangled.
const TANGLES: [usize; 3] = [6, 10, 20];

fn main() {
    println!("{:>30} {:>12} {:>9} outcome", "pair", "compare", "changes");
    for (n_statements, n_terms, n_edits, n_runs) in SIZES {
        let old = policies::policy(n_statements, n_terms);
        let new = edited(&old, n_statements, n_edits);
        row(&format!("{n_statements}, of them {n_edits} edited"), [&old, &new], n_runs);
    }
    for n_statements in TANGLES {
        let [old, new] = [false, true].map(|is_new| tangled(n_statements, is_new));
        row(&format!("{n_statements} entangled"), [&old, &new], 1);
    }
}

fn row(name: &str, texts: [&str; 2], n_runs: usize) {
    let [old, new] = texts.map(compiled);
    let (took, outcome) =
        (0..n_runs).map(|_| timed(&old, &new)).min_by_key(|(took, _)| *took).expect("at least one run");
    let (n_changes, outcome) = match outcome {
        Some(report) if report.is_complete => (report.changes.len(), "proved"),
        Some(report) => (report.changes.len(), "CONTRADICTS ITSELF"),
        None => (0, "too entangled"),
    };
    println!("{name:>30} {took:>12.2?} {n_changes:>9} {outcome}");
}

fn timed(old: &Compilation, new: &Compilation) -> (Duration, Option<Report>) {
    let version = Version::default();
    let [old, new] =
        [old, new].map(|one| Side { policy: &one.policy, sources: &one.sources, version: &version });
    let started = Instant::now();
    let report = diff::compare(old, new, &[]).ok();
    (started.elapsed(), report)
}

fn compiled(text: &str) -> Compilation {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("bench.candor", text.to_owned());
    let (document, faults) = candor::parse::parse(&sources, file);
    assert!(!faults.has_errors(), "the policy can be read");
    let documents = [document];
    let vocabulary = candor::stdlib::vocabulary();
    let (names, _) = candor::resolve::resolve(vocabulary, &documents, candor::model::Origin::Policy);
    // Whether it contradicts itself is looked at by the other measurement.
    let (policy, diagnostics) = candor::lower::lower(&documents, names);
    Compilation { sources, policy: policy.into(), diagnostics }
}

/// The same policy with other words in some statements, far apart.
fn edited(text: &str, n_statements: usize, n_edits: usize) -> String {
    let step = n_statements / n_edits.max(1);
    let is_edited = |label: &str| {
        let number = label.trim().strip_prefix('l').and_then(|rest| rest.strip_suffix(':'));
        number.and_then(|number| number.parse::<usize>().ok()).is_some_and(|number| number % step == step / 2)
    };
    let mut edited = String::new();
    let mut is_next = false;
    let mut at = 0;
    for line in text.lines() {
        match is_next {
            true => {
                at += 1;
                let _ = writeln!(edited, "{}", edit(line, at));
            }
            false => {
                let _ = writeln!(edited, "{line}");
            }
        }
        is_next = n_edits > 0 && is_edited(line);
    }
    edited
}

/// One thing more, one purpose less, a condition dropped, a longer time: by turns.
fn edit(sentence: &str, at: usize) -> String {
    if let Some((before, _)) = sentence.split_once(" days") {
        return format!("{before}0 days");
    }
    match at % 3 {
        0 => sentence.split(" when ").next().unwrap_or(sentence).to_owned(),
        1 => sentence.replacen(" for ", ", bd3 for ", 1).replacen(" to br", " to br1, br", 1),
        _ => sentence.replacen(" bd", " bd5, bd", 1),
    }
}

/// A policy whose statements all speak about the same flow, each under facts of its own: what it permits is a sum of which
/// no part can be told without the others.
fn tangled(n_statements: usize, is_new: bool) -> String {
    let mut text = String::from(
        "policy tangle \"Tangle\" {\n    law eu\n}\ncontroller tangle \"Tangle\" {\n    email \"a@b.example\"\n}\n",
    );
    for at in 0..n_statements * 2 {
        let _ = writeln!(text, "condition c{at} \"condition {at}\"");
    }
    text.push_str("section all \"All\" {\n");
    for at in 0..n_statements {
        // Each pair of conditions lies as far apart as can be: the worst order for a diagram.
        let (one, other) = (at, n_statements + (at * 7 + usize::from(is_new)) % n_statements);
        let _ = writeln!(
            text,
            "    t{at}: we may disclose contact.email to partners for research when c{one} and c{other}"
        );
    }
    text.push_str("}\n");
    text
}
