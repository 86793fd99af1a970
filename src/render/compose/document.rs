//! The document around the statements: dates, sections, texts, links and words.

use jiff::civil::Date;

use super::Composer;
use super::message::Message;
use super::set::Join;
use super::words::{PieceKind, ends_sentence, joined};
use crate::model::{self, Kind, Origin, SectionId, TermId, TrackerId, Trait};
use crate::render::page::{
    Anchor, Block, Definition, Fact, Inline, Item, Labels, Pointer, Prose, Section, Statement, Text,
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
            companions,
            // The introduction says these.
            covers: _,
            does_not_cover: _,
            see: _,
            accepted_by: _,
            acknowledged_by: _,
            // The page as a whole has these.
            title: _,
            language: _,
            glance: _,
            is_numbered: _,
            // At the foot.
            earlier: _,
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
        let beside = [(Message::Supplements, true), (Message::SupplementedBy, false)].map(
            |(label, is_supplemented)| {
                let documents: Vec<String> = companions
                    .iter()
                    .filter(|companion| companion.is_supplemented == is_supplemented)
                    .map(|companion| {
                        self.pieces.mark(&companion.title, PieceKind::Link(companion.address.clone()))
                    })
                    .collect();
                (!documents.is_empty()).then(|| fact(label, self.words(&self.list(&documents, Join::And))))
            },
        );
        dates.into_iter().flatten().chain(version).chain(law).chain(beside.into_iter().flatten()).collect()
    }

    /// What stands below everything else: the earlier versions, the latest of them first.
    pub(super) fn footer(&self, header: &model::Header) -> Vec<Vec<Inline>> {
        let mut earlier: Vec<&model::Earlier> = header.earlier.iter().collect();
        earlier.sort_by_key(|earlier| std::cmp::Reverse(earlier.date));
        if earlier.is_empty() {
            return Vec::new();
        }
        let mut line = vec![Inline::text(format!("{}: ", self.frames.word(Message::Earlier)))];
        for (number, earlier) in earlier.into_iter().enumerate() {
            if number > 0 {
                line.push(Inline::text(", "));
            }
            line.push(Inline::link(self.date(earlier.date), &earlier.address));
        }
        vec![line]
    }

    pub(super) fn date(&self, date: Date) -> String {
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
                let is_one = matches!(
                    header.does_not_cover.as_slice(),
                    [only] if !self.policy.vocabulary.term(*only).traits.has(Trait::Plural)
                );
                let number = if is_one { "singular" } else { "plural" };
                self.frames.fill(Message::See, &[("link", link.into()), ("number", number.into())])
            }));
        }
        let shown =
            [(Message::Accepted, &header.accepted_by), (Message::Acknowledged, &header.acknowledged_by)];
        for (message, events) in shown.into_iter().filter(|(_, events)| !events.is_empty()) {
            sentences.push(self.frames.fill(message, &[("events", self.terms(events, Join::Or).into())]));
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
        let readers = self.readers.replace(section.readers.as_ref().map(|_| id));
        let bases = self.bases_in_common(section).filter(|_| !self.are_bases_said.get());
        let are_bases_said = self.are_bases_said.replace(self.are_bases_said.get() || bases.is_some());
        let mut items = Vec::from_iter(self.said_once(section, bases));
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
        self.readers.set(readers);
        self.are_bases_said.set(are_bases_said);
        Section {
            anchor: Anchor::from(section.name.as_str()),
            number: Text::default(),
            title: section.title.as_str().into(),
            items,
        }
    }

    fn item_of_section(&self, item: model::Item) -> Option<Item> {
        match item {
            model::Item::Statement(id) => Some(Item::Statement(self.statement(self.policy.statement(id)))),
            model::Item::Prose(id) => {
                self.policy.prose.get(id.index()).map(|prose| Item::Prose(self.prose(prose)))
            }
            model::Item::Link(id) => {
                self.policy.links.get(id.index()).map(|link| Item::Link(self.pointer(link)))
            }
            model::Item::Definition(id) => self
                .policy
                .definitions
                .get(id.index())
                .map(|definition| Item::Definition(self.definition(definition))),
            model::Item::Table(id) => self.policy.tables.get(id.index()).map(|table| self.placed(table)),
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
        let model::Prose { named, title, body } = prose;
        let mut blocks = self.linked(prose::parse(body, &[]));
        let afterwards = self.afterwards(&named.words);
        if !afterwards.is_empty() {
            blocks.push(Block::Paragraph(afterwards));
        }
        let remarks = self.remarks(&named.words);
        self.pieces.clear();
        Prose {
            anchor: Anchor::from(named.name.as_str()),
            title: title.as_deref().map(Text::from),
            blocks,
            remarks,
        }
    }

    fn pointer(&self, link: &model::Link) -> Pointer {
        let model::Link { named, label, address, address_span: _ } = link;
        let mut words = vec![Inline::link(label.as_str(), address)];
        let afterwards = self.afterwards(&named.words);
        if !afterwards.is_empty() {
            words.push(Inline::text(if ends_sentence(label) { " " } else { ". " }));
            words.extend(afterwards);
        }
        let remarks = self.remarks(&named.words);
        self.pieces.clear();
        Pointer { anchor: Anchor::from(named.name.as_str()), words: joined(words), remarks }
    }

    /// A word of the document: “Service” means …
    fn definition(&self, definition: &model::Definition) -> Definition {
        self.define(&definition.named.name);
        let named = &definition.named;
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
        // What the rules take the word for, where data are called so.
        let parts = self.data_called(&definition.word).into_iter().flat_map(|id| self.said_of(id));
        let afterwards = self.afterwards(&named.words);
        for part in parts.chain((!afterwards.is_empty()).then_some(afterwards)) {
            words.push(Inline::text(" "));
            words.extend(part);
        }
        let remarks = self.remarks(&named.words);
        self.pieces.clear();
        Definition {
            anchor: Anchor::from(named.name.as_str()),
            term: self.frames.fill(Message::Defined, &[("word", definition.word.as_str().into())]).into(),
            meaning: joined(words),
            remarks,
        }
    }

    /// The data of the policy that a word of the document stands for.
    fn data_called(&self, word: &str) -> Option<TermId> {
        let mut data = self.policy.vocabulary.of_kind(Kind::Data);
        data.find(|(_, term)| term.origin == Origin::Policy && word == &*term.label).map(|(id, _)| id)
    }
}
