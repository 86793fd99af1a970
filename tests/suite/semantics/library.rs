//! What the library says, in the words of the oracle.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Policy, Verb};
use candor::semantics::effect;
use candor::semantics::half::{Half, Origin, Owner, Side};
use candor::semantics::space::{Act, Atom, Dimension, FactKey, Known};
use candor::semantics::verdict::Verdict;
use candor::semantics::{Flow, Meaning};
use candor::source::Span;

use crate::oracle::{self, Class, Conflict, ConflictKind, Cut, Fact, Oracle, Slot, Target, Value};

pub(super) fn owner_of(owner: Owner) -> oracle::Owner {
    match owner {
        Owner::Statement(id) => oracle::Owner::Statement(id.index()),
        Owner::Tracker(id) => oracle::Owner::Tracker(id.index()),
    }
}

fn origin_of(policy: &Policy, half: &Half) -> oracle::Origin {
    match half.origin {
        Origin::Stated if half.is_practice() && policy.part_sentence(half.owner).verb == Verb::HaveNo => {
            oracle::Origin::Absence
        }
        Origin::Stated => oracle::Origin::Stated,
        Origin::Only => oracle::Origin::Only,
        Origin::Unless => oracle::Origin::Unless,
        Origin::Implied => oracle::Origin::Implied,
        Origin::Choice => oracle::Origin::Choice,
        Origin::Entailed if half.cells.iter().any(|cell| cell.sets[Dimension::Topic as usize].is_some()) => {
            oracle::Origin::Deed
        }
        Origin::Entailed => oracle::Origin::Required,
        // It yields to everything, as what is implied does.
        Origin::Deed => oracle::Origin::Implied,
        Origin::Request => oracle::Origin::Request,
        Origin::Kept => oracle::Origin::Stated,
    }
}

fn half_of(meaning: &Meaning, at: usize) -> (oracle::Owner, oracle::Origin) {
    let half = &meaning.halves[at];
    (owner_of(half.owner), origin_of(&meaning.diagrams.space().policy, half))
}

pub(super) fn verdict_of(verdict: Verdict) -> oracle::Verdict {
    match verdict {
        Verdict::Permitted => oracle::Verdict::Permitted,
        Verdict::PermittedIf => oracle::Verdict::PermittedIf,
        Verdict::Prohibited => oracle::Verdict::Prohibited,
        Verdict::Undisclosed => oracle::Verdict::Undisclosed,
        Verdict::Mixed => oracle::Verdict::Mixed,
        Verdict::NotCovered => oracle::Verdict::NotCovered,
        Verdict::Impossible => oracle::Verdict::Impossible,
    }
}

fn target_of(target: candor::model::Target) -> Target {
    match target {
        candor::model::Target::Statement(id) => Target::Statement(id.index()),
        candor::model::Target::Section(id) => Target::Section(id.index()),
    }
}

/// What is wrong with the exceptions.
pub(super) fn faults(meaning: &Meaning) -> oracle::Faults {
    let mut faults = oracle::Faults::default();
    for fault in &meaning.effect.exception_faults {
        match fault {
            effect::ExceptionFault::Cycle(_) | effect::ExceptionFault::ElsewhereMeets(..) => {
                faults.is_circular = true;
            }
            effect::ExceptionFault::NoOpposite { owner, named, .. } => {
                faults.without_opposite.insert((owner_of(*owner), target_of(*named)));
            }
            effect::ExceptionFault::TakesNothing { owner, named, .. } => {
                faults.takes_nothing.insert((owner_of(*owner), target_of(*named)));
            }
        }
    }
    faults
}

pub(super) fn cuts(meaning: &Meaning) -> BTreeSet<Cut> {
    let cut = |cut: &effect::Cut| Cut {
        permission: half_of(meaning, cut.permission),
        prohibition: half_of(meaning, cut.prohibition),
    };
    meaning.effect.cuts.iter().map(cut).collect()
}

pub(super) fn conflicts(meaning: &Meaning) -> BTreeSet<Conflict> {
    let conflict = |conflict: &effect::Conflict| Conflict {
        permission: half_of(meaning, conflict.permission),
        prohibition: half_of(meaning, conflict.prohibition),
        kind: match conflict.kind {
            effect::ConflictKind::Contradiction => ConflictKind::Contradiction,
            effect::ConflictKind::Overlap => ConflictKind::PartialContradiction,
            effect::ConflictKind::UnwrittenException => ConflictKind::UnwrittenException,
        },
    };
    meaning.effect.conflicts.iter().map(conflict).collect()
}

