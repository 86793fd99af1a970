//! A permission and a prohibition that meet, in the words of what they are about: a practice, a right, a deletion.

use super::practice::is_below_any;
use super::{add_exception, example, in_words, label_of, span_of};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::rule::Rule;
use crate::model::{Basis, KnownTerm, Policy, Verb};
use crate::semantics::Meaning;
use crate::semantics::effect::{Conflict, ConflictKind};
use crate::semantics::half::{Half, Origin, Owner};
use crate::semantics::region::{BudgetExceeded, Region};
use crate::semantics::space::FactKey;

/// How the two sides of a conflict are told.
pub(super) struct Words {
    /// What the permission does with what it is about.
    pub(super) permits: &'static str,
    /// What the prohibition does with it.
    pub(super) prohibits: &'static str,
    permitted_at: &'static str,
    prohibited_at: &'static str,
    /// What the permission is.
    noun: &'static str,
}

impl Words {
    const PRACTICE: Self = Self {
        permits: "permits",
        prohibits: "prohibits",
        permitted_at: "permitted here",
        prohibited_at: "prohibited here",
        noun: "permission",
    };
    const RIGHT: Self = Self {
        permits: "offers",
        prohibits: "refuses",
        permitted_at: "offered here",
        prohibited_at: "refused here",
        noun: "right",
    };
    const REQUEST: Self = Self {
        permits: "lets people delete",
        prohibits: "keeps from deletion",
        permitted_at: "deleted on request",
        prohibited_at: "never deleted here",
        noun: "right",
    };
    const DELETION: Self = Self {
        permits: "deletes",
        prohibits: "keeps from deletion",
        permitted_at: "deleted here",
        prohibited_at: "never deleted here",
        noun: "deletion",
    };
    const TRACKER: Self = Self {
        permits: "brings with it",
        prohibits: "rules out",
        permitted_at: "there it is",
        prohibited_at: "said not to be there",
        noun: "tracker",
    };
    const TECHNOLOGY: Self = Self {
        permits: "brings with it",
        prohibits: "rules out",
        permitted_at: "done by means of it",
        prohibited_at: "said not to be there",
        noun: "practice",
    };
    const REQUIRED: Self = Self {
        permits: "requires",
        prohibits: "says is never required",
        permitted_at: "required here",
        prohibited_at: "never required",
        noun: "requirement",
    };
    const PROMISE: Self = Self {
        permits: "promises",
        prohibits: "rules out",
        permitted_at: "promised here",
        prohibited_at: "ruled out here",
        noun: "promise",
    };

    /// The words for what a permission is about.
    fn of(meaning: &Meaning, permission: &Half) -> &'static Self {
        match (permission.origin, permission.owner) {
            (Origin::Request, _) => &Self::REQUEST,
            (Origin::Entailed | Origin::Deed, Owner::Tracker(_)) if !permission.is_practice() => {
                &Self::TRACKER
            }
            // A practice that names the technology of a topic.
            (Origin::Entailed, Owner::Statement(_)) if permission.is_of_topics() => &Self::TECHNOLOGY,
            (Origin::Entailed, _) => &Self::REQUIRED,
            (
                Origin::Stated
                | Origin::Only
                | Origin::Unless
                | Origin::Implied
                | Origin::Choice
                | Origin::Deed
                | Origin::Kept,
                _,
            ) => match meaning.diagrams.space().policy.part_sentence(permission.owner).verb {
                Verb::Offer => &Self::RIGHT,
                Verb::Delete => &Self::DELETION,
                Verb::Protect | Verb::Notify | Verb::Bind | Verb::State | Verb::Disclaim | Verb::Advise => {
                    &Self::PROMISE
                }
                Verb::Collect
                | Verb::Derive
                | Verb::Combine
                | Verb::Use
                | Verb::View
                | Verb::Decide
                | Verb::Train
                | Verb::Store
                | Verb::Disclose
                | Verb::Sell
                | Verb::Publish
                | Verb::Require
                | Verb::Retain
                | Verb::HaveNo => &Self::PRACTICE,
            },
        }
    }
}

