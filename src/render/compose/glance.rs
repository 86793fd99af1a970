//! The summary: which data, why, with whom, how long.
//!
//! # Design
//!
//! What stands in the table comes from the meaning ([`summary`]); here it gets its words. Rows that say the same are joined.

use super::Composer;
use super::message::Message;
use super::set::{Join, only_word};
use super::words::plain_text;
use crate::model::{FactWord, KnownTerm, Set, SetItem, Slot, TermId, What};
use crate::render::page::{Anchor, Cell, Inline, Row, Table};
use crate::semantics::summary::{self, Entry, Persons, Shown, summary};
use crate::source::Span;

/// In a table with more rows than this, those of one group stand together.
const MANY_ROWS: usize = 12;

/// In a cell with more entries than this, those of one kind stand together.
const MANY_ENTRIES: usize = 8;

/// A row in words, with the group of its data.
struct Line {
    group: Option<TermId>,
    what: Cell,
    rest: Vec<Cell>,
}

impl Composer<'_> {
    /// The summary table, if there is anything to say and its author wants one.
    pub(super) fn glance(&self) -> Option<Table> {
        let order = self.policy.header.as_ref().and_then(|header| header.glance.as_deref());
        if order.is_some_and(<[TermId]>::is_empty) {
            return None;
        }
        let is_reader = |class: TermId| self.is_addressed_term(class);
        let summary = summary(self.meaning?, &is_reader, order.unwrap_or_default()).ok()?;
        let general = summary.general.as_ref();
        let mut lines: Vec<Line> = Vec::new();
        if let Some(row) = general {
            let (what, rest) = self.of_row(row, || (self.data_of_row(row), self.cells(row, None)));
            lines.push(Line { group: None, what, rest });
        }
        let mut rows: Vec<Line> = Vec::new();
        for row in &summary.rows {
            let general = general.filter(|_| row.is_personal);
            let (what, rest) = self.of_row(row, || (self.data_of_row(row), self.cells(row, general)));
            match rows.iter_mut().find(|known| are_alike(&known.rest, &rest)) {
                Some(known) => {
                    known.what.extend(what);
                    known.group = known.group.filter(|group| row.group == Some(*group));
                }
                None => rows.push(Line { group: row.group, what, rest }),
            }
        }
        let is_long = rows.len() > MANY_ROWS && order.is_none();
        let rows = if is_long { self.grouped(rows) } else { rows };
        lines.extend(rows);
        self.pieces.clear();
        if lines.is_empty() {
            return None;
        }
        let columns = [Message::GlanceWhat, Message::GlanceWhy, Message::GlanceWith, Message::GlanceHowLong];
        let caption = if general.is_some() { Message::GlanceCaptionAll } else { Message::GlanceCaption };
        let row = |line: Line| Row {
            anchor: Anchor::default(),
            cells: std::iter::once(line.what).chain(line.rest).collect(),
        };
        Some(Table {
            anchor: Anchor::default(),
            caption: self.frames.word(caption).into(),
            columns: columns.into_iter().map(|name| self.frames.word(name).into()).collect(),
            rows: lines.into_iter().map(row).collect(),
        })
    }

    /// Rows of one group together, under its name; before them those that stand alone.
    fn grouped(&self, rows: Vec<Line>) -> Vec<Line> {
        let mut groups: Vec<(TermId, Vec<Line>)> = Vec::new();
        let mut alone = Vec::new();
        for row in rows {
            let Some(group) = row.group else {
                alone.push(row);
                continue;
            };
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((group, vec![row])),
            }
        }
        let mut together = Vec::new();
        for (group, rows) in groups {
            if rows.len() < 2 {
                alone.extend(rows);
                continue;
            }
            let name = self.words(&self.pieces.capitalised(&self.term(group)));
            together.push(Line { group: None, what: vec![name], rest: Vec::new() });
            together.extend(rows);
        }
        alone.into_iter().chain(together).collect()
    }

    /// Composes a row, in which nobody but the reader is “you”.
    fn of_row<T>(&self, row: &summary::Row, compose: impl FnOnce() -> T) -> T {
        let are_others = row.persons.as_ref().is_some_and(|persons| self.are_others(&persons.among));
        self.of_others(are_others, compose)
    }

    /// The data of a row, each with the people to whom they belong.
    fn data_of_row(&self, row: &summary::Row) -> Cell {
        let mut cell = Cell::new();
        let whom = row.persons.as_ref().and_then(|persons| self.persons(persons));
        for set in &row.data {
            let names: Vec<String> = set.items.iter().map(|item| self.datum(item, whom.as_deref())).collect();
            let names = if set.except.is_empty() { names } else { vec![self.list(&names, Join::And)] };
            for name in names {
                // A name behind “any information that …” would seem to belong to it.
                let (terms, others): (Vec<_>, Vec<_>) =
                    set.except.iter().partition(|item| matches!(item.what, What::Term(_)));
                let except = terms.into_iter().chain(others).map(|item| self.datum(item, whom.as_deref()));
                let except: Vec<String> = except.collect();
                let name = if except.is_empty() {
                    name
                } else {
                    let except = self.list(&except, Join::And);
                    self.frames.fill(Message::Except, &[("list", name.into()), ("except", except.into())])
                };
                let name = match &whom {
                    Some(whom) => self.of_people(name, whom),
                    None => name,
                };
                cell.push(self.words(&self.pieces.capitalised(&name)));
            }
        }
        self.pieces.clear();
        cell
    }

    fn datum(&self, item: &SetItem, whom: Option<&str>) -> String {
        match (item.what, whom) {
            (What::Term(term), Some(whom)) => self.data_of(term, &self.pieces.plain(whom), false),
            (What::Term(term), None) => self.term(term),
            (What::Any { trait_, is_negated, .. }, _) => self.data_with(trait_, is_negated),
        }
    }

    fn persons(&self, persons: &Persons) -> Option<String> {
        let slot = |set: &Set| Slot::plain(set.clone(), Span::default());
        let Persons { among, region } = persons;
        self.whom(Some(&slot(among)), region.as_ref().map(slot).as_ref(), Join::And)
    }

    /// The cells of a row behind the first one.
    fn cells(&self, row: &summary::Row, general: Option<&summary::Row>) -> Vec<Cell> {
        let has_many = has_many_purposes(row, general);
        let above = general.map(|row| [&row.why, &row.with_whom, &row.how_long]);
        let mut cells = Vec::new();
        for (at, entries) in [&row.why, &row.with_whom, &row.how_long].into_iter().enumerate() {
            let is_said_above = above.is_some_and(|above| !above[at].is_empty());
            let word = if is_said_above { Message::GlanceAsAll } else { Message::GlanceNothing };
            let is_silent = entries.iter().all(|entry| entry.what == Shown::NoPurpose);
            cells.push(if is_silent { self.word(word) } else { self.cell(entries, has_many) });
        }
        cells
    }

    fn word(&self, word: Message) -> Cell {
        vec![vec![Inline::text(self.frames.word(word))]]
    }

    /// Entries as a cell, each once.
    fn cell(&self, entries: &[Entry], has_many: bool) -> Cell {
        let mut phrases: Vec<String> = Vec::new();
        if entries.len() > MANY_ENTRIES {
            phrases.extend(self.by_kind(entries, has_many));
        } else {
            phrases.extend(
                entries
                    .iter()
                    .map(|entry| self.in_brackets(self.shown(entry), &self.brackets(entry, has_many))),
            );
        }
        let mut cell = Cell::new();
        for phrase in phrases {
            let words = self.words(&phrase);
            if !cell.iter().any(|known| plain_text(known) == plain_text(&words)) {
                cell.push(words);
            }
        }
        self.pieces.clear();
        cell
    }

    /// Many entries: of those that are narrowed alike, those of one kind stand together behind its name.
    fn by_kind(&self, entries: &[Entry], has_many: bool) -> Vec<String> {
        let mut kinds: Vec<(Option<TermId>, String, Vec<String>)> = Vec::new();
        for entry in entries {
            let (kind, brackets) = (self.kind_of_entry(entry), self.brackets(entry, has_many));
            let plain = |words: &str| self.pieces.plain(words);
            let is_like = |(known, narrowed, _): &&mut (Option<TermId>, String, Vec<String>)| {
                kind.is_some() && *known == kind && plain(narrowed) == plain(&brackets)
            };
            match kinds.iter_mut().find(is_like) {
                Some((_, _, those)) => those.push(self.shown(entry)),
                None => kinds.push((kind, brackets, vec![self.shown(entry)])),
            }
        }
        let phrase = |(kind, brackets, those): (Option<TermId>, String, Vec<String>)| {
            let what = match kind.filter(|_| those.len() > 1) {
                Some(kind) => {
                    let values =
                        [("kind", self.term(kind).into()), ("list", self.list(&those, Join::And).into())];
                    self.frames.fill(Message::GlanceGroup, &values)
                }
                None => self.list(&those, Join::And),
            };
            self.in_brackets(what, &brackets)
        };
        kinds.into_iter().map(phrase).collect()
    }

    /// Of which kind something is that is shown.
    fn kind_of_entry(&self, entry: &Entry) -> Option<TermId> {
        let (Shown::Purpose(set) | Shown::Recipient(set)) = &entry.what else { return None };
        match (set.items.as_slice(), entry.region.is_none()) {
            ([SetItem { what: What::Term(term), .. }], true) => {
                self.policy.vocabulary.term(*term).parents.first().copied()
            }
            _ => None,
        }
    }

    fn in_brackets(&self, what: String, brackets: &str) -> String {
        if brackets.is_empty() {
            return what;
        }
        let values = [("what", what.into()), ("conditions", brackets.into())];
        self.frames.fill(Message::GlanceCondition, &values)
    }

    /// What stands before the brackets.
    fn shown(&self, entry: &Entry) -> String {
        let deleted = |when: String| self.frames.fill(Message::GlanceDeleted, &[("when", when.into())]);
        match &entry.what {
            Shown::Purpose(set) => self.set(set, Join::And),
            Shown::NoPurpose => self.frames.word(Message::GlanceNoPurpose),
            Shown::Recipient(set) => {
                let recipients = self.set(set, Join::And);
                match &entry.region {
                    Some(regions) => {
                        let place = self.place(regions, Join::And);
                        let values = [("recipients", recipients.into()), ("place", place.into())];
                        self.frames.fill(Message::RecipientIn, &values)
                    }
                    None => recipients,
                }
            }
            Shown::Kept(retention) => self.ends(retention, false),
            Shown::Limit(retention) if retention.is_nothing() => self.ends(retention, true),
            Shown::Limit(retention) => {
                self.frames.fill(Message::GlanceLimit, &[("ends", self.ends(retention, true).into())])
            }
            Shown::Deleted(deletion, timing) => deleted(self.deletion(deletion, *timing)),
            Shown::OnRequest(event, timing) => deleted(self.on_event(&self.term(*event), *timing)),
        }
    }

    /// What narrows an entry: who does it, whose data, where, for what, under which conditions, in which form.
    fn brackets(&self, entry: &Entry, has_many: bool) -> String {
        let Entry { what, by, persons, region, purposes, facts, forms } = entry;
        let persons = persons.as_ref().and_then(|persons| self.persons(persons));
        // That of a recipient stands with it.
        let region = region
            .as_ref()
            .filter(|_| !matches!(what, Shown::Recipient(_)))
            .map(|region| self.led(Message::Region, &self.place(region, Join::And), only_word(false)));
        let purposes = purposes
            .as_ref()
            .filter(|_| has_many)
            .map(|purposes| self.led(Message::Purpose, &self.set(purposes, Join::And), only_word(false)));
        let (under, others): (Vec<_>, Vec<_>) =
            facts.iter().cloned().partition(|clause| clause.word == FactWord::Under);
        let facts =
            [others, under].into_iter().filter(|facts| !facts.is_empty()).map(|facts| self.all_facts(&facts));
        let form = (!forms.is_empty()).then(|| self.only_in(forms));
        let by = by.map(|actor| self.frames.fill(Message::GlanceBy, &[("actor", self.term(actor).into())]));
        let all = by.into_iter().chain(persons).chain(region).chain(purposes).chain(facts).chain(form);
        let joined = |rest: String, next: String| {
            self.frames.fill(Message::List, &[("rest", rest.into()), ("next", next.into())])
        };
        all.reduce(joined).unwrap_or_default()
    }
}

