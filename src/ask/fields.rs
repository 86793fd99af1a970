//! Questions as JSON: the fields of a rule and identifiers, as the published rules have them.
//!
//! # Design
//!
//! No field is listed here: what a question may have is what a rule has, and is asked of the types of the rules; their
//! reader reads it. What it says is then put into words, and these are read as any other question. So there is one
//! reader that knows what a question may say, and the same question cannot have two answers. That nothing was passed
//! over on the way is proved for each question: every field must come out again.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::fact::Fact as Beside;
use super::{Asking, Posed, findings, read, shape, words};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{EndKind, Fact, FactClause, FactWord, Kind, Modality, Sentence, TermId};
use crate::rules::{self, Clause, Manner, Reference, Slots};
use crate::semantics::query::Query;
use crate::semantics::space::FactKey;
use crate::source::{Sources, Span};
use crate::suggest;

/// What stands in a question beside the fields of a rule.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", default)]
#[allow(dead_code, reason = "some are taken out before; the schema has all of them")]
pub(super) struct Extra {
    /// Whatever the asker wants to find again in the answer.
    id: Option<Value>,
    /// The question in words: instead of fields, or the same as they say.
    question: Option<String>,
    /// Of those who act, who is not meant.
    without: Vec<Reference>,
    /// In which forms the data are meant, where these are several.
    forms: Vec<Reference>,
    /// What else is so of the flow, of the person, or of what is known: one of the lists of `permittedIf` fits here.
    #[serde(rename = "where")]
    beside: Vec<Beside>,
}

/// The fields of a type that is published.
fn fields_of<T: JsonSchema>() -> BTreeSet<String> {
    let schema = schemars::schema_for!(T);
    let fields = schema.get("properties").and_then(Value::as_object);
    fields.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// The fields of a sentence.
static OF_CLAUSE: LazyLock<BTreeSet<String>> = LazyLock::new(fields_of::<Clause>);
/// The slots of a sentence.
static OF_SLOTS: LazyLock<BTreeSet<String>> = LazyLock::new(fields_of::<Slots>);
/// What a question has beside them.
static OF_QUESTION: LazyLock<BTreeSet<String>> = LazyLock::new(fields_of::<Extra>);

/// What the words of a question are called that was asked in fields.
pub(super) const IN_WORDS: &str = "question in words";

const HELP: &str = "see the chapter on asking for what a question can have";

/// A text that is a question, at its place.
#[derive(Clone, Copy)]
struct Text<'t> {
    text: &'t str,
    whole: Span,
}

impl Text<'_> {
    /// Something is wrong where a string stands.
    fn fault(self, string: &str, message: impl Into<String>) -> Diagnostics {
        let place = rules::place_of((self.text, self.whole), string);
        one(Diagnostic::new(&findings::UNREADABLE, place, message).at("in here").help(HELP))
    }

    /// Something is wrong with all of it.
    fn broken(self, at: usize, message: impl Into<String>) -> Diagnostics {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        let start = self.whole.start + u32::try_from(at).unwrap_or(0);
        let place = Span::new(start, start);
        one(Diagnostic::new(&findings::UNREADABLE, place, message).at("not understood").help(HELP))
    }
}

fn one(diagnostic: Diagnostic) -> Diagnostics {
    let mut faults = Diagnostics::new();
    faults.push(diagnostic);
    faults
}

