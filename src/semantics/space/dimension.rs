//! The slots of a flow, and which of them each act has.

use crate::language::Act;
use crate::model::Verb;

/// The slots of a flow that take one value each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "each is the word itself")]
pub enum Dimension {
    Verb,
    Actor,
    /// Data in a form.
    Datum,
    Recipient,
    RecipientRegion,
    Purpose,
    Source,
    Channel,
    /// The second data of `derive` and `combine`, in a form.
    Second,
    SecondSubject,
    /// Where it is done: where data are stored, used, derived.
    Region,
    /// Where the person is.
    Place,
    /// What an offer offers.
    Right,
    /// In which state data are protected.
    State,
    Measure,
    /// Of what people are told.
    Event,
    /// To what recipients are bound.
    Safeguard,
    /// What is had, stated, disclaimed or advised.
    Topic,
}

impl Dimension {
    /// All dimensions, in the order in which decision diagrams ask for them.
    pub const ALL: [Self; 18] = [
        Self::Verb,
        Self::Actor,
        Self::Datum,
        Self::Recipient,
        Self::RecipientRegion,
        Self::Purpose,
        Self::Source,
        Self::Channel,
        Self::Second,
        Self::SecondSubject,
        Self::Region,
        Self::Place,
        Self::Right,
        Self::State,
        Self::Measure,
        Self::Event,
        Self::Safeguard,
        Self::Topic,
    ];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();

    /// Whether each of its values has a form: only data have.
    #[must_use]
    pub const fn has_form(self) -> bool {
        match self {
            Self::Datum | Self::Second => true,
            Self::Verb
            | Self::Actor
            | Self::Recipient
            | Self::RecipientRegion
            | Self::Purpose
            | Self::Source
            | Self::Channel
            | Self::SecondSubject
            | Self::Region
            | Self::Place
            | Self::Right
            | Self::State
            | Self::Measure
            | Self::Event
            | Self::Safeguard
            | Self::Topic => false,
        }
    }

    /// What reports, acknowledgements and digests call it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Verb => "verb",
            Self::Actor => "actor",
            Self::Datum => "data",
            Self::Recipient => "recipient",
            Self::RecipientRegion => "recipient-region",
            Self::Purpose => "purpose",
            Self::Source => "source",
            Self::Channel => "channel",
            Self::Second => "second-data",
            Self::Place => "place",
            Self::Right => "right",
            Self::State => "state",
            Self::Measure => "measure",
            Self::Event => "event",
            Self::Safeguard => "safeguard",
            Self::Topic => "topic",
            Self::SecondSubject => "second-subject",
            Self::Region => "region",
        }
    }
}

impl Act {
    /// Whether its flows have a slot; every flow has a verb.
    #[must_use]
    pub fn has(self, dimension: Dimension) -> bool {
        dimension == Dimension::Verb || self.slots().contains(&dimension)
    }

    /// What is done with data.
    pub const PRACTICES: [Self; 10] = [
        Self::Collect,
        Self::Derive,
        Self::Combine,
        Self::Use,
        Self::View,
        Self::Decide,
        Self::Train,
        Self::Store,
        Self::Disclose,
        Self::Sell,
    ];

    /// What is only said: claims, disclaimers, advice. It counts as words, not as meaning.
    pub const WORDS: [Self; 3] = [Self::State, Self::Disclaim, Self::Advise];

    /// The act of a verb; `None` for `retain`, which has a length of time and is no flow.
    #[must_use]
    pub const fn of(verb: Verb) -> Option<Self> {
        Some(match verb {
            Verb::Collect => Self::Collect,
            Verb::Derive => Self::Derive,
            Verb::Combine => Self::Combine,
            Verb::Use => Self::Use,
            Verb::View => Self::View,
            Verb::Decide => Self::Decide,
            Verb::Train => Self::Train,
            Verb::Store => Self::Store,
            Verb::Disclose | Verb::Publish => Self::Disclose,
            Verb::Sell => Self::Sell,
            Verb::Require => Self::Require,
            Verb::Delete => Self::Delete,
            Verb::Offer => Self::Offer,
            Verb::Protect => Self::Protect,
            Verb::Notify => Self::Notify,
            Verb::Bind => Self::Bind,
            Verb::HaveNo => Self::Have,
            Verb::State => Self::State,
            Verb::Disclaim => Self::Disclaim,
            Verb::Advise => Self::Advise,
            Verb::Retain => return None,
        })
    }

