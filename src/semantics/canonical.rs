//! One form for each set of flows, whatever the words that describe it: the same set has the same digest.
//!
//! # Design
//!
//! A decision diagram depends on what else the policy mentions: on the classes that its statements tell apart, on the
//! order in which they name facts. Here a diagram is brought to a form that depends on the set alone.
//!
//! 1. Facts that make no difference among possible flows are forgotten, in the order of their names.
//! 2. Values of a slot that the set does not tell apart are put together: the coarsest classes.
//! 3. Classes are named by terms, and a term is only mentioned where it parts from what stands above it. So a term that
//!    the set does not single out leaves no trace.
//! 4. Each node of the diagram has the digest of what it tests and of the digests below it, facts in the order of their
//!    names; a function of many facts is known by its value instead ([`facts`]).

mod facts;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::fmt::Write as _;

use facts::Facts;
use fixedbitset::FixedBitSet;
use sha2::{Digest as _, Sha256};

use super::region::{BudgetExceeded, Diagrams, NodeId, Region, Test};
use super::space::{Atom, COMPANY, Datum, Dimension, FactId, STATES, Space};
use crate::language::{Act, Number, ProtectedState};
use crate::model::{Kind, Trait, Traits};

/// The digest of a set.
pub(super) type Digest = [u8; 32];

const NO: Digest = [0; 32];
const YES: Digest = [1; 32];

/// The digest of a set of flows; each fact has a name, and facts of one name are one fact.
pub(super) fn region(
    diagrams: &Diagrams,
    skeletons: &Skeletons<'_>,
    region: &Region,
    names: &[String],
) -> Result<Digest, BudgetExceeded> {
    let mut order = diagrams.facts_of(region);
    order.sort_by_key(|fact| (&names[fact.index()], *fact));
    let mut region = diagrams.essential(region, &order)?;
    let mut named: Vec<(&str, FactId)> = Vec::new();
    for fact in order {
        let name = names[fact.index()].as_str();
        match named.last() {
            Some((known, first)) if *known == name => region = diagrams.as_one(&region, *first, fact)?,
            _ => named.push((name, fact)),
        }
    }
    let mut walk = Walk {
        diagrams,
        skeletons,
        region: &region,
        levels: vec![Vec::new(); Dimension::COUNT],
        unique: HashMap::new(),
        known: HashMap::new(),
        nodes: Vec::new(),
        leaves: HashMap::new(),
        facts: Facts::new(&named),
    };
    let root = walk.node(0, diagrams.root(&region))?;
    Ok(walk.digest(root))
}

/// A set of values of a slot in words: which terms are in, where they part from what stands above them.
pub(super) fn set(skeletons: &Skeletons<'_>, dimension: Dimension, set: &FixedBitSet) -> String {
    listing(skeletons, dimension, |place| usize::from(set.contains(place))).0
}

/// One test on the way through a set.
#[derive(Debug, Clone, Copy)]
enum Node {
    Leaf(Digest),
    /// The row of a level.
    Inner(usize, usize),
}

struct Walk<'w, 's> {
    diagrams: &'w Diagrams,
    skeletons: &'w Skeletons<'s>,
    region: &'w Region,
    /// For each dimension, what follows for each class, at each node that tells classes apart.
    levels: Vec<Vec<Vec<u32>>>,
    unique: HashMap<(usize, Vec<u32>), u32>,
    known: HashMap<(usize, NodeId), u32>,
    nodes: Vec<Node>,
    leaves: HashMap<Digest, u32>,
    facts: Facts<'w>,
}

impl Walk<'_, '_> {
    /// The node for what is left of the set below the dimensions before a level.
    fn node(&mut self, level: usize, at: NodeId) -> Result<u32, BudgetExceeded> {
        if let Some(known) = self.known.get(&(level, at)) {
            return Ok(*known);
        }
        let made = match Dimension::ALL.get(level).copied() {
            None => self.leaf(at)?,
            Some(dimension) => match self.diagrams.look(self.region, at) {
                Test::Slot(found) if found == dimension => {
                    let mut row = Vec::new();
                    for class in 0..self.diagrams.space().n_classes(dimension) {
                        let below = self.diagrams.follow(self.region, at, dimension, class);
                        row.push(self.node(level + 1, below)?);
                    }
                    self.inner(level, row)
                }
                Test::No | Test::Yes | Test::Slot(_) | Test::Fact(..) => self.node(level + 1, at)?,
            },
        };
        self.known.insert((level, at), made);
        Ok(made)
    }

