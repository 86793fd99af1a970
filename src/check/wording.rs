//! The words that authors write themselves, as several rules look at them.
//!
//! The sentences that Candor composes are not among them: their frames are the same in every policy, and a long list in
//! them is no long sentence.

use crate::model::{Item, Policy, Section, Words};

/// Whether the policy is written in English, of which alone these rules know the words.
pub(super) fn is_english(policy: &Policy) -> bool {
    let language = policy.header.as_ref().and_then(|header| header.language.as_deref());
    language
        .is_none_or(|tag| tag.split(['-', '_']).next().is_some_and(|word| word.eq_ignore_ascii_case("en")))
}

/// What an author wrote in a section, without the sections inside.
pub(super) fn authored<'p>(policy: &'p Policy, section: &Section) -> Vec<&'p str> {
    let mut texts = Vec::new();
    for item in &section.items {
        match item {
            Item::Statement(id) => {
                let words = &policy.statement(*id).words;
                texts.extend(words.says.as_deref());
                add_words(words, &mut texts);
            }
            Item::Tracker(id) => add_words(&policy.trackers[id.index()].named.words, &mut texts),
            Item::Prose(id) => {
                let prose = &policy.prose[id.index()];
                texts.push(prose.body.as_str());
                add_words(&prose.named.words, &mut texts);
            }
            Item::Link(id) => add_words(&policy.links[id.index()].named.words, &mut texts),
            Item::Definition(id) => {
                let definition = &policy.definitions[id.index()];
                texts.push(definition.meaning.as_str());
                add_words(&definition.named.words, &mut texts);
            }
            Item::Table(id) => add_words(&policy.tables[id.index()].named.words, &mut texts),
            Item::Section(_) => {}
        }
    }
    texts
}

fn add_words<'p>(words: &'p Words, texts: &mut Vec<&'p str>) {
    texts.extend(
        [&words.otherwise, &words.because, &words.note, &words.example]
            .into_iter()
            .flatten()
            .map(String::as_str),
    );
}

/// Markdown without its marks and without the targets of its links. Its lines stay.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some((before, behind)) = rest.split_once("](") {
        text.push_str(before);
        rest = behind.split_once(')').map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.retain(|mark| !matches!(mark, '*' | '_' | '#' | '>' | '`' | '[' | ']' | '{' | '}'));
    text
}
