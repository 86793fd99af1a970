//! Facts: consents, conditions, events and safeguards, each with the word that leads it in.

use super::Composer;
use super::message::Message;
use super::naming::Place;
use super::set::{Join, Onlys};
use super::words::PieceKind;
use crate::model::{Fact, FactClause, FactWord, Kind, Period, TermId};

/// The fact clauses of a sentence, each where its frame has a place for it.
#[derive(Debug, Default)]
pub(super) struct FactPhrases {
    /// Before everything: “When you register,”
    pub(super) front: String,
    /// “under …”
    pub(super) under: String,
    /// “but only …”
    pub(super) only: String,
    /// “unless …”
    pub(super) unless: String,
}

/// Three and more facts of which one is enough, which a reader can tell apart: behind the sentence, or as a list below it.
pub(super) struct Alternatives {
    /// “if”, or “but only”.
    pub(super) lead: String,
    /// Each with what parts it from the next.
    pub(super) lines: Vec<String>,
}

/// This many facts of which one is enough cannot be told apart in the middle of a sentence.
const MANY_ALTERNATIVES: usize = 3;

impl Composer<'_> {
    /// The fact clauses of a sentence.
    pub(super) fn fact_phrases(
        &self,
        clauses: &[FactClause],
        is_negative: bool,
        onlys: &mut Onlys,
    ) -> FactPhrases {
        let listed = many_alternatives(clauses);
        let facts = |takes: &dyn Fn(&FactClause) -> bool| -> Vec<Fact> {
            let others = clauses.iter().enumerate().filter(|(place, _)| Some(*place) != listed);
            let taken = others.filter(|(_, clause)| takes(clause));
            taken.map(|(_, clause)| clause.fact.clone()).collect()
        };
        let only = onlys.next(clauses.iter().any(|clause| clause.is_only));
        let framed = |frame: Message, facts: Vec<Fact>| {
            if facts.is_empty() {
                return String::new();
            }
            // Behind “only” no “except” can stand: it could let in what only leaves out.
            let words = match frame == Message::FactOnly {
                true => self.conditions(facts),
                false => self.fact(&Fact::And(facts)),
            };
            self.frames.fill(frame, &[("facts", words.into()), ("only", only.into())])
        };
        // “but not with your consent”, for what is done only without it.
        let only_if = facts(&|clause| clause.is_only && clause.word != FactWord::Unless);
        let (only_frame, only_if) = match opposite(&flat(&Fact::And(only_if.clone()))) {
            Some(opposite) if !only_if.is_empty() => (Message::FactOnlyNot, vec![opposite]),
            Some(_) | None => (Message::FactOnly, only_if),
        };
        FactPhrases {
            front: framed(
                Message::FactFront,
                facts(&|clause| !clause.is_only && matches!(clause.word, FactWord::With | FactWord::When)),
            ),
            under: framed(
                Message::FactUnder,
                facts(&|clause| !clause.is_only && clause.word == FactWord::Under),
            ),
            only: framed(only_frame, only_if),
            unless: clauses
                .iter()
                .filter(|clause| clause.word == FactWord::Unless)
                .map(|clause| {
                    // “unless it is not so” is “but only if it is so”.
                    if let (Some(opposite), false) = (opposite(&flat(&clause.fact)), is_negative) {
                        return framed(Message::FactOnly, vec![opposite]);
                    }
                    let lacking = self.lacking(&clause.fact).filter(|_| is_negative);
                    lacking.unwrap_or_else(|| self.unless(&clause.fact))
                })
                .collect(),
        }
    }

    /// The facts that stand behind the sentence, because they are many of which one is enough.
    pub(super) fn alternatives(&self, clauses: &[FactClause], onlys: &mut Onlys) -> Option<Alternatives> {
        let clause = clauses.get(many_alternatives(clauses)?)?;
        let Fact::Or(facts) = flat(&clause.fact) else { return None };
        let labelled: Vec<Option<Led>> = facts.iter().map(|fact| self.led_fact(fact)).collect();
        let shared = labelled.first().and_then(|first| Some(first.as_ref()?.word));
        let shared = shared.filter(|word| labelled.iter().flatten().all(|one| one.word == *word));
        // Facts of one kind share the word that leads them in, where there is one.
        let word =
            shared.map(|kind| self.led_in(Message::Fact, kind, "")).filter(|word| !word.trim().is_empty());
        let phrases: Vec<String> = match (labelled.into_iter().collect::<Option<Vec<_>>>(), &word) {
            (Some(labelled), Some(_)) => labelled.into_iter().map(|one| one.label).collect(),
            (Some(_) | None, _) => facts.iter().map(|fact| self.plain_fact(fact)).collect(),
        };
        let frame = if clause.is_only { Message::AlternativesOnly } else { Message::Alternatives };
        let only = onlys.next(clause.is_only);
        let values = [("word", word.unwrap_or_default().into()), ("only", only.into())];
        let count = phrases.len();
        let line = |(place, fact): (usize, String)| {
            let place = match count - place {
                1 => "last",
                2 => "before-last",
                _ => "before",
            };
            self.frames.fill(Message::Alternative, &[("fact", fact.into()), ("place", place.into())])
        };
        let lines = phrases.into_iter().enumerate().map(line).collect();
        Some(Alternatives { lead: self.frames.fill(frame, &values), lines })
    }

    /// All fact clauses as one phrase, for the author's own wording.
    pub(super) fn all_facts(&self, clauses: &[FactClause]) -> String {
        let is_only = clauses.iter().any(|clause| clause.is_only);
        let (unless, others): (Vec<_>, Vec<_>) =
            clauses.iter().partition(|clause| clause.word == FactWord::Unless);
        let others: Vec<Fact> = others.into_iter().map(|clause| clause.fact.clone()).collect();
        let facts = match is_only {
            // Behind “only” no “except” can stand.
            true => {
                let facts = self.conditions(others);
                self.frames.fill(Message::FactOnlyAlone, &[("facts", facts.into())])
            }
            false if others.is_empty() => String::new(),
            false => self.fact(&Fact::And(others)),
        };
        let unless: String = unless.into_iter().map(|clause| self.unless(&clause.fact)).collect();
        format!("{facts}{unless}")
    }

    /// A consent without which something is not done, where the vocabulary has words for that: “without your consent”.
    fn lacking(&self, fact: &Fact) -> Option<String> {
        let Fact::Term(consent, _) = flat(fact) else { return None };
        let words = self.said_in(consent, Place::Without, &[])?;
        let words = self.pieces.mark(&words, PieceKind::Term(consent));
        Some(self.frames.fill(Message::FactWithout, &[("facts", words.into())]))
    }

    fn unless(&self, fact: &Fact) -> String {
        let is_clause =
            |id: TermId| matches!(self.policy.vocabulary.term(id).kind, Kind::Condition | Kind::Event);
        match self.labels(fact).filter(|_| fact.terms().iter().all(|(id, _)| is_clause(*id))) {
            Some(labels) => self.frames.fill(Message::FactUnless, &[("facts", labels.into())]),
            None => self.frames.fill(Message::FactExcept, &[("facts", self.plain_fact(fact).into())]),
        }
    }

    /// An expression with the words that lead its parts in: “with your consent or if the law compels us”. What must not be
    /// so is an exception from the rest: “if A, unless B or C”.
    pub(super) fn fact(&self, fact: &Fact) -> String {
        let fact = flat(fact);
        if let Some(opposite) = opposite(&fact) {
            return self.fact_not(&opposite);
        }
        let Fact::And(facts) = fact else { return self.plain_fact(&fact) };
        let (not, others): (Vec<Fact>, Vec<Fact>) =
            facts.into_iter().partition(|fact| opposite(fact).is_some());
        let others = self.joined_facts(&others, Join::And);
        if not.is_empty() {
            return others;
        }
        let not = Fact::joined(not.into_iter().map(negated).collect(), Fact::Or);
        let values = [("facts", others.into()), ("not", self.fact_not(&flat(&not)).into())];
        self.frames.fill(Message::FactAndNot, &values)
    }

    /// What must not be so, as an exception: “unless A or B”, “except with your consent and when you place an order”.
    fn fact_not(&self, fact: &Fact) -> String {
        match self.kind_of_all(fact).zip(self.labels(fact)) {
            Some((kind, labels)) => self.led_in(Message::FactNot, kind, &labels),
            None => self.led_in(Message::FactNot, WHOLE, &self.plain_fact(fact)),
        }
    }

    /// The same where no exception can stand: beside alternatives, of which nobody could tell from which it takes, and
    /// behind an “except” or an “only”. What must not be so is said as a fact of its own there.
    pub(super) fn plain_fact(&self, fact: &Fact) -> String {
        match flat(fact) {
            Fact::And(facts) => self.joined_facts(&facts, Join::And),
            Fact::Or(facts) => self.joined_facts(&facts, Join::Or),
            one @ (Fact::Term(..) | Fact::Given(..) | Fact::Not(_)) => {
                let led = self.led_fact(&one);
                led.map_or_else(String::new, |Led { word, label }| self.led_in(Message::Fact, word, &label))
            }
        }
    }

    /// Facts that are all true, where no exception can stand; nothing if there are none.
    pub(super) fn conditions(&self, facts: Vec<Fact>) -> String {
        if facts.is_empty() { String::new() } else { self.plain_fact(&Fact::And(facts)) }
    }

    /// Facts of one kind that stand together share the word that leads them in.
    fn joined_facts(&self, facts: &[Fact], join: Join) -> String {
        let mut phrases = Vec::new();
        let mut run: Vec<Led> = Vec::new();
        // Among others each safeguard has its word: “under a ban on training AI models and under standard clauses”.
        let mut told: Vec<(&Fact, Option<Led>)> =
            facts.iter().map(|fact| (fact, self.led_fact(fact))).collect();
        if join == Join::And {
            conditions_behind_events(&mut told);
        }
        let (facts, led): (Vec<&Fact>, Vec<Option<Led>>) = told.into_iter().unzip();
        let is_of_others = |word: &str| led.iter().any(|one| one.as_ref().is_none_or(|one| one.word != word));
        let stands_alone = is_of_others(Kind::Safeguard.published());
        for (fact, led) in facts.into_iter().zip(led) {
            let continues = led.as_ref().zip(run.first()).is_some_and(|(next, first)| {
                next.word == first.word && !(stands_alone && next.word == Kind::Safeguard.published())
            });
            if !continues {
                phrases.extend(self.run(&std::mem::take(&mut run), join));
            }
            match led {
                Some(led) => run.push(led),
                None => {
                    let phrase = self.plain_fact(fact);
                    let is_choice = matches!(fact, Fact::Or(_)) && join == Join::And;
                    phrases.push(if is_choice {
                        self.frames.fill(Message::FactEither, &[("fact", phrase.into())])
                    } else {
                        phrase
                    });
                }
            }
        }
        phrases.extend(self.run(&run, join));
        self.list(&phrases, join)
    }

    fn run(&self, run: &[Led], join: Join) -> Option<String> {
        let word = run.first()?.word;
        let labels: Vec<String> = run.iter().map(|one| one.label.clone()).collect();
        Some(self.led_in(Message::Fact, word, &self.list(&labels, join)))
    }

    pub(super) fn led_in(&self, frame: Message, kind: &'static str, list: &str) -> String {
        self.frames.fill(frame, &[("kind", kind.into()), ("list", list.into())])
    }

    /// The labels alone: “A or B”; nothing if the expression is deeper than a list.
    pub(super) fn labels(&self, fact: &Fact) -> Option<String> {
        let listed = |facts: &[Fact], join| {
            let labels = facts.iter().map(|fact| self.label_of_fact(fact));
            Some(self.list(&labels.collect::<Option<Vec<_>>>()?, join))
        };
        match flat(fact) {
            one @ (Fact::Term(..) | Fact::Given(..)) => self.label_of_fact(&one),
            Fact::Not(_) => None,
            Fact::And(facts) => listed(&facts, Join::And),
            Fact::Or(facts) => listed(&facts, Join::Or),
        }
    }

    /// The kind of all terms of an expression, if it is one.
    pub(super) fn kind_of_all(&self, fact: &Fact) -> Option<&'static str> {
        let terms = fact.terms();
        let (first, _) = terms.first()?;
        let kind = self.kind_word(*first);
        terms.iter().all(|(id, _)| self.kind_word(*id) == kind).then_some(kind)
    }

    /// The label of a fact that is neither joined of others nor the opposite of one.
    fn label_of_fact(&self, fact: &Fact) -> Option<String> {
        match fact {
            Fact::Term(id, _) => Some(self.term(*id)),
            Fact::Given(id, period, _) => Some(self.given(*id, *period)),
            Fact::Not(_) | Fact::And(_) | Fact::Or(_) => None,
        }
    }

    /// Such a fact, or the opposite of one, as it stands behind what leads it in.
    fn led_fact(&self, fact: &Fact) -> Option<Led> {
        match fact {
            Fact::Term(id, _) => Some(self.led_term(*id)),
            Fact::Given(id, period, _) => {
                Some(Led { word: self.kind_word(*id), label: self.given(*id, *period) })
            }
            Fact::Not(inner) => Some(Led { word: WHOLE, label: self.lacking_fact(inner)? }),
            Fact::And(_) | Fact::Or(_) => None,
        }
    }

    /// The opposite of a single fact as a fact: “without your consent”, “if it is not the case that you place an order”.
    fn lacking_fact(&self, fact: &Fact) -> Option<String> {
        self.lacking(fact).or_else(|| {
            let kind = self.kind_of_all(fact)?;
            Some(self.led_in(Message::FactNotSo, kind, &self.label_of_fact(fact)?))
        })
    }

    /// A term behind the word that leads in all of its kind, or with words of its own: “on a need-to-know basis”. A
    /// safeguard brings the provision of the law that knows it.
    fn led_term(&self, id: TermId) -> Led {
        let kind = self.policy.vocabulary.term(id).kind;
        if kind != Kind::Safeguard {
            return Led { word: kind.published(), label: self.term(id) };
        }
        let own = self.said_in(id, Place::Reads, &[]);
        let preposition = self.said_of_kind(id, Place::Preposition, &[]);
        let name = match &own {
            Some(own) => self.pieces.mark(own, PieceKind::Term(id)),
            None => self.term(id),
        };
        let name = self.with_article(id, name);
        match (own, preposition) {
            (Some(_), _) => Led { word: WHOLE, label: name },
            (None, Some(preposition)) => Led { word: WHOLE, label: self.led_by(&preposition, &name) },
            (None, None) => Led { word: kind.published(), label: name },
        }
    }

    /// A consent that lapses: “with your consent, which lapses after 2 years,”.
    fn given(&self, consent: TermId, period: Period) -> String {
        let values = [("fact", self.term(consent).into()), ("period", self.period(period).into())];
        self.frames.fill(Message::FactGiven, &values)
    }

    fn kind_word(&self, id: TermId) -> &'static str {
        self.policy.vocabulary.term(id).kind.published()
    }
}

