//! Edits of drafts: what people do to a policy. What each of them means is for the oracle to say.

use super::{Whole, whole};
use crate::semantics::draft::{Choices, Clause, Exception, Line, List};

/// The names of the edits that were made.
pub(crate) type Edited = String;

/// What is done to the vocabulary: one text in place of another.
pub(super) const MOVES: &[(&str, &str)] = &[
    ("data address \"IP address\" sensitive", "data address \"IP address\" is a kind of contact sensitive"),
    ("includes address, contact.phone", "includes address"),
    ("includes address, contact.phone", "includes address, weather"),
    ("is a kind of advertisers, processors plural", "is a kind of advertisers plural"),
    (
        "recipient partners \"partners\" means advertisers, staff",
        "recipient partners \"partners\" means advertisers",
    ),
    ("means contact.email, health", "means contact.email, weather"),
    ("purpose earning \"earning\" means ads, service", "purpose earning \"earning\" means ads, research"),
    ("includes ads.targeted, research", "includes research"),
    ("data weather \"weather\" public", "data weather \"weather\" sensitive"),
    ("data health \"health\" special-category", "data health \"health\""),
    ("event leaving \"leaving\" excludes registering", "event leaving \"leaving\""),
    (
        "consent express-consent \"express consent\" is a kind of consent",
        "consent express-consent \"express consent\"",
    ),
    ("is a kind of people excludes children plural", "is a kind of people plural"),
    ("means compelled, registering", "means compelled"),
    ("form hashed \"hashed\" is a kind of readable personal", "form hashed \"hashed\" is a kind of readable"),
    ("is a kind of hashed, encrypted", "is a kind of encrypted"),
    ("channel app \"app\" is a kind of products", "channel app \"app\" is a kind of letters"),
    ("region eea \"the EEA\"", "region eea \"the EEA\"\nregion eea.france \"France\""),
    ("data health \"health\"", "data fax \"fax number\" is a kind of contact, log\ndata health \"health\""),
    ("data health \"health\"", "data gait \"gait\" identifying\ndata health \"health\""),
    ("purpose research \"research\"", "purpose research \"research\"\npurpose research.own \"own research\""),
    (
        "recipient staff \"staff\" plural",
        "recipient staff \"staff\" plural\nrecipient staff.sales \"sales staff\" plural",
    ),
    (
        "consent consent \"consent\"",
        "consent consent \"consent\"\nconsent late-consent \"late consent\" is a kind of consent",
    ),
];

fn one_of<'a, T>(choices: &mut Choices, mut list: Vec<&'a mut T>) -> Option<&'a mut T> {
    let at = choices.below(list.len());
    (at < list.len()).then(|| list.swap_remove(at))
}

/// Another policy and what was done.
pub(super) fn edited(old: &Whole, choices: &mut Choices) -> (Whole, Edited) {
    let mut new = old.clone();
    let count = 1 + usize::from(choices.percent(35)) + usize::from(choices.percent(15));
    let done: Vec<&str> = (0..count).map(|_| edit(&mut new, choices)).collect();
    (new, done.join(", "))
}

