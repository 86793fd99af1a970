//! Turns the frames of sentences into a list of messages, so that no code can ask for one that does not exist.
//!
//! The English resource is the list. A resource that is not sound, a language that lacks a message, or a choice that lacks
//! a word of the language stops the build: nothing of it is left to be found when a page is composed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use fluent_syntax::ast::{
    CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant, VariantKey,
};

use super::language::{Bound, Modality, Necessity, ProtectedState, Role, Trait, Unit, Whichever};

/// The folder of the resources, each named after the primary tag of its language.
const FOLDER: &str = "src/render/compose";
/// The language whose messages are the list.
const FIRST: &str = "en";
/// What a frame may call; `render/compose/frames.rs` defines them.
const FUNCTIONS: [&str; 2] = ["LOWER", "STRONG"];

/// The words between which a frame chooses by the place of this name, if they are a closed list of the language.
fn words_of(place: &str) -> Option<Vec<&'static str>> {
    // A label takes them, or a topic: nobody says them of data.
    let is_of_data = |one: &Trait| !matches!(one, Trait::Plural | Trait::Canary | Trait::OutlastsDeletion);
    Some(match place {
        "bound" => Bound::ALL.map(Bound::published).to_vec(),
        "modality" => Modality::ALL.map(Modality::published).to_vec(),
        "necessity" => Necessity::ALL.map(Necessity::published).to_vec(),
        "role" => Role::ALL.map(Role::published).to_vec(),
        "state" => ProtectedState::ALL.map(ProtectedState::published).to_vec(),
        "trait" => Trait::ALL.into_iter().filter(is_of_data).map(Trait::published).collect(),
        "unit" => Unit::ALL.map(Unit::published).to_vec(),
        "whichever" => Whichever::ALL.map(Whichever::published).to_vec(),
        _ => return None,
    })
}

/// What a message refers to.
#[derive(Default)]
struct Uses<'t> {
    places: BTreeSet<&'t str>,
    messages: BTreeSet<&'t str>,
    functions: BTreeSet<&'t str>,
    /// The places by which it chooses, each with the words that it knows.
    choices: Vec<(&'t str, BTreeSet<&'t str>)>,
}

/// The messages of one language, in the order of their file.
type Messages<'t> = Vec<(&'t str, Uses<'t>)>;

/// The Rust code of the list of messages and of the list of languages.
pub fn code(root: &Path) -> String {
    let texts = resources(root);
    let languages: BTreeMap<&str, Messages<'_>> =
        texts.iter().map(|(language, text)| (language.as_str(), messages(language, text))).collect();
    let list = &languages[FIRST];
    for (language, messages) in &languages {
        check(language, messages, list);
    }
    format!("{}\n{}", list_of_messages(list), list_of_languages(&languages))
}

fn resources(root: &Path) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(root.join(FOLDER)).expect("the folder of the frames can be read");
    let paths = files.map(|file| file.expect("a file of the frames has a name").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "ftl"));
    paths
        .map(|path| {
            let language = path.file_stem().and_then(|stem| stem.to_str()).expect("a language is a tag");
            let text = std::fs::read_to_string(&path).expect("the frames of a language can be read");
            (language.to_owned(), text)
        })
        .collect()
}

fn messages<'t>(language: &str, text: &'t str) -> Messages<'t> {
    let resource = match fluent_syntax::parser::parse(text) {
        Ok(resource) => resource,
        Err((_, faults)) => {
            let lines = faults.iter().map(|fault| {
                format!("{FOLDER}/{language}.ftl:{}: {}", text[..fault.pos.start].lines().count(), fault.kind)
            });
            panic!("{}", lines.collect::<Vec<_>>().join("\n"))
        }
    };
    let messages = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, uses(language, &message))),
        _ => None,
    });
    messages.collect()
}

fn uses<'t>(language: &str, message: &Message<&'t str>) -> Uses<'t> {
    let Some(pattern) = &message.value else {
        panic!("{FOLDER}/{language}.ftl: `{}` has no words", message.id.name)
    };
    let mut uses = Uses::default();
    uses.pattern(pattern);
    uses
}

