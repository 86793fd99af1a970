//! The walk over all flows: what is left of each half there, and what that adds up to.
//!
//! Flows that differ in nothing but the truth of facts are handled together, up to 128 at a time, one bit for each.
//! Everything that the chapter defines is defined flow by flow, so that nothing needs to be remembered but sums.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use candor::model::{Exception, FactWord, Kind, Modality, Policy, Sentence, TermId, Verb, What};

use super::Grain;
use super::facts::{Fact, Formula, assignments};
use super::halves::{Block, Half, Origin, Owner, Side, asked, choice_of, facts_of, halves};
use super::values::{Marks, Slot, Value, Values, add, take_out};

/// One bit for each of up to 128 assignments of facts.
pub(super) type Bits = u128;
/// One bit for each block of a policy and its questions.
type Mask = [u64; 6];

pub(super) const VERBS: [Verb; 10] = [
    Verb::Collect,
    Verb::Derive,
    Verb::Combine,
    Verb::Use,
    Verb::View,
    Verb::Decide,
    Verb::Train,
    Verb::Store,
    Verb::Disclose,
    Verb::Sell,
];

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    NotCovered,
    Permitted,
    Prohibited,
    Undisclosed,
    PermittedIf,
    Mixed,
}

/// How two statements contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ConflictKind {
    Contradiction,
    PartialContradiction,
    UnwrittenException,
}

/// Two halves that have flows in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Conflict {
    pub(crate) permission: Owner,
    pub(crate) prohibition: (Owner, Origin),
    pub(crate) kind: ConflictKind,
}

/// What is wrong with the exceptions of a policy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Whether exceptions lead in a circle, or two `elsewhere`s meet: nothing more is worked out then.
    pub(crate) is_circular: bool,
    /// Who names whom, although that says nothing of the opposite kind.
    pub(crate) without_opposite: BTreeSet<(Owner, usize)>,
    /// Who names whom, although nothing is taken away.
    pub(crate) takes_nothing: BTreeSet<(Owner, usize)>,
}

/// A flow: each slot has one value; all facts are false but those that are listed.
#[derive(Debug)]
pub(crate) struct Flow<'a> {
    pub(crate) verb: Verb,
    pub(crate) slots: Vec<(Slot, Value, Option<TermId>)>,
    pub(crate) facts: &'a BTreeSet<Fact>,
}

/// Who wants to see one flow of so many, with whether it is in P and whether it is in N.
pub(crate) struct Show<'s> {
    pub(crate) one_of: u64,
    pub(crate) see: &'s mut dyn FnMut(&Flow<'_>, bool, bool),
}

/// Everything that was found out about a policy.
#[derive(Debug, Default)]
pub(crate) struct Oracle {
    pub(crate) verdicts: Vec<Verdict>,
    pub(crate) conflicts: BTreeSet<Conflict>,
    /// Which permission was cut by which prohibition because it is silent.
    pub(crate) cuts: BTreeSet<(Owner, Owner, Origin)>,
    /// The halves of which something is left.
    pub(crate) left: BTreeSet<(Owner, Side, Origin)>,
    pub(crate) faults: Faults,
    /// How many flows were tried.
    pub(crate) n_flows: u64,
}

impl Oracle {
    /// Works out a policy.
    pub(crate) fn of(policy: &Policy, questions: &[Sentence], grain: Grain, show: Option<Show<'_>>) -> Self {
        let values = Values::new(policy);
        let halves = halves(&values);
        let exceptions = Exceptions::of(policy, &halves);
        if exceptions.faults.is_circular {
            return Self { faults: exceptions.faults, ..Self::default() };
        }
        let questions: Vec<Question> =
            questions.iter().map(|sentence| Question::of(&values, sentence)).collect();
        Walk::over(&values, &halves, &exceptions, &questions, grain, show, None).run()
    }
}

/// Step 1 before any flow is looked at: who names whom.
pub(super) struct Exceptions {
    /// For each owner that has halves, whose halves it loses.
    names: BTreeMap<Owner, Vec<Owner>>,
    /// The statements that are named by their labels.
    by_label: BTreeSet<(Owner, usize)>,
    /// The halves, those that are named before those that name them.
    order: Vec<usize>,
    pub(super) faults: Faults,
}

