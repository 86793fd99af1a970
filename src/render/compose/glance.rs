//! The summary: which data, why, with whom, how long.
//!
//! # Design
//!
//! A row is data as the policy itself groups them: what stands in its statements of collection, because a reader meets the same words below.
//! Rows that say the same are joined, and if that leaves too many, data go by their topmost groups.
//! A statement counts for a row if it concerns any of the row's data; the caption says so.

use super::Composer;
use super::set::Join;
use super::words::plain_text;
use crate::model::{Actor, FactClause, FactWord, SetItem, Slot, Statement, TermId, Verb, What};
use crate::render::page::{Anchor, Cell, Inline, Row, Table};

/// More rows than this are no summary.
const MOST_ROWS: usize = 12;

impl Composer<'_> {
    /// The summary table, if anything is collected.
    pub(super) fn glance(&self) -> Option<Table> {
        let data = self.collected();
        let mut rows = self.rows(&data);
        if rows.len() > MOST_ROWS {
            rows = self.rows(&self.topmost(&data));
        }
        if rows.is_empty() {
            return None;
        }
        let columns = ["glance-what", "glance-why", "glance-with", "glance-how-long"];
        let rows = rows.into_iter().map(|cells| Row { anchor: Anchor::default(), cells }).collect();
        self.pieces.clear();
        Some(Table {
            anchor: Anchor::default(),
            caption: self.frames.word("glance-caption").into(),
            columns: columns.into_iter().map(|name| self.frames.word(name).into()).collect(),
            rows,
        })
    }

    /// The data that are collected or derived, without those that another of them covers.
    fn collected(&self) -> Vec<TermId> {
        let mut found: Vec<TermId> = Vec::new();
        let positive = self.policy.statements.iter().map(|statement| &statement.sentence).filter(|sentence| !sentence.modality.is_negative());
        for sentence in positive.filter(|sentence| matches!(sentence.verb, Verb::Collect | Verb::Derive)) {
            let terms = sentence.object.set.items.iter().filter_map(|item| if let What::Term(id) = item.what { Some(id) } else { None });
            for id in terms {
                if !found.contains(&id) {
                    found.push(id);
                }
            }
        }
        let vocabulary = &self.policy.vocabulary;
        let is_covered = |id: &TermId| found.iter().any(|other| other != id && vocabulary.is_below(*id, *other));
        found.iter().copied().filter(|id| !is_covered(id)).collect()
    }

    /// The groups at the top of the vocabulary.
    fn topmost(&self, data: &[TermId]) -> Vec<TermId> {
        let mut groups: Vec<TermId> = Vec::new();
        for id in data {
            let above = self.policy.vocabulary.ancestors(*id);
            let top = above.into_iter().rfind(|id| self.policy.vocabulary.term(*id).parents.is_empty()).unwrap_or(*id);
            if !groups.contains(&top) {
                groups.push(top);
            }
        }
        groups
    }

    /// One row for each datum; those that say the same stand together.
    fn rows(&self, data: &[TermId]) -> Vec<Vec<Cell>> {
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for id in data {
            let rest = [self.why(*id), self.with_whom(*id), self.how_long(*id)];
            let what = self.words(&self.pieces.capitalised(&self.term(*id)));
            match rows.iter_mut().find(|row| row.get(1..) == Some(rest.as_slice())) {
                Some(row) => row.iter_mut().take(1).for_each(|cell| cell.push(what.clone())),
                None => rows.push(std::iter::once(vec![what]).chain(rest).collect()),
            }
        }
        rows
    }

    fn why(&self, data: TermId) -> Cell {
        let verbs = [Verb::Collect, Verb::Derive, Verb::Combine, Verb::Use, Verb::View, Verb::Decide, Verb::Train];
        let purposes = self.about(data, &verbs).filter_map(|statement| statement.sentence.purpose.as_ref());
        let mut items: Vec<&SetItem> = Vec::new();
        for item in purposes.flat_map(|slot| &slot.set.items) {
            if !items.iter().any(|known| known.what == item.what) {
                items.push(item);
            }
        }
        let is_covered = |item: &SetItem| {
            items.iter().any(|other| match (item.what, other.what) {
                (What::Term(id), What::Term(above)) => id != above && self.policy.vocabulary.is_below(id, above),
                _ => false,
            })
        };
        let shown = items.iter().filter(|item| !is_covered(item)).map(|item| self.only_item(item));
        self.cell(shown.collect())
    }

    fn with_whom(&self, data: TermId) -> Cell {
        let mut phrases = Vec::new();
        for statement in self.about(data, &[Verb::Disclose, Verb::Sell, Verb::Publish]) {
            let sentence = &statement.sentence;
            let public = || self.policy.vocabulary.find(crate::model::Kind::Recipient, "the-public").map(|id| self.term(id));
            let recipients = sentence.recipient.as_ref().map(|slot| self.recipients(slot)).or_else(|| public().map(|public| vec![public]));
            let condition = self.condition(&sentence.facts);
            for what in recipients.into_iter().flatten() {
                phrases.push(match &condition {
                    Some(facts) => self.frames.fill("glance-condition", &[("what", what.into()), ("facts", facts.as_str().into())]),
                    None => what,
                });
            }
        }
        for statement in self.about(data, &[Verb::Collect, Verb::Use, Verb::View]) {
            if let Actor::Recipient(id, _) = statement.sentence.actor {
                phrases.push(self.term(id));
            }
        }
        self.cell(phrases)
    }

    fn recipients(&self, slot: &Slot) -> Vec<String> {
        if slot.set.except.is_empty() { self.items(&slot.set) } else { vec![self.set(&slot.set, Join::And)] }
    }

    /// What must be given beside: consents, and whatever a sentence demands with `only`.
    fn condition(&self, clauses: &[FactClause]) -> Option<String> {
        let shown: Vec<FactClause> = clauses
            .iter()
            .filter(|clause| clause.word == FactWord::With || clause.is_only)
            .map(|clause| FactClause { is_only: false, ..clause.clone() })
            .collect();
        (!shown.is_empty()).then(|| self.all_facts(&shown))
    }

    fn how_long(&self, data: TermId) -> Cell {
        let retained = self.policy.statements.iter().filter(|statement| !statement.sentence.modality.is_negative());
        let retained = retained.filter(|statement| self.concerns(&statement.sentence.object, data) && is_about_data(statement));
        let ends = retained.filter_map(|statement| statement.sentence.retention.as_ref()).map(|ends| self.ends(ends, false));
        self.cell(ends.collect())
    }

    fn only_item(&self, item: &SetItem) -> String {
        self.set(&crate::model::Set { items: vec![item.clone()], except: Vec::new() }, Join::And)
    }

    /// Phrases as a cell, each once.
    fn cell(&self, phrases: Vec<String>) -> Cell {
        let mut cell: Cell = Vec::new();
        for phrase in phrases {
            let words = self.words(&phrase);
            if !cell.iter().any(|known| plain_text(known) == plain_text(&words)) {
                cell.push(words);
            }
        }
        if cell.is_empty() {
            cell.push(vec![Inline::text(self.frames.word("glance-nothing"))]);
        }
        cell
    }

    /// What is or may be done with data, by these verbs.
    fn about<'s>(&'s self, data: TermId, verbs: &'s [Verb]) -> impl Iterator<Item = &'s Statement> {
        self.policy.statements.iter().filter(move |statement| {
            let sentence = &statement.sentence;
            verbs.contains(&sentence.verb) && !sentence.modality.is_negative() && self.concerns(&sentence.object, data)
        })
    }

    /// Whether a slot holds any of the data.
    fn concerns(&self, slot: &Slot, data: TermId) -> bool {
        let holds = |item: &SetItem| self.overlaps(item.what, data);
        let excepts = |item: &SetItem| matches!(item.what, What::Term(id) if self.policy.vocabulary.is_below(data, id));
        slot.set.items.iter().any(holds) && !slot.set.except.iter().any(excepts)
    }

    fn overlaps(&self, what: What, data: TermId) -> bool {
        let vocabulary = &self.policy.vocabulary;
        match what {
            What::Term(id) => {
                let meant = vocabulary.term(id).means.as_ref();
                vocabulary.is_below(data, id)
                    || vocabulary.is_below(id, data)
                    || meant.is_some_and(|set| set.items.iter().any(|item| self.overlaps(item.what, data)))
            }
            What::Any { trait_, is_negated, .. } => {
                let has = |id: TermId| trait_.is_none_or(|one| vocabulary.term(id).traits.has(one) != is_negated);
                has(data) || vocabulary.descendants(data).into_iter().any(has)
            }
        }
    }
}

fn is_about_data(statement: &Statement) -> bool {
    statement.sentence.verb.object_kind() == crate::model::Kind::Data
}
