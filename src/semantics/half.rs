//! Statements reduced to halves: what each permits and what it prohibits.
//!
//! A half is a union of *cells*; a cell is a product of slots with a formula over facts. An absent clause claims nothing
//! about its slot: the cell covers the whole slot.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use super::collected::{self, Share};
use super::query::Query;
use super::space::{
    Act, COMPANY, Dimension, FactKey, Formula, Known, Reading, STATES, SetId, Space, WithProcessors,
};
use crate::model::{
    Actor, Effects, EndKind, FactWord, Field, Kind, KnownTerm, Modality, Necessity, Object, Policy,
    ProtectedState, Sentence, Set, Slot, Slots, Statement, TermId, Timing, Tracker, TrackerId, Trait, Verb,
    Vocabulary, What, Whichever,
};
use crate::source::Span;

pub use crate::model::Part as Owner;

/// What a statement permits, or what it prohibits.
#[derive(Debug, Clone)]
pub struct Half {
    /// The statement or tracker that it comes from.
    pub owner: Owner,
    /// Permission or prohibition.
    pub side: Side,
    /// How it came about.
    pub origin: Origin,
    /// What its flows are.
    pub realm: Realm,
    /// The cells; the half is their union.
    pub cells: Vec<Cell>,
    /// For a permission: what it says something about.
    pub says: Vec<Aspect>,
    /// For a prohibition: what it restricts by a clause of its own.
    pub affirms: Vec<Aspect>,
    /// For a stated use with a condition or a form of its own, and for a written deletion: the flows that it alone
    /// decides, whatever their form and facts. What is implied yields there.
    pub scope: Vec<Cell>,
    /// How soon, where that is said.
    pub timing: Option<Timing>,
    /// For a grant of rights: what its exceptions take out of it, by what they name.
    pub excepted: Vec<(Owner, Vec<Cell>)>,
    /// For a deletion that a right says besides: of which grant.
    pub request: Option<Request>,
    /// For a retention: which of its stages, from zero.
    pub stage: usize,
    /// For a retention that ends with the purposes for which its data were collected: these (atoms).
    pub its_purposes: Option<FixedBitSet>,
}

/// From which grant a deletion follows.
#[derive(Debug, Clone, Copy)]
pub struct Request {
    /// The rights that are also a deletion, with their kinds.
    pub rights: SetId,
    /// The event on which they delete.
    pub event: TermId,
    /// The persons whose data are deleted.
    pub persons: Persons,
}

/// Whose data a right deletes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persons {
    /// Those of whoever has the right.
    Same,
    /// Those of the persons whom the vocabulary names with the right.
    Named,
}

impl Half {
    fn new(owner: Owner, side: Side, origin: Origin, realm: Realm, cells: Vec<Cell>) -> Self {
        Self {
            owner,
            side,
            origin,
            realm,
            cells,
            says: Vec::new(),
            affirms: Vec::new(),
            scope: Vec::new(),
            timing: None,
            excepted: Vec::new(),
            request: None,
            stage: 0,
            its_purposes: None,
        }
    }

    /// Whether it is about what is done with data.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        self.realm == Realm::Practice
    }
}

/// What the flows of a half are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Realm {
    /// Something is done with data.
    Practice,
    /// A right, a deletion, a protection, a notice, a duty, an absence.
    Reliance,
    /// A claim, a disclaimer, advice.
    Words,
}

impl Realm {
    /// The realm of an act.
    #[must_use]
    pub fn of(act: Act) -> Self {
        match () {
            () if act.is_practice() => Self::Practice,
            () if Act::WORDS.contains(&act) => Self::Words,
            () => Self::Reliance,
        }
    }
}

/// A product of slots with a formula over facts.
#[derive(Debug, Clone)]
pub struct Cell {
    /// One set for each dimension; none where the cell covers the whole slot.
    pub sets: [Option<SetId>; Dimension::COUNT],
    /// Under which facts.
    pub facts: Formula,
}

/// Permission or prohibition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Side {
    Permission,
    Prohibition,
}

/// How a half came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The statement says it.
    Stated,
    /// From `only`.
    Only,
    /// From `unless`.
    Unless,
    /// From collecting, deriving or handing to a processor for a purpose; yields to whatever is said.
    Implied,
    /// From a choice that a person has used.
    Choice,
    /// From `required`, or from a tracker that does what a topic names; it stands like what is stated.
    Entailed,
    /// A practice that does what a topic names: the flow itself is judged, so that this never clashes again.
    Deed,
    /// A deletion that an offered right says besides.
    Request,
    /// A retention, by the deletions that it rules out.
    Kept,
}

/// What a statement can say something about, or be silent about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Aspect {
    /// A slot.
    Slot(Dimension),
    /// The form of the data.
    Form,
    /// A fact.
    Fact(FactKey),
}

/// The halves of every statement and tracker of the policy. Of each of these topics it is known what does it.
#[must_use]
pub fn halves(space: &mut Space, topics: &[TermId]) -> Vec<Half> {
    let policy = &space.policy.clone();
    number_facts(space);
    let mut halves = Vec::new();
    for statement in &policy.statements {
        if !statement.sentence.is_damaged {
            let owner = Owner::Statement(statement.id);
            of_sentence(space, owner, &statement.sentence, &mut halves);
            of_deeds(space, owner, &Deed::of_statement(statement), topics, &mut halves);
        }
    }
    for (idx, tracker) in
        policy.trackers.iter().enumerate().filter(|(_, tracker)| !tracker.sentence.is_damaged)
    {
        let owner = Owner::Tracker(TrackerId::at(idx));
        of_tracker(space, owner, tracker, &mut halves);
        of_deeds(space, owner, &Deed::of_tracker(tracker), topics, &mut halves);
    }
    let mut choices = Vec::new();
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        of_choice(space, statement, &halves, &mut choices);
        of_request(space, statement, &mut choices);
    }
    halves.extend(choices);
    halves.retain(|half| !half.cells.is_empty());
    halves
}

/// Numbers facts by what occurs together: each choice beside the facts of the statements that it stops, so that the
/// diagrams of ordinary policies stay small.
fn number_facts(space: &mut Space) {
    let policy = &space.policy.clone();
    let mut stopping: HashMap<Owner, Vec<TermId>> = HashMap::new();
    for statement in &policy.statements {
        if let Some(choice) = statement.choice {
            for owner in named_by(policy, &statement.sentence) {
                stopping.entry(owner).or_default().push(choice);
            }
        }
    }
    let statements = policy.statements.iter().map(|one| (Owner::Statement(one.id), &one.sentence));
    let trackers = policy.trackers.iter().enumerate();
    let trackers = trackers.map(|(idx, one)| (Owner::Tracker(TrackerId::at(idx)), &one.sentence));
    for (owner, sentence) in statements.chain(trackers) {
        for clause in &sentence.facts {
            space.formula(&clause.fact);
        }
        for choice in stopping.remove(&owner).unwrap_or_default() {
            space.fact(FactKey::Term(choice));
        }
    }
}

/// The statements and trackers that an offer names behind `from`, those of named sections included; every tracker behind
/// `over trackers`.
#[must_use]
pub fn named_by(policy: &Policy, offer: &Sentence) -> Vec<Owner> {
    let mut named: Vec<Owner> =
        offer.from_labels.iter().flat_map(|(label, _)| policy.parts_labelled(label)).collect();
    if offer.slots.over.as_ref().is_some_and(|over| is_trackers(policy, over)) {
        named.extend((0..policy.trackers.len()).map(|idx| Owner::Tracker(TrackerId::at(idx))));
    }
    named.sort_unstable();
    named.dedup();
    named
}

/// Whether a slot names trackers and nothing else.
#[must_use]
pub fn is_trackers(policy: &Policy, over: &Slot) -> bool {
    let trackers = policy.vocabulary.known(KnownTerm::Trackers).map(What::Term);
    over.set.except.is_empty() && over.set.items.iter().all(|item| Some(item.what) == trackers)
}

fn of_sentence(space: &mut Space, owner: Owner, sentence: &Sentence, halves: &mut Vec<Half>) {
    let Some(act) = Act::of(sentence.verb) else { return };
    let realm = Realm::of(act);
    let has_no = sentence.verb == Verb::HaveNo;
    let mut reader = Reader { space, sentence };
    if has_no || sentence.modality.is_negative() {
        let cells = reader.prohibition();
        let affirms = reader.affirms(Fact::AllButUnless);
        halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Stated, realm, cells) });
        for never in denied(&space.policy, sentence) {
            of_sentence(space, owner, &never, halves);
        }
        return;
    }
    let cells = reader.permission();
    let says = reader.says();
    let scope = reader.scope();
    halves.push(Half {
        says: says.clone(),
        scope,
        timing: sentence.timing.or_else(|| sentence.deletion.as_ref().and_then(|deletion| deletion.timing)),
        ..Half::new(owner, Side::Permission, Origin::Stated, realm, cells)
    });
    let only = reader.only();
    let affirms = reader.affirms(Fact::NarrowingOnly);
    halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Only, realm, only) });
    if realm != Realm::Practice {
        return;
    }
    let unless = reader.unless();
    let affirms = reader.affirms(Fact::All);
    halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Unless, realm, unless) });
    let implied = reader.implied();
    halves.push(Half {
        says: says.clone(),
        ..Half::new(owner, Side::Permission, Origin::Implied, realm, implied)
    });
    if sentence.necessity == Some(Necessity::Required) {
        let required = reader.required();
        halves.push(Half {
            says,
            ..Half::new(owner, Side::Permission, Origin::Entailed, Realm::Reliance, required)
        });
    }
}

