//! The rules: what they hold, that they satisfy their published schema, and that others can decide with them alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use candor::Compilation;
use candor::diagnostic::render::{Style, graphical};
use candor::model::{Kind, Policy, Set, SetItem, TermId, Vocabulary, What};
use candor::rules::{self, FORMAT, FORMAT_VERSION, ReadError, Rules, SCHEMA_ID};
use candor::semantics::space::Space;
use serde_json::{Value, json};

const SCHEMA: &str = "book/src/reference/rules.schema.json";

/// Every policy here has no errors, and between them they use every clause.
const POLICIES: [(&str, &[&str]); 4] = [
    ("everything", &["tests/rules/everything.candor"]),
    ("newsletter", &["examples/newsletter.candor"]),
    ("idrive", &["examples/idrive/idrive.candor"]),
    ("anyprotect", &["examples/anyprotect/anyprotect.candor", "examples/anyprotect/words.candor"]),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn compiled(files: &[&str]) -> Compilation {
    let mut sources = candor::stdlib::sources();
    let ids: Vec<_> = files
        .iter()
        .map(|file| {
            sources.add(*file, std::fs::read_to_string(root().join(file)).expect("the policy is there"))
        })
        .collect();
    let compilation = candor::compile(sources, &ids);
    let faults = graphical(&compilation.sources, &compilation.diagnostics, Style::Unicode, 100);
    assert!(!compilation.diagnostics.has_errors(), "{faults}");
    compilation
}

fn rules_of(compilation: &Compilation) -> Rules {
    let Compilation { policy, sources, .. } = compilation;
    let sentence = |id| format!("What `{}` says.", policy.statement(id).label);
    rules::write(policy, &Space::new(policy), sources, &sentence, "privacy.html")
}

fn each_policy(mut test: impl FnMut(&str, &Compilation, &Rules)) {
    for (name, files) in POLICIES {
        let compilation = compiled(files);
        test(name, &compilation, &rules_of(&compilation));
    }
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("this is JSON")
}

/// All values in a JSON tree, each with the key under which it stands.
fn walk<'a>(key: &'a str, value: &'a Value, visit: &mut dyn FnMut(&'a str, &'a Value)) {
    visit(key, value);
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| walk(key, value, visit)),
        Value::Array(values) => values.iter().for_each(|value| walk(key, value, visit)),
        _ => {}
    }
}

// --- the schema ---

#[test]
fn schema_in_the_book_is_the_one_that_is_generated() {
    let path = root().join(SCHEMA);
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, rules::schema()).expect("the book can be written");
    }
    let published = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        published == rules::schema(),
        "run the tests with UPDATE_SCHEMA=1 and look at what changed in {SCHEMA}"
    );
}

#[test]
fn schema_is_one_and_describes_every_field() {
    let schema = parsed(&rules::schema());
    jsonschema::meta::validate(&schema).expect("the schema satisfies its draft");
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["$id"], SCHEMA_ID);
    assert!(SCHEMA_ID.ends_with(FORMAT_VERSION));
    walk("", &schema, &mut |_, value| {
        let fields = value.get("properties").and_then(Value::as_object);
        // What is one field and nothing else is described as a whole.
        let is_one = value["description"].is_string() && fields.is_some_and(|fields| fields.len() == 1);
        for (name, field) in fields.into_iter().flatten() {
            let is_tag = field.get("const").is_some();
            assert!(is_one || is_tag || field["description"].is_string(), "`{name}` has no description");
        }
        assert!(value != "null", "nothing may be null");
    });
}

