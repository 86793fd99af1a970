//! Statements as they stand on the page: the sentence, what follows from it, and what stands beside it.

use super::Composer;
use super::message::Message;
use super::sentence::{Said, readable_name};
use super::words::{joined, plain_text, upper_first};
use crate::model::{self, AttributeValue, FactWord, Field, Necessity, Part, Verb, Words};
use crate::render::page::{Anchor, Block, Inline, Remark, Statement, Text};
use crate::render::prose::{self, Slot};

/// Channels behind a preposition of the author; no slot that can be written.
pub(super) const BARE_CHANNELS: &str = "{channels-}";

impl Composer<'_> {
    /// A statement of the page.
    pub(super) fn statement(&self, statement: &model::Statement) -> Statement {
        self.of_whom(statement, || self.composed(statement))
    }

    fn composed(&self, statement: &model::Statement) -> Statement {
        let anchor = Anchor::from(statement.label.as_str());
        let mut composed = match &statement.words.says {
            Some(says) => Statement::from_blocks(anchor, self.own_wording(says, statement)),
            None => {
                let Said { sentence, lines } = self.said(statement);
                let more = if lines.is_empty() {
                    Vec::new()
                } else {
                    vec![Block::list(lines.iter().map(|line| self.words(line)))]
                };
                Statement { anchor, lead: self.words(&sentence), more, ..Statement::default() }
            }
        };
        composed.title = statement.title.as_deref().map(Text::from);
        let further = self.words(&self.further(statement));
        if !further.is_empty() {
            if composed.more.is_empty() {
                composed.lead.push(Inline::text(" "));
                composed.lead.extend(further);
                composed.lead = joined(composed.lead);
            } else {
                composed.more.push(Block::Paragraph(further));
            }
        }
        composed.remarks = self.remarks(&statement.words);
        self.pieces.clear();
        composed
    }

    /// A statement as plain text in one line.
    pub(super) fn plain_statement(&self, statement: &model::Statement) -> String {
        self.of_whom(statement, || self.plain(statement))
    }

    fn plain(&self, statement: &model::Statement) -> String {
        let main = match &statement.words.says {
            Some(says) => plain_blocks(&self.own_wording(says, statement)),
            None => self.pieces.plain(&self.pieces.sentence(&self.in_line(statement))),
        };
        let further = self.pieces.plain(&self.further(statement));
        self.pieces.clear();
        if further.is_empty() { main } else { format!("{main} {further}") }
    }

    /// The author's wording with its slots filled.
    fn own_wording(&self, says: &str, statement: &model::Statement) -> Vec<Block> {
        let phrases = self.slot_phrases(&self.whole(statement), says);
        let mut slots: Vec<Slot> = phrases
            .into_iter()
            .map(|(name, phrase)| Slot { name: name.to_owned(), words: self.words(&phrase) })
            .collect();
        let says = &self.with_own_preposition(says);
        let mut blocks = self.linked(prose::parse(&without_doubled_words(says, &mut slots), &slots));
        if says.trim_start().starts_with('{')
            && let Some(Block::Paragraph(words)) = blocks.first_mut()
        {
            capitalise(words);
        }
        blocks
    }

    /// Lets an author's own preposition before channels stand for that of the channels: “via {channels}”.
    fn with_own_preposition(&self, says: &str) -> String {
        let slot = format!("{{{}}}", Field::Channel.says());
        let mut parts = says.split(slot.as_str());
        let mut text = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let before = text.trim_end().rsplit(|one: char| !one.is_alphabetic()).next().unwrap_or_default();
            let is_led =
                text.ends_with(' ') && self.frames.lists(Message::Prepositions, &before.to_lowercase());
            text.push_str(if is_led { BARE_CHANNELS } else { slot.as_str() });
            text.push_str(part);
        }
        text
    }

    /// The sentences behind the first one.
    fn further(&self, statement: &model::Statement) -> String {
        let whole = self.whole(statement);
        let sentence = &*whole;
        let words = &statement.words;
        let is_own = words.says.is_some();
        let mut further = Vec::new();
        let kept = self.kept_all_the_same(statement);
        let (named, unnamed) = kept.map_or((None, None), |(is_named, kept)| match is_named {
            true => (Some(kept), None),
            false => (None, Some(kept)),
        });
        // What the exception names belongs to the sentence, and what follows from the meaning alone behind all of it.
        further.extend(named);
        if is_own {
            further.extend(statement.exception.as_ref().map(|exception| {
                let (named, _) = self.apart(statement, exception);
                self.exception_alone(exception, &named, statement.section)
            }));
            further.push(self.later(statement.later.as_ref(), Message::LaterAlone));
            further.extend(
                words.because.as_ref().map(|reason| self.author(Message::BecauseAlone, "reason", reason)),
            );
        } else {
            let reason = words.because.as_ref().filter(|_| self.is_reason_apart(statement));
            further.extend(reason.map(|reason| self.author(Message::BecauseAlone, "reason", reason)));
            if !sentence.bases.is_empty() && !self.are_said_once(&sentence.bases) {
                further.push(self.bases_sentence(&sentence.bases, &sentence.facts));
            }
            if sentence.verb != Verb::Retain {
                let kept = sentence.retention.as_ref();
                further.extend(
                    kept.map(|ends| {
                        self.frames.fill(Message::Kept, &[("ends", self.ends(ends, false).into())])
                    }),
                );
            }
        }
        further.extend(sentence.necessity.map(|necessity| self.necessity(necessity)));
        // Whoever is offered something goes without it, or gives something up by it.
        let otherwise = match sentence.necessity {
            _ if sentence.verb == Verb::Offer => Message::OtherwiseChoice,
            Some(Necessity::Optional) => Message::OtherwiseOptional,
            Some(Necessity::Required) | None => Message::Otherwise,
        };
        further.extend(
            words.otherwise.as_ref().map(|consequence| self.author(otherwise, "consequence", consequence)),
        );
        // Behind what happens to whoever uses it: “if you do” means that, and not how soon we act.
        if !is_own && sentence.verb == Verb::Offer {
            further.extend(self.offer_limits(sentence));
        }
        further.extend(self.attribute_sentences(statement));
        further.extend(unnamed);
        let sentences: Vec<String> = further
            .iter()
            .map(|sentence| self.pieces.sentence(sentence))
            .filter(|sentence| !sentence.is_empty())
            .collect();
        sentences.join(" ")
    }

    /// What is kept although this deletes: what the statement does not name, and what it names beside other rights; with
    /// whether it names any.
    fn kept_all_the_same(&self, statement: &model::Statement) -> Option<(bool, String)> {
        let named = statement.exception.as_ref().map(|exception| self.apart(statement, exception).1);
        let named = named.unwrap_or_default();
        let within = self.kept_within.get(&Part::Statement(statement.id));
        if named.is_empty() && within.is_none() {
            return None;
        }
        let within = within.into_iter().flatten().copied();
        let stated = self.as_stated(&named, within, statement.section, statement.id);
        let is_named = !named.is_empty();
        let is_limited = statement.sentence.verb == Verb::Delete
            && statement.sentence.facts.iter().any(|clause| clause.word == FactWord::Unless);
        let when = match (is_named, is_limited) {
            (_, true) => "despite",
            (true, false) => "asked",
            (false, false) => "then",
        };
        let values = [("when", when.into()), ("stated", stated.into())];
        Some((is_named, self.frames.fill(Message::KeptAllTheSame, &values)))
    }

    pub(super) fn necessity(&self, necessity: Necessity) -> String {
        let word = necessity.published();
        self.frames.fill(Message::Necessity, &[("necessity", word.into())])
    }

    fn attribute_sentences(&self, statement: &model::Statement) -> Vec<String> {
        // What is said of the time first, because the time stands before it.
        let known = [
            ("extension", Message::Extension),
            ("times-per-year", Message::TimesPerYear),
            ("fee", Message::Fee),
            ("identity-check", Message::IdentityCheck),
            ("agent", Message::Agent),
            ("appeal", Message::Appeal),
        ];
        let said = known.into_iter().flat_map(|(key, frame)| {
            let values = statement.attributes.iter().filter(move |(name, _)| name == key);
            values.flat_map(|(_, values)| values).map(move |value| self.attribute_sentence(frame, value))
        });
        said.collect()
    }

    fn attribute_sentence(&self, frame: Message, value: &AttributeValue) -> String {
        let (kind, text, count) = match value {
            AttributeValue::Text(text) => ("text", self.plain_mark(text.trim().trim_end_matches('.')), 0),
            AttributeValue::Period(period) => ("period", self.period(*period), 0),
            AttributeValue::Number(number) => ("number", number.to_string(), *number),
            AttributeValue::Word(word) => match word.as_str() {
                "none" | "no" | "free" => ("none", String::new(), 0),
                "yes" | "required" | "allowed" | "possible" => ("word", String::new(), 0),
                other => ("text", self.plain_mark(&readable_name(other)), 0),
            },
            AttributeValue::Term(term) => ("text", self.term(*term), 0),
            AttributeValue::TermText(term, text) => {
                ("text", format!("{} {}", self.term(*term), self.plain_mark(text)), 0)
            }
        };
        self.frames.fill(frame, &[("kind", kind.into()), ("value", text.into()), ("count", count.into())])
    }

    /// Why it is so, and what happens otherwise, behind what is no sentence of Candor.
    pub(super) fn afterwards(&self, words: &Words) -> Vec<Inline> {
        let Words {
            otherwise,
            because,
            // Beside it.
            note: _,
            example: _,
            cites: _,
            // Only a statement has a wording of its own.
            says: _,
            says_span: _,
            // From which sentences of a source it was written.
            traces: _,
        } = words;
        let because = because.as_ref().map(|reason| self.author(Message::BecauseAlone, "reason", reason));
        let otherwise =
            otherwise.as_ref().map(|consequence| self.author(Message::Otherwise, "consequence", consequence));
        let sentences: Vec<String> =
            because.into_iter().chain(otherwise).map(|sentence| self.pieces.sentence(&sentence)).collect();
        self.words(&sentences.join(" "))
    }

    /// Notes, examples and provisions of law.
    pub(super) fn remarks(&self, words: &Words) -> Vec<Remark> {
        let prose = |label: &str, text: &Option<String>| {
            text.as_ref().map(|text| Remark { label: label.into(), words: self.prose_line(text) })
        };
        let cites = (!words.cites.is_empty()).then(|| words.cites.join("; "));
        let remarks = [
            prose(&self.frames.word(Message::Note), &words.note),
            prose(&self.frames.word(Message::Example), &words.example),
            cites.map(|cites| Remark {
                label: self.frames.word(Message::Cites).into(),
                words: vec![Inline::text(cites)],
            }),
        ];
        remarks.into_iter().flatten().collect()
    }

    /// Prose of an author as one run of words which ends like a sentence.
    pub(super) fn prose_line(&self, text: &str) -> Vec<Inline> {
        let mut words = Vec::new();
        for block in self.linked(prose::parse(text, &[])) {
            let Block::Paragraph(paragraph) = block else {
                words.push(Inline::text(plain_blocks(&[block])));
                continue;
            };
            if !words.is_empty() {
                words.push(Inline::text(" "));
            }
            words.extend(paragraph);
        }
        if !plain_text(&words).trim_end_matches(['”', '"', ')']).ends_with(['.', '!', '?', '…']) {
            words.push(Inline::text("."));
        }
        joined(words)
    }
}

