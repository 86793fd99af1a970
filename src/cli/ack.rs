//! `candor ack`: acknowledges what changed, as files to be reviewed.

use std::path::{Path, PathBuf};

use candor::diff::acknowledgement::Fit;
use candor::diff::report::Notice;
use candor::gate::account;
use candor::gate::day::Day;
use candor::gate::record::{Approval, FOLDER, HeldData, Plan, Record};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::comparing::Ended;
use super::gate::{self, Judged};
use super::sides::Home;
use super::terminal::{Terminal, count};
use super::{Failure, Verdict};
use crate::files::{self, shown};

/// Acknowledge what changed: one file for each change, beside the policy
///
/// The file holds exactly what changed. The gate takes that out of what it stops, and reports whatever goes beyond it.
/// Without a fingerprint, what can be acknowledged is listed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor ack                                   what there is to acknowledge
  candor ack 7f3a91c2 --reason \"New partner, contract C-118\"
  candor ack 7f3a91c2 --reason \"…\" --by ann@example.org --channel email --send-on 2026-09-15 --effective 2026-10-20
  candor ack --all --reason \"First version of the shop's policy\"
  candor ack --tidy                            move what is done into acknowledgements/history")]
pub(crate) struct Arguments {
    /// The fingerprints of changes, or how they begin
    #[arg(value_name = "FINGERPRINT")]
    fingerprints: Vec<String>,
    /// Everything that stops the merge
    #[arg(long, conflicts_with = "fingerprints")]
    all: bool,
    /// Move acknowledgements of which nothing changes any more into the folder `history`
    #[arg(long, conflicts_with_all = ["fingerprints", "all"])]
    tidy: bool,
    /// Why the change is right
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Who approved it; can be repeated
    #[arg(long = "by", value_name = "NAME")]
    by: Vec<String>,
    /// When it was approved, instead of today
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// By which means people are told
    #[arg(long, value_name = "WORDS", requires = "send_on", requires = "effective")]
    channel: Option<String>,
    /// When the notice goes out
    #[arg(long, value_name = "DATE", requires = "channel")]
    send_on: Option<Date>,
    /// When the change takes effect
    #[arg(long, value_name = "DATE", requires = "channel")]
    effective: Option<Date>,
    /// What becomes of data that are held already
    #[arg(long, value_name = "WHAT")]
    held_data: Option<Held>,
    /// The last day on which the acknowledgement holds
    #[arg(long, value_name = "DATE")]
    expires: Option<Date>,
    /// The policy, where it is not the only one
    #[command(flatten)]
    what: AckWhat,
}

/// What is judged, as options: the fingerprints take the place of the policy.
#[derive(Debug, Args)]
struct AckWhat {
    /// The new version, as for `candor gate`
    #[arg(long, value_name = "POLICY")]
    policy: Option<String>,
    /// With what it is compared, as for `candor gate`; can be repeated
    #[arg(long, value_name = "VERSION")]
    against: Vec<String>,
    /// Take a policy that is not in the old version for a new one
    #[arg(long)]
    allow_empty_base: bool,
    /// The day on which this is done, instead of today
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
}

