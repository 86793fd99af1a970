//! Both policies side by side in one file that runs nothing and loads nothing.
//!
//! What is marked is what changed in meaning, not in words: a place is marked if a change of the report is about it.

use std::collections::BTreeMap;

use askama::Template;

use super::{Subject, completeness, duty, ending, favour, how_to_acknowledge, remarks, total};
use crate::diff::report::{Change, Notice, Place};
use crate::diff::rule::Direction;
use crate::gate::account;
use crate::render::html::{self, STYLE, base64_digest};
use crate::render::page::{Page, Text};

/// The looks of what is not a policy.
const OWN_STYLE: &str = include_str!("html/style.css");

#[derive(Template)]
#[template(path = "report.html", config = "src/outputs/askama.toml")]
struct Report<'a> {
    style: &'a str,
    style_hash: String,
    total: String,
    duty: Option<String>,
    ending: Option<String>,
    completeness: Option<&'static str>,
    findings: Vec<Flaw>,
    changes: Vec<Card>,
    comparisons: Vec<View>,
}

/// A change as a card.
struct Card {
    rule: Text,
    acknowledged: Option<Text>,
    title: Text,
    level: &'static str,
    direction: &'static str,
    favour: &'static str,
    stops: bool,
    remarks: Vec<Text>,
    old: Vec<Link>,
    new: Vec<Link>,
    due: Option<String>,
    acknowledge: Option<String>,
}

/// What is wrong with the gate itself.
struct Flaw {
    rule: Text,
    title: Text,
    file: Text,
    help: Option<Text>,
    stops: bool,
    acknowledged: Option<Text>,
}

/// A place and where it is on this page.
struct Link {
    address: String,
    file: Text,
    line: usize,
    sentence: Text,
}

/// A comparison with its two policies.
struct View {
    against: Text,
    title: Text,
    old_name: Text,
    new_name: Text,
    old: String,
    new: String,
}

/// The account as a page.
pub(super) fn html(subject: &Subject<'_>) -> String {
    let account = subject.account;
    let style = format!("{STYLE}\n{OWN_STYLE}");
    let mut changes = Vec::new();
    for (comparison, change) in account.changes() {
        let number = account.comparisons.iter().position(|one| std::ptr::eq(one, comparison)).unwrap_or(0);
        changes.push(card(change, number));
    }
    let comparisons = account
        .comparisons
        .iter()
        .enumerate()
        .map(|(number, comparison)| {
            let pages = subject.pages.get(number);
            let fragment = |page: Option<&Page>| page.map(html::fragment).unwrap_or_default();
            let (old, new) = (fragment(pages.map(|it| &it.old)), fragment(pages.map(|it| &it.new)));
            let report = &comparison.report;
            View {
                against: Text::from(comparison.against.as_str()),
                title: Text::from(report.new.title.as_str()),
                old_name: Text::from(name(&report.old)),
                new_name: Text::from(name(&report.new)),
                old: marked(&old, &prefix(number, "old"), &directions(&report.changes, |it| &it.old)),
                new: marked(&new, &prefix(number, "new"), &directions(&report.changes, |it| &it.new)),
            }
        })
        .collect();
    let flaw = |finding: &crate::gate::Finding| Flaw {
        rule: Text::from(finding.rule.as_str()),
        title: Text::from(finding.title.as_str()),
        file: Text::from(finding.file.as_str()),
        help: finding.help.as_deref().map(Text::from),
        stops: finding.stops,
        acknowledged: finding.acknowledged.as_deref().map(Text::from),
    };
    let findings = account.findings.iter().map(flaw).collect();
    let report = Report {
        style_hash: base64_digest(&style),
        style: &style,
        total: total(account),
        duty: duty(account),
        ending: ending(account),
        completeness: completeness(account),
        findings,
        changes,
        comparisons,
    };
    report.render().unwrap_or_default()
}

fn name(version: &crate::diff::report::Version) -> String {
    match &version.commit {
        Some(commit) => format!("{} ({})", version.source, commit.get(..9).unwrap_or(commit)),
        None => version.source.clone(),
    }
}

