//! The first four passes: rights, deletions on request, deletions and retentions, and which deletion ends what keeping.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use candor::model::{Kind, Timing, Vocabulary};

use super::Grain;
use super::act::Act;
use super::ends::{Atom, End, Length, When};
use super::exceptions::Exceptions;
use super::facts::{Fact, Formula, is_event};
use super::halves::{Area, Block, Half, Mention, Origin};
use super::keeping::{Cap, Lasts, Retention};
use super::last::personal;
use super::rights::Request;
use super::sentence::{Claim, Owner, Said, Side, Word};
use super::steps::{Item, Sort, Steps, Sums};
use super::values::{Slot, Values};
use super::walk::{AreaId, BlockId, Blocks, Mask, Space, State};
use super::worlds::{Facts, Worlds};

/// What becomes of entitlements with some values in their slots.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    pub(crate) permitted: Worlds,
    pub(crate) prohibited: Worlds,
    /// What each half says as it is written, and what is left of it.
    written: Vec<Worlds>,
    left: Vec<Worlds>,
}

/// What becomes of deletions and of keeping with some values in their slots.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub(crate) permitted: Worlds,
    pub(crate) prohibited: Worlds,
    /// What is left of each deletion, with the time that it takes.
    pub(crate) by: Vec<(Option<Timing>, Worlds)>,
    /// What is left of each retention.
    pub(crate) retained: Vec<Worlds>,
    /// Where each ending ends it.
    pub(crate) covered: Vec<Worlds>,
}

/// What grants say to delete, by the requests: as they are written, and by what is left of them.
#[derive(Debug)]
struct Requests {
    written: Vec<Worlds>,
    left: Vec<Worlds>,
}

/// A way in which a deletion ends keeping.
pub(crate) struct Ending {
    /// Which deletion.
    pub(crate) deletion: usize,
    pub(crate) cap: Cap,
    /// The event, where the deletion happens on it alone.
    pub(crate) alone: Option<(When, Length)>,
    /// When it comes about.
    truth: Worlds,
    /// Assignments that differ in its events alone, and in what these imply or exclude.
    groups: Vec<usize>,
    /// For each event, where it has not come, and assignments that differ in what brings it as well.
    before: Vec<(Worlds, Vec<usize>)>,
}

/// A deletion: a written one, or one on request.
struct Deletion {
    owner: Owner,
    /// The item of the three steps.
    item: usize,
    timing: Option<Timing>,
    /// Of one on request, which.
    request: Option<usize>,
    /// The written deletions that say how it happens.
    told: Vec<BlockId>,
    /// Whether its data have a form of their own.
    names_form: bool,
}

impl Deletion {
    /// The facts that its statement names.
    fn spoken(&self, said: &Said<'_>) -> Vec<Fact> {
        let in_clauses = |claim: &Claim| claim.word != Word::On;
        said.part(self.owner).map(|part| said.read(part).names(in_clauses)).unwrap_or_default()
    }
}

/// A request with its offer.
struct Requested {
    /// The half of the grant among those of offers.
    grant: usize,
    /// Whether the right is the one that is asked for.
    is_right: BlockId,
    event: Worlds,
    about: Option<Worlds>,
    item: usize,
}

/// The halves of offers by the places of their blocks.
struct Offers {
    areas: Vec<Vec<AreaId>>,
    frames: Vec<Vec<BlockId>>,
    /// For each half, what the statements take out that a grant names as its exception.
    taken: Vec<Vec<(Owner, BlockId)>>,
}

