//! `tests/questions/*.txt`: what the example policies must answer, judged from the sentences of their sources.
//!
//! One question for each line: verdict, question, what is given, sentences of the source; `|` between them.
//!
//! `tests/questions/by-hand/`: thirty more for each source, twice, written in plain words by people who had the sources alone.
//! Beside each list stands the same in the words of Candor (`.asked.txt`); its head says how.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use candor::model::Part;

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

fn answers(name: &str, files: &[&str]) {
    let path = format!("tests/questions/{name}.txt");
    let text = fixture::read(&fixture::root().join(&path));
    let lines = lines(&text);
    assert!(lines.len() >= 40, "{path} has {} questions", lines.len());
    let known = fixture::read(&fixture::root().join(format!("tests/sentences/{name}.txt")));
    let known: BTreeSet<&str> = known.lines().map(str::trim).collect();
    let mut compilation = fixture::compile(files);
    let mut faults = String::new();
    for line in &lines {
        for sentence in line.sentences.iter().filter(|sentence| !known.contains(**sentence)) {
            let _ = writeln!(faults, "{path}:{}: the source has no sentence {sentence}", line.number);
        }
        let here = format!("{path}:{}: {} [{}]", line.number, line.question, line.given.join(", "));
        match candor::ask(&mut compilation.sources, &compilation.policy, line.question, &line.given) {
            Ok(reply) if reply.verdict == line.verdict => {}
            Ok(reply) => {
                let _ = writeln!(faults, "{here}\n  must be {}, is {}", line.verdict, reply.verdict);
                for part in &reply.parts {
                    for flow in part.flows.iter().take(3) {
                        let _ = writeln!(faults, "    {}: {}", part.verdict, flow.question);
                    }
                }
            }
            Err(refusal) => {
                let _ = writeln!(faults, "{here}\n  must be {}, has no answer: {refusal:?}", line.verdict);
            }
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

// --- questions in plain words ---

/// A question in plain words, with the answer that the source gives.
struct Plain {
    verdict: String,
    sentences: BTreeSet<String>,
}

/// The same in the words of Candor.
struct Put {
    /// The line of the file, for messages.
    number: usize,
    /// Which plain question it is, counted from one.
    plain: usize,
    manner: Manner,
    answer: String,
    question: String,
    given: Vec<String>,
}

/// How a plain question was put into the language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// The answer is the verdict of the plain question.
    AsItIs,
    /// The opposite is asked.
    OtherWayRound,
    /// One of several questions for what the plain one asks at once.
    InParts,
    /// One of several, of which the opposite is asked.
    InPartsOtherWayRound,
    /// The plain question is about a later time; it is ruled out now, in a sentence that goes on with other words.
    NotYet,
}

impl Manner {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "as it is" => Self::AsItIs,
            "the other way round" => Self::OtherWayRound,
            "in parts" => Self::InParts,
            "in parts, the other way round" => Self::InPartsOtherWayRound,
            "not yet" => Self::NotYet,
            _ => return None,
        })
    }

    /// What the answer to the question says about the plain one.
    fn plainly(self, verdict: &str) -> &str {
        match (self, verdict) {
            (Self::OtherWayRound | Self::InPartsOtherWayRound, "permitted") => "prohibited",
            (Self::OtherWayRound | Self::InPartsOtherWayRound, "prohibited") => "permitted",
            (Self::NotYet, "prohibited") => "permitted if",
            _ => verdict,
        }
    }
}

fn fields(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let is_question = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let numbered = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    numbered
        .filter(move |(_, line)| is_question(line))
        .map(|(number, line)| (number, line.split('|').map(str::trim).collect()))
}

/// The verdict stands first, perhaps with a condition or with the parts in words behind it.
fn plain(text: &str) -> Vec<Plain> {
    let verdict = |text: &str| match text.split([' ', ':']).next() {
        Some("permitted-if") => "permitted if".to_owned(),
        word => word.unwrap_or_default().to_owned(),
    };
    let read = |(_, fields): (usize, Vec<&str>)| Plain {
        verdict: verdict(fields[0]),
        sentences: list(fields[3]).into_iter().map(str::to_owned).collect(),
    };
    fields(text).map(read).collect()
}

fn put(path: &str, text: &str) -> Vec<Put> {
    let read = |(number, fields): (usize, Vec<&str>)| {
        assert!((4..=6).contains(&fields.len()), "{path}:{number} has not four to six fields");
        Put {
            number,
            plain: fields[0].parse().unwrap_or_else(|_| panic!("{path}:{number} has no number")),
            manner: Manner::read(fields[1]).unwrap_or_else(|| panic!("{path}:{number}: {}", fields[1])),
            answer: fields[2].to_owned(),
            question: fields[3].to_owned(),
            given: fields
                .get(4)
                .map_or(Vec::new(), |text| list(text).into_iter().map(str::to_owned).collect()),
        }
    };
    fields(text).map(read).collect()
}