/// A tracker collects what it stores, through itself.
fn of_tracker(space: &mut Space, owner: Owner, tracker: &Tracker, halves: &mut Vec<Half>) {
    if let Some(sentence) = storing(tracker) {
        of_sentence(space, owner, &sentence, halves);
    }
    if let Some(stores_no) = &tracker.stores_no {
        // The clauses belong to what it stores: a ban must not shrink by them.
        let whole = of_tracker_itself(tracker);
        let sentence = Sentence {
            object: stores_no.clone(),
            modality: Modality::Never,
            slots: Slots { channel: whole.slots.channel.clone(), ..Slots::EMPTY },
            ..bare(&whole)
        };
        of_sentence(space, owner, &sentence, halves);
    }
}

/// What a tracker says that is collected through itself; `None` if it stores nothing.
fn storing(tracker: &Tracker) -> Option<Sentence> {
    let stores = tracker.stores.as_ref()?;
    Some(Sentence { object: stores.clone(), ..of_tracker_itself(tracker) })
}

/// The clauses of a tracker, with itself as the channel and whoever sets it as the actor.
fn of_tracker_itself(tracker: &Tracker) -> Sentence {
    let mut sentence = tracker.sentence.clone();
    sentence.slots.channel = Some(slot_of(What::Term(tracker.channel), tracker.named.span));
    sentence.modality = Modality::May;
    if let Some(by) = tracker.by {
        sentence.actor = Actor::Recipient(by, tracker.named.span);
    }
    sentence
}

/// The topics of the policy, and those that are asked about, of which the vocabulary says what does them; what lies below
/// a named topic is one as well.
#[must_use]
pub fn topics_with_deeds(policy: &Policy, questions: &[Query]) -> Vec<TermId> {
    let vocabulary = &policy.vocabulary;
    let items = |sentence: &Sentence| -> Vec<What> {
        let items = sentence.object.set.items.iter().filter(|_| sentence.verb == Verb::HaveNo);
        items.map(|item| item.what).collect()
    };
    let denied =
        policy.statements.iter().flat_map(|one| items(&one.sentence)).filter_map(|what| match what {
            What::Term(topic) => Some(topic),
            What::Any { .. } => None,
        });
    let asked = questions.iter().flat_map(|one| items(&one.flow)).flat_map(|what| match what {
        What::Term(topic) => vec![topic],
        // Whoever asks about any topic asks about each.
        What::Any { .. } => vocabulary.of_kind(Kind::Topic).map(|(topic, _)| topic).collect(),
    });
    let named = denied.chain(asked);
    let mut topics: Vec<TermId> =
        named.flat_map(|topic| std::iter::once(topic).chain(vocabulary.descendants(topic))).collect();
    topics.sort_unstable();
    topics.dedup();
    topics.retain(|topic| vocabulary.deeds_of(*topic).is_some());
    topics
}

/// What may do a topic: a permission, or a tracker.
struct Deed<'a> {
    sentence: &'a Sentence,
    tracker: Option<&'a Tracker>,
}

impl<'a> Deed<'a> {
    const fn of_statement(statement: &'a Statement) -> Self {
        Self { sentence: &statement.sentence, tracker: None }
    }

    const fn of_tracker(tracker: &'a Tracker) -> Self {
        Self { sentence: &tracker.sentence, tracker: Some(tracker) }
    }

    /// What the data are; `None` for a tracker that stores nothing.
    fn object(&self) -> Option<&'a Slot> {
        self.tracker.map_or(Some(&self.sentence.object), |tracker| tracker.stores.as_ref())
    }
}

/// What does a topic permits to have it.
fn of_deeds(space: &mut Space, owner: Owner, deed: &Deed<'_>, topics: &[TermId], halves: &mut Vec<Half>) {
    let policy = &space.policy.clone();
    for topic in topics {
        let Some(effects) = policy.vocabulary.deeds_of(*topic) else { continue };
        let origin = match deed.tracker {
            Some(tracker) if is_done_by_tracker(policy, effects, tracker) => Origin::Entailed,
            _ if is_done_by_practice(space, effects, deed) => Origin::Deed,
            _ => continue,
        };
        let mut reader = Reader { space, sentence: deed.sentence };
        let cells = reader.had(*topic, effects, deed, origin);
        let says = reader.says();
        halves.push(Half { says, ..Half::new(owner, Side::Permission, origin, Realm::Reliance, cells) });
    }
}

fn is_done_by_tracker(policy: &Policy, effects: &Effects, tracker: &Tracker) -> bool {
    let is_of = |above: &TermId| policy.vocabulary.is_below(tracker.technology, *above);
    effects.done_by_trackers.iter().any(is_of) && (!effects.done_by_others || tracker.by.is_some())
}

fn is_done_by_practice(space: &Space, effects: &Effects, deed: &Deed<'_>) -> bool {
    let vocabulary = &space.policy.vocabulary;
    let sentence = deed.sentence;
    if !sentence.verb.is_practice()
        || sentence.modality.is_negative()
        || !effects.done_by.contains(&sentence.verb)
    {
        return false;
    }
    let names = |slot: &Option<Slot>, wanted: &[TermId]| {
        wanted.is_empty()
            || slot.iter().flat_map(|slot| &slot.set.items).any(|item| {
                matches!(item.what, What::Term(term) if wanted.iter().any(|above| vocabulary.is_below(term, *above)))
            })
    };
    let trait_ = effects.done_with.unwrap_or(Trait::Personal);
    let any =
        Set::of([What::Any { kind: Kind::Data, trait_: Some(trait_), is_negated: false }], sentence.span);
    let bears = |slot: &Slot| !space.whatever_form(&slot.set).is_disjoint(&space.whatever_form(&any));
    let is_abroad = |slot: &Slot| {
        let outside = space.outside_the_law();
        !space.slot(Dimension::Region, &slot.set).is_disjoint(&outside)
    };
    let covers = |slot: &Option<Slot>, wanted: &[TermId]| {
        let wanted = Set::of(wanted.iter().copied().map(What::Term), sentence.span);
        let is_met = |slot: &Slot| {
            !space.slot(Dimension::Purpose, &slot.set).is_disjoint(&space.slot(Dimension::Purpose, &wanted))
        };
        wanted.items.is_empty() || slot.as_ref().is_some_and(is_met)
    };
    covers(&sentence.slots.purpose, &effects.done_for)
        && names(&sentence.slots.subject, &effects.done_about)
        && deed.object().is_some_and(bears)
        && (!effects.done_abroad
            || sentence.slots.recipient_region.iter().chain(&sentence.slots.region).any(is_abroad)
            || is_received_abroad(space, sentence))
}

/// Whether some recipient that a sentence names is declared with a country outside the law of the policy, and no region says
/// otherwise.
fn is_received_abroad(space: &Space, sentence: &Sentence) -> bool {
    let Some(recipients) = &sentence.slots.recipient else { return false };
    if !matches!(sentence.verb, Verb::Disclose | Verb::Sell)
        || sentence.slots.recipient_region.is_some()
        || !names_recipients(&recipients.set)
    {
        return false;
    }
    let (named, outside) = (space.slot(Dimension::Recipient, &recipients.set), space.outside_the_law());
    space.countries().into_iter().any(|(country, receiving)| {
        !receiving.is_disjoint(&named)
            && space.under(Kind::Region, country).is_some_and(|region| !region.is_disjoint(&outside))
    })
}

/// A choice that was used prohibits what the right stops, or the flows of the statements that it names.
fn of_choice(space: &mut Space, statement: &Statement, halves: &[Half], made: &mut Vec<Half>) {
    let Some(term) = statement.choice else { return };
    let used = Formula::Fact(space.fact(FactKey::Term(term)));
    let sentence = &statement.sentence;
    let named = named_by(&space.policy, sentence);
    let mut cells = Vec::new();
    let over_trackers = sentence.slots.over.as_ref().is_some_and(|over| is_trackers(&space.policy, over));
    if sentence.from_labels.is_empty() && !over_trackers {
        let mut reader = Reader { space, sentence };
        cells = reader.stopped(halves);
    } else {
        let mut reader = Reader { space, sentence };
        let narrowed = reader.narrowed_choice();
        let is_named = |half: &&Half| {
            half.side == Side::Permission && half.is_practice() && named.binary_search(&half.owner).is_ok()
        };
        for cell in halves.iter().filter(is_named).flat_map(|half| &half.cells) {
            cells.extend(reader.meet(&narrowed, cell));
        }
    }
    let turned: Vec<Cell> = cells.iter().filter_map(|cell| turned_round(space, cell)).collect();
    cells.extend(turned);
    for cell in &mut cells {
        cell.facts = std::mem::replace(&mut cell.facts, Formula::True).and(used.clone());
    }
    let owner = Owner::Statement(statement.id);
    let half = Half::new(owner, Side::Prohibition, Origin::Choice, Realm::Practice, cells);
    // An offer from what permits nothing stops nothing.
    if !half.is_empty(space) {
        made.push(half);
    }
}

/// The combinations of a cell the other way round, since a combination has no first and second; `None` if the cell has none.
fn turned_round(space: &mut Space, cell: &Cell) -> Option<Cell> {
    let combine = space.acts(&[Act::Combine]);
    if let Some(verbs) = cell.sets[Dimension::Verb as usize] {
        let own = space.atoms_in(Dimension::Verb, verbs);
        if own.is_disjoint(space.atoms_in(Dimension::Verb, combine)) {
            return None;
        }
    }
    let mut turned = cell.clone();
    turned.sets[Dimension::Verb as usize] = Some(combine);
    for (from, to) in [(Dimension::Datum, Dimension::Second), (Dimension::Second, Dimension::Datum)] {
        turned.sets[to as usize] = cell.sets[from as usize].map(|set| {
            let data = space.atoms_in(from, set).clone();
            space.intern(to, data)
        });
    }
    (turned.sets != cell.sets).then_some(turned)
}

