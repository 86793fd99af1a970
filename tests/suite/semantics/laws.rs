//! What must hold between a policy and another one that differs from it in one way.

use std::collections::BTreeSet;

use candor::model::{Kind, Policy, TermId};
use candor::semantics::space::{Atom, FactKey};
use candor::semantics::{Flow, Meaning, understand};

use super::compare::{conflicts, cuts, translated};
use super::draft::{Author, Choices, Clause, Draft, Exception, Line, Section, relabelled};
use super::{WORDS, number, read, read_files};
use crate::oracle::{Grain, Oracle, Owner, Show};

/// Policies for each law.
const COUNT: u64 = 25;
/// One flow of so many is compared.
const ONE_OF: u64 = 211;

/// Holds one policy against another, flow by flow.
///
/// The flows are those of the second policy, which names everything that the first one names.
fn compare(first: &Policy, second: &Policy, mut judge: impl FnMut([bool; 2], [bool; 2], &Flow)) {
    let (one, other) = (meaning(first), meaning(second));
    let mut see = |flow: &crate::oracle::Flow<'_>, _: bool, _: bool| {
        let flow = translated(flow);
        let renamed = renamed(&flow, second, first);
        let said =
            |meaning: &Meaning<'_>, flow: &Flow| [meaning.is_permitted(flow), meaning.is_prohibited(flow)];
        judge(said(&one, &renamed), said(&other, &flow), &flow);
    };
    Oracle::of(second, &[], Grain::Classes, Some(Show { one_of: ONE_OF, see: &mut see }));
}

fn meaning(policy: &Policy) -> Meaning<'_> {
    understand(policy, &[]).expect("a small policy is within the budget")
}

/// The digest of what a policy says.
fn digest(policy: &Policy) -> String {
    candor::semantics::digest::digest(&meaning(policy)).expect("a small policy is within the budget")
}

/// The same flow in another policy, in which terms have other places.
fn renamed(flow: &Flow, from: &Policy, to: &Policy) -> Flow {
    let term = |term: TermId| {
        let known = from.vocabulary.term(term);
        to.vocabulary.find(known.kind, &known.name).expect("both have the same terms")
    };
    let atom = |atom: Atom| match atom {
        Atom::Term(one) => Atom::Term(term(one)),
        Atom::Rest(one) => Atom::Rest(term(one)),
        other => other,
    };
    let fact = |fact: &FactKey| fact.term().map_or(*fact, |one| fact.of(term(one)));
    Flow {
        act: flow.act,
        slots: flow.slots.iter().map(|(slot, value, form)| (*slot, atom(*value), form.map(term))).collect(),
        facts: flow.facts.iter().map(fact).collect(),
    }
}

/// Some drafts whose exceptions are in order, with a source of further choices.
fn drafts(seed: u64) -> Vec<(Draft, Policy, Choices)> {
    let count = usize::try_from(number("CANDOR_POLICIES", COUNT).clamp(COUNT, 500)).unwrap_or_default();
    let draft = |at: u64| {
        let mut choices = Choices::new(seed.wrapping_mul(31_337).wrapping_add(at));
        let draft = Author::new(&mut choices).draft();
        let (policy, _) = read(&draft.text()).ok()?;
        let is_in_order = !Oracle::of(&policy, &[], Grain::Classes, None).faults.is_circular;
        is_in_order.then_some((draft, policy, choices))
    };
    (0..).filter_map(draft).take(count).collect()
}

/// Whether another line or an offer names the line.
fn is_named(draft: &Draft, label: &str) -> bool {
    let names = |line: &Line| {
        let excepts =
            matches!(&line.exception, Exception::In(labels) if labels.iter().any(|one| one == label));
        let is_from = |clause: &&Clause| line.is_offer() && clause.word == "from";
        let mut from = line.clauses.iter().filter(is_from).flat_map(|clause| &clause.list.items);
        excepts || from.any(|item| item == label)
    };
    draft.sections.iter().flat_map(|section| &section.lines).any(names)
}

