//! What terms do: which conditions an event ends, what a right deletes or stops, what does the thing that a topic names.

use std::ops::Deref;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::{Kind, KnownTerm, TermId, Vocabulary};

/// What values there are.
mod shape {
    use crate::model::{TermId, Trait, Verb};

    /// Names of terms.
    pub(super) type Terms = Vec<TermId>;
    /// The name of one term.
    pub(super) type Term = Option<TermId>;
    /// Verbs of practices.
    pub(super) type Verbs = Vec<Verb>;
    /// A trait of data.
    pub(super) type DataTrait = Option<Trait>;
    /// `yes`, or nothing.
    pub(super) type Yes = bool;
}

/// Effects that are declared together: of rights, of what does a topic, and of recipients, the nearest declaration of any of
/// them counts for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is what its effects begin with")]
pub enum Group {
    Ends,
    Deletes,
    Stops,
    Done,
    Shown,
    Forbids,
    Country,
}

impl Group {
    /// The kind of terms on which its effects stand.
    #[must_use]
    pub const fn bearer(self) -> Kind {
        match self {
            Self::Ends => Kind::Event,
            Self::Deletes | Self::Stops => Kind::Right,
            Self::Done | Self::Shown => Kind::Topic,
            Self::Forbids => Kind::Safeguard,
            Self::Country => Kind::Recipient,
        }
    }
}

macro_rules! effects {
    ($($(#[$doc:meta])* $effect:ident $word:literal $field:ident: $shape:ident [$($named:ident),*] in $group:ident;)*) => {
        /// What the vocabulary says that a term does. Each field belongs to terms of one kind, and is empty on all
        /// others.
        #[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
        pub struct Effects {
            $($(#[$doc])* pub $field: shape::$shape,)*
        }

        /// The attributes that say what a term does, one for each field of [`Effects`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each is the field of the same name")]
        pub enum Effect {
            $($effect,)*
        }

        impl Effect {
            /// All of them, in the order in which the book names them.
            pub const ALL: &[Self] = &[$(Self::$effect),*];

            /// The effect of a key.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.word() == word)
            }

            /// The key of the attribute.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$effect => $word,)*
                }
            }

            /// With which others it is declared.
            #[must_use]
            pub const fn group(self) -> Group {
                match self {
                    $(Self::$effect => Group::$group,)*
                }
            }

            /// The kinds of terms that it names.
            #[must_use]
            pub const fn named(self) -> &'static [Kind] {
                match self {
                    $(Self::$effect => &[$(Kind::$named),*],)*
                }
            }
        }

        impl Effects {
            /// What is said about one effect.
            #[must_use]
            pub const fn value(&self, effect: Effect) -> Value<'_> {
                match effect {
                    $(Effect::$effect => Value::$shape(&self.$field),)*
                }
            }

            fn take(&mut self, effect: Effect, from: &Self) {
                match effect {
                    $(Effect::$effect => self.$field.clone_from(&from.$field),)*
                }
            }

            /// What is said about one effect, to be written.
            pub(crate) const fn value_mut(&mut self, effect: Effect) -> ValueMut<'_> {
                match effect {
                    $(Effect::$effect => ValueMut::$shape(&mut self.$field),)*
                }
            }
        }
    };
}