#[test]
fn schema_refuses_what_is_broken() {
    let validator = jsonschema::validator_for(&parsed(&rules::schema())).expect("the schema can be used");
    let good = parsed(&rules::to_json(&rules_of(&compiled(POLICIES[0].1))));
    assert!(validator.is_valid(&good));
    let breaks: [(&str, Value); 9] = [
        ("/rules/0/verb", json!("take")),
        ("/rules/0/actor", json!("them")),
        ("/rules/0/slots/data/items/0/term", json!("contact.email")),
        ("/rules/0/retention/stages/0/ends/0/period/unit", json!("fortnights")),
        ("/rules/0/retention/stages/0/ends/0/period/iso", json!("30 days")),
        ("/rules/0/facts/0/condition", json!({"never": []})),
        ("/rules/0/source", Value::Null),
        ("/rules/0/slots/data/only", Value::Null),
        ("/terms", json!({"contact.email": {}})),
    ];
    for (place, value) in breaks {
        let mut bad = good.clone();
        *bad.pointer_mut(place).expect("the place is there") = value;
        assert!(!validator.is_valid(&bad), "{place} is broken and passes");
    }
}

#[test]
fn page_of_the_book_names_every_field_and_every_word() {
    let page =
        std::fs::read_to_string(root().join("book/src/reference/rules.md")).expect("the page is there");
    let mut names = BTreeSet::new();
    let schema = parsed(&rules::schema());
    walk("", &schema, &mut |key, value| match (key, value) {
        ("properties", Value::Object(fields)) => names.extend(fields.keys().cloned()),
        ("enum", Value::Array(words)) => {
            names.extend(words.iter().filter_map(|word| word.as_str().map(str::to_owned)))
        }
        ("const", Value::String(word)) => {
            names.insert(word.clone());
        }
        _ => {}
    });
    assert!(names.len() > 100);
    let is_missing =
        |name: &&String| ![format!("`{name}`"), format!("\"{name}\"")].iter().any(|one| page.contains(one));
    let missing: Vec<_> = names.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "the page does not name {missing:?}");
}

#[test]
fn example_in_the_book_is_what_the_compiler_makes_of_it() {
    let page =
        std::fs::read_to_string(root().join("book/src/reference/rules.md")).expect("the page is there");
    let example =
        page.split("```json\n").nth(1).and_then(|rest| rest.split("```").next()).expect("there is one");
    let mut example = parsed(example);
    let rules = parsed(&rules::to_json(&rules_of(&compiled(POLICIES[1].1))));
    let mut rule = rules["rules"]
        .as_array()
        .and_then(|all| all.iter().find(|rule| rule["id"] == example["id"]))
        .cloned();
    let rule = rule.as_mut().expect("the newsletter has the rule");
    // Sentences are made elsewhere, and lines move with every edit of the policy.
    for value in [&mut example, rule] {
        value["sentence"] = Value::Null;
        value["source"] = Value::Null;
    }
    assert_eq!(example, *rule);
}

// --- the file ---

#[test]
fn rules_satisfy_the_schema() {
    let validator = jsonschema::validator_for(&parsed(&rules::schema())).expect("the schema can be used");
    each_policy(|name, _, rules| {
        let instance = parsed(&rules::to_json(rules));
        let faults: Vec<_> = validator
            .iter_errors(&instance)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{name}: {}", faults.join("\n"));
    });
}

#[test]
fn rules_can_be_read_back() {
    each_policy(|name, _, rules| {
        let text = rules::to_json(rules);
        let back = rules::from_json(&text).expect("what was written can be read");
        assert!(back == *rules, "{name} changed on the way");
        assert_eq!(rules::to_json(&back), text);
    });
}

#[test]
fn rules_are_the_same_each_time() {
    for (_, files) in POLICIES {
        assert_eq!(rules::to_json(&rules_of(&compiled(files))), rules::to_json(&rules_of(&compiled(files))));
    }
}

#[test]
fn reader_refuses_other_formats() {
    let text = rules::to_json(&rules_of(&compiled(POLICIES[1].1)));
    let with = |name: &str, version: &str| {
        let mut value = parsed(&text);
        value["format"] = json!({"name": name, "version": version});
        rules::from_json(&value.to_string())
    };
    assert!(matches!(with(FORMAT, "2.0"), Err(ReadError::Format { version, .. }) if version == "2.0"));
    assert!(matches!(with("fides", "1.0"), Err(ReadError::Format { .. })));
    assert!(matches!(rules::from_json("{}"), Err(ReadError::Shape(_))));
    assert!(matches!(rules::from_json(""), Err(ReadError::Shape(_))));
    assert!(with(FORMAT, "1.7").is_ok(), "a later minor version can be read");
}

