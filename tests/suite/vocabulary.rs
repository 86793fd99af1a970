//! The standard vocabulary: complete, and true to the vocabularies to which it maps.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Kind, Origin, TermId, Vocabulary};

use crate::fixture;

/// The identifiers of another vocabulary.
fn identifiers(scheme: &str) -> BTreeSet<String> {
    let path = fixture::root().join("tests/vocabulary").join(format!("{scheme}.txt"));
    let lines = fixture::read(&path);
    lines
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_mapped_identifier_exists() {
    let vocabulary = candor::stdlib::vocabulary();
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (_, term) in vocabulary.iter() {
        for mapping in &term.mappings {
            let list =
                known.entry(mapping.scheme.to_string()).or_insert_with(|| identifiers(&mapping.scheme));
            if !list.contains(&*mapping.identifier) {
                unknown.push(format!(
                    "{} {}: {} {:?}",
                    term.kind.word(),
                    term.name,
                    mapping.scheme,
                    mapping.identifier
                ));
            }
        }
    }
    assert!(unknown.is_empty(), "identifiers that their vocabulary does not have:\n{}", unknown.join("\n"));
    assert_eq!(known.len(), 8, "every vocabulary with a list is used");
}

#[test]
fn every_term_has_a_label_and_a_definition() {
    let vocabulary = candor::stdlib::vocabulary();
    let lacking = |is_lacking: &dyn Fn(&candor::model::Term) -> bool| -> Vec<String> {
        vocabulary
            .iter()
            .filter(|(_, term)| is_lacking(term))
            .map(|(_, term)| format!("{} {}", term.kind.word(), term.name))
            .collect()
    };
    assert_eq!(lacking(&|term| term.label.trim().is_empty()), Vec::<String>::new());
    assert_eq!(lacking(&|term| term.definition.trim().is_empty()), Vec::<String>::new());
    assert_eq!(lacking(&|term| !term.definition.trim_end().ends_with('.')), Vec::<String>::new());
}

#[test]
fn every_kind_is_there_and_every_country() {
    let vocabulary = candor::stdlib::vocabulary();
    for kind in Kind::ALL {
        assert!(vocabulary.of_kind(kind).next().is_some(), "no {}", kind.word());
    }
    // ISO 3166-1 has 249 entries; the definition of each names its code.
    let coded = vocabulary.of_kind(Kind::Region).filter(|(_, term)| term.definition.contains("ISO 3166-1"));
    assert_eq!(coded.count(), 249);
}

/// Each file stands on its own: it needs nothing but the files before it in the order of the program, and has no fault.
#[test]
fn every_file_reads_alone_after_those_before_it() {
    let mut sources = candor::source::Sources::new();
    let mut documents = Vec::new();
    for (name, text) in candor::stdlib::FILES {
        let file = sources.add(*name, *text);
        let (document, faults) = candor::parse::parse(&sources, file);
        assert!(faults.is_empty(), "{}", candor::diagnostic::render::plain(&sources, &faults));
        documents.push(document);
        let (_, faults) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Standard);
        assert!(
            faults.is_empty(),
            "{name} needs a later file:\n{}",
            candor::diagnostic::render::plain(&sources, &faults)
        );
    }
}

/// What the build script stored is what the files say.
#[test]
fn the_stored_vocabulary_is_the_written_one() {
    let mut sources = candor::source::Sources::new();
    let documents: Vec<_> = candor::stdlib::FILES
        .iter()
        .map(|(name, text)| {
            let file = sources.add(*name, *text);
            candor::parse::parse(&sources, file).0
        })
        .collect();
    let (written, _) = candor::resolve::resolve(Vocabulary::default(), &documents, Origin::Standard);
    let stored = candor::stdlib::vocabulary();
    assert_eq!(
        format!("{:?}", stored.iter().collect::<Vec<_>>()),
        format!("{:?}", written.vocabulary.iter().collect::<Vec<_>>())
    );
}

/// The names of terms of a kind of which something does not hold, beside a list of those for which that is right.
fn others(kind: Kind, holds: &dyn Fn(&Vocabulary, TermId) -> bool, right: &[(&str, &str)]) {
    let vocabulary = candor::stdlib::vocabulary();
    let lacking: BTreeSet<String> = vocabulary
        .of_kind(kind)
        .filter(|(id, _)| !holds(&vocabulary, *id))
        .map(|(_, term)| term.name.to_string())
        .collect();
    let expected: BTreeSet<String> = right.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(lacking, expected);
}

