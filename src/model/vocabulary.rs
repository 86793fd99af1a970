//! The terms of every kind and how they stand to each other.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Declared, KnownTerm, Set, SetItem, TermId, What};
use crate::language::{Kind, Origin, Trait};
use crate::source::Span;

/// Text that may lie in the program itself: the standard vocabulary is not copied when Candor starts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Str(Cow<'static, str>);

impl From<String> for Str {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Self {
        Self(Cow::Owned(text.to_owned()))
    }
}

impl std::ops::Deref for Str {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Str {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Str {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Debug for Str {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

/// Only from what lives as long as the program, so that nothing is copied.
impl<'de: 'static> Deserialize<'de> for Str {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de str>::deserialize(deserializer).map(|text| Self(Cow::Borrowed(text)))
    }
}

/// A set of traits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Traits(u8);

const fn bit(one: Trait) -> u8 {
    1 << one as u8
}

impl Trait {
    /// Whether terms of a kind can have it.
    #[must_use]
    pub const fn fits(self, kind: Kind) -> bool {
        match self {
            Self::Plural => true,
            Self::Canary => matches!(kind, Kind::Topic),
            Self::OutlastsDeletion => matches!(kind, Kind::Purpose),
            Self::Personal => matches!(kind, Kind::Data | Kind::Form),
            Self::Identifying | Self::Sensitive | Self::SpecialCategory | Self::Public => {
                matches!(kind, Kind::Data)
            }
        }
    }
}

impl Traits {
    /// Adds a trait and what it implies.
    pub fn insert(&mut self, one: Trait) {
        self.0 |= bit(one);
        if matches!(one, Trait::Identifying | Trait::SpecialCategory) {
            self.0 |= bit(Trait::Personal);
        }
    }

    /// Adds those that pass down from a parent: all but number and alarm, which belong to one label and one claim.
    pub fn inherit(&mut self, parent: Self) {
        self.0 |= parent.0 & !(bit(Trait::Plural) | bit(Trait::Canary));
    }

    /// Whether a trait is in.
    #[must_use]
    pub const fn has(self, one: Trait) -> bool {
        self.0 & bit(one) != 0
    }
}

/// The identifier of a term in another vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Mapping {
    /// The other vocabulary: `dpv`, `fideslang`, …
    pub scheme: Str,
    /// The identifier there.
    pub identifier: Str,
    /// Whether it means the same, or only something close.
    pub is_exact: bool,
}

/// A term.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Term {
    /// Its kind.
    pub kind: Kind,
    /// Its name, dots included.
    pub name: Str,
    /// What the reader sees.
    pub label: Str,
    /// What it means, in one sentence; empty where nobody wrote one.
    pub definition: Str,
    /// Where it is declared: its name.
    pub span: Span,
    /// In which files.
    pub origin: Origin,
    /// The terms directly above it, in order of identity.
    pub parents: Vec<TermId>,
    /// The terms directly below it, in order of identity.
    pub children: Vec<TermId>,
    /// The traits, those of its parents included.
    pub traits: Traits,
    /// What it is exactly, where it was declared with `means`.
    pub means: Option<Set>,
    /// What cannot be true or apply together with it.
    pub excludes: Vec<TermId>,
    /// What may be found inside it.
    pub may_contain: Vec<TermId>,
    /// What readers expect in it, and it does not hold.
    pub leaves_out: Vec<TermId>,
    /// Its names in other vocabularies.
    pub mappings: Vec<Mapping>,
    /// The name that it had before.
    pub formerly: Vec<Str>,
    /// Why it should no longer be used; empty where it should.
    pub deprecated: Str,
    /// What to use instead.
    pub replaced_by: Option<TermId>,
    /// Addresses and other texts of a recipient: `policy`, `opt-out`, `website`, …
    pub addresses: Vec<(Str, Str)>,
    /// What data are called when they are those of several people; empty where the label serves.
    pub several: Str,
    /// What it does.
    pub effects: Declared,
}

