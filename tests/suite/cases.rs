//! `tests/cases/*.md`: what a stranger tried, and what is right. The name of a file is the number of the case; `N` are those that
//! were found here and stand in no other list.
//!
//! A page has blocks of policy, each followed by what must hold of it:
//!
//! ```text
//! * nothing found
//! * error at LABEL, LABEL              also: warning, note, finding, finding CODE
//! * no finding at LABEL, LABEL         also: no finding CODE
//! * ask QUESTION given FACT, FACT → VERDICT if FACTS or FACTS; by LABEL; also by LABEL; with DUTY LABEL; says TEXT
//! * json QUESTION → says TEXT
//! * expectations hold                  also: expectations fail
//! * row ROW says TEXT
//! * page says TEXT                     also: page does not say TEXT
//! * run COMMAND → EXIT; says TEXT
//! * book PAGE says TEXT
//! ```
//!
//! A finding is at a label if it points into that statement or names it. Besides the verdicts there are `no answer`, for
//! a policy with errors, `error`, for a question that cannot be read, and `impossible`. `again` means that each part of
//! the answer can be asked, and is then one verdict. A policy without a `policy` block gets [`HEAD`], with what the line
//! `Head:` says instead; statements without a section get one.

use std::path::Path;
use std::process::{Command, Output};

use candor::diagnostic::Diagnostic;
use serde_json::Value;

use crate::fixture;

const CANDOR: &str = env!("CARGO_BIN_EXE_candor");

/// The attributes of the policy block that stands before a policy without one.
const HEAD: [(&str, &str); 3] = [("effective", "2026-03-01"), ("language", "en-GB"), ("law", "eu")];

const PARTY: &str = "controller acme \"Acme\" {\n    email \"privacy@acme.example\"\n}\n";

#[test]
fn cases_are_as_they_should_be() {
    let only = std::env::var("CANDOR_CASE").unwrap_or_default();
    let mut failures = Vec::new();
    let pages = fixture::files("tests/cases", ".md");
    assert!(pages.len() >= 111, "{} cases", pages.len());
    for page in pages.iter().filter(|page| fixture::shown(page).contains(&only)) {
        let wrong = Page::of(page).wrong();
        failures.extend(wrong.into_iter().map(|wrong| format!("{}: {wrong}", name(page))));
    }
    fixture::report(&failures);
}

fn name(page: &Path) -> String {
    page.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

/// A case: policies, each with what must hold.
struct Page {
    policies: Vec<(String, Vec<String>)>,
}

impl Page {
    fn of(path: &Path) -> Self {
        let text = fixture::read(path);
        assert!(text.starts_with(&format!("# {}: ", name(path))), "{} has its title", name(path));
        let (mut policies, mut head) = (Vec::new(), "");
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            if let Some(said) = line.strip_prefix("Head: ") {
                head = said;
            } else if line == "```candor" {
                let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
                policies.push((whole(&block, head), Vec::new()));
            } else if let Some(wanted) = line.strip_prefix("* ") {
                if policies.is_empty() {
                    policies.push((String::new(), Vec::new()));
                }
                policies.last_mut().expect("one is there").1.push(wanted.to_owned());
            }
        }
        assert!(policies.iter().all(|(_, wanted)| !wanted.is_empty()), "{}: nothing is wanted", name(path));
        Self { policies }
    }

    fn wrong(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for (policy, wanted) in &self.policies {
            let tried = Tried::of(policy);
            for wanted in wanted {
                wrong.extend(
                    tried.fault(wanted).map(|seen| format!("{wanted}\n  {}", seen.replace('\n', "\n  "))),
                );
            }
        }
        wrong
    }
}

/// A policy with the head and the section that it lacks.
fn whole(block: &[&str], head: &str) -> String {
    let begins = |word: &str| block.iter().any(|line| line.starts_with(word));
    let mut text = String::new();
    if !begins("policy ") {
        let said: Vec<(&str, &str)> = head.split("; ").filter_map(|one| one.split_once(' ')).collect();
        let usual = HEAD.iter().filter(|(key, _)| said.iter().all(|(other, _)| other != key));
        text.push_str("policy t \"Test\" {\n");
        for (key, value) in usual.chain(&said) {
            text.push_str(&format!("    {key} {value}\n"));
        }
        text.push_str(&format!("}}\n\n{PARTY}\n"));
    }
    let lines = block.iter().map(|line| format!("{line}\n")).collect::<String>();
    if begins("section ") { text + &lines } else { format!("{text}section s \"S\" {{\n{lines}}}\n") }
}

