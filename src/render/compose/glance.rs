//! The summary: which data, why, with whom, how long.
//!
//! # Design
//!
//! A row is data as the policy itself groups them: what stands in its statements of collection, because a reader meets the same words below.
//! Rows that say the same are joined, and if that leaves too many, data go by their topmost groups.
//! What is said of all personal data stands once, in a row of its own at the top.
//! A statement counts for a row if it concerns any of the row's data; the caption says so.

use std::collections::HashSet;

use super::Composer;
use super::message::Message;
use super::set::Join;
use super::words::plain_text;
use crate::model::{
    Actor, FactClause, FactWord, Kind, KnownTerm, Modality, Sentence, SetItem, Slot, Statement, TermId,
    Trait, Verb, What,
};
use crate::render::page::{Anchor, Cell, Inline, Row, Table};
use crate::semantics::keeping;

/// More rows than this are no summary.
const MOST_ROWS: usize = 12;

/// Even if many rows say the same, more data than this do not fit a summary one by one.
const MOST_DATA: usize = 5 * MOST_ROWS;

/// What a row is about.
#[derive(Debug, Clone, Copy)]
enum Scope<'row> {
    /// All personal data.
    All,
    /// One term, for which something is said that is not said of all.
    Data(&'row Data),
}

/// The data of a row, and what stands above and below them.
#[derive(Debug)]
struct Data {
    id: TermId,
    above: HashSet<TermId>,
    below: HashSet<TermId>,
    /// The data of all rows: what is said of another row's data stands there, even where the two overlap.
    rows: HashSet<TermId>,
}

