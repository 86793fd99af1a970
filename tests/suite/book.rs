//! The book is run: each example is compiled, each list is compared with the program, each link is followed.
//!
//! The tag of a fenced block says what is claimed of it:
//! * `candor` compiles without a finding;
//! * `candor,fails` on the page of a rule has that finding and no other;
//! * `candor,fails(code)` elsewhere has this finding and no other;
//! * `candor,file(name)` is a file beside the other examples of the page, which may import it;
//! * `console` has commands behind `$`, each with its answer; the example of a newsletter lies in their folder;
//! * `json` can be read as JSON, whole or as a part of an object;
//! * any other block is not run, and the line before it says why: `<!-- not run: … -->`.
//!
//! An example may leave out what every policy has: a policy block, a controller, a section around its statements.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use candor::diagnostic::{Diagnostics, render};
use candor::guard;
use candor::model::{Kind, Origin, Verb};
use candor::source::Sources;

use crate::fixture::{files, is_update, read, root};

/// Rules that no policy can break by itself, with the reason.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("internal-error", "a text that leads to it is a fault of Candor, so none is known"),
    ("missing-policy", "a check does not ask for the block, only a build does"),
    ("unused-file", "it takes a folder; the page shows the command and its answer"),
    ("undecided", "it takes more entangled conditions than anybody writes; a test of the meaning has them"),
    ("clashing-output", "it takes two policies and a build"),
    ("missing-document", "it takes two policies and a build"),
    ("rules-unreadable", "it is found in compiled rules, not in a policy"),
    ("rules-version", "it is found in compiled rules, not in a policy"),
    ("rules-reference", "it is found in compiled rules, not in a policy"),
    ("rules-altered", "it is found in compiled rules, not in a policy"),
    ("question-unreadable", "it is found in a question, not in a policy"),
    ("undecided", "it takes dozens of conditions in one policy"),
];
/// What every page of a rule consists of.
pub(crate) const HEADINGS: &[&str] =
    &["What it means", "Why it matters", "Example", "Better", "Exceptions", "See also"];
/// The policy that an example without one is part of.
const POLICY: &str = "policy book \"The policy of the book\" {\n    effective 2026-03-01\n    language en-GB\n    law eu\n    covers website\n}\n";
/// The controller that an example without one is part of.
const CONTROLLER: &str = "controller book-shop \"The Book Shop\" {\n    email \"privacy@books.example\"\n}\n";
/// The words with which an item of a file begins; whatever begins otherwise stands in a section.
const ITEMS: &[&str] = &[
    "import",
    "policy",
    "joint-controller",
    "controller",
    "company",
    "representative",
    "data-protection-officer",
    "authority",
    "section",
    "expect",
    "require",
    "data",
    "purpose",
    "recipient",
    "subject",
    "source",
    "channel",
    "region",
    "event",
    "condition",
    "consent",
    "basis",
    "safeguard",
    "measure",
    "right",
    "form",
    "topic",
];

/// A page of the book.
struct Page {
    /// Its path below `book/src`.
    name: String,
    text: String,
}

/// A fenced block.
struct Block {
    line: usize,
    tag: String,
    text: String,
    /// The reason in the comment before it, for which it is not run.
    reason: Option<String>,
}

fn source_folder() -> PathBuf {
    root().join("book/src")
}

fn pages() -> Vec<Page> {
    let page = |path: &PathBuf| {
        let name = path.strip_prefix(source_folder()).expect("the page is in the book");
        Page { name: name.display().to_string().replace('\\', "/"), text: read(path) }
    };
    files("book/src", ".md").iter().map(page).collect()
}

fn page(name: &str) -> Page {
    pages()
        .into_iter()
        .find(|page| page.name == name)
        .unwrap_or_else(|| panic!("the book has no page {name}"))
}

