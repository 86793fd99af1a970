//! Questions in the words of the language.

use crate::language::{EndWord, Number, Trait};
use crate::model::{
    Actor, Basis, Bound, EndKind, Fact, FactClause, FactWord, Kind, KnownTerm, Modality, Retention, Sentence,
    Set, Slot, Slots, Stage, TermId, Timing, Verb, Vocabulary, What, Whichever,
};
use crate::semantics::describe;
use crate::semantics::query::Query;
use crate::semantics::space::{FactKey, Known};

/// The word before what the words of a flow cannot say.
pub(super) const WHERE: &str = "where";

/// How long something is kept.
#[must_use]
pub fn ends(vocabulary: &Vocabulary, retention: &Retention) -> String {
    Words { vocabulary }.retention(retention)
}

/// The sentence that asks a question.
#[must_use]
pub fn question(vocabulary: &Vocabulary, query: &Query) -> String {
    let words = Words { vocabulary };
    let mut text = words.flow(query);
    let persons = query.persons.iter().map(|(key, value)| describe::fact(vocabulary, *key, *value));
    let beside: Vec<String> = in_forms(vocabulary, &query.forms).into_iter().chain(persons).collect();
    if !beside.is_empty() {
        text.push_str(&format!(" {WHERE} {}", beside.join(" and ")));
    }
    text
}

/// How a part of a question begins that says in which forms the data are meant.
pub(super) const IN_FORMS: &str = "the data are in ";
/// Any of them.
const ANY_FORM: &str = "any form";
/// Some of them, whose names follow.
const SOME_FORMS: &str = "one of the forms ";

/// In which forms the data are meant; none where the flow says that.
fn in_forms(vocabulary: &Vocabulary, forms: &[TermId]) -> Option<String> {
    if forms.is_empty() {
        return None;
    }
    let words = match vocabulary.of_kind(Kind::Form).all(|(form, _)| forms.contains(&form)) {
        true => ANY_FORM.to_owned(),
        false => format!("{SOME_FORMS}{}", Words { vocabulary }.names(forms)),
    };
    Some(format!("{IN_FORMS}{words}"))
}

/// The names of the forms that a part of a question lists, `None` for any form; an error where it lists none.
pub(super) fn forms(text: &str) -> Result<Option<Vec<&str>>, ()> {
    match (text, text.strip_prefix(SOME_FORMS)) {
        (ANY_FORM, _) => Ok(None),
        (_, Some(names)) => Ok(Some(names.split(", ").collect())),
        (_, None) => Err(()),
    }
}

/// A clause of facts, as a sentence has it.
pub(super) fn clause(vocabulary: &Vocabulary, clause: &FactClause) -> String {
    // What goes with an answer is told; that nothing else does is none of it.
    let clause = FactClause { is_only: false, ..clause.clone() };
    Words { vocabulary }.facts(clause.word, &[clause]).unwrap_or_default()
}

/// The legal bases of a sentence, as it has them.
pub(super) fn bases(vocabulary: &Vocabulary, bases: &[Basis]) -> String {
    Words { vocabulary }.bases(bases).unwrap_or_default()
}

/// The word before what a question says alone: no question takes it, and whoever reads the words says so.
const fn only(is_only: bool) -> &'static str {
    if is_only { "only " } else { "" }
}

struct Words<'v> {
    vocabulary: &'v Vocabulary,
}

