//! What the gate decides: from changes, settings and acknowledgements to a verdict.

use std::collections::{BTreeMap, BTreeSet};

use candor::diff::acknowledgement::{Fit, Fitting};
use candor::diff::report::{Change, Report, Version};
use candor::diff::rule::{self, ChangeRule, Direction};
use candor::gate::account::Comparison;
use candor::gate::day::Day;
use candor::gate::record::{Approval, HeldData, Plan, Record};
use candor::gate::{Account, Case, Settings, Verdict, finding, judge, settings};

fn day(text: &str) -> Day {
    Day::read(text).expect("it is a day")
}

fn change(code: &str, acknowledged: Option<&str>) -> Change {
    let rule = rule::find(code).expect("there is such a rule");
    Change {
        rule: code.to_owned(),
        part: rule.part(),
        direction: rule.direction(),
        title: format!("{}.", rule.summary()),
        novelty: Vec::new(),
        areas: Vec::new(),
        before: None,
        after: None,
        example: None,
        old: Vec::new(),
        new: Vec::new(),
        behind: None,
        causes: Vec::new(),
        marks: Vec::new(),
        touches_held_data: false,
        fingerprint: format!("{code} {acknowledged:?}"),
        grade: None,
        acknowledged: acknowledged.map(str::to_owned),
    }
}

fn report(changes: Vec<Change>, fits: &[(&str, Fit)]) -> Report {
    let fitting =
        |(file, fit): &(&str, Fit)| Fitting { file: (*file).to_owned(), fit: *fit, beyond: Vec::new() };
    Report {
        old: Version::default(),
        new: Version::default(),
        direction: Direction::Mixed,
        is_same_meaning: changes.is_empty(),
        is_complete: true,
        changes,
        acknowledgements: fits.iter().map(fitting).collect(),
    }
}

fn record(file: &str, code: &str) -> Record {
    Record {
        file: file.to_owned(),
        rule: code.to_owned(),
        title: "A change".to_owned(),
        fingerprint: "0".to_owned(),
        reason: "It is right".to_owned(),
        approved: vec![Approval { by: "ann@example.org".to_owned(), on: day("2026-02-01") }],
        notice: Some(Plan {
            channel: "email".to_owned(),
            send_on: day("2026-03-01"),
            effective: day("2026-05-01"),
        }),
        held_data: Some(HeldData::NewConsent),
        ..Record::default()
    }
}

/// What the gate is given; what a test does not set is as usual.
#[derive(Default)]
struct Given {
    reports: Vec<(&'static str, Report)>,
    settings: Settings,
    new_settings: Option<Settings>,
    records: Vec<Record>,
    unreadable: Vec<(String, String)>,
    authors: Vec<&'static str>,
}

impl Given {
    fn of(changes: Vec<Change>) -> Self {
        Self { reports: vec![("merge-base", report(changes, &[]))], ..Self::default() }
    }

    fn judge(self) -> (Account, Verdict) {
        let comparisons = self
            .reports
            .into_iter()
            .map(|(against, report)| Comparison { against: against.to_owned(), report });
        let judgement = judge(
            comparisons.collect(),
            &Case {
                settings: &self.settings,
                new_settings: self.new_settings.as_ref().unwrap_or(&self.settings),
                settings_file: "candor.toml",
                records: &self.records,
                unreadable: &self.unreadable,
                folder: "acknowledgements",
                authors: &self.authors.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>(),
                today: "2026-03-01".parse().expect("a date"),
            },
        );
        (judgement.account, judgement.verdict)
    }

