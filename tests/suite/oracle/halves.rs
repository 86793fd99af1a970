//! What each statement permits and prohibits, as it is written.

use std::collections::BTreeSet;

use candor::model::{
    Actor, FactWord, Item, Kind, Modality, Sentence, Set, SetItem, Slot as Clause, Statement, TermId,
    Tracker, Trait, Verb, What,
};

use super::facts::{Fact, Formula, is_event, named_in};
use super::values::{Marks, Reading, Slot, Values, take_out};

/// What a half belongs to, by its place in the policy.
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

/// From which words of its statement a half comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    Stated,
    Only,
    Unless,
    Implied,
    Choice,
}

/// Flows: some verbs, in each slot some values (or all), some truth of facts.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) verbs: Vec<Verb>,
    pub(crate) slots: Vec<(Slot, Marks)>,
    pub(crate) facts: Formula,
}

/// A block, less another.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) within: Block,
    pub(crate) outside: Option<Block>,
}

impl From<Block> for Area {
    fn from(within: Block) -> Self {
        Self { within, outside: None }
    }
}

/// What is said, as far as silence is concerned.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mention {
    pub(crate) slots: BTreeSet<Slot>,
    pub(crate) form: bool,
    pub(crate) facts: Vec<Fact>,
}

/// One half.
#[derive(Debug)]
pub(crate) struct Half {
    pub(crate) owner: Owner,
    pub(crate) side: Side,
    pub(crate) origin: Origin,
    /// The flows of the half: each block without what is taken out of it.
    pub(crate) areas: Vec<Area>,
    /// Of a permission, on what it is not silent; of a prohibition, on what it is affirmative.
    pub(crate) mention: Mention,
    /// Of a stated permission to use with a fact, a basis or a form of its own: its slots, whole.
    pub(crate) scope: Vec<Block>,
}

/// A clause of facts, whichever word opens it.
struct Claim {
    word: Word,
    is_only: bool,
    /// What the clause says is true; behind `unless`, what must be false.
    says: Formula,
    names: Vec<Fact>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    With,
    When,
    Unless,
    Under,
    About,
}

/// All halves of a policy.
pub(crate) fn halves(values: &Values<'_>) -> Vec<Half> {
    let policy = values.policy;
    let mut halves = Vec::new();
    for (at, statement) in policy.statements.iter().enumerate().filter(|(_, one)| !one.sentence.is_damaged) {
        let reader =
            Reader { values, sentence: &statement.sentence, owner: Owner::Statement(at), tracker: None };
        match statement.sentence.verb {
            verb if verb.is_practice() && statement.sentence.modality.is_negative() => {
                halves.push(reader.stated_prohibition())
            }
            verb if verb.is_practice() => reader.permission(&mut halves),
            Verb::HaveNo => reader.absences(&mut halves),
            _ => {}
        }
    }
    for (at, tracker) in policy.trackers.iter().enumerate().filter(|(_, one)| !one.sentence.is_damaged) {
        let reader =
            Reader { values, sentence: &tracker.sentence, owner: Owner::Tracker(at), tracker: Some(tracker) };
        if tracker.stores.is_some() {
            reader.permission(&mut halves);
        }
        if let Some(stored) = &tracker.stores_no {
            halves.push(reader.stores_no(&stored.set));
        }
    }
    for (at, statement) in policy.statements.iter().enumerate().filter(|(_, one)| !one.sentence.is_damaged) {
        if let Some(choice) = choice_of(values, statement) {
            let half = choice_half(values, Owner::Statement(at), statement, choice, &halves);
            // An offer from what permits nothing has no half.
            halves.extend((!half.areas.is_empty()).then_some(half));
        }
    }
    halves
}

/// The fact that a choice was used, if a statement offers one: it bears the label of the offer.
pub(crate) fn choice_of(values: &Values<'_>, statement: &Statement) -> Option<Fact> {
    let vocabulary = values.vocabulary();
    let choice = values.named(Kind::Right, "choice")?;
    let sentence = &statement.sentence;
    let is_choice =
        |item: &SetItem| matches!(item.what, What::Term(right) if vocabulary.is_below(right, choice));
    let is_offered = sentence.verb == Verb::Offer && !sentence.modality.is_negative();
    let offers = is_offered && sentence.object.set.items.iter().any(is_choice);
    offers.then(|| values.named(Kind::Condition, &statement.label)).flatten().map(Fact::Term)
}

