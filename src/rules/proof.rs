//! That the policy which was read back is the one that was compiled.
//!
//! It is compiled again, and every field must be the same. Another version of Candor may say a sentence in other words
//! or list more terms; rules that it made must have the same digest of their meaning, which covers what is permitted,
//! prohibited and promised.

use serde_json::Value;

use super::{Rules, content, findings, write};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::render::compose;
use crate::semantics::space::Space;
use crate::semantics::{Understood, digest};
use crate::source::{Sources, Span};

/// Finds out whether a policy gives the rules from which it was read.
pub(super) fn prove(policy: &Understood, sources: &Sources, rules: &Rules, whole: Span) -> Diagnostics {
    let mut faults = Diagnostics::new();
    let place = Span::new(whole.start, whole.start);
    let is_own = rules.generator.version == env!("CARGO_PKG_VERSION");
    let altered = |message: String| Diagnostic::new(&findings::ALTERED, place, message);
    let meaning = policy.meaning().ok();
    let again = || match meaning {
        Some(meaning) => first_difference(policy, meaning.diagrams.space(), sources, rules),
        None => first_difference(policy, &Space::new(policy), sources, rules),
    };
    if let Some(path) = is_own.then(again).flatten() {
        let message = format!("these rules were altered: `{path}` is not what the rest of them says");
        faults.push(altered(message).help("let Candor make them again from their policy"));
        return faults;
    }
    let hash = meaning.and_then(|meaning| digest::digest(meaning).ok());
    if hash != rules.policy.meaning_hash {
        let message = "these rules say something else than their `meaningHash` stands for".to_owned();
        faults.push(match is_own {
            true => altered(message).at("altered").help("let Candor make them again from their policy"),
            false => altered(message)
                .at(format!("made by {} {}", rules.generator.name, rules.generator.version))
                .help("let this version of Candor make them again from their policy"),
        });
    }
    faults
}

/// The first field that would be written otherwise.
fn first_difference(policy: &Understood, space: &Space, sources: &Sources, rules: &Rules) -> Option<String> {
    let sentences = compose::sentence_texts(policy);
    let sentence = |id: crate::model::StatementId| sentences.get(id.index()).cloned().unwrap_or_default();
    let again = content(write(policy, space, sources, &sentence, ""));
    let rules = content(rules.clone());
    if rules == again {
        return None;
    }
    let values = [&rules, &again].map(|rules| serde_json::to_value(rules).unwrap_or_default());
    difference(&values[0], &values[1], "")
}

fn difference(one: &Value, other: &Value, path: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut keys: Vec<&String> = one.keys().chain(other.keys()).collect();
            keys.sort();
            keys.dedup();
            keys.into_iter().find_map(|key| {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                match (one.get(key), other.get(key)) {
                    (Some(one), Some(other)) => difference(one, other, &path),
                    _ => Some(path),
                }
            })
        }
        (Value::Array(ones), Value::Array(others)) if ones.len() == others.len() => ones
            .iter()
            .zip(others)
            .enumerate()
            .find_map(|(at, (one, other))| difference(one, other, &format!("{path}[{at}]"))),
        _ => (one != other).then(|| path.to_owned()),
    }
}
