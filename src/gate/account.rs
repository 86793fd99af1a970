//! The account of a run: everything that was compared, found and decided. Every output is made from it, so none of them
//! can say anything else than the others.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::grade;
use super::record::Record;
use super::settings::{FailOn, Settings};
use super::verdict::Verdict;
use crate::diff::acknowledgement::Fit;
use crate::diff::report::{Change, Level, Notice, Report};
use crate::diff::rule::Direction;

/// The name of the format of an account.
pub const FORMAT: &str = "candor-report";

/// The version of the format: `MAJOR.MINOR`.
pub const FORMAT_VERSION: &str = "1.0";

/// Everything that was compared, found and decided in one run. Deterministic: no time, no path of a machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The format of this document.
    pub format: Format,
    /// The version of Candor that made it.
    pub engine: String,
    /// How the gate ends; absent where changes are only shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub verdict: Option<Verdict>,
    /// What stops a merge; absent where changes are only shown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fail_on: Option<FailOn>,
    /// Whose law was looked at.
    pub profiles: Vec<String>,
    /// How many changes there are of each kind; a change that two comparisons found counts once.
    pub counts: Counts,
    /// What people have to be told, all changes together.
    pub notice: Notice,
    /// The comparisons, in the order in which they were asked for.
    pub comparisons: Vec<Comparison>,
    /// What is wrong with the gate itself.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub findings: Vec<Finding>,
    /// Every acknowledgement that was read.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub acknowledgements: Vec<Acknowledged>,
}

/// The format of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Format {
    /// Always `candor-report`.
    pub name: String,
    /// `MAJOR.MINOR`: another major version cannot be read by programs for this one.
    pub version: String,
}

impl Default for Format {
    fn default() -> Self {
        Self { name: FORMAT.to_owned(), version: FORMAT_VERSION.to_owned() }
    }
}

/// How many changes there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// All changes.
    pub changes: usize,
    /// In favour of the company.
    pub widens: usize,
    /// In favour of people.
    pub narrows: usize,
    /// Nobody knows in whose favour.
    pub unknown: usize,
    /// In nobody's favour.
    pub neutral: usize,
    /// Acknowledged.
    pub acknowledged: usize,
    /// What stops the merge: changes and findings about the gate.
    pub stops: usize,
}

/// One comparison of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Comparison {
    /// With what the new version was compared, as it was asked for: `merge-base`, `published`.
    pub against: String,
    /// What the comparison found.
    pub report: Report,
}

/// An acknowledgement and how it fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Acknowledged {
    /// How it fits what changed.
    pub fit: Fit,
    /// What was acknowledged.
    pub record: Record,
}

impl Account {
    /// The account of comparisons that are only shown: graded, and stopping nothing.
    #[must_use]
    pub fn shown(mut comparisons: Vec<Comparison>, profiles: &[String]) -> Self {
        grade_all(&mut comparisons, &Settings { profiles: profiles.to_vec(), ..Settings::default() });
        let mut account = Self {
            format: Format::default(),
            engine: env!("CARGO_PKG_VERSION").to_owned(),
            verdict: None,
            fail_on: None,
            profiles: profiles.to_vec(),
            counts: Counts::default(),
            notice: Notice::None,
            comparisons,
            findings: Vec::new(),
            acknowledgements: Vec::new(),
        };
        account.count();
        account
    }

    /// Every change once, with the comparison that found it first. What stops the merge comes first, then what is grave.
    #[must_use]
    pub fn changes(&self) -> Vec<(&Comparison, &Change)> {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        let mut changes: Vec<(&Comparison, &Change)> = Vec::new();
        for comparison in &self.comparisons {
            for change in &comparison.report.changes {
                match seen.get(change.fingerprint.as_str()).and_then(|at| changes.get_mut(*at)) {
                    // The same change, acknowledged against one version and not against another, is not acknowledged.
                    Some(known) if stops(change) && !stops(known.1) => *known = (comparison, change),
                    Some(_) => {}
                    None => {
                        seen.insert(&change.fingerprint, changes.len());
                        changes.push((comparison, change));
                    }
                }
            }
        }
        changes.sort_by_key(|(_, change)| std::cmp::Reverse(gravity(change)));
        changes
    }

    /// Whether nothing is to be told: no change and no finding.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.comparisons.iter().all(|one| one.report.changes.is_empty())
    }

    /// Whether each comparison was checked to be whole.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.comparisons.iter().all(|one| one.report.is_complete)
    }

    /// Works out what follows from the changes and findings.
    pub(super) fn count(&mut self) {
        let mut counts = Counts::default();
        let mut notice = Notice::None;
        for (_, change) in self.changes() {
            counts.changes += 1;
            match change.direction {
                Direction::Widens => counts.widens += 1,
                Direction::Narrows => counts.narrows += 1,
                Direction::Unknown | Direction::Mixed => counts.unknown += 1,
                Direction::Neutral => counts.neutral += 1,
            }
            counts.acknowledged += usize::from(change.acknowledged.is_some());
            counts.stops += usize::from(stops(change));
            notice = notice.max(change.grade.as_ref().map_or(Notice::None, |grade| grade.notice));
        }
        counts.stops += self.findings.iter().filter(|finding| finding.stops).count();
        self.counts = counts;
        self.notice = notice;
    }
}

/// Whether a change stops the merge.
#[must_use]
pub fn stops(change: &Change) -> bool {
    change.grade.as_ref().is_some_and(|grade| grade.stops)
}

/// How grave a change is, by itself.
#[must_use]
pub fn level(change: &Change) -> Level {
    change.grade.as_ref().map_or(Level::Note, |grade| grade.level)
}

fn gravity(change: &Change) -> (bool, bool, Level, Notice, Direction) {
    let notice = change.grade.as_ref().map_or(Notice::None, |grade| grade.notice);
    (stops(change), change.acknowledged.is_none(), level(change), notice, change.direction)
}

/// Grades every change, and puts the gravest first.
pub(super) fn grade_all(comparisons: &mut [Comparison], settings: &Settings) {
    for comparison in comparisons {
        for change in &mut comparison.report.changes {
            change.grade = Some(grade::grade(change, &settings.profiles, &settings.levels));
        }
    }
}

/// Puts the gravest changes of each comparison first.
pub(super) fn sort_all(comparisons: &mut [Comparison]) {
    for comparison in comparisons {
        comparison.report.changes.sort_by_key(|change| std::cmp::Reverse(gravity(change)));
    }
}
