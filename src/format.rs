//! Syntax tree to text, in the one way to write it. There are no options.
//!
//! It changes spacing, line breaks, the order of clauses, repeated items of a list and the form of a verb, and
//! nothing else. Before the text is returned it is read again: if its tree or its comments are not those of the
//! source, the formatter refuses instead of changing what a policy says.
//!
//! It sees the syntax and never the model; the one thing that it asks about a name, whether it is plural, is
//! answered by whoever calls it.

mod document;
mod layout;
mod sentence;
mod tree;

use crate::diagnostic::Diagnostics;
use crate::parse;
use crate::source::{FileId, Sources};

/// Why a text is not formatted.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Refusal {
    /// What cannot be read cannot be laid out either.
    #[error("the file is not formatted because it has faults of spelling or punctuation; correct them first")]
    Faulty(Diagnostics),
    /// A bug of the formatter, found before it did harm.
    #[error(
        "the file is not formatted because the result would say something else; this is a bug in Candor, please report it with the file"
    )]
    Unsound,
}

/// Whether the label of a recipient takes a verb in the plural; nothing where that is not known.
pub type Plurals<'a> = dyn Fn(&str) -> Option<bool> + 'a;

/// Lays out one file.
///
/// # Errors
/// See [`Refusal`].
pub fn format(sources: &Sources, file: FileId, plurals: &Plurals<'_>) -> Result<String, Refusal> {
    let (document, faults) = parse::parse(sources, file);
    if faults.has_errors() {
        return Err(Refusal::Faulty(faults));
    }
    let file = sources.file(file);
    let text = layout::Text { text: file.text(), base: file.base() };
    let phrases = document::phrases(&document, text, plurals);
    let formatted = layout::write(&phrases, &document.comments, text);

    let mut again = Sources::new();
    let id = again.add(file.name(), formatted.clone());
    let (reread, faults) = parse::parse(&again, id);
    match faults.has_errors() || !tree::says_the_same(&document, &reread) {
        true => Err(Refusal::Unsound),
        false => Ok(formatted),
    }
}
