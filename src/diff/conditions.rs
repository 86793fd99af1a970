//! What has to be true: conditions, consents, safeguards, classes of people and their regions that are met by other things
//! than before.
//!
//! Flows are compared under the names of their facts. What a name stands for is compared here, once: otherwise a consent
//! could be given by scrolling from one version to the next, and no sentence would have changed.

use std::collections::BTreeSet;

use super::align::Aligned;
use super::change::{Both, Told, fingerprint};
use super::report::{Cause, Change, Edit};
use super::rule::ChangeRule;
use crate::model::{Kind, Term, TermId, Vocabulary};
use crate::semantics::Meaning;
use crate::semantics::half::{Origin, Owner, Side};
use crate::semantics::space::{FactId, FactKey, Formula};

/// In whose favour it is that a fact is met by more: of each place where the fact is used.
#[derive(Default)]
struct Uses {
    /// More is permitted, or less is ruled out.
    for_company: bool,
    /// Less is permitted, or more is ruled out.
    for_people: bool,
    /// Something else depends on it: when data are deleted, for whom a right is there.
    elsewhere: bool,
    owners: [Vec<Owner>; 2],
}

/// Every fact that a policy makes use of and that is met by something else than before.
pub(super) fn changes(both: &Both<'_>) -> Vec<Change> {
    let meanings = [both.old_meaning, both.new_meaning];
    let [old, new] = meanings.map(|meaning| Aligned::of(meaning).vocabulary());
    let mut changes = Vec::new();
    for (id, term) in new.iter() {
        let Some(key) = fact_of(id, term) else { continue };
        let [was, is] = [old, new].map(|vocabulary| met_by(vocabulary, id));
        let is_compatible = old.term(id).excludes == term.excludes;
        if was == is && is_compatible {
            continue;
        }
        let uses = uses(meanings, key);
        if uses.owners.iter().all(Vec::is_empty) {
            continue;
        }
        let for_company = match (is.is_superset(&was), was.is_superset(&is)) {
            (true, false) if is_compatible => uses.favour(),
            (false, true) if is_compatible => uses.favour().map(|for_company| !for_company),
            _ => None,
        };
        let rule = match for_company {
            Some(true) => ChangeRule::ConditionLoosened,
            Some(false) => ChangeRule::ConditionTightened,
            None => ChangeRule::ConditionRedefined,
        };
        let words = |vocabulary: &Vocabulary, terms: &mut dyn Iterator<Item = &TermId>| {
            let labels: Vec<&str> = terms.map(|term| &*vocabulary.term(*term).label).collect();
            (!labels.is_empty()).then(|| labels.join(", "))
        };
        let before = words(old, &mut was.difference(&is));
        let after = words(new, &mut is.difference(&was));
        let is_closed = was.contains(&id) && !is.contains(&id);
        let stated = if is_closed { words(new, &mut is.iter()) } else { after.clone() };
        let title = both.speakers[1].counts(&term.label, before.as_deref(), stated.as_deref(), is_closed);
        let [old_owners, new_owners] = uses.owners;
        let told = Told { rule, before, after, old: old_owners, new: new_owners };
        let change = both.told(told, Vec::new(), &term.label);
        let causes = vec![Cause { edit: Edit::TermChanged, name: term.name.to_string() }];
        // Who agreed did not agree to what counts as agreement now.
        let is_consent = term.kind == Kind::Consent && for_company != Some(false);
        let marks = if is_consent { vec!["rested-on-consent".to_owned()] } else { Vec::new() };
        let mut change = Change { title, causes, marks, ..change };
        change.fingerprint = fingerprint(&change);
        changes.push(change);
    }
    changes
}

fn fact_of(id: TermId, term: &Term) -> Option<FactKey> {
    if term.kind == Kind::Subject {
        return Some(FactKey::Subject(id));
    }
    term.kind.is_fact().then_some(FactKey::Term(id))
}

/// The terms any of which makes a term true: what stands below it, and itself unless it was closed with `means`.
fn met_by(vocabulary: &Vocabulary, id: TermId) -> BTreeSet<TermId> {
    let mut met_by = BTreeSet::new();
    let mut seen = BTreeSet::from([id]);
    let mut open = vec![id];
    while let Some(next) = open.pop() {
        let term = vocabulary.term(next);
        if term.means.is_none() {
            met_by.insert(next);
        }
        open.extend(term.children.iter().filter(|child| seen.insert(**child)));
    }
    met_by
}

fn uses(meanings: [&Meaning; 2], key: FactKey) -> Uses {
    let mut uses = Uses::default();
    for (place, meaning) in meanings.into_iter().enumerate() {
        let space = meaning.diagrams.space();
        // A consent that lapses is met by the same things as one that does not.
        let is_of_it = |one: &FactKey| {
            *one == key
                || matches!((one, key), (FactKey::Given(consent, _), FactKey::Term(term)) if *consent == term)
        };
        let facts: Vec<FactId> =
            space.facts.iter().filter(|(_, one)| is_of_it(one)).map(|(fact, _)| fact).collect();
        for half in meaning.halves.iter().filter(|half| half.origin != Origin::Choice) {
            let mut signs = [false; 2];
            let cells = facts.iter().flat_map(|fact| half.cells.iter().map(move |cell| (fact, cell)));
            cells.for_each(|(fact, cell)| find(&cell.facts, *fact, true, &mut signs));
            let [negated, plain] = signs;
            let (more, less) = match half.side {
                Side::Permission => (plain, negated),
                Side::Prohibition => (negated, plain),
            };
            uses.for_company |= more;
            uses.for_people |= less;
            if (more || less) && !uses.owners[place].contains(&half.owner) {
                uses.owners[place].push(half.owner);
            }
        }
        let term = key.term();
        for statement in &space.policy.statements {
            let owner = Owner::Statement(statement.id);
            let depends = term.is_some_and(|term| statement.sentence.depends_on(term));
            if depends && !uses.owners[place].contains(&owner) {
                uses.elsewhere = true;
                uses.owners[place].push(owner);
            }
        }
    }
    uses
}

impl Uses {
    /// Whether it is for the company that the fact is met by more; none where it is for both or nobody can say.
    const fn favour(&self) -> Option<bool> {
        match (self.for_company, self.for_people, self.elsewhere) {
            (true, false, false) => Some(true),
            (false, true, false) => Some(false),
            _ => None,
        }
    }
}

/// Whether a fact occurs in a formula negated, and whether plain.
fn find(formula: &Formula, fact: FactId, is_plain: bool, signs: &mut [bool; 2]) {
    match formula {
        Formula::True | Formula::False => {}
        Formula::Fact(one) => signs[usize::from(is_plain)] |= *one == fact,
        Formula::Not(inner) => find(inner, fact, !is_plain, signs),
        Formula::All(inner) | Formula::Any(inner) => {
            inner.iter().for_each(|one| find(one, fact, is_plain, signs));
        }
    }
}