impl Words<'_> {
    fn flow(&self, query: &Query) -> String {
        let Sentence {
            span: _,
            actor,
            modality,
            verb,
            object,
            slots:
                Slots {
                    second,
                    second_subject,
                    source,
                    subject,
                    subject_region,
                    channel,
                    recipient,
                    recipient_region,
                    purpose,
                    region,
                    over,
                    measures,
                    events,
                    duties,
                },
            from_labels,
            facts,
            bases,
            necessity,
            retention,
            is_ceiling: _,
            deletion,
            states,
            timing,
            is_damaged: _,
        } = &query.flow;
        let mut parts: Vec<String> = vec![self.actor(*actor, &query.without)];
        let mut add = |part: Option<String>| parts.extend(part.filter(|part| !part.is_empty()));
        add(Some(modality.word().to_owned()).filter(|_| *modality != Modality::Plain));
        add(Some(verb.phrase(self.number(*actor))));
        add(Some(format!("{}{}", only(object.is_only), self.set(&object.set))));
        // What belongs to the verb stands before all clauses.
        if *verb == Verb::Notify {
            add(self.slot("in", subject_region.as_ref()));
        }
        let before_second = if *verb == Verb::Derive { "from" } else { "with" };
        add(self.slot(before_second, second.as_ref()));
        add(self.slot("of", second_subject.as_ref()));
        add(self.slot("in", region.as_ref()));
        if let (Verb::Retain, Some(retention)) = (*verb, retention) {
            add(Some(self.retention(retention)));
        }
        if let Some(deletion) = deletion {
            add(Some(format!("on {}", self.fact(&deletion.event))));
            add(deletion.timing.map(timing_words));
        }
        add(Some(states.iter().map(|state| state.word()).collect::<Vec<_>>().join(", ")));
        add(self.slot("using", measures.as_ref()));
        add(self.slot("of", events.as_ref()));
        add(self.slot("to", duties.as_ref()));
        add(self.slot("from", source.as_ref()));
        let labels: Vec<&str> = from_labels.iter().map(|(label, _)| label.as_str()).collect();
        add((!labels.is_empty()).then(|| format!("from {}", labels.join(", "))));
        add(self.placed("to", "anyone", recipient.as_ref(), recipient_region.as_ref()));
        let whom = if *verb == Verb::Offer { "to" } else { "about" };
        let told_in = subject_region.as_ref().filter(|_| *verb != Verb::Notify);
        add(self.placed(whom, &self.everybody(), subject.as_ref(), told_in));
        add(self.slot("over", over.as_ref()));
        add(self.slot("through", channel.as_ref()));
        add(self.slot("for", purpose.as_ref()));
        add(self.bases(bases));
        add(necessity.map(|necessity| necessity.word().to_owned()));
        if let (true, Some(retention)) = (*verb != Verb::Retain, retention) {
            add(Some(format!("kept {}", self.retention(retention))));
        }
        add(timing.map(timing_words));
        for word in FactWord::ALL {
            add(self.facts(word, facts));
        }
        parts.join(" ")
    }

    fn name(&self, term: TermId) -> &str {
        &self.vocabulary.term(term).name
    }

    fn names(&self, terms: &[TermId]) -> String {
        terms.iter().map(|term| self.name(*term)).collect::<Vec<_>>().join(", ")
    }

    fn number(&self, actor: Actor) -> Number {
        match actor {
            Actor::We => Number::Plural,
            Actor::Recipient(term, _) if self.vocabulary.term(term).traits.has(Trait::Plural) => {
                Number::Plural
            }
            Actor::Recipient(..) => Number::Singular,
        }
    }

    fn actor(&self, actor: Actor, without: &[TermId]) -> String {
        let name = match actor {
            Actor::We => "we",
            Actor::Recipient(term, _) => self.name(term),
        };
        if without.is_empty() { name.to_owned() } else { format!("{name} except {}", self.names(without)) }
    }

    fn everybody(&self) -> String {
        let any = What::Any { kind: Kind::Subject, trait_: None, is_negated: false };
        let people = self.vocabulary.known(KnownTerm::People).map_or(any, What::Term);
        self.set(&Set::of([people], crate::source::Span::default()))
    }

    fn set(&self, set: &Set) -> String {
        describe::set_words(self.vocabulary, set)
    }

    fn slot(&self, word: &str, slot: Option<&Slot>) -> Option<String> {
        slot.map(|slot| format!("{}{word} {}", only(slot.is_only), self.set(&slot.set)))
    }

    /// Somebody somewhere; where only the place is said, it is `anybody`.
    fn placed(
        &self,
        word: &str,
        anybody: &str,
        slot: Option<&Slot>,
        region: Option<&Slot>,
    ) -> Option<String> {
        let who = slot.map(|slot| self.set(&slot.set));
        let place = region.map(|slot| format!(" in {}", self.set(&slot.set)));
        match (who, place) {
            (None, None) => None,
            (who, place) => {
                let who = who.unwrap_or_else(|| anybody.to_owned());
                let only = only([slot, region].into_iter().flatten().any(|slot| slot.is_only));
                Some(format!("{only}{word} {who}{}", place.unwrap_or_default()))
            }
        }
    }

    /// All clauses with one word, as one of them.
    fn facts(&self, word: FactWord, clauses: &[FactClause]) -> Option<String> {
        let clauses: Vec<&FactClause> = clauses.iter().filter(|clause| clause.word == word).collect();
        let only = only(clauses.iter().any(|clause| clause.is_only));
        let facts: Vec<Fact> = clauses.iter().map(|clause| clause.fact.clone()).collect();
        let all = match (facts.len(), word) {
            (0, _) => return None,
            (1, _) => facts.into_iter().next()?,
            (_, FactWord::Unless) => Fact::Or(facts),
            (_, FactWord::With | FactWord::When | FactWord::Under) => Fact::And(facts),
        };
        Some(format!("{only}{} {}", word.word(), self.fact(&all)))
    }

    fn fact(&self, fact: &Fact) -> String {
        let all = |facts: &[Fact], word: &str| {
            facts.iter().map(|fact| self.inner(fact)).collect::<Vec<_>>().join(word)
        };
        match fact {
            Fact::Term(term, _) => self.name(*term).to_owned(),
            Fact::Given(term, period, _) => describe::given(self.vocabulary, *term, *period),
            // The language has no `not not`.
            Fact::Not(inner) => match &**inner {
                Fact::Not(_) => format!("not ({})", self.fact(inner)),
                Fact::Term(..) | Fact::Given(..) | Fact::And(_) | Fact::Or(_) => {
                    format!("not {}", self.inner(inner))
                }
            },
            Fact::And(facts) => all(facts, " and "),
            Fact::Or(facts) => all(facts, " or "),
        }
    }

    /// A fact inside another one.
    fn inner(&self, fact: &Fact) -> String {
        match fact {
            Fact::Term(..) | Fact::Given(..) | Fact::Not(_) => self.fact(fact),
            Fact::And(_) | Fact::Or(_) => format!("({})", self.fact(fact)),
        }
    }

    fn bases(&self, bases: &[Basis]) -> Option<String> {
        let basis = |basis: &Basis| {
            let interest = basis.interest.as_ref().map(|interest| format!(" \"{interest}\""));
            format!("{}{}", self.name(basis.term), interest.unwrap_or_default())
        };
        let bases: Vec<String> = bases.iter().map(basis).collect();
        (!bases.is_empty()).then(|| format!("based on {}", bases.join(", ")))
    }

    fn retention(&self, retention: &Retention) -> String {
        let stages: Vec<String> = retention.stages.iter().map(|stage| self.stage(stage)).collect();
        stages.join(" ")
    }

    fn stage(&self, stage: &Stage) -> String {
        let ends: Vec<String> = stage.ends.iter().map(|end| self.end(&end.kind)).collect();
        let which = match (ends.len(), stage.whichever) {
            (0 | 1, _) => "",
            (_, Whichever::Longer) => " whichever is longer",
            (_, Whichever::Shorter) => " whichever is shorter",
        };
        let then = stage.form.map(|form| format!("then retain {} ", self.name(form))).unwrap_or_default();
        format!("{then}{}{which}", ends.join(" or ")).trim_end().to_owned()
    }

    fn end(&self, end: &EndKind) -> String {
        match end {
            EndKind::AtAll => String::new(),
            EndKind::Indefinitely => "indefinitely".to_owned(),
            EndKind::For { bound, period, after } => {
                let bound =
                    if *bound == Bound::Exactly { String::new() } else { format!("{} ", bound.word()) };
                let after = after.map(|event| format!(" after {}", self.name(event))).unwrap_or_default();
                format!("for {bound}{}{after}", period.words())
            }
            EndKind::More { bound, period } => {
                let bound =
                    if *bound == Bound::Exactly { String::new() } else { format!("{} ", bound.word()) };
                let words = period.words();
                let (amount, unit) = words.split_once(' ').unwrap_or((&words, ""));
                format!("for {bound}{amount} more {unit}")
            }
            EndKind::While(fact) => format!("while {}", self.inner(fact)),
            EndKind::Until(event) => format!("until {}", self.name(*event)),
            EndKind::Needed(purposes) => format!("as long as needed for {}", self.set(purposes)),
            EndKind::ItsPurposes => EndWord::ItsPurposes.word().to_owned(),
        }
    }
}