/// What an offered right says besides: a deletion on the event that the vocabulary names. What is left of the grant is
/// known later; these are its cells as written.
fn of_request(space: &mut Space, statement: &Statement, made: &mut Vec<Half>) {
    let sentence = &statement.sentence;
    if sentence.verb != Verb::Offer || !matches!(sentence.modality, Modality::Plain | Modality::Currently) {
        return;
    }
    let vocabulary = &space.policy.clone().vocabulary;
    // One deletion for each event and the persons whose data are deleted, whichever of the rights says so.
    let mut asked: Vec<(TermId, &Effects, Vec<TermId>)> = Vec::new();
    for right in rights_of(vocabulary, &sentence.object.set) {
        let Some(effects) = vocabulary.deletion_of(right) else { continue };
        for event in &effects.deletes_on {
            let is_same = |(on, known, _): &&mut (TermId, &Effects, Vec<TermId>)| {
                *on == *event && known.deletes_about == effects.deletes_about
            };
            match asked.iter_mut().find(is_same) {
                Some((_, _, rights)) => rights.push(right),
                None => asked.push((*event, effects, vec![right])),
            }
        }
    }
    let said = said_on_request(space, sentence, &asked);
    for (event, effects, rights) in asked {
        let mut reader = Reader { space, sentence };
        let (cells, request) = reader.request(event, effects, &rights);
        let owner = Owner::Statement(statement.id);
        made.push(Half {
            says: said.clone(),
            timing: sentence.timing,
            request: Some(request),
            ..Half::new(owner, Side::Permission, Origin::Request, Realm::Reliance, cells)
        });
    }
}

/// On what the deletions are not silent that an offer says besides: on what the offer says, but not on the way to the right,
/// and on their events and persons.
fn said_on_request(
    space: &mut Space,
    sentence: &Sentence,
    asked: &[(TermId, &Effects, Vec<TermId>)],
) -> Vec<Aspect> {
    let mut says = Reader { space, sentence }.says();
    says.retain(|aspect| *aspect != Aspect::Slot(Dimension::Channel));
    let classes: Vec<TermId> =
        asked.iter().flat_map(|(_, effects, _)| effects.deletes_about.iter().copied()).collect();
    if !classes.is_empty() {
        says.retain(|aspect| !matches!(aspect, Aspect::Fact(key) if key.is_of_person()));
    }
    says.extend(classes.into_iter().map(|class| Aspect::Fact(FactKey::Subject(class))));
    says.extend(asked.iter().map(|(event, _, _)| Aspect::Fact(FactKey::Term(*event))));
    says
}

/// What each retention keeps, as the deletions that it rules out, in the order of the statements.
#[must_use]
pub fn kept(space: &mut Space) -> Vec<Half> {
    let policy = &space.policy.clone();
    let mut halves = Vec::new();
    for statement in &policy.statements {
        kept_by(space, Owner::Statement(statement.id), &statement.sentence, &mut halves);
    }
    for (idx, tracker) in policy.trackers.iter().enumerate() {
        if let Some(sentence) = storing(tracker) {
            kept_by(space, Owner::Tracker(TrackerId::at(idx)), &sentence, &mut halves);
        }
    }
    halves
}

fn kept_by(space: &mut Space, owner: Owner, sentence: &Sentence, halves: &mut Vec<Half>) {
    if sentence.is_damaged || sentence.modality.is_negative() {
        return;
    }
    let stages = sentence.retention.as_ref().map(|retention| retention.stages.len()).unwrap_or_default();
    for stage in 0..stages {
        for share in collected::parts(space, sentence, stage) {
            let mut reader = Reader { space, sentence };
            let cells = reader.kept(Reading::Permission, stage, share.as_ref());
            let half = Half::new(owner, Side::Prohibition, Origin::Kept, Realm::Reliance, cells);
            halves.push(Half { stage, its_purposes: share.map(|share| share.purposes), ..half });
        }
    }
}

/// Of some data, those of a share.
fn shared(data: Option<FixedBitSet>, share: Option<&Share>) -> Option<FixedBitSet> {
    match (data, share) {
        (Some(mut data), Some(share)) => {
            data.intersect_with(&share.data);
            Some(data)
        }
        (None, Some(share)) => Some(share.data.clone()),
        (data, None) => data,
    }
}

/// What each `never retain` is about, as deletions, in the order of the statements.
#[must_use]
pub fn limits(space: &mut Space) -> Vec<Half> {
    let policy = &space.policy.clone();
    let mut halves = Vec::new();
    for statement in &policy.statements {
        let sentence = &statement.sentence;
        if sentence.is_damaged || sentence.verb != Verb::Retain || !sentence.modality.is_negative() {
            continue;
        }
        for share in collected::parts(space, sentence, 0) {
            let mut reader = Reader { space, sentence };
            let cells = reader.limited(share.as_ref());
            let owner = Owner::Statement(statement.id);
            let half = Half::new(owner, Side::Prohibition, Origin::Kept, Realm::Reliance, cells);
            halves.push(Half { its_purposes: share.map(|share| share.purposes), ..half });
        }
    }
    halves
}

/// Fills in what the exceptions of grants take out of them.
pub(super) fn name_exceptions(space: &mut Space, halves: &mut [Half], kept: &[Half]) {
    let policy = &space.policy.clone();
    let opposition = super::effect::Opposition::of(space, halves, kept);
    let grants: Vec<(usize, Owner, Vec<Owner>)> = halves
        .iter()
        .enumerate()
        .filter(|(_, half)| half.is_grant(policy) && policy.part_exception(half.owner).is_some())
        .map(|(idx, half)| (idx, half.owner, opposition.named_in_exception(half.owner)))
        .collect();
    for (idx, owner, named) in grants {
        let for_purposes = policy.part_sentence(owner).slots.purpose.is_some();
        for other in named {
            // An offer and a refusal speak of rights themselves.
            if policy.part_sentence(other).verb == Verb::Offer {
                continue;
            }
            let cells = said_of_data(space, other, for_purposes);
            halves[idx].excepted.push((other, cells));
        }
    }
}

/// What a statement or tracker says of its data, as what is taken out of a grant.
fn said_of_data(space: &mut Space, owner: Owner, for_purposes: bool) -> Vec<Cell> {
    let policy = &space.policy.clone();
    let sentence = policy.part_sentence(owner);
    if sentence.is_damaged {
        return Vec::new();
    }
    let tracker = match owner {
        Owner::Tracker(id) => Some(&policy.trackers[id.index()]),
        Owner::Statement(_) => None,
    };
    let mut reader = Reader { space, sentence };
    let mut cell = reader.frame(Reading::Permission);
    let facts = reader.standing_facts().and(reader.consent_basis());
    cell.facts = cell.facts.and(facts);
    if sentence.verb == Verb::Retain {
        cell.facts = cell.facts.and(reader.lasting(0));
    }
    let data = match tracker {
        Some(tracker) => {
            let stored = tracker.stores.as_ref().or(tracker.stores_no.as_ref());
            stored.map(|slot| reader.space.data(&slot.set, Reading::Permission))
        }
        None => reader.data(Reading::Permission),
    };
    // What speaks of no data takes none out of a right.
    let Some(data) = data.map(|data| reader.space.in_every_form(&data)) else { return Vec::new() };
    let keeps: &[Dimension] =
        if for_purposes { &[Dimension::Purpose, Dimension::Place] } else { &[Dimension::Place] };
    vec![reader.turned_into(Act::Offer, &cell, keeps, Some(&data))]
}

impl Half {
    /// Whether it says nothing of anything, because some list leaves nothing over.
    #[must_use]
    pub fn is_empty(&self, space: &Space) -> bool {
        let is_clear = |(dimension, set): (Dimension, &Option<SetId>)| {
            set.is_some_and(|set| space.atoms_in(dimension, set).is_clear())
        };
        self.cells.iter().all(|cell| Dimension::ALL.into_iter().zip(&cell.sets).any(is_clear))
    }

    /// Whether it grants rights.
    #[must_use]
    pub fn is_grant(&self, policy: &Policy) -> bool {
        self.side == Side::Permission
            && self.origin == Origin::Stated
            && policy.part_sentence(self.owner).verb == Verb::Offer
    }

    /// Whether it says that data are deleted, on an event or on request.
    #[must_use]
    pub fn deletes(&self, policy: &Policy) -> bool {
        self.side == Side::Permission
            && (self.origin == Origin::Request
                || self.origin == Origin::Stated && policy.part_sentence(self.owner).verb == Verb::Delete)
    }
}

/// The rights that a set names.
fn rights_of(vocabulary: &Vocabulary, set: &Set) -> Vec<TermId> {
    let named = |items: &[crate::model::SetItem]| -> Vec<TermId> {
        let terms = items.iter().flat_map(|item| match item.what {
            What::Term(right) => vocabulary.meant(right),
            What::Any { .. } => Vec::new(),
        });
        terms.collect()
    };
    let out = named(&set.except);
    let mut rights = named(&set.items);
    rights.retain(|right| !out.contains(right));
    rights
}

/// The practices that a sentence with `have no` says are never done, where its topics stand for practices.
#[must_use]
pub fn denied(policy: &Policy, sentence: &Sentence) -> Vec<Sentence> {
    let vocabulary = &policy.vocabulary;
    let mut denied = Vec::new();
    if sentence.verb != Verb::HaveNo {
        return denied;
    }
    for item in &sentence.object.set.items {
        let What::Term(topic) = item.what else { continue };
        let deeds = vocabulary.meant(topic).into_iter().filter_map(|topic| vocabulary.deeds_of(topic));
        for effects in deeds {
            for verb in &effects.done_by {
                denied.extend(never(policy, sentence, *verb, effects, item.span));
            }
        }
    }
    denied
}

