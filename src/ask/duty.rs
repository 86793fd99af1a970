//! What goes with something that is permitted: what has to be heeded, and which choices would stop it.

use super::{Asked, Duty, Reason, words};
use crate::language::{FactWord, Kind, Necessity, Verb};
use crate::model::{Actor, Fact, Sentence, Set, Statement, StatementId, TermId, What};
use crate::rules;
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention;
use crate::semantics::space::{Dimension, Reading};
use crate::semantics::verdict::Answer;

impl Asked<'_> {
    /// What goes with an answer; nothing where nothing is permitted.
    pub(super) fn duties(&self, answer: &Answer) -> Result<Vec<Duty>, BudgetExceeded> {
        let owners: Vec<Owner> =
            answer.permitted_by.iter().chain(&answer.also_permitted_by).copied().collect();
        if owners.is_empty() {
            return Ok(Vec::new());
        }
        let mut duties: Vec<Duty> = owners.iter().flat_map(|owner| self.said_with(*owner)).collect();
        duties.extend(self.choices(answer)?);
        if self.query.flow.verb.is_practice() {
            duties.extend(self.notices(&owners));
            duties.extend(self.keeping());
            duties.extend(self.bound());
        }
        // What a statement says with each of its verbs it says once.
        let mut once: Vec<Duty> = Vec::with_capacity(duties.len());
        for duty in duties {
            if !once.contains(&duty) {
                once.push(duty);
            }
        }
        Ok(once)
    }

    fn sentence(&self, owner: Owner) -> (&Sentence, &str) {
        let policy = &self.space().policy;
        match owner {
            Owner::Statement(id) => (&policy.statement(id).sentence, &policy.statement(id).label),
            Owner::Tracker(id) => {
                let tracker = &policy.trackers[id.index()];
                (&tracker.sentence, &tracker.named.name)
            }
        }
    }

    /// What a statement says beside what it permits.
    fn said_with(&self, owner: Owner) -> Vec<Duty> {
        let (sentence, label) = self.sentence(owner);
        let policy = &self.space().policy;
        let vocabulary = &policy.vocabulary;
        let clause = rules::flow(policy, self.space(), self.sources, sentence);
        let mut duties = Vec::new();
        for (stated, published) in sentence.facts.iter().zip(clause.facts) {
            if stated.word == FactWord::Under {
                let duty = Duty::of("safeguard", words::clause(vocabulary, stated), label);
                duties.push(Duty { condition: Some(published.condition), ..duty });
            }
        }
        for basis in &sentence.bases {
            let words = words::bases(vocabulary, std::slice::from_ref(basis));
            let basis = Some(rules::reference(vocabulary, basis.term));
            duties.push(Duty { basis, ..Duty::of("basis", words, label) });
        }
        duties.extend(sentence.necessity.map(|necessity| match necessity {
            Necessity::Required => Duty::of("required", "the person must provide it".to_owned(), label),
            Necessity::Optional => Duty::of("optional", "the person need not provide it".to_owned(), label),
        }));
        duties
    }

    /// The choices that would stop some of it, beside those that stop it already.
    fn choices(&self, answer: &Answer) -> Result<Vec<Duty>, BudgetExceeded> {
        let Some(asked) = self.meaning.asked(self.place)? else { return Ok(Vec::new()) };
        let stopping = self.meaning.stopping(&asked)?;
        let open = stopping.into_iter().filter(|owner| !answer.prohibited_by.contains(owner));
        let policy = &self.space().policy;
        let choice = |id: StatementId| {
            let used = policy.statement(id).choice.map(|fact| rules::reference(&policy.vocabulary, fact));
            Duty { fact: used, ..self.stated("choice", id) }
        };
        Ok(open.filter_map(statement).map(choice).collect())
    }

    /// Of what people have to be told: of the events on which it happens.
    fn notices(&self, owners: &[Owner]) -> Vec<Duty> {
        let policy = &self.space().policy;
        let vocabulary = &policy.vocabulary;
        let sentences = owners.iter().map(|owner| self.sentence(*owner).0).chain([&self.query.flow]);
        let happening: Vec<TermId> = sentences
            .flat_map(|sentence| &sentence.facts)
            .filter(|clause| clause.word != FactWord::Unless)
            .flat_map(|clause| demanded(&clause.fact))
            .filter(|term| vocabulary.term(*term).kind == Kind::Event)
            .collect();
        let is_of_it = |what: What| match what {
            What::Any { .. } => !happening.is_empty(),
            What::Term(event) => happening
                .iter()
                .any(|one| vocabulary.is_below(*one, event) || vocabulary.is_below(event, *one)),
        };
        let tells = |statement: &&Statement| {
            let events = statement.sentence.slots.events.iter().flat_map(|slot| &slot.set.items);
            is_promise(&statement.sentence, Verb::Notify) && events.map(|item| item.what).any(is_of_it)
        };
        policy.statements.iter().filter(tells).map(|one| self.stated("notice", one.id)).collect()
    }

    /// Statements about keeping and deleting what was asked about.
    fn keeping(&self) -> Vec<Duty> {
        let space = self.space();
        let data = space.data(&self.query.flow.object.set, Reading::Exactly);
        let (keepings, deletings) = retention::schedule(space);
        let keepings =
            keepings.iter().filter(|one| !one.data.is_disjoint(&data)).map(|one| ("retention", one.part));
        let deletings =
            deletings.iter().filter(|one| !one.data.is_disjoint(&data)).map(|one| ("deletion", one.part));
        let stated = keepings.chain(deletings).filter_map(|(kind, part)| match part {
            Owner::Statement(id) => Some(self.stated(kind, id)),
            // How long a tracker keeps what it stores is said with the tracker.
            Owner::Tracker(_) => None,
        });
        stated.collect()
    }

    /// What the recipients of the question, and whoever acts in it, are bound to.
    fn bound(&self) -> Vec<Duty> {
        let space = self.space();
        let flow = &self.query.flow;
        let mut concerned: Vec<Set> = flow.slots.recipient.iter().map(|slot| slot.set.clone()).collect();
        if let Actor::Recipient(term, span) = flow.actor {
            concerned.push(Set::of([What::Term(term)], span));
        }
        let concerned: Vec<_> = concerned.iter().map(|set| space.slot(Dimension::Recipient, set)).collect();
        let binds = |statement: &&Statement| {
            let sentence = &statement.sentence;
            let bound = || space.slot(Dimension::Recipient, &sentence.object.set);
            is_promise(sentence, Verb::Bind) && concerned.iter().any(|one| !bound().is_disjoint(one))
        };
        let binding = space.policy.statements.iter().filter(binds);
        binding.map(|statement| self.stated("bound", statement.id)).collect()
    }

    fn stated(&self, kind: &'static str, id: StatementId) -> Duty {
        let Reason { label, sentence, .. } = self.reason(Owner::Statement(id));
        Duty::of(kind, sentence, &label)
    }
}

impl Duty {
    fn of(kind: &'static str, words: String, label: &str) -> Self {
        Self { kind, words, label: label.to_owned(), condition: None, basis: None, fact: None }
    }
}

fn is_promise(sentence: &Sentence, verb: Verb) -> bool {
    sentence.verb == verb && !sentence.is_damaged && !sentence.modality.is_negative()
}

const fn statement(owner: Owner) -> Option<StatementId> {
    match owner {
        Owner::Statement(id) => Some(id),
        Owner::Tracker(_) => None,
    }
}

/// The facts that an expression names without `not`.
fn demanded(fact: &Fact) -> Vec<TermId> {
    match fact {
        Fact::Term(term, _) | Fact::Given(term, ..) => vec![*term],
        Fact::Not(_) => Vec::new(),
        Fact::And(facts) | Fact::Or(facts) => facts.iter().flat_map(demanded).collect(),
    }
}
