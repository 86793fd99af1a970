//! Requirements: rules over the statements of a policy, evaluated on the model alone.
//!
//! A selector chooses statements by their verb and by clauses that they have and that overlap; a need is asked of each.
//! What a statement does not say it is not chosen by: `every collect from partners` is not about a statement without `from`.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::half::{is_trackers, named_by};
use super::retention;
use super::space::{Dimension, FactKey, Reading, Space};
use crate::language::NeedWord;
use crate::model::{
    FactClause, FactWord, Field, Kind, KnownTerm, Need, Object, Origin, Part, Policy, Quantified, Quantifier,
    Require, Role, Selector, Sentence, Set, SetItem, Slot, StatementId, TermId, TrackerId, Trait, Verb, What,
    Words,
};

/// What a requirement can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chosen {
    /// The `policy` block.
    Policy,
    /// A party, by its place.
    Party(usize),
    /// A tracker.
    Tracker(TrackerId),
    /// A statement.
    Statement(StatementId),
}

/// Whether a requirement is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is, by these; none where it is met because there is nothing of the kind.
    Satisfied {
        /// What has what is needed.
        by: Vec<Chosen>,
        /// The offers that it needed, in the order of the document.
        offers: Vec<StatementId>,
    },
    /// It is not: these lack what is needed, or are what must not be; none where there is nothing of the kind at all.
    Missing(Vec<Chosen>),
    /// The `when` of the requirement does not hold: because of these, or because there is nothing of the kind.
    ConditionNotMet(Vec<Chosen>),
    /// There is nothing of which something could be required.
    NothingChosen,
}

/// Evaluates a requirement.
#[must_use]
pub fn evaluate(space: &Space, require: &Require) -> Outcome {
    let evaluation = Evaluation { space, policy: &space.policy };
    match require.when.as_ref().map(|when| evaluation.quantified(when)) {
        None | Some(Outcome::Satisfied { .. }) => evaluation.quantified(&require.requirement),
        Some(Outcome::Missing(because)) => Outcome::ConditionNotMet(because),
        Some(Outcome::ConditionNotMet(_) | Outcome::NothingChosen) => Outcome::ConditionNotMet(Vec::new()),
    }
}

/// The data of a statement or a tracker, as places of that dimension; `None` where it is not about data, or stores none.
#[must_use]
pub fn data(space: &Space, chosen: Chosen) -> Option<FixedBitSet> {
    Some(space.data(data_set(&space.policy, chosen)?, Reading::Exactly))
}

fn data_set(policy: &Policy, chosen: Chosen) -> Option<&Set> {
    match chosen {
        Chosen::Policy | Chosen::Party(_) => None,
        Chosen::Tracker(id) => Some(&policy.trackers.get(id.index())?.stores.as_ref()?.set),
        Chosen::Statement(id) => {
            let sentence = &policy.statement(id).sentence;
            match sentence.verb.object() {
                Object::Data => Some(&sentence.object.set),
                Object::Rights | Object::Subjects | Object::Recipients | Object::Topics => None,
            }
        }
    }
}

struct Evaluation<'a> {
    space: &'a Space,
    policy: &'a Policy,
}

