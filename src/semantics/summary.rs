//! What is done with which data, as rows: the table at a glance.
//!
//! # Design
//!
//! A row is data of which the same is said, so that what holds of one member is not told of its group. What a cell shows
//! comes from what the passes leave of each statement: items of which nothing is left are missing. What narrows an item is
//! taken from the clauses of its statement, within which all that is left of it lies. So every entry of a cell is true of
//! every datum of its row, and every flow that is permitted lies within some entry.

mod lasting;
mod left;
mod names;
mod provisos;
mod rows;
mod survivors;
pub mod tables;

pub use provisos::Deeds;

use fixedbitset::FixedBitSet;

use left::{Left, Wanted};

use super::Meaning;
use super::half::{self, Half, Origin, Owner, Side};
use super::region::{BudgetExceeded, Region};
use super::space::Dimension;
use crate::model::{
    Actor, Deletion, Fact, FactClause, FactWord, Kind, KnownTerm, Retention, Sentence, Set, SetItem, TermId,
    Timing, Verb, What,
};
use crate::source::Span;

/// What is done with which data.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// What is said of all personal data, and of which it holds: those of other rows are among them.
    pub general: Option<Row>,
    /// Data of which the same is said beside it, in the order of the statements. No datum stands in two rows, unless they are
    /// of different persons.
    pub rows: Vec<Row>,
    /// Whether some data are deleted when somebody asks for it: that stands in no cell.
    pub deletes_on_request: bool,
}

/// Data of which the same is said.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// The data, exactly: all of these lists together.
    pub data: Vec<Set>,
    /// The same in fewer names, where what other rows hold is taken for granted; empty where the lists serve.
    pub names: Vec<Name>,
    /// Whose, where all that is done with them is said of some people.
    pub persons: Option<Persons>,
    /// The group at the top of the vocabulary in which they are, if they are in one.
    pub group: Option<TermId>,
    /// Whether what is said of all personal data holds of them.
    pub is_personal: bool,
    /// Whether only others do something with them.
    pub is_with_others: bool,
    /// Why they are collected or used.
    pub why: Vec<Entry>,
    /// With whom they are shared.
    pub with_whom: Vec<Entry>,
    /// How long they are kept, and when they are deleted.
    pub how_long: Vec<Entry>,
    /// Whether a promise says of all of them that nobody gets them.
    pub goes_to_nobody: bool,
}

/// A name for some data of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Name {
    /// The term that names them.
    pub term: TermId,
    /// Whether other rows hold some of what is under the term, so that the row holds the others.
    pub is_of_others: bool,
}

/// What a cell shows: something, and what narrows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What.
    pub what: Shown,
    /// Who does it, if that is not the company and not what is shown.
    pub by: Option<TermId>,
    /// Whether those who are shown collect the data themselves, so that nobody gives it to them.
    pub is_collected: bool,
    /// Of whom.
    pub persons: Option<Persons>,
    /// Where it is received, or done.
    pub region: Option<Set>,
    /// For what, of those with whom data are shared and of how long they are kept.
    pub purposes: Option<Set>,
    /// Under which consents, conditions, events and safeguards.
    pub facts: Vec<FactClause>,
    /// In which forms alone, where that is not as the data are.
    pub forms: Vec<TermId>,
    /// Of a deletion: what it leaves of the data of its row, by what keeps it.
    pub survivors: Vec<Entry>,
    /// Of a purpose: under what alone it holds for one deed, or for some people.
    pub provisos: Vec<Proviso>,
}

/// Under what alone something is done for a purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proviso {
    /// What is done.
    pub deeds: Deeds,
    /// With whose data, if not with those of everybody.
    pub persons: Option<Persons>,
    /// What must be so; `None` where it is not done at all.
    pub awaits: Option<Fact>,
}

/// What stands before the brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// A purpose.
    Purpose(Set),
    /// Something is done with the data, and it is not said for what.
    NoPurpose,
    /// Other data are worked out from them, for the purposes that narrow it.
    Derived(Set),
    /// Those with whom data are shared, or who collect or use them.
    Recipient(Set),
    /// They are kept.
    Kept(Retention),
    /// They are never kept longer.
    Limit(Retention),
    /// They are deleted.
    Deleted(Deletion, Option<Timing>),
    /// They are never deleted.
    NeverDeleted,
}

/// People, and where they are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Persons {
    /// Which people.
    pub among: Set,
    /// Where.
    pub region: Option<Set>,
}

