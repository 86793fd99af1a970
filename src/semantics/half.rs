//! Statements reduced to halves: what each permits and what it prohibits.
//!
//! A half is a union of *cells*; a cell is a product of slots with a formula over facts. An absent clause claims nothing
//! about its slot: the cell covers the whole slot.

use fixedbitset::FixedBitSet;

use super::space::{Act, Dimension, FactKey, Formula, Reading, SetId, Space, WithProcessors};
use crate::model::{
    Actor, FactWord, Field, Kind, Modality, Sentence, Set, Slot, Slots, StatementId, TermId, TrackerId, Verb,
    Vocabulary, What,
};
use crate::source::Span;

/// What a statement permits, or what it prohibits.
#[derive(Debug, Clone)]
pub struct Half {
    /// Whose it is.
    pub owner: Owner,
    /// Permission or prohibition.
    pub side: Side,
    /// How it came about.
    pub origin: Origin,
    /// The cells; the half is their union.
    pub cells: Vec<Cell>,
    /// For a permission: what it says something about.
    pub says: Vec<Aspect>,
    /// For a prohibition: what it restricts by a clause of its own.
    pub affirms: Vec<Aspect>,
    /// For a stated use with a condition or a form of its own: the flows about which it has the say, whatever their
    /// form and facts. What is implied yields there.
    pub scope: Vec<Cell>,
}

impl Half {
    fn new(owner: Owner, side: Side, origin: Origin, cells: Vec<Cell>) -> Self {
        Self { owner, side, origin, cells, says: Vec::new(), affirms: Vec::new(), scope: Vec::new() }
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

/// Whose a half is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// A statement.
    Statement(StatementId),
    /// A tracker.
    Tracker(TrackerId),
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

/// The halves of every statement and tracker of the policy.
#[must_use]
pub fn halves(space: &mut Space<'_>) -> Vec<Half> {
    let policy = space.policy;
    let mut halves = Vec::new();
    for statement in &policy.statements {
        if !statement.sentence.is_damaged {
            of_sentence(space, Owner::Statement(statement.id), &statement.sentence, &mut halves);
        }
    }
    for (idx, tracker) in
        policy.trackers.iter().enumerate().filter(|(_, tracker)| !tracker.sentence.is_damaged)
    {
        of_tracker(space, Owner::Tracker(TrackerId::at(idx)), tracker, &mut halves);
    }
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        of_choice(space, statement, &mut halves);
    }
    halves.retain(|half| !half.cells.is_empty());
    halves
}

fn of_sentence(space: &mut Space<'_>, owner: Owner, sentence: &Sentence, halves: &mut Vec<Half>) {
    if sentence.verb == Verb::HaveNo {
        of_absence(space, owner, sentence, halves);
        return;
    }
    if !sentence.verb.is_practice() {
        return;
    }
    let mut reader = Reader { space, sentence };
    if sentence.modality.is_negative() {
        let cells = reader.prohibition();
        let affirms = reader.affirms(Fact::AllButUnless);
        halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Stated, cells) });
        return;
    }
    let cells = reader.permission();
    let says = reader.says();
    let scope = reader.scope();
    halves.push(Half {
        says: says.clone(),
        scope,
        ..Half::new(owner, Side::Permission, Origin::Stated, cells)
    });
    let only = reader.only();
    let affirms = reader.affirms(Fact::NarrowingOnly);
    halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Only, only) });
    let unless = reader.unless();
    let affirms = reader.affirms(Fact::All);
    halves.push(Half { affirms, ..Half::new(owner, Side::Prohibition, Origin::Unless, unless) });
    let implied = reader.implied();
    halves.push(Half { says, ..Half::new(owner, Side::Permission, Origin::Implied, implied) });
}

/// A tracker collects what it stores, through itself.
fn of_tracker(space: &mut Space<'_>, owner: Owner, tracker: &crate::model::Tracker, halves: &mut Vec<Half>) {
    let mut sentence = tracker.sentence.clone();
    sentence.slots.channel = Some(slot_of(What::Term(tracker.channel), tracker.named.span));
    sentence.modality = Modality::May;
    if let Some(by) = tracker.by {
        sentence.actor = Actor::Recipient(by, tracker.named.span);
    }
    if let Some(stores) = &tracker.stores {
        sentence.object = stores.clone();
        of_sentence(space, owner, &sentence, halves);
    }
    if let Some(stores_no) = &tracker.stores_no {
        // The clauses belong to what it stores: a ban must not shrink by them.
        let actor = sentence.actor;
        let slots = Slots { channel: sentence.slots.channel.take(), ..Slots::EMPTY };
        sentence = crate::model::Sentence {
            object: stores_no.clone(),
            modality: Modality::Never,
            slots,
            actor,
            ..bare(&sentence)
        };
        of_sentence(space, owner, &sentence, halves);
    }
}

