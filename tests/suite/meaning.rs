//! Meaning: what the examples expect of themselves holds, and nothing in them contradicts itself.

use std::fmt::Write as _;

use candor::model::{Expect, Expected};
use candor::semantics::{self, describe, verdict::Verdict};

use crate::fixture;

const fn wanted(expect: &Expect) -> Verdict {
    match expect.verdict {
        Expected::Permitted => Verdict::Permitted,
        Expected::Prohibited => Verdict::Prohibited,
        Expected::Undisclosed => Verdict::Undisclosed,
        Expected::NotCovered => Verdict::NotCovered,
    }
}

fn holds(files: &[&str], at_least: usize) {
    let compilation = fixture::compile(files);
    let flows: Vec<&Expect> =
        compilation.policy.expects.iter().filter(|expect| expect.flow.verb.is_practice()).collect();
    assert!(flows.len() >= at_least, "{} expectations, {at_least} wanted", flows.len());
    let questions: Vec<_> = flows.iter().map(|expect| expect.flow.clone()).collect();
    let meaning = semantics::understand(&compilation.policy, &questions).expect("within the budget");
    assert!(meaning.effect.conflicts.is_empty());
    let mut failures = String::new();
    for (idx, expect) in flows.iter().enumerate() {
        let answer = meaning.answer(idx).expect("within the budget").expect("it was asked");
        if answer.verdict == wanted(expect) {
            continue;
        }
        let _ =
            writeln!(failures, "{}\n  is {}", compilation.sources.text(expect.span), answer.verdict.word());
        for part in &answer.parts {
            for flow_box in &part.boxes {
                let _ = writeln!(
                    failures,
                    "  {}: {}",
                    part.verdict.word(),
                    describe::flow_box(&meaning.diagrams, flow_box)
                );
            }
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

#[test]
fn newsletter_holds_what_it_expects() {
    holds(fixture::NEWSLETTER, 2);
}

#[test]
fn idrive_holds_what_it_expects() {
    holds(fixture::IDRIVE, 12);
}

#[test]
fn anyprotect_holds_what_it_expects() {
    holds(fixture::ANYPROTECT, 12);
}

/// A budget that is spent is said to be spent: never a guess.
#[test]
fn a_spent_budget_is_an_answer_of_its_own() {
    let compilation = fixture::compile(fixture::ANYPROTECT);
    let outcome = semantics::understand_within(&compilation.policy, &[], 4);
    assert_eq!(outcome.err(), Some(semantics::region::BudgetExceeded));
}

/// One use, and bans of it each under three of a few conditions.
fn with_bans(n_bans: usize, n_conditions: usize) -> candor::Compilation {
    let mut text = String::new();
    for at in 0..n_conditions {
        text += &format!("condition c{at} \"condition {at}\"\n");
    }
    text += "section all \"All\" {\nuses: we use contact.email for marketing.newsletter\n";
    for at in 0..n_bans {
        let [a, b, c] = [(7, 0), (11, 3), (13, 5)].map(|(step, first)| (at * step + first) % n_conditions);
        text += &format!(
            "n{at}: we never use contact.email for marketing.newsletter when c{a} and c{b} and c{c}\n"
        );
    }
    text += "}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("bans.candor", text);
    candor::compile(sources, &[file])
}

/// Diagrams that are each within the budget, one after another, have a budget together, too.
#[test]
fn many_large_diagrams_spend_the_budget() {
    let bans = with_bans(80, 29);
    let largest = semantics::understand(&bans.policy, &[]).expect("within the budget").diagrams.largest();
    // As many nodes as its largest diagram has are enough for each, and for few of them together.
    let outcome = semantics::understand_within(&bans.policy, &[], largest);
    assert_eq!(outcome.err(), Some(semantics::region::BudgetExceeded), "{largest}");
}

/// More facts than a diagram can have variables.
#[test]
fn more_conditions_than_can_be_told_apart_are_undecided() {
    let n_conditions = 66_000;
    let mut text = String::new();
    for at in 0..n_conditions {
        text += &format!("condition c{at} \"condition {at}\"\n");
    }
    let any: Vec<String> = (0..n_conditions).map(|at| format!("c{at}")).collect();
    text += "section all \"All\" {\nuses: we use contact.email for marketing.newsletter when ";
    text += &any.join(" or ");
    text += "\n}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("conditions.candor", text);
    let compilation = candor::compile(sources, &[file]);
    assert_eq!(compilation.policy.meaning().err(), Some(semantics::region::BudgetExceeded));
}

/// Uses of one datum, each under a condition of its own and with an opt-out of its own.
fn with_opt_outs(n_statements: usize) -> candor::Compilation {
    let mut text = String::new();
    for at in 0..n_statements {
        text += &format!("condition c{at} \"condition {at}\"\n");
    }
    text += "section all \"All\" {\n";
    for at in 0..n_statements {
        text += &format!("s{at}: we use contact.email for marketing.newsletter when c{at}\n");
        text += &format!("w{at}: we offer opt-out from s{at} through email\n");
    }
    text += "}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("opt-outs.candor", text);
    candor::compile(sources, &[file])
}

#[test]
fn ordinary_policies_are_decided() {
    for n_statements in [20, 40] {
        let compilation = with_opt_outs(n_statements);
        let meaning = compilation.policy.meaning().expect("within the budget");
        let largest = meaning.diagrams.largest();
        assert!(largest < 100 * n_statements, "{n_statements} statements take {largest} nodes");
    }
}

/// A policy is understood once, whoever asks and from wherever.
#[test]
fn what_is_understood_is_shared_between_threads() {
    let policy = with_opt_outs(5).policy;
    let halves = std::thread::scope(|scope| {
        let asked = || {
            let mut sources = candor::stdlib::sources();
            let flow = "use contact.email for marketing.newsletter when c0";
            let query = candor::ask::question(&mut sources, &policy, flow, &[]).expect("a question");
            let meaning = policy.asked(&[query]).expect("within the budget");
            let answer = meaning.answer(0).expect("within the budget").expect("it was asked");
            assert_eq!(answer.verdict.word(), "permitted");
            meaning.halves
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(asked)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread fails")).collect::<Vec<_>>()
    });
    let own = &policy.meaning().expect("within the budget").halves;
    assert!(halves.iter().all(|halves| std::sync::Arc::ptr_eq(halves, own)), "it was understood again");
}

/// A question that tells apart what the policy does not is answered as well.
#[test]
fn a_question_may_name_what_the_policy_does_not() {
    let policy = with_opt_outs(5).policy;
    let mut sources = candor::stdlib::sources();
    let flow = "disclose contact.phone to advertisers for ads.targeted";
    let query = candor::ask::question(&mut sources, &policy, flow, &[]).expect("a question");
    let meaning = policy.asked(&[query]).expect("within the budget");
    let answer = meaning.answer(0).expect("within the budget").expect("it was asked");
    assert_eq!(answer.verdict.word(), "undisclosed");
}

/// What holds wherever something else does need not be said of a flow.
#[test]
fn what_lies_within_others_is_found_through_what_facts_imply() {
    let mut sources = candor::stdlib::sources();
    let text = "section all \"All\" {
        wide: we use contact.email for research with consent
        narrow: we use contact.email for research with consent-per-use
    }";
    let file = sources.add("within.candor", text.to_owned());
    let policy = candor::compile(sources, &[file]).policy;
    let meaning = policy.meaning().expect("within the budget");
    let stated = meaning.halves.iter().zip(&meaning.effect.regions);
    let regions: Vec<_> = stated.filter(|(half, _)| half.is_practice()).map(|(_, region)| region).collect();
    let within = |one, other| meaning.diagrams.is_within(one, other).expect("within the budget");
    let within_some =
        |one, others: &[_]| meaning.diagrams.is_within_some(one, others).expect("within the budget");
    assert!(regions.iter().any(|one| regions.iter().any(|other| within(one, other) != within(other, one))));
    for one in &regions {
        assert!(!within_some(one, &[]) || one.is_nothing());
        for other in &regions {
            assert_eq!(within_some(one, &[other]), within(one, other));
        }
    }
}

/// Statements of one shape, each about a class of people, a recipient, a purpose or a datum of its own, and each under a
/// condition of its own; the choices stand behind them.
fn with_own_conditions(n_statements: usize, shape: &str, choices: &str) -> candor::Compilation {
    let kinds = [("subject", "class"), ("condition", "condition"), ("recipient", "recipient")];
    let kinds = kinds.into_iter().chain([("purpose", "purpose"), ("data", "datum")]);
    let mut text = String::new();
    for (kind, name) in kinds {
        for at in 0..n_statements {
            text += &format!("{kind} {name}-{at} \"{name} {at}\"\n");
        }
    }
    text += "section all \"All\" {\n";
    for at in 0..n_statements {
        text += &format!("s{at}: {} when condition-{at}\n", shape.replace('N', &at.to_string()));
    }
    let each: Vec<String> = (0..n_statements).map(|at| format!("class-{at}")).collect();
    text += &choices.replace("EACH", &each.join(", "));
    if choices.contains('N') {
        text = text.replace(choices, "");
        for at in 0..n_statements {
            text += &choices.replace('N', &at.to_string());
        }
    }
    text += "}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("own.candor", text);
    candor::compile(sources, &[file])
}

/// What belongs together by its class, its recipient, its purpose or its datum stands together in the diagrams, too.
#[test]
fn conditions_of_ones_own_are_decided() {
    let about = "we use contact.email about class-N for marketing";
    let asked = "use contact.email for marketing";
    for (shape, choices, question) in [
        (about, "", asked),
        (about, "oN: we offer opt-out to class-N for marketing through email\n", asked),
        (about, "o: we offer opt-out to EACH for marketing through email\n", asked),
        (about, "oN: we offer opt-out from sN through email\n", asked),
        ("we disclose contact.email to recipient-N for ads", "", "disclose contact.email to anyone for ads"),
        ("we use contact.email for purpose-N", "", "use contact.email for any purpose"),
        ("we use datum-N for marketing", "", "use any data for marketing"),
    ] {
        for n_statements in [20, 40] {
            let mut own = with_own_conditions(n_statements, shape, choices);
            let meaning = own.policy.meaning().expect("within the budget");
            semantics::digest::digest(meaning).expect("within the budget");
            let largest = meaning.diagrams.largest();
            assert!(largest < 200 * n_statements, "{shape}: {n_statements} statements take {largest} nodes");
            let reply = candor::ask(&mut own.sources, &own.policy, question, &[]);
            assert!(reply.is_ok(), "{shape}, {choices}: {n_statements} statements are undecided");
        }
    }
    let many =
        with_own_conditions(100, about, "oN: we offer opt-out to class-N for marketing through email\n");
    let meaning = many.policy.meaning().expect("within the budget");
    semantics::digest::digest(meaning).expect("within the budget");
}

/// A policy in which each class is named with conditions of several others.
fn entangled(n_classes: usize, order: &[usize]) -> candor::Compilation {
    let mut text = String::new();
    for at in 0..n_classes {
        text += &format!("subject class-{at} \"class {at}\"\ncondition condition-{at} \"condition {at}\"\n");
    }
    text += "section all \"All\" {\n";
    for (at, step) in (0..n_classes).flat_map(|at| order.iter().map(move |step| (at, *step))) {
        let other = (at * step + step * step) % n_classes;
        text += &format!(
            "s{at}-{step}: we use contact.email about class-{at} for marketing when condition-{other}\n"
        );
    }
    text += "}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("entangled.candor", text);
    candor::compile(sources, &[file])
}

/// The digest of a function of many facts is that of the function, whatever the order in which they are named.
#[test]
fn digests_of_many_facts_do_not_depend_on_their_order() {
    let digest = |order: &[usize]| {
        let policy = entangled(11, order).policy;
        semantics::digest::digest(policy.meaning().expect("within the budget")).expect("within the budget")
    };
    assert_eq!(digest(&[1, 3, 7]), digest(&[7, 1, 3]));
    assert_ne!(digest(&[1, 3, 7]), digest(&[1, 3]));
}

/// Where a question about everything cannot be decided, the check of the policy says so.
#[test]
fn what_questions_cannot_decide_is_found() {
    let mut policy = entangled(41, &[1, 7, 12, 19]);
    let is_found = policy.diagnostics.iter().any(|one| one.rule.code == "undecided");
    let asked = candor::ask(&mut policy.sources, &policy.policy, "use contact.email for marketing", &[]);
    assert!(is_found && asked.is_err());
}
