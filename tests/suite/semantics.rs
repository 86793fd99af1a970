//! Meaning: the library and a second implementation of the chapter on meaning agree about every flow of random policies.
//!
//! The policies are made of a vocabulary that is small enough to try every flow (`semantics/words.candor`).
//! `CANDOR_POLICIES=50000 cargo test --release semantics` tries more of them; `CANDOR_SEED` starts elsewhere.
//! What disagrees is made as small as possible before it is shown.

mod author;
mod cases;
mod compare;
pub(crate) mod draft;
mod laws;
mod library;
mod measure;
pub(crate) mod parts;
mod smaller;

use candor::ast;
use candor::model::{Origin, Sentence, Vocabulary};
use candor::parse::parse;
use candor::semantics::Understood;
use candor::source::Sources;

/// The small vocabulary.
pub(crate) const WORDS: &str = include_str!("semantics/words.candor");

/// A number from the environment.
pub(crate) fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name)
        .map_or(otherwise, |value| value.parse().unwrap_or_else(|_| panic!("{name} is not a number")))
}

/// The small vocabulary as the first file, read once.
pub(crate) fn words() -> ast::Document {
    thread_local! {
        static DOCUMENT: ast::Document = {
            let mut sources = Sources::new();
            let file = sources.add("0.candor", WORDS);
            let (document, faults) = parse(&sources, file);
            assert!(faults.is_empty(), "the vocabulary can be read");
            document
        };
    }
    DOCUMENT.with(Clone::clone)
}

/// A policy over the small vocabulary, with the questions that its `expect`s ask; faults as text.
pub(crate) fn read(text: &str) -> Result<(Understood, Vec<Sentence>), String> {
    read_files(&[WORDS, text])
}

fn read_files(texts: &[&str]) -> Result<(Understood, Vec<Sentence>), String> {
    let mut sources = Sources::new();
    let mut found = candor::diagnostic::Diagnostics::new();
    let mut documents: Vec<ast::Document> = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        let file = sources.add(format!("{at}.candor"), (*text).to_owned());
        if at == 0 && *text == WORDS {
            documents.push(words());
            continue;
        }
        let (document, faults) = parse(&sources, file);
        documents.push(document);
        found.extend(faults);
    }
    let (names, faults) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Policy);
    found.extend(faults);
    let (policy, faults) = candor::lower::lower(&documents, names);
    found.extend(faults);
    // A header may say what no statement that was drawn takes over.
    if found.iter().any(|one| one.rule.code != "unused-header-clause") {
        return Err(candor::diagnostic::render::plain(&sources, &found));
    }
    let questions = policy.expects.iter().map(|expect| expect.flow.clone()).collect();
    Ok((policy.into(), questions))
}
