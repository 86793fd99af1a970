//! `candor vocab`: which words there are, and what they mean.

use std::fmt::Write as _;

use std::collections::BTreeMap;

use candor::model::{Effect, Kind, Mapping, Term, TermId, Trait, Value, Verb, Vocabulary};
use candor::stdlib;
use clap::{Args, ValueEnum};
use serde::Serialize;

use super::terminal::{self, Stream, Terminal, count};
use super::{Failure, Verdict};

/// Browse and search the standard vocabulary
///
/// With the name of a term: what it means, what stands above and below it, what other vocabularies call it.
/// With any other text: the terms whose name, label, definition or name in another vocabulary has it.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor vocab                     the kinds of terms
  candor vocab --kind purpose      all purposes, as a tree
  candor vocab contact.email       one term
  candor vocab \"e-mail\"            a search
  candor vocab user.contact        a search by what another vocabulary calls it
  candor vocab --format json       every term, for a program")]
pub(crate) struct Arguments {
    /// A name, or a text to search for
    query: Option<String>,
    /// Only terms of this kind
    #[arg(long, value_name = "KIND", value_parser = kind, hide_possible_values = true)]
    kind: Option<Kind>,
    /// The form of the terms
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// To read
    Human,
    /// One line for each: kind, name, label, separated by tabs
    Plain,
    /// A JSON list of terms
    Json,
}

fn kind(word: &str) -> Result<Kind, String> {
    Kind::of_word(word).ok_or_else(|| {
        let words: Vec<&str> = Kind::ALL.iter().map(|kind| kind.word()).collect();
        format!("the kinds are {}", words.join(", "))
    })
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let vocabulary = stdlib::vocabulary();
    let view = View { vocabulary: &vocabulary, terminal };
    let in_kind = |id: &TermId| arguments.kind.is_none_or(|kind| vocabulary.term(*id).kind == kind);
    let query = arguments.query.as_deref().map(str::trim).unwrap_or_default();
    let named: Vec<TermId> =
        ids(&vocabulary).filter(|id| &*vocabulary.term(*id).name == query).filter(in_kind).collect();
    let found = if named.is_empty() { search(&vocabulary, query) } else { named.clone() };
    let found: Vec<TermId> = found.into_iter().filter(in_kind).collect();
    if found.is_empty() {
        return Ok(nothing(&vocabulary, arguments.kind, query, terminal));
    }
    let text = match (arguments.format, arguments.kind) {
        (Format::Json, _) => view.json(&found)?,
        (Format::Plain, _) => view.plain(&found),
        (Format::Human, _) if !named.is_empty() => view.terms(&named),
        (Format::Human, None) if query.is_empty() => view.kinds(),
        (Format::Human, Some(kind)) if query.is_empty() => view.tree(kind),
        (Format::Human, _) => view.list(&found),
    };
    terminal.data(&text)?;
    Ok(Verdict::Fine)
}

fn nothing(vocabulary: &Vocabulary, kind: Option<Kind>, query: &str, terminal: &Terminal) -> Verdict {
    let of = kind.map(|kind| format!(" of the kind `{}`", kind.word())).unwrap_or_default();
    terminal.talk(&format!("no term{of} has `{query}`"));
    let elsewhere = vocabulary.iter().find(|(_, term)| &*term.name == query).map(|(_, term)| term.kind);
    let in_kind = |term: &Term| kind.is_none_or(|kind| term.kind == kind);
    let names = vocabulary.iter().filter(|(_, term)| in_kind(term)).map(|(_, term)| &*term.name);
    if let Some(other) = elsewhere {
        terminal.talk(&format!("  help: `{query}` is {}", other.with_article()));
    } else if let Some(near) = candor::suggest::nearest(query, names) {
        terminal.talk(&format!("  help: did you mean `{near}`?"));
    }
    Verdict::Findings
}

fn ids(vocabulary: &Vocabulary) -> impl Iterator<Item = TermId> {
    vocabulary.iter().map(|(id, _)| id)
}

/// The terms that have every word of a query, those first where the words stand in the name, then in the label, then in
/// a name of another vocabulary, then in the definition. Only where no word begins like this may it stand within one:
/// "parental" is not what somebody means by `rental`.
fn search(vocabulary: &Vocabulary, query: &str) -> Vec<TermId> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let found = with_words(vocabulary, &words, begins_in);
    if found.is_empty() { with_words(vocabulary, &words, |text, word| text.contains(word)) } else { found }
}

/// Whether one of the words of a text begins like this.
fn begins_in(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        text.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|one| !one.is_alphanumeric())
    })
}

