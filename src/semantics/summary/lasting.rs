//! How long data are there: what keeps them, limits that, and deletes them.

use fixedbitset::FixedBitSet;

use super::left::{Left, Wanted};
use super::{Column, Conditions, Entry, Maker, Part, Shown, Survivor, other_actor, plain};
use crate::model::{Actor, Deletion, End, EndKind, Fact, Modality, Retention, Sentence, Stage, Vocabulary};
use crate::semantics::half::{Half, Origin};
use crate::semantics::keeping;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, WithProcessors};
use crate::source::Span;

/// How long data are there, as a part says it.
pub(super) struct Lasting {
    pub(super) column: Column,
    pub(super) what: Shown,
    pub(super) order: usize,
    pub(super) survivors: Vec<Survivor>,
}

impl Maker<'_> {
    pub(super) fn kept(&mut self, half: &Half, region: &Region) -> Result<(), BudgetExceeded> {
        let Some((sentence, order)) = self.said(half.owner) else { return Ok(()) };
        let Some(retention) = sentence.retention.as_ref().map(unplaced) else { return Ok(()) };
        let is_limit = sentence.modality.is_negative();
        // A limit binds those as well who act for the company; what is left for these alone says nothing of the company.
        let own = match sentence.actor {
            Actor::We if is_limit => {
                let space = self.meaning.diagrams.space();
                let company = self.slice(Dimension::Actor, &space.company(WithProcessors::No));
                &self.meaning.diagrams.and(region, &company)?
            }
            Actor::We | Actor::Recipient(..) => region,
        };
        let what = if is_limit { Shown::Limit(retention) } else { Shown::Kept(retention) };
        let lasting = Lasting { column: Column::HowLong, what, order, survivors: Vec::new() };
        self.lasting(lasting, &sentence, half, own)
    }

    /// What a half deletes; `at` is its place.
    pub(super) fn deletion(
        &mut self,
        at: usize,
        order: usize,
        sentence: &Sentence,
        region: &Region,
    ) -> Result<(), BudgetExceeded> {
        let is_certain = matches!(sentence.modality, Modality::Plain | Modality::Currently);
        let Some(deletion) = sentence.deletion.clone().filter(|_| is_certain) else { return Ok(()) };
        let column = if is_asked_for(&self.meaning.diagrams.space().policy.vocabulary, &deletion.event) {
            Column::Aside
        } else {
            Column::HowLong
        };
        let deletion = Deletion { event: deletion.event.unplaced(), timing: deletion.timing };
        let timing = deletion.timing.or(sentence.timing);
        let survivors = self.survivors(at, region)?;
        let lasting = Lasting { column, what: Shown::Deleted(deletion, timing), order, survivors };
        self.lasting(lasting, sentence, &self.meaning.halves[at], region)
    }

    /// How long data are kept, or when they are deleted.
    pub(super) fn lasting(
        &mut self,
        lasting: Lasting,
        sentence: &Sentence,
        half: &Half,
        region: &Region,
    ) -> Result<(), BudgetExceeded> {
        let Lasting { column, what, order, survivors } = lasting;
        for (atoms, waits, entry) in self.lasting_entries(&what, sentence, half, region)? {
            let survivors = match &waits {
                Some(waits) => self.under(&survivors, waits)?,
                None => survivors.clone(),
            };
            self.parts.push(Part {
                column,
                owner: half.owner,
                order,
                atoms,
                entry,
                left: region.clone(),
                sources: None,
                is_stated: half.origin == Origin::Stated,
                is_own: sentence.actor == Actor::We,
                survivors,
            });
        }
        Ok(())
    }

    /// How long data are kept, or when they are deleted, with the data and what must be so beside what is said.
    pub(super) fn lasting_entries(
        &self,
        what: &Shown,
        sentence: &Sentence,
        half: &Half,
        region: &Region,
    ) -> Result<Vec<(FixedBitSet, Option<Fact>, Entry)>, BudgetExceeded> {
        let conditions = if sentence.verb.is_practice() { Conditions::Standing } else { Conditions::All };
        let mut entries = Vec::new();
        let wanted = Wanted { dimension: Dimension::Datum, lasts: true };
        for Left { atoms, clauses, forms } in self.left(sentence, half, region, wanted)? {
            let waits = clauses.waits.as_ref();
            let entry = Entry {
                by: other_actor(sentence),
                persons: clauses.persons.clone(),
                purposes: clauses.purposes.clone(),
                facts: self.facts(sentence, conditions, waits),
                forms: forms.clone(),
                ..Entry::of(what.clone())
            };
            entries.push((atoms, waits.cloned(), entry));
        }
        Ok(entries)
    }
}

/// Whether somebody must have asked for something to be so, in whichever way it comes about.
pub(super) fn is_asked_for(vocabulary: &Vocabulary, fact: &Fact) -> bool {
    match fact {
        Fact::Term(event, _) => keeping::is_asked_for(vocabulary, *event),
        Fact::And(facts) => facts.iter().any(|fact| is_asked_for(vocabulary, fact)),
        Fact::Or(facts) => facts.iter().all(|fact| is_asked_for(vocabulary, fact)),
        Fact::Not(_) | Fact::Given(..) => false,
    }
}

/// A retention without the places where it stands.
pub(super) fn unplaced(retention: &Retention) -> Retention {
    let span = Span::default();
    let kind = |kind: &EndKind| match kind {
        EndKind::While(fact) => EndKind::While(fact.unplaced()),
        EndKind::Needed(purposes) => EndKind::Needed(plain(purposes)),
        EndKind::AtAll
        | EndKind::Indefinitely
        | EndKind::For { .. }
        | EndKind::More { .. }
        | EndKind::Until(_)
        | EndKind::ItsPurposes => kind.clone(),
    };
    let end = |end: &End| End { span, kind: kind(&end.kind) };
    let stages = retention.stages.iter();
    let stages = stages.map(|stage| Stage { ends: stage.ends.iter().map(end).collect(), ..stage.clone() });
    Retention { span, stages: stages.collect() }
}