impl Evaluation<'_> {
    fn quantified(&self, quantified: &Quantified) -> Outcome {
        let chosen = self.chosen(&quantified.selector);
        let meets = |one: &Chosen| {
            quantified.needs.is_empty() || quantified.needs.iter().any(|need| self.meets(*one, need))
        };
        let (having, lacking): (Vec<Chosen>, Vec<Chosen>) = chosen.into_iter().partition(meets);
        match quantified.quantifier {
            Quantifier::Every if having.is_empty() && lacking.is_empty() => Outcome::NothingChosen,
            Quantifier::Every if !lacking.is_empty() => Outcome::Missing(lacking),
            Quantifier::Some if having.is_empty() => Outcome::Missing(lacking),
            Quantifier::No if !having.is_empty() => Outcome::Missing(having),
            Quantifier::No => Outcome::Satisfied { by: Vec::new(), offers: Vec::new() },
            Quantifier::Every | Quantifier::Some => {
                Outcome::Satisfied { offers: self.needed_offers(&having, &quantified.needs), by: having }
            }
        }
    }

    /// The offers by which needs are met.
    fn needed_offers(&self, having: &[Chosen], needs: &[Need]) -> Vec<StatementId> {
        let mut offers = Vec::new();
        for need in needs {
            let Need::Offer(rights) = need else { continue };
            for one in having {
                offers.extend(self.offers(*one, rights).unwrap_or_default());
            }
        }
        offers.sort_unstable();
        offers.dedup();
        offers
    }

    fn chosen(&self, selector: &Selector) -> Vec<Chosen> {
        match selector {
            Selector::Policy => self.policy.header.iter().map(|_| Chosen::Policy).collect(),
            Selector::Party(role) => self.parties(*role),
            Selector::Tracker => self.trackers().collect(),
            Selector::Action { verb, has_object, sentence } => {
                let statements =
                    self.policy.statements.iter().map(|statement| Chosen::Statement(statement.id));
                let is_chosen = |one: &Chosen| {
                    self.sentence(*one).is_some_and(|candidate| {
                        !candidate.is_damaged
                            && (!candidate.modality.is_negative() || candidate.is_ceiling)
                            && reaches(*verb, candidate)
                            && (!has_object || self.is_about(*one, candidate, &sentence.object.set))
                            && self.has_clauses(candidate, sentence)
                    })
                };
                statements.chain(self.trackers()).filter(is_chosen).collect()
            }
        }
    }

    fn parties(&self, role: Role) -> Vec<Chosen> {
        let of_role = self.policy.parties.iter().enumerate().filter(|(_, party)| party.role == role);
        of_role.map(|(at, _)| Chosen::Party(at)).collect()
    }

    fn trackers(&self) -> impl Iterator<Item = Chosen> {
        (0..self.policy.trackers.len()).map(|at| Chosen::Tracker(TrackerId::at(at)))
    }

    /// The sentence of what is chosen: trackers are a way of collecting.
    fn sentence(&self, chosen: Chosen) -> Option<&Sentence> {
        match chosen {
            Chosen::Policy | Chosen::Party(_) => None,
            Chosen::Tracker(id) => self.policy.trackers.get(id.index()).map(|tracker| &tracker.sentence),
            Chosen::Statement(id) => Some(&self.policy.statement(id).sentence),
        }
    }

    fn data(&self, chosen: Chosen) -> Option<FixedBitSet> {
        data(self.space, chosen)
    }

    /// Whether the object of a statement overlaps a set.
    fn is_about(&self, chosen: Chosen, candidate: &Sentence, set: &Set) -> bool {
        match candidate.verb.object() {
            Object::Data => {
                let wanted = self.space.data(set, Reading::Prohibition);
                let named = data_set(self.policy, chosen).map(|data| self.aimed_at(data, set));
                named.is_some_and(|data| !self.space.data(&data, Reading::Exactly).is_disjoint(&wanted))
            }
            Object::Recipients => self.overlaps(Dimension::Recipient, &candidate.object.set, set),
            Object::Subjects => self.overlaps(Dimension::SecondSubject, &candidate.object.set, set),
            Object::Rights => self.has_right(&candidate.object.set, set),
            Object::Topics => self.names_below(&candidate.object.set, set),
        }
    }

    /// The data that a requirement on data with a trait is about. Whoever names a group of the vocabulary does not name
    /// a member that has the trait: sign-in details are no biometric data.
    fn aimed_at(&self, data: &Set, wanted: &Set) -> Set {
        let traits: Option<Vec<Trait>> = wanted
            .items
            .iter()
            .map(|item| match item.what {
                What::Any { trait_, is_negated: false, .. } => trait_,
                What::Any { .. } | What::Term(_) => None,
            })
            .collect();
        let Some(traits) = traits else { return data.clone() };
        let is_named = |item: &&SetItem| match item.what {
            What::Term(term) => self.names(term, &traits),
            What::Any { .. } => true,
        };
        Set { items: data.items.iter().filter(is_named).cloned().collect(), except: data.except.clone() }
    }

    /// Whether a term has one of some traits, or stands for something that the policy itself names: what it declares below
    /// the term, and what a term of its own means or holds.
    fn names(&self, term: TermId, traits: &[Trait]) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let is_own = |term: TermId| vocabulary.term(term).origin == Origin::Policy;
        let mut seen = BTreeSet::from([term]);
        let mut open = vec![term];
        while let Some(id) = open.pop() {
            let one = vocabulary.term(id);
            let meant = one.means.iter().flat_map(|set| &set.items).map(|item| item.what);
            let holds_any = meant.clone().any(|what| matches!(what, What::Any { .. }));
            if holds_any || traits.iter().any(|wanted| one.traits.has(*wanted)) {
                return true;
            }
            let below = vocabulary.descendants(id).into_iter().filter(|below| is_own(id) || is_own(*below));
            let meant = meant.filter_map(|what| match what {
                What::Term(meant) => Some(meant),
                What::Any { .. } => None,
            });
            open.extend(meant.chain(below).filter(|new| seen.insert(*new)));
        }
        false
    }

    /// Whether one of the offered rights is a wanted one, or a way of having it. A part of a right is not the right:
    /// who learns the recipients (`access.recipients`) has not seen a copy (`access`).
    fn has_right(&self, offered: &Set, wanted: &Set) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let is_part = |right: TermId, whole: TermId| {
            let rest = vocabulary.term(right).name.strip_prefix(&*vocabulary.term(whole).name);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        let is_right = |what: What, wanted: What| match (what, wanted) {
            (What::Term(right), What::Term(wanted)) => {
                vocabulary.is_below(right, wanted) && !is_part(right, wanted)
            }
            _ => true,
        };
        offered.items.iter().any(|item| wanted.items.iter().any(|wanted| is_right(item.what, wanted.what)))
    }

    fn overlaps(&self, dimension: Dimension, one: &Set, other: &Set) -> bool {
        !self.space.slot(dimension, one).is_disjoint(&self.space.slot(dimension, other))
    }

    /// Whether an item of one set is, or stands below, an item of another.
    fn names_below(&self, one: &Set, other: &Set) -> bool {
        let is_below = |what: What, above: What| match (what, above) {
            (What::Term(term), What::Term(above)) => self.policy.vocabulary.is_below(term, above),
            _ => true,
        };
        one.items.iter().any(|item| other.items.iter().any(|above| is_below(item.what, above.what)))
    }

    /// Whether a sentence has every clause of another, each overlapping it.
    fn has_clauses(&self, candidate: &Sentence, wanted: &Sentence) -> bool {
        let Sentence {
            slots,
            from_labels,
            facts,
            bases,
            necessity,
            retention,
            timing,
            // The selector asks for these itself.
            verb: _,
            object: _,
            // A requirement names clauses, and none of them says who acts, in which mood, or what is no clause.
            actor: _,
            modality: _,
            is_ceiling: _,
            deletion: _,
            states: _,
            span: _,
            is_damaged: _,
        } = wanted;
        let has_slot = |(field, want): (Field, &Slot)| {
            candidate.slots.get(field).is_some_and(|have| self.meet(field, &have.set, &want.set))
        };
        let names = |label: &str| candidate.from_labels.iter().any(|(named, _)| named == label);
        slots.filled().all(has_slot)
            && from_labels.iter().all(|(label, _)| names(label))
            && facts.iter().all(|fact| self.has_fact(candidate, fact))
            && bases.iter().all(|basis| self.has_basis(candidate, basis.term))
            && necessity.is_none_or(|necessity| candidate.necessity == Some(necessity))
            && (retention.is_none() || candidate.retention.is_some())
            && (timing.is_none() || candidate.timing.is_some())
    }

    /// Whether what a sentence says in a slot meets what is wanted there.
    fn meet(&self, field: Field, have: &Set, want: &Set) -> bool {
        match field {
            Field::Second | Field::Over => !self
                .space
                .data(have, Reading::Exactly)
                .is_disjoint(&self.space.data(want, Reading::Prohibition)),
            Field::SecondSubject | Field::Subject => self.overlaps(Dimension::SecondSubject, have, want),
            Field::Source => self.overlaps(Dimension::Source, have, want),
            Field::Channel => self.overlaps(Dimension::Channel, have, want),
            Field::Recipient => self.overlaps(Dimension::Recipient, have, want),
            Field::Purpose => self.overlaps(Dimension::Purpose, have, want),
            Field::SubjectRegion | Field::RecipientRegion => self.overlaps(Dimension::Region, have, want),
            // Who stores `in any region` says how, and not where.
            Field::Region => self.overlaps(Dimension::Region, &named(have), want),
            Field::Measures | Field::Events | Field::Duties => self.names_below(have, want),
        }
    }

    /// Whether a sentence names one of the facts of a clause, or one below it.
    fn has_fact(&self, candidate: &Sentence, wanted: &FactClause) -> bool {
        let wanted: Vec<FactKey> = wanted.fact.leaves().into_iter().filter_map(FactKey::of_leaf).collect();
        let is_wanted =
            |key: FactKey| wanted.iter().any(|above| key.implies(&self.policy.vocabulary, *above));
        let clauses = candidate.facts.iter().filter(|clause| clause.word != FactWord::Unless);
        let named = clauses.flat_map(|clause| clause.fact.leaves()).filter_map(FactKey::of_leaf);
        // `based on consent` is `with consent`.
        let consent = self.policy.vocabulary.known(KnownTerm::Consent);
        let agreed = consent.filter(|_| self.is_based_on_consent(candidate)).map(FactKey::Term);
        named.chain(agreed).any(is_wanted)
    }

    fn is_based_on_consent(&self, candidate: &Sentence) -> bool {
        let vocabulary = &self.policy.vocabulary;
        let wanted = vocabulary.known(KnownTerm::ConsentAsBasis);
        wanted
            .is_some_and(|wanted| candidate.bases.iter().any(|basis| vocabulary.is_below(basis.term, wanted)))
    }

    fn has_basis(&self, candidate: &Sentence, wanted: TermId) -> bool {
        let vocabulary = &self.policy.vocabulary;
        candidate.bases.iter().any(|basis| vocabulary.is_below(basis.term, wanted))
            || (KnownTerm::ConsentAsBasis.is(vocabulary.term(wanted)) && self.needs_consent(candidate))
    }

    fn needs_consent(&self, candidate: &Sentence) -> bool {
        let facts = candidate
            .facts
            .iter()
            .filter(|clause| clause.word != FactWord::Unless)
            .flat_map(|clause| clause.fact.terms());
        facts.into_iter().any(|(term, _)| self.policy.vocabulary.term(term).kind == Kind::Consent)
    }

    fn meets(&self, chosen: Chosen, need: &Need) -> bool {
        match need {
            Need::Clause(_, wanted) => {
                self.sentence(chosen).is_some_and(|candidate| self.has_clauses(candidate, wanted))
            }
            Need::Word(word, _) => self.has_word(chosen, *word),
            Need::Offer(rights) => self.offers(chosen, rights).is_some(),
        }
    }

    fn has_word(&self, chosen: Chosen, word: NeedWord) -> bool {
        let attribute =
            |attributes: &crate::model::Attributes| attributes.iter().any(|(key, _)| key == word.word());
        let in_words = |words: &Words| {
            word == NeedWord::Because && words.because.is_some()
                || word == NeedWord::Cites && !words.cites.is_empty()
        };
        match chosen {
            Chosen::Policy => self.policy.header.as_ref().is_some_and(|header| {
                let said = [
                    (NeedWord::Effective, header.effective.is_some()),
                    (NeedWord::Posted, header.posted.is_some()),
                    (NeedWord::Updated, header.updated.is_some()),
                    (NeedWord::Language, header.language.is_some()),
                ];
                said.contains(&(word, true))
            }),
            Chosen::Party(at) => {
                self.policy.parties.get(at).is_some_and(|party| attribute(&party.attributes))
            }
            Chosen::Tracker(id) => self.policy.trackers.get(id.index()).is_some_and(|tracker| {
                let said = [
                    (NeedWord::Lasting, tracker.lasting.is_some()),
                    (NeedWord::Stores, tracker.stores.is_some() || tracker.stores_no.is_some()),
                ];
                said.contains(&(word, true))
                    || in_words(&tracker.named.words)
                    || attribute(&tracker.attributes)
                    || self.says(chosen, &tracker.sentence, word)
            }),
            Chosen::Statement(id) => {
                let statement = self.policy.statement(id);
                in_words(&statement.words)
                    || attribute(&statement.attributes)
                    || self.says(chosen, &statement.sentence, word)
            }
        }
    }

    /// Whether a sentence says something of what a word asks for.
    fn says(&self, chosen: Chosen, sentence: &Sentence, word: NeedWord) -> bool {
        let fact = |word: FactWord| sentence.facts.iter().any(|clause| clause.word == word);
        let is_led_in = || Field::led_in_by(word.word()).any(|field| sentence.slots.has(field));
        match word {
            NeedWord::About | NeedWord::From | NeedWord::For | NeedWord::Through | NeedWord::Using => {
                is_led_in()
            }
            // An offer says `to` for those whom it is about; what is published is open to all.
            NeedWord::To => {
                is_led_in() || sentence.slots.has(Field::Subject) || sentence.verb == Verb::Publish
            }
            NeedWord::Under => fact(FactWord::Under),
            NeedWord::When => fact(FactWord::When),
            NeedWord::With => fact(FactWord::With) || self.is_based_on_consent(sentence),
            NeedWord::Necessity => sentence.necessity.is_some(),
            NeedWord::BasedOn => !sentence.bases.is_empty() || self.needs_consent(sentence),
            NeedWord::Interest => sentence.bases.iter().any(|basis| basis.interest.is_some()),
            NeedWord::Kept => sentence.retention.is_some(),
            NeedWord::Within => {
                sentence.timing.is_some()
                    || sentence.deletion.as_ref().is_some_and(|deletion| deletion.timing.is_some())
            }
            NeedWord::Retention => self.is_kept(chosen),
            // Said beside the sentence, or of a block.
            NeedWord::Address
            | NeedWord::Because
            | NeedWord::Cites
            | NeedWord::Contact
            | NeedWord::Effective
            | NeedWord::Email
            | NeedWord::Fee
            | NeedWord::Form
            | NeedWord::IdentityCheck
            | NeedWord::Language
            | NeedWord::Lasting
            | NeedWord::Phone
            | NeedWord::Posted
            | NeedWord::Stores
            | NeedWord::Updated
            | NeedWord::Website => false,
        }
    }

    /// Whether some statement says how long any of the data is kept, or when it is deleted.
    fn is_kept(&self, chosen: Chosen) -> bool {
        // A tracker holds what it stores as long as it lasts.
        if matches!(chosen, Chosen::Tracker(_)) && self.has_word(chosen, NeedWord::Lasting) {
            return true;
        }
        let Some(data) = self.data(chosen) else { return false };
        let (keepings, deletings) = retention::schedule(self.space);
        let kept = keepings.iter().any(|keeping| !keeping.data.is_disjoint(&data));
        kept || deletings.iter().any(|deleting| !deleting.data.is_disjoint(&data))
    }

    /// The offers of these rights that together cover all of the data, or speak of what is not about data; none where
    /// they do not.
    fn offers(&self, chosen: Chosen, rights: &Set) -> Option<Vec<StatementId>> {
        let purpose = self.sentence(chosen).and_then(|sentence| sentence.slots.purpose.as_ref());
        let is_for = |offer: &Sentence| match (&offer.slots.purpose, purpose) {
            (Some(offered), Some(purpose)) => self.overlaps(Dimension::Purpose, &offered.set, &purpose.set),
            _ => true,
        };
        let offers = self.policy.statements.iter().filter(|statement| {
            let offer = &statement.sentence;
            offer.verb == Verb::Offer
                && !offer.is_damaged
                && !offer.modality.is_negative()
                && self.has_right(&offer.object.set, rights)
                && is_for(offer)
        });
        let data = self.data(chosen);
        let mut open = data.clone();
        let mut found = Vec::new();
        for statement in offers {
            let offer = &statement.sentence;
            // `over trackers` is `from` every tracker, and says nothing of data.
            let over = offer.slots.over.as_ref().filter(|over| !is_trackers(self.policy, over));
            let names_none = offer.from_labels.is_empty() && offer.slots.over.is_none();
            match (over, names_none) {
                (Some(over), _) => {
                    let over = self.space.data(&over.set, Reading::Prohibition);
                    if data.as_ref().is_none_or(|data| !data.is_disjoint(&over)) {
                        found.push(statement.id);
                    }
                    if let Some(open) = &mut open {
                        open.difference_with(&over);
                    }
                }
                (None, true) => return Some(vec![statement.id]),
                (None, false) if self.is_named(chosen, offer) => return Some(vec![statement.id]),
                (None, false) => {}
            }
        }
        (!found.is_empty() && open.is_none_or(|open| open.is_clear())).then_some(found)
    }

    /// Whether an offer names what is chosen, a section in which it stands, or every tracker.
    fn is_named(&self, chosen: Chosen, offer: &Sentence) -> bool {
        let part = match chosen {
            Chosen::Policy | Chosen::Party(_) => return false,
            Chosen::Tracker(id) => Part::Tracker(id),
            Chosen::Statement(id) => Part::Statement(id),
        };
        named_by(self.policy, offer).contains(&part)
    }
}

/// What a set names, without `any`.
fn named(set: &Set) -> Set {
    let is_named = |item: &&SetItem| matches!(item.what, What::Term(_));
    Set { items: set.items.iter().filter(is_named).cloned().collect(), except: set.except.clone() }
}

/// Whether the verb of a selector reaches a sentence: its own verb and the narrower ones; what is collected or derived for
/// a purpose is used for it.
fn reaches(verb: Verb, candidate: &Sentence) -> bool {
    let wider: &[Verb] = match candidate.verb {
        Verb::Sell | Verb::Publish => &[Verb::Disclose],
        Verb::View | Verb::Combine | Verb::Decide | Verb::Train => &[Verb::Use],
        Verb::Collect | Verb::Derive if candidate.slots.purpose.is_some() => &[Verb::Use],
        Verb::Collect
        | Verb::Derive
        | Verb::Use
        | Verb::Store
        | Verb::Disclose
        | Verb::Require
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::Protect
        | Verb::Notify
        | Verb::Bind
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => &[],
    };
    verb == candidate.verb || wider.contains(&verb) || verb == Verb::Retain && candidate.retention.is_some()
}
