//! Acknowledgements as files: one for each change, so that it is reviewed like any other file.
//!
//! A record holds the acknowledged flows themselves. Labels, lines, files and languages are not in it, so it outlives
//! every rewriting of the policy, and lapses as soon as the policy says more than what was looked at.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::day::Day;
use crate::diff::acknowledgement::Acknowledgement;
use crate::diff::report::{Area, Change, Notice};

/// The folder of the records, beside the policy.
pub const FOLDER: &str = "acknowledgements";

/// The version of the format.
const FORMAT: u32 = 1;

/// How many days before its end a record is warned of.
pub const WARNING_DAYS: i32 = 14;

/// An acknowledgement with everything that was decided about it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The name of its file.
    pub file: String,
    /// The rule of change.
    pub rule: String,
    /// What changed, in a sentence, for whoever reads the file.
    pub title: String,
    /// The fingerprint of the change when it was acknowledged.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub fingerprint: String,
    /// The acknowledged flows.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub areas: Vec<Area>,
    /// The value before.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub before: Option<String>,
    /// The value after.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub after: Option<String>,
    /// Why it is right.
    pub reason: String,
    /// Who approved it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub approved: Vec<Approval>,
    /// How people are told.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub notice: Option<Plan>,
    /// What becomes of data that are held already.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub held_data: Option<HeldData>,
    /// The last day on which it holds, as `2027-03-31`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub expires: Option<Day>,
}

/// Somebody's approval. A name in a file proves nothing; the review of the file does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Approval {
    /// Who approved.
    pub by: String,
    /// When, as `2026-09-02`.
    pub on: Day,
}

/// How people are told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// By which means: email, letter, a banner.
    pub channel: String,
    /// When the notice goes out.
    pub send_on: Day,
    /// When the change takes effect.
    pub effective: Day,
}

/// What becomes of data that are held already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum HeldData {
    /// The change is not applied to them.
    NotTouched,
    /// The change is applied to them only where people have agreed anew.
    NewConsent,
}

/// A file as it is written: dates are dates of TOML, slots stand beside the facts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Written {
    format: u32,
    rule: String,
    title: String,
    #[serde(default)]
    fingerprint: String,
    before: Option<String>,
    after: Option<String>,
    reason: String,
    #[serde(default)]
    approved: Vec<WrittenApproval>,
    notice: Option<WrittenPlan>,
    held_data: Option<HeldData>,
    expires: Option<WrittenDay>,
    #[serde(default, rename = "area")]
    areas: Vec<WrittenArea>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WrittenApproval {
    by: String,
    on: WrittenDay,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct WrittenPlan {
    channel: String,
    send_on: WrittenDay,
    effective: WrittenDay,
}

#[derive(Debug, Deserialize)]
struct WrittenArea {
    #[serde(default)]
    facts: BTreeMap<String, bool>,
    #[serde(default, rename = "ruled-out")]
    is_ruled_out: bool,
    #[serde(flatten)]
    slots: BTreeMap<String, Vec<String>>,
}

/// A date, as TOML writes it or as a text.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum WrittenDay {
    Toml(toml::value::Datetime),
    Text(String),
}

impl WrittenDay {
    fn day(&self) -> Result<Day, String> {
        match self {
            Self::Toml(datetime) => Day::read(&datetime.to_string()),
            Self::Text(text) => Day::read(text),
        }
    }
}

