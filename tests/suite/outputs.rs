//! The forms in which the account of a comparison is given out: `tests/outputs/`.
//!
//! The accounts are made by hand, so that a form is tested with what a comparison seldom finds: nothing, very much, and
//! words that mean something to the form itself.

use std::collections::{BTreeMap, BTreeSet};

use candor::diff::acknowledgement::{Fit, Fitting};
use candor::diff::report::{Area, Change, Place, Report, Version};
use candor::diff::rule::{self, ChangeRule, Direction};
use candor::gate::account::{self, Comparison};
use candor::gate::day::Day;
use candor::gate::record::{Approval, Plan, Record};
use candor::gate::{Account, Case, Settings, Verdict, judge};
use candor::outputs::{self, OUTPUTS, Pages, Subject};
use candor::render::page::{Inline, Item, Page, Statement};
use serde_json::Value;

use crate::fixture;

/// Words that mean something to one form or another.
const HOSTILE: &str = "100 % \"sure\"\n::error::x ]]> a|b `c` \u{202e}dlrow <script>alert('x')</script> @everyone & -- \\ 'q' *s*";

fn day(text: &str) -> Day {
    Day::read(text).expect("it is a day")
}

fn place(label: &str, line: usize, sentence: &str) -> Place {
    Place {
        label: label.to_owned(),
        file: "policies/shop.candor".to_owned(),
        line,
        column: 5,
        end_line: line + 1,
        end_column: 9,
        sentence: sentence.to_owned(),
    }
}

/// A change of a rule, without anything that a rule does not need.
fn change(code: &str, number: usize) -> Change {
    let rule = rule::find(code).expect("there is such a rule");
    let slots = [("data".to_owned(), vec![format!("contact.email-{number}")])];
    Change {
        rule: code.to_owned(),
        part: rule.part(),
        direction: rule.direction(),
        title: format!("Change {number}: {}", rule.summary()),
        novelty: Vec::new(),
        areas: vec![Area { slots: slots.into(), facts: BTreeMap::new(), is_ruled_out: false }],
        before: None,
        after: None,
        example: None,
        old: Vec::new(),
        new: vec![place("sharing", number + 1, "We share your e-mail address with advertisers.")],
        behind: None,
        causes: Vec::new(),
        marks: Vec::new(),
        touches_held_data: false,
        fingerprint: format!("{number:016x}"),
        grade: None,
        acknowledged: None,
    }
}

/// As many changes, of every rule in turn.
fn changes(n: usize) -> Vec<Change> {
    (0..n)
        .map(|number| {
            let code = ChangeRule::ALL[number % ChangeRule::ALL.len()].code();
            let mut change = change(code, number);
            match number % 5 {
                1 => {
                    change.old = std::mem::take(&mut change.new);
                    change.before = Some("30 days".to_owned());
                    // Of some of what is gone, everything before it is gone as well.
                    change.behind = (number > 5).then(|| place("orders", number + 3, "We take your orders."));
                }
                2 => {
                    change.marks = vec!["sensitive-data".to_owned(), "rested-on-consent".to_owned()];
                    change.example = Some("we share the e-mail address of a customer.".to_owned());
                }
                3 => {
                    (change.before, change.after) = (Some("30 days".to_owned()), Some("60 days".to_owned()));
                    change.touches_held_data = true;
                }
                4 => {
                    change.new.clear();
                    change.acknowledged = Some("known.toml".to_owned());
                }
                _ => {}
            }
            change
        })
        .collect()
}

fn comparison(changes: Vec<Change>) -> Comparison {
    let version = |source: &str, commit: Option<&str>| Version {
        source: source.to_owned(),
        commit: commit.map(str::to_owned),
        title: "The shop's policy".to_owned(),
        effective: Some("2026-03-01".to_owned()),
    };
    let is_acknowledged = changes.iter().any(|change| change.acknowledged.is_some());
    let fitting = Fitting { file: "known.toml".to_owned(), fit: Fit::Fits, beyond: Vec::new() };
    Comparison {
        against: "merge-base".to_owned(),
        report: Report {
            old: version("merge-base:policies/shop.candor", Some("0123456789abcdef0123456789abcdef01234567")),
            new: version("policies/shop.candor", None),
            direction: Direction::Mixed,
            is_same_meaning: changes.is_empty(),
            is_complete: true,
            changes,
            acknowledgements: if is_acknowledged { vec![fitting] } else { Vec::new() },
        },
    }
}