/// The passes.
pub(crate) struct Early<'a> {
    pub(crate) space: Space<'a>,
    offers: Offers,
    pub(crate) rights: Steps,
    pub(crate) right_sums: Sums,
    /// Of deletions and retentions, in the order of the items; on request there are none.
    areas: Vec<Vec<AreaId>>,
    frames: Vec<Vec<BlockId>>,
    pub(crate) steps: Steps,
    pub(crate) sums: Sums,
    requests: Vec<Requested>,
    deletions: Vec<Deletion>,
    pub(crate) retentions: Vec<Retention>,
    /// The place of the first retention among the items.
    first_retention: usize,
    pub(crate) endings: Vec<Ending>,
    persons_open: Vec<usize>,
    is_personal: BlockId,
    /// Deletions and retentions that cannot both be, and those of which the retention stands.
    pub(crate) against: BTreeSet<(Owner, Owner)>,
    pub(crate) outlasting: BTreeSet<(Owner, Owner)>,
    /// The deletions of which something is left when the retentions that stand are taken out.
    left: BTreeSet<usize>,
    /// Who names whom.
    names: BTreeSet<(Owner, Owner)>,
    known_rights: HashMap<Mask, Rc<Granted>>,
    known_requests: HashMap<Mask, Rc<Requests>>,
}

/// What is needed to work the passes out.
pub(crate) struct Given<'p> {
    pub(crate) offers: &'p [Half],
    pub(crate) deletions: &'p [Half],
    pub(crate) retentions: &'p [Retention],
    pub(crate) exceptions: &'p Exceptions,
    /// Facts of which questions speak.
    pub(crate) asked: BTreeSet<Fact>,
    /// Whether one of them is about a deletion, in which no other event has happened.
    pub(crate) is_deletion_asked: bool,
}

/// Deletions and retentions as they are collected; the first three have an entry for each item.
#[derive(Default)]
struct Drawn {
    items: Vec<Item>,
    areas: Vec<Vec<AreaId>>,
    frames: Vec<Vec<BlockId>>,
    deletions: Vec<Deletion>,
    /// Deletions on request: the grant, the item, what is asked for, who grants it.
    asked_for: Vec<(usize, usize, Request, Owner)>,
}

impl Drawn {
    fn add_deletions(&mut self, said: &Said<'_>, halves: &[Half], blocks: &mut Blocks) {
        for half in halves {
            let item = self.items.len();
            self.items.push(Item::from(half));
            self.areas.push(blocks.areas(&half.areas));
            self.frames.push(blocks.frames(&half.areas));
            if let Some(part) = said.part(half.owner).filter(|_| half.side == Side::Permission) {
                let timing = part.sentence.deletion.as_ref().and_then(|deletion| deletion.timing);
                self.deletions.push(Deletion {
                    owner: half.owner,
                    item,
                    timing,
                    request: None,
                    told: Vec::new(),
                    names_form: said.read(part).has_form(),
                });
            }
        }
    }

    fn add_requests(
        &mut self,
        said: &Said<'_>,
        offers: &[Half],
        blocks: &mut Blocks,
        facts: &mut BTreeSet<Fact>,
    ) {
        for (grant, half) in offers.iter().enumerate() {
            let Some(part) = said.part(half.owner).filter(|_| half.side == Side::Permission) else {
                continue;
            };
            let requests = said.read(part).requests();
            let names_form = said.read(part).has_form();
            if requests.is_empty() {
                continue;
            }
            let item = self.items.len();
            self.items.push(Item {
                owner: half.owner,
                sort: Sort::Permission,
                origin: Origin::Request,
                mention: mentioned(&half.mention, &requests),
            });
            self.areas.push(Vec::new());
            let as_deletion = |area: &Area| Block { acts: vec![Act::Delete], ..area.within.clone() }.into();
            let as_deletion: Vec<Area> = half.areas.iter().map(as_deletion).collect();
            self.frames.push(blocks.frames(&as_deletion));
            for request in requests {
                facts.insert(Fact::Term(request.event));
                facts.extend(request.about.iter().map(|class| Fact::Class(*class)));
                let told = said.parts.iter().filter(|part| part.act() == Act::Delete && !part.is_negative());
                let told = told.map(|part| said.read(part));
                let told = told.filter(|reader| reader.happens_on(request.event));
                let told = told.map(|reader| blocks.block(&reader.told_deletion())).collect();
                let timing = part.sentence.timing;
                let place = self.asked_for.len();
                let owner = half.owner;
                self.deletions.push(Deletion { owner, item, timing, request: Some(place), told, names_form });
                self.asked_for.push((grant, item, request, half.owner));
            }
        }
    }

