//! The syntax tree: what the author wrote, in the order in which it was written.
//!
//! Each node has a [`Span`]; no node knows what its names mean. Comments stand beside the tree, in the order of
//! the text, because only the formatter asks for them.

use serde::{Deserialize, Serialize};

use crate::language::{
    Bound, ClauseWord, JoinWord, Modality, Number, ProtectedState, Quantifier, RelationWord, TailWord, Verb,
    Whichever,
};
use crate::source::Span;

/// One file.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// The whole file.
    pub span: Span,
    /// The items in their order.
    pub items: Vec<Item>,
    /// Every `//` comment, in its order; `///` documentation belongs to its item.
    pub comments: Vec<Comment>,
}

/// A `//` comment with its text, slashes included.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Comment {
    /// Where it stands.
    pub span: Span,
    /// The text from `//` to the end of the line.
    pub text: String,
}

/// A word or a dotted name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Name {
    /// The word as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// Text of the author: one line in quotes, or dedented prose of several lines.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Text {
    /// The text without its quotes; common indentation removed from prose.
    pub text: String,
    /// Whether it was written with `"""`.
    pub is_prose: bool,
    /// Where it stands, quotes included.
    pub span: Span,
}

/// What can stand in a file or in a section.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Item {
    /// `import "other.candor"`
    Import(Import),
    /// `policy name "Title" { … }`
    Policy(Block),
    /// `controller name "Name" { … }` and the other parties.
    Party(Party),
    /// `data name "label" …`: a term of any kind.
    Declaration(Declaration),
    /// `section name "Title" … { … }`
    Section(Section),
    /// `label: we may collect …`
    Statement(Statement),
    /// `tracker name "label" is a kind of cookie …`
    Tracker(Tracker),
    /// `text name """ … """`
    Prose(Prose),
    /// `link name "label" "https://…"`
    Link(Link),
    /// `term name "Word" "what it means"`
    Definition(Definition),
    /// `table name by purpose …`
    Table(Table),
    /// `expect permitted: …`
    Expect(Expect),
    /// `expect finding CODE in LABEL because "…"`
    Acknowledgement(Acknowledgement),
    /// `require name: …`
    Require(Require),
    /// A piece that could not be read; its faults are already reported.
    Broken(Broken),
}

/// Where an item can stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// Outside of every section.
    Outside,
    /// In a section, where the reader sees it.
    Section,
}

impl Item {
    /// Whether an item of this sort may stand there.
    #[must_use]
    pub fn belongs_in(&self, room: Room) -> bool {
        match self {
            Self::Import(_) | Self::Policy(_) | Self::Party(_) | Self::Declaration(_) | Self::Require(_) => {
                room == Room::Outside
            }
            Self::Statement(_)
            | Self::Tracker(_)
            | Self::Prose(_)
            | Self::Link(_)
            | Self::Definition(_)
            | Self::Table(_) => room == Room::Section,
            Self::Section(_) | Self::Expect(_) | Self::Acknowledgement(_) | Self::Broken(_) => true,
        }
    }

    /// Where the item stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Import(item) => item.span,
            Self::Policy(item) => item.span,
            Self::Party(item) => item.block.span,
            Self::Declaration(item) => item.span,
            Self::Section(item) => item.span,
            Self::Statement(item) => item.span,
            Self::Tracker(item) => item.span,
            Self::Prose(item) => item.span,
            Self::Link(item) => item.span,
            Self::Definition(item) => item.span,
            Self::Table(item) => item.span,
            Self::Expect(item) => item.span,
            Self::Acknowledgement(item) => item.span,
            Self::Require(item) => item.span,
            Self::Broken(item) => item.span,
        }
    }

    /// Its name or its label.
    #[must_use]
    pub const fn name(&self) -> Option<&Name> {
        match self {
            Self::Import(_) | Self::Expect(_) => None,
            Self::Acknowledgement(item) => Some(&item.code),
            Self::Policy(item) => Some(&item.name),
            Self::Party(item) => Some(&item.block.name),
            Self::Declaration(item) => Some(&item.name),
            Self::Section(item) => Some(&item.name),
            Self::Statement(item) => item.label.as_ref(),
            Self::Tracker(item) => Some(&item.name),
            Self::Prose(item) => Some(&item.name),
            Self::Link(item) => Some(&item.name),
            Self::Definition(item) => Some(&item.name),
            Self::Table(item) => Some(&item.name),
            Self::Require(item) => Some(&item.name),
            Self::Broken(item) => item.name.as_ref(),
        }
    }

    /// Where its name or its label stands; the whole item where it has none.
    #[must_use]
    pub fn name_span(&self) -> Span {
        self.name().map_or_else(|| self.span(), |name| name.span)
    }
}