impl Term {
    /// A term of which nothing is said but its name.
    #[must_use]
    pub fn named(kind: Kind, name: Str, span: Span, origin: Origin) -> Self {
        Self {
            kind,
            name,
            label: Str::default(),
            definition: Str::default(),
            span,
            origin,
            parents: Vec::new(),
            children: Vec::new(),
            traits: Traits::default(),
            means: None,
            excludes: Vec::new(),
            may_contain: Vec::new(),
            leaves_out: Vec::new(),
            mappings: Vec::new(),
            formerly: Vec::new(),
            deprecated: Str::default(),
            replaced_by: None,
            addresses: Vec::new(),
            several: Str::default(),
            effects: Declared::default(),
        }
    }
}

/// All terms in scope.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Vocabulary {
    #[serde(deserialize_with = "with_room")]
    terms: Vec<Term>,
    /// The terms of a sealed vocabulary, by namespace and name.
    sorted: Vec<TermId>,
    /// The terms that the code knows by name, at their places in the table.
    known: Vec<Option<TermId>>,
    /// The terms that were added since: one map for each namespace, at the place of its kind.
    #[serde(skip)]
    by_name: Vec<HashMap<Str, TermId>>,
}

/// How many terms a policy can declare before those of the standard vocabulary have to be moved.
const ROOM: usize = 256;

/// Reads terms so that others can be added behind them.
fn with_room<'de: 'static, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Term>, D::Error> {
    struct Terms;

    impl<'de: 'static> Visitor<'de> for Terms {
        type Value = Vec<Term>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("terms")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut terms = Vec::with_capacity(seq.size_hint().unwrap_or_default() + ROOM);
            while let Some(term) = seq.next_element()? {
                terms.push(term);
            }
            Ok(terms)
        }
    }

    deserializer.deserialize_seq(Terms)
}

impl Vocabulary {
    /// Adds a term; its name must be free in its namespace.
    pub fn add(&mut self, term: Term) -> TermId {
        let id = TermId::at(self.terms.len());
        self.names(term.kind).insert(term.name.clone(), id);
        if let Some(known) = KnownTerm::of(term.kind, &term.name) {
            self.known.resize(KnownTerm::ALL.len(), None);
            self.known[known as usize] = Some(id);
        }
        self.terms.push(term);
        id
    }

    /// Puts the names of all terms in order, so that they need not be put in order again when the vocabulary is read.
    pub fn seal(&mut self) {
        let mut sorted: Vec<TermId> = self.iter().map(|(id, _)| id).collect();
        sorted.sort_by_key(|id| self.key(*id));
        self.sorted = sorted;
        self.by_name.clear();
    }

    /// What sealed terms are sorted by.
    fn key(&self, id: TermId) -> (Kind, &str) {
        let term = self.term(id);
        (term.kind.namespace(), &term.name)
    }

    fn names(&mut self, kind: Kind) -> &mut HashMap<Str, TermId> {
        let place = kind.namespace() as usize;
        if self.by_name.len() <= place {
            self.by_name.resize_with(Kind::ALL.len(), HashMap::new);
        }
        &mut self.by_name[place]
    }

    /// The term of a name in the namespace of a kind.
    #[must_use]
    pub fn find(&self, kind: Kind, name: &str) -> Option<TermId> {
        let added = self.by_name.get(kind.namespace() as usize).and_then(|names| names.get(name)).copied();
        let sealed = || {
            let place =
                self.sorted.binary_search_by_key(&(kind.namespace(), name), |id| self.key(*id)).ok()?;
            self.sorted.get(place).copied()
        };
        added.or_else(sealed)
    }

    /// A term that the code knows by name; every vocabulary that stands on the standard one has it.
    #[must_use]
    pub fn known(&self, term: KnownTerm) -> Option<TermId> {
        self.known.get(term as usize).copied().flatten()
    }

    /// A term.
    ///
    /// # Panics
    /// Never for an id of this vocabulary.
    #[must_use]
    pub fn term(&self, id: TermId) -> &Term {
        &self.terms[id.index()]
    }

    pub(crate) fn term_mut(&mut self, id: TermId) -> &mut Term {
        &mut self.terms[id.index()]
    }

