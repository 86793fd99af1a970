//! An exception that never applies.

use fixedbitset::FixedBitSet;

use super::{exception_faults, label_of, others_collect, target_span};
use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Target;
use crate::semantics::effect::ExceptionFault;
use crate::semantics::half::{Origin, Owner};
use crate::semantics::region::BudgetExceeded;
use crate::semantics::space::{Dimension, Space};
use crate::semantics::{Meaning, describe};

rule!(pub(crate) RULE, "exception-takes-nothing", Warning, "an exception never applies");

pub(super) fn exceptions_take_something(
    meaning: &Meaning,
    found: &mut Diagnostics,
) -> Result<(), BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    for fault in exception_faults(meaning) {
        let ExceptionFault::TakesNothing { owner, named: target, span } = fault else { continue };
        if others_collect::tells_of_others(meaning, *owner, &policy.parts_of(*target))? {
            continue;
        }
        let (label, named) = (label_of(policy, *owner), policy.target_label(*target));
        let why = parted(meaning, *owner, *target)
            .map(|(one, other)| format!("`{label}` is about {one}, and `{named}` about {other}; "))
            .unwrap_or_default();
        found.push(
            Diagnostic::new(&RULE, *span, format!("what `{named}` says never meets what `{label}` says"))
                .at("this exception never applies")
                .with(target_span(policy, *target), "what it names")
                .help(format!("{why}take the exception away, or name the statement that was meant")),
        );
    }
    Ok(())
}

/// The slots by which two statements can be parted so that a reader sees it, the most telling first.
const TELLING: [Dimension; 8] = [
    Dimension::Recipient,
    Dimension::Purpose,
    Dimension::Datum,
    Dimension::RecipientRegion,
    Dimension::Region,
    Dimension::Channel,
    Dimension::Source,
    Dimension::Place,
];

/// What a part and what its exception names are about, in the first slot in which they have nothing in common.
fn parted(meaning: &Meaning, owner: Owner, target: Target) -> Option<(String, String)> {
    let space = meaning.diagrams.space();
    let named: Vec<Owner> = match target {
        Target::Statement(id) => vec![Owner::Statement(id)],
        // Of a section each part could be parted by another slot.
        Target::Section(_) => return None,
    };
    let words = |dimension, atoms: &FixedBitSet| {
        let kind = Space::kind(dimension)?;
        let plain = atoms.ones().map(|place| space.datum(dimension, place).atom);
        let mut atoms = FixedBitSet::with_capacity(space.atoms(kind).len());
        atoms.extend(plain);
        Some(describe::names(space, kind, &atoms).join(", "))
    };
    TELLING.into_iter().find_map(|dimension| {
        let (own, other) = (about(meaning, &[owner], dimension)?, about(meaning, &named, dimension)?);
        own.is_disjoint(&other).then(|| Some((words(dimension, &own)?, words(dimension, &other)?)))?
    })
}

/// What some parts say of a slot; `None` where one of them leaves it open, or says nothing there.
fn about(meaning: &Meaning, owners: &[Owner], dimension: Dimension) -> Option<FixedBitSet> {
    let space = meaning.diagrams.space();
    let stated = owners.iter().flat_map(|owner| meaning.halves_of(*owner)).map(|(_, half)| half);
    let mut all: Option<FixedBitSet> = None;
    for cell in stated.filter(|half| half.origin == Origin::Stated).flat_map(|half| &half.cells) {
        let set = space.atoms_in(dimension, cell.sets[dimension as usize]?);
        all.get_or_insert_default().union_with(set);
    }
    all
}
