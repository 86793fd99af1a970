//! Phrases: words of the language resource with a mark for everything that an author wrote.
//!
//! A mark is one private-use character which stands for a [`Piece`].
//! Only when a sentence is whole are the marks turned into [`Inline`]s, so that no word of an author is ever taken for a
//! space to remove, a letter to change or a frame to fill.

use std::cell::RefCell;

use crate::model::TermId;
use crate::render::page::{Anchor, Inline, Text};

/// Stressed words begin.
pub(super) const STRONG_START: char = '\u{E000}';
/// Stressed words end.
pub(super) const STRONG_END: char = '\u{E001}';
/// The next piece loses the capital that it has as a heading.
pub(super) const LOWER_NEXT: char = '\u{E002}';

/// The first mark; a plane of Unicode that no language uses has room for 65,000 pieces of one sentence.
const FIRST: u32 = 0xF_0000;
const LAST: u32 = 0xF_FFFD;

/// What a mark stands for.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) kind: PieceKind,
}

/// What becomes of a piece.
#[derive(Debug, Clone)]
pub(super) enum PieceKind {
    /// Words, in which defined words are linked.
    Words,
    /// The label of a term.
    Term(TermId),
    /// A link to a place of the page.
    Reference(Anchor),
    /// A link to elsewhere.
    Link(String),
}

/// The pieces of the sentence that is being composed.
#[derive(Debug, Default)]
pub(super) struct Pieces(RefCell<Vec<Piece>>);

impl Pieces {
    /// Keeps a piece and gives its mark.
    pub(super) fn mark(&self, text: &str, kind: PieceKind) -> String {
        let mut pieces = self.0.borrow_mut();
        let mark = u32::try_from(pieces.len())
            .ok()
            .and_then(|idx| FIRST.checked_add(idx))
            .filter(|mark| *mark <= LAST);
        pieces.push(Piece { text: text.to_owned(), kind });
        mark.and_then(char::from_u32).map(String::from).unwrap_or_default()
    }

    /// Forgets all pieces: the sentence is finished.
    pub(super) fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    fn piece(&self, mark: char) -> Option<Piece> {
        let idx = u32::from(mark).checked_sub(FIRST)?;
        self.0.borrow().get(usize::try_from(idx).ok()?).cloned()
    }

    /// The phrase as plain text.
    pub(super) fn plain(&self, phrase: &str) -> String {
        let mut is_lowered = false;
        let mut plain = String::with_capacity(phrase.len());
        for character in phrase.chars() {
            match (character, self.piece(character)) {
                (STRONG_START | STRONG_END, _) => {}
                (LOWER_NEXT, _) => is_lowered = true,
                (_, Some(piece)) if std::mem::take(&mut is_lowered) => {
                    plain.push_str(&lower_first(&piece.text))
                }
                (_, Some(piece)) => plain.push_str(&piece.text),
                (_, None) => plain.push(character),
            }
        }
        plain
    }

    /// The phrase as plain text, without what empty parts left.
    pub(super) fn plain_tidy(&self, phrase: &str) -> String {
        self.plain(&tidy(phrase))
    }

    /// A whole sentence: tidy, with a capital at the start and one full stop at the end.
    pub(super) fn sentence(&self, phrase: &str) -> String {
        let mut sentence = self.capitalised(phrase);
        if !sentence.is_empty() && !ends_sentence(&self.plain(&sentence)) {
            sentence.push('.');
        }
        sentence
    }

    /// The phrase with a capital at the start.
    pub(super) fn capitalised(&self, phrase: &str) -> String {
        let phrase = tidy(phrase);
        let Some((at, first)) = phrase
            .char_indices()
            .find(|(_, character)| *character != STRONG_START && *character != LOWER_NEXT)
        else {
            return phrase;
        };
        let (before, rest) =
            (phrase.get(..at).unwrap_or_default(), phrase.get(at + first.len_utf8()..).unwrap_or_default());
        let capital = match self.piece(first) {
            Some(piece) => self.mark(&upper_first(&piece.text), piece.kind),
            None => upper_first(&first.to_string()),
        };
        format!("{}{capital}{rest}", before.replace(LOWER_NEXT, ""))
    }

    /// Turns a phrase into the words of a page; `link` decides what becomes of a piece.
    pub(super) fn inlines(&self, phrase: &str, mut link: impl FnMut(&Piece) -> Vec<Inline>) -> Vec<Inline> {
        let mut words = Vec::new();
        let mut strong: Option<Vec<Inline>> = None;
        let mut is_lowered = false;
        for character in tidy(phrase).chars() {
            let piece = self.piece(character);
            let found = match (character, piece) {
                (STRONG_START, _) => {
                    strong = Some(Vec::new());
                    continue;
                }
                (STRONG_END, _) => {
                    words.extend(strong.take().map(Inline::Strong));
                    continue;
                }
                (LOWER_NEXT, _) => {
                    is_lowered = true;
                    continue;
                }
                (_, Some(mut piece)) => {
                    if std::mem::take(&mut is_lowered) {
                        piece.text = lower_first(&piece.text);
                    }
                    link(&piece)
                }
                (_, None) => vec![Inline::text(character.to_string())],
            };
            strong.as_mut().unwrap_or(&mut words).extend(found);
        }
        words.extend(strong.map(Inline::Strong));
        joined(words)
    }
}