impl Exceptions {
    pub(super) fn of(policy: &Policy, halves: &[Half]) -> Self {
        let sides = |owner: Owner| -> BTreeSet<Side> {
            halves.iter().filter(|half| half.owner == owner).map(|half| half.side).collect()
        };
        let is_opposite = |one: Owner, other: Owner| {
            let theirs = sides(other);
            sides(one).iter().any(|side| theirs.contains(&opposite(*side)))
        };
        let mut owners: Vec<(Owner, &Option<Exception>)> = Vec::new();
        owners.extend(
            policy.statements.iter().enumerate().map(|(at, one)| (Owner::Statement(at), &one.exception)),
        );
        owners
            .extend(policy.trackers.iter().enumerate().map(|(at, one)| (Owner::Tracker(at), &one.exception)));
        let stated = |exception: &Option<Exception>| match exception {
            Some(Exception::StatedIn(named)) => named.iter().map(|(id, _)| id.index()).collect(),
            _ => Vec::new(),
        };
        let is_elsewhere =
            |exception: &Option<Exception>| matches!(exception, Some(Exception::StatedElsewhere(_)));

        let mut faults = Faults::default();
        let mut by_label = BTreeSet::new();
        let mut names: BTreeMap<Owner, Vec<Owner>> = BTreeMap::new();
        for (owner, exception) in &owners {
            let named = names.entry(*owner).or_default();
            for at in stated(exception) {
                let other = Owner::Statement(at);
                named.push(other);
                match is_opposite(*owner, other) {
                    true => drop(by_label.insert((*owner, at))),
                    // What is no statement about data takes nothing from anybody.
                    false if sides(*owner).is_empty() => {}
                    false => drop(faults.without_opposite.insert((*owner, at))),
                }
            }
            if !is_elsewhere(exception) {
                continue;
            }
            for (other, its_exception) in
                owners.iter().filter(|(other, _)| other != owner && is_opposite(*owner, *other))
            {
                let names_back = stated(its_exception).iter().any(|at| Owner::Statement(*at) == *owner);
                faults.is_circular |= is_elsewhere(its_exception);
                if !names_back {
                    named.push(*other);
                }
            }
        }
        let mut settled: Vec<Owner> = Vec::new();
        loop {
            let is_ready = |named: &[Owner]| named.iter().all(|one| settled.contains(one));
            let ready: Vec<Owner> = names
                .iter()
                .filter(|(owner, named)| !settled.contains(owner) && is_ready(named))
                .map(|(owner, _)| *owner)
                .collect();
            if ready.is_empty() {
                break;
            }
            settled.extend(ready);
        }
        faults.is_circular |= settled.len() < names.len();
        let place = |half: &Half| settled.iter().position(|owner| *owner == half.owner);
        let mut order: Vec<usize> = (0..halves.len()).collect();
        order.sort_by_key(|at| place(&halves[*at]));
        Self { names, by_label, order, faults }
    }

    fn names(&self, owner: Owner, other: Owner) -> bool {
        self.names.get(&owner).is_some_and(|named| named.contains(&other))
    }
}

const fn opposite(side: Side) -> Side {
    match side {
        Side::Permission => Side::Prohibition,
        Side::Prohibition => Side::Permission,
    }
}

/// A question as flows.
pub(super) struct Question {
    blocks: Vec<Block>,
    is_covered: bool,
}

impl Question {
    fn of(values: &Values<'_>, sentence: &Sentence) -> Self {
        let named = facts_of(values, sentence);
        let choices = values.policy.statements.iter().filter_map(|statement| choice_of(values, statement));
        let unused = choices.filter(|choice| !named.contains(choice)).map(|choice| Formula::Is(choice).not());
        let unused: Vec<Formula> = unused.collect();
        let mut blocks = asked(values, sentence);
        let covered = covered(values);
        let mut is_covered = true;
        for block in &mut blocks {
            block.facts = Formula::All(std::iter::once(block.facts.clone()).chain(unused.clone()).collect());
            match block.slots.iter().find(|(slot, _)| *slot == Slot::Channel) {
                Some((_, named)) => {
                    let meets =
                        |covered: &Marks| named.iter().zip(covered).any(|(one, other)| *one && *other);
                    is_covered &= covered.as_ref().is_none_or(meets);
                }
                None => block.slots.extend(covered.clone().map(|covered| (Slot::Channel, covered))),
            }
        }
        Self { blocks, is_covered }
    }
}

