//! The rules of spelling and of punctuation.

use crate::rule;

rule!(pub MISSING_COMMA, "missing-comma", Error, "two names of a list stand side by side without a comma");
rule!(pub MISSING_QUOTE, "missing-quote", Error, "a text is not in quotation marks, or they are not closed");
rule!(pub MISSING_BRACE, "missing-brace", Error, "a block is not opened, not closed, or closed once too often");
rule!(pub MISSING_COLON, "missing-colon", Error, "a label is not followed by a colon");
rule!(pub MISSING_NAME, "missing-name", Error, "a name is missing after a word that needs one");
rule!(pub MISSING_ACTOR, "missing-actor", Error, "a statement does not say who acts");
rule!(pub UNKNOWN_WORD, "unknown-word", Error, "a word that the language does not have");
rule!(pub RESERVED_WORD, "reserved-word", Error, "a word of the language is used as a name");
rule!(pub NAME_SPELLING, "name-spelling", Error, "a name is not written in small letters, digits, hyphens and dots");
rule!(pub STRAY_MARK, "stray-mark", Error, "a punctuation mark that has no place in a statement");
rule!(pub DATE_FORMAT, "date-format", Error, "a date is not written as year-month-day");
rule!(pub MIXED_AND_OR, "mixed-and-or", Error, "`and` and `or` are mixed without parentheses");
rule!(pub TOO_DEEP, "nested-too-deeply", Error, "sections or parentheses are nested too deeply");
rule!(pub UNREADABLE, "unreadable", Error, "a piece of text that is not a sentence of the language");
rule!(pub INTERNAL, "internal-error", Error, "Candor contradicts itself");
