//! Which clauses a verb takes, and what each of them becomes.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::ClauseWord::{
    self, About, BasedOn, Before, Beforehand, For, From, In, Kept, Optional, Over, Promptly, Required,
    Through, To, Under, Unless, When, With, Within,
};
use crate::model::{self, Kind, Verb};
use crate::resolve::rules::WRONG_KIND;

/// The clauses that a header of a section can hand to its statements.
const HEADER_CLAUSES: &[ClauseWord] =
    &[From, About, Through, To, For, With, When, Unless, Under, BasedOn, Required, Optional, Kept];

/// The clauses that a verb takes. `about`, `through` and facts stand on every kind of statement.
const fn clauses_of(verb: Verb) -> &'static [ClauseWord] {
    match verb {
        Verb::Collect => {
            &[From, About, Through, For, With, When, Unless, Under, BasedOn, Required, Optional, Kept]
        }
        Verb::Derive | Verb::Combine | Verb::Use | Verb::View | Verb::Decide | Verb::Train => {
            &[In, About, Through, For, With, When, Unless, Under, BasedOn, Required, Optional, Kept]
        }
        // `store` has its region directly behind the data.
        Verb::Store | Verb::Publish => {
            &[About, Through, For, With, When, Unless, Under, BasedOn, Required, Optional, Kept]
        }
        Verb::Disclose | Verb::Sell => {
            &[To, About, Through, For, With, When, Unless, Under, BasedOn, Required, Optional, Kept]
        }
        Verb::Retain => &[About, Through, For, With, When, Unless, Under, BasedOn],
        Verb::Require | Verb::Delete | Verb::Protect => &[About, Through, For, With, When, Unless, Under],
        Verb::Offer => &[Over, From, For, To, About, Through, Within, Promptly, With, When, Unless, Under],
        Verb::Notify => {
            &[About, Through, Before, Beforehand, Within, Promptly, With, When, Unless, Under, Over]
        }
        Verb::Bind | Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
            &[About, Through, For, Over, With, When, Unless, Under]
        }
    }
}

/// Whether a verb takes a clause.
pub(super) fn takes(verb: Verb, word: ClauseWord) -> bool {
    clauses_of(verb).contains(&word)
}

/// Whether a verb takes a clause that stands among others.
pub(super) fn takes_among(verb: Verb, word: ClauseWord, clauses: &[ast::Clause]) -> bool {
    takes(verb, word) && !is_told_by_to(verb, word, clauses)
}

/// Of a right, `about` and `to` both say for whom it is: beside `to`, `about` would be lost, or mean somebody else.
fn is_told_by_to(verb: Verb, word: ClauseWord, clauses: &[ast::Clause]) -> bool {
    verb == Verb::Offer && word == About && clauses.iter().any(|clause| clause.kind.word() == To)
}

/// Whether a statement takes over a clause of a header around it.
///
/// What is done with data, and how long they are kept, takes over what it can carry. A prohibition takes over only `about`
/// and `through`, since anything else would shrink a ban unseen; so do a protection and an absence. A right and a notice
/// are for the persons of the section, and have a way of their own. Duties and words stand for themselves.
pub(super) fn takes_over(verb: Verb, is_negative: bool, word: ClauseWord) -> bool {
    let taken = match verb {
        Verb::Collect
        | Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Disclose
        | Verb::Sell
        | Verb::Publish
        | Verb::Require
        | Verb::Retain
        | Verb::Delete => !is_negative || matches!(word, About | Through),
        Verb::Protect | Verb::HaveNo => matches!(word, About | Through),
        Verb::Offer | Verb::Notify => word == About,
        Verb::Bind | Verb::State | Verb::Disclaim | Verb::Advise => false,
    };
    taken && takes(verb, word)
}

