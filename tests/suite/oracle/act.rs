//! What happens in a flow: the verbs of the table of flows.

use candor::model::Verb;

/// The verb of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Act {
    Collect,
    Derive,
    Combine,
    Use,
    View,
    Decide,
    Train,
    /// What `required` says of data, and `never require` forbids.
    Require,
    Store,
    Disclose,
    Sell,
    Delete,
    /// No flow: what is kept has the slots of one.
    Keep,
    Offer,
    Protect,
    Notify,
    Bind,
    Have,
    State,
    Disclaim,
    Advise,
}

impl Act {
    /// The verbs of practices.
    pub(crate) const PRACTICES: [Self; 10] = [
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

    /// The verbs of the last pass: everything but rights, deletions and keeping.
    pub(crate) const LAST: [Self; 18] = [
        Self::Collect,
        Self::Derive,
        Self::Combine,
        Self::Use,
        Self::View,
        Self::Decide,
        Self::Train,
        Self::Require,
        Self::Store,
        Self::Disclose,
        Self::Sell,
        Self::Protect,
        Self::Notify,
        Self::Bind,
        Self::Have,
        Self::State,
        Self::Disclaim,
        Self::Advise,
    ];

    /// The verb of a sentence; `publish` is a spelling.
    pub(crate) const fn of(verb: Verb) -> Self {
        match verb {
            Verb::Collect => Self::Collect,
            Verb::Derive => Self::Derive,
            Verb::Combine => Self::Combine,
            Verb::Use => Self::Use,
            Verb::View => Self::View,
            Verb::Decide => Self::Decide,
            Verb::Train => Self::Train,
            Verb::Require => Self::Require,
            Verb::Store => Self::Store,
            Verb::Disclose | Verb::Publish => Self::Disclose,
            Verb::Sell => Self::Sell,
            Verb::Retain => Self::Keep,
            Verb::Delete => Self::Delete,
            Verb::Offer => Self::Offer,
            Verb::Protect => Self::Protect,
            Verb::Notify => Self::Notify,
            Verb::Bind => Self::Bind,
            Verb::HaveNo => Self::Have,
            Verb::State => Self::State,
            Verb::Disclaim => Self::Disclaim,
            Verb::Advise => Self::Advise,
        }
    }

    /// The word by which reports call it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Derive => "derive",
            Self::Combine => "combine",
            Self::Use => "use",
            Self::View => "view",
            Self::Decide => "decide",
            Self::Train => "train",
            Self::Require => "require",
            Self::Store => "store",
            Self::Disclose => "disclose",
            Self::Sell => "sell",
            Self::Delete => "delete",
            Self::Keep => "retain",
            Self::Offer => "offer",
            Self::Protect => "protect",
            Self::Notify => "notify",
            Self::Bind => "bind",
            Self::Have => "have",
            Self::State => "state",
            Self::Disclaim => "disclaim",
            Self::Advise => "advise",
        }
    }

    /// Whether it is one of the verbs of practices.
    pub(crate) fn is_practice(self) -> bool {
        Self::PRACTICES.contains(&self)
    }
}
