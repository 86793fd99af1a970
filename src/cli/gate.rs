//! `candor gate`: whether a change to a policy may be merged.

use std::collections::BTreeSet;
use std::path::Path;

use candor::gate::account::Comparison;
use candor::gate::record::Record;
use candor::gate::settings::{FailOn, Settings};
use candor::gate::{Case, Judgement, Verdict as Ending, judge};
use candor::outputs::Pages;
use clap::Args;
use clap::builder::PossibleValuesParser;
use jiff::civil::Date;

use super::comparing::{self, Ended, Outs};
use super::sides::{self, Depth, Home, Reader, Side, Spec};
use super::terminal::Terminal;
use super::{Failure, Verdict};

/// Say whether a change to a policy may be merged
///
/// The policy is compared with the last version that this branch has in common with the branch into which it is to be
/// merged, and with whatever else `candor.toml` or --against names. What the gate stops, and who may acknowledge what,
/// is read from the old version.
#[derive(Debug, Args)]
#[command(after_help = format!("\
Examples:
  candor gate                                         what `candor.toml` says, or the usual
  candor gate policy.candor                           that policy
  candor gate --against merge-base --against published
  candor gate --against git:origin/main --fail-on widening
  candor gate --out sarif=gate.sarif --out md=comment.md --out github=-

{}", comparing::STATUSES))]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(super) what: What,
    #[command(flatten)]
    outs: Outs,
}