impl Page {
    /// The code of the rule, where this is the page of one.
    fn rule(&self) -> Option<&str> {
        self.name.strip_prefix("rules/")?.strip_suffix(".md")
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        let mut before = "";
        for (idx, line) in self.text.lines().enumerate() {
            match (&mut open, line.strip_prefix("```")) {
                (None, Some(tag)) => {
                    let reason =
                        before.strip_prefix("<!-- not run: ").and_then(|rest| rest.strip_suffix(" -->"));
                    open = Some(Block {
                        line: idx + 1,
                        tag: tag.trim().to_owned(),
                        text: String::new(),
                        reason: reason.map(str::to_owned),
                    });
                }
                (Some(_), Some("")) => blocks.extend(open.take()),
                (Some(block), _) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, None) => {}
            }
            before = line;
        }
        assert!(open.is_none(), "{}: the last block is not closed", self.name);
        blocks
    }

    /// The lines that are not in a block.
    fn prose(&self) -> Vec<(usize, &str)> {
        let mut is_block = false;
        let mut lines = Vec::new();
        for (idx, line) in self.text.lines().enumerate() {
            if line.starts_with("```") {
                is_block = !is_block;
            } else if !is_block {
                lines.push((idx + 1, line));
            }
        }
        lines
    }

    /// The places of the page that a link can lead to.
    fn anchors(&self) -> BTreeSet<String> {
        let headings = self.prose().into_iter().filter_map(|(_, line)| line.strip_prefix('#'));
        headings.map(|heading| anchor_of(heading.trim_start_matches('#').trim())).collect()
    }

    /// The text between a heading and the next one of its level.
    fn section(&self, heading: &str) -> &str {
        let start = self
            .text
            .find(&format!("\n## {heading}\n"))
            .unwrap_or_else(|| panic!("{}: no heading {heading}", self.name));
        let rest = &self.text[start + 1..];
        &rest[..rest[3..].find("\n## ").map_or(rest.len(), |end| end + 4)]
    }
}

/// The address of a heading, as mdBook makes it.
fn anchor_of(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}

/// The text of a block with what it quotes from a file put in.
///
/// `None` where it quotes only a part of a file: the file is checked whole, elsewhere.
fn expanded(page: &Page, block: &Block) -> Option<String> {
    let Some(quoted) = block.text.trim().strip_prefix("{{#include ").and_then(|rest| rest.strip_suffix("}}"))
    else {
        assert!(
            !block.text.contains("{{#"),
            "{}:{}: a quotation stands alone in its block",
            page.name,
            block.line
        );
        return Some(block.text.clone());
    };
    let (path, lines) = quoted.split_once(':').map_or((quoted, None), |(path, lines)| (path, Some(lines)));
    let path = source_folder().join(&page.name).parent().expect("a page is in a folder").join(path);
    let text = read(&path);
    let Some(lines) = lines else { return Some(text) };
    // A part that begins or ends in the midst of something was cut when the file had other lines.
    let (first, last) = lines.split_once(':').expect("a part has a first and a last line");
    let (first, last): (usize, usize) = (first.parse().expect("a number"), last.parse().expect("a number"));
    let line = |number: usize| text.lines().nth(number.wrapping_sub(1)).unwrap_or("").trim();
    let begins = !line(first).is_empty() && (line(first - 1).is_empty() || line(first - 1).ends_with('{'));
    let ends = !line(last).is_empty() && (line(last + 1).is_empty() || line(last + 1) == "}");
    let is_paragraph = begins && ends;
    assert!(
        is_paragraph,
        "{}:{}: lines {lines} of {} do not begin and end with a paragraph",
        page.name,
        block.line,
        path.display()
    );
    None
}

