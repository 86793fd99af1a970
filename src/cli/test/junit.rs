//! The report in the XML of JUnit.

use candor::guard::{Expectation, Requirement, Status};

use super::Tested;

/// One suite for each policy, one case for each expectation and each requirement.
pub(super) fn report(tested: &[Tested]) -> String {
    let suites: String = tested.iter().map(suite).collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
}

fn suite(tested: &Tested) -> String {
    let report = &tested.report;
    let n_skipped = report.requirements.iter().filter(|row| row.status == Status::NotApplicable).count();
    let cases: String = report
        .expectations
        .iter()
        .map(|one| expectation(one, &report.policy))
        .chain(report.requirements.iter().map(|row| requirement(row, &report.policy)))
        .collect();
    format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{n_skipped}\">\n{cases}  </testsuite>\n",
        escaped(&report.policy),
        report.expectations.len() + report.requirements.len(),
        report.n_failures(),
    )
}

fn expectation(one: &Expectation, policy: &str) -> String {
    let name = format!("{}: {}", one.expected, one.question);
    let place = format!(" file=\"{}\" line=\"{}\"", escaped(&one.file), one.line);
    if one.holds {
        return case(policy, "expect", &name, &place, "");
    }
    let mut details: Vec<String> = Vec::new();
    for part in &one.parts {
        details.extend(part.flows.iter().map(|flow| format!("{}: {}", part.verdict, flow.question)));
    }
    details.extend(one.witness.iter().map(|witness| format!("for example: {witness}")));
    details.extend(one.because.iter().map(|reason| {
        format!("because of {} ({}:{}): {}", reason.label, reason.file, reason.line, reason.sentence)
    }));
    let message = format!("expected {}, is {}", one.expected, one.found);
    let failure =
        format!("<failure message=\"{}\">{}</failure>", escaped(&message), escaped(&details.join("\n")));
    case(policy, "expect", &name, &place, &failure)
}

fn requirement(row: &Requirement, policy: &str) -> String {
    let name = format!("{}: {}", row.name, if row.title.is_empty() { &row.requires } else { &row.title });
    let inner = match row.status {
        Status::Satisfied => String::new(),
        Status::NotApplicable => {
            let because = row.not_applicable_because.as_deref().unwrap_or_default();
            format!("<skipped message=\"{}\"/>", escaped(because))
        }
        Status::Missing => {
            let details = [row.requires.clone(), row.cites.join(", "), row.because.clone()];
            let message = match row.missing_for.as_slice() {
                [] => "nothing in the policy says so".to_owned(),
                labels => format!("missing for {}", labels.join(", ")),
            };
            format!("<failure message=\"{}\">{}</failure>", escaped(&message), escaped(&details.join("\n")))
        }
    };
    case(policy, row.profile.as_deref().unwrap_or("require"), &name, "", &inner)
}

fn case(policy: &str, group: &str, name: &str, place: &str, inner: &str) -> String {
    let opening = format!(
        "    <testcase classname=\"{}.{}\" name=\"{}\"{place}",
        escaped(policy),
        escaped(group),
        escaped(name)
    );
    match inner {
        "" => format!("{opening}/>\n"),
        _ => format!("{opening}>{inner}</testcase>\n"),
    }
}

/// Text as it may stand in XML, which has no place for most control characters.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            other if other.is_control() => safe.push('\u{FFFD}'),
            other => safe.push(other),
        }
    }
    safe
}