/// The channels to which the policy applies, where it says so.
fn covered(values: &Values<'_>) -> Option<Marks> {
    let policy = values.policy;
    let mut covered = vec![true; values.count(Slot::Channel)];
    let header = policy.header.as_ref()?;
    if header.covers.is_empty() && header.does_not_cover.is_empty() {
        return None;
    }
    if let Some(products) = values.named(Kind::Channel, "products").filter(|_| !header.covers.is_empty()) {
        take_out(&mut covered, &values.covered_by(products));
    }
    for term in &header.covers {
        add(&mut covered, &values.covered_by(*term));
    }
    let named = policy
        .statements
        .iter()
        .filter_map(|statement| statement.sentence.slots.channel.as_ref())
        .flat_map(|slot| &slot.set.items);
    let named = named.filter_map(|item| match item.what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    });
    for term in named.chain(policy.trackers.iter().map(|tracker| tracker.channel)) {
        add(&mut covered, &values.covered_by(term));
    }
    for term in &header.does_not_cover {
        take_out(&mut covered, &values.covered_by(*term));
    }
    Some(covered)
}

/// Safeguards that recipients are bound to, as flows to them in which the safeguard is missing.
fn unbound(values: &Values<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for statement in &values.policy.statements {
        let sentence = &statement.sentence;
        let is_promise =
            sentence.verb == Verb::Bind && !sentence.is_damaged && !sentence.modality.is_negative();
        let is_conditional = sentence.facts.iter().any(|clause| {
            matches!(clause.word, FactWord::With | FactWord::When | FactWord::Unless | FactWord::Under)
        }) || [
            &sentence.slots.subject,
            &sentence.slots.purpose,
            &sentence.slots.channel,
            &sentence.slots.over,
        ]
        .iter()
        .any(|clause| clause.is_some());
        if !is_promise || is_conditional || sentence.modality == Modality::TryTo {
            continue;
        }
        let recipients = values.list(Kind::Recipient, &sentence.object.set);
        for item in sentence.slots.duties.iter().flat_map(|duties| &duties.set.items) {
            if let What::Term(duty) = item.what {
                blocks.push(Block {
                    verbs: vec![Verb::Disclose, Verb::Sell],
                    slots: vec![(Slot::Recipient, recipients.clone())],
                    facts: Formula::Is(Fact::Term(duty)).not(),
                });
            }
        }
    }
    blocks
}

/// The walk and what it needs.
pub(super) struct Walk<'a, 's> {
    values: &'a Values<'a>,
    halves: &'a [Half],
    exceptions: &'a Exceptions,
    questions: &'a [Question],
    pub(super) blocks: Vec<Block>,
    /// The blocks of each half: within and, where there is one, outside.
    areas: Vec<Vec<(usize, Option<usize>)>>,
    scopes: Vec<Vec<usize>>,
    asked: Vec<Vec<usize>>,
    impossible: Vec<usize>,
    assignments: Vec<BTreeSet<Fact>>,
    /// For each block, the assignments under which its facts hold, 128 at a time.
    pub(super) truth: Vec<Vec<Bits>>,
    /// For each slot, the values that are tried, each with the blocks that it belongs to and how many values it stands for.
    tried: BTreeMap<Slot, Vec<(usize, Mask, u64)>>,
    /// For each half, the prohibitions to which it yields because it is silent.
    yields_to: Vec<Vec<usize>>,
    sums: Sums,
    show: Option<Show<'s>>,
    grain: Grain,
    is_personal: Marks,
    seen: HashSet<(Mask, Verb, usize, bool)>,
}

/// What is found out on the way.
#[derive(Default)]
pub(super) struct Sums {
    /// For each permission and prohibition: whether flows are common, whether some of the permission are not, whether some
    /// of the prohibition are not; the latter two in personal forms, with verbs and actors of the permission.
    common: BTreeMap<(usize, usize), [bool; 3]>,
    cuts: BTreeSet<(usize, usize)>,
    taken: BTreeSet<(usize, usize)>,
    left: BTreeSet<usize>,
    answers: Vec<Tally>,
    n_flows: u64,
    n_visited: u64,
}

