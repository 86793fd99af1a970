//! `candor dev`: what contributors need, and nobody else.

use std::path::{Path, PathBuf};

use candor::diagnostic::rule::Severity;
use clap::{Args, Subcommand, ValueEnum};

use super::terminal::Terminal;
use super::{Failure, Verdict};
use crate::files;

/// Help with work on Candor itself
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    NewRule(NewRule),
}

/// Write the files of a new rule: its module, its page, a case, and its line in the list
///
/// The rule finds every statement that is called `like-CODE`, so that all tests pass from the beginning. Then say what it is
/// really about: the case first, then the page, then the module.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  candor dev new-rule late-notice 'people are told of a change when it has happened'")]
struct NewRule {
    /// Words joined by hyphens: what a user types behind `candor explain`
    code: String,
    /// What is wrong, in one line: lower case, without a full stop
    summary: String,
    /// How grave it is
    #[arg(long, value_name = "GRADE", default_value = "warning")]
    severity: Grade,
    /// What the rule has to look at
    #[arg(long, value_name = "WHAT", default_value = "document")]
    judges: Judged,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Grade {
    Error,
    Warning,
    Note,
}

impl Grade {
    const fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Error,
            Self::Warning => Severity::Warning,
            Self::Note => Severity::Note,
        }
    }
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Judged {
    /// What stands in the policy
    Document,
    /// What is permitted and prohibited
    Meaning,
}

/// The list of rules, from the folder of the repository.
const LIST: &str = "src/check.rs";
/// How the list begins and ends.
const BEGINNING: &str = "checks! {\n";
const END: &str = "\n}";

pub(crate) fn run(arguments: &Arguments, terminal: &Terminal) -> Result<Verdict, Failure> {
    match &arguments.command {
        Command::NewRule(arguments) => new_rule(arguments, terminal),
    }
}

fn new_rule(arguments: &NewRule, terminal: &Terminal) -> Result<Verdict, Failure> {
    let NewRule { code, summary, .. } = arguments;
    if !is_code(code) {
        return Err(Failure::RuleCode { code: code.clone() });
    }
    if !is_summary(summary) {
        return Err(Failure::RuleSummary);
    }
    let checkout = Checkout::find()?;
    let module = code.replace('-', "_");
    let (template, how) = match arguments.judges {
        Judged::Document => (include_str!("dev/module.txt"), "Document"),
        Judged::Meaning => (include_str!("dev/module_of_meaning.txt"), "Meaning"),
    };
    let new = [
        (format!("src/check/{module}.rs"), template),
        (format!("book/src/rules/{code}.md"), include_str!("dev/page.txt")),
        (format!("tests/rejects/{code}/plain.candor"), include_str!("dev/case.txt")),
    ];
    let taken = new.iter().find(|(path, _)| checkout.folder.join(path).exists());
    if let Some((path, _)) = taken {
        return Err(Failure::RuleExists { path: path.clone() });
    }
    let list = checkout.with_row(&format!("    {module}: {how}(it_holds);"))?;
    for (path, template) in &new {
        let is_new = files::create(&checkout.folder.join(path), arguments.filled(template).as_bytes())?;
        if !is_new {
            return Err(Failure::RuleExists { path: path.clone() });
        }
    }
    files::write(&checkout.folder.join(LIST), list.as_bytes())?;
    let written: String = new.iter().map(|(path, _)| format!("{path}\n")).collect();
    terminal.data(&format!("{written}{LIST}\n"))?;
    terminal
        .talk("run `UPDATE=1 cargo test`, then say what the rule is about: the case, the page, the module");
    Ok(Verdict::Fine)
}

impl NewRule {
    fn filled(&self, template: &str) -> String {
        let severity = self.severity.severity();
        template
            .replace("CARETS", &"^".repeat("like-".len() + self.code.len()))
            .replace("CODE", &self.code)
            .replace("SUMMARY", &self.summary)
            .replace("SENTENCE", &sentence(&self.summary))
            .replace("SEVERITY", &format!("{severity:?}"))
            .replace("GRADE", severity.word())
    }
}

/// A checkout of the repository of Candor.
struct Checkout {
    folder: PathBuf,
    list: String,
}

impl Checkout {
    /// The one around the current folder.
    fn find() -> Result<Self, Failure> {
        let here = files::real_folder(Path::new(".")).ok_or(Failure::NoCheckout)?;
        for folder in here.ancestors() {
            let manifest = files::read_if_there(&folder.join("Cargo.toml"))?.unwrap_or_default();
            if !manifest.lines().any(|line| line == "name = \"candor\"") {
                continue;
            }
            let list = files::read_if_there(&folder.join(LIST))?.ok_or(Failure::NoCheckout)?;
            return Ok(Self { folder: folder.to_owned(), list });
        }
        Err(Failure::NoCheckout)
    }

    /// The list with a row more, behind the last rule that has a function.
    fn with_row(&self, row: &str) -> Result<String, Failure> {
        let (before, rest) = self.list.split_once(BEGINNING).ok_or(Failure::NoRuleList)?;
        let (rows, after) = rest.split_once(END).ok_or(Failure::NoRuleList)?;
        let last = rows.lines().rfind(|row| row.ends_with(");")).ok_or(Failure::NoRuleList)?;
        let rows = rows.replace(last, &format!("{last}\n{row}"));
        Ok(format!("{before}{BEGINNING}{rows}{END}{after}"))
    }
}

/// Two words or more, so that no module has the name of a keyword.
fn is_code(code: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    };
    code.contains('-') && code.split('-').all(is_word)
}

/// One line that can stand in a text of Rust and in a sentence.
fn is_summary(summary: &str) -> bool {
    let is_begun =
        summary.chars().next().is_some_and(|first| !first.is_uppercase() && !first.is_whitespace());
    is_begun && !summary.ends_with('.') && !summary.contains(['"', '\\', '\n', '|'])
}

fn sentence(summary: &str) -> String {
    let mut letters = summary.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}
