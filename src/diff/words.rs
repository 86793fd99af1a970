//! Everything that is compared as text: who answers, what is covered, dates, prose, labels, links.

use std::collections::BTreeSet;

use super::change::{Both, Told};
use super::lead::lead;
use super::report::Change;
use super::rule::{ChangeRule, Direction, Part};
use super::written::Written;
use crate::model::{
    AttributeValue, Header, Kind, Lifetime, Object, Origin, Policy, Role, Statement, TermId, Trait, Verb,
    What,
};
use crate::render::compose::Message;
use crate::semantics::Meaning;
use crate::semantics::half::Owner;
use crate::source::Span;

/// A text of one side, with the name by which it is found again.
struct Text {
    name: String,
    /// What is shown.
    words: String,
    /// What is compared, where that is something else.
    content: Option<Content>,
    span: Span,
}

/// What an author said in a statement.
#[derive(PartialEq, Eq)]
struct Content {
    written: Written,
    says: Option<String>,
    remarks: String,
}

impl Text {
    const fn new(name: String, words: String, span: Span) -> Self {
        Self { name, words, content: None, span }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Some(one), Some(other)) => one == other,
            _ => self.words == other.words,
        }
    }
}

/// Every change of words. `others` are the changes of meaning: a sentence that is told of there is not told of again.
pub(super) fn changes(both: &Both<'_>, others: &[Change]) -> Vec<Change> {
    let (old, new) = (both.old.policy, both.new.policy);
    let mut changes = Vec::new();
    let mut compare = |rule: ChangeRule, was: Vec<Text>, is: Vec<Text>| {
        changes.extend(differences(both, rule, &was, &is));
    };
    compare(ChangeRule::ControllerChanged, joined(controllers(old)), joined(controllers(new)));
    compare(ChangeRule::ContactChanged, joined(contacts(old)), joined(contacts(new)));
    compare(ChangeRule::ScopeChanged, scope(old), scope(new));
    compare(ChangeRule::TextChanged, prose(old), prose(new));
    compare(ChangeRule::LinkChanged, links(old), links(new));
    compare(ChangeRule::TermRenamed, definitions(old, new), definitions(new, old));
    compare(ChangeRule::NowNamed, named(old, new), named(new, old));
    compare(ChangeRule::Announced, announcements(both, 0), announcements(both, 1));
    let [was, is] = [0, 1].map(|side| stated(both, side));
    let claims = differences(both, ChangeRule::ClaimChanged, &was, &is);
    let claims: Vec<Change> = claims.into_iter().map(|change| titled_as_claim(both, change)).collect();
    let is_told = |label: &str| {
        let mut told = others.iter().chain(&claims);
        told.any(|change| change.old.iter().chain(&change.new).any(|place| place.label == label))
    };
    let [was, is] = [0, 1].map(|side| sentences(both, side, &is_told));
    let mut reworded = differences(both, ChangeRule::SentenceReworded, &was, &is);
    // What a reader finds unchanged is not reworded, however it was written.
    reworded.retain(|change| change.before != change.after);
    changes.extend(reworded);
    changes.extend(claims);
    changes.retain(|change| !is_alarm(both, change));
    changes.extend(alarms(both));
    let is_quiet = changes.iter().all(|change| change.direction == Direction::Neutral);
    changes.extend(dates(both, others, is_quiet));
    changes
}

/// The texts that only one side has, or that say something else on the other.
fn differences(both: &Both<'_>, rule: ChangeRule, was: &[Text], is: &[Text]) -> Vec<Change> {
    // What has another name and is the same otherwise is the same.
    let is_there = |one: &Text, others: &[Text]| {
        one.content.is_some() && others.iter().any(|other| other.content == one.content)
    };
    let mut changes = Vec::new();
    for one in was {
        let counterpart = is.iter().find(|other| other.name == one.name);
        if counterpart.is_none_or(|other| !one.is_same(other)) && !is_there(one, is) {
            changes.push(told(both, rule, &one.name, Some(one), counterpart));
        }
    }
    let is_new = |one: &&Text| !was.iter().any(|other| other.name == one.name) && !is_there(one, was);
    for one in is.iter().filter(is_new) {
        changes.push(told(both, rule, &one.name, None, Some(one)));
    }
    changes
}

