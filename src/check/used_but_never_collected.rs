//! Data that the company uses and has from nowhere.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::listed;
use super::practice::{data, data_of_item, data_with, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, Set, TermId, Trait, Verb, Vocabulary, What};
use crate::semantics::Meaning;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Space, WithProcessors};
use crate::source::Span;

rule!(pub(crate) RULE, "used-but-never-collected", Warning, "data are used, disclosed or kept that nothing says are collected");

/// A place where data are needed.
struct Need<'a> {
    label: &'a str,
    verb: &'static str,
    set: &'a Set,
    span: Span,
}

pub(super) fn used_data_come_from_somewhere(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let space = meaning.diagrams.space();
    // A document that says nothing of collecting has not come to it yet.
    if !practices(&space.policy).iter().any(|one| one.permits() && one.is(&[Verb::Collect])) {
        return Ok(());
    }
    let obtained = obtained(space);
    let personal = data_with(space, Trait::Personal);
    let needs = needs(space);
    let mut missed: BTreeMap<TermId, Missed<'_>> = BTreeMap::new();
    for need in &needs {
        for item in &need.set.items {
            // `any …` speaks of whatever there is; only what is named is missed.
            let What::Term(term) = item.what else { continue };
            let covered = data_of_item(space, item, need.set);
            if covered.is_clear() || covered.is_disjoint(&personal) || !covered.is_disjoint(&obtained) {
                continue;
            }
            let span = if need.span.contains(item.span) { item.span } else { need.span };
            missed.entry(term).or_default().add(need, span);
        }
    }
    for (term, missed) in missed {
        found.push(missed.report(&space.policy.vocabulary.term(term).name));
    }
    Ok(())
}

/// Where a datum is needed that comes from nowhere: one cause, however many places.
#[derive(Default)]
struct Missed<'a> {
    verbs: Vec<&'static str>,
    labels: Vec<&'a str>,
    places: Vec<Span>,
}

impl<'a> Missed<'a> {
    fn add(&mut self, need: &Need<'a>, span: Span) {
        if !self.verbs.contains(&need.verb) {
            self.verbs.push(need.verb);
        }
        if !self.labels.contains(&need.label) {
            self.labels.push(need.label);
        }
        self.places.push(span);
    }

    fn report(self, name: &str) -> Diagnostic {
        let message = format!(
            "`{name}` is {} in {}, and nothing says that it is collected",
            enumerated(&self.verbs),
            listed(self.labels.into_iter())
        );
        let mut places = self.places;
        places.sort_unstable();
        let text = |at| if at == 0 { "where does it come from" } else { "and here" };
        let places = places.into_iter().enumerate().map(|(at, span)| (span, text(at).to_owned()));
        Diagnostic::of_places(&RULE, places.collect(), message).help(format!(
            "say where the data come from: `we collect {name} from …`, or `we derive {name} from …`"
        ))
    }
}

/// `used`, `used and disclosed`
fn enumerated(verbs: &[&str]) -> String {
    match verbs.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What the company or whoever works for it collects or derives, and what may be found inside.
fn obtained(space: &Space) -> FixedBitSet {
    let policy = &space.policy;
    let company = space.company(WithProcessors::Yes);
    let mut obtained = FixedBitSet::with_capacity(space.atoms(Kind::Data).len());
    for practice in
        practices(policy).iter().filter(|one| one.permits() && one.is(&[Verb::Collect, Verb::Derive]))
    {
        let is_for_us = match practice.actor {
            Actor::We => true,
            Actor::Recipient(term, _) => {
                space.under(Kind::Recipient, term).is_some_and(|atoms| !atoms.is_disjoint(&company))
            }
        };
        if is_for_us {
            obtained.union_with(&data(space, practice.object));
            for term in practice.object.items.iter().filter_map(|item| named(item.what)) {
                contained(&policy.vocabulary, term)
                    .into_iter()
                    .filter_map(|inside| space.under(Kind::Data, inside))
                    .for_each(|atoms| obtained.union_with(atoms));
            }
        }
    }
    obtained
}

const fn named(what: What) -> Option<TermId> {
    match what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    }
}

/// What may be found inside a term or inside what stands below it.
fn contained(vocabulary: &Vocabulary, term: TermId) -> Vec<TermId> {
    let whole = std::iter::once(term).chain(vocabulary.descendants(term));
    whole.flat_map(|one| vocabulary.term(one).may_contain.iter().copied()).collect()
}

/// Every place where the company needs to have data.
fn needs(space: &Space) -> Vec<Need<'_>> {
    let policy = &space.policy;
    let company = space.company(WithProcessors::Yes);
    let mut needs = Vec::new();
    for practice in practices(policy) {
        let is_ours = match practice.actor {
            Actor::We => true,
            Actor::Recipient(term, _) => {
                space.under(Kind::Recipient, term).is_some_and(|atoms| atoms.is_subset(&company))
            }
        };
        if !practice.permits() || !is_ours {
            continue;
        }
        if !practice.is(&[Verb::Collect, Verb::Derive]) {
            needs.push(Need {
                label: practice.label,
                verb: practice.participle(),
                set: practice.object,
                span: practice.span,
            });
        }
        if let Some(second) = &practice.sentence.slots.second {
            let verb = if practice.is(&[Verb::Derive]) { "used" } else { "combined" };
            needs.push(Need { label: practice.label, verb, set: &second.set, span: practice.span });
        }
    }
    let kept = policy.statements.iter().filter(|one| {
        one.sentence.verb == Verb::Retain && !one.sentence.is_damaged && !one.sentence.modality.is_negative()
    });
    needs.extend(kept.map(|one| Need {
        label: &one.label,
        verb: "kept",
        set: &one.sentence.object.set,
        span: one.sentence.span,
    }));
    needs
}
