//! The closed words of the format, and their schema: the words of the language, as the rules call them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

pub use crate::language::{
    Bound, Effect, Expected as Verdict, FactWord, Kind, Modality, Necessity, Origin, ProtectedState, Role,
    RuleKind, TableWord, Trait, Unit, Verb, Whichever,
};

macro_rules! published {
    ($($list:ident)*) => {$(
        impl JsonSchema for $list {
            fn schema_name() -> Cow<'static, str> {
                stringify!($list).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let words = $list::ALL.into_iter().filter(|one| one.is_published());
                schema($list::ABOUT, &words.map(|one| (one.published(), one.doc())).collect::<Vec<_>>())
            }
        }
    )*};
}

published! {
    Bound Effect FactWord Kind Modality Necessity Origin ProtectedState Role RuleKind TableWord Trait Unit Verb Verdict Whichever
}

/// One of these words, each with its description if it is more than the word itself.
fn schema(about: &str, words: &[(&str, &str)]) -> Schema {
    if words.iter().all(|(_, doc)| doc.is_empty()) {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        return json_schema!({ "description": about, "type": "string", "enum": words });
    }
    let one = |(word, doc): &(&str, &str)| json!({ "description": doc, "type": "string", "const": word });
    let choices: Vec<Value> = words.iter().map(one).collect();
    json_schema!({ "description": about, "oneOf": choices })
}
