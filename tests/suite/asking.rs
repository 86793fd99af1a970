//! Questions as JSON: whatever is asked has the answer that it has in words, alone and in company, from a policy and from
//! its rules; what is no question is answered by what is wrong with it.

use candor::ask::{self, Answered, Asking, Line, MAX_LINE, Outcome};
use candor::language::Verb;
use candor::rules;
use candor::semantics;
use candor::semantics::Understood;
use candor::semantics::query::Query;
use candor::source::Sources;
use serde_json::{Map, Value, json};

use crate::fixture;
use crate::semantics::draft::{Author, Choices};
use crate::semantics::parts::WIDE;
use crate::semantics::{number, read};

/// Random policies that are tried.
const COUNT: u64 = 60;

const EXAMPLES: [&[&str]; 3] = [fixture::NEWSLETTER, fixture::ANYPROTECT, fixture::IDRIVE];

/// Questions about more than the wide ones.
const NARROW: &[&str] = &[
    "use contact.email for marketing.newsletter with consent",
    "use contact.email for any purpose except marketing when not (consent or account-active)",
    "use contact.email for marketing.newsletter with consent given within 2 years",
    "use contact in eea for service.core when consent and not express-consent given within 30 days",
    "retain contact.email while consent given within 24 months",
    "view content.files in any region except us",
    "disclose hashed contact, health except health.medical to processors in us for service.core under scc",
    "we except staff view content",
    "staff view content.files",
    "collect contact from users through website unless consent",
    "collect any personal data about people where the person is among minors",
    "derive any data from any personal data of users for ads",
    "combine contact with any data lacking personal",
    "sell any sensitive data",
    "publish content",
    "retain contact.email for 30 days after account-closure or until unsubscribing whichever is shorter",
    "retain contact.email while account-active for service.core",
    "retain contact.email as long as needed for service.core, marketing",
    "delete contact.email on account-closure promptly",
    "delete contact on deletion-request within 30 days",
    "offer deletion over contact.email within 30 days to users in eea through email",
    "offer access promptly",
    "never use contact.email",
    "protect financial in transit, at rest using encryption",
    "notify users in eea of data-breach within 3 days",
    "notify users of material-change at least 30 days before",
    "bind processors to confidentiality, data-processing-agreement",
    "have no cookies",
    "disclaim security",
    "advise safe-passwords",
    "require contact.email",
    "use contact.email based on legitimate-interests \"to keep it running\"",
];

// --- the same in words and as JSON ---

#[test]
fn a_question_has_the_same_answer_in_words_and_as_json() {
    let mut faults = Vec::new();
    for files in EXAMPLES {
        let candor::Compilation { mut sources, policy, .. } = fixture::compile(files);
        let questions = WIDE.iter().chain(NARROW).filter(|one| {
            // What a policy of this vocabulary cannot be asked in words is no question in JSON either.
            ask::question(&mut sources, &policy, one, &[]).is_ok()
        });
        let questions: Vec<String> = questions.map(|one| (*one).to_owned()).collect();
        assert!(questions.len() > 50, "{} of {}", questions.len(), WIDE.len() + NARROW.len());
        faults.extend(unlike(&sources, &policy, &questions).map(|fault| format!("{}: {fault}", files[0])));
    }
    fixture::report(&faults);
}

#[test]
fn a_question_to_a_random_policy_has_the_same_answer_in_words_and_as_json() {
    let count = number("CANDOR_POLICIES", COUNT).min(20_000);
    let seed = number("CANDOR_SEED", 1);
    let (mut n_questions, mut verbs) = (0, std::collections::BTreeSet::new());
    for at in 0..count {
        let mut choices = Choices::new(seed.wrapping_mul(3_141_593).wrapping_add(at));
        let text = Author::new(&mut choices).draft().text();
        let Ok((policy, flows)) = read(&text) else { continue };
        verbs.extend(flows.iter().map(|flow| flow.verb));
        let in_words = |flow| ask::words::question(&policy.vocabulary, &Query::from(flow));
        let questions: Vec<String> = flows.into_iter().map(in_words).collect();
        n_questions += questions.len() as u64;
        if let Some(fault) = unlike(&Sources::new(), &policy, &questions) {
            panic!("policy {at} of seed {seed}:\n\n{text}\n{fault}");
        }
    }
    assert!(n_questions > count, "{n_questions} questions");
    let unasked: Vec<&str> =
        Verb::ALL.into_iter().filter(|verb| !verbs.contains(verb)).map(Verb::word).collect();
    assert!(count < COUNT || unasked.len() < 4, "never asked: {unasked:?}");
}