/// A policy in a folder of its own.
struct Tried {
    folder: tempfile::TempDir,
    policy: String,
    compilation: candor::Compilation,
}

impl Tried {
    fn of(policy: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("t.candor"), policy).expect("a file can be written");
        let mut sources = candor::stdlib::sources();
        let file = sources.add("t.candor", policy.to_owned());
        Self { folder, policy: policy.to_owned(), compilation: candor::compile(sources, &[file]) }
    }

    /// What is seen instead; `None` where it is as it should be.
    fn fault(&self, wanted: &str) -> Option<String> {
        let (first, rest) = wanted.split_once(' ').unwrap_or((wanted, ""));
        match first {
            "nothing" => self.found(|_| true),
            "no" => {
                let asked = Wanted::of(rest);
                self.found(|finding| asked.is_met_by(self, finding))
            }
            "error" | "warning" | "note" | "finding" => {
                let asked = Wanted::of(wanted);
                let is_found = self.findings().any(|finding| asked.is_met_by(self, finding));
                (!is_found).then(|| self.found(|_| true).unwrap_or_else(|| "nothing found".to_owned()))
            }
            "ask" => self.asked(rest),
            "json" => {
                let (question, wanted) = parted(rest);
                let output = self.ask(question, &["--json"]);
                said(wanted, &spoken(&output))
            }
            "expectations" => {
                let output = self.run("candor test t.candor");
                let is_right = output.status.success() == (rest == "hold");
                (!is_right).then(|| spoken(&output))
            }
            "row" => {
                let (row, wanted) = rest.split_once(' ').expect("a row says something");
                let profile = row.split('-').next().unwrap_or_default();
                let output = self.run(&format!("candor test t.candor --profile {profile}"));
                let text = spoken(&output);
                let shown = text.split("\n\n").flat_map(str::lines).collect::<Vec<_>>();
                let at = shown.iter().position(|line| line.contains(row));
                let shown =
                    at.map(|at| shown.iter().skip(at).take(3).copied().collect::<Vec<_>>().join("\n"));
                said(wanted, &shown.unwrap_or(text))
            }
            "page" => {
                let output = self.run("candor build t.candor --emit md >/dev/null; cat out/*.md");
                said(rest, &unmarked(&spoken(&output)))
            }
            "run" => {
                let (command, wanted) = parted(rest);
                let output = self.run(command);
                let (exit, wanted) = wanted.split_once("; ").unwrap_or((wanted, ""));
                let text = spoken(&output);
                let ends = output.status.code().map(|code| code.to_string()).unwrap_or_default();
                if ends == exit { said(wanted, &text) } else { Some(format!("[{ends}] {text}")) }
            }
            "book" => {
                let (page, wanted) = rest.split_once(' ').expect("a page says something");
                said(wanted, &fixture::read(&fixture::root().join("book/src").join(page)))
            }
            _ => panic!("{wanted}: not understood"),
        }
    }

    fn findings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.compilation.diagnostics.iter()
    }

    /// The findings that should not be there.
    fn found(&self, is_wrong: impl Fn(&Diagnostic) -> bool) -> Option<String> {
        let line = |one: &Diagnostic| {
            let (severity, help) = (one.severity().word(), one.help.as_deref().unwrap_or_default());
            format!("{severity}[{}] {} ({help})", one.rule.code, one.message)
        };
        let lines: Vec<String> = self.findings().filter(|one| is_wrong(one)).map(line).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }

    /// Where a statement, a tracker or a section begins and ends in the text.
    fn place(&self, label: &str) -> Option<(usize, usize)> {
        let is_begin = |line: &str, label: &str| {
            let line = line.trim_start();
            let words = ["tracker ", "section ", "data ", "consent "];
            line.strip_prefix(label).is_some_and(|rest| rest.starts_with(':'))
                || words
                    .iter()
                    .filter_map(|word| line.strip_prefix(word))
                    .any(|rest| rest.strip_prefix(label).is_some_and(|rest| rest.starts_with(' ')))
        };
        let ends = |line: &str| {
            let line = line.trim();
            line.ends_with(':')
                || line == "}"
                || ["tracker ", "expect "].iter().any(|word| line.starts_with(word))
        };
        let (mut at, mut begin) = (0, None);
        for line in self.policy.split_inclusive('\n') {
            match begin {
                None if is_begin(line, label) => begin = Some(at),
                Some(begin) if ends(line) => return Some((begin, at)),
                _ => {}
            }
            at += line.len();
        }
        begin.map(|begin| (begin, at))
    }

    fn run(&self, command: &str) -> Output {
        let bin = Path::new(CANDOR).parent().expect("the program is in a folder").display();
        let path = std::env::var("PATH").unwrap_or_default();
        Command::new("sh")
            .args(["-c", command])
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", format!("{bin}:{path}"))
            .output()
            .expect("the shell runs")
    }

    /// Asks as it is written: `QUESTION given FACT, FACT`.
    fn ask(&self, question: &str, options: &[&str]) -> Output {
        // A consent is `given within` a time.
        let is_given = |(at, word): &(usize, &str)| !question[at + word.len()..].starts_with("within ");
        let (question, given) = question
            .match_indices(" given ")
            .find(is_given)
            .map_or((question, ""), |(at, word)| (&question[..at], &question[at + word.len()..]));
        let mut command = Command::new(CANDOR);
        command.args(["ask", "t.candor", question]).args(options).current_dir(self.folder.path());
        for fact in given.split(", ").filter(|fact| !fact.is_empty()) {
            command.args(["--given", fact]);
        }
        command.output().expect("the program runs")
    }

    fn asked(&self, rest: &str) -> Option<String> {
        let (question, wanted) = parted(rest);
        let reply: Value =
            serde_json::from_slice(&self.ask(question, &["--json"]).stdout).unwrap_or_default();
        let spoken = spoken(&self.ask(question, &[]));
        let seen = || Some(spoken.clone());
        for wanted in demands(wanted) {
            let (first, rest) = wanted.split_once(' ').unwrap_or((wanted, ""));
            let is_right = match first {
                "by" => labels(&reply, "permittedBy", rest) || labels(&reply, "prohibitedBy", rest),
                "also" => labels(&reply, "alsoPermittedBy", rest.trim_start_matches("by ")),
                "with" => {
                    let (kind, label) = rest.split_once(' ').expect("a duty has a kind and a label");
                    let is_it = |duty: &Value| duty["kind"] == kind && duty["label"] == label;
                    reply["duties"].as_array().is_some_and(|duties| duties.iter().any(is_it))
                }
                "says" | "does" => said(wanted, &spoken).is_none(),
                "again" => {
                    let faults = self.again(&reply);
                    if !faults.is_empty() {
                        return Some(faults.join("\n"));
                    }
                    true
                }
                _ => {
                    let (verdict, conditions) = wanted.split_once(" if ").unwrap_or((wanted, ""));
                    let verdict = if conditions.is_empty() { verdict } else { "permitted if" };
                    verdict_of(&reply) == verdict
                        && (conditions.is_empty() || conditions_of(&reply) == conditions)
                }
            };
            if !is_right {
                return seen();
            }
        }
        None
    }

    /// What is wrong with the parts of an answer, asked again.
    fn again(&self, reply: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        let parts = reply["parts"].as_array().map(Vec::as_slice).unwrap_or_default();
        if parts.len() < 2 {
            faults.push("the answer has no parts".to_owned());
        }
        for part in parts {
            for flow in part["flows"].as_array().into_iter().flatten() {
                let question = flow["question"].as_str().or(flow.as_str()).unwrap_or_default();
                let output = self.ask(question, &["--json"]);
                let reply: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
                if verdict_of(&reply) != part["verdict"].as_str().unwrap_or_default() {
                    faults.push(format!(
                        "{question}\n  is part of what is {}, and is {}\n  {}",
                        part["verdict"],
                        verdict_of(&reply),
                        spoken_error(&output)
                    ));
                }
            }
        }
        faults
    }
}

