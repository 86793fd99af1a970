//! The document around the statements: dates, sections, trackers, definitions, contacts.

use jiff::civil::Date;

use super::Composer;
use super::message::Message;
use super::sentence::readable_name;
use super::set::{DataWords, Join};
use super::words::{PieceKind, plain_text, upper_first};
use crate::model::{self, AttributeValue, Kind, SectionId, TermId, TrackerId};
use crate::render::page::{
    Anchor, Cell, Definition, Fact, Inline, Item, Labels, Party, Pointer, Prose, Row, Section, Statement,
    Table, Text,
};
use crate::render::prose;

impl Composer<'_> {
    pub(super) fn fixed_words(&self) -> Labels {
        let word = |name: Message| Text::from(self.frames.word(name));
        Labels {
            skip: word(Message::Skip),
            contents: word(Message::Contents),
            glance: word(Message::Glance),
            glossary: word(Message::Glossary),
            contacts: word(Message::Contacts),
            permalink: word(Message::Permalink),
        }
    }

    /// Dates and other key facts of the header.
    pub(super) fn facts(&self, header: &model::Header) -> Vec<Fact> {
        let model::Header {
            posted,
            updated,
            effective,
            law,
            version,
            // The introduction says these.
            covers: _,
            does_not_cover: _,
            see: _,
            accepted_by: _,
            // The page as a whole has these.
            title: _,
            language: _,
            // Addressed to authors and to Candor.
            name: _,
            span: _,
            file: _,
            profiles: _,
            reading_grade: _,
            vague_words: _,
            vocabulary: _,
        } = header;
        let date = |label: Message, date: Option<Date>| {
            date.map(|date| Fact {
                label: self.frames.word(label).into(),
                value: vec![Inline::text(self.date(date))],
                datetime: Some(date.to_string().into()),
            })
        };
        let fact = |label: Message, value: Vec<Inline>| Fact {
            label: self.frames.word(label).into(),
            value,
            datetime: None,
        };
        let law = (!law.is_empty()).then(|| fact(Message::Law, self.words(&self.terms(law, Join::And))));
        let version =
            version.as_ref().map(|version| fact(Message::Version, vec![Inline::text(version.as_str())]));
        let dates = [
            date(Message::Effective, *effective),
            date(Message::Updated, *updated),
            date(Message::Posted, *posted),
        ];
        dates.into_iter().flatten().chain(version).chain(law).collect()
    }

    fn date(&self, date: Date) -> String {
        let region = self.frames.region.as_str();
        self.frames.fill(
            Message::Date,
            &[
                ("region", region.into()),
                ("day", date.day().to_string().into()),
                ("month", date.month().into()),
                ("year", date.year().to_string().into()),
            ],
        )
    }

    /// What the policy covers, and how it is accepted.
    pub(super) fn introduction(&self, header: &model::Header) -> Vec<Item> {
        let mut sentences = Vec::new();
        if !header.covers.is_empty() {
            sentences.push(
                self.frames
                    .fill(Message::Covers, &[("channels", self.terms(&header.covers, Join::And).into())]),
            );
        }
        if !header.does_not_cover.is_empty() {
            sentences.push(self.frames.fill(
                Message::DoesNotCover,
                &[("channels", self.terms(&header.does_not_cover, Join::Or).into())],
            ));
            sentences.extend(header.see.as_ref().map(|see| {
                let link = self.pieces.mark(see, PieceKind::Link(see.clone()));
                self.frames.fill(Message::See, &[("link", link.into())])
            }));
        }
        if !header.accepted_by.is_empty() {
            sentences.push(
                self.frames
                    .fill(Message::Accepted, &[("events", self.terms(&header.accepted_by, Join::Or).into())]),
            );
        }
        let sentences: Vec<String> =
            sentences.iter().map(|sentence| self.pieces.sentence(sentence)).collect();
        let lead = self.words(&sentences.join(" "));
        self.pieces.clear();
        if lead.is_empty() {
            Vec::new()
        } else {
            vec![Item::Statement(Statement { lead, ..Statement::default() })]
        }
    }

    pub(super) fn terms(&self, terms: &[TermId], join: Join) -> String {
        let labels: Vec<String> = terms.iter().map(|id| self.term(*id)).collect();
        self.list(&labels, join)
    }

    // --- sections -------------------------------------------------------------------------------

    pub(super) fn section(&self, id: SectionId) -> Section {
        let section = self.policy.section(id);
        self.begin_section();
        let mut items = Vec::new();
        let mut trackers: Vec<TrackerId> = Vec::new();
        for item in &section.items {
            if let model::Item::Tracker(id) = item {
                trackers.push(*id);
                continue;
            }
            items.extend(self.trackers(&std::mem::take(&mut trackers)));
            items.extend(self.item_of_section(*item));
        }
        items.extend(self.trackers(&trackers));
        Section { anchor: Anchor::from(section.name.as_str()), title: section.title.as_str().into(), items }
    }

    fn item_of_section(&self, item: model::Item) -> Option<Item> {
        match item {
            model::Item::Statement(id) => Some(Item::Statement(self.statement(self.policy.statement(id)))),
            model::Item::Prose(id) => {
                self.policy.prose.get(id.index()).map(|prose| Item::Prose(self.prose(prose)))
            }
            model::Item::Link(id) => self.policy.links.get(id.index()).map(|link| Item::Link(pointer(link))),
            model::Item::Definition(id) => self
                .policy
                .definitions
                .get(id.index())
                .map(|definition| Item::Definition(self.definition(definition))),
            model::Item::Section(id) => {
                // What stands behind the section inside goes on with the links of this one.
                let linked = self.linked.take();
                let inner = self.section(id);
                self.linked.replace(linked);
                Some(Item::Section(inner))
            }
            model::Item::Tracker(_) => None,
        }
    }

    fn prose(&self, prose: &model::Prose) -> Prose {
        Prose {
            anchor: Anchor::from(prose.named.name.as_str()),
            title: prose.title.as_deref().map(Text::from),
            blocks: self.linked(prose::parse(&prose.body, &[])),
        }
    }

    /// A word of the document: “Service” means …
    fn definition(&self, definition: &model::Definition) -> Definition {
        self.define(&definition.named.name);
        let meaning = definition.meaning.trim();
        let first = meaning.split_whitespace().next().unwrap_or_default().to_lowercase();
        let (frame, meaning) = if self.frames.lists(Message::LowerWords, &first) {
            let mut letters = meaning.chars();
            let first = letters.next().map(|letter| letter.to_lowercase().to_string()).unwrap_or_default();
            (Message::Means, first + letters.as_str())
        } else {
            (Message::MeansQuoted, meaning.to_owned())
        };
        // The frame goes around words which may hold links and more than one sentence.
        let mark = '\u{2060}';
        let framed = self.frames.fill(frame, &[("meaning", mark.to_string().into())]);
        let (before, after) = framed.split_once(mark).unwrap_or((&framed, ""));
        let mut words = vec![Inline::text(before)];
        words.extend(self.prose_line(&meaning));
        words.push(Inline::text(after));
        Definition {
            anchor: Anchor::from(definition.named.name.as_str()),
            term: self.frames.fill(Message::Defined, &[("word", definition.word.as_str().into())]).into(),
            meaning: super::words::joined(words),
        }
    }

    // --- trackers -------------------------------------------------------------------------------

    /// Trackers that stand together, as one table.
    fn trackers(&self, trackers: &[TrackerId]) -> Option<Item> {
        let trackers: Vec<&model::Tracker> =
            trackers.iter().filter_map(|id| self.policy.trackers.get(id.index())).collect();
        let first = trackers.first()?;
        let notes: Vec<Cell> = trackers.iter().map(|tracker| self.tracker_notes(tracker)).collect();
        let has_notes = notes.iter().any(|cell| !cell.is_empty());
        let has_owner = trackers.iter().any(|tracker| tracker.by.is_some());
        let columns =
            [Message::TrackerName, Message::TrackerStores, Message::TrackerWhy, Message::TrackerLasting];
        let further = [(Message::TrackerBy, has_owner), (Message::TrackerNotes, has_notes)];
        let further = further.into_iter().filter(|(_, is_shown)| *is_shown).map(|(name, _)| name);
        let columns =
            columns.into_iter().chain(further).map(|name| Text::from(self.frames.word(name))).collect();
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
        }))
    }

    /// The row of a tracker as plain text: its name and, behind each heading, what the table has there.
    pub(super) fn plain_tracker(&self, tracker: &model::Tracker) -> String {
        let cells = self.tracker_cells(tracker);
        let headings = [Message::TrackerStores, Message::TrackerWhy, Message::TrackerLasting];
        let told = headings.into_iter().zip(cells.iter().skip(1)).map(|(heading, cell)| {
            let lines: Vec<String> = cell.iter().map(|line| plain_text(line)).collect();
            self.tracker_line(heading, &lines.join(", "))
        });
        let owner =
            tracker.by.map(|by| self.tracker_line(Message::TrackerBy, &self.pieces.plain(&self.term(by))));
        let name = self.pieces.sentence(&self.plain_mark(&tracker.label));
        let lines: Vec<String> = std::iter::once(self.pieces.plain(&name)).chain(told).chain(owner).collect();
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
            // A column of its own, if one of the table has somebody here.
            by: _,
            // Said in the notes.
            named: _,
            exception: _,
            attributes: _,
            // Its label says it in the author's words.
            channel: _,
            technology: _,
        } = tracker;
        let none = || vec![vec![Inline::text(self.frames.word(Message::TrackerNone))]];
        let words = DataWords { join: Join::And, quantity: "any", whom: None };
        let mut stores: Cell = Vec::new();
        if let Some(slot) = stored {
            stores.extend(self.data_lines(&slot.set, &words).iter().map(|line| self.words(line)));
        }
        if let Some(slot) = stores_no {
            let no = self.frames.fill(Message::TrackerStoresNo, &[("data", self.no_data(&slot.set).into())]);
            stores.push(self.words(&no));
        }
        let why: Cell = sentence
            .slots
            .purpose
            .iter()
            .flat_map(|slot| {
                let whats = if slot.set.except.is_empty() {
                    self.items(&slot.set)
                } else {
                    vec![self.set(&slot.set, Join::And)]
                };
                whats.into_iter().map(|what| {
                    let what = if slot.is_only {
                        self.frames.fill(Message::TrackerOnly, &[("what", what.into())])
                    } else {
                        what
                    };
                    self.words(&what)
                })
            })
            .collect();
        let lasting = lasting.map_or_else(none, |lifetime| vec![vec![Inline::text(self.lifetime(lifetime))]]);
        let name = vec![vec![Inline::text(upper_first(label))]];
        let or_none = |cell: Cell| if cell.is_empty() { none() } else { cell };
        vec![name, or_none(stores), or_none(why), lasting]
    }

    fn tracker_notes(&self, tracker: &model::Tracker) -> Cell {
        let mut notes: Cell = Vec::new();
        let mut sentence = |phrase: String| {
            let sentence = self.pieces.sentence(&phrase);
            if !sentence.is_empty() {
                notes.push(self.words(&sentence));
            }
        };
        sentence(self.all_facts(&tracker.sentence.facts));
        let channel = tracker.sentence.slots.channel.as_ref();
        sentence(self.clause(Message::Channel, channel, Join::And));
        if let Some(exception) = &tracker.exception {
            sentence(self.exception_alone(exception, tracker.named.section));
        }
        let words = &tracker.named.words;
        if let Some(otherwise) = &words.otherwise {
            sentence(self.author(Message::Otherwise, "consequence", otherwise));
        }
        notes.extend(words.note.iter().chain(&words.example).map(|note| self.prose_line(note)));
        for (key, values) in &tracker.attributes {
            let Some(AttributeValue::Text(value)) = values.first() else { continue };
            notes.push(match key.as_str() {
                "opt-out" => vec![Inline::link(self.frames.word(Message::TrackerOptOut), value)],
                "policy" => vec![Inline::link(self.frames.word(Message::TrackerPolicy), value)],
                "domain" => self.words(
                    &self.frames.fill(Message::TrackerDomain, &[("value", self.plain_mark(value).into())]),
                ),
                "pattern" => self.words(
                    &self.frames.fill(Message::TrackerPattern, &[("value", self.plain_mark(value).into())]),
                ),
                _ => continue,
            });
        }
        notes
    }

    // --- definitions of terms -------------------------------------------------------------------

    /// The policy's own terms that the page uses, in alphabetical order.
    pub(super) fn glossary(&self) -> Vec<Definition> {
        let mut done: Vec<TermId> = Vec::new();
        let mut entries = Vec::new();
        // A definition can use further terms of the policy.
        while let Some(id) = self.next_used(&done) {
            done.push(id);
            self.begin_section();
            entries.extend(self.entry(id));
        }
        entries.sort_by(|one, other| {
            one.term
                .as_str()
                .to_lowercase()
                .cmp(&other.term.as_str().to_lowercase())
                .then_with(|| one.anchor.cmp(&other.anchor))
        });
        entries
    }

    fn entry(&self, id: TermId) -> Option<Definition> {
        let term = self.policy.vocabulary.term(id);
        let anchor = self.anchor_of(id)?;
        self.define(anchor.as_str());
        let mut meaning = Vec::new();
        if !term.definition.is_empty() {
            meaning.push(self.prose_line(&term.definition));
        }
        let listed = |frame: Message, list: String| {
            self.words(&self.pieces.sentence(&self.frames.fill(frame, &[("list", list.into())])))
        };
        match &term.means {
            Some(set) => meaning.push(listed(Message::TermMeans, self.whole_set(term.kind, set))),
            None if !term.children.is_empty() => {
                meaning.push(listed(Message::TermIncludes, self.whole_terms(term.kind, &term.children)))
            }
            None => {}
        }
        if !term.may_contain.is_empty() {
            meaning.push(listed(Message::TermMayContain, self.whole_terms(term.kind, &term.may_contain)));
        }
        let label = self.plain_mark(&term.label);
        for (key, address) in &term.addresses {
            let frame = match &**key {
                "policy" => Message::TermPolicy,
                "opt-out" => Message::TermOptOut,
                "website" => Message::TermWebsite,
                _ => continue,
            };
            let text = self.pieces.plain(&self.frames.fill(frame, &[("term", label.as_str().into())]));
            meaning.push(vec![Inline::link(text, address), Inline::text(".")]);
        }
        self.pieces.clear();
        let mut words = Vec::new();
        for part in meaning {
            if !words.is_empty() {
                words.push(Inline::text(" "));
            }
            words.extend(part);
        }
        Some(Definition {
            anchor,
            term: upper_first(&term.label).into(),
            meaning: super::words::joined(words),
        })
    }

    fn whole_set(&self, kind: Kind, set: &model::Set) -> String {
        match kind == Kind::Data {
            true => self.data(set, &DataWords { join: Join::And, quantity: "any", whom: None }),
            false => self.set(set, Join::And),
        }
    }

    fn whole_terms(&self, kind: Kind, terms: &[TermId]) -> String {
        let item = |id: &TermId| model::SetItem {
            form: None,
            what: model::What::Term(*id),
            span: crate::source::Span::default(),
        };
        self.whole_set(kind, &model::Set { items: terms.iter().map(item).collect(), except: Vec::new() })
    }

    // --- contacts -------------------------------------------------------------------------------

    pub(super) fn contact(&self, party: &model::Party) -> Party {
        let model::Party { role, name, label, span: _, attributes } = party;
        let facts = attributes
            .iter()
            .flat_map(|(key, values)| values.iter().filter_map(|value| self.contact_fact(key, value)))
            .collect();
        Party {
            anchor: Anchor::from(format!("party--{name}")),
            role: self.frames.fill(Message::Role, &[("role", role.published().into())]).into(),
            name: label.as_str().into(),
            facts,
        }
    }

    fn contact_fact(&self, key: &str, value: &AttributeValue) -> Option<Fact> {
        let other = upper_first(&readable_name(key));
        let label = self.frames.fill(Message::Attribute, &[("key", key.into()), ("other", other.into())]);
        let fact = |label: Text, text: &str| Fact { label, value: address(key, text), datetime: None };
        match value {
            AttributeValue::Text(text) => Some(fact(label.into(), text)),
            AttributeValue::TermText(topic, text) => {
                Some(fact(Text::from(&*self.policy.vocabulary.term(*topic).label), text))
            }
            AttributeValue::Term(id) => Some(fact(label.into(), &self.policy.vocabulary.term(*id).label)),
            AttributeValue::Word(word) => {
                let region = self
                    .policy
                    .vocabulary
                    .find(Kind::Region, word)
                    .map(|id| self.policy.vocabulary.term(id).label.to_string());
                Some(fact(label.into(), &upper_first(&region.unwrap_or_else(|| readable_name(word)))))
            }
            AttributeValue::Number(number) => Some(fact(label.into(), &number.to_string())),
            AttributeValue::Period(_) => None,
        }
    }
}

fn pointer(link: &model::Link) -> Pointer {
    Pointer {
        anchor: Anchor::from(link.named.name.as_str()),
        words: vec![Inline::link(link.label.as_str(), &link.address)],
    }
}

/// An address as a link, where it is one.
fn address(key: &str, text: &str) -> Vec<Inline> {
    let is_web = text.starts_with("https://") || text.starts_with("http://");
    let is_mail = text.contains('@') && !text.contains(char::is_whitespace);
    if is_web {
        let shown = text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
        vec![Inline::link(shown, text)]
    } else if is_mail {
        vec![Inline::link(text, &format!("mailto:{text}"))]
    } else if key == "phone" {
        let number: String =
            text.chars().filter(|character| character.is_ascii_digit() || *character == '+').collect();
        vec![Inline::link(text, &format!("tel:{number}"))]
    } else {
        let mut words = Vec::new();
        for line in text.lines() {
            if !words.is_empty() {
                words.push(Inline::Break);
            }
            words.push(Inline::text(line.trim()));
        }
        words
    }
}