/// A record that lacks nothing.
fn record(file: &str) -> Record {
    Record {
        file: file.to_owned(),
        rule: "recipient-added".to_owned(),
        title: "Advertisers may get e-mail addresses".to_owned(),
        fingerprint: "0123456789abcdef".to_owned(),
        reason: "New partner".to_owned(),
        approved: vec![Approval { by: "ann@example.org".to_owned(), on: day("2026-02-01") }],
        notice: Some(Plan {
            channel: "email".to_owned(),
            send_on: day("2026-03-01"),
            effective: day("2026-05-01"),
        }),
        held_data: Some(candor::gate::record::HeldData::NotTouched),
        ..Record::default()
    }
}

struct Setting {
    comparisons: Vec<Comparison>,
    settings: Settings,
    new_settings: Settings,
    records: Vec<Record>,
    authors: BTreeSet<String>,
}

impl Setting {
    fn of(changes: Vec<Change>) -> Self {
        let is_acknowledged = changes.iter().any(|change| change.acknowledged.is_some());
        Self {
            comparisons: vec![comparison(changes)],
            settings: Settings::default(),
            new_settings: Settings::default(),
            records: if is_acknowledged { vec![record("known.toml")] } else { Vec::new() },
            authors: BTreeSet::new(),
        }
    }

    fn judge(self) -> (Account, Verdict) {
        let judgement = judge(
            self.comparisons,
            &Case {
                settings: &self.settings,
                new_settings: &self.new_settings,
                settings_file: "candor.toml",
                records: &self.records,
                unreadable: &[],
                folder: "policies/acknowledgements",
                authors: &self.authors,
                today: "2026-03-01".parse().expect("a date"),
            },
        );
        (judgement.account, judgement.verdict)
    }
}

fn account(n: usize) -> Account {
    Setting::of(changes(n)).judge().0
}

fn render(name: &str, account: &Account) -> String {
    let page = |words: &str| Page {
        introduction: vec![Item::Statement(Statement {
            anchor: "sharing".into(),
            lead: vec![Inline::text(words)],
            ..Statement::default()
        })],
        ..Page::default()
    };
    let pages = [Pages { old: page("old"), new: page("new") }];
    let bytes =
        outputs::find(name).expect("there is such a form").render(&Subject { account, pages: &pages });
    String::from_utf8(bytes).expect("it is text")
}

#[test]
fn each_form_looks_like_this() {
    for (count, n) in [("nothing", 0), ("one", 1), ("eleven", 11)] {
        let account = account(n);
        for output in OUTPUTS.iter().filter(|output| output.is_text()) {
            let mut text = render(output.name, &account);
            if let Some((start, end)) = text.find("<style>").zip(text.find("</style>")) {
                text.replace_range(start..end, "<style>");
                let hash =
                    text.split("'sha256-").nth(1).and_then(|rest| rest.split('\'').next()).map(str::to_owned);
                text = text.replace(&hash.expect("a page names the checksum of its style"), "…");
            }
            if output.name == "sarif" {
                text = without_rules(&text);
            }
            insta::with_settings!({ snapshot_path => "../outputs", prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{count}.{}", output.name), text);
            });
        }
    }
}

/// SARIF without the list of rules, which is the same in every report.
fn without_rules(text: &str) -> String {
    let mut log: Value = serde_json::from_str(text).expect("SARIF is JSON");
    log["runs"][0]["tool"]["driver"]["rules"] = Value::Array(Vec::new());
    serde_json::to_string_pretty(&log).expect("JSON can be written")
}

/// How many things stop the merge, as each form tells it.
fn n_stops(name: &str, text: &str) -> Option<usize> {
    let json = || serde_json::from_str::<Value>(text).expect("it is JSON");
    Some(match name {
        "text" => text.lines().filter(|line| line.ends_with("  stops the merge")).count(),
        "json" => json()["counts"]["stops"].as_u64().expect("a number") as usize,
        "html" => text.matches("<strong>stops the merge</strong>").count(),
        "github" => text.lines().filter(|line| line.starts_with("::error ")).count(),
        "sarif" => {
            let results = json()["runs"][0]["results"].as_array().cloned().unwrap_or_default();
            results.iter().filter(|result| result["kind"] == "fail").count()
        }
        "gitlab" => {
            let issues = json().as_array().cloned().unwrap_or_default();
            issues.iter().filter(|issue| issue["severity"] == "blocker").count()
        }
        "junit" => {
            let document = roxmltree::Document::parse(text).expect("it is XML");
            document.descendants().filter(|node| node.has_tag_name("failure")).count()
        }
        // The table has ten rows, and the draft for people knows nothing of merges.
        "md" | "notice" => return None,
        other => panic!("say how {other} tells what stops a merge"),
    })
}

