//! Rights, choice, promises, notices and duties: what people are guaranteed, one thing at a time.
//!
//! A statement guarantees things to the smallest parts of what it names: access, correction and deletion are three. A
//! guarantee is kept where the other policy guarantees the same thing at least as widely, as soon and as surely.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::change::{Both, Told};
use super::report::Change;
use super::rule::ChangeRule;
use crate::model::{
    Kind, Modality, Set, Slot, Statement, StatementId, TermId, Timing, Verb, Vocabulary, What,
};
use crate::semantics::half::Owner;
use crate::semantics::retention::compare_periods;
use crate::semantics::space::{Dimension, Reading, Space};

/// What is guaranteed: the verb and its smallest objects.
type Thing = (Verb, Option<TermId>, Option<TermId>);

/// How one statement guarantees it.
struct Guarantee {
    statement: StatementId,
    /// Data over which it holds; none for all.
    over: Option<FixedBitSet>,
    /// Ways to get it; none for any.
    through: Option<FixedBitSet>,
    /// How soon.
    timing: Option<Timing>,
    /// Whether it is only tried.
    is_tried: bool,
    /// The people, facts, purposes and terms to which it is narrowed.
    narrowing: String,
}

type Guarantees = BTreeMap<Thing, Vec<Guarantee>>;

/// Every change of what people are guaranteed.
pub(super) fn changes(both: &Both<'_, '_>) -> Vec<Change> {
    let (old_space, new_space) = (both.old_meaning.diagrams.space(), both.new_meaning.diagrams.space());
    let (old, new) = (guarantees(old_space), guarantees(new_space));
    let mut found: Vec<(Told, Vec<Thing>)> = Vec::new();
    for (is_loss, one, other) in [(true, &old, &new), (false, &new, &old)] {
        for (thing, some) in one {
            let none = Vec::new();
            let others = other.get(thing).unwrap_or(&none);
            for guarantee in some {
                let Some(rule) = rule_of(*thing, guarantee, others, is_loss) else { continue };
                // What comes later and what comes sooner are one change: the other way round is its mirror.
                if !is_loss
                    && rule == ChangeRule::DeadlineShortened
                    && is_told(&found, ChangeRule::DeadlineLengthened, *thing)
                {
                    continue;
                }
                push(both, rule, *thing, guarantee, others, is_loss, &mut found);
            }
        }
    }
    found.into_iter().map(|(told, things)| change(both, told, &things)).collect()
}

fn is_told(found: &[(Told, Vec<Thing>)], rule: ChangeRule, thing: Thing) -> bool {
    found.iter().any(|(told, things)| told.rule == rule && things.contains(&thing))
}

fn push(
    both: &Both<'_, '_>,
    rule: ChangeRule,
    thing: Thing,
    guarantee: &Guarantee,
    others: &[Guarantee],
    is_loss: bool,
    found: &mut Vec<(Told, Vec<Thing>)>,
) {
    let own = vec![Owner::Statement(guarantee.statement)];
    let theirs: Vec<Owner> = others.iter().map(|other| Owner::Statement(other.statement)).collect();
    let [old_speaker, new_speaker] = &both.speakers;
    let (own_speaker, other_speaker) =
        if is_loss { (old_speaker, new_speaker) } else { (new_speaker, old_speaker) };
    let own_words = Some(own_speaker.statement(guarantee.statement));
    let their_words = others.first().map(|other| other_speaker.statement(other.statement));
    let told = match is_loss {
        true => Told { rule, before: own_words, after: their_words, old: own, new: theirs },
        false => Told { rule, before: their_words, after: own_words, old: theirs, new: own },
    };
    match found.iter_mut().find(|(known, _)| *known == told) {
        Some((_, things)) => things.push(thing),
        None => found.push((told, vec![thing])),
    }
}

