//! Trackers: those that stand together are the rows of one table.

use super::message::Message;
use super::set::{DataWords, Join};
use super::words::{ends_sentence, joined, plain_text, upper_first};
use super::{Composer, Place};
use crate::model::{self, AttributeValue, Sentence, TermId, TrackerId, Trait};
use crate::render::page::{Anchor, Cell, Inline, Item, Remark, Row, Table, Text};

/// The columns behind the name that each table has.
const TOLD: [Message; 4] =
    [Message::TrackerKind, Message::TrackerStores, Message::TrackerWhy, Message::TrackerLasting];

impl Composer<'_> {
    /// Trackers that stand together, as one table.
    pub(super) fn trackers(&self, trackers: &[TrackerId]) -> Option<Item> {
        let trackers: Vec<&model::Tracker> =
            trackers.iter().filter_map(|id| self.policy.trackers.get(id.index())).collect();
        let first = trackers.first()?;
        let notes: Vec<Cell> = trackers.iter().map(|tracker| self.tracker_notes(tracker)).collect();
        let has_notes = notes.iter().any(|cell| !cell.is_empty());
        let has_owner = trackers.iter().any(|tracker| tracker.by.is_some());
        let columns = std::iter::once(Message::TrackerName).chain(TOLD);
        let further = [(Message::TrackerBy, has_owner), (Message::TrackerNotes, has_notes)];
        let further = further.into_iter().filter(|(_, is_shown)| *is_shown).map(|(name, _)| name);
        let columns = columns.chain(further).map(|name| Text::from(self.frames.word(name))).collect();
        let rows = trackers.iter().zip(notes).map(|(tracker, notes)| {
            let mut cells = self.tracker_cells(tracker);
            if has_owner {
                let owner =
                    tracker.by.map_or_else(|| self.frames.word(Message::TrackerUs), |by| self.term(by));
                cells.push(vec![self.words(&owner)]);
            }
            if has_notes {
                cells.push(notes);
            }
            Row { anchor: Anchor::from(tracker.named.name.as_str()), cells }
        });
        let rows = rows.collect();
        self.pieces.clear();
        // The table is named after its first row, because no name of an author has two hyphens in a row.
        let anchor = Anchor::from(format!("trackers--{}", first.named.name));
        Some(Item::Table(Table {
            anchor,
            caption: self.frames.word(Message::Trackers).into(),
            columns,
            rows,
            remarks: Vec::new(),
        }))
    }

    /// The row of a tracker as plain text: its name and, behind each heading, what the table has there.
    pub(super) fn plain_tracker(&self, tracker: &model::Tracker) -> String {
        let cells = self.tracker_cells(tracker);
        let told = TOLD.into_iter().zip(cells.iter().skip(1)).map(|(heading, cell)| {
            let lines: Vec<String> = cell.iter().map(|line| plain_text(line)).collect();
            self.tracker_line(heading, &lines.join(", "))
        });
        let owner =
            tracker.by.map(|by| self.tracker_line(Message::TrackerBy, &self.pieces.plain(&self.term(by))));
        let heading = heading_of(&tracker.label);
        let name = if ends_sentence(&heading) { heading } else { format!("{heading}.") };
        let notes = self.tracker_notes(tracker);
        let notes = notes.iter().map(|note| plain_text(note));
        let lines: Vec<String> = std::iter::once(name).chain(told).chain(owner).chain(notes).collect();
        self.pieces.clear();
        lines.join(" ")
    }

    fn tracker_line(&self, heading: Message, what: &str) -> String {
        self.frames.fill(
            Message::TrackerLine,
            &[("heading", self.frames.word(heading).into()), ("what", what.into())],
        )
    }

    fn tracker_cells(&self, tracker: &model::Tracker) -> Vec<Cell> {
        let model::Tracker {
            label,
            stores: stored,
            stores_no,
            lasting,
            sentence,
            // Each in the notes, or in a column of its own, if one of the table has somebody here.
            by: _,
            named: _,
            exception: _,
            attributes: _,
            // Its name as a channel is its label.
            channel: _,
            technology,
        } = tracker;
        let none = || vec![vec![Inline::text(self.frames.word(Message::TrackerNone))]];
        let slots = &sentence.slots;
        let whom = self.whom_of(sentence, Join::And);
        let words = DataWords { whom, ..DataWords::PLAIN };
        let mut stores: Cell = Vec::new();
        if let Some(slot) = stored {
            let lines = match slot.set.except.is_empty() && words.whom.is_none() {
                true => self.data_lines(&slot.set, &words),
                false => vec![self.data(&slot.set, &words)],
            };
            stores.extend(lines.iter().map(|line| self.words(line)));
        }
        if let Some(slot) = stores_no {
            let no = self.frames.fill(Message::TrackerStoresNo, &[("data", self.no_data(&slot.set).into())]);
            stores.push(self.words(&no));
        }
        let why = slots.purpose.iter().flat_map(|slot| match (slot.is_only, slot.set.except.as_slice()) {
            (false, []) => self.items(&slot.set),
            (false, _) => vec![self.set(&slot.set, Join::And)],
            // One “only” for all of them: none excludes the others.
            (true, _) => {
                let all = self.set(&slot.set, Join::And);
                vec![self.frames.fill(Message::TrackerOnly, &[("what", all.into())])]
            }
        });
        let why: Cell = why.map(|what| self.words(&what)).collect();
        let lasting = lasting.map_or_else(none, |lifetime| vec![vec![Inline::text(self.lifetime(lifetime))]]);
        let name = vec![vec![Inline::text(heading_of(label))]];
        let kind = vec![self.words(&self.pieces.capitalised(&self.kind_of_tracker(*technology)))];
        let or_none = |cell: Cell| if cell.is_empty() { none() } else { cell };
        vec![name, kind, or_none(stores), or_none(why), lasting]
    }

    /// A technology as that of one tracker: “analytics cookie”, “local storage”.
    fn kind_of_tracker(&self, technology: TermId) -> String {
        let are_several = self.policy.vocabulary.term(technology).traits.has(Trait::Plural);
        match self.said_in(technology, Place::Noun, &[]).filter(|_| are_several) {
            Some(noun) => self.plain_mark(&noun),
            None => self.term(technology),
        }
    }

    /// What the other columns have no place for, one sentence behind the other.
    fn tracker_notes(&self, tracker: &model::Tracker) -> Cell {
        let model::Tracker {
            named,
            sentence,
            exception,
            attributes,
            stores,
            // The other columns say these.
            label: _,
            channel: _,
            technology: _,
            by: _,
            stores_no: _,
            lasting: _,
        } = tracker;
        let Sentence {
            slots,
            facts,
            bases,
            necessity,
            retention,
            // What it stores, for which purposes, is in columns of its own.
            object: _,
            // A tracker is always a collection by the company, and takes no clause of another verb.
            actor: _,
            modality: _,
            verb: _,
            from_labels: _,
            is_ceiling: _,
            deletion: _,
            states: _,
            timing: _,
            span: _,
            is_damaged: _,
        } = sentence;
        let join = Join::And;
        // Whose the data are, where nothing is stored of which it could be said.
        let whom = self.whom(slots.subject.as_ref(), slots.subject_region.as_ref(), join);
        let concerning = whom.filter(|_| stores.is_none()).map(|whom| {
            let values = [("verb", "tracker".into()), ("what", whom.into())];
            self.frames.fill(Message::Concerning, &values)
        });
        let kept = retention
            .as_ref()
            .map(|ends| self.frames.fill(Message::Kept, &[("ends", self.ends(ends, false).into())]));
        let bases = (!bases.is_empty()).then(|| self.bases_sentence(bases, facts));
        let exception = exception
            .as_ref()
            .map(|one| self.exception_alone(one, &one.targets().collect::<Vec<_>>(), named.section));
        let phrases = [
            Some(self.clause(Message::Source, slots.source.as_ref(), join)),
            concerning,
            Some(self.channel_alone(slots.channel.as_ref(), join)),
            (!facts.is_empty())
                .then(|| self.frames.fill(Message::TrackerSet, &[("facts", self.all_facts(facts).into())])),
            bases,
            necessity.map(|necessity| self.necessity(necessity)),
            kept,
            exception,
        ];
        let sentences = phrases.into_iter().flatten().map(|phrase| self.pieces.sentence(&phrase));
        let mut notes: Vec<Vec<Inline>> =
            sentences.filter(|sentence| !sentence.is_empty()).map(|sentence| self.words(&sentence)).collect();
        let afterwards = self.afterwards(&named.words);
        notes.extend((!afterwards.is_empty()).then_some(afterwards));
        notes.extend(self.remarks(&named.words).into_iter().map(|remark| self.remark_in_line(remark)));
        for (key, values) in attributes {
            let texts = values.iter().filter_map(|value| match value {
                AttributeValue::Text(text) => Some(text),
                AttributeValue::Term(_)
                | AttributeValue::TermText(..)
                | AttributeValue::Period(_)
                | AttributeValue::Number(_)
                | AttributeValue::Word(_) => None,
            });
            notes.extend(texts.filter_map(|text| self.tracker_attribute(key, text)));
        }
        let joined_notes = notes.into_iter().reduce(|mut line, note| {
            line.push(Inline::text(" "));
            line.extend(note);
            line
        });
        joined_notes.map(joined).into_iter().collect()
    }

    /// “For example: …” in the middle of a line; a note needs no word before it there.
    fn remark_in_line(&self, remark: Remark) -> Vec<Inline> {
        let Remark { label, words } = remark;
        if label.as_str() == self.frames.word(Message::Note) {
            return words;
        }
        let mut line = vec![Inline::text(format!("{label}: "))];
        line.extend(words);
        if !ends_sentence(&plain_text(&line)) {
            line.push(Inline::text("."));
        }
        line
    }

    fn tracker_attribute(&self, key: &str, text: &str) -> Option<Vec<Inline>> {
        let linked = |frame: Message| {
            let label = self.frames.word(frame);
            match Inline::link(label.as_str(), text) {
                link @ Inline::Link { .. } => vec![link, Inline::text(".")],
                Inline::Text(_)
                | Inline::Strong(_)
                | Inline::Emphasis(_)
                | Inline::Code(_)
                | Inline::Term { .. }
                | Inline::Reference { .. }
                | Inline::Break => {
                    let mut line = vec![Inline::text(format!("{label}: "))];
                    line.extend(self.prose_line(text));
                    line
                }
            }
        };
        let framed = |frame: Message| {
            let value = self.plain_mark(text);
            self.words(&self.pieces.sentence(&self.frames.fill(frame, &[("value", value.into())])))
        };
        Some(match key {
            "opt-out" => linked(Message::TrackerOptOut),
            "policy" => linked(Message::TrackerPolicy),
            "domain" => framed(Message::TrackerDomain),
            "pattern" => framed(Message::TrackerPattern),
            _ => return None,
        })
    }
}

/// How a tracker is called where its row begins: a name as it is written, because a cookie is found by it; words of
/// which none can be such a name with a capital.
fn heading_of(label: &str) -> String {
    let are_words =
        label.contains(' ') && label.chars().all(|letter| letter.is_alphabetic() || letter == ' ');
    if are_words { upper_first(label) } else { label.to_owned() }
}
