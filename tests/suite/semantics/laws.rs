//! What must hold between a policy and another one that differs from it in one way.

use std::collections::BTreeSet;

use candor::model::{Kind, Policy, TermId};
use candor::semantics::space::{Atom, FactKey, Known};
use candor::semantics::{Flow, Meaning, Understood, understand};

use super::draft::{Author, Choices, Draft, Exception, Line, Section};
use super::library::{conflicts, cuts, translated};
use super::{WORDS, number, read, read_files};
use crate::oracle::{Grain, Oracle, Owner, Show};

/// Policies for each law.
const COUNT: u64 = 40;
/// One flow of so many that are told apart is compared.
const ONE_OF: u64 = 1;
/// Fewer flows than these are too few for a law.
const FEW: u64 = 400;

/// Holds one policy against another, flow by flow.
///
/// The flows are those of the second policy, which names everything that the first one names. Says how many they were.
fn compare(
    first: &Understood,
    second: &Understood,
    mut judge: impl FnMut([bool; 2], [bool; 2], &Flow),
) -> u64 {
    let (one, other) = (meaning(first), meaning(second));
    let mut n_flows = 0;
    let mut see = |flow: &crate::oracle::Flow<'_>, _: bool, _: bool| {
        let flow = translated(flow);
        let renamed = renamed(&flow, second, first);
        let said = |meaning: &Meaning, flow: &Flow| [meaning.is_permitted(flow), meaning.is_prohibited(flow)];
        judge(said(&one, &renamed), said(&other, &flow), &flow);
        n_flows += 1;
    };
    Oracle::of(second, &[], Grain::Classes, Some(Show { one_of: ONE_OF, n_worlds: 1, see: &mut see }));
    n_flows
}

/// A law that was tried on few flows holds for nothing.
#[track_caller]
fn is_tried(n_flows: u64) {
    assert!(n_flows > FEW, "only {n_flows} flows were compared");
}

fn meaning(policy: &Understood) -> Meaning {
    understand(policy, &[]).expect("a small policy is within the budget")
}

/// The digest of what a policy says.
/// Whether two say the same, whatever the words are that only one of them names.
fn are_same(one: &Understood, other: &Understood) -> bool {
    candor::semantics::digest::are_same(&meaning(one), &meaning(other))
        .expect("a small policy is within the budget")
}

fn digest(policy: &Understood) -> String {
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
    let fact = |fact: &FactKey| match *fact {
        FactKey::Known(Known::Subject(one)) => FactKey::Known(Known::Subject(term(one))),
        FactKey::Known(Known::Data(one)) => FactKey::Known(Known::Data(term(one))),
        FactKey::Known(Known::DataWith(..)) => *fact,
        FactKey::Term(one) | FactKey::Given(one, _) | FactKey::Subject(one) => fact.of(term(one)),
    };
    Flow {
        act: flow.act,
        slots: flow.slots.iter().map(|(slot, value, form)| (*slot, atom(*value), form.map(term))).collect(),
        facts: flow.facts.iter().map(fact).collect(),
    }
}

/// Some drafts whose exceptions are in order, with a source of further choices.
fn drafts(seed: u64) -> impl Iterator<Item = (Draft, Understood, Choices)> {
    let count = usize::try_from(number("CANDOR_POLICIES", COUNT).clamp(COUNT, 500)).unwrap_or_default();
    all_drafts(seed).take(count)
}

/// As many of them as are wanted.
fn all_drafts(seed: u64) -> impl Iterator<Item = (Draft, Understood, Choices)> {
    let draft = move |at: u64| {
        let mut choices = Choices::new(seed.wrapping_mul(31_337).wrapping_add(at));
        let draft = Author::new(&mut choices).draft();
        let (policy, _) = read(&draft.text()).ok()?;
        let is_in_order = !Oracle::of(&policy, &[], Grain::Classes, None).faults.is_circular;
        is_in_order.then_some((draft, policy, choices))
    };
    (0..).filter_map(draft)
}

/// Whether another line or an offer names the line.
fn is_named(draft: &Draft, label: &str) -> bool {
    let names = |line: &Line| {
        let excepts =
            matches!(&line.exception, Exception::In(labels) if labels.iter().any(|one| one == label));
        excepts || line.clauses.iter().any(|clause| clause.list.items.iter().any(|item| item == label))
    };
    draft.sections.iter().flat_map(|section| &section.lines).any(names)
}