/// An example with what every policy has.
fn completed(example: &str) -> String {
    let mut items = String::new();
    let mut inner = String::new();
    let mut is_item = true;
    for piece in pieces(example) {
        let first = piece.lines().find(|line| !line.starts_with("//")).unwrap_or("");
        let word = first.split(' ').next().unwrap_or("");
        if !first.is_empty() {
            is_item = ITEMS.contains(&word);
        }
        if is_item { &mut items } else { &mut inner }.push_str(&piece);
    }
    let has = |word: &str| items.lines().any(|line| line.starts_with(word));
    let mut text = String::new();
    if !has("policy ") {
        text.push_str(POLICY);
    }
    if !has("controller ") && !has("company ") {
        text.push_str(CONTROLLER);
    }
    text.push_str(&items);
    if !inner.is_empty() {
        text.push_str("section page \"The page\" {\n");
        text.push_str(&inner);
        text.push_str("}\n");
    }
    text
}

/// The lines that begin at the margin, each with what belongs to it.
fn pieces(example: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut is_comment = false;
    for line in example.lines() {
        let is_start = line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '}' | ')'))
            && !line.starts_with("\"\"\"");
        if (is_start && !is_comment) || pieces.is_empty() {
            pieces.push(String::new());
        }
        is_comment = line.starts_with("//");
        let piece = pieces.last_mut().expect("there is one");
        piece.push_str(line);
        piece.push('\n');
    }
    pieces
}

/// What is found in an example: the codes, and all of it as a reader sees it.
fn found(page: &Page, example: &str) -> (BTreeSet<String>, String) {
    if example.lines().any(|line| line.starts_with("import ")) {
        return found_in_folder(page, example);
    }
    let mut sources = candor::stdlib::sources();
    let file = sources.add("book.candor", completed(example));
    let compilation = candor::compile(sources, &[file]);
    let codes = compilation.diagnostics.iter().map(|diagnostic| diagnostic.rule.code.to_owned()).collect();
    let shown = render::plain(&compilation.sources, &compilation.diagnostics);
    if !compilation.diagnostics.has_errors() {
        let report = guard::judge(&compilation.sources, &compilation.policy, &[])
            .unwrap_or_else(|_| panic!("{}: a policy that can be judged", page.name));
        // What a profile asks is the business of whoever turns it on; what the author expects must hold.
        let n_unmet = report
            .requirements
            .iter()
            .filter(|one| one.profile.is_some() && one.status == guard::Status::Missing)
            .count();
        assert_eq!(
            report.n_failures(),
            n_unmet,
            "{}: what the example expects of itself does not hold: {report:?}",
            page.name
        );
    }
    (codes, shown)
}

/// A text as the model has it, and what is found on the way there; its meaning is not worked out.
fn lowered(text: String) -> (candor::model::Policy, Diagnostics, Sources) {
    let mut sources = candor::stdlib::sources();
    let file = sources.add("book.candor", text);
    let (document, mut found) = candor::parse::parse(&sources, file);
    let documents = [document];
    let (names, more) = candor::resolve::resolve(candor::stdlib::vocabulary(), &documents, Origin::Policy);
    found.extend(more);
    let (policy, more) = candor::lower::lower(&documents, names);
    found.extend(more);
    (policy, found, sources)
}

/// What the program finds in an example that stands in a folder with the other files of its page.
fn found_in_folder(page: &Page, example: &str) -> (BTreeSet<String>, String) {
    let folder = folder_of(page);
    std::fs::write(folder.path().join("policy.candor"), completed(example)).expect("a file can be written");
    let output = run(folder.path(), &["check", "--format", "plain", "policy.candor"]);
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    (shown.lines().filter_map(code).collect(), shown)
}

/// A folder with the example of a newsletter and the files of a page.
fn folder_of(page: &Page) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap_or(folder.path())).expect("a folder can be made");
        std::fs::write(file, text).expect("a file can be written")
    };
    put("newsletter.candor", &read(&root().join("examples/newsletter.candor")));
    for block in page.blocks() {
        if let Some(name) = block.argument("file") {
            put(name, &block.text);
        }
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_candor"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().expect("Candor can be run")
}

impl Block {
    fn language(&self) -> &str {
        self.tag.split(',').next().unwrap_or("")
    }