effects! {
    /// Of an event: the conditions and consents that it ends.
    Ends "ends" ends: Terms [Condition, Consent] in Ends;
    /// Of a right: the events on which using it deletes.
    DeletesOn "deletes-on" deletes_on: Terms [Event] in Deletes;
    /// Of a right that deletes: whose data it deletes, whoever has the right; those of who has it if empty.
    DeletesAbout "deletes-about" deletes_about: Terms [Subject] in Deletes;
    /// Of a choice: the verbs of the flows that it stops.
    Stops "stops" stops: Verbs [] in Stops;
    /// Of a choice: the purposes for which it stops them.
    StopsFor "stops-for" stops_for: Terms [Purpose] in Stops;
    /// Of a choice: the bases of the statements of which it stops what they permit.
    StopsBasedOn "stops-based-on" stops_based_on: Terms [Basis] in Stops;
    /// Of a choice: the consents of the statements of which it stops what they permit.
    StopsWith "stops-with" stops_with: Terms [Consent] in Stops;
    /// Of a choice: the purposes for which it stops nothing.
    StopsExceptFor "stops-except-for" stops_except_for: Terms [Purpose] in Stops;
    /// Of a choice: the consents with which it stops nothing.
    StopsExceptWith "stops-except-with" stops_except_with: Terms [Consent] in Stops;
    /// Of a topic: the verbs of the permissions that do it.
    DoneBy "done-by" done_by: Verbs [] in Done;
    /// Of a topic: the purposes for which they do it; any if empty.
    DoneFor "done-for" done_for: Terms [Purpose] in Done;
    /// Of a topic: the persons about whom they do it; anybody if empty.
    DoneAbout "done-about" done_about: Terms [Subject] in Done;
    /// Of a topic: the trait of the data with which they do it; personal if there is none.
    DoneWith "done-with" done_with: DataTrait [] in Done;
    /// Of a topic: whether only what crosses the border of the policy's law does it.
    DoneAbroad "done-abroad" done_abroad: Yes [] in Done;
    /// Of a topic: the technologies of the trackers that do it.
    DoneByTrackers "done-by-trackers" done_by_trackers: Terms [Channel] in Done;
    /// Of a topic: whether only the trackers of others do it.
    DoneByOthers "done-by-others" done_by_others: Yes [] in Done;
    /// Of a topic: the measures by which there is such a thing.
    ShownByMeasures "shown-by-measures" shown_by_measures: Terms [Measure] in Shown;
    /// Of a topic: the safeguards by which there is such a thing.
    ShownBySafeguards "shown-by-safeguards" shown_by_safeguards: Terms [Safeguard] in Shown;
    /// Of a safeguard: the verbs of what it forbids those whom it binds.
    Forbids "forbids" forbids: Verbs [] in Forbids;
    /// Of a safeguard: the purposes for which it forbids it; any if empty.
    ForbidsFor "forbids-for" forbids_for: Terms [Purpose] in Forbids;
    /// Of a recipient: where it receives, unless a statement says otherwise.
    Country "country" country: Term [Region] in Country;
}