    /// Whether it is done with data: the others are promises, rights, duties and claims.
    #[must_use]
    pub fn is_practice(self) -> bool {
        Self::PRACTICES.contains(&self)
    }

    /// The acts that a prohibition of this one reaches: itself and what is narrower.
    #[must_use]
    pub const fn with_narrower(self) -> &'static [Self] {
        match self {
            Self::Disclose => &[Self::Disclose, Self::Sell],
            Self::Use => &[Self::Use, Self::View, Self::Decide, Self::Train, Self::Combine],
            Self::Collect => &[Self::Collect],
            Self::Derive => &[Self::Derive],
            Self::Combine => &[Self::Combine],
            Self::View => &[Self::View],
            Self::Decide => &[Self::Decide],
            Self::Train => &[Self::Train],
            Self::Store => &[Self::Store],
            Self::Sell => &[Self::Sell],
            Self::Require => &[Self::Require],
            Self::Delete => &[Self::Delete],
            Self::Offer => &[Self::Offer],
            Self::Protect => &[Self::Protect],
            Self::Notify => &[Self::Notify],
            Self::Bind => &[Self::Bind],
            Self::Have => &[Self::Have],
            Self::State => &[Self::State],
            Self::Disclaim => &[Self::Disclaim],
            Self::Advise => &[Self::Advise],
        }
    }

    /// The slots of a flow of this act.
    #[must_use]
    pub const fn slots(self) -> &'static [Dimension] {
        use Dimension::{
            Actor, Channel, Datum, Event, Measure, Place, Purpose, Recipient, RecipientRegion, Region, Right,
            Safeguard, Second, SecondSubject, Source, State, Topic,
        };
        match self {
            Self::Collect => &[Actor, Datum, Place, Purpose, Channel, Source],
            Self::Derive => &[Actor, Datum, Place, Purpose, Channel, Region, Second],
            Self::Combine => &[Actor, Datum, Place, Purpose, Channel, Region, Second, SecondSubject],
            Self::Use | Self::View | Self::Decide | Self::Train | Self::Store => {
                &[Actor, Datum, Place, Purpose, Channel, Region]
            }
            Self::Require | Self::Delete => &[Actor, Datum, Place, Purpose, Channel],
            Self::Disclose | Self::Sell => {
                &[Actor, Datum, Place, Purpose, Channel, Recipient, RecipientRegion]
            }
            Self::Offer => &[Actor, Datum, Place, Purpose, Channel, Right],
            Self::Protect => &[Actor, Datum, Place, Purpose, Channel, State, Measure],
            Self::Notify => &[Actor, Datum, Place, Purpose, Channel, Event],
            Self::Bind => &[Actor, Datum, Place, Purpose, Channel, Recipient, Safeguard],
            Self::Have | Self::State | Self::Disclaim | Self::Advise => {
                &[Actor, Datum, Place, Purpose, Channel, Topic]
            }
        }
    }

    /// The slots of which a question that does not name them asks whether there is some value: the way to a right or a
    /// notice, the measure and the state of a protection. `None` for what is done with data, which is asked of every value.
    #[must_use]
    pub const fn ways(self) -> &'static [Dimension] {
        match self {
            Self::Protect => &[Dimension::State, Dimension::Measure],
            Self::Offer | Self::Notify => &[Dimension::Channel],
            Self::Bind
            | Self::State
            | Self::Disclaim
            | Self::Advise
            | Self::Have
            | Self::Collect
            | Self::Derive
            | Self::Combine
            | Self::Use
            | Self::View
            | Self::Decide
            | Self::Train
            | Self::Store
            | Self::Disclose
            | Self::Sell
            | Self::Require
            | Self::Delete => &[],
        }
    }
}