/// The first question that is answered otherwise in another shape, or in company, than in words alone.
fn unlike(sources: &Sources, policy: &Understood, questions: &[String]) -> Option<String> {
    let asking = Asking::of(policy);
    let (mut alone, mut lines) = (Vec::new(), Vec::new());
    for question in questions {
        let mut texts = sources.clone();
        let posed = asking.read(&mut texts, question, &[]).expect("it is a question");
        let mut answer = None;
        asking.answers(sources, &[&posed], &mut |_, reply| {
            answer = Some(without_question(&Outcome::of(reply, sources, None, &[])));
            true
        });
        let fields = serde_json::to_value(asking.flow(sources, &posed.query)).expect("it can be written");
        let bare = without(&fields, &["question"]);
        for shape in [json!({ "question": question }), fields.clone(), bare.clone(), short(&bare)] {
            alone.push((shape.to_string(), answer.clone()));
            lines.push(shape.to_string());
        }
    }
    let answers = asked(&asking, sources, &lines);
    assert_eq!(answers.len(), alone.len());
    let mut pairs = alone.into_iter().zip(answers);
    pairs.find_map(|((shape, alone), (_, together))| {
        let together = Some(without(&together, &["line", "id", "question"]));
        (alone != together)
            .then(|| format!("{shape}\n  alone, in words: {alone:?}\n  in company:      {together:?}"))
    })
}

fn without_question(outcome: &Outcome) -> Value {
    without(&serde_json::to_value(outcome).expect("it can be written"), &["question"])
}

fn without(value: &Value, fields: &[&str]) -> Value {
    let fields: Map<String, Value> = value
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, _)| !fields.contains(&name.as_str()))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Value::Object(fields)
}

/// The same question in as few words as the format has.
fn short(question: &Value) -> Value {
    let mut fields = question.as_object().expect("a question").clone();
    for usual in ["actor", "modality"] {
        let is_usual = fields.get(usual).is_some_and(|value| value == "we" || value == "plain");
        if is_usual {
            fields.remove(usual);
        }
    }
    let only = |value: &Value, name: &str| {
        let fields = value.as_object().filter(|fields| fields.len() == 1)?;
        fields.get(name).cloned()
    };
    let list = |value: &Value, shorten: &dyn Fn(&Value) -> Value| -> Value {
        value.as_array().into_iter().flatten().map(shorten).collect()
    };
    let item = |item: &Value| only(item, "term").unwrap_or_else(|| item.clone());
    if let Some(Value::Object(slots)) = fields.remove("slots") {
        for (name, slot) in slots {
            let items = only(&slot, "items").map_or(slot, |items| list(&items, &item));
            fields.insert(name, items);
        }
    }
    let condition = |condition: &Value| only(condition, "fact").unwrap_or_else(|| condition.clone());
    let clause = |clause: &Value| match clause["word"].as_str() {
        Some("when") => condition(&clause["condition"]),
        _ => clause.clone(),
    };
    if let Some(facts) = fields.get_mut("facts") {
        *facts = list(facts, &clause);
    }
    if let Some(bases) = fields.get_mut("bases") {
        *bases = list(bases, &|basis| only(basis, "basis").unwrap_or_else(|| basis.clone()));
    }
    let stages = fields.get_mut("retention").and_then(|retention| retention["stages"].as_array_mut());
    for end in stages.into_iter().flatten().flat_map(|stage| stage["ends"].as_array_mut().expect("ends")) {
        if let Some(inner) = end.get_mut("condition") {
            *inner = condition(inner);
        }
        if let Some(slot) = end.get_mut("purposes") {
            *slot = only(slot, "items").map_or(slot.clone(), |items| list(&items, &item));
        }
    }
    if let Some(on) = fields.get_mut("deletion").and_then(|deletion| deletion.get_mut("on")) {
        *on = condition(on);
    }
    Value::Object(fields)
}