fn timing_words(timing: Timing) -> String {
    match timing {
        Timing::Promptly => "promptly".to_owned(),
        Timing::Within(period) => format!("within {}", period.words()),
        Timing::Before(period) => format!("at least {} before", period.words()),
        Timing::Beforehand => "beforehand".to_owned(),
    }
}

/// Reads what [`question`] says of persons and of what is known: one fact, with the class as a name.
pub(super) fn person(text: &str) -> Option<(Class<'_>, bool)> {
    if let Some(rest) = text.strip_prefix("the person is ") {
        return among(rest).map(|(name, value)| (Class::Person(name), value));
    }
    let rest = text.strip_prefix("it is ")?;
    let (is_known, rest) = match rest.strip_prefix("not ") {
        Some(rest) => (false, rest),
        None => (true, rest),
    };
    let rest = rest.strip_prefix("known that ")?;
    if let Some(name) = rest.strip_prefix("the person is among ") {
        return Some((Class::KnownPerson(name), is_known));
    }
    rest.strip_prefix("the data are ").map(|name| (Class::KnownData(name), is_known))
}

fn among(text: &str) -> Option<(&str, bool)> {
    match text.strip_prefix("not ") {
        Some(rest) => rest.strip_prefix("among ").map(|name| (name, false)),
        None => text.strip_prefix("among ").map(|name| (name, true)),
    }
}

/// A class by its name in a question.
pub(super) enum Class<'t> {
    /// The person belongs to it.
    Person(&'t str),
    /// It is known that the person belongs to it.
    KnownPerson(&'t str),
    /// It is known that the data belong to it.
    KnownData(&'t str),
}

/// What is known of data that have a trait or lack it, by the words of [`describe::fact`].
pub(super) fn known_trait(name: &str) -> Option<Known> {
    let (word, is_negated) = match name.strip_prefix("not ") {
        Some(word) => (word, true),
        None => (name, false),
    };
    Trait::of_word(word).map(|one| Known::DataWith(one, is_negated))
}

/// The fact that a class and a term make.
pub(super) const fn key(class: &Class<'_>, term: TermId) -> FactKey {
    match class {
        Class::Person(_) => FactKey::Subject(term),
        Class::KnownPerson(_) => FactKey::Known(Known::Subject(term)),
        Class::KnownData(_) => FactKey::Known(Known::Data(term)),
    }
}
