//! What statements and trackers do with data, as several rules look at it.

use std::collections::HashMap;

use fixedbitset::FixedBitSet;

use crate::model::{
    Actor, Fact, FactWord, Kind, KnownTerm, Policy, Sentence, Set, SetItem, Slot, TermId, TrackerId, Trait,
    Verb, What,
};
use crate::semantics::Meaning;
use crate::semantics::half::{Aspect, Half, Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, FactId, FactKey, Space};
use crate::source::Span;

/// A statement about data, or a tracker, which collects what it stores.
#[derive(Debug, Clone, Copy)]
pub(super) struct Practice<'a> {
    pub(super) owner: Owner,
    pub(super) label: &'a str,
    pub(super) span: Span,
    pub(super) actor: Actor,
    pub(super) sentence: &'a Sentence,
    pub(super) object: &'a Set,
}

/// Every statement and tracker that says what is done with data, in the order of the document.
pub(super) fn practices(policy: &Policy) -> Vec<Practice<'_>> {
    let stated = policy.statements.iter().map(|statement| Practice {
        owner: Owner::Statement(statement.id),
        label: &statement.label,
        span: statement.sentence.span,
        actor: statement.sentence.actor,
        sentence: &statement.sentence,
        object: &statement.sentence.object.set,
    });
    let stored = policy.trackers.iter().enumerate().filter_map(|(idx, tracker)| {
        Some(Practice {
            owner: Owner::Tracker(TrackerId::at(idx)),
            label: &tracker.named.name,
            span: tracker.sentence.span,
            actor: tracker.by.map_or(Actor::We, |by| Actor::Recipient(by, tracker.named.span)),
            sentence: &tracker.sentence,
            object: &tracker.stores.as_ref()?.set,
        })
    });
    stored.chain(stated).filter(|one| one.sentence.verb.is_practice() && !one.sentence.is_damaged).collect()
}

impl Practice<'_> {
    /// Whether it permits something.
    pub(super) fn permits(&self) -> bool {
        !self.sentence.modality.is_negative()
    }

    /// Whether its verb is one of these.
    pub(super) fn is(&self, verbs: &[Verb]) -> bool {
        verbs.contains(&self.sentence.verb)
    }

    /// Its verb as a reader of the document says it: what was done to the data.
    pub(super) const fn participle(&self) -> &'static str {
        match self.sentence.verb {
            Verb::Collect => "collected",
            Verb::Derive => "derived",
            Verb::Combine => "combined",
            Verb::View => "viewed",
            Verb::Decide => "used for decisions",
            Verb::Train => "used for training",
            Verb::Store => "stored",
            Verb::Disclose => "disclosed",
            Verb::Sell => "sold",
            Verb::Publish => "published",
            // No other verb says what is done with data.
            Verb::Use
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
            | Verb::Advise => "used",
        }
    }

    /// The facts that its clauses name, those behind `unless` left out.
    pub(super) fn facts(&self) -> impl Iterator<Item = TermId> {
        let clauses = self.sentence.facts.iter().filter(|clause| clause.word != FactWord::Unless);
        clauses.flat_map(|clause| clause.fact.terms()).map(|(term, _)| term)
    }
}

/// Practices by the data of which they speak, forms aside.
pub(super) struct Touching<'a> {
    practices: Vec<(&'a Practice<'a>, FixedBitSet)>,
    of_atom: HashMap<usize, Vec<usize>>,
}

