//! What a right says to delete besides, and what the exception of a grant takes out of it.

use fixedbitset::FixedBitSet;

use super::choice::refused_choice;
use super::read::{Reader, known};
use super::{Aspect, Cell, Half, Origin, Owner, Persons, Realm, Request, Side};
use crate::model::{Effects, Kind, Modality, Sentence, Set, Statement, TermId, Verb, Vocabulary, What};
use crate::semantics::space::{Act, Dimension, FactKey, Formula, Reading, Space};

/// What an offered right says besides: a deletion on the event that the vocabulary names. What is left of the grant is
/// known later; these are its cells as written.
pub(super) fn of_request(space: &mut Space, statement: &Statement, made: &mut Vec<Half>) {
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
pub(super) fn said_on_request(
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

/// Fills in what the exceptions of grants, and of their choices, take out of them.
pub(in crate::semantics) fn name_exceptions(space: &mut Space, halves: &mut [Half], kept: &[Half]) {
    let policy = &space.policy.clone();
    let opposition = crate::semantics::effect::Opposition::of(space, halves, kept);
    let with_exceptions = |is_meant: &dyn Fn(&Half) -> bool| -> Vec<(usize, Owner, Vec<Owner>)> {
        let meant = halves
            .iter()
            .enumerate()
            .filter(|(_, half)| is_meant(half) && policy.part_exception(half.owner).is_some());
        meant.map(|(idx, half)| (idx, half.owner, opposition.named_in_exception(half.owner))).collect()
    };
    let grants = with_exceptions(&|half| half.is_grant(policy));
    let choices = with_exceptions(&|half| half.origin == Origin::Choice);
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
    for (idx, owner, named) in choices {
        for other in named {
            let cells = refused_choice(space, policy.part_sentence(owner), halves, other);
            halves[idx].excepted.push((other, cells));
        }
    }
}

/// What a statement or tracker says of its data, as what is taken out of a grant.
pub(super) fn said_of_data(space: &mut Space, owner: Owner, for_purposes: bool) -> Vec<Cell> {
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
    let mut taken = reader.turned_into(Act::Offer, &cell, keeps, Some(&data));
    // What is retained can be looked at, corrected and used less: only its deletion gives way.
    if sentence.verb == Verb::Retain {
        let deleting: Vec<TermId> = policy
            .vocabulary
            .of_kind(Kind::Right)
            .filter_map(|(right, _)| policy.vocabulary.deletion_of(right).map(|_| right))
            .collect();
        let rights = reader.below(Kind::Right, &deleting);
        reader.put(&mut taken, Dimension::Right, rights);
    }
    vec![taken]
}

/// The rights that a set names.
pub(super) fn rights_of(vocabulary: &Vocabulary, set: &Set) -> Vec<TermId> {
    let named = |items: &[crate::model::SetItem]| -> Vec<TermId> {
        let terms = items.iter().flat_map(|item| match item.what {
            What::Term(right) => vocabulary.meant(right),
            What::Any { .. } => Vec::new(),
        });
        terms.collect()
    };
    let out = named(&set.except);
    let mut rights = named(&set.items);
    rights.retain(|right| !out.iter().any(|out| vocabulary.is_below(*right, *out)));
    rights
}

impl Reader<'_, '_> {
    /// The deletion that some rights of an offer say besides, on an event.
    pub(super) fn request(
        &mut self,
        event: TermId,
        effects: &Effects,
        rights: &[TermId],
    ) -> (Vec<Cell>, Request) {
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
}