    fn add_retentions(&mut self, retentions: &[Retention], blocks: &mut Blocks, facts: &mut BTreeSet<Fact>) {
        self.items.extend(retentions.iter().map(Item::from));
        for retention in retentions {
            self.areas.push(blocks.areas(&[retention.block.clone().into()]));
            self.frames.push(Vec::new());
            facts.extend(retention.end.facts());
        }
    }

    /// Which deletion ends what is kept, and after what, where nothing else is waited for.
    fn caps(&self, said: &Said<'_>) -> Vec<(usize, Cap, Option<(When, Length)>)> {
        let mut caps = Vec::new();
        for (at, deletion) in self.deletions.iter().enumerate() {
            let Some(part) = said.part(deletion.owner) else { continue };
            let length = Length::of_timing(deletion.timing);
            match deletion.request {
                None => {
                    let reader = said.read(part);
                    let alone = reader.only_event().map(|event| (When::of(event, &said.values), length));
                    caps.extend(reader.caps().into_iter().map(|cap| (at, cap, alone.clone())));
                }
                Some(request) => {
                    let event = self.asked_for[request].2.event;
                    let when = When::of(event, &said.values);
                    let end = End(vec![vec![Atom::after(when, length.clone())]]);
                    let cap = Cap { events: BTreeSet::from([event]), guard: Formula::always(), end };
                    caps.push((at, cap, Some((when, length))));
                }
            }
        }
        caps
    }
}

/// The events that stand in lists which are facts.
fn listed_events(facts: &BTreeSet<Fact>, vocabulary: &Vocabulary) -> Vec<Fact> {
    let listed = facts.iter().flat_map(|fact| fact.listed(vocabulary));
    listed.filter(|fact| is_event(*fact, vocabulary)).collect()
}