/// The widest terms that lie below both of two.
fn in_common(vocabulary: &Vocabulary, one: TermId, other: TermId) -> Vec<TermId> {
    if vocabulary.is_below(one, other) {
        return vec![one];
    }
    if vocabulary.is_below(other, one) {
        return vec![other];
    }
    let common: Vec<TermId> =
        vocabulary.descendants(one).into_iter().filter(|term| vocabulary.is_below(*term, other)).collect();
    let is_widest =
        |term: &TermId| !common.iter().any(|wider| wider != term && vocabulary.is_below(*term, *wider));
    common.iter().copied().filter(is_widest).collect()
}

/// One practice that a topic stands for, as what is never done; `None` where nothing is left of it.
fn never(
    policy: &Policy,
    sentence: &Sentence,
    verb: Verb,
    effects: &Effects,
    span: Span,
) -> Option<Sentence> {
    let vocabulary = &policy.vocabulary;
    let mut never = Sentence { verb, modality: Modality::Never, ..sentence.clone() };
    never.slots.over = None;
    let trait_ = effects.done_with.unwrap_or(Trait::Personal);
    let what = What::Any { kind: Kind::Data, trait_: Some(trait_), is_negated: false };
    never.object = match &sentence.slots.over {
        Some(over) => {
            let other = What::Any { kind: Kind::Data, trait_: Some(trait_), is_negated: true };
            let mut set = over.set.clone();
            set.except.extend(Set::of([other], span).items);
            Slot { set, is_only: false, ..over.clone() }
        }
        None => slot_of(what, span),
    };
    let narrowed = |own: &Option<Slot>, of_topic: &[TermId]| match (own, of_topic) {
        (_, []) => Some(own.clone()),
        (None, _) => Some(Some(Slot::plain(Set::of(of_topic.iter().copied().map(What::Term), span), span))),
        (Some(own), _) => {
            let both = own.set.items.iter().flat_map(|item| {
                of_topic.iter().flat_map(move |wide| match item.what {
                    What::Term(one) if !vocabulary.is_everything(item.what) => {
                        in_common(vocabulary, one, *wide)
                    }
                    What::Term(_) | What::Any { .. } => vec![*wide],
                })
            });
            let items = Set::of(both.map(What::Term), span).items;
            (!items.is_empty())
                .then(|| Some(Slot { set: Set { items, except: own.set.except.clone() }, ..own.clone() }))
        }
    };
    never.slots.purpose = narrowed(&sentence.slots.purpose, &effects.done_for)?;
    never.slots.subject = narrowed(&sentence.slots.subject, &effects.done_about)?;
    if effects.done_abroad {
        let law = policy.header.as_ref().map(|header| header.law.as_slice()).filter(|law| !law.is_empty())?;
        let mut outside = slot_of(What::Any { kind: Kind::Region, trait_: None, is_negated: false }, span);
        outside.set.except = Set::of(law.iter().copied().map(What::Term), span).items;
        let is_done_somewhere = Act::of(verb).is_some_and(|act| act.has(Dimension::Region));
        let field = if is_done_somewhere { Field::Region } else { Field::RecipientRegion };
        *never.slots.get_mut(field) = Some(outside);
    }
    Some(never)
}

/// A sentence without any of its clauses.
fn bare(sentence: &Sentence) -> Sentence {
    Sentence { slots: Slots::EMPTY, facts: Vec::new(), bases: Vec::new(), ..sentence.clone() }
}

fn slot_of(what: What, span: Span) -> Slot {
    Slot::plain(Set::of([what], span), span)
}

/// Which facts a half restricts by a clause of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    /// Every clause: of `may … unless C`, the half that prohibits.
    All,
    /// Every clause but `unless`.
    AllButUnless,
    /// Those that narrow the prohibition of an `only`: `when` without `only`.
    NarrowingOnly,
}

/// Reads one sentence into cells.
struct Reader<'s, 'a> {
    space: &'s mut Space,
    sentence: &'a Sentence,
}

impl Reader<'_, '_> {
    fn empty() -> Cell {
        Cell { sets: [None; Dimension::COUNT], facts: Formula::True }
    }

    fn put(&mut self, cell: &mut Cell, dimension: Dimension, set: FixedBitSet) {
        cell.sets[dimension as usize] = Some(self.space.intern(dimension, set));
    }

    /// The slots that clauses fill.
    fn slots(&self) -> Vec<(Dimension, &Slot)> {
        let sentence = self.sentence;
        let slots = [
            (Dimension::Purpose, &sentence.slots.purpose),
            (Dimension::Source, &sentence.slots.source),
            (Dimension::Channel, &sentence.slots.channel),
            (Dimension::Recipient, &sentence.slots.recipient),
            (Dimension::RecipientRegion, &sentence.slots.recipient_region),
            (Dimension::SecondSubject, &sentence.slots.second_subject),
            (Dimension::Region, &sentence.slots.region),
            (Dimension::Place, &sentence.slots.subject_region),
        ];
        slots
            .into_iter()
            .filter_map(|(dimension, slot)| slot.as_ref().map(|slot| (dimension, slot)))
            .collect()
    }