#[test]
fn reader_ignores_what_a_later_version_adds() {
    let rules = rules_of(&compiled(POLICIES[1].1));
    let mut value = parsed(&rules::to_json(&rules));
    value["later"] = json!(true);
    value["rules"][0]["later still"] = json!({"deep": [1]});
    assert!(rules::from_json(&value.to_string()).expect("it can be read") == rules);
}

#[test]
fn files_are_laid_out_for_people() {
    each_policy(|name, _, rules| {
        let text = rules::to_json(rules);
        assert!(text.ends_with("}\n") && !text.ends_with("\n\n"));
        assert_eq!(parsed(&text), serde_json::to_value(rules).expect("rules are JSON"), "{name}");
        for line in text.lines().filter(|line| line.chars().count() > 120) {
            let is_one_text = line.matches('"').count() <= 4 + 2 * line.matches("\\\"").count();
            assert!(is_one_text, "this line could be broken: {line}");
        }
    });
}

#[test]
fn nothing_is_null_and_every_key_is_in_camel_case() {
    each_policy(|name, _, rules| {
        let value = parsed(&rules::to_json(rules));
        let own_words = BTreeSet::from(["attributes", "addresses", "terms", "sameAs", "closeTo"]);
        walk("", &value, &mut |key, value| {
            assert!(!value.is_null(), "{name}: `{key}` is null");
            if let Value::Object(map) = value
                && !own_words.contains(key)
            {
                for key in map.keys().filter(|key| *key != "$schema") {
                    assert!(key.chars().all(|one| one.is_ascii_alphabetic()), "{name}: {key}");
                    assert!(key.starts_with(|one: char| one.is_ascii_lowercase()), "{name}: {key}");
                }
            }
        });
    });
}

#[test]
fn every_reference_leads_to_a_term() {
    each_policy(|name, _, rules| {
        let value = parsed(&rules::to_json(rules));
        let terms = value["terms"].as_object().expect("terms are an object");
        let namespaces: BTreeSet<&str> = terms.keys().filter_map(|key| key.split(':').next()).collect();
        let mut count = 0;
        walk("", &value, &mut |key, value| {
            let is_reference =
                !matches!(key, "label" | "definition" | "value" | "note" | "example" | "because" | "text");
            if let Some(text) = value.as_str()
                && is_reference
                && let Some((namespace, word)) = text.split_once(':')
                && namespaces.contains(namespace)
                && !word.contains([' ', '/'])
            {
                assert!(terms.contains_key(text), "{name}: `{text}` is not listed");
                count += 1;
            }
        });
        assert!(count > terms.len(), "{name} has hardly a reference");
    });
}

#[test]
fn whatever_is_listed_says_what_it_does_whether_it_is_named_or_not() {
    let text = "policy p \"P\" {\n    effective 2026-03-01\n}\n\
                topic house \"House\" is a kind of targeted-advertising\n\
                section s \"S\" {\n    a: we have no advertising\n    b: we offer deletion, choice over contact to users from a through email\n}\n";
    let mut sources = candor::stdlib::sources();
    let file = sources.add("p.candor", text);
    let compilation = candor::compile(sources, &[file]);
    assert!(!compilation.diagnostics.has_errors());
    let rules = rules_of(&compilation);
    let does = |name: &str| {
        let (_, term) = rules.terms.iter().find(|(key, _)| key.as_str() == name).expect("it is listed");
        serde_json::to_value(&term.does).expect("it is JSON")
    };
    // Below or above what is named, with a declaration of its own, or with one of what stands above it.
    assert_eq!(does("topic:targeted-advertising")["doneFor"], serde_json::json!(["purpose:ads.targeted"]));
    assert_eq!(does("topic:house"), does("topic:targeted-advertising"));
    assert_eq!(does("right:opt-out.sale")["stops"], serde_json::json!(["sell"]));
    assert_eq!(does("right:account-deletion"), does("right:deletion"));
    assert!(does("right:deletion")["deletesOn"].is_array());
}

