//! The rules that engineers import: one JSON file for each policy, in a documented and versioned format.
//!
//! The types of the format are its own, so that the model may change without changing what is published.
//! Their comments are the descriptions in the JSON Schema, which is generated from them; the book has the rest.
//!
//! # Design
//!
//! Who reads the rules has no compiler at hand, so the file is closed: every term to which something refers is in it,
//! and each says which others hold it. To decide whether a rule is about `contact.email` takes look-ups, no inference.

mod content;
pub mod findings;
mod format;
mod layout;
mod naming;
mod proof;
mod read;
mod slots;
mod words;
mod write;

pub use content::content;
pub use format::*;
pub use naming::{period, reference};
pub use read::{Manner, place_of, question, read, without_prefix};
pub use write::{flow, write};

use schemars::generate::SchemaSettings;
use serde_json::Value;
use thiserror::Error;

/// The name of the format, which a file states so that nobody takes it for another.
pub const FORMAT: &str = "candor-rules";

/// The version of the format: `MAJOR.MINOR`.
pub const FORMAT_VERSION: &str = "1.0";

/// The identifier of the JSON Schema for [`FORMAT_VERSION`].
pub const SCHEMA_ID: &str = "urn:candor:rules:1.0";

/// Why a text is not read as rules.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It is no JSON, or not of this shape.
    #[error("these are no rules: {0}")]
    Shape(#[from] serde_json::Error),
    /// It is in another format, or in a version that this one does not understand.
    #[error("these rules are in the format {name} {version}; this program reads {FORMAT} {FORMAT_VERSION}")]
    Format {
        /// The name of the format found.
        name: String,
        /// The version found.
        version: String,
    },
}

/// The rules as JSON, in one way only: the same rules give the same bytes.
#[must_use]
pub fn to_json(rules: &Rules) -> String {
    layout::lay_out(rules)
}

/// Reads rules back.
///
/// # Errors
/// When the text is no JSON, or in a format with another name or another major version.
pub fn from_json(text: &str) -> Result<Rules, ReadError> {
    #[derive(serde::Deserialize)]
    struct Head {
        format: Format,
    }
    let Head { format } = serde_json::from_str(text)?;
    let major = |version: &str| version.split('.').next().map(str::to_owned);
    if format.name != FORMAT || major(&format.version) != major(FORMAT_VERSION) {
        return Err(ReadError::Format { name: format.name, version: format.version });
    }
    Ok(serde_json::from_str(text)?)
}

/// The JSON Schema of the format, draft 2020-12.
#[must_use]
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    published(generator.into_root_schema_for::<Rules>().to_value())
}

/// A schema as it is published.
#[must_use]
pub fn published(mut schema: Value) -> String {
    without_null(&mut schema);
    layout::lay_out(&layout::sorted(&schema))
}

/// The generator takes what is optional for what may be null; here it is absent.
fn without_null(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Array(types)) = map.get_mut("type") {
                types.retain(|one| one != "null");
                if let [one] = &types[..] {
                    let one = one.clone();
                    map.insert("type".to_owned(), one);
                }
            }
            if let Some(Value::Array(choices)) = map.get("anyOf")
                && let [one, null] = &choices[..]
                && null.get("type") == Some(&Value::from("null"))
                && let Some(one) = one.as_object().cloned()
            {
                map.remove("anyOf");
                map.extend(one);
            }
            map.values_mut().for_each(without_null);
        }
        Value::Array(values) => values.iter_mut().for_each(without_null),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