fn prefix(number: usize, side: &str) -> String {
    format!("{side}-{}-", number + 1)
}

fn card(change: &Change, number: usize) -> Card {
    let links = |places: &[Place], side: &str| {
        let link = |place: &Place| Link {
            address: format!("#{}{}", prefix(number, side), place.label),
            file: Text::from(place.file.as_str()),
            line: place.line,
            sentence: Text::from(place.sentence.as_str()),
        };
        places.iter().map(link).collect()
    };
    let notice = change.grade.as_ref().map_or(Notice::None, |grade| grade.notice);
    let cites = change.grade.iter().flat_map(|grade| &grade.grounds).map(|ground| ground.cites.clone());
    let cites: Vec<String> = cites.collect();
    let due = (notice > Notice::Log).then(|| match cites.is_empty() {
        true => notice.duty().to_owned(),
        false => format!("{} ({})", notice.duty(), cites.join("; ")),
    });
    Card {
        rule: Text::from(change.rule.as_str()),
        acknowledged: change.acknowledged.as_deref().map(Text::from),
        title: Text::from(change.title.as_str()),
        level: account::level(change).word(),
        direction: word(change.direction),
        favour: favour(change.direction),
        stops: account::stops(change),
        remarks: remarks(change).into_iter().map(Text::from).collect(),
        old: links(&change.old, "old"),
        new: links(&change.new, "new"),
        due,
        acknowledge: how_to_acknowledge(change),
    }
}

const fn word(direction: Direction) -> &'static str {
    match direction {
        Direction::Widens => "widens",
        Direction::Narrows => "narrows",
        Direction::Unknown | Direction::Mixed => "unknown",
        Direction::Neutral => "neutral",
    }
}

/// For each label the gravest direction of the changes that are about it.
fn directions<'a>(
    changes: &'a [Change],
    places: impl Fn(&'a Change) -> &'a [Place],
) -> BTreeMap<&'a str, Direction> {
    let mut found: BTreeMap<&str, Direction> = BTreeMap::new();
    for change in changes {
        for place in places(change) {
            let direction = found.entry(&place.label).or_insert(change.direction);
            *direction = (*direction).max(change.direction);
        }
    }
    found
}

/// A fragment whose addresses have a prefix, because the other policy has the same ones, and whose changed places are
/// marked. The fragment was made by a template that escapes quotation marks in all that an author writes, so the marks
/// that are looked for here are those of the template.
fn marked(fragment: &str, prefix: &str, directions: &BTreeMap<&str, Direction>) -> String {
    let mut page = String::with_capacity(fragment.len() + fragment.len() / 8);
    let mut rest = fragment;
    const ATTRIBUTES: [&str; 3] = [" id=\"", " href=\"#", " aria-labelledby=\""];
    loop {
        let next = ATTRIBUTES.iter().filter_map(|name| Some((rest.find(name)?, *name))).min();
        let Some((at, attribute)) = next else { break };
        let start = at + attribute.len();
        let (before, behind) = rest.split_at(start);
        let end = behind.find('"').unwrap_or(behind.len());
        let (value, behind) = behind.split_at(end);
        page.push_str(before);
        page.push_str(prefix);
        page.push_str(value);
        rest = behind.strip_prefix('"').unwrap_or(behind);
        page.push('"');
        if let (" id=\"", Some(direction)) = (attribute, directions.get(value)) {
            page.push_str(&format!(" data-change=\"{}\"", word(*direction)));
        }
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_get_a_prefix_and_changed_places_a_mark() {
        let fragment = "<p class=\"a\" id=\"sharing\">x <a href=\"#sharing\">§</a> <a href=\"https://e.example/#y\">y</a></p>";
        let directions = BTreeMap::from([("sharing", Direction::Widens)]);
        assert_eq!(
            marked(fragment, "old-1-", &directions),
            "<p class=\"a\" id=\"old-1-sharing\" data-change=\"widens\">x <a href=\"#old-1-sharing\">§</a> <a href=\"https://e.example/#y\">y</a></p>"
        );
        assert_eq!(marked("", "p-", &directions), "");
    }
}