fn is_negative(line: &Line) -> bool {
    ["never", "not yet"].iter().any(|word| line.head.contains(word))
}

fn has_only(line: &Line) -> bool {
    line.object.only || line.second.iter().chain(&line.clauses).any(|clause| clause.list.only)
}

/// Conflicts and narrowings with labels in place of numbers.
fn relations(policy: &Policy) -> BTreeSet<String> {
    let label = |owner: Owner| match owner {
        Owner::Statement(at) => &policy.statements[at].label,
        Owner::Tracker(at) => &policy.trackers[at].named.name,
    };
    let meaning = meaning(policy);
    let mut relations = BTreeSet::new();
    for one in conflicts(&meaning) {
        relations.insert(format!(
            "{:?} {} {} {:?}",
            one.kind,
            label(one.permission),
            label(one.prohibition.0),
            one.prohibition.1
        ));
    }
    for (permission, prohibition, origin) in cuts(&meaning) {
        relations.insert(format!("narrowed {} {} {origin:?}", label(permission), label(prohibition)));
    }
    relations
}

#[test]
fn order_means_nothing() {
    for (draft, policy, mut choices) in drafts(1) {
        let mut shuffled = draft.clone();
        choices.shuffle(&mut shuffled.sections);
        shuffled.sections.iter_mut().for_each(|section| choices.shuffle(&mut section.lines));
        // Each section in a file of its own.
        let mut files: Vec<String> = vec![WORDS.to_owned(), shuffled.header()];
        for section in &shuffled.sections {
            let mut text = String::new();
            section.write(&mut text);
            files.push(text);
        }
        let texts: Vec<&str> = files.iter().map(String::as_str).collect();
        let (other, _) = read_files(&texts).expect("the same statements in another order");
        compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
        assert_eq!(relations(&policy), relations(&other), "{}", draft.text());
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
    }
}

#[test]
fn every_run_says_the_same() {
    for (draft, policy, _) in drafts(2) {
        let (again, questions) = read(&draft.text()).expect("it was read before");
        let answers = |policy: &Policy| {
            let meaning = understand(policy, &questions).expect("a small policy is within the budget");
            let answer = |at| meaning.answer(at).expect("a small policy is within the budget");
            (0..questions.len()).map(answer).collect::<Vec<_>>()
        };
        assert_eq!(answers(&policy), answers(&again), "{}", draft.text());
        assert_eq!(relations(&policy), relations(&again), "{}", draft.text());
    }
}

#[test]
fn a_list_is_the_same_as_its_items_in_two_statements() {
    let mut n_split = 0;
    for (draft, policy, _) in drafts(3) {
        let mut split = draft.clone();
        for section in &mut split.sections {
            let mut lines = Vec::new();
            for line in &section.lines {
                let has_form =
                    line.object.items.iter().any(|item| item.contains(' ') && !item.starts_with("any "));
                let is_fit = line.is_practice()
                    && !is_negative(line)
                    && !has_only(line)
                    && !has_form
                    && !is_named(&draft, &line.label);
                if !is_fit || line.object.items.len() < 2 || !matches!(line.exception, Exception::Nothing) {
                    lines.push(line.clone());
                    continue;
                }
                n_split += 1;
                for (at, item) in line.object.items.iter().enumerate() {
                    let mut part = line.clone();
                    part.label = format!("{}-{at}", line.label);
                    part.object.items = vec![item.clone()];
                    lines.push(part);
                }
            }
            section.lines = lines;
        }
        let (other, _) = read(&split.text()).expect("the same statements in parts");
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
        compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
    }
    assert!(n_split > 0, "no list was split");
}

