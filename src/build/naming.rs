//! Turns the words of the standard terms into a list of the places that they are for.
//!
//! `stdlib/words/` has what a language calls terms where their labels do not fit, `stdlib/laws/REGION/` what a law calls
//! them. A name that is no term, or a resource that cannot be read, stops the build.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use fluent_syntax::ast::Entry;

use super::model::Vocabulary;

/// Where the words of languages stand.
const WORDS: &str = "stdlib/words";
/// Where the words of laws stand: a folder for each region, a file in it for each language.
const LAWS: &str = "stdlib/laws";

/// The Rust code of the list of places and of the list of resources.
pub fn code(root: &Path, vocabulary: &Vocabulary) -> String {
    let ids: BTreeSet<String> =
        vocabulary.iter().map(|(_, term)| id(term.kind.published(), &term.name)).collect();
    let regions: BTreeSet<&str> = vocabulary
        .iter()
        .filter(|(_, term)| term.kind.published() == "region")
        .map(|(_, term)| &*term.name)
        .collect();
    let mut places = BTreeSet::new();
    let mut read = |path: &str| {
        let text = std::fs::read_to_string(root.join(path)).expect("a file of words can be read");
        let resource = fluent_syntax::parser::parse(text.as_str())
            .unwrap_or_else(|(_, faults)| panic!("{path}: {faults:?}"));
        let mut seen = BTreeSet::new();
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            assert!(ids.contains(message.id.name), "{path}: `{}` is no standard term", message.id.name);
            assert!(seen.insert(message.id.name), "{path}: `{}` stands there twice", message.id.name);
            places.extend(message.attributes.iter().map(|attribute| attribute.id.name.to_owned()));
        }
    };
    let (mut words, mut spellings, mut laws) = (String::new(), String::new(), String::new());
    for (tag, ending) in files(&root.join(WORDS)) {
        let path = format!("{WORDS}/{tag}.{ending}");
        match ending.as_str() {
            "ftl" => {
                read(&path);
                _ = writeln!(words, "    ({tag:?}, {}),", included(&path));
            }
            "spelling" => _ = writeln!(spellings, "    ({tag:?}, {}),", included(&path)),
            _ => panic!("{path}: neither words nor spelling"),
        }
    }
    for region in folders(&root.join(LAWS)) {
        assert!(regions.contains(region.as_str()), "{LAWS}/{region} is no region");
        for (tag, ending) in files(&root.join(LAWS).join(&region)) {
            let path = format!("{LAWS}/{region}/{tag}.{ending}");
            assert!(ending == "ftl", "{path}: no words");
            read(&path);
            _ = writeln!(laws, "    ({region:?}, {tag:?}, {}),", included(&path));
        }
    }
    let (mut variants, mut names) = (String::new(), String::new());
    for place in &places {
        let variant = variant(place);
        _ = writeln!(variants, "    /// `{place}`\n    {variant},");
        _ = writeln!(names, "            Self::{variant} => {place:?},");
    }
    format!(
        "/// A place in which a term has words of its own.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
         pub(super) enum Place {{\n{variants}}}\n\n\
         impl Place {{\n\
         \x20   /// Its name in the resources.\n\
         \x20   const fn name(self) -> &'static str {{\n        match self {{\n{names}        }}\n    }}\n}}\n\n\
         /// The words of languages, by their tag.\n\
         static WORDS: &[(&str, &str)] = &[\n{words}];\n\
         /// How words are spelled otherwise in a part of the world, by the tag of its language.\n\
         static SPELLINGS: &[(&str, &str)] = &[\n{spellings}];\n\
         /// The words of laws, by the region and the tag of the language.\n\
         static LAWS: &[(&str, &str, &str)] = &[\n{laws}];\n"
    )
}

/// The name of the message of a term: `topic-compliance_gdpr`.
fn id(kind: &str, name: &str) -> String {
    format!("{kind}-{}", name.replace('.', "_"))
}

fn included(path: &str) -> String {
    let path = format!("/{path}");
    format!("include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {path:?}))")
}

/// The files of a folder in the order of their names, each as its name and its ending.
fn files(folder: &Path) -> BTreeSet<(String, String)> {
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let name = entry.expect("a folder of words can be read").file_name();
        name.to_string_lossy().rsplit_once('.').map(|(name, ending)| (name.to_owned(), ending.to_owned()))
    };
    std::fs::read_dir(folder).expect("a folder of words can be read").filter_map(name).collect()
}

fn folders(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("the folder of laws can be read");
    let names = entries.map(|entry| entry.expect("the folder of laws can be read").file_name());
    names.map(|name| name.to_string_lossy().into_owned()).collect()
}

/// `kept-for` as `KeptFor`.
fn variant(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}
