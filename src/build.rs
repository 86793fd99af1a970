//! What is settled when Candor is built, so that nothing of it can go wrong when Candor runs.
//!
//! The standard vocabulary is read, so that it need not be read each time Candor starts.
//! The passes are those of the program itself: the same modules, compiled once more for the build.
//! The frames of sentences become a list of messages, the words of terms a list of places.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "only a part of each module is used here"
)]

mod ast;
mod diagnostic;
#[path = "build/frames.rs"]
mod frames;
mod language;
mod model;
#[path = "build/naming.rs"]
mod naming;
mod parse;
mod resolve;
mod source;
mod suggest;

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=stdlib");
    println!("cargo::rerun-if-changed=grammar");
    println!("cargo::rerun-if-changed=src");
    let root = std::env::var("CARGO_MANIFEST_DIR").expect("cargo says where the package is");
    let root = Path::new(&root);
    let out = std::env::var("OUT_DIR").expect("cargo says where output goes");
    let out = Path::new(&out);
    let vocabulary = vocabulary(root);
    let stored = postcard::to_allocvec(&vocabulary).expect("a vocabulary can be encoded");
    std::fs::write(out.join("vocabulary.postcard"), stored).expect("the vocabulary can be stored");
    std::fs::write(out.join("messages.rs"), frames::code(root)).expect("the list of messages can be stored");
    std::fs::write(out.join("namings.rs"), naming::code(root, &vocabulary))
        .expect("the list of words can be stored");
}

/// The standard vocabulary.
fn vocabulary(root: &Path) -> model::Vocabulary {
    // The order of the files is that of `src/stdlib.rs`, because spans count through all of them.
    let list = std::fs::read_to_string(root.join("src/stdlib.rs")).expect("src/stdlib.rs can be read");
    let names = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(\""))
        .filter_map(|rest| rest.split('"').next());
    let mut sources = source::Sources::new();
    let mut documents = Vec::new();
    let mut found = diagnostic::Diagnostics::new();
    for name in names {
        let text =
            std::fs::read_to_string(root.join(name)).expect("a file of the standard vocabulary can be read");
        let file = sources.add(name, text);
        let (document, faults) = parse::parse(&sources, file);
        documents.push(document);
        found.extend(faults);
    }
    let (mut names, faults) =
        resolve::resolve(model::Vocabulary::default(), &documents, model::Origin::Standard);
    found.extend(faults);
    found.sort();
    if !found.is_empty() {
        eprint!("{}", diagnostic::render::plain(&sources, &found));
        panic!("the standard vocabulary has faults");
    }
    names.vocabulary.seal();
    for known in model::KnownTerm::ALL {
        let found = names.vocabulary.known(known).map(|id| names.vocabulary.term(id).kind);
        assert!(
            found == Some(known.kind()),
            "the code knows the {} `{}` by name, and the standard vocabulary has none",
            known.kind().word(),
            known.name()
        );
    }
    names.vocabulary
}
