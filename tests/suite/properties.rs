//! What holds for every text, good or bad.

use std::sync::OnceLock;

use candor::diagnostic::rule::Severity;
use candor::format::Refusal;
use candor::model::Exception;
use candor::parse::parse;
use candor::source::{Sources, Span};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{fixture, formats};

/// Every text in which an author could make a mistake: good policies, faulty policies, the vocabulary.
fn corpus() -> &'static [String] {
    static CORPUS: OnceLock<Vec<String>> = OnceLock::new();
    CORPUS.get_or_init(|| {
        let folders = ["tests/rejects", "tests/accepts", "tests/format", "examples", "stdlib"];
        folders
            .iter()
            .flat_map(|folder| fixture::files(folder, ".candor"))
            .map(|path| fixture::read(&path))
            .collect()
    })
}

/// Words and marks of the language, and what people write instead.
const WORDS: &[&str] = &[
    "we",
    "may",
    "never",
    "knowingly",
    "do",
    "not",
    "yet",
    "try",
    "to",
    "collect",
    "collects",
    "derive",
    "combine",
    "use",
    "store",
    "disclose",
    "retain",
    "delete",
    "offer",
    "protect",
    "notify",
    "bind",
    "have",
    "no",
    "state",
    "from",
    "about",
    "through",
    "for",
    "with",
    "when",
    "unless",
    "under",
    "based",
    "on",
    "required",
    "optional",
    "kept",
    "over",
    "in",
    "of",
    "only",
    "any",
    "anyone",
    "personal",
    "data",
    "purpose",
    "recipient",
    "policy",
    "controller",
    "section",
    "text",
    "link",
    "term",
    "tracker",
    "table",
    "expect",
    "permitted",
    "require",
    "every",
    "has",
    "is",
    "a",
    "kind",
    "includes",
    "means",
    "excludes",
    "except",
    "as",
    "stated",
    "elsewhere",
    "indefinitely",
    "until",
    "while",
    "long",
    "needed",
    "whichever",
    "longer",
    "then",
    "after",
    "within",
    "promptly",
    "at",
    "least",
    "before",
    "beforehand",
    "up",
    "later",
    "otherwise",
    "because",
    "says",
    "note",
    "traces",
    "hashed",
    "aggregated",
    "30",
    "days",
    "1",
    "year",
    "2024-01-31",
    "contact.email",
    "processors",
    "service.core",
    "one:",
    "two:",
    ":",
    ",",
    ".",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "\"a text\"",
    "\"\"\"",
    "\"\"\"\nprose\n\"\"\"\n",
    "\n",
    "\n\n",
    "// a comment\n",
    "/// a definition\n",
    "We",
    "share",
    "“",
    "”",
    "'",
    "\r\n",
    "\u{FEFF}",
    "é",
    "\t",
    "import",
    "see",
    "same-as",
    "dpv",
];

/// A change to a text at some place.
#[derive(Debug, Clone)]
enum Mutation {
    Delete,
    Duplicate,
    SwapWithNext,
    Replace(&'static str),
    Insert(&'static str),
    CutLine,
    JoinLine,
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        Just(Mutation::Delete),
        Just(Mutation::Duplicate),
        Just(Mutation::SwapWithNext),
        select(WORDS).prop_map(Mutation::Replace),
        select(WORDS).prop_map(Mutation::Insert),
        Just(Mutation::CutLine),
        Just(Mutation::JoinLine),
    ]
}

/// Some lines of a text of the corpus, changed in some places.
fn mutated() -> impl Strategy<Value = String> {
    let changes = prop::collection::vec((any::<Index>(), mutation()), 0..4);
    (any::<Index>(), any::<Index>(), 1_usize..50, changes).prop_map(|(file, from, count, changes)| {
        let lines: Vec<&str> = file.get(corpus()).split_inclusive('\n').collect();
        // Most windows start where an item starts, so that most of what they hold can be read.
        let starts: Vec<usize> =
            (0..lines.len()).filter(|at| lines[*at].starts_with(|c: char| c.is_ascii_lowercase())).collect();
        let start = if starts.is_empty() { 0 } else { *from.get(&starts) };
        let window = lines[start..(start + count).min(lines.len())].concat();
        changes.iter().fold(window, |text, (place, mutation)| changed(&text, place, mutation))
    })
}

/// Cuts a text into words, single marks and runs of white space.
fn tokens(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        c if c.is_alphanumeric() || matches!(c, '-' | '.' | '_') => 0,
        ' ' | '\t' => 1,
        _ => 2,
    };
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| class(c) == class(first) && class(first) < 2;
        let end = rest.char_indices().skip(1).find(|(_, c)| !same(*c)).map_or(rest.len(), |(at, _)| at);
        let (token, after) = rest.split_at(end);
        tokens.push(token);
        rest = after;
    }
    tokens
}