/// A change of a text. What goes is told by the mirror of what comes.
fn told(both: &Both<'_>, rule: ChangeRule, name: &str, was: Option<&Text>, is: Option<&Text>) -> Change {
    let told = Told {
        rule: if is.is_some() { rule } else { rule.mirror() },
        before: was.map(|text| text.words.clone()),
        after: is.map(|text| text.words.clone()),
        old: Vec::new(),
        new: Vec::new(),
    };
    let mut change = both.told(told, Vec::new(), name);
    change.causes.clear();
    change.old.extend(was.map(|text| both.old.place_of(name, text.span, &text.words)));
    change.new.extend(is.map(|text| both.new.place_of(name, text.span, &text.words)));
    change
}

/// A claim stands for itself: its title says all of it.
fn titled_as_claim(both: &Both<'_>, change: Change) -> Change {
    let (lead, words) = match (&change.before, &change.after) {
        (Some(_), Some(after)) => (Message::ChangeClaimChanged, after.as_str()),
        (None, Some(after)) => (Message::ChangeClaimNew, after.as_str()),
        (before, None) => (Message::ChangeClaimGone, before.as_deref().unwrap_or_default()),
    };
    Change { title: both.speakers[1].moved(Some(lead), words, None, None), ..change }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn controllers(policy: &Policy) -> Vec<Text> {
    let answers =
        policy.parties.iter().filter(|party| matches!(party.role, Role::Controller | Role::JointController));
    answers
        .map(|party| Text {
            name: party.role.word().to_owned(),
            words: format!("{} ({})", party.label, party.name),
            span: party.span,
            content: None,
        })
        .collect()
}

/// Several texts of one name as one, whatever their order.
fn joined(texts: Vec<Text>) -> Vec<Text> {
    let mut joined: Vec<(Text, BTreeSet<String>)> = Vec::new();
    for text in texts {
        match joined.iter_mut().find(|(known, _)| known.name == text.name) {
            Some((_, words)) => drop(words.insert(text.words)),
            None => {
                let words = BTreeSet::from([text.words.clone()]);
                joined.push((text, words));
            }
        }
    }
    let text = |(text, words): (Text, BTreeSet<String>)| Text {
        words: words.into_iter().collect::<Vec<_>>().join("; "),
        ..text
    };
    joined.into_iter().map(text).collect()
}

fn value_words(policy: &Policy, value: &AttributeValue) -> String {
    let term = |id: &crate::model::TermId| policy.vocabulary.term(*id).name.to_string();
    match value {
        AttributeValue::Text(text) | AttributeValue::Word(text) => text.clone(),
        AttributeValue::Term(id) => term(id),
        AttributeValue::TermText(id, text) => format!("{} \"{text}\"", term(id)),
        AttributeValue::Period(period) => format!("{} {}", period.amount, period.unit.word()),
        AttributeValue::Number(number) => number.to_string(),
    }
}

fn contacts(policy: &Policy) -> Vec<Text> {
    let mut all = Vec::new();
    for party in &policy.parties {
        let is_other = !matches!(party.role, Role::Controller | Role::JointController);
        if is_other {
            let words = format!("{} ({})", party.label, party.name);
            all.push(Text { name: party.role.word().to_owned(), words, span: party.span, content: None });
        }
        for (key, values) in &party.attributes {
            let words: Vec<String> = values.iter().map(|value| value_words(policy, value)).collect();
            let name = format!("{} {key}", party.role.word());
            all.push(Text::new(name, one_line(&words.join(", ")), party.span));
        }
    }
    all
}

fn scope(policy: &Policy) -> Vec<Text> {
    let Some(header) = &policy.header else { return Vec::new() };
    let names = |terms: &[crate::model::TermId]| {
        let mut names: Vec<String> =
            terms.iter().map(|id| policy.vocabulary.term(*id).name.to_string()).collect();
        names.sort();
        names.join(", ")
    };
    let Header {
        law,
        covers,
        does_not_cover,
        accepted_by,
        span,
        // Told beside the prose and the dates.
        title: _,
        effective: _,
        // How a version is called, told of both sides.
        name: _,
        file: _,
        posted: _,
        updated: _,
        version: _,
        vocabulary: _,
        // In which words the page is written, where it leads to, and what Candor is asked to look at.
        language: _,
        see: _,
        profiles: _,
        reading_grade: _,
        vague_words: _,
    } = header;
    let lists =
        [("covers", covers), ("does not cover", does_not_cover), ("law", law), ("accepted by", accepted_by)];
    let named = lists.into_iter().filter(|(_, terms)| !terms.is_empty());
    named
        .map(|(name, terms)| Text { name: name.to_owned(), words: names(terms), span: *span, content: None })
        .collect()
}

fn prose(policy: &Policy) -> Vec<Text> {
    let prose = policy.prose.iter().map(|prose| Text {
        name: prose.named.name.clone(),
        words: one_line(&format!("{} {}", prose.title.as_deref().unwrap_or_default(), prose.body)),
        span: prose.named.span,
        content: None,
    });
    let sections = policy.sections.iter().map(|section| Text {
        name: format!("section {}", section.name),
        words: one_line(&section.title),
        span: section.span,
        content: None,
    });
    let trackers = policy.trackers.iter().map(|tracker| Text {
        name: tracker.named.name.clone(),
        words: one_line(&format!("{} {}", tracker.label, lifetime(tracker.lasting))),
        span: tracker.named.span,
        content: None,
    });
    let title = policy.header.iter().map(|header| Text {
        name: "title".to_owned(),
        words: one_line(&header.title),
        span: header.span,
        content: None,
    });
    title.chain(sections).chain(prose).chain(trackers).collect()
}

fn lifetime(lasting: Option<Lifetime>) -> String {
    match lasting {
        None => String::new(),
        Some(Lifetime::Word(word)) => word.word().to_owned(),
        Some(Lifetime::Period(period)) => format!("{} {}", period.amount, period.unit.word()),
    }
}

fn links(policy: &Policy) -> Vec<Text> {
    let links = policy.links.iter().map(|link| Text {
        name: link.named.name.clone(),
        words: format!("{}: {}", one_line(&link.label), link.address),
        span: link.named.span,
        content: None,
    });
    links.collect()
}

/// Words that the policy defines, and the labels and definitions of its own terms that the other policy has as well.
fn definitions(policy: &Policy, other: &Policy) -> Vec<Text> {
    let words = policy.definitions.iter().map(|definition| Text {
        name: definition.named.name.clone(),
        words: one_line(&format!("{}: {}", definition.word, definition.meaning)),
        span: definition.named.span,
        content: None,
    });
    let terms = policy.vocabulary.iter().filter(|(_, term)| {
        term.origin == Origin::Policy && other.vocabulary.find(term.kind, &term.name).is_some()
    });
    let is_label = |name: &str| {
        policy.statement_of(name).is_some()
            || policy.trackers.iter().any(|tracker| tracker.named.name == name)
    };
    let terms = terms.filter(|(_, term)| !is_label(&term.name)).map(|(_, term)| Text {
        name: format!("{} {}", term.kind.word(), term.name),
        words: match term.definition.is_empty() {
            true => one_line(&term.label),
            false => one_line(&format!("{}: {}", term.label, term.definition)),
        },
        span: term.span,
        content: None,
    });
    words.chain(terms).collect()
}

/// The terms of a policy that the other one does not have.
fn named(policy: &Policy, other: &Policy) -> Vec<Text> {
    let is_label = |name: &str| {
        policy.statement_of(name).is_some()
            || policy.trackers.iter().any(|tracker| tracker.named.name == name)
    };
    let terms = policy.vocabulary.iter().filter(|(_, term)| {
        term.origin == Origin::Policy
            && other.vocabulary.find(term.kind, &term.name).is_none()
            && !is_label(&term.name)
    });
    terms
        .map(|(_, term)| {
            let above: Vec<&str> =
                term.parents.iter().map(|parent| &*policy.vocabulary.term(*parent).label).collect();
            Text {
                name: format!("{} {}", term.kind.word(), term.name),
                words: one_line(&format!("{} ({})", term.label, above.join(", "))),
                span: term.span,
                content: None,
            }
        })
        .collect()
}

fn announcements(both: &Both<'_>, side: usize) -> Vec<Text> {
    let policy = if side == 0 { both.old.policy } else { both.new.policy };
    let later = policy.statements.iter().filter(|statement| statement.later.is_some());
    later
        .map(|statement| Text {
            name: statement.label.clone(),
            words: both.speakers[side].statement(statement.id),
            span: statement.label_span,
            content: None,
        })
        .collect()
}

/// The sentences of all statements that no change of meaning tells of. A sentence that speaks of another statement changes
/// with it: what is compared is what its author wrote.
fn sentences(both: &Both<'_>, side: usize, is_told: &dyn Fn(&str) -> bool) -> Vec<Text> {
    let (policy, meaning) = match side {
        0 => (both.old.policy, both.old_meaning),
        _ => (both.new.policy, both.new_meaning),
    };
    let aligned = &meaning.diagrams.space().policy;
    let quiet = policy.statements.iter().filter(|statement| !is_told(&statement.label));
    quiet
        .map(|statement| {
            let remarks = remarks(statement);
            let written = Written::of(aligned, Owner::Statement(statement.id));
            let says = statement.words.says.as_deref().map(one_line);
            Text {
                name: statement.label.clone(),
                words: format!("{}{remarks}", both.speakers[side].statement(statement.id)),
                content: Some(Content { written, says, remarks }),
                span: statement.label_span,
            }
        })
        .collect()
}

/// What a policy states, asks of people or disclaims, as far as no flow is ruled out by it.
fn stated(both: &Both<'_>, side: usize) -> Vec<Text> {
    let (policy, meaning) = match side {
        0 => (both.old.policy, both.old_meaning),
        _ => (both.new.policy, both.new_meaning),
    };
    let aligned = &meaning.diagrams.space().policy;
    let is_claim = |statement: &&Statement| {
        let owner = Owner::Statement(statement.id);
        statement.sentence.verb.object() == Object::Topics
            && meaning.halves.iter().all(|half| half.owner != owner || !half.is_practice())
    };
    let text = |statement: &Statement| Text {
        name: statement.label.clone(),
        words: both.speakers[side].statement(statement.id),
        content: Some(Content {
            written: Written::of(aligned, Owner::Statement(statement.id)),
            says: None,
            remarks: String::new(),
        }),
        span: statement.label_span,
    };
    policy.statements.iter().filter(is_claim).map(text).collect()
}

fn remarks(statement: &Statement) -> String {
    let words = &statement.words;
    let texts = [&words.otherwise, &words.because, &words.note, &words.example];
    let texts = texts.into_iter().flatten().map(|text| format!(" {}", one_line(text)));
    texts.chain(words.cites.iter().map(|cited| format!(" {cited}"))).collect()
}

/// A claim whose absence is a sign: a `state` about a topic that the vocabulary marks.
struct Claim<'p> {
    statement: &'p Statement,
    topic: TermId,
    /// Everything to which the claim is narrowed: a sign for some people only is another one.
    narrowing: Written,
}

