//! What can be wrong with compiled rules.

use crate::diagnostic::rule::rules;

rules! {
    UNREADABLE "rules-unreadable" Error "a file of compiled rules is damaged, or is something else";
    VERSION "rules-version" Error "compiled rules are in a format, or were made with a vocabulary, that this version does not know";
    REFERENCE "rules-reference" Error "compiled rules refer to something that is not there";
    ALTERED "rules-altered" Error "compiled rules do not say what they say of themselves";
}
