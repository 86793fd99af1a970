//! The document: header, parties, sections and what stands in them.

use jiff::civil::Date;

use super::{
    DefinitionId, Exception, LinkId, Names, Period, ProseId, SectionId, Sentence, Set, Slot, Statement,
    StatementId, TableId, TermId, TrackerId, Vocabulary, Words,
};
use crate::language::{ClauseWord, Expected, LifetimeWord, NeedWord, Quantifier, Role, TableWord, Verb};
use crate::source::Span;

/// A whole policy.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    /// All terms in scope.
    pub vocabulary: Vocabulary,
    /// The `policy` block.
    pub header: Option<Header>,
    /// The controller and the other parties, in their order.
    pub parties: Vec<Party>,
    /// All sections; [`Policy::top`] says which stand at the top.
    pub sections: Vec<Section>,
    /// The sections at the top, in their order.
    pub top: Vec<SectionId>,
    /// All statements, in their order.
    pub statements: Vec<Statement>,
    /// All trackers, in their order.
    pub trackers: Vec<Tracker>,
    /// All prose, in its order.
    pub prose: Vec<Prose>,
    /// All links, in their order.
    pub links: Vec<Link>,
    /// All definitions, in their order.
    pub definitions: Vec<Definition>,
    /// All tables that the author places, in their order.
    pub tables: Vec<Table>,
    /// What the author expects.
    pub expects: Vec<Expect>,
    /// What the author requires.
    pub requires: Vec<Require>,
    /// The findings that the author knows of.
    pub acknowledgements: Vec<Acknowledgement>,
    /// What its names lead to.
    pub names: Names,
}

impl Policy {
    /// A statement.
    ///
    /// # Panics
    /// Never for an id of this policy.
    #[must_use]
    pub fn statement(&self, id: StatementId) -> &Statement {
        &self.statements[id.index()]
    }

    /// A section.
    ///
    /// # Panics
    /// Never for an id of this policy.
    #[must_use]
    pub fn section(&self, id: SectionId) -> &Section {
        &self.sections[id.index()]
    }

    /// The label or the name of something in a section.
    ///
    /// # Panics
    /// Never for an item of this policy.
    #[must_use]
    pub fn item_name(&self, item: Item) -> &str {
        match item {
            Item::Statement(id) => &self.statement(id).label,
            Item::Tracker(id) => &self.trackers[id.index()].named.name,
            Item::Prose(id) => &self.prose[id.index()].named.name,
            Item::Link(id) => &self.links[id.index()].named.name,
            Item::Definition(id) => &self.definitions[id.index()].named.name,
            Item::Table(id) => &self.tables[id.index()].named.name,
            Item::Section(id) => &self.section(id).name,
        }
    }

    /// The choices that the policy offers: for each, the fact that a person has used it.
    pub fn choices(&self) -> impl Iterator<Item = TermId> {
        self.statements.iter().filter_map(|statement| statement.choice)
    }

    /// The party that answers for the policy.
    #[must_use]
    pub fn controller(&self) -> Option<&Party> {
        self.parties.iter().find(|party| party.role == Role::Controller)
    }
}

/// The `policy` block.
#[derive(Debug, Clone)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// The title of the page.
    pub title: String,
    /// Where it stands.
    pub span: Span,
    /// The file in which it stands, whole.
    pub file: Span,
    /// When it was posted.
    pub posted: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// From when it holds.
    pub effective: Option<Date>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// The law under which words are read.
    pub law: Vec<TermId>,
    /// The channels that it covers.
    pub covers: Vec<TermId>,
    /// The channels that it does not cover.
    pub does_not_cover: Vec<TermId>,
    /// The notice that applies to what is not covered.
    pub see: Option<String>,
    /// By which events it is accepted.
    pub accepted_by: Vec<TermId>,
    /// By which events a person confirms to have read it.
    pub acknowledged_by: Vec<TermId>,
    /// The sets of rules that it turns on.
    pub profiles: Vec<(String, Span)>,
    /// The grade at which the author's words may read, section by section.
    pub reading_grade: Option<u32>,
    /// How many vague words the author may use in a section.
    pub vague_words: Option<u32>,
    /// The data whose rows come first in the table at a glance; an empty list where there is no table.
    pub glance: Option<Vec<TermId>>,
    /// Whether sections have numbers.
    pub is_numbered: bool,
    /// Its earlier versions.
    pub earlier: Vec<Earlier>,
    /// The documents that it supplements, and those that supplement it.
    pub companions: Vec<Companion>,
    /// The version of the policy, in the author's counting.
    pub version: Option<String>,
    /// The version of the standard vocabulary that it was written for.
    pub vocabulary: Option<(String, Span)>,
}

