//! The rules of names.

use crate::diagnostic::rule::rules;

rules! {
    UNKNOWN_NAME "unknown-name" Error "a name that neither the policy nor the standard vocabulary declares";
    WRONG_KIND "wrong-kind" Error "a name stands where another kind of thing is expected";
    DUPLICATE_NAME "duplicate-name" Error "two terms of one kind have the same name";
    DUPLICATE_LABEL "duplicate-label" Error "two parts of a document have the same label";
    MISSING_LABEL "missing-label" Error "a statement has no label";
    MISSING_TERM_LABEL "missing-term-label" Error "a term has no label for readers";
    HIERARCHY_CYCLE "hierarchy-cycle" Error "a term stands above itself";
    MISPLACED_TRAIT "misplaced-trait" Error "a trait stands on a kind of term that cannot have it";
    UNKNOWN_ATTRIBUTE "unknown-attribute" Error "an attribute that this kind of block does not have";
    WRONG_VALUE "wrong-value" Error "an attribute has a value of the wrong kind";
    DUPLICATE_ATTRIBUTE "duplicate-attribute" Error "an attribute is given twice";
    DEPRECATED_TERM "deprecated-term" Warning "a term is used that should no longer be used";
}