    /// The slots that belong to the verb, as data do.
    fn matter(&self) -> Vec<(Dimension, FixedBitSet)> {
        let sentence = self.sentence;
        let slot = |dimension, slot: &Slot| (dimension, self.space.slot(dimension, &slot.set));
        let optional =
            |dimension, filled: &Option<Slot>| filled.as_ref().map(|filled| slot(dimension, filled));
        match sentence.verb {
            Verb::Offer => vec![slot(Dimension::Right, &sentence.object)],
            Verb::Notify => optional(Dimension::Event, &sentence.slots.events).into_iter().collect(),
            Verb::Bind => {
                let safeguards = optional(Dimension::Safeguard, &sentence.slots.duties);
                std::iter::once(slot(Dimension::Recipient, &sentence.object)).chain(safeguards).collect()
            }
            Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
                vec![slot(Dimension::Topic, &sentence.object)]
            }
            Verb::Protect if sentence.modality.is_negative() && sentence.states.is_empty() => {
                optional(Dimension::Measure, &sentence.slots.measures).into_iter().collect()
            }
            Verb::Protect => {
                let is_meant = |(_, state): &(usize, &Option<ProtectedState>)| match state {
                    Some(state) => sentence.states.contains(state),
                    None => sentence.states.is_empty(),
                };
                let states = STATES.iter().enumerate().filter(is_meant).map(|(idx, _)| idx);
                let states = (Dimension::State, super::space::bits(STATES.len(), states));
                std::iter::once(states)
                    .chain(optional(Dimension::Measure, &sentence.slots.measures))
                    .collect()
            }
            Verb::Publish => {
                let public = self.space.policy.vocabulary.known(KnownTerm::ThePublic);
                let atoms = public.and_then(|id| self.space.under(Kind::Recipient, id)).cloned();
                vec![(Dimension::Recipient, atoms.unwrap_or_default())]
            }
            Verb::Collect
            | Verb::Derive
            | Verb::Combine
            | Verb::Use
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Disclose
            | Verb::Sell
            | Verb::Require
            | Verb::Retain
            | Verb::Delete => Vec::new(),
        }
    }

    /// Its data in a reading; `None` where it says nothing about data.
    fn data(&self, reading: Reading) -> Option<FixedBitSet> {
        let lists = data_of(&self.space.policy, self.sentence).into_iter();
        lists.map(|list| self.space.data(&list.set, reading)).reduce(|mut all, data| {
            all.union_with(&data);
            all
        })
    }

    /// The cell that a permission, a question or a stated prohibition starts from: actor and every slot but data and verb.
    fn frame(&mut self, reading: Reading) -> Cell {
        let mut cell = Self::empty();
        let actors = match (self.sentence.actor, reading) {
            (Actor::We, Reading::Permission | Reading::Exactly) => self.space.company(WithProcessors::No),
            (Actor::We, _) => self.space.company(WithProcessors::Yes),
            (Actor::Recipient(term, _), _) => {
                self.space.under(Kind::Recipient, term).cloned().unwrap_or_default()
            }
        };
        self.put(&mut cell, Dimension::Actor, actors);
        let slots: Vec<(Dimension, FixedBitSet)> = self
            .slots()
            .into_iter()
            .map(|(dimension, slot)| (dimension, self.space.slot(dimension, &slot.set)))
            .chain(self.matter())
            .collect();
        for (dimension, set) in slots {
            self.put(&mut cell, dimension, set);
        }
        cell.facts = self.subject();
        cell
    }

    fn subject(&mut self) -> Formula {
        let persons: Vec<Set> = persons(self.sentence).map(|slot| slot.set.clone()).collect();
        persons.iter().fold(Formula::True, |all, set| all.and(self.space.membership(set)))
    }

    /// The classes of which the policy says `never knowingly`, and of which the sentence names anything.
    fn speaks_of(&self) -> Vec<FactKey> {
        let vocabulary = &self.space.policy.vocabulary;
        let items = |slot: &Slot| {
            slot.set.items.iter().chain(&slot.set.except).map(|item| item.what).collect::<Vec<_>>()
        };
        let persons: Vec<What> = persons(self.sentence).flat_map(items).collect();
        let data: Vec<What> = about(self.sentence).into_iter().flat_map(items).collect();
        let speaks = |known: &Known| match known {
            Known::Subject(class) => persons
                .iter()
                .any(|what| matches!(what, What::Term(term) if vocabulary.is_below(*term, *class))),
            Known::Data(_) | Known::DataWith(..) => {
                let class = known.data().map(|what| self.space.all_of(Kind::Data, what)).unwrap_or_default();
                data.iter().any(|what| {
                    let named = self.space.all_of(Kind::Data, *what);
                    !named.is_clear() && named.is_subset(&class)
                })
            }
        };
        self.space.knowns().iter().filter(|known| speaks(known)).map(|known| FactKey::Known(*known)).collect()
    }

    fn knowing(&mut self) -> Formula {
        let known = known(self.space, self.sentence);
        known.into_iter().fold(Formula::True, |all, key| all.and(Formula::Fact(self.space.fact(key))))
    }

    /// All fact clauses that pass a filter, joined; `unless` is negated.
    fn facts(&mut self, takes: impl Fn(&crate::model::FactClause) -> bool) -> Formula {
        let sentence = self.sentence;
        let clauses: Vec<&crate::model::FactClause> =
            sentence.facts.iter().filter(|clause| takes(clause)).collect();
        clauses.into_iter().fold(Formula::True, |all, clause| {
            let formula = self.space.formula(&clause.fact);
            all.and(if clause.word == FactWord::Unless { formula.negated() } else { formula })
        })
    }

    /// What has to happen before data are deleted.
    fn event(&mut self) -> Formula {
        let sentence = self.sentence;
        sentence.deletion.as_ref().map_or(Formula::True, |deletion| self.space.formula(&deletion.event))
    }

    /// `based on consent` is `with consent`.
    fn consent_basis(&mut self) -> Formula {
        self.consent_as_basis().map_or(Formula::True, |consent| Formula::Fact(self.space.fact(consent)))
    }

    /// The consent that is the only basis, if it is.
    fn consent_as_basis(&self) -> Option<FactKey> {
        let vocabulary = &self.space.policy.vocabulary;
        let basis = vocabulary.known(KnownTerm::ConsentAsBasis)?;
        let bases = &self.sentence.bases;
        let rests = !bases.is_empty() && bases.iter().all(|one| vocabulary.is_below(one.term, basis));
        vocabulary.known(KnownTerm::Consent).filter(|_| rests).map(FactKey::Term)
    }

    fn permission(&mut self) -> Vec<Cell> {
        self.stated(Reading::Permission)
    }

    /// A question: the company and its staff act, and data without a form are readable.
    fn question(&mut self) -> Vec<Cell> {
        self.stated(Reading::Exactly)
    }

    /// The flows that a sentence states, as a permission or as a question.
    fn stated(&mut self, reading: Reading) -> Vec<Cell> {
        let mut cell = self.frame(reading);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.event()).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = self.data(reading);
        let second = self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, reading));
        let cells = self.with_data(cell, data, second, Width::Alone);
        cells.into_iter().flat_map(|cell| self.where_received(cell)).collect()
    }

    /// A recipient with a country receives there, where a sentence names recipients and no region. `anyone` names nobody.
    fn where_received(&mut self, cell: Cell) -> Vec<Cell> {
        let Some(recipients) = cell.sets[Dimension::Recipient as usize] else { return vec![cell] };
        let wants_region = matches!(self.sentence.verb, Verb::Disclose | Verb::Sell)
            && self.sentence.slots.recipient_region.is_none()
            && self.sentence.slots.recipient.as_ref().is_some_and(|slot| names_recipients(&slot.set));
        if !wants_region {
            return vec![cell];
        }
        let mut rest = self.space.atoms_in(Dimension::Recipient, recipients).clone();
        let mut cells = Vec::new();
        for (country, of_country) in self.space.countries() {
            let mut here = of_country;
            here.intersect_with(&rest);
            if here.is_clear() {
                continue;
            }
            rest.difference_with(&here);
            let region = self.space.under(Kind::Region, country).cloned().unwrap_or_default();
            let mut placed = cell.clone();
            self.put(&mut placed, Dimension::Recipient, here);
            self.put(&mut placed, Dimension::RecipientRegion, region);
            cells.push(placed);
        }
        if cells.is_empty() {
            return vec![cell];
        }
        if !rest.is_clear() {
            let mut elsewhere = cell;
            self.put(&mut elsewhere, Dimension::Recipient, rest);
            cells.push(elsewhere);
        }
        cells
    }

    fn prohibition(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Prohibition);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.event());
        cell.facts = cell.facts.and(facts);
        let second =
            self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Prohibition));
        let mut cells = Vec::new();
        for (data, known) in self.forbidden_parts() {
            let cell = Cell { facts: cell.facts.clone().and(known), ..cell.clone() };
            cells.extend(self.with_data(cell, data, second.clone(), Width::WithNarrower));
        }
        cells
    }

    /// The data of a prohibition. Of `never knowingly`, each item by itself, with what is known: that the person is of the
    /// classes that are named, and the data what the item says.
    fn forbidden_parts(&mut self) -> Vec<(Option<FixedBitSet>, Formula)> {
        let sentence = self.sentence;
        if sentence.modality != Modality::NeverKnowingly {
            return vec![(self.forbidden_data(), Formula::True)];
        }
        let mut persons_known = Formula::True;
        for slot in persons(sentence) {
            let known = slot.set.items.iter().map(|item| self.known_among(item, &slot.set.except)).collect();
            persons_known = persons_known.and(Formula::any(known));
        }
        let Some(named) = about(sentence) else {
            return vec![(self.forbidden_data(), persons_known)];
        };
        let part = |item: &crate::model::SetItem| {
            let set = Set { items: vec![item.clone()], except: named.set.except.clone() };
            let known = Known::of_data(item.what)
                .map_or(Formula::True, |class| Formula::Fact(self.space.fact(FactKey::Known(class))));
            (Some(self.forbidden_among(&set)), persons_known.clone().and(known))
        };
        named.set.items.iter().map(part).collect()
    }

    /// The data of a prohibition. What is derived about a person is an inference.
    fn forbidden_data(&self) -> Option<FixedBitSet> {
        if self.sentence.verb == Verb::Derive {
            Some(self.forbidden_among(&self.sentence.object.set))
        } else {
            self.data(Reading::Prohibition)
        }
    }

    /// Those that a list names in a prohibition.
    fn forbidden_among(&self, set: &Set) -> FixedBitSet {
        let inferences = self.space.policy.vocabulary.known(KnownTerm::Inferences);
        let inferences = inferences.and_then(|term| self.space.under(Kind::Data, term));
        let holds = |item: &crate::model::SetItem| {
            inferences
                .is_some_and(|inferences| inferences.is_subset(&self.space.all_of(Kind::Data, item.what)))
        };
        let mut set = set.clone();
        if self.sentence.verb == Verb::Derive {
            let what = What::Any { kind: Kind::Data, trait_: Some(Trait::Personal), is_negated: false };
            let inferred = set.items.iter().filter(|item| holds(item));
            let personal: Vec<_> =
                inferred.map(|item| crate::model::SetItem { what, ..item.clone() }).collect();
            set.items.extend(personal);
        }
        self.space.data(&set, Reading::Prohibition)
    }

    /// The person belongs to a class and to none of those excepted, and this is known.
    fn known_among(&mut self, item: &crate::model::SetItem, except: &[crate::model::SetItem]) -> Formula {
        let among = self.space.membership(&Set { items: vec![item.clone()], except: except.to_vec() });
        match item.what {
            What::Term(term) => {
                among.and(Formula::Fact(self.space.fact(FactKey::Known(Known::Subject(term)))))
            }
            What::Any { .. } => among,
        }
    }

    /// What the `only`s exclude: the complement of their product, within the other slots as stated.
    fn only(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let slots: Vec<(Dimension, FixedBitSet, IsOnly)> = self
            .slots()
            .into_iter()
            .map(|(dimension, slot)| {
                (dimension, self.space.slot(dimension, &slot.set), is_only(slot.is_only))
            })
            .collect();
        let mut joined = slots.clone();
        // `to R in REGION`, `about S in REGION`: the `only` in front speaks of the pair.
        let to_is_only = sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        let about_is_only = sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only);
        for (dimension, _, only) in &mut joined {
            if *dimension == Dimension::RecipientRegion && to_is_only
                || *dimension == Dimension::Place && about_is_only
            {
                *only = IsOnly::Yes;
            }
        }
        let object_is_only = sentence.object.is_only;
        let mut cell = self.frame(Reading::Prohibition);
        for (dimension, _, only) in &joined {
            if *only == IsOnly::Yes {
                cell.sets[*dimension as usize] = None;
            }
        }
        let subject = self.subject();
        let narrowing = self
            .facts(|clause| !clause.is_only && matches!(clause.word, FactWord::When | FactWord::Unless))
            .and(self.event());
        cell.facts = if about_is_only { narrowing } else { subject.clone().and(narrowing) };
        let named = self.data(Reading::OnlyUniverse);
        let universe = match (object_is_only, &named) {
            (true, Some(named)) => {
                let mut all = self.space.all_personal_forms();
                all.grow(named.len());
                all.union_with(named);
                Some(all)
            }
            _ => named.clone(),
        };
        let second =
            sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::OnlyUniverse));
        let mut cells = Vec::new();
        for (dimension, set, only) in &joined {
            if *only == IsOnly::Yes {
                let mut outside = cell.clone();
                let complement = self.complement(*dimension, set);
                self.put(&mut outside, *dimension, complement);
                cells.extend(self.with_data(
                    outside.clone(),
                    universe.clone(),
                    second.clone(),
                    Width::WithNarrower,
                ));
                if let (Dimension::Purpose, Verb::Collect, Some(named)) = (*dimension, sentence.verb, &named)
                {
                    cells.extend(self.no_use_of(&outside, named));
                }
            }
        }
        let only_facts: Vec<crate::model::Fact> =
            sentence.facts.iter().filter(|clause| clause.is_only).map(|clause| clause.fact.clone()).collect();
        for fact in only_facts {
            let mut outside = cell.clone();
            let formula = self.space.formula(&fact);
            outside.facts = outside.facts.and(formula.negated());
            cells.extend(self.with_data(outside, universe.clone(), second.clone(), Width::WithNarrower));
        }
        if about_is_only {
            let mut outside = cell.clone();
            outside.facts = outside.facts.and(subject.negated());
            cells.extend(self.with_data(outside, universe.clone(), second.clone(), Width::WithNarrower));
        }
        if let (true, Some(mut outside)) = (object_is_only, universe) {
            let permitted = self.data(Reading::Permission).unwrap_or_default();
            outside.difference_with(&permitted);
            // A combination has no first and second: what is permitted the other way round is not ruled out either.
            if let (Verb::Combine, Some(slot)) = (sentence.verb, &sentence.slots.second) {
                let mut other = second.clone().unwrap_or_default();
                other.difference_with(&permitted);
                cells.extend(self.with_data(
                    cell.clone(),
                    Some(outside.clone()),
                    Some(other),
                    Width::WithNarrower,
                ));
                outside.difference_with(&self.space.data(&slot.set, Reading::Permission));
            }
            cells.extend(self.with_data(cell, Some(outside), second, Width::WithNarrower));
        }
        cells
    }

    /// `may … unless C` also prohibits when C.
    fn unless(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let unless: Vec<crate::model::Fact> = sentence
            .facts
            .iter()
            .filter(|clause| clause.word == FactWord::Unless)
            .map(|clause| clause.fact.clone())
            .collect();
        let mut cells = Vec::new();
        for fact in unless {
            let mut cell = self.frame(Reading::Prohibition);
            let when = self.facts(|clause| clause.word == FactWord::When);
            let formula = self.space.formula(&fact);
            cell.facts = cell.facts.and(when).and(formula);
            let data = self.data(Reading::Prohibition);
            let second =
                sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Prohibition));
            cells.extend(self.with_data(cell, data, second, Width::WithNarrower));
        }
        cells
    }

    /// What collecting or deriving for a purpose implies, and what a processor may do with what it gets.
    fn implied(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        if sentence.slots.purpose.is_none() {
            return Vec::new();
        }
        let mut cell = self.frame(Reading::Permission);
        match sentence.verb {
            Verb::Collect | Verb::Derive => {}
            Verb::Disclose => {
                let recipients = sentence
                    .slots
                    .recipient
                    .as_ref()
                    .map(|slot| self.space.slot(Dimension::Recipient, &slot.set));
                let mut actors = recipients.unwrap_or_default();
                actors.intersect_with(&self.space.processors());
                if actors.is_clear() {
                    return Vec::new();
                }
                self.put(&mut cell, Dimension::Actor, actors);
            }
            Verb::Combine
            | Verb::Use
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Sell
            | Verb::Publish
            | Verb::Require
            | Verb::Retain
            | Verb::Delete
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => return Vec::new(),
        }
        let standing = self.standing_facts().and(self.consent_basis()).and(self.knowing());
        cell.facts = cell.facts.and(standing);
        let data = self.space.data(&sentence.object.set, Reading::Permission);
        self.use_of(&cell, &data)
    }

    /// The facts without events: they said when to collect, not when to use.
    fn standing_facts(&mut self) -> Formula {
        let is_event = |fact: &crate::model::Fact, reader: &Self| {
            fact.terms()
                .iter()
                .any(|(term, _)| reader.space.policy.vocabulary.term(*term).kind == Kind::Event)
        };
        let clauses: Vec<crate::model::FactClause> =
            self.sentence.facts.iter().filter(|clause| !is_event(&clause.fact, self)).cloned().collect();
        clauses.iter().fold(Formula::True, |all, clause| {
            let formula = self.space.formula(&clause.fact);
            all.and(if clause.word == FactWord::Unless { formula.negated() } else { formula })
        })
    }

    /// The same cell as a ban on every use.
    fn no_use_of(&mut self, cell: &Cell, data: &FixedBitSet) -> Vec<Cell> {
        let mut cells = self.use_of(cell, data);
        for cell in &mut cells {
            cell.sets[Dimension::Verb as usize] = Some(self.space.acts(Act::Use.with_narrower()));
        }
        let mut second = self.use_of(cell, data);
        for cell in &mut second {
            cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine, Act::Derive]));
            cell.sets[Dimension::Datum as usize] = None;
            self.put(cell, Dimension::Second, data.clone());
        }
        cells.extend(second);
        cells
    }

    /// The same cell as a use: without source and channel, recipient and where that is.
    fn use_of(&mut self, cell: &Cell, data: &FixedBitSet) -> Vec<Cell> {
        vec![self.turned_into(
            Act::Use,
            cell,
            &[Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Region],
            Some(data),
        )]
    }

    /// A cell as one of another act, with some of its slots, its facts, and data.
    fn turned_into(
        &mut self,
        act: Act,
        cell: &Cell,
        keeps: &[Dimension],
        data: Option<&FixedBitSet>,
    ) -> Cell {
        let mut turned = Self::empty();
        for dimension in keeps {
            turned.sets[*dimension as usize] = cell.sets[*dimension as usize];
        }
        turned.facts = cell.facts.clone();
        turned.sets[Dimension::Verb as usize] = Some(self.space.acts(&[act]));
        if let Some(data) = data {
            self.put(&mut turned, Dimension::Datum, data.clone());
        }
        turned
    }

    /// That data are demanded: `required` on a practice.
    fn required(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Permission);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = self.data(Reading::Permission);
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Channel];
        vec![self.turned_into(Act::Require, &cell, &keeps, data.as_ref())]
    }

    /// What a retention keeps, as a deletion that it rules out.
    fn kept(&mut self, reading: Reading, stage: usize, share: Option<&Share>) -> Vec<Cell> {
        let mut cell = self.frame(reading);
        // A practice says when to collect, and not only then to keep.
        let facts =
            if self.sentence.verb == Verb::Retain { self.facts(|_| true) } else { self.standing_facts() };
        let facts = facts.and(self.consent_basis()).and(self.lasting(stage)).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let data = match self.form_of(stage) {
            Some(form) => about(self.sentence).map(|slot| {
                let mut set = slot.set.clone();
                set.items.iter_mut().for_each(|item| item.form = Some(form));
                self.space.data(&set, reading)
            }),
            None => self.data(reading),
        };
        let data = shared(data, share);
        let mut keeps = vec![Dimension::Actor, Dimension::Purpose, Dimension::Place];
        if self.sentence.verb == Verb::Retain {
            keeps.push(Dimension::Channel);
        }
        vec![self.turned_into(Act::Delete, &cell, &keeps, data.as_ref())]
    }

    /// What `never retain` is about, as the deletions that would be too late.
    fn limited(&mut self, share: Option<&Share>) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Prohibition);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.lasting(0));
        cell.facts = cell.facts.and(facts);
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Channel];
        let mut cells = Vec::new();
        for (data, known) in self.forbidden_parts() {
            let cell = Cell { facts: cell.facts.clone().and(known), ..cell.clone() };
            let data = shared(data, share);
            cells.push(self.turned_into(Act::Delete, &cell, &keeps, data.as_ref()));
        }
        cells
    }

    /// The form in which data are kept in a stage, where it is not the first.
    fn form_of(&self, stage: usize) -> Option<TermId> {
        self.sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage)?.form)
    }

    /// While a retention is said at all: where each of its ends is a `while`, as long as they are true.
    fn lasting(&mut self, stage: usize) -> Formula {
        let stage = self.sentence.retention.as_ref().and_then(|retention| retention.stages.get(stage));
        let Some(stage) = stage.filter(|stage| !stage.ends.is_empty()) else { return Formula::True };
        let mut states = Vec::new();
        for end in &stage.ends {
            match &end.kind {
                EndKind::While(fact) => states.push(self.space.formula(fact)),
                EndKind::AtAll
                | EndKind::Indefinitely
                | EndKind::For { .. }
                | EndKind::More { .. }
                | EndKind::Until(_)
                | EndKind::Needed(_)
                | EndKind::ItsPurposes => {
                    return Formula::True;
                }
            }
        }
        match stage.whichever {
            Whichever::Longer => Formula::any(states),
            Whichever::Shorter => states.into_iter().fold(Formula::True, Formula::and),
        }
    }

    /// That a topic is had, because the sentence does it: by the flows that the topic names, or a tracker by what it is.
    fn had(&mut self, topic: TermId, effects: &Effects, deed: &Deed<'_>, origin: Origin) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Permission);
        let facts = self.facts(|_| true).and(self.consent_basis()).and(self.knowing());
        cell.facts = cell.facts.and(facts);
        let mut data = deed.object().map(|slot| self.space.data(&slot.set, Reading::Permission));
        if origin == Origin::Deed {
            let trait_ = effects.done_with.unwrap_or(Trait::Personal);
            let what = What::Any { kind: Kind::Data, trait_: Some(trait_), is_negated: false };
            let bearing = self.space.data(&Set::of([what], self.sentence.span), Reading::Permission);
            let bearing = self.space.in_every_form(&bearing);
            if let Some(data) = &mut data {
                data.intersect_with(&bearing);
            }
            if let (Some(purposes), false) =
                (cell.sets[Dimension::Purpose as usize], effects.done_for.is_empty())
            {
                let mut done = self.below(Kind::Purpose, &effects.done_for);
                done.intersect_with(self.space.atoms_in(Dimension::Purpose, purposes));
                self.put(&mut cell, Dimension::Purpose, done);
            }
            if !effects.done_about.is_empty() {
                let about = Set::of(effects.done_about.iter().copied().map(What::Term), self.sentence.span);
                cell.facts =
                    std::mem::replace(&mut cell.facts, Formula::True).and(self.space.membership(&about));
            }
        }
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place, Dimension::Channel];
        let mut had = self.turned_into(Act::Have, &cell, &keeps, data.as_ref());
        let topics = self.space.own_atoms(Kind::Topic, topic);
        self.put(&mut had, Dimension::Topic, topics);
        vec![had]
    }

    /// The deletion that some rights of an offer say besides, on an event.
    fn request(&mut self, event: TermId, effects: &Effects, rights: &[TermId]) -> (Vec<Cell>, Request) {
        let mut cell = self.frame(Reading::Permission);
        if !effects.deletes_about.is_empty() {
            let span = self.sentence.span;
            let about = Set::of(effects.deletes_about.iter().copied().map(What::Term), span);
            cell.facts = self.space.membership(&about);
        }
        let facts = self.facts(|_| true).and(self.consent_basis());
        cell.facts = cell.facts.and(facts);
        // Who has the right is somebody else, of whom nothing need be known.
        let known = known(self.space, self.sentence).into_iter();
        for key in known.filter(|key| effects.deletes_about.is_empty() || !key.is_of_person()) {
            cell.facts = cell.facts.and(Formula::Fact(self.space.fact(key)));
        }
        cell.facts = cell.facts.and(Formula::Fact(self.space.fact(FactKey::Term(event))));
        let data = self.data(Reading::Permission);
        let keeps = [Dimension::Actor, Dimension::Purpose, Dimension::Place];
        // A right that cannot be used in any way asks for nothing.
        let channel = cell.sets[Dimension::Channel as usize];
        let has_way = channel.is_none_or(|ways| !self.space.atoms_in(Dimension::Channel, ways).is_clear());
        let none = || FixedBitSet::with_capacity(self.space.n_atoms(Dimension::Datum));
        let data = if has_way { data } else { Some(none()) };
        let deleted = self.turned_into(Act::Delete, &cell, &keeps, data.as_ref());
        let rights = self.below(Kind::Right, rights);
        let rights = self.space.intern(Dimension::Right, rights);
        let persons = if effects.deletes_about.is_empty() { Persons::Same } else { Persons::Named };
        (vec![deleted], Request { rights, event, persons })
    }

    /// The flows that a stated use with a condition or a form of its own, or a deletion, alone decides.
    fn scope(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let has_form = sentence.object.set.items.iter().any(|item| item.form.is_some());
        let act = match sentence.verb {
            Verb::Use if sentence.facts.is_empty() && sentence.bases.is_empty() && !has_form => {
                return Vec::new();
            }
            Verb::Use => Act::Use,
            Verb::Delete => Act::Delete,
            Verb::Collect
            | Verb::Derive
            | Verb::Combine
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Store
            | Verb::Disclose
            | Verb::Sell
            | Verb::Publish
            | Verb::Require
            | Verb::Retain
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => return Vec::new(),
        };
        let mut cell = self.frame(Reading::Permission);
        let mut data = self.data(Reading::Permission);
        if act == Act::Delete {
            cell.sets[Dimension::Channel as usize] = None;
            cell.sets[Dimension::Actor as usize] = None;
        } else {
            data = data.map(|data| self.space.in_every_form(&data));
        }
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&[act]));
        if let Some(data) = data {
            self.put(&mut cell, Dimension::Datum, data);
        }
        vec![cell]
    }

    /// What a choice without `from` stops: what the vocabulary says of each of its rights.
    fn stopped(&mut self, halves: &[Half]) -> Vec<Cell> {
        let vocabulary = &self.space.policy.clone().vocabulary;
        let rights = rights_of(vocabulary, &self.sentence.object.set);
        let choice = vocabulary.known(KnownTerm::Choice);
        let mut cells = Vec::new();
        for right in rights {
            if !choice.is_some_and(|choice| vocabulary.is_below(right, choice)) {
                continue;
            }
            match vocabulary.stops_of(right) {
                Some(effects) => cells.extend(self.stopped_by(effects, halves)),
                None if self.sentence.slots.purpose.is_some() => {
                    cells.push(self.stopping(&[Act::Use, Act::Disclose, Act::Sell, Act::Decide, Act::Train]));
                }
                None => {}
            }
        }
        cells
    }

    /// The flows of some acts with the data, the purposes and the persons of a choice.
    fn stopping(&mut self, acts: &[Act]) -> Cell {
        let mut cell = self.narrowed_choice();
        let actors = self.space.company(WithProcessors::Yes);
        self.put(&mut cell, Dimension::Actor, actors);
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(acts));
        cell
    }

    /// The data, the purposes and the persons to which a choice is narrowed.
    fn narrowed_choice(&mut self) -> Cell {
        let mut cell = Self::empty();
        for (dimension, slot) in [
            (Dimension::Purpose, &self.sentence.slots.purpose),
            (Dimension::Place, &self.sentence.slots.subject_region),
        ] {
            if let Some(slot) = slot {
                let set = self.space.slot(dimension, &slot.set);
                self.put(&mut cell, dimension, set);
            }
        }
        if let Some(over) =
            self.sentence.slots.over.as_ref().filter(|over| !is_trackers(&self.space.policy, over))
        {
            let set = self.space.data(&over.set, Reading::Prohibition);
            self.put(&mut cell, Dimension::Datum, set);
        }
        cell.facts = self.subject();
        cell
    }

    fn stopped_by(&mut self, effects: &Effects, halves: &[Half]) -> Vec<Cell> {
        let acts: Vec<Act> = effects.stops.iter().filter_map(|verb| Act::of(*verb)).collect();
        let mut base = self.stopping(&acts);
        if !effects.stops_except_for.is_empty() {
            let kept = self.below(Kind::Purpose, &effects.stops_except_for);
            let mut left = match base.sets[Dimension::Purpose as usize] {
                Some(set) => self.space.atoms_in(Dimension::Purpose, set).clone(),
                None => self.complement(Dimension::Purpose, &FixedBitSet::new()),
            };
            left.difference_with(&kept);
            self.put(&mut base, Dimension::Purpose, left);
        }
        for consent in &effects.stops_except_with {
            let agreed = Formula::Fact(self.space.fact(FactKey::Term(*consent)));
            base.facts = std::mem::replace(&mut base.facts, Formula::True).and(agreed.negated());
        }
        if [&effects.stops_for, &effects.stops_based_on, &effects.stops_with]
            .iter()
            .all(|list| list.is_empty())
        {
            return vec![base];
        }
        let mut cells = Vec::new();
        if !effects.stops_for.is_empty() {
            let mut for_these = Self::empty();
            let purposes = self.below(Kind::Purpose, &effects.stops_for);
            self.put(&mut for_these, Dimension::Purpose, purposes);
            cells.extend(self.meet(&base, &for_these));
        }
        let policy = &self.space.policy.clone();
        let is_meant = |half: &&Half| {
            let sentence = match half.owner {
                Owner::Statement(id) => &policy.statement(id).sentence,
                Owner::Tracker(id) => &policy.trackers[id.index()].sentence,
            };
            half.side == Side::Permission
                && half.is_practice()
                && rests_on(&policy.vocabulary, sentence, effects)
        };
        for cell in halves.iter().filter(is_meant).flat_map(|half| &half.cells) {
            cells.extend(self.meet(&base, cell));
        }
        cells
    }

    fn below(&self, kind: Kind, terms: &[TermId]) -> FixedBitSet {
        let mut all = FixedBitSet::with_capacity(self.space.atoms(kind).len());
        for atoms in terms.iter().filter_map(|term| self.space.under(kind, *term)) {
            all.union_with(atoms);
        }
        all
    }

    /// What two cells share; `None` where they share nothing.
    fn meet(&mut self, one: &Cell, other: &Cell) -> Option<Cell> {
        let mut met = one.clone();
        for dimension in Dimension::ALL {
            met.sets[dimension as usize] =
                match (one.sets[dimension as usize], other.sets[dimension as usize]) {
                    (Some(a), Some(b)) => {
                        let mut both = self.space.atoms_in(dimension, a).clone();
                        both.intersect_with(self.space.atoms_in(dimension, b));
                        if both.is_clear() {
                            return None;
                        }
                        Some(self.space.intern(dimension, both))
                    }
                    (a, b) => a.or(b),
                };
        }
        met.facts = one.facts.clone().and(other.facts.clone());
        Some(met)
    }

    fn complement(&self, dimension: Dimension, set: &FixedBitSet) -> FixedBitSet {
        let n_atoms = self.space.n_atoms(dimension);
        let mut all = FixedBitSet::with_capacity(n_atoms);
        all.insert_range(..);
        // The company is nobody's recipient.
        if dimension == Dimension::Recipient {
            all.set(COMPANY, false);
        }
        all.difference_with(set);
        all
    }

    /// Puts verb and data into a cell. A prohibition of the wider verb reaches the narrower ones:
    /// selling is disclosing; viewing, combining, deciding, training, and deriving from data, are uses of them.
    fn with_data(
        &mut self,
        mut cell: Cell,
        data: Option<FixedBitSet>,
        second: Option<FixedBitSet>,
        width: Width,
    ) -> Vec<Cell> {
        let Some(act) = Act::of(self.sentence.verb) else { return Vec::new() };
        let narrower = width == Width::WithNarrower;
        // The company is nobody's recipient.
        if matches!(act, Act::Disclose | Act::Sell) && cell.sets[Dimension::Recipient as usize].is_none() {
            let anyone = self.complement(Dimension::Recipient, &FixedBitSet::new());
            self.put(&mut cell, Dimension::Recipient, anyone);
        }
        let acts = if narrower { act.with_narrower() } else { std::slice::from_ref(&act) };
        let mut stated = cell.clone();
        stated.sets[Dimension::Verb as usize] = Some(self.space.acts(acts));
        for (dimension, set) in [(Dimension::Datum, &data), (Dimension::Second, &second)] {
            if let Some(set) = set {
                self.put(&mut stated, dimension, set.clone());
            }
        }
        let mut cells = vec![stated];
        match (act, data, second) {
            (Act::Use, Some(data), _) if narrower => {
                // The data may be the other half of a combination, or what is derived from.
                let mut from = cell;
                from.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine, Act::Derive]));
                self.put(&mut from, Dimension::Second, data);
                cells.push(from);
            }
            (Act::Combine, Some(data), Some(second)) => {
                // A combination has no first and second.
                let mut swapped = cell;
                swapped.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine]));
                self.put(&mut swapped, Dimension::Datum, second);
                self.put(&mut swapped, Dimension::Second, data);
                cells.push(swapped);
            }
            _ => {}
        }
        cells
    }

    /// What a permission says something about; a header counts as saying.
    fn says(&self) -> Vec<Aspect> {
        let mut says: Vec<Aspect> =
            self.slots().into_iter().map(|(dimension, _)| Aspect::Slot(dimension)).collect();
        if self.sentence.slots.second.is_some() {
            says.push(Aspect::Slot(Dimension::Second));
        }
        if self.sentence.verb == Verb::Publish {
            says.push(Aspect::Slot(Dimension::Recipient));
        }
        if self.has_form() {
            says.push(Aspect::Form);
        }
        let facts = self.sentence.facts.iter().flat_map(|clause| clause.fact.terms());
        says.extend(facts.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        let events = self.sentence.deletion.iter().flat_map(|deletion| deletion.event.terms());
        says.extend(events.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        says.extend(self.consent_as_basis().map(Aspect::Fact));
        says.extend(self.subjects());
        says.extend(self.speaks_of().into_iter().map(Aspect::Fact));
        says
    }

    fn has_form(&self) -> bool {
        let slots = about(self.sentence).into_iter().chain(&self.sentence.slots.second);
        slots.flat_map(|slot| &slot.set.items).any(|item| item.form.is_some())
    }

    fn subjects(&self) -> Vec<Aspect> {
        let items = persons(self.sentence).flat_map(|slot| slot.set.items.iter().chain(&slot.set.except));
        let terms = items.filter_map(|item| match item.what {
            What::Term(term) => Some(term),
            What::Any { .. } => None,
        });
        terms.map(|term| Aspect::Fact(FactKey::Subject(term))).collect()
    }

    /// What a prohibition restricts by a clause of its own: every slot but actor, verb and data; never the `only` slots.
    fn affirms(&self, facts: Fact) -> Vec<Aspect> {
        let is_stated = facts != Fact::NarrowingOnly;
        let vocabulary = &self.space.policy.vocabulary;
        let mut affirms: Vec<Aspect> = self
            .slots()
            .into_iter()
            .filter(|(_, slot)| (is_stated || !slot.is_only) && restricts(vocabulary, &slot.set))
            .map(|(dimension, _)| Aspect::Slot(dimension))
            .collect();
        let to_is_only = self.sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        if !is_stated && to_is_only {
            affirms.retain(|aspect| *aspect != Aspect::Slot(Dimension::RecipientRegion));
        }
        if !is_stated && self.sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only) {
            affirms.retain(|aspect| *aspect != Aspect::Slot(Dimension::Place));
        }
        if self.sentence.slots.second.as_ref().is_some_and(|slot| restricts(vocabulary, &slot.set)) {
            affirms.push(Aspect::Slot(Dimension::Second));
        }
        // The half of an `only` is about every personal form, whichever is named.
        if self.has_form() && is_stated {
            affirms.push(Aspect::Form);
        }
        if facts == Fact::AllButUnless {
            affirms.extend(self.consent_as_basis().map(Aspect::Fact));
        }
        let narrows = |clause: &&crate::model::FactClause| match (facts, clause.word) {
            (Fact::All, FactWord::With | FactWord::Under) => false,
            (Fact::All, _) => true,
            (Fact::AllButUnless, word) => word != FactWord::Unless,
            (Fact::NarrowingOnly, word) => word == FactWord::When && !clause.is_only,
        };
        let terms = self.sentence.facts.iter().filter(narrows).flat_map(|clause| clause.fact.terms());
        affirms.extend(terms.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        if is_stated || !self.sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only) {
            affirms.extend(self.subjects());
        }
        let events = self.sentence.deletion.iter().flat_map(|deletion| deletion.event.terms());
        affirms.extend(events.map(|(term, _)| Aspect::Fact(FactKey::Term(term))));
        if self.sentence.modality == Modality::NeverKnowingly {
            affirms.extend(never_knowingly(self.sentence).map(|known| Aspect::Fact(FactKey::Known(known))));
        }
        affirms
    }
}

