//! The digests of known policies, pinned: people keep `meaningHash` beside each consent that they record.

use candor::publish::{BACKENDS, Publication};
use serde_json::Value;

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
        let backend = BACKENDS.iter().find(|one| one.name == "json").expect("rules are a form of output");
        let rules = backend.render(&Publication::new(&compilation.policy, &compilation.sources, name));
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
