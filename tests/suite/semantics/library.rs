//! What the library says, in the words of the oracle.

use std::collections::{BTreeMap, BTreeSet};

use candor::model::{Policy, Verb};
use candor::semantics::effect::{self, Outlasting};
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
            effect::ExceptionFault::Cycle { .. } | effect::ExceptionFault::ElsewhereMeets(..) => {
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
    /// Those that keep data for purposes which they have not.
    pub(super) for_no_purpose: BTreeSet<oracle::Owner>,
    /// Promises that add nothing, with those that say all of it: the library names one of them.
    pub(super) redundant: BTreeMap<oracle::Owner, BTreeSet<oracle::Owner>>,
}

/// The rules that speak of two statements.
pub(super) const OF_PAIRS: [&str; 3] = ["deletion-against-retention", "two-retentions", "two-answers"];

/// The rules that speak of a permission and a prohibition that meet.
const OF_CONFLICTS: [(ConflictKind, &str); 3] = [
    (ConflictKind::Contradiction, "contradiction"),
    (ConflictKind::PartialContradiction, "partial-contradiction"),
    (ConflictKind::UnwrittenException, "unwritten-exception"),
];

/// What a finding is told of: the statement as it is written, whichever of its verbs it is about.
fn written(policy: &Policy, owner: oracle::Owner) -> oracle::Owner {
    match owner {
        oracle::Owner::Statement(at) => oracle::Owner::Statement(at - policy.statements[at].joined.place),
        oracle::Owner::Tracker(_) => owner,
    }
}

/// A deletion and a retention.
pub(super) type Pair = (oracle::Owner, oracle::Owner);

/// The deletions with the retentions that end with them, so that nothing is kept beyond them.
pub(super) fn ending(meaning: &Meaning) -> BTreeSet<Pair> {
    let pairs = |keeps_something: bool| -> BTreeSet<Pair> {
        let of_kind = meaning.effect.outlasting.iter().filter(|one| one.keeps_something() == keeps_something);
        let pair = |one: &Outlasting| {
            let owners = (meaning.halves[one.deletion].owner, meaning.kept[one.retention].owner);
            (owner_of(owners.0), owner_of(owners.1))
        };
        of_kind.map(pair).collect()
    };
    pairs(false).difference(&pairs(true)).copied().collect()
}

/// Every verb of the statement of an owner.
fn verbs(policy: &Policy, owner: oracle::Owner) -> Vec<oracle::Owner> {
    match written(policy, owner) {
        oracle::Owner::Statement(first) => {
            let count = policy.statements[first].joined.count;
            (first..first + count).map(oracle::Owner::Statement).collect()
        }
        tracker @ oracle::Owner::Tracker(_) => vec![tracker],
    }
}

/// Which rule speaks of a conflict between statements as they are written: one lies within the other with all of its verbs,
/// or they meet in part.
fn code_of(policy: &Policy, oracle: &Oracle, conflict: &Conflict) -> &'static str {
    let pair = |one: &Conflict| [one.permission, one.prohibition].map(|(owner, _)| written(policy, owner));
    let smaller = |one: &Conflict| match one.kind {
        ConflictKind::UnwrittenException => one.prohibition.0,
        ConflictKind::Contradiction | ConflictKind::PartialContradiction => one.permission.0,
    };
    let lies_within = |verb: &oracle::Owner| {
        let mut alike = oracle.conflicts.iter().filter(|one| one.kind == conflict.kind);
        alike.any(|one| smaller(one) == *verb && pair(one) == pair(conflict))
    };
    let kind = match verbs(policy, smaller(conflict)).iter().all(lies_within) {
        true => conflict.kind,
        false => ConflictKind::PartialContradiction,
    };
    OF_CONFLICTS.iter().find(|(one, _)| *one == kind).map(|(_, code)| *code).unwrap_or_default()
}