impl Asking<'_> {
    /// Reads a question in fields, and what the asker wants to find again in its answer.
    pub(super) fn read_fields(
        &self,
        sources: &mut Sources,
        line: &str,
        given: &[&str],
    ) -> (Option<Value>, Result<Posed, Diagnostics>) {
        let file = sources.add("question", line.to_owned());
        let text = Text { text: line, whole: sources.file(file).span() };
        let mut fields = match serde_json::from_str::<Once>(line) {
            Ok(Once(Value::Object(fields))) => fields,
            Ok(_) => return (None, Err(text.broken(0, "a question is an object, in braces"))),
            Err(error) => {
                let message = error.to_string();
                let reason = message.split(" at line ").next().unwrap_or(&message);
                let at = offset(line, error.line(), error.column());
                return (None, Err(text.broken(at, format!("this is no question: {reason}"))));
            }
        };
        let id = fields.remove("id");
        (id, self.from_fields(sources, text, fields, given))
    }

    fn from_fields(
        &self,
        sources: &mut Sources,
        text: Text<'_>,
        mut fields: Map<String, Value>,
        given: &[&str],
    ) -> Result<Posed, Diagnostics> {
        let said = match fields.remove("question") {
            Some(Value::String(said)) => Some(said),
            Some(_) => return Err(text.fault("question", "`question` is not in words")),
            None => None,
        };
        match said {
            Some(said) if fields.is_empty() => self.read_words(sources, &said, given),
            said => {
                let posed = self.of_fields(sources, text, &fields, given)?;
                let said = said.map(|said| self.read_words(sources, &said, given)).transpose()?;
                let is_same = |said: &Posed| {
                    self.canonical(sources, &said.query) == self.canonical(sources, &posed.query)
                };
                match said.is_none_or(|said| is_same(&said)) {
                    true => Ok(posed),
                    false => Err(text.fault("question", "the words say something else than the fields")),
                }
            }
        }
    }

    fn of_fields(
        &self,
        sources: &mut Sources,
        text: Text<'_>,
        fields: &Map<String, Value>,
        given: &[&str],
    ) -> Result<Posed, Diagnostics> {
        let (written, extra) = spelled_out(text, fields.clone())?;
        let misshapen = |_: serde_json::Error| match shape::fault(fields) {
            Some(shape::Fault { at, message, help }) => {
                let place = rules::place_of((text.text, text.whole), &at);
                let fault = Diagnostic::new(&findings::UNREADABLE, place, message).at("in here");
                one(fault.help(help.unwrap_or_else(|| HELP.to_owned())))
            }
            None => text.broken(0, "this is no question"),
        };
        let clause: Clause = serde_json::from_value(written.clone()).map_err(misshapen)?;
        let extra: Extra = serde_json::from_value(Value::Object(extra)).map_err(misshapen)?;
        let flow = self.sentence(text, &clause)?;
        let again = serde_json::to_value(self.clause(sources, &flow)).unwrap_or_default();
        if let Some(lost) = lost(&written, &again, "") {
            return Err(text.fault(&lost.name, lost.message(&flow)));
        }
        let mut query = Query::from(flow);
        for out in &extra.without {
            query.without.push(self.term(text, Kind::Recipient, out.as_str())?);
        }
        for form in &extra.forms {
            query.forms.push(self.term(text, Kind::Form, form.as_str())?);
        }
        query.forms.sort_unstable();
        query.forms.dedup();
        for beside in &extra.beside {
            let (key, holds) = (self.key(text, beside)?, beside.holds);
            match key.leaf() {
                Some(fact) => query.flow.facts.push(when(fact, holds)),
                None => query.persons.push((key, holds)),
            }
        }
        // The words are what is asked: whoever reads them decides what a question may say.
        let said = words::question(&self.policy.vocabulary, &query);
        let in_words = (&mut *sources, &self.questions);
        let understood = read::words(in_words, (IN_WORDS, &said), given)?;
        let mut alone = understood.clone();
        alone.flow.facts.truncate(understood.flow.facts.len().saturating_sub(given.len()));
        if self.canonical(sources, &alone) != self.canonical(sources, &query) {
            return Err(text.broken(0, format!("one question cannot say this; `{said}` is another")));
        }
        Ok(super::posed(understood, said, given))
    }

    /// The sentence that the fields of a question are.
    fn sentence(&self, text: Text<'_>, clause: &Clause) -> Result<Sentence, Diagnostics> {
        let unknown = |kind: Kind, name: &str, place: Span| self.questions.named(kind, name, place).1;
        let (names, values) = (&findings::UNREADABLE, &findings::UNREADABLE);
        let manner = Manner { names, values, help: HELP, unknown: &unknown };
        rules::question((text.text, text.whole), &self.policy.vocabulary, clause, &manner)
    }

    fn clause(&self, sources: &Sources, flow: &Sentence) -> Clause {
        rules::flow(self.policy, self.space(), sources, flow)
    }

    /// The term of an identifier.
    fn term(&self, text: Text<'_>, kind: Kind, reference: &str) -> Result<TermId, Diagnostics> {
        let name = reference.strip_prefix(kind.word()).and_then(|rest| rest.strip_prefix(':'));
        let Some(name) = name else {
            if !reference.contains(':') {
                return Err(text.fault(reference, rules::without_prefix(kind, reference)));
            }
            let expected = kind.with_article();
            return Err(text.fault(reference, format!("`{reference}` stands where {expected} is expected")));
        };
        let place = rules::place_of((text.text, text.whole), reference);
        let (term, faults) = self.questions.named(kind, name, place);
        term.ok_or(faults)
    }

    /// What a fact is about.
    fn key(&self, text: Text<'_>, beside: &Beside) -> Result<FactKey, Diagnostics> {
        let mut faults = Diagnostics::new();
        let place = rules::place_of((text.text, text.whole), &beside.fact);
        let key = beside.key(&mut |kind, name| {
            let (term, found) = self.questions.named(kind, name, place);
            if term.is_none() {
                faults.extend(found);
            }
            term
        });
        key.ok_or_else(|| match faults.is_empty() {
            true if !beside.fact.contains(':') => {
                text.fault(&beside.fact, rules::without_prefix(Kind::Condition, &beside.fact))
            }
            true => text.fault(&beside.fact, format!("there is no fact called `{}`", beside.fact)),
            false => faults,
        })
    }

    /// What a question says, in one way only: the order and the places of its facts leave no trace.
    fn canonical(&self, sources: &Sources, query: &Query) -> Canonical {
        let mut flow = query.flow.clone();
        let facts = std::mem::take(&mut flow.facts);
        for word in FactWord::ALL {
            let said: Vec<Fact> =
                facts.iter().filter(|one| one.word == word).map(|one| one.fact.clone()).collect();
            let all = match (said.is_empty(), word) {
                (true, _) => continue,
                (false, FactWord::Unless) => Fact::Or(said),
                (false, FactWord::With | FactWord::When | FactWord::Under) => Fact::And(said),
            };
            flow.facts.push(clause_of(word, all.in_order()));
        }
        if let Some(deletion) = &mut flow.deletion {
            deletion.event = deletion.event.in_order();
        }
        let stages = flow.retention.iter_mut().flat_map(|retention| &mut retention.stages);
        for end in stages.flat_map(|stage| &mut stage.ends) {
            match &mut end.kind {
                EndKind::While(fact) => *fact = fact.in_order(),
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { .. }
                | EndKind::More { .. }
                | EndKind::Until(_)
                | EndKind::Needed(_)
                | EndKind::ItsPurposes => {}
            }
        }
        flow.states.sort_unstable();
        flow.states.dedup();
        // What stood in the header of a section stands in the question itself.
        flow.every_slot_mut().for_each(|slot| slot.is_inherited = false);
        flow.bases.iter_mut().for_each(|basis| basis.is_inherited = false);
        let Query { flow: _, without, persons, forms } = query;
        (self.clause(sources, &flow), without.clone(), persons.clone(), forms.clone())
    }
}

