//! The frames of each verb.

use super::Place;
use super::message::Message;
use crate::model::{Field, Sentence, Verb};

/// The frame of its sentence.
pub(super) const fn frame(verb: Verb) -> Message {
    match verb {
        Verb::Collect => Message::Collect,
        Verb::Derive => Message::Derive,
        Verb::Combine => Message::Combine,
        Verb::Use => Message::Use,
        Verb::View => Message::View,
        Verb::Decide => Message::Decide,
        Verb::Train => Message::Train,
        Verb::Store => Message::Store,
        Verb::Disclose => Message::Disclose,
        Verb::Sell => Message::Sell,
        Verb::Publish => Message::Publish,
        Verb::Require => Message::Require,
        Verb::Retain => Message::Retain,
        Verb::Delete => Message::Delete,
        Verb::Offer => Message::Offer,
        Verb::Protect => Message::Protect,
        Verb::Notify => Message::Notify,
        Verb::Bind => Message::Bind,
        Verb::HaveNo => Message::HaveNo,
        Verb::State => Message::State,
        Verb::Disclaim => Message::Disclaim,
        Verb::Advise => Message::Advise,
    }
}

/// The frame of what a verb says as a noun: “our use of …”.
pub(super) const fn noun(verb: Verb, is_refused: bool) -> Message {
    match verb {
        Verb::Collect => Message::WhatCollect,
        Verb::Derive => Message::WhatDerive,
        Verb::Combine => Message::WhatCombine,
        Verb::Use => Message::WhatUse,
        Verb::View => Message::WhatView,
        Verb::Decide => Message::WhatDecide,
        Verb::Train => Message::WhatTrain,
        Verb::Store => Message::WhatStore,
        Verb::Disclose => Message::WhatDisclose,
        Verb::Sell => Message::WhatSell,
        Verb::Publish => Message::WhatPublish,
        Verb::Retain => Message::WhatRetain,
        Verb::Notify => Message::WhatNotify,
        Verb::Require => Message::WhatRequire,
        Verb::Delete => Message::WhatDelete,
        Verb::Offer if is_refused => Message::WhatOfferNot,
        Verb::Offer => Message::WhatOffer,
        Verb::Protect => Message::WhatProtect,
        Verb::Bind => Message::WhatBind,
        Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => Message::WhatClaim,
    }
}

/// The place of a purpose whose words can be part of the verb: “train AI models”, “decide on credit”.
pub(super) const fn matter(verb: Verb) -> Option<Place> {
    match verb {
        Verb::Train => Some(Place::Trained),
        Verb::Decide => Some(Place::Decided),
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
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

/// Whether the frame of a verb parts its purpose from what stands before it, by a comma.
pub(super) const fn is_purpose_apart(verb: Verb) -> bool {
    recipient(verb).is_some()
}

/// Whether a verb speaks of the data that somebody has already: “your personal data”, not “personal data about you”.
pub(super) const fn is_of_held_data(verb: Verb) -> bool {
    match verb {
        Verb::Retain | Verb::Delete | Verb::Offer | Verb::Protect => true,
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => false,
    }
}

/// The verb among others that are joined with it; `None` if it cannot be joined.
pub(super) const fn joined(verb: Verb) -> Option<Message> {
    match verb {
        Verb::Collect => Some(Message::WordCollect),
        Verb::Use => Some(Message::WordUse),
        Verb::View => Some(Message::WordView),
        Verb::Disclose => Some(Message::WordDisclose),
        Verb::Sell => Some(Message::WordSell),
        Verb::Publish => Some(Message::WordPublish),
        Verb::Derive
        | Verb::Combine
        | Verb::Decide
        | Verb::Train
        | Verb::Store
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

/// The frame of the recipient; `None` if the verb does not say to whom data go.
pub(super) const fn recipient(verb: Verb) -> Option<Message> {
    match verb {
        Verb::Disclose => Some(Message::Recipient),
        Verb::Sell => Some(Message::RecipientOfSale),
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Publish
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

/// The clauses that only some of the verbs take that can be joined.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OwnClauses {
    pub(super) recipient: bool,
    pub(super) source: bool,
    pub(super) region: bool,
}

impl OwnClauses {
    pub(super) fn of(sentence: &Sentence) -> Self {
        let has = |field| sentence.slots.has(field);
        Self { recipient: has(Field::Recipient), source: has(Field::Source), region: has(Field::Region) }
    }
}
