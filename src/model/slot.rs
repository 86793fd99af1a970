//! The slots of a sentence: one table, walked by all that read or write whole sentences.
//!
//! # Design
//!
//! A slot is a field of [`Slots`], a variant of [`Field`] and a row of the table below, all three from one place. Whoever
//! treats every slot alike walks the table; whoever treats them apart matches on [`Field`], and does not compile until it
//! knows a new one. The object of a sentence is not among them: every sentence has one, and what it is depends on the verb.

use super::{Kind, Set, Verb};
use crate::source::Span;

/// A filled slot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// What fills it.
    pub set: Set,
    /// Whether `only` stands before it.
    pub is_only: bool,
    /// Where it stands.
    pub span: Span,
    /// Whether it comes from the header of a section.
    pub is_inherited: bool,
}

impl Slot {
    /// A slot that the sentence itself has, without `only`.
    #[must_use]
    pub const fn plain(set: Set, span: Span) -> Self {
        Self { set, is_only: false, span, is_inherited: false }
    }
}

macro_rules! slots {
    ($($(#[$doc:meta])* $field:ident $name:ident $kind:ident $says:literal $published:literal $word:literal)*) => {
        /// Which slot of a sentence.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $name,)*
        }

        impl Field {
            /// All slots, in the order of the table.
            pub const ALL: [Self; [$(Self::$name),*].len()] = [$(Self::$name),*];

            /// The kind of its terms.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self {
                    $(Self::$name => Kind::$kind,)*
                }
            }

            /// Its name in `says`.
            #[must_use]
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$name => $says,)*
                }
            }

            /// Its name in the published rules; that of [`Field::Subject`] is another one where people are the object.
            #[must_use]
            pub const fn published(self) -> &'static str {
                match self {
                    $(Self::$name => $published,)*
                }
            }

            /// The word that leads it in. An offer says `to` for those whom it is about, a combination `with` for the
            /// second data.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)*
                }
            }
        }

        /// The slots of a sentence beside its object.
        #[derive(Debug, Clone, PartialEq, Eq, Default)]
        pub struct Slots {
            $($(#[$doc])* pub $field: Option<Slot>,)*
        }

        impl Slots {
            /// No slot is filled.
            pub const EMPTY: Self = Self { $($field: None,)* };

            /// A slot.
            #[must_use]
            pub const fn get(&self, field: Field) -> Option<&Slot> {
                match field {
                    $(Field::$name => self.$field.as_ref(),)*
                }
            }

            /// The place of a slot, filled or not.
            pub const fn get_mut(&mut self, field: Field) -> &mut Option<Slot> {
                match field {
                    $(Field::$name => &mut self.$field,)*
                }
            }

            /// Every slot that is filled, to be changed.
            pub fn filled_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
                let Self { $($field,)* } = self;
                [$($field,)*].into_iter().flatten()
            }
        }
    };
}

slots! {
    // field          variant         kind       in `says`           in the rules       word
    /// The second data of `derive` and `combine`.
    second            Second          Data      "second"            "secondData"       "from"
    /// Whose the second data of `combine` are.
    second_subject    SecondSubject   Subject   "others"            "secondSubjects"   "of"
    /// `from SOURCE`
    source            Source          Source    "sources"           "sources"          "from"
    /// `about SUBJECT`; `to SUBJECT` of an offer.
    subject           Subject         Subject   "subjects"          "subjects"         "about"
    /// `about … in REGION`; the region of whom an offer or a notice is for.
    subject_region    SubjectRegion   Region    "subject-regions"   "subjectRegions"   "in"
    /// `through CHANNEL`
    channel           Channel         Channel   "channels"          "channels"         "through"
    /// `to RECIPIENT`
    recipient         Recipient       Recipient "recipients"        "recipients"       "to"
    /// `to … in REGION`
    recipient_region  RecipientRegion Region    "recipient-regions" "recipientRegions" "in"
    /// `for PURPOSE`
    purpose           Purpose         Purpose   "purposes"          "purposes"         "for"
    /// `in REGION`: where it is done, as storing and using are.
    region            Region          Region    "regions"           "regions"          "in"
    /// `over DATA` of what has no data as its object.
    over              Over            Data      "over"              "data"             "over"
    /// `using MEASURE` of `protect`.
    measures          Measures        Measure   "measures"          "measures"         "using"
    /// `of EVENT` of `notify`.
    events            Events          Event     "events"            "events"           "of"
    /// `to SAFEGUARD` of `bind`.
    duties            Duties          Safeguard "duties"            "safeguards"       "to"
}

impl Field {
    /// Every slot that a word leads in.
    pub fn led_in_by(word: &str) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |field| field.word() == word)
    }

    /// Whether its terms are what has to be true, of the flow or of the person, or what brings it about.
    pub(crate) const fn is_condition(self) -> bool {
        match self {
            Self::Subject | Self::SubjectRegion | Self::Events | Self::Duties => true,
            Self::Second
            | Self::SecondSubject
            | Self::Source
            | Self::Channel
            | Self::Recipient
            | Self::RecipientRegion
            | Self::Purpose
            | Self::Region
            | Self::Over
            | Self::Measures => false,
        }
    }
}

impl Slots {
    /// Every slot that is filled, in the order of the table.
    pub fn filled(&self) -> impl Iterator<Item = (Field, &Slot)> {
        Field::ALL.into_iter().filter_map(|field| self.get(field).map(|slot| (field, slot)))
    }

    /// Whether a slot is filled.
    #[must_use]
    pub const fn has(&self, field: Field) -> bool {
        self.get(field).is_some()
    }
}

/// What stands directly behind a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Object {
    Data,
    Rights,
    Subjects,
    Recipients,
    Topics,
}

impl Object {
    /// The kind of its terms.
    #[must_use]
    pub const fn kind(self) -> Kind {
        match self {
            Self::Data => Kind::Data,
            Self::Rights => Kind::Right,
            Self::Subjects => Kind::Subject,
            Self::Recipients => Kind::Recipient,
            Self::Topics => Kind::Topic,
        }
    }

    /// Its name in `says` and in the published rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Rights => "rights",
            Self::Subjects => "subjects",
            Self::Recipients => "recipients",
            Self::Topics => "topics",
        }
    }

    /// Whether `says` may leave it out: a topic is only the heading of what an author says about it.
    #[must_use]
    pub const fn is_heading(self) -> bool {
        matches!(self, Self::Topics)
    }
}

impl Verb {
    /// What stands directly behind it.
    #[must_use]
    pub const fn object(self) -> Object {
        match self {
            Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Publish
            | Self::Require
            | Self::Retain
            | Self::Delete
            | Self::Protect => Object::Data,
            Self::Offer => Object::Rights,
            Self::Notify => Object::Subjects,
            Self::Bind => Object::Recipients,
            Self::HaveNo | Self::State | Self::Disclaim | Self::Advise => Object::Topics,
        }
    }

    /// The kind of its object.
    #[must_use]
    pub const fn object_kind(self) -> Kind {
        self.object().kind()
    }
}