#[test]
fn what_stops_the_merge_in_one_form_stops_it_in_all() {
    for n in [0, 1, 11, 200, 10_000] {
        let account = account(n);
        let stops = account.changes().iter().filter(|(_, change)| account::stops(change)).count();
        assert_eq!(account.counts.stops, stops);
        for output in OUTPUTS.iter().filter(|output| output.is_text()) {
            let text = render(output.name, &account);
            assert!(n_stops(output.name, &text).is_none_or(|told| told == stops), "{} of {n}", output.name);
        }
    }
}

#[test]
fn a_comment_fits_into_the_limit_of_its_host() {
    for n in [0, 1, 11, 200, 10_000] {
        let text = render("md", &account(n));
        assert!(text.chars().count() <= 60_000, "{n} changes make {} characters", text.chars().count());
        assert!(text.starts_with(outputs::MARKER));
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert_eq!(text.contains("are in the full report"), n >= 10_000, "{n}");
    }
    let mut long = changes(30);
    for change in &mut long {
        change.title = HOSTILE.repeat(100);
    }
    assert!(render("md", &Setting::of(long).judge().0).chars().count() <= 60_000);
}

/// An account in which every word of an author is hostile.
fn hostile() -> Account {
    let mut changes = changes(3);
    for change in &mut changes {
        for text in
            [&mut change.title, change.example.get_or_insert_default(), change.before.get_or_insert_default()]
        {
            *text = HOSTILE.to_owned();
        }
        for place in change.old.iter_mut().chain(&mut change.new) {
            place.sentence = HOSTILE.to_owned();
            place.file = format!("a,b:c%d {HOSTILE}");
        }
    }
    let mut setting = Setting::of(changes);
    setting.comparisons[0].report.new.title = HOSTILE.to_owned();
    setting.records.push(Record {
        title: HOSTILE.to_owned(),
        reason: HOSTILE.to_owned(),
        ..record("stale.toml")
    });
    setting.judge().0
}

#[test]
fn words_of_an_author_stay_words() {
    let account = hostile();
    let tame = self::account(3);
    for output in OUTPUTS.iter().filter(|output| output.is_text()) {
        let text = render(output.name, &account);
        // JSON says what was written; everything that a person looks at does not turn its order.
        if output.name != "json" {
            assert!(!text.contains('\u{202e}'), "{}", output.name);
        }
        let is_markup = matches!(output.name, "html" | "md" | "junit");
        assert!(!is_markup || !text.contains("<script"), "{}", output.name);
    }
    let github = render("github", &account);
    let is_command =
        |line: &&str| ["::error ", "::warning ", "::notice "].iter().any(|it| line.starts_with(it));
    assert_eq!(github.lines().filter(is_command).count(), github.lines().count());
    assert_eq!(github.lines().count(), 1 + 3 + account.findings.len());
    assert!(github.contains("file=a%2Cb%3Ac%25d 100 %25"));
    let markdown = render("md", &account);
    for line in markdown.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert!(bars == 5 || bars == 3, "{line}");
    }
    assert!(!markdown.contains('@') && !markdown.contains("`c`"));
    let html = render("html", &account);
    assert!(html.contains("&#60;script&#62;"), "the attempt is shown as text");
    let junit = render("junit", &account);
    let document = roxmltree::Document::parse(&junit).expect("it is XML");
    let said = document
        .descendants()
        .any(|node| node.text().is_some_and(|text| text.contains("<script>alert('x')")));
    assert!(said && !junit.contains("]]>"));
    for name in ["json", "sarif", "gitlab"] {
        serde_json::from_str::<Value>(&render(name, &account)).expect("it is JSON");
    }
    assert_eq!(n_stops("github", &github), Some(account.counts.stops));
    assert!(account.counts.stops > tame.counts.stops, "the stale acknowledgement stops it too");
}

