//! The three steps, for the flows that have the same values in their slots.

use std::collections::{BTreeMap, BTreeSet};

use super::exceptions::Exceptions;
use super::facts::Fact;
use super::halves::{Half, Mention, Origin};
use super::keeping::Retention;
use super::sentence::{Owner, Side};
use super::worlds::Worlds;

/// What takes part in the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Permission,
    Prohibition,
    /// What `retain` keeps, what `kept` keeps, and what is limited: they take part in exceptions alone.
    Retention,
    Kept,
    Limit,
}

/// A half, or a retention beside the halves of deletions.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) owner: Owner,
    pub(crate) sort: Sort,
    pub(crate) origin: Origin,
    pub(crate) mention: Mention,
}

impl From<&Half> for Item {
    fn from(half: &Half) -> Self {
        let sort = match half.side {
            Side::Permission => Sort::Permission,
            Side::Prohibition => Sort::Prohibition,
        };
        Self { owner: half.owner, sort, origin: half.origin, mention: half.mention.clone() }
    }
}

impl From<&Retention> for Item {
    fn from(retention: &Retention) -> Self {
        let sort = match (retention.is_kept, retention.is_retain) {
            (false, _) => Sort::Limit,
            (true, true) => Sort::Retention,
            (true, false) => Sort::Kept,
        };
        Self { owner: retention.owner, sort, origin: Origin::Stated, mention: Mention::default() }
    }
}

/// The items of a pass, and how they stand to each other whatever the flow.
pub(crate) struct Steps {
    pub(crate) items: Vec<Item>,
    /// The items, those of what is named before those of what names it.
    order: Vec<usize>,
    /// For each item, what it loses by its exception.
    loses: Vec<Vec<usize>>,
    /// For each item, the prohibitions to which it yields because it is silent.
    yields_to: Vec<Vec<usize>>,
    /// The refusals of rights from some statements, each with a grant of rights from others.
    pub(crate) leaves: Vec<(usize, usize)>,
}

/// What is found out on the way.
#[derive(Default)]
pub(crate) struct Sums {
    /// For each permission and prohibition: whether flows are common, whether some of the permission are not, whether some
    /// of the prohibition are not; the latter two in personal forms, with verbs and actors of the permission.
    pub(crate) common: BTreeMap<(usize, usize), [bool; 3]>,
    pub(crate) cuts: BTreeSet<(usize, usize)>,
    /// Which statement takes something out of which.
    pub(crate) taken: BTreeSet<(Owner, Owner)>,
    pub(crate) left: BTreeSet<usize>,
    /// Which prohibitions say something that another does not say.
    pub(crate) beyond: BTreeSet<(usize, usize)>,
    pub(crate) is_said: BTreeSet<usize>,
}

/// What becomes of the items at one place.
pub(crate) struct Settled {
    /// After step 1.
    pub(crate) said: Vec<Worlds>,
    /// After step 2.
    pub(crate) left: Vec<Worlds>,
}

impl Steps {
    pub(crate) fn of(
        items: Vec<Item>,
        exceptions: &Exceptions,
        is_related: impl Fn(Fact, Fact) -> bool,
    ) -> Self {
        let mut order: Vec<usize> = (0..items.len()).collect();
        order.sort_by_key(|at| exceptions.place(items[*at].owner));
        let those = |is_meant: &dyn Fn(&Item, &Item) -> bool| -> Vec<Vec<usize>> {
            let of = |one: &Item| {
                items.iter().enumerate().filter(|(_, other)| is_meant(one, other)).map(|(at, _)| at).collect()
            };
            items.iter().map(of).collect()
        };
        let loses = those(&|one, other| {
            // What is kept loses a deletion on request as it is written, not as it is left.
            let is_as_written =
                matches!(one.sort, Sort::Retention | Sort::Kept) && other.origin == Origin::Request;
            one.owner != other.owner
                && !is_as_written
                && exceptions.names(one.owner, other.owner)
                && can_take(one.sort, other.sort)
        });
        let yields_to = those(&|one, other| {
            one.sort == Sort::Permission
                && other.sort == Sort::Prohibition
                && !matches!(one.origin, Origin::Implied)
                && other.origin != Origin::Choice
                && !exceptions.joins(one.owner, other.owner)
                && is_silent(&one.mention, &other.mention, &is_related)
        });
        Self { items, order, loses, yields_to, leaves: Vec::new() }
    }

