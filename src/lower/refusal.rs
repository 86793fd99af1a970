//! What a sentence cannot carry that says what is not done, and one that says how long something is kept: each would stand on
//! the page and mean nothing, or something else.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::ClauseWord;
use crate::model::Verb;
use crate::source::Span;

impl Lowering<'_> {
    /// Reports what says how something is done in a statement that says that it is not done.
    pub(super) fn check_refusal(&mut self, statement: &ast::Statement) {
        let sentence = &statement.sentence;
        let Some(modal) = sentence.modal.as_ref().filter(|modal| modal.kind.is_negative()) else { return };
        let modal = modal.kind.word();
        for clause in &sentence.clauses {
            let word = clause.kind.word();
            if let Some(help) = lost_in_refusal(word) {
                self.report_refused(clause.span, &format!("`{modal}` does not take `{}`", word.word()), help);
            }
        }
        match &sentence.head {
            ast::Head::On { promptness: Some(promptness), .. } => self.report_refused(
                match promptness {
                    ast::Promptness::Promptly(span) => *span,
                    ast::Promptness::Within(period) => period.span,
                },
                &format!("`{modal}` does not take a deadline"),
                DEADLINE,
            ),
            ast::Head::Ends(Some(retention)) => self.check_limit(modal, retention),
            ast::Head::On { .. }
            | ast::Head::Ends(None)
            | ast::Head::Nothing
            | ast::Head::From(_)
            | ast::Head::With { .. }
            | ast::Head::In(_)
            | ast::Head::Using { .. }
            | ast::Head::Of { .. }
            | ast::Head::To(_) => {}
        }
        if let Some(attribute) = statement.attributes.first() {
            self.report_refused(
                attribute.key.span,
                &format!("`{modal}` does not take `{}`", attribute.key.text),
                "what is refused is on no terms; take this out",
            );
        }
    }

    /// "Never keep it while the account is active": then as well, or no longer than that?
    fn check_limit(&mut self, modal: &str, retention: &ast::Retention) {
        let is_limit = |end: &&ast::End| {
            !matches!(end.kind, ast::EndKind::LongerThan { .. } | ast::EndKind::Indefinitely)
        };
        let Some(end) = retention.ends.iter().find(is_limit) else { return };
        self.report(
            Diagnostic::new(
                &rules::END_NOT_TAKEN,
                end.span,
                format!("behind `{modal} retain` this can be read as the only time at which something is not kept, and as a limit"),
            )
            .at("is it kept no longer, or not at this time")
            .help("write `longer than 2 years` for a limit, or `when …` and no end for what is not kept in some case"),
        );
    }

    /// Reports `only` of what is kept: how long other data are kept, other statements say.
    pub(super) fn check_only_of_keeping(&mut self, sentence: &ast::Sentence) {
        let is_kept = sentence.verbs().any(|verb| verb.kind == Verb::Retain);
        let Some(only) = super::sentence::first_only(sentence).filter(|_| is_kept) else { return };
        self.report_refused(
            only,
            "`retain` does not take `only`",
            "take it out: how long anything else is kept, or the same in other cases, other statements say, and what is not kept one with `never retain`",
        );
    }

    fn report_refused(&mut self, place: Span, message: &str, help: &str) {
        self.report(
            Diagnostic::new(&rules::CLAUSE_NOT_TAKEN, place, message).at("does not belong here").help(help),
        );
    }
}

const DEADLINE: &str =
    "what is refused is refused whenever it would come; take the time out, or say what is done, and how soon";

/// What to do instead, for a clause that says something of what is done.
const fn lost_in_refusal(word: ClauseWord) -> Option<&'static str> {
    match word {
        ClauseWord::BasedOn => Some(
            "a legal basis says why something is done; take it out, or write `with consent` for what is not done even then",
        ),
        ClauseWord::Required | ClauseWord::Optional => {
            Some("take it out; that data need not be given is said by `never require`")
        }
        ClauseWord::Kept => Some("take it out; how long data are kept is said by a statement with `retain`"),
        ClauseWord::Within | ClauseWord::Promptly | ClauseWord::Before | ClauseWord::Beforehand => {
            Some(DEADLINE)
        }
        ClauseWord::From
        | ClauseWord::About
        | ClauseWord::Through
        | ClauseWord::To
        | ClauseWord::For
        | ClauseWord::With
        | ClauseWord::When
        | ClauseWord::Unless
        | ClauseWord::Under
        | ClauseWord::Over
        | ClauseWord::In => None,
    }
}
