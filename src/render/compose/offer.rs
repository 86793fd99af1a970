//! What a person can do: rights, with the data and the practices that they are about.

use super::deed::LONGEST_RIGHTS;
use super::lead::Purposes;
use super::message::Message;
use super::sentence::{Listed, join_of, readable_name};
use super::set::{DataWords, Join, Onlys};
use super::verb;
use super::words::PieceKind;
use super::{Composer, Place, Value};
use crate::model::{Field, Item, Kind, KnownTerm, Origin, Sentence, Set, SetItem, TermId, Verb, What};
use crate::render::page::Anchor;

/// More statements than this stand in a list of their own.
const LONGEST_OFFER: usize = 2;

/// An offer apart from the rights that it takes out of its own.
pub(super) struct Excepting {
    /// Without them.
    pub(super) rights: Sentence,
    /// Of them.
    pub(super) except: Sentence,
}

impl Composer<'_> {
    /// Which part of an offer is too long for a line.
    pub(super) fn listed_offer(&self, sentence: &Sentence) -> Option<Listed> {
        let set = &sentence.object.set;
        let is_long = set.items.len() > LONGEST_RIGHTS && set.except.is_empty();
        if sentence.from_labels.len() > LONGEST_OFFER {
            Some(Listed::Statements)
        } else if is_long && self.holders_of(sentence).len() == 1 {
            Some(Listed::Rights)
        } else {
            None
        }
    }

    /// What fills the frame of an offer, behind the parts that other sentences have as well; the `channel` is one of them.
    pub(super) fn offer_parts(
        &self,
        sentence: &Sentence,
        listed: Option<Listed>,
        channel: &str,
    ) -> Vec<(&'static str, Value<'static>)> {
        let rights: Vec<What> = sentence.object.set.items.iter().map(|item| item.what).collect();
        let all_say = |place| rights.iter().all(|right| self.has_words(*right, place));
        let addressee = self.addressee(sentence.slots.get(Field::Channel), Join::Or);
        let addressee = addressee.filter(|_| all_say(Place::Addressed));
        let case = match rights.as_slice() {
            [right] => self.right_in(*right, Place::Case, &[]),
            _ => None,
        };
        // “you can ask, by post, to look at your data”: by post one asks, and does not look.
        let asks_to = rights.len() == 1 && all_say(Place::AsksTo) && sentence.from_labels.is_empty();
        let inside = if asks_to { channel } else { "" };
        let said = self.deeds_said(sentence, listed, inside, addressee.is_some());
        let has_purpose = sentence.slots.purpose.is_some();
        let is_apart = addressee.is_none() && (said.is_compound || has_purpose || !said.ends_with_object);
        let mut parts: Vec<(&'static str, Value<'static>)> = vec![
            ("offered", said.clause.into()),
            ("case", case.unwrap_or_default().into()),
            ("apart", if is_apart { "yes" } else { "no" }.into()),
        ];
        if !inside.is_empty() {
            parts.push(("channel", "".into()));
        }
        parts.extend(addressee.map(|addressee| ("channel", addressee.into())));
        if has_purpose && !said.takes_purpose {
            let purpose = self.clause(Message::OfferPurpose, sentence.slots.purpose.as_ref(), Join::Or);
            parts.push(("purpose", purpose.into()));
        }
        parts
    }

    /// The rights that an offer names and those that it takes out of them; `None` if it takes out none. What it names and
    /// takes out as a whole is not said at all.
    pub(super) fn excepting(&self, sentence: &Sentence) -> Option<Excepting> {
        let set = &sentence.object.set;
        let is_within = |one: &SetItem, other: &SetItem| match (one.what, other.what) {
            (_, What::Any { .. }) => true,
            (What::Any { .. }, What::Term(_)) => false,
            (What::Term(one), What::Term(other)) => self.policy.vocabulary.is_below(one, other),
        };
        let (mut items, mut except) = (set.items.clone(), set.except.clone());
        items.retain(|item| !set.except.iter().any(|taken| is_within(item, taken)));
        except.retain(|taken| items.iter().any(|item| is_within(taken, item)));
        let is_plain = set.except.is_empty() || items.is_empty();
        if is_plain || (except.is_empty() && items.len() == set.items.len()) {
            return None;
        }
        let with = |items: Vec<SetItem>| {
            let mut one = sentence.clone();
            one.object.set = Set { items, except: Vec::new() };
            one
        };
        Some(Excepting { rights: with(items), except: with(except) })
    }

    /// Whether a right needs no word for what it is about: “complain to an authority”.
    pub(super) fn is_whole(&self, what: What) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let whole = vocabulary.known(KnownTerm::CompleteInItself);
        matches!(what, What::Term(id) if whole.is_some_and(|whole| vocabulary.is_below(id, whole)))
    }

    pub(super) fn statements_of(&self, sentence: &Sentence) -> String {
        // Behind “as regards” a title needs no words around it.
        let titled = |label: &str| {
            let title = self.policy.statement_of(label).and_then(|statement| statement.title.as_ref());
            let link = title.map(|title| self.reference(title, label));
            link.map(|link| self.frames.fill(Message::Quote, &[("words", link.into())]))
        };
        let are_apart = self.are_statements_apart(sentence);
        let said = |label: &str| match are_apart {
            true => titled(label).unwrap_or_else(|| self.what_is_done(label)),
            false => self.what_is_done(label),
        };
        let statements: Vec<String> = sentence.from_labels.iter().map(|(label, _)| said(label)).collect();
        self.list(&statements, join_of(sentence.modality))
    }

    /// Whether what an offer names by `from` is “they”: each of the following is one, and decisions are several.
    pub(super) fn are_many_statements(&self, sentence: &Sentence, listed: Option<Listed>) -> bool {
        let are_decisions = |label: &str| {
            let statement = self.policy.statement_of(label).filter(|statement| statement.title.is_none());
            statement.is_some_and(|statement| statement.sentence.verb == Verb::Decide)
        };
        match sentence.from_labels.as_slice() {
            [(label, _)] => are_decisions(label),
            _ => listed != Some(Listed::Statements),
        }
    }

    /// What a right is about beside the object that it has: data beside statements, and whatever a right is about that
    /// takes no object.
    pub(super) fn also_about(&self, sentence: &Sentence, are_statements_listed: bool) -> Option<String> {
        if self.are_statements_apart(sentence) {
            return Some(match are_statements_listed {
                true => self.frames.word(Message::EachOfTheFollowing),
                false => self.statements_of(sentence),
            });
        }
        let has_object = !sentence.object.set.items.iter().all(|item| self.is_whole(item.what));
        let is_of_statements = !sentence.from_labels.is_empty();
        let statements =
            (is_of_statements && !has_object && !are_statements_listed).then(|| self.statements_of(sentence));
        let over = sentence.slots.over.as_ref().filter(|_| is_of_statements || !has_object);
        let over = over.filter(|over| self.is_said(sentence, over));
        let join = join_of(sentence.modality);
        let over = over.map(|over| self.data_slot(over, &DataWords { join, ..DataWords::HELD }));
        let about: Vec<String> = statements.into_iter().chain(over).collect();
        (!about.is_empty()).then(|| self.list(&about, join))
    }

    /// What a right named by a label is about, as a link to it: “our use of your e-mail address for newsletters”, or the
    /// title of the statement.
    pub(super) fn what_is_done(&self, label: &str) -> String {
        let link = |words: &str| self.pieces.mark(words, PieceKind::Reference(Anchor::from(label)));
        let quoted = |frame, words: &str| self.frames.fill(frame, &[("words", link(words).into())]);
        if let Some(statement) = self.policy.statement_of(label) {
            return match (self.what_is_stated(statement), &statement.title) {
                (_, Some(title)) => quoted(Message::WhatIsSaid, title),
                (Some(what), None) => link(&self.pieces.plain_tidy(&what)),
                (None, None) => {
                    quoted(Message::WhatIsDoneUnder, &self.policy.section(statement.section).title)
                }
            };
        }
        if let Some(section) = self.policy.section_named(label) {
            return quoted(Message::WhatIsDoneUnder, &self.policy.section(section).title);
        }
        let name = link(&self.title_of(label).unwrap_or_else(|| readable_name(label)));
        match self.noun_of_tracker(label) {
            Some(noun) => {
                self.frames.fill(Message::TrackerNamed, &[("noun", noun.into()), ("name", name.into())])
            }
            None => name,
        }
    }

    /// What a tracker is, before its name: “cookie”; `None` if nothing is known of its technology, or its name says it.
    pub(super) fn noun_of_tracker(&self, label: &str) -> Option<String> {
        let policy = self.policy;
        let tracker = policy.items_named(label).iter().find_map(|item| match item {
            Item::Tracker(id) => Some(&policy.trackers[id.index()]),
            Item::Link(_)
            | Item::Definition(_)
            | Item::Table(_)
            | Item::Prose(_)
            | Item::Statement(_)
            | Item::Section(_) => None,
        })?;
        let above = policy.vocabulary.ancestors(tracker.channel);
        let nouns: Vec<String> =
            above.into_iter().filter_map(|id| self.said_in(id, Place::Noun, &[])).collect();
        let label = tracker.label.to_lowercase();
        let says_it = nouns.iter().any(|noun| label.contains(noun));
        nouns.into_iter().next().filter(|_| !says_it)
    }

    /// A statement as a noun; `None` if that is a right over other statements within another one, which could lead back here.
    pub(super) fn nominal(&self, sentence: &Sentence) -> Option<String> {
        let is_over_statements = sentence.verb == Verb::Offer && !sentence.from_labels.is_empty();
        let is_within = self.is_within_right.get();
        if is_over_statements && is_within {
            return None;
        }
        self.is_within_right.set(is_within || is_over_statements);
        let noun = self.of_sentence(sentence, || self.noun(sentence));
        self.is_within_right.set(is_within);
        Some(noun)
    }

    /// What a person has done who has used a choice without a title: “you have used your right to object to our use of your
    /// e-mail address”. One with a title is called by it.
    pub(super) fn untitled_choice(&self, fact: TermId) -> Option<String> {
        let vocabulary = &self.policy.vocabulary;
        if vocabulary.term(fact).kind != Kind::Condition || vocabulary.term(fact).origin == Origin::Standard {
            return None;
        }
        let offer = self.policy.statements.iter().find(|statement| statement.choice == Some(fact))?;
        if offer.title.is_some() {
            return None;
        }
        let what = self.pieces.plain_tidy(&self.of_others(false, || self.nominal(&offer.sentence))?);
        let used = self.frames.fill(Message::ChoiceUsed, &[("what", what.into())]);
        Some(if self.is_of_others.get() { self.of_them(&used) } else { used })
    }

    fn noun(&self, sentence: &Sentence) -> String {
        let frame = verb::noun(sentence.verb, sentence.modality.is_negative());
        let topics: Vec<String> = match sentence.verb.object_kind() == Kind::Topic {
            true => self.items(&sentence.object.set),
            false => Vec::new(),
        };
        let topic = |topic: String| self.frames.fill(Message::Topic, &[("topic", topic.into())]);
        let topics: Vec<String> = topics.into_iter().map(topic).collect();
        let mut parts = self.actor_parts(sentence);
        // “the training of AI models”, but “decisions for deciding on credit”: that one has words for a verb alone.
        let purposes = match sentence.verb == Verb::Train {
            true => self.purposes_elsewhere(sentence, &[], true),
            false => Purposes::default(),
        };
        let purpose = match purposes.is_said {
            true => String::new(),
            false => self.clause(Message::Purpose, sentence.slots.purpose.as_ref(), Join::And),
        };
        parts.extend([
            ("data", self.object_data(sentence).into()),
            ("second", self.second(sentence).into()),
            ("purpose", purpose.into()),
            (
                "recipient",
                self.recipient(sentence, self.recipient_frame(sentence), false, &mut Onlys::default()).into(),
            ),
            (
                "events",
                sentence
                    .slots
                    .events
                    .as_ref()
                    .map(|events| self.set(&events.set, Join::And))
                    .unwrap_or_default()
                    .into(),
            ),
        ]);
        parts.push(("topics", self.list(&topics, Join::And).into()));
        parts.extend(self.region(sentence, &mut Onlys::default()));
        parts.extend(self.verb_parts(sentence, purposes.matter));
        parts.extend(self.other_parts(sentence));
        if sentence.verb == Verb::Offer {
            parts.push(("rights", self.rights(sentence).into()));
        }
        self.frames.fill(frame, &parts)
    }

    /// To whom an offer is open, or whom a refusal is about, and how soon it is acted on.
    pub(super) fn offer_limits(&self, sentence: &Sentence) -> Vec<String> {
        let whom = self.whom_of(sentence, Join::And);
        let offered = if sentence.modality.is_negative() { "no" } else { "yes" };
        let said = |whom: String| {
            self.frames.fill(Message::OfferWhom, &[("offered", offered.into()), ("whom", whom.into())])
        };
        // “Parents and guardians can ask us …” says it already.
        let are_named = self.are_holders_named(sentence) || self.is_of_others.get();
        let whom = whom.filter(|_| !are_named).map(said);
        let timing = sentence.timing.map(|timing| self.timing(Message::OfferTiming, timing));
        whom.into_iter().chain(timing).collect()
    }

    /// The title of what is neither a statement nor a section: a tracker, a link, a text, a definition.
    fn title_of(&self, name: &str) -> Option<String> {
        let policy = self.policy;
        policy.items_named(name).iter().find_map(|item| match item {
            Item::Tracker(id) => Some(policy.trackers[id.index()].label.clone()),
            Item::Link(id) => Some(policy.links[id.index()].label.clone()),
            Item::Definition(id) => Some(policy.definitions[id.index()].word.clone()),
            Item::Prose(id) => policy.prose[id.index()].title.clone(),
            Item::Table(_) | Item::Statement(_) | Item::Section(_) => None,
        })
    }
}
