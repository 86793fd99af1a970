//! Refactoring is silent: what is only written in another way, divided, put together, moved or laid out changes nothing.

use candor::diff::report::Report;
use candor::diff::rule::Part;

use super::{Read, Whole, compared, read, walk, whole};
use crate::formats::formatted;
use crate::oracle::Prepared;
use crate::semantics::draft::{Choices, Clause, Draft, Exception, Line, List, Section, takes};
use crate::semantics::number;

const COUNT: u64 = 60;

/// Whoever speaks of a label speaks of others in its place.
fn refer(draft: &mut Draft, label: &str, others: &[&str]) {
    let replaced = |names: &mut Vec<String>| {
        if let Some(place) = names.iter().position(|name| name == label) {
            names.splice(place..=place, others.iter().map(|other| (*other).to_owned()));
        }
    };
    for line in draft.lines_mut() {
        if let Exception::In(labels) = &mut line.exception {
            replaced(labels);
        }
        if line.verb == "offer" {
            line.clauses
                .iter_mut()
                .filter(|clause| clause.word == "from")
                .for_each(|clause| replaced(&mut clause.list.items));
        }
    }
}

/// The sections and the lines in another order.
fn shuffled(mut draft: Draft, choices: &mut Choices) -> Option<Draft> {
    draft.sections.iter_mut().for_each(|section| choices.shuffle(&mut section.lines));
    choices.shuffle(&mut draft.sections);
    Some(draft)
}

/// Each thing of a list has a statement of its own.
fn divided(mut draft: Draft, _: &mut Choices) -> Option<Draft> {
    let can_part = |clause: &Clause| matches!(clause.word, "for" | "about" | "through" | "to" | "from");
    // Where one of them is everything, nothing is restricted.
    let is_all = |item: &String| item.starts_with("any") || item == "everywhere";
    let is_long = |list: &List| list.items.len() > 1 && !list.items.iter().any(is_all);
    // Whoever names a form of one thing in a list is silent on the form of none of them.
    let is_fit = |line: &Line| line.is_practice() && !line.has_only() && !line.object.names_form();
    // Whoever names one thing knows it, and of a list it depends on all of it.
    if draft.lines().any(Line::is_knowing) {
        return None;
    }
    // Who keeps something for its purposes keeps it for those of the whole list.
    if draft.text().contains("its purposes") {
        return None;
    }
    let section = draft.sections.iter().position(|section| {
        let has_list = |line: &Line| {
            is_long(&line.object)
                || line.clauses.iter().any(|clause| can_part(clause) && is_long(&clause.list))
        };
        section.lines.iter().any(|line| is_fit(line) && has_list(line))
    })?;
    let lines = &mut draft.sections[section].lines;
    let part = |line: &Line, at: usize| -> Option<Line> {
        let mut part = line.clone();
        let list = match is_long(&part.object) {
            true => &mut part.object,
            false => {
                let clauses = part.clauses.iter_mut();
                &mut clauses.into_iter().find(|clause| can_part(clause) && is_long(&clause.list))?.list
            }
        };
        list.items = vec![list.items.get(at)?.clone()];
        part.label = format!("{}{}", line.label, ["a", "b", "c"][at]);
        Some(part)
    };
    let place = lines.iter().position(|line| is_fit(line) && part(line, 1).is_some())?;
    let line = lines.remove(place);
    let parts: Vec<Line> = (0..3).map_while(|at| part(&line, at)).collect();
    let labels: Vec<String> = parts.iter().map(|part| part.label.clone()).collect();
    lines.splice(place..place, parts);
    refer(&mut draft, &line.label, &labels.iter().map(String::as_str).collect::<Vec<_>>());
    Some(draft)
}

/// The same statement once more.
fn doubled(mut draft: Draft, choices: &mut Choices) -> Option<Draft> {
    let section = choices.below(draft.sections.len());
    let lines = &mut draft.sections[section].lines;
    let line = lines.iter().find(|line| line.is_practice())?.clone();
    let again = Line { label: format!("{}a", line.label), ..line.clone() };
    lines.insert(choices.below(lines.len() + 1), again);
    refer(&mut draft, &line.label, &[&line.label, &format!("{}a", line.label)]);
    Some(draft)
}

/// Every label is another word.
fn renamed(draft: Draft, _: &mut Choices) -> Option<Draft> {
    Some(draft.relabelled(|label| format!("new-{label}")))
}

