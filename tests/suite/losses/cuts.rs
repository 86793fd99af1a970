//! What can be cut out of a text: whatever the syntax tree knows a place of.

use candor::ast;
use serde_json::Value;

use super::{Tried, World};

/// Every place in the tree, each once, as bytes of the text.
pub(super) fn places(tried: &Tried) -> Vec<(usize, usize)> {
    let tree = serde_json::to_value(&tried.document).expect("a tree can be written");
    let mut found = Vec::new();
    collect(&tree, &mut found);
    let base = u64::from(tried.base);
    let whole = tried.text.len();
    let mut places: Vec<(usize, usize)> = found
        .into_iter()
        .filter_map(|(start, end)| {
            let start = usize::try_from(start.checked_sub(base)?).ok()?;
            let end = usize::try_from(end.checked_sub(base)?).ok()?;
            (start < end && end <= whole).then_some((start, end))
        })
        .collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn collect(node: &Value, found: &mut Vec<(u64, u64)>) {
    match node {
        Value::Object(fields) => {
            if let (2, Some(start), Some(end)) = (fields.len(), fields.get("start"), fields.get("end")) {
                found.extend(start.as_u64().zip(end.as_u64()));
                return;
            }
            fields.values().for_each(|field| collect(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The text without a place, in every way in which a list or a clause could lose it: with the comma or the word on
/// either side.
pub(super) fn without(text: &str, (start, end): (usize, usize)) -> Vec<String> {
    let (before, after) = (&text[..start], &text[end..]);
    let less = |before: &str, after: &str| format!("{before} {after}");
    let mut ways = vec![less(before, after)];
    let next = after.trim_start();
    ways.extend(next.strip_prefix(',').map(|after| less(before, after)));
    let last = before.trim_end();
    ways.extend(last.strip_suffix(',').map(|before| less(before, after)));
    let word_before = last.rfind(char::is_whitespace).map(|at| &last[..at]);
    ways.extend(word_before.map(|before| less(before, after)));
    let word_after = next.find(char::is_whitespace).map(|at| &next[at..]);
    ways.extend(word_after.map(|after| less(before, after)));
    ways
}

/// The policy without a place, in the first way that leaves a policy.
pub(super) fn cut(world: World, tried: &Tried, place: (usize, usize)) -> Result<Tried, &'static str> {
    let mut refused = "";
    for text in without(&tried.text, place) {
        match Tried::read(world, &text) {
            Ok(less) => return Ok(less),
            Err(code) => refused = code,
        }
    }
    Err(refused)
}

/// The name of the statement or the tracker around a place; nothing where there is none, or where the place is all of it.
pub(super) fn part_at(tried: &Tried, place: (usize, usize)) -> Option<String> {
    let mut parts = Vec::new();
    tried.document.items.iter().for_each(|item| parts_of(item, &mut parts));
    let base = tried.base as usize;
    let is_around = |(start, end): (usize, usize)| {
        start <= place.0 + base && place.1 + base <= end && (start, end) != (place.0 + base, place.1 + base)
    };
    parts.into_iter().find(|(_, around)| is_around(*around)).map(|(name, _)| name)
}

fn parts_of(item: &ast::Item, parts: &mut Vec<(String, (usize, usize))>) {
    let place = |span: candor::source::Span| (span.start as usize, span.end as usize);
    match item {
        ast::Item::Section(section) => section.items.iter().for_each(|item| parts_of(item, parts)),
        ast::Item::Statement(statement) => {
            parts.extend(statement.label.as_ref().map(|label| (label.text.clone(), place(statement.span))));
        }
        ast::Item::Tracker(tracker) => parts.push((tracker.name.text.clone(), place(tracker.span))),
        _ => {}
    }
}