/// What the rule of a statement is called: by its label, and by its verb where it has several.
fn id_of(statement: &candor::model::Statement) -> String {
    match statement.joined.is_joined() {
        true => format!("{}/{}", statement.label, statement.sentence.verb.published()),
        false => statement.label.clone(),
    }
}

#[test]
fn every_statement_is_a_rule_in_its_place() {
    each_policy(|name, compilation, rules| {
        let ids: Vec<String> = compilation.policy.statements.iter().map(id_of).collect();
        assert_eq!(rules.rules.iter().map(|rule| rule.id.clone()).collect::<Vec<_>>(), ids, "{name}");
        let sections: BTreeSet<&str> = rules.sections.iter().map(|section| section.name.as_str()).collect();
        for (rule, statement) in rules.rules.iter().zip(&compilation.policy.statements) {
            let label = rule.statement.as_ref().unwrap_or(&rule.id);
            assert_eq!(*label, statement.label);
            assert_eq!(rule.title, statement.title);
            assert_eq!(rule.address, format!("privacy.html#{label}"));
            assert!(sections.contains(rule.section.as_str()));
            assert!(!rule.sentence.is_empty());
            let line = compilation.sources.file_of(statement.span).and_then(|file| {
                assert_eq!(file.name(), rule.source.file);
                file.text().lines().nth(rule.source.line - 1)
            });
            let line = line.expect("the line is there");
            let start: String = line.chars().skip(rule.source.column - 1).collect();
            let title = rule.title.as_ref().map(|title| format!(" \"{title}\"")).unwrap_or_default();
            assert!(start.starts_with(&format!("{label}{title}:")), "{name}: {start}");
            assert!(rule.source.end_line >= rule.source.line);
        }
    });
}

#[test]
fn page_names_become_addresses() {
    let Compilation { policy, sources, .. } = compiled(POLICIES[1].1);
    let rules =
        rules::write(&policy, &Space::new(&policy), &sources, &|_| "It.".to_owned(), "our policy é.html");
    assert_eq!(rules.rules[0].address, "our%20policy%20%C3%A9.html#sign-up");
}

/// One policy that uses every clause, as its rules; the vocabulary is tested elsewhere.
#[test]
fn everything_that_can_be_said_is_in_the_rules() {
    let mut rules = rules_of(&compiled(POLICIES[0].1));
    rules.terms.retain(|reference, term| {
        term.origin == rules::Origin::Policy || reference.as_str() == "data:location.recorded"
    });
    rules.generator.version = "[version]".to_owned();
    insta::assert_snapshot!(rules::to_json(&rules));
}

// --- deciding with the rules alone ---

/// What holds what, found from the top down in the model.
struct Oracle<'a> {
    vocabulary: &'a Vocabulary,
    /// In the usage of the United States processors are third parties.
    is_american: bool,
}

impl<'a> Oracle<'a> {
    fn new(policy: &'a Policy) -> Self {
        let vocabulary = &policy.vocabulary;
        let law = policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
        let is_american =
            !law.is_empty() && law.iter().all(|region| vocabulary.term(*region).name.starts_with("us"));
        Self { vocabulary, is_american }
    }

    /// Whether a term holds the atom of an open term.
    fn holds(&self, whole: TermId, atom: TermId) -> bool {
        let term = self.vocabulary.term(whole);
        let by_itself = match &term.means {
            Some(means) => self.set_holds(means, atom),
            None => whole == atom,
        };
        let by_law = self.is_american && term.kind == Kind::Recipient && &*term.name == "third-parties";
        let processors =
            || self.vocabulary.find(Kind::Recipient, "processors").expect("it is a standard term");
        by_itself
            || by_law && self.holds(processors(), atom)
            || term.children.iter().any(|child| self.holds(*child, atom))
    }

