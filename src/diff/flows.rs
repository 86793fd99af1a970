//! Which flows became permitted or are no longer permitted, and which promises were withdrawn or made.
//!
//! A half that permits or prohibits the same flows in both policies has changed nothing. So only the halves that differ are
//! looked at: what one of them says, less everything that the other policy says, is exactly what changed.
//!
//! Only flows that both policies take for possible are compared. What can be true together is a matter of its own: that a
//! consent is met by something else, or that a recipient is no longer bound, is told once (`conditions`, `guarantees`), and not
//! again of every flow.

use std::collections::{BTreeMap, HashSet};

use super::align::Aligned;
use super::novelty::{self, Base};
use super::rule::ChangeRule;
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Realm, Side};
use crate::semantics::region::{BudgetExceeded, Diagrams, Region};
use crate::semantics::space::{Act, Dimension, FactId, FactKey, Space};

/// Changed flows of one rule that come from one statement.
pub(super) struct Moved {
    pub(super) rule: ChangeRule,
    /// The slots that had to be relaxed before the other side said the same.
    pub(super) novelty: Vec<&'static str>,
    /// Whose they are: a statement or a tracker of the new policy where it widens, of the old one where it narrows.
    pub(super) owner: Owner,
    /// Whether the owner is of the new policy.
    pub(super) is_new: bool,
    /// The flows that became permitted, or are no longer permitted.
    pub(super) permitted: Region,
    /// The flows that are no longer ruled out, or became ruled out.
    pub(super) ruled_out: Region,
}

/// Everything that changed about flows.
pub(super) struct Moves {
    pub(super) moved: Vec<Moved>,
    /// All flows that became permitted, that are no longer permitted, that are no longer ruled out, that became ruled out.
    pub(super) totals: [Region; 4],
}

type Outcome<T> = Result<T, BudgetExceeded>;

/// Compares what two policies permit and prohibit.
pub(super) fn compare(old: &Meaning, new: &Meaning) -> Outcome<Moves> {
    let gained = gains(new, old, Realm::Practice, Side::Permission)?;
    let lost = gains(old, new, Realm::Practice, Side::Permission)?;
    let more = total(new, &gained)?;
    let less = total(old, &lost)?;
    let withdrawn = without(old, gains(old, new, Realm::Practice, Side::Prohibition)?, &more)?;
    let made = without(new, gains(new, old, Realm::Practice, Side::Prohibition)?, &less)?;
    let totals = [more, less, total(old, &withdrawn)?, total(new, &made)?];
    let mut moved = Vec::new();
    Direction { from: old, to: new, is_widening: true }.name(gained, withdrawn, &mut moved)?;
    Direction { from: new, to: old, is_widening: false }.name(lost, made, &mut moved)?;
    Ok(Moves { moved, totals })
}

/// What an owner says on one side that nobody says on the other.
pub(super) struct Gain {
    pub(super) owner: Owner,
    /// How the half came about that says it.
    pub(super) origin: Origin,
    pub(super) region: Region,
}

/// Whether a half says something of its own of the flows of a realm: what only yields does not.
fn is_said(half: &Half, realm: Realm, side: Side) -> bool {
    half.side == side && half.realm == realm && half.origin != Origin::Deed
}

/// What the halves of one policy say and those of the other do not, each flow once.
pub(super) fn gains(one: &Meaning, other: &Meaning, realm: Realm, side: Side) -> Outcome<Vec<Gain>> {
    let diagrams = &one.diagrams;
    let is_meant = |half: &Half| is_said(half, realm, side) && half.origin != Origin::Choice;
    let said = other.halves.iter().zip(&other.effect.regions);
    let said = said.filter(|(half, _)| is_said(half, realm, side));
    let said: Vec<(&Half, &Region)> = said.collect();
    let known: HashSet<&Region> = said.iter().map(|(_, region)| *region).collect();
    let one_sided = one_sided_choices(one.diagrams.space(), other.diagrams.space());
    let mut gains: Vec<Gain> = Vec::new();
    let mut taken = diagrams.nothing();
    // What is stated first: what is only implied goes with it.
    for is_implied in [false, true] {
        for (half, region) in one.halves.iter().zip(&one.effect.regions) {
            if !is_meant(half) || (half.origin == Origin::Implied) != is_implied {
                continue;
            }
            if known.contains(region) {
                continue;
            }
            let mut rest = diagrams.minus(region, &taken)?;
            for fact in &one_sided {
                rest = diagrams.and(&rest, &diagrams.literal(*fact, false))?;
            }
            let extent = novelty::extent(diagrams, &rest)?;
            for (half, region) in &said {
                // The sets of a half have their numbers in the space of its own policy.
                if novelty::meets(other.diagrams.space(), &extent, &half.cells, &[]) {
                    rest = diagrams.minus(&rest, region)?;
                }
            }
            let rest = possible([one, other], &rest)?;
            if !diagrams.is_empty(&rest)? {
                taken = diagrams.or(&taken, &rest)?;
                gains.push(Gain { owner: half.owner, origin: half.origin, region: rest });
            }
        }
    }
    Ok(gains)
}

