//! The edits of findings, applied to a text.
//!
//! What is edited was decided where the fault was found; here nothing is judged. An edit touches its own place and no
//! other, so comments and layout stay as they are.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, Diagnostics, Fix};

/// The findings of a policy that a program can mend: `spelling` is what was found when its files were read, `meaning` what
/// was found in what they say.
///
/// As long as a piece cannot be read or a file is missing, nobody knows which names it would have declared; until then
/// nothing but the spelling is mended.
#[must_use]
pub fn mendable<'a>(spelling: &'a Diagnostics, meaning: &'a Diagnostics) -> Vec<(&'a Diagnostic, &'a Fix)> {
    let is_read = !spelling.has_errors();
    let found = spelling.iter().chain(meaning.iter().filter(|_| is_read));
    found.filter_map(|one| Some((one, one.fix.as_ref()?))).collect()
}

/// A text that is mended in one pass after the other, because one slip can hide another.
#[derive(Debug, Clone)]
pub struct Draft {
    text: String,
    edits: Vec<Edit>,
}

/// A place that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The code of the finding.
    pub code: &'static str,
    /// Where it stands in the text as it is now.
    pub at: Range<usize>,
    /// What stood there.
    pub before: String,
    /// What stands there instead.
    pub after: String,
}

impl Draft {
    /// A text in which nothing is mended yet.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), edits: Vec::new() }
    }

    /// The text as it is now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was mended, in the order of the text.
    #[must_use]
    pub fn edits(&self) -> &[Edit] {
        &self.edits
    }

    /// Applies the edits of one pass, whose places count from `base`; says how many it applied. Of two that lie in one
    /// another's way, the second is left for the next pass, and so are all that no longer fit the text.
    pub fn apply(&mut self, base: u32, mut fixes: Vec<(&'static str, Fix)>) -> usize {
        fixes.sort_by(|(_, one), (_, other)| one.cmp(other));
        fixes.dedup_by(|(_, one), (_, other)| one == other);
        let mut taken: Vec<(&'static str, Range<usize>, String)> = Vec::new();
        for (code, fix) in fixes {
            let (Some(start), Some(end)) = (fix.span.start.checked_sub(base), fix.span.end.checked_sub(base))
            else {
                continue;
            };
            let at = start as usize..end as usize;
            let is_free =
                taken.last().is_none_or(|(_, last, _)| at.start >= last.end && at.start > last.start);
            if is_free && self.text.get(at.clone()).is_some_and(|now| now != fix.text) {
                taken.push((code, at, fix.text));
            }
        }
        // From the end, so that the places before it stay right.
        for (code, at, text) in taken.iter().rev() {
            self.replace(code, at.clone(), text);
        }
        taken.len()
    }

    fn replace(&mut self, code: &'static str, at: Range<usize>, text: &str) {
        let before = self.text.get(at.clone()).unwrap_or_default().to_owned();
        self.text.replace_range(at.clone(), text);
        let now = at.start..at.start + text.len();
        let moved = |place: usize| match place >= at.end {
            true => place - at.len() + text.len(),
            false => place.min(now.end),
        };
        for edit in &mut self.edits {
            edit.at = moved(edit.at.start)..moved(edit.at.end);
        }
        let behind = self.edits.partition_point(|edit| edit.at.start < now.start);
        self.edits.insert(behind, Edit { code, at: now, before, after: text.to_owned() });
    }
}

#[cfg(test)]
mod tests {
    use super::{Draft, Edit};
    use crate::diagnostic::Fix;
    use crate::source::Span;

    fn fix(start: u32, end: u32, text: &str) -> (&'static str, Fix) {
        ("a-rule", Fix { span: Span::new(start, end), text: text.to_owned() })
    }

    #[test]
    fn an_edit_touches_its_own_place_alone() {
        let mut draft = Draft::new("we share contact.emial // mail");
        assert_eq!(draft.apply(100, vec![fix(109, 122, "contact.email"), fix(103, 108, "disclose")]), 2);
        assert_eq!(draft.text(), "we disclose contact.email // mail");
        let places: Vec<&str> = draft.edits().iter().map(|edit| &draft.text()[edit.at.clone()]).collect();
        assert_eq!(places, ["disclose", "contact.email"]);
    }

    #[test]
    fn what_lies_in_the_way_waits_and_what_does_not_fit_is_left_out() {
        let mut draft = Draft::new("abcdef");
        let fixes = vec![fix(1, 4, "x"), fix(2, 5, "y"), fix(4, 9, "z"), fix(1, 4, "x")];
        assert_eq!(draft.apply(0, fixes), 1);
        assert_eq!(draft.text(), "axef");
        assert_eq!(draft.apply(0, vec![fix(0, 0, "-"), fix(0, 0, "+")]), 1);
        assert_eq!(draft.text(), "+axef");
        let edit = Edit { code: "a-rule", at: 2..3, before: "bcd".to_owned(), after: "x".to_owned() };
        assert_eq!(draft.edits().last(), Some(&edit));
    }
}
