//! What is said of topics: that there is none of it, that it is so, that nobody promises it, that care is good.

use super::message::Message;
use super::set::Join;
use super::{Composer, Place};
use crate::model::{Sentence, Verb, What};

impl Composer<'_> {
    /// The claims of a sentence about topics, each in words of its own where its topic has some: “comply with the General
    /// Data Protection Regulation and are certified under ISO/IEC 27001”.
    pub(super) fn claims(&self, sentence: &Sentence) -> String {
        if let Some(claims) = self.none_of_people(sentence) {
            return claims;
        }
        let (place, frame, join) = match sentence.verb {
            Verb::HaveNo => (Place::None, Message::HaveNoTopics, Join::Or),
            Verb::State => (Place::Claim, Message::StateTopics, Join::And),
            Verb::Disclaim => (Place::Disclaimed, Message::DisclaimTopics, Join::Or),
            Verb::Advise => (Place::Advised, Message::AdviseTopics, Join::And),
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
            | Verb::Retain
            | Verb::Delete
            | Verb::Offer
            | Verb::Protect
            | Verb::Notify
            | Verb::Bind => return String::new(),
        };
        let form = self.verb_form(sentence);
        let set = &sentence.object.set;
        let mut claims = Vec::new();
        let mut others = Vec::new();
        for item in &set.items {
            let said = match item.what {
                What::Term(id) => self.said_in(id, place, &[("form", form.into())]),
                What::Any { .. } => None,
            };
            match said {
                Some(said) => claims.push(self.plain_mark(&said)),
                None => {
                    let topic = self.item(item);
                    others.push(self.frames.fill(Message::Topic, &[("topic", topic.into())]));
                }
            }
        }
        if !others.is_empty() {
            let topics = self.list(&others, join);
            claims.push(self.frames.fill(frame, &[("form", form.into()), ("topics", topics.into())]));
        }
        self.without_topics(sentence, &claims)
    }

    /// An absence in the words that all of its topics have of people: “sell no data of teenagers”; `None` if one of them has
    /// none.
    pub(super) fn none_of_people(&self, sentence: &Sentence) -> Option<String> {
        let slots = &sentence.slots;
        if sentence.verb != Verb::HaveNo || slots.over.is_some() {
            return None;
        }
        let whom = self.whom(slots.subject.as_ref(), slots.subject_region.as_ref(), Join::Or)?;
        let form = self.verb_form(sentence);
        let said = sentence.object.set.items.iter().map(|item| match item.what {
            What::Term(id) => {
                let values = [("form", form.into()), ("whom", whom.clone().into())];
                Some(self.plain_mark(&self.pieces.plain(&self.said_in(id, Place::NoneOf, &values)?)))
            }
            What::Any { .. } => None,
        });
        let said = said.collect::<Option<Vec<String>>>()?;
        Some(self.without_topics(sentence, &said))
    }

    /// Claims without the topics that are taken out of them.
    fn without_topics(&self, sentence: &Sentence, claims: &[String]) -> String {
        let set = &sentence.object.set;
        let claims = self.list(claims, Join::And);
        if set.except.is_empty() {
            return claims;
        }
        let except: Vec<String> = set.except.iter().map(|item| self.item(item)).collect();
        let except = self.list(&except, Join::Or);
        self.frames.fill(Message::Except, &[("list", claims.into()), ("except", except.into())])
    }
}
