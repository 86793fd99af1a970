//! Cells: entries as phrases, with what narrows them.

use super::Composer;
use crate::model::{FactWord, KnownTerm, Set, SetItem, TermId, What};
use crate::render::compose::message::Message;
use crate::render::compose::set::{Join, only_word};
use crate::render::compose::words::plain_text;
use crate::render::page::Cell;
use crate::semantics::summary::{Deeds, Entry, Proviso, Shown};

/// In a cell with more entries than this, those of one kind stand together.
const MANY_ENTRIES: usize = 8;

/// Entries that stand together, with their kind and what narrows each.
struct Together {
    kind: Option<TermId>,
    brackets: String,
    those: Vec<String>,
}

impl Composer<'_> {
    /// Entries as a cell, each once.
    pub(super) fn cell(&self, entries: &[Entry], has_many: bool) -> Cell {
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

    /// Entries as phrases. Purposes, or recipients, that are narrowed alike stand together before what narrows them; of many,
    /// those of one kind behind its name.
    fn narrowed_alike(&self, entries: &[Entry], has_many: bool) -> Vec<String> {
        let is_long = entries.len() > MANY_ENTRIES;
        let mut together: Vec<Together> = Vec::new();
        for entry in entries {
            let kind = self.kind_of_entry(entry).filter(|_| is_long);
            let (shown, brackets) = self.narrowed_entry(entry, has_many);
            let is_list = matches!(entry.what, Shown::Purpose(_) | Shown::Recipient(_));
            let plain = |words: &str| self.pieces.plain(words);
            let is_like = |known: &&mut Together| {
                let joins = if is_long { kind.is_some() && known.kind == kind } else { !brackets.is_empty() };
                is_list && joins && plain(&known.brackets) == plain(&brackets)
            };
            match together.iter_mut().find(is_like) {
                Some(known) if known.those.iter().any(|one| plain(one) == plain(&shown)) => {}
                Some(known) => known.those.push(shown),
                // What a deletion leaves stands behind all of it.
                None if !entry.survivors.is_empty() => {
                    let whole = self.in_brackets(shown, &brackets);
                    let whole = self.with_survivors(whole, &entry.survivors);
                    together.push(Together { kind, brackets: String::new(), those: vec![whole] });
                }
                None => together.push(Together { kind, brackets, those: vec![shown] }),
            }
        }
        together.into_iter().map(|these| self.together(these)).collect()
    }

    /// What an entry shows and what narrows it. People that it names itself are not “you” behind their name, nor in how long
    /// their data are there; before it, “them” would be nobody.
    fn narrowed_entry(&self, entry: &Entry, has_many: bool) -> (String, String) {
        let are_others = entry.persons.as_ref().is_some_and(|persons| self.are_not_you(&persons.among));
        let shown = match &entry.what {
            Shown::Kept(_) | Shown::Limit(_) | Shown::Deleted(..) if are_others => {
                self.of_others(true, || self.shown(entry))
            }
            Shown::Kept(_)
            | Shown::Limit(_)
            | Shown::Deleted(..)
            | Shown::NeverDeleted
            | Shown::Purpose(_)
            | Shown::NoPurpose
            | Shown::Derived(_)
            | Shown::Recipient(_) => self.shown(entry),
        };
        let brackets = match are_others {
            true => self.of_others(true, || self.brackets(entry, has_many)),
            false => self.brackets(entry, has_many),
        };
        (shown, brackets)
    }

    /// Whether people are others than the reader; everybody somewhere is not.
    fn are_not_you(&self, among: &Set) -> bool {
        let is_everybody = |item: &SetItem| match item.what {
            What::Term(id) => KnownTerm::People.is(self.policy.vocabulary.term(id)),
            What::Any { .. } => true,
        };
        self.are_others(among)
            && !among.items.iter().all(|item| is_everybody(item) || self.is_addressed(item))
    }

    /// An entry as a phrase.
    pub(super) fn narrowed(&self, entry: &Entry) -> String {
        let (shown, brackets) = self.narrowed_entry(entry, true);
        self.with_survivors(self.in_brackets(shown, &brackets), &entry.survivors)
    }

    /// A deletion with what it leaves: “except what is kept for taxes and while a dispute is not settled”.
    fn with_survivors(&self, deleted: String, survivors: &[Entry]) -> String {
        // What is kept for purposes and under no conditions is one list.
        let is_for_purposes = |entry: &&Entry| {
            let is_plain = entry.persons.is_none() && entry.facts.is_empty() && entry.forms.is_empty();
            entry.purposes.is_some() && is_plain
        };
        let (plain, narrowed): (Vec<&Entry>, Vec<&Entry>) = survivors.iter().partition(is_for_purposes);
        let mut kept: Vec<String> = Vec::new();
        let mut purposes: Vec<String> = Vec::new();
        for set in plain.iter().filter_map(|entry| entry.purposes.as_ref()) {
            let those = match set.except.as_slice() {
                [] => set.items.iter().map(|item| self.item(item)).collect(),
                _ => vec![self.set(set, Join::And)],
            };
            let fresh = |one: &String| {
                !purposes.iter().any(|known| self.pieces.plain(known) == self.pieces.plain(one))
            };
            let those: Vec<String> = those.into_iter().filter(fresh).collect();
            purposes.extend(those);
        }
        if !purposes.is_empty() {
            kept.push(self.led(Message::Purpose, &self.list(&purposes, Join::And), only_word(false)));
        }
        let named: Vec<&SetItem> =
            plain.iter().flat_map(|entry| &entry.purposes).flat_map(|set| &set.items).collect();
        for entry in narrowed {
            // For these purposes it is kept without more ado.
            let is_told = |set: &Set| set.items.iter().all(|item| named.contains(&item));
            if entry.purposes.as_ref().is_some_and(is_told) {
                continue;
            }
            let phrase = self.kept_as(entry);
            if !kept.iter().any(|known| self.pieces.plain(known) == self.pieces.plain(&phrase)) {
                kept.push(phrase);
            }
        }
        if kept.is_empty() {
            return deleted;
        }
        let values = [("deleted", deleted.into()), ("kept", self.list(&kept, Join::And).into())];
        self.frames.fill(Message::GlanceExcept, &values)
    }

    /// What keeps something, behind “what is kept”: its purposes, or else how long.
    fn kept_as(&self, entry: &Entry) -> String {
        match &entry.purposes {
            Some(purposes) => {
                let bare = Entry { purposes: None, ..entry.clone() };
                let led = self.led(Message::Purpose, &self.set(purposes, Join::And), only_word(false));
                let (_, brackets) = self.narrowed_entry(&bare, true);
                self.in_brackets(led, &brackets)
            }
            None => {
                let (shown, brackets) = self.narrowed_entry(entry, true);
                self.in_brackets(shown, &brackets)
            }
        }
    }

    fn together(&self, these: Together) -> String {
        let Together { kind, brackets, those } = these;
        let list = self.list(&those, Join::And);
        if those.len() == 1 {
            return self.in_brackets(list, &brackets);
        }
        match kind {
            Some(kind) => {
                let values = [("kind", self.term(kind).into()), ("list", list.into())];
                self.in_brackets(self.frames.fill(Message::GlanceGroup, &values), &brackets)
            }
            None if brackets.is_empty() => list,
            // Behind a list, what narrows it would seem to narrow the last of it alone.
            None => {
                let values = [("list", list.into()), ("conditions", brackets.into())];
                self.frames.fill(Message::GlanceEach, &values)
            }
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

    pub(super) fn in_brackets(&self, what: String, brackets: &str) -> String {
        if brackets.is_empty() {
            return what;
        }
        let values = [("what", what.into()), ("conditions", brackets.into())];
        self.frames.fill(Message::GlanceCondition, &values)
    }

    /// What stands before the brackets.
    pub(super) fn shown(&self, entry: &Entry) -> String {
        match &entry.what {
            Shown::Purpose(set) => self.set(set, Join::And),
            Shown::NoPurpose => self.frames.word(Message::GlanceNoPurpose),
            Shown::Derived(data) => self.derived(data, entry.purposes.as_ref()),
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
            Shown::Deleted(deletion, timing) => {
                let when = self.deletion(deletion, *timing);
                self.frames.fill(Message::GlanceDeleted, &[("when", when.into())])
            }
            Shown::NeverDeleted => self.frames.word(Message::EndIndefinitely),
        }
    }

    /// What is worked out from the data of a row, and for what.
    fn derived(&self, data: &Set, purposes: Option<&Set>) -> String {
        let names = |items: &[SetItem]| {
            let names: Vec<String> = items.iter().map(|item| self.datum(item.what, None)).collect();
            self.list(&names, Join::And)
        };
        let data = match data.except.as_slice() {
            [] => names(&data.items),
            except => {
                let values = [("list", names(&data.items).into()), ("except", names(except).into())];
                self.frames.fill(Message::Except, &values)
            }
        };
        match purposes {
            Some(purposes) => {
                let purpose = self.led(Message::Purpose, &self.set(purposes, Join::And), only_word(false));
                let values = [("data", data.into()), ("purpose", purpose.into())];
                self.frames.fill(Message::GlanceDerivedFor, &values)
            }
            None => self.frames.fill(Message::GlanceDerived, &[("data", data.into())]),
        }
    }

    /// What narrows an entry: who does it, whose data, where, for what, under which conditions, in which form.
    pub(super) fn brackets(&self, entry: &Entry, has_many: bool) -> String {
        let Entry { what, by, is_collected, persons, region, purposes, facts, forms, survivors: _, provisos } =
            entry;
        let persons = persons.as_ref().and_then(|persons| self.persons(persons));
        // That of a recipient stands with it.
        let region = region
            .as_ref()
            .filter(|_| !matches!(what, Shown::Recipient(_)))
            .map(|region| self.led(Message::Region, &self.place(region, Join::And), only_word(false)));
        let purposes = purposes
            .as_ref()
            // What is worked out is worked out for them.
            .filter(|_| has_many && !matches!(what, Shown::Derived(_)))
            .map(|purposes| self.led(Message::Purpose, &self.set(purposes, Join::And), only_word(false)));
        let (under, others): (Vec<_>, Vec<_>) =
            facts.iter().cloned().partition(|clause| clause.word == FactWord::Under);
        let facts =
            [others, under].into_iter().filter(|facts| !facts.is_empty()).map(|facts| self.all_facts(&facts));
        let form = (!forms.is_empty()).then(|| self.only_in(forms));
        let by = by.map(|actor| self.frames.fill(Message::GlanceBy, &[("actor", self.term(actor).into())]));
        let collected = is_collected.then(|| self.frames.word(Message::GlanceCollected));
        let joined = |rest: String, next: String| {
            self.frames.fill(Message::List, &[("rest", rest.into()), ("next", next.into())])
        };
        let who = collected.into_iter().chain(by);
        let rest = region.into_iter().chain(purposes).chain(facts).chain(form);
        let apart = |rest: String, next: String| {
            self.frames.fill(Message::GlanceApart, &[("rest", rest.into()), ("next", next.into())])
        };
        let provisos = provisos.iter().map(|proviso| self.proviso(proviso));
        match persons {
            // Behind a recipient or a purpose, people alone would seem to be those who are named before them.
            Some(persons) if is_of_practice(what) => {
                let whose = self.frames.fill(Message::GlanceDataOf, &[("persons", persons.into())]);
                let parts = who.reduce(joined).into_iter().chain([whose]).chain(rest.reduce(joined));
                parts.chain(provisos).reduce(apart).unwrap_or_default()
            }
            persons => {
                let all = who.chain(persons).chain(rest).reduce(joined).into_iter();
                all.chain(provisos).reduce(apart).unwrap_or_default()
            }
        }
    }

    /// Under what alone something is done: “of pupils under 13 collected only with the consent of a parent”.
    fn proviso(&self, proviso: &Proviso) -> String {
        let are_others = proviso.persons.as_ref().is_some_and(|persons| self.are_not_you(&persons.among));
        match are_others {
            true => self.of_others(true, || self.proviso_of(proviso)),
            false => self.proviso_of(proviso),
        }
    }

    fn proviso_of(&self, proviso: &Proviso) -> String {
        let Proviso { deeds, persons, awaits } = proviso;
        let deeds = match deeds {
            Deeds::Collecting => "collecting",
            Deeds::Using => "using",
            Deeds::All => "all",
        };
        let persons = persons.as_ref().and_then(|persons| self.persons(persons));
        match (persons, awaits) {
            (Some(persons), Some(awaits)) => {
                let facts = self.fact(awaits);
                let values = [("deeds", deeds.into()), ("persons", persons.into()), ("facts", facts.into())];
                self.frames.fill(Message::GlanceProvisoOf, &values)
            }
            (Some(persons), None) => {
                self.frames.fill(Message::GlanceProvisoNever, &[("persons", persons.into())])
            }
            (None, Some(awaits)) => {
                let facts = self.fact(awaits);
                self.frames.fill(Message::GlanceProviso, &[("deeds", deeds.into()), ("facts", facts.into())])
            }
            (None, None) => String::new(),
        }
    }
}

/// Whether it is something that is done with data.
const fn is_of_practice(what: &Shown) -> bool {
    match what {
        Shown::Purpose(_) | Shown::NoPurpose | Shown::Derived(_) | Shown::Recipient(_) => true,
        Shown::Kept(_) | Shown::Limit(_) | Shown::Deleted(..) | Shown::NeverDeleted => false,
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