/// A statement stands in another section; neither section says anything of its own.
fn moved(mut draft: Draft, choices: &mut Choices) -> Option<Draft> {
    let is_section = |name: &String| draft.sections.iter().any(|section| section.name == *name);
    let names_section = |line: &Line| {
        let excepts = matches!(&line.exception, Exception::In(labels) if labels.iter().any(is_section));
        let mut from = line.clauses.iter().filter(|clause| clause.word == "from");
        excepts || from.any(|clause| clause.list.items.iter().any(is_section))
    };
    let is_nested = draft.sections.iter().any(|section| section.inside.is_some());
    if is_nested || draft.lines().any(names_section) {
        return None;
    }
    draft.sections.push(Section {
        name: "moved".to_owned(),
        inside: None,
        clauses: Vec::new(),
        lines: Vec::new(),
    });
    let free: Vec<usize> =
        (0..draft.sections.len()).filter(|at| draft.sections[*at].clauses.is_empty()).collect();
    let from = *free.iter().find(|at| !draft.sections[**at].lines.is_empty())?;
    let to = *free.iter().rev().find(|at| **at != from)?;
    let line = choices.below(draft.sections[from].lines.len());
    let line = draft.sections[from].lines.remove(line);
    draft.sections[to].lines.push(line);
    draft.sections.retain(|section| !section.lines.is_empty());
    Some(draft)
}

/// What stands at the head of a section stands in its statements.
fn spelt_out(mut draft: Draft, _: &mut Choices) -> Option<Draft> {
    let is_around =
        |name: &String| draft.sections.iter().any(|section| section.inside.as_ref() == Some(name));
    let heads = |section: &Section| !section.clauses.is_empty() && !is_around(&section.name);
    let spelt = |section: &Section| heads(section).then(|| lines_spelt_out(section)).flatten();
    let (place, lines) =
        draft.sections.iter().enumerate().find_map(|(place, section)| Some((place, spelt(section)?)))?;
    draft.sections[place].lines = lines;
    draft.sections[place].clauses.clear();
    Some(draft)
}

/// The lines of a section, with what stands at its head; `None` if that cannot be written so.
fn lines_spelt_out(section: &Section) -> Option<Vec<Line>> {
    let is_fact = |word: &str| matches!(word, "when" | "with" | "unless" | "under");
    let mut lines = section.lines.clone();
    for line in &mut lines {
        if !line.is_practice() {
            return None;
        }
        let is_negative = line.is_negative();
        for clause in &section.clauses {
            let is_open = !is_negative || matches!(clause.word, "about" | "through");
            if !is_open || !line.verbs().any(|verb| takes(verb, clause.word)) {
                continue;
            }
            let says = |words: &[&str]| line.clauses.iter().any(|own| words.contains(&own.word));
            let has_own = match clause.word {
                "required" | "optional" => says(&["required", "optional"]),
                "kept" => !line.ends.ends.is_empty(),
                word => says(&[word]),
            };
            if has_own && is_fact(clause.word) {
                // Both hold; how that is written in one clause is not tried here.
                return None;
            }
            if !has_own {
                line.clauses.push(clause.clone());
            }
        }
    }
    Some(lines)
}

