//! The rules of names.

use crate::rule;

rule!(pub UNKNOWN_NAME, "unknown-name", Error, "a name that neither the policy nor the standard vocabulary declares");
rule!(pub WRONG_KIND, "wrong-kind", Error, "a name stands where another kind of thing is expected");
rule!(pub DUPLICATE_NAME, "duplicate-name", Error, "two terms of one kind have the same name");
rule!(pub DUPLICATE_LABEL, "duplicate-label", Error, "two parts of a document have the same label");
rule!(pub MISSING_LABEL, "missing-label", Error, "a statement has no label");
rule!(pub MISSING_TERM_LABEL, "missing-term-label", Error, "a term has no label for readers");
rule!(pub HIERARCHY_CYCLE, "hierarchy-cycle", Error, "a term stands above itself");
rule!(pub MISPLACED_TRAIT, "misplaced-trait", Error, "a trait stands on a kind of term that cannot have it");
rule!(pub UNKNOWN_ATTRIBUTE, "unknown-attribute", Error, "an attribute that this kind of block does not have");
rule!(pub WRONG_VALUE, "wrong-value", Error, "an attribute has a value of the wrong kind");
rule!(pub DUPLICATE_ATTRIBUTE, "duplicate-attribute", Error, "an attribute is given twice");
rule!(pub DEPRECATED_TERM, "deprecated-term", Warning, "a term is used that should no longer be used");
