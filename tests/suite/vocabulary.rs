//! The standard vocabulary: complete, and true to the vocabularies to which it maps.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Kind, Origin, Vocabulary};

use crate::fixture;

/// The identifiers of another vocabulary.
fn identifiers(scheme: &str) -> BTreeSet<String> {
    let path = fixture::root().join("tests/vocabulary").join(format!("{scheme}.txt"));
    let lines = fixture::read(&path);
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_mapped_identifier_exists() {
    let vocabulary = candor::stdlib::vocabulary();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (_, term) in vocabulary.iter() {
        for mapping in &term.mappings {
            let list =
                known.entry(mapping.scheme.to_string()).or_insert_with(|| identifiers(&mapping.scheme));
            if !list.contains(&*mapping.identifier) {
                unknown.push(format!(
                    "{} {}: {} {:?}",
                    term.kind.word(),
                    term.name,
                    mapping.scheme,
                    mapping.identifier
                ));
            }
        }
    }
    assert!(unknown.is_empty(), "identifiers that their vocabulary does not have:\n{}", unknown.join("\n"));
    assert_eq!(known.len(), 8, "every vocabulary with a list is used");
}

#[test]
fn every_term_has_a_label_and_a_definition() {
    let vocabulary = candor::stdlib::vocabulary();
    let lacking = |is_lacking: &dyn Fn(&candor::model::Term) -> bool| -> Vec<String> {
        vocabulary
            .iter()
            .filter(|(_, term)| is_lacking(term))
            .map(|(_, term)| format!("{} {}", term.kind.word(), term.name))
            .collect()
    };
    assert_eq!(lacking(&|term| term.label.trim().is_empty()), Vec::<String>::new());
    assert_eq!(lacking(&|term| term.definition.trim().is_empty()), Vec::<String>::new());
    assert_eq!(lacking(&|term| !term.definition.trim_end().ends_with('.')), Vec::<String>::new());
}

#[test]
fn every_kind_is_there_and_every_country() {
    let vocabulary = candor::stdlib::vocabulary();
    for kind in Kind::ALL {
        assert!(vocabulary.of_kind(kind).next().is_some(), "no {}", kind.word());
    }
    // ISO 3166-1 has 249 entries; the definition of each names its code.
    let coded = vocabulary.of_kind(Kind::Region).filter(|(_, term)| term.definition.contains("ISO 3166-1"));
    assert_eq!(coded.count(), 249);
}

/// Each file stands on its own: it needs nothing but the files before it in the order of the program, and has no fault.
#[test]
fn every_file_reads_alone_after_those_before_it() {
    let mut sources = candor::source::Sources::new();
    let mut documents = Vec::new();
    for (name, text) in candor::stdlib::FILES {
        let file = sources.add(*name, *text);
        let (document, faults) = candor::parse::parse(&sources, file);
        assert!(faults.is_empty(), "{}", candor::diagnostic::render::plain(&sources, &faults));
        documents.push(document);
        let (_, faults) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Standard);
        assert!(
            faults.is_empty(),
            "{name} needs a later file:\n{}",
            candor::diagnostic::render::plain(&sources, &faults)
        );
    }
}

/// What the build script stored is what the files say.
#[test]
fn the_stored_vocabulary_is_the_written_one() {
    let mut sources = candor::source::Sources::new();
    let documents: Vec<_> = candor::stdlib::FILES
        .iter()
        .map(|(name, text)| {
            let file = sources.add(*name, *text);
            candor::parse::parse(&sources, file).0
        })
        .collect();
    let (written, _) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Standard);
    let stored = candor::stdlib::vocabulary();
    assert_eq!(
        format!("{:?}", stored.iter().collect::<Vec<_>>()),
        format!("{:?}", written.vocabulary.iter().collect::<Vec<_>>())
    );
}