impl<'a> Touching<'a> {
    pub(super) fn of(space: &Space, practices: impl Iterator<Item = &'a Practice<'a>>) -> Self {
        let practices: Vec<(&Practice<'_>, FixedBitSet)> =
            practices.map(|practice| (practice, data(space, practice.object))).collect();
        let mut of_atom: HashMap<usize, Vec<usize>> = HashMap::new();
        for (place, (_, atoms)) in practices.iter().enumerate() {
            atoms.ones().for_each(|atom| of_atom.entry(atom).or_default().push(place));
        }
        Self { practices, of_atom }
    }

    /// Those that speak of some of these data, in order.
    pub(super) fn with(&self, atoms: &FixedBitSet) -> Vec<&'a Practice<'a>> {
        let found = |place: &usize| self.practices.get(*place).map(|(practice, _)| *practice);
        let speaking = || atoms.ones().filter_map(|atom| self.of_atom.get(&atom));
        // Of many data it is quicker to look at each practice once.
        if speaking().map(Vec::len).sum::<usize>() > self.practices.len() {
            let of_these = self.practices.iter().filter(|(_, own)| !own.is_disjoint(atoms));
            return of_these.map(|(practice, _)| *practice).collect();
        }
        let mut places: Vec<usize> = speaking().flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places.iter().filter_map(found).collect()
    }
}

/// The data that a set covers, forms aside.
pub(super) fn data(space: &Space, set: &Set) -> FixedBitSet {
    space.slot(Dimension::Datum, set)
}

/// The data that an item covers, forms aside, less what the set takes out.
pub(super) fn data_of_item(space: &Space, item: &SetItem, set: &Set) -> FixedBitSet {
    data(space, &Set { items: vec![item.clone()], except: set.except.clone() })
}

/// All data with a trait.
pub(super) fn data_with(space: &Space, trait_: Trait) -> FixedBitSet {
    let what = What::Any { kind: Kind::Data, trait_: Some(trait_), is_negated: false };
    data(space, &Set { items: vec![SetItem { form: None, what, span: Span::default() }], except: Vec::new() })
}

/// The items of a set that stay personal: in a form that is personal, and of data that are.
pub(super) fn personal_items<'s>(space: &Space, set: &'s Set) -> Vec<&'s SetItem> {
    let vocabulary = &space.policy.vocabulary;
    let personal = data_with(space, Trait::Personal);
    let is_personal = |item: &&SetItem| {
        let form = item.form.is_none_or(|form| vocabulary.term(form).traits.has(Trait::Personal));
        form && !data_of_item(space, item, set).is_disjoint(&personal)
    };
    set.items.iter().filter(is_personal).collect()
}

/// Whether a slot names something of a dimension below a term. An absent slot names nothing.
pub(super) fn touches(space: &Space, dimension: Dimension, slot: Option<&Slot>, term: KnownTerm) -> bool {
    let Some(below) = space.under_known(term) else { return false };
    slot.is_some_and(|slot| !space.slot(dimension, &slot.set).is_disjoint(below))
}

/// Whether everything that a slot names lies below one of some terms. An absent slot names nothing, so it does not.
pub(super) fn stays_below(
    space: &Space,
    dimension: Dimension,
    slot: Option<&Slot>,
    terms: &[KnownTerm],
) -> bool {
    let Some(slot) = slot else { return false };
    let below = below_any(space, dimension, terms);
    space.slot(dimension, &slot.set).is_subset(&below)
}

/// What lies below one of some terms in a dimension without forms.
pub(super) fn below_any(space: &Space, dimension: Dimension, terms: &[KnownTerm]) -> FixedBitSet {
    let mut below = FixedBitSet::with_capacity(space.n_atoms(dimension));
    for atoms in terms.iter().filter_map(|term| space.under_known(*term)) {
        below.union_with(atoms);
    }
    below
}

/// Whether a term is one of some terms or stands below one.
pub(super) fn is_below_any(policy: &Policy, term: TermId, terms: &[KnownTerm]) -> bool {
    let vocabulary = &policy.vocabulary;
    terms.iter().filter_map(|one| vocabulary.known(*one)).any(|above| vocabulary.is_below(term, above))
}

/// Whether the law of the policy, or one of its laws, is that of a member state of the EEA or of the United Kingdom.
pub(super) fn is_under_european_law(policy: &Policy) -> bool {
    let law = policy.header.as_ref().map(|header| header.law.as_slice()).unwrap_or_default();
    law.iter().any(|region| {
        is_below_any(policy, *region, &[KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom])
    })
}

/// The permission that a statement or tracker states.
pub(super) fn permission_of(meaning: &Meaning, owner: Owner) -> Option<(usize, &Half)> {
    let is_it = |(_, half): &(usize, &Half)| half.side == Side::Permission && half.origin == Origin::Stated;
    meaning.halves_of(owner).find(is_it)
}

