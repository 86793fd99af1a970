//! Whatever an author wrote in quotation marks stands on the page, and so does the definition of what is explained there.

use std::fmt::Write as _;

use candor::render::page::Page;
use serde_json::Value;

use super::cuts::{cut, part_at, places};
use super::{FORMS, Totals, Tried, World, compared};
use crate::fixture;
use crate::semantics::draft::Choices;
use crate::semantics::number;

/// The policies that are tried: those whose pages are read, and one that says something with every word.
fn policies() -> Vec<(String, String)> {
    let mut files = vec![fixture::root().join("tests/rules/everything.candor")];
    files.extend(fixture::files("tests/render", "policy.candor"));
    files.extend(fixture::NEWSLETTER.iter().map(|file| fixture::root().join(file)));
    let mut policies: Vec<(String, String)> =
        files.iter().map(|file| (fixture::shown(file), fixture::read(file))).collect();
    for (name, files) in [("anyprotect", fixture::ANYPROTECT), ("idrive", fixture::IDRIVE)] {
        let texts = files.iter().map(|file| fixture::read(&fixture::root().join(file)));
        policies.push((name.to_owned(), texts.collect::<Vec<_>>().join("\n")));
    }
    policies
}

/// Where a text stands, what it says, and to what it belongs.
struct Quoted {
    start: usize,
    end: usize,
    text: String,
    path: Vec<String>,
}

impl Quoted {
    /// Whether readers have to see it: all but what is written to authors, to Candor and to other vocabularies.
    fn is_for_readers(&self) -> bool {
        let has = |name: &str| self.path.iter().any(|step| step == name);
        let is_documented = has("Declaration") && !has("attributes");
        let is_mapping = has("Declaration") && has("Pair");
        let unread = ["Traces", "Expect", "Acknowledgement", "Require", "Import"];
        !unread.into_iter().any(has) && !is_mapping && (!has("doc") || is_documented)
    }

    /// The text with a mark that nothing else has.
    fn marked(&self, text: &str, mark: &str) -> String {
        let written = &text[self.start..self.end];
        if self.path.iter().any(|step| step == "doc") {
            return format!("{written} {mark}");
        }
        if self.text.starts_with("https://") || self.text.starts_with("http://") {
            return format!("\"https://{mark}.example/\"");
        }
        if self.text.contains('@') && !self.text.contains(char::is_whitespace) {
            return format!("\"{mark}@mail.example\"");
        }
        let (before, quote) = match written.strip_suffix("\"\"\"") {
            Some(before) => (before, "\"\"\""),
            None => (written.strip_suffix('"').unwrap_or(written), "\""),
        };
        let inner = before.trim_end();
        format!("{inner} {mark}{}{quote}", &before[inner.len()..])
    }
}

fn quoted(tried: &Tried) -> Vec<Quoted> {
    let tree = serde_json::to_value(&tried.document).expect("a tree can be written");
    let mut found = Vec::new();
    collect(&tree, &mut Vec::new(), tried.base as usize, &mut found);
    found.sort_by_key(|one| one.start);
    found.dedup_by_key(|one| one.start);
    found.retain(|one| one.start < one.end && one.end <= tried.text.len());
    found
}

