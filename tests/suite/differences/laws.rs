//! What must hold of every comparison, whatever was edited.

use candor::diff::acknowledgement::{Acknowledgement, Fit};
use candor::diff::report::{Change, Report};
use candor::diff::rule::{self, Part};

use super::walk::of_flows;
use super::{compared, pairs};

const COUNT: u64 = 60;

/// What a person would acknowledge of a change: all of it.
pub(super) fn whole(change: &Change, file: usize) -> Acknowledgement {
    Acknowledgement {
        file: file.to_string(),
        rule: change.rule.clone(),
        areas: change.areas.clone(),
        before: change.before.clone(),
        after: change.after.clone(),
        fingerprint: Some(change.fingerprint.clone()),
    }
}

#[test]
fn nothing_differs_from_itself() {
    for (old, ..) in pairs(1, COUNT) {
        let Some(read) = old.read() else { continue };
        let report = compared(&read, &read, &[]);
        assert!(report.changes.is_empty() && report.is_complete, "{}", old.shown());
    }
}

#[test]
fn the_way_back_is_the_mirror() {
    for (old, new, edited) in pairs(2, COUNT) {
        let (Some(one), Some(other)) = (old.read(), new.read()) else { continue };
        let rules = |report: &Report| {
            let mut rules: Vec<String> = of_flows(report).map(|change| change.rule.clone()).collect();
            rules.sort();
            rules
        };
        let there = rules(&compared(&one, &other, &[]));
        let mut back: Vec<String> = rules(&compared(&other, &one, &[]))
            .iter()
            .filter_map(|code| rule::find(code).map(|rule| rule.mirror().code().to_owned()))
            .collect();
        back.sort();
        assert_eq!(there, back, "{edited}:\n{}\n---- new ----\n{}", old.shown(), new.shown());
    }
}

#[test]
fn what_is_acknowledged_whole_leaves_nothing() {
    let mut n_acknowledged = 0;
    for (old, new, edited) in pairs(3, COUNT) {
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let known: Vec<Acknowledgement> = compared(&old_read, &new_read, &[])
            .changes
            .iter()
            .filter(|change| change.part == Part::Flows)
            .enumerate()
            .map(|(at, change)| whole(change, at))
            .collect();
        let report = compared(&old_read, &new_read, &known);
        let shown = || {
            format!(
                "{edited}:\n{}\n---- new ----\n{}\n{}\n{:?}",
                old.shown(),
                new.shown(),
                super::walk::shown(&report),
                report.acknowledgements
            )
        };
        assert!(of_flows(&report).all(|change| change.acknowledged.is_some()), "{}", shown());
        assert!(report.acknowledgements.iter().all(|one| one.fit == Fit::Fits), "{}", shown());
        n_acknowledged += known.len();
    }
    assert!(n_acknowledged > 10, "too little changed");
}
