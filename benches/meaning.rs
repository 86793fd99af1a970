//! How long it takes to check a policy, and how that grows; and that shapes which entangle everything are decided.
//!
//! `cargo bench --bench meaning` prints one row for each size: the best of several runs, in one process.
//! Compare rows of one run with each other; absolute times belong to the machine.

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

/// Statements and terms of each size.
const SIZES: [(usize, usize); 4] = [(10, 20), (100, 200), (1_000, 600), (10_000, 2_000)];

/// Statements of the shapes that entangle everything.
const ENTANGLED: [usize; 4] = [20, 40, 100, 200];

fn best<T>(n_runs: usize, run: impl Fn() -> T) -> (Duration, T) {
    let mut best: Option<(Duration, T)> = None;
    for _ in 0..n_runs {
        let started = Instant::now();
        let value = run();
        let took = started.elapsed();
        if best.as_ref().is_none_or(|(known, _)| took < *known) {
            best = Some((took, value));
        }
    }
    best.expect("at least one run")
}

/// The most memory that this process has had, in kibibytes; nothing where the system does not say.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn head() -> String {
    "policy bench \"Bench\" {\n    effective 2026-01-01\n    law eu\n}\ncontroller bench \"Bench\" {\n    email \"a@b.example\"\n}\n"
        .to_owned()
}

/// So many uses of one datum, each under a condition of its own and with an opt-out of its own.
fn opt_outs(n_statements: usize) -> String {
    let mut text = head();
    for at in 0..n_statements {
        let _ = writeln!(text, "condition c{at} \"condition {at}\"");
    }
    text.push_str("section all \"All\" {\n");
    for at in 0..n_statements {
        let _ = writeln!(text, "    s{at}: we use contact.email for marketing.newsletter when c{at}");
        let _ = writeln!(text, "    w{at}: we offer opt-out from s{at} through email");
    }
    text.push_str("}\n");
    text
}

/// So many uses, half of them with an exception that names nothing, and the other half what that may be.
fn elsewhere(n_statements: usize) -> String {
    let mut text = head();
    for at in 0..n_statements / 2 {
        let _ = writeln!(text, "data d{at} \"datum {at}\" is a kind of contact");
    }
    text.push_str("section all \"All\" {\n");
    for at in 0..n_statements / 2 {
        let _ = writeln!(text, "    s{at}: we use d{at} for marketing.newsletter");
        text.push_str("        except as stated elsewhere\n");
        let _ = writeln!(text, "    w{at}: we never use d{at} for marketing.newsletter about minors");
    }
    text.push_str("}\n");
    text
}

fn main() {
    println!(
        "{:>10} {:>6} {:>12} {:>12} {:>12} {:>9} {:>10} {:>12}",
        "statements", "terms", "parse", "compile", "meaning", "findings", "nodes", "peak memory"
    );
    for (n_statements, n_terms) in SIZES {
        let text = policies::policy(n_statements, n_terms);
        let n_runs = if n_statements > 1_000 { 1 } else { 5 };
        let sources = || {
            let mut sources = candor::stdlib::sources();
            let file = sources.add("bench.candor", text.clone());
            (sources, file)
        };
        let (parsing, _) = best(n_runs, || {
            let (sources, file) = sources();
            candor::parse::parse(&sources, file)
        });
        let (compiling, compilation) = best(n_runs, || {
            let (sources, file) = sources();
            candor::compile(sources, &[file])
        });
        let (meaning_took, nodes) = best(n_runs, || {
            candor::semantics::understand(&compilation.policy, &[])
                .expect("within the budget")
                .diagrams
                .largest()
        });
        let memory = peak_memory().map_or_else(String::new, |kib| format!("{} MiB", kib / 1024));
        println!(
            "{n_statements:>10} {n_terms:>6} {parsing:>12.2?} {compiling:>12.2?} {meaning_took:>12.2?} {:>9} {nodes:>10} {memory:>12}",
            compilation.diagnostics.len()
        );
    }
    println!("\n{:>40} {:>10} {:>12} {:>10}", "shape", "statements", "compile", "");
    for (shape, text) in [
        ("uses of one datum, each with an opt-out", opt_outs as fn(usize) -> String),
        ("uses except as stated elsewhere", elsewhere),
    ] {
        for n_statements in ENTANGLED {
            let text = text(n_statements);
            let (took, compilation) = best(1, || {
                let mut sources = candor::stdlib::sources();
                let file = sources.add("bench.candor", text.clone());
                candor::compile(sources, &[file])
            });
            let outcome = if compilation.policy.meaning().is_ok() { "decided" } else { "UNDECIDED" };
            println!("{shape:>40} {n_statements:>10} {took:>12.2?} {outcome:>10}");
        }
    }
}