/// What a question says: its flow, who is taken out, what is so of persons, and the forms of the data.
type Canonical = (Clause, Vec<TermId>, Vec<(FactKey, bool)>, Vec<TermId>);

fn clause_of(word: FactWord, fact: Fact) -> FactClause {
    FactClause { word, is_only: false, fact, span: Span::default(), is_inherited: false }
}

fn when(fact: Fact, holds: bool) -> FactClause {
    clause_of(FactWord::When, if holds { fact } else { Fact::Not(Box::new(fact)) })
}

/// The byte of a place in a text.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    before + column.saturating_sub(1)
}

/// The fields of a sentence as the rules spell them, and what else a question has.
///
/// A question may leave out what every question has, may have its slots beside its verb, and may say a list of
/// identifiers where a rule has an object.
fn spelled_out(
    text: Text<'_>,
    fields: Map<String, Value>,
) -> Result<(Value, Map<String, Value>), Diagnostics> {
    let mut clause = Map::new();
    let mut extra = Map::new();
    let mut slots = match fields.get("slots") {
        None => Map::new(),
        Some(Value::Object(slots)) => slots.clone(),
        Some(_) => return Err(text.fault("slots", "`slots` is an object")),
    };
    for (name, value) in fields {
        if OF_SLOTS.contains(&name) {
            if slots.insert(name.clone(), value).is_some() {
                return Err(text.fault(&name, format!("`{name}` stands twice")));
            }
        } else if OF_QUESTION.contains(&name) {
            extra.insert(name, value);
        } else if OF_CLAUSE.contains(&name) {
            clause.insert(name, value);
        } else {
            let known = OF_SLOTS.iter().chain(&*OF_QUESTION).chain(&*OF_CLAUSE).map(String::as_str);
            let help = suggest::nearest(&name, known).map(|near| format!("did you mean `{near}`?"));
            let message = format!("a question has no field `{name}`");
            let place = rules::place_of((text.text, text.whole), &name);
            let fault = Diagnostic::new(&findings::UNREADABLE, place, message).at("in here");
            return Err(one(fault.help(help.unwrap_or_else(|| HELP.to_owned()))));
        }
    }
    if !clause.contains_key("verb") {
        return Err(text.broken(0, "a question has a `verb`, or is in words behind `question`"));
    }
    for (name, slot) in &mut slots {
        let list = std::mem::take(slot);
        *slot = slot_of(list);
        if slot.get("items").and_then(Value::as_array).is_some_and(Vec::is_empty) {
            return Err(text.fault(name, format!("`{name}` is an empty list; what is not asked is left out")));
        }
    }
    clause.insert("slots".to_owned(), Value::Object(slots));
    for (name, spell) in [("facts", fact_clause as fn(Value) -> Value), ("bases", basis)] {
        if let Some(Value::Array(list)) = clause.get_mut(name) {
            *list = std::mem::take(list).into_iter().map(spell).collect();
        }
    }
    if let Some(on) = clause.get_mut("deletion").and_then(|deletion| deletion.get_mut("on")) {
        *on = condition(std::mem::take(on));
    }
    let stages = clause.get_mut("retention").and_then(|retention| retention.get_mut("stages"));
    for stage in stages.and_then(Value::as_array_mut).into_iter().flatten() {
        for end in stage.get_mut("ends").and_then(Value::as_array_mut).into_iter().flatten() {
            for (name, spell) in [("condition", condition as fn(Value) -> Value), ("purposes", slot_of)] {
                if let Some(value) = end.get_mut(name) {
                    *value = spell(std::mem::take(value));
                }
            }
        }
    }
    clause.entry("actor").or_insert_with(|| Value::from("we"));
    clause.entry("modality").or_insert_with(|| Value::from(Modality::Plain.published()));
    Ok((Value::Object(clause), extra))
}