impl<'a> Early<'a> {
    /// Nothing where there are too many facts to try them all.
    pub(crate) fn of(said: &'a Said<'a>, given: Given<'_>, grain: Grain) -> Option<Self> {
        let vocabulary = said.values.vocabulary();
        let mut blocks = Blocks::default();
        let is_related = |one: Fact, other: Fact| one.is_related(other, vocabulary);
        let mut facts = given.asked;

        // Rights.
        let offers = Offers {
            areas: given.offers.iter().map(|half| blocks.areas(&half.areas)).collect(),
            frames: given.offers.iter().map(|half| blocks.frames(&half.areas)).collect(),
            taken: given.offers.iter().map(|half| taken(said, half, given.exceptions, &mut blocks)).collect(),
        };
        let items = given.offers.iter().map(Item::from).collect();
        let mut rights = Steps::of(items, given.exceptions, is_related);
        rights.leaves = from_others(said, &rights.items, given.exceptions);

        let mut kept = Drawn::default();
        kept.add_deletions(said, given.deletions, &mut blocks);
        kept.add_requests(said, given.offers, &mut blocks, &mut facts);
        let first_retention = kept.items.len();
        kept.add_retentions(given.retentions, &mut blocks, &mut facts);
        let caps = kept.caps(said);
        let Drawn { items, areas, frames, deletions, asked_for } = kept;
        let steps = Steps::of(items, given.exceptions, is_related);
        for (_, cap, _) in &caps {
            facts.extend(cap.events.iter().map(|event| Fact::Term(*event)));
            facts.extend(cap.guard.named());
        }

        let is_right: Vec<BlockId> = asked_for
            .iter()
            .map(|(_, _, request, _)| {
                let slots = vec![(Slot::Right, request.rights.clone())];
                blocks.block(&Block { acts: vec![Act::Offer], slots, facts: Formula::always() })
            })
            .collect();
        let is_personal = blocks.block(&personal(&said.values, &[Act::Offer, Act::Delete, Act::Keep]));
        facts.extend(blocks.0.iter().flat_map(|block| block.facts.named()));
        if given.is_deletion_asked {
            facts.extend(listed_events(&facts, vocabulary));
        }
        // On what a list stands for, its truth depends where an event settles some of it.
        facts.extend(facts.iter().flat_map(|fact| fact.listed(vocabulary)).collect::<Vec<_>>());
        let facts = Facts::of(facts, vocabulary)?;
        let is = |fact: Fact| facts.truth(&Formula::Is(fact));
        let requests = asked_for
            .iter()
            .zip(is_right)
            .map(|((grant, item, request, _), is_right)| Requested {
                grant: *grant,
                is_right,
                event: is(Fact::Term(request.event)),
                about: (!request.about.is_empty()).then(|| {
                    let classes = request.about.iter().map(|class| Formula::Is(Fact::Class(*class)));
                    facts.truth(&Formula::Any(classes.collect()))
                }),
                item: *item,
            })
            .collect();
        let ending = |(deletion, cap, alone): (usize, Cap, Option<(When, Length)>)| {
            let events: Vec<Fact> = cap.events.iter().map(|event| Fact::Term(*event)).collect();
            let all = Formula::All(events.iter().map(|event| Formula::Is(*event)).collect());
            let truth = facts.truth(&all.and(cap.guard.clone()));
            let is_settled = |fact: Fact| events.iter().any(|event| event.settles(fact, vocabulary));
            // What is settled decides whether a fact that is a list can be true; where the deletion does not speak of it, it
            // goes with it.
            let mut spoken = deletions[deletion].spoken(said);
            spoken.extend(cap.guard.named());
            spoken.extend(&events);
            let goes_with =
                |fact: Fact| !spoken.contains(&fact) && fact.listed(vocabulary).into_iter().any(is_settled);
            let groups = facts.groups(|fact| is_settled(fact) || goes_with(fact));
            let before = |event: &Fact| {
                let brings = |fact: Fact| fact.implied(vocabulary).contains(event);
                let groups = facts.groups(|fact| is_settled(fact) || goes_with(fact) || brings(fact));
                (facts.truth(&Formula::Is(*event).not()), groups)
            };
            let before = events.iter().map(before).collect();
            Ending { deletion, cap, alone, truth, groups, before }
        };
        let endings = caps.into_iter().map(ending).collect();
        let persons_open = facts.groups(|fact| matches!(fact, Fact::Class(_) | Fact::KnownPerson(_)));
        let owners: Vec<Owner> = said.parts.iter().map(|part| part.owner).collect();
        let pairs = owners.iter().flat_map(|one| owners.iter().map(move |other| (*one, *other)));
        let names = pairs.filter(|(one, other)| given.exceptions.names(*one, *other)).collect();
        Some(Self {
            space: Space::of(&said.values, facts, blocks, grain),
            offers,
            rights,
            right_sums: Sums::default(),
            areas,
            frames,
            steps,
            sums: Sums::default(),
            requests,
            deletions,
            retentions: given.retentions.to_vec(),
            first_retention,
            endings,
            persons_open,
            is_personal,
            against: BTreeSet::new(),
            outlasting: BTreeSet::new(),
            left: BTreeSet::new(),
            names,
            known_rights: HashMap::new(),
            known_requests: HashMap::new(),
        })
    }

    /// All choices of values for what a person can demand, and what becomes of each.
    pub(crate) fn entitlements(&self) -> Vec<State> {
        self.space.choose_all(self.space.start(&[Act::Offer]), &Slot::of(Act::Offer))
    }

