//! The rules of types and values.

use crate::diagnostic::rule::rules;

rules! {
    CLAUSE_NOT_TAKEN "clause-not-taken" Error "a clause stands behind a verb that does not take it";
    DUPLICATE_CLAUSE "duplicate-clause" Error "a statement has two clauses of one kind";
    MISSING_CLAUSE "missing-clause" Error "a verb lacks a clause that it needs";
    UNUSED_HEADER_CLAUSE "unused-header-clause" Warning "no statement takes over a clause of the header of its section";
    ONLY_WITH_UNLESS "only-with-unless" Error "`unless` stands beside an `only`";
    ONLY_IN_PROHIBITION "only-in-prohibition" Error "`only` stands in a statement of what is not done";
    MODAL_NOT_TAKEN "modal-not-taken" Error "a verb stands with a modal word that it does not take, or without the one that it needs";
    STATEMENT_TITLE "statement-title" Error "the title of a statement is empty, or that of another statement beside it";
    VERB_FORM "verb-form" Warning "a verb does not agree with who acts";
    TAIL_ORDER "tail-order" Error "the parts at the end of a statement are out of order or doubled";
    LATER_WITHOUT_NOT_YET "later-without-not-yet" Error "`later` announces something that is not said to be absent yet";
    UNKNOWN_LABEL "unknown-label" Error "a statement refers to a label that does not exist";
    IMPOSSIBLE_DATE "impossible-date" Error "a date is not in the calendar";
    DATE_ORDER "date-order" Error "the dates of a policy contradict each other";
    IMPOSSIBLE_DURATION "impossible-duration" Error "a length of time cannot be";
    WHICHEVER_MISSING "whichever-missing" Error "several ends do not say which of them counts";
    WHICHEVER_ALONE "whichever-alone" Error "a single end says which of several counts";
    END_NOT_TAKEN "end-not-taken" Error "an end of a retention does not fit its statement";
    UNKNOWN_SLOT "unknown-slot" Error "the author's wording has a slot that the statement does not fill";
    UNUSED_SLOT "unused-slot" Error "the author's wording leaves out what the statement says";
    DUPLICATE_POLICY "duplicate-policy" Error "a document has two `policy` blocks";
    MISPLACED_ITEM "misplaced-item" Error "an item stands where it cannot stand";
    UNKNOWN_NEED "unknown-need" Error "a requirement asks for something that no statement has";
}