/// What is said to some lines: the number of each, and the whole.
fn asked(asking: &Asking<'_>, sources: &Sources, lines: &[String]) -> Vec<(usize, Value)> {
    let line = |(at, text): (usize, &String)| Line { number: at + 1, bytes: Some(text.clone().into_bytes()) };
    let lines: Vec<Line> = lines.iter().enumerate().map(line).collect();
    said(asking, sources, &lines)
}

fn said(asking: &Asking<'_>, sources: &Sources, lines: &[Line]) -> Vec<(usize, Value)> {
    let mut answers = Vec::new();
    let goes_on = asking.lines(sources, lines, &[], &mut |answered: Answered| {
        let written = serde_json::to_value(&answered).expect("it can be written");
        answers.push((answered.line.expect("a line has a number"), written));
        true
    });
    assert!(goes_on);
    answers
}

#[test]
fn the_rules_of_a_policy_answer_as_the_policy_does() {
    for files in EXAMPLES {
        let candor::Compilation { sources, policy, .. } = fixture::compile(files);
        let questions: Vec<String> =
            WIDE.iter().chain(NARROW).map(|question| json!({ "question": question }).to_string()).collect();
        let answers = asked(&Asking::of(&policy), &sources, &questions);
        let meaning = semantics::understand(&policy, &[]).expect("within the budget");
        let sentences = candor::render::compose::sentence_texts(&policy);
        let sentence = |id: candor::model::StatementId| sentences[id.index()].clone();
        let mut rules = rules::write(&policy, meaning.diagrams.space(), &sources, &sentence, "p.html");
        rules.policy.meaning_hash = candor::semantics::digest::digest(&meaning).ok();
        let mut published = candor::stdlib::sources();
        let file = published.add("p.json", rules::to_json(&rules));
        let (compiled, faults) = candor::rules::read(&mut published, file, candor::stdlib::vocabulary());
        assert!(faults.is_empty(), "{}", candor::diagnostic::render::plain(&published, &faults));
        let again = asked(&Asking::of(&compiled), &published, &questions);
        for ((_, one), (_, other)) in answers.iter().zip(&again) {
            assert_eq!(one, other);
        }
    }
}

#[test]
fn every_part_of_an_answer_is_a_question() {
    let validator = validator(&ask::question_schema());
    let mut n_parts = 0;
    for files in EXAMPLES {
        let candor::Compilation { sources, policy, .. } = fixture::compile(files);
        let asking = Asking::of(&policy);
        let questions: Vec<String> = WIDE
            .iter()
            .filter(|one| !one.starts_with("retain"))
            .map(|question| json!({ "question": question }).to_string())
            .collect();
        let (mut flows, mut wanted) = (Vec::new(), Vec::new());
        for (_, answer) in asked(&asking, &sources, &questions) {
            for part in answer["parts"].as_array().into_iter().flatten() {
                for flow in part["flows"].as_array().expect("a part has flows") {
                    let faults: Vec<String> =
                        validator.iter_errors(flow).map(|fault| fault.to_string()).collect();
                    assert!(faults.is_empty(), "{flow}\n{faults:?}");
                    flows.push(flow.to_string());
                    wanted.push(part["verdict"].clone());
                }
            }
        }
        n_parts += flows.len();
        for ((_, answer), (flow, wanted)) in
            asked(&asking, &sources, &flows).iter().zip(flows.iter().zip(wanted))
        {
            assert_eq!(answer["verdict"], wanted, "{flow}\n{answer}");
        }
    }
    assert!(n_parts > 100, "{n_parts} parts");
}