#[test]
fn a_form_has_what_its_readers_need() {
    for n in [0, 1, 11, 10_000] {
        let account = account(n);
        let gitlab: Value = serde_json::from_str(&render("gitlab", &account)).expect("it is JSON");
        let issues = gitlab.as_array().expect("it is a list");
        assert_eq!(issues.len(), n);
        for issue in issues {
            let is_text = |key: &str| issue[key].as_str().is_some_and(|text| !text.is_empty());
            assert!(["description", "check_name", "fingerprint"].into_iter().all(is_text));
            assert!(matches!(
                issue["severity"].as_str(),
                Some("info" | "minor" | "major" | "critical" | "blocker")
            ));
            assert!(issue["location"]["path"].as_str().is_some_and(|path| !path.is_empty()));
            assert!(issue["location"]["lines"]["begin"].as_u64().is_some_and(|line| line > 0));
        }
        let once: BTreeSet<&str> = issues.iter().filter_map(|issue| issue["fingerprint"].as_str()).collect();
        assert_eq!(once.len(), n);

        let junit = render("junit", &account);
        let document = roxmltree::Document::parse(&junit).expect("it is XML");
        let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        let root = document.root_element();
        assert!(count("testcase") >= ChangeRule::ALL.len());
        assert_eq!(root.attribute("tests"), Some(count("testcase").to_string().as_str()));
        assert_eq!(root.attribute("failures"), Some(count("failure").to_string().as_str()));
        assert_eq!(root.attribute("skipped"), Some(count("skipped").to_string().as_str()));

        let sarif: Value = serde_json::from_str(&render("sarif", &account)).expect("it is JSON");
        assert_eq!(sarif["version"], "2.1.0");
        let run = &sarif["runs"][0];
        let rules: BTreeSet<&str> = run["tool"]["driver"]["rules"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|it| it["id"].as_str())
            .collect();
        let results = run["results"].as_array().expect("there is a list of results");
        assert_eq!(results.len(), n);
        for result in results {
            assert!(result["ruleId"].as_str().is_some_and(|id| rules.contains(id)));
            assert!(result["message"]["text"].as_str().is_some_and(|text| !text.is_empty()));
            // The standard: only a failure has a level.
            assert_eq!(result["kind"] == "fail", result["level"] != "none");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert!(region.is_null() || region["startLine"].as_u64().is_some_and(|line| line > 0));
        }
        assert!(!render("notice", &account).is_empty());
    }
}

