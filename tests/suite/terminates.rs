//! Texts that make a careless parser run for ever or out of stack. Each of these takes well under a second.

use std::fmt::Write as _;

use candor::parse::parse;

use crate::fixture;

/// Reads a text and says how many items and how many faults there were.
fn counts(text: &str) -> (usize, usize) {
    let (sources, file) = fixture::sole("large.candor", text);
    let (document, faults) = parse(&sources, file);
    (document.items.len(), faults.len())
}

fn in_section(body: &str) -> String {
    format!("section a \"A\" {{\n{body}\n}}\n")
}

#[test]
fn a_hundred_thousand_parentheses() {
    let facts = "(".repeat(100_000);
    assert_eq!(counts(&in_section(&format!("one:\n we use x when {facts}"))).1, 1);
    assert_eq!(counts(&"(".repeat(100_000)).1, 1);
}

#[test]
fn a_hundred_thousand_braces() {
    assert_eq!(counts(&"{".repeat(100_000)).1, 1);
    assert!(counts(&"}".repeat(100_000)).1 >= 1);
    assert_eq!(counts(&"section a \"A\" {\n".repeat(10_000)).1, 1);
}

#[test]
fn parentheses_as_deep_as_allowed() {
    let facts = format!("{}x{}", "(".repeat(60), ")".repeat(60));
    assert_eq!(counts(&in_section(&format!("one:\n we use x when {facts}"))), (1, 0));
    let open = "(".repeat(60);
    assert!(counts(&in_section(&format!("one:\n we use x when {open}x"))).1 >= 1);
    let nots = "not (".repeat(60);
    assert!(counts(&in_section(&format!("one:\n we use x when {nots}"))).1 >= 1);
}

#[test]
fn sections_as_deep_as_allowed() {
    let open: String = (0..60).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "section s{at} \"S\" {{");
        text
    });
    assert_eq!(counts(&format!("{open}{}", "}\n".repeat(60))), (1, 0));
    // Nothing is closed, and something is broken at the bottom.
    assert!(counts(&open).1 >= 1);
    assert!(counts(&format!("{open} one: we colect x")).1 >= 1);
}

#[test]
fn labels_without_a_body() {
    assert!(counts(&in_section(&"one:\n".repeat(2_000))).1 >= 2_000);
}

#[test]
fn words_without_an_end() {
    assert!(counts(&"word ".repeat(20_000)).1 >= 1);
    assert!(counts(&in_section(&"word ".repeat(20_000))).1 >= 1);
    assert!(counts(&in_section(&format!("one: we collect {}", "word ".repeat(20_000)))).1 >= 1);
    assert!(counts(&in_section(&"we ".repeat(5_000))).1 >= 1);
}

#[test]
fn one_long_line() {
    let names = "contact.email, ".repeat(10_000);
    assert_eq!(counts(&in_section(&format!("one:\n we collect {names}contact.name"))), (1, 0));
    assert_eq!(counts(&format!("data a \"{}\"", "x".repeat(1_000_000))), (1, 0));
    assert_eq!(counts(&format!("data a \"{}", "x".repeat(100_000))).1, 1);
    assert_eq!(counts(&"x".repeat(20_000)).1, 1);
    assert!(counts(&"-".repeat(20_000)).1 >= 1);
}

#[test]
fn quotation_marks_that_never_close() {
    assert!(counts(&"\"".repeat(20_001)).1 >= 1);
    assert!(counts(&in_section(&"text a \"\"\"\n".repeat(300))).1 >= 1);
    assert!(counts(&in_section(&"one:\n we state x because \"\n".repeat(1_000))).1 >= 1);
}

#[test]
fn comments_and_white_space() {
    assert_eq!(counts(&"// a comment\n".repeat(20_000)), (0, 0));
    assert!(counts(&"/// a definition of nothing\n".repeat(10_000)).1 >= 1);
    assert_eq!(counts(&" \n".repeat(200_000)), (0, 0));
}

#[test]
fn many_good_items() {
    let terms: String = (0..2_000).fold(String::new(), |mut text, at| {
        let _ = writeln!(text, "data d{at} \"d\" is a kind of e, f");
        text
    });
    assert_eq!(counts(&terms), (2_000, 0));
}

/// Each pair doubles the ways in which the event can happen: what cannot be gone through is undecided, and soon.
#[test]
fn an_event_that_can_happen_in_too_many_ways() {
    let mut text = String::from("policy p \"P\" {\n effective 2026-03-01\n}\n");
    let mut pairs = Vec::new();
    for at in 0..40 {
        let _ = write!(text, "event a{at} \"a\"\nevent b{at} \"b\"\n");
        pairs.push(format!("(a{at} or b{at})"));
    }
    let on = pairs.join(" and ");
    text.push_str(&in_section(&format!(
        "one:\n we delete contact on {on}\ntwo:\n we retain contact for 2 years"
    )));
    let mut sources = candor::stdlib::sources();
    let file = sources.add("many.candor", text);
    let mut compilation = candor::compile(sources, &[file]);
    let question = "retain contact for 3 years";
    let reply = candor::ask(&mut compilation.sources, &compilation.policy, question, &[]);
    assert!(matches!(reply, Err(candor::ask::Refusal::Undecided)), "{reply:?}");
}
