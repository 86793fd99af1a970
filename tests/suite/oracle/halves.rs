//! What each statement permits and prohibits, as it is written.

use std::collections::BTreeSet;

use candor::model::{Kind, Modality, Necessity, Set, Verb};

use super::act::Act;
use super::facts::{Fact, Formula, is_event};
use super::sentence::{Claim, Owner, Reader, Side, Word};
use super::values::{Marks, Reading, Slot, add, take_out};

/// From which words of its statement a half comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Origin {
    Stated,
    Only,
    Unless,
    Implied,
    /// What `required` says.
    Required,
    /// What a practice does, as a topic calls it.
    Deed,
    /// The flows that an absence rules out.
    Absence,
    /// What a used choice stops.
    Choice,
    /// What a right says to delete.
    Request,
}

/// Flows: some verbs, in each slot some values (or all), some truth of facts.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) acts: Vec<Act>,
    pub(crate) slots: Vec<(Slot, Marks)>,
    pub(crate) facts: Formula,
}

/// A block, less others.
#[derive(Debug, Clone)]
pub(crate) struct Area {
    pub(crate) within: Block,
    pub(crate) outside: Vec<Block>,
}

impl From<Block> for Area {
    fn from(within: Block) -> Self {
        Self { within, outside: Vec::new() }
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
#[derive(Debug, Clone)]
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

/// The halves of a statement or a tracker, those of choices and of deletions on request aside.
pub(crate) fn halves(reader: &Reader<'_>) -> Vec<Half> {
    let mut halves = Vec::new();
    if let Some(tracker) = reader.part.tracker {
        if tracker.stores.is_some() {
            halves.extend(reader.permission());
        }
        if let Some(stored) = &tracker.stores_no {
            halves.push(reader.stores_no(&stored.set));
        }
        return halves;
    }
    match reader.part.act() {
        Act::Keep | Act::Have => {}
        _ if reader.part.is_negative() => halves.push(reader.stated_prohibition()),
        _ => halves.extend(reader.permission()),
    }
    halves
}

/// The flows about which a question asks, whatever it leaves open.
pub(crate) fn asked(reader: &Reader<'_>) -> Vec<Block> {
    reader.blocks(reader.slots(), Reading::Question)
}

impl Reader<'_> {
    pub(crate) fn half(&self, side: Side, origin: Origin, within: Vec<Block>, mention: Mention) -> Half {
        let areas = within.into_iter().map(Area::from).collect();
        Half { owner: self.part.owner, side, origin, areas, mention, scope: Vec::new() }
    }

    /// A statement without `never` and `do not yet`: its permission, and what else it says.
    fn permission(&self) -> Vec<Half> {
        let stated = self.blocks(self.permitted_slots(), Reading::Permission);
        let mut half = self.half(Side::Permission, Origin::Stated, stated, self.permitted_mention());
        let has_fact = !self.sentence.facts.is_empty() || !self.sentence.bases.is_empty();
        if self.part.act() == Act::Use && (has_fact || self.has_form()) {
            half.scope = half.areas.iter().map(|area| self.whole(&area.within)).collect();
        }
        let others =
            [self.prohibited_by_only(), self.prohibited_by_unless(), self.implied(), self.required()];
        std::iter::once(half).chain(others.into_iter().flatten()).collect()
    }

    /// On what a permission is not silent.
    pub(crate) fn permitted_mention(&self) -> Mention {
        let facts = self.names(|_| true).into_iter().chain(self.named_as_known());
        Mention { slots: self.said_slots(), form: self.has_form(), facts: facts.collect() }
    }

    /// The flows of a permission or a question with some slots.
    fn blocks(&self, mut slots: Vec<(Slot, Marks)>, reading: Reading) -> Vec<Block> {
        slots.push((Slot::Actor, self.actor(Side::Permission)));
        slots.extend(self.data(reading));
        let block =
            |slots| Block { acts: vec![self.part.act()], slots, facts: self.permitted_facts(|_| true) };
        self.spread(slots).into_iter().map(block).flat_map(|block| either_way_round(&block)).collect()
    }

    /// Some facts of a permission or a question, with what is known because nothing else is named.
    pub(crate) fn permitted_facts(&self, is_meant: impl Fn(&Claim) -> bool) -> Formula {
        let known = self.carried().into_iter().map(Formula::Is).collect();
        self.all(is_meant).and(Formula::All(known))
    }

    /// The slots of a block in every form, whatever the facts, but about the same people.
    fn whole(&self, block: &Block) -> Block {
        let widen = |(slot, marks): &(Slot, Marks)| match slot.has_form() {
            true => (*slot, self.values.in_every_form(marks)),
            false => (*slot, marks.clone()),
        };
        let facts = self.all(|claim| claim.word == Word::About);
        Block { acts: block.acts.clone(), slots: block.slots.iter().map(widen).collect(), facts }
    }

    pub(crate) fn stated_prohibition(&self) -> Half {
        let (slots, facts) = (self.slots(), self.all(|_| true));
        let mut names = self.names(|claim| claim.word != Word::Unless);
        let mut within = Vec::new();
        for (data, known) in self.prohibited_data() {
            names.extend(known.named());
            let actor = (Slot::Actor, self.actor(Side::Prohibition));
            let slots = std::iter::once(actor).chain(data).chain(slots.clone()).collect();
            let block =
                |slots| Block { acts: vec![self.part.act()], slots, facts: facts.clone().and(known.clone()) };
            within.extend(with_narrower(&block(slots)));
        }
        let mention = Mention { slots: self.restricted(|_| true), form: self.has_form(), facts: names };
        self.half(Side::Prohibition, Origin::Stated, within, mention)
    }

    /// What all the `only`s of a statement together exclude.
    fn prohibited_by_only(&self) -> Option<Half> {
        let claims = self.claims();
        let mut only_slots: Vec<Slot> =
            self.clauses().into_iter().filter(|(_, clause)| clause.is_only).map(|(slot, _)| slot).collect();
        // The channel of a tracker is the tracker: `through` says where it is used.
        only_slots.retain(|slot| *slot != Slot::Channel || self.part.tracker.is_none());
        let only_data = self.sentence.object.is_only;
        let has_only_claim = claims.iter().any(|claim| claim.is_only);
        if only_slots.is_empty() && !only_data && !has_only_claim {
            return None;
        }
        // A region belongs to the recipients or the persons before it.
        if only_slots.contains(&Slot::Recipient) {
            only_slots.push(Slot::RecipientRegion);
        }
        if claims.iter().any(|claim| claim.is_only && claim.word == Word::About) {
            only_slots.push(Slot::Place);
        }
        let is_only = |slot: Slot| only_slots.contains(&slot);
        let (excluding, stated): (Vec<_>, Vec<_>) =
            self.permitted_slots().into_iter().partition(|(slot, _)| is_only(*slot));
        let narrows = |claim: &Claim| {
            !claim.is_only && matches!(claim.word, Word::When | Word::Unless | Word::About | Word::On)
        };

        let named = self.datum(Reading::Only);
        let mut data = named.clone();
        if let Some(data) = data.as_mut().filter(|_| only_data) {
            add(data, &self.values.all_data(&self.values.personal_forms()));
        }
        let actor = (Slot::Actor, self.actor(Side::Prohibition));
        let mut slots = vec![actor.clone()];
        slots.extend(data.map(|data| (Slot::Datum, data)));
        slots.extend(self.second(Reading::Only));
        slots.extend(stated);
        let acts = vec![self.part.act()];
        let within = Block { acts: acts.clone(), slots, facts: self.all(narrows) };

        let mut product_slots = excluding;
        if only_data {
            product_slots.extend(self.datum(Reading::Permission).map(|data| (Slot::Datum, data)));
        }
        let product = Block { acts, slots: product_slots, facts: self.all(|claim| claim.is_only) };

        let mut half = self.half(Side::Prohibition, Origin::Only, Vec::new(), Mention::default());
        let mirrored = self.mirrored(&product, only_data);
        for (at, within) in with_narrower(&within).into_iter().enumerate() {
            let products = std::iter::once(&product).chain(&mirrored);
            let outside = products.map(|product| with_narrower(product).swap_remove(at)).collect();
            half.areas.push(Area { within, outside });
        }
        let purpose = self.sentence.slots.purpose.as_ref().filter(|purpose| purpose.is_only);
        if let Some(purpose) = purpose.filter(|_| self.part.act() == Act::Collect) {
            let mut outside = vec![true; self.values.count(Slot::Purpose)];
            take_out(&mut outside, &self.values.list(Kind::Purpose, &purpose.set));
            let mut slots = vec![actor, (Slot::Purpose, outside)];
            slots.extend(named.map(|data| (Slot::Datum, data)));
            slots.extend(self.slot(Slot::Place).filter(|(slot, _)| !is_only(*slot)));
            // What a tracker stores is used through the tracker.
            slots.extend(self.slot(Slot::Channel).filter(|_| self.part.tracker.is_some()));
            let uses = with_narrower(&Block { acts: vec![Act::Use], slots, facts: self.all(narrows) });
            half.areas.extend(uses.into_iter().map(Area::from));
        }
        half.mention = Mention {
            slots: self.restricted(|slot| !is_only(slot)),
            form: false,
            facts: self
                .names(|claim| !claim.is_only && matches!(claim.word, Word::When | Word::About | Word::On)),
        };
        Some(half)
    }

    /// Of a combination, what the product of the `only`s is the other way round: there is no first and second.
    fn mirrored(&self, product: &Block, only_data: bool) -> Option<Block> {
        let second = self.sentence.slots.second.as_ref().filter(|_| only_data)?;
        if self.part.act() != Act::Combine {
            return None;
        }
        let second = (Slot::Datum, self.values.data(&second.set, Reading::Permission));
        let slots = product.slots.iter().map(|(slot, marks)| (other_way_round(*slot), marks.clone()));
        Some(Block { slots: slots.chain([second]).collect(), ..product.clone() })
    }

    fn prohibited_by_unless(&self) -> Option<Half> {
        let unless = self.claims().into_iter().filter(|claim| claim.word == Word::Unless);
        let forbidding: Vec<Formula> = unless.map(|claim| claim.says).collect();
        // What is not promised is not ruled out.
        if forbidding.is_empty() || !self.part.act().is_practice() {
            return None;
        }
        let narrowing = self.all(|claim| matches!(claim.word, Word::When | Word::About));
        let mut slots = vec![(Slot::Actor, self.actor(Side::Prohibition))];
        slots.extend(self.data(Reading::Prohibition));
        slots.extend(self.slots());
        let facts = Formula::Any(forbidding).and(narrowing);
        let within = with_narrower(&Block { acts: vec![self.part.act()], slots, facts });
        let mention = Mention {
            slots: self.restricted(|_| true),
            form: self.has_form(),
            facts: self.names(|claim| matches!(claim.word, Word::Unless | Word::When | Word::About)),
        };
        Some(self.half(Side::Prohibition, Origin::Unless, within, mention))
    }

    /// The use that goes without saying.
    fn implied(&self) -> Option<Half> {
        let purpose = self.slot(Slot::Purpose)?;
        let actor = match self.part.act() {
            Act::Collect | Act::Derive => self.actor(Side::Permission),
            Act::Disclose => {
                let (_, mut actor) = self.slot(Slot::Recipient)?;
                let processors = self.named(Kind::Recipient, "processors");
                actor.iter_mut().zip(&processors).for_each(|(mark, other)| *mark &= *other);
                // The company is nobody's recipient.
                actor.push(false);
                actor
            }
            _ => return None,
        };
        let vocabulary = self.values.vocabulary();
        let facts = self.permitted_facts(|claim| !claim.names.iter().any(|fact| is_event(*fact, vocabulary)));
        let mut slots = vec![(Slot::Actor, actor), purpose];
        slots.extend(self.datum(Reading::Permission).map(|data| (Slot::Datum, data)));
        slots.extend(self.slot(Slot::Place));
        // Where data are derived they are used; whoever gets data may use them anywhere.
        slots.extend(self.slot(Slot::Region));
        let within = vec![Block { acts: vec![Act::Use], slots, facts }];
        Some(self.half(Side::Permission, Origin::Implied, within, Mention::default()))
    }

    /// What the person must provide is required.
    fn required(&self) -> Option<Half> {
        if self.sentence.necessity != Some(Necessity::Required) || !self.part.act().is_practice() {
            return None;
        }
        // Of a tracker that stores nothing, nothing is required.
        let datum = (Slot::Datum, self.datum(Reading::Permission)?);
        let mut slots = vec![(Slot::Actor, self.actor(Side::Permission)), datum];
        let common = [Slot::Place, Slot::Purpose, Slot::Channel];
        slots.extend(common.into_iter().filter_map(|slot| self.slot(slot)));
        let within = vec![Block { acts: vec![Act::Require], slots, facts: self.permitted_facts(|_| true) }];
        let mention = self.permitted_mention();
        Some(self.half(Side::Permission, Origin::Required, within, mention))
    }

    fn stores_no(&self, stored: &Set) -> Half {
        let mut slots = vec![
            (Slot::Actor, self.actor(Side::Prohibition)),
            (Slot::Datum, self.values.data(stored, Reading::Prohibition)),
        ];
        slots.extend(self.slot(Slot::Channel));
        let form = stored.items.iter().any(|item| item.form.is_some());
        let mention = Mention { slots: BTreeSet::from([Slot::Channel]), form, facts: Vec::new() };
        let within = vec![Block { acts: vec![Act::Collect], slots, facts: Formula::always() }];
        self.half(Side::Prohibition, Origin::Stated, within, mention)
    }
}

/// A prohibition of a verb is one of every narrower verb.
pub(crate) fn with_narrower(block: &Block) -> Vec<Block> {
    let mut block = block.clone();
    match block.acts.as_slice() {
        [Act::Disclose] => block.acts.push(Act::Sell),
        [Act::Use] => {
            block.acts.extend([Act::View, Act::Decide, Act::Train, Act::Combine]);
            let slots =
                block.slots.iter().map(|(slot, marks)| (other_way_round(*slot), marks.clone())).collect();
            let second = Block { acts: vec![Act::Combine, Act::Derive], slots, facts: block.facts.clone() };
            return vec![block, second];
        }
        _ => {}
    }
    either_way_round(&block)
}

/// A combination has no first and second.
pub(crate) fn either_way_round(block: &Block) -> Vec<Block> {
    let mut blocks = vec![block.clone()];
    if block.acts == [Act::Combine] {
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

/// Safeguards that recipients are bound to, as flows to them in which the safeguard is missing: they cannot be.
pub(crate) fn impossible(reader: &Reader<'_>) -> Vec<Block> {
    let sentence = reader.sentence;
    let is_narrowed =
        [&sentence.slots.subject, &sentence.slots.purpose, &sentence.slots.channel, &sentence.slots.over]
            .iter()
            .any(|clause| clause.is_some());
    let is_duty = sentence.verb == Verb::Bind
        && !reader.part.is_negative()
        && !matches!(sentence.modality, Modality::May | Modality::TryTo)
        && sentence.facts.is_empty()
        && reader.part.exception.is_none()
        && !is_narrowed;
    let Some(recipient) = reader.slot(Slot::Recipient).filter(|_| is_duty) else { return Vec::new() };
    let duties = sentence.slots.duties.iter().flat_map(|duties| &duties.set.items);
    let missing = duties.filter_map(|item| match item.what {
        candor::model::What::Term(duty) => Some(Block {
            acts: vec![Act::Disclose, Act::Sell],
            slots: vec![recipient.clone()],
            facts: Formula::Is(Fact::Term(duty)).not(),
        }),
        candor::model::What::Any { .. } => None,
    });
    missing.collect()
}
