//! The boxes in which reports and acknowledgements say of which flows they speak.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::semantics::space::Dimension;

/// A box of flows in the words of the new policy's vocabulary; a slot that is absent is not restricted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Area {
    /// What each restricted slot holds. The names of slots are `verb`, `actor`, `data`, `recipient`, `recipient-region`,
    /// `purpose`, `source`, `channel`, `second-data`, `second-subject`, `region`; of a guarantee `verb`, `object`, `detail`.
    /// An entry is the name of a term with all below it; `NAME (other)` is what a term covers beside the terms below it;
    /// `- NAME` takes something out; data carry their forms behind an `@`: `contact.email@hashed,truncated`, or those that are
    /// not meant: `contact.email@not anonymous`.
    pub slots: std::collections::BTreeMap<String, Vec<String>>,
    /// The facts that must be true or false.
    #[serde(skip_serializing_if = "std::collections::BTreeMap::is_empty", default)]
    pub facts: std::collections::BTreeMap<String, bool>,
    /// Whether the box is about what is ruled out, not about what is permitted.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_ruled_out: bool,
}

impl Area {
    /// The box as JSON, on one line and in one way only: fingerprints rest on it, so it is written without anything that
    /// could fail.
    pub(super) fn in_json(&self) -> String {
        let Self { slots, facts, is_ruled_out } = self;
        let slots: Map<String, Value> =
            slots.iter().map(|(slot, names)| (slot.clone(), Value::from(names.clone()))).collect();
        let mut parts = vec![format!("\"slots\":{}", Value::Object(slots))];
        if !facts.is_empty() {
            let facts = facts.iter().map(|(fact, holds)| (fact.clone(), Value::from(*holds))).collect();
            parts.push(format!("\"facts\":{}", Value::Object(facts)));
        }
        if *is_ruled_out {
            parts.push("\"isRuledOut\":true".to_owned());
        }
        format!("{{{}}}", parts.join(","))
    }

    /// The names that a slot can have: those of the slots of a flow, and of a guarantee its object and its detail.
    pub fn slot_names() -> impl Iterator<Item = &'static str> {
        Dimension::ALL.into_iter().map(Dimension::word).chain(["object", "detail"])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_json_is_that_of_its_type() {
        let slots = [("verb".to_owned(), vec!["use".to_owned(), "a \"b\" \u{7}é".to_owned()])];
        let facts = [("consent".to_owned(), false)];
        for is_ruled_out in [false, true] {
            for facts in [facts.clone().into(), std::collections::BTreeMap::new()] {
                let area = Area { slots: slots.clone().into(), facts, is_ruled_out };
                assert_eq!(area.in_json(), serde_json::to_string(&area).unwrap());
            }
        }
    }
}