/// A choice that was used prohibits the flows in its box, or those of the statements that it names.
fn of_choice(space: &mut Space<'_>, statement: &crate::model::Statement, halves: &mut Vec<Half>) {
    let Some(choice) = statement.choice else { return };
    let used = Formula::Fact(space.fact(FactKey::Term(choice)));
    let owner = Owner::Statement(statement.id);
    let sentence = &statement.sentence;
    let mut cells = Vec::new();
    if sentence.from_labels.is_empty() {
        let mut reader = Reader { space, sentence };
        cells = reader.choice();
    } else {
        for (label, _) in &sentence.from_labels {
            let permitted = halves
                .iter()
                .filter(|half| half.side == Side::Permission && is_labelled(space, half.owner, label));
            cells.extend(permitted.flat_map(|half| half.cells.iter().cloned()));
        }
    }
    for cell in &mut cells {
        cell.facts = std::mem::replace(&mut cell.facts, Formula::True).and(used.clone());
    }
    halves.push(Half::new(owner, Side::Prohibition, Origin::Choice, cells));
}

/// Whether a half belongs to what a label names: a statement, a tracker, or a section with both.
pub(super) fn is_labelled(space: &Space<'_>, owner: Owner, label: &str) -> bool {
    let policy = space.policy;
    let (own, section) = match owner {
        Owner::Statement(id) => (policy.statement(id).label.as_str(), policy.statement(id).section),
        Owner::Tracker(id) => {
            (policy.trackers[id.index()].named.name.as_str(), policy.trackers[id.index()].named.section)
        }
    };
    let mut around = Some(section);
    while let Some(id) = around {
        if policy.section(id).name == label {
            return true;
        }
        around = policy.section(id).parent;
    }
    own == label
}

/// `have no …` of a topic that is a practice: another spelling of a `never`.
fn of_absence(space: &mut Space<'_>, owner: Owner, sentence: &Sentence, halves: &mut Vec<Half>) {
    for never in denied(&space.policy.vocabulary, sentence) {
        of_sentence(space, owner, &never, halves);
    }
}

/// The practices that a sentence with `have no` says are never done.
#[must_use]
pub fn denied(vocabulary: &Vocabulary, sentence: &Sentence) -> Vec<Sentence> {
    let mut denied = Vec::new();
    if sentence.verb != Verb::HaveNo {
        return denied;
    }
    for item in &sentence.object.set.items {
        let What::Term(topic) = item.what else { continue };
        for (acts, purpose, data_trait) in absent_practice(&vocabulary.term(topic).name) {
            let mut never = sentence.clone();
            never.verb = *acts;
            never.modality = Modality::Never;
            let what = What::Any { kind: Kind::Data, trait_: Some(*data_trait), is_negated: false };
            never.object.set = Set::of([what], item.span);
            never.slots.purpose = match purpose {
                Some(name) => match vocabulary.find(Kind::Purpose, name) {
                    Some(id) => Some(slot_of(What::Term(id), item.span)),
                    None => continue,
                },
                None => never.slots.purpose.clone(),
            };
            denied.push(never);
        }
    }
    denied
}

type Absence = (Verb, Option<&'static str>, crate::model::Trait);

/// The practices that a topic stands for, where `have no` denies it.
fn absent_practice(topic: &str) -> &'static [Absence] {
    use crate::model::Trait::{Personal, SpecialCategory};
    match topic {
        "automated-decisions" => &[(Verb::Decide, None, Personal)],
        "sale" => &[(Verb::Sell, None, Personal)],
        "ai-training" => &[(Verb::Train, None, Personal)],
        "advertising" => &[(Verb::Use, Some("ads"), Personal)],
        "targeted-advertising" => &[(Verb::Use, Some("ads.targeted"), Personal)],
        "sharing-for-advertising" => &[(Verb::Disclose, Some("ads"), Personal)],
        "special-categories" => &[(Verb::Collect, None, SpecialCategory)],
        _ => &[],
    }
}

/// A sentence without any of its clauses.
fn bare(sentence: &Sentence) -> Sentence {
    Sentence { slots: Slots::EMPTY, facts: Vec::new(), bases: Vec::new(), ..sentence.clone() }
}

fn slot_of(what: What, span: Span) -> Slot {
    Slot::plain(Set::of([what], span), span)
}

