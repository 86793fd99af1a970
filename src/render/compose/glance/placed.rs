//! The tables that an author places: by purpose, by category of data, by recipient.
//!
//! # Design
//!
//! What stands in them comes from the meaning ([`tables`]); here it gets its words, those of the table at a glance.

use std::collections::BTreeSet;

use super::{are_alike, are_only_given, has_period, is_kept_for_purposes, is_silent, summary};
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

/// What stands beside a row of the table by category.
#[derive(Clone, Copy)]
enum Beside<'r> {
    /// What is said of all data.
    Above(&'r CategoryRow),
    /// For what is said of all data: the rows.
    Below(&'r [CategoryRow]),
    Nothing,
}

/// Whether it is stated whether data are sold or shared.
fn is_exchanged(row: &CategoryRow) -> bool {
    [&row.sold, &row.shared].into_iter().any(|one| *one != Exchange::Unstated)
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
        // Who gets data says nothing of when they are deleted.
        let asks = by != TableWord::Recipient && self.meaning.is_some_and(summary::deletes_on_request);
        let caption = match asks {
            true => {
                let request = self.frames.word(Message::GlanceCaptionRequest);
                format!("{caption} {request}")
            }
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
            let beside = Beside::Below(&table.rows);
            told.push((name, vec![self.category_row(row, &row.row.data, beside)]));
        }
        for row in &table.rows {
            let general = general.filter(|_| row.row.is_personal);
            for (category, data) in self.by_categories(&row.row.data) {
                let cells = self.category_row(row, &data, general.map_or(Beside::Nothing, Beside::Above));
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

    fn category_row(&self, row: &CategoryRow, data: &[Set], beside: Beside<'_>) -> Vec<Cell> {
        let CategoryRow { row: said, sources, .. } = row;
        let are_others = said.persons.as_ref().is_some_and(|persons| self.are_others(&persons.among));
        self.of_others(are_others, || {
            let nothing = self.word(Message::GlanceNothing);
            let or_beside =
                |cell: Cell, is_said: &dyn Fn(&CategoryRow) -> bool, as_above: Message| match beside {
                    _ if cell != nothing => cell,
                    Beside::Above(row) if is_said(row) => self.word(as_above),
                    Beside::Below(rows) if rows.iter().any(is_said) => self.word(Message::GlanceBelow),
                    Beside::Above(_) | Beside::Below(_) | Beside::Nothing => cell,
                };
            let as_above = match beside {
                Beside::Above(row) if !has_period(&row.row.how_long) => Message::GlanceOnlyAsAll,
                Beside::Above(_) | Beside::Below(_) | Beside::Nothing => Message::GlanceAsAll,
            };
            let sources_cell = self.phrases(sources.iter().map(|origin| self.origin(origin)));
            let why = or_beside(
                self.entries(&said.why, true),
                &|row| !is_silent(&row.row.why),
                Message::GlanceAsAll,
            );
            let why = match self.where_purposes_stand(row) {
                Some(elsewhere) if why == nothing => self.phrases([elsewhere]),
                Some(_) | None => why,
            };
            let with_whom = self.entries(&said.with_whom, true);
            let is_given = |row: &CategoryRow| !row.row.with_whom.is_empty();
            let how_long = self.entries(&said.how_long, true);
            vec![
                self.data_cell(data, said.persons.as_ref()),
                or_beside(sources_cell, &|row| !row.sources.is_empty(), Message::GlanceAsAll),
                why,
                or_beside(with_whom, &is_given, Message::GlanceAsAll),
                or_beside(self.exchanges(row, beside), &is_exchanged, Message::GlanceAsAll),
                or_beside(how_long, &|row| !row.row.how_long.is_empty(), as_above),
            ]
        })
    }

    /// Where the purposes of a row stand that has none of the company's own use.
    fn where_purposes_stand(&self, row: &CategoryRow) -> Option<String> {
        let CategoryRow { row: said, sold, shared, .. } = row;
        let exchanged = [sold, shared].into_iter().flat_map(Exchange::entries).cloned().collect::<Vec<_>>();
        let exchanged = summary::Row { with_whom: exchanged, ..summary::Row::default() };
        let columns = [
            (are_only_given(said), Message::TableDisclosed),
            (are_only_given(&exchanged), Message::TableSoldOrShared),
        ];
        let mut columns: Vec<Message> =
            columns.into_iter().filter(|(is_there, _)| *is_there).map(|(_, column)| column).collect();
        if columns.is_empty() && is_kept_for_purposes(said) {
            columns.push(Message::TableHowLong);
        }
        let names = columns
            .into_iter()
            .map(|name| self.frames.fill(Message::TableQuoted, &[("column", self.frames.word(name).into())]));
        let names: Vec<String> = names.collect();
        (!names.is_empty()).then(|| {
            self.frames.fill(Message::TableAsUnder, &[("columns", self.list(&names, Join::And).into())])
        })
    }

    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::Source(source, by, persons) => {
                let whose = summary::Entry {
                    by: *by,
                    persons: persons.clone(),
                    ..summary::Entry::of(summary::Shown::NoPurpose)
                };
                self.in_brackets(self.set(source, Join::And), &self.brackets(&whose, true))
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

    fn exchanges(&self, row: &CategoryRow, beside: Beside<'_>) -> Cell {
        let CategoryRow { sold, shared, .. } = row;
        let is_below = |is_said: &dyn Fn(&CategoryRow) -> bool| match beside {
            Beside::Below(rows) => rows.iter().any(is_said),
            Beside::Above(_) | Beside::Nothing => false,
        };
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
            Exchange::Unstated if is_below(&|row| row.sold != Exchange::Unstated) => Vec::new(),
            Exchange::Unstated => vec![self.frames.word(Message::TableSaleUnstated)],
        };
        let shared = match shared {
            Exchange::With(entries) => with(Message::TableSharedWith, entries),
            Exchange::Never => vec![self.frames.word(Message::TableNotShared)],
            Exchange::Unstated if is_below(&|row| row.shared != Exchange::Unstated) => Vec::new(),
            Exchange::Unstated => vec![self.frames.word(Message::TableSharingUnstated)],
        };
        self.phrases(sold.into_iter().chain(shared))
    }

    /// Data by their categories.
    fn by_categories(&self, data: &[Set]) -> Vec<(String, Vec<Set>)> {
        let mut told: Vec<(String, Vec<Set>)> = Vec::new();
        for set in data {
            let alone = |item: &SetItem| Set { items: vec![item.clone()], except: Vec::new() };
            // A list of several from which something is taken out stays whole.
            let parts: Vec<Set> = match (set.items.len(), set.except.is_empty()) {
                (1, _) => self.in_one_category(set),
                (_, true) => set.items.iter().flat_map(|item| self.in_one_category(&alone(item))).collect(),
                (_, false) => vec![set.clone()],
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

    /// One thing, or its kinds where the policy has put together what is of several categories: who looks under one of these
    /// would not find it elsewhere.
    fn in_one_category(&self, set: &Set) -> Vec<Set> {
        let vocabulary = &self.policy.vocabulary;
        let ([SetItem { what: What::Term(term), .. }], true) = (set.items.as_slice(), self.has_categories())
        else {
            return vec![set.clone()];
        };
        let is_told = |term: TermId| !self.codes(term).is_empty();
        let above = std::iter::once(*term).chain(vocabulary.ancestors(*term));
        if above.into_iter().any(is_told) {
            return vec![set.clone()];
        }
        let is_below = |item: &SetItem, above: TermId| matches!(item.what, What::Term(one) if vocabulary.is_below(one, above));
        let is_out = |child: TermId| {
            set.except
                .iter()
                .any(|item| matches!(item.what, What::Term(one) if vocabulary.is_below(child, one)))
        };
        let children = vocabulary.term(*term).children.iter().copied().filter(|child| !is_out(*child));
        let kinds: Vec<Set> = children
            .flat_map(|child| {
                let except = set.except.iter().filter(|item| is_below(item, child)).cloned().collect();
                self.in_one_category(&Set { except, ..Set::of([What::Term(child)], Span::default()) })
            })
            .collect();
        let categories: BTreeSet<String> =
            kinds.iter().flat_map(|kind| &kind.items).map(|item| self.category(item)).collect();
        if categories.len() > 1 { kinds } else { vec![set.clone()] }
    }

    /// The category of the law, if it has any; else the group of the vocabulary.
    fn category(&self, item: &SetItem) -> String {
        let vocabulary = &self.policy.vocabulary;
        let What::Term(term) = item.what else { return self.frames.word(Message::TableOfEverything) };
        if let Some(category) = self.has_categories().then(|| self.category_of_law(term)).flatten() {
            return category;
        }
        let top = vocabulary.ancestors(term).into_iter().rfind(|id| {
            let above = vocabulary.term(*id);
            above.kind == Kind::Data && above.parents.is_empty()
        });
        let name = self.pieces.capitalised(&self.term(top.unwrap_or(term)));
        self.pieces.plain(&name)
    }

    fn has_categories(&self) -> bool {
        let (region, _) = LAW_WITH_CATEGORIES;
        self.laws().iter().any(|law| self.is_law(*law, region.name()))
    }

    /// What the vocabulary says of the categories of some data.
    fn codes(&self, term: TermId) -> Vec<&str> {
        let (_, scheme) = LAW_WITH_CATEGORIES;
        let mappings = &self.policy.vocabulary.term(term).mappings;
        mappings.iter().filter(|one| &*one.scheme == scheme).map(|one| &*one.identifier).collect()
    }

    /// The category that the law gives data, by what the vocabulary says of them, of what is above them, or of the first of
    /// what is below.
    fn category_of_law(&self, term: TermId) -> Option<String> {
        let vocabulary = &self.policy.vocabulary;
        let near = [vec![term], vocabulary.ancestors(term), vocabulary.descendants(term)];
        let codes = near.into_iter().flatten().map(|id| self.codes(id)).find(|codes| !codes.is_empty())?;
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
