//! `tests/questions/*.txt`: what the example policies must answer, judged from the sentences of their sources.
//!
//! One question for each line: verdict, question, what is given, sentences of the source; `|` between them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use candor::diagnostic::render;
use candor::model::Sentence;
use candor::semantics::{self, describe, retention};

use crate::fixture;

struct Line<'a> {
    number: usize,
    verdict: &'a str,
    question: &'a str,
    given: Vec<&'a str>,
    sentences: Vec<&'a str>,
}

fn list(text: &str) -> Vec<&str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let is_question = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered.filter(|(_, line)| is_question(line)).map(|(number, line)| read(number, line)).collect()
}

fn read(number: usize, line: &str) -> Line<'_> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [verdict, question, given, sentences] = fields.as_slice() else {
        panic!("line {number} has not four fields")
    };
    Line { number, verdict, question, given: list(given), sentences: list(sentences) }
}

/// The policy is understood once, with all its questions.
fn answers(name: &str, files: &[&str]) {
    let path = format!("tests/questions/{name}.txt");
    let text = fixture::read(&fixture::root().join(&path));
    let lines = lines(&text);
    assert!(lines.len() >= 40, "{path} has {} questions", lines.len());
    let known = fixture::read(&fixture::root().join(format!("tests/sentences/{name}.txt")));
    let known: BTreeSet<&str> = known.lines().map(str::trim).collect();
    let mut compilation = fixture::compile(files);
    let mut faults = String::new();
    let mut questions: Vec<Sentence> = Vec::new();
    for line in &lines {
        for sentence in line.sentences.iter().filter(|sentence| !known.contains(**sentence)) {
            let _ = writeln!(faults, "{path}:{}: the source has no sentence {sentence}", line.number);
        }
        match candor::ask::question(&mut compilation.sources, &compilation.policy, line.question, &line.given)
        {
            Ok(question) => questions.push(question),
            Err(found) => {
                let _ = writeln!(
                    faults,
                    "{path}:{}: {}",
                    line.number,
                    render::plain(&compilation.sources, &found)
                );
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    let flows: Vec<Sentence> =
        questions.iter().filter(|question| question.verb.is_practice()).cloned().collect();
    let meaning = semantics::understand(&compilation.policy, &flows).expect("within the budget");
    let mut n_flows = 0;
    for (line, question) in lines.iter().zip(&questions) {
        let mut parts = String::new();
        let verdict = if question.verb.is_practice() {
            let answer = meaning.answer(n_flows).expect("within the budget").expect("it was asked");
            n_flows += 1;
            for part in &answer.parts {
                for one in part.boxes.iter().take(3) {
                    let _ = writeln!(
                        parts,
                        "    {}: {}",
                        part.verdict.word(),
                        describe::flow_box(&meaning.diagrams, one)
                    );
                }
            }
            answer.verdict.word()
        } else if retention::is_stated(meaning.diagrams.space(), question) {
            "permitted"
        } else {
            "undisclosed"
        };
        if verdict != line.verdict {
            let _ = writeln!(
                faults,
                "{path}:{}: {} [{}]\n  must be {}, is {verdict}\n{parts}",
                line.number,
                line.question,
                line.given.join(", "),
                line.verdict
            );
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

#[test]
fn anyprotect_answers_as_its_source_does() {
    answers("anyprotect", fixture::ANYPROTECT);
}

#[test]
fn idrive_answers_as_its_source_does() {
    answers("idrive", fixture::IDRIVE);
}
