//! Reading questions: a flow, what is given beside it, and what the words of a flow cannot say.

use super::findings;
use super::words::{self, Class, WHERE};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::{Kind, Verb};
use crate::model::TermId;
use crate::semantics::Understood;
use crate::semantics::query::Query;
use crate::semantics::space::FactKey;
use crate::source::{FileId, Sources, Span};
use crate::{lower, parse};

/// Reads a question to a policy: in the words of the language or as JSON. What is read is added to the sources, so that
/// its faults can be shown.
///
/// `we` may be left out, and names may be the identifiers of the rules. What is given are facts: consents, conditions,
/// events, safeguards, each perhaps with `not`.
///
/// # Errors
/// What is wrong with it.
pub fn question(
    sources: &mut Sources,
    policy: &Understood,
    question: &str,
    given: &[&str],
) -> Result<Query, Diagnostics> {
    super::Asking::of(policy).read(sources, question, given).map(|posed| posed.query)
}

/// Reads a question in words, which are added to the sources under a name.
pub(super) fn words(
    (sources, questions): (&mut Sources, &lower::Questions),
    (name, question): (&'static str, &str),
    given: &[&str],
) -> Result<Query, Diagnostics> {
    let mut reader = Reader { sources, questions, name, faults: Diagnostics::new() };
    let query = reader.query(&whole(question), given);
    reader.faults.sort();
    match query.filter(|query| !query.flow.is_damaged && !reader.faults.has_errors()) {
        Some(query) => Ok(query),
        None => Err(reader.faults),
    }
}

/// The text of a question as it is understood: on one line, with `we` where it begins with a verb, in plain names.
pub(super) fn whole(question: &str) -> String {
    let text = without_namespaces(question);
    let begins_with_verb = text.split(' ').next().is_some_and(|word| Verb::opened_by(word).is_some());
    if begins_with_verb { format!("we {text}") } else { text }
}

struct Reader<'a> {
    sources: &'a mut Sources,
    questions: &'a lower::Questions,
    /// What the text is called where its faults are shown.
    name: &'static str,
    faults: Diagnostics,
}

impl Reader<'_> {
    fn query(&mut self, text: &str, given: &[&str]) -> Option<Query> {
        let (text, beside) = split_where(text);
        let (text, out) = split_except(text);
        let file = self.sources.add(self.name, text);
        let (flow, found) = parse::flow(self.sources, file);
        self.faults.extend(found);
        let mut facts = Vec::new();
        for text in given {
            let file = self.sources.add("given", without_namespaces(text));
            let (fact, found) = parse::fact(self.sources, file);
            self.faults.extend(found);
            facts.extend(fact);
        }
        let flow = flow.filter(|_| !self.faults.has_errors())?;
        let (flow, found) = self.questions.question(&flow, &facts);
        self.faults.extend(found);
        let mut query = Query::from(flow);
        query.without = out.iter().filter_map(|name| self.named(Kind::Recipient, name)).collect();
        for text in &beside {
            match text.strip_prefix(words::IN_FORMS) {
                Some(forms) => query.forms.extend(self.forms(forms)),
                None => query.persons.extend(self.person(text)),
            }
        }
        query.forms.sort_unstable();
        query.forms.dedup();
        let slots = std::iter::once(&query.flow.object).chain(&query.flow.slots.over);
        let has_form = slots
            .flat_map(|slot| slot.set.items.iter().chain(&slot.set.except))
            .any(|item| item.form.is_some());
        if !query.forms.is_empty() && has_form {
            let message = "the forms of the data are said twice: before their names and at the end";
            let fault = Diagnostic::new(&findings::UNREADABLE, self.span(file), message).at("said twice");
            self.faults.push(fault.help("say them in one of the two places"));
        }
        Some(query)
    }

    /// A term by its name, in a text of its own.
    fn named(&mut self, kind: Kind, name: &str) -> Option<TermId> {
        let file = self.sources.add(self.name, name.to_owned());
        let (term, found) = self.questions.named(kind, name, self.span(file));
        self.faults.extend(found);
        term
    }

    /// The forms in which data are meant: any, or some by their names.
    fn forms(&mut self, text: &str) -> Vec<TermId> {
        match words::forms(text) {
            Ok(None) => self.questions.all(Kind::Form),
            Ok(Some(names)) => names.into_iter().filter_map(|name| self.named(Kind::Form, name)).collect(),
            Err(()) => {
                let file = self.sources.add(self.name, text.to_owned());
                let message = "the forms of the data are missing";
                let fault = Diagnostic::new(&findings::UNREADABLE, self.span(file), message).at("here");
                self.faults.push(fault.help("write `any form`, or `one of the forms` and their names"));
                Vec::new()
            }
        }
    }

    fn span(&self, file: FileId) -> Span {
        self.sources.file(file).span()
    }

    /// What is said of the person, or of what is known.
    fn person(&mut self, text: &str) -> Option<(FactKey, bool)> {
        let Some((class, value)) = words::person(text) else {
            let file = self.sources.add(self.name, text.to_owned());
            // Nothing else begins like this: the parser says what can stand here.
            self.faults.extend(parse::fact(self.sources, file).1);
            return None;
        };
        let (kind, name) = match class {
            Class::Person(name) | Class::KnownPerson(name) => (Kind::Subject, name),
            Class::KnownData(name) => {
                if let Some(known) = words::known_trait(name) {
                    return Some((FactKey::Known(known), value));
                }
                (Kind::Data, name)
            }
        };
        self.named(kind, name).map(|term| (words::key(&class, term), value))
    }
}

/// A text on one line, with plain names in place of the identifiers of the rules: `data:contact.email`.
fn without_namespaces(text: &str) -> String {
    let word = |word: &str| {
        let namespace = |kind: Kind| if kind.is_fact() { "fact" } else { kind.word() };
        let rest = Kind::ALL.into_iter().find_map(|kind| {
            let open = word.len() - word.trim_start_matches('(').len();
            let rest = word.get(open..)?.strip_prefix(namespace(kind))?.strip_prefix(':')?;
            rest.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
                .then(|| format!("{}{rest}", "(".repeat(open)))
        });
        rest.unwrap_or_else(|| word.to_owned())
    };
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// What stands behind `where`, fact by fact.
fn split_where(text: &str) -> (&str, Vec<String>) {
    let begins = ["the person is ", "it is ", words::IN_FORMS];
    let at = begins.iter().filter_map(|begin| text.find(&format!(" {WHERE} {begin}"))).min();
    let Some((flow, rest)) = at.map(|at| text.split_at(at)) else { return (text, Vec::new()) };
    let rest = rest.trim_start().trim_start_matches(WHERE).trim_start();
    (flow, rest.split(" and ").map(str::to_owned).collect())
}

/// Who is taken out of those who act: `we except staff view contact`.
fn split_except(text: &str) -> (String, Vec<String>) {
    let mut words = text.split(' ');
    let (Some(actor), Some("except")) = (words.next(), words.next()) else {
        return (text.to_owned(), Vec::new());
    };
    let mut out = Vec::new();
    for word in words.by_ref() {
        out.push(word.trim_end_matches(',').to_owned());
        if !word.ends_with(',') {
            break;
        }
    }
    let rest: Vec<&str> = std::iter::once(actor).chain(words).collect();
    (rest.join(" "), out)
}