    fn leaf(&mut self, at: NodeId) -> Result<u32, BudgetExceeded> {
        let node = self.facts.import(self.diagrams, self.region, at);
        let digest = self.facts.digest(node)?;
        let next = number(self.nodes.len());
        let id = *self.leaves.entry(digest).or_insert(next);
        if id == next {
            self.nodes.push(Node::Leaf(digest));
        }
        Ok(id)
    }

    fn inner(&mut self, level: usize, row: Vec<u32>) -> u32 {
        // The company is nobody's recipient, so that what follows for it does not matter.
        let is_company = |class: &usize| {
            let classes = self.diagrams.space().classes(Dimension::Recipient);
            Dimension::ALL[level] == Dimension::Recipient
                && classes.members.get(*class).is_some_and(|members| members[..] == [COMPANY])
        };
        let first = row.iter().enumerate().find(|(class, _)| !is_company(class)).map_or(0, |(_, next)| *next);
        let row: Vec<u32> = row
            .into_iter()
            .enumerate()
            .map(|(class, next)| if is_company(&class) { first } else { next })
            .collect();
        if row.iter().all(|next| *next == first) {
            return first;
        }
        if let Some(known) = self.unique.get(&(level, row.clone())) {
            return *known;
        }
        let id = number(self.nodes.len());
        self.nodes.push(Node::Inner(level, self.levels[level].len()));
        self.levels[level].push(row.clone());
        self.unique.insert((level, row), id);
        id
    }

    /// The digest of the whole, with the classes of every dimension in words.
    fn digest(&self, root: u32) -> Digest {
        let mut whole = Sha256::new();
        let mut samples: Vec<Vec<usize>> = Vec::new();
        for (dimension, rows) in Dimension::ALL.into_iter().zip(&self.levels) {
            let space = self.diagrams.space();
            // Classes for which the same follows at every node are one class.
            let mut known: HashMap<Vec<u32>, usize> = HashMap::new();
            let classes: Vec<usize> = (0..space.n_classes(dimension))
                .map(|class| {
                    let column: Vec<u32> = rows.iter().map(|row| row[class]).collect();
                    let next = known.len();
                    *known.entry(column).or_insert(next)
                })
                .collect();
            let mut sample = Vec::new();
            if !rows.is_empty() {
                let class_of = &space.classes(dimension).class_of;
                let (text, order) = listing(self.skeletons, dimension, |place| classes[class_of[place]]);
                field(&mut whole, dimension.word());
                field(&mut whole, &text);
                sample = order
                    .iter()
                    .filter_map(|group| classes.iter().position(|class| class == group))
                    .collect();
            }
            samples.push(sample);
        }
        // Nodes are made after those below them.
        let mut digests: Vec<Digest> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let digest = match node {
                Node::Leaf(digest) => *digest,
                Node::Inner(level, row) => {
                    let mut sum = Sha256::new();
                    sum.update([0]);
                    field(&mut sum, Dimension::ALL[*level].word());
                    for class in &samples[*level] {
                        sum.update(digests[self.levels[*level][*row][*class] as usize]);
                    }
                    sum.finalize().into()
                }
            };
            digests.push(digest);
        }
        whole.update(digests[root as usize]);
        whole.finalize().into()
    }
}

/// Puts a text into a digest so that no two texts run into each other.
pub(super) fn field(sum: &mut Sha256, text: &str) {
    sum.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
    sum.update(text);
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// The groups of the values of a slot in words, and the groups in the order in which the words number them.
///
/// A term is only mentioned where its group differs from that of a term above it; one without a term above it, where its
/// group differs from that of what has no name.
fn listing(
    skeletons: &Skeletons<'_>,
    dimension: Dimension,
    group_of: impl Fn(usize) -> usize,
) -> (String, Vec<usize>) {
    let mut listing = Listing::default();
    let Some(kind) = Space::kind(dimension) else {
        let words: Vec<String> = if dimension == Dimension::State {
            let word = |state: &Option<ProtectedState>| state.map_or("(not said)", ProtectedState::word);
            STATES.iter().map(|state| word(state).to_owned()).collect()
        } else {
            Act::ALL.map(|act| act.verb().phrase(Number::Plural)).to_vec()
        };
        for (place, word) in words.iter().enumerate() {
            listing.put(word, std::iter::once(group_of(place)));
        }
        return (listing.text, listing.order);
    };
    let skeleton = skeletons.of(dimension, kind);
    if let [_, _, ..] = &skeleton.forms[..] {
        listing.text.push_str(&skeleton.form_names);
    }
    let group =
        |atom: usize, form: usize| group_of(skeletons.space.place_of(dimension, Datum { atom, form }));
    for line in &skeleton.lines {
        let is_alike =
            |other: usize| skeleton.forms.iter().all(|form| group(line.place, *form) == group(other, *form));
        if line.above.is_empty() || !line.above.iter().all(|other| is_alike(*other)) {
            let forms = skeleton.forms.iter();
            listing.put(&line.name, forms.map(|form| group(line.place, *form)));
        }
    }
    (listing.text, listing.order)
}

/// What is the same in every listing of a slot.
struct Skeleton<'s> {
    /// In which order data have their forms; other values have one, which has no name.
    forms: Vec<usize>,
    form_names: String,
    lines: Vec<Line<'s>>,
}

