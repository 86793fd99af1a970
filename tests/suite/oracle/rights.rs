//! Rights: what a used choice stops, what the exception of a grant takes out, what a granted right says to delete.

use candor::model::{Actor, Effects, Kind, Modality, SetItem, TermId, What};

use super::act::Act;
use super::deeds::both;
use super::effects::{deletion_of, meant, stop_of};
use super::facts::{Fact, Formula, is_event};
use super::halves::{Area, Block, Half, Mention, Origin, either_way_round};
use super::sentence::{Claim, Owner, Reader, Side, Word, data, joined};
use super::values::{Marks, Reading, Slot, add, take_out};

/// The half of a choice: under the fact that it was used, what the right stops is prohibited.
pub(crate) fn choice(reader: &Reader<'_>, permissions: &[&Half]) -> Option<Half> {
    let choice = reader.part.choice?;
    let blocks = reader.stopped(permissions);
    let is_something = |block: &Block| block.slots.iter().all(|(_, marks)| marks.contains(&true));
    let areas: Vec<Area> = blocks
        .into_iter()
        .filter(is_something)
        .flat_map(|block| combined_either_way(&block))
        .map(|block| Block { facts: Formula::Is(choice).and(block.facts.clone()), ..block }.into())
        .collect();
    // An offer from what permits nothing, or of which nothing is stopped for these purposes, has no half.
    (!areas.is_empty()).then(|| Half {
        owner: reader.part.owner,
        side: Side::Prohibition,
        origin: Origin::Choice,
        areas,
        mention: Mention::default(),
        scope: Vec::new(),
    })
}

/// What a used choice does not stop: what a refusal that the offer names refuses of all its choices.
pub(crate) fn refused(offer: &Reader<'_>, refusal: &Reader<'_>) -> Vec<Block> {
    let sentence = refusal.sentence;
    let is_plain = refusal.part.act() == Act::Offer
        && matches!(sentence.modality, Modality::Never | Modality::DoNotYet)
        && sentence.actor == Actor::We
        && sentence.slots.channel.is_none()
        && sentence.from_labels.is_empty()
        && !refusal.is_over_trackers()
        && refusal.part.exception.is_none();
    if !is_plain {
        return Vec::new();
    }
    let rights: Vec<TermId> = offer.rights().into_iter().filter(|right| offer.is_choice(*right)).collect();
    let chosen = offer.covered(Kind::Right, &rights);
    let mut blocks = Vec::new();
    for area in refusal.stated_prohibition().areas {
        let block = area.within;
        let is_whole = |(slot, marks): &(Slot, Marks)| *slot != Slot::Right || both(&chosen, marks) == chosen;
        if !block.slots.iter().all(is_whole) {
            continue;
        }
        let is_kept = |slot: &Slot| matches!(slot, Slot::Datum | Slot::Purpose | Slot::Place);
        let slots = block.slots.into_iter().filter(|(slot, _)| is_kept(slot)).collect();
        let acts = Act::PRACTICES.to_vec();
        blocks.extend(combined_either_way(&Block { acts, slots, facts: block.facts }));
    }
    blocks
}

/// What is stopped of a combination is stopped either way round.
fn combined_either_way(block: &Block) -> Vec<Block> {
    let mut blocks = vec![block.clone()];
    if block.acts.contains(&Act::Combine) {
        blocks.extend(either_way_round(&Block { acts: vec![Act::Combine], ..block.clone() }));
    }
    blocks
}