/// Reads a record; `file` is the name of its file.
///
/// # Errors
/// What is wrong with it, as the end of "… cannot be used: …".
pub fn read(file: &str, text: &str) -> Result<Record, String> {
    let written: Written = super::text::read(text)?;
    if written.format != FORMAT {
        return Err(format!("it has the format {}; this program reads {FORMAT}", written.format));
    }
    let mut approved = Vec::new();
    for one in written.approved {
        approved.push(Approval { on: one.on.day()?, by: one.by });
    }
    let notice = match written.notice {
        Some(plan) => Some(Plan {
            send_on: plan.send_on.day()?,
            effective: plan.effective.day()?,
            channel: plan.channel,
        }),
        None => None,
    };
    // A slot that nobody knows would restrict nothing: the record would cover more than it seems to.
    for name in written.areas.iter().flat_map(|area| area.slots.keys()) {
        if !Area::slot_names().any(|known| known == name) {
            let near = crate::suggest::nearest(name, Area::slot_names());
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("an area has no slot `{name}`{near}"));
        }
    }
    let areas: Vec<Area> = written
        .areas
        .into_iter()
        .map(|area| Area { slots: area.slots, facts: area.facts, is_ruled_out: area.is_ruled_out })
        .collect();
    if areas.is_empty()
        && written.fingerprint.is_empty()
        && written.after.is_none()
        && written.before.is_none()
    {
        return Err("it does not say what is acknowledged".to_owned());
    }
    Ok(Record {
        file: file.to_owned(),
        rule: written.rule,
        title: written.title,
        fingerprint: written.fingerprint,
        areas,
        before: written.before,
        after: written.after,
        reason: written.reason,
        approved,
        notice,
        held_data: written.held_data,
        expires: written.expires.as_ref().map(WrittenDay::day).transpose()?,
    })
}

impl Record {
    /// A record of a change of which nothing is decided yet.
    #[must_use]
    pub fn of(change: &Change) -> Self {
        Self {
            file: format!(
                "{}-{}.toml",
                change.rule,
                change.fingerprint.get(..8).unwrap_or(&change.fingerprint)
            ),
            rule: change.rule.clone(),
            title: change.title.clone(),
            fingerprint: change.fingerprint.clone(),
            areas: change.areas.clone(),
            before: change.before.clone(),
            after: change.after.clone(),
            ..Self::default()
        }
    }

    /// What the comparison takes out of what changed.
    #[must_use]
    pub fn acknowledgement(&self) -> Acknowledgement {
        Acknowledgement {
            file: self.file.clone(),
            rule: self.rule.clone(),
            areas: self.areas.clone(),
            before: self.before.clone(),
            after: self.after.clone(),
            fingerprint: (!self.fingerprint.is_empty()).then(|| self.fingerprint.clone()),
        }
    }

    /// The last day on which it holds.
    #[must_use]
    pub fn end(&self) -> Option<Date> {
        self.expires.map(|Day(date)| date)
    }

    /// Whether it holds no more on that day.
    #[must_use]
    pub fn is_expired(&self, today: Date) -> bool {
        self.end().is_some_and(|end| end < today)
    }

    /// The day on which it was approved: the first on which one of these people did so, or anybody if nobody is named.
    fn approved_on(&self, approvers: &[String]) -> Option<Day> {
        let is_asked = |one: &&Approval| {
            approvers.is_empty() || approvers.iter().any(|name| is_same_person(name, &one.by))
        };
        let named = self.approved.iter().filter(|one| !one.by.trim().is_empty());
        named.filter(is_asked).map(|one| one.on).min()
    }

    /// What is wrong with the order of its days, for a change of which people have to be told in this way: each as what is
    /// missing. No clock is asked, because all of them stand in the file.
    #[must_use]
    pub fn out_of_order(&self, class: Notice, advance_days: u32, approvers: &[String]) -> Vec<String> {
        let Some(plan) = self.notice.as_ref().filter(|_| class >= Notice::Notify) else { return Vec::new() };
        let mut missing = Vec::new();
        // What went out before anybody approved the change was no notice of it.
        if let Some(approved) = self.approved_on(approvers).filter(|approved| plan.send_on < *approved) {
            missing.push(format!("a notice that goes out after the approval of {approved}"));
        }
        if class >= Notice::Advance && plan.send_on.days_until(plan.effective) < i64::from(advance_days) {
            missing.push(format!("{advance_days} days between the notice and the change"));
        } else if plan.effective < plan.send_on {
            missing.push("a notice that goes out before the change takes effect".to_owned());
        }
        missing
    }

