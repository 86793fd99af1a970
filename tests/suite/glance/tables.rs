//! The tables that an author places say what the policy means and no more: on random policies, judged by the oracle.
//!
//! The rows are put into the form of the table at a glance, and held to its laws: of each datum of a row and each entry of
//! its cells some flow is permitted, for a recipient one with the purpose of its row; and each flow that is permitted is in
//! a row. What is “never” sold or shared is prohibited, whatever else is true.

use candor::model::{Kind, KnownTerm, Set, What};
use candor::semantics::Meaning;
use candor::semantics::summary::tables::{
    CategoryRow, Exchange, Origin, PurposeRow, by_category, by_purpose, by_recipient,
};
use candor::source::Span;

use super::{Act, Bounds, Draft, Entry, Judged, Marks, Row, Shown, Slot, Summary, Totals};

#[test]
fn placed_tables_say_what_is_meant_and_no_more() {
    let (count, totals) = super::on_random_policies(100, 32_452_843, drawn, tables_hold);
    if count == 1 {
        return;
    }
    assert!(totals.n_policies > count / 2 && totals.n_entries > 2 * totals.n_policies, "{totals:?}");
    assert!(totals.n_lasting > 0 && totals.n_permitted > 10 * totals.n_policies, "{totals:?}");
}

/// With everything that an author can say.
fn drawn(mut draft: Draft) -> Draft {
    draft.questions.clear();
    draft
}

fn tables_hold(judge: &mut Judged<'_>, meaning: &Meaning, totals: &mut Totals) -> Result<(), String> {
    let nobody = |_| false;
    let rows = by_purpose(meaning, &nobody).expect("a small policy is within the budget");
    let rows = rows.iter().map(|row| judge.of_purpose(row)).collect::<Result<_, _>>()?;
    let purposes = Summary { rows, ..Summary::default() };
    held(judge, &purposes, totals).map_err(|fault| format!("by purpose: {fault}"))?;
    let table = by_category(meaning, &nobody).expect("a small policy is within the budget");
    let categories = Summary {
        general: table.general.as_ref().map(of_category),
        rows: table.rows.iter().map(of_category).collect(),
        ..Summary::default()
    };
    held(judge, &categories, totals).map_err(|fault| format!("by category: {fault}"))?;
    for row in table.general.iter().chain(&table.rows) {
        judge.sources_are_true(row).map_err(|fault| format!("by category: {fault}"))?;
        judge.never_is_never(row).map_err(|fault| format!("by category: {fault}"))?;
    }
    // A list of recipients has nothing of the company's own use.
    let mut recipients = categories;
    recipients.general.iter_mut().chain(&mut recipients.rows).for_each(|row| {
        row.with_whom.clear();
        row.how_long.clear();
    });
    for row in by_recipient(meaning, &nobody).expect("a small policy is within the budget") {
        for got in &row.gets {
            let facts = got.entry.facts.iter().chain(&row.facts).cloned().collect();
            let entry = Entry {
                what: row.who.what.clone(),
                region: row.who.region.clone(),
                facts,
                ..got.entry.clone()
            };
            recipients.rows.push(Row { data: got.data.clone(), with_whom: vec![entry], ..Row::default() });
        }
    }
    held(judge, &recipients, totals).map_err(|fault| format!("by recipient: {fault}"))
}

fn held(judge: &mut Judged<'_>, summary: &Summary, totals: &mut Totals) -> Result<(), String> {
    judge.nothing_is_added(summary, totals)?;
    judge.nothing_is_left_out(summary, false, totals)?;
    judge.what_lasts_is_said(summary, totals)
}

/// The row with what is sold and shared among its recipients.
fn of_category(row: &CategoryRow) -> Row {
    let mut whole = row.row.clone();
    for exchange in [&row.sold, &row.shared] {
        match exchange {
            Exchange::With(entries) => whole.with_whom.extend(entries.iter().cloned()),
            Exchange::Never | Exchange::Unstated => {}
        }
    }
    whole
}

