//! Answers to questions.

use std::collections::{BTreeSet, HashMap};

use candor::model::{Kind, Period, Sentence, TermId, Timing};

use super::act::Act;
use super::deeds::both;
use super::early::{Early, Kept, request_events};
use super::ends::{Atom, End, Length, When};
use super::facts::{Fact, Formula, is_event};
use super::halves::{Block, asked};
use super::keeping::{Retention, while_of};
use super::last::Last;
use super::purposes::Share;
use super::sentence::{Part, Reader, Said};
use super::values::{Marks, Slot, add, take_out};
use super::walk::{Space, State};
use super::worlds::{Facts, Worlds};

/// The answer to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// No flow of the question can be.
    Impossible,
    NotCovered,
    Permitted,
    Prohibited,
    Undisclosed,
    PermittedIf,
    Mixed,
}

/// A question as flows.
pub(crate) struct Question {
    act: Act,
    blocks: Vec<Asked>,
    /// The facts that it names.
    names: BTreeSet<Fact>,
    timing: Option<Timing>,
    /// The legal bases, on one of which it asks whether it rests.
    bases: Vec<TermId>,
    names_channel: bool,
    cover: Cover,
    /// The channels that are meant where none is named.
    channels: Option<Marks>,
}

/// Some of the flows of a question.
struct Asked {
    block: Block,
    sought: Sought,
}

/// What a question wants to know of flows.
enum Sought {
    /// Whether they may happen.
    Flows,
    /// Whether data are kept so long.
    SoLong(End),
    /// Whether data are kept as long as their purposes need them, which have none: nobody says it.
    Nothing,
}

/// Whether the policy covers the channels that are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cover {
    All,
    Some,
    Nothing,
}

impl Question {
    pub(crate) fn of(said: &Said<'_>, sentence: &Sentence) -> Self {
        let part = said.question(sentence);
        let reader = said.read(&part);
        let act = part.act();
        let covered = covered(said);
        let named = reader.slot(Slot::Channel).map(|(_, marks)| marks);
        let cover = match (&named, &covered) {
            (Some(named), Some(covered)) => match both(named, covered) {
                meant if meant == *named => Cover::All,
                meant if meant.contains(&true) => Cover::Some,
                _ => Cover::Nothing,
            },
            _ => Cover::All,
        };
        let blocks = asked(&reader).into_iter().flat_map(|block| Asked::of(block, &reader)).collect();
        let channels = (named.is_none() && !is_way(act))
            .then(|| covered.unwrap_or_else(|| vec![true; said.values.count(Slot::Channel)]));
        Self {
            act,
            blocks,
            names: reader.names(|_| true).into_iter().collect(),
            timing: sentence.timing.or(sentence.deletion.as_ref().and_then(|deletion| deletion.timing)),
            bases: asked_bases(&reader, sentence),
            names_channel: named.is_some(),
            cover,
            channels,
        }
    }

    pub(crate) const fn act(&self) -> Act {
        self.act
    }

    pub(crate) const fn is_early(&self) -> bool {
        matches!(self.act, Act::Offer | Act::Delete | Act::Keep)
    }

    /// The facts on which it depends.
    pub(crate) fn facts(&self) -> BTreeSet<Fact> {
        let named = |asked: &Asked| {
            let mut facts = asked.block.facts.named();
            match &asked.sought {
                Sought::SoLong(end) => facts.extend(end.facts()),
                Sought::Flows | Sought::Nothing => {}
            }
            facts
        };
        self.blocks.iter().flat_map(named).collect()
    }

