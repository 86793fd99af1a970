//! The settings of the gate, from the file `candor.toml`.
//!
//! Whoever changes a policy must not be able to open the gate with the same change. So the gate reads the settings of
//! the old version, and tells where the new ones are weaker.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::grade;
use crate::diff::report::{Level, Notice};
use crate::diff::rule::{self, ChangeRule, Direction};

/// The name of the file.
pub const FILE: &str = "candor.toml";

/// How many days lie between a notice and the change that it announces, unless the settings say otherwise.
///
/// No law names a number for every case; thirty days is what policies usually promise.
pub const ADVANCE_DAYS: u32 = 30;

/// What a project wants of the gate.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Settings {
    /// The policy that is watched, as a path from the folder of the file.
    pub policy: Option<String>,
    /// What stops a merge.
    pub fail_on: FailOn,
    /// Whose law is looked at.
    pub profiles: Vec<String>,
    /// With what the new version is compared: `merge-base`, `published`, or anything that `candor diff` takes.
    pub against: Vec<String>,
    /// Where the last published version is.
    pub published: Option<String>,
    /// How grave a rule of change is, where that differs from what Candor says.
    pub levels: BTreeMap<String, Level>,
    /// For a class of notice, who may approve what needs it.
    pub approvers: BTreeMap<Notice, Vec<String>>,
    /// How many days lie between a notice in advance and the change.
    pub advance_days: u32,
}

impl Settings {
    /// Who has to approve changes of a class. Whoever is named for a lesser class is asked where nobody is named for this one.
    #[must_use]
    pub fn approvers_of(&self, class: Notice) -> &[String] {
        self.approvers.range(..=class).next_back().map_or(&[], |(_, names)| names)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            policy: None,
            fail_on: FailOn::Error,
            profiles: grade::names().map(str::to_owned).collect(),
            against: vec!["merge-base".to_owned()],
            published: None,
            levels: BTreeMap::new(),
            approvers: BTreeMap::new(),
            advance_days: ADVANCE_DAYS,
        }
    }
}

/// What stops a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Every change.
    Note,
    /// Changes that are warnings or errors.
    Warning,
    /// Changes that are errors.
    Error,
    /// Every change in favour of the company, and every change of which nobody knows in whose favour it is.
    Widening,
    /// Changes of which people have to be told.
    Notify,
    /// Changes of which people have to be told well before.
    Advance,
    /// Changes that need a new choice.
    Consent,
}

impl FailOn {
    /// All of them, with the words by which they are chosen.
    pub const ALL: [(&'static str, Self); 7] = [
        ("note", Self::Note),
        ("warning", Self::Warning),
        ("error", Self::Error),
        ("widening", Self::Widening),
        ("notify", Self::Notify),
        ("advance", Self::Advance),
        ("consent", Self::Consent),
    ];

    /// The word by which it is chosen.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, one)| *one == self).map_or("error", |(word, _)| *word)
    }

    /// Whether a change of this kind stops a merge.
    #[must_use]
    pub fn takes(self, direction: Direction, level: Level, notice: Notice) -> bool {
        match self {
            Self::Note => true,
            Self::Warning => level >= Level::Warning,
            Self::Error => level >= Level::Error,
            Self::Widening => matches!(direction, Direction::Widens | Direction::Unknown),
            Self::Notify => notice >= Notice::Notify,
            Self::Advance => notice >= Notice::Advance,
            Self::Consent => notice >= Notice::Consent,
        }
    }

    /// Whether it stops all that the other one stops, whatever changes.
    #[must_use]
    pub fn is_as_strict_as(self, other: Self) -> bool {
        let rank = |one: Self| match one {
            Self::Note => Some((0, 3)),
            Self::Warning => Some((1, 2)),
            Self::Error => Some((1, 1)),
            Self::Notify => Some((2, 2)),
            Self::Advance => Some((2, 1)),
            Self::Consent => Some((2, 0)),
            Self::Widening => None,
        };
        match (rank(self), rank(other)) {
            _ if self == other || self == Self::Note => true,
            (Some((family, strictness)), Some((other_family, least))) => {
                family == other_family && strictness >= least
            }
            _ => false,
        }
    }
}

/// The file as a whole: the gate has a part of it, so that others can have theirs.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    gate: Settings,
}

/// Reads the settings.
///
/// # Errors
/// What is wrong with them, as the end of "… cannot be used: …".
pub fn read(text: &str) -> Result<Settings, String> {
    let file: File = super::text::read(text)?;
    let settings = file.gate;
    for profile in &settings.profiles {
        if !grade::names().any(|known| known == profile) {
            let known: Vec<&str> = grade::names().collect();
            return Err(format!("there is no profile `{profile}`; there are {}", known.join(", ")));
        }
    }
    for (code, level) in &settings.levels {
        let Some(found) = rule::find(code) else {
            let near = crate::suggest::nearest(code, ChangeRule::ALL.iter().map(|one| one.code()));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("there is no rule of change `{code}`{near}"));
        };
        let is_grave = grade::level(found) == Level::Error && found.direction() == Direction::Widens;
        if is_grave && *level < Level::Error {
            return Err(format!(
                "`{code}` is in favour of the company, so it cannot be made less than an error; \
                 `candor ack` acknowledges one such change after the other"
            ));
        }
    }
    if settings.against.is_empty() {
        return Err("`against` names nothing to compare with".to_owned());
    }
    if settings.published.is_none() && settings.against.iter().any(|one| one == "published") {
        return Err(
            "`against` names the published policy, and `published` does not say where it is".to_owned()
        );
    }
    Ok(settings)
}

