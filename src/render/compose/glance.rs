//! The summary: which data, why, with whom, how long.
//!
//! # Design
//!
//! What stands in the table comes from the meaning ([`summary`]); here it gets its words. Rows that say the same are joined.

mod placed;

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

/// Entries that stand together, with their kind and what narrows each.
struct Together {
    kind: Option<TermId>,
    brackets: String,
    those: Vec<String>,
}

impl Together {
    /// Whether what narrows them stands first: behind a list, it would seem to narrow the last of it alone.
    fn has_lead(&self) -> bool {
        self.kind.is_none() && self.those.len() > 1 && !self.brackets.is_empty()
    }
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
            remarks: Vec::new(),
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
            let beside = above.map(|above| above[at]).into_iter().flatten();
            let has_many = has_many || differ_in_purposes(entries.iter().chain(beside));
            cells.push(if is_silent { self.word(word) } else { self.cell(entries, has_many) });
        }
        cells
    }

    fn word(&self, word: Message) -> Cell {
        vec![vec![Inline::text(self.frames.word(word))]]
    }

    /// Entries as a cell, each once.
    fn cell(&self, entries: &[Entry], has_many: bool) -> Cell {
        let mut cell = Cell::new();
        for phrase in self.narrowed_alike(entries, has_many) {
            let words = self.words(&phrase);
            if !cell.iter().any(|known| plain_text(known) == plain_text(&words)) {
                cell.push(words);
            }
        }
        self.pieces.clear();
        cell
    }

    /// Entries as phrases. Purposes, or recipients, that are narrowed alike stand together behind what narrows them; of many,
    /// those of one kind behind its name.
    fn narrowed_alike(&self, entries: &[Entry], has_many: bool) -> Vec<String> {
        let is_long = entries.len() > MANY_ENTRIES;
        let mut together: Vec<Together> = Vec::new();
        for entry in entries {
            let kind = self.kind_of_entry(entry).filter(|_| is_long);
            let brackets = self.brackets(entry, has_many);
            let is_list = matches!(entry.what, Shown::Purpose(_) | Shown::Recipient(_));
            let plain = |words: &str| self.pieces.plain(words);
            let is_like = |known: &&mut Together| {
                let joins = if is_long { kind.is_some() && known.kind == kind } else { !brackets.is_empty() };
                is_list && joins && plain(&known.brackets) == plain(&brackets)
            };
            let shown = self.shown(entry);
            match together.iter_mut().find(is_like) {
                Some(known) if known.those.iter().any(|one| plain(one) == plain(&shown)) => {}
                Some(known) => known.those.push(shown),
                None => together.push(Together { kind, brackets, those: vec![shown] }),
            }
        }
        // What stands behind a list that is narrowed as a whole would seem to belong to it.
        together.sort_by_key(Together::has_lead);
        together.into_iter().map(|these| self.together(these)).collect()
    }

    fn together(&self, these: Together) -> String {
        let has_lead = these.has_lead();
        let Together { kind, brackets, those } = these;
        let list = self.list(&those, Join::And);
        let behind = |message: Message, name: &str, lead: String, list: String| {
            self.frames.fill(message, &[(name, lead.into()), ("list", list.into())])
        };
        match kind.filter(|_| those.len() > 1) {
            Some(kind) => {
                let group = behind(Message::GlanceGroup, "kind", self.term(kind), list);
                self.in_brackets(group, &brackets)
            }
            None if has_lead => behind(Message::GlanceWhere, "conditions", brackets, list),
            None => self.in_brackets(list, &brackets),
        }
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

/// Whether entries of one column differ in what they are for.
fn differ_in_purposes<'e>(entries: impl Iterator<Item = &'e Entry>) -> bool {
    let mut all = entries.filter(|entry| !matches!(entry.what, Shown::Purpose(_) | Shown::NoPurpose));
    let first = all.next().map(|entry| &entry.purposes);
    all.any(|entry| Some(&entry.purposes) != first)
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
