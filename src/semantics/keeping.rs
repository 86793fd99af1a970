//! Keeping held against deleting: which deletions limit what is kept, and what a policy says about keeping.
//!
//! Flows of keeping are written as the deletions that they rule out, so that retentions and deletions can be met with
//! each other; how long something is kept is no slot of a flow, but compared by the order of [`retention`].

use std::cmp::Ordering;

use super::Meaning;
use super::half::{self, Half, Owner};
use super::lasting::{Wanted, is_up_to, rests_on};
use super::region::{BudgetExceeded, Region};
use super::retention::{self, End, Moment, Term};
use super::space::{Dimension, FactId, FactKey, Relation, Space};
use super::standing::{event_of, literals_of};
use super::verdict::{self, Answer, Verdict};
use crate::model::{Fact, Kind, Modality, Period, Policy, TermId, Timing, Vocabulary};

/// A limit that a deletion sets to keeping.
#[derive(Debug)]
pub struct Cap {
    /// The deletion, by its place among the halves.
    pub deletion: usize,
    /// What may be kept no longer, as deletions.
    pub region: Region,
    /// The events from which it counts, all of which must have happened.
    pub events: Vec<TermId>,
    /// How long after the last of them.
    pub period: Option<Period>,
    /// Whether the event behind `on` is all that the deletion waits for.
    is_unguarded: bool,
}

impl Cap {
    /// The end that it sets.
    #[must_use]
    pub fn term(&self) -> Term {
        let end = |event: &TermId| End::after(Some(*event), self.period);
        Term { longests: vec![self.events.iter().map(end).collect()] }
    }
}

/// The limits that the deletions of a policy set to keeping.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn caps(meaning: &Meaning) -> Result<Vec<Cap>, BudgetExceeded> {
    let policy = &meaning.diagrams.space().policy;
    let personal = meaning.diagrams.personal();
    let mut caps = Vec::new();
    for (deletion, half) in meaning.halves.iter().enumerate() {
        let sentence = policy.part_sentence(half.owner);
        let is_sure = matches!(sentence.modality, Modality::Plain | Modality::Currently);
        if !half.deletes(policy) || !is_sure {
            continue;
        }
        let region = match half.leaves_what_is_not_personal(policy) {
            true => meaning.diagrams.and(&meaning.effect.regions[deletion], &personal)?,
            false => meaning.effect.regions[deletion].clone(),
        };
        let period = match half.timing {
            Some(Timing::Within(period)) => Some(period),
            Some(Timing::Promptly | Timing::Before(_) | Timing::Beforehand) | None => None,
        };
        let alternatives = match &sentence.deletion {
            Some(written) => literals_of(&written.event).ok_or(BudgetExceeded)?,
            None => vec![half.request.iter().map(|request| (FactKey::Term(request.event), true)).collect()],
        };
        let is_unguarded = alternatives.len() == 1 && alternatives.iter().all(|one| one.len() == 1);
        for literals in alternatives {
            let mut flows = region.clone();
            let mut events = Vec::new();
            for (key, holds) in &literals {
                let space = meaning.diagrams.space();
                let Some(fact) = space.known_fact(*key) else { continue };
                flows = meaning.diagrams.and(&flows, &meaning.diagrams.literal(fact, *holds))?;
                let event = event_of(&policy.vocabulary, *key).filter(|_| *holds);
                events.extend(event.map(|event| (event, fact)));
            }
            if events.is_empty() {
                continue;
            }
            let facts: Vec<FactId> = events.iter().map(|(_, fact)| *fact).collect();
            let mut named = named_by(half.owner, policy);
            named.extend(literals.iter().map(|(key, _)| *key));
            let flows = with_or_without(meaning, &flows, &facts, &named)?;
            let events = events.into_iter().map(|(term, _)| term).collect();
            caps.push(Cap { deletion, region: flows, events, period, is_unguarded });
        }
    }
    Ok(caps)
}

/// The facts that stand in the clauses of a sentence, behind whatever event.
fn named_by(owner: Owner, policy: &Policy) -> Vec<FactKey> {
    let sentence = policy.part_sentence(owner);
    let facts = sentence.facts.iter().map(|clause| &clause.fact);
    let consent = half::consent_as_basis(policy, sentence).map(FactKey::Term);
    facts.flat_map(Fact::leaves).filter_map(FactKey::of_leaf).chain(consent).collect()
}

