//! Questions: sentences that ask, and what they cannot ask.

use super::{Lowering, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::ClauseWord;
use crate::model;
use crate::source::Span;

impl Lowering<'_> {
    /// A question, or what an expectation expects, with one of its verbs. It asks one thing: how long data are kept, whether they must be given,
    /// and whether anything else may be done, are questions of their own.
    pub(super) fn asked(&mut self, sentence: &ast::Sentence, verb: &ast::VerbWord) -> model::Sentence {
        let mut lowered = self.sentence(sentence, verb);
        for clause in &sentence.clauses {
            let is_about_keeping = matches!(clause.kind, ast::ClauseKind::Kept(_));
            let is_about_need = matches!(clause.kind, ast::ClauseKind::Required | ast::ClauseKind::Optional);
            if !is_about_keeping && !is_about_need {
                continue;
            }
            let help = if is_about_keeping {
                "ask how long by itself: `retain`, the data, and an end such as `for 30 days`"
            } else {
                "ask whether it is compulsory by itself: `require` and the data"
            };
            self.report(
                Diagnostic::new(
                    &rules::CLAUSE_NOT_TAKEN,
                    clause.span,
                    format!("a question does not take `{}`", clause.kind.word().word()),
                )
                .at("another question")
                .help(help),
            );
            lowered.is_damaged = true;
        }
        self.check_asks_without_only(sentence, &mut lowered);
        lowered
    }

    /// `only` rules out everything else, which is another question, whatever of the sentence bears it.
    fn check_asks_without_only(&mut self, sentence: &ast::Sentence, lowered: &mut model::Sentence) {
        let onlys = onlys(sentence);
        let Some((first, _)) = onlys.first() else { return };
        let others: Vec<String> = onlys.iter().map(|(_, other)| format!("`{other}`")).collect();
        self.report(
            Diagnostic::new(&rules::CLAUSE_NOT_TAKEN, *first, "a question does not take `only`")
                .at("asks of everything else")
                .help(format!(
                    "leave `only` out, and ask of everything else by itself: {} instead",
                    others.join(", ")
                )),
        );
        lowered.is_damaged = true;
    }
}

/// Each `only` of a sentence, with what asks of everything that it rules out.
fn onlys(sentence: &ast::Sentence) -> Vec<(Span, String)> {
    let ast::Sentence { span: _, actor: _, modal: _, verb: _, joined: _, object, head, clauses } = sentence;
    let mut onlys = Vec::new();
    let mut add = |only: Option<Span>, other: String| onlys.extend(only.map(|only| (only, other)));
    add(object.only, outside("any data", &object.set));
    match head {
        ast::Head::In(region) => add(region.only, outside("in any region", &region.set)),
        ast::Head::Nothing
        | ast::Head::From(_)
        | ast::Head::With { .. }
        | ast::Head::Ends(_)
        | ast::Head::On { .. }
        | ast::Head::Using { .. }
        | ast::Head::Of { .. }
        | ast::Head::To(_) => {}
    }
    for clause in clauses {
        let other = match &clause.kind {
            ast::ClauseKind::From(set) => outside("from any source", set),
            ast::ClauseKind::About(set, ..) => outside("about people", set),
            ast::ClauseKind::Through(set) => outside("through any channel", set),
            ast::ClauseKind::To(set, _) => outside("to anyone", set),
            ast::ClauseKind::For(set) => outside("for any purpose", set),
            ast::ClauseKind::Over(set) => outside("over any data", set),
            ast::ClauseKind::In(set) => outside("in any region", set),
            ast::ClauseKind::With(fact)
            | ast::ClauseKind::When(fact)
            | ast::ClauseKind::Unless(fact)
            | ast::ClauseKind::Under(fact) => {
                let not = ast::Fact::Not(Box::new(fact.clone()), fact.span());
                format!("{} {}", ClauseWord::When.word(), words(&not))
            }
            // The grammar lets no `only` stand before these.
            ast::ClauseKind::BasedOn(_)
            | ast::ClauseKind::Required
            | ast::ClauseKind::Optional
            | ast::ClauseKind::Kept(_)
            | ast::ClauseKind::Before(_)
            | ast::ClauseKind::Within(_)
            | ast::ClauseKind::Promptly
            | ast::ClauseKind::Beforehand => clause.kind.word().word().to_owned(),
        };
        add(clause.only, other);
    }
    onlys
}

/// What a list leaves out, where it is a list of names.
fn outside(everything: &str, set: &ast::Set) -> String {
    let name = |item: &ast::SetItem| match &item.kind {
        ast::SetItemKind::Name(name) if item.form.is_none() => Some(name.text.clone()),
        ast::SetItemKind::Name(_) | ast::SetItemKind::Any { .. } | ast::SetItemKind::Anyone => None,
    };
    let names: Option<Vec<String>> =
        if set.except.is_empty() { set.items.iter().map(name).collect() } else { None };
    format!("{everything} except {}", names.map_or_else(|| "…".to_owned(), |names| names.join(", ")))
}

/// A fact as it is written.
fn words(fact: &ast::Fact) -> String {
    let inner = |fact: &ast::Fact| match fact {
        ast::Fact::Name(_) | ast::Fact::Given(..) | ast::Fact::Not(..) => words(fact),
        ast::Fact::And(..) | ast::Fact::Or(..) => format!("({})", words(fact)),
    };
    let joined = |facts: &[ast::Fact], word: &str| facts.iter().map(inner).collect::<Vec<_>>().join(word);
    match fact {
        ast::Fact::Name(name) => name.text.clone(),
        ast::Fact::Given(name, length, _) => {
            format!("{} given within {} {}", name.text, length.number.text, length.unit.text)
        }
        // What is not so otherwise than not so is so.
        ast::Fact::Not(not, _) => match &**not {
            ast::Fact::Not(twice, _) => words(twice),
            ast::Fact::Name(_) | ast::Fact::Given(..) | ast::Fact::And(..) | ast::Fact::Or(..) => {
                format!("not {}", inner(not))
            }
        },
        ast::Fact::And(facts, _) => joined(facts, " and "),
        ast::Fact::Or(facts, _) => joined(facts, " or "),
    }
}
