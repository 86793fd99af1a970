//! Acknowledgements: they cover the flows that were looked at, to the last one, and nothing else.
//!
//! What is left over is worked out flow by flow from the boxes of the reports (`walk.rs`): the boxes of a change overlap, so
//! what one of them still tells, when the others are acknowledged, is what stands in none of the others.

use candor::diff::acknowledgement::{Acknowledgement, Fit};
use candor::diff::report::{Area, Change, Report};

use super::edits::edited;
use super::laws::whole as acknowledging;
use super::walk::{Spot, Walked, each, joint, of_flows, shown};
use super::{Read, Whole, compared, has_same_words, pairs, whole};
use crate::semantics::draft::Choices;
use crate::semantics::number;

const COUNT: u64 = 60;

fn with_areas(change: &Change, areas: Vec<Area>) -> Change {
    Change { areas, ..change.clone() }
}

/// The changes of a rule.
fn of_rule<'r>(report: &'r Report, rule: &str) -> Vec<&'r Change> {
    of_flows(report).filter(|change| change.rule == rule).collect()
}

/// Divided by whether they are acknowledged.
fn divided<'r>(report: &'r Report, rule: &str) -> [Vec<&'r Change>; 2] {
    let (known, open) = of_rule(report, rule).into_iter().partition(|change| change.acknowledged.is_some());
    [known, open]
}

/// Holds what is acknowledged of a rule (the third group) and what is left (the fourth) against all that changed (the first)
/// and what the acknowledgements hold (the second).
fn is_divided(spot: &Spot) -> Result<u128, (u128, String)> {
    let mut moved = 0;
    for sort in 0..4 {
        let part = |group: usize| spot.told[group][sort] & spot.possible;
        let (all, holds, known, open) = (part(0), part(1), part(2), part(3));
        moved |= open;
        let wrong = (known ^ (all & holds)) | (open ^ (all & !holds));
        if wrong != 0 {
            return Err((wrong, "neither acknowledged nor left as it should be".to_owned()));
        }
    }
    Ok(moved)
}

/// Whether the walk agreed with something to see; where it differs, the test ends.
#[track_caller]
fn agrees(walked: Walked, tell: &dyn Fn() -> String) -> bool {
    match walked {
        Walked::Refused | Walked::TooLarge => false,
        Walked::Differs(found) => panic!("{found}\n{}", tell()),
        Walked::Agrees { n_moved, .. } => n_moved > 0,
    }
}

#[test]
fn all_but_one_box_leaves_that_box() {
    let mut n_left = 0;
    // Few changes take more than one box.
    for (old, new, edited) in pairs(4, COUNT * 4) {
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let Some(sides) = joint(&[&old, &new]) else { continue };
        let report = compared(&old_read, &new_read, &[]);
        for change in of_flows(&report).filter(|change| change.areas.len() > 1).take(2) {
            for at in 0..change.areas.len().min(2) {
                let mut areas = change.areas.clone();
                areas.remove(at);
                let known = with_areas(change, areas);
                let left = compared(&old_read, &new_read, &[acknowledging(&known, 0)]);
                let [marked, open] = divided(&left, &change.rule);
                let groups = [of_rule(&report, &change.rule), vec![&known], marked, open];
                let tell = || told(&old, &new, &edited, &[&report, &left]);
                n_left += usize::from(agrees(each(&sides, &groups, &mut is_divided), &tell));
                assert!(left.acknowledgements.iter().all(|one| one.fit == Fit::Fits), "{}", tell());
                // What has nothing to do with it is told as before.
                let others = |report: &Report| -> Vec<Change> {
                    report.changes.iter().filter(|one| one.rule != change.rule).cloned().collect()
                };
                assert_eq!(others(&report), others(&left), "{}", tell());
            }
        }
    }
    assert!(n_left > 10, "too little was left: {n_left}");
}

