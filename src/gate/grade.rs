//! How grave a change is: data, by profile, in `stdlib/gate/`.
//!
//! A law is a list of grounds: which changes, under which circumstances, what people have to be told, and where that is
//! written. Counsel can read these files and disagree with them without reading any program.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::diff::report::{Change, Grade, Ground, Level, Notice};
use crate::diff::rule::{ChangeRule, Direction};

/// What is said of every change, whatever the law.
const DEFAULT: &str = include_str!("../../stdlib/gate/default.toml");

/// The name and the text of each profile.
const PROFILES: &[(&str, &str)] = &[
    ("gdpr", include_str!("../../stdlib/gate/gdpr.toml")),
    ("us-ftc", include_str!("../../stdlib/gate/us-ftc.toml")),
    ("colorado", include_str!("../../stdlib/gate/colorado.toml")),
    ("california", include_str!("../../stdlib/gate/california.toml")),
    ("minnesota", include_str!("../../stdlib/gate/minnesota.toml")),
    ("coppa", include_str!("../../stdlib/gate/coppa.toml")),
];

/// What the comparison can say about a change beside its rule.
pub const MARKS: &[&str] = &[
    "sensitive-data",
    "children",
    "sale",
    "training",
    "automated-decision",
    "was-prohibited",
    "rested-on-consent",
];

/// Every name of a profile.
pub fn names() -> impl Iterator<Item = &'static str> {
    PROFILES.iter().map(|(name, _)| *name)
}

/// A file of grades.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    /// What it is about.
    pub title: String,
    /// What each rule is by itself; only in the file that holds for everybody.
    #[serde(default, rename = "grade")]
    pub grades: Vec<Entry>,
    /// What makes a change graver than its rule; likewise.
    #[serde(default, rename = "escalation")]
    pub escalations: Vec<Entry>,
    /// What a law asks for.
    #[serde(default, rename = "ground")]
    pub grounds: Vec<Entry>,
}

/// An entry: which changes, and what is said of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Entry {
    /// The rules; none means all.
    #[serde(default)]
    pub rules: Vec<String>,
    /// In whose favour the change is; none means whoever's.
    #[serde(default)]
    pub directions: Vec<Direction>,
    /// One of these marks; none means that none is needed.
    #[serde(default)]
    pub marks: Vec<String>,
    /// Only where data that are held already are touched.
    #[serde(default)]
    pub held_data: bool,
    /// Whether it stops a merge.
    #[serde(default)]
    pub level: Option<Level>,
    /// What people are told.
    pub notice: Notice,
    /// Where that is written.
    #[serde(default)]
    pub cites: Option<String>,
}

impl Entry {
    fn takes(&self, change: &Change) -> bool {
        let has_mark = self.marks.is_empty() || self.marks.iter().any(|mark| change.marks.contains(mark));
        let is_rule = self.rules.is_empty() || self.rules.contains(&change.rule);
        let is_direction = self.directions.is_empty() || self.directions.contains(&change.direction);
        is_rule && is_direction && has_mark && (!self.held_data || change.touches_held_data)
    }
}

/// Reads a file of grades.
///
/// # Errors
/// What is wrong with it.
pub fn read(text: &str) -> Result<Grades, String> {
    super::text::read(text)
}

/// The files that come with Candor, by name; what holds for everybody has the empty name.
///
/// A test reads each of them. A file that cannot be read would be a law that is graver than anything that it could say.
static ALL: LazyLock<BTreeMap<&'static str, Grades>> = LazyLock::new(|| {
    let files = std::iter::once(("", DEFAULT)).chain(PROFILES.iter().copied());
    files.map(|(name, text)| (name, read(text).unwrap_or_else(unreadable))).collect()
});

/// What stands for a file that is damaged: everything is as grave as can be, and says why.
fn unreadable(fault: String) -> Grades {
    let entry = Entry {
        rules: Vec::new(),
        directions: Vec::new(),
        marks: Vec::new(),
        held_data: false,
        level: Some(Level::Error),
        notice: Notice::Consent,
        cites: Some(format!("cannot be read: {fault}")),
    };
    Grades { title: fault, grades: Vec::new(), escalations: vec![entry.clone()], grounds: vec![entry] }
}

/// A profile, or, for the empty name, what holds for everybody.
#[must_use]
pub fn find(name: &str) -> Option<&'static Grades> {
    ALL.get(name)
}