    /// What is taken to be so where the question says nothing of it.
    fn taken_as_given(&self, said: &Said<'_>, facts: &Facts) -> Formula {
        let vocabulary = said.values.vocabulary();
        let implied: BTreeSet<Fact> = self.names.iter().flat_map(|fact| fact.implied(vocabulary)).collect();
        let named_events = || self.names.iter().filter(|named| is_event(**named, vocabulary));
        let is_listed = |fact: &Fact| named_events().any(|named| named.stands_for(*fact, vocabulary));
        let has_not_happened = |fact: &Fact| {
            self.act == Act::Delete
                && is_event(*fact, vocabulary)
                && !implied.contains(fact)
                && !is_listed(fact)
        };
        let unused = said.choices().into_iter().filter(|choice| !self.names.contains(choice));
        let events = facts.named.iter().copied().filter(has_not_happened);
        Formula::All(unused.chain(events).map(|fact| Formula::Is(fact).not()).collect())
    }

    /// Whether a statement rests on what is asked for, or on a kind of it.
    fn is_based(&self, part: Option<&Part<'_>>, said: &Said<'_>) -> bool {
        let vocabulary = said.values.vocabulary();
        let is_asked = |basis: TermId| self.bases.iter().any(|asked| vocabulary.is_below(basis, *asked));
        self.bases.is_empty()
            || part.is_some_and(|part| part.sentence.bases.iter().any(|basis| is_asked(basis.term)))
    }

    /// The slots of which any value will do, because the question names none.
    fn open(&self, block: &Block) -> Vec<Slot> {
        let candidates: &[Slot] = match self.act {
            act if is_way(act) => &[Slot::Channel],
            Act::Protect => &[Slot::State, Slot::Measure],
            _ => &[],
        };
        let is_named = |slot: &Slot| block.slots.iter().any(|(one, _)| one == slot);
        candidates.iter().copied().filter(|slot| !is_named(slot)).collect()
    }

    /// The values that are meant in a slot; nothing where all are.
    fn among<'q>(&'q self, block: &'q Block, slot: Slot) -> Option<&'q Marks> {
        if slot == Slot::Channel && !self.names_channel {
            return self.channels.as_ref();
        }
        block.slots.iter().find(|(one, _)| *one == slot).map(|(_, marks)| marks)
    }

    fn chosen(&self, space: &Space<'_>, block: &Block, states: Vec<State>, slots: &[Slot]) -> Vec<State> {
        slots.iter().fold(states, |states, slot| space.choose(states, *slot, self.among(block, *slot)))
    }

    /// The answer, where the question is about anything but rights, deletions and keeping.
    pub(crate) fn of_last(&self, said: &Said<'_>, last: &mut Last<'_>) -> Verdict {
        // Without a channel, no tracker is meant that says that it does not store the datum.
        let leaves_denials = self.act.is_practice() && !self.names_channel;
        let tally = self.tally_of_last(said, last, leaves_denials);
        let tally = if tally.is_asked { tally } else { self.tally_of_last(said, last, false) };
        tally.verdict(self.cover)
    }

    fn tally_of_last(&self, said: &Said<'_>, last: &mut Last<'_>, leaves_denials: bool) -> Tally {
        let given = self.taken_as_given(said, &last.space.facts);
        let mut tally = Tally::default();
        for Asked { block, .. } in &self.blocks {
            let asked = last.space.facts.truth(&block.facts.clone().and(given.clone()));
            let open = self.open(block);
            let (own, ways) = parted(self.act, &open);
            for state in self.chosen(&last.space, block, last.space.start(&[self.act]), &own) {
                let ways = last.space.choose_all(vec![state], &ways);
                let fates: Vec<_> = ways.iter().map(|state| last.fate(&state.mask)).collect();
                let mut asked = asked.clone();
                fates.iter().for_each(|fate| asked.keep(&fate.possible));
                if leaves_denials {
                    fates.iter().for_each(|fate| asked.remove(&fate.denied));
                }
                let permitted = fates.iter().map(|fate| {
                    let mut permitted = last.space.facts.none();
                    let in_time = fate.by.iter().filter(|(item, _)| {
                        let part = said.part(last.steps.items[*item].owner);
                        is_in_time(part.and_then(|part| part.sentence.timing), self.timing)
                            && self.is_based(part, said)
                    });
                    in_time.for_each(|(_, worlds)| permitted.add(worlds));
                    permitted
                });
                let permitted = some_of(&last.space.facts, permitted);
                let prohibited = all_of(&last.space.facts, fates.iter().map(|fate| fate.prohibited.clone()));
                match self.act {
                    // Whether the absence is promised.
                    Act::Have => tally.add(&asked, &prohibited, &permitted),
                    _ => tally.add(&asked, &permitted, &prohibited),
                }
            }
        }
        tally
    }