#[test]
fn every_choice_says_what_it_stops() {
    let what_it_names = "it stops what the offer names";
    let recipients = "which recipients get nothing more cannot be said yet";
    let without = [
        ("choice", what_it_names),
        ("opt-out", what_it_names),
        ("refusal", what_it_names),
        ("opt-out.affiliate-marketing", recipients),
        ("opt-out.affiliate-sharing", recipients),
        ("opt-out.partner-sharing", recipients),
    ];
    let says_it = |vocabulary: &Vocabulary, right: TermId| {
        let choice = vocabulary.find(Kind::Right, "choice");
        choice.is_none_or(|choice| !vocabulary.is_below(right, choice))
            || vocabulary.stops_of(right).is_some_and(|effects| !effects.stops.is_empty())
    };
    others(Kind::Right, &says_it, &without);
}

#[test]
fn every_event_that_ends_something_says_what() {
    let no_condition = "no condition says that it lasts";
    let without = [
        ("calendar-year-end", no_condition),
        ("campaign-end", no_condition),
        ("limitation-end", no_condition),
        ("session-end", "who closes the browser may stay signed in"),
        ("tax-year-end", no_condition),
        ("warranty-end", no_condition),
    ];
    let endings =
        ["-end", "-closure", "-termination", "-withdrawn", "signing-out", "disconnecting", "unsubscribing"];
    let says_it = |vocabulary: &Vocabulary, event: TermId| {
        let term = vocabulary.term(event);
        !endings.iter().any(|ending| term.name.ends_with(ending)) || !term.effects.ends.is_empty()
    };
    others(Kind::Event, &says_it, &without);
}

/// The section of the file says which topics are practices.
#[test]
fn every_topic_that_is_a_practice_says_what_does_it() {
    let file = candor::stdlib::FILES.iter().find(|(name, _)| *name == "stdlib/topics.candor");
    let (_, text) = file.expect("the file of topics");
    let practices = text.split("\n// --- ").find_map(|section| section.strip_prefix("practices of which"));
    let names: Vec<&str> = practices
        .expect("the section of practices")
        .lines()
        .filter_map(|line| line.strip_prefix("topic ")?.split(' ').next())
        .collect();
    assert!(names.len() > 10);
    let says_it = |vocabulary: &Vocabulary, topic: TermId| {
        !names.contains(&&*vocabulary.term(topic).name)
            || vocabulary
                .deeds_of(topic)
                .is_some_and(|effects| !effects.done_by.is_empty() || !effects.done_by_trackers.is_empty())
    };
    others(Kind::Topic, &says_it, &[]);
}

/// What narrows a declaration says nothing without what it narrows.
#[test]
fn nothing_that_terms_do_is_narrowed_without_being_said() {
    let is_whole = |vocabulary: &Vocabulary, id: TermId| {
        let effects = &vocabulary.term(id).effects;
        let has = |prefix: &str| effects.said().any(|effect| effect.word().starts_with(prefix));
        (!has("deletes-") || !effects.deletes_on.is_empty())
            && (!has("stops-") || !effects.stops.is_empty())
            && (!has("done-") || !effects.done_by.is_empty() || !effects.done_by_trackers.is_empty())
    };
    for kind in Kind::ALL {
        others(kind, &is_whole, &[]);
    }
}

#[test]
fn what_outlasts_a_deletion_is_kept_by_law() {
    let vocabulary = candor::stdlib::vocabulary();
    let outlasts = |name: &str| {
        let purpose = vocabulary.find(Kind::Purpose, name).expect(name);
        vocabulary.term(purpose).traits.has(candor::model::Trait::OutlastsDeletion)
    };
    for name in ["legal", "legal.disputes", "legal.record-keeping", "finance.tax", "finance.audit"] {
        assert!(outlasts(name), "{name}");
    }
    for name in ["finance", "finance.accounting", "service.core", "operations.records"] {
        assert!(!outlasts(name), "{name}");
    }
}
