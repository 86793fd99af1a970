//! What must hold between a policy and another one that differs from it in one way.

use std::collections::BTreeSet;

use candor::model::{Policy, Sentence};

use super::draft::{Author, Choices, Draft, Exception, Line, List};
use super::{WORDS, number, read, read_files};
use crate::oracle::{Grain, Oracle, Owner, Show};

/// Policies for each law.
const COUNT: u64 = 60;
/// One flow of so many is compared.
const ONE_OF: u64 = 1999;

/// Some drafts that can be read, with a source of further choices.
fn drafts(seed: u64) -> impl Iterator<Item = (Draft, Choices)> {
    let count = number("CANDOR_POLICIES", COUNT).min(COUNT * 20);
    let drafts = (0..count * 2).map(move |at| {
        let mut choices = Choices::new(seed.wrapping_mul(31_337).wrapping_add(at));
        (Author::new(&mut choices).draft(), choices)
    });
    drafts.filter(|(draft, _)| read(&draft.text()).is_ok()).take(usize::try_from(count).unwrap_or(usize::MAX))
}