/// A permission and a prohibition that meet: both places, the overlap in words, one flow, both ways out.
pub(super) fn conflict(
    meaning: &Meaning,
    rule: &'static Rule,
    (conflict, kind): (&Conflict, ConflictKind),
    message: impl FnOnce(&str, &str, &Words) -> String,
) -> Result<Diagnostic, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let permission = &meaning.halves[conflict.permission];
    let prohibition = meaning.halves[conflict.prohibition].owner;
    let words = Words::of(meaning, permission);
    let (permits, prohibits) = (label_of(policy, permission.owner), label_of(policy, prohibition));
    let overlap = in_words(meaning, &conflict.overlap)?;
    let witness = example(meaning, &conflict.overlap)?;
    let example = if witness == overlap { String::new() } else { format!("; for example: {witness}") };
    let way_out = match permission.origin {
        Origin::Request => way_out_of_request(policy, kind, permission.owner, prohibition),
        Origin::Stated
        | Origin::Only
        | Origin::Unless
        | Origin::Implied
        | Origin::Choice
        | Origin::Entailed
        | Origin::Deed
        | Origin::Kept => way_out(policy, kind, words.noun, permission.owner, prohibition),
    };
    let way_out = match obliged_without_saying_so(meaning, permission, &conflict.overlap)? {
        Some(hint) => format!("{way_out}. {hint}"),
        None => way_out,
    };
    let prohibited_at = match meaning.halves[conflict.prohibition].origin {
        Origin::Only if policy.part_sentence(prohibition).object.is_only => "`only` excludes all other data",
        Origin::Only => "`only` excludes everything else",
        Origin::Stated
        | Origin::Unless
        | Origin::Implied
        | Origin::Choice
        | Origin::Entailed
        | Origin::Deed
        | Origin::Request
        | Origin::Kept => words.prohibited_at,
    };
    Ok(Diagnostic::clash(
        rule,
        (span_of(policy, prohibition), prohibited_at),
        (span_of(policy, permission.owner), words.permitted_at),
        message(permits, prohibits, words),
    )
    .help(format!("both are said of: {overlap}{example}. {way_out}")))
}

/// What to write in a permission that rests on a legal obligation and meets a ban for want of one: a legal basis says why
/// something may be done, and not when it is done.
fn obliged_without_saying_so(
    meaning: &Meaning,
    permission: &Half,
    overlap: &Region,
) -> Result<Option<String>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let policy = &diagrams.space().policy;
    let bases = &policy.part_sentence(permission.owner).bases;
    let is_obliged = |basis: &Basis| is_below_any(policy, basis.term, &[KnownTerm::LegalObligationAsBasis]);
    let obliges =
        policy.vocabulary.known(KnownTerm::LegalObligation).filter(|_| bases.iter().any(is_obliged));
    let Some(obliges) = obliges else { return Ok(None) };
    let Some(fact) = diagrams.space().known_fact(FactKey::Term(obliges)) else { return Ok(None) };
    let obliged = diagrams.and(overlap, &diagrams.literal(fact, true))?;
    if !diagrams.is_empty(&obliged)? {
        return Ok(None);
    }
    let (label, obliges) = (label_of(policy, permission.owner), &policy.vocabulary.term(obliges).name);
    Ok(Some(format!(
        "If `{label}` happens only where the law obliges, write `when {obliges}` there: a legal basis is no condition"
    )))
}

/// Both ways out: for whoever means the one statement, and for whoever means the other.
fn way_out(policy: &Policy, kind: ConflictKind, noun: &str, permission: Owner, prohibition: Owner) -> String {
    let (permits, prohibits) = (label_of(policy, permission), label_of(policy, prohibition));
    let in_prohibition = add_exception(policy, permission, prohibition);
    let in_permission = add_exception(policy, prohibition, permission);
    match kind {
        // An exception would leave nothing of the smaller of them.
        ConflictKind::Contradiction => {
            format!("If the {noun} is meant, {in_prohibition}; if it is not, take `{permits}` away")
        }
        ConflictKind::UnwrittenException => {
            format!("If the prohibition is meant, {in_permission}; if it is not, take `{prohibits}` away")
        }
        ConflictKind::Overlap => format!("Say which of them gives way: {in_prohibition}, or {in_permission}"),
    }
}

/// The same for what a right says besides: only the right itself can have the exception.
fn way_out_of_request(policy: &Policy, kind: ConflictKind, permission: Owner, prohibition: Owner) -> String {
    let (permits, prohibits) = (label_of(policy, permission), label_of(policy, prohibition));
    let if_right = format!("If the right is meant, take `{prohibits}` away or narrow it");
    match kind {
        ConflictKind::Contradiction => format!("{if_right}; if it is not, take `{permits}` away"),
        ConflictKind::UnwrittenException | ConflictKind::Overlap => {
            format!("{if_right}; if it is not, {}", add_exception(policy, prohibition, permission))
        }
    }
}