    fn set_holds(&self, set: &Set, atom: TermId) -> bool {
        let holds = |item: &SetItem| self.item_holds(item, atom);
        // What is taken out in one form alone is left in the others.
        set.items.iter().any(holds) && !set.except.iter().any(|item| item.form.is_none() && holds(item))
    }

    fn item_holds(&self, item: &SetItem, atom: TermId) -> bool {
        match item.what {
            What::Term(term) => self.holds(term, atom),
            What::Any { kind, trait_, is_negated } => {
                let term = self.vocabulary.term(atom);
                term.kind == kind && trait_.is_none_or(|one| term.traits.has(one) != is_negated)
            }
        }
    }
}

/// How the file calls a term.
fn identifier(vocabulary: &Vocabulary, id: TermId) -> String {
    let term = vocabulary.term(id);
    let namespace = if term.kind.is_fact() { "fact" } else { term.kind.word() };
    format!("{namespace}:{}", term.name)
}

/// How the file calls the slots, in the order of the alphabet.
fn slots_of(sentence: &candor::model::Sentence) -> BTreeMap<&'static str, &Set> {
    let object = (sentence.verb.object().name(), &sentence.object.set);
    let slots = sentence.slots.filled().map(|(field, slot)| (field.published(), &slot.set));
    std::iter::once(object).chain(slots).collect()
}

/// What the consumers must answer about every rule, slot and listed term, worked out from the whole vocabulary.
fn expected_coverage(compilation: &Compilation, rules: &Rules) -> String {
    let oracle = Oracle::new(&compilation.policy);
    let vocabulary = oracle.vocabulary;
    let listed: Vec<(TermId, String, Vec<TermId>)> = vocabulary
        .iter()
        .map(|(id, _)| (id, identifier(vocabulary, id)))
        .filter(|(_, name)| rules.terms.keys().any(|reference| reference.as_str() == name))
        .map(|(id, name)| {
            let kind = vocabulary.term(id).kind.namespace();
            let open =
                vocabulary.iter().filter(|(_, term)| term.means.is_none() && term.kind.namespace() == kind);
            (id, name, open.map(|(atom, _)| atom).filter(|atom| oracle.holds(id, *atom)).collect())
        })
        .collect();
    let mut lines = Vec::new();
    for statement in &compilation.policy.statements {
        for (slot, set) in slots_of(&statement.sentence) {
            for (_, name, atoms) in &listed {
                let held = atoms.iter().filter(|atom| oracle.set_holds(set, **atom)).count();
                if held > 0 {
                    let amount = if held == atoms.len() { "all" } else { "some" };
                    lines.push(format!("{} {slot} {name} {amount}", id_of(statement)));
                }
            }
        }
    }
    lines.sort();
    lines.join("\n")
}

/// The consumers whose interpreter is on this machine; in continuous integration both are.
fn consumers() -> Vec<(&'static str, PathBuf)> {
    let folder = root().join("tests/consumers");
    let candidates = [("python3", folder.join("decide.py")), ("node", folder.join("decide.mjs"))];
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    let found: Vec<_> = candidates.into_iter().filter(|(program, _)| is_there(program)).collect();
    assert!(
        std::env::var_os("CI").is_none() || found.len() == 2,
        "continuous integration has both interpreters"
    );
    found
}

fn ask(program: &str, script: &Path, rules: &Path, question: &[&str]) -> String {
    let output = Command::new(program)
        .arg(script)
        .arg(rules)
        .args(question)
        .output()
        .expect("the consumer can be run");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program}: {errors}");
    String::from_utf8(output.stdout).expect("it writes UTF-8")
}

