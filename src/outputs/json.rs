//! The account for programs, and its schema.

use schemars::generate::SchemaSettings;

use crate::gate::Account;

/// The identifier of the JSON Schema.
const SCHEMA_ID: &str = "urn:candor:report:1.0";

/// The account as JSON, in one way only.
pub(super) fn json(account: &Account) -> String {
    let mut text = serde_json::to_string_pretty(account).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of the account, draft 2020-12.
#[must_use]
pub fn schema() -> String {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Account>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}