/// Conflicts and narrowings with labels in place of numbers.
fn relations(policy: &Understood) -> BTreeSet<String> {
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
            label(one.permission.0),
            label(one.prohibition.0),
            one.prohibition.1
        ));
    }
    for cut in cuts(&meaning) {
        let (permission, (prohibition, origin)) = (label(cut.permission.0), cut.prohibition);
        relations.insert(format!("narrowed {permission} {} {origin:?}", label(prohibition)));
    }
    relations
}

#[test]
fn order_means_nothing() {
    let mut n_flows = 0;
    for (draft, policy, mut choices) in drafts(1) {
        let mut shuffled = draft.clone();
        choices.shuffle(&mut shuffled.sections);
        shuffled.sections.iter_mut().for_each(|section| choices.shuffle(&mut section.lines));
        // Each section in a file of its own.
        let mut files: Vec<String> = vec![WORDS.to_owned(), shuffled.header()];
        for section in shuffled.outer() {
            let mut text = String::new();
            shuffled.write(section, &mut text);
            files.push(text);
        }
        let texts: Vec<&str> = files.iter().map(String::as_str).collect();
        let (other, _) = read_files(&texts).expect("the same statements in another order");
        n_flows +=
            compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
        assert_eq!(relations(&policy), relations(&other), "{}", draft.text());
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
    }
    is_tried(n_flows);
}