/// What is said about one effect.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each is what its type says")]
pub enum Value<'a> {
    Terms(&'a shape::Terms),
    Term(&'a shape::Term),
    Verbs(&'a shape::Verbs),
    DataTrait(&'a shape::DataTrait),
    Yes(&'a shape::Yes),
}

/// What is said about one effect, to be written.
#[derive(Debug)]
pub(crate) enum ValueMut<'a> {
    Terms(&'a mut shape::Terms),
    Term(&'a mut shape::Term),
    Verbs(&'a mut shape::Verbs),
    DataTrait(&'a mut shape::DataTrait),
    Yes(&'a mut shape::Yes),
}

impl Value<'_> {
    /// Whether nothing is said.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        match self {
            Self::Terms(terms) => terms.is_empty(),
            Self::Term(term) => term.is_none(),
            Self::Verbs(verbs) => verbs.is_empty(),
            Self::DataTrait(one) => one.is_none(),
            Self::Yes(is_so) => !*is_so,
        }
    }
}

/// What the vocabulary says that one term does. Most terms do nothing, and nothing takes no room.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declared(Option<Box<Effects>>);

/// What most terms do.
static NOTHING: LazyLock<Effects> = LazyLock::new(Effects::default);

impl Deref for Declared {
    type Target = Effects;

    fn deref(&self) -> &Effects {
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl From<Effects> for Declared {
    fn from(effects: Effects) -> Self {
        Self((effects != *NOTHING).then(|| Box::new(effects)))
    }
}

impl Declared {
    /// Puts another term in the place of each that is named.
    pub(crate) fn replace_terms(&mut self, other: impl FnMut(TermId) -> TermId) {
        if let Some(effects) = &mut self.0 {
            effects.replace_terms(other);
        }
    }
}

impl Effects {
    /// The effects about which something is said.
    pub fn said(&self) -> impl Iterator<Item = Effect> {
        Effect::ALL.iter().copied().filter(|effect| !self.value(*effect).is_empty())
    }

    /// Every term that is named.
    pub fn terms(&self) -> impl Iterator<Item = TermId> {
        Effect::ALL
            .iter()
            .flat_map(|effect| match self.value(*effect) {
                Value::Terms(terms) => terms.as_slice(),
                Value::Term(term) => term.as_slice(),
                Value::Verbs(_) | Value::DataTrait(_) | Value::Yes(_) => &[],
            })
            .copied()
    }

    /// Puts another term in the place of each that is named.
    fn replace_terms(&mut self, mut other: impl FnMut(TermId) -> TermId) {
        for effect in Effect::ALL {
            match self.value_mut(*effect) {
                ValueMut::Terms(terms) => terms.iter_mut().for_each(|term| *term = other(*term)),
                ValueMut::Term(term) => *term = term.map(&mut other),
                ValueMut::Verbs(_) | ValueMut::DataTrait(_) | ValueMut::Yes(_) => {}
            }
        }
    }
}

impl Vocabulary {
    /// What a right deletes: the nearest declaration, at the right or above it.
    #[must_use]
    pub fn deletion_of(&self, right: TermId) -> Option<&Effects> {
        self.nearest(right, Group::Deletes)
    }

    /// Whether whoever uses a right gives something up: it refuses, stops or deletes.
    #[must_use]
    pub fn gives_up(&self, right: TermId) -> bool {
        let is_choice = self.known(KnownTerm::Choice).is_some_and(|choice| self.is_below(right, choice));
        is_choice || self.deletion_of(right).is_some()
    }

    /// What a choice stops: the nearest declaration, at the right or above it.
    #[must_use]
    pub fn stops_of(&self, right: TermId) -> Option<&Effects> {
        self.nearest(right, Group::Stops)
    }

    /// What does the thing that a topic names: the nearest declaration, at the topic or above it.
    #[must_use]
    pub fn deeds_of(&self, topic: TermId) -> Option<&Effects> {
        self.nearest(topic, Group::Done)
    }

    /// What a safeguard forbids those whom it binds: all that is declared of it and of what it is a kind of.
    pub fn forbidden_by(&self, safeguard: TermId) -> impl Iterator<Item = &Effects> {
        let lineage = std::iter::once(safeguard).chain(self.ancestors(safeguard));
        let effects = lineage.map(|term| &*self.term(term).effects);
        effects.filter(|effects| !effects.forbids.is_empty())
    }

    /// Where a recipient receives: the nearest declaration, at the recipient or above it.
    #[must_use]
    pub fn country_of(&self, recipient: TermId) -> Option<TermId> {
        self.nearest(recipient, Group::Country)?.country
    }

    /// All that a term does, with what it takes over from above it.
    #[must_use]
    pub fn effects_of(&self, term: TermId) -> Effects {
        let mut effects = Effects::default();
        for effect in Effect::ALL {
            let declared = match effect.group() {
                Group::Ends | Group::Shown | Group::Forbids => Some(&*self.term(term).effects),
                group @ (Group::Deletes | Group::Stops | Group::Done | Group::Country) => {
                    self.nearest(term, group)
                }
            };
            if let Some(declared) = declared {
                effects.take(*effect, declared);
            }
        }
        effects
    }

    fn nearest(&self, term: TermId, group: Group) -> Option<&Effects> {
        let declared = |id: TermId| {
            let effects = &*self.term(id).effects;
            effects.said().any(|effect| effect.group() == group).then_some(effects)
        };
        declared(term).or_else(|| self.ancestors(term).into_iter().find_map(declared))
    }
}