    fn of_sort(&self, sort: Sort) -> impl Iterator<Item = usize> {
        self.items.iter().enumerate().filter(move |(_, item)| item.sort == sort).map(|(at, _)| at)
    }

    /// Takes the three steps. Of the two lists, the first is what is written, the second what earlier passes leave of it:
    /// an exception takes something if it is written, whatever another one takes as well. `scope` is where stated permissions to use have the say; `framed` says of each permission
    /// whether the flows have its verb and its actor, and a personal form.
    pub(crate) fn settle(
        &self,
        sums: &mut Sums,
        [as_written, written]: [&[Worlds]; 2],
        scope: Option<&Worlds>,
        framed: &[bool],
    ) -> Settled {
        // Step 1: exceptions.
        let mut said = written.to_vec();
        for at in &self.order {
            for other in &self.loses[*at] {
                if as_written[*at].meets(&said[*other]) {
                    sums.taken.insert((self.items[*at].owner, self.items[*other].owner));
                    let lost = said[*other].clone();
                    said[*at].remove(&lost);
                }
            }
        }

        // Step 2: what yields.
        let excepted = said.clone();
        self.leaves.iter().for_each(|(refusal, grant)| said[*refusal].remove(&excepted[*grant]));
        let mut left = said.clone();
        let is_there = |at: &usize| !said[*at].is_empty();
        let prohibitions: Vec<usize> = self.of_sort(Sort::Prohibition).filter(is_there).collect();
        let permissions: Vec<usize> = self.of_sort(Sort::Permission).filter(is_there).collect();
        for at in &permissions {
            if self.items[*at].origin == Origin::Implied {
                prohibitions.iter().for_each(|other| left[*at].remove(&said[*other]));
                scope.into_iter().for_each(|scope| left[*at].remove(scope));
                continue;
            }
            for other in prohibitions.iter().filter(|other| self.items[**other].origin == Origin::Choice) {
                left[*at].remove(&said[*other]);
            }
            let before = left[*at].clone();
            for other in &self.yields_to[*at] {
                if before.meets(&said[*other]) {
                    sums.cuts.insert((*at, *other));
                    left[*at].remove(&said[*other]);
                }
            }
        }

        // Step 3: conflicts.
        for at in self.of_sort(Sort::Permission).filter(|at| self.items[*at].origin != Origin::Implied) {
            for other in self.of_sort(Sort::Prohibition) {
                if self.items[at].owner == self.items[other].owner
                    || left[at].is_empty() && left[other].is_empty()
                {
                    continue;
                }
                let common = sums.common.entry((at, other)).or_default();
                common[0] |= left[at].meets(&left[other]);
                common[1] |= framed[at] && !left[at].is_within(&left[other]);
                common[2] |= framed[at] && !left[other].is_within(&left[at]);
            }
        }
        for at in &prohibitions {
            let others = self.of_sort(Sort::Prohibition).filter(|other| other != at);
            sums.beyond
                .extend(others.filter(|other| !said[*at].is_within(&said[*other])).map(|other| (*at, other)));
        }
        sums.is_said.extend(prohibitions);
        sums.left.extend((0..left.len()).filter(|at| !left[*at].is_empty()));
        Settled { said, left }
    }
}

/// Whether something of one sort loses what is of another.
const fn can_take(one: Sort, other: Sort) -> bool {
    match (one, other) {
        (Sort::Permission, Sort::Prohibition | Sort::Retention | Sort::Kept)
        | (Sort::Prohibition, Sort::Permission)
        | (Sort::Retention | Sort::Kept, Sort::Permission | Sort::Retention)
        | (Sort::Limit, Sort::Retention) => true,
        (Sort::Permission, Sort::Permission | Sort::Limit)
        | (Sort::Prohibition, Sort::Prohibition | Sort::Retention | Sort::Kept | Sort::Limit)
        | (Sort::Retention | Sort::Kept, Sort::Prohibition | Sort::Kept | Sort::Limit)
        | (Sort::Limit, Sort::Permission | Sort::Prohibition | Sort::Kept | Sort::Limit) => false,
    }
}

/// Whether a permission is silent on something on which a prohibition is affirmative.
fn is_silent(permission: &Mention, prohibition: &Mention, is_related: &impl Fn(Fact, Fact) -> bool) -> bool {
    let is_unsaid = |fact: &Fact| !permission.facts.iter().any(|said| is_related(*said, *fact));
    prohibition.slots.iter().any(|slot| !permission.slots.contains(slot))
        || prohibition.form && !permission.form
        || prohibition.facts.iter().any(is_unsaid)
}
