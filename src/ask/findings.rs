//! What can be wrong with questions that are not in words.

use crate::diagnostic::rule::rules;

rules! {
    UNREADABLE "question-unreadable" Error "a question in JSON is damaged, or says what no question can say";
}