/// Whether some facts stand behind the sentence.
pub(super) fn has_alternatives(clauses: &[FactClause]) -> bool {
    many_alternatives(clauses).is_some()
}

/// Which of the clauses stands behind the sentence: one that nothing else has to be true with.
fn many_alternatives(clauses: &[FactClause]) -> Option<usize> {
    let is_it = |clause: &FactClause| {
        let is_front = matches!(clause.word, FactWord::With | FactWord::When);
        let alternatives = match flat(&clause.fact) {
            all @ Fact::Or(_) if opposite(&all).is_some() => 0,
            Fact::Or(facts) => facts.len(),
            Fact::Term(..) | Fact::Given(..) | Fact::Not(_) | Fact::And(_) => 0,
        };
        is_front && alternatives >= MANY_ALTERNATIVES
    };
    clauses.iter().position(is_it)
}

/// A fact as it is called, and the word by which those that stand together are led in: their kind, or [`WHOLE`].
struct Led {
    word: &'static str,
    label: String,
}

/// What happens comes first, and what is so besides shares its word: “when a theft is reported and we suspect a crime”.
fn conditions_behind_events(told: &mut [(&Fact, Option<Led>)]) {
    let (event, condition) = (Kind::Event.published(), Kind::Condition.published());
    let word_of = |led: &Option<Led>| led.as_ref().map_or(WHOLE, |led| led.word);
    if !told.iter().any(|(_, led)| word_of(led) == event) {
        return;
    }
    told.sort_by_key(|(_, led)| match word_of(led) {
        word if word == event => 0_u8,
        word if word == condition => 1,
        _ => 2,
    });
    let conditions = told.iter_mut().filter_map(|(_, led)| led.as_mut()).filter(|led| led.word == condition);
    conditions.for_each(|led| led.word = event);
}

