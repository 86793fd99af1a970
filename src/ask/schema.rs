//! The schemas of questions and answers, from the types with which they are read and written.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::fields::Extra;
use super::lines::Answered;
use crate::rules::{self as published, Clause};
use crate::semantics::verdict::Verdict;

/// The version of both schemas.
pub(super) const VERSION: &str = "1.0";

/// The words for an answer.
pub(super) fn verdict(_: &mut SchemaGenerator) -> Schema {
    let words = Verdict::ALL.into_iter().filter(|one| *one != Verdict::Impossible).map(Verdict::word);
    json_schema!({ "type": "string", "enum": words.collect::<Vec<_>>() })
}

/// The JSON Schema of an answer, draft 2020-12: of `candor ask --json`, and of each line of `candor ask --questions`.
#[must_use]
pub fn answer_schema() -> String {
    published::published(whole::<Answered>("answer"))
}

/// The JSON Schema of a question, draft 2020-12: of each line of a file of questions, and of each flow of an answer.
#[must_use]
pub fn question_schema() -> String {
    let mut schema = whole::<Clause>("question");
    let slots = definition(&mut schema, "Slots", std::clone::Clone::clone);
    let mut fields = Map::new();
    for part in [schema.get("properties"), slots.get("properties"), whole::<Extra>("").get("properties")] {
        let part = part.and_then(Value::as_object).cloned().unwrap_or_default();
        fields.extend(part);
    }
    // What a question can say in fewer words than a rule.
    let short = |schema: &mut Value, name: &str, other: Value| {
        definition(schema, name, |long| {
            let description = long.get("description").cloned().unwrap_or_default();
            json!({ "description": description, "anyOf": [long.clone(), other] })
        });
    };
    let of = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    short(&mut schema, "Item", of("Reference"));
    short(&mut schema, "Slot", json!({ "type": "array", "items": of("Item"), "minItems": 1 }));
    short(&mut schema, "Condition", of("Reference"));
    short(&mut schema, "FactClause", of("Condition"));
    short(&mut schema, "Basis", of("Reference"));
    let more = whole::<Extra>("");
    if let (Some(all), Some(more)) = (schema["$defs"].as_object_mut(), more["$defs"].as_object()) {
        all.extend(more.clone());
    }
    if let Some(root) = schema.as_object_mut() {
        root.insert("title".to_owned(), "Candor question".into());
        root.insert(
            "description".to_owned(),
            "A question to a policy: the fields of a rule, or a sentence in words.".into(),
        );
        root.insert("properties".to_owned(), Value::Object(fields));
        root.insert("additionalProperties".to_owned(), false.into());
        root.remove("required");
        root.insert("anyOf".to_owned(), json!([{ "required": ["verb"] }, { "required": ["question"] }]));
    }
    published::published(schema)
}

fn whole<T: JsonSchema>(name: &str) -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), format!("urn:candor:{name}:{VERSION}").into());
    schema.to_value()
}

/// Puts another schema in the place of a definition, and gives the one that it made.
fn definition(schema: &mut Value, name: &str, change: impl FnOnce(&Value) -> Value) -> Value {
    let place = schema.get_mut("$defs").and_then(|all| all.get_mut(name));
    place.map_or(Value::Null, |place| {
        *place = change(place);
        place.clone()
    })
}
