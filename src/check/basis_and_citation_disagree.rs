//! A legal basis and a cited provision that do not belong together.

use super::practice::practices;
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Policy, TermId};
use crate::semantics::half::Owner;

rule!(pub(crate) RULE, "basis-and-citation-disagree", Warning, "the cited provision is that of another legal basis");

/// A point of the GDPR that names a ground: the article with its paragraph, and the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ground {
    article: &'static str,
    letter: String,
}

/// The paragraphs that list grounds, in the spelling of [`plain`].
const LISTS: &[(&str, &str)] = &[("6(1)", "Art. 6(1)"), ("9(2)", "Art. 9(2)"), ("22(2)", "Art. 22(2)")];

pub(super) fn citations_fit_the_basis(policy: &Policy, found: &mut Diagnostics) {
    for practice in practices(policy) {
        let Owner::Statement(id) = practice.owner else { continue };
        let bases = &practice.sentence.bases;
        let own: Vec<Ground> = bases.iter().flat_map(|basis| grounds_of(policy, basis.term)).collect();
        for cited in policy.statement(id).words.cites.iter().flat_map(|text| grounds(text)) {
            // A provision of another list can stand beside the basis; one of the same list cannot.
            let Some(expected) = own.iter().find(|ground| ground.article == cited.article) else { continue };
            if own.contains(&cited) {
                continue;
            }
            let Some(basis) = bases.iter().find(|basis| grounds_of(policy, basis.term).contains(expected))
            else {
                continue;
            };
            let name = &policy.vocabulary.term(basis.term).name;
            found.push(
                Diagnostic::new(
                    &RULE,
                    basis.span,
                    format!(
                        "`{}` is based on `{name}` and cites {}({}) of the GDPR",
                        practice.label, cited.article, cited.letter
                    ),
                )
                .at(format!("this is {}({})", expected.article, expected.letter))
                .help("correct the citation or the basis"),
            );
        }
    }
}

/// The provisions on which a basis or one above it rests: its definition names them.
fn grounds_of(policy: &Policy, basis: TermId) -> Vec<Ground> {
    let vocabulary = &policy.vocabulary;
    let lineage = std::iter::once(basis).chain(vocabulary.ancestors(basis));
    lineage.flat_map(|term| grounds(&vocabulary.term(term).definition)).collect()
}

/// The grounds that a text cites, such as `GDPR Art. 6(1)(f)`, `Article 6 (1) (f) GDPR`, `Art. 6(1) lit. f GDPR`.
fn grounds(text: &str) -> Vec<Ground> {
    let plain = plain(text);
    if !["gdpr", "dsgvo", "rgpd", "2016/679"].iter().any(|law| plain.contains(law)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (list, article) in LISTS {
        for (at, _) in plain.match_indices(list) {
            // `26(1)` is not `6(1)`.
            let is_whole = !plain[..at].ends_with(|before: char| before.is_ascii_digit());
            let rest = plain[at + list.len()..].trim_start_matches(['(', '.']);
            let rest =
                ["litera", "lit", "point"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
            let letter: String =
                rest.trim_start_matches(['(', '.']).chars().take_while(char::is_ascii_lowercase).collect();
            if is_whole && (1..=2).contains(&letter.len()) {
                found.push(Ground { article, letter });
            }
        }
    }
    found
}

/// A citation without capitals and spaces; the law that may follow the letter is parted from it.
fn plain(text: &str) -> String {
    let mut plain: String = text
        .to_lowercase()
        .replace("uk gdpr", " gdpr")
        .replace("gdpr", ";gdpr;")
        .replace("dsgvo", ";dsgvo;")
        .replace("rgpd", ";rgpd;");
    plain.retain(|c| !c.is_whitespace());
    plain
}
