//! Everything that is compared as text: who answers, what is covered, dates, prose, labels, links.

use std::collections::{BTreeMap, BTreeSet};

use super::align::Aligned;
use super::change::{Both, Told};
use super::lead::lead;
use super::report::Change;
use super::rule::{ChangeRule, Direction};
use super::written::Written;
use crate::language::AddressWord;
use crate::model::{
    AttributeValue, DefinitionWording, HeaderMeaning, HeaderWording, Kind, LinkWording, Object, Origin,
    Party, PartyWording, Policy, ProseWording, Readers, Role, SectionWording, Slot, Statement,
    StatementWording, Term, TermWording, TrackerWording, Trait, Verb, What, Words, WordsWording,
};
use crate::render::compose::Message;
use crate::semantics::Meaning;
use crate::semantics::describe::set_words;
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
    written: BTreeMap<Verb, Written>,
    title: Option<String>,
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

/// Whether a party answers for the policy.
const fn answers(party: &Party) -> bool {
    matches!(party.role, Role::Controller | Role::JointController)
}

fn controllers(policy: &Policy) -> Vec<Text> {
    let answers = policy.parties.iter().filter(|party| answers(party));
    answers
        .map(|party| {
            let PartyWording {
                role,
                name,
                label,
                // How it is reached.
                attributes: _,
            } = party.wording();
            Text::new(role.word().to_owned(), format!("{label} ({name})"), party.span)
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
        let PartyWording { role, name, label, attributes } = party.wording();
        if !answers(party) {
            all.push(Text::new(role.word().to_owned(), format!("{label} ({name})"), party.span));
        }
        for (key, values) in attributes {
            let words: Vec<String> = values.iter().map(|value| value_words(policy, value)).collect();
            let name = format!("{} {key}", role.word());
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
    let HeaderMeaning { covers, does_not_cover } = header.meaning();
    let HeaderWording {
        law,
        accepted_by,
        acknowledged_by,
        // Told beside the prose and the dates.
        title: _,
        effective: _,
    } = header.wording();
    let lists = [
        ("covers", covers),
        ("does not cover", does_not_cover),
        ("law", law),
        ("accepted by", accepted_by),
        ("acknowledged by", acknowledged_by),
    ];
    let named = lists.into_iter().filter(|(_, terms)| !terms.is_empty());
    named
        .map(|(name, terms)| Text {
            name: name.to_owned(),
            words: names(terms),
            span: header.span,
            content: None,
        })
        .collect()
}

fn prose(policy: &Policy) -> Vec<Text> {
    let prose = policy.prose.iter().map(|prose| {
        let ProseWording { title, body } = prose.wording();
        let words = format!("{} {body}", title.as_deref().unwrap_or_default());
        Text::new(prose.named.name.clone(), one_line(&words), prose.named.span)
    });
    let sections = policy.sections.iter().map(|section| {
        let SectionWording { title, readers } = section.wording();
        let readers = readers.as_ref().map(|readers| format!(" ({})", addressed(policy, readers)));
        let words = format!("{}{}", one_line(title), readers.unwrap_or_default());
        Text::new(format!("section {}", section.name), words, section.span)
    });
    let trackers = policy.trackers.iter().map(|tracker| {
        let TrackerWording { label, attributes } = tracker.wording();
        // In whichever order they are written.
        let attributes: BTreeMap<&String, &Vec<AttributeValue>> =
            attributes.iter().map(|(key, values)| (key, values)).collect();
        let texts = attributes.into_values().flatten().filter_map(|value| match value {
            AttributeValue::Text(text) | AttributeValue::TermText(_, text) => Some(text.as_str()),
            AttributeValue::Term(_)
            | AttributeValue::Period(_)
            | AttributeValue::Number(_)
            | AttributeValue::Word(_) => None,
        });
        let words = std::iter::once(label.as_str()).chain(texts).collect::<Vec<_>>().join(": ");
        Text::new(tracker.named.name.clone(), one_line(&words), tracker.named.span)
    });
    let title = policy.header.iter().map(|header| Text {
        name: "title".to_owned(),
        words: one_line(&header.title),
        span: header.span,
        content: None,
    });
    title.chain(sections).chain(prose).chain(trackers).collect()
}

/// The people whom a section calls “you”, as its header names them.
fn addressed(policy: &Policy, readers: &Readers) -> String {
    let words = |slot: &Slot| set_words(&policy.vocabulary, &slot.set);
    let region = readers.region.iter().map(|region| format!(" in {}", words(region)));
    let people = std::iter::once(format!("about {}", words(&readers.people)));
    let as_you = std::iter::once(format!(" {}", AddressWord::AsYou.word()));
    people.chain(region).chain(as_you).collect()
}

fn links(policy: &Policy) -> Vec<Text> {
    let links = policy.links.iter().map(|link| {
        let LinkWording { label, address } = link.wording();
        Text::new(link.named.name.clone(), format!("{}: {address}", one_line(label)), link.named.span)
    });
    links.collect()
}

/// Words that the policy defines, and the labels and definitions of its own terms that the other policy has as well.
fn definitions(policy: &Policy, other: &Policy) -> Vec<Text> {
    let words = policy.definitions.iter().map(|definition| {
        let DefinitionWording { word, meaning } = definition.wording();
        let words = one_line(&format!("{word}: {meaning}"));
        Text::new(definition.named.name.clone(), words, definition.named.span)
    });
    let terms = policy.vocabulary.iter().filter(|(_, term)| {
        term.origin == Origin::Policy && other.vocabulary.find(term.kind, &term.name).is_some()
    });
    let is_label = |name: &str| policy.part_named(name).is_some();
    let terms = terms.filter(|(_, term)| !is_label(&term.name)).map(|(_, term)| {
        let TermWording { label, definition, several } = term.wording();
        let several = if several.is_empty() { String::new() } else { format!(" ({several})") };
        let words = match definition.is_empty() {
            true => one_line(&format!("{label}{several}")),
            false => one_line(&format!("{label}{several}: {definition}")),
        };
        Text::new(format!("{} {}", term.kind.word(), term.name), words, term.span)
    });
    words.chain(terms).collect()
}

/// The terms of a policy that the other one does not have.
fn named(policy: &Policy, other: &Policy) -> Vec<Text> {
    let is_label = |name: &str| policy.part_named(name).is_some();
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
    let later = written(policy).filter(|statement| statement.wording().later.is_some());
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
    let aligned = Aligned::of(meaning);
    let quiet = written(policy).filter(|statement| !is_told(&statement.label));
    quiet
        .map(|statement| {
            // What is announced is told for itself.
            let StatementWording { title, words, later: _ } = statement.wording();
            let remarks = remarks(words);
            let written = of_each_verb(policy, aligned, statement);
            let says = words.says.as_deref().map(one_line);
            let title = title.as_deref().map(one_line);
            let sentence = both.speakers[side].statement(statement.id);
            Text {
                name: statement.label.clone(),
                words: match &title {
                    Some(title) => format!("“{title}”: {sentence}{remarks}"),
                    None => format!("{sentence}{remarks}"),
                },
                content: Some(Content { written, title, says, remarks }),
                span: statement.label_span,
            }
        })
        .collect()
}

/// Every statement as written, in that of its first verb.
fn written(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.written().filter_map(<[Statement]>::first)
}

/// What a statement says with each of its verbs, in whatever order these stand.
fn of_each_verb(policy: &Policy, aligned: Aligned<'_>, statement: &Statement) -> BTreeMap<Verb, Written> {
    let of_verb = |one: &Statement| (one.sentence.verb, Written::of(aligned, Owner::Statement(one.id)));
    policy.joined(statement.id).iter().map(of_verb).collect()
}

/// What a policy states, asks of people or disclaims, as far as no flow is ruled out by it.
fn stated(both: &Both<'_>, side: usize) -> Vec<Text> {
    let (policy, meaning) = match side {
        0 => (both.old.policy, both.old_meaning),
        _ => (both.new.policy, both.new_meaning),
    };
    let aligned = Aligned::of(meaning);
    let is_claim = |statement: &&Statement| {
        let owner = Owner::Statement(statement.id);
        // An absence is a promise, and compared as one.
        statement.sentence.verb.object() == Object::Topics
            && statement.sentence.verb != Verb::HaveNo
            && meaning.halves.iter().all(|half| half.owner != owner || !half.is_practice())
    };
    let text = |statement: &Statement| Text {
        name: statement.label.clone(),
        words: both.speakers[side].statement(statement.id),
        content: Some(Content {
            written: of_each_verb(policy, aligned, statement),
            title: None,
            says: None,
            remarks: String::new(),
        }),
        span: statement.label_span,
    };
    policy.statements.iter().filter(is_claim).map(text).collect()
}

fn remarks(words: &Words) -> String {
    let WordsWording {
        otherwise,
        because,
        note,
        example,
        cites,
        // Told with the sentence.
        says: _,
    } = words.wording();
    let texts = [otherwise, because, note, example];
    let texts = texts.into_iter().flatten().map(|text| format!(" {}", one_line(text)));
    texts.chain(cites.iter().map(|cited| format!(" {cited}"))).collect()
}

/// A claim whose absence is a sign: a `state` about a topic that the vocabulary marks.
struct Claim<'p> {
    statement: &'p Statement,
    topic: &'p Term,
    /// Everything to which the claim is narrowed: a sign for some people only is another one.
    narrowing: Written,
}

/// Whether something that is told as words belongs to the meaning: a sign that is given or not, what the policy covers.
pub(super) fn tell_of_meaning(both: &Both<'_>) -> bool {
    let covered = |meaning: &Meaning| meaning.diagrams.space().covered_channels();
    signs(both).iter().any(|claims| !claims.is_empty())
        || covered(both.old_meaning) != covered(both.new_meaning)
}

/// The labels of the statements of each side that are told of as signs.
pub(super) fn signalling(both: &Both<'_>) -> [Vec<String>; 2] {
    signs(both).map(|claims| claims.iter().map(|claim| claim.statement.label.clone()).collect())
}

fn claims<'p>(policy: &'p Policy, meaning: &Meaning) -> Vec<Claim<'p>> {
    let aligned = Aligned::of(meaning);
    let mut claims = Vec::new();
    for statement in &policy.statements {
        if !matches!(statement.sentence.verb, Verb::State | Verb::HaveNo) {
            continue;
        }
        for item in &statement.sentence.object.set.items {
            let What::Term(topic) = item.what else { continue };
            let topic = policy.vocabulary.term(topic);
            if topic.kind == Kind::Topic && topic.traits.has(Trait::Canary) {
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
    let is_same =
        |was: &Claim<'_>, is: &Claim<'_>| was.topic.name == is.topic.name && was.narrowing == is.narrowing;
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
        both.told(told, Vec::new(), &claim.topic.label)
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
    let is_changed =
        others.iter().any(|change| change.part.is_meaning() || change.direction != Direction::Neutral);
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