/// A piece that could not be read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Broken {
    /// Where it stands.
    pub span: Span,
    /// The name that it would have declared, so that what refers to it is not reported as well.
    pub name: Option<Name>,
}

/// `import "other.candor"`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Import {
    /// Where it stands.
    pub span: Span,
    /// The path, relative to the importing file.
    pub path: Text,
}

/// Lines of `///` in front of an item.
pub type Doc = Vec<Text>;

/// A named block with attributes: the policy, or the inside of a party.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its title or label.
    pub title: Text,
    /// Its attributes, as written.
    pub attributes: Vec<Attribute>,
}

/// A party: a role and a block.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Party {
    /// `controller`, `representative`, …
    pub role: Name,
    /// Name, label, attributes.
    pub block: Block,
}

/// `key value, value see "…"`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Attribute {
    /// Where it stands.
    pub span: Span,
    /// The key, its words joined by one blank.
    pub key: Name,
    /// One or more values.
    pub values: Vec<Value>,
    /// The address behind `see`.
    pub see: Option<Text>,
}

/// A value of an attribute.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Value {
    /// A name, a tag such as `en-US`, a number.
    Word(Name),
    /// A text.
    Text(Text),
    /// A name and a text: `dpv "EmailAddress"`.
    Pair(Name, Text),
    /// A calendar date as written.
    Date(Name),
    /// A length of time.
    Duration(Duration),
}

impl Value {
    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Word(name) | Self::Date(name) => name.span,
            Self::Text(text) => text.span,
            Self::Pair(name, text) => name.span.to(text.span),
            Self::Duration(duration) => duration.span,
        }
    }
}

/// `30 days`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Duration {
    /// Where it stands.
    pub span: Span,
    /// The digits as written.
    pub number: Name,
    /// The unit as written, singular or plural.
    pub unit: Name,
}

/// `KIND name "label" relations traits { attributes }`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Declaration {
    /// Where it stands.
    pub span: Span,
    /// Its documentation: the definition of the term.
    pub doc: Doc,
    /// The word of its kind.
    pub kind: Name,
    /// Its name.
    pub name: Name,
    /// Its label, where one was written.
    pub label: Option<Text>,
    /// How it stands to other terms.
    pub relations: Vec<Relation>,
    /// Its traits.
    pub traits: Vec<Name>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// How a term stands to other terms.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Relation {
    /// `is a kind of a, b`
    IsAKindOf(Vec<Name>),
    /// `includes a, b`: open.
    Includes(Vec<Name>),
    /// `means a, b`: exhaustive.
    Means(Set),
    /// `excludes a`
    Excludes(Vec<Name>),
    /// `may contain a`
    MayContain(Vec<Name>),
}

impl Relation {
    /// The words that open it.
    #[must_use]
    pub const fn word(&self) -> RelationWord {
        match self {
            Self::IsAKindOf(_) => RelationWord::IsAKindOf,
            Self::Includes(_) => RelationWord::Includes,
            Self::Means(_) => RelationWord::Means,
            Self::Excludes(_) => RelationWord::Excludes,
            Self::MayContain(_) => RelationWord::MayContain,
        }
    }
}

/// `section name "Title" clauses { items }`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Section {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Text,
    /// The clauses of its header.
    pub clauses: Vec<Clause>,
    /// What stands in it.
    pub items: Vec<Item>,
    /// The closing brace, or a place with no length where it is missing.
    pub close: Span,
}

/// `text name "Title" """ … """`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Prose {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its heading.
    pub title: Option<Text>,
    /// The prose.
    pub body: Text,
    /// Its tails.
    pub tails: Vec<Tail>,
}

/// `link name "label" "https://…"`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Link {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// What the reader sees.
    pub label: Text,
    /// The address.
    pub address: Text,
    /// Its tails.
    pub tails: Vec<Tail>,
}

/// `term name "Word" "what it means"`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Definition {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// The word that is defined.
    pub word: Text,
    /// What it means.
    pub meaning: Text,
    /// Its tails.
    pub tails: Vec<Tail>,
}

/// `table name by purpose for the preceding 12 months`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Table {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// By what its rows are made.
    pub by: Name,
    /// The time for which it is said to hold.
    pub preceding: Option<Duration>,
    /// Its tails.
    pub tails: Vec<Tail>,
}