/// An earlier version of a policy.
#[derive(Debug, Clone)]
pub struct Earlier {
    /// From when it held.
    pub date: Date,
    /// Where it can be read.
    pub address: String,
    /// Where it stands.
    pub span: Span,
}

/// Another document of the same company that is read together with this one.
#[derive(Debug, Clone)]
pub struct Companion {
    /// Whether it is this one that adds to the other.
    pub is_supplemented: bool,
    /// The name in its `policy` block.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where it can be read.
    pub address: String,
    /// Where its name stands.
    pub span: Span,
}

/// A party.
#[derive(Debug, Clone)]
pub struct Party {
    /// What it is.
    pub role: Role,
    /// Its name in the file.
    pub name: String,
    /// Its name for readers.
    pub label: String,
    /// Where its name stands.
    pub span: Span,
    /// Its attributes: `website`, `email`, `phone`, `address`, `contact`, …
    pub attributes: Attributes,
}

/// Attributes with resolved values, in their order.
pub type Attributes = Vec<(String, Vec<AttributeValue>)>;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AttributeValue {
    /// A text.
    Text(String),
    /// A term.
    Term(TermId),
    /// A term with a text, as in `contact security "security@example.org"`.
    TermText(TermId, String),
    /// A length of time.
    Period(Period),
    /// A number.
    Number(u32),
    /// A word.
    Word(String),
}

impl AttributeValue {
    /// The term, where it is one.
    #[must_use]
    pub const fn term(&self) -> Option<TermId> {
        match self {
            Self::Term(term) => Some(*term),
            Self::Text(_) | Self::TermText(..) | Self::Period(_) | Self::Number(_) | Self::Word(_) => None,
        }
    }
}

/// A section.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its place among the sections.
    pub id: SectionId,
    /// Its name, unique in the document.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Where its name stands.
    pub span: Span,
    /// The section around it.
    pub parent: Option<SectionId>,
    /// The people whom the page calls “you” in it, if they are not the readers of the whole policy.
    pub readers: Option<Readers>,
    /// What stands in it, in order.
    pub items: Vec<Item>,
}

/// People to whom a section speaks.
#[derive(Debug, Clone)]
pub struct Readers {
    /// Who they are.
    pub people: Slot,
    /// Where they are.
    pub region: Option<Slot>,
}

/// What stands in a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A statement.
    Statement(StatementId),
    /// A tracker.
    Tracker(TrackerId),
    /// Prose.
    Prose(ProseId),
    /// A link.
    Link(LinkId),
    /// A definition.
    Definition(DefinitionId),
    /// A table.
    Table(TableId),
    /// A section inside.
    Section(SectionId),
}

/// What every named part of a section has in common.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its name, unique in the document.
    pub name: String,
    /// Where its name stands.
    pub span: Span,
    /// The section in which it stands.
    pub section: SectionId,
    /// Its words: notes, sources, provisions of law.
    pub words: Words,
}

/// A tracker.
#[derive(Debug, Clone)]
pub struct Tracker {
    /// Name, place, words.
    pub named: Named,
    /// What the reader sees.
    pub label: String,
    /// The channel that the tracker is.
    pub channel: TermId,
    /// The technology above it.
    pub technology: TermId,
    /// Who sets it, where it is not the controller.
    pub by: Option<TermId>,
    /// What it stores.
    pub stores: Option<Slot>,
    /// What it is said not to store.
    pub stores_no: Option<Slot>,
    /// How long it lasts.
    pub lasting: Option<Lifetime>,
    /// For which purposes, under which facts, through which channels: the slots of `collect`.
    pub sentence: Sentence,
    /// What is excepted.
    pub exception: Option<Exception>,
    /// Attributes in braces.
    pub attributes: Attributes,
}

