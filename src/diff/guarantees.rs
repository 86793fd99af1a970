//! Rights, choice, promises, notices and duties: what people are guaranteed, one thing at a time.
//!
//! A statement guarantees things to the smallest parts of what it names: access, correction and deletion are three. A
//! guarantee is kept where the other policy guarantees the same thing at least as widely, in the same cases, as soon and as
//! surely. A condition more, an exception, a class of people: each makes it hold for less.

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use super::align::Aligned;
use super::change::{Both, Told};
use super::report::Change;
use super::rule::ChangeRule;
use super::scope::{self, Age, Cases, Scope};
use crate::model::{
    AttributeValue, Family, KnownTerm, ProtectedState, Set, Slot, Statement, StatementId, TermId, Verb,
    Vocabulary, What,
};
use crate::semantics::Meaning;
use crate::semantics::half::{Owner, Side};
use crate::semantics::lasting::is_as_soon;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::compare_periods;
use crate::semantics::space::Space;

type Outcome<T> = Result<T, BudgetExceeded>;

/// What is guaranteed: the verb and its smallest objects.
type Thing = (Verb, Option<TermId>, Option<TermId>);

/// How one statement guarantees it.
struct Guarantee<'p> {
    statement: &'p Statement,
    /// For what.
    scope: Scope,
    /// What it excepts.
    holes: Vec<Scope>,
}

type Guarantees<'g> = BTreeMap<Thing, Vec<&'g Guarantee<'g>>>;

/// Every change of what people are guaranteed.
pub(super) fn changes(both: &Both<'_>) -> Outcome<Vec<Change>> {
    let [of_old, of_new] = [guarantees(both, Age::Old)?, guarantees(both, Age::New)?];
    let [old, new] = [(Age::Old, &of_old), (Age::New, &of_new)]
        .map(|(age, guarantees)| by_thing(both.meaning_of(age).diagrams.space(), guarantees));
    let compared = Compared { both, cases: Cases::new(both)?, known: RefCell::default() };
    let mut found: Vec<(Told, Vec<Thing>)> = Vec::new();
    for (age, one, other) in [(Age::Old, &old, &new), (Age::New, &new, &old)] {
        for (thing, some) in one {
            let none = Vec::new();
            let others = other.get(thing).unwrap_or(&none);
            for guarantee in some {
                let Some(rule) = compared.rule_of(*thing, guarantee, others, age)? else { continue };
                // What comes later and what comes sooner are one change: the other way round is its mirror.
                if age == Age::New
                    && rule == ChangeRule::DeadlineShortened
                    && is_told(&found, ChangeRule::DeadlineLengthened, *thing)
                {
                    continue;
                }
                push(both, rule, *thing, guarantee, others, age, &mut found);
            }
        }
    }
    Ok(found.into_iter().map(|(told, things)| change(both, told, &things)).collect())
}

fn is_told(found: &[(Told, Vec<Thing>)], rule: ChangeRule, thing: Thing) -> bool {
    found.iter().any(|(told, things)| told.rule == rule && things.contains(&thing))
}

