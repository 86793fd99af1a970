//! Sections that ask for more schooling than most readers have.

use super::wording::{authored, is_english, plain};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Policy;

rule!(pub(crate) RULE, "hard-to-read", Note, "the author's words in a section are harder to read than the policy allows");

/// The grade that a section may have, where the policy does not say: the last year of school before university, and two more.
const BUDGET: u32 = 14;
/// The formula was made for samples of this size; below it, one long word decides.
const LEAST_WORDS: usize = 100;

pub(super) fn sections_are_readable(policy: &Policy, found: &mut Diagnostics) {
    if !is_english(policy) {
        return;
    }
    let budget = policy.header.as_ref().and_then(|header| header.reading_grade).unwrap_or(BUDGET);
    for section in &policy.sections {
        let mut sample = Sample::default();
        authored(policy, section).into_iter().for_each(|text| sample.add(&plain(text)));
        let Some(grade) = sample.grade().filter(|grade| *grade > budget) else { continue };
        let length = sample.n_words / sample.n_sentences.max(1);
        found.push(
            Diagnostic::new(
                &RULE,
                section.span,
                format!("“{}” reads at grade {grade} and may read at grade {budget}", section.title),
            )
            .at(format!("{length} words to a sentence"))
            .help("write shorter sentences and shorter words; or set `reading-grade` in the `policy` block"),
        );
    }
}

/// What the formula counts.
#[derive(Debug, Default)]
struct Sample {
    n_characters: usize,
    n_words: usize,
    n_sentences: usize,
}

impl Sample {
    /// Counts a text. A sentence ends with its mark, and with its line or item where that has none.
    fn add(&mut self, text: &str) {
        for paragraph in paragraphs(text) {
            let mut is_open = false;
            for word in paragraph.iter().flat_map(|line| line.split_whitespace()) {
                let n_characters = word.chars().filter(|character| character.is_alphanumeric()).count();
                if n_characters > 0 {
                    self.n_characters += n_characters;
                    self.n_words += 1;
                    is_open = true;
                }
                let closed = word.trim_end_matches(['"', '\'', '”', '’', ')']);
                // An abbreviation of one letter, as in `e.g.`, ends no sentence.
                let is_abbreviation = closed.len() > 2 && closed.matches('.').count() > 1;
                if is_open && closed.ends_with(['.', '!', '?']) && !is_abbreviation {
                    self.n_sentences += 1;
                    is_open = false;
                }
            }
            self.n_sentences += usize::from(is_open);
        }
    }

    /// The Automated Readability Index, rounded up as its authors do; none for too short a sample.
    fn grade(&self) -> Option<u32> {
        if self.n_words < LEAST_WORDS || self.n_sentences == 0 {
            return None;
        }
        // In hundredths, so that no machine rounds otherwise.
        let words = i64::try_from(self.n_words).ok()?;
        let characters = i64::try_from(self.n_characters).ok()?;
        let sentences = i64::try_from(self.n_sentences).ok()?;
        let hundredths = 471 * characters / words + 50 * words / sentences - 2143;
        u32::try_from((hundredths + 99).max(100) / 100).ok()
    }
}

/// The lines of a text, those of one paragraph or item together.
fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let mut paragraphs: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        let number = line.trim_start_matches(|character: char| character.is_ascii_digit());
        let is_item =
            line.starts_with(['-', '+']) || (number.len() < line.len() && number.starts_with(['.', ')']));
        if line.is_empty() || is_item {
            paragraphs.push(Vec::new());
        }
        if let Some(last) = paragraphs.last_mut() {
            last.push(line);
        }
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::Sample;

    fn sample(text: &str) -> Sample {
        let mut sample = Sample::default();
        sample.add(text);
        sample
    }

    #[test]
    fn sentences_end_with_marks_and_with_items() {
        let one = sample("We ask you first. That is all!\n\n- a list\n- of items, e.g. two\n");
        assert_eq!((one.n_words, one.n_sentences), (13, 4));
    }

    #[test]
    fn the_grade_is_that_of_the_formula() {
        // 100 words of 5 letters, 20 to a sentence: 4.71 * 5 + 0.5 * 20 - 21.43 = 12.12.
        let text = format!("{}.\n", ["words"; 20].join(" "));
        assert_eq!(sample(&text.repeat(5)).grade(), Some(13));
        assert_eq!(sample(&text).grade(), None);
    }
}