fn collect(node: &Value, path: &mut Vec<String>, base: usize, found: &mut Vec<Quoted>) {
    match node {
        Value::Object(fields) => {
            if let (Some(Value::String(text)), true) = (fields.get("text"), fields.contains_key("is_prose")) {
                let at =
                    |key: &str| fields["span"][key].as_u64().and_then(|at| (at as usize).checked_sub(base));
                if let (Some(start), Some(end)) = (at("start"), at("end")) {
                    found.push(Quoted { start, end, text: text.clone(), path: path.clone() });
                }
                return;
            }
            for (key, field) in fields {
                path.push(key.clone());
                collect(field, path, base, found);
                path.pop();
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, path, base, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The terms of a policy that nothing uses.
fn unused(text: &str) -> Vec<String> {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("t.candor", text.to_owned());
    let compilation = candor::compile(sources, &[file]);
    let found = compilation.diagnostics.iter().filter(|one| one.rule.code == "unused-term");
    found.filter_map(|one| one.message.split('`').nth(1).map(str::to_owned)).collect()
}

#[test]
fn whatever_stands_in_quotation_marks_stands_on_the_page() {
    let mut failures = Vec::new();
    let (mut n_texts, mut n_files) = (0, 0);
    for (name, text) in policies() {
        let Ok(policy) = Tried::read(World::Standard, &text) else { continue };
        n_files += 1;
        let idle = unused(&text);
        let is_idle = |one: &Quoted| {
            one.path.iter().any(|step| step == "Declaration")
                && policy.document.items.iter().any(|item| match item {
                    candor::ast::Item::Declaration(declaration) => {
                        let base = policy.base as usize;
                        (declaration.span.start as usize..=declaration.span.end as usize)
                            .contains(&(one.start + base))
                            && idle.contains(&declaration.name.text)
                    }
                    _ => false,
                })
        };
        let mut marked = String::new();
        let mut marks = Vec::new();
        let mut at = 0;
        for (number, one) in quoted(&policy).into_iter().filter(Quoted::is_for_readers).enumerate() {
            if is_idle(&one) {
                continue;
            }
            let mark = format!("zq{number}zq");
            let _ = write!(marked, "{}{}", &text[at..one.start], one.marked(&text, &mark));
            at = one.end;
            marks.push((mark, one));
        }
        marked.push_str(&text[at..]);
        let shown = match Tried::read(World::Standard, &marked) {
            Ok(tried) => tried.shown(None).expect("there is a page"),
            Err(code) => panic!("{name} cannot be read with marks: {code}\n{marked}"),
        };
        let shown = shown.map(|form| form.to_lowercase());
        for (mark, one) in marks {
            n_texts += 1;
            let absent: Vec<&str> = FORMS
                .into_iter()
                .zip(&shown)
                .filter(|(_, form)| !form.contains(&mark))
                .map(|(form, _)| form)
                .collect();
            if !absent.is_empty() {
                let path: Vec<&str> =
                    one.path.iter().map(String::as_str).filter(|step| *step != "kind").collect();
                failures.push(format!("{name}, {}: {}: “{}”", absent.join(", "), path.join("/"), one.text));
            }
        }
    }
    eprintln!("{n_files} policies, {n_texts} texts");
    assert!(n_files >= 7 && n_texts > 400, "{n_files} policies, {n_texts} texts");
    assert!(failures.is_empty(), "{} texts are lost:\n{}", failures.len(), failures.join("\n"));
}

/// What is declared counts: of what kind a term is, what it means, where a recipient is.
#[test]
fn nothing_is_lost_of_written_policies() {
    let mut totals = Totals::default();
    let mut choices = Choices::new(number("CANDOR_SEED", 1));
    // A standard vocabulary is not read as soon as a small one.
    let most = number("CANDOR_POLICIES", 250) / 10;
    for (name, text) in policies() {
        let Ok(policy) = Tried::read(World::Standard, &text) else { continue };
        totals.n_policies += 1;
        // What a table at a glance says is no sentence.
        assert_eq!(policy.page().glance, Page::default().glance);
        let mut places = places(&policy);
        choices.shuffle(&mut places);
        let mut n_left = most;
        for place in places {
            if n_left == 0 {
                break;
            }
            let Ok(less) = cut(World::Standard, &policy, place) else { continue };
            (totals.n_cut, n_left) = (totals.n_cut + 1, n_left - 1);
            let label = part_at(&policy, place);
            let came = compared(&policy, &less, label.as_deref());
            totals.count(came, || {
                let told = label.as_deref().map(|label| policy.told(Some(label))).unwrap_or_default();
                format!("{name} without `{}` of {label:?}\n{told}", &text[place.0..place.1])
            });
        }
    }
    totals.end("written policies");
    assert!(totals.n_policies >= 7 && totals.n_cut > most * 5, "too little is tried");
}
