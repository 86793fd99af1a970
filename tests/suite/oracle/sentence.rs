//! Sentences as they count, and their parts: who acts, which data, which slots, which facts.

use std::collections::BTreeSet;

use candor::model::{
    Actor, Exception, FactWord, Item, Kind, Modality, Policy, Sentence, Set, SetItem, Slot as Clause,
    Statement, TermId, Tracker, Trait, Verb, What,
};

use super::act::Act;
use super::effects::country_of;
use super::facts::{Class, Fact, Formula};
use super::values::{Marks, Reading, Slot, Value, Values, add};

/// What says something, by its place in the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Owner {
    Statement(usize),
    Tracker(usize),
}

/// Whether a half permits or prohibits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    Permission,
    Prohibition,
}

/// A statement or a tracker.
pub(crate) struct Part<'a> {
    pub(crate) owner: Owner,
    /// With what it takes over from the headers around it, and nothing else of them.
    pub(crate) sentence: Sentence,
    pub(crate) tracker: Option<&'a Tracker>,
    pub(crate) exception: Option<&'a Exception>,
    /// The fact that the choice which it offers was used.
    pub(crate) choice: Option<Fact>,
}

impl Part<'_> {
    pub(crate) fn act(&self) -> Act {
        Act::of(self.sentence.verb)
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.sentence.modality.is_negative()
    }

    /// Whether it promises what it says.
    pub(crate) fn is_promise(&self) -> bool {
        !self.is_negative() && !matches!(self.sentence.modality, Modality::May | Modality::TryTo)
    }

    /// The same without `knowingly`.
    pub(crate) fn plain(&self) -> Self {
        let mut sentence = self.sentence.clone();
        if sentence.modality == Modality::NeverKnowingly {
            sentence.modality = Modality::Never;
        }
        Self { sentence, ..*self }
    }

    /// Whether it grants a right.
    pub(crate) fn is_grant(&self) -> bool {
        self.act() == Act::Offer && !self.is_negative()
    }
}

/// Everything that a policy says.
pub(crate) struct Said<'a> {
    pub(crate) values: Values<'a>,
    /// Of which every name could be resolved.
    pub(crate) parts: Vec<Part<'a>>,
    /// The classes of persons of which the policy says `never knowingly`.
    known_persons: BTreeSet<TermId>,
    known_data: BTreeSet<Class>,
}

impl<'a> Said<'a> {
    pub(crate) fn of(policy: &'a Policy) -> Self {
        let values = Values::new(policy);
        let mut parts = Vec::new();
        for (at, statement) in policy.statements.iter().enumerate() {
            parts.push(Part {
                owner: Owner::Statement(at),
                sentence: counted(&statement.sentence, None),
                tracker: None,
                exception: statement.exception.as_ref(),
                choice: choice_of(policy, statement),
            });
        }
        for (at, tracker) in policy.trackers.iter().enumerate() {
            parts.push(Part {
                owner: Owner::Tracker(at),
                sentence: counted(&tracker.sentence, Some(tracker)),
                tracker: Some(tracker),
                exception: tracker.exception.as_ref(),
                choice: None,
            });
        }
        parts.retain(|part| !part.sentence.is_damaged);
        let mut said = Self { values, parts, known_persons: BTreeSet::new(), known_data: BTreeSet::new() };
        for part in said.parts.iter().filter(|part| part.sentence.modality == Modality::NeverKnowingly) {
            let persons = persons(&part.sentence).into_iter().flat_map(|set| &set.items);
            said.known_persons.extend(persons.filter_map(|item| match item.what {
                What::Term(term) => Some(term),
                What::Any { .. } => None,
            }));
            let data = data(&part.sentence).into_iter().flat_map(|set| &set.items);
            said.known_data
                .extend(data.map(|item| Class::of(item.what)).filter(|class| !class.is_everything()));
        }
        said
    }

