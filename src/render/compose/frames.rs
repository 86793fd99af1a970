//! The frames of sentences and the fixed words, one resource for each language.
//!
//! A frame is filled with phrases in which everything that an author wrote is a [mark](super::words), so that Fluent can
//! neither read nor change it.
//!
//! # Design
//!
//! Fluent was chosen because plural rules and choices by gender, number or mood stay in the resource: another language is a file, not code.
//! A message that refers to another hands on its arguments, which lets a frame be built from smaller ones.

use std::borrow::Cow;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use super::words::{LOWER_NEXT, STRONG_END, STRONG_START};

/// Stands in for languages that are missing.
const ENGLISH: (&str, &str) = ("en", include_str!("en.ftl"));
/// The languages that there are, by their primary tag. Another one is a file here and its line.
const RESOURCES: &[(&str, &str)] = &[ENGLISH];

/// A value that fills a place of a frame.
pub(super) type Value<'a> = FluentValue<'a>;

/// The frames of one language.
pub(super) struct Frames {
    bundle: FluentBundle<FluentResource>,
    /// The language of all words on the page, as a BCP 47 tag.
    pub(super) language: String,
    /// Its region, where the tag names one.
    pub(super) region: String,
}

impl Frames {
    /// The frames for a BCP 47 tag, or the English ones if there are none.
    pub(super) fn of(tag: Option<&str>) -> Self {
        let asked: LanguageIdentifier = tag.and_then(|tag| tag.parse().ok()).unwrap_or_default();
        let known = RESOURCES.iter().find(|(primary, _)| asked.language.as_str() == *primary);
        let (language, text) = match known {
            Some((_, text)) => (asked.clone(), *text),
            None => (ENGLISH.0.parse().unwrap_or_default(), ENGLISH.1),
        };
        let mut bundle = FluentBundle::new(vec![language.clone()]);
        // Marks are not words in another direction; they must come back as they went in.
        bundle.set_use_isolating(false);
        // A test reads every resource; a faulty message is left out and the others stay.
        let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
        let _ =
            bundle.add_function("STRONG", |words, _| wrapped(words, Some(STRONG_START), Some(STRONG_END)));
        let _ = bundle.add_function("LOWER", |words, _| wrapped(words, Some(LOWER_NEXT), None));
        let region = language.region.map(|region| region.as_str().to_owned()).unwrap_or_default();
        Self { bundle, language: language.to_string(), region }
    }

    /// A frame with its places filled; one that nothing fills is empty.
    pub(super) fn fill(&self, name: &str, values: &[(&str, Value<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (key, value) in values {
            args.set(Cow::Borrowed(*key), value.clone());
        }
        self.format(name, &args).unwrap_or_default()
    }

    /// A fixed word.
    pub(super) fn word(&self, name: &str) -> String {
        self.format(name, &FluentArgs::new()).unwrap_or_default()
    }

    /// Whether there is such a message.
    pub(super) fn has(&self, name: &str) -> bool {
        self.bundle.has_message(name)
    }

    /// Whether a list of words, separated by spaces, has this one.
    pub(super) fn lists(&self, name: &str, word: &str) -> bool {
        self.word(name).split_whitespace().any(|listed| listed == word)
    }

    fn format(&self, name: &str, args: &FluentArgs<'_>) -> Option<String> {
        let pattern = self.bundle.get_message(name)?.value()?;
        let mut faults = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(args), &mut faults).into_owned();
        debug_assert!(faults.is_empty(), "{name}: {faults:?}");
        Some(text)
    }
}

/// Text with marks around it, which tell what to do with it when the sentence is whole.
fn wrapped<'a>(words: &[FluentValue<'a>], before: Option<char>, after: Option<char>) -> FluentValue<'a> {
    let text = match words {
        [FluentValue::String(text)] => text.as_ref(),
        _ => return FluentValue::Error,
    };
    before.into_iter().chain(text.chars()).chain(after).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the code of composition asks for, read from the code itself.
    fn asked() -> Vec<String> {
        let code = [
            include_str!("../compose.rs"),
            include_str!("change.rs"),
            include_str!("document.rs"),
            include_str!("fact.rs"),
            include_str!("glance.rs"),
            include_str!("retention.rs"),
            include_str!("sentence.rs"),
            include_str!("set.rs"),
            include_str!("statement.rs"),
        ]
        .concat();
        let of = |call: &str| {
            code.split(call)
                .skip(1)
                .filter_map(|rest| rest.split('"').next())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        [of("fill(\""), of("word(\""), of("lists(\""), of("or_word(cell, \"")].concat()
    }

    #[test]
    fn every_resource_is_sound_and_whole() {
        let asked = asked();
        assert!(asked.len() > 60, "{asked:?}");
        for (language, text) in RESOURCES {
            let resource = FluentResource::try_new((*text).to_owned());
            assert!(resource.is_ok(), "{language}: {:?}", resource.err().map(|(_, faults)| faults));
            let frames = Frames::of(Some(language));
            for name in &asked {
                assert!(frames.has(name), "{language} has no `{name}`");
            }
        }
    }

    #[test]
    fn language_is_chosen_by_its_primary_tag() {
        assert_eq!(Frames::of(Some("en-US")).language, "en-US");
        assert_eq!(Frames::of(Some("en-US")).region, "US");
        assert_eq!(Frames::of(Some("tlh")).language, "en");
        assert_eq!(Frames::of(None).language, "en");
        assert_eq!(Frames::of(Some("no tag at all")).language, "en");
    }
}
