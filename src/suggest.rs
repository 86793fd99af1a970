//! "Did you mean …?": one function, one documented threshold.

/// The candidate that is nearest to what was written, or nothing where none is near.
///
/// A candidate that differs only in case, hyphens and underscores is always near. Otherwise the distance
/// (Damerau–Levenshtein) may be a third of the length, at least one: a slip of the finger, not another word.
/// Nothing shorter than three letters is guessed. Ties go to the one with the same letters (`form`, `from`), then to
/// the alphabetically first.
#[must_use]
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(written);
    if folded.chars().count() < 3 {
        return None;
    }
    let limit = (written.chars().count() / 3).max(1);
    let mut best: Option<(usize, bool, &str)> = None;
    for candidate in candidates {
        if candidate == written {
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
        let rank = (distance, letters(candidate) != letters(written), candidate);
        if best.is_none_or(|known| rank < known) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, candidate)| candidate)
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
    use super::nearest;

    #[test]
    fn a_slip_is_near_and_another_word_is_not() {
        let words = ["analytics", "contact.email", "payment"];
        assert_eq!(nearest("analitics", words), Some("analytics"));
        assert_eq!(nearest("contact_email", words), Some("contact.email"));
        assert_eq!(nearest("form", ["for", "from"]), Some("from"));
        assert_eq!(nearest("marketing", words), None);
        assert_eq!(nearest("pa", words), None);
    }
}
