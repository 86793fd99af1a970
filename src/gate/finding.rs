//! What is wrong with the gate itself: its settings and the acknowledgements.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diff::report::Level;

/// A kind of finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingRule {
    /// Its name, stable for ever.
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// Whether it is about an acknowledgement, and not about the settings.
    pub is_about_acknowledgement: bool,
    /// What it says, in one sentence.
    pub summary: &'static str,
}

macro_rules! finding_rules {
    ($($name:ident $code:literal $level:ident $is_about:literal $summary:literal;)*) => {
        $(#[doc = $summary]
        pub const $name: FindingRule =
            FindingRule { code: $code, level: Level::$level, is_about_acknowledgement: $is_about, summary: $summary };)*
        /// All of them.
        pub const RULES: &[FindingRule] = &[$($name),*];
    };
}

finding_rules! {
    GATE_WEAKENED "gate-weakened" Error false
        "the new settings let through what the old ones stop";
    GATE_STRENGTHENED "gate-strengthened" Note false
        "the new settings stop as much as the old ones, or more";
    UNREADABLE "acknowledgement-unreadable" Error true
        "an acknowledgement cannot be read";
    STALE "acknowledgement-stale" Error true
        "an acknowledgement holds nothing that changed";
    TOO_WIDE "acknowledgement-too-wide" Error true
        "an acknowledgement holds what did not change";
    EXPIRED "acknowledgement-expired" Error true
        "the last day of an acknowledgement is over";
    EXPIRES_SOON "acknowledgement-expires-soon" Warning true
        "the last day of an acknowledgement is near";
    INCOMPLETE "acknowledgement-incomplete" Error true
        "an acknowledgement lacks what its changes need";
    NOT_ALLOWED "approver-not-allowed" Error true
        "nobody who may do so has approved an acknowledgement";
    SELF_APPROVED "self-approved" Error true
        "whoever made a change is the only one who approved it";
    SELF_APPROVED_UNASKED "self-approved-unasked" Warning true
        "whoever made a change approved it, and no one else is asked for";
}

/// The finding of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static FindingRule> {
    RULES.iter().find(|rule| rule.code == code)
}

/// One thing that is wrong with the gate itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its rule.
    pub rule: String,
    /// How grave it is.
    pub level: Level,
    /// What is wrong, in one sentence.
    pub title: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub help: Option<String>,
    /// The file that it is about.
    pub file: String,
    /// The same for the same finding, wherever it stands.
    pub fingerprint: String,
    /// Whether it stops the merge.
    pub stops: bool,
    /// The acknowledgement that covers it: the name of its file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub acknowledged: Option<String>,
}

impl Finding {
    /// A finding that stops the merge if it is an error.
    #[must_use]
    pub fn new(rule: &FindingRule, file: &str, title: String, help: Option<String>) -> Self {
        let fingerprint = fingerprint(&[rule.code, file, &title]);
        let stops = rule.level == Level::Error;
        Self {
            rule: rule.code.to_owned(),
            level: rule.level,
            title,
            help,
            file: file.to_owned(),
            fingerprint,
            stops,
            acknowledged: None,
        }
    }

    /// Whether it is about an acknowledgement, and not about the settings.
    #[must_use]
    pub fn is_about_acknowledgement(&self) -> bool {
        find(&self.rule).is_some_and(|rule| rule.is_about_acknowledgement)
    }
}

/// The first 16 digits of a checksum over the parts.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(parts.join("\u{0}"));
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}
