//! The summary: which data, why, with whom, how long.
//!
//! # Design
//!
//! What stands in the table comes from the meaning ([`summary`]); here it gets its words. Rows that say the same are joined.

mod cells;
mod placed;

use super::Composer;
use super::message::Message;
use super::set::Join;
use super::words::plain_text;
use crate::model::{Set, Slot, TermId, What};
use crate::render::page::{Anchor, Cell, Inline, Row, Table};
use crate::semantics::summary::{self, Entry, Persons, Shown, summary};
use crate::source::Span;

/// In a table with more rows than this, those of one group stand together.
const MANY_ROWS: usize = 12;

/// What all rows of a group say stands once above them if it has so many entries.
const MANY_SHARED: usize = 3;

/// Rows that say the same in words, with the group of their data.
struct Line<'s> {
    group: Option<TermId>,
    rows: Vec<&'s summary::Row>,
}

/// What all rows of a group say, by column.
type SharedEntries<'s> = [Vec<&'s Entry>; 3];

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
        let mut rows: Vec<Row> = Vec::new();
        if let Some(row) = general {
            let line = Line { group: None, rows: vec![row] };
            let below = [0, 1, 2].map(|at| summary.rows.iter().any(|row| !is_silent(columns_of(row)[at])));
            rows.push(self.general_row(&line, below));
        }
        let lines = self.lines(&summary.rows, general);
        let is_long = lines.len() > MANY_ROWS && order.is_none();
        let groups = if is_long { grouped(lines) } else { vec![(None, lines)] };
        let mut says_of_groups = false;
        for (group, lines) in groups {
            let shared = group.map(|_| shared_by(&lines)).unwrap_or_default();
            if let Some(group) = group {
                let name = self.words(&self.pieces.capitalised(&self.term(group)));
                rows.push(Row { anchor: Anchor::default(), cells: vec![vec![name]] });
            }
            if !shared.iter().all(Vec::is_empty) {
                rows.push(self.shared_row(&lines, general, &shared));
                says_of_groups = true;
            }
            rows.extend(lines.iter().map(|line| self.line(line, general, &shared)));
        }
        self.pieces.clear();
        if rows.is_empty() {
            return None;
        }
        let columns = [Message::GlanceWhat, Message::GlanceWhy, Message::GlanceWith, Message::GlanceHowLong];
        let caption = if general.is_some() { Message::GlanceCaptionAll } else { Message::GlanceCaption };
        let dash = self.word(Message::GlanceDash);
        let has_dash = rows.iter().flat_map(|row| &row.cells).any(|cell| *cell == dash);
        let more = [
            (says_of_groups, Message::GlanceCaptionThese),
            (has_dash, Message::GlanceCaptionNone),
            (summary.deletes_on_request, Message::GlanceCaptionRequest),
            (!self.policy.trackers.is_empty(), Message::GlanceCaptionTrackers),
        ];
        let said = more.into_iter().filter(|(is_said, _)| *is_said).map(|(_, message)| message);
        let sentences = std::iter::once(caption).chain(said).map(|message| self.frames.word(message));
        let caption = sentences.collect::<Vec<_>>().join(" ");
        Some(Table {
            anchor: Anchor::default(),
            caption: caption.into(),
            columns: columns.into_iter().map(|name| self.frames.word(name).into()).collect(),
            rows,
            remarks: Vec::new(),
        })
    }

    /// Rows, those that say the same in words together. What is composed for that is not what readers see first.
    fn lines<'s>(&self, rows: &'s [summary::Row], general: Option<&summary::Row>) -> Vec<Line<'s>> {
        let linked = self.linked.borrow().clone();
        let mut lines: Vec<(Line<'s>, Vec<Cell>)> = Vec::new();
        for row in rows {
            let general = general.filter(|_| row.is_personal);
            let cells = self.of_row(row, || self.cells(row, general, &SharedEntries::default()));
            match lines.iter_mut().find(|(_, known)| are_alike(known, &cells)) {
                Some((known, _)) => {
                    known.rows.push(row);
                    known.group = known.group.filter(|group| row.group == Some(*group));
                }
                None => lines.push((Line { group: row.group, rows: vec![row] }, cells)),
            }
        }
        self.linked.replace(linked);
        lines.into_iter().map(|(line, _)| line).collect()
    }

    /// Rows that say the same as one, without what is said of all in their group.
    fn line(&self, line: &Line<'_>, general: Option<&summary::Row>, shared: &SharedEntries<'_>) -> Row {
        let what = line.rows.iter().flat_map(|row| self.of_row(row, || self.data_of_row(row))).collect();
        let rest = line.rows.first().into_iter().flat_map(|row| {
            let general = general.filter(|_| row.is_personal);
            self.of_row(row, || self.cells(row, general, shared))
        });
        Row { anchor: Anchor::default(), cells: std::iter::once(what).chain(rest).collect() }
    }

    /// What is said of all data: where that is nothing, the rows `below` may say something.
    fn general_row(&self, line: &Line<'_>, below: [bool; 3]) -> Row {
        let mut row = self.line(line, None, &SharedEntries::default());
        let dash = self.word(Message::GlanceDash);
        for (cell, is_said) in row.cells.iter_mut().skip(1).zip(below) {
            if is_said && *cell == dash {
                *cell = self.word(Message::GlanceBelow);
            }
        }
        row
    }

    /// What is said of all the data in some rows.
    fn shared_row(
        &self,
        lines: &[Line<'_>],
        general: Option<&summary::Row>,
        shared: &SharedEntries<'_>,
    ) -> Row {
        let mut cells = vec![self.word(Message::GlanceAllThese)];
        for (at, entries) in shared.iter().enumerate() {
            let has_many = lines.iter().flat_map(|line| &line.rows).any(|row| {
                let general = general.filter(|_| row.is_personal);
                has_many_in(row, general, at)
            });
            let entries: Vec<Entry> = entries.iter().copied().cloned().collect();
            cells.push(match entries.is_empty() {
                true => self.word(Message::GlanceAsBelow),
                false => self.cell(&entries, has_many),
            });
        }
        Row { anchor: Anchor::default(), cells }
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
        for name in &row.names {
            let mut name_of_data = self.datum(What::Term(name.term), whom.as_deref());
            if name.is_of_others {
                name_of_data = self.frames.fill(Message::GlanceOthers, &[("data", name_of_data.into())]);
            }
            if let Some(whom) = &whom {
                name_of_data = self.of_people(name_of_data, whom);
            }
            cell.push(self.words(&self.pieces.capitalised(&name_of_data)));
        }
        let sets = if row.names.is_empty() { row.data.as_slice() } else { &[] };
        for set in sets {
            let names: Vec<String> =
                set.items.iter().map(|item| self.datum(item.what, whom.as_deref())).collect();
            let names = if set.except.is_empty() { names } else { vec![self.list(&names, Join::And)] };
            for name in names {
                // A name behind “any information that …” would seem to belong to it.
                let (terms, others): (Vec<_>, Vec<_>) =
                    set.except.iter().partition(|item| matches!(item.what, What::Term(_)));
                let except =
                    terms.into_iter().chain(others).map(|item| self.datum(item.what, whom.as_deref()));
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

    fn datum(&self, what: What, whom: Option<&str>) -> String {
        match (what, whom) {
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

    /// The cells of a row behind the first one, without what is said of all in its group.
    fn cells(
        &self,
        row: &summary::Row,
        general: Option<&summary::Row>,
        shared: &SharedEntries<'_>,
    ) -> Vec<Cell> {
        let mut cells = Vec::new();
        for ((at, entries), shared) in columns_of(row).into_iter().enumerate().zip(shared) {
            let is_said_above = general.is_some_and(|row| !columns_of(row)[at].is_empty());
            let own: Vec<Entry> = entries.iter().filter(|entry| !shared.contains(entry)).cloned().collect();
            cells.push(match (own.is_empty(), shared.is_empty()) {
                (true, false) => self.word(Message::GlanceAsThese),
                (_, true) if is_silent(&own) => {
                    let above = general.filter(|_| is_said_above);
                    self.word(Self::instead(row, at, above))
                }
                (true | false, true) | (false, false) => self.cell(&own, has_many_in(row, general, at)),
            });
        }
        cells
    }

    /// What stands in a cell that has nothing of its own to say. `above` says something in that column of all data.
    fn instead(row: &summary::Row, at: usize, above: Option<&summary::Row>) -> Message {
        match (at, above) {
            (2, Some(above)) if !has_period(&above.how_long) => Message::GlanceOnlyAsAll,
            (_, Some(_)) => Message::GlanceAsAll,
            (0, None) if are_only_collected(row) => Message::GlanceAsCollected,
            (0, None) if are_only_given(row) => Message::GlanceAsGiven,
            (0, None) if is_kept_for_purposes(row) => Message::GlanceAsKept,
            (1, None) if row.goes_to_nobody => Message::GlanceNobody,
            (_, None) => Message::GlanceDash,
        }
    }

    fn word(&self, word: Message) -> Cell {
        vec![vec![Inline::text(self.frames.word(word))]]
    }
}

/// Rows by their groups: first those that stand alone.
fn grouped(lines: Vec<Line<'_>>) -> Vec<(Option<TermId>, Vec<Line<'_>>)> {
    let mut groups: Vec<(Option<TermId>, Vec<Line<'_>>)> = Vec::new();
    let mut alone = Vec::new();
    for line in lines {
        match groups.iter_mut().find(|(known, _)| *known == line.group) {
            _ if line.group.is_none() => alone.push(line),
            Some((_, lines)) => lines.push(line),
            None => groups.push((line.group, vec![line])),
        }
    }
    let (together, single): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(_, lines)| lines.len() > 1);
    alone.extend(single.into_iter().flat_map(|(_, lines)| lines));
    std::iter::once((None, alone)).chain(together).collect()
}

/// The entries that all of some rows have, if they are many. What is said of some people in a row of their own is not said of
/// the others.
fn shared_by<'s>(lines: &[Line<'s>]) -> SharedEntries<'s> {
    let mut rows = lines.iter().flat_map(|line| line.rows.iter().copied());
    if rows.clone().any(|row| row.persons.is_some()) {
        return SharedEntries::default();
    }
    let Some(first) = rows.next() else { return SharedEntries::default() };
    let mut shared: SharedEntries<'s> = columns_of(first).map(|entries| entries.iter().collect());
    for row in rows {
        for (shared, entries) in shared.iter_mut().zip(columns_of(row)) {
            shared.retain(|entry| entry.what != Shown::NoPurpose && entries.contains(entry));
        }
    }
    match shared.iter().map(Vec::len).sum::<usize>() < MANY_SHARED {
        true => SharedEntries::default(),
        false => shared,
    }
}

/// The entries of a row by column.
fn columns_of(row: &summary::Row) -> [&[Entry]; 3] {
    [&row.why, &row.with_whom, &row.how_long]
}

/// Whether entries say how long data are there, and not only how much longer some are, or what happens to some.
fn has_period(how_long: &[Entry]) -> bool {
    how_long.iter().any(|entry| {
        let is_plain = entry.purposes.is_none() && entry.facts.is_empty() && entry.persons.is_none();
        entry.by.is_none() && entry.forms.is_empty() && is_plain
    })
}

/// Whether entries say nothing.
fn is_silent(entries: &[Entry]) -> bool {
    entries.iter().all(|entry| entry.what == Shown::NoPurpose && entry.forms.is_empty())
}

/// Whether only others have data, who collect them.
fn are_only_collected(row: &summary::Row) -> bool {
    let mut others =
        row.with_whom.iter().filter(|entry| matches!(entry.what, Shown::Recipient(_))).peekable();
    row.is_with_others && others.peek().is_some() && others.all(|entry| entry.is_collected)
}

/// Whether data are kept for purposes, which stand there.
fn is_kept_for_purposes(row: &summary::Row) -> bool {
    row.how_long.iter().any(|entry| matches!(entry.what, Shown::Kept(_)) && entry.purposes.is_some())
}

/// Whether data are only given to others, for purposes that stand with these.
fn are_only_given(row: &summary::Row) -> bool {
    let given = row.with_whom.iter().filter(|entry| matches!(entry.what, Shown::Recipient(_)));
    row.why.is_empty() && given.clone().count() > 0 && given.clone().all(|entry| entry.purposes.is_some())
}

/// Whether a column of a row says for what something is done.
fn has_many_in(row: &summary::Row, general: Option<&summary::Row>, at: usize) -> bool {
    let beside = general.into_iter().flat_map(|row| columns_of(row)[at]);
    has_many_purposes(row, general) || differ_in_purposes(columns_of(row)[at].iter().chain(beside))
}

/// Whether cells say the same: a word is a link only where it stands first.
fn are_alike(some: &[Cell], others: &[Cell]) -> bool {
    let plain = |cells: &[Cell]| -> Vec<Vec<String>> {
        cells.iter().map(|cell| cell.iter().map(|words| plain_text(words)).collect()).collect()
    };
    plain(some) == plain(others)
}

/// Whether entries of one column differ in what they are for.
fn differ_in_purposes<'e>(entries: impl Iterator<Item = &'e Entry>) -> bool {
    let mut all = entries
        .filter(|entry| !matches!(entry.what, Shown::Purpose(_) | Shown::NoPurpose | Shown::Derived(_)));
    let first = all.next().map(|entry| &entry.purposes);
    all.any(|entry| Some(&entry.purposes) != first)
}

/// Whether a row, with what holds of all data, knows more than one purpose, or one that is no purpose of the company's own
/// use, so that no other cell shows it.
fn has_many_purposes(row: &summary::Row, general: Option<&summary::Row>) -> bool {
    let mut known: Option<What> = None;
    let rows = || std::iter::once(row).chain(general);
    let is_shown = rows().flat_map(|row| &row.why).any(|entry| matches!(entry.what, Shown::Purpose(_)));
    let entries = rows().flat_map(|row| [&row.why, &row.with_whom, &row.how_long]).flatten();
    for entry in entries {
        let shown = match &entry.what {
            Shown::Purpose(set) => Some(set),
            Shown::NoPurpose
            | Shown::Derived(_)
            | Shown::Recipient(_)
            | Shown::Kept(_)
            | Shown::Limit(_)
            | Shown::Deleted(..)
            | Shown::NeverDeleted => None,
        };
        for item in shown.into_iter().chain(&entry.purposes).flat_map(|set| &set.items) {
            if *known.get_or_insert(item.what) != item.what {
                return true;
            }
        }
    }
    known.is_some() && !is_shown
}
