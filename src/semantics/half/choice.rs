//! What a used choice stops, and what it does not.

use fixedbitset::FixedBitSet;

use super::read::Reader;
use super::right::rights_of;
use super::{Cell, Half, Origin, Owner, Realm, Side};
use crate::model::{
    Actor, Effects, FactWord, Kind, KnownTerm, Modality, Policy, Sentence, Slot, Statement, TermId,
    TrackerId, Verb, Vocabulary, What,
};
use crate::semantics::space::{Act, Dimension, FactKey, Formula, Reading, Space, WithProcessors};

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

/// A choice that was used prohibits what the right stops, or the flows of the statements that it names.
pub(super) fn of_choice(space: &mut Space, statement: &Statement, halves: &[Half], made: &mut Vec<Half>) {
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
pub(super) fn turned_round(space: &mut Space, cell: &Cell) -> Option<Cell> {
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

/// What a used choice does not stop, because a refusal refuses all that is chosen by it, whatever the way.
pub(super) fn refused_choice(
    space: &mut Space,
    offer: &Sentence,
    halves: &[Half],
    refusal: Owner,
) -> Vec<Cell> {
    let policy = &space.policy.clone();
    let sentence = policy.part_sentence(refusal);
    if sentence.verb != Verb::Offer
        || !matches!(sentence.modality, Modality::Never | Modality::DoNotYet)
        || sentence.actor != Actor::We
        || sentence.slots.channel.is_some()
        || policy.part_exception(refusal).is_some()
        || !named_by(policy, sentence).is_empty()
        || !sentence.from_labels.is_empty()
    {
        return Vec::new();
    }
    let rights = choices_of(policy, offer);
    let chosen: FixedBitSet = {
        let reader = Reader { space, sentence: offer };
        reader.below(Kind::Right, &rights)
    };
    let mut cells = Vec::new();
    for half in halves.iter().filter(|half| half.owner == refusal && half.origin == Origin::Stated) {
        for refused in &half.cells {
            let is_whole = refused.sets[Dimension::Right as usize]
                .is_none_or(|set| chosen.is_subset(space.atoms_in(Dimension::Right, set)));
            if !is_whole {
                continue;
            }
            let mut cell = Reader::empty();
            for dimension in [Dimension::Datum, Dimension::Purpose, Dimension::Place] {
                cell.sets[dimension as usize] = refused.sets[dimension as usize];
            }
            cell.facts = refused.facts.clone();
            cells.extend(turned_round(space, &cell));
            cells.push(cell);
        }
    }
    cells
}

/// The rights of an offer that are choices.
pub(super) fn choices_of(policy: &Policy, offer: &Sentence) -> Vec<TermId> {
    let vocabulary = &policy.vocabulary;
    let choice = vocabulary.known(KnownTerm::Choice);
    let mut rights = rights_of(vocabulary, &offer.object.set);
    rights.retain(|right| choice.is_some_and(|choice| vocabulary.is_below(*right, choice)));
    rights
}

/// Whether a practice rests on one of the bases or consents that a choice takes back.
pub(super) fn rests_on(vocabulary: &Vocabulary, sentence: &Sentence, effects: &Effects) -> bool {
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

impl Reader<'_, '_> {
    /// What a choice without `from` stops: what the vocabulary says of each of its rights.
    pub(super) fn stopped(&mut self, halves: &[Half]) -> Vec<Cell> {
        let policy = &self.space.policy.clone();
        let vocabulary = &policy.vocabulary;
        let mut cells = Vec::new();
        for right in choices_of(policy, self.sentence) {
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
    pub(super) fn stopping(&mut self, acts: &[Act]) -> Cell {
        let mut cell = self.narrowed_choice();
        let actors = self.space.company(WithProcessors::Yes);
        self.put(&mut cell, Dimension::Actor, actors);
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(acts));
        cell
    }

    /// The data, the purposes and the persons to which a choice is narrowed.
    pub(super) fn narrowed_choice(&mut self) -> Cell {
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

    pub(super) fn stopped_by(&mut self, effects: &Effects, halves: &[Half]) -> Vec<Cell> {
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
}