/// The flows of a set that both policies take for possible.
pub(super) fn possible(both: [&Meaning; 2], region: &Region) -> Outcome<Region> {
    let mut possible = region.clone();
    loop {
        // The constraints of one side can bring in facts about which the other side has constraints.
        let mut next = possible.clone();
        for meaning in both {
            next = meaning.diagrams.feasible(&next)?;
        }
        if next == possible {
            return Ok(possible);
        }
        possible = next;
    }
}

/// The choices that only one of two policies offers: that an offer came or went is told once, as a choice.
pub(super) fn one_sided_choices(one: &Space, other: &Space) -> Vec<FactId> {
    let is_offered = |space: &Space, key: FactKey| match key {
        FactKey::Term(term) => space.is_choice(term),
        FactKey::Given(..) | FactKey::Subject(_) | FactKey::Known(_) => false,
    };
    let is_one_sided = |key: FactKey| is_offered(one, key) != is_offered(other, key);
    one.facts.iter().filter(|(_, key)| is_one_sided(*key)).map(|(fact, _)| fact).collect()
}

fn total(meaning: &Meaning, gains: &[Gain]) -> Outcome<Region> {
    meaning.diagrams.union(gains.iter().map(|gain| gain.region.clone()))
}

fn without(meaning: &Meaning, gains: Vec<Gain>, taken: &Region) -> Outcome<Vec<Gain>> {
    let mut left = Vec::new();
    for gain in gains {
        let region = meaning.diagrams.minus(&gain.region, taken)?;
        if !meaning.diagrams.is_empty(&region)? {
            left.push(Gain { region, ..gain });
        }
    }
    Ok(left)
}

/// From one policy to the other, in which flows came.
struct Direction<'m> {
    from: &'m Meaning,
    to: &'m Meaning,
    is_widening: bool,
}

impl Direction<'_> {
    /// Gives each gained flow the name of what is new about it, and puts what follows from the same statement with it.
    fn name(&self, gained: Vec<Gain>, withdrawn: Vec<Gain>, moved: &mut Vec<Moved>) -> Outcome<()> {
        let base = Base::new(self.from, Side::Permission);
        let first = moved.len();
        for gain in gained {
            let same = moved.iter().skip(first).position(|one| one.owner == gain.owner);
            if let (Origin::Implied, Some(place)) = (gain.origin, same) {
                let with = &mut moved[first + place];
                with.permitted = self.to.diagrams.or(&with.permitted, &gain.region)?;
                continue;
            }
            let parts = novelty::classify(&self.to.diagrams, &base, &gain.region)?;
            let mut by_rule: BTreeMap<ChangeRule, (Vec<&'static str>, Region)> = BTreeMap::new();
            for part in parts {
                let rule = part.axes.first().map_or(ChangeRule::PracticeAdded, |axis| axis.rule);
                let nothing = (Vec::new(), self.to.diagrams.nothing());
                let (novelty, region) = by_rule.entry(rule).or_insert(nothing);
                for axis in &part.axes {
                    if !novelty.contains(&axis.word) {
                        novelty.push(axis.word);
                    }
                }
                *region = self.to.diagrams.or(region, &part.region)?;
            }
            for (rule, (novelty, permitted)) in by_rule {
                let rule = self.named(rule);
                let known =
                    moved.iter_mut().skip(first).find(|one| one.owner == gain.owner && one.rule == rule);
                if let Some(known) = known {
                    known.permitted = self.to.diagrams.or(&known.permitted, &permitted)?;
                    continue;
                }
                moved.push(Moved {
                    rule,
                    novelty,
                    owner: gain.owner,
                    is_new: self.is_widening,
                    permitted,
                    ruled_out: self.to.diagrams.nothing(),
                });
            }
        }
        for gain in withdrawn {
            let label = label_of(self.from, gain.owner);
            // A promise that goes with what the same statement now permits is told with it.
            let same = moved.iter().skip(first).position(|one| match one.is_new == self.is_widening {
                true => label_of(self.to, one.owner) == label,
                false => one.owner == gain.owner,
            });
            if let Some(place) = same {
                let with = &mut moved[first + place];
                with.ruled_out = self.to.diagrams.or(&with.ruled_out, &gain.region)?;
                continue;
            }
            moved.push(Moved {
                rule: self.named(ChangeRule::PromiseWithdrawn),
                novelty: Vec::new(),
                owner: gain.owner,
                is_new: !self.is_widening,
                permitted: self.to.diagrams.nothing(),
                ruled_out: gain.region,
            });
        }
        Ok(())
    }

    /// The rule as it is called in this direction.
    const fn named(&self, rule: ChangeRule) -> ChangeRule {
        if self.is_widening { rule } else { rule.mirror() }
    }
}