/// A page without its addresses and its emphasis.
fn unmarked(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find(['<', '[', ']', '*']) {
        text.push_str(&rest[..at]);
        let mark = &rest[at..];
        let skipped = match mark.as_bytes() {
            [b'<', ..] => mark.find('>').map_or(1, |end| end + 1),
            [b']', b'(', ..] => mark.find(')').map_or(1, |end| end + 1),
            _ => 1,
        };
        rest = &mark[skipped..];
    }
    text + rest
}

fn spoken_error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).lines().take(2).collect::<Vec<_>>().join(" ")
}

/// The verdict of a reply, or why there is none.
fn verdict_of(reply: &Value) -> &str {
    reply["verdict"].as_str().or(reply["error"].as_str()).unwrap_or("not an answer")
}

fn conditions_of(reply: &Value) -> String {
    let all = |facts: &Value| {
        let facts: Vec<String> = facts.as_array().into_iter().flatten().map(fact_of).collect();
        facts.join(" and ")
    };
    let conditions: Vec<String> = reply["permittedIf"].as_array().into_iter().flatten().map(all).collect();
    conditions.join(" or ")
}

/// A fact as people say it.
fn fact_of(fact: &Value) -> String {
    let not = if fact["holds"] == true { "" } else { "not " };
    match fact["fact"].as_str().unwrap_or_default().split_once(':') {
        Some(("fact", name)) => match &fact["within"] {
            Value::Null => format!("{not}{name}"),
            within => {
                let (amount, unit) = (&within["amount"], within["unit"].as_str().unwrap_or_default());
                let unit = if *amount == 1 { unit.trim_end_matches('s') } else { unit };
                format!("{not}{name} given within {amount} {unit}")
            }
        },
        Some(("subject", name)) => format!("the person is {not}among {name}"),
        _ => fact.to_string(),
    }
}