    /// The verdict and the rules of the findings.
    fn found(self) -> (Verdict, Vec<String>) {
        let (account, verdict) = self.judge();
        (verdict, account.findings.into_iter().map(|one| one.rule).collect())
    }
}

#[test]
fn each_way_to_fail_stops_what_it_says() {
    let all = || ChangeRule::ALL.iter().map(|one| change(one.code(), None)).collect::<Vec<_>>();
    let n = |text: &str| {
        let settings = settings::read(text).expect("these are settings");
        Given { settings, ..Given::of(all()) }.judge().0.counts.stops
    };
    let fail_on = |word: &str| n(&format!("[gate]\nfail-on = \"{word}\"\n"));
    assert_eq!(fail_on("note"), ChangeRule::ALL.len());
    assert!(fail_on("note") > fail_on("warning") && fail_on("warning") > fail_on("error"));
    assert!(fail_on("notify") > fail_on("advance") && fail_on("advance") >= fail_on("consent"));
    let widening = |one: &ChangeRule| matches!(one.direction(), Direction::Widens | Direction::Unknown);
    assert_eq!(fail_on("widening"), ChangeRule::ALL.iter().filter(|one| widening(one)).count());
}

#[test]
fn a_profile_can_only_add_to_what_is_due() {
    let marks = candor::gate::grade::MARKS.iter().map(|mark| (*mark).to_owned()).collect::<Vec<_>>();
    let names: Vec<String> = candor::gate::grade::names().map(str::to_owned).collect();
    for one in ChangeRule::ALL {
        for held in [false, true] {
            let change = Change { marks: marks.clone(), touches_held_data: held, ..change(one.code(), None) };
            let grade = |profiles: &[String]| candor::gate::grade::grade(&change, profiles, &BTreeMap::new());
            let all = grade(&names);
            for name in &names {
                let alone = grade(std::slice::from_ref(name));
                assert!(
                    grade(&[]).notice <= alone.notice && alone.notice <= all.notice,
                    "{}: {name}",
                    one.code()
                );
                assert_eq!(alone.level, all.level, "a law says nothing about merges");
            }
        }
    }
}

#[test]
fn what_is_acknowledged_stays_in_sight_and_stops_nothing() {
    let mut given = Given::of(vec![change("recipient-added", Some("a.toml"))]);
    given.records = vec![record("a.toml", "recipient-added")];
    let (account, verdict) = given.judge();
    assert_eq!(verdict, Verdict::Passes);
    assert_eq!((account.counts.changes, account.counts.acknowledged, account.counts.stops), (1, 1, 0));
    assert!(account.findings.is_empty());
}

#[test]
fn what_goes_beyond_an_acknowledgement_stops_the_merge() {
    let mut given =
        Given::of(vec![change("recipient-added", Some("a.toml")), change("recipient-added", None)]);
    given.records = vec![record("a.toml", "recipient-added")];
    assert_eq!(given.found(), (Verdict::Stops, Vec::new()));
}

#[test]
fn acknowledgements_that_are_not_in_order_are_told() {
    let covered = || Given::of(vec![change("recipient-added", Some("a.toml"))]);
    let with = |record: Record| Given { records: vec![record], ..covered() };
    let good = || record("a.toml", "recipient-added");
    let found = |given: Given| given.found();
    let one = |rule: &finding::FindingRule| (Verdict::Acknowledgements, vec![rule.code.to_owned()]);

    assert_eq!(found(with(Record { reason: " ".to_owned(), ..good() })), one(&finding::INCOMPLETE));
    assert_eq!(found(with(Record { notice: None, ..good() })), one(&finding::INCOMPLETE));
    assert_eq!(found(with(Record { approved: Vec::new(), ..good() })), one(&finding::INCOMPLETE));
    assert_eq!(found(with(Record { expires: Some(day("2026-02-28")), ..good() })), one(&finding::EXPIRED));
    let soon = with(Record { expires: Some(day("2026-03-10")), ..good() });
    assert_eq!(found(soon), (Verdict::Passes, vec![finding::EXPIRES_SOON.code.to_owned()]));
    assert_eq!(found(with(Record { rule: "nonsense".to_owned(), ..good() })), one(&finding::UNREADABLE));

    let mut unreadable = Given::of(Vec::new());
    unreadable.unreadable.push(("a.toml".to_owned(), "it is no TOML".to_owned()));
    assert_eq!(found(unreadable), one(&finding::UNREADABLE));

    let mut stale = Given::of(vec![change("text-changed", None)]);
    stale.records = vec![good()];
    assert_eq!(found(stale), one(&finding::STALE));

    let changes = vec![change("recipient-added", Some("a.toml"))];
    let wide =
        Given { reports: vec![("merge-base", report(changes, &[("a.toml", Fit::TooWide)]))], ..with(good()) };
    assert_eq!(found(wide), one(&finding::TOO_WIDE));
}

#[test]
fn what_is_merged_and_not_yet_published_is_not_stale() {
    let merged = report(Vec::new(), &[("a.toml", Fit::Stale)]);
    let unpublished = report(vec![change("recipient-added", Some("a.toml"))], &[("a.toml", Fit::Fits)]);
    let given = Given {
        reports: vec![("merge-base", merged), ("published", unpublished)],
        records: vec![record("a.toml", "recipient-added")],
        ..Given::default()
    };
    assert_eq!(given.found(), (Verdict::Passes, Vec::new()));
}

#[test]
fn many_small_changes_do_not_hide_a_large_one() {
    let quiet = report(vec![change("text-changed", None)], &[]);
    let sum = report(vec![change("retention-lengthened", None)], &[]);
    let given = Given { reports: vec![("merge-base", quiet), ("published", sum)], ..Given::default() };
    let (account, verdict) = given.judge();
    assert_eq!((verdict, account.counts.stops), (Verdict::Stops, 1));
}

#[test]
fn only_those_who_may_can_approve() {
    let settings =
        || settings::read("[gate.approvers]\nnotify = [\"Ann@example.org\", \"bea\"]\n").expect("settings");
    let with = |by: &[&str], authors: &[&'static str]| {
        let approved = by.iter().map(|by| Approval { by: (*by).to_owned(), on: day("2026-02-01") }).collect();
        Given {
            settings: settings(),
            records: vec![Record { approved, ..record("a.toml", "recipient-added") }],
            authors: authors.to_vec(),
            ..Given::of(vec![change("recipient-added", Some("a.toml"))])
        }
        .found()
    };
    let trouble = |rule: &finding::FindingRule| (Verdict::Acknowledgements, vec![rule.code.to_owned()]);
    assert_eq!(with(&["ann@example.org"], &["carl"]), (Verdict::Passes, Vec::new()));
    assert_eq!(with(&["eve"], &["carl"]), trouble(&finding::NOT_ALLOWED));
    assert_eq!(with(&["ann@example.org"], &["Ann@Example.org"]), trouble(&finding::SELF_APPROVED));
    assert_eq!(with(&["ann@example.org", "bea"], &["ann@example.org"]), (Verdict::Passes, Vec::new()));
    // Where nobody is named, whoever approves his own change is only told.
    let mut given = Given::of(vec![change("recipient-added", Some("a.toml"))]);
    given.records = vec![record("a.toml", "recipient-added")];
    given.authors = vec!["ann@example.org"];
    assert_eq!(given.found(), (Verdict::Passes, vec![finding::SELF_APPROVED_UNASKED.code.to_owned()]));
}

#[test]
fn whoever_weakens_the_gate_is_stopped_by_the_old_one() {
    let weaker = settings::read("[gate]\nfail-on = \"consent\"\nadvance-days = 5\n").expect("settings");
    let given =
        Given { new_settings: Some(weaker.clone()), ..Given::of(vec![change("channel-added", None)]) };
    let (account, verdict) = given.judge();
    assert_eq!(verdict, Verdict::Stops);
    let rules: Vec<&str> = account.findings.iter().map(|one| one.rule.as_str()).collect();
    assert_eq!(rules, ["gate-weakened", "gate-weakened"]);
    assert_eq!(account.counts.stops, 3, "the change is still judged by the old settings");

    // Each weakening is acknowledged for itself, and no other one with it.
    let mut given = Given { new_settings: Some(weaker), ..Given::of(Vec::new()) };
    let fingerprint = account.findings.first().expect("there is one").fingerprint.clone();
    given.records = vec![Record { fingerprint, ..record("a.toml", "gate-weakened") }];
    let (account, verdict) = given.judge();
    assert_eq!((verdict, account.counts.stops), (Verdict::Stops, 1));
}

#[test]
fn a_report_that_contradicts_itself_is_no_verdict() {
    let mut one = report(vec![change("recipient-added", None)], &[]);
    one.is_complete = false;
    let given = Given { reports: vec![("merge-base", one)], ..Given::default() };
    assert_eq!(given.judge().1.status(), 70);
}

/// The rows of a table of the book that begin with a code in backticks.
fn rows(page: &str) -> Vec<String> {
    page.lines()
        .filter(|line| line.starts_with("| `") && line.matches('|').count() > 3)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_book_lists_every_rule_of_change() {
    let path = crate::fixture::root().join("book/src/reference/changes.md");
    let page = crate::fixture::read(&path);
    let row = |one: &ChangeRule| {
        let favour = match one.direction() {
            Direction::Widens => "the company",
            Direction::Narrows => "people",
            Direction::Unknown | Direction::Mixed => "nobody can say",
            Direction::Neutral => "nobody",
        };
        let (level, notice) =
            (candor::gate::grade::level(*one).word(), candor::gate::grade::notice(*one).word());
        format!(
            "| `{}` | `{}` | {favour} | {level} | {notice} | {} |",
            one.code(),
            one.mirror().code(),
            one.summary()
        )
    };
    let expected: Vec<String> = ChangeRule::ALL.iter().map(row).collect();
    if crate::fixture::is_update() {
        let kept: Vec<&str> = page.lines().filter(|line| !line.starts_with("| `")).collect();
        let text = format!("{}\n{}\n", kept.join("\n"), expected.join("\n"));
        std::fs::write(&path, text).expect("the page can be written");
        return;
    }
    assert_eq!(rows(&page), expected, "`UPDATE=1 cargo test` writes the table anew");
}

#[test]
fn the_page_on_the_gate_says_what_the_gate_does() {
    let page = crate::fixture::read(&crate::fixture::root().join("book/src/reference/gate.md"));
    for ending in Verdict::ALL {
        assert!(page.contains(&format!("| {} | {} |", ending.status(), ending.meaning())), "{ending:?}");
    }
    let order: Vec<String> = Verdict::ALL.iter().map(|ending| ending.status().to_string()).collect();
    assert!(page.contains(&format!("the first of {} counts", order.join(", "))));
    for notice in candor::diff::report::Notice::ALL {
        assert!(page.contains(&format!("| `{}` | {} |", notice.word(), notice.duty())), "{notice:?}");
    }
    for rule in finding::RULES {
        let row = format!("| `{}` | {} | {} |", rule.code, rule.level.word(), rule.summary);
        assert!(page.contains(&row), "{row}");
    }
    let blocks: Vec<&str> =
        page.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    let [settings, record] = blocks.as_slice() else { panic!("the page has two blocks of TOML") };
    let settings = settings::read(settings).expect("the settings of the book are settings");
    assert_eq!(settings.against, ["merge-base", "published"]);
    let record = candor::gate::record::read("a.toml", record).expect("the record of the book is a record");
    assert!(record.missing(candor::diff::report::Notice::Consent, settings.advance_days, &[]).is_empty());
}

#[test]
fn every_rule_of_change_is_explained() {
    for (code, level, summary) in candor::outputs::explain::list() {
        let page = candor::outputs::explain::page(code).expect("it has a page");
        assert!(page.starts_with(&format!("# {code}\n")), "{page}");
        assert!(page.contains(summary) && page.contains(&format!("`{level}`")), "{page}");
    }
    let page = candor::outputs::explain::page("recipient-added").expect("it has a page");
    assert!(page.contains("gdpr: advance – WP260 rev.01, para. 30"), "{page}");
}
