//! Reads the files of the gate, and says in one line what is wrong with one.

use serde::de::DeserializeOwned;

/// What a text of TOML says.
///
/// # Errors
/// What is wrong with it, in one line with its place.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| in_one_line(&error, text))
}

fn in_one_line(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let place = before.map(|before| format!(" (line {})", before.matches('\n').count() + 1));
    let message = error.message().replace('\n', ", ");
    format!("{message}{}", place.unwrap_or_default())
}
