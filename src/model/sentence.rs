//! Statements and what they are made of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    Deletion, End, EndKind, Period, Retention, SectionId, Slot, Slots, StatementId, TermId, Vocabulary,
};
use crate::language::{FactWord, Kind, Modality, Necessity, ProtectedState, Trait, Verb};
use crate::source::Span;

/// A statement of the policy: what it says with one of its verbs.
///
/// A statement in which verbs are joined (`use and disclose`) is one of these for each verb, side by side, each with the
/// clauses that its verb takes; what else they hold, label, words and exception, is the same in all of them.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its place among the statements.
    pub id: StatementId,
    /// Which of the verbs of the statement as written it is about.
    pub joined: Joined,
    /// Its label, unique in the document.
    pub label: String,
    /// The title that readers see.
    pub title: Option<String>,
    /// Where its label stands.
    pub label_span: Span,
    /// Where it stands, whole.
    pub span: Span,
    /// The section in which it stands.
    pub section: SectionId,
    /// Who does what.
    pub sentence: Sentence,
    /// The fact that a person has used the choice that this offer is; `None` if it offers no choice.
    pub choice: Option<TermId>,
    /// What is announced, behind `do not yet`.
    pub later: Option<Later>,
    /// What is excepted.
    pub exception: Option<Exception>,
    /// Its words.
    pub words: Words,
    /// Attributes in braces.
    pub attributes: super::Attributes,
}

/// The place of a verb among those that are joined in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Joined {
    /// How many of them stand before it.
    pub place: usize,
    /// How many there are.
    pub count: usize,
}

impl Joined {
    /// The only verb of its statement.
    pub const ALONE: Self = Self { place: 0, count: 1 };

    /// Whether it is joined with others.
    #[must_use]
    pub const fn is_joined(self) -> bool {
        self.count > 1
    }
}

/// Who does what: the part that a statement and an expected flow share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Who acts.
    pub actor: Actor,
    /// How it is said.
    pub modality: Modality,
    /// The verb.
    pub verb: Verb,
    /// The object: data, or what the verb takes.
    pub object: Slot,
    /// Everything else that is filled with terms.
    pub slots: Slots,
    /// `from LABEL` of an offer.
    pub from_labels: Vec<(String, Span)>,
    /// `with`, `when`, `unless`, `under`: all of them hold together.
    pub facts: Vec<FactClause>,
    /// `based on`
    pub bases: Vec<Basis>,
    /// `required`, `optional`
    pub necessity: Option<Necessity>,
    /// The ends of `retain`, or of `kept` on a practice.
    pub retention: Option<Retention>,
    /// The limit of `never retain … longer than`: a ceiling.
    pub is_ceiling: bool,
    /// What `delete` says.
    pub deletion: Option<Deletion>,
    /// `in transit`, `at rest`, `in use` of `protect`.
    pub states: Vec<ProtectedState>,
    /// `within`, `promptly`, `at least … before`.
    pub timing: Option<Timing>,
    /// Whether a part could not be resolved, so that nothing may be concluded from the rest.
    pub is_damaged: bool,
}

impl Sentence {
    /// A sentence about the company with nothing but its verb and its object.
    #[must_use]
    pub const fn plain(span: Span, verb: Verb, object: Slot) -> Self {
        Self {
            span,
            actor: Actor::We,
            modality: Modality::Plain,
            verb,
            object,
            slots: Slots::EMPTY,
            from_labels: Vec::new(),
            facts: Vec::new(),
            bases: Vec::new(),
            necessity: None,
            retention: None,
            is_ceiling: false,
            deletion: None,
            states: Vec::new(),
            timing: None,
            is_damaged: false,
        }
    }

    /// Whether it offers a choice, which stops something once a person has used it.
    #[must_use]
    pub fn offers_choice(&self, vocabulary: &Vocabulary) -> bool {
        let rights = self.object.set.items.iter().filter_map(|item| match item.what {
            What::Term(right) => Some(right),
            What::Any { .. } => None,
        });
        self.verb == Verb::Offer && !self.modality.is_negative() && vocabulary.has_choice(rights)
    }

    /// Whether a term is among what has to be true, of the flow or of the person, or among the events that bring an end.
    #[must_use]
    pub fn depends_on(&self, term: TermId) -> bool {
        let of_fact = |fact: &Fact| fact.terms().iter().any(|(one, _)| *one == term);
        let of_end = |end: &End| match &end.kind {
            EndKind::For { after, .. } => *after == Some(term),
            EndKind::While(fact) => of_fact(fact),
            EndKind::Until(event) => *event == term,
            EndKind::AtAll
            | EndKind::Indefinitely
            | EndKind::More { .. }
            | EndKind::Needed(_)
            | EndKind::ItsPurposes => false,
        };
        let of_slot = |slot: &Slot| {
            slot.set.items.iter().chain(&slot.set.except).any(|item| item.what == What::Term(term))
        };
        let ends = self.retention.iter().flat_map(|retention| &retention.stages);
        self.facts.iter().any(|clause| of_fact(&clause.fact))
            || ends.flat_map(|stage| &stage.ends).any(of_end)
            || self.deletion.iter().any(|deletion| of_fact(&deletion.event))
            || self.slots.filled().any(|(field, slot)| field.is_condition() && of_slot(slot))
    }