/// The classes that a `never knowingly` names.
pub fn never_knowingly(sentence: &Sentence) -> impl Iterator<Item = Known> {
    let persons = persons(sentence).flat_map(|slot| &slot.set.items).filter_map(|item| match item.what {
        What::Term(term) => Some(Known::Subject(term)),
        What::Any { .. } => None,
    });
    let data = about(sentence).into_iter().flat_map(|slot| &slot.set.items);
    persons.chain(data.filter_map(|item| Known::of_data(item.what)))
}

/// Whether a practice rests on one of the bases or consents that a choice takes back.
fn rests_on(vocabulary: &Vocabulary, sentence: &Sentence, effects: &Effects) -> bool {
    let is_below =
        |term: TermId, above: &[TermId]| above.iter().any(|above| vocabulary.is_below(term, *above));
    let consent = vocabulary.known(KnownTerm::ConsentAsBasis);
    let on_consent = !sentence.bases.is_empty()
        && sentence
            .bases
            .iter()
            .all(|basis| consent.is_some_and(|consent| vocabulary.is_below(basis.term, consent)));
    let agreed = sentence.facts.iter().filter(|clause| clause.word != FactWord::Unless);
    let mut agreed = agreed.flat_map(|clause| clause.fact.terms());
    sentence.bases.iter().any(|basis| is_below(basis.term, &effects.stops_based_on))
        || !effects.stops_with.is_empty() && on_consent
        || agreed.any(|(term, _)| is_below(term, &effects.stops_with))
}

