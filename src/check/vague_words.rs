//! Words that leave open what is done, how often and to whom.

use super::wording::{authored, is_english, plain};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;

rule!(pub(crate) RULE, "vague-words", Note, "a section has more vague words than its budget");

/// How many vague words a section may have, where the policy does not say.
const BUDGET: u32 = 5;

/// By the four kinds of vagueness that research on privacy policies tells apart; the page names it.
const VAGUE: &[&str] = &[
    // under conditions that are not named
    "as appropriate",
    "as applicable",
    "as necessary",
    "as needed",
    "as required",
    "depending on",
    "from time to time",
    "if necessary",
    "in certain circumstances",
    "in some cases",
    "in some circumstances",
    "occasionally",
    "otherwise",
    "sometimes",
    "under certain circumstances",
    "where appropriate",
    "where necessary",
    // true of most cases and not of all
    "among other things",
    "commonly",
    "generally",
    "in general",
    "largely",
    "mainly",
    "mostly",
    "normally",
    "often",
    "primarily",
    "typically",
    "usually",
    // possible and not said
    "could",
    "likely",
    "may",
    "might",
    "perhaps",
    "possibly",
    "potentially",
    // how many, and how much
    "a variety of",
    "adequate",
    "and so on",
    "certain",
    "etc",
    "including but not limited to",
    "including without limitation",
    "many",
    "most",
    "numerous",
    "reasonable",
    "reasonably",
    "several",
    "some",
    "various",
];

pub(super) fn sections_are_definite(policy: &Policy, found: &mut Diagnostics) {
    if !is_english(policy) {
        return;
    }
    let budget = policy.header.as_ref().and_then(|header| header.vague_words).unwrap_or(BUDGET);
    for section in &policy.sections {
        let vague: Vec<&str> =
            authored(policy, section).into_iter().flat_map(|text| vague_words(&plain(text))).collect();
        if u32::try_from(vague.len()).is_ok_and(|n_vague| n_vague <= budget) {
            continue;
        }
        let mut named = vague.clone();
        named.sort_unstable();
        named.dedup();
        let named: Vec<String> = named.iter().map(|word| format!("“{word}”")).collect();
        found.push(
            Diagnostic::new(
                &RULE,
                section.span,
                format!("“{}” has more than {budget} vague words: {}", section.title, vague.len()),
            )
            .at("leaves much open")
            .help(format!(
                "say who, what and when instead of {}; or set `vague-words` in the `policy` block",
                named.join(", ")
            )),
        );
    }
}

/// The vague words of a text, the longer phrase before the shorter one.
fn vague_words(text: &str) -> Vec<&'static str> {
    let lower = text.to_lowercase();
    let is_part = |character: char| character.is_alphanumeric() || character == '\'';
    let words: Vec<&str> =
        lower.split(|character| !is_part(character)).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let initial = rest.first().and_then(|word| word.bytes().next());
        let stands_here = |phrase: &&&str| {
            // Most phrases begin otherwise, and need not be taken apart to see it.
            if phrase.bytes().next() != initial {
                return false;
            }
            let mut parts = 0;
            phrase.split(' ').all(|part| {
                parts += 1;
                rest.get(parts - 1) == Some(&part)
            })
        };
        let longest = VAGUE.iter().filter(stands_here).max_by_key(|phrase| phrase.len()).copied();
        // What the reader may do is a permission.
        let is_permission = longest == Some("may") && at > 0 && words.get(at - 1) == Some(&"you");
        match longest.filter(|_| !is_permission) {
            Some(phrase) => {
                found.push(phrase);
                at += phrase.split(' ').count();
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::vague_words;

    #[test]
    fn phrases_count_once_and_permissions_not_at_all() {
        assert_eq!(
            vague_words("We may, from time to time, ask certain people. You may refuse."),
            ["may", "from time to time", "certain"]
        );
        assert_eq!(vague_words("Under certain circumstances"), ["under certain circumstances"]);
        assert_eq!(vague_words("Maybe certainty, someone, Mayday"), [] as [&str; 0]);
    }
}