#[test]
fn every_run_says_the_same() {
    for (draft, policy, _) in drafts(2) {
        let (again, questions) = read(&draft.text()).expect("it was read before");
        let answers = |policy: &Understood| {
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
    let (mut n_split, mut n_flows) = (0, 0);
    for (draft, policy, _) in drafts(3) {
        let mut split = draft.clone();
        for section in &mut split.sections {
            let mut lines = Vec::new();
            for line in &section.lines {
                let is_fit = line.is_practice()
                    && !line.is_negative()
                    && !line.has_only()
                    && !line.object.names_form()
                    && !draft.lines().any(Line::is_knowing)
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
        n_flows +=
            compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
    }
    assert!(n_split > 0, "no list was split");
    is_tried(n_flows);
}

/// Verbs that are joined say what each of them says in a statement of its own.
#[test]
fn joined_verbs_are_the_same_as_statements_apart() {
    let (mut n_joined, mut n_flows) = (0, 0);
    for (draft, _, mut choices) in drafts(9) {
        let Some((joined, apart)) = draft.joined_and_apart(&mut choices) else { continue };
        let texts = [joined.text(), apart.text()];
        let [one, other] = [0, 1].map(|at| read(&texts[at]).map(|(policy, _)| policy));
        let (Ok(one), Ok(other)) = (one, other) else { continue };
        n_joined += 1;
        let shown = texts.join("\n---- apart ----\n");
        assert_eq!(digest(&one), digest(&other), "{shown}");
        n_flows += compare(&one, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{shown}"));
        let answers = |policy: &Understood, text: &str| {
            let (_, questions) = read(text).expect("it was read before");
            let meaning = understand(policy, &questions).expect("a small policy is within the budget");
            let answer = |at| meaning.answer(at).expect("a small policy is within the budget");
            let verdict =
                |at| answer(at).map(|answer| format!("{:?} {:?}", answer.verdict, answer.permitted_if));
            (0..questions.len()).map(verdict).collect::<Vec<_>>()
        };
        assert_eq!(answers(&one, &texts[0]), answers(&other, &texts[1]), "{shown}");
    }
    assert!(n_joined > 10, "only {n_joined} drafts were joined");
    is_tried(n_flows);
}

#[test]
fn saying_it_twice_changes_nothing() {
    let mut n_flows = 0;
    for (draft, policy, mut choices) in drafts(4) {
        let mut doubled = draft.clone();
        let section = choices.below(doubled.sections.len());
        let lines = &mut doubled.sections[section].lines;
        let is_fit = |line: &&Line| {
            line.is_practice()
                && !is_named(&draft, &line.label)
                && !matches!(line.exception, Exception::Elsewhere)
        };
        let fit: Vec<Line> = lines.iter().filter(is_fit).cloned().collect();
        if fit.is_empty() {
            continue;
        }
        let line = fit[choices.below(fit.len())].clone();
        lines.push(Line { label: "again".to_owned(), ..line });
        let (other, _) = read(&doubled.text()).expect("the same statement twice");
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
        n_flows +=
            compare(&policy, &other, |one, other, flow| assert_eq!(one, other, "{flow:?}\n{}", draft.text()));
    }
    is_tried(n_flows);
}

/// A draft with one more practice, in a section of its own.
fn with_one_more(draft: &Draft, choices: &mut Choices, is_fit: impl Fn(&Line) -> bool) -> Option<Understood> {
    let author = Author::new(choices).draft();
    let lines = author.sections.into_iter().flat_map(|section| section.lines);
    let line = lines.into_iter().find(|line| line.is_practice() && is_fit(line))?;
    let line = Line { label: "more".to_owned(), exception: Exception::Nothing, ..line };
    let mut longer = draft.clone();
    longer.sections.push(Section {
        name: "added".to_owned(),
        inside: None,
        clauses: Vec::new(),
        lines: vec![line],
    });
    let (policy, _) = read(&longer.text()).ok()?;
    let is_in_order = !Oracle::of(&policy, &[], Grain::Classes, None).faults.is_circular;
    is_in_order.then_some(policy)
}

#[test]
fn a_permission_more_takes_nothing_away() {
    let mut n_flows = 0;
    for (draft, policy, mut choices) in drafts(5) {
        // A stated use with a condition has the say about that use, `only` and `unless` prohibit.
        let is_plain = |line: &Line| {
            let clauses = line
                .clauses
                .iter()
                .all(|clause| matches!(clause.word, "for" | "through" | "about" | "to" | "from"));
            !line.is_negative() && !line.has_only() && clauses && !line.object.names_form()
        };
        let Some(longer) = with_one_more(&draft, &mut choices, is_plain) else { continue };
        n_flows += compare(&policy, &longer, |[was_permitted, _], [is_permitted, _], flow| {
            assert!(!was_permitted || is_permitted, "{flow:?}\n{}", draft.text());
        });
    }
    is_tried(n_flows);
}

#[test]
fn a_prohibition_more_permits_nothing() {
    let mut n_flows = 0;
    for (draft, policy, mut choices) in drafts(6) {
        let Some(longer) = with_one_more(&draft, &mut choices, Line::is_negative) else { continue };
        n_flows += compare(
            &policy,
            &longer,
            |[was_permitted, was_prohibited], [is_permitted, is_prohibited], flow| {
                assert!(was_permitted || !is_permitted, "{flow:?}\n{}", draft.text());
                assert!(!was_prohibited || is_prohibited, "{flow:?}\n{}", draft.text());
            },
        );
    }
    is_tried(n_flows);
}

#[test]
fn the_digest_does_not_know_labels() {
    for (draft, policy, _) in drafts(7) {
        let (other, _) = read(&draft.relabelled(|label| format!("{label}-renamed")).text())
            .expect("the same statements under other labels");
        assert_eq!(digest(&policy), digest(&other), "{}", draft.text());
    }
}

/// Where two policies differ in a flow, their digests differ; where they differ in none that was tried, the digests are
/// those of what holds as well.
#[test]
fn the_digest_changes_with_what_is_said() {
    let (mut n_changed, mut n_same, mut n_flows) = (0, 0, 0);
    // One statement more that says nothing new is rare.
    for (draft, policy, mut choices) in all_drafts(8).take(400) {
        let Some(longer) = with_one_more(&draft, &mut choices, |_| true) else { continue };
        let mut differs = false;
        n_flows += compare(&policy, &longer, |one, other, _| differs |= one != other);
        if differs {
            assert_ne!(digest(&policy), digest(&longer), "{}", draft.text());
            assert!(!are_same(&policy, &longer), "{}", draft.text());
            n_changed += 1;
        } else {
            n_same += usize::from(are_same(&policy, &longer));
        }
    }
    assert!(n_changed > 0 && n_same > 0, "{n_changed} changed, {n_same} did not");
    is_tried(n_flows);
}

/// The vocabulary has what the drafts need.
#[test]
fn the_words_are_in_order() {
    let (policy, _) = read("").expect("the vocabulary has no faults");
    assert!(policy.vocabulary.of_kind(Kind::Data).count() > 5);
}

/// On which terms a right is offered is part of what is promised: whatever stands in braces, and whatever its value.
#[test]
fn the_digest_knows_the_terms_of_a_right() {
    let of = |terms: &str| {
        let text = format!(
            "policy p \"P\" {{\n    effective 2026-03-01\n}}\nsection s \"S\" {{\n    \
             ask: we offer access over contact {terms}\n}}\n"
        );
        digest(&read(&text).unwrap_or_else(|faults| panic!("{terms}: {faults}")).0)
    };
    let all = [
        "",
        "{ fee none }",
        "{ fee \"5 euros\" }",
        "{ fee \"6 euros\" }",
        "{ agent \"with a letter\" }",
        "{ appeal \"to our board\" }",
        "{ identity-check \"by passport\" }",
        "{ extension 30 days }",
        "{ extension 60 days }",
        "{ times-per-year 1 }",
        "{ times-per-year 2 }",
    ];
    let digests: BTreeSet<String> = all.iter().map(|terms| of(terms)).collect();
    assert_eq!(digests.len(), all.len(), "two of them have one digest");
    // In which order they stand does not matter, nor in which unit the same time is said.
    assert_eq!(of("{\n fee none\n extension 2 weeks\n }"), of("{\n extension 14 days\n fee none\n }"));
}

/// What a tracker says of keeping, of bases and of what is required is said like any practice.
#[test]
fn the_digest_knows_what_trackers_say() {
    let of = |clauses: &str| {
        let text = format!(
            "policy p \"P\" {{\n    effective 2026-03-01\n}}\nsection s \"S\" {{\n    \
             tracker sid \"sid\" is a kind of cookie stores contact for service {clauses}\n}}\n"
        );
        digest(&read(&text).unwrap_or_else(|faults| panic!("{clauses}: {faults}")).0)
    };
    let all = [
        "",
        "based on contract",
        "based on interests",
        "required",
        "lasting session",
        "lasting 30 days",
        "kept for 30 days",
        "kept for 2 years",
    ];
    let digests: BTreeSet<String> = all.iter().map(|clauses| of(clauses)).collect();
    assert_eq!(digests.len(), all.len(), "two of them have one digest");
    assert_eq!(of("kept for 2 years"), of("kept for 24 months"));
}

/// A stage that counts from the end of the one before says what the sum says, and `its purposes` what their names say.
#[test]
fn the_digest_knows_what_is_not_written_out() {
    let of = |lines: &str| {
        let text =
            format!("policy p \"P\" {{\n    effective 2026-03-01\n}}\nsection s \"S\" {{\n{lines}\n}}\n");
        digest(&read(&text).unwrap_or_else(|faults| panic!("{lines}: {faults}")).0)
    };
    let stage = |ends: &str| of(&format!("a: we retain contact {ends}"));
    for (counted, written) in [
        (
            "for 1 month after leaving then retain hashed for 24 more months",
            "for 1 month after leaving then retain hashed for 25 months after leaving",
        ),
        (
            "for up to 30 days then retain hashed for 2 more weeks",
            "for up to 30 days then retain hashed for up to 44 days after collection",
        ),
        (
            "until closing then retain hashed for 2 more years then retain aggregated for at least 1 more year",
            "until closing then retain hashed for 24 months after closing then retain aggregated for at least 36 months after closing",
        ),
        (
            "for 1 year after closing or for 2 years after leaving whichever is shorter then retain hashed for 1 more year",
            "for 1 year after closing or for 2 years after leaving whichever is shorter \
             then retain hashed for 2 years after closing or for 3 years after leaving whichever is shorter",
        ),
    ] {
        assert_eq!(stage(counted), stage(written), "{counted}");
    }
    let all = [
        "for 30 days then retain hashed for 1 more month",
        "for 1 month then retain hashed for 30 more days",
        "for 30 days then retain hashed for 60 days",
        "while active then retain hashed for 1 more month",
        "while active then retain hashed while active",
        "as long as needed for ads then retain hashed for 1 more month",
    ];
    let digests: BTreeSet<String> = all.iter().map(|ends| stage(ends)).collect();
    assert_eq!(digests.len(), all.len(), "two of them have one digest");

    let collected = "b: we collect contact.email for ads\nc: we collect contact.phone for ads, research\n\
                     d: we derive inferences from contact for growth\n";
    let its = of(&format!(
        "{collected}a: we retain contact.email, contact.phone, inferences as long as needed for its purposes"
    ));
    let named = of(&format!(
        "{collected}a: we retain contact.email as long as needed for ads\n\
         e: we retain contact.phone as long as needed for ads, research\n\
         f: we retain inferences as long as needed for growth"
    ));
    assert_eq!(its, named);
    let kept = |ends: &str| {
        of(&format!("a: we collect contact for ads, research kept as long as needed for {ends}"))
    };
    assert_eq!(kept("its purposes"), kept("ads, research"));
}