    /// Rights, for entitlements with some values in their slots.
    pub(crate) fn granted(&mut self, mask: &Mask) -> Rc<Granted> {
        if let Some(known) = self.known_rights.get(mask) {
            return Rc::clone(known);
        }
        let space = &self.space;
        let as_written: Vec<Worlds> =
            self.offers.areas.iter().map(|areas| space.written(mask, areas)).collect();
        let mut written = as_written.clone();
        for (at, taken) in self.offers.taken.iter().enumerate() {
            for (owner, block) in taken {
                let lost = space.holds(mask, *block);
                // What another exception takes as well is still taken by this one: their order means nothing.
                if as_written[at].meets(&lost) {
                    self.right_sums.taken.insert((self.rights.items[at].owner, *owner));
                    written[at].remove(&lost);
                }
            }
        }
        let framed = framed(mask, &self.offers.frames, self.is_personal);
        let settled = self.rights.settle(&mut self.right_sums, [&as_written, &written], None, &framed);
        let (mut permitted, mut prohibited) = (space.facts.none(), space.facts.none());
        for (at, item) in self.rights.items.iter().enumerate() {
            match item.sort {
                Sort::Permission => permitted.add(&settled.left[at]),
                Sort::Prohibition => prohibited.add(&settled.said[at]),
                Sort::Retention | Sort::Kept | Sort::Limit => {}
            }
        }
        let granted = Rc::new(Granted { permitted, prohibited, written: as_written, left: settled.left });
        self.known_rights.insert(mask.clone(), Rc::clone(&granted));
        granted
    }