    /// The answer to a question about a right.
    pub(crate) fn of_rights(&self, said: &Said<'_>, early: &mut Early<'_>) -> Verdict {
        let given = self.taken_as_given(said, &early.space.facts);
        let mut tally = Tally::default();
        for Asked { block, .. } in &self.blocks {
            let asked = early.space.facts.truth(&block.facts.clone().and(given.clone()));
            let (own, ways) = parted(self.act, &self.open(block));
            for state in self.chosen(&early.space, block, early.space.start(&[Act::Offer]), &own) {
                let ways = early.space.choose_all(vec![state], &ways);
                let granted: Vec<_> = ways.iter().map(|state| early.granted(&state.mask)).collect();
                let permitted = granted.iter().map(|granted| {
                    let mut permitted = early.space.facts.none();
                    for (owner, worlds) in early.granted_by(granted) {
                        let part = said.part(owner);
                        let timing = part.and_then(|part| part.sentence.timing);
                        if is_in_time(timing, self.timing) && self.is_based(part, said) {
                            permitted.add(worlds);
                        }
                    }
                    permitted
                });
                let permitted = some_of(&early.space.facts, permitted);
                let prohibited =
                    all_of(&early.space.facts, granted.iter().map(|granted| granted.prohibited.clone()));
                tally.add(&asked, &permitted, &prohibited);
            }
        }
        tally.verdict(self.cover)
    }

    /// The answer to a question about a deletion or about keeping.
    pub(crate) fn of_keeping(&self, said: &Said<'_>, early: &mut Early<'_>) -> Verdict {
        let tally = self.tally_of_keeping(said, early, None);
        let verdict = tally.verdict(self.cover);
        let names_purpose =
            self.blocks.iter().any(|asked| asked.block.slots.iter().any(|(slot, _)| *slot == Slot::Purpose));
        if self.act != Act::Keep || names_purpose || verdict != Verdict::Mixed || self.cover != Cover::All {
            return verdict;
        }
        // Without a purpose it is enough that it is so for some purpose, and the contrary for none.
        let purposes = early.space.values_of(Slot::Purpose);
        let mut of_purpose = |purpose: usize| {
            let mut among = vec![false; early.space.values.count(Slot::Purpose)];
            among[purpose] = true;
            self.tally_of_keeping(said, early, Some(&among))
        };
        let tallies: Vec<Tally> = purposes.into_iter().map(&mut of_purpose).collect();
        let some = |is_so: fn(&Tally) -> bool| tallies.iter().any(|tally| tally.is_asked && is_so(tally));
        match (tally.some_permitted, tally.some_prohibited) {
            (true, false) if some(|tally| !tally.is_nowhere_permitted) => Verdict::PermittedIf,
            (false, true) if some(|tally| !tally.is_nowhere_prohibited) => Verdict::Prohibited,
            _ => verdict,
        }
    }

