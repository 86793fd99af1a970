//! Every rule, in the order of the book.

use crate::diagnostic::rule::Rule;
use crate::{ask, check, load, lower, parse, resolve, rules};

/// All rules of all passes.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let passes = [
        parse::rules::RULES,
        load::rules::RULES,
        rules::findings::RULES,
        ask::findings::RULES,
        resolve::rules::RULES,
        lower::rules::RULES,
        check::RULES,
    ];
    passes.into_iter().flatten().copied()
}

/// The rule of a code.
#[must_use]
pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code == code)
}