    /// What stands in parentheses behind a word of the tag.
    fn argument(&self, word: &str) -> Option<&str> {
        self.tag.split(',').find_map(|part| part.strip_prefix(word)?.strip_prefix('(')?.strip_suffix(')'))
    }

    /// The codes that the tag claims.
    fn claimed(&self, page: &Page) -> BTreeSet<String> {
        let words: Vec<&str> =
            self.tag.split(',').skip(1).filter(|word| !word.starts_with("file(")).collect();
        match (words.as_slice(), page.rule(), self.argument("fails")) {
            ([], ..) => BTreeSet::new(),
            (["fails"], Some(code), None) => BTreeSet::from([code.to_owned()]),
            ([_], None, Some(codes)) => codes.split(' ').map(str::to_owned).collect(),
            _ => panic!("{}:{}: `{}` is not a tag of the book", page.name, self.line, self.tag),
        }
    }
}

#[test]
fn every_example_is_what_it_claims_to_be() {
    let mut faults = String::new();
    let mut n_run = 0;
    for page in pages() {
        let is_run = |block: &&Block| {
            block.language() == "candor"
                && (block.argument("file").is_none() || block.argument("fails").is_some())
        };
        for block in page.blocks().iter().filter(is_run) {
            let Some(example) = expanded(&page, block) else { continue };
            let (codes, shown) = found(&page, &example);
            let claimed = block.claimed(&page);
            n_run += 1;
            if codes != claimed {
                faults.push_str(&format!(
                    "{}:{}: claims {claimed:?}, has {codes:?}\n{shown}\n",
                    page.name, block.line
                ));
            }
        }
    }
    assert!(faults.is_empty(), "\n{faults}");
    assert!(n_run > 90, "only {n_run} examples were found");
}

#[test]
fn every_other_block_says_why_it_is_not_run() {
    for page in pages() {
        for block in page.blocks() {
            let is_checked = match block.language() {
                "candor" | "console" => true,
                "json" => is_json(&block.text),
                _ => false,
            };
            assert!(
                is_checked || block.reason.is_some(),
                "{}:{}: say why this block is not run: `<!-- not run: … -->`",
                page.name,
                block.line
            );
        }
    }
}

fn is_json(text: &str) -> bool {
    let is_value = |text: &str| serde_json::from_str::<serde_json::Value>(text).is_ok();
    is_value(text) || is_value(&format!("{{{text}}}"))
}

#[test]
fn every_command_gives_the_answer_that_is_shown() {
    let mut faults = String::new();
    for page in pages() {
        let folder = folder_of(&page);
        let mut text = page.text.clone();
        for block in page.blocks().iter().filter(|block| block.tag == "console") {
            let answered = answered(&block.text, folder.path());
            if answered != block.text {
                faults.push_str(&format!("{}:{}:\n{answered}\n", page.name, block.line));
                text = text.replacen(
                    &format!("```console\n{}```", block.text),
                    &format!("```console\n{answered}```"),
                    1,
                );
            }
        }
        if is_update() && text != page.text {
            std::fs::write(source_folder().join(&page.name), text).expect("the page can be written");
        }
    }
    assert!(
        is_update() || faults.is_empty(),
        "these commands have other answers now; `UPDATE=1 cargo test` writes them\n{faults}"
    );
}

/// The commands of a block, each with its answer.
fn answered(text: &str, folder: &Path) -> String {
    let mut answered = String::new();
    for line in text.lines().filter(|line| line.starts_with("$ ")) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let [program, arguments @ ..] = words.as_slice() else { continue };
        assert_eq!(*program, "candor", "{line}: only Candor is run");
        let output = run(folder, arguments);
        answered.push_str(line);
        answered.push('\n');
        for stream in [&output.stdout, &output.stderr] {
            for line in String::from_utf8_lossy(stream).lines() {
                answered.push_str(line.trim_end());
                answered.push('\n');
            }
        }
    }
    answered
}