/// `tracker name "label" is a kind of cookie by RECIPIENT stores … for … lasting …`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tracker {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name, which is its label too.
    pub name: Name,
    /// What the reader sees.
    pub label: Text,
    /// The technology: a channel.
    pub technology: Name,
    /// Who sets it, where it is not the controller.
    pub by: Option<Name>,
    /// What it stores, in each `stores` that was written.
    pub stores: Vec<Stores>,
    /// How long it lasts, in each `lasting` that was written.
    pub lasting: Vec<Lasting>,
    /// The other clauses.
    pub clauses: Vec<Clause>,
    /// Its tails.
    pub tails: Vec<Tail>,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
}

/// `stores SET` or `stores no personal data`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Stores {
    /// Where it stands.
    pub span: Span,
    /// Whether it was written with `no`.
    pub is_negated: bool,
    /// What is stored, or what is not.
    pub set: Set,
}

/// `lasting session`, `lasting 30 days`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Lasting {
    /// `session`, `persistent`, `unknown`
    Word(Name),
    /// A length of time.
    Duration(Duration),
}

/// A statement: who does what, with clauses and tails.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its label; a missing one is a finding.
    pub label: Option<Name>,
    /// The title that readers see, between the label and its colon.
    pub title: Option<Text>,
    /// Who, how, what.
    pub sentence: Sentence,
    /// The tails, in the order of the text.
    pub tails: Vec<Tail>,
    /// The attributes.
    pub attributes: Vec<Attribute>,
}

/// Actor, modal, verb, object, head and clauses: what a statement and an expectation share.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Who does it.
    pub actor: Actor,
    /// The modal word.
    pub modal: Option<Modal>,
    /// The verb, the first one if several are joined.
    pub verb: VerbWord,
    /// Further verbs with the same object.
    pub joined: Option<Joined>,
    /// The object, directly behind the verb.
    pub object: Object,
    /// What the verb demands directly behind its object.
    pub head: Head,
    /// The clauses, in the order of the text.
    pub clauses: Vec<Clause>,
}

impl Sentence {
    /// Its verbs in the order of the text.
    pub fn verbs(&self) -> impl Iterator<Item = &VerbWord> {
        std::iter::once(&self.verb).chain(self.joined.iter().flat_map(|joined| &joined.verbs))
    }
}

/// `…, view and disclose`: what is joined with a first verb.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joined {
    /// The other verbs.
    pub verbs: Vec<VerbWord>,
    /// The word before the last of them.
    pub word: JoinWord,
    /// Where that stands.
    pub span: Span,
}

/// `we`, or the name of a recipient.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Actor {
    /// `we`
    We(Span),
    /// A recipient.
    Recipient(Name),
}

/// A modal word with its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Modal {
    /// Which one; never [`Modality::Plain`], which has no word.
    pub kind: Modality,
    /// Whose form it was written in: `we do not yet`, `a-partner does not yet`.
    pub written_for: Number,
    /// Where it stands.
    pub span: Span,
}

/// A verb as written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VerbWord {
    /// Which one.
    pub kind: Verb,
    /// Whose form it was written in: `we collect`, `a-partner collects`.
    pub written_for: Number,
    /// Where it stands.
    pub span: Span,
}

/// `[only] SET`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Object {
    /// The word `only`.
    pub only: Option<Span>,
    /// What.
    pub set: Set,
}

/// What a verb demands directly behind its object.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Head {
    /// Nothing.
    Nothing,
    /// `derive A from B`
    From(Set),
    /// `combine A with B [of SUBJECT]`
    With {
        /// The second data.
        set: Set,
        /// Whose they are.
        of: Option<Set>,
    },
    /// `store A [only] in REGION`
    In(Object),
    /// `retain A END …`; behind `never` without an end, not at all.
    Ends(Option<Retention>),
    /// `delete A on EVENT [promptly | within D]`
    On {
        /// The event.
        event: Fact,
        /// How soon.
        promptness: Option<Promptness>,
    },
    /// `protect A in transit, at rest using MEASURE`
    Using {
        /// In which states.
        states: Vec<ProtectedState>,
        /// By which measures; `None` in a question that asks for any.
        measures: Option<Set>,
    },
    /// `notify SUBJECT [in REGION] of EVENT`
    Of {
        /// Where the subjects are.
        region: Option<Set>,
        /// Of what.
        events: Set,
    },
    /// `bind RECIPIENT to SAFEGUARD`
    To(Set),
}

/// `promptly`, `within 30 days`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Promptness {
    /// `promptly`
    Promptly(Span),
    /// `within 30 days`
    Within(Duration),
}