/// A difference between two versions of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: `fail-on`, `levels.recipient-added`.
    pub name: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
    /// Whether the gate lets something through that it stopped before.
    pub is_weaker: bool,
}

/// How the new settings differ from the old ones.
#[must_use]
pub fn differences(old: &Settings, new: &Settings) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |name: String, before: String, after: String, is_weaker: bool| {
        if before != after {
            found.push(Difference { name, before, after, is_weaker });
        }
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "nothing".to_owned());
    let list = |values: &[String]| match values.is_empty() {
        true => "nothing".to_owned(),
        false => values.join(", "),
    };
    let lacks = |old: &[String], new: &[String]| old.iter().any(|one| !new.contains(one));
    note("policy".to_owned(), text(&old.policy), text(&new.policy), true);
    let is_weaker = !new.fail_on.is_as_strict_as(old.fail_on);
    note("fail-on".to_owned(), old.fail_on.word().to_owned(), new.fail_on.word().to_owned(), is_weaker);
    note(
        "profiles".to_owned(),
        list(&old.profiles),
        list(&new.profiles),
        lacks(&old.profiles, &new.profiles),
    );
    note("against".to_owned(), list(&old.against), list(&new.against), lacks(&old.against, &new.against));
    let is_weaker = old.published.is_some();
    note("published".to_owned(), text(&old.published), text(&new.published), is_weaker);
    let is_weaker = new.advance_days < old.advance_days;
    note("advance-days".to_owned(), old.advance_days.to_string(), new.advance_days.to_string(), is_weaker);
    for one in ChangeRule::ALL {
        let level = |settings: &Settings| {
            settings.levels.get(one.code()).copied().unwrap_or_else(|| grade::level(*one))
        };
        let (before, after) = (level(old), level(new));
        let word = |level: Level| level.word().to_owned();
        note(format!("levels.{}", one.code()), word(before), word(after), after < before);
    }
    for class in Notice::ALL {
        let of = |settings: &Settings| settings.approvers.get(&class).cloned().unwrap_or_default();
        let (before, after) = (of(old), of(new));
        // Whoever is added can approve what he could not before; where nobody is named, everybody can.
        let is_weaker = !before.is_empty() && (after.is_empty() || lacks(&after, &before));
        note(format!("approvers.{}", class.word()), list(&before), list(&after), is_weaker);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grave_change_in_favour_of_the_company_cannot_be_switched_off() {
        let fault = read("[gate.levels]\nrecipient-added = \"note\"\n").unwrap_err();
        assert!(fault.contains("candor ack"), "{fault}");
        assert!(read("[gate.levels]\ntext-changed = \"note\"\n").is_ok());
        assert!(read("[gate.levels]\nrecipient-added = \"error\"\n").is_ok());
    }

    #[test]
    fn what_is_misspelt_is_refused() {
        let faults = [
            ("[gate]\nfail-om = \"error\"\n", "unknown field"),
            ("[gate]\nprofiles = [\"gdrp\"]\n", "no profile `gdrp`"),
            ("[gate.levels]\nrecipient-aded = \"error\"\n", "did you mean `recipient-added`?"),
            ("[gate]\nagainst = [\"published\"]\n", "does not say where"),
            ("[gate]\nagainst = []\n", "names nothing"),
            ("[gates]\n", "unknown field"),
            ("[gate\n", "(line 1)"),
        ];
        for (text, part) in faults {
            let fault = read(text).unwrap_err();
            assert!(fault.contains(part), "{text}: {fault}");
            assert!(!fault.contains('\n'));
        }
    }

    #[test]
    fn what_lets_more_through_is_weaker() {
        let base = "[gate]\nfail-on = \"warning\"\nadvance-days = 30\nprofiles = [\"gdpr\"]\n[gate.approvers]\nconsent = [\"ann\", \"bea\"]\n";
        let old = read(base).unwrap();
        let weaker = |text: &str| {
            let found = differences(&old, &read(text).unwrap());
            found.iter().filter(|one| one.is_weaker).map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        assert!(weaker(base).is_empty());
        assert_eq!(weaker(&base.replace("\"warning\"", "\"error\"")), ["fail-on"]);
        assert_eq!(weaker(&base.replace("\"warning\"", "\"consent\"")), ["fail-on"]);
        assert!(weaker(&base.replace("\"warning\"", "\"note\"")).is_empty());
        assert_eq!(weaker(&base.replace("30", "7")), ["advance-days"]);
        assert_eq!(weaker(&base.replace("[\"gdpr\"]", "[\"us-ftc\"]")), ["profiles"]);
        assert_eq!(
            weaker(&base.replace("\"ann\", \"bea\"", "\"ann\", \"bea\", \"eve\"")),
            ["approvers.consent"]
        );
        assert_eq!(weaker(&base.replace("\"ann\", \"bea\"", "")), ["approvers.consent"]);
        assert!(weaker(&base.replace("\"ann\", \"bea\"", "\"ann\"")).is_empty());
    }
}
