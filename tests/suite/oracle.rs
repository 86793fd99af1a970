//! A second implementation of what a policy means, made from the chapter on meaning alone.
//!
//! It shares no code with the library beyond the resolved policy, and it is as simple as it can be: it goes through every
//! flow, one by one, and does there what the chapter says. The only economy is that values of a slot which no sentence
//! tells apart are tried once ([`Grain::Classes`]); a test compares that with trying all of them.
//!
//! Reading order: values of slots (`values`), facts (`facts`), halves (`halves`), the walk over all flows (`walk`), and single flows of
//! two policies that are compared (`judge`).

mod facts;
mod halves;
mod judge;
mod values;
mod walk;

pub(crate) use facts::{Fact, assignments};
pub(crate) use halves::{Origin, Owner, Side, choice_of};
pub(crate) use judge::{Fate, Judge, Prepared};
pub(crate) use values::{Slot, Value, Values};
pub(crate) use walk::{Conflict, ConflictKind, Flow, Oracle, Show, Verdict};

/// How finely the values of a slot are gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grain {
    /// One of those that no sentence tells apart.
    Classes,
    /// Each.
    Values,
}
