//! A measure or a safeguard that is named, and of which another statement says that there is none.

use std::collections::HashMap;

use super::practice::{permission_of, shared, slice_of};
use super::{label_of, span_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{FactWord, Sentence, SetItem, Slot, TermId, Verb, Vocabulary, What};
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Origin, Owner, Side};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::Dimension;
use crate::source::Span;

rule!(pub(crate) RULE, "measure-denied", Error, "a measure or a safeguard is named that another statement says is not there");

/// What both speak of.
const SHARED: [Dimension; 5] =
    [Dimension::Actor, Dimension::Datum, Dimension::Place, Dimension::Purpose, Dimension::Channel];

/// What there is none of: a measure or safeguard by the topic that it shows.
struct Denied<'m> {
    topic: TermId,
    place: usize,
    half: &'m Half,
}

pub(super) fn measures_are_there(meaning: &Meaning, found: &mut Diagnostics) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let denied = denied(meaning);
    if denied.is_empty() {
        return Ok(());
    }
    for statement in policy.statements.iter().filter(|one| !one.sentence.is_damaged) {
        let owner = Owner::Statement(statement.id);
        let Some((idx, _)) = permission_of(meaning, owner) else { continue };
        for (term, span) in named(&statement.sentence) {
            // Whoever names a kind names what it is a kind of.
            let vocabulary = &policy.vocabulary;
            let lineage = std::iter::once(term).chain(vocabulary.ancestors(term));
            for one in lineage.filter_map(|term| denied.get(&term)).flatten() {
                if meaning.effect.are_joined(owner, one.half.owner) || !meet(meaning, idx, one)? {
                    continue;
                }
                let (names, denies) = (label_of(policy, owner), label_of(policy, one.half.owner));
                let (term, topic) = (&vocabulary.term(term).name, &vocabulary.term(one.topic).name);
                found.push(
                    Diagnostic::clash(
                        &RULE,
                        (span_of(policy, one.half.owner), "said not to be there"),
                        (span, "named here"),
                        format!("`{names}` relies on `{term}`, and `{denies}` says that there is no `{topic}`"),
                    )
                    .help(format!(
                        "take one of the two away; if only some data lack it, say which in `{denies}`: `have no {topic} over …`"
                    )),
                );
            }
        }
    }
    Ok(())
}

/// What each statement with `have no` denies, by the measure or safeguard.
fn denied(meaning: &Meaning) -> HashMap<TermId, Vec<Denied<'_>>> {
    let policy = &meaning.diagrams.space().policy;
    let vocabulary = &policy.vocabulary;
    let mut denied: HashMap<TermId, Vec<Denied<'_>>> = HashMap::new();
    for (place, half) in meaning.halves.iter().enumerate() {
        let sentence = policy.part_sentence(half.owner);
        if sentence.verb != Verb::HaveNo
            || (half.side, half.origin) != (Side::Prohibition, Origin::Stated)
            || !half.is_of_topics()
        {
            continue;
        }
        let set = &sentence.object.set;
        let out: Vec<TermId> = set.except.iter().flat_map(|item| below(vocabulary, item)).collect();
        for topic in set.items.iter().flat_map(|item| below(vocabulary, item)) {
            let effects = &vocabulary.term(topic).effects;
            let shown = effects.shown_by_measures.iter().chain(&effects.shown_by_safeguards);
            for term in shown.filter(|_| !out.contains(&topic)) {
                denied.entry(*term).or_default().push(Denied { topic, place, half });
            }
        }
    }
    denied
}

/// A topic with all that is below it.
fn below(vocabulary: &Vocabulary, item: &SetItem) -> Vec<TermId> {
    match item.what {
        What::Term(term) => {
            let meant = vocabulary.meant(term).into_iter();
            meant.flat_map(|term| std::iter::once(term).chain(vocabulary.descendants(term))).collect()
        }
        What::Any { .. } => Vec::new(),
    }
}

/// The measures and safeguards on which a sentence relies.
fn named(sentence: &Sentence) -> Vec<(TermId, Span)> {
    let slots = sentence.slots.measures.iter().chain(&sentence.slots.duties);
    let in_slot = |slot: &Slot| {
        let terms = slot.set.items.iter().filter_map(|item| match item.what {
            What::Term(term) => Some((term, item.span)),
            What::Any { .. } => None,
        });
        terms.collect::<Vec<_>>()
    };
    let under = sentence.facts.iter().filter(|clause| clause.word == FactWord::Under);
    let under = under.flat_map(|clause| {
        let held = clause.fact.terms().into_iter().map(|(term, _)| term);
        held.map(|term| (term, clause.span)).collect::<Vec<_>>()
    });
    slots.flat_map(in_slot).chain(under).collect()
}

/// Whether both speak of something in common.
fn meet(meaning: &Meaning, idx: usize, denied: &Denied<'_>) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let denial = slice_of(meaning, Dimension::Topic, &[denied.topic]);
    let denial = diagrams.and(&meaning.effect.regions[denied.place], &denial)?;
    let told = |region: &Region| shared(meaning, region, &SHARED);
    let both = diagrams.and(&told(&denial)?, &told(&meaning.effect.regions[idx])?)?;
    Ok(!diagrams.is_empty(&both)?)
}