/// The flows about which a question asks, its facts aside from choices and its channels as named.
pub(crate) fn asked(values: &Values<'_>, sentence: &Sentence) -> Vec<Block> {
    let reader = Reader { values, sentence, owner: Owner::Statement(0), tracker: None };
    reader.permitted_blocks(Reading::Question)
}

/// The facts that a sentence names.
pub(crate) fn facts_of(values: &Values<'_>, sentence: &Sentence) -> Vec<Fact> {
    let reader = Reader { values, sentence, owner: Owner::Statement(0), tracker: None };
    reader.claims().into_iter().flat_map(|claim| claim.names).collect()
}

/// The flows which nobody can do any more when a choice was used.
fn choice_half(
    values: &Values<'_>,
    owner: Owner,
    statement: &Statement,
    choice: Fact,
    halves: &[Half],
) -> Half {
    let sentence = &statement.sentence;
    let reader = Reader { values, sentence, owner, tracker: None };
    let is_used = |facts: &Formula| Formula::All(vec![Formula::Is(choice), facts.clone()]);
    let areas = if sentence.from_labels.is_empty() {
        let mut slots = vec![(Slot::Actor, reader.actor(Side::Prohibition))];
        if let Some(over) = &sentence.slots.over {
            slots.push((Slot::Datum, values.data(&over.set, Reading::Prohibition)));
        }
        slots.extend(reader.plain_slots(&[Slot::Purpose]));
        let people = reader.claims().into_iter().filter(|claim| claim.word == Word::About);
        let people = Formula::All(people.map(|claim| claim.says).collect());
        let verbs = vec![Verb::Use, Verb::Disclose, Verb::Sell, Verb::Decide, Verb::Train];
        vec![Block { verbs, slots, facts: is_used(&people) }.into()]
    } else {
        let owners: Vec<Owner> =
            sentence.from_labels.iter().flat_map(|(label, _)| owners_of(values, label)).collect();
        let permissions =
            halves.iter().filter(|half| half.side == Side::Permission && owners.contains(&half.owner));
        let blocks = permissions.flat_map(|half| &half.areas).map(|area| &area.within);
        blocks.map(|block| Block { facts: is_used(&block.facts), ..block.clone() }.into()).collect()
    };
    Half {
        owner,
        side: Side::Prohibition,
        origin: Origin::Choice,
        areas,
        mention: Mention::default(),
        scope: Vec::new(),
    }
}

/// The statements and trackers that a label stands for.
fn owners_of(values: &Values<'_>, label: &str) -> Vec<Owner> {
    let policy = values.policy;
    let mut owners = Vec::new();
    owners.extend(policy.statements.iter().position(|one| one.label == label).map(Owner::Statement));
    owners.extend(policy.trackers.iter().position(|one| one.named.name == label).map(Owner::Tracker));
    let mut open: Vec<_> = policy.sections.iter().filter(|section| section.name == label).collect();
    while let Some(section) = open.pop() {
        for item in &section.items {
            match item {
                Item::Statement(id) => owners.push(Owner::Statement(id.index())),
                Item::Tracker(id) => owners.push(Owner::Tracker(id.index())),
                Item::Section(id) => open.push(policy.section(*id)),
                _ => {}
            }
        }
    }
    owners
}

/// Reads one sentence.
struct Reader<'a> {
    values: &'a Values<'a>,
    sentence: &'a Sentence,
    owner: Owner,
    tracker: Option<&'a Tracker>,
}

