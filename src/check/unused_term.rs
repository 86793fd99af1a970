//! A word of the policy's own that nothing uses.

use std::collections::HashSet;

use crate::diagnostic::rule::rule;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{
    Actor, AttributeValue, Attributes, EndKind, Fact, Need, Origin, Policy, Quantified, Selector, Sentence,
    Set, TermId, What,
};

rule!(pub(crate) RULE, "unused-term", Note, "a term that the policy declares is mentioned nowhere");

pub(super) fn own_terms_are_mentioned(policy: &Policy, found: &mut Diagnostics) {
    let Some(header) = &policy.header else { return };
    let vocabulary = &policy.vocabulary;
    // Where nothing is said yet, the words come first; where something cannot be read, it may be the one that uses them.
    let mut sentences = policy
        .statements
        .iter()
        .map(|one| &one.sentence)
        .chain(policy.trackers.iter().map(|one| &one.sentence))
        .peekable();
    if sentences.peek().is_none() || sentences.any(|sentence| sentence.is_damaged) {
        return;
    }
    // Other policies may need what an imported file declares. A tracker and a choice are terms by themselves.
    let trackers = policy.trackers.iter().map(|one| one.channel);
    let born_otherwise: HashSet<TermId> = trackers.chain(policy.choices()).collect();
    let is_judged = |(id, term): &(TermId, &crate::model::Term)| {
        term.origin == Origin::Policy && header.file.contains(term.span) && !born_otherwise.contains(id)
    };
    let judged: Vec<TermId> = vocabulary.iter().filter(is_judged).map(|(id, _)| id).collect();
    if judged.is_empty() {
        return;
    }
    let mentions = Mentions::of(policy);
    for id in judged.into_iter().filter(|id| !mentions.has(*id)) {
        let term = vocabulary.term(id);
        found.push(
            Diagnostic::new(&RULE, term.span, format!("nothing in this policy mentions `{}`", term.name))
                .at("never used")
                .help("name it in a statement, or remove it: no reader ever sees it"),
        );
    }
}

/// The terms that a policy mentions, or that belong to the meaning of one that it mentions.
struct Mentions<'a> {
    policy: &'a Policy,
    is_mentioned: Vec<bool>,
    open: Vec<TermId>,
}

impl<'a> Mentions<'a> {
    fn of(policy: &'a Policy) -> Self {
        let mut mentions =
            Self { policy, is_mentioned: vec![false; policy.vocabulary.len()], open: Vec::new() };
        mentions.document();
        mentions.follow();
        mentions
    }

    fn has(&self, term: TermId) -> bool {
        self.is_mentioned.get(term.index()).copied().unwrap_or(false)
    }

    fn add(&mut self, term: TermId) {
        if let Some(known) = self.is_mentioned.get_mut(term.index())
            && !std::mem::replace(known, true)
            && self.policy.vocabulary.term(term).origin == Origin::Policy
        {
            self.open.push(term);
        }
    }

    /// A term speaks of what is above it, and of its parts where they are the policy's own: the page lists those.
    fn follow(&mut self) {
        let vocabulary = &self.policy.vocabulary;
        while let Some(id) = self.open.pop() {
            let term = vocabulary.term(id);
            let parts = [&term.parents, &term.children, &term.excludes, &term.may_contain];
            parts.into_iter().flatten().for_each(|other| self.add(*other));
            if let Some(set) = &term.means {
                self.set(set);
            }
            if let Some(other) = term.replaced_by {
                self.add(other);
            }
        }
    }

    fn document(&mut self) {
        let policy = self.policy;
        if let Some(header) = &policy.header {
            let lists = [
                &header.law,
                &header.covers,
                &header.does_not_cover,
                &header.accepted_by,
                &header.acknowledged_by,
            ];
            lists.into_iter().chain(&header.glance).flatten().for_each(|term| self.add(*term));
        }
        policy.parties.iter().for_each(|party| self.attributes(&party.attributes));
        for statement in &policy.statements {
            self.sentence(&statement.sentence);
            self.attributes(&statement.attributes);
            if let Some(later) = &statement.later {
                later.facts.iter().for_each(|clause| self.fact(&clause.fact));
                [&later.purpose, &later.channel].into_iter().flatten().for_each(|slot| self.set(&slot.set));
            }
        }
        for tracker in &policy.trackers {
            self.add(tracker.technology);
            tracker.by.into_iter().for_each(|by| self.add(by));
            [&tracker.stores, &tracker.stores_no].into_iter().flatten().for_each(|slot| self.set(&slot.set));
            self.sentence(&tracker.sentence);
        }
        policy.expects.iter().for_each(|expect| self.sentence(&expect.flow));
        for require in &policy.requires {
            self.quantified(&require.requirement);
            require.when.iter().for_each(|when| self.quantified(when));
        }
    }

    fn attributes(&mut self, attributes: &Attributes) {
        for value in attributes.iter().flat_map(|(_, values)| values) {
            if let AttributeValue::Term(term) | AttributeValue::TermText(term, _) = value {
                self.add(*term);
            }
        }
    }

    fn quantified(&mut self, quantified: &Quantified) {
        if let Selector::Action { sentence, .. } = &quantified.selector {
            self.sentence(sentence);
        }
        for need in &quantified.needs {
            match need {
                Need::Clause(_, sentence) => self.sentence(sentence),
                Need::Offer(set) => self.set(set),
                Need::Word(..) => {}
            }
        }
    }

    fn sentence(&mut self, sentence: &Sentence) {
        if let Actor::Recipient(term, _) = sentence.actor {
            self.add(term);
        }
        sentence.every_slot().for_each(|slot| self.set(&slot.set));
        sentence.facts.iter().for_each(|clause| self.fact(&clause.fact));
        sentence.bases.iter().for_each(|basis| self.add(basis.term));
        for stage in sentence.retention.iter().flat_map(|retention| &retention.stages) {
            stage.form.into_iter().for_each(|form| self.add(form));
            for end in &stage.ends {
                match &end.kind {
                    EndKind::AtAll | EndKind::Indefinitely | EndKind::More { .. } | EndKind::ItsPurposes => {}
                    EndKind::For { after, .. } => after.iter().for_each(|event| self.add(*event)),
                    EndKind::While(fact) => self.fact(fact),
                    EndKind::Until(event) => self.add(*event),
                    EndKind::Needed(set) => self.set(set),
                }
            }
        }
        if let Some(deletion) = &sentence.deletion {
            self.fact(&deletion.event);
        }
    }

    fn fact(&mut self, fact: &Fact) {
        fact.terms().into_iter().for_each(|(term, _)| self.add(term));
    }

    fn set(&mut self, set: &Set) {
        for item in set.items.iter().chain(&set.except) {
            item.form.into_iter().for_each(|form| self.add(form));
            if let What::Term(term) = item.what {
                self.add(term);
            }
        }
    }
}
