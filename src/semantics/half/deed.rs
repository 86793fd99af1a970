//! What does the topic that another statement says is absent, and what that absence rules out.

use super::read::{Reader, names_recipients};
use super::{Aspect, Cell, Half, Origin, Owner, Realm, Side};
use crate::model::{
    Actor, Effects, Field, Kind, Modality, Policy, Sentence, Set, SetItem, Slot, Slots, Statement, TermId,
    Tracker, Trait, Verb, Vocabulary, What,
};
use crate::semantics::query::Query;
use crate::semantics::space::{Act, Dimension, Formula, Reading, Space, WithProcessors};
use crate::source::Span;

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
pub(super) struct Deed<'a> {
    sentence: &'a Sentence,
    tracker: Option<&'a Tracker>,
}

impl<'a> Deed<'a> {
    pub(super) const fn of_statement(statement: &'a Statement) -> Self {
        Self { sentence: &statement.sentence, tracker: None }
    }

    pub(super) const fn of_tracker(tracker: &'a Tracker) -> Self {
        Self { sentence: &tracker.sentence, tracker: Some(tracker) }
    }

    /// What the data are; `None` for a tracker that stores nothing.
    fn object(&self) -> Option<&'a Slot> {
        self.tracker.map_or(Some(&self.sentence.object), |tracker| tracker.stores.as_ref())
    }

    /// Whether what stands behind its `through` is the technology by which it does a topic, and not where it does.
    fn names_technology(&self, origin: Origin) -> bool {
        origin == Origin::Entailed && self.tracker.is_none()
    }
}

/// What does a topic permits to have it.
pub(super) fn of_deeds(
    space: &mut Space,
    owner: Owner,
    deed: &Deed<'_>,
    topics: &[TermId],
    halves: &mut Vec<Half>,
) {
    let policy = &space.policy.clone();
    for topic in topics {
        let Some(effects) = policy.vocabulary.deeds_of(*topic) else { continue };
        let origin = match () {
            () if is_done_by_technology(policy, effects, deed) => Origin::Entailed,
            () if is_done_by_practice(space, effects, deed) => Origin::Deed,
            () => continue,
        };
        let mut reader = Reader { space, sentence: deed.sentence };
        let cells = reader.had(*topic, effects, deed, origin);
        let mut says = reader.says();
        if deed.names_technology(origin) {
            says.retain(|aspect| *aspect != Aspect::Slot(Dimension::Channel));
        }
        if deed.names_technology(origin) && deed.sentence.actor != Actor::We {
            // Whoever uses a technology, it stands on our pages.
            let mut ours = cells.clone();
            let us = reader.space.company(WithProcessors::No);
            ours.iter_mut().for_each(|cell| reader.put(cell, Dimension::Actor, us.clone()));
            let half = Half::new(owner, Side::Permission, origin, Realm::Reliance, ours);
            halves.push(Half { says: says.clone(), ..half });
        }
        halves.push(Half { says, ..Half::new(owner, Side::Permission, origin, Realm::Reliance, cells) });
    }
}

/// A tracker of one of the technologies that are declared with the topic, or a practice that names one behind `through`.
pub(super) fn is_done_by_technology(policy: &Policy, effects: &Effects, deed: &Deed<'_>) -> bool {
    let is_declared = |technology: TermId| {
        effects.done_by_trackers.iter().any(|above| policy.vocabulary.is_below(technology, *above))
    };
    let sentence = deed.sentence;
    match deed.tracker {
        Some(tracker) => is_declared(tracker.technology) && (!effects.done_by_others || tracker.by.is_some()),
        None => {
            let is_technology = |item: &SetItem| match item.what {
                What::Term(term) => is_declared(term),
                What::Any { .. } => false,
            };
            sentence.verb.is_practice()
                && !sentence.modality.is_negative()
                && sentence.slots.channel.iter().flat_map(|slot| &slot.set.items).any(is_technology)
                && (!effects.done_by_others || sentence.actor != Actor::We)
        }
    }
}

