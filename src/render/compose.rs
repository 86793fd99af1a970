//! Composition: from the model of a policy to the page in words.
//!
//! Every statement becomes a sentence: the labels of its terms are put into the frame of its verb.
//! Frames and fixed words stand in one resource for each language; the author's wording (`says`) replaces a frame.
//!
//! # Design
//!
//! Each label of a vocabulary is a phrase that fits one frame of its kind, so sentences need no grammar engine.
//! A frame gets whole phrases and puts them in order; which words lead a phrase in, what is plural, and where a comma stands is for the resource to say.
//! Words of an author travel through the frames as marks and are put in at the end, as links where a definition exists.

mod change;
mod channel;
mod claim;
mod clause;
mod contact;
mod deed;
mod document;
mod exception;
mod fact;
mod form;
mod frames;
mod glance;
mod law;
mod lead;
mod message;
mod naming;
mod offer;
mod person;
mod place;
mod readers;
mod reference;
mod retention;
mod sentence;
mod set;
mod statement;
mod term;
mod tracker;
mod verb;
mod wording;
mod words;

pub use change::{Happened, Speaker};
pub(crate) use message::Message;

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fmt;

use frames::{Frames, Value};
use naming::{Naming, Place};
use words::{Piece, PieceKind, Pieces, joined};

use crate::model::{Kind, Origin, Policy, SectionId, StatementId, TermId, TrackerId, Trait};
use crate::render::page::{Anchor, Block, Direction, Inline, Page};
use crate::semantics::half::Owner;
use crate::semantics::{Meaning, Understood, loss};

/// The page of a policy.
#[must_use]
pub fn compose(policy: &Understood) -> Page {
    Composer::of(policy).page()
}

/// A statement as plain text: what the page says, in one line.
#[must_use]
pub fn sentence_text(policy: &Policy, meaning: Option<&Meaning>, statement: StatementId) -> String {
    Composer::new(policy, meaning).plain_statement(policy.statement(statement))
}

/// A tracker as plain text: what the table of the page says of it, in one line.
#[must_use]
pub fn tracker_text(policy: &Policy, tracker: TrackerId) -> String {
    let tracker = policy.trackers.get(tracker.index());
    tracker.map(|tracker| Composer::new(policy, None).plain_tracker(tracker)).unwrap_or_default()
}

/// All statements as plain text, in their order.
#[must_use]
pub fn sentence_texts(policy: &Understood) -> Vec<String> {
    Composer::of(policy).sentences()
}

/// A policy, the frames of its language, and what has been composed so far.
pub struct Composer<'policy> {
    policy: &'policy Policy,
    /// What it means, as far as that is known.
    meaning: Option<&'policy Meaning>,
    frames: Frames,
    naming: Naming,
    pieces: Pieces,
    /// Words that are found in the text of authors: the longest first, each with its definition.
    defined: Vec<(String, Anchor)>,
    /// Definitions that the section at hand already leads to.
    linked: RefCell<HashSet<Anchor>>,
    /// Terms of the policy that the page uses.
    used: RefCell<BTreeSet<TermId>>,
    /// What a deletion or a right to it does not reach and does not name, as far as the meaning is known.
    kept_within: BTreeMap<Owner, BTreeSet<Owner>>,
    /// Whether the sentence at hand is about others than the reader, so that “your” would be wrong.
    is_of_others: Cell<bool>,
    /// The section at hand, where it speaks to people of its own and not to the readers of the whole policy.
    readers: Cell<Option<SectionId>>,
    /// Whether the section at hand has said the legal bases of all its statements.
    are_bases_said: Cell<bool>,
    /// Whether a right over other statements is being named, within which no other such right is.
    is_within_right: Cell<bool>,
}

impl fmt::Debug for Composer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Composer").field("language", &self.frames.language).finish_non_exhaustive()
    }
}

impl<'policy> Composer<'policy> {
    /// The composer of a policy that is understood.
    #[must_use]
    pub fn of(policy: &'policy Understood) -> Self {
        Self::new(policy, policy.meaning().ok())
    }

