//! Whether two trees say the same.
//!
//! The comparison goes over the serialised trees, so that a part of the tree that is added later is compared too.
//! What the formatter may change is listed here and nowhere else: places, the order of clauses, repeated items of
//! a list, the form of a verb, `1 days`.

use serde_json::Value;

use crate::ast;

/// Whether two documents differ in nothing but layout, and have the same comments.
pub(super) fn says_the_same(one: &ast::Document, other: &ast::Document) -> bool {
    let (Some(tree), Some(other_tree)) = (without_layout(one), without_layout(other)) else { return false };
    tree == other_tree && comments(one) == comments(other)
}

/// Comments move with their clauses, so that their order is not compared.
fn comments(document: &ast::Document) -> Vec<&str> {
    let mut texts: Vec<&str> = document.comments.iter().map(|comment| comment.text.as_str()).collect();
    texts.sort_unstable();
    texts
}

fn without_layout(document: &ast::Document) -> Option<Value> {
    let mut tree = serde_json::to_value(&document.items).ok()?;
    strip(&mut tree, "");
    Some(tree)
}

/// The lists in which an item counts once, however often it is written.
const LISTS: &[&str] = &[
    "values",
    "except",
    "traits",
    "states",
    "IsAKindOf",
    "Includes",
    "Excludes",
    "MayContain",
    "ExceptIn",
    "Cites",
    "Traces",
    "BasedOn",
];

fn strip(value: &mut Value, key: &str) {
    match value {
        Value::Object(fields) => {
            if fields.len() == 2 && fields.contains_key("start") && fields.contains_key("end") {
                *value = Value::Bool(true);
                return;
            }
            fields.remove("written_for");
            let is_set = fields.contains_key("except") && fields.contains_key("items");
            for (key, field) in fields.iter_mut() {
                strip(field, if is_set { "except" } else { key });
            }
            for key in ["unit", "verdict"] {
                if let Some(Value::String(text)) = fields.get_mut(key).and_then(|name| name.get_mut("text")) {
                    *text = text
                        .split_whitespace()
                        .collect::<Vec<_>>()
                        .join(" ")
                        .trim_end_matches('s')
                        .to_owned();
                }
            }
        }
        Value::Array(items) => {
            items.iter_mut().for_each(|item| strip(item, ""));
            if key == "clauses" {
                items.sort_by_cached_key(Value::to_string);
            }
            if LISTS.contains(&key) {
                let mut known: Vec<Value> = Vec::new();
                items.retain(|item| {
                    let is_new = !known.contains(item);
                    if is_new {
                        known.push(item.clone());
                    }
                    is_new
                });
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