/// What is judged, and by what.
#[derive(Debug, Args)]
pub(crate) struct What {
    /// The new version; without one, what `candor.toml` names, or the only policy of this folder
    #[arg(value_name = "POLICY")]
    policy: Option<String>,
    /// With what it is compared: `merge-base`, `merge-base:REF`, `published`, `git:REF`, a file; can be repeated
    #[arg(long, value_name = "VERSION")]
    against: Vec<String>,
    /// What stops the merge, instead of what `candor.toml` says
    #[arg(long, value_name = "WHAT", value_parser = PossibleValuesParser::from(FailOn::ALL.map(|(word, _)| word)))]
    fail_on: Option<String>,
    /// A law whose grounds count, instead of those of `candor.toml`; can be repeated
    #[arg(long, value_name = "PROFILE", value_parser = comparing::profile_names())]
    profile: Vec<String>,
    /// Take a policy that is not in the old version for a new one
    #[arg(long)]
    allow_empty_base: bool,
    /// Take the settings from the new version: for trying them, never for a build
    #[arg(long)]
    trust_new_settings: bool,
    /// The day for which it is judged whether an acknowledgement holds, instead of today
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

impl What {
    /// What is judged where the command line says little else.
    pub(crate) const fn of(
        policy: Option<String>,
        against: Vec<String>,
        allow_empty_base: bool,
        today: Option<Date>,
    ) -> Self {
        Self {
            policy,
            against,
            fail_on: None,
            profile: Vec::new(),
            allow_empty_base,
            trust_new_settings: false,
            today,
        }
    }
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let Judged { judgement, pages, .. } = match judged(&arguments.what, terminal) {
        Ok(judged) => judged,
        Err(Ended(verdict)) => return Ok(verdict),
    };
    let shown = if comparing::wants_pages(&arguments.outs) { pages } else { Vec::new() };
    comparing::give_out(&arguments.outs, &judgement.account, &shown, terminal)?;
    Ok(comparing::end(judgement.verdict))
}

/// A judgement, with what is needed to acknowledge something of it.
#[derive(Debug)]
pub(crate) struct Judged {
    pub(crate) judgement: Judgement,
    pub(crate) pages: Vec<Pages>,
    /// The new version.
    pub(crate) new: Side,
    /// The settings that held.
    pub(crate) settings: Settings,
}

/// Today, as the clock of this machine has it.
pub(crate) fn today() -> Date {
    #[allow(clippy::disallowed_methods, reason = "whether an acknowledgement has ended depends on the day")]
    let now = std::time::SystemTime::now();
    let timestamp = jiff::Timestamp::try_from(now).unwrap_or_default();
    timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// Compares, and judges.
pub(crate) fn judged(what: &What, terminal: &Terminal) -> Result<Judged, Ended> {
    let cannot_run = |failure: Failure| {
        terminal.failure(&failure);
        Ended(comparing::end(Ending::CannotRun))
    };
    let spec = new_spec(what).map_err(cannot_run)?;
    let reader = Reader::for_spec(&spec);
    let new = comparing::read(&reader, &spec, None, Depth::Faults, Ending::NoNewVersion, terminal)?;
    let (new_settings, new_file) = reader.settings(&new.home).map_err(cannot_run)?;
    let plan =
        Plan::make(what, &reader, &new, &new_settings).map_err(|failure| old_version(&failure, terminal))?;
    let mut settings = if what.trust_new_settings { new_settings.clone() } else { plan.settings };
    // What is asked for on the command line is no change of the settings, so both sides get it.
    let mut new_settings = new_settings;
    for settings in [&mut settings, &mut new_settings] {
        if let Some((_, fail_on)) =
            FailOn::ALL.iter().find(|(word, _)| Some(*word) == what.fail_on.as_deref())
        {
            settings.fail_on = *fail_on;
        }
        if !what.profile.is_empty() {
            settings.profiles.clone_from(&what.profile);
        }
    }
    let today = what.today.unwrap_or_else(today);
    let (records, unreadable) = reader.records(&new.home).map_err(cannot_run)?;
    let holds =
        |record: &&Record| !record.is_expired(today) && candor::diff::rule::find(&record.rule).is_some();
    let acknowledged: Vec<_> = records.iter().filter(holds).map(Record::acknowledgement).collect();
    let (mut comparisons, mut pages) = (Vec::new(), Vec::new());
    for (name, spec) in &plan.against {
        let old = match reader.read(spec, Some(&new), Depth::Meaning) {
            Err(failure) if what.allow_empty_base && failure.is_no_policy() => sides::empty(&new),
            Err(failure) => return Err(old_version(&failure, terminal)),
            Ok(old) => comparing::usable(old, Ending::NoOldVersion, terminal)?,
        };
        let report = comparing::compare(&old, &new, &acknowledged, terminal)?;
        pages.push(comparing::pages(&old, &new));
        comparisons.push(Comparison { against: name.clone(), report });
    }
    let authors = authors(&reader, &new.home, plan.commit.as_deref()).map_err(cannot_run)?;
    let judgement = judge(
        comparisons,
        &Case {
            settings: &settings,
            new_settings: &new_settings,
            settings_file: new_file.or(plan.settings_file).as_deref().unwrap_or("candor.toml"),
            records: &records,
            unreadable: &unreadable,
            folder: &sides::records_folder(&new.home, &reader),
            authors: &authors,
            today,
        },
    );
    Ok(Judged { judgement, pages, new, settings })
}

fn old_version(failure: &Failure, terminal: &Terminal) -> Ended {
    terminal.failure(failure);
    Ended(comparing::end(failure.as_old_version()))
}

/// What is judged: what was named, or what the settings of this folder name, or the only policy here.
fn new_spec(what: &What) -> Result<Spec, Failure> {
    if let Some(named) = &what.policy {
        return Ok(Spec::of(named));
    }
    let here = std::path::absolute(candor::gate::settings::FILE).unwrap_or_default();
    let reader = Reader::of(Path::new("."));
    let (settings, file) = reader.settings(&Home::Disk { file: here.clone() })?;
    let (Some(policy), Some(_)) = (settings.policy, file) else {
        return Ok(Spec::Disk(Path::new(".").to_owned()));
    };
    let project = crate::files::project_of(here.parent().unwrap_or(&here));
    let folder = here
        .ancestors()
        .skip(1)
        .take_while(|folder| folder.starts_with(&project))
        .find(|folder| folder.join(candor::gate::settings::FILE).is_file());
    let path = folder.unwrap_or(Path::new("")).join(policy);
    // People know the path from where they stand.
    let shown = path.strip_prefix(here.parent().unwrap_or(&here)).map(Path::to_owned).unwrap_or(path);
    Ok(Spec::Disk(shown))
}

/// With what the new version is compared, and by which settings.
struct Plan {
    against: Vec<(String, Spec)>,
    settings: Settings,
    settings_file: Option<String>,
    /// The commit behind which the change begins.
    commit: Option<String>,
}

impl Plan {
    fn make(what: &What, reader: &Reader, new: &Side, new_settings: &Settings) -> Result<Self, Failure> {
        let first = what.against.first().map_or(Spec::MergeBase { target: None }, |name| Spec::of(name));
        // What is published may lie anywhere; the settings that say where are those of the merge base.
        let anchor = if first == Spec::Published { Spec::MergeBase { target: None } } else { first };
        let commit = reader.commit(&anchor)?;
        let home = match &commit {
            Some(commit) => Home::Git {
                tree: reader.tree(commit)?,
                file: sides::path_in_repository(new, reader.repository()?).unwrap_or_default(),
            },
            None => match &anchor {
                Spec::Disk(path) => Home::Disk { file: std::path::absolute(path).unwrap_or_default() },
                Spec::StandardInput
                | Spec::Git { .. }
                | Spec::Staged { .. }
                | Spec::MergeBase { .. }
                | Spec::Published => Home::Nowhere,
            },
        };
        let (settings, settings_file) = match &home {
            // Whoever pipes the old version in decides about the settings as well.
            Home::Nowhere => (new_settings.clone(), None),
            home @ (Home::Disk { .. } | Home::Git { .. }) => reader.settings(home)?,
        };
        let names = if what.against.is_empty() { settings.against.clone() } else { what.against.clone() };
        let mut against = Vec::new();
        for name in names {
            let spec = match Spec::of(&name) {
                Spec::Published => published(&settings, settings_file.as_deref(), commit.as_deref())?,
                spec @ (Spec::Disk(_)
                | Spec::StandardInput
                | Spec::Git { .. }
                | Spec::Staged { .. }
                | Spec::MergeBase { .. }) => spec,
            };
            if !against.iter().any(|(known, _)| *known == name) {
                against.push((name, spec));
            }
        }
        Ok(Self { against, settings, settings_file, commit })
    }
}

/// Where the last published version is. A path is read from the old version, so that no change can bring along another
/// version to be compared with.
fn published(settings: &Settings, file: Option<&str>, commit: Option<&str>) -> Result<Spec, Failure> {
    let named = settings.published.as_deref().ok_or(Failure::NoPublished)?;
    Ok(match (Spec::of(named), commit) {
        (Spec::Disk(path), Some(commit)) => {
            let folder = crate::git::parent(file.unwrap_or_default());
            let path = crate::git::joined(folder, &crate::files::shown(&path)).ok_or(Failure::NoPublished)?;
            Spec::Git { revision: commit.to_owned(), path: Some(path) }
        }
        (Spec::Published, _) => return Err(Failure::NoPublished),
        (spec, _) => spec,
    })
}

/// Who made the change, as Git tells: names and addresses. Outside of a repository nobody knows.
///
/// Where Git fails nobody is known not to be the author, so that nothing passes.
fn authors(reader: &Reader, home: &Home, since: Option<&str>) -> Result<BTreeSet<String>, Failure> {
    let mut authors = BTreeSet::new();
    let until = match home {
        Home::Git { tree, .. } if tree.name != "staged" => tree.name.clone(),
        Home::Disk { .. } | Home::Git { .. } | Home::Nowhere => "HEAD".to_owned(),
    };
    // What is compared with a file has no history.
    let Some(since) = since else { return Ok(authors) };
    let repository = reader.repository()?;
    let commits = repository.authors(&until, since)?;
    // Nothing is committed yet, so whoever is at work here made the change.
    if commits.is_empty() {
        authors.extend(repository.identity()?);
    }
    authors.extend(commits);
    Ok(authors)
}
