//! The types of the format. Their comments become the descriptions of the JSON Schema.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SCHEMA_ID;
pub use super::words::*;

macro_rules! shapes {
    ($($(#[$attribute:meta])* pub struct $name:ident $body:tt)*) => {$(
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "camelCase")]
        $(#[$attribute])*
        pub struct $name $body
    )*};
}

const fn standard() -> Origin {
    Origin::Standard
}

fn is_false(value: &bool) -> bool {
    !*value
}

/// The identifier of a term: its namespace, a colon, its name, as in `data:contact.email`.
///
/// Consents, conditions, events and safeguards share the namespace `fact`; each other kind has its own.
/// Every identifier that occurs in the file is a key of `terms`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Reference(
    #[schemars(regex(
        pattern = r"^(data|purpose|recipient|subject|source|channel|region|fact|basis|measure|right|form|topic):[A-Za-z_][A-Za-z0-9_.-]*$"
    ))]
    pub(super) String,
);

impl Reference {
    /// The whole identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

shapes! {
    /// The rules of one privacy policy: what it permits, prohibits and promises, in a form for programs.
    ///
    /// The world is closed: what no rule says is undisclosed, and a policy promises that nothing undisclosed is done.
    /// Fields without a value are absent, never null. Readers ignore fields that they do not know.
    #[schemars(title = "Candor rules", extend("$id" = SCHEMA_ID))]
    pub struct Rules {
        /// The identifier of the JSON Schema that this file satisfies.
        #[serde(rename = "$schema")]
        pub schema: String,
        /// Which format this is.
        pub format: Format,
        /// What wrote the file.
        pub generator: Generator,
        /// The policy as a whole.
        pub policy: Policy,
        /// Who answers for the policy and who else can be asked, in the order of the policy.
        pub parties: Vec<Party>,
        /// The sections, in the order of the policy.
        pub sections: Vec<Section>,
        /// One rule for each verb of each statement, in the order of the policy.
        pub rules: Vec<Rule>,
        /// Cookies and similar technologies, in the order of the policy.
        pub trackers: Vec<Tracker>,
        /// Words that the policy defines for its readers, in its order.
        pub definitions: Vec<Definition>,
        /// Links that stand in the policy, in its order.
        pub links: Vec<Link>,
        /// Prose without a meaning for programs, in the order of the policy.
        pub prose: Vec<Prose>,
        /// Tables that the author places among the statements, in the order of the policy: the page makes them from the rules.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub tables: Vec<Table>,
        /// Questions with the answers that the author demands: test cases for whoever decides with these rules.
        pub expects: Vec<Expect>,
        /// Every term that the file mentions, by identifier, with what is needed to decide what a rule is about.
        pub terms: BTreeMap<Reference, Term>,
    }

    /// The format and its version.
    pub struct Format {
        /// Always `candor-rules`.
        pub name: String,
        /// `MAJOR.MINOR`; only a new major version can make a reader decide wrongly.
        pub version: String,
    }

    /// The program that wrote the file.
    pub struct Generator {
        /// Its name.
        pub name: String,
        /// Its version.
        pub version: String,
    }

    /// The policy as a whole.
    #[derive(Default)]
    pub struct Policy {
        /// Its name in the source.
        pub name: String,
        /// Its title.
        pub title: String,
        /// Its version, in the author's counting.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub version: Option<String>,
        /// A digest of what the policy says: what it permits and prohibits, how long data are kept, what it promises.
        ///
        /// It stays the same when the same is said in other words, in another order, or in more or fewer statements.
        /// Absent where the policy is too entangled to be decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
        pub meaning_hash: Option<String>,
        /// A digest of everything that stands on the page: it changes when any word of it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
        pub wording_hash: Option<String>,
        /// The file of the page to which all addresses lead.
        #[schemars(extend("format" = "uri-reference"))]
        pub page: String,
        /// The day on which it was posted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub posted: Option<Day>,
        /// The day on which it was last changed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated: Option<Day>,
        /// The first day on which it holds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub effective: Option<Day>,
        /// The language of the author's words, as a BCP 47 tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub language: Option<String>,
        /// The regions under whose law its words are read.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub law: Vec<Reference>,
        /// The channels that it covers; absent where it says nothing about that.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub covers: Vec<Reference>,
        /// The channels that it does not cover.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub does_not_cover: Vec<Reference>,
        /// The notice that applies to what is not covered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub see: Option<String>,
        /// The events by which it is accepted; acceptance is never consent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub accepted_by: Vec<Reference>,
        /// The events by which a person confirms to have read it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub acknowledged_by: Vec<Reference>,
        /// The sets of requirements that it was checked against.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub profiles: Vec<String>,
        /// The data whose rows come first in the table at a glance; empty where the page has no such table.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub glance: Option<Vec<Reference>>,
        /// The version of the standard vocabulary for which it was written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub vocabulary: Option<String>,
        /// Where its name stands in the source.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Position>,
    }
}

/// A day of the calendar: `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Day(#[schemars(extend("format" = "date"))] pub(super) String);

impl Day {
    /// The day as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

shapes! {
    /// Somebody who answers for the policy or can be asked about it.
    pub struct Party {
        /// What the party is.
        pub role: Role,
        /// Its name in the source.
        pub name: String,
        /// Its name for readers.
        pub label: String,
        /// How to reach it, in the order of the policy.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub contacts: Vec<Contact>,
        /// Further attributes of the source, by their word.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub attributes: BTreeMap<String, Vec<AttributeValue>>,
        /// Where its name stands in the source.
        pub source: Position,
    }

    /// A way to reach a party.
    pub struct Contact {
        /// The word of the source: `website`, `email`, `phone`, `address`, `contact` and so on.
        pub kind: String,
        /// The address, number or text itself.
        pub value: String,
        /// What it is for; absent where it is for everything.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topic: Option<Reference>,
    }

    /// A value of an attribute: one of these fields, or a term with its text.
    #[derive(Default)]
    pub struct AttributeValue {
        /// A text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub text: Option<String>,
        /// A term.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub term: Option<Reference>,
        /// A length of time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub period: Option<Period>,
        /// A number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub number: Option<u32>,
        /// A word of the language.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub word: Option<String>,
    }

    /// A section of the page.
    pub struct Section {
        /// Its name, unique in the policy.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The name of the section around it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<String>,
        /// The people whom the page calls “you” in it, if they are not the readers of the whole policy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub readers: Option<Readers>,
        /// Where it stands on the page.
        #[schemars(extend("format" = "uri-reference"))]
        pub address: String,
        /// The names of what stands in it, in the order of the page: rules, trackers, definitions, links, prose, tables, sections.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub items: Vec<String>,
        /// Where its name stands in the source.
        pub source: Position,
    }

    /// People to whom a section speaks.
    pub struct Readers {
        /// Who they are.
        pub subjects: Slot,
        /// Where they are; anywhere, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub regions: Option<Slot>,
    }

    /// A word that the policy uses in a sense of its own.
    pub struct Definition {
        /// The word.
        pub word: String,
        /// What it means.
        pub meaning: String,
        /// Where it stands, and the author's words beside it.
        #[serde(flatten)]
        pub place: Place,
    }

    /// A link on the page.
    pub struct Link {
        /// What the reader sees.
        pub label: String,
        /// To where it leads.
        pub target: String,
        /// Where it stands, and the author's words beside it.
        #[serde(flatten)]
        pub place: Place,
    }

    /// Prose: words that say nothing to a program.
    pub struct Prose {
        /// Its heading.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// The words, in Markdown.
        pub body: String,
        /// Where it stands, and the author's words beside it.
        #[serde(flatten)]
        pub place: Place,
    }

    /// A table of the page. What stands in it follows from the rules.
    pub struct Table {
        /// By what its rows are made.
        pub by: TableWord,
        /// The time before the date of the policy for which it is said to hold.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub preceding: Option<Period>,
        /// Where it stands, and the author's words beside it.
        #[serde(flatten)]
        pub place: Place,
    }

    /// Something on the page to which a program may want to link.
    pub struct Place {
        /// Its name, unique in the policy.
        pub name: String,
        /// Where it stands on the page.
        #[schemars(extend("format" = "uri-reference"))]
        pub address: String,
        /// The name of the section in which it stands.
        pub section: String,
        /// The author's words beside it.
        #[serde(flatten)]
        pub words: Words,
        /// Where its name stands in the source.
        pub source: Position,
    }

    /// Where something stands in the source.
    #[derive(Default)]
    pub struct Position {
        /// The file, as it was named to the compiler.
        pub file: String,
        /// The first line, from 1.
        pub line: usize,
        /// The first character in that line, from 1.
        pub column: usize,
        /// The last line, from 1.
        pub end_line: usize,
        /// The character after the last, from 1.
        pub end_column: usize,
    }

    /// One statement of the policy.
    pub struct Rule {
        /// Its name, unique in the policy, and the same from one version of the policy to the next.
        ///
        /// It is the label of its statement; where that has several verbs, with a slash and the verb behind it.
        pub id: String,
        /// The label of its statement, where that has several verbs: a rule for each, with one `sentence` and `address`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub statement: Option<String>,
        /// The title of the statement, which readers of the page see; absent where it has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub title: Option<String>,
        /// What sort of rule it is.
        pub kind: RuleKind,
        /// What it does to flows of data; absent where it does nothing to them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub effects: Vec<Effect>,
        /// What it says, in plain English.
        pub sentence: String,
        /// Where it stands on the page.
        #[schemars(extend("format" = "uri-reference"))]
        pub address: String,
        /// The name of the section in which it stands.
        pub section: String,
        /// Who does what, under which facts.
        #[serde(flatten)]
        pub clause: Clause,
        /// The practices that the absence of something prohibits, with the actor and the facts of the rule.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub denies: Vec<Denial>,
        /// What the rule leaves to others.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exceptions: Option<Exceptions>,
        /// The fact that is true of a person who has used the choice which this rule offers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub choice: Option<Reference>,
        /// What is announced for later, where something is not done yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub later: Option<Later>,
        /// The author's words beside the meaning.
        #[serde(flatten)]
        pub words: Words,
        /// Further attributes of the source, by their word.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub attributes: BTreeMap<String, Vec<AttributeValue>>,
        /// Where it stands in the source.
        pub source: Position,
    }

    /// Who does what, under which facts: what a rule and an expected flow have in common.
    pub struct Clause {
        /// Who acts.
        pub actor: Actor,
        /// How it is said.
        pub modality: Modality,
        /// What is done.
        pub verb: Verb,
        /// To what, from and to whom, for what; an absent slot restricts nothing.
        pub slots: Slots,
        /// The facts on which it depends: every condition must hold.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub facts: Vec<FactClause>,
        /// Legal grounds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub bases: Vec<Basis>,
        /// Whether the person must provide the data; absent where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub necessity: Option<Necessity>,
        /// How long the data are kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retention: Option<Retention>,
        /// When the data are deleted.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub deletion: Option<Deletion>,
        /// The rules and trackers whose flows an offer is about.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub from_rules: Vec<String>,
        /// The labels by which the source names them; the label of a section stands for all that is in it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub from_labels: Vec<String>,
        /// In which states data are protected; absent means in all.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub states: Vec<ProtectedState>,
        /// How soon, or how long before; absent where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub timing: Option<Timing>,
    }

    /// What a statement is about, slot by slot.
    ///
    /// An absent slot restricts nothing: the rule holds whatever would stand there.
    #[derive(Default)]
    pub struct Slots {
        /// Which data.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub data: Option<Slot>,
        /// The data from which others are derived, or with which they are combined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub second_data: Option<Slot>,
        /// The people whom the second data are about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub second_subjects: Option<Slot>,
        /// From where data are collected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub sources: Option<Slot>,
        /// The people whom it is about, whom a right is for, or who are told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub subjects: Option<Slot>,
        /// Where those people are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub subject_regions: Option<Slot>,
        /// The people whom it is about when others are told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub about_subjects: Option<Slot>,
        /// Through which product, mechanism or technology.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub channels: Option<Slot>,
        /// Who gets data, or is bound by duties.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recipients: Option<Slot>,
        /// Where those recipients are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub recipient_regions: Option<Slot>,
        /// For which purposes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purposes: Option<Slot>,
        /// Where it is done: where data are stored, used, derived.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub regions: Option<Slot>,
        /// Which rights and choices are offered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rights: Option<Slot>,
        /// How data are protected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub measures: Option<Slot>,
        /// Of which events people are told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub events: Option<Slot>,
        /// To which duties recipients are bound.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub safeguards: Option<Slot>,
        /// What is claimed, disclaimed, advised, or said not to exist.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub topics: Option<Slot>,
    }

    /// A set of terms: what some item holds and nothing in `except` holds.
    pub struct Slot {
        /// What is in.
        pub items: Vec<Item>,
        /// What is out again.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub except: Vec<Item>,
        /// Whether the rule also prohibits everything outside this slot.
        #[serde(default, skip_serializing_if = "is_false")]
        pub only: bool,
        /// Whether the slot was stated for the whole section.
        #[serde(default, skip_serializing_if = "is_false")]
        pub inherited: bool,
    }

    /// One member of a set.
    pub struct Item {
        /// What it stands for.
        #[serde(flatten)]
        pub what: What,
        /// The form of the data; absent in a permission means readable, in a prohibition every personal form.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub form: Option<Reference>,
    }

    /// Every term of a kind, listed in the file or not, or those that have or lack a trait.
    pub struct AnyOf {
        /// The kind.
        pub kind: Kind,
        /// Only terms with this trait; all of them are listed in `terms`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub having: Option<Trait>,
        /// Only terms without this trait; all of them are listed in `terms`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lacking: Option<Trait>,
    }

    /// A condition with the word that opens it.
    pub struct FactClause {
        /// The word of the source.
        pub word: FactWord,
        /// What must be true for the statement to hold; behind `unless` it is already negated.
        pub condition: Condition,
        /// Whether the rule also prohibits everything while the condition does not hold.
        #[serde(default, skip_serializing_if = "is_false")]
        pub only: bool,
        /// Whether the condition was stated for the whole section.
        #[serde(default, skip_serializing_if = "is_false")]
        pub inherited: bool,
    }

    /// A legal ground.
    pub struct Basis {
        /// Which one.
        pub basis: Reference,
        /// The interest, in the author's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub interest: Option<String>,
        /// Whether it was stated for the whole section.
        #[serde(default, skip_serializing_if = "is_false")]
        pub inherited: bool,
    }

    /// A length of time on the calendar, never converted into another unit.
    pub struct Period {
        /// How many.
        pub amount: u32,
        /// Of what.
        pub unit: Unit,
        /// The same in ISO 8601, as in `P30D`; absent for business days. Months and years have no fixed number of days.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[schemars(regex(pattern = r"^P(\d+[YMWD]|T\d+[HM])$"))]
        pub iso: Option<String>,
    }

    /// How long data are kept.
    pub struct Retention {
        /// Stage by stage: the first in the form of the data, each further one in a form that reveals less.
        pub stages: Vec<Stage>,
        /// Whether this is a limit that no retention may pass, instead of a retention.
        #[serde(default, skip_serializing_if = "is_false")]
        pub ceiling: bool,
        /// For which purposes its data were collected, where a stage ends with these.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purposes: Option<Purposes>,
    }

    /// For which purposes data were collected. A datum has, in whatever form, the purposes of each entry of `collected` that
    /// holds it; where one of these names none, or none holds it, those of each entry of `used` that holds it as well.
    pub struct Purposes {
        /// What collects.
        pub collected: Vec<Purposeful>,
        /// What is done with data.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub used: Vec<Purposeful>,
    }

    /// One stage of a retention.
    pub struct Stage {
        /// The form in which data are kept; absent in the first stage.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub form: Option<Reference>,
        /// When the stage ends; an empty list means never.
        pub ends: Vec<End>,
        /// Which of several ends counts.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub whichever: Option<Whichever>,
        /// When the stage ends, where one of its ends counts from the end of the stage before: the earliest of the latest of each
        /// list.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub counted: Vec<Vec<Counted>>,
    }

    /// An end that is followed by lengths of time.
    pub struct Counted {
        /// From what they count; never a length after the stage before.
        pub end: End,
        /// The lengths of time, one after the other on the calendar.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub then: Vec<Further>,
    }

    /// A length of time that counts from the end of another.
    pub struct Further {
        /// How the length bounds.
        pub bound: Bound,
        /// How long.
        pub period: Period,
    }

    /// Data, and the purposes that a statement names for them.
    pub struct Purposeful {
        /// The data.
        pub data: Slot,
        /// The purposes; absent where it names none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub purposes: Option<Slot>,
    }

    /// When data are deleted.
    pub struct Deletion {
        /// What brings the deletion about.
        pub on: Condition,
        /// How soon; absent where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub timing: Option<Timing>,
    }

    /// A practice that is never done.
    pub struct Denial {
        /// What is not done.
        pub verb: Verb,
        /// To what, for what; an absent slot restricts nothing.
        pub slots: Slots,
    }

    /// What is announced for later.
    pub struct Later {
        /// For what and through what.
        pub slots: Slots,
        /// Under which facts: every condition must hold.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub facts: Vec<FactClause>,
    }

    /// What a rule leaves to others: it does not apply where they say the opposite.
    pub struct Exceptions {
        /// The rules that go before this one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub rules: Vec<String>,
        /// Whether every rule that says the opposite goes before this one.
        #[serde(default, skip_serializing_if = "is_false")]
        pub elsewhere: bool,
    }

    /// The author's words beside the meaning.
    #[derive(Default)]
    pub struct Words {
        /// What happens otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub otherwise: Option<String>,
        /// The reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub because: Option<String>,
        /// The author's own wording, with slots in braces.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub says: Option<String>,
        /// A note.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
        /// An example.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub example: Option<String>,
        /// Provisions of law.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub cites: Vec<String>,
        /// Places in a source outside the policy.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub traces: Vec<String>,
    }

    /// A cookie or a similar technology.
    pub struct Tracker {
        /// Its name, unique in the policy.
        pub id: String,
        /// Its name for readers.
        pub label: String,
        /// Where it stands on the page.
        #[schemars(extend("format" = "uri-reference"))]
        pub address: String,
        /// The name of the section in which it stands.
        pub section: String,
        /// The channel that the tracker is.
        pub channel: Reference,
        /// The technology.
        pub technology: Reference,
        /// Who sets it.
        pub actor: Actor,
        /// What it stores, for what, through what; an absent slot restricts nothing.
        pub slots: Slots,
        /// What it is said not to store.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stores_no: Option<Slot>,
        /// The facts on which it depends: every condition must hold.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub facts: Vec<FactClause>,
        /// Legal grounds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub bases: Vec<Basis>,
        /// Whether the person must provide what it stores.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub necessity: Option<Necessity>,
        /// How long it lasts; absent where nothing is said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lifetime: Option<Lifetime>,
        /// How long what it collects is kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub retention: Option<Retention>,
        /// What it leaves to rules.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub exceptions: Option<Exceptions>,
        /// The author's words beside the meaning.
        #[serde(flatten)]
        pub words: Words,
        /// Further attributes of the source, by their word.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub attributes: BTreeMap<String, Vec<AttributeValue>>,
        /// Where it stands in the source.
        pub source: Position,
    }

    /// A question with the answer that the author demands of every flow in it.
    pub struct Expect {
        /// The answer.
        pub verdict: Verdict,
        /// The question; an unnamed slot or fact is meant whatever it is.
        pub flow: Clause,
        /// Where it stands in the source.
        pub source: Position,
    }

    /// What a term does: what an event ends, what using a right deletes or stops, what does the thing that a topic
    /// names, where a recipient is.
    ///
    /// Counted in is what a right, a topic or a recipient takes over from what stands above it.
    #[derive(Default)]
    pub struct Does {
        /// Of an event: the conditions and consents that it ends.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub ends: Vec<Reference>,
        /// Of a right: the events on which using it deletes.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub deletes_on: Vec<Reference>,
        /// Of a right that deletes: whose data it deletes; those of who has it if absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub deletes_about: Vec<Reference>,
        /// Of a choice: the verbs of the flows that it stops.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops: Vec<Verb>,
        /// Of a choice: the purposes for which it stops them.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops_for: Vec<Reference>,
        /// Of a choice: the bases of the rules of which it stops what they permit.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops_based_on: Vec<Reference>,
        /// Of a choice: the consents of the rules of which it stops what they permit.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops_with: Vec<Reference>,
        /// Of a choice: the purposes for which it stops nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops_except_for: Vec<Reference>,
        /// Of a choice: the consents with which it stops nothing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub stops_except_with: Vec<Reference>,
        /// Of a topic: the verbs of the permissions that do it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub done_by: Vec<Verb>,
        /// Of a topic: the purposes for which they do it; any if absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub done_for: Vec<Reference>,
        /// Of a topic: the persons about whom they do it; anybody if absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub done_about: Vec<Reference>,
        /// Of a topic: the trait of the data with which they do it; `personal` if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub done_with: Option<Trait>,
        /// Of a topic: whether only what crosses the border of the policy's law does it.
        #[serde(default, skip_serializing_if = "is_false")]
        pub done_abroad: bool,
        /// Of a topic: the technologies of the trackers that do it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub done_by_trackers: Vec<Reference>,
        /// Of a topic: whether only the trackers of others do it.
        #[serde(default, skip_serializing_if = "is_false")]
        pub done_by_others: bool,
        /// Of a topic: the measures by which there is such a thing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub shown_by_measures: Vec<Reference>,
        /// Of a topic: the safeguards by which there is such a thing.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub shown_by_safeguards: Vec<Reference>,
        /// Of a safeguard: the verbs of what it forbids those whom it binds.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub forbids: Vec<Verb>,
        /// Of a safeguard: the purposes for which it forbids it; any if absent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub forbids_for: Vec<Reference>,
        /// Of a recipient: where it receives, unless a rule says otherwise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub country: Option<Reference>,
    }

    /// A term of the vocabulary.
    ///
    /// A term of the standard vocabulary has what it takes to decide, and its label. Its definition, what stands directly
    /// above it and its identifiers in other vocabularies are the same in every policy: `candor vocab --format json` has them.
    pub struct Term {
        /// Its kind.
        pub kind: Kind,
        /// What the reader sees.
        pub label: String,
        /// What it means, in one sentence.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub definition: Option<String>,
        /// Where it was declared; absent where that is the standard vocabulary.
        #[serde(default = "standard", skip_serializing_if = "Origin::is_standard")]
        pub origin: Origin,
        /// The terms directly above it; of a standard term, those that the policy puts there.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parents: Vec<Reference>,
        /// Every other listed term that holds the whole of this one; on a fact, every fact that this one implies;
        /// on a form, every form that reveals at least as much.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub within: Vec<Reference>,
        /// What the term is exactly: then it is nothing but this. Absent where it may be more than what is listed below it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub means: Option<Slot>,
        /// Its traits, those of its parents included; a term with `means` has those that all of it has.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub traits: Vec<Trait>,
        /// Whether its label takes a plural verb.
        #[serde(default, skip_serializing_if = "is_false")]
        pub plural: bool,
        /// Of a purpose: whether what is kept for it lasts, whatever is asked to be deleted.
        #[serde(default, skip_serializing_if = "is_false")]
        pub outlasts_deletion: bool,
        /// What cannot be true or apply together with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub excludes: Vec<Reference>,
        /// What may be found inside it; never enough for a rule about the one to be about the other.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub may_contain: Vec<Reference>,
        /// Identifiers that mean the same, by the vocabulary to which they belong: `dpv`, `fideslang`, `opp115`, `p3p`,
        /// `google`, `apple`, `ccpa`, `tcf`.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub same_as: BTreeMap<String, Vec<String>>,
        /// Identifiers that mean something close, by the vocabulary to which they belong.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub close_to: BTreeMap<String, Vec<String>>,
        /// Names that it had before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub formerly: Vec<String>,
        /// Why it should no longer be used.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub deprecated: Option<String>,
        /// What to use instead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub replaced_by: Option<Reference>,
        /// Addresses and other texts of a recipient, by their word: `policy`, `opt-out`, `website` and so on.
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        pub addresses: BTreeMap<String, Vec<String>>,
        /// What data are called when they are those of several people.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub several: Option<String>,
        /// What it does; of a standard term, where a rule names it.
        #[serde(default, skip_serializing_if = "Does::is_nothing")]
        pub does: Does,
        /// Where its name stands in the source, if it was declared there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Position>,
    }
}

impl Does {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Who acts: `we`, which is the company, or a recipient.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Actor(
    #[schemars(regex(pattern = r"^(we|recipient:[A-Za-z_][A-Za-z0-9_.-]*)$"))] pub(super) String,
);

impl Actor {
    /// The word or the identifier.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What an item stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum What {
    /// This term and everything that it holds.
    #[serde(rename = "term")]
    Term(Reference),
    /// Every term of a kind, or those that have or lack a trait.
    #[serde(rename = "any")]
    Any(AnyOf),
}

/// An expression over facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Condition {
    /// This consent, condition, event or safeguard, or one that implies it.
    #[serde(rename = "fact")]
    Fact(Reference),
    /// This consent, or one that implies it, was given within this time, and was not taken back.
    #[serde(rename = "given")]
    Given(Given),
    /// This does not hold.
    #[serde(rename = "not")]
    Not(Box<Condition>),
    /// All of these hold.
    #[serde(rename = "all")]
    All(Vec<Condition>),
    /// At least one of these holds.
    #[serde(rename = "any")]
    Any(Vec<Condition>),
}

/// A consent that lapses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Given {
    /// The consent.
    pub fact: Reference,
    /// Within which time it was given: afterwards it has lapsed.
    pub within: Period,
}

/// When a stage of a retention ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum End {
    /// Before any length of time: the ceiling of what is not kept at all.
    #[serde(rename = "at-all")]
    AtAll,
    /// Never.
    #[serde(rename = "indefinitely")]
    Indefinitely,
    /// A length of time after an event.
    #[serde(rename = "for")]
    For {
        /// How the length bounds.
        bound: Bound,
        /// How long.
        period: Period,
        /// The event; absent means the collection.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Reference>,
    },
    /// A length of time after the end of the stage before.
    #[serde(rename = "more")]
    More {
        /// How the length bounds.
        bound: Bound,
        /// How long.
        period: Period,
    },
    /// When something is no longer true.
    #[serde(rename = "while")]
    While {
        /// What must be true.
        condition: Condition,
    },
    /// On an event.
    #[serde(rename = "until")]
    Until {
        /// The event.
        event: Reference,
    },
    /// When the data are no longer needed.
    #[serde(rename = "needed")]
    Needed {
        /// For which purposes.
        purposes: Slot,
    },
    /// When each datum is no longer needed for the purposes for which it was collected: those that `purposes` of the retention
    /// says. Data that have none are not kept by this.
    #[serde(rename = "its-purposes")]
    ItsPurposes,
}

/// How soon, or how long before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum Timing {
    /// Without undue delay.
    #[serde(rename = "promptly")]
    Promptly,
    /// Not later than this.
    #[serde(rename = "within")]
    Within {
        /// How long.
        period: Period,
    },
    /// At least this long before.
    #[serde(rename = "before")]
    Before {
        /// How long.
        period: Period,
    },
    /// Before, however shortly.
    #[serde(rename = "beforehand")]
    Beforehand,
}

/// How long a tracker lasts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind")]
pub enum Lifetime {
    /// Until the browser is closed.
    #[serde(rename = "session")]
    Session,
    /// Until somebody deletes it.
    #[serde(rename = "persistent")]
    Persistent,
    /// The author does not know.
    #[serde(rename = "unknown")]
    Unknown,
    /// A length of time.
    #[serde(rename = "for")]
    For {
        /// How long.
        period: Period,
    },
}
