//! What is wrong with the fields of a question, in the words of whoever wrote them.
//!
//! Whether fields can be read is decided by the types that read them; the schema of a question, which is made of these
//! types, tells what was expected where they cannot.

use std::sync::LazyLock;

use serde_json::{Map, Value};

use super::schema;
use crate::suggest;

/// What is wrong, and where.
pub(super) struct Fault {
    /// A text that stands there, to find the place.
    pub(super) at: String,
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
}

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&schema::question_schema()).unwrap_or_default());

/// The first of the fields that is not as it should be.
pub(super) fn fault(fields: &Map<String, Value>) -> Option<Fault> {
    fields.iter().find_map(|(name, value)| {
        let schema = SCHEMA.get("properties")?.get(name)?;
        fault_of(schema, value, &Place { name, path: name.clone() })
    })
}

/// Where in a question something stands.
struct Place<'n> {
    /// The innermost name.
    name: &'n str,
    path: String,
}

impl Place<'_> {
    fn fault(&self, message: String) -> Fault {
        Fault { at: self.name.to_owned(), message, help: None }
    }
}

/// One of the shapes that a value can have.
#[derive(Clone, Copy)]
struct Shape<'s> {
    own: &'s Value,
    /// What all shapes of a list of them have in common.
    shared: Option<&'s Value>,
}

impl<'s> Shape<'s> {
    /// The shapes of a schema.
    fn all(schema: &'s Value) -> Vec<Self> {
        let schema = resolved(schema);
        let listed = ["anyOf", "oneOf"].into_iter().find_map(|word| schema.get(word)?.as_array());
        let Some(listed) = listed else { return vec![Self { own: schema, shared: None }] };
        let shared = schema.get("properties").is_some().then_some(schema);
        let shapes = listed.iter().flat_map(Self::all);
        shapes.map(|shape| Self { shared: shape.shared.or(shared), ..shape }).collect()
    }

    /// Text, a list, an object.
    fn sort(self) -> Option<&'s str> {
        self.own.get("type")?.as_str()
    }

    fn is_sort_of(self, value: &Value) -> bool {
        let Some(sort) = self.sort() else { return true };
        match value {
            Value::Null => sort == "null",
            Value::Bool(_) => sort == "boolean",
            Value::Number(number) => sort == "number" || sort == "integer" && number.as_u64().is_some(),
            Value::String(_) => sort == "string",
            Value::Array(_) => sort == "array",
            Value::Object(_) => sort == "object",
        }
    }

    /// The words that can stand there; none if any text can.
    fn words(self) -> Option<Vec<&'s str>> {
        let listed = self.own.get("enum").and_then(Value::as_array).into_iter().flatten();
        let words: Vec<&str> = listed.chain(self.own.get("const")).filter_map(Value::as_str).collect();
        (!words.is_empty()).then_some(words)
    }

    /// The fields that it can have, each with its schema.
    fn fields(self) -> impl Iterator<Item = (&'s str, &'s Value)> {
        let schemas = [Some(self.own), self.shared].into_iter().flatten();
        let fields = schemas.filter_map(|schema| schema.get("properties")?.as_object()).flatten();
        fields.map(|(name, schema)| (name.as_str(), schema))
    }

    /// Whether an object is meant to be this: it has a field of its own, and the word by which it is told from others.
    fn is_meant_by(self, object: &Map<String, Value>) -> bool {
        let own = self.own.get("properties").and_then(Value::as_object).into_iter().flatten();
        let mut has_one = false;
        for (name, schema) in own {
            match (schema.get("const"), object.get(name)) {
                (Some(word), said) if said != Some(word) => return false,
                (_, said) => has_one |= said.is_some(),
            }
        }
        has_one
    }
}

/// The definition to which a schema leads.
fn resolved(schema: &Value) -> &Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    let definition = name.and_then(|name| SCHEMA.get("$defs")?.get(name));
    definition.map_or(schema, resolved)
}

