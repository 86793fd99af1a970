//! Statements reduced to halves: what each permits and what it prohibits.
//!
//! A half is a union of *cells*; a cell is a product of slots with a formula over facts. An absent clause claims nothing
//! about its slot: the cell covers the whole slot.

mod aspect;
mod choice;
mod deed;
mod kept;
mod numbering;
mod practice;
mod read;
mod right;

use fixedbitset::FixedBitSet;

use aspect::Fact;
use choice::of_choice;
use deed::{Deed, bare, of_deeds, slot_of};
use numbering::number_facts;
use read::{Reader, about};
use right::of_request;

use super::space::{Act, Dimension, FactKey, Formula, SetId, Space};
use crate::model::{
    Actor, Modality, Necessity, Policy, Sentence, Slots, TermId, Timing, Tracker, TrackerId, Verb, What,
};

pub use aspect::never_knowingly;
pub use choice::{is_trackers, named_by};
pub use deed::{denied, topics_with_deeds};
pub use kept::{kept, limits};
pub(super) use read::{circumstances, consent_as_basis, keeping_circumstances, known};
pub use read::{names_recipients, question};
pub(super) use right::name_exceptions;

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

    /// Whether it is about topics: that there is something, or that something is so.
    #[must_use]
    pub fn is_of_topics(&self) -> bool {
        self.cells.iter().any(|cell| cell.sets[Dimension::Topic as usize].is_some())
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

impl Side {
    /// The other one.
    #[must_use]
    pub const fn opposite(self) -> Self {
        match self {
            Self::Permission => Self::Prohibition,
            Self::Prohibition => Self::Permission,
        }
    }
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

impl Origin {
    /// Whether a permission from there yields to every prohibition.
    #[must_use]
    pub const fn yields(self) -> bool {
        match self {
            Self::Implied | Self::Deed => true,
            Self::Stated
            | Self::Only
            | Self::Unless
            | Self::Choice
            | Self::Entailed
            | Self::Request
            | Self::Kept => false,
        }
    }
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
    let only = reader.only(owner);
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
pub(super) fn storing(tracker: &Tracker) -> Option<Sentence> {
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

    /// Whether a deletion reaches what is still personal alone: what is aggregated or anonymous is nobody's data, unless
    /// the deletion names a form itself.
    #[must_use]
    pub fn leaves_what_is_not_personal(&self, policy: &Policy) -> bool {
        let data = about(policy.part_sentence(self.owner));
        !data.into_iter().flat_map(|slot| &slot.set.items).any(|item| item.form.is_some())
    }

    /// Whether it says that data are deleted, on an event or on request.
    #[must_use]
    pub fn deletes(&self, policy: &Policy) -> bool {
        self.side == Side::Permission
            && (self.origin == Origin::Request
                || self.origin == Origin::Stated && policy.part_sentence(self.owner).verb == Verb::Delete)
    }
}
