//! Order and repetition say nothing: a policy of which the statements, the clauses, the items of lists, the parts of conditions stand in
//! another order, or twice, is the same policy. It has the same digest, nothing changed, and it gives the same answers.
//!
//! The policies speak the standard vocabulary and have statements of every kind: about flows, keeping, deleting, rights,
//! protection, notices, duties.

use std::fmt::Write as _;

use candor::ask::Reply;
use candor::model::Origin;
use candor::semantics::{self, Understood};
use candor::source::Sources;

use super::{Read, compared};
use crate::semantics::draft::Choices;
use crate::semantics::number;

const COUNT: u64 = 60;

const DATA: &[&str] =
    &["contact.email", "contact.phone", "content", "device.ip-address", "any personal data"];
const PURPOSES: &[&str] = &["service.core", "marketing.newsletter", "improve.product", "ads.targeted"];
const SUBJECTS: &[&str] = &["minors", "adults", "employees"];
const CONDITIONS: &[&str] = &["account-active", "legal-hold", "emergency", "logged-in", "consent"];
const EVENTS: &[&str] = &["account-closure", "deletion-request", "unsubscribing", "registering-account"];
const SAFEGUARDS: &[&str] = &["scc", "data-processing-agreement"];
const CHANNELS: &[&str] = &["website", "email", "mobile-apps"];
const RIGHTS: &[&str] = &["access", "correction", "deletion", "portability"];