/// A name for a way to write the same, and what it makes of a draft.
type Rewriting = (&'static str, fn(Draft, &mut Choices) -> Option<Draft>);

const REWRITINGS: &[Rewriting] = &[
    ("in another order", shuffled),
    ("a list divided", divided),
    ("a statement doubled", doubled),
    ("labels renamed", renamed),
    ("a statement moved", moved),
    ("a header spelt out", spelt_out),
];

fn drafts(seed: u64, count: u64) -> impl Iterator<Item = (Whole, Choices)> {
    (0..count).map(move |at| {
        let mut choices = Choices::new(
            number("CANDOR_SEED", 1)
                .wrapping_mul(49_979_687)
                .wrapping_add(seed.wrapping_mul(7_919))
                .wrapping_add(at),
        );
        (whole(&mut choices), choices)
    })
}

/// What a report tells that counts: nothing of certainty and of words.
fn grave(report: &Report) -> Vec<&str> {
    report
        .changes
        .iter()
        .filter(|change| change.part < Part::Certainty)
        .map(|change| change.rule.as_str())
        .collect()
}

#[test]
fn writing_the_same_in_another_way_changes_nothing() {
    let mut n_tried = vec![0; REWRITINGS.len()];
    // A header that can be spelt out is rare.
    for (old, mut choices) in drafts(1, COUNT * 5) {
        let Some(old_read) = old.read() else { continue };
        // Exceptions that lead in a circle are an error: what then holds is nobody's wish.
        if Prepared::of(&old_read.policy).is_none() {
            continue;
        }
        for (place, (name, rewritten)) in REWRITINGS.iter().enumerate() {
            let Some(draft) = rewritten(old.draft.clone(), &mut choices) else { continue };
            let new = Whole { draft, ..old.clone() };
            let Some(new_read) = new.read() else {
                panic!("{name}: it cannot be read any more:\n{}\n---- new ----\n{}", old.shown(), new.shown())
            };
            // The other way round a list is put together, and what was said twice is said once.
            for (one, other) in [(&old_read, &new_read), (&new_read, &old_read)] {
                let report = compared(one, other, &[]);
                let found = grave(&report);
                assert!(
                    found.is_empty() && report.is_complete,
                    "{name}: {found:?}\n{}\n---- new ----\n{}\n{}",
                    old.shown(),
                    new.shown(),
                    walk::shown(&report)
                );
            }
            n_tried[place] += 1;
        }
    }
    let seldom = REWRITINGS.iter().zip(&n_tried).filter(|(_, n)| **n < 5).collect::<Vec<_>>();
    assert!(seldom.is_empty(), "too few of: {seldom:?}");
}

#[test]
fn joining_verbs_changes_nothing() {
    let mut n_tried = 0;
    for (whole, mut choices) in drafts(3, COUNT * 2) {
        let Some((joined, apart)) = whole.draft.joined_and_apart(&mut choices) else { continue };
        let [joined, apart] = [joined, apart].map(|draft| Whole { draft, ..whole.clone() });
        let (Some(one), Some(other)) = (joined.read(), apart.read()) else { continue };
        if Prepared::of(&other.policy).is_none() {
            continue;
        }
        for (old, new) in [(&one, &other), (&other, &one)] {
            let report = compared(old, new, &[]);
            assert!(
                grave(&report).is_empty() && report.is_same_meaning && report.is_complete,
                "{}\n---- apart ----\n{}\n{}",
                joined.shown(),
                apart.shown(),
                walk::shown(&report)
            );
        }
        n_tried += 1;
    }
    assert!(n_tried > COUNT / 4, "too few drafts: {n_tried}");
}

/// Nothing but that the text is another.
#[track_caller]
fn is_silent(name: &str, old: &Read, new: &Read, texts: &[&str]) {
    let report = compared(old, new, &[]);
    let is_known = report.changes.iter().all(|change| change.rule == "source-changed");
    assert!(is_known && report.is_complete, "{name}:\n{}\n{}", texts.join("\n----\n"), walk::shown(&report));
}

/// The text with remarks and empty lines where a line ends.
fn remarked(text: &str, choices: &mut Choices) -> String {
    let line = |line: &str| match choices.below(4) {
        0 => format!("{line}\n\n"),
        1 => format!("// A remark: never, may, \"quoted\".\n{line}\n"),
        2 => format!("{line} // to the point\n"),
        _ => format!("{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Of what a list says twice, the last is left: `of people` stands behind the whole list.
fn once(list: &mut List) {
    for names in [&mut list.items, &mut list.except] {
        let thing = |name: &String| name.split(" of ").next().map(str::to_owned);
        let mut at = 0;
        while at < names.len() {
            match names[at + 1..].iter().any(|later| thing(later) == thing(&names[at])) {
                true => drop(names.remove(at)),
                false => at += 1,
            }
        }
    }
}

fn said_once(clause: &mut Clause) {
    once(&mut clause.list);
    clause.region.iter_mut().for_each(once);
}

#[test]
fn layout_and_files_change_nothing() {
    let mut n_tried = 0;
    for (mut whole, mut choices) in drafts(2, COUNT) {
        // What a list says twice is laid out once, which is another sentence.
        for section in &mut whole.draft.sections {
            section.clauses.iter_mut().for_each(said_once);
            for line in &mut section.lines {
                line.second.iter_mut().chain(&mut line.clauses).for_each(said_once);
                once(&mut line.object);
            }
        }
        let Some(old) = whole.read() else { continue };
        if Prepared::of(&old.policy).is_none() {
            continue;
        }
        let text = whole.draft.text();
        let mut sources = candor::stdlib::sources();
        let file = sources.add("0.candor", text.clone());
        let laid_out = formatted(&sources, file).expect("it can be laid out");
        let remarked = remarked(&text, &mut choices);
        // Only the lines of the header end where the line ends.
        let header = whole.draft.header();
        let body = text[header.len()..].split_whitespace().collect::<Vec<_>>().join(" ");
        let dense = format!("{header}{body}");
        for (name, other) in [("laid out", &laid_out), ("remarked", &remarked), ("dense", &dense)] {
            let new =
                read(&[&whole.words, other]).unwrap_or_else(|| panic!("{name}: it cannot be read:\n{other}"));
            is_silent(name, &old, &new, &[&text, other]);
        }
        let mut first = Draft { sections: Vec::new(), ..whole.draft.clone() };
        let mut files = vec![whole.words.clone(), String::new()];
        for section in whole.draft.outer() {
            let is_nested = whole.draft.sections.iter().any(|inner| inner.inside.is_some());
            if is_nested || choices.percent(50) {
                let mut part = String::new();
                whole.draft.write(section, &mut part);
                files.push(part);
            } else {
                first.sections.push(section.clone());
            }
        }
        files[1] = first.text();
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let new = read(&files).unwrap_or_else(|| panic!("divided: it cannot be read:\n{}", files.join("\n")));
        is_silent("divided into files", &old, &new, &files);
        n_tried += 1;
    }
    assert!(n_tried > COUNT / 2, "too few drafts: {n_tried}");
}
