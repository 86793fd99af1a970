//! Every retention and every deletion stands in a cell, with what a deletion leaves; what a row is called is what it holds;
//! and “nobody” is nobody.

use candor::model::{
    Actor, Fact, FactClause, Kind, Modality, Retention, Sentence, Set, SetItem, Slot as Clause, Stage,
    TermId, Verb, What,
};
use candor::semantics::describe;
use candor::semantics::summary::{Deeds, Proviso};
use candor::source::Span;

use super::lasting::wordings;
use super::tables::nothing;
use super::{Act, Entry, Judged, Marks, Persons, Row, Shown, Slot, Summary, Totals, USES, is_true};
use crate::oracle::{Grain, Oracle, Value, Verdict};

/// What one item of each list of a statement says of how long one datum is there.
struct Said {
    datum: (usize, TermId),
    what: Shown,
    actor: Actor,
    /// Whether it leaves something to others, and others say something of the same datum: they may answer for it.
    is_answered_for: bool,
    purpose: Option<Set>,
    persons: Option<Persons>,
    question: Sentence,
}

impl Judged<'_> {
    /// Every retention, and every deletion that nobody has to ask for, stands in a row of each datum of which it holds.
    pub(super) fn all_that_lasts_is_said(&self, summary: &Summary) -> Result<(), String> {
        let said = self.all_that_lasts();
        let questions: Vec<Sentence> = said.iter().map(|one| one.question.clone()).collect();
        let oracle = Oracle::of(self.policy, &questions, Grain::Classes, None);
        if oracle.is_too_large {
            return Ok(());
        }
        for (one, verdict) in said.iter().zip(&oracle.verdicts) {
            if !holds(*verdict) || one.is_answered_for {
                continue;
            }
            let rows: Vec<&Row> = summary
                .general
                .iter()
                .chain(&summary.rows)
                .filter(|row| self.data(row)[one.datum.0])
                .collect();
            let is_it = |row: &Row, entry: &Entry| {
                let by = match one.actor {
                    Actor::We => None,
                    Actor::Recipient(term, _) => Some(term),
                };
                // In a row of some people stands what is true of all, too: nothing is done with the data of the others.
                let of_row = row.persons.as_ref().filter(|_| one.persons.is_some());
                let persons = entry.persons.as_ref().or(of_row);
                plain(&entry.what) == plain(&one.what)
                    && entry.by == by
                    && within(entry.purposes.as_ref(), one.purpose.as_ref())
                    && within(
                        persons.map(|persons| &persons.among),
                        one.persons.as_ref().map(|persons| &persons.among),
                    )
            };
            let stands = rows.iter().any(|row| row.how_long.iter().any(|entry| is_it(row, entry)));
            // What waits until somebody asks for it stands beside the table.
            let is_asked_for = match &one.what {
                Shown::Deleted(deletion, _) => self.is_asked_for(&deletion.event),
                _ => false,
            };
            let is_told = stands || is_asked_for && summary.deletes_on_request;
            // Where a policy contradicts itself, two deletions may do together what neither is sure to do.
            let is_sure = matches!(one.what, Shown::Kept(_)) || oracle.conflicts.is_empty();
            if !is_told && is_sure {
                let object = describe::set_words(self.values.vocabulary(), &one.question.object.set);
                let entries =
                    rows.iter().flat_map(|row| row.how_long.iter().map(|entry| self.shown(row, entry)));
                return Err(format!(
                    "nowhere stands of {object}, which is {verdict:?}: {:?} for {:?} of {:?}; but\n{}",
                    one.what,
                    one.purpose,
                    one.persons,
                    entries.collect::<Vec<_>>().join("\n")
                ));
            }
        }
        Ok(())
    }

    /// Whether nothing happens unless somebody asks.
    fn is_asked_for(&self, event: &Fact) -> bool {
        !self.comes_unasked(event)
    }

    fn comes_unasked(&self, event: &Fact) -> bool {
        match event {
            Fact::Term(event, _) => {
                let vocabulary = self.values.vocabulary();
                !vocabulary.of_kind(Kind::Right).any(|(_, right)| {
                    let on = &right.effects.deletes_on;
                    on.iter().any(|asked| vocabulary.is_below(*asked, *event) || asked == event)
                })
            }
            Fact::And(all) => all.iter().all(|one| self.comes_unasked(one)),
            Fact::Or(any) => any.iter().any(|one| self.comes_unasked(one)),
            Fact::Not(_) | Fact::Given(..) => true,
        }
    }

    /// What each statement says of how long data are there, item by item.
    fn all_that_lasts(&self) -> Vec<Said> {
        let mut said = Vec::new();
        for statement in &self.policy.statements {
            let sentence = &statement.sentence;
            let Some(what) = lasting_of(sentence) else { continue };
            let is_formed = |item: &SetItem| item.form.is_some();
            let set = &sentence.object.set;
            if set.items.iter().chain(&set.except).any(is_formed) {
                continue;
            }
            let data = self.values.atoms_of(set);
            let named = |at: usize| match self.values.atoms(Kind::Data)[at] {
                Value::Term(term) => Some((at, term)),
                _ => None,
            };
            let is_like = |other: &Sentence| match what {
                Shown::Kept(_) => other.retention.is_some(),
                _ => other.deletion.is_some(),
            };
            for datum in (0..data.len()).filter(|at| data[*at]).filter_map(named) {
                let has_others = self.policy.statements.iter().any(|other| {
                    let is_other = other.id != statement.id && is_like(&other.sentence);
                    is_other && self.values.atoms_of(&other.sentence.object.set)[datum.0]
                });
                for purpose in alone(sentence.slots.purpose.as_ref()) {
                    for among in alone(sentence.slots.subject.as_ref()) {
                        let region = sentence.slots.subject_region.as_ref().map(|slot| plain_set(&slot.set));
                        let persons = among.map(|among| Persons { among, region });
                        said.push(Said {
                            datum,
                            what: what.clone(),
                            actor: sentence.actor,
                            is_answered_for: statement.exception.is_some() && has_others,
                            question: self.asking(sentence, datum.1, purpose.as_ref(), persons.as_ref()),
                            purpose: purpose.clone(),
                            persons,
                        });
                    }
                }
            }
        }
        said
    }

    /// Whether a statement holds of one datum, for one purpose, of some people.
    fn asking(
        &self,
        sentence: &Sentence,
        datum: TermId,
        purpose: Option<&Set>,
        persons: Option<&Persons>,
    ) -> Sentence {
        let span = Span::default();
        let slot = |set: &Set| Clause::plain(set.clone(), span);
        let is_own = matches!(sentence.verb, Verb::Retain | Verb::Delete);
        let verb = if sentence.verb == Verb::Delete { Verb::Delete } else { Verb::Retain };
        let mut question = Sentence::plain(span, verb, slot(&Set::of([What::Term(datum)], span)));
        question.actor = sentence.actor;
        question.retention.clone_from(&sentence.retention);
        question.deletion.clone_from(&sentence.deletion);
        question.timing = sentence.timing.filter(|_| is_own);
        question.slots.purpose = purpose.map(slot);
        question.slots.channel = sentence.slots.channel.clone().filter(|_| is_own);
        question.slots.subject = persons.map(|persons| slot(&persons.among));
        question.slots.subject_region = persons.and_then(|persons| persons.region.as_ref()).map(slot);
        let names_event = |clause: &FactClause| {
            let is_event = |term: TermId| self.values.vocabulary().term(term).kind == Kind::Event;
            clause.fact.terms().iter().any(|(term, _)| is_event(*term))
        };
        let facts = sentence.facts.iter().filter(|clause| is_own || !names_event(clause));
        question.facts = facts.cloned().collect();
        question
    }

    /// What a deletion leaves stands behind it, and nothing else does.
    pub(super) fn what_survives_is_said(&self, summary: &Summary, totals: &mut Totals) -> Result<(), String> {
        let kept: Vec<Said> =
            self.all_that_lasts().into_iter().filter(|one| matches!(one.what, Shown::Kept(_))).collect();
        let rows = || summary.general.iter().chain(&summary.rows);
        let deletions = || {
            let is_deletion = |entry: &&Entry| matches!(entry.what, Shown::Deleted(..));
            rows().flat_map(move |row| row.how_long.iter().filter(is_deletion).map(move |one| (row, one)))
        };
        let mut questions = Vec::new();
        // A deletion, what is kept, and where the questions of both stand.
        let mut needed: Vec<(&Row, &Entry, &Said, usize)> = Vec::new();
        let mut told: Vec<(&Row, &Entry, &Entry, Vec<usize>)> = Vec::new();
        for (row, entry) in deletions() {
            totals.n_deleted += 1;
            totals.n_survivors += entry.survivors.len() as u64;
            let data = self.data(row);
            let ours = kept.iter().filter(|one| data[one.datum.0] && one.actor == Actor::We);
            for one in ours.filter(|_| entry.by.is_none()) {
                let purposes = one.purpose.clone().or_else(|| entry.purposes.clone());
                if !within(entry.purposes.as_ref(), purposes.as_ref()) || one.persons.is_some() {
                    continue;
                }
                let narrowed = Entry { purposes, ..entry.clone() };
                if let Some(question) = wordings(row, &narrowed, one.datum.1).into_iter().next() {
                    needed.push((row, entry, one, questions.len()));
                    questions.extend([one.question.clone(), question]);
                }
            }
            // Of data that have no name nothing can be asked.
            let is_named = |at: usize| !matches!(self.values.atoms(Kind::Data)[at], Value::Nameless(_));
            let are_named = (0..data.len()).filter(|at| data[*at]).all(is_named);
            let survivors = entry.survivors.iter().filter(|_| are_named);
            for survivor in survivors.filter(|one| matches!(one.what, Shown::Kept(_))) {
                let mut places = Vec::new();
                let named = |at: usize| match self.values.atoms(Kind::Data)[at] {
                    Value::Term(term) => Some(term),
                    _ => None,
                };
                for datum in (0..data.len()).filter(|at| data[*at]).filter_map(named) {
                    let deleted = Entry {
                        purposes: survivor.purposes.clone().or_else(|| entry.purposes.clone()),
                        persons: survivor.persons.clone().or_else(|| entry.persons.clone()),
                        facts: entry.facts.iter().chain(&survivor.facts).cloned().collect(),
                        forms: survivor.forms.clone(),
                        ..entry.clone()
                    };
                    // What is left of a later stage is not there in the first one.
                    for stage in stages_of(survivor) {
                        let pair = (wordings(row, &stage, datum), wordings(row, &deleted, datum));
                        if let ([is_kept, ..], [is_deleted, ..]) = (pair.0.as_slice(), pair.1.as_slice()) {
                            places.push(questions.len());
                            questions.extend([is_kept.clone(), is_deleted.clone()]);
                        }
                    }
                }
                told.push((row, entry, survivor, places));
            }
        }
        let oracle = Oracle::of(self.policy, &questions, Grain::Classes, None);
        // Where a policy contradicts itself, nothing is sure to be deleted.
        if oracle.is_too_large || !oracle.conflicts.is_empty() {
            return Ok(());
        }
        let verdicts = |at: usize| (oracle.verdicts[at], oracle.verdicts[at + 1]);
        for (row, entry, one, at) in needed {
            let (is_kept, is_deleted) = verdicts(at);
            let stays = holds(is_kept) && matches!(is_deleted, Verdict::Undisclosed | Verdict::Prohibited);
            let names_it = |survivor: &Entry| within(survivor.purposes.as_ref(), one.purpose.as_ref());
            if stays && !entry.survivors.iter().any(names_it) {
                let name = &self.values.vocabulary().term(one.datum.1).name;
                return Err(format!(
                    "{name} is kept for {:?} ({is_kept:?}), not deleted ({is_deleted:?}), and that is not said of {}",
                    one.purpose,
                    self.shown(row, entry)
                ));
            }
        }
        // What one deletion leaves another one may delete on the same event.
        let on = |entry: &Entry| match &entry.what {
            Shown::Deleted(deletion, _) => Some(deletion.event.in_order()),
            _ => None,
        };
        for (row, entry, survivor, places) in told {
            let deletions = self.policy.statements.iter().filter_map(|one| one.sentence.deletion.as_ref());
            let written = deletions.filter(|one| Some(one.event.in_order()) == on(entry)).count();
            if written > usize::from(matches!(entry.what, Shown::Deleted(..))) {
                continue;
            }
            let is_left = |at: &usize| {
                let (is_kept, is_deleted) = verdicts(*at);
                !matches!(is_kept, Verdict::Undisclosed | Verdict::Impossible | Verdict::NotCovered)
                    && is_deleted != Verdict::Permitted
            };
            if !places.is_empty() && !places.iter().any(is_left) {
                return Err(format!(
                    "nothing is left as in {}, which is {:?}, by {}",
                    self.shown(row, survivor),
                    places.iter().map(|at| verdicts(*at)).collect::<Vec<_>>(),
                    self.shown(row, entry)
                ));
            }
        }
        Ok(())
    }

    /// The names of a row cover its data, beside those of the other rows, and are not those of another one.
    pub(super) fn names_are_exact(&self, summary: &Summary) -> Result<(), String> {
        for row in summary.rows.iter().filter(|row| !row.names.is_empty()) {
            let is_called_so = |other: &&Row| other.names == row.names && other.persons == row.persons;
            if summary.rows.iter().filter(is_called_so).count() > 1 {
                return Err(format!("two rows are called {:?}", row.names));
            }
            let own = self.data(row);
            let mut others = vec![false; own.len()];
            for other in summary.rows.iter().map(|other| self.data(other)).filter(|other| *other != own) {
                others.iter_mut().zip(other).for_each(|(mark, other)| *mark |= other);
            }
            let mut named = vec![false; own.len()];
            for name in &row.names {
                let marks: Marks = self.values.atoms_of(&Set::of([What::Term(name.term)], Span::default()));
                for (at, _) in marks.iter().enumerate().filter(|(_, mark)| **mark) {
                    named[at] |= !(name.is_of_others && others[at] && !own[at]);
                }
            }
            if named != own {
                let words: Vec<String> =
                    row.data.iter().map(|set| describe::set_words(self.values.vocabulary(), set)).collect();
                return Err(format!("{:?} does not name {}", row.names, words.join(" and ")));
            }
        }
        Ok(())
    }

    /// What is done only under something is not done where that is not so, with any datum of the row.
    pub(super) fn provisos_hold(&mut self, summary: &Summary) -> Result<(), String> {
        for row in summary.general.iter().chain(&summary.rows) {
            for entry in &row.why {
                for proviso in &entry.provisos {
                    self.proviso_holds(row, entry, proviso)?;
                }
            }
        }
        Ok(())
    }

    fn proviso_holds(&mut self, row: &Row, entry: &Entry, proviso: &Proviso) -> Result<(), String> {
        let mut bounds = self.bounds(row, entry, false);
        for (at, world) in self.worlds.iter().enumerate() {
            let are_theirs =
                proviso.persons.as_ref().is_none_or(|persons| self.is_among(world, &persons.among));
            if !are_theirs || proviso.awaits.as_ref().is_some_and(|awaits| is_true(world, awaits)) {
                bounds.worlds[at / 128] &= !(1 << (at % 128));
            }
        }
        let acts: &[Act] = match proviso.deeds {
            Deeds::Collecting => &[Act::Collect],
            Deeds::Using => &[Act::Use, Act::View, Act::Decide, Act::Train, Act::Combine, Act::Derive],
            Deeds::All => &USES,
        };
        for datum in self.read_data(&bounds) {
            if let Some(act) = acts.iter().find(|act| self.is_met(**act, &bounds, datum, true)) {
                let datum = self.called(Slot::Datum, datum);
                return Err(format!(
                    "{act:?} of {datum} is permitted, which breaks {proviso:?} of {}",
                    self.shown(row, entry)
                ));
            }
        }
        Ok(())
    }

    /// What goes to nobody is permitted to go to nobody.
    pub(super) fn nobody_is_nobody(&mut self, summary: &Summary) -> Result<(), String> {
        for row in summary.rows.iter().filter(|row| row.goes_to_nobody) {
            let bounds = self.bounds(row, &nothing(), true);
            for datum in self.read_data(&bounds) {
                for act in [Act::Disclose, Act::Sell] {
                    if self.is_met(act, &bounds, datum, true) {
                        let datum = self.called(Slot::Datum, datum);
                        return Err(format!(
                            "{act:?} of {datum} is permitted, and it is said to go to nobody"
                        ));
                    }
                }
            }
        }
        Ok(())
    }
}

