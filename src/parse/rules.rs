//! The rules of spelling and of punctuation.

use crate::diagnostic::rule::rules;

rules! {
    MISSING_COMMA "missing-comma" Error "two names of a list stand side by side without a comma";
    MISSING_QUOTE "missing-quote" Error "a text is not in quotation marks, or they are not closed";
    MISSING_BRACE "missing-brace" Error "a block is not opened, not closed, or closed once too often";
    MISSING_COLON "missing-colon" Error "a label is not followed by a colon";
    MISSING_NAME "missing-name" Error "a name is missing after a word that needs one";
    MISSING_ACTOR "missing-actor" Error "a statement does not say who acts";
    UNKNOWN_WORD "unknown-word" Error "a word that the language does not have";
    RESERVED_WORD "reserved-word" Error "a word of the language is used as a name";
    NAME_SPELLING "name-spelling" Error "a name is not written in small letters, digits, hyphens and dots";
    JOINED_VERBS "joined-verbs" Error "verbs are joined that cannot be, or by the wrong word";
    STRAY_MARK "stray-mark" Error "a punctuation mark that has no place in a statement";
    DATE_FORMAT "date-format" Error "a date is not written as year-month-day";
    MIXED_AND_OR "mixed-and-or" Error "`and` and `or` are mixed without parentheses";
    TOO_DEEP "nested-too-deeply" Error "sections or parentheses are nested too deeply";
    UNREADABLE "unreadable" Error "a piece of text that is not a sentence of the language";
    INTERNAL "internal-error" Error "Candor contradicts itself";
}