/// The label of the statement or tracker.
pub(super) fn label_of(meaning: &Meaning, owner: Owner) -> &str {
    Aligned::of(meaning).label(owner)
}

/// The statements and trackers of a policy one of whose halves on a side shares flows with a set.
pub(super) fn sharing(meaning: &Meaning, side: Side, flows: &Region) -> Outcome<Vec<Owner>> {
    let is_meant = |half: &Half| half.side == side && half.is_practice() && half.origin != Origin::Choice;
    sharing_of(meaning, &is_meant, flows)
}

/// Those that say something of such flows of a realm, whether they permit or prohibit them.
pub(super) fn speaking(meaning: &Meaning, realm: Realm, flows: &Region) -> Outcome<Vec<Owner>> {
    sharing_of(meaning, &|half| half.realm == realm && half.origin != Origin::Deed, flows)
}

/// The same, and the offers of choices that were used.
pub(super) fn bearing(meaning: &Meaning, side: Side, flows: &Region) -> Outcome<Vec<Owner>> {
    sharing_of(meaning, &|half| half.side == side && half.is_practice(), flows)
}

fn sharing_of(meaning: &Meaning, is_wanted: &dyn Fn(&Half) -> bool, flows: &Region) -> Outcome<Vec<Owner>> {
    let diagrams = &meaning.diagrams;
    let extent = novelty::extent(diagrams, flows)?;
    let mut owners = Vec::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        if is_wanted(half)
            && !owners.contains(&half.owner)
            && novelty::meets(diagrams.space(), &extent, &half.cells, &[])
            && !diagrams.is_empty(&diagrams.and(region, flows)?)?
        {
            owners.push(half.owner);
        }
    }
    Ok(owners)
}

/// Whether a set has flows with one of some verbs.
pub(super) fn has_act(meaning: &Meaning, flows: &Region, acts: &[Act]) -> Outcome<bool> {
    let diagrams = &meaning.diagrams;
    Ok(!diagrams.is_empty(&diagrams.and(flows, &doing(diagrams, acts))?)?)
}

/// Every flow with one of some verbs.
pub(super) fn doing(diagrams: &Diagrams, acts: &[Act]) -> Region {
    let space = diagrams.space();
    let classes = space.classes(Dimension::Verb);
    let mut wanted = fixedbitset::FixedBitSet::with_capacity(space.n_classes(Dimension::Verb));
    acts.iter().for_each(|act| wanted.insert(classes.class_of[*act as usize]));
    diagrams.slice(Dimension::Verb, &wanted)
}

/// Every flow in which the company would be its own recipient: it is nobody's, so that these say nothing.
pub(super) fn to_itself(diagrams: &Diagrams) -> Outcome<Region> {
    let company = diagrams.slice(Dimension::Recipient, &diagrams.space().company_alone());
    diagrams.and(&company, &doing(diagrams, &[Act::Disclose, Act::Sell]))
}
