//! Profiles: sets of requirements that come with Candor and that a policy turns on by name.
//!
//! They are files of the language like any other, read when somebody asks for them.

use crate::diagnostic::Diagnostics;
use crate::model::{Policy, Require};
use crate::source::Sources;
use crate::{lower, parse};

/// The name, the file and the text of every profile.
pub const PROFILES: &[(&str, &str, &str)] = &[
    ("baseline", "stdlib/profiles/baseline.candor", include_str!("../stdlib/profiles/baseline.candor")),
    ("gdpr", "stdlib/profiles/gdpr.candor", include_str!("../stdlib/profiles/gdpr.candor")),
    ("ccpa", "stdlib/profiles/ccpa.candor", include_str!("../stdlib/profiles/ccpa.candor")),
];

/// The requirements of a profile.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Its file, alone, so that the spans of its requirements can be shown.
    pub sources: Sources,
    /// What it requires.
    pub requires: Vec<Require>,
    /// What is wrong with it in the words of this policy; nothing, unless Candor has a fault.
    pub diagnostics: Diagnostics,
}

/// Every name of a profile.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|(name, _, _)| *name)
}

/// A profile, with its names resolved for a policy.
#[must_use]
pub fn load(policy: &Policy, name: &str) -> Option<Profile> {
    let (name, file, text) = PROFILES.iter().find(|(known, _, _)| *known == name)?;
    let mut sources = Sources::new();
    let file = sources.add(*file, *text);
    let (document, mut diagnostics) = parse::parse(&sources, file);
    let (requires, found) = lower::requirements(&policy.vocabulary, &document);
    diagnostics.extend(found);
    Some(Profile { name, sources, requires, diagnostics })
}
