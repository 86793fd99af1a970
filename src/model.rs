//! A policy after resolution: typed, ordered, without a name to look up.
//!
//! # Terminology
//!
//! | here | in law | what it is |
//! | --- | --- | --- |
//! | term | defined term | a named element of one kind: data, purpose, recipient, … |
//! | data | personal data, category of data | what is collected, used, disclosed, kept |
//! | purpose | purpose of processing | why |
//! | recipient | recipient, third party, processor | who gets data, or acts for the company |
//! | statement | clause, provision | one sentence of the policy: who does what, with its conditions |
//! | fact | condition, consent, event, safeguard | what is true or false of one flow |
//! | retention | storage period | how long data are kept |
//! | offer | right, choice | what a person can demand |
//!
//! Backends and checks see this tree and never the syntax.

mod compared;
mod counts;
mod document;
mod effects;
mod known;
mod names;
mod part;
mod retention;
mod sentence;
mod slot;
mod vocabulary;

pub use crate::language::{
    Bound, Expected, FactWord, Family, Kind, Modality, Necessity, Origin, ProtectedState, Quantifier, Role,
    Trait, Unit, Verb, Whichever,
};
pub use compared::{Compared, Walker};
pub use counts::{
    BasisMeaning, DefinitionWording, DeletionMeaning, EndMeaning, FactClauseMeaning, HeaderMeaning,
    HeaderWording, LinkWording, PartyWording, ProseWording, RetentionMeaning, SectionWording,
    SentenceMeaning, SetItemMeaning, SetMeaning, SlotMeaning, StageMeaning, StatementMeaning,
    StatementWording, TermMeaning, TermWording, TrackerMeaning, TrackerWording, WordsWording,
};
pub use document::{
    Acknowledgement, AttributeValue, Attributes, Companion, Definition, Earlier, Expect, Header, Item,
    Lifetime, Link, Named, Need, Party, Policy, Prose, Quantified, Readers, Require, Section, Selector,
    Table, Tracker,
};
pub(crate) use effects::ValueMut;
pub use effects::{Declared, Effect, Effects, Group, Value};
pub use known::KnownTerm;
pub use names::Names;
pub use part::{Part, Target};
pub use retention::{Counted, Deletion, End, EndKind, Period, Retention, Stage, Uncounted};
pub use sentence::{
    Actor, Basis, Exception, Fact, FactClause, Joined, Later, Sentence, Set, SetItem, Statement, Timing,
    What, Words,
};
pub use slot::{Field, Object, Slot, Slots};
pub use vocabulary::{Mapping, Str, Term, Traits, Vocabulary};

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// The place in its list.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }

            pub(crate) fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }
        }
    )*};
}

ids! {
    /// A term of the [`Vocabulary`].
    TermId,
    /// A statement of the [`Policy`].
    StatementId,
    /// A section of the [`Policy`].
    SectionId,
    /// A tracker of the [`Policy`].
    TrackerId,
    /// A piece of prose of the [`Policy`].
    ProseId,
    /// A link of the [`Policy`].
    LinkId,
    /// A definition of the [`Policy`].
    DefinitionId,
    /// A table of the [`Policy`].
    TableId,
}
