//! Through what something happens: each channel with the preposition that it takes.

use super::message::Message;
use super::set::{Join, only_word};
use super::{Composer, Place};
use crate::model::{Origin, Role, Set, SetItem, Slot, TermId, Trait, What};

/// A channel as it is said.
struct Way {
    /// None where it says the whole by itself: “in person”.
    preposition: Option<String>,
    channel: String,
}

impl Composer<'_> {
    /// A slot of channels: “by e-mail or at our premises”; nothing if it is not filled.
    pub(super) fn channel_clause(&self, slot: Option<&Slot>, join: Join, only: &'static str) -> String {
        slot.map_or_else(String::new, |slot| {
            self.led(Message::Channel, &self.channels(&slot.set, join), only)
        })
    }

    /// The same where nothing else of a sentence can be an “only”.
    pub(super) fn channel_alone(&self, slot: Option<&Slot>, join: Join) -> String {
        self.channel_clause(slot, join, only_word(slot.is_some_and(|slot| slot.is_only)))
    }

    fn channels(&self, set: &Set, join: Join) -> String {
        let ways: Vec<Way> = set.items.iter().map(|item| self.way(item)).collect();
        let first = ways.first().and_then(|way| way.preposition.clone());
        let all = match first {
            // “by e-mail and text message”
            Some(shared) if ways.iter().all(|way| way.preposition.as_ref() == Some(&shared)) => {
                let channels: Vec<String> = ways.into_iter().map(|way| way.channel).collect();
                self.led_by(&shared, &self.list(&channels, join))
            }
            Some(_) | None => {
                let led = |way: Way| match way.preposition {
                    Some(preposition) => self.led_by(&preposition, &way.channel),
                    None => way.channel,
                };
                self.list(&ways.into_iter().map(led).collect::<Vec<_>>(), join)
            }
        };
        self.without(all, &set.except.iter().map(|item| self.way(item).channel).collect::<Vec<_>>())
    }

    /// The same without the prepositions.
    pub(super) fn bare_channels(&self, slot: &Slot, join: Join) -> String {
        let bare = |items: &[SetItem]| items.iter().map(|item| self.way(item).channel).collect::<Vec<_>>();
        let all = self.without(self.list(&bare(&slot.set.items), join), &bare(&slot.set.except));
        self.led(Message::Channel, &all, only_word(slot.is_only))
    }

    pub(super) fn led_by(&self, preposition: &str, channels: &str) -> String {
        let values = [("preposition", preposition.into()), ("channels", channels.into())];
        self.frames.fill(Message::LedBy, &values)
    }

    fn way(&self, item: &SetItem) -> Way {
        let through = || Some(self.frames.word(Message::Through));
        match item.what {
            What::Any { .. } => Way { preposition: through(), channel: self.item(item) },
            What::Term(id) => match self.said_in(id, Place::Reads, &[]) {
                Some(whole) => Way { preposition: None, channel: self.plain_mark(&whole) },
                None => Way {
                    preposition: self.said_of_kind(id, Place::Preposition, &[]).or_else(through),
                    channel: self.named_channel(id),
                },
            },
        }
    }

    /// A channel of the policy that is one of a kind, with what it is: “the Crumb cookie”, “the cookie _ga”.
    pub(super) fn named_channel(&self, id: TermId) -> String {
        let (label, term) = (self.term(id), self.policy.vocabulary.term(id));
        let noun = self.said_of_kind(id, Place::Noun, &[]);
        let is_named = term.origin == Origin::Policy && !term.traits.has(Trait::Plural);
        let Some(noun) = noun.filter(|_| is_named) else { return label };
        let words: Vec<String> = term.label.split_whitespace().map(str::to_lowercase).collect();
        let begins = words.first().is_some_and(|first| self.frames.lists(Message::Determiners, first));
        let ends = words.last().is_some_and(|last| *last == noun);
        let holds = words.contains(&noun) || words.iter().any(|word| word.strip_suffix('s') == Some(&noun));
        if begins || (holds && !ends) {
            return label;
        }
        let values = [
            ("has-noun", if ends { "yes" } else { "no" }.into()),
            ("noun", self.plain_mark(&noun).into()),
            ("name", label.into()),
        ];
        self.frames.fill(Message::NamedChannel, &values)
    }

    /// To whom one turns, where all channels of a slot say that: “to the data protection authority”.
    pub(super) fn addressee(&self, slot: Option<&Slot>, join: Join) -> Option<String> {
        let slot = slot.filter(|slot| slot.set.except.is_empty())?;
        let declared = self.policy.parties.iter().find(|party| party.role == Role::Authority);
        let authority = declared.map_or("none", |party| party.label.as_str());
        let addressed = slot.set.items.iter().map(|item| match item.what {
            What::Term(id) => {
                let values = [("authority", authority.into())];
                Some(self.plain_mark(&self.said_in(id, Place::Address, &values)?))
            }
            What::Any { .. } => None,
        });
        let addressed = addressed.collect::<Option<Vec<String>>>()?;
        Some(self.led(Message::Channel, &self.list(&addressed, join), only_word(slot.is_only)))
    }
}