impl Tracker {
    /// How long it lasts, as far as that is stated: to write that nobody knows states nothing.
    #[must_use]
    pub fn lifetime(&self) -> Option<Lifetime> {
        self.lasting.filter(|lasting| *lasting != Lifetime::Word(LifetimeWord::Unknown))
    }
}

/// How long a tracker lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// As long as a word says.
    Word(LifetimeWord),
    /// A length of time.
    Period(Period),
}

/// Prose: words that say nothing to a machine.
#[derive(Debug, Clone)]
pub struct Prose {
    /// Name, place, words.
    pub named: Named,
    /// Its heading.
    pub title: Option<String>,
    /// Markdown.
    pub body: String,
}

/// A link.
#[derive(Debug, Clone)]
pub struct Link {
    /// Name, place, words.
    pub named: Named,
    /// What the reader sees.
    pub label: String,
    /// The address.
    pub address: String,
    /// Where the address stands.
    pub address_span: Span,
}

impl Link {
    /// The beginnings of the addresses to which a page may lead.
    ///
    /// A relative address is not among them: the page is also mailed, printed and embedded, where it would lead nowhere.
    pub const BEGINNINGS: [&str; 5] = ["https://", "http://", "mailto:", "tel:", "#"];

    /// Whether a page may lead to an address: no program of the reader's machine, and no empty place.
    #[must_use]
    pub fn can_lead_to(address: &str) -> bool {
        let address = address.trim();
        let begins = |start: &&&str| {
            address.get(..start.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(start))
        };
        Self::BEGINNINGS.iter().find(begins).is_some_and(|start| address.len() > start.len())
    }
}

/// A word that the document uses in its own sense.
#[derive(Debug, Clone)]
pub struct Definition {
    /// Name, place, words.
    pub named: Named,
    /// The word.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

/// A table that is made from the meaning and stands where its author puts it.
#[derive(Debug, Clone)]
pub struct Table {
    /// Name, place, words.
    pub named: Named,
    /// By what its rows are made.
    pub by: TableWord,
    /// The time before the date of the policy for which it is said to hold.
    pub preceding: Option<Period>,
}

/// What the author expects of a flow.
#[derive(Debug, Clone)]
pub struct Expect {
    /// Where it stands.
    pub span: Span,
    /// The verdict.
    pub verdict: Expected,
    /// The flow.
    pub flow: Sentence,
}

/// A finding that the author knows of, and why it stays.
#[derive(Debug, Clone)]
pub struct Acknowledgement {
    /// The code of its rule, where it stands.
    pub span: Span,
    /// The code of its rule.
    pub code: String,
    /// The parts of the document in which the finding is, each whole; none means anywhere.
    pub places: Vec<Span>,
    /// Whether labels were named, so that an empty list of places is not mistaken for "anywhere".
    pub is_placed: bool,
    /// Why it stays.
    pub because: String,
}

/// A rule over statements.
#[derive(Debug, Clone)]
pub struct Require {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// Its title.
    pub title: Option<String>,
    /// What must hold.
    pub requirement: Quantified,
    /// When it applies.
    pub when: Option<Quantified>,
    /// Notes, reasons, provisions of law.
    pub words: Words,
}

/// `every … has …`
#[derive(Debug, Clone)]
pub struct Quantified {
    /// Where it stands.
    pub span: Span,
    /// Every, some, no.
    pub quantifier: Quantifier,
    /// Which statements or blocks.
    pub selector: Selector,
    /// One of these.
    pub needs: Vec<Need>,
}

/// Which statements or blocks a requirement is about.
#[derive(Debug, Clone)]
pub enum Selector {
    /// The policy block.
    Policy,
    /// Parties of a role.
    Party(Role),
    /// Trackers.
    Tracker,
    /// Statements with this verb whose slots overlap these; without an object, any.
    Action {
        /// The verb.
        verb: Verb,
        /// Whether an object was named.
        has_object: bool,
        /// The slots.
        sentence: Box<Sentence>,
    },
}

/// What a requirement asks of what it selects.
#[derive(Debug, Clone)]
pub enum Need {
    /// A clause that overlaps this one; the sentence holds just this clause.
    Clause(ClauseWord, Box<Sentence>),
    /// A clause, tail, attribute or `retention`, whatever it says.
    Word(NeedWord, Span),
    /// An offer of one of these rights over the same data.
    Offer(Set),
}
