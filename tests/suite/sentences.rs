//! The example policies cover their sources: every sentence is traced, and nothing else is.

use std::collections::{BTreeMap, BTreeSet};

use candor::model;

use crate::fixture;

/// Where each sentence is traced, and by what: a statement that a machine can use, or words alone.
fn traces(policy: &model::Policy) -> BTreeMap<String, Vec<String>> {
    let mut traces: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |name: &str, words: &model::Words| {
        for sentence in &words.traces {
            traces.entry(sentence.clone()).or_default().push(name.to_owned());
        }
    };
    policy.statements.iter().for_each(|statement| add(&statement.label, &statement.words));
    policy.trackers.iter().for_each(|tracker| add(&tracker.named.name, &tracker.named.words));
    policy.prose.iter().for_each(|prose| add(&prose.named.name, &prose.named.words));
    policy.links.iter().for_each(|link| add(&link.named.name, &link.named.words));
    policy.definitions.iter().for_each(|definition| add(&definition.named.name, &definition.named.words));
    policy.tables.iter().for_each(|table| add(&table.named.name, &table.named.words));
    traces
}

fn covers(list: &str, n_sentences: usize, files: &[&str]) {
    let text = fixture::read(&fixture::root().join(list));
    let sentences: BTreeSet<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(sentences.len(), n_sentences, "{list} lists the sentences of the source");
    let compilation = fixture::compile(files);
    let traced = traces(&compilation.policy);
    let missing: Vec<&&str> = sentences.iter().filter(|sentence| !traced.contains_key(**sentence)).collect();
    assert!(missing.is_empty(), "no part of the policy traces {missing:?}");
    let unknown: Vec<&String> =
        traced.keys().filter(|sentence| !sentences.contains(sentence.as_str())).collect();
    assert!(unknown.is_empty(), "the source has no sentence {unknown:?}");
}

#[test]
fn anyprotect_covers_its_source() {
    covers("tests/sentences/anyprotect.txt", 63, fixture::ANYPROTECT);
}

#[test]
fn idrive_covers_its_source() {
    covers("tests/sentences/idrive.txt", 31, fixture::IDRIVE);
}