/// Pairs of statements of which a rule speaks, and for the rule that speaks of several at once the groups.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    /// By the code of the rule.
    pub(super) pairs: BTreeMap<&'static str, BTreeSet<BTreeSet<oracle::Owner>>>,
    /// Deletions, with the retentions that they all meet.
    pub(super) outlasting: BTreeSet<(BTreeSet<oracle::Owner>, BTreeSet<oracle::Owner>)>,
    /// Promises that add nothing, with those that say all of it: the library names one of them.
    pub(super) redundant: BTreeMap<oracle::Owner, BTreeSet<oracle::Owner>>,
}

/// The rules that speak of two statements.
pub(super) const OF_PAIRS: [&str; 3] = ["deletion-against-retention", "two-retentions", "two-answers"];

impl Findings {
    /// What the checks of a policy find.
    pub(super) fn of_library(policy: &Policy, meaning: &Meaning) -> Self {
        let mut findings = Self::default();
        for found in &candor::check::check(policy, Some(meaning)) {
            let owners: BTreeSet<oracle::Owner> =
                found.labels.iter().filter_map(|label| owner_at(policy, label.span)).collect();
            if let Some(code) = OF_PAIRS.into_iter().find(|code| *code == found.rule.code) {
                findings.pairs.entry(code).or_default().insert(owners);
            } else if found.rule.code == "redundant-promise" {
                let shown = found.labels.iter().find(|label| label.is_primary);
                let promise =
                    shown.and_then(|label| owner_at(policy, label.span)).expect("the promise is shown");
                findings
                    .redundant
                    .entry(promise)
                    .or_default()
                    .extend(owners.into_iter().filter(|one| *one != promise));
            } else if found.rule.code == "retention-outlasts-deletion" {
                findings.outlasting.insert(owners.into_iter().partition(|owner| is_deletion(policy, *owner)));
            }
        }
        findings
    }

    pub(super) fn of_oracle(oracle: &Oracle) -> Self {
        let mut findings = Self::default();
        let pairs = [&oracle.against, &oracle.two_retentions, &oracle.two_answers];
        for (code, pairs) in OF_PAIRS.into_iter().zip(pairs) {
            for (one, other) in pairs {
                findings.pairs.entry(code).or_default().insert(BTreeSet::from([*one, *other]));
            }
        }
        // One warning for all deletions that meet the same retentions.
        let mut met: BTreeMap<oracle::Owner, BTreeSet<oracle::Owner>> = BTreeMap::new();
        for (deletion, retention) in &oracle.outlasting {
            met.entry(*deletion).or_default().insert(*retention);
        }
        let mut groups: BTreeMap<BTreeSet<oracle::Owner>, BTreeSet<oracle::Owner>> = BTreeMap::new();
        for (deletion, retentions) in met {
            groups.entry(retentions).or_default().insert(deletion);
        }
        findings.outlasting =
            groups.into_iter().map(|(retentions, deletions)| (deletions, retentions)).collect();
        for (promise, wider) in &oracle.redundant {
            findings.redundant.entry(*promise).or_default().insert(*wider);
        }
        findings
    }

    /// Leaves of the promises that say all of another one, and of the statements that a later one contradicts, those
    /// that `named` names: it may choose one for each answer. The first of all is always named.
    pub(super) fn naming(mut self, named: &Self) -> Self {
        for code in ["two-retentions", "two-answers"] {
            let Some(pairs) = self.pairs.get_mut(code) else { continue };
            let firsts: BTreeMap<oracle::Owner, oracle::Owner> =
                pairs.iter().rev().filter_map(|pair| Some((*pair.last()?, *pair.first()?))).collect();
            let is_chosen = |pair: &BTreeSet<oracle::Owner>| {
                named.pairs.get(code).is_some_and(|chosen| chosen.contains(pair))
            };
            pairs.retain(|pair| {
                is_chosen(pair) || pair.last().is_some_and(|last| firsts.get(last) == pair.first())
            });
        }
        for (promise, wider) in &mut self.redundant {
            let chosen: BTreeSet<_> = named.redundant.get(promise).into_iter().flatten().copied().collect();
            if chosen.len() == 1 {
                wider.retain(|one| chosen.contains(one));
            }
        }
        self
    }
}

/// What stands at a place.
fn owner_at(policy: &Policy, span: Span) -> Option<oracle::Owner> {
    let holds = |whole: Span| whole.start <= span.start && span.end <= whole.end;
    let statement = policy.statements.iter().position(|statement| holds(statement.span));
    let tracker = || policy.trackers.iter().position(|tracker| holds(tracker.sentence.span));
    statement.map(oracle::Owner::Statement).or_else(|| tracker().map(oracle::Owner::Tracker))
}