fn claims<'p>(policy: &'p Policy, meaning: &Meaning) -> Vec<Claim<'p>> {
    let aligned = &meaning.diagrams.space().policy;
    let mut claims = Vec::new();
    for statement in &policy.statements {
        if !matches!(statement.sentence.verb, Verb::State | Verb::HaveNo) {
            continue;
        }
        for item in &statement.sentence.object.set.items {
            if let What::Term(topic) = item.what
                && policy.vocabulary.term(topic).kind == Kind::Topic
                && policy.vocabulary.term(topic).traits.has(Trait::Canary)
            {
                let narrowing = Written::of(aligned, Owner::Statement(statement.id)).without_object();
                claims.push(Claim { statement, topic, narrowing });
            }
        }
    }
    claims
}

/// The claims of each side that the other does not make.
fn signs<'p>(both: &Both<'p>) -> [Vec<Claim<'p>>; 2] {
    let was = claims(both.old.policy, both.old_meaning);
    let is = claims(both.new.policy, both.new_meaning);
    let name = |policy: &'p Policy, claim: &Claim<'_>| &policy.vocabulary.term(claim.topic).name;
    let is_same = |was: &Claim<'_>, is: &Claim<'_>| {
        name(both.old.policy, was) == name(both.new.policy, is) && was.narrowing == is.narrowing
    };
    let is_gone: Vec<bool> = was.iter().map(|was| !is.iter().any(|is| is_same(was, is))).collect();
    let is_new: Vec<bool> = is.iter().map(|is| !was.iter().any(|was| is_same(was, is))).collect();
    let only = |claims: Vec<Claim<'p>>, marks: Vec<bool>| {
        claims.into_iter().zip(marks).filter(|(_, mark)| *mark).map(|(claim, _)| claim).collect()
    };
    [only(was, is_gone), only(is, is_new)]
}