/// Flows, whether some events have come in them or not. A kind of an event that has come is as it is: a deletion may not
/// happen with that kind. What means a list goes with what is settled of the list, unless the deletion speaks of it.
fn with_or_without(
    meaning: &Meaning,
    flows: &Region,
    events: &[FactId],
    named: &[FactKey],
) -> Result<Region, BudgetExceeded> {
    let (space, diagrams) = (meaning.diagrams.space(), &meaning.diagrams);
    let facts = || space.facts.iter().map(|(fact, _)| fact);
    let mut settled: Vec<FactId> = facts()
        .filter(|fact| events.iter().any(|event| event == fact || space.relation(*event, *fact).is_some()))
        .collect();
    let keys: Vec<FactKey> = settled.iter().map(|fact| space.facts.key(*fact)).collect();
    let lists = keys.iter().flat_map(|key| space.closed_above(*key));
    // Of a list above what is listed nothing is settled by it.
    let lists = lists.filter(|(list, listed)| {
        !keys.contains(list) && !named.contains(list) && listed.iter().any(|one| keys.contains(one))
    });
    let mut listed_besides = Vec::new();
    for (list, listed) in lists {
        settled.extend(space.known_fact(list));
        for one in listed.into_iter().filter_map(|one| space.known_fact(one)) {
            listed_besides.push(diagrams.literal(one, true));
        }
    }
    // What a list stands for decides what becomes of it.
    let flows = &diagrams.feasible_beside(flows, &listed_besides.iter().collect::<Vec<_>>())?;
    let mut all = diagrams.forget(flows, &[], &settled)?;
    for event in events {
        let brings = |fact: &FactId| space.relation(*fact, *event) == Some(Relation::Implies);
        let open: Vec<FactId> = settled.iter().copied().chain(facts().filter(brings)).collect();
        let before = diagrams.and(&diagrams.forget(&all, &[], &open)?, &diagrams.literal(*event, false))?;
        all = diagrams.or(&all, &before)?;
    }
    Ok(all)
}

/// The events on which some right deletes: nobody has asked unless it is said.
#[must_use]
pub fn is_asked_for(vocabulary: &Vocabulary, event: TermId) -> bool {
    vocabulary.of_kind(Kind::Right).any(|(_, right)| {
        right.effects.deletes_on.iter().any(|asked| vocabulary.is_below(*asked, event) || *asked == event)
    })
}

/// Answers a question about keeping: `asked` are its flows, as the deletions that they rule out.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn answer(meaning: &Meaning, asked: &Region, wanted: &Wanted) -> Result<Answer, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let caps = caps(meaning)?;
    let mut prohibited: Vec<(Owner, Region)> = Vec::new();
    let mut permitted: Vec<(Owner, Region)> = Vec::new();
    let (mut forbidden, mut said) = (diagrams.nothing(), diagrams.nothing());
    for (data, term) in &wanted.terms {
        let asked = match data {
            Some(data) => {
                let classes = diagrams.space().classes_in(Dimension::Datum, *data);
                diagrams.and(asked, &diagrams.slice(Dimension::Datum, classes))?
            }
            None => asked.clone(),
        };
        let forbidding = forbidding(meaning, &asked, &caps, wanted, term)?;
        let ruled_out = diagrams.union(forbidding.iter().map(|(_, region)| region.clone()))?;
        let kept = promises(meaning, &caps, &asked, &wanted.bases)?;
        let so_long = diagrams.minus(&kept_so_long(meaning, &asked, &kept, term)?, &ruled_out)?;
        permitted.extend(promising(meaning, &kept, &so_long, term)?);
        prohibited.extend(forbidding);
        forbidden = diagrams.or(&forbidden, &ruled_out)?;
        said = diagrams.or(&said, &so_long)?;
    }
    let mut answer = verdict::answered(meaning, asked, permitted, prohibited)?;
    // A question without a purpose asks for every purpose.
    if answer.verdict == Verdict::Mixed && !wanted.names_purpose {
        match (answer.permitted_by.is_empty(), answer.prohibited_by.is_empty()) {
            (false, true) if is_said_for_some_purpose(meaning, asked, &said)? => {
                answer.verdict = Verdict::PermittedIf;
            }
            (true, false) if is_said_for_some_purpose(meaning, asked, &forbidden)? => {
                answer.verdict = Verdict::Prohibited;
                answer.parts = Vec::new();
            }
            _ => {}
        }
    }
    Ok(answer)
}

