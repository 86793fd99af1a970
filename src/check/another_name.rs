//! One category with two names.

use std::collections::{HashMap, HashSet};

use super::wording::{authored, is_english, plain};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Kind, Origin, Policy, SetItem, TermId, What};

rule!(pub(crate) RULE, "another-name", Note, "a category that has a name is called otherwise");

pub(super) fn categories_have_one_name(policy: &Policy, found: &mut Diagnostics) {
    same_label(policy, found);
    same_meaning(policy, found);
    if is_english(policy) {
        nearly_defined(policy, found);
    }
}

/// Two terms that a reader cannot tell apart.
fn same_label(policy: &Policy, found: &mut Diagnostics) {
    let vocabulary = &policy.vocabulary;
    let own: Vec<_> = vocabulary
        .iter()
        .filter(|(_, term)| {
            term.origin == Origin::Policy && matches!(term.kind, Kind::Data | Kind::Purpose | Kind::Recipient)
        })
        .collect();
    if own.is_empty() {
        return;
    }
    let labels: HashSet<String> = own.iter().map(|(_, term)| term.label.to_lowercase()).collect();
    // Most labels of the standard vocabulary need not be copied to see that they are none of these.
    let lengths: HashSet<usize> = own.iter().map(|(_, term)| term.label.len()).collect();
    let mut first: HashMap<(Kind, String), TermId> = HashMap::new();
    for (id, term) in vocabulary.iter().filter(|(_, term)| lengths.contains(&term.label.len())) {
        let label = term.label.to_lowercase();
        if !labels.contains(&label) {
            continue;
        }
        let known = *first.entry((term.kind, label)).or_insert(id);
        // What `means` another term says openly that it is the same; what stands below it takes its word and narrows it.
        let narrows = vocabulary.is_below(id, known);
        if narrows || term.means.is_some() || term.origin != Origin::Policy {
            continue;
        }
        let other = vocabulary.term(known);
        let finding = Diagnostic::new(
            &RULE,
            term.span,
            format!("`{}` and `{}` are both called “{}”", other.name, term.name, term.label),
        )
        .at("called the same");
        let finding =
            if other.origin == Origin::Policy { finding.with(other.span, "and this one") } else { finding };
        found.push(
            finding.help(format!("use `{}` for both, or give this one a label of its own", other.name)),
        );
    }
}

/// Two terms that are the same set.
fn same_meaning(policy: &Policy, found: &mut Diagnostics) {
    let mut first: HashMap<Said, TermId> = HashMap::new();
    let own = policy.vocabulary.iter().filter(|(_, term)| term.origin == Origin::Policy);
    for (id, term) in own {
        let Some(means) = &term.means else { continue };
        let said = (term.kind, unordered(&means.items), unordered(&means.except));
        let known = *first.entry(said).or_insert(id);
        if known == id {
            continue;
        }
        let other = policy.vocabulary.term(known);
        found.push(
            Diagnostic::clash(
                &RULE,
                (other.span, "means this already"),
                (term.span, "means the same"),
                format!("`{}` and `{}` are two names for the same", other.name, term.name),
            )
            .help("keep one of them, and use it everywhere"),
        );
    }
}

/// What a declaration says: of which kind, what is in, what is out again.
type Said = (Kind, Vec<(Option<TermId>, What)>, Vec<(Option<TermId>, What)>);

/// Items without their places, so that lists in another order are the same.
fn unordered(items: &[SetItem]) -> Vec<(Option<TermId>, What)> {
    let mut said: Vec<_> = items.iter().map(|item| (item.form, item.what)).collect();
    said.sort_unstable();
    said
}

/// Words in capitals that differ from a defined term in one word that means the same.
fn nearly_defined(policy: &Policy, found: &mut Diagnostics) {
    let own = policy.vocabulary.of_kind(Kind::Data).filter(|(_, term)| term.origin == Origin::Policy);
    let labels = own.map(|(_, term)| term.label.to_string());
    let words = policy.definitions.iter().map(|definition| definition.word.clone());
    let defined: Vec<Vec<String>> = labels
        .chain(words)
        .map(|label| label.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
        .filter(|words| words.len() > 1 && words.iter().all(|word| word.starts_with(char::is_uppercase)))
        .collect();
    if defined.is_empty() {
        return;
    }
    let is_defined = |phrase: &str| {
        let lower = phrase.to_lowercase();
        policy.vocabulary.iter().any(|(_, term)| term.label.to_lowercase() == lower)
            || policy.definitions.iter().any(|definition| definition.word.to_lowercase() == lower)
    };
    let mut told = HashSet::new();
    for section in &policy.sections {
        for text in authored(policy, section) {
            let text = plain(text);
            let words: Vec<&str> = text.split_whitespace().collect();
            for label in &defined {
                for written in words.windows(label.len()) {
                    if !written
                        .iter()
                        .all(|word| word.trim_start_matches(is_mark).starts_with(char::is_uppercase))
                    {
                        continue;
                    }
                    let written: Vec<&str> = written.iter().map(|word| word.trim_matches(is_mark)).collect();
                    let phrase = written.join(" ");
                    if !is_nearly(&written, label)
                        || is_defined(&phrase)
                        || !told.insert((section.id, phrase.clone()))
                    {
                        continue;
                    }
                    let label = label.join(" ");
                    found.push(
                        Diagnostic::new(
                            &RULE,
                            section.span,
                            format!("“{phrase}” in “{}” is not defined, and “{label}” is", section.title),
                        )
                        .at("another name")
                        .help(format!("write “{label}” if that is meant, or define “{phrase}”")),
                    );
                }
            }
        }
    }
}

fn is_mark(character: char) -> bool {
    !character.is_alphanumeric()
}

/// Words that policies use for each other.
const SAME: &[&str] = &["data", "details", "information", "records"];

fn is_nearly(written: &[&str], label: &[String]) -> bool {
    let differ: Vec<(&str, &str)> = written
        .iter()
        .zip(label)
        .map(|(one, other)| (*one, other.as_str()))
        .filter(|(one, other)| singular(one) != singular(other))
        .collect();
    let [(one, other)] = differ.as_slice() else { return false };
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    let n_shared = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shorter = one.chars().count().min(other.chars().count());
    let is_form = n_shared > 1 && n_shared + 1 >= shorter;
    is_form || (SAME.contains(&one.as_str()) && SAME.contains(&other.as_str()))
}

/// A word without the mark of the plural, in lower case.
fn singular(word: &str) -> String {
    let word = word.to_lowercase();
    word.strip_suffix('s').unwrap_or(&word).to_owned()
}