/// What is kept, and each of its stages by itself.
fn stages_of(kept: &Entry) -> Vec<Entry> {
    let Shown::Kept(retention) = &kept.what else { return vec![kept.clone()] };
    let later = retention.stages.iter().skip(1).map(|stage| {
        let alone = Stage { form: None, ..stage.clone() };
        let what = Shown::Kept(Retention { stages: vec![alone], ..retention.clone() });
        Entry { what, ..kept.clone() }
    });
    std::iter::once(kept.clone()).chain(later).collect()
}

const fn holds(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Permitted | Verdict::PermittedIf)
}

/// What a sentence says of how long data are there, if it promises that.
fn lasting_of(sentence: &Sentence) -> Option<Shown> {
    if sentence.is_damaged || sentence.modality.is_negative() {
        return None;
    }
    let is_certain = matches!(sentence.modality, Modality::Plain | Modality::Currently);
    let deletion = sentence.deletion.clone().filter(|_| is_certain && sentence.verb == Verb::Delete);
    let deleted = deletion.map(|deletion| {
        let timing = deletion.timing.or(sentence.timing);
        Shown::Deleted(deletion, timing)
    });
    deleted.or_else(|| sentence.retention.clone().map(Shown::Kept))
}

/// Each item of a clause by itself; the whole clause where something is taken out.
fn alone(slot: Option<&Clause>) -> Vec<Option<Set>> {
    match slot {
        None => vec![None],
        Some(slot) if !slot.set.except.is_empty() => vec![Some(plain_set(&slot.set))],
        Some(slot) => slot.set.items.iter().map(|item| Some(Set::of([item.what], Span::default()))).collect(),
    }
}

fn plain_set(set: &Set) -> Set {
    let plain = |items: &[SetItem]| {
        items.iter().map(|item| SetItem { span: Span::default(), ..item.clone() }).collect()
    };
    Set { items: plain(&set.items), except: plain(&set.except) }
}

/// Whether what an entry names, or does not narrow, holds one item or list.
fn within(named: Option<&Set>, one: Option<&Set>) -> bool {
    match (named, one) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(named), Some(one)) => {
            let holds = |item: &SetItem| named.items.iter().any(|known| known.what == item.what);
            one.items.iter().all(holds)
        }
    }
}

/// What is shown, without the places where it is written.
fn plain(what: &Shown) -> String {
    let debugged = format!("{what:?}");
    // A span is written with its two ends.
    let mut plain = String::new();
    let mut rest = debugged.as_str();
    while let Some((before, after)) = rest.split_once("Span {") {
        plain.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}