/// What forbids to keep some flows so long, with those that it forbids.
fn forbidding(
    meaning: &Meaning,
    asked: &Region,
    caps: &[Cap],
    wanted: &Wanted,
    term: &Term,
) -> Result<Vec<(Owner, Region)>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let vocabulary = &space.policy.vocabulary;
    let mut prohibited: Vec<(Owner, Region)> = Vec::new();
    for (place, half) in meaning.kept.iter().enumerate() {
        let sentence = space.policy.part_sentence(half.owner);
        if is_up_to(sentence, half.stage)
            && retention::compare(vocabulary, term, &half_term(space, half)) == Some(Ordering::Greater)
        {
            prohibited.push((half.owner, diagrams.and(asked, &capped(meaning, place)?)?));
        }
    }
    let space_of_limits = meaning.limits.iter().zip(&meaning.effect.limited);
    for (half, region) in space_of_limits {
        let sentence = space.policy.part_sentence(half.owner);
        let limit = half_term(space, half);
        // Beyond a ceiling nothing is kept; `never retain … indefinitely` forbids that length and longer ones.
        let forbids = match sentence.is_ceiling {
            true => retention::compare(vocabulary, term, &limit) == Some(Ordering::Greater),
            false => retention::is_within(vocabulary, &limit, term),
        };
        if forbids {
            prohibited.push((half.owner, diagrams.and(asked, region)?));
        }
    }
    for cap in caps {
        if retention::compare(vocabulary, term, &cap.term()) == Some(Ordering::Greater) {
            let owner = meaning.halves[cap.deletion].owner;
            let region = diagrams.and(asked, &cap.region)?;
            prohibited.push((owner, as_far_as_asked(meaning, cap, wanted, region)?));
        }
    }
    Ok(prohibited)
}

/// What a retention with `up to` keeps and does not let be kept longer: what its stage keeps, without what later stages of
/// the same statement keep in a form of their own.
///
/// # Errors
/// When the budget of the diagrams is spent.
pub fn capped(meaning: &Meaning, place: usize) -> Result<Region, BudgetExceeded> {
    let of_one = |at: &usize| meaning.kept[*at].owner == meaning.kept[place].owner;
    let behind = (place + 1..meaning.kept.len()).take_while(of_one);
    let later = behind.filter(|at| meaning.kept[*at].stage > meaning.kept[place].stage);
    later
        .map(|at| &meaning.effect.kept[at])
        .try_fold(meaning.effect.kept[place].clone(), |left, later| meaning.diagrams.minus(&left, later))
}

/// How long a half keeps.
fn half_term(space: &Space, half: &Half) -> Term {
    let sentence = space.policy.part_sentence(half.owner);
    retention::term_of(space, sentence, half.stage, half.its_purposes.as_ref())
}

/// What promises that some flows are kept so long, with those of which it promises it.
fn promising(
    meaning: &Meaning,
    kept: &[Promise],
    said: &Region,
    term: &Term,
) -> Result<Vec<(Owner, Region)>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let vocabulary = &diagrams.space().policy.vocabulary;
    let mut permitted = Vec::new();
    let mut rest = said.clone();
    for one in kept.iter().filter(|one| one.says_some_of(vocabulary, term)) {
        permitted.push((one.owner, diagrams.and(said, &one.region)?));
        rest = diagrams.minus(&rest, &one.region)?;
    }
    // What only several promise together.
    for one in kept.iter().filter(|one| !one.says_some_of(vocabulary, term)) {
        permitted.push((one.owner, diagrams.and(&rest, &one.region)?));
    }
    Ok(permitted)
}

/// Whether for some purpose everything else that is asked lies in a set, at least under some facts.
fn is_said_for_some_purpose(
    meaning: &Meaning,
    asked: &Region,
    said: &Region,
) -> Result<bool, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let open = diagrams.minus(&diagrams.forget_facts(asked)?, &diagrams.forget_facts(said)?)?;
    let mut purposes = diagrams.classes_of(asked, Dimension::Purpose)?;
    purposes.difference_with(&diagrams.classes_of(&open, Dimension::Purpose)?);
    Ok(!purposes.is_clear())
}

/// That some flows are kept up to an end, by a retention alone or together with a deletion.
struct Promise {
    owner: Owner,
    region: Region,
    term: Term,
}

impl Promise {
    /// Whether it promises all of a length, or one of its ends.
    fn says_some_of(&self, vocabulary: &Vocabulary, wanted: &Term) -> bool {
        let is_promised = |end: &End| {
            retention::is_within(vocabulary, &Term { longests: vec![vec![end.clone()]] }, &self.term)
        };
        retention::is_within(vocabulary, wanted, &self.term)
            || wanted.longests.iter().flatten().any(is_promised)
    }
}