fn fault_of(schema: &Value, value: &Value, place: &Place<'_>) -> Option<Fault> {
    let shapes = Shape::all(schema);
    let fitting: Vec<Shape<'_>> = shapes.iter().copied().filter(|shape| shape.is_sort_of(value)).collect();
    if fitting.is_empty() {
        return Some(of_another_sort(&shapes, value, place));
    }
    match value {
        Value::String(word) => fault_of_word(&fitting, word, place),
        Value::Array(list) => {
            let item = fitting.iter().find_map(|shape| shape.own.get("items"))?;
            list.iter().enumerate().find_map(|(at, one)| {
                fault_of(item, one, &Place { name: place.name, path: format!("{}[{at}]", place.path) })
            })
        }
        Value::Object(object) => fault_of_object(&fitting, object, place),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn of_another_sort(shapes: &[Shape<'_>], value: &Value, place: &Place<'_>) -> Fault {
    let path = &place.path;
    let mut sorts: Vec<&str> = shapes.iter().filter_map(|shape| shape.sort()).collect();
    sorts.sort_unstable();
    sorts.dedup();
    if value.is_string() && sorts.contains(&"array") {
        return place.fault(format!("`{path}` is a list: write `[{value}]`"));
    }
    let words = sorts.into_iter().map(|sort| match sort {
        "array" => "a list, in brackets",
        "object" => "an object, in braces",
        "string" => "a text, in quotation marks",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        other => other,
    });
    place.fault(format!("`{path}` is {}", words.collect::<Vec<_>>().join(" or ")))
}

fn fault_of_word(fitting: &[Shape<'_>], word: &str, place: &Place<'_>) -> Option<Fault> {
    let words: Option<Vec<Vec<&str>>> = fitting.iter().map(|shape| shape.words()).collect();
    let words = words?.concat();
    let message = format!("`{}` cannot be `{word}`", place.path);
    (!words.contains(&word)).then(|| Fault { at: word.to_owned(), message, help: Some(one_of(word, &words)) })
}

fn fault_of_object(fitting: &[Shape<'_>], object: &Map<String, Value>, place: &Place<'_>) -> Option<Fault> {
    let path = &place.path;
    let mut names: Vec<&str> =
        fitting.iter().flat_map(|shape| shape.fields()).map(|(name, _)| name).collect();
    names.sort_unstable();
    names.dedup();
    if let Some(unknown) = object.keys().find(|name| !names.contains(&name.as_str())) {
        let message = format!("`{path}` has no field `{unknown}`");
        return Some(Fault { at: unknown.clone(), message, help: Some(one_of(unknown, &names)) });
    }
    let Some(meant) = fitting.iter().find(|shape| shape.is_meant_by(object)) else {
        let kinds = fitting.iter().filter_map(|shape| shape.own.get("properties")?.get("kind")?.get("const"));
        let kinds: Vec<&str> = kinds.filter_map(Value::as_str).collect();
        return Some(match object.get("kind").and_then(Value::as_str) {
            Some(kind) => Fault {
                at: kind.to_owned(),
                message: format!("`{path}.kind` cannot be `{kind}`"),
                help: Some(one_of(kind, &kinds)),
            },
            None if kinds.is_empty() => place.fault(format!("`{path}` lacks one of {}", quoted(&names))),
            None => place.fault(format!("`{path}` lacks `kind`: one of {}", quoted(&kinds))),
        });
    };
    let required = meant.own.get("required").and_then(Value::as_array).into_iter().flatten();
    if let Some(missing) = required.filter_map(Value::as_str).find(|name| !object.contains_key(*name)) {
        return Some(place.fault(format!("`{path}` lacks `{missing}`")));
    }
    object.iter().find_map(|(name, value)| {
        let Some((_, schema)) = meant.fields().find(|(known, _)| known == name) else {
            return Some(place.fault(format!("`{path}` cannot have `{name}` beside what else it has")));
        };
        fault_of(schema, value, &Place { name, path: format!("{path}.{name}") })
    })
}

/// Which word was meant, or which there are.
fn one_of(word: &str, known: &[&str]) -> String {
    match suggest::nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write one of {}", quoted(known)),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