/// What an act is a way of. What is combined with or derived from is used as well, in the second slot.
const fn wider(act: Act) -> Option<Act> {
    match act {
        Act::View | Act::Decide | Act::Train | Act::Combine => Some(Act::Use),
        Act::Sell => Some(Act::Disclose),
        Act::Collect | Act::Derive | Act::Use | Act::Store | Act::Disclose => None,
    }
}

/// An act, and what is a way of it.
fn with_narrower(act: Act) -> Vec<Act> {
    Act::ALL.into_iter().filter(|one| *one == act || wider(*one) == Some(act)).collect()
}

/// What a choice without `from` stops.
fn stopped_by_choice() -> Vec<Act> {
    let is_stopped = |act: &Act| match act {
        Act::Use | Act::Disclose | Act::Sell | Act::Decide | Act::Train => true,
        Act::Collect | Act::Derive | Act::Combine | Act::View | Act::Store => false,
    };
    Act::ALL.into_iter().filter(is_stopped).collect()
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
struct Reader<'s, 'p, 'a> {
    space: &'s mut Space<'p>,
    sentence: &'a Sentence,
}

impl Reader<'_, '_, '_> {
    fn empty() -> Cell {
        Cell { sets: [None; Dimension::COUNT], facts: Formula::True }
    }

    fn put(&mut self, cell: &mut Cell, dimension: Dimension, set: FixedBitSet) {
        cell.sets[dimension as usize] = Some(self.space.intern(dimension, set));
    }

    /// The slots that restrict one of the flow, data aside.
    fn slots(&self) -> Vec<(Dimension, &Slot)> {
        let sentence = self.sentence;
        let restricted = |(field, slot): (Field, _)| Some((field.dimension()?, slot));
        let slots = sentence.slots.filled().filter_map(restricted);
        // The second data are read in their forms, as the object is.
        slots.filter(|(dimension, _)| *dimension != Dimension::Second).collect()
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
            .collect();
        for (dimension, set) in slots {
            self.put(&mut cell, dimension, set);
        }
        if self.sentence.verb == Verb::Publish {
            let public = self.space.policy.vocabulary.find(Kind::Recipient, "the-public");
            let atoms = public.and_then(|id| self.space.under(Kind::Recipient, id)).cloned();
            self.put(&mut cell, Dimension::Recipient, atoms.unwrap_or_default());
        }
        cell.facts = self.subject();
        cell
    }

    fn subject(&mut self) -> Formula {
        let subject = self
            .sentence
            .slots
            .subject
            .as_ref()
            .map(|slot| self.space.membership(&slot.set, FactKey::Subject));
        let region = self
            .sentence
            .slots
            .subject_region
            .as_ref()
            .map(|slot| self.space.membership(&slot.set, FactKey::SubjectRegion));
        subject.unwrap_or(Formula::True).and(region.unwrap_or(Formula::True))
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

    /// `based on consent` is `with consent`.
    fn consent_basis(&mut self) -> Formula {
        self.consent_as_basis().map_or(Formula::True, |consent| Formula::Fact(self.space.fact(consent)))
    }

    /// The consent that is the only basis, if it is.
    fn consent_as_basis(&self) -> Option<FactKey> {
        let vocabulary = &self.space.policy.vocabulary;
        let basis = vocabulary.find(Kind::Basis, "consent")?;
        let bases = &self.sentence.bases;
        let rests = !bases.is_empty() && bases.iter().all(|one| vocabulary.is_below(one.term, basis));
        vocabulary.find(Kind::Consent, "consent").filter(|_| rests).map(FactKey::Term)
    }

    fn permission(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Permission);
        let facts = self.facts(|_| true).and(self.consent_basis());
        cell.facts = cell.facts.and(facts);
        let data = self.space.data(&self.sentence.object.set, Reading::Permission);
        let second =
            self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Permission));
        self.with_data(cell, data, second, Width::Alone)
    }

    /// A question: the company and its staff act, and data without a form are readable.
    fn question(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Exactly);
        let facts = self.facts(|_| true).and(self.consent_basis());
        cell.facts = cell.facts.and(facts);
        let data = self.space.data(&self.sentence.object.set, Reading::Exactly);
        let second =
            self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Exactly));
        self.with_data(cell, data, second, Width::Alone)
    }

    fn prohibition(&mut self) -> Vec<Cell> {
        let mut cell = self.frame(Reading::Prohibition);
        let mut facts = self.facts(|_| true).and(self.consent_basis());
        if self.sentence.modality == Modality::NeverKnowingly {
            facts = facts.and(Formula::Fact(self.space.fact(FactKey::Known)));
        }
        cell.facts = cell.facts.and(facts);
        let data = self.space.data(&self.sentence.object.set, Reading::Prohibition);
        let second =
            self.sentence.slots.second.as_ref().map(|slot| self.space.data(&slot.set, Reading::Prohibition));
        self.with_data(cell, data, second, Width::WithNarrower)
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
        // `to R in REGION`: the `only` before `to` speaks of the pair.
        let to_is_only = sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        for (dimension, _, only) in &mut joined {
            if *dimension == Dimension::RecipientRegion && to_is_only {
                *only = IsOnly::Yes;
            }
        }
        let about_is_only = sentence.slots.subject.as_ref().is_some_and(|slot| slot.is_only);
        let object_is_only = sentence.object.is_only;
        let mut cell = self.frame(Reading::Prohibition);
        for (dimension, _, only) in &joined {
            if *only == IsOnly::Yes {
                cell.sets[*dimension as usize] = None;
            }
        }
        let subject = self.subject();
        let narrowing =
            self.facts(|clause| !clause.is_only && matches!(clause.word, FactWord::When | FactWord::Unless));
        cell.facts = if about_is_only { narrowing } else { subject.clone().and(narrowing) };
        let named = self.space.data(&sentence.object.set, Reading::OnlyUniverse);
        let universe = if object_is_only {
            let mut all = self.space.all_personal_forms();
            all.grow(named.len());
            all.union_with(&named);
            all
        } else {
            named.clone()
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
                if *dimension == Dimension::Purpose && sentence.verb == Verb::Collect {
                    cells.extend(self.no_use_of(&outside, &named));
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
        if object_is_only {
            let product = self.space.data(&sentence.object.set, Reading::Permission);
            let mut outside = universe;
            outside.difference_with(&product);
            cells.extend(self.with_data(cell, outside, second, Width::WithNarrower));
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
            let data = self.space.data(&sentence.object.set, Reading::Prohibition);
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
        let standing = self.standing_facts().and(self.consent_basis());
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
            cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&with_narrower(Act::Use)));
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

    /// The same cell as a use: without source and channel, recipient and region.
    fn use_of(&mut self, cell: &Cell, data: &FixedBitSet) -> Vec<Cell> {
        let mut used = Self::empty();
        for dimension in [Dimension::Actor, Dimension::Purpose] {
            used.sets[dimension as usize] = cell.sets[dimension as usize];
        }
        used.facts = cell.facts.clone();
        used.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Use]));
        self.put(&mut used, Dimension::Datum, data.clone());
        vec![used]
    }

    /// What a stated use with a condition or a form of its own has the say about.
    fn scope(&mut self) -> Vec<Cell> {
        let sentence = self.sentence;
        let has_form = sentence.object.set.items.iter().any(|item| item.form.is_some());
        if sentence.verb != Verb::Use || sentence.facts.is_empty() && sentence.bases.is_empty() && !has_form {
            return Vec::new();
        }
        let mut cell = self.frame(Reading::Permission);
        let data = self.space.in_every_form(&self.space.data(&sentence.object.set, Reading::Permission));
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Use]));
        self.put(&mut cell, Dimension::Datum, data);
        vec![cell]
    }

    /// What a choice without `from` stops: use, disclosure, decisions and training of the data that it is over.
    fn choice(&mut self) -> Vec<Cell> {
        let mut cell = Self::empty();
        let actors = self.space.company(WithProcessors::Yes);
        self.put(&mut cell, Dimension::Actor, actors);
        if let Some(purpose) = &self.sentence.slots.purpose {
            let set = self.space.slot(Dimension::Purpose, &purpose.set);
            self.put(&mut cell, Dimension::Purpose, set);
        }
        if let Some(over) = &self.sentence.slots.over {
            let set = self.space.data(&over.set, Reading::Prohibition);
            self.put(&mut cell, Dimension::Datum, set);
        }
        cell.facts = self.subject();
        cell.sets[Dimension::Verb as usize] = Some(self.space.acts(&stopped_by_choice()));
        vec![cell]
    }

    fn complement(&self, dimension: Dimension, set: &FixedBitSet) -> FixedBitSet {
        let n_atoms = self.space.n_atoms(dimension);
        let mut all = FixedBitSet::with_capacity(n_atoms);
        all.insert_range(..);
        // The company is nobody's recipient.
        if dimension == Dimension::Recipient {
            all.set(0, false);
        }
        all.difference_with(set);
        all
    }

    /// Puts verb and data into a cell. A prohibition of the wider verb reaches the narrower ones:
    /// selling is disclosing; viewing, combining, deciding, training, and deriving from data, are uses of them.
    fn with_data(
        &mut self,
        cell: Cell,
        data: FixedBitSet,
        second: Option<FixedBitSet>,
        width: Width,
    ) -> Vec<Cell> {
        let narrower = width == Width::WithNarrower;
        let act = match self.sentence.verb {
            Verb::Collect => Act::Collect,
            Verb::Derive => Act::Derive,
            Verb::Combine => Act::Combine,
            Verb::View => Act::View,
            Verb::Decide => Act::Decide,
            Verb::Train => Act::Train,
            Verb::Store => Act::Store,
            Verb::Disclose | Verb::Publish => Act::Disclose,
            Verb::Sell => Act::Sell,
            // Whoever asks about another verb asks about the data as such.
            Verb::Use
            | Verb::Retain
            | Verb::Delete
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => Act::Use,
        };
        let acts = if narrower { with_narrower(act) } else { vec![act] };
        let mut stated = cell.clone();
        stated.sets[Dimension::Verb as usize] = Some(self.space.acts(&acts));
        self.put(&mut stated, Dimension::Datum, data.clone());
        if let Some(second) = &second {
            self.put(&mut stated, Dimension::Second, second.clone());
        }
        let mut cells = vec![stated];
        if act == Act::Use && narrower {
            // The data may be the other half of a combination, or what is derived from.
            let mut from = cell;
            from.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine, Act::Derive]));
            self.put(&mut from, Dimension::Second, data);
            cells.push(from);
        } else if act == Act::Combine
            && let Some(second) = second
        {
            // A combination has no first and second.
            let mut swapped = cell;
            swapped.sets[Dimension::Verb as usize] = Some(self.space.acts(&[Act::Combine]));
            self.put(&mut swapped, Dimension::Datum, second);
            self.put(&mut swapped, Dimension::Second, data);
            cells.push(swapped);
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
        says.extend(self.consent_as_basis().map(Aspect::Fact));
        says.extend(self.subjects());
        says
    }

    fn has_form(&self) -> bool {
        let slots = std::iter::once(&self.sentence.object).chain(&self.sentence.slots.second);
        slots.flat_map(|slot| &slot.set.items).any(|item| item.form.is_some())
    }

    fn subjects(&self) -> Vec<Aspect> {
        let mut found = Vec::new();
        let slots: [(&Option<Slot>, fn(TermId) -> FactKey); 2] = [
            (&self.sentence.slots.subject, FactKey::Subject),
            (&self.sentence.slots.subject_region, FactKey::SubjectRegion),
        ];
        for (slot, key) in slots {
            for item in slot.iter().flat_map(|slot| slot.set.items.iter().chain(&slot.set.except)) {
                if let What::Term(term) = item.what {
                    found.push(Aspect::Fact(key(term)));
                }
            }
        }
        found
    }

    /// What a prohibition restricts by a clause of its own: every slot but actor, verb and data; never the `only` slots.
    fn affirms(&self, facts: Fact) -> Vec<Aspect> {
        let is_stated = facts != Fact::NarrowingOnly;
        let mut affirms: Vec<Aspect> = self
            .slots()
            .into_iter()
            .filter(|(_, slot)| (is_stated || !slot.is_only) && restricts(&slot.set))
            .map(|(dimension, _)| Aspect::Slot(dimension))
            .collect();
        let to_is_only = self.sentence.slots.recipient.as_ref().is_some_and(|slot| slot.is_only);
        if !is_stated && to_is_only {
            affirms.retain(|aspect| *aspect != Aspect::Slot(Dimension::RecipientRegion));
        }
        if self.sentence.slots.second.as_ref().is_some_and(|slot| restricts(&slot.set)) {
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
        if self.sentence.modality == Modality::NeverKnowingly {
            affirms.push(Aspect::Fact(FactKey::Known));
        }
        affirms
    }
}

/// Whether a slot leaves anything out: `to anyone` and `for any purpose` do not.
fn restricts(set: &crate::model::Set) -> bool {
    let is_everything = |item: &crate::model::SetItem| {
        item.form.is_none() && matches!(item.what, What::Any { trait_: None, .. })
    };
    !set.except.is_empty() || !set.items.iter().any(is_everything)
}

/// The cells of a question.
#[must_use]
pub fn question(space: &mut Space<'_>, sentence: &Sentence) -> Vec<Cell> {
    Reader { space, sentence }.question()
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