/// What may be a line of a listing: it is one where its groups are not those of everything above it.
struct Line<'s> {
    name: Cow<'s, str>,
    place: usize,
    above: Vec<usize>,
}

/// The skeletons of the slots of a space, each made when it is first asked for.
pub(super) struct Skeletons<'s> {
    space: &'s Space,
    made: [OnceCell<Skeleton<'s>>; Dimension::COUNT],
}

impl<'s> Skeletons<'s> {
    pub(super) fn new(space: &'s Space) -> Self {
        Self { space, made: Default::default() }
    }

    fn of(&self, dimension: Dimension, kind: Kind) -> &Skeleton<'s> {
        self.made[dimension as usize].get_or_init(|| Skeleton::new(self.space, dimension, kind))
    }
}

impl<'s> Skeleton<'s> {
    fn new(space: &'s Space, dimension: Dimension, kind: Kind) -> Self {
        let vocabulary = &space.policy.vocabulary;
        let named = space.forms.terms();
        let form_name = |form: &usize| &*vocabulary.term(named[*form]).name;
        let n_forms = if dimension.has_form() { named.len() } else { 1 };
        let mut forms: Vec<usize> = (0..n_forms).collect();
        let mut form_names = String::new();
        if forms.len() > 1 {
            forms.sort_by_key(form_name);
            form_names = forms.iter().map(form_name).collect::<Vec<_>>().join(" ");
        }
        let mut lines = Vec::new();
        let mut own: Vec<Option<usize>> = vec![None; vocabulary.len()];
        let mut unnamed: Vec<(Traits, usize)> = Vec::new();
        for (place, atom) in space.atoms(kind).iter().enumerate() {
            match atom {
                Atom::Company if dimension == Dimension::Actor => {
                    lines.push(Line { name: Cow::Borrowed("(the company)"), place, above: Vec::new() });
                }
                Atom::Company | Atom::State(_) => {}
                Atom::Unnamed(traits) => unnamed.push((*traits, place)),
                Atom::Term(term) | Atom::Rest(term) => own[term.index()] = Some(place),
            }
        }
        for (traits, place) in &unnamed {
            let words: Vec<&str> =
                Trait::ALL.into_iter().filter(|one| traits.has(*one)).map(Trait::word).collect();
            lines.push(Line {
                name: format!("({})", words.join(" ")).into(),
                place: *place,
                above: Vec::new(),
            });
        }
        let is_alike = |one: Traits, other: Traits| {
            let told = [
                Trait::Personal,
                Trait::Identifying,
                Trait::Sensitive,
                Trait::SpecialCategory,
                Trait::Public,
            ];
            told.into_iter().all(|trait_| one.has(trait_) == other.has(trait_))
        };
        let mut terms: Vec<Line<'_>> = Vec::new();
        for (id, term) in vocabulary.of_kind(kind) {
            let Some(place) = own[id.index()] else { continue };
            let mut above: Vec<usize> =
                term.parents.iter().filter_map(|parent| own[parent.index()]).collect();
            if above.is_empty() {
                let like =
                    unnamed.iter().find(|(traits, _)| unnamed.len() == 1 || is_alike(*traits, term.traits));
                above.extend(like.map(|(_, place)| *place));
            }
            terms.push(Line { name: Cow::Borrowed(&*term.name), place, above });
        }
        terms.sort_by(|one, other| one.name.cmp(&other.name));
        lines.extend(terms);
        Self { forms, form_names, lines }
    }
}

#[derive(Default)]
struct Listing {
    text: String,
    order: Vec<usize>,
}

impl Listing {
    fn put(&mut self, name: &str, groups: impl Iterator<Item = usize>) {
        self.text.push('\n');
        self.text.push_str(name);
        for group in groups {
            let number = match self.order.iter().position(|known| *known == group) {
                Some(number) => number,
                None => {
                    self.order.push(group);
                    self.order.len() - 1
                }
            };
            let _ = write!(self.text, " {number}");
        }
    }
}