/// Whether an answer is the one that was expected: its verdict, the facts behind `if`, and what it must go on to say behind `but`.
fn is_expected(expected: &str, reply: &candor::ask::Reply) -> bool {
    if let Some((verdict, words)) = expected.split_once(", but ") {
        let goes_on = |reason: &candor::ask::Reason| reason.sentence.contains(&format!("but {words}"));
        return reply.verdict == verdict && reply.prohibited_by.iter().all(goes_on);
    }
    if let Some((verdict, facts)) = expected.split_once(" if ") {
        let one = |facts: &str| -> BTreeSet<String> { facts.split(" and ").map(str::to_owned).collect() };
        let stated: Vec<BTreeSet<String>> = reply
            .permitted_if
            .iter()
            .map(|facts| facts.iter().map(|fact| fact.words.clone()).collect())
            .collect();
        return reply.verdict == format!("{verdict} if")
            && facts.split(" or ").all(|facts| stated.contains(&one(facts)));
    }
    reply.verdict == expected
}

/// Which statements give an answer: of a mixed one, both those that permit and those that prohibit some of it.
fn givers(reply: &candor::ask::Reply) -> [&[candor::ask::Reason]; 2] {
    match reply.verdict {
        "permitted" | "permitted if" => [&reply.permitted_by, &[]],
        "prohibited" => [&[], &reply.prohibited_by],
        _ => [&reply.permitted_by, &reply.prohibited_by],
    }
}

/// Asks one list of its policy, and says what is wrong.
fn asked_by_hand(name: &str, files: &[&str]) -> String {
    let folder = fixture::root().join("tests/questions/by-hand");
    let path = format!("tests/questions/by-hand/{name}.asked.txt");
    let plain = plain(&fixture::read(&folder.join(format!("{name}.txt"))));
    let put = put(&path, &fixture::read(&folder.join(format!("{name}.asked.txt"))));
    assert_eq!(plain.len(), 30, "{name}.txt has thirty questions");
    let mut compilation = fixture::compile(files);
    let traces: BTreeMap<String, Vec<String>> = compilation
        .policy
        .parts()
        .map(|part| {
            let words = match part {
                Part::Statement(id) => &compilation.policy.statement(id).words,
                Part::Tracker(id) => &compilation.policy.trackers[id.index()].named.words,
            };
            (compilation.policy.part_label(part).to_owned(), words.traces.clone())
        })
        .collect();
    let mut faults = String::new();
    for (at, plain) in plain.iter().enumerate() {
        let parts: Vec<&Put> = put.iter().filter(|put| put.plain == at + 1).collect();
        let plainly: BTreeSet<&str> = parts
            .iter()
            .map(|put| put.manner.plainly(put.answer.split([',']).next().unwrap_or_default()))
            .map(|verdict| if verdict.starts_with("permitted if") { "permitted if" } else { verdict })
            .collect();
        let in_parts = |put: &&&Put| matches!(put.manner, Manner::InParts | Manner::InPartsOtherWayRound);
        let is_answered = if parts.iter().any(|put| in_parts(&put)) {
            matches!(plain.verdict.as_str(), "mixed" | "permitted if") && plainly.len() > 1
        } else {
            plainly.iter().copied().eq([plain.verdict.as_str()])
        };
        if !is_answered {
            let _ = writeln!(
                faults,
                "{path}: question {} is {}, and is put so that it would be {plainly:?}",
                at + 1,
                plain.verdict
            );
        }
        for put in parts {
            let given: Vec<&str> = put.given.iter().map(String::as_str).collect();
            let here = format!("{path}:{}: {} [{}]", put.number, put.question, put.given.join(", "));
            let reply =
                match candor::ask(&mut compilation.sources, &compilation.policy, &put.question, &given) {
                    Ok(reply) => reply,
                    Err(refusal) => {
                        let _ =
                            writeln!(faults, "{here}\n  must be {}, has no answer: {refusal:?}", put.answer);
                        continue;
                    }
                };
            if !is_expected(&put.answer, &reply) {
                let _ = writeln!(
                    faults,
                    "{here}\n  must be {}, is {} {:?}",
                    put.answer, reply.verdict, reply.permitted_if
                );
            }
            for reasons in givers(&reply) {
                let traced = |reason: &candor::ask::Reason| &traces[&reason.label];
                let is_sentence = |sentence: &String| plain.sentences.contains(sentence);
                if !reasons.is_empty() && !reasons.iter().flat_map(traced).any(is_sentence) {
                    let labels: Vec<&str> = reasons.iter().map(|reason| reason.label.as_str()).collect();
                    let _ = writeln!(
                        faults,
                        "{here}\n  is answered by {labels:?}, which trace none of {:?}",
                        plain.sentences
                    );
                }
            }
        }
    }
    faults
}

#[test]
fn questions_by_hand_are_answered_right() {
    let lists = [
        ("anyprotect-one", fixture::ANYPROTECT),
        ("anyprotect-two", fixture::ANYPROTECT),
        ("idrive-one", fixture::IDRIVE),
        ("idrive-two", fixture::IDRIVE),
    ];
    let faults: String = lists.iter().map(|(name, files)| asked_by_hand(name, files)).collect();
    assert!(faults.is_empty(), "{faults}");
}