impl Composer<'_> {
    /// The summary table, if anything is collected.
    pub(super) fn glance(&self) -> Option<Table> {
        let data = self.collected();
        let mut rows = if data.len() > MOST_DATA { Vec::new() } else { self.rows(&data) };
        if rows.is_empty() || rows.len() > MOST_ROWS {
            rows = self.rows(&self.topmost(&data));
        }
        if rows.is_empty() {
            return None;
        }
        let general = self.cells(Scope::All);
        let has_general = general.iter().any(|cell| !cell.is_empty());
        if has_general {
            rows.insert(0, self.general_row(general));
        }
        let columns = [Message::GlanceWhat, Message::GlanceWhy, Message::GlanceWith, Message::GlanceHowLong];
        let rows = rows.into_iter().map(|cells| Row { anchor: Anchor::default(), cells }).collect();
        self.pieces.clear();
        Some(Table {
            anchor: Anchor::default(),
            caption: if has_general {
                self.frames.word(Message::GlanceCaptionAll)
            } else {
                self.frames.word(Message::GlanceCaption)
            }
            .into(),
            columns: columns.into_iter().map(|name| self.frames.word(name).into()).collect(),
            rows,
        })
    }

    /// What is said of all personal data.
    fn general_row(&self, [why, with_whom, how_long]: [Cell; 3]) -> Vec<Cell> {
        let how_long = if how_long.is_empty() { self.on_request(Scope::All) } else { how_long };
        let cells = [why, with_whom, how_long];
        let what = vec![vec![Inline::text(self.frames.word(Message::GlanceAll))]];
        let rest = cells.map(|cell| self.or_word(cell, Message::GlanceNothing));
        std::iter::once(what).chain(rest).collect()
    }

    /// The data that are collected or derived, without those that another of them covers.
    fn collected(&self) -> Vec<TermId> {
        let (mut found, mut seen): (Vec<TermId>, HashSet<TermId>) = (Vec::new(), HashSet::new());
        let positive = self
            .policy
            .statements
            .iter()
            .map(|statement| &statement.sentence)
            .filter(|sentence| !sentence.modality.is_negative());
        for sentence in positive.filter(|sentence| matches!(sentence.verb, Verb::Collect | Verb::Derive)) {
            let terms = sentence
                .object
                .set
                .items
                .iter()
                .filter_map(|item| if let What::Term(id) = item.what { Some(id) } else { None });
            for id in terms {
                if seen.insert(id) {
                    found.push(id);
                }
            }
        }
        let all: HashSet<TermId> = found.iter().copied().collect();
        let is_covered =
            |id: &TermId| self.policy.vocabulary.ancestors(*id).iter().any(|above| all.contains(above));
        found.iter().copied().filter(|id| !is_covered(id)).collect()
    }

    /// The groups at the top of the vocabulary.
    fn topmost(&self, data: &[TermId]) -> Vec<TermId> {
        let mut groups: Vec<TermId> = Vec::new();
        for id in data {
            let above = self.policy.vocabulary.ancestors(*id);
            let top = above
                .into_iter()
                .rfind(|id| self.policy.vocabulary.term(*id).parents.is_empty())
                .unwrap_or(*id);
            if !groups.contains(&top) {
                groups.push(top);
            }
        }
        groups
    }

    /// One row for each datum; those that say the same stand together.
    fn rows(&self, data: &[TermId]) -> Vec<Vec<Cell>> {
        let general = self.cells(Scope::All);
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        for id in data {
            let mut rest = Vec::new();
            let row = self.data_of_row(*id, data);
            let [why, with_whom, mut how_long] = self.cells(Scope::Data(&row));
            let [_, _, general_length] = &general;
            if how_long.is_empty() && general_length.is_empty() {
                how_long = self.on_request(Scope::Data(&row));
            }
            for (cell, above) in [why, with_whom, how_long].into_iter().zip(&general) {
                rest.push(self.or_word(
                    cell,
                    if above.is_empty() { Message::GlanceNothing } else { Message::GlanceAsAll },
                ));
            }
            let what = self.words(&self.pieces.capitalised(&self.term(*id)));
            self.pieces.clear();
            match rows.iter_mut().find(|row| row.get(1..) == Some(rest.as_slice())) {
                Some(row) => row.iter_mut().take(1).for_each(|cell| cell.push(what.clone())),
                None => rows.push(std::iter::once(vec![what]).chain(rest).collect()),
            }
        }
        rows
    }

    fn data_of_row(&self, id: TermId, rows: &[TermId]) -> Data {
        let vocabulary = &self.policy.vocabulary;
        let with_itself = |mut terms: Vec<TermId>| {
            terms.push(id);
            terms.into_iter().collect()
        };
        Data {
            id,
            above: with_itself(vocabulary.ancestors(id)),
            below: with_itself(vocabulary.descendants(id)),
            rows: rows.iter().copied().collect(),
        }
    }

    fn cells(&self, scope: Scope<'_>) -> [Cell; 3] {
        [self.why(scope), self.with_whom(scope), self.how_long(scope)]
    }

    fn why(&self, scope: Scope<'_>) -> Cell {
        let verbs = verbs_of(Column::Why);
        let purposes =
            self.about(scope, &verbs).filter_map(|statement| statement.sentence.slots.purpose.as_ref());
        let mut items: Vec<&SetItem> = Vec::new();
        for item in purposes.flat_map(|slot| &slot.set.items) {
            if !items.iter().any(|known| known.what == item.what) {
                items.push(item);
            }
        }
        let is_covered = |item: &SetItem| {
            items.iter().any(|other| match (item.what, other.what) {
                (What::Term(id), What::Term(above)) => {
                    id != above && self.policy.vocabulary.is_below(id, above)
                }
                _ => false,
            })
        };
        let shown = items.iter().filter(|item| !is_covered(item)).map(|item| self.only_item(item));
        self.cell(shown.collect())
    }

    fn with_whom(&self, scope: Scope<'_>) -> Cell {
        let mut phrases = Vec::new();
        for statement in self.about(scope, &verbs_of(Column::WithWhom)) {
            let sentence = &statement.sentence;
            let public = || self.policy.vocabulary.known(KnownTerm::ThePublic).map(|id| self.term(id));
            let recipients = sentence
                .slots
                .recipient
                .as_ref()
                .map(|slot| self.recipients(slot))
                .or_else(|| public().map(|public| vec![public]));
            let form = self
                .form_of(&sentence.object, scope)
                .map(|form| self.frames.fill(Message::GlanceForm, &[("form-label", form.into())]));
            let conditions: Vec<String> = form.into_iter().chain(self.condition(&sentence.facts)).collect();
            let conditions = conditions.into_iter().reduce(|rest, next| {
                self.frames.fill(Message::List, &[("rest", rest.into()), ("next", next.into())])
            });
            for what in recipients.into_iter().flatten() {
                phrases.push(match &conditions {
                    Some(conditions) => self.frames.fill(
                        Message::GlanceCondition,
                        &[("what", what.into()), ("conditions", conditions.as_str().into())],
                    ),
                    None => what,
                });
            }
        }
        for statement in self.about(scope, &[Verb::Collect, Verb::Use, Verb::View]) {
            if let Actor::Recipient(id, _) = statement.sentence.actor {
                phrases.push(self.term(id));
            }
        }
        self.cell(phrases)
    }

    /// The form in which alone data stand in a slot, if that is not how they are.
    fn form_of(&self, slot: &Slot, scope: Scope<'_>) -> Option<String> {
        let concerned = slot.set.items.iter().filter(|item| match scope {
            Scope::All => self.is_everything(item.what),
            Scope::Data(data) => self.overlaps(item.what, data),
        });
        let forms: Option<Vec<TermId>> = concerned.map(|item| item.form).collect();
        let mut labels: Vec<String> = Vec::new();
        for form in forms? {
            let form = self.policy.vocabulary.term(form);
            if KnownTerm::Readable.is(form) {
                return None;
            }
            let label = self.plain_mark(&form.label);
            labels.push(label);
        }
        (!labels.is_empty()).then(|| self.list(&labels, Join::Or))
    }

    fn recipients(&self, slot: &Slot) -> Vec<String> {
        if slot.set.except.is_empty() { self.items(&slot.set) } else { vec![self.set(&slot.set, Join::And)] }
    }

    /// What must be given beside: consents, conditions, events, and whatever a sentence demands with `only`.
    fn condition(&self, clauses: &[FactClause]) -> Option<String> {
        let shown: Vec<FactClause> = clauses
            .iter()
            .filter(|clause| clause.word != FactWord::Under || clause.is_only)
            .map(|clause| FactClause { is_only: false, ..clause.clone() })
            .collect();
        (!shown.is_empty()).then(|| self.all_facts(&shown))
    }

    fn how_long(&self, scope: Scope<'_>) -> Cell {
        let about_data: Vec<Verb> =
            Verb::ALL.into_iter().filter(|verb| verb.object_kind() == Kind::Data).collect();
        let ends =
            self.about(scope, &about_data).filter_map(|statement| statement.sentence.retention.as_ref());
        let deletions =
            self.about(scope, &[Verb::Delete]).filter_map(|statement| self.deleted(&statement.sentence));
        self.cell(ends.map(|ends| self.ends(ends, false)).chain(deletions).collect())
    }

    /// When data are deleted because somebody asks for it: what there is to say where nothing else is said of how long they
    /// are kept.
    fn on_request(&self, scope: Scope<'_>) -> Cell {
        let is_certain =
            |one: &&Statement| matches!(one.sentence.modality, Modality::Plain | Modality::Currently);
        let written = self.about(scope, &[Verb::Delete]).filter(is_certain).filter_map(|statement| {
            let deletion = statement.sentence.deletion.as_ref()?;
            Some(self.deletion(deletion, deletion.timing.or(statement.sentence.timing)))
        });
        let is_there = |one: &&Statement| match (&one.sentence.slots.over, scope) {
            // Without `over`, a right is one over all data.
            (None, _) => one.sentence.from_labels.is_empty(),
            (Some(over), Scope::All) => over.set.items.iter().any(|item| self.is_everything(item.what)),
            (Some(over), Scope::Data(data)) => self.concerns(over, data),
        };
        let offers = self.policy.statements.iter().filter(|one| one.sentence.verb == Verb::Offer);
        let offers = offers.filter(is_certain).filter(is_there).flat_map(|one| {
            let rights = one.sentence.object.set.items.iter().filter_map(|item| match item.what {
                What::Term(right) => self.policy.vocabulary.deletion_of(right),
                What::Any { .. } => None,
            });
            let events = rights.flat_map(|effects| &effects.deletes_on);
            events.map(|event| self.on_event(&self.term(*event), one.sentence.timing)).collect::<Vec<_>>()
        });
        let when = written.chain(offers);
        let deleted = when.map(|when| self.frames.fill(Message::GlanceDeleted, &[("when", when.into())]));
        self.cell(deleted.collect())
    }

    /// When data are deleted for certain, without being asked for: “deleted within 30 days after collection”.
    fn deleted(&self, sentence: &Sentence) -> Option<String> {
        let deletion = sentence.deletion.as_ref()?;
        let is_certain = matches!(sentence.modality, Modality::Plain | Modality::Currently);
        let is_asked_for = deletion
            .event
            .terms()
            .iter()
            .any(|(event, _)| keeping::is_asked_for(&self.policy.vocabulary, *event));
        let when = || self.deletion(deletion, deletion.timing.or(sentence.timing));
        (is_certain && !is_asked_for)
            .then(|| self.frames.fill(Message::GlanceDeleted, &[("when", when().into())]))
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
        cell
    }

    fn or_word(&self, cell: Cell, word: Message) -> Cell {
        if cell.is_empty() { vec![vec![Inline::text(self.frames.word(word))]] } else { cell }
    }

    /// What is or may be done with the data of a row, by these verbs.
    fn about<'s>(&'s self, scope: Scope<'s>, verbs: &'s [Verb]) -> impl Iterator<Item = &'s Statement> {
        self.policy.statements.iter().filter(move |statement| {
            let sentence = &statement.sentence;
            let is_there = match scope {
                Scope::All => self.is_general(statement),
                Scope::Data(data) => !self.is_general(statement) && self.concerns(&sentence.object, data),
            };
            verbs.contains(&sentence.verb) && !sentence.modality.is_negative() && is_there
        })
    }

    /// Whether a statement is about all personal data.
    fn is_general(&self, statement: &Statement) -> bool {
        let sentence = &statement.sentence;
        let object = &sentence.object.set;
        let is_positive = sentence.verb.object_kind() == Kind::Data
            && sentence.verb != Verb::Protect
            && !sentence.modality.is_negative();
        is_positive
            && sentence.slots.subject.is_none()
            && object.except.is_empty()
            && object.items.iter().any(|item| self.is_everything(item.what))
    }

    /// Whether an item holds all personal data.
    fn is_everything(&self, what: What) -> bool {
        match what {
            What::Term(id) => {
                let meant = self.policy.vocabulary.term(id).means.as_ref();
                meant.is_some_and(|set| {
                    set.except.is_empty()
                        && set.items.iter().any(|item| item.form.is_none() && is_any_personal(item.what))
                })
            }
            What::Any { .. } => is_any_personal(what),
        }
    }

    /// Whether a slot holds any of the data.
    fn concerns(&self, slot: &Slot, data: &Data) -> bool {
        let excepts = |item: &SetItem| matches!(item.what, What::Term(id) if data.above.contains(&id));
        slot.set.items.iter().any(|item| self.overlaps(item.what, data))
            && !slot.set.except.iter().any(excepts)
    }

    fn overlaps(&self, what: What, data: &Data) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let meaning_of = |id: TermId| vocabulary.term(id).means.iter().flat_map(|set| &set.items);
        match what {
            What::Term(id) if data.rows.contains(&id) => id == data.id,
            What::Term(id) => {
                let is_related = data.above.contains(&id) || data.below.contains(&id);
                // Terms that it means stand below it already.
                is_related
                    || meaning_of(id)
                        .any(|item| matches!(item.what, What::Any { .. }) && self.overlaps(item.what, data))
            }
            What::Any { trait_, is_negated, .. } => {
                let has =
                    |id: &TermId| trait_.is_none_or(|one| vocabulary.term(*id).traits.has(one) != is_negated);
                data.below.iter().any(has) || meaning_of(data.id).any(|item| item.what == what)
            }
        }
    }
}

fn is_any_personal(what: What) -> bool {
    matches!(what, What::Any { kind: Kind::Data, trait_: None | Some(Trait::Personal), is_negated: false })
}

/// A column in which a verb alone decides what stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Why,
    WithWhom,
}

fn verbs_of(column: Column) -> Vec<Verb> {
    Verb::ALL.into_iter().filter(|verb| column_of(*verb) == Some(column)).collect()
}

const fn column_of(verb: Verb) -> Option<Column> {
    match verb {
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train => Some(Column::Why),
        Verb::Disclose | Verb::Sell | Verb::Publish => Some(Column::WithWhom),
        Verb::Store
        | Verb::Require
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::Protect
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => None,
    }
}