    /// What is left of the grant of a half, with its deadline.
    pub(crate) fn granted_by<'g>(
        &'g self,
        granted: &'g Granted,
    ) -> impl Iterator<Item = (Owner, &'g Worlds)> {
        let items = self.rights.items.iter().zip(&granted.left);
        items.filter(|(item, _)| item.sort == Sort::Permission).map(|(item, left)| (item.owner, left))
    }

    /// All choices of values for the slots that what is granted and what is deleted have in common.
    pub(crate) fn commons(&self) -> Vec<State> {
        let slots = [Slot::Actor, Slot::Datum, Slot::Place, Slot::Purpose];
        self.space.choose_all(self.space.start(&[Act::Offer, Act::Delete, Act::Keep]), &slots)
    }

    /// Those of the blocks in a state that are about some verbs.
    pub(crate) fn of_acts(&self, state: &State, acts: &[Act]) -> State {
        let start = self.space.start(acts);
        let mask = state.mask.iter().zip(&start[0].mask).map(|(one, other)| one & other).collect();
        State { mask, ..state.clone() }
    }

    /// Deletions on request: for each request, what its grant says besides, whatever the way.
    fn requested(&mut self, common: &State) -> Rc<Requests> {
        let state = self.of_acts(common, &[Act::Offer]);
        if let Some(known) = self.known_requests.get(&state.mask) {
            return Rc::clone(known);
        }
        let key = state.mask.clone();
        let none = vec![self.space.facts.none(); self.requests.len()];
        let mut found = Requests { written: none.clone(), left: none };
        if !self.requests.is_empty() {
            for state in self.space.choose_all(vec![state], &[Slot::Channel, Slot::Right]) {
                let granted = self.granted(&state.mask);
                for (at, request) in self.requests.iter().enumerate() {
                    if Space::is_in(&state.mask, request.is_right) {
                        found.written[at].add(&granted.written[request.grant]);
                        found.left[at].add(&granted.left[request.grant]);
                    }
                }
            }
        }
        for (at, request) in self.requests.iter().enumerate() {
            for found in [&mut found.written[at], &mut found.left[at]] {
                if let Some(about) = &request.about {
                    *found = self.space.facts.whatever(found, &self.persons_open);
                    found.keep(about);
                }
                found.keep(&request.event);
            }
        }
        let found = Rc::new(found);
        self.known_requests.insert(key, Rc::clone(&found));
        found
    }

    /// When all have been walked: of a deletion, what is left is known only after the retentions that stand.
    pub(crate) fn settle_deletions(&mut self) {
        for deletion in &self.deletions {
            if !self.left.contains(&deletion.item) {
                self.sums.left.remove(&deletion.item);
            }
        }
    }

    /// The choices of a channel for what is deleted and kept, each with what becomes of it.
    pub(crate) fn kept(
        &mut self,
        common: &State,
        channels: Option<&super::values::Marks>,
    ) -> Vec<(State, Kept)> {
        let requested = self.requested(common);
        let state = self.of_acts(common, &[Act::Delete, Act::Keep]);
        let states = self.space.choose(vec![state], Slot::Channel, channels);
        states
            .into_iter()
            .map(|state| {
                let kept = self.kept_here(&state.mask, &requested);
                (state, kept)
            })
            .collect()
    }

    fn kept_here(&mut self, mask: &Mask, requested: &Requests) -> Kept {
        let space = &self.space;
        let mut written: Vec<Worlds> = self.areas.iter().map(|areas| space.written(mask, areas)).collect();
        for (request, worlds) in self.requests.iter().zip(&requested.left) {
            written[request.item].add(worlds);
        }
        let as_written = written.clone();
        // Who keeps something, or does not delete it, except as a right says loses the deletion on request as it is written.
        let is_losing =
            |at: &usize| *at >= self.first_retention || self.steps.items[*at].sort == Sort::Prohibition;
        for at in (0..written.len()).filter(is_losing) {
            let owner = self.steps.items[at].owner;
            for (request, worlds) in self.requests.iter().zip(&requested.written) {
                let offer = self.steps.items[request.item].owner;
                let is_excepted =
                    self.steps.items[at].sort != Sort::Limit && self.names.contains(&(owner, offer));
                if is_excepted && as_written[at].meets(worlds) {
                    self.sums.taken.insert((owner, offer));
                    written[at].remove(worlds);
                }
            }
        }
        let framed = framed(mask, &self.frames, self.is_personal);
        let settled = self.steps.settle(&mut self.sums, [&as_written, &written], None, &framed);

        // What each deletion says after the steps; one on request says nothing besides a written one.
        let mut left: Vec<Worlds> = Vec::new();
        for deletion in &self.deletions {
            let mut worlds = settled.left[deletion.item].clone();
            if let Some(request) = deletion.request {
                worlds.keep(&requested.left[request]);
                worlds.remove(&space.any(mask, &deletion.told));
            }
            left.push(worlds);
        }

        // Deletion against retention. What is not personal any more is reached only by a deletion that names a form.
        let is_personal = Space::is_in(mask, self.is_personal);
        let is_reached = |deletion: &Deletion| is_personal || deletion.names_form;
        let before = left.clone();
        let retained: Vec<Worlds> = settled.left[self.first_retention..].to_vec();
        for (retention, kept) in self.retentions.iter().zip(&retained) {
            for (at, deletion) in self.deletions.iter().enumerate() {
                let pair = (deletion.owner, retention.owner);
                let is_named = self.names.contains(&pair) || self.names.contains(&(pair.1, pair.0));
                if is_named || !is_reached(deletion) || !before[at].meets(kept) {
                    continue;
                }
                match retention.lasts {
                    Lasts::No => {}
                    Lasts::Long { names_purpose } if deletion.request.is_none() || !names_purpose => {
                        self.against.insert(pair);
                    }
                    Lasts::Long { .. } | Lasts::Yes => {
                        self.outlasting.insert(pair);
                        left[at].remove(kept);
                    }
                }
            }
        }

        let deleting = self.deletions.iter().zip(&left).filter(|(_, worlds)| !worlds.is_empty());
        self.left.extend(deleting.map(|(deletion, _)| deletion.item));

        // Caps.
        let covers = |ending: &Ending| {
            if !is_reached(&self.deletions[ending.deletion]) {
                return space.facts.none();
            }
            let mut worlds = left[ending.deletion].clone();
            worlds.keep(&ending.truth);
            let mut covered = space.facts.whatever(&worlds, &ending.groups);
            for (has_not_come, groups) in &ending.before {
                let mut before = space.facts.whatever(&covered, groups);
                before.keep(has_not_come);
                covered.add(&before);
            }
            covered
        };
        let covered = self.endings.iter().map(covers).collect();
        let (mut permitted, mut prohibited) = (space.facts.none(), space.facts.none());
        left.iter().for_each(|worlds| permitted.add(worlds));
        let items = self.steps.items.iter().zip(&settled.said);
        items.filter(|(item, _)| item.sort == Sort::Prohibition).for_each(|(_, said)| prohibited.add(said));
        let by = self.deletions.iter().map(|deletion| deletion.timing).zip(left).collect();
        Kept { permitted, prohibited, by, retained, covered }
    }
}