fn labels(reply: &Value, list: &str, wanted: &str) -> bool {
    let labels: Vec<&str> =
        reply[list].as_array().into_iter().flatten().filter_map(|one| one["label"].as_str()).collect();
    labels == wanted.split(", ").collect::<Vec<_>>()
}

/// What is asked, and what must come of it.
fn parted(text: &str) -> (&str, &str) {
    text.split_once(" → ").unwrap_or_else(|| panic!("{text}: what must come of it?"))
}

fn spoken(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// `says A; says B; does not say C`: what a text says instead, `None` where it is right.
fn said(wanted: &str, text: &str) -> Option<String> {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_right = |wanted: &str| {
        let is_said = |said: &str| said.split(" … ").all(|said| one_line.contains(said));
        match (wanted.strip_prefix("says "), wanted.strip_prefix("does not say ")) {
            (Some(said), _) => is_said(said),
            (_, Some(said)) => !is_said(said),
            (None, None) => wanted.is_empty(),
        }
    };
    (!demands(wanted).iter().all(|wanted| is_right(wanted))).then(|| text.to_owned())
}

/// What is wanted, one by one: a text that must be said may have a semicolon of its own.
fn demands(wanted: &str) -> Vec<&str> {
    let mut demands = Vec::new();
    let mut rest = wanted;
    let begins = |text: &str| {
        ["says ", "does ", "by ", "also ", "with ", "again"].iter().any(|word| text.starts_with(word))
    };
    let mut from = 0;
    while let Some(at) = rest[from..].find("; ").map(|at| from + at) {
        if begins(&rest[at + 2..]) {
            demands.push(&rest[..at]);
            (rest, from) = (&rest[at + 2..], 0);
        } else {
            from = at + 2;
        }
    }
    demands.push(rest);
    demands
}

/// A finding that is asked for.
struct Wanted<'a> {
    severity: Option<&'a str>,
    code: Option<&'a str>,
    labels: Vec<&'a str>,
}

impl<'a> Wanted<'a> {
    fn of(text: &'a str) -> Self {
        let (what, labels) = text.split_once(" at ").unwrap_or((text, ""));
        let mut words = what.split_whitespace();
        let severity = words.next().filter(|word| *word != "finding");
        let labels = labels.split(", ").filter(|label| !label.is_empty()).collect();
        Self { severity, code: words.next(), labels }
    }

    fn is_met_by(&self, tried: &Tried, finding: &Diagnostic) -> bool {
        let sources = &tried.compilation.sources;
        let is_at = |label: &&str| {
            let named = format!("`{label}`");
            let names = finding.message.contains(&named)
                || finding.labels.iter().any(|one| one.text.contains(&named));
            let (begin, end) = tried.place(label).unwrap_or_else(|| panic!("there is no `{label}`"));
            let is_in = |one: &candor::diagnostic::Label| {
                let file = sources.file_of(one.span).filter(|file| file.name() == "t.candor");
                let at = file.and_then(|file| one.span.start.checked_sub(file.base()));
                at.is_some_and(|at| (begin..end).contains(&(at as usize)))
            };
            names || finding.labels.iter().any(is_in)
        };
        self.severity.is_none_or(|severity| finding.severity().word() == severity)
            && self.code.is_none_or(|code| finding.rule.code == code)
            && self.labels.iter().all(is_at)
    }
}