#[test]
fn every_rule_has_its_page_and_every_page_its_rule() {
    let codes: BTreeSet<&str> = candor::findings::all().map(|rule| rule.code).collect();
    let pages = pages();
    let written: BTreeSet<&str> = pages.iter().filter_map(Page::rule).collect();
    let apart: Vec<_> = codes.symmetric_difference(&written).collect();
    assert!(apart.is_empty(), "without a page or without a rule: {apart:?}");
    for rule in candor::findings::all() {
        let page = page(&format!("rules/{}.md", rule.code));
        assert_eq!(rule.page, page.text, "{}: the program has another page", rule.code);
        let mut lines = page.text.lines();
        assert_eq!(lines.next(), Some(format!("# {}", rule.code).as_str()));
        let summary = lines.nth(1).unwrap_or("");
        assert!(summary.ends_with('.'), "{}: a summary of one sentence stands below the title", rule.code);
        let headings: Vec<&str> =
            page.prose().into_iter().filter_map(|(_, line)| line.strip_prefix("## ")).collect();
        assert_eq!(headings, HEADINGS, "{}", rule.code);
        for heading in HEADINGS {
            assert!(
                page.section(heading).trim().lines().count() > 1,
                "{}: nothing stands below `{heading}`",
                rule.code
            );
        }
    }
}

#[test]
fn every_page_of_a_rule_shows_the_fault_and_the_cure() {
    for rule in candor::findings::all() {
        let page = page(&format!("rules/{}.md", rule.code));
        let shows = |heading: &str, tag: &str| page.section(heading).contains(&format!("\n```{tag}\n"));
        let is_exempt = WITHOUT_EXAMPLE.iter().any(|(code, _)| *code == rule.code);
        assert_eq!(shows("Example", "candor,fails"), !is_exempt, "{}: an example that fails", rule.code);
        assert!(shows("Better", "candor") || is_exempt, "{}: a better way", rule.code);
        for block in page.blocks().iter().filter(|block| block.tag == "console") {
            assert!(
                block.text.lines().any(|line| line == rule.code),
                "{}: the answer of the command has another finding",
                rule.code
            );
        }
    }
    for (code, _) in WITHOUT_EXAMPLE {
        assert!(candor::findings::find(code).is_some(), "{code} is no rule any more");
    }
}

#[test]
fn the_index_lists_every_rule_in_its_order() {
    let index = page("rules.md");
    let row = |rule: &candor::diagnostic::rule::Rule| {
        format!("| [{0}](rules/{0}.md) | {1} | {2} |", rule.code, rule.severity.word(), rule.summary)
    };
    let expected: Vec<String> = candor::findings::all().map(row).collect();
    if is_update() {
        let kept: String = index
            .text
            .lines()
            .filter(|line| !line.starts_with("| ["))
            .map(|line| format!("{line}\n"))
            .collect();
        std::fs::write(source_folder().join("rules.md"), kept + &expected.join("\n") + "\n")
            .expect("the index can be written");
        return;
    }
    let listed: Vec<&str> = index.text.lines().filter(|line| line.starts_with("| [")).collect();
    assert_eq!(first_difference(&listed, &expected), None, "`UPDATE=1 cargo test` writes the index anew");
}

/// The first line that two lists do not share.
fn first_difference(found: &[&str], expected: &[String]) -> Option<String> {
    let place = (0..found.len().max(expected.len()))
        .find(|idx| found.get(*idx).copied() != expected.get(*idx).map(String::as_str))?;
    Some(format!("{:?} instead of {:?}", found.get(place), expected.get(place)))
}