fn changed(text: &str, place: &Index, mutation: &Mutation) -> String {
    let mut tokens = tokens(text);
    if tokens.is_empty() {
        return text.to_owned();
    }
    let at = place.index(tokens.len());
    let line_end = tokens[at..].iter().position(|token| *token == "\n").map_or(tokens.len(), |end| at + end);
    match mutation {
        Mutation::Delete => drop(tokens.remove(at)),
        Mutation::Duplicate => tokens.insert(at, tokens[at]),
        Mutation::SwapWithNext => {
            let other = (at + 2).min(tokens.len() - 1);
            tokens.swap(at, other);
        }
        Mutation::Replace(word) => tokens[at] = word,
        Mutation::Insert(word) => tokens.insert(at, word),
        Mutation::CutLine => drop(tokens.drain(at..line_end)),
        Mutation::JoinLine if line_end < tokens.len() => tokens[line_end] = " ",
        Mutation::JoinLine => {}
    }
    tokens.concat()
}

/// All places in a tree, whatever the tree is made of.
fn spans(value: &serde_json::Value, found: &mut Vec<Span>) {
    match value {
        serde_json::Value::Object(fields) => match (fields.get("start"), fields.get("end")) {
            (Some(start), Some(end)) if fields.len() == 2 => {
                let offset = |value: &serde_json::Value| {
                    u32::try_from(value.as_u64().expect("an offset")).expect("an offset")
                };
                found.push(Span::new(offset(start), offset(end)));
            }
            _ => fields.values().for_each(|field| spans(field, found)),
        },
        serde_json::Value::Array(items) => items.iter().for_each(|item| spans(item, found)),
        _ => {}
    }
}

/// Reads a text as the second of two files and holds everything to it that must always be true.
fn check(text: &str) -> Result<(), TestCaseError> {
    let mut sources = Sources::new();
    sources.add("first.candor", "// something else\n");
    let file = sources.add("second.candor", text.to_owned());
    let (document, faults) = parse(&sources, file);
    let whole = sources.file(file).span();
    let mut places = Vec::new();
    spans(&serde_json::to_value(&document).expect("a tree can be written down"), &mut places);
    places.extend(faults.iter().flat_map(|fault| &fault.labels).map(|label| label.span));
    for place in places {
        prop_assert!(whole.contains(place) && place.start <= place.end, "{place:?} is not in {whole:?}");
        let local = |offset: u32| (offset - whole.start) as usize;
        prop_assert!(
            text.is_char_boundary(local(place.start)) && text.is_char_boundary(local(place.end)),
            "{place:?}"
        );
    }
    for fault in &faults {
        prop_assert!(fault.rule.code != "internal-error", "{}", fault.message);
        prop_assert!(
            !fault.message.is_empty() && !fault.message.contains('\n') && !fault.message.ends_with('.'),
            "{}",
            fault.message
        );
    }
    match formats::formatted(&sources, file) {
        Ok(once) => {
            prop_assert!(!faults.has_errors());
            let (again, file) = fixture::sole("again.candor", &once);
            let (reread, _) = parse(&again, file);
            prop_assert_eq!(comments(&document), comments(&reread));
            prop_assert_eq!(formats::formatted(&again, file).ok(), Some(once));
        }
        Err(Refusal::Faulty(_)) => prop_assert!(faults.has_errors()),
        Err(Refusal::Unsound) => prop_assert!(false, "the formatter would change what this says"),
    }
    Ok(())
}

fn comments(document: &candor::ast::Document) -> Vec<&str> {
    let mut texts: Vec<&str> = document.comments.iter().map(|comment| comment.text.as_str()).collect();
    texts.sort_unstable();
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_characters(text in "\\PC{0,120}") {
        check(&text)?;
    }

    #[test]
    fn any_words(words in prop::collection::vec(select(WORDS), 0..60)) {
        check(&words.join(" "))?;
    }

    #[test]
    fn any_words_in_a_section(words in prop::collection::vec(select(WORDS), 0..60)) {
        check(&format!("section a \"A\" {{\n one:\n we {}\n}}\n", words.join(" ")))?;
    }

    #[test]
    fn any_change_to_a_policy(text in mutated()) {
        check(&text)?;
    }
}