/// Lets a slot lose its first word where the author has written it already: “for {purposes}”, “your {data}”.
///
/// Such a slot gets another name, because the same slot can stand elsewhere with no word before it.
fn without_doubled_words(says: &str, slots: &mut Vec<Slot>) -> String {
    let mut text = says.to_owned();
    for slot in slots.clone() {
        // “only from you” loses no word of its own: the author's “from” goes.
        let (stressed, first) = match slot.words.as_slice() {
            [Inline::Strong(_), Inline::Text(first), ..] => (true, first.as_str().trim_start()),
            [Inline::Text(first), ..] => (false, first.as_str()),
            _ => continue,
        };
        let Some((word, rest)) = first.split_once(' ') else { continue };
        let name = &slot.name;
        for word in [word.to_owned(), upper_first(word)] {
            let renamed = if stressed { format!("{{{name}}}") } else { format!("{word} {{{name}-}}") };
            text = text.replace(&format!("{word} {{{name}}}"), &renamed);
        }
        if text.contains(&format!("{{{name}-}}")) {
            let words =
                std::iter::once(Inline::text(rest)).chain(slot.words.iter().skip(1).cloned()).collect();
            slots.push(Slot { name: format!("{name}-"), words });
        }
    }
    text
}

/// Gives the first word a capital.
fn capitalise(words: &mut [Inline]) {
    match words.first_mut() {
        Some(Inline::Text(text) | Inline::Term { text, .. } | Inline::Reference { text, .. }) => {
            *text = upper_first(text.as_str()).into()
        }
        Some(Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Link { words: inner, .. }) => {
            capitalise(inner)
        }
        Some(Inline::Code(_) | Inline::Break) | None => {}
    }
}

/// The words of blocks without markup, in one line.
fn plain_blocks(blocks: &[Block]) -> String {
    let texts = blocks.iter().map(|block| match block {
        Block::Paragraph(words) | Block::Heading { words, .. } => plain_text(words),
        Block::List { items, .. } => {
            items.iter().map(|item| plain_blocks(item)).collect::<Vec<_>>().join(" ")
        }
        Block::Quote(inner) => plain_blocks(inner),
        Block::Code(lines) => lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Block::Divider => String::new(),
    });
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_before_a_slot_is_not_doubled() {
        let slot = |name: &str, words: &str| Slot { name: name.to_owned(), words: vec![Inline::text(words)] };
        let mut slots = vec![slot("purposes", "for billing"), slot("data", "your name")];
        let text = without_doubled_words(
            "It is for {purposes}; needed {purposes}; your {data}, yours {data}.",
            &mut slots,
        );
        assert_eq!(
            plain_blocks(&prose::parse(&text, &slots)),
            "It is for billing; needed for billing; your name, yours your name."
        );
    }
}