fn written(rules: &Rules) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().expect("there is room for a file");
    std::fs::write(file.path(), rules::to_json(rules)).expect("the file can be written");
    file
}

#[test]
fn consumers_agree_with_the_model_on_every_slot_and_term() {
    let consumers = consumers();
    each_policy(|name, compilation, rules| {
        let expected = expected_coverage(compilation, rules);
        let file = written(rules);
        for (program, script) in &consumers {
            let answer = ask(program, script, file.path(), &["coverage"]);
            let mut lines: Vec<&str> = answer.lines().collect();
            lines.sort_unstable();
            let difference =
                lines.iter().zip(expected.lines()).find(|(found, expected)| **found != *expected);
            assert!(lines.join("\n") == expected, "{name}, {program}: {difference:?}");
        }
    });
}

#[test]
fn consumers_find_who_discloses_an_address_to_processors() {
    let file = written(&rules_of(&compiled(POLICIES[3].1)));
    let question = ["find", "disclose", "data=data:contact.email", "recipients=recipient:processors"];
    for (program, script) in consumers() {
        let answer = ask(program, &script, file.path(), &question);
        insta::assert_snapshot!("who_discloses_an_address_to_processors", answer);
    }
}

/// The authors' own test cases, decided by a program that has only the rules and the page of the book.
#[test]
fn expected_flows_get_their_verdicts_from_the_rules_alone() {
    let Some((program, script)) = consumers().into_iter().find(|(program, _)| *program == "python3") else {
        return;
    };
    let mut count = 0;
    each_policy(|name, _, rules| {
        let answers = ask(program, &script, written(rules).path(), &["check"]);
        for answer in answers.lines() {
            let words: Vec<&str> = answer.split(' ').collect();
            assert_eq!(words[1], words[2], "{name}, line {}", words[0]);
            count += 1;
        }
    });
    assert!(count >= 30, "only {count} flows were decided");
}

#[test]
fn consumer_decides_what_the_book_says_of_its_example() {
    let Some((program, script)) = consumers().into_iter().find(|(program, _)| *program == "python3") else {
        return;
    };
    let file = written(&rules_of(&compiled(POLICIES[1].1)));
    let flow = [
        "decide",
        "we",
        "disclose",
        "data=data:contact.email",
        "recipients=recipient:processors",
        "purposes=purpose:marketing.newsletter",
    ];
    let (consent, agreement) = ("true=fact:consent", "true=fact:data-processing-agreement");
    for (facts, answer) in [
        (vec![consent, agreement], "permitted"),
        (vec![agreement, "false=fact:consent"], "prohibited"),
        (vec![consent, agreement, "true=fact:leave"], "prohibited"),
        (vec![consent], "mixed"),
    ] {
        let question: Vec<&str> = flow.iter().chain(&facts).copied().collect();
        assert_eq!(ask(program, &script, file.path(), &question).trim(), answer, "{facts:?}");
    }
    let aside = ["decide", "we", "use", "data=data:contact.email", "purposes=purpose:ads.targeted", consent];
    assert_eq!(ask(program, &script, file.path(), &aside).trim(), "undisclosed");
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % limit.max(1)
    }
}

/// The names in a namespace below which nothing is listed; with a slot, those of them that it is about.
fn leaves(rules: &Rules, namespace: &str, slot: Option<&rules::Slot>) -> Vec<String> {
    let above: BTreeSet<&str> =
        rules.terms.values().flat_map(|term| &term.within).map(rules::Reference::as_str).collect();
    let is_in = |reference: &rules::Reference, term: &rules::Term| {
        slot.is_none_or(|slot| {
            slot.items.iter().any(|item| match &item.what {
                rules::What::Term(whole) => whole == reference || term.within.contains(whole),
                rules::What::Any(any) => any.having.is_none_or(|one| term.traits.contains(&one)),
            })
        })
    };
    let is_leaf = |reference: &rules::Reference, term: &rules::Term| {
        !above.contains(reference.as_str()) && term.means.is_none() && is_in(reference, term)
    };
    let found = rules.terms.iter().filter(|(reference, term)| is_leaf(reference, term));
    found
        .filter_map(|(name, _)| name.as_str().strip_prefix(namespace)?.strip_prefix(':').map(str::to_owned))
        .collect()
}