    /// The composer of a policy, in the language of its header, with what only its meaning tells; none where it cannot be
    /// decided within its budget.
    #[must_use]
    pub fn new(policy: &'policy Policy, meaning: Option<&'policy Meaning>) -> Self {
        let tag = policy.header.as_ref().and_then(|header| header.language.as_deref());
        let title = policy.header.as_ref().map(|header| header.title.as_str()).unwrap_or_default();
        let frames = Frames::of(tag).for_title(title);
        let mut composer = Self {
            policy,
            meaning,
            naming: Naming::of(&frames.identifier, &laws(policy), frames.document()),
            frames,
            pieces: Pieces::default(),
            defined: Vec::new(),
            linked: RefCell::default(),
            used: RefCell::default(),
            kept_within: meaning.map(loss::kept_within).unwrap_or_default(),
            is_of_others: Cell::default(),
            readers: Cell::default(),
            are_bases_said: Cell::default(),
            is_within_right: Cell::default(),
        };
        composer.defined = composer.defined_words();
        composer
    }

    /// The page of the policy.
    #[must_use]
    pub fn page(&self) -> Page {
        self.used.borrow_mut().clear();
        let policy = self.policy;
        let header = policy.header.as_ref();
        let controller = policy.controller().map(|party| party.label.as_str()).unwrap_or_default();
        let title = header.map_or_else(|| self.frames.word(Message::Untitled), |header| header.title.clone());
        let introduction = header.map(|header| self.introduction(header)).unwrap_or_default();
        self.begin_section();
        let glance = self.glance();
        let is_numbered = header.is_some_and(|header| header.is_numbered);
        let sections = (1_usize..).zip(&policy.top).map(|(number, id)| {
            let section = self.section(*id);
            if is_numbered { section.numbered(&number.to_string()) } else { section }
        });
        let sections = sections.collect();
        Page {
            language: self.frames.language.as_str().into(),
            direction: self.direction(),
            title: title.into(),
            company: controller.into(),
            facts: header.map(|header| self.facts(header)).unwrap_or_default(),
            introduction,
            glance,
            sections,
            glossary: self.glossary(),
            contacts: policy.parties.iter().map(|party| self.contact(party)).collect(),
            footer: header.map(|header| self.footer(header)).unwrap_or_default(),
            labels: self.fixed_words(),
        }
    }