    /// Every slot that is filled, the object first.
    pub fn every_slot(&self) -> impl Iterator<Item = &Slot> {
        std::iter::once(&self.object).chain(self.slots.filled().map(|(_, slot)| slot))
    }

    /// Every slot that is filled, the object first, to be changed.
    pub fn every_slot_mut(&mut self) -> impl Iterator<Item = &mut Slot> {
        std::iter::once(&mut self.object).chain(self.slots.filled_mut())
    }

    /// The names that `says` can use: every slot that is filled, and the parts that are not slots.
    #[must_use]
    pub fn slot_names(&self) -> Vec<&'static str> {
        let parts = [
            ("facts", !self.facts.is_empty()),
            ("bases", !self.bases.is_empty()),
            ("retention", self.retention.as_ref().is_some_and(|retention| !retention.is_nothing())),
            ("event", self.deletion.is_some()),
            ("states", !self.states.is_empty()),
            (
                "timing",
                self.timing.is_some()
                    || self.deletion.as_ref().is_some_and(|deletion| deletion.timing.is_some()),
            ),
        ];
        let slots = self.slots.filled().map(|(field, _)| field.says());
        let named = std::iter::once(self.verb.object().name()).chain(slots);
        named.chain(parts.into_iter().filter(|(_, is_filled)| *is_filled).map(|(name, _)| name)).collect()
    }

    /// The slots of `says` that say a slot as well, where that one has no place of its own: “your e-mail address” is said
    /// with whose it is, and people with where they are.
    #[must_use]
    pub fn says_of(&self, name: &str) -> &'static [&'static str] {
        let has_data = self.verb.object() == super::Object::Data;
        match name {
            "subjects" if has_data => &["data"],
            "subject-regions" if has_data => &["subjects", "data"],
            "subject-regions" => &["subjects"],
            "others" => &["second"],
            "recipient-regions" => &["recipients"],
            "over" if self.verb == Verb::Offer && self.from_labels.is_empty() => &["rights"],
            _ => &[],
        }
    }
}

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// The company.
    We,
    /// A recipient.
    Recipient(TermId, Span),
}

/// A list with what is taken out of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Set {
    /// What is in.
    pub items: Vec<SetItem>,
    /// What is out again.
    pub except: Vec<SetItem>,
}

impl Set {
    /// A list of some things, none of them in a form of its own.
    pub fn of(whats: impl IntoIterator<Item = What>, span: Span) -> Self {
        let item = |what| SetItem { form: None, what, span };
        Self { items: whats.into_iter().map(item).collect(), except: Vec::new() }
    }

    /// Whether another list says the same, in whatever order and wherever it stands.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        let said =
            |items: &[SetItem]| items.iter().map(|item| (item.form, item.what)).collect::<BTreeSet<_>>();
        said(&self.items) == said(&other.items) && said(&self.except) == said(&other.except)
    }
}

/// One item of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SetItem {
    /// The form in front.
    pub form: Option<TermId>,
    /// What it is.
    pub what: What,
    /// Where it stands.
    pub span: Span,
}

/// What an item stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum What {
    /// A term and everything below it.
    Term(TermId),
    /// Every term of a kind, or those that have a trait or lack it.
    Any {
        /// The kind.
        kind: Kind,
        /// The trait.
        trait_: Option<Trait>,
        /// Whether the trait must be absent.
        is_negated: bool,
    },
}

/// A clause of facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FactClause {
    /// Which word opens it.
    pub word: FactWord,
    /// Whether `only` stands before it.
    pub is_only: bool,
    /// The expression.
    pub fact: Fact,
    /// Where it stands.
    pub span: Span,
    /// Whether it comes from the header of a section.
    pub is_inherited: bool,
}

/// An expression over facts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// A consent, condition, event or safeguard.
    Term(TermId, Span),
    /// A consent that was given within this time: it lapses when the time is over.
    Given(TermId, Period, Span),
    /// Not.
    Not(Box<Fact>),
    /// All of them.
    And(Vec<Fact>),
    /// At least one of them.
    Or(Vec<Fact>),
}

impl Fact {
    /// Facts joined to one, or the only one.
    pub fn joined(mut facts: Vec<Self>, join: impl FnOnce(Vec<Self>) -> Self) -> Self {
        match facts.len() {
            1 => facts.remove(0),
            _ => join(facts),
        }
    }

