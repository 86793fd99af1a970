//! Profiles: sets of requirements that come with Candor and that a policy turns on by name.
//!
//! They are files of the language like any other, read when somebody asks for them.

use crate::diagnostic::Diagnostics;
use crate::model::{KnownTerm, Policy, Require, TermId};
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

/// The laws of a policy, by name, of which no profile asks anything.
#[must_use]
pub fn uncovered(policy: &Policy) -> Vec<&str> {
    let vocabulary = &policy.vocabulary;
    let is_covered = |law: &TermId| {
        let covered = COVERED.iter().filter_map(|one| vocabulary.known(*one));
        covered.into_iter().any(|one| vocabulary.is_below(*law, one))
    };
    let laws = policy.header.iter().flat_map(|header| &header.law);
    laws.filter(|law| !is_covered(law)).map(|law| &*vocabulary.term(*law).name).collect()
}

/// Where a law holds of which a profile asks something: that of the Union, with its copy in the United Kingdom, and that of
/// California.
const COVERED: [KnownTerm; 3] =
    [KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom, KnownTerm::California];

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