/// What is promised about keeping some flows.
fn promises(
    meaning: &Meaning,
    caps: &[Cap],
    asked: &Region,
    bases: &[TermId],
) -> Result<Vec<Promise>, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let space = diagrams.space();
    let vocabulary = &space.policy.vocabulary;
    let mut promises = Vec::new();
    for (half, region) in meaning.kept.iter().zip(&meaning.effect.kept) {
        let owner = half.owner;
        if !rests_on(vocabulary, space.policy.part_sentence(owner), bases) {
            continue;
        }
        let region = diagrams.and(asked, region)?;
        if diagrams.is_empty(&region)? {
            continue;
        }
        let term = half_term(space, half);
        for cap in caps {
            if let Some(together) = together(vocabulary, &term, cap) {
                let region = diagrams.and(&region, &cap.region)?;
                promises.push(Promise { owner, region, term: together });
            }
        }
        promises.push(Promise { owner, region, term });
    }
    Ok(promises)
}

/// How many ways there may be to choose among the ends of retentions with `whichever is shorter`.
const MAX_CHOICES: usize = 4096;

/// Of some flows, those that are kept so long by all that is promised about them together: the latest of several
/// retentions counts.
///
/// A retention with several ends of which the shortest counts keeps at most to each of them. So something is kept so
/// long if it is whichever end is chosen for each of these retentions.
fn kept_so_long(
    meaning: &Meaning,
    asked: &Region,
    promises: &[Promise],
    wanted: &Term,
) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let vocabulary = &diagrams.space().policy.vocabulary;
    // Retentions that end alike are chosen for alike.
    let mut terms: Vec<(&Term, Region)> = Vec::new();
    for promise in promises {
        match terms.iter_mut().find(|(term, _)| **term == promise.term) {
            Some((_, region)) => *region = diagrams.or(region, &promise.region)?,
            None => terms.push((&promise.term, promise.region.clone())),
        }
    }
    let n_choices = terms.iter().try_fold(1_usize, |all, (term, _)| all.checked_mul(term.longests.len()));
    let n_choices = n_choices.filter(|choices| *choices <= MAX_CHOICES).ok_or(BudgetExceeded)?;
    let mut kept = asked.clone();
    for choice in 0..n_choices {
        let mut rest = choice;
        let mut chosen = Vec::new();
        for (term, region) in &terms {
            let n_ends = term.longests.len();
            chosen.push((&term.longests[rest % n_ends], region));
            rest /= n_ends;
        }
        let mut by_some = diagrams.nothing();
        for latest in &wanted.longests {
            let mut to_all = kept.clone();
            for end in latest {
                let to_end =
                    chosen.iter().filter(|(longest, _)| retention::is_end_within(vocabulary, end, longest));
                to_all =
                    diagrams.and(&to_all, &diagrams.union(to_end.map(|(_, region)| (*region).clone()))?)?;
            }
            by_some = diagrams.or(&by_some, &to_all)?;
        }
        kept = by_some;
    }
    Ok(kept)
}

/// What a cap forbids of some flows: where it counts from a request, only those in which somebody has asked.
fn as_far_as_asked(
    meaning: &Meaning,
    cap: &Cap,
    wanted: &Wanted,
    flows: Region,
) -> Result<Region, BudgetExceeded> {
    let diagrams = &meaning.diagrams;
    let vocabulary = &diagrams.space().policy.vocabulary;
    let mut left = flows;
    for event in cap.events.iter().filter(|event| is_asked_for(vocabulary, **event)) {
        let names = |named: &[TermId]| named.iter().any(|one| vocabulary.is_below(*one, *event));
        if names(&wanted.ends) {
            continue;
        }
        left = match diagrams.space().known_fact(FactKey::Term(*event)) {
            Some(fact) if names(&wanted.facts) => diagrams.and(&left, &diagrams.literal(fact, true))?,
            _ => diagrams.nothing(),
        };
    }
    Ok(left)
}

/// What a retention that ends with an event, and a deletion some time after it, promise together.
fn together(vocabulary: &Vocabulary, term: &Term, cap: &Cap) -> Option<Term> {
    let [event] = cap.events[..] else { return None };
    let [latest] = &term.longests[..] else { return None };
    let [end] = &latest[..] else { return None };
    let ends_with_it = match end {
        End::After { moment: Moment::Event(Some(other)), length } => *other == event && length.is_nothing(),
        End::After { moment: Moment::While(state), length } => {
            retention::ends(vocabulary, event, state) && length.is_nothing()
        }
        End::After { moment: Moment::Event(None) | Moment::Needed(_), .. } | End::Never => false,
    };
    (ends_with_it && cap.is_unguarded).then(|| cap.term())
}