impl<'t> Uses<'t> {
    fn pattern(&mut self, pattern: &Pattern<&'t str>) {
        for element in &pattern.elements {
            if let PatternElement::Placeable { expression } = element {
                self.expression(expression);
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&'t str>) {
        match expression {
            Expression::Select { selector, variants } => {
                self.inline(selector);
                if let InlineExpression::VariableReference { id } = selector {
                    self.choices.push((id.name, variants.iter().map(key).collect()));
                }
                variants.iter().for_each(|variant| self.pattern(&variant.value));
            }
            Expression::Inline(inline) => self.inline(inline),
        }
    }

    fn inline(&mut self, inline: &InlineExpression<&'t str>) {
        match inline {
            InlineExpression::VariableReference { id } => _ = self.places.insert(id.name),
            InlineExpression::MessageReference { id, .. } => _ = self.messages.insert(id.name),
            InlineExpression::FunctionReference { id, arguments: CallArguments { positional, .. } } => {
                self.functions.insert(id.name);
                positional.iter().for_each(|argument| self.inline(argument));
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            InlineExpression::TermReference { id, .. } => panic!("`-{}`: frames have no terms", id.name),
            InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        }
    }
}

fn key<'t>(variant: &Variant<&'t str>) -> &'t str {
    match &variant.key {
        VariantKey::Identifier { name } => name,
        VariantKey::NumberLiteral { value } => value,
    }
}

/// Panics if a language is not whole, with every reason.
fn check(language: &str, messages: &Messages<'_>, list: &Messages<'_>) {
    let mut faults = Vec::new();
    let names: BTreeSet<&str> = messages.iter().map(|(name, _)| *name).collect();
    let listed: BTreeSet<&str> = list.iter().map(|(name, _)| *name).collect();
    faults.extend(listed.difference(&names).map(|name| format!("`{name}` is missing")));
    faults.extend(names.difference(&listed).map(|name| format!("`{name}` is no message of `{FIRST}`")));
    if names.len() < messages.len() {
        faults.push("a message stands there twice".to_owned());
    }
    for (name, uses) in messages {
        let unknown = uses.messages.iter().filter(|one| !names.contains(*one));
        faults.extend(unknown.map(|one| format!("`{name}` refers to `{one}`, which is missing")));
        let unknown = uses.functions.iter().filter(|one| !FUNCTIONS.contains(one));
        faults.extend(unknown.map(|one| format!("`{name}` calls `{one}`, which is no function")));
        for (place, known) in &uses.choices {
            let words = words_of(place).unwrap_or_default();
            let unknown = words.iter().filter(|word| !known.contains(*word));
            faults.extend(unknown.map(|word| format!("`{name}` has no words for `{word}`, a ${place}")));
        }
        let (filled, used) = (places(name, list), places(name, messages));
        let unfilled = used.difference(&filled);
        faults.extend(unfilled.map(|one| format!("`{name}` has a place `${one}`, which nothing fills")));
    }
    assert!(faults.is_empty(), "{FOLDER}/{language}.ftl:\n{}", faults.join("\n"));
}

/// The places of a message and of those that it refers to.
fn places<'t>(name: &str, messages: &Messages<'t>) -> BTreeSet<&'t str> {
    let (mut found, mut seen, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![name]);
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        for (_, uses) in messages.iter().filter(|(one, _)| *one == name) {
            found.extend(&uses.places);
            open.extend(&uses.messages);
        }
    }
    found
}

fn list_of_messages(list: &Messages<'_>) -> String {
    let parts: BTreeSet<&str> = list.iter().flat_map(|(_, uses)| uses.messages.iter().copied()).collect();
    let (mut variants, mut all, mut names, mut all_places) =
        (String::new(), String::new(), String::new(), String::new());
    for (name, _) in list {
        let variant = variant(name);
        let part = if parts.contains(name) {
            "    #[allow(dead_code, reason = \"another message refers to it\")]\n"
        } else {
            ""
        };
        _ = writeln!(variants, "    /// `{name}`\n{part}    {variant},");
        _ = writeln!(all, "        Self::{variant},");
        _ = writeln!(names, "            Self::{variant} => {name:?},");
        let places: Vec<&str> = places(name, list).into_iter().collect();
        _ = writeln!(all_places, "            Self::{variant} => &{places:?},");
    }
    format!(
        "/// A message of the frames, in the order of the English resource.\n\
         #[derive(Debug, Clone, Copy, PartialEq, Eq)]\n\
         pub(crate) enum Message {{\n{variants}}}\n\n\
         #[allow(clippy::too_many_lines, reason = \"a line for each message\")]\n\
         impl Message {{\n\
         \x20   /// All messages.\n\
         \x20   #[cfg(test)]\n\
         \x20   pub(crate) const ALL: &[Self] = &[\n{all}    ];\n\n\
         \x20   /// Its name in the resources.\n\
         \x20   pub(crate) const fn name(self) -> &'static str {{\n        match self {{\n{names}        }}\n    }}\n\n\
         \x20   /// The places that have to be filled, those of the messages to which it refers among them.\n\
         \x20   pub(crate) const fn places(self) -> &'static [&'static str] {{\n        match self {{\n{all_places}        }}\n    }}\n}}\n"
    )
}

fn list_of_languages(languages: &BTreeMap<&str, Messages<'_>>) -> String {
    let row = |language: &str| {
        let file = format!("/{FOLDER}/{language}.ftl");
        format!("({language:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?})))")
    };
    let rows: String = languages.keys().map(|language| format!("    {},\n", row(language))).collect();
    format!(
        "/// What stands in for a language that is not there.\n\
         pub(super) static ENGLISH: (&str, &str) = {};\n\
         /// The languages that there are, by their primary tag, with their frames.\n\
         pub(super) static RESOURCES: &[(&str, &str)] = &[\n{rows}];\n",
        row(FIRST)
    )
}

/// `change-moved` as `ChangeMoved`.
fn variant(name: &str) -> String {
    let words = name.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    });
    words.collect()
}