/// What the flows of a question have in common so far.
#[derive(Clone, Copy)]
struct Tally {
    all_permitted: bool,
    all_prohibited: bool,
    some_permitted: bool,
    some_prohibited: bool,
    /// For every choice of slots there are facts that permit it.
    everywhere_permitted: bool,
}

const NOTHING_YET: Tally = Tally {
    all_permitted: true,
    all_prohibited: true,
    some_permitted: false,
    some_prohibited: false,
    everywhere_permitted: true,
};

impl<'a, 's> Walk<'a, 's> {
    /// The walk over some assignments of facts; without any, over all.
    pub(super) fn over(
        values: &'a Values<'a>,
        halves: &'a [Half],
        exceptions: &'a Exceptions,
        questions: &'a [Question],
        grain: Grain,
        show: Option<Show<'s>>,
        given: Option<Vec<BTreeSet<Fact>>>,
    ) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut number = |block: &Block| {
            blocks.push(block.clone());
            blocks.len() - 1
        };
        let areas = halves
            .iter()
            .map(|half| {
                half.areas
                    .iter()
                    .map(|area| (number(&area.within), area.outside.as_ref().map(&mut number)))
                    .collect()
            })
            .collect();
        let scopes = halves.iter().map(|half| half.scope.iter().map(&mut number).collect()).collect();
        let asked =
            questions.iter().map(|question| question.blocks.iter().map(&mut number).collect()).collect();
        let impossible = unbound(values).iter().map(&mut number).collect();
        // Says nothing, but tells values apart: conflicts are judged on personal forms.
        let is_personal = values.all_data(&values.personal_forms());
        number(&Block {
            verbs: Vec::new(),
            slots: vec![(Slot::Datum, is_personal.clone())],
            facts: Formula::always(),
        });