/// How long: ends, which of them counts, and what is kept afterwards.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Retention {
    /// Where it stands.
    pub span: Span,
    /// One or more ends.
    pub ends: Vec<End>,
    /// Which of several ends counts.
    pub whichever: Option<(Whichever, Span)>,
    /// What is kept afterwards.
    pub then: Vec<ThenRetain>,
}

/// `then retain FORM [END]`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ThenRetain {
    /// In which form.
    pub form: Name,
    /// Until when; without it, without an end.
    pub ends: Vec<End>,
    /// Which of several ends counts.
    pub whichever: Option<(Whichever, Span)>,
}

/// One end of a retention.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct End {
    /// Where it stands.
    pub span: Span,
    /// Which kind.
    pub kind: EndKind,
}

/// The kinds of ends.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum EndKind {
    /// `indefinitely`
    Indefinitely,
    /// `for [up to | at least] 30 days [after EVENT]`
    For {
        /// Exactly, at most or at least.
        bound: Bound,
        /// How long.
        duration: Duration,
        /// From when; without it, from collection.
        after: Option<Name>,
    },
    /// `while FACT`
    While(Fact),
    /// `until EVENT`
    Until(Name),
    /// `for [up to | at least] 2 more years`
    More {
        /// Exactly, at most or at least.
        bound: Bound,
        /// How long after the end of the stage before.
        duration: Duration,
        /// An event as well, which would be a second start.
        after: Option<Name>,
    },
    /// `as long as needed for PURPOSE`
    Needed(Set),
    /// `as long as needed for its purposes`
    ItsPurposes,
    /// `longer than 30 days`, behind `never`.
    LongerThan {
        /// The limit.
        duration: Duration,
        /// From when; without it, from collection.
        after: Option<Name>,
    },
}

/// A clause.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Clause {
    /// Where it stands, `only` included.
    pub span: Span,
    /// The word `only`.
    pub only: Option<Span>,
    /// Which clause, with its slot.
    pub kind: ClauseKind,
}

/// The clauses.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ClauseKind {
    /// `from SOURCE`
    From(Set),
    /// `about SUBJECT [in REGION] [as you]`; the place of its last words.
    About(Set, Option<Set>, Option<Span>),
    /// `through CHANNEL`
    Through(Set),
    /// `to RECIPIENT [in REGION]`
    To(Set, Option<Set>),
    /// `for PURPOSE`
    For(Set),
    /// `with FACT`
    With(Fact),
    /// `when FACT`
    When(Fact),
    /// `unless FACT`
    Unless(Fact),
    /// `under FACT`
    Under(Fact),
    /// `based on BASIS "interest", …`
    BasedOn(Vec<Basis>),
    /// `required`
    Required,
    /// `optional`
    Optional,
    /// `kept END`
    Kept(Retention),
    /// `over DATA`
    Over(Set),
    /// `at least 30 days before`
    Before(Duration),
    /// `within 30 days`
    Within(Duration),
    /// `promptly`
    Promptly,
    /// `beforehand`
    Beforehand,
    /// `in REGION`
    In(Set),
}

impl ClauseKind {
    /// The word that opens the clause.
    #[must_use]
    pub const fn word(&self) -> ClauseWord {
        match self {
            Self::From(_) => ClauseWord::From,
            Self::About(..) => ClauseWord::About,
            Self::Through(_) => ClauseWord::Through,
            Self::To(..) => ClauseWord::To,
            Self::For(_) => ClauseWord::For,
            Self::With(_) => ClauseWord::With,
            Self::When(_) => ClauseWord::When,
            Self::Unless(_) => ClauseWord::Unless,
            Self::Under(_) => ClauseWord::Under,
            Self::BasedOn(_) => ClauseWord::BasedOn,
            Self::Required => ClauseWord::Required,
            Self::Optional => ClauseWord::Optional,
            Self::Kept(_) => ClauseWord::Kept,
            Self::Over(_) => ClauseWord::Over,
            Self::Before(_) => ClauseWord::Before,
            Self::Within(_) => ClauseWord::Within,
            Self::Promptly => ClauseWord::Promptly,
            Self::Beforehand => ClauseWord::Beforehand,
            Self::In(_) => ClauseWord::In,
        }
    }
}

/// A legal basis with the interest in words.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Basis {
    /// The basis.
    pub name: Name,
    /// The interest, in words.
    pub interest: Option<Text>,
}

/// A tail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Tail {
    /// Where it stands.
    pub span: Span,
    /// Which tail.
    pub kind: TailKind,
}