    /// What is missing before it can cover a change of which people have to be told in this way, and which these people
    /// have to approve, or anybody if nobody is named.
    #[must_use]
    pub fn missing(&self, class: Notice, advance_days: u32, approvers: &[String]) -> Vec<String> {
        let mut missing = Vec::new();
        if self.reason.trim().is_empty() {
            missing.push("a reason".to_owned());
        }
        if class >= Notice::Notify && self.approved.iter().all(|one| one.by.trim().is_empty()) {
            missing.push("somebody who approved it".to_owned());
        }
        if class >= Notice::Notify && self.notice.is_none() {
            missing.push("a plan of the notice: how and when people are told".to_owned());
        }
        missing.extend(self.out_of_order(class, advance_days, approvers));
        if class >= Notice::Consent && self.held_data.is_none() {
            missing.push("what becomes of data that are held already".to_owned());
        }
        missing
    }

    /// The file, in one way only.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::new();
        let mut line = |line: &str| {
            text.push_str(line);
            text.push('\n');
        };
        line("# One acknowledged change of the policy: exactly these flows, and no more.");
        line(
            "# The gate reports whatever goes beyond them. Delete this file when the change is withdrawn or published.",
        );
        line("");
        line(&format!("format = {FORMAT}"));
        line(&format!("rule = {}", quoted(&self.rule)));
        line(&format!("title = {}", quoted(&self.title)));
        if !self.fingerprint.is_empty() {
            line(&format!("fingerprint = {}", quoted(&self.fingerprint)));
        }
        for (name, value) in [("before", &self.before), ("after", &self.after)] {
            if let Some(value) = value {
                line(&format!("{name} = {}", quoted(value)));
            }
        }
        line(&format!("reason = {}", quoted(&self.reason)));
        if let Some(held) = self.held_data {
            let word = match held {
                HeldData::NotTouched => "not-touched",
                HeldData::NewConsent => "new-consent",
            };
            line(&format!("held-data = {}", quoted(word)));
        }
        if let Some(expires) = &self.expires {
            line(&format!("expires = {expires}"));
        }
        for approval in &self.approved {
            line("");
            line("[[approved]]");
            line(&format!("by = {}", quoted(&approval.by)));
            line(&format!("on = {}", approval.on));
        }
        if let Some(plan) = &self.notice {
            line("");
            line("[notice]");
            line(&format!("channel = {}", quoted(&plan.channel)));
            line(&format!("send-on = {}", plan.send_on));
            line(&format!("effective = {}", plan.effective));
        }
        for area in &self.areas {
            line("");
            line("[[area]]");
            for (slot, names) in &area.slots {
                let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
                line(&format!("{} = [{}]", key(slot), names.join(", ")));
            }
            if area.is_ruled_out {
                line("ruled-out = true");
            }
            if !area.facts.is_empty() {
                let facts: Vec<String> =
                    area.facts.iter().map(|(fact, holds)| format!("{} = {holds}", key(fact))).collect();
                line(&format!("facts = {{ {} }}", facts.join(", ")));
            }
        }
        text
    }
}

/// Whether two names are the same, as people write them.
pub(super) fn is_same_person(one: &str, other: &str) -> bool {
    one.trim().eq_ignore_ascii_case(other.trim())
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(character);
            }
            '\n' => quoted.push_str("\\n"),
            character if character.is_control() || crate::diagnostic::render::is_active(character) => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(character));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// A key of TOML, in quotation marks where it is not a bare word.
fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::read(text).unwrap()
    }

    fn sample() -> Record {
        let slots = [("data", vec!["contact.email@hashed", "- contact.phone"]), ("verb", vec!["disclose"])];
        let slots = slots
            .into_iter()
            .map(|(slot, names)| (slot.to_owned(), names.into_iter().map(str::to_owned).collect::<Vec<_>>()));
        Record {
            file: "recipient-added-0123abcd.toml".to_owned(),
            rule: "recipient-added".to_owned(),
            title: "Advertisers may get \"contact data\" \u{202e}\n".to_owned(),
            fingerprint: "0123abcd".to_owned(),
            areas: vec![Area {
                slots: slots.collect(),
                facts: [("marketing.consent".to_owned(), false)].into(),
                is_ruled_out: true,
            }],
            before: Some("30 days".to_owned()),
            after: None,
            reason: "New partner, contract C-118".to_owned(),
            approved: vec![Approval { by: "ann@example.org".to_owned(), on: day("2026-09-02") }],
            notice: Some(Plan {
                channel: "email".to_owned(),
                send_on: day("2026-09-15"),
                effective: day("2026-10-20"),
            }),
            held_data: Some(HeldData::NotTouched),
            expires: Some(day("2026-12-31")),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let record = sample();
        assert_eq!(read(&record.file, &record.write()), Ok(record));
    }

    #[test]
    fn what_is_misspelt_or_empty_is_refused() {
        let good = sample().write();
        let faults = [
            (good.replace("reason", "raeson"), "unknown field `raeson`"),
            (good.replace("format = 1", "format = 2"), "the format 2"),
            (good.replace("expires = 2026-12-31", "expires = \"soon\""), "no date"),
            (good.replace("data = [", "daat = ["), "no slot `daat`; did you mean `data`?"),
            ("format = 1\nrule = \"a\"\ntitle = \"b\"\nreason = \"c\"\n".to_owned(), "what is acknowledged"),
        ];
        for (text, part) in faults {
            let fault = read("a.toml", &text).unwrap_err();
            assert!(fault.contains(part), "{fault}");
        }
    }

    #[test]
    fn each_class_of_notice_needs_more() {
        let bare = Record { reason: "why".to_owned(), ..Record::default() };
        let counts: Vec<usize> =
            Notice::ALL.iter().map(|class| bare.missing(*class, 30, &[]).len()).collect();
        assert_eq!(counts, [0, 0, 2, 2, 3]);
        assert!(sample().missing(Notice::Consent, 30, &[]).is_empty());
        assert_eq!(sample().missing(Notice::Advance, 60, &[]), ["60 days between the notice and the change"]);
        assert_eq!(Record::default().missing(Notice::None, 30, &[]), ["a reason"]);
    }

    #[test]
    fn a_notice_goes_out_between_the_approval_and_the_change() {
        let with = |approved: &str, send_on: &str, effective: &str| {
            let mut record = sample();
            record.approved[0].on = day(approved);
            let plan = Plan { channel: "email".to_owned(), send_on: day(send_on), effective: day(effective) };
            record.notice = Some(plan);
            record
        };
        let late = ["a notice that goes out after the approval of 2026-11-28"];
        assert_eq!(with("2026-11-28", "2026-04-01", "2026-06-01").missing(Notice::Consent, 30, &[]), late);
        assert_eq!(with("2026-11-28", "2026-11-27", "2027-01-01").missing(Notice::Notify, 30, &[]), late);
        assert!(with("2026-11-28", "2026-11-28", "2027-01-01").missing(Notice::Advance, 30, &[]).is_empty());
        let both = with("2026-11-28", "2026-04-01", "2026-03-01").missing(Notice::Advance, 30, &[]);
        assert_eq!(both, [late[0], "30 days between the notice and the change"]);
        // Of what nobody has to be told, the days of a notice say nothing.
        assert!(with("2026-11-28", "2026-04-01", "2026-03-01").missing(Notice::Log, 30, &[]).is_empty());
        // Only those who have to approve it count, and the first of them is enough.
        let mut two = with("2026-01-01", "2026-04-01", "2026-06-01");
        two.approved.push(Approval { by: "Legal@Example.org".to_owned(), on: day("2026-11-28") });
        assert!(two.missing(Notice::Advance, 30, &[]).is_empty());
        assert_eq!(two.missing(Notice::Advance, 30, &["legal@example.org".to_owned()]), late);
    }

    #[test]
    fn its_last_day_is_part_of_it() {
        let day = |text: &str| text.parse().unwrap();
        assert!(!sample().is_expired(day("2026-12-31")));
        assert!(sample().is_expired(day("2027-01-01")));
    }
}