/// Every fact on which a rule depends, and every choice; not the duties to which recipients are bound in any case.
fn facts(rules: &Rules) -> Vec<String> {
    let mut found = BTreeSet::new();
    let duties = rules.rules.iter().filter_map(|rule| rule.clause.slots.safeguards.as_ref());
    let bound = serde_json::to_string(&duties.collect::<Vec<_>>()).expect("slots are JSON");
    let value = serde_json::to_value(&rules.rules).expect("rules are JSON");
    walk("", &value, &mut |key, value| {
        if matches!(key, "fact" | "choice")
            && let Some(name) = value.as_str().and_then(|text| text.strip_prefix("fact:"))
        {
            found.insert(name.to_owned());
        }
    });
    found.into_iter().filter(|name| !bound.contains(&format!("\"fact:{name}\""))).collect()
}

/// Whether one fact implies the other, or rules it out.
fn are_related(rules: &Rules, one: &str, other: &str) -> bool {
    let term = |name: &str| {
        rules.terms.iter().find(|(key, _)| key.as_str() == format!("fact:{name}")).expect("it is listed")
    };
    let ((one_id, one), (other_id, other)) = (term(one), term(other));
    let above = |id: &rules::Reference, term: &rules::Term| [&term.within[..], &[id.clone()]].concat();
    let (above_one, above_other) = (above(one_id, one), above(other_id, other));
    let excludes = |ids: &[rules::Reference], others: &[rules::Reference]| {
        ids.iter().any(|id| rules.terms[id].excludes.iter().any(|excluded| others.contains(excluded)))
    };
    above_one.contains(other_id) || above_other.contains(one_id) || excludes(&above_one, &above_other)
}

/// Flows that cover one thing in each slot, as questions of the language: each near what some rule is about.
fn random_flows(rules: &Rules, count: usize) -> String {
    let mut dice = Dice(7);
    let practices: Vec<_> =
        rules.rules.iter().filter(|rule| rule.kind == rules::RuleKind::Practice).collect();
    let facts = facts(rules);
    let mut flows = String::new();
    for _ in 0..count {
        let rule = practices[dice.below(practices.len())];
        let slots = &rule.clause.slots;
        let mut near = |namespace: &str, slot: &Option<rules::Slot>| {
            let slot = slot.as_ref().filter(|_| dice.below(4) > 0);
            let names = leaves(rules, namespace, slot);
            names.get(dice.below(names.len())).cloned().unwrap_or_default()
        };
        let (data, second, purpose) =
            (near("data", &slots.data), near("data", &slots.second_data), near("purpose", &slots.purposes));
        let (recipient, region) = (near("recipient", &slots.recipients), near("region", &slots.regions));
        let (source, channel) = (near("source", &slots.sources), near("channel", &slots.channels));
        let form = ["", "", "", "", "aggregated ", "hashed "][dice.below(6)];
        let action = match (rule.clause.verb, dice.below(3)) {
            (rules::Verb::Collect, _) => {
                format!("collect {form}{data} from {source} through {channel} for {purpose}")
            }
            (rules::Verb::Derive, _) => format!("derive {form}{data} from {second} for {purpose}"),
            (rules::Verb::Combine, _) => format!("combine {form}{data} with {second} for {purpose}"),
            (rules::Verb::Store, _) if !region.is_empty() => format!("store {form}{data} in {region}"),
            (rules::Verb::Use, 0) => format!("view {form}{data} for {purpose}"),
            (rules::Verb::Disclose | rules::Verb::Sell | rules::Verb::Publish, 0) => {
                format!("sell {form}{data} to {recipient} for {purpose}")
            }
            (rules::Verb::Disclose | rules::Verb::Sell | rules::Verb::Publish, _) => {
                format!("disclose {form}{data} to {recipient} for {purpose}")
            }
            _ => format!("use {form}{data} for {purpose}"),
        };
        let own = serde_json::to_string(&rule.clause.facts).expect("facts are JSON");
        let (mut known, mut named): (Vec<String>, Vec<&str>) = (Vec::new(), Vec::new());
        for fact in &facts {
            let is_own = own.contains(&format!("\"fact:{fact}\""));
            let is_true = dice.below(8) < if is_own { 6 } else { 1 };
            // Facts that bear on each other could contradict each other, and then there is no such flow.
            if dice.below(12) > 0 && !named.iter().any(|other| are_related(rules, fact, other)) {
                known.push(if is_true { fact.clone() } else { format!("not {fact}") });
                named.push(fact);
            }
        }
        let when = if known.is_empty() { String::new() } else { format!(" when {}", known.join(" and ")) };
        flows.push_str(&format!("expect undisclosed: we {action}{when}\n"));
    }
    flows
}