/// The column of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Why,
    WithWhom,
    HowLong,
    /// None: a collection without a purpose, and a deletion that waits until somebody asks for it. What people can have
    /// deleted reaches nearly all data; told of some rows, it would seem not to hold of the others.
    Aside,
}

/// An entry with the data of which it is true.
#[derive(Clone)]
struct Part {
    column: Column,
    /// What says it.
    owner: Owner,
    /// The place of its statement.
    order: usize,
    atoms: FixedBitSet,
    entry: Entry,
    /// All that is left of what it comes from.
    left: Region,
    /// Where the data come from, as far as that is asked and said.
    sources: Option<Set>,
    /// Whether it is stated, and does not only follow from what is.
    is_stated: bool,
    /// Whether the company has the data for that, and not somebody else alone.
    is_own: bool,
    /// Of a deletion: what it leaves, and of which data.
    survivors: Vec<Survivor>,
}

/// What a deletion leaves because it is kept.
#[derive(Clone)]
struct Survivor {
    atoms: FixedBitSet,
    /// What keeps it.
    entry: Entry,
    /// All of it.
    left: Region,
}

/// What is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The statements, as the table at a glance shows them: trackers have a table of their own.
    Statements,
    /// Trackers as well, and where data come from.
    Everything,
}

impl Part {
    /// Whether it says that something is done: nobody would look here for a right, or for a limit alone.
    fn makes_row(&self) -> bool {
        match self.entry.what {
            Shown::Purpose(_)
            | Shown::NoPurpose
            | Shown::Derived(_)
            | Shown::Recipient(_)
            | Shown::Kept(_) => true,
            Shown::Deleted(..) => self.column == Column::HowLong,
            Shown::Limit(_) | Shown::NeverDeleted => false,
        }
    }

    /// Whether it tells anything of its data, if only that somebody has them.
    fn is_told(&self) -> bool {
        self.column != Column::Aside || self.is_practice()
    }

    /// Whether it is about what is done with data while they are there.
    fn is_practice(&self) -> bool {
        matches!(
            self.entry.what,
            Shown::Purpose(_) | Shown::NoPurpose | Shown::Derived(_) | Shown::Recipient(_)
        )
    }
}

/// What is done with which data. `is_reader` says of a class of people whether the page speaks to it, so that it need not be
/// named; `order` are data whose rows come first.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn summary(
    meaning: &Meaning,
    is_reader: &dyn Fn(TermId) -> bool,
    order: &[TermId],
) -> Result<Summary, BudgetExceeded> {
    let mut maker = Maker { meaning, is_reader, reach: Reach::Statements, parts: Vec::new() };
    maker.read()?;
    maker.rows(order)
}

/// Whether some data are deleted when somebody asks for it, by a statement or by a right.
#[must_use]
pub fn deletes_on_request(meaning: &Meaning) -> bool {
    let policy = &meaning.diagrams.space().policy;
    let asks = |event: &Fact| lasting::is_asked_for(&policy.vocabulary, event);
    let deletes = |half: &Half| {
        let event = policy.part_sentence(half.owner).deletion.as_ref().map(|deletion| &deletion.event);
        half.origin == Origin::Request || half.origin == Origin::Stated && event.is_some_and(asks)
    };
    let halves = meaning.halves.iter().zip(&meaning.effect.regions);
    let mut permitted = halves.filter(|(half, _)| half.side == Side::Permission && deletes(half));
    permitted.any(|(_, region)| meaning.diagrams.is_empty(region).is_ok_and(|is_empty| !is_empty))
}

struct Maker<'m> {
    meaning: &'m Meaning,
    is_reader: &'m dyn Fn(TermId) -> bool,
    reach: Reach,
    parts: Vec<Part>,
}