/// Whether a slot leaves anything out: `to anyone`, `for any purpose` and a term that means one of these do not.
fn restricts(vocabulary: &Vocabulary, set: &Set) -> bool {
    let is_everything =
        |item: &crate::model::SetItem| item.form.is_none() && vocabulary.is_everything(item.what);
    !set.except.is_empty() || !set.items.iter().any(is_everything)
}

/// What a sentence is about: its object, or for what has another object the data behind `over`.
pub(super) fn about(sentence: &Sentence) -> Option<&Slot> {
    match sentence.verb.object() {
        Object::Data => Some(&sentence.object),
        Object::Rights | Object::Subjects | Object::Recipients | Object::Topics => {
            sentence.slots.over.as_ref()
        }
    }
}

/// The lists of the data of a sentence; of an offer with `from` and without `over`, those of what it names.
fn data_of<'s>(policy: &'s Policy, sentence: &'s Sentence) -> Vec<&'s Slot> {
    if let Some(own) = about(sentence) {
        return vec![own];
    }
    if sentence.verb != Verb::Offer {
        return Vec::new();
    }
    let named = named_by(policy, sentence).into_iter().filter_map(|owner| match owner {
        Owner::Statement(id) => about(&policy.statement(id).sentence),
        Owner::Tracker(id) => policy.trackers[id.index()].stores.as_ref(),
    });
    named.collect()
}