impl Lowering<'_> {
    /// Reports clauses of a header that no statement below it has taken over.
    pub(super) fn check_taken_over(&mut self, section: &ast::Section) {
        if has_broken_items(section) {
            return;
        }
        for clause in &section.clauses {
            let word = clause.kind.word();
            if !HEADER_CLAUSES.contains(&word) || self.taken_over.contains(&clause.span) {
                continue;
            }
            self.report(
                Diagnostic::new(
                    &rules::UNUSED_HEADER_CLAUSE,
                    clause.span,
                    format!("no statement of `{}` takes over this `{}`", section.name.text, word.word()),
                )
                .at("has no effect")
                .help("write it into the statement that it is meant for, or take it out; a prohibition takes over only `about` and `through`, a right only `about`"),
            );
        }
    }

    /// Reports clauses that no verb of a sentence takes, and clauses that stand twice.
    pub(super) fn check_clauses(&mut self, sentence: &ast::Sentence) {
        let verbs: Vec<Verb> = sentence.verbs().map(|verb| verb.kind).collect();
        self.check_clauses_of(&verbs, &sentence.clauses);
    }

    /// The same of clauses that stand behind some verbs.
    pub(super) fn check_clauses_of(&mut self, verbs: &[Verb], clauses: &[ast::Clause]) {
        for (idx, clause) in clauses.iter().enumerate() {
            let word = clause.kind.word();
            let takers = verbs.iter().filter(|verb| takes(**verb, word)).count();
            if verbs.iter().any(|verb| is_told_by_to(*verb, word, clauses)) {
                self.report(
                    Diagnostic::new(
                        &rules::CLAUSE_NOT_TAKEN,
                        clause.span,
                        "`offer` does not take `about` beside `to`",
                    )
                    .at("does not belong here")
                    .help("a right is for one group of people, who are named behind `to`; remove `about`"),
                );
            } else if takers == 0 {
                let taken = |word: &&ClauseWord| verbs.iter().any(|verb| takes(*verb, **word));
                let taken: Vec<&str> = ClauseWord::ALL.iter().filter(taken).map(|word| word.word()).collect();
                let (names, does, take) = match verbs {
                    [verb] => (format!("`{}`", verb.word()), "does not take", "takes"),
                    _ => {
                        let names: Vec<String> =
                            verbs.iter().map(|verb| format!("`{}`", verb.word())).collect();
                        (format!("neither {}", names.join(" nor ")), "takes", "they take")
                    }
                };
                let diagnostic = Diagnostic::new(
                    &rules::CLAUSE_NOT_TAKEN,
                    clause.span,
                    format!("{names} {does} `{}`", word.word()),
                )
                .at("does not belong here");
                let hinted = verbs.iter().find_map(|verb| hint(*verb, word));
                self.report(match (hinted, verbs) {
                    (Some(hint), _) => diagnostic.help(hint),
                    (None, [_]) => {
                        diagnostic.help(format!("remove it; {names} {take} `{}`", taken.join("`, `")))
                    }
                    (None, _) => diagnostic.help(format!("remove it; {take} `{}`", taken.join("`, `"))),
                });
            }
            self.check_doubled(clause, clauses.get(..idx).unwrap_or_default());
        }
    }

    fn check_doubled(&mut self, clause: &ast::Clause, before: &[ast::Clause]) {
        let word = clause.kind.word();
        let is_same = |other: &&ast::Clause| other.kind.word() == word || is_pair(other.kind.word(), word);
        if let Some(first) = before.iter().find(is_same) {
            let (message, help) = match first.kind.word() == word {
                true => (
                    format!("`{}` stands twice", word.word()),
                    format!("put both into one `{}`, with commas (names) or `and`/`or` (facts)", word.word()),
                ),
                false => (
                    format!("`{}` contradicts `{}`", word.word(), first.kind.word().word()),
                    "keep one of the two".to_owned(),
                ),
            };
            self.report(
                Diagnostic::clash(
                    &rules::DUPLICATE_CLAUSE,
                    (first.span, "first here"),
                    (clause.span, "again here"),
                    message,
                )
                .help(help),
            );
        }
    }

    /// Reports clauses of a section header that no statement could take over.
    pub(super) fn check_header(&mut self, clauses: &[ast::Clause]) {
        for (idx, clause) in clauses.iter().enumerate() {
            let word = clause.kind.word();
            if !HEADER_CLAUSES.contains(&word) {
                self.report(
                    Diagnostic::new(
                        &rules::CLAUSE_NOT_TAKEN,
                        clause.span,
                        format!("the header of a section does not take `{}`", word.word()),
                    )
                    .at("does not belong here")
                    .help("put it on the statements of the section"),
                );
            }
            self.check_doubled(clause, clauses.get(..idx).unwrap_or_default());
            self.check_addressed(clause);
        }
    }

    /// Whoever is addressed cannot be told as well that nobody else is meant.
    fn check_addressed(&mut self, clause: &ast::Clause) {
        if let (Some(only), ast::ClauseKind::About(_, _, Some(as_you))) = (clause.only, &clause.kind) {
            self.report(
                Diagnostic::clash(
                    &rules::CLAUSE_NOT_TAKEN,
                    (only, "excludes everybody else"),
                    (*as_you, "speaks to these people"),
                    "`as you` stands beside `only`",
                )
                .help("keep one of the two: a section that speaks to people does not say that nobody else is meant"),
            );
        }
    }

    /// A slot of a clause; the flag says whether a part of it could not be resolved.
    pub(super) fn slot(&mut self, kind: Kind, set: &ast::Set, clause: &ast::Clause) -> (model::Slot, bool) {
        let (resolved, is_damaged) = self.names.set(kind, set, &mut self.diagnostics);
        (
            model::Slot {
                set: resolved,
                is_only: clause.only.is_some(),
                span: clause.span,
                is_inherited: false,
            },
            is_damaged,
        )
    }

    /// A slot without `only`.
    pub(super) fn plain_slot(&mut self, kind: Kind, set: &ast::Set) -> (model::Slot, bool) {
        let (resolved, is_damaged) = self.names.set(kind, set, &mut self.diagnostics);
        (model::Slot::plain(resolved, set.span), is_damaged)
    }

    pub(super) fn fact_clause(&mut self, clause: &ast::Clause) -> Option<model::FactClause> {
        let (word, fact) = match &clause.kind {
            ast::ClauseKind::With(fact) => (model::FactWord::With, fact),
            ast::ClauseKind::When(fact) => (model::FactWord::When, fact),
            ast::ClauseKind::Unless(fact) => (model::FactWord::Unless, fact),
            ast::ClauseKind::Under(fact) => (model::FactWord::Under, fact),
            ast::ClauseKind::From(_)
            | ast::ClauseKind::About(..)
            | ast::ClauseKind::Through(_)
            | ast::ClauseKind::To(..)
            | ast::ClauseKind::For(_)
            | ast::ClauseKind::BasedOn(_)
            | ast::ClauseKind::Required
            | ast::ClauseKind::Optional
            | ast::ClauseKind::Kept(_)
            | ast::ClauseKind::Over(_)
            | ast::ClauseKind::Before(_)
            | ast::ClauseKind::Beforehand
            | ast::ClauseKind::Within(_)
            | ast::ClauseKind::Promptly
            | ast::ClauseKind::In(_) => return None,
        };
        let fact = self.fact(fact)?;
        Some(model::FactClause {
            word,
            is_only: clause.only.is_some(),
            fact,
            span: clause.span,
            is_inherited: false,
        })
    }

    pub(super) fn fact(&mut self, fact: &ast::Fact) -> Option<model::Fact> {
        let all = |this: &mut Self, facts: &[ast::Fact]| {
            // Every name is looked up, so that every unknown one is reported.
            let lowered: Vec<Option<model::Fact>> = facts.iter().map(|fact| this.fact(fact)).collect();
            lowered.into_iter().collect::<Option<Vec<_>>>()
        };
        Some(match fact {
            ast::Fact::Name(name) => model::Fact::Term(self.term(Kind::Condition, name)?, name.span),
            ast::Fact::Given(name, duration, span) => {
                let (term, period) = (self.term(Kind::Condition, name), self.period(duration));
                let term = term?;
                self.check_given(term, name)?;
                model::Fact::Given(term, period?, *span)
            }
            ast::Fact::Not(fact, _) => model::Fact::Not(Box::new(self.fact(fact)?)),
            ast::Fact::And(facts, _) => model::Fact::And(all(self, facts)?),
            ast::Fact::Or(facts, _) => model::Fact::Or(all(self, facts)?),
        })
    }

    /// Only a consent is given; `None` if something else is said to be.
    fn check_given(&mut self, term: model::TermId, name: &ast::Name) -> Option<()> {
        let kind = self.names.vocabulary.term(term).kind;
        if kind == Kind::Consent {
            return Some(());
        }
        let help = if kind == Kind::Event {
            "a time after an event is said of keeping: `for 2 years after EVENT`"
        } else {
            "leave out `given within` and what follows, or name the consent"
        };
        let place = self.names.vocabulary.term(term).span;
        self.report(
            Diagnostic::new(
                &WRONG_KIND,
                name.span,
                format!(
                    "`{}` is {}, and only a consent is given within a time",
                    name.text,
                    kind.with_article()
                ),
            )
            .at("a consent is expected here")
            .with(place, "declared here")
            .help(help),
        );
        None
    }

    pub(super) fn bases(&mut self, bases: &[ast::Basis]) -> (Vec<model::Basis>, bool) {
        let mut is_damaged = false;
        let mut lowered = Vec::new();
        for basis in bases {
            match self.term(Kind::Basis, &basis.name) {
                Some(term) => lowered.push(model::Basis {
                    term,
                    interest: basis.interest.as_ref().map(|text| text.text.clone()),
                    span: basis.name.span,
                    is_inherited: false,
                }),
                None => is_damaged = true,
            }
        }
        (lowered, is_damaged)
    }
}

