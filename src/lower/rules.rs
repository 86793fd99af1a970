//! The rules of types and values.

use crate::rule;

rule!(pub CLAUSE_NOT_TAKEN, "clause-not-taken", Error, "a clause stands behind a verb that does not take it");
rule!(pub DUPLICATE_CLAUSE, "duplicate-clause", Error, "a statement has two clauses of one kind");
rule!(pub MISSING_CLAUSE, "missing-clause", Error, "a verb lacks a clause that it needs");
rule!(pub ONLY_WITH_UNLESS, "only-with-unless", Error, "`unless` stands beside `only when` or `only with`");
rule!(pub MODAL_NOT_TAKEN, "modal-not-taken", Error, "a modal word stands before a verb that does not take it");
rule!(pub VERB_FORM, "verb-form", Warning, "a verb does not agree with who acts");
rule!(pub TAIL_ORDER, "tail-order", Error, "the parts at the end of a statement are out of order or doubled");
rule!(pub LATER_WITHOUT_NOT_YET, "later-without-not-yet", Error, "`later` announces something that is not said to be absent yet");
rule!(pub UNKNOWN_LABEL, "unknown-label", Error, "a statement refers to a label that does not exist");
rule!(pub IMPOSSIBLE_DATE, "impossible-date", Error, "a date is not in the calendar");
rule!(pub DATE_ORDER, "date-order", Error, "the dates of a policy contradict each other");
rule!(pub IMPOSSIBLE_DURATION, "impossible-duration", Error, "a length of time cannot be");
rule!(pub WHICHEVER_MISSING, "whichever-missing", Error, "several ends do not say which of them counts");
rule!(pub WHICHEVER_ALONE, "whichever-alone", Error, "a single end says which of several counts");
rule!(pub END_NOT_TAKEN, "end-not-taken", Error, "an end of a retention does not fit its statement");
rule!(pub UNKNOWN_SLOT, "unknown-slot", Error, "the author's wording has a slot that the statement does not fill");
rule!(pub UNUSED_SLOT, "unused-slot", Error, "the author's wording leaves out what the statement says");
rule!(pub DUPLICATE_POLICY, "duplicate-policy", Error, "a document has two `policy` blocks");
rule!(pub MISPLACED_ITEM, "misplaced-item", Error, "an item stands where it cannot stand");
rule!(pub UNKNOWN_NEED, "unknown-need", Error, "a requirement asks for something that no statement has");
