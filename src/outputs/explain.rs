//! What a rule of change, or of the gate, means: the page of `candor explain`.

use std::fmt::Write as _;

use super::favour;
use crate::diff::rule::{self, ChangeRule};
use crate::gate::finding::{self, FindingRule};
use crate::gate::grade;

/// The page of a rule.
#[must_use]
pub fn page(code: &str) -> Option<String> {
    rule::find(code).map(of_change).or_else(|| finding::find(code).map(of_finding))
}

/// Every code with its level and what it says.
pub fn list() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let changes = ChangeRule::ALL.iter().map(|one| (one.code(), grade::level(*one).word(), one.summary()));
    changes.chain(finding::RULES.iter().map(|one| (one.code, one.level.word(), one.summary)))
}

fn of_change(rule: ChangeRule) -> String {
    let mut text = format!("# {}\n\nA change: {}.\n\n", rule.code(), rule.summary());
    let _ = writeln!(text, "It is {}.", favour(rule.direction()));
    let _ = match rule.mirror() == rule {
        true => writeln!(text, "The change the other way round has the same name.\n"),
        false => writeln!(text, "The change the other way round is `{}`.\n", rule.mirror().code()),
    };
    let _ = writeln!(text, "## How grave it is\n");
    let _ = writeln!(text, "By itself it is of the level `{}`.", grade::level(rule).word());
    let _ = writeln!(text, "At least due: {}.", grade::notice(rule).duty());
    let grounds = grounds(rule);
    if !grounds.is_empty() {
        let _ = writeln!(text, "\n## What laws ask for\n");
        for (profile, cites, notice, when) in grounds {
            let _ = writeln!(text, "* {profile}: {notice}{when} – {cites}");
        }
        let _ = writeln!(text, "\nThese are pointers for counsel, not advice.");
    }
    let _ = writeln!(text, "\n## What to do\n");
    text.push_str(
        "If it was not meant, take it back.\n\
         If it was meant, `candor ack` writes a file that acknowledges exactly what changed.\n",
    );
    text
}

/// The grounds of a rule: profile, source, class, circumstances.
fn grounds(rule: ChangeRule) -> Vec<(&'static str, String, &'static str, String)> {
    let mut found = Vec::new();
    for name in grade::names() {
        for entry in grade::find(name).into_iter().flat_map(|grades| &grades.grounds) {
            let is_rule = entry.rules.is_empty() || entry.rules.iter().any(|code| code == rule.code());
            if !is_rule || !(entry.directions.is_empty() || entry.directions.contains(&rule.direction())) {
                continue;
            }
            let marks: Vec<&str> = entry.marks.iter().map(|mark| super::words_of_mark(mark)).collect();
            let mut when = String::new();
            if !marks.is_empty() {
                let _ = write!(when, ", where it is about {}", marks.join(" or "));
            }
            if entry.held_data {
                when.push_str(", where it touches data that are held already");
            }
            found.push((name, entry.cites.clone().unwrap_or_default(), entry.notice.word(), when));
        }
    }
    found
}

fn of_finding(rule: &FindingRule) -> String {
    let about = match rule.is_about_acknowledgement {
        true => "It is about a file in the folder `acknowledgements`.",
        false => "It is about the settings of the gate, `candor.toml`.",
    };
    format!(
        "# {}\n\nAbout the gate itself: {}.\n\n{about}\nIts level is `{}`.\n",
        rule.code,
        rule.summary,
        rule.level.word()
    )
}