impl Findings {
    /// What the checks of a policy find.
    pub(super) fn of_library(policy: &Policy, meaning: &Meaning) -> Self {
        let mut findings = Self::default();
        for found in &candor::check::check(policy, Some(meaning)) {
            let owners: BTreeSet<oracle::Owner> =
                found.labels.iter().filter_map(|label| owner_at(policy, label.span)).collect();
            // A closer rule speaks of some of those that meet in part.
            let told = match found.rule.code {
                "opposite-roles" => "partial-contradiction",
                code => code,
            };
            let of_conflicts = OF_CONFLICTS.into_iter().map(|(_, code)| code);
            if let Some(code) = OF_PAIRS.into_iter().chain(of_conflicts).find(|code| *code == told) {
                findings.pairs.entry(code).or_default().insert(owners);
            } else if found.rule.code == "kept-for-no-purpose" {
                // Where the end stands in the header of a section, the words alone say which statement is meant.
                findings.for_no_purpose.extend(owner_called(policy, &found.message));
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

    /// What the oracle finds; `ending` are the deletions with the retentions that end with them, which it does not read.
    pub(super) fn of_oracle(policy: &Policy, oracle: &Oracle, ending: &BTreeSet<Pair>) -> Self {
        let written = |owner: &oracle::Owner| written(policy, *owner);
        let for_no_purpose = oracle.for_no_purpose.iter().map(written).collect();
        let mut findings = Self { for_no_purpose, ..Self::default() };
        let pairs = [&oracle.against, &oracle.two_retentions, &oracle.two_answers];
        for (code, pairs) in OF_PAIRS.into_iter().zip(pairs) {
            for (one, other) in pairs {
                let pair = BTreeSet::from([written(one), written(other)]);
                findings.pairs.entry(code).or_default().insert(pair);
            }
        }
        // What is ruled out as a flow is told where no topic is: that the technology is there says it.
        let is_told = |conflict: &Conflict| {
            let is_same = |one: &Conflict| {
                let origins = (one.permission.1, one.prohibition.1);
                origins == (oracle::Origin::Deed, oracle::Origin::Stated)
                    && (one.permission.0, one.prohibition.0)
                        == (conflict.permission.0, conflict.prohibition.0)
            };
            conflict.prohibition.1 != oracle::Origin::Absence || !oracle.conflicts.iter().any(is_same)
        };
        for conflict in oracle.conflicts.iter().filter(|conflict| is_told(conflict)) {
            let pair = [conflict.permission, conflict.prohibition].map(|(owner, _)| written(&owner));
            findings.pairs.entry(code_of(policy, oracle, conflict)).or_default().insert(BTreeSet::from(pair));
        }
        // One warning for all deletions that meet the same retentions.
        let mut met: BTreeMap<oracle::Owner, BTreeSet<oracle::Owner>> = BTreeMap::new();
        for (deletion, retention) in oracle.outlasting.difference(ending) {
            met.entry(written(deletion)).or_default().insert(written(retention));
        }
        let mut groups: BTreeMap<BTreeSet<oracle::Owner>, BTreeSet<oracle::Owner>> = BTreeMap::new();
        for (deletion, retentions) in met {
            groups.entry(retentions).or_default().insert(deletion);
        }
        findings.outlasting =
            groups.into_iter().map(|(retentions, deletions)| (deletions, retentions)).collect();
        for (promise, wider) in &oracle.redundant {
            // It adds nothing where none of its verbs does.
            let is_vain = |verb: &oracle::Owner| oracle.redundant.iter().any(|(one, _)| one == verb);
            if verbs(policy, *promise).iter().all(is_vain) {
                findings.redundant.entry(written(promise)).or_default().insert(written(wider));
            }
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
            // One for each of its verbs.
            let chosen = named.redundant.get(promise);
            wider.retain(|one| chosen.is_none_or(|chosen| chosen.contains(one)));
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

/// What has the label with which a message begins.
fn owner_called(policy: &Policy, message: &str) -> Option<oracle::Owner> {
    let label = message.split('`').nth(1)?;
    let statement = policy.statements.iter().position(|statement| statement.label == label);
    let tracker = || policy.trackers.iter().position(|tracker| tracker.named.name == label);
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
        Fact::Given(consent, period) => FactKey::Given(consent, period),
        Fact::Class(term) => FactKey::Subject(term),
        Fact::KnownPerson(term) => FactKey::Known(Known::Subject(term)),
        Fact::KnownData(Class::Term(term)) => FactKey::Known(Known::Data(term)),
        Fact::KnownData(Class::Any(Some(with), is_negated)) => {
            FactKey::Known(Known::DataWith(with, is_negated))
        }
        Fact::KnownData(Class::Any(None, _)) => unreachable!("everybody knows of all data"),
    }
}