    /// All statements as plain text, in their order.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        self.policy.statements.iter().map(|statement| self.plain_statement(statement)).collect()
    }

    fn direction(&self) -> Direction {
        match self.frames.word(Message::Direction).as_str() {
            "rtl" => Direction::RightToLeft,
            _ => Direction::LeftToRight,
        }
    }

    // --- terms and their definitions ------------------------------------------------------------

    /// The label of a term.
    fn term(&self, id: TermId) -> String {
        let label = self.untitled_choice(id).map_or_else(|| self.label(id), Cow::Owned);
        self.pieces.mark(&label, PieceKind::Term(id))
    }

    /// The label of a term as it is: in the words of the law, in the spelling of the language, of whomever the sentence is.
    fn label(&self, id: TermId) -> Cow<'_, str> {
        let term = self.policy.vocabulary.term(id);
        let is_theirs = self.is_of_others.get() && term.origin == Origin::Standard;
        if let Some(theirs) = self.naming.said(term, Place::Theirs, &[]).filter(|_| is_theirs) {
            return Cow::Owned(theirs);
        }
        let label = self.naming.label(term);
        match is_theirs {
            true => Cow::Owned(self.of_them(&label)),
            false => label,
        }
    }

    /// What a term is called in a place, if that is not its label.
    fn said_in(&self, id: TermId, place: Place, values: &[(&str, Value<'_>)]) -> Option<String> {
        let said = self.naming.said(self.policy.vocabulary.term(id), place, values)?;
        Some(if self.is_of_others.get() { self.of_them(&said) } else { said })
    }

    /// The same, or else what the nearest term above it is called there: what is true of a kind is true of all of it.
    fn said_of_kind(&self, id: TermId, place: Place, values: &[(&str, Value<'_>)]) -> Option<String> {
        let ancestors = || self.policy.vocabulary.ancestors(id);
        let above = || ancestors().into_iter().find_map(|above| self.said_in(above, place, values));
        self.said_in(id, place, values).or_else(above)
    }

    /// Words of an author.
    fn plain_mark(&self, words: &str) -> String {
        self.pieces.mark(words, PieceKind::Words)
    }

    /// Where a term is explained.
    ///
    /// A term that the document defines as a word leads to that definition.
    /// The policy's other terms have an entry if there is more to say of them than their label does: what they mean, what they count as and include, where to read more.
    fn anchor_of(&self, id: TermId) -> Option<Anchor> {
        let term = self.policy.vocabulary.term(id);
        if term.origin != Origin::Policy {
            return None;
        }
        if self.policy.trackers.iter().any(|tracker| tracker.channel == id) {
            return None;
        }
        let is_defined = |word: &str| term.kind == Kind::Data && word == &*term.label;
        if let Some(definition) =
            self.policy.definitions.iter().find(|definition| is_defined(&definition.word))
        {
            return Some(Anchor::from(definition.named.name.as_str()));
        }
        let is_related = term.means.is_some()
            || self.told_parents(id).next().is_some()
            || self.told_excludes(id).next().is_some()
            || [&term.children, &term.may_contain].iter().any(|terms| !terms.is_empty());
        let does_something = term.effects.said().next().is_some() || term.traits.has(Trait::OutlastsDeletion);
        let says_something = !term.definition.is_empty()
            || is_related
            || does_something
            || self.own_traits(id).next().is_some()
            || !term.addresses.is_empty();
        says_something.then(|| Anchor::from(format!("{}--{}", term.kind.word(), term.name)))
    }

    /// Words of the document, and labels of data that stand out by a capital.
    fn defined_words(&self) -> Vec<(String, Anchor)> {
        let words = self
            .policy
            .definitions
            .iter()
            .map(|definition| (definition.word.clone(), Anchor::from(definition.named.name.as_str())));
        let data = self
            .policy
            .vocabulary
            .of_kind(Kind::Data)
            .filter(|(_, term)| term.label.starts_with(char::is_uppercase));
        let data = data.filter_map(|(id, term)| Some((term.label.to_string(), self.anchor_of(id)?)));
        let mut defined: Vec<(String, Anchor)> =
            words.chain(data).filter(|(word, _)| !word.is_empty()).collect();
        defined.sort_by(|(one, _), (other, _)| {
            other.chars().count().cmp(&one.chars().count()).then_with(|| one.cmp(other))
        });
        defined
    }

    /// Forgets which definitions were led to: a new section leads to each again, once.
    fn begin_section(&self) {
        self.linked.borrow_mut().clear();
    }

    /// The section at hand explains a word, so that nothing need lead there.
    fn define(&self, anchor: &str) {
        self.linked.borrow_mut().insert(Anchor::from(anchor));
    }

    /// A term that the page uses and that is not among those.
    fn next_used(&self, done: &[TermId]) -> Option<TermId> {
        self.used.borrow().iter().copied().find(|id| !done.contains(id))
    }

    // --- words of the page ----------------------------------------------------------------------

    /// A phrase as words of the page.
    fn words(&self, phrase: &str) -> Vec<Inline> {
        joined(self.pieces.inlines(phrase, |piece| self.link(piece)))
    }

    fn link(&self, piece: &Piece) -> Vec<Inline> {
        match &piece.kind {
            PieceKind::Words => self.find_defined(&piece.text),
            PieceKind::Term(id) => match self.anchor_of(*id) {
                Some(anchor) => {
                    if self.term_of(&anchor).is_some() {
                        self.used.borrow_mut().insert(*id);
                    }
                    vec![self.first_link(&piece.text, anchor)]
                }
                None => self.find_in_label(&piece.text),
            },
            PieceKind::Reference(anchor) => vec![Inline::reference(piece.text.as_str(), anchor.clone())],
            PieceKind::Link(address) => vec![Inline::link(piece.text.as_str(), address)],
        }
    }

    /// A link to a definition, where the section has none yet.
    fn first_link(&self, text: &str, anchor: Anchor) -> Inline {
        if self.linked.borrow_mut().insert(anchor.clone()) {
            Inline::term(text, anchor)
        } else {
            Inline::text(text)
        }
    }

    /// The same in a label: one that holds a word is not the word, unless it ends with one whose capital tells that it is meant
    /// as defined: “improving the Service”, but not “the HR portal”.
    fn find_in_label(&self, text: &str) -> Vec<Inline> {
        let is_meant =
            |word: &str| word == text || word.starts_with(char::is_uppercase) && text.ends_with(word);
        self.find_words(text, &is_meant)
    }

    /// Text with links at the defined words that the section has not led to yet.
    fn find_defined(&self, text: &str) -> Vec<Inline> {
        self.find_words(text, &|_| true)
    }

    fn find_words(&self, text: &str, is_meant: &dyn Fn(&str) -> bool) -> Vec<Inline> {
        for (word, anchor) in self.defined.iter().filter(|(word, _)| is_meant(word)) {
            if self.linked.borrow().contains(anchor) {
                continue;
            }
            let Some(start) = whole_word(text, word) else { continue };
            let (before, rest) = text.split_at(start);
            let (found, after) = rest.split_at(word.len());
            if let Some(id) = self.term_of(anchor) {
                self.used.borrow_mut().insert(id);
            }
            let link = self.first_link(found, anchor.clone());
            return [self.find_words(before, is_meant), vec![link], self.find_words(after, is_meant)]
                .concat();
        }
        if text.is_empty() { Vec::new() } else { vec![Inline::text(text)] }
    }

    fn term_of(&self, anchor: &Anchor) -> Option<TermId> {
        let (kind, name) = anchor.as_str().split_once("--")?;
        self.policy.vocabulary.find(Kind::of_word(kind)?, name)
    }

    /// Prose of an author with links at defined words.
    fn linked(&self, blocks: Vec<Block>) -> Vec<Block> {
        blocks.into_iter().map(|block| self.linked_block(block)).collect()
    }

    fn linked_block(&self, block: Block) -> Block {
        match block {
            Block::Paragraph(words) => Block::Paragraph(self.linked_words(words)),
            Block::List { start, items } => {
                Block::List { start, items: items.into_iter().map(|item| self.linked(item)).collect() }
            }
            Block::Quote(blocks) => Block::Quote(self.linked(blocks)),
            Block::Heading { .. } | Block::Code(_) | Block::Divider => block,
        }
    }

    fn linked_words(&self, words: Vec<Inline>) -> Vec<Inline> {
        let linked = joined(words).into_iter().flat_map(|word| match word {
            Inline::Text(text) => self.find_defined(text.as_str()),
            Inline::Strong(words) => vec![Inline::Strong(self.linked_words(words))],
            Inline::Emphasis(words) => vec![Inline::Emphasis(self.linked_words(words))],
            Inline::Code(_)
            | Inline::Term { .. }
            | Inline::Reference { .. }
            | Inline::Link { .. }
            | Inline::Break => vec![word],
        });
        joined(linked.collect())
    }
}

/// The regions whose law governs a policy, each with those around it, in the order in which they are written: where laws
/// have different words, those of the first count, also where they are the words of a region around it.
fn laws(policy: &Policy) -> Vec<&str> {
    let vocabulary = &policy.vocabulary;
    let mut regions: Vec<TermId> = Vec::new();
    for law in policy.header.iter().flat_map(|header| header.law.iter().copied()) {
        let with_around = std::iter::once(law).chain(vocabulary.ancestors(law));
        regions.extend(with_around.filter(|one| !regions.contains(one)).collect::<Vec<_>>());
    }
    let standard = regions.into_iter().map(|id| vocabulary.term(id));
    standard.filter(|term| term.origin == Origin::Standard).map(|term| &*term.name).collect()
}

/// Where a word stands in a text on its own, not inside a longer word.
fn whole_word(text: &str, word: &str) -> Option<usize> {
    // “non-personal data” says nothing of personal data.
    let is_part = |character: Option<char>| {
        character.is_some_and(|one| one.is_alphanumeric() || matches!(one, '-' | '\u{2010}' | '\u{2011}'))
    };
    text.match_indices(word).map(|(start, _)| start).find(|start| {
        let before = text.get(..*start).and_then(|before| before.chars().next_back());
        let after = text.get(start + word.len()..).and_then(|after| after.chars().next());
        !is_part(before) && !is_part(after)
    })
}