#[test]
fn what_holds_more_than_changed_is_too_wide() {
    let (mut n_wide, mut n_fitting) = (0, 0);
    for (old, new, edited) in pairs(5, COUNT) {
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let Some(sides) = joint(&[&old, &new]) else { continue };
        let report = compared(&old_read, &new_read, &[]);
        let Some(change) = of_flows(&report).next() else { continue };
        let slots = change.areas[0].slots.keys().filter(|slot| *slot != "verb");
        for slot in slots.take(3) {
            let mut areas = change.areas.clone();
            areas[0].slots.remove(slot);
            let wide = with_areas(change, areas);
            let judged = compared(&old_read, &new_read, &[acknowledging(&wide, 0)]);
            let mut is_beyond = false;
            let groups = [of_rule(&report, &change.rule), vec![&wide]];
            let walked = each(&sides, &groups, &mut |spot| {
                // An acknowledgement is read under the new policy alone.
                let possible = spot.fates[1].possible;
                is_beyond |= (0..4).any(|sort| spot.told[1][sort] & !spot.told[0][sort] & possible != 0);
                Ok(0)
            });
            let tell = || told(&old, &new, &edited, &[&report, &judged]);
            if matches!(walked, Walked::Refused | Walked::TooLarge) {
                continue;
            }
            agrees(walked, &tell);
            let fitting = &judged.acknowledgements[0];
            let expected = if is_beyond { Fit::TooWide } else { Fit::Fits };
            assert_eq!(fitting.fit, expected, "{slot} of {wide:?}\n{}", tell());
            assert_eq!(fitting.beyond.is_empty(), !is_beyond, "{}", tell());
            // However wide it is, it covers what changed and adds nothing.
            assert!(
                divided(&judged, &change.rule)[1]
                    .iter()
                    .all(|one| one.old != change.old || one.new != change.new)
            );
            if is_beyond { n_wide += 1 } else { n_fitting += 1 }
        }
    }
    assert!(n_wide > 10, "too few are too wide: {n_wide}, and {n_fitting} fit");
}

/// A pair of edits one after the other, with the same vocabulary.
fn steps(seed: u64) -> Option<([Whole; 3], [Read; 3], String)> {
    let mut choices = Choices::new(number("CANDOR_SEED", 1).wrapping_mul(32_452_843).wrapping_add(seed));
    let a = whole(&mut choices);
    let (b, first) = edited(&a, &mut choices);
    let (c, second) = edited(&b, &mut choices);
    if !has_same_words(&a, &b) || !has_same_words(&b, &c) {
        return None;
    }
    let reads = [a.read()?, b.read()?, c.read()?];
    Some(([a, b, c], reads, format!("{first}; then {second}")))
}

#[test]
fn what_goes_further_is_told_without_what_was_acknowledged() {
    let mut n_left = 0;
    for seed in 0..COUNT * 2 {
        let Some(([a, b, c], [read_a, read_b, read_c], edited)) = steps(seed) else { continue };
        let Some(sides) = joint(&[&a, &c]) else { continue };
        let first = compared(&read_a, &read_b, &[]);
        let known: Vec<Acknowledgement> =
            of_flows(&first).enumerate().map(|(at, change)| acknowledging(change, at)).collect();
        let further = compared(&read_a, &read_c, &[]);
        let left = compared(&read_a, &read_c, &known);
        let mut rules: Vec<&str> = of_flows(&further).map(|change| change.rule.as_str()).collect();
        rules.dedup();
        for rule in rules {
            let [marked, open] = divided(&left, rule);
            let groups = [of_rule(&further, rule), of_rule(&first, rule), marked, open];
            let tell =
                || format!("{}\nthe step between:\n{}", told(&a, &c, &edited, &[&further, &left]), b.shown());
            n_left += usize::from(agrees(each(&sides, &groups, &mut is_divided), &tell));
        }
    }
    assert!(n_left > 10, "too little was left: {n_left}");
}

#[test]
fn what_holds_nothing_that_changed_is_stale() {
    let mut n_stale = 0;
    for (old, new, edited) in pairs(6, COUNT) {
        let (Some(old_read), Some(new_read)) = (old.read(), new.read()) else { continue };
        let report = compared(&old_read, &new_read, &[]);
        let known: Vec<Acknowledgement> =
            report.changes.iter().enumerate().map(|(at, change)| acknowledging(change, at)).collect();
        let merged = compared(&new_read, &new_read, &known);
        let tell = || told(&old, &new, &edited, &[&report]);
        assert!(merged.changes.is_empty(), "{}", tell());
        assert!(merged.acknowledgements.iter().all(|one| one.fit == Fit::Stale), "{}", tell());
        // On the way back nothing of it changes either.
        let of_flows: Vec<Acknowledgement> =
            of_flows(&report).enumerate().map(|(at, change)| acknowledging(change, at)).collect();
        let back = compared(&new_read, &old_read, &of_flows);
        assert!(back.acknowledgements.iter().all(|one| one.fit == Fit::Stale), "{}", tell());
        n_stale += known.len();
    }
    assert!(n_stale > 20, "too little changed: {n_stale}");
}

fn told(old: &Whole, new: &Whole, edited: &str, reports: &[&Report]) -> String {
    let reports: Vec<String> =
        reports.iter().map(|report| format!("{}{:?}", shown(report), report.acknowledgements)).collect();
    format!("{edited}:\n{}\n---- new ----\n{}\n{}", old.shown(), new.shown(), reports.join("\n----\n"))
}
