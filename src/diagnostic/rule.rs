//! What a rule is: a code in words, a severity, a page. The rules themselves stand where their faults are found.

/// A rule with its page in the book.
#[derive(Debug)]
pub struct Rule {
    /// The code: words joined by hyphens. It is what a user types after `candor explain`.
    pub code: &'static str,
    /// One line for lists.
    pub summary: &'static str,
    /// How grave it is to break it.
    pub severity: Severity,
    /// The version of Candor that brought it.
    pub since: &'static str,
    /// The page of the book, in Markdown.
    pub page: &'static str,
}

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The policy cannot be published like this.
    Error,
    /// Somebody should look at it.
    Warning,
    /// Something to know.
    Note,
}

impl Severity {
    /// The word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Declares a rule whose page is `book/src/rules/CODE.md`, so that code and page cannot part.
macro_rules! rule {
    ($visibility:vis $name:ident, $code:literal, $severity:ident, $summary:literal) => {
        #[doc = $summary]
        $visibility static $name: $crate::diagnostic::rule::Rule = $crate::diagnostic::rule::Rule {
            code: $code,
            summary: $summary,
            severity: $crate::diagnostic::rule::Severity::$severity,
            since: "0.1",
            page: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/book/src/rules/", $code, ".md")),
        };
    };
}

/// Declares the rules of a pass, in the order of the book: `NAME "code" Severity "summary";`.
macro_rules! rules {
    ($($name:ident $code:literal $severity:ident $summary:literal;)*) => {
        $($crate::diagnostic::rule::rule!(pub $name, $code, $severity, $summary);)*

        /// All of them, in the order of the book.
        pub(crate) static RULES: &[&$crate::diagnostic::rule::Rule] = &[$(&$name),*];
    };
}

pub(crate) use {rule, rules};
