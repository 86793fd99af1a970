//! Who does what: from a sentence to the clauses of a rule.

use super::Builder;
use crate::model;
use crate::rules::format::*;
use crate::rules::naming::{period, rule_id, set, timing, we};
use crate::semantics::collected::Sayings;
use crate::semantics::space::{Reading, Space};

impl Builder<'_> {
    pub(super) fn clause(&mut self, sentence: &model::Sentence) -> Clause {
        let model::Sentence {
            actor,
            modality,
            verb,
            from_labels,
            facts,
            bases,
            necessity,
            retention,
            is_ceiling,
            deletion,
            states,
            timing: soon,
            // These go by the table, with the verb.
            object: _,
            slots: _,
            // Where a rule stands is said once for all of it, and what is damaged is not published.
            span: _,
            is_damaged: _,
        } = sentence;
        Clause {
            actor: match actor {
                model::Actor::We => we(),
                model::Actor::Recipient(recipient, _) => Actor(self.term(*recipient).0),
            },
            modality: *modality,
            verb: *verb,
            slots: self.slots(sentence),
            facts: self.facts(facts),
            bases: self.bases(bases),
            necessity: *necessity,
            retention: self.retention(retention.as_ref(), *is_ceiling, sentence),
            deletion: deletion.as_ref().map(|deletion| self.deletion(deletion)),
            from_rules: from_labels.iter().flat_map(|(label, _)| self.labelled(label)).collect(),
            from_labels: from_labels.iter().map(|(label, _)| label.clone()).collect(),
            states: states.clone(),
            timing: soon.map(timing),
        }
    }

    fn deletion(&mut self, deletion: &model::Deletion) -> Deletion {
        let model::Deletion { event, timing: soon } = deletion;
        Deletion { on: self.condition(event), timing: soon.map(timing) }
    }

    /// The statements and trackers that a label names: one of them, or all that stand in a section.
    fn labelled(&self, label: &str) -> Vec<String> {
        let name = |part: model::Part| match part {
            model::Part::Statement(id) => rule_id(self.policy.statement(id)),
            model::Part::Tracker(_) => self.policy.part_label(part).to_owned(),
        };
        self.policy.parts_labelled(label).into_iter().map(name).collect()
    }

    pub(super) fn slots(&mut self, sentence: &model::Sentence) -> Slots {
        let mut slots = self.slots_beside_object(sentence);
        *slots.object_mut(sentence.verb) = self.slot(Some(&sentence.object));
        slots
    }

    pub(super) fn slots_beside_object(&mut self, sentence: &model::Sentence) -> Slots {
        let mut slots = Slots::default();
        for (field, slot) in sentence.slots.filled() {
            *slots.slot_mut(sentence.verb, field) = self.slot(Some(slot));
        }
        slots
    }

    pub(super) fn slot(&mut self, slot: Option<&model::Slot>) -> Option<Slot> {
        let model::Slot { set, is_only, span: _, is_inherited } = slot?;
        self.listing.mention_set(set);
        Some(Slot { only: *is_only, inherited: *is_inherited, ..self::set(self.vocabulary(), set) })
    }

    pub(super) fn facts(&mut self, facts: &[model::FactClause]) -> Vec<FactClause> {
        facts.iter().map(|clause| self.fact_clause(clause)).collect()
    }

    fn fact_clause(&mut self, clause: &model::FactClause) -> FactClause {
        let model::FactClause { word, is_only, fact, span: _, is_inherited } = clause;
        let condition = self.condition(fact);
        let condition = match word {
            FactWord::With | FactWord::When | FactWord::Under => condition,
            FactWord::Unless => Condition::Not(Box::new(condition)),
        };
        FactClause { word: *word, condition, only: *is_only, inherited: *is_inherited }
    }

    fn condition(&mut self, fact: &model::Fact) -> Condition {
        match fact {
            model::Fact::Term(term, _) => Condition::Fact(self.term(*term)),
            model::Fact::Given(term, period, _) => {
                Condition::Given(Given { fact: self.term(*term), within: self::period(*period) })
            }
            model::Fact::Not(fact) => Condition::Not(Box::new(self.condition(fact))),
            model::Fact::And(facts) => {
                Condition::All(facts.iter().map(|fact| self.condition(fact)).collect())
            }
            model::Fact::Or(facts) => Condition::Any(facts.iter().map(|fact| self.condition(fact)).collect()),
        }
    }

    pub(super) fn bases(&mut self, bases: &[model::Basis]) -> Vec<Basis> {
        bases.iter().map(|basis| self.basis(basis)).collect()
    }

    fn basis(&mut self, basis: &model::Basis) -> Basis {
        let model::Basis { term, interest, span: _, is_inherited } = basis;
        Basis { basis: self.term(*term), interest: interest.clone(), inherited: *is_inherited }
    }

    pub(super) fn retention(
        &mut self,
        retention: Option<&model::Retention>,
        ceiling: bool,
        sentence: &model::Sentence,
    ) -> Option<Retention> {
        let retention = retention?;
        let model::Retention { span: _, stages } = retention;
        let stages = (0..stages.len()).filter_map(|at| self.stage(retention, at)).collect();
        let asks = (0..retention.stages.len()).any(|at| retention.asks_its_purposes(at));
        let purposes = asks.then(|| self.purposes(sentence));
        Some(Retention { stages, ceiling, purposes })
    }

    fn stage(&mut self, retention: &model::Retention, at: usize) -> Option<Stage> {
        let model::Stage { form, ends, whichever } = retention.stages.get(at)?;
        let counts = ends.iter().any(|end| end.kind.is_more());
        let counted = if counts { retention.counted(at) } else { Vec::new() };
        let mut one = |counted: &model::Counted<'_>| {
            let model::Counted { end, then } = counted;
            let further =
                |(bound, length): &(Bound, model::Period)| Further { bound: *bound, period: period(*length) };
            Counted {
                end: end.map_or(End::Indefinitely, |end| self.end(end)),
                then: then.iter().map(further).collect(),
            }
        };
        let counted = counted.iter().map(|latest| latest.iter().map(&mut one).collect()).collect();
        Some(Stage {
            form: form.map(|form| self.term(form)),
            ends: ends.iter().map(|end| self.end(end)).collect(),
            whichever: (ends.len() > 1).then_some(*whichever),
            counted,
        })
    }

    fn end(&mut self, end: &model::End) -> End {
        let model::End { span: _, kind } = end;
        match kind {
            model::EndKind::AtAll => End::AtAll,
            model::EndKind::Indefinitely => End::Indefinitely,
            model::EndKind::For { bound, period: length, after } => End::For {
                bound: *bound,
                period: period(*length),
                after: after.map(|event| self.term(event)),
            },
            model::EndKind::More { bound, period: length } => {
                End::More { bound: *bound, period: period(*length) }
            }
            model::EndKind::While(fact) => End::While { condition: self.condition(fact) },
            model::EndKind::Until(event) => End::Until { event: self.term(*event) },
            model::EndKind::Needed(purposes) => {
                self.listing.mention_set(purposes);
                End::Needed { purposes: set(self.vocabulary(), purposes) }
            }
            model::EndKind::ItsPurposes => End::ItsPurposes,
        }
    }

    /// For which purposes the data of a sentence were collected: every saying that is about some of them.
    fn purposes(&mut self, sentence: &model::Sentence) -> Purposes {
        let policy = self.policy;
        let Sayings { collected, used } = Sayings::of(policy, sentence);
        let space = self.listing.space();
        let about =
            |space: &Space, set: &model::Set| space.in_every_form(&space.data(set, Reading::Permission));
        let kept = about(space, &sentence.object.set);
        let is_about_it = |set: &model::Set| !about(space, set).is_disjoint(&kept);
        let collected: Vec<_> = collected.into_iter().filter(|(data, _)| is_about_it(data)).collect();
        let used: Vec<_> = used.into_iter().filter(|(data, _)| is_about_it(data)).collect();
        let mut purposeful = |data: &model::Set, purposes: Option<&model::Set>| {
            self.listing.mention_set(data);
            purposes.into_iter().for_each(|purposes| self.listing.mention_set(purposes));
            let said = |set: &model::Set| self::set(&policy.vocabulary, set);
            Purposeful { data: said(data), purposes: purposes.map(said) }
        };
        let collected: Vec<_> =
            collected.iter().map(|(data, purposes)| purposeful(data, *purposes)).collect();
        let used = used.iter().map(|(data, purposes)| purposeful(data, Some(purposes))).collect();
        Purposes { collected, used }
    }
}