impl Reader<'_> {
    /// The statements and trackers that an offer names.
    pub(crate) fn named_statements(&self) -> Vec<Owner> {
        let said = self.said;
        let mut named: Vec<Owner> =
            self.sentence.from_labels.iter().flat_map(|(label, _)| said.labelled(label)).collect();
        if self.is_over_trackers() {
            let trackers =
                said.parts.iter().map(|part| part.owner).filter(|owner| matches!(owner, Owner::Tracker(_)));
            named.extend(trackers);
        }
        named
    }

    /// The flows that nobody can do any more when the choice was used, that fact aside.
    fn stopped(&self, permissions: &[&Half]) -> Vec<Block> {
        let from = self.named_statements();
        let mut blocks = Vec::new();
        if !self.sentence.from_labels.is_empty() || self.is_over_trackers() {
            let narrowing = self.narrowing();
            let narrowed = permitted(permissions, |owner| from.contains(&owner));
            blocks.extend(narrowed.iter().map(|block| within(block, &narrowing)));
            return blocks;
        }
        let mut narrowing = self.narrowing();
        narrowing.slots.push((Slot::Actor, self.we(Side::Prohibition)));
        for right in self.rights().into_iter().filter(|right| self.is_choice(*right)) {
            match stop_of(self.values.vocabulary(), right) {
                Some(stop) => blocks.extend(self.stopped_by(stop, &narrowing, permissions)),
                None if self.sentence.slots.purpose.is_some() => {
                    let acts = vec![Act::Use, Act::Disclose, Act::Sell, Act::Decide, Act::Train];
                    blocks.push(Block { acts, ..narrowing.clone() });
                }
                None => {}
            }
        }
        blocks
    }

    /// The flows that one right stops, as it is declared.
    fn stopped_by(&self, stop: &Effects, narrowing: &Block, permissions: &[&Half]) -> Vec<Block> {
        let vocabulary = self.values.vocabulary();
        let mut within = narrowing.clone();
        within.acts = stop.stops.iter().map(|verb| Act::of(*verb)).collect();
        if !stop.stops_except_for.is_empty() {
            let mut purposes = vec![true; self.values.count(Slot::Purpose)];
            take_out(&mut purposes, &self.covered(Kind::Purpose, &stop.stops_except_for));
            within = narrowed(&within, Slot::Purpose, &purposes);
        }
        let excepted = stop.stops_except_with.iter().map(|consent| Formula::Is(Fact::Term(*consent)).not());
        within.facts = within.facts.clone().and(Formula::All(excepted.collect()));

        let is_limited =
            !stop.stops_for.is_empty() || !stop.stops_based_on.is_empty() || !stop.stops_with.is_empty();
        if !is_limited {
            return vec![within];
        }
        let mut blocks = Vec::new();
        if !stop.stops_for.is_empty() {
            let purposes = self.covered(Kind::Purpose, &stop.stops_for);
            blocks.push(narrowed(&within, Slot::Purpose, &purposes));
        }
        let is_stopped = |owner: Owner| {
            let Some(part) = self.said.part(owner) else { return false };
            let reader = self.said.read(part);
            let is_based = part.sentence.bases.iter().any(|basis| {
                stop.stops_based_on.iter().any(|stopped| vocabulary.is_below(basis.term, *stopped))
            });
            let is_with = |fact: &Fact| {
                matches!(fact, Fact::Term(term)
                    if stop.stops_with.iter().any(|stopped| vocabulary.is_below(*term, *stopped)))
            };
            let claims = reader.claims();
            let mut with = claims.iter().filter(|claim| !matches!(claim.word, Word::Unless | Word::About));
            let is_by_consent = !stop.stops_with.is_empty() && reader.consent_as_basis().is_some();
            is_based || is_by_consent || with.any(|claim| claim.names.iter().any(is_with))
        };
        for mut block in permitted(permissions, is_stopped) {
            block.acts.retain(|act| within.acts.contains(act));
            if !block.acts.is_empty() {
                blocks.push(self::within(&block, &within));
            }
        }
        blocks
    }

    /// What `over`, `for` and the persons and places behind `to` leave, whatever the verb and the actor.
    fn narrowing(&self) -> Block {
        let mut slots = Vec::new();
        if let Some(over) = self.sentence.slots.over.as_ref().filter(|_| !self.is_over_trackers()) {
            slots.push((Slot::Datum, self.values.data(&over.set, Reading::Prohibition)));
        }
        slots.extend([Slot::Purpose, Slot::Place].into_iter().filter_map(|slot| self.slot(slot)));
        let people = self.claims().into_iter().filter(|claim| claim.word == Word::About);
        Block { acts: Vec::new(), slots, facts: joined(people) }
    }

    /// Whether trackers are all that stands behind `over`.
    fn is_over_trackers(&self) -> bool {
        let trackers = self.values.named(Kind::Data, "trackers");
        let is_trackers = |item: &SetItem| trackers.is_some_and(|trackers| item.what == What::Term(trackers));
        let over = self.sentence.slots.over.as_ref();
        over.is_some_and(|over| over.set.except.is_empty() && over.set.items.iter().all(is_trackers))
    }

    /// The rights that an offer names, and does not take out again.
    fn rights(&self) -> Vec<TermId> {
        let vocabulary = self.values.vocabulary();
        let terms = |item: &SetItem| match item.what {
            What::Term(right) => meant(vocabulary, right),
            What::Any { .. } => Vec::new(),
        };
        let set = &self.sentence.object.set;
        let out: Vec<TermId> = set.except.iter().flat_map(terms).collect();
        let mut rights: Vec<TermId> = set.items.iter().flat_map(terms).collect();
        rights.retain(|right| !out.iter().any(|out| vocabulary.is_below(*right, *out)));
        rights
    }

    fn is_choice(&self, right: TermId) -> bool {
        let choice = self.values.named(Kind::Right, "choice");
        choice.is_some_and(|choice| self.values.vocabulary().is_below(right, choice))
    }

    pub(crate) fn covered(&self, kind: Kind, terms: &[TermId]) -> Marks {
        let mut marks = vec![false; self.values.atoms(kind).len()];
        terms.iter().for_each(|term| add(&mut marks, &self.values.covered_by(*term)));
        marks
    }

    /// What a statement says of its data, as the exception of a grant takes it out: in every form, about its persons and
    /// places, under its facts but the clauses that name an event; of its purposes if the offer names purposes.
    pub(crate) fn taken_from(&self, offer: &Reader<'_>) -> Block {
        let vocabulary = self.values.vocabulary();
        let names_no_event = |claim: &Claim| !claim.names.iter().any(|fact| is_event(*fact, vocabulary));
        let mut slots = Vec::new();
        // What speaks of no data takes nothing out.
        let atoms =
            self.atoms_or_stored().unwrap_or_else(|| vec![false; self.values.atoms(Kind::Data).len()]);
        slots.push((Slot::Datum, self.values.formed(&atoms, &self.values.forms)));
        slots.extend(self.slot(Slot::Place));
        if offer.sentence.slots.purpose.is_some() {
            slots.extend(self.slot(Slot::Purpose));
        }
        // Only a deletion gives way to what is retained.
        if self.part.act() == Act::Keep {
            let rights = vocabulary.of_kind(Kind::Right).map(|(right, _)| right);
            let deleting: Vec<TermId> =
                rights.filter(|right| deletion_of(vocabulary, *right).is_some()).collect();
            slots.push((Slot::Right, self.covered(Kind::Right, &deleting)));
        }
        let facts = joined(self.claims().into_iter().filter(names_no_event));
        let kept = self.said_while().filter(|_| self.part.act() == Act::Keep);
        Block { acts: vec![Act::Offer], slots, facts: facts.and(kept.unwrap_or(Formula::always())) }
    }

    /// The data of a statement; of a tracker that stores none, the data that it is said not to store.
    fn atoms_or_stored(&self) -> Option<Marks> {
        let stored = self.part.tracker.filter(|tracker| tracker.stores.is_none());
        match stored.and_then(|tracker| tracker.stores_no.as_ref()) {
            Some(stored) => Some(self.values.formless(&self.values.data(&stored.set, Reading::Permission))),
            // As written: who never derives inferences speaks of these alone.
            None => match data(self.sentence) {
                Some(set) => Some(self.values.formless(&self.values.data(set, Reading::Permission))),
                None => self.datum(Reading::Permission).map(|marks| self.values.formless(&marks)),
            },
        }
    }

    /// The deletions of which a grant speaks: each right with the event, and whose data are deleted.
    pub(crate) fn requests(&self) -> Vec<Request> {
        if self.part.act() != Act::Offer || !self.part.is_promise() {
            return Vec::new();
        }
        let vocabulary = self.values.vocabulary();
        let mut requests = Vec::new();
        for right in self.rights() {
            let Some(deletion) = deletion_of(vocabulary, right) else { continue };
            let rights = self.values.covered_by(right);
            requests.extend(deletion.deletes_on.iter().map(|event| Request {
                rights: rights.clone(),
                event: *event,
                about: deletion.deletes_about.clone(),
            }));
        }
        requests
    }
}

