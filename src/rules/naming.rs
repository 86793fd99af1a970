//! How the rules name what the model holds: terms, sets of them, lengths of time.

use super::format::*;
use crate::model::{self, TermId, Vocabulary};

/// The identifier of a term.
#[must_use]
pub fn reference(vocabulary: &Vocabulary, term: TermId) -> Reference {
    let term = vocabulary.term(term);
    let namespace = if term.kind.is_fact() { "fact" } else { term.kind.word() };
    Reference(format!("{namespace}:{}", term.name))
}

/// The name of the rule that says what a statement says: its label, and its verb where several are joined.
pub(super) fn rule_id(statement: &model::Statement) -> String {
    match statement.joined.is_joined() {
        true => format!("{}/{}", statement.label, statement.sentence.verb.published()),
        false => statement.label.clone(),
    }
}

/// A set as a slot without `only`.
pub(super) fn set(vocabulary: &Vocabulary, set: &model::Set) -> Slot {
    let model::Set { items, except } = set;
    let all = |items: &[model::SetItem]| items.iter().map(|one| item(vocabulary, one)).collect();
    Slot { items: all(items), except: all(except), only: false, inherited: false }
}

fn item(vocabulary: &Vocabulary, item: &model::SetItem) -> Item {
    let model::SetItem { form, what, span: _ } = item;
    let what = match *what {
        model::What::Term(term) => What::Term(reference(vocabulary, term)),
        model::What::Any { kind, trait_, is_negated } => {
            let (having, lacking) = if is_negated { (None, trait_) } else { (trait_, None) };
            What::Any(AnyOf { kind, having, lacking })
        }
    };
    Item { what, form: form.map(|form| reference(vocabulary, form)) }
}

pub(super) fn we() -> Actor {
    Actor("we".to_owned())
}

/// A length of time as the rules have it.
#[must_use]
pub fn period(period: model::Period) -> Period {
    let amount = period.amount;
    let unit = period.unit;
    let iso = match unit {
        Unit::Minutes => Some(format!("PT{amount}M")),
        Unit::Hours => Some(format!("PT{amount}H")),
        Unit::Days => Some(format!("P{amount}D")),
        Unit::BusinessDays => None,
        Unit::Weeks => Some(format!("P{amount}W")),
        Unit::Months => Some(format!("P{amount}M")),
        Unit::Years => Some(format!("P{amount}Y")),
    };
    Period { amount, unit, iso }
}

pub(super) fn timing(timing: model::Timing) -> Timing {
    match timing {
        model::Timing::Promptly => Timing::Promptly,
        model::Timing::Within(length) => Timing::Within { period: period(length) },
        model::Timing::Before(length) => Timing::Before { period: period(length) },
        model::Timing::Beforehand => Timing::Beforehand,
    }
}
