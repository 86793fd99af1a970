//! Statements: actor, modal, verb, object, head, clauses, tails.

use super::{Children, Pair, Reader, Rule, rules};
use crate::ast;
use crate::diagnostic::Diagnostic;
use crate::language::{JoinWord, Modality, ProtectedState, TailWord, Verb};
use crate::source::Span;

impl Reader<'_> {
    pub(super) fn statement(&mut self, pair: Pair<'_>) -> Option<ast::Statement> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(pair);
        let doc = self.doc(&mut children);
        let (label, title) = match children.next_if(Rule::label).or_else(|| children.next_if(Rule::phrase)) {
            Some(pair) => self.titled_label(pair),
            None => match children.next_if(Rule::unmarked_label) {
                Some(pair) => self.unmarked_label(pair),
                None => (None, None),
            },
        };
        let sentence = self.sentence(&mut children)?;
        let tails = self.tails(&mut children)?;
        let attributes = self.attributes(&mut children)?;
        Some(ast::Statement { span, doc, label, title, sentence, tails, attributes })
    }

    /// Actor, modal, action and clauses, which are the next children.
    pub(super) fn sentence(&mut self, children: &mut Children<'_>) -> Option<ast::Sentence> {
        let actor_pair = children.seek(Rule::actor)?;
        let start = self.trimmed(&actor_pair);
        let actor = self.actor(actor_pair)?;
        let modal = match children.next_if(Rule::modal) {
            Some(pair) => Some(self.modal(pair)?),
            None => None,
        };
        let action = children.next()?;
        let end = self.trimmed(&action);
        let (verb, joined, object, head) = match action.as_rule() == Rule::joined {
            true => self.joined(action)?,
            false => {
                let (verb, object, head) = self.action(action)?;
                (verb, None, object, head)
            }
        };
        let clauses = self.clauses(children)?;
        if verb.kind == Verb::Offer {
            self.permit_any_label(&clauses);
        }
        let end = clauses.last().map_or(end, |clause| clause.span);
        let sentence =
            ast::Sentence { span: start.to(end), actor, modal, verb, joined, object, head, clauses };
        self.check_joined(&sentence);
        Some(sentence)
    }

    /// `from` of an offer names statements, and a statement may bear any word as its label.
    fn permit_any_label(&mut self, clauses: &[ast::Clause]) {
        let labels = clauses.iter().filter(|clause| matches!(clause.kind, ast::ClauseKind::From(_)));
        let labels: Vec<Span> = labels.map(|clause| clause.span).collect();
        self.diagnostics.retain(|found| {
            found.rule.code != rules::RESERVED_WORD.code
                || !labels.iter().any(|span| span.contains(found.span()))
        });
    }

    /// Verbs that are joined: each once, by the word that says what is meant.
    ///
    /// Behind `never`, `and` could be read as “not both”; anywhere else `or` would leave open which of them happens.
    fn check_joined(&mut self, sentence: &ast::Sentence) {
        let Some(joined) = &sentence.joined else { return };
        let is_negative = sentence.modal.as_ref().is_some_and(|modal| modal.kind.is_negative());
        let (right, message, help) = match is_negative {
            true => (
                JoinWord::Or,
                "`and` between verbs that are ruled out could mean “not both”",
                "write `or`: each of them is ruled out",
            ),
            false => (
                JoinWord::And,
                "`or` leaves open which of these verbs is meant",
                "write `and`: each of them is said; what holds of one alone is a statement of its own",
            ),
        };
        if joined.word != right {
            self.diagnostics.push(
                Diagnostic::new(&rules::JOINED_VERBS, joined.span, message)
                    .at(format!("`{}` belongs here", right.word()))
                    .help(help),
            );
        }
        let verbs: Vec<&ast::VerbWord> = sentence.verbs().collect();
        for (place, verb) in verbs.iter().enumerate() {
            if let Some(first) = verbs.iter().take(place).find(|one| one.kind == verb.kind) {
                self.diagnostics.push(
                    Diagnostic::clash(
                        &rules::JOINED_VERBS,
                        (first.span, "first here"),
                        (verb.span, "again here"),
                        format!("`{}` stands twice", verb.kind.word()),
                    )
                    .help("take one of the two out"),
                );
            }
        }
    }

    /// A question that stands alone has one answer, and so one verb.
    pub(super) fn check_one_verb(&mut self, question: &ast::Sentence) {
        let Some(joined) = &question.joined else { return };
        self.diagnostics.push(
            Diagnostic::new(&rules::JOINED_VERBS, joined.span, "a question has one verb")
                .at("each verb has an answer of its own")
                .help("ask with each of these verbs by itself"),
        );
    }

    /// `use, view and disclose health`
    fn joined(
        &mut self,
        pair: Pair<'_>,
    ) -> Option<(ast::VerbWord, Option<ast::Joined>, ast::Object, ast::Head)> {
        let mut children = Children::of(pair);
        let mut joining = Children::of(children.seek(Rule::joined_verbs)?);
        let (mut verbs, mut join) = (Vec::new(), None);
        for word in &mut joining {
            if word.as_rule() == Rule::verb_join {
                let span = self.trimmed(&word);
                join = Some((JoinWord::of_word(word.as_str().trim())?, span));
            } else if word.as_rule() != Rule::comma {
                verbs.push(self.verb_word(&word)?);
            }
        }
        let (word, span) = join?;
        let object = self.object(children.seek(Rule::object)?)?;
        let verb = verbs.remove(0);
        Some((verb, Some(ast::Joined { verbs, word, span }), object, ast::Head::Nothing))
    }

    fn actor(&mut self, pair: Pair<'_>) -> Option<ast::Actor> {
        let inner = Children::of(pair).next()?;
        if inner.as_rule() == Rule::kw_we {
            return Some(ast::Actor::We(self.span(&inner)));
        }
        Some(ast::Actor::Recipient(self.name(&inner)))
    }

    fn modal(&mut self, pair: Pair<'_>) -> Option<ast::Modal> {
        let span = self.trimmed(&pair);
        let (kind, written_for) = Modality::of_form(&Children::of(pair).joined())?;
        Some(ast::Modal { kind, written_for, span })
    }

    fn action(&mut self, pair: Pair<'_>) -> Option<(ast::VerbWord, ast::Object, ast::Head)> {
        let mut children = Children::of(pair);
        let word = children.next()?;
        let verb = self.verb_word(&word)?;
        // `have no`, `decide from`, `train on`
        for rule in [Rule::kw_no, Rule::kw_from, Rule::kw_on] {
            children.pass(rule);
        }
        let object = match children.next()? {
            pair if pair.as_rule() == Rule::object => self.object(pair)?,
            pair => ast::Object { only: None, set: self.set(pair)? },
        };
        let head = self.head(verb.kind, &mut children)?;
        Some((verb, object, head))
    }

    fn object(&mut self, pair: Pair<'_>) -> Option<ast::Object> {
        let mut children = Children::of(pair);
        let only = children.next_if(Rule::kw_only).map(|pair| self.span(&pair));
        let set = self.next_set(&mut children)?;
        Some(ast::Object { only, set })
    }

    fn head(&mut self, verb: Verb, children: &mut Children<'_>) -> Option<ast::Head> {
        Some(match verb {
            Verb::Derive => ast::Head::From(self.next_set(children)?),
            Verb::Combine => {
                let set = self.next_set(children)?;
                let of = match children.next_if(Rule::of_subject) {
                    Some(pair) => Some(self.next_set(&mut Children::of(pair))?),
                    None => None,
                };
                ast::Head::With { set, of }
            }
            Verb::Store => ast::Head::In(self.object(children.seek(Rule::store_in)?)?),
            Verb::Retain => match children.is_next(Rule::ends) {
                true => ast::Head::Ends(Some(self.retention(children)?)),
                false => ast::Head::Ends(None),
            },
            Verb::Delete => {
                let event = self.next_fact(children)?;
                let promptness = match children.next_if(Rule::promptness) {
                    Some(pair) => Some(self.promptness(pair)?),
                    None => None,
                };
                ast::Head::On { event, promptness }
            }
            Verb::Protect => {
                let states = children
                    .list(Rule::protect_state)
                    .into_iter()
                    .map(|pair| ProtectedState::of_word(&Children::of(pair).joined()))
                    .collect::<Option<_>>()?;
                // Only a question may leave out by which measure.
                children.pass(Rule::kw_using);
                let measures = match children.next_if(Rule::set) {
                    Some(pair) => Some(self.set(pair)?),
                    None => None,
                };
                ast::Head::Using { states, measures }
            }
            Verb::Notify => {
                let region = match children.next_if(Rule::in_region) {
                    Some(pair) => Some(self.next_set(&mut Children::of(pair))?),
                    None => None,
                };
                ast::Head::Of { region, events: self.next_set(children)? }
            }
            Verb::Bind => ast::Head::To(self.next_set(children)?),
            Verb::Collect
            | Verb::Use
            | Verb::View
            | Verb::Decide
            | Verb::Train
            | Verb::Disclose
            | Verb::Sell
            | Verb::Publish
            | Verb::Require
            | Verb::Offer
            | Verb::HaveNo
            | Verb::State
            | Verb::Disclaim
            | Verb::Advise => ast::Head::Nothing,
        })
    }

    fn promptness(&mut self, pair: Pair<'_>) -> Option<ast::Promptness> {
        let inner = Children::of(pair).next()?;
        if inner.as_rule() == Rule::kw_promptly {
            return Some(ast::Promptness::Promptly(self.span(&inner)));
        }
        let length = Children::of(inner).seek(Rule::duration)?;
        self.duration(length).map(ast::Promptness::Within)
    }

    pub(super) fn verb_word(&self, pair: &Pair<'_>) -> Option<ast::VerbWord> {
        let (kind, written_for) = Verb::of_first_word(pair.as_str())?;
        Some(ast::VerbWord { kind, written_for, span: self.span(pair) })
    }

    pub(super) fn tails(&mut self, children: &mut Children<'_>) -> Option<Vec<ast::Tail>> {
        children.list(Rule::tail).into_iter().map(|pair| self.tail(pair)).collect()
    }

    fn tail(&mut self, pair: Pair<'_>) -> Option<ast::Tail> {
        let span = self.trimmed(&pair);
        let mut children = Children::of(Children::of(pair).next()?);
        let word = children.next()?;
        let kind = match TailWord::opened_by(word.as_str())? {
            TailWord::Later => {
                let clauses = children.map(|pair| self.specific_clause(pair));
                ast::TailKind::Later(clauses.collect::<Option<_>>()?)
            }
            TailWord::ExceptAsStated => match children.seek(Rule::label_names) {
                Some(pair) => {
                    let names = Children::of(pair).list(Rule::label_name);
                    ast::TailKind::ExceptIn(names.iter().map(|pair| self.word(pair)).collect())
                }
                None => ast::TailKind::ExceptElsewhere,
            },
            TailWord::Otherwise => ast::TailKind::Otherwise(self.next_text(&mut children)?),
            TailWord::Because => ast::TailKind::Because(self.next_text(&mut children)?),
            TailWord::Says => ast::TailKind::Says(self.next_text(&mut children)?),
            TailWord::Note => ast::TailKind::Note(self.next_text(&mut children)?),
            TailWord::Example => ast::TailKind::Example(self.next_text(&mut children)?),
            TailWord::Cites => ast::TailKind::Cites(self.texts(&mut children)),
            TailWord::Traces => ast::TailKind::Traces(self.texts(&mut children)),
        };
        Some(ast::Tail { span, kind })
    }
}