        let mut named = BTreeSet::new();
        blocks.iter().for_each(|block| block.facts.facts(&mut named));
        let assignments = given.unwrap_or_else(|| assignments(&named, values.vocabulary()));
        let truth = blocks.iter().map(|block| truth(&block.facts, &assignments)).collect();
        let tried = Slot::ALL.iter().map(|slot| (*slot, tried(values, *slot, &blocks, grain))).collect();
        let sums = Sums { answers: vec![NOTHING_YET; questions.len()], ..Sums::default() };
        let mut walk = Self {
            values,
            halves,
            exceptions,
            questions,
            blocks,
            areas,
            scopes,
            asked,
            impossible,
            assignments,
            truth,
            tried,
            yields_to: Vec::new(),
            sums,
            show,
            grain,
            is_personal,
            seen: HashSet::new(),
        };
        walk.yields_to = (0..halves.len()).map(|at| walk.prohibitions_that_narrow(at)).collect();
        walk
    }

    /// The prohibitions that are affirmative on something on which a permission is silent.
    fn prohibitions_that_narrow(&self, permission: usize) -> Vec<usize> {
        let half = &self.halves[permission];
        if half.side != Side::Permission || half.origin != Origin::Stated {
            return Vec::new();
        }
        let vocabulary = self.values.vocabulary();
        let is_silent_on_fact =
            |fact: &Fact| !half.mention.facts.iter().any(|said| said.is_related(*fact, vocabulary));
        let narrows = |other: &Half| {
            let is_joined = self.exceptions.names(half.owner, other.owner)
                || self.exceptions.names(other.owner, half.owner);
            let said = &other.mention;
            let is_silent = said.slots.iter().any(|slot| !half.mention.slots.contains(slot))
                || said.form && !half.mention.form
                || said.facts.iter().any(is_silent_on_fact);
            other.side == Side::Prohibition && other.origin != Origin::Choice && !is_joined && is_silent
        };
        self.halves.iter().enumerate().filter(|(_, other)| narrows(other)).map(|(at, _)| at).collect()
    }

    fn run(mut self) -> Oracle {
        for verb in VERBS {
            let mut mask = [0; 6];
            for (at, _) in self.blocks.iter().enumerate().filter(|(_, block)| block.verbs.contains(&verb)) {
                mask[at / 64] |= 1 << (at % 64);
            }
            let slots = Slot::of(verb);
            self.choose(verb, &slots, mask, 1, &mut Vec::new());
        }
        self.add_up()
    }

    /// Chooses a value for the next slot.
    fn choose(
        &mut self,
        verb: Verb,
        slots: &[Slot],
        mask: Mask,
        weight: u64,
        chosen: &mut Vec<(Slot, usize)>,
    ) {
        let Some((slot, rest)) = slots.split_first() else {
            self.sums.n_flows += weight * self.assignments.len() as u64;
            return self.visit(verb, &mask, chosen);
        };
        // Where nobody says anything, one value is as good as another.
        let is_silent = mask == Mask::default();
        let n_tried = if is_silent { 1 } else { self.tried[slot].len() };
        for at in 0..n_tried {
            let (value, blocks, count) = self.tried[slot][at];
            let count = if is_silent { self.values.count(*slot) as u64 } else { count };
            let mut mask = mask;
            mask.iter_mut().zip(blocks).for_each(|(one, other)| *one &= other);
            chosen.push((*slot, value));
            self.choose(verb, rest, mask, weight * count, chosen);
            chosen.pop();
        }
    }

    /// All flows with these values in their slots.
    fn visit(&mut self, verb: Verb, mask: &Mask, chosen: &[(Slot, usize)]) {
        let is_silent = mask.iter().all(|word| *word == 0);
        // Where nobody says anything there is less to see.
        let n_here = (self.assignments.len() as u64).div_ceil(if is_silent { 64 } else { 1 });
        let is_seen =
            |show: &Show<'_>, n_visited: u64| (n_visited + n_here) / show.one_of > n_visited / show.one_of;
        let is_shown = self.show.as_ref().is_some_and(|show| is_seen(show, self.sums.n_visited));
        self.sums.n_visited += n_here;
        if !is_shown && is_silent {
            return;
        }
        let is_in = |block: usize| mask[block / 64] & 1 << (block % 64) != 0;
        let is_personal = chosen.iter().any(|(slot, place)| *slot == Slot::Datum && self.is_personal[*place]);
        let actor = chosen.iter().find(|(slot, _)| *slot == Slot::Actor).map_or(0, |(_, place)| *place);
        // Flows in the same blocks have the same fate, and what is summed up does not grow by seeing it again.
        if self.grain == Grain::Classes && !self.seen.insert((*mask, verb, actor, is_personal)) && !is_shown {
            return;
        }
        let framed: Vec<bool> =
            (0..self.halves.len()).map(|half| is_personal && self.is_framed(half, verb, actor)).collect();
        let mut permitted_here = vec![false; self.questions.len()];
        let mut asked_here = vec![false; self.questions.len()];
        for part in 0..self.assignments.len().div_ceil(128) {
            let holds = |block: usize| if is_in(block) { self.truth[block][part] } else { 0 };
            let any = |blocks: &[usize]| blocks.iter().fold(0, |all, block| all | holds(*block));
            let asked: Vec<Bits> = self.asked.iter().map(|blocks| any(blocks)).collect();
            let mut sums = std::mem::take(&mut self.sums);
            let (possible, [permitted, prohibited, _]) = self.fate(&mut sums, &is_in, &framed, part);
            self.sums = sums;
            let asked: Vec<Bits> = asked.into_iter().map(|asked| asked & possible).collect();
            for (at, asked) in asked.into_iter().enumerate() {
                let tally = &mut self.sums.answers[at];
                tally.all_permitted &= asked & !permitted == 0;
                tally.all_prohibited &= asked & !prohibited == 0;
                tally.some_permitted |= asked & permitted != 0;
                tally.some_prohibited |= asked & prohibited != 0;
                asked_here[at] |= asked != 0;
                permitted_here[at] |= asked & permitted != 0;
            }
            if let Some(show) = self.show.as_mut().filter(|_| is_shown && possible != 0) {
                // Another one each time.
                let nth = self.sums.n_visited % u64::from(possible.count_ones());
                let bit =
                    (0..128).filter(|bit| possible & 1 << bit != 0).nth(nth as usize).unwrap_or_default();
                let slots = chosen.iter().map(|(slot, place)| {
                    let (value, form) = self.values.value(*slot, *place);
                    (*slot, value, form)
                });
                let flow = Flow { verb, slots: slots.collect(), facts: &self.assignments[part * 128 + bit] };
                (show.see)(&flow, permitted & 1 << bit != 0, prohibited & 1 << bit != 0);
            }
        }
        for (at, tally) in self.sums.answers.iter_mut().enumerate() {
            tally.everywhere_permitted &= !asked_here[at] || permitted_here[at];
        }
    }

    /// Which of up to 128 assignments are possible; in which of them the flows that lie in some blocks are permitted and
    /// prohibited, and prohibited by something else than a choice.
    pub(super) fn fate(
        &self,
        sums: &mut Sums,
        is_in: &dyn Fn(usize) -> bool,
        framed: &[bool],
        part: usize,
    ) -> (Bits, [Bits; 3]) {
        let holds = |block: usize| if is_in(block) { self.truth[block][part] } else { 0 };
        let any = |blocks: &[usize]| blocks.iter().fold(0, |all, block| all | holds(*block));
        let possible = possible_bits(self.assignments.len(), part) & !any(&self.impossible);
        let written: Vec<Bits> = self
            .areas
            .iter()
            .map(|areas| {
                areas
                    .iter()
                    .fold(0, |all, (within, outside)| all | holds(*within) & !outside.map_or(0, holds))
                    & possible
            })
            .collect();
        let scope = self.scopes.iter().fold(0, |all, blocks| all | any(blocks));
        let steps =
            Steps { halves: self.halves, exceptions: self.exceptions, yields_to: &self.yields_to, framed };
        (possible, steps.settle(sums, &written, scope))
    }

    /// Whether a half speaks of this verb and this actor.
    fn is_framed(&self, half: usize, verb: Verb, actor: usize) -> bool {
        self.halves[half].areas.iter().any(|area| {
            let is_actor = |(slot, marks): &(Slot, Marks)| *slot != Slot::Actor || marks[actor];
            area.within.verbs.contains(&verb) && area.within.slots.iter().all(is_actor)
        })
    }

    fn add_up(self) -> Oracle {
        let half = |at: &usize| &self.halves[*at];
        let conflict = |((permission, prohibition), sums): (&(usize, usize), &[bool; 3])| {
            let kind = match *sums {
                [false, ..] => return None,
                [true, false, _] => ConflictKind::Contradiction,
                [true, true, false] => ConflictKind::UnwrittenException,
                [true, true, true] => ConflictKind::PartialContradiction,
            };
            let (permission, prohibition) = (half(permission), half(prohibition));
            Some(Conflict {
                permission: permission.owner,
                prohibition: (prohibition.owner, prohibition.origin),
                kind,
            })
        };
        let verdict = |(question, tally): (&Question, &Tally)| match tally {
            _ if !question.is_covered => Verdict::NotCovered,
            Tally { all_permitted: true, .. } => Verdict::Permitted,
            Tally { all_prohibited: true, .. } => Verdict::Prohibited,
            Tally { some_permitted: false, some_prohibited: false, .. } => Verdict::Undisclosed,
            Tally { everywhere_permitted: true, .. } => Verdict::PermittedIf,
            _ => Verdict::Mixed,
        };
        let mut faults = self.exceptions.faults.clone();
        for (owner, named) in &self.exceptions.by_label {
            let has_taken = |(one, from): &(usize, usize)| {
                half(one).owner == *owner && half(from).owner == Owner::Statement(*named)
            };
            if !self.sums.taken.iter().any(has_taken) {
                faults.takes_nothing.insert((*owner, *named));
            }
        }
        Oracle {
            verdicts: self.questions.iter().zip(&self.sums.answers).map(verdict).collect(),
            conflicts: self.sums.common.iter().filter_map(conflict).collect(),
            cuts: self
                .sums
                .cuts
                .iter()
                .map(|(one, other)| (half(one).owner, half(other).owner, half(other).origin))
                .collect(),
            left: self.sums.left.iter().map(|at| (half(at).owner, half(at).side, half(at).origin)).collect(),
            faults,
            n_flows: self.sums.n_flows,
        }
    }
}

