//! What statements and trackers say, clause by clause: nothing of their labels and places, and none of the author's words.

use super::Writer;
use crate::language::Unit;
use crate::model::{
    Actor, AttributeValue, Attributes, Basis, Bound, Deletion, End, EndKind, Exception, Fact, FactClause,
    Field, Header, Lifetime, Period, Retention, Sentence, Set, SetItem, Slot, Stage, Statement, TermId,
    Timing, Tracker, Verb, What, Whichever,
};
use crate::semantics::half::Owner;
use crate::semantics::space::{Dimension, FactKey, Reading};

impl Writer<'_> {
    /// How long a tracker lasts.
    pub(super) fn lasting(&self, tracker: &Tracker) -> Option<String> {
        let Tracker {
            channel,
            lasting,
            // The flows say these, and what is kept.
            by: _,
            stores: _,
            stores_no: _,
            sentence: _,
            exception: _,
            // The channel stands below its technology.
            technology: _,
            // Words.
            named: _,
            label: _,
            attributes: _,
        } = tracker;
        let lasting = match (*lasting)? {
            Lifetime::Word(word) => word.word().to_owned(),
            Lifetime::Period(length) => period(length),
        };
        Some(format!("lasting {lasting}\nof {}", self.name(*channel)))
    }

    /// For which channels the policy speaks.
    pub(super) fn covered(&self, header: &Header) -> Option<String> {
        let Header {
            // Both are in the channels that are covered.
            covers: _,
            does_not_cover: _,
            // When it holds, in which words and under which law these are read, and how it is accepted: said beside what
            // happens to data.
            name: _,
            title: _,
            span: _,
            file: _,
            posted: _,
            updated: _,
            effective: _,
            language: _,
            law: _,
            see: _,
            accepted_by: _,
            profiles: _,
            reading_grade: _,
            vague_words: _,
            version: _,
            vocabulary: _,
        } = header;
        let covered = self.meaning.diagrams.space().covered_channels()?;
        Some(format!("covers{}", self.set(Dimension::Channel, &covered)))
    }

    /// How long what a practice obtains is kept.
    pub(super) fn kept(&self, sentence: &Sentence, retention: &Retention) -> String {
        let mut clauses = vec![Verb::Retain.word().to_owned(), self.retention(retention)];
        for (word, slot) in [("about", &sentence.slots.subject), ("in", &sentence.slots.subject_region)] {
            clauses.extend(slot.iter().map(|slot| format!("{word} {}", self.names(&slot.set))));
        }
        clauses.sort();
        clauses.join("\n")
    }

    /// Why something may be done, and whether the person must help with it.
    pub(super) fn ground(&self, sentence: &Sentence) -> String {
        let mut ground: Vec<String> = sentence.bases.iter().map(|basis| self.basis(basis)).collect();
        ground.extend(sentence.necessity.map(|necessity| necessity.word().to_owned()));
        ground.sort();
        ground.dedup();
        ground.join("\n")
    }

    fn basis(&self, basis: &Basis) -> String {
        // The interest is in the author's words.
        let Basis { term, interest: _, span: _, is_inherited: _ } = basis;
        format!("based on {}", self.name(*term))
    }

    /// Every clause of a statement but its object and its exception.
    pub(super) fn clauses(&self, statement: &Statement) -> Vec<String> {
        let Statement {
            id,
            sentence,
            attributes,
            // An exception is said where it counts, so that two statements may except each other.
            exception: _,
            // A choice is known by what it stops.
            choice: _,
            // Words, as certainty is.
            later: _,
            words: _,
            label: _,
            label_span: _,
            span: _,
            section: _,
        } = statement;
        let Sentence {
            actor,
            modality,
            verb,
            slots,
            facts,
            retention,
            is_ceiling,
            deletion,
            states,
            timing: soon,
            // Its ground.
            bases: _,
            necessity: _,
            // What an offer names is in what the labels stand for, and the objects of equal clauses are joined.
            from_labels: _,
            object: _,
            span: _,
            // What is damaged has no digest.
            is_damaged: _,
        } = sentence;
        let mut clauses = vec![verb.word().to_owned()];
        match actor {
            Actor::We => {}
            Actor::Recipient(term, _) => clauses.push(format!("by {}", self.name(*term))),
        }
        if modality.is_negative() {
            clauses.push("never".to_owned());
        } else if *modality == crate::model::Modality::TryTo {
            clauses.push("try to".to_owned());
        }
        clauses.extend(slots.filled().map(|(field, slot)| self.clause(field, slot)));
        clauses.extend(self.standings[id.index()].iter().cloned());
        clauses.extend(facts.iter().filter_map(|clause| self.only(clause)));
        clauses.push(self.ground(sentence));
        clauses.extend(retention.as_ref().map(|retention| self.retention(retention)));
        if *is_ceiling {
            clauses.push("no longer".to_owned());
        }
        clauses.extend(deletion.as_ref().map(soon_after));
        clauses.extend(states.iter().map(|state| state.word().to_owned()));
        clauses.push(timing(*soon));
        clauses.extend(self.named.get(id).cloned());
        clauses.extend(self.terms_of_offer(attributes));
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }

    fn clause(&self, field: Field, slot: &Slot) -> String {
        // What a header says holds as if each statement said it.
        let Slot { set, is_only, span: _, is_inherited: _ } = slot;
        let only = if *is_only { "only " } else { "" };
        format!("{only}{} {}", field.says(), self.slot_of(field, set))
    }

    /// A condition behind `only`; when a statement speaks tells every other.
    fn only(&self, clause: &FactClause) -> Option<String> {
        let FactClause { word: _, is_only, fact, span: _, is_inherited: _ } = clause;
        is_only.then(|| format!("only {}", self.fact(&fact.in_order())))
    }

    /// The terms on which a right is offered.
    fn terms_of_offer(&self, attributes: &Attributes) -> Vec<String> {
        attributes.iter().map(|(key, values)| self.term_of_offer(key, values)).collect()
    }

    /// One of the terms on which a right is offered: what stands in braces.
    fn term_of_offer(&self, key: &str, values: &[AttributeValue]) -> String {
        let value = |value: &AttributeValue| match value {
            AttributeValue::Text(text) => format!("{text:?}"),
            AttributeValue::Term(term) => self.name(*term),
            AttributeValue::TermText(term, text) => format!("{} {text:?}", self.name(*term)),
            AttributeValue::Period(length) => period(*length),
            AttributeValue::Number(number) => number.to_string(),
            AttributeValue::Word(word) => word.clone(),
        };
        format!("{key} {}", values.iter().map(value).collect::<Vec<_>>().join(", "))
    }

    /// What fills a slot: by its values where promises are made of flows, by its names elsewhere.
    fn slot_of(&self, field: Field, set: &Set) -> String {
        match field {
            Field::Purpose => self.slot(Dimension::Purpose, set),
            Field::Channel => self.slot(Dimension::Channel, set),
            Field::Recipient => self.slot(Dimension::Recipient, set),
            Field::RecipientRegion => self.slot(Dimension::RecipientRegion, set),
            Field::Over => {
                let data = self.meaning.diagrams.space().data(set, Reading::Permission);
                self.set(Dimension::Datum, &data)
            }
            Field::Second
            | Field::SecondSubject
            | Field::Source
            | Field::Subject
            | Field::SubjectRegion
            | Field::Region
            | Field::Measures
            | Field::Events
            | Field::Duties => self.names(set),
        }
    }

    fn slot(&self, dimension: Dimension, set: &Set) -> String {
        self.set(dimension, &self.meaning.diagrams.space().slot(dimension, set))
    }

    /// What a retention gives way to, by what it says.
    pub(super) fn exception(&self, exception: &Exception) -> String {
        let named = match exception {
            Exception::StatedElsewhere(_) => return "except elsewhere".to_owned(),
            Exception::StatedIn(named) => named,
        };
        let policy = &self.meaning.diagrams.space().policy;
        let mut said: Vec<String> = named
            .iter()
            .flat_map(|(target, _)| policy.parts_of(*target))
            .map(|part| match part {
                Owner::Statement(id) => {
                    let statement = policy.statement(id);
                    let mut clauses = self.clauses(statement);
                    clauses.sort();
                    format!("{} of {}", clauses.join(", "), self.names(&statement.sentence.object.set))
                }
                Owner::Tracker(id) => format!("tracker {}", self.name(policy.trackers[id.index()].channel)),
            })
            .collect();
        said.sort();
        format!("except {}", said.join("; "))
    }

    fn retention(&self, retention: &Retention) -> String {
        let Retention { span: _, stages } = retention;
        let stages: Vec<String> = stages.iter().map(|stage| self.stage(stage)).collect();
        format!("kept {}", stages.join(" then "))
    }

    fn stage(&self, stage: &Stage) -> String {
        let Stage { form, ends, whichever } = stage;
        let mut ends: Vec<String> = ends.iter().map(|end| self.end(end)).collect();
        ends.sort();
        ends.dedup();
        let form = form.map(|form| self.name(form)).unwrap_or_default();
        let whichever = match (ends.len(), whichever) {
            (0 | 1, _) => "",
            (_, Whichever::Longer) => "the longer of ",
            (_, Whichever::Shorter) => "the shorter of ",
        };
        format!("{form} {whichever}{}", ends.join(", "))
    }

    fn end(&self, end: &End) -> String {
        let End { span: _, kind } = end;
        match kind {
            EndKind::AtAll => "at all".to_owned(),
            EndKind::Indefinitely => "without end".to_owned(),
            EndKind::For { bound, period: length, after } => {
                let bound = match bound {
                    Bound::Exactly => "",
                    Bound::UpTo => "up to ",
                    Bound::AtLeast => "at least ",
                };
                let after = after.map(|event| format!(" after {}", self.name(event))).unwrap_or_default();
                format!("{bound}{}{after}", period(*length))
            }
            EndKind::While(fact) => format!("while {}", self.fact(&fact.in_order())),
            EndKind::Until(event) => format!("until {}", self.name(*event)),
            EndKind::Needed(purposes) => format!("needed for {}", self.slot(Dimension::Purpose, purposes)),
        }
    }

    /// An expression over facts with its parts in order, these by name.
    fn fact(&self, fact: &Fact) -> String {
        let parts = |facts: &[Fact], word: &str| {
            let mut parts: Vec<String> = facts.iter().map(|fact| self.fact(fact)).collect();
            parts.sort();
            parts.dedup();
            format!("({})", parts.join(word))
        };
        match fact {
            Fact::Term(term, _) => self.fact_name(*term),
            Fact::Not(inner) => format!("not {}", self.fact(inner)),
            Fact::And(facts) => parts(facts, " and "),
            Fact::Or(facts) => parts(facts, " or "),
        }
    }

    pub(super) fn fact_name(&self, term: TermId) -> String {
        let known = self.meaning.diagrams.space().known_fact(FactKey::Term(term));
        known.map_or_else(|| self.name(term), |fact| self.facts[fact.0 as usize].clone())
    }

    /// The items of a set by name, in order.
    pub(super) fn names(&self, set: &Set) -> String {
        let Set { items, except } = set;
        let side = |items: &[SetItem]| {
            let mut names: Vec<String> = items.iter().map(|item| self.formed(item)).collect();
            names.sort();
            names.dedup();
            names.join(", ")
        };
        if except.is_empty() {
            return side(items);
        }
        format!("{} except {}", side(items), side(except))
    }

    /// An item with its form.
    fn formed(&self, item: &SetItem) -> String {
        let SetItem { form, what, span: _ } = item;
        let form = form.map(|form| format!("{} ", self.name(form))).unwrap_or_default();
        format!("{form}{}", self.item(*what))
    }

    pub(super) fn item(&self, what: What) -> String {
        match what {
            What::Term(term) => self.name(term),
            What::Any { kind, trait_, is_negated } => {
                let not = if is_negated { "not " } else { "" };
                format!("any {not}{} {}", trait_.map_or("", crate::model::Trait::word), kind.word())
            }
        }
    }
}

/// A length of time; a year is twelve months.
fn period(period: Period) -> String {
    match period.unit {
        Unit::Years => format!("{} months", u64::from(period.amount) * 12),
        Unit::Weeks => format!("{} days", u64::from(period.amount) * 7),
        unit @ (Unit::Minutes | Unit::Hours | Unit::Days | Unit::BusinessDays | Unit::Months) => {
            format!("{} {}", period.amount, unit.word())
        }
    }
}

/// How soon something is deleted; the standing of its statement tells after what.
fn soon_after(deletion: &Deletion) -> String {
    let Deletion { event: _, timing: soon } = deletion;
    timing(*soon)
}

fn timing(timing: Option<Timing>) -> String {
    match timing {
        None => String::new(),
        Some(Timing::Promptly) => " promptly".to_owned(),
        Some(Timing::Within(length)) => format!(" within {}", period(length)),
        Some(Timing::Before(length)) => format!(" {} before", period(length)),
        Some(Timing::Beforehand) => " beforehand".to_owned(),
    }
}
