//! What somebody has acknowledged of a change: a set of flows, never a line or a text.
//!
//! The comparison takes acknowledged flows out of what changed. What is left over is reported for itself, so that an
//! acknowledgement never covers more than what was looked at. Who may acknowledge, why and until when is the gate's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::flow_box::Area;

/// The acknowledged part of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Acknowledgement {
    /// The name of its file; the changes that it covers are marked with it.
    pub file: String,
    /// The rule of change.
    pub rule: String,
    /// Which flows, or which data: exactly the boxes of the change, as the report had them.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub areas: Vec<Area>,
    /// The value before, for what is compared by an order of its own. Another value before makes it stale.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// The value after: what goes beyond it is not acknowledged.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
    /// The fingerprint of the change when it was acknowledged, for what has neither areas nor values.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fingerprint: Option<String>,
}

/// How an acknowledgement fits what changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fitting {
    /// The name of its file.
    pub file: String,
    /// Whether it shares anything with the change.
    pub fit: Fit,
    /// What it holds that did not change.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub beyond: Vec<Area>,
}

/// How an acknowledgement fits what changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// It holds changed flows and nothing else.
    Fits,
    /// It holds changed flows, and flows that did not change as well.
    TooWide,
    /// It holds nothing that changed.
    Stale,
}