/// A right that is also a deletion.
pub(crate) struct Request {
    /// The values of the right.
    pub(crate) rights: Marks,
    pub(crate) event: TermId,
    /// Whose data are deleted, whoever has the right; those of who has it if none.
    pub(crate) about: Vec<TermId>,
}

/// The practices that some statements and trackers permit, stated or implied, as it is written.
fn permitted(permissions: &[&Half], is_meant: impl Fn(Owner) -> bool) -> Vec<Block> {
    let is_practice = |half: &&&Half| {
        matches!(half.origin, Origin::Stated | Origin::Implied)
            && half.areas.iter().all(|area| area.within.acts.iter().all(|act| act.is_practice()))
    };
    let meant = permissions.iter().filter(|half| is_meant(half.owner)).filter(is_practice);
    meant.flat_map(|half| &half.areas).map(|area| area.within.clone()).collect()
}

/// A block with fewer values in a slot.
fn narrowed(block: &Block, slot: Slot, marks: &Marks) -> Block {
    let mut block = block.clone();
    match block.slots.iter_mut().find(|(one, _)| *one == slot) {
        Some((_, own)) => *own = both(own, marks),
        None => block.slots.push((slot, marks.clone())),
    }
    block
}

/// A block within another, whatever its verbs.
fn within(block: &Block, other: &Block) -> Block {
    let narrow = |block: Block, (slot, marks): &(Slot, Marks)| narrowed(&block, *slot, marks);
    let narrowed = other.slots.iter().fold(block.clone(), narrow);
    Block { facts: block.facts.clone().and(other.facts.clone()), ..narrowed }
}