impl Judged<'_> {
    /// The row of a purpose with its purpose and what narrows it in each of its entries.
    fn of_purpose(&mut self, row: &PurposeRow) -> Result<Row, String> {
        let purposes = match &row.why.what {
            Shown::Purpose(set) => Some(set.clone()),
            _ => None,
        };
        let narrowed = |entry: &Entry| Entry {
            purposes: purposes.clone(),
            facts: row.why.facts.iter().chain(&entry.facts).cloned().collect(),
            forms: row.why.forms.clone(),
            ..entry.clone()
        };
        let lasting = |entry: &Entry| Entry {
            purposes: entry.purposes.clone().or_else(|| purposes.clone()),
            ..entry.clone()
        };
        let mut whole = Row {
            data: row.data.clone(),
            persons: row.persons.clone(),
            why: vec![row.why.clone()],
            with_whom: row.with_whom.iter().map(narrowed).collect(),
            how_long: row.how_long.iter().map(lasting).collect(),
            ..Row::default()
        };
        // What is only given to others is not used.
        let bounds = self.bounds(&whole, &row.why, false);
        let done: Vec<bool> =
            self.read_data(&bounds).into_iter().map(|datum| self.is_done(&bounds, datum, false)).collect();
        if done.iter().any(|done| !done) {
            whole.why.clear();
            let is_kept = whole.how_long.iter().any(|entry| matches!(entry.what, Shown::Kept(_)));
            if whole.with_whom.is_empty() && purposes.is_some() && !is_kept {
                return Err(format!("by purpose: nothing is done as in {}", self.shown(&whole, &row.why)));
            }
        }
        Ok(whole)
    }

    /// One datum of those in a row that nothing tells apart, in the form in which the row speaks of them.
    pub(super) fn read_data(&self, bounds: &Bounds) -> Vec<usize> {
        let n_forms = self.values.forms.len();
        let first = (0..n_forms).find(|form| bounds.forms[*form]);
        let readable = self.values.forms.iter().position(|form| {
            bounds.forms.iter().all(|is_meant| *is_meant)
                && &*self.values.vocabulary().term(*form).name == "readable"
        });
        let form = readable.or(first).unwrap_or_default();
        let is_wanted = |place: usize| place % n_forms == form && bounds.data[place / n_forms];
        self.tried(Slot::Datum, &[], is_wanted)
    }

    /// Of each datum of a row something may come from each of its sources.
    fn sources_are_true(&mut self, row: &CategoryRow) -> Result<(), String> {
        for origin in &row.sources {
            let Origin::Source(set, by, persons) = origin else { continue };
            let entry = Entry { by: *by, persons: persons.clone(), ..nothing() };
            let mut bounds = self.bounds(&row.row, &entry, false);
            bounds.slots.push((Slot::Source, self.values.list(Kind::Source, set)));
            for datum in self.read_data(&bounds) {
                let forms = self.values.forms.len();
                let in_some_form = (0..forms).map(|form| datum / forms * forms + form);
                if !in_some_form
                    .into_iter()
                    .any(|datum| self.is_met(Act::Collect, &bounds, datum, by.is_none()))
                {
                    let datum = self.called(Slot::Datum, datum);
                    return Err(format!("{datum} does not come from {:?}", set.items));
                }
            }
        }
        Ok(())
    }

    /// What is never sold or shared is prohibited of every datum in the row.
    fn never_is_never(&mut self, row: &CategoryRow) -> Result<(), String> {
        let vocabulary = self.values.vocabulary();
        let right = vocabulary.known(KnownTerm::OptOutOfSharing);
        let ads =
            right.map(|right| vocabulary.term(right).effects.stops_for.iter().map(|ads| What::Term(*ads)));
        let ads = ads.map(|ads| Set::of(ads, Span::default()));
        let ads: Option<Marks> = ads.map(|set| self.values.list(Kind::Purpose, &set));
        for (exchange, act) in [(&row.sold, Act::Sell), (&row.shared, Act::Disclose)] {
            if *exchange != Exchange::Never {
                continue;
            }
            let mut bounds = self.bounds(&row.row, &nothing(), false);
            if let (Act::Disclose, Some(ads)) = (act, &ads) {
                bounds.slots.push((Slot::Purpose, ads.clone()));
            }
            for datum in self.read_data(&bounds) {
                if self.is_met(act, &bounds, datum, true) {
                    let datum = self.called(Slot::Datum, datum);
                    return Err(format!("{act:?} of {datum} is permitted, and said never to be done"));
                }
            }
        }
        Ok(())
    }

    /// Whether some flow of an act with a datum is permitted within bounds.
    pub(super) fn is_met(&mut self, act: Act, bounds: &Bounds, datum: usize, by_company: bool) -> bool {
        let company = self.values.company();
        let mut choices: Vec<Vec<(Slot, usize)>> = vec![Vec::new()];
        for slot in Slot::of(act) {
            let is_wanted = |place: usize| match slot {
                Slot::Datum => place == datum,
                Slot::Actor if by_company => place == company,
                _ => bounds.slots.iter().filter(|(one, _)| *one == slot).all(|(_, marks)| marks[place]),
            };
            let tried = self.tried(slot, &[], is_wanted);
            choices = choices
                .into_iter()
                .flat_map(|chosen| {
                    tried.iter().map(move |place| [chosen.clone(), vec![(slot, *place)]].concat())
                })
                .collect();
        }
        choices.iter().any(|chosen| {
            let fates = self.judge.fates(act, chosen);
            fates.iter().zip(&bounds.worlds).any(|(fate, worlds)| fate.permitted & worlds != 0)
        })
    }
}

/// An entry that says nothing.
pub(super) fn nothing() -> Entry {
    Entry::of(Shown::NoPurpose)
}