/// The three steps, for flows with the same slots.
struct Steps<'a> {
    halves: &'a [Half],
    exceptions: &'a Exceptions,
    yields_to: &'a [Vec<usize>],
    /// For each permission, whether the flows have its verb and its actor, and a personal form.
    framed: &'a [bool],
}

impl Steps<'_> {
    fn of_side(&self, side: Side) -> impl Iterator<Item = usize> {
        self.halves.iter().enumerate().filter(move |(_, half)| half.side == side).map(|(at, _)| at)
    }

    /// Returns P and N, and of N what something else than a choice prohibits.
    fn settle(&self, sums: &mut Sums, written: &[Bits], scope: Bits) -> [Bits; 3] {
        let halves = self.halves;
        // Step 1: exceptions.
        let mut said = written.to_vec();
        for at in &self.exceptions.order {
            let half = &halves[*at];
            for other in self
                .of_side(opposite(half.side))
                .filter(|other| self.exceptions.names(half.owner, halves[*other].owner))
            {
                if written[*at] & said[other] != 0 {
                    sums.taken.insert((*at, other));
                }
                said[*at] &= !said[other];
            }
        }

        // Step 2: what yields.
        let prohibited = self.of_side(Side::Prohibition).fold(0, |all, at| all | said[at]);
        let is_choice = |at: &usize| halves[*at].origin == Origin::Choice;
        let used_choices =
            self.of_side(Side::Prohibition).filter(is_choice).fold(0, |all, at| all | said[at]);
        let mut left = said.clone();
        for at in self.of_side(Side::Permission) {
            if halves[at].origin == Origin::Implied {
                left[at] &= !prohibited & !scope;
                continue;
            }
            left[at] &= !used_choices;
            let before = left[at];
            for other in &self.yields_to[at] {
                if before & said[*other] != 0 {
                    sums.cuts.insert((at, *other));
                }
                left[at] &= !said[*other];
            }
        }

        // Step 3: conflicts.
        for at in self.of_side(Side::Permission).filter(|at| halves[*at].origin == Origin::Stated) {
            for other in
                self.of_side(Side::Prohibition).filter(|other| halves[*other].owner != halves[at].owner)
            {
                if left[at] | left[other] != 0 {
                    let common = sums.common.entry((at, other)).or_default();
                    common[0] |= left[at] & left[other] != 0;
                    common[1] |= self.framed[at] && left[at] & !left[other] != 0;
                    common[2] |= self.framed[at] && left[other] & !left[at] != 0;
                }
            }
        }
        sums.left.extend((0..left.len()).filter(|at| left[*at] != 0));
        let permitted = self.of_side(Side::Permission).fold(0, |all, at| all | left[at]);
        let stated = |at: &usize| halves[*at].origin != Origin::Choice;
        let stated = self.of_side(Side::Prohibition).filter(stated).fold(0, |all, at| all | said[at]);
        [permitted, prohibited, stated]
    }
}

