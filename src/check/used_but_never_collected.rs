//! Data that the company uses and has from nowhere.

use fixedbitset::FixedBitSet;

use super::practice::{data, data_of_item, data_with, practices};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, Kind, Set, Trait, Verb, Vocabulary, What};
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
    let mut told: Vec<(Span, &str)> = Vec::new();
    for need in &needs {
        for item in &need.set.items {
            // `any …` speaks of whatever there is; only what is named is missed.
            let What::Term(term) = item.what else { continue };
            let covered = data_of_item(space, item, need.set);
            if covered.is_clear() || covered.is_disjoint(&personal) || !covered.is_disjoint(&obtained) {
                continue;
            }
            let name = &space.policy.vocabulary.term(term).name;
            let span = if need.span.contains(item.span) { item.span } else { need.span };
            if told.contains(&(span, name)) {
                continue;
            }
            told.push((span, name));
            // What is done to the same data by the other verbs of the statement.
            let is_here = |other: &&Need<'_>| (other.label, other.set) == (need.label, need.set);
            let verbs: Vec<&str> = needs.iter().filter(is_here).map(|other| other.verb).collect();
            found.push(
                Diagnostic::new(
                    &RULE,
                    span,
                    format!(
                        "`{name}` is {} in `{}`, and nothing says that it is collected",
                        enumerated(&verbs),
                        need.label
                    ),
                )
                .at("where does it come from")
                .help(format!(
                    "say where the data come from: `we collect {name} from …`, or `we derive {name} from …`"
                )),
            );
        }
    }
    Ok(())
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

const fn named(what: What) -> Option<crate::model::TermId> {
    match what {
        What::Term(term) => Some(term),
        What::Any { .. } => None,
    }
}

/// What may be found inside a term or inside what stands below it.
fn contained(vocabulary: &Vocabulary, term: crate::model::TermId) -> Vec<crate::model::TermId> {
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
