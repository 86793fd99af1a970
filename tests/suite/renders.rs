//! What readers get: every sentence and the whole page of the examples and of `tests/render/CASE/policy.candor`.
//!
//! The snapshots are read by people; `cargo insta review` accepts a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use candor::ask;
use candor::diagnostic::Diagnostics;
use candor::model::{Actor, Kind, Modality, Origin, Policy, Sentence, Set, Slot, Slots, Verb, What};
use candor::publish::Publication;
use candor::render::page::{Block, Inline, Item, Section};
use candor::render::{compose, html, markdown};
use candor::semantics::Understood;
use candor::semantics::half::Owner;
use candor::source::{Sources, Span};
use serde_json::Value;

use crate::semantics::draft::Choices;
use crate::semantics::number;
use crate::{differences, fixture};

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

/// The page of each case.
pub(crate) fn pages() -> Vec<(String, candor::render::page::Page)> {
    cases().into_iter().map(|(case, files)| (case, compose::compose(&policy(&files)))).collect()
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
            .filter(|(statement, _)| statement.joined.place == 0)
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

/// The page, the rules and the answers are composed by one hand: whatever one of them says of a statement, all say.
#[test]
fn a_statement_says_the_same_on_the_page_in_the_rules_and_in_answers() {
    let mut failures = Vec::new();
    let (mut n_statements, mut n_lists, mut n_kept) = (0, 0, 0);
    let mut compare = |case: &str, policy: &Understood, sources: &Sources| {
        let Ok(meaning) = policy.meaning() else { return };
        let rules = Publication::new(policy, sources, "policy").rules();
        let rules: Value = serde_json::from_str(&rules).expect("it is JSON");
        let rules: BTreeMap<&str, &str> = rules["rules"]
            .as_array()
            .into_iter()
            .flatten()
            // Each verb of a statement is a rule of its own, with the sentence of all.
            .filter_map(|rule| {
                let label = rule.get("statement").unwrap_or(&rule["id"]);
                Some((label.as_str()?, rule["sentence"].as_str()?))
            })
            .collect();
        let mut shown = BTreeMap::new();
        for section in &compose::compose(policy).sections {
            statements_of(section, (false, false), &mut shown);
        }
        let bare = without_inherited_bases(policy);
        for statement in &policy.statements {
            let (label, owner) = (statement.label.as_str(), Owner::Statement(statement.id));
            let answer = ask::reason(sources, meaning, owner).sentence;
            let written = one_line(rules.get(label).copied().unwrap_or_default());
            n_statements += 1;
            n_kept += usize::from(answer.contains("Even then"));
            if answer != written {
                failures.push(format!("{case}, {label}\n  answer: {answer}\n  rules: {written}"));
            }
            let Some(Shown { lead, more, are_bases_said, are_others_spoken_to }) = shown.get(label) else {
                failures.push(format!("{case}, {label}: it is not on the page"));
                continue;
            };
            // Where a section speaks to others than the readers of the policy, an answer names them and the page does not.
            if *are_others_spoken_to {
                continue;
            }
            // Bases that a whole section has in common stand under its heading.
            let answer = match are_bases_said {
                true => one_line(&compose::sentence_text(&bare, Some(meaning), statement.id)),
                false => answer,
            };
            // What stands in a list is said in one line elsewhere; nothing more may stand before or behind it.
            let page = one_line(&format!("{lead} {}", text_of(more)));
            let is_same = match more.as_slice() {
                [Block::List { .. }, rest @ ..] if statement.words.says.is_none() => {
                    n_lists += 1;
                    answer.ends_with(&text_of(rest))
                }
                _ => page == answer,
            };
            if !is_same {
                failures.push(format!("{case}, {label}\n  page: {page}\n  answer: {answer}"));
            }
        }
    };
    for (case, files) in cases() {
        let (policy, sources, _) = lowered(&files);
        compare(&case, &policy, &sources);
    }
    for seed in 0..number("CANDOR_POLICIES", 100).min(5_000) {
        let whole = differences::whole(&mut Choices::new(seed.wrapping_mul(2_246_822_519).wrapping_add(11)));
        if let Some(read) = whole.read() {
            compare(&format!("seed {seed}"), &read.policy, &read.sources);
        }
    }
    fixture::report(&failures);
    assert!(n_statements > 300 && n_lists > 2 && n_kept > 0, "{n_statements}, {n_lists}, {n_kept}");
}

/// The policy with the statements as they stand below a heading that says their legal bases.
fn without_inherited_bases(policy: &Policy) -> Policy {
    let mut bare = policy.clone();
    for statement in &mut bare.statements {
        statement.sentence.bases.retain(|basis| !basis.is_inherited);
    }
    bare
}

/// What the page shows of a statement.
struct Shown {
    /// The words of its first line.
    lead: String,
    /// What stands below it.
    more: Vec<Block>,
    /// Whether a heading above it says on which legal basis it rests.
    are_bases_said: bool,
    /// Whether a heading above it says to whom it speaks.
    are_others_spoken_to: bool,
}

fn statements_of(section: &Section, above: (bool, bool), shown: &mut BTreeMap<String, Shown>) {
    let says = |item: &Item, what: &str| match item {
        Item::Statement(statement) => {
            statement.anchor.as_str().is_empty() && words_of(&statement.lead).to_lowercase().contains(what)
        }
        Item::Section(_) | Item::Prose(_) | Item::Table(_) | Item::Definition(_) | Item::Link(_) => false,
    };
    let under_one_that_says = |what: &str| section.items.iter().any(|item| says(item, what));
    let are_bases_said = above.0 || under_one_that_says("legal basis of ");
    let are_others_spoken_to = above.1 || under_one_that_says("this section is for ");
    for item in &section.items {
        match item {
            Item::Statement(statement) => {
                let (lead, more) = (one_line(&words_of(&statement.lead)), statement.more.clone());
                let anchor = statement.anchor.as_str().to_owned();
                shown.insert(anchor, Shown { lead, more, are_bases_said, are_others_spoken_to });
            }
            Item::Section(inner) => statements_of(inner, (are_bases_said, are_others_spoken_to), shown),
            Item::Prose(_) | Item::Table(_) | Item::Definition(_) | Item::Link(_) => {}
        }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words_of(words: &[Inline]) -> String {
    let word = |word: &Inline| match word {
        Inline::Text(text)
        | Inline::Code(text)
        | Inline::Term { text, .. }
        | Inline::Reference { text, .. } => text.as_str().to_owned(),
        Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link { words, .. } => words_of(words),
        Inline::Break => " ".to_owned(),
    };
    words.iter().map(word).collect()
}

fn text_of(blocks: &[Block]) -> String {
    let text = |block: &Block| match block {
        Block::Paragraph(words) | Block::Heading { words, .. } => words_of(words),
        Block::List { items, .. } => items.iter().map(|item| text_of(item)).collect::<Vec<_>>().join(" "),
        Block::Quote(inner) => text_of(inner),
        Block::Code(lines) => lines.iter().map(|line| line.as_str().to_owned()).collect::<Vec<_>>().join(" "),
        Block::Divider => String::new(),
    };
    one_line(&blocks.iter().map(text).collect::<Vec<_>>().join(" "))
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
                let sentence = compose::sentence_text(&policy, None, policy.statements[0].id);
                assert!(sentence.split_whitespace().count() > 2, "{verb:?} {modality:?}: {sentence}");
                assert_eq!(verbs.insert(sentence, verb), None, "{verb:?} {modality:?}");
            }
        }
    }
}