/// The tails, in the order in which they are written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum TailKind {
    /// `later with … when … for … through …`
    Later(Vec<Clause>),
    /// `except as stated in a, b`
    ExceptIn(Vec<Name>),
    /// `except as stated elsewhere`
    ExceptElsewhere,
    /// `otherwise "…"`
    Otherwise(Text),
    /// `because "…"`
    Because(Text),
    /// `says "…"`
    Says(Text),
    /// `note "…"`
    Note(Text),
    /// `example "…"`
    Example(Text),
    /// `cites "…", "…"`
    Cites(Vec<Text>),
    /// `traces "…", "…"`
    Traces(Vec<Text>),
}

impl TailKind {
    /// The word that opens the tail.
    #[must_use]
    pub const fn word(&self) -> TailWord {
        match self {
            Self::Later(_) => TailWord::Later,
            Self::ExceptIn(_) | Self::ExceptElsewhere => TailWord::ExceptAsStated,
            Self::Otherwise(_) => TailWord::Otherwise,
            Self::Because(_) => TailWord::Because,
            Self::Says(_) => TailWord::Says,
            Self::Note(_) => TailWord::Note,
            Self::Example(_) => TailWord::Example,
            Self::Cites(_) => TailWord::Cites,
            Self::Traces(_) => TailWord::Traces,
        }
    }
}

/// A list with at most one `except` for all of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Set {
    /// Where it stands.
    pub span: Span,
    /// What is in.
    pub items: Vec<SetItem>,
    /// What is out again.
    pub except: Vec<SetItem>,
}

/// One item of a list.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetItem {
    /// Where it stands.
    pub span: Span,
    /// The form in front.
    pub form: Option<Name>,
    /// What it is.
    pub kind: SetItemKind,
}

/// The kinds of items.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum SetItemKind {
    /// A name.
    Name(Name),
    /// `any [not] [TRAIT] NOUN`
    Any {
        /// Whether the trait is negated.
        is_negated: bool,
        /// The trait.
        trait_: Option<Name>,
        /// The noun: the word of a kind.
        noun: Name,
    },
    /// `anyone`
    Anyone,
}

/// An expression over facts.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Fact {
    /// A consent, condition, event or safeguard.
    Name(Name),
    /// `CONSENT given within 2 years`
    Given(Name, Duration, Span),
    /// `not FACT`
    Not(Box<Fact>, Span),
    /// `FACT and FACT`
    And(Vec<Fact>, Span),
    /// `FACT or FACT`
    Or(Vec<Fact>, Span),
}

impl Fact {
    /// Where it stands.
    #[must_use]
    pub const fn span(&self) -> Span {
        match self {
            Self::Name(name) => name.span,
            Self::Given(_, _, span) | Self::Not(_, span) | Self::And(_, span) | Self::Or(_, span) => *span,
        }
    }
}

/// `expect permitted: FLOW`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Expect {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// `permitted`, `prohibited`, `undisclosed`, `not covered`
    pub verdict: Name,
    /// The flow.
    pub flow: Sentence,
}

/// `expect finding CODE in LABEL because "…"`: the author knows of it and says why it stays.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// The code of the rule.
    pub code: Name,
    /// Where the finding is; without labels, anywhere.
    pub labels: Vec<Name>,
    /// Why it stays.
    pub because: Text,
}

/// `require name: every … has …`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Require {
    /// Where it stands.
    pub span: Span,
    /// Its documentation.
    pub doc: Doc,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// What must hold.
    pub requirement: Quantified,
    /// When it applies.
    pub when: Option<Quantified>,
    /// Its tails.
    pub tails: Vec<Tail>,
}

/// `every SELECTOR has NEED or NEED`
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Quantified {
    /// Where it stands.
    pub span: Span,
    /// `every`, `some`, `no`
    pub quantifier: Quantifier,
    /// Which statements or blocks.
    pub selector: Selector,
    /// What each of them needs: one of these.
    pub needs: Vec<Need>,
}

/// Which statements or blocks a requirement is about.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Selector {
    /// `policy`, `controller`, `tracker`, …
    Block(Name),
    /// A verb with what it is about.
    Action {
        /// The verb.
        verb: VerbWord,
        /// Its object.
        object: Option<Set>,
        /// Its clauses.
        clauses: Vec<Clause>,
    },
}

/// What a requirement asks of what it selects.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Need {
    /// A clause of this kind that overlaps this slot.
    Clause(Clause),
    /// A clause, tail or attribute of this name, or `retention`.
    Word(Name),
    /// An offer of one of these rights for the same data.
    Offer(Set),
}