impl Maker<'_> {
    /// What a part says, and its place among all of them; `None` for a tracker, unless these are read.
    fn said(&self, owner: Owner) -> Option<(Sentence, usize)> {
        let policy = &self.meaning.diagrams.space().policy;
        match owner {
            Owner::Statement(id) => Some((policy.statement(id).sentence.clone(), id.index())),
            Owner::Tracker(_) if self.reach == Reach::Statements => None,
            Owner::Tracker(id) => {
                let sentence = half::storing(policy.trackers.get(id.index())?)?;
                Some((sentence, policy.statements.len() + id.index()))
            }
        }
    }

    fn read(&mut self) -> Result<(), BudgetExceeded> {
        let (halves, kept, limits) =
            (self.meaning.halves.clone(), self.meaning.kept.clone(), self.meaning.limits.clone());
        let effect = self.meaning.effect.clone();
        for (at, (half, region)) in halves.iter().zip(&effect.regions).enumerate() {
            let Some((sentence, order)) = self.said(half.owner) else { continue };
            if half.side != Side::Permission {
                continue;
            }
            let region = &self.covered(region)?;
            // What is implied of collecting holds even where nothing can be collected.
            let is_implied =
                half.origin == Origin::Implied && matches!(sentence.verb, Verb::Collect | Verb::Derive);
            if half.origin == Origin::Stated || is_implied {
                match column_of(sentence.verb) {
                    Some(column) => self.practice(column, order, &sentence, half, region)?,
                    None if sentence.verb == Verb::Delete => self.deletion(at, order, &sentence, region)?,
                    None => {}
                }
            }
        }
        for (half, region) in kept.iter().zip(&effect.kept).filter(|(half, _)| half.stage == 0) {
            self.kept(half, &self.covered(region)?)?;
        }
        for (half, region) in limits.iter().zip(&effect.limited) {
            self.kept(half, &self.covered(region)?)?;
        }
        Ok(())
    }

    /// What of some flows goes through channels that the policy covers.
    fn covered(&self, flows: &Region) -> Result<Region, BudgetExceeded> {
        match self.meaning.diagrams.space().covered_channels() {
            Some(channels) => self.meaning.diagrams.and(flows, &self.slice(Dimension::Channel, &channels)),
            None => Ok(flows.clone()),
        }
    }

    /// What is done with data, with its purposes or with those who get them.
    fn practice(
        &mut self,
        column: Column,
        order: usize,
        sentence: &Sentence,
        half: &Half,
        region: &Region,
    ) -> Result<(), BudgetExceeded> {
        // What is collected for a purpose may be used for it, and not only when it is collected.
        let conditions = if half.origin == Origin::Implied { Conditions::Standing } else { Conditions::All };
        // What is worked out from data is done with these as well.
        let has_sources =
            sentence.verb == Verb::Derive && half.origin == Origin::Stated && self.reach == Reach::Statements;
        for dimension in [Dimension::Datum, Dimension::Second] {
            if dimension == Dimension::Second && !has_sources {
                continue;
            }
            for left in self.left(sentence, half, region, Wanted { dimension, lasts: false })? {
                let shown = self.shown_of(column, sentence, conditions, &left);
                // What has nothing to show makes a row all the same.
                let silent = || {
                    let persons = left.clauses.persons.clone();
                    (Column::Aside, Entry { persons, ..Entry::of(Shown::NoPurpose) })
                };
                let shown = if shown.is_empty() { vec![silent()] } else { shown };
                self.parts.extend(shown.into_iter().map(|(column, entry)| Part {
                    column,
                    owner: half.owner,
                    order,
                    atoms: left.atoms.clone(),
                    entry,
                    left: region.clone(),
                    sources: left.clauses.sources.clone(),
                    is_stated: half.origin == Origin::Stated,
                    is_own: sentence.actor == Actor::We,
                    survivors: Vec::new(),
                }));
            }
        }
        Ok(())
    }

    /// What cells show of what is left of a practice.
    fn shown_of(
        &self,
        column: Column,
        sentence: &Sentence,
        conditions: Conditions,
        left: &Left,
    ) -> Vec<(Column, Entry)> {
        let clauses = &left.clauses;
        let other = other_actor(sentence);
        let entry = |what: Shown, purposes: Option<Set>| Entry {
            by: other.filter(|_| column == Column::WithWhom),
            is_collected: other.is_some() && sentence.verb == Verb::Collect,
            persons: clauses.persons.clone(),
            region: clauses.region.clone(),
            purposes,
            facts: self.facts(sentence, conditions, clauses.waits.as_ref()),
            forms: left.forms.clone(),
            ..Entry::of(what)
        };
        let purposes = clauses.purposes.clone();
        match (column, other) {
            (Column::Why, None) => {
                let why = match (&clauses.derived, &purposes) {
                    (Some(derived), _) => vec![entry(Shown::Derived(derived.clone()), purposes)],
                    (None, Some(set)) => {
                        apart(set).into_iter().map(|one| entry(Shown::Purpose(one), None)).collect()
                    }
                    // For what data are collected is said where they are used; in which form alone, nowhere else.
                    (None, None) if sentence.verb == Verb::Collect && left.forms.is_empty() => Vec::new(),
                    (None, None) => vec![entry(Shown::NoPurpose, None)],
                };
                why.into_iter().map(|entry| (Column::Why, entry)).collect()
            }
            (Column::Why, Some(other)) => {
                let others = Shown::Recipient(list(vec![What::Term(other)]));
                vec![(Column::WithWhom, entry(others, purposes))]
            }
            (Column::WithWhom | Column::HowLong | Column::Aside, _) => {
                let recipients = clauses.recipients.clone().unwrap_or_else(|| self.receiving(sentence));
                let with = apart(&recipients).into_iter();
                with.map(|one| (Column::WithWhom, entry(Shown::Recipient(one), purposes.clone()))).collect()
            }
        }
    }

    /// Who gets data where nobody is named.
    fn receiving(&self, sentence: &Sentence) -> Set {
        let vocabulary = &self.meaning.diagrams.space().policy.vocabulary;
        let public = vocabulary.known(KnownTerm::ThePublic).filter(|_| sentence.verb == Verb::Publish);
        let anyone = What::Any { kind: Kind::Recipient, trait_: None, is_negated: false };
        list(vec![public.map_or(anyone, What::Term)])
    }

    /// The conditions of a sentence, or those that stand: what says when data are collected does not say when they are used or
    /// kept. What is left only once some choices were used, or some events have happened, holds under these.
    fn facts(&self, sentence: &Sentence, which: Conditions, waits: Option<&Fact>) -> Vec<FactClause> {
        let policy = &self.meaning.diagrams.space().policy;
        let stands = |clause: &&FactClause| {
            let is_event = |(term, _): &(TermId, Span)| policy.vocabulary.term(*term).kind == Kind::Event;
            which == Conditions::All || !clause.fact.terms().iter().any(is_event)
        };
        let clause = |word: FactWord, fact: &Fact| FactClause {
            word,
            is_only: false,
            fact: fact.unplaced(),
            span: Span::default(),
            is_inherited: false,
        };
        let mut facts: Vec<FactClause> =
            sentence.facts.iter().filter(stands).map(|one| clause(one.word, &one.fact)).collect();
        if let Some(consent) = half::consent_as_basis(policy, sentence) {
            let names = |known: &FactClause| {
                known.fact.terms().iter().any(|(term, _)| policy.vocabulary.is_below(*term, consent))
            };
            if !facts.iter().any(names) {
                facts.push(clause(FactWord::With, &Fact::Term(consent, Span::default())));
            }
        }
        if let Some(waits) = waits {
            let is_event = |(term, _): &(TermId, Span)| policy.vocabulary.term(*term).kind == Kind::Event;
            let kind = |term: TermId| policy.vocabulary.term(term).kind;
            let is_given =
                |(term, _): &(TermId, Span)| matches!(kind(*term), Kind::Condition | Kind::Consent);
            let word = match waits.terms() {
                terms if terms.iter().any(is_event) => FactWord::When,
                terms if terms.iter().all(is_given) => FactWord::With,
                _ => FactWord::Under,
            };
            let awaited = clause(word, waits);
            if !facts.iter().any(|known| known.word != FactWord::Unless && known.fact == awaited.fact) {
                facts.push(awaited);
            }
        }
        facts
    }
}

