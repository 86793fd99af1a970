//! The page has no words for the language of the policy.

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::language::PAGE_LANGUAGES;
use crate::model::Policy;

rule!(pub(crate) RULE, "language-without-words", Error, "the page has no words for the language of the policy");

pub(super) fn the_page_has_words_for_its_language(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    let Some(tag) = header.language.as_deref() else { return };
    let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_lowercase();
    if PAGE_LANGUAGES.contains(&primary.as_str()) {
        return;
    }
    let known: Vec<String> = PAGE_LANGUAGES.iter().map(|one| format!("`{one}`")).collect();
    found.push(
        Diagnostic::new(&RULE, header.span, format!("the page cannot be written in `{tag}`"))
            .at("its language")
            .help(format!(
                "the sentences of the page are there in {}; write `language en-GB`, or publish the page in another \
                 language by other means",
                known.join(", ")
            )),
    );
}