fn with_words(vocabulary: &Vocabulary, words: &[String], stands_in: fn(&str, &str) -> bool) -> Vec<TermId> {
    let mut found: Vec<(usize, TermId)> = vocabulary
        .iter()
        .filter_map(|(id, term)| {
            words
                .iter()
                .map(|word| rank(term, word, stands_in))
                .try_fold(0, |sum, rank| Some(sum + rank?))
                .map(|rank| (rank, id))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, id)| id).collect()
}

/// How far a word is from being the name of a term; nothing where the term does not have it.
fn rank(term: &Term, word: &str, stands_in: fn(&str, &str) -> bool) -> Option<usize> {
    let has = |text: &str| stands_in(&text.to_lowercase(), word);
    let is_part = |name: &str| name.split('.').next_back().is_some_and(|last| last == word);
    let places = [
        is_part(&term.name),
        has(&term.name),
        has(&term.label),
        term.mappings.iter().any(|mapping| mapping.identifier.to_lowercase().contains(word)),
        has(&term.definition),
    ];
    places.iter().position(|is_here| *is_here)
}

/// How a term is shown to programs.
#[derive(Debug, Serialize)]
struct JsonTerm<'a> {
    kind: &'a str,
    name: &'a str,
    label: &'a str,
    definition: &'a str,
    parents: Vec<&'a str>,
    children: Vec<&'a str>,
    traits: Vec<&'a str>,
    mappings: Vec<JsonMapping<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    deprecated: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    does: BTreeMap<&'static str, Vec<String>>,
}

#[derive(Debug, Serialize)]
struct JsonMapping<'a> {
    scheme: &'a str,
    identifier: &'a str,
    exact: bool,
}