    pub(crate) fn read<'s>(&'s self, part: &'s Part<'a>) -> Reader<'s> {
        Reader { said: self, values: &self.values, part, sentence: &part.sentence }
    }

    pub(crate) fn part(&self, owner: Owner) -> Option<&Part<'a>> {
        self.parts.iter().find(|part| part.owner == owner)
    }

    /// The statements and trackers that a label stands for: one for each of its verbs; of a section, all in it.
    pub(crate) fn labelled(&self, label: &str) -> Vec<Owner> {
        let policy = self.values.policy;
        let mut owners = self.with_label(label);
        owners.extend(policy.trackers.iter().position(|one| one.named.name == label).map(Owner::Tracker));
        let mut open: Vec<_> = policy.sections.iter().filter(|section| section.name == label).collect();
        while let Some(section) = open.pop() {
            for item in &section.items {
                match item {
                    Item::Statement(id) => {
                        owners.extend(self.with_label(&policy.statements[id.index()].label));
                    }
                    Item::Tracker(id) => owners.push(Owner::Tracker(id.index())),
                    Item::Section(id) => open.push(policy.section(*id)),
                    Item::Prose(_) | Item::Link(_) | Item::Definition(_) | Item::Table(_) => {}
                }
            }
        }
        owners
    }

    fn with_label(&self, label: &str) -> Vec<Owner> {
        let statements = self.values.policy.statements.iter().enumerate();
        statements.filter(|(_, one)| one.label == label).map(|(at, _)| Owner::Statement(at)).collect()
    }

    /// The statement as it is written, told by its first verb.
    pub(crate) fn written(&self, owner: Owner) -> Owner {
        match owner {
            Owner::Statement(at) => {
                let with_label = self.with_label(&self.values.policy.statements[at].label);
                with_label.first().copied().unwrap_or(owner)
            }
            Owner::Tracker(_) => owner,
        }
    }

    /// Whether two are written as one statement.
    pub(crate) fn is_one_statement(&self, one: Owner, other: Owner) -> bool {
        self.written(one) == self.written(other)
    }

    /// The facts that choices were used.
    pub(crate) fn choices(&self) -> Vec<Fact> {
        self.parts.iter().filter_map(|part| part.choice).collect()
    }

    /// A question as if it were a statement.
    pub(crate) fn question(&self, sentence: &Sentence) -> Part<'a> {
        let owner = Owner::Statement(usize::MAX);
        Part { owner, sentence: sentence.clone(), tracker: None, exception: None, choice: None }
    }
}

/// The fact that a choice was used, if a statement offers one: it bears the label of the offer.
pub(crate) fn choice_of(policy: &Policy, statement: &Statement) -> Option<Fact> {
    let vocabulary = &policy.vocabulary;
    let sentence = &statement.sentence;
    let choice = vocabulary.find(Kind::Right, "choice")?;
    let is_choice = |item: &SetItem| match item.what {
        What::Term(right) => {
            super::effects::meant(vocabulary, right).iter().any(|one| vocabulary.is_below(*one, choice))
        }
        What::Any { .. } => false,
    };
    if sentence.verb != Verb::Offer
        || sentence.modality.is_negative()
        || !sentence.object.set.items.iter().any(is_choice)
    {
        return None;
    }
    vocabulary.find(Kind::Condition, &statement.label).map(Fact::Term)
}

/// A sentence with those clauses of the headers around it that it takes over.
fn counted(sentence: &Sentence, tracker: Option<&Tracker>) -> Sentence {
    let is_negative = sentence.modality.is_negative();
    let takes = |word: &str| match sentence.verb {
        _ if tracker.is_some() => true,
        Verb::Protect | Verb::HaveNo => matches!(word, "about" | "through"),
        Verb::Offer | Verb::Notify => word == "about",
        Verb::Bind | Verb::State | Verb::Disclaim | Verb::Advise => false,
        _ => !is_negative || matches!(word, "about" | "through"),
    };
    let mut counted = sentence.clone();
    let clauses = [
        ("from", &mut counted.slots.source),
        ("about", &mut counted.slots.subject),
        ("about", &mut counted.slots.subject_region),
        ("through", &mut counted.slots.channel),
        ("to", &mut counted.slots.recipient),
        ("to", &mut counted.slots.recipient_region),
        ("for", &mut counted.slots.purpose),
    ];
    for (word, clause) in clauses {
        if clause.as_ref().is_some_and(|clause| clause.is_inherited) && !takes(word) {
            *clause = None;
        }
    }
    counted.facts.retain(|clause| !clause.is_inherited || takes("when"));
    counted.bases.retain(|basis| !basis.is_inherited || takes("based on"));
    counted
}

