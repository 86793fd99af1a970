//! Every rule, in the order of the book.

use crate::diagnostic::rule::Rule;
use crate::{load, lower, parse, resolve};

/// All rules of all passes.
pub static RULES: &[&Rule] = &[
    &parse::rules::MISSING_COMMA,
    &parse::rules::MISSING_QUOTE,
    &parse::rules::MISSING_BRACE,
    &parse::rules::MISSING_COLON,
    &parse::rules::MISSING_NAME,
    &parse::rules::MISSING_ACTOR,
    &parse::rules::UNKNOWN_WORD,
    &parse::rules::RESERVED_WORD,
    &parse::rules::NAME_SPELLING,
    &parse::rules::STRAY_MARK,
    &parse::rules::DATE_FORMAT,
    &parse::rules::MIXED_AND_OR,
    &parse::rules::TOO_DEEP,
    &parse::rules::UNREADABLE,
    &parse::rules::INTERNAL,
    &load::rules::IMPORT_NOT_FOUND,
    &load::rules::IMPORT_OUTSIDE,
    &load::rules::IMPORT_UNREADABLE,
    &load::rules::IMPORT_CYCLE,
    &load::rules::MISSING_POLICY,
    &load::rules::UNUSED_FILE,
    &load::rules::CLASHING_OUTPUT,
    &resolve::rules::UNKNOWN_NAME,
    &resolve::rules::WRONG_KIND,
    &resolve::rules::DUPLICATE_NAME,
    &resolve::rules::DUPLICATE_LABEL,
    &resolve::rules::MISSING_LABEL,
    &resolve::rules::MISSING_TERM_LABEL,
    &resolve::rules::HIERARCHY_CYCLE,
    &resolve::rules::MISPLACED_TRAIT,
    &resolve::rules::UNKNOWN_ATTRIBUTE,
    &resolve::rules::WRONG_VALUE,
    &resolve::rules::DUPLICATE_ATTRIBUTE,
    &resolve::rules::DEPRECATED_TERM,
    &lower::rules::CLAUSE_NOT_TAKEN,
    &lower::rules::DUPLICATE_CLAUSE,
    &lower::rules::MISSING_CLAUSE,
    &lower::rules::ONLY_WITH_UNLESS,
    &lower::rules::MODAL_NOT_TAKEN,
    &lower::rules::VERB_FORM,
    &lower::rules::TAIL_ORDER,
    &lower::rules::LATER_WITHOUT_NOT_YET,
    &lower::rules::UNKNOWN_LABEL,
    &lower::rules::IMPOSSIBLE_DATE,
    &lower::rules::DATE_ORDER,
    &lower::rules::IMPOSSIBLE_DURATION,
    &lower::rules::WHICHEVER_MISSING,
    &lower::rules::WHICHEVER_ALONE,
    &lower::rules::END_NOT_TAKEN,
    &lower::rules::UNKNOWN_SLOT,
    &lower::rules::UNUSED_SLOT,
    &lower::rules::DUPLICATE_POLICY,
    &lower::rules::MISPLACED_ITEM,
    &lower::rules::UNKNOWN_NEED,
];

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}