impl Entry {
    /// Something that nothing narrows.
    #[must_use]
    pub const fn of(what: Shown) -> Self {
        Self {
            what,
            by: None,
            is_collected: false,
            persons: None,
            region: None,
            purposes: None,
            facts: Vec::new(),
            forms: Vec::new(),
            survivors: Vec::new(),
            provisos: Vec::new(),
        }
    }
}

/// Which conditions of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Conditions {
    All,
    /// Those that name no event.
    Standing,
}

/// Who acts, if that is not the company.
const fn other_actor(sentence: &Sentence) -> Option<TermId> {
    match sentence.actor {
        Actor::Recipient(term, _) => Some(term),
        Actor::We => None,
    }
}

/// The items of a list, each by itself; one list where something is taken out.
fn apart(set: &Set) -> Vec<Set> {
    if !set.except.is_empty() {
        return vec![set.clone()];
    }
    set.items.iter().map(|item| Set { items: vec![item.clone()], except: Vec::new() }).collect()
}

fn list(items: Vec<What>) -> Set {
    Set::of(items, Span::default())
}

/// A list without the places where it stands.
fn plain(set: &Set) -> Set {
    let items = |items: &[SetItem]| {
        items.iter().map(|item| SetItem { span: Span::default(), ..item.clone() }).collect()
    };
    Set { items: items(&set.items), except: items(&set.except) }
}

/// The column in which a verb alone decides what stands.
const fn column_of(verb: Verb) -> Option<Column> {
    match verb {
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train => Some(Column::Why),
        Verb::Disclose | Verb::Sell | Verb::Publish => Some(Column::WithWhom),
        Verb::Store
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
        | Verb::Advise => None,
    }
}