/// What is said about a term: titles and values.
#[derive(Default)]
struct Rows(Vec<(&'static str, String)>);

impl Rows {
    fn push(&mut self, title: &'static str, value: String) {
        if !value.is_empty() {
            self.0.push((title, value));
        }
    }

    /// Several values below one title.
    fn extend(&mut self, title: &'static str, values: Vec<String>) {
        let titles = std::iter::once(title).chain(std::iter::repeat(""));
        self.0.extend(titles.zip(values));
    }
}

struct View<'a> {
    vocabulary: &'a Vocabulary,
    terminal: &'a Terminal,
}

impl View<'_> {
    fn bold(&self, text: &str) -> String {
        self.terminal.bold(Stream::Data, text)
    }

    fn dim(&self, text: &str) -> String {
        self.terminal.dim(Stream::Data, text)
    }

    /// Every kind with its first terms.
    fn kinds(&self) -> String {
        let mut text = String::new();
        for kind in Kind::ALL {
            let tops: Vec<&str> = self.tops(kind).map(|id| &*self.vocabulary.term(id).name).collect();
            let n_terms = self.vocabulary.of_kind(kind).count();
            let name = self.bold(&format!("{:10}", kind.word()));
            let shown = tops.iter().take(6).copied().collect::<Vec<_>>().join(", ");
            let more = if tops.len() > 6 { ", …" } else { "" };
            let _ = writeln!(text, "{name} {}  {shown}{more}", self.dim(&format!("{n_terms:4}")));
        }
        let _ = writeln!(
            text,
            "\n`candor vocab --kind KIND` shows all terms of a kind, `candor vocab TEXT` searches."
        );
        text
    }

    /// The terms of a kind with nothing above them.
    fn tops(&self, kind: Kind) -> impl Iterator<Item = TermId> {
        self.vocabulary.of_kind(kind).filter(|(_, term)| term.parents.is_empty()).map(|(id, _)| id)
    }

    /// All terms of a kind, each below what it is a kind of.
    fn tree(&self, kind: Kind) -> String {
        let mut text = String::new();
        let mut seen = std::collections::BTreeSet::new();
        let mut open: Vec<(TermId, usize)> = self.tops(kind).map(|id| (id, 0)).collect();
        open.reverse();
        while let Some((id, depth)) = open.pop() {
            let term = self.vocabulary.term(id);
            let is_new = seen.insert(id);
            // A term with several parents is shown below each, what is below it only once.
            let again = if is_new || term.children.is_empty() { "" } else { " (see above)" };
            let _ = writeln!(
                text,
                "{:indent$}{}  {}{again}",
                "",
                self.bold(&term.name),
                term.label,
                indent = depth * 2
            );
            if is_new {
                open.extend(term.children.iter().rev().map(|child| (*child, depth + 1)));
            }
        }
        text
    }

    fn list(&self, ids: &[TermId]) -> String {
        let terms: Vec<&Term> = ids.iter().map(|id| self.vocabulary.term(*id)).collect();
        let width = terms.iter().map(|term| term.name.chars().count()).max().unwrap_or(0).min(40);
        let mut text = String::new();
        for term in terms {
            let name = self.bold(&format!("{:width$}", &*term.name));
            let _ =
                writeln!(text, "{} {name}  {}", self.dim(&format!("{:10}", term.kind.word())), term.label);
        }
        let _ = writeln!(text, "\n{}", self.dim(&count(ids.len(), "term")));
        text
    }

    fn plain(&self, ids: &[TermId]) -> String {
        let line = |id: &TermId| {
            let term = self.vocabulary.term(*id);
            format!("{}\t{}\t{}\n", term.kind.word(), term.name, term.label)
        };
        ids.iter().map(line).collect()
    }

    /// Terms of one name, which may be of several kinds, in full.
    fn terms(&self, ids: &[TermId]) -> String {
        ids.iter().map(|id| self.term(*id)).collect::<Vec<_>>().join("\n")
    }

    fn term(&self, id: TermId) -> String {
        let term = self.vocabulary.term(id);
        let mut text = String::new();
        let _ = writeln!(text, "{} {}  “{}”", term.kind.word(), self.bold(&term.name), term.label);
        if !term.definition.is_empty() {
            let _ = writeln!(text, "{}", term.definition);
        }
        if !term.deprecated.is_empty() {
            let _ = writeln!(text, "No longer to be used: {}", term.deprecated);
        }
        let traits: Vec<&str> =
            Trait::ALL.into_iter().filter(|one| term.traits.has(*one)).map(Trait::word).collect();
        let mut rows = Rows::default();
        rows.push("traits", traits.join(", "));
        rows.extend("is a kind of", self.described(&term.parents));
        rows.extend("has below it", self.described(&term.children));
        rows.extend("excludes", self.described(&term.excludes));
        rows.extend("may contain", self.described(&term.may_contain));
        let effects = self.vocabulary.effects_of(id);
        for effect in effects.said() {
            match effects.value(effect) {
                Value::Terms(ids) => rows.extend(effect.word(), self.described(ids)),
                value @ (Value::Term(_) | Value::Verbs(_) | Value::DataTrait(_) | Value::Yes(_)) => {
                    rows.push(effect.word(), self.words(value).join(", "));
                }
            }
        }
        let mapping = |one: &Mapping| {
            let relation = if one.is_exact { "same as" } else { "close to" };
            format!("{relation} {} {}", one.scheme, one.identifier)
        };
        rows.extend("elsewhere", term.mappings.iter().map(mapping).collect());
        let former: Vec<&str> = term.formerly.iter().map(|name| &**name).collect();
        rows.push("formerly", former.join(", "));
        let width = rows.0.iter().map(|(title, _)| title.len()).max().unwrap_or(0).max(13);
        for (title, value) in rows.0 {
            let _ = writeln!(text, "  {} {value}", self.dim(&format!("{title:width$}")));
        }
        text
    }

    /// Names of terms, each with its label.
    fn described(&self, ids: &[TermId]) -> Vec<String> {
        let one = |id: &TermId| {
            let term = self.vocabulary.term(*id);
            format!("{}  {}", term.name, self.dim(&term.label))
        };
        ids.iter().map(one).collect()
    }

    /// The value of an effect as it is written.
    fn words<'a>(&'a self, value: Value<'a>) -> Vec<&'a str> {
        let names = |ids: &'a [TermId]| ids.iter().map(|id| &*self.vocabulary.term(*id).name).collect();
        match value {
            Value::Terms(ids) => names(ids),
            Value::Term(id) => names(id.as_slice()),
            Value::Verbs(verbs) => verbs.iter().copied().map(Verb::word).collect(),
            Value::DataTrait(one) => one.iter().copied().map(Trait::word).collect(),
            Value::Yes(is_so) => is_so.then_some("yes").into_iter().collect(),
        }
    }

    fn json(&self, ids: &[TermId]) -> Result<String, Failure> {
        let names =
            |ids: &[TermId]| ids.iter().map(|id| &*self.vocabulary.term(*id).name).collect::<Vec<_>>();
        let term = |id: &TermId| {
            let effects = self.vocabulary.effects_of(*id);
            let does = |effect: Effect| {
                let words = self.words(effects.value(effect));
                (effect.word(), words.into_iter().map(str::to_owned).collect())
            };
            let term = self.vocabulary.term(*id);
            JsonTerm {
                kind: term.kind.word(),
                name: &term.name,
                label: &term.label,
                definition: &term.definition,
                parents: names(&term.parents),
                children: names(&term.children),
                traits: Trait::ALL.into_iter().filter(|one| term.traits.has(*one)).map(Trait::word).collect(),
                mappings: term
                    .mappings
                    .iter()
                    .map(|one| JsonMapping {
                        scheme: &one.scheme,
                        identifier: &one.identifier,
                        exact: one.is_exact,
                    })
                    .collect(),
                deprecated: &term.deprecated,
                does: effects.said().map(does).collect(),
            }
        };
        let terms: Vec<JsonTerm<'_>> = ids.iter().map(term).collect();
        terminal::json(&terms)
    }
}
