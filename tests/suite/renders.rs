//! What readers get: every sentence and the whole page of the examples and of `tests/render/CASE/policy.candor`.
//!
//! The snapshots are read by people; `cargo insta review` accepts a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use candor::diagnostic::Diagnostics;
use candor::model::{Actor, Kind, Modality, Origin, Policy, Sentence, Set, Slot, Slots, Verb, What};
use candor::render::{compose, html, markdown};
use candor::semantics::Understood;
use candor::source::{Sources, Span};

use crate::fixture;

/// Each case with the files of its policy: those of the examples, and those written for a test.
fn cases() -> Vec<(String, Vec<PathBuf>)> {
    let mut cases: Vec<(String, Vec<PathBuf>)> = ["anyprotect", "idrive", "newsletter"]
        .into_iter()
        .map(|name| {
            let folder = fixture::files(&format!("examples/{name}"), ".candor");
            let files = if folder.is_empty() {
                vec![fixture::root().join(format!("examples/{name}.candor"))]
            } else {
                folder
            };
            (name.to_owned(), files)
        })
        .collect();
    cases.extend(fixture::files("tests/render", "policy.candor").into_iter().map(|path| {
        let name = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
        (name, vec![path])
    }));
    cases
}

/// The policy as far as pages need it: whether it contradicts itself is not judged here.
fn policy(files: &[PathBuf]) -> Understood {
    let (policy, sources, found) = lowered(files);
    assert!(found.is_empty(), "{}", candor::diagnostic::render::plain(&sources, &found));
    policy
}

fn lowered(files: &[PathBuf]) -> (Understood, Sources, Diagnostics) {
    let mut sources = candor::stdlib::sources();
    let mut found = Diagnostics::new();
    let mut documents = Vec::new();
    for path in files {
        let id = sources.add(fixture::shown(path), fixture::read(path));
        let (document, faults) = candor::parse::parse(&sources, id);
        documents.push(document);
        found.extend(faults);
    }
    let (names, faults) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, Origin::Policy);
    found.extend(faults);
    let (policy, faults) = candor::lower::lower(&documents, names);
    found.extend(faults);
    (policy.into(), sources, found)
}

fn snapshot(case: &str, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture::root().join("tests/render").join(case));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn pages_read_well() {
    for (case, files) in cases() {
        let policy = policy(&files);
        let texts = compose::sentence_texts(&policy);
        let sentences: Vec<String> = policy
            .statements
            .iter()
            .zip(&texts)
            .map(|(statement, text)| format!("{}: {text}", statement.label))
            .collect();
        snapshot(&case, "sentences", &sentences.join("\n"));
        snapshot(&case, "page", &markdown::markdown(&compose::compose(&policy)));
    }
}

/// Faults of grammar that a machine can see.
#[test]
fn sentences_are_tidy() {
    let mut failures = Vec::new();
    for (case, files) in cases() {
        let policy = policy(&files);
        for (statement, text) in policy.statements.iter().zip(compose::sentence_texts(&policy)) {
            let fault = fault_of(&text);
            failures.extend(fault.map(|fault| format!("{case}, {}: {fault}: {text}", statement.label)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn fault_of(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_doubled = |pair: &[&str]| matches!(pair, [one, other] if one == other);
    if !text.starts_with(|first: char| first.is_uppercase() || !first.is_alphabetic())
        && !text.starts_with(|first: char| {
            first.is_lowercase() && text.chars().nth(1).is_some_and(char::is_uppercase)
        })
    {
        Some("no capital at the start")
    } else if !text.ends_with(['.', '!', '?', '”']) {
        Some("no full stop at the end")
    } else if words.windows(2).any(is_doubled) {
        Some("a doubled word")
    } else if ["  ", " ,", " .", ",,", "..", ", ,", "{", "}", "( "].iter().any(|fault| text.contains(fault)) {
        Some("a stray mark")
    } else if text.chars().any(|character| matches!(u32::from(character), 0xE000..=0xF8FF | 0xF_0000..)) {
        Some("a mark that was not resolved")
    } else {
        None
    }
}

/// The page of a policy is the same each time, and holds what the sentences say.
#[test]
fn pages_are_whole() {
    for (case, files) in cases() {
        let policy = policy(&files);
        let page = compose::compose(&policy);
        assert_eq!(page, compose::compose(&policy), "{case}");
        let document = html::page(&page);
        for statement in &policy.statements {
            assert!(document.contains(&format!("id=\"{}\"", statement.label)), "{case}: {}", statement.label);
        }
        let mut ids: Vec<&str> =
            document.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{case}: {ids:?}");
        for target in document.split(" href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.binary_search(&target).is_ok(), "{case}: nothing is at #{target}");
        }
        for tracker in &policy.trackers {
            assert!(
                document.contains(&format!("id=\"{}\"", tracker.named.name)),
                "{case}: {}",
                tracker.named.name
            );
        }
    }
}

fn any(kind: Kind) -> Slot {
    let what = What::Any { kind, trait_: None, is_negated: false };
    Slot::plain(Set::of([what], Span::default()), Span::default())
}

/// A sentence of a verb with no more than the verb needs.
fn sentence(actor: Actor, modality: Modality, verb: Verb) -> Sentence {
    let (second, recipient) = (Some(any(Kind::Data)), Some(any(Kind::Recipient)));
    Sentence {
        actor,
        modality,
        slots: Slots { second, recipient, ..Slots::EMPTY },
        ..Sentence::plain(Span::default(), verb, any(verb.object_kind()))
    }
}

#[test]
fn every_verb_has_a_sentence_of_its_own_in_every_modality() {
    let mut sources = candor::stdlib::sources();
    let text = "section s \"S\" { it: we collect contact }";
    let file = sources.add("policy.candor", text);
    let mut policy = Policy::clone(&candor::compile(sources, &[file]).policy);
    let processors = policy.vocabulary.find(Kind::Recipient, "processors").expect("it is a standard term");
    for actor in [Actor::We, Actor::Recipient(processors, Span::default())] {
        for modality in Modality::ALL {
            let mut verbs = BTreeMap::new();
            for verb in Verb::ALL {
                policy.statements[0].sentence = sentence(actor, modality, verb);
                let sentence = compose::sentence_text(&policy, policy.statements[0].id);
                assert!(sentence.split_whitespace().count() > 2, "{verb:?} {modality:?}: {sentence}");
                assert_eq!(verbs.insert(sentence, verb), None, "{verb:?} {modality:?}");
            }
        }
    }
}
