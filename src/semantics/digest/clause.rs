//! What statements and trackers say, clause by clause: nothing of their labels and places, and none of the author's words.

use fixedbitset::FixedBitSet;

use super::Writer;
use crate::language::{Certainty, Unit};
use crate::model::{
    Actor, AttributeValue, Attributes, Basis, BasisMeaning, Bound, Deletion, DeletionMeaning, Exception,
    Fact, FactClause, FactClauseMeaning, Field, Header, HeaderMeaning, Lifetime, Period, Retention,
    RetentionMeaning, Sentence, SentenceMeaning, Set, SetItem, SetItemMeaning, SetMeaning, Slot, SlotMeaning,
    StageMeaning, Statement, StatementMeaning, TermId, Timing, Tracker, TrackerMeaning, Verb, What,
};
use crate::semantics::half::Owner;
use crate::semantics::retention::{self, Counted, End, Measure, Moment};
use crate::semantics::space::{Dimension, FactKey, Reading};

impl Writer<'_> {
    /// By which technology a tracker does it, and how long it lasts.
    pub(super) fn tracked(&self, tracker: &Tracker) -> String {
        let TrackerMeaning {
            channel,
            technology,
            // As far as it is stated.
            lasting: _,
            // The flows say these, and what is kept.
            by: _,
            stores: _,
            stores_no: _,
            sentence: _,
            exception: _,
        } = tracker.meaning();
        let lasting = tracker.lifetime().map(|lasting| match lasting {
            Lifetime::Word(word) => word.word().to_owned(),
            Lifetime::Period(length) => period(length),
        });
        let lasting = lasting.map(|lasting| format!("\nlasting {lasting}")).unwrap_or_default();
        format!("by {}{lasting}\nof {}", self.name(*technology), self.name(*channel))
    }

    /// For which channels the policy speaks.
    pub(super) fn covered(&self, header: &Header) -> Option<String> {
        // Both are in the channels that are covered.
        let HeaderMeaning { covers: _, does_not_cover: _ } = header.meaning();
        let covered = self.meaning.diagrams.space().covered_channels()?;
        Some(format!("covers{}", self.set(Dimension::Channel, &covered)))
    }

    /// How long what a practice obtains is kept.
    pub(super) fn kept(
        &self,
        sentence: &Sentence,
        retention: &Retention,
        its: Option<&FixedBitSet>,
    ) -> String {
        let mut clauses = vec![Verb::Retain.word().to_owned(), self.retention(retention, its)];
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
        let BasisMeaning { term } = basis.meaning();
        format!("based on {}", self.name(*term))
    }

    /// Every clause of a statement but its object and its exception.
    /// `its` are the purposes for which the data were collected, where a retention ends with them.
    pub(super) fn clauses(&self, statement: &Statement, its: Option<&FixedBitSet>) -> Vec<String> {
        let id = statement.id;
        let StatementMeaning {
            sentence,
            attributes,
            // An exception is said where it counts, so that two statements may except each other.
            exception: _,
        } = statement.meaning();
        let SentenceMeaning {
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
        } = sentence.meaning();
        let mut clauses = vec![verb.word().to_owned()];
        match actor {
            Actor::We => {}
            Actor::Recipient(term, _) => clauses.push(format!("by {}", self.name(*term))),
        }
        if modality.is_negative() {
            clauses.push("never".to_owned());
        }
        clauses.extend(how_sure(*verb, modality.certainty()));
        clauses.extend(slots.filled().map(|(field, slot)| self.clause(field, slot)));
        clauses.extend(self.standings[id.index()].iter().cloned());
        clauses.extend(facts.iter().filter_map(|clause| self.only(clause)));
        clauses.push(self.ground(sentence));
        clauses.extend(retention.as_ref().map(|retention| self.retention(retention, its)));
        if *is_ceiling {
            clauses.push("no longer".to_owned());
        }
        clauses.extend(deletion.as_ref().map(soon_after));
        clauses.extend(states.iter().map(|state| state.word().to_owned()));
        clauses.push(timing(*soon));
        clauses.extend(self.named.get(&id).cloned());
        clauses.extend(self.terms_of_offer(attributes));
        clauses.retain(|clause| !clause.is_empty());
        clauses
    }

    fn clause(&self, field: Field, slot: &Slot) -> String {
        let SlotMeaning { set, is_only } = slot.meaning();
        let only = if *is_only { "only " } else { "" };
        format!("{only}{} {}", field.says(), self.slot_of(field, set))
    }

    /// A condition behind `only`; when a statement speaks tells every other.
    fn only(&self, clause: &FactClause) -> Option<String> {
        let FactClauseMeaning { word: _, is_only, fact } = clause.meaning();
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
                    let mut clauses = self.clauses(statement, None);
                    clauses.sort();
                    format!("{} of {}", clauses.join(", "), self.names(&statement.sentence.object.set))
                }
                Owner::Tracker(id) => format!("tracker {}", self.name(policy.trackers[id.index()].channel)),
            })
            .collect();
        said.sort();
        said.dedup();
        format!("except {}", said.join("; "))
    }

    fn retention(&self, retention: &Retention, its: Option<&FixedBitSet>) -> String {
        let RetentionMeaning { stages } = retention.meaning();
        let stages: Vec<String> = (0..stages.len()).map(|at| self.stage(retention, at, its)).collect();
        format!("kept {}", stages.join(" then "))
    }

    /// A stage by what it ends with in the end: what counts from the stage before as the sum, and the purposes for which data
    /// were collected by their names.
    fn stage(&self, retention: &Retention, at: usize, its: Option<&FixedBitSet>) -> String {
        let form = retention.stages.get(at).and_then(|stage| {
            // Its ends, and which of them counts, are in the ends that are counted.
            let StageMeaning { form, ends: _, whichever: _ } = stage.meaning();
            *form
        });
        let form = form.map(|form| self.name(form)).unwrap_or_default();
        let joined = |mut parts: Vec<String>, which: &str, is_inner: bool| {
            parts.sort();
            parts.dedup();
            match parts.as_slice() {
                [] => "at all".to_owned(),
                [one] => one.clone(),
                _ if is_inner => format!("(the {which} of {})", parts.join(", ")),
                _ => format!("the {which} of {}", parts.join(", ")),
            }
        };
        let longests = retention::counted(self.meaning.diagrams.space(), retention, at, its);
        let is_inner = longests.len() > 1;
        let longest = |longest: &Vec<Counted>| {
            joined(longest.iter().map(|end| self.end(end)).collect(), "longer", is_inner)
        };
        format!("{form} {}", joined(longests.iter().map(longest).collect(), "shorter", false))
    }

    fn end(&self, counted: &Counted) -> String {
        let Counted { end, bound } = counted;
        let bound = match bound {
            Bound::Exactly => "",
            Bound::UpTo => "up to ",
            Bound::AtLeast => "at least ",
        };
        let End::After { moment, length } = end else { return "without end".to_owned() };
        let length: Vec<String> = length.parts().iter().map(measure).collect();
        let collection = retention::collection(&self.meaning.diagrams.space().policy.vocabulary);
        let moment = match moment {
            Moment::Event(event) if *event == collection && !length.is_empty() => {
                return format!("{bound}{}", length.join(" and "));
            }
            Moment::Event(None) => "until collection".to_owned(),
            Moment::Event(Some(event)) if !length.is_empty() => {
                return format!("{bound}{} after {}", length.join(" and "), self.name(*event));
            }
            Moment::Event(Some(event)) => format!("until {}", self.name(*event)),
            Moment::While(fact) => format!("while {}", self.fact(fact)),
            Moment::Needed(purposes) => format!("needed for {}", self.set(Dimension::Purpose, purposes)),
        };
        match length.is_empty() {
            true => moment,
            false => format!("{bound}{} after {moment}", length.join(" and ")),
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
            Fact::Given(term, period, _) => {
                format!("{} given within {}", self.fact_name(*term), period.in_largest_unit().words())
            }
            Fact::Not(inner) => format!("not {}", self.fact(inner)),
            Fact::And(facts) => parts(facts, " and "),
            Fact::Or(facts) => parts(facts, " or "),
        }
    }

    pub(super) fn fact_name(&self, term: TermId) -> String {
        let known = self.meaning.diagrams.space().known_fact(FactKey::Term(term));
        known.map_or_else(|| self.name(term), |fact| self.facts[fact.index()].clone())
    }

    /// The items of a set by name, in order.
    pub(super) fn names(&self, set: &Set) -> String {
        let SetMeaning { items, except } = set.meaning();
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
        let SetItemMeaning { form, what } = item.meaning();
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

/// How firmly something is promised. What may be done or kept is permitted like what is done or kept.
fn how_sure(verb: Verb, certainty: Certainty) -> Option<String> {
    let is_permission = verb.is_practice() || verb == Verb::Retain;
    match certainty {
        Certainty::Possible => (!is_permission).then(|| "may".to_owned()),
        Certainty::Tried => Some("try to".to_owned()),
        Certainty::Certain => None,
    }
}

/// A length of time in the largest unit into which it can be turned exactly; a year is twelve months, a week seven days.
fn period(period: Period) -> String {
    let amount = u64::from(period.amount);
    let minutes = |minutes: u64| measure(&Measure::Minutes(minutes));
    match period.unit {
        Unit::Years => measure(&Measure::Months(amount * 12)),
        Unit::Months => measure(&Measure::Months(amount)),
        Unit::BusinessDays => measure(&Measure::BusinessDays(amount)),
        Unit::Weeks => minutes(amount * 7 * 24 * 60),
        Unit::Days => minutes(amount * 24 * 60),
        Unit::Hours => minutes(amount * 60),
        Unit::Minutes => minutes(amount),
    }
}

fn measure(measure: &Measure) -> String {
    match measure {
        Measure::Minutes(minutes) if minutes.is_multiple_of(24 * 60) => {
            format!("{} {}", minutes / (24 * 60), Unit::Days.word())
        }
        Measure::Minutes(minutes) if minutes.is_multiple_of(60) => {
            format!("{} {}", minutes / 60, Unit::Hours.word())
        }
        Measure::Minutes(minutes) => format!("{minutes} {}", Unit::Minutes.word()),
        Measure::Months(months) => format!("{months} {}", Unit::Months.word()),
        Measure::BusinessDays(days) => format!("{days} {}", Unit::BusinessDays.word()),
    }
}

/// How soon something is deleted; the standing of its statement tells after what.
fn soon_after(deletion: &Deletion) -> String {
    let DeletionMeaning { event: _, timing: soon } = deletion.meaning();
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