    fn tally_of_keeping(&self, said: &Said<'_>, early: &mut Early<'_>, purpose: Option<&Marks>) -> Tally {
        let given = self.taken_as_given(said, &early.space.facts);
        let mut tally = Tally::default();
        for Asked { block, sought } in &self.blocks {
            let mut judged = HashMap::new();
            let asked = early.space.facts.truth(&block.facts.clone().and(given.clone()));
            let mut commons = early.space.start(&[Act::Offer, Act::Delete, Act::Keep]);
            for slot in [Slot::Actor, Slot::Datum, Slot::Place, Slot::Purpose] {
                let among = match slot {
                    Slot::Purpose => purpose.or(self.among(block, slot)),
                    _ => self.among(block, slot),
                };
                commons = early.space.choose(commons, slot, among);
            }
            for common in commons {
                for (_, kept) in early.kept(&common, self.among(block, Slot::Channel)) {
                    match sought {
                        Sought::Flows => {
                            let mut permitted = early.space.facts.none();
                            let in_time =
                                kept.by.iter().filter(|(timing, _)| is_in_time(*timing, self.timing));
                            in_time.for_each(|(_, worlds)| permitted.add(worlds));
                            tally.add(&asked, &permitted, &kept.prohibited);
                        }
                        Sought::SoLong(end) => {
                            let (permitted, prohibited) =
                                self.kept_so_long(said, early, &kept, end, &asked, &mut judged);
                            tally.add(&asked, &permitted, &prohibited);
                        }
                        Sought::Nothing => {
                            let none = early.space.facts.none();
                            tally.add(&asked, &none, &none);
                        }
                    }
                }
            }
        }
        tally
    }

    /// Of the flows that are asked about, those that are kept so long, and those that must not be.
    fn kept_so_long(
        &self,
        said: &Said<'_>,
        early: &Early<'_>,
        kept: &Kept,
        end: &End,
        asked: &Worlds,
        judged: &mut HashMap<Vec<bool>, (bool, bool)>,
    ) -> (Worlds, Worlds) {
        let facts = &early.space.facts;
        let requests = request_events(&said.values);
        let vocabulary = said.values.vocabulary();
        let implied: BTreeSet<Fact> = self.names.iter().flat_map(|fact| fact.implied(vocabulary)).collect();
        let names_in_end =
            |event: candor::model::TermId| end.facts().into_iter().any(|fact| fact == Fact::Term(event));
        let (mut permitted, mut prohibited) = (facts.none(), facts.none());
        for at in asked.places() {
            let retained = kept.retained.iter().map(|worlds| worlds.has(at));
            let covered = kept.covered.iter().map(|worlds| worlds.has(at));
            let is_kind = |named: When, event: When| match (named, event) {
                (When::Event(named), When::Event(event)) => named == event || facts.brings(named, event),
                (named, event) => named == event,
            };
            // Nobody has asked unless the question says it.
            let is_asked_for = |event: &candor::model::TermId| {
                !requests.iter().any(|one| one == event || facts.brings(*one, *event))
                    || end.events().iter().any(|named| is_kind(*named, When::of(*event, &said.values)))
                    || names_in_end(*event)
                    || implied.contains(&Fact::Term(*event))
                        && facts.assignments[at].contains(&Fact::Term(*event))
            };
            let holds = early
                .endings
                .iter()
                .zip(&kept.covered)
                .map(|(ending, covered)| covered.has(at) && ending.cap.events.iter().all(is_asked_for));
            let key: Vec<bool> = retained.chain(covered).chain(holds).collect();
            let (is_kept, is_forbidden) = *judged.entry(key.clone()).or_insert_with(|| {
                let (retained, rest) = key.split_at(kept.retained.len());
                let (covered, holds) = rest.split_at(kept.covered.len());
                let is_based = |retention: &Retention| self.is_based(said.part(retention.owner), said);
                judge(early, end, retained, covered, holds, &is_based)
            });
            if is_forbidden {
                prohibited.insert(at);
            } else if is_kept {
                permitted.insert(at);
            }
        }
        (permitted, prohibited)
    }
}