impl Reader<'_> {
    fn half(&self, side: Side, origin: Origin, within: Vec<Block>, mention: Mention) -> Half {
        let areas = within.into_iter().map(Area::from).collect();
        Half { owner: self.owner, side, origin, areas, mention, scope: Vec::new() }
    }

    /// A statement without `never` and `do not yet`: up to four halves.
    fn permission(&self, halves: &mut Vec<Half>) {
        let stated = self.permitted_blocks(Reading::Permission);
        let mention = Mention {
            slots: self.said().into_iter().map(|(slot, _)| slot).collect(),
            form: self.has_form(),
            facts: self.names(|_| true),
        };
        let mut half = self.half(Side::Permission, Origin::Stated, stated, mention);
        let has_fact = !self.sentence.facts.is_empty() || !self.sentence.bases.is_empty();
        if self.sentence.verb == Verb::Use && (has_fact || self.has_form()) {
            half.scope = half.areas.iter().map(|area| self.whole(&area.within)).collect();
        }
        halves.push(half);
        halves.extend(self.prohibited_by_only());
        halves.extend(self.prohibited_by_unless());
        halves.extend(self.implied());
    }

    /// The slots of a block in every form, whatever the facts, but about the same people.
    fn whole(&self, block: &Block) -> Block {
        let widen = |(slot, marks): &(Slot, Marks)| match slot.has_form() {
            true => (*slot, self.values.in_every_form(marks)),
            false => (*slot, marks.clone()),
        };
        let facts = self.all(|claim| claim.word == Word::About);
        Block { verbs: block.verbs.clone(), slots: block.slots.iter().map(widen).collect(), facts }
    }

    fn stated_prohibition(&self) -> Half {
        let mut facts = vec![self.all(|_| true)];
        let mut names = self.names(|claim| claim.word != Word::Unless);
        if self.sentence.modality == Modality::NeverKnowingly {
            facts.push(Formula::Is(Fact::Known));
            names.push(Fact::Known);
        }
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
        slots.extend(self.data(Reading::Prohibition));
        slots.extend(self.said_beside_data());
        let within =
            self.with_narrower(&Block { verbs: vec![self.verb()], slots, facts: Formula::All(facts) });
        let mention = Mention { slots: self.restricted(|_| true), form: self.has_form(), facts: names };
        self.half(Side::Prohibition, Origin::Stated, within, mention)
    }

    /// What all the `only`s of a statement together exclude.
    fn prohibited_by_only(&self) -> Option<Half> {
        let claims = self.claims();
        let only_slots: Vec<Slot> =
            self.clauses().into_iter().filter(|(_, clause)| clause.is_only).map(|(slot, _)| slot).collect();
        let only_data = self.sentence.object.is_only;
        if only_slots.is_empty() && !only_data && !claims.iter().any(|claim| claim.is_only) {
            return None;
        }
        // A region behind `to` belongs to the slot before it.
        let is_only = |slot: Slot| {
            only_slots.contains(&slot)
                || slot == Slot::RecipientRegion && only_slots.contains(&Slot::Recipient)
        };
        let (excluding, stated): (Vec<_>, Vec<_>) =
            self.said_beside_data().into_iter().partition(|(slot, _)| is_only(*slot));
        let narrows =
            |claim: &Claim| !claim.is_only && matches!(claim.word, Word::When | Word::Unless | Word::About);

        let object = &self.sentence.object.set;
        let named = self.values.data(object, Reading::Only);
        let mut data = named.clone();
        if only_data {
            super::values::add(&mut data, &self.values.all_data(&self.values.personal_forms()));
        }
        let second = self
            .sentence
            .slots
            .second
            .as_ref()
            .map(|second| (Slot::Second, self.values.data(&second.set, Reading::Only)));
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition)), (Slot::Datum, data)];
        slots.extend(second);
        slots.extend(stated);
        let within = Block { verbs: vec![self.verb()], slots: slots.clone(), facts: self.all(narrows) };

        let mut product = excluding;
        if only_data {
            product.push((Slot::Datum, self.values.data(object, Reading::Permission)));
        }
        let product =
            Block { verbs: vec![self.verb()], slots: product, facts: self.all(|claim| claim.is_only) };

        let mut half = self.half(Side::Prohibition, Origin::Only, Vec::new(), Mention::default());
        let products = self.with_narrower(&product);
        for (within, outside) in self.with_narrower(&within).into_iter().zip(products) {
            half.areas.push(Area { within, outside: Some(outside) });
        }
        if let Some(purpose) = self.sentence.slots.purpose.as_ref().filter(|purpose| purpose.is_only)
            && self.verb() == Verb::Collect
        {
            let mut outside = vec![true; self.values.count(Slot::Purpose)];
            take_out(&mut outside, &self.values.list(Kind::Purpose, &purpose.set));
            let slots = vec![
                (Slot::Actor, self.actor(Side::Prohibition)),
                (Slot::Datum, named),
                (Slot::Purpose, outside),
            ];
            let uses = self.with_narrower(&Block { verbs: vec![Verb::Use], slots, facts: self.all(narrows) });
            half.areas.extend(uses.into_iter().map(Area::from));
        }
        half.mention = Mention {
            slots: self.restricted(|slot| !is_only(slot)),
            form: false,
            facts: self.names(|claim| !claim.is_only && matches!(claim.word, Word::When | Word::About)),
        };
        Some(half)
    }

    fn prohibited_by_unless(&self) -> Option<Half> {
        let forbidding: Vec<Formula> = self
            .claims()
            .into_iter()
            .filter(|claim| claim.word == Word::Unless)
            .map(|claim| claim.says)
            .collect();
        if forbidding.is_empty() {
            return None;
        }
        let narrowing = self.all(|claim| matches!(claim.word, Word::When | Word::About));
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
        slots.extend(self.data(Reading::Prohibition));
        slots.extend(self.said_beside_data());
        let facts = Formula::All(vec![Formula::Any(forbidding), narrowing]);
        let within = self.with_narrower(&Block { verbs: vec![self.verb()], slots, facts });
        let mention = Mention {
            slots: self.restricted(|_| true),
            form: self.has_form(),
            facts: self.names(|claim| matches!(claim.word, Word::Unless | Word::When | Word::About)),
        };
        Some(self.half(Side::Prohibition, Origin::Unless, within, mention))
    }

    /// The use that goes without saying.
    fn implied(&self) -> Option<Half> {
        let purpose = self.said_beside_data().into_iter().find(|(slot, _)| *slot == Slot::Purpose)?;
        let actor = match self.verb() {
            Verb::Collect | Verb::Derive => self.actor(Side::Permission),
            Verb::Disclose => {
                let (_, mut actor) =
                    self.said_beside_data().into_iter().find(|(slot, _)| *slot == Slot::Recipient)?;
                let processors = self.named(Kind::Recipient, "processors");
                actor.iter_mut().zip(&processors).for_each(|(mark, other)| *mark &= *other);
                // The company is nobody's recipient.
                actor.push(false);
                actor
            }
            _ => return None,
        };
        let data = self.values.data(&self.sentence.object.set, Reading::Permission);
        let vocabulary = self.values.vocabulary();
        let facts = self.all(|claim| !claim.names.iter().any(|fact| is_event(*fact, vocabulary)));
        let slots = vec![(Slot::Actor, actor), (Slot::Datum, data), purpose];
        let within = vec![Block { verbs: vec![Verb::Use], slots, facts }];
        Some(self.half(Side::Permission, Origin::Implied, within, Mention::default()))
    }

    fn stores_no(&self, stored: &Set) -> Half {
        let mut slots = vec![
            (Slot::Actor, self.actor(Side::Prohibition)),
            (Slot::Datum, self.values.data(stored, Reading::Prohibition)),
        ];
        slots.extend(self.through_itself());
        let form = stored.items.iter().any(|item| item.form.is_some());
        let mention = Mention { slots: BTreeSet::from([Slot::Channel]), form, facts: Vec::new() };
        let within = vec![Block { verbs: vec![Verb::Collect], slots, facts: Formula::always() }];
        self.half(Side::Prohibition, Origin::Stated, within, mention)
    }

    /// `have no …`: a spelling of `never …` for some topics.
    fn absences(&self, halves: &mut Vec<Half>) {
        let topics = self.sentence.object.set.items.iter();
        let terms = topics.filter_map(|item| match item.what {
            What::Term(term) => Some(self.values.vocabulary().term(term)),
            What::Any { .. } => None,
        });
        for term in terms {
            let (verb, one, purpose) = match &*term.name {
                "automated-decisions" => (Verb::Decide, Trait::Personal, None),
                "sale" => (Verb::Sell, Trait::Personal, None),
                "ai-training" => (Verb::Train, Trait::Personal, None),
                "advertising" => (Verb::Use, Trait::Personal, Some("ads")),
                "targeted-advertising" => (Verb::Use, Trait::Personal, Some("ads.targeted")),
                "sharing-for-advertising" => (Verb::Disclose, Trait::Personal, Some("ads")),
                "special-categories" => (Verb::Collect, Trait::SpecialCategory, None),
                _ => continue,
            };
            let data = |item: &SetItem| SetItem {
                form: None,
                what: What::Any { kind: Kind::Data, trait_: Some(one), is_negated: false },
                span: item.span,
            };
            let mut spelled = self.sentence.clone();
            spelled.object.set = Set {
                items: self.sentence.object.set.items.iter().take(1).map(data).collect(),
                except: Vec::new(),
            };
            spelled.verb = verb;
            if let Some(purpose) = purpose {
                let Some(purpose) = self.values.named(Kind::Purpose, purpose) else { continue };
                let item = SetItem { form: None, what: What::Term(purpose), span: spelled.span };
                let set = Set { items: vec![item], except: Vec::new() };
                spelled.slots.purpose =
                    Some(Clause { set, is_only: false, span: spelled.span, is_inherited: false });
            }
            let reader = Reader { values: self.values, sentence: &spelled, owner: self.owner, tracker: None };
            halves.push(reader.stated_prohibition());
        }
    }

    // --- parts of sentences ---

    /// The verb; `publish` is a spelling.
    fn verb(&self) -> Verb {
        if self.sentence.verb == Verb::Publish { Verb::Disclose } else { self.sentence.verb }
    }

    fn permitted_blocks(&self, reading: Reading) -> Vec<Block> {
        let mut slots = vec![(Slot::Actor, self.actor(Side::Permission))];
        slots.extend(self.said_beside_data());
        let facts = self.all(|_| true);
        let block = |data: Vec<(Slot, Marks)>| {
            let slots = slots.iter().cloned().chain(data).collect();
            Block { verbs: vec![self.verb()], slots, facts: facts.clone() }
        };
        either_way_round(&block(self.data(reading)))
    }

    /// A prohibition of a verb is one of every narrower verb.
    fn with_narrower(&self, block: &Block) -> Vec<Block> {
        let mut block = block.clone();
        match block.verbs.as_slice() {
            [Verb::Disclose] => block.verbs.push(Verb::Sell),
            [Verb::Use] => {
                block.verbs.extend([Verb::View, Verb::Decide, Verb::Train, Verb::Combine]);
                let slots =
                    block.slots.iter().map(|(slot, marks)| (other_way_round(*slot), marks.clone())).collect();
                let second =
                    Block { verbs: vec![Verb::Combine, Verb::Derive], slots, facts: block.facts.clone() };
                return vec![block, second];
            }
            _ => {}
        }
        either_way_round(&block)
    }

    fn named(&self, kind: Kind, name: &str) -> Marks {
        match self.values.named(kind, name) {
            Some(term) => self.values.covered_by(term),
            None => vec![false; self.values.atoms(kind).len()],
        }
    }

    fn actor(&self, side: Side) -> Marks {
        let recipient = match (self.tracker, self.sentence.actor) {
            (Some(tracker), _) => tracker.by,
            (None, Actor::Recipient(term, _)) => Some(term),
            (None, Actor::We) => None,
        };
        let mut marks = match recipient {
            Some(term) => self.values.covered_by(term),
            None => self.named(Kind::Recipient, "staff"),
        };
        if recipient.is_none() && side == Side::Prohibition {
            super::values::add(&mut marks, &self.named(Kind::Recipient, "processors"));
        }
        marks.push(recipient.is_none());
        marks
    }

    fn data(&self, reading: Reading) -> Vec<(Slot, Marks)> {
        let mut data = vec![(Slot::Datum, self.values.data(&self.sentence.object.set, reading))];
        if let Some(second) = &self.sentence.slots.second {
            data.push((Slot::Second, self.values.data(&second.set, reading)));
        }
        data
    }

    fn has_form(&self) -> bool {
        let sets = std::iter::once(&self.sentence.object).chain(&self.sentence.slots.second);
        sets.flat_map(|slot| &slot.set.items).any(|item| item.form.is_some())
    }

    /// The clauses that fill slots, data and people aside.
    fn clauses(&self) -> Vec<(Slot, &Clause)> {
        let sentence = self.sentence;
        let clauses = [
            (Slot::Purpose, &sentence.slots.purpose),
            (Slot::Channel, &sentence.slots.channel),
            (Slot::Source, &sentence.slots.source),
            (Slot::SecondSubject, &sentence.slots.second_subject),
            (Slot::Region, &sentence.slots.region),
            (Slot::Recipient, &sentence.slots.recipient),
            (Slot::RecipientRegion, &sentence.slots.recipient_region),
        ];
        clauses.into_iter().filter_map(|(slot, clause)| Some((slot, clause.as_ref()?))).collect()
    }

    /// The slots that are filled, with what fills them.
    fn said_beside_data(&self) -> Vec<(Slot, Marks)> {
        let mut said: Vec<_> = self
            .clauses()
            .into_iter()
            .map(|(slot, clause)| (slot, self.values.list(slot.kind(), &clause.set)))
            .collect();
        if self.sentence.verb == Verb::Publish {
            said.push((Slot::Recipient, self.named(Kind::Recipient, "the-public")));
        }
        if self.tracker.is_some() {
            said.retain(|(slot, _)| *slot != Slot::Channel);
            said.extend(self.through_itself());
        }
        said
    }

    fn plain_slots(&self, slots: &[Slot]) -> Vec<(Slot, Marks)> {
        self.said_beside_data().into_iter().filter(|(slot, _)| slots.contains(slot)).collect()
    }

    fn through_itself(&self) -> Option<(Slot, Marks)> {
        self.tracker.map(|tracker| (Slot::Channel, self.values.covered_by(tracker.channel)))
    }

    fn said(&self) -> Vec<(Slot, Marks)> {
        let mut said = self.said_beside_data();
        said.extend(self.data(Reading::Permission).into_iter().filter(|(slot, _)| *slot == Slot::Second));
        said
    }

    /// The slots on which a prohibition is affirmative, among some.
    fn restricted(&self, is_meant: impl Fn(Slot) -> bool) -> BTreeSet<Slot> {
        let restricting = self
            .said_beside_data()
            .into_iter()
            .filter(|(slot, marks)| is_meant(*slot) && marks.contains(&false));
        restricting.map(|(slot, _)| slot).collect()
    }

    /// Every clause of facts, those about the person included.
    fn claims(&self) -> Vec<Claim> {
        let sentence = self.sentence;
        let mut claims = Vec::new();
        for clause in &sentence.facts {
            let word = match clause.word {
                FactWord::With => Word::With,
                FactWord::When => Word::When,
                FactWord::Unless => Word::Unless,
                FactWord::Under => Word::Under,
            };
            let names = clause.fact.terms().into_iter().map(|(term, _)| Fact::Term(term)).collect();
            claims.push(Claim { word, is_only: clause.is_only, says: Formula::of(&clause.fact), names });
        }
        let is_only = sentence.slots.subject.as_ref().is_some_and(|subject| subject.is_only);
        let people: [(&Option<Clause>, fn(TermId) -> Fact); 2] =
            [(&sentence.slots.subject, Fact::Class), (&sentence.slots.subject_region, Fact::Home)];
        for (clause, fact) in people {
            if let Some(clause) = clause {
                let says = Formula::belongs(&clause.set, fact);
                claims.push(Claim { word: Word::About, is_only, says, names: named_in(&clause.set, fact) });
            }
        }
        claims.extend(self.consent_as_basis());
        claims
    }

    /// `based on` nothing but consent.
    fn consent_as_basis(&self) -> Option<Claim> {
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
    fn all(&self, is_meant: impl Fn(&Claim) -> bool) -> Formula {
        let meant = self.claims().into_iter().filter(|claim| is_meant(claim));
        let holds = |claim: Claim| if claim.word == Word::Unless { claim.says.not() } else { claim.says };
        Formula::All(meant.map(holds).collect())
    }

    fn names(&self, is_meant: impl Fn(&Claim) -> bool) -> Vec<Fact> {
        self.claims().into_iter().filter(|claim| is_meant(claim)).flat_map(|claim| claim.names).collect()
    }
}

/// A combination has no first and second.
fn either_way_round(block: &Block) -> Vec<Block> {
    let mut blocks = vec![block.clone()];
    if block.verbs == [Verb::Combine] {
        let slots = block.slots.iter().map(|(slot, marks)| (other_way_round(*slot), marks.clone())).collect();
        blocks.push(Block { slots, ..block.clone() });
    }
    blocks
}

/// The first datum for the second, and the second for the first.
const fn other_way_round(slot: Slot) -> Slot {
    match slot {
        Slot::Datum => Slot::Second,
        Slot::Second => Slot::Datum,
        other => other,
    }
}
