//! What a comparison found: the one model from which every output is made.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acknowledgement::Fitting;
pub use super::flow_box::Area;
use super::rule::{Direction, Part};

/// A comparison of two versions of a policy. Deterministic: no time, no path of a machine, findings in a fixed order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The old version.
    pub old: Version,
    /// The new version.
    pub new: Version,
    /// In whose favour the whole change is.
    pub direction: Direction,
    /// Every change: the gravest first, then by rule, then by the place in the new policy.
    pub changes: Vec<Change>,
    /// Whether the meaning is the same: nothing is told of flows, conditions, retention and guarantees, and the digest of the
    /// meaning is the same.
    pub is_same_meaning: bool,
    /// Whether what is told of flows was proved: the difference was worked out a second time in another way, and each box
    /// was read again.
    pub is_complete: bool,
    /// How each acknowledgement that was at hand fits, in the order of their files.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub acknowledgements: Vec<Fitting>,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Version {
    /// Where it came from, as the reader named it: a path, `git:REF:PATH`.
    pub source: String,
    /// The commit from which it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The title of the policy.
    pub title: String,
    /// Its effective date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
}

/// One change, reported once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// The name of the rule (`candor explain CODE`).
    pub rule: String,
    /// Which part of the meaning it is about.
    pub part: Part,
    /// In whose favour it is.
    pub direction: Direction,
    /// What it says, in one plain sentence: "Advertisers may get contact data except telephone numbers for advertising".
    pub title: String,
    /// For flows: the slots that had to be relaxed before the other side said the same.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub novelty: Vec<String>,
    /// Exactly which flows, or which data: the fewest largest boxes.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub areas: Vec<Area>,
    /// The value before, for what is compared by an order of its own: `30 days`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// The value after.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
    /// One concrete flow of it, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub example: Option<String>,
    /// What is responsible on the old side.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub old: Vec<Place>,
    /// What is responsible on the new side.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub new: Vec<Place>,
    /// Where nothing is left of it in the new version: the part of that version behind which it stood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub behind: Option<Place>,
    /// Which edit it comes from.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub causes: Vec<Cause>,
    /// Things about it that make it graver: `sensitive-data`, `children`, `sale`, `training`, `automated-decision`,
    /// `was-prohibited`, `rested-on-consent`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub marks: Vec<String>,
    /// Whether data that are held already are touched.
    pub touches_held_data: bool,
    /// The same for the same change, whatever the language, the labels and the places: the first 16 hexadecimal digits of
    /// a SHA-256.
    pub fingerprint: String,
    /// How grave it is under the profiles at hand; set by the gate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub grade: Option<Grade>,
    /// The acknowledgement that covers it, if one does: the name of its file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acknowledged: Option<String>,
}

/// A part of a policy: a statement, a tracker, a term, a line of the header.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Its label or name; also the address of its sentence in the page.
    pub label: String,
    /// The file, as it was named when it was read.
    pub file: String,
    /// The line where it begins, from one.
    pub line: usize,
    /// The column where it begins, in characters, from one.
    pub column: usize,
    /// The line where it ends.
    pub end_line: usize,
    /// The column behind its end.
    pub end_column: usize,
    /// What the reader of the page sees.
    pub sentence: String,
}

/// An edit from which a change comes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// What was done.
    pub edit: Edit,
    /// The label of the statement, or the name of the term.
    pub name: String,
}

/// What an edit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Edit {
    /// A statement was added.
    StatementAdded,
    /// A statement was taken out.
    StatementRemoved,
    /// A statement says something else.
    StatementChanged,
    /// A term of the vocabulary covers something else.
    TermChanged,
    /// The header of the policy changed.
    HeaderChanged,
}

/// How grave a change is: set from the data of the profiles, never by the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grade {
    /// Whether it stops a merge.
    pub level: Level,
    /// Whether people have to be told, and how.
    pub notice: Notice,
    /// Whether it stops the merge as things stand: it is grave enough for that, and nobody acknowledged it.
    pub stops: bool,
    /// Why: each profile's ground.
    pub grounds: Vec<Ground>,
}

/// Whether a change stops a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Worth a look.
    Warning,
    /// Stops the merge until it is acknowledged.
    Error,
}

/// What people have to be told. Each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Notice {
    /// Nothing.
    None,
    /// An entry in the list of changes.
    Log,
    /// A notice of its own that reaches them.
    Notify,
    /// Such a notice, well before the change takes effect.
    Advance,
    /// A new choice, before the change touches data that are held already.
    Consent,
}

/// Why a change has its grade.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ground {
    /// The profile.
    pub profile: String,
    /// The article, section or guideline.
    pub cites: String,
    /// What it asks for.
    pub notice: Notice,
}

impl Level {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Notice {
    /// All of them, the least first.
    pub const ALL: [Self; 5] = [Self::None, Self::Log, Self::Notify, Self::Advance, Self::Consent];

    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Log => "log",
            Self::Notify => "notify",
            Self::Advance => "advance",
            Self::Consent => "consent",
        }
    }

    /// What has to be done, for a person.
    #[must_use]
    pub const fn duty(self) -> &'static str {
        match self {
            Self::None => "nobody has to be told",
            Self::Log => "an entry in the list of changes",
            Self::Notify => "a notice of its own to the people concerned",
            Self::Advance => "a notice to the people concerned, well before the change takes effect",
            Self::Consent => {
                "a notice well before, and a new choice before data that are held already are touched"
            }
        }
    }
}
