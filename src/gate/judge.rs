//! From what changed to what stops the merge.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::account::{self, Account, Acknowledged, Comparison};
use super::finding::{self, Finding};
use super::record::{Record, WARNING_DAYS, is_same_person};
use super::settings::{Settings, differences};
use super::verdict::Verdict;
use crate::diff::acknowledgement::Fit;
use crate::diff::report::{Change, Notice};
use crate::diff::rule;

/// What the gate knows beside the comparisons.
#[derive(Debug)]
pub struct Case<'a> {
    /// The settings of the old version: these hold.
    pub settings: &'a Settings,
    /// The settings of the new version.
    pub new_settings: &'a Settings,
    /// The file of the settings, as people know it.
    pub settings_file: &'a str,
    /// The acknowledgements of the new version.
    pub records: &'a [Record],
    /// Acknowledgements that cannot be read: file and reason.
    pub unreadable: &'a [(String, String)],
    /// The folder of the acknowledgements, as people know it.
    pub folder: &'a str,
    /// Who made the change: names and addresses.
    pub authors: &'a BTreeSet<String>,
    /// The day on which this is judged.
    pub today: Date,
}

/// The account of a run, and how the run ends.
#[derive(Debug)]
pub struct Judgement {
    /// Everything that was compared, found and decided.
    pub account: Account,
    /// How the run ends.
    pub verdict: Verdict,
}

/// Judges what changed.
///
/// The comparisons must have been made with the acknowledgements of [`Record::acknowledgement`], without those that are
/// expired: an acknowledgement whose last day is over covers nothing.
#[must_use]
pub fn judge(comparisons: Vec<Comparison>, case: &Case<'_>) -> Judgement {
    let mut account = Account::shown(comparisons, &case.settings.profiles);
    account::grade_all(&mut account.comparisons, case.settings);
    for comparison in &mut account.comparisons {
        for change in &mut comparison.report.changes {
            let (direction, is_open) = (change.direction, change.acknowledged.is_none());
            if let Some(grade) = &mut change.grade {
                grade.stops = is_open && case.settings.fail_on.takes(direction, grade.level, grade.notice);
            }
        }
    }
    account::sort_all(&mut account.comparisons);
    let mut findings = settings_findings(case);
    let classes = classes(&account);
    for (file, reason) in case.unreadable {
        let title = format!("the acknowledgement cannot be used: {reason}");
        findings.push(Finding::new(&finding::UNREADABLE, &in_folder(case, file), title, None));
    }
    for record in case.records {
        let (fit, found) = record_findings(record, &account, &classes, &mut findings, case);
        account.acknowledgements.push(Acknowledged { fit, record: record.clone() });
        findings.extend(found);
    }
    findings.sort_by(|one, other| {
        (other.stops, other.level, &one.rule, &one.file, &one.title).cmp(&(
            one.stops,
            one.level,
            &other.rule,
            &other.file,
            &other.title,
        ))
    });
    account.acknowledgements.sort_by(|one, other| one.record.file.cmp(&other.record.file));
    account.findings = findings;
    account.fail_on = Some(case.settings.fail_on);
    account.count();
    let verdict = verdict(&account);
    account.verdict = Some(verdict);
    Judgement { account, verdict }
}

/// How the run ends, as far as the changes and findings say so.
fn verdict(account: &Account) -> Verdict {
    let mut verdict = Verdict::Passes;
    if account.changes().iter().any(|(_, change)| account::stops(change)) {
        verdict = verdict.over(Verdict::Stops);
    }
    for finding in account.findings.iter().filter(|finding| finding.stops) {
        verdict = verdict.over(match finding.is_about_acknowledgement() {
            true => Verdict::Acknowledgements,
            false => Verdict::Stops,
        });
    }
    if !account.is_complete() {
        verdict = verdict.over(Verdict::Contradiction);
    }
    verdict
}

fn in_folder(case: &Case<'_>, file: &str) -> String {
    match case.folder.is_empty() {
        true => file.to_owned(),
        false => format!("{}/{file}", case.folder),
    }
}

/// What people have to be told of the changes that each record covers.
fn classes(account: &Account) -> BTreeMap<String, Notice> {
    let mut classes: BTreeMap<String, Notice> = BTreeMap::new();
    let all = account.comparisons.iter().flat_map(|comparison| &comparison.report.changes);
    for change in all {
        if let (Some(file), Some(grade)) = (&change.acknowledged, &change.grade) {
            let class = classes.entry(file.clone()).or_insert(Notice::None);
            *class = (*class).max(grade.notice);
        }
    }
    classes
}

fn settings_findings(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in differences(case.settings, case.new_settings) {
        let rule = if one.is_weaker { finding::GATE_WEAKENED } else { finding::GATE_STRENGTHENED };
        let title = format!("`{}` of the gate changes from {} to {}", one.name, one.before, one.after);
        let help = one.is_weaker.then(|| {
            "the settings of the old version hold for this change; `candor ack` acknowledges the new ones"
                .to_owned()
        });
        let mut found = Finding::new(&rule, case.settings_file, title, help);
        found.fingerprint = finding::fingerprint(&[rule.code, &one.name, &one.before, &one.after]);
        findings.push(found);
    }
    findings
}