    /// How many terms there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there is no term.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Every term with its id, in order of declaration.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.terms.iter().enumerate().map(|(idx, term)| (TermId::at(idx), term))
    }

    /// Every term of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (TermId, &Term)> {
        self.iter().filter(move |(_, term)| term.kind == kind)
    }

    /// Every term of the namespace of a kind.
    pub fn of_namespace(&self, kind: Kind) -> impl Iterator<Item = (TermId, &Term)> {
        self.iter().filter(move |(_, term)| term.kind.namespace() == kind.namespace())
    }

    /// Whether a term is another or stands below it.
    #[must_use]
    pub fn is_below(&self, term: TermId, above: TermId) -> bool {
        let mut open = vec![term];
        let mut at = 0;
        while let Some(id) = open.get(at).copied() {
            if id == above {
                return true;
            }
            at += 1;
            // A term has few terms above it, so looking through them is cheaper than keeping a set.
            for parent in &self.term(id).parents {
                if !open.contains(parent) {
                    open.push(*parent);
                }
            }
        }
        false
    }

    /// Whether an item leaves nothing of its kind out: `any purpose`, or a term that means just that.
    #[must_use]
    pub fn is_everything(&self, what: What) -> bool {
        // Definitions lead in no circle; what is damaged may, so each term is opened once.
        let mut opened = Vec::new();
        let mut open = vec![what];
        while let Some(what) = open.pop() {
            match what {
                What::Any { trait_: None, .. } => return true,
                What::Any { trait_: Some(_), .. } => {}
                What::Term(term) if opened.contains(&term) => {}
                What::Term(term) => {
                    opened.push(term);
                    let means = self.term(term).means.as_ref().filter(|means| means.except.is_empty());
                    let plain =
                        means.iter().flat_map(|means| &means.items).filter(|item| item.form.is_none());
                    open.extend(plain.map(|item| item.what));
                }
            }
        }
        false
    }

    /// Whether a list leaves anything of its kind out: `to anyone`, `for any purpose` and a term that means one of these do not.
    #[must_use]
    pub fn leaves_out(&self, set: &Set) -> bool {
        let is_everything = |item: &SetItem| item.form.is_none() && self.is_everything(item.what);
        !set.except.is_empty() || !set.items.iter().any(is_everything)
    }

    /// Whether one of some rights is a choice: it stops something when a person uses it.
    #[must_use]
    pub fn has_choice(&self, rights: impl IntoIterator<Item = TermId>) -> bool {
        let mut rights = rights.into_iter().flat_map(|right| self.meant(right));
        let choice = self.known(KnownTerm::Choice);
        choice.is_some_and(|choice| rights.any(|right| self.is_below(right, choice)))
    }

    /// What a term stands for: the terms of the list that it means, and of what these mean; itself if it means no list.
    #[must_use]
    pub fn meant(&self, term: TermId) -> Vec<TermId> {
        let mut meant = Vec::new();
        let mut opened = vec![term];
        let mut at = 0;
        while let Some(one) = opened.get(at).copied() {
            at += 1;
            let terms = |set: &Set| -> Option<Vec<TermId>> {
                let term = |item: &SetItem| match item.what {
                    What::Term(term) => Some(term),
                    What::Any { .. } => None,
                };
                set.items.iter().map(term).collect::<Option<_>>().filter(|_| set.except.is_empty())
            };
            match self.term(one).means.as_ref().and_then(terms) {
                Some(terms) => {
                    for term in terms {
                        if !opened.contains(&term) {
                            opened.push(term);
                        }
                    }
                }
                None => meant.push(one),
            }
        }
        meant
    }

    /// Every term above a term, nearest first, each once.
    #[must_use]
    pub fn ancestors(&self, term: TermId) -> Vec<TermId> {
        self.closure(term, |term| &term.parents)
    }

    /// Every term below a term, nearest first, each once.
    #[must_use]
    pub fn descendants(&self, term: TermId) -> Vec<TermId> {
        self.closure(term, |term| &term.children)
    }

    fn closure(&self, start: TermId, next: impl Fn(&Term) -> &Vec<TermId>) -> Vec<TermId> {
        let mut seen = vec![false; self.terms.len()];
        let mut is_new =
            |id: &TermId| seen.get_mut(id.index()).is_some_and(|seen| !std::mem::replace(seen, true));
        let mut found: Vec<TermId> = next(self.term(start)).iter().copied().filter(&mut is_new).collect();
        let mut at = 0;
        while let Some(id) = found.get(at).copied() {
            at += 1;
            found.extend(next(self.term(id)).iter().copied().filter(&mut is_new));
        }
        found
    }
}