impl Asked {
    /// What is asked about some flows: of what is kept, a question asks for each datum by its purposes if its end does.
    fn of(block: Block, reader: &Reader<'_>) -> Vec<Self> {
        let retention = reader.sentence.retention.as_ref();
        let Some((stage, _)) = retention.and_then(|retention| retention.stages.split_first()) else {
            return vec![Self { block, sought: Sought::Flows }];
        };
        let stages = std::slice::from_ref(stage);
        let of_share = |share: Share| {
            let mut block = block.clone();
            block.facts = block.facts.and(while_of(stage));
            for (_, data) in block.slots.iter_mut().filter(|(slot, _)| *slot == Slot::Datum) {
                *data = share.of(data.clone(), reader.values);
            }
            let sought = match share.has_no_end() {
                true => Sought::Nothing,
                false => Sought::SoLong(End::of(stages, &share.purposes, reader.values)),
            };
            Self { block, sought }
        };
        reader.shares(stages).into_iter().map(of_share).collect()
    }
}

/// What is asked about nothing but consent is asked about what is done with consent.
fn asked_bases(reader: &Reader<'_>, sentence: &Sentence) -> Vec<TermId> {
    match reader.consent_as_basis() {
        Some(_) => Vec::new(),
        None => sentence.bases.iter().map(|basis| basis.term).collect(),
    }
}

/// Whether something is kept so long, and whether it must not be: by the retentions that keep it, the deletions that
/// cover it, and those of them that end it.
fn judge(
    early: &Early<'_>,
    asked: &End,
    retained: &[bool],
    covered: &[bool],
    holds: &[bool],
    is_based: &dyn Fn(&Retention) -> bool,
) -> (bool, bool) {
    let facts = &early.space.facts;
    let retentions = || early.retentions.iter().zip(retained).filter(|(_, is_here)| **is_here);
    let mut latest: Option<End> = None;
    for (retention, _) in retentions().filter(|(retention, _)| retention.is_kept && is_based(retention)) {
        let mut end = retention.end.clone();
        // A retention that ends with an event and a deletion some time after it are one promise.
        for (ending, _) in early.endings.iter().zip(covered).filter(|(_, is_here)| **is_here) {
            if let (Some(atom), Some((when, length))) = (retention.end.single(), &ending.alone)
                && atom.ends_with(*when)
            {
                end = end.later(&End(vec![vec![Atom::after(*when, length.clone())]]));
            }
        }
        latest = Some(latest.map_or(end.clone(), |latest| latest.later(&end)));
    }
    let is_above_ceiling = retentions()
        .filter(|(retention, _)| retention.is_ceiling)
        // Of what a later stage keeps, the one before says nothing.
        .filter(|(one, _)| {
            !retentions().any(|(other, _)| other.owner == one.owner && other.stage > one.stage)
        })
        .any(|(retention, _)| retention.end.is_before(asked, facts));
    let mut caps = early.endings.iter().zip(holds).filter(|(_, is_here)| **is_here);
    let is_deleted = caps.any(|(ending, _)| ending.cap.end.is_before(asked, facts));
    (latest.is_some_and(|latest| asked.is_within(&latest, facts)), is_above_ceiling || is_deleted)
}

/// What the flows of a question have in common.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    is_asked: bool,
    some_permitted: bool,
    some_not_permitted: bool,
    some_prohibited: bool,
    some_not_prohibited: bool,
    /// For some choice of slots there are no facts that permit it.
    is_nowhere_permitted: bool,
    is_nowhere_prohibited: bool,
}

impl Tally {
    fn add(&mut self, asked: &Worlds, permitted: &Worlds, prohibited: &Worlds) {
        if asked.is_empty() {
            return;
        }
        self.is_asked = true;
        self.some_permitted |= asked.meets(permitted);
        self.some_not_permitted |= !asked.is_within(permitted);
        self.some_prohibited |= asked.meets(prohibited);
        self.some_not_prohibited |= !asked.is_within(prohibited);
        self.is_nowhere_permitted |= !asked.meets(permitted);
        self.is_nowhere_prohibited |= !asked.meets(prohibited);
    }