#[test]
fn what_it_is_permitted_under_can_be_asked() {
    let candor::Compilation { sources, policy, .. } = fixture::compile(fixture::NEWSLETTER);
    let asking = Asking::of(&policy);
    let question = json!({ "id": { "any": 1 }, "question": "use contact.email for marketing.newsletter" });
    let (_, answer) = asked(&asking, &sources, &[question.to_string()]).remove(0);
    assert_eq!((&answer["verdict"], &answer["id"]), (&json!("permitted if"), &json!({ "any": 1 })));
    assert_eq!(answer["permittedIf"], json!([[{ "fact": "fact:consent", "holds": true }]]));
    let again = json!({
        "verb": "use",
        "data": ["data:contact.email"],
        "purposes": ["purpose:marketing.newsletter"],
        "where": answer["permittedIf"][0],
    });
    let (_, answer) = asked(&asking, &sources, &[again.to_string()]).remove(0);
    assert_eq!(answer["verdict"], "permitted");
    let choice = answer["duties"].as_array().into_iter().flatten().find(|duty| duty["kind"] == "choice");
    assert_eq!(choice.expect("it can be stopped")["fact"], "fact:leave");
}

#[test]
fn the_questions_of_the_book_have_answers() {
    let candor::Compilation { sources, policy, .. } = fixture::compile(fixture::NEWSLETTER);
    let page = fixture::read(&fixture::root().join("book/src/reference/ask.md"));
    let lines: Vec<String> = page.lines().filter(|line| line.starts_with("{\"")).map(str::to_owned).collect();
    let seen: Vec<String> = asked(&Asking::of(&policy), &sources, &lines)
        .iter()
        .map(|(_, answer)| {
            answer["verdict"].as_str().or(answer["code"].as_str()).unwrap_or_default().to_owned()
        })
        .collect();
    assert_eq!(seen, ["permitted if", "permitted", "unknown-name", "permitted"]);
}

// --- what is no question ---

#[test]
fn a_line_that_is_no_question_is_told_and_the_others_are_answered() {
    let candor::Compilation { sources, policy, .. } = fixture::compile(fixture::NEWSLETTER);
    let deep = format!("{{\"verb\":\"use\",\"facts\":[{}]}}", "{\"not\":".repeat(100_000));
    let parentheses = format!("use contact.email when {}consent", "(".repeat(100_000));
    let unreadable = "question-unreadable";
    let of = |value: Value| value.to_string();
    let data = json!(["data:contact.email"]);
    let wrong: Vec<(String, &str)> = vec![
        ("use contact.email".to_owned(), unreadable),
        ("{".to_owned(), unreadable),
        ("[]".to_owned(), unreadable),
        ("{}".to_owned(), unreadable),
        ("[".repeat(200_000), unreadable),
        (deep, unreadable),
        (of(json!({ "question": parentheses })), "nested-too-deeply"),
        (of(json!({ "question": ["use contact.email"] })), unreadable),
        (of(json!({ "question": "use contact.emial" })), "unknown-name"),
        (of(json!({ "question": "use contact", "verb": "use", "data": data })), unreadable),
        (of(json!({ "data": data })), unreadable),
        (of(json!({ "verb": "take", "data": data })), unreadable),
        (of(json!({ "verb": "use" })), unreadable),
        (of(json!({ "verb": "use", "data": null })), unreadable),
        (of(json!({ "verb": "use", "data": [] })), unreadable),
        (of(json!({ "verb": "use", "data": ["data:contact.emial"] })), "unknown-name"),
        (of(json!({ "verb": "use", "data": ["purpose:service.core"] })), unreadable),
        (of(json!({ "verb": "use", "data": ["contact.email"] })), unreadable),
        (of(json!({ "verb": "use", "data": data, "purpose": ["purpose:service.core"] })), unreadable),
        (of(json!({ "verb": "use", "data": data, "slots": { "data": { "items": [] } } })), unreadable),
        (of(json!({ "verb": "use", "data": data, "rights": ["right:deletion"] })), unreadable),
        (
            of(json!({ "verb": "use", "data": data, "recipients": ["recipient:processors"] })),
            "clause-not-taken",
        ),
        (
            of(json!({ "verb": "use", "data": [{ "term": "data:contact", "frm": "form:hashed" }] })),
            unreadable,
        ),
        (
            of(json!({ "verb": "use", "data": data, "where": [{ "fact": "consent", "holds": true }] })),
            unreadable,
        ),
        (of(json!({ "verb": "use", "data": data, "where": ["fact:consent"] })), unreadable),
        (of(json!({ "verb": "use", "data": data, "without": ["data:contact"] })), unreadable),
        (of(json!({ "verb": "use", "data": data, "facts": [{ "any": [] }] })), "missing-name"),
        (of(json!({ "verb": "use", "data": data, "necessity": "required" })), "clause-not-taken"),
        (format!("{{\"verb\":\"use\",\"data\":{data},\"data\":{data}}}"), unreadable),
        (
            of(
                json!({ "verb": "offer", "rights": ["right:withdrawal"], "fromLabels": ["sign-up through email"] }),
            ),
            unreadable,
        ),
        (
            of(
                json!({ "verb": "use", "data": data, "bases": [{ "basis": "basis:legitimate-interests", "interest": "a\" for ads when consent" }] }),
            ),
            "",
        ),
    ];
    let asking = Asking::of(&policy);
    let good = of(json!({ "verb": "use", "data": data }));
    let lines: Vec<String> = wrong.iter().flat_map(|(line, _)| [line.clone(), good.clone()]).collect();
    let answers = asked(&asking, &sources, &lines);
    assert_eq!(answers.len(), lines.len());
    let validator = validator(&ask::answer_schema());
    for (at, (number, answer)) in answers.iter().enumerate() {
        assert_eq!(*number, at + 1);
        assert!(validator.is_valid(answer), "{answer}");
        let line: String = lines[at].chars().take(200).collect();
        match wrong.get(at / 2).filter(|_| at % 2 == 0) {
            None => assert_eq!(answer["verdict"], "mixed", "{line}"),
            Some((_, code)) => {
                assert_eq!(answer["error"], "error", "{line}\n{answer}");
                let found = answer["code"].as_str().expect("what is wrong has a code");
                assert!(code.is_empty() || found == *code, "{line}\n{answer}");
                assert!(candor::findings::find(found).is_some());
            }
        }
    }
}

