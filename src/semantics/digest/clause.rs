//! What statements and trackers say, clause by clause: nothing of their labels and places, and none of the author's words.

use fixedbitset::FixedBitSet;

use super::Writer;
use crate::language::{Certainty, Necessity, Unit};
use crate::model::{
    AttributeValue, Attributes, Basis, BasisMeaning, Bound, Deletion, DeletionMeaning, Fact, FactClause,
    FactClauseMeaning, Field, Header, HeaderMeaning, Lifetime, Period, Retention, RetentionMeaning,
    SentenceMeaning, Set, SetItem, SetItemMeaning, SetMeaning, Slot, SlotMeaning, Stage, StageMeaning,
    Statement, StatementMeaning, TermId, Timing, TrackerId, TrackerMeaning, Verb, What,
};
use crate::semantics::half::Owner;
use crate::semantics::region::BudgetExceeded;
use crate::semantics::retention::{self, Counted, End, Measure, Moment};
use crate::semantics::space::{Dimension, FactKey, Reading};

impl Writer<'_> {
    /// A tracker, by all that it is and says: its flows do not tell what says them, and one that stores nothing has none.
    pub(super) fn tracked(&self, id: TrackerId) -> Result<String, BudgetExceeded> {
        let space = self.meaning.diagrams.space();
        let tracker = &space.policy.trackers[id.index()];
        let TrackerMeaning {
            channel,
            technology,
            // As far as it is stated.
            lasting: _,
            by,
            stores,
            stores_no,
            sentence,
            exception,
        } = tracker.meaning();
        let SentenceMeaning {
            slots,
            facts,
            retention,
            bases,
            necessity,
            // Whoever sets it, sets it, and what it stores stands beside.
            actor: _,
            modality: _,
            verb: _,
            object: _,
            // No tracker has these.
            from_labels: _,
            is_ceiling: _,
            deletion: _,
            states: _,
            timing: _,
        } = sentence.meaning();
        let lasting = tracker.lifetime().map(|lasting| match lasting {
            Lifetime::Word(word) => word.word().to_owned(),
            Lifetime::Period(length) => period(length),
        });
        let stored = |word: &str, slot: &Option<Slot>, reading| {
            let data = slot.as_ref().map(|slot| space.data(&slot.set, reading));
            data.map(|data| format!("{word}{}", self.set(Dimension::Datum, &data)))
        };
        let mut clauses = vec![format!("by {}", self.name(*technology))];
        clauses.extend(lasting.map(|lasting| format!("lasting {lasting}")));
        clauses.extend(by.map(|by| format!("set by {}", self.name(by))));
        clauses.extend(stored("stores", stores, Reading::Permission));
        clauses.extend(stored("stores no", stores_no, Reading::Prohibition));
        let people = |field| matches!(field, Field::Subject);
        clauses.extend(
            slots.filled().filter(|(field, _)| !people(*field)).map(|(field, slot)| self.clause(field, slot)),
        );
        clauses.push(self.when(&self.meaning.standing(Owner::Tracker(id)).cases)?);
        clauses.extend(facts.iter().filter_map(|clause| self.only(clause)));
        clauses.push(self.ground(bases, *necessity));
        clauses.extend(retention.as_ref().map(|retention| self.retention(retention)));
        clauses.extend(exception.as_ref().map(|exception| self.exception(exception)).transpose()?);
        Ok(format!("{}\nof {}", joined(clauses), self.name(*channel)))
    }

    /// For which channels the policy speaks.
    pub(super) fn covered(&self, header: &Header) -> Option<String> {
        // Both are in the channels that are covered.
        let HeaderMeaning { covers: _, does_not_cover: _ } = header.meaning();
        let covered = self.meaning.diagrams.space().covered_channels()?;
        Some(format!("covers{}", self.set(Dimension::Channel, &covered)))
    }

    /// Why something may be done, and whether the person must help with it.
    pub(super) fn ground(&self, bases: &[Basis], necessity: Option<Necessity>) -> String {
        let mut ground: Vec<String> = bases.iter().map(|basis| self.basis(basis)).collect();
        ground.extend(necessity.map(|necessity| necessity.word().to_owned()));
        joined(ground)
    }

    fn basis(&self, basis: &Basis) -> String {
        let BasisMeaning { term } = basis.meaning();
        format!("based on {}", self.name(*term))
    }

    /// What a statement says of its flows beside that they are: how surely, how soon, on which terms.
    pub(super) fn said_of_flows(&self, statement: &Statement) -> Vec<String> {
        let StatementMeaning {
            sentence,
            attributes,
            // An exception is said where it counts, so that two statements may except each other.
            exception: _,
        } = statement.meaning();
        let SentenceMeaning {
            modality,
            verb,
            object,
            slots,
            facts,
            is_ceiling,
            bases,
            necessity,
            timing: soon,
            deletion,
            // Each of its stages is said of flows of its own.
            retention: _,
            // They are in the flows.
            actor: _,
            states: _,
            // What an offer names is in what the labels stand for.
            from_labels: _,
        } = sentence.meaning();
        let mut clauses = vec![verb.word().to_owned()];
        if modality.is_negative() {
            clauses.push("never".to_owned());
        }
        clauses.extend(how_sure(*verb, modality.certainty()));
        // What stands behind `only` is no list of which each item could be said by itself.
        if object.is_only {
            clauses.push(format!("only {}", self.names(&object.set)));
        }
        let only = slots.filled().filter(|(_, slot)| slot.is_only);
        clauses.extend(only.map(|(field, slot)| self.clause(field, slot)));
        clauses.extend(facts.iter().filter_map(|clause| self.only(clause)));
        clauses.push(self.ground(bases, *necessity));
        if *is_ceiling {
            clauses.push("no longer".to_owned());
        }
        clauses.extend(deletion.as_ref().map(soon_after));
        clauses.push(timing(*soon));
        clauses.extend(self.named.get(&statement.id).cloned());
        clauses.extend(self.terms_of_offer(attributes));
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
        let mut values: Vec<String> = values.iter().map(value).collect();
        values.sort();
        values.dedup();
        format!("{key} {}", values.join(", "))
    }

    /// What fills a slot, by its values; people are no values, and have names.
    fn slot_of(&self, field: Field, set: &Set) -> String {
        let space = self.meaning.diagrams.space();
        let dimension = match field {
            Field::Purpose => Dimension::Purpose,
            Field::Channel => Dimension::Channel,
            Field::Recipient => Dimension::Recipient,
            Field::RecipientRegion => Dimension::RecipientRegion,
            Field::Source => Dimension::Source,
            Field::SecondSubject => Dimension::SecondSubject,
            Field::SubjectRegion => Dimension::Place,
            Field::Region => Dimension::Region,
            Field::Measures => Dimension::Measure,
            Field::Events => Dimension::Event,
            Field::Duties => Dimension::Safeguard,
            Field::Over | Field::Second => {
                return self.set(Dimension::Datum, &space.data(set, Reading::Permission));
            }
            Field::Subject => return self.names(set),
        };
        self.slot(dimension, set)
    }

    pub(super) fn slot(&self, dimension: Dimension, set: &Set) -> String {
        self.set(dimension, &self.meaning.diagrams.space().slot(dimension, set))
    }

    /// How long a tracker keeps what it says, in each of its stages.
    fn retention(&self, retention: &Retention) -> String {
        let RetentionMeaning { stages } = retention.meaning();
        let stage = |(at, stage): (usize, &Stage)| {
            // Its ends, and which of them counts, are in the ends that are counted.
            let StageMeaning { form, ends: _, whichever: _ } = stage.meaning();
            let form = form.map(|form| format!(" {}", self.name(form))).unwrap_or_default();
            format!("{}{form}", self.stage(retention, at, None))
        };
        stages.iter().enumerate().map(stage).collect::<Vec<_>>().join(" then ")
    }

    /// A stage by what it ends with in the end: what counts from the stage before as the sum, and the purposes for which data
    /// were collected by their names. Its form is in the flows of which it is said.
    pub(super) fn stage(&self, retention: &Retention, at: usize, its: Option<&FixedBitSet>) -> String {
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
        let longests = counting(retention::counted(self.meaning.diagrams.space(), retention, at, its));
        let is_inner = longests.len() > 1;
        let longest = |longest: &Vec<Counted>| {
            joined(longest.iter().map(|end| self.end(end)).collect(), "longer", is_inner)
        };
        format!("kept {}", joined(longests.iter().map(longest).collect(), "shorter", false))
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

    fn item(&self, what: What) -> String {
        match what {
            What::Term(term) => self.name(term),
            What::Any { kind, trait_, is_negated } => {
                let not = if is_negated { "not " } else { "" };
                format!("any {not}{} {}", trait_.map_or("", crate::model::Trait::word), kind.word())
            }
        }
    }
}

