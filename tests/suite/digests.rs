//! The digests of known policies, pinned: people keep `meaningHash` beside each consent that they record.
//!
//! `tests/digests` holds policies that say the same in other ways (`same`), and such that do not (`other`), divided by
//! lines of `// ---`. All that are in one file have one digest, or each has one of its own; a comparison agrees: of what says the same it tells nothing
//! that is in anybody's favour.

use std::path::Path;

use candor::diff::Change;
use candor::diff::rule::Direction;
use candor::publish::Publication;
use serde_json::Value;

use crate::differences::{Read, compared, shuffling};
use crate::fixture;

/// The examples, and a policy that uses every clause of the language.
const POLICIES: [(&str, &[&str]); 4] = [
    ("newsletter", fixture::NEWSLETTER),
    ("anyprotect", fixture::ANYPROTECT),
    ("idrive", fixture::IDRIVE),
    ("everything", &["tests/rules/everything.candor"]),
];

/// What to do where a digest is another one now.
const ADVICE: &str = "\
Whoever recorded consents to a policy takes another `meaningHash` for another meaning, and asks people again.
* If the text of the policy changed, this is as it should be: `UPDATE=1 cargo test digests` pins the new digests.
* If the way in which digests are made changed, and was meant to, say so in CHANGELOG.md (\"`meaningHash` changes once\"),
  and bring book/src/meaning/semantics.md up to date; then pin the new digests in the same way.
* Otherwise a word, a name or an order that is hashed was changed by mistake: take that back.";

#[test]
fn digests_change_only_on_purpose() {
    let mut found = String::new();
    for (name, files) in POLICIES {
        let compilation = fixture::compile(files);
        let rules = Publication::new(&compilation.policy, &compilation.sources, name).rules();
        let rules: Value = serde_json::from_str(&rules).expect("this is JSON");
        for key in ["meaningHash", "wordingHash"] {
            let digest = rules["policy"][key].as_str().expect("a policy that can be decided has digests");
            found.push_str(&format!("{name} {key} {digest}\n"));
        }
    }
    let mut failures = Vec::new();
    fixture::expect_file(&fixture::root().join("tests/digests.txt"), &found, &mut failures);
    assert!(failures.is_empty(), "{}\n{ADVICE}", failures.join("\n"));
}

/// The policies of a file, with their texts.
fn policies(path: &Path, failures: &mut Vec<String>) -> Vec<(String, Read)> {
    let text = fixture::read(path);
    let whole = |part: &str| {
        let declares = part.lines().any(|line| line.starts_with("section "));
        let body = if declares { part.to_owned() } else { format!("section part \"Part\" {{\n{part}\n}}\n") };
        format!("policy known \"Known\" {{\n    law eu\n}}\n{body}")
    };
    let texts = text.split("// ---\n").map(whole);
    let mut read = Vec::new();
    for text in texts {
        match shuffling::read(&text) {
            Some(policy) => read.push((text, policy)),
            None => {
                let (sources, found) = fixture::findings("known.candor", &text);
                let found = candor::diagnostic::render::plain(&sources, &found);
                failures.push(format!("{} cannot be read:\n{text}\n{found}", fixture::shown(path)));
            }
        }
    }
    read
}

#[test]
fn the_same_meaning_has_the_same_digest_and_another_has_another() {
    let mut failures = Vec::new();
    for (folder, is_same) in [("tests/digests/same", true), ("tests/digests/other", false)] {
        for path in fixture::files(folder, "candor") {
            let policies = policies(&path, &mut failures);
            assert!(policies.len() > 1 || !failures.is_empty(), "{} compares nothing", path.display());
            let digests: Vec<String> =
                policies.iter().map(|(_, policy)| shuffling::digest(&policy.policy)).collect();
            for (at, (text, policy)) in policies.iter().enumerate() {
                for (next, (other_text, other)) in policies.iter().enumerate().skip(at + 1) {
                    let mut is_fit = (digests[at] == digests[next]) == is_same;
                    let mut told = Vec::new();
                    // A comparison takes longer: each is compared with the next.
                    if next == at + 1 {
                        let report = compared(policy, other, &[]);
                        is_fit &= report.is_same_meaning == is_same;
                        let is_neutral = |change: &Change| change.direction == Direction::Neutral;
                        is_fit &= !is_same || report.changes.iter().all(is_neutral);
                        told.extend(report.changes.into_iter().map(|change| change.rule));
                    }
                    if !is_fit {
                        failures.push(format!(
                            "{}: {} and {}; told {told:?} of\n{text}---- and\n{other_text}",
                            fixture::shown(&path),
                            digests[at],
                            digests[next],
                        ));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