/// Runs of plain words as one.
pub(super) fn joined(words: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(words.len());
    let mut run = String::new();
    for word in words {
        if let Inline::Text(text) = word {
            run.push_str(text.as_str());
            continue;
        }
        if !run.is_empty() {
            out.push(Inline::text(std::mem::take(&mut run)));
        }
        out.push(if let Inline::Strong(inner) = word { Inline::Strong(joined(inner)) } else { word });
    }
    if !run.is_empty() {
        out.push(Inline::text(run));
    }
    out
}

/// The words without markup.
pub(super) fn plain_text(words: &[Inline]) -> String {
    words
        .iter()
        .map(|word| match word {
            Inline::Text(text)
            | Inline::Code(text)
            | Inline::Term { text, .. }
            | Inline::Reference { text, .. } => Text::as_str(text).to_owned(),
            Inline::Strong(words) | Inline::Emphasis(words) | Inline::Link { words, .. } => plain_text(words),
            Inline::Break => " ".to_owned(),
        })
        .collect()
}

/// The phrase without the spaces and commas that empty parts left.
fn tidy(phrase: &str) -> String {
    let mut out = String::with_capacity(phrase.len());
    for character in phrase.chars() {
        match character {
            _ if character.is_whitespace() => {
                if !out.is_empty() && !out.ends_with([' ', '(', '“']) {
                    out.push(' ');
                }
            }
            ',' | '.' | ':' | ';' | ')' | '”' => {
                while out.ends_with(' ') || (character != '”' && out.ends_with(',')) {
                    out.pop();
                }
                let is_doubled = character == '.' && out.ends_with('.');
                let is_first = out.is_empty() || character == ',' && out.ends_with('(');
                if !is_first && !is_doubled {
                    out.push(character);
                }
            }
            _ => out.push(character),
        }
    }
    out.truncate(out.trim_end_matches([' ', ',']).len());
    out
}

/// Whether the words end like a sentence, a closing quotation mark or bracket behind it included.
pub(super) fn ends_sentence(words: &str) -> bool {
    words.trim_end_matches(['”', '"', '’', '\'', '»', ')', ' ']).ends_with(['.', '!', '?', '…', ':'])
}

/// The words with a capital at the start, except where a capital inside shows that the word is written so: `iCloud`.
pub(super) fn upper_first(words: &str) -> String {
    let mut characters = words.chars();
    let Some(first) = characters.next() else { return String::new() };
    let rest = characters.as_str();
    let first_word = rest.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    if first_word.chars().any(char::is_uppercase) {
        return words.to_owned();
    }
    first.to_uppercase().chain(rest.chars()).collect()
}

/// A heading in the middle of a sentence: without its capital, unless it is a name or an abbreviation.
pub(super) fn lower_first(words: &str) -> String {
    let mut names = words
        .split_whitespace()
        .take(2)
        .map(|word| word.chars().filter(|character| character.is_uppercase()).count());
    let (first, second) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    let mut characters = words.chars();
    match characters.next() {
        Some(capital) if first == 1 && second == 0 => capital.to_lowercase().chain(characters).collect(),
        _ => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_parts_leave_nothing_behind() {
        assert_eq!(tidy("  , when  we , , collect  it  , for x , . "), "when we, collect it, for x.");
        assert_eq!(tidy("a ( , b ) : c ,"), "a (b): c");
    }

    #[test]
    fn a_sentence_has_one_capital_and_one_full_stop() {
        let pieces = Pieces::default();
        let corp = pieces.mark("example Corp.", PieceKind::Words);
        assert_eq!(
            pieces.plain(&pieces.sentence(&format!("{corp} and {corp}"))),
            "Example Corp. and example Corp."
        );
        assert_eq!(pieces.sentence("we do,"), "We do.");
        assert_eq!(
            pieces.sentence(&format!("{STRONG_START}never{STRONG_END} do")),
            format!("{STRONG_START}Never{STRONG_END} do.")
        );
        assert_eq!(pieces.sentence(""), "");
    }

    #[test]
    fn words_of_an_author_are_not_tidied() {
        let pieces = Pieces::default();
        let odd = pieces.mark("a , b  {x} \u{E000}", PieceKind::Words);
        let words = pieces.inlines(&format!("{STRONG_START}so{STRONG_END} {odd} ."), |piece| {
            vec![Inline::text(piece.text.as_str())]
        });
        assert_eq!(words, [Inline::strong("so"), Inline::text(" a , b  {x} \u{E000}.")]);
    }

    #[test]
    fn case_follows_the_place_but_not_into_names() {
        assert_eq!(upper_first("e-mail"), "E-mail");
        assert_eq!(upper_first("iCloud data"), "iCloud data");
        assert_eq!(lower_first("Automated decisions"), "automated decisions");
        assert_eq!(lower_first("AI training"), "AI training");
        assert_eq!(lower_first("Data Privacy Framework"), "Data Privacy Framework");
        assert_eq!(lower_first("ISO/IEC 27001 certification"), "ISO/IEC 27001 certification");
    }
}
