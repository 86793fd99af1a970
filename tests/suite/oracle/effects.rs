//! What the vocabulary declares of terms, for the term itself or for the nearest one above it.

use candor::model::{Effects, TermId, Vocabulary};

const fn says_deletion(one: &Effects) -> bool {
    !one.deletes_on.is_empty() || !one.deletes_about.is_empty()
}

const fn says_stop(one: &Effects) -> bool {
    !one.stops.is_empty()
        || !one.stops_for.is_empty()
        || !one.stops_based_on.is_empty()
        || !one.stops_with.is_empty()
        || !one.stops_except_for.is_empty()
        || !one.stops_except_with.is_empty()
}

const fn says_deed(one: &Effects) -> bool {
    !one.done_by.is_empty()
        || !one.done_for.is_empty()
        || !one.done_about.is_empty()
        || one.done_with.is_some()
        || one.done_abroad
        || !one.done_by_trackers.is_empty()
        || one.done_by_others
}

/// What a right deletes.
pub(crate) fn deletion_of(vocabulary: &Vocabulary, right: TermId) -> Option<&Effects> {
    nearest(vocabulary, right, says_deletion)
}

/// What a right stops.
pub(crate) fn stop_of(vocabulary: &Vocabulary, right: TermId) -> Option<&Effects> {
    nearest(vocabulary, right, says_stop)
}

/// What does a topic.
pub(crate) fn deed_of(vocabulary: &Vocabulary, topic: TermId) -> Option<&Effects> {
    nearest(vocabulary, topic, says_deed)
}

/// Where a recipient receives, unless somebody says where.
pub(crate) fn country_of(vocabulary: &Vocabulary, recipient: TermId) -> Option<TermId> {
    nearest(vocabulary, recipient, |one| one.country.is_some())?.country
}

/// What a right or a topic stands for: itself, or what the list that it means stands for.
pub(crate) fn meant(vocabulary: &Vocabulary, term: TermId) -> Vec<TermId> {
    match super::facts::meant(term, vocabulary) {
        Some(listed) => listed.into_iter().flat_map(|one| meant(vocabulary, one)).collect(),
        None => vec![term],
    }
}

fn nearest(vocabulary: &Vocabulary, term: TermId, says: fn(&Effects) -> bool) -> Option<&Effects> {
    let above = vocabulary.ancestors(term);
    std::iter::once(term).chain(above).map(|one| &*vocabulary.term(one).effects).find(|one| says(one))
}