/// A condition.
#[derive(Clone)]
pub(super) enum Fact {
    Is(&'static str),
    Not(Box<Fact>),
    All(Vec<Fact>),
    Any(Vec<Fact>),
}

/// What stands behind a word.
#[derive(Clone)]
pub(super) enum Behind {
    List(Vec<&'static str>),
    Fact(Fact),
    Text(&'static str),
}

/// A statement.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) label: String,
    /// Actor, modal word and verb.
    pub(super) head: &'static str,
    pub(super) object: Vec<&'static str>,
    /// What stands behind the object, in this order.
    pub(super) fixed: Vec<(&'static str, Behind)>,
    pub(super) clauses: Vec<(&'static str, Behind)>,
    pub(super) except: Vec<String>,
}

impl Line {
    /// Whether it is about what is done with data.
    pub(super) fn is_practice(&self) -> bool {
        ["collect", "use", "disclose"].iter().any(|verb| self.head.ends_with(verb))
    }
}

// --- writing ---

fn fact(written: &Fact, is_inner: bool) -> String {
    let joined = |facts: &[Fact], word: &str| {
        let parts: Vec<String> = facts.iter().map(|one| fact(one, true)).collect();
        match is_inner {
            true => format!("({})", parts.join(word)),
            false => parts.join(word),
        }
    };
    match written {
        Fact::Is(name) => (*name).to_owned(),
        Fact::Not(inner) => format!("not {}", fact(inner, true)),
        Fact::All(facts) => joined(facts, " and "),
        Fact::Any(facts) => joined(facts, " or "),
    }
}

fn behind(word: &str, what: &Behind) -> String {
    match what {
        Behind::List(items) => format!(" {word} {}", items.join(", ")),
        // Behind `while` and `on` several facts stand in parentheses.
        Behind::Fact(one) => format!(" {word} {}", fact(one, word == "while")),
        Behind::Text(text) => format!(" {word} {text}"),
    }
}

pub(super) fn text(lines: &[Line]) -> String {
    let mut text = "policy random \"Random\" {\n    law eu\n}\nsection part \"Part\" {\n".to_owned();
    for line in lines {
        let _ = write!(text, "    {}: {} {}", line.label, line.head, line.object.join(", "));
        for (word, what) in line.fixed.iter().chain(&line.clauses) {
            text.push_str(&behind(word, what));
        }
        if !line.except.is_empty() {
            let _ = write!(text, " except as stated in {}", line.except.join(", "));
        }
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

// --- making ---

fn one(choices: &mut Choices, of: &[&'static str]) -> &'static str {
    of[choices.below(of.len())]
}

fn some(choices: &mut Choices, of: &[&'static str]) -> Vec<&'static str> {
    (0..1 + choices.below(2)).map(|_| one(choices, of)).collect()
}

fn condition(choices: &mut Choices, of: &[&'static str], depth: usize) -> Fact {
    match choices.below(if depth == 0 { 2 } else { 5 }) {
        0 => Fact::Not(Box::new(Fact::Is(one(choices, of)))),
        1 | 2 => Fact::Is(one(choices, of)),
        sort => {
            let parts = (0..2 + choices.below(2)).map(|_| condition(choices, of, depth - 1)).collect();
            if sort == 3 { Fact::All(parts) } else { Fact::Any(parts) }
        }
    }
}

fn line(choices: &mut Choices, at: usize) -> Line {
    let mut line = Line {
        label: format!("s{at}"),
        head: "",
        object: some(choices, DATA),
        fixed: Vec::new(),
        clauses: Vec::new(),
        except: Vec::new(),
    };
    let mut words = vec!["about", "when", "with", "unless", "under"];
    match choices.below(9) {
        0 => {
            line.head = ["we collect", "we may use", "we never use"][choices.below(3)];
            words.push("for");
        }
        1 => {
            line.head = ["we may disclose", "we never disclose"][choices.below(2)];
            line.clauses
                .push(("to", Behind::List(some(choices, &["processors", "partners", "advertisers"]))));
            words.push("for");
        }
        2 | 3 => {
            line.head = "we retain";
            let end = match choices.below(4) {
                0 => ("for", Behind::Text("30 days after unsubscribing")),
                1 => ("", Behind::Text("indefinitely")),
                2 => ("until", Behind::List(vec![one(choices, EVENTS)])),
                _ => ("while", Behind::Fact(condition(choices, CONDITIONS, 1))),
            };
            line.fixed.push(end);
            words.push("for");
        }
        4 | 5 => {
            line.head = ["we delete", "we try to delete", "we never delete"][choices.below(3)];
            let all: Vec<&'static str> = EVENTS.iter().chain(CONDITIONS).copied().collect();
            line.fixed.push(("on", Behind::Fact(condition(choices, &all, 2))));
            if choices.percent(50) {
                line.fixed.push(("within", Behind::Text("30 days")));
            }
        }
        6 => {
            line.head = "we offer";
            line.object = some(choices, RIGHTS);
            line.clauses.push(("over", Behind::List(some(choices, DATA))));
            line.clauses.push(("through", Behind::List(some(choices, CHANNELS))));
        }
        7 => {
            line.head = "we protect";
            line.fixed.push(("using", Behind::List(some(choices, &["encryption", "firewall"]))));
        }
        _ => {
            line.head = "we notify";
            line.object = vec!["users"];
            line.fixed.push(("of", Behind::List(some(choices, &["data-breach", "material-change"]))));
        }
    }
    for word in words {
        if choices.percent(30) {
            let what = match word {
                "about" => Behind::List(some(choices, SUBJECTS)),
                "for" => Behind::List(some(choices, PURPOSES)),
                "under" => Behind::Fact(condition(choices, SAFEGUARDS, 1)),
                _ => Behind::Fact(condition(choices, CONDITIONS, 2)),
            };
            line.clauses.push((word, what));
        }
    }
    line
}

pub(super) fn policy(choices: &mut Choices) -> Vec<Line> {
    let mut lines: Vec<Line> = (0..2 + choices.below(4)).map(|at| line(choices, at)).collect();
    for at in 0..lines.len() {
        if choices.percent(25) {
            lines[at].except =
                (0..lines.len()).filter(|other| *other > at).map(|other| format!("s{other}")).collect();
        }
    }
    lines
}

// --- in another order ---

/// Some things in another order, some of them twice.
fn shuffled<T: Clone>(choices: &mut Choices, things: &[T]) -> Vec<T> {
    let mut others = things.to_vec();
    if choices.percent(40) && !things.is_empty() {
        others.push(things[choices.below(things.len())].clone());
    }
    choices.shuffle(&mut others);
    others
}

fn other_fact(choices: &mut Choices, fact: &Fact) -> Fact {
    let mut parts = |facts: &[Fact]| -> Vec<Fact> {
        let inner: Vec<Fact> = facts.iter().map(|fact| other_fact(choices, fact)).collect();
        shuffled(choices, &inner)
    };
    // Those at the beginning may stand in parentheses of their own.
    let grouped = |mut parts: Vec<Fact>, join: fn(Vec<Fact>) -> Fact| match parts.len() {
        0..3 => join(parts),
        _ => {
            let rest = parts.split_off(2);
            join(std::iter::once(join(parts)).chain(rest).collect())
        }
    };
    match fact {
        Fact::Is(name) => Fact::Is(name),
        Fact::Not(inner) => Fact::Not(Box::new(other_fact(choices, inner))),
        Fact::All(facts) => grouped(parts(facts), Fact::All),
        Fact::Any(facts) => grouped(parts(facts), Fact::Any),
    }
}

fn other(choices: &mut Choices, what: &Behind) -> Behind {
    match what {
        Behind::List(items) if items.len() > 1 => Behind::List(shuffled(choices, items)),
        Behind::List(items) => Behind::List(items.clone()),
        Behind::Fact(fact) => Behind::Fact(other_fact(choices, fact)),
        Behind::Text(text) => Behind::Text(text),
    }
}

fn other_line(choices: &mut Choices, line: &Line) -> Line {
    let mut all = |clauses: &[(&'static str, Behind)]| -> Vec<(&'static str, Behind)> {
        clauses.iter().map(|(word, what)| (*word, other(choices, what))).collect()
    };
    let (fixed, mut clauses) = (all(&line.fixed), all(&line.clauses));
    choices.shuffle(&mut clauses);
    let mut except = line.except.clone();
    choices.shuffle(&mut except);
    Line { object: shuffled(choices, &line.object), fixed, clauses, except, ..line.clone() }
}

// --- judging ---

/// A policy in the standard vocabulary.
pub(crate) fn read(text: &str) -> Option<Read> {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("policy.candor", text.to_owned());
    let (document, faults) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, found) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, Origin::Policy);
    let (policy, more) = candor::lower::lower(&documents, names);
    let n_faults = faults.len() + found.len() + more.len();
    (n_faults == 0).then(|| Read { policy: policy.into(), sources })
}

pub(crate) fn digest(policy: &Understood) -> String {
    let meaning = policy.meaning().expect("it is within the budget");
    semantics::digest::digest(meaning).expect("it is within the budget")
}

const QUESTIONS: &[&str] = &[
    "use contact.email for marketing.newsletter",
    "disclose contact.phone to partners for ads.targeted",
    "delete contact.email on account-closure",
    "use any personal data",
    "collect contact from users",
    "offer access over contact.email",
    "delete content on deletion-request and account-closure",
    "retain contact.email for 1 day after unsubscribing",
    "retain contact.email while account-active",
];

fn answers(policy: &Understood) -> Vec<String> {
    let asked = |question: &&str| {
        let reply = candor::ask(&mut Sources::new(), policy, question, &[]);
        reply.map_or_else(|refusal| refusal.to_string(), |reply| told(&reply))
    };
    QUESTIONS.iter().map(asked).collect()
}

/// What an answer says, without where it is said: reasons and duties are told in the order of the document.
fn told(reply: &Reply) -> String {
    let in_any_order = |mut labels: Vec<String>| {
        labels.sort();
        labels.join(", ")
    };
    let reasons =
        [&reply.permitted_by, &reply.also_permitted_by, &reply.prohibited_by, &reply.at_other_times]
            .map(|reasons| in_any_order(reasons.iter().map(|one| one.label.clone()).collect()));
    let duties = in_any_order(reply.duties.iter().map(|one| format!("{} {}", one.kind, one.label)).collect());
    let said = serde_json::json!([
        reply.verdict,
        reply.permitted_if,
        reply.parts,
        reply.left_out,
        reply.is_complete
    ]);
    format!("{said:#}\n{reasons:?}\n{duties}")
}

#[test]
fn order_and_repetition_say_nothing() {
    let (mut n_tried, mut n_refused) = (0, 0);
    for seed in 0..number("CANDOR_POLICIES", COUNT) {
        let mut choices = Choices::new(number("CANDOR_SEED", 1).wrapping_mul(86_028_121).wrapping_add(seed));
        let lines = policy(&mut choices);
        let mut others: Vec<Line> = lines.iter().map(|line| other_line(&mut choices, line)).collect();
        choices.shuffle(&mut others);
        let (one, other) = (text(&lines), text(&others));
        let Some(one_read) = read(&one) else {
            n_refused += 1;
            continue;
        };
        let shown = || format!("{one}\n---- shuffled ----\n{other}");
        let other_read = read(&other).unwrap_or_else(|| panic!("it cannot be read any more:\n{}", shown()));
        assert_eq!(digest(&one_read.policy), digest(&other_read.policy), "{}", shown());
        assert_eq!(answers(&one_read.policy), answers(&other_read.policy), "{}", shown());
        for (old, new) in [(&one_read, &other_read), (&other_read, &one_read)] {
            let report = compared(old, new, &[]);
            let told: Vec<&str> = report.changes.iter().map(|change| change.rule.as_str()).collect();
            let is_silent = told.iter().all(|rule| *rule == "source-changed");
            assert!(is_silent && report.is_complete, "{told:?}\n{}", shown());
        }
        n_tried += 1;
    }
    assert!(n_tried > n_refused * 4, "{n_tried} tried, {n_refused} refused");
}