    /// Every term in it, in order.
    #[must_use]
    pub fn terms(&self) -> Vec<(TermId, Span)> {
        match self {
            Self::Term(term, span) | Self::Given(term, _, span) => vec![(*term, *span)],
            Self::Not(fact) => fact.terms(),
            Self::And(facts) | Self::Or(facts) => facts.iter().flat_map(Self::terms).collect(),
        }
    }

    /// Every fact in it that is neither joined of others nor the opposite of one, in order.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match self {
            Self::Term(..) | Self::Given(..) => vec![self],
            Self::Not(fact) => fact.leaves(),
            Self::And(facts) | Self::Or(facts) => facts.iter().flat_map(Self::leaves).collect(),
        }
    }

    /// What it says, as it is written, and nothing of where it stood.
    #[must_use]
    pub fn unplaced(&self) -> Self {
        let all = |facts: &[Self]| facts.iter().map(Self::unplaced).collect();
        match self {
            Self::Term(term, _) => Self::Term(*term, Span::default()),
            Self::Given(term, period, _) => Self::Given(*term, *period, Span::default()),
            Self::Not(inner) => Self::Not(Box::new(inner.unplaced())),
            Self::And(facts) => Self::And(all(facts)),
            Self::Or(facts) => Self::Or(all(facts)),
        }
    }

    /// What it says: its parts in one order, each once, and nothing of where they stood.
    #[must_use]
    pub fn in_order(&self) -> Self {
        match self {
            Self::Term(term, _) => Self::Term(*term, Span::default()),
            Self::Given(term, period, _) => Self::Given(*term, *period, Span::default()),
            Self::Not(inner) => match inner.in_order() {
                Self::Not(twice) => *twice,
                other @ (Self::Term(..) | Self::Given(..) | Self::And(_) | Self::Or(_)) => {
                    Self::Not(Box::new(other))
                }
            },
            Self::And(facts) => joined(facts, Self::And, |fact| match fact {
                Self::And(inner) => inner,
                Self::Term(..) | Self::Given(..) | Self::Not(_) | Self::Or(_) => vec![fact],
            }),
            Self::Or(facts) => joined(facts, Self::Or, |fact| match fact {
                Self::Or(inner) => inner,
                Self::Term(..) | Self::Given(..) | Self::Not(_) | Self::And(_) => vec![fact],
            }),
        }
    }
}

/// The parts of an expression in order, those of a part that is joined in the same way among them.
fn joined(facts: &[Fact], join: fn(Vec<Fact>) -> Fact, parts: impl Fn(Fact) -> Vec<Fact>) -> Fact {
    let mut facts: Vec<Fact> = facts.iter().map(Fact::in_order).flat_map(parts).collect();
    facts.sort();
    facts.dedup();
    match facts.len() {
        1 => facts.remove(0),
        _ => join(facts),
    }
}

/// A legal basis.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Basis {
    /// Which one.
    pub term: TermId,
    /// The interest, in words.
    pub interest: Option<String>,
    /// Where it stands.
    pub span: Span,
    /// Whether it comes from the header of a section.
    pub is_inherited: bool,
}

/// How soon, or how long before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Timing {
    /// `promptly`
    Promptly,
    /// `within`
    Within(Period),
    /// `at least … before`
    Before(Period),
    /// `beforehand`
    Beforehand,
}

/// What is announced.
#[derive(Debug, Clone)]
pub struct Later {
    /// Where it stands.
    pub span: Span,
    /// Under which facts.
    pub facts: Vec<FactClause>,
    /// For which purposes.
    pub purpose: Option<Slot>,
    /// Through which channels.
    pub channel: Option<Slot>,
}

/// What is excepted from a statement.
#[derive(Debug, Clone)]
pub enum Exception {
    /// What these statements and sections say, by label.
    StatedIn(Vec<(super::Target, Span)>),
    /// What any statement of the opposite kind says.
    StatedElsewhere(Span),
}

impl Exception {
    /// What it names.
    pub fn targets(&self) -> impl Iterator<Item = super::Target> + '_ {
        let named = match self {
            Self::StatedIn(named) => named.as_slice(),
            Self::StatedElsewhere(_) => &[],
        };
        named.iter().map(|(target, _)| *target)
    }
}

/// The words of a statement.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// What happens otherwise.
    pub otherwise: Option<String>,
    /// The reason.
    pub because: Option<String>,
    /// The author's wording, with slots in braces.
    pub says: Option<String>,
    /// Where that stands.
    pub says_span: Span,
    /// A note.
    pub note: Option<String>,
    /// An example.
    pub example: Option<String>,
    /// Provisions of law.
    pub cites: Vec<String>,
    /// Sentences of a source.
    pub traces: Vec<String>,
}
