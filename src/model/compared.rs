//! What can be compared, down to its terms and places; which fields of it count is said in `counts`.

use jiff::civil::Date;

use super::{
    Actor, AttributeValue, Declared, EndKind, Exception, Fact, Field, Lifetime, Part, Period, SectionId,
    Slots, StatementId, Str, Target, TermId, Timing, TrackerId, Traits, What,
};
use crate::language::{
    Bound, FactWord, Kind, Modality, Necessity, Origin, ProtectedState, Role, Trait, Unit, Verb, Whichever,
};
use crate::source::Span;

/// What somebody makes of the parts of what a policy says; each part stays as it is unless the walker says otherwise.
pub trait Walker {
    /// A term.
    fn term(&mut self, term: TermId) -> TermId {
        term
    }

    /// Where something stands.
    fn place(&mut self, place: Span) -> Span {
        place
    }

    /// An expression over facts, whole.
    fn condition(&mut self, fact: Fact) -> Fact {
        fact
    }

    /// A list that says the same in any order, and once what it says twice. Its parts were gone through before.
    fn any_order<T: Ord>(&mut self, list: Vec<T>) -> Vec<T> {
        list
    }
}

/// Something that two versions of a policy may have each in its own way.
pub trait Compared: Sized {
    /// The same with what a walker makes of every part of it, the innermost first.
    #[must_use]
    fn walked(self, walker: &mut impl Walker) -> Self;

    /// Whether it says the same as another, in the same words: what counts for nothing is not looked at.
    fn is_same(&self, other: &Self) -> bool;
}

impl Compared for TermId {
    fn walked(self, walker: &mut impl Walker) -> Self {
        walker.term(self)
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Compared for Span {
    fn walked(self, walker: &mut impl Walker) -> Self {
        walker.place(self)
    }

    fn is_same(&self, _: &Self) -> bool {
        true
    }
}

impl<T: Compared> Compared for Option<T> {
    fn walked(self, walker: &mut impl Walker) -> Self {
        self.map(|one| one.walked(walker))
    }

    fn is_same(&self, other: &Self) -> bool {
        is_same_if_there(self.as_ref(), other.as_ref())
    }
}

/// Whether both are absent, or both there and the same.
fn is_same_if_there<T: Compared>(one: Option<&T>, other: Option<&T>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.is_same(other),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

impl<T: Compared> Compared for Vec<T> {
    fn walked(self, walker: &mut impl Walker) -> Self {
        self.into_iter().map(|one| one.walked(walker)).collect()
    }

    fn is_same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.is_same(other))
    }
}

impl<A: Compared, B: Compared> Compared for (A, B) {
    fn walked(self, walker: &mut impl Walker) -> Self {
        (self.0.walked(walker), self.1.walked(walker))
    }

    fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0) && self.1.is_same(&other.1)
    }
}

impl Compared for Slots {
    fn walked(mut self, walker: &mut impl Walker) -> Self {
        for field in Field::ALL {
            let slot = self.get_mut(field);
            *slot = slot.take().walked(walker);
        }
        self
    }

    fn is_same(&self, other: &Self) -> bool {
        Field::ALL.into_iter().all(|field| is_same_if_there(self.get(field), other.get(field)))
    }
}

impl Compared for Declared {
    fn walked(mut self, walker: &mut impl Walker) -> Self {
        self.replace_terms(|term| walker.term(term));
        self
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Compared for Actor {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::We => Self::We,
            Self::Recipient(term, span) => Self::Recipient(term.walked(walker), span.walked(walker)),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::We, Self::We) => true,
            (Self::Recipient(one, _), Self::Recipient(other, _)) => one == other,
            (Self::We, Self::Recipient(..)) | (Self::Recipient(..), Self::We) => false,
        }
    }
}

impl Compared for What {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::Term(term) => Self::Term(term.walked(walker)),
            Self::Any { kind, trait_, is_negated } => Self::Any { kind, trait_, is_negated },
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Compared for Fact {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::Term(term, span) => Self::Term(term.walked(walker), span.walked(walker)),
            Self::Given(consent, period, span) => {
                Self::Given(consent.walked(walker), period.walked(walker), span.walked(walker))
            }
            Self::Not(inner) => Self::Not(Box::new(inner.walked(walker))),
            Self::And(facts) => Self::And(facts.walked(walker)),
            Self::Or(facts) => Self::Or(facts.walked(walker)),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        // In order, nothing tells where its parts stand.
        self.in_order() == other.in_order()
    }
}

impl Compared for EndKind {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::AtAll => Self::AtAll,
            Self::Indefinitely => Self::Indefinitely,
            Self::ItsPurposes => Self::ItsPurposes,
            Self::More { bound, period } => Self::More { bound, period },
            Self::For { bound, period, after } => Self::For { bound, period, after: after.walked(walker) },
            Self::While(fact) => {
                let fact = fact.walked(walker);
                Self::While(walker.condition(fact))
            }
            Self::Until(event) => Self::Until(event.walked(walker)),
            Self::Needed(purposes) => Self::Needed(purposes.walked(walker)),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::While(one), Self::While(other)) => one.is_same(other),
            (Self::Needed(one), Self::Needed(other)) => one.is_same(other),
            (
                Self::AtAll
                | Self::Indefinitely
                | Self::For { .. }
                | Self::More { .. }
                | Self::While(_)
                | Self::Until(_)
                | Self::Needed(_)
                | Self::ItsPurposes,
                _,
            ) => self == other,
        }
    }
}

impl Compared for AttributeValue {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::Term(term) => Self::Term(term.walked(walker)),
            Self::TermText(term, text) => Self::TermText(term.walked(walker), text),
            Self::Text(_) | Self::Period(_) | Self::Number(_) | Self::Word(_) => self,
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Compared for Exception {
    fn walked(self, walker: &mut impl Walker) -> Self {
        match self {
            Self::StatedIn(named) => Self::StatedIn(named.walked(walker)),
            Self::StatedElsewhere(span) => Self::StatedElsewhere(span.walked(walker)),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::StatedIn(one), Self::StatedIn(other)) => one.is_same(other),
            (Self::StatedElsewhere(_), Self::StatedElsewhere(_)) => true,
            (Self::StatedIn(_), Self::StatedElsewhere(_)) | (Self::StatedElsewhere(_), Self::StatedIn(_)) => {
                false
            }
        }
    }
}

/// What has no term and no place in it.
macro_rules! plain {
    ($($type:ty)*) => {$(
        impl Compared for $type {
            fn walked(self, _: &mut impl Walker) -> Self {
                self
            }

            fn is_same(&self, other: &Self) -> bool {
                self == other
            }
        }
    )*};
}

plain! {
    String Str bool u32 Date
    Bound FactWord Kind Modality Necessity Origin ProtectedState Role Trait Traits Unit Verb Whichever
    Lifetime Period Timing crate::language::TableWord super::Item super::Joined super::Mapping
    StatementId SectionId TrackerId Target Part
}
