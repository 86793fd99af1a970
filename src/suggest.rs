//! "Did you mean …?": one function, one documented threshold.

/// A candidate that is near to what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near<'a> {
    /// The candidate.
    pub word: &'a str,
    /// Whether nothing else can have been meant, so that a program may write it.
    pub is_sure: bool,
}

impl<'a> Near<'a> {
    /// A candidate that somebody has to look at.
    #[must_use]
    pub const fn guessed(word: &'a str) -> Self {
        Self { word, is_sure: false }
    }

    /// The only thing that can have been meant.
    #[must_use]
    pub const fn sure(word: &'a str) -> Self {
        Self { word, is_sure: true }
    }
}

/// The candidate that is nearest to what was written, or nothing where none is near.
#[must_use]
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(written, candidates).map(|near| near.word)
}

/// The candidate that is nearest to what was written, and whether that is beyond doubt; nothing where none is near.
///
/// A candidate that differs only in case, hyphens and underscores is always near. Otherwise the distance
/// (Damerau–Levenshtein) may be a third of the length, at least one: a slip of the finger, not another word.
/// Nothing shorter than three letters is guessed. Ties go to the one with the same letters (`form`, `from`), then to
/// the alphabetically first.
///
/// It is beyond doubt where one slip of the finger leads to this candidate and to no other: in a word of five letters
/// or more, not in its first one (`legal`, `illegal`) and not in its figures (`email-2`).
#[must_use]
pub fn near<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Near<'a>> {
    let folded = fold(written);
    if folded.chars().count() < 3 {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    let mut best: Option<(usize, bool, &str)> = None;
    // Other candidates that one slip leads to as well, and such as differ in nothing but case and hyphens.
    let (mut n_slips, mut n_same) = (0, 0);
    for candidate in candidates {
        if candidate == written || best.is_some_and(|(_, _, known)| known == candidate) {
            continue;
        }
        let distance = match fold(candidate) == folded {
            true => 0,
            // The lengths alone can rule a candidate out, which spares most of the work.
            false if candidate.len().abs_diff(written.len()) > limit * 4 => continue,
            false => strsim::osa_distance(written, candidate),
        };
        if distance > limit {
            continue;
        }
        n_same += usize::from(distance == 0);
        n_slips += usize::from(distance <= SLIP);
        let rank = (distance, letters(candidate) != letters(written), candidate);
        if best.is_none_or(|known| rank < known) {
            best = Some(rank);
        }
    }
    best.map(|(distance, _, word)| Near {
        word,
        is_sure: match distance {
            0 => n_same == 1,
            _ => distance <= SLIP && n_slips == 1 && is_slip(written, word),
        },
    })
}

/// The distance of one slip of the finger.
const SLIP: usize = 1;

/// Whether two words that differ in one place are the same word, once with a slip.
fn is_slip(written: &str, meant: &str) -> bool {
    const LEAST: usize = 5;
    let figures = |word: &str| word.chars().filter(char::is_ascii_digit).collect::<String>();
    written.chars().count() >= LEAST
        && written.chars().next() == meant.chars().next()
        && figures(written) == figures(meant)
}

fn letters(word: &str) -> Vec<char> {
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters
}

fn fold(word: &str) -> String {
    word.chars().filter(|c| !matches!(c, '-' | '_' | '.' | ' ')).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Near, near, nearest};

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let words = ["analytics", "contact.email", "payment"];
        assert_eq!(nearest("analitics", words), Some("analytics"));
        assert_eq!(nearest("contact_email", words), Some("contact.email"));
        assert_eq!(nearest("form", ["for", "from"]), Some("from"));
        assert_eq!(nearest("marketing", words), None);
        assert_eq!(nearest("pa", words), None);
    }

    #[test]
    fn beyond_doubt_is_one_slip_to_one_word() {
        let sure = |written, words: &[&'static str]| near(written, words.iter().copied());
        assert_eq!(
            sure("contact.emial", &["contact.email", "contact.phone"]),
            Some(Near::sure("contact.email"))
        );
        assert_eq!(sure("Contact_Email", &["contact.email"]), Some(Near::sure("contact.email")));
        assert_eq!(sure("partnes", &["partner", "partners"]), Some(Near::guessed("partner")));
        assert_eq!(sure("contact.email2", &["contact.email"]), Some(Near::guessed("contact.email")));
        assert_eq!(sure("amoral", &["moral"]), Some(Near::guessed("moral")));
        assert_eq!(sure("illegal", &["legal"]), Some(Near::guessed("legal")));
        assert_eq!(sure("form", &["from"]), Some(Near::guessed("from")));
    }
}