/// What is wrong with fields is said in the words of JSON and of the format, with what to write instead.
#[test]
fn misshapen_fields_are_told_in_the_words_of_whoever_wrote_them() {
    let candor::Compilation { sources, policy, .. } = fixture::compile(fixture::NEWSLETTER);
    let data = json!(["data:contact.email"]);
    let stages = |ends: Value| json!({ "stages": [{ "ends": ends }] });
    let cases = [
        (
            json!({ "verb": "use", "data": ["contact.email"] }),
            "`contact.email` lacks its prefix: write `data:contact.email`",
        ),
        (
            json!({ "verb": "use", "data": [{ "term": "contact.emial" }] }),
            "`contact.emial` lacks its prefix: write `data:contact.emial`",
        ),
        (
            json!({ "verb": "use", "data": data, "facts": ["consent"] }),
            "`consent` lacks its prefix: write `fact:consent`",
        ),
        (
            json!({ "verb": "use", "data": data, "without": ["staff"] }),
            "`staff` lacks its prefix: write `recipient:staff`",
        ),
        (
            json!({ "verb": "use", "data": data, "where": [{ "fact": "consent", "holds": true }] }),
            "`consent` lacks its prefix: write `fact:consent`",
        ),
        (
            json!({ "verb": "use", "data": "data:contact.email" }),
            "`data` is a list: write `[\"data:contact.email\"]`",
        ),
        (json!({ "verb": "use", "data": 7 }), "`data` is a list, in brackets or an object, in braces"),
        (json!({ "verb": "use", "data": { "except": data } }), "`data` lacks `items`"),
        (json!({ "verb": "use", "data": [{ "frm": "form:hashed" }] }), "`data[0]` has no field `frm`"),
        (
            json!({ "verb": "use", "data": [{ "form": "form:hashed" }] }),
            "`data[0]` lacks one of `any`, `form`, `term`",
        ),
        (
            json!({ "verb": "use", "data": [7] }),
            "`data[0]` is an object, in braces or a text, in quotation marks",
        ),
        (json!({ "verb": "us", "data": data }), "`verb` cannot be `us`"),
        (json!({ "verb": 3, "data": data }), "`verb` is a text, in quotation marks"),
        (json!({ "verb": "use", "data": data, "modality": "sometimes" }), "`modality` cannot be `sometimes`"),
        (
            json!({ "verb": "use", "data": data, "where": [{ "fact": "fact:consent", "hold": true }] }),
            "`where[0]` has no field `hold`",
        ),
        (
            json!({ "verb": "use", "data": data, "where": [{ "fact": "fact:consent" }] }),
            "`where[0]` lacks `holds`",
        ),
        (
            json!({ "question": "use contact.email", "verb": "use", "data": data, "where": [{ "fact": "fact:consent", "is": 1 }] }),
            "`where[0]` has no field `is`",
        ),
        (
            json!({ "verb": "use", "data": data, "where": [{ "fact": "fact:consent", "holds": "yes" }] }),
            "`where[0].holds` is `true` or `false`",
        ),
        (
            json!({ "verb": "use", "data": data, "facts": [{ "word": "with" }] }),
            "`facts[0]` lacks `condition`",
        ),
        (json!({ "verb": "use", "data": data, "facts": [{ "nor": [] }] }), "`facts[0]` has no field `nor`"),
        (
            json!({ "verb": "retain", "data": data, "retention": stages(json!([{ "kind": "til", "event": "fact:unsubscribing" }])) }),
            "`retention.stages[0].ends[0].kind` cannot be `til`",
        ),
        (
            json!({ "verb": "retain", "data": data, "retention": stages(json!([{ "kind": "until" }])) }),
            "`retention.stages[0].ends[0]` lacks `event`",
        ),
        (
            json!({ "verb": "retain", "data": data, "retention": stages(json!([{ "kind": "for", "bound": "exactly", "period": { "amount": -1, "unit": "days" } }])) }),
            "`retention.stages[0].ends[0].period.amount` is a whole number",
        ),
        (json!({ "verb": "retain", "data": data, "retention": {} }), "`retention`"),
        (json!({ "verb": "use", "data": data, "slots": [] }), "`slots` is an object"),
    ];
    let asking = Asking::of(&policy);
    let lines: Vec<String> = cases.iter().map(|(line, _)| line.to_string()).collect();
    let mut failures = Vec::new();
    for ((line, wanted), (_, answer)) in cases.iter().zip(asked(&asking, &sources, &lines)) {
        let message = answer["diagnostics"][0]["message"].as_str().unwrap_or_default();
        let is_said = if *wanted == "`retention`" { message.contains(wanted) } else { message == *wanted };
        let of_rust = ["struct", "enum", "variant", "sequence", "expected", "untagged", "map"];
        if !is_said || of_rust.iter().any(|word| message.contains(word)) {
            failures.push(format!("{line}\n  {answer}"));
        }
    }
    fixture::report(&failures);
}

