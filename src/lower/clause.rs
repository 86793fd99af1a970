//! Which clauses a verb takes, and what each of them becomes.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::model::{self, Kind, Verb};

/// The clauses that a header of a section can hand to its statements.
const HEADER_CLAUSES: &[&str] = &[
    "from", "about", "through", "to", "for", "with", "when", "unless", "under", "based on", "required",
    "optional", "kept",
];

/// The clauses that a verb takes. `about`, `through` and facts stand on every kind of statement.
fn clauses_of(verb: Verb) -> &'static [&'static str] {
    match verb {
        Verb::Collect => &[
            "from", "about", "through", "for", "with", "when", "unless", "under", "based on", "required",
            "optional", "kept",
        ],
        Verb::Derive
        | Verb::Combine
        | Verb::Use
        | Verb::View
        | Verb::Decide
        | Verb::Train
        | Verb::Store
        | Verb::Publish => &[
            "about", "through", "for", "with", "when", "unless", "under", "based on", "required", "optional",
            "kept",
        ],
        Verb::Disclose | Verb::Sell => &[
            "to", "about", "through", "for", "with", "when", "unless", "under", "based on", "required",
            "optional", "kept",
        ],
        Verb::Retain => &["about", "through", "for", "with", "when", "unless", "under", "based on"],
        Verb::Delete => &["about", "through", "for", "with", "when", "unless", "under"],
        Verb::Offer => &[
            "over", "from", "for", "to", "about", "through", "within", "promptly", "with", "when", "unless",
            "under",
        ],
        Verb::Protect => &["about", "through", "for", "with", "when", "unless", "under"],
        Verb::Notify => {
            &["about", "through", "at least", "within", "promptly", "with", "when", "unless", "under", "over"]
        }
        Verb::Bind => &["about", "through", "for", "over", "with", "when", "unless", "under"],
        Verb::HaveNo | Verb::State | Verb::Disclaim | Verb::Advise => {
            &["about", "through", "for", "over", "with", "when", "unless", "under"]
        }
    }
}

/// Whether a verb takes a clause.
pub(super) fn takes(verb: Verb, word: &str) -> bool {
    clauses_of(verb).contains(&word)
}

impl Lowering<'_> {
    /// Reports clauses that the verb does not take, and clauses that stand twice.
    pub(super) fn check_clauses(&mut self, verb: Verb, clauses: &[ast::Clause]) {
        for (idx, clause) in clauses.iter().enumerate() {
            let word = clause.kind.word();
            if !takes(verb, word) {
                let taken = clauses_of(verb).join("`, `");
                let diagnostic = Diagnostic::new(
                    &rules::CLAUSE_NOT_TAKEN,
                    clause.span,
                    format!("`{}` does not take `{word}`", verb.word()),
                )
                .at("does not belong here");
                self.report(match hint(verb, word) {
                    Some(hint) => diagnostic.help(hint),
                    None => diagnostic.help(format!("remove it; `{}` takes `{taken}`", verb.word())),
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
                    format!("`{word}` stands twice"),
                    format!("put both into one `{word}`, with commas (names) or `and`/`or` (facts)"),
                ),
                false => (
                    format!("`{word}` contradicts `{}`", first.kind.word()),
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
                        format!("the header of a section does not take `{word}`"),
                    )
                    .at("does not belong here")
                    .help("put it on the statements of the section"),
                );
            }
            self.check_doubled(clause, clauses.get(..idx).unwrap_or_default());
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
            _ => return None,
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
            ast::Fact::Not(fact, _) => model::Fact::Not(Box::new(self.fact(fact)?)),
            ast::Fact::And(facts, _) => model::Fact::And(all(self, facts)?),
            ast::Fact::Or(facts, _) => model::Fact::Or(all(self, facts)?),
        })
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

/// Two clauses of which a statement can have only one.
fn is_pair(one: &str, other: &str) -> bool {
    let pair = |a, b| (one, other) == (a, b) || (one, other) == (b, a);
    pair("required", "optional")
        || pair("within", "promptly")
        || pair("within", "at least")
        || pair("promptly", "at least")
}

/// What the author most likely meant.
fn hint(verb: Verb, word: &str) -> Option<String> {
    Some(match (verb, word) {
        (Verb::Collect, "to") => {
            "a collection has a source (`from`); who receives data stands in a statement with `disclose`"
                .to_owned()
        }
        (Verb::Use | Verb::View | Verb::Decide | Verb::Train, "to") => {
            "who receives data stands in a statement with `disclose`".to_owned()
        }
        (Verb::Publish, "to") => {
            "what is published is open to everyone; write `disclose … to …` for some".to_owned()
        }
        (_, "over") => "`over` says what a right is about; write `about` for the person".to_owned(),
        (_, "in") => {
            "write the region behind the person or the recipient: `about users in eea`, `to processors in us`"
                .to_owned()
        }
        (Verb::Offer, "kept") => "write a statement with `retain`".to_owned(),
        _ => return None,
    })
}
