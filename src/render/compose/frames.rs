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

use super::message::{ENGLISH, Message, RESOURCES};
use super::naming::Spelling;
use super::words::{LOWER_NEXT, STRONG_END, STRONG_START, upper_first};

/// A value that fills a place of a frame.
pub(super) type Value<'a> = FluentValue<'a>;

/// The frames of one language.
pub(super) struct Frames {
    bundle: FluentBundle<FluentResource>,
    /// The language of all words on the page, as a BCP 47 tag.
    pub(super) language: String,
    /// Its region, where the tag names one.
    pub(super) region: String,
    /// The tag, taken apart.
    pub(super) identifier: LanguageIdentifier,
    spelling: Spelling,
    document: Document,
}

/// What the resources call the document, and what its title does, where that is another word: “this policy”, “this notice”.
#[derive(Debug, Clone, Default)]
pub(super) struct Document(Option<(String, String)>);

impl Document {
    /// The text with the word of the title.
    pub(super) fn named<'t>(&self, text: Cow<'t, str>) -> Cow<'t, str> {
        let Some((usual, own)) = &self.0 else { return text };
        let pairs = [(usual.clone(), own.clone()), (upper_first(usual), upper_first(own))];
        pairs.into_iter().fold(text, |text, (usual, own)| match text.contains(&usual) {
            true => Cow::Owned(text.replace(&usual, &own)),
            false => text,
        })
    }
}

impl Frames {
    /// The frames for a BCP 47 tag, or the English ones if there are none.
    pub(super) fn of(tag: Option<&str>) -> Self {
        let asked: Option<LanguageIdentifier> = tag.and_then(|tag| tag.parse().ok());
        let known = asked.and_then(|asked| {
            let primary = asked.language.as_str();
            let (_, text) = RESOURCES.iter().find(|(language, _)| *language == primary)?;
            Some((asked.clone(), *text))
        });
        let (language, text) = known.unwrap_or_else(|| (tag_of(ENGLISH.0), ENGLISH.1));
        let region = language.region.map(|region| region.as_str().to_owned()).unwrap_or_default();
        Self {
            language: language.to_string(),
            bundle: bundle(language.clone(), text),
            region,
            spelling: Spelling::of(&language),
            identifier: language,
            document: Document::default(),
        }
    }

    /// The same frames for a document of this title.
    pub(super) fn for_title(mut self, title: &str) -> Self {
        let called = |word: &str| self.fill(Message::ThisDocument, &[("document", word.into())]);
        let mut words = title.rsplit(|one: char| !one.is_alphabetic()).map(str::to_lowercase);
        let own = words.find(|word| self.lists(Message::Documents, word)).unwrap_or_default();
        let (usual, own) = (called(""), called(&own));
        self.document = Document((usual != own).then_some((usual, own)));
        self
    }

    /// What the document is called, for other words of its language.
    pub(super) fn document(&self) -> Document {
        self.document.clone()
    }

    /// A frame with its places filled.
    pub(super) fn fill(&self, message: Message, values: &[(&str, Value<'_>)]) -> String {
        debug_assert!(
            message.places().iter().all(|place| values.iter().any(|(filled, _)| filled == place)),
            "`{}` needs {:?}",
            message.name(),
            message.places()
        );
        let mut args = FluentArgs::with_capacity(values.len());
        for (key, value) in values {
            args.set(Cow::Borrowed(*key), value.clone());
        }
        self.format(message, &args)
    }

    /// A fixed word.
    pub(super) fn word(&self, message: Message) -> String {
        self.fill(message, &[])
    }

    /// Whether a list of words, separated by spaces, has this one.
    pub(super) fn lists(&self, message: Message, word: &str) -> bool {
        self.word(message).split_whitespace().any(|listed| listed == word)
    }

    /// # Panics
    /// Never: the build script has found every message in every resource.
    #[allow(clippy::expect_used, reason = "see above")]
    fn format(&self, message: Message, args: &FluentArgs<'_>) -> String {
        let found = self.bundle.get_message(message.name()).and_then(|message| message.value());
        let mut faults = Vec::new();
        let pattern = found.expect("every resource has every message");
        let text = self.bundle.format_pattern(pattern, Some(args), &mut faults).into_owned();
        debug_assert!(faults.is_empty(), "`{}`: {faults:?}", message.name());
        self.document.named(self.spelling.spelled(&text)).into_owned()
    }
}

/// # Panics
/// Never: the languages that there are have tags.
#[allow(clippy::expect_used, reason = "see above")]
fn tag_of(language: &str) -> LanguageIdentifier {
    language.parse().expect("the name of a resource is a tag")
}

/// # Panics
/// Never: the build script has read every resource and found no fault.
#[allow(clippy::expect_used, reason = "see above")]
fn bundle(language: LanguageIdentifier, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language]);
    // Marks are not words in another direction; they must come back as they went in.
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, faults)| faults);
    bundle.add_resource(resource.expect("a resource can be read")).expect("no message stands there twice");
    bundle
        .add_function("STRONG", |words, _| wrapped(words, Some(STRONG_START), Some(STRONG_END)))
        .expect("one function has this name");
    bundle
        .add_function("LOWER", |words, _| wrapped(words, Some(LOWER_NEXT), None))
        .expect("one function has this name");
    bundle
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

    /// What Fluent finds wrong with a frame stops [`Frames::format`] in a test.
    #[test]
    fn every_message_of_every_language_can_be_filled() {
        for (language, _) in RESOURCES {
            let frames = Frames::of(Some(language));
            for message in Message::ALL {
                let values: Vec<(&str, Value<'_>)> =
                    message.places().iter().map(|place| (*place, Value::from(*place))).collect();
                frames.fill(*message, &values);
            }
        }
    }

    #[test]
    fn the_languages_of_the_page_are_listed() {
        let languages: Vec<&str> = RESOURCES.iter().map(|(language, _)| *language).collect();
        assert_eq!(languages, crate::language::PAGE_LANGUAGES);
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
