//! What the reference of the rules promises of `meaningHash`: a policy that says the same in other lists has the same
//! digest, and a comparison tells nothing of its meaning.
//!
//! `CANDOR_POLICIES=2000 cargo test rewritten` tries more policies; `CANDOR_SEED` starts elsewhere.

#![expect(clippy::ptr_arg, reason = "rewritings share one signature, whether they add a line or not")]

use super::compared;
use super::shuffling::{Behind, Fact, Line, digest, policy, read, text};
use crate::semantics::draft::Choices;
use crate::semantics::number;

const COUNT: u64 = 60;

/// Classes, each with one of its kinds.
const KINDS: &[(&str, &str)] = &[
    ("content", "content.photos"),
    ("contact.email", "contact.email"),
    ("device.ip-address", "device.ip-address"),
    ("service.core", "service.core"),
    ("marketing.newsletter", "marketing.newsletter"),
    ("improve.product", "improve.product"),
    ("minors", "minors.under-18"),
    ("employees", "employees"),
    ("mobile-apps", "mobile-apps"),
    ("processors", "processors"),
    ("encryption", "encryption"),
    ("access", "access"),
];

/// A name for a way to write the same, and what it makes of a policy at one of its lines.
type Rewriting = (&'static str, fn(&mut Vec<Line>, usize, &mut Choices) -> Option<()>);

const REWRITINGS: &[Rewriting] = &[
    ("a list divided", divided),
    ("a kind beside its class", with_kind),
    ("a retention apart", kept_apart),
    ("an end that is over sooner", with_end),
    ("everybody", about_everybody),
    ("one way or the other", always),
];

fn lists(line: &mut Line) -> Vec<&mut Vec<&'static str>> {
    let clauses = line.fixed.iter_mut().chain(&mut line.clauses);
    let behind = clauses.filter_map(|(word, what)| match what {
        Behind::List(items) if *word != "until" => Some(items),
        Behind::List(_) | Behind::Fact(_) | Behind::Text(_) => None,
    });
    std::iter::once(&mut line.object).chain(behind).collect()
}

/// The items of a list stand in two statements.
fn divided(lines: &mut Vec<Line>, at: usize, choices: &mut Choices) -> Option<()> {
    let mut first = lines[at].clone();
    let mut second = Line { label: format!("{}b", first.label), ..first.clone() };
    // Where one of them is everything, nothing is restricted.
    let is_long = |list: &Vec<&str>| {
        list.len() > 1
            && list.iter().any(|item| *item != list[0])
            && !list.iter().any(|item| item.starts_with("any"))
    };
    let long: Vec<usize> =
        (0..lists(&mut first).len()).filter(|place| is_long(lists(&mut first)[*place])).collect();
    let place = *long.get(choices.below(long.len()))?;
    lists(&mut first).swap_remove(place).truncate(1);
    lists(&mut second).swap_remove(place).remove(0);
    for line in lines.iter_mut().filter(|line| line.except.contains(&first.label)) {
        line.except.push(second.label.clone());
    }
    second.except.clone_from(&first.except);
    lines[at] = first;
    lines.push(second);
    Some(())
}

/// A list names a class and one of its kinds.
fn with_kind(lines: &mut Vec<Line>, at: usize, choices: &mut Choices) -> Option<()> {
    let mut lists = lists(&mut lines[at]);
    let place = choices.below(lists.len());
    let list = lists.swap_remove(place);
    let (_, kind) = KINDS.iter().find(|(class, _)| list.contains(class))?;
    list.push(kind);
    Some(())
}

/// What a practice obtains is kept as long as a retention of its own says.
fn kept_apart(lines: &mut Vec<Line>, at: usize, _: &mut Choices) -> Option<()> {
    let practice = &lines[at];
    // An exception that names the practice names its retention with it.
    let is_named = lines.iter().any(|line| line.except.contains(&practice.label));
    if practice.head != "we collect" || !practice.except.is_empty() || is_named {
        return None;
    }
    let end = ("for", Behind::Text("30 days"));
    lines.push(Line { label: "apart".to_owned(), head: "we retain", fixed: vec![end], ..practice.clone() });
    Some(())
}