#[allow(clippy::too_many_lines, reason = "a list of edits")]
fn edit(new: &mut Whole, choices: &mut Choices) -> &'static str {
    let other = whole(choices).draft;
    let foreign: Vec<Line> = other.sections.into_iter().flat_map(|section| section.lines).collect();
    let section = choices.below(new.draft.sections.len());
    let lines = &mut new.draft.sections[section].lines;
    let at = choices.below(lines.len());
    match choices.below(19) {
        0 if lines.len() > 1 => {
            lines.remove(at);
            "line dropped"
        }
        0 | 1 => {
            if let Some(line) = foreign.into_iter().find(Line::is_practice) {
                lines.push(Line { label: "more".to_owned(), exception: Exception::Nothing, ..line });
            }
            "line added"
        }
        2 | 3 => {
            let known = lines[at].clone();
            if let (Some(from), Some(list)) =
                (foreign.into_iter().find(Line::is_practice), one_of(choices, lines[at].lists_mut()))
            {
                let word = known.clauses.iter().find(|clause| clause.list.items == list.items);
                let found = match word {
                    Some(clause) => {
                        from.clauses.iter().find(|one| one.word == clause.word).map(|one| &one.list)
                    }
                    None => Some(&from.object),
                };
                if let Some(found) = found {
                    list.items.extend(found.items.iter().take(1).cloned());
                }
            }
            "list widened"
        }
        4 => {
            if let Some(list) = one_of(choices, lines[at].lists_mut()) {
                match list.items.len() {
                    0 | 1 => list.except.clear(),
                    _ => drop(list.items.pop()),
                }
            }
            "list narrowed"
        }
        5 | 6 => {
            let line = &mut lines[at];
            let clause = choices.below(line.clauses.len());
            if clause < line.clauses.len() && line.clauses[clause].word != "to" {
                line.clauses.remove(clause);
            }
            "clause dropped"
        }
        7 => {
            let words: Vec<&str> = lines[at].clauses.iter().map(|clause| clause.word).collect();
            let clauses = foreign.into_iter().filter(Line::is_practice).flat_map(|line| line.clauses);
            let shared = |word: &str| {
                matches!(word, "for" | "about" | "through" | "with" | "when" | "unless" | "under")
            };
            if let Some(mut clause) =
                clauses.into_iter().find(|clause| shared(clause.word) && !words.contains(&clause.word))
            {
                clause.list.only = false;
                lines[at].clauses.push(clause);
            }
            "clause added"
        }
        8 => {
            let line = &mut lines[at];
            if line.is_practice() {
                let (actor, verb) = line.head.split_once(' ').unwrap_or(("we", "use"));
                let verb = ["may ", "never knowingly ", "never ", "do not yet ", "currently ", "try to "]
                    .iter()
                    .find_map(|modal| verb.strip_prefix(modal))
                    .unwrap_or(verb);
                let modal = choices.one(&["", "may ", "never ", "never knowingly ", "do not yet "]);
                if modal.starts_with("never") || modal.starts_with("do not") {
                    line.object.only = false;
                    line.second
                        .iter_mut()
                        .chain(&mut line.clauses)
                        .for_each(|clause| clause.list.only = false);
                }
                line.head = format!("{actor} {modal}{verb}");
            }
            "modality flipped"
        }
        9 => {
            if let Some(list) = one_of(choices, lines[at].lists_mut()) {
                list.only = !list.only;
            }
            "only flipped"
        }
        10 => {
            lines[at].exception = match lines[at].exception {
                Exception::Nothing => Exception::Elsewhere,
                _ => Exception::Nothing,
            };
            "exception flipped"
        }
        11 => {
            let line = &mut lines[at];
            let has_data = line.is_practice();
            if let Some(first) = line.object.items.first_mut().filter(|_| has_data) {
                *first = match first.split_once(' ') {
                    Some(("readable" | "hashed" | "encrypted" | "aggregated", datum)) => datum.to_owned(),
                    _ => format!("{} {first}", choices.one(&["hashed", "aggregated", "encrypted"])),
                };
            }
            "form changed"
        }
        12 => {
            let line = &mut lines[at];
            if let Some((_, does)) = line.head.split_once(' ').filter(|_| line.is_practice()) {
                let actor = choices.one(&["we", "staff", "processors", "third-parties", "advertisers"]);
                line.head = format!("{actor} {does}");
            }
            "actor changed"
        }
        13 => {
            // A verb and another that takes the same clauses.
            const ALIKE: &[&[&str]] = &[&["use", "view", "decide from", "train on"], &["disclose", "sell"]];
            let line = &mut lines[at];
            let own = |verbs: &&&[&'static str]| verbs.iter().any(|verb| line.head.ends_with(verb));
            if let Some(verbs) = ALIKE.iter().find(own).filter(|_| line.is_practice()) {
                let known =
                    verbs.iter().find(|verb| line.head.ends_with(**verb)).map_or(0, |verb| verb.len());
                let before = line.head[..line.head.len() - known].to_owned();
                line.verb = choices.one(verbs);
                line.head = format!("{before}{}", line.verb);
            }
            "verb changed"
        }
        14 => {
            let has_region = |clause: &&mut Clause| matches!(clause.word, "about" | "to");
            if let Some(clause) = one_of(choices, lines[at].clauses.iter_mut().filter(has_region).collect()) {
                clause.region = match clause.region {
                    Some(_) => None,
                    None => {
                        let region = choices.one(&["eea", "us", "us.california", "any region"]).to_owned();
                        Some(List { only: false, items: vec![region], except: Vec::new() })
                    }
                };
            }
            "region changed"
        }
        15 => {
            if let Some(list) = one_of(choices, lines[at].lists_mut()) {
                let inner = match list.items.first().map(String::as_str) {
                    Some("contact") => Some("contact.email"),
                    Some("ads") => Some("ads.targeted"),
                    Some("processors") => Some("processors.hosts"),
                    Some("third-parties" | "anyone") => Some("advertisers"),
                    Some("people") => Some("children"),
                    Some("us") => Some("us.california"),
                    Some("products") => Some("app"),
                    _ => None,
                };
                match list.except.is_empty() {
                    true => list.except.extend(inner.map(str::to_owned)),
                    false => list.except.clear(),
                }
            }
            "exception of a list changed"
        }
        16 => {
            new.draft.law = match choices.below(3) {
                0 => Vec::new(),
                1 => vec!["us".to_owned()],
                _ => vec!["eea".to_owned()],
            };
            "law changed"
        }
        _ => {
            let (from, to) = MOVES[choices.below(MOVES.len())];
            new.words = new.words.replacen(from, to, 1);
            "vocabulary changed"
        }
    }
}
