//! The tables that an author places: by purpose, by category of data, by recipient.
//!
//! # Design
//!
//! What stands in them comes from the meaning ([`tables`]); here it gets its words, those of the table at a glance.

use super::{are_alike, summary};
use crate::language::TableWord;
use crate::model::{self, Kind, KnownTerm, Set, SetItem, Slot, TermId, What};
use crate::render::compose::Composer;
use crate::render::compose::frames::Value;
use crate::render::compose::message::Message;
use crate::render::compose::set::Join;
use crate::render::page::{Anchor, Block, Cell, Inline, Item, Prose, Remark, Row, Table, Text};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::summary::tables::{
    self, CategoryRow, Deed, Exchange, Ground, Origin, Place, PurposeRow, Received, RecipientRow, Towards,
};
use crate::source::Span;

/// A table without its caption.
struct Body {
    columns: Vec<Message>,
    rows: Vec<Vec<Cell>>,
    /// Whether the first row is about all personal data.
    is_general: bool,
}

/// The region whose law has categories of its own, and what the vocabulary calls that law.
const LAW_WITH_CATEGORIES: (KnownTerm, &str) = (KnownTerm::California, "ccpa");

impl Composer<'_> {
    /// A table where its author put it.
    pub(in crate::render::compose) fn placed(&self, table: &model::Table) -> Item {
        let model::Table { named, by, preceding } = table;
        let anchor = Anchor::from(named.name.as_str());
        let remarks = self.remarks(&named.words);
        let body = self.meaning.map(|meaning| self.body(meaning, *by));
        self.pieces.clear();
        let instead = match body {
            Some(Ok(body)) if !body.rows.is_empty() => {
                let caption = self.caption(&body, *by, *preceding).into();
                let Body { columns, rows, is_general: _ } = body;
                let columns = columns.into_iter().map(|name| self.heading(name)).collect();
                let rows = rows.into_iter().map(|cells| Row { anchor: Anchor::default(), cells }).collect();
                return Item::Table(Table { anchor, caption, columns, rows, remarks });
            }
            Some(Ok(_)) => {
                let values = [("by", by.word().into()), ("word", self.personal_word().into())];
                self.frames.fill(Message::TableNothing, &values)
            }
            Some(Err(_)) | None => self.frames.word(Message::TableUndecided),
        };
        Item::Prose(self.said_instead(anchor, instead, remarks))
    }

    fn said_instead(&self, anchor: Anchor, words: String, remarks: Vec<Remark>) -> Prose {
        let blocks = vec![Block::Paragraph(vec![Inline::text(words)])];
        Prose { anchor, title: None, blocks, remarks }
    }

    fn body(&self, meaning: &Meaning, by: TableWord) -> Result<Body, BudgetExceeded> {
        let is_reader = |class: TermId| self.is_addressed_term(class);
        Ok(match by {
            TableWord::Purpose => self.by_purpose(&tables::by_purpose(meaning, &is_reader)?),
            TableWord::Category => self.by_category(&tables::by_category(meaning, &is_reader)?),
            TableWord::Recipient => self.by_recipient(&tables::by_recipient(meaning, &is_reader)?),
        })
    }

    fn heading(&self, name: Message) -> Text {
        let is_european = match self.european() {
            true => "yes",
            false => "no",
        };
        let values: [(&str, Value<'_>); 2] =
            [("word", self.personal_word().into()), ("has-transfers", is_european.into())];
        self.pieces.capitalised(&self.frames.fill(name, &values)).into()
    }

    /// What a table shows, and of which time.
    fn caption(&self, body: &Body, by: TableWord, preceding: Option<model::Period>) -> String {
        let name = match by {
            TableWord::Purpose => Message::TableByPurpose,
            TableWord::Category => Message::TableByCategory,
            TableWord::Recipient => Message::TableByRecipient,
        };
        let vocabulary = &self.policy.vocabulary;
        let right = vocabulary.known(KnownTerm::OptOutOfSharing);
        let ads = right.and_then(|right| vocabulary.term(right).effects.stops_for.first());
        let ads = ads.map(|ads| self.label(*ads).into_owned()).unwrap_or_default();
        let values = [("word", self.personal_word().into()), ("shared-for", ads.into())];
        let caption = self.frames.fill(name, &values);
        let caption = match body.is_general {
            true => self.frames.fill(Message::TableGeneral, &[("caption", caption.into())]),
            false => caption,
        };
        let Some(period) = preceding else { return caption };
        let header = self.policy.header.as_ref();
        let date = header.and_then(|header| header.updated.or(header.effective).or(header.posted));
        let period = ("period", self.period(period).into());
        match date {
            Some(date) => {
                let values = [("caption", caption.into()), period, ("date", self.date(date).into())];
                self.frames.fill(Message::TablePreceding, &values)
            }
            None => self.frames.fill(Message::TablePrecedingUndated, &[("caption", caption.into()), period]),
        }
    }

    /// Data with whose they are, each a phrase of a cell.
    fn data_cell(&self, data: &[Set], persons: Option<&summary::Persons>) -> Cell {
        let row = summary::Row { data: data.to_vec(), persons: persons.cloned(), ..summary::Row::default() };
        self.data_of_row(&row)
    }

    fn phrases(&self, phrases: impl IntoIterator<Item = String>) -> Cell {
        let cell: Cell = phrases.into_iter().map(|phrase| self.words(&phrase)).collect();
        if cell.is_empty() { self.word(Message::GlanceNothing) } else { cell }
    }

    fn entries(&self, entries: &[summary::Entry], has_many: bool) -> Cell {
        match entries.iter().all(|entry| entry.what == summary::Shown::NoPurpose) {
            true => self.word(Message::GlanceNothing),
            false => self.cell(entries, has_many),
        }
    }

    // --- by purpose -----------------------------------------------------------------------------

    fn by_purpose(&self, rows: &[PurposeRow]) -> Body {
        let columns = vec![
            Message::TablePurpose,
            Message::TableData,
            Message::TableBasis,
            Message::TableRecipients,
            Message::TableHowLong,
        ];
        let mut told: Vec<Vec<Cell>> = Vec::new();
        for row in rows {
            let PurposeRow { why, data, persons, grounds, with_whom, how_long } = row;
            let are_others = persons.as_ref().is_some_and(|persons| self.are_others(&persons.among));
            let cells = self.of_others(are_others, || {
                let purpose = self.pieces.capitalised(&self.narrowed(why));
                vec![
                    self.phrases([purpose]),
                    self.data_cell(data, persons.as_ref()),
                    self.grounds(grounds),
                    self.entries(with_whom, true),
                    self.entries(how_long, true),
                ]
            });
            // The same of other data stands together.
            let is_like = |known: &&mut Vec<Cell>| {
                are_alike(&known[..1], &cells[..1]) && are_alike(&known[2..], &cells[2..])
            };
            match told.iter_mut().find(is_like) {
                Some(known) => known[1].extend(cells.into_iter().nth(1).unwrap_or_default()),
                None => told.push(cells),
            }
        }
        Body { columns, rows: told, is_general: false }
    }

    /// The grounds of a row: where they are not all of one thing, each but that of the use says of what it is.
    fn grounds(&self, grounds: &[Ground]) -> Cell {
        let first = grounds.first().map(|ground| ground.of);
        let is_one = grounds.iter().all(|ground| Some(ground.of) == first);
        let phrase = |ground: &Ground| {
            let Ground { bases, of } = ground;
            let bases = self.bases(bases, &[]);
            let deed = match of {
                Deed::Use => "use",
                Deed::Sharing => "sharing",
                Deed::Keeping => "keeping",
            };
            match is_one && *of != Deed::Keeping {
                true => bases,
                false => {
                    self.frames.fill(Message::TableBasisOf, &[("deed", deed.into()), ("bases", bases.into())])
                }
            }
        };
        self.phrases(grounds.iter().map(phrase))
    }

    // --- by category ----------------------------------------------------------------------------

    fn by_category(&self, table: &tables::CategoryTable) -> Body {
        let columns = vec![
            Message::TableData,
            Message::TableSources,
            Message::TablePurposes,
            Message::TableDisclosed,
            Message::TableSoldOrShared,
            Message::TableHowLong,
        ];
        let general = table.general.as_ref();
        let mut told: Vec<(String, Vec<Vec<Cell>>)> = Vec::new();
        if let Some(row) = general {
            let name = self.frames.word(Message::TableOfEverything);
            told.push((name, vec![self.category_row(row, &row.row.data, None)]));
        }
        for row in &table.rows {
            let general = general.filter(|_| row.row.is_personal);
            for (category, data) in self.by_categories(&row.row.data) {
                let cells = self.category_row(row, &data, general);
                let rows = match told.iter_mut().find(|(known, _)| *known == category) {
                    Some((_, rows)) => rows,
                    None => {
                        told.push((category, Vec::new()));
                        let Some((_, rows)) = told.last_mut() else { continue };
                        rows
                    }
                };
                match rows.iter_mut().find(|known| are_alike(&known[1..], &cells[1..])) {
                    Some(known) => known[0].extend(cells.into_iter().next().unwrap_or_default()),
                    None => rows.push(cells),
                }
            }
        }
        let named = |(name, rows): (String, Vec<Vec<Cell>>)| {
            let heading = vec![vec![vec![Inline::text(name)]]];
            std::iter::once(heading).chain(rows)
        };
        let rows = told.into_iter().flat_map(named).collect();
        Body { columns, rows, is_general: general.is_some() }
    }

    fn category_row(&self, row: &CategoryRow, data: &[Set], general: Option<&CategoryRow>) -> Vec<Cell> {
        let CategoryRow { row: said, sources, sold, shared } = row;
        let are_others = said.persons.as_ref().is_some_and(|persons| self.are_others(&persons.among));
        self.of_others(are_others, || {
            let or_above = |cell: Cell, above: Option<bool>| match above {
                Some(true)
                    if are_alike(std::slice::from_ref(&cell), &[self.word(Message::GlanceNothing)]) =>
                {
                    self.word(Message::GlanceAsAll)
                }
                Some(_) | None => cell,
            };
            let above = |is_said: &dyn Fn(&CategoryRow) -> bool| general.map(is_said);
            let sources_cell = self.phrases(sources.iter().map(|origin| self.origin(origin)));
            let is_exchanged = |row: &CategoryRow| {
                [&row.sold, &row.shared].into_iter().any(|one| *one != Exchange::Unstated)
            };
            vec![
                self.data_cell(data, said.persons.as_ref()),
                or_above(sources_cell, above(&|row| !row.sources.is_empty())),
                or_above(self.entries(&said.why, true), above(&|row| !row.row.why.is_empty())),
                or_above(self.entries(&said.with_whom, true), above(&|row| !row.row.with_whom.is_empty())),
                or_above(self.exchanges(sold, shared), above(&is_exchanged)),
                or_above(self.entries(&said.how_long, true), above(&|row| !row.row.how_long.is_empty())),
            ]
        })
    }

    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Source(source, by) => {
                let by = by.map(|by| self.frames.fill(Message::GlanceBy, &[("actor", self.term(by).into())]));
                self.in_brackets(self.set(source, Join::And), &by.unwrap_or_default())
            }
            Origin::Derived(data) => {
                let data = self.data(data, &crate::render::compose::set::DataWords::PLAIN);
                self.frames.fill(Message::TableDerived, &[("data", data.into())])
            }
            Origin::Tracker(id) => {
                let Some(tracker) = self.policy.trackers.get(id.index()) else { return String::new() };
                let name = self.plain_mark(&tracker.label);
                match self.noun_of_tracker(&tracker.named.name) {
                    Some(noun) => {
                        let values = [("noun", noun.into()), ("name", name.into())];
                        self.frames.fill(Message::TrackerNamed, &values)
                    }
                    None => name,
                }
            }
        }
    }

    fn exchanges(&self, sold: &Exchange, shared: &Exchange) -> Cell {
        let with = |frame: Message, entries: &[summary::Entry]| -> Vec<String> {
            let phrase = |entry| self.frames.fill(frame, &[("what", self.narrowed(entry).into())]);
            entries.iter().map(phrase).collect()
        };
        if let (Exchange::Never, Exchange::Never) = (sold, shared) {
            return self.word(Message::TableNeither);
        }
        if let (Exchange::Unstated, Exchange::Unstated) = (sold, shared) {
            return self.word(Message::GlanceNothing);
        }
        let sold = match sold {
            Exchange::With(entries) => with(Message::TableSoldTo, entries),
            Exchange::Never => vec![self.frames.word(Message::TableNotSold)],
            Exchange::Unstated => vec![self.frames.word(Message::TableSaleUnstated)],
        };
        let shared = match shared {
            Exchange::With(entries) => with(Message::TableSharedWith, entries),
            Exchange::Never => vec![self.frames.word(Message::TableNotShared)],
            Exchange::Unstated => vec![self.frames.word(Message::TableSharingUnstated)],
        };
        self.phrases(sold.into_iter().chain(shared))
    }

    /// Data by their categories: a list from which something is taken out stays whole.
    fn by_categories(&self, data: &[Set]) -> Vec<(String, Vec<Set>)> {
        let mut told: Vec<(String, Vec<Set>)> = Vec::new();
        for set in data {
            let alone = |item: &SetItem| Set { items: vec![item.clone()], except: Vec::new() };
            let parts: Vec<Set> = match set.except.is_empty() {
                true => set.items.iter().map(alone).collect(),
                false => vec![set.clone()],
            };
            for part in parts {
                let category = part.items.first().map(|item| self.category(item)).unwrap_or_default();
                match told.iter_mut().find(|(known, _)| *known == category) {
                    Some((_, sets)) => sets.push(part),
                    None => told.push((category, vec![part])),
                }
            }
        }
        told
    }

    /// The category of the law, if it has any; else the group of the vocabulary.
    fn category(&self, item: &SetItem) -> String {
        let vocabulary = &self.policy.vocabulary;
        let What::Term(term) = item.what else { return self.frames.word(Message::TableOfEverything) };
        let (region, _) = LAW_WITH_CATEGORIES;
        let has_categories = self.laws().iter().any(|law| self.is_law(*law, region.name()));
        if let Some(category) = has_categories.then(|| self.category_of_law(term)).flatten() {
            return category;
        }
        let top = vocabulary.ancestors(term).into_iter().rfind(|id| {
            let above = vocabulary.term(*id);
            above.kind == Kind::Data && above.parents.is_empty()
        });
        let name = self.pieces.capitalised(&self.term(top.unwrap_or(term)));
        self.pieces.plain(&name)
    }

    /// The category that the law gives data, by what the vocabulary says of them, of what is above them, or of the first of
    /// what is below.
    fn category_of_law(&self, term: TermId) -> Option<String> {
        let vocabulary = &self.policy.vocabulary;
        let (_, scheme) = LAW_WITH_CATEGORIES;
        let codes = |id: TermId| -> Vec<&str> {
            let mappings = &vocabulary.term(id).mappings;
            mappings.iter().filter(|one| &*one.scheme == scheme).map(|one| &*one.identifier).collect()
        };
        let near = [vec![term], vocabulary.ancestors(term), vocabulary.descendants(term)];
        let codes = near.into_iter().flatten().map(codes).find(|codes| !codes.is_empty())?;
        let sensitive = codes.iter().find(|code| code.starts_with('S'));
        let plain = codes.iter().find(|code| !code.starts_with('S'));
        let code = plain.copied().unwrap_or("L");
        let category = self.frames.fill(Message::TableCategory, &[("code", code.into())]);
        let Some(sensitive) = sensitive else { return Some(category) };
        let sensitive = self.frames.fill(Message::TableSensitive, &[("code", (*sensitive).into())]);
        let values = [("category", category.into()), ("sensitive", sensitive.into())];
        Some(self.frames.fill(Message::TableCategorySensitive, &values))
    }

    // --- by recipient ---------------------------------------------------------------------------

    fn by_recipient(&self, rows: &[RecipientRow]) -> Body {
        let columns = vec![
            Message::TableRecipient,
            Message::TableRole,
            Message::TableCountry,
            Message::TableGets,
            Message::TableSafeguards,
        ];
        let rows = rows.iter().map(|row| self.recipient_row(row)).collect();
        Body { columns, rows, is_general: false }
    }

    fn recipient_row(&self, row: &RecipientRow) -> Vec<Cell> {
        let RecipientRow { who, country, place, role, gets, facts, duties } = row;
        let name = summary::Entry { region: None, ..who.clone() };
        let role = role.map(|role| {
            let values = [("towards", role_word(role).into()), ("word", self.personal_word().into())];
            self.frames.fill(Message::TableRoleOf, &values)
        });
        let region = who.region.as_ref().map(|set| match set.except.is_empty() {
            true => self.set(set, Join::And),
            false => self.place(set, Join::And),
        });
        let country = region.or_else(|| country.map(|country| self.term(country)));
        let place = place.as_ref().and_then(place_word);
        let place = place.map(|place| self.frames.fill(Message::TablePlace, &[("place", place.into())]));
        let facts = (!facts.is_empty()).then(|| self.all_facts(facts));
        let duties = duties.iter().map(|duty| self.term(*duty));
        vec![
            self.phrases([self.pieces.capitalised(&self.shown(&name))]),
            self.phrases(role),
            self.phrases(country.map(|country| self.pieces.capitalised(&country))),
            self.phrases(gets.iter().map(|received| self.received(received))),
            self.phrases(place.into_iter().chain(facts).chain(duties)),
        ]
    }

    fn received(&self, received: &Received) -> String {
        let Received { data, entry, is_sold } = received;
        let persons = entry.persons.as_ref();
        let are_others = persons.is_some_and(|persons| self.are_others(&persons.among));
        self.of_others(are_others, || {
            let whom = persons.and_then(|persons| {
                let slot = |set: &Set| Slot::plain(set.clone(), Span::default());
                let region = persons.region.as_ref().map(slot);
                self.whom(Some(&slot(&persons.among)), region.as_ref(), Join::And)
            });
            let words = crate::render::compose::set::DataWords {
                whom,
                ..crate::render::compose::set::DataWords::PLAIN
            };
            let data: Vec<String> = data.iter().map(|set| self.data(set, &words)).collect();
            let data = self.list(&data, Join::And);
            let data = match is_sold {
                true => self.frames.fill(Message::TableSoldData, &[("data", data.into())]),
                false => data,
            };
            let rest = summary::Entry { persons: None, ..entry.clone() };
            self.in_brackets(data, &self.brackets(&rest, true))
        })
    }

    fn european(&self) -> bool {
        let unions = [KnownTerm::EuropeanEconomicArea, KnownTerm::UnitedKingdom];
        self.laws().iter().any(|law| unions.iter().any(|union| self.is_law(*law, union.name())))
    }
}

const fn role_word(role: Towards) -> &'static str {
    match role {
        Towards::Staff => "own-people",
        Towards::Processor => "processor",
        Towards::JointController => "joint-controller",
        Towards::ThirdParty => "third-party",
    }
}

const fn place_word(place: &Place) -> Option<&'static str> {
    match place {
        Place::Inside => Some("inside"),
        Place::Adequate => Some("adequate"),
        Place::Abroad | Place::Unstated => None,
    }
}