/// The persons of a sentence: whoever is told of something stands as the object of a notice, others in a clause.
fn persons(sentence: &Sentence) -> impl Iterator<Item = &Slot> {
    let told = (sentence.verb == Verb::Notify).then_some(&sentence.object);
    told.into_iter().chain(&sentence.slots.subject)
}

/// The classes of which the policy says `never knowingly`, and which a sentence names by naming them or less.
pub(super) fn known(space: &Space, sentence: &Sentence) -> Vec<FactKey> {
    let vocabulary = &space.policy.vocabulary;
    let names = |known: &Known| {
        match known {
        Known::Subject(class) => persons(sentence).any(|slot| {
            let is_below = |item: &crate::model::SetItem| {
                matches!(item.what, What::Term(term) if vocabulary.is_below(term, *class))
            };
            !slot.set.items.is_empty() && slot.set.items.iter().all(is_below)
        }),
        Known::Data(_) | Known::DataWith(..) => {
            let class = known.data().map(|what| space.all_of(Kind::Data, what)).unwrap_or_default();
            let lists = data_of(&space.policy, sentence);
            let all = lists.iter().map(|list| space.whatever_form(&list.set));
            let data = all.reduce(|mut all, data| {
                all.union_with(&data);
                all
            });
            data.is_some_and(|data| !data.is_clear() && data.is_subset(&class))
        }
    }
    };
    space.knowns().iter().filter(|known| names(known)).map(|known| FactKey::Known(*known)).collect()
}

/// What has to be true of a case for a sentence to speak of it: its facts, its people, the consent that is its basis.
///
/// Whoever is told of something stands as the object of a notice, and is no case.
pub(super) fn circumstances(space: &mut Space, sentence: &Sentence) -> Formula {
    let mut reader = Reader { space, sentence };
    let facts = reader.facts(|_| true).and(reader.consent_basis());
    let people = sentence.slots.subject.as_ref();
    people.map_or(Formula::True, |slot| space.membership(&slot.set)).and(facts)
}

/// Whether a list names all of its recipients, so that those with a country receive there: `anyone` names nobody.
#[must_use]
pub fn names_recipients(set: &Set) -> bool {
    set.items.iter().all(|item| matches!(item.what, What::Term(_)))
}

/// The cells of a question; those of a question about keeping are the deletions that it rules out.
#[must_use]
pub fn question(space: &mut Space, sentence: &Sentence) -> Vec<Cell> {
    let mut reader = Reader { space, sentence };
    if sentence.verb == Verb::Retain { reader.kept(Reading::Exactly, 0, None) } else { reader.question() }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum IsOnly {
    Yes,
    No,
}

const fn is_only(only: bool) -> IsOnly {
    if only { IsOnly::Yes } else { IsOnly::No }
}

/// Whether a cell reaches the verbs that are narrower than its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Width {
    Alone,
    WithNarrower,
}