impl Composer<'_> {
    /// The forms in which alone data are, or the one in which they are not.
    fn only_in(&self, forms: &[TermId]) -> String {
        let vocabulary = &self.policy.vocabulary;
        let label = |form: TermId| self.plain_mark(&self.label(form));
        let readable = vocabulary.known(KnownTerm::Readable);
        let others = readable.map(|form| vocabulary.term(form).children.as_slice()).unwrap_or_default();
        if let Some(readable) =
            readable.filter(|_| others.len() > 1 && others.iter().all(|one| forms.contains(one)))
        {
            return self.frames.fill(Message::GlanceFormNot, &[("form-label", label(readable).into())]);
        }
        let labels: Vec<String> = forms.iter().map(|form| label(*form)).collect();
        let labels = self.list(&labels, Join::Or);
        self.frames.fill(Message::GlanceForm, &[("form-label", labels.into())])
    }
}

/// Whether cells say the same: a word is a link only where it stands first.
fn are_alike(some: &[Cell], others: &[Cell]) -> bool {
    let plain = |cells: &[Cell]| -> Vec<Vec<String>> {
        cells.iter().map(|cell| cell.iter().map(|words| plain_text(words)).collect()).collect()
    };
    plain(some) == plain(others)
}

/// Whether a row, with what holds of all data, knows more than one purpose.
fn has_many_purposes(row: &summary::Row, general: Option<&summary::Row>) -> bool {
    let mut known: Option<What> = None;
    let rows = std::iter::once(row).chain(general);
    let entries = rows.flat_map(|row| [&row.why, &row.with_whom, &row.how_long]).flatten();
    for entry in entries {
        let shown = match &entry.what {
            Shown::Purpose(set) => Some(set),
            Shown::NoPurpose
            | Shown::Recipient(_)
            | Shown::Kept(_)
            | Shown::Limit(_)
            | Shown::Deleted(..)
            | Shown::OnRequest(..) => None,
        };
        for item in shown.into_iter().chain(&entry.purposes).flat_map(|set| &set.items) {
            if *known.get_or_insert(item.what) != item.what {
                return true;
            }
        }
    }
    false
}