#[test]
fn every_policy_that_we_have() {
    for text in corpus() {
        if let Err(error) = check(text) {
            panic!("{error}\n{text}");
        }
    }
}

/// What can stand outside of every section by mistake, with a label.
const STRAYS: &[&str] = &[
    "stray: we collect contact.name from users for service.account\n",
    "stray: we never disclose contact.name except as stated in sharing\n",
    "stray: we offer opt-out from sharing through email\n",
    "stray: we retain contact.name until account-closure except as stated in stray\n",
    "tracker stray \"visit cookie\" is a kind of cookie stores device.cookie-id for analytics.usage\n",
    "text stray \"\"\"\n    Hello.\n\"\"\"\n",
    "link stray \"Elsewhere\" \"https://example.org/\"\n",
    "term stray \"Stray\" \"whoever has no home\"\n",
];

/// A section of statements, the last of which name others.
fn section(at: usize, named: &str) -> String {
    format!(
        "section part{at} \"Part {at}\" {{\n\
         \x20   sharing{at}: we may disclose contact.name to partners for research\n\
         \x20   never{at}: we never disclose contact.name except as stated in sharing{at}\n\
         \x20   leave{at}: we offer opt-out from sharing{at} through email\n\
         \x20   other{at}: we never disclose contact.email except as stated in {named}\n\
         \x20   out{at}: we offer opt-out from {named} through email\n\
         }}\n"
    )
}

/// Whoever names a statement names that statement, wherever things stand that do not belong there.
#[test]
fn what_is_out_of_place_moves_nobody() {
    let head = "policy shop \"Shop\" {\n    law eu\n}\ncontroller shop \"Shop\" {\n    email \"a@shop.example\"\n}\n";
    let known = "expect finding contradiction in stray, other-stray because \"we know\"\n";
    let as_of = |stray: &str, at: usize, name: &str| {
        let stray = stray.replace("stated in stray", "stated in itself").replace("stray", name);
        stray.replace("itself", name).replace("sharing", &format!("sharing{at}"))
    };
    for (first, one) in STRAYS.iter().enumerate() {
        for (second, other) in STRAYS.iter().enumerate() {
            let mut places = [const { String::new() }; 4];
            places[first % 4] = as_of(one, 1, "stray");
            places[(first + second) % 4].push_str(&as_of(other, 2, "other-stray"));
            let [top, between, below, last] = places;
            let named = "stray, other-stray, sharing1";
            let files = [
                format!("{head}{top}{}{between}", section(1, named)),
                format!("{below}{}{last}{known}", section(2, named)),
            ];
            let compilation = compiled(&files);
            let findings = candor::diagnostic::render::plain(&compilation.sources, &compilation.diagnostics);
            let shown = || format!("{}\n{findings}", files.join("----\n"));
            let errors = compilation.diagnostics.iter().filter(|one| one.severity() == Severity::Error);
            let codes: Vec<&str> =
                errors.map(|one| one.rule.code).filter(|code| *code != "stale-acknowledgement").collect();
            assert_eq!(codes, ["misplaced-item"; 2], "{}", shown());
            let policy = &compilation.policy;
            for at in [1, 2] {
                let of =
                    |label: &str| policy.statement_of(&format!("{label}{at}")).expect("it is in a section");
                match &of("never").exception {
                    Some(Exception::StatedIn(named)) => {
                        let labels: Vec<&str> =
                            named.iter().map(|(target, _)| policy.target_label(*target)).collect();
                        assert_eq!(labels, [format!("sharing{at}")], "{}", shown());
                    }
                    other => panic!("{other:?} is not what it excepts: {}", shown()),
                }
                let choice = of("leave").choice.map(|choice| &*policy.vocabulary.term(choice).name);
                assert_eq!(choice, Some(&*of("leave").label), "{}", shown());
            }
        }
    }
}

fn compiled(files: &[String]) -> candor::Compilation {
    let mut sources = candor::stdlib::sources();
    let names = files.iter().enumerate().map(|(at, text)| (format!("{at}.candor"), text.clone()));
    let ids: Vec<_> = names.map(|(name, text)| sources.add(name, text)).collect();
    candor::compile(sources, &ids)
}