#[test]
fn the_contents_list_every_page() {
    let contents = page("SUMMARY.md");
    let row = |rule: &candor::diagnostic::rule::Rule| format!("  - [{0}](rules/{0}.md)", rule.code);
    let expected: Vec<String> = candor::findings::all().map(row).collect();
    let is_row = |line: &&str| line.contains("](rules/");
    if is_update() {
        let kept: Vec<&str> = contents.text.lines().filter(|line| !is_row(line)).collect();
        let text = kept.join("\n").replace("](rules.md)", &format!("](rules.md)\n{}", expected.join("\n")));
        std::fs::write(source_folder().join("SUMMARY.md"), text + "\n").expect("the contents can be written");
        return;
    }
    let rules: Vec<&str> = contents.text.lines().filter(is_row).collect();
    assert_eq!(first_difference(&rules, &expected), None, "`UPDATE=1 cargo test` writes the contents anew");
    let listed: Vec<&str> = links(&contents).into_iter().map(|(_, target)| target).collect();
    let once: BTreeSet<&str> = listed.iter().copied().collect();
    assert_eq!(once.len(), listed.len(), "a page is listed twice");
    let pages = pages();
    let written: BTreeSet<&str> =
        pages.iter().map(|page| page.name.as_str()).filter(|name| *name != "SUMMARY.md").collect();
    let apart: Vec<_> = once.symmetric_difference(&written).collect();
    assert!(apart.is_empty(), "without a line in the contents or without a page: {apart:?}");
}

/// The links of a page with their lines, those to other sites left out.
fn links(page: &Page) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    for (number, line) in page.prose() {
        for rest in line.split("](").skip(1) {
            let target = rest.split(')').next().unwrap_or("");
            if !target.contains("://") {
                links.push((number, target));
            }
        }
    }
    links
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|page| (page.name.as_str(), page.anchors())).collect();
    let mut faults = Vec::new();
    for page in &pages {
        for (number, target) in links(page) {
            let (path, anchor) =
                target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
            let name = if path.is_empty() { page.name.clone() } else { resolved(&page.name, path) };
            let leads = match (anchors.get(name.as_str()), anchor) {
                (Some(known), Some(anchor)) => known.contains(anchor),
                (Some(_), None) => true,
                (None, _) => !name.ends_with(".md") && source_folder().join(&name).exists(),
            };
            if !leads {
                faults.push(format!("{}:{number}: {target}", page.name));
            }
        }
    }
    assert!(faults.is_empty(), "links that lead nowhere:\n{}", faults.join("\n"));
}

/// A path that is relative to a page, below `book/src`.
fn resolved(page: &str, path: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The rows of the tables of a page below a heading: their cells.
fn rows(page: &Page, heading: &str) -> Vec<Vec<String>> {
    let lines =
        page.section(heading).lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    let cells = |line: &str| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect();
    lines.skip(1).map(cells).collect()
}

/// What stands between backticks.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn sorted(mut words: Vec<String>) -> Vec<String> {
    words.sort();
    words
}

#[test]
fn the_reserved_words_are_those_of_the_language() {
    let page = page("reference/reserved-words.md");
    let listed = quoted(page.section("The list"));
    assert_eq!(listed, candor::language::reserved());
}

/// Each verb with an object and whatever must follow it.
const SENTENCES: &[(&str, &str)] = &[
    ("collect", "collect contact"),
    ("derive", "derive location.coarse from device.ip-address"),
    ("combine", "combine contact with activity of users"),
    ("use", "use contact"),
    ("view", "view contact"),
    ("decide", "decide from contact"),
    ("train", "train on contact"),
    ("store", "store contact in eea"),
    ("disclose", "disclose contact"),
    ("sell", "sell contact"),
    ("publish", "publish contact"),
    ("require", "never require contact"),
    ("retain", "retain contact indefinitely"),
    ("delete", "delete contact on deletion-request"),
    ("offer", "offer access"),
    ("protect", "protect contact in transit using tls"),
    ("notify", "notify users of data-breach"),
    ("bind", "bind processors to scc"),
    ("have no", "have no sale"),
    ("state", "state scope"),
    ("disclaim", "disclaim absolute-security"),
    ("advise", "advise password-care"),
];
/// Each clause with something in it.
const CLAUSES: &[(&str, &str)] = &[
    ("about", "about users"),
    ("through", "through website"),
    ("with", "with consent"),
    ("when", "when order"),
    ("unless", "unless marketing-opted-out"),
    ("under", "under bcr"),
    ("from", "from users"),
    ("over", "over contact"),
    ("to", "to processors"),
    ("for", "for service.core"),
    ("based on", "based on contract"),
    ("required", "required"),
    ("optional", "optional"),
    ("kept", "kept indefinitely"),
    ("at least", "at least 30 days before"),
    ("beforehand", "beforehand"),
    ("within", "within 30 days"),
    ("promptly", "promptly"),
    ("in", "in eea"),
];