#[test]
fn saying_it_twice_changes_nothing() {
    for (draft, policy, mut choices) in drafts(4) {
        let mut doubled = draft.clone();
        let section = choices.below(doubled.sections.len());
        let lines = &mut doubled.sections[section].lines;
        let line = lines[choices.below(lines.len())].clone();
        if !line.is_practice()
            || is_named(&draft, &line.label)
            || matches!(line.exception, Exception::Elsewhere)
        {
            continue;
        }
        lines.push(Line { label: "again".to_owned(), ..line });
        let (other, _) = read(&doubled.text()).expect("the same statement twice");
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
        compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
    }
}

/// A draft with one more practice, in a section of its own.
fn with_one_more(draft: &Draft, choices: &mut Choices, is_fit: impl Fn(&Line) -> bool) -> Option<Policy> {
    let author = Author::new(choices).draft();
    let lines = author.sections.into_iter().flat_map(|section| section.lines);
    let line = lines.into_iter().find(|line| line.is_practice() && is_fit(line))?;
    let line = Line { label: "more".to_owned(), exception: Exception::Nothing, ..line };
    let mut longer = draft.clone();
    longer.sections.push(Section { name: "added".to_owned(), clauses: Vec::new(), lines: vec![line] });
    let (policy, _) = read(&longer.text()).ok()?;
    let is_in_order = !Oracle::of(&policy, &[], Grain::Classes, None).faults.is_circular;
    is_in_order.then_some(policy)
}

#[test]
fn a_permission_more_takes_nothing_away() {
    for (draft, policy, mut choices) in drafts(5) {
        // A stated use with a condition has the say about that use, `only` and `unless` prohibit.
        let is_plain = |line: &Line| {
            let clauses = line
                .clauses
                .iter()
                .all(|clause| matches!(clause.word, "for" | "through" | "about" | "to" | "from"));
            !is_negative(line)
                && !has_only(line)
                && clauses
                && !line.object.items.iter().any(|item| item.contains(' ') && !item.starts_with("any "))
        };
        let Some(longer) = with_one_more(&draft, &mut choices, is_plain) else { continue };
        compare(&policy, &longer, |[was_permitted, _], [is_permitted, _], flow| {
            assert!(!was_permitted || is_permitted, "{flow:?}\n{}", draft.text());
        });
    }
}

#[test]
fn a_prohibition_more_permits_nothing() {
    for (draft, policy, mut choices) in drafts(6) {
        let Some(longer) = with_one_more(&draft, &mut choices, is_negative) else { continue };
        compare(&policy, &longer, |[was_permitted, was_prohibited], [is_permitted, is_prohibited], flow| {
            assert!(was_permitted || !is_permitted, "{flow:?}\n{}", draft.text());
            assert!(!was_prohibited || is_prohibited, "{flow:?}\n{}", draft.text());
        });
    }
}

#[test]
fn the_digest_does_not_know_labels() {
    for (draft, policy, _) in drafts(7) {
        let (other, _) =
            read(&relabelled(draft.clone()).text()).expect("the same statements under other labels");
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
    }
}

/// Where two policies differ in a flow, their digests differ; where they differ in none that was tried, the digests are
/// those of what holds as well.
#[test]
fn the_digest_changes_with_what_is_said() {
    let (mut n_changed, mut n_same) = (0, 0);
    for (draft, policy, mut choices) in drafts(8) {
        let Some(longer) = with_one_more(&draft, &mut choices, |_| true) else { continue };
        let mut differs = false;
        compare(&policy, &longer, |one, other, _| differs |= one != other);
        if differs {
            assert_ne!(digest(&policy), digest(&longer), "{}", draft.text());
            n_changed += 1;
        } else {
            n_same += usize::from(digest(&policy) == digest(&longer));
        }
    }
    assert!(n_changed > 0 && n_same > 0, "{n_changed} changed, {n_same} did not");
}

/// The vocabulary has what the drafts need.
#[test]
fn the_words_are_in_order() {
    let (policy, _) = read("").expect("the vocabulary has no faults");
    assert!(policy.vocabulary.of_kind(Kind::Data).count() > 5);
}
