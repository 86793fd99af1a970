//! Meaning: what the examples expect of themselves holds, and nothing in them contradicts itself.

use candor::model::Expected;
use candor::semantics::{self, describe, verdict::Verdict};

use crate::fixture;

/// Reads the files of an example in reading order.
fn compile(files: &[&str]) -> candor::Compilation {
    let mut sources = candor::stdlib::sources();
    let ids: Vec<_> = files
        .iter()
        .map(|file| {
            let text = std::fs::read_to_string(fixture::root().join(file)).expect("an example can be read");
            sources.add(*file, text)
        })
        .collect();
    candor::compile(sources, &ids)
}

fn holds(files: &[&str]) {
    let compilation = compile(files);
    let policy = &compilation.policy;
    let flows: Vec<_> = policy.expects.iter().filter(|e| e.flow.verb.is_practice()).collect();
    let questions: Vec<_> = flows.iter().map(|expect| expect.flow.clone()).collect();
    let started = std::time::Instant::now();
    let meaning = semantics::understand(policy, &questions).expect("within the budget");
    eprintln!("{files:?}: {} halves, largest {} nodes, {:?}", meaning.halves.len(), meaning.diagrams.largest(), started.elapsed());
    let label = |owner| match owner {
        semantics::half::Owner::Statement(id) => policy.statement(id).label.clone(),
        semantics::half::Owner::Tracker(id) => policy.trackers[id.index()].named.name.clone(),
    };
    for cut in &meaning.effect.cuts {
        let (boxes, _) = meaning.diagrams.boxes(&cut.region, 2).expect("within the budget");
        eprintln!("  cut {} by {} silent on {}: {}", label(meaning.halves[cut.permission].owner), label(meaning.halves[cut.prohibition].owner), describe::aspect(meaning.diagrams.space(), cut.silent_on), describe::flow_box(&meaning.diagrams, &boxes[0]));
    }
    for conflict in &meaning.effect.conflicts {
        let (boxes, _) = meaning.diagrams.boxes(&conflict.overlap, 2).expect("within the budget");
        eprintln!("  CONFLICT {:?} {} vs {}: {}", conflict.kind, label(meaning.halves[conflict.permission].owner), label(meaning.halves[conflict.prohibition].owner), describe::flow_box(&meaning.diagrams, &boxes[0]));
    }
    for fault in &meaning.effect.exception_faults {
        eprintln!("  exception fault {fault:?}");
    }
    let mut failed = 0;
    for (idx, expect) in flows.iter().enumerate() {
        let answer = meaning.answer(idx).expect("within the budget").expect("asked");
        let wanted = match expect.verdict {
            Expected::Permitted => Verdict::Permitted,
            Expected::Prohibited => Verdict::Prohibited,
            Expected::Undisclosed => Verdict::Undisclosed,
            Expected::NotCovered => Verdict::NotCovered,
        };
        if answer.verdict != wanted {
            failed += 1;
            eprintln!("  EXPECT {} -> {:?}", compilation.sources.text(expect.span), answer.verdict);
            for part in &answer.parts {
                for b in part.boxes.iter().take(3) {
                    eprintln!("      {:?}: {}", part.verdict, describe::flow_box(&meaning.diagrams, b));
                }
            }
            for c in &answer.permitted_if {
                eprintln!("      if {}", describe::facts(meaning.diagrams.space(), c));
            }
        }
    }
    eprintln!("  {} expectations, {failed} failed; {:?}", flows.len(), started.elapsed());
    assert!(meaning.effect.conflicts.is_empty() && failed == 0);
}

#[test]
fn newsletter_holds_what_it_expects() {
    holds(&["examples/newsletter.candor"]);
}

#[test]
fn idrive_holds_what_it_expects() {
    holds(&["examples/idrive/idrive.candor"]);
}

#[test]
fn anyprotect_holds_what_it_expects() {
    holds(&["examples/anyprotect/words.candor", "examples/anyprotect/anyprotect.candor"]);
}