/// What a rule is by itself.
fn entry(code: &str) -> Option<&'static Entry> {
    find("")?.grades.iter().find(|entry| entry.rules.iter().any(|rule| rule == code))
}

/// How grave a rule is by itself.
#[must_use]
pub fn level(rule: ChangeRule) -> Level {
    entry(rule.code()).and_then(|entry| entry.level).unwrap_or(Level::Error)
}

/// What people are told of a rule at least.
#[must_use]
pub fn notice(rule: ChangeRule) -> Notice {
    entry(rule.code()).map_or(Notice::Notify, |entry| entry.notice)
}

/// The grade of a change under these profiles. A profile can only add to what people are told.
#[must_use]
pub fn grade(change: &Change, profiles: &[String], levels: &BTreeMap<String, Level>) -> Grade {
    // A rule that the data do not know is as grave as can be: silence must never open the gate.
    let own = entry(&change.rule);
    let mut level = own.and_then(|entry| entry.level).unwrap_or(Level::Error);
    let mut notice = own.map_or(Notice::Notify, |entry| entry.notice);
    if let Some(chosen) = levels.get(&change.rule) {
        level = *chosen;
    }
    for entry in find("").into_iter().flat_map(|grades| &grades.escalations).filter(|one| one.takes(change)) {
        level = level.max(entry.level.unwrap_or(level));
        notice = notice.max(entry.notice);
    }
    let mut grounds = Vec::new();
    for profile in profiles {
        for entry in find(profile).into_iter().flat_map(|grades| &grades.grounds) {
            if entry.takes(change) {
                notice = notice.max(entry.notice);
                let cites = entry.cites.clone().unwrap_or_default();
                grounds.push(Ground { profile: profile.clone(), cites, notice: entry.notice });
            }
        }
    }
    grounds.sort_by(|one, other| {
        other
            .notice
            .cmp(&one.notice)
            .then_with(|| (&one.profile, &one.cites).cmp(&(&other.profile, &other.cites)))
    });
    grounds.dedup();
    Grade { level, notice, stops: false, grounds }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diff::rule;

    #[test]
    fn every_file_can_be_read_and_names_only_what_there_is() {
        for (name, text) in std::iter::once(("", DEFAULT)).chain(PROFILES.iter().copied()) {
            let grades = read(text).unwrap_or_else(|fault| panic!("{name}: {fault}"));
            assert!(!grades.title.is_empty());
            let is_profile = !name.is_empty();
            assert_eq!(is_profile, grades.grades.is_empty() && grades.escalations.is_empty(), "{name}");
            assert_eq!(is_profile, !grades.grounds.is_empty(), "{name}");
            for entry in grades.grades.iter().chain(&grades.escalations).chain(&grades.grounds) {
                for code in &entry.rules {
                    assert!(rule::find(code).is_some(), "{name}: no rule {code}");
                }
                for mark in &entry.marks {
                    assert!(MARKS.contains(&mark.as_str()), "{name}: no mark {mark}");
                }
                assert_eq!(entry.cites.is_some(), is_profile, "{name}: a ground says where it is written");
                assert_eq!(entry.level.is_none(), is_profile, "{name}: a law says nothing about merges");
                assert!(
                    !(entry.rules.is_empty() && entry.directions.is_empty()),
                    "{name}: an entry for everything"
                );
            }
        }
    }

    #[test]
    fn every_rule_has_one_grade() {
        let graded: Vec<&str> =
            find("").unwrap().grades.iter().flat_map(|entry| &entry.rules).map(String::as_str).collect();
        let once: BTreeSet<&str> = graded.iter().copied().collect();
        assert_eq!(graded.len(), once.len(), "a rule is graded twice");
        let there: BTreeSet<&str> = ChangeRule::ALL.iter().map(|rule| rule.code()).collect();
        let apart: Vec<_> = there.symmetric_difference(&once).collect();
        assert!(apart.is_empty(), "{apart:?}");
    }

    #[test]
    fn what_favours_people_never_stops_a_merge_and_what_may_not_is_told() {
        for one in ChangeRule::ALL.iter().copied() {
            match one.direction() {
                Direction::Narrows => assert_eq!(level(one), Level::Note, "{}", one.code()),
                Direction::Widens | Direction::Unknown => {
                    assert!(level(one) >= Level::Warning, "{}", one.code());
                }
                Direction::Neutral | Direction::Mixed => {
                    assert!(level(one) <= Level::Warning, "{}", one.code())
                }
            }
        }
    }
}