/// Data in several forms are named once, with all their forms; what is said so can be asked again.
#[test]
fn many_forms_are_named_at_once() {
    let mut sources = candor::stdlib::sources();
    let text = "section s \"S\" {\n get: we disclose contact.email, contact.phone to partners for ads\n no: we have no sale over health\n yes: we sell contact.email to partners for ads\n}\n";
    let file = sources.add("policy.candor", text);
    let (document, _) = candor::parse::parse(&sources, file);
    let documents = [document];
    let origin = candor::model::Origin::Policy;
    let (names, _) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, origin);
    let policy = Understood::from(candor::lower::lower(&documents, names).0);
    let asking = Asking::of(&policy);
    let questions = [
        "have no sale",
        "have no sale over contact.email, health",
        "have no sale where the data are in any form",
    ];
    for question in questions {
        let line = json!({ "question": question }).to_string();
        let (_, answer) = asked(&asking, &sources, &[line]).remove(0);
        assert_eq!(answer["verdict"], "mixed", "{answer:#}");
        let parts = answer["parts"].as_array().expect("it has parts");
        let flows: Vec<(&Value, &Value)> = parts
            .iter()
            .flat_map(|part| {
                part["flows"].as_array().into_iter().flatten().map(|flow| (&part["verdict"], flow))
            })
            .collect();
        assert!(flows.len() < 10, "{answer:#}");
        let in_words: Vec<String> =
            flows.iter().map(|(_, flow)| json!({ "question": flow["question"] }).to_string()).collect();
        let in_fields: Vec<String> =
            flows.iter().map(|(_, flow)| without(flow, &["question"]).to_string()).collect();
        for lines in [in_words, in_fields] {
            for ((wanted, flow), (_, answer)) in flows.iter().zip(asked(&asking, &sources, &lines)) {
                assert_eq!(answer["verdict"], **wanted, "{flow}\n{answer:#}");
            }
        }
        let twice =
            json!({ "question": "use hashed contact.email where the data are in any form" }).to_string();
        let none = json!({ "question": "use contact.email where the data are in forms" }).to_string();
        for (_, answer) in asked(&asking, &sources, &[twice, none]) {
            assert_eq!(answer["code"], "question-unreadable", "{answer:#}");
        }
    }
}