fn object(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

/// A list is a slot with these items, an identifier one of them.
fn slot_of(value: Value) -> Value {
    let mut slot = if value.is_array() { object("items", value) } else { value };
    for name in ["items", "except"] {
        if let Some(Value::Array(list)) = slot.get_mut(name) {
            let item = |item: Value| if item.is_string() { object("term", item) } else { item };
            *list = std::mem::take(list).into_iter().map(item).collect();
        }
    }
    slot
}

/// A condition alone stands behind `when`.
fn fact_clause(value: Value) -> Value {
    if value.get("word").is_none() && value.get("condition").is_none() {
        let word = Value::from(FactWord::When.published());
        return Value::Object(Map::from_iter([
            ("word".to_owned(), word),
            ("condition".to_owned(), condition(value)),
        ]));
    }
    let mut clause = value;
    if let Some(inner) = clause.get_mut("condition") {
        *inner = condition(std::mem::take(inner));
    }
    clause
}

/// An identifier is the fact that it names, wherever a condition stands.
fn condition(value: Value) -> Value {
    match value {
        Value::String(_) => object("fact", value),
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .map(|(name, value)| {
                    let value = match (name.as_str(), value) {
                        ("all" | "any", Value::Array(list)) => list.into_iter().map(condition).collect(),
                        ("not", value) => condition(value),
                        (_, value) => value,
                    };
                    (name, value)
                })
                .collect(),
        ),
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_)) => other,
    }
}

fn basis(value: Value) -> Value {
    if value.is_string() { object("basis", value) } else { value }
}

/// A field of which nothing came out again, or something else.
struct Lost {
    path: String,
    name: String,
    is_other: bool,
}

impl Lost {
    fn message(&self, flow: &Sentence) -> String {
        let (path, verb) = (&self.path, flow.verb.word());
        match self.is_other {
            true => format!("`{path}` is not what the rest of the question says"),
            false => format!("`{path}` does not belong in a question with `{verb}`"),
        }
    }
}

/// The first field of one value that another does not have, or has otherwise. What is as if it were absent may be.
fn lost(one: &Value, other: &Value, path: &str) -> Option<Lost> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => one.iter().find_map(|(name, value)| {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match other.get(name) {
                Some(other) => lost(value, other, &path),
                None if is_nothing(value) => None,
                None => Some(Lost { path, name: name.clone(), is_other: false }),
            }
        }),
        (Value::Array(ones), Value::Array(others)) if ones.len() == others.len() => {
            let mut pairs = ones.iter().zip(others).enumerate();
            pairs.find_map(|(at, (one, other))| lost(one, other, &format!("{path}[{at}]")))
        }
        _ => (one != other).then(|| Lost {
            path: path.to_owned(),
            name: path.rsplit('.').next().unwrap_or(path).split('[').next().unwrap_or(path).to_owned(),
            is_other: true,
        }),
    }
}

fn is_nothing(value: &Value) -> bool {
    *value == Value::Bool(false) || value.as_array().is_some_and(Vec::is_empty)
}

/// A value in which no object has two fields of one name: the second would be taken in silence.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Value;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a value")
            }

            fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_str<E>(self, value: &str) -> Result<Value, E> {
                Ok(value.into())
            }

            fn visit_unit<E>(self) -> Result<Value, E> {
                Ok(Value::Null)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
                let mut values = Vec::new();
                while let Some(Once(value)) = list.next_element()? {
                    values.push(value);
                }
                Ok(Value::Array(values))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
                let mut fields = Map::new();
                while let Some((name, Once(value))) = map.next_entry::<String, Once>()? {
                    if fields.contains_key(&name) {
                        return Err(A::Error::custom(format!("`{name}` stands twice")));
                    }
                    fields.insert(name, value);
                }
                Ok(Value::Object(fields))
            }
        }
        deserializer.deserialize_any(Any).map(Once)
    }
}