fn possible_bits(n_assignments: usize, part: usize) -> Bits {
    match n_assignments - part * 128 {
        rest if rest >= 128 => Bits::MAX,
        rest => (1 << rest) - 1,
    }
}

fn truth(facts: &Formula, assignments: &[BTreeSet<Fact>]) -> Vec<Bits> {
    let holds = |assignment: &BTreeSet<Fact>| facts.is_true(&|fact| assignment.contains(&fact));
    let bits = |part: &[BTreeSet<Fact>]| {
        part.iter().enumerate().fold(0, |bits, (at, one)| bits | Bits::from(holds(one)) << at)
    };
    assignments.chunks(128).map(bits).collect()
}

/// The values of a slot that are tried.
fn tried(values: &Values<'_>, slot: Slot, blocks: &[Block], grain: Grain) -> Vec<(usize, Mask, u64)> {
    assert!(blocks.len() <= 64 * 6, "too many sentences to try them at once");
    let mut tried: Vec<(usize, Mask, u64)> = Vec::new();
    let mut known: BTreeMap<Mask, usize> = BTreeMap::new();
    let mut masks: Vec<Mask> = vec![[u64::MAX; 6]; values.count(slot)];
    for (at, block) in blocks.iter().enumerate() {
        for (_, marks) in block.slots.iter().filter(|(one, _)| *one == slot) {
            for (mask, _) in masks.iter_mut().zip(marks).filter(|(_, is_in)| !**is_in) {
                mask[at / 64] &= !(1 << (at % 64));
            }
        }
    }
    for (value, mask) in masks.into_iter().enumerate() {
        match known.get(&mask).filter(|_| grain == Grain::Classes) {
            Some(class) => {
                let (first, _, count) = &mut tried[*class];
                *count += 1;
                // Which member stands for the others should not always be the first one.
                if *count % 3 == 0 {
                    *first = value;
                }
            }
            None => {
                known.insert(mask, tried.len());
                tried.push((value, mask, 1));
            }
        }
    }
    tried
}