    const fn verdict(&self, cover: Cover) -> Verdict {
        match (self, cover) {
            (Self { is_asked: false, .. }, _) => Verdict::Impossible,
            (_, Cover::Nothing) => Verdict::NotCovered,
            (_, Cover::Some) => Verdict::Mixed,
            (Self { some_not_permitted: false, .. }, _) => Verdict::Permitted,
            (Self { some_not_prohibited: false, .. }, _) => Verdict::Prohibited,
            (Self { some_permitted: false, some_prohibited: false, .. }, _) => Verdict::Undisclosed,
            (Self { is_nowhere_permitted: false, .. }, _) => Verdict::PermittedIf,
            _ => Verdict::Mixed,
        }
    }
}

/// Whether the channel of a flow is the way to use a right or to be told.
const fn is_way(act: Act) -> bool {
    matches!(act, Act::Offer | Act::Notify)
}

/// The slots of a verb: those of which each value is asked about, and those of which some value is.
fn parted(act: Act, open: &[Slot]) -> (Vec<Slot>, Vec<Slot>) {
    Slot::of(act).into_iter().partition(|slot| !open.contains(slot))
}

fn some_of(facts: &Facts, all: impl Iterator<Item = Worlds>) -> Worlds {
    all.fold(facts.none(), |mut found, worlds| {
        found.add(&worlds);
        found
    })
}

fn all_of(facts: &Facts, all: impl Iterator<Item = Worlds>) -> Worlds {
    all.fold(facts.all(), |mut found, worlds| {
        found.keep(&worlds);
        found
    })
}

/// Whether what is stated to happen by some time happens by the time that is asked for.
fn is_in_time(stated: Option<Timing>, asked: Option<Timing>) -> bool {
    let is_shorter = |one: Period, other: Period| Length::of(one).is_within(&Length::of(other));
    match (stated, asked) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(Timing::Before(stated)), Some(Timing::Before(asked))) => is_shorter(asked, stated),
        (Some(Timing::Promptly | Timing::Within(_)), Some(Timing::Promptly))
        | (Some(Timing::Before(_) | Timing::Beforehand), Some(Timing::Beforehand)) => true,
        (Some(Timing::Within(stated)), Some(Timing::Within(asked))) => is_shorter(stated, asked),
        (Some(Timing::Before(_) | Timing::Beforehand), Some(Timing::Promptly | Timing::Within(_)))
        | (Some(Timing::Beforehand), Some(Timing::Before(_)))
        | (Some(Timing::Promptly), Some(Timing::Within(_)))
        | (Some(Timing::Promptly | Timing::Within(_)), Some(Timing::Before(_) | Timing::Beforehand)) => false,
    }
}

/// The channels to which the policy applies, where it says so.
pub(super) fn covered(said: &Said<'_>) -> Option<Marks> {
    let values = &said.values;
    let header = values.policy.header.as_ref()?;
    if header.covers.is_empty() && header.does_not_cover.is_empty() {
        return None;
    }
    let mut covered = vec![true; values.count(Slot::Channel)];
    if let Some(products) = values.named(Kind::Channel, "products").filter(|_| !header.covers.is_empty()) {
        take_out(&mut covered, &values.covered_by(products));
    }
    for term in &header.covers {
        add(&mut covered, &values.covered_by(*term));
    }
    let clauses = said.parts.iter().filter_map(|part| part.sentence.slots.channel.as_ref());
    let named = clauses.flat_map(|clause| &clause.set.items).filter_map(|item| match item.what {
        candor::model::What::Term(term) => Some(term),
        candor::model::What::Any { .. } => None,
    });
    let trackers = said.parts.iter().filter_map(|part| part.tracker).map(|tracker| tracker.channel);
    for term in named.chain(trackers) {
        add(&mut covered, &values.covered_by(term));
    }
    for term in &header.does_not_cover {
        take_out(&mut covered, &values.covered_by(*term));
    }
    Some(covered)
}