/// The ends of a stage that count: of two lengths of time after one event the longer one in a longest, and of two longests
/// that are lengths of time alone the one that is over first.
///
/// A moment itself stays, since whether a stage has it as its only end matters beside a deletion.
fn counting(longests: Vec<Vec<Counted>>) -> Vec<Vec<Counted>> {
    let longests: Vec<Vec<Counted>> = longests.into_iter().map(|ends| without(ends, is_within)).collect();
    without(longests, |longest, other| {
        let is_held = |end: &Counted| longest.iter().any(|later| is_within(end, later));
        let is_plain = longest.iter().all(|end| is_within(end, end));
        is_plain && !other.is_empty() && other.iter().all(is_held)
    })
}

/// Some things without those that others make idle; of things that make each other idle the first is left.
fn without<T>(things: Vec<T>, is_idle_beside: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let is_idle = |at: usize| {
        things.iter().enumerate().any(|(place, other)| {
            let one = &things[at];
            place != at && is_idle_beside(one, other) && (place < at || !is_idle_beside(other, one))
        })
    };
    let idle: Vec<bool> = (0..things.len()).map(is_idle).collect();
    things.into_iter().zip(idle).filter(|(_, is_idle)| !is_idle).map(|(one, _)| one).collect()
}

/// Whether both are lengths of time after one event, bounding in one way, of which the first is never longer.
fn is_within(one: &Counted, other: &Counted) -> bool {
    let length = |counted: &Counted| match &counted.end {
        End::After { moment: Moment::Event(event), length } if !length.is_nothing() => {
            Some((*event, length.clone()))
        }
        End::After { .. } | End::Never => None,
    };
    let (Some((event, length)), Some((other_event, longer))) = (length(one), length(other)) else {
        return false;
    };
    one.bound == other.bound && event == other_event && length.is_within(&longer)
}

/// Clauses in one order, each once; what says nothing is none.
pub(super) fn joined(mut clauses: Vec<String>) -> String {
    clauses.retain(|clause| !clause.is_empty());
    clauses.sort();
    clauses.dedup();
    clauses.join("\n")
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