#[test]
fn the_json_report_follows_its_published_schema() {
    let path = fixture::root().join("book/src/reference/report.schema.json");
    let schema = outputs::schema();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(&path, &schema).expect("the schema can be written");
    }
    assert_eq!(fixture::read(&path), schema, "the schema is stale; run with UPDATE_SCHEMA=1");
    let schema: Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    for account in [account(0), account(11), account(200), hostile()] {
        let text = render("json", &account);
        let report: Value = serde_json::from_str(&text).expect("it is JSON");
        let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(serde_json::from_str::<Account>(&text).expect("it can be read again"), account);
    }
    let wrong: Value = serde_json::json!({ "format": { "name": "candor-report" } });
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn the_page_marks_what_changed_and_runs_nothing() {
    let html = render("html", &account(11));
    assert!(html.contains("id=\"new-1-sharing\" data-change=\"widens\""), "{html}");
    assert!(html.contains("id=\"old-1-sharing\" data-change="));
    assert!(html.contains("href=\"#new-1-sharing\""));
    for forbidden in ["<script", "javascript:", "@import", "url(", "src="] {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    for colour in ["--candor-widens", "prefers-color-scheme: dark"] {
        assert!(html.contains(colour));
    }
}

#[test]
fn an_alarm_is_never_told_in_a_notice() {
    let told = render(
        "notice",
        &Setting::of(vec![change("alarm-silenced", 1), change("purpose-added", 2)]).judge().0,
    );
    assert!(!told.contains("Change 1") && told.contains("Change 2"), "{told}");
}

/// Accounts of every sort: nothing, much, hostile words.
fn accounts() -> Vec<Account> {
    vec![account(0), account(1), account(11), account(200), hostile()]
}

/// A schema that others are held against.
pub(crate) fn schema(text: &str) -> jsonschema::Validator {
    jsonschema::validator_for(&serde_json::from_str(text).expect("a schema is JSON"))
        .expect("the schema is one")
}

#[track_caller]
fn follows(validator: &jsonschema::Validator, name: &str, account: &Account) -> Value {
    let value: Value = serde_json::from_str(&render(name, account)).expect("it is JSON");
    let faults: Vec<String> =
        validator.iter_errors(&value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{name}: {faults:#?}");
    value
}

/// The schemas say less than the standards allow, in the words of this project. `CANDOR_SARIF_SCHEMA=PATH` names the schema
/// of the standard itself, which is held against the same accounts.
#[test]
fn what_other_programs_read_follows_its_schema() {
    let own = schema(include_str!("../outputs/sarif.schema.json"));
    let standard = std::env::var("CANDOR_SARIF_SCHEMA").ok();
    let standard = standard.map(|path| schema(&fixture::read(std::path::Path::new(&path))));
    let gitlab = schema(include_str!("../outputs/gitlab.schema.json"));
    for account in accounts() {
        let log = follows(&own, "sarif", &account);
        if let Some(standard) = &standard {
            follows(standard, "sarif", &account);
        }
        follows(&gitlab, "gitlab", &account);
        let results = log["runs"][0]["results"].as_array().cloned().unwrap_or_default();
        for result in &results {
            let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
            let ids: BTreeSet<u64> = related.iter().filter_map(|one| one["id"].as_u64()).collect();
            assert_eq!(ids.len(), related.len(), "each related place has a number of its own");
            let region = &result["locations"][0]["physicalLocation"]["region"];
            let place = |line: &str, column: &str| (region[line].as_u64(), region[column].as_u64());
            if region["endLine"].is_u64() {
                assert!(place("startLine", "startColumn") <= place("endLine", "endColumn"), "{region}");
            }
        }
        let mut strange = log.clone();
        strange["runs"][0]["tool"]["driver"]["nmae"] = "Candor".into();
        assert!(!own.is_valid(&strange));
    }
}

/// The elements of a test report with those that can stand in them, and the attributes that they must and may have.
type Element = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const COUNTS: &[&str] = &["name", "tests", "failures", "errors", "skipped"];

const JUNIT: &[Element] = &[
    ("testsuites", &["testsuite"], COUNTS, &[]),
    ("testsuite", &["testcase"], COUNTS, &[]),
    ("testcase", &["failure", "skipped", "system-out"], &["classname", "name"], &[]),
    ("failure", &[], &["message"], &[]),
    ("skipped", &[], &["message"], &[]),
    ("system-out", &[], &[], &[]),
];

#[test]
fn a_test_report_is_made_of_what_its_readers_know() {
    for account in accounts() {
        is_test_report(&render("junit", &account));
    }
}

/// That a text is a test report.
#[track_caller]
pub(crate) fn is_test_report(text: &str) {
    let document = roxmltree::Document::parse(text).expect("it is XML");
    assert!(document.root_element().has_tag_name("testsuites"));
    let mut names = BTreeSet::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name().name();
        let known = JUNIT.iter().find(|(element, ..)| *element == name);
        let (_, inner, must, may) = known.unwrap_or_else(|| panic!("no element {name}"));
        for child in node.children().filter(roxmltree::Node::is_element) {
            assert!(inner.contains(&child.tag_name().name()), "{} in {name}", child.tag_name().name());
        }
        for attribute in node.attributes() {
            assert!(must.contains(&attribute.name()) || may.contains(&attribute.name()), "{attribute:?}");
        }
        assert!(must.iter().all(|name| node.attribute(*name).is_some_and(|value| !value.is_empty())));
        if name == "testsuite" {
            let n = |name: &str| node.descendants().filter(|one| one.has_tag_name(name)).count().to_string();
            for (attribute, element) in
                [("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped"), ("errors", "error")]
            {
                assert_eq!(node.attribute(attribute), Some(&*n(element)), "{attribute}");
            }
        }
        if name == "testcase" {
            assert!(node.children().filter(roxmltree::Node::is_element).count() <= 1, "one outcome");
            let whole = (node.attribute("classname"), node.attribute("name"));
            assert_eq!(node.parent().and_then(|suite| suite.attribute("name")), whole.0);
            assert!(names.insert(whole), "{whole:?} twice");
        }
    }
}
