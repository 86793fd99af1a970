//! What standard terms are called where their labels do not fit: by another law, in another spelling, in another place of
//! a sentence, of other people.
//!
//! # Design
//!
//! A label of the vocabulary fits one frame of its kind. What else a term is called stands in resources and not in code:
//! `stdlib/words/LANGUAGE.ftl` for a language and its part of the world, `stdlib/laws/REGION/LANGUAGE.ftl` for the words of
//! a law, `stdlib/words/LANGUAGE.spelling` for spelling alone. In a resource a message is a term; its value stands for the
//! label, its attributes for the label in one place. What no resource has falls back to the label, so a term of a policy,
//! whose label is the words of its author, is never called otherwise.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource};
use unic_langid::LanguageIdentifier;

use super::frames::{Document, Value};
use crate::model::{Origin, Term};

include!(concat!(env!("OUT_DIR"), "/namings.rs"));

/// What standard terms are called in one language under some laws.
pub(super) struct Naming {
    /// The most particular first: laws, the part of the world, the language.
    bundles: Vec<FluentBundle<FluentResource>>,
    /// The regions of whose laws the first of them are, each with its bundle.
    regions: Vec<&'static str>,
    spelling: Spelling,
    document: Document,
}

impl Naming {
    /// The words for a language, for laws, the regions of these with those around them, the nearest first, and for what the
    /// document is called.
    pub(super) fn of(language: &LanguageIdentifier, laws: &[&str], document: Document) -> Self {
        let mut texts: Vec<&str> = Vec::new();
        let mut regions = Vec::new();
        for region in laws {
            let of_region = LAWS.iter().filter(|(law, tag, _)| law == region && fits(language, tag));
            for (law, _, text) in of_region {
                texts.push(text);
                regions.push(*law);
            }
        }
        // `en-US` before `en`.
        let mut words: Vec<&(&str, &str)> = WORDS.iter().filter(|(tag, _)| fits(language, tag)).collect();
        words.sort_by_key(|(tag, _)| std::cmp::Reverse(language_of(tag).len()));
        texts.extend(words.into_iter().map(|(_, text)| *text));
        let bundles = texts.into_iter().map(|text| bundle(language, text)).collect();
        Self { bundles, regions, spelling: Spelling::of(language), document }
    }

    /// The label of a term in this language.
    pub(super) fn label<'t>(&self, term: &'t Term) -> Cow<'t, str> {
        if term.origin != Origin::Standard {
            return Cow::Borrowed(&term.label);
        }
        let id = id(term);
        let said = self.bundles.iter().find_map(|bundle| {
            let value = bundle.get_message(&id)?.value()?;
            Some(bundle.format_pattern(value, None, &mut Vec::new()).into_owned())
        });
        match said {
            Some(said) => Cow::Owned(self.document.named(self.spelling.spelled(&said)).into_owned()),
            None => self.document.named(self.spelling.spelled(&term.label)),
        }
    }

    /// What a term is called in a place; `None` where nothing is said of that.
    pub(super) fn said(&self, term: &Term, place: Place, values: &[(&str, Value<'_>)]) -> Option<String> {
        self.said_in(&self.bundles, term, place, values)
    }

    /// What the law of one region calls a term in a place.
    pub(super) fn said_by_law(&self, region: &Term, term: &Term, place: Place) -> Option<String> {
        if region.origin != Origin::Standard {
            return None;
        }
        let mut of_law = self.regions.iter().zip(&self.bundles).filter(|(law, _)| ***law == *region.name);
        of_law.find_map(|(_, bundle)| self.said_in(std::slice::from_ref(bundle), term, place, &[]))
    }

    fn said_in(
        &self,
        bundles: &[FluentBundle<FluentResource>],
        term: &Term,
        place: Place,
        values: &[(&str, Value<'_>)],
    ) -> Option<String> {
        if term.origin != Origin::Standard {
            return None;
        }
        let id = id(term);
        bundles.iter().find_map(|bundle| {
            let message = bundle.get_message(&id)?;
            let pattern = message.get_attribute(place.name())?.value();
            let mut args = FluentArgs::with_capacity(values.len());
            for (key, value) in values {
                args.set(Cow::Borrowed(*key), value.clone());
            }
            let mut faults = Vec::new();
            let said = bundle.format_pattern(pattern, Some(&args), &mut faults).into_owned();
            debug_assert!(faults.is_empty(), "`{id}.{}`: {faults:?}", place.name());
            Some(self.document.named(self.spelling.spelled(&said)).into_owned())
        })
    }
}

/// The name of the message of a term.
fn id(term: &Term) -> String {
    format!("{}-{}", term.kind.published(), term.name.replace('.', "_"))
}

/// Whether words of a tag are words of the language: those of `en` are words of `en-US`, not the other way round. What
/// stands behind a dot parts the words of a language into several files: `en.rights`.
fn fits(language: &LanguageIdentifier, tag: &str) -> bool {
    language_of(tag).parse::<LanguageIdentifier>().is_ok_and(|tag| {
        tag.language == language.language && (tag.region.is_none() || tag.region == language.region)
    })
}

fn language_of(tag: &str) -> &str {
    tag.split_once('.').map_or(tag, |(language, _)| language)
}

/// # Panics
/// Never: the build script has read every resource and found no fault.
#[allow(clippy::expect_used, reason = "see above")]
fn bundle(language: &LanguageIdentifier, text: &str) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.clone()]);
    bundle.set_use_isolating(false);
    let resource = FluentResource::try_new(text.to_owned()).map_err(|(_, faults)| faults);
    bundle.add_resource(resource.expect("a resource can be read")).expect("no term stands there twice");
    bundle
}

/// How words are spelled in a part of the world, where they are spelled otherwise.
#[derive(Default)]
pub(super) struct Spelling(HashMap<&'static str, &'static str>);

impl Spelling {
    pub(super) fn of(language: &LanguageIdentifier) -> Self {
        let texts = SPELLINGS.iter().filter(|(tag, _)| fits(language, tag)).map(|(_, text)| *text);
        let pairs = texts.flat_map(str::lines).filter_map(|line| line.split_once(' '));
        Self(pairs.collect())
    }

    /// The text with its words spelled so; a word with a capital keeps it.
    pub(super) fn spelled<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.0.is_empty() {
            return Cow::Borrowed(text);
        }
        let mut spelled = String::with_capacity(text.len());
        for part in text.split_inclusive(|one: char| !one.is_alphabetic()) {
            let word = part.trim_end_matches(|one: char| !one.is_alphabetic());
            let behind = part.get(word.len()..).unwrap_or_default();
            match self.other(word) {
                Some(other) => spelled.push_str(&other),
                None => spelled.push_str(word),
            }
            spelled.push_str(behind);
        }
        Cow::Owned(spelled)
    }

    fn other(&self, word: &str) -> Option<String> {
        if let Some(other) = self.0.get(word) {
            return Some((*other).to_owned());
        }
        let other = self.0.get(word.to_lowercase().as_str())?;
        Some(super::words::upper_first(other))
    }
}