/// Whether every flow that a statement permits needs one of the facts that a test picks out.
pub(super) fn needs(
    meaning: &Meaning,
    owner: Owner,
    picks: impl Fn(TermId) -> bool,
) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let Some((_, half)) = permission_of(meaning, owner) else { return Ok(false) };
    let without = without_facts(meaning, &diagrams.cells(&half.cells)?, picks)?;
    diagrams.is_empty(&without)
}

/// Whether a statement permits any flow at all: conditions that cannot be true together need everything and nothing.
pub(super) fn needs_nothing_impossible(meaning: &Meaning, owner: Owner) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let Some((_, half)) = permission_of(meaning, owner) else { return Ok(false) };
    Ok(!diagrams.is_empty(&diagrams.cells(&half.cells)?)?)
}

/// The flows of a set in which none of the facts is true that a test picks out.
pub(super) fn without_facts(
    meaning: &Meaning,
    region: &Region,
    picks: impl Fn(TermId) -> bool,
) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let mut left = region.clone();
    for fact in picked(meaning, picks) {
        left = diagrams.and(&left, &diagrams.literal(fact, false))?;
    }
    Ok(left)
}

fn picked(meaning: &Meaning, picks: impl Fn(TermId) -> bool) -> Vec<FactId> {
    let space = meaning.diagrams.space();
    let is_picked =
        |key: FactKey| matches!(key, FactKey::Term(term) | FactKey::Given(term, _) if picks(term));
    space.facts.iter().filter(|(_, key)| is_picked(*key)).map(|(fact, _)| fact).collect()
}

/// The flows in which an expression over facts is true.
pub(super) fn truth(meaning: &Meaning, fact: &Fact) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    Ok(match fact {
        Fact::Term(..) | Fact::Given(..) => {
            match FactKey::of_leaf(fact).and_then(|key| diagrams.space().known_fact(key)) {
                Some(fact) => diagrams.literal(fact, true),
                None => diagrams.everything(),
            }
        }
        Fact::Not(inner) => diagrams.minus(&diagrams.everything(), &truth(meaning, inner)?)?,
        Fact::And(facts) => {
            let mut all = diagrams.everything();
            for fact in facts {
                all = diagrams.and(&all, &truth(meaning, fact)?)?;
            }
            all
        }
        Fact::Or(facts) => {
            let any = facts.iter().map(|fact| truth(meaning, fact)).collect::<Result<Vec<_>, _>>()?;
            diagrams.union(any)?
        }
    })
}

/// The channel, as what can be said or left open.
pub(super) const CHANNEL: Aspect = Aspect::Slot(Dimension::Channel);

/// Whether a prohibition is of the technology of a topic that there is none of: who does not say that it is used does not use it.
pub(super) fn is_of_technology(policy: &Policy, prohibition: &Half) -> bool {
    let sentence = policy.part_sentence(prohibition.owner);
    sentence.verb == Verb::HaveNo
        && sentence.slots.channel.is_none()
        && prohibition.is_practice()
        && prohibition.affirms.contains(&CHANNEL)
}

/// The same flows as far as some dimensions tell them apart, whatever is done in them.
pub(super) fn shared(
    meaning: &Meaning,
    region: &Region,
    dimensions: &[Dimension],
) -> Result<Region, BudgetExceeded> {
    let others: Vec<Dimension> = Dimension::ALL.into_iter().filter(|one| !dimensions.contains(one)).collect();
    meaning.diagrams.forget(region, &others, &[])
}

/// The flows with some terms and what is below them in a slot.
pub(super) fn slice_of(meaning: &Meaning, dimension: Dimension, terms: &[TermId]) -> Region {
    let space = meaning.diagrams.space();
    let class_of = &space.classes(dimension).class_of;
    let vocabulary = &space.policy.vocabulary;
    let atoms = terms.iter().filter_map(|term| space.under(vocabulary.term(*term).kind, *term));
    let mut classes = FixedBitSet::with_capacity(space.n_classes(dimension));
    atoms
        .flat_map(FixedBitSet::ones)
        .filter_map(|atom| class_of.get(atom))
        .for_each(|class| classes.insert(*class));
    meaning.diagrams.slice(dimension, &classes)
}