/// Whom a sentence is about, or to whom something is offered or told.
fn persons(sentence: &Sentence) -> Vec<&Set> {
    let told = (sentence.verb == Verb::Notify).then_some(&sentence.object.set);
    sentence.slots.subject.iter().map(|clause| &clause.set).chain(told).collect()
}

/// The data that a sentence names.
pub(crate) fn data(sentence: &Sentence) -> Option<&Set> {
    match sentence.verb.object_kind() {
        Kind::Data => Some(&sentence.object.set),
        _ => sentence.slots.over.as_ref().map(|over| &over.set),
    }
}

/// A clause of facts, whichever word opens it.
pub(crate) struct Claim {
    pub(crate) word: Word,
    pub(crate) is_only: bool,
    /// What the clause says is true; behind `unless`, what must be false.
    pub(crate) says: Formula,
    pub(crate) names: Vec<Fact>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    With,
    When,
    Unless,
    Under,
    On,
    About,
}

/// Values of slots, and perhaps a fact that goes with them.
pub(crate) type Piece = (Vec<(Slot, Marks)>, Formula);

/// Reads one sentence.
pub(crate) struct Reader<'a> {
    pub(crate) said: &'a Said<'a>,
    pub(crate) values: &'a Values<'a>,
    pub(crate) part: &'a Part<'a>,
    pub(crate) sentence: &'a Sentence,
}