/// Whether anything in a section could not be read: nobody knows what it would have taken over.
fn has_broken_items(section: &ast::Section) -> bool {
    section.items.iter().any(|item| match item {
        ast::Item::Broken(_) => true,
        ast::Item::Section(inner) => has_broken_items(inner),
        ast::Item::Statement(_)
        | ast::Item::Tracker(_)
        | ast::Item::Prose(_)
        | ast::Item::Link(_)
        | ast::Item::Definition(_)
        | ast::Item::Table(_)
        | ast::Item::Expect(_)
        | ast::Item::Acknowledgement(_)
        | ast::Item::Declaration(_)
        | ast::Item::Import(_)
        | ast::Item::Policy(_)
        | ast::Item::Party(_)
        | ast::Item::Require(_) => false,
    })
}

/// Two clauses of which a statement can have only one.
fn is_pair(one: ClauseWord, other: ClauseWord) -> bool {
    let times = [Within, Promptly, Before, Beforehand];
    let pair = [one, other];
    let are = |words: &[ClauseWord]| one != other && pair.iter().all(|word| words.contains(word));
    are(&[Required, Optional]) || are(&times)
}

/// What the author most likely meant.
fn hint(verb: Verb, word: ClauseWord) -> Option<&'static str> {
    let is = |clause, verbs: &[Verb]| word == clause && verbs.contains(&verb);
    if is(To, &[Verb::Collect]) {
        Some("a collection has a source (`from`); who receives data stands in a statement with `disclose`")
    } else if is(To, &[Verb::Use, Verb::View, Verb::Decide, Verb::Train]) {
        Some("who receives data stands in a statement with `disclose`")
    } else if is(To, &[Verb::Publish]) {
        Some("what is published is open to everyone; write `disclose … to …` for some")
    } else if word == Over {
        Some("`over` says what a right is about; write `about` for the person")
    } else if is(In, &[Verb::Notify]) {
        Some(
            "write the region behind the persons: `notify users in eea of …`; for a notice that comes before, write `beforehand`",
        )
    } else if is(In, &[Verb::Store]) {
        Some("write the region directly behind the data, once: `store contact in eea`")
    } else if word == In {
        Some(
            "only what is stored, used, viewed, decided, trained, derived or combined is done in a region; write the region behind the person or the recipient: `about users in eea`, `to processors in us`",
        )
    } else if word == Within {
        Some(
            "how soon is said of rights, notices and deletions; of a consent that lapses write `with consent given within 2 years`",
        )
    } else if is(Kept, &[Verb::Offer]) {
        Some("write a statement with `retain`")
    } else {
        None
    }
}