pub(super) fn is_done_by_practice(space: &Space, effects: &Effects, deed: &Deed<'_>) -> bool {
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
pub(super) fn is_received_abroad(space: &Space, sentence: &Sentence) -> bool {
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

/// The practices that a sentence with `have no` says are never done, where its topics stand for practices.
#[must_use]
pub fn denied(policy: &Policy, sentence: &Sentence) -> Vec<Sentence> {
    let vocabulary = &policy.vocabulary;
    let mut denied = Vec::new();
    if sentence.verb != Verb::HaveNo {
        return denied;
    }
    let set = &sentence.object.set;
    let taken_out: Vec<TermId> = set.except.iter().flat_map(|item| terms_meant(vocabulary, item)).collect();
    let is_said = |topic: &TermId| !taken_out.iter().any(|above| vocabulary.is_below(*topic, *above));
    for item in &set.items {
        let topics = terms_meant(vocabulary, item).into_iter().filter(is_said);
        let deeds = topics.filter_map(|topic| vocabulary.deeds_of(topic));
        for effects in deeds {
            for verb in &effects.done_by {
                denied.extend(never(policy, sentence, *verb, effects, item.span));
            }
            denied.extend(never_by_technology(sentence, effects, item.span));
        }
    }
    denied
}

/// The terms for which an item stands by its name.
fn terms_meant(vocabulary: &Vocabulary, item: &SetItem) -> Vec<TermId> {
    match item.what {
        What::Term(term) => vocabulary.meant(term),
        What::Any { .. } => Vec::new(),
    }
}

/// The widest terms that lie below both of two.
pub(super) fn in_common(vocabulary: &Vocabulary, one: TermId, other: TermId) -> Vec<TermId> {
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
pub(super) fn never(
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

/// The practices through the technologies of a topic, as what is never done. A flow does not know on which pages it is done, so
/// that an absence from some of them rules out none; nor does one of what others set.
fn never_by_technology(sentence: &Sentence, effects: &Effects, span: Span) -> Vec<Sentence> {
    if effects.done_by_trackers.is_empty() || effects.done_by_others || sentence.slots.channel.is_some() {
        return Vec::new();
    }
    let through = Set::of(effects.done_by_trackers.iter().copied().map(What::Term), span);
    let anything = slot_of(What::Any { kind: Kind::Data, trait_: None, is_negated: false }, span);
    let object = sentence.slots.over.clone().unwrap_or(anything);
    let slots = Slots { over: None, channel: Some(Slot::plain(through, span)), ..sentence.slots.clone() };
    // Each of the widest verbs; what is narrower goes with them.
    let verbs = [Verb::Collect, Verb::Derive, Verb::Use, Verb::Store, Verb::Disclose];
    let never = |verb| Sentence {
        verb,
        modality: Modality::Never,
        object: Slot { is_only: false, ..object.clone() },
        slots: slots.clone(),
        ..sentence.clone()
    };
    verbs.into_iter().map(never).collect()
}

/// A sentence without any of its clauses.
pub(super) fn bare(sentence: &Sentence) -> Sentence {
    Sentence { slots: Slots::EMPTY, facts: Vec::new(), bases: Vec::new(), ..sentence.clone() }
}

pub(super) fn slot_of(what: What, span: Span) -> Slot {
    Slot::plain(Set::of([what], span), span)
}

impl Reader<'_, '_> {
    /// That a topic is had, because the sentence does it: by the flows that the topic names, or by its technology.
    pub(super) fn had(
        &mut self,
        topic: TermId,
        effects: &Effects,
        deed: &Deed<'_>,
        origin: Origin,
    ) -> Vec<Cell> {
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
        let channel = (!deed.names_technology(origin)).then_some(Dimension::Channel);
        let keeps: Vec<Dimension> =
            [Dimension::Actor, Dimension::Purpose, Dimension::Place].into_iter().chain(channel).collect();
        let mut had = self.turned_into(Act::Have, &cell, &keeps, data.as_ref());
        let topics = self.space.own_atoms(Kind::Topic, topic);
        self.put(&mut had, Dimension::Topic, topics);
        vec![had]
    }
}