#[test]
fn lines_of_bytes_are_told_as_well() {
    let candor::Compilation { sources, policy, .. } = fixture::compile(fixture::NEWSLETTER);
    let line = |number, bytes: Option<&[u8]>| Line { number, bytes: bytes.map(<[u8]>::to_vec) };
    let good = b"{\"verb\":\"use\",\"data\":[\"data:contact.email\"]}\r";
    let lines = [line(3, None), line(5, Some(b"\xff\xfe")), line(8, Some(b"\0")), line(9, Some(good))];
    let answers = said(&Asking::of(&policy), &sources, &lines);
    let seen: Vec<(usize, &str)> = answers
        .iter()
        .map(|(number, answer)| (*number, answer["code"].as_str().unwrap_or("answered")))
        .collect();
    let unreadable = "question-unreadable";
    assert_eq!(seen, [(3, unreadable), (5, unreadable), (8, unreadable), (9, "answered")]);
    assert!(
        answers[0].1["diagnostics"][0]["message"]
            .as_str()
            .is_some_and(|it| it.contains(&MAX_LINE.to_string()))
    );
}

// --- the schemas ---

fn validator(schema: &str) -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    jsonschema::meta::validate(&schema).expect("the schema satisfies its draft");
    jsonschema::validator_for(&schema).expect("the schema is one")
}

#[test]
fn the_schemas_of_questions_and_answers_stand_in_the_book() {
    for (name, schema) in [("question", ask::question_schema()), ("answer", ask::answer_schema())] {
        let path = fixture::root().join(format!("book/src/reference/{name}.schema.json"));
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            std::fs::write(&path, &schema).expect("the schema can be written");
        }
        let published = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            published == schema,
            "run with UPDATE_SCHEMA=1 and look at what changed in {name}.schema.json"
        );
        assert!(schema.contains(&format!("urn:candor:{name}:1.0")));
    }
}

#[test]
fn questions_and_answers_follow_their_schemas() {
    let (questions, answers) = (validator(&ask::question_schema()), validator(&ask::answer_schema()));
    let candor::Compilation { mut sources, policy, .. } = fixture::compile(fixture::ANYPROTECT);
    let asking = Asking::of(&policy);
    let mut lines = Vec::new();
    for question in WIDE.iter().chain(NARROW) {
        let Ok(query) = ask::question(&mut sources, &policy, question, &[]) else { continue };
        let fields = serde_json::to_value(asking.flow(&sources, &query)).expect("it can be written");
        for shape in [json!({ "question": question }), fields.clone(), short(&fields)] {
            let faults: Vec<String> = questions.iter_errors(&shape).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{shape}\n{faults:?}");
        }
        lines.push(fields.to_string());
    }
    for (_, answer) in asked(&asking, &sources, &lines) {
        let faults: Vec<String> = answers.iter_errors(&answer).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{answer}\n{faults:?}");
    }
    for wrong in [
        json!({}),
        json!({ "verb": "use", "data": [] }),
        json!({ "verb": "take", "data": ["data:contact"] }),
        json!({ "verb": "use", "data": ["contact"] }),
        json!({ "verb": "use", "data": ["data:contact"], "purpose": ["purpose:ads"] }),
    ] {
        assert!(!questions.is_valid(&wrong), "{wrong}");
    }
    assert!(!answers.is_valid(&json!({ "line": 1, "verdict": "allowed" })));
}