/// The same on the practice itself.
fn kept_together(lines: &mut [Line], at: usize) {
    lines[at].clauses.push(("kept for", Behind::Text("30 days")));
}

/// A retention names an end that never counts.
fn with_end(lines: &mut Vec<Line>, at: usize, choices: &mut Choices) -> Option<()> {
    const MORE: &[&str] = &[
        "30 days after unsubscribing or for 10 days after unsubscribing whichever is longer",
        "30 days after unsubscribing or for 2 months after unsubscribing whichever is shorter",
        "29 days after unsubscribing or for 30 days after unsubscribing or for 1 hour after unsubscribing whichever is longer",
    ];
    let ends = lines[at].fixed.iter_mut().filter(|(word, _)| *word == "for");
    let end =
        ends.map(|(_, end)| end).find(|end| matches!(end, Behind::Text("30 days after unsubscribing")))?;
    *end = Behind::Text(MORE[choices.below(MORE.len())]);
    Some(())
}

/// Whether something is prohibited: then it matters what a permission is silent about, and what a ban names itself.
fn has_bans(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.head.contains("never"))
}

/// A promise to everybody, or about everybody.
fn about_everybody(lines: &mut Vec<Line>, at: usize, _: &mut Choices) -> Option<()> {
    if has_bans(lines) {
        return None;
    }
    let line = &mut lines[at];
    let word = if line.head == "we offer" { "to" } else { "about" };
    if line.is_practice() || line.head == "we notify" || line.clauses.iter().any(|(word, _)| *word == "about")
    {
        return None;
    }
    line.clauses.push((word, Behind::List(vec!["people"])));
    Some(())
}

/// A promise in a case and in the opposite one.
fn always(lines: &mut Vec<Line>, at: usize, choices: &mut Choices) -> Option<()> {
    if has_bans(lines) {
        return None;
    }
    let line = &mut lines[at];
    if line.is_practice() || line.clauses.iter().any(|(word, _)| *word == "when") {
        return None;
    }
    let case = ["logged-in", "legal-hold", "emergency"][choices.below(3)];
    let either = Fact::Any(vec![Fact::Is(case), Fact::Not(Box::new(Fact::Is(case)))]);
    line.clauses.push(("when", Behind::Fact(either)));
    Some(())
}

#[test]
fn a_policy_rewritten_has_the_same_digest() {
    let mut n_tried = vec![0; REWRITINGS.len()];
    for seed in 0..number("CANDOR_POLICIES", COUNT) {
        let mut choices = Choices::new(number("CANDOR_SEED", 1).wrapping_mul(32_452_843).wrapping_add(seed));
        let lines = policy(&mut choices);
        for (place, (name, rewritten)) in REWRITINGS.iter().enumerate() {
            let (mut one, mut other) = (lines.clone(), lines.clone());
            let start = choices.below(lines.len());
            let mut ats = (0..lines.len()).map(|step| (start + step) % lines.len());
            let Some(at) = ats.find(|at| rewritten(&mut other, *at, &mut choices).is_some()) else {
                continue;
            };
            if *name == "a retention apart" {
                kept_together(&mut one, at);
            }
            let (one, other) = (text(&one), text(&other));
            let (Some(one_read), Some(other_read)) = (read(&one), read(&other)) else { continue };
            let shown = || format!("{name}:\n{one}\n---- rewritten ----\n{other}");
            assert_eq!(digest(&one_read.policy), digest(&other_read.policy), "{}", shown());
            // It takes long.
            if seed % 4 == 0 {
                let report = compared(&one_read, &other_read, &[]);
                let told: Vec<&str> = report.changes.iter().map(|change| change.rule.as_str()).collect();
                assert!(report.is_same_meaning, "{told:?}\n{}", shown());
            }
            n_tried[place] += 1;
        }
    }
    eprintln!("{:?}", REWRITINGS.iter().map(|(name, _)| name).zip(&n_tried).collect::<Vec<_>>());
    let seldom = REWRITINGS.iter().zip(&n_tried).filter(|(_, n)| **n < 3).map(|((name, _), _)| name);
    assert_eq!(seldom.collect::<Vec<_>>(), Vec::<&&str>::new(), "too few of these are tried");
}
