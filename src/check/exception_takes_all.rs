//! A statement of which its exceptions leave nothing.

use fixedbitset::FixedBitSet;

use super::practice::slice_of;
use super::{joined_with, label_of, listed, span_of, target_span, whole_of};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Actor, EndKind, Exception, KnownTerm, Policy, Target, TermId, What};
use crate::semantics::Meaning;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::{Dimension, WithProcessors};
use crate::source::Span;

rule!(pub(crate) RULE, "exception-takes-all", Warning, "exceptions leave nothing of a statement");

pub(super) fn exceptions_leave_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for part in policy.parts().filter(|part| whole_of(policy, *part) == *part) {
        let targets = match policy.part_exception(part) {
            Some(Exception::StatedIn(targets)) => targets.as_slice(),
            Some(Exception::StatedElsewhere(_)) => &[],
            None => continue,
        };
        // Exceptions that lead back to each other are the finding themselves.
        let is_in_cycle = |fault: &ExceptionFault| match fault {
            ExceptionFault::Cycle { circle, others } => circle.contains(&part) || others.contains(&part),
            ExceptionFault::NoOpposite { .. }
            | ExceptionFault::TakesNothing { .. }
            | ExceptionFault::ElsewhereMeets(..) => false,
        };
        let mut is_left = meaning.effect.exception_faults.iter().any(is_in_cycle);
        for verb in joined_with(policy, part) {
            is_left |= says_something(meaning, verb)?;
        }
        if !is_left {
            found.push(report(policy, part, None, targets));
            continue;
        }
        let gone = rights_gone(meaning, part)?;
        if !gone.is_empty() {
            let rights = listed(gone.iter().map(|right| &*policy.vocabulary.term(*right).name));
            found.push(report(policy, part, Some(&rights), targets));
        }
    }
    Ok(())
}

/// Of an offer of several rights, those of which its exceptions leave nothing.
fn rights_gone(meaning: &Meaning, part: Owner) -> Result<Vec<TermId>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let rights = &policy.part_sentence(part).object.set.items;
    let missed = missed(meaning, part)?;
    let mut gone = Vec::new();
    for (idx, half) in meaning.halves_of(part).filter(|(_, half)| half.is_grant(policy)) {
        if rights.len() < 2 || half.excepted.iter().any(|(owner, _)| lasts_for_a_while(policy, *owner)) {
            continue;
        }
        let is_cut = meaning.effect.cuts.iter().any(|cut| cut.permission == idx);
        for item in rights {
            let What::Term(right) = item.what else { continue };
            let of_right = slice_of(meaning, Dimension::Right, &[right]);
            let offered = diagrams.and(&diagrams.cells(&half.cells)?, &of_right)?;
            let left = diagrams.and(&diagrams.and(&meaning.effect.regions[idx], &of_right)?, &missed)?;
            if !is_cut && !diagrams.is_empty(&offered)? && diagrams.is_empty(&left)? {
                gone.push(right);
            }
        }
    }
    Ok(gone)
}

/// Whether something is kept only while something lasts: that takes a right away for that time alone.
fn lasts_for_a_while(policy: &Policy, owner: Owner) -> bool {
    let retention = policy.part_sentence(owner).retention.as_ref();
    let mut ends = retention.iter().flat_map(|retention| &retention.stages).flat_map(|stage| &stage.ends);
    ends.any(|end| matches!(end.kind, EndKind::While(_)))
}

/// Whether something is left of what a part says, or it is not its exceptions that left nothing.
fn says_something(meaning: &Meaning, part: Owner) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let readable = missed(meaning, part)?;
    let stated = meaning.halves_of(part).filter(|(_, half)| half.origin == Origin::Stated);
    let said = stated.map(|(idx, half)| (half, &meaning.effect.regions[idx]));
    let kept = meaning.kept.iter().zip(&meaning.effect.kept);
    let limited = meaning.limits.iter().zip(&meaning.effect.limited);
    let kept = kept.chain(limited).filter(|(half, _)| half.owner == part);
    let mut said_anything = false;
    let mut excepted = meaning
        .halves_of(part)
        .filter(|(_, half)| half.is_grant(policy))
        .flat_map(|(_, half)| &half.excepted);
    if excepted.any(|(owner, _)| lasts_for_a_while(policy, *owner)) {
        return Ok(true);
    }
    for (half, left) in said.chain(kept) {
        if diagrams.is_empty(&diagrams.cells(&half.cells)?)? {
            continue;
        }
        if !diagrams.is_empty(&diagrams.and(left, &readable)?)? {
            return Ok(true);
        }
        said_anything = true;
    }
    let is_cut = |(idx, _): (usize, _)| meaning.effect.cuts.iter().any(|cut| cut.permission == idx);
    Ok(!said_anything || meaning.halves_of(part).any(is_cut))
}

/// The flows that a reader of a part would miss: what it says of coded data as well, or of those who work for us, is none of them.
fn missed(meaning: &Meaning, part: Owner) -> Result<Region, BudgetExceeded> {
    let readable = readable(meaning);
    match meaning.diagrams.space().policy.part_sentence(part).actor {
        Actor::We => meaning.diagrams.and(&readable, &done_by_us(meaning)),
        Actor::Recipient(..) => Ok(readable),
    }
}

/// The flows of data about whose form nothing is said.
fn readable(meaning: &Meaning) -> Region {
    let space = meaning.diagrams.space();
    let is_readable = |place: &usize| {
        let (_, form) = space.atom(Dimension::Datum, *place);
        form.is_none_or(|form| KnownTerm::Readable.is(space.policy.vocabulary.term(form)))
    };
    let classes = space.classes(Dimension::Datum).members.iter().enumerate();
    let mut readable = FixedBitSet::with_capacity(space.n_classes(Dimension::Datum));
    readable.extend(classes.filter(|(_, members)| members.iter().any(is_readable)).map(|(class, _)| class));
    meaning.diagrams.slice(Dimension::Datum, &readable)
}

/// The flows of which we are the actor ourselves.
fn done_by_us(meaning: &Meaning) -> Region {
    let space = meaning.diagrams.space();
    let classes = space.classes(Dimension::Actor);
    let mut ours = FixedBitSet::with_capacity(space.n_classes(Dimension::Actor));
    ours.extend(space.company(WithProcessors::No).ones().map(|actor| classes.class_of[actor]));
    meaning.diagrams.slice(Dimension::Actor, &ours)
}

fn report(policy: &Policy, part: Owner, rights: Option<&str>, targets: &[(Target, Span)]) -> Diagnostic {
    let label = label_of(policy, part);
    let by = match targets {
        [] => "what is stated elsewhere".to_owned(),
        _ => listed(targets.iter().map(|(target, _)| policy.target_label(*target))),
    };
    let ending = if targets.len() > 1 { "" } else { "s" };
    let finding = Diagnostic::new(
        &RULE,
        span_of(policy, part),
        match rights {
            None => format!("{by} leave{ending} nothing of what `{label}` says"),
            Some(rights) => format!("{by} leave{ending} nothing of {rights}, which `{label}` offers"),
        },
    )
    .at("nothing is left");
    let finding = targets
        .iter()
        .fold(finding, |finding, (target, _)| finding.with(target_span(policy, *target), "excepted"));
    let without = match rights {
        None => format!("take `{label}` away"),
        Some(rights) => format!("take {rights} out of `{label}`"),
    };
    finding.help(format!("{without}, or narrow what it excepts"))
}