/// How a record fits, and what is wrong with it. A record of a finding about the gate marks that finding.
fn record_findings(
    record: &Record,
    account: &Account,
    classes: &BTreeMap<String, Notice>,
    findings: &mut [Finding],
    case: &Case<'_>,
) -> (Fit, Vec<Finding>) {
    let file = in_folder(case, &record.file);
    let mut found = Vec::new();
    let mut note = |rule: &finding::FindingRule, title: String, help: Option<&str>| {
        found.push(Finding::new(rule, &file, title, help.map(str::to_owned)));
    };
    let is_of_gate = record.rule == finding::GATE_WEAKENED.code;
    if !is_of_gate && rule::find(&record.rule).is_none() {
        note(&finding::UNREADABLE, format!("there is no rule of change `{}`", record.rule), None);
        return (Fit::Stale, found);
    }
    if let Some(end) = record.end().filter(|_| record.is_expired(case.today)) {
        let title = format!("its last day was {end}: {}", record.title);
        let help = "acknowledge the change anew, or take it back";
        note(&finding::EXPIRED, title, Some(help));
        return (Fit::Stale, found);
    }
    let mut class = classes.get(&record.file).copied();
    let mut fit = fit(record, account);
    if is_of_gate {
        let covered =
            findings.iter_mut().find(|one| one.rule == record.rule && one.fingerprint == record.fingerprint);
        fit = if covered.is_some() { Fit::Fits } else { Fit::Stale };
        if let Some(covered) = covered {
            covered.acknowledged = Some(record.file.clone());
            covered.stops = false;
            // Whoever may approve the gravest changes may change what counts as grave.
            class = Some(Notice::None);
        }
    }
    match fit {
        Fit::Stale => {
            let title = format!("nothing of it changed: {}", record.title);
            note(&finding::STALE, title, Some("delete the file, or move it into the folder `history`"));
            return (fit, found);
        }
        Fit::TooWide => {
            let title = format!("it holds what did not change: {}", record.title);
            note(&finding::TOO_WIDE, title, Some("write it anew with `candor ack`"));
        }
        Fit::Fits => {}
    }
    if let Some(end) = record.end()
        && case.today.until(end).is_ok_and(|left| left.get_days() <= WARNING_DAYS)
    {
        let help = "acknowledge the change anew before, or publish the policy";
        note(&finding::EXPIRES_SOON, format!("its last day is {end}: {}", record.title), Some(help));
    }
    let class = class.unwrap_or(Notice::None);
    let approvers = match is_of_gate {
        true => case.settings.approvers.values().next_back().map_or(&[][..], Vec::as_slice),
        false => case.settings.approvers_of(class),
    };
    let missing = record.missing(class, case.settings.advance_days, approvers);
    if !missing.is_empty() {
        let title = format!("it lacks {}: {}", missing.join("; "), record.title);
        note(&finding::INCOMPLETE, title, Some("write what is missing into the file"));
    }
    approval_findings(record, approvers, case, &mut note);
    (fit, found)
}

/// Whether whoever may approve has approved, and is somebody else than the author of the change.
fn approval_findings(
    record: &Record,
    approvers: &[String],
    case: &Case<'_>,
    note: &mut impl FnMut(&finding::FindingRule, String, Option<&str>),
) {
    let approved: Vec<&str> = record.approved.iter().map(|one| one.by.as_str()).collect();
    let is_author = |name: &str| case.authors.iter().any(|author| is_same_person(author, name));
    let title = &record.title;
    match approvers {
        names @ [_, ..] => {
            let allowed: Vec<&str> = approved
                .iter()
                .copied()
                .filter(|one| names.iter().any(|name| is_same_person(name, one)))
                .collect();
            if allowed.is_empty() {
                let help = format!("one of these has to approve it: {}", names.join(", "));
                note(
                    &finding::NOT_ALLOWED,
                    format!("nobody who may do so approved it: {title}"),
                    Some(&help),
                );
            } else if allowed.iter().all(|one| is_author(one)) {
                let title = format!("{} made the change and approved it: {title}", allowed.join(", "));
                note(&finding::SELF_APPROVED, title, Some("somebody else has to approve it"));
            }
        }
        [] if !approved.is_empty() && approved.iter().all(|one| is_author(one)) => {
            let title = format!("{} made the change and approved it: {title}", approved.join(", "));
            let help = "`approvers` in the settings says who has to approve";
            note(&finding::SELF_APPROVED_UNASKED, title, Some(help));
        }
        [] => {}
    }
}

/// How a record fits what changed: the best of all comparisons, because a change that is merged and not yet published is
/// no change against the merge base any more.
fn fit(record: &Record, account: &Account) -> Fit {
    let covers = |change: &Change| change.acknowledged.as_ref() == Some(&record.file);
    let mut best = Fit::Stale;
    for comparison in &account.comparisons {
        let report = &comparison.report;
        let told = report.acknowledgements.iter().find(|one| one.file == record.file).map(|one| one.fit);
        let seen = if report.changes.iter().any(covers) { Fit::Fits } else { Fit::Stale };
        best = best.min(told.unwrap_or(seen));
    }
    best
}