/// What becomes of data that are held already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Held {
    /// The change is not applied to them
    NotTouched,
    /// The change is applied to them only where people have agreed anew
    NewConsent,
}

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    let what = gate::What::of(
        arguments.what.policy.clone(),
        arguments.what.against.clone(),
        arguments.what.allow_empty_base,
        arguments.what.today,
    );
    let judged = match gate::judged(&what, terminal) {
        Ok(judged) => judged,
        Err(Ended(verdict)) => return Ok(verdict),
    };
    let Home::Disk { file } = &judged.new.home else { return Err(Failure::NowhereToWrite) };
    let folder = file.with_file_name(FOLDER);
    if arguments.tidy {
        return tidy(&judged, &folder, terminal);
    }
    let open = open(&judged);
    if arguments.fingerprints.is_empty() && !arguments.all {
        for record in &open {
            terminal.data(&format!("{}  {}  {}\n", record.fingerprint, record.rule, record.title))?;
        }
        terminal.talk(&format!("{} to acknowledge", count(open.len(), "change")));
        return Ok(Verdict::Fine);
    }
    let reason =
        arguments.reason.clone().filter(|reason| !reason.trim().is_empty()).ok_or(Failure::NoReason)?;
    let mut wanted: Vec<Record> = Vec::new();
    for fingerprint in &arguments.fingerprints {
        let found: Vec<&Record> =
            open.iter().filter(|record| record.fingerprint.starts_with(fingerprint.as_str())).collect();
        match found.as_slice() {
            [one] => wanted.push((*one).clone()),
            [] => return Err(Failure::UnknownFingerprint { fingerprint: fingerprint.clone() }),
            _ => return Err(Failure::ShortFingerprint { fingerprint: fingerprint.clone() }),
        }
    }
    if arguments.all {
        wanted = open;
    }
    let today = arguments.on.or(arguments.what.today).unwrap_or_else(gate::today);
    for record in &mut wanted {
        record.reason.clone_from(&reason);
        record.approved = arguments.by.iter().map(|by| Approval { by: by.clone(), on: Day(today) }).collect();
        record.notice = plan(arguments);
        record.held_data = arguments.held_data.map(|held| match held {
            Held::NotTouched => HeldData::NotTouched,
            Held::NewConsent => HeldData::NewConsent,
        });
        record.expires = arguments.expires.map(Day);
    }
    // What is still missing can be added; days that are out of order were a slip, and nothing is written.
    for record in &wanted {
        let (class, settings) = (class_of(record, &judged), &judged.settings);
        let wrong = record.out_of_order(class, settings.advance_days, settings.approvers_of(class));
        if !wrong.is_empty() {
            return Err(Failure::DaysOutOfOrder { missing: wrong.join("; ") });
        }
    }
    for record in &wanted {
        write(record, &folder, &judged, terminal)?;
    }
    Ok(Verdict::Fine)
}

fn plan(arguments: &Arguments) -> Option<Plan> {
    Some(Plan {
        channel: arguments.channel.clone()?,
        send_on: Day(arguments.send_on?),
        effective: Day(arguments.effective?),
    })
}

/// What stops the merge and can be acknowledged.
fn open(judged: &Judged) -> Vec<Record> {
    let account = &judged.judgement.account;
    let changes = account.changes().into_iter().filter(|(_, change)| account::stops(change));
    let mut open: Vec<Record> = changes.map(|(_, change)| Record::of(change)).collect();
    let findings = account.findings.iter().filter(|one| one.stops && !one.is_about_acknowledgement());
    open.extend(findings.map(|one| Record {
        file: format!("{}-{}.toml", one.rule, one.fingerprint.get(..8).unwrap_or(&one.fingerprint)),
        rule: one.rule.clone(),
        title: one.title.clone(),
        fingerprint: one.fingerprint.clone(),
        ..Record::default()
    }));
    open
}

fn write(record: &Record, folder: &Path, judged: &Judged, terminal: &Terminal) -> Result<(), Failure> {
    let path = folder.join(&record.file);
    if !files::create(&path, record.write().as_bytes())? {
        return Err(Failure::Exists { path: shown(&near(&path)) });
    }
    terminal.data(&format!("{}\n", shown(&near(&path))))?;
    let (class, settings) = (class_of(record, judged), &judged.settings);
    let missing = record.missing(class, settings.advance_days, settings.approvers_of(class));
    if !missing.is_empty() {
        terminal.talk(&format!("it still lacks {}", missing.join("; ")));
    }
    Ok(())
}

/// What people have to be told of what a record acknowledges.
fn class_of(record: &Record, judged: &Judged) -> Notice {
    let changes = judged.judgement.account.changes();
    changes
        .iter()
        .filter(|(_, change)| change.fingerprint == record.fingerprint)
        .filter_map(|(_, change)| change.grade.as_ref())
        .map(|grade| grade.notice)
        .max()
        .unwrap_or(Notice::None)
}

/// A path from where people stand, if it lies below.
fn near(path: &Path) -> PathBuf {
    let here = files::real_folder(Path::new(".")).unwrap_or_default();
    path.strip_prefix(&here).map_or_else(|_| path.to_owned(), Path::to_owned)
}

/// Moves what is done out of the way. What was decided stays on record.
fn tidy(judged: &Judged, folder: &Path, terminal: &Terminal) -> Result<Verdict, Failure> {
    let stale = judged.judgement.account.acknowledgements.iter().filter(|one| one.fit == Fit::Stale);
    let mut n_moved = 0;
    for one in stale {
        let (from, to) = (folder.join(&one.record.file), folder.join("history").join(&one.record.file));
        files::rename(&from, &to)?;
        terminal.data(&format!("{}\n", shown(&near(&to))))?;
        n_moved += 1;
    }
    terminal.talk(&format!("{} moved", count(n_moved, "acknowledgement")));
    Ok(Verdict::Fine)
}
