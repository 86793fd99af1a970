//! The terms of the standard vocabulary that the code knows by name: one table, proved when Candor is built.
//!
//! What a term means is said in the vocabulary. The meaning itself rests on a few: whom an unnamed recipient is, from when
//! a length of time counts, what consent is. If one is renamed there, Candor is not built.

use super::{Kind, Term};

macro_rules! known_terms {
    ($($(#[$doc:meta])* $variant:ident $kind:ident $name:literal)*) => {
        /// A term that the code knows by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum KnownTerm {
            $($(#[$doc])* $variant,)*
        }

        impl KnownTerm {
            /// All of them, in the order of the table.
            pub const ALL: [Self; [$(Self::$variant),*].len()] = [$(Self::$variant),*];

            /// Its kind.
            #[must_use]
            pub const fn kind(self) -> Kind {
                match self {
                    $(Self::$variant => Kind::$kind,)*
                }
            }

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Whether a term is this one.
            #[must_use]
            pub fn is(self, term: &Term) -> bool {
                term.kind.namespace() == self.kind().namespace() && &*term.name == self.name()
            }
        }
    };
}

known_terms! {
    /// Data that were found out about a person.
    Inferences Data "inferences"
    /// What trackers are and hold.
    Trackers Data "trackers"
    /// Data of children.
    ChildData Data "child-data"
    /// The form of data about which nothing is said.
    Readable Form "readable"
    /// Everybody.
    People Subject "people"
    /// Those who are under age.
    Minors Subject "minors"
    /// Who acts for the company as one of its own.
    Staff Recipient "staff"
    /// Who acts for the company on its word.
    Processors Recipient "processors"
    /// Who is neither.
    ThirdParties Recipient "third-parties"
    /// Anybody at all.
    ThePublic Recipient "the-public"
    /// The company's own products.
    Products Channel "products"
    /// The United States.
    UnitedStates Region "us"
    /// That a person agreed.
    Consent Consent "consent"
    /// The basis that rests on it.
    ConsentAsBasis Basis "consent"
    /// The basis of what the law demands.
    LegalObligation Basis "legal-obligation"
    /// The event from which a length of time counts that names none.
    Collection Event "collection"
    /// The right above those that stop something when they are used.
    Choice Right "choice"
    /// The right above those that need no object.
    CompleteInItself Right "complete-in-itself"
}