/// The clauses that are not refused behind a verb, or in the header of a section.
fn taken(text: impl Fn(&str) -> String) -> Vec<String> {
    let is_taken = |clause: &str| {
        let (_, found, sources) = lowered(text(clause));
        let has = |code| found.iter().any(|one| one.rule.code == code);
        assert!(!has("unreadable"), "{}", render::plain(&sources, &found));
        !has("clause-not-taken")
    };
    sorted(
        CLAUSES.iter().filter(|(_, clause)| is_taken(clause)).map(|(word, _)| (*word).to_owned()).collect(),
    )
}

#[test]
fn each_verb_takes_the_clauses_of_its_row() {
    let page = page("reference/verbs.md");
    let heading = "Which verb takes which clauses";
    let everywhere = quoted(page.section(heading).lines().nth(2).unwrap_or(""));
    let rows = rows(&page, heading);
    let verbs: Vec<&str> = SENTENCES.iter().map(|(verb, _)| *verb).collect();
    assert_eq!(verbs, Verb::ALL.map(Verb::word), "an example of each verb");
    assert_eq!(rows.len(), SENTENCES.len());
    for (row, (verb, sentence)) in rows.iter().zip(SENTENCES) {
        assert_eq!(row[0], format!("`{verb}`"));
        let listed = sorted([everywhere.clone(), quoted(&row[2])].concat());
        // A clause between the two keeps what follows from being a part of the sentence itself.
        let text =
            |clause: &str| format!("section page \"Page\" {{ one: we {sentence} through email {clause} }}");
        assert_eq!(taken(text), listed, "{verb}");
    }
}

#[test]
fn the_header_of_a_section_takes_the_clauses_of_its_list() {
    let page = page("reference/document.md");
    let line = page.text.lines().find(|line| line.starts_with("The header of a section takes")).unwrap_or("");
    let text =
        |clause: &str| format!("section page \"Page\" through email {clause} {{ one: we use contact }}");
    assert_eq!(taken(text), sorted(quoted(line)));
}

/// What the compiler would accept instead of a word that it does not know: the help says so.
fn offered(text: &str) -> Vec<String> {
    let (_, found, _) = lowered(text.to_owned());
    let help = found
        .iter()
        .filter_map(|one| one.help.as_deref())
        .find_map(|help| help.strip_prefix("write one of "));
    sorted(help.unwrap_or("").split(", ").map(str::to_owned).collect())
}

#[test]
fn each_block_has_the_attributes_of_its_table() {
    let page = page("reference/attributes.md");
    let keys = |heading: &str| -> Vec<String> {
        rows(&page, heading).iter().flat_map(|row| quoted(&row[0])).collect()
    };
    let statement = |verb: &str| format!("section page \"Page\" {{ one: we {verb} {{ xxxxxxxxxx 1 }} }}");
    let tracker = "section page \"Page\" { tracker one \"one\" is a kind of cookie { xxxxxxxxxx 1 } }";
    let cases = [
        ("The policy", "policy a \"A\" { xxxxxxxxxx 1 }".to_owned()),
        // The one that has all of them.
        ("Parties", "representative a \"A\" { xxxxxxxxxx 1 }".to_owned()),
        ("Offers", statement("offer access")),
        ("Trackers", tracker.to_owned()),
    ];
    for (heading, text) in cases {
        assert_eq!(offered(&text), sorted(keys(heading)), "{heading}");
    }
    for kind in Kind::ALL {
        let own = keys_of_its_own(kind).map(keys).unwrap_or_default();
        let of_kind = offered(&format!("{} a \"a\" {{ xxxxxxxxxx 1 }}", kind.word()));
        assert_eq!(of_kind, sorted([keys("Terms"), own].concat()), "{}", kind.word());
    }
}