fn change(both: &Both<'_, '_>, told: Told, things: &[Thing]) -> Change {
    let mut objects: Vec<TermId> = things.iter().filter_map(|(_, object, _)| *object).collect();
    objects.sort_unstable();
    objects.dedup();
    let mut details: Vec<TermId> = things.iter().filter_map(|(_, _, detail)| *detail).collect();
    details.sort_unstable();
    details.dedup();
    let verb = things.first().map_or(Verb::Offer, |(verb, ..)| *verb);
    let vocabulary = &both.new_meaning.diagrams.space().policy.vocabulary;
    let told_details = if verb == Verb::Offer { Vec::new() } else { highest(vocabulary, &details) };
    let about = both.speakers[1].things(verb, &highest(vocabulary, &objects), &told_details);
    let mut area = super::report::Area {
        slots: BTreeMap::from([
            ("verb".to_owned(), vec![verb.word().to_owned()]),
            ("object".to_owned(), names(vocabulary, &highest(vocabulary, &objects))),
            ("detail".to_owned(), names(vocabulary, &highest(vocabulary, &details))),
        ]),
        ..super::report::Area::default()
    };
    area.slots.retain(|_, entries| !entries.is_empty());
    both.told(told, vec![area], &about)
}

fn names(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<String> {
    let mut names: Vec<String> = terms.iter().map(|term| vocabulary.term(*term).name.to_string()).collect();
    names.sort();
    names
}

/// The terms that stand below no other of them.
fn highest(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<TermId> {
    let is_covered = |term: &TermId| vocabulary.ancestors(*term).iter().any(|above| terms.contains(above));
    terms.iter().copied().filter(|term| !is_covered(term)).collect()
}

/// The rule of what became of a guarantee; none where it is kept.
fn rule_of(thing: Thing, one: &Guarantee, others: &[Guarantee], is_loss: bool) -> Option<ChangeRule> {
    if is_kept(one, others, true) {
        return None;
    }
    let is_gone = others.is_empty();
    Some(match (is_gone, thing.0, is_loss) {
        (true, Verb::Offer, _) => match (is_choice(thing), is_loss) {
            (true, true) => ChangeRule::ChoiceRemoved,
            (true, false) => ChangeRule::ChoiceAdded,
            (false, true) => ChangeRule::RightRemoved,
            (false, false) => ChangeRule::RightAdded,
        },
        (true, _, true) => ChangeRule::GuaranteeRemoved,
        (true, _, false) => ChangeRule::GuaranteeAdded,
        (false, _, true) if is_kept(one, others, false) => ChangeRule::DeadlineLengthened,
        (false, _, false) if is_kept(one, others, false) => ChangeRule::DeadlineShortened,
        (false, _, true) => ChangeRule::GuaranteeShrunk,
        (false, _, false) => ChangeRule::GuaranteeGrown,
    })
}

/// Choices are marked in the detail slot: an offer has no other detail.
const fn is_choice(thing: Thing) -> bool {
    thing.2.is_some()
}

/// Whether others together guarantee what one does.
fn is_kept(one: &Guarantee, others: &[Guarantee], heeds_time: bool) -> bool {
    let fits = |other: &&Guarantee| {
        (other.narrowing == one.narrowing || other.narrowing == unnarrowed())
            && (one.is_tried || !other.is_tried)
            && (!heeds_time || is_as_soon(other.timing, one.timing))
    };
    let fitting: Vec<&Guarantee> = others.iter().filter(fits).collect();
    let covers = |of: fn(&Guarantee) -> &Option<FixedBitSet>| {
        if fitting.iter().any(|other| of(other).is_none()) {
            return true;
        }
        let Some(wanted) = of(one) else { return false };
        let mut left = wanted.clone();
        for other in &fitting {
            if let Some(set) = of(other) {
                left.difference_with(set);
            }
        }
        left.is_clear()
    };
    // Data and ways count together only where one statement has both, or several have the same of one of them.
    !fitting.is_empty() && covers(|guarantee| &guarantee.over) && covers(|guarantee| &guarantee.through)
}

fn is_as_soon(one: Option<Timing>, other: Option<Timing>) -> bool {
    match (one, other) {
        (_, None) => true,
        (Some(Timing::Within(a)), Some(Timing::Within(b))) => {
            matches!(compare_periods(a, b), Some(Ordering::Less | Ordering::Equal))
        }
        (Some(Timing::Before(a)), Some(Timing::Before(b))) => {
            matches!(compare_periods(a, b), Some(Ordering::Greater | Ordering::Equal))
        }
        (Some(Timing::Promptly | Timing::Within(_)), Some(Timing::Promptly)) => true,
        _ => false,
    }
}

/// Everything that the statements of a policy guarantee.
fn guarantees(space: &Space<'_>) -> Guarantees {
    let mut all = Guarantees::new();
    for statement in &space.policy.statements {
        let sentence = &statement.sentence;
        if !is_guarantee(sentence.verb) || sentence.is_damaged || sentence.modality.is_negative() {
            continue;
        }
        for thing in things(space, statement) {
            all.entry(thing).or_default().push(guarantee(space, statement));
        }
    }
    all
}

/// Whether a verb promises something to people that is no flow of data.
const fn is_guarantee(verb: Verb) -> bool {
    match verb {
        Verb::Offer | Verb::Protect | Verb::Notify | Verb::Bind => true,
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
        | Verb::Publish
        | Verb::Retain
        | Verb::Delete
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => false,
    }
}

fn things(space: &Space<'_>, statement: &Statement) -> Vec<Thing> {
    let vocabulary = &space.policy.vocabulary;
    let sentence = &statement.sentence;
    let covered_by = |slot: &Option<Slot>| {
        let covered = slot.as_ref().map(|slot| covered(vocabulary, &slot.set)).unwrap_or_default();
        match covered.is_empty() {
            true => vec![None],
            false => covered.into_iter().map(Some).collect::<Vec<_>>(),
        }
    };
    // What is protected is compared as data.
    let objects: Vec<Option<TermId>> = match sentence.verb == Verb::Protect {
        true => vec![None],
        false => covered(vocabulary, &sentence.object.set).into_iter().map(Some).collect(),
    };
    let details = match sentence.verb {
        Verb::Protect => covered_by(&sentence.slots.measures),
        Verb::Notify => covered_by(&sentence.slots.events),
        Verb::Bind => covered_by(&sentence.slots.duties),
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
        | Verb::Publish
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => vec![None],
    };
    let choice = vocabulary.find(Kind::Right, "choice");
    let detail_of = |object: Option<TermId>, detail: Option<TermId>| match (sentence.verb, object, choice) {
        (Verb::Offer, Some(object), Some(choice)) if vocabulary.is_below(object, choice) => Some(choice),
        _ => detail,
    };
    let pairs = objects.iter().flat_map(|object| details.iter().map(|detail| (*object, *detail)));
    pairs.map(|(object, detail)| (sentence.verb, object, detail_of(object, detail))).collect()
}

/// The terms of a set with all below them; each stands for what it covers beside those.
fn covered(vocabulary: &Vocabulary, set: &Set) -> Vec<TermId> {
    let below = |what: What| match what {
        What::Term(term) => {
            let mut all = vocabulary.descendants(term);
            all.push(term);
            all
        }
        What::Any { kind, .. } => vocabulary.of_kind(kind).map(|(id, _)| id).collect(),
    };
    let out: Vec<TermId> = set.except.iter().flat_map(|item| below(item.what)).collect();
    let mut all: Vec<TermId> = set.items.iter().flat_map(|item| below(item.what)).collect();
    all.retain(|term| !out.contains(term));
    all.sort_unstable();
    all.dedup();
    all
}

fn guarantee(space: &Space<'_>, statement: &Statement) -> Guarantee {
    let sentence = &statement.sentence;
    let is_about_object = sentence.verb == Verb::Protect;
    let data = if is_about_object { Some(&sentence.object) } else { sentence.slots.over.as_ref() };
    // In which order the attributes stand does not matter.
    let attributes: std::collections::BTreeMap<_, _> =
        statement.attributes.iter().map(|(word, values)| (word, values)).collect();
    let narrowing = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?}",
        slot_names(sentence.slots.subject.as_ref()),
        slot_names(sentence.slots.subject_region.as_ref()),
        sentence.facts,
        slot_names(sentence.slots.purpose.as_ref()),
        sentence.states,
        attributes,
    );
    Guarantee {
        statement: statement.id,
        over: data.map(|slot| space.data(&slot.set, Reading::Prohibition)),
        through: sentence.slots.channel.as_ref().map(|slot| space.slot(Dimension::Channel, &slot.set)),
        timing: sentence.timing,
        is_tried: sentence.modality == Modality::TryTo,
        narrowing,
    }
}

fn slot_names(slot: Option<&Slot>) -> Option<&Set> {
    slot.map(|slot| &slot.set)
}

/// The narrowing of what is not narrowed.
fn unnarrowed() -> String {
    let none: Option<&Set> = None;
    format!("{none:?} {none:?} [] {none:?} [] {{}}")
}