impl Reader<'_> {
    pub(crate) fn named(&self, kind: Kind, name: &str) -> Marks {
        match self.values.named(kind, name) {
            Some(term) => self.values.covered_by(term),
            None => vec![false; self.values.atoms(kind).len()],
        }
    }

    // --- who ---

    pub(crate) fn actor(&self, side: Side) -> Marks {
        let recipient = match (self.part.tracker, self.sentence.actor) {
            (Some(tracker), _) => tracker.by,
            (None, Actor::Recipient(term, _)) => Some(term),
            (None, Actor::We) => None,
        };
        match recipient {
            Some(term) => {
                let mut marks = self.values.covered_by(term);
                marks.push(false);
                marks
            }
            None => self.we(side),
        }
    }

    /// The company and its staff; in a prohibition, its processors as well.
    pub(crate) fn we(&self, side: Side) -> Marks {
        let mut marks = self.named(Kind::Recipient, "staff");
        if side == Side::Prohibition {
            add(&mut marks, &self.named(Kind::Recipient, "processors"));
        }
        marks.push(true);
        marks
    }

    // --- data ---

    /// The data that are named, each in some forms; nothing where none are named.
    pub(crate) fn datum(&self, reading: Reading) -> Option<Marks> {
        if let Some(set) = data(self.sentence) {
            return Some(self.values.data(&self.with_inferences(set), reading));
        }
        if self.sentence.from_labels.is_empty() {
            return None;
        }
        // A right over the data of some statements; what names no data adds none.
        let mut all: Option<Marks> = None;
        for owner in self.sentence.from_labels.iter().flat_map(|(label, _)| self.said.labelled(label)) {
            let set = self.said.part(owner).and_then(|part| data(&part.sentence));
            if let Some(set) = set.filter(|set| !set.items.is_empty()) {
                let named = self.values.data(set, reading);
                add(all.get_or_insert_with(|| vec![false; named.len()]), &named);
            }
        }
        all
    }

    /// The data that are named, whatever their forms: one mark for each datum.
    pub(crate) fn atoms(&self) -> Option<Marks> {
        match data(self.sentence) {
            Some(set) => Some(self.values.atoms_of(set)),
            None => self.datum(Reading::Permission).map(|marks| self.values.formless(&marks)),
        }
    }

    /// The data that are named, each in some forms, with the second data.
    pub(crate) fn data(&self, reading: Reading) -> Vec<(Slot, Marks)> {
        let mut data: Vec<(Slot, Marks)> =
            self.datum(reading).into_iter().map(|marks| (Slot::Datum, marks)).collect();
        data.extend(self.second(reading));
        data
    }

    pub(crate) fn second(&self, reading: Reading) -> Option<(Slot, Marks)> {
        let second = self.sentence.slots.second.as_ref()?;
        Some((Slot::Second, self.values.data(&second.set, reading)))
    }

    /// The data of a prohibition. Of `never knowingly`, each item goes with the fact that it is known.
    pub(crate) fn prohibited_data(&self) -> Vec<Piece> {
        let with_second = |datum: Option<Marks>, facts: Formula| -> Piece {
            let datum = datum.into_iter().map(|marks| (Slot::Datum, marks));
            (datum.chain(self.second(Reading::Prohibition)).collect(), facts)
        };
        let is_knowingly = self.sentence.modality == Modality::NeverKnowingly;
        let Some(set) = data(self.sentence).filter(|_| is_knowingly) else {
            return vec![with_second(self.datum(Reading::Prohibition), Formula::always())];
        };
        let piece = |item: &SetItem| {
            let one = Set { items: vec![item.clone()], except: set.except.clone() };
            let marks = self.values.data(&self.with_inferences(&one), Reading::Prohibition);
            let class = Class::of(item.what);
            let facts = match class.is_everything() {
                true => Formula::always(),
                false => Formula::Is(Fact::KnownData(class)),
            };
            with_second(Some(marks), facts)
        };
        set.items.iter().map(piece).collect()
    }

    /// What is derived about a person is an inference: who never derives inferences derives no personal data.
    fn with_inferences(&self, set: &Set) -> Set {
        match self.sentence.verb == Verb::Derive && self.part.is_negative() {
            true => self.inferred(set),
            false => set.clone(),
        }
    }

    /// Some data that are never derived, with all that is thereby not derived either.
    pub(crate) fn inferred(&self, set: &Set) -> Set {
        let mut set = set.clone();
        let Some(inferences) = self.values.named(Kind::Data, "inferences") else { return set };
        let inferences = self.values.covered_by(inferences);
        let holds = |item: &SetItem| {
            let one = Set { items: vec![item.clone()], except: Vec::new() };
            let covered = self.values.list(Kind::Data, &one);
            inferences.iter().zip(&covered).all(|(is_inference, is_in)| !is_inference || *is_in)
        };
        let what = What::Any { kind: Kind::Data, trait_: Some(Trait::Personal), is_negated: false };
        let personal: Vec<SetItem> = set
            .items
            .iter()
            .filter(|item| holds(item))
            .map(|item| SetItem { what, ..item.clone() })
            .collect();
        set.items.extend(personal);
        set
    }

    pub(crate) fn has_form(&self) -> bool {
        let sets = data(self.sentence).into_iter();
        let sets = sets.chain(self.sentence.slots.second.iter().map(|second| &second.set));
        sets.flat_map(|set| &set.items).any(|item| item.form.is_some())
    }

    // --- slots ---

    /// The clauses that fill slots, data aside.
    pub(crate) fn clauses(&self) -> Vec<(Slot, &Clause)> {
        let sentence = self.sentence;
        let own = match sentence.verb {
            Verb::Offer => Some(Slot::Right),
            Verb::Bind => Some(Slot::Recipient),
            Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => Some(Slot::Topic),
            _ => None,
        };
        let clauses = [
            (Slot::Place, &sentence.slots.subject_region),
            (Slot::Purpose, &sentence.slots.purpose),
            (Slot::Channel, &sentence.slots.channel),
            (Slot::Source, &sentence.slots.source),
            (Slot::SecondSubject, &sentence.slots.second_subject),
            (Slot::Region, &sentence.slots.region),
            (Slot::Recipient, &sentence.slots.recipient),
            (Slot::RecipientRegion, &sentence.slots.recipient_region),
            (Slot::Measure, &sentence.slots.measures),
            (Slot::Event, &sentence.slots.events),
            (Slot::Safeguard, &sentence.slots.duties),
        ];
        let clauses = clauses.into_iter().filter_map(|(slot, clause)| Some((slot, clause.as_ref()?)));
        own.map(|slot| (slot, &sentence.object)).into_iter().chain(clauses).collect()
    }

    /// The slots that are filled, with what fills them; data aside.
    pub(crate) fn slots(&self) -> Vec<(Slot, Marks)> {
        let mut slots = self.written_slots();
        if !slots.iter().any(|(slot, _)| *slot == Slot::Purpose) {
            slots.extend(self.purposes_named().map(|marks| (Slot::Purpose, marks)));
        }
        slots
    }

    /// The slots of its own clauses.
    fn written_slots(&self) -> Vec<(Slot, Marks)> {
        let list = |(slot, clause): (Slot, &Clause)| {
            slot.kind().map(|kind| (slot, self.values.list(kind, &clause.set)))
        };
        let mut slots: Vec<_> = self.clauses().into_iter().filter_map(list).collect();
        if self.sentence.verb == Verb::Publish {
            slots.push((Slot::Recipient, self.named(Kind::Recipient, "the-public")));
        }
        if !self.sentence.states.is_empty() {
            slots.push((Slot::State, self.values.states(&self.sentence.states)));
        }
        if let Some(tracker) = self.part.tracker {
            slots.retain(|(slot, _)| *slot != Slot::Channel);
            slots.push((Slot::Channel, self.values.covered_by(tracker.channel)));
        }
        slots
    }

    /// The purposes of all the statements and trackers behind `from`; nothing where one of them has none.
    fn purposes_named(&self) -> Option<Marks> {
        let labels = self.sentence.from_labels.iter();
        let mut all: Option<Marks> = None;
        for owner in labels.flat_map(|(label, _)| self.said.labelled(label)) {
            let purposes = self.said.part(owner)?.sentence.slots.purpose.as_ref()?;
            let named = self.values.list(Kind::Purpose, &purposes.set);
            add(all.get_or_insert_with(|| vec![false; named.len()]), &named);
        }
        all
    }

    /// The slots of a permission: without a state, protection is in the one that is not said.
    pub(crate) fn permitted_slots(&self) -> Vec<(Slot, Marks)> {
        let mut slots = self.slots();
        if self.sentence.verb == Verb::Protect && self.sentence.states.is_empty() {
            slots.push((Slot::State, self.values.states(&[])));
        }
        slots
    }

    /// Whether a slot belongs to the verb as data do.
    fn is_matter(&self, slot: Slot) -> bool {
        match slot {
            Slot::Right | Slot::Topic | Slot::State | Slot::Measure | Slot::Event | Slot::Safeguard => true,
            Slot::Recipient => self.part.act() == Act::Bind,
            _ => false,
        }
    }

    pub(crate) fn slot(&self, slot: Slot) -> Option<(Slot, Marks)> {
        self.slots().into_iter().find(|(one, _)| *one == slot)
    }

    /// The slots on which something is said, as far as silence is concerned.
    pub(crate) fn said_slots(&self) -> BTreeSet<Slot> {
        self.written_slots().into_iter().map(|(slot, _)| slot).filter(|slot| !self.is_matter(*slot)).collect()
    }

    /// The slots that a prohibition restricts, among some.
    pub(crate) fn restricted(&self, is_meant: impl Fn(Slot) -> bool) -> BTreeSet<Slot> {
        let is_restricting = |(slot, marks): &(Slot, Marks)| {
            is_meant(*slot) && !self.is_matter(*slot) && marks.contains(&false)
        };
        self.written_slots().into_iter().filter(is_restricting).map(|(slot, _)| slot).collect()
    }

    /// The slots of a permission or a question once for those recipients of which nothing is known, and once for each
    /// country in which others are: where no region is named, a recipient with a country receives there.
    pub(crate) fn spread(&self, slots: Vec<(Slot, Marks)>) -> Vec<Vec<(Slot, Marks)>> {
        let has = |wanted: Slot| slots.iter().any(|(slot, _)| *slot == wanted);
        let takes_region = Slot::of(self.part.act()).contains(&Slot::RecipientRegion);
        let names_all = |slot: &Clause| slot.set.items.iter().all(|item| matches!(item.what, What::Term(_)));
        let names_recipients = self.part.sentence.slots.recipient.as_ref().is_none_or(names_all);
        if !takes_region || has(Slot::RecipientRegion) || !has(Slot::Recipient) || !names_recipients {
            return vec![slots];
        }
        let country = |value: Value| match value {
            Value::Term(term) | Value::Remainder(term) => country_of(self.values.vocabulary(), term),
            Value::Company | Value::Nameless(_) | Value::State(_) => None,
        };
        let countries: Vec<Option<TermId>> =
            self.values.atoms(Kind::Recipient).iter().map(|value| country(*value)).collect();
        let of_country = |wanted: Option<TermId>| {
            let mut slots = slots.clone();
            for (_, marks) in slots.iter_mut().filter(|(slot, _)| *slot == Slot::Recipient) {
                marks.iter_mut().zip(&countries).for_each(|(mark, one)| *mark &= *one == wanted);
            }
            slots.extend(wanted.map(|term| (Slot::RecipientRegion, self.values.covered_by(term))));
            slots
        };
        let different: BTreeSet<Option<TermId>> = countries.iter().copied().collect();
        different.into_iter().map(of_country).collect()
    }

    // --- facts ---

    /// Every clause of facts, those about the person included.
    pub(crate) fn claims(&self) -> Vec<Claim> {
        let mut claims = self.written_claims();
        claims.extend(self.consent_as_basis());
        claims
    }

    /// The clauses of facts that are written as such.
    pub(crate) fn written_claims(&self) -> Vec<Claim> {
        let sentence = self.sentence;
        let mut claims = Vec::new();
        let named = |fact: &candor::model::Fact| -> Vec<Fact> {
            fact.terms().into_iter().map(|(term, _)| Fact::Term(term)).collect()
        };
        for clause in &sentence.facts {
            let word = match clause.word {
                FactWord::With => Word::With,
                FactWord::When => Word::When,
                FactWord::Unless => Word::Unless,
                FactWord::Under => Word::Under,
            };
            let (says, names) = (Formula::of(&clause.fact), named(&clause.fact));
            claims.push(Claim { word, is_only: clause.is_only, says, names });
        }
        if let Some(deletion) = &sentence.deletion {
            let (says, names) = (Formula::of(&deletion.event), named(&deletion.event));
            claims.push(Claim { word: Word::On, is_only: false, says, names });
        }
        let is_only = sentence.slots.subject.as_ref().is_some_and(|subject| subject.is_only);
        for set in persons(sentence) {
            claims.push(Claim {
                word: Word::About,
                is_only,
                says: self.belongs(set),
                names: self.named_persons(set),
            });
        }
        claims
    }

    /// The person belongs to one of the classes listed and to none excepted; of `never knowingly`, this is known.
    fn belongs(&self, set: &Set) -> Formula {
        let is_in = |item: &SetItem| match item.what {
            What::Term(term) => Formula::Is(Fact::Class(term)),
            What::Any { .. } => Formula::always(),
        };
        let is_listed = |item: &SetItem| match item.what {
            What::Term(term) if self.sentence.modality == Modality::NeverKnowingly => {
                is_in(item).and(Formula::Is(Fact::KnownPerson(term)))
            }
            What::Term(_) | What::Any { .. } => is_in(item),
        };
        let excepted = set.except.iter().map(|item| is_in(item).not());
        let listed = Formula::Any(set.items.iter().map(is_listed).collect());
        Formula::All(std::iter::once(listed).chain(excepted).collect())
    }

    fn named_persons(&self, set: &Set) -> Vec<Fact> {
        let terms = |items: &[SetItem]| -> Vec<TermId> {
            let term = |item: &SetItem| match item.what {
                What::Term(term) => Some(term),
                What::Any { .. } => None,
            };
            items.iter().filter_map(term).collect()
        };
        let (listed, excepted) = (terms(&set.items), terms(&set.except));
        let is_knowingly = self.sentence.modality == Modality::NeverKnowingly;
        let known = listed.iter().filter(|_| is_knowingly).map(|term| Fact::KnownPerson(*term));
        listed.iter().chain(&excepted).map(|term| Fact::Class(*term)).chain(known).collect()
    }

    /// `based on` nothing but consent.
    pub(crate) fn consent_as_basis(&self) -> Option<Claim> {
        let vocabulary = self.values.vocabulary();
        let basis = self.values.named(Kind::Basis, "consent")?;
        let bases = &self.sentence.bases;
        if bases.is_empty() || !bases.iter().all(|one| vocabulary.is_below(one.term, basis)) {
            return None;
        }
        let consent = Fact::Term(self.values.named(Kind::Consent, "consent")?);
        Some(Claim { word: Word::With, is_only: false, says: Formula::Is(consent), names: vec![consent] })
    }

    /// Some clauses of facts, joined by *and*.
    pub(crate) fn all(&self, is_meant: impl Fn(&Claim) -> bool) -> Formula {
        joined(self.claims().into_iter().filter(|claim| is_meant(claim)))
    }

    pub(crate) fn names(&self, is_meant: impl Fn(&Claim) -> bool) -> Vec<Fact> {
        self.claims().into_iter().filter(|claim| is_meant(claim)).flat_map(|claim| claim.names).collect()
    }

    // --- what is known ---

    /// That something is known, because the sentence names nothing else.
    pub(crate) fn carried(&self) -> Vec<Fact> {
        let vocabulary = self.values.vocabulary();
        let persons = persons(self.sentence);
        let is_below = |class: &TermId| {
            let item =
                |item: &SetItem| matches!(item.what, What::Term(term) if vocabulary.is_below(term, *class));
            persons.iter().any(|set| set.items.iter().all(item))
        };
        let known = self.said.known_persons.iter().copied().filter(is_below).map(Fact::KnownPerson);
        let atoms = self.atoms();
        let lies_below = |class: &Class| {
            atoms.as_ref().is_some_and(|atoms| atoms.contains(&true) && is_within(atoms, &self.class(*class)))
        };
        let known_data = self.said.known_data.iter().copied().filter(lies_below).map(Fact::KnownData);
        known.chain(known_data).collect()
    }

    /// That something is known, because the sentence names it or something below it.
    pub(crate) fn named_as_known(&self) -> Vec<Fact> {
        let vocabulary = self.values.vocabulary();
        let items = |sets: Vec<&Set>| -> Vec<SetItem> {
            sets.into_iter().flat_map(|set| set.items.iter().chain(&set.except)).cloned().collect()
        };
        let persons = items(persons(self.sentence));
        let names = |class: &TermId| {
            persons
                .iter()
                .any(|item| matches!(item.what, What::Term(term) if vocabulary.is_below(term, *class)))
        };
        let known = self.said.known_persons.iter().copied().filter(names).map(Fact::KnownPerson);
        let data = items(data(self.sentence).into_iter().collect());
        let names_data = |class: &Class| {
            let covered = self.class(*class);
            data.iter().any(|item| {
                let atoms = self.class(Class::of(item.what));
                atoms.contains(&true) && is_within(&atoms, &covered)
            })
        };
        let known_data = self.said.known_data.iter().copied().filter(names_data).map(Fact::KnownData);
        known.chain(known_data).collect()
    }

    /// The data of a class.
    fn class(&self, class: Class) -> Marks {
        match class {
            Class::Term(term) => self.values.covered_by(term),
            Class::Any(None, _) => vec![true; self.values.atoms(Kind::Data).len()],
            Class::Any(Some(one), is_negated) => {
                let atoms = self.values.atoms(Kind::Data).iter();
                atoms.map(|value| self.values.has(*value, one) != is_negated).collect()
            }
        }
    }
}

/// Clauses of facts, joined by *and*.
pub(crate) fn joined(claims: impl Iterator<Item = Claim>) -> Formula {
    let holds = |claim: Claim| if claim.word == Word::Unless { claim.says.not() } else { claim.says };
    Formula::All(claims.map(holds).collect())
}

pub(crate) fn is_within(some: &Marks, others: &Marks) -> bool {
    some.iter().zip(others).all(|(one, other)| !one || *other)
}