fn is_deletion(policy: &Policy, owner: oracle::Owner) -> bool {
    match owner {
        oracle::Owner::Statement(at) => {
            matches!(policy.statements[at].sentence.verb, Verb::Delete | Verb::Offer)
        }
        oracle::Owner::Tracker(_) => false,
    }
}

/// Halves.
pub(super) type Left = BTreeSet<(oracle::Owner, oracle::Side, oracle::Origin)>;

/// The halves of which something is left.
pub(super) fn left(meaning: &Meaning) -> Result<Left, String> {
    let mut left = BTreeSet::new();
    for (half, region) in meaning.halves.iter().zip(&meaning.effect.regions) {
        if !meaning.diagrams.is_empty(region).map_err(|_| "the budget is spent")? {
            let side = match half.side {
                Side::Permission => oracle::Side::Permission,
                Side::Prohibition => oracle::Side::Prohibition,
            };
            let origin = origin_of(&meaning.diagrams.space().policy, half);
            left.insert((owner_of(half.owner), side, origin));
        }
    }
    Ok(left)
}

/// A flow.
pub(super) fn translated(flow: &oracle::Flow<'_>) -> Flow {
    Flow {
        act: act_of(flow.act),
        slots: flow
            .slots
            .iter()
            .map(|(slot, value, form)| (dimension_of(*slot), atom_of(*value), *form))
            .collect(),
        facts: flow.facts.iter().map(|fact| fact_of(*fact)).collect(),
    }
}

fn act_of(act: oracle::Act) -> Act {
    match act {
        oracle::Act::Collect => Act::Collect,
        oracle::Act::Derive => Act::Derive,
        oracle::Act::Combine => Act::Combine,
        oracle::Act::Use => Act::Use,
        oracle::Act::View => Act::View,
        oracle::Act::Decide => Act::Decide,
        oracle::Act::Train => Act::Train,
        oracle::Act::Require => Act::Require,
        oracle::Act::Store => Act::Store,
        oracle::Act::Disclose => Act::Disclose,
        oracle::Act::Sell => Act::Sell,
        oracle::Act::Delete => Act::Delete,
        oracle::Act::Offer => Act::Offer,
        oracle::Act::Protect => Act::Protect,
        oracle::Act::Notify => Act::Notify,
        oracle::Act::Bind => Act::Bind,
        oracle::Act::Have => Act::Have,
        oracle::Act::State => Act::State,
        oracle::Act::Disclaim => Act::Disclaim,
        oracle::Act::Advise => Act::Advise,
        oracle::Act::Keep => unreachable!("what is kept is no flow"),
    }
}

fn dimension_of(slot: Slot) -> Dimension {
    match slot {
        Slot::Actor => Dimension::Actor,
        Slot::Datum => Dimension::Datum,
        Slot::Place => Dimension::Place,
        Slot::Purpose => Dimension::Purpose,
        Slot::Channel => Dimension::Channel,
        Slot::Source => Dimension::Source,
        Slot::Second => Dimension::Second,
        Slot::SecondSubject => Dimension::SecondSubject,
        Slot::Region => Dimension::Region,
        Slot::Recipient => Dimension::Recipient,
        Slot::RecipientRegion => Dimension::RecipientRegion,
        Slot::Right => Dimension::Right,
        Slot::State => Dimension::State,
        Slot::Measure => Dimension::Measure,
        Slot::Event => Dimension::Event,
        Slot::Safeguard => Dimension::Safeguard,
        Slot::Topic => Dimension::Topic,
    }
}

fn atom_of(value: Value) -> Atom {
    match value {
        Value::Company => Atom::Company,
        Value::Term(term) => Atom::Term(term),
        Value::Remainder(term) => Atom::Rest(term),
        Value::Nameless(traits) => Atom::Unnamed(traits),
        Value::State(state) => Atom::State(state),
    }
}

fn fact_of(fact: Fact) -> FactKey {
    match fact {
        Fact::Term(term) => FactKey::Term(term),
        Fact::Class(term) => FactKey::Subject(term),
        Fact::KnownPerson(term) => FactKey::Known(Known::Subject(term)),
        Fact::KnownData(Class::Term(term)) => FactKey::Known(Known::Data(term)),
        Fact::KnownData(Class::Any(Some(with), is_negated)) => {
            FactKey::Known(Known::DataWith(with, is_negated))
        }
        Fact::KnownData(Class::Any(None, _)) => unreachable!("everybody knows of all data"),
    }
}