fn alarms(both: &Both<'_>) -> Vec<Change> {
    let alarm = |rule: ChangeRule, claim: &Claim<'_>, is_old: bool| {
        let owner = vec![Owner::Statement(claim.statement.id)];
        let speaker = &both.speakers[usize::from(!is_old)];
        let sentence = Some(speaker.statement(claim.statement.id));
        let told = match is_old {
            true => Told { rule, before: sentence, after: None, old: owner, new: Vec::new() },
            false => Told { rule, before: None, after: sentence, old: Vec::new(), new: owner },
        };
        let policy = if is_old { both.old.policy } else { both.new.policy };
        both.told(told, Vec::new(), &policy.vocabulary.term(claim.topic).label)
    };
    let [gone, come] = signs(both);
    gone.iter()
        .map(|one| alarm(ChangeRule::AlarmSilenced, one, true))
        .chain(come.iter().map(|one| alarm(ChangeRule::AlarmRaised, one, false)))
        .collect()
}

/// Whether a change of a sentence is one that an alarm tells of.
fn is_alarm(both: &Both<'_>, change: &Change) -> bool {
    let told = |claims: &[Claim<'_>], places: &[super::report::Place]| {
        claims.iter().any(|claim| places.iter().any(|place| place.label == claim.statement.label))
    };
    let [gone, come] = signs(both);
    [ChangeRule::SentenceReworded, ChangeRule::ClaimChanged].iter().any(|rule| change.rule == rule.code())
        && (told(&gone, &change.old) || told(&come, &change.new))
}

/// The effective date follows the meaning.
///
/// Whoever answers for something else, or does not say any more what was a sign, did not change the date alone.
fn dates(both: &Both<'_>, others: &[Change], is_quiet: bool) -> Option<Change> {
    let (old, new) = (both.old.policy.header.as_ref()?, both.new.policy.header.as_ref()?);
    let is_changed = others.iter().any(|change| change.part <= Part::Guarantees);
    let (was, is) = (old.effective?, new.effective?);
    let rule = match (is_changed, was == is) {
        (true, true) => ChangeRule::DateUnchanged,
        (false, false) if is_quiet => ChangeRule::DateChangedAlone,
        _ => return None,
    };
    let text = |header: &crate::model::Header, date: jiff::civil::Date| Text {
        name: "effective".to_owned(),
        words: date.to_string(),
        span: header.span,
        content: None,
    };
    let change = told(both, rule, "effective", Some(&text(old, was)), Some(&text(new, is)));
    let title = both.speakers[1].moved(lead(rule), &is.to_string(), None, None);
    Some(Change { title, ..change })
}