/// What the book says of deciding, carried out by a program that knows nothing else, against what the compiler knows.
#[test]
fn consumer_decides_like_the_compiler() {
    use candor::semantics::{self, verdict::Verdict};
    let Some((program, script)) = consumers().into_iter().find(|(program, _)| *program == "python3") else {
        return;
    };
    const COUNT: usize = 30;
    let (mut decided, mut faults) = (BTreeMap::new(), Vec::new());
    for (name, files) in POLICIES {
        let flows = random_flows(&rules_of(&compiled(files)), COUNT);
        let mut sources = candor::stdlib::sources();
        let mut ids: Vec<_> = files
            .iter()
            .map(|file| {
                sources.add(*file, std::fs::read_to_string(root().join(file)).expect("the policy is there"))
            })
            .collect();
        ids.push(sources.add("flows.candor", flows.clone()));
        let compilation = candor::compile(sources, &ids);
        let expects = &compilation.policy.expects;
        let own = expects.len() - COUNT;
        assert!(
            expects.iter().skip(own).all(|expect| !expect.flow.is_damaged),
            "{name}: a flow is not in the language"
        );
        let questions: Vec<_> = expects.iter().map(|expect| expect.flow.clone()).collect();
        let meaning = semantics::understand(&compilation.policy, &questions).expect("the policy is small");
        let answers = ask(program, &script, written(&rules_of(&compilation)).path(), &["check"]);
        let answers: Vec<&str> = answers.lines().rev().take(COUNT).collect();
        for (idx, answer) in answers.into_iter().rev().enumerate() {
            let answer = answer.split(' ').nth(2).unwrap_or_default();
            let verdict =
                meaning.answer(own + idx).expect("the policy is small").map(|answer| answer.verdict);
            let expected = match verdict.expect("there is a question") {
                Verdict::Permitted => "permitted",
                Verdict::Prohibited => "prohibited",
                Verdict::Undisclosed => "undisclosed",
                Verdict::NotCovered | Verdict::Impossible => "not-covered",
                Verdict::PermittedIf | Verdict::Mixed => "mixed",
            };
            // A program that looks at one rule at a time may leave open what several rules settle together.
            let flow = flows.lines().nth(idx).unwrap_or_default();
            if answer != expected && answer != "mixed" {
                faults.push(format!("{name}: {answer} instead of {expected}: {flow}"));
            }
            *decided.entry((expected, answer == expected)).or_insert(0) += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let count = |verdict, is_same| decided.get(&(verdict, is_same)).copied().unwrap_or(0);
    for verdict in ["permitted", "prohibited", "undisclosed"] {
        assert!(
            count(verdict, true) > 10 * count(verdict, false),
            "{verdict} is often left open: {decided:?}"
        );
    }
    assert!(count("permitted", true) > 5, "hardly a flow is permitted: {decided:?}");
}