/// The refusals of rights from some statements, each with a grant of rights from none of these.
fn from_others(said: &Said<'_>, items: &[Item], exceptions: &Exceptions) -> Vec<(usize, usize)> {
    let named = |item: &Item| said.part(item.owner).map(|part| said.read(part).named_statements());
    let named: Vec<BTreeSet<Owner>> =
        items.iter().map(|item| named(item).into_iter().flatten().collect()).collect();
    let mut pairs = Vec::new();
    for (refusal, grant) in (0..items.len()).flat_map(|one| (0..items.len()).map(move |other| (one, other))) {
        let is_pair = items[refusal].sort == Sort::Prohibition && items[grant].sort == Sort::Permission;
        if is_pair
            && !named[refusal].is_empty()
            && !named[grant].is_empty()
            && named[refusal].is_disjoint(&named[grant])
            && !exceptions.joins(items[refusal].owner, items[grant].owner)
        {
            pairs.push((refusal, grant));
        }
    }
    pairs
}

fn framed(mask: &Mask, frames: &[Vec<BlockId>], is_personal: BlockId) -> Vec<bool> {
    let is_personal = Space::is_in(mask, is_personal);
    frames.iter().map(|own| is_personal && own.iter().any(|frame| Space::is_in(mask, *frame))).collect()
}

/// What the statements that a grant names as its exception take out of it.
fn taken(
    said: &Said<'_>,
    half: &Half,
    exceptions: &Exceptions,
    blocks: &mut Blocks,
) -> Vec<(Owner, BlockId)> {
    let Some(part) = said.part(half.owner).filter(|part| part.is_grant() && half.side == Side::Permission)
    else {
        return Vec::new();
    };
    let offer = said.read(part);
    let named = exceptions.named_by(half.owner).iter().filter_map(|owner| said.part(*owner));
    // Of an offer that is named, what it refuses is taken out by the first step.
    let named = named.filter(|part| part.act() != Act::Offer);
    named
        .map(|part| {
            let plain = part.plain();
            (part.owner, blocks.block(&said.read(&plain).taken_from(&offer)))
        })
        .collect()
}

/// On what a deletion on request is not silent: what its grant says, but not the way, and its events.
fn mentioned(grant: &Mention, requests: &[Request]) -> Mention {
    let mut mention = grant.clone();
    mention.slots.remove(&Slot::Channel);
    if requests.iter().any(|request| !request.about.is_empty()) {
        mention.facts.retain(|fact| !matches!(fact, Fact::Class(_) | Fact::KnownPerson(_)));
    }
    for request in requests {
        mention.facts.push(Fact::Term(request.event));
        mention.facts.extend(request.about.iter().map(|class| Fact::Class(*class)));
    }
    mention
}

/// The events on which some right of the vocabulary deletes.
pub(crate) fn request_events(values: &Values<'_>) -> BTreeSet<candor::model::TermId> {
    let rights = values.vocabulary().of_kind(Kind::Right);
    rights.flat_map(|(_, right)| right.effects.deletes_on.iter().copied()).collect()
}