fn push(
    both: &Both<'_>,
    rule: ChangeRule,
    thing: Thing,
    guarantee: &Guarantee<'_>,
    others: &[&Guarantee<'_>],
    age: Age,
    found: &mut Vec<(Told, Vec<Thing>)>,
) {
    let own = vec![Owner::Statement(guarantee.statement.id)];
    let theirs: Vec<Owner> = others.iter().map(|other| Owner::Statement(other.statement.id)).collect();
    let own_words = Some(both.speaker_of(age).statement(guarantee.statement.id));
    let their_words = others.first().map(|other| both.speaker_of(age.other()).statement(other.statement.id));
    let told = match age {
        Age::Old => Told { rule, before: own_words, after: their_words, old: own, new: theirs },
        Age::New => Told { rule, before: their_words, after: own_words, old: theirs, new: own },
    };
    match found.iter_mut().find(|(known, _)| *known == told) {
        Some((_, things)) => things.push(thing),
        None => found.push((told, vec![thing])),
    }
}

fn change(both: &Both<'_>, told: Told, things: &[Thing]) -> Change {
    let mut objects: Vec<TermId> = things.iter().filter_map(|(_, object, _)| *object).collect();
    objects.sort_unstable();
    objects.dedup();
    let mut details: Vec<TermId> = things.iter().filter_map(|(_, _, detail)| *detail).collect();
    details.sort_unstable();
    details.dedup();
    let verb = things.first().map_or(Verb::Offer, |(verb, ..)| *verb);
    let vocabulary = Aligned::of(both.new_meaning).vocabulary();
    let told_details = if verb == Verb::Offer { Vec::new() } else { highest(vocabulary, &details) };
    let about = both.speakers[1].things(verb, &highest(vocabulary, &objects), &told_details);
    let mut area = super::report::Area {
        slots: BTreeMap::from([
            ("verb".to_owned(), vec![verb.word().to_owned()]),
            ("object".to_owned(), names(vocabulary, &highest(vocabulary, &objects))),
            ("detail".to_owned(), names(vocabulary, &highest(vocabulary, &details))),
        ]),
        ..super::report::Area::default()
    };
    area.slots.retain(|_, entries| !entries.is_empty());
    both.told(told, vec![area], &about)
}

fn names(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<String> {
    let mut names: Vec<String> = terms.iter().map(|term| vocabulary.term(*term).name.to_string()).collect();
    names.sort();
    names
}

/// The terms that stand below no other of them.
fn highest(vocabulary: &Vocabulary, terms: &[TermId]) -> Vec<TermId> {
    let is_covered = |term: &TermId| vocabulary.ancestors(*term).iter().any(|above| terms.contains(above));
    terms.iter().copied().filter(|term| !is_covered(term)).collect()
}

/// Choices are marked in the detail slot: an offer has no other detail.
const fn is_choice(thing: Thing) -> bool {
    thing.2.is_some()
}

/// Compares the guarantees of both sides.
struct Compared<'c, 'r> {
    both: &'c Both<'r>,
    cases: Cases<'c, 'r>,
    /// Whether the first of some statements is kept by the others: the first is of this side, the others of the other.
    known: RefCell<HashMap<(Age, Vec<StatementId>), bool>>,
}

impl Compared<'_, '_> {
    /// The rule of what became of a guarantee; `None` if it is kept.
    fn rule_of(
        &self,
        thing: Thing,
        one: &Guarantee<'_>,
        others: &[&Guarantee<'_>],
        age: Age,
    ) -> Outcome<Option<ChangeRule>> {
        if self.is_kept(one, others, true)? {
            return Ok(None);
        }
        let is_gone = others.is_empty();
        let is_late = !is_gone && self.is_kept(one, others, false)?;
        Ok(Some(match (is_gone, is_late, age) {
            (true, _, Age::Old) if thing.0 == Verb::Offer && is_choice(thing) => ChangeRule::ChoiceRemoved,
            (true, _, Age::New) if thing.0 == Verb::Offer && is_choice(thing) => ChangeRule::ChoiceAdded,
            (true, _, Age::Old) if thing.0 == Verb::Offer => ChangeRule::RightRemoved,
            (true, _, Age::New) if thing.0 == Verb::Offer => ChangeRule::RightAdded,
            (true, _, Age::Old) => ChangeRule::GuaranteeRemoved,
            (true, _, Age::New) => ChangeRule::GuaranteeAdded,
            (false, true, Age::Old) => ChangeRule::DeadlineLengthened,
            (false, true, Age::New) => ChangeRule::DeadlineShortened,
            (false, false, Age::Old) => ChangeRule::GuaranteeShrunk,
            (false, false, Age::New) => ChangeRule::GuaranteeGrown,
        }))
    }

    /// Whether others together guarantee what one does.
    fn is_kept(&self, one: &Guarantee<'_>, others: &[&Guarantee<'_>], heeds_time: bool) -> Outcome<bool> {
        let (own, sentence) = (one.statement, &one.statement.sentence);
        let fits = |other: &&&Guarantee<'_>| {
            let (other, theirs) = (other.statement, &other.statement.sentence);
            let is_as_sure = theirs.modality.certainty() >= sentence.modality.certainty();
            let is_in_time = !heeds_time || is_as_soon(theirs.timing, sentence.timing);
            is_as_sure && is_in_time && has_terms_of(other, own)
        };
        let fitting: Vec<&Guarantee<'_>> = others.iter().filter(fits).copied().collect();
        for state in states(one.statement) {
            let in_state = fitting.iter().filter(|other| {
                let states = &other.statement.sentence.states;
                states.is_empty() || state.is_some_and(|state| states.contains(&state))
            });
            if !self.is_covered(one, &in_state.copied().collect::<Vec<_>>())? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether others together hold wherever one does.
    fn is_covered(&self, one: &Guarantee<'_>, others: &[&Guarantee<'_>]) -> Outcome<bool> {
        if others.is_empty() {
            return Ok(false);
        }
        let all = std::iter::once(one).chain(others.iter().copied());
        let key = (one.scope.age, all.clone().map(|guarantee| guarantee.statement.id).collect::<Vec<_>>());
        if let Some(known) = self.known.borrow().get(&key) {
            return Ok(*known);
        }
        let mut scopes: Vec<Scope> = all.clone().map(|guarantee| guarantee.scope.clone()).collect();
        let mut holes: Vec<Vec<usize>> = Vec::new();
        for guarantee in all {
            holes.push((scopes.len()..scopes.len() + guarantee.holes.len()).collect());
            scopes.extend(guarantee.holes.iter().cloned());
        }
        let mut is_covered = true;
        for part in scope::parts(self.both.new_meaning.diagrams.space(), &scopes) {
            if !part.holding.contains(&0) {
                continue;
            }
            let mut left = self.cases.of(&scopes, 0, &holes[0], &part)?;
            for place in part.holding.iter().filter(|place| (1..=others.len()).contains(*place)) {
                left = self.cases.minus(&left, &self.cases.of(&scopes, *place, &holes[*place], &part)?)?;
            }
            if !self.cases.is_none(&left)? {
                is_covered = false;
                break;
            }
        }
        self.known.borrow_mut().insert(key, is_covered);
        Ok(is_covered)
    }
}

/// The states in which something is protected; `None` for whatever state.
fn states(statement: &Statement) -> Vec<Option<ProtectedState>> {
    match statement.sentence.states.as_slice() {
        [] => vec![None],
        states => states.iter().copied().map(Some).collect(),
    }
}

/// Whether the terms of one statement, what stands in braces, are those of another or better for people.
fn has_terms_of(one: &Statement, other: &Statement) -> bool {
    let mut keys = one.attributes.iter().chain(&other.attributes).map(|(key, _)| key.as_str());
    keys.all(|key| is_no_worse(key, values_of(one, key), values_of(other, key)))
}

fn values_of<'s>(statement: &'s Statement, key: &str) -> Option<&'s [AttributeValue]> {
    statement.attributes.iter().find(|(known, _)| known == key).map(|(_, values)| values.as_slice())
}

