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

/// What all rows of a group say stands once above them if it has so many entries.
const MANY_SHARED: usize = 3;

/// Rows that say the same in words, with the group of their data.
struct Line<'s> {
    group: Option<TermId>,
    rows: Vec<&'s summary::Row>,
}

/// What all rows of a group say, by column.
type SharedEntries<'s> = [Vec<&'s Entry>; 3];

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
        let mut rows: Vec<Row> = Vec::new();
        if let Some(row) = general {
            let line = Line { group: None, rows: vec![row] };
            rows.push(self.line(&line, None, &SharedEntries::default()));
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
        let mut caption = self.frames.word(caption);
        if says_of_groups {
            caption = format!("{caption} {}", self.frames.word(Message::GlanceCaptionThese));
        }
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
            let is_silent = own.iter().all(|entry| entry.what == Shown::NoPurpose);
            cells.push(match (own.is_empty(), shared.is_empty()) {
                (true, false) => self.word(Message::GlanceAsThese),
                (_, true) if is_silent && is_said_above => self.word(Message::GlanceAsAll),
                (_, true) if is_silent && at == 0 && are_only_given(row) => self.word(Message::GlanceAsGiven),
                (_, true) if is_silent => self.word(Message::GlanceNothing),
                (true | false, true) | (false, false) => self.cell(&own, has_many_in(row, general, at)),
            });
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
            Shown::OnRequest(event, timing) => {
                let when = self.on_event(&self.term(*event), *timing);
                self.frames.fill(Message::GlanceOnRequest, &[("deleted", deleted(when).into())])
            }
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
    let mut all = entries.filter(|entry| !matches!(entry.what, Shown::Purpose(_) | Shown::NoPurpose));
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
    known.is_some() && !is_shown
}