/// The heading below which the page on attributes lists what the terms of a kind take besides.
fn keys_of_its_own(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Data => Some("Data"),
        Kind::Recipient => Some("Recipients"),
        Kind::Event => Some("Events"),
        Kind::Safeguard => Some("Safeguards"),
        Kind::Right => Some("Rights"),
        Kind::Topic => Some("Topics"),
        Kind::Purpose
        | Kind::Subject
        | Kind::Source
        | Kind::Channel
        | Kind::Region
        | Kind::Condition
        | Kind::Consent
        | Kind::Basis
        | Kind::Measure
        | Kind::Form => None,
    }
}

#[test]
fn a_requirement_can_ask_for_the_words_of_the_list() {
    let page = page("reference/require.md");
    let line = page.text.lines().find(|line| line.starts_with("* one of these words")).unwrap_or("");
    assert_eq!(offered("require one: every collect has xxxxxxxxxx"), sorted(quoted(line)));
}

#[test]
fn each_slot_of_a_wording_is_in_the_table_and_in_an_example() {
    let page = page("reference/wording.md");
    let listed: BTreeSet<String> = page
        .text
        .lines()
        .filter(|line| line.starts_with("| `{"))
        .flat_map(|line| quoted(line).into_iter().take(1))
        .collect();
    let mut used = BTreeSet::new();
    for page in pages() {
        for block in page.blocks().iter().filter(|block| block.tag == "candor") {
            let Some(example) = expanded(&page, block) else { continue };
            for statement in lowered(completed(&example)).0.statements {
                used.extend(statement.sentence.slot_names().into_iter().map(|name| format!("{{{name}}}")));
            }
        }
    }
    assert_eq!(used, listed);
}

#[test]
fn the_tables_of_kinds_name_every_kind_in_its_order() {
    let kinds: Vec<String> = Kind::ALL.iter().map(|kind| format!("`{}`", kind.word())).collect();
    let page = page("reference/terms.md");
    let listed: Vec<String> = rows(&page, "Kinds").into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(sorted(listed), sorted(kinds));
}

#[test]
fn the_page_on_architecture_names_every_library() {
    let page = page("contributing/architecture.md");
    let named: BTreeSet<String> = rows(&page, "Choices").iter().flat_map(|row| quoted(&row[0])).collect();
    let manifest = read(&root().join("Cargo.toml"));
    let mut is_listed = false;
    let mut libraries = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_listed = line.ends_with("dependencies]");
        } else if let (true, Some((name, _))) = (is_listed, line.split_once(" = ")) {
            libraries.insert(name.to_owned());
        }
    }
    let apart: Vec<_> = named.symmetric_difference(&libraries).collect();
    assert!(apart.is_empty(), "without a reason or without a use: {apart:?}");
    assert!(page.text.lines().count() <= 200, "the page on architecture is to be read in one go");
}

#[test]
fn the_page_on_testing_names_every_module_of_the_suite() {
    let page = page("contributing/testing.md");
    let named: Vec<String> =
        rows(&page, "How the suite is built").iter().flat_map(|row| quoted(&row[0])).collect();
    let suite = read(&root().join("tests/suite/main.rs"));
    let modules = suite.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    assert_eq!(named, modules.collect::<Vec<_>>());
}