/// Whether a term is as good for people as another one of the same sort; `None` if nothing is said of it.
fn is_no_worse(key: &str, term: Option<&[AttributeValue]>, than: Option<&[AttributeValue]>) -> bool {
    let is_nothing =
        |values: &[AttributeValue]| matches!(values, [AttributeValue::Word(word)] if word == "none");
    match (key, term, than) {
        _ if term == than => true,
        ("fee" | "identity-check", Some(values), _) => is_nothing(values),
        ("agent" | "appeal", Some(_), None) | ("extension", None, Some(_)) => true,
        ("extension", Some([AttributeValue::Period(one)]), Some([AttributeValue::Period(other)])) => {
            compare_periods(*one, *other) == Some(Ordering::Less)
        }
        ("times-per-year", Some([AttributeValue::Number(one)]), Some([AttributeValue::Number(other)])) => {
            one > other
        }
        _ => false,
    }
}

/// What each statement of a policy guarantees that guarantees anything.
fn guarantees<'r>(both: &Both<'r>, age: Age) -> Outcome<Vec<Guarantee<'r>>> {
    let space = both.meaning_of(age).diagrams.space();
    let mut all = Vec::new();
    for statement in &space.policy.statements {
        let sentence = &statement.sentence;
        if !is_guarantee(sentence.verb) || sentence.is_damaged || sentence.modality.is_negative() {
            continue;
        }
        let owner = Owner::Statement(statement.id);
        if guarantees_nothing(both.meaning_of(age), owner)? {
            continue;
        }
        let scope = |owner| Scope::new(both, age, owner, scope::data_of(space, owner));
        let holes = scope::excepted(space, owner).into_iter().map(scope).collect::<Outcome<_>>()?;
        all.push(Guarantee { statement, scope: scope(owner)?, holes });
    }
    Ok(all)
}