/// For the frame of facts: the words are the whole, and nothing leads them in.
const WHOLE: &str = "whole";

/// The expression with every “not” at a single fact, without lists of one and lists inside lists of the same word.
fn flat(fact: &Fact) -> Fact {
    match fact {
        Fact::Term(..) | Fact::Given(..) => fact.clone(),
        Fact::Not(inner) => negated(flat(inner)),
        Fact::And(facts) => {
            let inner = facts
                .iter()
                .map(flat)
                .flat_map(|fact| if let Fact::And(facts) = fact { facts } else { vec![fact] });
            Fact::joined(inner.collect(), Fact::And)
        }
        Fact::Or(facts) => {
            let inner = facts
                .iter()
                .map(flat)
                .flat_map(|fact| if let Fact::Or(facts) = fact { facts } else { vec![fact] });
            Fact::joined(inner.collect(), Fact::Or)
        }
    }
}

/// The opposite of a flat expression, which is flat as well.
fn negated(fact: Fact) -> Fact {
    let each = |facts: Vec<Fact>| facts.into_iter().map(negated).collect();
    match fact {
        Fact::Term(..) | Fact::Given(..) => Fact::Not(Box::new(fact)),
        Fact::Not(inner) => *inner,
        Fact::And(facts) => Fact::Or(each(facts)),
        Fact::Or(facts) => Fact::And(each(facts)),
    }
}

/// What a flat expression is the opposite of, if it says of nothing that it is so.
fn opposite(fact: &Fact) -> Option<Fact> {
    let is_opposite = match fact {
        Fact::Term(..) | Fact::Given(..) => false,
        Fact::Not(_) => true,
        Fact::And(facts) | Fact::Or(facts) => facts.iter().all(|fact| opposite(fact).is_some()),
    };
    is_opposite.then(|| negated(fact.clone()))
}
