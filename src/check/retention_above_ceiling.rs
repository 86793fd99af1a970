//! Data that are kept longer than another statement allows.

use crate::diagnostic::rule::rule;
use std::cmp::Ordering;

use super::keeping::{Kept, Sense, retentions};
use super::{add_exception, label_of, span_of};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Verb;
use crate::semantics::Meaning;
use crate::semantics::half::{Half, Owner};
use crate::semantics::keeping::capped;
use crate::semantics::meeting::Meeting;
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::retention::{Term, compare, is_within, term_of};
use crate::semantics::space::Dimension;
use crate::source::Span;

rule!(pub(crate) RULE, "retention-above-ceiling", Error, "data are kept longer than another statement allows");

/// What is kept no longer than so long.
struct Ceiling<'m> {
    owner: Owner,
    label: &'m str,
    span: Span,
    half: &'m Half,
    left: Region,
    term: Term,
    kind: CeilingKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CeilingKind {
    /// `up to`: it keeps as well.
    UpTo,
    /// `never retain … longer than`
    LongerThan,
    /// `never retain` with an end: neither so long nor longer.
    Never,
}

pub(super) fn nothing_is_kept_longer_than_allowed(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let kept = retentions(meaning)?;
    let keeping = Meeting::of_halves(space, kept.iter().enumerate().map(|(at, one)| (at, one.half)));
    for ceiling in ceilings(meaning, &kept)? {
        let meeting = keeping.with(&ceiling.half.cells).into_iter().filter_map(|at| kept.get(at));
        for one in meeting.filter(|one| one.owner != ceiling.owner) {
            let vocabulary = &space.policy.vocabulary;
            let is_above = match ceiling.kind {
                CeilingKind::UpTo | CeilingKind::LongerThan => {
                    compare(vocabulary, &one.term, &ceiling.term) == Some(Ordering::Greater)
                }
                CeilingKind::Never => is_within(vocabulary, &ceiling.term, &one.term),
            };
            if !is_above {
                continue;
            }
            let shared = diagrams.and(one.left, &ceiling.left)?;
            if !diagrams.is_empty(&shared)? {
                found.push(above(meaning, &ceiling, one, &shared)?);
            }
        }
    }
    Ok(())
}

fn ceilings<'m>(meaning: &'m Meaning, kept: &[Kept<'m>]) -> Result<Vec<Ceiling<'m>>, BudgetExceeded> {
    let space = meaning.diagrams.space();
    let policy = &space.policy;
    let limits = meaning.limits.iter().zip(&meaning.effect.limited).map(|(half, left)| {
        let sentence = policy.part_sentence(half.owner);
        Ok(Ceiling {
            owner: half.owner,
            label: label_of(policy, half.owner),
            span: span_of(policy, half.owner),
            half,
            left: left.clone(),
            term: term_of(space, sentence, 0, half.its_purposes.as_ref()),
            kind: if sentence.is_ceiling { CeilingKind::LongerThan } else { CeilingKind::Never },
        })
    });
    let up_to = kept.iter().filter(|one| one.sense == Sense::UpTo).map(|one| {
        Ok(Ceiling {
            owner: one.owner,
            label: one.label,
            span: one.span,
            half: one.half,
            left: capped(meaning, one.place)?,
            term: one.term.clone(),
            kind: CeilingKind::UpTo,
        })
    });
    limits.chain(up_to).collect()
}

fn above(
    meaning: &Meaning,
    ceiling: &Ceiling<'_>,
    kept: &Kept<'_>,
    shared: &Region,
) -> Result<Diagnostic, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let (limits, keeps) = (ceiling.label, kept.label);
    // A limit is read of every personal form and of processors too, which says nothing about which of them is general.
    let data =
        |region: &Region| diagrams.classes_of(&diagrams.and(region, &diagrams.personal())?, Dimension::Datum);
    let (of_ceiling, of_kept) = (data(&ceiling.left)?, data(kept.left)?);
    let what = super::data_in_words(meaning, shared)?;
    // What is `kept` cannot be excepted.
    let excepting = |named: Owner, owner: Owner| {
        if policy.part_sentence(named).verb == Verb::Retain {
            add_exception(policy, named, owner)
        } else {
            let (named, owner) = (label_of(policy, named), label_of(policy, owner));
            format!(
                "take `kept` out of `{named}`, write a `retain` in its place, and name that as an exception of `{owner}`"
            )
        }
    };
    let way_out = match ceiling.kind {
        CeilingKind::UpTo if of_ceiling.is_subset(&of_kept) && of_ceiling != of_kept => {
            excepting(ceiling.owner, kept.owner)
        }
        CeilingKind::UpTo | CeilingKind::LongerThan | CeilingKind::Never => {
            excepting(kept.owner, ceiling.owner)
        }
    };
    Ok(Diagnostic::clash(
        &RULE,
        (ceiling.span, "never longer than this"),
        (kept.span, "kept longer"),
        format!("`{keeps}` keeps data longer than `{limits}` allows"),
    )
    .help(format!(
        "both speak of {what}: shorten the one or raise the other; if the limit is meant, leave these data out of `{keeps}` by `except`; or {way_out}"
    )))
}