/// Whether nobody is ever guaranteed anything by a statement: “people other than people”.
fn guarantees_nothing(meaning: &Meaning, owner: Owner) -> Outcome<bool> {
    let diagrams = &meaning.diagrams;
    for (place, half) in meaning.halves_of(owner) {
        if half.side == Side::Permission && !diagrams.is_empty(&meaning.effect.regions[place])? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The guarantees of each thing.
fn by_thing<'g>(space: &Space, guarantees: &'g [Guarantee<'g>]) -> Guarantees<'g> {
    let mut all = Guarantees::new();
    for guarantee in guarantees {
        for thing in things(space, guarantee.statement) {
            all.entry(thing).or_default().push(guarantee);
        }
    }
    all
}

/// Whether a verb promises something to people that is no flow of data.
const fn is_guarantee(verb: Verb) -> bool {
    matches!(verb.family(), Family::Right | Family::Undertaking)
}

fn things(space: &Space, statement: &Statement) -> Vec<Thing> {
    let vocabulary = &space.policy.vocabulary;
    let sentence = &statement.sentence;
    let covered_by = |slot: &Option<Slot>| {
        let covered = slot.as_ref().map(|slot| covered(vocabulary, &slot.set)).unwrap_or_default();
        match covered.is_empty() {
            true => vec![None],
            false => covered.into_iter().map(Some).collect::<Vec<_>>(),
        }
    };
    // What is protected is compared as data.
    let objects: Vec<Option<TermId>> = match sentence.verb == Verb::Protect {
        true => vec![None],
        false => covered(vocabulary, &sentence.object.set).into_iter().map(Some).collect(),
    };
    let details = match sentence.verb {
        Verb::Protect => covered_by(&sentence.slots.measures),
        Verb::Notify => covered_by(&sentence.slots.events),
        Verb::Bind => covered_by(&sentence.slots.duties),
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Retain
        | Verb::Delete
        | Verb::Offer
        | Verb::HaveNo
        | Verb::State
        | Verb::Disclaim
        | Verb::Advise => vec![None],
    };
    let choice = vocabulary.known(KnownTerm::Choice);
    let detail_of = |object: Option<TermId>, detail: Option<TermId>| match (sentence.verb, object, choice) {
        (Verb::Offer, Some(object), Some(choice)) if vocabulary.is_below(object, choice) => Some(choice),
        _ => detail,
    };
    let pairs = objects.iter().flat_map(|object| details.iter().map(|detail| (*object, *detail)));
    pairs.map(|(object, detail)| (sentence.verb, object, detail_of(object, detail))).collect()
}

/// The terms of a set with all below them; each stands for what it covers beside those.
fn covered(vocabulary: &Vocabulary, set: &Set) -> Vec<TermId> {
    let below = |what: What| match what {
        // A name for a list is nothing besides the list.
        What::Term(term) => {
            let meant = vocabulary.meant(term).into_iter();
            meant.flat_map(|term| [vec![term], vocabulary.descendants(term)].concat()).collect::<Vec<_>>()
        }
        What::Any { kind, .. } => vocabulary.of_kind(kind).map(|(id, _)| id).collect(),
    };
    let out: Vec<TermId> = set.except.iter().flat_map(|item| below(item.what)).collect();
    let mut all: Vec<TermId> = set.items.iter().flat_map(|item| below(item.what)).collect();
    all.retain(|term| !out.contains(term));
    all.sort_unstable();
    all.dedup();
    all
}
